"""The negative controls: servers that are wrong in the ways that matter, each caught by the invariant that names the
damage: the oracle accuses the history by itself, whatever the case says."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from regrace.verdict import Verdict

from .conducting import simulate


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A wrong server, what it breaks, and where."""

    what: str
    strategy: str = "retain"
    mutant: str = ""
    case: str
    target: str = ""
    invariant: str


CONTROLS = [
    Control(what="R forwards a reclaim as a new lock", strategy="naive", case="PT-13", invariant="I3"),
    Control(
        what="R trusts its journal after its lease ran out",
        strategy="persist",
        mutant="persist-trusts-journal",
        case="PS-08",
        invariant="I3",
    ),
    Control(
        what="R locks anew with a listed stateid and compares no ranges",
        strategy="enumerate",
        mutant="enumerate-no-range-check",
        case="EN-21",
        invariant="I4",
    ),
    Control(
        what="R lists without a fence",
        strategy="enumerate",
        mutant="enumerate-no-fence",
        case="EN-16",
        target="reexport",
        invariant="I10",
    ),
    Control(
        what="O starts the reclaim cap anew at every confirmation",
        mutant="restart-cap",
        case="PT-19",
        target="origin",
        invariant="I8",
    ),
    Control(
        what="O keeps no record of an expired lease",
        mutant="origin:forget-expiry",
        case="GR-11",
        target="origin",
        invariant="I14",
    ),
    Control(
        what="O resets its booleans at its start",
        mutant="origin:reset-booleans-early",
        case="GR-12",
        target="origin",
        invariant="I14",
    ),
    Control(
        what="O does not record who missed a grace",
        mutant="origin:forget-incomplete",
        case="GR-12",
        target="origin",
        invariant="I14",
    ),
    Control(
        what="R makes one owner of two", mutant="shared-owners", case="LK-06", target="reexport", invariant="I1"
    ),
    Control(what="R answers LOCKU before O has done it", mutant="unlock-early", case="CP-03", invariant="I5"),
]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: f"{one.mutant or one.strategy}-{one.case}")
def test_a_wrong_server_is_caught_by_the_invariant_that_names_the_damage(control: Control) -> None:
    result = simulate(control.case, control.target, strategy=control.strategy, mutant=control.mutant).result
    assert result.verdict is Verdict.FAIL, f"{control.what}: {result.verdict}, {result.message}"
    assert result.trace, "the accusation shows its events"
    accused = [name for name, words in result.invariants.items() if words.startswith("broken")]
    assert control.invariant in accused, f"{control.what}: the oracle accuses {accused or 'nobody'}"


@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: f"{one.mutant or one.strategy}-{one.case}")
def test_without_the_bug_nobody_is_accused(control: Control) -> None:
    strategy = "retain" if control.strategy == "naive" else control.strategy
    result = simulate(control.case, control.target, strategy=strategy).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


@pytest.mark.parametrize("case", ["PT-03", "PT-15"])
def test_reclaim_complete_too_early_is_lost_continuity_and_not_unsafe(case: str) -> None:
    result = simulate(case, mutant="reexport:complete-early").result
    assert result.verdict is Verdict.FAIL
    assert "claims 'reclaim' and refused it" in result.message
    broken = {name: words for name, words in result.invariants.items() if words.startswith("broken")}
    assert not broken, f"safe but useless, and yet an invariant is accused: {broken}"
