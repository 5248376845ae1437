"""`regrace publish` and `regrace matrix`, from a run's folder to the tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from regrace import cli
from regrace.results import store
from regrace.results.exitcodes import ExitCode
from regrace.results.record import CaseRecord
from regrace.results.run import RunMeta
from regrace.results.store import RunWriter
from regrace.verdict import Failure, Level, Verdict

README = "".join(f"<!-- matrix:{name} -->\n<!-- /matrix:{name} -->\n" for name in ("fates", "crash-points", "servers"))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a README that has places for the tables, and a run that finished."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    a_run(tmp_path / "run")
    return tmp_path


def a_run(
    folder: Path,
    *,
    finish: bool = True,
    code: str = "PT-13",
    signature: str = "LOCK -> NFS4_OK",
    rig: str = "box",
    nodes: Sequence[str] = (),
    **options: str,
) -> None:
    meta = RunMeta.begin(run_id="r", argv=["regrace", "run"], options={"rig": rig, **options})
    of_nodes = [{"name": name, "product": "box"} for name in nodes]
    meta.rigs[rig] = {"name": folder.name, "provider": rig, "nodes": of_nodes}
    writer = RunWriter(folder, meta)
    writer.case(
        CaseRecord(
            code=code,
            title="The stolen lock.",
            node_id="x",
            area="pass_through",
            rig=rig,
            verdict=Verdict.FAIL,
            level=Level.INV,
            citation="invariant I3",
            requirement="It holds.",
            signature=signature,
            failure=Failure.REEXPORT.value,
            fates={"silent": 1},
        )
    )
    if finish:
        writer.finish()
    writer.close()


def test_what_is_published_is_judged_by_the_expectations_that_stand_now(
    checkout: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run was made before anybody had looked into its failure."""
    assert cli.main(["publish", "run", "box-1.0"]) == ExitCode.AS_EXPECTED
    assert "unexpected: PT-13 fail (LOCK -> NFS4_OK)" in capsys.readouterr().out
    known = '[[expect]]\ncase = "PT-13"\nverdict = ["fail"]\nsignature = "LOCK"\nreason = "naive"\n'
    (checkout / "box.toml").write_text(f'{known}evidence = "docs"\nreview = 2127-01-01\n', encoding="utf-8")
    monkeypatch.setattr("regrace.results.expectations.FOLDER", checkout)
    assert cli.main(["publish", "run", "box-1.0"]) == ExitCode.AS_EXPECTED
    assert "unexpected" not in capsys.readouterr().out
    (case,) = store.read(checkout / "results" / "published" / "box-1.0").cases
    assert (case.unexpected, case.expectation_reason) == (False, "naive")


def test_cases_that_were_run_again_stand_and_a_remark_says_so(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_run(checkout / "later", signature="OPEN -> NFS4_OK")
    assert cli.main(["publish", "run", "box-1.0", "--again", "later"]) == ExitCode.AS_EXPECTED
    run = store.read(checkout / "results" / "published" / "box-1.0")
    assert [case.signature for case in run.cases] == ["OPEN -> NFS4_OK"]
    (remark,) = run.remarks
    assert remark.startswith("run again, 20")
    assert remark.endswith(": PT-13")

    a_run(checkout / "elsewhere", rig="can")
    assert cli.main(["publish", "run", "box-1.0", "--again", "elsewhere"]) == ExitCode.USAGE
    assert "PT-13 was run again on another rig" in capsys.readouterr().err


def test_cases_that_are_newer_than_the_run_are_added(checkout: Path) -> None:
    a_run(checkout / "newer", code="PT-14")
    assert cli.main(["publish", "run", "box-1.0", "--again", "newer"]) == ExitCode.AS_EXPECTED
    run = store.read(checkout / "results" / "published" / "box-1.0")
    assert [case.code for case in run.cases] == ["PT-13", "PT-14"]
    assert not run.missing
    (remark,) = run.remarks
    assert remark.startswith("run later, as cases that were new, 20")
    assert remark.endswith(": PT-14")


def test_cases_may_be_run_again_on_a_rig_that_has_more_nodes_and_on_no_other(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_run(checkout / "two", nodes=["origin", "reexport"])
    a_run(checkout / "three", nodes=["origin", "reexport", "reexport-b"], spare="yes")
    assert cli.main(["publish", "two", "box-1.0", "--again", "three"]) == ExitCode.AS_EXPECTED
    run = store.read(checkout / "results" / "published" / "box-1.0")
    assert len(run.meta.rigs["box"]["nodes"]) == 3
    (remark,) = run.remarks
    assert remark.endswith(", with --option spare=yes: PT-13")

    for first, second in (("three", "two"), ("two", "three")):  # the order of later runs does not matter
        assert cli.main(["publish", "two", "box-1.0", "--again", first, "--again", second]) == ExitCode.AS_EXPECTED
        assert len(store.read(checkout / "results" / "published" / "box-1.0").meta.rigs["box"]["nodes"]) == 3

    assert cli.main(["publish", "three", "box-1.0", "--again", "two"]) == ExitCode.USAGE
    assert "PT-13 was run again on another rig" in capsys.readouterr().err


def test_from_a_run_to_the_tables_and_back(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["publish", "run", "box-1.0"]) == ExitCode.AS_EXPECTED
    assert store.read(checkout / "results" / "published" / "box-1.0").cases[0].code == "PT-13"
    assert cli.main(["matrix", "--check"]) == ExitCode.UNEXPECTED
    assert "stale: README.md" in capsys.readouterr().out
    assert (checkout / "README.md").read_text(encoding="utf-8") == README

    assert cli.main(["matrix"]) == ExitCode.AS_EXPECTED
    assert "**1&nbsp;silent** in 1 of 1 cases" in (checkout / "README.md").read_text(encoding="utf-8")
    assert "### PT-13: fail" in (checkout / "results/published/box-1.0/README.md").read_text(encoding="utf-8")
    assert cli.main(["matrix", "--check"]) == ExitCode.AS_EXPECTED


def test_half_a_run_is_not_published(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_run(checkout / "killed", finish=False)
    assert cli.main(["publish", "killed", "box-1.0"]) == ExitCode.USAGE
    assert "killed before it could finish" in capsys.readouterr().err
    assert not (checkout / "results").exists()


@pytest.mark.parametrize("name", ["../escape", "Box 1", ".hidden", ""])
def test_a_name_is_a_folder_s_name(checkout: Path, name: str) -> None:
    assert cli.main(["publish", "run", name]) == ExitCode.USAGE
    assert not (checkout / "results").exists()


def test_a_readme_without_places_is_said(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "README.md").write_text("no tables here", encoding="utf-8")
    assert cli.main(["matrix"]) == ExitCode.USAGE
    assert "matrix:fates" in capsys.readouterr().err
