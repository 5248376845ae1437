"""`--expect-fail`: a run that is meant to fail, to show that the suite sees the failure.

A negative control is not an expectation of the suite: the user announces it on the command line, and the run
is right if exactly the announced cases fail and nothing else is unexpected.
"""

from __future__ import annotations

from collections.abc import Collection

from regrace.results.exitcodes import ExitCode, exit_code
from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.results.summary import Style
from regrace.verdict import Verdict


def judge(run: Run, announced: Collection[str]) -> ExitCode:
    """The exit code of a run of which these codes were announced to fail.

    A code without a target means all its targets."""
    others = [case for case in run.unexpected if not (_is_announced(case, announced) and _failed(case))]
    if any(case.verdict is not Verdict.ERROR for case in others):
        return ExitCode.UNEXPECTED
    if others:
        return ExitCode.RIG_TROUBLE
    if not run.cases:
        return exit_code(run)
    for code in announced:
        spoken_of = [case for case in run.cases if _speaks_of(code, case)]
        if not spoken_of or not all(_failed(case) for case in spoken_of):
            return ExitCode.UNEXPECTED
    ended = run.complete and not run.meta.interrupted and not run.missing
    return ExitCode.AS_EXPECTED if ended else ExitCode.RIG_TROUBLE


def announce(announced: Collection[str], strategy: str, style: Style) -> str:
    """What is said before the run, so that nobody is frightened by what comes; ends with a newline."""
    how = f" with the strategy {strategy!r}, which is there to be wrong" if strategy else ""
    text = f"{', '.join(announced)} is run{how}. It has to fail: so we know that the suite sees the bug."
    lines = style.wrap(text, first="")
    return "\n".join([style.heading("Demonstration of an expected failure"), *lines]) + "\n"


def conclude(run: Run, announced: Collection[str], style: Style) -> str:
    """What is said after it; ends with a newline."""
    code = judge(run, announced)
    lines = []
    for name in announced:
        cases = [case for case in run.cases if _speaks_of(name, case)]
        for case in cases:
            how = "failed, as announced" if _failed(case) else f"is {case.verdict}, though it had to fail"
            said = case.message or case.actual or case.verdict.legend
            lines += style.wrap(f"{case.code} {how}: {said}", first="  ")
        if not cases:
            lines += style.wrap(f"{name} was announced to fail and did not run", first="  ")
    others = [case.code for case in run.unexpected if not _is_announced(case, announced)]
    if others:
        lines += style.wrap(f"Unexpected beside it: {', '.join(others)}", first="  ")
    meaning = "exactly what was announced has failed" if code is ExitCode.AS_EXPECTED else code.meaning
    lines += style.wrap(f"Exit code {int(code)}: {meaning}.", first="")
    if code is not exit_code(run):
        lines += style.wrap(f"(Without the announcement it would be {int(exit_code(run))}.)", first="")
    return "\n".join([style.heading("Demonstration of an expected failure"), *lines]) + "\n"


def _failed(case: CaseRecord) -> bool:
    return case.verdict is Verdict.FAIL


def _speaks_of(code: str, case: CaseRecord) -> bool:
    return code in (case.code, case.bare_code)


def _is_announced(case: CaseRecord, announced: Collection[str]) -> bool:
    return case.code in announced or case.bare_code in announced
