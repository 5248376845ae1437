"""A node: one machine (or process that plays one) of a rig, and what can be done to it.

`Node` has two implementations: `SshNode` (every real rig, the reference rig too) and `SimulatedNode`
(the virtual world, where a crash ends a task group). Every verb is blocking for the case, turns the
world meanwhile, and raises `RigError` if it can't be shown to have happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Role(StrEnum):
    """What a node is in the topology."""

    ORIGIN = "origin"
    REEXPORT = "reexport"


class RigError(Exception):
    """Trouble of the rig or of the harness; makes a case `error`, never `fail`. The text says what to do."""


class RigLacks(RigError):
    """The rig has no means for what a case wants done (no such verb, no tap on that link): says nothing of the
    server, and nothing is out of order. Makes the case `unsupported`."""


@dataclass(frozen=True, slots=True)
class BootIdentity:
    """What changes when, and only when, a node's server lost its memory: boot id, or pid and start time."""

    token: str


class Node(Protocol):
    """A node of a running rig."""

    @property
    def name(self) -> str:
        """Short name, as faults and histories use it (`origin`, `reexport`)."""

    @property
    def role(self) -> Role:
        """What it is in the topology."""

    @property
    def verbs(self) -> frozenset[str]:
        """Which of the verbs below this node's dialect really offers."""

    def boot_identity(self) -> BootIdentity | None:
        """Of the running server; None while it is down."""

    def crash(self) -> None:
        """Lose memory at once (SIGKILL, sysrq); what was written to disk survives. Stays down."""

    def power_cut(self) -> None:
        """As `crash`, and what was not synced to stable storage is lost or torn. Stays down."""

    def start(self) -> None:
        """Start the server; returns once the process is there (serving is for the caller to see on the wire)."""

    def stop(self) -> None:
        """An orderly shutdown."""

    def reboot(self) -> None:
        """`crash` and `start`, or a true reboot; the boot identity is new when it returns."""

    def pause(self) -> None:
        """Stop the server's clockwork, keep its memory and connections (SIGSTOP, QMP stop)."""

    def resume(self) -> None:
        """End a pause."""

    def partition(self, peer: str) -> None:
        """Drop NFS traffic between this node and the node `peer`, both directions, by peer and port; never SSH."""

    def heal(self) -> None:
        """Remove every partition and pause in force here, and mend storage that was told to fail. Idempotent."""

    def drop_counter(self) -> int:
        """Packets or messages that this node's firewall dropped since it was last healed."""

    def log(self) -> str:
        """The server's log since the rig is up."""

    def state(self) -> dict[str, Any]:
        """What the server says that it holds, as far as it can tell; {} if it can't."""
