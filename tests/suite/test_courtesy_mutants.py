"""Cases about expired leases and restarts in grace: each can fail. As `test_mutants.py`, with options."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

KILLS = [
    # options, mutant, case, target
    ("", "origin:never-expire", "CO-04", "origin"),
    ("", "reexport:never-expire", "CO-04", "reexport"),
    ("", "origin:grant-over-expired", "CO-06", "origin"),
    ("", "origin:grant-over-expired", "CO-07", "origin"),
    ("strategy=enumerate", "origin:lose-half", "CO-08", "origin"),
    ("", "origin:never-expire", "CO-09", "origin"),
    ("", "origin:grant-over-expired", "CO-10", "origin"),
    ("", "origin:forget-expiry", "CO-11", "origin"),
    ("", "origin:no-grace,origin:reclaim-over-others", "CO-12", "origin"),
    ("", "origin:never-expire", "CO-14", "origin"),
    ("", "origin:empty-at-start", "GR-20", "origin"),
    ("", "reexport:empty-at-start", "GR-20", "reexport"),
]
MORE = [("", case, "reexport") for case in ("CO-06", "CO-07", "CO-10", "CO-14")]
MORE += [("origin=plain", case, "origin") for case in ("CO-06", "CO-10", "CO-11")]
HEALTHY = sorted({*((options, case, target) for options, _, case, target in KILLS), *MORE})


def _options(text: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in text.split())


@pytest.mark.parametrize(("options", "case", "target"), HEALTHY)
def test_the_healthy_rig_passes(options: str, case: str, target: str) -> None:
    result = simulate(case, target, **_options(options)).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


@pytest.mark.parametrize(("options", "mutant", "case", "target"), KILLS)
def test_the_bug_is_found(options: str, mutant: str, case: str, target: str) -> None:
    result = simulate(case, target, mutant=mutant, **_options(options)).result
    found = (Verdict.FAIL, Verdict.WARN, Verdict.INFO)  # what may be otherwise is recorded, and is no pass
    assert result.verdict in found, f"{mutant} survives {case}: {result.verdict}, {result.message}"
