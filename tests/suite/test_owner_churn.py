"""SL-06 as a thorough run has it, with fewer owners: they leave nothing at R and at O, and nothing in the history. What
the oracle makes of thousands of owners is its own tests' business."""

from __future__ import annotations

import pytest

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.rig.attach import detach
from regrace.harness.rig.rig import Rig
from regrace.suite import leaks

OWNERS = 1500


def test_thousands_of_owners_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "MASSES_OF_OWNERS", OWNERS)
    topology = ReferenceRig().simulate(1, {})
    rig = Rig(topology, "SL-06")
    rig.thorough = True
    rig.begin()
    before = {name: len(topology.nodes[name].state()["opens"]) for name in ("origin", "reexport")}
    leaks.lock_owners_come_and_go(rig)
    for name, opens in before.items():
        held = topology.nodes[name].state()
        assert (len(held["opens"]), held["locks"]) == (opens, []), name
        assert sum(client["states"] for client in held["clients"]) == opens, f"{name} keeps stateids that mean nothing"
    assert topology.nodes["reexport"].state()["back"]["locks"] == []
    assert len(rig.history) < OWNERS
    detach(topology)
