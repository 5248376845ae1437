"""R keeps its own lease, and what it knows of it, over its restart (idea f of the 2020 thread).

What can be seen of that from outside; the cases hold for every R that claims to recover locks, whatever it keeps.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import LockReply, Reply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.node import RigLacks
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Act, Deed, Match
from regrace.suite._crashes import (
    CALLS,
    REPLIES,
    must_get_the_range,
    r_dies_untold,
    reclaims_piece,
    reopens,
    until_decided,
)
from regrace.suite._returning import was_promised
from regrace.suite._steps import absence_limit, locked, opened, reaches_origin, tries
from regrace.suite.enumerated import mark, seen
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Failure, Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DELAY, NFS4ERR_DENIED, NFS4ERR_GRACE


def _back(rig: Rig, e1: Client, lock: Lock) -> Lock:
    """E1 has its lock back; refused, it is safe, and the claim of R is at stake."""
    answer: Reply = reclaims(e1, lock)
    if not answer.ok:
        answer.expect(*REFUSALS, because="a reclaim is granted or refused by the rules")
        rig.refused(rig.reexport, "reclaim", f"{answer.sentence} -> {answer.status.name}")
    assert isinstance(answer, LockReply)
    return answer.locked


def _lock_reclaim(e1: Client, file: File) -> LockReply:
    """E1 claims a lock that it was never told of, under the open that it has back."""
    below = next(held for held in e1.ledger.opens if held.file == file)
    return until_decided(e1, lambda: e1.lock(below, "WRITE", 0, 10, reclaim=True), "R to decide about a reclaim")


@case(
    "PS-01",
    level=Level.INV,
    cite="RFC 8881 §2.10.6.5, §18.35.4 case 2; invariants I1 and I3",
    requirement="After a restart that is shorter than R's lease at O, E1 has its lock back, and nobody could have had "
    "it meanwhile.",
    needs={"locks", "reclaim"},
    faults={"reboot:reexport"},
    judges={"I1", "I3"},
    lease_waits=1.5,
)
def a_restart_shorter_than_the_lease(rig: Rig) -> None:
    """E1 holds a lock, R reboots; D1 asks before, between and after E1's reclaims; E1 unlocks."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)
    rig.reexport.reboot()
    comes_back(rig, e1)
    reaches_origin(e1, file)
    before = tries(d1, file)
    if before.lock is not None:
        d1.locku(before.lock).need(NFS4_OK, judged_by="LK-05")
        reclaims(e1, lock).expect(*REFUSALS, because="D1 has held the range meanwhile")
        rig.refused(rig.reexport, "reclaim", f"D1's LOCK when R was back -> {before.status.name}")
    before.expect(NFS4ERR_DENIED, because="R's lease at O has not run out")
    kept = _back(rig, e1, lock)
    e1.reclaim_complete().expect(NFS4_OK)
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 has its lock back")
    until_decided(e1, lambda: e1.locku(kept), "R to unlock").expect(NFS4_OK)
    must_get_the_range(rig, d1, file, "E1 has unlocked")


@case(
    "PS-02",
    level=Level.INV,
    cite="invariants I4 and I7",
    requirement="R dies when O has granted a lock and R could not note that down: after R's grace it is nobody's, and "
    "E1 can have it anew.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I7"},
    lease_waits=3.0,
)
def granted_and_not_noted_down(rig: Rig) -> None:
    """O's grant is on the wire when R dies; E1 reclaims its open; D1 has the range, then E1."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    below = opened(e1, file)
    r_dies_untold(rig, "LOCK", lambda: e1.begin_lock(below, "WRITE", 0, 10))
    comes_back(rig, e1)
    reopens(e1, below).expect(NFS4_OK, *REFUSALS)
    e1.reclaim_complete().expect(NFS4_OK)
    must_get_the_range(rig, d1, file, "E1 was never told of the lock")
    rig.await_grace_over(rig.reexport)
    anew = locked(e1, file)
    d1.lockt(file, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="E1 has locked it anew")
    until_decided(e1, lambda: e1.locku(anew), "R to unlock").expect(NFS4_OK)
    must_get_the_range(rig, d1, file, "E1 has unlocked")


@case(
    "PS-03",
    level=Level.INV,
    cite="invariants I3 and I4",
    requirement="R dies when it has asked O for a lock that O never heard of: R does not say later that E1 holds it.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I3", "I4"},
    lease_waits=2.0,
)
def noted_down_and_never_granted(rig: Rig) -> None:
    """R's LOCK never reaches O; D1 locks and unlocks; E1, back, claims a lock that it never had."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    below = opened(e1, file)

    def d1_uses_it() -> None:
        d1.locku(tries(d1, file).need(NFS4_OK, judged_by="LK-05").locked).need(NFS4_OK, judged_by="LK-05")

    r_dies_untold(rig, "LOCK", lambda: e1.begin_lock(below, "WRITE", 0, 10), direction=CALLS, seen=d1_uses_it)
    comes_back(rig, e1)
    reopened = reopens(e1, below)
    if not reopened.ok:
        reopened.expect(*REFUSALS)
        return
    _lock_reclaim(e1, file).expect(*REFUSALS, because="O has never granted it")
    must_get_the_range(rig, d1, file, "E1 never held the lock")


