"""Files through the re-export server are the origin's files."""

from __future__ import annotations

import pytest

from regrace.fixtures.reference.reexport.back.handles import MARK, to_back, to_front
from regrace.fixtures.reference.reexport.back.owners import derive
from regrace.fixtures.reference.server.backend import NfsError
from regrace.harness.client.files import File
from regrace.harness.protocol.rpc import AuthSys
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfs_argop4, nfsstat4

from .stage import F, Stage


def test_names_and_data_are_the_same_on_both_sides() -> None:
    stage = Stage()
    end, direct = stage.end_client(), stage.direct_client()
    assert end.make_directory("sub").ok
    inner = File("inner", ("sub", "inner"))
    assert end.create_file(inner).ok
    assert end.create_file(F).ok
    opened = stage.open(end, inner).open
    assert opened is not None
    assert end.write(inner, opened, 3, b"hello").ok
    assert direct.read(inner).data == b"\0\0\0hello"
    assert sorted(end.readdir()) == sorted(direct.readdir()) == ["f", "sub"]
    assert end.readdir("sub") == ["inner"]
    wanted = (nfs4.FATTR4_SIZE, nfs4.FATTR4_FILEID, nfs4.FATTR4_CHANGE, nfs4.FATTR4_TYPE)
    assert end.getattr(inner, *wanted) == direct.getattr(inner, *wanted)
    assert end.remove("f").ok
    assert not direct.exists("f")
    assert end.remove("sub").status is nfsstat4.NFS4ERR_NOTEMPTY


def test_a_big_directory_is_listed_whole() -> None:
    stage = Stage()
    end, direct = stage.end_client(), stage.direct_client()
    names = {f"file-{n:04}-{'x' * 40}" for n in range(400)}
    for name in sorted(names):
        assert direct.create_file(name).ok
    assert set(end.list_directory((), cache=False).names) == names


def test_handles_survive_our_reboot_and_are_no_others() -> None:
    stage = Stage()
    end, direct = stage.end_client(), stage.direct_client()
    assert direct.create_file(F).ok
    ours, theirs = end.fh(F), direct.fh(F)
    assert ours == MARK + theirs
    stage.node("reexport").reboot()
    stage.wait(3)
    end.recover(reclaim_complete=True)
    get = nfs_argop4(nfs4.OP_GETATTR, nfs4.GETATTR4args([1 << nfs4.FATTR4_TYPE]))

    def put(fh: bytes) -> nfs_argop4:
        return nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(fh))

    assert end.compound(put(ours), get).status is nfsstat4.NFS4_OK
    bad = (nfsstat4.NFS4ERR_BADHANDLE, nfsstat4.NFS4ERR_STALE)
    assert end.compound(put(theirs), get).status in bad
    assert direct.compound(put(ours), get).status in bad


def test_a_handle_that_would_be_too_long_is_refused() -> None:
    assert to_back(to_front(b"x" * 124)) == b"x" * 124
    with pytest.raises(NfsError, match="SERVERFAULT"):
        to_front(b"x" * 125)
    with pytest.raises(NfsError, match="BADHANDLE"):
        to_back(b"anything")


def test_derived_owners_differ_wherever_the_originals_do() -> None:
    told = {
        derive(kind, client, owner)
        for kind in ("open", "lock")
        for client, owner in (
            (b"ab", b"c"),
            (b"a", b"bc"),
            (b"", b"abc"),
            (b"abc", b""),
            (b"c" * 1024, b"d" * 1024),
        )
    }
    assert len(told) == 10
    assert all(len(owner) <= 1024 for owner in told)
    assert derive("lock", b"ab", b"c") == derive("lock", b"ab", b"c")


def test_data_is_never_answered_from_a_cache() -> None:
    stage = Stage()
    end, direct = stage.end_client(), stage.direct_client()
    mine, theirs = stage.open(end).open, stage.open(direct).open
    assert mine is not None
    assert theirs is not None
    for round_ in range(3):
        data = f"round {round_}".encode()
        assert direct.write(F, theirs, 0, data).ok
        assert end.read(F, mine).data == data


def test_access_is_checked_by_the_origin_for_the_caller() -> None:
    stage = Stage()
    direct = stage.direct_client()
    assert direct.create_file(F, mode=0o600).ok
    stranger = stage.end_client("E2", credential=AuthSys(1234, 1234))
    assert stranger.open(F).status is nfsstat4.NFS4ERR_ACCESS
