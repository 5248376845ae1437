"""Restarts: grace, reclaim, the gate of RECLAIM_COMPLETE, the stable record and its edge conditions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regrace.fixtures.reference import mutants
from regrace.fixtures.reference.server.config import Kind
from regrace.fixtures.reference.server.records import FILE
from regrace.harness.protocol.credentials import AuthSys
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfsstat4
from tests.reference.caller import ANON, BOTH, READ, WRITE, Answer, Peer
from tests.reference.conftest import GRACE_S, LEASE_S, Site

OK = nfsstat4.NFS4_OK
GRACE = nfsstat4.NFS4ERR_GRACE
NO_GRACE = nfsstat4.NFS4ERR_NO_GRACE
DENIED = nfsstat4.NFS4ERR_DENIED
ALREADY = nfsstat4.NFS4ERR_COMPLETE_ALREADY


def locked(site: Site, name: str = "alice", file: str = "f", **more: object) -> tuple[Peer, Answer, Answer]:
    """A client with a file open and [0,10) of it locked."""
    peer = site.peer(name, **more).establish()
    opened = peer.open(file, "export", create=True)
    held = peer.lock(opened)
    assert held.ok
    return peer, opened, held


def reclaim(peer: Peer, opened: Answer) -> tuple[nfsstat4, nfsstat4]:
    """Open and lock again; the second is the first's refusal if that fails."""
    again = peer.reclaim_open(opened.fh)
    if not again.ok:
        return again.status, again.status
    return again.status, peer.lock(again, reclaim=True).status


def test_what_was_held_is_reclaimed_after_a_reboot(site: Site) -> None:
    alice, opened, _ = locked(site)
    before = alice.clientid
    site.reboot()
    alice.connect()
    assert alice.renew() == nfsstat4.NFS4ERR_BADSESSION
    alice.restart()
    assert alice.clientid != before
    assert reclaim(alice, opened) == (OK, OK)
    assert alice.flags & nfs4.SEQ4_STATUS_RESTART_RECLAIM_NEEDED
    assert alice.reclaim_complete() == OK
    alice.renew()
    assert not alice.flags & nfs4.SEQ4_STATUS_RESTART_RECLAIM_NEEDED
    bob = site.peer("bob").establish()
    site.pass_time(0.1)
    assert bob.lock(bob.open_fh(opened.fh)).status == DENIED


def test_new_state_waits_for_the_end_of_grace(site: Site) -> None:
    _, opened, _ = locked(site)
    site.reboot()
    bob = site.peer("bob").establish()  # completed: it is not the gate that answers
    assert bob.open_fh(opened.fh).status == GRACE
    assert bob.open("new", "export", create=True).status == GRACE
    assert bob.lockt(opened.fh).status == GRACE
    assert bob.read(opened.fh, ANON).status == GRACE
    assert bob.write(opened.fh, ANON, b"x").status == GRACE
    site.pass_time(GRACE_S / 2)
    assert bob.open_fh(opened.fh).status == GRACE
    site.pass_time(GRACE_S / 2)
    assert bob.lock(bob.open_fh(opened.fh)).ok
    assert any("time is up, 1 of 1 clients did not complete" in line for line in site.lines)


def test_mutant_without_grace_gives_the_lock_away(make_site: Callable[..., Site]) -> None:
    site = make_site(mutants=frozenset({mutants.NO_GRACE}))
    _, opened, _ = locked(site)
    site.reboot()
    bob = site.peer("bob").establish()
    assert bob.lock(bob.open_fh(opened.fh)).ok


def test_data_under_a_reclaimed_open_goes_on_in_grace(site: Site) -> None:
    locked(site, "carol", "g")  # keeps grace running
    alice, opened, _ = locked(site)
    site.reboot()
    alice.restart()
    again = alice.reclaim_open(opened.fh)
    held = alice.lock(again, reclaim=True)
    assert alice.write(again.fh, held.state, b"x").ok
    assert alice.read(again.fh, again.state).result.resok4.data == b"x"
    # A lock can be given up in grace, and is then free for its reclaimer again.
    assert alice.locku(held).ok
    assert alice.lock(again).status == GRACE


def test_there_is_no_grace_when_nobody_is_on_record(site: Site) -> None:
    alice = site.peer().establish()
    assert alice.open("f", "export", create=True).ok
    assert site.state()["grace"]["phase"] == "over"


