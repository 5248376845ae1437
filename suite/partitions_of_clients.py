"""What survives when an end client can't reach R, alone or together with R and O, or when old messages come late."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock
from regrace.harness.client.patience import patiently
from regrace.harness.judge import Failed
from regrace.harness.rig.node import RigError
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.harness.tap.api import Direction
from regrace.suite._delegations import Contender, bound_of, delegated, must_be_lost
from regrace.suite._returning import gets
from regrace.suite._steps import BOTH, locked, opened, tries
from regrace.suite.partitions import TELLS_A_LOSS, first_answer, must_be_told
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_DEADSESSION,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
)

SHORT_OF_A_LEASE = 0.6
"""So long that a lease of half its length would show, and short enough to be back in time."""
FLAPS = 8
PATH_FLAGS = (
    nfs4.SEQ4_STATUS_CB_PATH_DOWN | nfs4.SEQ4_STATUS_CB_PATH_DOWN_SESSION | nfs4.SEQ4_STATUS_BACKCHANNEL_FAULT
)


def goes_silent(client: Client) -> None:
    """To its server the client is gone, as behind a cut of its own; it knows nothing of that."""
    client.silence()
    client.disconnect(abort=True)


@case(
    "NP-01",
    level=Level.MUST,
    cite="RFC 8881 §8.3",
    requirement="A partition of an end client and R that is shorter than R's lease costs the client nothing.",
    needs={"locks"},
    faults={"cut:E-R"},
    lease_waits=1.0,
)
def cut_off_for_less_than_a_lease(rig: Rig) -> None:
    """E-R is cut for most of a lease; E1 goes on with its old session and its old lock."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)
    lease_s = rig.reexport.lease_s

    e1.renew().need(NFS4_OK, judged_by="CO-01")
    goes_silent(e1)
    assert e1.renewed_at is not None
    rig.cut("E-R")
    rig.await_time(max(0.0, e1.renewed_at + SHORT_OF_A_LEASE * lease_s - rig.world.now()), "a cut of E-R")
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1's lease has not run out")
    rig.heal("E-R")
    e1.connect()
    answer = e1.write(file, lock.stateid, 0, b"still mine")
    if rig.world.now() > e1.renewed_at + lease_s:
        raise RigError("the cut lasted for more than a lease: the machine is too busy for such a lease")

    answer.expect(NFS4_OK, because="E1's lease had not run out")
    e1.locku(lock).expect(NFS4_OK)


@case(
    "NP-02",
    level=Level.INV,
    cite="invariants I1 and I11; RFC 8881 §8.4.3",
    requirement="When R gives a lost client's lock to another one, it is at no time free for a direct client, and the "
    "lost client is told when it comes back.",
    needs={"locks"},
    judges={"I1", "I7"},
    lease_waits=2.0,
)
def from_one_end_client_to_another(rig: Rig) -> None:
    """E1 is silent for more than R's lease; E2 wants its range and gets it; D1 asks; E1 comes back."""
    file = rig.file("f")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    lock = locked(e1, file)
    for client in (e2, d1):
        opened(client, file)

    goes_silent(e1)
    tries(e2, file).expect(NFS4ERR_DENIED, because="E1's lease still runs")
    rig.await_lease_over(rig.reexport, waiting_for="E1's lease at R to run out")
    taken = gets(rig, e2, file, bound_s=rig.reexport.lease_s + 2, because="E1's lease at R has run out")
    tries(d1, file).expect(NFS4ERR_DENIED, because="E2 holds it now")
    e2.write(file, taken.locked.stateid, 0, b"E2 was here").expect(NFS4_OK)

    e1.connect()
    must_be_told(rig, e1, lock, witness=(e2, taken.locked))
    tries(d1, file).expect(NFS4ERR_DENIED, because="E2 still holds it")
    e2.locku(taken.locked).expect(NFS4_OK)
    gets(rig, d1, file, bound_s=rig.origin.lease_s, because="nobody holds it any more")


