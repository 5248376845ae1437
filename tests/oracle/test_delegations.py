"""I20: who is let in beside a delegation, in histories written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from regrace.harness.history.events import Kind
from regrace.harness.oracle import Standing
from tests.oracle.script import O, R, Script

HELD, BROKEN, NOT = Standing.HELD, Standing.BROKEN, Standing.NOT_EXERCISED


def script() -> Script:
    return Script(renewing=("E1", "E2", "D1", R))


def delegation(s: Script, at: float, who: str = "E1", *, write: bool = True, **fields: Any) -> None:
    """An open with a delegation."""
    s.open(at, f"{who}/o", access=3 if write else 1)
    via = R if who.startswith("E") else O
    detail = {"write": write, "recalled": False}
    more = {"via": via, "file": "f", "stateid": "1:aa", "status": "NFS4_OK", "detail": detail, **fields}
    s.add(Kind.DELEGATION, at + 0.01, who, took=0.0, **more)


def returned(s: Script, at: float, who: str = "E1", status: str | None = "NFS4_OK", stateid: str = "1:aa") -> None:
    via = R if who.startswith("E") else O
    took = None if status is None else 0.01
    s.add(Kind.DELEGRETURN, at, who, took=took, via=via, file="f", stateid=stateid, status=status or "")


def test_somebody_is_let_in_beside_a_write_delegation() -> None:
    s = script()
    delegation(s, 1.0)
    s.open(5.0, "D1/o", access=1)
    assert s.state("I20") is BROKEN


@pytest.mark.parametrize(("access", "deny", "state"), [(1, 0, NOT), (2, 0, BROKEN), (3, 0, BROKEN), (1, 1, BROKEN)])
def test_beside_a_read_delegation_others_may_read(access: int, deny: int, state: Standing) -> None:
    s = script()
    delegation(s, 1.0, write=False)
    s.open(5.0, "D1/o", access=access, deny=deny)
    assert s.state("I20") is state


def test_it_is_given_though_another_has_the_file_open() -> None:
    s = script()
    s.open(1.0, "D1/o", access=3)
    delegation(s, 5.0, write=False)
    assert s.state("I20") is BROKEN


def test_whoever_closed_before_is_in_nobodys_way() -> None:
    s = script()
    s.open(1.0, "D1/o", access=3)
    s.ask(Kind.CLOSE, 2.0, "D1/o", 0, 0)
    delegation(s, 5.0)
    assert s.state("I20") is NOT


def test_delay_and_then_the_return() -> None:
    s = script()
    delegation(s, 1.0)
    s.open(5.0, "D1/o", status="NFS4ERR_DELAY")
    returned(s, 6.0)
    s.open(7.0, "D1/o")
    assert s.state("I20") is HELD


def test_let_in_before_the_return_was_even_sent() -> None:
    s = script()
    delegation(s, 1.0)
    s.open(5.0, "D1/o")
    returned(s, 6.0)
    assert s.state("I20") is BROKEN


def test_a_return_without_an_answer_may_have_been_done() -> None:
    s = script()
    delegation(s, 1.0)
    returned(s, 4.0, status=None)
    s.open(5.0, "D1/o")
    assert s.state("I20") is not BROKEN


def test_the_return_of_another_one_ends_nothing() -> None:
    s = script()
    delegation(s, 1.0)
    returned(s, 4.0, stateid="1:bb")
    s.open(5.0, "D1/o")
    assert s.state("I20") is BROKEN


def test_a_revocation_that_is_told_excuses_what_came_before_it_since_the_last_clean_request() -> None:
    s = Script()
    delegation(s, 1.0)
    for at in (2.0, 3.0):
        s.renew(at, "E1")
    s.open(3.5, "D1/o")
    s.told(4.0, "E1", detail={"flags": ["RECALLABLE_STATE_REVOKED"]})
    s.renew(3.99, "E1", took=0.02)
    assert s.state("I20") is not BROKEN


def test_a_revocation_that_is_told_excuses_nothing_before_the_last_clean_request() -> None:
    s = Script(renewing=("D1",))
    delegation(s, 1.0)
    s.open(2.0, "D1/o")
    for at in (2.5, 3.0):
        s.renew(at, "E1")
    s.told(4.0, "E1", detail={"flags": ["RECALLABLE_STATE_REVOKED"]})
    assert s.state("I20") is BROKEN


def test_who_says_nothing_any_more_may_have_lost_it() -> None:
    s = Script(renewing=("D1",))
    delegation(s, 1.0)
    s.open(5.0, "D1/o")
    assert s.state("I20") is not BROKEN


@pytest.mark.parametrize("node", [R, O])
def test_a_crash_ends_what_is_sure(node: str) -> None:
    s = script()
    delegation(s, 1.0)
    s.reboot(3.0, node)
    s.open(5.0, "D1/o")
    assert s.state("I20") is not BROKEN


@pytest.mark.parametrize(("write", "state"), [(True, BROKEN), (False, NOT)])
def test_reads_of_others_are_excluded_by_a_write_delegation_alone(write: bool, state: Standing) -> None:
    s = script()
    delegation(s, 1.0, write=write)
    s.read(5.0, "D1", "tag")
    assert s.state("I20") is state


def test_writes_of_others() -> None:
    s = script()
    delegation(s, 1.0, write=False)
    s.write(5.0, "D1", "tag")
    assert s.state("I20") is BROKEN


def test_what_its_holder_does_is_its_own_affair() -> None:
    s = script()
    delegation(s, 1.0)
    s.open(5.0, "E1/p")
    s.write(6.0, "E1", "tag")
    assert s.state("I20") is NOT


def test_another_file() -> None:
    s = script()
    delegation(s, 1.0)
    s.open(5.0, "D1/o", file="g")
    assert s.state("I20") is NOT


def test_the_word_that_a_delegation_is_lost_takes_no_lock() -> None:
    s = script()
    s.lock(1.0, "E1")
    s.told(2.0, "E1", detail={"flags": ["RECALLABLE_STATE_REVOKED"]})
    s.told(2.5, "E1", file="f", stateid="1:aa", detail={"of": "delegation", "status": "NFS4ERR_DELEG_REVOKED"})
    s.lock(5.0, "D1")
    assert s.state("I1") is BROKEN, "E1 still holds its lock"


class TestCover:
    """Where a tap saw the link to the origin: had R any delegation there?"""

    @staticmethod
    def given(s: Script, at: float, other: str = "cc") -> None:
        s.message(at, "R-O", "SEQUENCE PUTFH OPEN", marks=[f"delegation:{other}"])

    @staticmethod
    def back(s: Script, at: float, other: str = "cc", status: str | None = "NFS4_OK") -> None:
        s.message(at, "R-O", "SEQUENCE PUTFH DELEGRETURN", status=status, marks=[f"returns:{other}"])

    def test_r_has_none(self) -> None:
        s = script()
        s.message(0.5, "R-O", "SEQUENCE PUTFH OPEN")
        delegation(s, 1.0)
        assert s.state("I20") is BROKEN

    def test_r_has_one(self) -> None:
        s = script()
        self.given(s, 0.5)
        delegation(s, 1.0)
        assert s.state("I20") is HELD

    def test_without_a_tap_nothing_is_said(self) -> None:
        s = script()
        s.message(0.5, "E-R", "SEQUENCE PUTFH OPEN")
        delegation(s, 1.0)
        assert s.state("I20") is NOT

    def test_one_at_the_origin_needs_no_cover(self) -> None:
        s = script()
        s.message(0.5, "R-O", "SEQUENCE")
        delegation(s, 1.0, "D1")
        assert s.state("I20") is NOT

    def test_r_returns_it_before_its_client_has(self) -> None:
        s = script()
        self.given(s, 0.5)
        delegation(s, 1.0)
        self.back(s, 3.0)
        returned(s, 5.0)
        assert s.state("I20") is BROKEN

    def test_r_returns_it_after_its_client_has(self) -> None:
        s = script()
        self.given(s, 0.5)
        delegation(s, 1.0)
        returned(s, 3.0)
        self.back(s, 3.005)
        assert s.state("I20") is HELD

    def test_another_one_takes_over(self) -> None:
        s = script()
        self.given(s, 0.5)
        delegation(s, 1.0)
        self.given(s, 2.0, "dd")
        self.back(s, 3.0)
        assert s.state("I20") is HELD

    def test_a_return_that_was_not_answered_ends_nothing(self) -> None:
        s = script()
        self.given(s, 0.5)
        delegation(s, 1.0)
        self.back(s, 3.0, status=None)
        assert s.state("I20") is HELD

    @pytest.mark.parametrize(("ops", "status"), [("SEQUENCE OPEN", None), ("SEQUENCE WANT_DELEGATION", "NFS4_OK")])
    def test_what_r_may_have_got_otherwise_counts_for_it(self, ops: str, status: str | None) -> None:
        s = script()
        s.message(0.5, "R-O", ops, status=status)
        delegation(s, 1.0)
        assert s.state("I20") is not BROKEN
