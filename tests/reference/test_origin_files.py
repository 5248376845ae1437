"""Files and directories of the origin, and what of them survives."""

from __future__ import annotations

import pytest

from regrace.harness.protocol.credentials import AuthSys
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import bitmap, pack_fattr
from regrace.xdr_defs.nfs4 import nfsstat4
from tests.reference.caller import ANON, Answer, Peer, op, put
from tests.reference.conftest import Site

OK = nfsstat4.NFS4_OK
USER = AuthSys(1000, 1000)


def write_file(peer: Peer, name: str, data: bytes, *path: str) -> Answer:
    opened = peer.open(name, *path, create=True)
    assert peer.write(opened.fh, opened.state, data).ok
    return opened


def names(peer: Peer, *path: str, maxcount: int = 8192) -> list[str]:
    """READDIR to the end."""
    found: list[str] = []
    cookie, verifier = 0, b"\0" * 8
    while True:
        args = nfs4.READDIR4args(cookie, verifier, maxcount, maxcount, bitmap(nfs4.FATTR4_TYPE))
        result = peer.call(*peer.at(*path), op(nfs4.OP_READDIR, args))
        assert result.status == OK, result.status
        page = result.resarray[-1].value.resok4
        found += [entry.name.decode() for entry in page.reply.entries]
        if page.reply.eof:
            return found
        cookie, verifier = page.reply.entries[-1].cookie, page.cookieverf


def rename(peer: Peer, old: str, new: str, source: str = "export", target: str = "export") -> nfsstat4:
    args = nfs4.RENAME4args(old.encode(), new.encode())
    return peer.call(*peer.at(source), op(nfs4.OP_SAVEFH), *peer.at(target), op(nfs4.OP_RENAME, args)).status


def setattr_(peer: Peer, fh: bytes, values: dict[int, object]) -> nfsstat4:
    return peer.call(put(fh), op(nfs4.OP_SETATTR, nfs4.SETATTR4args(ANON, pack_fattr(values)))).status


def test_names_are_made_moved_and_removed(site: Site) -> None:
    alice = site.peer().establish()
    assert alice.mkdir("d", "export") == OK
    assert alice.mkdir("d", "export") == nfsstat4.NFS4ERR_EXIST
    write_file(alice, "f", b"1", "export", "d")
    assert alice.remove("d", "export") == nfsstat4.NFS4ERR_NOTEMPTY
    assert names(alice, "export", "d") == ["f"]
    assert alice.remove("f", "export", "d") == OK
    assert alice.remove("f", "export", "d") == nfsstat4.NFS4ERR_NOENT
    assert alice.remove("d", "export") == OK
    assert names(alice, "export") == []


def test_renaming(site: Site) -> None:
    alice = site.peer().establish()
    one = write_file(alice, "a", b"one", "export")
    write_file(alice, "b", b"two", "export")
    alice.mkdir("d", "export")
    assert rename(alice, "a", "a") == OK
    assert rename(alice, "none", "x") == nfsstat4.NFS4ERR_NOENT
    assert rename(alice, "a", "d") == nfsstat4.NFS4ERR_EXIST
    assert rename(alice, "a", "b") == OK
    assert sorted(names(alice, "export")) == ["b", "d"]
    assert alice.fh("export", "b") == one.fh
    assert rename(alice, "d", "e") == OK
    into_itself = alice.call(
        *alice.at("export"),
        op(nfs4.OP_SAVEFH),
        *alice.at("export", "e"),
        op(nfs4.OP_RENAME, nfs4.RENAME4args(b"e", b"x")),
    )
    assert into_itself.status == nfsstat4.NFS4ERR_INVAL
    moved = alice.call(
        *alice.at("export"),
        op(nfs4.OP_SAVEFH),
        *alice.at("export", "e"),
        op(nfs4.OP_RENAME, nfs4.RENAME4args(b"b", b"x")),
    )
    assert moved.status == OK
    assert names(alice, "export", "e") == ["x"]


