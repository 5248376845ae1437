"""The command line: what it starts, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from regrace import cli
from regrace.harness import case as case_module
from regrace.harness.case import Case
from regrace.results import store
from regrace.results.record import CaseRecord
from regrace.results.run import RunMeta
from regrace.results.store import RunWriter
from regrace.verdict import Level, Verdict

CATALOGUE = [
    Case(
        code="GR-05",
        level=Level.MUST,
        citation="RFC 8881 §15.1.9.3",
        requirement="A reclaim after grace is refused.",
        needs=("locks",),
        faults=("reboot",),
        on=("origin", "reexport"),
        judges=(),
        lease_waits=2.0,
        area="grace",
        title="A reclaim that comes late",
        doc="A reclaim that comes late\n\nGrace has to be over, shown by another client's grant.",
        function="late",
    ),
    Case(
        code="ID-01",
        level=Level.KNOWN,
        citation="RFC 8881 §18.35",
        requirement="A new owner is not confirmed.",
        needs=(),
        faults=(),
        on=(),
        judges=(),
        lease_waits=0.0,
        area="identity",
        title="A client that nobody knows",
        doc="A client that nobody knows",
        function="new",
    ),
]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory that is no checkout, with the small catalogue."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(case_module, "load_catalogue", lambda: CATALOGUE)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def record(code: str, verdict: Verdict, **changes: str | bool) -> CaseRecord:
    data = {
        "title": "A title",
        "node_id": "x",
        "area": "grace",
        "rig": "reference",
        "level": Level.MUST,
        "citation": "RFC 8881 §1",
        "requirement": "It holds.",
        **changes,
    }
    return CaseRecord(code=code, verdict=verdict, **data)  # type: ignore[arg-type]


def write(folder: Path, *cases: CaseRecord, finish: bool = True, options: dict[str, str] | None = None) -> Path:
    """A stored run."""
    meta = RunMeta.begin(run_id=folder.name, argv=[], options=options or {"rig": "reference"})
    with RunWriter(folder, meta) as writer:
        for case in cases:
            writer.case(case)
        if finish:
            writer.finish()
    return folder


GOOD = record("GR-01", Verdict.PASS)
BAD = record("GR-02", Verdict.FAIL, unexpected=True, surprise="fail", signature="LOCK -> NFS4_OK", message="It broke.")
TROUBLE = record("GR-03", Verdict.ERROR, unexpected=True, surprise="error", message="no rig")


# -- run

Words = list[list[str]]


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Words]:
    """Stands in for pytest: writes a run where it is told to, and ends with a code."""

    def becomes(*cases: CaseRecord, code: int = 0, begins: bool = True, finish: bool = True) -> Words:
        seen: Words = []

        def run_child(words: Sequence[str]) -> int:
            seen.append(list(words))
            if begins and "--regrace-out" in words:
                write(Path(words[words.index("--regrace-out") + 1]), *cases, finish=finish)
            return code

        monkeypatch.setattr(cli, "run_child", run_child)
        return seen

    return becomes


def test_run_starts_pytest_with_what_it_was_given(elsewhere: Path, child: Callable[..., Words]) -> None:
    seen = child(GOOD)
    given = "run --rig ganesha --strategy deny --origin plain --mutant m --lease 3 -k GR -n 2 --out o"
    given += " --option version=6.5 --option nodes=3 -- -x --tb=long"
    assert cli.main(given.split()) == 0
    ((python, *words),) = seen
    assert python == sys.executable
    assert words[:4] == ["-m", "pytest", "--pyargs", "regrace.suite"]
    text = " ".join(words)
    for part in (
        "-p no:cacheprovider",
        "--rig ganesha",
        "--strategy deny",
        "--origin plain",
        "--mutant m",
        "--lease 3.0",
        "--option version=6.5 --option nodes=3",
        "-k GR-",
        "-n 2",
        "--regrace-out o",
    ):
        assert f" {part}" in text
    assert words[-2:] == ["-x", "--tb=long"]


def test_run_leaves_out_what_it_was_not_given(elsewhere: Path, child: Callable[..., Words]) -> None:
    (words,) = _run_and_see(child(GOOD), "run")
    for option in ("--strategy", "--origin", "--mutant", "--lease", "--option", "-k", "-n", "--plan", "--world"):
        assert option not in words
    assert words[words.index("--rig") + 1] == "reference"
    folder = Path(words[words.index("--regrace-out") + 1])
    assert folder.parent == elsewhere / "regrace-runs"
    assert store.find("latest", elsewhere) == folder


def _run_and_see(seen: Words, *arguments: str) -> Words:
    assert cli.main(list(arguments)) == 0
    return seen


@pytest.mark.parametrize(
    ("cases", "code"),
    [([GOOD], 0), ([GOOD, BAD], 1), ([GOOD, TROUBLE], 3), ([], 4)],
)
def test_the_exit_code_is_that_of_the_record(
    elsewhere: Path, child: Callable[..., Words], cases: list[CaseRecord], code: int
) -> None:
    child(*cases, code=77)
    assert cli.main(["run"]) == code


@pytest.mark.parametrize(("pytest_code", "code"), [(0, 0), (4, 2), (5, 4), (2, 3), (3, 3), (-9, 3)])
def test_without_a_record_pytest_s_own_code_is_translated(
    elsewhere: Path, child: Callable[..., Words], pytest_code: int, code: int
) -> None:
    child(code=pytest_code, begins=False)
    assert cli.main(["run"]) == code


def test_a_plan_runs_nothing_and_leaves_no_folder(elsewhere: Path, child: Callable[..., Words]) -> None:
    seen = child(code=5)
    assert cli.main(["run", "--plan", "-n", "4"]) == 0
    assert "--plan" in seen[0]
    assert not {"--regrace-out", "-n"} & set(seen[0])
    assert list(elsewhere.iterdir()) == []


def test_a_child_that_was_killed_leaves_a_report_all_the_same(
    elsewhere: Path, child: Callable[..., Words], capsys: pytest.CaptureFixture[str]
) -> None:
    child(GOOD, BAD, code=-9, finish=False)
    assert cli.main(["run", "--out", "o"]) == 1
    assert (elsewhere / "o" / "index.html").exists()
    assert (elsewhere / "o" / "junit.xml").exists()
    out = capsys.readouterr().out
    assert "killed before it could finish" in out
    assert "GR-02" in out
    assert not (elsewhere / "o" / "run.json").exists()


def test_a_folder_that_holds_a_run_is_not_used_again(
    elsewhere: Path, child: Callable[..., Words], capsys: pytest.CaptureFixture[str]
) -> None:
    seen = child(GOOD)
    write(elsewhere / "o", GOOD)
    assert cli.main(["run", "--out", "o"]) == 2
    assert seen == []
    assert "o holds a run already" in capsys.readouterr().err


def test_a_demonstration_is_announced_and_judged(
    elsewhere: Path, child: Callable[..., Words], capsys: pytest.CaptureFixture[str]
) -> None:
    child(GOOD, BAD)
    assert cli.main(["run", "--strategy", "naive", "--expect-fail", "GR-02"]) == 0
    out = capsys.readouterr().out
    assert out.index("GR-02 is run with the strategy 'naive'") < out.index("GR-02 failed, as announced: It broke.")
    assert "(Without the announcement it would be 1.)" in out
    child(GOOD)
    assert cli.main(["run", "--expect-fail", "GR-01"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nix"],
        ["run", "--lease", "0"],
        ["run", "--lease", "soon"],
        ["run", "-n", "many"],
        ["run", "--world", "real"],
        ["list", "--", "-x"],
        ["explain"],
        ["report", "nix"],
        ["report", "latest"],
        ["compare", "nix"],
        ["expect"],
        ["expect", "update", "nix"],
    ],
)
def test_a_wrong_command_line_is_exit_code_2_with_a_reason(
    elsewhere: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    try:
        code = cli.main(arguments)
    except SystemExit as left:
        code = int(str(left.code))
    assert code == 2
    assert "regrace" in capsys.readouterr().err


# -- signals

WITNESS = """
import os, signal, sys, time
seen = []
signal.signal(signal.SIGINT, lambda *_: seen.append("INT"))
signal.signal(signal.SIGTERM, lambda *_: seen.append("TERM"))
print("ready", os.getpid(), flush=True)
deadline = time.monotonic() + 20
while len(seen) < {wanted} and time.monotonic() < deadline:
    signal.sigtimedwait([], 0.05)
