"""Starting the supervisor, and asking it for rigs."""

from __future__ import annotations

import contextlib
import json
import secrets
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, Final

from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.node import RigError
from regrace.harness.rig.processes import end_process

READY_BUDGET_S: Final = 60.0
END_BUDGET_S: Final = 60.0
"""More than the supervisor takes itself (CLOSE_BUDGET_S)."""
SILENCE_S: Final = 30.0
"""The supervisor gives a sign of life every few seconds; after so long a silence it is taken to be dead."""
LONGEST_SOCKET_PATH: Final = 100
"""A little less than what the kernel takes (unix(7): 108 bytes with the final 0)."""


class SupervisorHandle:
    """The supervisor of this run, as its controller holds it. It ends when we do, however that happens."""

    def __init__(
        self, process: subprocess.Popen[bytes], socket_path: Path, leftovers: list[str], log_file: Path
    ) -> None:
        self._process = process
        self.socket_path = socket_path
        self.leftovers = leftovers
        """What a run that died had left, and was cleared now; a line each."""
        self.log_file = log_file
        """What providers print; removed with the folder at the end."""

    @property
    def pid(self) -> int:
        """Of the supervisor."""
        return self._process.pid

    def close(self) -> None:
        """Have everything healed and stopped; returns when that is done. Idempotent."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_BUDGET_S)
        end_process(self._process, 1.0)


def start_supervisor(run_folder: Path, provider_name: str, options: Mapping[str, str]) -> SupervisorHandle:
    """Start the supervisor of a run, in a session of its own (Ctrl-C is not for it). `run_folder` is made if
    need be, is for the supervisor alone (sockets, keys, rigs), and is removed by it at the end. Raises
    RigError, in the provider's words, if there is no such rig or this machine or these options won't do."""
    run_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket_path = run_folder / "supervisor.sock"
    if len(str(socket_path)) > LONGEST_SOCKET_PATH:
        socket_path = Path(tempfile.gettempdir()) / f"regrace-{secrets.token_hex(8)}.sock"
    log_file = run_folder / "supervisor.log"
    with log_file.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "regrace.harness.rig.supervisor"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    order = {
        "provider": provider_name,
        "options": dict(options),
        "folder": str(run_folder.resolve()),
        "socket": str(socket_path),
    }
    try:
        ready = _introduce(process, order)
        if not ready.get("ready"):
            end_process(process, END_BUDGET_S)
            raise RigError(str(ready.get("error") or f"the supervisor did not start: {_tail(log_file)}"))
    except BaseException:
        end_process(process, END_BUDGET_S)
        shutil.rmtree(run_folder, ignore_errors=True)
        raise
    return SupervisorHandle(process, socket_path, ready["leftovers"], log_file)


def _tail(log_file: Path) -> str:
    return log_file.read_text(errors="replace")[-2000:].strip() or "it said nothing"


def _introduce(process: subprocess.Popen[bytes], order: Mapping[str, Any]) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(BrokenPipeError):  # it is dead already: it says nothing, below
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
    readable, _, _ = select.select([process.stdout], [], [], READY_BUDGET_S)
    line = process.stdout.readline() if readable else b""
    answer: dict[str, Any] = json.loads(line) if line else {}
    return answer


class SupervisorClient:
    """A worker's connection to the supervisor, which is at the same time its lease: when the process dies,
    the rig goes to the next one, healed. Not thread-safe."""

    def __init__(
        self, socket_path: str | Path, worker: str = "main", on_pending: Callable[[str], None] | None = None
    ) -> None:
        """Connects at once; RigError if nobody is there. `on_pending` is called every few seconds while
        something takes its time, with what that is."""
        self._worker = worker
        self._on_pending = on_pending
        self._received = bytearray()
        self.waited_s = 0.0
        """How long the last lease waited for other workers."""
        self.provisioned_s = 0.0
        """How long it took to bring the rig of the last lease or rebuild up."""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(SILENCE_S)
        try:
            self._socket.connect(str(socket_path))
        except OSError as error:
            self._socket.close()
            raise RigError(f"the supervisor of this run does not answer at {socket_path}: {error}") from error

    def lease(self, *, exclusive: bool = True, budget_s: float = 3600.0) -> RigDescription:
        """A rig of our own (or, of a lab's, our turn at it; shared with others unless `exclusive`). The same
        one again if we hold one already. Raises RigError in the provider's words."""
        return self._take(self._ask("lease", budget_s, worker=self._worker, exclusive=exclusive))

    def rebuild(self, budget_s: float = 600.0) -> RigDescription:
        """Our rig, stopped and brought up anew with empty stable storage. Raises RigError."""
        return self._take(self._ask("rebuild", budget_s))

    def heal(self, budget_s: float = 120.0) -> None:
        """Remove every fault that is in force on our rig. Raises RigError."""
        self._ask("heal", budget_s)

    def release(self, budget_s: float = 120.0) -> None:
        """Give the rig back; it is healed. Raises RigError if we hold none."""
        self._ask("release", budget_s)

    def leftovers(self) -> list[str]:
        """What was cleared when the supervisor started, a line each."""
        return [str(line) for line in self._ask("leftovers", SILENCE_S)["leftovers"]]

    def close(self) -> None:
        """Hang up, which ends the lease. Idempotent."""
        self._socket.close()

    def _take(self, answer: Mapping[str, Any]) -> RigDescription:
        self.waited_s = answer["waited_s"]
        self.provisioned_s = answer["provisioned_s"]
        return RigDescription.from_json(answer["rig"])

    def _ask(self, verb: str, budget_s: float, **fields: Any) -> Mapping[str, Any]:
        give_up_at = monotonic() + budget_s
        try:
            self._socket.sendall(json.dumps({"do": verb, **fields}).encode() + b"\n")
            while True:
                answer = self._next()
                if "pending" not in answer:
                    break
                if self._on_pending is not None:
                    self._on_pending(str(answer["pending"]))
                if monotonic() > give_up_at:
                    self.close()
                    raise RigError(f"{verb}: not done within {budget_s:g} s")
        except OSError as error:
            self.close()
            raise RigError(f"{verb}: the supervisor of this run is gone or stuck: {error}") from error
        if not answer.pop("ok", False):
            raise RigError(str(answer.get("error", answer)))
        return answer

    def _next(self) -> dict[str, Any]:
        while b"\n" not in self._received:
            data = self._socket.recv(65536)
            if not data:
                raise ConnectionResetError("it has hung up")
            self._received += data
        line, _, rest = bytes(self._received).partition(b"\n")
        self._received[:] = rest
        message: dict[str, Any] = json.loads(line)
        return message
