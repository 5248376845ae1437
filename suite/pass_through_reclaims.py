"""What can be reclaimed, and by whom: of the origin by a client of its own, and through a rebooted R.

The same stories on both sides of R: what O refuses to a gateway, R must refuse to an end client.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._returning import (
    SLACK_S,
    asks,
    claims_to_recover,
    decided,
    gets,
    given_back,
    holder_of,
    limits,
    next_life,
    reborn,
    regains,
    regains_open,
    says_reclaimable,
)
from regrace.suite._steps import BOTH, absence_limit, locked, opened, tries
from regrace.suite.pass_through import DRAFT, REFUSALS, comes_back
from regrace.verdict import Failure, Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DENIED, NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD

RECOVERS = {"locks", "reclaim", "retention"}


@case(
    "PT-05",
    level=Level.DRAFT,
    cite=f"{DRAFT}, sections 5.1 and 5.3",
    requirement="Beyond the absence limit, if nobody wanted the state, a reclaim is granted where RECLAIMABLE_R says "
    "so, else refused; and whoever was refused does not keep others out.",
    needs=RECOVERS,
    faults={"crash:reexport"},
    judges={"I3"},
    lease_waits=6.0,
    on=BOTH,
    failure=Failure.AWAY,
)
def late_but_nobody_minded(rig: Rig, server: Server) -> None:
    """The holder stays away beyond lease and absence limit; nobody asks; it comes back and reclaims."""
    file = rig.file("f")
    holder, d1 = holder_of(rig, server, "A"), rig.direct_client("D1")
    lock = locked(holder, file)
    opened(d1, file)
    if server is rig.origin:
        limit_s, _ = limits(rig, holder)
        holder.abandon()
    else:
        limit_s = absence_limit(rig)
        server.crash()
    rig.await_lease_over(rig.origin, waiting_for="the lease at O to run out")
    rig.await_time(limit_s + SLACK_S, "O's absence limit")
    if server is rig.origin:
        holder = next_life(rig, holder)
    else:
        server.start()
        comes_back(rig, holder)

    answer: Reply = decided(holder, lambda: holder.reclaim_open(lock.open))
    if answer.ok:
        below = holder.ledger.opens[-1]
        answer = decided(holder, lambda: holder.reclaim_lock(lock, below))
    rig.findings.info(f"beyond the absence limit, and nobody asked: {answer.sentence} -> {answer.status.name}")
    if server is rig.origin and says_reclaimable(holder) != answer.ok:
        raise Failed(
            "RECLAIMABLE_R and the answer to the reclaim contradict each other",
            expected="RECLAIMABLE_R exactly if state is there to be reclaimed",
            actual=f"RECLAIMABLE_R {'set' if says_reclaimable(holder) else 'clear'}, reclaim -> {answer.status.name}",
            signature="RECLAIMABLE_R contradicts the reclaim",
        )
    if answer.ok:
        tries(d1, file).expect(NFS4ERR_DENIED, because="the lock was given back")
        return
    answer.expect(*REFUSALS)
    gets(rig, d1, file, bound_s=2 * rig.origin.lease_s + 2, because="its reclaim was refused")


@case(
    "PT-07",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.5; invariant I4",
    requirement="Who reclaims more bytes, or a stronger lock, than was held is refused with NFS4ERR_RECLAIM_BAD.",
    needs=RECOVERS,
    faults={"reboot:reexport"},
    judges={"I4"},
    lease_waits=1.5,
    on=BOTH,
)
def no_more_than_was_held(rig: Rig, server: Server) -> None:
    """A READ lock of ten bytes comes back as such, not as one of twenty bytes, nor as a WRITE lock."""
    holder = holder_of(rig, server, "A")
    lock = locked(holder, rig.file("f"), "READ", 10, 10)

    (holder,) = reborn(rig, server, holder)

    below = regains_open(rig, server, holder, lock.open)
    refused: list[Reply] = []
    for locktype, offset, length in (("READ", 10, 20), ("READ", 0, 20), ("READ", 30, 5), ("WRITE", 10, 10)):
        greedy = decided(
            holder,
            lambda locktype=locktype, offset=offset, length=length: holder.reclaim_lock(  # type: ignore[misc]
                lock, below, locktype=locktype, offset=offset, length=length
            ),
        )
        refused.append(greedy.expect(*REFUSALS, because="READ [10,20) was held"))
    # First, for a server that gives no lock back need not tell greed from what is due.
    regains(rig, server, holder, lock, below)
    for answer in refused:
        answer.expect(NFS4ERR_RECLAIM_BAD, because="READ [10,20) was held")


@case(
    "PT-08",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.7",
    requirement="What of a lock is not reclaimed stays protected until the end of reclaims, and is free after it.",
    needs=RECOVERS,
    faults={"reboot:reexport"},
    judges={"I7"},
    lease_waits=2.5,
    on=BOTH,
)
def the_rest_is_released(rig: Rig, server: Server) -> None:
    """Of a hundred bytes the holder reclaims ten; D1 gets the others once reclaims are over."""
    file = rig.file("f")
    holder, d1 = holder_of(rig, server, "A"), rig.direct_client("D1")
    lock = locked(holder, file, "WRITE", 0, 100)
    opened(d1, file)

    (holder,) = reborn(rig, server, holder)

    below = regains_open(rig, server, holder, lock.open)
    # A server that gives no lock back, and says so, is judged by PT-03: it can't be asked about a part.
    part = decided(holder, lambda: holder.reclaim_lock(lock, below, offset=0, length=10))
    given_back(rig, server, part)
    asks(d1, file, 50, 10).expect(NFS4ERR_DENIED, because="the holder may still reclaim it")
    holder.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    if server is rig.reexport:
        rig.await_grace_over(server)
    gets(rig, d1, file, 50, 10, bound_s=rig.origin.lease_s + 1, because="reclaims are over")
    tries(d1, file, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="these bytes were reclaimed")


@case(
    "PT-09",
    level=Level.INV,
    cite=f"invariant I16; {DRAFT}, sections 5.5 and 9.2",
    requirement="Nobody gets another client's lock, or another owner's of the same client, by reclaiming it.",
    needs=RECOVERS,
    faults={"reboot:reexport"},
    judges={"I4", "I16"},
    lease_waits=1.5,
    on=BOTH,
)
def nobody_reclaims_for_another(rig: Rig, server: Server) -> None:
    """B asks for A's lock under A's owner names, A under another owner's, then A under its own."""
    file = rig.file("f")
    a, b = holder_of(rig, server, "A"), holder_of(rig, server, "B")
    lock = locked(a, file)
    of_b = opened(b, file)

    a, b = reborn(rig, server, a, b)

    below = regains_open(rig, server, b, of_b)
    stolen = decided(b, lambda: b.reclaim_lock(lock, below, owner=lock.owner))
    stolen.expect(*REFUSALS, because="B had the file open, and no lock on it")
    other = decided(a, lambda: a.reclaim_open(lock.open, owner="another"))
    if claims_to_recover(rig, server):
        other.expect(*REFUSALS, because="that open-owner had nothing open")
    else:
        # RFC 8881 §8.4.3: a server may keep a record of clients alone, and take their word for what they had open.
        rig.findings.info(f"{other.sentence}, by an owner that had nothing open -> {other.status.name}")
    under = regains_open(rig, server, a, lock.open)
    mixed_up = decided(a, lambda: a.reclaim_lock(lock, under, owner="another"))
    mixed_up.expect(*REFUSALS, because="that lock-owner held nothing")
    regains(rig, server, a, lock, under)


