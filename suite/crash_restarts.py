"""R dies once more while it is coming back, or is done with it: crash points of recovery itself."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Direction
from regrace.suite._crashes import CALLS, REPLIES, must_get_the_range, until_decided
from regrace.suite._delegations import Contender, delegated, is_recalled, recall_bound_s, reopens_with
from regrace.suite._steps import locked, opened, tries
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DENIED, OPEN_DELEGATE_WRITE, UNSTABLE4


@case(
    "CP-12",
    level=Level.INV,
    cite="RFC 8881 §18.35.4, cases 4 and 5; invariant I3",
    requirement="R dies again between EXCHANGE_ID and CREATE_SESSION: O has dropped nothing for that, and the next "
    "start goes as if it were the first.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I1", "I3"},
    lease_waits=2.0,
)
def r_dies_before_it_is_confirmed(rig: Rig) -> None:
    """R restarts, dies with its CREATE_SESSION on the wire; D1 looks, E1 reclaims."""
    _dies_while_starting(rig, CALLS)


@case(
    "CP-13",
    level=Level.INV,
    cite="draft-cel-nfsv4-state-retention, section 5.2; invariant I3",
    requirement="R dies again after CREATE_SESSION, before the first reclaim: what could be reclaimed still can, and "
    "what was lost is still lost.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I1", "I3"},
    lease_waits=2.0,
)
def r_dies_before_its_first_reclaim(rig: Rig) -> None:
    """R restarts, dies with O's answer to CREATE_SESSION on the wire; D1 looks, E1 reclaims."""
    _dies_while_starting(rig, REPLIES)


def _dies_while_starting(rig: Rig, direction: Direction) -> None:
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    unproven = ""
    renewed_at = rig.world.now()  # R's lease at O begins with its LOCK, so not before this
    lock = locked(e1, file)
    d1.lockt(file, "WRITE", 0, 10).need(NFS4ERR_DENIED, judged_by="LK-01")
    opened(d1, file)
    rig.reexport.crash()
    with rig.hold("R-O", direction, "CREATE_SESSION") as message:
        rig.reexport.start(wait=False)
        message.await_held(rig.origin.lease_s + 10)
        if direction is CALLS:
            asked = d1.lockt(file, "WRITE", 0, 10)
            silent_s = rig.world.now() - renewed_at
            if asked.ok and silent_s > rig.origin.lease_s:
                unproven = (
                    f"R was silent for {silent_s:.1f} s, more than its lease at O ({rig.origin.lease_s:g} s), when it "
                    "sent its EXCHANGE_ID: the lock may have gone for that (a longer --lease shows it)"
                )
            else:
                asked.expect(NFS4ERR_DENIED, because="nothing is confirmed: O must not have dropped anything yet")
        rig.reexport.crash()
        message.release(drop=True)
    rig.reexport.start()
    comes_back(rig, e1)
    free = d1.lockt(file, "WRITE", 0, 10)
    answer = reclaims(e1, lock)
    rig.findings.show(f"D1's LOCKT -> {free.status.name}; {answer.sentence} -> {answer.status.name}")
    if free.ok:
        answer.expect(*REFUSALS, because="the range was free for everybody before")
    elif not answer.ok:
        answer.expect(*REFUSALS)
        if rig.reexport.claims("reclaim"):
            rig.refused(rig.reexport, "reclaim", f"{answer.sentence} -> {answer.status.name} after two crashes")
    if unproven:
        raise Recorded(unproven)


