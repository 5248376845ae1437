"""What survives when R and O can't talk (RFC 8881 §8.3, §8.4.3; the draft, section 6.8)."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeVar

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.errors import PeerSilent
from regrace.harness.client.ledger import Lock
from regrace.harness.client.patience import patiently
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Failed
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Direction
from regrace.suite._steps import absence_limit, locked, opened, tries
from regrace.verdict import Failure, Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DELAY, NFS4ERR_DENIED, NFS4ERR_GRACE

R = TypeVar("R", bound=Reply)

SESSION_IS_LOST = frozenset({"NFS4ERR_BADSESSION", "NFS4ERR_DEADSESSION", "NFS4ERR_STALE_CLIENTID"})
TELLS_A_LOSS = SESSION_IS_LOST | {
    "NFS4ERR_EXPIRED",
    "NFS4ERR_ADMIN_REVOKED",
    "NFS4ERR_BAD_STATEID",
    "NFS4ERR_OLD_STATEID",
    "NFS4ERR_STALE_STATEID",
}
"""Answers to an operation on a lock's stateid by which a client learns that the lock is gone (RFC 8881 §8.4.2)."""
TAKEN_OVER = b"E1 is still here"
TAP_SLACK_S = 0.2
"""Between a request's sending and its being seen on the wire."""
REVOKED_FLAGS = (
    nfs4.SEQ4_STATUS_EXPIRED_ALL_STATE_REVOKED
    | nfs4.SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED
    | nfs4.SEQ4_STATUS_ADMIN_STATE_REVOKED
)


def must_be_told(rig: Rig, e1: Client, lock: Lock, *, witness: tuple[Client, Lock] | None = None) -> None:
    """E1's lock is lost: its first WRITE under it must say so. `witness` holds the range now and can see the data."""
    told = first_answer(rig, e1, lock)
    if told != "NFS4_OK" and told not in SESSION_IS_LOST:
        e1.renew()  # the loss may have been found out by that very WRITE: the next SEQUENCE carries the flag
    flags = e1.sequence_flags & REVOKED_FLAGS
    rig.findings.show(f"{e1.name}'s WRITE under its lock -> {told}; sr_status_flags {e1.sequence_flags:#x}")
    if told == "NFS4_OK":
        seen = b""
        if witness is not None:
            seen = witness[0].read(lock.file, witness[1].stateid, 0, 11).data
        raise Failed(
            f"{e1.name} writes under a lock that it has lost, and nobody tells it"
            + (" (the data shows it: the new holder's block is overwritten)" if seen == TAKEN_OVER[:11] else ""),
            expected="WRITE -> NFS4ERR_EXPIRED, ADMIN_REVOKED, BAD_STATEID, or the session lost",
            actual=f"WRITE -> NFS4_OK, sr_status_flags {e1.sequence_flags:#x}",
            signature="WRITE under a lost lock -> NFS4_OK",
        )
    if told not in TELLS_A_LOSS:
        raise Failed(
            f"{e1.name}'s WRITE under its lost lock is refused, but with nothing that says that the lock is lost",
            expected=f"WRITE -> {', '.join(sorted(TELLS_A_LOSS))}",
            actual=f"WRITE -> {told}, sr_status_flags {e1.sequence_flags:#x}",
            signature=f"a lost lock is told as {told}",
        )
    if not flags and told not in SESSION_IS_LOST:
        rig.findings.warn("the loss is told by the refused WRITE alone: no SEQ4 flag says that state was revoked")


def hears(rig: Rig, pending: PendingCall[R]) -> R | None:
    """What a client is told within half a lease; None for silence, which promises nothing."""
    if not rig.waits(pending.is_done, "R to answer behind the cut", rig.origin.lease_s / 2):
        return None
    return pending.reply()


