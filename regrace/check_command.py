"""`regrace check RUN`: the oracle over the histories of a stored run, once more, and the verdicts that follow.

Nothing is run. What a case itself found stays as it was; what the oracle says of its history is asked again, so that a
mended oracle (or a suspicion) can be tried on runs that were expensive to make.
"""

from __future__ import annotations

import re
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from regrace.harness.conduct import OUTCOME, Conducted, warn_if_noted, weigh
from regrace.harness.history.plain import load
from regrace.harness.oracle import OracleContext, fates, judge
from regrace.harness.oracle.fates import reasons, tally
from regrace.results import expectations, store
from regrace.results.exitcodes import ExitCode, exit_code
from regrace.results.publish import publish
from regrace.results.record import CaseRecord
from regrace.results.run import Run, facts_of
from regrace.results.summary import Style, render
from regrace.verdict import Verdict

BY_ORACLE = re.compile(r"I\d+ broken|oracle undecided")
"""Signatures of verdicts that the oracle brought."""
BY_SETTLING = "I7 broken"
"""The signature of a leak that was found while settling, of which a history knows nothing."""


def run(arguments: Namespace, style: Style) -> int:
    """Judge again, print what changed and the summary; returns the exit code. Raises StoreError."""
    folder = store.find(arguments.run, Path.cwd())
    done = store.read(folder)
    again, changes = check(done, budget=arguments.budget)
    for line in changes:
        print(line)
    judged = sum(bool(case.history) for case in done.cases)
    print(f"{judged} histories were judged again: {len(changes)} changes.")
    if anew := _judged_anew(done, again):
        print(f"Judged for the first time, and nothing wrong: {', '.join(anew)}.")
    if arguments.out is not None:
        arguments.out.mkdir(parents=True, exist_ok=True)
        if (arguments.out / store.RUN_FILE).exists():
            raise store.StoreError(f"{arguments.out} holds a run already; name another folder")
        store.write_run(arguments.out, again)
        publish(again, arguments.out)
        print(render(again, folder=arguments.out, style=style), end="")
    return int(exit_code(again) if again.cases else ExitCode.NOTHING_RAN)


def check(done: Run, *, budget: int | None = None) -> tuple[Run, list[str]]:
    """The run as it comes out now, and a line for each invariant that stands otherwise and each verdict that is
    different. An invariant that was not judged then is worth a line if it is broken or undecided now.

    Expectations are asked again where a verdict changed. Raises StoreError for a history that is none."""
    book = expectations.load()
    cases: list[CaseRecord] = []
    changes: list[str] = []
    for old in done.cases:
        new = CaseRecord.from_json(old.to_json())
        if old.history:
            changes += _judge_again(new, budget)
        if (new.verdict, new.signature) != (old.verdict, old.signature):
            book.judge(new, facts_of(done.meta, new.rig))
        cases.append(new)
    return replace(done, cases=cases), changes


def _judge_again(record: CaseRecord, budget: int | None) -> list[str]:
    before = (record.verdict, dict(record.invariants), record.signature)
    try:
        history = load(record.history).events
        context = OracleContext.from_json(record.oracle.get("context", {}))
        context = replace(context, budget=budget) if budget is not None else context
        findings = judge(history, context)
        if record.failure:
            found = fates(history, context)
            record.fates, record.fate_reasons = tally(found), reasons(found)
    except (KeyError, ValueError, TypeError, AttributeError) as trouble:
        raise store.StoreError(f"the history of {record.code} can't be judged: {trouble}") from trouble
    leaked = record.signature == BY_SETTLING and "I7" not in {finding.invariant for finding in findings}
    result = _own(record)
    notes = weigh(result, findings, judges=record.oracle.get("judges", ()), t0=0.0)
    warned = [(verdict, text) for note in record.notes for verdict, text in _noted(note) if not text.startswith("I24: ")]
    notes = [*warned, *(note for note in notes if note not in warned)]
    warn_if_noted(result, notes)
    record.notes = [f"{verdict.value}: {text}" for verdict, text in notes]
    record.invariants |= {n: w for n, w in result.invariants.items() if not _same(before[1].get(n, ""), w)}
    if not (leaked and result.verdict in (Verdict.PASS, Verdict.WARN, Verdict.INFO)):
        record.trace = result.trace
        for name in OUTCOME:
            setattr(record, name, getattr(result, name))
    changed = [
        f"{record.code}: {name}: {before[1].get(name, 'not judged')} -> {words}"
        for name, words in record.invariants.items()
        if _standing(words) != _standing(before[1].get(name, words if _harmless(words) else "not judged"))
    ]
    if before[0] is not record.verdict:
        changed.append(f"{record.code}: {before[0].value} ({before[2]}) -> {record.verdict.value} ({record.signature})")
    return changed


def _own(record: CaseRecord) -> Conducted:
    """How the case itself had ended. A record of an older version does not say: what the oracle brought is taken off."""
    own: dict[str, Any] = dict(record.oracle.get("own", {}))
    if not own:
        by_oracle = BY_ORACLE.fullmatch(record.signature) is not None
        own = {"verdict": "pass"} if by_oracle else {name: getattr(record, name) for name in OUTCOME}
    return Conducted(**{**own, "verdict": Verdict(own["verdict"])})


def _standing(words: str) -> str:
    """"broken" of "broken: E1..."."""
    return words.partition(":")[0]


def _harmless(words: str) -> bool:
    return _standing(words) in ("held", "not exercised")


def _judged_anew(old: Run, new: Run) -> list[str]:
    """The invariants that were judged in no case of the run as it was stored, and are broken in none."""
    known = {name for case in old.cases for name in case.invariants}
    found = {name for case in new.cases for name in case.invariants} - known
    wrong = {n for case in new.cases for n, words in case.invariants.items() if not _harmless(words)}
    return sorted(found - wrong, key=lambda name: int(name[1:]))


def _same(before: str, now: str) -> bool:
    """Whether an invariant stands as it stood; what was told beside "held" came from elsewhere (the leak probe)."""
    return before == now or before.startswith(f"{now}: ")


def _noted(note: str) -> list[tuple[Verdict, str]]:
    """A note of a record, as `Findings` had it; those that the oracle made are made again."""
    word, _, text = note.partition(": ")
    if text.startswith("the case itself ended "):
        return []
    return [(Verdict(word), text)]
