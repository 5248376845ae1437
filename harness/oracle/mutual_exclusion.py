"""I1, mutual exclusion: two conflicting byte-range locks of different owners are never surely held at once.

RFC 8881 §9.1. Whatever way they came: through a re-export server, through another one, or directly.
"""

from __future__ import annotations

from collections.abc import Iterator

from regrace.harness.history.events import Event
from regrace.harness.oracle.digest import ASKING, Digest, Realm, realm_of
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.holds import Hold, Holds
from regrace.harness.oracle.modes import Mode
from regrace.harness.oracle.ranges import SpanIndex
from regrace.harness.oracle.render import story
from regrace.harness.oracle.witness import NO_WITNESS, find_witness


def mutual_exclusion(digest: Digest, holds: Holds, budget: Budget) -> list[Finding]:
    """Judge I1.

    Exercised once a lock was asked for, and answered, that conflicts with one which was surely held then."""
    verdict = Verdict(invariant="I1")
    for file in digest.judged_files():
        held = holds.of(file, Realm.LOCK)
        for first, second in clashes(held, budget):
            verdict.breaks(*_break(digest, first, second))
        verdict.exercised += contests(digest, holds, file, Realm.LOCK, budget)
    return [verdict.finding("no lock was asked for that conflicts with one surely held at that time")]


def clashes(held: list[Hold], budget: Budget) -> Iterator[tuple[Hold, Hold]]:
    """Pairs of holds of different owners that conflict and overlap in time, the earlier start first; one pair
    for each pair of grants."""
    seen: set[tuple[int, int]] = set()
    for _, cell in SpanIndex([(hold.span, hold) for hold in held]).items():
        open_holds: dict[Mode, list[Hold]] = {}
        for hold in cell:  # in the order of their start
            budget.spend()
            for mode, others in open_holds.items():
                if not mode.conflicts(hold.mode):
                    continue  # however many share it
                budget.spend(len(others))
                others[:] = [other for other in others if hold.start < other.end]
                for other in others:
                    pair = (other.grant.index, hold.grant.index)
                    if other.lane != hold.lane and pair not in seen:
                        seen.add(pair)
                        yield other, hold
            open_holds.setdefault(hold.mode, []).append(hold)


def contests(digest: Digest, holds: Holds, file: str, realm: Realm, budget: Budget) -> list[str]:
    """A sentence for each answered request that conflicts with a sure hold at its time."""
    found: list[str] = []
    for event in digest.on_file[file]:
        if event.kind not in ASKING or not event.answered or realm_of(event) is not realm:
            continue
        contested = holds.against(event, budget)
        if contested is not None:
            found.append(
                f"{event.actor}'s {story(event)} was answered {event.status} while {contested.lane.actor} "
                f"held {contested.mode.words()} there"
            )
    return found


def _break(digest: Digest, first: Hold, second: Hold) -> tuple[str, list[Event], dict[int, Remark]]:
    shared = first.span.cut(second.span)
    assert shared is not None
    until = min(first.end, second.end)
    message = (
        f"{first.lane.actor}/{first.lane.owner} ({first.mode.words()} through {first.via}) and "
        f"{second.lane.actor}/{second.lane.owner} ({second.mode.words()} through {second.via}) both held "
        f"{shared.words()} of {first.file} for {_seconds(until.time - second.start.time)}. "
    )
    trace = [first.grant, second.grant]
    events = digest.on_file[first.file]
    for hold, intruder in ((first, second), (second, first)):
        witness = find_witness(
            events, intruder=intruder.lane.actor, span=shared, since=hold.start, until=hold.end
        )
        if witness is not None and intruder.lane.actor != hold.lane.actor:
            message += witness.words()
            trace += witness.events
            break
    else:
        message += NO_WITNESS
    trace += [hold.ended_by for hold in (first, second) if hold.ended_by is not None]
    return message, trace, {hold.grant.index: held_until(hold) for hold in (first, second)}


def held_until(hold: Hold) -> Remark:
    """For the line of the grant."""
    if hold.end.time == float("inf"):
        return Remark("surely held to the end")
    return Remark(f"surely held until {{at}} ({hold.why_end})", hold.end.time)


def _seconds(value: float) -> str:
    return "the rest of the time" if value == float("inf") else f"{value:.3f}s"
