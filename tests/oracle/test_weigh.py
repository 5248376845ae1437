"""How findings bear on a case; and that a long history is judged within its budget."""

from __future__ import annotations

import pytest

from regrace.harness.conduct import Conducted, warn_if_noted, weigh
from regrace.harness.oracle import Finding, OracleContext, Standing, judge
from regrace.verdict import Verdict

from .script import Script


def finding(invariant: str, verdict: Standing = Standing.BROKEN) -> Finding:
    event = Script().lock(1.0, "E1")
    return Finding(invariant=invariant, verdict=verdict, message=f"{invariant} it is.", trace=(event,))


@pytest.mark.parametrize("invariant", ["I23", "I24"])
def test_a_letter_is_a_warning_where_a_case_is_not_about_it(invariant: str) -> None:
    result = Conducted(verdict=Verdict.PASS)
    notes = weigh(result, [finding(invariant)], judges=(), t0=0.0)
    warn_if_noted(result, notes)
    assert (result.verdict, result.message) == (Verdict.WARN, f"{invariant}: {invariant} it is.")
    assert result.invariants[invariant] == f"broken: {invariant} it is."


def test_and_a_failure_where_it_is() -> None:
    result = Conducted(verdict=Verdict.PASS)
    weigh(result, [finding("I24")], judges=("I24",), t0=0.0)
    assert (result.verdict, result.signature) == (Verdict.FAIL, "I24 broken")


def test_damage_weighs_more_than_letters() -> None:
    result = Conducted(verdict=Verdict.PASS)
    notes = weigh(result, [finding("I24"), finding("I3")], judges=(), t0=0.0)
    warn_if_noted(result, notes)
    assert (result.verdict, result.signature) == (Verdict.FAIL, "I3 broken")


def test_an_error_stays_one() -> None:
    result = Conducted(verdict=Verdict.ERROR)
    assert not weigh(result, [finding("I3"), finding("I24")], judges=(), t0=0.0)
    assert result.verdict is Verdict.ERROR


def test_what_is_undecided_is_no_pass() -> None:
    result = Conducted(verdict=Verdict.PASS)
    weigh(result, [finding("I1", Standing.UNKNOWN)], judges=(), t0=0.0)
    assert result.verdict is Verdict.UNKNOWN


def test_a_context_survives_being_written_down() -> None:
    claims = {"origin": frozenset({"locks", "retention"})}
    context = OracleContext(lease_s={"origin": 2.0}, claims=claims, keeps_s={"origin": 8.0}, deny_pass_through=True)
    assert OracleContext.from_json({**context.to_json(), "of a newer version": 1}) == context


@pytest.mark.parametrize("same", [True, False], ids=["one range", "a range each"])
def test_thousands_of_locks_are_judged_within_the_budget(same: bool) -> None:
    s = Script(renewing=("D1", "D2"), until=5)
    for number in range(2500):
        at, start, who = number / 1000, 0 if same else number // 2 * 10, ("D1", "D2")[number % 2]
        s.lock(at, who, start, start + 10, took=0.0002, stateid=f"{number // 2 + 1}:{number % 2:024x}")
        s.unlock(at + 0.0005, who, start, start + 10, took=0.0002)
    found = {f.invariant: f.verdict for f in judge(s.events, s.context)}
    assert not {Standing.BROKEN, Standing.UNKNOWN} & set(found.values())
    assert found["I5"] is Standing.HELD
