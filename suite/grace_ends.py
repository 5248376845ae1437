"""How long a grace period lasts, and what happens in the moment in which it ends (RFC 8881 §8.4.2.1, §18.51)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.patience import patiently
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._returning import decided
from regrace.suite._steps import BOTH, grace_budget_s, locked, opened
from regrace.suite.grace import reclaims_open
from regrace.suite.pass_through import REFUSALS, comes_back
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_ACCESS_WRITE,
    OPEN4_SHARE_DENY_WRITE,
)

NOT_NOW = (NFS4ERR_GRACE, NFS4ERR_DELAY)
PAIRS = 12
AFTER = 2
"""Of the pairs: those who wait until grace is over."""
BEGINS, STEP = 0.75, 0.06
"""When the first pair races, and how long after it the next one, in leases from the server's return."""
GIVEN_BACK = "given back"


@case(
    "GR-09",
    level=Level.MAY,
    cite="RFC 8881 §8.4.2.1, §18.51.4",
    requirement="A grace period may be over as soon as all clients on record have sent RECLAIM_COMPLETE.",
    faults={"reboot"},
    lease_waits=1.0,
    on=BOTH,
)
def nobody_is_waited_for_any_more(rig: Rig, server: Server) -> None:
    """Alice and Bob, who are all that there is, come back and complete; Bob asks for a file of Alice's."""
    file, other = rig.file("f"), rig.file("g")
    alice, bob = server.client("Alice"), server.client("Bob")
    hers, his = opened(alice, file), opened(bob, other)

    began = rig.world.now()
    server.reboot()

    for client, held in ((alice, hers), (bob, his)):
        comes_back(rig, client)
        reclaims_open(rig, server, client, held)
        client.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    answer = patiently(
        lambda: bob.open(file),
        world=rig.world,
        budget_s=grace_budget_s(server),
        waiting_for="a grace to end in which nobody is waited for",
    )
    answer.expect(NFS4_OK, because="all who were on record have completed")
    took_s = rig.world.now() - began
    if took_s >= server.lease_s:
        raise Recorded(
            f"the grace ran to its end: new state after {took_s:.1f} s, with a lease of {server.lease_s:g} s",
            actual="grace goes on though all have completed",
        )
    rig.findings.show(f"new state {took_s:.2f} s after the reboot began, with a lease of {server.lease_s:g} s")


@case(
    "GR-10",
    level=Level.SHOULD,
    cite="RFC 8881 §8.4.2.1",
    requirement="As long as a client on record has not come back, grace lasts at least a lease, and then it ends.",
    faults={"reboot"},
    lease_waits=2.0,
    on=BOTH,
)
def the_silent_are_waited_for(rig: Rig, server: Server) -> None:
    """Alice does not come back; Bob, who has completed, asks for what is hers until he has it."""
    file, other = rig.file("f"), rig.file("g")
    alice, bob = server.client("Alice"), server.client("Bob")
    opened(alice, file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_WRITE)
    his = opened(bob, other)
    alice.silence()

    began = rig.world.now()  # before the server's end, so before any grace: what is measured is never too short
    server.reboot()

    comes_back(rig, bob)
    reclaims_open(rig, server, bob, his)  # or there would be no grace here, and nobody to wait for
    bob.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    answer = patiently(
        lambda: bob.open(file, OPEN4_SHARE_ACCESS_WRITE),
        world=rig.world,
        budget_s=grace_budget_s(server),
        waiting_for="the grace to end",
    )
    took_s = rig.world.now() - began
    answer.expect(NFS4_OK, because=f"{took_s:.1f} s after the reboot Alice has lost her right to reclaim")
    rig.findings.show(f"Bob has it {took_s:.2f} s after the reboot began; the lease is {server.lease_s:g} s")
    if took_s < server.lease_s:
        raise Failed(
            f"Bob has what is Alice's {took_s:.1f} s after the reboot: she had no lease's time to come back",
            expected=f"NFS4ERR_GRACE for at least a lease ({server.lease_s:g} s)",
            actual=f"OPEN -> NFS4_OK after {took_s:.1f} s",
            signature="grace shorter than a lease",
        )


