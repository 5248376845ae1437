"""What became of a lock: for each fate the histories that have it, and near them those that have not."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from regrace.harness.history.events import Kind
from regrace.harness.oracle import OracleContext, fates
from regrace.harness.oracle.fates import reasons, tally
from regrace.verdict import Fate

from .script import O, R, Script

CAST = ("E1", "E2", "D1", "D2", R)
KEPT, TOLD, SILENT, UNDECIDED = Fate.KEPT, Fate.TOLD, Fate.SILENT, Fate.UNDECIDED


def script() -> Script:
    return Script(renewing=CAST)


def fate_of(s: Script) -> Fate:
    """Of the only lock of the history."""
    (found,) = fates(s.events, s.context)
    return found.fate


def comes_back(s: Script, at: float, actor: str = "E1", state_kept: bool = False) -> None:
    """The client introduces itself again, after its server forgot it."""
    s.add(Kind.NOTE, at, actor, took=0.0, via=R, status="NFS4_OK", detail={"what": "recover", "state_kept": state_kept})


def partition(s: Script, at: float, until: float) -> None:
    s.add(Kind.CUT, at, R, detail={"peer": O})
    s.add(Kind.HEAL, until, R, took=0.0)


class TestWhichLocksCount:
    def test_without_a_failure_there_is_no_fate(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        assert fates(s.events, s.context) == []

    def test_only_those_of_end_clients(self) -> None:
        s = script()
        s.lock(1.0, "D1")
        s.reboot(2.0, R)
        assert fates(s.events, s.context) == []

    def test_only_those_that_were_granted_before_it(self) -> None:
        s = script()
        s.lock(1.0, "E1", status=None)
        s.lock(1.2, "E2", status="NFS4ERR_DENIED")
        s.reboot(2.0, R)
        s.lock(5.0, "E2")
        assert fates(s.events, s.context) == []

    def test_not_what_its_owner_had_given_up(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1")
        s.reboot(2.0, R)
        assert fates(s.events, s.context) == []

    def test_not_of_the_dead(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.add(Kind.CLIENT_CRASH, 1.5, "E1", took=0.0)
        s.reboot(2.0, R)
        assert fates(s.events, s.context) == []

    def test_a_link_of_a_direct_client_is_no_failure(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.add(Kind.CUT, 2.0, "D-O")
        assert fates(s.events, s.context) == []

    def test_a_lock_counts_once_however_often_it_is_reclaimed(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        for reboot in (2.0, 4.0):
            s.reboot(reboot, R)
            comes_back(s, reboot + 0.7)
            s.reclaim(reboot + 1, "E1")
        assert [each.fate for each in fates(s.events, s.context)] == [KEPT]

    def test_each_later_lock_has_the_failure_that_came_after_it(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        comes_back(s, 2.7)
        s.reclaim(3.0, "E1")
        second = s.lock(4.0, "E1", 20, 30)
        s.reboot(5.0, R)
        found = fates(s.events, s.context)
        assert [each.failure.began.time for each in found] == [2.0, 5.0]
        assert found[1].lock is second

    def test_not_what_had_been_lost_before(self) -> None:
        s = Script(renewing=("D1", R))
        s.lock(1.0, "E1")  # who stops to renew
        s.lock(10.0, "D1")
        s.reboot(12.0, R)
        s.reclaim(13.0, "E1", status="NFS4ERR_NO_GRACE")
        assert fates(s.events, s.context) == []

    def test_files_with_a_hidden_past_are_left_out(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.add(Kind.NOTE, 0.5, "E1", took=0.0, file="f", detail={"opaque": True})
        assert fates(s.events, s.context) == []


class TestKept:
    def test_reclaimed_and_nobody_came_in_between(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        comes_back(s, 2.7)
        s.lock(2.8, "D1", status="NFS4ERR_DENIED")
        s.reclaim(3.0, "E1")
        assert fate_of(s) is KEPT

    def test_over_a_reboot_of_the_origin_if_somebody_is_denied_afterwards(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, O)
        s.lock(6.0, "D1", status="NFS4ERR_DENIED")
        assert fate_of(s) is KEPT

    def test_given_up_by_its_owner_after_a_partition(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        partition(s, 2.0, 3.0)
        s.unlock(4.0, "E1")
        assert fate_of(s) is KEPT

    def test_an_unlock_that_was_done_and_never_told_stays_done(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1", status=None)
        s.test(1.8, "D1")
        s.reboot(2.0, R)
        comes_back(s, 2.7)
        s.reclaim(3.0, "E1", status="NFS4ERR_RECLAIM_BAD")
        assert fate_of(s) is KEPT

    def test_asked_back_in_part(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        comes_back(s, 2.7)
        s.reclaim(3.0, "E1", 0, 5)
        s.add(Kind.RECLAIM_COMPLETE, 3.5, "E1", via=R, status="NFS4_OK")
        assert fate_of(s) is KEPT

    def test_a_refusal_of_more_than_was_held_takes_nothing(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        comes_back(s, 2.7)
        s.reclaim(3.0, "E1", 0, 100, status="NFS4ERR_RECLAIM_BAD")
        s.reclaim(3.5, "E1")
        assert fate_of(s) is KEPT

    def test_asked_for_once_more_after_it_was_regained(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        s.add(Kind.RECLAIM_COMPLETE, 3.5, "E1", via=R, status="NFS4_OK")
        s.reclaim(4.0, "E1", status="NFS4ERR_NO_GRACE")
        assert fate_of(s) is KEPT


class TestTold:
    def test_its_reclaim_was_refused(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        comes_back(s, 2.7)
        s.lock(2.8, "D1")
        s.reclaim(3.0, "E1", status="NFS4ERR_NO_GRACE")
        assert fate_of(s) is TOLD

    def test_the_open_above_it_was_refused(self) -> None:
        s = script()
        s.open(0.5, "E1/o")
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.ask(Kind.RECLAIM_OPEN, 3.0, "E1/o", 0, 0, "NFS4ERR_NO_GRACE", access=3)
        assert fate_of(s) is TOLD

    def test_a_lock_that_it_takes_anew_is_another_one(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", status="NFS4ERR_NO_GRACE")
        s.lock(6.0, "E1")
        s.unlock(7.0, "E1")
        assert fate_of(s) is TOLD

    @pytest.mark.parametrize(
        ("fields", "fate"),
        [
            ({"detail": {"flags": ["EXPIRED_ALL_STATE_REVOKED"]}}, TOLD),
            ({"detail": {"flags": ["EXPIRED_SOME_STATE_REVOKED"]}}, TOLD),
            ({"file": "f", "owner": "l", "status": "NFS4ERR_EXPIRED", "detail": {"of": "lock"}}, TOLD),
            ({"status": "NFS4ERR_STALE_CLIENTID", "detail": {}}, TOLD),
            ({"detail": {"flags": ["RESTART_RECLAIM_NEEDED"]}}, UNDECIDED),
            ({"detail": {"flags": ["RECALLABLE_STATE_REVOKED"]}}, UNDECIDED),
            ({"file": "f", "owner": "other", "status": "NFS4ERR_EXPIRED", "detail": {"of": "lock"}}, UNDECIDED),
            ({"file": "g", "owner": "l", "status": "NFS4ERR_EXPIRED", "detail": {"of": "lock"}}, UNDECIDED),
            ({"file": "f", "owner": "l", "status": "NFS4ERR_OLD_STATEID", "detail": {"of": "lock"}}, UNDECIDED),
            ({"status": "NFS4ERR_BADSESSION", "detail": {}}, UNDECIDED),
        ],
    )
    def test_by_a_notice(self, fields: dict[str, object], fate: Fate) -> None:
        s = script()
        s.lock(1.0, "E1")
        partition(s, 2.0, 9.0)
        s.told(10.0, "E1", **fields)
        assert fate_of(s) is fate

    def test_that_something_was_lost_is_no_loss_of_what_still_works(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        partition(s, 2.0, 9.0)
        s.told(10.0, "E1", detail={"flags": ["EXPIRED_SOME_STATE_REVOKED"]})
        s.unlock(11.0, "E1")
        assert fate_of(s) is KEPT

    def test_a_server_that_stayed_up_has_forgotten_the_client(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.add(Kind.CUT, 2.0, "E-R")
        comes_back(s, 10.0)
        assert fate_of(s) is TOLD


class TestSilent:
    def test_given_back_after_somebody_else_had_it(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        comes_back(s, 2.7)
        s.lock(2.8, "D1")
        s.unlock(2.9, "D1")
        s.reclaim(3.0, "E1")
        (found,) = fates(s.events, s.context)
        assert found.fate is SILENT
        assert "although D1 had been granted" in found.because

    def test_given_back_after_somebody_saw_it_free(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.test(2.8, "D1")
        s.reclaim(3.0, "E1")
        assert fate_of(s) is SILENT

    @pytest.mark.parametrize(("asked_at", "fate"), [(2.8, SILENT), (8.0, KEPT)])
    def test_but_a_courteous_origin_calls_free_what_would_give_way(self, asked_at: float, fate: Fate) -> None:
        """Once R's lease is over; R comes back, and has it still."""
        s = Script(renewing=CAST, until=1.4)
        s.context = replace(s.context, claims={O: frozenset({"courtesy"})})
        s.lock(1.0, "E1")
        s.add(Kind.CRASH, 1.5, R)
        s.test(asked_at, "D1")
        s.add(Kind.START, 9.0, R)
        comes_back(s, 9.5)
        s.reclaim(10.0, "E1")
        assert fate_of(s) is fate

    def test_but_an_origin_that_rebooted_may_have_it_free_until_it_is_reclaimed(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reboot(2.6, O)
        s.test(3.2, "D1")
        s.reclaim(3.4, "E1")
        assert fate_of(s) is not SILENT

    def test_given_back_after_it_had_been_given_up(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1", status=None)
        s.test(1.8, "D1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        assert fate_of(s) is SILENT

    def test_held_by_two_at_once(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        partition(s, 2.0, 3.0)
        s.lock(4.0, "D1")
        assert fate_of(s) is SILENT

    def test_used_after_it_was_given_to_another(self) -> None:
        s = Script(renewing=("E1", "D1"))
        s.renew(0.5, R)
        s.lock(1.0, "E1", stateid="1:aa")
        partition(s, 2.0, 9.0)
        s.lock(8.0, "D1")
        s.write(10.0, "E1", "mine", stateid="1:aa")
        assert fate_of(s) is SILENT

    def test_or_told_before_it_was_used(self) -> None:
        s = Script(renewing=("E1", "D1"))
        s.renew(0.5, R)
        s.lock(1.0, "E1", stateid="1:aa")
        partition(s, 2.0, 9.0)
        s.lock(8.0, "D1")
        s.write(10.0, "E1", "mine", stateid="1:aa", status="NFS4ERR_EXPIRED")
        s.told(10.1, "E1", file="f", owner="l", status="NFS4ERR_EXPIRED", detail={"of": "lock"})
        assert fate_of(s) is TOLD

    def test_one_lost_byte_is_enough(self) -> None:
        s = script()
        s.lock(1.0, "E1", 0, 100)
        s.reboot(2.0, R)
        s.lock(2.8, "D1", 50, 51)
        s.reclaim(3.0, "E1", 0, 100)
        assert fate_of(s) is SILENT


class TestUndecided:
    def test_its_owner_did_not_come_back(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.lock(3.0, "D1", status="NFS4ERR_DENIED")
        assert fate_of(s) is UNDECIDED

    def test_its_owner_did_not_ask(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.add(Kind.RECLAIM_COMPLETE, 3.5, "E1", via=R, status="NFS4_OK")
        (found,) = fates(s.events, s.context)
        assert found.fate is UNDECIDED
        assert found.because == "its owner did not ask for it back"

    def test_later_is_no_answer(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", status="NFS4ERR_DELAY")
        s.reclaim(4.0, "E1", status=None)
        assert fate_of(s) is UNDECIDED

    def test_taken_and_not_yet_noticed(self) -> None:
        s = Script(renewing=("E1", "D1"))
        s.renew(0.5, R)
        s.lock(1.0, "E1")
        partition(s, 2.0, 9.0)
        s.lock(8.0, "D1")
        assert fate_of(s) is UNDECIDED

    def test_another_crash_after_it_was_regained(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        s.reboot(4.0, R)
        assert fate_of(s) is UNDECIDED

    def test_nobody_looked_after_a_reboot_of_the_origin(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, O)
        assert fate_of(s) is UNDECIDED

    def test_when_the_budget_ends(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        (found,) = fates(s.events, OracleContext(lease_s=s.context.lease_s, budget=1))
        assert found.fate is UNDECIDED
        assert "budget" in found.because


def test_counts_and_reasons() -> None:
    s = script()
    for number in range(3):
        s.lock(1.0 + number / 10, "E1", number * 20, number * 20 + 10)
    s.lock(1.5, "E2", 100, 110)
    s.reboot(2.0, R)
    s.lock(2.8, "D1", 100, 110)
    for number in range(3):
        s.reclaim(3.0 + number / 10, "E1", number * 20, number * 20 + 10)
    s.reclaim(3.5, "E2", 100, 110)
    found = fates(s.events, s.context)
    assert tally(found) == {"kept": 3, "silent": 1}
    silent, kept = reasons(found)
    assert silent.startswith("silent: E2/l WRITE [100,110) of f: ")
    assert kept.startswith("kept: E1/l WRITE [0,10) of f and 2 more: ")


def test_the_cost_does_not_grow_with_the_square_of_the_locks() -> None:
    """Ten times the locks take far less than a hundred times as long; on a busy machine too, since only the time of
    this process counts."""

    def cost_s(locks: int) -> float:
        s = Script()
        for number in range(locks):
            s.lock(1.0 + number / 10_000, f"E{number % 20}", number * 10, number * 10 + 10)
        s.reboot(2.0, R)
        for number in range(locks):
            s.reclaim(3.0 + number / 10_000, f"E{number % 20}", number * 10, number * 10 + 10)
        before = time.process_time()
        assert tally(fates(s.events, s.context)) == {"kept": locks}
        return time.process_time() - before

    assert cost_s(1500) < 50 * cost_s(150)
