"""I21, authority: R's yes to a reclaim is the origin's yes, never that of R's own store alone (PROTOCOL: edge 3).

Judged where a tap saw the link to the origin, for byte-range locks reclaimed through a re-export server that had lost
its memory. Since then there must be an answer of the origin, as it is now, that shows what it still knows: a LOCK or
OPEN that went well, a list of what it holds, or a sign that R's client lives on: a session of before, or a new one of
a client ID of before. And where the origin refused the only LOCK that R sent for a reclaim, R can't have granted it.
"""

from __future__ import annotations

from collections.abc import Iterator

from regrace.harness.history.events import Event, Kind
from regrace.harness.history.messages import callee_of, caller_of, carried_out, in_sequence, marks_of, session_of
from regrace.harness.oracle.digest import ASKING, LOST, Digest
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.render import story

SHOWS = frozenset({"LOCK", "OPEN", "LOCKU", "TEST_STATEID", "XP_ENUM_STATE"})
"""Operations whose success shows that the origin knows R's state, or gave it anew."""
NO = LOST | {"NFS4ERR_DENIED", "NFS4ERR_EXPIRED", "NFS4ERR_BAD_STATEID", "NFS4ERR_GRACE"}
"""How the origin says that there is nothing to be had."""


def authority(digest: Digest, budget: Budget) -> list[Finding]:
    """Judge I21; no finding where no tap sees a link to the origin."""
    asked = [m for m in digest.messages if caller_of(m.actor) and callee_of(m.actor) == digest.origin]
    if not asked:
        return []
    verdict = Verdict(invariant="I21")
    for file in digest.judged_files():
        for event in digest.on_file[file]:
            crash = _lost_memory(digest, event) if event.kind is Kind.RECLAIM_LOCK and event.ok else None
            if crash is None:
                continue
            budget.spend(1 + len(asked))
            own = [m for m in asked if caller_of(m.actor) == event.via]
            if own:
                _judge(digest, event, crash, own, verdict)
    return [verdict.finding("no lock was reclaimed from a re-export server that had lost its memory")]


def _lost_memory(digest: Digest, reclaim: Event) -> Event | None:
    """The last crash of the re-export server before a reclaim through it."""
    if reclaim.via == digest.origin:
        return None
    crashes = [crash for crash in digest.crashes[reclaim.via] if crash.settled < reclaim.began]
    return crashes[-1] if crashes else None


def _judge(digest: Digest, reclaim: Event, crash: Event, messages: list[Event], verdict: Verdict) -> None:
    origin_crashes = [c for c in digest.crashes[digest.origin] if _noticed(c, messages, reclaim)]
    since = max([crash.invoked_at, *(c.invoked_at for c in origin_crashes)])
    until = reclaim.completed_at if reclaim.completed_at is not None else float("inf")
    who = f"{reclaim.actor}'s {story(reclaim)} through {reclaim.via}"
    refusal = _refused_meanwhile(digest, reclaim, messages, until)
    if refusal is not None:
        verdict.breaks(
            f"{who} was granted, although {digest.origin} had answered {refusal.status} to the one LOCK for it.",
            [crash, refusal, reclaim],
            {refusal.index: Remark("the authority's answer"), reclaim.index: Remark("must have been refused")},
        )
        return
    shown = next(_signs(messages, since, until), None)
    if shown is not None:
        verdict.exercised.append(f"{who} was granted after {digest.origin} had answered {shown}")
        return
    verdict.breaks(
        f"{who} was granted, and {digest.origin} had said nothing since {reclaim.via} lost its memory that shows what "
        "it still knew.",
        [crash, *[c for c in origin_crashes if c.began > crash.began], reclaim],
        {reclaim.index: Remark("on the word of its own store")},
    )


def _noticed(crash: Event, messages: list[Event], reclaim: Event) -> bool:
    """Whether R had any answer of the origin after that crash: before, it can't know that it deals with another one,
    and what it gives back it will have to reclaim there, as everybody."""
    return crash.settled < reclaim.began and any(
        m.completed_at is not None and crash.settled.time < m.invoked_at and m.completed_at < reclaim.invoked_at
        for m in messages
        if _reached(m)
    )


def _reached(message: Event) -> bool:
    """Whether R had the answer, if there was one."""
    return not message.detail.get("lost")


def _signs(messages: list[Event], since: float, until: float) -> Iterator[str]:
    """What the origin showed in that time of R's state."""
    before = [m for m in messages if m.invoked_at < since]
    sessions = {session_of(m) for m in before} - {""}
    clients = {marks_of(m).get("clientid", "") for m in before} - {""}
    for message in messages:
        if message.completed_at is None or not since <= message.completed_at <= until or not _reached(message):
            continue
        for name, status in carried_out(message):
            if name in SHOWS and status == "NFS4_OK":
                yield name
        if in_sequence(message) and session_of(message) in sessions:
            yield "SEQUENCE in a session of before"
        marks = marks_of(message)
        if message.status == "NFS4_OK" and "session" in marks and marks.get("clientid") in clients:
            yield "CREATE_SESSION for a client ID of before"


def _refused_meanwhile(digest: Digest, reclaim: Event, messages: list[Event], until: float) -> Event | None:
    """The origin's refusal of the only LOCK that R sent while it decided on this reclaim and on nothing else."""
    beside = (e for events in digest.of_actor.values() for e in events if e.via == reclaim.via and e.kind in ASKING)
    if any(e is not reclaim and e.began < reclaim.settled and e.settled > reclaim.began for e in beside):
        return None
    sent = [
        (message, status)
        for message in messages
        if reclaim.invoked_at < message.invoked_at and message.completed_at is not None and message.completed_at < until
        for name, status in carried_out(message)
        if name == "LOCK"
    ]
    return sent[0][0] if len(sent) == 1 and sent[0][1] in NO else None
