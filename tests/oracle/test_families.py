"""The families beside I1, I3 and I4: for each, a break, the same handled well, and nothing reached."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regrace.harness.history.events import Kind
from regrace.harness.oracle import Standing

from .script import TO_EOF, O, R, Script

CAST = ("E1", "E2", "D1", "D2", R)
BROKEN, HELD, NOT = Standing.BROKEN, Standing.HELD, Standing.NOT_EXERCISED


def script() -> Script:
    return Script(renewing=CAST)


@pytest.mark.parametrize("invariant", [f"I{n}" for n in (1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 17)])
def test_an_empty_history_exercises_nothing_and_says_so(invariant: str) -> None:
    found = script().judge()[invariant]
    assert found.verdict is NOT
    assert found.message


class TestShares:
    """I2."""

    def test_an_open_that_another_one_denies(self) -> None:
        s = script()
        first = s.open(1.0, "D1/o", access=1, deny=2)
        second = s.open(2.0, "D2/o", access=2)
        found = s.judge()["I2"]
        assert found.verdict is BROKEN
        assert found.trace == (first, second)

    def test_of_two_owners_of_one_client_too(self) -> None:
        s = script()
        s.open(1.0, "D1/o", deny=3)
        s.open(2.0, "D1/p", access=1)
        assert s.state("I2") is BROKEN

    def test_an_owner_does_not_deny_itself(self) -> None:
        s = script()
        s.open(1.0, "D1/o", deny=3)
        s.open(2.0, "D1/o", access=1)
        assert s.state("I2") is NOT

    def test_refused(self) -> None:
        s = script()
        s.open(1.0, "D1/o", deny=2)
        s.open(2.0, "D2/o", access=2, status="NFS4ERR_SHARE_DENIED")
        assert s.state("I2") is HELD

    def test_after_a_downgrade_or_a_close(self) -> None:
        s = script()
        s.open(1.0, "D1/o", access=3, deny=3)
        s.ask(Kind.DOWNGRADE, 2.0, "D1/o", 0, 0, access=1, deny=1)
        s.open(3.0, "D2/o", access=2)
        assert s.state("I2") is not BROKEN
        s.ask(Kind.CLOSE, 4.0, "D1/o", 0, 0)
        s.open(5.0, "E1/o", access=1, deny=0)
        assert s.state("I2") is not BROKEN

    def test_across_servers_only_with_pass_through(self) -> None:
        s = script()
        s.open(1.0, "E1/o", deny=2)
        s.open(2.0, "D1/o", access=2)
        assert s.state("I2") is not BROKEN
        assert s.state("I2", deny_pass_through=True) is BROKEN

    def test_through_one_re_export_server_always(self) -> None:
        s = script()
        s.open(1.0, "E1/o", deny=2)
        s.open(2.0, "E2/o", access=2)
        assert s.state("I2") is BROKEN

    def test_an_expired_share_is_not_added_to_a_new_one(self) -> None:
        s = Script(renewing=("D2",))
        s.open(1.0, "D1/o", access=1, deny=2)
        s.open(20.0, "D1/o", access=1, deny=0)
        s.open(21.0, "D2/o", access=2)
        assert s.state("I2") is not BROKEN


class TestFinality:
    """I5."""

    def test_reclaimed_after_it_was_given_back(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        assert s.state("I5") is BROKEN

    def test_refused(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", status="NFS4ERR_NO_GRACE")
        assert s.state("I5") is HELD

    def test_never_held_is_another_matter(self) -> None:
        s = script()
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        found = s.judge()
        assert found["I4"].verdict is BROKEN
        assert found["I5"].verdict is NOT

    def test_settled_by_an_observation(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.unlock(1.5, "E1", status=None)
        s.reboot(2.0, R)
        s.test(3.0, "D1")
        s.reclaim(4.0, "E1")
        assert s.state("I5") is BROKEN


class TestToldLosses:
    """I6 and I11, and I12 beside it."""

    @staticmethod
    def np_06(after: Callable[[Script], object]) -> Script:
        """R is cut from O for longer than its lease there; D1 takes E1's lock; then `after`."""
        s = Script(renewing=("E1", "D1"))
        s.renew(0.9, R)
        s.lock(1.0, "E1", stateid="1:aa")
        s.add(Kind.CUT, 1.5, "R-O")
        s.lock(7.0, "D1")
        s.add(Kind.HEAL, 8.0, "R-O")
        after(s)
        return s

    def test_np_06_told_by_a_status(self) -> None:
        def after(s: Script) -> None:
            s.write(9.0, "E1", "late", status="NFS4ERR_EXPIRED", stateid="1:aa")
            s.told(9.02, "E1", file="f")

        s = self.np_06(after)
        assert (s.state("I1"), s.state("I11"), s.state("I12")) == (NOT, HELD, HELD)

    def test_np_06_told_within_the_refusal(self) -> None:
        """The client marks what it was told before it closes the event that told it."""

        def after(s: Script) -> None:
            s.write(9.0, "E1", "late", status="NFS4ERR_EXPIRED", stateid="1:aa", took=0.1)
            s.told(9.05, "E1", file="f")

        s = self.np_06(after)
        assert (s.state("I11"), s.state("I12")) == (HELD, HELD)

    def test_np_06_told_in_the_reply_that_grants(self) -> None:
        """A SEQUENCE flag and an unlock that went well came in one reply: it was told, and not after."""

        def after(s: Script) -> None:
            s.unlock(9.0, "E1", stateid="1:aa", took=0.1)
            s.told(9.05, "E1", detail={"flags": ["EXPIRED_SOME_STATE_REVOKED"]})

        assert self.np_06(after).state("I11") is HELD

    def test_np_06_told_by_a_flag(self) -> None:
        def after(s: Script) -> None:
            s.told(9.0, "E1", detail={"flags": ["EXPIRED_SOME_STATE_REVOKED"]})
            s.write(9.5, "E1", "after", stateid="1:aa")

        assert self.np_06(after).state("I11") is HELD

    def test_np_06_not_told(self) -> None:
        s = self.np_06(lambda s: s.write(9.0, "E1", "late", stateid="1:aa"))
        found = s.judge()
        assert found["I11"].verdict is BROKEN
        assert found["I12"].verdict is BROKEN
        assert found["I1"].verdict is NOT, "exclusion was not broken: E1's lease at O had run out by way of R"
        assert [e.kind for e in found["I11"].trace] == [Kind.LOCK, Kind.LOCK, Kind.WRITE]

    def test_an_unlock_of_what_was_lost_must_not_go_well_either(self) -> None:
        assert self.np_06(lambda s: s.unlock(9.0, "E1", stateid="1:aa")).state("I11") is BROKEN

    def test_io_under_another_stateid_is_legal(self) -> None:
        s = self.np_06(lambda s: s.write(9.0, "E1", "open stateid", stateid="1:bb"))
        assert (s.state("I11"), s.state("I12")) == (HELD, NOT)

    def test_io_elsewhere_or_under_a_new_lock_is_legal(self) -> None:
        def after(s: Script) -> None:
            s.unlock(8.5, "D1")
            s.lock(9.0, "E1", stateid="2:aa")
            s.write(9.5, "E1", "new lock", stateid="2:aa")

        assert self.np_06(after).state("I12") is not BROKEN

    def test_an_unlock_that_was_under_way_lost_nothing(self) -> None:
        s = script()
        s.lock(1.0, "E1", stateid="1:aa")
        s.unlock(2.0, "E1", status=None, stateid="1:aa")
        s.lock(3.0, "D1")
        s.write(4.0, "E1", "x", stateid="1:aa")
        assert (s.state("I11"), s.state("I12")) == (NOT, NOT)

    def test_a_write_that_only_reached_a_cache_is_not_fenced(self) -> None:
        s = self.np_06(lambda s: s.write(9.0, "E1", "x", stateid="1:aa", detail={"stable": "UNSTABLE4"}))
        assert s.state("I12") is NOT

    def test_a_reclaim_that_was_made_up_takes_nothing(self) -> None:
        """Found by dice on the reference rig: O crashes and believes D1's lie; D1 unlocks; R reclaims for E1."""
        s = script()
        s.lock(1.0, "E1", stateid="1:aa")
        s.reboot(2.0, O)
        s.reclaim(3.0, "D1")
        s.unlock(3.1, "D1")
        s.read(3.5, "E1", "x", stateid="1:aa")
        assert s.state("I11") is NOT

    def test_bytes_that_are_held_are_seen_as_free(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.test(2.0, "D1", status="NFS4ERR_DENIED")
        assert s.state("I6") is HELD
        s.test(3.0, "D1")
        assert s.state("I6") is BROKEN


class TestGrace:
    """I13, I14, I15."""

    def test_granted_in_grace(self) -> None:
        s = script()
        s.lock(1.0, "D1")
        s.reboot(2.0, O)
        s.told(2.6, "D1")
        s.lock(3.0, "D2")
        s.unlock(3.1, "D2")
        s.reclaim(4.0, "D1")
        found = s.judge()
        assert found["I13"].verdict is BROKEN
        assert "in the grace after the last crash of origin" in found["I13"].message
        assert found["I14"].verdict is NOT

    def test_kept_out_in_grace(self) -> None:
        s = script()
        s.lock(1.0, "D1")
        s.reboot(2.0, O)
        s.lock(3.0, "D2", status="NFS4ERR_GRACE")
        s.reclaim(4.0, "D1")
        assert s.state("I13") is HELD

    @pytest.mark.parametrize("status", ["NFS4_OK", "NFS4ERR_NO_GRACE"])
    @pytest.mark.parametrize("edge", [1, 2, 3])
    def test_the_edge_conditions(self, edge: int, status: str) -> None:
        s = Script(renewing=("D2",))
        s.lock(1.0, "E1" if edge == 3 else "D1")
        if edge == 2:
            s.reboot(2.0, O)
        s.lock(8.0, "D2")
        s.unlock(9.0, "D2")
        s.reboot(10.0, R if edge == 3 else O)
        s.reclaim(12.0, "E1" if edge == 3 else "D1", status=status)
        found = s.judge()["I14"]
        assert found.verdict is (BROKEN if status == "NFS4_OK" else HELD)
        assert f"edge condition {edge}" in found.message

    def test_a_reclaim_after_reclaim_complete(self) -> None:
        def after(status: str, **between: object) -> Standing:
            s = script()
            s.lock(1.0, "D1")
            s.reboot(2.0, O)
            s.add(Kind.RECLAIM_COMPLETE, 3.0, "D1", via=O, status="NFS4_OK", detail=between.get("detail", {}))
            if between.get("crash"):
                s.reboot(3.5, O)
            s.reclaim(5.0, "D1", status=status)
            return s.state("I15")

        assert after("NFS4_OK") is BROKEN
        assert after("NFS4ERR_NO_GRACE") is HELD
        assert after("NFS4_OK", detail={"one_fs": True}) is NOT
        assert after("NFS4_OK", crash=True) is NOT


class TestIsolation:
    """I16."""

    def test_e2_reclaims_what_e1_had(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E2")
        found = s.judge()["I16"]
        assert found.verdict is BROKEN
        assert "E1/l had it" in found.message

    def test_refused(self) -> None:
        s = script()
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E2", status="NFS4ERR_RECLAIM_BAD")
        assert s.state("I16") is HELD

    def test_what_nobody_had_is_another_matter(self) -> None:
        s = script()
        s.lock(1.0, "E1", 20, 30)
        s.reboot(2.0, R)
        s.reclaim(3.0, "E2")
        assert s.state("I16") is NOT


class TestIncarnations:
    """I17."""

    @staticmethod
    def two(first: tuple[str, str], second: tuple[str, str], *, crash: bool = False) -> Standing:
        s = script()
        for at, (verifier, clientid) in ((1.0, first), (5.0, second)):
            detail = {"what": "session", "co_ownerid": "aa", "verifier": verifier, "clientid": clientid}
            s.add(Kind.NOTE, at, "D1", via=O, status="NFS4_OK", detail=detail)
            if crash:
                s.reboot(at + 1, O)
        return s.state("I17")

    def test_one_client_id_for_two_verifiers(self) -> None:
        assert self.two(("01", "0x1"), ("02", "0x1")) is BROKEN

    def test_each_its_own(self) -> None:
        assert self.two(("01", "0x1"), ("02", "0x2")) is HELD

    def test_a_second_session_of_one_incarnation(self) -> None:
        assert self.two(("01", "0x1"), ("01", "0x1")) is NOT

    def test_a_server_that_forgot_may_count_anew(self) -> None:
        assert self.two(("01", "0x1"), ("02", "0x1"), crash=True) is HELD


class TestLeak:
    """I7."""

    @staticmethod
    def probe(s: Script, at: float, opened: str = "NFS4_OK", locked: str | None = "NFS4_OK") -> None:
        probe = {"probe": "leak"}
        s.open(at, "D1/p", access=3, deny=3, status=opened, detail=probe)
        if locked is not None:
            s.ask(Kind.LOCK, at + 0.1, "D1/p", 0, 0, locked, locktype="WRITE", length=TO_EOF, detail=probe)

    def used(self) -> Script:
        s = Script(renewing=("D1",))
        s.context = type(s.context)(lease_s=s.context.lease_s, leak_bound_s=2.0)
        s.open(1.0, "E1/o")
        s.lock(1.5, "E1")
        s.ask(Kind.CLOSE, 2.0, "E1/o", 0, 0)
        return s

    def test_nobody_probed(self) -> None:
        assert "I7" not in self.used().judge()

    def test_clean(self) -> None:
        s = self.used()
        self.probe(s, 5.0)
        assert s.state("I7") is HELD

    def test_a_later_clean_probe_is_what_counts(self) -> None:
        s = self.used()
        self.probe(s, 5.0, locked="NFS4ERR_DENIED")
        self.probe(s, 6.0)
        assert s.state("I7") is HELD

    def test_a_lock_is_left(self) -> None:
        s = self.used()
        self.probe(s, 5.0, locked="NFS4ERR_DENIED")
        found = s.judge()["I7"]
        assert found.verdict is BROKEN
        assert "E1's last CLOSE" in found.message

    def test_an_open_is_left(self) -> None:
        s = self.used()
        self.probe(s, 5.0, opened="NFS4ERR_SHARE_DENIED", locked=None)
        assert s.state("I7") is BROKEN

    def test_too_early_says_nothing(self) -> None:
        s = self.used()
        self.probe(s, 3.0, locked="NFS4ERR_DENIED")
        assert s.state("I7") is NOT

    def test_a_client_that_still_has_it_open_leaks_nothing(self) -> None:
        s = self.used()
        s.open(3.0, "E1/o")
        for tenths in range(30, 200, 10):
            s.renew(tenths / 10, "E1")
        self.probe(s, 18.0, locked="NFS4ERR_DENIED")
        assert s.state("I7") is NOT
        self.probe(s, 28.0, locked="NFS4ERR_DENIED")
        assert s.state("I7") is BROKEN, "its lease has run out long ago"

    def test_a_courteous_re_export_server_may_keep_what_a_silent_client_had(self) -> None:
        s = self.used()
        s.open(3.0, "E1/o")
        self.probe(s, 40.0, locked="NFS4ERR_DENIED")
        assert s.state("I7") is BROKEN
        assert s.state("I7", claims={R: frozenset({"courtesy"})}) is NOT

    def test_the_bound_runs_from_the_end_of_a_restarted_servers_grace(self) -> None:
        s = self.used()
        s.reboot(4.0, R)
        self.probe(s, 10.0, locked="NFS4ERR_DENIED")
        assert s.state("I7") is NOT
        s.add(Kind.GRACE_END, 6.0, R, took=0.0)
        self.probe(s, 10.5, locked="NFS4ERR_DENIED")
        assert s.state("I7") is BROKEN

    def test_while_a_server_is_down_nothing_leaks(self) -> None:
        s = self.used()
        s.add(Kind.CRASH, 4.0, R)
        self.probe(s, 60.0, locked="NFS4ERR_DENIED")
        assert s.state("I7") is NOT

    def test_a_retaining_origin_keeps_what_a_client_had_that_is_gone(self) -> None:
        s = Script(renewing=("D1",))
        s.open(1.0, "G/o")
        s.lock(1.5, "G")
        self.probe(s, 40.0, locked="NFS4ERR_DENIED")
        retains = {O: frozenset({"locks", "retention"})}
        assert s.state("I7", claims=retains, keeps_s={O: 60.0}) is NOT
        assert s.state("I7", claims=retains) is NOT
        assert s.state("I7", claims=retains, keeps_s={O: 10.0}) is BROKEN
        assert s.state("I7") is BROKEN

    def test_what_the_prober_itself_has_is_no_leak(self) -> None:
        s = self.used()
        s.open(3.0, "D1/mine")
        s.lock(3.1, "D1/mine")
        self.probe(s, 20.0, locked="NFS4ERR_DENIED")
        assert s.state("I7") is NOT
        s.ask(Kind.CLOSE, 21.0, "D1/mine", 0, 0)
        self.probe(s, 30.0, locked="NFS4ERR_DENIED")
        assert s.state("I7") is BROKEN

    @pytest.mark.parametrize(("said", "verdict"), [("clean", HELD), ("leak", NOT)])
    def test_a_probe_without_a_history(self, said: str, verdict: Standing) -> None:
        s = self.used()
        s.add(Kind.NOTE, 9.0, O, took=0.0, detail={"leak_probe": said})
        assert s.state("I7") is verdict
