"""I5, an unlock is final: what was given back can't be reclaimed.

Whether an answer said that it was done, or an observation settled what no answer had said.
"""

from __future__ import annotations

from regrace.harness.oracle.findings import Budget, Finding, Verdict
from regrace.harness.oracle.reclaim import overreach_break, who_reclaims
from regrace.harness.oracle.reclaims import Reclaims
from regrace.harness.oracle.render import story


def finality(reclaims: Reclaims, budget: Budget) -> list[Finding]:
    """Judge I5."""
    verdict = Verdict(invariant="I5")
    for study in reclaims.studies:
        budget.spend(1 + len(study.pieces))
        for span, past in study.overreach:
            if past.released is not None:
                _, trace, notes = overreach_break(study, span, past)
                asked = study.reclaim
                final = f"{asked.actor}/{asked.owner}'s {story(past.released)} was final"
                verdict.breaks(f"{final}, and {who_reclaims(study)} was granted (see I4).", trace, notes)
                break
        given_back = [p for _, p in study.pieces if p.released is not None]
        if study.refused and given_back:
            asked = study.reclaim
            verdict.exercised.append(f"{asked.actor}'s reclaim of what it had given back got {asked.status}")
    return [verdict.finding("nobody tried to reclaim what it had given back")]
