"""The decoded exchange: one line for each message, for the reader of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regrace.harness.client.ranges import TO_END
from regrace.xdr_defs import nfs4, tables
from regrace.xdr_defs.delegating import OPEN4_RESULT_NO_OPEN_STATEID
from regrace.xdr_defs.dialect import ENUMERATION
from regrace.xdr_defs.runtime import XdrStruct, XdrUnion

_EXTENSIONS = {
    number: info.name.removeprefix("OP_")
    for number, info in ENUMERATION.operations.items()
    if number not in tables.OPERATIONS
}
"""Operations under the numbers that they have by default."""
LONGEST_BYTES = 24
"""Longer opaques are shortened."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message that the client sent or received."""

    at: float
    """Seconds of the world's clock."""
    direction: str
    """"sent" or "received"."""
    kind: str
    """"call", "reply", "cb-call" or "cb-reply"."""
    xid: int
    ops: tuple[str, ...]
    """Operation names in XDR spelling, in order; ("NULL",) for the null procedure."""
    statuses: tuple[str, ...]
    """Of a reply: a status for each operation that was carried out."""
    text: str
    """One line: the operations with their main arguments or results."""


def describe_ops(ops: Sequence[Any]) -> str:
    """"SEQUENCE slot 0 seq 3; PUTFH 4f12..; LOCK WRITE [0,10)" of `nfs_argop4`s or `nfs_cb_argop4`s."""
    return "; ".join(describe_op(op) for op in ops)


def op_name(number: int) -> str:
    """"LOCK" for 12; "op 4711" for one that nobody knows."""
    try:
        return nfs4.nfs_opnum4(number).name.removeprefix("OP_")
    except ValueError:
        return _EXTENSIONS.get(number, f"op {number}")


def cb_op_name(number: int) -> str:
    """"CB_RECALL" for 4."""
    try:
        return nfs4.nfs_cb_opnum4(number).name.removeprefix("OP_")
    except ValueError:
        return f"cb op {number}"


def status_name(status: int) -> str:
    """"NFS4ERR_DENIED" for 10010."""
    try:
        return nfs4.nfsstat4(status).name
    except ValueError:
        return f"status {status}"


def describe_stateid(stateid: nfs4.stateid4) -> str:
    """"3:0102..": sequence number and hex of the rest."""
    return f"{stateid.seqid}:{bytes(stateid.other).hex()}"


def describe_range(offset: int, length: int) -> str:
    """"[0,10)", "[5,EOF)"."""
    return f"[{offset},{'EOF' if length == TO_END else offset + length})"


def describe_op(op: Any) -> str:
    """An argument or a result with its main fields."""
    callback = isinstance(op, nfs4.nfs_cb_argop4 | nfs4.nfs_cb_resop4)
    asked = isinstance(op, nfs4.nfs_argop4 | nfs4.nfs_cb_argop4)
    number = op.argop if asked else op.resop
    name = cb_op_name(number) if callback else op_name(number)
    value = op.value
    if value is None:
        return name
    writer = _SPECIAL.get(type(value))
    if writer is not None:
        told = writer(value)
    elif not isinstance(value, XdrStruct | XdrUnion):
        told = _value(value)  # an enum alone, or what a case made up
    elif not asked and isinstance(value, XdrStruct) and len(value.XDR_FIELDS) == 1:
        told = _value(getattr(value, value.XDR_FIELDS[0][0]))  # a status alone needs no name
    else:
        told = _fields(value)
    return f"{name} {told}" if told else name


def _fields(value: Any) -> str:
    """Any struct or union, its fields in order; a union's discriminant first."""
    if isinstance(value, XdrUnion):
        switch, inner = _discriminant(value), value.value
        return _value(switch) if inner is None else f"{_value(switch)} {_value(inner)}"
    return " ".join(f"{_short(name)}={_value(getattr(value, name))}" for name in value.__slots__)


def _discriminant(union: XdrUnion) -> Any:
    return getattr(union, union.XDR_SWITCH[0])


def _short(field: str) -> str:
    """`eia_flags` -> `flags`: the prefix of a struct's fields tells a reader nothing new."""
    head, _, tail = field.partition("_")
    return tail if tail and len(head) <= 4 else field


def _value(value: Any) -> str:
    if isinstance(value, nfs4.stateid4):
        return describe_stateid(value)
    if isinstance(value, nfs4.fattr4):
        return f"{len(value.attr_vals)} bytes of attributes"
    if isinstance(value, bytes):
        return _bytes(value)
    if isinstance(value, XdrUnion | XdrStruct):
        return f"({_fields(value)})"
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value[:4]) + (", ..]" if len(value) > 4 else "]")
    name: object = getattr(value, "name", None)
    return name if isinstance(name, str) else str(value)


def _bytes(value: bytes) -> str:
    """Text where it is text (NULs at the end don't count), else hex."""
    cut = value.rstrip(b"\0")[:LONGEST_BYTES]
    if cut and cut.isascii() and cut.decode("ascii").isprintable():
        return cut.decode("ascii") + ("..." if len(value.rstrip(b"\0")) > LONGEST_BYTES else "")
    return value[:LONGEST_BYTES].hex() + ("..." if len(value) > LONGEST_BYTES else "")


def _sequence(args: nfs4.SEQUENCE4args) -> str:
    return f"slot {args.sa_slotid} seq {args.sa_sequenceid}"


