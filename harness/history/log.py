"""The event log of one case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from regrace.harness.history.events import Event, Kind


class History:
    """Appends events in the order of their invocation. Not thread-safe: one world, one thread."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._tick = 0
        self.events: list[Event] = []

    @classmethod
    def of(cls, events: Iterable[Event], now: Callable[[], float]) -> History:
        """A history that begins with these events."""
        history = cls(now)
        history.events = list(events)
        history._tick = max((max(e.invoked_tick, e.completed_tick) for e in history.events), default=0)
        return history

    def _next_tick(self) -> int:
        self._tick += 1
        return self._tick

    def invoke(self, kind: Kind, **fields: Any) -> Event:
        """An operation begins: stamp it before the request is sent; settle it with `complete`."""
        event = Event(
            index=len(self.events),
            kind=kind,
            invoked_at=self._now(),
            invoked_tick=self._next_tick(),
            **fields,
        )
        self.events.append(event)
        return event

    def complete(self, event: Event, status: str, **fields: Any) -> Event:
        """The reply to an invoked operation was read."""
        event.completed_at = self._now()
        event.completed_tick = self._next_tick()
        event.status = status
        for name, value in fields.items():
            setattr(event, name, value)
        return event

    def mark(self, kind: Kind, **fields: Any) -> Event:
        """Something that has no duration (a crash, a loss notice, a note)."""
        event = self.invoke(kind, **fields)
        event.completed_at = event.invoked_at
        event.completed_tick = event.invoked_tick
        return event

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)
