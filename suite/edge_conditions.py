"""The edge conditions: reclaims that came after somebody else had been there (RFC 8881 §8.4.3).

What a server can't know from its memory after a restart it must have written down before. In every story an honest
client comes back too, and gets what it held: so the others are not refused by a server that refuses everybody.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, absence_limit, locked, opened, tries
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Failure, Level, Verdict
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_DEADSESSION,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    NFS4ERR_NO_GRACE,
    NFS4ERR_RECLAIM_BAD,
)

SESSION_GONE = (NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION)


def has_its_turn(client: Client, file: File, bound_s: float) -> Lock:
    """The client gets the range within the bound, writes, and gives it up; it was there, and is gone."""
    answer = patiently(
        lambda: tries(client, file),
        world=client.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_DENIED, NFS4ERR_GRACE),
        budget_s=bound_s,
        waiting_for=f"{client.via} to give the expired lock away",
    )
    taken = answer.need(NFS4_OK, judged_by="CO-03").locked
    client.write(file, taken.stateid, 0, b"B was here").need(NFS4_OK, judged_by="CO-03")
    client.locku(taken).need(NFS4_OK, judged_by="LK-11")
    return taken


def honest_return(rig: Rig, server: Server, client: Client, lock: Lock) -> Lock:
    """Who was there all the time gets its lock back, so that a refusal of another one is about that one."""
    comes_back(rig, client)
    answer = reclaims(client, lock)
    if answer.status in REFUSALS:
        rig.refused(server, "reclaim", f"{answer.sentence} -> {answer.status.name}")
    answer.need(NFS4_OK, judged_by="GR-01")
    back = client.ledger.find_lock(lock.file, lock.owner)
    assert back is not None
    client.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    return back


def must_be_refused(rig: Rig, answer: Reply, why: str) -> None:
    """NFS4ERR_NO_GRACE; a server that can tell what was held may as well say RECLAIM_BAD."""
    rig.findings.show(f"{answer.sentence} -> {answer.status.name}")
    answer.expect(NFS4ERR_NO_GRACE, also={NFS4ERR_RECLAIM_BAD: Verdict.INFO}, because=why)


@case(
    "GR-11",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3 (first edge condition); invariant I14",
    requirement="Who lost its lock because its lease ran out, and somebody else had it, does not get it back in "
    "the grace of a restart that comes later.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I3", "I14"},
    lease_waits=2.5,
    on=BOTH,
)
def an_expiry_outlives_a_restart(rig: Rig, server: Server) -> None:
    """Alice's lease runs out, Bob locks and unlocks, the server restarts, and she reclaims in grace."""
    file, other = rig.file("f"), rig.file("g")
    alice, bob, carol = server.client("Alice"), server.client("Bob"), server.client("Carol")
    lost, kept = locked(alice, file), locked(carol, other)
    opened(bob, file)

    alice.silence()
    rig.await_lease_over(server, waiting_for="Alice's lease to run out")
    has_its_turn(bob, file, 2 * server.lease_s + 5)
    server.reboot()

    comes_back(rig, alice)
    answer = reclaims(alice, lost)
    honest_return(rig, server, carol, kept)
    must_be_refused(rig, answer, "her lease had run out, and Bob has held the range since")


@case(
    "GR-12",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3 (second edge condition); invariant I14",
    requirement="Who missed a whole grace period, and somebody else had its lock after it, does not get it back in the "
    "next one.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I3", "I14"},
    lease_waits=3.5,
    on=BOTH,
)
def a_missed_grace_outlives_a_restart(rig: Rig, server: Server) -> None:
    """Two restarts: Alice misses the first grace, Bob has her range after it, and she comes to the second."""
    file, other = rig.file("f"), rig.file("g")
    alice, bob, carol = server.client("Alice"), server.client("Bob"), server.client("Carol")
    lost, kept = locked(alice, file), locked(carol, other)
    alice.silence()

    server.reboot()
    kept = honest_return(rig, server, carol, kept)
    bob.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(server)
    has_its_turn(bob, file, 2 * server.lease_s + 5)
    server.reboot()

    comes_back(rig, alice)
    answer = reclaims(alice, lost)
    honest_return(rig, server, carol, kept)
    must_be_refused(rig, answer, "she missed a grace period, and Bob has held the range since")


