"""I20, delegations: nobody uses a file in a way that excludes a delegation which is surely held.

RFC 8881 §10.2, §10.4. A delegation that a re-export server gives is good only inside the lifetime of one that it has
itself at the origin. What is missing there shows in two ways: somebody else is let in, at the origin or through any
server, before the holder has returned its delegation or was told that it is lost; and, where a tap saw the link to
the origin, the re-export server had no delegation at all there at that time. (Which of those that it had is of which
file, the tap can't tell: filehandles differ.)

A delegation is *surely held* from the answer that brought it to the earliest of: the invocation of DELEGRETURN, a crash
of a server that granted it or stands behind it, the end of its client's incarnation; and never longer than to the
sending of the client's last request whose SEQUENCE was granted and told of no loss, because a server may revoke what
it has recalled in vain, and tells of it in the next one (RFC 8881 §10.4.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regrace.harness.history.events import Event, Kind, Moment
from regrace.harness.history.messages import callee_of, caller_of, marks_of, operations_of
from regrace.harness.oracle.digest import Digest, Realm, other_of, realm_of
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.holds import Holds
from regrace.harness.oracle.modes import READ_BIT, WRITE_BIT
from regrace.harness.oracle.render import story


@dataclass(frozen=True, slots=True)
class Delegated:
    """A delegation while it was surely held."""

    grant: Event
    write: bool
    start: Moment
    end: Moment

    def excludes(self, access: int, deny: int) -> bool:
        """Whether somebody else's use is against it."""
        return self.write or bool(access & WRITE_BIT or deny & READ_BIT)

    def words(self) -> str:
        """For a message."""
        kind = "write" if self.write else "read"
        return f"{self.grant.actor} had a {kind} delegation of {self.grant.file} through {self.grant.via}"


def delegations(digest: Digest, holds: Holds, budget: Budget) -> list[Finding]:
    """Judge I20.

    Exercised once somebody else's conflicting use was held off, or let in after the delegation was returned."""
    verdict = Verdict(invariant="I20")
    judged = set(digest.judged_files())
    for held in _surely_held(digest):
        file = held.grant.file
        if file not in judged:
            continue
        for hold in holds.of(file, Realm.SHARE):
            budget.spend()
            mode = hold.mode
            if hold.lane.actor == held.grant.actor or not held.excludes(mode.access, mode.deny):
                continue
            if hold.start < held.end and held.start < hold.end:
                message = (
                    f"{held.words()}, and {hold.lane.actor} had the file open ({mode.words()} through {hold.via}) "
                    "at the same time."
                )
                verdict.breaks(message, [held.grant, hold.grant], _until(held))
        for event in digest.on_file[file]:
            budget.spend()
            if event.actor != held.grant.actor:
                _judge_use(verdict, held, event)
        if held.grant.via != digest.origin:
            _judge_cover(digest, verdict, held, budget)
    return [verdict.finding("nobody used a file in a way that excludes a delegation which was surely held")]


def _judge_use(verdict: Verdict, held: Delegated, event: Event) -> None:
    """One operation of somebody else on the file."""
    if event.kind in (Kind.READ, Kind.WRITE):
        access, deny = WRITE_BIT if event.kind is Kind.WRITE else READ_BIT, 0
    elif event.kind in (Kind.OPEN, Kind.RECLAIM_OPEN) and realm_of(event) is Realm.SHARE:
        access, deny = event.access, event.deny
    else:
        return
    if not held.excludes(access, deny) or not event.answered:
        return
    inside = held.start < event.began and event.settled < held.end
    if inside and event.ok and event.kind in (Kind.READ, Kind.WRITE):
        message = f"{held.words()} when {event.actor}'s {story(event)} through {event.via} was carried out."
        verdict.breaks(message, [held.grant, event], _until(held))
    elif inside and not event.ok:
        verdict.exercised.append(f"{event.actor}'s {story(event)} was answered {event.status} while {held.words()}")
    elif event.ok and held.end < event.settled:
        verdict.exercised.append(f"{event.actor}'s {story(event)} was let in after {held.words()}")


def _judge_cover(digest: Digest, verdict: Verdict, held: Delegated, budget: Budget) -> None:
    """Whether the re-export server had any delegation at the origin all the time; every doubt is in its favour."""
    via = held.grant.via
    own = [m for m in digest.messages if caller_of(m.actor) == via and callee_of(m.actor) == digest.origin]
    if not own:
        return
    budget.spend(len(own))
    returns: dict[str, Event] = {}
    for message in own:
        other = marks_of(message).get("returns")
        if other is not None:
            returns.setdefault(other, message)
    at = held.start.time
    for since, until in sorted(_covers(own, returns)):
        if since <= at:
            at = max(at, until)
    if at >= held.end.time:
        verdict.exercised.append(f"{held.words()}, and {via} had one at {digest.origin} all the time")
        return
    ended = [m for m in returns.values() if m.completed_at == at]
    more = " any more" if ended else ""
    verdict.breaks(
        f"{held.words()}, and {via} had none at {digest.origin}{more}.", [held.grant, *ended], _until(held)
    )


def _covers(own: list[Event], returns: dict[str, Event]) -> Iterator[tuple[float, float]]:
    """From when to when, at most, a re-export server had each delegation at the origin."""
    forever = float("inf")
    for message in own:
        names = operations_of(message)
        other = marks_of(message).get("delegation")
        if other is not None:
            back = returns.get(other)
            until = forever if back is None or back.completed_at is None else back.completed_at
            yield message.invoked_at, until
        elif "WANT_DELEGATION" in names or ("OPEN" in names and not message.answered):
            yield message.invoked_at, forever


def _until(held: Delegated) -> dict[int, Remark]:
    return {held.grant.index: Remark("surely held until {at}", held.end.time)}


def _surely_held(digest: Digest) -> Iterator[Delegated]:
    for grant in digest.events:
        if grant.kind is Kind.DELEGATION and grant.ok:
            end = _end_of(digest, grant)
            if grant.settled < end:
                yield Delegated(grant, bool(grant.detail.get("write")), grant.settled, end)


def _end_of(digest: Digest, grant: Event) -> Moment:
    own = [event for event in digest.of_actor[grant.actor] if grant.settled < event.began]
    ends = [e.began for e in own if e.kind is Kind.CLIENT_CRASH or _gives_back(e, grant)]
    ends += [e.began for e in digest.rebirths(grant.actor) if grant.settled < e.began]
    ends += [crash.began for crash in digest.crashes_on(grant.via) if grant.settled < crash.settled]
    told = min((e.began for e in own if e.kind is Kind.LOSS_NOTICE), default=None)
    vouched = [
        e.began
        for e in own
        if e.kind is Kind.RENEW and e.ok and e.via == grant.via and (told is None or e.settled < told)
    ]
    return min([*ends, max(vouched, default=grant.settled)])


def _gives_back(event: Event, grant: Event) -> bool:
    if event.kind is not Kind.DELEGRETURN:
        return False
    return other_of(event.stateid) == other_of(grant.stateid)
