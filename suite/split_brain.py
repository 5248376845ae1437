"""Virtual IPs over the head of the node that has them: it lives on, and must have no say any more.

A node that was left behind does not know it: it still has clients on old connections, a session at the origin, and
requests on the wire. Who takes its place must be sure of all three before it serves. Source: the 2020 thread (idea d).
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Open
from regrace.harness.client.reply import LockReply, Reply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.node import RigError
from regrace.harness.rig.pair import VirtualServer
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.vips import sharing
from regrace.harness.tap.api import Direction, TapRecord
from regrace.suite._steps import locked, reaches_origin, somebody_else
from regrace.suite._vips import Watch, comes_back, must_be_free, must_not_lock, newcomer, owners_seen, regains
from regrace.suite.pass_through import REFUSALS, reclaims
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_CLID_INUSE

LATE = (100, 10)
"""The range that the node which was left behind is asked for: offset and length in bytes."""


def asks_late(client: Client, below: Open) -> LockReply:
    """For the late range, by an owner of its own."""
    return client.lock(below, "WRITE", *LATE, owner="late")


@case(
    "VP-03",
    level=Level.INV,
    cite="invariant I19; 2020 thread, idea d",
    requirement="A node whose virtual IP another one serves grants nothing more, also to clients that still reach it, "
    "and the origin carries out nothing more for it.",
    needs={"locks", "ha"},
    faults={"move:V1"},
    judges={"I1", "I3", "I19"},
    lease_waits=1.5,
)
def two_nodes_and_one_address(rig: Rig) -> None:
    """V1 is taken over the head of its node, where E1's old connection leads; E1 asks for a lock.

    Nobody tells the old node. Then E1 comes back to where V1 is now, and has its lock."""
    v1 = rig.vip("V1")
    file = rig.file("f")
    e1 = v1.client("E1")
    lock = locked(e1, file)
    watch = Watch(rig, lock)

    v1.move(old_lives=True, keeps_connections=True)
    newcomer(rig, v1, "E2")
    watch.look("when the new node serves")
    told = must_not_lock(e1, lambda: asks_late(e1, lock.open), "E1's old connection still leads to a server")
    rig.findings.show(told)
    must_be_free(rig, watch.d1, LATE, lock, "what the old node was asked for has no effect")

    comes_back(e1)
    back = regains(rig, v1, e1, lock, watch)
    rig.await_lease_over(rig.origin, waiting_for="the old node to notice, one way or the other")
    watch.look("a lease later")
    watch.expect_no_gap()
    e1.locku(back).expect(NFS4_OK)


@case(
    "VP-12",
    level=Level.INV,
    cite="invariants I10 and I19; 2020 thread, idea d",
    requirement="A node that slept while another one took its virtual IP over has no say when it wakes up, whatever it "
    "was asked for meanwhile.",
    needs={"locks", "ha"},
    faults={"pause:reexport", "move:V1"},
    judges={"I1", "I3", "I19"},
    lease_waits=1.5,
)
def the_sleeper_wakes_up(rig: Rig) -> None:
    """V1's node is paused with E1's LOCK at its door; V1 moves; the sleeper wakes."""
    v1 = rig.vip("V1")
    file = rig.file("f")
    e1 = v1.client("E1")
    lock = locked(e1, file)
    watch = Watch(rig, lock)
    sleeper = rig.server(v1.holder)

    sleeper.pause()
    pending = e1.begin_lock(lock.open, "WRITE", *LATE, owner="late")
    v1.move(old_lives=True, keeps_connections=True)
    newcomer(rig, v1, "E2")
    watch.look("when the new node serves")
    sleeper.resume()
    rig.findings.show(must_not_lock(e1, pending.reply, "the sleeper carries out what it was asked for in its sleep"))
    must_be_free(rig, watch.d1, LATE, lock, "what the sleeper was asked for has no effect")

    comes_back(e1)
    back = regains(rig, v1, e1, lock, watch)
    rig.await_lease_over(rig.origin, waiting_for="the sleeper to notice, one way or the other")
    watch.look("a lease later")
    watch.expect_no_gap()
    e1.locku(back).expect(NFS4_OK)


@case(
    "VP-04",
    level=Level.INV,
    cite="invariants I10 and I19; RFC 8881 §2.10.6",
    requirement="A LOCK of the old node that reaches the origin when the new one serves locks nothing.",
    needs={"locks", "ha"},
    faults={"hold:V1A-O", "move:V1"},
    judges={"I1", "I10", "I19"},
    lease_waits=1.0,
)
def a_lock_on_the_wire(rig: Rig) -> None:
    """The tap holds the old node's LOCK; V1 moves, the new node serves; then the LOCK arrives."""
    v1 = rig.vip("V1")
    file = rig.file("f")
    e1 = v1.client("E1")
    lock = locked(e1, file)
    watch = Watch(rig, lock)

    with rig.hold(v1.back_link, Direction.CALLS, "LOCK") as message:
        pending = e1.begin_lock(lock.open, "WRITE", *LATE, owner="late")
        sent = message.await_held()
        v1.move(old_lives=True, keeps_connections=True)
        newcomer(rig, v1, "E2")
        message.release()
    answer = answer_to(rig, sent)
    rig.findings.show(f"O's answer to the late LOCK: {answer.detail if answer else 'none'}")
    if answer is not None and answer.statuses[-1:] == ["NFS4_OK"]:
        raise Failed(
            "the origin carried out a LOCK of the old node when the new one already served",
            expected="NFS4ERR_BADSESSION, or no answer",
            actual=answer.detail,
            signature="late LOCK of the old node carried out",
        )
    rig.findings.show(must_not_lock(e1, pending.reply, "E1's LOCK was late"))
    must_be_free(rig, watch.d1, LATE, lock, "the late LOCK has no effect")
    comes_back(e1)
    back = regains(rig, v1, e1, lock, watch)
    watch.expect_no_gap()
    e1.locku(back).expect(NFS4_OK)


