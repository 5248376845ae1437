"""Orders of an administrator: what holds over a restart, what is refused, and a server that dies at a point."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.fixtures.reference.server.points import Points
from regrace.fixtures.reference.server.standing import Standing
from regrace.harness.rig.attach import detach
from regrace.harness.rig.node import RigError
from regrace.harness.rig.orders import ASK, CLOCK, DECLINE, DENY_MODE, DIE_AT, EXPIRED_RECORD, SCOPE, tell
from regrace.harness.rig.stable import MemoryStable
from regrace.harness.rig.topology import Topology


@pytest.fixture
def topology() -> Iterator[Topology]:
    rig = ReferenceRig().simulate(1, {})
    rig.world.run_until(lambda: False, 0.1)
    yield rig
    detach(rig)


def test_a_standing_order_holds_over_a_restart_until_it_is_taken_back(topology: Topology) -> None:
    origin = topology.nodes["origin"]
    assert tell(origin, CLOCK, ASK) == ""
    assert tell(origin, CLOCK, "3600") == "3600"
    origin.reboot()
    assert tell(origin, CLOCK, ASK) == "3600"
    assert tell(origin, CLOCK, "") == ""
    origin.reboot()
    assert tell(origin, CLOCK, ASK) == ""


@pytest.mark.parametrize(
    ("node", "what", "value", "words"),
    [
        ("origin", CLOCK, "tomorrow", "clock can't be 'tomorrow'"),
        ("origin", DECLINE, "some", "decline can't be 'some'"),
        ("origin", SCOPE, "a b", "scope can't be 'a b'"),
        ("origin", DENY_MODE, "pass", "origin does not know the order 'deny-mode'"),
        ("origin", "dance", "now", "origin does not know the order 'dance'"),
        ("origin", DIE_AT, "noon", "can't be told to die at 'noon'"),
        ("reexport", DIE_AT, EXPIRED_RECORD, "can't be told to die at 'expired-record'"),
        ("reexport", DENY_MODE, "maybe", "deny-mode can't be 'maybe'"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    topology: Topology, node: str, what: str, value: str, words: str
) -> None:
    with pytest.raises(RigError) as refusal:
        tell(topology.nodes[node], what, value)
    assert words in str(refusal.value)


def test_a_node_that_is_down_takes_no_orders(topology: Topology) -> None:
    origin = topology.nodes["origin"]
    origin.crash()
    with pytest.raises(RigError, match="is down"):
        tell(origin, CLOCK, "1")


def test_orders_are_kept_before_they_are_answered() -> None:
    stable = MemoryStable()
    Standing(stable, frozenset({CLOCK})).give(CLOCK, "-5")
    stable.power_cut()
    assert Standing(stable, frozenset({CLOCK})).clock_s == -5.0


def test_only_the_point_that_is_armed_is_deadly() -> None:
    died: list[str] = []
    points = Points(lambda: died.append("here"))
    points.reached(EXPIRED_RECORD)
    assert points.arm(EXPIRED_RECORD) == EXPIRED_RECORD
    points.reached("another")
    assert not died
    points.reached(EXPIRED_RECORD)
    assert died