def test_a_directory_is_read_in_pages_while_it_changes(site: Site) -> None:
    alice = site.peer().establish()
    for index in range(30):
        write_file(alice, f"file{index:02}", b"", "export")
    assert names(alice, "export", maxcount=300) == [f"file{index:02}" for index in range(30)]
    args = nfs4.READDIR4args(0, b"\0" * 8, 10, 10, [])
    tiny = alice.call(*alice.at("export"), op(nfs4.OP_READDIR, args))
    assert tiny.status == nfsstat4.NFS4ERR_TOOSMALL
    args = nfs4.READDIR4args(1, b"\0" * 8, 1000, 1000, [])
    assert alice.call(*alice.at("export"), op(nfs4.OP_READDIR, args)).status == nfsstat4.NFS4ERR_BAD_COOKIE
    args = nfs4.READDIR4args(3, b"\1" * 8, 1000, 1000, [])
    assert alice.call(*alice.at("export"), op(nfs4.OP_READDIR, args)).status == nfsstat4.NFS4ERR_NOT_SAME


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b"", nfsstat4.NFS4ERR_INVAL),
        (b".", nfsstat4.NFS4ERR_BADNAME),
        (b"..", nfsstat4.NFS4ERR_BADNAME),
        (b"a/b", nfsstat4.NFS4ERR_BADCHAR),
        (b"a\0b", nfsstat4.NFS4ERR_BADCHAR),
        (b"\xff", nfsstat4.NFS4ERR_INVAL),
        (b"x" * 256, nfsstat4.NFS4ERR_NAMETOOLONG),
        (b"none", nfsstat4.NFS4ERR_NOENT),
    ],
)
def test_names_that_are_none(site: Site, name: bytes, expected: nfsstat4) -> None:
    alice = site.peer().establish()
    result = alice.call(op(nfs4.OP_PUTROOTFH), op(nfs4.OP_LOOKUP, nfs4.LOOKUP4args(name)))
    assert result.status == expected


def test_filehandles(site: Site) -> None:
    alice = site.peer().establish()
    getfh = op(nfs4.OP_GETFH)
    assert alice.call(getfh).status == nfsstat4.NFS4ERR_NOFILEHANDLE
    assert alice.call(op(nfs4.OP_RESTOREFH)).status == nfsstat4.NFS4ERR_NOFILEHANDLE
    assert alice.call(put(b"nonsense")).status == nfsstat4.NFS4ERR_BADHANDLE
    assert alice.call(*alice.at("export"), op(nfs4.OP_LOOKUPP), getfh).resarray[-1].value.resok4.object == alice.fh()
    assert alice.call(*alice.at(), op(nfs4.OP_LOOKUPP)).status == nfsstat4.NFS4ERR_NOENT
    gone = write_file(alice, "f", b"", "export")
    alice.close(gone.fh, gone.state)
    alice.remove("f", "export")
    assert alice.call(put(gone.fh)).status == nfsstat4.NFS4ERR_STALE
    assert alice.call(op(nfs4.OP_PUTPUBFH), getfh).status == OK


def test_handles_names_and_stable_data_survive_a_reboot(site: Site) -> None:
    alice = site.peer().establish()
    kept = write_file(alice, "kept", b"data", "export")
    gone = write_file(alice, "gone", b"data", "export")
    alice.remove("gone", "export")
    site.node.power_cut()
    site.node.start()
    alice.restart(complete=True)
    site.pass_time(2.0)
    alice.restart()
    assert alice.fh("export", "kept") == kept.fh
    assert alice.read(kept.fh).result.resok4.data == b"data"
    assert alice.call(put(gone.fh)).status == nfsstat4.NFS4ERR_STALE
    alice.reclaim_complete()
    fresh = write_file(alice, "fresh", b"", "export")
    assert fresh.fh != gone.fh  # a number is never used twice


def test_unstable_data_is_lost_and_the_verifier_tells(site: Site) -> None:
    alice = site.peer().establish()
    opened = alice.open("f", "export", create=True)
    unstable = alice.write(opened.fh, opened.state, b"lost", stable=nfs4.UNSTABLE4).result.resok4
    assert unstable.committed == nfs4.UNSTABLE4
    site.reboot()
    alice.restart()
    again = alice.reclaim_open(opened.fh)
    commit = op(nfs4.OP_COMMIT, nfs4.COMMIT4args(0, 0))
    done = alice.call(put(opened.fh), commit).resarray[-1].value.resok4
    assert done.writeverf != unstable.writeverf
    assert alice.read(opened.fh, again.state).result.resok4.data == b""
    alice.write(opened.fh, again.state, b"kept", stable=nfs4.UNSTABLE4)
    assert alice.call(put(opened.fh), commit).status == OK
    site.reboot()
    alice.restart()
    again = alice.reclaim_open(opened.fh)
    assert alice.read(opened.fh, again.state).result.resok4.data == b"kept"


