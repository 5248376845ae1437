"""The recipes of contrib/: read by the tools that will read them, as far as this machine has those; and the nightly
script run for real."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

from regrace import cli
from regrace.fixtures.labs.inventory import read_inventory

ROOT = Path(__file__).resolve().parent.parent
CONTRIB = ROOT / "contrib"
NIGHTLY = CONTRIB / "nightly.sh"


@pytest.fixture
def regrace(tmp_path: Path) -> Path:
    """A `regrace` on its own, as a unit would call it."""
    program = tmp_path / "regrace"
    program.write_text(f'#!/bin/sh\ncd {ROOT}\nexec {sys.executable} -m regrace.cli "$@"\n')
    program.chmod(0o755)
    return program


def nightly(regrace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One night."""
    environment = {**os.environ, "REGRACE": str(regrace)}
    argv = ["sh", str(NIGHTLY), *words]
    return subprocess.run(argv, capture_output=True, text=True, timeout=600, check=False, env=environment)


def test_only_what_changed_is_said(regrace: Path, tmp_path: Path) -> None:
    """Three nights on the reference rig: the second is as the first, for the third the second has failed."""
    folder = tmp_path / "nights"
    first = nightly(regrace, "reference", str(folder), "--strategy", "retain", "-k", "ID-01")
    assert (first.returncode, first.stdout) == (0, ""), first.stdout + first.stderr
    one = (folder / "last").resolve()
    document = json.loads((one / "pynfs.json").read_text())
    assert [test["code"] for test in document["testcase"]] == ["ID-01[origin]", "ID-01[reexport]"]
    second = nightly(regrace, "reference", str(folder), "--strategy", "retain", "-k", "ID-01")
    assert (second.returncode, second.stdout) == (0, ""), second.stdout + second.stderr
    other = (folder / "last").resolve()
    assert other != one
    assert (other / "terminal.log").exists()

    record = json.loads((other / "run.json").read_text())
    for case in record["cases"]:
        if case["code"] == "ID-01[origin]":
            case.update(verdict="fail", message="it was wrong")
    (other / "run.json").write_text(json.dumps(record))
    third = nightly(regrace, "reference", str(folder), "--strategy", "retain", "-k", "ID-01")
    assert third.returncode == 0, "it became better"
    assert "ID-01[origin] fail -> pass" in third.stdout
    assert "ID-01[reexport]" not in third.stdout


def test_a_night_that_is_told_to_end_ends_its_run_in_order(regrace: Path, tmp_path: Path) -> None:
    """By systemd, which speaks to the script alone."""
    folder = tmp_path / "nights"
    argv = ["sh", str(NIGHTLY), "reference", str(folder), "--strategy", "retain", "-k", "ID or LK or CO or NP"]
    environment = {**os.environ, "REGRACE": str(regrace)}
    with subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True) as night:
        deadline = time.monotonic() + 300
        while not any('"type": "case"' in path.read_text() for path in folder.glob("*/events.jsonl")):
            assert night.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        night.send_signal(signal.SIGTERM)
        said, _ = night.communicate(timeout=300)
    assert night.returncode != 0
    assert "interrupted" in said
    (run,) = folder.glob("*/run.json")
    assert json.loads(run.read_text())["cases"], "what was finished is kept"
    assert (run.parent / "pynfs.json").exists()
    assert not (folder / "last").exists()


def test_a_lab_that_is_not_fit_is_trouble_of_the_rig(regrace: Path, tmp_path: Path) -> None:
    lab = tmp_path / "lab.toml"
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF6+rtGzOoLpt6Ln8blT8gGb6IiDa4A9ywLElgKy+pTH"
    node = f'ssh = "127.0.0.1"\nssh_port = 1\nhost_key = "{key}"\nnfs = "127.0.0.1"\ndialect = "knfsd-systemd"\n'
    other = node.replace('nfs = "127.0.0.1"', 'nfs = "127.0.0.1:2050"')
    lab.write_text(f"[rigs.a.origin]\n{node}[rigs.a.reexport]\n{other}")
    night = nightly(regrace, str(lab), str(tmp_path / "nights"))
    assert night.returncode == 3
    assert "can't be reached over SSH" in " ".join(night.stdout.split())


def test_the_nightly_script_says_how_it_is_used(regrace: Path) -> None:
    night = nightly(regrace)
    assert night.returncode == 2
    assert "nightly.sh RIG FOLDER" in night.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in (CONTRIB / "systemd").iterdir():
        text = unit.read_text().replace("/opt/regrace/contrib/nightly.sh", str(NIGHTLY))
        (tmp_path / unit.name).write_text(text)
    argv = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "regrace-nightly@.timer")]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    complaints = [line for line in done.stderr.splitlines() if "regrace" in line]
    assert complaints == []


def test_what_kdevops_writes_is_an_inventory(tmp_path: Path) -> None:
    template = CONTRIB / "kdevops" / "roles" / "regrace" / "templates" / "inventory.toml.j2"
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, trim_blocks=True, autoescape=False)
    facts = {
        name: SimpleNamespace(ansible_default_ipv4=SimpleNamespace(address=address), ansible_kernel="6.12.9")
        for name, address in (("kdevops-regrace-o", "192.0.2.1"), ("kdevops-regrace-r", "192.0.2.2"))
    }
    text = environment.from_string(template.read_text()).render(
        regrace_marker="/etc/regrace-may-break-this",
        regrace_switch_s=60,
        regrace_export="/export/regrace",
        regrace_dialect="knfsd-systemd",
        kdevops_ssh_config="/home/k/.ssh/config",
        groups={"regrace_origin": ["kdevops-regrace-o"], "regrace_reexport": ["kdevops-regrace-r"]},
        hostvars=facts,
    )
    (tmp_path / "kdevops.toml").write_text(text)
    (rig,) = read_inventory(tmp_path / "kdevops.toml").rigs
    assert [node.ssh for node in rig.nodes] == ["kdevops-regrace-o", "kdevops-regrace-r"]
    assert rig.origin.claims == ("locks", "reclaim")
    assert rig.reexport.claims == ()
    assert all(node.sudo and node.ssh_config == "/home/k/.ssh/config" for node in rig.nodes)


def test_recipes_use_words_that_the_command_line_has() -> None:
    """Every long option after `regrace` in a recipe is one of ours."""
    helps = []
    for words in (["run"], ["report"], ["compare"], ["rig", "doctor"]):
        parser = cli.build_parser()
        for word in words:
            (actions,) = (a for a in parser._actions if isinstance(a.choices, dict))
            assert isinstance(actions.choices, dict)
            parser = actions.choices[word]
        helps.append(parser.format_help())
    known = set(re.findall(r"--[a-z-]+", " ".join(helps)))
    recipes = [NIGHTLY, CONTRIB / "ci" / "github-actions.yml", CONTRIB / "kdevops/roles/regrace/tasks/run.yml"]
    for recipe in recipes:
        lines = [line for line in recipe.read_text().splitlines() if re.search(r"regrace\b.*--|- --|'--", line)]
        used = set(re.findall(r"(?<![\w-])--[a-z-]+", " ".join(lines)))
        assert used
        assert used <= known, recipe
