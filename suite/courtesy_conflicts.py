"""What becomes of an expired lease once somebody wants what it blocks, and what its holder hears (RFC 8881 §8.4.3).

A courteous server keeps what nobody wants. That must neither keep others out, nor come back to life under them.
"""

from __future__ import annotations

from functools import partial

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.patience import patiently
from regrace.harness.client.stateids import ANON
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._returning import gets
from regrace.suite._steps import BOTH, locked, opened, tries
from regrace.suite.edge_conditions import must_be_refused
from regrace.suite.partitions import REVOKED_FLAGS, TELLS_A_LOSS
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_DEADSESSION,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_SHARE_DENIED,
    NFS4ERR_STALE_CLIENTID,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_ACCESS_WRITE,
    OPEN4_SHARE_DENY_BOTH,
)

SESSION_GONE = (NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION)
RACES = 10


def expires(rig: Rig, server: Server, *clients: Client) -> None:
    """These clients renew no more, and their leases run out."""
    for client in clients:
        client.silence()
    rig.await_lease_over(server, waiting_for="the lease to run out")


def takes_over(rig: Rig, server: Server, rival: Client, file: File) -> Lock:
    """The rival gets the range of the expired client."""
    bound_s = 2 * server.lease_s + 5
    return gets(rig, rival, file, bound_s=bound_s, because="the holder's lease has run out").locked


@case(
    "CO-04",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3, §9.7",
    requirement="A share reservation whose lease has expired does not keep an open out; the server may say "
    "NFS4ERR_DELAY meanwhile.",
    lease_waits=1.5,
    on=BOTH,
)
def an_expired_reservation_gives_way(rig: Rig, server: Server) -> None:
    """Alice denies everybody and falls silent; Bob is denied before her lease is over, and not after."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    opened(alice, file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_BOTH)
    bob.open(file, OPEN4_SHARE_ACCESS_WRITE).expect(NFS4ERR_SHARE_DENIED, because="Alice denies everybody")

    expires(rig, server, alice)

    bound_s = server.lease_s
    answer = patiently(
        partial(bob.open, file, OPEN4_SHARE_ACCESS_WRITE, OPEN4_SHARE_DENY_BOTH),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_SHARE_DENIED),
        budget_s=bound_s,
        waiting_for="the expired reservation to give way",
    )
    answer.expect(NFS4_OK, because=f"Alice's lease has run out; within {bound_s:.1f} s")


@case(
    "CO-06",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3, §18.46.3",
    requirement="A client whose expired lock was given to another is told so when it returns: its session is gone, or "
    "SEQUENCE says that state was revoked.",
    needs={"locks"},
    judges={"I1", "I11"},
    lease_waits=1.5,
    on=BOTH,
)
def the_loss_is_told_on_return(rig: Rig, server: Server) -> None:
    """Alice falls silent, Bob takes her range, she renews."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    lock = locked(alice, file)
    opened(bob, file)
    expires(rig, server, alice)
    takes_over(rig, server, bob, file)

    answer = alice.renew()
    flags = alice.sequence_flags & REVOKED_FLAGS
    rig.findings.show(f"SEQUENCE -> {answer.status.name}, sr_status_flags {alice.sequence_flags:#x}")
    if answer.status in SESSION_GONE:
        alice.create_session(adopt=False).expect(
            NFS4ERR_STALE_CLIENTID, NFS4_OK, because="the client is gone, or lost no more than its session"
        )
        return
    answer.expect(NFS4_OK)
    if not flags:
        raise Failed(
            "Alice's lock was given to Bob, and nothing tells her",
            expected="NFS4ERR_BADSESSION, or a SEQ4_STATUS flag of revoked state",
            actual=f"NFS4_OK, sr_status_flags {alice.sequence_flags:#x}",
            signature="loss after expiry not told",
        )
    told = alice.test_stateid(lock).need(NFS4_OK, judged_by="SC-01").statuses[0]
    if told.name not in TELLS_A_LOSS:
        raise Failed(
            "SEQUENCE says that state was revoked, and TEST_STATEID that the lock was not",
            expected="TEST_STATEID -> NFS4ERR_EXPIRED",
            actual=f"TEST_STATEID -> {told.name}",
            signature=f"TEST_STATEID of a lock that was given away -> {told.name}",
        )


