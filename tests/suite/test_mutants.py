"""Every case here can fail: on the healthy rig it passes, and the seeded bug that it is for makes it fail.

In the virtual world, where waiting costs nothing. `mutant` is as a user writes it behind `--mutant`.
"""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

KILLS = [
    # mutant, case, target
    ("origin:retain-unasked", "PT-02", "origin"),
    ("origin:reclaim-under-any-open", "PT-10", "origin"),
    ("origin:reclaim-more", "PT-11", "origin"),
    ("origin:no-gate", "PT-14", "origin"),
    ("origin:no-cap", "PT-17", "origin"),
    ("origin:cap-early", "PT-20", "origin"),
    ("origin:expire-early", "PT-20", "origin"),
    ("origin:restart-cap", "PT-19", "origin"),
    ("origin:one-fs-is-all", "PT-22", "origin"),
    ("origin:keep-stateids", "PT-23", "origin"),
    ("origin:release-others", "PT-28", "origin"),
    ("origin:no-hint", "PT-05", "origin"),
    ("origin:reclaim-more", "PT-07", "origin"),
    ("origin:reclaim-more", "PT-07", "reexport"),
    ("origin:keep-remainder", "PT-08", "origin"),
    ("origin:keep-remainder", "PT-08", "reexport"),
    ("origin:reclaim-any-owner", "PT-09", "origin"),
    ("reexport:shared-owners", "PT-09", "reexport"),
    ("origin:forget-earlier", "PT-18", "origin"),
    ("origin:forget-earlier", "PT-18", "reexport"),
    ("late-reclaim", "PT-21", "origin"),
    ("late-reclaim", "PT-21", "reexport"),
    ("reexport:complete-early", "PT-15", ""),
    ("reexport:complete-early", "PT-26", ""),
    ("reexport:read-beyond", "LK-17", ""),
    ("reexport:expire-early", "NP-01", ""),
    ("reexport:leak-the-gone", "NP-02", ""),
    ("reexport:leak-the-gone", "NP-03", ""),
    ("origin:no-courtesy", "NP-05", ""),
    ("reexport:silent-loss", "NP-06", ""),
    ("reexport:lock-early", "NP-07", ""),
    ("reexport:lock-early", "NP-08", ""),
    ("reexport:silent-loss", "NP-09", ""),
    ("origin:forget-incomplete", "NP-09", ""),
    ("reexport:leak-the-gone", "NP-10", ""),
    ("origin:no-replay-cache", "NP-11", ""),
    ("any-session", "NP-13", "origin"),
    ("any-session", "NP-13", "reexport"),
    ("origin:no-grace", "OB-01", ""),
    ("origin:no-grace", "OB-02", ""),
    ("reexport:silent-loss", "OB-03", ""),
    ("reexport:silent-loss", "OB-04", ""),
    ("origin:forget-incomplete", "OB-07", ""),
    ("origin:record-at-expiry", "OB-09", "origin"),
    ("reexport:complete-early", "BB-01", ""),
    ("late-reclaim", "BB-02", ""),
    ("late-reclaim", "BB-03", ""),
    ("reexport:complete-early", "BB-06", ""),
    ("origin:keep-remainder", "BB-07", ""),
    ("late-reclaim", "BB-08", ""),
]
HEALTHY = sorted({(case, target) for _, case, target in KILLS})


@pytest.mark.parametrize(("case", "target"), HEALTHY, ids=[f"{case}-{target or 'rig'}" for case, target in HEALTHY])
def test_the_healthy_rig_passes(case: str, target: str) -> None:
    result = simulate(case, target).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


@pytest.mark.parametrize(("mutant", "case", "target"), KILLS, ids=["-".join(filter(None, k)) for k in KILLS])
def test_the_bug_is_found(mutant: str, case: str, target: str) -> None:
    result = simulate(case, target, mutant=mutant).result
    found = (Verdict.FAIL, Verdict.WARN)  # a SHOULD that is not followed is a warning
    assert result.verdict in found, f"{mutant} survives {case}: {result.verdict}, {result.message}"
