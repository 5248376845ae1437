"""ONC RPC version 2: calls and replies around a procedure's own bytes (RFC 5531 §9).

The heads are packed by hand, because one stands before every message and because a flavor or a status that
nobody knows must be looked at and not be refused by a codec; a test holds them against `xdr_defs.rpc`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from struct import Struct
from typing import Final

from regrace.harness.protocol.credentials import (
    AuthNone,
    AuthSys,
    Credential,
    OpaqueAuth,
    decode_credential,
)
from regrace.harness.protocol.errors import CredentialError, RpcError, RpcVersionError
from regrace.xdr_defs import rpc as x

__all__ = [
    "NFS4_PROGRAM",
    "NFS4_VERSION",
    "PLAIN_SUCCESS",
    "AuthNone",
    "AuthSys",
    "Call",
    "Credential",
    "CredentialError",
    "MessageKind",
    "OpaqueAuth",
    "Reply",
    "ReplyKind",
    "RpcError",
    "RpcVersionError",
    "call_head",
    "decode_call",
    "decode_reply",
    "encode_auth_error",
    "encode_call",
    "encode_refusal",
    "encode_reply",
    "encode_rpc_mismatch",
    "message_kind",
    "message_xid",
]

NFS4_PROGRAM: Final = 100003
NFS4_VERSION: Final = 4
MAX_AUTH_BYTES: Final = 400

_NULL_AUTH = OpaqueAuth(0)
_NO_VERIFIER = b"\0" * 8
_TWO = Struct(">II")
_CALL = Struct(">IIIIII")  # xid, CALL, RPC version, program, version, procedure
_REPLY = Struct(">IIIIII")  # xid, REPLY, MSG_ACCEPTED, verifier's flavor and size (0), accept_stat
PLAIN_SUCCESS: Final = _REPLY.pack(0, x.REPLY, x.MSG_ACCEPTED, 0, 0, x.SUCCESS)[4:]
"""Bytes 4 to 24 of nearly every reply: accepted and carried out, with an empty verifier."""


class MessageKind(StrEnum):
    """What a message is; a connection with a backchannel carries both kinds in both directions."""

    CALL = "call"
    REPLY = "reply"


class ReplyKind(StrEnum):
    """What the RPC layer of a server did with a call."""

    SUCCESS = "SUCCESS"
    PROG_UNAVAIL = "PROG_UNAVAIL"
    PROG_MISMATCH = "PROG_MISMATCH"
    PROC_UNAVAIL = "PROC_UNAVAIL"
    GARBAGE_ARGS = "GARBAGE_ARGS"
    SYSTEM_ERR = "SYSTEM_ERR"
    RPC_MISMATCH = "RPC_MISMATCH"
    AUTH_ERROR = "AUTH_ERROR"


@dataclass(slots=True)
class Call:
    """A decoded call; `body` holds the procedure's arguments."""

    xid: int
    prog: int
    vers: int
    proc: int
    cred: Credential
    verf: OpaqueAuth
    body: bytes


@dataclass(slots=True)
class Reply:
    """A decoded reply; `body` holds the procedure's results, and is empty unless `kind` is SUCCESS."""

    xid: int
    kind: ReplyKind
    body: bytes = b""
    auth_stat: int | None = None
    """Why a caller was refused (AUTH_ERROR alone)."""
    versions: tuple[int, int] | None = None
    """Lowest and highest version that the server has (PROG_MISMATCH, RPC_MISMATCH)."""
    verf: OpaqueAuth = _NULL_AUTH

    @property
    def ok(self) -> bool:
        """The call was carried out."""
        return self.kind is ReplyKind.SUCCESS

    @property
    def text(self) -> str:
        """For messages: "AUTH_ERROR AUTH_TOOWEAK", "PROG_MISMATCH (versions 3 to 4)"."""
        if self.auth_stat is not None:
            try:
                return f"{self.kind} {x.auth_stat(self.auth_stat).name}"
            except ValueError:
                return f"{self.kind} {self.auth_stat}"
        if self.versions is not None:
            return f"{self.kind} (versions {self.versions[0]} to {self.versions[1]})"
        return str(self.kind)


def call_head(
    prog: int, vers: int, proc: int, cred: Credential, verf: OpaqueAuth | None = None
) -> bytes:
    """All of a call's head behind the XID and the message type: it can be kept and used again."""
    fixed = _CALL.pack(0, x.CALL, x.RPC_VERSION, prog, vers, proc)[8:]
    return fixed + _auth(cred) + (_auth(verf) if verf is not None else _NO_VERIFIER)


def encode_call(
    xid: int,
    prog: int,
    vers: int,
    proc: int,
    cred: Credential,
    body: bytes,
    verf: OpaqueAuth | None = None,
) -> bytes:
    """A call as a record's content (`records.frame` is still to be put around it)."""
    return _TWO.pack(xid, x.CALL) + call_head(prog, vers, proc, cred, verf) + body


def encode_reply(xid: int, body: bytes) -> bytes:
    """The reply to a call that was carried out."""
    return _REPLY.pack(xid, x.REPLY, x.MSG_ACCEPTED, 0, 0, x.SUCCESS) + body


def encode_refusal(xid: int, kind: ReplyKind, versions: tuple[int, int] = (4, 4)) -> bytes:
    """The reply to a call that was accepted and not carried out: PROG_UNAVAIL, PROG_MISMATCH (with the
    lowest and highest version), PROC_UNAVAIL, GARBAGE_ARGS or SYSTEM_ERR. Raises ValueError for others."""
    if kind not in _REFUSALS:
        raise ValueError(f"{kind} is not the refusal of an accepted call")
    head = _REPLY.pack(xid, x.REPLY, x.MSG_ACCEPTED, 0, 0, _REFUSALS[kind])
    return head + _TWO.pack(*versions) if kind is ReplyKind.PROG_MISMATCH else head


