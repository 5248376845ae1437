"""What each strategy makes of locks over a reboot of the re-export server."""

from __future__ import annotations

import pytest

from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock, Open
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfsstat4

from .stage import F, Stage


def held_lock(stage: Stage, client: Client, **how: object) -> tuple[Open, Lock]:
    """A lock that is granted, and its open."""
    reply = stage.lock(client, **how)
    assert reply.ok, reply
    assert reply.lock is not None
    return reply.lock.open, reply.lock


def reclaim(stage: Stage, client: Client, opened: Open, lock: Lock) -> tuple[nfsstat4, nfsstat4 | None]:
    """Recover after R's reboot; the answers to the reclaims of open and lock."""
    client.recover()
    open_reply = stage.settled(lambda: client.reclaim_open(opened))
    if not open_reply.ok or open_reply.open is None:
        return nfsstat4(open_reply.status), None
    again = open_reply.open
    lock_reply = stage.settled(lambda: client.reclaim_lock(lock, again))
    return nfsstat4(open_reply.status), nfsstat4(lock_reply.status)


@pytest.mark.parametrize("away_s", [0.0, 5.0])
def test_retain_keeps_the_lock_over_a_reboot(away_s: float) -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    opened, lock = held_lock(stage, end)
    assert not stage.is_free(direct)
    stage.node("reexport").crash()
    stage.wait(away_s)
    assert not stage.is_free(direct)
    stage.node("reexport").start()
    stage.wait(0.2)
    assert not stage.is_free(direct)
    assert reclaim(stage, end, opened, lock) == (nfsstat4.NFS4_OK, nfsstat4.NFS4_OK)
    assert not stage.is_free(direct)
    assert end.reclaim_complete().ok
    stage.wait(5)
    assert not stage.is_free(direct)
    assert end.write(F, end.ledger.locks[0], 0, b"mine").ok
    assert direct.read(F).data == b"mine"
    assert end.locku(end.ledger.locks[0]).ok
    assert stage.is_free(direct)


def test_reclaim_complete_at_the_origin_waits_for_our_own_grace() -> None:
    stage = Stage(strategy="retain")
    end = stage.end_client()
    opened, lock = held_lock(stage, end)
    stage.node("reexport").reboot()
    mark = stage.tap.mark()
    assert reclaim(stage, end, opened, lock)[1] is nfsstat4.NFS4_OK
    calls = [r for r in stage.tap.records(mark) if r.link == "R-O" and r.kind == "call"]
    assert not any("RECLAIM_COMPLETE" in r.operations for r in calls)
    assert any("LOCK WRITE [0,10) reclaim" in r.detail for r in calls)
    assert end.reclaim_complete().ok
    stage.until(lambda: any(r.kind == "call" for r in stage.seen("R-O", "RECLAIM_COMPLETE", "call")))
    last = [r.operations for r in stage.tap.records(mark) if r.link == "R-O" and r.kind == "call"][-1]
    assert "RECLAIM_COMPLETE" in last


def test_what_nobody_reclaims_is_released_at_the_end_of_grace() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    held_lock(stage, end)
    end.abandon()
    stage.node("reexport").reboot()
    stage.wait(1)
    assert not stage.is_free(direct)
    stage.wait(2)
    assert stage.is_free(direct)
    assert stage.at_origin() == (0, 0)


def test_more_than_was_held_is_not_reclaimed() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    opened, lock = held_lock(stage, end)
    stage.node("reexport").reboot()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(opened)).open
    assert again is not None
    reply = stage.settled(lambda: end.reclaim_lock(lock, again, offset=0, length=20))
    assert reply.status is nfsstat4.NFS4ERR_RECLAIM_BAD
    assert stage.is_free(direct, offset=10)
    assert not stage.is_free(direct, offset=0)


def test_another_client_can_not_reclaim_it() -> None:
    stage = Stage(strategy="retain")
    end, other, direct = stage.end_client(), stage.end_client("E2"), stage.direct_client()
    held_lock(stage, end)
    theirs = stage.open(other)
    assert theirs.open is not None
    stage.node("reexport").reboot()
    other.recover()
    again = stage.settled(lambda: other.reclaim_open(theirs.open)).open
    assert again is not None
    reply = stage.settled(lambda: other.lock(again, "WRITE", 0, 10, owner="l", reclaim=True))
    assert reply.status in (nfsstat4.NFS4ERR_RECLAIM_BAD, nfsstat4.NFS4ERR_NO_GRACE)
    assert not stage.is_free(direct)


def test_two_reboots_in_a_row() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    opened, lock = held_lock(stage, end)
    stage.node("reexport").reboot()
    end.recover()
    assert stage.settled(lambda: end.reclaim_open(opened)).ok
    stage.node("reexport").reboot()
    assert reclaim(stage, end, opened, lock) == (nfsstat4.NFS4_OK, nfsstat4.NFS4_OK)
    assert end.reclaim_complete().ok
    stage.wait(1)
    assert not stage.is_free(direct)


