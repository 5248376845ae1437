"""I7, no leak: once nobody holds anything any more, nothing blocks at the origin.

Judged from outside, by probes. **For who writes them** (a case, or the code that settles after it): a direct
client, with a history, tries on a file

1. OPEN with access BOTH and deny BOTH, and then
2. LOCK WRITE of [0, end of file),

again and again until both are granted or the bound is over. Mark these events with
`detail={"probe": "leak"}`; what the last attempt of each was answered is what counts. A NOTE with
`detail={"leak_probe": "clean"}` stands for probes that kept no history; one that says "leak" is repeated
as a doubt, and never judged: it does not show that it waited long enough.

The bound is three of the longest leases and 2 s, and for how long the origin may keep what a client had that is gone
(`OracleContext.keeps_s`). It runs from when the file was quiet: every other client has closed it, was followed by a new
incarnation, or has said nothing for a lease; every fault was healed; and a re-export server that crashed
has ended its grace: by its GRACE_END event, or else two of its leases after its START.
"""

from __future__ import annotations

from regrace.harness.history.events import NEVER, Event, Kind, Moment
from regrace.harness.oracle.digest import Digest, is_grant, lane_of, may_have_happened
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.horizons import SKEW, Horizons
from regrace.harness.oracle.render import story

BLOCKED = frozenset({"NFS4ERR_DENIED", "NFS4ERR_SHARE_DENIED", "NFS4ERR_LOCKED"})
"""Answers to a probe that say: somebody holds it. GRACE and DELAY only say "later"."""
DEFAULT_BOUND_LEASES, DEFAULT_BOUND_EXTRA_S = 3.0, 2.0


def is_probe(event: Event) -> bool:
    """Whether an OPEN or LOCK asks for leaks, and is no part of the story."""
    return event.detail.get("probe") == "leak"


def leak(digest: Digest, horizons: Horizons, budget: Budget) -> list[Finding]:
    """Judge I7; no finding if nobody probed."""
    verdict = Verdict(invariant="I7")
    notes = [e for e in digest.events if e.kind is Kind.NOTE and "leak_probe" in e.detail]
    probed = [file for file in digest.judged_files() if any(is_probe(e) for e in digest.on_file[file])]
    if not notes and not probed:
        return []
    for note in notes:
        if note.detail["leak_probe"] == "clean":
            verdict.exercised.append("the leak probe came out clean")
        else:
            verdict.doubts.append(f"a probe without a history says: {note.detail.get('what', 'leak')}")
    for file in probed:
        budget.spend(len(digest.on_file[file]))
        _judge_file(digest, horizons, file, verdict)
    return [verdict.finding("no probe was answered")]


def _judge_file(digest: Digest, horizons: Horizons, file: str, verdict: Verdict) -> None:
    last: dict[Kind, Event] = {
        event.kind: event for event in digest.on_file[file] if is_probe(event) and event.answered
    }
    refused = [event for event in last.values() if event.status in BLOCKED]
    if not refused:
        if last.get(Kind.LOCK) is not None and last[Kind.LOCK].ok:
            verdict.exercised.append(f"{file} could be opened against everybody and locked whole at the origin")
        else:
            verdict.doubts.append(f"the probes of {file} were not answered by a grant or a conflict")
        return
    probe = refused[-1]
    quiet, why, holders = _quiet_since(digest, horizons, file, probe)
    bound = _bound(digest)
    if bound is None:
        verdict.doubts.append(f"{file} is held at the origin, and nobody knows for how long it keeps what a client had")
        return
    waited = probe.invoked_at - quiet
    if waited <= bound:
        verdict.doubts.append(f"{file} is held at the origin, {why}; the bound of {bound:.1f} s was not waited for")
        return
    message = (
        f"{probe.actor}'s {story(probe)} at {probe.via} was answered {probe.status}, {waited:.1f} s after "
        f"{why}: nobody holds it, and the origin thinks otherwise (bound {bound:.1f} s)."
    )
    notes = {probe.index: Remark(f"quiet since {{at}}: {why}", quiet)}
    verdict.breaks(message, [*holders, probe], notes)


