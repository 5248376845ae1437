"""What moves and crashes mean for virtual IPs."""

from __future__ import annotations

from regrace.harness.history.events import Event, Kind
from regrace.harness.history.services import crashes_of_services


def moved(index: int, vip: str, old: str, new: str, at: float, until: float | None) -> Event:
    detail = {"from": old, "to": new, "old": "gave up"}
    return Event(index=index, kind=Kind.MOVE, actor=vip, invoked_at=at, completed_at=until, detail=detail)


def crashed(index: int, node: str, at: float) -> Event:
    return Event(index=index, kind=Kind.CRASH, actor=node, invoked_at=at, completed_at=at + 0.1)


def test_the_first_node_takes_nothing_from_anybody() -> None:
    assert crashes_of_services([moved(0, "V1", "", "a", 1.0, 1.0)]) == []


def test_a_move_is_a_crash_and_a_start_of_the_address() -> None:
    crash, start = crashes_of_services([moved(0, "V1", "", "a", 1.0, 1.0), moved(1, "V1", "a", "b", 2.0, 3.0)])
    assert (crash.kind, crash.actor, crash.invoked_at, crash.completed_at) == (Kind.CRASH, "V1", 2.0, 3.0)
    assert (start.kind, start.actor, start.invoked_at) == (Kind.START, "V1", 3.0)


def test_a_move_that_was_never_shown_to_end_is_a_crash_without_an_end() -> None:
    (crash,) = crashes_of_services([moved(0, "V1", "", "a", 1.0, 1.0), moved(1, "V1", "a", "b", 2.0, None)])
    assert crash.completed_at is None


def test_a_crash_of_the_node_is_one_of_the_addresses_that_it_has_then() -> None:
    history = [
        moved(0, "V1", "", "a", 1.0, 1.0),
        moved(1, "V2", "", "b", 1.0, 1.0),
        crashed(2, "a", 2.0),
        moved(3, "V1", "a", "b", 3.0, 4.0),
        crashed(4, "a", 5.0),
        crashed(5, "b", 6.0),
    ]
    told = [(e.kind, e.actor, e.invoked_at) for e in crashes_of_services(history)]
    assert told == [
        (Kind.CRASH, "V1", 2.0),
        (Kind.CRASH, "V1", 3.0),
        (Kind.START, "V1", 4.0),
        (Kind.CRASH, "V1", 6.0),
        (Kind.CRASH, "V2", 6.0),
    ]


def test_a_crash_of_the_server_behind_is_one_of_the_chain() -> None:
    taken = moved(0, "outer", "", "b", 1.0, 1.0)
    taken.detail["behind"] = "a"
    found = crashes_of_services([taken, crashed(1, "a", 2.0), crashed(2, "b", 3.0), crashed(3, "origin", 4.0)])
    assert [(event.actor, event.invoked_at) for event in found] == [("outer", 2.0), ("outer", 3.0)]
