"""Two runs side by side: only changes make noise.

Cases are matched by code and rig. Trouble of the rig and an oracle that ran out of budget say nothing of a
server, so that a change from or to them is *undecided* and never called a regression.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from regrace.results.exitcodes import ExitCode
from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.results.summary import Style
from regrace.verdict import Verdict


class Change(StrEnum):
    """How a case changed. The text of each member is its heading; the order is that of the report."""

    REGRESSED = "regressed"
    DIFFERENTLY = "fails differently"
    UNDECIDED = "undecided"
    FIXED = "fixed"
    NEW = "new"
    GONE = "gone"
    SAME = "same"


_HARM: Mapping[Verdict, int] = {
    Verdict.PASS: 0,
    Verdict.INFO: 0,
    Verdict.UNSUPPORTED: 1,
    Verdict.WARN: 2,
    Verdict.BLOCKED: 3,
    Verdict.FAIL: 4,
}
"""How much worse a verdict is than a pass. What is not in here decides nothing."""
_FAILING = frozenset({Verdict.FAIL, Verdict.BLOCKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One case in both runs, or in one of them."""

    code: str
    rig: str
    change: Change
    old: CaseRecord | None
    new: CaseRecord | None

    @property
    def told(self) -> str:
        """In a line: what it was and what it is."""
        old = self.old.verdict if self.old else "not run"
        new = self.new.verdict if self.new else "not run"
        if self.change is Change.DIFFERENTLY and self.old and self.new:
            return f"{self.code} {old} ({_how(self.old)}) -> {new} ({_how(self.new)})"
        reason = f": {_how(self.new)}" if self.new and self.new.verdict in (*_FAILING, Verdict.ERROR) else ""
        return f"{self.code} {old} -> {new}{reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from one run to another."""

    old: Run
    new: Run
    differences: list[Difference]
    remark: str = ""

    def of(self, change: Change) -> list[Difference]:
        """The cases that changed in that way, by code and rig."""
        return [difference for difference in self.differences if difference.change is change]

    @property
    def has_changes(self) -> bool:
        """Whether there is anything that a reader does not know from the old run."""
        return not self.differences or len(self.of(Change.SAME)) < len(self.differences)

    @property
    def exit_code(self) -> ExitCode:
        """UNEXPECTED for a regression or a different failure, RIG_TROUBLE if the rest is undecided."""
        if self.of(Change.REGRESSED) or self.of(Change.DIFFERENTLY):
            return ExitCode.UNEXPECTED
        if not self.differences:
            return ExitCode.NOTHING_RAN
        return ExitCode.RIG_TROUBLE if self.of(Change.UNDECIDED) else ExitCode.AS_EXPECTED


def compare(old: Run, new: Run) -> Comparison:
    """Match the cases of two runs. Where each run had one rig, these are matched whatever their names."""
    remark = ""
    renamed: dict[str, str] = {}
    old_rigs, new_rigs = ({case.rig for case in run.cases} for run in (old, new))
    if len(old_rigs) == len(new_rigs) == 1 and old_rigs != new_rigs:
        (old_rig,), (new_rig,) = old_rigs, new_rigs
        renamed = {old_rig: new_rig}
        remark = f"rig {old_rig} of the old run is compared with rig {new_rig} of the new one"
    olds = _by_key(old.cases, renamed)
    news = _by_key(new.cases, {})
    differences = [
        Difference(
            code=code,
            rig=rig,
            change=_change(olds.get((code, rig)), news.get((code, rig))),
            old=olds.get((code, rig)),
            new=news.get((code, rig)),
        )
        for code, rig in sorted({*olds, *news})
    ]
    return Comparison(old=old, new=new, differences=differences, remark=remark)


def render(comparison: Comparison, style: Style) -> str:
    """For the terminal; ends with a newline."""
    runs = f"{comparison.old.meta.id} -> {comparison.new.meta.id}"
    several = len({difference.rig for difference in comparison.differences}) > 1
    parts = [[style.heading(f"Regrace: {runs}"), *([f"  {comparison.remark}"] if comparison.remark else [])]]
    for change in Change:
        found = comparison.of(change)
        if not found or change is Change.SAME:
            continue
        lines = [style.heading(f"{change.capitalize()}: {len(found)}")]
        for difference in found:
            where = f" on {difference.rig}" if several else ""
            lines += style.wrap(difference.told + where, first="  ", rest="      ")
        parts.append(lines)
    counts = ", ".join(f"{len(comparison.of(change))} {change}" for change in Change if comparison.of(change))
    parts.append([f"{counts or 'no case in either run'}. Exit code {int(comparison.exit_code)}."])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _by_key(cases: Iterable[CaseRecord], renamed: Mapping[str, str]) -> dict[tuple[str, str], CaseRecord]:
    """A case that was run twice counts by its last run."""
    return {(case.code, renamed.get(case.rig, case.rig)): case for case in cases}


def _change(old: CaseRecord | None, new: CaseRecord | None) -> Change:
    if old is None:
        return Change.NEW
    if new is None:
        return Change.GONE
    if old.verdict is new.verdict:
        changed = old.verdict in _FAILING and old.signature != new.signature
        return Change.DIFFERENTLY if changed else Change.SAME
    if old.verdict not in _HARM or new.verdict not in _HARM:
        return Change.UNDECIDED
    if _HARM[old.verdict] == _HARM[new.verdict]:
        return Change.SAME
    if {old.verdict, new.verdict} == _FAILING:
        return Change.DIFFERENTLY
    return Change.REGRESSED if _HARM[new.verdict] > _HARM[old.verdict] else Change.FIXED


def _how(case: CaseRecord) -> str:
    return case.signature or case.message or case.actual or "no signature"
