"""Edge conditions, reclaims, owners, leases and leaks: each case can fail. As `test_mutants.py`, with options."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

KILLS = [
    # options, mutant, case, target
    ("", "origin:one-fs-is-all", "GR-08", "origin"),
    ("", "reexport:one-fs-is-all", "GR-08", "reexport"),
    ("", "origin:short-grace", "GR-10", "origin"),
    ("", "reexport:short-grace", "GR-10", "reexport"),
    ("", "origin:forget-expiry", "GR-11", "origin"),
    ("", "origin:forget-incomplete", "GR-12", "origin"),
    ("", "origin:never-forgive", "GR-13", "origin"),
    ("", "origin:late-reclaim", "GR-14", "origin"),
    ("", "late-reclaim", "GR-14", "reexport"),
    ("strategy=persist", "reexport:persist-trusts-journal", "GR-15", ""),
    ("", "origin:reclaim-over-others", "GR-16", "origin"),
    ("", "origin:reclaim-unchecked", "GR-18", "origin"),
    ("", "reexport:reclaim-unchecked", "GR-18", "reexport"),
    ("strategy=enumerate", "reexport:reclaim-unchecked", "GR-18", "reexport"),
    ("strategy=persist", "reexport:reclaim-unchecked", "GR-18", "reexport"),
    ("", "origin:late-reclaim", "GR-22", "origin"),
    ("", "origin:close-keeps-locks", "LK-12", "origin"),
    ("", "reexport:close-keeps-locks", "LK-12", "reexport"),
    ("", "origin:ignore-deny", "LK-13", ""),
    ("", "origin:ignore-deny", "LK-14", "origin"),
    ("", "origin:ignore-deny,reexport:ignore-deny", "LK-14", "reexport"),
    ("", "reexport:wait-in-turn", "LK-15", ""),
    ("", "origin:ignore-deny", "LK-18", ""),
    ("", "origin:no-replay-cache", "RP-03", "origin"),
    ("", "reexport:no-replay-cache", "RP-03", "reexport"),
    ("", "origin:false-retry-ok", "RP-03", "origin"),
    ("", "reexport:false-retry-ok", "RP-03", "reexport"),
    ("", "origin:any-session", "RP-04", "origin"),
    ("", "reexport:any-session", "RP-04", "reexport"),
    ("strategy=deny", "reexport:lockt-blindly", "NS-02", ""),
    ("", "reexport:wish-is-a-condition", "NS-03", ""),
    ("strategy=deny", "reexport:wish-is-a-condition", "NS-03", ""),
    ("strategy=deny", "reexport:read-locks-locally", "NS-05", ""),
    ("", "reexport:read-beyond", "NS-06", ""),
    ("strategy=deny", "reexport:read-beyond", "NS-06", ""),
    ("", "reexport:verify-nothing", "RP-06", ""),
    ("", "reexport:any-session", "RP-07", ""),
    ("", "late-reclaim", "GR-22", "reexport"),
    ("", "origin:no-grace,origin:reclaim-over-others", "GR-22", "origin"),
    ("", "origin:keep-old-instance", "ID-07", "origin"),
    ("", "origin:merge-owners", "LK-06", "origin"),
    ("", "reexport:shared-owners", "LK-06", "reexport"),
    ("", "origin:names-alone", "LK-07", "origin"),
    ("", "origin:upgrade-blindly", "LK-08", ""),
    ("origin=plain", "reexport:new-life", "NP-04", ""),
    ("", "reexport:renew-late", "NP-14", ""),
    ("", "reexport:lock-early", "OB-06", ""),
    ("", "origin:reuse-numbers", "PT-24", ""),
    ("", "origin:renew-on-error", "RP-10", "origin"),
    ("", "reexport:renew-on-error", "RP-10", "reexport"),
    ("", "reexport:close-here-only", "SL-01", ""),
    ("", "reexport:close-here-only", "SL-03", ""),
    ("", "reexport:soft-timeout", "SL-04", ""),
    ("", "origin:keep-remainder,origin:no-cap", "SL-05", ""),
    ("", "reexport:close-here-only", "SL-06", ""),
    ("", "reexport:close-here-only", "SL-07", ""),
]
MORE = [("", "GR-12", "reexport"), ("", "GR-11", "reexport"), ("", "GR-16", "reexport"), ("", "LK-07", "reexport")]
MORE += [("", case, target) for case in ("GR-17", "GR-23") for target in ("origin", "reexport")]
MORE += [(f"strategy={one}", "GR-15", "") for one in ("retain", "enumerate")]
MORE += [("", "GR-09", target) for target in ("origin", "reexport")]
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
    found = (Verdict.FAIL, Verdict.WARN)  # a SHOULD that is not followed is a warning
    assert result.verdict in found, f"{mutant} survives {case}: {result.verdict}, {result.message}"


def test_a_reexport_server_that_takes_reclaims_for_new_locks_is_found_by_its_own_records() -> None:
    assert simulate("GR-15", strategy="naive").result.verdict is Verdict.FAIL


@pytest.mark.parametrize("target", ["origin", "reexport"])
def test_a_grace_that_goes_on_for_nobody_is_recorded(target: str) -> None:
    assert simulate("GR-09", target, mutant=f"{target}:grace-to-the-end").result.verdict is Verdict.INFO
