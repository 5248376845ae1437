"""The run in the shape of pynfs's `--json`, so that scripts made for that (kdevops's, a buildbot's) read ours.

Keys of a test: `code`, `name`, `classname`, `time` (seconds, as text), and at most one of `failure` (`message`,
`err`) and `skipped`. What is unexpected makes a failure, and so does trouble of the rig, since a script that counts
failing codes has no third box for it; its message says which it was. An expected failure is skipped, with its reason.
"""

from __future__ import annotations

import json
from typing import Any

from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.verdict import Verdict


def as_pynfs(run: Run) -> dict[str, Any]:
    """The document as plain data."""
    tests = [_test(case) for case in run.cases]
    return {
        "name": "regrace",
        "tests": len(tests),
        "errors": sum(case.verdict is Verdict.ERROR for case in run.cases),
        "failures": sum("failure" in test for test in tests),
        "skipped": sum("skipped" in test for test in tests),
        "time": f"{sum(case.duration_s for case in run.cases):.3f}",
        "timestamp": run.meta.started_at,
        "testcase": tests,
    }


def render(run: Run) -> str:
    """The document as JSON."""
    return json.dumps(as_pynfs(run), indent=4, ensure_ascii=False) + "\n"


def _test(case: CaseRecord) -> dict[str, Any]:
    test: dict[str, Any] = {
        "code": case.code,
        "name": case.title,
        "classname": f"regrace.suite.{case.area}",
        "time": f"{case.duration_s:.3f}",
    }
    said = case.message or case.actual or case.verdict.legend
    if case.unexpected or case.verdict is Verdict.ERROR:
        surprise = f"{case.surprise}: " if case.surprise and case.surprise != case.verdict else ""
        lines = [f"{case.requirement} ({case.citation}, {case.level})"]
        lines += [f"expected: {case.expected}"] * bool(case.expected)
        lines += [f"actual: {case.actual}"] * bool(case.actual)
        test["failure"] = {
            "message": f"{case.verdict.value}: {surprise}{said}",
            "err": "\n".join([*lines, *case.trace]) + "\n",
        }
    elif case.verdict in (Verdict.UNSUPPORTED, Verdict.FAIL, Verdict.BLOCKED, Verdict.UNKNOWN):
        why = f" (expected: {case.expectation_reason})" if case.expectation_reason else ""
        test["skipped"] = f"{case.verdict.value}: {said}{why}"
    return test
