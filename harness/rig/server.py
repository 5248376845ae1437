"""One NFS server of the rig, as a case sees it: who talks to it, and what can be done to its node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from regrace.harness.client.client import Client
from regrace.harness.faults.nodes import Crash, Partition, Pause, PowerCut, Reboot
from regrace.harness.faults.orders import ClockStep, DiesAt, Standing
from regrace.harness.faults.storage import StorageFails, StoragePutBack, disk_of
from regrace.harness.history.events import Kind
from regrace.harness.rig.description import NfsEndpoint, NodeDescription
from regrace.harness.rig.node import Node, RigLacks
from regrace.harness.rig.orders import CLOCK, tell
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
        """As `crash`; what was not synced is lost too. Raises RigLacks on a rig that knows only crashes."""
        if "power_cut" not in self.node.verbs:
            raise RigLacks(f"{self.name}'s power can't be cut: its node has no such verb, and a crash loses less")
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

    # -- orders of an administrator (`harness.rig.orders`); RigLacks if the node takes none

    def order(self, what: str, value: str) -> None:
        """Give a standing order, in force until the case is over or `revoke_order`."""
        self._rig.inject(Standing(self.name, what, value))

    def revoke_order(self, what: str) -> None:
        """The server does again as it does without being told."""
        self._rig.heal(f"{self.name} {what}")

    def step_clock(self, seconds: float) -> None:
        """The node's time of day is so much off from now on (0 is what it was at first)."""
        self._rig.heal(f"{self.name} {CLOCK}")
        if seconds:
            self._rig.inject(ClockStep(self.name, value=f"{seconds:g}"))

    def act(self, what: str, value: str) -> str:
        """Have something done, once; what the server says of it."""
        note = self._rig.history.invoke(Kind.NOTE, actor=self.name, detail={"order": what, "value": value})
        said = tell(self.node, what, value)
        self._rig.history.complete(note, said)
        return said

    def die_at(self, point: str) -> None:
        """Arm: it dies by itself when its work comes to this point; `start` brings it back, or disarms it."""
        self._rig.inject(DiesAt(self.name, point=point))

    def await_death(self, budget_s: float) -> bool:
        """Whether it has died by itself within the budget, as `die_at` had it."""
        if not self._rig.waits(lambda: self.node.boot_identity() is None, f"{self.name} to die", budget_s):
            return False
        self._rig.history.mark(Kind.CRASH, actor=self.name, detail={"how": "at a point"})
        return True

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
