"""I1: what is a break, and above all what is none."""

from __future__ import annotations

import pytest

from regrace.harness.history.events import Kind
from regrace.harness.oracle import Standing, render_trace

from .script import TO_EOF, O, R, Script

CAST = ("E1", "E2", "D1", "D2", R)


def test_two_write_locks_on_the_same_bytes_are_a_break() -> None:
    s = Script(renewing=CAST)
    first = s.lock(1.0, "E1", 0, 10)
    second = s.lock(2.0, "D1", 5, 15)
    s.unlock(3.0, "E1", 0, 10)
    found = s.judge()["I1"]
    assert found.verdict is Standing.BROKEN
    assert found.trace[:2] == (first, second)
    assert "[5,10) of f" in found.message
    assert "0.990s" in found.message  # from D1's reply until E1 asks to unlock
    assert "No tagged data" in found.message
    lines = render_trace(found.trace, 0.0, found.notes)
    assert lines[0].split()[:6] == ["1.000s", "E1/l", "->", "reexport", "LOCK", "WRITE"]
    assert "until 3.000s (LOCKU)" in lines[0]


@pytest.mark.parametrize(
    ("types", "ranges", "owners", "broken"),
    [
        (("WRITE", "WRITE"), ((0, 10), (0, 10)), ("E1", "E2"), True),
        (("READ", "WRITE"), ((0, 10), (9, 20)), ("E1", "E2"), True),
        (("READ", "READ"), ((0, 10), (0, 10)), ("E1", "E2"), False),
        (("WRITE", "WRITE"), ((0, 10), (10, 20)), ("E1", "E2"), False),
        (("WRITE", "WRITE"), ((0, 10), (0, 10)), ("E1/a", "E1/b"), True),
        (("WRITE", "WRITE"), ((0, 10), (0, 10)), ("E1/a", "E1/a"), False),
        (("READW", "WRITEW"), ((0, 10), (9, 20)), ("E1", "E2"), True),
    ],
)
def test_what_conflicts(
    types: tuple[str, str], ranges: tuple[tuple[int, int], ...], owners: tuple[str, str], broken: bool
) -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, owners[0], *ranges[0], locktype=types[0])
    s.lock(2.0, owners[1], *ranges[1], locktype=types[1])
    assert (s.state("I1") is Standing.BROKEN) is broken


def test_to_the_end_of_the_file_reaches_every_byte() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1", length=TO_EOF)
    s.lock(2.0, "D1", 1 << 63, (1 << 63) + 1)
    assert s.state("I1") is Standing.BROKEN


def test_an_unanswered_unlock_may_have_happened() -> None:
    """The prototype of this oracle forgot that, and cried wolf."""
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.unlock(2.0, "E1", status=None)
    s.lock(2.5, "D1")
    assert s.state("I1") is not Standing.BROKEN


def test_an_unlock_under_way_ends_the_hold_at_its_invocation() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.unlock(2.0, "E1", took=1.0)
    s.lock(2.1, "D1")
    assert s.state("I1") is not Standing.BROKEN


def test_an_unlock_with_a_doubtful_answer_may_have_happened() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.unlock(2.0, "E1", status="NFS4ERR_DELAY")
    s.lock(2.5, "D1")
    assert s.state("I1") is not Standing.BROKEN


def test_an_unlock_that_was_refused_for_its_form_took_nothing() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.unlock(2.0, "E1", status="NFS4ERR_INVAL")
    s.lock(2.5, "D1")
    assert s.state("I1") is Standing.BROKEN


def test_an_unanswered_lock_is_never_held() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1", status=None)
    s.lock(2.0, "D1")
    assert s.state("I1") is Standing.NOT_EXERCISED


def test_an_unanswered_unlock_may_land_after_the_next_lock() -> None:
    """LOCKU gets no answer, LOCK is granted again, and then the LOCKU that was delayed comes by."""
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.unlock(2.0, "E1", status=None)
    s.lock(3.0, "E1")
    s.lock(4.0, "D1")
    assert s.state("I1") is not Standing.BROKEN


def test_an_unanswered_unlock_with_an_older_stateid_can_not_land() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1", stateid="1:aa")
    s.unlock(2.0, "E1", status=None, stateid="1:aa")
    s.lock(3.0, "E1", stateid="2:aa")
    s.lock(4.0, "D1")
    assert s.state("I1") is Standing.BROKEN


