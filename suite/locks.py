"""Byte-range locks through R and at O: what one grants, the other must honour (RFC 8881 §18.10 to §18.12)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.patience import patiently
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, locked, opened, tries
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4_UINT64_MAX,
    NFS4ERR_BAD_STATEID,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    NFS4ERR_INVAL,
    NFS4ERR_LOCK_NOTSUPP,
    NFS4ERR_LOCKS_HELD,
    NFS4ERR_OLD_STATEID,
)

WRITTEN = b"0123456789abcdef"


@case(
    "LK-01",
    level=Level.INV,
    cite="invariant I1; RFC 8881 §18.10.3",
    requirement="A WRITE lock granted through R keeps a direct client of O out.",
    needs={"locks"},
)
def a_lock_through_r_holds_at_the_origin(rig: Rig) -> None:
    """E1 locks through R; D1 tries the same range at O."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    locked(e1, file)
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 holds the range, by way of R")


@case(
    "LK-02",
    level=Level.MUST,
    cite="RFC 8881 §18.10.3",
    requirement="A lock that a direct client holds at O denies an end client through R, and LOCK4denied describes it.",
    needs={"locks"},
)
def a_lock_at_the_origin_holds_through_r(rig: Rig) -> None:
    """D1 locks at O; E1 tries the same range through R and is told why not."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    locked(d1, file, "WRITE", 4, 10)
    refused = tries(e1, file).expect(NFS4ERR_DENIED)
    denied = refused.denied
    if (
        denied is None
        or denied.locktype not in (nfs4.WRITE_LT, nfs4.WRITEW_LT)
        or not _meets(denied.offset, denied.length, 4, 14)
    ):
        raise Failed(
            "LOCK4denied does not describe the lock in the way",
            expected="a WRITE lock that covers part of [4,14)",
            actual=repr(denied),
            signature="LOCK4denied does not describe the conflicting lock",
        )


def _meets(offset: int, length: int, start: int, end: int) -> bool:
    denied_end = 1 << 64 if length == NFS4_UINT64_MAX else offset + length
    return offset < end and start < denied_end


@case(
    "LK-03",
    level=Level.MUST,
    cite="RFC 8881 §18.10.3",
    requirement="Two clients of R can't hold conflicting locks.",
    needs={"locks"},
)
def two_end_clients_conflict_inside_r(rig: Rig) -> None:
    """E1 locks through R; E2 tries the same range through R."""
    file = rig.file("f")
    e1, e2 = rig.end_client("E1"), rig.end_client("E2")
    tries(e1, file).expect(NFS4_OK)
    tries(e2, file).expect(NFS4ERR_DENIED)


@case(
    "LK-04",
    level=Level.MUST,
    cite="RFC 8881 §18.10.3",
    requirement="READ locks of an end client and a direct client live together, and both keep a WRITE lock out.",
    needs={"locks"},
)
def readers_share_and_keep_writers_out(rig: Rig) -> None:
    """E1 and D1 read-lock the same range; E2 asks for a WRITE lock through R."""
    file = rig.file("f")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    tries(e1, file, "READ", 0, 10).expect(NFS4_OK)
    tries(d1, file, "READ", 0, 10).expect(NFS4_OK)
    tries(e2, file).expect(NFS4ERR_DENIED)


@case(
    "LK-05",
    level=Level.MUST,
    cite="RFC 8881 §18.12.3",
    requirement="An unlock in the middle of a locked range frees exactly that middle, at O too.",
    needs={"locks"},
)
def an_unlock_splits_the_range_at_the_origin(rig: Rig) -> None:
    """E1 locks [0,100) and unlocks [40,60) through R; D1 takes the hole, and nothing beside it."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file, "WRITE", 0, 100)
    e1.locku(lock, 40, 20).expect(NFS4_OK)

    below = opened(d1, file)
    hole = d1.lock(below, "WRITE", 40, 20).expect(NFS4_OK, because="E1 has unlocked it").locked
    d1.lock(below, "WRITE", 0, 40, lock=hole).expect(NFS4ERR_DENIED, because="E1 still holds the part before the hole")
    d1.lock(below, "WRITE", 60, 40, lock=hole).expect(NFS4ERR_DENIED, because="E1 still holds the part behind the hole")


