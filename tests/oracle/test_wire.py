"""I10 and I24: what passed on the links."""

from __future__ import annotations

import pytest

from regrace.harness.oracle import Standing

from .script import O, R, Script

BROKEN, HELD, NOT = Standing.BROKEN, Standing.HELD, Standing.NOT_EXERCISED
LOCK = "SEQUENCE PUTFH LOCK"


class TestReplay:
    """I10, retries."""

    def test_a_retry_from_the_cache(self) -> None:
        s = Script()
        s.message(1.0, "D-O", LOCK, seq="aa/0/7", asked="1", told="2")
        s.message(2.0, "D-O", LOCK, seq="aa/0/7", asked="1", told="2")
        assert s.state("I10") is HELD

    def test_a_retry_that_was_carried_out_again(self) -> None:
        s = Script()
        first = s.message(1.0, "D-O", LOCK, seq="aa/0/7", asked="1", told="2")
        s.message(1.5, "D-O", LOCK, seq="aa/0/8", asked="1", told="9")
        again = s.message(2.0, "D-O", LOCK, seq="aa/0/7", asked="1", told="3")
        found = s.judge()["I10"]
        assert found.verdict is BROKEN
        assert found.trace == (first, again)
        assert "carried out twice" in found.message

    @pytest.mark.parametrize(("status", "done"), [("NFS4ERR_RETRY_UNCACHED_REP", 2), ("NFS4ERR_SEQ_FALSE_RETRY", 1)])
    def test_a_reply_that_was_not_kept(self, status: str, done: int) -> None:
        s = Script()
        s.message(1.0, "D-O", LOCK, seq="aa/0/7", asked="1", told="2")
        s.message(2.0, "D-O", LOCK, status, seq="aa/0/7", asked="1", told="3", done=done)
        assert s.state("I10") is (HELD if done == 2 else NOT)

    def test_other_sessions_and_links_have_slots_of_their_own(self) -> None:
        s = Script()
        s.message(1.0, "D-O", LOCK, seq="aa/0/7", asked="1", told="2")
        s.message(2.0, "D-O", LOCK, seq="bb/0/7", asked="1", told="3")
        s.message(3.0, "E-R", LOCK, seq="aa/0/7", asked="1", told="4")
        assert s.state("I10") is NOT

    def test_a_server_that_restarted_may_count_anew(self) -> None:
        s = Script()
        s.message(1.0, "D-O", LOCK, seq="aa/0/7", asked="1", told="2")
        s.reboot(2.0, O)
        s.message(4.0, "D-O", LOCK, seq="aa/0/7", asked="1", told="3")
        assert s.state("I10") is NOT

    def test_one_transmission_that_arrived_twice(self) -> None:
        s = Script()
        s.message(1.0, "D-O", LOCK, seq="aa/0/7", asked="1", told="2", retold=["2"])
        assert s.state("I10") is HELD
        s.message(2.0, "D-O", LOCK, seq="aa/0/8", asked="1", told="2", retold=["5"])
        assert s.state("I10") is BROKEN

    def test_without_a_tap_nothing_is_said(self) -> None:
        assert "I10" not in Script().judge()


def introduced(s: Script, at: float, link: str, owner: str, verifier: str, clientid: str, session: str) -> None:
    """EXCHANGE_ID and CREATE_SESSION."""
    marks = [f"owner:{owner}", f"verifier:{verifier}", f"clientid:{clientid}"]
    s.message(at, link, "EXCHANGE_ID", marks=marks)
    s.message(at + 0.1, link, "CREATE_SESSION", marks=[f"clientid:{clientid}", f"session:{session}"])


