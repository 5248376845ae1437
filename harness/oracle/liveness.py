"""I8 and I22: what is free can be had, and what was broken gets well (RFC 8881 §8.3, §8.4.2).

I8, no unbounded blocking: a direct client's request is not refused because of others for longer than the bound after
the last moment at which anybody else can have held anything on the file by right. The bound is the longest lease twice
(a re-export server's grace may have to pass), whatever the origin may keep beyond a lease for a client that is gone
(`OracleContext.keeps_s`), and slack. Of a client that came back to the origin as a new incarnation, and took nothing
up again, the bound is the reclaim cap that the origin has told, from its *first* return, and a lease more: no crash
loop may draw that out.
I22, recovery: once every fault is healed, nobody who has done its RECLAIM_COMPLETE is put off (GRACE, DELAY) for longer
than four leases, what the origin may keep, and slack.

Both take every doubt for a reason to wait longer: a hold that may still be there, a fault that may still be in force, a
message that is still under way on a link of a re-export server (the case may hold it back in the tap).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regrace.harness.history.events import Event, Kind
from regrace.harness.history.messages import callee_of, caller_of
from regrace.harness.oracle.digest import RECLAIMS, SESSION, Digest, is_grant, may_have_happened, realm_of, span_of
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.horizons import SKEW, Horizons
from regrace.harness.oracle.leak import closed_since, is_probe
from regrace.harness.oracle.render import story

HELD = frozenset({"NFS4ERR_DENIED", "NFS4ERR_SHARE_DENIED", "NFS4ERR_LOCKED"})
"""Answers that say: somebody else has it."""
PUT_OFF = frozenset({"NFS4ERR_GRACE", "NFS4ERR_DELAY"})
"""Answers that say: not now."""
ASKING = frozenset({Kind.LOCK, Kind.LOCKT, Kind.OPEN})
STATE = frozenset({Kind.LOCK, Kind.OPEN, *RECLAIMS})
BLOCKING_LEASES, RECOVERY_LEASES = 2.0, 4.0
SLACK_S, SLACK_PART = 1.0, 0.1
"""Slack of time-based checks: the greater of the two, the second in parts of a lease."""
ENDS = {Kind.CRASH: Kind.START, Kind.PAUSE: Kind.RESUME, Kind.CUT: Kind.HEAL}
NEVER_S = float("inf")


@dataclass(frozen=True, slots=True)
class _Since:
    """From when on, and what it was that ended then."""

    at: float
    why: str
    returned: Event | None = None
    """The confirmation of a new incarnation, at the origin itself, of who is gone."""


def liveness(digest: Digest, horizons: Horizons, budget: Budget) -> list[Finding]:
    """Judge I8 and I22."""
    blocking, recovery = Verdict(invariant="I8"), Verdict(invariant="I22")
    faults = _Faults(digest)
    for file in digest.judged_files():
        for event in _last_of_each_run(digest.on_file[file]):
            budget.spend(1 + len(faults.all))
            if event.via == digest.origin:
                _judge_blocking(digest, horizons, faults, event, blocking, budget)
            _judge_recovery(digest, horizons, faults, event, recovery)
    return [
        blocking.finding("no direct client asked for what others had given up or lost"),
        recovery.finding("nobody asked for anything after a fault was healed"),
    ]


def _last_of_each_run(events: list[Event]) -> Iterator[Event]:
    """Who asks again and again is answered alike: of a client's answers in a row the last one says most."""
    asked = [e for e in events if e.kind in ASKING and e.answered and not is_probe(e)]
    for_whom: dict[tuple[str, Kind], Event] = {}
    for event in asked:
        key = (event.actor, event.kind)
        before = for_whom.get(key)
        if before is not None and (before.status, span_of(before)) != (event.status, span_of(event)):
            yield before
        for_whom[key] = event
    yield from for_whom.values()


# -- I8


