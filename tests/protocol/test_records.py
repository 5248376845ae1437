"""Record marking: every way to cut a stream gives the same records, and no claim is believed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrace.harness.protocol.errors import RecordError
from regrace.harness.protocol.records import LAST_FRAGMENT, RecordReader, frame

RECORDS = st.lists(st.binary(max_size=40), max_size=6)


def fragments(record: bytes, cuts: list[int]) -> bytes:
    """The record in several fragments, cut at these places (some may be empty)."""
    edges = [0, *sorted(min(cut, len(record)) for cut in cuts), len(record)]
    pieces = [record[a:b] for a, b in pairwise(edges)]
    stream = b"".join(len(piece).to_bytes(4, "big") + piece for piece in pieces[:-1])
    return stream + frame(pieces[-1])


@given(RECORDS, st.lists(st.lists(st.integers(0, 40), max_size=4), min_size=6, max_size=6), st.data())
def test_any_cut_gives_the_same_records(
    records: list[bytes], cuts: list[list[int]], data: st.DataObject
) -> None:
    stream = b"".join(fragments(record, cuts[index]) for index, record in enumerate(records))
    reader, got = RecordReader(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        got += reader.feed(stream[:size])
        stream = stream[size:]
    assert got == records
    assert reader.pending == 0


def test_an_empty_record_is_a_record() -> None:
    assert RecordReader().feed(frame(b"")) == [b""]


def test_a_torn_record_is_pending() -> None:
    reader = RecordReader()
    assert reader.feed(frame(b"whole") + frame(b"torn")[:6]) == [b"whole"]
    assert reader.pending == 6


@pytest.mark.parametrize("claim", [101, 0x7FFF_FFFF])
@pytest.mark.parametrize("last", [0, LAST_FRAGMENT])
def test_a_claim_beyond_the_limit_is_refused_at_once(claim: int, last: int) -> None:
    reader = RecordReader(max_size=100)
    with pytest.raises(RecordError, match="limit is 100"):
        reader.feed((claim | last).to_bytes(4, "big"))


def test_fragments_add_up_to_the_limit() -> None:
    half = (60).to_bytes(4, "big") + bytes(60)
    reader = RecordReader(max_size=120)
    assert reader.feed(half + half + frame(b"")) == [bytes(120)]
    with pytest.raises(RecordError, match="at least 121"):
        reader.feed(half + half + frame(b"x"))


def test_what_was_whole_before_the_fault_is_not_lost() -> None:
    reader = RecordReader(max_size=100)
    with pytest.raises(RecordError) as caught:
        reader.feed(frame(b"one") + frame(b"two") + b"\xff\xff\xff\xff")
    assert caught.value.records == [b"one", b"two"]
    with pytest.raises(RecordError):
        reader.feed(frame(b"three"))


def test_an_endless_row_of_empty_fragments_costs_nothing() -> None:
    reader = RecordReader(max_size=100)
    for _ in range(1000):
        assert reader.feed(bytes(4) * 100) == []
    assert reader.pending == 0
    assert reader.feed(frame(b"at last")) == [b"at last"]