def test_a_lock_given_up_is_not_reclaimed() -> None:
    stage = Stage(strategy="retain")
    end, direct = stage.end_client(), stage.direct_client()
    opened, lock = held_lock(stage, end)
    assert end.locku(lock, 0, 5).ok
    stage.node("reexport").reboot()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(opened)).open
    assert again is not None
    reply = stage.settled(lambda: end.lock(again, "WRITE", 0, 5, owner="l", reclaim=True))
    assert reply.status is nfsstat4.NFS4ERR_RECLAIM_BAD
    assert stage.settled(lambda: end.lock(again, "WRITE", 5, 5, owner="l", reclaim=True)).ok
    assert stage.is_free(direct, length=5)
    assert not stage.is_free(direct, offset=5, length=5)


@pytest.mark.parametrize(
    "options",
    [
        {"strategy": "forget"},
        {"strategy": "retain", "origin": "plain"},
        {"strategy": "retain", "origin": "courteous"},
        {"strategy": "retain", "mutant": "complete-early"},
    ],
    ids=lambda options: " ".join(options.values()),
)
def test_without_recovery_every_reclaim_is_refused(options: dict[str, str]) -> None:
    stage = Stage(**options)
    end, direct = stage.end_client(), stage.direct_client()
    opened, lock = held_lock(stage, end)
    stage.node("reexport").reboot()
    answers = reclaim(stage, end, opened, lock)
    assert answers[0] is nfsstat4.NFS4ERR_NO_GRACE
    assert stage.is_free(direct)
    assert end.reclaim_complete().ok
    assert stage.settled(lambda: stage.lock(end)).ok  # life goes on
    assert not stage.is_free(direct)


def test_deny_refuses_locks_and_serves_files() -> None:
    stage = Stage(strategy="deny")
    end, direct = stage.end_client(), stage.direct_client()
    opened = stage.open(end).open
    assert opened is not None
    assert end.lock(opened, "WRITE", 0, 10).status is nfsstat4.NFS4ERR_NOTSUPP
    assert end.lockt(F, "WRITE", 0, 10).status is nfsstat4.NFS4ERR_NOTSUPP
    assert end.write(F, opened, 0, b"data").ok
    assert direct.read(F).data == b"data"
    assert end.close(opened).ok
    assert stage.at_origin() == (0, 0)


def test_naive_steals_a_lock() -> None:
    """The negative control: D1 had the lock meanwhile, and E1 is told that it had it throughout."""
    stage = Stage(strategy="naive")
    end, direct = stage.end_client(), stage.direct_client()
    opened, lock = held_lock(stage, end)
    stage.node("reexport").reboot()
    stolen = stage.lock(direct)
    assert stolen.ok
    assert stolen.lock is not None
    assert direct.write(F, stolen.lock, 0, b"direct").ok
    assert direct.locku(stolen.lock).ok
    assert reclaim(stage, end, opened, lock) == (nfsstat4.NFS4_OK, nfsstat4.NFS4_OK)


def test_naive_meets_a_conflict() -> None:
    stage = Stage(strategy="naive")
    end, direct = stage.end_client(), stage.direct_client()
    opened, lock = held_lock(stage, end)
    stage.node("reexport").reboot()
    assert stage.lock(direct).ok
    assert reclaim(stage, end, opened, lock)[1] is nfsstat4.NFS4ERR_RECLAIM_CONFLICT


def test_own_authority_grants_what_the_origin_refused() -> None:
    """A mutant: see that it does harm, so that a case can find it."""
    stage = Stage(strategy="retain", mutant="own-authority")
    end, direct = stage.end_client(), stage.direct_client()
    opened, _ = held_lock(stage, end)
    stage.node("reexport").reboot()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(opened)).open
    assert again is not None
    assert stage.settled(lambda: end.lock(again, "WRITE", 50, 10, owner="l", reclaim=True)).ok
    assert stage.is_free(direct, offset=50)


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [("retain", nfsstat4.NFS4ERR_SHARE_DENIED), ("forget", nfsstat4.NFS4_OK)],
)
def test_share_reservations_reach_the_origin_if_they_are_passed_on(strategy: str, expected: nfsstat4) -> None:
    stage = Stage(strategy=strategy)
    end, other, direct = stage.end_client(), stage.end_client("E2"), stage.direct_client()
    opened = stage.open(end, deny=nfs4.OPEN4_SHARE_DENY_WRITE).open
    assert opened is not None
    assert stage.settled(lambda: direct.open(F)).status is expected
    assert stage.settled(lambda: other.open(F)).status is nfsstat4.NFS4ERR_SHARE_DENIED
    assert end.close(opened).ok
    assert stage.settled(lambda: other.open(F)).ok


def test_owners_are_the_same_after_a_reboot_and_never_shared() -> None:
    stage = Stage(strategy="retain")
    end, other = stage.end_client(), stage.end_client("E2")
    held_lock(stage, end)
    assert stage.lock(other).status is nfsstat4.NFS4ERR_DENIED
    assert stage.lock(end, owner="second").status is nfsstat4.NFS4ERR_DENIED
    before = {one["owner"] for one in stage.node("origin").state()["locks"]}
    opened, lock = end.ledger.opens[0], end.ledger.locks[0]
    stage.node("reexport").reboot()
    assert reclaim(stage, end, opened, lock)[1] is nfsstat4.NFS4_OK
    assert {one["owner"] for one in stage.node("origin").state()["locks"]} == before
