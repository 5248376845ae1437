"""Records of cases, and the folder of a run: where the harness' words become those of `regrace.results`."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from regrace.harness.case import Case
from regrace.harness.conduct import Conducted, full_history
from regrace.harness.history.plain import dump
from regrace.harness.oracle.fates import reasons, tally
from regrace.harness.plugin.options import Options
from regrace.harness.rig.rig import Rig
from regrace.results.exitcodes import exit_code
from regrace.results.expectations import load
from regrace.results.publish import publish
from regrace.results.record import CaseRecord, FaultRecord
from regrace.results.run import Run, RunMeta, facts_of_rig
from regrace.results.store import RunWriter, new_run_folder
from regrace.results.summary import Style, render
from regrace.verdict import Verdict

_CODE_IN_NODE_ID = re.compile(r"\[(?P<code>[A-Z]{2}-\d{2})(:(?P<target>\w+))?-")
LOG_TAIL_CHARACTERS = 20_000
EXCHANGE_MOST = 2_000
"""Messages kept of a case; a case that sends more keeps the last ones."""


def options_as_facts(options: Options) -> dict[str, str]:
    """What was asked for, as the run's record and the expectations' conditions know it."""
    return {"rig": options.rig, **options.for_provider(), "world": options.world}


def make_record(rig: Rig, case: Case, result: Conducted, node_id: str, worker: str) -> CaseRecord:
    """Write down a case that was conducted."""
    zero = rig.began_at
    troubled = result.verdict not in (Verdict.PASS, Verdict.INFO, Verdict.UNSUPPORTED)
    return CaseRecord(
        code=rig.case_name,
        title=case.title,
        node_id=node_id,
        area=case.area,
        rig=rig.description.label,
        verdict=result.verdict,
        level=case.level,
        citation=case.citation,
        requirement=case.requirement,
        expected=result.expected,
        actual=result.actual,
        message=result.message,
        signature=result.signature,
        blocked_step=result.blocked_step,
        judged_by=result.judged_by,
        needs=list(case.needs),
        planned_faults=list(case.faults),
        faults=[FaultRecord(**entry) for entry in rig.fault_log.records()],
        notes=[f"{verdict.value}: {text}" for verdict, text in rig.findings.notes],
        evidence=list(rig.findings.evidence),
        invariants=dict(result.invariants),
        oracle=oracle_of(case, result),
        trace=list(result.trace),
        failure=case.failure_at(rig.case_name.partition("[")[2].removesuffix("]")) if result.fates else "",
        fates=tally(result.fates),
        fate_reasons=reasons(result.fates),
        history=_since(dump(full_history(rig)), zero),
        exchange=_exchange(rig),
        logs=_logs(rig) if troubled else {},
        duration_s=rig.world.now() - zero,
        waits_s={name: round(seconds, 3) for name, seconds in rig.waits_s.items()},
        worker=worker,
        started_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def oracle_of(case: Case, result: Conducted) -> dict[str, Any]:
    """What `regrace check` needs beside the history."""
    context = result.context.to_json() if result.context is not None else {}
    return {"own": dict(result.own), "context": context, "judges": list(case.judges)}


def _since(events: list[dict[str, Any]], zero: float) -> list[dict[str, Any]]:
    """Times count from the case's beginning."""
    for event in events:
        event["invoked_at"] = round(event["invoked_at"] - zero, 6)
        if event.get("completed_at") is not None:
            event["completed_at"] = round(event["completed_at"] - zero, 6)
    return events


def _exchange(rig: Rig) -> list[dict[str, Any]]:
    """What the clients said and heard, and what the tap saw between R and O."""
    lines = [
        {
            "at_s": round(exchange.at - rig.began_at, 6),
            "link": name,
            "direction": exchange.direction,
            "text": exchange.text,
            "status": exchange.statuses[-1] if exchange.statuses else "",
        }
        for name, exchange in rig.exchanges
    ]
    if rig.tap is not None:
        lines += [
            {
                "at_s": round(record.at - rig.began_at, 6),
                "link": record.link,
                "direction": record.direction.value,
                "text": record.detail + (f" ({record.fate})" if record.fate != "forwarded" else ""),
                "status": record.statuses[-1] if record.statuses else "",
            }
            for record in rig.tap.records(rig.tap_mark)
            if not record.link.startswith(("E-", "D-"))
        ]
    lines.sort(key=lambda line: float(str(line["at_s"])))
    return lines[-EXCHANGE_MOST:]


