"""What is left when the origin and the re-export server lose their memory together, or one after the other."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.harness.tap.api import Direction
from regrace.suite._returning import decided, gets, given_back, regains
from regrace.suite._steps import locked, opened, tries
from regrace.suite.origin_reboots import NOT_YET, in_the_end, patient_budget_s
from regrace.suite.partitions import first_answer
from regrace.suite.pass_through import DRAFT, REFUSALS, comes_back
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DENIED

ROUNDS = 6


def reclaims_in_time(rig: Rig, client: Client, lock: Lock) -> Reply:
    """Open and lock are asked back; "not yet" is waited out, since O may have a grace of its own to sort out."""
    reopened = patiently(
        lambda: client.reclaim_open(lock.open),
        world=rig.world,
        retry=NOT_YET,
        budget_s=patient_budget_s(rig),
        waiting_for="R to decide about a reclaim",
    )
    if not reopened.ok:
        return reopened
    below = reopened.opened
    return patiently(
        lambda: client.reclaim_lock(lock, below),
        world=rig.world,
        retry=NOT_YET,
        budget_s=patient_budget_s(rig),
        waiting_for="R to decide about a reclaim",
    )


def starts_over(rig: Rig, d1: Client) -> None:
    """D1 is back at O with nothing to reclaim, and O's grace is over."""
    d1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(rig.origin)


@case(
    "BB-01",
    level=Level.SHOULD,
    cite=f"{DRAFT}, section 6.7; RFC 8881 §8.4.2",
    requirement="If R comes back within O's grace, what its clients reclaim is reclaimed at O as well, and kept.",
    needs={"locks", "reclaim"},
    faults={"crash:origin", "crash:reexport"},
    judges={"I1", "I3", "I13"},
    lease_waits=3.0,
)
def both_within_one_grace(rig: Rig) -> None:
    """Both go down, O comes back first, R within its grace; E1 reclaims; D1 asks in the end."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)

    rig.origin.crash()
    rig.reexport.crash()
    rig.origin.start()
    rig.reexport.start()
    comes_back(rig, e1)
    answer = reclaims_in_time(rig, e1, lock)

    if answer.status in REFUSALS:
        rig.refused(rig.reexport, "reclaim", f"{answer.sentence} -> {answer.status.name}")
    answer.expect(NFS4_OK)
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    starts_over(rig, d1)
    in_the_end(rig, d1, file).expect(NFS4ERR_DENIED, because="E1 has its lock back")


@case(
    "BB-02",
    level=Level.INV,
    cite="invariants I3 and I21; RFC 8881 §8.4.2.1",
    requirement="If R comes back after O's grace, it gives nothing back, whatever its own records say.",
    needs={"locks"},
    faults={"crash:reexport", "reboot:origin"},
    judges={"I3"},
    lease_waits=3.5,
)
def r_comes_back_after_os_grace(rig: Rig) -> None:
    """R is down as O reboots and ends its grace; D1 locks, writes and unlocks; R and E1 come back."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)

    rig.reexport.crash()
    rig.origin.reboot()
    starts_over(rig, d1)
    taken = locked(d1, file)
    d1.write(file, taken.stateid, 0, b"D1 was here").need(NFS4_OK, judged_by="CO-03")
    d1.locku(taken).need(NFS4_OK, judged_by="LK-11")
    rig.reexport.start()
    comes_back(rig, e1)

    answer = reclaims_in_time(rig, e1, lock)
    if answer.ok:
        raise Failed(
            "R gave E1 a lock back that D1 has held since",
            expected="OPEN or LOCK reclaim -> NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD",
            actual=f"{answer.sentence} -> NFS4_OK",
            signature="reclaim granted after O's grace",
        )
    answer.expect(*REFUSALS)


