"""A virtual IP that goes from one re-export node to the other: planned, after a crash, or over the old one's head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regrace.harness.faults.api import Before, FaultStage, waits_until
from regrace.harness.history.events import Kind
from regrace.harness.rig.node import RigError
from regrace.harness.rig.vips import SERVING, sharing

SERVING_BUDGET_S = 60.0
"""Until NULL is answered by way of the virtual IP."""


@dataclass(frozen=True, slots=True)
class MoveVip:
    """Have another node serve a virtual IP from now on. It may be the node that had it, once that has come back."""

    kind: ClassVar[str] = "move"
    lasting: ClassVar[bool] = False
    vip: str
    to: str
    old_lives: bool = False
    """The node that had it is not told, and may go on as if nothing had happened: split brain."""
    keeps_connections: bool = False
    """Connections of clients that are up lead on to the old node; new ones reach the new one."""

    @property
    def target(self) -> str:
        """The virtual IP."""
        return self.vip

    def describe(self) -> str:
        """One line."""
        manner = " over the head of the old one" if self.old_lives else ""
        return f"move of {self.vip} to {self.to}{manner}"

    def apply(self, stage: FaultStage) -> Before:
        """Take it from the one and give it to the other. In the history this is an interval in which whatever the old
        node knew of this address is lost."""
        vip = stage.vips.find(self.vip)
        old = stage.vips.holder.get(self.vip, "")
        up = bool(old) and stage.node(old).boot_identity() is not None
        state = "down" if not up else "lives on" if self.old_lives else "gave up"
        before = Before(boot=stage.node(old).boot_identity() if up else None)
        connections = "kept" if self.keeps_connections else "cut"
        detail = {"from": old, "to": self.to, "old": state, "connections": connections}
        move = stage.history.invoke(Kind.MOVE, actor=self.vip, detail=detail)
        if state == "gave up" and old != self.to:
            sharing(stage.node(old)).give_up_vip(self.vip, for_good=False)
        if stage.tap is not None and self.to in vip.doors:
            stage.tap.aim(vip.link, vip.doors[self.to])
            if not self.keeps_connections:
                stage.tap.abort(vip.link)
        sharing(stage.node(self.to)).take_vip(self.vip, by_force=state != "gave up")
        stage.vips.holder[self.vip] = self.to
        stage.history.complete(move, "")
        return before

    def verify(self, stage: FaultStage, before: Before) -> str:
        """The new node says that it serves, the old one that it does not (unless it was left to itself), and NULL is
        answered by way of the address."""
        states = {name: sharing(stage.node(name)).vip_states() for name in self._askable(stage)}
        if states[self.to].get(self.vip) != SERVING:
            raise RigError(f"{self.describe()} can't be shown: {self.to} says {dict(states[self.to])}")
        others = [name for name, said in states.items() if name != self.to and said.get(self.vip) == SERVING]
        if others and not self.old_lives:
            raise RigError(f"{self.describe()} can't be shown: {', '.join(others)} serves it, too")
        evidence: list[str] = []

        def answers() -> bool:
            probe = stage.probe(self.vip)
            evidence.append(probe.evidence)
            return probe.answered

        if not waits_until(stage, answers, SERVING_BUDGET_S):
            raise RigError(f"{self.describe()} was done, and {evidence[-1]} for {SERVING_BUDGET_S:.0f} s")
        return f"{self.to} says that it serves {self.vip}; {evidence[-1]}"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """Nothing to end: an address stays where it is until it is moved again."""
        return f"{self.vip} is at {stage.vips.holder.get(self.vip, 'no node')}"

    def _askable(self, stage: FaultStage) -> list[str]:
        """The nodes that can say what they serve: one that is down serves nothing, and one that was left to itself
        may be paused."""
        told_to = [self.to] if self.old_lives else list(stage.vips.nodes)
        return [name for name in told_to if stage.node(name).boot_identity() is not None]
