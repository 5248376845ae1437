"""I18: a list of a client's state is complete and sound."""

from __future__ import annotations

from typing import Any

import pytest

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle import Standing

from .script import TO_EOF, O, Script

BROKEN, HELD, NOT = Standing.BROKEN, Standing.HELD, Standing.NOT_EXERCISED
A, B, C = "aaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccc"


def script() -> Script:
    """D1 has an open and a lock of [0,10)."""
    s = Script(renewing=("D1", "D2"))
    detail = {"what": "session", "clientid": "0x7", "co_ownerid": "aa", "verifier": "bb"}
    s.add(Kind.NOTE, 0.1, "D1", via=O, status="NFS4_OK", detail=detail)
    s.message(0.1, "D-O", "CREATE_SESSION", marks=["clientid:7", "session:5e"])
    s.open(0.5, "D1/o", stateid=f"1:{A}")
    s.message(0.5, "D-O", "SEQUENCE PUTFH OPEN GETFH", seq="5e/0/1")
    s.lock(1.0, "D1", stateid=f"1:{B}")
    s.message(1.0, "D-O", "SEQUENCE PUTFH LOCK", seq="5e/0/2")
    return s


def an_open(**more: Any) -> dict[str, Any]:
    return {"kind": "OPEN", "stateid": f"1:{A}", "owner": "o", "status": "NFS4_OK", "access": 3, "deny": 0, **more}


def a_lock(**more: Any) -> dict[str, Any]:
    ranges = [["WRITE", 0, 10]]
    return {"kind": "LOCK", "stateid": f"1:{B}", "owner": "l", "status": "NFS4_OK", "ranges": ranges, **more}


def listed(s: Script, at: float, *items: dict[str, Any], whole: bool = True, **more: Any) -> Event:
    detail = {"flags": 0, "whole": whole, "items": list(items)}
    return s.add(Kind.LISTING, at, "D1", via=O, status="NFS4_OK", detail=detail, **more)


def test_all_of_it_and_nothing_else() -> None:
    s = script()
    listed(s, 2.0, an_open(), a_lock())
    assert s.state("I18") is HELD


def test_something_is_left_out() -> None:
    for items in ([an_open()], [a_lock()], []):
        s = script()
        told = listed(s, 2.0, *items)
        found = s.judge()["I18"]
        assert found.verdict is BROKEN
        assert found.trace[-1] == told


def test_bytes_or_rights_are_left_out() -> None:
    for items in (
        [an_open(access=1), a_lock()],
        [an_open(), a_lock(ranges=[["WRITE", 0, 9]])],
        [an_open(), a_lock(ranges=[["READ", 0, 10]])],
        [an_open(), a_lock(ranges=[])],
        [an_open(), a_lock(status="NFS4ERR_EXPIRED")],
    ):
        s = script()
        listed(s, 2.0, *items)
        assert s.state("I18") is BROKEN


def test_ranges_that_were_not_asked_for() -> None:
    s = script()
    bare = a_lock()
    del bare["ranges"]
    listed(s, 2.0, an_open(), bare)
    assert s.state("I18") is HELD


def test_something_that_was_never_given() -> None:
    s = script()
    listed(s, 2.0, an_open(), a_lock(), a_lock(stateid=f"1:{C}"))
    assert s.state("I18") is BROKEN


def test_or_was_given_behind_the_back_of_the_history() -> None:
    s = script()
    s.message(1.5, "D-O", "SEQUENCE PUTFH LOCK LOCK", seq="5e/0/3")
    listed(s, 2.0, an_open(), a_lock(), a_lock(stateid=f"1:{C}"))
    assert s.state("I18") is HELD


def test_or_may_have_been_given() -> None:
    s = script()
    s.lock(1.5, "D1/m", 40, 50, status=None)
    listed(s, 2.0, an_open(), a_lock(), a_lock(stateid=f"1:{C}", ranges=[["WRITE", 40, 10]]))
    assert s.state("I18") is HELD


def test_more_bytes_than_it_can_hold() -> None:
    s = script()
    listed(s, 2.0, an_open(), a_lock(ranges=[["WRITE", 0, TO_EOF]]))
    assert s.state("I18") is BROKEN


def test_bytes_that_were_given_back() -> None:
    s = script()
    back = s.unlock(1.5, "D1", stateid=f"2:{B}")
    listed(s, 2.0, an_open(), a_lock(stateid=f"2:{B}"))
    found = s.judge()["I18"]
    assert found.verdict is BROKEN
    assert back in found.trace


def test_a_version_that_the_history_does_not_know() -> None:
    s = script()
    listed(s, 2.0, an_open(), a_lock(stateid=f"7:{B}", ranges=[["WRITE", 0, 10], ["WRITE", 90, 1]]))
    assert s.state("I18") is HELD


def test_bytes_of_which_nobody_knows() -> None:
    s = script()
    s.unlock(1.5, "D1", status=None)
    for items in ([an_open(), a_lock()], [an_open(), a_lock(ranges=[])]):
        listed(s, 2.0, *items)
    assert s.state("I18") is not BROKEN


def test_a_list_without_an_end_says_nothing() -> None:
    s = script()
    listed(s, 2.0, whole=False)
    assert s.state("I18") is NOT


