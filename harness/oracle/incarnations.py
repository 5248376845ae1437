"""I17, incarnations: one client ID never stands for two verifiers (RFC 8881 §18.35.3).

Judged from the CREATE_SESSIONs that clients note; within one life of the server.
"""

from __future__ import annotations

from collections import defaultdict

from regrace.harness.history.events import Event
from regrace.harness.oracle.digest import SESSION, Digest
from regrace.harness.oracle.findings import Budget, Finding, Verdict


def incarnations(digest: Digest, budget: Budget) -> list[Finding]:
    """Judge I17."""
    verdict = Verdict(invariant="I17")
    by_clientid: dict[tuple[str, str], Event] = {}
    verifiers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for note in digest.notes:
        budget.spend()
        who, verifier, clientid = (str(note.detail.get(key, "")) for key in ("co_ownerid", "verifier", "clientid"))
        if note.detail["what"] != SESSION or not note.ok or not (who and verifier and clientid):
            continue
        verifiers[note.via, who].add(verifier)
        key = (note.via, clientid)
        before = by_clientid.get(key)
        by_clientid[key] = note
        if before is None or _same(before, note) or _restarted(digest, before, note):
            continue
        message = f"{note.via} gave client ID {key[1]} to two incarnations ({before.actor} and {note.actor})."
        verdict.breaks(message, [before, note])
    for (via, _), seen in verifiers.items():
        if len(seen) > 1:
            verdict.exercised.append(f"{len(seen)} incarnations of one owner had client IDs of their own at {via}")
    return [verdict.finding("no owner came with two verifiers")]


def _same(one: Event, other: Event) -> bool:
    return all(one.detail.get(key) == other.detail.get(key) for key in ("co_ownerid", "verifier"))


def _restarted(digest: Digest, before: Event, after: Event) -> bool:
    """Whether the server lost its memory in between: it may count anew then."""
    crashes = digest.crashes[after.via]
    return any(crash.settled > before.began and crash.began < after.settled for crash in crashes)
