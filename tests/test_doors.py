"""The doors that a user and a build machine come in by: what they say when something is missing or red.

The commands that they call are stubs here; that they do what they should is what the lanes themselves show.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def stubs(tmp_path: Path) -> Path:
    """A folder that goes before everything else on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def stub(folder: Path, name: str, script: str) -> None:
    """A command of that name that runs this shell script."""
    path = folder / name
    path.write_text(f"#!/bin/bash\n{script}\n")
    path.chmod(0o755)


def run(stubs: Path, *argv: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a door with the stubs before everything else."""
    environment = {**os.environ, "PATH": f"{stubs}:{os.environ['PATH']}"}
    return subprocess.run(
        argv, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("script", [".ci/run", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("scripts/*.sh"))])
def test_scripts_are_well_formed_and_stop_at_the_first_error(script: str) -> None:
    text = (ROOT / script).read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\n" in text
    subprocess.run(["bash", "-n", script], cwd=ROOT, check=True)


# --- make run, make test: the environment


def test_a_python_that_is_too_old_is_named(stubs: Path, tmp_path: Path) -> None:
    stub(stubs, "python3", '[[ $1 == --version ]] && { echo "Python 3.9.2"; exit 0; }; exit 1')
    told = run(stubs, "bash", "scripts/venv.sh", tmp_path / "venv")
    assert told.returncode == 2
    assert "Python 3.9.2 is too old" in told.stderr


def test_the_package_that_makes_environments_is_named_with_its_apt_line(stubs: Path, tmp_path: Path) -> None:
    stub(stubs, "python3", '[[ $2 == *ensurepip* ]] && exit 1; [[ $2 == *version_info* ]] && exit 0; exit 3')
    told = run(stubs, "bash", "scripts/venv.sh", tmp_path / "venv")
    assert told.returncode == 2
    assert "  apt-get install -y python3-venv\n" in told.stderr
    assert not (tmp_path / "venv").exists()


def test_no_python_at_all_is_said(stubs: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHON": "python-that-is-not-there"}
    told = subprocess.run(
        ["bash", "scripts/venv.sh", tmp_path / "venv"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert "apt-get install -y python3 python3-venv" in told.stderr


# --- the packages of a bare machine


def test_only_what_is_missing_is_installed(stubs: Path) -> None:
    stub(stubs, "dpkg-query", '[[ ${@: -1} == tshark ]] || echo -n "install ok installed"')
    stub(stubs, "sudo", 'shift; exec "$@"')
    stub(stubs, "install", "cat >/dev/null")  # the policy that no service is started: this machine keeps its own
    stub(stubs, "rm", "exit 0")
    stub(stubs, "apt-get", 'echo "apt-get $*"; [[ $1 != update ]]')
    told = run(stubs, "bash", "scripts/packages.sh")
    assert told.returncode == 0, "lists that can't be renewed may still do"
    (asked,) = [line for line in told.stdout.splitlines() if line.startswith("apt-get") and " install " in line]
    assert asked.endswith(" install -y -q --no-install-recommends tshark")


def test_a_machine_that_has_everything_is_left_alone(stubs: Path) -> None:
    stub(stubs, "dpkg-query", 'echo -n "install ok installed"')
    stub(stubs, "apt-get", "exit 1")
    told = run(stubs, "bash", "scripts/packages.sh")
    assert (told.returncode, "packages are here" in told.stdout) == (0, True)


# --- the lanes

LANES = ("test", "lint", "run", "wheel", "ganesha", "labs", "knfsd", "stability")

@pytest.fixture
def machine(tmp_path: Path, stubs: Path) -> Path:
    """A checkout with nothing but the door and the packages script; `make` and `sudo` are stubs."""
    checkout = tmp_path / "checkout"
    for name in (".ci/run", "scripts/packages.sh"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    stub(stubs, "dpkg-query", 'echo -n "install ok installed"')
    stub(stubs, "sudo", 'shift; exec "$@"')
    return checkout


def test_all_green_closes_with_one_line_and_zero(stubs: Path, machine: Path) -> None:
    stub(stubs, "make", "exit 0")
    told = run(stubs, "bash", ".ci/run", cwd=machine)
    assert told.returncode == 0, told.stdout
    assert told.stdout.splitlines()[-1] == "9 passed, 0 failed"


def test_a_red_lane_stops_no_other_and_fails_the_run(stubs: Path, machine: Path) -> None:
    stub(stubs, "make", 'echo "lane of $1"; [[ $1 != lint && $1 != ganesha ]]')
    told = run(stubs, "bash", ".ci/run", cwd=machine)
    assert told.returncode == 1
    assert told.stdout.splitlines()[-1] == "7 passed, 2 failed"
    assert "lane of stability" in told.stdout, "the last lane ran"
    failed = [line.split()[1] for line in told.stdout.splitlines() if line.startswith("FAILED")]
    assert failed == ["lint", "ganesha"]


def test_every_lane_is_bounded_and_all_together_end_before_a_build_machine_loses_patience() -> None:
    lanes = [
        line.split() for line in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines() if line.startswith("lane ")
    ]
    assert [name for _, name, *_ in lanes] == ["packages", *LANES]
    assert sum(int(bound) for _, _, bound, *_ in lanes) <= 75 * 60


def test_every_target_of_the_makefile_that_a_lane_calls_exists() -> None:
    for target in LANES:
        subprocess.run(["make", "-n", target], cwd=ROOT, check=True, capture_output=True, timeout=60)