def test_grace_ends_early_when_all_have_completed(site: Site) -> None:
    alice, opened, _ = locked(site)
    carol, other, _ = locked(site, "carol", "g")
    site.reboot()
    alice.restart()
    carol.restart()
    assert reclaim(alice, opened) == (OK, OK)
    assert alice.reclaim_complete() == OK
    assert site.state()["grace"] == {"phase": "running", "waits_for": ["carol"]}
    assert reclaim(carol, other) == (OK, OK)
    assert carol.reclaim_complete() == OK
    assert carol.open("new", "export", create=True).ok
    assert any("ended early, all 2 recorded clients completed" in line for line in site.lines)


def test_grace_lasts_as_long_as_the_lease_before_it(site: Site) -> None:
    _, opened, _ = locked(site)
    site.knobs["lease_s"] = 1.0
    site.knobs["grace_s"] = 0.5
    site.reboot()
    bob = site.peer("bob").establish()
    site.pass_time(LEASE_S - 0.2)
    bob.restart(complete=True)
    assert bob.open_fh(opened.fh).status == GRACE
    site.pass_time(0.3)
    assert bob.open_fh(opened.fh).ok


def test_no_reclaim_outside_grace(site: Site) -> None:
    alice, opened, _ = locked(site)
    site.reboot()
    site.pass_time(GRACE_S + 0.1)
    alice.restart()
    assert alice.reclaim_open(opened.fh).status == NO_GRACE
    alice.reclaim_complete()
    again = alice.open_fh(opened.fh)
    assert alice.lock(again, reclaim=True).status == NO_GRACE


def test_mutant_takes_a_late_reclaim_for_a_new_lock(make_site: Callable[..., Site]) -> None:
    site = make_site(mutants=frozenset({mutants.LATE_RECLAIM}))
    alice, opened, _ = locked(site)
    site.reboot()
    site.pass_time(GRACE_S + 0.1)
    alice.restart()
    assert reclaim(alice, opened) == (OK, OK)


def test_no_reclaim_after_the_own_reclaim_complete(site: Site) -> None:
    locked(site, "carol", "g")
    alice, opened, _ = locked(site)
    site.reboot()
    alice.restart(complete=True)
    assert alice.reclaim_open(opened.fh).status == NO_GRACE
    bob = site.peer("bob").establish()
    assert bob.open_fh(opened.fh).status == GRACE  # so grace was running then


def test_the_gate_comes_before_everything_new(site: Site, make_site: Callable[..., Site]) -> None:
    alice = site.peer("alice").establish(complete=False)
    bob = site.peer("bob").establish()
    opened = bob.open("f", "export", create=True)
    assert opened.ok  # grace is over
    assert alice.open_fh(opened.fh).status == GRACE
    assert alice.reclaim_open(opened.fh).status == NO_GRACE
    assert alice.reclaim_complete() == OK
    assert alice.open_fh(opened.fh).ok

    lax = make_site(mutants=frozenset({mutants.NO_GATE}))
    assert lax.peer("alice").establish(complete=False).open("f", "export", create=True).ok


def test_reclaim_complete_happens_once(site: Site) -> None:
    alice = site.peer().establish(complete=False)
    assert alice.reclaim_complete(one_fs=True) == nfsstat4.NFS4ERR_NOFILEHANDLE
    assert alice.reclaim_complete(one_fs=True, fh=alice.fh("export")) == OK
    assert alice.open("f", "export", create=True).status == GRACE
    assert alice.reclaim_complete() == OK
    assert alice.reclaim_complete() == ALREADY


def test_whoever_was_never_seen_may_not_reclaim(site: Site) -> None:
    _, opened, _ = locked(site)
    site.reboot()
    bob = site.peer("bob").establish(complete=False)
    assert bob.reclaim_open(opened.fh).status == NO_GRACE


def test_a_borrowed_name_may_not_reclaim(site: Site) -> None:
    _, opened, _ = locked(site)
    site.reboot()
    thief = site.peer("alice", credential=AuthSys(1000, 1000)).establish(complete=False)
    assert thief.reclaim_open(opened.fh).status == NO_GRACE


def test_reclaims_that_contradict_each_other(site: Site) -> None:
    alice, opened, _ = locked(site)
    carol, other, _ = locked(site, "carol", "g")
    site.reboot()
    alice.restart()
    carol.restart()
    assert reclaim(alice, opened) == (OK, OK)
    assert reclaim(carol, opened)[1] == nfsstat4.NFS4ERR_RECLAIM_CONFLICT
    assert carol.reclaim_open(opened.fh, access=READ, deny=WRITE).status == nfsstat4.NFS4ERR_RECLAIM_CONFLICT
    assert carol.reclaim_open(other.fh).ok


