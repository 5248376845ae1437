"""What an end client has left when the origin reboots under a re-export server that stays up.

R is a client of O like any other: it reclaims in O's grace what its own clients hold, and tells them what it
could not get back.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import LockReply
from regrace.harness.client.stateids import ANON
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.orders import SCOPE
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.harness.tap.api import Direction
from regrace.suite._returning import gateway, gets, next_life, regains, says_reclaimable
from regrace.suite._steps import grace_budget_s, locked, opened, tries
from regrace.suite.partitions import TELLS_A_LOSS, first_answer, hears, must_be_told
from regrace.suite.pass_through import DRAFT
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    OP_COMMIT,
    OP_PUTFH,
    UNSTABLE4,
    COMMIT4args,
    PUTFH4args,
    nfs_argop4,
    stable_how4,
)

NOT_YET = (NFS4ERR_GRACE, NFS4ERR_DELAY)


def patient_budget_s(rig: Rig) -> float:
    """How long R may take to have O back: a grace, and some leases."""
    return grace_budget_s(rig.origin)


def in_the_end(rig: Rig, client: Client, file: File, offset: int = 0) -> LockReply:
    """What the client's LOCK is answered once nobody says "not yet" any more."""
    return patiently(
        lambda: tries(client, file, "WRITE", offset, 10),
        world=rig.world,
        retry=NOT_YET,
        budget_s=patient_budget_s(rig),
        waiting_for="O's grace to be over",
    )


@case(
    "OB-01",
    level=Level.SHOULD,
    cite=f"{DRAFT}, section 6.7; RFC 8881 §8.4.2",
    requirement="When O reboots, R reclaims by itself what its clients hold: they notice nothing, and nobody else gets "
    "it.",
    needs={"locks"},
    faults={"reboot:origin"},
    judges={"I1", "I3", "I13"},
    lease_waits=2.0,
)
def r_reclaims_by_itself(rig: Rig) -> None:
    """E1 holds a lock, O reboots; D1 asks for the range in grace and after it; E1 writes and unlocks."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)

    rig.origin.reboot()

    d1.recover().need(NFS4_OK, judged_by="GR-02")
    reopened = d1.reclaim_open(d1.ledger.lost_opens[0]).need(NFS4_OK, judged_by="GR-01").opened
    d1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    at_once = d1.lock(reopened, "WRITE", 0, 10)
    at_once.expect(*NOT_YET, NFS4ERR_DENIED, because="R may still reclaim it, or has")
    told = first_answer(rig, e1, lock)
    rig.findings.show(f"D1's LOCK at once -> {at_once.status.name}; E1's WRITE -> {told}")
    if told in TELLS_A_LOSS:
        raise Failed(
            "O's reboot cost E1 its lock, though R was there to reclaim it",
            expected="WRITE -> NFS4_OK",
            actual=f"WRITE -> {told}",
            signature="lock lost by a reboot of O",
        )
    in_the_end(rig, d1, file).expect(NFS4ERR_DENIED, because="E1 still holds it")
    patiently(
        lambda: e1.locku(lock),
        world=rig.world,
        retry=NOT_YET,
        budget_s=patient_budget_s(rig),
        waiting_for="R to reach O again",
    ).expect(NFS4_OK)


@case(
    "OB-02",
    level=Level.MUST,
    cite="RFC 8881 §8.4.2.1, §15.2 (LOCKU can't be answered NFS4ERR_GRACE)",
    requirement="In O's grace R grants no lock that somebody may still reclaim at O; what an end client gives up is "
    "never answered NFS4ERR_GRACE.",
    needs={"locks"},
    faults={"reboot:origin"},
    judges={"I1", "I13"},
    lease_waits=2.0,
)
def os_grace_is_rs_too(rig: Rig) -> None:
    """D1 has yet to reclaim at O; E1 asks for D1's range through R, and unlocks its own."""
    mine, others = rig.file("f"), rig.file("g")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    own, theirs = locked(e1, mine), locked(d1, others)
    below = opened(e1, others)

    rig.origin.reboot()

    asking = e1.begin_lock(below, "WRITE", 0, 10)
    greedy = hears(rig, asking)
    if greedy is not None and greedy.ok:
        raise Failed(
            "R granted what D1 may still reclaim at O",
            expected="LOCK -> NFS4ERR_GRACE or NFS4ERR_DELAY",
            actual="LOCK -> NFS4_OK",
            signature="granted through R in O's grace",
        )
    if greedy is not None:
        greedy.expect(*NOT_YET, because="D1 may still reclaim it")
    given_up = e1.locku(own)
    if given_up.status == NFS4ERR_GRACE:
        given_up.expect(NFS4_OK, NFS4ERR_DELAY, because="an unlock takes nothing from anybody")
    d1.recover().need(NFS4_OK, judged_by="GR-02")
    reopened = d1.reclaim_open(theirs.open).need(NFS4_OK, judged_by="GR-01").opened
    d1.reclaim_lock(theirs, reopened).need(NFS4_OK, judged_by="GR-01")
    d1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")

    if greedy is None:
        asking.reply(patient_budget_s(rig)).expect(NFS4ERR_DENIED, *NOT_YET, because="D1 has reclaimed it")
    in_the_end(rig, e1, others).expect(NFS4ERR_DENIED, because="D1 has reclaimed it")
    if not given_up.ok:
        patiently(
            lambda: e1.locku(own),
            world=rig.world,
            retry=(NFS4ERR_DELAY,),
            budget_s=patient_budget_s(rig),
            waiting_for="R to reach O again",
        ).expect(NFS4_OK)
    gets(rig, d1, mine, bound_s=patient_budget_s(rig), because="E1 has given it up")


