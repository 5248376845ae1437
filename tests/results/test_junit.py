"""junit.xml: red for what is unexpected, and well-formed whatever a server sent."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import UNHURRIED, meta, one_of_each, record

from regrace.results.junit import render
from regrace.results.run import Run
from regrace.verdict import Verdict


def rendered(run: Run) -> ET.Element:
    """The document as a CI system reads it."""
    return ET.fromstring(render(run))


def outcome(element: ET.Element) -> str:
    """What a CI system makes of a case."""
    return next((child.tag for child in element if child.tag in ("failure", "error", "skipped")), "passed")


def test_each_verdict_has_its_outcome() -> None:
    outcomes = {
        element.get("name", "").split(" ")[0]: outcome(element) for element in rendered(one_of_each()).iter("testcase")
    }
    assert outcomes == {
        "PT-13": "failure",
        "GR-03[origin]": "passed",
        "GR-03[reexport]": "passed",
        "GR-09[origin]": "passed",
        "ID-03[origin]": "passed",
        "EN-01": "skipped",
        "GR-05[reexport]": "failure",
        "NP-02": "failure",
        "NP-04": "error",
        "LK-08[reexport]": "passed",
    }


def test_an_expected_fail_says_so_in_its_properties() -> None:
    (element,) = [e for e in rendered(one_of_each()).iter("testcase") if "LK-08" in e.get("name", "")]
    properties = {found.get("name"): found.get("value") for found in element.iter("property")}
    assert properties["verdict"] == "fail"
    assert properties["expected"] == "yes"
    assert "naive" in (properties["expectation"] or "")
    assert properties["code"] == "LK-08[reexport]"
    assert properties["citation"] == "RFC 8881 §8.4.2.1"


def test_an_unexpected_pass_is_a_failure() -> None:
    case = record(verdict=Verdict.PASS, unexpected=True, surprise="passes, though fail was expected")
    (element,) = rendered(Run(meta=meta(), cases=[case])).iter("testcase")
    assert outcome(element) == "failure"
    assert "passes, though fail was expected" in (element[1].get("message") or "")


def test_the_counts_are_those_of_the_cases() -> None:
    run = one_of_each()
    run.cases.append(record("GR-01", rig="lab1"))
    suites = {suite.get("name"): suite for suite in rendered(run).iter("testsuite")}
    assert set(suites) == {"regrace.reference", "regrace.lab1"}
    for suite in suites.values():
        outcomes = [outcome(element) for element in suite.iter("testcase")]
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(attribute) == str(outcomes.count(tag))
        assert suite.get("tests") == str(len(outcomes))


def test_a_failure_carries_requirement_and_trace() -> None:
    failure = next(rendered(one_of_each()).iter("failure"))
    assert failure.get("type") == "fail"
    for part in ("R grants a reclaim only if", "Expected: E1 LOCK", "Actual: E1 LOCK", "crashes, boot 4711:88123"):
        assert part in (failure.text or "")


def test_a_run_without_cases_is_a_document() -> None:
    assert rendered(Run(meta=meta())).tag == "testsuites"


@UNHURRIED
@given(st.text(), st.text(st.characters(categories=["Cs", "Cc"])))
def test_any_text_makes_a_well_formed_document(text: str, dirt: str) -> None:
    said = text + dirt
    case = record(verdict=Verdict.FAIL, unexpected=True, message=said, actual=said, title=said, trace=[said])
    (element,) = rendered(Run(meta=meta(), cases=[case])).iter("testcase")
    assert outcome(element) == "failure"
