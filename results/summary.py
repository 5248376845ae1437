"""What the terminal says at the end of a run: what is wrong, what was expected of it, what to do next."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from regrace.results.exitcodes import exit_code, meaning_for
from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.verdict import Verdict

TRACE_LINES_MAX = 15
WIDTH_MIN, WIDTH_MAX = 40, 110

MARKS: Mapping[Verdict, str] = {
    Verdict.PASS: "✓",
    Verdict.FAIL: "×",
    Verdict.WARN: "!",
    Verdict.INFO: "i",
    Verdict.UNSUPPORTED: "–",
    Verdict.BLOCKED: "#",
    Verdict.UNKNOWN: "?",
    Verdict.ERROR: "E",
}
"""One sign per verdict, so that nothing is told by colour alone. The HTML report uses the same."""

_COLOURS = {
    Verdict.PASS: "32",
    Verdict.FAIL: "31",
    Verdict.WARN: "33",
    Verdict.INFO: "36",
    Verdict.UNSUPPORTED: "90",
    Verdict.BLOCKED: "35",
    Verdict.UNKNOWN: "35",
    Verdict.ERROR: "33",
}


class Style:
    """How lines look: wrapped to a width in columns, coloured or not."""

    def __init__(self, *, width: int = 80, colour: bool = False) -> None:
        self.width = min(max(width, WIDTH_MIN), WIDTH_MAX)
        self.colour = colour

    @classmethod
    def of(cls, stream: TextIO, environ: Mapping[str, str] = os.environ) -> Style:
        """What suits a stream: colour on a terminal, unless NO_COLOR is set."""
        colour = stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        return cls(width=shutil.get_terminal_size((100, 24)).columns, colour=colour)

    def paint(self, text: str, code: str) -> str:
        """The text in a colour (SGR code)."""
        return f"\033[{code}m{text}\033[0m" if self.colour else text

    def mark(self, verdict: Verdict) -> str:
        """The verdict's sign."""
        return self.paint(MARKS[verdict], _COLOURS[verdict])

    def heading(self, text: str) -> str:
        """A line that begins a part."""
        return self.paint(text, "1")

    def wrap(self, text: str, *, first: str, rest: str | None = None) -> list[str]:
        """The text under an indent; control characters are shown, not sent to the terminal. A word is never broken,
        so that a path can be copied: the terminal folds one that is too long."""
        wrapped = textwrap.wrap(
            printable(text),
            self.width,
            initial_indent=first,
            subsequent_indent=" " * len(first) if rest is None else rest,
            break_on_hyphens=False,
            break_long_words=False,
        )
        return wrapped or [first.rstrip()]

    def wrap_columns(self, line: str, *, first: str, rest: str) -> list[str]:
        """Like `wrap` for a line of a table: its own spaces are kept."""
        indent = line[: len(line) - len(line.lstrip(" "))]
        return self.wrap(line, first=first + indent, rest=rest)


