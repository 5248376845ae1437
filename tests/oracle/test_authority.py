"""I21 and I23: whose yes and whose no a reclaim was answered with."""

from __future__ import annotations

import pytest

from regrace.harness.history.events import Kind
from regrace.harness.oracle import Standing

from .script import O, R, Script

BROKEN, HELD, NOT = Standing.BROKEN, Standing.HELD, Standing.NOT_EXERCISED
CAST = ("E1", "D1", R)


def crashed() -> Script:
    """E1 locked through R, R lost its memory between 3 s and 3.5 s, and knew clients and sessions at O before."""
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.message(0.5, "R-O", "CREATE_SESSION", marks=["clientid:c1", "session:aa"])
    s.message(1.0, "R-O", "SEQUENCE PUTFH LOCK", seq="aa/0/1")
    s.reboot(3.0, R)
    return s


class TestAuthority:
    """I21."""

    def test_on_the_word_of_its_own_store(self) -> None:
        s = crashed()
        s.message(4.0, "R-O", "EXCHANGE_ID", marks=["owner:0a", "verifier:02", "clientid:c2"])
        s.message(4.1, "R-O", "CREATE_SESSION", marks=["clientid:c2", "session:bb"])
        s.message(4.2, "R-O", "SEQUENCE", seq="bb/0/1")
        again = s.reclaim(5.0, "E1")
        found = s.judge()["I21"]
        assert found.verdict is BROKEN
        assert found.trace[-1] == again

    @pytest.mark.parametrize(
        ("ops", "detail"),
        [
            ("SEQUENCE PUTFH LOCK", {"seq": "bb/0/1"}),
            ("SEQUENCE XP_ENUM_STATE", {"seq": "bb/0/1"}),
            ("SEQUENCE", {"seq": "aa/0/2"}),
            ("CREATE_SESSION", {"marks": ["clientid:c1", "session:bb"]}),
        ],
        ids=["a lock", "a list", "the old session", "the old client ID"],
    )
    def test_the_origin_had_shown_what_it_knows(self, ops: str, detail: dict[str, object]) -> None:
        s = crashed()
        s.message(4.2, "R-O", ops, **detail)
        s.reclaim(5.0, "E1")
        assert s.state("I21") is HELD

    def test_an_answer_that_nobody_was_there_to_read_shows_nothing(self) -> None:
        s = crashed()
        s.message(2.9, "R-O", "SEQUENCE PUTFH LOCK", seq="aa/0/2", took=1.3, lost="reply")
        s.reclaim(5.0, "E1")
        assert s.state("I21") is BROKEN

    def test_what_it_had_shown_before_it_crashed_itself_counts_no_more(self) -> None:
        s = crashed()
        s.message(4.0, "R-O", "SEQUENCE XP_ENUM_STATE", seq="aa/0/2")
        s.reboot(5.0, O)
        s.reclaim(8.0, "E1")
        assert s.state("I21") is HELD  # R can't know that it is another origin by now
        s.message(8.5, "R-O", "SEQUENCE", "NFS4ERR_BADSESSION", seq="aa/0/3")
        s.reclaim(9.0, "E1")
        assert s.state("I21") is BROKEN

    @pytest.mark.parametrize("status", ["NFS4ERR_NO_GRACE", "NFS4ERR_RECLAIM_BAD"])
    def test_the_origin_had_said_no(self, status: str) -> None:
        s = crashed()
        s.message(4.0, "R-O", "SEQUENCE XP_ENUM_STATE", seq="aa/0/2")
        no = s.message(5.01, "R-O", "SEQUENCE PUTFH LOCK", status, seq="aa/0/3")
        again = s.reclaim(5.0, "E1", took=0.1)
        found = s.judge()["I21"]
        assert found.verdict is BROKEN
        assert found.trace[-2:] == (again, no)

    def test_it_had_said_no_and_then_yes(self) -> None:
        s = crashed()
        s.message(5.01, "R-O", "SEQUENCE PUTFH LOCK", "NFS4ERR_GRACE", seq="aa/0/3")
        s.message(5.05, "R-O", "SEQUENCE PUTFH LOCK", seq="aa/0/4")
        s.reclaim(5.0, "E1", took=0.1)
        assert s.state("I21") is HELD

    def test_the_no_may_have_been_for_another(self) -> None:
        s = crashed()
        s.message(4.0, "R-O", "SEQUENCE XP_ENUM_STATE", seq="aa/0/2")
        s.message(5.01, "R-O", "SEQUENCE PUTFH LOCK", "NFS4ERR_NO_GRACE", seq="aa/0/3")
        s.reclaim(5.0, "E1", took=0.1)
        s.lock(5.0, "E2", 50, 60, took=0.1, status="NFS4ERR_DENIED")
        assert s.state("I21") is HELD

    def test_refused(self) -> None:
        s = crashed()
        s.reclaim(5.0, "E1", status="NFS4ERR_NO_GRACE")
        assert s.state("I21") is NOT

    def test_not_without_a_tap(self) -> None:
        s = Script(renewing=CAST)
        s.lock(1.0, "E1")
        s.reboot(3.0, R)
        s.reclaim(5.0, "E1")
        assert "I21" not in s.judge()


