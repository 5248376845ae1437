"""The scheduler is proved, not believed: `loadgroup` was ignored without a word (docs/adr/0006)."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = """
from regrace.harness.plugin.scheduling import RigScheduling

def pytest_xdist_make_scheduler(config, log):
    return RigScheduling(config, log)
"""

CASES = """
import os, pathlib, time, pytest

@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("rig", ["fixed:lab1", "fixed:lab2", "reference"])
def test_case(rig, number):
    where = pathlib.Path(os.environ["SEEN"]) / f"{rig}.{number}"
    where.write_text(f"{os.environ['PYTEST_XDIST_WORKER']} {time.monotonic()}")
    time.sleep(0.05)
"""


@pytest.mark.parametrize("dist", ["load", "loadgroup"])
def test_a_fixed_rig_stays_on_one_worker_in_order(
    pytester: pytest.Pytester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dist: str
) -> None:
    monkeypatch.setenv("SEEN", str(tmp_path))
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(CASES)

    result = pytester.runpytest_subprocess("-n", "2", "--dist", dist, "-p", "no:cacheprovider")

    result.assert_outcomes(passed=18)
    seen = {
        path.name: path.read_text().split()
        for path in tmp_path.iterdir()
        if ":" in path.name or "reference" in path.name
    }
    for lab in ("fixed:lab1", "fixed:lab2"):
        entries = [seen[f"{lab}.{number}"] for number in range(6)]
        assert len({worker for worker, _ in entries}) == 1, f"{lab} was split over workers: {entries}"
        times = [float(at) for _, at in entries]
        assert times == sorted(times)
    assert {worker for worker, _ in seen.values()} == {"gw0", "gw1"}, "both workers had work"
