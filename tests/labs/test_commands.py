"""`regrace rig`: what a user types."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from regrace import cli
from regrace.fixtures.labs.inventory import read_inventory
from regrace.results.exitcodes import ExitCode

from .conftest import needs_lab
from .played import PlayedRig, inventory


def test_init_writes_an_inventory_that_says_what_to_fill_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lab.toml"
    assert cli.main(["rig", "init", str(file)]) == ExitCode.AS_EXPECTED
    tomllib.loads(file.read_text())
    filled = file.read_text().replace("ORIGIN", "127.0.0.1").replace("REEXPORT", "127.0.0.2")
    file.write_text(filled)
    assert [rig.name for rig in read_inventory(file).rigs] == ["alpha"]
    assert cli.main(["rig", "init", str(file)]) == ExitCode.USAGE
    assert file.read_text() == filled
    assert "stays as it is" in capsys.readouterr().err


def test_what_can_not_be_is_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none = str(tmp_path / "none.toml")
    for words in (["init", "lab.yaml"], ["doctor", none], ["down", "reference"], ["up", "nonesuch"]):
        assert cli.main(["rig", *words]) == ExitCode.USAGE
        assert capsys.readouterr().err.startswith("regrace: ")


@needs_lab
def test_the_doctor_finds_the_lab_well(lab: Path, played: PlayedRig, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.main(["rig", "doctor", str(lab)])
    told = capsys.readouterr().out
    assert code == ExitCode.AS_EXPECTED, told
    for proven in ("a reboot", "a crash, and a start", "a pause", "a partition from the origin"):
        assert f"{proven} works" in told
    assert told.count("the dead man's switch works") == 2
    assert "BAD" not in told
    assert all(host.table_of_faults() == "" and not (host.folder / "lease").exists() for host in played.hosts)


@needs_lab
def test_the_doctor_says_in_plain_words_what_is_wrong(
    lab: Path, played: PlayedRig, capsys: pytest.CaptureFixture[str]
) -> None:
    played.reexport.marker.unlink()
    (played.origin.home / "restart").write_text("on-failure\n")
    date = played.origin.home / "bin" / "date"
    date.write_text('#!/bin/sh\n[ "$1" = +%s.%N ] && echo 1000000000.5 || exec /usr/bin/date "$@"\n')
    date.chmod(0o755)
    before = [host.pid for host in played.hosts]
    assert cli.main(["rig", "doctor", str(lab)]) == ExitCode.RIG_TROUBLE
    told = " ".join(capsys.readouterr().out.split())
    for wrong in ("has no marker file", "Restart=on-failure", "its clock is off by"):
        assert wrong in told
    assert [host.pid for host in played.hosts] == before, "nothing was touched"


@needs_lab
def test_a_wrong_path_is_named_with_its_remedy(
    lab: Path, played: PlayedRig, capsys: pytest.CaptureFixture[str]
) -> None:
    played.origin.more["path"] = '"/nowhere"'
    inventory(lab, played)
    assert cli.main(["rig", "doctor", "--no-faults", str(lab)]) == ExitCode.RIG_TROUBLE
    told = " ".join(capsys.readouterr().out.split())
    assert "NFS4ERR_NOENT" in told
    assert "leads from the pseudo root to the export" in told


@needs_lab
def test_up_starts_what_is_down_and_down_stops_it(
    lab: Path, played: PlayedRig, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["rig", "down", str(lab)]) == ExitCode.AS_EXPECTED
    assert [host.pid for host in played.hosts] == [0, 0]
    assert cli.main(["rig", "up", f"{lab}:alpha"]) == ExitCode.AS_EXPECTED
    assert all(host.pid for host in played.hosts)
    assert "/export" in capsys.readouterr().out
