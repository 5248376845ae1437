"""The ledger against a model that keeps a lock for every single byte."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrace.harness.client.files import File
from regrace.harness.client.ledger import Ledger
from regrace.harness.client.ranges import LIMIT, TO_END, Range, RangeSet, end_of
from regrace.xdr_defs.nfs4 import stateid4

SIZE = 24
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["READ", "WRITE", ""]),  # "" unlocks
        st.integers(0, SIZE - 1),
        st.one_of(st.integers(1, SIZE), st.just(TO_END)),
    ),
    max_size=20,
)
F = File("f", ("f",))


@given(STEPS)
def test_ranges_are_what_every_byte_says(steps: list[tuple[str, int, int]]) -> None:
    ranges = RangeSet()
    model = {**dict.fromkeys(range(2 * SIZE), ""), LIMIT - 1: ""}
    for locktype, offset, length in steps:
        end = end_of(offset, length)
        for byte in model:
            if offset <= byte < end:
                model[byte] = locktype
        if locktype:
            ranges.hold(offset, end, locktype)
        else:
            ranges.release(offset, end)
    for byte, locktype in model.items():
        held = [entry.locktype for entry in ranges if entry.start <= byte < entry.end]
        assert held == ([locktype] if locktype else [])
    found = list(ranges)
    assert found == sorted(found)
    for one, next_one in pairwise(found):
        assert one.end < next_one.start or one.locktype != next_one.locktype  # joined where they can be
        assert one.end <= next_one.start
    assert bool(ranges) == bool(found)
    copy = ranges.copy()
    copy.release(0, LIMIT)
    assert list(ranges) == found


def test_lengths_on_the_wire() -> None:
    assert Range(3, LIMIT, "READ").length == TO_END
    assert str(Range(3, LIMIT, "READ")) == "READ [3,EOF)"
    assert end_of(3, TO_END) == LIMIT
    assert end_of(LIMIT - 2, 2) == LIMIT
    for offset, length in ((0, 0), (-1, 2), (LIMIT - 1, 2), (5, -2)):
        with pytest.raises(ValueError, match="no byte range"):
            end_of(offset, length)


def stateid(number: int, seqid: int = 1) -> stateid4:
    return stateid4(seqid, bytes([number]) * 12)


def test_close_takes_the_locks_with_it() -> None:
    ledger = Ledger()
    one = ledger.opened(F, "o", 3, 0, stateid(1), b"fh")
    two = ledger.opened(F, "p", 3, 0, stateid(2), b"fh")
    mine = ledger.locked(None, one, "l", stateid(3), (0, 10, "WRITE"))
    theirs = ledger.locked(None, two, "m", stateid(4), (0, 10, "READ"))
    assert ledger.find_lock(F, "l") is mine
    ledger.closed(one)
    assert ledger.live_opens == [two]
    assert ledger.live_locks == [theirs]
    assert not mine.ranges
    assert ledger.find_lock(F, "l") is None
    assert ledger.find_open(F, "o") is None
    assert ledger.find_open(F, "p") is two
    assert not ledger.empty
    ledger.clear()
    assert ledger.empty


def test_what_is_lost_can_be_reclaimed_or_given_up() -> None:
    ledger = Ledger()
    entry = ledger.opened(F, "o", 3, 0, stateid(1), b"fh")
    lock = ledger.locked(None, entry, "l", stateid(3), (0, 10, "WRITE"))
    unlocked = ledger.locked(None, entry, "m", stateid(4), (20, 5, "WRITE"))
    ledger.unlocked(unlocked, stateid(4, 2), 0, TO_END)
    ledger.lose_all()
    assert ledger.empty
    assert (ledger.lost_opens, ledger.lost_locks) == ([entry], [lock])  # what held no byte is not reclaimed
    fresh = ledger.opened(F, "o", 3, 0, stateid(5), b"fh")
    assert fresh is not entry
    ledger.settle_lost(entry)
    ledger.settle_lost(lock)
    assert ledger.lost_opens == ledger.lost_locks == []
    ledger.lose_all()
    ledger.drop_lost()
    assert ledger.opens == ledger.locks == []


def test_an_owners_locks_share_a_stateid() -> None:
    ledger = Ledger()
    entry = ledger.opened(F, "o", 3, 0, stateid(1), b"fh")
    lock = ledger.locked(None, entry, "l", stateid(3), (0, 10, "WRITE"))
    assert ledger.locked(lock, entry, "l", stateid(3, 2), (20, 10, "READ")) is lock
    assert (lock.stateid.seqid, len(lock.ranges), lock.file) == (2, 2, F)
