"""Record marking: RPC messages in a stream of bytes (RFC 5531 §11).

A record is one or more fragments. A fragment has a header of four bytes: the top bit says whether it is the
record's last, the other 31 are its size in bytes.
"""

from __future__ import annotations

from regrace.harness.protocol.errors import RecordError

LAST_FRAGMENT = 0x8000_0000
MAX_FRAGMENT = 0x7FFF_FFFF
DEFAULT_MAX_RECORD = 4 << 20
"""Bytes; well above what this project asks for in CREATE_SESSION (1 MiB and some headers)."""


def frame(record: bytes) -> bytes:
    """The record as one fragment. Raises RecordError beyond 2**31 - 1 bytes."""
    size = len(record)
    if size > MAX_FRAGMENT:
        raise RecordError(f"a record of {size} bytes does not fit one fragment")
    return (LAST_FRAGMENT | size).to_bytes(4, "big") + record


class RecordReader:
    """Cuts a stream into records.

    A header that claims more than is allowed is refused as soon as it is seen: nothing is ever allocated
    on the word of a peer. After an error the reader stays in error."""

    __slots__ = ("_buffer", "_error", "_fragments", "_kept", "max_size")

    def __init__(self, max_size: int = DEFAULT_MAX_RECORD) -> None:
        """`max_size`: the longest record in bytes, without fragment headers."""
        self.max_size = max_size
        self._buffer = bytearray()
        self._fragments: list[bytes] = []
        self._kept = 0
        self._error = ""

    @property
    def pending(self) -> int:
        """Bytes that wait for the rest of their record: not zero when a stream ends means a torn record."""
        return len(self._buffer) + self._kept

    def feed(self, data: bytes) -> list[bytes]:
        """Take a piece of the stream; give the records that are whole now, in order.

        Raises RecordError, which carries the records that were whole before the fault."""
        if self._error:
            raise RecordError(self._error)
        if not self._buffer and not self._fragments:
            # One whole record in one piece, which is what a quiet connection brings.
            size = len(data) - 4
            if 0 <= size <= self.max_size and int.from_bytes(data[:4], "big") == LAST_FRAGMENT | size:
                return [bytes(data[4:])]
        self._buffer += data
        return self._cut()

    def _cut(self) -> list[bytes]:
        whole: list[bytes] = []
        buffer = self._buffer
        at, end = 0, len(buffer)
        while end - at >= 4:
            header = int.from_bytes(buffer[at : at + 4], "big")
            size = header & MAX_FRAGMENT
            if self._kept + size > self.max_size:
                claim = self._kept + size
                self._error = f"a record of at least {claim} bytes is announced; the limit is {self.max_size}"
                buffer.clear()
                self._fragments.clear()
                raise RecordError(self._error, whole)
            if end - at - 4 < size:
                break
            fragment = bytes(buffer[at + 4 : at + 4 + size])
            at += 4 + size
            if header & LAST_FRAGMENT:
                whole.append(b"".join((*self._fragments, fragment)) if self._fragments else fragment)
                self._fragments.clear()
                self._kept = 0
            elif fragment:  # an endless row of empty fragments costs no memory
                self._fragments.append(fragment)
                self._kept += size
        del buffer[:at]
        return whole
