"""Sure-held intervals: who held which bytes beyond doubt, from when to when.

A hold begins when the reply that granted it had been read. It ends at the first of: the invocation of
anything that may take it away (also if that was never answered, or was refused in doubtful words), the
holder's lease horizon, for a hold through a re-export server that server's own horizon at the origin, a
loss notice, a new incarnation or the crash of its client, and the crash of a server that granted it or
stands behind it. Such a crash suspends: only a successful reclaim begins a (new) hold again.

Every doubt shortens a hold and none lengthens it, so that whatever is inferred from two holds is sure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regrace.harness.history.events import NEVER, Event, Kind, Moment
from regrace.harness.oracle.digest import (
    ASKING,
    NOT_DONE,
    RELEASES,
    Digest,
    Lane,
    Realm,
    is_grant,
    is_loss,
    lane_of,
    mode_of,
    other_of,
    reach_of,
    realm_of,
    seqid_of,
    span_of,
)
from regrace.harness.oracle.findings import Budget
from regrace.harness.oracle.horizons import Horizons
from regrace.harness.oracle.modes import Mode
from regrace.harness.oracle.ranges import WHOLE_FILE, RangeMap, Span, SpanIndex
from regrace.harness.oracle.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Some bytes of a file that a lane surely held for a time."""

    file: str
    realm: Realm
    lane: Lane
    via: str
    span: Span
    mode: Mode
    grant: Event
    start: Moment
    end: Moment
    why_end: str
    """What ended it: "LOCKU", "lease horizon", "crash of origin", "end of the history"."""
    ended_by: Event | None = None
    """The event that ended it, if it was one."""

    def during(self, event: Event) -> bool:
        """Whether the event lies wholly inside: asked for and answered while this was surely held."""
        return self.start < event.began and event.settled < self.end


@dataclass(frozen=True, slots=True, eq=False)
class _Grip:
    """What a byte carries while it is surely held."""

    mode: Mode
    grant: Event
    since: Moment


class Holds:
    """Every sure hold of a history."""

    def __init__(self, digest: Digest, horizons: Horizons) -> None:
        self._digest = digest
        self._horizons = horizons
        self._by_file: dict[tuple[str, Realm], list[Hold]] = {}
        self._indexes: dict[tuple[str, Realm], SpanIndex[Mapping[Mode, Timeline[Hold]]]] = {}

    def of(self, file: str, realm: Realm) -> list[Hold]:
        """The holds on a file, by their start."""
        key = (file, realm)
        if key not in self._by_file:
            found = [
                hold
                for lane, events in _by_lane(self._digest.on_file[file], realm).items()
                for hold in _LaneSweep(self._digest, self._horizons, file, realm, lane, events).holds()
            ]
            self._by_file[key] = sorted(found, key=lambda hold: (hold.start, hold.end))
        return self._by_file[key]

    def against(self, event: Event, budget: Budget) -> Hold | None:
        """A hold of another owner that excludes what this LOCK, OPEN or LOCKT asks for, and that lasted from
        before its call until after its answer."""
        key, mode = (event.file, realm_of(event)), mode_of(event)
        if key not in self._indexes:
            self._indexes[key] = _index(self.of(*key))
        for _, cell in self._indexes[key].overlapping(span_of(event)):
            for held, over_time in cell[0].items():
                if not held.conflicts(mode):
                    continue
                for hold in over_time.touching(event.began, event.settled):
                    budget.spend()
                    if hold.lane != lane_of(event) and hold.during(event):
                        return hold
        return None


def _index(holds: list[Hold]) -> SpanIndex[Mapping[Mode, Timeline[Hold]]]:
    """Per cell of the file and mode, what was held there over the time."""
    by_cell = [(cell, found) for cell, found in SpanIndex([(h.span, h) for h in holds]).items()]
    return SpanIndex([(cell, _by_mode(found)) for cell, found in by_cell])


def _by_mode(holds: list[Hold]) -> dict[Mode, Timeline[Hold]]:
    found: dict[Mode, list[Hold]] = defaultdict(list)
    for hold in holds:
        found[hold.mode].append(hold)
    return {mode: Timeline((h.start, h.end, h) for h in held) for mode, held in found.items()}


def _by_lane(events: Sequence[Event], realm: Realm) -> dict[Lane, list[Event]]:
    """For each lane that was granted something, in order, the operations that what it holds depends on.

    Its own, and those that act on its stateids, whatever owner the case had in mind. A release that names neither owner
    nor a stateid that is known may be anybody's, and so may an open's CLOSE, which takes the locks under it along: a
    history does not say under which open a lock was taken."""
    own: dict[Lane, list[Event]] = defaultdict(list)
    anybodys: dict[str, list[Event]] = defaultdict(list)
    holders = _Holders(events, realm)
    for event in events:
        if event.kind not in ASKING and event.kind not in RELEASES:
            continue
        if holders.may_be_anybodys(event):
            anybodys[event.actor].append(event)
        for lane in holders.of(event):
            own[lane].append(event)
    over_time = {actor: Timeline.of_events(events) for actor, events in anybodys.items()}
    return {
        lane: _with(own[lane], over_time[lane.actor], anybodys[lane.actor]) if lane.actor in over_time else own[lane]
        for lane in holders.lanes
    }


