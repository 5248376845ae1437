"""The oracle against a model: silent for the correct one, and it names every bug."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regrace.harness.oracle import Finding, Standing, judge, render_trace

from .model import BUGS, Play


def judged(play: Play, steps: int) -> list[Finding]:
    return judge(play.run(steps), play.context)


def broken(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.verdict is Standing.BROKEN]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**48), steps=st.integers(5, 120), tap=st.booleans())
def test_a_correct_world_is_never_found_broken(seed: int, steps: int, tap: bool) -> None:
    found = broken(judged(Play(Random(seed), tap=tap), steps))
    assert not found, "\n".join(
        [f"{f.invariant}: {f.message}\n" + "\n".join(render_trace(f.trace, 0.0, f.notes)) for f in found]
    )


@pytest.mark.parametrize("bug", sorted(BUGS))
def test_a_bug_is_caught_under_its_name(bug: str) -> None:
    """By one of some hundred plays; a bug that needs more is one that this oracle does not see."""
    for seed in range(400):
        found = broken(judged(Play(Random(seed), bugs={bug}, lies=seed % 2 == 0), 120))
        if BUGS[bug] in {finding.invariant for finding in found}:
            return
    pytest.fail(f"{bug} never broke {BUGS[bug]}")


def test_the_plays_exercise_what_they_are_for() -> None:
    """A model that reaches nothing would prove nothing."""
    held = {f.invariant for seed in range(30) for f in judged(Play(Random(seed)), 100) if f.verdict is Standing.HELD}
    assert {"I1", "I3", "I4", "I7"} <= held
