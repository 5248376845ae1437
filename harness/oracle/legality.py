"""I24, replies are legal: a status is one of those that its operation may have (RFC 8881 §15.2, RFC 7862 §11.2).

From what the tap saw where there is one, else from the operations of the history. What is known to be off the tables
and harms nobody is data (`deviations.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from regrace.harness.history.events import Event, Kind
from regrace.harness.history.messages import callee_of, carried_out
from regrace.harness.oracle.deviations import deviation
from regrace.harness.oracle.digest import Digest
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.legal import legal, legal_callback

OF_KIND = {
    Kind.OPEN: "OPEN",
    Kind.RECLAIM_OPEN: "OPEN",
    Kind.CLOSE: "CLOSE",
    Kind.DOWNGRADE: "OPEN_DOWNGRADE",
    Kind.LOCK: "LOCK",
    Kind.RECLAIM_LOCK: "LOCK",
    Kind.LOCKU: "LOCKU",
    Kind.LOCKT: "LOCKT",
    Kind.READ: "READ",
    Kind.WRITE: "WRITE",
    Kind.FREE_STATEID: "FREE_STATEID",
    Kind.RECLAIM_COMPLETE: "RECLAIM_COMPLETE",
}
BEFORE_IT = frozenset({"NFS4ERR_BADSESSION", "NFS4ERR_BADSLOT", "NFS4ERR_SEQ_MISORDERED", "NFS4ERR_SEQ_FALSE_RETRY"})
"""What an operation of the history may seem to be answered, since SEQUENCE or PUTFH before it was."""
UNTOLD = frozenset({"", "NFS4ERR_MINOR_VERS_MISMATCH"})
"""Of the COMPOUND, and not of an operation."""


def legality(digest: Digest, budget: Budget) -> list[Finding]:
    """Judge I24."""
    verdict = Verdict(invariant="I24")
    tapped = {callee_of(message.actor) for message in digest.messages}
    for node, operation, status, event in [*_on_links(digest), *_told(digest, tapped)]:
        budget.spend()
        if status in UNTOLD or status in _legal(operation):
            if status not in UNTOLD:
                verdict.exercised.append("every status that was seen is one that its operation may have")
            continue
        known = deviation(operation, status, node, digest.context)
        if known is not None:
            verdict.exercised.append(f"{node} answered {operation} with {status}: {known.why}")
            continue
        where = node or event.actor
        message = f"{where} answered {operation} with {status}, which is not among the statuses that it may have."
        verdict.breaks(message, [event], {event.index: Remark("not in the table of RFC 8881 §15.2")})
    verdict.exercised = sorted(set(verdict.exercised), key=lambda said: said.startswith("every"))
    return [verdict.finding("nothing was answered")]


def _on_links(digest: Digest) -> Iterator[tuple[str, str, str, Event]]:
    for message in digest.messages:
        back = message.detail.get("back")
        if not message.answered or (back and message.actor.startswith(("E-", "D-"))):
            continue  # a callback to one of our own clients: not the server's answer
        node = "" if back else callee_of(message.actor)
        for operation, status in carried_out(message):
            yield node, operation, status, message


def _told(digest: Digest, tapped: set[str]) -> Iterator[tuple[str, str, str, Event]]:
    for event in digest.events:
        if event.kind in OF_KIND and event.answered and event.via not in tapped and event.status not in BEFORE_IT:
            yield event.via, OF_KIND[event.kind], event.status, event


@cache
def _legal(operation: str) -> frozenset[str]:
    """The names of the statuses that an operation may have in minor version 1 or 2. An operation that one of them does
    not have may be refused as illegal there; one that nobody knows, or an extension's, may have any."""
    if operation.startswith("CB_"):
        callback = _number(nfs4.nfs_cb_opnum4, operation)
        return ANY_STATUS if callback is None else _names(legal_callback(callback))
    number = _number(nfs4.nfs_opnum4, operation)
    if number is None:
        return ANY_STATUS
    found: set[str] = set()
    for minor_version in (1, 2):
        try:
            found |= _names(legal(number, minor_version))
        except KeyError:
            found.add("NFS4ERR_OP_ILLEGAL")
    return frozenset(found)


ANY_STATUS = frozenset(status.name for status in nfs4.nfsstat4)


def _number(numbers: type[nfs4.nfs_opnum4] | type[nfs4.nfs_cb_opnum4], name: str) -> int | None:
    try:
        return int(numbers[f"OP_{name}"])
    except KeyError:
        return None


def _names(statuses: frozenset[nfs4.nfsstat4]) -> frozenset[str]:
    return frozenset(status.name for status in statuses)
