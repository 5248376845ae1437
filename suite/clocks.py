"""That leases run by a clock that nobody sets (RFC 8881 §8.3)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._returning import gets
from regrace.suite._steps import BOTH, locked, opened, tries
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DENIED

AN_HOUR_S = 3600.0


@case(
    "NP-15",
    level=Level.SHOULD,
    cite="RFC 8881 §8.3",
    requirement="A step of the time of day at a server neither ends a lease nor prolongs one.",
    needs={"locks"},
    faults={"clock"},
    judges={"I1"},
    lease_waits=2.2,
    on=BOTH,
)
def somebody_sets_the_clock(rig: Rig, server: Server) -> None:
    """The clock goes an hour ahead, then an hour behind; C1 renews, then not; C2 asks each time."""
    file = rig.file("f")
    client, rival = server.client("C1"), server.client("C2")
    lock = locked(client, file)
    opened(rival, file)

    for seconds in (AN_HOUR_S, -AN_HOUR_S):
        server.step_clock(seconds)
        tries(rival, file).expect(NFS4ERR_DENIED, because=f"C1 has renewed; the clock is {seconds:+g} s off")
        rig.await_time(server.lease_s / 2, "half a lease")
        tries(rival, file).expect(NFS4ERR_DENIED, because="C1 renews all the time")
        client.write(file, lock.stateid, 0, b"still mine").expect(NFS4_OK, because="its lease runs")

    client.renew().need(NFS4_OK, judged_by="CO-01")
    client.silence()
    server.step_clock(0)
    server.step_clock(-AN_HOUR_S)
    rig.await_lease_over(server, waiting_for="C1's lease to run out, whatever the clock says")
    gets(rig, rival, file, bound_s=2 * server.lease_s + 2, because="C1 has been silent for more than a lease")
