"""Who says to be somebody else, has nearly another one's name, or comes in a crowd of strangers."""

from __future__ import annotations

import functools

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.judge import Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._returning import decided
from regrace.suite._steps import BOTH, locked, opened, somebody_else, tries
from regrace.suite.enumerated import must_be_back
from regrace.suite.grace import reclaims_open
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.suite.reclaims import relocks, still_in_grace
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_CLID_INUSE,
    NFS4ERR_DENIED,
    NFS4ERR_NO_GRACE,
    NFS4ERR_RECLAIM_BAD,
)

CROWD = 100
CROWDED_LEASES = 4
"""The crowd comes for a lease divided by this: grace must still run when the last of those comes who were there."""
LONG = "o" * 1000
"""Owners may have 1024 bytes (RFC 8881 §3.3.10)."""
NEARLY_THE_SAME = (
    # E1's co_ownerid and lock-owner, E2's
    ("ab", "c", "a", "bc"),
    ("", "abc", "a", "bc"),
    ("same", LONG + "1", "same2", LONG + "1"),
    ("x", "owner", "x\0", "owner"),
    ("x\0", "owner", "x", "\0owner"),
)
"""What is one and the same to who joins the two, cuts them, or ends them at a NUL."""
IN_ONE_CLIENT = (("a", "A"), (LONG + "1", LONG + "2"), ("l", "l\0"))


@case(
    "SC-06",
    level=Level.INV,
    cite="RFC 8881 §9.5, §18.10.3; invariant I16; draft-cel-nfsv4-state-retention §6.2",
    requirement="Two lock-owners that differ, be it in a single byte of theirs or of their clients' names, are two "
    "at O.",
    needs={"locks"},
    judges={"I1", "I16"},
)
def owners_that_look_alike(rig: Rig) -> None:
    """Of two owners nearly alike one unlocks the whole file; the other one's range stands at O."""
    d1 = rig.direct_client("D1")
    stem = b"regrace alike " + rig.world.entropy(8)
    for number, (name1, owner1, name2, owner2) in enumerate(NEARLY_THE_SAME):
        one = rig.end_client(f"E{2 * number + 1}", owner=stem + b"%d" % number + name1.encode())
        other = rig.end_client(f"E{2 * number + 2}", owner=stem + b"%d" % number + name2.encode())
        _must_be_two(rig, d1, f"clients{number}", (one, owner1), (other, owner2))
    client = rig.end_client("E0")
    for number, (owner1, owner2) in enumerate(IN_ONE_CLIENT):
        _must_be_two(rig, d1, f"owners{number}", (client, owner1), (client, owner2))


def _must_be_two(rig: Rig, d1: Client, tag: str, one: tuple[Client, str], other: tuple[Client, str]) -> None:
    file = rig.file(tag)
    e1, owner1 = one
    e2, owner2 = other
    first = e1.lock(opened(e1, file), offset=0, owner=owner1).need(NFS4_OK, judged_by="LK-03").locked
    second = e2.lock(opened(e2, file), offset=50, owner=owner2).need(NFS4_OK, judged_by="LK-03").locked
    tries(d1, file, offset=0).need(NFS4ERR_DENIED, judged_by="LK-01")
    e2.locku(second, 0).expect(NFS4_OK)
    why = "another owner has unlocked the file, who is nearly called so"
    tries(d1, file, offset=0).expect(NFS4ERR_DENIED, because=why)
    e1.locku(first).expect(NFS4_OK)


@case(
    "SC-04",
    level=Level.SHOULD,
    cite="RFC 8881 §8.4.2.1, §18.35.4 case 3; invariant I16",
    requirement="Who comes under E1's co_ownerid and is another principal does not get E1's locks in R's grace; E1 "
    "does.",
    needs={"locks", "reclaim"},
    faults={"reboot:reexport"},
    judges={"I1"},
    lease_waits=2.0,
)
def somebody_else_comes_first(rig: Rig) -> None:
    """R reboots; another user introduces itself as E1, and asks for E1's lock; then E1 comes."""
    file = rig.file("f")
    e1 = rig.end_client("E1")
    lock = locked(e1, file)
    rig.reexport.reboot()
    impostor = rig.end_client("X", established=False, owner=e1.owner, credential=somebody_else(rig.reexport))
    impostor.history = None  # it holds nothing by right
    impostor.connect()
    met = impostor.exchange_id()
    rig.findings.show(f"EXCHANGE_ID of somebody else in R's grace -> {met.status.name}")
    if met.status != NFS4ERR_CLID_INUSE:
        met.need(NFS4_OK, judged_by="ID-01")
        impostor.create_session().need(NFS4_OK, judged_by="ID-02")
        answer = reclaims(impostor, lock)
        answer.expect(*REFUSALS, because="the principal is not the one that E1 was before the reboot")
    comes_back(rig, e1)
    must_be_back(rig, reclaims(e1, lock))
    e1.reclaim_complete().expect(NFS4_OK)


@case(
    "SC-13",
    level=Level.SHOULD,
    cite="RFC 8881 §8.4.2.1, §8.4.3, §15.1.9.3",
    requirement="A crowd of clients that were never there, each of which reclaims, gets nothing, and keeps nobody from "
    "what is his: who was there reclaims behind them.",
    needs={"locks", "reclaim"},
    faults={"reboot"},
    judges={"I1", "I16"},
    lease_waits=1.5,
    on=BOTH,
)
def a_crowd_at_the_gate(rig: Rig, server: Server) -> None:
    """Alice and Bob were there; after the restart come Bob, a crowd for a quarter of a lease, and Alice."""
    file, other = rig.file("f"), rig.file("g")
    alice, bob = server.client("Alice"), server.client("Bob")
    lock, bobs = locked(alice, file), opened(bob, other)

    server.reboot()

    comes_back(rig, bob)
    bobs = reclaims_open(rig, server, bob, bobs)
    bob.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    until = rig.world.now() + server.lease_s / CROWDED_LEASES
    crowd = 0
    while crowd < CROWD and (crowd == 0 or rig.world.now() < until):
        stranger = server.client(f"S{crowd}", reclaim_complete=False, kept_alive=False)
        claim = decided(stranger, functools.partial(stranger.reclaim_open, lock.open))
        claim.expect(NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD, because="the server has never heard of it")
        crowd += 1
    rig.findings.show(f"{crowd} strangers")
    if not still_in_grace(rig, server, bob, bobs):
        raise Recorded(f"{crowd} strangers were refused, but grace was over by then: nothing shown about Alice")
    comes_back(rig, alice)
    lock = relocks(rig, server, alice, lock)
    alice.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    alice.locku(lock).expect(NFS4_OK)
