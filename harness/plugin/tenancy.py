"""Which rig this process works on: leased from the supervisor, or simulated."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from regrace.harness.case import Case
from regrace.harness.plugin.options import Options
from regrace.harness.rig.attach import attach, detach
from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.node import RigError
from regrace.harness.rig.providers import find_provider
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.supervisor_client import SupervisorClient, SupervisorHandle, start_supervisor
from regrace.harness.rig.topology import Topology
from regrace.harness.rig.wall import WallWorld

SETUP_S_PER_CASE = 0.5
"""What a case costs beside its waits, for `--plan`."""


class Tenancy:
    """A process' hold on its rig. The controller's also owns the supervisor."""

    def __init__(self, options: Options, socket_path: str | None, worker: str) -> None:
        self._options = options
        self.socket_path = socket_path
        self.worker = worker
        self._supervisor: SupervisorHandle | None = None
        self._client: SupervisorClient | None = None
        self._topology: Topology | None = None
        self._used = False
        self.wait_s = 0.0
        """How long this process has waited for a free rig."""

    @classmethod
    def open(cls, options: Options) -> Tenancy:
        """The controller's: check what was asked for, start the supervisor. Raises RigError."""
        provider = find_provider(options.rig)
        provider.check(options.for_provider())
        tenancy = cls(options, None, "main")
        if options.world == "wall":
            folder = Path(tempfile.mkdtemp(prefix="regrace-"))
            tenancy._supervisor = start_supervisor(folder, options.rig, options.for_provider())
            tenancy.socket_path = str(tenancy._supervisor.socket_path)
        return tenancy

    @property
    def leftovers(self) -> tuple[str, ...]:
        """What the supervisor found of dead runs at its start, and cleared."""
        return tuple(self._supervisor.leftovers) if self._supervisor else ()

    def topology(self) -> Topology:
        """The rig, up. In the virtual world a fresh one for each case, so that each is repeatable alone."""
        if self._options.world == "virtual":
            provider = find_provider(self._options.rig)
            self._let_go()
            self._topology = provider.simulate(self._options.seed, self._options.for_provider())
        elif self._topology is None:
            self._topology = self._attach(self._supervision().lease())
        return self._topology

    def ready(self, case_name: str) -> Rig:
        """The rig, begun for a case. A rig that earlier cases left unfit is rebuilt once, and so is one that was here
        before us (a lab's); a fresh one that can't begin raises RigError."""
        used = self._used or hasattr(find_provider(self._options.rig), "capacity")
        self._used = True
        try:
            rig = Rig(self.topology(), case_name)  # of a rig whose rebuilding failed, the tap is gone already
            rig.begin()
        except RigError as trouble:
            if not used or self._topology is None or self._options.world == "virtual":
                raise
            self.rebuild()
            rig = Rig(self.topology(), case_name)
            rig.begin()
            rig.findings.show(f"before this case the rig was rebuilt: {trouble}")
        rig.thorough = self._options.thorough
        return rig

    @property
    def description(self) -> RigDescription | None:
        """Of the rig that this process holds; None before the first case."""
        return self._topology.description if self._topology else None

    @property
    def contradictions(self) -> list[str]:
        """Claims of this rig that a probe contradicted."""
        return self._topology.contradictions if self._topology else []

    def rebuild(self) -> None:
        """A rig that could not be settled is not used again: stopped, and brought up anew, with empty storage."""
        if self._options.world == "wall":
            before = self.contradictions
            self._let_go()
            self._topology = self._attach(self._supervision().rebuild())
            self._topology.contradictions.extend(before)

    def close(self) -> None:
        """Give the rig back; the controller's stops everything. Idempotent."""
        self._let_go()
        if self._client is not None:
            self._client.close()
            self._client = None
        if self._supervisor is not None:
            self._supervisor.close()
            self._supervisor = None

    def print_plan(self, cases: Sequence[tuple[str, Case]]) -> str:
        """What would run, and how long it takes with this rig's measured lease."""
        rig = Rig(self.topology(), "plan")
        lease = {server.name: server.lease_s for server in rig.servers}
        longest = max(lease.values())
        lines = [f"{'case':<16} {'takes':>8}  title"]
        total = 0.0
        for name, case in cases:
            cost = case.lease_waits * longest + SETUP_S_PER_CASE
            total += cost
            lines.append(f"{name:<16} {cost:>7.1f}s  {case.title}")
        told = ", ".join(f"{name} {seconds:g} s" for name, seconds in lease.items())
        lines.append(f"{len(cases)} cases, about {total:.0f} s one after another (leases as read: {told})")
        return "\n".join(lines)

    def _let_go(self) -> None:
        if self._topology is not None:
            detach(self._topology)
            self._topology = None

    def _supervision(self) -> SupervisorClient:
        if self._client is None:
            if self.socket_path is None:
                raise RigError("no supervisor is running for this process")
            self._client = SupervisorClient(self.socket_path, worker=f"{self.worker}-{os.getpid()}")
        return self._client

    def _attach(self, description: RigDescription) -> Topology:
        return attach(description, WallWorld())
