"""One relayed connection: two lanes, each first in, first out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from regrace.harness.rig.world import RESET, Stream
from regrace.harness.tap.api import Act, Deed, Direction, TapRecord
from regrace.harness.tap.interpreter import Interpreter, Owners
from regrace.harness.tap.splitter import Splitter

LARGEST_QUEUE = 64 << 20
"""Bytes of one direction that may wait, behind a held message or for a receiver that doesn't read. Beyond,
the connection is reset: a bound must be somewhere, and a session's slots keep honest traffic far below it."""

LONGEST_WAIT_S = 2.0
"""For how long the answer to a call that was kept back is waited for if its caller has gone meanwhile, in seconds."""


class Relaying(Protocol):
    """What a connection needs of the relay that it belongs to."""

    owners: Owners

    def keep(self, record: TapRecord) -> TapRecord: ...
    def now(self) -> float: ...
    def later(self, seconds: float, then: Callable[[], None]) -> None: ...
    def severed(self, link: str, direction: Direction) -> bool: ...
    def count_drop(self, link: str) -> None: ...
    def looks_out(self, link: str, direction: Direction) -> bool: ...
    def catch(self, record: TapRecord, connection: Connection) -> Deed | None: ...
    def ended(self, connection: Connection) -> None: ...


@dataclass(slots=True, eq=False)
class Waiting:
    """Bytes that wait their turn in a lane; the end of the stream if there are none."""

    raw: bytes
    record: TapRecord | None = None
    held: bool = False
    last: bool = False
    """The connection ends once this has been passed on."""


class Lane:
    """One direction of a connection."""

    __slots__ = (
        "_connection", "_direction", "_ended", "_head_gone", "_partial", "_queue", "_queued", "_reset",
        "_splitter", "torn",
    )  # fmt: skip

    def __init__(self, connection: Connection, direction: Direction) -> None:
        self._connection = connection
        self._direction = direction
        self._splitter = Splitter()
        self._partial: list[bytes] = []  # of a message that has begun to arrive and was not passed on yet
        self._head_gone = False  # whether the message that is arriving has been passed on in part
        self._queue: deque[Waiting] = deque()
        self._queued = 0
        self._ended = False
        self._reset = False
        self.torn = False
        """Whether bytes, or the end of the stream, were dropped: TCP could not go on after them."""

    def arrive(self, data: bytes) -> None:
        """Bytes have come from the sender."""
        for piece in self._splitter.feed(data):
            self._partial.append(piece.raw)
            if piece.message is not None:
                self._complete(piece.message)
        if self._partial and (self._splitter.lost or not self._connection.looks_out(self._direction)):
            self._pass_part()

    def end(self, *, reset: bool) -> None:
        """The sender has closed, or was reset."""
        if self._partial:
            self._pass_part()
        self._ended = True
        self._reset = reset
        self._put(Waiting(b""))

    def release(self, record: TapRecord, *, drop: bool) -> bool:
        """Let the held message go; False if it is not (or not any more) in this lane."""
        for waiting in self._queue:
            if waiting.record is record:
                waiting.held = False
                record.fate = "dropped" if drop else "released"
                if drop:
                    waiting.raw = b""
                self._flow()
                return True
        return False

    def discard(self) -> None:
        """The connection is over: whatever waits is lost."""
        for waiting in self._queue:
            if waiting.record is not None:
                waiting.record.fate = "dropped"
        self._queue.clear()
        self._queued = 0

    def _complete(self, message: bytes) -> None:
        raw = b"".join(self._partial)
        self._partial.clear()
        whole = not self._head_gone
        self._head_gone = False
        record = self._connection.read(self._direction, message, len(raw))
        deed = self._connection.catch(record) if whole else None
        if deed is None or deed.act is Act.CUT:
            self._put(Waiting(raw, record))
        elif deed.act in (Act.HOLD, Act.DELAY):
            record.fate = "held"
            self._put(Waiting(raw, record, held=True))
        elif deed.act is Act.DROP:
            record.fate = "dropped"
            self._connection.count_drop()
        elif deed.act is Act.DUPLICATE:
            record.fate = "duplicated"
            self._put(Waiting(raw + raw, record))
        else:
            record.fate = "truncated"
            self._put(Waiting(raw[: deed.keep_bytes], record, last=True))

    def _pass_part(self) -> None:
        raw = b"".join(self._partial)
        self._partial.clear()
        self._head_gone = True
        self._put(Waiting(raw))

    def _put(self, waiting: Waiting) -> None:
        if not self._queue and not waiting.held:
            self._pass(waiting)
            return
        self._queue.append(waiting)
        self._queued += len(waiting.raw)
        if self._queued > LARGEST_QUEUE:
            self._connection.abort(f"more than {LARGEST_QUEUE} bytes wait behind a held message")

    def _flow(self) -> None:
        while self._queue and not self._queue[0].held:
            waiting = self._queue.popleft()
            self._queued -= len(waiting.raw)
            if waiting.record is not None:
                waiting.record.held_s = self._connection.now() - waiting.record.at
                self._connection.sent_late(waiting.record)
            self._pass(waiting)

    def _pass(self, waiting: Waiting) -> None:
        record = waiting.record
        if record is not None and record.fate == "dropped":
            return
        if self._connection.severed(self._direction):
            self.torn = True
            if record is not None:
                record.fate = "dropped"
                self._connection.count_drop()
        elif self.torn:
            return  # healed meanwhile: the connection is being reset
        elif waiting.raw:
            self._connection.forward(self._direction, waiting.raw)
        elif self._ended and record is None:
            self._connection.close_after(self._direction, reset=self._reset)
        if waiting.last and not self.torn:
            self._connection.break_off(self._direction)


