"""Behind the sweep: whether any order of what was asked explains what was answered (I1, I5, I6).

The sweep over sure holds (`holds.py`) compares what is held beyond doubt, and leaves aside what got no answer and what
went on at once. Here the byte-range locks of a file are put in order (`search.py`), each stretch of bytes by itself:

- a lock that was granted in no possible order breaks I1, a LOCKT that found bytes free in none breaks I6;
- a refusal that no order explains, after somebody gave the bytes back, breaks I5: what was given back is still there,
  or what one observation had settled (an unlock without an answer was done) another one takes back.

The budget is counted in steps, so that the same history always ends in the same words: what could not be decided within
it is `unknown`, and the finding says what that was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from regrace.harness.history.events import NEVER, Event, Kind, Moment
from regrace.harness.oracle.digest import (
    NOT_DONE,
    UNSETTLED,
    Digest,
    is_grant,
    is_loss,
    may_have_happened,
    mode_of,
    other_of,
    span_of,
)
from regrace.harness.oracle.findings import Budget, BudgetSpentError, Finding, Remark, Standing, Verdict
from regrace.harness.oracle.horizons import Horizons
from regrace.harness.oracle.leak import is_probe
from regrace.harness.oracle.modes import WRITE
from regrace.harness.oracle.ranges import Span
from regrace.harness.oracle.render import story
from regrace.harness.oracle.search import FREE, Deed, Op, Stuck, explain
from regrace.harness.oracle.timeline import Timeline

DENIED = "NFS4ERR_DENIED"
LOCKS = frozenset({Kind.LOCK, Kind.RECLAIM_LOCK})


@dataclass(slots=True)
class _Stretch:
    """Bytes of a file that operations connect, and those operations in the order of their calls."""

    file: str
    span: Span
    events: list[Event] = field(default_factory=list)
    ops: list[Op] = field(default_factory=list)
    """One for each event."""


def orders(digest: Digest, horizons: Horizons, steps: int) -> list[Finding]:
    """Findings of I1, I5 and I6, for those that the sweep did not find broken."""
    verdicts = {name: Verdict(invariant=name) for name in ("I1", "I5", "I6")}
    undecided: dict[str, list[str]] = {name: [] for name in verdicts}
    budget = Budget(steps)
    for file in digest.judged_files():
        for stretch in _stretches(digest, _Firmness(digest, horizons, file), file):
            for names, ops in ((("I1", "I6"), _without_refusals(stretch)), (("I5",), stretch.ops)):
                try:
                    stuck = explain(ops, budget)
                except BudgetSpentError:
                    for name in names:
                        undecided[name].append(_what_was_open(stretch, steps))
                    continue
                if stuck is not None:
                    _accuse(stretch, stuck, ops, names, verdicts)
                    break
            else:
                verdicts["I5"].exercised += _followed(stretch)
    found = []
    for name, verdict in verdicts.items():
        if undecided[name] and not verdict.broken:
            found.append(Finding(invariant=name, verdict=Standing.UNKNOWN, message="; ".join(undecided[name][:3])))
        else:
            found.append(verdict.finding("no order was in question"))
    return found


def behind(sweep: list[Finding], searched: list[Finding]) -> list[Finding]:
    """The findings of the sweep, and those of the search where the sweep has nothing worse to say."""
    by_name = {finding.invariant: finding for finding in searched}
    merged = []
    for finding in sweep:
        other = by_name.get(finding.invariant)
        weight = _WEIGHT.get(other.verdict, 0) if other is not None else 0
        merged.append(other if other is not None and weight > _WEIGHT.get(finding.verdict, 0) else finding)
    return merged


_WEIGHT = {Standing.HELD: 1, Standing.UNKNOWN: 2, Standing.BROKEN: 3}


# -- the stretches of a file


def _stretches(digest: Digest, firmness: _Firmness, file: str) -> Iterator[_Stretch]:
    """Each with two lanes at least: one alone is in nobody's way."""
    relevant = [e for e in digest.on_file[file] if _deed_of(e) is not None and not is_probe(e)]
    groups: list[list[Event]] = []
    reach = -1
    for event in sorted(relevant, key=span_of):
        if span_of(event).start >= reach:
            groups.append([])
        groups[-1].append(event)
        reach = max(reach, span_of(event).end)
    for events in groups:
        span = Span(span_of(events[0]).start, max(span_of(e).end for e in events))
        if len({(e.actor, e.owner) for e in events}) > 1 and any(is_grant(e) for e in events):
            yield _stretch(firmness, _Stretch(file, span, sorted(events, key=lambda e: (e.began, e.index))))


