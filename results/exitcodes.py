"""What a run tells the shell. The numbers are stable: labs and CI build on them."""

from __future__ import annotations

from enum import IntEnum

from regrace.results.run import Run
from regrace.verdict import Verdict


class ExitCode(IntEnum):
    """How a run ended, for scripts."""

    AS_EXPECTED = 0
    UNEXPECTED = 1
    USAGE = 2
    RIG_TROUBLE = 3
    NOTHING_RAN = 4

    @property
    def meaning(self) -> str:
        """In words, for the last line of the summary."""
        return _MEANING[self]


_MEANING = {
    ExitCode.AS_EXPECTED: "every verdict was as expected",
    ExitCode.UNEXPECTED: "at least one verdict was not as expected",
    ExitCode.USAGE: "the command line could not be understood",
    ExitCode.RIG_TROUBLE: "trouble of the rig or the harness only; nothing speaks against the server",
    ExitCode.NOTHING_RAN: "no case ran",
}


def meaning_for(run: Run) -> str:
    """The exit code of a run in words that fit it."""
    code = exit_code(run)
    if code is ExitCode.RIG_TROUBLE and not run.unexpected:
        return "the run did not come to its end; nothing that ran was unexpected"
    return code.meaning


def exit_code(run: Run) -> ExitCode:
    """The exit code of a run.

    A run that did not come to its end and shows nothing unexpected is rig trouble: "as expected" would claim
    more than was seen."""
    if any(case.verdict is not Verdict.ERROR for case in run.unexpected):
        return ExitCode.UNEXPECTED
    if run.unexpected:
        return ExitCode.RIG_TROUBLE
    if not run.cases and not run.meta.plan:
        return ExitCode.NOTHING_RAN
    if run.meta.interrupted or not run.complete or run.missing:
        return ExitCode.RIG_TROUBLE
    return ExitCode.AS_EXPECTED if run.cases else ExitCode.NOTHING_RAN