@case(
    "LK-06",
    level=Level.INV,
    cite="invariants I1 and I6; RFC 8881 §9.5",
    requirement="Two lock-owners of one client keep each other out, and what one gives up the other keeps.",
    needs={"locks"},
    judges={"I1", "I6"},
    on=BOTH,
)
def two_owners_of_one_client(rig: Rig, server: Server) -> None:
    """C1's owners want the same bytes, then lock side by side; one unlocks all it has, and D1 looks."""
    file = rig.file("f")
    client, d1 = server.client("C1"), rig.direct_client("D1")
    below = opened(client, file)
    first = client.lock(below, "WRITE", 0, 10, owner="one").need(NFS4_OK, judged_by="LK-03").locked
    client.lock(below, "WRITE", 0, 10, owner="two").expect(NFS4ERR_DENIED, because="the other owner holds the bytes")
    second = client.lock(below, "WRITE", 20, 10, owner="two").expect(NFS4_OK, because="these bytes are free").locked

    client.locku(first, 0, NFS4_UINT64_MAX).expect(NFS4_OK)

    tries(d1, file, "WRITE", 20, 10).expect(NFS4ERR_DENIED, because="it was the other owner who unlocked")
    tries(d1, file, "WRITE", 0, 10).expect(NFS4_OK, because="its owner has unlocked it")
    client.locku(second).expect(NFS4_OK)


@case(
    "LK-07",
    level=Level.INV,
    cite="invariants I1 and I16; RFC 8881 §9.5, §18.10.3",
    requirement="Lock-owners of two clients are two owners, also if they have the same name.",
    needs={"locks"},
    judges={"I1", "I6", "I16"},
    on=BOTH,
)
def two_owners_of_one_name(rig: Rig, server: Server) -> None:
    """C1 and C2 lock under the same owner's name; C1 unlocks all that it has, and D1 looks."""
    file = rig.file("f")
    c1, c2, d1 = server.client("C1"), server.client("C2"), rig.direct_client("D1")
    one, two = opened(c1, file), opened(c2, file)
    first = c1.lock(one, "WRITE", 0, 10, owner="same").need(NFS4_OK, judged_by="LK-03").locked
    c2.lock(two, "WRITE", 0, 10, owner="same").expect(NFS4ERR_DENIED, because="it is another client's owner")
    second = c2.lock(two, "WRITE", 20, 10, owner="same").expect(NFS4_OK, because="these bytes are free").locked

    c1.locku(first, 0, NFS4_UINT64_MAX).expect(NFS4_OK)

    tries(d1, file, "WRITE", 20, 10).expect(NFS4ERR_DENIED, because="it was the other client who unlocked")
    c2.locku(second).expect(NFS4_OK)


@case(
    "LK-08",
    level=Level.MUST,
    cite="RFC 8881 §9.3, §18.10.3",
    requirement="A READ lock becomes a WRITE lock only if no other reader is there, and a refused change costs "
    "nothing.",
    needs={"locks"},
    judges={"I1", "I6"},
)
def a_change_of_type_asks_the_other_readers(rig: Rig) -> None:
    """E1 and D1 read-lock the same bytes; E1 asks for WRITE, D1 leaves, E1 has it and goes back to READ."""
    file = rig.file("f")
    e1, d1, d2 = rig.end_client("E1"), rig.direct_client("D1"), rig.direct_client("D2")
    mine, theirs = locked(e1, file, "READ"), locked(d1, file, "READ")

    up = e1.lock(mine.open, "WRITE", 0, 10)
    up.expect(NFS4ERR_DENIED, NFS4ERR_LOCK_NOTSUPP, because="D1 reads there")
    d1.locku(theirs).need(NFS4_OK, judged_by="LK-11")
    tries(d1, file, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="the refused change left E1 its READ lock")
    if up.status == NFS4ERR_LOCK_NOTSUPP:
        rig.findings.info("no change of a lock's type here")
        return
    e1.lock(mine.open, "WRITE", 0, 10).expect(NFS4_OK, because="nobody else reads there any more")
    tries(d1, file, "READ", 0, 10).expect(NFS4ERR_DENIED, because="E1 holds a WRITE lock")
    e1.lock(mine.open, "READ", 0, 10).expect(NFS4_OK, because="less than it had")
    tries(d1, file, "READ", 0, 10).expect(NFS4_OK, because="readers share")
    tries(d2, file, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="E1 and D1 read there")


