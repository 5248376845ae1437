"""The past of a reclaim: what its owner may have held, byte by byte, when it asked to have it back.

Holds ask what is sure; this asks what is *possible*: a reclaim is wrong only if no execution that fits
the history left the owner with what it reclaims. An operation without an answer may have happened or not,
until an observation settles it: a direct client that sees the byte free, while no lease had run out that
would explain it, shows that the unlock was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from regrace.harness.history.events import Event, Kind, Moment
from regrace.harness.oracle.digest import (
    ASKING,
    LOST,
    RECLAIMS,
    RELEASES,
    Digest,
    Realm,
    is_grant,
    is_loss,
    lane_of,
    may_have_happened,
    mode_of,
    other_of,
    reach_of,
    realm_of,
    span_of,
)
from regrace.harness.oracle.horizons import Horizons
from regrace.harness.oracle.modes import Mode
from regrace.harness.oracle.ranges import WHOLE_FILE, RangeMap, Span
from regrace.harness.oracle.timeline import Timeline


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What a byte went through in one lane."""

    possible: frozenset[Mode | None] = frozenset({None})
    """What the lane may hold there; None is "nothing"."""
    landing: tuple[Event, ...] = ()
    """Requests for it that may have been granted, or may still be, without the lane's knowing."""
    original: Event | None = None
    """The last grant of it."""
    leaving: tuple[Event, ...] = ()
    """Releases since then that may have been done."""
    released: Event | None = None
    """The release that surely took it."""
    settled_by: Event | None = None
    """The observation by which the release is sure, if no answer said so."""
    suspended: Event | None = None
    """The crash of a server since the original grant."""
    authority_lost: bool = False
    """Whether the origin may not know what the lane held, since it crashed: it must believe its clients then.
    A reclaim tells it no more than that client said; it knows again once the client has completed."""
    honest: bool = True
    """Whether a well-behaved client would believe that it holds this, and reclaim it."""

    def might_hold(self, mode: Mode) -> bool:
        """Whether some execution left the lane with at least this mode."""
        modes = [held for held in self.possible if held is not None]
        coming = [mode_of(event) for event in self.landing]
        if any(held.covers(mode) for held in modes + coming):
            return True
        # Share reservations add up.
        total = Mode(0, 0)
        for held in modes + coming:
            total = total.join(held)
        return bool(self.landing) and realm_of(self.landing[0]) is Realm.SHARE and total.covers(mode)


