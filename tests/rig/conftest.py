"""A node agent with a dummy server, as tests of the agent and of the SSH node need it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from regrace.fixtures.process_node.config import AgentConfig
from regrace.fixtures.process_node.keys import make_key
from regrace.fixtures.process_node.launch import RunningAgent
from regrace.harness.rig.description import NfsEndpoint, NodeDescription

DUMMY = Path(__file__).with_name("dummy_server.py")


def wait_for(condition: Callable[[], object], budget_s: float = 10.0) -> None:
    deadline = monotonic() + budget_s
    while not condition():
        assert monotonic() < deadline, "waited in vain"
        threading.Event().wait(0.01)


@dataclass
class Bench:
    """An agent that runs, and what is needed to talk to it."""

    agent: RunningAgent
    stable_folder: Path
    description: NodeDescription


class Workshop:
    """Makes agents, and ends them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.agents: list[RunningAgent] = []
        self.client_key = folder / "client-key"
        self.client_public = make_key(self.client_key)

    def agent(self, name: str = "origin", **how: Any) -> Bench:
        host_key = make_key(self.folder / f"{name}.host-key")
        stable = self.folder / f"{name}.stable"
        config = AgentConfig(
            name=name,
            argv=(sys.executable, str(DUMMY), str(stable)),
            log_file=str(self.folder / f"{name}.log"),
            host_key_file=str(self.folder / f"{name}.host-key"),
            authorized_keys=(self.client_public,),
            reserve=("127.0.0.1", 0),
            stable_folder=str(stable),
        )
        agent = RunningAgent(replace(config, **how), self.folder, client_key_file=self.client_key, host_key=host_key)
        self.agents.append(agent)
        description = NodeDescription(
            name=name,
            role="origin",
            nfs=NfsEndpoint(host="127.0.0.1", port=agent.server_port or 0),
            ssh=agent.ssh,
            dialect="process-node",
            product="dummy",
            version="1",
        )
        return Bench(agent, stable, description)


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    workshop = Workshop(tmp_path)
    yield workshop
    for agent in workshop.agents:
        agent.close()
