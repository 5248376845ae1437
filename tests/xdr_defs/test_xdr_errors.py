"""Bounds, truncation and lies: both directions refuse them, name the spot, and allocate nothing for a promise."""

from __future__ import annotations

import pickle
import tracemalloc

import pytest

from regrace.xdr_defs import nfs4
from regrace.xdr_defs.runtime import (
    Packer,
    Raw,
    UnionArmError,
    UnknownArmError,
    Unpacker,
    XdrError,
    XdrType,
)

STATEID = nfs4.stateid4(1, b"twelve bytes")


def reply(*results: nfs4.nfs_resop4) -> nfs4.COMPOUND4res:
    return nfs4.COMPOUND4res(nfs4.NFS4_OK, b"tag", list(results))


GETFH = nfs4.nfs_resop4(nfs4.OP_GETFH, nfs4.GETFH4res(nfs4.NFS4_OK, nfs4.GETFH4resok(b"handle")))
LOCK = nfs4.nfs_resop4(nfs4.OP_LOCK, nfs4.LOCK4res(nfs4.NFS4_OK, nfs4.LOCK4resok(STATEID)))


def test_the_path_leads_to_a_status_that_nobody_defined() -> None:
    data = reply(GETFH, GETFH, LOCK).to_bytes()
    at = len(data) - 20
    lying = data[:at] + (4711).to_bytes(4, "big") + data[at + 4 :]
    with pytest.raises(XdrError, match="expected a member of nfsstat4, got 4711") as caught:
        nfs4.COMPOUND4res.from_bytes(lying)
    assert caught.value.path == "COMPOUND4res.resarray[2].LOCK4res.status"
    assert caught.value.offset == at
    assert str(caught.value).startswith("COMPOUND4res.resarray[2].LOCK4res.status: ")
    lax = nfs4.COMPOUND4res.from_bytes(lying[: at + 4], check=False)
    assert lax.resarray[2].value == nfs4.LOCK4res(4711)


def test_errors_survive_a_process_boundary() -> None:
    with pytest.raises(XdrError) as caught:
        nfs4.stateid4.from_bytes(b"\0\0\0\1")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.path, copy.offset) == (str(caught.value), "stateid4.other", 4)
    with pytest.raises(UnionArmError) as other:
        _ = nfs4.LOCK4res(nfs4.NFS4ERR_DELAY).resok4
    assert str(pickle.loads(pickle.dumps(other.value))) == str(other.value)


def test_values_survive_a_process_boundary() -> None:
    value = reply(GETFH, LOCK)
    assert pickle.loads(pickle.dumps(value)) == value


@pytest.mark.parametrize(
    ("value", "path", "words"),
    [
        (nfs4.stateid4(-1, b"twelve bytes"), "stateid4.seqid", "integer from 0"),
        (nfs4.stateid4(1 << 32, b"twelve bytes"), "stateid4.seqid", "integer from 0"),
        (nfs4.stateid4(1, b"eleven byte"), "stateid4.other", "expected 12 bytes, got 11"),
        (nfs4.stateid4(1, b"thirteen byte"), "stateid4.other", "expected 12 bytes, got 13"),
        (nfs4.stateid4(1, "twelve bytes"), "stateid4.other", "expected bytes, got str"),  # type: ignore[arg-type]
        (nfs4.stateid4(1.0, b"twelve bytes"), "stateid4.seqid", "integer"),  # type: ignore[arg-type]
        (nfs4.stateid4(None, b"twelve bytes"), "stateid4.seqid", "integer"),  # type: ignore[arg-type]
        (nfs4.PUTFH4args(b"h" * 129), "PUTFH4args.object", "at most 128 bytes, got 129"),
        (nfs4.lock_owner4(1, b"o" * 1025), "state_owner4.owner", "at most 1024 bytes"),
        (nfs4.CLOSE4args(0, None), "CLOSE4args.open_stateid", "expected stateid4, got NoneType"),  # type: ignore[arg-type]
        (nfs4.CLOSE4args(0, LOCK), "CLOSE4args.open_stateid", "expected stateid4, got nfs_resop4"),  # type: ignore[arg-type]
        (nfs4.SETATTR4res(4711, []), "SETATTR4res.status", "member of nfsstat4"),  # type: ignore[arg-type]
        (nfs4.SETATTR4res(nfs4.NFS4_OK, [1, -1]), "SETATTR4res.attrsset[1]", "integer"),
        (nfs4.SETATTR4res(nfs4.NFS4_OK, 3), "SETATTR4res.attrsset", "expected a list, got int"),  # type: ignore[arg-type]
        (
            nfs4.channel_attrs4(0, 0, 0, 0, 0, 0, [1, 2]),
            "channel_attrs4.ca_rdma_ird",
            "at most 1 items, got 2",
        ),
        (nfs4.nfs_argop4(4711), "nfs_argop4.argop", "selects no arm"),
        (nfs4.nfs_argop4(nfs4.OP_LOCK), "nfs_argop4.LOCK4args", "expected LOCK4args, got NoneType"),
        (nfs4.nfs_argop4(nfs4.OP_GETFH, STATEID), "nfs_argop4.value", "expected None for a void arm"),
        (nfs4.LOCK4res(nfs4.NFS4ERR_DELAY, STATEID), "LOCK4res.value", "expected None for a void arm"),  # type: ignore[arg-type]
        (nfs4.locker4(True, STATEID), "locker4.open_to_lock_owner4", "expected open_to_lock_owner4"),  # type: ignore[arg-type]
    ],
)
def test_packing_refuses_what_breaks_a_bound(value: XdrType, path: str, words: str) -> None:
    with pytest.raises(XdrError, match=words) as caught:
        value.to_bytes()
    assert caught.value.path == path
    packer = Packer()
    packer.pack_uint(1)
    with pytest.raises(XdrError):
        value.pack(packer)