def test_a_reclaim_needs_the_access_that_a_new_open_would(site: Site) -> None:
    user = AuthSys(1000, 1000)
    alice = site.peer("alice", credential=user).establish()
    opened = alice.open("f", "export", create=True, mode=0o000)
    assert opened.ok
    site.reboot()
    alice.restart()
    assert alice.reclaim_open(opened.fh).status == nfsstat4.NFS4ERR_ACCESS


def test_old_stateids_mean_nothing_after_a_reboot(site: Site) -> None:
    alice, opened, held = locked(site)
    site.reboot()
    alice.restart()
    bad = nfsstat4.NFS4ERR_BAD_STATEID
    assert alice.read(opened.fh, opened.state).status == bad
    assert alice.test_stateids(opened.state, held.state) == [bad, bad]
    assert alice.reclaim_open(opened.fh).state.other != opened.state.other


def test_a_reboot_in_grace_takes_nothing_from_anybody(site: Site) -> None:
    alice, opened, _ = locked(site)
    carol, other, _ = locked(site, "carol", "g")
    site.reboot()
    alice.restart()
    assert reclaim(alice, opened) == (OK, OK)
    assert alice.reclaim_complete() == OK
    site.reboot()
    alice.restart()
    carol.restart()
    assert reclaim(alice, opened) == (OK, OK)
    assert reclaim(carol, other) == (OK, OK)


def test_a_restarted_client_has_nothing_to_reclaim_any_more(site: Site) -> None:
    alice, opened, _ = locked(site)
    alice.restart(verifier=b"reborn..")  # its locks are released, and Bob could have had them
    site.reboot()
    alice.restart()
    assert alice.reclaim_open(opened.fh).status == NO_GRACE


# --- edge conditions (RFC 8881 §8.4.3)


def edge_1(site: Site) -> nfsstat4:
    """A's lease expires, B locks and unlocks, the server restarts, A reclaims."""
    alice, opened, _ = locked(site)
    site.pass_time(1.5 * LEASE_S)
    bob = site.peer("bob").establish()
    his = bob.open_fh(opened.fh)
    assert bob.locku(bob.lock(his)).ok
    site.reboot()
    alice.restart()
    return reclaim(alice, opened)[0]


@pytest.mark.parametrize("kind", list(Kind))
def test_edge_condition_1(make_site: Callable[..., Site], kind: Kind) -> None:
    assert edge_1(make_site(kind=kind)) == NO_GRACE


@pytest.mark.parametrize("mutant", [mutants.FORGET_EXPIRY, mutants.RESET_BOOLEANS_EARLY])
def test_edge_condition_1_missed(make_site: Callable[..., Site], mutant: str) -> None:
    assert edge_1(make_site(mutants=frozenset({mutant}))) == OK


def edge_2(site: Site) -> nfsstat4:
    """The server restarts, A misses its grace, B locks and unlocks, the server restarts again, A reclaims."""
    alice, opened, _ = locked(site)
    site.reboot()
    site.pass_time(GRACE_S + 0.1)
    bob = site.peer("bob").establish()
    his = bob.open_fh(opened.fh)
    assert bob.locku(bob.lock(his)).ok
    site.reboot()
    alice.restart()
    return reclaim(alice, opened)[0]


def test_edge_condition_2(site: Site) -> None:
    assert edge_2(site) == NO_GRACE


@pytest.mark.parametrize("mutant", [mutants.FORGET_INCOMPLETE, mutants.RESET_BOOLEANS_EARLY])
def test_edge_condition_2_missed(make_site: Callable[..., Site], mutant: str) -> None:
    assert edge_2(make_site(mutants=frozenset({mutant}))) == OK


def test_two_restarts_without_any_new_lock_are_no_edge_condition(site: Site) -> None:
    alice, opened, _ = locked(site)
    site.reboot()
    site.pass_time(GRACE_S + 0.1)
    site.reboot()
    alice.restart()
    assert reclaim(alice, opened) == (OK, OK)


