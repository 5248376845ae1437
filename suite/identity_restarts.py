"""What stays the same over a restart: who a server says to be, and who R says to be at O (RFC 8881 §2.4, §2.10.5)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.reply import ExchangeIdReply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, keeps_its_scope, reaches_origin
from regrace.suite.enumerated import mark, seen, told
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK

REBOOTS = 3


@case(
    "ID-27",
    level=Level.SHOULD,
    cite="RFC 8881 §2.5, §2.10.5, §8.4.2.1",
    requirement="A server that restarts says server_scope and so_major_id as before; its clients take it for another "
    "server otherwise, and give up what they could have reclaimed.",
    on=BOTH,
    faults={"reboot"},
    lease_waits=1.5,
)
def the_same_server_after_a_restart(rig: Rig, server: Server) -> None:
    """EXCHANGE_ID before and after a reboot of the server."""
    before = _introduced(server, "C1")
    server.reboot()
    after = _introduced(server, "C2")
    rig.findings.show(f"server_owner {before.server_owner} -> {after.server_owner}")
    rig.findings.show(f"server_scope {before.server_scope!r} -> {after.server_scope!r}")
    keeps_its_scope(before, after, who="the restarted server", over="a restart")
    if before.server_owner[1] != after.server_owner[1]:
        raise Failed(
            "the restarted server tells another so_major_id: its clients take it for another server of the scope",
            expected=f"so_major_id {before.server_owner[1]!r}",
            actual=f"so_major_id {after.server_owner[1]!r}",
            signature="so_major_id changes with a restart",
        )


def _introduced(server: Server, name: str) -> ExchangeIdReply:
    client = server.client(name, established=False)
    client.connect()
    return client.exchange_id().need(NFS4_OK, judged_by="ID-01")


@case(
    "ID-25",
    level=Level.SHOULD,
    cite="RFC 8881 §2.4",
    requirement="R comes back to O under the name that it had before: one co_ownerid over all its reboots.",
    faults={"reboot:reexport"},
    lease_waits=4.0,
)
def one_name_over_all_reboots(rig: Rig) -> None:
    """R reboots three times, a client makes it ask O for something, and R's EXCHANGE_IDs are read."""
    file = rig.file("f")
    names: list[set[str]] = []
    verifiers: list[set[str]] = []
    for life in range(REBOOTS):
        since = mark(rig)
        rig.reexport.reboot()
        reaches_origin(rig.end_client(f"E{life + 1}"), file)
        said = seen(rig, since, "call", "EXCHANGE_ID")
        names.append({owner for one in said for owner in one.owners})
        verifiers.append({told(one, "verifier") for one in said})
    if not all(names):
        raise Recorded("R was not heard to introduce itself to O after each of its reboots")
    rig.findings.show("verifiers: " + ", ".join("+".join(sorted(one)) for one in verifiers))
    distinct = set().union(*names)
    if len(distinct) != 1:
        shown = ", ".join(repr(bytes.fromhex(name)) for name in sorted(distinct))
        raise Failed(
            "R is another client to O after a reboot, so what its last life held waits for its lease",
            expected="one co_ownerid",
            actual=f"{len(distinct)}: {shown}",
            signature="co_ownerid changes with a reboot of R",
        )
