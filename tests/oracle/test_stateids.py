"""I9: what a stateid stands for, and what its seqid counts."""

from __future__ import annotations

from typing import Any

import pytest

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle import Standing

from .script import O, Script

BROKEN, HELD, NOT = Standing.BROKEN, Standing.HELD, Standing.NOT_EXERCISED
A, B = "aaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbb"
WRAP = 0xFFFF_FFFF


def lock(s: Script, at: float, who: str, seqid: int, start: int = 0, other: str = A, **more: Any) -> Event:
    return s.lock(at, who, start, start + 10, stateid=f"{seqid}:{other}", **more)


def unlock(s: Script, at: float, who: str, used: int, now: int, start: int = 0, other: str = A) -> Event:
    detail = {"used": f"{used}:{other}"}
    return s.unlock(at, who, start, start + 10, stateid=f"{now}:{other}", detail=detail)


class TestSeqids:
    def test_one_by_one(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 1)
        lock(s, 2.0, "D1", 2, 20)
        unlock(s, 3.0, "D1", 2, 3)
        assert s.state("I9") is HELD

    @pytest.mark.parametrize(("second", "state"), [(2, HELD), (3, BROKEN), (1, BROKEN)])
    def test_after_a_change(self, second: int, state: Standing) -> None:
        s = Script()
        first, later = lock(s, 1.0, "D1", 1), lock(s, 2.0, "D1", second, 20)
        found = s.judge()["I9"]
        assert found.verdict is state
        assert state is HELD or found.trace == (first, later)

    def test_back(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 5)
        lock(s, 2.0, "D1", 4, 20)
        assert "back" in s.judge()["I9"].message

    def test_a_change_of_nothing_may_count_or_not(self) -> None:
        for second in (1, 2):
            s = Script()
            lock(s, 1.0, "D1", 1)
            lock(s, 2.0, "D1", second)
            assert s.state("I9") is HELD

    @pytest.mark.parametrize(("after", "state"), [(1, HELD), (0, BROKEN), (2, BROKEN)])
    def test_past_the_largest_comes_one(self, after: int, state: Standing) -> None:
        s = Script()
        lock(s, 1.0, "D1", WRAP)
        lock(s, 2.0, "D1", after, 20)
        assert s.state("I9") is state

    def test_what_was_left_open_meanwhile(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 1)
        s.lock(1.5, "D1", 40, 50, status=None)
        lock(s, 2.0, "D1", 3, 20)
        assert s.state("I9") is NOT

    def test_two_at_once_whose_replies_cross(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 1)
        lock(s, 2.0, "D1", 3, 20, took=0.5)
        lock(s, 2.1, "D1", 2, 40, took=0.6)
        lock(s, 3.0, "D1", 4, 60)
        assert s.state("I9") is HELD

    def test_a_restart_begins_anew(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 7)
        s.reboot(2.0, O)
        lock(s, 4.0, "D1", 1)
        assert s.state("I9") is NOT

    def test_opens_count_too(self) -> None:
        s = Script()
        s.open(1.0, "D1/o", access=1, stateid=f"1:{A}")
        s.open(2.0, "D1/o", access=2, stateid=f"1:{A}")
        assert s.state("I9") is BROKEN


class TestPurpose:
    def test_two_owners(self) -> None:
        s = Script()
        lock(s, 1.0, "D1/x", 1)
        lock(s, 2.0, "D1/y", 2, 20)
        assert "for two things" in s.judge()["I9"].message

    def test_an_open_and_a_lock(self) -> None:
        s = Script()
        s.open(1.0, "D1/o", stateid=f"1:{A}")
        lock(s, 2.0, "D1/o", 1)
        assert s.state("I9") is BROKEN

    def test_two_clients_have_names_of_their_own(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 1)
        lock(s, 2.0, "D2", 1, 20)
        assert s.state("I9") is NOT

    def test_two_actors_of_one_client_id_have_not(self) -> None:
        s = Script()
        for actor in ("D1", "D2"):
            detail = {"what": "session", "clientid": "0x7", "co_ownerid": "aa", "verifier": "bb"}
            s.add(Kind.NOTE, 0.5, actor, via=O, status="NFS4_OK", detail=detail)
        lock(s, 1.0, "D1/x", 1)
        lock(s, 2.0, "D2/y", 1, 20)
        assert s.state("I9") is BROKEN


class TestOldOnes:
    def test_an_overtaken_instance_is_honoured(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 1)
        now = lock(s, 2.0, "D1", 2, 20)
        late = unlock(s, 3.0, "D1", 1, 3)
        found = s.judge()["I9"]
        assert found.verdict is BROKEN
        assert found.trace == (now, late)

    def test_zero_means_the_newest(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 1)
        lock(s, 2.0, "D1", 2, 20)
        unlock(s, 3.0, "D1", 0, 3)
        assert s.state("I9") is HELD

    def test_a_write_under_a_stateid_that_was_freed(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 1)
        freed = s.ask(Kind.FREE_STATEID, 2.0, "D1", 0, 0, stateid=f"1:{A}")
        late = s.write(3.0, "D1", "tag", stateid=f"0:{A}")
        found = s.judge()["I9"]
        assert found.verdict is BROKEN
        assert found.trace == (freed, late)

    def test_a_write_that_was_refused(self) -> None:
        s = Script()
        lock(s, 1.0, "D1", 1)
        s.ask(Kind.FREE_STATEID, 2.0, "D1", 0, 0, stateid=f"1:{A}")
        s.write(3.0, "D1", "tag", stateid=f"0:{A}", status="NFS4ERR_BAD_STATEID")
        assert s.state("I9") is NOT

    def test_an_opaque_file_is_not_judged(self) -> None:
        s = Script()
        s.add(Kind.NOTE, 0.5, "", file="f", detail={"opaque": True})
        lock(s, 1.0, "D1", 5)
        lock(s, 2.0, "D1", 1, 20)
        assert s.state("I9") is NOT
