"""Sure-held intervals: who held which bytes beyond doubt, from when to when.

A hold begins when the reply that granted it had been read. It ends at the first of: the invocation of
anything that may take it away (also if that was never answered, or was refused in doubtful words), the
holder's lease horizon, for a hold through a re-export server that server's own horizon at the origin, a
loss notice, a new incarnation or the crash of its client, and the crash of a server that granted it or
stands behind it. Such a crash suspends: only a successful reclaim begins a (new) hold again.

Every doubt shortens a hold and none lengthens it, so that whatever is inferred from two holds is sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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
        self._indexes: dict[tuple[str, Realm], SpanIndex[Timeline[Hold]]] = {}

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
            for hold in cell[0].touching(event.began, event.settled):
                budget.spend()
                if hold.lane != lane_of(event) and hold.mode.conflicts(mode) and hold.during(event):
                    return hold
        return None


def _index(holds: list[Hold]) -> SpanIndex[Timeline[Hold]]:
    """Per cell of the file, what was held there over the time."""
    by_cell = [(cell, found) for cell, found in SpanIndex([(h.span, h) for h in holds]).items()]
    return SpanIndex([(cell, Timeline((h.start, h.end, h) for h in found)) for cell, found in by_cell])


def _by_lane(events: Iterable[Event], realm: Realm) -> dict[Lane, list[Event]]:
    """The operations that a lane's state depends on: its own, and the CLOSEs of its client on that file."""
    stateids: dict[Lane, set[str]] = defaultdict(set)
    of_client: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.kind in ASKING or event.kind in RELEASES:
            of_client[event.actor].append(event)
        if is_grant(event) and realm_of(event) is realm:
            stateids[lane_of(event)].add(other_of(event.stateid))
    return {
        lane: [e for e in of_client[lane.actor] if _concerns(e, lane, realm, others - {""})]
        for lane, others in stateids.items()
    }


def _concerns(event: Event, lane: Lane, realm: Realm, stateids: set[str]) -> bool:
    """Whether an operation of the lane's client on the file can change what the lane holds.

    An open's CLOSE takes the locks under it along, and a history does not say under which open a lock
    was taken: every CLOSE of the client counts. So does FREE_STATEID. A release acts on its stateid,
    whatever owner the case had in mind."""
    if event.kind is Kind.FREE_STATEID or (event.kind is Kind.CLOSE and realm is Realm.LOCK):
        return realm is Realm.LOCK
    if realm_of(event) is not realm:
        return False
    by_stateid = event.kind in RELEASES and other_of(event.stateid) in stateids
    return event.owner == lane.owner or by_stateid or (event.kind in RELEASES and not event.owner)


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
            for e in self._digest.of_actor[self._lane.actor]
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
