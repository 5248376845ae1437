"""I10, exactly once: a request of a slot is carried out once, and none of a session that is dead (RFC 8881 §2.10.6).

Judged from what a tap saw. A call that is sent again under the same session, slot and sequence ID is answered from the
cache: with the same results after SEQUENCE's own (whose flags may be of today), or with an error that says that they
were not kept. Two answers that differ show two executions. A session is dead once DESTROY_SESSION, the confirmation of
a new incarnation of its client (§18.35.4 case 5) or a fence (docs/enumeration.md) was answered NFS4_OK; a call that
comes after that answer is not carried out in it.

The session of a re-export server that crashed is dead, too, once the server is back as the same client and has taken a
list of its state: what it sent before is in the list, or never takes effect. A list without a fence does not see to
that; it is excused if a fence, or the end of that session, follows before long, since only then is the list relied on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from regrace.harness.history.events import Event
from regrace.harness.history.messages import (
    callee_of,
    caller_of,
    carried_out,
    in_sequence,
    marks_of,
    operations_of,
    passed_at,
    session_of,
)
from regrace.harness.oracle.digest import Digest
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict

NOT_KEPT = frozenset(
    {
        "NFS4ERR_RETRY_UNCACHED_REP",
        "NFS4ERR_SEQ_FALSE_RETRY",
        "NFS4ERR_REP_TOO_BIG_TO_CACHE",
        "NFS4ERR_DELAY",
    }
)
"""Ends of a reply to a retry that is not the first one's, and shows no second execution."""


def replay(digest: Digest, budget: Budget) -> list[Finding]:
    """Judge I10; no finding without a tap."""
    if not digest.messages:
        return []
    verdict = Verdict(invariant="I10")
    _judge_retries(digest, verdict, budget)
    _judge_the_dead(digest, verdict, budget)
    return [verdict.finding("no call was sent twice, and none in a session that was dead")]


# -- retries


def _judge_retries(digest: Digest, verdict: Verdict, budget: Budget) -> None:
    sent: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for message in digest.messages:
        budget.spend()
        if message.detail.get("seq") and message.detail.get("back") is None and in_sequence(message):
            sent[message.actor, str(message.detail["seq"])].append(message)
    for again in sent.values():
        first = again[0]
        told = {str(first.detail.get("told", ""))}
        for digest_of in first.detail.get("retold", ()):
            if digest_of and digest_of not in told:
                verdict.breaks(f"{_what(first)} arrived twice, and was carried out twice.", [first])
            verdict.exercised.append(f"{_what(first)} arrived twice, and was answered twice alike")
        for retry in again[1:]:
            budget.spend()
            if digest.crashed_between(first, retry):
                continue  # the session may be another one by the same name
            _judge_retry(first, retry, verdict)


def _judge_retry(first: Event, retry: Event, verdict: Verdict) -> None:
    same = first.detail.get("told") == retry.detail.get("told")
    if same or retry.status in NOT_KEPT or first.status in NOT_KEPT:
        verdict.exercised.append(f"{_what(first)} was sent again, and answered from the cache ({retry.status})")
        return
    alike = first.detail.get("asked") == retry.detail.get("asked")
    message = (
        f"{_what(first)} was sent {'again' if alike else 'again, with other arguments,'} under the same slot and "
        f"sequence ID, and was answered differently: it was carried out twice."
    )
    notes = {first.index: Remark("the first time"), retry.index: Remark("must be the same answer, or an error")}
    verdict.breaks(message, [first, retry], notes)


def _what(message: Event) -> str:
    return f"{'+'.join(operations_of(message))} on {message.actor}"


# -- sessions that are dead