def test_packing_into_a_shared_buffer_leaves_nothing_of_a_refused_value_before_the_error() -> None:
    packer = Packer()
    STATEID.pack(packer)
    before = packer.get_buffer()
    with pytest.raises(XdrError) as caught:
        nfs4.PUTFH4args(b"h" * 129).pack(packer)
    assert caught.value.offset == len(before) == 16


def word(*numbers: int) -> bytes:
    return b"".join(n.to_bytes(4, "big") for n in numbers)


@pytest.mark.parametrize(
    ("cls", "data", "path", "offset", "words"),
    [
        (nfs4.PUTFH4args, word(129) + bytes(132), "PUTFH4args.object", 0, "at most 128 bytes, got a length of 129"),
        (nfs4.channel_attrs4, word(0, 0, 0, 0, 0, 0, 2, 7, 7), "channel_attrs4.ca_rdma_ird", 24, "at most 1 items"),
        (nfs4.locker4, word(2) + bytes(60), "locker4.new_lock_owner", 0, "expected a bool"),
        (nfs4.SETATTR4res, word(99, 0), "SETATTR4res.status", 0, "member of nfsstat4, got 99"),
        (nfs4.CLOSE4args, word(0, 1), "CLOSE4args.open_stateid.other", 8, "truncated"),
        (nfs4.READ4resok, word(1, 0xFFFFFFFF), "READ4resok.data", 8, "truncated"),
        (nfs4.SETATTR4res, word(0, 0xFFFFFFFF), "SETATTR4res.attrsset", 4, "truncated: 4294967295 items"),
        (nfs4.COMPOUND4args, word(0, 1, 0xFFFFFFFF), "COMPOUND4args.argarray", 8, "truncated: 4294967295 items"),
        (nfs4.dirlist4, word(2), "dirlist4.entries", 0, "expected a bool"),
        (nfs4.stateid4, word(1, 2, 3, 4, 5), "stateid4", 16, "4 bytes are left over"),
        (nfs4.nfs_argop4, word(4711), "nfs_argop4.argop", 0, "4711 selects no arm"),
        (nfs4.netloc4, word(4), "netloc4.nl_type", 0, "member of netloc_type4"),
    ],
)
def test_unpacking_refuses_what_breaks_a_bound(
    cls: type[XdrType], data: bytes, path: str, offset: int, words: str
) -> None:
    with pytest.raises(XdrError, match=words) as caught:
        cls.from_bytes(data)
    assert (caught.value.path, caught.value.offset) == (path, offset)


@pytest.mark.parametrize("cls", [nfs4.COMPOUND4args, nfs4.SETATTR4res, nfs4.READDIR4resok, nfs4.READ4resok])
def test_a_promised_length_costs_no_memory(cls: type[XdrType]) -> None:
    promise = word(0, 0, 0xFFFFFFFF, 0xFFFFFFFF)
    tracemalloc.start()
    try:
        for check in (True, False):
            with pytest.raises(XdrError):
                cls.from_bytes(promise, check=check)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def test_an_operation_without_a_definition_is_told_apart_from_other_damage() -> None:
    with pytest.raises(UnknownArmError):
        nfs4.nfs_argop4.from_bytes(word(4711))
    with pytest.raises(XdrError) as caught:
        nfs4.nfs_argop4.from_bytes(word(nfs4.OP_PUTFH, 4711))
    assert not isinstance(caught.value, UnknownArmError)


def test_operations_can_be_read_one_by_one_up_to_the_bad_one() -> None:
    good = nfs4.nfs_argop4(nfs4.OP_GETFH)
    unpacker = Unpacker(good.to_bytes() + word(4711) + good.to_bytes())
    assert nfs4.nfs_argop4.unpack(unpacker) == good
    with pytest.raises(UnknownArmError) as caught:
        nfs4.nfs_argop4.unpack(unpacker)
    assert (caught.value.path, caught.value.offset) == ("nfs_argop4.argop", 4)


