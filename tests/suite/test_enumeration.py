"""The cases about enumeration pass with the strategy that needs it, and each seeded bug makes its case fail."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

KILLS = [
    # mutant, case, target
    ("enumerate-no-range-check", "EN-21", ""),
    ("enumerate-no-fence", "EN-16", "reexport"),
    ("fence-nothing", "EN-16", "origin"),
    ("enum-no-delegations", "EN-03", "origin"),
    ("enum-any-principal", "EN-12", "origin"),
    ("enum-revoked-ok", "EN-15", "origin"),
    ("refresh-more", "EN-30", "origin"),
    ("reexport:leak-the-gone", "EN-23", ""),
    ("reexport:keep-unclaimed", "EN-22", ""),
    ("reexport:keep-unclaimed", "EN-23", ""),
    ("reexport:first-session", "EN-29", ""),
    ("reexport:enumerate-no-fence", "EN-29", ""),
    ("reexport:enumerate-old-list", "BB-04", ""),
    ("reexport:no-grace", "EN-32", ""),
]
WHOLE = ["EN-19", "EN-20", "EN-24", "EN-25", "EN-26", "EN-27", "BB-05", "CP-01", "CP-14", "PT-03", "PT-13", "PT-16"]
AT_O = ["EN-03", "EN-05", "EN-07", "EN-09", "EN-15", "EN-17", "EN-18", "EN-31", "EN-33", "EN-34"]
HEALTHY = sorted(
    {*((case, target) for _, case, target in KILLS), *((c, "") for c in WHOLE), *((c, "origin") for c in AT_O)}
)


@pytest.mark.parametrize(("case", "target"), HEALTHY, ids=[f"{case}-{target or 'rig'}" for case, target in HEALTHY])
def test_the_healthy_rig_passes(case: str, target: str) -> None:
    result = simulate(case, target, strategy="enumerate").result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


@pytest.mark.parametrize(("mutant", "case", "target"), KILLS, ids=["-".join(filter(None, k)) for k in KILLS])
def test_the_bug_is_found(mutant: str, case: str, target: str) -> None:
    result = simulate(case, target, strategy="enumerate", mutant=mutant).result
    assert result.verdict is Verdict.FAIL, f"{mutant} survives {case}: {result.verdict}, {result.message}"


def test_a_list_that_hides_what_was_revoked_is_accused_by_what_test_stateid_says() -> None:
    broken = simulate("EN-15", "origin", strategy="enumerate", mutant="enum-revoked-ok").result.invariants["I18"]
    assert broken.startswith("broken: origin's list for D1 says NFS4_OK of LOCK "), broken
    assert broken.endswith("and TEST_STATEID says NFS4ERR_EXPIRED."), broken
    for case in ("EN-06", "EN-15"):
        assert simulate(case, "origin", strategy="enumerate").result.invariants["I18"] == "held"


@pytest.mark.parametrize(("strategy", "mutant"), [("enumerate", "enumerate-no-fence"), ("persist", "persist-no-fence")])
def test_sessions_of_dead_incarnations_are_counted(strategy: str, mutant: str) -> None:
    assert simulate("EN-35", strategy=strategy).result.verdict is Verdict.PASS
    found = simulate("EN-35", strategy=strategy, mutant=f"reexport:{mutant}").result
    assert found.verdict is Verdict.INFO
    assert "3 of 3 sessions of R's dead incarnations are alive" in found.message


@pytest.mark.parametrize("origin", ["plain", "courteous", "retaining"])
@pytest.mark.parametrize("case", ["PT-12", "PT-13", "EN-20", "EN-25", "PT-16"])
def test_over_another_origin_it_is_safe_and_leaves_nothing(case: str, origin: str) -> None:
    result = simulate(case, strategy="enumerate", origin=origin).result
    assert result.verdict in (Verdict.PASS, Verdict.INFO), f"{result.verdict} {result.message}"
    assert result.settled, result.settle_trouble


def test_over_an_origin_that_can_not_tell_the_loss_is_loud() -> None:
    result = simulate("PT-03", strategy="enumerate", origin="plain").result
    assert result.verdict is Verdict.UNSUPPORTED, result.message
    assert "NFS4ERR_NO_GRACE" in result.message
