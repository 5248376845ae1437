"""A running rig as a case's process holds it: nodes, tap and the world that they live in.

One `Topology` outlives many cases; what a case sees of it is its `Rig` (`rig.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.node import Node
from regrace.harness.rig.world import World
from regrace.harness.tap.api import Tap


@dataclass(slots=True)
class Topology:
    """Nodes by name, the tap if there is one, and their world; `description` says where everything is."""

    description: RigDescription
    world: World
    nodes: Mapping[str, Node]
    tap: Tap | None
    lease_s: dict[str, float] = field(default_factory=dict)
    """Node -> its lease time in seconds, once it was read (never assumed)."""
    probed: dict[str, tuple[bool, str]] = field(default_factory=dict)
    """"node:capability" -> (granted, evidence), once it was probed."""
    contradictions: list[str] = field(default_factory=list)
    """Claims that a probe contradicts; shown in the summary."""
