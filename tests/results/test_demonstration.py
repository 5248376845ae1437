"""`--expect-fail`: right only if exactly what was announced fails."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_runs import meta, record, stolen_lock

from regrace.results.demonstration import announce, conclude, judge
from regrace.results.exitcodes import ExitCode
from regrace.results.run import Run
from regrace.results.summary import Style
from regrace.verdict import Verdict

STOLEN = stolen_lock(unexpected=True)
KNOWN = stolen_lock(unexpected=False, expectation_reason="known")
GOOD = record("GR-01")
BAD = record("GR-02", Verdict.FAIL, unexpected=True)
TROUBLE = record("GR-03", Verdict.ERROR, unexpected=True)


@pytest.mark.parametrize(
    ("cases", "announced", "code"),
    [
        ([STOLEN], ["PT-13"], ExitCode.AS_EXPECTED),
        ([STOLEN, GOOD], ["PT-13"], ExitCode.AS_EXPECTED),
        ([KNOWN], ["PT-13"], ExitCode.AS_EXPECTED),
        ([record("PT-13")], ["PT-13"], ExitCode.UNEXPECTED),
        ([GOOD], ["PT-13"], ExitCode.UNEXPECTED),
        ([STOLEN, BAD], ["PT-13"], ExitCode.UNEXPECTED),
        ([STOLEN, BAD], ["PT-13", "GR-02"], ExitCode.AS_EXPECTED),
        ([STOLEN, TROUBLE], ["PT-13"], ExitCode.RIG_TROUBLE),
        ([TROUBLE], ["GR-03"], ExitCode.RIG_TROUBLE),
        ([STOLEN, record("PT-13", Verdict.UNSUPPORTED)], ["PT-13"], ExitCode.UNEXPECTED),
        ([record("GR-09[origin]", Verdict.FAIL, unexpected=True)], ["GR-09"], ExitCode.AS_EXPECTED),
        ([record("GR-09[origin]", Verdict.FAIL, unexpected=True)], ["GR-09[reexport]"], ExitCode.UNEXPECTED),
        ([], ["PT-13"], ExitCode.NOTHING_RAN),
    ],
)
def test_the_code_of_a_demonstration(cases: list[Any], announced: list[str], code: ExitCode) -> None:
    assert judge(Run(meta=meta(), cases=cases), announced) is code


def test_a_demonstration_that_was_cut_short_shows_nothing() -> None:
    assert judge(Run(meta=meta(interrupted=True), cases=[STOLEN]), ["PT-13"]) is ExitCode.RIG_TROUBLE


def test_it_is_announced_and_concluded_in_words() -> None:
    assert "PT-13 is run with the strategy 'naive'" in announce(["PT-13"], "naive", Style(width=110))
    told = conclude(Run(meta=meta(), cases=[STOLEN]), ["PT-13"], Style(width=110))
    assert "PT-13 failed, as announced: D1 had the lock" in told
    assert "Exit code 0: exactly what was announced has failed." in told


def test_what_is_not_as_announced_is_named() -> None:
    told = conclude(Run(meta=meta(), cases=[record("PT-13"), BAD]), ["PT-13", "PT-14"], Style(width=110))
    assert "PT-13 is pass, though it had to fail" in told
    assert "PT-14 was announced to fail and did not run" in told
    assert "Unexpected beside it: GR-02" in told
    assert "Exit code 1" in told
