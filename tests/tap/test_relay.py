"""What the relay does to traffic, and what it leaves alone."""

from __future__ import annotations

import pytest

from regrace.harness.protocol.records import frame
from regrace.harness.rig.node import RigError
from regrace.harness.rig.virtual import VirtualWorld
from regrace.harness.tap.api import Direction, Match
from regrace.harness.tap.relay import LinkPlan, Relay

from .conftest import Answering, Bench, compound_call, create_session, getfh, locku


def test_transparent_and_recorded(bench: Bench) -> None:
    caller = bench.caller()
    caller.call(1, getfh())
    caller.call(2, locku(5), getfh())
    bench.until(lambda: caller.answered == [1, 2])
    assert sorted((r.xid, r.kind, r.operations) for r in bench.tap.records()) == [
        (1, "call", ["GETFH"]),
        (1, "reply", ["GETFH"]),
        (2, "call", ["LOCKU", "GETFH"]),
        (2, "reply", ["LOCKU", "GETFH"]),
    ]
    reply = next(r for r in bench.tap.records() if r.kind == "reply" and r.xid == 2)
    assert reply.statuses == ["NFS4_OK", "NFS4_OK"]
    assert reply.fate == "forwarded"
    call = next(r for r in bench.tap.records() if r.kind == "call" and r.xid == 2)
    assert call.detail.startswith("LOCKU [5,15) stateid=1:")
    assert call.at <= reply.at <= bench.world.now()


def test_marks_count_all_records(bench: Bench) -> None:
    caller = bench.caller()
    caller.call(1, getfh())
    bench.until(lambda: caller.answered == [1])
    mark = bench.tap.mark()
    assert mark == 2
    caller.call(2, getfh())
    bench.until(lambda: caller.answered == [1, 2])
    assert [r.xid for r in bench.tap.records(mark)] == [2, 2]
    assert [r.index for r in bench.tap.records(mark)] == [2, 3]


def test_held_reply_keeps_everything_behind_it(bench: Bench) -> None:
    caller = bench.caller()
    token = bench.tap.hold(Match(link="E-R", direction=Direction.REPLIES, operation="LOCKU", nth=2))
    for xid, op in ((1, locku()), (2, getfh()), (3, locku()), (4, getfh())):
        caller.call(xid, op)
    bench.until(lambda: bench.tap.held(token) is not None)
    bench.until(lambda: len(bench.server.seen) == 4)
    bench.pass_time()
    held = bench.tap.held(token)
    assert held is not None
    assert (held.xid, held.fate) == (3, "held")
    assert caller.answered == [1, 2]
    bench.tap.release(token)
    bench.until(lambda: caller.answered == [1, 2, 3, 4])
    assert held.fate == "released"


def test_held_call_can_be_dropped(bench: Bench) -> None:
    caller = bench.caller()
    token = bench.tap.hold(Match(link="E-R", direction=Direction.CALLS, operation="LOCKU"))
    caller.call(1, locku())
    caller.call(2, getfh())
    bench.until(lambda: bench.tap.held(token) is not None)
    bench.pass_time()
    assert bench.server.seen == []
    bench.tap.release(token, drop=True)
    bench.until(lambda: caller.answered == [2])
    assert len(bench.server.seen) == 1
    assert caller.closed == []


def test_two_holds_take_two_messages(bench: Bench) -> None:
    caller = bench.caller()
    match = Match(link="E-R", direction=Direction.CALLS, operation="LOCKU")
    first, second = bench.tap.hold(match), bench.tap.hold(match)
    caller.call(1, locku())
    caller.call(2, locku())
    bench.until(lambda: bench.tap.held(second) is not None)
    one, two = bench.tap.held(first), bench.tap.held(second)
    assert one is not None
    assert two is not None
    assert (one.xid, two.xid) == (1, 2)
    bench.tap.release(second)
    bench.pass_time()
    assert caller.answered == []  # the first still stands in front
    bench.tap.release(first)
    bench.until(lambda: caller.answered == [1, 2])


def test_hold_that_never_matched_is_disarmed(bench: Bench) -> None:
    caller = bench.caller()
    token = bench.tap.hold(Match(link="E-R", direction=Direction.CALLS, operation="LOCKU"))
    bench.tap.release(token)
    caller.call(1, locku())
    bench.until(lambda: caller.answered == [1])
    assert bench.tap.held(token) is None


