"""I9, stateid hygiene (RFC 8881 §8.2.2): what a stateid stands for, and what its seqid counts.

Within one client ID the "other" of a stateid never stands for another kind of state, file or owner; its seqid never
goes back, grows by one when the state surely changed and by no more than that at a time (past its largest value comes
1, not 0); and an instance that was overtaken or given up is not honoured any more. Judged where operations on a stateid
surely followed each other; one that was under way meanwhile, or got no answer, leaves open what its seqid is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from regrace.harness.history.events import Event, Kind, Moment
from regrace.harness.oracle.digest import (
    ASKING,
    RECLAIMS,
    SESSION,
    Digest,
    Realm,
    may_have_happened,
    mode_of,
    other_of,
    realm_of,
    seqid_of,
    span_of,
)
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.modes import Mode
from regrace.harness.oracle.ranges import RangeMap
from regrace.harness.oracle.render import story

LARGEST = 0xFFFF_FFFF
SLOTS = 4096
"""Seqids this near to the wrap are compared as if they had not wrapped (§8.2.2: the client's slots, at the most)."""
STEPS = frozenset({Kind.LOCK, Kind.LOCKU, Kind.OPEN, Kind.DOWNGRADE})
"""Operations that are answered with the new instance of a stateid that was there before. Reclaims begin one."""
USES = frozenset({Kind.LOCKU, Kind.CLOSE, Kind.DOWNGRADE, Kind.READ, Kind.WRITE})
SPECIAL = frozenset({"0" * 24, "f" * 24, ""})


NOTHING = Mode(0, 0)


@dataclass(slots=True)
class _Stateid:
    """What is known of one "other" within one client ID, since its server last started."""

    realm: Realm
    file: str
    owner: str
    newest: Event
    """That told of its newest instance."""
    since: Moment
    """When that had been read, and everything else that had been told of it by then."""
    ended: Event | None = None
    """The CLOSE or FREE_STATEID that ended it."""
    exact: bool = True
    """Whether `held` and `rights` are what it stands for: no two changes of it went on at once."""
    held: RangeMap[Mode] = field(default_factory=RangeMap)
    rights: Mode = NOTHING

    @property
    def seqid(self) -> int:
        """The newest that was told."""
        return seqid_of(self.newest.stateid)

    def changed_by(self, event: Event) -> bool:
        """Whether an operation that went well surely changed what the stateid stands for."""
        mode, span = mode_of(event) if event.kind is not Kind.LOCKU else None, span_of(event)
        if event.kind is Kind.LOCKU:
            return any(True for _ in self.held.within(span))
        if event.kind is Kind.LOCK:
            return bool(list(self.held.gaps(span))) or any(held != mode for _, held in self.held.within(span))
        if event.kind is Kind.OPEN and mode is not None:
            return self.rights.join(mode) != self.rights
        return event.kind is Kind.DOWNGRADE and mode != self.rights

    def take_in(self, event: Event) -> None:
        """The operation's effect."""
        if event.kind is Kind.LOCKU:
            self.held.clear(span_of(event))
        elif self.realm is Realm.LOCK:
            self.held.set(span_of(event), mode_of(event))
        else:
            now = mode_of(event)
            self.rights = now if event.kind is Kind.DOWNGRADE else self.rights.join(now)


def stateids(digest: Digest, budget: Budget) -> list[Finding]:
    """Judge I9."""
    verdict = Verdict(invariant="I9")
    for events in _by_server_and_client(digest):
        _Sweep(digest, verdict, budget).over(events)
    return [verdict.finding("no stateid was used twice")]


def _by_server_and_client(digest: Digest) -> Iterator[list[Event]]:
    """Operations with stateids, for each client ID of each server."""
    judged = set(digest.judged_files())
    found: dict[tuple[str, str], list[Event]] = defaultdict(list)
    clientid: dict[tuple[str, str], str] = {}
    for event in digest.events:
        if event.kind is Kind.NOTE and event.detail.get("what") == SESSION and event.ok:
            clientid[event.actor, event.via] = str(event.detail.get("clientid", ""))
        elif event.kind in STEPS | RECLAIMS | USES | {Kind.FREE_STATEID} and event.file in judged:
            found[event.via, clientid.get((event.actor, event.via), event.actor)].append(event)
    yield from found.values()


class _Sweep:
    """Walks through the operations of one client ID at one server."""

    def __init__(self, digest: Digest, verdict: Verdict, budget: Budget) -> None:
        self._digest, self._verdict, self._budget = digest, verdict, budget
        self._known: dict[str, _Stateid] = {}
        self._open: list[Event] = []
        """Operations that may still change something: not answered yet, or never, or in doubtful words."""

    def over(self, events: list[Event]) -> None:
        """Judge them."""
        points = [(e.began, 1, e) for e in events]
        points += [(e.settled, 0, e) for e in events if e.answered]
        for _, order, event in sorted(points, key=lambda p: (p[0], p[1], p[2].index)):
            self._budget.spend(1 + len(self._open))
            if order == 1:
                self._begin(event)
            else:
                self._end(event)

    def _begin(self, event: Event) -> None:
        if event.kind not in (Kind.READ, Kind.WRITE):
            self._open.append(event)

    def _end(self, event: Event) -> None:
        beside = [e for e in self._open if e is not event]
        if not may_have_happened(event):
            self._open = beside
        used, told = other_of(str(event.detail.get("used", ""))), other_of(event.stateid)
        if event.ok and event.kind in USES:
            self._judge_use(event, used or told, beside)
        if event.ok and (event.kind in STEPS or event.kind in RECLAIMS) and told not in SPECIAL:
            self._told(event, told, beside)
        if event.kind in (Kind.CLOSE, Kind.FREE_STATEID):
            self._given_up(event, told, beside)

    # -- what is told

    def _told(self, event: Event, other: str, beside: list[Event]) -> None:
        state = self._known.get(other)
        if state is not None and self._digest.crashed_between(state.newest, event, *self._path(event)):
            state = None
        if state is None:
            state = _Stateid(realm_of(event), event.file, event.owner, event, event.settled)
            self._known[other] = state
        elif (state.realm, state.file, state.owner) != (realm_of(event), event.file, event.owner):
            before = f"{state.realm.value} state of {state.owner!r} on {state.file}"
            self._break(
                f"{event.via} gave {event.actor} one stateid for two things: {before}, and {_what(event)}.",
                state.newest,
                event,
                "the same stateid for another purpose",
            )
            state = self._known[other] = _Stateid(realm_of(event), event.file, event.owner, event, event.settled)
        elif event.began <= state.since:
            state.exact = False
            if _ahead(state.seqid, seqid_of(event.stateid)) > 0:
                state.newest = event
        else:
            if event.kind not in RECLAIMS:
                self._judge_step(state, event, beside)
            state.newest = event
        state.since, state.ended = event.settled, None
        state.take_in(event)

    def _judge_step(self, state: _Stateid, event: Event, beside: list[Event]) -> None:
        seqid = seqid_of(event.stateid)
        grown = _ahead(state.seqid, seqid)
        words = f"the seqid of {event.actor}'s {_what(event)} went from {state.seqid} to {seqid}"
        if seqid == 0 or grown < 0:
            self._break(f"{words}: back.", state.newest, event, "must be greater than before")
        elif state.ended is not None or any(_may_change(one, state) for one in beside):
            return
        elif grown > 1:
            self._break(f"{words}, although it changed once.", state.newest, event, "must be one more")
        elif grown == 0 and state.exact and state.changed_by(event):
            self._break(f"{words}, although the state changed.", state.newest, event, "must be one more")
        else:
            self._verdict.exercised.append(words)

    # -- what is used

    def _judge_use(self, event: Event, other: str, beside: list[Event]) -> None:
        state = self._known.get(other)
        if state is None or event.began <= state.since:
            return
        if self._digest.crashed_between(state.newest, event, *self._path(event)):
            return
        seqid = seqid_of(str(event.detail.get("used", "")) or event.stateid)
        if state.ended is not None:
            if event.began > state.ended.settled and not any(_may_begin(one, state) for one in beside):
                what = f"{event.actor}'s {story(event)} went well under a stateid that had been given up"
                self._break(f"{what} by {story(state.ended)}.", state.ended, event, "must be refused")
        elif seqid and _ahead(seqid, state.seqid) > 0:
            what = f"{event.actor}'s {story(event)} went well under seqid {seqid} of a stateid"
            self._break(f"{what} that was at {state.seqid}.", state.newest, event, "must be OLD_STATEID")
        elif seqid:
            self._verdict.exercised.append(f"{event.actor}'s {story(event)} named the newest instance")

    def _given_up(self, event: Event, other: str, beside: list[Event]) -> None:
        state = self._known.get(other)
        if state is not None and event.ok and not beside:
            state.ended = event

    # -- helpers

    def _path(self, event: Event) -> tuple[str, ...]:
        return self._digest.path_nodes(event.via)

    def _break(self, message: str, before: Event, event: Event, remark: str) -> None:
        notes = {before.index: Remark(_told_words(before)), event.index: Remark(f"{_told_words(event)}: {remark}")}
        self._verdict.breaks(message, [before, event], notes)


def _what(event: Event) -> str:
    return f"{realm_of(event).value} state of {event.owner!r} on {event.file}"


def _told_words(event: Event) -> str:
    return f"stateid {event.stateid}"


def _may_change(event: Event, state: _Stateid) -> bool:
    """Whether an operation under way may move this stateid's seqid."""
    if event.kind is Kind.CLOSE or event.kind is Kind.FREE_STATEID:
        return True
    if event.file != state.file or realm_of(event) is not state.realm:
        return False
    return event.owner == state.owner or not event.owner or other_of(event.stateid) == other_of(state.newest.stateid)


def _may_begin(event: Event, state: _Stateid) -> bool:
    """Whether an operation under way may have brought an ended stateid back under its old name (§8.2.2 allows it)."""
    return event.kind in ASKING and event.file == state.file and event.owner == state.owner


def _ahead(before: int, after: int) -> int:
    """How many steps `after` is ahead of `before`; negative if behind. Past the largest comes 1."""
    if before > LARGEST - SLOTS and 0 < after < SLOTS:
        return LARGEST - before + after
    if after > LARGEST - SLOTS and 0 < before < SLOTS:
        return -(LARGEST - after + before)
    return after - before

