"""Virtual IPs that move between two re-export nodes: what clients get back, and whom a move concerns.

Each virtual IP is a client of the origin of its own, so that a move concerns nobody else. What becomes of the node
that had the address is in `split_brain.py`. Source: the 2020 thread (idea d), and RFC 8881 where a section is named.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.suite._steps import keeps_its_scope, locked, opened, reaches_origin, tries
from regrace.suite._vips import Watch, comes_back, newcomer, owners_seen, regains
from regrace.suite.pass_through import REFUSALS, reclaims
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BAD_STATEID,
    NFS4ERR_BADSESSION,
    NFS4ERR_DEADSESSION,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    NFS4ERR_STALE_CLIENTID,
    NFS4ERR_STALE_STATEID,
)

THREAD = "2020 thread, idea d"


@case(
    "VP-01",
    level=Level.INV,
    cite=f"invariant I19; {THREAD}; RFC 8881 §8.4.2.1",
    requirement="When a virtual IP goes to another node, its clients get their locks back there without a gap, and "
    "clients of another virtual IP see nothing of it.",
    needs={"locks", "reclaim", "ha"},
    faults={"move:V1"},
    judges={"I1", "I3", "I19"},
    lease_waits=1.5,
)
def a_planned_move(rig: Rig) -> None:
    """E1 has a lock at V1, E2 at V2; V1 is moved; E1 reclaims at the other node, E2 goes on."""
    v1, v2 = rig.vip("V1"), rig.vip("V2")
    file, others = rig.file("f"), rig.file("g")
    e1, e2 = v1.client("E1"), v2.client("E2")
    lock, kept = locked(e1, file), locked(e2, others)
    watch = Watch(rig, lock)

    v1.move()

    watch.look("when the other node serves, before any reclaim")
    e2.write(others, kept.stateid, 0, b"E2 stays").expect(NFS4_OK, because="V2 was not moved")
    comes_back(e1)
    back = regains(rig, v1, e1, lock, watch)
    watch.look("after the reclaim")
    rig.await_grace_over(v1)
    watch.look("after the grace of V1")
    watch.expect_no_gap()
    e1.write(file, back.stateid, 0, b"E1 after").expect(NFS4_OK)
    e1.locku(back).expect(NFS4_OK)
    e2.locku(kept).expect(NFS4_OK, because="V2 was not moved")
    opened(e2, file)


@case(
    "VP-02",
    level=Level.SHOULD,
    cite=f"{THREAD}; RFC 8881 §2.4",
    requirement="At the origin each virtual IP has a co_ownerid of its own, which stays the same on every node.",
    needs={"ha"},
    faults={"move:V1", "move:V2"},
)
def one_owner_for_each_address(rig: Rig) -> None:
    """Both addresses are served by both nodes, one after the other; the tap reads EXCHANGE_ID."""
    v1, v2 = rig.vip("V1"), rig.vip("V2")
    first, second = v1.holder, v2.holder
    v1.move()
    newcomer(rig, v1, "E1")
    v2.move()
    newcomer(rig, v2, "E2")

    seen = owners_seen(rig)
    for (vip, node), owners in sorted(seen.items()):
        told = ", ".join(bytes.fromhex(owner).decode("ascii", "backslashreplace") for owner in sorted(owners))
        rig.findings.show(f"{node} for {vip}: {told}")
    for vip, nodes in (("V1", (first, second)), ("V2", (second, first))):
        names = [sorted(seen.get((vip, node), ())) for node in nodes]
        if len(names[0]) != 1 or names[0] != names[1]:
            raise Failed(
                f"{vip} is not the same client of the origin on both nodes",
                expected="one co_ownerid",
                actual=f"on {nodes[0]} {names[0]}, on {nodes[1]} {names[1]}",
                signature="co_ownerid changes with the node",
            )
    if seen["V1", first] & seen["V2", first]:
        raise Failed(
            "both virtual IPs are one client of the origin: a move of the one is a restart of the other",
            expected="a co_ownerid for each address",
            actual=f"{sorted(seen['V1', first])} for both",
            signature="one co_ownerid for all virtual IPs",
        )


@case(
    "VP-05",
    level=Level.MUST,
    cite="RFC 8881 §8.4.2.1, §2.5",
    requirement="Both nodes tell one server_scope at a virtual IP, without which its clients would not reclaim.",
    needs={"ha"},
    faults={"move:V1"},
)
def one_scope_on_all_nodes(rig: Rig) -> None:
    """E1 introduces itself at V1 before and after a move, and compares what it was told."""
    v1 = rig.vip("V1")
    e1 = v1.client("E1")
    before = e1.exchanged
    v1.move()
    comes_back(e1)
    after = e1.exchanged
    assert before is not None
    assert after is not None
    rig.findings.show(f"server_owner {before.server_owner} -> {after.server_owner}")
    keeps_its_scope(before, after, who="the other node", over="the node")


@case(
    "VP-06",
    level=Level.MUST,
    cite="RFC 8881 §2.10.13.1.4, §8.2.4",
    requirement="Session, client ID and stateids that one node gave out mean nothing to the other, least of all "
    "something of another client's.",
    needs={"locks", "ha"},
    faults={"move:V1"},
    judges={"I16"},
)
def what_the_other_node_gave_out(rig: Rig) -> None:
    """V1 moves; E2 is there already with a lock; E1 presents what the first node had given it."""
    v1 = rig.vip("V1")
    file, others = rig.file("f"), rig.file("g")
    e1 = v1.client("E1")
    lock = locked(e1, file)
    former = e1.session
    assert former is not None
    # Nobody has to come back, so that no grace is in the way of E2.
    e1.locku(lock).need(NFS4_OK, judged_by="LK-05")
    e1.close(lock.open).need(NFS4_OK, judged_by="LK-16")

    v1.move()
    e2 = newcomer(rig, v1, "E2")
    rig.await_grace_over(v1)
    kept = locked(e2, others)

    e1.disconnect(abort=True)
    e1.connect()
    e1.compound().expect(NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION, because="the session was the other node's")
    e1.create_session(clientid=former.clientid, adopt=False).expect(
        NFS4ERR_STALE_CLIENTID, because="the client ID was the other node's"
    )
    e1.destroy_clientid(former.clientid).expect(
        NFS4ERR_STALE_CLIENTID, because="the client ID was the other node's"
    )
    e1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    for stateid in (lock.stateid, lock.open.stateid):
        e1.write(file, stateid, 0, b"E1 stale").expect(
            NFS4ERR_BAD_STATEID, NFS4ERR_STALE_STATEID, because="the stateid was the other node's"
        )
    e2.write(others, kept.stateid, 0, b"E2 holds").expect(NFS4_OK, because="E2's state is E2's alone")
    e2.locku(kept).expect(NFS4_OK, because="E2's state is E2's alone")


@case(
    "VP-07",
    level=Level.INV,
    cite=f"invariant I13; {THREAD}",
    requirement="While a virtual IP is in grace on its new node, others on that node are served; what conflicts with "
    "locks that have yet to be reclaimed is denied there, too.",
    needs={"locks", "reclaim", "ha"},
    faults={"move:V1"},
    judges={"I1", "I3", "I13"},
    lease_waits=1.0,
)
def the_grace_of_one_address(rig: Rig) -> None:
    """V1 comes to the node of V2, and is in grace; E2 at V2 wants what is free, and what is E1's."""
    v1, v2 = rig.vip("V1"), rig.vip("V2")
    file, others = rig.file("f"), rig.file("g")
    e1, e2 = v1.client("E1"), v2.client("E2")
    lock = locked(e1, file)
    below, theirs = opened(e2, others), opened(e2, file)

    v1.move()
    newly = newcomer(rig, v1, "E3")
    in_grace = newly.open(others)
    free = e2.lock(below, "WRITE", 0, 10)
    contested = e2.lock(theirs, "WRITE", 0, 10)
    rig.findings.show(f"E2 at V2: a free range -> {free.status.name}, E1's range -> {contested.status.name}")
    if not in_grace.ok or v1.claims("reclaim"):
        in_grace.expect(NFS4ERR_GRACE, because="E1 has not come back to V1 yet")
    free.expect(NFS4_OK, because="nothing happened to V2")
    comes_back(e1)
    reaches_origin(e1, file)
    answer: Reply = reclaims(e1, lock)
    if not answer.ok:
        answer.expect(*REFUSALS, because="a reclaim is granted or refused by the rules")
        rig.refused(v1, "reclaim", f"{answer.sentence} -> {answer.status.name}; E2 -> {contested.status.name}")
    contested.expect(NFS4ERR_DENIED, because="E1's lock is kept for it, whichever address one comes by")
    e1.reclaim_complete().expect(NFS4_OK)
    tries(e2, file).expect(NFS4ERR_DENIED, because="E1 has its lock back")