@case(
    "GR-22",
    level=Level.INV,
    cite="invariants I1 and I3; RFC 8881 §8.4.2.1",
    requirement="In the moment in which grace ends, a lock is given back to who held it or given to somebody else, "
    "and never both.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I1", "I3"},
    lease_waits=2.0,
    on=BOTH,
)
def a_reclaim_as_grace_expires(rig: Rig, server: Server) -> None:
    """Of twelve pairs one reclaims and the other asks, at once, pair after pair over the end of grace."""
    holders = [server.client(f"A{number}") for number in range(PAIRS)]
    rivals = [server.client(f"B{number}") for number in range(PAIRS)]
    locks = [locked(holder, rig.file(f"f{number}")) for number, holder in enumerate(holders)]
    wants = [opened(rival, lock.file) for rival, lock in zip(rivals, locks, strict=True)]

    server.reboot()

    began = rig.world.now()
    for holder in holders:
        comes_back(rig, holder)
    below = [reclaims_open(rig, server, holder, lock.open) for holder, lock in zip(holders, locks, strict=True)]
    for number, rival in enumerate(rivals):
        comes_back(rig, rival)
        wants[number] = reclaims_open(rig, server, rival, wants[number])
        rival.reclaim_complete().need(NFS4_OK, judged_by="GR-07")

    outcomes: list[str] = []
    for number in range(PAIRS):
        due_s = began + (BEGINS + STEP * number) * server.lease_s - rig.world.now()
        if number == PAIRS - AFTER:
            rig.await_grace_over(server)
        elif due_s > 0:
            rig.await_time(due_s, "the end of grace to come near")
        turn = _taken_before if number >= PAIRS - AFTER else _race
        outcomes.append(turn(rivals[number], wants[number], holders[number], locks[number], below[number]))
    rig.findings.show("in order: " + "; ".join(outcomes))
    if not outcomes[0].startswith(GIVEN_BACK):
        rig.refused(server, "reclaim", f"while grace ran: {outcomes[0]}")


def _race(rival: Client, wanted: Open, holder: Client, lock: Lock, below: Open) -> str:
    """Both requests are on their way together; what came of it, in words."""
    asked = rival.begin_lock(wanted, "WRITE", 0, 10)
    reclaimed = holder.begin_lock(below, "WRITE", 0, 10, owner=lock.owner, reclaim=True)
    back, got = reclaimed.reply(), asked.reply()
    if back.status == NFS4ERR_DELAY:  # a re-export server may have to ask the origin first
        back = decided(holder, lambda: holder.reclaim_lock(lock, below))
    if back.ok and got.ok:
        raise Failed(
            f"{holder.name} has its lock back, and {rival.name} has been given the same bytes",
            expected="one of the two has them",
            actual="LOCK reclaim -> NFS4_OK, LOCK -> NFS4_OK",
            signature="reclaim and new lock both granted as grace ends",
        )
    back.expect(NFS4_OK, *REFUSALS)
    got.expect(NFS4_OK, NFS4ERR_DENIED, *NOT_NOW)
    return f"{GIVEN_BACK if back.ok else back.status.name}, rival {got.status.name}"


def _taken_before(rival: Client, wanted: Open, holder: Client, lock: Lock, below: Open) -> str:
    """Grace is over: the rival has had the bytes, and its holder asks for them afterwards."""
    taken = rival.lock(wanted, "WRITE", 0, 10).need(NFS4_OK, judged_by="GR-10").locked
    rival.locku(taken).need(NFS4_OK, judged_by="LK-11")
    late = decided(holder, lambda: holder.reclaim_lock(lock, below))
    late.expect(*REFUSALS, because=f"{rival.name} has had them since")
    return f"{late.status.name} after the rival"
