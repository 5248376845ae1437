"""What is known of the servers that we run: which case is expected to end how, where, and why.

Expectations are data (`expectations/*.toml`), read by every run. They never keep a case from running and
never hide a verdict: they say which verdicts make noise. Without an entry, `pass`, `info`, `unsupported` and
`warn` are expected (warnings are listed), `fail`, `blocked`, `unknown` and `error` are not. With an entry,
only its verdicts are, so a pass can be unexpected too. `error` speaks of the rig and can't be expected.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from regrace.results.conditions import Condition, ConditionError, Facts, parse
from regrace.results.record import CaseRecord
from regrace.verdict import NO_MEANS, Verdict

FOLDER = Path(__file__).parent / "expectations"
"""The expectations that come with the suite."""

EXPECTED_BY_DEFAULT = frozenset({Verdict.PASS, Verdict.INFO, Verdict.UNSUPPORTED, Verdict.WARN})
SIGNED = frozenset({Verdict.FAIL, Verdict.WARN, Verdict.BLOCKED, Verdict.UNKNOWN})
"""Verdicts whose record carries a signature that an entry can match."""

_KEYS = frozenset({"case", "verdict", "signature", "when", "reason", "evidence", "review"})
CASES = "cases"
"""A table of an entry that speaks of several cases for one reason: each code with its signature."""


class ExpectationError(ValueError):
    """An expectation file that can't be used; says which file and which entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One entry of an expectation file."""

    case: str
    """A code ("GR-03" means all its targets, "GR-03[origin]" one) or a glob with * and ?."""
    verdicts: tuple[Verdict, ...]
    """The first is the usual one."""
    signature: str
    """Text that the signature of the failure contains; "" is in all of them."""
    when: Condition
    reason: str
    evidence: str
    review: date
    """From this day on, the entry is reported as due for another look."""
    file: Path
    number: int
    """The entry's place in its file, from 1; the cases of one table share it."""
    tabled: bool = False
    """Whether it is a line of a table of cases."""

    @property
    def where(self) -> str:
        """Where it is written, for messages."""
        return f"{self.file.name}, entry {self.number} ({self.case})"

    def matches(self, code: str) -> bool:
        """Whether it speaks of that case. Brackets are just brackets here."""
        pattern = re.compile("".join({"*": ".*", "?": "."}.get(sign, re.escape(sign)) for sign in self.case))
        return any(pattern.fullmatch(name) for name in (code, code.partition("[")[0]))

    @property
    def precision(self) -> tuple[bool, bool, int]:
        """Of several entries that apply, the most precise one counts: no glob before glob, with a target
        before without, then the longest."""
        return ("*" not in self.case and "?" not in self.case, "[" in self.case, len(self.case))


class ExpectationBook:
    """The expectations that a run goes by."""

    def __init__(self, entries: Iterable[Expectation] = (), *, today: date | None = None) -> None:
        self.entries = list(entries)
        self._today = today or date.today()

    def for_case(self, code: str) -> list[Expectation]:
        """Every entry that speaks of that case, whatever its condition."""
        return [entry for entry in self.entries if entry.matches(code)]

    def applying(self, code: str, facts: Facts) -> Expectation | None:
        """The entry that counts for that case under these facts; of equally precise ones, the first."""
        found = [entry for entry in self.for_case(code) if entry.when.holds(facts)]
        return max(found, key=lambda entry: entry.precision, default=None)

    def judge(self, record: CaseRecord, facts: Facts) -> Expectation | None:
        """Fill in the record's `expected_verdicts`, `unexpected`, `surprise` and `expectation_reason`.

        Returns the entry that counted, if one did: none where the rig could not do what the case wants, since entries
        speak of servers."""
        no_means = record.verdict is Verdict.UNSUPPORTED and record.signature == NO_MEANS
        entry = None if no_means else self.applying(record.code, facts)
        if entry is None:
            record.expected_verdicts = sorted(EXPECTED_BY_DEFAULT)
            record.unexpected = record.verdict not in EXPECTED_BY_DEFAULT
            record.expectation_reason = ""
            record.surprise = str(record.verdict) if record.unexpected else ""
            return None
        record.expected_verdicts = [str(verdict) for verdict in entry.verdicts]
        record.expectation_reason = entry.reason
        record.surprise = _surprise(record, entry)
        record.unexpected = bool(record.surprise)
        return entry

    def stale(self) -> list[str]:
        """A remark for each entry that is due for review; one for a table of cases."""
        due: dict[tuple[Path, int], list[Expectation]] = {}
        for entry in self.entries:
            if entry.review <= self._today:
                due.setdefault((entry.file, entry.number), []).append(entry)
        return [
            f"expectation {_where(same)} was to be looked at again by {same[0].review}: {same[0].reason}"
            for same in due.values()
        ]


@dataclass(frozen=True, slots=True)
class Judge:
    """A book bound to the facts of one rig, for where a case ends."""

    book: ExpectationBook
    facts: Facts

    def judge(self, record: CaseRecord) -> Expectation | None:
        """See `ExpectationBook.judge`."""
        return self.book.judge(record, self.facts)


