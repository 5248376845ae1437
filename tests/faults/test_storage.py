"""Faults of stable storage prove themselves as the others do."""

from __future__ import annotations

import pytest

from regrace.harness.faults.log import FaultLog
from regrace.harness.faults.storage import StorageFails, StoragePutBack, disk_of
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.stable import store

from .stage import CardboardDisk, CardboardStage

R = "reexport"


@pytest.fixture
def disk(stage: CardboardStage) -> CardboardDisk:
    node = stage.nodes[R] = CardboardDisk(R, stage.world)
    return node


@pytest.fixture
def stage() -> CardboardStage:
    return CardboardStage()


def test_a_failure_is_shown_by_a_write_that_is_refused(stage: CardboardStage, disk: CardboardDisk) -> None:
    log = FaultLog(stage.world.now)
    fault = StorageFails(R, "full")
    assert "No space left" in log.inject(fault, stage)
    log.heal(fault, stage)
    (record,) = log.records()
    assert record["verified"]
    assert "is kept" in record["evidence"]
    store(disk.disk, "record", b"kept")


def test_a_failure_that_is_none_is_an_error(stage: CardboardStage, disk: CardboardDisk) -> None:
    disk.broken = {"storage full"}
    with pytest.raises(RigError, match="and yet what is written there is kept"):
        FaultLog(stage.world.now).inject(StorageFails(R, "full"), stage)


def test_a_disk_that_is_not_mended_is_an_error(stage: CardboardStage, disk: CardboardDisk) -> None:
    log = FaultLog(stage.world.now)
    fault = StorageFails(R, "sync")
    log.inject(fault, stage)
    disk.broken = {"storage mend"}
    with pytest.raises(RigError, match="is not healed"):
        log.heal(fault, stage)


def test_what_was_put_back_is_named(stage: CardboardStage, disk: CardboardDisk) -> None:
    store(disk.disk, "journal", b"old")
    disk_of(disk).storage("keep")
    store(disk.disk, "journal", b"new")
    assert "journal" in FaultLog(stage.world.now).inject(StoragePutBack(R), stage)
    assert disk.disk.read("journal") == b"old"


def test_putting_back_what_is_the_same_is_no_fault(stage: CardboardStage, disk: CardboardDisk) -> None:
    disk_of(disk).storage("keep")
    with pytest.raises(RigLacks, match="nothing to put back"):
        FaultLog(stage.world.now).inject(StoragePutBack(R), stage)


def test_a_node_without_such_a_disk_has_no_means(stage: CardboardStage) -> None:
    with pytest.raises(RigLacks, match="can't be made to fail"):
        FaultLog(stage.world.now).inject(StorageFails(R), stage)
