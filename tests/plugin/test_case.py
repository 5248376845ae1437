"""What a declaration refuses, and that the catalogue is whole."""

from __future__ import annotations

from typing import Any

import pytest

from regrace.harness.case import case, case_of, load_catalogue
from regrace.verdict import Failure, Level

GOOD: dict[str, Any] = {"level": Level.MUST, "cite": "RFC 8881 §1", "requirement": "It is so."}


def documented() -> None:
    """A story."""


def undocumented() -> None:
    pass


def test_a_case_carries_its_declaration() -> None:
    declared = case_of(case("ZZ-01", **GOOD, needs={"locks"}, faults={"reboot:reexport"})(documented))
    assert declared is not None
    assert (declared.code, declared.title, declared.needs) == ("ZZ-01", "A story.", ("locks",))
    assert declared.disruptive


@pytest.mark.parametrize(
    ("code", "changes", "complaint"),
    [
        ("Z-1", {}, "not of the form"),
        ("ZZ-01", {"needs": {"wings"}}, "unknown capabilities"),
        ("ZZ-01", {"faults": {"earthquake"}}, "unknown faults"),
        ("ZZ-01", {"requirement": "no full stop"}, "one sentence"),
        ("ZZ-01", {"cite": ""}, "citation"),
    ],
)
def test_a_wrong_declaration_is_refused_at_import(code: str, changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        case(code, **{**GOOD, **changes})(documented)


@pytest.mark.parametrize(
    ("faults", "target", "failure"),
    [
        ((), "", ""),
        (("hold:R-O",), "", ""),
        (("reboot:reexport",), "", "re-export server reboots"),
        (("reboot",), "reexport", "re-export server reboots"),
        (("reboot",), "origin", "origin reboots"),
        (("power-cut:origin", "power-cut:reexport"), "", "both reboot"),
        (("crash:reexport", "hold:R-O"), "", "crash point"),
        (("reboot:origin", "hold:R-O"), "", "origin reboots"),
        (("partition:reexport", "cut:E-R"), "", "partition between the servers"),
        (("cut:E-R",), "", "client cut off"),
        (("move:V1", "crash:reexport"), "", "virtual IP moves"),
        (("partition:reexport", "reboot:origin"), "", "origin reboots"),
    ],
)
def test_what_fails_is_told_from_the_faults(faults: tuple[str, ...], target: str, failure: str) -> None:
    declared = case_of(case("ZZ-01", **GOOD, faults=faults)(documented))
    assert declared is not None
    assert declared.failure_at(target) == failure


def test_or_said_by_the_case() -> None:
    declared = case_of(case("ZZ-01", **GOOD, faults={"crash:reexport"}, failure=Failure.AWAY)(documented))
    assert declared is not None
    assert declared.failure_at("") == "re-export server away longer than its lease"


def test_a_case_without_a_story_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        case("ZZ-01", **GOOD)(undocumented)


FIRST_LIGHT = """
ID-01 ID-02 ID-05 ID-06 ID-07 ID-08 ID-17 LK-01 LK-02 LK-03 LK-04 LK-05 LK-09 LK-10 LK-11 LK-16
GR-01 GR-02 GR-03 GR-04 GR-05 GR-06 GR-07 CO-01 CO-02 CO-03 NP-04 NP-06 NS-01 NS-07
PT-01 PT-03 PT-04 PT-06 PT-12 PT-13 PT-16 CP-01 RP-01 RP-02 SC-01 SL-07
""".split()


def test_the_catalogue_has_every_case_of_first_light() -> None:
    assert set(FIRST_LIGHT) <= {entry.code for entry in load_catalogue()}


def test_every_case_that_a_blocked_step_refers_to_exists() -> None:
    """`judged_by` must lead a reader to a case."""
    import re
    from pathlib import Path

    import regrace.suite

    codes = {entry.code for entry in load_catalogue()}
    named = {
        code
        for file in Path(regrace.suite.__path__[0]).glob("*.py")
        for code in re.findall(r'judged_by="([A-Z]{2}-\d{2})"', file.read_text(encoding="utf-8"))
    }
    assert named, "no step of the suite names a judge: the pattern above is wrong"
    assert named <= codes
