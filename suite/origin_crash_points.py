"""O dies between what it does and what it writes down: the edge conditions at their sharpest (RFC 8881 §8.4.3).

What is on stable record decides after the restart. Whatever O had promised by then must be covered by it; and what O
had not promised yet is nobody's loss.
"""

from __future__ import annotations

from collections.abc import Callable

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.ledger import Lock
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import LockReply
from regrace.harness.judge import Recorded
from regrace.harness.rig.orders import EXPIRED_RECORD, INCOMPLETE_RECORD
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._returning import asks
from regrace.suite._steps import locked, opened
from regrace.suite.edge_conditions import must_be_refused
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DELAY, NFS4ERR_DENIED, NFS4ERR_GRACE

DEATH_BUDGET_S = 1.0
"""How long O may be busy with its record before it comes to the point."""


@case(
    "CP-19",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3 (first edge condition); invariants I3 and I14",
    requirement="If O dies before it has put on record that it gave an expired lock away, then it has told nobody so "
    "either; or the old holder does not get it back.",
    needs={"locks"},
    faults={"crash:origin"},
    judges={"I1", "I3", "I14"},
    lease_waits=2.5,
    on=("origin",),
)
def dead_before_the_loss_is_on_record(rig: Rig, server: Server) -> None:
    """Alice's lease is over, Bob asks for her range, O dies at its record; both return, Alice reclaims."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    lock = locked(alice, file)
    below = opened(bob, file)
    server.die_at(EXPIRED_RECORD)
    alice.silence()
    rig.await_lease_over(server, waiting_for="Alice's lease to run out")

    granted = _told_before_death(rig, server, lambda: bob.lock(below, "WRITE", 0, 10))
    _both_return(rig, server, alice, bob, lock, granted=granted)


@case(
    "CP-20",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3 (second edge condition); invariants I3 and I14",
    requirement="If O dies before it has put on record who had missed its grace, then it has granted nothing new "
    "either; or those clients do not get their locks back.",
    needs={"locks"},
    faults={"reboot:origin", "crash:origin"},
    judges={"I1", "I3", "I14"},
    lease_waits=2.5,
    on=("origin",),
)
def dead_before_the_missed_grace_is_on_record(rig: Rig, server: Server) -> None:
    """Alice misses a grace, Bob asks for her range, O dies at its record; both return, Alice reclaims."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    lock = locked(alice, file)
    below = opened(bob, file)
    alice.silence()
    server.reboot()
    comes_back(rig, bob)
    below = bob.reclaim_open(below).need(NFS4_OK, judged_by="GR-01").opened
    bob.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    server.die_at(INCOMPLETE_RECORD)

    granted = _told_before_death(
        rig,
        server,
        lambda: patiently(
            lambda: bob.lock(below, "WRITE", 0, 10),
            world=rig.world,
            retry=(NFS4ERR_GRACE, NFS4ERR_DELAY, NFS4ERR_DENIED),
            budget_s=3 * server.lease_s + 5,
            waiting_for="O's grace to end",
        ),
    )
    _both_return(rig, server, alice, bob, lock, granted=granted)


def _told_before_death(rig: Rig, server: Server, ask: Callable[[], LockReply]) -> bool:
    """Whether Bob was told that he has the lock; O dies meanwhile, or the case has reached nothing."""
    granted = False
    if server.node.boot_identity() is not None:
        try:
            answer = ask()
            granted = answer.ok
            rig.findings.show(f"{answer.sentence} -> {answer.status.name}")
        except ClientError as silence:
            rig.findings.show(f"Bob was told nothing: {silence}")
    if not server.await_death(DEATH_BUDGET_S):
        raise Recorded("O did not come to that point: nothing shown about it")
    server.start()
    return granted


def _both_return(rig: Rig, server: Server, alice: Client, bob: Client, lock: Lock, *, granted: bool) -> None:
    """Alice reclaims; then all agree on who holds the range."""
    comes_back(rig, alice)
    answer = reclaims(alice, lock)
    if granted:
        must_be_refused(rig, answer, "Bob had been granted the range before O died")
    answer.expect(NFS4_OK, *REFUSALS)
    alice.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    comes_back(rig, bob)
    bob.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.await_grace_over(server)
    rival = asks(bob, lock.file)
    rig.findings.show(f"Alice's reclaim -> {answer.status.name}, then Bob's LOCK -> {rival.status.name}")
    rival.expect(NFS4ERR_DENIED if answer.ok else NFS4_OK, because="Alice holds it, or nobody does")
