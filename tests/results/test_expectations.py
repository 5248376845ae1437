"""Expectations: which verdicts make noise, and that no entry can hide what it doesn't speak of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import UNHURRIED, record

from regrace.results import expectations
from regrace.results.expectations import (
    ExpectationBook,
    ExpectationError,
    load,
    load_expectations,
    parse_file,
    read_file,
)
from regrace.verdict import NO_MEANS, Verdict

FILE = Path("made-up.toml")
TODAY = date(2026, 11, 22)


def entry(**changes: str) -> str:
    """An entry as text; values are TOML, an empty one leaves the key out."""
    keys = {
        "case": '"GR-03"',
        "when": "'strategy == \"naive\"'",
        "verdict": '["fail"]',
        "signature": '"NFS4_OK"',
        "reason": '"it is naive"',
        "evidence": '"docs"',
        "review": "2027-02-01",
        **changes,
    }
    return "[[expect]]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items() if value)


def table(*lines: tuple[str, str]) -> str:
    """An entry with a table of cases: code and signature."""
    lines_of_toml = "".join(f'"{code}" = "{signature}"\n' for code, signature in lines)
    return f"{entry(case='', signature='')}[expect.cases]\n{lines_of_toml}"


def book(*entries: str) -> ExpectationBook:
    return ExpectationBook(parse_file(FILE, "\n".join(entries)), today=TODAY)


NAIVE = {"strategy": "naive"}


@pytest.mark.parametrize("verdict", list(Verdict))
def test_without_an_entry_trouble_is_unexpected(verdict: Verdict) -> None:
    judged = record(verdict=verdict)
    assert book().judge(judged, {}) is None
    assert judged.unexpected is (verdict in {Verdict.FAIL, Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.ERROR})
    assert judged.surprise == (str(verdict) if judged.unexpected else "")
    assert "pass" in judged.expected_verdicts


def test_an_expected_fail_is_expected_for_its_reason() -> None:
    judged = record(verdict=Verdict.FAIL, signature="LOCK -> NFS4_OK in grace")
    found = book(entry()).judge(judged, NAIVE)
    assert found is not None
    assert (judged.unexpected, judged.surprise, judged.expectation_reason) == (False, "", "it is naive")
    assert judged.expected_verdicts == ["fail"]


def test_another_failure_is_unexpected() -> None:
    judged = record(verdict=Verdict.FAIL, signature="LOCK -> NFS4ERR_IO")
    book(entry()).judge(judged, NAIVE)
    assert judged.unexpected
    assert judged.surprise == "fails differently: 'NFS4_OK' was expected"


def test_an_unexpected_pass_is_unexpected() -> None:
    judged = record(verdict=Verdict.PASS)
    book(entry()).judge(judged, NAIVE)
    assert judged.unexpected
    assert judged.surprise == "passes, though fail was expected"


def test_only_the_verdicts_of_an_entry_are_expected() -> None:
    for verdict in set(Verdict) - {Verdict.FAIL}:
        judged = record(verdict=verdict, signature="NFS4_OK")
        book(entry()).judge(judged, NAIVE)
        assert judged.unexpected


def test_a_case_that_comes_and_goes_lists_both() -> None:
    coming_and_going = book(entry(verdict='["fail", "pass"]'))
    for verdict, unexpected in ((Verdict.PASS, False), (Verdict.FAIL, False), (Verdict.WARN, True)):
        judged = record(verdict=verdict, signature="NFS4_OK")
        coming_and_going.judge(judged, NAIVE)
        assert judged.unexpected is unexpected


def test_a_rig_without_the_means_for_a_case_is_no_surprise() -> None:
    judged = record(verdict=Verdict.UNSUPPORTED, signature=NO_MEANS)
    assert book(entry()).judge(judged, NAIVE) is None
    assert (judged.unexpected, judged.expectation_reason) == (False, "")


def test_an_entry_whose_condition_is_false_says_nothing() -> None:
    judged = record(verdict=Verdict.FAIL, signature="NFS4_OK")
    assert book(entry()).judge(judged, {"strategy": "retain"}) is None
    assert judged.unexpected


def test_judging_again_forgets_the_first_judgement() -> None:
    judged = record(verdict=Verdict.FAIL, signature="NFS4_OK")
    book(entry()).judge(judged, NAIVE)
    book().judge(judged, NAIVE)
    assert (judged.unexpected, judged.expectation_reason) == (True, "")


@UNHURRIED
@given(st.sampled_from(Verdict), st.lists(st.sampled_from(["fail", "pass", "warn", "blocked"]), min_size=1))
def test_no_entry_makes_an_error_expected(verdict: Verdict, verdicts: list[str]) -> None:
    judged = record(verdict=Verdict.ERROR, signature="NFS4_OK")
    book(entry(case='"*"', verdict=str(verdicts))).judge(judged, NAIVE)
    assert judged.unexpected


@pytest.mark.parametrize(
    ("pattern", "code", "matches"),
    [
        ("GR-03", "GR-03", True),
        ("GR-03", "GR-03[origin]", True),
        ("GR-03[origin]", "GR-03[origin]", True),
        ("GR-03[origin]", "GR-03[reexport]", False),
        ("GR-03[origin]", "GR-03o", False),
        ("GR-0?", "GR-03[origin]", True),
        ("GR-*", "GR-03[origin]", True),
        ("*[origin]", "GR-03[origin]", True),
        ("*[origin]", "GR-03[reexport]", False),
        ("GR", "GR-03", False),
        ("GR.03", "GR-03", False),
    ],
)
def test_what_a_case_name_matches(pattern: str, code: str, matches: bool) -> None:
    assert bool(book(entry(case=f'"{pattern}"')).for_case(code)) is matches


def test_the_most_precise_entry_counts_wherever_it_stands() -> None:
    patterns = ["GR-*", "*", "GR-03[origin]", "GR-03", "GR-0*"]
    whole = [entry(case=f'"{pattern}"', reason=f'"{pattern}"') for pattern in patterns]
    for expected in ("GR-03[origin]", "GR-03", "GR-0*", "GR-*", "*"):
        found = book(*whole).applying("GR-03[origin]", NAIVE)
        assert found is not None
        assert found.reason == expected
        whole = [text for text in whole if f'reason = "{expected}"' not in text]


def test_of_equally_precise_entries_the_first_counts() -> None:
    found = book(entry(reason='"first"'), entry(reason='"second"')).applying("GR-03", NAIVE)
    assert found is not None
    assert found.reason == "first"


def test_an_entry_that_is_due_is_remarked_on() -> None:
    due, fresh = entry(review="2026-11-22"), entry(review="2026-11-23")
    assert book(due, fresh).stale() == [
        "expectation made-up.toml, entry 1 (GR-03) was to be looked at again by 2026-11-22: it is naive"
    ]


def test_a_table_speaks_of_each_of_its_cases_with_a_signature_of_its_own() -> None:
    several = book(entry(case='"LK-01"'), table(("GR-03", "OPEN -> NFS4_OK"), ("GR-1*", "LOCK -> NFS4_OK")))
    for code, signature, unexpected in (
        ("GR-03[origin]", "OPEN -> NFS4_OK", False),
        ("GR-03[origin]", "LOCK -> NFS4_OK", True),
        ("GR-11", "LOCK -> NFS4_OK", False),
    ):
        judged = record(code, Verdict.FAIL, signature=signature)
        found = several.judge(judged, NAIVE)
        assert found is not None
        assert (judged.unexpected, judged.expectation_reason, found.number) == (unexpected, "it is naive", 2)
    assert several.applying("GR-20", NAIVE) is None


def test_a_table_that_is_due_is_remarked_on_once() -> None:
    due = table(("GR-03", "s"), ("GR-04", "s")).replace("2027-02-01", "2026-11-22")
    assert [line.partition(" was")[0] for line in book(due).stale()] == [
        "expectation made-up.toml, entry 1 (GR-03 and 1 more)"
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[expect", "made-up.toml"),
        ("x = 1", "nothing else"),
        ("expect = 1", "nothing else"),
        (entry(reason=""), "entry 1: reason is missing"),
        (entry() + entry(evidence=""), "entry 2: evidence is missing"),
        (entry(review=""), "review is missing"),
        (entry(reason='" "'), "reason is empty"),
        (entry(signature=""), "has a signature"),
        (entry(verdict='["error"]'), "can't be expected"),
        (entry(verdict='["broken"]'), "'broken' is no verdict"),
        (entry(verdict='"fail"'), "verdict is a list"),
        (entry(verdict="[]"), "verdict is a list"),
        (entry(verdict="[1]"), "1 is no verdict"),
        (entry(review='"2027-02-01"'), "review is a date"),
        (entry(review="2027-02-01T00:00:00"), "review is a date"),
        (entry(when='"strategy"'), "when: 'strategy': ends"),
        (entry(when="3"), "when is a text"),
        (entry(bug='"x"'), "unknown key bug"),
        (table(), "cases is a table"),
        (table(("GR-03", "")), "has a signature"),
        (table(("GR-03", "s")).replace('"s"', "3"), "signature is a text"),
        (table(("", "s")), "case is empty"),
        ('[[expect]]\ncases = ["GR-03"]', "cases is a table"),
        ('[[expect]]\nsignature = "s"\n[expect.cases]\nGR-03 = "s"', "signature is said in the table"),
    ],
)
def test_a_file_that_is_wrong_says_where(text: str, complaint: str) -> None:
    with pytest.raises(ExpectationError, match=complaint):
        parse_file(FILE, text)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExpectationError, match="no such expectation file"):
        load([tmp_path / "nix.toml"])
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    with pytest.raises(ExpectationError, match=r"bytes\.toml"):
        load([tmp_path])


def test_files_of_the_user_come_before_those_of_the_suite(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(entry())
    assert load([own]).entries[0].file == own
    assert load([tmp_path]).entries[0].file == own
    assert load_expectations(NAIVE, [own]).judge(record(verdict=Verdict.PASS)) is not None


def test_the_expectations_that_come_with_the_suite_can_be_read() -> None:
    files = sorted(expectations.FOLDER.glob("*.toml"))
    assert {"ganesha.toml", "reference.toml"} <= {file.name for file in files}
    for file in files:
        read_file(file)


def test_the_example_of_the_readme_can_be_read() -> None:
    text = (expectations.FOLDER.parent / "README.md").read_text(encoding="utf-8")
    one, several = [part.partition("```")[0] for part in text.split("```toml\n")[1:]]
    (found,) = parse_file(FILE, one)
    assert found.matches("LK-01")
    assert [each.case for each in parse_file(FILE, several)] == ["LK-01", "LK-06[reexport]"]
    assert found.when.holds({"reexport.product": "nfs-ganesha", "reexport.version": "4.3"})
