"""Locks over a reboot of R, by way of the origin's memory.

Sources: draft-cel-nfsv4-state-retention, and idea a of the 2020 thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import LockReply, Reply
from regrace.harness.client.stateids import ANON
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.suite._steps import absence_limit, locked, opened, reaches_origin, tries
from regrace.verdict import Failure, Level
from regrace.xdr_defs.dialect import RETENTION
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_INVAL,
    NFS4ERR_NO_GRACE,
    NFS4ERR_RECLAIM_BAD,
    NFS4ERR_RECLAIM_CONFLICT,
)

DRAFT = "draft-cel-nfsv4-state-retention"
RETAIN_STATE = "EXCHGID4_FLAG_RETAIN_STATE"
REFUSALS = (NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD, NFS4ERR_RECLAIM_CONFLICT)


def comes_back(rig: Rig, client: Client) -> None:
    """The client sees R's reboot and introduces itself again; nothing is reclaimed yet."""
    client.recover().need(NFS4_OK, judged_by="GR-02")


def reclaims(client: Client, lock: Lock) -> Reply:
    """Open and lock are asked back; the first refusal, or the answer to the LOCK. DELAY is waited out: the
    re-export server may have to wait for the origin."""
    reopened = _patiently(client, lambda: client.reclaim_open(lock.open))
    if not reopened.ok:
        return reopened
    below = reopened.opened
    return _patiently(client, lambda: client.reclaim_lock(lock, below))


R = TypeVar("R", bound=Reply)


def _patiently(client: Client, do: Callable[[], R]) -> R:
    return patiently(
        do,
        world=client.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=20.0,
        waiting_for=f"{client.via} to decide about a reclaim",
    )


def denied_throughout(rig: Rig, d1: Client, lock: Lock, when: str) -> LockReply:
    """D1 asks for the range; for continuity it must be DENIED: granted, it is given up again at once."""
    answer = tries(d1, lock.file)
    rig.findings.show(f"D1's LOCK {when} -> {answer.status.name}")
    if answer.lock is not None:
        d1.locku(answer.lock)
    return answer


@case(
    "PT-01",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.1; RFC 8881 §18.35.3",
    requirement="A server that retains state echoes RETAIN_STATE; one that does not refuses the "
    "unknown flag with "
    "NFS4ERR_INVAL, and takes the client without it.",
)
def retention_is_negotiated(rig: Rig) -> None:
    """A client of O asks for retention in EXCHANGE_ID; if refused, it asks again without."""
    flag = RETENTION.number(RETAIN_STATE)
    d1 = rig.direct_client("D1", established=False, minor_version=2, dialect=RETENTION)
    d1.connect()
    answer = d1.exchange_id(flags=flag)
    if answer.ok and answer.flags & flag:
        if not rig.origin.claims("retention"):
            rig.note_contradiction("origin does not claim 'retention' and echoes RETAIN_STATE")
        return
    rig.findings.show(f"EXCHANGE_ID with RETAIN_STATE -> {answer.status.name}, eir_flags {answer.flags:#x}")
    if rig.origin.claims("retention"):
        rig.refused(rig.origin, "retention", f"EXCHANGE_ID with RETAIN_STATE -> {answer.status.name}, not echoed")
    answer.expect(NFS4ERR_INVAL, because="a server must refuse flags that it does not know")
    d1.exchange_id(flags=0).expect(NFS4_OK, because="without the flag it is an ordinary client")


