"""The lease keeper renews, and knows when it was late."""

from __future__ import annotations

from typing import Any, cast

import pytest

from regrace.harness.client.client import Client
from regrace.harness.client.keeper import LeaseKeeper
from regrace.harness.history.events import Kind
from regrace.harness.rig.node import RigError
from regrace.harness.rig.virtual import VirtualWorld
from regrace.harness.rig.world import World
from regrace.xdr_defs import nfs4
from tests.client.conftest import Stage

LEASE = 4.0


@pytest.fixture
def virtual() -> VirtualWorld:
    return VirtualWorld(3)


@pytest.fixture
def still(virtual: VirtualWorld) -> Stage:
    return Stage(virtual, virtual.node("server"), "server")


def renewals(stage: Stage, client: Client) -> int:
    return len([event for event in stage.events(Kind.RENEW) if event.actor == client.name and event.ok])


def test_every_client_is_renewed_four_times_a_lease(still: Stage) -> None:
    keeper = LeaseKeeper(still.world)
    one, two = still.client("E1"), still.client("E2")
    keeper.add(one, LEASE)
    keeper.add(two, LEASE / 2)
    before = renewals(still, one), renewals(still, two)
    still.turn(2 * LEASE + 0.1)
    assert (renewals(still, one) - before[0], renewals(still, two) - before[1]) == (8, 16)
    keeper.check()
    assert keeper.late == []
    keeper.stop()
    before = renewals(still, one), renewals(still, two)
    still.turn(LEASE)
    assert (renewals(still, one), renewals(still, two)) == before
    still.end()


def test_the_silent_and_the_dead_are_passed_by(still: Stage) -> None:
    keeper = LeaseKeeper(still.world)
    silent, dead = still.client("E1"), still.client("E2")
    for client in (silent, dead):
        keeper.add(client, LEASE)
    silent.silence()
    dead.abandon()
    before = renewals(still, silent), renewals(still, dead)
    still.turn(2 * LEASE)
    assert (renewals(still, silent), renewals(still, dead)) == before
    keeper.check()
    still.end()


def test_renewals_have_a_slot_of_their_own(still: Stage) -> None:
    keeper = LeaseKeeper(still.world)
    client = still.client()
    keeper.add(client, LEASE)
    still.server.holding = True
    pending = [client.begin() for _ in range(3)]
    still.turn(0.1)
    still.server.holding = False
    before = renewals(still, client)
    still.turn(LEASE)
    assert renewals(still, client) > before
    still.server.release()
    assert all(call.reply().ok for call in pending)
    still.end()


def test_a_lost_session_is_left_alone_until_recover(still: Stage) -> None:
    keeper = LeaseKeeper(still.world)
    client = still.client()
    keeper.add(client, LEASE)
    still.server.forget()
    still.turn(2 * LEASE)
    assert [event.status for event in still.events(Kind.LOSS_NOTICE)] == ["NFS4ERR_BADSESSION"]
    client.recover()
    before = renewals(still, client)
    still.turn(LEASE)
    assert renewals(still, client) >= before + 3
    keeper.check()
    still.end()


def test_a_dead_connection_is_not_made_anew(still: Stage) -> None:
    keeper = LeaseKeeper(still.world)
    client = still.client()
    keeper.add(client, LEASE)
    for stream in still.server.streams:
        stream.close(abort=True)
    connections = len(still.server.streams)
    still.turn(2 * LEASE)
    assert len(still.server.streams) == connections
    assert not client.connected
    keeper.check()  # the harness did what it could
    still.end()


def test_a_server_that_does_not_answer_is_not_flooded(still: Stage) -> None:
    keeper = LeaseKeeper(still.world)
    client = still.client()
    keeper.add(client, LEASE)
    calls = len(still.server.calls)
    still.server.holding = True
    still.turn(3 * LEASE)
    assert len(still.server.calls) == calls + 1
    keeper.check()
    still.end()


class Sleepy:
    """A world in which time passed while nobody turned it, as the keeper sees it."""

    def __init__(self, world: VirtualWorld) -> None:
        self._world = world
        self.asleep = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world, name)

    def now(self) -> float:
        return self._world.now() + self.asleep


def test_a_harness_that_was_late_is_caught(still: Stage, virtual: VirtualWorld) -> None:
    sleepy = Sleepy(virtual)
    keeper = LeaseKeeper(cast(World, sleepy))
    client, other = still.client("E1"), still.client("E2")
    keeper.add(client, LEASE)
    keeper.add(other, 100 * LEASE)
    still.turn(LEASE / 2 + 0.1)
    keeper.check()
    sleepy.asleep = 0.9 * LEASE
    with pytest.raises(RigError, match=r"harness late: E1: 3\.\d+ s between renewals of a lease of 4 s"):
        keeper.check()
    still.turn(LEASE)
    with pytest.raises(RigError, match="run fewer workers"):
        keeper.check(client)
    assert [entry.client for entry in keeper.late] == ["E1"]
    keeper.check(other)
    still.end()


def test_a_renewal_that_finds_no_slot_is_told_once(still: Stage) -> None:
    still.server.slots = 1
    keeper = LeaseKeeper(still.world)
    client = still.client()
    keeper.add(client, LEASE)
    still.server.holding = True
    pending = client.begin()
    still.turn(LEASE)
    assert len(still.findings.evidence) == 1
    assert "could not renew E1" in still.findings.evidence[0]
    still.server.release()
    assert pending.reply().ok
    before = renewals(still, client)
    still.turn(LEASE)
    assert renewals(still, client) > before
    still.end()


def test_delay_on_a_renewal_is_no_trouble(still: Stage) -> None:
    keeper = LeaseKeeper(still.world)
    client = still.client()
    keeper.add(client, LEASE)
    delay = nfs4.SEQUENCE4res(nfs4.NFS4ERR_DELAY)
    still.server.answers[nfs4.OP_SEQUENCE] = lambda _: delay
    still.turn(LEASE)
    del still.server.answers[nfs4.OP_SEQUENCE]
    assert client.renew().ok
    still.end()