def first_answer(rig: Rig, e1: Client, lock: Lock) -> str:
    """What the end client's first write under its lock is told, once R and O talk again."""
    budget_s = 3 * rig.origin.lease_s + 10
    try:
        answer = patiently(
            # R may say nothing while it waits for a grace of O's to be over.
            lambda: e1.write(lock.file, lock.stateid, 0, TAKEN_OVER, budget_s=budget_s),
            world=rig.world,
            retry=(NFS4ERR_DELAY, NFS4ERR_GRACE),
            budget_s=budget_s,
            waiting_for="R to reach O again",
        )
    except PeerSilent as silence:
        rig.findings.show(str(silence))
        raise
    return answer.status.name


@case(
    "NP-04",
    level=Level.MUST,
    cite="RFC 8881 §8.3",
    requirement="A partition of R and O that is shorter than O's lease costs nobody a lock.",
    needs={"locks"},
    faults={"partition:reexport"},
    lease_waits=1.0,
)
def a_short_partition_costs_nothing(rig: Rig) -> None:
    """E1 holds a lock through R; R is cut off from O for a third of a lease, and healed."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    began = rig.world.now()  # R renews at O after this
    lock = locked(e1, file)
    tries(d1, file).need(NFS4ERR_DENIED, judged_by="LK-01")

    cut_at = rig.world.now()
    rig.reexport.partition_from(rig.origin)  # proven by R's own renewal, for which an idle R may take its time
    rig.await_time(max(0.0, cut_at + rig.origin.lease_s / 3 - rig.world.now()), "a third of a lease without R-O")
    rig.heal_all()

    asked = tries(d1, file)
    lasted_s = rig.world.now() - began
    if lasted_s >= rig.origin.lease_s:
        raise RigError(f"the partition was to be shorter than a lease; it took {lasted_s:.1f} s until D1 was answered")
    asked.expect(NFS4ERR_DENIED, because="O's lease for R has not run out")
    written = patiently(
        lambda: e1.write(file, lock.stateid, 0, b"still mine"),
        world=rig.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=2 * rig.origin.lease_s + 10,
        waiting_for="R to reach O again",
    )
    written.expect(NFS4_OK, because="E1 never lost its lock")
    patiently(
        lambda: e1.locku(lock),
        world=rig.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=2 * rig.origin.lease_s + 10,
        waiting_for="R to reach O again",
    ).expect(NFS4_OK)


@case(
    "NP-06",
    level=Level.INV,
    cite="invariant I11; RFC 8881 §8.4.3; draft-cel-nfsv4-state-retention, section 6.8",
    requirement="When O gives an end client's lock away while R is cut off, the end client is told "
    "before anything that relies on it succeeds.",
    needs={"locks"},
    faults={"partition:reexport"},
    lease_waits=6.0,
)
def a_lock_lost_behind_rs_back_is_told(rig: Rig) -> None:
    """R is cut off from O for more than a lease; D1 takes E1's range; healed, E1 writes.

    D1 writes too, under its lock: the data is the last witness."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    e1.write(file, lock.stateid, 0, b"E1 was here").need(NFS4_OK, judged_by="NP-04")
    opened(d1, file)
    limit_s = absence_limit(rig)

    rig.reexport.partition_from(rig.origin)
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    if limit_s:
        rig.await_time(limit_s + 0.5, "O's absence limit")
    taken = patiently(
        lambda: tries(d1, file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_DENIED, NFS4ERR_GRACE),
        budget_s=2 * rig.origin.lease_s,
        waiting_for="O to give R's expired lock away",
    )
    taken.need(NFS4_OK, judged_by="CO-03")
    d1.write(file, taken.locked.stateid, 0, b"D1 was here").need(NFS4_OK, judged_by="CO-03")
    rig.heal_all()

    must_be_told(rig, e1, lock, witness=(d1, taken.locked))
    tries(d1, file).expect(NFS4_OK, because="D1 holds the range")


