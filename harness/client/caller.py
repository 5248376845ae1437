"""The lowest layer of the client: connections, compounds, slots. It says anything, and checks what it hears.

`raw` sends operations as they are; `compound` and `begin` put a SEQUENCE in front and keep the slots;
`replay` says the same thing again; `send_bytes` says what no encoder would.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TypedDict, TypeVar, Unpack

from regrace.harness.client.callbacks import CallbackService, ReceivedCallback
from regrace.harness.client.compounds import CompoundCall, NullCall
from regrace.harness.client.errors import ClientError, NotReady, PeerLied
from regrace.harness.client.exchange import Exchange, describe_ops, describe_stateid, op_name
from regrace.harness.client.ledger import Ledger
from regrace.harness.client.losses import Losses
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.reply import CompoundReply, Reply, Sent
from regrace.harness.client.session import Session
from regrace.harness.client.wire import Wire
from regrace.harness.history.events import Kind
from regrace.harness.history.log import History
from regrace.harness.judge import Findings
from regrace.harness.protocol import rpc
from regrace.harness.protocol.records import frame
from regrace.harness.protocol.rpc import AuthSys, Credential
from regrace.harness.protocol.slots import Slot, SlotError
from regrace.harness.rig.world import Address, World
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.dialect import PLAIN42, Dialect
from regrace.xdr_defs.runtime import XdrError

R = TypeVar("R")

DEFAULT_BUDGET_S = 10.0
_argop = attrgetter("argop")
_NULL_PROCEDURE = 0
_COMPOUND_PROCEDURE = 1


class RawOptions(TypedDict, total=False):
    """How a COMPOUND is sent."""

    tag: bytes
    minor_version: int
    credential: Credential
    check: bool
    """False: values that break the XDR definitions are sent as they are."""


class CallOptions(RawOptions, total=False):
    """How a COMPOUND is sent within the session. The last five forge fields of SEQUENCE."""

    slot: int
    """Which slot to use; by default the lowest free one."""
    cache: bool
    """sa_cachethis; True by default."""
    sa_sessionid: bytes
    sa_sequenceid: int
    sa_slotid: int
    sa_highest_slotid: int
    sa_cachethis: bool


SEQUENCE_FIELDS = frozenset(
    {"sa_sessionid", "sa_sequenceid", "sa_slotid", "sa_highest_slotid", "sa_cachethis"}
)


class Caller:
    """See `Client`, which is the class to use."""

    def __init__(
        self,
        world: World,
        address: Address,
        *,
        name: str,
        via: str,
        base: tuple[str, ...] = (),
        minor_version: int = 1,
        dialect: Dialect | None = None,
        credential: Credential | None = None,
        owner: bytes | None = None,
        verifier: bytes | None = None,
        history: History | None = None,
        findings: Findings | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
        call_budget_s: float = DEFAULT_BUDGET_S,
    ) -> None:
        """`name` is the actor in histories ("E1"), `via` the node that it talks to ("reexport"); `base` leads
        from the server's root to where files are. `owner` and `verifier` (8 bytes) are the client's identity,
        random if not given. Without a dialect, minor version 1 may say what only a later one has. Budgets are in
        seconds."""
        self.world = world
        self.address = address
        self.name = name
        self.via = via
        self.base = base
        self.minor_version = minor_version
        self.dialect = PLAIN42 if dialect is None and minor_version == PLAIN42.minor_version else dialect
        self.credential: Credential = credential if credential is not None else AuthSys(uid=0, gid=0)
        self.owner = owner if owner is not None else f"regrace {name} ".encode() + world.entropy(8)
        self.verifier = verifier if verifier is not None else world.entropy(8)
        self.history = history
        self.findings = findings if findings is not None else Findings()
        self.call_budget_s = call_budget_s
        self.clientid: int | None = None
        self.session: Session | None = None
        self.lease_s: float | None = None
        self.ledger = Ledger()
        self.sequence_flags = 0
        """sr_status_flags of the last SEQUENCE that was granted."""
        self.renewed_at: float | None = None
        """When the last call whose SEQUENCE was granted was sent: the lease runs from there."""
        self.alive = True
        """False once the case declared the client dead."""
        self.silent = False
        """True once the case declared that it renews no more by itself."""
        self.callback_service = CallbackService(world.now)
        self.callback_service.handlers[nfs4.OP_CB_RECALL] = self._recalled
        self.losses = Losses(history, name, via)
        self.on_exchange = on_exchange
        self._wire: Wire | None = None
        self._create_sequences: dict[int, int] = {}
        """Client ID -> the next csa_sequence."""
        self._introduced: dict[int, tuple[bytes, bytes]] = {}
        """Client ID -> owner and verifier of the EXCHANGE_ID that brought it."""
        self._handles: dict[tuple[str, ...], bytes] = {}
        """Path from the server's root -> filehandle."""
        self._labels: dict[tuple[int, ...], str] = {}
        self._last_credential: Credential | None = None
        self._last_head = b""
        self._heads: dict[tuple[Credential, int], bytes] = {}

    # --- the connection

    @property
    def connected(self) -> bool:
        """A connection stands."""
        return self._wire is not None and self._wire.up

    @property
    def callbacks(self) -> list[ReceivedCallback]:
        """The operations of the server's callbacks, in order; CB_SEQUENCE is left out."""
        return self.callback_service.received

    def connect(self, budget_s: float | None = None) -> None:
        """TCP only; a connection that stands is kept. Raises PeerClosed or PeerSilent."""
        if not self.alive:
            raise NotReady(self.name, "connect", "the case declared this client dead", "Make another client")
        if self.connected:
            return
        self.disconnect()
        self._wire = Wire(self.world, self.address, self.name, on_call=self._on_call)
        self._wire.await_up(self.call_budget_s if budget_s is None else budget_s)

    def disconnect(self, abort: bool = False) -> None:
        """Close the connection (with `abort`, by RST). Calls on their way fail. Idempotent."""
        if self._wire is not None:
            self._wire.close("closed by this client", abort=abort)
            self._wire = None

    def null(self, budget_s: float | None = None) -> None:
        """The null procedure. Raises ClientError if it is not answered as RFC 5531 §12.1 says."""

        wire = self._ready(f"{self.name} NULL")
        at = self.world.now()
        call = NullCall(self, wire.send_call(self._head(self.credential, _NULL_PROCEDURE), b""))
        wire.expect(call)
        self.show("sent", "call", call.xid, ("NULL",), (), "NULL", at)
        call.reply(budget_s)

    # --- compounds

    def raw(
        self, *ops: nfs4.nfs_argop4, budget_s: float | None = None, **how: Unpack[RawOptions]
    ) -> CompoundReply:
        """A COMPOUND of exactly these operations; no SEQUENCE is added. A SEQUENCE that the case puts first
        itself is accounted for if it is on the client's session."""
        return self._send(_same, ops, "", how, None).reply(budget_s)

    def begin_raw(self, *ops: nfs4.nfs_argop4, **how: Unpack[RawOptions]) -> PendingCall[CompoundReply]:
        """As `raw`, without waiting."""
        return self._send(_same, ops, "", how, None)

    def compound(
        self, *ops: nfs4.nfs_argop4, budget_s: float | None = None, **how: Unpack[CallOptions]
    ) -> CompoundReply:
        """SEQUENCE and these operations. Fields of SEQUENCE can be forged by their names
        (`sa_sequenceid=7`). Raises NotReady without a session or a free slot."""
        return self._begin(_same, ops, "", how).reply(budget_s)

    def begin(self, *ops: nfs4.nfs_argop4, **how: Unpack[CallOptions]) -> PendingCall[CompoundReply]:
        """As `compound`, without waiting: several calls may be on their way, on different slots."""
        return self._begin(_same, ops, "", how)

    def begin_renewal(self) -> PendingCall[CompoundReply]:
        """SEQUENCE alone, on the slot that is kept for it: for the lease keeper."""
        session = self._require_session("renew")
        how = CallOptions(cache=False)
        if session.slots.reserved is not None:
            how["slot"] = session.slots.reserved.number
        return self._begin(_same, (), "", how)

    def renew(self, **how: Unpack[CallOptions]) -> CompoundReply:
        """SEQUENCE alone."""
        return self._begin(_same, (), "", {"cache": False, **how}).reply()

    def replay(
        self,
        reply: Reply,
        *,
        change: tuple[nfs4.nfs_argop4, ...] = (),
        credential: Credential | None = None,
        budget_s: float | None = None,
    ) -> CompoundReply:
        """The same slot and sequence ID again, under a new XID (RFC 8881 §2.10.6.1.3). With `change`, these
        operations follow the old SEQUENCE: a false retry. Raises NotReady if `reply` had no SEQUENCE."""
        compound = reply if isinstance(reply, CompoundReply) else reply.compound
        if compound is None or compound.sent.sequence is None:
            raise NotReady(self.name, "replay", "the call had no SEQUENCE", "Only such calls have a slot")
        sent = compound.sent
        ops = (sent.ops[0], *change) if change else sent.ops
        how = _repeated(sent)
        if credential is not None:
            how["credential"] = credential
        return self._send(_same, ops, "", how, None, sent.ops if change else None).reply(budget_s)

    def retry(self, call: PendingCall[R]) -> PendingCall[R]:
        """A call that was not answered, again on its slot and with its sequence ID, on the connection that
        stands now: what a client does after a reconnection (§2.10.6.2). Its reply is treated as the first
        one's would have been. Raises NotReady if it had no SEQUENCE, or was answered."""
        if not isinstance(call, CompoundCall) or call.sent.sequence is None or call.answered:
            raise NotReady(
                self.name, "retry", "not a call on a slot that is in doubt", "Only such calls can be retried"
            )
        sent = call.sent
        return self._send(call.finish, sent.ops, call.label, _repeated(sent), None)

    # --- what no encoder would say

    def send_bytes(self, data: bytes) -> None:
        """These bytes, as they are, into the connection. From here on a reply that no call waits for is
        not a lie but a record for `expect_record`."""
        wire = self._ready("send bytes")
        wire.raw = True
        wire.send(data)

    def send_record(self, body: bytes) -> None:
        """As `send_bytes`, with a record mark in front."""
        self.send_bytes(frame(body))

    def expect_record(self, budget_s: float | None = None) -> bytes:
        """The next record that answers no call. Raises PeerClosed, PeerSilent or PeerLied."""
        if self._wire is None:
            raise self._not_ready("expect a record")  # what came before a loss can still be had
        return self._wire.expect_record(self.call_budget_s if budget_s is None else budget_s)

    # --- how a compound goes out and comes back

    def _begin(
        self,
        finish: Callable[[CompoundReply], R],
        ops: tuple[nfs4.nfs_argop4, ...],
        label: str,
        how: CallOptions,
    ) -> PendingCall[R]:
        """`finish` makes the typed reply, once, when the compound's reply arrives."""
        session = self.session
        if session is None:
            raise self._no_session(label)
        try:
            slot = session.slots.acquire(how.get("slot") if how else None)
        except SlotError as error:
            raise NotReady(self.name, label or "compound", f"{error}", "This is about the case") from error
        args = nfs4.SEQUENCE4args(
            session.sessionid,
            slot.next_sequence,
            slot.number,
            session.slots.highest_in_use,
            how.get("cache", True) if how else True,
        )
        for field, value in how.items():
            if field in SEQUENCE_FIELDS:
                setattr(args, field, value)
        try:
            return self._send(finish, (nfs4.nfs_argop4(nfs4.OP_SEQUENCE, args), *ops), label, how, slot)
        except (XdrError, ClientError):
            session.slots.refused(slot)  # it did not leave
            raise

    def _send(
        self,
        finish: Callable[[CompoundReply], R],
        ops: tuple[nfs4.nfs_argop4, ...],
        label: str,
        how: RawOptions | CallOptions,
        slot: Slot | None,
        instead_of: tuple[nfs4.nfs_argop4, ...] | None = None,
    ) -> PendingCall[R]:
        wire = self._wire
        if wire is None or wire.lost or not self.alive:
            raise self._not_ready(label or self._label(ops))
        first = ops[0].value if ops else None
        sequence = first if isinstance(first, nfs4.SEQUENCE4args) else None
        session = self.session
        own = session is not None and sequence is not None and sequence.sa_sessionid == session.sessionid
        if how:
            tag, who = how.get("tag", b""), how.get("credential", self.credential)
            minor, check = how.get("minor_version", self.minor_version), how.get("check", True)
        else:
            tag, who, minor, check = b"", self.credential, self.minor_version, True
        body = nfs4.COMPOUND4args(tag, minor, list(ops)).to_bytes(self.dialect, check=check)
        at = self.world.now()
        renewal = None
        if own and self.history is not None:
            renewal = self.history.invoke(Kind.RENEW, actor=self.name, via=self.via)
        if who is not self._last_credential:
            self._last_credential, self._last_head = who, self._head(who, _COMPOUND_PROCEDURE)
        xid = wire.send_call(self._last_head, body)
        label = label or self._label(ops)
        sent = Sent(ops, tag, minor, who, sequence, body, at, own, instead_of)
        call = CompoundCall(self, label, xid, sent, slot, finish, renewal)
        wire.expect(call)
        if self.on_exchange is not None:
            names = tuple(op_name(op.argop) for op in ops)
            text = describe_ops(ops) if check else f"unchecked: {body[:64].hex()}"
            self.show("sent", "call", xid, names, (), text, at)
        return call

    # --- the backchannel

    def _on_call(self, record: bytes) -> None:
        wire = self._wire
        if self.callback_service.deaf:
            self.callback_service.missed += 1
            return
        served = self.callback_service.serve(record, self.session)
        self.show("received", "cb-call", served.xid, served.ops, (), served.asked, self.world.now())
        if wire is not None and not wire.lost and served.reply is not None:
            wire.send(frame(served.reply))
            self.show(
                "sent", "cb-reply", served.xid, served.ops, served.statuses, served.told, self.world.now()
            )

    def _recalled(self, args: nfs4.CB_RECALL4args) -> nfs4.nfsstat4:
        """The recall of a delegation that we have is granted; the case returns it, or does not."""
        delegation = self.ledger.find_delegation(args.stateid)
        if delegation is None:
            return nfs4.NFS4ERR_BAD_STATEID
        if self.history is not None and not delegation.recalled:
            self.history.mark(
                Kind.RECALL,
                actor=self.name,
                via=self.via,
                file=delegation.file.tag,
                stateid=describe_stateid(args.stateid),
            )
        delegation.recalled = True
        return nfs4.NFS4_OK

    # --- small things

    def _lied(self, label: str, what: str, error: XdrError) -> PeerLied:
        return PeerLied(self.name, label, what, path=error.path, offset=error.offset)

    def _sentence(self, what: str) -> str:
        return f"{self.name} {what} via {self.via}"

    def _label(self, ops: tuple[nfs4.nfs_argop4, ...]) -> str:
        key = tuple(map(_argop, ops))
        label = self._labels.get(key)
        if label is None:
            names = "+".join([op_name(number) for number in key])
            label = self._labels[key] = self._sentence(names or "an empty COMPOUND")
        return label

    def _head(self, credential: Credential, procedure: int) -> bytes:
        key = (credential, procedure)
        head = self._heads.get(key)
        if head is None:
            head = self._heads[key] = rpc.call_head(
                rpc.NFS4_PROGRAM, rpc.NFS4_VERSION, procedure, credential
            )
        return head

    def _ready(self, label: str) -> Wire:
        """The connection. Raises NotReady or PeerClosed if there is none."""
        if self._wire is None or self._wire.lost or not self.alive:
            raise self._not_ready(label)
        return self._wire

    def _not_ready(self, label: str) -> ClientError:
        if not self.alive:
            return NotReady(self.name, label, "the case declared this client dead", "Make another client")
        if self._wire is None:
            return NotReady(self.name, label, "there is no connection", "connect() first, or recover()")
        return self._wire.gone(label)

    def _require_session(self, label: str) -> Session:
        if self.session is None:
            raise self._no_session(label)
        return self.session

    def _no_session(self, label: str) -> ClientError:
        if not self.alive:
            return self._not_ready(label)
        what = "there is no session"
        return NotReady(self.name, label or "compound", what, "establish() first, or recover()")

    def show(
        self,
        direction: str,
        kind: str,
        xid: int,
        ops: tuple[str, ...],
        statuses: tuple[str, ...],
        text: str,
        at: float,
    ) -> None:
        """Tell `on_exchange` of a message."""
        if self.on_exchange is not None:
            self.on_exchange(Exchange(at, direction, kind, xid, ops, statuses, text))


def _repeated(sent: Sent) -> RawOptions:
    """How to say it the same way again."""
    return RawOptions(tag=sent.tag, minor_version=sent.minor_version, credential=sent.credential)


def _same(reply: CompoundReply) -> CompoundReply:
    return reply
