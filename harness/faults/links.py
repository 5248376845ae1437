"""Faults of a link: a cut, one or both directions, in the wire tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from regrace.harness.faults.api import PROOF_BUDGET_S, Before, FaultStage, ProbeResult, waits_until
from regrace.harness.history.events import Kind
from regrace.harness.rig.node import RigError
from regrace.harness.tap.api import Direction, Tap

PROBED_SERVER = {"E-R": "reexport", "D-O": "origin"}
"""By which link the suite's own NULL reaches which server. No probe of ours crosses R-O: there the
re-export server's own traffic (it renews its lease) has to show the cut."""


@dataclass(frozen=True, slots=True)
class CutLink:
    """Silently drop what crosses a link, in the directions named, until healed."""

    kind: ClassVar[str] = "cut"
    lasting: ClassVar[bool] = True
    link: str
    directions: tuple[Direction, ...] = (Direction.CALLS, Direction.REPLIES)

    @property
    def target(self) -> str:
        """The link."""
        return self.link

    def describe(self) -> str:
        """One line."""
        return f"cut of {self.link} ({' and '.join(self.directions)})"

    def apply(self, stage: FaultStage) -> Before:
        """Cut it in the tap."""
        tap = self._tap(stage)
        before = Before(dropped=tap.dropped(self.link), tap_mark=tap.mark())
        detail = {"directions": [str(direction) for direction in self.directions]}
        cut = stage.history.invoke(Kind.CUT, actor=self.link, detail=detail)
        tap.cut(self.link, *self.directions)
        stage.history.complete(cut, "")
        return before

    def verify(self, stage: FaultStage, before: Before) -> str:
        """NULL through the link starves where we can send one, and the tap counts what it drops."""
        tap = self._tap(stage)
        starved = ""
        server = PROBED_SERVER.get(self.link)
        if server is not None:
            probe = stage.probe(server)
            if probe.answered:
                raise RigError(f"{self.describe()} can't be shown: {probe.evidence}")
            starved = f"; {probe.evidence}"
        if not waits_until(stage, lambda: tap.dropped(self.link) > before.dropped, PROOF_BUDGET_S):
            raise RigError(
                f"{self.describe()} can't be shown: the tap dropped nothing for {PROOF_BUDGET_S:.0f} s; "
                "does anybody send on it?"
            )
        return f"the tap's drop counter {before.dropped} -> {tap.dropped(self.link)}{starved}"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """Mend it; NULL through the link is answered where we can send one (of a server that is up)."""
        tap = stage.tap
        if tap is None:
            return "there is no tap, and so no cut"
        tap.heal(self.link)
        stage.history.mark(Kind.HEAL, actor=self.link)
        left = tap.dropped(self.link)
        server = PROBED_SERVER.get(self.link)
        evidence = ""
        if server is not None and stage.node(server).boot_identity() is not None:
            probes: list[ProbeResult] = []

            def answers(name: str = server) -> bool:
                probes.append(stage.probe(name))
                return probes[-1].answered

            if not waits_until(stage, answers, PROOF_BUDGET_S):
                raise RigError(f"{self.link} was mended, and still {probes[-1].evidence}")
            evidence = f"; {probes[-1].evidence}"
        if tap.dropped(self.link) > left:
            raise RigError(f"{self.link} was mended, and the tap still drops ({tap.dropped(self.link)})")
        return f"the tap drops nothing on {self.link} any more{evidence}"

    def _tap(self, stage: FaultStage) -> Tap:
        if stage.tap is None:
            raise RigError(f"{self.describe()}: the rig has no wire tap; a cut needs one")
        return stage.tap
