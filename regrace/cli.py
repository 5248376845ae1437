"""The command line: `regrace run`, `list`, `explain`, `report`, `compare`, `check`, `expect update`, `rig`.

It is thin on purpose: `run` starts pytest with our plugin, the other door to which is `pytest --pyargs
regrace.suite`; what a run means is decided in `regrace.results`. Exit codes: `regrace.results.exitcodes`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from regrace import publish_command
from regrace.results import compare, demonstration, expectations, pynfs, store, update
from regrace.results.exitcodes import ExitCode, exit_code
from regrace.results.expectations import ExpectationError
from regrace.results.publish import publish
from regrace.results.run import suite_version
from regrace.results.store import StoreError
from regrace.results.summary import Style, render

if TYPE_CHECKING:
    from regrace.harness.case import Case

Command = Callable[[argparse.Namespace], int]

COMMAND_VARIABLE = "REGRACE_COMMAND"
"""Tells the child what was typed, for the run's record."""

# pytest's exit codes, as far as they say something of a run that left no record.
PYTEST_USAGE, PYTEST_NOTHING = 4, 5


class UsageError(Exception):
    """The command line asks for what can't be; says what can."""


def main(argv: Sequence[str] | None = None) -> int:
    """The entry point. Returns the exit code; usage errors of argparse leave by SystemExit(2)."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ[COMMAND_VARIABLE] = shlex.join(["regrace", *words])  # what the run's record says that was typed
    # What follows "--" is pytest's; argparse has ideas of its own about it.
    extra: list[str] = []
    if "--" in words:
        extra = words[words.index("--") + 1 :]
        words = words[: words.index("--")]
    arguments = build_parser().parse_args(words)
    arguments.extra = extra
    command: Command = arguments.command
    try:
        if extra and command is not run:
            raise UsageError("only `regrace run` takes pytest options after --")
        return command(arguments)
    except (UsageError, StoreError, ExpectationError) as trouble:
        print(f"regrace: {trouble}", file=sys.stderr)
        return ExitCode.USAGE
    except BrokenPipeError:
        # The reader of our pipe (`| head`) has seen enough. Python would complain again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.AS_EXPECTED


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="regrace", description="Conformance and fault injection for NFSv4.1 re-export servers."
    )
    parser.add_argument("--version", action="version", version=f"regrace {suite_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_add_run, _add_list, _add_explain, _add_report, _add_compare, _add_check, _add_expect, _add_state, _add_rig):
        add(commands)
    publish_command.add_parsers(commands)
    return parser


# -- run


def _add_run(commands: Any) -> None:
    parser = commands.add_parser(
        "run",
        help="run the suite on a rig",
        description="Run the suite on a rig. What follows -- goes to pytest as it is.",
        epilog="; ".join(f"exit code {int(code)}: {code.meaning}" for code in ExitCode),
    )
    add = parser.add_argument
    add("--rig", default="reference", metavar="NAME|FILE.toml", help="default: %(default)s")
    add("--strategy", metavar="S", help="how the re-export server recovers (reference rig)")
    add("--origin", metavar="O", help="the origin's kind; by default what the strategy needs")
    add("--mutant", metavar="M", help="a bug to seed into the reference servers: the suite has to find it")
    add("--kernel", metavar="VERSION|PATH", help="which Linux (knfsd rig): 6.1, 6.12, 7.3, or a bzImage of your own")
    add("--modules", metavar="DIR", help="what `make modules_install` filled, for a kernel of your own")
    add(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="an option of the rig's own, as version=6.5 (ganesha); may be repeated",
    )
    add("--lease", type=_seconds, metavar="SECONDS", help="lease time of rigs that are started here")
    add("--world", choices=("wall", "virtual"), help="virtual: a deterministic simulation")
    add("--seed", type=int, metavar="N", help="seed of the virtual world")
    add("--thorough", action="store_true", help="cases with a scale at their full scale: minutes more, for the night")
    add("-k", dest="expression", metavar="EXPR", help="only these cases: a code, or an expression of pytest's")
    add("-n", dest="workers", default="0", metavar="N", help="workers, each with a rig of its own; or auto")
    add("--plan", action="store_true", help="say what would run and how long it takes, run nothing")
    add("--out", type=Path, metavar="DIR", help="the run's folder; default: a new one below results/runs")
    add(
        "--expect-fail",
        action="append",
        default=[],
        metavar="CODE",
        help="a demonstration: exit code 0 if exactly the cases that are named here fail",
    )
    add("--exit-zero", action="store_true", help="exit code 0 once there is a record, whatever it says")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the suite in a child process and tell by its record how it ended."""
    folder: Path = arguments.out or store.new_run_folder(Path.cwd(), arguments.rig)
    if (folder / store.EVENTS_FILE).exists() or (folder / store.RUN_FILE).exists():
        raise UsageError(f"{folder} holds a run already; name another folder with --out")
    if arguments.workers != "auto" and not arguments.workers.isdigit():
        raise UsageError(f"-n takes a number of workers or auto, not {arguments.workers!r}")
    style = Style.of(sys.stdout)
    if arguments.expect_fail:
        print(demonstration.announce(arguments.expect_fail, arguments.strategy or "", style), flush=True)
    child = run_child(pytest_words(arguments, folder))
    if arguments.plan and child == PYTEST_NOTHING:
        return ExitCode.AS_EXPECTED  # that nothing ran is what was asked for
    if arguments.plan or not (folder / store.EVENTS_FILE).exists():
        return _without_record(child)
    killed = not (folder / store.RUN_FILE).exists()
    done = store.read(folder)
    if killed:
        # The child did not live to write its reports: its events are all there is, and enough.
        publish(done, folder)
        print(render(done, folder=folder, style=style), end="")
    if arguments.expect_fail:
        print("\n" + demonstration.conclude(done, arguments.expect_fail, style), end="")
        return demonstration.judge(done, arguments.expect_fail)
    return ExitCode.AS_EXPECTED if arguments.exit_zero else exit_code(done)


