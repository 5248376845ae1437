"""What is published of a run: small, readable, and with the evidence for what failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_up_runs import meta, one_of_each, record

from regrace.results import slim, store
from regrace.results.run import Run
from regrace.verdict import Verdict

EXCHANGE = [{"at_s": n / 10, "link": "E-R", "direction": "calls", "text": f"LOCK {n}"} for n in range(500)]
HISTORY = [{"index": n, "kind": "renew", "invoked_at": n / 10} for n in range(900)]


def run_with(verdict: Verdict, **changes: object) -> Run:
    fat = {"exchange": EXCHANGE, "history": HISTORY, "logs": {"origin": "x" * 9000}, "fates": {"kept": 1}}
    return Run(meta=meta(), cases=[record("GR-03", verdict, **{**fat, **changes})])


def test_a_pass_keeps_its_verdict_and_its_counts() -> None:
    whole = run_with(Verdict.PASS)
    (case,) = slim.slim(whole).cases
    assert (case.exchange, case.history, case.logs) == ([], [], {})
    assert (case.verdict, case.fates) == (Verdict.PASS, {"kept": 1})
    assert len(whole.cases[0].exchange) == 500, "the given run is left as it is"


@pytest.mark.parametrize(
    ("verdict", "unexpected"), [(Verdict.FAIL, False), (Verdict.BLOCKED, False), (Verdict.PASS, True)]
)
def test_what_somebody_will_look_into_keeps_its_evidence(verdict: Verdict, unexpected: bool) -> None:
    (case,) = slim.slim(run_with(verdict, unexpected=unexpected)).cases
    assert case.history == HISTORY
    assert case.exchange[0] == EXCHANGE[0]
    assert case.exchange[-1] == EXCHANGE[-1]
    assert len(case.exchange) == slim.MESSAGES_MOST + 1
    assert "440 messages are left out" in case.exchange[slim.MESSAGES_MOST // 2]["text"]
    assert len(case.logs["origin"]) == slim.LOG_MOST


def test_a_short_exchange_is_kept_whole() -> None:
    (case,) = slim.slim(run_with(Verdict.FAIL, exchange=EXCHANGE[:10])).cases
    assert case.exchange == EXCHANGE[:10]


def test_what_is_written_can_be_read_as_any_run(tmp_path: Path) -> None:
    run = one_of_each()
    text = slim.as_text(run)
    (tmp_path / store.RUN_FILE).write_text(text, encoding="utf-8")
    again = store.read(tmp_path)
    assert [case.to_json() for case in again.cases] == [case.to_json() for case in run.cases]
    assert json.loads(text)["schema"] == "regrace-run/1"
    assert text.count("\n") == len(run.cases) + 2
