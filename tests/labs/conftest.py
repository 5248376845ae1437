"""A lab on this machine, for tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from regrace.fixtures.ganesha.installed import find_ganesha
from regrace.harness.rig.node import RigError

from .played import PlayedRig, inventory


def _missing() -> str:
    if os.geteuid() != 0:
        return "network namespaces are root's"
    if not Path("/usr/sbin/sshd").exists():
        return "no OpenSSH server: apt-get install openssh-server"
    if shutil.which("ssh") is None:
        return "no OpenSSH client: apt-get install openssh-client"
    try:
        find_ganesha(("mem", "proxy_v4"), namespaces=True)
    except RigError as lack:
        return str(lack)
    return ""


MISSING = _missing()
needs_lab = pytest.mark.skipif(bool(MISSING) and "CI" not in os.environ, reason=MISSING)


@pytest.fixture
def played(tmp_path: Path) -> Iterator[PlayedRig]:
    """One rig of a lab, up. Where nothing may be skipped (`CI`), what is missing is a failure that names it."""
    if MISSING:
        pytest.fail(f"no lab can be played here: {MISSING}")
    rig = PlayedRig(tmp_path / "alpha", "alpha")
    try:
        yield rig
    finally:
        rig.close()


@pytest.fixture
def lab(tmp_path: Path, played: PlayedRig) -> Path:
    """Its inventory."""
    return inventory(tmp_path / "lab.toml", played)