@case(
    "VP-10",
    level=Level.INV,
    cite=f"invariant I19; {THREAD}; RFC 8881 §18.35.4, case 5",
    requirement="When a node dies and the other one takes its virtual IP over, what is held at the address that the "
    "other one had already is held without a gap.",
    needs={"locks", "ha"},
    faults={"crash:reexport", "move:V1"},
    judges={"I1", "I19"},
    lease_waits=2.0,
)
def the_neighbours_state_lives(rig: Rig) -> None:
    """The node of V1 crashes, V1 comes to the node of V2; E2's lock at V2 is watched from O."""
    v1, v2 = rig.vip("V1"), rig.vip("V2")
    file, others = rig.file("f"), rig.file("g")
    e1, e2 = v1.client("E1"), v2.client("E2")
    lock, kept = locked(e1, file), locked(e2, others)
    watch = Watch(rig, kept)

    rig.server(v1.holder).crash()
    v1.move()
    newcomer(rig, v1, "E3")
    watch.look("when V1 is served beside V2")
    e2.write(others, kept.stateid, 0, b"E2 stays").expect(NFS4_OK, because="V2 was not touched")
    comes_back(e1)
    reaches_origin(e1, file)
    answer: Reply = reclaims(e1, lock)
    rig.findings.show(f"E1 at V1: {answer.sentence} -> {answer.status.name}")
    if not answer.ok:
        answer.expect(*REFUSALS, because="a reclaim is granted or refused by the rules")
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.await_lease_over(rig.origin, waiting_for="the dead node's lease at O to run out")
    watch.look("a lease after the move")
    watch.expect_no_gap()
    e2.write(others, kept.stateid, 0, b"E2 still").expect(NFS4_OK, because="V2 was not touched")
    e2.locku(kept).expect(NFS4_OK, because="V2 was not touched")
    if not answer.ok:
        rig.refused(v1, "reclaim", f"{answer.sentence} -> {answer.status.name}; E2's lock was kept all the time")