def encode_auth_error(xid: int, why: int) -> bytes:
    """The denial of a caller, with an auth_stat."""
    return _TWO.pack(xid, x.REPLY) + _TWO.pack(x.MSG_DENIED, x.AUTH_ERROR) + why.to_bytes(4, "big")


def encode_rpc_mismatch(xid: int) -> bytes:
    """The denial of an RPC version other than 2."""
    return _TWO.pack(xid, x.REPLY) + _TWO.pack(x.MSG_DENIED, x.RPC_MISMATCH) + _TWO.pack(2, 2)


def message_kind(record: bytes) -> MessageKind:
    """Whether a record is a call or a reply. Raises RpcError if it is neither."""
    if len(record) < 8:
        raise RpcError(f"expected an RPC message, got {len(record)} bytes", len(record))
    kind = int.from_bytes(record[4:8], "big")
    if kind > 1:
        raise RpcError(f"expected a call (0) or a reply (1), got {kind}", 4)
    return MessageKind.REPLY if kind else MessageKind.CALL


def message_xid(record: bytes) -> int:
    """The transaction ID of a record. Raises RpcError if it is too short for one."""
    if len(record) < 4:
        raise RpcError(f"expected an RPC message, got {len(record)} bytes", len(record))
    return int.from_bytes(record[:4], "big")


def decode_call(record: bytes) -> Call:
    """A call. Raises RpcVersionError, CredentialError, or RpcError for bytes that are no call at all."""
    if len(record) < 24:
        raise RpcError(f"expected a call, got {len(record)} bytes", len(record))
    xid, kind, rpcvers, prog, vers, proc = _CALL.unpack_from(record)
    if kind != x.CALL:
        raise RpcError(f"expected a call (0), got message type {kind}", 4)
    if rpcvers != x.RPC_VERSION:
        raise RpcVersionError(xid, rpcvers)
    flavor, cred_body, at = _take_auth(record, 24)
    verf_flavor, verf_body, end = _take_auth(record, at)
    cred = decode_credential(xid, flavor, cred_body, 24)
    return Call(xid, prog, vers, proc, cred, OpaqueAuth(verf_flavor, verf_body), record[end:])


def decode_reply(record: bytes) -> Reply:
    """A reply. Raises RpcError for bytes that are none."""
    if record[4:24] == PLAIN_SUCCESS:
        return Reply(message_xid(record), ReplyKind.SUCCESS, record[24:])
    return _decode_other(record)


def _decode_other(record: bytes) -> Reply:
    """Everything but a plain success."""
    xid, kind = _take_two(record, 0)
    if kind != x.REPLY:
        raise RpcError(f"expected a reply (1), got message type {kind}", 4)
    stat = _take_one(record, 8)
    if stat == x.MSG_ACCEPTED:
        flavor, body, at = _take_auth(record, 12)
        verf = OpaqueAuth(flavor, body)
        accept = _take_one(record, at)
        if accept not in _ACCEPTED:
            raise RpcError(f"expected an accept_stat (0 to 5), got {accept}", at)
        found = _ACCEPTED[accept]
        if found is ReplyKind.SUCCESS:
            return Reply(xid, found, record[at + 4 :], verf=verf)
        versions = _take_two(record, at + 4) if found is ReplyKind.PROG_MISMATCH else None
        return Reply(xid, found, versions=versions, verf=verf)
    if stat == x.MSG_DENIED:
        why = _take_one(record, 12)
        if why == x.AUTH_ERROR:
            return Reply(xid, ReplyKind.AUTH_ERROR, auth_stat=_take_one(record, 16))
        if why == x.RPC_MISMATCH:
            return Reply(xid, ReplyKind.RPC_MISMATCH, versions=_take_two(record, 16))
        raise RpcError(f"expected a reject_stat (0 or 1), got {why}", 12)
    raise RpcError(f"expected a reply_stat (0 or 1), got {stat}", 8)


_ACCEPTED: Final = {
    int(x.SUCCESS): ReplyKind.SUCCESS,
    int(x.PROG_UNAVAIL): ReplyKind.PROG_UNAVAIL,
    int(x.PROG_MISMATCH): ReplyKind.PROG_MISMATCH,
    int(x.PROC_UNAVAIL): ReplyKind.PROC_UNAVAIL,
    int(x.GARBAGE_ARGS): ReplyKind.GARBAGE_ARGS,
    int(x.SYSTEM_ERR): ReplyKind.SYSTEM_ERR,
}
_REFUSALS: Final = {kind: stat for stat, kind in _ACCEPTED.items() if kind is not ReplyKind.SUCCESS}


def _auth(auth: Credential) -> bytes:
    body = auth.body
    size = len(body)
    return _TWO.pack(auth.flavor, size) + body + b"\0" * (-size % 4)


def _take_one(record: bytes, at: int) -> int:
    if len(record) < at + 4:
        raise RpcError(f"message ends after {len(record)} bytes, inside its head", at)
    return int.from_bytes(record[at : at + 4], "big")


def _take_two(record: bytes, at: int) -> tuple[int, int]:
    return _take_one(record, at), _take_one(record, at + 4)


def _take_auth(record: bytes, at: int) -> tuple[int, bytes, int]:
    """Flavor, body and the offset behind it."""
    flavor, size = _take_two(record, at)
    if size > MAX_AUTH_BYTES:
        raise RpcError(f"expected at most {MAX_AUTH_BYTES} bytes of authentication, got {size}", at + 4)
    start, end = at + 8, at + 8 + size
    after = end + -size % 4
    if len(record) < after:
        raise RpcError(f"message ends after {len(record)} bytes, inside its authentication", start)
    return flavor, record[start:end], after
