"""A running kernel rig, one for all tests that need one: it takes long to come up."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from regrace.fixtures.cache import cache_folder
from regrace.fixtures.knfsd.guest import GuestShell
from regrace.fixtures.knfsd.rig import KnfsdRig, ProvisionedKnfsd
from regrace.fixtures.knfsd.settings import DEFAULT_KERNEL
from regrace.fixtures.knfsd.userland import missing, remedy
from regrace.fixtures.process_node.child import answers_null
from regrace.harness.rig.attach import attach
from regrace.harness.rig.ssh import SshNode
from regrace.harness.rig.topology import Topology
from regrace.harness.rig.wall import WallWorld
from regrace.harness.tap.remote import RemoteTap


def _missing() -> str:
    """Nothing is fetched for tests, but in CI."""
    lacking = missing(fetching=True)
    if lacking:
        return f"no {', '.join(lacking)}: {remedy(lacking)}"
    if not (cache_folder("knfsd") / "kernels" / DEFAULT_KERNEL).exists():
        return f"no kernel yet: `regrace run --rig knfsd --kernel {DEFAULT_KERNEL} -k ID-01` fetches it"
    return ""


MISSING = _missing()
needs_kernel = pytest.mark.skipif(bool(MISSING) and "CI" not in os.environ, reason=MISSING)


@dataclass(slots=True)
class Attached:
    """A rig, as a case's process has it."""

    provisioned: ProvisionedKnfsd
    folder: Path
    world: WallWorld
    nodes: dict[str, SshNode]
    tap: RemoteTap
    topology: Topology

    def serves(self, name: str) -> bool:
        """Whether the node answers NULL."""
        nfs = self.provisioned.description.node(name).nfs
        return answers_null((nfs.host, nfs.port))

    def comes(self, condition: Callable[[], bool], budget_s: float) -> bool:
        """Whether the condition comes true in time."""
        deadline = self.world.now() + budget_s
        while not condition():
            if self.world.now() > deadline:
                return False
            self.world.run_until(lambda: False, self.world.now() + 0.2)
        return True

    def inside(self, name: str) -> GuestShell:
        """A shell in the guest, past its agent."""
        told = json.loads((self.folder / f"{name}.agent.json").read_text())
        key = Path(told["login_key_file"])
        return GuestShell(name, told["hardware"]["ssh_port"], key, told["host_key"])


@contextmanager
def brought_up(folder: Path, **options: str) -> Iterator[Attached]:
    """A rig with the default kernel, for as long as the block lasts."""
    provisioned = KnfsdRig().provision(folder, options)
    world = WallWorld()
    topology = attach(provisioned.description, world)
    nodes = {name: node for name, node in topology.nodes.items() if isinstance(node, SshNode)}
    assert isinstance(topology.tap, RemoteTap)
    try:
        yield Attached(provisioned, folder, world, nodes, topology.tap, topology)
    finally:
        for node in nodes.values():
            node.close()
        topology.tap.close()
        world.close()
        provisioned.stop()


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attached]:
    """Both machines up."""
    with brought_up(tmp_path_factory.mktemp("knfsd") / "rig") as attached:
        yield attached


@pytest.fixture(scope="module")
def cabled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attached]:
    """Origin and re-export server with a network of their own, and a second re-export server, off."""
    with brought_up(tmp_path_factory.mktemp("cabled") / "rig", nodes="3", link="direct") as attached:
        yield attached
