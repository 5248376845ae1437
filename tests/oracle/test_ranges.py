"""Byte ranges against the obvious: a dict from bytes to values."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from regrace.harness.oracle.ranges import END_OF_FILE, RangeMap, Span, SpanIndex

SIZE = 24
spans = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(lambda p: Span(min(p), max(p)))
steps = st.lists(st.tuples(spans, st.one_of(st.none(), st.integers(0, 2))), max_size=12)


def as_dict(runs: RangeMap[int]) -> dict[int, int]:
    return {byte: value for span, value in runs for byte in range(*span)}


@given(steps)
def test_setting_and_clearing_is_what_a_dict_would_do(taken: list[tuple[Span, int | None]]) -> None:
    runs: RangeMap[int] = RangeMap()
    model: dict[int, int] = {}
    for span, value in taken:
        if value is None:
            runs.clear(span)
            for byte in range(*span):
                model.pop(byte, None)
        else:
            runs.set(span, value)
            model.update(dict.fromkeys(range(*span), value))
        assert as_dict(runs) == model
    listed = list(runs)
    for (left, left_value), (right, right_value) in itertools.pairwise(listed):
        assert left.end <= right.start
        assert left.end < right.start or left_value != right_value, "equal neighbours are one run"
    assert all(span.start < span.end for span, _ in listed)


@given(steps, spans)
def test_update_sees_values_and_gaps(taken: list[tuple[Span, int | None]], span: Span) -> None:
    runs: RangeMap[int] = RangeMap((s, v) for s, v in taken if v is not None)
    before = as_dict(runs)
    runs.update(span, lambda value: None if value == 0 else (7 if value is None else value + 10))
    after = as_dict(runs)
    for byte in range(SIZE):
        value = before.get(byte)
        if not span.start <= byte < span.end:
            assert after.get(byte) == value
        else:
            assert after.get(byte) == (None if value == 0 else 7 if value is None else value + 10)


@given(steps, spans)
def test_within_and_gaps_tile_a_span(taken: list[tuple[Span, int | None]], span: Span) -> None:
    runs: RangeMap[int] = RangeMap((s, v) for s, v in taken if v is not None)
    tiles = sorted([s for s, _ in runs.within(span)] + list(runs.gaps(span)))
    assert [byte for tile in tiles for byte in range(*tile)] == list(range(*span))
    assert all(runs.at(byte) == as_dict(runs).get(byte) for byte in range(SIZE))


@given(st.lists(spans.filter(lambda s: s.start < s.end), max_size=10), spans)
def test_an_index_finds_everything_that_overlaps(listed: list[Span], asked: Span) -> None:
    index = SpanIndex([(span, number) for number, span in enumerate(listed)])
    found = {item for cell, items in index.overlapping(asked) if cell.overlaps(asked) for item in items}
    wanted = {n for n, span in enumerate(listed) if span.overlaps(asked) and asked.start < asked.end}
    assert found == wanted


def test_ranges_to_the_end_of_the_file_have_no_last_byte() -> None:
    runs: RangeMap[str] = RangeMap([(Span(5, END_OF_FILE), "a")])
    assert runs.at(END_OF_FILE - 1) == "a"
    assert Span(5, END_OF_FILE).words() == "[5,EOF)"
