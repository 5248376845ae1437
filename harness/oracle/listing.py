"""I18, enumeration: a list of a client's state is complete and sound (docs/enumeration.md).

Complete: what the client surely held all the while is on it, with its bytes and its mode. Sound: what is on it, in
force, is something that the client was given (or may have been), and no more of it than it can hold. What TEST_STATEID
says of the same stateids is compared in `tested.py`.

The event is a LISTING by the client that was told: `detail` has "flags" (what was asked for), "whole" (all of it, to
the end, nothing left out by the flags), and "items": each with "kind" (OPEN, LOCK...), "stateid", "owner", "status",
"access" and "deny" of an open, "ranges" of a lock ([type, offset, length]).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from regrace.harness.history.events import Event, Kind
from regrace.harness.history.messages import carried_out, marks_of, session_of
from regrace.harness.oracle.digest import (
    ASKING,
    Digest,
    Realm,
    is_grant,
    may_have_happened,
    mode_of,
    other_of,
    realm_of,
)
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.holds import Hold, Holds
from regrace.harness.oracle.horizons import Horizons
from regrace.harness.oracle.modes import Mode, lock_mode, share_mode
from regrace.harness.oracle.past import PastOf
from regrace.harness.oracle.ranges import END_OF_FILE, RangeMap, Span
from regrace.harness.oracle.tested import judge_tested

OK = "NFS4_OK"
TO_EOF = (1 << 64) - 1
KINDS = {"OPEN": Realm.SHARE, "LOCK": Realm.LOCK}
Item = Mapping[str, Any]


def listing(digest: Digest, holds: Holds, horizons: Horizons, budget: Budget) -> list[Finding]:
    """Judge I18; no finding if nobody asked for a list."""
    lists = [event for event in digest.events if event.kind is Kind.LISTING]
    if not lists:
        return []
    verdict = Verdict(invariant="I18")
    for told in lists:
        if not (told.ok and told.detail.get("whole")):
            verdict.doubts.append(f"{told.actor}'s list did not come to its end, or left things out on purpose")
            continue
        budget.spend(1 + len(told.detail["items"]))
        _judge_complete(digest, holds, told, verdict, budget)
        _judge_sound(digest, horizons, told, verdict, budget)
        if not _by_another_name(digest, told):
            judge_tested(digest, horizons, told, _by_other(told), verdict, budget)
    return [verdict.finding("no list came to its end")]


# -- complete


def _judge_complete(digest: Digest, holds: Holds, told: Event, verdict: Verdict, budget: Budget) -> None:
    listed = _by_other(told)
    for file in digest.judged_files():
        for realm in Realm:
            for hold in holds.of(file, realm):
                budget.spend()
                if hold.lane.actor != told.actor or hold.via != told.via or not hold.during(told):
                    continue
                other = other_of(hold.grant.stateid)
                if other:
                    _judge_hold(hold, listed.get(other), told, verdict)


def _by_other(told: Event) -> dict[str, Item]:
    return {other_of(str(item["stateid"])): item for item in told.detail["items"]}


def _judge_hold(hold: Hold, item: Item | None, told: Event, verdict: Verdict) -> None:
    span = f" {hold.span.words()}" if hold.realm is Realm.LOCK else ""
    what = f"{hold.mode.words()}{span} of {hold.file}"
    who = f"{told.actor}/{hold.lane.owner}"
    notes = {hold.grant.index: Remark("held all the while"), told.index: Remark("the list")}
    if item is None or KINDS.get(str(item["kind"])) is not hold.realm:
        text = f"{told.via}'s list for {told.actor} leaves out {who}'s {what}."
        verdict.breaks(text, [hold.grant, told], notes)
    elif item["status"] != OK:
        text = f"{told.via}'s list says {item['status']} of {who}'s {what}, which it held."
        verdict.breaks(text, [hold.grant, told], notes)
    elif not _has(item, hold):
        text = f"{told.via}'s list has less than {who}'s {what}."
        verdict.breaks(text, [hold.grant, told], notes)
    else:
        verdict.exercised.append(f"{who}'s {what} is on the list")


def _has(item: Item, hold: Hold) -> bool:
    if hold.realm is Realm.SHARE:
        return share_mode(int(item["access"]), int(item["deny"])).covers(hold.mode)
    if "ranges" not in item:
        return True  # they were not asked for
    return all(mode.covers(hold.mode) for _, mode in _bytes(item).within(hold.span)) and not list(
        _bytes(item).gaps(hold.span)
    )


def _bytes(item: Item) -> RangeMap[Mode]:
    told: RangeMap[Mode] = RangeMap()
    for locktype, offset, length in item.get("ranges", ()):
        end = END_OF_FILE if length == TO_EOF else int(offset) + int(length)
        told.set(Span(int(offset), end), lock_mode(str(locktype)))
    return told


# -- sound


def _judge_sound(digest: Digest, horizons: Horizons, told: Event, verdict: Verdict, budget: Budget) -> None:
    if digest.opaque or _by_another_name(digest, told):
        return  # what else its client was given is not in this history
    given = {
        other_of(e.stateid): e
        for e in digest.of_actor[told.actor]
        if is_grant(e) and e.via == told.via and e.began < told.settled
    }
    unsure = any(
        e.kind in ASKING and e.began < told.settled and (may_have_happened(e) or e.settled > told.began)
        for e in digest.of_actor[told.actor]
    )
    for item in told.detail["items"]:
        budget.spend(10)
        if item["status"] != OK or str(item["kind"]) not in KINDS:
            continue
        grant = given.get(other_of(str(item["stateid"])))
        if grant is None:
            if not unsure and _all_told(digest, told):
                text = f"{told.via}'s list for {told.actor} has {_what(item)}, which it was never given."
                verdict.breaks(text, [told], {told.index: Remark("the list")})
        elif realm_of(grant) is Realm.LOCK and not unsure and _newest(digest, told, grant) == item["stateid"]:
            _judge_ranges(digest, horizons, told, item, grant, verdict)


def _judge_ranges(
    digest: Digest, horizons: Horizons, told: Event, item: Item, grant: Event, verdict: Verdict
) -> None:
    """No byte is listed that its owner can't hold, whatever became of what was not answered."""
    for locktype, offset, length in item.get("ranges", ()):
        question = replace(
            grant,
            index=told.index,
            kind=Kind.RECLAIM_LOCK,
            invoked_at=told.invoked_at,
            invoked_tick=told.invoked_tick,
            completed_at=told.completed_at,
            completed_tick=told.completed_tick,
            locktype=str(locktype),
            offset=int(offset),
            length=int(length),
        )
        for span, past in PastOf(digest, horizons, question).pieces():
            if past.might_hold(mode_of(question)):
                continue
            text = f"{told.via}'s list has {locktype} {span.words()} of {grant.file} for {told.actor}/{grant.owner}"
            trace = [e for e in (past.original, past.released) if e is not None]
            verdict.breaks(f"{text}, which it can't hold.", [*trace, told], {told.index: Remark("the list")})
            return
    verdict.exercised.append(f"{_what(item)} is on the list, and was given")