def test_an_unlock_of_part_leaves_the_rest_held() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1", 0, 30)
    s.unlock(2.0, "E1", 10, 20)
    s.lock(2.5, "D1", 10, 20)
    assert s.state("I1") is not Standing.BROKEN
    s.lock(3.0, "D2", 20, 21)
    assert s.state("I1") is Standing.BROKEN


def test_a_close_takes_the_locks_along_unless_it_says_that_it_does_not() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.ask(Kind.CLOSE, 2.0, "E1/o", 0, 0)
    s.lock(2.5, "D1")
    assert s.state("I1") is not Standing.BROKEN
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.ask(Kind.CLOSE, 2.0, "E1/o", 0, 0, status="NFS4ERR_LOCKS_HELD")
    s.lock(2.5, "D1")
    assert s.state("I1") is Standing.BROKEN


def test_a_downgrade_weakens_from_its_invocation() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.lock(2.0, "E1", took=1.0, locktype="READ")
    s.lock(2.1, "D1", locktype="READ")
    assert s.state("I1") is not Standing.BROKEN
    s.lock(4.0, "D2", locktype="WRITE")
    assert s.state("I1") is Standing.BROKEN


def test_an_upgrade_without_an_answer_keeps_what_was_there() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1", locktype="READ")
    s.lock(2.0, "E1", status=None)
    s.lock(3.0, "D1", locktype="READ")
    assert s.state("I1") is not Standing.BROKEN
    s.lock(4.0, "D2", locktype="WRITE")
    assert s.state("I1") is Standing.BROKEN


def test_a_unlock_by_stateid_is_about_the_owner_of_the_stateid() -> None:
    """A case that unlocks owner a's lock, but wrote owner b into its book."""
    s = Script(renewing=CAST)
    s.lock(1.0, "E1/a", stateid="1:aa")
    s.unlock(2.0, "E1/b", stateid="1:aa")
    s.lock(3.0, "D1")
    assert s.state("I1") is not Standing.BROKEN


