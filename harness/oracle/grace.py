"""I13 to I15: what grace keeps out, and what ends it (RFC 8881 §8.4.2, §8.4.3, §18.51).

I13, grace exclusion: nothing that was granted in a server's grace would have been prevented by a reclaim
that came later and went well.
I14, the edge conditions: a reclaim is refused if somebody else had the lock before the last crash already:
since the lease of its owner had run out (1), since the owner missed a whole grace (2), or, behind a
re-export server that lost its memory, because the origin gave it away (3).
I15, RECLAIM_COMPLETE is a barrier: the same client instance reclaims nothing after it.
"""

from __future__ import annotations

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle.digest import ASKING, RECLAIMS, Digest
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.reclaim import intervention_break, who_reclaims
from regrace.harness.oracle.reclaims import Intervention, Reclaims, Study
from regrace.harness.oracle.render import story

EXCLUDED = frozenset({"NFS4ERR_GRACE", "NFS4ERR_DENIED", "NFS4ERR_SHARE_DENIED", "NFS4ERR_DELAY"})
"""Answers that keep a new request out while somebody may still reclaim."""


def grace(digest: Digest, reclaims: Reclaims, budget: Budget) -> list[Finding]:
    """Judge I13, I14 and I15."""
    exclusion, edges = Verdict(invariant="I13"), Verdict(invariant="I14")
    turned_away = _turned_away(digest)
    for study in reclaims.studies:
        budget.spend(1 + len(study.interventions))
        _judge_study(digest, study, exclusion, edges)
        if study.granted and study.crashes and not study.interventions:
            kept_out = _kept_out(digest, study, turned_away[study.reclaim.file], budget)
            if kept_out is not None:
                exclusion.exercised.append(
                    f"{kept_out.actor}'s {story(kept_out)} was answered {kept_out.status}, and then "
                    f"{study.reclaim.actor}'s reclaim went well"
                )
    return [
        exclusion.finding("no reclaim went well that somebody had tried to forestall since the last crash"),
        edges.finding("nobody reclaimed what another one had been granted before the last crash"),
        _barrier(digest, reclaims),
    ]


def _judge_study(digest: Digest, study: Study, exclusion: Verdict, edges: Verdict) -> None:
    for found in study.interventions:
        in_grace, edge = _classify(digest, study, found)
        if not study.granted:
            if edge:
                edges.exercised.append(f"edge condition {edge}: the reclaim was answered {study.reclaim.status}")
            continue
        who, grant = who_reclaims(study), found.grant
        _, trace, notes = intervention_break(digest, study, found)
        if in_grace:
            text = f"{grant.actor}'s {story(grant)} through {grant.via} was granted in the grace after the last crash"
            text = f"{text} of {study.crashes[-1].actor}, and then {who} was as well (see I3)."
            exclusion.breaks(text, trace, notes)
        if edge:
            text = f"{who} was granted under edge condition {edge}: {grant.actor} had been granted {story(grant)}"
            edges.breaks(f"{text} in between (see I3).", trace, notes)


def _classify(digest: Digest, study: Study, found: Intervention) -> tuple[bool, int]:
    """Whether the grant in between came after the last crash; and which edge condition it makes, or 0."""
    crashes = [c for c in study.crashes if found.original.settled < c.began]
    if not crashes:
        return False, 0
    grant, last = found.grant, crashes[-1]
    in_grace = last.settled < grant.began
    if all(c.actor != digest.origin for c in crashes):
        return in_grace, 3
    if not grant.settled < last.began:
        return in_grace, 0
    return in_grace, 2 if any(c.settled < grant.began for c in crashes) else 1


def _turned_away(digest: Digest) -> dict[str, list[Event]]:
    """Per file, the new requests that were refused because somebody has, or may reclaim, what they want."""
    return {
        file: [e for e in digest.on_file[file] if e.kind in ASKING - RECLAIMS and e.status in EXCLUDED]
        for file in digest.judged_files()
    }


def _kept_out(digest: Digest, study: Study, turned_away: list[Event], budget: Budget) -> Event | None:
    """A rival's request that was refused between the last crash and the reclaim."""
    for event in turned_away:
        budget.spend()
        if (
            study.crashes[-1].began < event.began
            and event.settled < study.reclaim.began
            and digest.rivals(event, study.reclaim)
        ):
            return event
    return None


def _barrier(digest: Digest, reclaims: Reclaims) -> Finding:
    verdict = Verdict(invariant="I15")
    for study in reclaims.studies:
        barrier = _completed(digest, study.reclaim)
        if barrier is None:
            continue
        asked = study.reclaim
        what = f"{asked.actor}'s {story(asked)} through {asked.via}"
        if study.granted:
            verdict.breaks(
                f"{what} was granted after its RECLAIM_COMPLETE.",
                [barrier, asked],
                {asked.index: Remark("must have been refused")},
            )
        elif study.refused:
            verdict.exercised.append(f"{what} was refused after its RECLAIM_COMPLETE")
    return verdict.finding("nobody tried to reclaim after its RECLAIM_COMPLETE")


def _completed(digest: Digest, reclaim: Event) -> Event | None:
    """The RECLAIM_COMPLETE of the same client instance, in the same life of the server, before a reclaim."""
    ends = digest.crashes[reclaim.via] + digest.rebirths(reclaim.actor) + digest.anew(reclaim.actor)
    for done in reversed(digest.tidings[reclaim.actor]):
        if (
            done.kind is Kind.RECLAIM_COMPLETE
            and done.ok
            and done.via == reclaim.via
            and not done.detail.get("one_fs")
            and done.settled < reclaim.began
            and not any(end.settled > done.began and end.began < reclaim.settled for end in ends)
        ):
            return done
    return None
