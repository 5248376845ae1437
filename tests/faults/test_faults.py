"""Faults prove themselves, or the case is an error: a fault that nobody saw is worse than none."""

from __future__ import annotations

import pytest

from regrace.harness.faults.api import Fault
from regrace.harness.faults.links import CutLink
from regrace.harness.faults.log import FaultLog
from regrace.harness.faults.nodes import Crash, Partition, Pause, PowerCut, Reboot
from regrace.harness.history.events import Kind
from regrace.harness.rig.node import RigError
from regrace.harness.tap.api import Direction, TapRecord

from .stage import CardboardStage

R = "reexport"


@pytest.fixture
def stage() -> CardboardStage:
    return CardboardStage()


def inject(stage: CardboardStage, fault: Fault) -> tuple[FaultLog, str]:
    log = FaultLog(stage.world.now)
    return log, log.inject(fault, stage)


class TestReboot:
    def test_shown_by_boot_identities(self, stage: CardboardStage) -> None:
        log, evidence = inject(stage, Reboot(R))
        assert evidence == "boot identity reexport:1 -> reexport:2"
        assert stage.kinds() == [(Kind.CRASH, R), (Kind.START, R)]
        assert stage.event(Kind.CRASH).answered
        record = log.records()[0]
        assert record["verified"]
        assert record["healed_at_s"] is not None, "a reboot does not last"
        assert log.unhealed == []

    def test_and_by_the_wire(self, stage: CardboardStage) -> None:
        answers = iter(["", "", "SEQUENCE on an old session -> NFS4ERR_BADSESSION"])
        _, evidence = inject(stage, Reboot(R, old_session_is_gone=lambda: next(answers)))
        assert "NFS4ERR_BADSESSION" in evidence

    def test_a_wire_that_stays_silent_proves_nothing(self, stage: CardboardStage) -> None:
        with pytest.raises(RigError, match="did not say within 3 s"):
            inject(stage, Reboot(R, old_session_is_gone=lambda: "", wire_budget_s=3.0))

    def test_that_did_not_happen(self, stage: CardboardStage) -> None:
        stage.node(R).broken = {"reboot"}
        with pytest.raises(RigError, match="did not lose its memory"):
            inject(stage, Reboot(R))

    def test_of_a_node_that_is_down(self, stage: CardboardStage) -> None:
        stage.node(R).up = False
        with pytest.raises(RigError, match="down already"):
            inject(stage, Reboot(R))

    def test_that_failed_half_way_leaves_a_crash_without_an_end(self, stage: CardboardStage) -> None:
        """The oracle then counts on nothing from there on."""
        stage.node(R).refusing = {"reboot"}
        with pytest.raises(RigError, match="reboot failed"):
            inject(stage, Reboot(R))
        assert not stage.event(Kind.CRASH).answered


@pytest.mark.parametrize(("fault", "order"), [(Crash(R), "crash"), (PowerCut(R), "power-cut")])
class TestCrash:
    def test_shown_by_silence(self, stage: CardboardStage, fault: Fault, order: str) -> None:
        log, evidence = inject(stage, fault)
        assert "was reexport:1, is down; NULL to reexport: no answer" in evidence
        assert stage.node(R).orders == [order]
        log.heal(fault, stage)
        assert stage.node(R).orders == [order, "start"]
        assert stage.kinds() == [(Kind.CRASH, R), (Kind.START, R)]
        assert log.records()[0]["kind"] == order
        assert "healed: boot identity reexport:1 -> reexport:2" in log.records()[0]["evidence"]

    def test_that_did_not_happen(self, stage: CardboardStage, fault: Fault, order: str) -> None:
        stage.node(R).broken = {order}
        with pytest.raises(RigError, match="still runs"):
            inject(stage, fault)

    def test_somebody_else_started_it(self, stage: CardboardStage, fault: Fault, order: str) -> None:
        log, _ = inject(stage, fault)
        stage.node(R).start()
        log.heal(fault, stage)
        assert stage.node(R).orders == [order, "start"]

    def test_that_does_not_come_back(self, stage: CardboardStage, fault: Fault, order: str) -> None:
        log, _ = inject(stage, fault)
        stage.node(R).broken = {"start"}
        with pytest.raises(RigError, match="did not come back"):
            log.heal(fault, stage)
        assert log.unhealed == [fault]
        stage.node(R).broken = set()
        log.heal(fault, stage)
        assert log.unhealed == []


