"""Opens and share reservations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regrace.fixtures.reference import mutants
from regrace.harness.protocol.credentials import AuthSys
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import pack_fattr
from regrace.xdr_defs.nfs4 import nfsstat4, stateid4
from tests.reference.caller import ANON, BOTH, CURRENT, READ, WRITE, op, put
from tests.reference.conftest import Site

OK = nfsstat4.NFS4_OK
DENIED = nfsstat4.NFS4ERR_SHARE_DENIED
NO_BYTES = nfs4.fattr4([], b"")


@pytest.mark.parametrize(
    ("access", "deny", "other_access", "other_deny", "expected"),
    [
        (BOTH, 0, BOTH, 0, OK),
        (READ, WRITE, READ, 0, OK),
        (READ, WRITE, WRITE, 0, DENIED),
        (READ, WRITE, BOTH, 0, DENIED),
        (WRITE, 0, READ, WRITE, DENIED),
        (WRITE, 0, READ, READ, OK),
        (READ, READ, WRITE, 0, OK),
        (READ, BOTH, READ, 0, DENIED),
        (READ, WRITE, READ, WRITE, OK),
    ],
)
def test_access_against_deny(
    site: Site, access: int, deny: int, other_access: int, other_deny: int, expected: nfsstat4
) -> None:
    alice, bob = site.peer("alice").establish(), site.peer("bob").establish()
    opened = alice.open("f", "export", create=True, access=access, deny=deny)
    assert opened.ok
    his = bob.open_fh(opened.fh, access=other_access, deny=other_deny)
    assert his.status == expected
    if his.ok:
        assert bob.close(his.fh, his.state) == OK
    # Two owners of one client are two parties as well.
    assert alice.open_fh(opened.fh, access=other_access, deny=other_deny, owner="p").status == expected


def test_the_same_owner_adds_to_its_open(site: Site) -> None:
    alice, bob = site.peer("alice").establish(), site.peer("bob").establish()
    first = alice.open("f", "export", create=True, access=READ)
    second = alice.open("f", "export", access=WRITE, deny=READ)
    assert second.state.other == first.state.other
    assert second.state.seqid == 2
    assert bob.open_fh(first.fh, access=READ).status == DENIED


def test_downgrade_goes_back_to_what_was_opened(site: Site) -> None:
    alice, bob = site.peer("alice").establish(), site.peer("bob").establish()
    alice.open("f", "export", create=True, access=READ)
    opened = alice.open("f", "export", access=BOTH, deny=WRITE)
    assert alice.downgrade(opened.fh, opened.state, WRITE, 0).status == nfsstat4.NFS4ERR_INVAL
    assert alice.downgrade(opened.fh, opened.state, 0, 0).status == nfsstat4.NFS4ERR_INVAL
    lower = alice.downgrade(opened.fh, opened.state, READ, 0)
    assert lower.state.seqid == opened.state.seqid + 1
    assert bob.open_fh(opened.fh, access=WRITE).ok
    assert alice.write(opened.fh, lower.state, b"x").status == nfsstat4.NFS4ERR_OPENMODE
    assert alice.downgrade(opened.fh, lower.state, BOTH, WRITE).status == nfsstat4.NFS4ERR_INVAL


def test_close_ends_the_reservation_and_the_stateid(site: Site) -> None:
    alice, bob = site.peer("alice").establish(), site.peer("bob").establish()
    opened = alice.open("f", "export", create=True, deny=BOTH)
    assert alice.close(opened.fh, opened.state) == OK
    assert alice.close(opened.fh, opened.state) == nfsstat4.NFS4ERR_BAD_STATEID
    assert bob.open_fh(opened.fh, deny=BOTH).ok


def test_close_takes_the_locks_along(site: Site, make_site: Callable[..., Site]) -> None:
    for place, expected in (
        (site, OK),
        (make_site(mutants=frozenset({mutants.CLOSE_KEEPS_LOCKS})), nfsstat4.NFS4ERR_DENIED),
    ):
        alice, bob = place.peer("alice").establish(), place.peer("bob").establish()
        opened = alice.open("f", "export", create=True)
        assert alice.lock(opened).ok
        assert alice.close(opened.fh, opened.state) == OK
        assert bob.lock(bob.open_fh(opened.fh)).status == expected


@pytest.mark.parametrize(("access", "deny"), [(0, 0), (4, 0), (1, 4), (1 << 20, 0)])
def test_impossible_share_bits(site: Site, access: int, deny: int) -> None:
    alice = site.peer().establish()
    assert alice.open("f", "export", create=True, access=access, deny=deny).status == nfsstat4.NFS4ERR_INVAL


def how(mode: int, verifier: bytes = b"12345678") -> nfs4.createhow4:
    if mode == nfs4.EXCLUSIVE4:
        return nfs4.createhow4(mode, verifier)
    if mode == nfs4.EXCLUSIVE4_1:
        return nfs4.createhow4(mode, nfs4.creatverfattr(verifier, NO_BYTES))
    return nfs4.createhow4(mode, NO_BYTES)


def test_guarded_creation_wants_a_new_file(site: Site) -> None:
    alice = site.peer().establish()
    assert alice.open("f", "export", create=True, how=how(nfs4.GUARDED4)).ok
    again = alice.open("f", "export", create=True, how=how(nfs4.GUARDED4))
    assert again.status == nfsstat4.NFS4ERR_EXIST


@pytest.mark.parametrize("mode", [nfs4.EXCLUSIVE4, nfs4.EXCLUSIVE4_1])
def test_exclusive_creation_knows_its_retry_also_after_a_reboot(site: Site, mode: int) -> None:
    alice = site.peer().establish()
    first = alice.open("f", "export", create=True, how=how(mode))
    assert first.ok
    assert alice.open("f", "export", create=True, how=how(mode)).fh == first.fh
    other = alice.open("f", "export", create=True, how=how(mode, b"other..."))
    assert other.status == nfsstat4.NFS4ERR_EXIST
    site.reboot()
    alice.restart(complete=True)
    assert alice.open("f", "export", create=True, how=how(mode)).fh == first.fh


def test_unchecked_creation_may_truncate(site: Site) -> None:
    alice, bob = site.peer("alice").establish(), site.peer("bob").establish()
    opened = alice.open("f", "export", create=True)
    alice.write(opened.fh, opened.state, b"data")
    truncating = nfs4.createhow4(nfs4.UNCHECKED4, pack_fattr({nfs4.FATTR4_SIZE: 0}))
    assert bob.open("f", "export", create=True, access=READ, how=truncating).ok
    assert alice.read(opened.fh, opened.state).result.resok4.data == b""


def test_change_info_tells_whether_the_directory_changed(site: Site) -> None:
    alice = site.peer().establish()
    created = alice.open("f", "export", create=True).result.resok4.cinfo
    assert created.atomic
    assert created.after > created.before
    opened = alice.open("f", "export").result.resok4.cinfo
    assert opened.before == opened.after == created.after


def test_what_cannot_be_opened(site: Site) -> None:
    alice = site.peer().establish()
    assert alice.open("none", "export").status == nfsstat4.NFS4ERR_NOENT
    assert alice.open("export").status == nfsstat4.NFS4ERR_ISDIR
    opened = alice.open("f", "export", create=True)
    claim = nfs4.open_claim4(nfs4.CLAIM_NULL, b"x")
    args = nfs4.OPEN4args(0, 1, 0, nfs4.open_owner4(0, b"o"), nfs4.openflag4(nfs4.OPEN4_NOCREATE), claim)
    assert alice.call(put(opened.fh), op(nfs4.OP_OPEN, args)).status == nfsstat4.NFS4ERR_NOTDIR
    assert alice.call(op(nfs4.OP_OPEN, args)).status == nfsstat4.NFS4ERR_NOFILEHANDLE
    create = nfs4.openflag4(nfs4.OPEN4_CREATE, nfs4.createhow4(nfs4.UNCHECKED4, NO_BYTES))
    args = nfs4.OPEN4args(0, 1, 0, nfs4.open_owner4(0, b"o"), create, nfs4.open_claim4(nfs4.CLAIM_FH))
    assert alice.call(put(opened.fh), op(nfs4.OP_OPEN, args)).status == nfsstat4.NFS4ERR_INVAL


def test_mode_bits_are_looked_at(site: Site) -> None:
    alice = site.peer("alice").establish()
    opened = alice.open("f", "export", create=True, mode=0o600)
    bob = site.peer("bob", credential=AuthSys(1000, 1000)).establish()
    assert bob.open_fh(opened.fh, access=READ).status == nfsstat4.NFS4ERR_ACCESS
    mine = bob.open("g", "export", create=True, mode=0o400)
    assert mine.ok  # who makes it may use it
    assert bob.open_fh(mine.fh, access=WRITE).status == nfsstat4.NFS4ERR_ACCESS


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (nfs4.open_claim4(nfs4.CLAIM_DELEGATE_PREV, b"f"), nfsstat4.NFS4ERR_NOTSUPP),
        (nfs4.open_claim4(nfs4.CLAIM_DELEG_PREV_FH), nfsstat4.NFS4ERR_NOTSUPP),
        (nfs4.open_claim4(nfs4.CLAIM_DELEG_CUR_FH, stateid4(1, b"x" * 12)), nfsstat4.NFS4ERR_BAD_STATEID),
        (
            nfs4.open_claim4(nfs4.CLAIM_DELEGATE_CUR, nfs4.open_claim_delegate_cur4(stateid4(1, b"x" * 12), b"f")),
            nfsstat4.NFS4ERR_BAD_STATEID,
        ),
    ],
)
def test_delegations_are_honestly_refused(site: Site, claim: nfs4.open_claim4, expected: nfsstat4) -> None:
    alice = site.peer().establish()
    opened = alice.open("f", "export", create=True)
    args = nfs4.OPEN4args(0, 1, 0, nfs4.open_owner4(0, b"o"), nfs4.openflag4(nfs4.OPEN4_NOCREATE), claim)
    by_name = claim.claim in (nfs4.CLAIM_DELEGATE_PREV, nfs4.CLAIM_DELEGATE_CUR)
    place = alice.at("export") if by_name else [put(opened.fh)]
    assert alice.call(*place, op(nfs4.OP_OPEN, args)).status == expected


@pytest.mark.parametrize(
    ("want", "why"),
    [
        (nfs4.OPEN4_SHARE_ACCESS_WANT_NO_DELEG, nfs4.WND4_NOT_WANTED),
        (nfs4.OPEN4_SHARE_ACCESS_WANT_CANCEL, nfs4.WND4_CANCELLED),
        (nfs4.OPEN4_SHARE_ACCESS_WANT_READ_DELEG, nfs4.WND4_RESOURCE),
    ],
)
def test_whoever_speaks_of_delegations_is_told_why_there_is_none(site: Site, want: int, why: int) -> None:
    alice = site.peer().establish()
    answer = alice.open("f", "export", create=True, access=BOTH | want)
    delegation = answer.result.resok4.delegation
    assert delegation.delegation_type == nfs4.OPEN_DELEGATE_NONE_EXT
    assert delegation.od_whynone.ond_why == why
    plain = alice.open("f", "export").result.resok4.delegation
    assert plain.delegation_type == nfs4.OPEN_DELEGATE_NONE


def test_the_current_stateid_stands_for_the_open(site: Site) -> None:
    alice = site.peer().establish()
    claim = nfs4.open_claim4(nfs4.CLAIM_NULL, b"f")
    create = nfs4.openflag4(nfs4.OPEN4_CREATE, nfs4.createhow4(nfs4.UNCHECKED4, NO_BYTES))
    args = nfs4.OPEN4args(0, BOTH, 0, nfs4.open_owner4(0, b"o"), create, claim)
    opening = [*alice.at("export"), op(nfs4.OP_OPEN, args)]
    writing = op(nfs4.OP_WRITE, nfs4.WRITE4args(CURRENT, 0, nfs4.FILE_SYNC4, b"hello"))
    closing = op(nfs4.OP_CLOSE, nfs4.CLOSE4args(0, CURRENT))
    assert alice.call(*opening, writing, closing).status == OK
    assert site.state()["opens"] == []
    fh = alice.fh("export", "f")
    assert alice.call(put(fh), writing).status == nfsstat4.NFS4ERR_BAD_STATEID
    saved = [op(nfs4.OP_SAVEFH), op(nfs4.OP_PUTROOTFH), op(nfs4.OP_RESTOREFH)]
    assert alice.call(*opening, *saved, writing).status == OK


def test_special_stateids_meet_share_reservations(site: Site, make_site: Callable[..., Site]) -> None:
    alice, bob = site.peer("alice").establish(), site.peer("bob").establish()
    opened = alice.open("f", "export", create=True, deny=WRITE)
    assert bob.write(opened.fh, ANON, b"x").status == nfsstat4.NFS4ERR_LOCKED
    assert bob.read(opened.fh, ANON).ok
    assert bob.read(opened.fh, stateid4(0xFFFF_FFFF, b"\xff" * 12)).ok
    invalid = stateid4(0xFFFF_FFFF, b"\0" * 12)
    assert bob.read(opened.fh, invalid).status == nfsstat4.NFS4ERR_BAD_STATEID
    assert alice.write(opened.fh, opened.state, b"x").ok

    lax = make_site(mutants=frozenset({mutants.IGNORE_DENY}))
    alice, bob = lax.peer("alice").establish(), lax.peer("bob").establish()
    opened = alice.open("f", "export", create=True, deny=WRITE)
    assert bob.open_fh(opened.fh, access=WRITE).ok


def test_a_stateid_belongs_to_its_file(site: Site) -> None:
    alice = site.peer().establish()
    one, two = alice.open("f", "export", create=True), alice.open("g", "export", create=True)
    assert alice.write(two.fh, one.state, b"x").status == nfsstat4.NFS4ERR_BAD_STATEID
    assert alice.close(two.fh, one.state) == nfsstat4.NFS4ERR_BAD_STATEID
    assert alice.close(b"nonsense", one.state) == nfsstat4.NFS4ERR_BADHANDLE
