"""Processes of a run: started on a leash, marked, and found again when a run has died.

Every process that a supervisor starts, and all that these start, inherits an environment mark that names
the run. A run's name holds the pid and start time of its supervisor, so that anybody can tell later
whether that run still lives, and a crashed run's processes are never taken for somebody else's.
"""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from regrace.harness.rig.node import RigError

MARK: Final = "REGRACE_RUN"
"""Environment variable: the run that a process belongs to."""
FOLDER_MARK: Final = "regrace-run-id"
"""File in a run's folder: the run that it belongs to."""
KILL_BUDGET_S: Final = 5.0
_IF_PARENT_LIVES: Final = 'test "$PPID" = "$1" || exit 127; shift; exec "$@"'


def start_time(pid: int) -> int | None:
    """When the process was started, in clock ticks since boot; None if there is no such process or it is a
    zombie. With the pid it tells a process from a later one of the same number (proc(5), stat)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def process_state(pid: int) -> str:
    """The one-letter state of proc(5), "T" for stopped; "" if there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


# --- names of runs, and what carries them


def new_run_id() -> str:
    """A name for the run that this process supervises: "pid-starttime-random"."""
    return f"{os.getpid()}-{start_time(os.getpid())}-{secrets.token_hex(4)}"


def run_lives(run_id: str) -> bool:
    """Whether the supervisor of that run is still there. Anything that is no run id is taken to live."""
    pid, _, rest = run_id.partition("-")
    began = rest.partition("-")[0]
    if not (pid.isdecimal() and began.isdecimal()):
        return True
    return start_time(int(pid)) == int(began)


@dataclass(frozen=True, slots=True)
class MarkedProcess:
    """A process that carries the mark of a run."""

    pid: int
    start_time: int
    run_id: str
    command: str


def marked_processes(run_id: str | None = None) -> list[MarkedProcess]:
    """The living processes that carry the mark of that run, or of any; never this process itself. Only
    processes whose environment we may read (our own user's, or all for root)."""
    found: list[MarkedProcess] = []
    for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdecimal()):
        mark = _mark_of(pid)
        began = start_time(pid)
        if pid == os.getpid() or mark is None or began is None or run_id not in (None, mark):
            continue
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            found.append(MarkedProcess(pid, began, mark, command.strip()))
    return found


def clear_dead_runs() -> list[str]:
    """Kill what still carries the mark of a run whose supervisor is dead; says what it was, a line each."""
    report: list[str] = []
    for one in marked_processes():
        if not run_lives(one.run_id) and kill_process(one.pid, one.start_time):
            report.append(f"killed process {one.pid} of the dead run {one.run_id}: {one.command}")
    return report


def mark_folder(folder: Path, run_id: str) -> None:
    """Say to whom a run's folder belongs, so that it can be cleared away when that run is dead."""
    (folder / FOLDER_MARK).write_text(run_id)


def clear_dead_folders(parent: Path) -> list[str]:
    """Remove the folders below `parent` that belong to runs whose supervisor is dead (their sockets, keys and
    stable storage); only our own user's. Says which, a line each."""
    report: list[str] = []
    for mark in sorted(parent.glob(f"*/{FOLDER_MARK}")):
        try:
            ours = mark.stat().st_uid == os.getuid() and not mark.is_symlink()
            run_id = mark.read_text()
        except OSError:
            continue  # gone meanwhile, or another user's
        if ours and not run_lives(run_id):
            shutil.rmtree(mark.parent, ignore_errors=True)
            report.append(f"removed the folder {mark.parent} of the dead run {run_id}")
    return report


def kill_process(pid: int, began: int, signum: int = signal.SIGKILL) -> bool:
    """Signal this very process, not a later one of the same number; whether it was still there."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        if start_time(pid) != began:
            return False
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signum)
            return True
        return False
    finally:
        os.close(handle)


def _mark_of(pid: int) -> str | None:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return None  # gone meanwhile, or another user's
    for entry in environment.split(b"\0"):
        if entry.startswith(MARK.encode() + b"="):
            return entry.partition(b"=")[2].decode(errors="replace")
    return None


# --- starting and ending


def spawn(
    argv: Sequence[str],
    *,
    leash: int = signal.SIGKILL,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: int | IO[Any] | None = subprocess.PIPE,
    stdout: int | IO[Any] | None = subprocess.PIPE,
    stderr: int | IO[Any] | None = None,
    new_session: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a process that gets the signal `leash` when this process dies, however that happens. `env` is
    added to our environment. Raises RigError if the program can't be run.

    The leash is PR_SET_PDEATHSIG (prctl(2)), put on by `setpriv` of util-linux, because Python between fork
    and exec is not safe in a process with threads; a shell then looks whether we died before it was on. It
    all happens in one thread that lives as long as we do: the kernel pulls the leash when the *thread* that
    forked ends, and rigs are provisioned by passing threads.
    """
    for program in ("setpriv", argv[0]):
        if shutil.which(program) is None:
            raise RigError(f"can't run {' '.join(argv)}: no program {program!r} is installed")
    name = signal.Signals(leash).name.removeprefix("SIG")
    leashed = ["setpriv", "--pdeathsig", name, "sh", "-c", _IF_PARENT_LIVES, "leash", str(os.getpid()), *argv]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            leashed,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=new_session,
        )

    try:
        return _forker.run(start)
    except OSError as error:
        raise RigError(f"can't run {' '.join(argv)}: {error}") from error


def end_process(process: subprocess.Popen[bytes], budget_s: float, polite: int = signal.SIGTERM) -> None:
    """Ask the process to end, kill it if it has not within the budget; close its pipes. Idempotent."""
    if process.poll() is None:
        process.send_signal(polite)
        try:
            process.wait(budget_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(KILL_BUDGET_S)
    close_pipes(process)


def close_pipes(process: subprocess.Popen[bytes]) -> None:
    """Close our ends of the process's pipes. Idempotent."""
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):  # what was buffered for a dead process
                pipe.close()


class _Forker:
    """The thread that forks."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def run(self, start: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        """Run `start` in the thread and give back what it gives or raises."""
        done = threading.Event()
        outcome: list[subprocess.Popen[bytes] | Exception] = []

        def job() -> None:
            try:
                outcome.append(start())
            except Exception as error:
                outcome.append(error)
            done.set()

        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="regrace-forker", daemon=True)
                self._thread.start()
        self._jobs.put(job)
        done.wait()
        result = outcome[0]
        if isinstance(result, Exception):
            raise result
        return result

    def _work(self) -> None:
        for job in iter(self._jobs.get, None):
            job()


_forker = _Forker()


def lines_of(pipe: IO[bytes]) -> Iterator[bytes]:
    """The lines of a pipe until its end; a pipe that another thread closes has ended."""
    with contextlib.suppress(ValueError, OSError):
        yield from pipe
