"""What both worlds promise: one body of tests, run on sockets and in virtual time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from regrace.harness.rig.tasks import Future, Task, TaskCancelled, sleep, within
from regrace.harness.rig.virtual import VirtualWorld
from regrace.harness.rig.wall import WallWorld
from regrace.harness.rig.world import CLOSED_BY_PEER, REFUSED, RESET, ServerWorld, Stream, World

BUDGET_S = 5.0


class Place:
    """A world, and a server's side of it (the same one on the wall, a node of its own in virtual time)."""

    def __init__(self, world: World, server: ServerWorld, host: str) -> None:
        self.world = world
        self.server = server
        self.host = host

    def turn(self, seconds: float = 0.05) -> None:
        self.world.run_until(lambda: False, self.world.now() + seconds)

    def until(self, condition: Any) -> None:
        assert self.world.run_until(lambda: bool(condition()), self.world.now() + BUDGET_S)

    def pair(self) -> tuple[End, End]:
        accepted: list[Stream] = []
        listener = self.server.listen((self.host, 0), accepted.append)
        caller = End(self.world.connect(listener.address))
        self.until(lambda: accepted)
        called = End(accepted[0])
        self.until(lambda: caller.stream.local[1])
        listener.close()
        return caller, called


class End:
    """A stream that remembers what came."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.data = b""
        self.reasons: list[str] = []
        stream.on_data = self._on_data
        stream.on_close = self.reasons.append

    def _on_data(self, data: bytes) -> None:
        self.data += data


@pytest.fixture(params=["wall", "virtual"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "wall":
        with WallWorld() as wall:
            yield Place(wall, wall, "127.0.0.1")
    else:
        virtual = VirtualWorld(1)
        yield Place(virtual, virtual.node("server"), "server")
        virtual.close()


def test_bytes_arrive_in_order_both_ways(place: Place) -> None:
    caller, called = place.pair()
    sent = b"".join(bytes([n % 251]) * 700 for n in range(2000))
    for start in range(0, len(sent), 7000):
        caller.stream.send(sent[start : start + 7000])
        called.stream.send(sent[start : start + 7000])
    place.until(lambda: len(caller.data) == len(called.data) == len(sent))
    assert caller.data == called.data == sent
    assert caller.stream.unsent == called.stream.unsent == 0


def test_what_is_sent_before_the_connection_is_up_arrives(place: Place) -> None:
    ends: list[End] = []
    listener = place.server.listen((place.host, 0), lambda stream: ends.append(End(stream)))
    stream = place.world.connect(listener.address)
    assert stream.local[1] == 0
    stream.send(b"ear")
    stream.send(b"ly")
    place.until(lambda: ends and ends[0].data == b"early")
    assert ends[0].stream.peer == stream.local
    assert ends[0].stream.local == stream.peer == listener.address


def test_close_lets_everything_out_first(place: Place) -> None:
    caller, called = place.pair()
    sent = b"z" * 3_000_000
    caller.stream.send(sent)
    caller.stream.close()
    caller.stream.send(b"too late")
    place.until(lambda: called.reasons)
    assert called.data == sent
    assert called.reasons == [CLOSED_BY_PEER]
    assert caller.reasons == []


def test_close_before_the_connection_is_up_still_delivers(place: Place) -> None:
    ends: list[End] = []
    listener = place.server.listen((place.host, 0), lambda stream: ends.append(End(stream)))
    stream = place.world.connect(listener.address)
    stream.send(b"last words")
    stream.close()
    place.until(lambda: ends and ends[0].reasons)
    assert (ends[0].data, ends[0].reasons) == (b"last words", [CLOSED_BY_PEER])


def test_abort_resets_the_peer(place: Place) -> None:
    caller, called = place.pair()
    called.stream.close(abort=True)
    place.until(lambda: caller.reasons)
    assert caller.reasons == [RESET]
    caller.stream.send(b"ignored")
    caller.stream.close()
    place.turn()
    assert caller.reasons == [RESET]


def test_nobody_listens(place: Place) -> None:
    listener = place.server.listen((place.host, 0), lambda stream: None)
    gone = listener.address
    listener.close()
    end = End(place.world.connect(gone))
    assert end.reasons == []
    place.until(lambda: end.reasons)
    assert end.reasons == [REFUSED]


def test_a_taken_port_is_refused(place: Place) -> None:
    listener = place.server.listen((place.host, 0), lambda stream: None)
    with pytest.raises(OSError, match=r".+"):
        place.server.listen(listener.address, lambda stream: None)
    listener.close()
    place.server.listen(listener.address, lambda stream: None).close()


def test_timers_run_in_order_and_can_be_cancelled(place: Place) -> None:
    order: list[str] = []
    now = place.world.now()
    place.world.call_at(now + 0.03, lambda: order.append("third"))
    place.world.call_at(now + 0.01, lambda: order.append("first"))
    place.world.call_at(now + 0.01, lambda: order.append("second"))
    place.world.call_at(now + 0.02, lambda: order.append("never")).cancel()
    place.world.call_soon(lambda: order.append("soon"))
    place.until(lambda: len(order) == 4)
    assert order == ["soon", "first", "second", "third"]
    assert place.world.now() >= now + 0.03


def test_many_cancelled_timers_do_not_pile_up(place: Place) -> None:
    fired: list[int] = []
    now = place.world.now()
    for number in range(5000):
        timer = place.world.call_at(now + 0.01 + number * 1e-7, lambda: fired.append(1))
        if number % 100:
            timer.cancel()
    place.until(lambda: len(fired) == 50)


def test_run_until_says_whether_it_came_to_pass(place: Place) -> None:
    began = place.world.now()
    assert place.world.run_until(lambda: True, began - 1)
    assert not place.world.run_until(lambda: False, began + 0.02)
    assert place.world.now() >= began + 0.02
    done: list[int] = []
    place.world.call_soon(lambda: done.append(1))
    assert place.world.run_until(lambda: bool(done), began - 1), "one turn, even after the deadline"


def test_an_error_of_a_callback_comes_out_and_nothing_else_is_lost(place: Place) -> None:
    def fail() -> None:
        raise ZeroDivisionError("of a callback")

    done: list[int] = []
    place.world.call_soon(fail)
    place.world.call_soon(lambda: done.append(1))
    with pytest.raises(ZeroDivisionError, match="of a callback"):
        place.turn()
    place.until(lambda: done)


def test_an_error_of_a_task_that_nobody_awaits_comes_out(place: Place) -> None:
    async def fail() -> None:
        raise ZeroDivisionError("of a task")

    place.world.spawn(fail())
    with pytest.raises(ZeroDivisionError, match="of a task"):
        place.turn()


def test_turning_inside_a_turn_is_refused(place: Place) -> None:
    place.world.call_soon(place.turn)
    with pytest.raises(RuntimeError, match="inside one of its own callbacks"):
        place.turn()
    place.turn(0.001)


def test_tasks_wait_for_futures_sleeps_and_each_other(place: Place) -> None:
    door: Future[str] = Future()

    async def inner() -> str:
        await sleep(place.world, 0.01)
        return await door

    async def outer() -> list[str]:
        first = place.world.spawn(inner())
        return [await first, await within(place.world, door, 1.0)]

    task = place.world.spawn(outer())
    place.turn(0.03)
    assert not task.done
    door.set_result("open")
    place.until(lambda: task.done)
    assert task.result() == ["open", "open"]


def test_waiting_for_too_long_is_told(place: Place) -> None:
    async def wait() -> str:
        try:
            await within(place.world, Future[None](), 0.01)
        except TimeoutError as error:
            return str(error)
        return "it came"

    task = place.world.spawn(wait())
    place.until(lambda: task.done)
    assert "0.01 s" in task.result()


def test_cancelling_runs_the_finally_blocks(place: Place) -> None:
    left: list[str] = []

    async def forever() -> None:
        try:
            await Future[None]()
        finally:
            left.append("forever")

    async def suicidal() -> None:
        tasks[0].cancel()
        left.append("still here")
        await Future[None]()
        left.append("never")

    task = place.world.spawn(forever())
    place.turn(0.001)
    task.cancel()
    assert left == ["forever"]
    with pytest.raises(TaskCancelled):
        task.result()
    tasks: list[Task[None]] = []
    tasks.append(place.world.spawn(suicidal()))
    place.until(lambda: tasks[0].done)
    assert left == ["forever", "still here"]


def test_blocking_jobs(place: Place) -> None:
    deadline = place.world.now() + BUDGET_S
    assert place.world.run_blocking(lambda: 6 * 7, deadline) == 42

    def fail() -> None:
        raise ZeroDivisionError("of a job")

    with pytest.raises(ZeroDivisionError, match="of a job"):
        place.world.run_blocking(fail, deadline)
    place.turn(0.001)
    assert len(place.world.entropy(16)) == 16


# --- the firewall


def test_a_block_swallows_and_its_end_resets(place: Place) -> None:
    caller, called = place.pair()
    address = called.stream.peer
    place.server.block(address)
    caller.stream.send(b"into the void")
    called.stream.send(b"likewise")
    place.turn()
    assert (caller.data, called.data) == (b"", b"")
    assert (caller.reasons, called.reasons) == ([], [])
    assert place.server.dropped >= 2
    place.server.unblock(address)
    place.until(lambda: caller.reasons and called.reasons)
    assert (caller.reasons, called.reasons) == ([RESET], [RESET])
    assert place.server.dropped >= 2, "the counter stays until unblock_all"
    place.server.unblock_all()
    assert place.server.dropped == 0


def test_a_connection_that_was_silent_during_a_block_goes_on(place: Place) -> None:
    caller, called = place.pair()
    place.server.block(called.stream.peer)
    place.turn()
    assert place.server.dropped == 0
    place.server.unblock_all()
    caller.stream.send(b"hello")
    called.stream.send(b"again")
    place.until(lambda: (caller.data, called.data) == (b"again", b"hello"))


def test_connects_starve_while_blocked_and_go_on_afterwards(place: Place) -> None:
    ends: list[End] = []
    listener = place.server.listen((place.host, 0), lambda stream: ends.append(End(stream)))
    place.server.block(listener.address)
    early = End(place.world.connect(listener.address))
    early.stream.send(b"patient")
    abandoned = End(place.world.connect(listener.address))
    abandoned.stream.close()
    place.turn()
    assert ends == []
    assert early.reasons == []
    assert place.server.dropped >= 1
    place.server.unblock(listener.address)
    place.until(lambda: any(end.data == b"patient" for end in ends))
    assert early.reasons == abandoned.reasons == []


def test_a_block_of_a_whole_host_and_of_another_one(place: Place) -> None:
    caller, called = place.pair()
    place.server.block((caller.stream.peer[0] + "9", 0))
    caller.stream.send(b"through")
    place.until(lambda: called.data == b"through")
    host = called.stream.peer[0]
    place.server.block((host, 0))
    caller.stream.send(b" and no further")
    place.turn()
    assert called.data == b"through"
    assert place.server.dropped >= 1


def test_closing_behind_a_block_tells_the_peer_only_afterwards(place: Place) -> None:
    caller, called = place.pair()
    place.server.block(called.stream.peer)
    called.stream.close()
    place.turn()
    assert caller.reasons == []
    place.server.unblock_all()
    place.until(lambda: caller.reasons)
    assert caller.reasons == [RESET]
    assert called.reasons == []


def test_both_worlds_have_all_that_is_promised(place: Place) -> None:
    for promised in (World, ServerWorld):
        for name in vars(promised):
            if not name.startswith("_"):
                assert hasattr(place.server, name)
