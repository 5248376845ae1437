"""How a case says what it found.

A case ends in one of these exceptions, or in none, which is a pass. `plugin.py` alone turns them into
verdicts of a report. Findings that do not end the case (a SHOULD that was not followed, behaviour worth
recording) are collected in `Findings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from regrace.verdict import Verdict


class Outcome(Exception):
    """The end of a case with a verdict other than pass."""

    verdict: Verdict = Verdict.ERROR

    def __init__(self, message: str, *, expected: str = "", actual: str = "", signature: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.actual = actual
        self.signature = signature or actual or message


class Failed(Outcome):
    """The requirement of the case was broken."""

    verdict = Verdict.FAIL


class Blocked(Outcome):
    """The server refused a step before the requirement; `judged_by` is the code of the case that judges that step."""

    verdict = Verdict.BLOCKED

    def __init__(self, message: str, *, step: str, judged_by: str, actual: str = "") -> None:
        super().__init__(message, actual=actual, signature=f"{step}: {actual}")
        self.step = step
        self.judged_by = judged_by


class Unsupported(Outcome):
    """A capability that the server does not claim was honestly refused."""

    verdict = Verdict.UNSUPPORTED

    def __init__(self, capability: str, evidence: str) -> None:
        super().__init__(f"{capability}: not claimed, and honestly refused ({evidence})", actual=evidence)
        self.capability = capability
        self.evidence = evidence


class Recorded(Outcome):
    """Nothing to judge here: what the server does was recorded."""

    verdict = Verdict.INFO


class Inconclusive(Outcome):
    """The oracle's budget ended before it could decide."""

    verdict = Verdict.UNKNOWN


@dataclass(slots=True)
class Findings:
    """Second-rank findings of a running case, in order."""

    notes: list[tuple[Verdict, str]] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def warn(self, text: str) -> None:
        """A SHOULD was not followed; the case's verdict becomes `warn` if nothing worse comes."""
        self.notes.append((Verdict.WARN, text))

    def info(self, text: str) -> None:
        """Behaviour recorded, not judged."""
        self.notes.append((Verdict.INFO, text))

    def show(self, text: str) -> None:
        """Evidence for the reader of the report."""
        self.evidence.append(text)


def expect_status(
    what: str,
    actual: str,
    wanted: tuple[str, ...],
    *,
    also: Mapping[str, Verdict],
    because: str,
    findings: Findings,
) -> None:
    """Judge one status by name. `also` maps further statuses to the verdict that they earn (WARN or INFO).

    Raises Failed on any other."""
    if actual in wanted:
        return
    expected = " or ".join(wanted)
    tolerated = also.get(actual)
    if tolerated is Verdict.WARN:
        findings.warn(f"{what}: {actual}, expected {expected}")
        return
    if tolerated is Verdict.INFO or tolerated is Verdict.PASS:
        findings.info(f"{what}: {actual} (also acceptable beside {expected})")
        return
    reason = f" ({because})" if because else ""
    raise Failed(
        f"{what} answered {actual}, expected {expected}{reason}",
        expected=f"{what} -> {expected}{reason}",
        actual=f"{what} -> {actual}",
        signature=f"{what} -> {actual}",
    )