@case(
    "BB-03",
    level=Level.INV,
    cite="invariants I3 and I21; RFC 8881 §8.4.2.1",
    requirement="If O's grace ends while R forwards reclaims, the rest is refused to the end clients; none becomes a "
    "new lock.",
    needs={"locks", "reclaim"},
    faults={"crash:origin", "crash:reexport", "hold:R-O"},
    judges={"I3"},
    lease_waits=4.0,
)
def os_grace_ends_in_the_middle(rig: Rig) -> None:
    """R's LOCK for E1 is held on its way until O's grace is over and D1 has had the range."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)

    rig.origin.crash()
    rig.reexport.crash()
    rig.origin.start()
    rig.reexport.start()
    comes_back(rig, e1)
    reopened = decided(e1, lambda: e1.reclaim_open(lock.open))
    if reopened.status in REFUSALS:
        rig.refused(rig.reexport, "reclaim", f"{reopened.sentence} -> {reopened.status.name}")
    below = reopened.need(NFS4_OK, judged_by="BB-01").opened
    with rig.hold("R-O", Direction.CALLS, "LOCK") as forwarded:
        (piece,) = lock.ranges
        asked = e1.begin_lock(below, "WRITE", piece.start, piece.length, owner=lock.owner, reclaim=True)
        if rig.waits(lambda: asked.done, "an R that need not ask O", rig.origin.lease_s / 4):
            given_back(rig, rig.reexport, asked.reply())
            raise Recorded("R forwards no reclaims: it had asked O for everything itself when it came back")
        forwarded.await_held()
        starts_over(rig, d1)
        taken = tries(d1, file)
        if taken.ok:
            d1.write(file, taken.locked.stateid, 0, b"D1 was here").need(NFS4_OK, judged_by="CO-03")
            d1.locku(taken.locked).need(NFS4_OK, judged_by="LK-11")
        forwarded.release()
    first: Reply = asked.reply(budget_s=patient_budget_s(rig))
    answer = first if first.status not in NOT_YET else decided(e1, lambda: e1.reclaim_lock(lock, below))
    rig.findings.show(f"D1's LOCK -> {taken.status.name}; E1's reclaim -> {first.status.name}, {answer.status.name}")

    if not taken.ok:
        raise Recorded(f"O's grace did not end under R's reclaim: D1's LOCK -> {taken.status.name}")
    if answer.ok:
        raise Failed(
            "a reclaim that came after O's grace was granted to E1, and D1 had held the range since",
            expected="LOCK reclaim -> NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD",
            actual="LOCK reclaim -> NFS4_OK",
            signature="reclaim granted after O's grace had ended under it",
        )
    answer.expect(*REFUSALS)


@case(
    "BB-06",
    level=Level.SHOULD,
    cite=f"{DRAFT}, sections 5.9 and 6.7; RFC 8881 §8.4.2",
    requirement="If O reboots while R is in its own grace, R reclaims at O what its clients have back by then, and "
    "forwards what they reclaim later.",
    needs={"locks", "reclaim", "retention"},
    faults={"reboot:reexport", "reboot:origin"},
    judges={"I1", "I3"},
    lease_waits=4.0,
)
def o_reboots_in_rs_grace(rig: Rig) -> None:
    """E1 has one lock of two back as O reboots; it reclaims the other one; D1 gets neither."""
    early, late = rig.file("f"), rig.file("g")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    one, two = locked(e1, early), locked(e1, late)

    grace_began = rig.world.now()  # at the earliest
    rig.reexport.reboot()
    comes_back(rig, e1)
    one = regains(rig, rig.reexport, e1, one)
    rig.origin.reboot()
    away_s = rig.world.now() - grace_began

    answer = reclaims_in_time(rig, e1, two)
    if answer.status in REFUSALS and away_s > rig.reexport.lease_s:
        raise Recorded(
            f"O was back {away_s:.1f} s after R's reboot: R's own grace may have been over by then",
            actual=f"{answer.sentence} -> {answer.status.name}",
        )
    answer.expect(NFS4_OK, because="O had nothing given away when it rebooted")
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    told = first_answer(rig, e1, one)
    if told != "NFS4_OK":
        raise Failed(
            "the lock that E1 had back before O rebooted is gone",
            expected="WRITE -> NFS4_OK",
            actual=f"WRITE -> {told}",
            signature=f"reclaimed lock lost by a reboot of O: {told}",
        )
    starts_over(rig, d1)
    for file in (early, late):
        in_the_end(rig, d1, file).expect(NFS4ERR_DENIED, because="E1 has it")


@case(
    "BB-07",
    level=Level.INV,
    cite="invariants I7 and I8; RFC 8881 §18.35.4, §18.51.3",
    requirement="What an end client held that restarted as well, and wants nothing back, is released everywhere.",
    needs={"locks"},
    faults={"reboot:reexport", "reboot:origin"},
    judges={"I7"},
    lease_waits=4.0,
)
def the_end_client_restarts_too(rig: Rig) -> None:
    """O reboots, then R with E1; E1's next instance reclaims nothing; D1 gets the range."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)

    rig.origin.reboot()
    rig.findings.show(f"after O's reboot E1's WRITE -> {first_answer(rig, e1, lock)}")
    rig.reexport.reboot()
    e1.recover(new_verifier=True, reclaim_complete=True).need(NFS4_OK, judged_by="ID-05")
    starts_over(rig, d1)
    rig.await_grace_over(rig.reexport)

    bound_s = 2 * rig.origin.lease_s + 1
    gets(rig, d1, file, bound_s=bound_s, because="E1 has restarted and reclaimed nothing")


