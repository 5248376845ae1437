"""How long a node was away, for claims that hold only if it was not away for long."""

from __future__ import annotations

from collections.abc import Iterable

from regrace.harness.history.events import Event, Kind

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


def slowest_reboot_s(history: Iterable[Event], node: str) -> float:
    """Of the reboots that were to be short (a crash that a case leaves its node in is not one), in seconds."""
    took = [
        event.completed_at - event.invoked_at
        for event in history
        if event.actor == node
        and event.kind is Kind.CRASH
        and event.detail.get("how") == "reboot"
        and event.completed_at is not None
    ]
    return max(took, default=0.0)
