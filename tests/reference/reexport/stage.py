"""A simulated reference rig with clients on it, for tests: the story of a few lines in virtual time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.keeper import LeaseKeeper
from regrace.harness.client.locks import LockReply
from regrace.harness.client.opens import OpenReply
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import Reply
from regrace.harness.rig.simulated import SimulatedNode
from regrace.harness.tap.api import TapRecord
from regrace.harness.tap.relay import Relay
from regrace.xdr_defs.nfs4 import nfsstat4

R = TypeVar("R", bound=Reply)
F = File("f", ("f",))
LINKS = {"origin": "D-O", "reexport": "E-R"}


class Stage:
    """One rig, one file, and whoever is called onto it."""

    def __init__(self, seed: int = 1, **options: str) -> None:
        self.topology = ReferenceRig().simulate(seed, options)
        self.world = self.topology.world
        self.keeper = LeaseKeeper(self.world)
        self._names = 0

    @property
    def tap(self) -> Relay:
        """Of the rig."""
        assert isinstance(self.topology.tap, Relay)
        return self.topology.tap

    def node(self, name: str) -> SimulatedNode:
        """`origin` or `reexport`."""
        node = self.topology.nodes[name]
        assert isinstance(node, SimulatedNode)
        return node

    def client(self, node: str, name: str, **how: Any) -> Client:
        """An established client whose lease is kept."""
        link = self.topology.description.link(LINKS[node])
        base = self.topology.description.node(node).nfs.path
        self._names += 1
        how.setdefault("owner", f"test {name} {self._names}".encode())
        client = Client(
            self.world,
            (link.host, link.port),
            name=name,
            via=node,
            base=base,
            verifier=self.world.entropy(8),
            call_budget_s=30,
            **how,
        )
        client.establish()
        self.keeper.add(client, client.lease_s)
        return client

    def end_client(self, name: str = "E1", **how: Any) -> Client:
        """A client of R."""
        return self.client("reexport", name, **how)

    def direct_client(self, name: str = "D1", **how: Any) -> Client:
        """A client of O."""
        return self.client("origin", name, **how)

    def wait(self, seconds: float) -> None:
        """Let virtual time pass; leases are kept."""
        self.world.run_until(lambda: False, self.world.now() + seconds)

    def until(self, condition: Callable[[], bool], budget_s: float = 30.0) -> None:
        """Wait for it, or fail."""
        assert self.world.run_until(condition, self.world.now() + budget_s), "waited in vain"

    def settled(self, ask: Callable[[], R], budget_s: float = 30.0) -> R:
        """Ask until the answer is neither DELAY nor GRACE."""
        return patiently(ask, world=self.world, budget_s=budget_s, waiting_for="an answer")

    def open(self, client: Client, file: File = F, **how: Any) -> OpenReply:
        """An open that is granted."""
        reply = self.settled(lambda: client.open(file, create=not client.exists(file.path), **how))
        assert reply.ok, reply
        return reply

    def lock(
        self, client: Client, file: File = F, offset: int = 0, length: int = 10, **how: Any
    ) -> LockReply:
        """A lock under an open of its own; the answer may be a refusal."""
        opened = self.open(client, file, owner=how.pop("open_owner", "o"))
        assert opened.open is not None
        return client.lock(opened.open, "WRITE", offset, length, **how)

    def is_free(self, direct: Client, file: File = F, offset: int = 0, length: int = 10) -> bool:
        """Whether a direct client could have the lock now."""
        reply = self.settled(lambda: direct.lockt(file, "WRITE", offset, length, owner="probe"))
        assert reply.status in (nfsstat4.NFS4_OK, nfsstat4.NFS4ERR_DENIED), reply
        return reply.ok

    def at_origin(self) -> tuple[int, int]:
        """How many opens and locked ranges the origin holds for R."""
        state = self.node("origin").state()
        opens = sum("reexport" in one["client"] for one in state["opens"])
        ranges = sum(len(one["ranges"]) for one in state["locks"] if "reexport" in one["client"])
        return opens, ranges

    def seen(self, link: str, operation: str, kind: str = "reply") -> list[TapRecord]:
        """What the tap saw of an operation."""
        return [
            r for r in self.tap.records() if r.link == link and r.kind == kind and operation in r.operations
        ]
