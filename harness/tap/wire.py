"""How a tap in a process of its own is spoken to: JSON lines on a loopback connection.

The first line of a connection is `{"token": "..."}`; each further one `{"id": 1, "do": "cut", ...}`, answered
by `{"id": 1, "ok": ...}` or `{"id": 1, "error": "..."}`. The token is made for the run and handed to those
who may break its links; without it the connection is closed.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from regrace.harness.tap.api import Act, Deed, Direction, Match, TapRecord

LONGEST_REQUEST = 64 << 10
"""Bytes of one request line."""

RECORDS_PER_ANSWER = 500
"""`records` is answered in pages of so many."""


def match_to_json(match: Match) -> dict[str, Any]:
    """A match as plain data."""
    return {**asdict(match), "direction": str(match.direction)}


def match_from_json(data: dict[str, Any]) -> Match:
    """The inverse. Raises KeyError, TypeError or ValueError."""
    return Match(
        link=str(data["link"]),
        direction=Direction(data["direction"]),
        operation=str(data.get("operation", "")),
        nth=int(data.get("nth", 1)),
        file=str(data.get("file", "")),
        owner=str(data.get("owner", "")),
        status=str(data.get("status", "")),
    )


def deed_to_json(deed: Deed) -> dict[str, Any]:
    """A deed as plain data."""
    until = None if deed.until is None else match_to_json(deed.until)
    return {**asdict(deed), "act": str(deed.act), "until": until}


def deed_from_json(data: dict[str, Any]) -> Deed:
    """The inverse. Raises KeyError, TypeError or ValueError."""
    return Deed(
        act=Act(data["act"]),
        seconds=float(data["seconds"]),
        keep_bytes=int(data["keep_bytes"]),
        until=None if data["until"] is None else match_from_json(data["until"]),
    )


def record_to_json(record: TapRecord) -> dict[str, Any]:
    """A record as plain data."""
    return {**asdict(record), "direction": str(record.direction)}


_RECORD_FIELDS = frozenset(f.name for f in fields(TapRecord))


def record_from_json(data: dict[str, Any]) -> TapRecord:
    """The inverse. Raises KeyError, TypeError or ValueError."""
    kept = {name: value for name, value in data.items() if name in _RECORD_FIELDS}
    return TapRecord(**{**kept, "direction": Direction(kept["direction"])})
