"""The cases about delegations pass on the healthy rig, and each seeded bug makes the case that it is for fail."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

KILLS = [
    # mutant, case, target
    ("reexport:delegate-uncovered", "DG-01", ""),
    ("reexport:delegate-uncovered", "DG-02", ""),
    ("reexport:return-early", "DG-02", ""),
    ("origin:no-recall", "DG-02", ""),
]
HEALTHY = sorted({(case, target) for _, case, target in KILLS})
BY_THE_ORACLE = [
    ("reexport:delegate-uncovered", "DG-02"),
    ("reexport:return-early", "DG-02"),
    ("origin:no-recall", "DG-02"),
]


@pytest.mark.parametrize("strategy", ["retain", "enumerate"])
@pytest.mark.parametrize(("case", "target"), HEALTHY, ids=[f"{case}-{target or 'rig'}" for case, target in HEALTHY])
def test_the_healthy_rig_passes(case: str, target: str, strategy: str) -> None:
    result = simulate(case, target, strategy=strategy).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


@pytest.mark.parametrize(("mutant", "case", "target"), KILLS, ids=["-".join(filter(None, k)) for k in KILLS])
def test_the_bug_is_found(mutant: str, case: str, target: str) -> None:
    result = simulate(case, target, mutant=mutant).result
    assert result.verdict is Verdict.FAIL, f"{mutant} survives {case}: {result.verdict}, {result.message}"


@pytest.mark.parametrize(("mutant", "case"), BY_THE_ORACLE)
def test_the_invariant_names_the_damage(mutant: str, case: str) -> None:
    assert simulate(case, mutant=mutant).result.invariants["I20"].startswith("broken")


@pytest.mark.parametrize("case", sorted({case for case, target in HEALTHY if not target}))
@pytest.mark.parametrize("strategy", ["deny", "forget", "persist"])
def test_who_grants_none_is_not_judged(case: str, strategy: str) -> None:
    result = simulate(case, strategy=strategy).result
    assert result.verdict is Verdict.UNSUPPORTED, f"{result.verdict} {result.message}"
    assert result.settled, result.settle_trouble
