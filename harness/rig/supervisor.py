"""`python -m regrace.harness.rig.supervisor`: the process that owns the rigs of a run.

It is started by the controller of a run (`supervisor_client.start_supervisor`) and told what to do by a JSON
line on stdin. When stdin ends, for whatever reason, it heals and stops everything, removes its folder, and
ends. Workers talk to it over a Unix socket, in JSON lines; a worker's connection is its lease:

    {"do": "lease", "worker": "gw0", "exclusive": true}
        -> {"ok": true, "rig": {...}, "waited_s": 0.0, "provisioned_s": 1.1}
    {"do": "release"} -> {"ok": true}             {"do": "heal"} -> {"ok": true}
    {"do": "rebuild"} -> as for lease             {"do": "leftovers"} -> {"ok": true, "leftovers": [...]}

A refusal is {"ok": false, "error": "..."}. While something takes its time, {"pending": "lease"} comes every
PULSE_S. When a connection ends, its lease does, and the rig is healed for the next one.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from regrace.harness.rig.node import RigError
from regrace.harness.rig.pool import Lease, RigPool
from regrace.harness.rig.processes import MARK, clear_dead_folders, clear_dead_runs, mark_folder, new_run_id
from regrace.harness.rig.providers import find_provider
from regrace.harness.rig.turnstile import GaveUp

PULSE_S: Final = 2.0
CLOSE_BUDGET_S: Final = 45.0
LONGEST_REQUEST: Final = 65536


class Supervisor:
    """Serves workers in a thread each."""

    def __init__(self, pool: RigPool, socket_path: Path, leftovers: list[str]) -> None:
        """Listens at once; raises OSError."""
        self._pool = pool
        self._leftovers = leftovers
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(socket_path))
        self._socket.listen(64)
        self._threads: list[threading.Thread] = []
        self._ending = threading.Event()
        threading.Thread(target=self._accept, name="accept", daemon=True).start()

    def close(self) -> None:
        """Turn everybody out, heal and stop all rigs."""
        self._ending.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._socket.close()
        self._pool.close(CLOSE_BUDGET_S)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=_Visit(self, connection).serve, name="worker", daemon=True).start()

    @property
    def pool(self) -> RigPool:
        """The rigs."""
        return self._pool

    @property
    def leftovers(self) -> list[str]:
        """What a run that died had left, and was cleared at our start."""
        return self._leftovers

    @property
    def ending(self) -> bool:
        """Whether the run is over."""
        return self._ending.is_set()


class _Visit:
    """One worker's connection."""

    def __init__(self, supervisor: Supervisor, connection: socket.socket) -> None:
        self._supervisor = supervisor
        self._connection = connection
        self._lease: Lease | None = None

    def serve(self) -> None:
        """Until the worker hangs up, or is killed."""
        try:
            with self._connection.makefile("rb") as requests:
                while line := requests.readline(LONGEST_REQUEST):
                    self._answer(line)
        except OSError:
            pass  # the worker is gone, which is all there is to know
        finally:
            lease, self._lease = self._lease, None
            if lease is not None and not self._supervisor.ending:
                self._supervisor.pool.release(lease)
            self._connection.close()

    def _answer(self, line: bytes) -> None:
        """Do what is asked in a thread of its own, with a sign of life every PULSE_S."""
        done = threading.Event()
        answer: dict[str, Any] = {}
        what = ""

        def work(request: Mapping[str, Any]) -> None:
            try:
                answer.update({"ok": True, **self._do(request)})
            except GaveUp:
                answer.update({"ok": False, "error": "nobody waits for this any more"})
            except RigError as error:
                answer.update({"ok": False, "error": str(error)})
            except Exception as error:  # a bug, of a provider perhaps: the worker is told, the rest goes on
                answer.update({"ok": False, "error": f"{type(error).__name__}: {error}"})
                sys.excepthook(type(error), error, error.__traceback__)
            done.set()

        try:
            request = json.loads(line)
            what = str(request["do"])
        except (ValueError, TypeError, KeyError) as error:
            self._send({"ok": False, "error": f"not a request: {type(error).__name__}: {error}"})
            return
        threading.Thread(target=work, args=(request,), name=what, daemon=True).start()
        while not done.wait(PULSE_S):
            with contextlib.suppress(OSError):  # gone: what is under way ends first, then its lease does
                self._send({"pending": what})
        self._send(answer)

    def _send(self, message: Mapping[str, Any]) -> None:
        self._connection.sendall(json.dumps(message).encode() + b"\n")

    def _do(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        pool = self._supervisor.pool
        match request["do"]:
            case "lease":
                if self._lease is None:
                    self._lease = pool.lease(
                        str(request.get("worker", "?")),
                        exclusive=bool(request.get("exclusive", True)),
                        gone=self._gone,
                    )
                return self._told(self._lease)
            case "rebuild":
                return self._told(pool.rebuild(self._held()))
            case "heal":
                pool.heal(self._held())
                return {}
            case "release":
                lease, self._lease = self._held(), None
                pool.release(lease)
                return {}
            case "leftovers":
                return {"leftovers": self._supervisor.leftovers}
            case other:
                raise RigError(f"the supervisor does not know {other!r}")

    def _held(self) -> Lease:
        if self._lease is None:
            raise RigError("this worker holds no rig")
        return self._lease

    def _told(self, lease: Lease) -> Mapping[str, Any]:
        return {
            "rig": lease.description.to_json(),
            "waited_s": lease.waited_s,
            "provisioned_s": lease.provisioned_s,
        }

    def _gone(self) -> bool:
        """Whether the worker has hung up while it waits (it says nothing before it is answered)."""
        if self._supervisor.ending:
            return True
        readable, _, _ = select.select([self._connection], [], [], 0)
        try:
            return bool(readable) and not self._connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return True


def main() -> int:
    """Supervise until stdin ends."""
    for ignored in (signal.SIGINT, signal.SIGHUP):  # Ctrl-C is for the controller; stdin tells us the rest
        signal.signal(ignored, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    os.umask(0o077)
    line = sys.stdin.readline()
    if not line:
        return 0  # the controller died before it could say what it wants
    order = json.loads(line)
    folder, socket_path = Path(order["folder"]), Path(order["socket"])
    os.environ[MARK] = run_id = new_run_id()
    mark_folder(folder, run_id)
    say = os.dup(1)
    os.dup2(2, 1)  # what a provider prints goes to the log
    try:
        provider = find_provider(order["provider"])
        provider.check(order["options"])
        leftovers = [*clear_dead_runs(), *provider.leftovers(), *clear_dead_folders(folder.parent)]
        supervisor = Supervisor(RigPool(provider, folder, order["options"]), socket_path, leftovers)
    except (RigError, OSError) as error:
        _say(say, {"ready": False, "error": str(error)})
        return 1
    try:
        _say(say, {"ready": True, "leftovers": leftovers})
        while sys.stdin.readline():
            pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the work of leaving must not be interrupted
        supervisor.close()
        socket_path.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _say(descriptor: int, message: Mapping[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):  # the controller is gone already: stdin says so next
        os.write(descriptor, json.dumps(message).encode() + b"\n")
    os.close(descriptor)


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