@case(
    "OB-03",
    level=Level.INV,
    cite="invariants I3 and I11; RFC 8881 §8.4.2.1",
    requirement="If R misses O's grace it does not lock anew in silence: its clients are told that their locks are "
    "gone.",
    needs={"locks"},
    faults={"partition:reexport", "reboot:origin"},
    judges={"I3"},
    lease_waits=4.0,
)
def r_comes_after_the_grace(rig: Rig) -> None:
    """Cut off, R misses O's reboot and grace; D1 locks, writes and unlocks; R comes back."""
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
    rig.heal_all()

    must_be_told(rig, e1, lock)
    tries(d1, file).expect(NFS4_OK, because="nobody holds it: R must not have locked it anew")


@case(
    "OB-04",
    level=Level.INV,
    cite="invariants I1 and I11; RFC 8881 §8.4.2.1",
    requirement="Where O refuses one of R's reclaims, exactly those end clients are told whose state that was.",
    needs={"locks"},
    faults={"reboot:origin", "hold:R-O"},
    judges={"I1"},
    lease_waits=2.5,
)
def one_reclaim_is_refused(rig: Rig) -> None:
    """D1 held READ as E1 did, and "reclaims" WRITE before R is there; E2's lock is elsewhere.

    The lie makes O refuse R's reclaim for E1, and only that one."""
    shared, other = rig.file("f"), rig.file("g")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    lock, kept = locked(e1, shared, "READ"), locked(e2, other)
    of_d1 = locked(d1, shared, "READ")

    with rig.hold("R-O", Direction.CALLS, "OPEN") as reclaim_of_r:
        rig.origin.reboot()
        reclaim_of_r.await_held()
        d1.recover().need(NFS4_OK, judged_by="GR-02")
        below = d1.reclaim_open(of_d1.open).need(NFS4_OK, judged_by="GR-01").opened
        lie = d1.reclaim_lock(of_d1, below, locktype="WRITE")
        d1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
        reclaim_of_r.release()
    if not lie.ok:
        raise Recorded(f"O did not believe D1 ({lie.status.name}): nothing of R's was refused")

    must_be_told(rig, e1, lock)
    told = first_answer(rig, e2, kept)
    if told != "NFS4_OK":
        raise Failed(
            "E2 lost its lock, though O refused only what was E1's",
            expected="E2's WRITE -> NFS4_OK",
            actual=f"E2's WRITE -> {told}",
            signature="another client's state was lost with a refused reclaim",
        )
    tries(d1, other).expect(NFS4ERR_DENIED, because="E2 holds it")
    e2.locku(kept).expect(NFS4_OK)


