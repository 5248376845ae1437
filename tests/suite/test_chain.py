"""A chain of two re-export servers: what survives which reboot, and what is told where nothing does."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate


@pytest.mark.parametrize("strategy", ["retain", "persist"])
def test_the_healthy_chain_keeps_the_lock_over_every_reboot(strategy: str) -> None:
    done = simulate("PT-30", strategy=strategy)
    assert done.result.verdict is Verdict.PASS, f"{done.result.message} {done.result.settle_trouble}"
    assert done.result.settled, "the outer server leaves in good order, and the inner one serves as before"


@pytest.mark.parametrize(
    ("strategy", "origin"), [("forget", "plain"), ("enumerate", "enumerating"), ("retain", "plain"), ("deny", "plain")]
)
def test_a_chain_that_recovers_nothing_is_safe_and_says_so(strategy: str, origin: str) -> None:
    result = simulate("PT-30", strategy=strategy, origin=origin).result
    assert result.verdict is Verdict.UNSUPPORTED, result.message


def test_a_chain_of_servers_that_take_reclaims_for_new_locks_is_found() -> None:
    result = simulate("PT-30", strategy="naive").result
    assert result.verdict is Verdict.FAIL
    assert result.invariants["I3"].startswith("broken")


def test_a_chain_that_tells_nobody_of_a_loss_is_found() -> None:
    assert simulate("PT-30", origin="plain", mutant="reexport:silent-loss").result.verdict is Verdict.FAIL
