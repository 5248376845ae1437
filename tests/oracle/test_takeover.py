"""I19, on histories written by hand."""

from __future__ import annotations

from typing import Any

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle import Standing

from .script import O, Script

A, B = "reexport", "reexport-b"
HELD, BROKEN, NOT = Standing.HELD, Standing.BROKEN, Standing.NOT_EXERCISED


class Pair(Script):
    """V1 is on A, and goes to B at 10 s."""

    def __init__(self, **move: Any) -> None:
        super().__init__()
        self.move(0.0, "", A)
        self.serves(5.0, A)
        self.move(10.0, A, B, **move)

    def move(self, at: float, source: str, target: str, **detail: Any) -> Event:
        told = {"from": source, "to": target, "old": "gave up", "connections": "cut", **detail}
        return self.add(Kind.MOVE, at, "V1", detail=told)

    def serves(self, at: float, node: str) -> Event:
        """The origin grants a SEQUENCE of that node's, for V1."""
        return self.add(Kind.RENEW, at, "V1", via=O, status="NFS4_OK", detail={"node": node})

    def session(self, at: float, actor: str, status: str = "NFS4_OK") -> Event:
        return self.add(Kind.NOTE, at, actor, via="V1", status=status, detail={"what": "session"})

    def introduced(self, at: float, vip: str, node: str, owner: str) -> Event:
        detail = {"what": "introduction", "node": node, "co_ownerid": owner}
        return self.add(Kind.NOTE, at, vip, via=O, status="NFS4_OK", detail=detail)


def test_no_virtual_ip_no_finding() -> None:
    assert "I19" not in Script().judge()


def test_a_move_and_nothing_of_the_loser_after_it() -> None:
    s = Pair()
    s.session(11.0, "E1")
    s.serves(12.0, B)
    assert s.state("I19") is HELD


def test_the_loser_is_still_served() -> None:
    s = Pair()
    taken = s.session(11.0, "E1")
    late = s.serves(12.0, A)
    found = s.judge()["I19"]
    assert found.verdict is BROKEN
    assert found.trace[1:] == (taken, late)
    assert A in found.message


def test_while_the_new_node_recovers_nobody_says_who_is_right() -> None:
    s = Pair()
    s.serves(10.5, A)
    s.session(11.0, "E1")
    s.serves(12.0, B)
    assert s.state("I19") is HELD


def test_a_session_that_was_refused_shows_nothing() -> None:
    s = Pair()
    s.session(11.0, "E1", "NFS4ERR_DELAY")
    s.serves(12.0, A)
    assert s.state("I19") is NOT


def test_a_session_that_the_old_node_may_have_given_shows_nothing() -> None:
    s = Pair(old="lives on", connections="kept")
    s.lock(4.0, "E1", via="V1")
    s.session(11.0, "E1")
    s.serves(12.0, A)
    assert s.state("I19") is NOT
    s.session(13.0, "E2")
    s.serves(14.0, A)
    assert s.state("I19") is BROKEN


def test_what_goes_back_is_its_own_again() -> None:
    s = Pair()
    s.session(11.0, "E1")
    s.serves(12.0, B)
    s.move(20.0, B, A)
    s.session(21.0, "E1")
    s.serves(22.0, A)
    assert s.state("I19") is HELD
    s.serves(23.0, B)
    assert s.state("I19") is BROKEN


def test_a_restart_in_place_is_no_move() -> None:
    s = Script()
    s.add(Kind.MOVE, 1.0, "V1", detail={"from": A, "to": A, "old": "down"})
    assert s.judge()["I19"].verdict is NOT


def test_two_addresses_on_two_nodes_are_two_clients() -> None:
    s = Pair()
    s.introduced(1.0, "V1", A, "aa")
    s.introduced(1.0, "V2", B, "bb")
    s.introduced(10.2, "V1", B, "aa")
    s.session(11.0, "E1")
    s.serves(12.0, B)
    assert s.state("I19") is HELD
    s.introduced(13.0, "V2", A, "aa")
    assert s.state("I19") is BROKEN
