"""`expect update`: the file becomes true again, and what people wrote in it stays."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import UNHURRIED, meta, record

from regrace.results.expectations import ExpectationBook, ExpectationError, parse_file, read_file
from regrace.results.record import CaseRecord
from regrace.results.run import Run, facts_of
from regrace.results.update import Update, default_file, update
from regrace.verdict import Verdict

TODAY = date(2026, 11, 22)

FILE = """\
# What is known of it.

[[expect]]
case = "GR-01"          # this comment stays
when = 'strategy == "naive"'
verdict = ["fail"]      # so does this
signature = "LOCK -> NFS4_OK"
reason = "it is naive"
evidence = "docs"
review = 2027-02-01

# A thought between entries.
[[expect]]
case = "LK-*"
verdict = ["blocked"]
reason = "no locks"
evidence = "docs"
review = 2027-02-01
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "naive.toml"
    path.write_text(FILE)
    return path


def judged(file: Path, *cases: CaseRecord) -> Run:
    """A run that went by the file."""
    run = Run(meta=meta(), cases=list(cases))
    for case in cases:
        ExpectationBook(read_file(file)).judge(case, facts_of(run.meta, case.rig))
    return run


def updated(file: Path, *cases: CaseRecord, reason: str = "", evidence: str = "") -> Update:
    run = judged(file, *cases)
    return update(run, file, reason=reason, evidence=evidence, today=TODAY)


def unexpected_after(result: Update, run: Run) -> list[str]:
    """Codes that are unexpected by the new text."""
    book = ExpectationBook(parse_file(Path("new.toml"), result.text))
    for case in run.cases:
        book.judge(case, facts_of(run.meta, case.rig))
    return [case.code for case in run.unexpected]


def test_a_run_that_was_as_expected_changes_nothing(file: Path) -> None:
    result = updated(file, record("GR-01", Verdict.FAIL, signature="LOCK -> NFS4_OK"), record("GR-02"))
    assert (result.text, result.done, result.left) == (FILE, [], [])


def test_an_entry_whose_case_passes_now_goes(file: Path) -> None:
    result = updated(file, record("GR-01"))
    assert [entry.case for entry in parse_file(file, result.text)] == ["LK-*"]
    assert result.text.startswith("# What is known of it.\n\n")
    assert result.done == ["GR-01: its entry is gone, the case does well now"]


def test_a_failure_that_changed_gets_its_new_signature_and_keeps_its_comments(file: Path) -> None:
    changed = record("GR-01", Verdict.BLOCKED, signature='OPEN "f": \\ NFS4ERR_IO')
    result = updated(file, changed)
    entry, _ = parse_file(file, result.text)
    assert (entry.verdicts, entry.signature) == ((Verdict.BLOCKED,), 'OPEN "f": \\ NFS4ERR_IO')
    for comment in ("# this comment stays", "# so does this", "# A thought between entries.", "it is naive"):
        assert comment in result.text
    assert unexpected_after(result, Run(meta=meta(), cases=[changed])) == []


def test_a_new_failure_needs_a_reason_of_the_user(file: Path) -> None:
    new = record("NP-02", Verdict.FAIL, signature="WRITE -> NFS4_OK")
    result = updated(file, new)
    assert result.text == FILE
    assert result.left == ["NP-02 fail: a new entry needs --reason and --evidence"]

    result = updated(file, new, reason='says "so"', evidence="https://example.org/1")
    assert result.text.startswith(FILE + "\n[[expect]]\n")
    *_, entry = parse_file(file, result.text)
    assert (entry.case, entry.verdicts, entry.signature) == ("NP-02", (Verdict.FAIL,), "WRITE -> NFS4_OK")
    assert (entry.reason, entry.evidence, entry.review) == ('says "so"', "https://example.org/1", date(2027, 2, 20))
    assert entry.when.text == (
        'provider == "reference" and strategy == "naive" and origin.kind == "plain"'
        ' and origin.product == "regrace-reference" and reexport.product == "regrace-reference"'
    )
    assert result.left == []
    assert unexpected_after(result, Run(meta=meta(), cases=[new])) == []


def test_a_comment_goes_with_the_entry_below_it(file: Path) -> None:
    assert "# A thought between entries.\n[[expect]]" in updated(file, record("GR-01")).text


def test_a_failure_without_a_signature_is_left(file: Path) -> None:
    result = updated(file, record("GR-01", Verdict.FAIL), reason="a", evidence="b")
    assert result.text == FILE
    assert result.left == ["GR-01: it fails without a signature that an entry could match"]