def answer_to(rig: Rig, call: TapRecord) -> TapRecord | None:
    """What came back for a call that the tap has let go; None if nothing does, within a bound."""
    tap = rig.tap
    assert tap is not None

    def found() -> TapRecord | None:
        replies = (r for r in tap.records(call.index) if r.kind == "reply" and r.connection == call.connection)
        return next((r for r in replies if r.link == call.link and r.xid == call.xid), None)

    rig.waits(lambda: found() is not None, "O's answer to a late call", 5.0)
    return found()


@case(
    "VP-08",
    level=Level.INV,
    cite="invariants I3 and I19; draft-cel-nfsv4-state-retention, section 5.2",
    requirement="A virtual IP that goes back while its clients are still reclaiming takes nothing from them: neither "
    "from those who have reclaimed, nor from those who have yet to.",
    needs={"locks", "reclaim", "ha"},
    faults={"move:V1"},
    judges={"I1", "I3", "I19"},
    lease_waits=2.0,
)
def back_again_in_mid_recovery(rig: Rig) -> None:
    """V1 moves; E1 reclaims, E2 does not yet; V1 moves back; both reclaim."""
    v1 = rig.vip("V1")
    file, others = rig.file("f"), rig.file("g")
    e1, e2 = v1.client("E1"), v1.client("E2")
    first, second = locked(e1, file), locked(e2, others)
    watches = Watch(rig, first), Watch(rig, second)

    v1.move()
    comes_back(e1, e2)
    reaches_origin(e1, file)
    answer: Reply = reclaims(e1, first)
    if not answer.ok:
        answer.expect(*REFUSALS, because="a reclaim is granted or refused by the rules")
        rig.refused(v1, "reclaim", f"{answer.sentence} -> {answer.status.name}, at V1 on {v1.holder}")
    assert isinstance(answer, LockReply)
    v1.move()
    for watch in watches:
        watch.look("when V1 is back at its first node")
    comes_back(e1, e2)
    regained = regains(rig, v1, e1, answer.locked), regains(rig, v1, e2, second)
    rig.await_grace_over(v1)
    for watch in watches:
        watch.look("after the grace of V1")
        watch.expect_no_gap()
    for client, lock in zip((e1, e2), regained, strict=True):
        client.locku(lock).expect(NFS4_OK)


