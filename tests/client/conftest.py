"""A client and a small server, on sockets and in virtual time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from regrace.harness.client.client import Client
from regrace.harness.client.exchange import Exchange
from regrace.harness.client.files import File
from regrace.harness.history.events import Event, Kind
from regrace.harness.history.log import History
from regrace.harness.judge import Findings
from regrace.harness.rig.virtual import VirtualWorld
from regrace.harness.rig.wall import WallWorld
from regrace.harness.rig.world import ServerWorld, World
from tests.client.fake import FakeServer

F = File("f", ("f",))


class Stage:
    """Everything that a test acts on."""

    def __init__(self, world: World, server_world: ServerWorld, host: str) -> None:
        self.world = world
        self.server_world = server_world
        self.host = host
        self.server = FakeServer(server_world, host)
        self.history = History(world.now)
        self.findings = Findings()
        self.exchanges: list[Exchange] = []
        self.clients: list[Client] = []

    def client(self, name: str = "E1", *, established: bool = True, **how: Any) -> Client:
        how.setdefault("call_budget_s", 2.0)
        made = Client(
            self.world,
            self.server.address,
            name=name,
            via="reexport",
            history=self.history,
            findings=self.findings,
            on_exchange=self.exchanges.append,
            **how,
        )
        self.clients.append(made)
        return made.establish() if established else made

    def turn(self, seconds: float = 0.05) -> None:
        self.world.run_until(lambda: False, self.world.now() + seconds)

    def events(self, *kinds: Kind) -> list[Event]:
        return [event for event in self.history if event.kind in kinds]

    def end(self) -> None:
        for client in self.clients:
            client.disconnect(abort=True)
        self.server.close()
        self.turn(0.01)


@pytest.fixture(params=["wall", "virtual"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    if request.param == "wall":
        with WallWorld() as wall:
            made = Stage(wall, wall, "127.0.0.1")
            yield made
            made.end()
    else:
        with VirtualWorld(1) as virtual:
            made = Stage(virtual, virtual.node("server"), "server")
            yield made
            made.end()
