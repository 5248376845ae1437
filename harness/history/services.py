"""What the moves of virtual IPs, and the crashes of the nodes that have them, mean for those who use the addresses.

To the oracle a virtual IP is a re-export server of its own, by the name of the address. It loses its memory when it
goes to another node, and when the node that has it crashes.

The outer end of a chain is such a service too. What it has granted rests on the server behind it: when that one loses
its memory, nothing is sure to be held through the chain until it was reclaimed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from regrace.harness.history.events import Event, Kind


def crashes_of_services(history: Iterable[Event]) -> list[Event]:
    """CRASH and START events of the virtual IPs, which follow from MOVE and CRASH events of a history. A pure
    function; the indices of the new events are for the caller to give."""
    holder: dict[str, str] = {}
    behind: dict[str, str] = {}
    found: list[Event] = []
    for event in sorted(history, key=lambda e: (e.began, e.index)):
        if event.kind is Kind.MOVE:
            if holder.get(event.actor):
                found.append(replace(event, kind=Kind.CRASH, detail={"how": f"moved to {event.detail['to']}"}))
                if event.completed_at is not None:
                    found.append(_start(event, event.completed_at, event.completed_tick))
            holder[event.actor] = str(event.detail["to"])
            behind[event.actor] = str(event.detail.get("behind", ""))
        elif event.kind is Kind.CRASH:
            detail = {"how": f"{event.detail.get('how', 'crash')} of {event.actor}"}
            hit = [name for name, node in holder.items() if event.actor in (node, behind[name])]
            found += [replace(event, actor=name, detail=detail) for name in hit]
    return found


def _start(move: Event, at: float, tick: int) -> Event:
    return Event(
        index=0,
        kind=Kind.START,
        actor=move.actor,
        invoked_at=at,
        completed_at=at,
        invoked_tick=tick,
        completed_tick=tick,
    )
