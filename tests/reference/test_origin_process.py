"""The origin as a process: real sockets, a real folder, SIGKILL."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regrace.harness.rig.wall import WallWorld
from regrace.xdr_defs.nfs4 import nfsstat4
from tests.reference.caller import Peer

OK = nfsstat4.NFS4_OK


class OriginProcess:
    """`python -m regrace.fixtures.reference.origin`, and its control channel."""

    def __init__(self, folder: Path, **knobs: Any) -> None:
        self._log = folder / "log"
        self._config = folder / "config.json"
        self._settings: dict[str, Any] = {
            "stable": str(folder / "stable"),
            "server": {"name": "origin", "lease_s": 30, "grace_s": 30, **knobs},
        }
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._config.write_text(json.dumps({**self._settings, "port": self.port}))
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "regrace.fixtures.reference.origin", str(self._config)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        ready = self.read()
        assert ready["ready"]
        self.port = ready["port"]

    def read(self) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.log
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, verb: str) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"id": 1, "do": verb}).encode() + b"\n")
        self.process.stdin.flush()
        return self.read()

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.close()

    def leave(self) -> int:
        """Let go of the control channel: an orderly stop."""
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.close()

    def close(self) -> int:
        assert self.process is not None
        code = self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process = None
        return code

    @property
    def log(self) -> str:
        return self._log.read_text()


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[OriginProcess]:
    made = OriginProcess(tmp_path)
    made.start()
    yield made
    if made.process is not None:
        made.kill()


def test_state_is_reclaimed_after_sigkill(origin: OriginProcess) -> None:
    with WallWorld() as world:
        alice = Peer(world, ("127.0.0.1", origin.port), "alice").establish()
        opened = alice.open("f", "export", create=True)
        held = alice.lock(opened)
        assert alice.write(opened.fh, held.state, b"data").ok
        assert len(origin.ask("state")["locks"]) == 1
        origin.kill()
        origin.start()
        assert origin.ask("state")["grace"] == {"phase": "running", "waits_for": ["alice"]}
        alice.restart()
        again = alice.reclaim_open(opened.fh)
        assert alice.lock(again, reclaim=True).ok
        assert alice.read(opened.fh, again.state).result.resok4.data == b"data"
        assert alice.reclaim_complete() == OK
    assert "grace: ended early, all 1 recorded clients completed" in origin.log
    assert "BUG" not in origin.log
    assert origin.leave() == 0


def test_a_configuration_that_makes_no_sense_is_refused_in_words(tmp_path: Path) -> None:
    origin = OriginProcess(tmp_path, kind="polite")
    with pytest.raises(AssertionError, match="polite"):
        origin.start()
    assert origin.close() == 1
