"""`regrace check`: a stored history is judged again, and comes out as it went in, unless something about it changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regrace.check_command import check
from regrace.cli import main
from regrace.harness.plugin.reporting import make_record
from regrace.results import store
from regrace.results.record import CaseRecord
from regrace.results.run import Run, RunMeta
from regrace.verdict import Verdict

from .conducting import CASES, simulate


def recorded(code: str, target: str = "", **options: str) -> CaseRecord:
    conduct = simulate(code, target, **options)
    record = make_record(conduct.rig, CASES[code], conduct.result, f"suite::{code}", "gw0")
    return CaseRecord.from_json(json.loads(json.dumps(record.to_json())))


@pytest.fixture(scope="module")
def stolen() -> CaseRecord:
    """`naive` losing a lock: the oracle says so (I3)."""
    return recorded("PT-13", strategy="naive")


def run_of(*cases: CaseRecord) -> Run:
    return Run(meta=RunMeta.begin(run_id="r", argv=["regrace", "run"], options={}, seed=1), cases=list(cases))


def test_nothing_changes_by_itself(stolen: CaseRecord) -> None:
    healthy = recorded("PT-13", strategy="retain")
    again, changes = check(run_of(stolen, healthy))
    assert not changes
    assert [case.verdict for case in again.cases] == [Verdict.FAIL, Verdict.PASS]
    assert again.cases[0].to_json() == stolen.to_json()
    assert again.cases[1].to_json() == healthy.to_json()


def test_a_history_without_the_theft_is_no_break_any_more(stolen: CaseRecord) -> None:
    mended = CaseRecord.from_json(stolen.to_json())
    for event in mended.history:
        if event["kind"] in ("reclaim-lock", "reclaim-open") and event["status"] == "NFS4_OK":
            event["status"] = "NFS4ERR_NO_GRACE"
    again, changes = check(run_of(mended))
    assert again.cases[0].verdict.value == mended.oracle["own"]["verdict"]
    assert any("I3: broken" in line for line in changes)


def test_a_history_that_became_broken_fails() -> None:
    healthy = recorded("LK-01")
    assert healthy.verdict is Verdict.PASS
    for event in healthy.history:
        if event.get("status") == "NFS4ERR_DENIED" and event["kind"] == "lock":
            event["status"] = "NFS4_OK"
    again, _ = check(run_of(healthy))
    assert again.cases[0].verdict is Verdict.FAIL
    assert again.cases[0].signature == "I1 broken"
    assert again.cases[0].unexpected
    assert again.cases[0].trace


def test_a_budget_that_is_too_small_is_unknown(stolen: CaseRecord) -> None:
    again, changes = check(run_of(stolen), budget=1)
    assert any("unknown" in line for line in changes)
    assert again.cases[0].verdict is not Verdict.FAIL or again.cases[0].signature != "I3 broken"


def test_on_the_command_line(stolen: CaseRecord, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "run", tmp_path / "again"
    folder.mkdir()
    judged = CaseRecord.from_json({**stolen.to_json(), "unexpected": True})
    store.write_run(folder, run_of(judged))
    assert main(["check", str(folder), "--out", str(out)]) == 1  # as `regrace run` would have it
    assert "1 histories were judged again: 0 changes." in capsys.readouterr().out
    assert store.read(out).cases[0].signature == stolen.signature
    assert (out / "index.html").is_file()


def test_a_history_that_is_none_is_said_to_be_none(stolen: CaseRecord, tmp_path: Path) -> None:
    torn = CaseRecord.from_json(stolen.to_json())
    torn.history[0] = {"index": 0, "kind": "no such kind", "invoked_at": 0.0}
    store.write_run(tmp_path, run_of(torn))
    assert main(["check", str(tmp_path)]) == 2
