"""Locks over a reboot of R, by way of a list that the origin gives (docs/enumeration.md; idea b of the 2020 thread).

The operation itself is judged in `enumeration.py`.
"""

from __future__ import annotations

import re

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import EVERYTHING
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Blocked, Failed, Recorded
from regrace.harness.rig.node import RigLacks
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.harness.tap.api import Direction, TapRecord
from regrace.suite._listing import SPEC, enumerator, must_tell, whole
from regrace.suite._steps import BOTH, locked, opened, tries
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Failure, Level
from regrace.xdr_defs import enum_state as xp
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_DENY_BOTH,
)

NEEDS = frozenset({"locks", "reclaim", "enumeration"})


def seen(rig: Rig, since: int, kind: str, operation: str) -> list[TapRecord]:
    """Calls or replies between R and O with that operation. Raises RigLacks on rigs without a tap there."""
    if rig.tap is None or not rig.is_tapped("R-O"):
        raise RigLacks("what R says to O is read from the wire; the rig has no tap on R-O")
    records = rig.tap.records(since)
    return [one for one in records if one.link == "R-O" and one.kind == kind and operation in one.operations]


def _last(messages: list[TapRecord], operation: str) -> TapRecord:
    """The newest of these; an R that said nothing of the kind to O is judged elsewhere."""
    if not messages:
        raise Blocked(f"R had no {operation} for O", step=f"{operation} on R-O", judged_by="LK-01", actual="never sent")
    return messages[-1]


def mark(rig: Rig) -> int:
    """From here on. Raises RigLacks on rigs without a tap."""
    if rig.tap is None:
        raise RigLacks("what R says to O is read from the wire; the rig has no tap on R-O")
    return rig.tap.mark()


def must_enumerate(rig: Rig, since: int) -> None:
    """R has asked O for a list; ends the case if it is of those that don't."""
    if not seen(rig, since, "call", "XP_ENUM_STATE"):
        rig.refused(rig.reexport, "enumeration", "R came back without XP_ENUM_STATE")


def must_be_back(rig: Rig, answer: Reply) -> None:
    """The reclaim was granted; a refusal by the rules is a broken claim, or none."""
    if answer.status in REFUSALS:
        rig.refused(rig.reexport, "reclaim", f"{answer.sentence} -> {answer.status.name}")
    answer.expect(NFS4_OK)


def told(record: TapRecord, name: str) -> str:
    """A field of the record's line."""
    found = re.search(rf"\b{name}=(\S+?)(?:;|\s|$)", record.detail)
    return found.group(1) if found else ""


@case(
    "EN-16",
    level=Level.INV,
    cite=f"invariant I10; {SPEC}, The fence",
    requirement="A LOCK that was sent before the list was taken is in the list, or never takes effect.",
    needs={"locks"},
    faults={"hold:D-O", "hold:R-O", "crash:reexport"},
    judges={"I7", "I10"},
    on=BOTH,
    lease_waits=2.0,
)
def nothing_comes_after_the_fence(rig: Rig, server: Server) -> None:
    """A LOCK is held back on the wire while its sender starts over and lists; then it arrives."""
    if server.name == "origin":
        _late_lock_of_a_client(rig, server)
    else:
        _late_lock_of_r(rig)


def _late_lock_of_a_client(rig: Rig, server: Server) -> None:
    client, witness = enumerator(rig, server), server.client("D2")
    held = opened(client, rig.file("f"))
    opened(witness, held.file)
    with rig.hold("D-O", Direction.CALLS, "LOCK") as late:
        client.begin_lock(held)
        late.await_held()
        client.disconnect()
        client.connect()
        client.create_session().need(NFS4_OK, judged_by="ID-01")
        listing = whole(client.list_state(EVERYTHING | xp.XPES_FENCE))
        must_tell("that the fence is done", xp.XPR_FENCED, listing.flags & xp.XPR_FENCED)
        must_tell("the number of locks", 0, len(listing.locks))
        late.release()
        _is_free(rig, witness, held, "the client listed no lock")
    must_tell("the number of locks after the late LOCK", 0, len(whole(client.list_state()).locks))