def test_an_unlinked_file_lives_while_it_is_open(site: Site) -> None:
    alice = site.peer().establish()
    opened = write_file(alice, "f", b"data", "export")
    alice.remove("f", "export")
    assert alice.read(opened.fh, opened.state).result.resok4.data == b"data"
    assert alice.getattr(opened.fh, nfs4.FATTR4_NUMLINKS) == {nfs4.FATTR4_NUMLINKS: 0}
    assert alice.close(opened.fh, opened.state) == OK
    assert alice.call(put(opened.fh)).status == nfsstat4.NFS4ERR_STALE


def test_reading_and_writing(site: Site) -> None:
    alice = site.peer().establish()
    opened = alice.open("f", "export", create=True)
    assert alice.write(opened.fh, opened.state, b"world", offset=10).ok
    data = alice.read(opened.fh, opened.state, 0, 100).result.resok4
    assert (data.data, data.eof) == (b"\0" * 10 + b"world", True)
    data = alice.read(opened.fh, opened.state, 12, 2).result.resok4
    assert (data.data, data.eof) == (b"rl", False)
    data = alice.read(opened.fh, opened.state, 1 << 62, 2).result.resok4
    assert (data.data, data.eof) == (b"", True)
    assert alice.read(opened.fh, opened.state, (1 << 64) - 1, 2).result.resok4.eof
    for offset in (1 << 40, (1 << 63) - 1, (1 << 64) - 1):
        assert alice.write(opened.fh, opened.state, b"x", offset=offset).status == nfsstat4.NFS4ERR_FBIG
    directory = alice.fh("export")
    assert alice.read(directory).status == nfsstat4.NFS4ERR_ISDIR
    assert alice.write(directory, ANON, b"x").status == nfsstat4.NFS4ERR_ISDIR


def test_attributes(site: Site) -> None:
    alice = site.peer().establish()
    opened = write_file(alice, "f", b"12345", "export")
    before = alice.getattr(opened.fh, nfs4.FATTR4_CHANGE, nfs4.FATTR4_SIZE, nfs4.FATTR4_TYPE)
    assert (before[nfs4.FATTR4_SIZE], before[nfs4.FATTR4_TYPE]) == (5, nfs4.NF4REG)
    assert setattr_(alice, opened.fh, {nfs4.FATTR4_SIZE: 2, nfs4.FATTR4_MODE: 0o640}) == OK
    after = alice.getattr(opened.fh, nfs4.FATTR4_CHANGE, nfs4.FATTR4_SIZE, nfs4.FATTR4_MODE)
    assert after[nfs4.FATTR4_CHANGE] > before[nfs4.FATTR4_CHANGE]
    assert (after[nfs4.FATTR4_SIZE], after[nfs4.FATTR4_MODE]) == (2, 0o640)
    stamp = nfs4.settime4(nfs4.SET_TO_CLIENT_TIME4, nfs4.nfstime4(77, 5))
    assert setattr_(alice, opened.fh, {nfs4.FATTR4_TIME_MODIFY_SET: stamp}) == OK
    assert alice.getattr(opened.fh, nfs4.FATTR4_TIME_MODIFY)[nfs4.FATTR4_TIME_MODIFY] == nfs4.nfstime4(77, 5)
    assert setattr_(alice, opened.fh, {nfs4.FATTR4_FILEID: 1}) == nfsstat4.NFS4ERR_INVAL
    assert setattr_(alice, opened.fh, {nfs4.FATTR4_HIDDEN: True}) == nfsstat4.NFS4ERR_ATTRNOTSUPP
    assert setattr_(alice, opened.fh, {nfs4.FATTR4_OWNER: b"nobody@home"}) == nfsstat4.NFS4ERR_BADOWNER
    broken = nfs4.SETATTR4args(ANON, nfs4.fattr4(bitmap(nfs4.FATTR4_MODE), b"\0"))
    assert alice.call(put(opened.fh), op(nfs4.OP_SETATTR, broken)).status == nfsstat4.NFS4ERR_BADXDR
    write_only = nfs4.GETATTR4args(bitmap(nfs4.FATTR4_TIME_MODIFY_SET))
    assert alice.call(put(opened.fh), op(nfs4.OP_GETATTR, write_only)).status == nfsstat4.NFS4ERR_INVAL


