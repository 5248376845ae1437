"""That nothing is left at the origin once nobody holds anything through R."""

from __future__ import annotations

import random
from functools import partial

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Open
from regrace.harness.client.patience import patiently
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Act, Deed, Direction, Match
from regrace.suite._crashes import must_get_the_range, must_open_alone, until_decided
from regrace.suite._steps import locked, opened
from regrace.suite.pass_through import comes_back
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4_UINT64_MAX,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_SHARE_DENIED,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_DENY_BOTH,
    nfs_argop4,
)

ROUNDS = 10
MANY_ROUNDS = 50
MANY_OWNERS = 60
MASSES_OF_OWNERS = 100_000
"""More of them in a thorough run."""
AT_ONCE = 40
"""Operations of one kind in one COMPOUND."""
REBOOTS = 4


@case(
    "SL-07",
    level=Level.INV,
    cite="invariant I7",
    requirement="When every open and lock through R has been given up, a direct client of O can deny "
    "everybody "
    "and lock the whole file.",
    judges={"I7"},
    lease_waits=1.0,
)
def nothing_is_left_at_the_origin(rig: Rig) -> None:
    """E1 and E2 open, lock, unlock and close through R, in turns; then D1 asks O for all of it."""
    file = rig.file("f")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    with_locks = rig.grants_locks(rig.reexport)
    for turn in range(ROUNDS):
        for client in (e1, e2):
            if with_locks:
                lock = locked(client, file, "WRITE", turn * 10, 5)
                client.locku(lock).need(NFS4_OK, judged_by="LK-05")
                client.close(lock.open).need(NFS4_OK, judged_by="RP-01")
            else:
                client.close(opened(client, file)).need(NFS4_OK, judged_by="RP-01")

    bound_s = rig.origin.lease_s
    refused: list[str] = []

    def all_is_free() -> bool:
        refused.clear()
        answer = d1.open(file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_BOTH, owner="leak")
        if answer.open is None:
            refused.append(f"OPEN denying everybody -> {answer.status.name}")
            return False
        whole = d1.lock(answer.open, "WRITE", 0, NFS4_UINT64_MAX, owner="leak")
        if whole.lock is None:
            refused.append(f"LOCK of the whole file -> {whole.status.name}")
        else:
            d1.locku(whole.lock)
        d1.close(answer.open)
        return whole.ok

    if not rig.waits(all_is_free, "the origin to be free of R's state", bound_s, every_s=0.1):
        raise Failed(
            f"state is left at the origin {bound_s:.1f} s after the last CLOSE through R",
            expected="OPEN with deny BOTH and LOCK of the whole file -> NFS4_OK",
            actual="; ".join(refused),
            signature="I7: state left at the origin after CLOSE",
        )


