"""The search for an order, against all orders; and what it adds to the sweep."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations, permutations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regrace.harness.history.events import NEVER, Kind, Moment
from regrace.harness.oracle import Standing
from regrace.harness.oracle.findings import Budget, BudgetSpentError
from regrace.harness.oracle.modes import READ, WRITE
from regrace.harness.oracle.search import FREE, Deed, Op, explain

from .script import O, R, Script

BROKEN, HELD, NOT, UNKNOWN = Standing.BROKEN, Standing.HELD, Standing.NOT_EXERCISED, Standing.UNKNOWN
UNANSWERED = (Deed.MAYBE_TAKE, Deed.MAYBE_GIVE)


@st.composite
def operations(draw: st.DrawFn) -> list[Op]:
    """Few, on two cells, by three lanes, at times that often coincide."""
    found = []
    for _ in range(draw(st.integers(2, 6))):
        deed = draw(st.sampled_from([Deed.TAKE, Deed.TAKE, Deed.LOOK, Deed.FAIL, Deed.GIVE, *UNANSWERED]))
        began = draw(st.integers(0, 8))
        lasts = draw(st.integers(1, 5))
        firm = draw(st.sampled_from([None, None, None, 1, 4]))
        settled = NEVER if deed in UNANSWERED else Moment(began + lasts)
        found.append(
            Op(
                number=0,
                lane=draw(st.sampled_from("abc")),
                deed=deed,
                cells=draw(st.sampled_from([frozenset({0}), frozenset({1}), frozenset({0, 1})])),
                mode=draw(st.sampled_from([READ, WRITE, WRITE])),
                began=Moment(began),
                settled=settled,
                firm_until=NEVER if firm is None else Moment(began + lasts + firm - 1),
                excused=draw(st.booleans()) and draw(st.booleans()),
            )
        )
    return [replace(op, number=n) for n, op in enumerate(sorted(found, key=lambda op: op.began))]


def possible(ops: list[Op]) -> bool:
    """By trying everything: all orders of what was answered and of any part of what was not."""
    answered = [op for op in ops if op.settled != NEVER]
    silent = [op for op in ops if op.settled == NEVER]
    parts = chain.from_iterable(combinations(silent, size) for size in range(len(silent) + 1))
    return any(_fits(order) for part in parts for order in permutations([*answered, *part]) if _in_time(order))


def _in_time(order: tuple[Op, ...]) -> bool:
    return all(not later.settled < sooner.began for sooner, later in combinations(order, 2))


def _fits(order: tuple[Op, ...]) -> bool:
    held: list[tuple[int, Op]] = []
    for op in order:
        others = [taken for cell, taken in held if cell in op.cells and taken.lane != op.lane]
        against = [taken for taken in others if taken.mode.conflicts(op.mode)]
        firm = [taken for taken in against if taken.deed is Deed.TAKE and op.settled < taken.firm_until]
        if op.deed in (Deed.TAKE, Deed.LOOK) and firm:
            return False
        if op.deed is Deed.FAIL and not op.excused and not against:
            return False
        if op.deed in (Deed.TAKE, Deed.GIVE):
            held = [(c, t) for c, t in held if not _surely_replaced(op, c, t)]
        if op.deed is Deed.MAYBE_GIVE:
            held = [(c, t) for c, t in held if t.lane != op.lane or c not in op.cells]
        if op.deed in (Deed.TAKE, Deed.MAYBE_TAKE):
            held += [(cell, op) for cell in op.cells]
    return True


def _surely_replaced(op: Op, cell: int, taken: Op) -> bool:
    own = taken.lane == op.lane and cell in op.cells
    return own and taken.deed is Deed.TAKE and op.settled < taken.firm_until


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ops=operations())
def test_it_finds_an_order_where_there_is_one(ops: list[Op]) -> None:
    stuck = explain(ops, Budget(1_000_000))
    if stuck is not None:
        assert not possible(ops)
    elif not any(op.deed is Deed.MAYBE_TAKE for op in ops):  # of which it believes a little more than can be
        assert possible(ops)


@settings(max_examples=40, deadline=None)
@given(ops=operations(), steps=st.integers(1, 60))
def test_the_budget_ends_at_the_same_step_every_time(ops: list[Op], steps: int) -> None:
    def ended() -> object:
        try:
            return explain(ops, Budget(steps))
        except BudgetSpentError:
            return "spent"

    first = ended()
    assert all(ended() == first for _ in range(3))


def test_what_can_be_blamed_is_named() -> None:
    def op(number: int, lane: str, deed: Deed, began: float, settled: float) -> Op:
        return Op(
            number=number,
            lane=lane,
            deed=deed,
            cells=frozenset({0}),
            mode=WRITE,
            began=Moment(began),
            settled=Moment(settled),
        )

    first, second = op(0, "a", Deed.TAKE, 1, 2), op(1, "b", Deed.TAKE, 3, 4)
    stuck = explain([first, second], Budget(100))
    assert stuck is not None
    assert (stuck.blamed, stuck.holders, stuck.knot) == (second, frozenset({"a"}), (second,))
    assert explain([replace(first, firm_until=FREE), second], Budget(100)) is None


def script() -> Script:
    return Script(renewing=("E1", "E2", "D1", "D2", R))


DENIED = "NFS4ERR_DENIED"


class TestBehindTheSweep:
    def test_an_unlock_that_was_answered_left_something_behind(self) -> None:
        s = script()
        taken = s.lock(1.0, "E1")
        back = s.unlock(2.0, "E1")
        blamed = s.lock(3.0, "D1", status=DENIED)
        found = s.judge()["I5"]
        assert found.verdict is BROKEN
        assert found.trace == (taken, back, blamed)

    def test_an_unlock_that_let_others_in(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(2.0, "E1")
        s.lock(3.0, "D1")
        assert s.state("I5") is HELD

    def test_what_one_has_seen_another_takes_back(self) -> None:
        """An unlock without an answer was done, as a LOCKT shows, and then it was not."""
        s = script()
        s.lock(1.0, "E1")
        s.unlock(2.0, "E1", status=None)
        s.test(3.0, "D1")
        s.lock(4.0, "D2", status=DENIED)
        found = s.judge()["I5"]
        assert found.verdict is BROKEN
        assert "as others saw" in found.message

    @pytest.mark.parametrize("order", list(product((0, 1), repeat=2)))
    def test_an_unlock_without_an_answer_may_be_late(self, order: tuple[int, int]) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(2.0, "E1", status=None)
        for at, free in zip((3.0, 4.0), order, strict=True):
            s.test(at, "D1", status="NFS4_OK" if free else DENIED)
        assert (s.state("I5") is BROKEN) == (order == (1, 0))

    def test_a_lock_without_an_answer_explains_a_refusal(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(2.0, "E1")
        s.lock(2.5, "E1", status=None)
        s.lock(3.0, "D1", status=DENIED)
        assert s.state("I5") is NOT

    def test_what_was_suspended_explains_a_refusal(self) -> None:
        s = script()
        s.lock(1.0, "E1", 0, 10)
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", 0, 5)
        s.unlock(4.0, "E1", 0, 10)
        s.lock(5.0, "D1", 5, 10, status=DENIED)
        assert s.state("I5") is NOT

    def test_a_request_that_is_being_decided_explains_a_refusal(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(2.0, "E1")
        s.lock(3.0, "E2", status=DENIED, took=1.0)
        s.lock(3.2, "E1", status=DENIED)
        assert s.state("I5") is not BROKEN

    def test_somebody_who_waits_in_a_queue_explains_a_refusal(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.lock(1.5, "D2", status=DENIED, detail={"blocking": True})
        s.unlock(2.0, "E1")
        s.lock(3.0, "D1", status=DENIED)
        assert s.state("I5") is NOT

    def test_after_a_close_nothing_is_sure(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.ask(Kind.CLOSE, 2.0, "E1/o", 0, 0)
        s.lock(3.0, "D1", status=DENIED)
        assert s.state("I5") is NOT

    def test_of_bytes_that_nobody_ever_had_nothing_is_said(self) -> None:
        s = script()
        s.lock(1.0, "E1", 0, 5)
        s.lock(1.5, "E1", 5, 10, status="NFS4ERR_GRACE")
        s.lock(3.0, "D1", 5, 10, status=DENIED)
        assert s.state("I5") is NOT

    def test_a_knot_that_no_order_unties(self) -> None:
        """Each pair could have been; all three could not: nobody holds for sure at one time what another one has."""
        s = script()
        s.lock(1.0, "E1")
        s.unlock(2.0, "E1", status=None)
        s.lock(3.0, "D1", took=2.0)
        s.unlock(6.0, "D1", took=3.0)
        s.lock(6.5, "D2", took=2.0)
        assert s.state("I1") is not BROKEN
        s.test(9.5, "E2")
        s.test(8.6, "E2")
        found = s.judge()
        assert BROKEN in {found["I1"].verdict, found["I6"].verdict}

    def test_the_end_of_the_budget_is_unknown_and_says_what_was_open(self) -> None:
        s = script()
        for number in range(12):
            s.lock(1.0, f"D{number}", status=None)
            s.unlock(1.5, f"D{number}", status=None)
        for number in range(12):
            s.lock(2.0, f"E{number}", 0, 10, took=1.0, locktype="READ")
            s.unlock(3.5, f"E{number}", 0, 10, took=1.0)
        found = s.judge(budget=2000)
        assert found["I5"].verdict is UNKNOWN
        assert "was not decided within the budget of 2000 steps" in found["I5"].message
        assert "24 of them without an answer" in found["I5"].message
        assert s.judge(budget=2000)["I5"] == found["I5"]

    def test_two_servers_or_one(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(2.0, "E1")
        s.reboot(2.5, O)
        s.lock(3.5, "D1", status="NFS4ERR_GRACE")
        assert s.state("I5") is NOT
