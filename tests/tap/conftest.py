"""A caller, a relay and a server that answers every call, in both worlds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regrace.harness.protocol.records import RecordReader, frame
from regrace.harness.protocol.rpc import AuthNone, decode_call, encode_call, encode_reply
from regrace.harness.rig.virtual import VirtualWorld
from regrace.harness.rig.wall import WallWorld
from regrace.harness.rig.world import Address, Stream, World
from regrace.harness.tap.relay import LinkPlan, Relay
from regrace.xdr_defs import nfs4


def compound_call(xid: int, *ops: nfs4.nfs_argop4) -> bytes:
    """A COMPOUND as a record's content."""
    return encode_call(xid, 100003, 4, 1, AuthNone(), nfs4.COMPOUND4args(b"", 1, list(ops)).to_bytes())


def locku(offset: int = 0) -> nfs4.nfs_argop4:
    """A LOCKU."""
    stateid = nfs4.stateid4(1, b"o" * 12)
    return nfs4.nfs_argop4(nfs4.OP_LOCKU, nfs4.LOCKU4args(nfs4.WRITE_LT, 0, stateid, offset, 10))


def getfh() -> nfs4.nfs_argop4:
    """A GETFH."""
    return nfs4.nfs_argop4(nfs4.OP_GETFH)


def create_session() -> nfs4.nfs_argop4:
    """A CREATE_SESSION of a client that nobody knows."""
    channel = nfs4.channel_attrs4(0, 4096, 4096, 4096, 8, 1, [])
    return nfs4.nfs_argop4(nfs4.OP_CREATE_SESSION, nfs4.CREATE_SESSION4args(1, 1, 0, channel, channel, 0, []))


def answer_to(record: bytes) -> bytes:
    """A reply that grants everything but a session, as a record's content."""
    call = decode_call(record)
    args = nfs4.COMPOUND4args.from_bytes(call.body)
    results = []
    for op in args.argarray:
        value: object
        if op.argop == nfs4.OP_LOCKU:
            value = nfs4.LOCKU4res(nfs4.NFS4_OK, nfs4.stateid4(2, b"o" * 12))
        elif op.argop == nfs4.OP_SEQUENCE:
            value = nfs4.SEQUENCE4res(nfs4.NFS4_OK, nfs4.SEQUENCE4resok(b"s" * 16, 1, 0, 0, 0, 0))
        elif op.argop == nfs4.OP_CREATE_SESSION:
            value = nfs4.CREATE_SESSION4res(nfs4.NFS4ERR_STALE_CLIENTID)
        else:
            value = nfs4.GETFH4res(nfs4.NFS4_OK, nfs4.GETFH4resok(b"fh"))
        results.append(nfs4.nfs_resop4(op.argop, value))
    return encode_reply(call.xid, nfs4.COMPOUND4res(nfs4.NFS4_OK, b"", results).to_bytes())


class Answering:
    """A server that answers each call, and remembers what came."""

    def __init__(self, world: World, address: Address) -> None:
        self.seen: list[bytes] = []
        self.bytes_seen = bytearray()
        self.closed: list[str] = []
        self.streams: list[Stream] = []
        self.raw = False
        self.listener = world.listen(address, self._accept)
        self.address = self.listener.address

    def _accept(self, stream: Stream) -> None:
        reader = RecordReader()
        self.streams.append(stream)

        def on_data(data: bytes) -> None:
            self.bytes_seen.extend(data)
            if self.raw:
                return
            for record in reader.feed(data):
                self.seen.append(record)
                stream.send(frame(answer_to(record)))

        stream.on_data = on_data
        stream.on_close = self.closed.append


class Caller:
    """The calling end of a connection."""

    def __init__(self, world: World, address: Address) -> None:
        self.replies: list[bytes] = []
        self.closed: list[str] = []
        self.world = world
        self._reader = RecordReader()
        self.stream = world.connect(address)
        self.stream.on_data = lambda data: self.replies.extend(self._reader.feed(data))
        self.stream.on_close = self.closed.append

    def call(self, xid: int, *ops: nfs4.nfs_argop4) -> None:
        """Send a COMPOUND."""
        self.stream.send(frame(compound_call(xid, *ops)))

    @property
    def answered(self) -> list[int]:
        """XIDs in the order of their replies."""
        return [int.from_bytes(reply[:4], "big") for reply in self.replies]


class Bench:
    """World, server and relay of one test."""

    def __init__(self, world: WallWorld | VirtualWorld) -> None:
        self.world = world
        virtual = isinstance(world, VirtualWorld)
        self.server_world: World = world.node("server") if isinstance(world, VirtualWorld) else world
        self.tap_world: World = world.node("tap") if isinstance(world, VirtualWorld) else world
        self.server_host = "server" if virtual else "127.0.0.1"
        self.tap_host = "tap" if virtual else "127.0.0.1"
        self.server = Answering(self.server_world, (self.server_host, 2049 if virtual else 0))
        self.plan = LinkPlan("E-R", (self.tap_host, 0), (self.server_host, self.server.address[1]))
        self.tap = Relay(self.tap_world, [self.plan])

    def caller(self) -> Caller:
        """A new connection through the tap."""
        return Caller(self.world, self.tap.address("E-R"))

    def until(self, condition: object, budget_s: float = 5.0) -> None:
        """Turn the world until it holds, or fail."""
        assert callable(condition)
        assert self.world.run_until(lambda: bool(condition()), self.world.now() + budget_s), "waited in vain"

    def pass_time(self, seconds: float = 0.05) -> None:
        """Let things happen."""
        self.world.run_until(lambda: False, self.world.now() + seconds)


@pytest.fixture(params=["wall", "virtual"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """One in each world."""
    world: WallWorld | VirtualWorld = WallWorld() if request.param == "wall" else VirtualWorld(7)
    yield Bench(world)
    world.close()
