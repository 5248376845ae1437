"""A move of a virtual IP proves itself, or the case is an error."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from regrace.harness.faults.api import ProbeResult
from regrace.harness.faults.log import FaultLog
from regrace.harness.faults.vips import MoveVip
from regrace.harness.history.events import Kind
from regrace.harness.rig.description import NfsEndpoint, VipDescription
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.vips import SERVING, VipTable, sharing

from .stage import CardboardNode, CardboardStage

DOORS = {"reexport": ("a", 1), "origin": ("b", 2)}
V1 = VipDescription(name="V1", link="E-V1", home="reexport", nfs=NfsEndpoint(host="v", port=3), doors=DOORS)
A, B = "reexport", "origin"
"""The stage's two nodes play the pair."""


class SharingNode(CardboardNode):
    """Takes and gives up, unless it is told not to."""

    verbs = CardboardNode.verbs | {"take_vip"}

    def __init__(self, stage: CardboardStage, name: str) -> None:
        super().__init__(name, stage.world)
        self.serves: dict[str, str] = {}
        self.forced: list[bool] = []

    def take_vip(self, vip: str, *, by_force: bool) -> None:
        self.forced.append(by_force)
        if self._obeys("take"):
            self.serves[vip] = SERVING

    def give_up_vip(self, vip: str, *, for_good: bool) -> None:
        if self._obeys("give-up"):
            self.serves.pop(vip, None)

    def vip_states(self) -> Mapping[str, str]:
        if self.paused:
            raise RigError("it sleeps")
        return self.serves


class PairStage(CardboardStage):
    """V1 is at A."""

    def __init__(self) -> None:
        super().__init__()
        self.pair = {name: SharingNode(self, name) for name in (A, B)}
        self.vips = VipTable((V1,))
        self.vips.holder["V1"] = A
        self.pair[A].serves["V1"] = SERVING
        self.deaf = False

    def node(self, name: str) -> SharingNode:
        return self.pair[name]

    def probe(self, server_name: str) -> ProbeResult:
        if server_name == "V1":
            return ProbeResult(answered=not self.deaf, evidence=f"NULL to V1: {'no ' if self.deaf else ''}answer")
        return super().probe(server_name)

    def move(self, fault: MoveVip) -> str:
        return FaultLog(self.world.now).inject(fault, self)


@pytest.fixture
def stage() -> PairStage:
    return PairStage()


def test_a_planned_move(stage: PairStage) -> None:
    evidence = stage.move(MoveVip("V1", B))
    assert evidence == "origin says that it serves V1; NULL to V1: answer"
    assert (stage.pair[A].orders, stage.pair[B].orders) == (["give-up"], ["take"])
    assert stage.pair[B].forced == [False]
    assert stage.vips.holder == {"V1": B}
    assert stage.tap is not None
    assert stage.tap.aims == {"E-V1": ("b", 2)}
    assert stage.kinds() == [(Kind.MOVE, "V1")]
    move = stage.event(Kind.MOVE)
    assert move.answered
    assert move.detail == {"from": A, "to": B, "old": "gave up", "connections": "cut"}


def test_over_the_head_of_a_node_that_is_left_alone(stage: PairStage) -> None:
    stage.pair[A].paused = True
    stage.move(MoveVip("V1", B, old_lives=True, keeps_connections=True))
    assert stage.pair[A].orders == []
    assert stage.pair[B].forced == [True]
    assert stage.event(Kind.MOVE).detail == {"from": A, "to": B, "old": "lives on", "connections": "kept"}


def test_after_a_crash(stage: PairStage) -> None:
    stage.pair[A].up = False
    stage.move(MoveVip("V1", B))
    assert stage.pair[A].orders == []
    assert stage.pair[B].forced == [True]
    assert stage.event(Kind.MOVE).detail["old"] == "down"


def test_back_to_where_it_was(stage: PairStage) -> None:
    stage.pair[A].serves.clear()  # it has crashed, and was started
    stage.move(MoveVip("V1", A, old_lives=True))
    assert stage.pair[A].orders == ["take"]
    assert stage.vips.holder == {"V1": A}


def test_that_the_new_node_does_not_confirm(stage: PairStage) -> None:
    stage.pair[B].broken = {"take"}
    with pytest.raises(RigError, match="can't be shown: origin says"):
        stage.move(MoveVip("V1", B))


def test_that_the_old_node_ignores(stage: PairStage) -> None:
    stage.pair[A].broken = {"give-up"}
    with pytest.raises(RigError, match="reexport serves it, too"):
        stage.move(MoveVip("V1", B))


def test_after_which_nobody_answers(stage: PairStage) -> None:
    stage.deaf = True
    with pytest.raises(RigError, match=r"NULL to V1: no answer for 60 s"):
        stage.move(MoveVip("V1", B))


def test_that_is_refused_has_no_end(stage: PairStage) -> None:
    stage.pair[B].refusing = {"take"}
    with pytest.raises(RigError, match="take failed"):
        stage.move(MoveVip("V1", B))
    assert not stage.event(Kind.MOVE).answered


def test_of_an_address_that_there_is_not(stage: PairStage) -> None:
    with pytest.raises(RigError, match="no virtual IP 'V9'"):
        stage.move(MoveVip("V9", B))
    stage.vips = VipTable(())
    with pytest.raises(RigLacks):
        stage.move(MoveVip("V1", B))


def test_a_node_that_can_not_is_no_fault_of_the_server() -> None:
    with pytest.raises(RigLacks, match="take_vip"):
        sharing(CardboardStage().node("reexport"))
