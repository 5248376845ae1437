"""Seeded bugs that the oracle names by itself, out of the history of a case, whatever the case says."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

NAMED = [
    # strategy, mutant, case, target, invariant
    ("retain", "origin:stale-seqid-ok", "LK-11", "origin", "I9"),
    ("retain", "origin:no-replay-cache", "RP-01", "origin", "I10"),
    ("retain", "origin:no-replay-cache", "NP-11", "", "I10"),
    ("retain", "reexport:own-authority", "CP-01", "", "I21"),
    ("retain", "reexport:own-authority", "CP-09", "", "I21"),
    ("persist", "reexport:persist-trusts-journal", "PS-08", "", "I21"),
]


@pytest.mark.parametrize(
    ("strategy", "mutant", "case", "target", "invariant"), NAMED, ids=[f"{m}-{c}-{i}" for _, m, c, _, i in NAMED]
)
def test_the_oracle_names_it(strategy: str, mutant: str, case: str, target: str, invariant: str) -> None:
    result = simulate(case, target, strategy=strategy, mutant=mutant).result
    assert result.verdict is Verdict.FAIL
    assert result.invariants[invariant].startswith("broken: ")
