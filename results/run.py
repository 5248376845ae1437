"""One run as data: what `run.json` holds, and the questions that reports ask of it."""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from regrace.results.conditions import Fact
from regrace.results.record import CaseRecord
from regrace.verdict import Verdict

SCHEMA = "regrace-run/1"


@dataclass(slots=True, kw_only=True)
class RunMeta:
    """What is true of a whole run. Times in UTC, ISO 8601."""

    id: str
    suite_version: str
    commit: str = ""
    """Of the checkout that ran, with "+changes" if it differed; empty for an installed package."""
    started_at: str
    ended_at: str = ""
    """Empty for a run that was killed."""
    interrupted: bool = False
    argv: list[str] = field(default_factory=list)
    python: str
    platform: str
    seed: int | None = None
    options: dict[str, str] = field(default_factory=dict)
    """What was asked for: rig, strategy, origin, mutant, lease_s, world; what was left out is absent."""
    rigs: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Name -> description: provider, strategy, origin_kind, nodes with product, version and claims."""
    contradictions: list[str] = field(default_factory=list)
    """Claims that a probe contradicted, a sentence each."""
    plan: list[str] = field(default_factory=list)
    """Codes of the cases that were selected, with targets; a code with no record did not run."""

    @classmethod
    def begin(
        cls,
        *,
        run_id: str,
        argv: Sequence[str],
        options: dict[str, str],
        seed: int | None = None,
    ) -> RunMeta:
        """The meta data of a run that begins now, here."""
        return cls(
            id=run_id,
            suite_version=suite_version(),
            commit=checkout_commit(),
            started_at=utc_now(),
            argv=list(argv),
            python=platform.python_version(),
            platform=platform.platform(),
            seed=seed,
            options=dict(options),
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> RunMeta:
        """The inverse of `asdict`; unknown keys are ignored. Raises TypeError for missing or wrong ones."""
        known = {f.name for f in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})


@dataclass(slots=True, kw_only=True)
class Run:
    """A run as read back: finished, interrupted, or killed half way (`complete` is False)."""

    meta: RunMeta
    cases: list[CaseRecord] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    complete: bool = True
    """False if the run was killed: read from its events, not from a `run.json`."""

    @property
    def in_order(self) -> list[CaseRecord]:
        """The cases by code and rig, as reports list them; `cases` is in the order in which they ended."""
        return sorted(self.cases, key=lambda case: (case.code, case.rig))

    @property
    def unexpected(self) -> list[CaseRecord]:
        """The cases that make noise."""
        return [case for case in self.in_order if case.unexpected]

    @property
    def expected_failures(self) -> list[CaseRecord]:
        """Cases that did not do well, as an expectation said they would."""
        return [case for case in self.in_order if not case.unexpected and case.expectation_reason]

    @property
    def warnings(self) -> list[CaseRecord]:
        """Cases with a warning that no expectation speaks of."""
        return [
            case
            for case in self.in_order
            if case.verdict is Verdict.WARN and not case.unexpected and not case.expectation_reason
        ]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many cases ended in each verdict."""
        return Counter(case.verdict for case in self.cases)

    @property
    def missing(self) -> list[str]:
        """Codes that were planned and have no record, in the plan's order."""
        seen = {case.code for case in self.cases}
        return [code for code in self.meta.plan if code not in seen]

    @property
    def ended(self) -> str:
        """How the run ended, in words."""
        if not self.complete:
            return "killed before it could finish"
        if self.meta.interrupted:
            return "interrupted"
        if self.missing:
            return "finished, but not every planned case was run"
        return "finished"

    def again(self, codes: Iterable[str]) -> str:
        """The command line that runs these cases again as this run did."""
        words = ["regrace", "run"]
        options = dict(self.meta.options)
        for option in ("rig", "strategy", "origin", "mutant", "kernel", "modules"):
            if value := options.pop(option, None):
                words += [f"--{option}", value]
        if lease := options.pop("lease_s", None):
            words += ["--lease", lease]
        if (world := options.pop("world", "wall")) != "wall":
            words += ["--world", world, "--seed", str(self.meta.seed or 0)]
        for option, value in options.items():  # the rig's own
            words += ["--option", f"{option}={value}"]
        # A node's id has "GR-03:origin" for the record's "GR-03[origin]".
        expression = " or ".join(code.replace("[", ":").rstrip("]") for code in codes)
        return shlex.join([*words, "-k", expression] if expression else words)

    def to_json(self, *, exit_code: int) -> dict[str, Any]:
        """The content of `run.json`."""
        return {
            "schema": SCHEMA,
            "run": asdict(self.meta),
            "exit_code": exit_code,
            "missing": self.missing,
            "remarks": self.remarks,
            "cases": [case.to_json() for case in self.cases],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Run:
        """The inverse of `to_json`. Raises TypeError, KeyError or ValueError on other data."""
        return cls(
            meta=RunMeta.from_json(data["run"]),
            cases=[CaseRecord.from_json(case) for case in data["cases"]],
            remarks=[str(remark) for remark in data["remarks"]],
        )


def facts_of(meta: RunMeta, rig: str) -> dict[str, Fact]:
    """What the `when` of an expectation can ask about a case on that rig of a run."""
    return facts_of_rig({"name": rig, **meta.rigs.get(rig, {})}, meta.options)


def facts_of_rig(description: Mapping[str, Any], options: Mapping[str, str]) -> dict[str, Fact]:
    """The same, from a rig's description as plain data and what the user asked for.

    Nodes are known by their name and by their role."""
    facts: dict[str, Fact] = {
        "rig": str(description.get("name", "")),
        "provider": str(description.get("provider") or options.get("rig", "")),
        "strategy": str(description.get("strategy") or options.get("strategy", "")),
        "mutant": options.get("mutant", ""),
        "origin.kind": str(description.get("origin_kind") or options.get("origin", "")),
    }
    for node in description.get("nodes", ()):
        for name in {str(node.get("name", "")), str(node.get("role", ""))} - {""}:
            for attribute in ("product", "version", "role"):
                facts[f"{name}.{attribute}"] = str(node.get(attribute, ""))
            facts[f"{name}.claims"] = tuple(str(claim) for claim in node.get("claims", ()))
    return facts


def utc_now() -> str:
    """Now, to the second: "2026-11-22T16:43:05Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def suite_version() -> str:
    """The version of the installed package; "unknown" where it is not installed."""
    try:
        return metadata.version("regrace")
    except metadata.PackageNotFoundError:
        return "unknown"


def checkout_commit() -> str:
    """The commit of the checkout that this code lies in, "+changes" behind it if files differ from it.

    Empty for an installed package, and where git can't tell."""
    root = Path(os.path.realpath(__file__)).parent.parent
    if not (root / ".git").exists():
        return ""
    try:
        commit = _git(root, "rev-parse", "--short=12", "HEAD")
        return commit + ("+changes" if _git(root, "status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError) as trouble:
        print(f"regrace: the commit of {root} can't be told: {trouble}", file=sys.stderr)
        return ""


def _git(root: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *words], check=True, capture_output=True, text=True, timeout=10
    ).stdout.strip()
