"""Partitions, reboots of the origin, dead clients: nothing is lost silently, nothing is left behind."""

from __future__ import annotations

import pytest

from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock
from regrace.harness.tap.api import Direction, Match
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfsstat4

from .stage import F, Stage

REVOKED = nfs4.SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED | nfs4.SEQ4_STATUS_EXPIRED_ALL_STATE_REVOKED
LOST = (nfsstat4.NFS4ERR_EXPIRED, nfsstat4.NFS4ERR_BAD_STATEID, nfsstat4.NFS4ERR_ADMIN_REVOKED)


def held(stage: Stage, client: Client) -> Lock:
    """A lock that is granted."""
    reply = stage.lock(client)
    assert reply.lock is not None, reply
    return reply.lock


def take(stage: Stage, direct: Client) -> Lock:
    """D1 gets the lock that it waits for, writes under it and keeps it."""
    replies = []

    def granted() -> bool:
        replies.append(stage.lock(direct))
        return replies[-1].ok

    for _ in range(100):
        if granted():
            break
        stage.wait(0.25)
    lock = replies[-1].lock
    assert lock is not None, replies[-1]
    assert direct.write(F, lock, 0, b"direct").ok
    return lock


# --- R is cut off from O


def test_a_short_cut_delays_and_loses_nothing() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    stage.tap.cut("R-O")
    pending = end.begin_lock(lock.open, "WRITE", 20, 10, owner="l")
    stage.wait(1)
    assert not pending.done
    stage.tap.heal("R-O")
    assert pending.reply().status in (nfsstat4.NFS4_OK, nfsstat4.NFS4ERR_DELAY)
    assert stage.settled(lambda: end.lock(lock.open, "WRITE", 20, 10, owner="l")).ok
    assert not stage.is_free(direct)
    assert not stage.is_free(direct, offset=20)
    assert stage.settled(lambda: end.locku(lock, 0, 30)).ok
    assert stage.is_free(direct, length=30)


@pytest.mark.parametrize("cut", [(), (Direction.CALLS,), (Direction.REPLIES,)])
def test_no_lock_is_confirmed_that_can_not_be_passed_on(cut: tuple[Direction, ...]) -> None:
    stage = Stage(strategy="retain")
    end = stage.end_client()
    lock = held(stage, end)
    stage.tap.cut("R-O", *cut)
    stage.wait(3)
    assert end.lock(lock.open, "WRITE", 0, 10, owner="l").status is nfsstat4.NFS4ERR_DELAY
    assert end.lock(lock.open, "WRITE", 50, 10, owner="l").status is nfsstat4.NFS4ERR_DELAY
    assert end.write(F, lock, 0, b"data").status is nfsstat4.NFS4ERR_DELAY
    assert end.locku(lock).status is nfsstat4.NFS4ERR_DELAY


@pytest.mark.parametrize("kind", ["plain", "courteous", "retaining"])
def test_state_that_the_origin_gave_away_is_told(kind: str) -> None:
    stage = Stage(strategy="retain", origin=kind)
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    stage.tap.cut("R-O")
    take(stage, direct)
    stage.tap.heal("R-O")
    stage.wait(3)
    assert end.sequence_flags & REVOKED
    write = end.write(F, lock, 0, b"stale!")
    assert write.status in LOST
    assert direct.read(F).data == b"direct"
    assert end.free_stateid(lock).ok
    assert end.lock(lock.open, "WRITE", 0, 10, owner="l").status in LOST
    assert stage.lock(end, open_owner="new").status is nfsstat4.NFS4ERR_DENIED


@pytest.mark.parametrize("kind", ["courteous", "retaining"])
def test_state_that_nobody_wanted_survives_a_long_cut(kind: str) -> None:
    stage = Stage(strategy="retain", origin=kind)
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    stage.tap.cut("R-O")
    stage.wait(5)
    stage.tap.heal("R-O")
    stage.wait(2)
    assert not end.sequence_flags & REVOKED
    assert end.write(F, lock, 0, b"data").ok
    assert not stage.is_free(direct)


