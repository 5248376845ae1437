"""The tables that the README shows: made of published runs, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up_runs import RIG, meta, record

from regrace.results import matrix, page, store
from regrace.results.matrix import MatrixError, Published
from regrace.results.record import CaseRecord
from regrace.results.run import Run
from regrace.results.slim import as_text
from regrace.verdict import Failure, Verdict

ROOT = Path(__file__).resolve().parents[2]


def published(name: str, *cases: CaseRecord, strategy: str | None = None, world: str = "wall") -> Published:
    rig = {**RIG, "strategy": strategy, "origin_kind": "plain" if strategy else None}
    options = {"rig": "reference", "world": world}
    return Published(name=name, run=Run(meta=meta(rigs={"reference": rig}, options=options), cases=list(cases)))


def lost(code: str, failure: Failure, **fates: int) -> CaseRecord:
    verdict = Verdict.FAIL if fates.get("silent") else Verdict.PASS
    return record(code, verdict, failure=failure.value, fates=fates, fate_reasons=[])


def cell(table: str, row: str, column: str) -> str:
    """What a table of Markdown has there."""
    lines = [[word.strip() for word in line.strip("| ").split(" | ")] for line in table.splitlines() if " | " in line]
    head = next(words for words in lines if any(column in word for word in words))
    found = next(words for words in lines if row in words[0])
    place = next(number for number, word in enumerate(head) if column in word)
    return found[place]


class TestServers:
    def test_counts_the_worst_first_and_links_the_failures(self) -> None:
        run = published("box-1", record("GR-03[origin]", Verdict.PASS), record("GR-05", Verdict.FAIL), record("LK-01"))
        table = matrix.servers_table([run])
        assert cell(table, "**GR**", "box-1") == "[**×&nbsp;1**](results/published/box-1/README.md#gr) ✓&nbsp;1"
        assert cell(table, "**LK**", "box-1") == "✓&nbsp;1"
        assert cell(table, "all", "box-1").endswith("✓&nbsp;2")

    def test_what_a_server_was_not_asked_is_left_empty(self) -> None:
        table = matrix.servers_table([published("a", record("GR-03")), published("b", record("LK-01"))])
        assert cell(table, "**LK**", "[a]") == matrix.NOTHING

    def test_of_our_own_servers_one_is_shown(self) -> None:
        runs = [published(f"reference-{name}", record("GR-03"), strategy=name) for name in ("naive", "retain")]
        table = matrix.servers_table(runs)
        assert "reference-retain" in table
        assert "reference-naive" not in table

    def test_a_simulation_says_so(self) -> None:
        assert "wall time" in matrix.servers_table([published("a", record())])
        assert "in virtual time: a" in matrix.servers_table([published("a", record(), world="virtual")])


class TestFates:
    def test_locks_are_added_up_per_failure(self) -> None:
        run = published(
            "reference-naive",
            lost("PT-13", Failure.REEXPORT, silent=1),
            lost("PT-26", Failure.REEXPORT, kept=120, undecided=2),
            lost("PT-06", Failure.AWAY, told=1),
            strategy="naive",
        )
        table = matrix.fates_table([run])
        assert cell(table, "`naive` on plain", "server reboots") == (
            "120&nbsp;kept<br>0&nbsp;told<br>**1&nbsp;silent** in 1 of 2 cases<br>2&nbsp;open"
        )
        assert cell(table, "naive", "away longer") == "0&nbsp;kept<br>1&nbsp;told<br>0&nbsp;silent"
        assert "124 locks in 3 cases" in table

    def test_a_strategy_without_locks_has_a_row_all_the_same(self) -> None:
        runs = [
            published("reference-deny", record("NS-01"), strategy="deny"),
            published("reference-naive", lost("PT-13", Failure.REEXPORT, silent=1), strategy="naive"),
        ]
        assert cell(matrix.fates_table(runs), "deny", "server reboots") == matrix.NOTHING

    def test_a_real_server_has_one_if_its_run_counted_any(self) -> None:
        runs = [published("linux", lost("PT-13", Failure.REEXPORT, told=1)), published("old", record("PT-13"))]
        table = matrix.fates_table(runs)
        assert "[linux]" in table
        assert "[old]" not in table

    def test_trouble_of_the_rig_counts_for_nothing(self) -> None:
        case = record("PT-13", Verdict.ERROR, failure=Failure.REEXPORT.value, fates={"silent": 1})
        assert "0 locks in 0 cases" in matrix.fates_table([published("reference-naive", case, strategy="naive")])

    def test_crash_points_by_the_worst(self) -> None:
        run = published(
            "reference-naive",
            lost("CP-01", Failure.CRASH_POINT, silent=1, kept=3),
            lost("CP-03", Failure.CRASH_POINT, kept=1),
            lost("CP-05", Failure.CRASH_POINT, undecided=1),
            lost("PT-13", Failure.REEXPORT, silent=1),
            strategy="naive",
        )
        table = matrix.crash_points_table([run])
        assert cell(table, "CP-01", "naive") == "**silent**"
        assert cell(table, "CP-03", "naive") == "kept"
        assert cell(table, "CP-05", "naive") == "open"
        assert "PT-13" not in table


def test_the_page_tells_of_everything_but_passes() -> None:
    text = page.page_of(
        published(
            "box-1",
            record("GR-03", Verdict.PASS),
            record("GR-05", Verdict.FAIL, actual="OPEN <b> | x", trace=["  0.1s  E1 ..."]),
            record("LK-01", Verdict.UNSUPPORTED, message="it says no"),
        )
    )
    assert "### GR-05: fail" in text
    assert "OPEN \\<b\\> \\| x" in text
    assert "```\n  0.1s  E1 ...\n```" in text
    assert "### LK-01: unsupported" in text
    assert "### GR-03" not in text


def test_the_page_says_of_each_case_what_became_of_its_locks() -> None:
    case = record(
        "PT-26",
        failure=Failure.REEXPORT.value,
        fates={"kept": 120, "told": 1},
        fate_reasons=["told: E1/l WRITE [0,10) of f: refused", "kept: E2/l WRITE [0,10) of f and 119 more: regained"],
    )
    text = page.page_of(published("reference-retain", case, strategy="retain"))
    assert "| re-export server reboots | PT-26 | 120 | 1 |  |  | told: E1/l WRITE \\[0,10) of f: refused |" in text


class TestWeaving:
    TEXT = "above\n<!-- matrix:a -->\nold\n<!-- /matrix:a -->\nbelow\n"

    def test_only_what_is_between_the_markers_changes(self) -> None:
        woven = matrix.weave(self.TEXT, {"a": "| new |"})
        assert woven == "above\n<!-- matrix:a -->\n| new |\n<!-- /matrix:a -->\nbelow\n"
        assert matrix.weave(woven, {"a": "| new |"}) == woven

    @pytest.mark.parametrize("text", ["", TEXT + TEXT, "<!-- /matrix:a --> <!-- matrix:a -->"])
    def test_a_table_without_one_place_is_said(self, text: str) -> None:
        with pytest.raises(MatrixError, match="no one place"):
            matrix.weave(text, {"a": "x"})


def test_a_published_run_that_can_t_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / store.RUN_FILE).write_text("{")
    with pytest.raises(MatrixError, match="broken"):
        matrix.read_published(tmp_path)


def test_versions_have_the_order_of_numbers(tmp_path: Path) -> None:
    for name in ("b-15.2", "b-6.5", "b-6.12", "b", "a-9"):
        (tmp_path / name).mkdir()
        (tmp_path / name / store.RUN_FILE).write_text(as_text(Run(meta=meta(), cases=[])))
    assert [each.name for each in matrix.read_published(tmp_path)] == ["a-9", "b", "b-6.5", "b-6.12", "b-15.2"]


def test_a_folder_without_runs_gives_tables_that_say_so() -> None:
    assert all("Nothing is published yet" in table for table in matrix.tables_of([]).values())


def test_the_readme_shows_what_the_published_runs_give() -> None:
    """After publishing a run: `regrace matrix`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert matrix.weave(text, matrix.tables_of(matrix.read_published())) == text


@pytest.mark.parametrize("each", matrix.read_published(), ids=lambda each: each.name)
def test_the_page_of_a_published_run_is_made_of_it(each: Published) -> None:
    path = matrix.FOLDER / each.name / matrix.PAGE
    assert path.read_text(encoding="utf-8") == page.page_of(each)
    assert each.run.ended == "finished"
