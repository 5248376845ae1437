"""I3 and I4: reclaims that must not come through, and those that may."""

from __future__ import annotations

import pytest

from regrace.harness.history.events import Kind
from regrace.harness.oracle import Standing, render_trace

from .script import O, R, Script

CAST = ("E1", "E2", "D1", "D2", R)
BROKEN, HELD, NOT = Standing.BROKEN, Standing.HELD, Standing.NOT_EXERCISED


def script() -> Script:
    return Script(renewing=CAST)


class TestInterveningGrant:
    """I3 where the origin kept its memory: it knows, and has to refuse."""

    def test_pt_13_naive(self) -> None:
        """R forwards E1's reclaim as a new lock, after D1 had locked, written and unlocked."""
        s = script()
        original = s.lock(1.0, "E1")
        s.write(1.1, "E1", "by E1")
        s.reboot(2.0, R)
        taken = s.lock(3.0, "D1")
        written = s.write(3.1, "D1", "by D1")
        given = s.unlock(3.2, "D1")
        reclaim = s.reclaim(4.0, "E1")
        found_by = s.read(4.1, "D1", "by D1")
        found = s.judge()["I3"]
        assert found.verdict is BROKEN
        assert [e for e in found.trace if e.kind is not Kind.CRASH] == [
            original,
            taken,
            written,
            given,
            reclaim,
            found_by,
        ]
        assert "D1/l had been granted LOCK WRITE [0,10) of f" in found.message
        assert "Data confirm it: tag 'by D1'" in found.message
        lines = render_trace(found.trace, 0.0, found.notes)
        assert any("reexport" in line and "loses its memory" in line for line in lines)
        assert lines[-2].endswith("must have been refused")

    def test_a_tag_that_nobody_looked_for_shows_half(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.lock(3.0, "D1")
        written = s.write(3.1, "D1", "by D1")
        s.unlock(3.2, "D1")
        s.reclaim(4.0, "E1")
        found = s.judge()["I3"]
        assert "Data were at stake: D1 wrote tag 'by D1' there meanwhile" in found.message
        assert written in found.trace

    def test_the_same_refused(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.lock(3.0, "D1")
        s.unlock(3.2, "D1")
        s.reclaim(4.0, "E1", status="NFS4ERR_RECLAIM_BAD")
        found = s.judge()["I3"]
        assert found.verdict is HELD
        assert "was refused (NFS4ERR_RECLAIM_BAD) after D1's LOCK WRITE [0,10) of f" in found.message

    def test_a_refusal_that_says_later_is_no_exercise(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.lock(3.0, "D1")
        s.unlock(3.2, "D1")
        s.reclaim(4.0, "E1", status="NFS4ERR_DELAY")
        assert s.state("I3") is NOT

    def test_a_plain_recovery(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.lock(3.0, "D1", status="NFS4ERR_DENIED")
        s.reclaim(4.0, "E1")
        assert (s.state("I3"), s.state("I4")) == (HELD, HELD)

    def test_nothing_reclaimed(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        assert (s.state("I3"), s.state("I4")) == (NOT, NOT)

    @pytest.mark.parametrize(
        ("grant", "broken"),
        [
            ({"start": 10, "end": 20}, False),
            ({"start": 9, "end": 20}, True),
            ({"locktype": "READ"}, True),
        ],
    )
    def test_only_what_conflicts_counts(self, grant: dict[str, object], broken: bool) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.lock(3.0, "D1", **grant)  # type: ignore[arg-type]
        s.unlock(3.2, "D1")
        s.reclaim(4.0, "E1")
        assert (s.state("I3") is BROKEN) is broken

    def test_a_grant_before_the_original_does_not_count(self) -> None:
        s = script()
        s.lock(0.5, "D1")
        s.unlock(0.7, "D1")
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(4.0, "E1")
        assert s.state("I3") is HELD

    def test_nor_one_that_may_have_been_before_it_or_after_the_reclaim(self) -> None:
        s = script()
        s.lock(1.0, "E1", took=1.0)
        s.lock(1.5, "D1", took=1.0)  # asked for before E1 knew
        s.reboot(3.0, R)
        s.lock(4.0, "D2", took=1.0)  # answered after E1 asked
        s.reclaim(4.5, "E1")
        assert s.state("I3") is HELD

    def test_a_second_crash_counts_from_the_first_reclaim(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        s.reboot(4.0, R)
        s.lock(5.0, "D1")
        s.unlock(5.5, "D1")
        s.reclaim(6.0, "E1")
        found = s.judge()["I3"]
        assert found.verdict is BROKEN
        assert found.trace[0].kind is Kind.RECLAIM_LOCK

    def test_cp_02_unlock_without_an_answer_then_taken_then_reclaimed(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.9, "E1", status=None)
        s.reboot(2.0, R)
        s.lock(3.0, "D1")
        s.unlock(3.5, "D1")
        s.reclaim(4.0, "E1")
        assert s.state("I3") is BROKEN

    def test_cp_11_a_downgrade_without_an_answer(self) -> None:
        def after(locktype: str) -> Standing:
            s = script()
            s.lock(1.0, "E1")
            s.lock(1.9, "E1", status=None, locktype="READ")
            s.reboot(2.0, R)
            s.lock(3.0, "D1", locktype="READ")
            s.reclaim(4.0, "E1", locktype=locktype)
            return s.state("I3")

        assert after("WRITE") is BROKEN
        assert after("READ") is HELD

    def test_a_new_request_without_an_answer_may_be_what_is_reclaimed(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1")
        s.lock(2.0, "D1")
        s.unlock(2.5, "D1")
        s.lock(3.0, "E1", status=None)
        s.reboot(4.0, R)
        s.reclaim(5.0, "E1")
        found = s.judge()
        assert found["I3"].verdict is not BROKEN
        assert found["I4"].verdict is HELD

    def test_a_reclaimed_open_after_an_open_that_denied_it(self) -> None:
        s = script()
        s.open(1.0, "D1/o", access=2)
        s.open(2.0, "D2/o", deny=2, status="NFS4ERR_SHARE_DENIED")
        s.told(3.0, "D1")
        s.open(4.0, "D2/o", deny=2)
        s.ask(Kind.CLOSE, 5.0, "D2/o", 0, 0)
        s.ask(Kind.RECLAIM_OPEN, 6.0, "D1/o", 0, 0, access=2)
        assert s.state("I3") is BROKEN

    def test_across_r_only_if_deny_bits_are_passed_through(self) -> None:
        s = script()
        s.open(1.0, "E1/o", access=2)
        s.reboot(2.0, R)
        s.open(3.0, "D2/o", deny=2)
        s.ask(Kind.CLOSE, 4.0, "D2/o", 0, 0)
        s.ask(Kind.RECLAIM_OPEN, 5.0, "E1/o", 0, 0, access=2)
        assert s.state("I3") is HELD
        assert s.state("I3", deny_pass_through=True) is BROKEN

    def test_a_write_in_between_where_locks_are_mandatory(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.write(3.0, "D1", "by D1")
        s.reclaim(4.0, "E1")
        assert s.state("I3") is HELD
        assert s.state("I3", claims={O: frozenset({"mandatory-locks"})}) is BROKEN


class TestEdgeConditions:
    """RFC 8881 §8.4.3: the origin lost its memory; stable storage has to know."""

    def test_edge_1(self) -> None:
        s = Script(renewing=("D2",))
        s.lock(1.0, "D1")
        s.lock(8.0, "D2")
        s.unlock(9.0, "D2")
        s.reboot(10.0, O)
        s.told(11.0, "D1")
        s.reclaim(12.0, "D1")
        assert s.state("I3") is BROKEN

    def test_edge_2(self) -> None:
        s = Script(renewing=("D2",))
        s.lock(1.0, "D1")
        s.reboot(2.0, O)
        s.lock(10.0, "D2")
        s.unlock(11.0, "D2")
        s.reboot(12.0, O)
        s.told(13.0, "D1")
        s.reclaim(14.0, "D1")
        assert s.state("I3") is BROKEN

    @pytest.mark.parametrize("given_up", ["unlock", "told", "complete", "refused", "recover"])
    def test_a_client_that_knows_better_is_not_the_servers_fault(self, given_up: str) -> None:
        """A crashed origin must believe its clients: a case that lies to it proves nothing against it."""
        s = script()
        s.lock(1.0, "D1")
        if given_up == "unlock":
            s.unlock(1.5, "D1")
        elif given_up == "told":
            s.told(1.5, "D1")
        elif given_up == "recover":
            s.add(Kind.NOTE, 1.5, "D1", took=0.0, detail={"what": "recover"})
        else:
            s.reboot(1.2, O)
            if given_up == "complete":
                s.add(Kind.RECLAIM_COMPLETE, 1.8, "D1", via=O, status="NFS4_OK")
            else:
                s.reclaim(1.8, "D1", status="NFS4ERR_NO_GRACE")
        s.lock(2.5, "D2")
        s.unlock(2.8, "D2")
        s.reboot(3.0, O)
        s.reclaim(4.0, "D1")
        assert s.state("I3") is not BROKEN

    def test_nor_is_one_that_asks_for_more_than_it_had(self) -> None:
        """Found by dice on the reference rig: a READ lock reclaimed as a WRITE lock, beside another READ lock."""
        s = script()
        s.lock(1.0, "D1", locktype="READ")
        s.lock(1.5, "D2", locktype="READ")
        s.reboot(2.0, O)
        s.reclaim(3.0, "D1", locktype="WRITE")
        assert s.state("I3") is not BROKEN

    def test_a_stateid_that_was_told_after_the_crash_changes_nothing(self) -> None:
        """BADSESSION after a reboot is how every client learns that it has to reclaim."""
        s = script()
        s.lock(1.0, "D1")
        s.reboot(2.0, O)
        s.told(3.0, "D1", detail={"status": "NFS4ERR_BADSESSION"})
        s.lock(3.5, "D2")
        s.unlock(3.6, "D2")
        s.reclaim(4.0, "D1")
        assert s.state("I3") is BROKEN

    def test_a_crashed_origin_can_not_know_what_was_held(self) -> None:
        s = script()
        s.lock(1.0, "D1", 0, 10)
        s.reboot(2.0, O)
        s.reclaim(3.0, "D1", 0, 100)
        assert s.state("I4") is HELD


class TestSubset:
    """I4: bytes and modes that the owner can't have had."""

    def test_more_bytes(self) -> None:
        s = script()
        s.lock(1.0, "E1", 0, 10)
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", 0, 11)
        found = s.judge()["I4"]
        assert found.verdict is BROKEN
        assert "E1/l never had [10,11) of f" in found.message

    def test_more_bytes_refused(self) -> None:
        s = script()
        s.lock(1.0, "E1", 0, 10)
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", 0, 11, status="NFS4ERR_RECLAIM_BAD")
        assert s.state("I4") is HELD

    def test_fewer_bytes(self) -> None:
        s = script()
        s.lock(1.0, "E1", 0, 10)
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", 2, 3)
        assert s.state("I4") is HELD

    def test_a_stronger_mode(self) -> None:
        s = script()
        s.lock(1.0, "E1", locktype="READ")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", locktype="WRITE")
        found = s.judge()["I4"]
        assert found.verdict is BROKEN
        assert "had no more than READ" in found.message

    def test_what_was_given_back(self) -> None:
        s = script()
        s.lock(1.0, "E1", 0, 30)
        s.unlock(1.5, "E1", 10, 20)
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", 0, 10)
        s.reclaim(3.1, "E1", 20, 30)
        assert s.state("I4") is HELD
        s.reclaim(3.2, "E1", 12, 13)
        found = s.judge()["I4"]
        assert found.verdict is BROKEN
        assert "had given [12,13) of f back" in found.message

    def test_of_another_owner(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E2")
        assert s.state("I4") is BROKEN

    def test_an_unlock_without_an_answer_leaves_both_open(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1", status=None)
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        assert s.state("I4") is HELD

    def test_cp_01_an_observation_settles_it(self) -> None:
        """LOCKU done at O, R dies before its reply; D1 sees the byte free; E1 reclaims what it gave back."""
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1", status=None)
        s.reboot(2.0, R)
        seen = s.test(3.0, "D1")
        s.reclaim(4.0, "E1")
        found = s.judge()["I4"]
        assert found.verdict is BROKEN
        assert seen in found.trace
        assert "showed that it was done" in found.message

    def test_an_observation_that_a_lapsed_lease_explains_settles_nothing(self) -> None:
        s = Script(renewing=("D1",))
        s.renew(1.0, R)
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1", status=None)
        s.reboot(2.0, R)
        s.test(9.0, "D1")
        s.reclaim(10.0, "E1")
        assert s.state("I4") is HELD

    def test_nor_does_one_from_before_or_one_that_does_not_conflict(self) -> None:
        s = script()
        s.test(0.5, "D1")
        s.lock(1.0, "E1", locktype="READ")
        s.unlock(1.5, "E1", status=None)
        s.reboot(2.0, R)
        s.test(3.0, "D1", locktype="READ")
        s.reclaim(4.0, "E1", locktype="READ")
        assert s.state("I4") is HELD

    def test_cp_10_an_upgrade_without_an_answer_leaves_both_open(self) -> None:
        for locktype in ("READ", "WRITE"):
            s = script()
            s.lock(1.0, "E1", locktype="READ")
            s.lock(1.5, "E1", status=None)
            s.reboot(2.0, R)
            s.reclaim(3.0, "E1", locktype=locktype)
            assert s.state("I4") is HELD

    def test_a_retry_after_delay_stands_for_both(self) -> None:
        s = script()
        s.lock(1.0, "E1", status="NFS4ERR_DELAY")
        s.lock(1.1, "E1")
        s.unlock(1.5, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        assert s.state("I4") is BROKEN

    def test_a_delayed_request_that_overlapped_the_grant_is_no_retry(self) -> None:
        """Found by dice on the reference rig: R answered DELAY, and O executed the LOCK all the same."""
        s = script()
        s.lock(1.0, "E1", locktype="READ", took=1.0)
        s.lock(1.5, "E1", status="NFS4ERR_DELAY", took=1.0)
        s.reboot(3.0, R)
        s.reclaim(4.0, "E1")
        assert s.state("I4") is HELD

    def test_opens_add_up_and_downgrades_take_away(self) -> None:
        s = script()
        s.open(1.0, "D1/o", access=1)
        s.open(1.1, "D1/o", access=2)
        s.told(2.0, "D1")
        s.ask(Kind.RECLAIM_OPEN, 3.0, "D1/o", 0, 0, access=3)
        assert s.state("I4") is HELD
        s.ask(Kind.DOWNGRADE, 4.0, "D1/o", 0, 0, access=1)
        s.ask(Kind.RECLAIM_OPEN, 5.0, "D1/o", 0, 0, access=3)
        assert s.state("I4") is BROKEN

    def test_deny_bits_that_r_kept_for_itself_are_not_judged(self) -> None:
        s = script()
        s.open(1.0, "E1/o", access=3)
        s.reboot(2.0, R)
        s.ask(Kind.RECLAIM_OPEN, 3.0, "E1/o", 0, 0, access=3, deny=2)
        assert s.state("I4") is HELD
        assert s.state("I4", deny_pass_through=True) is BROKEN

    def test_a_close_takes_the_locks_of_a_sole_open_along(self) -> None:
        s = script()
        s.open(0.5, "E1/o")
        s.lock(1.0, "E1")
        s.ask(Kind.CLOSE, 1.5, "E1/o", 0, 0)
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        assert s.state("I4") is BROKEN

    def test_of_two_opens_nobody_knows_whose_lock_it_was(self) -> None:
        s = script()
        s.open(0.5, "E1/o")
        s.open(0.6, "E1/p")
        s.lock(1.0, "E1")
        s.ask(Kind.CLOSE, 1.5, "E1/p", 0, 0)
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        assert s.state("I4") is HELD

    def test_a_file_that_was_touched_behind_the_historys_back_is_not_judged(self) -> None:
        s = script()
        s.add(Kind.NOTE, 0.5, "", took=0.0, file="f", detail={"opaque": True})
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        assert s.state("I4") is NOT


def test_within_one_grace_a_crashed_origin_goes_on_to_believe() -> None:
    """A first reclaim that asks for little does not tell the origin that there was no more."""
    s = script()
    s.lock(1.0, "D1")
    s.reboot(2.0, O)
    s.reclaim(3.0, "D1", 0, 4, locktype="READ")
    s.reclaim(4.0, "D1", 0, 10, locktype="WRITE")
    assert s.state("I4") is HELD


def test_after_reclaim_complete_it_knows_again() -> None:
    s = script()
    s.lock(1.0, "E1", locktype="READ")
    s.reboot(2.0, O)
    s.reclaim(3.0, "E1", locktype="READ")
    s.add(Kind.RECLAIM_COMPLETE, 3.5, "E1", via=R, status="NFS4_OK")
    s.reboot(4.0, R)
    s.reclaim(5.0, "E1", locktype="WRITE")
    assert s.state("I4") is BROKEN
