"""`regrace expect update`: bring an expectation file up to date with a run, keeping what people wrote in it.

The file is edited as text, entry by entry, so that comments and order stay. What is no longer true goes;
what is new gets the reason and the evidence that the user gives, since nobody else knows them.
"""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from regrace.results.conditions import Fact, Facts
from regrace.results.expectations import (
    CASES,
    SIGNED,
    Expectation,
    ExpectationBook,
    ExpectationError,
    parse_file,
)
from regrace.results.record import CaseRecord
from regrace.results.run import Run, facts_of
from regrace.verdict import Verdict

REVIEW_AFTER = timedelta(days=90)
_ENTRY = re.compile(r"(?:^#[^\n]*\n)*^\[\[expect\]\]", re.MULTILINE)
"""Where an entry begins: with the comment right above it, which is taken to be its own."""
_TEXT = r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
"""A text of TOML on one line."""
_SURROGATES = re.compile("[\ud800-\udfff]+")


@dataclass(slots=True, kw_only=True)
class Update:
    """What becomes of a file."""

    text: str
    done: list[str] = field(default_factory=list)
    """What was changed, a line each."""
    left: list[str] = field(default_factory=list)
    """What is unexpected still, and why it was not written down."""


def update(run: Run, file: Path, *, reason: str, evidence: str, today: date) -> Update:
    """The new text of an expectation file after a run.

    An entry for one case is rewritten to the verdict and signature that the run saw, or removed where the
    case did well. Where an entry has a table of cases this is done to the case's line; if its verdict is another one,
    the case leaves the table for an entry of its own. An entry with a glob is left alone: it speaks of other cases
    too. A case with no entry gets one if `reason` and `evidence` are given. Raises ExpectationError if the file
    can't be read."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    book = ExpectationBook(parse_file(file, text), today=today)
    head, blocks = _split(text)
    if len(blocks) != len({entry.number for entry in book.entries}):
        raise ExpectationError(f"{file}: its entries can't be told apart; edit it by hand")
    result = Update(text=text)
    for case in run.cases:
        if case.verdict is Verdict.ERROR:
            result.left.append(f"{case.code}: an error speaks of the rig and is never expected")
            continue
        facts = facts_of(run.meta, case.rig)
        entry = book.applying(case.code, facts)
        if not case.unexpected or (entry and not _surprises(book, case, facts)):
            continue
        if entry is None and case.expectation_reason:
            result.left.append(f"{case.code}: another file has its entry ({case.expectation_reason})")
        elif case.verdict is Verdict.FAIL and not case.signature:
            result.left.append(f"{case.code}: it fails without a signature that an entry could match")
        elif entry is None and not (reason.strip() and evidence.strip()):
            result.left.append(f"{case.code} {case.verdict}: a new entry needs --reason and --evidence")
        elif entry is None:
            new = _block(case, _condition(facts), reason, evidence, today + REVIEW_AFTER)
            blocks.append(f"\n{new}" if text.strip() or blocks else new)
            result.done.append(f"{case.code}: {case.verdict} is expected now")
        elif not entry.precision[0]:
            result.left.append(f"{case.code} {case.verdict}: entry {entry.number} is a glob; edit it by hand")
        elif case.verdict in (Verdict.PASS, Verdict.INFO):
            block = blocks[entry.number - 1]
            blocks[entry.number - 1] = _without(block, entry.case) if entry.tabled else ""
            result.done.append(f"{case.code}: its entry is gone, the case does well now")
        else:
            block = blocks[entry.number - 1]
            if not entry.tabled:
                blocks[entry.number - 1] = _rewritten(block, case)
            elif case.verdict in entry.verdicts:
                blocks[entry.number - 1] = _resigned(block, entry.case, case.signature)
            else:
                own = _block(case, _in_quotes(entry.when.text), entry.reason, entry.evidence, entry.review)
                blocks.append(f"\n{own}")  # beside "GR-03" in a table, "GR-03[origin]" is the more precise one
                blocks[entry.number - 1] = _without(block, entry.case) if entry.case == case.code else block
            result.done.append(f"{case.code}: {case.verdict} ({case.signature}) is expected now")
    result.text = head + "".join(blocks)
    return result


def _surprises(book: ExpectationBook, case: CaseRecord, facts: Facts) -> bool:
    """Whether the record is unexpected by this file as it is now (a run may be older than the file)."""
    again = CaseRecord.from_json(case.to_json())
    book.judge(again, facts)
    return again.unexpected


def _split(text: str) -> tuple[str, list[str]]:
    """What comes before the first entry, and the text of each entry to where the next one begins."""
    if text and not text.endswith("\n"):
        text += "\n"
    bounds = [*(match.start() for match in _ENTRY.finditer(text)), len(text)]
    return text[: bounds[0]], [text[start:end] for start, end in itertools.pairwise(bounds)]


def _rewritten(block: str, case: CaseRecord) -> str:
    """The entry with its verdict and signature replaced; a comment behind a value stays."""
    block = _set(block, "verdict", f"[{_quoted(case.verdict)}]")
    return _set(block, "signature", _quoted(case.signature)) if case.verdict in SIGNED else block


def _without(block: str, code: str) -> str:
    """The entry without a case's line in its table; nothing if that was the last one."""
    rest = _line_of(code).sub("", block, count=1)
    return rest if tomllib.loads(rest)["expect"][0][CASES] else ""


