"""A run's folder: nothing that was finished is lost, and nothing broken is taken for a run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import RIG, UNHURRIED, meta, one_of_each, record, stolen_lock

from regrace.results import store
from regrace.results.expectations import ExpectationBook, parse_file
from regrace.results.run import Run, checkout_commit, facts_of
from regrace.results.store import RunWriter, StoreError
from regrace.verdict import Verdict

NAIVE = """
[[expect]]
case = "PT-13"
when = 'strategy == "naive"'
verdict = ["fail"]
signature = "I3:"
reason = "the negative control"
evidence = "docs"
review = 2026-01-01
"""


def written(folder: Path) -> Run:
    """A finished run of two cases."""
    with RunWriter(folder, meta(ended_at="", rigs={})) as writer:
        writer.rig("reference", RIG)
        writer.plan(["PT-13", "GR-03[origin]"])
        writer.case(stolen_lock())
        writer.case(record())
        writer.remark("a remark")
        writer.contradiction("a contradiction")
        return writer.finish()


def test_a_finished_run_is_read_back_as_it_was(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    assert store.read(tmp_path / "run") == run
    assert run.complete
    assert run.meta.ended_at


def test_its_events_alone_tell_the_same(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    (tmp_path / "run" / store.RUN_FILE).unlink()
    assert store.read(tmp_path / "run") == run


def test_the_first_line_names_the_schema(tmp_path: Path) -> None:
    written(tmp_path / "run")
    first = json.loads((tmp_path / "run" / store.EVENTS_FILE).read_text().splitlines()[0])
    assert (first["type"], first["schema"], first["suite_version"]) == ("run", "regrace-run/1", "0.1.0")


def test_a_killed_run_loses_nothing_that_was_finished(tmp_path: Path) -> None:
    program = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from made_up_runs import UNHURRIED, meta, record
from regrace.results.store import RunWriter
writer = RunWriter(Path({str(tmp_path / "run")!r}), meta())
writer.case(record("GR-01"))
writer.case(record("GR-02"))
print("two are written", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "two are written\n"
        child.kill()
    assert child.returncode == -signal.SIGKILL
    run = store.read(tmp_path / "run")
    assert [case.code for case in run.cases] == ["GR-01", "GR-02"]
    assert not run.complete
    assert run.ended == "killed before it could finish"


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The events of a run, without the line that ends it."""
    folder = tmp_path_factory.mktemp("torn")
    written(folder / "run")
    return (folder / "run" / store.EVENTS_FILE).read_bytes().rsplit(b"\n", 2)[0] + b"\n"


@UNHURRIED
@given(cut=st.integers(0, 1 << 20))
def test_events_torn_anywhere_keep_every_whole_line(
    events: bytes, tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    cut %= len(events)
    path = tmp_path_factory.mktemp("torn") / store.EVENTS_FILE
    path.write_bytes(events[:cut])
    whole = events[:cut].count(b"\n")
    first_length = events.index(b"\n")
    if cut < first_length:
        with pytest.raises(StoreError, match=r"empty|torn"):
            store.read_events(path)
        return
    run = store.read_events(path)
    # A line that lacks nothing but its newline is whole too.
    lines = [json.loads(line) for line in events.splitlines()[: whole + (events[cut : cut + 1] == b"\n")]]
    assert [case.code for case in run.cases] == [line["code"] for line in lines if line["type"] == "case"]
    torn = bool(events[:cut].rsplit(b"\n", 1)[-1]) and events[cut : cut + 1] != b"\n"
    assert any("torn" in remark for remark in run.remarks) is torn


def test_a_line_torn_in_the_middle_is_no_run(tmp_path: Path) -> None:
    written(tmp_path / "run")
    path = tmp_path / "run" / store.EVENTS_FILE
    lines = path.read_bytes().split(b"\n")
    lines[2] = lines[2][:20]
    path.write_bytes(b"\n".join(lines))
    with pytest.raises(StoreError, match="line 3 is torn"):
        store.read_events(path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "can't be read"),
        ("[]", "names no schema"),
        ('{"schema": "regrace-run/2"}', "regrace-run/2.*this version reads 'regrace-run/1'"),
        ('{"schema": "regrace-run/1"}', "'run' is missing"),
        ('{"schema": "regrace-run/1", "run": {}, "cases": [], "remarks": []}', "missing"),
        ('{"schema": "regrace-run/1", "run": 3}', "not a regrace-run/1"),
        ("\x00", "can't be read"),
        ("[" * 100_000, "can't be read"),
    ],
)
def test_what_is_no_run_is_refused_with_a_reason(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / store.RUN_FILE).write_text(text)
    with pytest.raises(StoreError, match=complaint):
        store.read(tmp_path)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"type": "case"}', "names no schema"),
        ('{"type": "remark", "schema": "regrace-run/1"}', "not the run"),
        ("7\n8", "names no schema"),
    ],
)
def test_events_that_are_none_are_refused(tmp_path: Path, line: str, complaint: str) -> None:
    (tmp_path / store.EVENTS_FILE).write_text(line + "\n")
    with pytest.raises(StoreError, match=complaint):
        store.read(tmp_path)


