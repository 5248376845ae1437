"""What the tap saw, as events of a history: see `harness.history.messages` for what they say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from regrace.harness.history.events import Event, Kind
from regrace.harness.tap.api import TapRecord

_CALLS, _REPLIES = ("call", "cb-call"), ("reply", "cb-reply")
_LOST = ("dropped", "truncated")


def messages(records: Iterable[TapRecord]) -> list[Event]:
    """A MESSAGE for each COMPOUND, in the order of the calls; what could not be decoded is left out."""
    found: list[Event] = []
    asked: dict[tuple[str, int, int, bool], Event] = {}
    for record in records:
        if not record.operations:
            continue
        key = (record.link, record.connection, record.xid, record.kind.startswith("cb-"))
        if record.kind in _CALLS:
            asked[key] = _call(record)
            found.append(asked[key])
        elif record.kind in _REPLIES and key in asked:
            _reply(asked[key], record)
    return found


def _call(record: TapRecord) -> Event:
    detail: dict[str, Any] = {"ops": " ".join(name.replace(" ", "-") for name in record.operations)}
    if record.sequence:
        detail |= {"seq": record.sequence, "asked": record.digest}
    if record.marks:
        detail["marks"] = list(record.marks)
    if record.kind == "cb-call":
        detail["back"] = True
    if record.fate in _LOST:
        detail["lost"] = "call"
    if record.held_s:
        detail["held_s"] = round(record.held_s, 6)
    return Event(index=0, kind=Kind.MESSAGE, invoked_at=record.at, actor=record.link, detail=detail)


def _reply(event: Event, record: TapRecord) -> None:
    if event.completed_at is not None:  # the call had arrived twice
        event.detail.setdefault("retold", []).append(record.digest)
        return
    event.completed_at = record.at
    event.status = record.statuses[-1] if record.statuses else ""
    event.detail["done"] = len(record.statuses)
    if record.digest:
        event.detail["told"] = record.digest
    if record.marks:
        event.detail["marks"] = [*event.detail.get("marks", ()), *record.marks]
    if record.fate in _LOST:
        event.detail["lost"] = "reply"
