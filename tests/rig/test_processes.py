"""Processes on a leash, and how a dead run's are found again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from regrace.harness.rig import processes
from regrace.harness.rig.node import RigError
from regrace.harness.rig.processes import (
    MARK,
    clear_dead_runs,
    end_process,
    kill_process,
    marked_processes,
    new_run_id,
    process_state,
    run_lives,
    spawn,
    start_time,
)

from .conftest import wait_for

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


def test_a_run_lives_as_long_as_its_supervisor() -> None:
    mine = new_run_id()
    assert run_lives(mine)
    pid, began, _ = mine.split("-")
    assert not run_lives(f"{pid}-{int(began) + 1}-x"), "a later process of the same number"
    assert run_lives("not a run id"), "never touch what we don't understand"


def test_marked_processes_are_found_and_only_dead_runs_are_cleared() -> None:
    mine, dead = new_run_id(), f"{os.getpid()}-1-dead{os.getpid()}"
    children = [spawn(SLEEP, env={MARK: run}) for run in (mine, dead)]
    try:
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == b"up\n"
        assert [one.pid for one in marked_processes(mine)] == [children[0].pid]
        report = [line for line in clear_dead_runs() if dead in line]
        assert len(report) == 1
        assert str(children[1].pid) in report[0]
        assert children[1].wait(5) == -signal.SIGKILL
        assert children[0].poll() is None
        assert marked_processes(dead) == []
    finally:
        for child in children:
            end_process(child, 1.0)


def test_the_leash_holds_until_the_process_dies_not_the_thread() -> None:
    started: list[subprocess.Popen[bytes]] = []
    thread = threading.Thread(target=lambda: started.append(spawn(SLEEP)))
    thread.start()
    thread.join()
    [child] = started
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(0.2)
    finally:
        end_process(child, 1.0)


def test_what_a_killed_process_had_spawned_dies_with_it() -> None:
    parent_code = (
        "import sys, time\n"
        "from regrace.harness.rig.processes import spawn\n"
        "child = spawn([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = spawn([sys.executable, "-c", parent_code])
    assert parent.stdout is not None
    grandchild = int(parent.stdout.readline())
    began = start_time(grandchild)
    assert began is not None
    parent.kill()
    parent.wait(5)
    processes.close_pipes(parent)
    wait_for(lambda: start_time(grandchild) != began)


def test_a_leash_that_comes_too_late_is_noticed() -> None:
    not_our_pid = "1"
    late = subprocess.run(
        ["sh", "-c", processes._IF_PARENT_LIVES, "leash", not_our_pid, "echo", "alive"],
        check=False,
        capture_output=True,
    )
    assert (late.returncode, late.stdout) == (127, b"")


def test_ending_a_stubborn_process() -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = spawn([sys.executable, "-c", deaf])
    assert child.stdout is not None
    child.stdout.readline()
    end_process(child, 0.1)
    end_process(child, 0.1)
    assert child.returncode == -signal.SIGKILL


def test_a_signal_goes_to_this_very_process_only() -> None:
    child = spawn(SLEEP)
    began = start_time(child.pid)
    assert began is not None
    assert not kill_process(child.pid, began + 1)
    assert process_state(child.pid) in ("R", "S", "D")
    assert kill_process(child.pid, began)
    end_process(child, 5.0)
    assert not kill_process(child.pid, began)
    assert (process_state(child.pid), start_time(child.pid)) == ("", None)


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(RigError, match="no program 'no-such-program'"):
        spawn(["no-such-program", "--now"])
