"""Cases in which somebody gives a server orders, sets its clock or has it die: each can fail. As `test_mutants.py`."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

KILLS = [
    ("reexport:no-local-retry", "PT-25", ""),
    ("reexport:taken-for-granted", "PT-27", ""),
    ("origin:release-nothing", "PT-29", "origin"),
    ("origin:late-reclaim", "PT-29", "origin"),
    ("origin:release-nothing", "PT-29", "reexport"),
    ("origin:wall-leases", "NP-15", "origin"),
    ("reexport:wall-leases", "NP-15", "reexport"),
    ("reexport:ignore-scope", "OB-05", ""),
    ("reexport:promise-stable", "OB-08", ""),
    ("origin:record-late", "CP-19", "origin"),
    ("origin:record-late", "CP-20", "origin"),
]


@pytest.mark.parametrize(("case", "target"), sorted({(case, target) for _, case, target in KILLS}))
def test_the_healthy_rig_passes(case: str, target: str) -> None:
    done = simulate(case, target)
    assert done.result.verdict is Verdict.PASS, f"{done.result.message} {done.result.settle_trouble}"
    assert done.result.settled, "what was ordered is taken back, and the servers are as they were"


@pytest.mark.parametrize(("mutant", "case", "target"), KILLS)
def test_the_bug_is_found(mutant: str, case: str, target: str) -> None:
    result = simulate(case, target, mutant=mutant).result
    found = (Verdict.FAIL, Verdict.WARN)  # a SHOULD that is not followed is a warning
    assert result.verdict in found, f"{mutant} survives {case}: {result.verdict}, {result.message}"


@pytest.mark.parametrize("case", ["PT-25", "PT-27"])
@pytest.mark.parametrize("strategy", ["persist", "enumerate", "forget"])
def test_without_retention_there_is_nothing_to_be_ordered(strategy: str, case: str) -> None:
    assert simulate(case, strategy=strategy).result.verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize("case", ["CP-19", "CP-20"])
@pytest.mark.parametrize("origin", ["plain", "courteous"])
def test_an_origin_of_another_kind_dies_as_well(origin: str, case: str) -> None:
    result = simulate(case, "origin", origin=origin).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"