signal.sigtimedwait([], 0.3)  # would a second one come?
print(*seen, flush=True)
sys.exit(len(seen))
"""


def _parent(wanted: int, *, before: str = "") -> subprocess.Popen[str]:
    """A process in a group of its own that runs the witness as `regrace run` runs pytest."""
    program = f"""
import sys
from regrace import cli
{before}
sys.exit(cli.run_child([sys.executable, "-c", {WITNESS.format(wanted=wanted)!r}]))
"""
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, start_new_session=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_reaches_the_child_once(number: signal.Signals) -> None:
    with _parent(1) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().startswith("ready")
        # As a terminal does it: to the whole foreground group.
        os.killpg(parent.pid, number)
        assert parent.stdout.readline() == "INT\n"
    assert parent.returncode == 1


def test_a_second_signal_gets_through_as_it_is() -> None:
    with _parent(2) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().startswith("ready")
        os.kill(parent.pid, signal.SIGINT)
        os.kill(parent.pid, signal.SIGTERM)
        assert sorted(parent.stdout.readline().split()) == ["INT", "TERM"]
    assert parent.returncode == 2


def test_a_run_in_the_background_still_hears_the_signal() -> None:
    """A shell starts `regrace run &` with SIGINT ignored, and children inherit that."""
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
    program = "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    whole = f'{ignoring}; import sys; from regrace import cli; cli.run_child([sys.executable, "-c", {program!r}])'
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "True\n"


def test_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    assert cli.run_child([sys.executable, "-c", "raise SystemExit(7)"]) == 7
    assert signal.getsignal(signal.SIGINT) is before


# -- list, explain


def test_list_prints_the_catalogue(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list"]) == 0
    out = capsys.readouterr().out
    assert "grace (1)\n  GR-05  MUST       A reclaim that comes late\n" in out
    assert "2 cases." in out


def test_list_finds_words(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "reboot", "§15"]) == 0
    out = capsys.readouterr().out
    assert "GR-05" in out
    assert "ID-01" not in out
    assert cli.main(["list", "nix"]) == 4


def test_list_speaks_json(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--json"]) == 0
    first, _ = json.loads(capsys.readouterr().out)
    assert (first["code"], first["level"], first["on"]) == ("GR-05", "MUST", ["origin", "reexport"])


ENTRY = """
[[expect]]
case = "GR-05[origin]"
when = 'strategy == "naive"'
verdict = ["fail"]
signature = "NFS4_OK"
reason = "it is naive"
evidence = "docs/naive.md"
review = 2027-02-01
"""


def test_explain_tells_requirement_intent_and_expectations(
    elsewhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "expectations").mkdir()
    (elsewhere / "expectations" / "naive.toml").write_text(ENTRY)
    monkeypatch.setattr("regrace.results.expectations.FOLDER", elsewhere / "expectations")
    assert cli.main(["explain", "gr-05[origin]"]) == 0
    out = capsys.readouterr().out
    for part in (
        "GR-05  A reclaim that comes late",
        "A reclaim after grace is refused. (RFC 8881 §15.1.9.3, MUST)",
        "Runs against: origin, reexport",
        "Grace has to be over, shown by another client's grant.",
        '- fail when strategy == "naive"',
        "because it is naive (docs/naive.md)",
        "naive.toml, entry 1 (GR-05[origin]), review 2027-02-01",
        "Run it: regrace run -k GR-05",
    ):
        assert part in out


def test_explain_of_a_case_without_expectations(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "ID-01"]) == 0
    assert "the whole topology" in capsys.readouterr().out


def test_explain_knows_what_was_meant(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "GR-50"]) == 2
    assert "there is no case GR-50; near it are GR-05" in capsys.readouterr().err


# -- report, compare, expect update


@pytest.mark.parametrize("finish", [True, False])
def test_report_makes_the_reports_again(
    elsewhere: Path, capsys: pytest.CaptureFixture[str], finish: bool
) -> None:
    folder = write(elsewhere / "r", GOOD, BAD, finish=finish)
    assert cli.main(["report", "r"]) == 0
    assert "GR-02" in (folder / "index.html").read_text()
    assert "Unexpected: 1 of 2" in capsys.readouterr().out


def test_compare_names_what_regressed(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(elsewhere / "old", record("GR-02", Verdict.PASS))
    write(elsewhere / "new", BAD)
    assert cli.main(["compare", "old", "new"]) == 1
    assert "GR-02 pass -> fail: LOCK -> NFS4_OK" in capsys.readouterr().out
    assert cli.main(["compare", "new", "new"]) == 0


def test_expect_update_writes_the_file(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(elsewhere / "r", BAD)
    file = elsewhere / "lab.toml"
    assert cli.main(["expect", "update", "r", "--file", str(file)]) == 1
    assert not file.exists()
    command = ["expect", "update", "r", "--file", str(file), "--reason", "known", "--evidence", "docs"]
    assert cli.main([*command, "--dry-run"]) == 0
    assert not file.exists()
    assert cli.main(command) == 0
    text = file.read_text()
    assert 'case = "GR-02"' in text
    assert f"review = {date.today().year}" in text or f"review = {date.today().year + 1}" in text
    capsys.readouterr()
    assert cli.main(command) == 0
    assert "is left as it was" in capsys.readouterr().out
    assert file.read_text() == text


def test_a_reader_who_goes_away_is_no_trouble(elsewhere: Path) -> None:
    program = "import sys; from regrace import cli; sys.exit(cli.main(['list', '--json']))"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


# -- for real


def test_a_case_is_run_on_the_reference_rig_from_anywhere(tmp_path: Path) -> None:
    """The whole way once, from a folder whose pytest settings would break any run."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    words = [sys.executable, "-m", "regrace.cli", "run", "-k", "ID-01"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Exit code 0: every verdict was as expected." in done.stdout
    folder = store.find("latest", tmp_path)
    run = store.read(folder)
    assert {case.bare_code for case in run.cases} == {"ID-01"}
    assert (folder / "index.html").exists()
    assert json.loads((folder / "run.json").read_text())["exit_code"] == 0


def test_an_unknown_strategy_is_a_usage_error_that_names_the_legal_ones(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "regrace.cli", "run", "--strategy", "hope"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert "retain" in done.stdout + done.stderr
    assert not (tmp_path / "regrace-runs").exists()


def test_an_area_selects_its_codes_and_nothing_else(elsewhere: Path, child: Callable[..., Words]) -> None:
    (words,) = _run_and_see(child(GOOD), "run", "-k", "LK or CO and not GR-03 and origin")
    assert words[words.index("-k") + 1] == "LK- or CO- and not GR-03 and origin"
