"""Faults of a node: reboot, crash, power cut, pause, and its own firewall's partition.

A crash is marked in the history as an interval, from before the order until after the proof: the memory
was lost somewhere inside, and the oracle counts on nothing in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from regrace.harness.faults.api import PROOF_BUDGET_S, Before, FaultStage, waits_until
from regrace.harness.history.events import Kind
from regrace.harness.rig.node import BootIdentity, Node, RigError


def _running(stage: FaultStage, name: str, what: str) -> BootIdentity:
    """The node's boot identity; RigError if it is down, since then `what` could not be shown."""
    identity = stage.node(name).boot_identity()
    if identity is None:
        raise RigError(f"{what} of {name} can't be shown: the node is down already")
    return identity


def _came_back(stage: FaultStage, name: str, before: BootIdentity | None) -> str:
    """Evidence that the node runs with a new boot identity; RigError if it does not."""
    after = stage.node(name).boot_identity()
    if after is None:
        raise RigError(f"{name} did not come back: it has no boot identity")
    if after == before:
        raise RigError(f"{name} did not lose its memory: its boot identity is {after.token} as before")
    return f"boot identity {before.token if before else 'none'} -> {after.token}"


def _start_if_down(stage: FaultStage, name: str, before: Before) -> str:
    node = stage.node(name)
    if node.boot_identity() is not None:
        return f"{name} is up"
    start = stage.history.invoke(Kind.START, actor=name)
    node.start()
    stage.history.complete(start, "")
    return _came_back(stage, name, before.boot)


@dataclass(frozen=True, slots=True)
class Reboot:
    """Lose memory and come back."""

    kind: ClassVar[str] = "reboot"
    lasting: ClassVar[bool] = False
    node: str
    old_session_is_gone: Callable[[], str] | None = field(default=None, compare=False, repr=False)
    """Asks the wire: how the server refused a session of its former life, "" while it does not answer yet;
    asked until it does. Raises RigError if that session lives. Without it, the boot identity must do."""
    wire_budget_s: float = field(default=60.0, compare=False)

    @property
    def target(self) -> str:
        """The node."""
        return self.node

    def describe(self) -> str:
        """One line."""
        return f"reboot of {self.node}"

    def apply(self, stage: FaultStage) -> Before:
        """Crash it and start it; returns when its process is there."""
        before = Before(boot=_running(stage, self.node, "a reboot"))
        crash = stage.history.invoke(Kind.CRASH, actor=self.node, detail={"how": self.kind})
        stage.node(self.node).reboot()
        stage.history.complete(crash, "")
        stage.history.mark(Kind.START, actor=self.node)
        return before

    def verify(self, stage: FaultStage, before: Before) -> str:
        """Boot identities differ; and the wire says that the old session is gone."""
        evidence = _came_back(stage, self.node, before.boot)
        if self.old_session_is_gone is None:
            return evidence
        answers: list[str] = []

        def gone(ask: Callable[[], str] = self.old_session_is_gone) -> bool:
            answers.append(ask())
            return bool(answers[-1])

        if not waits_until(stage, gone, self.wire_budget_s):
            raise RigError(
                f"{self.node} was rebooted ({evidence}), and did not say within {self.wire_budget_s:.0f} s "
                "that a session of its former life is gone"
            )
        return f"{evidence}; {answers[-1]}"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """Start it if it is down (it should not be)."""
        return _start_if_down(stage, self.node, before)


@dataclass(frozen=True, slots=True)
class Crash:
    """Lose memory and stay down until healed."""

    kind: ClassVar[str] = "crash"
    lasting: ClassVar[bool] = True
    node: str

    @property
    def target(self) -> str:
        """The node."""
        return self.node

    def describe(self) -> str:
        """One line."""
        return f"{self.kind} of {self.node}"

    def order(self, node: Node) -> None:
        """The verb of the node that does it."""
        node.crash()

    def apply(self, stage: FaultStage) -> Before:
        """Take it down."""
        before = Before(boot=_running(stage, self.node, f"a {self.kind}"))
        crash = stage.history.invoke(Kind.CRASH, actor=self.node, detail={"how": self.kind})
        self.order(stage.node(self.node))
        stage.history.complete(crash, "")
        return before

    def verify(self, stage: FaultStage, before: Before) -> str:
        """No boot identity, and NULL is not answered."""
        alive = stage.node(self.node).boot_identity()
        if alive is not None:
            raise RigError(f"{self.describe()} can't be shown: it still runs, boot identity {alive.token}")
        probe = stage.probe(self.node)
        if probe.answered:
            raise RigError(f"{self.describe()} can't be shown: {probe.evidence}")
        return f"was {before.boot.token if before.boot else '?'}, is down; {probe.evidence}"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """Start it, unless somebody did."""
        return _start_if_down(stage, self.node, before)