def _quiet_since(
    digest: Digest, horizons: Horizons, file: str, probe: Event
) -> tuple[float, str, list[Event]]:
    """From when on nothing can be held by right, what it was that ended last, and who last had something."""
    times: list[tuple[float, str]] = [(digest.events[0].invoked_at, "the beginning")]
    holders: list[Event] = []
    users = {e.actor for e in digest.on_file[file] if is_grant(e) and not is_probe(e)}
    users |= {e.actor for e in digest.on_file[file] if may_have_happened(e) and not is_probe(e)}
    if probe.actor in users:  # another owner of its own may stand in its way
        closed = closed_since(digest, file, probe.actor, until=probe.began)
        times.append((float("inf") if closed is None else closed, f"{probe.actor}'s own last CLOSE"))
    for actor in sorted(users - {probe.actor}):
        times.append(_free_since(digest, horizons, file, actor))
        granted = [e for e in digest.on_file[file] if e.actor == actor and is_grant(e)]
        holders += granted[-1:]
    for event in digest.events:
        if event.began >= probe.began:
            break
        if event.kind in (Kind.HEAL, Kind.RESUME, Kind.START, Kind.GRACE_END):
            times.append((event.settled.time, f"{event.actor or 'everything'}: {event.kind.value}"))
        if event.kind is Kind.START:
            times.append(_grace_over(digest, event))
        if event.kind is Kind.CRASH and not _started_again(digest, event, probe):
            times.append((float("inf"), f"{event.actor} is down"))
    quiet, why = max(times)
    return quiet, why, holders


def _started_again(digest: Digest, crash: Event, probe: Event) -> bool:
    starts = (e for e in digest.of_actor[crash.actor] if e.kind is Kind.START)
    return any(crash.began < e.began < probe.began for e in starts)


def _grace_over(digest: Digest, start: Event) -> tuple[float, str]:
    ended = [e for e in digest.of_actor[start.actor] if e.kind is Kind.GRACE_END and e.began > start.began]
    if ended:
        return ended[0].settled.time, f"the end of {start.actor}'s grace"
    lease = _lease(digest, start.actor)
    return start.settled.time + 2 * lease, f"two leases of {start.actor} after its start"


def _free_since(digest: Digest, horizons: Horizons, file: str, actor: str) -> tuple[float, str]:
    """From when on a client can hold nothing on the file."""
    own = digest.of_actor[actor]
    contact = max(max(e.invoked_at, e.completed_at or e.invoked_at) for e in own)
    vias = {e.via for e in own if e.via} or {digest.origin}
    silent = contact + max(horizons.lease_of(via, contact) / (1 - SKEW) for via in vias)
    courteous = any(
        "courtesy" in digest.context.claims.get(via, frozenset()) for via in vias if via != digest.origin
    )
    # A courteous re-export server may keep what a silent client had for as long as it likes.
    silence = float("inf") if courteous else silent
    found = [(silence, f"the lease of {actor}, silent since, ran out")]
    closed = closed_since(digest, file, actor)
    if closed is not None:
        found.append((closed, f"{actor}'s last CLOSE"))
    latest = max((e.began for e in digest.on_file[file] if e.actor == actor), default=None)
    for note in digest.rebirths(actor):
        if latest is not None and note.answered and note.began > latest:
            found.append((note.settled.time, f"a new incarnation of {actor}"))
    return min(found)


def closed_since(digest: Digest, file: str, actor: str, *, until: Moment = NEVER) -> float | None:
    """When the client had closed all that it had asked for on the file by then; None if it may have something open."""
    own = [e for e in digest.on_file[file] if e.actor == actor and e.began < until and not is_probe(e)]
    latest = 0.0
    for lane in {lane_of(e) for e in own if e.kind in (Kind.OPEN, Kind.RECLAIM_OPEN)}:
        asked = [e for e in own if e.kind in (Kind.OPEN, Kind.RECLAIM_OPEN) and lane_of(e) == lane]
        opens = [e for e in asked if e.ok or may_have_happened(e)]
        closes = [e for e in own if e.kind is Kind.CLOSE and lane_of(e) == lane and e.ok]
        if not opens:
            continue
        if any(not e.answered for e in opens) or not closes or closes[-1].began <= opens[-1].settled:
            return None
        latest = max(latest, closes[-1].settled.time)
    return latest


def _bound(digest: Digest) -> float | None:
    """None if the origin retains what a client had, and nobody knows for how long."""
    if digest.context.leak_bound_s is not None:
        return digest.context.leak_bound_s
    nodes = {*digest.leases, *digest.context.lease_s}
    longest = max((_lease(digest, node) for node in nodes), default=0.0)
    claims = digest.context.claims.get(digest.origin, frozenset())
    keeps = digest.context.origin_keeps_s if "retention" in claims else digest.context.keeps_s.get(digest.origin, 0.0)
    return None if keeps is None else DEFAULT_BOUND_LEASES * longest + DEFAULT_BOUND_EXTRA_S + keeps


def _lease(digest: Digest, node: str) -> float:
    told = digest.leases.get(node)
    return float(told[-1].detail["lease_s"]) if told else digest.context.lease_s.get(node, 0.0)
