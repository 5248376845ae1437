"""One TCP connection of a client: records out, replies matched to calls by XID, callbacks handed on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from struct import Struct
from typing import Protocol

from regrace.harness.client.errors import ClientError, PeerClosed, PeerLied, PeerSilent
from regrace.harness.protocol.errors import RecordError, RpcError
from regrace.harness.protocol.records import DEFAULT_MAX_RECORD, LAST_FRAGMENT, RecordReader
from regrace.harness.protocol.rpc import MessageKind, message_kind, message_xid
from regrace.harness.rig.world import Address, Stream, World

_HEAD = Struct(">III")
"""Record mark (one fragment), XID, and the message type of a call."""
_REPLY = (1).to_bytes(4, "big")
"""The message type (RFC 5531 §9)."""


class Waiter(Protocol):
    """A call that waits for its reply."""

    xid: int
    label: str

    def arrived(self, record: bytes, at: float) -> None:
        """The reply came, at this time of the world's clock. Never raises for what the peer sent."""

    def failed(self, error: ClientError) -> None:
        """No reply will come."""


class Wire:
    """A connection. It is used up when it is lost: a client makes a new one to reconnect."""

    def __init__(
        self,
        world: World,
        address: Address,
        client: str,
        *,
        on_call: Callable[[bytes], None],
        max_record: int = DEFAULT_MAX_RECORD,
    ) -> None:
        """`on_call` is given the records that are calls: the backchannel's."""
        self._world = world
        self._client = client
        self._on_call = on_call
        self._reader = RecordReader(max_record)
        self._waiters: dict[int, Waiter] = {}
        self._strays: deque[bytes] = deque()
        self._next_xid = int.from_bytes(world.entropy(4), "big")
        self.raw = False
        """Bytes of the case's own went out: a reply that no call waits for is then a stray, and no lie."""
        self.lost = ""
        """Why it ended; "" while it is up or coming up."""
        self._lie: PeerLied | None = None
        self._stream: Stream = world.connect(address)
        self._stream.on_data = self._on_data
        self._stream.on_close = self._on_close
        self.address = address

    @property
    def up(self) -> bool:
        """Connected, and not lost."""
        return not self.lost and self._stream.local[1] != 0

    def await_up(self, budget_s: float) -> None:
        """Wait until the connection stands. Raises PeerClosed or PeerSilent."""
        what = f"connect to {self.address[0]}:{self.address[1]}"
        self._world.run_until(lambda: self.up or bool(self.lost), self._world.now() + budget_s)
        if self.lost:
            raise PeerClosed(self._client, what, self.lost)
        if not self.up:
            self.close("gave up connecting", abort=True)
            raise PeerSilent(self._client, what, budget_s)

    def send_call(self, head: bytes, body: bytes) -> int:
        """Send a call under a new transaction ID, which is returned; its waiter is to be announced by
        `expect` before the world turns again. On a connection that is lost the bytes vanish: look at `lost`
        before, and raise `gone`."""
        xid = self._next_xid = (self._next_xid + 1) & 0xFFFF_FFFF
        while xid in self._waiters:
            xid = self._next_xid = (xid + 1) & 0xFFFF_FFFF
        size = 8 + len(head) + len(body)
        self._stream.send(_HEAD.pack(LAST_FRAGMENT | size, xid, 0) + head + body)
        return xid

    def expect(self, waiter: Waiter) -> None:
        """This call was sent, and waits for its reply."""
        self._waiters[waiter.xid] = waiter

    def send(self, data: bytes) -> None:
        """Send bytes as they are. Raises PeerClosed on a connection that is lost."""
        if self.lost:
            raise self.gone("send bytes")
        self._stream.send(data)

    def expect_record(self, budget_s: float) -> bytes:
        """The next record that no call waits for. Raises PeerClosed, PeerSilent or PeerLied."""
        self._world.run_until(
            lambda: bool(self._strays) or bool(self.lost), self._world.now() + budget_s
        )
        if self._strays:
            return self._strays.popleft()
        if self.lost:
            raise self.gone("expect a record")
        raise PeerSilent(self._client, "expect a record", budget_s)

    def close(self, reason: str, *, abort: bool = False) -> None:
        """Close from our side; calls on their way fail with PeerClosed."""
        if not self.lost:
            self._stream.close(abort=abort)
            self._lose(reason)

    def gone(self, call: str) -> ClientError:
        """Why nothing can be said or heard any more, for this call."""
        return self._lie or PeerClosed(self._client, call, self.lost)

    def _on_data(self, data: bytes) -> None:
        try:
            records = self._reader.feed(data)
        except RecordError as error:
            for record in error.records:
                self._take(record)
            self._catch_lying(f"{error}", data)
            return
        for record in records:
            self._take(record)

    def _take(self, record: bytes) -> None:
        if self.lost:
            return  # an earlier record of the same piece ended the connection
        waiter = self._waiters.get(int.from_bytes(record[:4], "big"))
        if waiter is not None and record[4:8] == _REPLY:
            del self._waiters[waiter.xid]
            waiter.arrived(record, self._world.now())
        else:
            self._take_other(record)

    def _take_other(self, record: bytes) -> None:
        """Everything but the reply to a call of ours."""
        try:
            if message_kind(record) is MessageKind.CALL:
                self._on_call(record)
            else:
                xid = message_xid(record)
                self._no_call(f"a reply to XID {xid:#010x}, which no call on this connection has", record)
        except RpcError as error:
            self._no_call(f"{error}", record)

    def _no_call(self, what: str, record: bytes) -> None:
        if self.raw:
            self._strays.append(record)
        else:
            self._catch_lying(what, record)

    def _catch_lying(self, what: str, record: bytes) -> None:
        """The stream can't be trusted any more: whoever waits is told so, and it is aborted."""
        self._lie = PeerLied(self._client, "read from the connection", what, record=record)
        self._stream.close(abort=True)
        self._lose("aborted, because the peer's bytes can't be right")

    def _on_close(self, reason: str) -> None:
        torn = self._reader.pending
        self._lose(f"{reason}, {torn} bytes into a record" if torn else reason)

    def _lose(self, reason: str) -> None:
        self.lost = reason
        waiters, self._waiters = self._waiters, {}
        for waiter in waiters.values():
            lie = self._lie
            waiter.failed(
                PeerLied(self._client, waiter.label, lie.finding, record=lie.record)
                if lie
                else PeerClosed(self._client, waiter.label, reason)
            )
