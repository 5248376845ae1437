"""The run as pynfs's --json: what kdevops's scripts count is what is unexpected."""

from __future__ import annotations

import json

from made_up_runs import meta, one_of_each, record

from regrace.results.pynfs import as_pynfs, render
from regrace.results.run import Run
from regrace.verdict import Verdict

KEYS = {"code", "name", "classname", "time"}


def failing_codes(document: dict[str, object]) -> set[str]:
    """As kdevops's check does it: the codes of the tests that have a failure."""
    tests = document["testcase"]
    assert isinstance(tests, list)
    return {test["code"] for test in tests if "failure" in test}


def test_failures_are_what_is_unexpected_or_trouble() -> None:
    run = one_of_each()
    wanted = {case.code for case in run.cases if case.unexpected or case.verdict is Verdict.ERROR}
    assert wanted
    assert failing_codes(as_pynfs(run)) == wanted


def test_each_test_has_the_keys_and_one_outcome_at_most() -> None:
    for test in as_pynfs(one_of_each())["testcase"]:
        assert test.keys() >= KEYS
        assert len(test.keys() - KEYS) <= 1
        assert float(test["time"]) >= 0
        assert test.keys() - KEYS <= {"failure", "skipped"}
        if "failure" in test:
            assert test["failure"].keys() == {"message", "err"}


def test_an_expected_failure_is_skipped_with_its_reason() -> None:
    known = record("LK-01", Verdict.FAIL, message="two hold it", expectation_reason="never asks the origin")
    document = as_pynfs(Run(meta=meta(), cases=[known]))
    assert document["testcase"][0]["skipped"] == "fail: two hold it (expected: never asks the origin)"
    assert (document["failures"], document["skipped"], document["errors"]) == (0, 1, 0)


def test_trouble_of_the_rig_is_a_failure_that_says_so() -> None:
    trouble = record("LK-01", Verdict.ERROR, message="the node is down", unexpected=True)
    (test,) = as_pynfs(Run(meta=meta(), cases=[trouble]))["testcase"]
    assert test["failure"]["message"].startswith("error: ")


def test_it_is_json_whatever_a_server_sent() -> None:
    odd = record("LK-01", Verdict.FAIL, message="\x00\ud7ff\U0001f600\u2028", unexpected=True)
    document = json.loads(render(Run(meta=meta(), cases=[odd])))
    assert "\x00" in document["testcase"][0]["failure"]["message"]
