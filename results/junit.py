"""`junit.xml`: the run for CI systems, in the dialect that pytest and Jenkins write and read.

What is unexpected makes a failure, whatever the verdict, and what was expected makes none: a CI job is red
for what changed. `error` is always an error, and an honest refusal (`unsupported`) is a skip with its reason.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.verdict import Verdict

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(run: Run) -> bytes:
    """The document, UTF-8 with declaration: a test suite for each rig."""
    root = ET.Element("testsuites", name="regrace")
    rigs = list(dict.fromkeys(case.rig for case in run.cases))
    for rig in rigs:
        cases = [case for case in run.cases if case.rig == rig]
        suite = ET.SubElement(root, "testsuite", name=_text(f"regrace.{rig}"))
        outcomes = [_case(suite, case) for case in cases]
        suite.set("tests", str(len(cases)))
        suite.set("failures", str(outcomes.count("failure")))
        suite.set("errors", str(outcomes.count("error")))
        suite.set("skipped", str(outcomes.count("skipped")))
        suite.set("time", f"{sum(case.duration_s for case in cases):.3f}")
        suite.set("timestamp", run.meta.started_at.removesuffix("Z"))
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _case(suite: ET.Element, case: CaseRecord) -> str:
    """Add a case; returns the element that tells its outcome, "" for a pass."""
    element = ET.SubElement(
        suite,
        "testcase",
        classname=_text(f"regrace.suite.{case.area}"),
        name=_text(f"{case.code} {case.title}"),
        time=f"{case.duration_s:.3f}",
    )
    properties = ET.SubElement(element, "properties")
    for name, value in (
        ("code", case.code),
        ("verdict", case.verdict),
        ("level", case.level),
        ("citation", case.citation),
        ("expected", "no" if case.unexpected else "yes"),
        ("expectation", case.expectation_reason),
        ("signature", case.signature),
    ):
        if value:
            ET.SubElement(properties, "property", name=name, value=_text(value))
    outcome = _outcome(case)
    if outcome:
        child = ET.SubElement(element, outcome, message=_text(_message(case)))
        if outcome != "skipped":
            child.set("type", case.verdict)
            child.text = _text(_details(case))
    return outcome


def _outcome(case: CaseRecord) -> str:
    if case.verdict is Verdict.ERROR:
        return "error"
    if case.unexpected:
        return "failure"
    return "skipped" if case.verdict is Verdict.UNSUPPORTED else ""


def _message(case: CaseRecord) -> str:
    said = case.message or case.actual or case.verdict.legend
    return f"{case.surprise}: {said}" if case.surprise and case.surprise != case.verdict else said


def _details(case: CaseRecord) -> str:
    lines = [f"{case.requirement} ({case.citation}, {case.level})"]
    lines += [f"Expected: {case.expected}"] * bool(case.expected)
    lines += [f"  Actual: {case.actual}"] * bool(case.actual)
    return "\n".join([*lines, *case.trace])


def _text(text: str) -> str:
    """Without the characters that XML can't hold, which a server may well have sent."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
