"""The backchannel, served (RFC 8881 §2.10.3.1, §20): slots checked, replays cached, operations recorded.

What an operation is answered can be set by a case: `service.handlers[OP_CB_RECALL] = ...`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from regrace.harness.client.exchange import cb_op_name, describe_op, describe_ops, status_name
from regrace.harness.client.session import Session
from regrace.harness.protocol import rpc
from regrace.harness.protocol.errors import CredentialError, RpcError, RpcVersionError
from regrace.harness.protocol.rpc import ReplyKind
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import NFS4_OK, nfs_cb_argop4, nfs_cb_resop4, nfsstat4
from regrace.xdr_defs.rpc import AUTH_BADCRED
from regrace.xdr_defs.runtime import XdrError

CB_PROGRAM = 0x4052_4547
"""Ours to choose (csa_cb_program), from the range that RFC 5531 §8.4 leaves to everybody."""
CB_VERSION = 1
MINOR_VERSIONS = (1, 2)

Handler = Callable[[Any], nfsstat4 | nfs4.CB_GETATTR4res]
"""Given an operation's arguments, says its status; CB_GETATTR's may give the whole result."""


@dataclass(slots=True)
class ReceivedCallback:
    """One operation of a callback, as it was answered."""

    at: float
    name: str
    """"CB_RECALL"."""
    number: int
    args: Any
    """`CB_RECALL4args`; None if it has none."""
    status: nfsstat4


@dataclass(slots=True)
class Served:
    """What became of one call on the backchannel. `reply` is None where none can be given."""

    xid: int = 0
    ops: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    asked: str = ""
    told: str = ""
    reply: bytes | None = None


@dataclass(slots=True)
class _BackSlot:
    """One slot of the backchannel: the last sequence ID and the reply to it (§2.10.6.1)."""

    sequence: int = 0
    reply: bytes | None = None


@dataclass(slots=True)
class CallbackService:
    """The client as a server."""

    now: Callable[[], float]
    received: list[ReceivedCallback] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Calls that the server should not have made, in words."""
    handlers: dict[int, Handler] = field(default_factory=dict)
    deaf: bool = False
    """Nothing that the server calls arrives here: the backchannel alone is partitioned, replies come through."""
    missed: int = 0
    """Calls that came while it was deaf."""
    _slots: dict[tuple[bytes, int], _BackSlot] = field(default_factory=dict)

    def forget_session(self, sessionid: bytes) -> None:
        """The session is no more; its slots go."""
        self._slots = {key: slot for key, slot in self._slots.items() if key[0] != sessionid}

    def serve(self, record: bytes, session: Session | None) -> Served:
        """Answer one call. Never raises for what the peer sent."""
        try:
            call = rpc.decode_call(record)
        except RpcVersionError as error:
            return self._refuse(error.xid, f"{error}", rpc.encode_rpc_mismatch(error.xid))
        except CredentialError as error:
            return self._refuse(error.xid, f"{error}", rpc.encode_auth_error(error.xid, AUTH_BADCRED))
        except RpcError as error:
            return self._refuse(0, f"{error}", None)
        refusal = _find_refusal(call)
        if refusal is not None:
            versions = (CB_VERSION, CB_VERSION)
            reply = rpc.encode_refusal(call.xid, refusal, versions)
            what = f"program {call.prog:#x} version {call.vers} procedure {call.proc}"
            return self._refuse(call.xid, what, reply)
        if call.proc == 0:
            return Served(call.xid, ("NULL",), (), "CB_NULL", "CB_NULL", rpc.encode_reply(call.xid, b""))
        try:
            args = nfs4.CB_COMPOUND4args.from_bytes(call.body)
        except XdrError as error:
            return self._refuse(
                call.xid, f"{error}", rpc.encode_refusal(call.xid, ReplyKind.GARBAGE_ARGS)
            )
        return self._run(call.xid, args, session)

    def _refuse(self, xid: int, what: str, reply: bytes | None) -> Served:
        self.faults.append(what)
        return Served(xid, (), (), what, "refused", reply)

    def _run(self, xid: int, args: nfs4.CB_COMPOUND4args, session: Session | None) -> Served:
        if args.minorversion not in MINOR_VERSIONS:
            return self._answer(xid, args, nfs4.NFS4ERR_MINOR_VERS_MISMATCH, [])
        if not args.argarray or args.argarray[0].argop != nfs4.OP_CB_SEQUENCE:
            number = args.argarray[0].argop if args.argarray else nfs4.OP_CB_ILLEGAL
            result = _result(number, nfs4.NFS4ERR_OP_NOT_IN_SESSION)
            return self._answer(xid, args, nfs4.NFS4ERR_OP_NOT_IN_SESSION, [result] if args.argarray else [])
        asked = args.argarray[0].opcbsequence
        verdict, slot = self._check_slot(asked, session)
        if slot is None:
            return self._answer(xid, args, verdict, [_result(nfs4.OP_CB_SEQUENCE, verdict)])
        if slot.reply is not None and slot.sequence == asked.csa_sequenceid:
            self.faults.append(f"slot {asked.csa_slotid} sequence {asked.csa_sequenceid} was sent again")
            reply = rpc.encode_reply(xid, slot.reply)
            names = tuple(cb_op_name(op.argop) for op in args.argarray)
            return Served(xid, names, (), describe_ops(args.argarray), "the cached reply", reply)
        highest = (session.back.ca_maxrequests if session else 1) - 1
        granted = nfs4.CB_SEQUENCE4resok(
            asked.csa_sessionid, asked.csa_sequenceid, asked.csa_slotid, max(highest, 0), max(highest, 0)
        )
        results = [nfs_cb_resop4(nfs4.OP_CB_SEQUENCE, nfs4.CB_SEQUENCE4res(NFS4_OK, granted))]
        status: nfsstat4 = NFS4_OK
        for op in args.argarray[1:]:
            result, status = self._carry_out(op)
            results.append(result)
            if status != NFS4_OK:
                break
        slot.sequence = asked.csa_sequenceid
        slot.reply = nfs4.CB_COMPOUND4res(status, args.tag, results).to_bytes()
        return self._answer(xid, args, status, results)

    def _check_slot(
        self, asked: nfs4.CB_SEQUENCE4args, session: Session | None
    ) -> tuple[nfsstat4, _BackSlot | None]:
        """The slot to use, also for a replay; or None and the status (§20.9.3)."""
        if session is None or asked.csa_sessionid != session.sessionid:
            return nfs4.NFS4ERR_BADSESSION, None
        if asked.csa_slotid >= max(session.back.ca_maxrequests, 1):
            return nfs4.NFS4ERR_BADSLOT, None
        slot = self._slots.setdefault((session.sessionid, asked.csa_slotid), _BackSlot())
        ahead = (asked.csa_sequenceid - slot.sequence) & 0xFFFF_FFFF
        if ahead == 1 or (ahead == 0 and slot.reply is not None):
            return NFS4_OK, slot
        return nfs4.NFS4ERR_SEQ_MISORDERED, None

    def _carry_out(self, op: nfs_cb_argop4) -> tuple[nfs_cb_resop4, nfsstat4]:
        number = op.argop
        if number not in _RESULTS:
            status: nfsstat4 = nfs4.NFS4ERR_OP_ILLEGAL
            result = nfs_cb_resop4(nfs4.OP_CB_ILLEGAL, nfs4.CB_ILLEGAL4res(status))
        elif number == nfs4.OP_CB_SEQUENCE:
            status = nfs4.NFS4ERR_SEQUENCE_POS  # only ever first (§20.9.3)
            result = _result(number, status)
        else:
            handler = self.handlers.get(number)
            answer = handler(op.value) if handler is not None else ANSWERS.get(number, nfs4.NFS4ERR_NOTSUPP)
            if isinstance(answer, nfs4.CB_GETATTR4res):
                status, result = answer.status, nfs_cb_resop4(number, answer)
            else:
                status, result = answer, _result(number, answer)
        self.received.append(ReceivedCallback(self.now(), cb_op_name(number), number, op.value, status))
        return result, status

    def _answer(
        self, xid: int, args: nfs4.CB_COMPOUND4args, status: nfsstat4, results: list[nfs_cb_resop4]
    ) -> Served:
        body = nfs4.CB_COMPOUND4res(status, args.tag, results).to_bytes()
        if status != NFS4_OK and len(results) <= 1:
            self.faults.append(f"{describe_ops(args.argarray)} -> {status_name(status)}")
        return Served(
            xid,
            tuple(cb_op_name(op.argop) for op in args.argarray),
            tuple(status_name(_status(result)) for result in results),
            describe_ops(args.argarray),
            "; ".join(describe_op(result) for result in results) or status_name(status),
            rpc.encode_reply(xid, body),
        )