class TestTheDead:
    """I10, sessions that are dead."""

    def test_carried_out_after_destroy_session(self) -> None:
        s = Script()
        ended = s.message(1.0, "D-O", "SEQUENCE DESTROY_SESSION", seq="bb/0/1", marks=["session:aa"])
        late = s.message(2.0, "D-O", LOCK, seq="aa/0/7", told="2")
        found = s.judge()["I10"]
        assert found.verdict is BROKEN
        assert found.trace == (ended, late)

    def test_refused_after_destroy_session(self) -> None:
        s = Script()
        s.message(1.0, "D-O", "DESTROY_SESSION", marks=["session:aa"])
        s.message(2.0, "D-O", LOCK, "NFS4ERR_BADSESSION", seq="aa/0/7", done=1)
        assert s.state("I10") is HELD

    def test_a_call_that_came_before_the_end(self) -> None:
        s = Script()
        s.message(1.0, "D-O", "DESTROY_SESSION", marks=["session:aa"], took=1.0)
        s.message(1.5, "D-O", LOCK, seq="aa/0/7", told="2", took=1.0)
        assert s.state("I10") is NOT

    def test_a_call_that_was_kept_back_until_after_the_end(self) -> None:
        for held_s, state in ((0.5, NOT), (2.0, BROKEN)):
            s = Script()
            s.message(1.0, "D-O", LOCK, seq="aa/0/7", told="2", took=3.0, held_s=held_s)
            s.message(2.0, "D-O", "DESTROY_SESSION", marks=["session:aa"])
            assert s.state("I10") is state

    def test_a_destroy_that_was_refused_ends_nothing(self) -> None:
        s = Script()
        s.message(1.0, "D-O", "DESTROY_SESSION", "NFS4ERR_DELAY", marks=["session:aa"])
        s.message(2.0, "D-O", LOCK, seq="aa/0/7", told="2")
        assert s.state("I10") is NOT

    def test_a_new_incarnation_ends_the_sessions_of_the_old_one(self) -> None:
        s = Script()
        introduced(s, 1.0, "R-O", "0a", "01", "c1", "aa")
        introduced(s, 2.0, "R-O", "0a", "02", "c2", "bb")
        s.message(3.0, "R-O", LOCK, seq="aa/0/7", told="2")
        found = s.judge()["I10"]
        assert found.verdict is BROKEN
        assert "new verifier" in found.message

    def test_another_owner_or_the_same_incarnation_ends_nothing(self) -> None:
        s = Script()
        introduced(s, 1.0, "R-O", "0a", "01", "c1", "aa")
        introduced(s, 2.0, "R-O", "0b", "02", "c2", "bb")
        introduced(s, 2.5, "R-O", "0a", "01", "c1", "cc")
        s.message(3.0, "R-O", LOCK, seq="aa/0/7", told="2")
        assert s.state("I10") is NOT

    def test_a_fence_ends_the_other_sessions_of_its_client(self) -> None:
        s = Script()
        introduced(s, 1.0, "R-O", "0a", "01", "c1", "aa")
        introduced(s, 2.0, "R-O", "0a", "01", "c1", "bb")
        introduced(s, 2.2, "R-O", "0c", "01", "c9", "dd")
        s.message(3.0, "R-O", "SEQUENCE XP_ENUM_STATE", seq="bb/0/1", marks=["fence:"])
        s.message(4.0, "R-O", LOCK, seq="bb/0/2", told="2")
        s.message(4.0, "R-O", LOCK, seq="dd/0/2", told="2")
        s.message(4.0, "R-O", LOCK, "NFS4ERR_BADSESSION", seq="aa/0/7", done=1)
        assert s.state("I10") is HELD
        s.message(5.0, "R-O", LOCK, seq="aa/0/8", told="2")
        assert s.state("I10") is BROKEN

    def test_a_restart_lets_names_live_again(self) -> None:
        s = Script()
        s.message(1.0, "D-O", "DESTROY_SESSION", marks=["session:aa"])
        s.reboot(2.0, O)
        s.message(4.0, "D-O", LOCK, seq="aa/0/1", told="2")
        assert s.state("I10") is NOT


class TestAListWithoutAFence:
    """I10, sessions of a re-export server that crashed and came back as the same client."""

    LIST = "SEQUENCE XP_ENUM_STATE"

    def script(self, held_s: float = 5.0, sent: float = 3.0) -> Script:
        """A LOCK of R is kept back while R crashes (at 4 s) and comes back."""
        s = Script()
        introduced(s, 1.0, "R-O", "0a", "01", "c1", "aa")
        s.message(sent, "R-O", LOCK, seq="aa/0/7", told="2", took=held_s + 0.5, held_s=held_s, lost="reply")
        s.reboot(4.0, R)
        introduced(s, 5.0, "R-O", "0a", "01", "c1", "bb")
        return s

    def test_a_late_call_is_carried_out(self) -> None:
        s = self.script()
        listing = s.message(6.0, "R-O", self.LIST, seq="bb/0/1")
        found = s.judge()["I10"]
        assert found.verdict is BROKEN
        assert [e.actor for e in found.trace] == ["R-O", R, "R-O"]
        assert found.trace[-1] == listing
        assert "without a fence" in found.message

    def test_it_may_come_before_the_list(self) -> None:
        s = self.script(held_s=2.9)
        s.message(6.0, "R-O", self.LIST, seq="bb/0/1")
        assert s.state("I10") is NOT

    def test_who_takes_no_list_relies_on_none(self) -> None:
        assert self.script().state("I10") is NOT

    def test_a_fence_that_follows_makes_good(self) -> None:
        s = self.script()
        s.message(6.0, "R-O", self.LIST, seq="bb/0/1")
        s.message(9.0, "R-O", self.LIST, seq="bb/0/2", marks=["fence:"])
        assert s.state("I10") is NOT

    def test_so_does_the_end_of_the_session(self) -> None:
        s = self.script()
        s.message(6.0, "R-O", self.LIST, seq="bb/0/1")
        s.message(9.0, "R-O", "SEQUENCE DESTROY_SESSION", seq="bb/0/2", marks=["session:aa"])
        assert s.state("I10") is NOT

    def test_what_was_sent_after_the_crash_is_of_who_kept_its_session(self) -> None:
        s = self.script(sent=5.5)
        s.message(6.0, "R-O", self.LIST, seq="bb/0/1")
        assert s.state("I10") is NOT

    def test_a_list_without_a_crash_is_an_audit(self) -> None:
        s = Script()
        introduced(s, 1.0, "R-O", "0a", "01", "c1", "aa")
        introduced(s, 2.0, "R-O", "0a", "01", "c1", "bb")
        s.message(3.0, "R-O", LOCK, seq="aa/0/7", told="2", took=4.0, held_s=3.0)
        s.message(4.0, "R-O", self.LIST, seq="bb/0/1")
        assert s.state("I10") is NOT

    def test_a_client_of_the_suite_is_no_server(self) -> None:
        s = Script()
        introduced(s, 1.0, "D-O", "0a", "01", "c1", "aa")
        s.message(3.0, "D-O", LOCK, seq="aa/0/7", told="2", took=5.5, held_s=5.0)
        s.reboot(4.0, R)
        introduced(s, 5.0, "D-O", "0a", "01", "c1", "bb")
        s.message(6.0, "D-O", self.LIST, seq="bb/0/1")
        assert s.state("I10") is NOT


