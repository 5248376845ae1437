"""I18: a list of a client's state is complete and sound."""

from __future__ import annotations

from typing import Any

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
