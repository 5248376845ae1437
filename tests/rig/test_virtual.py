"""What only the virtual world can do: repeat itself, and kill, pause and revive nodes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from regrace.harness.rig.control import Handler, firewall_handlers
from regrace.harness.rig.node import Node, RigError, Role
from regrace.harness.rig.simulated import SimulatedNode
from regrace.harness.rig.stable import Stable, store
from regrace.harness.rig.tasks import sleep
from regrace.harness.rig.virtual import NodeWorld, VirtualWorld
from regrace.harness.rig.world import REFUSED, RESET, Stream


class EchoServer:
    """Echoes, counts its boots on stable storage, and says what it echoed."""

    def __init__(self, side: NodeWorld, stable: Stable) -> None:
        self._side = side
        self._stable = stable
        self._echoed = 0
        self._ticks = 0
        store(stable, "boots", str(self.boots + 1).encode())
        side.listen(("", 7), self._on_accept)
        side.spawn(self._tick())
        self.handlers: Mapping[str, Handler] = {
            **firewall_handlers(side, {"peer": ("peer", 0), "home": ("home", 0)}),
            "state": lambda _request: {"echoed": self._echoed, "boots": self.boots, "ticks": self._ticks},
            "log": lambda _request: {"log": f"boot {self.boots}\n"},
        }

    @property
    def boots(self) -> int:
        return int(self._stable.read("boots") or b"0")

    def stop(self) -> None:
        self._stable.write("stopped", b"in good order")

    async def _tick(self) -> None:
        while True:
            await sleep(self._side, 1.0)
            self._ticks += 1

    def _on_accept(self, stream: Stream) -> None:
        def echo(data: bytes) -> None:
            self._echoed += 1
            stream.send(data)

        stream.on_data = echo


class Caller:
    """Writes down all that happens to a connection, with the time."""

    def __init__(self, world: VirtualWorld, diary: list[str], host: str = "echo") -> None:
        self.stream = world.connect((host, 7))
        self.stream.on_data = lambda data: diary.append(f"{world.now():.9f} {data!r}")
        self.stream.on_close = lambda reason: diary.append(f"{world.now():.9f} {reason}")


def passes(world: VirtualWorld, seconds: float) -> None:
    world.run_until(lambda: False, world.now() + seconds)


@pytest.fixture
def world() -> Iterator[VirtualWorld]:
    with VirtualWorld(7) as world:
        yield world


@pytest.fixture
def node(world: VirtualWorld) -> SimulatedNode:
    node = SimulatedNode(world, "echo", Role.ORIGIN, EchoServer)
    node.start()
    return node


def history(seed: int) -> list[str]:
    with VirtualWorld(seed) as world:
        node = SimulatedNode(world, "echo", Role.ORIGIN, EchoServer)
        node.start()
        diary: list[str] = []
        callers = [Caller(world, diary) for _ in range(5)]
        for n in range(20):
            for caller in callers:
                caller.stream.send(world.entropy(4))
            if n == 12:
                node.reboot()
                callers.append(Caller(world, diary))
            passes(world, 150e-6)
        return diary


def test_the_same_seed_gives_the_same_history() -> None:
    assert history(3) == history(3)
    assert len(history(3)) > 60
    assert history(3) != history(4)


def test_the_history_does_not_hang_on_the_seed_of_hashes() -> None:
    code = "from rig.test_virtual import history; print(*history(3), sep='\\n')"
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1] == "\n".join([*history(3), ""])


def test_time_moves_only_when_nothing_is_ready(world: VirtualWorld) -> None:
    assert world.now() == 0.0
    assert not world.run_until(lambda: False, 3600.0)
    assert world.now() == 3600.0
    assert world.run_blocking(world.now, 3600.0) == 3600.0
    with pytest.raises(TimeoutError, match="before the job began"):
        world.run_blocking(world.now, 3599.0)


def test_a_wait_that_can_never_end_is_told(world: VirtualWorld) -> None:
    with pytest.raises(RuntimeError, match="no deadline"):
        world.run_until(lambda: False, float("inf"))


def test_a_crash_ends_all_of_a_node_and_nothing_else(world: VirtualWorld, node: SimulatedNode) -> None:
    diary: list[str] = []
    caller = Caller(world, diary)
    caller.stream.send(b"one")
    passes(world, 2.5)
    assert node.state() == {"echoed": 1, "boots": 1, "ticks": 2}
    side = node.side
    node.crash()
    assert node.boot_identity() is None
    assert node.state() == {}
    caller.stream.send(b"two")
    Caller(world, diary)
    passes(world, 1.0)
    assert [line.split(" ", 1)[1] for line in diary] == ["b'one'", RESET, REFUSED]
    assert not side.alive
    fired: list[int] = []
    side.call_soon(lambda: fired.append(1))
    side.connect(("home", 1)).send(b"from the grave")
    assert side.spawn(node_never_runs()).done
    passes(world, 1.0)
    assert fired == []


async def node_never_runs() -> None:
    raise AssertionError("a dead node runs nothing")


def test_a_node_can_kill_itself_from_a_task(world: VirtualWorld) -> None:
    side = world.node("n")
    trail: list[str] = []

    async def fatal() -> None:
        try:
            trail.append("kill")
            side.kill()
            trail.append("last words")
            await sleep(side, 0)
            trail.append("never")
        finally:
            trail.append("finally")

    side.spawn(fatal())
    passes(world, 1.0)
    assert trail == ["kill", "last words", "finally"]


def test_each_life_has_its_own_entropy_and_identity(world: VirtualWorld, node: SimulatedNode) -> None:
    first, before = node.side.entropy(8), node.boot_identity()
    node.reboot()
    assert node.boot_identity() != before
    assert node.side.entropy(8) != first
    assert VirtualWorld(7).node("echo").entropy(8) == first
    assert node.state()["boots"] == 2
    assert node.log() == "boot 1\nboot 2\n"


def test_a_pause_keeps_events_back_in_their_order(world: VirtualWorld, node: SimulatedNode) -> None:
    diary: list[str] = []
    first = Caller(world, diary)
    first.stream.send(b"0")
    passes(world, 0.5)
    node.pause()
    for n in range(1, 4):
        first.stream.send(b"%d" % n)
        passes(world, 1.0)
    late = Caller(world, diary)
    late.stream.send(b"4")
    passes(world, 1.0)
    assert late.stream.local[1], "the kernel below a paused process still takes connections"
    assert [line.split(" ", 1)[1] for line in diary] == ["b'0'"]
    assert node.state() == {}
    node.resume()
    first.stream.send(b"5")
    passes(world, 0.01)
    assert [line.split(" ", 1)[1] for line in diary] == ["b'0'", "b'1'", "b'2'", "b'3'", "b'4'", "b'5'"]
    assert node.state()["ticks"] == 1, "a timer that came due meanwhile fires once, late"
    with pytest.raises(RigError, match="is not paused"):
        node.resume()


def test_partition_drops_counts_outlives_a_reboot_and_heals(world: VirtualWorld, node: SimulatedNode) -> None:
    diary: list[str] = []
    caller = Caller(world, diary)
    caller.stream.send(b"before")
    passes(world, 0.1)
    node.partition("home")
    caller.stream.send(b"lost")
    passes(world, 0.1)
    assert node.drop_counter() == 1
    node.reboot()
    starving = Caller(world, diary)
    starving.stream.send(b"patient")
    passes(world, 0.1)
    assert node.drop_counter() == 1
    assert len(diary) == 1
    node.heal()
    passes(world, 0.1)
    assert diary[-1].endswith("b'patient'")
    caller.stream.send(b"?")
    passes(world, 0.1)
    assert diary[-1].endswith(RESET), "the old connection died with the old life"
    assert node.drop_counter() == 0
    with pytest.raises(RigError, match="no peer 'moon'"):
        node.partition("moon")


def test_power_cut_and_orderly_stop(world: VirtualWorld, node: SimulatedNode) -> None:
    node.stable.write("draft", b"not synced")
    node.crash()
    assert node.stable.read("draft") == b"not synced"
    node.start()
    node.power_cut()
    assert node.stable.read("draft") is None
    assert "the write of 10 bytes was lost" in node.log()
    node.start()
    node.stop()
    assert node.stable.read("stopped") == b"in good order"
    assert node.boot_identity() is None


def test_verbs_that_make_no_sense_are_refused(world: VirtualWorld, node: SimulatedNode) -> None:
    with pytest.raises(RigError, match="is up already"):
        node.start()
    node.crash()
    for verb in (node.crash, node.power_cut, node.stop, node.reboot, node.pause):
        with pytest.raises(RigError, match="is down"):
            verb()
    node.heal()
    assert node.drop_counter() == 0
    node.start()
    node.pause()
    for verb in (node.stop, node.drop_counter, lambda: node.partition("peer")):
        with pytest.raises(RigError, match="resume it first"):
            verb()
    plays_a_node: Node = node
    assert plays_a_node.verbs >= {"reboot", "power_cut"}


def test_a_boot_that_fails_leaves_the_node_down(world: VirtualWorld) -> None:
    def boot(_side: NodeWorld, _stable: Stable) -> Any:
        raise ZeroDivisionError("while booting")

    node = SimulatedNode(world, "bad", Role.REEXPORT, boot)
    with pytest.raises(ZeroDivisionError, match="while booting"):
        node.start()
    assert node.boot_identity() is None