@case(
    "NP-05",
    level=Level.SHOULD,
    cite="RFC 8881 §8.4.3",
    requirement="A partition that outlasts R's lease at O costs nobody a lock either, if O is courteous and nobody "
    "wanted it.",
    needs={"locks", "courtesy"},
    faults={"partition:reexport"},
    lease_waits=2.0,
)
def a_long_partition_without_a_rival(rig: Rig) -> None:
    """R is cut off from O for more than a lease, nobody asks for E1's range; healed, E1 goes on."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    tries(d1, file).need(NFS4ERR_DENIED, judged_by="LK-01")

    rig.reexport.partition_from(rig.origin)
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    rig.heal_all()

    told = first_answer(rig, e1, lock)
    if told in TELLS_A_LOSS:
        rig.refused(rig.origin, "courtesy", f"E1's WRITE after the partition -> {told}")
    if told != "NFS4_OK":
        raise Failed(
            "E1's lock was wanted by nobody, and E1 can't write under it",
            expected="WRITE -> NFS4_OK",
            actual=f"WRITE -> {told}",
            signature=f"WRITE after a long partition -> {told}",
        )
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 still writes under its lock")
    e1.locku(lock).expect(NFS4_OK)


@case(
    "NP-07",
    level=Level.INV,
    cite="invariants I1 and I12; RFC 8881 §18.10.3, §18.32.3",
    requirement="Cut off from O, R grants no lock and confirms no stable write that it can't pass on.",
    needs={"locks"},
    faults={"partition:reexport"},
    judges={"I1"},
    lease_waits=2.5,
)
def nothing_is_promised_behind_a_cut(rig: Rig) -> None:
    """While R is cut off, E1 asks for a lock and writes; D1 locks the same range at O."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)

    rig.reexport.partition_from(rig.origin)
    asking = e1.begin_lock(lock.open, "WRITE", 100, 10)
    writing = e1.begin_write(file, lock.stateid, 0, b"behind the cut")
    promised = (hears(rig, asking), hears(rig, writing))
    asked, written = (answer.status.name if answer else "nothing yet" for answer in promised)
    rig.findings.show(f"cut off: E1's LOCK -> {asked}, WRITE (FILE_SYNC) -> {written}")
    for answer in promised:
        if answer is not None and answer.ok:
            raise Failed(
                "R confirmed what O can't have heard of",
                expected=f"{answer.sentence} -> NFS4ERR_DELAY, or any refusal",
                actual=f"{answer.sentence} -> NFS4_OK",
                signature="confirmed behind a cut",
            )
    taken = tries(d1, file, "WRITE", 100, 10)
    taken.expect(NFS4_OK, because="R could not have locked it at O")
    rig.heal_all()

    budget_s = 3 * rig.origin.lease_s + 10
    again = asking.reply(budget_s)  # what R kept to itself behind the cut is said now
    writing.reply(budget_s)
    if promised[0] or again.status in (NFS4ERR_DELAY, NFS4ERR_GRACE):
        again = patiently(
            lambda: e1.lock(lock.open, "WRITE", 100, 10),
            world=rig.world,
            retry=(NFS4ERR_DELAY, NFS4ERR_GRACE),
            budget_s=budget_s,
            waiting_for="R to reach O again",
        )
    if again.status.name in TELLS_A_LOSS:
        rig.findings.info(f"E1 is told that its open was lost meanwhile: LOCK -> {again.status.name}")
    else:
        again.expect(NFS4ERR_DENIED, because="D1 holds the range")
    d1.locku(taken.locked).expect(NFS4_OK)


