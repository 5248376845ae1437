"""Who the re-export nodes say that they are at the origin, on behalf of each virtual IP, as a tap saw it."""

from __future__ import annotations

from collections.abc import Sequence

from regrace.harness.history.events import Event, Kind
from regrace.harness.rig.vips import VipTable
from regrace.harness.tap.api import TapRecord


def introductions(records: Sequence[TapRecord], vips: VipTable) -> list[Event]:
    """A NOTE for each EXCHANGE_ID that the origin granted: the address as actor, and in the detail the node and the
    co_ownerid, in hexadecimal."""
    callers = {link: (vip.name, node) for vip in vips.all for node, link in vip.back_links.items()}
    asked = [r for r in records if r.link in callers and r.operations == ["EXCHANGE_ID"] and r.owners]
    granted = {(r.connection, r.xid): r.at for r in asked if r.kind == "reply" and r.statuses == ["NFS4_OK"]}
    found = []
    for record in asked:
        answered_at = granted.get((record.connection, record.xid))
        if record.kind == "call" and answered_at is not None:
            vip, node = callers[record.link]
            found.append(
                Event(
                    index=0,
                    kind=Kind.NOTE,
                    invoked_at=record.at,
                    completed_at=answered_at,
                    actor=vip,
                    via="origin",
                    status="NFS4_OK",
                    detail={"what": "introduction", "node": node, "co_ownerid": record.owners[0]},
                )
            )
    return found