_AREA = re.compile(r"\b([A-Z]{2})\b(?!-)")
"""An area's letters alone in an expression of -k: "LK" means LK-01, LK-02..., and no name with "lk" in it."""


def pytest_words(arguments: argparse.Namespace, folder: Path) -> list[str]:
    """The command line of the child."""
    words = [sys.executable, "-m", "pytest", "--pyargs", "regrace.suite", "-p", "no:cacheprovider"]
    # The run must not depend on the pytest.ini of whatever project the user stands in.
    words += ["-c", os.devnull, "--rootdir", str(Path.cwd())]
    # Our summary says what pytest's own reports of failures would say, better; `-- --tb=short -rA` brings them back.
    words += ["--tb=no", "-rN"]
    words += ["--rig", arguments.rig]
    for option in ("strategy", "origin", "mutant", "kernel", "modules", "lease", "world"):
        value = getattr(arguments, option)
        if value is not None:
            words += [f"--{option}", str(value)]
    for option in arguments.option:
        words += ["--option", option]
    if arguments.seed is not None:
        words += ["--seed", str(arguments.seed)]
    if arguments.thorough:
        words += ["--thorough"]
    if arguments.expression:
        words += ["-k", _AREA.sub(r"\1-", arguments.expression)]
    if arguments.workers != "0" and not arguments.plan:
        words += ["-n", arguments.workers]
    words += ["--plan"] if arguments.plan else ["--regrace-out", str(folder)]
    return [*words, *arguments.extra]


