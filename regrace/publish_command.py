"""`regrace publish` and `regrace matrix`: from runs to the tables that the README shows."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from regrace.results import expectations, matrix, page, slim, store
from regrace.results.conditions import Facts
from regrace.results.exitcodes import ExitCode
from regrace.results.matrix import MatrixError
from regrace.results.run import Run, facts_of


def add_parsers(commands: Any) -> None:
    """The two commands, for the command line."""
    parser = commands.add_parser("publish", help="put a run, made small, among the published ones")
    parser.add_argument("run", metavar="RUN", help="a run's folder or run.json, its name, or latest")
    parser.add_argument("name", metavar="NAME", help="what it is to be called: linux-6.1.192")
    parser.add_argument(
        "--again",
        metavar="RUN",
        action="append",
        default=[],
        help="a later run of some of its cases, or of new ones, on the same rig or on one with more nodes: what it says "
        "of them stands, and a remark says so",
    )
    parser.set_defaults(command=publish)
    tables = commands.add_parser(
        "matrix",
        help="make the README's tables from the published runs",
        description="Area x server, strategy x failure, crash point x strategy; and a page for each published run.",
    )
    tables.add_argument("--readme", type=Path, default=Path("README.md"), help="default: %(default)s")
    tables.add_argument("--check", action="store_true", help="write nothing; exit code 1 if something is stale")
    tables.set_defaults(command=make_matrix)
    for each in (parser, tables):
        each.add_argument("--folder", type=Path, default=Path("results/published"), help="default: %(default)s")


def publish(arguments: argparse.Namespace) -> int:
    """Put a run among the published ones, made small, and judged by the expectations that stand now: what is published
    says of each failure why it is known. Raises StoreError, ExpectationError."""
    name: str = arguments.name
    if not re.fullmatch(r"[a-z0-9][a-z0-9.+_-]*", name):
        print(f"regrace: {name!r} is no name for a published run: letters, digits, and . + _ -", file=sys.stderr)
        return ExitCode.USAGE
    run, *later = (store.read(store.find(each, Path.cwd())) for each in (arguments.run, *arguments.again))
    if run.ended != "finished":
        print(f"regrace: the run was {run.ended}: what is published is whole", file=sys.stderr)
        return ExitCode.USAGE
    if trouble := replace_cases(run, later):
        print(f"regrace: {trouble}", file=sys.stderr)
        return ExitCode.USAGE
    book = expectations.load()
    for case in run.cases:
        book.judge(case, facts_of(run.meta, case.rig))
    for case in run.unexpected:
        print(f"unexpected: {case.code} {case.surprise} ({case.signature})")
    folder: Path = arguments.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / store.RUN_FILE
    store.write_atomically(path, slim.as_text(slim.slim(run)))
    print(f"wrote {path} ({path.stat().st_size // 1024} KiB); `regrace matrix` makes the tables again")
    return ExitCode.AS_EXPECTED


def replace_cases(run: Run, later: Sequence[Run]) -> str:
    """Let what later runs say of some cases stand in the run, with a remark each; cases that the run did not have yet
    are added. Returns why that can't be, else ""; the run is then left as it was."""
    if later and not run.cases:
        return "the first run has no cases"
    places = {case.code: place for place, case in enumerate(run.cases)}
    for again in later:
        for case in again.cases:
            before = run.cases[places.get(case.code, 0)]
            if not _has(facts_of(again.meta, case.rig), facts_of(run.meta, before.rig)):
                return f"{case.code} was run again on another rig or with other options"
    for again in later:
        _put_in(run, again)
    return ""


def _put_in(run: Run, again: Run) -> None:
    places = {case.code: place for place, case in enumerate(run.cases)}
    for case in again.cases:
        if case.code in places:
            run.cases[places[case.code]] = case
        else:
            run.cases.append(case)
            run.meta.plan.append(case.code)
        told = again.meta.rigs.get(case.rig, {})
        if len(told.get("nodes", ())) >= len(run.meta.rigs.get(case.rig, {}).get("nodes", ())):
            run.meta.rigs[case.rig] = told
    added = [f"{name}={value}" for name, value in again.meta.options.items() if name not in run.meta.options]
    how = "".join(f", with --option {one}" for one in added)
    for when, old in (("again", True), ("later, as cases that were new", False)):
        if codes := ", ".join(case.code for case in again.cases if (case.code in places) is old):
            run.remarks.append(f"run {when}, {again.meta.started_at}, suite at {again.meta.commit}{how}: {codes}")


def _has(rig: Facts, other: Facts) -> bool:
    """Whether a rig is the other one, or has nodes beside it. A rig that was started anew has another name."""
    known = {name.partition(".")[0] for name in other}
    told = {name: value for name, value in rig.items() if name.partition(".")[0] in known}
    return told | {"rig": ""} == dict(other) | {"rig": ""}


def make_matrix(arguments: argparse.Namespace) -> int:
    """Write the tables into the README, and the page of each published run; with --check only compare."""
    try:
        published = matrix.read_published(arguments.folder)
        readme: Path = arguments.readme
        texts = {readme: matrix.weave(readme.read_text(encoding="utf-8"), matrix.tables_of(published))}
    except (MatrixError, OSError) as trouble:
        print(f"regrace: {trouble}", file=sys.stderr)
        return ExitCode.USAGE
    texts |= {arguments.folder / each.name / matrix.PAGE: page.page_of(each) for each in published}
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if not arguments.check:
            store.write_atomically(path, texts[path])
        print(f"{'stale' if arguments.check else 'wrote'}: {path}")
    if not stale:
        print(f"{len(texts)} files are what the published runs give")
    return ExitCode.UNEXPECTED if stale and arguments.check else ExitCode.AS_EXPECTED
