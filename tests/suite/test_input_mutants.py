"""The cases about bad input can fail: each kills the seeded bug that it is for, against both servers."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

KILLS = [
    # mutant, case, target, verdict
    ("origin:foreign-stateid-ok", "SC-02", "origin", Verdict.FAIL),
    ("reexport:foreign-stateid-ok", "SC-02", "reexport", Verdict.FAIL),
    ("origin:believe-client-id", "SC-03", "origin", Verdict.FAIL),
    ("reexport:reclaim-any-principal", "SC-04", "", Verdict.WARN),
    ("origin:name-is-all", "SC-05", "", Verdict.FAIL),
    ("reexport:shared-owners", "SC-06", "", Verdict.FAIL),
    ("origin:late-reclaim", "SC-13", "origin", Verdict.WARN),
    ("origin:crowded-out", "SC-13", "origin", Verdict.WARN),
    ("reexport:crowded-out", "SC-13", "reexport", Verdict.WARN),
    ("origin:special-is-any", "SC-07", "origin", Verdict.FAIL),
    ("reexport:special-is-any", "SC-07", "reexport", Verdict.FAIL),
    ("origin:clip-ranges", "SC-19", "", Verdict.FAIL),
    ("origin:root-for-unknown", "SC-20", "", Verdict.FAIL),
    ("reexport:root-for-unknown", "SC-20", "", Verdict.FAIL),
    ("origin:drop-unreadable", "SC-08", "origin", Verdict.FAIL),
    ("reexport:drop-unreadable", "SC-08", "reexport", Verdict.FAIL),
    ("origin:close-everybodys", "SC-09", "origin", Verdict.FAIL),
    ("reexport:close-everybodys", "SC-09", "reexport", Verdict.FAIL),
    ("origin:too-many-ok", "SC-10", "origin", Verdict.FAIL),
    ("reexport:illegal-notsupp", "SC-10", "reexport", Verdict.FAIL),
    ("origin:vague-minor", "SC-11", "origin", Verdict.FAIL),
    ("reexport:vague-minor", "SC-11", "reexport", Verdict.FAIL),
    ("origin:illegal-notsupp", "SC-12", "origin", Verdict.WARN),
    ("reexport:illegal-notsupp", "SC-12", "reexport", Verdict.WARN),
    ("origin:deaf-to-strangers", "SC-17", "origin", Verdict.FAIL),
    ("reexport:deaf-to-strangers", "SC-17", "reexport", Verdict.FAIL),
]
MORE = [("SC-03", "reexport")]
HEALTHY = sorted({*MORE, *((case, target) for _, case, target, _ in KILLS)})


@pytest.mark.parametrize(("case", "target"), HEALTHY, ids=[f"{case}-{target or 'rig'}" for case, target in HEALTHY])
def test_the_healthy_rig_passes(case: str, target: str) -> None:
    result = simulate(case, target).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


@pytest.mark.parametrize(("mutant", "case", "target", "verdict"), KILLS, ids=[" ".join(k[:3]) for k in KILLS])
def test_the_bug_is_found(mutant: str, case: str, target: str, verdict: Verdict) -> None:
    result = simulate(case, target, mutant=mutant).result
    assert result.verdict is verdict, f"{mutant} survives {case}: {result.verdict}, {result.message}"
