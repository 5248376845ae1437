"""Start a tap's process, and hold it: for whoever provisions a rig."""

from __future__ import annotations

import json
import os
import secrets
import select
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from regrace.harness.rig.node import RigError
from regrace.harness.rig.processes import end_process, spawn
from regrace.harness.rig.world import Address
from regrace.harness.tap.relay import LinkPlan
from regrace.harness.tap.remote import RemoteTap

READY_BUDGET_S = 90.0
"""On a machine that is busy with something else Python alone takes half a minute to come up."""
END_BUDGET_S = 5.0


class RunningTap:
    """A tap that is up. It ends when we do."""

    def __init__(self, folder: Path, *links: LinkPlan) -> None:
        """Start it with these links; its configuration and its log go to `folder`. Raises RigError if it
        does not come up within `READY_BUDGET_S`."""
        self.token = secrets.token_hex(16)
        """What its control channel asks for first."""
        config = {
            "token": self.token,
            "control": ["127.0.0.1", 0],
            "links": [{"name": k.name, "listen": k.listen, "target": k.target} for k in links],
        }
        path = folder / "tap.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(config))
        self._log = folder / "tap.log"
        with self._log.open("ab") as log:
            argv = [sys.executable, "-m", "regrace.harness.tap", str(path)]
            self._process = spawn(argv, leash=signal.SIGTERM, stderr=log)
        try:
            ready = self._read_ready()
        except RigError:
            self.close()
            raise
        self.control: Address = _address(ready["control"])
        """Where it is told what to do."""
        self.links: Mapping[str, Address] = {name: _address(at) for name, at in ready["links"].items()}
        """Link and where its caller connects."""

    def heal(self) -> None:
        """End every cut and hold. Raises RigError if the tap is gone."""
        remote = RemoteTap(self.control, self.token)
        try:
            remote.heal()
        finally:
            remote.close()

    def close(self) -> None:
        """End it, and every connection that goes through it. Idempotent."""
        end_process(self._process, END_BUDGET_S)

    def _read_ready(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        deadline = time.monotonic() + READY_BUDGET_S
        heard = b""
        while not heard.endswith(b"\n"):
            readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            more = os.read(descriptor, 65536) if readable else b""
            if not more:
                raise RigError(
                    f"the tap does not come up; the end of its log:\n{self._log.read_text()[-2000:]}"
                )
            heard += more
        ready: dict[str, Any] = json.loads(heard)
        return ready


def _address(told: list[Any]) -> Address:
    host, port = told
    return str(host), int(port)
