"""From a rig's description to the objects that a case's process works with."""

from __future__ import annotations

from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.node import Node
from regrace.harness.rig.ssh import SshNode
from regrace.harness.rig.topology import Topology
from regrace.harness.rig.virtual import VirtualWorld
from regrace.harness.rig.wall import WallWorld
from regrace.harness.tap.remote import RemoteTap


def attach(description: RigDescription, world: WallWorld) -> Topology:
    """Nodes over SSH and the tap over its control channel. Connections are made at the first use."""
    nodes: dict[str, Node] = {node.name: SshNode(world, node) for node in description.nodes}
    tap = RemoteTap(description.tap, description.tap_token) if description.tap else None
    return Topology(description=description, world=world, nodes=nodes, tap=tap)


def detach(topology: Topology) -> None:
    """Close what `attach` opened, or the virtual world; the rig itself lives on. Idempotent."""
    for node in topology.nodes.values():
        if isinstance(node, SshNode):
            node.close()
    if isinstance(topology.tap, RemoteTap):
        topology.tap.close()
    if isinstance(topology.world, WallWorld | VirtualWorld):
        topology.world.close()
