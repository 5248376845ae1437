"""The summary of the terminal: says what is wrong, what to do next, and nothing in control characters."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import UNHURRIED, meta, one_of_each, record, stolen_lock

from regrace.results.run import Run
from regrace.results.summary import MARKS, TRACE_LINES_MAX, Style, printable, render, shortened
from regrace.verdict import Verdict

FOLDER = Path("runs/latest")


def told(run: Run, width: int = 100) -> str:
    return render(run, folder=FOLDER, style=Style(width=width))


BLOCK = """\
  × PT-13 A reclaim is refused when another client could have had the lock
    -> R grants a reclaim only if no conflicting lock was granted since R crashed. (RFC 8881
       §8.4.2.1, INV)
    Expected: E1 LOCK reclaim of f via reexport -> NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_CONFLICT
      Actual: E1 LOCK reclaim of f via reexport -> NFS4_OK
    Fail: D1 had the lock and wrote under it; R then gave it to E1 as if nothing had been.
    Invariant: I3 broken: a reclaim was granted over D1's lock of 1.420 s
    Trace:
        0.100s  E1 -> reexport  LOCK WRITE [0,10) of f          NFS4_OK
"""


def test_a_failure_reads_from_title_to_the_line_that_runs_it_again() -> None:
    text = told(one_of_each())
    assert BLOCK in text
    assert "    Again: regrace run --rig reference --strategy naive -k PT-13\n" in text


def test_each_part_is_there() -> None:
    text = told(one_of_each())
    for part in (
        "Regrace: 10 cases, finished",
        "✓ 2 pass  × 2 fail  ! 1 warn  i 1 info  – 1 unsupported  # 1 blocked  ? 1 unknown  E 1 error",
        "Claims that a probe contradicted",
        "Unexpected: 4 of 10",
        "Blocked at: E1 OPEN f via reexport: NFS4ERR_SERVERFAULT; LK-01 judges that",
        "× LK-08[reexport] fail: the naive strategy merges owners",
        "! GR-09[origin] grace went on for 1.9 s",
        "- expectation reference.toml, entry 1 (LK-08) was to be looked at again",
        "Report: runs/latest/index.html",
        "Exit code 1: at least one verdict was not as expected.",
    ):
        assert part in text


def test_a_good_run_is_told_in_a_few_lines() -> None:
    text = told(Run(meta=meta(), cases=[record()]))
    assert "Unexpected" not in text
    assert "Exit code 0: every verdict was as expected." in text
    assert len(text.splitlines()) <= 8


def test_a_run_of_nothing_says_so() -> None:
    assert "no case ran" in told(Run(meta=meta()))


def test_planned_cases_that_did_not_run_are_named() -> None:
    assert "planned and not run: PT-13" in told(Run(meta=meta(plan=["PT-13", "GR-03[origin]"]), cases=[record()]))


def test_a_surprise_is_explained() -> None:
    case = record(verdict=Verdict.PASS, unexpected=True, surprise="passes, though fail was expected")
    assert "    pass: passes, though fail was expected\n" in told(Run(meta=meta(), cases=[case]))


@pytest.mark.parametrize("width", [1, 40, 60, 80, 300])
def test_lines_keep_to_the_width_but_for_what_is_copied(width: int) -> None:
    lines = told(one_of_each(), width).splitlines()
    most = max(len(line) for line in lines if not line.startswith(("    Again: ", "Report: ")))
    assert most <= min(max(width, 40), 110)


def test_a_trace_keeps_its_end_on_a_narrow_terminal() -> None:
    lines = told(one_of_each(), 60).splitlines()
    first = lines.index("        2.000s  E1 -> reexport  LOCK reclaim WRITE [0,10) of")
    assert lines[first + 1] == "                f  NFS4_OK     <- D1 had it since"


def test_a_long_trace_shows_both_ends() -> None:
    lines = [f"line {number}" for number in range(40)]
    short = shortened(lines)
    assert len(short) == TRACE_LINES_MAX
    assert (short[0], short[-1]) == ("line 0", "line 39")
    assert short[TRACE_LINES_MAX // 2] == f"... {40 - TRACE_LINES_MAX + 1} lines more, see the report ..."
    assert shortened(lines[:TRACE_LINES_MAX]) == lines[:TRACE_LINES_MAX]


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert Style.of(Terminal(), {"TERM": "xterm"}).colour
    assert not Style.of(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}).colour
    assert not Style.of(Terminal(), {"TERM": "dumb"}).colour
    assert not Style.of(io.StringIO(), {"TERM": "xterm"}).colour
    monkeypatch.setenv("COLUMNS", "77")
    assert Style.of(io.StringIO()).width == 77


def test_colour_adds_nothing_but_colour() -> None:
    plain = told(one_of_each())
    coloured = render(one_of_each(), folder=FOLDER, style=Style(width=100, colour=True))
    assert "\033[31m×\033[0m PT-13" in coloured
    bare = coloured.replace("\033[0m", "")
    for code in ("1", "31", "32", "33", "35", "36", "90"):
        bare = bare.replace(f"\033[{code}m", "")
    assert bare == plain


def test_each_verdict_has_a_mark_of_its_own() -> None:
    assert len(set(MARKS.values())) == len(Verdict)


@UNHURRIED
@given(st.text())
def test_no_server_talks_to_the_terminal(text: str) -> None:
    case = stolen_lock(unexpected=True, title=text, actual=text, message=text, trace=[text], signature=text)
    shown = told(Run(meta=meta(contradictions=[text]), cases=[case], remarks=[text]))
    assert all(sign.isprintable() or sign == "\n" for sign in shown)
    shown.encode("utf-8")
    assert all(sign.isprintable() for sign in printable(text))