def test_what_another_life_of_the_client_was_given() -> None:
    s = script()
    detail = {"what": "session", "clientid": "0x7", "co_ownerid": "aa", "verifier": "bb"}
    s.add(Kind.NOTE, 0.2, "D2", via=O, status="NFS4_OK", detail=detail)
    listed(s, 2.0, an_open(), a_lock(), a_lock(stateid=f"1:{C}"))
    assert s.state("I18") is HELD


def test_no_list_no_finding() -> None:
    assert "I18" not in script().judge()


def asked_of(s: Script, at: float, *told: tuple[str, str], **more: Any) -> Event:
    detail = {"stateids": [stateid for stateid, _ in told], "statuses": [status for _, status in told]}
    return s.add(Kind.TEST_STATEID, at, "D1", via=O, status="NFS4_OK", detail=detail, **more)


OK, EXPIRED = "NFS4_OK", "NFS4ERR_EXPIRED"


def revoked() -> Script:
    """The lock of D1 is lost: the list tells it (or ought to)."""
    s = script()
    s.told(1.5, "D1", status=EXPIRED)
    return s


class TestTested:
    """What TEST_STATEID says of the same stateids."""

    def test_the_same(self) -> None:
        s = revoked()
        listed(s, 2.0, an_open(), a_lock(status=EXPIRED))
        asked_of(s, 2.1, (f"1:{A}", OK), (f"1:{B}", EXPIRED))
        found = s.judge()["I18"]
        assert found.verdict is HELD

    @pytest.mark.parametrize(("on_list", "by_test"), [(OK, EXPIRED), (EXPIRED, OK), (EXPIRED, "NFS4ERR_BAD_STATEID")])
    @pytest.mark.parametrize("test_at", [1.9, 2.1], ids=["before", "after"])
    def test_another_status(self, on_list: str, by_test: str, test_at: float) -> None:
        s = revoked()
        told = listed(s, 2.0, an_open(), a_lock(status=on_list))
        asked = asked_of(s, test_at, (f"1:{B}", by_test))
        found = s.judge()["I18"]
        assert found.verdict is BROKEN
        assert {e.index for e in found.trace} == {told.index, asked.index}
        assert on_list in found.message
        assert by_test in found.message

    def test_a_good_one_is_not_on_the_list(self) -> None:
        s = revoked()
        listed(s, 2.0, an_open())
        asked_of(s, 2.1, (f"1:{C}", OK))
        found = s.judge()["I18"]
        assert found.verdict is BROKEN
        assert "leaves out" in found.message

    def test_what_is_bad_need_not_be_on_the_list(self) -> None:
        s = revoked()
        listed(s, 2.0, an_open())
        asked_of(s, 2.1, (f"1:{B}", EXPIRED), (f"1:{C}", "NFS4ERR_BAD_STATEID"), (f"0:{'00' * 12}", OK))
        assert s.state("I18") is NOT

    def test_another_seqid_is_another_question(self) -> None:
        s = revoked()
        listed(s, 2.0, an_open(), a_lock(stateid=f"2:{B}", status=EXPIRED))
        asked_of(s, 2.1, (f"1:{B}", "NFS4ERR_OLD_STATEID"))
        assert s.state("I18") is NOT

    @pytest.mark.parametrize("status", [OK, "NFS4ERR_DENIED", None])
    def test_something_was_asked_for_in_between(self, status: str | None) -> None:
        s = revoked()
        listed(s, 2.0, an_open(), a_lock(status=EXPIRED))
        s.lock(2.05, "D1/m", 40, 50, status=status)
        asked_of(s, 2.1, (f"1:{B}", OK))
        assert s.state("I18") is NOT

    def test_or_behind_the_back_of_the_history(self) -> None:
        s = revoked()
        listed(s, 2.0, an_open(), a_lock(status=EXPIRED))
        s.message(2.05, "D-O", "SEQUENCE FREE_STATEID", seq="5e/0/3")
        asked_of(s, 2.1, (f"1:{B}", "NFS4ERR_BAD_STATEID"))
        assert s.state("I18") is NOT

    def test_the_server_restarted_in_between(self) -> None:
        s = revoked()
        listed(s, 2.0, an_open(), a_lock(status=EXPIRED))
        s.reboot(2.1, O)
        asked_of(s, 3.0, (f"1:{A}", "NFS4ERR_BAD_STATEID"))
        assert s.state("I18") is NOT

    def test_the_lease_may_have_run_out_in_between(self) -> None:
        s = Script()
        for kind, at, stateid in ((Kind.OPEN, 0.5, A), (Kind.LOCK, 1.0, B)):
            ask = s.open if kind is Kind.OPEN else s.lock
            ask(at, "D1", stateid=f"1:{stateid}", owner="o")
        detail = {"what": "session", "clientid": "0x7", "co_ownerid": "aa", "verifier": "bb"}
        s.add(Kind.NOTE, 0.1, "D1", via=O, status="NFS4_OK", detail=detail)
        listed(s, 2.0, an_open(), a_lock())
        asked_of(s, 20.0, (f"1:{A}", OK), (f"1:{B}", EXPIRED))
        assert s.state("I18") is not BROKEN
        asked_of(s, 6.0, (f"1:{A}", OK), (f"1:{B}", EXPIRED))
        assert s.state("I18") is BROKEN
