"""State that outlives its client's restart (draft-cel-nfsv4-state-retention)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regrace.fixtures.reference import mutants
from regrace.fixtures.reference.server.config import Kind
from regrace.harness.protocol.credentials import AuthSys
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfsstat4
from regrace.xdr_defs.retention import EXCHGID4_FLAG_RECLAIMABLE_R as RECLAIMABLE
from regrace.xdr_defs.retention import EXCHGID4_FLAG_RETAIN_STATE as RETAIN
from tests.reference.caller import BOTH, READ, WRITE, Answer, Peer
from tests.reference.conftest import LEASE_S, Site

OK = nfsstat4.NFS4_OK
DENIED = nfsstat4.NFS4ERR_DENIED
SHARE_DENIED = nfsstat4.NFS4ERR_SHARE_DENIED
GRACE = nfsstat4.NFS4ERR_GRACE
NO_GRACE = nfsstat4.NFS4ERR_NO_GRACE
RECLAIM_BAD = nfsstat4.NFS4ERR_RECLAIM_BAD
ABSENCE_S = 20.0
CAP_S = 10.0

MakeSite = Callable[..., Site]


@pytest.fixture
def retaining(make_site: MakeSite) -> Site:
    return made(make_site)


def made(make_site: MakeSite, *seeded: str) -> Site:
    return make_site(
        kind=Kind.RETAINING, absence_limit_s=ABSENCE_S, reclaim_cap_s=CAP_S, mutants=frozenset(seeded)
    )


def gateway(site: Site, name: str = "gateway") -> Peer:
    return site.peer(name, minor=2).establish(flags=RETAIN)


def held(site: Site) -> tuple[Peer, Answer]:
    """A retaining client with [0,100) of a file locked."""
    peer = gateway(site)
    opened = peer.open("f", "export", create=True)
    assert peer.lock(opened, 0, 100).ok
    return peer, opened


def reborn(peer: Peer, verifier: bytes = b"reborn..") -> None:
    peer.restart(flags=RETAIN, verifier=verifier)


def probe(site: Site, opened: Answer, offset: int = 0, length: int = 10) -> nfsstat4:
    """What a direct client gets for a lock; it gives it back."""
    direct = site.peer("direct").establish(complete=False)
    direct.reclaim_complete()
    mine = direct.open_fh(opened.fh)
    if not mine.ok:
        return mine.status
    lock = direct.lock(mine, offset, length)
    if lock.ok:
        assert direct.locku(lock, offset, length).ok
    assert direct.close(opened.fh, mine.state) == OK
    direct.destroy_session()
    direct.destroy_clientid()
    return lock.status


# --- negotiation


def test_the_flag_is_echoed_to_whoever_asked(retaining: Site) -> None:
    peer = retaining.peer("g", minor=2)
    assert peer.exchange_id(flags=RETAIN).eir_status == OK
    assert peer.eir_flags & RETAIN
    assert not peer.eir_flags & RECLAIMABLE
    other = retaining.peer("h", minor=2)
    other.exchange_id()
    assert not other.eir_flags & (RETAIN | RECLAIMABLE)


def test_only_minor_version_2_and_only_a_retaining_origin_knows_the_flag(
    retaining: Site, courteous: Site
) -> None:
    assert retaining.peer(minor=1).exchange_id(flags=RETAIN).eir_status == nfsstat4.NFS4ERR_INVAL
    assert courteous.peer(minor=2).exchange_id(flags=RETAIN).eir_status == nfsstat4.NFS4ERR_INVAL
    assert retaining.peer(minor=2).exchange_id(flags=RECLAIMABLE).eir_status == nfsstat4.NFS4ERR_INVAL


def test_the_limits_can_be_read(retaining: Site, courteous: Site) -> None:
    peer = gateway(retaining)
    fh = peer.fh("export")
    assert peer.getattr(fh, 92, 93) == {92: int(ABSENCE_S), 93: int(CAP_S)}
    supported = peer.getattr(fh, nfs4.FATTR4_SUPPORTED_ATTRS)[nfs4.FATTR4_SUPPORTED_ATTRS]
    assert supported[2] >> (92 - 64) & 0b11 == 0b11
    plain = courteous.peer(minor=2).establish()
    assert plain.getattr(plain.fh("export"), 92, 93) == {}


def test_reclaimable_is_told_when_something_is_there(retaining: Site) -> None:
    peer, _ = held(retaining)
    peer.verifier = b"reborn.."
    peer.exchange_id(flags=RETAIN)
    assert peer.eir_flags & RECLAIMABLE  # a live instance whose state will be kept
    peer.create_session()
    peer.verifier = b"again..."
    peer.exchange_id(flags=RETAIN)
    assert peer.eir_flags & RECLAIMABLE  # retained state
    peer.create_session()
    peer.reclaim_complete()
    peer.verifier = b"third..."
    peer.exchange_id(flags=RETAIN)
    assert not peer.eir_flags & RECLAIMABLE


# --- retaining and reclaiming


def test_a_lock_is_protected_throughout_and_reclaimed(retaining: Site) -> None:
    peer, opened = held(retaining)
    assert probe(retaining, opened) == DENIED
    reborn(peer)
    assert probe(retaining, opened) == DENIED
    again = peer.reclaim_open(opened.fh)
    assert again.ok
    assert again.state.other != opened.state.other
    assert probe(retaining, opened) == DENIED
    lock = peer.lock(again, 0, 100, reclaim=True)
    assert lock.ok
    assert peer.reclaim_complete() == OK
    assert probe(retaining, opened) == DENIED
    assert peer.locku(lock, 0, 100).ok
    assert probe(retaining, opened) == OK


def test_state_outlasts_the_lease_until_the_absence_limit(retaining: Site) -> None:
    peer, opened = held(retaining)
    retaining.pass_time(LEASE_S + ABSENCE_S - 1)
    assert probe(retaining, opened) == DENIED
    reborn(peer)
    again = peer.reclaim_open(opened.fh)
    assert peer.lock(again, 0, 100, reclaim=True).ok


def test_the_same_instance_resumes_after_an_absence(retaining: Site) -> None:
    peer, opened = held(retaining)
    retaining.pass_time(ABSENCE_S / 2)
    assert peer.renew() == OK
    assert peer.read(opened.fh, opened.state).ok


def test_after_the_absence_limit_a_conflict_gets_it(retaining: Site) -> None:
    peer, opened = held(retaining)
    retaining.pass_time(LEASE_S + ABSENCE_S + 1)
    assert probe(retaining, opened) == OK
    reborn(peer)
    assert not peer.eir_flags & RECLAIMABLE
    assert peer.reclaim_open(opened.fh).status == NO_GRACE


def test_after_the_absence_limit_and_no_conflict_it_can_still_be_had(retaining: Site) -> None:
    peer, opened = held(retaining)
    retaining.pass_time(LEASE_S + ABSENCE_S + 1)
    reborn(peer)
    assert peer.eir_flags & RECLAIMABLE
    assert peer.lock(peer.reclaim_open(opened.fh), 0, 100, reclaim=True).ok


def test_nothing_more_than_was_held(retaining: Site, make_site: MakeSite) -> None:
    for site, expected in ((retaining, RECLAIM_BAD), (made(make_site, mutants.RECLAIM_MORE), OK)):
        peer, opened = held(site)
        reborn(peer)
        again = peer.reclaim_open(opened.fh)
        assert peer.lock(again, 50, 100, reclaim=True).status == expected
        assert peer.reclaim_open(opened.fh, deny=WRITE).status == expected


def test_only_by_the_owner_that_held_it(retaining: Site, make_site: MakeSite) -> None:
    for site, expected in ((retaining, RECLAIM_BAD), (made(make_site, mutants.RECLAIM_ANY_OWNER), OK)):
        peer, opened = held(site)
        reborn(peer)
        again = peer.reclaim_open(opened.fh, access=READ)
        assert again.ok
        assert peer.lock(again, 0, 100, kind=nfs4.READ_LT, owner="other", reclaim=True).status == expected
        assert peer.reclaim_open(opened.fh, access=WRITE, owner="other").status == expected


def test_another_file_was_not_held(retaining: Site) -> None:
    peer, _ = held(retaining)
    other = peer.open("g", "export", create=True)
    assert peer.close(other.fh, other.state) == OK
    reborn(peer)
    assert peer.reclaim_open(other.fh).status == RECLAIM_BAD


def test_another_client_reclaims_nothing(retaining: Site) -> None:
    _, opened = held(retaining)
    other = retaining.peer("other", minor=2).establish(complete=False, flags=RETAIN)
    assert other.reclaim_open(opened.fh).status == NO_GRACE


def test_a_lock_is_reclaimed_under_its_reclaimed_open_only(retaining: Site) -> None:
    peer, opened = held(retaining)
    reborn(peer)
    fresh = peer.open_fh(opened.fh, owner="fresh")
    assert fresh.ok
    assert peer.lock(fresh, 0, 100, reclaim=True).status == RECLAIM_BAD
    same = peer.open_fh(opened.fh)
    assert peer.lock(same, 0, 100, reclaim=True).status == RECLAIM_BAD


def test_a_part_leaves_the_rest_retained_until_reclaim_complete(retaining: Site) -> None:
    peer, opened = held(retaining)
    reborn(peer)
    again = peer.reclaim_open(opened.fh)
    assert peer.lock(again, 0, 40, reclaim=True).ok
    assert probe(retaining, opened, 50) == DENIED
    assert peer.reclaim_complete() == OK
    assert probe(retaining, opened, 50) == OK
    assert probe(retaining, opened, 30) == DENIED


def test_mutant_keeps_the_rest_for_good(make_site: MakeSite) -> None:
    site = made(make_site, mutants.KEEP_REMAINDER)
    peer, opened = held(site)
    reborn(peer)
    peer.reclaim_complete()
    assert probe(site, opened) == DENIED


def test_the_same_reclaim_twice_and_one_across_two_locks(retaining: Site) -> None:
    peer = gateway(retaining)
    opened = peer.open("f", "export", create=True)
    peer.lock(opened, 0, 10)
    peer.lock(opened, 10, 10, kind=nfs4.READ_LT)
    reborn(peer)
    again = peer.reclaim_open(opened.fh)
    assert peer.reclaim_open(opened.fh).ok
    assert peer.lock(again, 0, 20, reclaim=True).status == nfsstat4.NFS4ERR_OLD_STATEID
    again = peer.reclaim_open(opened.fh)
    assert peer.lock(again, 0, 20, reclaim=True).status == RECLAIM_BAD
    first = peer.lock(again, 5, 10, kind=nfs4.READ_LT, reclaim=True)
    assert first.ok
    assert peer.lock(again, 5, 10, kind=nfs4.READ_LT, reclaim=True).ok
    # The stronger lock stays retained below the weaker one, and can still be had.
    assert probe(retaining, opened, 0, 5) == DENIED
    assert peer.lock(again, 0, 10, reclaim=True).ok


def test_share_reservations_are_retained(retaining: Site) -> None:
    peer = gateway(retaining)
    opened = peer.open("f", "export", create=True, access=READ, deny=WRITE)
    reborn(peer)
    direct = retaining.peer("direct").establish()
    assert direct.open_fh(opened.fh, access=WRITE).status == SHARE_DENIED
    assert peer.open_fh(opened.fh, access=WRITE).status == SHARE_DENIED
    assert peer.reclaim_open(opened.fh, access=BOTH, deny=WRITE).status == RECLAIM_BAD
    assert peer.reclaim_open(opened.fh, access=READ, deny=WRITE).ok
    peer.reclaim_complete()
    assert direct.open_fh(opened.fh, access=WRITE).status == SHARE_DENIED


def test_before_reclaim_complete_opens_are_new_and_locks_are_not(retaining: Site) -> None:
    peer, _ = held(retaining)
    reborn(peer)
    fresh = peer.open("new", "export", create=True, owner="fresh")
    assert fresh.ok
    assert peer.lock(fresh).status == GRACE
    peer.reclaim_complete()
    assert peer.lock(fresh).ok
    # Whoever did not ask for retention stays behind the gate with both.
    plain = retaining.peer("plain", minor=2).establish(complete=False)
    assert plain.open("new", "export").status == GRACE


def test_after_reclaim_complete_nothing_is_reclaimed(retaining: Site) -> None:
    peer, opened = held(retaining)
    reborn(peer)
    assert peer.reclaim_complete(one_fs=True, fh=opened.fh) == OK
    assert probe(retaining, opened) == DENIED
    assert peer.reclaim_complete() == OK
    assert peer.reclaim_open(opened.fh).status == NO_GRACE
    assert probe(retaining, opened) == OK


# --- limits


def test_the_cap_ends_the_blocking_but_not_what_was_reclaimed(retaining: Site) -> None:
    peer, opened = held(retaining)
    reborn(peer)
    again = peer.reclaim_open(opened.fh)
    assert peer.lock(again, 0, 40, reclaim=True).ok
    for _ in range(11):
        assert probe(retaining, opened, 50) == DENIED
        retaining.pass_time(CAP_S / 12)
        assert peer.renew() == OK
    retaining.pass_time(CAP_S / 12)
    assert probe(retaining, opened, 50) == OK
    assert probe(retaining, opened, 0) == DENIED
    assert peer.lock(again, 50, 10, reclaim=True).status in (RECLAIM_BAD, NO_GRACE)
    assert peer.renew() == OK


def crash_loop(site: Site) -> list[nfsstat4]:
    """A gateway that restarts every third of the cap and reclaims the open alone, never the lock."""
    peer, opened = held(site)
    answers = []
    for turn in range(5):
        reborn(peer, b"turn%04d" % turn)
        peer.reclaim_open(opened.fh)
        answers.append(probe(site, opened))
        site.pass_time(CAP_S / 3)
    return answers


def test_a_crash_loop_does_not_restart_the_cap(retaining: Site, make_site: MakeSite) -> None:
    assert crash_loop(retaining) == [DENIED, DENIED, DENIED, OK, OK]
    assert crash_loop(made(make_site, mutants.RESTART_CAP)) == [DENIED] * 5


def test_what_is_reclaimed_each_time_survives_a_crash_loop(retaining: Site) -> None:
    peer, opened = held(retaining)
    for turn in range(6):
        reborn(peer, b"turn%04d" % turn)
        again = peer.reclaim_open(opened.fh)
        assert peer.lock(again, 0, 100, reclaim=True).ok
        assert probe(retaining, opened) == DENIED
        retaining.pass_time(CAP_S / 3)
    assert retaining.state()["retained"] == []


# --- other instances, other people


def test_another_principal_ends_nothing(retaining: Site) -> None:
    peer, opened = held(retaining)
    thief = retaining.peer("gateway", minor=2, credential=AuthSys(1000, 1000), verifier=b"thief...")
    retaining.pass_time(2 * LEASE_S)
    assert thief.exchange_id(flags=RETAIN).eir_status == nfsstat4.NFS4ERR_CLID_INUSE
    reborn(peer)
    assert thief.exchange_id(flags=RETAIN).eir_status == nfsstat4.NFS4ERR_CLID_INUSE
    assert peer.reclaim_open(opened.fh).ok


def test_an_instance_that_does_not_ask_any_more_gets_what_rfc_8881_says(retaining: Site) -> None:
    peer, opened = held(retaining)
    peer.restart(flags=0, verifier=b"reborn..")
    assert peer.reclaim_open(opened.fh).status == NO_GRACE
    assert probe(retaining, opened) == OK


def test_two_gateways_keep_apart(retaining: Site) -> None:
    peer, opened = held(retaining)
    other = gateway(retaining, "second")
    his = other.open_fh(opened.fh)
    assert other.lock(his, 200, 10).ok
    reborn(peer)
    other.restart(flags=RETAIN, verifier=b"reborn..")
    again = other.reclaim_open(opened.fh)
    assert other.lock(again, 0, 10, reclaim=True).status == RECLAIM_BAD
    assert other.lock(again, 200, 10, reclaim=True).ok
    other.reclaim_complete()
    assert peer.lock(peer.reclaim_open(opened.fh), 0, 100, reclaim=True).ok


# --- the origin restarts, too


def test_the_origins_own_grace_takes_ordinary_reclaims(retaining: Site) -> None:
    peer, opened = held(retaining)
    retaining.pass_time(2 * LEASE_S)  # absent: no expiry is on record
    retaining.reboot()
    peer.verifier = b"reborn.."
    peer.connect()
    peer.exchange_id(flags=RETAIN)
    assert peer.eir_flags & RECLAIMABLE
    peer.create_session()
    again = peer.reclaim_open(opened.fh)
    assert peer.lock(again, 0, 100, reclaim=True).ok
    assert peer.open("new", "export", create=True).status == GRACE
    assert peer.reclaim_complete() == OK
    assert probe(retaining, opened) == DENIED


def test_a_restart_in_the_reclaim_interval_keeps_the_client_eligible(retaining: Site) -> None:
    peer, opened = held(retaining)
    reborn(peer)
    direct = retaining.peer("direct").establish()
    assert direct.open("new", "export", create=True).ok  # new state for others is no edge condition here
    retaining.reboot()
    reborn(peer)
    assert peer.lock(peer.reclaim_open(opened.fh), 0, 100, reclaim=True).ok


def test_a_conflict_after_a_limit_is_remembered_over_the_origins_restart(retaining: Site) -> None:
    peer, opened = held(retaining)
    reborn(peer)
    retaining.pass_time(CAP_S + 1)
    assert probe(retaining, opened) == OK
    retaining.reboot()
    reborn(peer)
    assert peer.reclaim_open(opened.fh).status == NO_GRACE
