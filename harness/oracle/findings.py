"""What the oracle is told beside the history, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from regrace.harness.history.events import Event


class Standing(StrEnum):
    """What became of an invariant in one history."""

    HELD = "held"
    BROKEN = "broken"
    NOT_EXERCISED = "not exercised"
    """Nothing happened that could have broken it: this is no praise."""
    UNKNOWN = "unknown"
    """The budget ended."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to print beside an event of a trace; "{at}" in the text stands for the time `at`."""

    text: str
    at: float = 0.0
    """Seconds of the history's clock."""

    def words(self, t0: float) -> str:
        """For a reader whose clock began at `t0`."""
        return self.text.format(at=f"{self.at - t0:.3f}s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One invariant, judged over one history."""

    invariant: str
    """"I1"."""
    verdict: Standing
    message: str
    """One or two sentences: what broke, or what was looked at."""
    trace: tuple[Event, ...] = ()
    """For `broken`: the fewest events that show it, in order; `render_trace` makes lines of them."""
    notes: Mapping[int, Remark] = field(default_factory=dict)
    """Index of an event in the trace -> a remark to print beside it."""

    def words(self) -> str:
        """For the `invariants` of a case's record: "held", "broken: ...", "not exercised", "unknown: ..."."""
        if self.verdict in (Standing.HELD, Standing.NOT_EXERCISED):
            return self.verdict.value
        return f"{self.verdict.value}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OracleContext:
    """What a history does not say by itself."""

    lease_s: Mapping[str, float] = field(default_factory=dict)
    """Node -> lease time in seconds; LEASE events of the history come before it. A node that neither
    names has no lease horizon that one could count on: nothing is surely held there."""
    claims: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Node -> what the rig claims of it. Looked at: "mandatory-locks" of the origin."""
    leak_bound_s: float | None = None
    """I7's bound in seconds after quiescence; None: three times the longest lease, 2 s, and `keeps_s` of the origin."""
    keeps_s: Mapping[str, float] = field(default_factory=dict)
    """Node -> for how long it may keep, beyond a lease, what a client had that is gone (absence limit and reclaim cap
    together), in seconds. Of a node that claims "retention" and is not named here nobody knows (I7, I8, I22)."""
    deny_pass_through: bool = False
    """Whether the re-export servers pass deny bits to the origin; else they hold per server only (I2, I3)."""
    budget: int = 2_000_000
    """Steps that the judging of one invariant may take before it says `unknown`."""
    origin: str = "origin"
    """Name of the node that is the authority on state; every other `via` re-exports it."""

    @property
    def origin_keeps_s(self) -> float | None:
        """For how long the origin may keep, beyond a lease, what a client had that is gone, in seconds; None if nobody
        knows."""
        if self.origin in self.keeps_s:
            return self.keeps_s[self.origin]
        claims = self.claims.get(self.origin)
        return 0.0 if claims is not None and "retention" not in claims else None

    def to_json(self) -> dict[str, Any]:
        """Plain data, for a run's record."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        claims = {node: sorted(told) for node, told in self.claims.items()}
        return {**plain, "lease_s": dict(self.lease_s), "keeps_s": dict(self.keeps_s), "claims": claims}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OracleContext:
        """The inverse; unknown keys (of a newer version) are ignored. TypeError or AttributeError on other data."""
        known = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        claims = {str(node): frozenset(told) for node, told in known.pop("claims", {}).items()}
        return cls(**known, claims=claims)


class BudgetSpentError(Exception):
    """The oracle gave up."""


class Budget:
    """Steps that may still be taken."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        """Raises BudgetSpentError once there is nothing left."""
        self._left -= steps
        if self._left < 0:
            raise BudgetSpentError


@dataclass(slots=True, kw_only=True)
class Verdict:
    """Collects what a family of invariants saw of one of them, and makes the finding of it.

    A doubt is no `unknown`: what a history leaves open was not exercised, and the finding says why."""

    invariant: str
    exercised: list[str] = field(default_factory=list)
    broken: list[Finding] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def breaks(self, message: str, trace: list[Event], notes: Mapping[int, Remark] | None = None) -> None:
        """A break was seen."""
        self.broken.append(
            Finding(
                invariant=self.invariant,
                verdict=Standing.BROKEN,
                message=message,
                trace=in_order(trace),
                notes=notes or {},
            )
        )

    def finding(self, nothing: str) -> Finding:
        """The finding: the earliest break; else held; else what was in doubt, or `nothing`: what was never reached."""
        if self.broken:
            first = min(self.broken, key=lambda finding: finding.trace[-1].began)
            if len(self.broken) == 1:
                return first
            message = f"{first.message} (the first of {len(self.broken)} breaks)"
            return Finding(
                invariant=self.invariant,
                verdict=Standing.BROKEN,
                message=message,
                trace=first.trace,
                notes=first.notes,
            )
        if self.exercised:
            more = f" (and {len(self.exercised) - 1} more)" if len(self.exercised) > 1 else ""
            return Finding(invariant=self.invariant, verdict=Standing.HELD, message=self.exercised[0] + more)
        why = "; ".join(dict.fromkeys(self.doubts)) or nothing
        return Finding(invariant=self.invariant, verdict=Standing.NOT_EXERCISED, message=why)


def in_order(events: list[Event]) -> tuple[Event, ...]:
    """Without repeats, in the order of invocation."""
    return tuple(sorted({event.index: event for event in events}.values(), key=lambda e: (e.began, e.index)))
