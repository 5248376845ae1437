"""A run made small enough to be published beside the code, without losing what its failures are shown by.

A case that failed, was blocked or ended as nobody expected keeps its history whole, so that it can be judged again,
and of its exchange and logs the parts that somebody reads. The others keep their verdict, their reasons and their
counts; what they said on the wire a run of one's own would show again.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from regrace.results.exitcodes import exit_code
from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.verdict import Verdict

MESSAGES_MOST = 60
"""Messages of an exchange that are kept: half of them from its beginning, half from its end."""
LOG_MOST = 4_000
"""Characters of a log's end."""


def slim(run: Run) -> Run:
    """The run as it is published. The given one is left as it is."""
    return replace(run, cases=[_slim(case) for case in run.cases])


def as_text(run: Run) -> str:
    """`run.json` of the run, with a line per case: as small as JSON gets, and two versions can still be compared."""
    document = run.to_json(exit_code=exit_code(run))
    cases = ",\n".join(_dumps(case) for case in document.pop("cases"))
    return f"{_dumps(document)[:-1]},\"cases\":[\n{cases}\n]}}\n"


def is_evidence(case: CaseRecord) -> bool:
    """Whether somebody will want to see for himself."""
    return case.unexpected or case.verdict in (Verdict.FAIL, Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.ERROR)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _slim(case: CaseRecord) -> CaseRecord:
    if not is_evidence(case):
        return replace(case, exchange=[], history=[], logs={}, attachments={}, waits_s={}, oracle={})
    logs = {node: text[-LOG_MOST:] for node, text in case.logs.items()}
    return replace(case, exchange=_ends(case.exchange), logs=logs, attachments={}, waits_s={})


def _ends(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The beginning and the end of what is too long, with a word about the middle."""
    if len(messages) <= MESSAGES_MOST:
        return messages
    half = MESSAGES_MOST // 2
    middle = {"text": f"... {len(messages) - 2 * half} messages are left out here ..."}
    return [*messages[:half], middle, *messages[-half:]]
