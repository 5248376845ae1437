"""Who has a right to reclaim, and to what, in a grace period that runs (RFC 8881 §8.4.2.1, §15.1.9)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.patience import patiently
from regrace.harness.history.events import Kind
from regrace.harness.judge import Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._returning import decided
from regrace.suite._steps import BOTH, locked, opened, somebody_else, tries
from regrace.suite.grace import reclaims_open
from regrace.suite.pass_through import REFUSALS, comes_back
from regrace.verdict import Level, Verdict
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_ACCESS,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    NFS4ERR_NO_GRACE,
    NFS4ERR_RECLAIM_BAD,
    NFS4ERR_RECLAIM_CONFLICT,
)

CACHED_S = 65.0
"""How long a re-export server may go on with a file's old mode (60 s is the longest that Linux keeps attributes)."""


def relocks(rig: Rig, server: Server, client: Client, lock: Lock) -> Lock:
    """The client gets open and lock back; as `reclaims_open` if it does not."""
    below = reclaims_open(rig, server, client, lock.open)
    answer = decided(client, lambda: client.reclaim_lock(lock, below))
    if answer.status in (NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD):
        rig.refused(server, "reclaim", f"{answer.sentence} -> {answer.status.name}")
    return answer.need(NFS4_OK, judged_by="GR-01").locked


def still_in_grace(rig: Rig, server: Server, prober: Client, held: Open) -> bool:
    """Whether a client that is through with its reclaims is told to wait: grace runs, for somebody else."""
    answer = prober.lock(held, "WRITE", 1000, 10, owner="prober")
    rig.findings.show(f"in between, {answer.sentence} -> {answer.status.name}")
    if answer.lock is not None:
        prober.locku(answer.lock)
    return answer.status in (NFS4ERR_GRACE, NFS4ERR_DELAY)


@case(
    "GR-14",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3, §15.1.9.3",
    requirement="A client of which the server has nothing on record reclaims nothing, also while grace runs for "
    "others.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I16"},
    lease_waits=1.5,
    on=BOTH,
)
def a_stranger_reclaims_nothing(rig: Rig, server: Server) -> None:
    """Alice and Bob were there; Mallory comes after the restart and says that she was, too."""
    file, other = rig.file("f"), rig.file("g")
    alice, bob = server.client("Alice"), server.client("Bob")
    lock, bobs = locked(alice, file), opened(bob, other)

    server.reboot()

    comes_back(rig, bob)
    bobs = reclaims_open(rig, server, bob, bobs)
    bob.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    mallory = server.client("Mallory", reclaim_complete=False)
    claim = decided(mallory, lambda: mallory.reclaim_open(lock.open))
    proof = still_in_grace(rig, server, bob, bobs)
    claim.expect(NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD, because="the server has never heard of Mallory")
    if not proof:
        raise Recorded("Mallory was refused, but grace was over by then: nothing shown about strangers in grace")
    comes_back(rig, alice)
    relocks(rig, server, alice, lock)
    alice.reclaim_complete().need(NFS4_OK, judged_by="GR-07")


@case(
    "GR-16",
    level=Level.MUST,
    cite="RFC 8881 §15.1.9, §8.4.2.1",
    requirement="A reclaim that conflicts with what another client has reclaimed already is refused.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I1", "I16"},
    lease_waits=1.5,
    on=BOTH,
)
def who_comes_second_gets_nothing(rig: Rig, server: Server) -> None:
    """Alice reclaims her lock; Mallory, who held other bytes, reclaims the same ones."""
    file = rig.file("f")
    alice, mallory = server.client("Alice"), server.client("Mallory")
    lock, beside = locked(alice, file), locked(mallory, file, "WRITE", 100, 10)

    server.reboot()

    comes_back(rig, alice)
    relocks(rig, server, alice, lock)
    comes_back(rig, mallory)
    below = reclaims_open(rig, server, mallory, beside.open)
    for locktype in ("WRITE", "READ"):
        lie = decided(
            mallory,
            lambda locktype=locktype: mallory.reclaim_lock(beside, below, locktype=locktype, offset=0, length=10),  # type: ignore[misc]
        )
        rig.findings.show(f"{lie.sentence} -> {lie.status.name}")
        lie.expect(
            NFS4ERR_RECLAIM_CONFLICT,
            NFS4ERR_RECLAIM_BAD,
            also={NFS4ERR_DENIED: Verdict.WARN, NFS4ERR_NO_GRACE: Verdict.INFO},
            because="Alice has reclaimed these bytes",
        )
    decided(mallory, lambda: mallory.reclaim_lock(beside, below)).expect(NFS4_OK, because="this lock was really hers")


