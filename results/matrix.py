"""The measured tables: what each published server does in each area, and what becomes of locks when something fails.

They are made of `results/published/*/run.json` and of nothing else, and written into the README between markers; a
test makes them again and compares. Of NFS nothing is known here: areas are letters of codes, failures and fates are
words of `regrace.verdict`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from regrace.results import store
from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.results.store import StoreError
from regrace.results.summary import MARKS
from regrace.verdict import Failure, Fate, Verdict

FOLDER = Path(__file__).parent / "published"
PAGE = "README.md"
"""The page of a published run, beside its run.json."""
STRATEGIES_PREFIX, SHOWN_STRATEGY = "reference-", "reference-retain"
"""Runs of our own servers begin so; of them the table of servers shows one, for comparison."""
WORST_FIRST = (
    Verdict.FAIL,
    Verdict.ERROR,
    Verdict.UNKNOWN,
    Verdict.BLOCKED,
    Verdict.WARN,
    Verdict.INFO,
    Verdict.UNSUPPORTED,
    Verdict.PASS,
)
NOTHING = "·"


class MatrixError(Exception):
    """A text has no place for a table, or a published run can't be read; says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published run."""

    name: str
    """Of its folder: "linux-6.1.192"."""
    run: Run

    @property
    def is_strategy(self) -> bool:
        """Whether it is a run of our own servers."""
        return self.name.startswith(STRATEGIES_PREFIX)

    @property
    def title(self) -> str:
        """As a table calls it: the name, or the strategy and the origin that it ran on."""
        rig = next(iter(self.run.meta.rigs.values()), {})
        if not self.is_strategy or not rig.get("strategy"):
            return self.name
        return f"`{rig['strategy']}` on {rig.get('origin_kind') or 'its origin'}"

    @property
    def page(self) -> str:
        """Its page, from the root of the checkout."""
        return f"results/published/{self.name}/{PAGE}"

    @property
    def world(self) -> str:
        """ "wall" or "virtual"."""
        return self.run.meta.options.get("world", "wall")


def read_published(folder: Path = FOLDER) -> list[Published]:
    """Every published run, by name, and of one product by version. Raises MatrixError for one that can't be read."""
    found = []
    for path in sorted(folder.iterdir() if folder.is_dir() else (), key=lambda path: _numbered(path.name)):
        if (path / store.RUN_FILE).is_file():
            try:
                found.append(Published(name=path.name, run=store.read(path)))
            except StoreError as trouble:
                raise MatrixError(str(trouble)) from trouble
    return found


def _numbered(name: str) -> list[tuple[int, str]]:
    """Orders 6.5 before 15.2."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


# -- what servers do


def servers_table(published: Sequence[Published]) -> str:
    """Area x server: how many cases ended how, the worst first; failures lead to the page that tells of them."""
    shown = [each for each in published if not each.is_strategy or each.name == SHOWN_STRATEGY]
    if not shown:
        return "*Nothing is published yet.*"
    # An area's cases are in several files; most are in the one that has its name.
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for each in shown:
        for case in each.run.cases:
            named[letters_of(case)][case.area.replace("_", " ")] += 1
    areas = {letters: min(names, key=lambda name: (-names[name], name)) for letters, names in named.items()}
    rows = [["area", *(f"[{each.name}]({each.page})" for each in shown)]]
    for letters in sorted(areas):
        cells = [_verdicts([c for c in each.run.cases if letters_of(c) == letters], each.page) for each in shown]
        rows.append([f"**{letters}** {areas[letters]}", *cells])
    rows.append(["all", *(_verdicts(each.run.cases, each.page) for each in shown)])
    legend = " · ".join(f"{MARKS[verdict]} {verdict.value}" for verdict in reversed(WORST_FIRST))
    return f"{_markdown(rows)}\n\n{legend}. {_provenance(shown)}"


def letters_of(case: CaseRecord) -> str:
    """The area's letters: "GR" of "GR-03[origin]"."""
    return case.code.partition("-")[0]


def _verdicts(cases: Sequence[CaseRecord], page: str) -> str:
    counts = Counter(case.verdict for case in cases)
    words = [f"{MARKS[verdict]}&nbsp;{counts[verdict]}" for verdict in WORST_FIRST if counts[verdict]]
    if counts[Verdict.FAIL]:
        anchor = f"#{letters_of(cases[0]).lower()}" if len({letters_of(case) for case in cases}) == 1 else ""
        words[0] = f"[**{words[0]}**]({page}{anchor})"
    return " ".join(words) or NOTHING


# -- what becomes of locks