@case(
    "OB-05",
    level=Level.SHOULD,
    cite="RFC 8881 §8.4.2.1, §2.10.4",
    requirement="Where O comes back with another server_scope R reclaims nothing, and tells its clients that their "
    "state is gone.",
    needs={"locks"},
    faults={"order:origin", "reboot:origin"},
    judges={"I3"},
    lease_waits=3.0,
)
def another_server_answers(rig: Rig) -> None:
    """O restarts under another scope, as another server at the same address would; E1 writes, D1 locks."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    rig.origin.order(SCOPE, "another")

    mark = rig.tap.mark() if rig.tap is not None else 0
    rig.origin.reboot()

    must_be_told(rig, e1, lock)
    reclaims = [
        record.detail
        for record in (rig.tap.records(mark) if rig.tap is not None else [])
        if record.link == "R-O" and record.kind == "call" and "reclaim" in record.detail
    ]
    if reclaims:
        rig.findings.warn(f"R reclaimed at a server of another scope: {reclaims[0]}")
    d1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(rig.origin)
    in_the_end(rig, d1, file).expect(NFS4_OK, because="E1 was told that it holds nothing any more")


@case(
    "OB-06",
    level=Level.INV,
    cite="invariants I1 and I10; RFC 8881 §8.4.2",
    requirement="A lock that was on its way as O rebooted is in the end held by its client and at O, or by neither.",
    needs={"locks"},
    faults={"reboot:origin", "hold:R-O"},
    judges={"I1", "I7"},
    lease_waits=4.0,
)
def a_lock_on_its_way(rig: Rig) -> None:
    """O's answer to a LOCK is lost with O's memory, then a LOCK before it was heard; D1 asks afterwards.

    D2 stays away, so that O's grace is not over as R asks again."""
    file = rig.file("f")
    e1, d1, d2 = rig.end_client("E1"), rig.direct_client("D1"), rig.direct_client("D2")
    below = opened(e1, file)
    opened(d2, rig.file("g"))
    d2.silence()

    for offset, direction in ((0, Direction.REPLIES), (100, Direction.CALLS)):
        with rig.hold("R-O", direction, "LOCK") as message:
            asked = e1.begin_lock(below, "WRITE", offset, 10)
            message.await_held()
            rig.origin.reboot()
            message.release(drop=True)
        answer = asked.reply(budget_s=patient_budget_s(rig))
        if answer.status in NOT_YET:
            answer = in_the_end(rig, e1, file, offset)
        d1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
        rig.await_grace_over(rig.origin)
        rival = in_the_end(rig, d1, file, offset)
        rig.findings.show(f"{direction} lost: E1's LOCK -> {answer.status.name}, then D1's -> {rival.status.name}")
        rival.expect(NFS4ERR_DENIED if answer.ok else NFS4_OK, because="held by E1 and at O, or by neither")
        answer.expect(NFS4_OK, because="E1 asked first, and asked until it was told")
        e1.locku(answer.locked).expect(NFS4_OK)