class _Holders:
    """Which lanes have something on one file, and by which stateids."""

    def __init__(self, events: Sequence[Event], realm: Realm) -> None:
        self._realm = realm
        self.lanes: dict[Lane, None] = {}
        self._by_stateid: dict[tuple[str, str], dict[Lane, None]] = defaultdict(dict)
        for event in events:
            if is_grant(event) and realm_of(event) is realm:
                self.lanes[lane_of(event)] = None
                self._by_stateid[event.actor, other_of(event.stateid)][lane_of(event)] = None

    def of(self, event: Event) -> dict[Lane, None]:
        """Whose state an operation is about, as far as it says so itself."""
        if event.kind is Kind.FREE_STATEID:
            if self._realm is not Realm.LOCK or not other_of(event.stateid):
                return {}
            # What was granted under a stateid that the history does not have may be meant.
            return {**self._with(event), **self._by_stateid.get((event.actor, ""), {})}
        if realm_of(event) is not self._realm:
            return {}
        found = {lane_of(event): None} if lane_of(event) in self.lanes else {}
        return {**found, **self._with(event)} if event.kind in RELEASES else found

    def may_be_anybodys(self, event: Event) -> bool:
        """Whether a release may be about any lane of its client."""
        if event.kind is Kind.FREE_STATEID:
            return self._realm is Realm.LOCK and not self._with(event)
        if event.kind is Kind.CLOSE and self._realm is Realm.LOCK:
            return True
        return event.kind in RELEASES and realm_of(event) is self._realm and not event.owner

    def _with(self, event: Event) -> dict[Lane, None]:
        """The lanes that were granted something by this stateid."""
        other = other_of(event.stateid)
        return self._by_stateid.get((event.actor, other), {}) if other else {}


def _with(own: list[Event], anybodys: Timeline[Event], in_order: list[Event]) -> list[Event]:
    """A lane's operations and those that may be its own. Of the latter, what was over before the lane began changes
    nothing, nor does anything after the first that surely leaves it nothing."""
    since, until = own[0].began, max(event.settled for event in own)
    found = anybodys.touching(since, until)
    for place in range(bisect_right(in_order, until, key=lambda e: e.began), len(in_order)):
        event = in_order[place]
        found.append(event)
        whole = event.kind in (Kind.CLOSE, Kind.FREE_STATEID)
        if whole and not (event.answered and event.status in NOT_DONE):
            break
    return sorted({e.index: e for e in [*own, *found]}.values(), key=lambda e: (e.began, e.index))


