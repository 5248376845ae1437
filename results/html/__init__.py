"""The HTML report: `index.html`, and a page for each case. Plain files that need no server and no network.

Everything that comes from a server or a case is escaped; characters that a page can't hold are replaced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from regrace.results.exitcodes import exit_code, meaning_for
from regrace.results.html.timeline import lay_out
from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.results.summary import MARKS, describe_rig
from regrace.verdict import Verdict

TEMPLATES = Path(__file__).parent / "templates"

_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A case with the page that tells of it."""

    case: CaseRecord
    page: str
    """Relative to the run's folder."""


def render(run: Run) -> dict[str, str]:
    """Path in the run's folder -> the page's text."""
    environment = _environment()
    pages_of = zip(run.in_order, page_names(run.in_order), strict=True)
    entries = [Entry(case=case, page=page) for case, page in pages_of]
    code = exit_code(run)
    pages = {
        "index.html": environment.get_template("index.html.j2").render(
            run=run,
            entries=entries,
            exit_code=int(code),
            meaning=meaning_for(run),
            areas=sorted({case.area for case in run.cases}),
            rigs=list(dict.fromkeys([*run.meta.rigs, *(case.rig for case in run.cases)])),
            duration_s=_duration_s(run),
        )
    }
    template = environment.get_template("case.html.j2")
    for number, entry in enumerate(entries):
        pages[entry.page] = template.render(
            run=run,
            entry=entry,
            case=entry.case,
            timeline=lay_out(entry.case),
            before=entries[number - 1] if number else None,
            after=entries[number + 1] if number + 1 < len(entries) else None,
        )
    return pages


def page_names(cases: Sequence[CaseRecord]) -> list[str]:
    """A page for each case: "cases/GR-03.origin.html", with the rig where there are several. All differ."""
    several = len({case.rig for case in cases}) > 1
    names: list[str] = []
    for case in cases:
        parts = [case.bare_code, case.target, case.rig if several else ""]
        stem = ".".join(re.sub(r"[^A-Za-z0-9_-]+", "-", part) for part in parts if part) or "case"
        name, number = f"cases/{stem}.html", 2
        while name in names:
            name, number = f"cases/{stem}.{number}.html", number + 1
        names.append(name)
    return names


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_holdable,
    )
    environment.globals.update(
        Verdict=Verdict,
        marks=MARKS,
        describe_rig=describe_rig,
    )
    environment.filters["seconds"] = _seconds
    return environment


def _holdable(value: object) -> object:
    """Text without control characters and lone surrogates; the rest as it is."""
    if type(value) is str:  # what is markup already, of a subclass, went through here in parts
        return _UNHOLDABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    return value


def _seconds(value: float) -> str:
    """A duration for a reader: 0.042 s, 3.2 s, 2 min 5 s."""
    if value < 1:
        return f"{value:.3f} s"
    return f"{value:.1f} s" if value < 60 else f"{int(value // 60)} min {int(value % 60)} s"


def _duration_s(run: Run) -> float | None:
    """From begin to end; None for a run that was killed."""
    if not run.meta.ended_at:
        return None
    begin, end = (datetime.fromisoformat(text) for text in (run.meta.started_at, run.meta.ended_at))
    return (end - begin).total_seconds()
