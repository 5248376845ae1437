"""Orders as faults: each proves itself, is taken back, and says so if it can't be given."""

from __future__ import annotations

import pytest

from regrace.harness.faults.orders import ClockStep, DiesAt, Standing
from regrace.harness.history.events import Kind
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.orders import ASK, DIE_AT, EXPIRED_RECORD, SCOPE, TELL
from regrace.harness.rig.virtual import VirtualWorld

from .stage import CardboardNode, CardboardStage


class GovernedNode(CardboardNode):
    """Takes orders; `deaf` ones it forgets at once."""

    verbs = CardboardNode.verbs | {TELL}

    def __init__(self, name: str, world: VirtualWorld) -> None:
        super().__init__(name, world)
        self.given: dict[str, str] = {}
        self.deaf: set[str] = set()

    def tell(self, what: str, value: str) -> str:
        if value != ASK and what not in self.deaf:
            self.given[what] = value
        return self.given.get(what, "")


@pytest.fixture
def stage() -> CardboardStage:
    made = CardboardStage()
    made.nodes["origin"] = GovernedNode("origin", made.world)
    return made


def governed(stage: CardboardStage) -> GovernedNode:
    node = stage.nodes["origin"]
    assert isinstance(node, GovernedNode)
    return node


def test_a_standing_order_is_shown_and_taken_back(stage: CardboardStage) -> None:
    fault = ClockStep("origin", value="-60")
    before = fault.apply(stage)
    assert fault.verify(stage, before) == "it says '-60'"
    assert "taken" not in fault.heal(stage, before)
    assert governed(stage).given["clock"] == ""
    assert governed(stage).boots == 1


def test_an_order_that_only_a_start_takes_notice_of_is_taken_back_by_one(stage: CardboardStage) -> None:
    fault = Standing("origin", SCOPE, "another")
    before = fault.apply(stage)
    fault.verify(stage, before)
    assert "restarted" in fault.heal(stage, before)
    assert governed(stage).boots == 2
    assert [event.kind for event in stage.history][-2:] == [Kind.CRASH, Kind.START]


def test_a_node_that_does_not_listen_is_trouble_of_the_rig(stage: CardboardStage) -> None:
    governed(stage).deaf.add("clock")
    fault = ClockStep("origin")
    before = fault.apply(stage)
    with pytest.raises(RigError, match="it says ''"):
        fault.verify(stage, before)


def test_a_node_without_the_verb_lacks_the_means(stage: CardboardStage) -> None:
    stage.nodes["origin"] = CardboardNode("origin", stage.world)
    with pytest.raises(RigLacks, match="takes no orders"):
        ClockStep("origin").apply(stage)


def test_who_never_came_to_the_point_is_disarmed_and_who_died_there_is_started(stage: CardboardStage) -> None:
    fault = DiesAt("origin", point=EXPIRED_RECORD)
    before = fault.apply(stage)
    assert "is armed" in fault.verify(stage, before)
    assert "never came" in fault.heal(stage, before)
    assert governed(stage).given[DIE_AT] == ""
    before = fault.apply(stage)
    governed(stage).up = False
    fault.heal(stage, before)
    assert governed(stage).up
    assert governed(stage).boots == 2