@case(
    "PT-18",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.2",
    requirement="A second loss of memory before the end of reclaims costs nothing: neither what had been reclaimed by "
    "then, nor what had not.",
    needs=RECOVERS,
    faults={"reboot:reexport"},
    judges={"I1", "I3"},
    lease_waits=2.0,
    on=BOTH,
)
def twice_is_no_worse_than_once(rig: Rig, server: Server) -> None:
    """Two locks, a loss, one lock reclaimed; another loss, and both come back. D1 asks at every gate."""
    first, second = rig.file("f"), rig.file("g")
    holder, d1 = holder_of(rig, server, "A"), rig.direct_client("D1")
    early, late = locked(holder, first), locked(holder, second)
    for file in (first, second):
        opened(d1, file)

    (holder,) = reborn(rig, server, holder)
    early = regains(rig, server, holder, early)
    for file in (first, second):
        asks(d1, file).expect(NFS4ERR_DENIED, because="between the two losses")

    (holder,) = reborn(rig, server, holder)
    for file in (first, second):
        asks(d1, file).expect(NFS4ERR_DENIED, because="after the second loss")
    for lock in (early, late):
        reopened = decided(holder, lambda lock=lock: holder.reclaim_open(lock.open))  # type: ignore[misc]
        below = reopened.expect(NFS4_OK, because="nothing was given up").opened
        decided(holder, lambda lock=lock, below=below: holder.reclaim_lock(lock, below)).expect(  # type: ignore[misc]
            NFS4_OK, because="nothing was given up"
        )
    holder.reclaim_complete().expect(NFS4_OK)
    for file in (first, second):
        asks(d1, file).expect(NFS4ERR_DENIED, because="the holder has both back")


@case(
    "PT-21",
    level=Level.MUST,
    cite=f"{DRAFT}, section 5.7; RFC 8881 §18.51.3",
    requirement="After its RECLAIM_COMPLETE a client reclaims nothing any more: NFS4ERR_NO_GRACE.",
    needs=RECOVERS,
    faults={"reboot:reexport"},
    lease_waits=1.5,
    on=BOTH,
)
def complete_is_final(rig: Rig, server: Server) -> None:
    """The holder reclaims one lock, completes, and then remembers the other one."""
    wanted, forgotten = rig.file("f"), rig.file("g")
    holder = holder_of(rig, server, "A")
    one, two = locked(holder, wanted), locked(holder, forgotten)

    (holder,) = reborn(rig, server, holder)

    back = regains(rig, server, holder, one)
    holder.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    late = decided(holder, lambda: holder.reclaim_open(two.open))
    late.expect(NFS4ERR_NO_GRACE, because="RECLAIM_COMPLETE was said")
    again = decided(holder, lambda: holder.reclaim_lock(back, back.open))
    again.expect(NFS4ERR_NO_GRACE, because="RECLAIM_COMPLETE was said")
