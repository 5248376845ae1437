"""How a rig comes to be: what stands behind an entry point of the group `regrace.rigs`.

`harness` finds providers by entry point so that it never imports upwards, and so that a vendor can ship one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from regrace.harness.rig.description import RigDescription

if TYPE_CHECKING:
    from regrace.harness.rig.topology import Topology

Options = Mapping[str, str]
"""What the user asked of a rig: "strategy", "origin", "mutant", "lease_s", ..."""


class ProvisionedRig(Protocol):
    """A running rig, as the supervisor holds it."""

    @property
    def description(self) -> RigDescription:
        """As data."""

    def heal(self) -> None:
        """Remove every fault that may be in force. Idempotent, never raises for a fault that is not there."""

    def stop(self) -> None:
        """End every process, namespace and file of the rig. Idempotent."""


class RigProvider(Protocol):
    """Brings rigs up. One instance a run, inside the supervisor process (`provision`) or the case's own
    process (`simulate`)."""

    name: str
    fixed: bool
    """True if there is one such rig that all workers share; False if each worker gets its own. A provider that has
    only so many to give (a lab) says how many in an attribute `capacity: int`; who comes later waits."""

    def check(self, options: Options) -> None:
        """Raise RigError, in plain words with the remedy, if this machine or these options won't do."""

    def provision(self, folder: Path, options: Options) -> ProvisionedRig:
        """Bring a rig up with empty stable storage, below `folder`. Raises RigError."""

    def simulate(self, seed: int, options: Options) -> Topology:
        """The same rig in a virtual world. Providers that can't raise RigError."""

    def leftovers(self) -> list[str]:
        """Find and clear what a crashed run left (namespaces, firewall tables, processes that still
        carry a dead run's mark); say what it was, a line each."""

    def describe_options(self) -> Mapping[str, Any]:
        """The options that are understood, with their legal values, for usage errors."""
