"""Things that last for a time, found by the time that they share: a long history is not walked per question."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Generic, TypeVar

from regrace.harness.history.events import NEVER, Event, Moment

T = TypeVar("T")


class Timeline(Generic[T]):
    """Items with a first and a last moment."""

    def __init__(self, items: Iterable[tuple[Moment, Moment, T]]) -> None:
        ordered = sorted(items, key=lambda item: item[0])
        self._ending = [item for item in ordered if item[1] != NEVER]
        self._endless = [item for item in ordered if item[1] == NEVER]
        self._latest = list(accumulate((end for _, end, _ in self._ending), max))
        """Per place, the latest end of everything up to it: how far back a search has to go."""

    @classmethod
    def of_events(cls, events: Iterable[Event]) -> Timeline[Event]:
        """Events from their invocation to their completion; without an answer they never end."""
        return Timeline((event.began, event.settled, event) for event in events)

    def touching(self, since: Moment, until: Moment) -> list[T]:
        """What had begun by `until` and had not ended before `since`, in the order of beginning."""
        found: list[tuple[Moment, Moment, T]] = []
        place = bisect_right(self._ending, until, key=lambda item: item[0]) - 1
        while place >= 0 and self._latest[place] >= since:
            if self._ending[place][1] >= since:
                found.append(self._ending[place])
            place -= 1
        found += self._endless[: bisect_right(self._endless, until, key=lambda item: item[0])]
        return [item for _, _, item in sorted(found, key=lambda item: item[0])]