def _judge_blocking(
    digest: Digest, horizons: Horizons, faults: _Faults, event: Event, verdict: Verdict, budget: Budget
) -> None:
    bounds = _Bounds.of(digest, horizons, event)
    if event.ok:
        if verdict.exercised:
            return  # once is enough to say so
    elif event.status not in HELD or event.invoked_at - digest.events[0].invoked_at <= bounds.least_s:
        return
    others = _others(digest, event, budget)
    if not others:
        return
    free = max((_free_since(digest, horizons, faults, bounds, actor, event) for actor in others), key=bounds.due)
    waited, late = event.invoked_at - free.at, event.invoked_at > bounds.due(free)
    if event.ok:
        if waited > 0:
            verdict.exercised.append(f"{event.actor}'s {story(event)} was granted, after {free.why}")
    elif late and not bounds.known and not bounds.is_cap(free):
        verdict.doubts.append("nobody knows for how long the origin may keep what an absent client had")
    elif late:
        message = (
            f"{event.actor}'s {story(event)} at {event.via} was answered {event.status}, {waited:.1f} s after "
            f"{free.why}: nobody else can hold anything there by right (bound {bounds.after(free):.1f} s)."
        )
        shown = [_last_grant(digest, event, actor) for actor in others]
        if bounds.is_cap(free):
            shown += [free.returned, bounds.told]
        notes = {event.index: Remark(f"free since {{at}}: {free.why}", free.at)}
        verdict.breaks(message, [*(one for one in shown if one is not None), event], notes)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """For how long others may be kept out, in seconds."""

    blocking_s: float
    """By whoever is gone, in whatever way."""
    returned_s: float | None
    """By what a client of the origin had before it came back; None if the origin has told no reclaim cap."""
    told: Event | None
    """Where it has."""
    known: bool
    """Whether the rig says of the origin how long it keeps what an absent client had."""

    @property
    def least_s(self) -> float:
        """The smaller one."""
        return self.blocking_s if self.returned_s is None else min(self.blocking_s, self.returned_s)

    def after(self, since: _Since) -> float:
        """The one that counts from then."""
        return self.blocking_s if since.returned is None or self.returned_s is None else self.returned_s

    def due(self, since: _Since) -> float:
        """From when on nobody may be kept out any more."""
        return since.at + self.after(since)

    def is_cap(self, since: _Since) -> bool:
        """Whether what counts is what the origin has told."""
        return since.returned is not None and self.returned_s is not None

    @classmethod
    def of(cls, digest: Digest, horizons: Horizons, asked: Event) -> _Bounds:
        """As the rig and the history tell them; what an origin has told holds until it restarts."""
        keeps, lease, spare = digest.context.origin_keeps_s, longest_lease(digest, horizons), slack(digest, horizons)
        notes = [n for n in digest.limits[digest.origin] if not digest.crashed_between(n, asked, digest.origin)]
        told = max(notes, key=lambda note: float(note.detail["reclaim_cap_s"]), default=None)
        returned = float(told.detail["reclaim_cap_s"]) + max(lease, spare) if told is not None else None
        return cls(BLOCKING_LEASES * lease + (keeps or 0.0) + spare, returned, told, keeps is not None)


def _others(digest: Digest, event: Event, budget: Budget) -> list[str]:
    """Clients that may have had something on the file before, in any way; none if its own client's other owners may
    stand in its way."""
    found: set[str] = set()
    for other in digest.on_file[event.file]:
        if other.began >= event.settled:
            break
        budget.spend()
        if not (is_grant(other) or may_have_happened(other)):
            continue
        if other.actor != event.actor:
            found.add(other.actor)
        elif other.kind in STATE and other.owner != event.owner and realm_of(other) is realm_of(event):
            return []
    return sorted(found)