def load_expectations(facts: Facts, paths: Sequence[Path] = ()) -> Judge:
    """The judge of a rig with these facts (`run.facts_of`, `run.facts_of_rig`). Raises ExpectationError."""
    return Judge(load(paths), facts)


def _where(same: Sequence[Expectation]) -> str:
    """Where the cases of one entry are written."""
    more = f" and {len(same) - 1} more)" if len(same) > 1 else ")"
    return same[0].where.removesuffix(")") + more


def _surprise(record: CaseRecord, entry: Expectation) -> str:
    """Why the record is not what the entry says; empty if it is."""
    wanted = " or ".join(entry.verdicts)
    if record.verdict not in entry.verdicts:
        verb = "passes" if record.verdict is Verdict.PASS else f"is {record.verdict}"
        return f"{verb}, though {wanted} was expected"
    if record.verdict in SIGNED and entry.signature not in record.signature:
        return f"fails differently: {entry.signature!r} was expected"
    return ""


def load(paths: Sequence[Path] = (), *, today: date | None = None) -> ExpectationBook:
    """The suite's own expectations and those of `paths` (files, or folders of .toml files), which come first.

    Raises ExpectationError."""
    entries: list[Expectation] = []
    for path in (*paths, FOLDER):
        if path.is_dir():
            files = sorted(path.glob("*.toml"))
        elif path.is_file():
            files = [path]
        else:
            raise ExpectationError(f"{path}: there is no such expectation file or folder")
        for file in files:
            entries += read_file(file)
    return ExpectationBook(entries, today=today)


def read_file(file: Path) -> list[Expectation]:
    """The entries of one file. Raises ExpectationError."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        raise ExpectationError(f"{file}: {trouble}") from trouble
    return parse_file(file, text)


def parse_file(file: Path, text: str) -> list[Expectation]:
    """The entries of the text of a file. Raises ExpectationError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise ExpectationError(f"{file}: {trouble}") from trouble
    entries = data.pop("expect", [])
    if data or not isinstance(entries, list):
        raise ExpectationError(f"{file}: an expectation file holds [[expect]] entries and nothing else")
    return [each for number, entry in enumerate(entries, start=1) for each in _entries(file, number, entry)]


def _entries(file: Path, number: int, entry: dict[str, Any]) -> list[Expectation]:
    """What one [[expect]] says: of one case, or of each of its table."""
    if CASES not in entry:
        return [_entry(file, number, entry)]
    where = f"{file}, entry {number}"
    if double := {"case", "signature"} & set(entry):
        raise ExpectationError(f"{where}: {', '.join(sorted(double))} is said in the table of {CASES}, for each")
    shared = {key: value for key, value in entry.items() if key != CASES}
    table = entry[CASES]
    if not isinstance(table, dict) or not table:
        raise ExpectationError(f'{where}: {CASES} is a table of codes and signatures ("LK-01" = "LOCK -> NFS4_OK")')
    return [
        replace(_entry(file, number, shared | {"case": code, "signature": signature}), tabled=True)
        for code, signature in table.items()
    ]


def _entry(file: Path, number: int, entry: dict[str, Any]) -> Expectation:
    where = f"{file}, entry {number}"
    if unknown := set(entry) - _KEYS:
        raise ExpectationError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    if missing := _KEYS - {"when", "signature"} - set(entry):
        raise ExpectationError(f"{where}: {', '.join(sorted(missing))} is missing")
    for key in ("case", "signature", "when", "reason", "evidence"):
        if not isinstance(entry.get(key, ""), str):
            raise ExpectationError(f"{where}: {key} is a text")
    for key in ("case", "reason", "evidence"):
        if not entry[key].strip():
            raise ExpectationError(f"{where}: {key} is empty")
    verdicts = _verdicts(where, entry["verdict"])
    if Verdict.FAIL in verdicts and not entry.get("signature"):
        raise ExpectationError(f"{where}: an expected fail has a signature, or it would hide other failures")
    review = entry["review"]
    if type(review) is not date:
        raise ExpectationError(f"{where}: review is a date (2027-02-01), without quotes")
    try:
        when = parse(entry.get("when", ""))
    except ConditionError as trouble:
        raise ExpectationError(f"{where}: when: {trouble}") from trouble
    return Expectation(
        case=entry["case"],
        verdicts=verdicts,
        signature=entry.get("signature", ""),
        when=when,
        reason=entry["reason"],
        evidence=entry["evidence"],
        review=review,
        file=file,
        number=number,
    )


def _verdicts(where: str, names: object) -> tuple[Verdict, ...]:
    if not isinstance(names, list) or not names:
        raise ExpectationError(f'{where}: verdict is a list, the usual one first (["fail"])')
    legal = [verdict for verdict in Verdict if verdict is not Verdict.ERROR]
    for name in names:
        if name == Verdict.ERROR:
            raise ExpectationError(f"{where}: an error speaks of the rig, it can't be expected of a server")
        if name not in legal:
            raise ExpectationError(f"{where}: {name!r} is no verdict; there are {', '.join(legal)}")
    return tuple(Verdict(name) for name in names)