class TestPause:
    def test_shown_by_silence_of_the_same_incarnation(self, stage: CardboardStage) -> None:
        log, evidence = inject(stage, Pause(R))
        assert evidence.startswith("the same incarnation is there")
        log.heal(Pause(R), stage)
        assert stage.kinds() == [(Kind.PAUSE, R), (Kind.RESUME, R)]
        assert not stage.node(R).paused

    def test_that_did_not_happen(self, stage: CardboardStage) -> None:
        stage.node(R).broken = {"pause"}
        with pytest.raises(RigError, match="NULL to reexport was answered"):
            inject(stage, Pause(R))

    def test_that_killed_it(self, stage: CardboardStage) -> None:
        log, _ = inject(stage, Pause(R))
        stage.node(R).boots += 1
        with pytest.raises(RigError, match="became something else"):
            log.heal(Pause(R), stage)

    def test_that_does_not_end(self, stage: CardboardStage) -> None:
        log, _ = inject(stage, Pause(R))
        stage.node(R).broken = {"resume"}
        with pytest.raises(RigError, match="does not answer NULL within 15 s"):
            log.heal(Pause(R), stage)

    def test_of_a_node_that_is_down_heals_without_a_word(self, stage: CardboardStage) -> None:
        stage.node(R).up = False
        log = FaultLog(stage.world.now)
        with pytest.raises(RigError, match="down already"):
            log.inject(Pause(R), stage)
        log.heal(Pause(R), stage)
        assert log.unhealed == []


class TestPartition:
    def test_shown_by_the_nodes_own_counter(self, stage: CardboardStage) -> None:
        log, evidence = inject(stage, Partition(R, "origin"))
        assert evidence.startswith("drop counter 0 -> ")
        assert "no call crossed R-O" in evidence
        assert stage.event(Kind.CUT).detail == {"peer": "origin"}
        log.heal(Partition(R, "origin"), stage)
        assert stage.kinds()[-1] == (Kind.HEAL, R)

    def test_of_a_node_that_says_nothing(self, stage: CardboardStage) -> None:
        stage.node(R).chatty = False
        with pytest.raises(RigError, match="stayed at 0 for 15 s"):
            inject(stage, Partition(R, "origin"))

    def test_that_leaks(self, stage: CardboardStage) -> None:
        tap = stage.tap
        assert tap is not None
        stage.world.call_at(
            stage.world.now() + 0.005,
            lambda: tap.seen.append(
                TapRecord(
                    index=0,
                    at=0.0,
                    link="R-O",
                    connection=1,
                    direction=Direction.CALLS,
                    kind="call",
                    xid=1,
                    operations=["SEQUENCE"],
                )
            ),
        )
        stage.node(R).chatty = False
        stage.world.call_at(stage.world.now() + 1.0, lambda: setattr(stage.node(R), "drops", 3))
        with pytest.raises(RigError, match=r"leaks: drop counter 0 -> 3, and yet 1 call\(s\) crossed R-O"):
            inject(stage, Partition(R, "origin"))

    def test_without_a_tap_the_counter_has_to_do(self) -> None:
        stage = CardboardStage(tapped=False)
        _, evidence = inject(stage, Partition(R, "origin"))
        assert evidence.startswith("drop counter 0 -> ")

    def test_that_does_not_end(self, stage: CardboardStage) -> None:
        log, _ = inject(stage, Partition(R, "origin"))
        stage.node(R).broken = {"heal"}
        with pytest.raises(RigError, match="is not healed"):
            log.heal(Partition(R, "origin"), stage)


