"""The timeline of a case: rows of bars and ticks with the faults as bands behind them, laid out for SVG."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from regrace.results.html.holds import Hold, trace_holds
from regrace.results.record import CaseRecord

WIDTH = 1120.0
LABELS = 200.0
"""Pixels of the SVG's own coordinates; the page scales it."""
ROW, GAP, AXIS, TOP = 20.0, 5.0, 26.0, 20.0
TICKS_MAX = 3000
"""Operations drawn; a case of the explorer may have more than a page can bear."""

_BLANK: Mapping[str, Any] = {
    "completed_at": None,
    "actor": "",
    "via": "",
    "file": "",
    "owner": "",
    "locktype": "",
    "offset": 0,
    "length": 0,
    "status": "",
}
"""What a stored event may leave out."""
_RANGED = frozenset({"lock", "locku", "lockt", "reclaim-lock", "read", "write"})
_OPERATIONS = _RANGED | {"open", "close", "downgrade", "reclaim-open", "reclaim-complete", "free-stateid"}
_SPANS: Mapping[str, tuple[str, str]] = {
    "crash": ("start", "down"),
    "pause": ("resume", "paused"),
    "cut": ("heal", "cut"),
    "grace-start": ("grace-end", "grace"),
}
"""What begins on a node or a link -> what ends it, and how it is called."""
_INSTANTS = {"client-crash": "crashed", "client-silent": "falls silent", "loss-notice": "told of a loss"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle on a row, or a band over all rows."""

    x: float
    width: float
    y: float
    kind: str
    """CSS class: "held", "doubt", "down", "paused", "cut", "grace", "fault"."""
    label: str
    hint: str
    """What a pointer that rests on it is told."""

    @property
    def shown(self) -> str:
        """The label as far as it fits."""
        room = int((self.width - 6) / 6.4)
        return self.label if len(self.label) <= room else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One operation, or something that took no time."""

    x: float
    width: float
    y: float
    kind: str
    """CSS class: "ok", "refused", "unanswered", "instant"."""
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One lane with its label."""

    y: float
    label: str
    kind: str
    """CSS class: "client", "hold", "node"."""
    height: float = ROW


@dataclass(slots=True, kw_only=True)
class Timeline:
    """What the template draws. Coordinates in the SVG's own pixels."""

    end_s: float
    height: float = 0.0
    rows: list[Row] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    bands: list[Bar] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    axis: list[tuple[float, str]] = field(default_factory=list)
    """Position and label of each mark of the time axis."""
    left_out: int = 0
    """Operations that were too many to draw."""
    width: float = WIDTH

    def x(self, at_s: float) -> float:
        """Where a time is."""
        share = min(max(at_s / self.end_s, 0.0), 1.0)
        return round(LABELS + share * (self.width - LABELS - 16), 2)


def lay_out(case: CaseRecord) -> Timeline | None:
    """The timeline of a case; None if it has neither history nor faults."""
    events = sorted(({**_BLANK, **event} for event in case.history), key=lambda event: event["invoked_at"])
    if not events and not case.faults:
        return None
    times = [event["invoked_at"] for event in events]
    times += [event["completed_at"] for event in events if event["completed_at"] is not None]
    times += [fault.healed_at_s or fault.applied_at_s for fault in case.faults]
    timeline = Timeline(end_s=max([*times, 0.001]) * 1.01)
    y = _draw_nodes(timeline, events, TOP)
    y = _draw_clients(timeline, events, y)
    timeline.height = y + AXIS
    for fault in case.faults:
        left = timeline.x(fault.applied_at_s)
        right = timeline.x(timeline.end_s if fault.healed_at_s is None else fault.healed_at_s)
        name = f"{fault.kind} {fault.target}"
        until = "never healed" if fault.healed_at_s is None else f"healed {fault.healed_at_s:.3f} s"
        hint = f"{name}: applied {fault.applied_at_s:.3f} s, {until}. {fault.evidence}"
        band = Bar(x=left, width=max(right - left, 2), y=0, kind="fault", label=name, hint=hint)
        timeline.bands.append(band)
    timeline.axis = [(timeline.x(at_s), f"{at_s:g} s") for at_s in _steps(timeline.end_s)]
    return timeline


def _draw_nodes(timeline: Timeline, events: Sequence[Mapping[str, Any]], y: float) -> float:
    """Rows of nodes and links: when they were down, paused, cut or in grace."""
    actors = dict.fromkeys(event["actor"] for event in events if event["kind"] in _SPANS)
    for actor in actors:
        timeline.rows.append(Row(y=y, label=actor, kind="node"))
        own = [event for event in events if event["actor"] == actor]
        for begin, (end, kind) in _SPANS.items():
            for since_s, until_s in _spans(own, begin, end, timeline.end_s):
                left, right = timeline.x(since_s), timeline.x(until_s)
                hint = f"{actor} {kind}: {since_s:.3f} s to {until_s:.3f} s"
                bar = Bar(x=left, width=max(right - left, 2), y=y, kind=kind, label=kind, hint=hint)
                timeline.bars.append(bar)
        y += ROW + GAP
    return y


def _spans(
    events: Iterable[Mapping[str, Any]], begin: str, end: str, end_s: float
) -> list[tuple[float, float]]:
    """Seconds from each `begin` to the next `end`, or to the end of the case."""
    spans: list[tuple[float, float]] = []
    since: float | None = None
    for event in events:
        at_s = event["invoked_at"]
        if event["kind"] == begin and since is None:
            since = at_s
        elif event["kind"] == end and since is not None:
            spans.append((since, at_s))
            since = None
    return spans if since is None else [*spans, (since, end_s)]


def _draw_clients(timeline: Timeline, events: Sequence[Mapping[str, Any]], y: float) -> float:
    """For each client a row of what it did, and below it a row for each of its holds."""
    holds = trace_holds(events, end_s=timeline.end_s)
    shown = [event for event in events if event["kind"] in _OPERATIONS or event["kind"] in _INSTANTS]
    timeline.left_out = max(len(shown) - TICKS_MAX, 0)
    shown = shown[:TICKS_MAX]
    for actor in dict.fromkeys(event["actor"] for event in shown):
        timeline.rows.append(Row(y=y, label=actor, kind="client"))
        timeline.ticks += [_tick(timeline, event, y) for event in shown if event["actor"] == actor]
        y += ROW + GAP
        own = [hold for hold in holds if hold.actor == actor]
        for owner, file in dict.fromkeys((hold.owner, hold.file) for hold in own):
            y = _draw_holds(timeline, [hold for hold in own if (hold.owner, hold.file) == (owner, file)], y)
    return y


def _draw_holds(timeline: Timeline, holds: Sequence[Hold], y: float) -> float:
    """One owner's holds on one file: on one row, or on several where ranges are held at once."""
    free_from: list[float] = []
    first = y
    for hold in holds:
        lane = next((n for n, busy in enumerate(free_from) if busy <= hold.since_s), len(free_from))
        if lane == len(free_from):
            free_from.append(0.0)
        free_from[lane] = hold.until_s
        left, right = timeline.x(hold.since_s), timeline.x(hold.until_s)
        doubt = "" if hold.sure else " (in doubt: the server lost its memory, or the client was told so)"
        timeline.bars.append(
            Bar(
                x=left,
                width=max(right - left, 2),
                y=first + lane * (ROW + GAP),
                kind=f"{'held' if hold.sure else 'doubt'} {hold.locktype.lower()}",
                label=hold.label,
                hint=f"{hold.actor} holds {hold.label} of {hold.file} through {hold.via}:"
                f" {hold.since_s:.3f} s to {hold.until_s:.3f} s{doubt}",
            )
        )
    label = " of ".join(part for part in (holds[0].owner, holds[0].file) if part)
    height = len(free_from) * (ROW + GAP) - GAP
    timeline.rows.append(Row(y=first, label=label, kind="hold", height=height))
    return first + height + GAP


def _tick(timeline: Timeline, event: Mapping[str, Any], y: float) -> Tick:
    kind = event["kind"]
    at_s = event["invoked_at"]
    left = timeline.x(at_s)
    if kind in _INSTANTS:
        hint = f"{at_s:.3f} s: {event['actor']} {_INSTANTS[kind]}"
        return Tick(x=left, width=0, y=y, kind="instant", hint=hint)
    completed = event["completed_at"]
    status = event["status"]
    right = left if completed is None else timeline.x(completed)
    words = [kind.upper(), event["locktype"], event["file"]]
    if kind in _RANGED:
        words.append(f"{event['offset']}+{event['length']}")
    hint = f"{at_s:.3f} s: {event['actor']} {' '.join(word for word in words if word)}"
    hint += f" via {event['via']}: {status or 'no reply'}"
    look = "unanswered" if not status else "ok" if status == "NFS4_OK" else "refused"
    return Tick(x=left, width=max(right - left, 0.0), y=y, kind=look, hint=hint)


def _steps(end_s: float) -> list[float]:
    """Round times from 0 to the end, at most eleven of them."""
    rough = end_s / 8
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= rough)
    return [round(number * step, 9) for number in range(int(end_s / step) + 1)]
