"""A COMPOUND on its way, and what its reply does to slots, lease and losses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from regrace.harness.client.checks import find_lie
from regrace.harness.client.errors import PeerLied, RpcRejected
from regrace.harness.client.exchange import describe_ops, op_name, status_name
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.reply import CompoundReply, Sent, status_of
from regrace.harness.client.session import Session
from regrace.harness.history.events import Event
from regrace.harness.protocol.errors import RpcError
from regrace.harness.protocol.rpc import PLAIN_SUCCESS, ReplyKind, decode_reply
from regrace.harness.protocol.slots import Slot
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.runtime import XdrError

if TYPE_CHECKING:
    from regrace.harness.client.caller import Caller

R_co = TypeVar("R_co", covariant=True)


def granted_body(caller: Caller, record: bytes, label: str, at: float) -> bytes:
    """The results in a reply that the RPC layer of the server granted. Raises PeerLied or RpcRejected."""
    if record[4:24] == PLAIN_SUCCESS:
        return record[24:]
    try:
        reply = decode_reply(record)
    except RpcError as error:
        raise PeerLied(caller.name, label, f"{error}", offset=error.offset, record=record) from error
    if not reply.ok:
        caller.show("received", "reply", reply.xid, (), (), f"RPC {reply.text}", at)
        raise RpcRejected(caller.name, label, reply)
    return reply.body


class NullCall(PendingCall[None]):
    """The null procedure on its way."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Caller, xid: int) -> None:
        super().__init__(caller.world, caller.name, f"{caller.name} NULL", xid, caller.call_budget_s)
        self._caller = caller

    def _convert(self, record: bytes, at: float) -> None:
        granted_body(self._caller, record, self.label, at)
        self._caller.show("received", "reply", self.xid, ("NULL",), (), "NULL", at)


class CompoundCall(PendingCall[R_co]):
    """One COMPOUND. `finish` makes the typed reply, once, when the compound's reply arrives."""

    __slots__ = ("_caller", "_renewal", "_session", "_slot", "finish", "sent")

    def __init__(
        self,
        caller: Caller,
        label: str,
        xid: int,
        sent: Sent,
        slot: Slot | None,
        finish: Callable[[CompoundReply], R_co],
        renewal: Event | None,
    ) -> None:
        """`renewal` is the event of a SEQUENCE on the client's own session, if there is a history."""
        super().__init__(caller.world, caller.name, label, xid, caller.call_budget_s)
        self._caller = caller
        self.sent = sent
        self._slot = slot
        self.finish = finish
        self._session = caller.session
        self._renewal = renewal

    def _convert(self, record: bytes, at: float) -> R_co:
        try:
            reply = self._decode(record, at)
        except RpcRejected as error:
            if error.reply.kind is ReplyKind.SYSTEM_ERR:
                self._unanswered()
            else:
                self._release()  # turned away before NFS saw it
            raise
        except PeerLied:
            self._unanswered()
            raise
        session = self._session
        if session is None or not self.sent.own:
            self._release()  # a forged session: our own did not see the slot
        elif (granted := reply.sequence) is not None:
            self._granted(session, granted)
        else:
            self._refused(session, reply)
        return self.finish(reply)

    def _decode(self, record: bytes, at: float) -> CompoundReply:
        """Raises PeerLied or RpcRejected."""
        caller, sent, label = self._caller, self.sent, self.label
        body = granted_body(caller, record, label, at)
        try:
            got = nfs4.COMPOUND4res.from_bytes(body, caller.dialect)
        except XdrError as error:
            raise PeerLied(
                caller.name, label, f"{error}", path=error.path, offset=error.offset, record=record
            ) from error
        if caller.on_exchange is not None:
            results = got.resarray
            names = tuple(op_name(result.resop) for result in results)
            statuses = tuple(status_name(status_of(result)) for result in results)
            text = describe_ops(results) or status_name(got.status)
            caller.show("received", "reply", self.xid, names, statuses, text, at)
        lie = find_lie(sent.ops, sent.sequence, got)
        if lie and sent.instead_of is not None:
            lie = find_lie(sent.instead_of, sent.sequence, got)
        if lie:
            raise PeerLied(caller.name, label, lie, record=record)
        return CompoundReply(
            status=got.status,
            sentence=label,
            findings=caller.findings,
            results=got.resarray,
            tag=got.tag,
            bytes=body,
            sent=sent,
            sent_at=sent.at,
            received_at=at,
            xid=self.xid,
        )

    def _granted(self, session: Session, granted: nfs4.SEQUENCE4resok) -> None:
        caller, slots, slot = self._caller, session.slots, self._slot
        if slot is not None and slot.number == granted.sr_slotid:
            slots.accepted(slot, granted.sr_sequenceid)
        else:  # a replay, or a forged slot: the server's word is taken over, and ours is free again
            if granted.sr_slotid < slots.size:
                slots.accepted(slots.slot(granted.sr_slotid), granted.sr_sequenceid)
            self._release()
        if granted.sr_target_highest_slotid != slots.target:
            slots.heed_target(granted.sr_target_highest_slotid)
        caller.renewed_at = self.sent.at
        if granted.sr_status_flags != caller.sequence_flags:
            caller.sequence_flags = granted.sr_status_flags
            caller.losses.heed_flags(granted.sr_status_flags)
        if self._renewal is not None and caller.history is not None:
            caller.history.complete(self._renewal, "NFS4_OK")

    def _refused(self, session: Session, reply: CompoundReply) -> None:
        asked = self.sent.sequence
        if (
            self._slot is None
            and reply.status == nfs4.NFS4ERR_RETRY_UNCACHED_REP
            and asked is not None
            and asked.sa_slotid < session.slots.size
        ):  # a retry of a call in doubt: the server carried it out and did not keep the reply
            session.slots.accepted(session.slots.slot(asked.sa_slotid), asked.sa_sequenceid)
        self._release()
        if reply.results:
            self._caller.losses.heed_session(session, reply.status)
        if self._renewal is not None and self._caller.history is not None:
            self._caller.history.complete(self._renewal, status_name(reply.status))

    def _release(self) -> None:
        if self._slot is not None and self._session is not None:
            self._session.slots.refused(self._slot)

    def _unanswered(self) -> None:
        if self._slot is not None and self._session is not None:
            self._session.slots.unanswered(self._slot)
