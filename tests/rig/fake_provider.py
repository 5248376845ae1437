"""Rigs of one dummy node, for tests of the supervisor; found by "module:Class"."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from regrace.fixtures.process_node.config import AgentConfig
from regrace.fixtures.process_node.keys import make_key
from regrace.fixtures.process_node.launch import RunningAgent
from regrace.harness.rig.description import NfsEndpoint, NodeDescription, RigDescription
from regrace.harness.rig.node import RigError
from regrace.harness.rig.provider import Options
from regrace.harness.rig.topology import Topology

DUMMY = Path(__file__).with_name("dummy_server.py")


class DummyRig:
    """One agent and its server. Its name is that of its folder."""

    def __init__(self, folder: Path, diary: Path | None) -> None:
        self._diary = diary
        self._folder = folder
        client_key, host_key = folder / "client-key", folder / "host-key"
        public = make_key(client_key)
        config = AgentConfig(
            name="origin",
            argv=(sys.executable, str(DUMMY), str(folder / "stable")),
            log_file=str(folder / "origin.log"),
            host_key_file=str(host_key),
            authorized_keys=(public,),
            reserve=("127.0.0.1", 0),
            stable_folder=str(folder / "stable"),
        )
        self.agent = RunningAgent(config, folder, client_key_file=client_key, host_key=make_key(host_key))
        self.agent.ask("start")
        self._note("up")
        self.description = RigDescription(
            name=folder.name,
            provider="fake",
            strategy=None,
            origin_kind=None,
            nodes=(
                NodeDescription(
                    name="origin",
                    role="origin",
                    nfs=NfsEndpoint(host="127.0.0.1", port=self.agent.server_port or 0),
                    ssh=self.agent.ssh,
                    dialect="process-node",
                    product="dummy",
                    version="1",
                ),
            ),
            links=(),
        )

    def heal(self) -> None:
        self._note("healed")
        self.agent.heal()

    def stop(self) -> None:
        self._note("stopped")
        self.agent.close()

    def _note(self, what: str) -> None:
        if self._diary is not None:
            with self._diary.open("a") as diary:
                diary.write(f"{self._folder.name} {what}\n")


class Provided:
    """One dummy rig a worker."""

    name = "fake"
    fixed = False

    def __init__(self) -> None:
        self._arrivals = threading.Condition()
        self._under_way = 0

    def check(self, options: Options) -> None:
        if "refuse" in options:
            raise RigError(f"this machine won't do: {options['refuse']}")
        if "bug" in options:
            raise ZeroDivisionError("a provider's bug")

    def provision(self, folder: Path, options: Options) -> DummyRig:
        if "fail" in options:
            raise RigError(f"can't be brought up: {options['fail']}")
        if "together" in options:
            self._wait_for_others(int(options["together"]))
        if "slow" in options:
            threading.Event().wait(float(options["slow"]))
        return DummyRig(folder, Path(options["diary"]) if "diary" in options else None)

    def _wait_for_others(self, expected: int) -> None:
        with self._arrivals:
            self._under_way += 1
            self._arrivals.notify_all()
            if not self._arrivals.wait_for(lambda: self._under_way >= expected, 20.0):
                raise RigError(f"only {self._under_way} of {expected} rigs are being built at the same time")

    def simulate(self, seed: int, options: Options) -> Topology:
        raise RigError("can't be simulated")

    def leftovers(self) -> list[str]:
        return ["a leftover of the test's invention"]

    def describe_options(self) -> Mapping[str, Any]:
        return {}


class Fixed(Provided):
    """One dummy rig for all."""

    fixed = True
