"""Is there an order of some operations on byte-range locks that explains every answer? A search, on a budget of steps.

After Wing and Gong: operations are put one after another, each at some instant between its call and its reply; one
without a reply may come at any time after its call, or never. Where all that was asked had been answered, the search
goes on from the set of states that are possible there, so that its cost is that of the knots and not of the length.

What is held is *firm* until a moment that its grant brings along (its lease may have run out then, its server crashed,
or its client been told of a loss). What is not firm any more excludes nobody, but may still be there: it explains a
refusal, and no unlock surely takes it away. So every doubt adds orders, and that there is none is sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from regrace.harness.history.events import NEVER, Moment
from regrace.harness.oracle.findings import Budget
from regrace.harness.oracle.modes import Mode

FREE = Moment(float("-inf"))
"""Firm until then: never."""


class Deed(Enum):
    """What an operation did, or asked."""

    TAKE = auto()  # a lock that was granted: nobody else held what it excludes
    LOOK = auto()  # a LOCKT that was answered OK: the same, and nothing changes
    FAIL = auto()  # a lock or LOCKT that was denied: somebody else may have held what excludes it
    GIVE = auto()  # an unlock that was done
    MAYBE_TAKE = auto()  # a lock without an answer: from its call on it may be there
    MAYBE_GIVE = auto()  # an unlock without an answer: done at some time, or never


@dataclass(frozen=True, slots=True, kw_only=True)
class Op:
    """One operation. `cells` are numbers of byte ranges that no operation has in part."""

    number: int
    """Its place in the sequence that is searched."""
    lane: str
    deed: Deed
    cells: frozenset[int]
    mode: Mode
    began: Moment
    settled: Moment
    """`NEVER` for those without an answer."""
    firm_until: Moment = NEVER
    """Of a TAKE."""
    excused: bool = False
    """Of a FAIL: it needs no explanation by what is held."""


class Grip(NamedTuple):
    """What a lane has of a cell."""

    cell: int
    lane: str
    mode: Mode
    firm_until: Moment


@dataclass(frozen=True, slots=True)
class State:
    """What is held, and which unlocks without an answer may still be done."""

    grips: frozenset[Grip] = frozenset()
    pending: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """No order explains these operations, which went on at once, after those before them."""

    knot: tuple[Op, ...]
    blamed: Op
    """The last of them that could not be placed in the order that got furthest."""
    holders: frozenset[str]
    """The lanes that stood in its way there."""


@dataclass(slots=True)
class _Knot:
    """Operations that overlap each other, one after another, and what began since the knot before."""

    ops: list[Op] = field(default_factory=list)
    until: Moment = FREE


def explain(ops: Sequence[Op], budget: Budget) -> Stuck | None:
    """None if an order explains all answers. Raises BudgetSpentError.

    `ops` are numbered from 0 in the order of their calls."""
    states = {State()}
    for knot in _knots(ops):
        search = _Search(ops, knot, budget)
        states = search.ends(states)
        if not states:
            blamed, holders = search.furthest
            answered = tuple(op for op in knot.ops if op.settled != NEVER)
            return Stuck(knot=answered, blamed=blamed, holders=holders)
    return None


def _knots(ops: Sequence[Op]) -> Iterator[_Knot]:
    knot = _Knot()
    for op in ops:
        if knot.ops and any(o.settled != NEVER for o in knot.ops) and knot.until < op.began:
            yield knot
            knot = _Knot()
        knot.ops.append(op)
        if op.settled != NEVER:
            knot.until = max(knot.until, op.settled)
    if knot.ops:
        yield knot


class _Search:
    """Through the orders of one knot."""

    def __init__(self, ops: Sequence[Op], knot: _Knot, budget: Budget) -> None:
        self._ops, self._budget = ops, budget
        self._answered = [op for op in knot.ops if op.settled != NEVER]
        self._unanswered = [op for op in knot.ops if op.settled == NEVER]
        self._least = -1
        self.furthest: tuple[Op, frozenset[str]] = (knot.ops[-1], frozenset())

    def ends(self, states: Iterable[State]) -> set[State]:
        """The states that can be there once all that was answered is placed."""
        found: set[State] = set()
        seen: set[tuple[frozenset[int], State]] = set()
        todo = [(frozenset(op.number for op in self._answered), self._join(state)) for state in states]
        while todo:
            left, state = todo.pop()
            if (left, state) in seen:
                continue
            seen.add((left, state))
            self._budget.spend(1 + len(left) + len(state.grips) // 8)
            if not left:
                found.add(state)
                continue
            todo += [(left, after) for after in self._unlocked(left, state)]
            for op in self._next(left):
                obstacles = self._obstacles(op, state)
                if obstacles is None:
                    todo.append((left - {op.number}, self._after(op, state)))
                elif len(self._answered) - len(left) > self._least:
                    self._least = len(self._answered) - len(left)
                    self.furthest = (op, obstacles)
        return found

    def _join(self, state: State) -> State:
        """With what began in this knot and never was answered. Such locks may be there from their call on; that they
        are there a little earlier can only explain more."""
        grips, pending = set(state.grips), set(state.pending)
        for op in self._unanswered:
            if op.deed is Deed.MAYBE_TAKE:
                grips |= {Grip(cell, op.lane, op.mode, FREE) for cell in op.cells}
            else:
                pending.add(op.number)
        return State(frozenset(grips), frozenset(pending))

    def _next(self, left: frozenset[int]) -> list[Op]:
        """Those that no other one has to come before: it was called before any of the others was answered."""
        ops = [self._ops[number] for number in sorted(left)]
        first = min((op.settled for op in ops), default=NEVER)
        return [op for op in ops if not first < op.began]

    def _unlocked(self, left: frozenset[int], state: State) -> Iterator[State]:
        """States in which one more of the unanswered unlocks was done, if it may have been by now."""
        first = min((self._ops[number].settled for number in left), default=NEVER)
        for number in state.pending:
            op = self._ops[number]
            gone = frozenset(g for g in state.grips if g.lane == op.lane and g.cell in op.cells)
            if gone and not first < op.began:
                yield State(state.grips - gone, state.pending - {number})

    @staticmethod
    def _obstacles(op: Op, state: State) -> frozenset[str] | None:
        """The lanes that stand in an operation's way in this state; None if it can be placed."""
        others = [
            g for g in state.grips if g.cell in op.cells and g.lane != op.lane and g.mode.conflicts(op.mode)
        ]
        if op.deed in (Deed.TAKE, Deed.LOOK):
            firm = frozenset(g.lane for g in others if op.settled < g.firm_until)
            return firm or None
        if op.deed is Deed.FAIL and not op.excused and not others:
            return frozenset()
        return None

    @staticmethod
    def _after(op: Op, state: State) -> State:
        own = {g for g in state.grips if g.lane == op.lane and g.cell in op.cells}
        firm = {g for g in own if op.settled < g.firm_until}
        if op.deed is Deed.GIVE:
            return State(state.grips - firm, state.pending)
        if op.deed is Deed.TAKE:
            now = {Grip(cell, op.lane, op.mode, op.firm_until) for cell in op.cells}
            return State((state.grips - firm) | now, state.pending)
        return state
