"""One table of what several sources tell of a client's state, with the differences marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regrace.state_sources import Seen

LEDGER = "ledger"
"""The name of the source that is the client's own."""
TESTED = "TEST_STATEID"
"""The name of the source that knows only what it is asked of."""
KERNEL = "/proc"
"""The name of the source that is a Linux server's own account."""
NODE = "node"
"""The name of the source that is the account of a reference server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One stateid. `cells`: source -> what it says; "-" if it does not have it."""

    kind: str
    stateid: str
    owner: str
    what: str
    cells: Mapping[str, str]
    differences: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "kind": self.kind,
            "stateid": self.stateid,
            "owner": self.owner,
            "what": self.what,
            "sources": dict(self.cells),
            "differences": list(self.differences),
        }


def compare(sources: Mapping[str, Sequence[Seen]]) -> list[Row]:
    """A row for each stateid that any source has, in the order in which they were told."""
    told: dict[bytes, dict[str, Seen]] = {}
    for name, items in sources.items():
        for one in items:
            told.setdefault(one.other, {})[name] = one
    return [_row(sources, by_source) for by_source in told.values()]


def _row(sources: Mapping[str, Sequence[Seen]], by_source: Mapping[str, Seen]) -> Row:
    views = list(by_source.values())
    # The server's own word for what the state is comes before what the client believes.
    servers = [view for name, view in by_source.items() if name not in (LEDGER, TESTED)]
    fullest = next((view for view in (*servers, *views) if view.what), views[0])
    seqid = next((view.seqid for view in (*servers, *views) if view.seqid is not None), 0)
    return Row(
        kind=next((view.kind for view in (*servers, *views) if view.kind), "?"),
        stateid=f"{seqid}:{views[0].other.hex()}",
        owner=next((view.owner for view in (*servers, *views) if view.owner), ""),
        what=fullest.what,
        cells={name: by_source[name].status if name in by_source else "-" for name in sources},
        differences=tuple(_differences(sources, by_source)),
    )


def _differences(sources: Mapping[str, Sequence[Seen]], by_source: Mapping[str, Seen]) -> Iterator[str]:
    mine = by_source.get(LEDGER)
    tellers = [name for name in sources if name not in (LEDGER, TESTED)]
    if LEDGER in sources and mine is None:
        yield "not known to the client: a leak"
    for name in tellers:
        if name not in by_source and (mine is not None or any(by_source[n].good for n in tellers if n in by_source)):
            yield f"{name} does not have it" + (": lost" if mine is not None else "")
    usable = {view.good for name, view in by_source.items() if name != LEDGER}
    if len(usable) > 1:
        yield "the sources disagree whether it can be used"
    elif usable == {False} and mine is not None:
        yield "the client holds it, and it can't be used any more"
    yield from _contradictions(by_source)


def _contradictions(by_source: Mapping[str, Seen]) -> Iterator[str]:
    for field, called in (("seqid", "version"), ("shares", "share bits"), ("ranges", "ranges")):
        said = {name: value for name, view in by_source.items() if (value := getattr(view, field)) is not None}
        if len(set(said.values())) > 1:
            yield f"other {called}: " + ", ".join(f"{name} has {_short(value)}" for name, value in said.items())


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def render(rows: Sequence[Row], sources: Sequence[str]) -> Iterator[str]:
    """The lines of the table; under each row, indented and marked, where the sources part."""
    heads = ("kind", "stateid", "owner", "what", *sources)
    lines = [(row.kind, row.stateid, row.owner, row.what, *(row.cells[name] for name in sources)) for row in rows]
    widths = [max(len(line[column]) for line in (heads, *lines)) for column in range(len(heads))]

    def joined(line: Sequence[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()

    yield joined(heads)
    for row, line in zip(rows, lines, strict=True):
        yield joined(line)
        for difference in row.differences:
            yield f"  <-- {difference}"
