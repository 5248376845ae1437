"""Every type, there and back; and the quick codec against the careful one."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xdr_strategies import instances, values

from regrace.xdr_defs import delegating, enum_state, nfs4, retention, rpc
from regrace.xdr_defs.runtime import UNHAPPY, Packer, Unpacker, XdrError, XdrType
from regrace.xdr_defs.schema import Record, Type

TYPES: dict[str, Type] = {
    **rpc.TYPES,
    **nfs4.TYPES,
    **delegating.TYPES,
    **retention.TYPES,
    **enum_state.TYPES,
}
CLASSES: dict[str, type[XdrType]] = {
    n: t.cls for n, t in TYPES.items() if isinstance(t, Record) and t.cls.__name__ == n
}

thorough = settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def carefully(value: XdrType) -> bytes:
    packer = Packer()
    packer.path[:] = [type(value).__name__]
    value.write_carefully(packer)
    return packer.get_buffer()


def read_carefully(cls: type[XdrType], data: bytes) -> XdrType:
    unpacker = Unpacker(data)
    unpacker.path[:] = [cls.__name__]
    value = cls.read_carefully(unpacker)
    unpacker.done()
    return value


def quickly(value: XdrType) -> bytes:
    packer = Packer()
    value.XDR_TYPE.quick_write(value, packer)
    return packer.get_buffer()


def read_quickly(cls: type[XdrType], data: bytes) -> XdrType:
    unpacker = Unpacker(data)
    value: XdrType = cls.XDR_TYPE.quick_read(unpacker)
    assert unpacker.pos == len(data)
    return value


@pytest.mark.parametrize("name", CLASSES)
def test_every_struct_and_union_round_trips_both_ways(name: str) -> None:
    cls = CLASSES[name]

    @thorough
    @given(instances(cls))
    def check(value: XdrType) -> None:
        data = quickly(value)
        assert len(data) % 4 == 0
        assert len(data) >= cls.XDR_MIN_SIZE
        assert carefully(value) == data == value.to_bytes()
        assert read_quickly(cls, data) == value == read_carefully(cls, data) == cls.from_bytes(data)
        assert value.to_bytes(check=False) == data
        assert cls.from_bytes(data, check=False) == value

    check()


@pytest.mark.parametrize("name", [name for name, kind in TYPES.items() if not isinstance(kind, Record)])
def test_every_enum_and_typedef_round_trips(name: str) -> None:
    kind = TYPES[name]

    @thorough
    @given(values(kind))
    def check(value: Any) -> None:
        packer = Packer()
        kind.write(value, packer)
        unpacker = Unpacker(packer.get_buffer())
        assert kind.read(unpacker) == value
        unpacker.done()

    check()


def outcome(read: Any, cls: type[XdrType], data: bytes) -> XdrType | None:
    """What a reader makes of bytes that may be wrong: a value, or None if it refuses them."""
    try:
        value: XdrType = read(cls, data)
    except (*UNHAPPY, AssertionError):
        return None
    return value


COMPOUNDS = [nfs4.COMPOUND4args, nfs4.COMPOUND4res, nfs4.CB_COMPOUND4args, nfs4.CB_COMPOUND4res, rpc.rpc_msg]


@pytest.mark.parametrize("cls", COMPOUNDS, ids=lambda cls: cls.__name__)
def test_damaged_bytes_are_refused_or_understood_by_both_readers_alike(cls: type[XdrType]) -> None:
    @settings(thorough, max_examples=50)
    @given(instances(cls), st.integers(0, 2**32))
    def check(value: XdrType, seed: int) -> None:
        chance = random.Random(seed)
        data = bytearray(value.to_bytes())
        for _ in range(chance.randint(1, 3)):
            # Damage is done to whole words: lengths, discriminants and enums are what a reader must not believe.
            at = 4 * chance.randrange(len(data) // 4)
            data[at : at + 4] = chance.choice([0, 1, 2, 3, 5, 255, 10044, 2**31, 2**32 - 1]).to_bytes(4, "big")
        damaged = bytes(data)
        assert outcome(read_quickly, cls, damaged) == outcome(read_carefully, cls, damaged)
        if outcome(read_carefully, cls, damaged) is None:
            with pytest.raises(XdrError) as caught:
                cls.from_bytes(damaged)
            assert caught.value.path.startswith(cls.__name__)
            assert 0 <= caught.value.offset <= len(damaged)

    check()


@pytest.mark.parametrize("cls", COMPOUNDS, ids=lambda cls: cls.__name__)
def test_no_beginning_of_a_message_is_a_message(cls: type[XdrType]) -> None:
    @settings(thorough, max_examples=15)
    @given(instances(cls))
    def check(value: XdrType) -> None:
        data = value.to_bytes()
        for end in range(0, len(data), 4 if len(data) < 400 else 36):
            with pytest.raises(XdrError) as caught:
                cls.from_bytes(data[:end])
            assert caught.value.offset <= end

    check()