def fates_table(published: Sequence[Published]) -> str:
    """Strategy (or server) x failure: of how many locks each fate was, and in how many cases some were lost in
    silence."""
    rows_of = [each for each in published if each.is_strategy or any(case.fates for case in each.run.cases)]
    if not rows_of:
        return "*Nothing is published yet.*"
    failures = [f for f in Failure if any(_locked(each, f) for each in rows_of)]
    rows = [["strategy or server", *(failure.value for failure in failures)]]
    rows += [[f"[{each.title}]({each.page}#locks)", *(_fates(_locked(each, f)) for f in failures)] for each in rows_of]
    locks = sum(sum(case.fates.values()) for each in rows_of for case in _counted(each))
    cases = sum(len(_counted(each)) for each in rows_of)
    return (
        f"{_markdown(rows)}\n\n{locks} locks in {cases} cases. {NOTHING} means that no lock was held. "
        f"{_provenance(rows_of)}"
    )


def crash_points_table(published: Sequence[Published]) -> str:
    """Crash point x strategy (or server): the worst fate of a lock."""
    columns = [each for each in published if _locked(each, Failure.CRASH_POINT)]
    points = {case.code: case.title for each in columns for case in _locked(each, Failure.CRASH_POINT)}
    if not points:
        return "*Nothing is published yet.*"
    rows = [["R or O dies, and comes back", *(f"[{each.title}]({each.page}#locks)" for each in columns)]]
    for code in sorted(points):
        cells = []
        for each in columns:
            counts = Counter[str]()
            for case in _locked(each, Failure.CRASH_POINT):
                counts.update(case.fates if case.code == code else {})
            cells.append(_worst_fate(counts))
        rows.append([f"**{code}** {points[code].rstrip('.')}", *cells])
    return _markdown(rows)


def _counted(each: Published) -> list[CaseRecord]:
    """The cases in which locks were held when something failed. Of an `error` nothing can be trusted."""
    return [case for case in each.run.cases if case.fates and case.verdict is not Verdict.ERROR]


def _locked(each: Published, failure: Failure) -> list[CaseRecord]:
    return [case for case in _counted(each) if case.failure == failure.value]


def _fates(cases: Sequence[CaseRecord]) -> str:
    counts = Counter[str]()
    for case in cases:
        counts.update(case.fates)
    if not cases:
        return NOTHING
    lines = [f"{counts[Fate.KEPT]}&nbsp;kept", f"{counts[Fate.TOLD]}&nbsp;told"]
    silent = [case for case in cases if case.fates.get(Fate.SILENT)]
    if silent:
        lines.append(f"**{counts[Fate.SILENT]}&nbsp;silent** in {len(silent)} of {len(cases)} cases")
    else:
        lines.append("0&nbsp;silent")
    if counts[Fate.UNDECIDED]:
        lines.append(f"{counts[Fate.UNDECIDED]}&nbsp;open")
    return "<br>".join(lines)


def _worst_fate(counts: Counter[str]) -> str:
    for fate in (Fate.SILENT, Fate.TOLD, Fate.KEPT, Fate.UNDECIDED):
        if counts[fate]:
            words = {Fate.SILENT: "**silent**", Fate.UNDECIDED: "open"}
            return words.get(fate, fate.value)
    return NOTHING


# -- where it goes


def weave(text: str, tables: dict[str, str]) -> str:
    """The text with each table between its markers `<!-- matrix:NAME -->` and `<!-- /matrix:NAME -->`.

    Raises MatrixError if a table has no place or more than one."""
    for name, table in tables.items():
        begin, end = f"<!-- matrix:{name} -->", f"<!-- /matrix:{name} -->"
        if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
            raise MatrixError(f"there is no one place {begin} ... {end}")
        head, tail = text.split(begin)[0], text.split(end)[1]
        text = f"{head}{begin}\n{table}\n{end}{tail}"
    return text


def tables_of(published: Sequence[Published]) -> dict[str, str]:
    """Name of a marker -> the table that goes there."""
    return {
        "fates": fates_table(published),
        "crash-points": crash_points_table(published),
        "servers": servers_table(published),
    }


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _provenance(shown: Sequence[Published]) -> str:
    """When, and in which world: a simulation is never passed off as the real thing."""
    days = sorted({(each.run.meta.ended_at or each.run.meta.started_at)[:10] for each in shown} - {""})
    virtual = [each.title for each in shown if each.world == "virtual"]
    words = f"Measured {days[0]}" + (f" to {days[-1]}" if days[1:] else "") if days else "Measured"
    return words + (f"; in virtual time: {', '.join(virtual)}." if virtual else ", in wall time.")
