"""I19: one server for a virtual IP, and for a client ID at the origin, at a time; the loser's requests have no effect.

Judged from what a tap saw at the origin on behalf of each virtual IP: RENEW events with the address as actor and the
node in `detail["node"]`, and NOTEs `{"what": "introduction", "co_ownerid": ..., "node": ...}`, an EXCHANGE_ID each.

The new node has taken over, fence and all, once it has given a session to a client which can't have got it from the old
one. Whatever the origin still carries out for the old node after that is a break; what it was asked for before is not
looked at, and the time in between is nobody's.
"""

from __future__ import annotations

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle.digest import SESSION, Digest
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict

INTRODUCTION = "introduction"


def takeover(digest: Digest, budget: Budget) -> list[Finding]:
    """Judge I19; no finding for a history without virtual IPs."""
    moves = [e for e in digest.events if e.kind is Kind.MOVE]
    if not moves:
        return []
    verdict = Verdict(invariant="I19")
    for vip in sorted({e.actor for e in moves}):
        budget.spend(len(digest.of_actor[vip]))
        _one_node_at_a_time(digest, vip, verdict)
    _one_address_a_client(digest, verdict)
    return [verdict.finding("no virtual IP was moved")]


def _one_node_at_a_time(digest: Digest, vip: str, verdict: Verdict) -> None:
    own = digest.of_actor[vip]
    moves = [e for e in own if e.kind is Kind.MOVE]
    served = [e for e in own if e.kind is Kind.RENEW and "node" in e.detail]
    for move, following in zip(moves, [*moves[1:], None], strict=True):
        old, new = str(move.detail["from"]), str(move.detail["to"])
        if old in ("", new):
            continue
        taken = _taken_over(digest, vip, move)
        if taken is None or (following is not None and taken.settled >= following.began):
            verdict.doubts.append(f"nobody was served at {vip} after its move to {new}")
            continue
        during = [
            e for e in served if e.began > taken.settled and (following is None or e.began < following.began)
        ]
        late = [e for e in during if e.detail["node"] != new]
        if late:
            message = (
                f"{vip} had gone to {new}, which served {taken.actor} there, and the origin still carried out what "
                f"{late[0].detail['node']} asked for in its name."
            )
            notes = {taken.index: Remark(f"{new} has taken over"), late[0].index: Remark("must have been fenced off")}
            verdict.breaks(message, [move, taken, late[0]], notes)
        elif any(e.detail["node"] == new for e in served):
            verdict.exercised.append(f"{vip} went from {old} to {new}, and {old} had no say after that")
        else:
            verdict.doubts.append(f"nobody saw what was asked at the origin in the name of {vip}")


def _taken_over(digest: Digest, vip: str, move: Event) -> Event | None:
    """The first session that only the new node can have given."""
    kept = move.detail.get("connections") == "kept"
    for note in digest.notes:
        if note.detail["what"] != SESSION or note.via != vip or not note.ok or note.began <= move.settled:
            continue
        known_before = any(e.via == vip and e.began <= move.settled for e in digest.of_actor[note.actor])
        if not (kept and known_before):
            return note
    return None


def _one_address_a_client(digest: Digest, verdict: Verdict) -> None:
    """Two nodes that are one client of the origin end each other's state (RFC 8881 §18.35.4, case 5)."""
    seen: dict[str, list[Event]] = {}
    for note in digest.events:
        if note.kind is not Kind.NOTE or note.detail.get("what") != INTRODUCTION or not note.ok:
            continue
        before = seen.setdefault(str(note.detail["co_ownerid"]), [])
        others = [e for e in before if e.actor != note.actor and e.detail["node"] != note.detail["node"]]
        before.append(note)
        if others:
            first = others[0]
            message = (
                f"{first.detail['node']} for {first.actor}, and {note.detail['node']} for {note.actor}, are one and "
                "the same client of the origin."
            )
            verdict.breaks(message, [first, note])
            return
