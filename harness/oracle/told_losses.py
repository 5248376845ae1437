"""I6 and I11: state is not lost in silence (RFC 8881 §8.4.3, §9.6).

I6, no silent loss: while a lock is surely held, nobody is told that its bytes are free.
I11, a loss is told: once the bytes were given to somebody else, the first operation of the old holder that
depends on its lock fails, or it was told before; none goes well as if nothing had been.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle.digest import (
    ASKING,
    RECLAIMS,
    RELEASES,
    Digest,
    Realm,
    is_loss,
    lane_of,
    other_of,
    realm_of,
    span_of,
)
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.holds import Holds
from regrace.harness.oracle.mutual_exclusion import held_until
from regrace.harness.oracle.ranges import Span
from regrace.harness.oracle.render import story
from regrace.harness.oracle.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Taken:
    """A lock whose bytes were given to somebody else, while its owner had done nothing to lose them."""

    original: Event
    grant: Event
    span: Span
    dependent: tuple[Event, ...]
    """What the old owner did on the strength of it afterwards and was answered, in order, up to the moment at
    which it was told of the loss, asked anew, or was gone."""


def told_losses(digest: Digest, holds: Holds, taken: list[Taken], budget: Budget) -> list[Finding]:
    """Judge I6 and I11."""
    silent, told = Verdict(invariant="I6"), Verdict(invariant="I11")
    for file in digest.judged_files():
        _judge_observations(digest, holds, file, silent, budget)
    for loss in taken:
        owner = f"{loss.original.actor}/{loss.original.owner}"
        went_well = [event for event in loss.dependent if event.ok]
        if went_well and went_well[0] is loss.dependent[0]:
            first = went_well[0]
            message = (
                f"{loss.span.words()} of {first.file} had been given to {loss.grant.actor}/{loss.grant.owner}, "
                f"and {owner}'s {story(first)} under its lost lock went well, before it was told."
            )
            notes = {loss.grant.index: Remark("takes it"), first.index: Remark("must have failed")}
            told.breaks(message, [loss.original, loss.grant, first], notes)
        else:
            told.exercised.append(f"{owner} lost a lock to {loss.grant.actor}, and nothing under it went well")
    return [
        silent.finding("nobody looked at bytes that were surely held by another"),
        told.finding("nobody's lock was given to another"),
    ]


def losses(digest: Digest, budget: Budget) -> list[Taken]:
    """Every byte-range lock that somebody else was granted over."""
    return [
        loss
        for file in digest.judged_files()
        for original in digest.grants(file, Realm.LOCK)
        for loss in _taken(digest, original, budget)
    ]


def _taken(digest: Digest, original: Event, budget: Budget) -> Iterator[Taken]:
    own = digest.timeline(original.actor, original.file)
    seen: set[int] = set()
    for cell in digest.contenders_since(original):
        for grant in cell:
            budget.spend()
            if lane_of(grant) == lane_of(original):
                break  # it asked anew
            shared = span_of(original).cut(span_of(grant))
            if shared is None or not digest.rivals(original, grant) or _made_up(digest, original, grant):
                continue
            if grant.index not in seen and not _gave_up(own, original, grant, shared):
                yield Taken(original, grant, shared, _dependent(digest, original, grant, shared))
            seen.add(grant.index)
            break  # what comes after the first rival comes after the loss as well


def _made_up(digest: Digest, original: Event, grant: Event) -> bool:
    """Whether the grant is a reclaim at an origin that had crashed: it must believe what it is told, and a
    client that lies takes nothing from anybody before the true owner's reclaim is refused for it."""
    crashes = digest.crashes[digest.origin]
    return grant.kind in RECLAIMS and any(
        crash.began < grant.settled and crash.settled > original.began for crash in crashes
    )


def _gave_up(own: Timeline[Event], original: Event, grant: Event, shared: Span) -> bool:
    """Whether the owner did anything on these bytes between its grant and the other's that may have released
    them, or made its right to them depend on something later."""
    return any(
        event is not original
        and event.kind in ASKING | RELEASES
        and _touches(event, original, shared)
        for event in own.touching(original.began, grant.settled)
    )


def _touches(event: Event, original: Event, shared: Span) -> bool:
    if event.kind in (Kind.CLOSE, Kind.FREE_STATEID):
        return True
    if realm_of(event) is not Realm.LOCK or not span_of(event).overlaps(shared):
        return False
    by_stateid = event.kind is Kind.LOCKU and other_of(event.stateid) == other_of(original.stateid)
    return lane_of(event) == lane_of(original) or not event.owner or by_stateid


def _dependent(digest: Digest, original: Event, grant: Event, shared: Span) -> tuple[Event, ...]:
    found: list[Event] = []
    own = digest.of_actor_on[original.actor, original.file]
    ends = [
        event.began
        for event in [*digest.tidings[original.actor], *digest.rebirths(original.actor)]
        if event.began > original.settled
        and (event.kind in (Kind.CLIENT_CRASH, Kind.NOTE) or is_loss(event))
        and event.file in ("", original.file)
    ]
    later = own[bisect_right(own, grant.settled, key=lambda e: e.began) :]
    ends += [e.began for e in later if e.kind in ASKING and _touches(e, original, shared)][:1]
    until = min(ends, default=None)
    for event in later:
        if not event.answered or not _depends(event, original, shared):
            continue
        if until is not None and (event.began > until or (event.ok and event.settled > until)):
            break  # it had been told by then, by that very reply at the latest
        found.append(event)
    return tuple(found)


def _depends(event: Event, original: Event, shared: Span) -> bool:
    """I/O on these bytes under the lock's stateid, or its unlock."""
    if event.kind is Kind.LOCKU:
        return lane_of(event) == lane_of(original) and span_of(event).overlaps(shared)
    if event.kind not in (Kind.READ, Kind.WRITE):
        return False
    same = bool(other_of(original.stateid)) and other_of(event.stateid) == other_of(original.stateid)
    return same and Span(event.offset, event.end).overlaps(shared)


def _judge_observations(
    digest: Digest, holds: Holds, file: str, verdict: Verdict, budget: Budget
) -> None:
    """LOCKT, or a lock, that was answered as if bytes were free which another surely held meanwhile."""
    for event in digest.on_file[file]:
        if event.kind not in (Kind.LOCKT, Kind.LOCK, Kind.RECLAIM_LOCK) or not event.answered:
            continue
        hold = holds.against(event, budget)
        if hold is None:
            continue
        owner = f"{hold.lane.actor}/{hold.lane.owner}"
        what = f"{event.actor}'s {story(event)} through {event.via} was answered {event.status}"
        if event.ok:
            trace = [hold.grant, event] + ([hold.ended_by] if hold.ended_by else [])
            notes = {hold.grant.index: held_until(hold)}
            verdict.breaks(f"{what}, while {owner} held {hold.span.words()} and knew of no loss.", trace, notes)
        elif event.status == "NFS4ERR_DENIED":
            verdict.exercised.append(f"{what}, while {owner} held it")