@case(
    "GR-17",
    level=Level.KNOWN,
    cite="RFC 8881 §15.1.9.4",
    requirement="Whether a server can tell that a lock which nobody else wants was never held is recorded.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I3"},
    lease_waits=1.5,
    on=BOTH,
)
def a_lie_that_harms_nobody(rig: Rig, server: Server) -> None:
    """Alice held ten bytes and reclaims twenty others, which nobody had."""
    file = rig.file("f")
    alice = server.client("Alice")
    lock = locked(alice, file)

    server.reboot()

    comes_back(rig, alice)
    below = reclaims_open(rig, server, alice, lock.open)
    lie = decided(alice, lambda: alice.reclaim_lock(lock, below, offset=500, length=20))
    rig.findings.info(f"reclaim of bytes that nobody had: {lie.sentence} -> {lie.status.name}")
    lie.expect(NFS4_OK, *REFUSALS)


@case(
    "GR-23",
    level=Level.MUST,
    cite="RFC 8881 §15.2 (LOCKU can't be answered NFS4ERR_GRACE), §18.12",
    requirement="A lock that was reclaimed can be given up while grace still runs.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I5"},
    lease_waits=1.5,
    on=BOTH,
)
def an_unlock_needs_no_end_of_grace(rig: Rig, server: Server) -> None:
    """Alice reclaims and unlocks while grace waits for Carol; Bob shows that it does, and locks after it."""
    file, other = rig.file("f"), rig.file("g")
    alice, bob, carol = server.client("Alice"), server.client("Bob"), server.client("Carol")
    lock, kept, bobs = locked(alice, file), locked(carol, other), opened(bob, file)

    server.reboot()

    comes_back(rig, bob)
    bobs = reclaims_open(rig, server, bob, bobs)
    bob.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    comes_back(rig, alice)
    back = relocks(rig, server, alice, lock)
    given_up = decided(alice, lambda: alice.locku(back))
    if given_up.status != NFS4ERR_GRACE and not still_in_grace(rig, server, bob, bobs):
        given_up.expect(NFS4_OK)
        raise Recorded("grace was over before it could be shown that the unlock came in it")
    given_up.expect(NFS4_OK, because="an unlock takes nothing from anybody")
    comes_back(rig, carol)
    relocks(rig, server, carol, kept)
    carol.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.await_grace_over(server)
    tries(bob, file).expect(NFS4_OK, because="Alice has given it up")


@case(
    "GR-18",
    level=Level.MUST,
    cite="RFC 8881 §8.4.2.1.1",
    requirement="What a user may not open, it may not have back either: a reclaim is checked as a new request is.",
    faults={"reboot"},
    lease_waits=1.5,
    on=BOTH,
)
def a_reclaim_is_no_way_past_permissions(rig: Rig, server: Server) -> None:
    """Mallory has a file open that its owner closes to others; the server restarts, and she reclaims."""
    file, other = rig.file("f"), rig.file("g")
    stranger = somebody_else(server)
    owner, alice = rig.direct_client("D1"), server.client("Alice")
    mallory = server.client("Mallory", credential=stranger)
    kept = opened(alice, other)
    had = mallory.open(file)
    if had.status == NFS4ERR_ACCESS:
        raise Recorded("an ordinary user can't open what stands in the rig's directory: nothing to be closed to her")
    had.need(NFS4_OK, judged_by="LK-16")
    owner.set_mode(file, 0o600).need(NFS4_OK, judged_by="LK-17")
    rig.history.mark(Kind.NOTE, actor=owner.name, file=file.tag, detail={"what": "permissions"})
    new = patiently(  # a re-export server may have the old mode in its cache for a while
        lambda: mallory.open(file, owner="new"),
        world=rig.world,
        retry=(NFS4_OK,),
        budget_s=CACHED_S,
        waiting_for="the closed file to be closed to Mallory",
    )
    if new.ok:
        raise Recorded("the export takes all users for one: a mode keeps nobody out")
    new.need(NFS4ERR_ACCESS, judged_by="LK-16")

    server.reboot()

    comes_back(rig, mallory)
    claim = decided(mallory, lambda: mallory.reclaim_open(had.opened))
    rig.findings.show(f"{claim.sentence} -> {claim.status.name}")
    comes_back(rig, alice)
    reclaims_open(rig, server, alice, kept)  # so that it is not refused by a server that refuses everybody
    claim.expect(
        NFS4ERR_ACCESS,
        also={NFS4ERR_NO_GRACE: Verdict.INFO, NFS4ERR_RECLAIM_BAD: Verdict.INFO},
        because="she may not open it any more",
    )
