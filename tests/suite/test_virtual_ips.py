"""Cases about virtual IPs: each passes on the healthy pair, and its seeded bug makes it fail."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

ALIVE = ("retain", "enumerate", "persist")
HEALTHY = [("VP-01", strategy) for strategy in ALIVE]
KILLS = [
    # strategy, mutant, case
    ("retain", "reexport:vip-private-records", "VP-01"),
]


@pytest.mark.parametrize(("case", "strategy"), HEALTHY)
def test_the_healthy_pair_passes(case: str, strategy: str) -> None:
    result = simulate(case, strategy=strategy).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"
    assert result.settled, result.settle_trouble


@pytest.mark.parametrize(("strategy", "mutant", "case"), KILLS)
def test_the_bug_is_found(strategy: str, mutant: str, case: str) -> None:
    result = simulate(case, strategy=strategy, mutant=mutant).result
    assert result.verdict in (Verdict.FAIL, Verdict.WARN), f"{mutant} survives {case}: {result.verdict}"


@pytest.mark.parametrize("strategy", ["deny", "forget"])
def test_who_recovers_nothing_is_not_failed_for_it(strategy: str) -> None:
    assert simulate("VP-01", strategy=strategy).result.verdict is Verdict.UNSUPPORTED


def test_the_negative_control_is_found() -> None:
    assert simulate("VP-01", strategy="naive").result.verdict is Verdict.FAIL