@case(
    "PS-04",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3; invariant I6",
    requirement="What R told E1 before a power cut is still true after it, or E1 is refused; what was not safely "
    "written is not made up.",
    needs={"locks", "reclaim"},
    faults={"power-cut:reexport"},
    judges={"I1", "I3"},
    lease_waits=2.0,
)
def the_power_is_cut(rig: Rig) -> None:
    """E1 locks 0 to 30, gives the middle up, and R's power is cut; E1 reclaims both ends, and the middle."""
    if "power_cut" not in rig.reexport.node.verbs:
        raise RigLacks("R's node can't cut its power")
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file, "WRITE", 0, 30)
    until_decided(e1, lambda: e1.locku(lock, 10, 10), "R to unlock").need(NFS4_OK, judged_by="LK-05")
    opened(d1, file)
    rig.reexport.power_cut()
    rig.reexport.start()
    comes_back(rig, e1)
    kept = _back(rig, e1, lock)
    middle = until_decided(
        e1,
        lambda: e1.reclaim_lock(lock, kept.open, locktype="WRITE", offset=10, length=10),
        "R to decide about a reclaim",
    )
    middle.expect(*REFUSALS, because="E1 had given it up, and was told so")
    e1.reclaim_complete().expect(NFS4_OK)
    must_get_the_range(rig, d1, file, "E1 has given the middle up", offset=10)
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 has the beginning")
    tries(d1, file, offset=20).expect(NFS4ERR_DENIED, because="E1 has the end")


@case(
    "PS-07",
    level=Level.SHOULD,
    cite="RFC 8881 §8.4.3",
    requirement="After an absence longer than R's lease, over an origin that kept its state because nobody wanted it, "
    "E1 gets its lock back.",
    needs={"locks", "reclaim", "courtesy"},
    faults={"crash:reexport"},
    judges={"I1", "I3"},
    lease_waits=2.5,
    failure=Failure.AWAY,
)
def longer_than_the_lease_and_nobody_minded(rig: Rig) -> None:
    """R is down for more than O's lease; nobody asks for the range; E1 reclaims."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)
    rig.reexport.crash()
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    rig.reexport.start()
    comes_back(rig, e1)
    answer = reclaims(e1, lock)
    was_promised(rig, rig.reexport, answer)
    if not answer.ok and not rig.origin.claims("courtesy"):
        answer.expect(*REFUSALS)
        rig.refused(rig.origin, "courtesy", f"after R's absence {answer.sentence} -> {answer.status.name}")
    answer.expect(NFS4_OK, because="O is courteous, and nobody has asked for the range")
    e1.reclaim_complete().expect(NFS4_OK)
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 has its lock back")


@case(
    "PS-08",
    level=Level.INV,
    cite="invariants I3 and I21; RFC 8881 §8.4.3, edge condition 1 one server further",
    requirement="When O has given R's lock away while R was down, no note of R's own makes it E1's again.",
    needs={"locks"},
    faults={"crash:reexport"},
    judges={"I3", "I21"},
    lease_waits=4.0,
    failure=Failure.AWAY,
)
def longer_than_the_lease_and_given_away(rig: Rig) -> None:
    """R is down for more than O's lease; D1 locks, writes and unlocks the range; E1 reclaims."""
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
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE, NFS4ERR_DENIED),
        budget_s=rig.origin.lease_s + 5,
        waiting_for="O to give up R's lock",
    ).need(NFS4_OK, judged_by="CO-03")
    d1.write(file, taken.locked.stateid, 0, b"D1, meanwhile").need(NFS4_OK, judged_by="NP-04")
    d1.locku(taken.locked).need(NFS4_OK, judged_by="LK-05")
    rig.reexport.start()
    comes_back(rig, e1)
    reclaims(e1, lock).expect(*REFUSALS, because="D1 has held the range since")