def _free_since(
    digest: Digest, horizons: Horizons, faults: _Faults, bounds: _Bounds, actor: str, asked: Event
) -> _Since:
    """From when on a client can hold nothing on the file that the origin has to heed, as of the time of `asked`."""
    own = [e for e in digest.of_actor[actor] if e.began < asked.settled]
    via = next((e.via for e in reversed(own) if e.via), digest.origin)
    released = _given_up(digest, asked, actor)
    contact = max(max(e.invoked_at, e.completed_at or e.invoked_at) for e in own)
    silent = contact + horizons.lease_of(via, contact) / (1 - SKEW)
    courteous = via != digest.origin and "courtesy" in digest.context.claims.get(via, frozenset())
    found = [*released, _Since(NEVER_S if courteous else silent, f"the lease of {actor}, silent since, ran out")]
    best = min(found, key=bounds.due)
    if via == digest.origin:
        return max(best, faults.over(asked, digest.origin), key=bounds.due)
    # The re-export server has to see it and to tell the origin; or it is lost itself, and the origin sees that.
    waits = (best, faults.over(asked, via, digest.origin), faults.grace_over(horizons, asked, via))
    through = max(waits, key=lambda s: s.at)
    return min(through, _server_lost(digest, horizons, faults, via, asked), key=lambda s: s.at)


def _given_up(digest: Digest, asked: Event, actor: str) -> list[_Since]:
    found: list[_Since] = []
    closed = closed_since(digest, asked.file, actor, until=asked.began)
    if closed is not None:
        found.append(_Since(closed, f"{actor}'s last CLOSE"))
    before = [e.began for e in digest.of_actor_on[actor, asked.file] if e.began < asked.began]
    latest = max(before, default=None)
    found += [
        _Since(note.settled.time, f"a new incarnation of {actor}", note if _came_back(digest, note) else None)
        for note in digest.rebirths(actor)
        if note.answered and note.settled < asked.began and latest is not None and note.began > latest
    ]
    return found


def _came_back(digest: Digest, note: Event) -> bool:
    """Whether it is the confirmation of the new incarnation, at the origin."""
    return note.detail.get("what") == SESSION and note.ok and note.via == digest.origin


def _server_lost(digest: Digest, horizons: Horizons, faults: _Faults, via: str, asked: Event) -> _Since:
    """When the origin had to count a re-export server as gone: a lease after the last that it heard of it."""
    heard = [
        m.completed_at if m.completed_at is not None else m.invoked_at
        for m in digest.messages
        if callee_of(m.actor) == digest.origin and caller_of(m.actor) == via and m.invoked_at < asked.invoked_at
    ]
    down = faults.down_since(via, asked)
    last = max(heard) if heard else down
    if last is None:
        return _Since(NEVER_S, f"{via} was never heard of")
    lease = horizons.lease_of(digest.origin, last) / (1 - SKEW)
    return _Since(last + lease, f"the lease of {via} at {digest.origin} ran out")


def _last_grant(digest: Digest, event: Event, actor: str) -> Event | None:
    granted = [e for e in digest.on_file[event.file] if e.actor == actor and is_grant(e) and e.began < event.began]
    return granted[-1] if granted else None


# -- I22


def _judge_recovery(
    digest: Digest, horizons: Horizons, faults: _Faults, event: Event, verdict: Verdict
) -> None:
    healed = faults.over(event)
    if not faults.all or healed.at >= event.invoked_at:
        return
    if event.ok:
        verdict.exercised.append(f"{event.actor}'s {story(event)} through {event.via} went well, after {healed.why}")
        return
    if event.status not in PUT_OFF or not _completed(digest, event) or _under_way(digest, event):
        return
    keeps = digest.context.origin_keeps_s
    if keeps is None:
        verdict.doubts.append("nobody knows for how long the origin may keep what an absent client had")
        return
    again = [note.settled.time for note in digest.notes if note.began < event.began and note.answered]
    since = max([healed.at, *again])
    bound = RECOVERY_LEASES * longest_lease(digest, horizons) + keeps + slack(digest, horizons)
    waited = event.invoked_at - since
    if waited > bound:
        message = (
            f"{event.actor}'s {story(event)} through {event.via} was still answered {event.status}, {waited:.1f} s "
            f"after {healed.why}, when all was well again (bound {bound:.1f} s)."
        )
        verdict.breaks(message, [*faults.last(event), event], {event.index: Remark("must have been decided by then")})


