"""All invariants over one history."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from regrace.harness.history.events import Event
from regrace.harness.oracle.digest import Digest
from regrace.harness.oracle.findings import Budget, BudgetSpentError, Finding, OracleContext, Standing
from regrace.harness.oracle.holds import Holds
from regrace.harness.oracle.horizons import Horizons
from regrace.harness.oracle.leak import leak
from regrace.harness.oracle.mutual_exclusion import mutual_exclusion
from regrace.harness.oracle.reclaim import reclaim
from regrace.harness.oracle.reclaims import Reclaims


def judge(history: Sequence[Event], context: OracleContext) -> list[Finding]:
    """Judge a history: one finding per invariant, in their order. A pure function of its arguments.

    Raises ValueError for a history that is none (a lock type that is neither READ nor WRITE)."""
    digest = Digest(history, context)
    horizons = Horizons(digest)
    holds = Holds(digest, horizons)
    shared: list[Reclaims] = []

    def reclaims(budget: Budget) -> Reclaims:
        if not shared:
            shared.append(Reclaims(digest, horizons, budget))
        return shared[0]

    families: list[tuple[tuple[str, ...], Callable[[Budget], list[Finding]]]] = [
        (("I1",), lambda budget: mutual_exclusion(digest, holds, budget)),
        (("I3", "I4"), lambda budget: reclaim(digest, reclaims(budget), budget)),
        (("I7",), lambda budget: leak(digest, horizons, budget)),
    ]
    found = [f for names, family in families for f in _within_budget(names, family, context.budget)]
    return sorted(found, key=lambda finding: int(finding.invariant[1:]))


def _within_budget(
    names: tuple[str, ...], family: Callable[[Budget], list[Finding]], steps: int
) -> list[Finding]:
    try:
        return family(Budget(steps))
    except BudgetSpentError:
        message = f"the budget of {steps} steps ended before it could be judged"
        return [Finding(invariant=name, verdict=Standing.UNKNOWN, message=message) for name in names]