def test_after_an_expiry_the_client_starts_afresh(site: Site) -> None:
    alice, opened, _ = locked(site)
    site.pass_time(1.5 * LEASE_S)
    alice.restart(complete=True)
    again = alice.open_fh(opened.fh)
    assert alice.lock(again).ok
    site.reboot()
    alice.restart()
    assert reclaim(alice, opened) == (OK, OK)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"00000000\n{}", None])
def test_a_damaged_record_lets_nobody_reclaim(site: Site, damage: bytes | None) -> None:
    alice, opened, _ = locked(site)
    before = alice.clientid
    site.node.crash()
    if damage is None:
        site.node.stable.remove(FILE)
    else:
        site.node.stable.write(FILE, damage)
    site.node.stable.sync(FILE)
    site.node.start()
    alice.connect()
    assert alice.renew() == nfsstat4.NFS4ERR_BADSESSION
    assert alice.create_session(clientid=before).csr_status == nfsstat4.NFS4ERR_STALE_CLIENTID
    alice.restart()
    assert alice.reclaim_open(opened.fh).status == NO_GRACE
    assert alice.clientid != before
    assert any("unreadable" in line for line in site.lines) == (damage is not None)


def test_a_torn_write_falls_back_to_what_was_synced(site: Site) -> None:
    alice, opened, _ = locked(site)
    site.node.crash()
    whole = site.node.stable.read(FILE)
    assert whole is not None
    site.node.stable.write(FILE, whole[:-5])
    site.node.start()
    alice.restart()
    assert reclaim(alice, opened) == (OK, OK)


def test_a_power_cut_loses_nothing_that_was_answered(site: Site) -> None:
    alice, opened, held = locked(site)
    assert alice.write(opened.fh, held.state, b"synced").ok
    assert alice.write(opened.fh, held.state, b"unsync", stable=nfs4.UNSTABLE4).ok
    site.node.power_cut()
    site.node.start()
    alice.restart()
    assert reclaim(alice, opened) == (OK, OK)
    again = alice.reclaim_open(opened.fh)
    assert alice.read(opened.fh, again.state).result.resok4.data == b"synced"


def test_a_downgrade_is_what_is_reclaimed(site: Site) -> None:
    alice = site.peer("alice").establish()
    alice.open("f", "export", create=True, access=READ)
    opened = alice.open("f", "export", access=BOTH)
    alice.downgrade(opened.fh, opened.state, READ, 0)
    site.reboot()
    alice.restart()
    assert alice.reclaim_open(opened.fh, access=READ).ok


def test_another_user_cannot_complete_in_somebodys_name(site: Site) -> None:
    alice, opened, _ = locked(site)
    site.reboot()
    thief = site.peer("alice", credential=AuthSys(1000, 1000), verifier=b"thief...").establish()
    assert site.state()["grace"]["phase"] == "running"
    alice.restart()
    assert thief.renew() == nfsstat4.NFS4ERR_BADSESSION
    assert reclaim(alice, opened) == (OK, OK)
    assert alice.reclaim_complete() == OK
    assert site.peer("bob").establish().open("new", "export", create=True).ok


def test_where_the_record_can_not_be_written_nothing_is_granted_on_it(site: Site) -> None:
    """A client that is not on record could not reclaim after a restart: it gets nothing."""
    alice, opened, _ = locked(site)
    site.node.storage("sync")
    bob = site.peer("bob").establish(complete=False)
    assert bob.reclaim_complete() == nfsstat4.NFS4ERR_SERVERFAULT
    assert bob.open_fh(opened.fh).status in (GRACE, nfsstat4.NFS4ERR_SERVERFAULT)
    assert alice.renew() == OK, "what was granted before is served on"
    site.node.storage("mend")
    assert bob.reclaim_complete() == OK
    assert bob.open_fh(opened.fh).status == OK


def test_a_lease_runs_out_on_a_full_disk_too_and_nobody_profits_unwritten(site: Site) -> None:
    _, opened, _ = locked(site)
    bob = site.peer("bob").establish()
    held = bob.open_fh(opened.fh)
    site.node.storage("full")
    for _ in range(3):
        site.pass_time(LEASE_S / 2)
        bob.renew()
    assert bob.lock(held).status == nfsstat4.NFS4ERR_SERVERFAULT, "that alice may not reclaim is not written yet"
    site.node.storage("mend")
    assert bob.lock(held).status == OK
    site.reboot()
    alice = site.peer("alice").establish(complete=False)
    assert reclaim(alice, opened) == (NO_GRACE, NO_GRACE)
