"""One NFS server of the rig, as a case sees it: who talks to it, and what can be done to its node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from regrace.harness.client.client import Client
from regrace.harness.faults.nodes import Crash, Partition, Pause, PowerCut, Reboot
from regrace.harness.faults.storage import StorageFails, StoragePutBack, disk_of
from regrace.harness.rig.description import NfsEndpoint, NodeDescription
from regrace.harness.rig.node import Node, RigLacks
from regrace.harness.rig.world import Address

if TYPE_CHECKING:
    from regrace.harness.rig.rig import Rig

CALLER_LINK = {"origin": "D-O", "reexport": "E-R"}
"""By which link the suite's own clients reach a server."""


class Server:
    """The origin or the re-export server."""

    def __init__(self, rig: Rig, description: NodeDescription) -> None:
        self._rig = rig
        self.description = description

    def __repr__(self) -> str:
        return f"Server({self.name})"

    @property
    def name(self) -> str:
        """`origin` or `reexport`."""
        return self.description.name

    @property
    def node(self) -> Node:
        """The node underneath."""
        return self._rig.node(self.name)

    @property
    def endpoint(self) -> NfsEndpoint:
        """Where it serves NFS."""
        return self.description.nfs

    @property
    def link(self) -> str:
        """The link that the suite's clients use towards it: "D-O" or "E-R"."""
        return CALLER_LINK[self.description.role]

    @property
    def address(self) -> Address:
        """Where a client connects: the tap's end of the link, or the server itself."""
        if self.description.spare:
            return (self.endpoint.host, self.endpoint.port)
        for link in self._rig.description.links:
            if link.name == self.link:
                return (link.host, link.port)
        return (self.endpoint.host, self.endpoint.port)

    @property
    def lease_s(self) -> float:
        """Its lease time in seconds, read from it (attribute lease_time), never assumed."""
        return self._rig.lease_of(self)

    def claims(self, capability: str) -> bool:
        """Whether the rig declares that this server has the capability."""
        return capability in self.description.claims

    def client(self, name: str, **how: Any) -> Client:
        """A new client of this server, established unless `established=False`: see `Rig.client`."""
        return self._rig.client(self, name, **how)

    # -- what can be done to it; each proves itself, or raises RigError

    def reboot(self, *, wait: bool = True) -> None:
        """Lose memory, keep stable storage, come back; returns when it answers NULL again, its old sessions gone."""
        self._rig.inject(Reboot(self.name))
        if wait:
            self._rig.await_serving(self)

    def crash(self) -> None:
        """Lose memory and stay down until `start`."""
        self._rig.inject(Crash(self.name))

    def power_cut(self) -> None:
        """As `crash`; what was not synced is lost too."""
        self._rig.inject(PowerCut(self.name))

    def storage_fails(self, how: str = "full") -> None:
        """From now on nothing can be written down ("full") or made durable ("sync"), until `storage_works`. Raises
        RigLacks where the rig can't do that."""
        self._rig.inject(StorageFails(self.name, how))

    def storage_works(self) -> None:
        """End a failure of stable storage (and whatever else is in force here)."""
        self._rig.heal(self.name)

    def keep_storage(self) -> None:
        """Make a copy of its stable storage, for `put_back_storage`. Raises RigLacks where the rig can't do that."""
        disk_of(self.node).storage("keep")

    def put_back_storage(self) -> None:
        """It is down: the copy takes the place of its stable storage. Raises RigLacks if that changes nothing."""
        self._rig.inject(StoragePutBack(self.name))

    def start(self, *, wait: bool = True) -> None:
        """Come back after `crash`; returns when it answers NULL, or at once (a re-export server may not serve before
        its origin does)."""
        self._rig.heal(self.name)
        if wait:
            self._rig.await_serving(self)

    def pause(self) -> None:
        """Stop its clockwork until `resume`."""
        self._rig.inject(Pause(self.name))

    def resume(self) -> None:
        """End a pause."""
        self._rig.heal(self.name)

    def partition_from(self, peer: Server) -> None:
        """Drop the NFS traffic between the two until `Rig.heal_all`: on the node's own firewall where it has
        one, else in the tap on the link between them. Raises RigLacks if neither is there."""
        if "partition" in self.node.verbs:
            self._rig.inject(Partition(self.name, peer.name, "R-O" if self._rig.is_tapped("R-O") else ""))
        elif self._rig.is_tapped("R-O"):
            self._rig.cut("R-O")
        else:
            raise RigLacks(
                f"{self.name} can't be cut off from {peer.name}: its dialect has no 'partition' "
                "and the rig has no wire tap; add one of them to the rig file"
            )
