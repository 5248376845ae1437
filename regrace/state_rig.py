"""The nodes of a rig, for `regrace state --rig`: where each serves NFS, and what it says over SSH that it holds.

A lab's nodes are those of its inventory, whose host keys are verified; a rig that is started here has to stand
(`regrace rig up`). Over SSH a node gets its rig's own verb `state` and nothing else: nothing is broken, leased or healed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from regrace.fixtures.knfsd.state import read_clients
from regrace.fixtures.labs.rig import LabRigs, describe
from regrace.harness.rig.description import NodeDescription
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.providers import INVENTORY, find_provider
from regrace.harness.rig.ssh import SshNode
from regrace.harness.rig.wall import WallWorld
from regrace.standing import find_standing
from regrace.state_sources import Seen, of_kernel, of_our_server, printable
from regrace.state_table import KERNEL, NODE

SHOWN = 600
"""Of what a node says that no table can hold, in characters."""


class NoSuchNode(RigError):
    """There is no such rig or node, or its inventory can't be read; says what there is."""


def nodes_of(name: str, wanted: str | None) -> list[NodeDescription]:
    """The nodes of rig NAME or FILE.toml[:RIG], apart from spare ones, or the one of them that is wanted. Raises
    NoSuchNode, and RigError if the way to a node is not known."""
    file, colon, rig = name.rpartition(":")
    if not (colon and file.endswith(INVENTORY)):
        file, rig = name, ""
    if file.endswith(INVENTORY):
        try:
            provider = find_provider(file)
            assert isinstance(provider, LabRigs)
            lab = provider.inventory.rig(rig or None)
            meant = lab.nodes if wanted is None else (lab.node(wanted),)
        except RigError as trouble:
            raise NoSuchNode(str(trouble)) from trouble
        return [describe(lab, node, provider.run) for node in meant]
    try:
        nodes = find_standing(file).nodes
    except RigError as trouble:
        raise NoSuchNode(str(trouble)) from trouble
    if wanted is not None and wanted not in [node.name for node in nodes]:
        raise NoSuchNode(f"rig {name!r} has the nodes {', '.join(node.name for node in nodes)}, not {wanted!r}")
    return [node for node in nodes if node.name == wanted or (wanted is None and not node.spare)]


def heading(node: NodeDescription) -> str:
    """Which node it is, for a reader."""
    return f"{node.name}: {node.product} {node.version}".rstrip() + f", {node.nfs.host}:{node.nfs.port}"


def told_over_ssh(node: NodeDescription, owner: bytes, remarks: list[str]) -> dict[str, Sequence[Seen]]:
    """What the node itself says that it holds, of the client with that owner string if one is named: {} if it can't
    say, and then `remarks` says why. Raises RigError if it can't be reached, or is not who it should be."""
    if node.ssh is None:
        remarks.append(f"{node.name} has no SSH endpoint")
        return {}
    with WallWorld() as world:
        ssh = SshNode(world, node)
        try:
            held = ssh.state()
        except RigLacks:
            held = {}
        finally:
            ssh.close()
    sources = dict(_sources(held, owner))
    if not sources:
        remarks.append(_why_not(node, held))
    return sources


def _sources(held: Mapping[str, Any], owner: bytes) -> Iterator[tuple[str, Sequence[Seen]]]:
    if "opens" in held and "locks" in held:
        yield NODE, of_our_server(held, owner)
    elif "clients" in held:
        yield KERNEL, of_kernel(held["clients"], printable(owner))
    elif str(held.get("text", "")).startswith("client"):
        yield KERNEL, of_kernel(read_clients(str(held["text"])), printable(owner))


def _why_not(node: NodeDescription, held: Mapping[str, Any]) -> str:
    if not held:
        return f"{node.name} tells nothing of its state over SSH ({node.dialect})"
    said = str(held["text"]) if set(held) == {"text"} else json.dumps(held, sort_keys=True, default=str)
    shown = " ".join(said.split())
    return f"{node.name} lists no stateids over SSH; it says: {printable(shown.encode())[:SHOWN]}"