@case(
    "SL-01",
    level=Level.INV,
    cite="invariant I7",
    requirement="Many rounds of open, lock, unlock and close through R leave nothing at O.",
    needs={"locks"},
    judges={"I7"},
    lease_waits=1.0,
)
def many_rounds_leave_nothing(rig: Rig) -> None:
    """E1 goes through fifty rounds, with a lock-owner of its own in each; D1 asks for all of it."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    for number in range(MANY_ROUNDS):
        below = e1.open(file, owner=f"o{number % 7}").need(NFS4_OK, judged_by="LK-16").opened
        lock = e1.lock(below, "WRITE", number, 5, owner=f"l{number}").need(NFS4_OK, judged_by="LK-03").locked
        e1.locku(lock).need(NFS4_OK, judged_by="LK-05")
        e1.close(below).need(NFS4_OK, judged_by="RP-01")
    must_open_alone(rig, d1, file, f"after {MANY_ROUNDS} rounds everything through R is closed")
    must_get_the_range(rig, d1, file, f"after {MANY_ROUNDS} rounds everything through R is unlocked", length=200)


@case(
    "SL-02",
    level=Level.INV,
    cite="invariant I7; RFC 8881 §8.4.3",
    requirement="When an end client is dead and its lease at R is over, what R held for it at O is gone.",
    judges={"I7"},
    lease_waits=3.0,
)
def the_state_of_the_dead_goes(rig: Rig) -> None:
    """E1 dies with an open and a lock, E2 lives on through R; D1 asks for all of it."""
    file = rig.file("f")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    with_locks = rig.grants_locks(rig.reexport)
    if with_locks:
        locked(e1, file)
    else:
        opened(e1, file)
    e2.renew().need(NFS4_OK, judged_by="CO-01")
    e1.abandon()
    rig.await_lease_over(rig.reexport, waiting_for="E1's lease at R to run out")
    must_open_alone_after_a_conflict(rig, e2, d1, file)
    if with_locks:
        must_get_the_range(rig, d1, file, "E1 is dead and its lease at R is over")


def must_open_alone_after_a_conflict(rig: Rig, e2: Client, d1: Client, file: File) -> None:
    """As `must_open_alone`. A courteous R may keep what it holds for E1 until somebody asks for it there: E2 does; and
    a server may look only now and then for leases that are over."""
    answer = patiently(
        lambda: e2.open(file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_BOTH, owner="heir"),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_SHARE_DENIED),
        budget_s=rig.reexport.lease_s + 5,
        waiting_for="R to let E2 open",
    )
    answer.expect(NFS4_OK, because="E1's lease is over")
    until_decided(e2, partial(e2.close, answer.opened), "R to close").expect(NFS4_OK)
    must_open_alone(rig, d1, file, "E1 is dead and its lease at R is over")


@case(
    "SL-03",
    level=Level.INV,
    cite="invariant I7; the 2020 thread",
    requirement="An OPEN at O that is overtaken by what its owner does next leaves no orphan.",
    faults={"hold:R-O"},
    judges={"I7"},
    lease_waits=2.0,
)
def an_open_is_overtaken(rig: Rig) -> None:
    """O's answer to R's OPEN is late by half a lease; E1 opens again meanwhile, then closes."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    late = Match(link="R-O", direction=Direction.REPLIES, operation="OPEN")
    with rig.on_wire(late, Deed(act=Act.DELAY, seconds=rig.origin.lease_s / 2)) as reply:
        first = e1.begin_open(file, owner="o")
        reply.await_held()
        second = e1.begin_open(file, owner="o")
        for pending in (first, second):
            answer = pending.reply(2 * rig.origin.lease_s + 10)
            rig.findings.show(f"{answer.sentence} -> {answer.status.name}")
    again = until_decided(e1, lambda: e1.open(file, owner="o"), "R to open").need(NFS4_OK, judged_by="LK-16")
    until_decided(e1, partial(e1.close, again.opened), "R to close").expect(NFS4_OK)
    must_open_alone(rig, d1, file, "E1 has closed the file")


@case(
    "SL-04",
    level=Level.INV,
    cite="invariant I7; the 2020 thread",
    requirement="An OPEN that R gave up waiting for is not left at O when it is granted after all.",
    faults={"hold:R-O"},
    judges={"I7"},
    lease_waits=4.0,
)
def r_gives_up_waiting(rig: Rig) -> None:
    """O's answer to R's OPEN is kept until E1 was told something, and has gone; then it comes through."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    with rig.hold("R-O", Direction.REPLIES, "OPEN") as reply:
        pending = e1.begin_open(file)
        reply.await_held()
        rig.waits(lambda: pending.done, "R to give up waiting for O", rig.origin.lease_s / 2 + 2)
        told = "nothing"
        if pending.done:
            try:
                told = pending.reply().status.name
            except ClientError as silence:
                told = str(silence)
        rig.findings.show(f"while O's answer was on the wire E1 was told {told}")
        e1.abandon()
    rig.await_lease_over(rig.reexport, waiting_for="E1's lease at R to run out")
    heir = rig.end_client("E2")
    must_open_alone_after_a_conflict(rig, heir, d1, file)


@case(
    "SL-05",
    level=Level.INV,
    cite="invariant I7",
    requirement="However often R reboots under load: what its clients did not reclaim is not left at O.",
    needs={"locks"},
    faults={"reboot:reexport"},
    judges={"I7"},
    lease_waits=8.0,
)
def reboots_under_load(rig: Rig) -> None:
    """E1 opens, locks and unlocks at random, R reboots, again and again; E1 reclaims nothing."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    dice = random.Random(rig.case_name)
    for _ in range(REBOOTS):
        _some_work(e1, file, dice, 2 * rig.origin.lease_s + 5)
        rig.reexport.reboot()
        comes_back(rig, e1)
        e1.reclaim_complete().expect(NFS4_OK)
        rig.await_grace_over(rig.reexport)
    must_open_alone(rig, d1, file, f"after {REBOOTS} reboots E1 has reclaimed nothing")
    must_get_the_range(rig, d1, file, f"after {REBOOTS} reboots E1 has reclaimed nothing", length=1000)