class _LaneSweep:
    """Walks through one lane's operations on one file, and what befell its client and its servers."""

    def __init__(
        self,
        digest: Digest,
        horizons: Horizons,
        file: str,
        realm: Realm,
        lane: Lane,
        events: list[Event],
    ) -> None:
        self._digest, self._horizons = digest, horizons
        self._file, self._realm, self._lane, self._events = file, realm, lane, events
        self._grips: RangeMap[_Grip] = RangeMap()
        self._holds: list[Hold] = []
        self._vias = {e.via for e in events}
        self._blows = self._blows_of()
        self._timeline = Timeline.of_events(events)

    def holds(self) -> list[Hold]:
        """The sure holds of the lane."""
        points: list[tuple[Moment, int, Event]] = []
        for event in self._events:
            points.append((event.began, 1, event))
            if is_grant(event):
                points.append((event.settled, 2, event))
        # At one and the same moment, what takes away comes before what gives.
        points += [(blow.began, 0, blow) for blow in self._blows]
        for moment, order, event in sorted(points, key=lambda p: (p[0], p[1], p[2].index)):
            if order == 2:
                self._grant(event)
            elif order == 1:
                self._ask(event)
            else:
                self._strike(event, moment)
        self._drop(WHOLE_FILE, NEVER, "end of the history", None)
        return self._holds

    def _blows_of(self) -> list[Event]:
        """What ends the lane's holds from outside its own operations."""
        blows = [
            e
            for e in self._digest.tidings[self._lane.actor]
            if (is_loss(e) and e.file in ("", self._file))
            or e.kind is Kind.CLIENT_CRASH
        ] + self._digest.rebirths(self._lane.actor)
        nodes = {node for via in self._vias for node in self._digest.path_nodes(via)}
        return blows + [crash for node in sorted(nodes) for crash in self._digest.crashes[node]]

    # -- what takes away

    def _strike(self, blow: Event, moment: Moment) -> None:
        if blow.kind is Kind.CRASH:
            affected = [s for s, g in self._grips if blow.actor in self._digest.path_nodes(g.grant.via)]
            for span in affected:
                self._drop(span, moment, f"crash of {blow.actor}", blow)
            return
        words = {Kind.LOSS_NOTICE: "loss notice", Kind.CLIENT_CRASH: "client crash"}
        self._drop(WHOLE_FILE, moment, words.get(blow.kind, "a new incarnation"), blow)

    def _ask(self, event: Event) -> None:
        if event.kind in (Kind.LOCKU, Kind.CLOSE, Kind.FREE_STATEID):
            if not (event.answered and event.status in NOT_DONE):
                self._drop(reach_of(event, self._realm), event.began, event.kind.value.upper(), event)
        elif event.kind is Kind.DOWNGRADE or self._realm is Realm.LOCK:
            self._weaken(event)

    def _weaken(self, event: Event) -> None:
        """From here until it is answered, the lane has at least what both the old and the new mode give."""
        wanted = mode_of(event)
        for span, grip in list(self._grips.within(span_of(event))):
            weaker = grip.mode.meet(wanted)
            if weaker != grip.mode:
                self._emit(span, grip, event.began, event.kind.value.upper(), event)
                self._grips.set(span, _Grip(weaker, grip.grant, event.began))

    # -- what gives

    def _grant(self, event: Event) -> None:
        if self._struck_meanwhile(event):
            return
        near = self._timeline.touching(event.began, event.settled)
        rivals = [e for e in near if e is not event and self._unordered(e, event)]
        free: RangeMap[bool] = RangeMap([(span_of(event), True)])
        for rival in rivals:
            free.clear(reach_of(rival, self._realm))
        for span, _ in list(free):
            self._give(span, event)

    def _give(self, span: Span, event: Event) -> None:
        for piece, grip in list(self._grips.within(span)):
            self._emit(piece, grip, event.settled, "replaced by a later grant", event)
        fresh = _Grip(mode_of(event), event, event.settled)

        def held(before: _Grip | None) -> _Grip:
            if before is None or self._realm is Realm.LOCK:
                return fresh
            if self._horizon(before.grant)[0] < event.settled.time:
                return fresh  # what was held before may be gone
            return _Grip(fresh.mode.join(before.mode), event, event.settled)

        self._grips.update(span, held)

    def _struck_meanwhile(self, grant: Event) -> bool:
        """Whether what the grant gave may have been taken again before its reply was read."""
        path = self._digest.path_nodes(grant.via)
        return any(
            blow.began <= grant.settled and grant.began <= blow.settled
            for blow in self._blows
            if blow.kind is not Kind.CRASH or blow.actor in path
        )

    def _unordered(self, other: Event, grant: Event) -> bool:
        """Whether another operation of this lane may take effect after the grant although it was asked for
        before the grant's reply, and would take something away."""
        weaker = other.kind in RELEASES or (
            self._realm is Realm.LOCK and other.kind in ASKING and not mode_of(other).covers(mode_of(grant))
        )
        if not weaker or other.began > grant.settled:
            return False
        if other.settled != NEVER:
            return other.settled >= grant.began
        return not self._overtaken(other, grant)

    def _overtaken(self, lost: Event, grant: Event) -> bool:
        """Whether an operation without an answer can't take effect any more when this grant is asked for:
        its server has lost its memory, or its stateid has moved on (RFC 8881 §8.2.2)."""
        if any(lost.began < c.began and c.settled < grant.began for c in self._digest.crashes[lost.via]):
            return True
        same = other_of(lost.stateid) and other_of(lost.stateid) == other_of(grant.stateid)
        return bool(same and 0 < seqid_of(lost.stateid) < seqid_of(grant.stateid))

    # -- bookkeeping

    def _drop(self, span: Span, moment: Moment, why: str, by: Event | None) -> None:
        for piece, grip in list(self._grips.within(span)):
            self._emit(piece, grip, moment, why, by)
        self._grips.clear(span)

    def _horizon(self, grant: Event) -> tuple[float, str]:
        """Until when leases surely backed a grant, and whose lease it was that ended first."""
        client = self._horizons.client(self._lane.actor, grant.via, grant)
        if grant.via == self._digest.origin:
            return client, self._lane.actor
        server = self._horizons.reexporter(grant.via, grant)
        if server < client:
            return server, f"{grant.via} at {self._digest.origin}"
        return client, self._lane.actor

    def _emit(self, span: Span, grip: _Grip, end: Moment, why: str, by: Event | None) -> None:
        """Note a hold that ends at `end`, or at a lease horizon before that."""
        horizon, whose = self._horizon(grip.grant)
        if horizon < end.time:
            end, why, by = Moment(horizon), f"lease horizon of {whose}", None
        if grip.since < end:
            self._holds.append(
                Hold(
                    file=self._file,
                    realm=self._realm,
                    lane=self._lane,
                    via=grip.grant.via,
                    span=span,
                    mode=grip.mode,
                    grant=grip.grant,
                    start=grip.since,
                    end=end,
                    why_end=why,
                    ended_by=by,
                )
            )
