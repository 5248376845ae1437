"""The moments between two servers' knowledge: R or O dies when one of them knows something that E1 does not.

The tap holds the one message by which it would be told, so that the moment is exact on every rig with a tap.
"""

from __future__ import annotations

from functools import partial

from regrace.harness.case import case
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Act, Deed, Direction, Match
from regrace.suite._crashes import (
    CALLS,
    REPLIES,
    must_get_the_range,
    must_open_alone,
    r_dies_untold,
    reclaims_piece,
    reopens,
    until_decided,
    was_answered,
)
from regrace.suite._steps import locked, opened, tries
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BAD_STATEID,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_EXPIRED,
    NFS4ERR_GRACE,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_DENY_BOTH,
)


@case(
    "CP-01",
    level=Level.INV,
    cite="invariants I4 and I5; the 2020 thread, idea c",
    requirement="A lock that O has released is not given back, even if R died before it could tell the end client.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I4", "I5"},
    lease_waits=2.0,
)
def unlocked_at_o_and_never_told(rig: Rig) -> None:
    """R dies between O's unlock and the end client's reply; the end client reclaims.

    The tap holds O's reply to LOCKU, D1 sees the range free at O, R is crashed; E1 was told nothing."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    d1.lockt(file, "WRITE", 0, 10).need(NFS4ERR_DENIED, judged_by="LK-01")

    with rig.hold("R-O", Direction.REPLIES, "LOCKU") as reply_to_r:
        unlock = e1.begin_locku(lock)
        reply_to_r.await_held()
        d1.lockt(file, "WRITE", 0, 10).need(NFS4_OK, judged_by="LK-05")  # O has released it: this settles the fact
        rig.reexport.crash()
        reply_to_r.release(drop=True)
    rig.reexport.start()
    if was_answered(unlock):
        raise Recorded("E1 was told of the unlock although R died first: the crash point was missed")

    comes_back(rig, e1)
    answer = reclaims(e1, lock)
    if answer.ok:
        raise Failed(
            "R gave back a lock that O had released: what E1 unlocked it now holds again, unknown to itself",
            expected="LOCK reclaim -> NFS4ERR_RECLAIM_BAD or NFS4ERR_NO_GRACE",
            actual=f"{answer.sentence} -> NFS4_OK",
            signature="reclaim granted of a lock that was unlocked at O",
        )
    answer.expect(*REFUSALS, because="O released it before R died")
    taken = patiently(
        lambda: tries(d1, file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE),
        budget_s=rig.origin.lease_s + 5,
        waiting_for="the origin to grant the free range",
    )
    taken.expect(NFS4_OK, because="the range is free for everybody")


@case(
    "CP-02",
    level=Level.INV,
    cite="invariant I3; the 2020 thread, idea c",
    requirement="As CP-01, and D1 has locked and unlocked the range since: the reclaim is refused.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I3"},
    lease_waits=2.0,
)
def unlocked_at_o_and_used_by_others(rig: Rig) -> None:
    """R dies after O's unlock; D1 locks, writes and unlocks; E1, which was told nothing, reclaims."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)

    def d1_uses_it() -> None:
        taken = tries(d1, file).need(NFS4_OK, judged_by="LK-05")
        d1.write(file, taken.locked.stateid, 0, b"D1, meanwhile").need(NFS4_OK, judged_by="NP-04")
        d1.locku(taken.locked).need(NFS4_OK, judged_by="LK-05")

    r_dies_untold(rig, "LOCKU", lambda: e1.begin_locku(lock), seen=d1_uses_it)
    comes_back(rig, e1)
    reclaims(e1, lock).expect(*REFUSALS, because="D1 has held the range since E1 gave it up")