QUIET = {O: frozenset({"locks", "reclaim"}), R: frozenset({"locks"})}
NONE: dict[str, frozenset[str]] = {O: frozenset({"locks"}), R: frozenset()}


class TestHonesty:
    """I23."""

    def script(self, status: str) -> Script:
        s = Script(renewing=CAST)
        s.lock(1.0, "E1")
        s.reboot(3.0, R)
        s.reclaim(5.0, "E1", status=status)
        return s

    @pytest.mark.parametrize("status", ["NFS4ERR_NO_GRACE", "NFS4ERR_RECLAIM_BAD"])
    def test_a_no_that_is_understood(self, status: str) -> None:
        assert self.script(status).state("I23", claims=QUIET) is HELD

    @pytest.mark.parametrize("status", ["NFS4ERR_DENIED", "NFS4ERR_SERVERFAULT", "NFS4ERR_IO"])
    def test_a_no_that_says_something_else(self, status: str) -> None:
        assert self.script(status).state("I23", claims=QUIET) is BROKEN

    def test_a_file_that_is_closed_to_its_user_says_enough(self) -> None:
        assert self.script("NFS4ERR_ACCESS").state("I23", claims=QUIET) is BROKEN
        s = self.script("NFS4ERR_ACCESS")
        s.add(Kind.NOTE, 2.0, "D1", took=0.0, file="f", detail={"what": "permissions"})
        assert s.state("I23", claims=QUIET) is NOT

    @pytest.mark.parametrize("status", ["NFS4ERR_GRACE", "NFS4ERR_DELAY", "NFS4ERR_BADSESSION"])
    def test_later_is_no_answer(self, status: str) -> None:
        assert self.script(status).state("I23", claims=QUIET) is NOT

    def test_who_claims_to_give_locks_back_is_not_judged_by_this(self) -> None:
        claims = {O: frozenset[str](), R: frozenset({"locks", "reclaim"})}
        assert "I23" not in self.script("NFS4ERR_IO").judge(claims=claims)
        assert "I23" not in self.script("NFS4ERR_IO").judge(claims={})

    def test_who_grants_no_locks_is_honest_at_once(self) -> None:
        s = Script(renewing=CAST)
        s.lock(1.0, "E1", status="NFS4ERR_NOTSUPP")
        assert s.state("I23", claims=NONE) is HELD

    def test_who_grants_what_it_does_not_claim_and_says_that_it_is_gone_is_honest(self) -> None:
        assert self.script("NFS4ERR_NO_GRACE").state("I23", claims=NONE) is HELD
        assert self.script("NFS4ERR_IO").state("I23", claims=NONE) is BROKEN
