"""Faults that an administrator commits, or that strike from inside: orders to a server (`harness.rig.orders`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regrace.harness.faults.api import Before, FaultStage
from regrace.harness.faults.nodes import Crash
from regrace.harness.history.events import Kind
from regrace.harness.rig.node import RigError
from regrace.harness.rig.orders import ASK, AT_THE_NEXT_START, CLOCK, DIE_AT, tell


@dataclass(frozen=True, slots=True)
class Standing:
    """An order that holds, also over the server's restarts, until it is healed."""

    kind: ClassVar[str] = "order"
    lasting: ClassVar[bool] = True
    node: str
    what: str
    value: str

    @property
    def target(self) -> str:
        """The order of that node: apart from the node's other faults, so that it outlives their healing."""
        return f"{self.node} {self.what}"

    def describe(self) -> str:
        """One line."""
        return f"{self.node} is told: {self.what} {self.value}"

    def apply(self, stage: FaultStage) -> Before:
        """Give it."""
        note = stage.history.invoke(Kind.NOTE, actor=self.node, detail={"order": self.what, "value": self.value})
        tell(stage.node(self.node), self.what, self.value)
        stage.history.complete(note, "")
        return Before()

    def verify(self, stage: FaultStage, before: Before) -> str:
        """The server says that it is in force. What comes of it is for the case to see."""
        said = tell(stage.node(self.node), self.what, ASK)
        if said != self.value:
            raise RigError(f"{self.describe()}; it says {said!r}")
        return f"it says {said!r}"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """The server does again as it does without being told. A node that is down is started for it."""
        node = stage.node(self.node)
        if node.boot_identity() is None:
            node.start()
            stage.history.mark(Kind.START, actor=self.node)
        tell(node, self.what, "")
        said = tell(node, self.what, ASK)
        if said:
            raise RigError(f"{self.node} was told to forget {self.what}, and says {said!r}")
        if self.what not in AT_THE_NEXT_START:
            return "it is told nothing any more"
        crash = stage.history.invoke(Kind.CRASH, actor=self.node, detail={"how": "to forget an order"})
        node.reboot()
        stage.history.complete(crash, "")
        stage.history.mark(Kind.START, actor=self.node)
        return "it is told nothing any more, and was restarted to take notice of that"


@dataclass(frozen=True, slots=True)
class ClockStep(Standing):
    """The node's time of day steps; nobody's monotonic clock does."""

    kind: ClassVar[str] = "clock"
    what: str = CLOCK
    value: str = "3600"

    def describe(self) -> str:
        """One line."""
        return f"the time of day at {self.node} is {self.value} s off"


@dataclass(frozen=True, slots=True)
class DiesAt(Crash):
    """Armed: the server loses its memory by itself when its work comes to a named point. Then as a crash.

    The crash itself is for the case to see and to mark (`Server.await_death`): it comes when it comes."""

    point: str = ""

    def describe(self) -> str:
        """One line."""
        return f"{self.node} dies at the point {self.point!r}"

    def apply(self, stage: FaultStage) -> Before:
        """Arm it."""
        node = stage.node(self.node)
        before = Before(boot=node.boot_identity())
        tell(node, DIE_AT, self.point)
        return before

    def verify(self, stage: FaultStage, before: Before) -> str:
        """It says that it is armed."""
        said = tell(stage.node(self.node), DIE_AT, ASK)
        if said != self.point:
            raise RigError(f"{self.describe()}: it is not armed, it says {said!r}")
        return f"was {before.boot.token if before.boot else '?'}, and is armed"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """Start it if it has died, disarm it if it has not."""
        node = stage.node(self.node)
        if node.boot_identity() is not None:
            tell(node, DIE_AT, "")
            return f"{self.node} never came to that point, and is not armed any more"
        return Crash.heal(self, stage, before)