@case(
    "VP-11",
    level=Level.INV,
    cite=f"invariants I1 and I16; {THREAD}",
    requirement="What one client holds at two virtual IPs is independent: they exclude each other as any two clients "
    "do, and what befalls the one leaves the other alone, also when one node has both.",
    needs={"locks", "ha"},
    faults={"move:V1"},
    judges={"I1", "I16"},
    lease_waits=1.0,
)
def one_client_at_two_addresses(rig: Rig) -> None:
    """E has locks at V1 and V2, under one name; V1 comes to the node of V2; E comes back to V1."""
    v1, v2 = rig.vip("V1"), rig.vip("V2")
    file, others = rig.file("f"), rig.file("g")
    at_v1 = v1.client("E-1")
    at_v2 = v2.client("E-2", owner=at_v1.owner, verifier=at_v1.verifier)
    lock, kept = locked(at_v1, file), locked(at_v2, others)
    tries(at_v2, file).expect(NFS4ERR_DENIED, because="the range is held at V1")
    watch = Watch(rig, kept)

    v1.move()
    comes_back(at_v1)
    watch.look("when E has come back to V1, on the node of V2")
    at_v2.write(others, kept.stateid, 0, b"E at V2").expect(NFS4_OK, because="V2 was not moved")
    reaches_origin(at_v1, file)
    answer: Reply = reclaims(at_v1, lock)
    at_v1.reclaim_complete().expect(NFS4_OK)
    watch.look("when E has completed at V1")
    watch.expect_no_gap()
    if answer.ok:
        tries(at_v2, file).expect(NFS4ERR_DENIED, because="the range is held at V1 again")
    else:
        answer.expect(*REFUSALS, because="a reclaim is granted or refused by the rules")
    at_v2.locku(kept).expect(NFS4_OK, because="V2 was not moved")