class TestLegality:
    """I24."""

    def test_statuses_of_the_table(self) -> None:
        s = Script()
        s.message(1.0, "E-R", LOCK, "NFS4ERR_DENIED")
        s.message(2.0, "R-O", "SEQUENCE PUTFH LOCKU", "NFS4ERR_BAD_STATEID")
        assert s.state("I24") is HELD

    def test_locku_has_no_grace(self) -> None:
        s = Script()
        s.message(1.0, "E-R", LOCK)
        wrong = s.message(2.0, "E-R", "SEQUENCE PUTFH LOCKU", "NFS4ERR_GRACE")
        found = s.judge()["I24"]
        assert found.verdict is BROKEN
        assert found.trace == (wrong,)
        assert "reexport answered LOCKU with NFS4ERR_GRACE" in found.message

    def test_the_operation_that_failed_is_the_one_that_is_judged(self) -> None:
        s = Script()
        s.message(1.0, "E-R", LOCK, "NFS4ERR_BADSESSION", done=1)
        assert s.state("I24") is HELD
        s.message(2.0, "E-R", LOCK, "NFS4ERR_BADSESSION", done=3)
        assert s.state("I24") is BROKEN

    def test_a_known_deviation_of_a_server_that_claims_no_locks(self) -> None:
        s = Script()
        s.message(1.0, "E-R", LOCK, "NFS4ERR_NOTSUPP")
        none: dict[str, frozenset[str]] = {R: frozenset(), O: frozenset({"locks"})}
        found = s.judge(claims=none)["I24"]
        assert found.verdict is HELD
        assert "off the table, and safe" in found.message
        assert s.state("I24", claims={R: frozenset({"locks"})}) is BROKEN

    def test_operations_of_minor_version_2_and_unknown_ones(self) -> None:
        s = Script()
        s.message(1.0, "D-O", "SEQUENCE SEEK", "NFS4ERR_OP_ILLEGAL")
        s.message(1.0, "D-O", "SEQUENCE XP_ENUM_STATE", "NFS4ERR_BAD_COOKIE")
        s.message(1.0, "D-O", "SEQUENCE operation-4711", "NFS4ERR_OP_ILLEGAL")
        s.message(2.0, "D-O", "SEQUENCE LOCK", "NFS4ERR_MINOR_VERS_MISMATCH", done=0)
        assert s.state("I24") is HELD
        s.message(3.0, "D-O", LOCK, "NFS4ERR_OP_ILLEGAL")
        assert s.state("I24") is BROKEN

    def test_callbacks_are_judged_where_a_server_answers_them(self) -> None:
        s = Script()
        s.message(1.0, "E-R", "CB_SEQUENCE CB_RECALL", "NFS4ERR_GRACE", back=True)
        assert s.state("I24") is NOT
        s.message(2.0, "R-O", "CB_SEQUENCE CB_RECALL", "NFS4ERR_GRACE", back=True)
        assert s.state("I24") is BROKEN

    def test_without_a_tap_the_operations_of_the_history_are_judged(self) -> None:
        s = Script()
        s.lock(1.0, "E1", status="NFS4ERR_BADSESSION")  # of its SEQUENCE
        s.lock(2.0, "E1", status="NFS4ERR_DENIED")
        assert s.state("I24") is HELD
        s.unlock(3.0, "E1", status="NFS4ERR_GRACE")
        assert s.state("I24") is BROKEN
