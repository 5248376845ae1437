"""The page of a published run: what it found, for a reader who follows a link from a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from regrace.results.matrix import WORST_FIRST, Published, letters_of
from regrace.results.record import CaseRecord
from regrace.verdict import Failure, Fate, Verdict


def page_of(published: Published) -> str:
    """Everything that is not a pass, with its reason; and what a pass lost in silence, which should not be."""
    run = published.run
    lines = [f"# {published.name}", "", "Made of [run.json](run.json) by `regrace matrix`; do not edit.", ""]
    lines += [_facts(published), ""]
    by_letters: dict[str, list[CaseRecord]] = {}
    for case in run.in_order:
        by_letters.setdefault(letters_of(case), []).append(case)
    for letters, cases in sorted(by_letters.items()):
        lines += [f"## {letters}", "", f"{_verdicts_in_words(cases)}", ""]
        for case in sorted(cases, key=lambda c: (WORST_FIRST.index(c.verdict), c.code)):
            if case.verdict is not Verdict.PASS or case.fates.get(Fate.SILENT):
                lines += [*_case(case), ""]
    return "\n".join([*lines, *_locks(run.in_order)]).rstrip() + "\n"


def _locks(cases: Iterable[CaseRecord]) -> list[str]:
    """What became of locks, case by case: what the cells of the table of fates are the sums of."""
    counted = [case for case in cases if case.fates and case.verdict is not Verdict.ERROR]
    if not counted:
        return []
    lines = ["## Locks", ""]
    lines += ["| what failed | case | kept | told | silent | open | why not kept |", "|---|---|---|---|---|---|---|"]
    order = [failure.value for failure in Failure]
    for case in sorted(counted, key=lambda case: order.index(case.failure) if case.failure in order else len(order)):
        counts = " | ".join(str(case.fates.get(fate, 0) or "") for fate in Fate)
        why = [_inline(reason) for reason in case.fate_reasons if not reason.startswith(Fate.KEPT)]
        lines.append(f"| {case.failure} | {_inline(case.code)} | {counts} | {'<br>'.join(why)} |")
    return [*lines, ""]


def _facts(published: Published) -> str:
    meta = published.run.meta
    nodes = {
        f"{node['role']}: {node['product']} {node['version']}, claims {', '.join(node['claims']) or 'nothing'}"
        for rig in meta.rigs.values()
        for node in rig.get("nodes", ())
    }
    manners = {
        f"strategy {rig['strategy']}, origin {rig.get('origin_kind')}"
        for rig in meta.rigs.values()
        if rig.get("strategy")
    }
    facts = [*sorted(nodes), *sorted(manners)]
    when, suite = meta.ended_at or meta.started_at, meta.commit or meta.suite_version
    facts.append(f"{published.world} world, {when}, suite at {suite}")
    facts.append(f"{len(published.run.cases)} cases: {_verdicts_in_words(published.run.cases)}")
    facts.append(f"`{' '.join(meta.argv)}`")
    facts += [_inline(remark) for remark in published.run.remarks]
    return "\n".join(f"- {fact}" for fact in facts)


def _verdicts_in_words(cases: Iterable[CaseRecord]) -> str:
    counts = Counter(case.verdict for case in cases)
    return ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in WORST_FIRST if counts[verdict])


def _case(case: CaseRecord) -> list[str]:
    surprise = " (unexpected)" if case.unexpected else ""
    lines = [f"### {case.code}: {case.verdict.value}{surprise}", ""]
    lines += [f"{case.title} *{_inline(case.requirement)}* ({_inline(case.citation)}, {case.level.value})", ""]
    told = [("said", case.message)]
    if case.verdict in (Verdict.FAIL, Verdict.WARN):
        told = [("expected", case.expected), ("actual", case.actual), *(told if case.message != case.actual else [])]
    told += [("blocked at", case.blocked_step), ("which judges", case.judged_by)]
    told += [("known", case.expectation_reason)]
    lines += [f"- {name}: {_inline(text)}" for name, text in told if text]
    if case.trace:
        lines += ["", "```", *(line.replace("```", "'''") for line in case.trace), "```"]
    return lines


def _inline(text: str) -> str:
    """A text of a server or a case on one line of Markdown, with what Markdown would read taken from it."""
    return re.sub(r"([\\`*_<>|\[\]#])", r"\\\1", " ".join(text.split()))