class PastOf:
    """The past of one reclaim's lane on one file, up to the moment at which it was asked for."""

    def __init__(self, digest: Digest, horizons: Horizons, reclaim: Event) -> None:
        self._digest, self._horizons = digest, horizons
        self._reclaim = reclaim
        self._lane, self._file, self._realm = lane_of(reclaim), reclaim.file, realm_of(reclaim)
        near = digest.operations_on(self._lane.actor, self._file, self._realm, span_of(reclaim))
        self._stateids = {other_of(e.stateid) for e in near if is_grant(e) and lane_of(e) == self._lane} - {""}
        self._own = [e for e in near if self._concerns(e)]
        self._timeline = Timeline.of_events(self._own)
        self.bytes: RangeMap[Past] = RangeMap()
        for event, is_end in self._points():
            (self._end if is_end else self._begin)(event)

    def pieces(self) -> Iterator[tuple[Span, Past]]:
        """What the reclaim is about, with its past; bytes that were never asked for have an empty one."""
        span = span_of(self._reclaim)
        found = [*self.bytes.within(span), *((gap, Past()) for gap in self.bytes.gaps(span))]
        yield from sorted(found, key=lambda piece: piece[0])

    def _concerns(self, event: Event) -> bool:
        of_all_owners = event.kind is Kind.FREE_STATEID or (event.kind is Kind.CLOSE and self._realm is Realm.LOCK)
        by_stateid = event.kind in RELEASES and other_of(event.stateid) in self._stateids
        return of_all_owners or event.owner == self._lane.owner or not event.owner or by_stateid

    def _points(self) -> list[tuple[Event, bool]]:
        """Begins and ends of everything that matters before the reclaim, in order; ends first where tied."""
        reclaim, until = self._reclaim, self._reclaim.began
        points: list[tuple[Moment, int, int, Event]] = []
        for event in [*self._own, *self._observations(), *self._blows()]:
            if event is self._reclaim:
                continue
            asks = event.kind in ASKING and lane_of(event) == self._lane
            if event.began < (reclaim.settled if asks else until):
                points.append((event.began, 1, event.index, event))
            if event.settled < until:
                points.append((event.settled, 0 if event.settled > event.began else 2, event.index, event))
        return [(event, order != 1) for _, order, _, event in sorted(points, key=lambda p: p[:3])]

    def _observations(self) -> list[Event]:
        """Others' answered requests that show bytes free of what the lane would hold there; only of use where
        an operation of the lane needs settling."""
        if not any(e.kind in RELEASES and may_have_happened(e) for e in self._own):
            return []
        near = self._realm is Realm.LOCK or self._digest.context.deny_pass_through
        return [
            e
            for e in self._digest.on_file[self._file]
            if (e.kind is Kind.LOCKT or e.kind in ASKING)
            and e.ok
            and realm_of(e) is self._realm
            and lane_of(e) != self._lane
            and (near or e.via == self._reclaim.via)
        ]

    def _blows(self) -> list[Event]:
        """What befell the lane's client and its servers."""
        told = [e for e in self._digest.tidings[self._lane.actor] if e.file in ("", self._file)]
        anew = self._digest.rebirths(self._lane.actor)
        return told + anew + self._digest.crashes_on(self._reclaim.via)

    # -- begins: from here on it may have happened

    def _begin(self, event: Event) -> None:
        if event.kind is Kind.CRASH:
            lost = event.actor == self._digest.origin
            self._change(
                WHOLE_FILE,
                lambda p: replace(p, suspended=event, authority_lost=p.authority_lost or lost),
            )
        elif event.kind is Kind.LOSS_NOTICE:
            if is_loss(event):
                self._change(WHOLE_FILE, lambda p: replace(p, honest=p.honest and p.suspended is not None))
        elif event.kind is Kind.NOTE:
            self._change(WHOLE_FILE, lambda p: replace(p, honest=p.honest and p.suspended is not None))
        elif event.kind is Kind.RECLAIM_COMPLETE:
            if not event.detail.get("one_fs"):
                self._change(WHOLE_FILE, lambda p: replace(p, honest=p.honest and p.suspended is None))
        elif lane_of(event) != self._lane and event.actor != self._lane.actor:
            return
        elif event.kind in ASKING and lane_of(event) == self._lane:
            self._everywhere(span_of(event), lambda p: replace(p, landing=(*p.landing, event)))
        elif event.kind in RELEASES:
            self._begin_release(event)

    def _begin_release(self, event: Event) -> None:
        left = _left_by(event, self._realm)

        def perhaps(p: Past) -> Past:
            after = {None if left is None or held is None else held.meet(left) for held in p.possible}
            return replace(p, possible=p.possible | after, leaving=(*p.leaving, event), honest=False)

        self._change(reach_of(event, self._realm), perhaps)

    # -- ends: an answer was read

    def _end(self, event: Event) -> None:
        if event.kind is Kind.LOCKT or (event.kind in ASKING and lane_of(event) != self._lane):
            if lane_of(event) != self._lane:
                self._observe(event)
        elif event.kind in ASKING:
            self._end_request(event)
        elif event.kind in RELEASES:
            self._end_release(event)
        elif event.kind is Kind.RECLAIM_COMPLETE and event.ok:
            self._change(WHOLE_FILE, lambda p: p if p.suspended else replace(p, authority_lost=False))

    def _end_request(self, event: Event) -> None:
        span = span_of(event)
        if event.status in LOST and event.kind in RECLAIMS:
            self._change(span, lambda p: replace(p, honest=False))
        if not is_grant(event):
            if not may_have_happened(event):
                self._change(span, lambda p: replace(p, landing=_without(p.landing, event)))
            return
        mode, sure = mode_of(event), not self._entangled(event)

        def granted(p: Past) -> Past:
            adds = self._realm is Realm.SHARE and event.kind is not Kind.RECLAIM_OPEN
            now = {held.join(mode) if held is not None and adds else mode for held in p.possible}
            return Past(
                possible=frozenset(now) if sure else p.possible | now,
                # Answered in doubtful words, and tried again: the retry stands for both.
                landing=tuple(e for e in p.landing if e is not event and e.settled >= event.began),
                original=event,
                leaving=() if sure else p.leaving,
                authority_lost=p.authority_lost and event.kind in RECLAIMS,
            )

        self._everywhere(span, granted)

    def _end_release(self, event: Event) -> None:
        if not event.ok:
            if not may_have_happened(event):
                self._change(
                    reach_of(event, self._realm), lambda p: replace(p, leaving=_without(p.leaving, event))
                )
            return
        if self._entangled(event) or not self._surely_releases(event):
            return
        left = _left_by(event, self._realm)

        def gone(p: Past) -> Past:
            after = {None if left is None or held is None else held.meet(left) for held in p.possible}
            return replace(p, possible=frozenset(after), leaving=_without(p.leaving, event), released=event)

        self._change(reach_of(event, self._realm), gone)

    def _observe(self, seen: Event) -> None:
        """The bytes were free of what conflicts with `seen`, at some time between its call and its reply."""
        mode = mode_of(seen)

        def settle(p: Past) -> Past:
            free = frozenset(held for held in p.possible if held is None or not held.conflicts(mode))
            if not p.leaving or not free or free == p.possible or p.original is None:
                return p
            if seen.began <= p.original.settled:
                return p
            if seen.settled.time > self._horizons.grant_backed(p.original):
                return p  # the lease may have run out instead
            return replace(p, possible=free, released=p.leaving[-1], settled_by=seen)

        self._change(span_of(seen), settle)

    # -- helpers

    def _entangled(self, event: Event) -> bool:
        """Whether another operation of the lane on these bytes was under way at the same time, so that
        nobody knows which came last."""
        return any(
            other is not event
            and other is not self._reclaim
            and reach_of(other, self._realm).overlaps(reach_of(event, self._realm))
            and not self._died_before(other, event)
            for other in self._timeline.touching(event.began, event.settled)
        )

    def _died_before(self, lost: Event, event: Event) -> bool:
        """Whether an unanswered operation was buried with its server before the other was asked for."""
        crashes = self._digest.crashes[lost.via]
        return not lost.answered and any(lost.began < c.began and c.settled < event.began for c in crashes)

    def _surely_releases(self, event: Event) -> bool:
        """Whether a release that went well is known to be of this lane: a CLOSE takes the locks under its own
        open alone, and FREE_STATEID is about one stateid."""
        if event.kind is Kind.LOCKU or self._realm is Realm.SHARE:
            return event.owner == self._lane.owner
        of_client = [e for e in self._digest.of_actor_on[self._lane.actor, self._file] if is_grant(e)]
        if event.kind is Kind.CLOSE:
            return {e.owner for e in of_client if realm_of(e) is Realm.SHARE} == {event.owner}
        own = {other_of(e.stateid) for e in of_client if lane_of(e) == self._lane}
        return own == {other_of(event.stateid)}

    def _change(self, span: Span, change: Callable[[Past], Past]) -> None:
        """Of the bytes that have a past."""
        self.bytes.update(span, lambda p: None if p is None else change(p))

    def _everywhere(self, span: Span, change: Callable[[Past], Past]) -> None:
        self.bytes.update(span, lambda p: change(p or Past()))


def _left_by(event: Event, realm: Realm) -> Mode | None:
    """What a release leaves: nothing, or what a downgrade names."""
    return mode_of(event) if event.kind is Kind.DOWNGRADE and realm is Realm.SHARE else None


def _without(events: tuple[Event, ...], gone: Event) -> tuple[Event, ...]:
    return tuple(event for event in events if event is not gone)