class TestLeases:
    """Nothing is surely held beyond a lease horizon."""

    def test_a_silent_client_holds_nothing_after_its_lease(self) -> None:
        s = Script(renewing=("E2", "D1", R))
        s.lock(1.0, "E1")
        s.lock(6.1, "D1")
        assert s.state("I1") is not Standing.BROKEN

    def test_before_its_lease_ends_it_does(self) -> None:
        s = Script(renewing=("E2", "D1", R))
        s.lock(1.0, "E1")
        s.lock(5.5, "D1")
        assert s.state("I1") is Standing.BROKEN

    def test_a_renewal_counts_from_when_it_was_sent(self) -> None:
        s = Script(renewing=("D1", R))
        s.lock(1.0, "E1")
        s.renew(4.0, "E1", took=1.5)
        s.lock(8.5, "D1")
        assert s.state("I1") is Standing.BROKEN
        s.events.pop()
        s.lock(9.1, "D1")
        assert s.state("I1") is not Standing.BROKEN

    def test_an_unanswered_renewal_does_not_count(self) -> None:
        s = Script(renewing=("D1", R))
        s.lock(1.0, "E1")
        s.renew(4.0, "E1", took=None)
        s.lock(6.5, "D1")
        assert s.state("I1") is not Standing.BROKEN

    def test_a_renewal_that_was_answered_after_the_horizon_saves_nothing(self) -> None:
        """Its answer may carry the flag that says that state was revoked meanwhile."""
        s = Script(renewing=("D1", R))
        s.lock(1.0, "E1")
        s.renew(5.0, "E1", took=2.0)
        s.lock(6.5, "D1")
        assert s.state("I1") is not Standing.BROKEN

    def test_a_gap_is_not_bridged_by_later_renewals(self) -> None:
        s = Script(renewing=("D1", R))
        s.lock(1.0, "E1")
        s.renew(9.0, "E1")
        s.lock(10.0, "D1")
        assert s.state("I1") is not Standing.BROKEN

    def test_the_lease_of_the_history_comes_before_that_of_the_context(self) -> None:
        s = Script(renewing=("D1", R))
        s.add(Kind.LEASE, 0.0, R, detail={"node": R, "lease_s": 60.0})
        s.lock(1.0, "E1")
        s.lock(20.0, "D1")
        assert s.state("I1") is Standing.BROKEN

    def test_an_unknown_lease_is_none(self) -> None:
        s = Script(renewing=("E1", "D1", R))
        s.lock(1.0, "E1")
        s.lock(1.5, "D1")
        assert s.state("I1", lease_s={}) is Standing.NOT_EXERCISED

    def test_the_re_export_servers_own_lease_at_the_origin_bounds_what_it_granted(self) -> None:
        """NP-06: R is cut from O for longer than O's lease, D1 takes the lock. Legal, if E1 is told later."""
        s = Script(renewing=("E1", "D1"))
        s.renew(0.9, R)
        s.lock(1.0, "E1")
        s.renew(2.0, R)
        s.lock(7.5, "D1")
        assert s.state("I1") is not Standing.BROKEN
        s.events.pop()
        s.lock(6.5, "D1")
        assert s.state("I1") is Standing.BROKEN

    @pytest.mark.parametrize("what", [(Kind.CUT, "R-O"), (Kind.CUT, R), (Kind.PAUSE, R), (Kind.PAUSE, O)])
    def test_without_a_tap_the_first_interference_bounds_it(self, what: tuple[Kind, str]) -> None:
        s = Script(renewing=("E1", "D1"))
        s.lock(1.0, "E1")
        s.lock(2.0, "D1", 50, 60)
        assert s.state("I1") is Standing.NOT_EXERCISED
        s.add(what[0], 3.0, what[1])
        s.lock(4.0, "D1")
        assert s.state("I1") is not Standing.BROKEN

    def test_without_a_tap_an_interference_that_still_lasts_bounds_it_too(self) -> None:
        s = Script(renewing=("E1", "D1"))
        s.add(Kind.CUT, 0.5, "R-O")
        s.lock(1.0, "E1")
        s.lock(2.0, "D1")
        assert s.state("I1") is not Standing.BROKEN
        s = Script(renewing=("E1", "D1"))
        s.add(Kind.CUT, 0.2, "R-O")
        s.add(Kind.HEAL, 0.5, "R-O")
        s.lock(1.0, "E1")
        s.lock(2.0, "D1")
        assert s.state("I1") is Standing.BROKEN

    def test_a_cut_of_the_suites_own_link_is_seen_in_the_renewals_alone(self) -> None:
        s = Script(renewing=("E1", "D1"))
        s.add(Kind.CUT, 0.5, "D-O")
        s.lock(1.0, "E1")
        s.lock(2.0, "D1")
        assert s.state("I1") is Standing.BROKEN


def script_after_a_reclaim() -> Script:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.reboot(2.0, R)
    s.reclaim(3.0, "E1")
    return s


class TestBlows:
    """What ends or suspends a hold from outside."""

    @pytest.mark.parametrize(
        ("kind", "detail"),
        [(Kind.LOSS_NOTICE, {}), (Kind.CLIENT_CRASH, {}), (Kind.NOTE, {"what": "recover"})],
    )
    def test_a_client_that_was_told_or_began_anew_holds_nothing(
        self, kind: Kind, detail: dict[str, str]
    ) -> None:
        s = Script(renewing=CAST)
        s.lock(1.0, "E1")
        s.add(kind, 2.0, "E1", took=0.0, detail=detail)
        s.lock(3.0, "D1")
        assert s.state("I1") is not Standing.BROKEN

    def test_a_loss_notice_about_another_file_takes_nothing(self) -> None:
        s = Script(renewing=CAST)
        s.lock(1.0, "E1")
        s.told(2.0, "E1", file="g")
        s.lock(3.0, "D1")
        assert s.state("I1") is Standing.BROKEN

    def test_that_a_server_wants_reclaims_is_no_loss(self) -> None:
        s = script_after_a_reclaim()
        s.told(3.1, "E1", detail={"flags": ["RESTART_RECLAIM_NEEDED"]})
        s.lock(4.0, "D1")
        assert s.state("I1") is Standing.BROKEN

    @pytest.mark.parametrize("node", [O, R])
    def test_a_crash_on_the_way_suspends(self, node: str) -> None:
        s = Script(renewing=CAST)
        s.lock(1.0, "E1")
        s.reboot(2.0, node)
        s.lock(3.0, "D1")
        assert s.state("I1") is Standing.NOT_EXERCISED

    def test_a_crash_of_r_leaves_direct_locks_alone(self) -> None:
        s = Script(renewing=CAST)
        s.lock(1.0, "D1")
        s.reboot(2.0, R)
        s.lock(3.0, "E1")
        assert s.state("I1") is Standing.BROKEN

    def test_a_successful_reclaim_resumes(self) -> None:
        s = Script(renewing=CAST)
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1")
        s.lock(4.0, "D1")
        assert s.state("I1") is Standing.BROKEN

    def test_a_refused_reclaim_does_not(self) -> None:
        s = Script(renewing=CAST)
        s.lock(1.0, "E1")
        s.reboot(2.0, R)
        s.reclaim(3.0, "E1", status="NFS4ERR_NO_GRACE")
        s.lock(4.0, "D1")
        assert s.state("I1") is Standing.NOT_EXERCISED

    def test_a_grant_that_a_crash_may_have_overtaken_is_not_held(self) -> None:
        s = Script(renewing=CAST)
        s.add(Kind.CRASH, 1.0, R, took=0.5)
        s.lock(1.2, "E1", took=0.1)
        s.lock(2.0, "D1")
        assert s.state("I1") is Standing.NOT_EXERCISED


