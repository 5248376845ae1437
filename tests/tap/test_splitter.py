"""The ends of records are found in any stream, and no byte is changed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from regrace.harness.protocol.errors import RecordError
from regrace.harness.protocol.records import RecordReader
from regrace.harness.tap.splitter import Splitter

fragments = st.lists(st.binary(max_size=40), min_size=1, max_size=4)


def record(parts: list[bytes]) -> bytes:
    """A record of these fragments."""
    last = len(parts) - 1
    marks = [0x80000000 if n == last else 0 for n in range(len(parts))]
    return b"".join(
        (len(part) | mark).to_bytes(4, "big") + part for part, mark in zip(parts, marks, strict=True)
    )


def feed(splitter: Splitter, stream: bytes, cuts: list[int]) -> tuple[bytes, list[bytes]]:
    """Raw bytes and messages that come out of a stream that arrives in pieces."""
    raw, messages = b"", []
    edges = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    for start, end in pairwise(edges):
        for piece in splitter.feed(stream[start:end]):
            raw += piece.raw
            if piece.message is not None:
                messages.append(piece.message)
    return raw, messages


@given(st.lists(fragments, max_size=5), st.lists(st.integers(min_value=0), max_size=8))
def test_records_in_any_fragments_and_pieces(records: list[list[bytes]], cuts: list[int]) -> None:
    stream = b"".join(record(parts) for parts in records)
    splitter = Splitter()
    raw, messages = feed(splitter, stream, cuts)
    assert raw == stream
    assert messages == [b"".join(parts) for parts in records]
    assert not splitter.lost


@given(st.binary(max_size=200), st.lists(st.integers(min_value=0), max_size=8))
def test_any_bytes_pass_and_agree_with_the_record_reader(stream: bytes, cuts: list[int]) -> None:
    splitter = Splitter(limit=64)
    raw, messages = feed(splitter, stream, cuts)
    assert raw == stream
    reader = RecordReader(max_size=64)
    refused = False
    try:
        expected = reader.feed(stream)
    except RecordError as fault:
        expected, refused = fault.records, True
    assert messages == expected
    assert bool(splitter.lost) == refused
