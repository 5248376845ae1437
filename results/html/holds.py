"""Who held what when, as the events of a case tell it: the bars of the timeline.

This draws, it does not judge: a bar runs from the reply that granted a lock to the request that gave it up,
and is in doubt while the server that granted it had lost its memory or its client was told of a loss.
The oracle's own, stricter intervals are behind the invariants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

OK = "NFS4_OK"
TO_THE_END = 1 << 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One bar. Times in seconds of the case; bytes [start, end)."""

    actor: str
    owner: str
    file: str
    via: str
    locktype: str
    start: int
    end: int
    since_s: float
    until_s: float
    sure: bool
    """False while it is in doubt."""

    @property
    def label(self) -> str:
        """What fits on a bar: "W 0-9"."""
        last = "end" if self.end >= TO_THE_END else str(self.end - 1)
        return f"{self.locktype[:1]} {self.start}-{last}"

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the ranges have a byte in common."""
        return self.start < end and start < self.end


def trace_holds(events: Iterable[Mapping[str, Any]], *, end_s: float) -> list[Hold]:
    """The bars of a case that lasted until `end_s`. Every event has every field that a history dumps."""
    tracer = _Tracer()
    for at_s, event in _in_order(events):
        tracer.see(at_s, event)
    return tracer.close(end_s)


def _in_order(events: Iterable[Mapping[str, Any]]) -> list[tuple[float, Mapping[str, Any]]]:
    """Events by the time at which they count: grants by their reply, whatever gives up by its request."""
    timed = []
    for event in events:
        at = event["invoked_at"]
        if event["kind"] in ("lock", "reclaim-lock", "close") and event["completed_at"] is not None:
            at = event["completed_at"]
        timed.append((at, event))
    return sorted(timed, key=lambda pair: pair[0])


class _Tracer:
    def __init__(self) -> None:
        self.running: list[Hold] = []
        self.ended: list[Hold] = []

    def see(self, at_s: float, event: Mapping[str, Any]) -> None:
        start, end = _range(event)
        status = event["status"]
        match event["kind"]:
            case "lock" | "reclaim-lock" if status == OK:
                self._cut_out(at_s, event, start, end)
                self._begin(at_s, event, start, end)
            case "reclaim-lock" if status:
                self._cut_out(at_s, event, start, end)
            case "locku" if status in (OK, ""):
                self._cut_out(at_s, event, start, end)
            case "close" if status == OK:
                self._stop(at_s, lambda hold: (hold.actor, hold.file) == (event["actor"], event["file"]))
            case "crash":
                self._doubt(at_s, lambda hold: hold.via == event["actor"])
            case "loss-notice":
                self._doubt(at_s, lambda hold: hold.actor == event["actor"])
            case "client-crash":
                self._stop(at_s, lambda hold: hold.actor == event["actor"])
            case _:
                pass  # says nothing of who holds what

    def close(self, end_s: float) -> list[Hold]:
        self._stop(end_s, lambda _: True)
        seen = [hold for hold in self.ended if hold.until_s > hold.since_s or hold.sure]
        return sorted(seen, key=lambda hold: (hold.actor, hold.owner, hold.file, hold.since_s, hold.start))

    def _begin(self, at_s: float, event: Mapping[str, Any], start: int, end: int) -> None:
        self.running.append(
            Hold(
                actor=event["actor"],
                owner=event["owner"],
                file=event["file"],
                via=event["via"],
                locktype=event["locktype"],
                start=start,
                end=end,
                since_s=at_s,
                until_s=at_s,
                sure=True,
            )
        )

    def _cut_out(self, at_s: float, event: Mapping[str, Any], start: int, end: int) -> None:
        """The owner's holds lose a range: by an unlock, or because something newer is known of it."""
        owner = (event["actor"], event["owner"], event["file"])
        for hold in list(self.running):
            if (hold.actor, hold.owner, hold.file) == owner and hold.overlaps(start, end):
                self._end(hold, at_s)
                if hold.start < start:
                    self.running.append(replace(hold, end=start, since_s=at_s))
                if hold.end > end:
                    self.running.append(replace(hold, start=end, since_s=at_s))

    def _stop(self, at_s: float, which: Callable[[Hold], bool]) -> None:
        for hold in [hold for hold in self.running if which(hold)]:
            self._end(hold, at_s)

    def _doubt(self, at_s: float, which: Callable[[Hold], bool]) -> None:
        for hold in [hold for hold in self.running if hold.sure and which(hold)]:
            self._end(hold, at_s)
            self.running.append(replace(hold, since_s=at_s, sure=False))

    def _end(self, hold: Hold, at_s: float) -> None:
        self.running.remove(hold)
        self.ended.append(replace(hold, until_s=at_s))


def _range(event: Mapping[str, Any]) -> tuple[int, int]:
    offset, length = event["offset"], event["length"]
    return offset, TO_THE_END if length == TO_THE_END - 1 else offset + length