@case(
    "OB-07",
    level=Level.INV,
    cite="invariant I14; RFC 8881 §8.4.3 (edge condition 2)",
    requirement="What R could not reclaim in one grace of O, and another client had since, O does not give back in the "
    "next one; R tells its clients.",
    needs={"locks"},
    faults={"reboot:origin", "hold:R-O"},
    judges={"I3", "I14"},
    lease_waits=5.0,
)
def half_done_and_once_more(rig: Rig) -> None:
    """R has reclaimed one lock of two as O's grace ends; D1 has the other; O reboots again."""
    first, second = rig.file("f"), rig.file("g")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    locked(e1, first)
    lock = locked(e1, second)

    with rig.hold("R-O", Direction.CALLS, "LOCK", nth=2) as second_reclaim:
        rig.origin.reboot()
        second_reclaim.await_held()
        d1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
        rig.await_grace_over(rig.origin)
        taken = tries(d1, second)
        if not taken.ok:
            raise Recorded(f"D1 could not have the range in between: LOCK -> {taken.status.name}")
        d1.write(second, taken.locked.stateid, 0, b"D1 was here").need(NFS4_OK, judged_by="CO-03")
        d1.locku(taken.locked).need(NFS4_OK, judged_by="LK-11")
        rig.origin.reboot()
        second_reclaim.release(drop=True)

    must_be_told(rig, e1, lock)


@case(
    "OB-09",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.9",
    requirement="What is retained for an absent client is no loss yet: if O reboots meanwhile, the client reclaims it "
    "in O's grace.",
    needs={"locks", "retention"},
    faults={"reboot:origin"},
    judges={"I3"},
    lease_waits=2.5,
    on=("origin",),
)
def absence_is_no_loss(rig: Rig, server: Server) -> None:
    """G is away for more than its lease, nobody asks; O reboots; G comes back within O's grace."""
    file = rig.file("f")
    g = gateway(rig)
    lock = locked(g, file)

    g.abandon()
    rig.await_lease_over(server, waiting_for="G's lease to run out")
    server.reboot()
    g = next_life(rig, g)

    if not says_reclaimable(g):
        rig.findings.show("no RECLAIMABLE_R in O's grace")
    regains(rig, server, g, lock)
    g.reclaim_complete().expect(NFS4_OK)


@case(
    "OB-08",
    level=Level.MUST,
    cite="RFC 8881 §18.32.3, §18.3.3",
    requirement="Data that R has called stable outlives O; data that it has not is either there after O's restart, "
    "or R's write verifier tells its client to send it again.",
    faults={"power-cut:origin"},
    lease_waits=2.0,
)
def unstable_data_behind_r(rig: Rig) -> None:
    """E1 writes and does not ask for stable storage; O loses its power; E1 commits, D1 reads at O."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    below = opened(e1, file)
    data = b"what E1 wrote"
    written = e1.write(below, below, 0, data, UNSTABLE4).need(NFS4_OK, judged_by="NP-04")
    rig.origin.power_cut()
    rig.origin.start()
    d1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(rig.origin)

    told = f"WRITE -> {stable_how4(written.committed).name}"
    if written.committed == UNSTABLE4:
        commit = patiently(
            lambda: e1.compound(
                nfs_argop4(OP_PUTFH, PUTFH4args(below.fh)), nfs_argop4(OP_COMMIT, COMMIT4args(0, 0))
            ),
            world=rig.world,
            retry=NOT_YET,
            budget_s=patient_budget_s(rig),
            waiting_for="R to reach O again",
        ).expect(NFS4_OK)
        told += ", COMMIT -> NFS4_OK with the same verifier"
        if commit.op(OP_COMMIT).resok4.writeverf != written.verifier:
            rig.findings.info("R's write verifier changed with O: E1 sends its data again")
            patiently(
                lambda: e1.write(below, below, 0, data),
                world=rig.world,
                retry=NOT_YET,
                budget_s=patient_budget_s(rig),
                waiting_for="R to reach O again",
            ).expect(NFS4_OK)
    seen = (
        patiently(  # R may have a write delegation to return first
            lambda: d1.read(file, ANON, 0, len(data)),
            world=rig.world,
            retry=NOT_YET,
            budget_s=patient_budget_s(rig),
            waiting_for="O to let D1 read",
        )
        .need(NFS4_OK, judged_by="NP-04")
        .data
    )
    if seen != data:
        raise Failed(
            "data that E1 was told is stable was lost with O's memory",
            expected=f"{told}, then READ at O -> {data!r}",
            actual=f"{told}, then READ at O -> {seen!r}",
            signature="acknowledged data lost over a power cut of O",
        )