def test_an_unknown_verdict_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "run")
    path = tmp_path / "run" / store.RUN_FILE
    path.write_text(path.read_text().replace('"verdict": "fail"', '"verdict": "meh"'))
    with pytest.raises(StoreError, match="'meh'"):
        store.read(tmp_path / "run")


def test_fields_of_a_later_version_are_read_over(tmp_path: Path) -> None:
    run = written(tmp_path / "run")
    path = tmp_path / "run" / store.RUN_FILE
    data = json.loads(path.read_text())
    data["run"]["mood"] = data["cases"][0]["mood"] = "good"
    path.write_text(json.dumps(data))
    assert store.read(tmp_path / "run") == run


def test_a_folder_holds_one_run(tmp_path: Path) -> None:
    written(tmp_path / "run")
    with pytest.raises(StoreError, match="holds a run already"):
        RunWriter(tmp_path / "run", meta())
    with pytest.raises(StoreError, match="can't hold the run"):
        RunWriter(tmp_path / "run" / store.RUN_FILE / "x", meta())


def test_bytes_that_are_no_text_survive(tmp_path: Path) -> None:
    with RunWriter(tmp_path / "run", meta()) as writer:
        writer.case(record(actual="tag \udcff\x00\u2028"))
        writer.finish()
    assert store.read(tmp_path / "run").cases[0].actual == "tag \udcff\x00\u2028"
    (tmp_path / "run" / store.RUN_FILE).unlink()
    assert store.read(tmp_path / "run").cases[0].actual == "tag \udcff\x00\u2028"


def test_the_writer_judges_by_the_book_it_is_given(tmp_path: Path) -> None:
    book = ExpectationBook(parse_file(Path("naive.toml"), NAIVE))
    with RunWriter(tmp_path / "run", meta(), book=book) as writer:
        judged = writer.case(stolen_lock(unexpected=True))
        run = writer.finish()
    assert not judged.unexpected
    assert judged.expectation_reason == "the negative control"
    assert any("looked at again by 2026-01-01" in remark for remark in run.remarks)


def test_without_a_book_records_stay_as_they_were_judged(tmp_path: Path) -> None:
    with RunWriter(tmp_path / "run", meta()) as writer:
        assert writer.case(stolen_lock(unexpected=True)).unexpected
        assert not writer.case(stolen_lock(unexpected=False)).unexpected


def test_what_is_said_twice_is_kept_once(tmp_path: Path) -> None:
    with RunWriter(tmp_path / "run", meta()) as writer:
        for _ in range(2):
            writer.remark("a")
            writer.contradiction("b")
            writer.rig("reference", RIG)
        writer.finish()
    kinds = [json.loads(line)["type"] for line in (tmp_path / "run" / store.EVENTS_FILE).read_text().splitlines()]
    assert kinds == ["run", "remark", "contradiction", "end"]


def test_runs_go_below_the_working_directory_and_latest_follows(elsewhere: Path) -> None:
    folders = []
    for _ in range(2):
        folder = store.new_run_folder(elsewhere, "reference")
        written(folder)
        folders.append(folder)
    assert folders[0] != folders[1]
    assert {folder.parent for folder in folders} == {elsewhere / "regrace-runs"}
    link = elsewhere / "regrace-runs" / store.LATEST
    assert os.readlink(link) == folders[1].name
    assert store.find("latest", elsewhere) == folders[1]
    assert sorted(path.name for path in link.parent.iterdir()) == sorted([*(f.name for f in folders), "latest"])