def _sequence_result(res: nfs4.SEQUENCE4res) -> str:
    if res.sr_status != nfs4.NFS4_OK:
        return status_name(res.sr_status)
    ok = res.sr_resok4
    flags = f" flags {ok.sr_status_flags:#x}" if ok.sr_status_flags else ""
    return f"NFS4_OK slot {ok.sr_slotid} seq {ok.sr_sequenceid}{flags}"


def _open(args: nfs4.OPEN4args) -> str:
    claim = args.claim
    name = f" {_bytes(claim.value)}" if isinstance(claim.value, bytes) else ""
    how = " create" if args.openhow.opentype == nfs4.OPEN4_CREATE else ""
    return (
        f"{_value(claim.claim)}{name} access={args.share_access:#x} deny={args.share_deny} "
        f"owner={_bytes(args.owner.owner)}{how}"
    )


def _lock(args: nfs4.LOCK4args) -> str:
    if args.locker.new_lock_owner:
        new = args.locker.open_owner
        who = f"owner={_bytes(new.lock_owner.owner)} open={describe_stateid(new.open_stateid)}"
    else:
        who = f"lock={describe_stateid(args.locker.lock_owner.lock_stateid)}"
    reclaim = " reclaim" if args.reclaim else ""
    return f"{_locktype(args.locktype)}{reclaim} {describe_range(args.offset, args.length)} {who}"


def _lockt(args: nfs4.LOCKT4args) -> str:
    span = describe_range(args.offset, args.length)
    return f"{_locktype(args.locktype)} {span} owner={_bytes(args.owner.owner)}"


def _locku(args: nfs4.LOCKU4args) -> str:
    return f"{describe_range(args.offset, args.length)} lock={describe_stateid(args.lock_stateid)}"


def _denied(res: nfs4.LOCK4res | nfs4.LOCKT4res) -> str:
    if isinstance(res.value, nfs4.LOCK4denied):
        held = res.value
        span = describe_range(held.offset, held.length)
        return f"NFS4ERR_DENIED by {_locktype(held.locktype)} {span} of {_bytes(held.owner.owner)}"
    if isinstance(res.value, nfs4.LOCK4resok):
        return f"NFS4_OK {describe_stateid(res.value.lock_stateid)}"
    return status_name(res.status)


def _open_result(res: nfs4.OPEN4res) -> str:
    if not isinstance(res.value, nfs4.OPEN4resok):
        return status_name(res.status)
    kind = _value(res.value.delegation.delegation_type).removeprefix("OPEN_DELEGATE_")
    no_open = res.value.rflags & OPEN4_RESULT_NO_OPEN_STATEID
    return f"NFS4_OK {'no open' if no_open else describe_stateid(res.value.stateid)} delegation={kind}"


def _read(args: nfs4.READ4args) -> str:
    return f"{describe_range(args.offset, args.count)} with {describe_stateid(args.stateid)}"


def _write(args: nfs4.WRITE4args) -> str:
    span = describe_range(args.offset, len(args.data))
    return f"{span} with {describe_stateid(args.stateid)} {_value(args.stable)} {_bytes(args.data)}"


def _exchange_id(args: nfs4.EXCHANGE_ID4args) -> str:
    owner = args.eia_clientowner
    return (
        f"owner={_bytes(owner.co_ownerid)} verifier={owner.co_verifier.hex()} flags={args.eia_flags:#x}"
    )


def _exchange_id_result(res: nfs4.EXCHANGE_ID4res) -> str:
    if not isinstance(res.value, nfs4.EXCHANGE_ID4resok):
        return status_name(res.eir_status)
    ok = res.value
    return f"NFS4_OK clientid={ok.eir_clientid:#x} sequence={ok.eir_sequenceid} flags={ok.eir_flags:#x}"


def _create_session(args: nfs4.CREATE_SESSION4args) -> str:
    return (
        f"clientid={args.csa_clientid:#x} sequence={args.csa_sequence} flags={args.csa_flags:#x} "
        f"{_channel(args.csa_fore_chan_attrs)}"
    )


def _create_session_result(res: nfs4.CREATE_SESSION4res) -> str:
    if not isinstance(res.value, nfs4.CREATE_SESSION4resok):
        return status_name(res.csr_status)
    ok = res.value
    return (
        f"NFS4_OK session={ok.csr_sessionid.hex()} sequence={ok.csr_sequence} flags={ok.csr_flags:#x} "
        f"{_channel(ok.csr_fore_chan_attrs)}"
    )


def _channel(attrs: nfs4.channel_attrs4) -> str:
    return f"slots={attrs.ca_maxrequests} request={attrs.ca_maxrequestsize} reply={attrs.ca_maxresponsesize}"


def _locktype(locktype: int) -> str:
    return _value(locktype).removesuffix("_LT")


_SPECIAL: dict[type[Any], Any] = {
    nfs4.SEQUENCE4args: _sequence,
    nfs4.SEQUENCE4res: _sequence_result,
    nfs4.OPEN4args: _open,
    nfs4.OPEN4res: _open_result,
    nfs4.LOCK4args: _lock,
    nfs4.LOCK4res: _denied,
    nfs4.LOCKT4args: _lockt,
    nfs4.LOCKT4res: _denied,
    nfs4.LOCKU4args: _locku,
    nfs4.READ4args: _read,
    nfs4.WRITE4args: _write,
    nfs4.EXCHANGE_ID4args: _exchange_id,
    nfs4.EXCHANGE_ID4res: _exchange_id_result,
    nfs4.CREATE_SESSION4args: _create_session,
    nfs4.CREATE_SESSION4res: _create_session_result,
}
