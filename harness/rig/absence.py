"""How long a node was away, for claims that hold only if it was not away for long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regrace.harness.history.events import Event, Kind

ORIGIN = "origin"
RENEWED_LATEST = 2 / 3
"""A lease that is renewed in time has at least so much of it left."""


def longest_absence_s(history: Iterable[Event], node: str) -> float:
    """From the order of a crash to the node's next start, in seconds; 0 if it was never away."""
    longest, gone_at = 0.0, None
    for event in history:
        if event.actor == node and event.kind is Kind.CRASH:
            gone_at = event.invoked_at
        elif event.actor == node and event.kind is Kind.START and gone_at is not None:
            back_at = event.invoked_at if event.completed_at is None else event.completed_at
            longest, gone_at = max(longest, back_at - gone_at), None
    return longest


def slow_return(history: Iterable[Event], lease_s: Mapping[str, float], keeps_s: Mapping[str, float]) -> str:
    """Of a re-export server that took longer to come back than it may be away, so that its state at the server behind
    it may be gone; "" if there is none. Both mappings are in seconds, by server: its lease, and for how long beyond it
    that server keeps what a client had (`NodeDescription.keeps_s`). Where that one has crashed, too, nothing outlasts
    its grace period, which may be as short as a lease."""
    behind: dict[str, str] = {}
    crashed: set[str] = set()
    for event in sorted(history, key=lambda e: (e.began, e.index)):
        if event.kind is Kind.MOVE:
            behind[str(event.detail["to"])] = str(event.detail.get("behind") or ORIGIN)
        elif event.kind is Kind.CRASH:
            crashed.add(event.actor)
        if event.actor == ORIGIN:
            continue
        peer, took_s = behind.get(event.actor, ORIGIN), _took_to_return_s(event)
        lease = lease_s.get(peer, 0.0)
        bearable_s = RENEWED_LATEST * lease + (0.0 if peer in crashed else keeps_s.get(peer, 0.0) / 2)
        if lease and took_s > bearable_s:
            return f"bringing {event.actor} back took {took_s:.1f} s, and its lease at {peer} is {lease:g} s"
    return ""


def late_reclaim(history: Iterable[Event], lease_s: Mapping[str, float]) -> str:
    """Of a reclaim that was sent so late after its server was back that the grace there, which may be as short as a
    lease, may have been over; "" if there is none."""
    node_of: dict[str, str] = {}
    back_at: dict[str, float] = {}
    for event in sorted(history, key=lambda e: (e.began, e.index)):
        if event.kind is Kind.MOVE:
            node_of[event.actor] = str(event.detail["to"])
        elif event.kind is Kind.START:
            back_at[event.actor] = event.invoked_at if event.completed_at is None else event.completed_at
        elif event.kind in (Kind.RECLAIM_OPEN, Kind.RECLAIM_LOCK) and event.status == "NFS4ERR_NO_GRACE":
            late_s = event.invoked_at - back_at.get(node_of.get(event.via, event.via), event.invoked_at)
            lease = lease_s.get(event.via, 0.0)
            if lease and late_s > RENEWED_LATEST * lease:
                return f"{event.actor} reclaimed {late_s:.1f} s after {event.via} was back, whose lease is {lease:g} s"
    return ""


def _took_to_return_s(event: Event) -> float:
    """Of a reboot (whose crash lasts until the node is back), or of a start; 0 for whatever else. How long a case
    leaves a node down on purpose does not count."""
    returns = event.kind is Kind.START or (event.kind is Kind.CRASH and event.detail.get("how") == "reboot")
    return event.completed_at - event.invoked_at if returns and event.completed_at is not None else 0.0