@case(
    "BB-08",
    level=Level.INV,
    cite="invariants I1, I3, I7 and I22",
    requirement="Whatever the order in which both lose their power and come back, a lock is its old owner's or free, "
    "and never both.",
    needs={"locks"},
    faults={"power-cut:origin", "power-cut:reexport"},
    judges={"I1", "I3", "I7"},
    lease_waits=18.0,
)
def power_cuts_in_any_order(rig: Rig) -> None:
    """Both lose power again and again, in an order by lot; E1 reclaims, and D1 asks before it or after."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    for turn, lot in enumerate(rig.world.entropy(ROUNDS)):
        offset = turn * 20
        lock = locked(e1, file, "WRITE", offset, 10)
        opened(d1, file)
        down, up = _in_an_order_by_lot(rig, lot)
        for server in down:
            server.power_cut()
        for server in up:
            server.start(wait=False)  # R may have to wait for O, and serve nobody until then
        for server in up:
            rig.await_serving(server)
        d1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
        d1_first = bool(lot & 4)
        if d1_first:
            rig.await_grace_over(rig.origin)
        between = tries(d1, file, "WRITE", offset, 10) if d1_first else None
        if between is not None and between.ok:
            d1.locku(between.locked).expect(NFS4_OK)
        comes_back(rig, e1)
        answer = reclaims_in_time(rig, e1, lock)
        e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
        for server in rig.servers:
            rig.await_grace_over(server)
        opened(d1, file)
        rig.findings.show(
            f"round {turn + 1}: down {', '.join(s.name for s in down)}, up {', '.join(s.name for s in up)}; "
            f"D1 before -> {between.status.name if between else '-'}, E1's reclaim -> {answer.status.name}"
        )
        if between is not None and between.ok:
            answer.expect(*REFUSALS, because="D1 has had the range since")
        elif answer.ok:
            tries(d1, file, "WRITE", offset, 10).expect(NFS4ERR_DENIED, because="E1 has it back")
        else:
            answer.expect(*REFUSALS)
            got = gets(rig, d1, file, offset, 10, bound_s=2 * rig.origin.lease_s + 2, because="E1 lost it")
            d1.locku(got.locked).expect(NFS4_OK)


def _in_an_order_by_lot(rig: Rig, lot: int) -> tuple[list[Server], list[Server]]:
    """Who goes down first, and who comes up first."""
    servers = [rig.origin, rig.reexport]
    return (servers[::-1] if lot & 1 else servers), (servers[::-1] if lot & 2 else servers)
