"""I16, isolation: nobody reclaims what belongs to another owner (RFC 8881 §8.4.2.1, §9.1.1)."""

from __future__ import annotations

from regrace.harness.oracle.digest import Digest, mode_of
from regrace.harness.oracle.findings import Budget, Finding, Verdict
from regrace.harness.oracle.reclaim import overreach_break
from regrace.harness.oracle.reclaims import Reclaims, Study


def isolation(digest: Digest, reclaims: Reclaims, budget: Budget) -> list[Finding]:
    """Judge I16: a reclaim of bytes that its owner can't have had, and another owner may have had."""
    verdict = Verdict(invariant="I16")
    for study in reclaims.studies:
        budget.spend()
        strange = [(s, p) for s, p in study.pieces if not p.might_hold(mode_of(study.reclaim))]
        if not strange or not (study.overreach or study.refused):
            continue
        holder = _holder(reclaims, study)
        if holder is None:
            continue
        asked = study.reclaim
        if study.overreach:
            message, trace, notes = overreach_break(study, *study.overreach[0])
            verdict.breaks(f"{message} {holder} had it.", trace, notes)
        else:
            verdict.exercised.append(f"{asked.actor}'s reclaim of what {holder} had was answered {asked.status}")
    return [verdict.finding("nobody tried to reclaim what another owner had")]


def _holder(reclaims: Reclaims, study: Study) -> str | None:
    """Another owner who may have had a byte of what was reclaimed without right."""
    for grant, _, past in reclaims.past_of_others(study):
        if any(held is not None for held in past.possible):
            return f"{grant.actor}/{grant.owner}"
    return None
