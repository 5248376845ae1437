"""The bytes that one lock-owner holds on one file, as POSIX splits and joins them (RFC 8881 §18.12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

TO_END = (1 << 64) - 1
"""The length on the wire that means "to the end of the file, however long it gets"."""
LIMIT = 1 << 64


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Bytes [start, end) held as READ or WRITE. `end` is 2**64 for a range to the end of the file."""

    start: int
    end: int
    locktype: str

    @property
    def length(self) -> int:
        """As it goes on the wire."""
        return TO_END if self.end == LIMIT else self.end - self.start

    def __str__(self) -> str:
        end = "EOF" if self.end == LIMIT else str(self.end)
        return f"{self.locktype} [{self.start},{end})"


def is_range(offset: int, length: int) -> bool:
    """Whether a server may grant it: not empty, and not beyond the last byte that can be addressed."""
    return 0 <= offset < LIMIT and length > 0 and (length == TO_END or offset + length <= LIMIT)


def end_of(offset: int, length: int) -> int:
    """First byte after the range. Raises ValueError for a range that no server may grant."""
    if not is_range(offset, length):
        raise ValueError(f"offset {offset} and length {length} make no byte range")
    return LIMIT if length == TO_END else offset + length


@dataclass(slots=True)
class RangeSet:
    """Disjoint ranges in order; neighbours of one type are one range."""

    _ranges: list[Range] = field(default_factory=list)

    def __iter__(self) -> Iterator[Range]:
        return iter(self._ranges)

    def __len__(self) -> int:
        return len(self._ranges)

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def hold(self, start: int, end: int, locktype: str) -> None:
        """A LOCK was granted: the new type replaces what was held there."""
        self.release(start, end)
        pieces = sorted([*self._ranges, Range(start, end, locktype)])
        joined: list[Range] = []
        for piece in pieces:
            last = joined[-1] if joined else None
            if last and last.end == piece.start and last.locktype == piece.locktype:
                joined[-1] = Range(last.start, piece.end, last.locktype)
            else:
                joined.append(piece)
        self._ranges = joined

    def release(self, start: int, end: int) -> None:
        """A LOCKU was granted: what reaches beyond it on either side stays."""
        kept: list[Range] = []
        for held in self._ranges:
            if held.start < start:
                kept.append(Range(held.start, min(held.end, start), held.locktype))
            if held.end > end:
                kept.append(Range(max(held.start, end), held.end, held.locktype))
            # A range on one side only was kept by exactly one of the two, whole.
        self._ranges = kept

    def copy(self) -> RangeSet:
        """Another set with the same ranges."""
        return RangeSet(list(self._ranges))
