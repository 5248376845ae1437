"""What the tap understands of a message."""

from __future__ import annotations

import pytest

from regrace.harness.protocol.rpc import AuthNone, encode_call, encode_reply
from regrace.harness.tap.api import Direction
from regrace.harness.tap.interpreter import Interpreter, Owners, Reading
from regrace.xdr_defs import delegating, nfs4
from regrace.xdr_defs.dialect import PLAIN42

ANYBODY = nfs4.nfsace4(0, 0, 0, b"EVERYONE@")
GIVEN = nfs4.stateid4(1, b"delegation 1")
NOTHING = nfs4.stateid4(0, bytes(12))
READ = nfs4.open_delegation4(
    nfs4.OPEN_DELEGATE_READ_ATTRS_DELEG, nfs4.open_read_delegation4(GIVEN, False, ANYBODY)
)
WRITE = nfs4.open_delegation4(
    nfs4.OPEN_DELEGATE_WRITE_ATTRS_DELEG,
    nfs4.open_write_delegation4(GIVEN, False, nfs4.nfs_space_limit4(nfs4.NFS_LIMIT_SIZE, 4096), ANYBODY),
)


def opened(
    owners: Owners, stateid: nfs4.stateid4, rflags: int, given: nfs4.open_delegation4
) -> tuple[Reading, Reading]:
    """How the tap reads an OPEN as the client of Linux 7.3 sends it, and its answer."""
    access = (
        nfs4.OPEN4_SHARE_ACCESS_BOTH
        | delegating.OPEN4_SHARE_ACCESS_WANT_DELEG_TIMESTAMPS
        | delegating.OPEN4_SHARE_ACCESS_WANT_OPEN_XOR_DELEGATION
    )
    claim = nfs4.open_claim4(nfs4.CLAIM_NULL, b"f")
    args = nfs4.OPEN4args(
        0, access, 0, nfs4.open_owner4(1, b"alice"), nfs4.openflag4(nfs4.OPEN4_NOCREATE), claim
    )
    ops = [nfs4.nfs_argop4(nfs4.OP_OPEN, args), nfs4.nfs_argop4(nfs4.OP_GETFH)]
    ok = nfs4.OPEN4resok(stateid, nfs4.change_info4(True, 1, 2), rflags, [], given)
    results = [
        nfs4.nfs_resop4(nfs4.OP_OPEN, nfs4.OPEN4res(nfs4.NFS4_OK, ok)),
        nfs4.nfs_resop4(nfs4.OP_GETFH, nfs4.GETFH4res(nfs4.NFS4_OK, nfs4.GETFH4resok(b"fh"))),
    ]
    interpreter = Interpreter(owners)
    call = nfs4.COMPOUND4args(b"", 2, ops).to_bytes(PLAIN42)
    reply = nfs4.COMPOUND4res(nfs4.NFS4_OK, b"", results).to_bytes(PLAIN42)
    return (
        interpreter.read(Direction.CALLS, encode_call(7, 100003, 4, 1, AuthNone(), call)),
        interpreter.read(Direction.REPLIES, encode_reply(7, reply)),
    )


@pytest.mark.parametrize(("given", "kind"), [(READ, "READ_ATTRS_DELEG"), (WRITE, "WRITE_ATTRS_DELEG")])
def test_a_delegation_in_the_place_of_an_open_is_understood(given: nfs4.open_delegation4, kind: str) -> None:
    owners = Owners()
    call, reply = opened(owners, NOTHING, delegating.OPEN4_RESULT_NO_OPEN_STATEID, given)
    assert "OPEN access=3 want=0x300000" in call.detail
    assert reply.statuses == ["NFS4_OK", "NFS4_OK"]
    assert f"OPEN no open, delegation {kind} 1:" in reply.detail
    assert reply.marks == [f"delegation:{GIVEN.other.hex()}"]
    assert owners.of(NOTHING) is None, "who reads or writes without any state is nobody's business"


def test_an_open_is_its_owners_whatever_delegation_comes_with_it() -> None:
    owners = Owners()
    stateid = nfs4.stateid4(1, b"open of 1234")
    _, reply = opened(owners, stateid, 0, WRITE)
    assert "no open" not in reply.detail
    assert owners.of(stateid) == b"alice".hex()