TABLE = """\
[[expect]]
when = 'strategy == "naive"'
verdict = ["fail", "pass"]
reason = "it is naive"
evidence = "docs"
review = 2027-02-01
[expect.cases]
"GR-01" = "LOCK -> NFS4_OK"     # as ever
GR-02 = 'says "so"'
"LK-06[reexport]" = "D1 LOCK"
"GR-03" = "I6 broken"
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.toml"
    path.write_text(TABLE)
    return path


def test_in_a_table_only_the_lines_of_the_run_s_cases_change(table: Path) -> None:
    cases = [
        record("GR-01", Verdict.FAIL, signature="OPEN -> NFS4_OK"),
        record("LK-06[reexport]", Verdict.UNSUPPORTED),
        record("GR-02", Verdict.BLOCKED, signature="no"),
    ]
    result = updated(table, *cases)
    assert '"GR-01" = "OPEN -> NFS4_OK"     # as ever\n"GR-03" = "I6 broken"\n' in result.text
    own = {entry.case: entry for entry in parse_file(table, result.text) if not entry.tabled}
    assert {code: entry.verdicts for code, entry in own.items()} == {
        "LK-06[reexport]": (Verdict.UNSUPPORTED,),
        "GR-02": (Verdict.BLOCKED,),
    }
    assert (own["GR-02"].signature, own["GR-02"].reason, own["GR-02"].review) == ("no", "it is naive", date(2027, 2, 1))
    assert own["GR-02"].when.text == 'strategy == "naive"'
    assert unexpected_after(result, Run(meta=meta(), cases=cases)) == []


def test_a_target_that_ends_otherwise_leaves_the_line_of_all_targets(table: Path) -> None:
    cases = [record("GR-03[origin]", Verdict.BLOCKED), record("GR-03[reexport]", Verdict.FAIL, signature="I6 broken")]
    result = updated(table, *cases)
    assert '"GR-03" = "I6 broken"' in result.text
    assert unexpected_after(result, Run(meta=meta(), cases=cases)) == []


def test_a_table_without_cases_goes(tmp_path: Path) -> None:
    path = tmp_path / "table.toml"
    entries = FILE.partition("\n\n")[2]
    path.write_text(TABLE.partition("GR-02 =")[0].replace('"fail", "pass"', '"fail"') + entries)
    result = updated(path, record("GR-01"))
    assert result.text == entries
    assert result.done == ["GR-01: its entry is gone, the case does well now"]


def test_globs_are_left_to_people(file: Path) -> None:
    result = updated(file, record("LK-01"))
    assert result.text == FILE
    assert result.left == ["LK-01 pass: entry 2 is a glob; edit it by hand"]


def test_an_error_is_never_written_down(file: Path) -> None:
    result = updated(file, record("GR-01", Verdict.ERROR), record("GR-02", Verdict.ERROR), reason="a", evidence="b")
    assert result.text == FILE
    assert len(result.left) == 2


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    run = Run(meta=meta(), cases=[record("GR-01", Verdict.FAIL, signature="s", unexpected=True)])
    result = update(run, tmp_path / "new.toml", reason="a", evidence="b", today=TODAY)
    assert len(tomllib.loads(result.text)["expect"]) == 1


def test_updating_twice_changes_nothing_more(file: Path) -> None:
    cases = [record("GR-01", Verdict.FAIL, signature="other"), record("NP-02", Verdict.WARN), record("LK-01")]
    first = updated(file, *cases, reason="a", evidence="b")
    assert first.done
    file.write_text(first.text)
    again = updated(file, *cases, reason="a", evidence="b")
    assert (again.text, again.done, again.left) == (first.text, [], first.left)


@UNHURRIED
@given(
    signature=st.text(st.characters(codec="utf-8") | st.just("\udc80"), min_size=1).filter(lambda s: s.strip("\udc80")),
    reason=st.text(min_size=1).filter(str.strip),
    product=st.text(),
    verdict=st.sampled_from([Verdict.FAIL, Verdict.BLOCKED, Verdict.UNKNOWN]),
)
def test_whatever_a_run_says_the_file_can_be_read_and_expects_it(
    tmp_path_factory: pytest.TempPathFactory, signature: str, reason: str, product: str, verdict: Verdict
) -> None:
    node = {"name": "origin", "role": "origin", "product": product, "version": "1", "claims": []}
    run = Run(
        meta=meta(rigs={"reference": {"provider": "reference", "nodes": [node]}}),
        cases=[record("GR-01", verdict, signature=signature, unexpected=True)],
    )
    result = update(run, tmp_path_factory.getbasetemp() / "nix.toml", reason=reason, evidence="e", today=TODAY)
    assert unexpected_after(result, run) == []


def test_the_file_is_that_of_the_provider() -> None:
    assert default_file(Run(meta=meta(), cases=[record()]), Path("x")) == Path("x/reference.toml")
    lab = meta(rigs={}, options={"rig": "labs/blue.toml"})
    assert default_file(Run(meta=lab, cases=[record(rig="blue")]), Path("x")) == Path("x/blue.toml")
    with pytest.raises(ExpectationError, match="--file"):
        default_file(Run(meta=meta(rigs={"a": {"provider": "a"}, "b": {"provider": "b"}}), cases=[]), Path("x"))
