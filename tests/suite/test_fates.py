"""The fates of locks, measured on the reference servers: each strategy where it is known what it does."""

from __future__ import annotations

import pytest

from regrace.harness.case import load_catalogue
from regrace.harness.oracle.fates import tally
from regrace.verdict import Failure, Fate

from .conducting import simulate

KEPT, TOLD, SILENT = Fate.KEPT, Fate.TOLD, Fate.SILENT


@pytest.mark.parametrize(
    ("options", "code", "fate"),
    [
        ({"strategy": "naive"}, "PT-13", SILENT),
        ({"strategy": "retain"}, "PT-13", KEPT),
        ({"strategy": "retain", "origin": "plain"}, "PT-13", TOLD),
        ({"strategy": "enumerate"}, "PT-13", KEPT),
        ({"strategy": "persist"}, "PT-13", KEPT),
        ({"strategy": "forget"}, "PT-13", TOLD),
        ({"strategy": "naive"}, "PT-06", SILENT),
        ({"strategy": "retain"}, "PT-06", TOLD),
        ({"strategy": "retain"}, "NP-06", TOLD),
        ({"strategy": "retain", "mutant": "reexport:silent-loss"}, "NP-06", SILENT),
        ({"strategy": "retain"}, "NP-04", KEPT),
        ({"strategy": "retain"}, "OB-01", KEPT),
        ({"strategy": "naive"}, "CP-02", SILENT),
        ({"strategy": "retain"}, "CP-02", KEPT),
    ],
)
def test_what_becomes_of_the_lock(options: dict[str, str], code: str, fate: Fate) -> None:
    found = simulate(code, **options).result.fates
    assert tally(found) == {fate.value: 1}, [each.because for each in found]


@pytest.mark.parametrize("strategy", ["retain", "enumerate", "persist"])
def test_every_lock_of_an_owner_outlives_that_both_lose_power(strategy: str) -> None:
    """With this seed E1 is always there before grace ends. Also a later lock of an owner that has one back already is
    passed on to the origin."""
    found = simulate("BB-08", strategy=strategy, seed=0).result.fates
    assert tally(found) == {"kept": 6}, [each.because for each in found]


def test_who_grants_no_lock_loses_none() -> None:
    assert simulate("PT-13", strategy="deny").result.fates == []


def test_every_failure_is_some_case_s() -> None:
    """A column that no case fills would be an empty promise."""
    failures = {declared.failure_at("reexport") for declared in load_catalogue()}
    assert failures - {""} == set(Failure)