class TestCutLink:
    def test_shown_by_a_null_that_starves(self, stage: CardboardStage) -> None:
        fault = CutLink("E-R", (Direction.REPLIES,))
        log, evidence = inject(stage, fault)
        assert evidence == "the tap's drop counter 0 -> 1; NULL to reexport: no answer"
        assert stage.event(Kind.CUT).detail == {"directions": ["replies"]}
        log.heal(fault, stage)
        assert log.records()[0]["evidence"].endswith("any more; NULL to reexport was answered")
        assert stage.kinds() == [(Kind.CUT, "E-R"), (Kind.HEAL, "E-R")]

    def test_of_r_o_is_shown_by_rs_own_traffic(self, stage: CardboardStage) -> None:
        _, evidence = inject(stage, CutLink("R-O"))
        assert evidence.startswith("the tap's drop counter 0 -> ")
        assert stage.probes == 0

    def test_of_r_o_while_r_says_nothing(self, stage: CardboardStage) -> None:
        assert stage.tap is not None
        stage.tap.chatty = set()
        with pytest.raises(RigError, match="does anybody send on it"):
            inject(stage, CutLink("R-O"))

    def test_that_did_not_happen(self, stage: CardboardStage) -> None:
        assert stage.tap is not None
        stage.tap.broken = {"cut"}
        with pytest.raises(RigError, match="was answered"):
            inject(stage, CutLink("E-R"))

    def test_that_does_not_end(self, stage: CardboardStage) -> None:
        assert stage.tap is not None
        log, _ = inject(stage, CutLink("D-O"))
        stage.tap.broken = {"heal"}
        with pytest.raises(RigError, match="was mended, and still"):
            log.heal(CutLink("D-O"), stage)

    def test_is_healed_also_if_the_server_behind_it_is_down(self, stage: CardboardStage) -> None:
        log, _ = inject(stage, CutLink("E-R"))
        stage.node(R).up = False
        log.heal(CutLink("E-R"), stage)
        assert log.unhealed == []

    def test_needs_a_tap(self) -> None:
        stage = CardboardStage(tapped=False)
        log = FaultLog(stage.world.now)
        with pytest.raises(RigError, match="no wire tap"):
            log.inject(CutLink("E-R"), stage)
        log.heal(CutLink("E-R"), stage)
        assert log.unhealed == []


class TestLog:
    def test_the_fields_are_those_of_a_fault_record(self, stage: CardboardStage) -> None:
        from regrace.results.record import FaultRecord

        log, _ = inject(stage, Crash(R))
        stage.world.run_until(lambda: False, stage.world.now() + 2.0)
        log.heal(Crash(R), stage)
        record = FaultRecord(**log.records()[0])
        assert (record.kind, record.target, record.applied_at_s) == ("crash", R, 0.0)
        assert record.healed_at_s == pytest.approx(2.0, abs=0.1)

    def test_a_fault_that_can_not_be_shown_is_recorded_so(self, stage: CardboardStage) -> None:
        stage.node(R).broken = {"crash"}
        log = FaultLog(stage.world.now)
        with pytest.raises(RigError):
            log.inject(Crash(R), stage)
        assert not log.records()[0]["verified"]
        assert "not shown" in log.records()[0]["evidence"]
        assert log.unhealed == [Crash(R)]

    def test_healing_twice_or_what_never_was_does_nothing(self, stage: CardboardStage) -> None:
        log, _ = inject(stage, Pause(R))
        log.heal(Pause(R), stage)
        orders = list(stage.node(R).orders)
        log.heal(Pause(R), stage)
        log.heal(Crash(R), stage)
        assert stage.node(R).orders == orders

    def test_of_two_equal_faults_the_latest_is_healed_first(self, stage: CardboardStage) -> None:
        log, _ = inject(stage, CutLink("R-O"))
        log.inject(CutLink("R-O"), stage)
        log.heal(CutLink("R-O"), stage)
        assert [record["healed_at_s"] is None for record in log.records()] == [True, False]

    @pytest.mark.parametrize(
        ("fault", "words"),
        [
            (Reboot(R), "reboot of reexport"),
            (PowerCut(R), "power-cut of reexport"),
            (Partition(R, "origin"), "partition of reexport from origin"),
            (CutLink("R-O"), "cut of R-O (calls and replies)"),
        ],
    )
    def test_faults_describe_themselves(self, fault: Fault, words: str) -> None:
        assert fault.describe() == words