def _all_told(digest: Digest, told: Event) -> bool:
    """Whether every OPEN and LOCK that went well for this client ID on the wire is an operation of the history: a case
    may also send COMPOUNDs of its own making, which are none. Without a tap nobody knows."""
    clientids = {str(n.detail.get("clientid", ""))[2:] for n in digest.sessions_of(told.actor, told.via)}
    sessions = {
        marks["session"]
        for m in digest.messages
        if "session" in (marks := marks_of(m)) and marks.get("clientid") in clientids
    }
    if not sessions:
        return False
    on_wire = sum(
        (name, status) in (("OPEN", OK), ("LOCK", OK))
        for m in digest.messages
        if session_of(m) in sessions and m.invoked_at <= told.settled.time
        for name, status in carried_out(m)
    )
    in_history = sum(is_grant(e) and e.via == told.via and e.began < told.settled for e in digest.of_actor[told.actor])
    return on_wire == in_history


def _newest(digest: Digest, told: Event, grant: Event) -> str:
    """The newest instance of a stateid that was told. Another one on the list: what made it is not in this history."""
    same = [
        e.stateid
        for e in digest.of_actor_on[told.actor, grant.file]
        if e.ok and other_of(e.stateid) == other_of(grant.stateid) and e.settled < told.began
    ]
    return same[-1] if same else ""


def _by_another_name(digest: Digest, told: Event) -> bool:
    """Whether another actor may have had the same client ID: what that was given is listed, too."""
    mine = {str(n.detail.get("clientid")) for n in digest.sessions_of(told.actor, told.via)}
    others = {
        str(n.detail.get("clientid"))
        for n in digest.notes
        if n.actor != told.actor and n.via == told.via and "clientid" in n.detail
    }
    return bool(mine & others) or not mine


def _what(item: Item) -> str:
    return f"{item['kind']} {item['stateid']} of {item['owner']!r}"