def _find_refusal(call: rpc.Call) -> ReplyKind | None:
    if call.prog != CB_PROGRAM:
        return ReplyKind.PROG_UNAVAIL
    if call.vers != CB_VERSION:
        return ReplyKind.PROG_MISMATCH
    return None if call.proc in (0, 1) else ReplyKind.PROC_UNAVAIL


def _status(result: nfs_cb_resop4) -> nfsstat4:
    status: nfsstat4 = getattr(result.value, result.value.__slots__[0])
    return status


def _result(number: int, status: nfsstat4) -> nfs_cb_resop4:
    """A result that is a status alone (CB_GETATTR and CB_SEQUENCE only where it is an error)."""
    make = _RESULTS.get(number)
    if make is None:
        return nfs_cb_resop4(nfs4.OP_CB_ILLEGAL, nfs4.CB_ILLEGAL4res(status))
    return nfs_cb_resop4(number, make(status))


_RESULTS: dict[int, Callable[[nfsstat4], Any]] = {
    nfs4.OP_CB_GETATTR: nfs4.CB_GETATTR4res,
    nfs4.OP_CB_RECALL: nfs4.CB_RECALL4res,
    nfs4.OP_CB_LAYOUTRECALL: nfs4.CB_LAYOUTRECALL4res,
    nfs4.OP_CB_NOTIFY: nfs4.CB_NOTIFY4res,
    nfs4.OP_CB_PUSH_DELEG: nfs4.CB_PUSH_DELEG4res,
    nfs4.OP_CB_RECALL_ANY: nfs4.CB_RECALL_ANY4res,
    nfs4.OP_CB_RECALLABLE_OBJ_AVAIL: nfs4.CB_RECALLABLE_OBJ_AVAIL4res,
    nfs4.OP_CB_RECALL_SLOT: nfs4.CB_RECALL_SLOT4res,
    nfs4.OP_CB_SEQUENCE: nfs4.CB_SEQUENCE4res,
    nfs4.OP_CB_WANTS_CANCELLED: nfs4.CB_WANTS_CANCELLED4res,
    nfs4.OP_CB_NOTIFY_LOCK: nfs4.CB_NOTIFY_LOCK4res,
    nfs4.OP_CB_NOTIFY_DEVICEID: nfs4.CB_NOTIFY_DEVICEID4res,
    nfs4.OP_CB_OFFLOAD: nfs4.CB_OFFLOAD4res,
}

