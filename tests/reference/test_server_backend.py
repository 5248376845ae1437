"""The machine in front of a backend that takes its time, refuses, or loses what it had."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from regrace.fixtures.reference.origin.local import LocalBackend
from regrace.fixtures.reference.origin.volume import Volume
from regrace.fixtures.reference.server.backend import (
    BackOpen,
    BackStart,
    ClientRef,
    Conflict,
    DeniedError,
    FrontSide,
    LockRequest,
    NfsError,
    OpenRequest,
)
from regrace.fixtures.reference.server.config import ServerConfig
from regrace.fixtures.reference.server.machine import Machine, Setting
from regrace.fixtures.reference.server.service import Service
from regrace.harness.rig.stable import MemoryStable
from regrace.harness.rig.tasks import Future
from regrace.harness.rig.virtual import VirtualWorld
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import COMPOUND4res, nfsstat4
from tests.reference.caller import Answer, Peer, op, put

OK = nfsstat4.NFS4_OK
DELAY = nfsstat4.NFS4ERR_DELAY
PORT = 2049
Gate = Callable[[str], Awaitable[None]]


class SlowBackend(LocalBackend):
    """A local backend whose questions about state wait at gates, and whose answers can be scripted."""

    def __init__(self, volume: Volume) -> None:
        super().__init__(volume, b"verifier")
        self.gates: dict[str, Future[None]] = {}
        self.refusals: dict[str, NfsError] = {}
        self.calls: list[str] = []
        self.front: FrontSide | None = None
        self.may_reclaim = True

    def hold(self, verb: str) -> Future[None]:
        """From now on that verb waits until the gate is opened."""
        self.gates[verb] = Future()
        return self.gates[verb]

    async def _pass(self, verb: str) -> None:
        self.calls.append(verb)
        gate = self.gates.get(verb)
        if gate is not None:
            await gate
        if verb in self.refusals:
            raise self.refusals[verb]

    async def start(self, front: FrontSide) -> BackStart:
        self.front = front
        await self._pass("start")
        return BackStart(may_reclaim=self.may_reclaim)

    async def grace_ended(self) -> None:
        await self._pass("grace_ended")

    async def client_gone(self, client: ClientRef) -> None:
        await self._pass("client_gone")
        await super().client_gone(client)

    async def open(self, request: OpenRequest) -> BackOpen:
        await self._pass("open")
        return await super().open(request)

    async def lock(self, request: LockRequest) -> None:
        await self._pass("reclaim_lock" if request.reclaim else "lock")

    async def unlock(self, client: ClientRef, lock_owner: bytes, fh: bytes, offset: int, length: int) -> None:
        await self._pass("unlock")

    async def test_lock(self, request: LockRequest) -> None:
        await self._pass("test_lock")


class Stage:
    """A machine with a slow backend."""

    def __init__(self) -> None:
        self.world = VirtualWorld(3)
        self.stable = MemoryStable()
        self.lines: list[str] = []
        self.boot()

    def boot(self, *, may_reclaim: bool = True, closed: str = "") -> None:
        side = self.world.node("server")
        self.side = side
        config = ServerConfig(name="server", lease_s=2.0, grace_s=2.0)
        volume = Volume(
            self.stable, identity=b"identity", clock_ns=lambda: int(side.now() * 1e9), log=self.lines.append
        )
        self.backend = SlowBackend(volume)
        self.backend.may_reclaim = may_reclaim
        if closed:
            self.backend.hold(closed)
        if "export" not in {name.decode() for name in volume.root.entries}:
            made = volume.make(volume.root, b"export", is_directory=True, mode=0o777, uid=0, gid=0)
            volume.save(made)
            volume.save(volume.root)
        self.machine = Machine(
            Setting(world=side, stable=self.stable, config=config, backend=self.backend, log=self.lines.append)
        )
        self.service = Service(self.machine, ("server", PORT))

    def reboot(self, **how: Any) -> None:
        self.side.kill()
        self.boot(**how)

    def peer(self, name: str = "alice", **more: Any) -> Peer:
        return Peer(self.world, ("server", PORT), name, **more)

    def settle(self, seconds: float = 0.05) -> None:
        self.world.run_until(lambda: False, self.world.now() + seconds)


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    assert not [line for line in made.lines if line.startswith("BUG")]


def lock_call(peer: Peer, opened: Answer, offset: int = 0, slot: int = 1) -> int:
    """Send a LOCK on another slot; gives the XID."""
    first = nfs4.open_to_lock_owner4(0, opened.state, 0, nfs4.lock_owner4(0, b"l"))
    args = nfs4.LOCK4args(nfs4.WRITE_LT, False, offset, 10, nfs4.locker4(True, first))
    sequence = peer.sequence(sa_slotid=slot, sa_highest_slotid=slot, sa_sequenceid=1)
    return peer.send_compound(sequence, put(opened.fh), op(nfs4.OP_LOCK, args))


def unlock_call(peer: Peer, lock: Answer, slot: int = 1) -> int:
    args = nfs4.LOCKU4args(nfs4.WRITE_LT, 0, lock.state, 0, 10)
    sequence = peer.sequence(sa_slotid=slot, sa_highest_slotid=slot, sa_sequenceid=1)
    return peer.send_compound(sequence, put(lock.fh), op(nfs4.OP_LOCKU, args))


def result(peer: Peer, xid: int) -> COMPOUND4res:
    return COMPOUND4res.from_bytes(peer.body(xid))


def test_a_lock_is_granted_only_when_the_backend_granted_it(stage: Stage) -> None:
    alice = stage.peer().establish()
    opened = alice.open("f", "export", create=True)
    gate = stage.backend.hold("lock")
    xid = lock_call(alice, opened)
    stage.settle()
    assert xid not in alice.replies
    assert stage.machine.state()["locks"] == []
    gate.set_result(None)
    assert result(alice, xid).status == OK
    assert len(stage.machine.state()["locks"]) == 1


@pytest.mark.parametrize("status", [DELAY, nfsstat4.NFS4ERR_SERVERFAULT, nfsstat4.NFS4ERR_STALE])
def test_what_the_backend_refuses_changes_nothing(stage: Stage, status: nfsstat4) -> None:
    alice = stage.peer().establish()
    opened = alice.open("f", "export", create=True)
    held = alice.lock(opened)
    stage.backend.refusals = {verb: NfsError(status) for verb in ("lock", "unlock", "open")}
    before = stage.machine.state()
    assert alice.lock(opened, 20).status == status
    assert alice.locku(held).status == status
    assert alice.open_fh(opened.fh, deny=1).status == status
    assert stage.machine.state() == before


def test_a_conflict_that_only_the_backend_knows_is_told_in_full(stage: Stage) -> None:
    alice = stage.peer().establish()
    opened = alice.open("f", "export", create=True)
    conflict = Conflict(offset=3, length=4, locktype=nfs4.WRITE_LT, clientid=99, owner=b"far")
    stage.backend.refusals = {verb: DeniedError(conflict) for verb in ("lock", "test_lock")}
    for answer in (alice.lock(opened), alice.lockt(opened.fh)):
        assert answer.status == nfsstat4.NFS4ERR_DENIED
        denied = answer.result.denied
        assert (denied.offset, denied.length, denied.owner.clientid, denied.owner.owner) == (3, 4, 99, b"far")


def test_an_unlock_is_told_only_after_the_backend_did_it(stage: Stage) -> None:
    alice, bob = stage.peer("alice").establish(), stage.peer("bob").establish()
    opened = alice.open("f", "export", create=True)
    his = bob.open_fh(opened.fh)
    held = alice.lock(opened)
    gate = stage.backend.hold("unlock")
    xid = unlock_call(alice, held)
    stage.settle()
    assert xid not in alice.replies
    waiting = lock_call(bob, his)  # it takes its turn behind the unlock
    stage.settle()
    assert waiting not in bob.replies
    gate.set_result(None)
    assert result(alice, xid).status == OK
    assert result(bob, waiting).status == OK


def test_other_files_do_not_wait(stage: Stage) -> None:
    alice = stage.peer().establish()
    opened, other = alice.open("f", "export", create=True), alice.open("g", "export", create=True)
    held = alice.lock(opened)
    stage.backend.hold("unlock")
    unlock_call(alice, held)
    stage.settle()
    assert alice.lock(other).ok


def test_a_retry_of_what_still_runs_is_told_to_wait(stage: Stage) -> None:
    alice = stage.peer().establish()
    opened = alice.open("f", "export", create=True)
    gate = stage.backend.hold("lock")
    first = lock_call(alice, opened)
    stage.settle()
    assert result(alice, lock_call(alice, opened)).status == DELAY
    gate.set_result(None)
    assert result(alice, first).status == OK
    assert result(alice, lock_call(alice, opened)).status == OK
    assert stage.backend.calls.count("lock") == 1


def test_a_client_does_not_expire_under_its_own_request(stage: Stage) -> None:
    alice = stage.peer().establish()
    opened = alice.open("f", "export", create=True)
    gate = stage.backend.hold("lock")
    xid = lock_call(alice, opened)
    stage.settle(5.0)
    gate.set_result(None)
    assert result(alice, xid).status == OK
    assert alice.renew() == OK


def test_state_of_a_lost_client_stands_until_the_backend_released_it(stage: Stage) -> None:
    alice = stage.peer("alice").establish()
    opened = alice.open("f", "export", create=True)
    assert alice.lock(opened).ok
    gate = stage.backend.hold("client_gone")
    stage.settle(2.5)
    assert alice.renew() == nfsstat4.NFS4ERR_BADSESSION
    bob = stage.peer("bob").establish()
    his = bob.open_fh(opened.fh)
    waiting = lock_call(bob, his)
    stage.settle()
    assert waiting not in bob.replies
    gate.set_result(None)
    assert result(bob, waiting).status == OK


def test_a_new_instance_waits_for_what_the_old_one_still_runs(stage: Stage) -> None:
    alice = stage.peer("alice").establish()
    opened = alice.open("f", "export", create=True)
    gate = stage.backend.hold("lock")
    late = lock_call(alice, opened)
    stage.settle()
    reborn = stage.peer("alice", verifier=b"reborn..")
    reborn.exchange_id()
    channel = nfs4.channel_attrs4(0, 4096, 4096, 4096, 8, 8, [])
    args = nfs4.CREATE_SESSION4args(reborn.clientid, reborn.sequenceid, 0, channel, channel, 0, [])
    confirming = reborn.send_compound(op(nfs4.OP_CREATE_SESSION, args))
    stage.settle()
    assert confirming not in reborn.replies
    assert result(reborn, reborn.send_compound(op(nfs4.OP_CREATE_SESSION, args))).status == DELAY
    gate.set_result(None)
    assert result(reborn, confirming).status == OK
    assert result(alice, late).status == OK  # executed, and released with everything else
    assert stage.machine.state()["locks"] == []


def test_compounds_wait_for_the_backends_start_but_not_for_ever(stage: Stage) -> None:
    stage.reboot(closed="start")
    alice = stage.peer()
    assert alice.body(alice.send_body(b"", proc=0)) == b""
    assert alice.exchange_id().eir_status == DELAY
    stage.backend.gates.pop("start").set_result(None)
    assert alice.exchange_id().eir_status == OK


def test_new_state_waits_until_the_backend_took_the_end_of_grace(stage: Stage) -> None:
    alice = stage.peer("alice").establish()
    alice.open("f", "export", create=True)
    stage.reboot(closed="grace_ended")
    gate = stage.backend.gates["grace_ended"]
    assert "grace_ended" not in stage.backend.calls
    alice.restart(complete=True)
    stage.settle()
    assert stage.backend.calls == ["start", "grace_ended"]
    assert alice.open("f", "export").status == nfsstat4.NFS4ERR_GRACE
    assert stage.machine.in_grace
    gate.set_result(None)
    stage.settle()
    assert alice.open("f", "export").ok


def test_a_backend_that_cannot_take_the_end_of_grace_is_asked_again(stage: Stage) -> None:
    stage.backend.refusals["grace_ended"] = NfsError(DELAY)
    stage.reboot()
    stage.backend.refusals["grace_ended"] = NfsError(DELAY)
    alice = stage.peer().establish()
    stage.settle(1.0)
    assert alice.open("f", "export", create=True).status == nfsstat4.NFS4ERR_GRACE
    stage.backend.refusals.clear()
    stage.settle(0.5)
    assert alice.open("f", "export", create=True).ok


def test_grace_does_not_end_under_a_reclaim(stage: Stage) -> None:
    alice = stage.peer("alice").establish()
    opened = alice.open("f", "export", create=True)
    assert alice.lock(opened).ok
    stage.reboot()
    alice.restart()
    again = alice.reclaim_open(opened.fh)
    gate = stage.backend.hold("reclaim_lock")
    first = nfs4.open_to_lock_owner4(0, again.state, 0, nfs4.lock_owner4(0, b"l"))
    args = nfs4.LOCK4args(nfs4.WRITE_LT, True, 0, 10, nfs4.locker4(True, first))
    sequence = alice.sequence(sa_slotid=1, sa_highest_slotid=1, sa_sequenceid=1)
    xid = alice.send_compound(sequence, put(opened.fh), op(nfs4.OP_LOCK, args))
    stage.settle(2.5)
    assert "grace_ended" not in stage.backend.calls
    gate.set_result(None)
    assert result(alice, xid).status == OK
    stage.settle()
    assert "grace_ended" in stage.backend.calls


def test_without_hope_there_is_no_grace(stage: Stage) -> None:
    alice = stage.peer("alice").establish()
    opened = alice.open("f", "export", create=True)
    stage.reboot(may_reclaim=False)
    alice.restart()
    assert alice.reclaim_open(opened.fh).status == nfsstat4.NFS4ERR_NO_GRACE
    assert alice.reclaim_complete() == OK
    assert alice.open("f", "export").ok


def test_state_that_the_backend_lost_is_told_and_acknowledged(stage: Stage) -> None:
    alice, bob = stage.peer("alice").establish(), stage.peer("bob").establish()
    opened, other = alice.open("f", "export", create=True), alice.open("g", "export", create=True)
    held, kept = alice.lock(opened), alice.lock(other)
    assert stage.backend.front is not None
    stage.backend.front.revoke_open(b"alice", b"o", opened.fh, "the origin gave it away")
    expired = nfsstat4.NFS4ERR_EXPIRED
    assert alice.read(opened.fh, opened.state).status == expired
    assert alice.locku(held).status == expired
    assert alice.flags & nfs4.SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED
    assert alice.test_stateids(opened.state, held.state, kept.state) == [expired, expired, OK]
    assert bob.lock(bob.open_fh(opened.fh)).ok
    assert alice.free_stateid(held.state) == OK
    alice.renew()
    assert alice.flags & nfs4.SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED
    assert alice.free_stateid(opened.state) == OK
    alice.renew()
    assert not alice.flags & nfs4.SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED
    assert alice.free_stateid(opened.state) == nfsstat4.NFS4ERR_BAD_STATEID
    assert alice.locku(kept).ok


def test_one_owners_locks_can_be_lost_alone(stage: Stage) -> None:
    alice = stage.peer("alice").establish()
    opened = alice.open("f", "export", create=True)
    held, other = alice.lock(opened, 0, 10), alice.lock(opened, 20, 10, owner="m")
    assert stage.backend.front is not None
    stage.backend.front.revoke_lock(b"alice", b"l", opened.fh, "lost")
    assert alice.test_stateids(opened.state, held.state, other.state) == [OK, nfsstat4.NFS4ERR_EXPIRED, OK]
    fresh = alice.lock(opened, 0, 10)
    assert fresh.ok
    assert fresh.state.other != held.state.other


def test_everything_can_be_lost(stage: Stage) -> None:
    alice = stage.peer("alice").establish()
    opened = alice.open("f", "export", create=True)
    held = alice.lock(opened)
    assert stage.backend.front is not None
    stage.backend.front.revoke_everything("the origin forgot us")
    assert alice.test_stateids(opened.state, held.state) == [nfsstat4.NFS4ERR_EXPIRED] * 2
    assert stage.machine.state()["opens"] == []
    alice.destroy_session()
    assert alice.destroy_clientid() == OK


def test_a_backend_that_is_not_there_yet_is_asked_again(stage: Stage) -> None:
    stage.reboot(closed="start")
    stage.backend.refusals["start"] = NfsError(DELAY)
    stage.backend.gates.pop("start").set_result(None)
    stage.settle(0.5)
    stage.backend.refusals.clear()
    assert stage.peer().establish().open("f", "export", create=True).ok
    assert stage.backend.calls.count("start") > 1


def test_a_backend_that_cannot_release_does_not_keep_the_client(stage: Stage) -> None:
    alice = stage.peer("alice").establish()
    opened = alice.open("f", "export", create=True)
    assert alice.lock(opened).ok
    stage.backend.refusals["client_gone"] = NfsError(DELAY)
    stage.settle(2.5)
    assert stage.machine.state()["clients"] == []
    assert stage.machine.state()["locks"] == []
