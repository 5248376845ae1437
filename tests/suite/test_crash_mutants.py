"""Crash points and the strategy `persist`: each case passes on the healthy rig, and its seeded bug makes it fail."""

from __future__ import annotations

import pytest

from regrace.harness.rig.server import Server
from regrace.verdict import Verdict

from .conducting import simulate

KILLS = [
    # strategy, mutant, case
    ("persist", "reexport:unlock-early", "CP-02"),
    ("persist", "reexport:unlock-early", "CP-03"),
    ("retain", "reexport:unlock-early", "CP-03"),
    ("persist", "reexport:persist-trusts-journal", "PS-08"),
    ("persist", "reexport:persist-no-fence", "PS-11"),
    ("persist", "reexport:persist-no-intent", "PS-02"),
    ("persist", "reexport:persist-no-intent", "CP-05"),
    ("persist", "reexport:persist-no-intent", "CP-08"),
    ("persist", "reexport:persist-no-test", "PS-05"),
    ("persist", "reexport:persist-unwritten", "PS-06"),
    ("persist", "origin:no-replay-cache", "PS-10"),
    ("persist", "reexport:persist-no-unlock", "BB-05"),
    ("persist", "reexport:keep-unclaimed", "BB-05"),
    ("retain", "origin:no-replay-cache", "PS-10"),
    ("retain", "reexport:own-authority", "CP-01"),
    ("retain", "reexport:own-authority", "CP-09"),
    ("retain", "origin:reclaim-more", "CP-11"),
    ("retain", "origin:drop-at-exchange", "CP-12"),
    ("retain", "reexport:no-replay-cache", "CP-06"),
]
HEALTHY = sorted({(strategy, case) for strategy, _, case in KILLS} | {("persist", f"CP-{n:02}") for n in range(1, 14)})


@pytest.mark.parametrize(("strategy", "case"), HEALTHY)
def test_the_healthy_rig_passes(strategy: str, case: str) -> None:
    result = simulate(case, strategy=strategy).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


@pytest.mark.parametrize(("strategy", "mutant", "case"), KILLS)
def test_the_bug_is_found(strategy: str, mutant: str, case: str) -> None:
    result = simulate(case, strategy=strategy, mutant=mutant).result
    assert result.verdict is Verdict.FAIL, f"{mutant} survives {case}: {result.verdict}, {result.message}"


def test_a_stateid_that_was_lost_in_part_is_lost() -> None:
    """Only an origin that revokes a part of a client's state can show it."""
    assert simulate("PS-09", strategy="persist", origin="enumerating").result.verdict is Verdict.PASS
    bug = {"strategy": "persist", "origin": "enumerating", "mutant": "reexport:persist-no-test"}
    assert simulate("PS-09", **bug).result.verdict is Verdict.FAIL


@pytest.mark.parametrize("strategy", ["enumerate", "retain", "forget", "naive"])
@pytest.mark.parametrize("case", ["PS-05", "PS-06", "PS-10"])
def test_who_writes_nothing_down_has_nothing_to_be_wrong_about(case: str, strategy: str) -> None:
    assert simulate(case, strategy=strategy).result.verdict in (Verdict.PASS, Verdict.UNSUPPORTED)


@pytest.mark.parametrize("case", ["CP-01", "CP-02", "CP-07", "CP-09", "CP-12", "CP-13", "CP-15", "PT-13"])
def test_the_negative_control_is_found(case: str) -> None:
    assert simulate(case, strategy="naive").result.verdict is Verdict.FAIL


@pytest.mark.parametrize("mutant", ["", "origin:drop-at-exchange"])
def test_a_lease_that_ran_out_while_r_came_back_is_held_against_nobody(
    mutant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine takes its time to boot; then a free range says nothing about an EXCHANGE_ID."""
    starts = Server.start

    def slowly(self: Server, *, wait: bool = True) -> None:
        self._rig.world.run_until(lambda: False, self._rig.world.now() + 1.2 * self.lease_s)
        starts(self, wait=wait)

    monkeypatch.setattr(Server, "start", slowly)
    result = simulate("CP-12", strategy="forget", mutant=mutant).result
    assert result.verdict is Verdict.INFO, result.message
    assert "more than its lease at O" in result.message
