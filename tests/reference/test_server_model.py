"""The origin against a byte map: random locks, unlocks, closes and reboots of three clients on one file."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regrace.fixtures.reference.server.ranges import READ, WRITE
from regrace.xdr_defs.nfs4 import nfs_lock_type4, nfsstat4
from tests.reference.caller import Answer, Peer
from tests.reference.conftest import Site

OK = nfsstat4.NFS4_OK
SIZE = 24
Owner = tuple[str, str]
NAMES = ("alice", "bob", "carol")


@dataclass
class Model:
    """Who has which byte locked, and how."""

    held: dict[Owner, dict[int, nfs_lock_type4]] = field(default_factory=dict)

    def conflicts(self, owner: Owner, start: int, end: int, locktype: nfs_lock_type4) -> bool:
        return any(
            WRITE in (locktype, held)
            for other, held_bytes in self.held.items()
            if other != owner
            for at, held in held_bytes.items()
            if start <= at < end
        )

    def put(self, owner: Owner, start: int, end: int, locktype: nfs_lock_type4 | None) -> None:
        mine = self.held.setdefault(owner, {})
        for at in range(start, end):
            mine.pop(at, None)
            if locktype is not None:
                mine[at] = locktype


def seen(site: Site) -> dict[Owner, dict[int, nfs_lock_type4]]:
    """What the origin holds, byte by byte."""
    assert site.origin is not None
    found: dict[Owner, dict[int, nfs_lock_type4]] = {}
    for file in site.origin.machine.files:
        for lock in file.locks():
            owner = (lock.holder.ref.owner.decode(), lock.owner.decode())
            mine = found.setdefault(owner, {})
            mine |= {at: one.locktype for one in lock.ranges for at in range(one.start, one.end)}
    return {owner: held for owner, held in found.items() if held}


SPAN = st.tuples(st.integers(0, SIZE - 1), st.integers(1, SIZE)).map(lambda t: (t[0], min(t[0] + t[1], SIZE)))
STEP = st.one_of(
    st.tuples(st.just("lock"), st.sampled_from(NAMES), st.sampled_from("lm"), SPAN, st.sampled_from([READ, WRITE])),
    st.tuples(st.just("unlock"), st.sampled_from(NAMES), st.sampled_from("lm"), SPAN),
    st.tuples(st.just("close"), st.sampled_from(NAMES)),
    st.tuples(st.just("reboot")),
)


class Play:
    """The clients of one example."""

    def __init__(self) -> None:
        self.site = Site()
        self.model = Model()
        self.peers = {name: self.site.peer(name).establish() for name in NAMES}
        first = self.peers["alice"].open("f", "export", create=True)
        self.fh = first.fh
        self.opens: dict[str, Answer] = {"alice": first}
        for name in NAMES[1:]:
            self.opens[name] = self.peers[name].open_fh(self.fh)
        self.locks: dict[Owner, Answer] = {}

    def lock(self, name: str, owner: str, span: tuple[int, int], locktype: nfs_lock_type4) -> None:
        start, end = span
        peer = self.peers[name]
        answer = peer.lock(self.opens[name], start, end - start, kind=locktype, owner=owner)
        if self.model.conflicts((name, owner), start, end, locktype):
            assert answer.status == nfsstat4.NFS4ERR_DENIED
            self._check_denied(answer, start, end)
        else:
            assert answer.ok, answer.status.name
            self.locks[name, owner] = answer
            self.model.put((name, owner), start, end, locktype)

    def _check_denied(self, answer: Answer, start: int, end: int) -> None:
        """What LOCK4denied names is really held, by that owner, and in the way."""
        denied = answer.result.denied
        name = next(one for one in NAMES if self.peers[one].clientid == denied.owner.clientid)
        held = self.model.held[name, denied.owner.owner.decode()]
        named = range(denied.offset, denied.offset + denied.length)
        assert all(held.get(at) == denied.locktype for at in named)
        assert any(start <= at < end for at in named)

    def unlock(self, name: str, owner: str, span: tuple[int, int]) -> None:
        held = self.locks.get((name, owner))
        if held is not None:
            start, end = span
            answer = self.peers[name].locku(held, start, end - start)
            assert answer.ok, answer.status.name
            self.locks[name, owner] = answer
            self.model.put((name, owner), start, end, None)

    def close(self, name: str) -> None:
        assert self.peers[name].close(self.fh, self.opens[name].state) == OK
        for owner in [one for one in self.locks if one[0] == name]:
            del self.locks[owner]
            self.model.held.pop(owner, None)
        self.opens[name] = self.peers[name].open_fh(self.fh)
        assert self.opens[name].ok

    def reboot(self) -> None:
        """Everybody reclaims exactly what the model says; grace ends early then."""
        self.site.reboot()
        for name, peer in self.peers.items():
            peer.restart()
            self.opens[name] = peer.reclaim_open(self.fh)
            assert self.opens[name].ok, self.opens[name].status.name
            self._reclaim_locks(name, peer)
        for peer in self.peers.values():
            assert peer.reclaim_complete() == OK

    def _reclaim_locks(self, name: str, peer: Peer) -> None:
        for owner in [one for one in self.locks if one[0] == name]:
            held = self.model.held[owner]
            if not held:
                del self.locks[owner]
            for at, locktype in held.items():
                answer = peer.lock(self.opens[name], at, 1, kind=locktype, owner=owner[1], reclaim=True)
                assert answer.ok, answer.status.name
                self.locks[owner] = answer


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEP, max_size=14))
def test_the_origin_is_a_byte_map(steps: list[tuple[object, ...]]) -> None:
    play = Play()
    for verb, *arguments in steps:
        getattr(play, str(verb))(*arguments)
        assert seen(play.site) == {owner: held for owner, held in play.model.held.items() if held}
    assert not [line for line in play.site.lines if line.startswith("BUG")]


def script() -> tuple[list[bytes], list[str]]:
    """A little of everything; every reply byte for byte, and the log."""
    site = Site()
    heard: list[bytes] = []
    peers = [site.peer(name) for name in NAMES]
    for peer in peers:
        listen(peer, heard)
        peer.establish()
    opened = peers[0].open("f", "export", create=True)
    peers[0].lock(opened)
    peers[1].lock(peers[1].open_fh(opened.fh))
    site.pass_time(3.0)
    site.reboot()
    listen(peers[0].restart(), heard)
    peers[0].reclaim_open(opened.fh)
    site.pass_time(3.0)
    return heard, site.lines


def listen(peer: Peer, heard: list[bytes]) -> None:
    assert peer.stream is not None
    inner = peer.stream.on_data

    def on_data(data: bytes) -> None:
        heard.append(data)
        inner(data)

    peer.stream.on_data = on_data


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert script() == script()