def run_child(words: Sequence[str]) -> int:
    """Run a process to its end, whatever signals come; returns its exit code, negative for a signal.

    The first signal becomes one SIGINT, on which pytest ends the case, heals the rig and writes its reports.
    The child is kept out of the terminal's foreground group, which would hand it Ctrl-C a second time, unless
    it needs the terminal to talk to somebody (`--pdb`)."""
    interactive = bool({"--pdb", "--trace"} & set(words))
    child: subprocess.Popen[bytes] | None = None
    waiting: list[int] = []
    seen = 0

    def forward(signum: int, _: FrameType | None) -> None:
        nonlocal seen
        if child is None:
            waiting.append(signum)
            return
        seen += 1
        if not (interactive and signum == signal.SIGINT):
            child.send_signal(signal.SIGINT if seen == 1 else signum)

    # Set before the child starts: one that is born with SIGINT ignored (`regrace run &`) would never hear it.
    handled = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, forward) for number in handled}
    try:
        child = subprocess.Popen(
            _leashed(words),
            stdin=None if interactive else subprocess.DEVNULL,
            process_group=None if interactive else 0,
        )
        for signum in waiting:
            forward(signum, None)
        return child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leashed(words: Sequence[str]) -> list[str]:
    """The child hears SIGINT also when we are killed without a chance to say so (kill -9)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT", *words] if setpriv else list(words)


def _without_record(child: int) -> int:
    """The exit code of a run that left no record; pytest has said why."""
    if child == 0:
        return ExitCode.AS_EXPECTED
    if child == PYTEST_USAGE:
        return ExitCode.USAGE
    if child == PYTEST_NOTHING:
        return ExitCode.NOTHING_RAN
    how = f"signal {-child}" if child < 0 else f"exit code {child}"
    print(f"regrace: pytest ended with {how} before the run began", file=sys.stderr)
    return ExitCode.RIG_TROUBLE


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 3600:
        raise argparse.ArgumentTypeError("a lease is more than 0 and less than 3600 seconds")
    return value


# -- list, explain


def _add_list(commands: Any) -> None:
    parser = commands.add_parser("list", help="the catalogue of cases")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only cases that have all these words")
    parser.add_argument("--json", action="store_true", help="the whole catalogue, for programs")
    parser.set_defaults(command=list_cases)


def list_cases(arguments: argparse.Namespace) -> int:
    """Print the cases, by area."""
    cases = [case for case in _catalogue() if _has(case, arguments.words)]
    if arguments.json:
        print(json.dumps([_as_data(case) for case in cases], indent=1, ensure_ascii=False))
        return ExitCode.AS_EXPECTED
    style = Style.of(sys.stdout)
    for area in dict.fromkeys(sorted(case.area for case in cases)):
        inside = [case for case in cases if case.area == area]
        print(style.heading(f"{area.replace('_', ' ')} ({len(inside)})"))
        for case in inside:
            print("\n".join(style.wrap(case.title, first=f"  {case.code}  {case.level:9}  ")))
        print()
    print(f"{len(cases)} cases. `regrace explain CODE` tells more of one.")
    return ExitCode.AS_EXPECTED if cases else ExitCode.NOTHING_RAN


def _add_explain(commands: Any) -> None:
    parser = commands.add_parser("explain", help="one case: requirement, source, intent, expectations")
    parser.add_argument("code", metavar="CODE")
    parser.set_defaults(command=explain)


def explain(arguments: argparse.Namespace) -> int:
    """Print all that is known of one case."""
    wanted = arguments.code.upper().partition("[")[0]
    cases = {case.code: case for case in _catalogue()}
    case = cases.get(wanted)
    if case is None:
        near = difflib.get_close_matches(wanted, cases, n=3)
        hint = f"; near it are {', '.join(near)}" if near else "; `regrace list` has all codes"
        raise UsageError(f"there is no case {wanted}{hint}")
    style = Style.of(sys.stdout)
    print(style.heading(f"{case.code}  {case.title}"))
    for name, value in (
        ("Requirement", f"{case.requirement} ({case.citation}, {case.level})"),
        ("Area", case.area.replace("_", " ")),
        ("Runs against", ", ".join(case.on) or "the whole topology"),
        ("Needs", ", ".join(case.needs) or "nothing beyond NFSv4.1"),
        ("Faults", ", ".join(case.faults) or "none"),
    ):
        print("\n".join(style.wrap(value, first=f"  {name:>12}: ")))
    body = case.doc.partition("\n")[2].strip("\n")
    if body:
        print("\n" + "\n".join(f"  {line}".rstrip() for line in body.splitlines()))
    print("\n" + style.heading("Expectations"))
    book = expectations.load()
    names = [case.code, *(f"{case.code}[{target}]" for target in case.on)]
    entries = list(dict.fromkeys(entry for name in names for entry in book.for_case(name)))
    for entry in entries:
        head, *rest = update.entry_lines(entry)
        print("\n".join(style.wrap(head, first="  - ")))
        for line in rest:
            print("\n".join(style.wrap(line, first="    ")))
    if not entries:
        print("  none: pass, info, unsupported and warn are expected, everything else is not")
    print(f"\nRun it: regrace run -k {case.code}")
    return ExitCode.AS_EXPECTED


def _catalogue() -> list[Case]:
    # Late: the suite pulls in the whole harness, which `report` and `compare` do without.
    from regrace.harness.case import load_catalogue

    return load_catalogue()


def _has(case: Case, words: Iterable[str]) -> bool:
    text = " ".join((case.code, case.title, case.requirement, case.citation, case.area, case.level)).lower()
    text += " " + " ".join((*case.needs, *case.faults))
    return all(word.lower() in text for word in words)


def _as_data(case: Case) -> dict[str, Any]:
    names = ("code", "title", "area", "level", "citation", "requirement", "on", "needs", "faults", "doc")
    return {name: getattr(case, name) for name in names}


# -- report, compare


def _add_report(commands: Any) -> None:
    parser = commands.add_parser(
        "report", help="make the reports of a stored run again", description="Also of a run that was killed."
    )
    parser.add_argument("run", metavar="RUN", help="a run's folder or run.json, its name, or latest")
    parser.add_argument("--pynfs", type=Path, metavar="FILE", help="write it in the shape of pynfs's --json too")
    parser.set_defaults(command=report)


def report(arguments: argparse.Namespace) -> int:
    """Write junit.xml and the pages again, and print the summary. 0 whatever the run says."""
    folder = store.find(arguments.run, Path.cwd())
    done = store.read(folder)
    try:
        publish(done, folder)
    except OSError as trouble:
        raise UsageError(f"the reports can't be written into {folder}: {trouble.strerror}") from trouble
    if arguments.pynfs is not None:
        try:
            store.write_atomically(arguments.pynfs, pynfs.render(done))
        except OSError as trouble:
            raise UsageError(f"{arguments.pynfs} can't be written: {trouble.strerror}") from trouble
    print(render(done, folder=folder, style=Style.of(sys.stdout)), end="")
    return ExitCode.AS_EXPECTED


def _add_compare(commands: Any) -> None:
    parser = commands.add_parser(
        "compare",
        help="what changed from one run to another",
        description="Exit code 1 if a case regressed or fails differently, 3 if all that changed is undecided.",
    )
    parser.add_argument("old", metavar="OLD", help="a run's folder or run.json, its name, or latest")
    parser.add_argument("new", metavar="NEW", nargs="?", default=store.LATEST, help="default: latest")
    parser.add_argument("--quiet", action="store_true", help="say nothing if nothing changed")
    parser.set_defaults(command=compare_runs)


def compare_runs(arguments: argparse.Namespace) -> int:
    """Print the changes."""
    old, new = (store.read(store.find(name, Path.cwd())) for name in (arguments.old, arguments.new))
    comparison = compare.compare(old, new)
    if not arguments.quiet or comparison.has_changes:
        print(compare.render(comparison, Style.of(sys.stdout)), end="")
    return comparison.exit_code


# -- check


def _add_check(commands: Any) -> None:
    parser = commands.add_parser(
        "check",
        help="judge the histories of a stored run again",
        description="Have the oracle judge the histories of a stored run again; nothing is run. Exit codes as of run.",
    )
    parser.add_argument("run", metavar="RUN", help="a run's folder or run.json, its name, or latest")
    parser.add_argument("--budget", type=int, metavar="STEPS", help="that the judging of one invariant may take")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the run, as it comes out now, into a new folder")
    parser.set_defaults(command=check_run)


def check_run(arguments: argparse.Namespace) -> int:
    """`regrace check`."""
    from regrace import check_command  # late: it pulls in the whole harness

    return check_command.run(arguments, Style.of(sys.stdout))


# -- expect update


def _add_expect(commands: Any) -> None:
    parser = commands.add_parser("expect", help="work on the expectation files")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    action = actions.add_parser("update", help="bring an expectation file up to date with a run")
    add = action.add_argument
    add("run", metavar="RUN", help="a run's folder or run.json, its name, or latest")
    add("--file", type=Path, help="the file; default: that of the run's rig among the suite's own")
    add("--reason", default="", help="why the new entries are so: one sentence, for all of them")
    add("--evidence", default="", help="where it is shown: a URL, a published run, a page of docs")
    add("--dry-run", action="store_true", help="say what would change, write nothing")
    action.set_defaults(command=expect_update)


def expect_update(arguments: argparse.Namespace) -> int:
    """Rewrite the file; 1 if something unexpected is left."""
    done = store.read(store.find(arguments.run, Path.cwd()))
    file = arguments.file or update.default_file(done, expectations.FOLDER)
    result = update.update(
        done, file, reason=arguments.reason, evidence=arguments.evidence, today=date.today()
    )
    for line in result.done:
        print(f"{'would change' if arguments.dry_run else 'changed'}: {line}")
    for line in result.left:
        print(f"left: {line}")
    if not result.done:
        print(f"{file} is left as it was")
    elif not arguments.dry_run:
        expectations.parse_file(file, result.text)  # what we write, we can read
        try:
            store.write_atomically(file, result.text)
        except OSError as trouble:
            raise UsageError(f"{file} can't be written: {trouble.strerror}; name another with --file") from trouble
        print(f"wrote {file}")
    return ExitCode.UNEXPECTED if result.left else ExitCode.AS_EXPECTED


# -- state


def _add_state(commands: Any) -> None:
    parser = commands.add_parser(
        "state",
        help="what a server holds for a client",
        description="List the state that a server holds for a client, by whatever it offers: XP_ENUM_STATE "
        "(docs/enumeration.md), /proc/fs/nfsd/clients over SSH, TEST_STATEID of all that is known; and mark where these "
        "differ from each other and from what the client believes. Asking over NFS uses the client's identity: for "
        "clients that are gone. Exit code 1 if anything differs, 3 if a source can't be asked.",
    )
    add = parser.add_argument
    add("endpoint", metavar="HOST[:PORT]", nargs="?", help="where the server serves NFS")
    add("--rig", metavar="NAME|FILE.toml[:RIG]", help="instead: the servers of a lab's inventory, or of a rig that is up "
        "(`regrace rig up`), a table each, with what their hosts say over SSH")
    add("--node", metavar="NODE", help="only this one of the rig: origin, reexport, ...")
    add("--owner", help="the client's co_ownerid: text, or 0x and hexadecimal digits")
    add("--verifier", help="the client's co_verifier: 16 hexadecimal digits; with it the server is asked over NFS")
    add("--ssh", metavar="[USER@]HOST[:PORT]", help="read what its kernel says; the host key must be known")
    add("--ssh-config", default="", metavar="FILE", help="instead of ~/.ssh/config")
    add("--ledger", type=Path, metavar="FILE", help="what the client believes: a dumped ledger, or a run's run.json")
    add("--of", default="", metavar="CASE:CLIENT", help="whose ledger, of a run's record: PT-03:E1")
    parser.add_argument("--uid", type=int, help="the client's principal (default: 0, or what the rig says)")
    parser.add_argument("--gid", type=int)
    parser.add_argument("--json", action="store_true", help="for a program")
    parser.set_defaults(command=show_state)


def show_state(arguments: argparse.Namespace) -> int:
    """`regrace state`."""
    from regrace import state_command  # late: it pulls in the whole client

    return state_command.run(arguments)


# -- rig


def _add_rig(commands: Any) -> None:
    parser = commands.add_parser("rig", help="look after a rig: init, doctor, up, down, ssh")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, said in (
        ("init", "write a commented inventory of lab rigs, to fill in"),
        ("doctor", "is this rig what it says, and does every fault really work on it?"),
        ("up", "bring a rig up, or a lab in order, and say where it is"),
        ("down", "heal a lab, stop its servers, give it back"),
        ("ssh", "log in to a node of a lab by the way that its inventory says"),
    ):
        action = actions.add_parser(name, help=said, description=f"{said[0].upper()}{said[1:]}.")
        if name == "init":
            action.add_argument("file", type=Path, metavar="FILE.toml")
        else:
            action.add_argument("rig", metavar="NAME|FILE.toml[:RIG]", help="a rig, or one of those in an inventory")
        if name == "doctor":
            action.add_argument("--no-faults", action="store_true", help="look only; nothing is broken")
        if name == "ssh":
            action.add_argument("node", choices=("origin", "reexport"))
            action.add_argument("words", nargs="*", metavar="WORD", help="a command; without one, a shell")
        action.set_defaults(command=look_after_rig, action=name)


def look_after_rig(arguments: argparse.Namespace) -> int:
    """One action of `regrace rig`."""
    from regrace import rig_commands  # late: it pulls in the whole harness

    return rig_commands.run(arguments.action, arguments)


if __name__ == "__main__":
    sys.exit(main())