def test_silent_loss_is_silent() -> None:
    """A mutant: see that it does harm."""
    stage = Stage(strategy="retain", origin="plain", mutant="silent-loss")
    end, direct = stage.end_client(), stage.direct_client()
    held(stage, end)
    stage.tap.cut("R-O")
    take(stage, direct)
    stage.tap.heal("R-O")
    stage.wait(3)
    assert not end.sequence_flags & REVOKED


def test_the_lease_at_the_origin_is_kept_while_clients_idle() -> None:
    stage = Stage(strategy="forget")
    end, direct = stage.end_client(), stage.direct_client()
    held(stage, end)
    stage.wait(20)
    assert not stage.is_free(direct)
    assert not end.sequence_flags & REVOKED


def test_a_broken_connection_executes_nothing_twice() -> None:
    stage = Stage(strategy="retain")
    end = stage.end_client()
    lock = held(stage, end)
    token = stage.tap.hold(Match(link="R-O", direction=Direction.REPLIES, operation="REMOVE"))
    assert end.create_file("gone").ok
    pending = end.begin(*_remove(end, "gone"))
    stage.until(lambda: stage.tap.held(token) is not None)
    stage.tap.abort("R-O")
    assert pending.reply().status is nfsstat4.NFS4_OK  # from the origin's replay cache
    removes = stage.seen("R-O", "REMOVE", "call")
    assert len(removes) == 2
    assert removes[0].sequence == removes[1].sequence
    assert end.locku(lock).ok


def _remove(client: Client, name: str) -> list[nfs4.nfs_argop4]:
    return [
        nfs4.nfs_argop4(nfs4.OP_PUTROOTFH),
        nfs4.nfs_argop4(nfs4.OP_REMOVE, nfs4.REMOVE4args(name.encode())),
    ]


def test_a_lost_session_costs_nothing_but_a_new_one() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    session = stage.seen("R-O", "LOCK", "call")[-1].sequence.partition("/")[0]
    destroyed = direct.raw(
        nfs4.nfs_argop4(nfs4.OP_DESTROY_SESSION, nfs4.DESTROY_SESSION4args(bytes.fromhex(session)))
    )
    assert destroyed.status is nfsstat4.NFS4_OK
    assert end.lock(lock.open, "WRITE", 20, 10, owner="l").ok
    assert not stage.is_free(direct)
    assert not stage.is_free(direct, offset=20)
    assert not end.sequence_flags & REVOKED


# --- O reboots


def test_the_origins_reboot_is_not_felt_in_front() -> None:
    stage = Stage(strategy="forget")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    assert end.locku(lock, 3, 2).ok  # two ranges to be reclaimed
    stage.node("origin").reboot()
    stage.wait(1)
    direct.recover()
    assert direct.reclaim_complete().ok
    assert stage.settled(lambda: end.write(F, lock, 0, b"data")).ok
    assert not end.sequence_flags & REVOKED
    assert stage.is_free(direct, offset=3, length=2)
    assert not stage.is_free(direct, length=3)
    assert not stage.is_free(direct, offset=5, length=5)
    assert stage.settled(lambda: end.lock(lock.open, "WRITE", 30, 10, owner="l")).ok
    assert end.locku(lock, 0, 40).ok
    assert stage.is_free(direct, length=40)


def test_unlocking_in_the_origins_grace_is_not_refused() -> None:
    stage = Stage(strategy="forget")
    end = stage.end_client()
    lock = held(stage, end)
    sleeper = stage.direct_client("D2")
    assert stage.lock(sleeper, offset=50).ok
    stage.node("origin").reboot()  # D2 does not come back at once: grace lasts
    stage.wait(0.2)
    assert end.lock(lock.open, "WRITE", 80, 5, owner="l").status in (
        nfsstat4.NFS4ERR_GRACE,
        nfsstat4.NFS4ERR_DELAY,
    )
    assert end.locku(lock).ok