def _stretch(firmness: _Firmness, stretch: _Stretch) -> _Stretch:
    borders = sorted({border for e in stretch.events for border in span_of(e)})
    place = {border: number for number, border in enumerate(borders)}
    lanes = {other_of(e.stateid): f"{e.actor}/{e.owner}" for e in stretch.events if is_grant(e) and e.stateid}
    for number, event in enumerate(stretch.events):
        deed, lane = _deed_of(event), f"{event.actor}/{event.owner}"
        assert deed is not None
        if event.kind is Kind.LOCKU and deed is Deed.GIVE:
            acted_on = lanes.get(other_of(event.stateid), lane)
            if acted_on != lane:  # it acts on its stateid, whoever was meant
                deed, lane = Deed.MAYBE_GIVE, acted_on
        answered = deed not in (Deed.MAYBE_TAKE, Deed.MAYBE_GIVE)
        span = span_of(event)
        stretch.ops.append(
            Op(
                number=number,
                lane=lane,
                deed=deed,
                cells=frozenset(range(place[span.start], place[span.end])),
                mode=mode_of(event) if event.kind is not Kind.LOCKU else WRITE,
                began=event.began,
                settled=event.settled if answered else NEVER,
                firm_until=firmness.of(event) if deed is Deed.TAKE else NEVER,
                excused=deed is Deed.FAIL and _excused(stretch.events, event),
            )
        )
    return stretch


def _deed_of(event: Event) -> Deed | None:
    """What an operation is to the search; None if it is nothing to it."""
    if event.kind in LOCKS:
        if event.ok:
            return Deed.TAKE
        if may_have_happened(event):
            return Deed.MAYBE_TAKE
        return Deed.FAIL if event.status == DENIED and event.kind is Kind.LOCK else None
    if event.kind is Kind.LOCKT:
        return {"NFS4_OK": Deed.LOOK, DENIED: Deed.FAIL}.get(event.status)
    if event.kind is Kind.LOCKU:
        if event.ok:
            return Deed.GIVE
        return None if event.status in NOT_DONE else Deed.MAYBE_GIVE
    return None


class _Firmness:
    """Until when grants on one file exclude others beyond doubt, if they are not given back."""

    def __init__(self, digest: Digest, horizons: Horizons, file: str) -> None:
        self._digest, self._horizons, self._file = digest, horizons, file
        self._of_client: dict[tuple[str, str], list[Event]] = {}
        self._shaking: dict[str, _Shakers] = {}

    def of(self, grant: Event) -> Moment:
        """Of one grant."""
        until = self._horizons.client(grant.actor, grant.via, grant)
        if grant.via != self._digest.origin:
            until = min(until, self._horizons.reexporter(grant.via, grant))
        ends = [Moment(until)]
        for blow in self._blows(grant.actor, grant.via):
            if blow.settled >= grant.began:
                ends.append(blow.began if blow.began > grant.settled else FREE)
        if grant.actor not in self._shaking:
            self._shaking[grant.actor] = _Shakers(self._digest.of_actor_on[grant.actor, self._file])
        return min([*ends, self._shaking[grant.actor].first(grant)])

    def _blows(self, actor: str, via: str) -> list[Event]:
        """What befell a client and the servers that it uses."""
        if (actor, via) not in self._of_client:
            told = [e for e in self._digest.tidings[actor] if is_loss(e) and e.file in ("", self._file)]
            dead = [e for e in self._digest.tidings[actor] if e.kind is Kind.CLIENT_CRASH]
            self._of_client[actor, via] = [
                *told,
                *dead,
                *self._digest.rebirths(actor),
                *self._digest.crashes_on(via),
            ]
        return self._of_client[actor, via]


class _Shakers:
    """Operations of a client on one file that may take more away than the search sees."""

    def __init__(self, own: list[Event]) -> None:
        shaking = [event for event in own if _may_shake(event)]
        self._whole = [event for event in shaking if event.kind in (Kind.CLOSE, Kind.FREE_STATEID)]
        self._over_time = Timeline.of_events(self._whole)
        self._others = [event for event in shaking if event.kind not in (Kind.CLOSE, Kind.FREE_STATEID)]

    def first(self, grant: Event) -> Moment:
        """When the first of them begins that may take something of this grant; FREE if it may have done so before the
        grant was known."""
        if self._over_time.touching(grant.began, grant.settled):
            return FREE
        place = bisect_right(self._whole, grant.settled, key=lambda e: e.began)
        ends = [event.began for event in self._whole[place : place + 1]]
        for event in self._others:
            if event is not grant and event.settled >= grant.began and _shakes(event, grant):
                ends.append(event.began if event.began > grant.settled else FREE)
        return min(ends, default=NEVER)


