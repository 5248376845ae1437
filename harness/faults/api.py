"""What a fault is, and the stage that it acts on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from regrace.harness.history.log import History
from regrace.harness.rig.node import BootIdentity, Node
from regrace.harness.rig.vips import VipTable
from regrace.harness.rig.world import World
from regrace.harness.tap.api import Tap

PROOF_BUDGET_S = 15.0
"""How long a proof may take: longer than the renewal interval of a re-export server on a 10 s lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """Whether a server answered NULL on a fresh connection, and what was seen, in plain words."""

    answered: bool
    evidence: str


class FaultStage(Protocol):
    """What a fault needs of a rig; `Rig` offers it, and so does a test's fake."""

    @property
    def world(self) -> World:
        """The clock, and what turns while a proof waits."""

    @property
    def history(self) -> History:
        """Where the fault is marked, for the oracle."""

    @property
    def tap(self) -> Tap | None:
        """The wire tap, on rigs that have one."""

    @property
    def vips(self) -> VipTable:
        """The virtual IPs, and who has them."""

    def node(self, name: str) -> Node:
        """The node of that name; KeyError if there is none."""

    def probe(self, server_name: str) -> ProbeResult:
        """NULL to the server on a fresh connection, by the way that the suite's clients take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was true before a fault, to compare with afterwards. Each fault fills in what it needs."""

    boot: BootIdentity | None = None
    dropped: int = 0
    """Reading of the drop counter that the fault will move."""
    tap_mark: int = 0
    """Index of the tap's next record."""
    told: str = ""
    """What the node said of it."""


class Fault(Protocol):
    """One fault, as data. What it learns while it acts travels in `Before`, so that it stays data."""

    @property
    def kind(self) -> str:
        """"reboot", "cut": the word that cases declare."""

    @property
    def target(self) -> str:
        """The node or link that it is about."""

    @property
    def lasting(self) -> bool:
        """Whether it is in force until healed (a reboot is not)."""

    def describe(self) -> str:
        """One line for a reader."""

    def apply(self, stage: FaultStage) -> Before:
        """Make it happen, and mark it in the history. Raises RigError."""

    def verify(self, stage: FaultStage, before: Before) -> str:
        """Show that it happened: the evidence, in plain words. Raises RigError if that can't be shown."""

    def heal(self, stage: FaultStage, before: Before) -> str:
        """End it, and show that it has ended: the evidence. Harmless if not in force. Raises RigError."""


def waits_until(stage: FaultStage, condition: Callable[[], bool], budget_s: float) -> bool:
    """Ask until the condition holds (True) or the budget is over (False); the world turns meanwhile.

    The condition may itself talk to servers."""
    deadline = stage.world.now() + budget_s
    while not condition():
        if stage.world.now() >= deadline:
            return False
        stage.world.run_until(lambda: False, min(stage.world.now() + 0.02, deadline))
    return True