def test_a_missed_grace_is_told_and_nothing_is_locked_again() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    stage.tap.cut("R-O")
    stage.node("origin").reboot()
    direct.recover()
    assert direct.reclaim_complete().ok
    take(stage, direct)
    mark = stage.tap.mark()
    stage.tap.heal("R-O")
    stage.wait(3)
    assert end.sequence_flags & REVOKED
    assert end.write(F, lock, 0, b"stale!").status in LOST
    calls = [r.detail for r in stage.tap.records(mark) if r.link == "R-O" and r.kind == "call"]
    assert not any("LOCK " in line and "reclaim" not in line for line in calls)
    assert direct.read(F).data == b"direct"


def test_the_origin_reboots_while_clients_reclaim_from_us() -> None:
    stage = Stage(strategy="retain")
    end, other, direct = stage.end_client(), stage.end_client("E2"), stage.direct_client()
    lock = held(stage, end)
    theirs = stage.lock(other, offset=20).lock
    assert theirs is not None
    stage.node("reexport").reboot()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(lock.open)).open
    assert again is not None
    assert stage.settled(lambda: end.reclaim_lock(lock, again)).ok
    stage.node("origin").reboot()
    other.recover()
    theirs_again = stage.settled(lambda: other.reclaim_open(theirs.open)).open
    assert theirs_again is not None
    assert stage.settled(lambda: other.reclaim_lock(theirs, theirs_again)).ok
    assert end.reclaim_complete().ok
    assert other.reclaim_complete().ok
    direct.recover()
    assert direct.reclaim_complete().ok
    stage.wait(3)
    assert not stage.is_free(direct)
    assert not stage.is_free(direct, offset=20)
    assert not (end.sequence_flags | other.sequence_flags) & REVOKED


def test_grace_does_not_end_before_the_origin_knows() -> None:
    stage = Stage(strategy="retain")
    end = stage.end_client()
    lock = held(stage, end)
    stage.node("reexport").reboot()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(lock.open)).open
    assert again is not None
    assert stage.settled(lambda: end.reclaim_lock(lock, again)).ok
    stage.tap.cut("R-O")
    assert end.reclaim_complete().ok
    stage.wait(0.5)
    assert end.open(F).status is nfsstat4.NFS4ERR_GRACE
    stage.tap.heal()
    assert stage.settled(lambda: end.lock(again, "WRITE", 90, 5, owner="l")).ok


# --- unlocking, and what was granted behind our back


def test_an_unlock_is_told_after_the_origin_did_it() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    token = stage.tap.hold(Match(link="R-O", direction=Direction.REPLIES, operation="LOCKU"))
    pending = end.begin_locku(lock)
    stage.until(lambda: stage.tap.held(token) is not None)
    assert stage.is_free(direct)
    stage.wait(2)
    assert not pending.done
    stage.tap.release(token)
    assert pending.reply().ok


def test_r_dies_between_the_origins_unlock_and_its_own_answer() -> None:
    """The crash point of the thread: E1 never heard of its unlock, and must not get the lock back."""
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    token = stage.tap.hold(Match(link="R-O", direction=Direction.REPLIES, operation="LOCKU"))
    end.begin_locku(lock)
    stage.until(lambda: stage.tap.held(token) is not None)
    stage.node("reexport").crash()
    stage.node("reexport").start()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(lock.open)).open
    assert again is not None
    reply = stage.settled(lambda: end.lock(again, "WRITE", 0, 10, owner="l", reclaim=True))
    assert reply.status in (nfsstat4.NFS4ERR_RECLAIM_BAD, nfsstat4.NFS4ERR_NO_GRACE)
    assert stage.is_free(direct)


def test_unlock_early_answers_too_soon() -> None:
    """A mutant: see that it does harm."""
    stage = Stage(strategy="retain", mutant="unlock-early")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    stage.tap.hold(Match(link="R-O", direction=Direction.CALLS, operation="LOCKU"))
    assert end.locku(lock).ok
    assert not stage.is_free(direct)