class Connection:
    """A caller's connection and its continuation to the server (None where a cut swallowed the attempt)."""

    __slots__ = (
        "_caller", "_caller_gone", "_interpreter", "_lanes", "_late", "_number", "_over", "_relay", "_server", "link",
    )  # fmt: skip

    def __init__(
        self, relay: Relaying, link: str, number: int, caller: Stream, server: Stream | None
    ) -> None:
        self._relay = relay
        self.link = link
        self._number = number
        self._caller = caller
        self._server = server
        self._interpreter = Interpreter(relay.owners)
        self._over = False
        self._late: set[int] = set()  # XIDs of calls that were kept back, and are not answered
        self._caller_gone = False
        calls, replies = Lane(self, Direction.CALLS), Lane(self, Direction.REPLIES)
        self._lanes = {Direction.CALLS: calls, Direction.REPLIES: replies}
        if server is None:
            calls.torn = True
            caller.on_data = lambda data: None  # it thinks that it is connected; nothing gets anywhere
            caller.on_close = lambda reason: self._finish()
            return
        caller.on_data = calls.arrive
        caller.on_close = lambda reason: self._closed(Direction.CALLS, reason)
        server.on_data = replies.arrive
        server.on_close = lambda reason: self._closed(Direction.REPLIES, reason)

    @property
    def torn(self) -> bool:
        """Whether something of it was dropped by a cut."""
        return any(lane.torn for lane in self._lanes.values())

    def abort(self, why: str) -> None:
        """Reset both halves."""
        if not self._over:
            self._caller.close(abort=True)
            if self._server is not None:
                self._server.close(abort=True)
            self._finish()

    def release(self, record: TapRecord, *, drop: bool) -> None:
        """Let a held message go."""
        self._lanes[record.direction].release(record, drop=drop)

    # --- for the lanes

    def read(self, direction: Direction, message: bytes, size: int) -> TapRecord:
        """Understand a message as far as possible, and have it remembered."""
        reading = self._interpreter.read(direction, message)
        if reading.kind == "reply":
            self._late.discard(reading.xid)
            if self._caller_gone and not self._late:
                self._relay.later(0.0, self._end)
        return self._relay.keep(
            TapRecord(
                index=-1,
                at=self._relay.now(),
                link=self.link,
                connection=self._number,
                direction=direction,
                kind=reading.kind,
                xid=reading.xid,
                operations=reading.operations,
                statuses=reading.statuses,
                size_bytes=size,
                sequence=reading.sequence,
                marks=reading.marks,
                digest=reading.digest,
                detail=reading.detail,
                files=reading.files,
                owners=reading.owners,
                fate="dropped" if self._caller_gone else "forwarded",
            )
        )

    def now(self) -> float:
        """The clock of the records."""
        return self._relay.now()

    def looks_out(self, direction: Direction) -> bool:
        """Whether messages must be whole before they are passed on."""
        return self._relay.looks_out(self.link, direction)

    def catch(self, record: TapRecord) -> Deed | None:
        """What is to be done to the message."""
        return self._relay.catch(record, self)

    def severed(self, direction: Direction) -> bool:
        """Whether a cut is in force."""
        return self._relay.severed(self.link, direction)

    def count_drop(self) -> None:
        """A message was dropped."""
        self._relay.count_drop(self.link)

    def forward(self, direction: Direction, raw: bytes) -> None:
        """Pass bytes on."""
        receiver = self._server if direction is Direction.CALLS else self._caller
        if receiver is not None and not self._over:
            receiver.send(raw)
            if receiver.unsent > LARGEST_QUEUE:
                self.abort(f"its receiver leaves more than {LARGEST_QUEUE} bytes unread")

    def sent_late(self, record: TapRecord) -> None:
        """A message goes on that was kept back."""
        if record.kind == "call" and record.fate != "dropped":
            self._late.add(record.xid)

    def close_after(self, direction: Direction, *, reset: bool) -> None:
        """The sender's end of stream has come through: tell the receiver, after what was sent before.

        Where a call was kept back until its caller had gone, the server's answer comes first: nobody but the tap can
        tell what became of it."""
        if direction is Direction.CALLS and self._late and not self._over:
            self._caller_gone = True
            self._relay.later(LONGEST_WAIT_S, self._end)
            return
        receiver = self._server if direction is Direction.CALLS else self._caller
        if receiver is not None and not self._over:
            receiver.close(abort=reset)
            self._finish()

    def break_off(self, direction: Direction) -> None:
        """End the connection in the middle of a message: its receiver gets what was passed on, and no more."""
        if not self._over:
            for way in Direction:
                receiver = self._server if way is Direction.CALLS else self._caller
                if receiver is not None:
                    receiver.close(abort=way is not direction)
            self._finish()

    # --- inside

    def _end(self) -> None:
        """The server has answered a caller that is gone, or had its time to."""
        if self._server is not None and not self._over:
            self._server.close()
            self._finish()

    def _closed(self, direction: Direction, reason: str) -> None:
        """The sender of a lane has gone. Behind a hold or a cut its end waits, or is lost, like any byte."""
        if self._over:
            return
        if direction is Direction.REPLIES and not self._server_was_there():
            if self.severed(direction):
                self._lanes[direction].torn = True
            else:
                self.abort(f"the server is not there: {reason}")
            return
        self._lanes[direction].end(reset=reason == RESET)

    def _server_was_there(self) -> bool:
        return self._server is not None and self._server.local[1] != 0

    def _finish(self) -> None:
        if not self._over:
            self._over = True
            for lane in self._lanes.values():
                lane.discard()
            self._relay.ended(self)
