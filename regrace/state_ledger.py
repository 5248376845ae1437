"""What a client believes that it holds, from a file: as the client's ledger was dumped, or from the record of a run.

A dump is `{"opens": [{"stateid": "1:0102..", "owner": "o", "file": "f", "access": 3, "deny": 0}], "locks": [{"stateid":
"2:0304..", "owner": "l", "file": "f", "ranges": [["WRITE", 0, 10]]}]}` (`Ledger.to_json`). A run's `run.json` or
`events.jsonl` needs to be told whose: CASE:CLIENT, "PT-03:E1".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from regrace.harness.client.ranges import RangeSet, end_of, is_range
from regrace.harness.history.events import Event, Kind
from regrace.harness.history.plain import load
from regrace.state_sources import Seen

GRANTS = (Kind.OPEN, Kind.RECLAIM_OPEN)
LOCKS = (Kind.LOCK, Kind.RECLAIM_LOCK)


class LedgerError(Exception):
    """The file can't be read as a ledger; says what it should be."""


def read_ledger(path: Path, whose: str = "") -> list[Seen]:
    """All that the ledger has. Raises LedgerError."""
    try:
        text = path.read_text(encoding="utf-8")
        data = [json.loads(line) for line in text.splitlines() if line] if path.suffix == ".jsonl" else json.loads(text)
    except (OSError, ValueError) as trouble:
        raise LedgerError(f"{path}: {trouble}") from trouble
    try:
        if isinstance(data, dict) and "opens" in data:
            return _from_dump(data)
        return _from_record(data, whose)
    except (KeyError, TypeError, ValueError) as trouble:
        raise LedgerError(f"{path} is no ledger: {trouble}") from trouble


def _from_dump(data: Mapping[str, Any]) -> list[Seen]:
    found = [
        Seen(
            **_stateid(one["stateid"]),
            kind="OPEN",
            owner=str(one["owner"]),
            shares=(int(one["access"]), int(one["deny"])),
            more=str(one.get("file", "")),
        )
        for one in data["opens"]
    ]
    for one in data.get("locks", ()):
        ranges = tuple((str(kind), int(offset), int(length)) for kind, offset, length in one["ranges"])
        found.append(
            Seen(
                **_stateid(one["stateid"]),
                kind="LOCK",
                owner=str(one["owner"]),
                ranges=ranges,
                more=str(one.get("file", "")),
            )
        )
    return found


def _stateid(text: str) -> dict[str, Any]:
    seqid, _, other = text.partition(":")
    raw = bytes.fromhex(other)
    if len(raw) != 12:
        raise ValueError(f"a stateid is SEQID:24 hexadecimal digits, not {text!r}")
    return {"seqid": int(seqid), "other": raw}


# --- from the history of a case


def _from_record(data: Any, whose: str) -> list[Seen]:
    code, colon, client = whose.rpartition(":")
    cases = {str(case["code"]): case for case in _cases(data)}
    if not colon or code not in cases:
        there_are = ", ".join(sorted(cases)[:8])
        raise ValueError(f"say whose it is, CASE:CLIENT, with a case of this record ({there_are}...)")
    history = list(load(cases[code]["history"]))
    actors = sorted({event.actor for event in history if event.kind in (*GRANTS, *LOCKS)})
    if client not in actors:
        raise ValueError(f"in {code} there is no client {client!r} with state; there are {', '.join(actors) or 'none'}")
    return held_at_the_end(event for event in history if event.actor == client)


def _cases(data: Any) -> Iterator[Mapping[str, Any]]:
    for one in data["cases"] if isinstance(data, dict) else data:
        case = one.get("case", one)
        if isinstance(case, dict) and "history" in case and "code" in case:
            yield case


def held_at_the_end(history: Iterator[Event]) -> list[Seen]:
    """What one client held by its own account, when its history ends. A crash of its server is no loss by itself: what
    it has not been told, it believes."""
    opens: dict[str, Event] = {}
    below: dict[str, str] = {}
    locks: dict[str, tuple[Event, RangeSet]] = {}
    for event in history:
        key = event.stateid.partition(":")[2]
        if event.kind is Kind.LOSS_NOTICE or not event.ok or not key:
            continue
        if event.kind in GRANTS or event.kind is Kind.DOWNGRADE:
            opens[key] = event
        elif event.kind in LOCKS:
            _, ranges = locks.get(key, (event, RangeSet()))
            locks[key] = event, ranges
            below.setdefault(key, f"{event.file}")
            if is_range(event.offset, event.length):
                ranges.hold(event.offset, end_of(event.offset, event.length), event.locktype)
        elif event.kind is Kind.LOCKU and key in locks:
            _, ranges = locks[key]
            locks[key] = event, ranges
            if is_range(event.offset, event.length):
                ranges.release(event.offset, end_of(event.offset, event.length))
        elif event.kind is Kind.FREE_STATEID:
            locks.pop(key, None)
        elif event.kind is Kind.CLOSE:
            gone = opens.pop(key, None)
            if gone is not None:
                for lock in [one for one, file in below.items() if file == gone.file]:
                    locks.pop(lock, None)
    found = [
        Seen(**_stateid(one.stateid), kind="OPEN", owner=one.owner, shares=(one.access, one.deny), more=one.file)
        for one in opens.values()
    ]
    for one, ranges in locks.values():
        told = tuple((piece.locktype, piece.start, piece.length) for piece in ranges)
        found.append(Seen(**_stateid(one.stateid), kind="LOCK", owner=one.owner, ranges=told, more=one.file))
    return found