@case(
    "NP-08",
    level=Level.INV,
    cite="invariants I1 and I10; RFC 8881 §2.10.6",
    requirement="If only one direction of R-O is lost, a lock that R was asked for is in the end held once or not at "
    "all, and nobody else holds it too.",
    needs={"locks"},
    faults={"cut:R-O"},
    judges={"I1", "I10"},
    lease_waits=1.5,
)
def half_a_link(rig: Rig) -> None:
    """O's answers are lost, then R's requests; each time E1 asks for a lock, and D1 for the same range."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    below = opened(e1, file)
    opened(d1, file)

    for offset, lost in ((0, Direction.REPLIES), (100, Direction.CALLS)):
        rig.cut("R-O", lost)
        asking = e1.begin_lock(below, "WRITE", offset, 10)
        asked = hears(rig, asking)
        if asked is not None and asked.ok:
            raise Failed(
                f"R granted a lock although O's answer can't have reached it ({lost} lost)",
                expected="LOCK -> NFS4ERR_DELAY, or any refusal",
                actual="LOCK -> NFS4_OK",
                signature="granted over half a link",
            )
        rival = tries(d1, file, "WRITE", offset, 10)
        told = asked.status.name if asked else "nothing yet"
        rig.findings.show(f"{lost} lost: E1's LOCK -> {told}, then D1's -> {rival.status.name}")
        rival.expect(NFS4_OK, NFS4ERR_DENIED)
        rig.heal("R-O")
        budget_s = 3 * rig.origin.lease_s + 10
        again = asking.reply(budget_s)  # as in NP-07
        if asked is not None or again.status in (NFS4ERR_DELAY, NFS4ERR_GRACE):
            again = patiently(
                lambda offset=offset: e1.lock(below, "WRITE", offset, 10),  # type: ignore[misc]
                world=rig.world,
                retry=(NFS4ERR_DELAY, NFS4ERR_GRACE),
                budget_s=budget_s,
                waiting_for="R to reach O again",
            )
        if again.status.name in TELLS_A_LOSS:
            rig.findings.info(f"the cut outlasted R's lease, and E1 is told so: LOCK -> {again.status.name}")
            return
        again.expect(NFS4ERR_DENIED if rival.ok else NFS4_OK, because="one of the two has it")
        (e1 if again.ok else d1).locku((again if again.ok else rival).locked).expect(NFS4_OK)


@case(
    "NP-09",
    level=Level.INV,
    cite="invariants I11 and I14; RFC 8881 §8.4.3 (edge condition 2)",
    requirement="A lock that O gave away after a grace period which R missed is not given back in O's next grace, and "
    "the end client is told.",
    needs={"locks"},
    faults={"partition:reexport", "reboot:origin"},
    judges={"I3", "I14"},
    lease_waits=5.0,
    failure=Failure.PARTITION,
)
def a_grace_that_r_missed(rig: Rig) -> None:
    """R misses a reboot and grace of O, and D1 has the range; O reboots again, and R is there in time."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)

    rig.reexport.partition_from(rig.origin)
    rig.origin.reboot()
    d1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(rig.origin)
    taken = locked(d1, file)
    d1.write(file, taken.stateid, 0, b"D1 was here").need(NFS4_OK, judged_by="CO-03")
    d1.locku(taken).need(NFS4_OK, judged_by="LK-11")
    rig.origin.reboot()
    rig.heal_all()

    must_be_told(rig, e1, lock)


@case(
    "NP-14",
    level=Level.SHOULD,
    cite="RFC 8881 §8.3, §18.46.3",
    requirement="As long as an end client lives, R renews its lease at O in time, also if no end client asks for "
    "anything.",
    needs={"locks"},
    lease_waits=3.5,
)
def r_renews_for_idle_clients(rig: Rig) -> None:
    """E1 holds a lock and only renews, for three leases; the tap tells when R renewed at O."""
    if rig.tap is None or not rig.is_tapped("R-O"):
        raise RigLacks("this case reads R's renewals at O; the rig has no wire tap on R-O")
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    locked(e1, file)
    tries(d1, file).need(NFS4ERR_DENIED, judged_by="LK-01")
    mark, began = rig.tap.mark(), rig.world.now()
    lease_s = rig.origin.lease_s
    rig.await_time(3 * lease_s, "three leases in which E1 only renews")
    ended = rig.world.now()

    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 has renewed its lease at R all the time")
    at = [began]
    at += [r.at for r in rig.tap.records(mark) if r.link == "R-O" and r.kind == "call" and "SEQUENCE" in r.operations]
    gap_s = max(later - earlier for earlier, later in pairwise([*at, ended]))
    rig.findings.info(f"{len(at) - 1} SEQUENCEs from R in {ended - began:.1f} s, the longest gap {gap_s:.2f} s")
    if gap_s > lease_s + TAP_SLACK_S:
        raise Failed(
            "R lets its lease at O run out while an end client lives",
            expected=f"SEQUENCE on R-O at least every {lease_s:g} s",
            actual=f"a gap of {gap_s:.2f} s",
            signature="R does not renew for idle clients",
        )
