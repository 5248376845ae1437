"""Comparing runs: only changes make noise, and only a server's own changes are regressions."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import UNHURRIED, meta, one_of_each, record

from regrace.results.compare import Change, compare, render
from regrace.results.exitcodes import ExitCode
from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.results.summary import Style
from regrace.verdict import Verdict


def run(*cases: CaseRecord, name: str = "old") -> Run:
    return Run(meta=meta(id=name), cases=list(cases))


def change(old: CaseRecord, new: CaseRecord) -> Change:
    (difference,) = compare(run(old), run(new)).differences
    return difference.change


DECIDED = set(Verdict) - {Verdict.ERROR, Verdict.UNKNOWN}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (Verdict.PASS, Verdict.FAIL, Change.REGRESSED),
        (Verdict.PASS, Verdict.BLOCKED, Change.REGRESSED),
        (Verdict.PASS, Verdict.WARN, Change.REGRESSED),
        (Verdict.PASS, Verdict.UNSUPPORTED, Change.REGRESSED),
        (Verdict.UNSUPPORTED, Verdict.FAIL, Change.REGRESSED),
        (Verdict.FAIL, Verdict.PASS, Change.FIXED),
        (Verdict.BLOCKED, Verdict.UNSUPPORTED, Change.FIXED),
        (Verdict.WARN, Verdict.PASS, Change.FIXED),
        (Verdict.BLOCKED, Verdict.FAIL, Change.DIFFERENTLY),
        (Verdict.FAIL, Verdict.BLOCKED, Change.DIFFERENTLY),
        (Verdict.PASS, Verdict.INFO, Change.SAME),
        (Verdict.PASS, Verdict.ERROR, Change.UNDECIDED),
        (Verdict.UNKNOWN, Verdict.FAIL, Change.UNDECIDED),
        (Verdict.ERROR, Verdict.PASS, Change.UNDECIDED),
        (Verdict.ERROR, Verdict.ERROR, Change.SAME),
    ],
)
def test_how_verdicts_change(old: Verdict, new: Verdict, expected: Change) -> None:
    assert change(record(verdict=old), record(verdict=new)) is expected


def test_the_two_ways_of_a_change_are_opposites() -> None:
    mirror = {Change.REGRESSED: Change.FIXED, Change.FIXED: Change.REGRESSED}
    for old, new in itertools.product(Verdict, Verdict):
        there = change(record(verdict=old), record(verdict=new))
        back = change(record(verdict=new), record(verdict=old))
        assert back is mirror.get(there, there)
        if not {old, new} <= DECIDED:
            assert there in (Change.UNDECIDED, Change.SAME)


def test_another_signature_is_another_failure() -> None:
    old, new = (record(verdict=Verdict.FAIL, signature=text) for text in ("LOCK -> OK", "LOCK -> IO"))
    comparison = compare(run(old), run(new))
    (difference,) = comparison.of(Change.DIFFERENTLY)
    assert difference.told == "GR-03[origin] fail (LOCK -> OK) -> fail (LOCK -> IO)"
    assert comparison.exit_code is ExitCode.UNEXPECTED
    assert change(old, record(verdict=Verdict.FAIL, signature="LOCK -> OK")) is Change.SAME
    # What a pass says beside its verdict is no failure at all.
    assert change(record(signature="a"), record(signature="b")) is Change.SAME


def test_new_and_gone_cases_are_no_regressions() -> None:
    comparison = compare(run(record("GR-01", Verdict.FAIL)), run(record("GR-02")))
    assert [d.told for d in comparison.of(Change.GONE)] == ["GR-01 fail -> not run"]
    assert [d.told for d in comparison.of(Change.NEW)] == ["GR-02 not run -> pass"]
    assert comparison.exit_code is ExitCode.AS_EXPECTED


def test_cases_are_matched_by_rig() -> None:
    old = run(record(rig="a"), record(rig="b"))
    new = run(record(rig="a"), record(verdict=Verdict.FAIL, rig="b"))
    (difference,) = compare(old, new).of(Change.REGRESSED)
    assert difference.rig == "b"
    assert "GR-03[origin] pass -> fail: no signature on b" in render(compare(old, new), Style(width=100))


def test_two_runs_of_one_rig_each_are_compared_whatever_the_names() -> None:
    comparison = compare(run(record(rig="knfsd")), run(record(verdict=Verdict.FAIL, rig="ganesha")))
    assert len(comparison.of(Change.REGRESSED)) == 1
    assert comparison.remark == "rig knfsd of the old run is compared with rig ganesha of the new one"


def test_trouble_of_the_rig_alone_has_its_own_exit_code() -> None:
    assert compare(run(record()), run(record(verdict=Verdict.ERROR))).exit_code is ExitCode.RIG_TROUBLE
    assert compare(run(), run()).exit_code is ExitCode.NOTHING_RAN


def test_what_is_the_same_is_only_counted() -> None:
    text = render(compare(one_of_each(), one_of_each()), Style(width=100))
    assert text.splitlines()[-1] == "10 same. Exit code 0."
    assert "GR-03" not in text


def test_the_worst_comes_first() -> None:
    old = run(record("A-01"), record("A-02", Verdict.FAIL), record("A-03"), record("A-04"))
    new = run(record("A-01", Verdict.ERROR), record("A-02"), record("A-03", Verdict.FAIL, signature="LOCK -> IO"))
    new.meta.id = "new"
    text = render(compare(old, new), Style(width=100))
    assert text == (
        "Regrace: old -> new\n\n"
        "Regressed: 1\n  A-03 pass -> fail: LOCK -> IO\n\n"
        "Undecided: 1\n  A-01 pass -> error: no signature\n\n"
        "Fixed: 1\n  A-02 fail -> pass\n\n"
        "Gone: 1\n  A-04 pass -> not run\n\n"
        "1 regressed, 1 undecided, 1 fixed, 1 gone. Exit code 1.\n"
    )


CASES = st.lists(
    st.builds(
        record, st.sampled_from(["A-01", "A-02", "A-03"]), st.sampled_from(Verdict), rig=st.sampled_from(["a", "b"])
    ),
    max_size=8,
)


@UNHURRIED
@given(CASES, CASES)
def test_every_case_is_in_exactly_one_group(old: list[CaseRecord], new: list[CaseRecord]) -> None:
    comparison = compare(run(*old), run(*new))
    keys = [(d.code, d.rig) for change in Change for d in comparison.of(change)]
    assert len(keys) == len(set(keys)) == len(comparison.differences)
    assert {code for code, _ in keys} == {case.code for case in (*old, *new)}