def _late_lock_of_r(rig: Rig) -> None:
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    held = opened(e1, rig.file("f"))
    opened(d1, held.file)
    with rig.hold("R-O", Direction.CALLS, "LOCK") as late:
        e1.begin_lock(held)
        late.await_held()
        rig.reexport.crash()
        rig.reexport.start()
        comes_back(rig, e1)
        again = patiently(
            lambda: e1.reclaim_open(held),
            world=rig.world,
            retry=(NFS4ERR_DELAY,),
            budget_s=20.0,
            waiting_for="R to decide about a reclaim",
        )
        again.expect(NFS4_OK, *REFUSALS)
        e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
        rig.await_grace_over(rig.reexport)
        late.release()
        _is_free(rig, d1, held, "E1 was never told that it has the lock, and R has lost its memory of asking")


def _is_free(rig: Rig, witness: Client, held: Open, because: str) -> None:
    """The late LOCK has had its time to arrive; the range is free."""
    rig.await_time(rig.origin.lease_s / 4, "the late LOCK to reach O")
    answer = tries(witness, held.file)
    if answer.status == NFS4ERR_DENIED:
        raise Failed(
            "a LOCK of an earlier incarnation took effect after the list: a lock that nobody holds",
            expected=f"LOCK -> NFS4_OK ({because})",
            actual="LOCK -> NFS4ERR_DENIED",
            signature="a late LOCK took effect after the fence",
        )
    answer.expect(NFS4_OK, because=because)


@case(
    "EN-19",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Recovery; RFC 8881 §18.35.4, case 2",
    requirement="A rebooted R gets its client ID back, adopts the stateids that its clients reclaim, and sends no "
    "reclaim to O.",
    needs=NEEDS,
    faults={"reboot:reexport"},
    judges={"I1", "I3"},
    lease_waits=1.5,
)
def the_same_client_with_the_same_stateids(rig: Rig) -> None:
    """E1 locks, R reboots, E1 reclaims and unlocks; what R says to O is read from the wire."""
    file = rig.file("f")
    begin = mark(rig)
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    before = seen(rig, begin, "reply", "LOCK")
    since = mark(rig)
    rig.reexport.reboot()
    comes_back(rig, e1)
    must_be_back(rig, reclaims(e1, lock))
    must_enumerate(rig, since)
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1's lock was never given up")
    e1.reclaim_complete().expect(NFS4_OK)
    rig.await_grace_over(rig.reexport)
    again = next(one for one in e1.ledger.live_locks if one.file == file)
    e1.locku(again).expect(NFS4_OK)

    introduced = seen(rig, since, "reply", "EXCHANGE_ID")
    for one in introduced:
        rig.findings.show(f"R-O: {one.detail}")
    flags = int(told(introduced[0], "flags") or "0", 0)
    must_tell("EXCHGID4_FLAG_CONFIRMED_R to R", True, bool(flags & 0x8000_0000))
    for call in (*seen(rig, since, "call", "LOCK"), *seen(rig, since, "call", "OPEN")):
        if " reclaim" in call.detail or "claim=PREVIOUS" in call.detail:
            raise Failed(
                "R has reclaimed at O what it should have adopted",
                expected="no reclaim between R and O",
                actual=call.detail,
                signature="enumerate: a reclaim between R and O",
            )
    unlocking = _last(seen(rig, since, "call", "LOCKU"), "LOCKU")
    of_the_lock = _last(before, "LOCK").detail.rsplit(":", 1)[-1]
    must_tell("the lock's stateid at O", of_the_lock, told(unlocking, "stateid").rsplit(":", 1)[-1])