def test_in_a_checkout_runs_go_to_results(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "regrace"\n')
    assert store.runs_folder(tmp_path) == tmp_path / "results" / "runs"
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n')
    assert store.runs_folder(tmp_path) == tmp_path / "regrace-runs"
    (tmp_path / "pyproject.toml").write_text("not toml")
    assert store.runs_folder(tmp_path) == tmp_path / "regrace-runs"


def test_a_run_elsewhere_leaves_latest_alone(elsewhere: Path, tmp_path: Path) -> None:
    written(tmp_path / "out")
    assert not (tmp_path / store.LATEST).exists()
    assert not (elsewhere / "regrace-runs").exists()


def test_a_rig_file_names_the_folder_by_its_stem(elsewhere: Path) -> None:
    assert store.new_run_folder(elsewhere, "../my labs/blue one.toml").name.endswith("Z-blue-one")
    assert store.new_run_folder(elsewhere, "//..").name.endswith("Z-rig")


def test_a_run_is_found_by_each_of_its_names(elsewhere: Path) -> None:
    folder = store.new_run_folder(elsewhere, "reference")
    written(folder)
    for name in (str(folder), f"{folder}/run.json", f"regrace-runs/{folder.name}", folder.name, "latest"):
        assert store.find(name, elsewhere).resolve() == folder


def test_what_is_not_found_is_said(elsewhere: Path) -> None:
    with pytest.raises(StoreError, match=r"no run in .*regrace-runs yet"):
        store.find("latest", elsewhere)
    with pytest.raises(StoreError, match="no run 'nix'"):
        store.find("nix", elsewhere)
    (elsewhere / "empty").mkdir()
    with pytest.raises(StoreError, match="empty is no run"):
        store.find("empty", elsewhere)


def test_the_facts_of_a_rig_know_nodes_by_name_and_role() -> None:
    node = {"name": "r1", "role": "reexport", "product": "knfsd", "version": "6.1", "claims": ["locks"]}
    rig = {**RIG, "nodes": [node]}
    facts = facts_of(meta(rigs={"reference": rig}, options={"mutant": "no-grace"}), "reference")
    assert facts["r1.product"] == facts["reexport.product"] == "knfsd"
    assert facts["reexport.claims"] == ("locks",)
    assert (facts["rig"], facts["strategy"], facts["origin.kind"], facts["mutant"]) == (
        "reference",
        "naive",
        "plain",
        "no-grace",
    )


def test_a_rig_that_never_came_up_still_has_the_facts_that_were_asked_for() -> None:
    facts = facts_of(meta(rigs={}, options={"rig": "ganesha", "strategy": "deny"}), "ganesha")
    assert (facts["provider"], facts["strategy"]) == ("ganesha", "deny")


def test_the_command_that_runs_cases_again_is_the_one_that_ran_them() -> None:
    options = {"rig": "my lab.toml", "strategy": "retain", "mutant": "no-grace", "lease_s": "3", "world": "wall"}
    run = Run(meta=meta(options=options))
    assert run.again(["GR-03[origin]", "PT-13"]) == (
        "regrace run --rig 'my lab.toml' --strategy retain --mutant no-grace --lease 3 -k 'GR-03:origin or PT-13'"
    )
    own = Run(meta=meta(options={"rig": "knfsd", "nodes": "3", "kernel": "6.1", "world": "wall"}))
    assert own.again(["VP-03"]) == "regrace run --rig knfsd --kernel 6.1 --option nodes=3 -k VP-03"
    simulated = Run(meta=meta(options={"rig": "reference", "world": "virtual"}, seed=9))
    assert simulated.again(["PT-13"]) == "regrace run --rig reference --world virtual --seed 9 -k PT-13"


def test_cases_that_were_planned_and_not_run_are_known() -> None:
    run = one_of_each()
    run.meta.plan = ["PT-13", "PT-14"]
    assert run.missing == ["PT-14"]
    assert "not every planned case" in run.ended


def test_the_commit_of_this_checkout_is_told_or_empty() -> None:
    commit = checkout_commit().removesuffix("+changes")
    assert commit == "" or (len(commit) >= 12 and int(commit, 16) >= 0)


def test_verdicts_are_counted() -> None:
    counts = one_of_each().counts
    assert (counts[Verdict.FAIL], counts[Verdict.PASS], counts[Verdict.ERROR]) == (2, 2, 1)