def _completed(digest: Digest, event: Event) -> bool:
    """Whether the client has done its RECLAIM_COMPLETE in this life of its server: else GRACE is due (§18.51.3)."""
    ends = [*digest.crashes[event.via], *digest.anew(event.actor)]
    return any(
        done.kind is Kind.RECLAIM_COMPLETE
        and done.ok
        and done.via == event.via
        and not done.detail.get("one_fs")
        and done.settled < event.began
        and not any(done.began < end.settled and end.began < event.began for end in ends)
        for done in digest.tidings[event.actor]
    )


def _under_way(digest: Digest, event: Event) -> bool:
    """Whether a message between servers was asked and not answered when the event was, or lost on its way before."""
    return any(
        callee_of(m.actor) == digest.origin
        and not m.actor.startswith("D-")
        and m.invoked_at <= event.settled.time
        and (m.completed_at is None or m.completed_at > event.invoked_at or bool(m.detail.get("lost")))
        for m in digest.messages
    )


# -- faults


class _Faults:
    """What befell nodes and links, and when it was over."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest
        kinds = {*ENDS, *ENDS.values(), Kind.GRACE_END, Kind.MOVE}
        self.all = [event for event in digest.events if event.kind in kinds]

    def over(self, asked: Event, *nodes: str) -> _Since:
        """When the last fault (of these nodes and of any link) before a request was over; never, if one may last."""
        latest = _Since(-NEVER_S, "the beginning")
        for event in self.all:
            if event.began >= asked.began:
                break
            if nodes and event.actor not in nodes and event.kind in (Kind.CRASH, Kind.START, Kind.PAUSE, Kind.RESUME):
                continue
            if event.kind in ENDS and not self._ended(event, asked):
                return _Since(NEVER_S, f"{event.actor}: {event.kind.value}, and never healed")
            if event.settled.time >= latest.at:
                latest = _Since(event.settled.time, f"{event.actor or 'everything'}: {event.kind.value}")
        return latest

    def last(self, asked: Event) -> list[Event]:
        """The fault events that a reader has to see."""
        return [event for event in self.all if event.began < asked.began][-2:]

    def grace_over(self, horizons: Horizons, asked: Event, node: str) -> _Since:
        """When a server that restarted before had ended its grace, at the latest."""
        starts = [e for e in self.all if e.kind is Kind.START and e.actor == node and e.began < asked.began]
        if not starts:
            return _Since(-NEVER_S, "the beginning")
        begun = starts[-1].settled.time
        return _Since(begun + 2 * horizons.lease_of(node, begun) / (1 - SKEW), f"two leases of {node} after its start")

    def down_since(self, node: str, asked: Event) -> float | None:
        """When a node that is down at that time went down; None if it is not."""
        crashes = [e for e in self.all if e.kind is Kind.CRASH and e.actor == node and e.began < asked.began]
        return crashes[-1].settled.time if crashes and not self._ended(crashes[-1], asked) else None

    def _ended(self, fault: Event, asked: Event) -> bool:
        end = ENDS[fault.kind]
        return any(
            e.kind is end and e.actor in (fault.actor, "") and fault.began <= e.began and e.settled < asked.began
            for e in self.all
        )


# -- bounds


def longest_lease(digest: Digest, horizons: Horizons) -> float:
    """Of all servers, in seconds."""
    nodes = {*digest.leases, *digest.context.lease_s}
    return max((horizons.lease_of(node, NEVER_S) / (1 - SKEW) for node in nodes), default=0.0)


def slack(digest: Digest, horizons: Horizons) -> float:
    """Seconds that a time-based check leaves to slow machines."""
    return max(SLACK_S, SLACK_PART * longest_lease(digest, horizons))
