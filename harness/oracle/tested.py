"""I18, the last part: a list says of every stateid what TEST_STATEID says of it (RFC 8881 §18.48; docs/enumeration.md).

The event is a TEST_STATEID by the client that was told the list: `detail` has "stateids", and in the same order
"statuses". Both are compared only where nothing can have come in between that changes a status: no operation of the
client on its state (as the history and, if there is a tap, the wire tell), no crash, no new incarnation, and no moment
at which its lease may have run out. Which of the two came first is all one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from regrace.harness.history.events import Event, Kind
from regrace.harness.history.messages import marks_of, operations_of, session_of
from regrace.harness.oracle.digest import ASKING, RELEASES, Digest, other_of
from regrace.harness.oracle.findings import Budget, Remark, Verdict
from regrace.harness.oracle.horizons import Horizons

OK = "NFS4_OK"
CHANGES = ASKING | RELEASES | {Kind.DELEGATION, Kind.RECALL, Kind.DELEGRETURN, Kind.RECLAIM_COMPLETE}
"""What may change the status of a stateid, or bring one, or take one away."""
CHANGES_ON_WIRE = frozenset(
    {
        "OPEN",
        "OPEN_DOWNGRADE",
        "CLOSE",
        "LOCK",
        "LOCKU",
        "FREE_STATEID",
        "DELEGRETURN",
        "DELEGPURGE",
        "LAYOUTGET",
        "LAYOUTRETURN",
        "RECLAIM_COMPLETE",
    }
)
SPECIAL = frozenset({"", "00" * 12, "ff" * 12})
"""The `other` of stateids that stand for no state (§8.2.3)."""


def judge_tested(
    digest: Digest,
    horizons: Horizons,
    told: Event,
    items: Mapping[str, Mapping[str, Any]],
    verdict: Verdict,
    budget: Budget,
) -> None:
    """Compare one whole list with every TEST_STATEID near it. `items`: what is on it, by `other`."""
    if told.via != digest.origin or digest.opaque:
        return
    for test in digest.of_actor[told.actor]:
        if test.kind is not Kind.TEST_STATEID or not test.ok or test.via != told.via:
            continue
        budget.spend(1 + len(test.detail["stateids"]))
        if _changed_between(digest, horizons, told, test):
            continue
        for stateid, status in zip(test.detail["stateids"], test.detail["statuses"], strict=False):
            _compare(told, test, stateid, status, items.get(other_of(stateid)), verdict)


def _compare(
    told: Event, test: Event, stateid: str, status: str, item: Mapping[str, Any] | None, verdict: Verdict
) -> None:
    if other_of(stateid) in SPECIAL or (item is not None and item["stateid"] != stateid):
        return
    who = f"{told.via}'s list for {told.actor}"
    notes = {told.index: Remark("the list"), test.index: Remark(f"{stateid} -> {status}")}
    if item is None and status == OK:
        text = f"{who} leaves out {stateid}, of which TEST_STATEID says {OK}."
        verdict.breaks(text, [told, test], notes)
    elif item is not None and item["status"] != status:
        text = f"{who} says {item['status']} of {item['kind']} {stateid}, and TEST_STATEID says {status}."
        verdict.breaks(text, [told, test], notes)
    elif item is not None:
        verdict.exercised.append(f"TEST_STATEID says {status} of {stateid}, as the list does")


def _changed_between(digest: Digest, horizons: Horizons, told: Event, test: Event) -> bool:
    """Whether a status may be another one by right when the second of the two is answered."""
    first, last = (told, test) if told.began < test.began else (test, told)
    until = max(told.settled, test.settled)
    if horizons.client(told.actor, told.via, first) < until.time:
        return True
    if digest.crashed_between(first, last, told.via):
        return True
    meanwhile = [*digest.of_actor[told.actor], *digest.rebirths(told.actor)]
    if any(_changes(e) and e.began < until and e.settled > first.began for e in meanwhile):
        return True
    return any(
        not CHANGES_ON_WIRE.isdisjoint(operations_of(m)) and m.began < until and m.settled > first.began
        for m in _of_client(digest, told)
    )


def _changes(event: Event) -> bool:
    return event.kind in CHANGES or (event.kind is Kind.NOTE and "clientid" in event.detail)


def _of_client(digest: Digest, told: Event) -> Iterator[Event]:
    """What went by in the sessions of the client's ID."""
    clientids = {str(n.detail.get("clientid", ""))[2:] for n in digest.sessions_of(told.actor, told.via)}
    sessions = {
        marks["session"]
        for m in digest.messages
        if "session" in (marks := marks_of(m)) and marks.get("clientid") in clientids
    }
    return (m for m in digest.messages if session_of(m) in sessions)