def test_an_arm_is_given_by_name_or_refused() -> None:
    granted = LOCK.oplock
    assert granted.resok4.lock_stateid == STATEID
    with pytest.raises(UnionArmError, match="LOCK4res: no arm 'denied' here, status is NFS4_OK"):
        _ = granted.denied
    with pytest.raises(UnionArmError, match="no arm 'resok4' here, status is NFS4ERR_GRACE"):
        _ = nfs4.LOCK4res(nfs4.NFS4ERR_GRACE).resok4
    with pytest.raises(AttributeError, match="read-only"):
        granted.resok4 = nfs4.LOCK4resok(STATEID)  # type: ignore[misc]
    assert hasattr(granted, "resok4")
    assert not hasattr(granted, "denied")


def test_a_plain_number_as_discriminant_becomes_the_member() -> None:
    value = nfs4.LOCK4res(10013)
    assert value.status is nfs4.NFS4ERR_GRACE
    assert value == nfs4.LOCK4res.from_bytes(value.to_bytes())


# Malformed on purpose


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (nfs4.stateid4(-1, b"four"), word(0xFFFFFFFF) + b"four"),
        (nfs4.stateid4(1 << 32 | 5, b"fiver"), word(5) + b"fiver\0\0\0"),
        (nfs4.PUTFH4args(b"h" * 132), word(132) + b"h" * 132),
        (nfs4.SETATTR4res(4711, [1, 2]), word(4711, 2, 1, 2)),  # type: ignore[arg-type]
        (nfs4.channel_attrs4(0, 0, 0, 0, 0, 0, [1, 2]), word(0, 0, 0, 0, 0, 0, 2, 1, 2)),
        (nfs4.nfs_argop4(4711), word(4711)),
        (nfs4.nfs_argop4(4711, b"anything"), word(4711) + b"anything"),
        (nfs4.nfs_argop4(4711, nfs4.PUTFH4args(b"")), word(4711, 0)),
        (nfs4.nfs_argop4(nfs4.OP_PUTFH, nfs4.ACCESS4args(7)), word(22, 7)),
        (nfs4.LOCK4res(nfs4.NFS4ERR_GRACE, STATEID), word(10013, 1) + b"twelve bytes"),  # type: ignore[arg-type]
        (nfs4.nfs_argop4(nfs4.OP_PUTFH, Raw(b"raw!")), word(22) + b"raw!"),
        (nfs4.SETATTR4res(Raw(b"ok"), []), b"ok" + word(0)),  # type: ignore[arg-type]
    ],
)
def test_without_checks_a_case_says_what_it_wants(value: XdrType, data: bytes) -> None:
    with pytest.raises(XdrError):
        value.to_bytes()
    assert value.to_bytes(check=False) == data


def test_raw_bytes_replace_a_field_only_without_checks() -> None:
    value = nfs4.PUTFH4args(Raw(b"no length here"))
    assert value.to_bytes() == word(14) + b"no length here\0\0"
    assert value.to_bytes(check=False) == b"no length here"
    array = nfs4.SETATTR4res(nfs4.NFS4_OK, Raw(word(9)))  # type: ignore[arg-type]
    assert array.to_bytes(check=False) == word(0, 9)


def test_without_checks_unknown_numbers_stay_numbers() -> None:
    lax = nfs4.SETATTR4res.from_bytes(word(4711, 0), check=False)
    assert lax.status == 4711
    union = nfs4.nfs_argop4.from_bytes(word(4711), check=False)
    assert (union.argop, union.value) == (4711, None)
    assert nfs4.PUTFH4args.from_bytes(word(129) + bytes(132), check=False).object == bytes(129)
    with pytest.raises(XdrError, match="truncated"):
        nfs4.PUTFH4args.from_bytes(word(129), check=False)


def test_xdrlibs_own_methods_work_on_our_buffers() -> None:
    packer = Packer()
    packer.pack_list([1, 2], packer.pack_uint)
    packer.pack_array([-1, 5], packer.pack_hyper)
    packer.pack_string(b"abcde")
    packer.pack_bool(True)
    packer.pack_double(0.5)
    packer.pack_float(0.25)
    unpacker = Unpacker(bytearray(packer.get_buffer()))
    assert unpacker.unpack_list(unpacker.unpack_uint) == [1, 2]
    assert unpacker.unpack_array(unpacker.unpack_hyper) == [-1, 5]
    assert unpacker.unpack_string() == b"abcde"
    assert unpacker.unpack_bool() is True
    assert unpacker.unpack_double() == 0.5
    assert unpacker.unpack_float() == 0.25
    unpacker.done()
    with pytest.raises(XdrError, match="truncated"):
        unpacker.unpack_uint()
    with pytest.raises(XdrError, match="integer from 0"):
        packer.pack_uint(-1)