def _logs(rig: Rig) -> dict[str, str]:
    logs = {}
    for server in rig.servers:
        try:
            logs[server.name] = server.node.log()[-LOG_TAIL_CHARACTERS:]
        except Exception as trouble:  # a node that is down has no say; the verdict stands without its log
            logs[server.name] = f"(no log: {trouble})"
    return logs


def error_record(
    case: Case,
    case_name: str,
    item: pytest.Item,
    excinfo: pytest.ExceptionInfo[BaseException] | None,
    rig: str,
) -> CaseRecord:
    """A case that could not begin: the rig did not come up, say."""
    error = excinfo.value if excinfo else None
    text = str(error) or type(error).__name__
    return CaseRecord(
        code=case_name,
        title=case.title,
        node_id=item.nodeid,
        area=case.area,
        rig=rig,
        verdict=Verdict.ERROR,
        level=case.level,
        citation=case.citation,
        requirement=case.requirement,
        message=text,
        signature=text.split("\n", 1)[0],
        needs=list(case.needs),
        planned_faults=list(case.faults),
        started_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def dumps(record: CaseRecord, rig: dict[str, Any], contradictions: list[str]) -> str:
    """What a worker tells the controller when a case has ended: text, since execnet takes no enums and no
    integers beyond 64 bits."""
    return json.dumps({"record": record.to_json(), "rig": rig, "contradictions": contradictions})


def _typed() -> list[str]:
    """What was typed: the `regrace` command, which leaves its words in the environment, or pytest's own."""
    command = os.environ.get("REGRACE_COMMAND")
    return shlex.split(command) if command else ["pytest", *sys.argv[1:]]


class RunReporter:
    """The run's folder, on the controller: a pytest plugin of its own, so that reports reach it."""

    def __init__(self, options: Options) -> None:
        folder = Path(options.out) if options.out else new_run_folder(Path.cwd(), options.rig)
        meta = RunMeta.begin(
            run_id=folder.name, argv=_typed(), options=options_as_facts(options), seed=options.seed
        )
        self.folder = folder
        self.writer = RunWriter(folder, meta, book=load())
        self._style = Style.of(sys.stdout)
        self._ended: Run | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A case ended, here or on a worker."""
        text = getattr(report, "regrace", None)
        if text is None:
            return
        data = json.loads(text)
        self.writer.rig(data["record"]["rig"], data["rig"])
        for claim in data["contradictions"]:
            self.writer.contradiction(claim)
        self.writer.case(CaseRecord.from_json(data["record"]))

    def plan(self, node_ids: Iterable[str]) -> None:
        """The cases that were selected, by their node ids. Said once."""
        if not self.writer.run.meta.plan:
            found = (_CODE_IN_NODE_ID.search(node_id) for node_id in node_ids)
            names = (f"{m['code']}[{m['target']}]" if m["target"] else m["code"] for m in found if m)
            self.writer.plan(list(names))

    def finish(self, *, interrupted: bool) -> int:
        """Write `run.json` and the reports; the exit code."""
        self._ended = self.writer.finish(interrupted=interrupted)
        publish(self._ended, self.folder)
        return int(exit_code(self._ended))

    def summary(self) -> str:
        """For the terminal."""
        return render(self._ended, folder=self.folder, style=self._style) if self._ended else ""


def facts_for(description: dict[str, Any], options: Options) -> dict[str, Any]:
    """What an expectation's condition may ask."""
    return dict(facts_of_rig(description, options_as_facts(options)))


__all__ = ["RunReporter", "error_record", "facts_for", "make_record"]