@case(
    "GR-13",
    level=Level.SHOULD,
    cite="RFC 8881 §8.4.3",
    requirement="Who lost its lock once, was told, and locked anew, is believed again after the next restart.",
    needs={"locks"},
    faults={"reboot:origin"},
    judges={"I3"},
    lease_waits=3.0,
    on=("origin",),
)
def an_acknowledged_loss_is_forgiven(rig: Rig, server: Server) -> None:
    """Alice loses her lock, acknowledges it, locks anew; the server restarts, and she reclaims that one."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    lost = locked(alice, file)
    opened(bob, file)

    alice.silence()
    rig.await_lease_over(server, waiting_for="Alice's lease to run out")
    has_its_turn(bob, file, 2 * server.lease_s + 5)
    told = alice.renew()
    if told.status in SESSION_GONE:
        alice.recover(reclaim_complete=True).need(NFS4_OK, judged_by="CO-01")
    else:
        told.need(NFS4_OK, judged_by="CO-01")
        for state in (lost, lost.open):
            status = alice.test_stateid(state).need(NFS4_OK, judged_by="CO-01").statuses[0]
            if status != NFS4_OK:
                alice.free_stateid(state.stateid).need(NFS4_OK, judged_by="CO-01")
    rig.findings.show(f"Alice's SEQUENCE after the loss -> {told.status.name}")
    anew = locked(alice, file)
    server.reboot()

    comes_back(rig, alice)
    answer = reclaims(alice, anew)
    answer.expect(NFS4_OK, because="she knows of her loss, and this lock was granted after it")
    alice.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    bob.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    for _ in range(3):  # she was declared silent: nobody renews for her, and grace may last as long as her lease
        rig.await_time(server.lease_s / 2, "half of Alice's lease, which she then renews")
        alice.renew().need(NFS4_OK, judged_by="RP-10")
    rig.await_grace_over(server)
    tries(bob, file).expect(NFS4ERR_DENIED, because="Alice has reclaimed it")


@case(
    "GR-15",
    level=Level.INV,
    cite="invariants I3 and I21; RFC 8881 §8.4.3, for a server behind a server",
    requirement="A re-export server gives nothing back on the word of its own records where the origin has given it "
    "to somebody else meanwhile.",
    needs={"locks"},
    faults={"partition:reexport", "reboot:reexport"},
    judges={"I3", "I14"},
    lease_waits=6.0,
    failure=Failure.PARTITION,
)
def rs_own_records_are_no_proof(rig: Rig) -> None:
    """R is cut off, D1 has E1's range at O; R reboots, is healed, and E1, who never left, reclaims."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)
    limit_s = absence_limit(rig)

    rig.reexport.partition_from(rig.origin)
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    if limit_s:
        rig.await_time(limit_s + 0.5, "O's absence limit")
    has_its_turn(d1, file, rig.origin.lease_s + 5)
    rig.reexport.reboot(wait=False)  # it may serve nobody before it has found its way to O
    rig.heal_all()
    rig.await_serving(rig.reexport)

    comes_back(rig, e1)
    answer = reclaims(e1, lock)
    rig.findings.show(f"{answer.sentence} -> {answer.status.name}")
    if answer.ok:
        raise Failed(
            "R gave E1 back what O had given to D1 since, as if its own records were a proof",
            expected="the reclaim -> NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_BAD",
            actual="OPEN and LOCK reclaim -> NFS4_OK",
            signature="reclaim granted on R's own records",
        )
    answer.expect(*REFUSALS, because="D1 has held the range since")


@case(
    "GR-20",
    level=Level.SHOULD,
    cite="RFC 8881 §8.4.3",
    requirement="A restart in the middle of grace costs nobody anything, as long as no new lock was granted: "
    "neither those who had reclaimed, nor those who had not.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I3"},
    lease_waits=2.5,
    on=BOTH,
)
def a_restart_in_grace(rig: Rig, server: Server) -> None:
    """Alice has reclaimed and completed, Bob is not back yet: the server restarts again; both reclaim."""
    file, other = rig.file("f"), rig.file("g")
    alice, bob, carol = server.client("Alice"), server.client("Bob"), server.client("Carol")
    hers, his = locked(alice, file), locked(bob, other)
    opened(carol, file)

    server.reboot()
    hers = honest_return(rig, server, alice, hers)
    server.reboot()

    honest_return(rig, server, alice, hers)
    comes_back(rig, bob)
    answer = reclaims(bob, his)
    answer.expect(NFS4_OK, because="he had not missed a whole grace, and nobody was granted anything")
    bob.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    carol.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(server)
    for held in (file, other):
        tries(carol, held).expect(NFS4ERR_DENIED, because="its holder has it back")
