"""The decoded exchange: one line a message, and a line for everything."""

from __future__ import annotations

from enum import IntEnum

import pytest

from regrace.harness.client.exchange import (
    cb_op_name,
    describe_op,
    describe_ops,
    describe_range,
    op_name,
    status_name,
)
from regrace.harness.client.ranges import TO_END
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfs_argop4, nfs_cb_argop4, nfs_cb_resop4, nfs_resop4, stateid4
from regrace.xdr_defs.runtime import Unpacker
from regrace.xdr_defs.tables import CALLBACKS, OPERATIONS

STATE = stateid4(2, b"\xab" * 12)
HEX = "2:" + "ab" * 12


@pytest.mark.parametrize("number", sorted(OPERATIONS))
def test_every_operation_has_a_line(number: int) -> None:
    info = OPERATIONS[number]
    args = None
    if info.args is not None:
        enum = issubclass(info.args, IntEnum)
        args = info.args(0) if enum else info.args.unpack(Unpacker(bytes(4096), check=False))
    name = info.name.removeprefix("OP_")
    assert describe_op(nfs_argop4(number, args)).startswith(name)
    assert describe_op(nfs_argop4(number, b"made up")) == f"{name} made up"
    result = info.result.unpack(Unpacker(bytes(4096), check=False))
    line = describe_op(nfs_resop4(number, result))
    assert line.startswith(f"{name} ")
    assert "NFS4_OK" in line
    assert "\n" not in line


@pytest.mark.parametrize("number", sorted(CALLBACKS))
def test_every_callback_has_a_line(number: int) -> None:
    info = CALLBACKS[number]
    args = info.args.unpack(Unpacker(bytes(4096), check=False)) if info.args is not None else None
    name = info.name.removeprefix("OP_")
    assert describe_op(nfs_cb_argop4(number, args)).startswith(name)
    result = info.result.unpack(Unpacker(bytes(4096), check=False))
    assert "NFS4_OK" in describe_op(nfs_cb_resop4(number, result))


def test_the_lines_that_matter() -> None:
    new = nfs4.locker4(True, nfs4.open_to_lock_owner4(0, STATE, 0, nfs4.lock_owner4(1, b"l")))
    old = nfs4.locker4(False, nfs4.exist_lock_owner4(STATE, 0))
    told = describe_ops(
        [
            nfs_argop4(nfs4.OP_LOCK, nfs4.LOCK4args(nfs4.WRITE_LT, False, 0, 10, new)),
            nfs_argop4(nfs4.OP_LOCK, nfs4.LOCK4args(nfs4.READ_LT, True, 5, TO_END, old)),
            nfs_argop4(nfs4.OP_LOCKU, nfs4.LOCKU4args(nfs4.WRITE_LT, 0, STATE, 3, 2)),
            nfs_argop4(nfs4.OP_WRITE, nfs4.WRITE4args(STATE, 0, nfs4.FILE_SYNC4, b"tag one\0\0")),
            nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(bytes(range(30)))),
        ]
    )
    assert told.split("; ") == [
        f"LOCK WRITE [0,10) owner=l open={HEX}",
        f"LOCK READ reclaim [5,EOF) lock={HEX}",
        f"LOCKU [3,5) lock={HEX}",
        f"WRITE [0,9) with {HEX} FILE_SYNC4 tag one",
        f"PUTFH object={bytes(range(24)).hex()}...",
    ]


def test_results_that_matter() -> None:
    denied = nfs4.LOCK4denied(0, 10, nfs4.WRITE_LT, nfs4.lock_owner4(1, b"them"))
    assert (
        describe_op(nfs_resop4(nfs4.OP_LOCK, nfs4.LOCK4res(nfs4.NFS4ERR_DENIED, denied)))
        == "LOCK NFS4ERR_DENIED by WRITE [0,10) of them"
    )
    assert describe_op(nfs_resop4(nfs4.OP_PUTFH, nfs4.PUTFH4res(nfs4.NFS4ERR_STALE))) == "PUTFH NFS4ERR_STALE"
    flags = nfs4.SEQUENCE4res(nfs4.NFS4_OK, nfs4.SEQUENCE4resok(bytes(16), 4, 1, 1, 1, 0x20))
    assert describe_op(nfs_resop4(nfs4.OP_SEQUENCE, flags)) == "SEQUENCE NFS4_OK slot 1 seq 4 flags 0x20"


def test_what_nobody_knows_has_a_name_too() -> None:
    assert op_name(4711) == "op 4711"
    assert cb_op_name(4711) == "cb op 4711"
    assert status_name(4711) == "status 4711"
    assert describe_range(1, 2) == "[1,3)"
