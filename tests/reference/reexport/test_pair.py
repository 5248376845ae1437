"""What makes a node of a pair: rooms that can be shut, claims on shared storage, virtual IPs taken and given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from regrace.fixtures.claim import FILE, Claim, ClaimedStable, SharedStorage
from regrace.fixtures.reference.reexport.ha.room import Room
from regrace.harness.client.client import Client
from regrace.harness.client.errors import RpcRejected
from regrace.harness.rig.attach import detach
from regrace.harness.rig.node import RigError
from regrace.harness.rig.simulated import SimulatedNode
from regrace.harness.rig.stable import MemoryStable, StableFolder, store
from regrace.harness.rig.tasks import Future, sleep
from regrace.harness.rig.vips import SERVING
from regrace.harness.rig.virtual import VirtualWorld

from .stage import Stage

# --- rooms


def test_a_room_that_is_shut_does_nothing_more() -> None:
    with VirtualWorld(1) as world:
        room, other = Room(world), Room(world)
        done: list[str] = []

        async def work(name: str, where: Room) -> None:
            await sleep(where, 1.0)
            done.append(name)

        room.spawn(work("task", room))
        other.spawn(work("other", other))
        room.call_at(0.5, lambda: done.append("timer"))
        room.call_soon(room.shut)
        world.run_until(lambda: False, 2.0)
        assert done == ["other"]
        room.spawn(work("late", room))
        room.call_soon(lambda: done.append("soon"))
        world.run_until(lambda: False, 4.0)
        assert done == ["other"]


def test_a_task_that_shuts_its_own_room_ends_where_it_awaits() -> None:
    with VirtualWorld(1) as world:
        room = Room(world)
        done: list[str] = []

        async def work() -> None:
            room.shut()
            done.append("went on")
            await Future[None]()
            done.append("never")

        room.spawn(work())
        world.run_until(lambda: False, 1.0)
        assert done == ["went on"]


def test_nothing_goes_out_of_a_room_that_is_shut() -> None:
    with VirtualWorld(1) as world:
        heard: list[bytes] = []

        def accept(stream: object) -> None:
            stream.on_data = heard.append  # type: ignore[attr-defined]

        world.node("peer").listen(("peer", 1), accept)
        room = Room(world.node("node"))
        room.shut()
        room.connect(("peer", 1)).send(b"late")
        world.run_until(lambda: False, 1.0)
        assert heard == []


# --- claims


def claims(storage: SharedStorage) -> tuple[Claim, Claim]:
    return Claim(storage, "a", heeded=True), Claim(storage, "b", heeded=True)


def test_one_at_a_time_unless_by_force() -> None:
    first, second = claims(SharedStorage(MemoryStable()))
    assert first.take(by_force=False) == 1
    with pytest.raises(ValueError, match="a claims it"):
        second.take(by_force=False)
    assert first.holds()
    assert second.take(by_force=True) == 2
    assert (first.holds(), second.holds()) == (False, True)
    first.give_up()  # it is not its to give up any more
    assert second.holds()
    second.give_up()
    assert first.take(by_force=False) == 3


def test_who_lost_the_claim_writes_nothing_and_is_told() -> None:
    storage = SharedStorage(MemoryStable())
    first, second = claims(storage)
    told: list[str] = []
    mine = ClaimedStable(first, lambda: told.append("lost"))
    first.take(by_force=False)
    store(mine, "books", b"one")
    assert (mine.read("books"), mine.names()) == (b"one", ["books"])
    second.take(by_force=True)
    mine.write("books", b"two")
    mine.remove("books")
    mine.sync("books")
    assert told == ["lost"] * 3
    assert storage.stable.read("books") == b"one"
    assert storage.stable.names() == ["books", FILE]


def test_processes_exclude_each_other(tmp_path: Path) -> None:
    first, second = (SharedStorage(StableFolder(tmp_path / "V1"), tmp_path / "V1.lock") for _ in range(2))
    order: list[str] = []
    inside = threading.Event()

    def other() -> None:
        inside.wait()
        with second.alone():
            order.append("second")

    thread = threading.Thread(target=other)
    thread.start()
    with first.alone():
        inside.set()
        thread.join(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


# --- nodes


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """A rig whose second node is up; the strategy is the parameter."""
    stage = Stage(strategy=getattr(request, "param", "retain"))
    stage.node("reexport-b").start()
    yield stage
    detach(stage.topology)


def both(stage: Stage) -> tuple[SimulatedNode, SimulatedNode]:
    return stage.node("reexport"), stage.node("reexport-b")


def test_a_node_takes_only_what_is_free(stage: Stage) -> None:
    a, b = both(stage)
    a.take_vip("V1", by_force=False)
    assert (a.vip_states(), b.vip_states()) == ({"V1": SERVING}, {})
    with pytest.raises(RigError, match="reexport claims it"):
        b.take_vip("V1", by_force=False)
    with pytest.raises(RigError, match="served here already"):
        a.take_vip("V1", by_force=True)
    with pytest.raises(RigError, match="no virtual IP 'V9'"):
        a.take_vip("V9", by_force=False)
    a.give_up_vip("V1", for_good=False)
    b.take_vip("V1", by_force=False)
    assert (a.vip_states(), b.vip_states()) == ({}, {"V1": SERVING})


def test_what_is_given_up_for_good_leaves_the_origin_in_order(stage: Stage) -> None:
    a, _ = both(stage)
    a.take_vip("V1", by_force=False)
    stage.until(lambda: any(c["owner"].endswith(" V1") for c in stage.node("origin").state()["clients"]))
    stage.wait(0.5)
    a.give_up_vip("V1", for_good=True)
    stage.until(lambda: not a.vip_states())
    assert not any(c["owner"].endswith(" V1") for c in stage.node("origin").state()["clients"])


def test_after_a_restart_nothing_is_served_until_it_is_taken(stage: Stage) -> None:
    a, b = both(stage)
    a.take_vip("V1", by_force=False)
    a.reboot()
    assert a.vip_states() == {}
    with pytest.raises(RigError, match="reexport claims it"):
        b.take_vip("V1", by_force=False)
    a.take_vip("V1", by_force=False)
    assert a.vip_states() == {"V1": SERVING}


@pytest.mark.parametrize("stage", ["retain", "enumerate", "persist"], indirect=True)
def test_a_node_that_lost_the_address_finds_out_by_itself(stage: Stage) -> None:
    a, b = both(stage)
    a.take_vip("V1", by_force=False)
    stage.wait(1.0)
    b.take_vip("V1", by_force=True)
    stage.until(lambda: a.vip_states() == {"V1": "fenced"}, 3.0)
    assert b.vip_states() == {"V1": SERVING}
    assert "we are out" in a.log()


def test_a_spare_node_answers_null_and_nothing_else(stage: Stage) -> None:
    description = stage.topology.description.node("reexport-b")
    assert description.spare
    address = (description.nfs.host, description.nfs.port)
    client = Client(stage.world, address, name="C", via="reexport-b", owner=b"C", verifier=bytes(8))
    client.connect()
    client.null()
    with pytest.raises(RpcRejected):
        client.exchange_id()
    assert stage.node("reexport-b").state()["vips"] == {}
