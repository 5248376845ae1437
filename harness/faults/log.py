"""The record of a case's faults: when each began and ended, and how it was shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from regrace.harness.faults.api import Before, Fault, FaultStage


@dataclass(slots=True)
class _Entry:
    fault: Fault
    applied_at_s: float
    before: Before = field(default_factory=Before)
    healed_at_s: float | None = None
    verified: bool = False
    evidence: str = ""


class FaultLog:
    """Injects faults and heals them, and remembers what was seen. Times in seconds since it was made."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._zero = now()
        self._entries: list[_Entry] = []

    def inject(self, fault: Fault, stage: FaultStage) -> str:
        """Apply the fault and have it prove itself; the evidence. Recorded also if it raises."""
        entry = _Entry(fault, self._now() - self._zero)
        self._entries.append(entry)
        try:
            entry.before = fault.apply(stage)
            entry.evidence = fault.verify(stage, entry.before)
        except Exception as trouble:
            entry.evidence = f"not shown: {trouble}"
            raise
        entry.verified = True
        if not fault.lasting:
            entry.healed_at_s = self._now() - self._zero
        return entry.evidence

    def heal(self, fault: Fault, stage: FaultStage) -> None:
        """End the latest injection of this fault that is in force; nothing to do if there is none.

        Raises RigError if it can't be shown that it ended; it may be tried again then."""
        for entry in reversed(self._entries):
            if entry.fault == fault and entry.healed_at_s is None:
                # A fault whose order failed half way may be in force all the same: heal it as well.
                shown = fault.heal(stage, entry.before)
                entry.healed_at_s = self._now() - self._zero
                entry.evidence += f"; healed: {shown}"
                return

    @property
    def unhealed(self) -> list[Fault]:
        """What is still in force, the latest first."""
        return [entry.fault for entry in reversed(self._entries) if entry.healed_at_s is None]

    def records(self) -> list[dict[str, Any]]:
        """As plain data, in order: kind, target, applied_at_s, healed_at_s, verified, evidence."""
        return [
            {
                "kind": entry.fault.kind,
                "target": entry.fault.target,
                "applied_at_s": entry.applied_at_s,
                "healed_at_s": entry.healed_at_s,
                "verified": entry.verified,
                "evidence": f"{entry.fault.describe()}: {entry.evidence}",
            }
            for entry in self._entries
        ]