def _may_shake(event: Event) -> bool:
    if event.kind in (Kind.CLOSE, Kind.FREE_STATEID):
        return not (event.answered and event.status in NOT_DONE)
    if event.kind is Kind.LOCKU:
        return event.answered and not event.ok and event.status not in NOT_DONE | UNSETTLED
    return event.kind in LOCKS and may_have_happened(event)


def _shakes(event: Event, grant: Event) -> bool:
    """Whether one that is about some bytes may take something of this grant."""
    near = span_of(event).overlaps(span_of(grant))
    if event.kind is Kind.LOCKU:
        return near
    return near and event.owner == grant.owner and not mode_of(event).covers(mode_of(grant))


def _excused(events: list[Event], refused: Event) -> bool:
    """Whether a refusal may come from somebody else's request that was being decided, or that waits in a queue."""
    for other in events:
        if (other.actor, other.owner) == (refused.actor, refused.owner) or other.kind not in LOCKS:
            continue
        if other.began >= refused.settled or not span_of(other).overlaps(span_of(refused)):
            continue
        if other.settled > refused.began or other.detail.get("blocking"):
            return True
    return False


def _without_refusals(stretch: _Stretch) -> list[Op]:
    kept = [op for op in stretch.ops if op.deed is not Deed.FAIL]
    return [replace(op, number=number) for number, op in enumerate(kept)]


# -- what is said of them


def _accuse(
    stretch: _Stretch, stuck: Stuck, ops: list[Op], names: tuple[str, ...], verdicts: dict[str, Verdict]
) -> None:
    at = {(op.began, op.lane): event for op, event in zip(stretch.ops, stretch.events, strict=True)}
    blamed = at[stuck.blamed.began, stuck.blamed.lane]
    what = f"{blamed.actor}'s {story(blamed)} through {blamed.via} was answered {blamed.status}"
    takes = [op for op in ops if op.cells & stuck.blamed.cells and op.began < stuck.blamed.settled]
    if names == ("I5",):
        gave = [op for op in takes if op.deed in (Deed.GIVE, Deed.MAYBE_GIVE) and op.lane != stuck.blamed.lane]
        if not gave:
            verdicts["I5"].doubts.append(f"{what}, and nobody is known who may hold anything there")
            return
        last = at[gave[-1].began, gave[-1].lane]
        done = "had given that back" if last.ok else "must have given that back by then, as others saw"
        text = f"{what}, although {last.actor}/{last.owner} {done}: no order of what was asked explains the answers."
        before = [at[op.began, op.lane] for op in takes if op.lane == gave[-1].lane and op.deed is Deed.TAKE][-1:]
        later = [op for op in takes if op.deed in (Deed.LOOK, Deed.TAKE) and op.began > gave[-1].began]
        seen = [at[op.began, op.lane] for op in later]
        verdicts["I5"].breaks(text, [*before, last, *seen[-2:], blamed], {blamed.index: Remark("by whom?")})
        return
    name = "I6" if stuck.blamed.deed is Deed.LOOK else "I1"
    holders = [
        at[op.began, op.lane] for op in takes if op.lane in stuck.holders and op.deed in (Deed.TAKE, Deed.MAYBE_GIVE)
    ]
    who = " and ".join(sorted(stuck.holders))
    text = f"{what}, although {who} held it in every order of what was asked that explains the other answers."
    knot = [at[op.began, op.lane] for op in stuck.knot]
    verdicts[name].breaks(text, [*holders[-3:], *knot, blamed], {blamed.index: Remark("in no possible order")})


def _what_was_open(stretch: _Stretch, steps: int) -> str:
    silent = sum(op.settled == NEVER for op in stretch.ops)
    since, until = stretch.events[0].invoked_at, stretch.events[-1].invoked_at
    return (
        f"the order of {len(stretch.ops)} operations on {stretch.span.words()} of {stretch.file} within "
        f"{until - since:.3f} s, {silent} of them without an answer, was not decided within the budget of {steps} steps"
    )


def _followed(stretch: _Stretch) -> list[str]:
    """That somebody gave back, and that another one was let in."""
    gave = [op for op in stretch.ops if op.deed is Deed.GIVE]
    for op in stretch.ops:
        if op.deed is Deed.TAKE:
            for before in gave:
                if before.settled < op.began and before.lane != op.lane and before.cells & op.cells:
                    return [f"what {before.lane} gave back was given to {op.lane}"]
    return []
