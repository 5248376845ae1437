"""The journal of `persist` under everything that storage can do to it, and what R says afterwards."""

from __future__ import annotations

import random

import pytest

from regrace.fixtures.reference.reexport.strategies.persist_journal import GENERATION, JOURNAL
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.rig.stable import MemoryStable
from regrace.xdr_defs.nfs4 import nfsstat4

from .stage import F, Stage

OK = nfsstat4.NFS4_OK
REFUSED = (nfsstat4.NFS4ERR_NO_GRACE, nfsstat4.NFS4ERR_RECLAIM_BAD)


def held(stage: Stage, end: Client) -> tuple[Open, Lock]:
    """E1 has an open and a lock."""
    reply = stage.lock(end)
    assert reply.ok
    return end.ledger.opens[0], reply.locked


def asks_back(stage: Stage, end: Client, below: Open, lock: Lock) -> nfsstat4:
    """What E1 is told when it reclaims both: the first refusal, or OK."""
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(below))
    if not again.ok:
        return again.status
    return stage.settled(lambda: end.reclaim_lock(lock, again.opened)).status


def stable_of(stage: Stage) -> MemoryStable:
    """R's storage."""
    return stage.node("reexport").stable


def put(stable: MemoryStable, name: str, data: bytes) -> None:
    """Have it there, synced."""
    stable.write(name, data)
    stable.sync(name)


def test_the_same_client_id_after_a_restart() -> None:
    stage = Stage(strategy="persist")
    end, direct = stage.end_client(), stage.direct_client()
    below, lock = held(stage, end)
    before = stage.node("reexport").state()["back"]["clientid"]
    stage.node("reexport").reboot()
    assert asks_back(stage, end, below, lock) is OK
    assert stage.node("reexport").state()["back"]["clientid"] == before
    assert not stage.is_free(direct)
    # That of the last life, and the first one of this life, which the origin might only have repeated.
    assert len(stage.seen("R-O", "DESTROY_SESSION")) == 2


def test_many_restarts_in_a_row() -> None:
    stage = Stage(strategy="persist")
    end, direct = stage.end_client(), stage.direct_client()
    below, lock = held(stage, end)
    for _ in range(5):
        stage.node("reexport").reboot()
        assert asks_back(stage, end, below, lock) is OK
        assert end.reclaim_complete().ok
        below, lock = end.ledger.opens[0], end.ledger.locks[0]
    assert not stage.is_free(direct)


@pytest.mark.parametrize("kept", [0, 5, 40, -1])
def test_a_torn_journal_falls_back_to_what_was_synced(kept: int) -> None:
    """A write that tore was never answered: what E1 was told is in the synced record."""
    stage = Stage(strategy="persist")
    end = stage.end_client()
    below, lock = held(stage, end)
    stage.node("reexport").crash()
    stable = stable_of(stage)
    whole = stable.read(JOURNAL)
    assert whole is not None
    stable.write(JOURNAL, whole[:kept])
    stage.node("reexport").start()
    assert asks_back(stage, end, below, lock) is OK


