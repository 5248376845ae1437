"""The suite on a lab, as a user starts it: two rigs of one inventory, a worker each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from regrace.results import store
from regrace.verdict import Verdict

from .conftest import needs_lab
from .played import PlayedRig, inventory


@needs_lab
def test_cases_are_run_on_two_rigs_at_once(lab: Path, played: PlayedRig, tmp_path: Path) -> None:
    second = PlayedRig(tmp_path / "beta", "beta")
    try:
        inventory(lab, played, second)
        argv = [sys.executable, "-m", "regrace.cli", "run", "--rig", str(lab), "-k", "ID-01", "-n", "2"]
        argv += ["--out", str(tmp_path / "out")]
        done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, timeout=400, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        run = store.read(tmp_path / "out")
        assert {case.code: case.verdict for case in run.cases} == {
            "ID-01[origin]": Verdict.PASS,
            "ID-01[reexport]": Verdict.PASS,
        }
        assert {case.worker.partition("-")[0] for case in run.cases} == {"gw0", "gw1"}
        assert not any((host.folder / "lease").exists() for rig in (played, second) for host in rig.hosts)
    finally:
        second.close()