@pytest.mark.parametrize("minor", [1, 2])
def test_every_supported_attribute_can_be_read(site: Site, minor: int) -> None:
    alice = site.peer(minor=minor).establish()
    opened = write_file(alice, "f", b"", "export")
    supported = alice.getattr(opened.fh, nfs4.FATTR4_SUPPORTED_ATTRS)[nfs4.FATTR4_SUPPORTED_ATTRS]
    numbers = {32 * word + bit for word, value in enumerate(supported) for bit in range(32) if value >> bit & 1}
    readable = numbers - {nfs4.FATTR4_TIME_ACCESS_SET, nfs4.FATTR4_TIME_MODIFY_SET}
    assert set(alice.getattr(opened.fh, *readable)) == readable
    assert set(range(12)) | {nfs4.FATTR4_FILEHANDLE, nfs4.FATTR4_SUPPATTR_EXCLCREAT} <= numbers


def test_verify_and_nverify(site: Site) -> None:
    alice = site.peer().establish()
    opened = write_file(alice, "f", b"12345", "export")
    for size, same, different in ((5, OK, nfsstat4.NFS4ERR_SAME), (6, nfsstat4.NFS4ERR_NOT_SAME, OK)):
        fattr = pack_fattr({nfs4.FATTR4_SIZE: size})
        assert alice.call(put(opened.fh), op(nfs4.OP_VERIFY, nfs4.VERIFY4args(fattr))).status == same
        assert alice.call(put(opened.fh), op(nfs4.OP_NVERIFY, nfs4.NVERIFY4args(fattr))).status == different


def test_permissions(site: Site) -> None:
    alice = site.peer("alice").establish()
    opened = alice.open("f", "export", create=True, mode=0o600)
    bob = site.peer("bob", credential=USER).establish()
    for mask, allowed in ((nfs4.ACCESS4_READ, 0), (0x3F, 0)):
        result = bob.call(put(opened.fh), op(nfs4.OP_ACCESS, nfs4.ACCESS4args(mask)))
        assert result.resarray[-1].value.resok4.access == allowed
    assert bob.read(opened.fh).status == nfsstat4.NFS4ERR_ACCESS
    assert bob.write(opened.fh, ANON, b"x").status == nfsstat4.NFS4ERR_ACCESS
    assert setattr_(bob, opened.fh, {nfs4.FATTR4_MODE: 0o777}) == nfsstat4.NFS4ERR_PERM
    assert bob.mkdir("d") == nfsstat4.NFS4ERR_ACCESS  # the top is root's
    mine = bob.open("g", "export", create=True)
    assert setattr_(bob, mine.fh, {nfs4.FATTR4_OWNER: b"0"}) == nfsstat4.NFS4ERR_PERM
    assert setattr_(bob, mine.fh, {nfs4.FATTR4_MODE: 0o600}) == OK


def test_security_flavors_are_told_and_take_the_handle_away(site: Site) -> None:
    alice = site.peer().establish()
    ask = op(nfs4.OP_SECINFO_NO_NAME, nfs4.SECINFO_STYLE4_CURRENT_FH)
    result = alice.call(*alice.at("export"), ask)
    assert [one.flavor for one in result.resarray[-1].value.resok4] == [1, 0]
    assert alice.call(*alice.at(), ask, op(nfs4.OP_GETFH)).status == nfsstat4.NFS4ERR_NOFILEHANDLE
    named = op(nfs4.OP_SECINFO, nfs4.SECINFO4args(b"export"))
    assert alice.call(*alice.at(), named).status == OK


def test_only_directories_are_made_by_create(site: Site) -> None:
    alice = site.peer().establish()
    nothing = nfs4.fattr4([], b"")
    for kind, expected in (
        (nfs4.createtype4(nfs4.NF4REG), nfsstat4.NFS4ERR_BADTYPE),
        (nfs4.createtype4(nfs4.NF4FIFO), nfsstat4.NFS4ERR_PERM),
        (nfs4.createtype4(nfs4.NF4LNK, b"x"), nfsstat4.NFS4ERR_PERM),
    ):
        args = nfs4.CREATE4args(kind, b"x", nothing)
        assert alice.call(*alice.at("export"), op(nfs4.OP_CREATE, args)).status == expected