ANSWERS: dict[int, nfsstat4] = {
    nfs4.OP_CB_GETATTR: nfs4.NFS4ERR_BADHANDLE,  # no write delegation is held, as long as no case says so
    nfs4.OP_CB_RECALL: nfs4.NFS4ERR_BAD_STATEID,  # likewise; the client sets a handler that looks
    nfs4.OP_CB_LAYOUTRECALL: nfs4.NFS4ERR_NOMATCHING_LAYOUT,
    nfs4.OP_CB_NOTIFY: nfs4.NFS4ERR_BAD_STATEID,
    nfs4.OP_CB_PUSH_DELEG: nfs4.NFS4ERR_REJECT_DELEG,
    nfs4.OP_CB_RECALL_ANY: NFS4_OK,
    nfs4.OP_CB_RECALLABLE_OBJ_AVAIL: NFS4_OK,
    nfs4.OP_CB_RECALL_SLOT: NFS4_OK,
    nfs4.OP_CB_WANTS_CANCELLED: NFS4_OK,
    nfs4.OP_CB_NOTIFY_LOCK: NFS4_OK,
    nfs4.OP_CB_NOTIFY_DEVICEID: NFS4_OK,
    nfs4.OP_CB_OFFLOAD: NFS4_OK,
}
"""What is answered where no handler is set: legal, and nothing promised that is not kept."""
