"""Byte ranges: half-open spans, and maps from bytes to values, with the splits and merges of POSIX locks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V")
T = TypeVar("T")


class Span(NamedTuple):
    """Bytes from `start` up to, but not including, `end`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether they share a byte."""
        return max(self.start, other.start) < min(self.end, other.end)

    def within(self, other: Span) -> bool:
        """Whether the other has every byte of this one."""
        return other.start <= self.start and self.end <= other.end

    def cut(self, other: Span) -> Span | None:
        """The bytes that they share; None if there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def words(self) -> str:
        """For a reader: "[0,10)" or "[0,EOF)"."""
        return f"[{self.start},{'EOF' if self.end >= END_OF_FILE else self.end})"


END_OF_FILE = 1 << 64
"""First byte after any file: a lock's range to the end of the file ends here."""
WHOLE_FILE = Span(0, END_OF_FILE)


class RangeMap(Generic[V]):
    """A value per byte, for few runs of many bytes. Neighbours with equal values are one run."""

    __slots__ = ("_runs",)

    def __init__(self, runs: Iterable[tuple[Span, V]] = ()) -> None:
        self._runs: list[tuple[Span, V]] = []
        for span, value in runs:
            self.set(span, value)

    def __iter__(self) -> Iterator[tuple[Span, V]]:
        return iter(self._runs)

    def __len__(self) -> int:
        return len(self._runs)

    def within(self, span: Span) -> Iterator[tuple[Span, V]]:
        """The runs that overlap the span, trimmed to it, in order."""
        if span.start >= span.end:
            return
        for run, value in self._runs[self._first(span) : self._after(span)]:
            shared = run.cut(span)
            assert shared is not None
            yield shared, value

    def at(self, byte: int) -> V | None:
        """The value of a byte; None if it has none."""
        for _, value in self.within(Span(byte, byte + 1)):
            return value
        return None

    def gaps(self, span: Span) -> Iterator[Span]:
        """The parts of the span that have no value, in order."""
        at = span.start
        for run, _ in self.within(span):
            if at < run.start:
                yield Span(at, run.start)
            at = run.end
        if at < span.end:
            yield Span(at, span.end)

    def set(self, span: Span, value: V) -> None:
        """Give every byte of the span this value."""
        self._replace(span, [(span, value)])

    def clear(self, span: Span) -> None:
        """Take their values from the bytes of the span."""
        self._replace(span, [])

    def update(self, span: Span, change: Callable[[V | None], V | None]) -> None:
        """Replace each value in the span by what `change` makes of it (None stands for "no value")."""
        pieces = [*self.within(span), *((gap, None) for gap in self.gaps(span))]
        changed = [(piece, change(value)) for piece, value in sorted(pieces, key=lambda item: item[0])]
        self._replace(span, [(piece, value) for piece, value in changed if value is not None])

    def _first(self, span: Span) -> int:
        return bisect_right(self._runs, span.start, key=lambda run: run[0].end)

    def _after(self, span: Span) -> int:
        return bisect_left(self._runs, span.end, key=lambda run: run[0].start)

    def _replace(self, span: Span, inside: list[tuple[Span, V]]) -> None:
        """Put `inside` in the place of what the span has, and merge equal neighbours, also at its borders."""
        if span.start >= span.end:
            return
        first, after = self._first(span), self._after(span)
        kept: list[tuple[Span, V]] = []
        if first < after:
            (left, left_value), (right, right_value) = self._runs[first], self._runs[after - 1]
            if left.start < span.start:
                kept.append((Span(left.start, span.start), left_value))
            kept += inside
            if span.end < right.end:
                kept.append((Span(span.end, right.end), right_value))
        else:
            kept += inside
        low, high = max(first - 1, 0), min(after + 1, len(self._runs))
        self._runs[low:high] = _merged([*self._runs[low:first], *kept, *self._runs[after:high]])


def _merged(runs: list[tuple[Span, V]]) -> list[tuple[Span, V]]:
    merged: list[tuple[Span, V]] = []
    for span, value in runs:
        if merged and merged[-1][0].end == span.start and merged[-1][1] == value:
            merged[-1] = (Span(merged[-1][0].start, span.end), value)
        else:
            merged.append((span, value))
    return merged


class SpanIndex(Generic[T]):
    """Things that have spans, found by the bytes that they share: borders cut the file into cells."""

    def __init__(self, items: Sequence[tuple[Span, T]]) -> None:
        self._borders = sorted({border for span, _ in items for border in span})
        self._cells: list[list[T]] = [[] for _ in self._borders]
        for span, item in items:
            for cell in self._cells_of(span):
                self._cells[cell].append(item)

    def items(self) -> Iterator[tuple[Span, list[T]]]:
        """The cells, and per cell what covers all of it, in the order in which it was given."""
        for number, cell in enumerate(self._cells):
            if cell:
                yield Span(self._borders[number], self._borders[number + 1]), cell

    def overlapping(self, span: Span) -> Iterator[tuple[Span, list[T]]]:
        """The cells that overlap the span, and what covers them."""
        for cell in self._cells_of(span):
            if self._cells[cell]:
                yield Span(self._borders[cell], self._borders[cell + 1]), self._cells[cell]

    def _cells_of(self, span: Span) -> range:
        first = max(bisect_right(self._borders, span.start) - 1, 0)
        return range(first, bisect_left(self._borders, span.end, lo=first))
