"""Virtual IPs that move between two re-export nodes: who serves, who may go on, and what the clients get back.

Each virtual IP is a client of the origin of its own, so that a move concerns nobody else. Source: the 2020 thread
(idea d), and RFC 8881 where a section is named.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.rig.rig import Rig
from regrace.suite._steps import locked, opened
from regrace.suite._vips import Watch, comes_back, regains
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK


@case(
    "VP-01",
    level=Level.INV,
    cite="invariant I19; 2020 thread, idea d; RFC 8881 §8.4.2.1",
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