@case(
    "PT-03",
    level=Level.DRAFT,
    cite=f"{DRAFT}, sections 5.2 and 5.5; RFC 8881 §8.4.2",
    requirement="After a reboot of R an end client gets its open and lock back, with new stateids, "
    "and no direct client "
    "could have had the range at any time.",
    needs={"locks", "reclaim"},
    faults={"reboot:reexport"},
    judges={"I1", "I3"},
    lease_waits=1.5,
)
def a_lock_outlives_a_reboot_of_r(rig: Rig) -> None:
    """E1 holds a lock, R reboots, E1 reclaims; D1 tries the range at every gate.

    The gates: R serves again; E1 is back; the open is back; all is back; R's grace is over."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    old = lock.stateid
    tries(d1, file).need(NFS4ERR_DENIED, judged_by="LK-01")

    rig.reexport.reboot()

    gates: list[LockReply] = [denied_throughout(rig, d1, lock, "when R serves again, before any reclaim")]
    comes_back(rig, e1)
    reaches_origin(e1, file)
    gates.append(denied_throughout(rig, d1, lock, "when E1 and R are back, before the first reclaim"))
    reopened = _patiently(e1, lambda: e1.reclaim_open(lock.open))
    if not reopened.ok:
        _no_continuity(rig, reopened, gates)
    gates.append(denied_throughout(rig, d1, lock, "between the OPEN and the LOCK reclaim"))
    below = reopened.opened
    relocked = _patiently(e1, lambda: e1.reclaim_lock(lock, below))
    if not relocked.ok:
        _no_continuity(rig, relocked, gates)
    e1.reclaim_complete().expect(NFS4_OK)
    gates.append(denied_throughout(rig, d1, lock, "after E1's RECLAIM_COMPLETE"))
    rig.await_grace_over(rig.reexport)
    gates.append(denied_throughout(rig, d1, lock, "after R's grace"))

    for gate in gates:
        gate.expect(NFS4ERR_DENIED, because="E1's lock was held without a gap")
    new = relocked.locked.stateid
    if new.other == old.other:
        rig.findings.info("the lock stateid's 'other' is the same as before R's reboot")
    e1.write(file, new, 0, b"E1 after").expect(NFS4_OK)
    e1.locku(relocked.locked).expect(NFS4_OK)


def _no_continuity(rig: Rig, answer: Reply, gates: list[LockReply]) -> None:
    """The reclaim was refused: safe, and no continuity. Never returns."""
    answer.expect(*REFUSALS, because="a reclaim is granted or refused by the rules")
    rig.refused(
        rig.reexport,
        "reclaim",
        f"{answer.sentence} -> {answer.status.name}; D1 before it -> {gates[-1].status.name}",
    )


@case(
    "PT-04",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.2",
    requirement="While R is away for longer than its lease at O, but within the absence limit, its "
    "locks keep others out "
    "(DENIED, never GRACE), and can be reclaimed.",
    needs={"locks", "reclaim", "retention"},
    faults={"crash:reexport"},
    judges={"I1", "I3"},
    lease_waits=3.0,
    failure=Failure.AWAY,
)
def locks_wait_for_r_beyond_its_lease(rig: Rig) -> None:
    """R is down for more than O's lease; D1 asks meanwhile; R returns and E1 reclaims."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    tries(d1, file).need(NFS4ERR_DENIED, judged_by="LK-01")

    rig.reexport.crash()
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    meanwhile = denied_throughout(rig, d1, lock, "when R's lease has run out")
    rig.reexport.start()
    comes_back(rig, e1)
    answer = reclaims(e1, lock)

    if meanwhile.ok:
        # O gave the range to D1: then nothing may come back (the core of I3), whoever claims what.
        answer.expect(*REFUSALS, because="D1 has held the range meanwhile")
        rig.refused(rig.origin, "retention", f"D1's LOCK after R's lease -> {meanwhile.status.name}")
    meanwhile.expect(NFS4ERR_DENIED, because="retained locks conflict like any other, and are no grace period")
    if not answer.ok:
        rig.refused(rig.reexport, "reclaim", f"{answer.sentence} -> {answer.status.name}")
    e1.reclaim_complete().expect(NFS4_OK)
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 has its lock back")


@case(
    "PT-06",
    level=Level.INV,
    cite=f"invariant I3; {DRAFT}, section 5.3",
    requirement="What D1 has locked and unlocked after the absence limit can't be reclaimed any more.",
    needs={"locks"},
    faults={"crash:reexport"},
    judges={"I3"},
    lease_waits=6.0,
    failure=Failure.AWAY,
)
def too_late_is_too_late(rig: Rig) -> None:
    """R stays away until O gives E1's range to D1, who locks and unlocks; then E1 wants it back."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)
    limit_s = absence_limit(rig)

    rig.reexport.crash()
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    if limit_s:
        rig.await_time(limit_s + 0.5, "O's absence limit")
    taken = patiently(
        lambda: tries(d1, file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_DENIED),
        budget_s=rig.origin.lease_s + 5,
        waiting_for="O to give up R's locks",
    )
    taken.expect(NFS4_OK, because="R has been away for longer than O keeps its locks")
    d1.locku(taken.locked).need(NFS4_OK, judged_by="LK-11")
    rig.reexport.start()
    comes_back(rig, e1)

    answer = reclaims(e1, lock)
    answer.expect(*REFUSALS, because="D1 has held the range since")


@case(
    "PT-12",
    level=Level.INV,
    cite="invariant I3; RFC 8881 §8.4.2.1",
    requirement="Over an origin that keeps nothing for it, a rebooted R refuses every reclaim, and "
    "never locks anew in silence.",
    needs={"locks"},
    faults={"reboot:reexport"},
    judges={"I3", "I4"},
    lease_waits=1.5,
)
def a_lost_lock_is_not_taken_anew(rig: Rig) -> None:
    """E1 locks, R reboots; D1 looks whether the range is free at O, and E1 asks for it back."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    d1.lockt(file, "WRITE", 0, 10).need(NFS4ERR_DENIED, judged_by="LK-01")

    rig.reexport.reboot()
    comes_back(rig, e1)
    reopened = _patiently(e1, lambda: e1.reclaim_open(lock.open))
    seen = d1.lockt(file, "WRITE", 0, 10)  # R is back, E1's LOCK reclaim has yet to come
    rig.findings.show(f"D1's LOCKT before E1's LOCK reclaim -> {seen.status.name}")
    relocked: Reply = reopened
    if reopened.ok:
        relocked = _patiently(e1, lambda: e1.reclaim_lock(lock, reopened.opened))

    if relocked.ok and seen.ok:
        raise Failed(
            "R gave E1 its lock back although O had forgotten it: the range was free for everybody in between",
            expected="LOCK reclaim -> NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD",
            actual="D1's LOCKT -> NFS4_OK (free), then E1's LOCK reclaim -> NFS4_OK",
            signature="reclaim granted of a lock that was free at O",
        )
    if relocked.ok:
        raise Recorded(
            "the lock was held at O all the time: PT-03 judges the reclaim", actual="LOCK reclaim -> NFS4_OK"
        )
    relocked.expect(*REFUSALS, because="O keeps nothing for R")