def test_not_exercised_is_said() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1", 0, 10)
    s.lock(2.0, "D1", 20, 30)
    assert s.state("I1") is Standing.NOT_EXERCISED
    s.lock(3.0, "D1", 5, 6, status="NFS4ERR_DENIED")
    found = s.judge()["I1"]
    assert found.verdict is Standing.HELD
    assert "NFS4ERR_DENIED" in found.message


def test_tagged_data_confirm_a_break() -> None:
    s = Script(renewing=CAST)
    s.lock(1.0, "E1")
    s.write(1.1, "E1", "by E1")
    s.lock(2.0, "D1")
    write = s.write(2.1, "D1", "by D1")
    read = s.read(2.2, "D1", "by D1")
    s.unlock(3.0, "D1")
    s.unlock(4.0, "E1")
    found = s.judge()["I1"]
    assert "Data confirm it: tag 'by D1'" in found.message
    assert write in found.trace
    assert read in found.trace


def test_the_budget_ends_in_unknown() -> None:
    s = Script(renewing=CAST)
    for number in range(20):
        s.lock(1.0 + number / 10, f"E{number}", locktype="READ")
    assert s.state("I1", budget=50) is Standing.UNKNOWN


class TestIncarnations:
    """A client that comes back under the same name with a new verifier ends its old self."""

    @staticmethod
    def after_a_session(by: str, verifier: str, status: str | None = "NFS4_OK", owner: str = "aa") -> Standing:
        s = Script(renewing=(*CAST, "E1b"))

        def session(at: float, actor: str, co_ownerid: str, verifier: str, status: str | None) -> None:
            s.add(
                Kind.NOTE,
                at,
                actor,
                took=None if status is None else 0.01,
                via=R,
                status=status or "",
                detail={"what": "session", "co_ownerid": co_ownerid, "verifier": verifier, "clientid": "0x1"},
            )

        session(0.5, "E1", "aa", "01", "NFS4_OK")
        s.lock(1.0, "E1")
        session(2.0, by, owner, verifier, status)
        s.lock(3.0, "D1")
        return s.state("I1")

    def test_a_new_verifier_under_another_actor(self) -> None:
        assert self.after_a_session("E1b", "02") is not Standing.BROKEN

    def test_also_if_nobody_knows_whether_it_was_confirmed(self) -> None:
        assert self.after_a_session("E1b", "02", status=None) is not Standing.BROKEN

    def test_not_if_it_was_refused(self) -> None:
        assert self.after_a_session("E1b", "02", status="NFS4ERR_CLID_INUSE") is Standing.BROKEN

    def test_not_by_another_session_of_the_same_incarnation(self) -> None:
        assert self.after_a_session("E1", "01") is Standing.BROKEN

    def test_not_by_a_stranger(self) -> None:
        assert self.after_a_session("E2", "02", owner="bb") is Standing.BROKEN