@case(
    "CP-15",
    level=Level.INV,
    cite="RFC 8881 §18.51; invariants I3 and I8",
    requirement="R dies right after its RECLAIM_COMPLETE: what was released is not given back later, and blocks "
    "nobody.",
    needs={"locks"},
    faults={"reboot:reexport", "hold:R-O", "crash:reexport"},
    judges={"I3", "I7"},
    lease_waits=4.0,
)
def r_dies_after_its_reclaim_complete(rig: Rig) -> None:
    """R reboots, completes at O, dies with the answer; D1 uses the range, E1 comes back."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)
    with rig.hold("R-O", REPLIES, "RECLAIM_COMPLETE") as reply:
        rig.reexport.reboot(wait=False)  # R may serve nobody before O has answered it
        reply.await_held(3 * rig.reexport.lease_s + 20)
        seen = tries(d1, file)
        if seen.lock is not None:
            d1.locku(seen.lock).need(NFS4_OK, judged_by="LK-05")
        rig.reexport.crash()
        reply.release(drop=True)
    rig.reexport.start()
    comes_back(rig, e1)
    answer = reclaims(e1, lock)
    rig.findings.show(f"D1's LOCK at R's death -> {seen.status.name}; {answer.sentence} -> {answer.status.name}")
    if seen.ok:
        answer.expect(*REFUSALS, because="D1 has held the range since")
    else:
        answer.expect(NFS4_OK, *REFUSALS)
    e1.reclaim_complete().expect(NFS4_OK)
    if not answer.ok:
        must_get_the_range(rig, d1, file, "E1 was refused its lock")


@case(
    "CP-16",
    level=Level.INV,
    cite="invariants I6 and I7",
    requirement="R dies while it gives up what nobody reclaimed: the next start finishes it, and costs nobody a lock "
    "that was reclaimed.",
    needs={"locks"},
    faults={"reboot:reexport", "hold:R-O", "crash:reexport"},
    judges={"I6", "I7"},
    lease_waits=4.0,
)
def r_dies_while_it_cleans_up(rig: Rig) -> None:
    """E1 reclaims, E2 is dead; R dies with its LOCKU for E2 at the end of grace on the wire."""
    file = rig.file("f")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    lock = locked(e1, file, "WRITE", 0, 10)
    locked(e2, file, "WRITE", 50, 10)
    opened(d1, file)
    e2.abandon()
    rig.reexport.reboot()
    comes_back(rig, e1)
    first = reclaims(e1, lock)
    if not first.ok:
        first.expect(*REFUSALS)
        rig.refused(rig.reexport, "reclaim", f"{first.sentence} -> {first.status.name}")
    kept = e1.ledger.find_lock(file, lock.owner) or lock
    with rig.hold("R-O", CALLS, "LOCKU") as message:
        e1.reclaim_complete().expect(NFS4_OK)
        try:
            message.await_held(3 * rig.reexport.lease_s + 5)
        except Recorded:
            raise Recorded("R gives nothing up by itself at the end of its grace: CP-15 and PT-16 judge how") from None
        rig.reexport.crash()
        message.release(drop=True)
    rig.reexport.start()
    comes_back(rig, e1)
    again = reclaims(e1, kept)
    if not again.ok:
        again.expect(*REFUSALS)
        rig.refused(rig.reexport, "reclaim", f"the second {again.sentence} -> {again.status.name}")
    e1.reclaim_complete().expect(NFS4_OK)
    must_get_the_range(rig, d1, file, "E2 is dead and R's grace is over", offset=50)
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 has reclaimed its lock twice")


@case(
    "CP-18",
    level=Level.INV,
    cite="RFC 8881 §10.2.1, §10.4.5; invariants I8 and I20",
    requirement="When R dies while it recalls a delegation on O's behalf, O revokes its own after the usual time, so "
    "that nobody waits for ever, and R does not give the end client's back afterwards.",
    needs={"delegations"},
    faults={"crash:reexport"},
    judges={"I8", "I20"},
    lease_waits=2.0,
)
def r_dies_in_a_recall(rig: Rig) -> None:
    """E1 is asked for its delegation by way of R, keeps it, and R dies; D1 waits, E1 comes back."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    held = delegated(rig, e1, file)
    lost = e1.ledger.find_open(file, "o")
    assert lost is not None
    contender = Contender(rig, d1, file)
    is_recalled(rig, e1, held, contender)
    rig.reexport.crash()
    contender.gets_in(recall_bound_s(rig))

    rig.reexport.start()
    comes_back(rig, e1)
    answer = reopens_with(e1, lost, OPEN_DELEGATE_WRITE)
    if not answer.ok:
        answer.expect(*REFUSALS)
    elif answer.delegation is not None:
        raise Failed(
            "R gives a delegation back of a file that D1 has open",
            expected="the reclaim is refused, or granted without a delegation",
            actual="OPEN reclaim -> NFS4_OK with a delegation",
            signature="delegation given back after a conflicting open",
        )
    e1.reclaim_complete().expect(NFS4_OK)


@case(
    "CP-17",
    level=Level.MUST,
    cite="RFC 8881 §18.32.3, §18.3.3",
    requirement="When data that was written UNSTABLE may have been lost with R, R's write verifier is another one.",
    faults={"crash:reexport"},
    lease_waits=1.0,
)
def unstable_data_and_the_verifier(rig: Rig) -> None:
    """E1 writes without asking for stable storage, R dies; E1 writes again and compares the verifiers."""
    file = rig.file("f")
    e1 = rig.end_client("E1")
    below = opened(e1, file)
    first = until_decided(e1, lambda: e1.write(below, below, 0, b"one", UNSTABLE4), "R to write")
    first.need(NFS4_OK, judged_by="NP-04")
    if first.committed != UNSTABLE4:
        raise Recorded("R writes to stable storage though it was not asked to: no data can be lost")
    rig.reexport.crash()
    rig.reexport.start()
    comes_back(rig, e1)
    e1.reclaim_complete().expect(NFS4_OK)
    rig.await_grace_over(rig.reexport)
    anew = opened(e1, file)
    second = until_decided(e1, lambda: e1.write(anew, anew, 10, b"two", UNSTABLE4), "R to write")
    second.need(NFS4_OK, judged_by="NP-04")
    if first.verifier == second.verifier:
        raise Failed(
            "R's write verifier is the same after its crash: a client would not send its unstable data again",
            expected="another write verifier",
            actual=f"{second.verifier.hex()} before and after",
            signature="write verifier unchanged over a crash",
        )
