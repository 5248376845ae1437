"""The log stamps what it is told, in order; and a history survives being written down."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrace.harness.history.events import NEVER, Event, Kind, Moment
from regrace.harness.history.log import History
from regrace.harness.history.plain import dump, load


class Clock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def test_moments_of_one_time_are_told_apart_by_the_order_of_the_log() -> None:
    history = History(Clock())
    first = history.invoke(Kind.LOCK, actor="E1")
    second = history.invoke(Kind.LOCK, actor="D1")
    assert first.settled == second.settled == NEVER
    history.complete(first, "NFS4_OK", stateid="1:aa")
    third = history.mark(Kind.CRASH, actor="origin")
    assert first.began < second.began < first.settled < third.began == third.settled < NEVER
    assert first.stateid == "1:aa"
    assert [event.index for event in history] == [0, 1, 2]


def test_moments_without_a_tick_are_not_told_apart() -> None:
    assert not Moment(1.0) < Moment(1.0)
    assert Moment(1.0, 7) < Moment(1.5)


@pytest.mark.parametrize(("offset", "length", "end"), [(5, 10, 15), (5, (1 << 64) - 1, 1 << 64), (0, 0, 0)])
def test_the_end_of_a_range(offset: int, length: int, end: int) -> None:
    assert Event(index=0, kind=Kind.LOCK, invoked_at=0.0, offset=offset, length=length).end == end


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
times = st.floats(min_value=0, max_value=1e6, allow_nan=False)
u64 = st.integers(0, (1 << 64) - 1)
words = st.text(max_size=8)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    return [
        Event(
            index=index,
            kind=draw(st.sampled_from(Kind)),
            invoked_at=draw(times),
            completed_at=draw(st.none() | times),
            invoked_tick=draw(st.integers(0, 9)),
            completed_tick=draw(st.integers(0, 9)),
            actor=draw(words),
            via=draw(words),
            file=draw(words),
            owner=draw(words),
            locktype=draw(st.sampled_from(("", "READ", "WRITE"))),
            offset=draw(u64),
            length=draw(u64),
            access=draw(st.integers(0, 3)),
            deny=draw(st.integers(0, 3)),
            stateid=draw(words),
            status=draw(words),
            data=draw(words),
            detail=draw(st.dictionaries(st.text(max_size=5), plain_values, max_size=3)),
        )
        for index in range(draw(st.integers(0, 4)))
    ]


@given(histories())
def test_a_history_survives_json(events: list[Event]) -> None:
    text = json.dumps(dump(events))
    assert load(json.loads(text)).events == events


def test_what_is_at_its_default_is_left_out() -> None:
    event = Event(index=0, kind=Kind.CRASH, invoked_at=1.5, completed_at=2.0, actor="origin")
    assert dump([event]) == [
        {"index": 0, "kind": "crash", "invoked_at": 1.5, "completed_at": 2.0, "actor": "origin"}
    ]


def test_tuples_become_lists() -> None:
    event = Event(index=0, kind=Kind.NOTE, invoked_at=0.0, detail={"flags": ("a", "b")})
    assert dump([event])[0]["detail"] == {"flags": ["a", "b"]}


@pytest.mark.parametrize(("detail", "where"), [({"x": b"bytes"}, "x"), ({"x": [{1: 2}]}, "key 1")])
def test_what_json_can_not_say_is_refused_with_its_place(detail: dict[str, Any], where: str) -> None:
    with pytest.raises(TypeError, match=rf"event 0 \(note\): detail.*{where}"):
        dump([Event(index=0, kind=Kind.NOTE, invoked_at=0.0, detail=detail)])


def test_a_loaded_history_can_be_gone_on_with() -> None:
    history = History(Clock())
    history.complete(history.invoke(Kind.LOCK), "NFS4_OK")
    loaded = load(dump(history))
    more = loaded.mark(Kind.NOTE)
    assert more.index == 1
    assert more.began > loaded.events[0].settled


def test_keys_of_a_newer_schema_are_ignored() -> None:
    record = {"index": 0, "kind": "note", "invoked_at": 1.0, "colour": "green"}
    assert load([record]).events == [Event(index=0, kind=Kind.NOTE, invoked_at=1.0)]


@pytest.mark.parametrize(
    ("record", "error"),
    [
        ({"index": 0, "kind": "note"}, KeyError),
        ({"index": 0, "kind": "unheard-of", "invoked_at": 1.0}, ValueError),
        ({"index": 3, "kind": "note", "invoked_at": 1.0}, ValueError),
    ],
)
def test_what_is_no_history_is_refused(record: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        load([record])
