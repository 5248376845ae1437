"""I8 and I22: what is free can be had, and what was broken gets well."""

from __future__ import annotations

import pytest

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle import Standing

from .script import O, R, Script

BROKEN, HELD, NOT = Standing.BROKEN, Standing.HELD, Standing.NOT_EXERCISED
LEASE = 5.0
BOUND = 2 * LEASE + 1.0
DENIED, GRACE = "NFS4ERR_DENIED", "NFS4ERR_GRACE"
PLAIN = {O: frozenset({"locks"}), R: frozenset({"locks"})}
RETAINING = {O: frozenset({"locks", "retention"}), R: frozenset({"locks"})}


class TestBlocking:
    """I8."""

    def script(self) -> Script:
        """E1 locks through R and falls silent at 10 s; R renews at O."""
        s = Script(LEASE)
        s.open(0.5, "E1/o")
        s.lock(1.0, "E1")
        for second in range(10):
            s.renew(float(second), "E1")
        for second in range(80):
            s.renew(float(second), R)
            s.message(float(second), "R-O", "SEQUENCE", seq=f"aa/0/{second}")
        return s

    def test_denied_long_after_the_holder_is_gone(self) -> None:
        s = self.script()
        late = s.lock(10 + LEASE + BOUND + 1, "D1", status=DENIED)
        found = s.judge(claims=PLAIN)["I8"]
        assert found.verdict is BROKEN
        assert found.trace[-1] == late
        assert "nobody else can hold anything there by right" in found.message

    def test_denied_within_the_bound(self) -> None:
        s = self.script()
        s.lock(10 + LEASE + BOUND - 1.5, "D1", status=DENIED)
        assert s.state("I8", claims=PLAIN) is NOT

    def test_granted_once_it_is_free(self) -> None:
        s = self.script()
        s.lock(17.0, "D1")
        assert s.state("I8", claims=PLAIN) is HELD

    def test_denied_by_a_holder_that_lives(self) -> None:
        s = self.script()
        for second in range(10, 60):
            s.renew(float(second), "E1")
        s.lock(50.0, "D1", status=DENIED)
        assert s.state("I8", claims=PLAIN) is NOT

    def test_what_the_origin_may_keep_longer(self) -> None:
        s = self.script()
        s.lock(40.0, "D1", status=DENIED)
        assert s.state("I8", claims=RETAINING, keeps_s={O: 30.0}) is NOT
        assert s.state("I8", claims=RETAINING, keeps_s={O: 5.0}) is BROKEN
        found = s.judge(claims=RETAINING)["I8"]
        assert (found.verdict, found.message) == (
            NOT, "nobody knows for how long the origin may keep what an absent client had"
        )  # fmt: skip

    def test_of_a_server_of_which_nothing_is_known(self) -> None:
        s = self.script()
        s.lock(60.0, "D1", status=DENIED)
        assert s.state("I8") is NOT

    def test_its_own_other_owner_stands_in_the_way(self) -> None:
        s = self.script()
        s.lock(12.0, "D1/other")
        s.lock(60.0, "D1/mine", status=DENIED)
        assert s.state("I8", claims=PLAIN) is NOT

    def test_a_server_that_is_down_for_good_blocks_no_longer_than_its_lease(self) -> None:
        s = Script(LEASE, renewing=("E1",))
        s.open(0.5, "E1/o")
        s.lock(1.0, "E1")
        s.message(1.0, "R-O", "SEQUENCE LOCK", seq="aa/0/1")
        s.add(Kind.CRASH, 5.0, R)
        s.lock(1.0 + LEASE + BOUND - 1.0, "D1", status=DENIED)
        assert s.state("I8", claims=PLAIN) is NOT
        s.lock(5.0 + LEASE + BOUND + 1.0, "D1", status=DENIED)
        assert s.state("I8", claims=PLAIN) is BROKEN

    def test_a_server_that_restarted_has_a_grace(self) -> None:
        s = self.script()
        s.reboot(30.0, R)
        s.lock(38.0, "D1", status=DENIED)
        assert s.state("I8", claims=PLAIN) is NOT
        s.lock(30.5 + 2 * LEASE + BOUND + 1.0, "D1", status=DENIED)
        assert s.state("I8", claims=PLAIN) is BROKEN

    def test_a_cut_that_is_not_healed_excuses_everything_behind_it(self) -> None:
        s = Script(LEASE)
        s.open(0.5, "E1/o")
        s.lock(1.0, "E1")
        s.add(Kind.CUT, 2.0, "R-O", took=0.0)
        s.lock(60.0, "D1", status=DENIED)
        assert s.state("I8", claims=PLAIN) is NOT