@case(
    "PS-11",
    level=Level.INV,
    cite="invariant I10; RFC 8881 §18.37, §2.10.6",
    requirement="A request of R's dead incarnation that reaches O only after R has come back has no effect.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I7", "I10"},
    lease_waits=3.0,
)
def a_late_request_of_the_dead(rig: Rig) -> None:
    """R's LOCK is kept on the wire, R dies and returns, then the LOCK arrives at O; D1 wants the range."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    below = opened(e1, file)
    with rig.hold("R-O", CALLS, "LOCK") as late:
        e1.begin_lock(below, "WRITE", 0, 10)
        late.await_held()
        rig.reexport.crash()
        rig.reexport.start()
        comes_back(rig, e1)
        reopens(e1, below).expect(NFS4_OK, *REFUSALS)
        reaches_origin(e1, file)
        late.release()
        rig.await_time(0.2, "the late LOCK to reach O")
    e1.reclaim_complete().expect(NFS4_OK)
    must_get_the_range(rig, d1, file, "the incarnation of R that asked for the lock is dead")


@case(
    "PS-09",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3; invariants I1 and I3",
    requirement="Of what O has revoked while R was down R gives nothing back, not the other bytes of the same stateid "
    "either; of the rest, what O has kept.",
    needs={"locks"},
    faults={"crash:reexport"},
    judges={"I1", "I3"},
    lease_waits=3.0,
)
def lost_in_part(rig: Rig) -> None:
    """E1 has two ranges of a file, and another file; D1 takes one of the ranges while R is away."""
    file, other = rig.file("f"), rig.file("g")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    split = locked(e1, file)
    until_decided(e1, lambda: e1.lock(split.open, "WRITE", 20, 10), "R to lock").need(NFS4_OK, judged_by="LK-03")
    whole = locked(e1, other)
    rig.reexport.crash()
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    taken = tries(d1, file)
    if not taken.ok:
        raise Recorded(f"O keeps R's locks beyond its lease against others: D1's LOCK -> {taken.status.name}")
    rig.reexport.start()
    comes_back(rig, e1)

    reopened = reopens(e1, split.open)
    if reopened.ok:
        for offset in (0, 20):
            piece = reclaims_piece(e1, split, reopened.opened, "WRITE", offset, 10)
            piece.expect(*REFUSALS, because="O has revoked the stateid, all of it, for D1")
    else:
        reopened.expect(*REFUSALS)
    rest = reclaims(e1, whole).expect(NFS4_OK, *REFUSALS)
    rig.findings.show(f"what was not revoked: {rest.sentence} -> {rest.status.name}")
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.await_grace_over(rig.reexport)
    d1.lockt(file, "WRITE", 20, 10).expect(NFS4_OK, because="E1 has lost it with the rest of the stateid")
    if rest.ok:
        tries(d1, other).expect(NFS4ERR_DENIED, because="E1 has this lock back")


@case(
    "PS-10",
    level=Level.MUST,
    cite="RFC 8881 §2.10.6, §2.10.6.5; invariant I10",
    requirement="If R's connection to O breaks with an answer on it, R asks again in the same slot, and what it asked "
    "for is done once.",
    faults={"hold:R-O"},
    judges={"I10"},
    lease_waits=1.0,
)
def the_session_outlives_its_connection(rig: Rig) -> None:
    """E1 makes a directory through R; O's answer is lost with the connection that it was on."""
    e1 = rig.end_client("E1")
    path = (*rig.file("f").path[:-1], "made")
    begin = mark(rig)
    match = Match(link="R-O", direction=REPLIES, operation="CREATE")
    with rig.on_wire(match, Deed(act=Act.TRUNCATE, keep_bytes=4)) as lost:
        answer = until_decided(e1, lambda: e1.make_directory(path), "R to make a directory")
        lost.await_held()

    asked = seen(rig, begin, "call", "CREATE")
    for one in asked:
        rig.findings.show(f"R-O {one.sequence}: {one.detail}")
    if len(asked) == 1 and not answer.ok:
        raise Recorded(f"R did not ask again, and says so: CREATE -> {answer.status.name}")
    if len({one.sequence for one in asked}) != 1:
        raise Failed(
            "R asked in another slot for what may have been done already",
            expected="one session, slot and sequence number for all tries",
            actual=", ".join(one.sequence for one in asked),
            signature="R retried in another slot",
        )
    answer.expect(NFS4_OK, because="it was made, by E1, once")
    e1.remove(path).need(NFS4_OK, judged_by="LK-16")
