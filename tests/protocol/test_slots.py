"""The client's slots: sequence IDs move when, and only when, the server took a request."""

from __future__ import annotations

import pytest

from regrace.harness.protocol.slots import SlotError, SlotTable, SlotUse


def test_sequence_ids_grow_with_what_was_accepted() -> None:
    table = SlotTable(4)
    slot = table.acquire()
    assert (slot.number, slot.next_sequence) == (0, 1)
    table.refused(slot)
    assert table.acquire().next_sequence == 1
    table.accepted(slot, 1)
    assert table.acquire().next_sequence == 2


def test_sequence_ids_wrap() -> None:
    table = SlotTable(1)
    slot = table.acquire()
    table.accepted(slot, 0xFFFF_FFFF)
    assert slot.next_sequence == 0


def test_slots_are_taken_from_the_lowest() -> None:
    table = SlotTable(4)
    first, second = table.acquire(), table.acquire()
    assert (first.number, second.number, table.highest_in_use) == (0, 1, 1)
    table.accepted(first, 1)
    assert table.highest_in_use == 1
    assert table.acquire().number == 0
    table.accepted(second, 1)
    table.accepted(first, 2)
    assert table.highest_in_use == 0


def test_a_slot_in_doubt_is_not_given_out() -> None:
    table = SlotTable(2)
    slot = table.acquire()
    table.unanswered(slot)
    assert table.in_doubt == [slot]
    assert table.acquire().number == 1
    with pytest.raises(SlotError, match="replay"):
        table.acquire(0)
    with pytest.raises(SlotError, match=r"in doubt: \[0\]"):
        table.acquire()
    table.accepted(slot, 1)
    assert slot.use is SlotUse.FREE
    assert table.in_doubt == []


def test_one_slot_is_kept_for_whoever_asks_by_number() -> None:
    table = SlotTable(3, reserve=True)
    assert table.reserved is not None
    assert [table.acquire().number, table.acquire().number] == [0, 1]
    with pytest.raises(SlotError, match="no free slot"):
        table.acquire()
    assert table.acquire(table.reserved.number).number == 2


@pytest.mark.parametrize("size", [1, 2])
def test_small_tables_keep_nothing_back(size: int) -> None:
    table = SlotTable(size, reserve=True)
    assert table.reserved is None
    assert [table.acquire().number for _ in range(size)] == list(range(size))


def test_the_servers_target_is_heeded() -> None:
    table = SlotTable(4)
    table.heed_target(0)
    table.acquire()
    with pytest.raises(SlotError, match="usable up to 0"):
        table.acquire()
    table.heed_target(99)
    assert table.acquire().number == 1


def test_numbers_beyond_the_table_are_refused() -> None:
    table = SlotTable(2)
    for number in (-1, 2):
        with pytest.raises(SlotError, match="not in a table of 2"):
            table.slot(number)
    with pytest.raises(SlotError, match="at least one"):
        SlotTable(0)
