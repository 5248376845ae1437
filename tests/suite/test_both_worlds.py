"""One case, unchanged, in both worlds; and the virtual one repeats itself byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.rig.attach import attach, detach
from regrace.harness.rig.wall import WallWorld
from regrace.verdict import Verdict

from .conducting import run_on, simulate

WORDS_OF_A_RUN = """
import json, sys
from tests.suite.conducting import simulate
done = simulate("PT-13", seed=int(sys.argv[1]), strategy=sys.argv[2])
print(json.dumps({"verdict": done.result.verdict, "trace": done.result.trace, "history": done.history}))
"""


@pytest.mark.parametrize(("strategy", "verdict"), [("retain", Verdict.PASS), ("naive", Verdict.FAIL)])
def test_the_stolen_lock_is_judged_alike_in_both_worlds(tmp_path: Path, strategy: str, verdict: Verdict) -> None:
    virtual = simulate("PT-13", strategy=strategy)
    provisioned = ReferenceRig().provision(tmp_path, {"strategy": strategy})
    try:
        topology = attach(provisioned.description, WallWorld())
        wall = run_on(topology, "PT-13")
        detach(topology)
    finally:
        provisioned.stop()

    assert (virtual.result.verdict, wall.result.verdict) == (verdict, verdict)
    assert virtual.result.signature == wall.result.signature
    if verdict is Verdict.FAIL:
        told = "\n".join(wall.result.trace)
        assert "D1" in told
        assert "RECLAIM LOCK" in told, "the trace shows the stolen lock"


def test_what_passes_in_a_session_from_before_the_case_is_judged_in_wall_time_too(tmp_path: Path) -> None:
    provisioned = ReferenceRig().provision(tmp_path, {"strategy": "enumerate", "mutant": "enumerate-no-fence"})
    try:
        topology = attach(provisioned.description, WallWorld())
        wall = run_on(topology, "EN-16", "reexport").result
        detach(topology)
    finally:
        provisioned.stop()
    assert wall.verdict is Verdict.FAIL
    assert wall.invariants["I10"].startswith("broken"), wall.invariants


@pytest.mark.parametrize("strategy", ["retain", "naive"])
def test_the_same_seed_gives_the_same_history_byte_for_byte(strategy: str) -> None:
    first, second = (_in_a_process_of_its_own(strategy, seed=7, hash_seed=h) for h in ("1", "2"))
    assert first == second
    assert len(json.loads(first)["history"]) > 10


def test_another_seed_gives_another_history() -> None:
    assert simulate("PT-13", seed=1, strategy="retain").history != simulate("PT-13", seed=2, strategy="retain").history


def _in_a_process_of_its_own(strategy: str, *, seed: int, hash_seed: str) -> bytes:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", WORDS_OF_A_RUN, str(seed), strategy],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=root,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
