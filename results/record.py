"""What a run keeps of one case: the line of `events.jsonl`, and the entry of `run.json`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from regrace.verdict import Level, Verdict


@dataclass(slots=True, kw_only=True)
class FaultRecord:
    """One fault of a case. Times in seconds since the case began."""

    kind: str
    target: str
    applied_at_s: float
    healed_at_s: float | None
    verified: bool
    evidence: str
    """How it was shown: boot identities, drop counters, what the wire answered."""


@dataclass(slots=True, kw_only=True)
class CaseRecord:
    """One case on one rig: JSON-able, self-contained. Times in seconds since the case began."""

    code: str
    """"GR-03"; with a target where a case runs against more than one: "GR-03[origin]"."""
    title: str
    """First line of the case's docstring."""
    node_id: str
    """pytest's name of it, to run it again."""
    area: str
    rig: str
    verdict: Verdict
    level: Level
    citation: str
    requirement: str
    expected: str = ""
    actual: str = ""
    message: str = ""
    """One or two sentences for a human: what happened and, for an error, what to do."""
    signature: str = ""
    """Short and stable: how it failed. Expectations match on it."""
    blocked_step: str = ""
    judged_by: str = ""
    """For `blocked`: the code of the case that judges the refused step."""
    needs: list[str] = field(default_factory=list)
    planned_faults: list[str] = field(default_factory=list)
    faults: list[FaultRecord] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Second-rank findings: warnings and information that did not make the verdict."""
    evidence: list[str] = field(default_factory=list)
    invariants: dict[str, str] = field(default_factory=dict)
    """Invariant -> "held", "broken: ...", "not exercised", "unknown: ..."."""
    oracle: dict[str, Any] = field(default_factory=dict)
    """What it takes to judge the history again: "own" (how the case itself ended, before the oracle was asked),
    "context" (what the oracle was told beside the history), "judges" (the invariants that the case is about)."""
    trace: list[str] = field(default_factory=list)
    """The minimal event trace of what broke, a line each."""
    failure: str = ""
    """What failed (a word of `regrace.verdict.Failure`), where locks were held at that time; else empty."""
    fates: dict[str, int] = field(default_factory=dict)
    """Fate (`regrace.verdict.Fate`) -> of how many locks."""
    fate_reasons: list[str] = field(default_factory=list)
    """A line per fate and reason."""
    history: list[dict[str, Any]] = field(default_factory=list)
    """The events, as `harness.history` dumps them."""
    exchange: list[dict[str, Any]] = field(default_factory=list)
    """The decoded exchange: at_s, link, direction, text, status."""
    logs: dict[str, str] = field(default_factory=dict)
    """Node -> its log's tail; kept for cases that did not pass."""
    attachments: dict[str, str] = field(default_factory=dict)
    """What it is -> a file's path, relative to the run's folder ("R-O" -> "captures/PT-13.pcap")."""
    duration_s: float = 0.0
    waits_s: dict[str, float] = field(default_factory=dict)
    """What was waited for -> seconds; "rig" is the wait for a free rig."""
    worker: str = ""
    started_at: str = ""
    """UTC, ISO 8601."""
    # Filled in by the judge of expectations:
    expected_verdicts: list[str] = field(default_factory=list)
    unexpected: bool = False
    expectation_reason: str = ""
    surprise: str = ""
    """Why it is unexpected, in a few words: "passes", "fails differently"; empty where it is not."""

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    @property
    def bare_code(self) -> str:
        """The code without its target: "GR-03" of "GR-03[origin]"."""
        return self.code.partition("[")[0]

    @property
    def target(self) -> str:
        """The target of the code: "origin" of "GR-03[origin]"; empty for a case about the whole topology."""
        return self.code.partition("[")[2].removesuffix("]")

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> CaseRecord:
        """The inverse of `to_json`; unknown keys (of a newer schema) are ignored.

        Raises TypeError, KeyError or ValueError on data that is not a record."""
        known = {f.name for f in fields(cls)}
        kept = {key: value for key, value in data.items() if key in known}
        kept["verdict"] = Verdict(kept["verdict"])
        kept["level"] = Level(kept["level"])
        kept["faults"] = [FaultRecord(**fault) for fault in kept.get("faults", [])]
        return cls(**kept)