def test_held_reply_of_a_dead_caller_is_dropped(bench: Bench) -> None:
    caller = bench.caller()
    token = bench.tap.hold(Match(link="E-R", direction=Direction.REPLIES, operation="LOCKU"))
    caller.call(1, locku())
    bench.until(lambda: bench.tap.held(token) is not None)
    caller.stream.close(abort=True)
    bench.until(lambda: bool(bench.server.closed))
    held = bench.tap.held(token)
    assert held is not None
    assert held.fate == "dropped"
    bench.tap.release(token)


def test_what_became_of_a_held_call_is_told_though_its_caller_has_gone(bench: Bench) -> None:
    caller = bench.caller()
    token = bench.tap.hold(Match(link="E-R", direction=Direction.CALLS, operation="LOCKU"))
    caller.call(1, locku())
    caller.call(2, getfh())
    bench.until(lambda: bench.tap.held(token) is not None)
    caller.stream.close(abort=True)
    bench.pass_time()
    assert bench.server.closed == []  # its end waits behind the message
    bench.tap.release(token)
    bench.until(lambda: bool(bench.server.closed))
    replies = [r for r in bench.tap.records() if r.kind == "reply"]
    assert [(r.xid, r.statuses, r.fate) for r in replies] == [(1, ["NFS4_OK"], "dropped"), (2, ["NFS4_OK"], "dropped")]


def test_a_server_that_says_nothing_to_a_late_call_is_not_waited_for_for_ever(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("regrace.harness.tap.connection.LONGEST_WAIT_S", 0.1)
    bench.server.raw = True  # it takes bytes, and answers nothing
    caller = bench.caller()
    token = bench.tap.hold(Match(link="E-R", direction=Direction.CALLS, operation="LOCKU"))
    caller.call(1, locku())
    bench.until(lambda: bench.tap.held(token) is not None)
    caller.stream.close()
    bench.pass_time()
    bench.tap.release(token)
    bench.until(lambda: bool(bench.server.closed))
    assert [r.kind for r in bench.tap.records()] == ["call"]


@pytest.mark.parametrize("direction", list(Direction))
def test_cut_one_direction(bench: Bench, direction: Direction) -> None:
    caller = bench.caller()
    caller.call(1, getfh())
    bench.until(lambda: caller.answered == [1])
    bench.tap.cut("E-R", direction)
    caller.call(2, locku())
    bench.until(lambda: bench.tap.dropped("E-R") == 1)
    bench.pass_time()
    assert len(bench.server.seen) == (1 if direction is Direction.CALLS else 2)
    assert caller.answered == [1]
    assert caller.closed == []
    assert [r.fate for r in bench.tap.records() if r.direction is direction] == ["forwarded", "dropped"]
    bench.tap.heal()
    bench.until(lambda: bool(caller.closed) and bool(bench.server.closed))  # bytes were lost
    assert bench.tap.dropped("E-R") == 0
    fresh = bench.caller()
    fresh.call(3, getfh())
    bench.until(lambda: fresh.answered == [3])


def test_connections_that_lost_nothing_survive_a_cut(bench: Bench) -> None:
    caller = bench.caller()
    caller.call(1, getfh())
    bench.until(lambda: caller.answered == [1])
    bench.tap.cut("E-R")
    bench.pass_time()
    bench.tap.heal("E-R")
    caller.call(2, getfh())
    bench.until(lambda: caller.answered == [1, 2])


def test_new_connections_starve_in_a_cut(bench: Bench) -> None:
    bench.tap.cut("E-R")
    caller = bench.caller()
    caller.call(1, getfh())
    bench.until(lambda: bench.tap.dropped("E-R") > 0)
    bench.pass_time()
    assert caller.closed == []
    assert bench.server.streams == []
    bench.tap.heal()
    bench.until(lambda: bool(caller.closed))


def test_the_end_of_a_stream_is_lost_in_a_cut_too(bench: Bench) -> None:
    caller = bench.caller()
    caller.call(1, getfh())
    bench.until(lambda: caller.answered == [1])
    bench.tap.cut("E-R")
    caller.stream.close(abort=True)
    bench.pass_time()
    assert bench.server.closed == []
    bench.tap.heal()
    bench.until(lambda: bool(bench.server.closed))


def test_target_that_is_down_resets_the_caller(bench: Bench) -> None:
    bench.server.listener.close()
    caller = bench.caller()
    caller.call(1, getfh())
    bench.until(lambda: bool(caller.closed))


def test_abort_resets_both_halves(bench: Bench) -> None:
    caller = bench.caller()
    caller.call(1, getfh())
    bench.until(lambda: caller.answered == [1])
    bench.tap.abort("E-R")
    bench.until(lambda: bool(caller.closed) and bool(bench.server.closed))


def test_closing_is_passed_on(bench: Bench) -> None:
    caller = bench.caller()
    caller.call(1, getfh())
    bench.until(lambda: caller.answered == [1])
    bench.server.streams[0].close()
    bench.until(lambda: bool(caller.closed))


@pytest.mark.parametrize("armed", [False, True])
@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n" * 4,
        b"\x80\x00\x00\x04abcd\x80\x00\x00\x00",
        b"\xff\xff\xff\xffmore than anybody has",
        b"\x00\x00\x00\x02ab\x00\x00\x00\x00\x80\x00\x00\x01c",
        frame(compound_call(1, locku())[:-7]),
        frame(compound_call(1, getfh())) + b"\x80\x00",
    ],
)
def test_bytes_pass_unchanged_whatever_they_are(bench: Bench, data: bytes, armed: bool) -> None:
    bench.server.raw = True
    if armed:
        bench.tap.hold(Match(link="E-R", direction=Direction.CALLS, operation="OPEN"))
    caller = bench.caller()
    for at in range(0, len(data), 5):
        caller.stream.send(data[at : at + 5])
    bench.pass_time()
    caller.stream.close()
    bench.until(lambda: bool(bench.server.closed))
    assert bytes(bench.server.bytes_seen) == data