@case(
    "CO-07",
    level=Level.INV,
    cite="invariant I12; RFC 8881 §8.4.3",
    requirement="Data written under a lock that was given to another after its lease does not reach the file.",
    needs={"locks"},
    judges={"I1", "I12"},
    lease_waits=1.5,
    on=BOTH,
)
def nothing_is_written_under_a_lost_lock(rig: Rig, server: Server) -> None:
    """Alice falls silent, Bob takes her range and writes; then she writes, with her old stateid."""
    file = rig.file("f")
    alice, bob, d1 = server.client("Alice"), server.client("Bob"), rig.direct_client("D1")
    lock = locked(alice, file)
    opened(bob, file)
    expires(rig, server, alice)
    taken = takes_over(rig, server, bob, file)
    bob.write(file, taken.stateid, 0, b"Bob's data").need(NFS4_OK, judged_by="CO-03")

    try:
        answer = alice.write(file, lock, 0, b"too late!!").status.name
    except ClientError as silence:
        answer = str(silence)

    seen = d1.read(file, ANON, 0, 10).need(NFS4_OK, judged_by="NP-04").data
    rig.findings.show(f"Alice's WRITE -> {answer}; the file says {seen!r}")
    if answer == "NFS4_OK" or seen != b"Bob's data":
        raise Failed(
            "Alice has written under a lock that is Bob's now",
            expected="WRITE refused, and the file as Bob left it",
            actual=f"WRITE -> {answer}, the file says {seen!r}",
            signature="WRITE under a lock that was given away",
        )


@case(
    "CO-08",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3",
    requirement="A server that takes away no more than it must still takes all locks of a stateid together, and leaves "
    "the others as they are.",
    needs={"locks"},
    judges={"I1", "I11"},
    lease_waits=1.5,
    on=("origin",),
)
def a_stateid_is_lost_as_a_whole(rig: Rig, server: Server) -> None:
    """Alice holds two ranges of one stateid, and another file; Bob takes one range; what is left of it?"""
    file, other = rig.file("f"), rig.file("g")
    alice, bob = server.client("Alice"), server.client("Bob")
    lock = locked(alice, file, "WRITE", 0, 10)
    alice.lock(lock.open, "WRITE", 100, 10, lock=lock).need(NFS4_OK, judged_by="LK-11")
    kept = locked(alice, other)
    opened(bob, file)
    expires(rig, server, alice)
    takes_over(rig, server, bob, file)

    back = alice.renew()
    if back.status in SESSION_GONE:
        rig.findings.info(f"all state of the client went at once: SEQUENCE -> {back.status.name}")
        tries(bob, file, "WRITE", 100, 10).expect(NFS4_OK, because="all of Alice's state is gone")
        return
    first, second = alice.test_stateid(lock.stateid, kept.stateid).need(NFS4_OK, judged_by="SC-01").statuses
    rig.findings.info(f"the stateid of the range that Bob took: {first.name}; that of another file: {second.name}")
    if first == NFS4_OK:
        raise Failed(
            "Alice has lost one range of a stateid, and the stateid is good: a part of it was taken",
            expected="TEST_STATEID -> NFS4ERR_EXPIRED",
            actual="TEST_STATEID -> NFS4_OK",
            signature="a part of one stateid's locks was taken",
        )
    tries(bob, file, "WRITE", 100, 10).expect(NFS4_OK, because="it went with the stateid")
    if second == NFS4_OK:
        tries(bob, other).expect(NFS4ERR_DENIED, because="nobody had wanted it as long as Alice was away")