@case(
    "EN-20",
    level=Level.INV,
    cite=f"invariant I3; {SPEC}, Recovery",
    requirement="If O has forgotten R's client ID, R gives nothing back.",
    needs={"locks"},
    faults={"crash:reexport", "reboot:origin"},
    judges={"I3"},
    lease_waits=4.0,
)
def a_forgotten_client_gets_nothing(rig: Rig) -> None:
    """R is down while O reboots and has its grace; D1 locks and unlocks E1's range; R returns."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    rig.reexport.crash()
    rig.origin.reboot()
    d1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(rig.origin)
    stolen = tries(d1, file).need(NFS4_OK, judged_by="GR-05").locked
    d1.locku(stolen).need(NFS4_OK, judged_by="LK-05")
    rig.reexport.start()
    comes_back(rig, e1)
    reclaims(e1, lock).expect(*REFUSALS, because="D1 has held the range since")


@case(
    "EN-21",
    level=Level.INV,
    cite=f"invariant I4; {SPEC}, Recovery",
    requirement="A range that O does not list is not given back, also if it is free at O, and no new lock is asked for "
    "in its stead.",
    needs={"locks", "reclaim"},
    faults={"reboot:reexport"},
    judges={"I4"},
    lease_waits=1.5,
)
def free_is_not_held(rig: Rig) -> None:
    """E1 holds bytes 0 to 10; after R's reboot it claims 100 to 110 as well, and 0 to 20."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    since = mark(rig)
    rig.reexport.reboot()
    comes_back(rig, e1)
    reopened = e1.reclaim_open(lock.open)
    must_be_back(rig, reopened)
    for offset, length in ((100, 10), (0, 20)):
        answer = e1.reclaim_lock(lock, reopened.opened, offset=offset, length=length)
        if answer.ok:
            raise Failed(
                f"R gave E1 a lock that it never held: bytes {offset} to {offset + length}",
                expected="LOCK reclaim -> NFS4ERR_RECLAIM_BAD",
                actual="LOCK reclaim -> NFS4_OK",
                signature="reclaim granted of a range that was not held",
            )
        answer.expect(*REFUSALS)
    fresh = [call for call in seen(rig, since, "call", "LOCK") if " reclaim" not in call.detail]
    if fresh:
        raise Failed(
            "R asked O for a new lock to satisfy a reclaim",
            expected="no LOCK without reclaim between R and O",
            actual=fresh[0].detail,
            signature="a reclaim became a new lock at O",
        )
    d1.lockt(file, "WRITE", 100, 10).expect(NFS4_OK, because="nobody holds these bytes")
    must_be_back(rig, e1.reclaim_lock(_as_it_was(lock), reopened.opened, offset=0, length=10))


def _as_it_was(lock: Lock) -> Lock:
    lock.lost = True
    return lock


@case(
    "EN-22",
    level=Level.INV,
    cite=f"invariant I7; {SPEC}, The end of grace",
    requirement="Of a lock that is reclaimed in part the rest is released at O when R's grace is over, and only the "
    "rest.",
    needs={"locks", "reclaim"},
    faults={"reboot:reexport"},
    judges={"I7"},
    lease_waits=1.5,
)
def the_rest_is_released(rig: Rig) -> None:
    """E1 holds bytes 0 to 100 and claims 0 to 10; when grace is over D1 looks at all of the file."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file, offset=0, length=100)
    rig.reexport.reboot()
    comes_back(rig, e1)
    reopened = e1.reclaim_open(lock.open)
    must_be_back(rig, reopened)
    must_be_back(rig, e1.reclaim_lock(lock, reopened.opened, offset=0, length=10))
    d1.lockt(file, "WRITE", 50, 10).expect(NFS4ERR_DENIED, NFS4ERR_GRACE, because="R's grace is not over")
    e1.reclaim_complete().expect(NFS4_OK)
    rig.await_grace_over(rig.reexport)
    d1.lockt(file, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="E1 has these bytes back")
    d1.lockt(file, "WRITE", 10, (1 << 64) - 1).expect(NFS4_OK, because="nobody claimed the others")


@case(
    "EN-23",
    level=Level.INV,
    cite=f"invariant I7; {SPEC}, The end of grace",
    requirement="Of an end client that does not come back nothing is left at O when R's grace is over, neither locks "
    "nor opens.",
    needs={"locks"},
    faults={"reboot:reexport"},
    judges={"I7"},
    lease_waits=2.5,
)
def nothing_is_left_of_the_missing(rig: Rig) -> None:
    """E1 returns, E2 does not; D1 wants E2's file for itself, with a share reservation and a lock."""
    kept, dropped = rig.file("f"), rig.file("g")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    lock = locked(e1, kept)
    locked(e2, dropped)
    e2.abandon()
    rig.reexport.reboot()
    comes_back(rig, e1)
    back = reclaims(e1, lock)
    back.expect(NFS4_OK, *REFUSALS)
    e1.reclaim_complete().expect(NFS4_OK)
    rig.await_grace_over(rig.reexport)
    alone = patiently(
        lambda: d1.open(dropped, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_BOTH),
        world=rig.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=2 * rig.origin.lease_s,
        waiting_for="O to give D1 the file alone",
    )
    alone.expect(NFS4_OK, because="E2 is gone, and R's grace is over")
    d1.lock(alone.opened).expect(NFS4_OK, because="E2 is gone, and R's grace is over")
    if back.ok:
        tries(d1, kept).expect(NFS4ERR_DENIED, because="E1 has its lock back")