@dataclass(slots=True)
class _Sessions:
    """The sessions of one server, as far as the tap saw them made."""

    introduced: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Client ID -> owner and verifier."""
    of_client: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    made: dict[str, Event] = field(default_factory=dict)
    """Session -> the CREATE_SESSION that was last answered with it."""
    dead: dict[str, tuple[Event, str]] = field(default_factory=dict)
    """Session -> the message that ended it, and how."""
    left: dict[str, tuple[Event, Event]] = field(default_factory=dict)
    """Session of a re-export server -> the crash that it outlived, and the list that was taken nevertheless."""

    def heed(self, message: Event, crashes: Sequence[Event]) -> None:
        """A message that was answered NFS4_OK all through: what it begins and ends. `crashes`: its caller's."""
        marks, names = marks_of(message), operations_of(message)
        if "EXCHANGE_ID" in names and "clientid" in marks:
            self.introduced[marks["clientid"]] = (marks["owner"], marks["verifier"])
        elif "CREATE_SESSION" in names and "session" in marks:
            self._begin(message, marks["clientid"], marks["session"])
        elif "DESTROY_SESSION" in names and "session" in marks:
            self.dead.setdefault(marks["session"], (message, "it was destroyed"))
        elif "fence" in marks:
            self._fence(message)
        elif "XP_ENUM_STATE" in names:
            self._list(message, crashes)

    def _begin(self, message: Event, clientid: str, session: str) -> None:
        self.dead.pop(session, None)
        self.left.pop(session, None)
        self.made[session] = message
        if session not in self.of_client[clientid]:
            self.of_client[clientid].append(session)
        owner, verifier = self.introduced.get(clientid, ("", ""))
        for other, (its_owner, its_verifier) in self.introduced.items():
            if owner and its_owner == owner and its_verifier != verifier and other != clientid:
                self._bury(self.of_client[other], message, "its client came back with a new verifier")

    def _fence(self, message: Event) -> None:
        own = session_of(message)
        for sessions in self.of_client.values():
            if own in sessions:
                self._bury([one for one in sessions if one != own], message, "it was fenced off")

    def _list(self, message: Event, crashes: Sequence[Event]) -> None:
        """What was made before the last crash is left to itself, by whom came after it."""
        own = session_of(message)
        before = [crash for crash in crashes if crash.settled.time < message.invoked_at]
        if not before or own not in self.made or self.made[own].invoked_at < before[-1].settled.time:
            return
        for sessions in self.of_client.values():
            for one in sessions if own in sessions else ():
                made_at = self.made[one].completed_at
                if made_at is not None and made_at < before[-1].invoked_at and one not in self.left:
                    self.left[one] = (before[-1], message)

    def _bury(self, sessions: list[str], by: Event, how: str) -> None:
        for session in sessions:
            self.dead.setdefault(session, (by, how))


def _judge_the_dead(digest: Digest, verdict: Verdict, budget: Budget) -> None:
    """Calls in the order of their arrival; what an answer ended is dead for the calls that come after it."""
    known: dict[str, _Sessions] = defaultdict(_Sessions)
    unfenced: list[Event] = []
    points = [(passed_at(m), 0, m) for m in digest.messages if session_of(m)]
    points += [(m.completed_at, 1, m) for m in digest.messages if m.completed_at is not None and _well(m)]
    for at, order, message in sorted(points, key=lambda p: (p[0], p[1], p[2].index)):
        budget.spend()
        sessions = known[callee_of(message.actor)]
        if order == 1:
            sessions.heed(message, digest.crashes.get(caller_of(message.actor), ()))
        elif session_of(message) in sessions.dead:
            _judge_a_dead_one(digest, message, at, *sessions.dead[session_of(message)], verdict)
        elif session_of(message) in sessions.left:
            crash, listing = sessions.left[session_of(message)]
            sent_before = message.invoked_at <= crash.settled.time
            late = listing.completed_at is not None and listing.completed_at < at
            if sent_before and late and in_sequence(message) and not digest.crashed_between(listing, message):
                unfenced.append(message)
    for message in unfenced:
        sessions = known[callee_of(message.actor)]
        if session_of(message) in sessions.left and session_of(message) not in sessions.dead:
            _judge_an_unfenced_one(message, *sessions.left[session_of(message)], verdict)


def _judge_a_dead_one(digest: Digest, message: Event, at: float, ended: Event, how: str, verdict: Verdict) -> None:
    if ended.completed_at is None or ended.completed_at >= at:
        return
    if digest.crashed_between(ended, message) or not message.answered:
        return
    if in_sequence(message):
        text = f"{_what(message)} was carried out in a session that was dead: {how}."
        notes = {ended.index: Remark(how), message.index: Remark("must be refused with BADSESSION")}
        verdict.breaks(text, [ended, message], notes)
    else:
        verdict.exercised.append(f"{_what(message)} in a dead session ({how}) got {message.status}")


def _judge_an_unfenced_one(message: Event, crash: Event, listing: Event, verdict: Verdict) -> None:
    text = (
        f"{_what(message)}, sent before {crash.actor} crashed, was carried out after {crash.actor} had come back as "
        "the same client and taken a list of its state without a fence."
    )
    notes = {
        crash.index: Remark("its sessions have no owner from here on"),
        listing.index: Remark("without XPES_FENCE"),
        message.index: Remark("went on at {at}: it is not in the list, and must never take effect", passed_at(message)),
    }
    verdict.breaks(text, [message, crash, listing], notes)


def _well(message: Event) -> bool:
    return message.detail.get("back") is None and all(status == "NFS4_OK" for _, status in carried_out(message))
