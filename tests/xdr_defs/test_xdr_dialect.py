"""Dialects and attributes: one configuration table, several dialects in one process."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
from test_xdr_compiler import compiled

from regrace.xdr_defs import delegating, nfs4
from regrace.xdr_defs.attributes import bitmap, bits, names, pack_fattr, unpack_fattr
from regrace.xdr_defs.dialect import (
    DELEGATING_EXTENSION,
    PLAIN,
    PLAIN42,
    PROVISIONAL,
    RETENTION,
    RETENTION_EXTENSION,
    Dialect,
    Extension,
)
from regrace.xdr_defs.runtime import Raw, UnknownArmError, XdrError
from regrace.xdr_defs.tables import ATTRIBUTES, CALLBACKS, OBSOLETE, OPERATIONS

ALLOCATE = nfs4.nfs_argop4(nfs4.OP_ALLOCATE, nfs4.ALLOCATE4args(nfs4.stateid4(0, bytes(12)), 0, 1))


def test_nothing_is_missing() -> None:
    assert sorted(OPERATIONS) == [*range(3, 72), 10044]
    assert sorted(CALLBACKS) == [*range(3, 16), 10044]
    assert sorted(ATTRIBUTES) == [*range(81)]
    unused = {3, 4, 7, 8, 9, 10, 11, 12, 14, 15, 16, 19}
    assert {s for s in nfs4.nfsstat4 if s < 21} == set(range(21)) - unused
    assert {s for s in nfs4.nfsstat4 if s > 100} == {*range(10001, 10095)} - {10002, 10073}


def test_every_operation_has_its_types_under_its_name() -> None:
    for info in [*OPERATIONS.values(), *CALLBACKS.values()]:
        plain = info.name.removeprefix("OP_")
        assert info.args in (None, getattr(nfs4, f"{plain}4args", None))
        assert info.result is getattr(nfs4, f"{plain}4res")
    assert OPERATIONS[nfs4.OP_GETFH].args is None
    assert OPERATIONS[nfs4.OP_SECINFO_NO_NAME].args is nfs4.secinfo_style4


@pytest.mark.parametrize(
    ("minor", "last", "attributes"), [(0, 39, range(56)), (1, 58, range(77)), (2, 71, [*range(81), *range(83, 87)])]
)
def test_a_minor_version_has_what_was_published_up_to_it(minor: int, last: int, attributes: Sequence[int]) -> None:
    dialect = Dialect(minor)
    assert sorted(dialect.operations) == [*range(3, last + 1), 10044]
    assert sorted(dialect.attributes) == list(attributes)
    assert set(dialect.operations) >= OBSOLETE
    assert all(info.minor_version <= minor for info in dialect.callbacks.values())


def test_minor_version_1_does_not_know_what_came_later() -> None:
    data = ALLOCATE.to_bytes(PLAIN42)
    assert nfs4.nfs_argop4.from_bytes(data, PLAIN42) == ALLOCATE == nfs4.nfs_argop4.from_bytes(data)
    with pytest.raises(UnknownArmError):
        nfs4.nfs_argop4.from_bytes(data, PLAIN)
    with pytest.raises(UnknownArmError):
        ALLOCATE.to_bytes(PLAIN)
    assert ALLOCATE.to_bytes() == data


GIVEN = nfs4.open_write_delegation4(
    nfs4.stateid4(1, b"given to R.."), False, nfs4.nfs_space_limit4(1, 4096), nfs4.nfsace4(0, 0, 0, b"EVERYONE@")
)


@pytest.mark.parametrize("dialect", [PLAIN42, RETENTION])
def test_delegations_of_rfc_9754_are_of_minor_version_2(dialect: Dialect) -> None:
    came = nfs4.open_delegation4(nfs4.OPEN_DELEGATE_WRITE_ATTRS_DELEG, GIVEN)
    data = came.to_bytes(dialect)
    assert data[:8] == bytes((0, 0, 0, 5, 0, 0, 0, 1))
    assert data[4:] == GIVEN.to_bytes()
    for check in (True, False):
        assert nfs4.open_delegation4.from_bytes(data, dialect, check=check) == came
    with pytest.raises(UnknownArmError, match="selects no arm"):
        came.to_bytes(PLAIN)
    with pytest.raises(UnknownArmError, match="5 selects no arm of open_delegation4"):
        nfs4.open_delegation4.from_bytes(data, PLAIN)
    with pytest.raises(UnknownArmError):
        nfs4.open_delegation4.from_bytes(bytes((0, 0, 0, 6)), dialect)


def test_a_reply_that_holds_one_is_read_to_its_end() -> None:
    """As Linux 7.3 answers a client that wants a delegation or an open, and not both."""
    came = nfs4.open_delegation4(nfs4.OPEN_DELEGATE_WRITE_ATTRS_DELEG, GIVEN)
    flags = delegating.OPEN4_RESULT_NO_OPEN_STATEID | nfs4.OPEN4_RESULT_MAY_NOTIFY_LOCK
    ok = nfs4.OPEN4resok(nfs4.stateid4(0, bytes(12)), nfs4.change_info4(True, 1, 2), flags, [], came)
    results = [
        nfs4.nfs_resop4(nfs4.OP_OPEN, nfs4.OPEN4res(nfs4.NFS4_OK, ok)),
        nfs4.nfs_resop4(nfs4.OP_GETFH, nfs4.GETFH4res(nfs4.NFS4_OK, nfs4.GETFH4resok(b"handle"))),
    ]
    reply = nfs4.COMPOUND4res(nfs4.NFS4_OK, b"", results)
    assert nfs4.COMPOUND4res.from_bytes(reply.to_bytes(PLAIN42), PLAIN42) == reply


def test_the_attributes_of_rfc_9754() -> None:
    known = {83: True, 84: nfs4.nfstime4(1, 2), 85: nfs4.nfstime4(3, 4), 86: ARGUMENTS}
    fattr = pack_fattr(known, PLAIN42)
    assert fattr.attrmask == [0, 0, 0b1111 << (83 - 64)]
    assert unpack_fattr(fattr, PLAIN42) == known
    assert names(known, PLAIN42) == ["offline", "time_deleg_access", "time_deleg_modify", "open_arguments"]
    with pytest.raises(XdrError, match="no attribute 83"):
        unpack_fattr(fattr, PLAIN)


ARGUMENTS = delegating.open_arguments4([0b1110], [0b1111], [1 << 3 | 1 << 20 | 1 << 21], [0b1111111], [0b1111])


def test_what_is_part_of_a_minor_version_is_no_extension_of_it() -> None:
    assert PLAIN42.has(DELEGATING_EXTENSION)
    assert not PLAIN.has(DELEGATING_EXTENSION)
    with pytest.raises(ValueError, match="delegating is part of minor version 2"):
        Dialect(2, (DELEGATING_EXTENSION,))


def test_retention_has_the_numbers_of_the_table() -> None:
    assert PROVISIONAL["EXCHGID4_FLAG_RETAIN_STATE"] == 0x8
    assert PROVISIONAL["EXCHGID4_FLAG_RECLAIMABLE_R"] == 0x2000_0000
    assert RETENTION.attributes[92].name == "retain_absence_limit"
    assert RETENTION.attributes[93].name == "retain_reclaim_cap"
    assert RETENTION.has(RETENTION_EXTENSION)
    assert not PLAIN42.has(RETENTION_EXTENSION)
    fattr = pack_fattr({92: 600, 93: 90}, RETENTION)
    assert fattr == nfs4.fattr4([0, 0, 0x3000_0000], bytes((0, 0, 2, 88, 0, 0, 0, 90)))
    assert unpack_fattr(fattr, RETENTION) == {92: 600, 93: 90}
    with pytest.raises(XdrError, match="no attribute 92"):
        unpack_fattr(fattr, PLAIN42)


def test_two_dialects_with_other_numbers_live_side_by_side() -> None:
    moved = Dialect(2, (RETENTION_EXTENSION,), {"FATTR4_RETAIN_ABSENCE_LIMIT": 200})
    assert moved.number("FATTR4_RETAIN_ABSENCE_LIMIT") == 200
    assert moved.number("FATTR4_RETAIN_RECLAIM_CAP") == 93
    assert RETENTION.number("FATTR4_RETAIN_ABSENCE_LIMIT") == 92
    assert unpack_fattr(pack_fattr({200: 7}, moved), moved) == {200: 7}
    assert moved != RETENTION
    assert len({moved, RETENTION, Dialect(2, (RETENTION_EXTENSION,))}) == 2


@pytest.mark.parametrize(
    ("minor", "extensions", "numbers", "words"),
    [
        (3, (), None, "minor version 3"),
        (1, (RETENTION_EXTENSION,), None, "extensions need minor version 2"),
        (2, (), {"FATTR4_RETAIN_ABSENCE_LIMIT": 9}, "no extension of this dialect"),
        (2, (RETENTION_EXTENSION,), {"NO_SUCH_NUMBER": 9}, "NO_SUCH_NUMBER"),
        (2, (RETENTION_EXTENSION,), {"FATTR4_RETAIN_ABSENCE_LIMIT": 33}, "taken by attribute mode"),
        (2, (RETENTION_EXTENSION,), {"FATTR4_RETAIN_ABSENCE_LIMIT": 93}, "taken by attribute"),
    ],
)
def test_what_can_not_be_composed_is_refused(
    minor: int, extensions: tuple[Extension, ...], numbers: dict[str, int] | None, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Dialect(minor, extensions, numbers)


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Extension:
    """An extension with an operation, under two numbers in two dialects."""
    text = (
        "/*: provisional */\nconst OP_ECHO = 1008;\n"
        "struct ECHO4args { opaque words<8>; };\n"
        "union ECHO4res switch (unsigned int status) { case 0: ECHO4args same; default: void; };\n"
        "/*: extends:nfs_argop4 */\n"
        "union echo_argop switch (unsigned int argop) { case OP_ECHO: ECHO4args opecho; };\n"
        "/*: extends:nfs_resop4 */\n"
        "union echo_resop switch (unsigned int resop) { case OP_ECHO: ECHO4res opecho; };\n"
    )
    module: ModuleType = compiled(tmp_path_factory.mktemp("extension"), text)
    return Extension(name="echo", module=module)


def test_an_extension_adds_an_operation_under_a_number_of_choice(
    extension: Extension, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROVISIONAL, "OP_ECHO", 1008)
    usual, moved = Dialect(2, (extension,)), Dialect(2, (extension,), {"OP_ECHO": 77})
    args = extension.module.ECHO4args(b"hello")
    for dialect, number in ((usual, 1008), (moved, 77)):
        call = nfs4.COMPOUND4args(b"", 2, [nfs4.nfs_argop4(nfs4.OP_GETFH), nfs4.nfs_argop4(number, args)])
        data = call.to_bytes(dialect)
        assert nfs4.COMPOUND4args.from_bytes(data, dialect) == call
        assert nfs4.COMPOUND4args.from_bytes(data, dialect, check=False) == call
        assert call.to_bytes(dialect, check=False) == data
        assert dialect.operations[number].name == "OP_ECHO"
        assert dialect.operations[number].args is extension.module.ECHO4args
        with pytest.raises(UnknownArmError):
            nfs4.COMPOUND4args.from_bytes(data)
        long = nfs4.nfs_argop4(number, extension.module.ECHO4args(b"too long to echo"))
        with pytest.raises(XdrError) as caught:
            long.to_bytes(dialect)
        assert caught.value.path == "nfs_argop4.ECHO4args.words"
    assert 1008 not in moved.operations
    with pytest.raises(ValueError, match="OP_ECHO = 12"):
        Dialect(2, (extension,), {"OP_ECHO": 12})


def test_a_module_without_its_default_in_the_table_takes_it_from_its_file(tmp_path: Path) -> None:
    text = "/*: provisional */\nconst FATTR4_X = 150;\ntypedef int fattr4_x;\n"
    made = Extension(name="x", module=compiled(tmp_path, text))
    assert Dialect(2, (made,)).attributes[150].name == "x"


# Attributes


def test_bitmaps_are_as_short_as_they_can_be() -> None:
    assert bitmap() == []
    assert bitmap(0) == [1]
    assert bitmap(33, 1, 92) == [2, 2, 1 << 28]
    assert bits([2, 2, 1 << 28]) == {1, 33, 92}
    assert bits([]) == set()
    with pytest.raises(ValueError, match="start at 0"):
        bitmap(-1)


def test_attributes_are_packed_in_the_order_of_their_numbers() -> None:
    values = {nfs4.FATTR4_MODE: 0o644, nfs4.FATTR4_SIZE: 5, nfs4.FATTR4_TYPE: nfs4.NF4REG}
    fattr = pack_fattr(values)
    assert fattr.attr_vals == b"\0\0\0\1" + b"\0\0\0\0\0\0\0\5" + b"\0\0\1\xa4"
    assert list(unpack_fattr(fattr)) == [1, 4, 33]
    assert unpack_fattr(fattr) == values
    assert unpack_fattr(nfs4.fattr4([], b"")) == {}


def test_an_attribute_of_the_wrong_kind_is_named() -> None:
    with pytest.raises(XdrError) as caught:
        pack_fattr({nfs4.FATTR4_SIZE: -1})
    assert caught.value.path == "fattr4.size"
    with pytest.raises(XdrError) as caught:
        pack_fattr({nfs4.FATTR4_TIME_MODIFY: nfs4.nfstime4(0, -1)})
    assert caught.value.path == "fattr4.time_modify.nseconds"
    with pytest.raises(XdrError, match="no attribute 300"):
        pack_fattr({300: 1})


@pytest.mark.parametrize(
    ("fattr", "words"),
    [
        (nfs4.fattr4([1 << 4], bytes(4)), "truncated"),
        (nfs4.fattr4([1 << 4], bytes(12)), "4 bytes are left over"),
        (nfs4.fattr4([1 << 1], bytes(4)), "member of nfs_ftype4"),
        (nfs4.fattr4([0, 0, 0, 1], bytes(4)), "no attribute 96"),
    ],
)
def test_values_that_do_not_match_their_bitmap_are_refused(fattr: nfs4.fattr4, words: str) -> None:
    with pytest.raises(XdrError, match=words):
        unpack_fattr(fattr)


def test_without_checks_unknown_attributes_may_be_sent() -> None:
    fattr = pack_fattr({4: 1, 300: Raw(b"abcd")}, check=False)
    assert fattr.attr_vals == bytes(7) + b"\1abcd"
    assert bits(fattr.attrmask) == {4, 300}


def test_attributes_have_names_for_people() -> None:
    assert names({33, 4, 92}) == ["size", "mode", "92"]
    assert names({92}, RETENTION) == ["retain_absence_limit"]


# What generated classes can do


def test_generated_classes_are_dataclasses_to_those_who_ask() -> None:
    stateid = nfs4.stateid4(seqid=1, other=b"twelve bytes")
    assert dataclasses.is_dataclass(stateid)
    assert [f.name for f in dataclasses.fields(stateid)] == ["seqid", "other"]
    assert dataclasses.replace(stateid, seqid=2) == nfs4.stateid4(2, b"twelve bytes")
    assert dataclasses.asdict(nfs4.lock_owner4(1, b"x")) == {"clientid": 1, "owner": b"x"}
    assert not hasattr(stateid, "__dict__")
    with pytest.raises(AttributeError):
        stateid.sequid = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="unhashable"):
        hash(stateid)


def test_generated_classes_can_be_matched_and_shown() -> None:
    value: object = nfs4.LOCK4res(nfs4.NFS4ERR_DENIED, nfs4.LOCK4denied(0, 1, nfs4.READ_LT, nfs4.lock_owner4(1, b"x")))
    match value:
        case nfs4.LOCK4res(status=nfs4.NFS4ERR_DENIED, value=nfs4.LOCK4denied(offset, length, kind)):
            assert (offset, length, kind) == (0, 1, nfs4.READ_LT)
        case _:
            pytest.fail("no match")
    assert repr(value).startswith(
        "LOCK4res(status=NFS4ERR_DENIED, value=LOCK4denied(offset=0, length=1, locktype=READ_LT"
    )