def _some_work(e1: Client, file: File, dice: random.Random, bound_s: float) -> None:
    for turn in range(8):
        below = until_decided(e1, partial(e1.open, file, owner=f"o{dice.randrange(3)}"), "R to open")
        below.need(NFS4_OK, judged_by="LK-16")
        lock = patiently(
            partial(e1.lock, below.opened, "WRITE", 100 * turn, 1 + dice.randrange(50), owner=f"l{dice.randrange(3)}"),
            world=e1.world,
            retry=(NFS4ERR_DELAY, NFS4ERR_DENIED),
            budget_s=bound_s,
            waiting_for="O to be rid of what nobody holds",
        )
        if lock.status == NFS4ERR_DENIED:
            raise Failed(
                f"nobody but E1 locks the file, and what it held before R's reboot is in its way {bound_s:.0f} s later",
                expected=f"LOCK -> NFS4_OK within {bound_s:.0f} s",
                actual="LOCK -> NFS4ERR_DENIED",
                signature="I7: lock of a former life left at O",
            )
        lock.need(NFS4_OK, judged_by="LK-03")
        if dice.random() < 0.5:
            until_decided(e1, partial(e1.locku, lock.locked), "R to unlock").need(NFS4_OK, judged_by="LK-05")


@case(
    "SL-06",
    level=Level.SHOULD,
    cite="RFC 8881 §18.38, §18.2.3",
    requirement="Lock-owners that come and go under one open cost R and O nothing that stays: the last is served as "
    "the first was, and a CLOSE ends them all.",
    needs={"locks"},
    judges={"I7"},
    lease_waits=1.0,
)
def lock_owners_come_and_go(rig: Rig) -> None:
    """Sixty lock-owners (100 000 in a thorough run) lock, unlock and are freed, or not; then CLOSE."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    below = opened(e1, file)
    for number in range(MANY_OWNERS):
        lock = e1.lock(below, "WRITE", 0, 10, owner=f"l{number}").need(NFS4_OK, judged_by="LK-03").locked
        e1.locku(lock).need(NFS4_OK, judged_by="LK-05")
        if number % 4:
            e1.free_stateid(lock.stateid).expect(NFS4_OK, because="it holds nothing")
    until_decided(e1, partial(e1.close, below), "R to close").expect(NFS4_OK)
    must_open_alone(rig, d1, file, "E1 has closed the file")
    if rig.thorough:
        _masses_come_and_go(rig, d1, MASSES_OF_OWNERS)


def _masses_come_and_go(rig: Rig, d1: Client, count: int) -> None:
    """By a client without a history, in COMPOUNDs of many operations: nothing grows with the count at this end."""
    e2 = rig.end_client("E2")
    e2.history = None  # half a million events that say what the first sixty said; CLOSE and D1 judge the whole
    file = rig.file("g")
    below = opened(e2, file)
    for first in range(0, count, AT_ONCE):
        _come_and_go_at_once(e2, below, range(first, min(first + AT_ONCE, count)))
    until_decided(e2, partial(e2.close, below), "R to close").expect(NFS4_OK)
    must_open_alone(rig, d1, file, "E2 has closed the file")
    rig.findings.show(f"{count} lock-owners came and went in COMPOUNDs of {AT_ONCE}")


def _come_and_go_at_once(client: Client, below: Open, numbers: range) -> None:
    """Each locks ten bytes of its own, unlocks them, and is freed if its number is not a multiple of 4."""
    put = nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(below.fh))
    lock, unlock = [put], [put]
    for number in numbers:
        owner = nfs4.lock_owner4(client.clientid or 0, b"owner %d" % number)
        new = nfs4.locker4(True, nfs4.open_to_lock_owner4(0, below.stateid, 0, owner))
        lock.append(nfs_argop4(nfs4.OP_LOCK, nfs4.LOCK4args(nfs4.WRITE_LT, False, 10 * number, 10, new)))
    granted = client.compound(*lock).need(NFS4_OK, judged_by="LK-03").results
    held = [one.value.resok4.lock_stateid for one in granted if one.resop == nfs4.OP_LOCK]
    for number, stateid in zip(numbers, held, strict=True):
        args = nfs4.LOCKU4args(nfs4.WRITE_LT, 0, stateid, 10 * number, 10)
        unlock.append(nfs_argop4(nfs4.OP_LOCKU, args))
    released = client.compound(*unlock).need(NFS4_OK, judged_by="LK-05").results
    left = [one.value.lock_stateid for one in released if one.resop == nfs4.OP_LOCKU]
    done = [stateid for number, stateid in zip(numbers, left, strict=True) if number % 4]
    free = [nfs_argop4(nfs4.OP_FREE_STATEID, nfs4.FREE_STATEID4args(stateid)) for stateid in done]
    if free:
        client.compound(*free).expect(NFS4_OK, because="they hold nothing")
