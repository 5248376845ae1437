"""A running Ganesha rig, and clients on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from regrace.fixtures.ganesha.rig import GaneshaRig, ProvisionedGanesha
from regrace.harness.client.client import Client
from regrace.harness.protocol.rpc import AuthSys
from regrace.harness.rig.attach import attach
from regrace.harness.rig.node import RigError
from regrace.harness.rig.ssh import SshNode
from regrace.harness.rig.topology import Topology
from regrace.harness.rig.wall import WallWorld
from regrace.harness.tap.remote import RemoteTap

LEASE_S = "6"


def _missing() -> str:
    try:
        GaneshaRig().check({})
    except RigError as lack:
        return str(lack)
    return ""


MISSING = _missing()
needs_ganesha = pytest.mark.skipif(bool(MISSING) and "CI" not in os.environ, reason=MISSING)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces are root's")


@dataclass(slots=True)
class Attached:
    """A rig, as a case's process has it."""

    provisioned: ProvisionedGanesha
    topology: Topology
    world: WallWorld
    clients: list[Client] = field(default_factory=list)

    def client(self, name: str, link: str) -> Client:
        """A new client on the link "E-R" or "D-O", not yet established."""
        way = self.provisioned.description.link(link)
        client = Client(
            self.world,
            (way.host, way.port),
            name=name,
            via="reexport" if link == "E-R" else "origin",
            base=("export",),
            credential=AuthSys(uid=0, gid=0),
        )
        self.clients.append(client)
        return client

    def close(self) -> None:
        """Hang up everywhere."""
        for client in self.clients:
            client.disconnect(abort=True)
        for name in self.topology.nodes:
            self.node(name).close()
        assert isinstance(self.topology.tap, RemoteTap)
        self.topology.tap.close()
        self.world.close()

    def node(self, name: str) -> SshNode:
        """A node, over SSH."""
        node = self.topology.nodes[name]
        assert isinstance(node, SshNode)
        return node

    def comes(self, condition: Callable[[], bool], budget_s: float) -> bool:
        """Whether the condition, which asks beyond this world (a tap, a node), comes true in time."""
        deadline = self.world.now() + budget_s
        while not condition():
            if self.world.now() > deadline:
                return False
            self.waits(0.05)
        return True

    def waits(self, seconds: float) -> None:
        """Let time pass, and the world turn."""
        self.world.run_until(lambda: False, self.world.now() + seconds)


def attached(provisioned: ProvisionedGanesha) -> Iterator[Attached]:
    """Attach, and take everything down afterwards."""
    world = WallWorld()
    topology = attach(provisioned.description, world)
    rig = Attached(provisioned, topology, world)
    try:
        yield rig
    finally:
        rig.close()
        provisioned.stop()


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Attached]:
    """A rig on the best ground that this machine offers."""
    yield from attached(GaneshaRig().provision(tmp_path / "rig", {"lease_s": LEASE_S}))