class TestCrashLoop:
    """I8, a client of the origin that comes back again and again."""

    CAP, FIRST = 10.0, 2.0
    DUE = FIRST + CAP + LEASE

    def script(self, *, told: bool = True) -> Script:
        """G locks at 1 s, and comes back every second from 2 s on."""
        s = Script(LEASE)
        self.session(s, 0.1, 0)
        s.open(0.5, "G/o")
        s.lock(1.0, "G")
        if told:
            s.add(Kind.NOTE, 1.5, O, took=0.0, detail={"what": "limits", "absence_s": 30.0, "reclaim_cap_s": self.CAP})
        for life in range(20):
            self.session(s, self.FIRST + life, life + 1)
        return s

    def session(self, s: Script, at: float, life: int) -> Event:
        detail = {"what": "session", "clientid": f"0x{life}", "co_ownerid": "aa", "verifier": f"{life:02}"}
        return s.add(Kind.NOTE, at, "G", via=O, status="NFS4_OK", detail=detail)

    @pytest.mark.parametrize("keeps", [{O: 40.0}, {}], ids=["known", "unknown"])
    def test_denied_after_the_cap(self, keeps: dict[str, float]) -> None:
        s = self.script()
        late = s.lock(self.DUE + 0.1, "D1", status=DENIED)
        found = s.judge(claims=RETAINING, keeps_s=keeps)["I8"]
        assert found.verdict is BROKEN
        assert [e.kind for e in found.trace] == [Kind.LOCK, Kind.NOTE, Kind.NOTE, Kind.LOCK]
        assert found.trace[-1] == late
        assert "a new incarnation of G" in found.message

    def test_denied_before_it(self) -> None:
        s = self.script()
        s.lock(self.DUE - 0.1, "D1", status=DENIED)
        assert s.state("I8", claims=RETAINING, keeps_s={O: 40.0}) is NOT

    def test_granted_after_it(self) -> None:
        s = self.script()
        s.lock(self.DUE - 1.0, "D1")
        assert s.state("I8", claims=RETAINING, keeps_s={O: 40.0}) is HELD

    def test_a_cap_that_nobody_was_told(self) -> None:
        s = self.script(told=False)
        s.lock(self.DUE + 5.0, "D1", status=DENIED)
        assert s.state("I8", claims=RETAINING, keeps_s={O: 40.0}) is NOT

    @pytest.mark.parametrize("status", ["NFS4_OK", None, "NFS4ERR_RECLAIM_BAD"])
    def test_the_cap_counts_anew_for_what_a_later_life_took_up(self, status: str | None) -> None:
        s = self.script()
        s.reclaim(9.5, "G", status=status)
        s.lock(self.DUE + 0.1, "D1", status=DENIED)
        assert s.state("I8", claims=RETAINING, keeps_s={O: 40.0}) is NOT
        s.lock(10.0 + self.CAP + LEASE + 0.1, "D1", status=DENIED)
        assert s.state("I8", claims=RETAINING, keeps_s={O: 40.0}) is BROKEN

    def test_an_origin_that_restarted_meanwhile_has_longer(self) -> None:
        s = self.script()
        s.reboot(5.0, O)
        s.lock(self.DUE + 5.0, "D1", status=DENIED)
        assert s.state("I8", claims=RETAINING, keeps_s={O: 40.0}) is NOT

    def test_another_client_may_hold_it(self) -> None:
        s = self.script()
        s.lock(12.5, "D2", locktype="READ")
        for second in range(12, 30):
            s.renew(float(second), "D2")
        s.lock(self.DUE + 0.1, "D1", status=DENIED)
        assert s.state("I8", claims=RETAINING, keeps_s={O: 40.0}) is HELD


class TestRecovery:
    """I22."""

    BOUND = 4 * LEASE + 1.0

    def script(self) -> Script:
        s = Script(LEASE, renewing=("E1", "D1", R), until=90.0)
        s.reboot(5.0, R)
        s.add(Kind.RECLAIM_COMPLETE, 7.0, "E1", via=R, status="NFS4_OK", detail={"one_fs": False})
        return s

    @pytest.mark.parametrize("status", [GRACE, "NFS4ERR_DELAY"])
    def test_put_off_for_ever(self, status: str) -> None:
        s = self.script()
        s.lock(9.0, "E1", status=status)
        late = s.lock(5.5 + self.BOUND + 2.0, "E1", status=status)
        found = s.judge(claims=PLAIN)["I22"]
        assert found.verdict is BROKEN
        assert found.trace[-1] == late

    def test_put_off_for_a_while(self) -> None:
        s = self.script()
        s.lock(5.5 + self.BOUND - 1.0, "E1", status=GRACE)
        assert s.state("I22", claims=PLAIN) is NOT
        s.lock(40.0, "E1")
        assert s.state("I22", claims=PLAIN) is HELD

    def test_who_has_not_completed_is_put_off_by_right(self) -> None:
        s = Script(LEASE, renewing=("E1",), until=90.0)
        s.reboot(5.0, R)
        s.lock(60.0, "E1", status=GRACE)
        assert s.state("I22", claims=PLAIN) is NOT

    def test_a_fault_that_lasts(self) -> None:
        s = self.script()
        s.add(Kind.CUT, 8.0, "R-O", took=0.0)
        s.lock(60.0, "E1", status="NFS4ERR_DELAY")
        assert s.state("I22", claims=PLAIN) is NOT

    def test_a_message_that_is_still_under_way(self) -> None:
        s = self.script()
        s.message(8.0, "R-O", "SEQUENCE RECLAIM_COMPLETE", None, seq="aa/0/1")
        s.lock(60.0, "E1", status=GRACE)
        assert s.state("I22", claims=PLAIN) is NOT

    def test_without_a_fault_there_is_nothing_to_recover_from(self) -> None:
        s = Script(LEASE, renewing=("E1",))
        s.lock(50.0, "E1")
        assert s.state("I22", claims=PLAIN) is NOT
