"""`regrace state --rig`, for a rig that stands: its nodes are found, asked over SSH, and compared."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from regrace.cli import main
from regrace.harness.client.client import Client
from regrace.harness.rig.attach import attach, detach
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.supervisor_client import SupervisorClient, start_supervisor
from regrace.harness.rig.wall import WallWorld
from regrace.results.exitcodes import ExitCode
from regrace.standing import standing

LEASE_S = "600"
"""Nobody renews while a command runs, however long that takes on a busy machine."""


@pytest.fixture(autouse=True)
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where rigs that stand are written down, for this test."""
    monkeypatch.setenv("REGRACE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "standing"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A reference rig that stands, as `regrace rig up reference` leaves it."""
    handle = start_supervisor(tmp_path / "run", "reference", {"lease_s": LEASE_S})
    lease = SupervisorClient(handle.socket_path)
    description = lease.lease()
    with standing("reference", description):
        topology = attach(description, WallWorld())
        rig = Rig(topology, "STATE")
        rig.begin()
        yield rig
        rig.settle()
        detach(topology)
    lease.close()
    handle.close()


def holder(rig: Rig) -> Client:
    """A client of the re-export server that holds an open and ten bytes."""
    client = rig.end_client("E1")
    held = client.open(rig.file("f"), owner="o").need(judged_by="LK-01").open
    client.lock(held, "WRITE", 0, 10, owner="l").need(judged_by="LK-01")
    return client


def test_every_node_of_a_rig_that_stands_has_a_table(rig: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    client = holder(rig)
    assert main(["state", "--rig", "reference"]) == ExitCode.AS_EXPECTED
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if line.startswith(("origin: ", "reexport: "))]
    assert main(["state", "--rig", "reference", "--json"]) == ExitCode.AS_EXPECTED
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"origin", "reexport"}
    for node in told.values():
        assert node["sources"] == ["node"]
        assert [row["kind"] for row in node["state"]] == ["OPEN", "LOCK"], "E1's at R, and R's for it at O"
    assert "WRITE [0,10)" in told["reexport"]["state"][1]["what"]

    owner = f"0x{client.owner.hex()}"
    assert main(["state", "--rig", "reference", "--node", "origin", "--owner", owner]) == ExitCode.AS_EXPECTED
    assert "OPEN" not in capsys.readouterr().out, "at O it is R that holds them"
    assert main(["state", "--rig", "reference", "--node", "reexport-b"]) == ExitCode.RIG_TROUBLE, "it is spare"
    assert "tells nothing of its state" in capsys.readouterr().out


def test_it_is_compared_with_what_the_client_believes_and_what_the_wire_says(
    rig: Rig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client = holder(rig)
    ledger = client.ledger.to_json()
    (tmp_path / "ledger.json").write_text(json.dumps(ledger))
    asked = ["state", "--rig", "reference", "--node", "reexport", "--owner", f"0x{client.owner.hex()}"]
    asked += ["--verifier", client.verifier.hex(), "--ledger", str(tmp_path / "ledger.json"), "--json"]
    assert main(asked) == ExitCode.AS_EXPECTED
    (told,) = json.loads(capsys.readouterr().out).values()
    assert {"ledger", "node", "TEST_STATEID"} <= set(told["sources"])
    assert [set(row["sources"].values()) for row in told["state"]] == [{"held", "NFS4_OK"}] * 2

    (ledger["locks"][0]["ranges"],) = [[["WRITE", 0, 20]]]
    (tmp_path / "ledger.json").write_text(json.dumps(ledger))
    assert main(asked) == ExitCode.UNEXPECTED
    assert "other ranges" in capsys.readouterr().out


def test_only_a_rig_that_stands_is_found(
    rig: Rig, records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (record,) = records.glob("*.json")
    assert record.stat().st_mode & 0o077 == 0, "it leads to keys"
    dead = json.loads(record.read_text())
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead["pid"] = gone.pid
    (records / "reference.dead.json").write_text(json.dumps(dead))
    assert main(["state", "--rig", "reference", "--node", "origin"]) == ExitCode.AS_EXPECTED
    assert list(records.glob("*.json")) == [record], "what a dead process left is gone"
    assert main(["state", "--rig", "reference", "--node", "nowhere"]) == ExitCode.USAGE
    assert "has the nodes origin, reexport, reexport-b, not 'nowhere'" in capsys.readouterr().err


def test_what_is_not_up_is_named_with_the_way_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        (["--rig", "reference"], "`regrace rig up reference`"),
        (["--rig", "nonesuch"], "there is no rig 'nonesuch'"),
        (["--rig", str(tmp_path / "lab.toml")], "`regrace rig init "),
        (["--node", "origin"], "it takes --rig too"),
        (["--rig", "reference", "127.0.0.1"], "without HOST"),
        (["--rig", "reference", "--ssh", "root@h"], "without HOST"),
        (["--rig", "reference", "--ledger", "x"], "say --node too"),
    ):
        assert main(["state", *words]) == ExitCode.USAGE
        assert said in capsys.readouterr().err


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_rig_up_writes_it_down_until_it_is_told_to_end(end: signal.Signals, records: Path) -> None:
    argv = [sys.executable, "-m", "regrace.cli", "rig", "up", "reference"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as up:
        assert up.stdout is not None
        assert any("stays up" in line for line in up.stdout)
        assert len(list(records.glob("*.json"))) == 1
        up.send_signal(end)
        assert up.wait() == 0
    assert not list(records.glob("*.json"))
