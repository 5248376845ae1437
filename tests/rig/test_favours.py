"""What housekeeping makes of nodes that can tell what their clients hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.rig.attach import detach
from regrace.harness.rig.favours import held_by_clients
from regrace.harness.rig.node import Node, RigError
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.topology import Topology

OPEN = {"type": "open", "access": "rw", "filename": "elsewhere/f"}
DELEG = {"type": "deleg", "access": "r", "filename": "elsewhere/g"}


def listing(*states: Mapping[str, str]) -> dict[str, Any]:
    return {
        "on_record": {},
        "clients": [{"number": 3, "info": {"name": "Linux NFSv4.2 reexport"}, "states": list(states)}],
    }


@pytest.fixture
def topology() -> Iterator[Topology]:
    simulated = ReferenceRig().simulate(1, {"strategy": "deny"})
    yield simulated
    detach(simulated)


def telling(topology: Topology, monkeypatch: pytest.MonkeyPatch, name: str, tell: Callable[[], dict[str, Any]]) -> Node:
    """The node of that name, with another list to tell."""
    node = topology.nodes[name]
    monkeypatch.setattr(type(node), "state", lambda asked: tell() if asked.name == name else {})
    return node


def test_opens_and_locks_are_held_and_delegations_are_kept(topology: Topology, monkeypatch: pytest.MonkeyPatch) -> None:
    node = telling(topology, monkeypatch, "origin", lambda: listing(OPEN, DELEG))
    assert held_by_clients(node) == ["Linux NFSv4.2 reexport: open of elsewhere/f"]


def test_a_node_without_such_a_list_is_not_asked_again(topology: Topology) -> None:
    assert held_by_clients(topology.nodes["origin"]) is None
    rig = Rig(topology, "AA-01")
    rig.begin()
    rig.settle()
    assert topology.probed["origin:list"] == (False, "")


def test_what_a_node_lists_to_the_end_is_a_leak(topology: Topology, monkeypatch: pytest.MonkeyPatch) -> None:
    telling(topology, monkeypatch, "reexport", lambda: listing(OPEN))
    rig = Rig(topology, "AA-01")
    rig.begin()
    with pytest.raises(RigError, match=r"state is left at the origin: reexport lists Linux .* open of elsewhere/f"):
        rig.settle()
    assert "reexport lists" in rig.housekeeping.leak


def test_a_list_may_take_a_while_to_be_empty(topology: Topology, monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter([listing(), listing(OPEN), listing(OPEN)])
    telling(topology, monkeypatch, "origin", lambda: next(told, listing(DELEG)))
    rig = Rig(topology, "AA-01")
    rig.begin()
    rig.settle()
    assert rig.housekeeping.leak == ""
