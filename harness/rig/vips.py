"""The virtual IPs of a rig: which there are, which node has each of them, and what such a node can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from regrace.harness.rig.description import VipDescription
from regrace.harness.rig.node import Node, RigError, RigLacks

SERVING, LEAVING, FENCED = "serving", "leaving", "fenced"
"""What a node says of a virtual IP: it has it; it is about to give it up for good; it had it, and has learnt that
another one has taken it."""


@runtime_checkable
class Sharing(Protocol):
    """A node that can serve virtual IPs."""

    def take_vip(self, vip: str, *, by_force: bool) -> None:
        """Serve it from now on, as the same client of the origin as whoever served it before. Raises RigError if it
        refuses: without `by_force` it must, while another node claims it."""

    def give_up_vip(self, vip: str, *, for_good: bool) -> None:
        """Serve it no more; the next node may take it. `for_good`: also leave the origin in good order, which is done
        once `vip_states` does not name it any more. Raises RigError."""

    def vip_states(self) -> Mapping[str, str]:
        """Virtual IP -> "serving", "leaving" or "fenced"; those that it has nothing to do with are not named."""


def sharing(node: Node) -> Sharing:
    """The node, if it can serve virtual IPs. Raises RigLacks."""
    if isinstance(node, Sharing) and "take_vip" in node.verbs:
        return node
    raise RigLacks(f"node {node.name!r} can't serve virtual IPs: it does not know the verb 'take_vip'")


class VipTable:
    """The virtual IPs of one rig, for the length of one case."""

    def __init__(self, vips: Sequence[VipDescription]) -> None:
        self._vips = {vip.name: vip for vip in vips}
        self.holder: dict[str, str] = {}
        """Virtual IP -> the node that has it, once the pair is up."""

    def __bool__(self) -> bool:
        return bool(self._vips)

    @property
    def all(self) -> tuple[VipDescription, ...]:
        """Every one, in the order of the rig's description."""
        return tuple(self._vips.values())

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes that share them, in order."""
        return tuple(dict.fromkeys(node for vip in self.all for node in (vip.home, *vip.doors, *vip.back_links)))

    def find(self, name: str) -> VipDescription:
        """By name. Raises RigLacks if the rig has none at all, RigError if it has others."""
        if not self._vips:
            raise RigLacks("this case is about virtual IPs that move between two re-export nodes; the rig has none")
        if name not in self._vips:
            raise RigError(f"the rig has no virtual IP {name!r}; it has {', '.join(self._vips)}")
        return self._vips[name]