@case(
    "VP-09",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4, case 3",
    requirement="All nodes of a virtual IP are one principal at the origin; anybody else who comes under its "
    "co_ownerid is refused with NFS4ERR_CLID_INUSE, and changes nothing.",
    needs={"locks", "reclaim", "ha"},
    faults={"move:V1"},
    judges={"I1", "I16"},
    lease_waits=1.0,
)
def one_principal_on_all_nodes(rig: Rig) -> None:
    """Somebody else introduces itself at O as V1; then V1 really moves, and its new node recovers."""
    v1 = rig.vip("V1")
    file = rig.file("f")
    e1 = v1.client("E1")
    lock = locked(e1, file)
    watch = Watch(rig, lock)
    owners = owners_seen(rig).get(("V1", v1.holder), set())
    if len(owners) != 1:
        raise Recorded(f"{v1.holder} introduced itself for V1 under {len(owners)} names: VP-02 judges that")
    owner = bytes.fromhex(owners.pop())
    stranger = somebody_else(rig.origin)
    impostor = rig.direct_client("X", established=False, owner=owner, credential=stranger, borrowed=True)
    impostor.connect()
    impostor.exchange_id().expect(NFS4ERR_CLID_INUSE, because="V1 belongs to another principal, and has state")
    e1.write(file, lock.stateid, 0, b"E1 stays").expect(NFS4_OK, because="nothing has changed")

    v1.move()
    comes_back(e1)
    back = regains(rig, v1, e1, lock, watch)
    watch.expect_no_gap()
    e1.locku(back).expect(NFS4_OK)


@case(
    "PS-12",
    level=Level.INV,
    cite="invariant I19; 2020 thread, ideas d and f",
    requirement="Of two instances with one stable storage never both are active: the second one is refused, or the "
    "first one is out.",
    needs={"locks", "ha"},
    faults={"move:V1"},
    judges={"I1", "I19"},
    lease_waits=1.0,
)
def two_instances_and_one_storage(rig: Rig) -> None:
    """The other node is told to take V1 while its node serves: politely, and then by force."""
    v1 = rig.vip("V1")
    file = rig.file("f")
    e1 = v1.client("E1")
    lock = locked(e1, file)
    watch = Watch(rig, lock)

    if refuses(rig, v1):
        e1.locku(asks_late(e1, lock.open).need(NFS4_OK, judged_by="LK-03").locked).need(NFS4_OK, judged_by="LK-05")
    else:
        rig.await_lease_over(rig.origin, waiting_for="the second instance to recover")
        told = must_not_lock(e1, lambda: asks_late(e1, lock.open), "both instances are active")
        rig.findings.show(f"the second instance was started; the first one is out: {told}")
        sharing(rig.node(v1.other)).give_up_vip(v1.name, for_good=False)
    v1.move(old_lives=True, keeps_connections=True)
    newcomer(rig, v1, "E2")
    rig.findings.show(must_not_lock(e1, lambda: asks_late(e1, lock.open), "both instances are active"))
    must_be_free(rig, watch.d1, LATE, lock, "what the first instance was asked for has no effect")


def refuses(rig: Rig, vip: VirtualServer) -> bool:
    """Whether the node that has not got the address refuses to take it without force."""
    try:
        sharing(rig.node(vip.other)).take_vip(vip.name, by_force=False)
    except RigError as refusal:
        rig.findings.show(f"the second instance is refused: {refusal}")
        return True
    return False
