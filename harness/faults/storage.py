"""Faults of a node's stable storage: it fails, or an older copy is in its place.

Only a node whose disk we play can do that; on any other the case has no means (`RigLacks`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from regrace.harness.faults.api import Before, FaultStage
from regrace.harness.rig.node import Node, RigError, RigLacks

STORAGE = "storage"


@runtime_checkable
class HasDisk(Protocol):
    """A node whose disk takes orders, if its `verbs` say so."""

    def storage(self, what: str) -> str:
        """An order of `harness.rig.stable.order`, and what came of it. Raises RigError."""


def disk_of(node: Node) -> HasDisk:
    """The node's disk. Raises RigLacks if it takes no orders."""
    if STORAGE in node.verbs and isinstance(node, HasDisk):
        return node
    raise RigLacks(f"the stable storage of {node.name!r} can't be made to fail, nor be put back")


@dataclass(frozen=True, slots=True)
class StorageFails:
    """What the server writes down is refused, until healed; also over its restarts."""

    kind: ClassVar[str] = STORAGE
    lasting: ClassVar[bool] = True
    node: str
    how: str = "full"
    """"full": nothing can be written; "sync": nothing can be made durable."""

    @property
    def target(self) -> str:
        """The node."""
        return self.node

    def describe(self) -> str:
        """One line."""
        return f"storage of {self.node} fails ({self.how})"

    def apply(self, stage: FaultStage) -> Before:
        """Break it."""
        disk_of(stage.node(self.node)).storage(self.how)
        return Before()

    def verify(self, stage: FaultStage, before: Before) -> str:
        """Something is written there, and refused."""
        told = disk_of(stage.node(self.node)).storage("try")
        if not told:
            raise RigError(f"{self.describe()}: and yet what is written there is kept")
        return f"a record that was tried there: {told}"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """Mend it, and something can be written."""
        disk = disk_of(stage.node(self.node))
        disk.storage("mend")
        if told := disk.storage("try"):
            raise RigError(f"{self.describe()} is not healed: {told}")
        return "a record that was tried there is kept"


@dataclass(frozen=True, slots=True)
class StoragePutBack:
    """The copy that was kept (`Server.keep_storage`) takes the place of what the server has written since. The server
    is down."""

    kind: ClassVar[str] = STORAGE
    lasting: ClassVar[bool] = False
    node: str

    @property
    def target(self) -> str:
        """The node."""
        return self.node

    def describe(self) -> str:
        """One line."""
        return f"storage of {self.node} put back"

    def apply(self, stage: FaultStage) -> Before:
        """Exchange it. Raises RigLacks if that changed nothing: the server keeps nothing that could be old."""
        changed = disk_of(stage.node(self.node)).storage("put-back")
        if not changed:
            raise RigLacks(f"{self.node} has written nothing since the copy was made: there is nothing to put back")
        return Before(told=changed)

    def verify(self, stage: FaultStage, before: Before) -> str:
        """Which records are others now."""
        return f"these records are as they were: {before.told}"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """Nothing to end."""
        return "it stays as it is"