@case(
    "EN-24",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Recovery; RFC 8881 §8.4.3",
    requirement="What a courteous O kept for R beyond its lease can be reclaimed.",
    needs={"locks", "reclaim", "courtesy"},
    faults={"crash:reexport"},
    judges={"I3"},
    lease_waits=3.0,
    failure=Failure.AWAY,
)
def kept_by_courtesy(rig: Rig) -> None:
    """R stays away for longer than its lease; nobody wants what it holds."""
    if not rig.origin.claims("courtesy"):
        raise Recorded("O does not claim to keep state beyond a lease")
    e1 = rig.end_client("E1")
    lock = locked(e1, rig.file("f"))
    rig.reexport.crash()
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    rig.reexport.start()
    comes_back(rig, e1)
    must_be_back(rig, reclaims(e1, lock))


@case(
    "EN-25",
    level=Level.INV,
    cite=f"invariant I3; {SPEC}, Recovery; RFC 8881 §8.4.3",
    requirement="If O revoked some of R's state in its absence, R gives back the rest and nothing of that.",
    needs={"locks"},
    faults={"crash:reexport"},
    judges={"I1", "I3"},
    lease_waits=3.0,
    failure=Failure.AWAY,
)
def a_loss_of_one_is_no_loss_of_all(rig: Rig) -> None:
    """R is away for longer than its lease; D1 takes E1's range, and not E2's."""
    lost_file, kept_file = rig.file("f"), rig.file("g")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    lost, kept = locked(e1, lost_file), locked(e2, kept_file)
    rig.reexport.crash()
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    taken = tries(d1, lost_file)
    if not taken.ok:
        raise Recorded(f"O keeps R's locks beyond its lease against others: D1's LOCK -> {taken.status.name}")
    since = mark(rig)
    rig.reexport.start()
    comes_back(rig, e1)
    comes_back(rig, e2)
    reclaims(e1, lost).expect(*REFUSALS, because="D1 has the range")
    other = reclaims(e2, kept).expect(NFS4_OK, *REFUSALS)
    if not other.ok:
        rig.findings.info("O let all of R's state go, or R could not get the rest back")
        return
    tries(d1, kept_file).expect(NFS4ERR_DENIED, because="E2 has its lock back")
    if seen(rig, since, "call", "XP_ENUM_STATE") and not seen(rig, since, "call", "FREE_STATEID"):
        rig.findings.warn("R did not acknowledge the loss with FREE_STATEID: O keeps the revoked stateid for it")


@case(
    "EN-26",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Recovery; RFC 8881 §18.35.3, §18.36.4",
    requirement="A rebooted R that keeps its client ID gets a new session, never an old answer for a new one.",
    needs=NEEDS,
    faults={"reboot:reexport"},
    lease_waits=3.0,
)
def every_boot_has_a_session_of_its_own(rig: Rig) -> None:
    """R reboots three times; the sessions that O gave it are read from the wire."""
    e1 = rig.end_client("E1")
    lock = locked(e1, rig.file("f"))
    since = mark(rig)
    for _ in range(3):
        rig.reexport.reboot()
        comes_back(rig, e1)
        must_be_back(rig, reclaims(e1, lock))
        lock = e1.ledger.live_locks[0]
        e1.reclaim_complete().expect(NFS4_OK)
    must_enumerate(rig, since)
    _sessions_are_new(rig, since, 3)


