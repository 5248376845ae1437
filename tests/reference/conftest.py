"""A simulated origin for the tests, and peers that talk to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from regrace.fixtures.reference.origin.boot import Origin
from regrace.fixtures.reference.server.config import Kind, ServerConfig
from regrace.harness.rig.node import Role
from regrace.harness.rig.simulated import SimulatedNode
from regrace.harness.rig.virtual import VirtualWorld
from tests.reference.caller import Peer

PORT = 2049
LEASE_S = 2.0
GRACE_S = 2.0


class Site:
    """One origin in a virtual world; every peer is a machine of its own."""

    def __init__(self, **knobs: Any) -> None:
        self.world = VirtualWorld(7)
        self.knobs = {"name": "origin", "lease_s": LEASE_S, "grace_s": GRACE_S, **knobs}
        self.lines: list[str] = []
        self.origin: Origin | None = None
        self.node = SimulatedNode(self.world, "origin", Role.ORIGIN, self._boot)
        self.node.start()

    def _boot(self, world: Any, stable: Any) -> Origin:
        config = ServerConfig(**self.knobs)
        self.origin = Origin(world, stable, config, address=("origin", PORT), log=self.lines.append)
        return self.origin

    def peer(self, name: str = "alice", **more: Any) -> Peer:
        return Peer(self.world, ("origin", PORT), name, **more)

    def pass_time(self, seconds: float) -> None:
        """Let the clock run with nobody doing anything."""
        self.world.run_until(lambda: False, self.world.now() + seconds)

    def reboot(self, **knobs: Any) -> None:
        """Crash and boot, perhaps with other knobs."""
        self.knobs |= knobs
        self.node.reboot()

    def state(self) -> dict[str, Any]:
        return self.node.state()


@pytest.fixture
def make_site() -> Iterator[Callable[..., Site]]:
    """Makes sites; a bug that a server only logged fails the test."""
    made: list[Site] = []

    def make(**knobs: Any) -> Site:
        made.append(Site(**knobs))
        return made[-1]

    yield make
    for site in made:
        assert not [line for line in site.lines if line.startswith("BUG")]


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A plain origin."""
    return make_site()


@pytest.fixture
def courteous(make_site: Callable[..., Site]) -> Site:
    """A courteous origin."""
    return make_site(kind=Kind.COURTEOUS)
