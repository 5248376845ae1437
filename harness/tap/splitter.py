"""Where the records of a TCP byte stream end, without changing a byte of it.

`harness.protocol.records` gives whole messages and forgets how they were cut into fragments; a relay must
pass on exactly what it got, also if it is malformed on purpose. So the tap finds the ends of records by
itself (RFC 5531 §11: a 4-byte header, top bit set on the last fragment) and keeps the raw bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

LAST_FRAGMENT = 0x8000_0000
LARGEST_RECORD = 8 << 20
"""Bytes. A stream that claims a larger record is passed on as it comes from there on, without being read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive raw bytes of a stream, all of one record."""

    raw: bytes
    message: bytes | None
    """The whole record without its fragment headers, if `raw` brings its last byte; None before that."""


class Splitter:
    """Cuts a byte stream at the ends of its records. Fed with anything, it never raises; `lost` tells that
    the stream made no sense, and from then on every piece has `message` None."""

    __slots__ = ("_head", "_last", "_limit", "_message", "_missing", "lost")

    def __init__(self, limit: int = LARGEST_RECORD) -> None:
        self._limit = limit
        self._head = b""  # of the fragment header that has begun to arrive
        self._missing = 0  # bytes that the current fragment still lacks
        self._last = False  # whether the current fragment is the record's last
        self._message = bytearray()  # what the record has brought so far
        self.lost = ""
        """Why the stream is not understood any more; "" as long as it is."""

    def feed(self, data: bytes) -> list[Piece]:
        """What `data` completes, in order; the raw bytes of all pieces together are `data`."""
        pieces: list[Piece] = []
        start = at = 0
        while at < len(data) and not self.lost:
            if self._missing:
                taken = data[at : at + self._missing]
                self._message += taken
                self._missing -= len(taken)
                at += len(taken)
            else:
                wanted = 4 - len(self._head)
                self._head += data[at : at + wanted]
                at = min(at + wanted, len(data))
                if len(self._head) < 4:
                    break
                self._open_fragment(int.from_bytes(self._head, "big"))
            if self._last and not self._missing and not self.lost:
                pieces.append(Piece(data[start:at], bytes(self._message)))
                start = at
                self._message.clear()
                self._last = False
        if start < len(data):
            pieces.append(Piece(data[start:], None))
        return pieces

    def _open_fragment(self, header: int) -> None:
        self._head = b""
        self._last = bool(header & LAST_FRAGMENT)
        self._missing = header & (LAST_FRAGMENT - 1)
        size = len(self._message) + self._missing
        if size > self._limit:
            self.lost = f"a record of {size} bytes or more, the tap follows up to {self._limit}"
            self._message.clear()