@case(
    "CP-03",
    level=Level.INV,
    cite="invariants I5 and I7; RFC 8881 §18.12",
    requirement="R tells no client that a lock is given up before O has done it; if R dies in between, the lock is "
    "E1's to reclaim or gone, and never left behind.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I5", "I7"},
    lease_waits=3.0,
)
def an_unlock_that_o_never_got(rig: Rig) -> None:
    """R's LOCKU is kept from O, E1 hears nothing; R dies, E1 reclaims and unlocks; D1 locks."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)

    def still_held() -> None:
        d1.lockt(file, "WRITE", 0, 10).need(NFS4ERR_DENIED, judged_by="LK-01")
        rig.await_time(0.2, "an answer to E1's LOCKU that comes too early")

    def what_was_given_up() -> None:
        comes_back(rig, e1)
        back = until_decided(e1, lambda: e1.reclaim_open(lock.open), "R to decide about a reclaim")
        if back.ok:
            reclaims_piece(e1, lock, back.opened, "WRITE", 0, 10)

    r_dies_untold(
        rig, "LOCKU", lambda: e1.begin_locku(lock), direction=CALLS, seen=still_held, damage=what_was_given_up
    )
    comes_back(rig, e1)
    answer = reclaims(e1, lock)
    if answer.ok:
        e1.reclaim_complete().expect(NFS4_OK)
        for held in e1.ledger.locks:
            until_decided(e1, partial(e1.locku, held), "R to unlock").expect(NFS4_OK)
    else:
        answer.expect(*REFUSALS, because="a reclaim is granted or refused by the rules")
        e1.reclaim_complete().expect(NFS4_OK)
    must_get_the_range(rig, d1, file, "E1 has given its lock up, or was refused it")


@case(
    "CP-04",
    level=Level.INV,
    cite="invariants I5 and I10",
    requirement="O dies after it has unlocked and before R is told: held or free, all agree on it in the end.",
    needs={"locks"},
    faults={"hold:R-O", "crash:origin"},
    judges={"I5", "I10"},
    lease_waits=3.0,
)
def o_dies_with_its_answer(rig: Rig) -> None:
    """O carries LOCKU out and dies before it answers; E1's LOCKU is seen through, D1 locks."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    with rig.hold("R-O", REPLIES, "LOCKU") as reply_to_r:
        pending = e1.begin_locku(lock)
        reply_to_r.await_held()
        rig.origin.crash()
        reply_to_r.release(drop=True)
    rig.origin.start()
    told = pending.reply(3 * rig.origin.lease_s + 20)
    rig.findings.show(f"E1's LOCKU -> {told.status.name}")
    if told.status == NFS4ERR_DELAY:
        told = until_decided(e1, lambda: e1.locku(lock), "R to unlock")
    if not told.ok and told.status not in (NFS4ERR_EXPIRED, NFS4ERR_BAD_STATEID):
        raise Recorded(f"E1's LOCKU over O's reboot -> {told.status.name}", actual=told.status.name)
    d1.recover().need(NFS4_OK, judged_by="GR-02")
    d1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.await_grace_over(rig.origin)
    must_get_the_range(rig, d1, file, "E1 was told that its lock is gone")


