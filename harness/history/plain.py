"""A history as plain data, for `run.json` and for judging a stored run again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from regrace.harness.history.events import Event, Kind
from regrace.harness.history.log import History

_FIELDS = {field.name: field for field in fields(Event)}
_ALWAYS = ("index", "kind", "invoked_at")


def dump(history: Iterable[Event]) -> list[dict[str, Any]]:
    """One dict of JSON values per event, in order. Fields that hold their default are left out, tuples in
    `detail` become lists. Raises TypeError for a `detail` that JSON can't say; it names the event."""
    return [_plain_event(event) for event in history]


def load(records: Iterable[dict[str, Any]]) -> History:
    """The inverse of `dump`. The clock of the history stands still at its last event.

    Unknown keys (of a newer schema) are ignored. Raises KeyError or ValueError on data that is no history."""
    events = [_event(record) for record in records]
    for place, event in enumerate(events):
        if event.index != place:
            raise ValueError(f"event {place} of the history says that its index is {event.index}")
    latest = max((e.invoked_at if e.completed_at is None else e.completed_at for e in events), default=0.0)
    return History.of(events, lambda: latest)


def _plain_event(event: Event) -> dict[str, Any]:
    record: dict[str, Any] = {"index": event.index, "kind": event.kind.value, "invoked_at": event.invoked_at}
    for name, field in _FIELDS.items():
        if name in record or name == "detail":
            continue
        value = getattr(event, name)
        if value != field.default:
            record[name] = value
    if event.detail:
        record["detail"] = _plain(event.detail, f"event {event.index} ({event.kind.value}): detail")
    return record


def _plain(value: Any, where: str) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item, f"{where}[{place}]") for place, item in enumerate(value)]
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"{where}: key {key!r} is no string")
        return {str(key): _plain(item, f"{where}[{key!r}]") for key, item in value.items()}
    raise TypeError(f"{where} holds a {type(value).__name__}, which JSON can't say")


def _event(record: dict[str, Any]) -> Event:
    missing = [name for name in _ALWAYS if name not in record]
    if missing:
        raise KeyError(f"an event lacks {', '.join(missing)}: {record!r}")
    known = {name: value for name, value in record.items() if name in _FIELDS}
    return Event(**{**known, "kind": Kind(record["kind"])})