def _sessions_are_new(rig: Rig, since: int, at_least: int) -> None:
    answers = seen(rig, since, "reply", "CREATE_SESSION")
    sessions = [told(one, "session") for one in answers if one.statuses[-1:] == ["NFS4_OK"]]
    rig.findings.show(f"R-O: sessions {', '.join(sessions)}")
    must_tell("that there are as many sessions as boots", True, len(sessions) >= at_least)
    must_tell("that no session was given twice", len(set(sessions)), len(sessions))
    for one in rig.tap.records(since) if rig.tap is not None else ():
        if one.link == "R-O" and "NFS4ERR_SEQ_FALSE_RETRY" in one.statuses:
            raise Failed(
                "R used a slot of an old session as if it were new",
                expected="no NFS4ERR_SEQ_FALSE_RETRY between R and O",
                actual=one.detail,
                signature="R: SEQ_FALSE_RETRY after a reboot",
            )


@case(
    "EN-27",
    level=Level.INV,
    cite="invariant I10; RFC 8881 §18.36.4",
    requirement="An R that died before it heard of its new session gets another one, and takes no old answer for new.",
    needs={"locks"},
    faults={"crash:reexport", "hold:R-O"},
    judges={"I10"},
    lease_waits=2.0,
)
def the_session_that_was_never_heard_of(rig: Rig) -> None:
    """R returns, O's answer to its CREATE_SESSION is held back, R dies, and returns again."""
    e1 = rig.end_client("E1")
    lock = locked(e1, rig.file("f"))
    since = mark(rig)
    rig.reexport.crash()
    with rig.hold("R-O", Direction.REPLIES, "CREATE_SESSION") as answer:
        rig.reexport.start(wait=False)
        answer.await_held(rig.origin.lease_s + 10)
        rig.reexport.crash()
        answer.release(drop=True)
    rig.reexport.start()
    comes_back(rig, e1)
    back = reclaims(e1, lock).expect(NFS4_OK, *REFUSALS)
    rig.findings.show(f"{back.sentence} -> {back.status.name}")
    _sessions_are_new(rig, since, 1)
    if not back.ok and rig.reexport.claims("enumeration"):
        rig.refused(rig.reexport, "reclaim", f"{back.sentence} -> {back.status.name}")


@case(
    "EN-32",
    level=Level.MUST,
    cite="RFC 8881 §8.4.2.1",
    requirement="As long as R's grace runs, a new lock through R is NFS4ERR_GRACE, and afterwards it is granted.",
    needs={"locks", "reclaim"},
    faults={"reboot:reexport"},
    lease_waits=1.5,
)
def new_locks_wait(rig: Rig) -> None:
    """E1 has not come back yet; E2, who has reclaimed its open and is complete, wants a new lock."""
    e1, e2 = rig.end_client("E1"), rig.end_client("E2")
    locked(e1, rig.file("f"))
    held = opened(e2, rig.file("g"))
    rig.reexport.reboot()
    comes_back(rig, e2)
    reopened = e2.reclaim_open(held)
    must_be_back(rig, reopened)
    e2.reclaim_complete().expect(NFS4_OK)
    e2.lock(reopened.opened).expect(NFS4ERR_GRACE, because="E1 may still reclaim")
    rig.await_grace_over(rig.reexport)
    e2.lock(reopened.opened).expect(NFS4_OK)


@case(
    "CP-14",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Recovery",
    requirement="An R that dies in the middle of its listing can begin again.",
    needs=NEEDS,
    faults={"crash:reexport", "hold:R-O"},
    judges={"I3", "I7"},
    lease_waits=2.0,
)
def dead_in_the_middle_of_the_list(rig: Rig) -> None:
    """O's answer to R's fence and first page is held back, R dies, and returns."""
    if not rig.reexport.claims("enumeration"):
        raise Recorded("R does not claim to enumerate: there is no list to die in")
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    rig.reexport.crash()
    with rig.hold("R-O", Direction.REPLIES, "XP_ENUM_STATE") as page:
        rig.reexport.start(wait=False)
        page.await_held(rig.origin.lease_s + 10)
        rig.reexport.crash()
        page.release(drop=True)
    rig.reexport.start()
    comes_back(rig, e1)
    must_be_back(rig, reclaims(e1, lock))
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 has its lock back")