@case(
    "NP-03",
    level=Level.INV,
    cite="invariant I7; RFC 8881 §8.4.3",
    requirement="R may keep the locks of a client whose lease ran out; if it drops them, it drops them at O as well.",
    needs={"locks"},
    judges={"I7"},
    lease_waits=3.0,
)
def dropped_by_r_is_dropped_at_o(rig: Rig) -> None:
    """E1 is silent for two leases and nobody wants its range; it comes back; D1 asks for the range."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)

    goes_silent(e1)
    rig.await_lease_over(rig.reexport, leases=2.0, waiting_for="two leases of silence")
    e1.connect()
    told = first_answer(rig, e1, lock)
    rig.findings.info(f"E1's WRITE after two silent leases -> {told}")
    if told in TELLS_A_LOSS:
        gets(rig, d1, file, bound_s=2 * rig.origin.lease_s + 1, because="R has dropped E1's lock")
        return
    if told != "NFS4_OK":
        raise Failed(
            "E1 is told neither that its lock is there nor that it is gone",
            expected=f"WRITE -> NFS4_OK, or one of {', '.join(sorted(TELLS_A_LOSS))}",
            actual=f"WRITE -> {told}",
            signature=f"WRITE after two silent leases -> {told}",
        )
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 still has its lock")
    e1.locku(lock).expect(NFS4_OK)


@case(
    "NP-10",
    level=Level.INV,
    cite="invariants I1, I7, I11 and I22",
    requirement="After E-R and R-O were both cut and healed, in whichever order, every client knows what it holds, and "
    "can lock what is free.",
    needs={"locks"},
    faults={"cut:E-R", "partition:reexport"},
    judges={"I1", "I7"},
    lease_waits=6.0,
)
def two_cuts_at_once(rig: Rig) -> None:
    """Both links are cut for more than a lease, healed in one order, then the same in the other."""
    file = rig.file("f")
    d1 = rig.direct_client("D1")
    opened(d1, file)
    for offset, order in ((0, ("E-R", "R-O")), (100, ("R-O", "E-R"))):
        e1 = rig.end_client(f"E{1 + offset // 100}")
        lock = locked(e1, file, "WRITE", offset, 10)
        rig.reexport.partition_from(rig.origin)
        goes_silent(e1)
        rig.cut("E-R")
        rig.await_lease_over(max(rig.servers, key=lambda server: server.lease_s), waiting_for="both leases to run out")
        rival = tries(d1, file, "WRITE", offset, 10)
        for link in order:
            rig.heal("E-R" if link == "E-R" else "reexport")
            if link == "R-O":
                rig.heal("R-O")
            rig.await_time(rig.origin.lease_s / 4, f"a while with {link} healed")
        e1.connect()
        _knows_what_it_holds(rig, e1, d1, lock, d1_has_it=rival.ok)


def _knows_what_it_holds(rig: Rig, e1: Client, d1: Client, lock: Lock, *, d1_has_it: bool) -> None:
    """E1 finds out; what it has lost is D1's to have, and E1 can begin anew."""
    (piece,) = lock.ranges
    told = first_answer(rig, e1, lock)
    rig.findings.show(f"{e1.name}'s WRITE -> {told}; D1 {'had' if d1_has_it else 'had not'} the range meanwhile")
    if told == "NFS4_OK":
        tries(d1, lock.file, "WRITE", piece.start, 10).expect(NFS4ERR_DENIED, because=f"{e1.name} holds it")
        e1.locku(lock).expect(NFS4_OK)
    elif not d1_has_it:
        because = f"{e1.name} was told that it is lost"
        gets(rig, d1, lock.file, piece.start, 10, bound_s=2 * rig.origin.lease_s + 1, because=because)
    e1.recover().need(NFS4_OK, judged_by="GR-02")
    done = e1.reclaim_complete()
    rig.findings.show(f"{e1.name} begins anew: RECLAIM_COMPLETE -> {done.status.name}")
    free = patiently(
        lambda: tries(e1, lock.file, "WRITE", piece.start + 50, 10),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE),
        budget_s=3 * rig.origin.lease_s + 5,
        waiting_for="R to grant a lock again",
    )
    free.expect(NFS4_OK, because="nobody holds that range")