def _resigned(block: str, code: str, signature: str) -> str:
    """The entry with another signature in a case's line; a comment behind it stays."""
    return _line_of(code).sub(lambda line: f"{line['code']}{_quoted(signature)}{line['rest']}", block, count=1)


def _line_of(code: str) -> re.Pattern[str]:
    """The line of a table that speaks of that case, whose code is in quotes or bare."""
    name = re.escape(code)
    key = rf"""(?P<code>^[ \t]*(?:"{name}"|'{name}'|{name})[ \t]*=[ \t]*)"""
    return re.compile(rf"{key}(?:{_TEXT})(?P<rest>[^\n]*\n)", re.MULTILINE)


def _set(block: str, key: str, value: str) -> str:
    line = re.compile(rf"^{key}[ \t]*=[ \t]*(?:\[[^\]]*\]|{_TEXT})", re.MULTILINE)
    if line.search(block):
        return line.sub(lambda _: f"{key} = {value}", block, count=1)
    return re.sub(r"^\[\[expect\]\][^\n]*\n", lambda found: f"{found[0]}{key} = {value}\n", block, count=1)


def _block(case: CaseRecord, when: str, reason: str, evidence: str, review: date) -> str:
    """An entry of what that case did; `when` is TOML."""
    signature = f"signature = {_quoted(case.signature)}\n" if case.verdict in SIGNED else ""
    return (
        "[[expect]]\n"
        f"case = {_quoted(case.code)}\n"
        f"when = {when}\n"
        f"verdict = [{_quoted(case.verdict)}]\n"
        f"{signature}"
        f"reason = {_quoted(reason)}\n"
        f"evidence = {_quoted(evidence)}\n"
        f"review = {review.isoformat()}\n"
    )


def _condition(facts: Facts) -> str:
    """Where a finding surely is true: this provider, strategy and kind of origin, these products."""
    names = ("provider", "strategy", "mutant", "origin.kind", "origin.product", "reexport.product")
    told = [f'{name} == "{value}"' for name in names if (value := _plain(facts.get(name, "")))]
    return _in_quotes(" and ".join(told))


def _in_quotes(condition: str) -> str:
    """In the quotes that spare its own where that is possible."""
    return _quoted(condition) if "'" in condition else f"'{condition}'"


def _plain(value: Fact) -> str:
    """A text that can stand between quotes in a condition; others are left out of it."""
    plain = isinstance(value, str) and '"' not in value and value.isprintable() and len(value) <= 100
    return str(value) if plain else ""


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are a subset of its own, but for DEL.

    TOML has no lone surrogates (bytes of a server that were no text): the longest part without them is kept,
    since that is what a signature can still be matched by."""
    part = max(_SURROGATES.split(text), key=len)
    return json.dumps(part, ensure_ascii=False).replace("\x7f", "\\u007f")


def default_file(run: Run, folder: Path) -> Path:
    """The file of the run's rig in a folder of expectations. Raises ExpectationError if it had several."""
    providers = {str(facts_of(run.meta, case.rig)["provider"]) for case in run.cases}
    if len(providers) != 1:
        raise ExpectationError(f"the run is of {len(providers)} rigs; name the file with --file")
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(providers.pop()).name.removesuffix(".toml"))
    return folder / f"{name or 'expectations'}.toml"


def entry_lines(entry: Expectation) -> list[str]:
    """An entry for a reader (`regrace explain`)."""
    when = f" when {entry.when.text}" if entry.when.text else ""
    return [
        f"{' or '.join(entry.verdicts)}{when}",
        f"because {entry.reason} ({entry.evidence})",
        f"{entry.where}, review {entry.review.isoformat()}",
    ]