def test_undecodable_is_said_to_be(bench: Bench) -> None:
    bench.server.raw = True
    caller = bench.caller()
    caller.stream.send(frame(b"what is this?"))
    bench.until(lambda: len(bench.tap.records()) == 1)
    record = bench.tap.records()[0]
    assert record.kind == "undecoded"
    assert "expected a call (0) or a reply (1)" in record.detail


def test_unknown_names_are_refused_in_plain_words(bench: Bench) -> None:
    with pytest.raises(RigError, match="no link 'X-Y'; it has E-R"):
        bench.tap.cut("X-Y")
    with pytest.raises(RigError, match="counts from 1"):
        bench.tap.hold(Match(link="E-R", direction=Direction.CALLS, nth=0))


def test_memory_of_records_is_bounded(bench: Bench) -> None:
    tap = Relay(bench.tap_world, [LinkPlan("small", (bench.tap_host, 0), bench.plan.target)], ring_size=3)
    bench.tap = tap
    stream = bench.world.connect(tap.address("small"))
    replies: list[bytes] = []
    stream.on_data = replies.append
    for xid in range(4):
        stream.send(frame(compound_call(xid, getfh())))
    bench.until(lambda: tap.mark() == 8)
    assert [r.index for r in tap.records()] == [5, 6, 7]
    assert [r.index for r in tap.records(6)] == [6, 7]
    assert tap.records(8) == []


def test_how_sessions_began_is_remembered_for_longer(bench: Bench) -> None:
    tap = Relay(bench.tap_world, [LinkPlan("small", (bench.tap_host, 0), bench.plan.target)], ring_size=3)
    bench.tap = tap
    stream = bench.world.connect(tap.address("small"))
    replies: list[bytes] = []
    stream.on_data = replies.append
    for xid, operation in enumerate((create_session(), getfh(), getfh(), create_session()), 1):
        stream.send(frame(compound_call(xid, operation)))
        bench.until(lambda seen=2 * xid: tap.mark() == seen)
    assert tap.records()[0].index > 1
    assert [(r.xid, r.kind) for r in tap.sessions_made(8)] == [(1, "call"), (1, "reply"), (4, "call"), (4, "reply")]
    assert {r.xid for r in tap.sessions_made(tap.records()[0].index)} == {1}


def test_aimed_elsewhere_new_connections_go_there_and_old_ones_stay(bench: Bench) -> None:
    virtual = isinstance(bench.world, VirtualWorld)
    other_world = bench.world.node("other") if isinstance(bench.world, VirtualWorld) else bench.world
    other = Answering(other_world, ("other" if virtual else "127.0.0.1", 2049 if virtual else 0))
    old = bench.caller()
    old.call(1, getfh())
    bench.until(lambda: old.answered == [1])
    bench.tap.aim("E-R", ("other" if virtual else "127.0.0.1", other.address[1]))
    new = bench.caller()
    new.call(2, getfh())
    old.call(3, getfh())
    bench.until(lambda: (old.answered, new.answered) == ([1, 3], [2]))
    assert (len(bench.server.seen), len(other.seen)) == (2, 1)
    bench.tap.abort("E-R")
    bench.until(lambda: bool(old.closed) and bool(new.closed))
    again = bench.caller()
    again.call(4, getfh())
    bench.until(lambda: again.answered == [4])
    assert len(other.seen) == 2
    with pytest.raises(RigError, match="no link 'E-X'"):
        bench.tap.aim("E-X", ("nowhere", 1))