def test_a_lock_that_nobody_was_told_of_is_undone() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    token = stage.tap.hold(Match(link="R-O", direction=Direction.REPLIES, operation="LOCK"))
    assert end.lock(lock.open, "WRITE", 5, 15, owner="l").status is nfsstat4.NFS4ERR_DELAY
    assert not stage.is_free(direct, offset=15)
    stage.tap.release(token)
    stage.wait(0.5)
    assert stage.is_free(direct, offset=10)
    assert not stage.is_free(direct, offset=5, length=5)  # what was held before stays held


def test_an_open_that_nobody_was_told_of_is_closed() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    assert direct.create_file(F).ok
    token = stage.tap.hold(Match(link="R-O", direction=Direction.REPLIES, operation="OPEN"))
    assert end.open(F).status is nfsstat4.NFS4ERR_DELAY
    stage.tap.release(token)
    stage.wait(0.5)
    assert stage.at_origin() == (0, 0)


def test_a_reclaim_that_nobody_was_told_of_waits_for_its_client() -> None:
    stage = Stage(strategy="retain", lease_s="8")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    stage.node("reexport").reboot()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(lock.open)).open
    assert again is not None
    token = stage.tap.hold(Match(link="R-O", direction=Direction.REPLIES, operation="LOCK"))
    assert end.reclaim_lock(lock, again).status is nfsstat4.NFS4ERR_DELAY
    stage.tap.release(token)
    stage.wait(0.5)
    assert stage.settled(lambda: end.reclaim_lock(lock, again)).ok
    assert end.reclaim_complete().ok
    stage.wait(2)
    assert not stage.is_free(direct)


def test_a_reclaim_that_its_client_never_asked_for_again_is_released() -> None:
    stage = Stage(strategy="retain", lease_s="8")
    end, direct = stage.end_client(), stage.direct_client()
    lock = held(stage, end)
    stage.node("reexport").reboot()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(lock.open)).open
    assert again is not None
    token = stage.tap.hold(Match(link="R-O", direction=Direction.REPLIES, operation="LOCK"))
    assert end.reclaim_lock(lock, again).status is nfsstat4.NFS4ERR_DELAY
    stage.tap.release(token)
    stage.wait(0.5)
    assert end.reclaim_complete().ok
    stage.wait(2)
    assert stage.is_free(direct)
    assert stage.at_origin() == (1, 0)


# --- clients that are gone


def test_a_dead_clients_state_is_released_at_the_origin() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    held(stage, end)
    end.abandon()
    stage.wait(1)
    assert not stage.is_free(direct)
    stage.wait(2)
    assert stage.is_free(direct)
    assert stage.at_origin() == (0, 0)


def test_a_client_that_goes_while_the_origin_is_away_leaves_nothing_behind() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    held(stage, end)
    stage.tap.cut("R-O")
    end.abandon()
    stage.wait(4)
    stage.tap.heal()
    stage.wait(3)
    assert stage.is_free(direct)
    assert stage.at_origin() == (0, 0)


def test_leak_the_gone_leaks() -> None:
    """A mutant: see that it does harm."""
    stage = Stage(strategy="retain", mutant="leak-the-gone")
    end, direct = stage.end_client(), stage.direct_client()
    held(stage, end)
    end.abandon()
    stage.wait(10)
    assert not stage.is_free(direct)


def test_close_and_free_leave_nothing_behind() -> None:
    stage = Stage(strategy="retain")
    end = stage.end_client()
    for round_ in range(30):
        lock = stage.lock(end, owner=f"l{round_ % 3}", open_owner=f"o{round_ % 2}").lock
        assert lock is not None
        if round_ % 2:
            assert end.locku(lock).ok
            assert end.free_stateid(lock).ok
        assert end.close(lock.open).ok
    assert stage.at_origin() == (0, 0)
    assert stage.node("reexport").state()["back"]["locks"] == []
    assert end.destroy_session().ok
    assert end.destroy_clientid().ok
