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
    ("origin:no-recall", "DG-03", "origin"),
    ("origin:never-revoke", "DG-03", "origin"),
    ("reexport:no-recall", "DG-03", "reexport"),
    ("reexport:return-early", "DG-03", "reexport"),
    ("reexport:lock-locally", "DG-04", ""),
    ("origin:delegation-outlives", "DG-06", "origin"),
    ("reexport:forget-covers", "DG-07", ""),
    ("origin:never-revoke", "DG-08", ""),
    ("reexport:trust-silence", "DG-08", ""),
    ("reexport:delegate-again", "DG-09", ""),
    ("origin:never-revoke", "CP-18", ""),
    ("reexport:delegate-again", "CP-18", ""),
    ("origin:revoke-all", "NP-12", "origin"),
    ("origin:never-revoke", "NP-12", "origin"),
    ("reexport:revoke-all", "NP-12", "reexport"),
]
HEALTHY = sorted({(case, target) for _, case, target in KILLS})
BY_THE_ORACLE = [
    ("reexport:delegate-uncovered", "DG-02", "I20"),
    ("reexport:return-early", "DG-02", "I20"),
    ("origin:no-recall", "DG-02", "I20"),
    ("reexport:no-recall", "DG-03", "I20"),
    ("reexport:trust-silence", "DG-08", "I20"),
    ("reexport:lock-locally", "DG-04", "I1"),
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


@pytest.mark.parametrize(("mutant", "case", "invariant"), BY_THE_ORACLE)
def test_the_invariant_names_the_damage(mutant: str, case: str, invariant: str) -> None:
    target = "reexport" if case == "DG-03" else ""
    assert simulate(case, target, mutant=mutant).result.invariants[invariant].startswith("broken")


def test_delegations_that_are_kept_over_a_restart() -> None:
    kept = {"delegations": "kept"}
    assert simulate("DG-05", "origin", **kept).result.verdict is Verdict.PASS
    assert simulate("DG-06", "origin", **kept).result.verdict is Verdict.INFO
    assert simulate("DG-05", "origin").result.verdict is Verdict.UNSUPPORTED
    assert simulate("DG-05", "origin", mutant="origin:purge-nothing", **kept).result.verdict is Verdict.FAIL


@pytest.mark.parametrize("case", ["DG-02", "DG-08", "DG-09", "CP-18"])
@pytest.mark.parametrize("kind", ["kept", "always"])
def test_over_an_origin_with_other_ways(case: str, kind: str) -> None:
    result = simulate(case, delegations=kind).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


def test_directories_are_not_judged() -> None:
    assert simulate("DG-10").result.verdict is Verdict.INFO


@pytest.mark.parametrize("case", sorted({case for case, target in HEALTHY if not target}))
@pytest.mark.parametrize("strategy", ["deny", "forget", "persist"])
def test_who_grants_none_is_not_judged(case: str, strategy: str) -> None:
    result = simulate(case, strategy=strategy).result
    assert result.verdict is Verdict.UNSUPPORTED, f"{result.verdict} {result.message}"
    assert result.settled, result.settle_trouble