@case(
    "CO-09",
    level=Level.SHOULD,
    cite="RFC 8881 §8.4.3, §9.6",
    requirement="Who waits for a lock gets it soon after the lease of its holder has run out.",
    needs={"locks"},
    judges={"I1"},
    lease_waits=1.6,
    on=("origin",),
)
def who_waits_is_served_at_expiry(rig: Rig, server: Server) -> None:
    """Bob asks for Alice's range, and asks again, from before her lease is over."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    below = opened(bob, file)
    locked(alice, file)
    alice.renew().need(NFS4_OK, judged_by="CO-01")
    alice.silence()
    assert alice.renewed_at is not None
    expires_at = alice.renewed_at + server.lease_s

    answer = patiently(
        lambda: bob.lock(below, "WRITEW", 0, 10),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_DENIED),
        budget_s=1.6 * server.lease_s + 1,
        waiting_for="Alice's lease to run out, asking all the time",
    )
    late_s = rig.world.now() - expires_at
    answer.expect(NFS4_OK, because=f"{late_s:.1f} s ago Alice's lease ran out")
    rig.findings.info(f"granted {late_s:.2f} s after the holder's lease had run out")


@case(
    "CO-10",
    level=Level.INV,
    cite="invariant I1; RFC 8881 §8.4.3",
    requirement="When the holder of an expired lock returns in the moment in which another asks for it, one of the "
    "two has it, and the other is told so.",
    needs={"locks"},
    judges={"I1", "I11"},
    lease_waits=1.5,
    on=BOTH,
)
def the_holder_returns_as_another_asks(rig: Rig, server: Server) -> None:
    """Ten pairs on ten files: the holder's SEQUENCE and the rival's LOCK are on their way together."""
    pairs: list[tuple[Client, Lock, Client, Open]] = []
    for number in range(RACES):
        file = rig.file(f"f{number}")
        holder, rival = server.client(f"A{number}"), server.client(f"B{number}")
        pairs.append((holder, locked(holder, file), rival, opened(rival, file)))
    expires(rig, server, *(holder for holder, *_ in pairs))

    outcomes: list[str] = []
    for number, (holder, lock, rival, below) in enumerate(pairs):
        first = holder.begin_renewal() if number % 2 else None
        asked = rival.begin_lock(below, "WRITE", 0, 10)
        returned = first if first is not None else holder.begin_renewal()
        granted, back = asked.reply(), returned.reply()
        if granted.status == NFS4ERR_DELAY:
            granted = patiently(
                partial(rival.lock, below, "WRITE", 0, 10),
                world=rig.world,
                retry=(NFS4ERR_DELAY,),
                budget_s=2 * server.lease_s + 2,
                waiting_for="the server to decide whose the lock is",
            )
        granted.expect(NFS4_OK, NFS4ERR_DENIED, because="one of the two has it")
        still = back.ok and holder.test_stateid(lock.stateid).need(NFS4_OK, judged_by="SC-01").statuses[0] == NFS4_OK
        outcomes.append(f"holder {'has it' if still else 'lost it'}, rival {granted.status.name}")
        if not still and granted.status == NFS4ERR_DENIED:
            # It may have asked a moment before the holder's state went. Then it is served when it asks again.
            granted = patiently(
                partial(rival.lock, below, "WRITE", 0, 10),
                world=rig.world,
                retry=(NFS4ERR_DENIED, NFS4ERR_DELAY),
                budget_s=2 * server.lease_s + 2,
                waiting_for="the lock that its holder has lost",
            )
            outcomes[-1] += f", and {granted.status.name} as it asks again"
        if still == granted.ok and (still or not back.ok):
            raise Failed(
                "both hold the lock" if still else "neither has the lock, and nobody else does",
                expected="the holder's stateid is good, or the rival's LOCK -> NFS4_OK",
                actual=outcomes[-1],
                signature="an expired lock after a race: " + ("two holders" if still else "no holder"),
            )
    rig.findings.info("; ".join(f"{outcomes.count(one)} times: {one}" for one in sorted(set(outcomes))))


@case(
    "CO-11",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3 (first edge condition); invariant I14",
    requirement="A client that was told of a loss and has not acknowledged it does not get the lock back after the "
    "server's restart.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I3", "I14"},
    lease_waits=2.5,
    on=("origin",),
)
def told_but_not_acknowledged(rig: Rig, server: Server) -> None:
    """Alice falls silent, Bob uses her range, she is told; the server restarts, and she reclaims."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    lock = locked(alice, file)
    opened(bob, file)
    expires(rig, server, alice)
    taken = takes_over(rig, server, bob, file)
    bob.locku(taken).need(NFS4_OK, judged_by="LK-11")
    rig.findings.show(f"Alice's SEQUENCE -> {alice.renew().status.name}")

    server.reboot()

    comes_back(rig, alice)
    must_be_refused(rig, reclaims(alice, lock), "Bob has held the range since, and she has not acknowledged that")


@case(
    "CO-12",
    level=Level.MAY,
    cite="RFC 8881 §8.4.3",
    requirement="What nobody wanted as its lease ran out may be reclaimed after a restart, or not; if it is, nobody "
    "else can have had it.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I1", "I3", "I13"},
    lease_waits=2.5,
    on=("origin",),
)
def an_expired_lock_over_a_restart(rig: Rig, server: Server) -> None:
    """Alice's lease runs out, nobody asks; the server restarts; Bob asks in grace, then she reclaims."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    lock, bobs = locked(alice, file), opened(bob, file)
    expires(rig, server, alice)

    server.reboot()

    comes_back(rig, bob)
    held = bob.reclaim_open(bobs).need(NFS4_OK, judged_by="GR-01").opened
    bob.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    early = bob.lock(held, "WRITE", 0, 10)
    comes_back(rig, alice)
    answer = reclaims(alice, lock)
    rig.findings.info(f"Bob in grace -> {early.status.name}; {answer.sentence} -> {answer.status.name}")
    answer.expect(NFS4_OK, *REFUSALS)
    alice.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.await_grace_over(server)
    if not early.ok:
        tries(bob, file).expect(NFS4ERR_DENIED if answer.ok else NFS4_OK, because="Alice has it back, or nobody has it")


@case(
    "CO-14",
    level=Level.MAY,
    cite="RFC 8881 §8.4.3, §18.11.3",
    requirement="LOCKT says of an expired lock that the range is free, or that it will be; and it takes nothing away.",
    needs={"locks"},
    judges={"I1"},
    lease_waits=1.5,
    on=BOTH,
)
def a_question_takes_nothing(rig: Rig, server: Server) -> None:
    """Alice falls silent; Bob only asks; then she returns, or Bob locks."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    locked(alice, file)
    opened(bob, file)
    expires(rig, server, alice)

    asked = patiently(
        lambda: bob.lockt(file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_DENIED),
        budget_s=server.lease_s,
        waiting_for="LOCKT to find the expired lock gone",
    )
    back = alice.renew()
    rig.findings.info(f"LOCKT -> {asked.status.name}, then the holder's SEQUENCE -> {back.status.name}")
    asked.expect(NFS4_OK, because="the lease has run out")