@case(
    "LK-09",
    level=Level.MUST,
    cite="RFC 8881 §18.11.3",
    requirement="LOCKT through R tells of a lock that a direct client holds at O.",
    needs={"locks"},
)
def lockt_through_r_sees_the_origins_locks(rig: Rig) -> None:
    """D1 locks at O; E1 only asks, through R."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    locked(d1, file)
    e1.lockt(file).expect(NFS4ERR_DENIED)


@case(
    "LK-10",
    level=Level.MUST,
    cite="RFC 8881 §18.10.3",
    requirement="A lock range of length 0, or one that ends beyond the largest offset, is NFS4ERR_INVAL; "
    "all ones as the length means to the end of the file.",
    needs={"locks"},
    on=BOTH,
)
def only_ranges_that_exist_can_be_locked(rig: Rig, server: Server) -> None:
    """LOCK with a range that overflows, with an empty one, and to the end of the file."""
    client = server.client("C1")
    below = opened(client, rig.file("f"))
    client.lock(below, "WRITE", NFS4_UINT64_MAX - 4, 100).expect(
        NFS4ERR_INVAL, because="offset + length is beyond 2^64 - 1"
    )
    client.lock(below, "WRITE", 0, 0).expect(NFS4ERR_INVAL, because="an empty range")
    client.lock(below, "WRITE", 10, NFS4_UINT64_MAX).expect(NFS4_OK, because="a range to the end of the file")


@case(
    "LK-11",
    level=Level.MUST,
    cite="RFC 8881 §8.2.2",
    requirement="A lock stateid's seqid grows by one with each change; an older one is NFS4ERR_OLD_STATEID, "
    "one from the future NFS4ERR_BAD_STATEID.",
    needs={"locks"},
    on=BOTH,
)
def a_stateid_counts_its_changes(rig: Rig, server: Server) -> None:
    """Lock, lock more, then unlock with yesterday's and with tomorrow's seqid."""
    client = server.client("C1")
    lock = locked(client, rig.file("f"))
    first = lock.stateid
    client.lock(lock.open, "WRITE", 20, 10, lock=lock).expect(NFS4_OK)
    second = lock.stateid
    if (second.seqid, second.other) != (first.seqid + 1, first.other):
        raise Failed(
            "the stateid did not count the change",
            expected=f"seqid {first.seqid + 1}, the same 'other'",
            actual=f"seqid {second.seqid}, other {'the same' if second.other == first.other else 'changed'}",
            signature="lock stateid's seqid is not the last one plus 1",
        )
    client.locku(lock, 0, 10, stateid=first).expect(NFS4ERR_OLD_STATEID)
    client.locku(lock, 0, 10, stateid=nfs4.stateid4(second.seqid + 5, second.other)).expect(NFS4ERR_BAD_STATEID)
    client.locku(lock, 0, 10).expect(NFS4_OK, because="the current seqid is good")


@case(
    "LK-12",
    level=Level.MUST,
    cite="RFC 8881 §18.2.3, §9.8",
    requirement="A CLOSE that goes well leaves no lock of that open behind; a server that frees none refuses it with "
    "NFS4ERR_LOCKS_HELD.",
    needs={"locks"},
    judges={"I5", "I6"},
    on=BOTH,
)
def no_lock_outlives_its_open(rig: Rig, server: Server) -> None:
    """C1 closes a file on which it holds a lock; C2 wants the bytes, and then D1."""
    file = rig.file("f")
    c1, c2, d1 = server.client("C1"), server.client("C2"), rig.direct_client("D1")
    lock, below = locked(c1, file), opened(c2, file)
    c2.lock(below, "WRITE", 0, 10).need(NFS4ERR_DENIED, judged_by="LK-03")

    closed = c1.close(lock.open).expect(NFS4_OK, NFS4ERR_LOCKS_HELD)
    if closed.status == NFS4ERR_LOCKS_HELD:
        c2.lock(below, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="the CLOSE was refused, and the lock is held")
        c1.locku(lock).expect(NFS4_OK)
        c1.close(lock.open).expect(NFS4_OK, because="no lock is held any more")
    taken = c2.lock(below, "WRITE", 0, 10).expect(NFS4_OK, because="C1 has closed the file").locked
    c2.locku(taken).need(NFS4_OK, judged_by="LK-11")
    tries(d1, file).expect(NFS4_OK, because="C1 has closed the file")


@case(
    "LK-15",
    level=Level.SHOULD,
    cite="RFC 8881 §9.6, §18.10.3",
    requirement="Who waits for a lock of a direct client's keeps nobody else waiting, and has it soon after that one "
    "has given it up.",
    needs={"locks"},
    judges={"I1", "I22"},
)
def a_waiter_has_its_turn(rig: Rig) -> None:
    """D1 holds the bytes E1 waits for; E2 wants others meanwhile; D1 unlocks, and E1 asks again."""
    file = rig.file("f")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    held, below, beside = locked(d1, file), opened(e1, file), opened(e2, file)

    waiting = e1.begin_lock(below, "WRITEW", 0, 10)
    others = e2.begin_lock(beside, "WRITE", 100, 10)
    if not rig.waits(lambda: others.done, "R to serve E2 while E1 waits", rig.reexport.lease_s):
        raise Failed(
            "E2's lock of other bytes is not answered while E1 waits for D1's",
            expected="an answer to E2 within a lease",
            actual="no answer",
            signature="one waiter keeps others waiting",
        )
    others.reply().expect(NFS4_OK, because="nobody wants these bytes")
    d1.locku(held).need(NFS4_OK, judged_by="LK-11")
    first = waiting.reply()
    first.expect(NFS4_OK, NFS4ERR_DENIED, NFS4ERR_DELAY)
    if first.ok:
        return  # R has kept its answer until the lock was free, which it may
    answer = patiently(
        lambda: e1.lock(below, "WRITEW", 0, 10),
        world=rig.world,
        retry=(NFS4ERR_DENIED, NFS4ERR_DELAY),
        budget_s=rig.reexport.lease_s,
        waiting_for="the lock that D1 has given up",
    )
    answer.expect(NFS4_OK, because="D1 has given it up, and nobody else wants it")


@case(
    "LK-16",
    level=Level.MUST,
    cite="RFC 8881 §18.51.3, §8.4.2.1",
    requirement="A client that has not sent RECLAIM_COMPLETE gets NFS4ERR_GRACE for a non-reclaim "
    "OPEN or LOCK, "
    "also when the server is in no grace period.",
    on=BOTH,
)
def no_new_state_before_reclaim_complete(rig: Rig, server: Server) -> None:
    """A settled client is served at once; a newcomer without RECLAIM_COMPLETE is not."""
    file = rig.file("f")
    settled = server.client("C1")
    newcomer = server.client("C2", reclaim_complete=False)
    opened(settled, file)  # proof that the server's own grace is over

    newcomer.open(file).expect(NFS4ERR_GRACE, because="it has not said RECLAIM_COMPLETE")

    settled.open(file, owner="still").need(NFS4_OK, judged_by="GR-05")
    newcomer.reclaim_complete().expect(NFS4_OK)
    newcomer.open(file).expect(NFS4_OK, because="now it has")


@case(
    "LK-17",
    level=Level.MUST,
    cite="RFC 8881 §18.22.3, §18.32.3",
    requirement="READ returns bytes of the file from the offset on, and no more of them than were asked for: what was "
    "written through R is what is read at O and through R.",
)
def what_was_written_is_what_is_read(rig: Rig) -> None:
    """E1 writes sixteen bytes through R; D1 reads them at O, and E1 through R, whole and in parts."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    under = opened(e1, file)
    e1.write(under, under.stateid, 0, WRITTEN).need(NFS4_OK, judged_by="NP-04")
    for client, held in ((d1, opened(d1, file)), (e1, under)):
        for offset, count in ((0, 16), (4, 8), (8, 100), (16, 4)):
            answer = client.read(held, held.stateid, offset, count).expect(NFS4_OK)
            true = WRITTEN[offset : offset + count]
            if not true.startswith(answer.data) or (true and not answer.data):  # fewer bytes are allowed, none are not
                raise Failed(
                    f"{client.via} returned for READ what does not stand there in the file",
                    expected=f"{answer.sentence} -> {true!r}",
                    actual=f"{answer.sentence} -> {answer.data!r}",
                    signature=f"READ via {client.via}: bytes that are not the file's",
                )