def render(run: Run, *, folder: Path, style: Style) -> str:
    """The summary of a run whose record lies in `folder`; ends with a newline."""
    parts = [
        _head(run, style),
        _contradictions(run, style),
        _surprises(run, style),
        _listed(run, style),
        _warnings(run, style),
        _remarks(run, style),
        _end(run, folder, style),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def printable(text: str) -> str:
    """The text with control characters and lone surrogates escaped: no server talks to our terminal."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text.strip()
    )


def shortened(lines: Sequence[str], *, most: int = TRACE_LINES_MAX) -> list[str]:
    """At most `most` lines: from both ends, since a trace begins with the grant and ends with what broke."""
    if len(lines) <= most:
        return list(lines)
    head = most // 2
    tail = most - 1 - head
    return [*lines[:head], f"... {len(lines) - head - tail} lines more, see the report ...", *lines[-tail:]]


def _head(run: Run, style: Style) -> list[str]:
    counts = run.counts
    told = "  ".join(f"{MARKS[verdict]}~{counts[verdict]}~{verdict}" for verdict in Verdict if counts[verdict])
    lines = [style.heading(f"Regrace: {len(run.cases)} case{'s' * (len(run.cases) != 1)}, {run.ended}")]
    # Wrapped first, since colours have characters but no columns; "~" holds together what belongs together.
    for line in style.wrap(told or "no case ran", first="  "):
        for verdict in Verdict:
            line = line.replace(f"{MARKS[verdict]}~", f"{style.mark(verdict)} ")
        lines.append(line.replace("~", " "))
    for name, rig in run.meta.rigs.items():
        lines += style.wrap(describe_rig(name, rig), first="  on ", rest="     ")
    return lines


def describe_rig(name: str, rig: Mapping[str, Any]) -> str:
    """One line: the rig's name, and product, version and manner of each node."""
    manners = {"reexport": rig.get("strategy"), "origin": rig.get("origin_kind")}
    nodes = rig.get("nodes", ())
    if not nodes:
        return " ".join([name, *(f"({manner})" for manner in manners.values() if manner)])
    told = []
    for node in nodes:
        words = [node.get("name"), node.get("product"), node.get("version")]
        manner = manners.get(node.get("role", ""))
        if manner and manner not in str(node.get("product")):
            words.append(f"({manner})")
        told.append(" ".join(str(word) for word in words if word))
    return f"{name}: {', '.join(told)}"


def _contradictions(run: Run, style: Style) -> list[str]:
    if not run.meta.contradictions:
        return []
    lines = [style.heading("Claims that a probe contradicted")]
    for text in run.meta.contradictions:
        lines += style.wrap(text, first="  ! ")
    return lines


def _surprises(run: Run, style: Style) -> list[str]:
    if not run.unexpected:
        return []
    lines = [style.heading(f"Unexpected: {len(run.unexpected)} of {len(run.cases)}")]
    for case in run.unexpected:
        lines += ["", *block(case, run, style)]
    return lines


def block(case: CaseRecord, run: Run, style: Style) -> list[str]:
    """One case as an engineer needs it: what it asked, what came, how, and the line that does it again."""
    title = style.wrap(case.title, first=f"  {MARKS[case.verdict]} {case.code} ", rest="    ")
    title[0] = title[0].replace(f"  {MARKS[case.verdict]} ", f"  {style.mark(case.verdict)} ", 1)
    lines = title
    if case.surprise and case.surprise != case.verdict:
        lines += style.wrap(case.surprise, first=f"    {case.verdict}: ")
    lines += style.wrap(f"{case.requirement} ({case.citation}, {case.level})", first="    -> ")
    if case.expected:
        lines += style.wrap(case.expected, first="    Expected: ")
    if case.actual:
        lines += style.wrap(case.actual, first="      Actual: ")
    if case.message and case.message not in (case.expected, case.actual):
        lines += style.wrap(case.message, first=f"    {case.verdict.capitalize()}: ")
    if case.blocked_step:
        judge = f"; {case.judged_by} judges that" if case.judged_by else ""
        lines += style.wrap(f"{case.blocked_step}{judge}", first="    Blocked at: ")
    broken = [f"{name} {state}" for name, state in case.invariants.items() if state.startswith("broken")]
    for text in broken:
        lines += style.wrap(text, first="    Invariant: ")
    if case.trace:
        lines.append("    Trace:")
        for line in shortened(case.trace):
            lines += style.wrap_columns(line, first="      ", rest="                ")
    # Not wrapped: it is there to be copied.
    lines.append(f"    Again: {run.again([case.code])}")
    return lines


def _listed(run: Run, style: Style) -> list[str]:
    if not run.expected_failures:
        return []
    lines = [style.heading(f"As expected, and known: {len(run.expected_failures)}")]
    for case in run.expected_failures:
        said = f"{case.code} {case.verdict}: {case.expectation_reason}"
        lines += style.wrap(said, first=f"  {MARKS[case.verdict]} ", rest="    ")
    return lines


def _warnings(run: Run, style: Style) -> list[str]:
    if not run.warnings:
        return []
    lines = [style.heading(f"Warnings (a SHOULD was not followed): {len(run.warnings)}")]
    for case in run.warnings:
        said = "; ".join(case.notes) or case.message or case.title
        lines += style.wrap(f"{case.code} {said}", first="  ! ", rest="    ")
    return lines


def _remarks(run: Run, style: Style) -> list[str]:
    remarks = list(run.remarks)
    if run.missing:
        remarks.append(f"planned and not run: {', '.join(run.missing)}")
    if not remarks:
        return []
    lines = [style.heading("Remarks")]
    for text in remarks:
        lines += style.wrap(text, first="  - ")
    return lines


def _end(run: Run, folder: Path, style: Style) -> list[str]:
    code = exit_code(run)
    return [
        f"Report: {folder / 'index.html'}",
        *style.wrap(f"Exit code {int(code)}: {meaning_for(run)}.", first=""),
    ]