@case(
    "CP-05",
    level=Level.INV,
    cite="invariant I7",
    requirement="A lock that O has granted and that R could tell nobody of does not outlive R's grace.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I7"},
    lease_waits=3.0,
)
def a_lock_that_nobody_knows_of(rig: Rig) -> None:
    """R dies with O's grant; E1 reclaims its open, and never the lock, of which it knows nothing."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    below = opened(e1, file)
    r_dies_untold(
        rig,
        "LOCK",
        lambda: e1.begin_lock(below, "WRITE", 0, 10),
        seen=lambda: d1.lockt(file, "WRITE", 0, 10).need(NFS4ERR_DENIED, judged_by="LK-01"),
    )
    comes_back(rig, e1)
    reopens(e1, below).expect(NFS4_OK, *REFUSALS)
    e1.reclaim_complete().expect(NFS4_OK)
    must_get_the_range(rig, d1, file, "nobody was ever told of the lock")


@case(
    "CP-06",
    level=Level.MUST,
    cite="RFC 8881 §2.10.6.2, §18.46.3",
    requirement="A LOCK whose answer was lost on the way to the end client is answered from the cache when it is sent "
    "again, and is one lock.",
    needs={"locks"},
    faults={"hold:E-R"},
    lease_waits=0.5,
)
def the_answer_to_a_lock_is_lost(rig: Rig) -> None:
    """The tap drops R's answer to E1's LOCK; E1 sends the same LOCK once more, in the same slot."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    below = opened(e1, file)
    lost = Match(link="E-R", direction=REPLIES, operation="LOCK")
    with rig.on_wire(lost, Deed(act=Act.DROP)) as reply:
        pending = e1.begin_lock(below, "WRITE", 0, 10)
        reply.await_held()
    again = e1.retry(pending).reply()
    again.expect(NFS4_OK, because="R has granted the lock, and has told nobody yet")
    if again.locked.stateid.seqid != 1:
        raise Failed(
            "the retried LOCK was executed a second time: its stateid has been changed since it was made",
            expected="a lock stateid with seqid 1 (RFC 8881 §8.2.2)",
            actual=f"seqid {again.locked.stateid.seqid}",
            signature="retried LOCK executed again",
        )
    d1.lockt(file, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="E1 holds the lock")


@case(
    "CP-07",
    level=Level.INV,
    cite="invariants I5 and I7",
    requirement="An open that O has closed is not given back once somebody else has had the file to himself, and "
    "leaves nothing at O.",
    faults={"hold:R-O", "crash:reexport"},
    judges={"I7"},
    lease_waits=3.0,
)
def closed_at_o_and_never_told(rig: Rig) -> None:
    """R dies between O's CLOSE and E1's; D1 has the file to itself meanwhile; E1 reclaims its open."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    beside = opened(d1, file)  # so that O gives R no delegation, under which it may have no open to close (RFC 9754)
    below = opened(e1, file)
    d1.close(beside).need(NFS4_OK, judged_by="RP-01")
    alone: list[bool] = []

    def d1_has_it_alone() -> None:
        answer = d1.open(file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_BOTH, owner="alone")
        alone.append(answer.ok)
        if answer.ok:
            d1.close(answer.opened).need(NFS4_OK, judged_by="RP-01")

    r_dies_untold(rig, "CLOSE", lambda: e1.begin_close(below), seen=d1_has_it_alone)
    comes_back(rig, e1)
    answer = reopens(e1, below)
    rig.findings.show(f"D1 had the file alone: {alone}; E1's reclaim -> {answer.status.name}")
    if alone == [True]:
        answer.expect(*REFUSALS, because="D1 has denied everybody since")
    else:
        answer.expect(NFS4_OK, *REFUSALS)
    e1.reclaim_complete().expect(NFS4_OK)
    if answer.ok:
        until_decided(e1, lambda: e1.close(answer.opened), "R to close").expect(NFS4_OK)
    must_open_alone(rig, d1, file, "E1 has the file open no more")


@case(
    "CP-08",
    level=Level.INV,
    cite="invariant I7",
    requirement="An open that O has granted and that R could tell nobody of does not outlive R's grace.",
    faults={"hold:R-O", "crash:reexport"},
    judges={"I7"},
    lease_waits=3.0,
)
def an_open_that_nobody_knows_of(rig: Rig) -> None:
    """R dies with O's grant of an open; E1 comes back and reclaims nothing."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    r_dies_untold(rig, "OPEN", lambda: e1.begin_open(file))
    comes_back(rig, e1)
    e1.reclaim_complete().expect(NFS4_OK)
    must_open_alone(rig, d1, file, "nobody was ever told of the open")


