"""The oracle over real servers and clients, played with dice in virtual time.

A few seeds only; thousands were played by hand. A break here is a bug of the reference servers or a false
alarm of the oracle: both are worth a look.
"""

from __future__ import annotations

import pytest

from regrace.harness.oracle import Finding, Standing, render_trace

from .dice import Dice


def broken(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.verdict is Standing.BROKEN]


def told(found: list[Finding]) -> str:
    return "\n".join(f"{f.message}\n" + "\n".join(render_trace(f.trace, 0.0, f.notes)) for f in found)


@pytest.mark.parametrize("options", [{"strategy": "retain"}, {"strategy": "forget"}], ids=["retain", "forget"])
@pytest.mark.parametrize("seed", range(6))
def test_healthy_servers_break_nothing(seed: int, options: dict[str, str]) -> None:
    _, found = Dice(seed, **options).play(60)
    assert not broken(found), told(broken(found))


def test_a_server_that_merges_owners_is_seen() -> None:
    for seed in range(20):
        _, found = Dice(seed, strategy="retain", mutant="merge-owners").play(60)
        if any(finding.invariant in ("I1", "I6") for finding in broken(found)):
            return
    pytest.fail("merged owners broke neither I1 nor I6 in twenty plays")


def test_the_plays_reach_something() -> None:
    held = {
        finding.invariant
        for seed in range(10)
        for finding in Dice(seed, strategy="retain").play(60)[1]
        if finding.verdict is Standing.HELD
    }
    assert {"I1", "I3", "I4", "I6"} <= held