@case(
    "PT-13",
    level=Level.INV,
    cite="invariant I3; Linux commit bb0a55bb7148",
    requirement="Between R's reboot and E1's reclaim either nobody can lock E1's range, or E1's reclaim is refused.",
    needs={"locks"},
    faults={"reboot:reexport"},
    judges={"I1", "I3"},
    lease_waits=1.5,
)
def the_stolen_lock(rig: Rig) -> None:
    """E1 holds a lock, R reboots, D1 locks the range at O, writes and unlocks; then E1 reclaims."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    e1.write(file, lock.stateid, 0, b"E1 before").need(NFS4_OK, judged_by="NP-04")
    opened(d1, file)

    rig.reexport.reboot()
    comes_back(rig, e1)
    reaches_origin(e1, file)

    stolen = tries(d1, file)
    if stolen.lock is not None:
        d1.write(file, stolen.lock.stateid, 0, b"D1 stole!").need(NFS4_OK, judged_by="NP-04")
        d1.read(file, stolen.lock.stateid, 0, 10)  # the data at O, while E1 still counts on its lock
        d1.locku(stolen.lock).need(NFS4_OK, judged_by="LK-11")
    answer = reclaims(e1, lock)
    rig.findings.show(f"D1's LOCK after the reboot -> {stolen.status.name}; {answer.sentence} -> {answer.status.name}")

    if stolen.ok and answer.ok:
        left = d1.read(file, ANON, 0, 10).data
        rig.findings.show(f"under E1's lock the file now says {left!r}; E1 had left b'E1 before'")
        raise Failed(
            "the lock was stolen: D1 locked, wrote and unlocked E1's range, and R gave it back to E1 "
            "as if nothing had happened",
            expected="D1's LOCK -> NFS4ERR_DENIED, or E1's reclaim -> NFS4ERR_NO_GRACE",
            actual="D1's LOCK -> NFS4_OK, and E1's LOCK reclaim -> NFS4_OK",
            signature="stolen lock: reclaim granted after an intervening conflicting grant",
        )
    if stolen.ok:
        answer.expect(*REFUSALS, because="D1 has held the range meanwhile")
        return
    stolen.expect(NFS4ERR_DENIED, because="E1's lock is kept for it")
    if not answer.ok:
        rig.findings.info(f"safe, but no continuity: D1 was DENIED and E1's reclaim -> {answer.status.name}")


@case(
    "PT-16",
    level=Level.INV,
    cite=f"invariant I7; {DRAFT}, section 5.7",
    requirement="Locks that nobody reclaims through R are released at O when R's grace is over.",
    needs={"locks"},
    faults={"reboot:reexport"},
    judges={"I7"},
    lease_waits=2.5,
)
def the_locks_of_the_dead_are_released(rig: Rig) -> None:
    """E1 dies with a lock, R reboots; when R's grace is over D1 gets the range."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    locked(e1, file)
    tries(d1, file).need(NFS4ERR_DENIED, judged_by="LK-01")
    e1.abandon()

    rig.reexport.reboot()
    rig.await_grace_over(rig.reexport)

    bound_s = 2 * rig.origin.lease_s + 2
    answer = patiently(
        lambda: tries(d1, file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_DENIED),
        budget_s=bound_s,
        waiting_for="R to release at O what nobody reclaimed",
    )
    if not answer.ok:
        raise Failed(
            f"E1 is dead and R's grace is over, and {bound_s:.0f} s later its lock still stands at O",
            expected=f"D1's LOCK -> NFS4_OK within {bound_s:.0f} s",
            actual=f"D1's LOCK -> {answer.status.name}",
            signature=f"unreclaimed lock not released at O: {answer.status.name}",
        )