@case(
    "CP-09",
    level=Level.INV,
    cite="invariant I4; RFC 8881 §18.12.3",
    requirement="Of a lock whose middle O has released, the middle is not given back; the outer parts may be.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I4"},
    lease_waits=2.0,
)
def the_middle_was_given_up(rig: Rig) -> None:
    """E1 unlocks bytes 10 to 20 of 0 to 30, R dies before it can say so; E1 reclaims piece by piece."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file, "WRITE", 0, 30)
    r_dies_untold(
        rig,
        "LOCKU",
        lambda: e1.begin_locku(lock, 10, 10),
        seen=lambda: d1.lockt(file, "WRITE", 10, 10).need(NFS4_OK, judged_by="LK-05"),
    )
    comes_back(rig, e1)
    reopened = reopens(e1, lock.open)
    if not reopened.ok:
        reopened.expect(*REFUSALS)
        return
    first = reclaims_piece(e1, lock, reopened.opened, "WRITE", 0, 10)
    middle = reclaims_piece(e1, lock, reopened.opened, "WRITE", 10, 10)
    last = reclaims_piece(e1, lock, reopened.opened, "WRITE", 20, 10)
    rig.findings.show(f"reclaims: {first.status.name}, {middle.status.name}, {last.status.name}")
    middle.expect(*REFUSALS, because="O had released the middle")
    for outer in (first, last):
        outer.expect(NFS4_OK, *REFUSALS)
        if not outer.ok and rig.reexport.claims("reclaim"):
            rig.refused(rig.reexport, "reclaim", f"{outer.sentence} -> {outer.status.name}")


@case(
    "CP-10",
    level=Level.INV,
    cite="invariant I4",
    requirement="After an upgrade that E1 was never told of, what E1 reclaims is one lock, as it was asked for.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I1", "I4"},
    lease_waits=2.5,
)
def an_upgrade_that_nobody_knows_of(rig: Rig) -> None:
    """READ became WRITE at O, R dies; E1 reclaims READ, as it was told; D1 may read then."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file, "READ", 0, 10)
    r_dies_untold(rig, "LOCK", lambda: e1.begin_lock(lock.open, "WRITE", 0, 10, lock=lock))
    comes_back(rig, e1)
    reopened = reopens(e1, lock.open)
    answer: Reply = reopened
    if reopened.ok:
        answer = reclaims_piece(e1, lock, reopened.opened, "READ", 0, 10)
    answer.expect(NFS4_OK, *REFUSALS)
    e1.reclaim_complete().expect(NFS4_OK)
    rig.await_grace_over(rig.reexport)
    reads = patiently(
        lambda: d1.lockt(file, "READ", 0, 10),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE, NFS4ERR_DENIED),
        budget_s=rig.origin.lease_s + 5,
        waiting_for="O to have what R's clients have",
    )
    reads.expect(NFS4_OK, because="E1 holds no more than a READ lock")
    writes = d1.lockt(file, "WRITE", 0, 10)
    writes.expect(NFS4ERR_DENIED if answer.ok else NFS4_OK, because="E1 has its READ lock, or was refused it")


@case(
    "CP-11",
    level=Level.INV,
    cite="invariant I3",
    requirement="After a downgrade that E1 was never told of, and D1's READ lock since, WRITE is not given back.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I1", "I3"},
    lease_waits=2.0,
)
def a_downgrade_that_nobody_knows_of(rig: Rig) -> None:
    """WRITE became READ at O, D1 reads along, R dies; E1 reclaims WRITE, then READ."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file, "WRITE", 0, 10)
    opened(d1, file)
    r_dies_untold(
        rig,
        "LOCK",
        lambda: e1.begin_lock(lock.open, "READ", 0, 10, lock=lock),
        seen=lambda: tries(d1, file, "READ").need(NFS4_OK, judged_by="LK-05"),
    )
    comes_back(rig, e1)
    reopened = reopens(e1, lock.open)
    if not reopened.ok:
        reopened.expect(*REFUSALS)
        return
    strong = reclaims_piece(e1, lock, reopened.opened, "WRITE", 0, 10)
    strong.expect(*REFUSALS, because="D1 has a READ lock")
    weak = reclaims_piece(e1, lock, reopened.opened, "READ", 0, 10)
    weak.expect(NFS4_OK, *REFUSALS)
