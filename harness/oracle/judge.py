"""All invariants over one history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from regrace.harness.history.events import Event
from regrace.harness.oracle.authority import authority
from regrace.harness.oracle.delegations import delegations
from regrace.harness.oracle.digest import Digest
from regrace.harness.oracle.fence import fence
from regrace.harness.oracle.finality import finality
from regrace.harness.oracle.findings import Budget, BudgetSpentError, Finding, OracleContext, Standing
from regrace.harness.oracle.grace import grace
from regrace.harness.oracle.holds import Holds
from regrace.harness.oracle.honesty import honesty
from regrace.harness.oracle.horizons import Horizons
from regrace.harness.oracle.incarnations import incarnations
from regrace.harness.oracle.isolation import isolation
from regrace.harness.oracle.leak import leak
from regrace.harness.oracle.legality import legality
from regrace.harness.oracle.listing import listing
from regrace.harness.oracle.liveness import liveness
from regrace.harness.oracle.mutual_exclusion import mutual_exclusion
from regrace.harness.oracle.orders import behind, orders
from regrace.harness.oracle.reclaim import reclaim
from regrace.harness.oracle.reclaims import Reclaims
from regrace.harness.oracle.replay import replay
from regrace.harness.oracle.shares import shares
from regrace.harness.oracle.stateids import stateids
from regrace.harness.oracle.takeover import takeover
from regrace.harness.oracle.told_losses import losses, told_losses

T = TypeVar("T")


def judge(history: Sequence[Event], context: OracleContext) -> list[Finding]:
    """Judge a history: one finding per invariant, in their order. A pure function of its arguments.

    Raises ValueError for a history that is none (a lock type that is neither READ nor WRITE)."""
    digest = Digest(history, context)
    horizons = Horizons(digest)
    holds = Holds(digest, horizons)
    reclaims = _Once(lambda budget: Reclaims(digest, horizons, budget))
    taken = _Once(lambda budget: losses(digest, budget))

    families: list[tuple[tuple[str, ...], Callable[[Budget], list[Finding]]]] = [
        (("I1",), lambda budget: mutual_exclusion(digest, holds, budget)),
        (("I2",), lambda budget: shares(digest, holds, budget)),
        (("I3", "I4"), lambda budget: reclaim(digest, reclaims(budget), budget)),
        (("I5",), lambda budget: finality(reclaims(budget), budget)),
        (("I6", "I11"), lambda budget: told_losses(digest, holds, taken(budget), budget)),
        (("I7",), lambda budget: leak(digest, horizons, budget)),
        (("I8", "I22"), lambda budget: liveness(digest, horizons, budget)),
        (("I9",), lambda budget: stateids(digest, budget)),
        (("I10",), lambda budget: replay(digest, budget)),
        (("I12",), lambda budget: fence(taken(budget), budget)),
        (("I13", "I14", "I15"), lambda budget: grace(digest, reclaims(budget), budget)),
        (("I16",), lambda budget: isolation(digest, reclaims(budget), budget)),
        (("I17",), lambda budget: incarnations(digest, budget)),
        (("I18",), lambda budget: listing(digest, holds, horizons, budget)),
        (("I21",), lambda budget: authority(digest, budget)),
        (("I23",), lambda budget: honesty(digest, reclaims(budget), budget)),
        (("I24",), lambda budget: legality(digest, budget)),
        (("I20",), lambda budget: delegations(digest, holds, budget)),
        (("I19",), lambda budget: takeover(digest, budget)),
    ]
    swept = [f for names, family in families for f in _within_budget(names, family, context.budget)]
    found = behind(swept, orders(digest, horizons, context.budget))
    return sorted(found, key=lambda finding: int(finding.invariant[1:]))


class _Once(Generic[T]):
    """What several families look at, made by the first that asks for it."""

    def __init__(self, make: Callable[[Budget], T]) -> None:
        self._make = make
        self._made: list[T] = []

    def __call__(self, budget: Budget) -> T:
        if not self._made:
            self._made.append(self._make(budget))
        return self._made[0]


def _within_budget(
    names: tuple[str, ...], family: Callable[[Budget], list[Finding]], steps: int
) -> list[Finding]:
    try:
        return family(Budget(steps))
    except BudgetSpentError:
        message = f"the budget of {steps} steps ended before it could be judged"
        return [Finding(invariant=name, verdict=Standing.UNKNOWN, message=message) for name in names]
