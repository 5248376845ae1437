"""Exit codes: what a lab builds on."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_runs import meta, record

from regrace.results.exitcodes import ExitCode, exit_code, meaning_for
from regrace.results.run import Run
from regrace.verdict import Verdict

GOOD = record("GR-01", Verdict.PASS)
BAD = record("GR-02", Verdict.FAIL, unexpected=True)
KNOWN = record("GR-03", Verdict.FAIL, expectation_reason="known")
SURPRISING = record("GR-04", Verdict.PASS, unexpected=True)
TROUBLE = record("GR-05", Verdict.ERROR, unexpected=True)


@pytest.mark.parametrize(
    ("cases", "changes", "code"),
    [
        ([GOOD], {}, ExitCode.AS_EXPECTED),
        ([GOOD, KNOWN], {}, ExitCode.AS_EXPECTED),
        ([GOOD, BAD], {}, ExitCode.UNEXPECTED),
        ([GOOD, SURPRISING], {}, ExitCode.UNEXPECTED),
        ([GOOD, TROUBLE], {}, ExitCode.RIG_TROUBLE),
        ([BAD, TROUBLE], {}, ExitCode.UNEXPECTED),
        ([], {}, ExitCode.NOTHING_RAN),
        # "As expected" is not said of a run that did not come to its end.
        ([GOOD], {"interrupted": True}, ExitCode.RIG_TROUBLE),
        ([BAD], {"interrupted": True}, ExitCode.UNEXPECTED),
        ([GOOD], {"plan": ["GR-01", "GR-02"]}, ExitCode.RIG_TROUBLE),
        ([], {"plan": ["GR-01"]}, ExitCode.RIG_TROUBLE),
    ],
)
def test_the_code_of_a_run(cases: list[Any], changes: dict[str, Any], code: ExitCode) -> None:
    assert exit_code(Run(meta=meta(**changes), cases=cases)) is code


def test_a_killed_run_is_not_as_expected() -> None:
    assert exit_code(Run(meta=meta(), cases=[GOOD], complete=False)) is ExitCode.RIG_TROUBLE


def test_a_run_that_was_cut_short_is_not_called_trouble() -> None:
    cut_short = Run(meta=meta(interrupted=True), cases=[GOOD])
    assert meaning_for(cut_short) == "the run did not come to its end; nothing that ran was unexpected"
    assert meaning_for(Run(meta=meta(), cases=[TROUBLE])) == ExitCode.RIG_TROUBLE.meaning


def test_the_numbers_are_fixed() -> None:
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3, 4]
    assert len({code.meaning for code in ExitCode}) == 5