@dataclass(frozen=True, slots=True)
class PowerCut(Crash):
    """As a crash, and what was not synced to stable storage is lost or torn."""

    kind: ClassVar[str] = "power-cut"

    def order(self, node: Node) -> None:
        """The verb of the node that does it."""
        node.power_cut()


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the server's clockwork; its memory and its connections live on."""

    kind: ClassVar[str] = "pause"
    lasting: ClassVar[bool] = True
    node: str

    @property
    def target(self) -> str:
        """The node."""
        return self.node

    def describe(self) -> str:
        """One line."""
        return f"pause of {self.node}"

    def apply(self, stage: FaultStage) -> Before:
        """Stop it."""
        before = Before(boot=_running(stage, self.node, "a pause"))
        pause = stage.history.invoke(Kind.PAUSE, actor=self.node)
        stage.node(self.node).pause()
        stage.history.complete(pause, "")
        return before

    def verify(self, stage: FaultStage, before: Before) -> str:
        """The same incarnation is there, and does not answer NULL."""
        self._same(stage, before)
        probe = stage.probe(self.node)
        if probe.answered:
            raise RigError(f"{self.describe()} can't be shown: {probe.evidence}")
        return f"the same incarnation is there and {probe.evidence}"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """Resume it; NULL is answered by the same incarnation."""
        if stage.node(self.node).boot_identity() is None:
            return f"{self.node} is down, not paused"
        stage.node(self.node).resume()
        stage.history.mark(Kind.RESUME, actor=self.node)
        if not waits_until(stage, lambda: stage.probe(self.node).answered, PROOF_BUDGET_S):
            raise RigError(f"{self.node} was resumed and does not answer NULL within {PROOF_BUDGET_S:.0f} s")
        self._same(stage, before)
        return "the same incarnation answers NULL again"

    def _same(self, stage: FaultStage, before: Before) -> None:
        now = stage.node(self.node).boot_identity()
        if before.boot is not None and now != before.boot:
            raise RigError(
                f"{self.describe()} became something else: its boot identity was {before.boot.token}, "
                f"is {now.token if now else 'none'}"
            )


@dataclass(frozen=True, slots=True)
class Partition:
    """Drop the NFS traffic between a node and a peer, both directions, on the node's own firewall."""

    kind: ClassVar[str] = "partition"
    lasting: ClassVar[bool] = True
    node: str
    peer: str
    link: str = "R-O"
    """The link that the two share, if a tap sits on it: nothing may cross it meanwhile. "" if none does."""

    @property
    def target(self) -> str:
        """The node whose firewall does it."""
        return self.node

    def describe(self) -> str:
        """One line."""
        return f"partition of {self.node} from {self.peer}"

    def apply(self, stage: FaultStage) -> Before:
        """Close the firewall."""
        node = stage.node(self.node)
        before = Before(dropped=node.drop_counter(), tap_mark=stage.tap.mark() if stage.tap else 0)
        cut = stage.history.invoke(Kind.CUT, actor=self.node, detail={"peer": self.peer})
        node.partition(self.peer)
        stage.history.complete(cut, "")
        return before

    def verify(self, stage: FaultStage, before: Before) -> str:
        """The node's own traffic to the peer is dropped: its counter rises, and no answer crosses the tap.

        The node's renewals make it rise; a node that sends nothing for the whole budget proves nothing."""
        node = stage.node(self.node)
        mark = stage.tap.mark() if stage.tap else 0
        if not waits_until(stage, lambda: node.drop_counter() > before.dropped, PROOF_BUDGET_S):
            raise RigError(
                f"{self.describe()} can't be shown: the drop counter of {self.node} stayed at "
                f"{before.dropped} for {PROOF_BUDGET_S:.0f} s; does it send anything to {self.peer}?"
            )
        evidence = f"drop counter {before.dropped} -> {node.drop_counter()}"
        if stage.tap is None or not self.link:
            return evidence
        crossed = [r for r in stage.tap.records(mark) if r.link == self.link and r.kind == "call"]
        if crossed:
            raise RigError(
                f"{self.describe()} leaks: {evidence}, and yet {len(crossed)} call(s) crossed {self.link}, "
                f"first {crossed[0].detail or crossed[0].operations}"
            )
        return f"{evidence}, and no call crossed {self.link}"

    def heal(self, stage: FaultStage, before: Before) -> str:
        """Open the firewall. That traffic flows again is for the server to show, not for the rig."""
        node = stage.node(self.node)
        node.heal()
        stage.history.mark(Kind.HEAL, actor=self.node, detail={"peer": self.peer})
        left = node.drop_counter()
        waits_until(stage, lambda: node.drop_counter() > left, 0.1)
        if node.drop_counter() > left:
            raise RigError(f"{self.describe()} is not healed: {self.node} still drops")
        return f"drop counter stands still at {left}"