@pytest.mark.parametrize("damage", ["flipped", "gone", "empty"])
def test_a_damaged_journal_gives_nothing_back(damage: str) -> None:
    stage = Stage(strategy="persist")
    end, direct = stage.end_client(), stage.direct_client()
    below, lock = held(stage, end)
    stage.node("reexport").crash()
    stable = stable_of(stage)
    whole = stable.read(JOURNAL)
    assert whole is not None
    if damage == "gone":
        stable.remove(JOURNAL)
        stable.sync(JOURNAL)
    else:
        put(stable, JOURNAL, b"" if damage == "empty" else whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    stage.node("reexport").start()
    assert asks_back(stage, end, below, lock) in REFUSED
    assert end.reclaim_complete().ok
    stage.until(lambda: stage.at_origin() == (0, 0))
    assert stage.is_free(direct)


def test_a_journal_without_its_generation_is_told() -> None:
    """An old copy of the journal alone: the generation beside it is higher."""
    stage = Stage(strategy="persist")
    end = stage.end_client()
    below, lock = held(stage, end)
    old = stable_of(stage).read(JOURNAL)
    assert old is not None
    assert end.locku(lock, 5, 5).ok
    stage.node("reexport").crash()
    put(stable_of(stage), JOURNAL, old)
    stage.node("reexport").start()
    assert asks_back(stage, end, below, lock) in REFUSED
    assert "not to be trusted" in stage.node("reexport").log()


@pytest.mark.parametrize("boots", [0, 1, 3])
def test_all_of_the_storage_from_yesterday(boots: int) -> None:
    """Both records are old: the origin is ahead, with stateids in the same boot, with csa_sequence after others."""
    stage = Stage(strategy="persist")
    end, direct = stage.end_client(), stage.direct_client()
    below, lock = held(stage, end)
    stable = stable_of(stage)
    old = {name: stable.read(name) for name in (JOURNAL, GENERATION)}
    for _ in range(boots):
        stage.node("reexport").reboot()
        assert asks_back(stage, end, below, lock) is OK
        assert end.reclaim_complete().ok
        below, lock = end.ledger.opens[0], end.ledger.locks[0]
    assert end.locku(lock).ok
    taken = stage.lock(direct)
    assert taken.ok
    assert direct.locku(taken.locked).ok
    stage.node("reexport").crash()
    for name, data in old.items():
        assert data is not None
        put(stable, name, data)
    stage.node("reexport").start()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(below))
    if again.ok:
        refused = stage.settled(lambda: end.lock(again.opened, "WRITE", 0, 10, reclaim=True))
        assert refused.status in REFUSED
    else:
        assert again.status in REFUSED
    assert end.reclaim_complete().ok
    stage.until(lambda: stage.is_free(direct))


def test_a_disk_that_is_full_grants_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the origin is asked, or after it has granted: E1 is refused, and nothing is left at the origin."""
    stage = Stage(strategy="persist")
    end, direct = stage.end_client(), stage.direct_client()
    below = stage.open(end).opened
    written = MemoryStable.write
    left = 0

    def full(self: MemoryStable, name: str, data: bytes) -> None:
        nonlocal left
        if self is stable_of(stage) and name == JOURNAL:
            left -= 1
            if left < 0:
                raise OSError("no space left on device")
        written(self, name, data)

    monkeypatch.setattr(MemoryStable, "write", full)
    for writes_that_work in (0, 1):
        left = writes_that_work
        assert end.lock(below, "WRITE", 0, 10).status is nfsstat4.NFS4ERR_SERVERFAULT
        assert stage.is_free(direct)
    left = 1 << 30
    assert end.lock(below, "WRITE", 0, 10).ok
    assert not stage.is_free(direct)


def test_power_cuts_at_random() -> None:
    """Whatever a power cut tears: what E1 was told stands, and nothing else does."""
    for seed in range(6):
        stage = Stage(seed=seed + 1, strategy="persist")
        end, direct = stage.end_client(), stage.direct_client()
        dice = random.Random(seed)
        below, lock = held(stage, end)
        for _ in range(dice.randrange(3)):
            assert end.locku(lock, 2, 2).ok
            assert end.lock(below, "WRITE", 2, 2).ok
        node = stage.node("reexport")
        node._power = dice
        node.power_cut()
        node.start()
        assert asks_back(stage, end, below, lock) is OK
        assert not stage.is_free(direct)


def test_an_origin_that_rebooted_too_lets_us_reclaim() -> None:
    stage = Stage(strategy="persist")
    end = stage.end_client()
    below, lock = held(stage, end)
    stage.node("reexport").crash()
    stage.node("origin").reboot()
    stage.node("reexport").start()
    assert asks_back(stage, end, below, lock) is OK
    assert stage.at_origin() == (1, 1)


def test_what_nobody_claims_is_given_up() -> None:
    stage = Stage(strategy="persist")
    end, direct = stage.end_client(), stage.direct_client()
    below, lock = held(stage, end)
    assert end.lock(below, "WRITE", 20, 10, lock=lock).ok
    stage.node("reexport").reboot()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(below)).opened
    assert stage.settled(lambda: end.lock(again, "READ", 0, 10, reclaim=True)).ok
    assert end.reclaim_complete().ok
    stage.until(lambda: stage.is_free(direct, offset=20))
    stage.until(lambda: direct.lockt(F, "READ", 0, 10).ok)
    assert not stage.is_free(direct)