@case(
    "NP-11",
    level=Level.INV,
    cite="invariants I7, I10 and I22",
    requirement="A link R-O that comes and goes costs time and nothing else: each lock and unlock is done once, and "
    "none stays behind.",
    needs={"locks"},
    faults={"cut:R-O"},
    judges={"I1", "I7"},
    lease_waits=5.0,
)
def a_link_that_flaps(rig: Rig) -> None:
    """R-O is cut again and again, now one way, now the other, while E1 locks and unlocks."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    below = opened(e1, file)
    opened(d1, file)
    pause_s = rig.origin.lease_s / 8
    lost = (Direction.REPLIES, Direction.CALLS)

    for flap in range(FLAPS):
        locking = e1.begin_lock(below, "WRITE", flap * 10, 10)
        rig.cut("R-O", lost[flap % 2])
        rig.await_time(pause_s, "a flap of R-O")
        rig.heal("R-O")
        answer = locking.reply(budget_s=3 * rig.origin.lease_s + 10)
        if answer.status in (NFS4ERR_DELAY, NFS4ERR_GRACE):
            answer = patiently(
                lambda flap=flap: e1.lock(below, "WRITE", flap * 10, 10),  # type: ignore[misc]
                world=rig.world,
                budget_s=3 * rig.origin.lease_s + 10,
                waiting_for="R to reach O again",
            )
        lock = answer.expect(NFS4_OK, because="nobody else wants it").locked
        tries(d1, file, "WRITE", flap * 10, 10).expect(NFS4ERR_DENIED, because="E1 holds it")
        unlocking = e1.begin_locku(lock)
        rig.cut("R-O", lost[(flap + 1) % 2])
        rig.await_time(pause_s, "a flap of R-O")
        rig.heal("R-O")
        done = unlocking.reply(budget_s=3 * rig.origin.lease_s + 10)
        if done.status == NFS4ERR_DELAY:
            done = patiently(
                lambda lock=lock: e1.locku(lock),  # type: ignore[misc]
                world=rig.world,
                budget_s=3 * rig.origin.lease_s + 10,
                waiting_for="R to reach O again",
            )
        done.expect(NFS4_OK, because="it held it")
    whole = gets(rig, d1, file, 0, FLAPS * 10, bound_s=rig.origin.lease_s + 1, because="E1 has unlocked everything")
    d1.locku(whole.locked).expect(NFS4_OK)


@case(
    "NP-12",
    level=Level.MUST,
    cite="RFC 8881 §10.2.1, §10.4.5, §10.4.6, §18.46.3",
    requirement="When a server's callbacks alone don't reach a client, the server says so, revokes what it has "
    "recalled in vain, and leaves the client its open and its locks.",
    needs={"delegations", "locks"},
    on=BOTH,
    judges={"I20"},
    lease_waits=2.0,
)
def callbacks_alone_are_lost(rig: Rig, server: Server) -> None:
    """The holder of a delegation and a lock is deaf to callbacks; D1 wants the file, then the range."""
    file = rig.file("f")
    holder, d1 = server.client("HOLDER"), rig.direct_client("D1")
    held = delegated(rig, holder, file)
    below = holder.ledger.find_open(file, "o")
    assert below is not None
    lock = holder.lock(below, "WRITE", 0, 10).need(NFS4_OK, judged_by="LK-03").locked
    holder.callback_service.deaf = True

    told = 0

    def listens() -> bool:
        nonlocal told
        told |= holder.sequence_flags & PATH_FLAGS
        return contender.is_in

    contender = Contender(rig, d1, file)
    rig.waits(listens, "a delegation that can't be recalled to be revoked", bound_of(rig))
    got = contender.gets_in(1.0)
    holder.renew().need(NFS4_OK, judged_by="GR-01")
    told |= holder.sequence_flags & PATH_FLAGS
    missed = holder.callback_service.missed
    rig.findings.show(f"{missed} callbacks were lost; sr_status_flags said {told:#x} of the path")
    if missed and not told:
        raise Failed(
            "callbacks don't come through, and no SEQUENCE tells the client, which could have mended that",
            expected="sr_status_flags with SEQ4_STATUS_CB_PATH_DOWN or SEQ4_STATUS_CB_PATH_DOWN_SESSION",
            actual=f"sr_status_flags {holder.sequence_flags:#x}",
            signature="backchannel down: no SEQ4 flag",
        )
    d1.lock(got.opened, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="the holder lost its delegation, and no lock")
    holder.write(file, lock, 0, b"mine").expect(NFS4_OK, because="its lock and its open are not recallable")
    must_be_lost(rig, holder, file, held)
    holder.locku(lock).expect(NFS4_OK)
    holder.close(below).expect(NFS4_OK)


@case(
    "NP-13",
    level=Level.INV,
    cite="invariant I10; RFC 8881 §18.35.4, §18.46.3",
    requirement="A request of a client's former instance that comes late, new or a duplicate, is refused with its "
    "session, and locks nothing.",
    needs={"locks"},
    on=BOTH,
)
def a_late_duplicate_locks_nothing(rig: Rig, server: Server) -> None:
    """A's LOCK was on its way twice; A restarts; then the second copy and a request behind it arrive."""
    file = rig.file("f")
    a, b = server.client("A"), server.client("B")
    held = opened(a, file)
    opened(b, file)
    first = a.lock(held, "WRITE", 0, 10, slot=0).need(NFS4_OK, judged_by="LK-03")
    assert first.compound is not None
    assert a.session is not None
    former, sequence = a.session.sessionid, first.compound.seqid
    assert sequence is not None

    a.recover(new_verifier=True, reclaim_complete=True).need(NFS4_OK, judged_by="ID-05")
    gone = (NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION)
    a.replay(first.compound).expect(*gone, because="the session was the former instance's")
    late = a.lock(
        held,
        "WRITE",
        100,
        10,
        owner="late",
        slot=0,
        sa_sessionid=former,
        sa_slotid=0,
        sa_sequenceid=sequence + 1,
    )
    late.expect(*gone, because="the session was the former instance's")

    for offset in (0, 100):
        gets(rig, b, file, offset, 10, bound_s=server.lease_s, because="A's former instance is gone")
