"""Who the client is: EXCHANGE_ID, sessions, leases, and what there is to do after a loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self, TypedDict, TypeVar, Unpack

from regrace.harness.client.callbacks import CB_PROGRAM
from regrace.harness.client.caller import Caller, CallOptions, RawOptions
from regrace.harness.client.errors import NotReady, PeerClosed
from regrace.harness.client.exchange import status_name
from regrace.harness.client.reply import (
    BindReply,
    CompoundReply,
    ExchangeIdReply,
    RecoverReply,
    Reply,
    SessionReply,
)
from regrace.harness.client.session import Session
from regrace.harness.history.events import Kind
from regrace.harness.judge import Findings
from regrace.harness.protocol.rpc import AuthSys, Credential
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import bitmap, unpack_fattr
from regrace.xdr_defs.nfs4 import NFS4_OK, nfsstat4
from regrace.xdr_defs.rpc import AUTH_NONE, AUTH_SYS, authsys_parms
from regrace.xdr_defs.runtime import XdrError

R = TypeVar("R", bound=Reply)

FORE_CHANNEL = nfs4.channel_attrs4(0, 1 << 20, 1 << 20, 64 << 10, 64, 16, [])
"""What is asked for by default: sizes in bytes, 64 operations, 16 slots."""
BACK_CHANNEL = nfs4.channel_attrs4(0, 16 << 10, 16 << 10, 16 << 10, 16, 4, [])
JUDGES = {"EXCHANGE_ID": "ID-01", "CREATE_SESSION": "ID-01", "GETATTR": "ID-01", "RECLAIM_COMPLETE": "GR-07"}
"""The case that judges each step of `establish`."""
RETRY_S = 0.05
"""How long `recover` waits before it tries again to connect, or after DELAY."""


class Said(TypedDict):
    """What every reply has."""

    status: nfsstat4
    sentence: str
    findings: Findings
    compound: CompoundReply


class Identity(Caller):
    """See `Client`, which is the class to use."""

    exchanged: ExchangeIdReply | None = None
    """The last EXCHANGE_ID that was granted."""

    # --- one step each

    def exchange_id(
        self,
        *,
        owner: bytes | None = None,
        verifier: bytes | None = None,
        flags: int = 0,
        state_protect: nfs4.state_protect4_a | None = None,
        impl_id: nfs4.nfs_impl_id4 | None = None,
        **how: Unpack[RawOptions],
    ) -> ExchangeIdReply:
        """EXCHANGE_ID (RFC 8881 §18.35). The answer is kept in `exchanged`; the client's own `clientid`
        changes when a session confirms it."""
        said_verifier = verifier if verifier is not None else self.verifier
        said_owner = owner if owner is not None else self.owner
        args = nfs4.EXCHANGE_ID4args(
            nfs4.client_owner4(said_verifier, said_owner),
            flags,
            state_protect if state_protect is not None else nfs4.state_protect4_a(nfs4.SP4_NONE),
            [impl_id] if impl_id is not None else [],
        )
        sentence = self._sentence("EXCHANGE_ID")

        def finish(reply: CompoundReply) -> ExchangeIdReply:
            found = reply.find(nfs4.OP_EXCHANGE_ID)
            if not isinstance(found, nfs4.EXCHANGE_ID4res) or found.value is None:
                return ExchangeIdReply(**self._said(reply, sentence))
            ok = found.eir_resok4
            impl = ok.eir_server_impl_id
            return ExchangeIdReply(
                **self._said(reply, sentence),
                clientid=ok.eir_clientid,
                sequenceid=ok.eir_sequenceid,
                flags=ok.eir_flags,
                server_owner=(ok.eir_server_owner.so_minor_id, ok.eir_server_owner.so_major_id),
                server_scope=ok.eir_server_scope,
                impl_id=(_text(impl[0].nii_domain), _text(impl[0].nii_name)) if impl else None,
                state_protect=ok.eir_state_protect.spr_how,
            )

        op = nfs4.nfs_argop4(nfs4.OP_EXCHANGE_ID, args)
        answer = self._send(finish, (op,), sentence, how, None).reply()
        if answer.ok:
            self.exchanged = answer
            self._introduced[answer.clientid] = (said_owner, said_verifier)
            if not (answer.confirmed and answer.clientid in self._create_sequences):
                # With a confirmed record eir_sequenceid is not for use: the client counts itself (§18.35.3).
                self._create_sequences[answer.clientid] = answer.sequenceid
        return answer

    def create_session(
        self,
        *,
        clientid: int | None = None,
        sequence: int | None = None,
        flags: int = nfs4.CREATE_SESSION4_FLAG_CONN_BACK_CHAN,
        fore: nfs4.channel_attrs4 | None = None,
        back: nfs4.channel_attrs4 | None = None,
        cb_program: int = CB_PROGRAM,
        sec_parms: list[nfs4.callback_sec_parms4] | None = None,
        adopt: bool = True,
        **how: Unpack[RawOptions],
    ) -> SessionReply:
        """CREATE_SESSION (§18.36). Client ID and sequence are by default those that the last EXCHANGE_ID
        brought, or the next ones. If it is granted the client goes over to the new session, unless `adopt`
        is off."""
        if clientid is None:
            clientid = self.exchanged.clientid if self.exchanged is not None else self.clientid
        if clientid is None:
            raise NotReady(self.name, "CREATE_SESSION", "there is no client ID", "exchange_id() first")
        if sequence is None:
            sequence = self._create_sequences.get(clientid, 1)
        args = nfs4.CREATE_SESSION4args(
            clientid,
            sequence,
            flags,
            fore if fore is not None else FORE_CHANNEL,
            back if back is not None else BACK_CHANNEL,
            cb_program,
            sec_parms if sec_parms is not None else [self._callback_security(how.get("credential"))],
        )
        sentence = self._sentence("CREATE_SESSION")
        event = None
        if self.history is not None:
            # With a new verifier this ends an older incarnation of the owner, whichever client that was.
            said_owner, said_verifier = self._introduced.get(clientid, (b"", b""))
            detail = {
                "what": "session",
                "clientid": f"{clientid:#x}",
                "co_ownerid": said_owner.hex(),
                "verifier": said_verifier.hex(),
            }
            event = self.history.invoke(Kind.NOTE, actor=self.name, via=self.via, detail=detail)

        def finish(reply: CompoundReply) -> SessionReply:
            if event is not None and self.history is not None:
                self.history.complete(event, status_name(reply.status))
            found = reply.find(nfs4.OP_CREATE_SESSION)
            if not isinstance(found, nfs4.CREATE_SESSION4res) or found.value is None:
                return SessionReply(**self._said(reply, sentence))
            ok = found.csr_resok4
            return SessionReply(
                **self._said(reply, sentence),
                sessionid=ok.csr_sessionid,
                sequence=ok.csr_sequence,
                flags=ok.csr_flags,
                fore=ok.csr_fore_chan_attrs,
                back=ok.csr_back_chan_attrs,
            )

        op = nfs4.nfs_argop4(nfs4.OP_CREATE_SESSION, args)
        answer = self._send(finish, (op,), sentence, how, None).reply()
        if answer.ok:
            self._create_sequences[clientid] = (sequence + 1) & 0xFFFF_FFFF
            if adopt:
                self._adopt(clientid, answer)
        elif clientid == self.clientid:
            self.losses.heed_clientid(clientid, answer.status)
        return answer

    def bind_conn_to_session(
        self,
        *,
        sessionid: bytes | None = None,
        direction: int = nfs4.CDFC4_FORE_OR_BOTH,
        rdma: bool = False,
        **how: Unpack[RawOptions],
    ) -> BindReply:
        """BIND_CONN_TO_SESSION on this connection (§18.34)."""
        which = self._own_sessionid("BIND_CONN_TO_SESSION") if sessionid is None else sessionid
        args = nfs4.BIND_CONN_TO_SESSION4args(which, nfs4.channel_dir_from_client4(direction), rdma)
        sentence = self._sentence("BIND_CONN_TO_SESSION")

        def finish(reply: CompoundReply) -> BindReply:
            found = reply.find(nfs4.OP_BIND_CONN_TO_SESSION)
            if not isinstance(found, nfs4.BIND_CONN_TO_SESSION4res) or found.value is None:
                return BindReply(**self._said(reply, sentence))
            return BindReply(**self._said(reply, sentence), direction=found.bctsr_resok4.bctsr_dir)

        op = nfs4.nfs_argop4(nfs4.OP_BIND_CONN_TO_SESSION, args)
        answer = self._send(finish, (op,), sentence, how, None).reply()
        if self.session is not None and which == self.session.sessionid:
            self.losses.heed_session(self.session, answer.status)
        return answer

    def destroy_session(self, sessionid: bytes | None = None, **how: Unpack[RawOptions]) -> Reply:
        """DESTROY_SESSION (§18.37), by default of the client's own, which it then no longer has."""
        which = self._own_sessionid("DESTROY_SESSION") if sessionid is None else sessionid
        op = nfs4.nfs_argop4(nfs4.OP_DESTROY_SESSION, nfs4.DESTROY_SESSION4args(which))
        answer = self._plain("DESTROY_SESSION", op, how)
        if self.session is not None and which == self.session.sessionid:
            if answer.ok:
                self._forget_session()
            else:
                self.losses.heed_session(self.session, answer.status)
        return answer

    def destroy_clientid(self, clientid: int | None = None, **how: Unpack[RawOptions]) -> Reply:
        """DESTROY_CLIENTID (§18.50), by default of the client's own."""
        which = clientid if clientid is not None else self.clientid
        if which is None:
            raise NotReady(self.name, "DESTROY_CLIENTID", "there is no client ID", "Nothing to destroy")
        op = nfs4.nfs_argop4(nfs4.OP_DESTROY_CLIENTID, nfs4.DESTROY_CLIENTID4args(which))
        answer = self._plain("DESTROY_CLIENTID", op, how)
        if which == self.clientid:
            if answer.ok:
                self.clientid = None
                self.exchanged = None
                self._create_sequences.pop(which, None)
                self.ledger.clear()
            else:
                self.losses.heed_clientid(which, answer.status)
        return answer

    def reclaim_complete(
        self, one_fs: bool = False, fh: bytes | None = None, **how: Unpack[CallOptions]
    ) -> Reply:
        """RECLAIM_COMPLETE (§18.51). With `fh`, that is the current filehandle (for `one_fs`). What was not
        reclaimed before a global one can't be any more, and leaves the ledger."""
        event = None
        if self.history is not None:
            event = self.history.invoke(
                Kind.RECLAIM_COMPLETE, actor=self.name, via=self.via, detail={"one_fs": one_fs}
            )
        ops = [nfs4.nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(fh))] if fh is not None else []
        ops.append(nfs4.nfs_argop4(nfs4.OP_RECLAIM_COMPLETE, nfs4.RECLAIM_COMPLETE4args(one_fs)))
        sentence = self._sentence("RECLAIM_COMPLETE" + (" of one fs" if one_fs else ""))

        def finish(reply: CompoundReply) -> Reply:
            if event is not None and self.history is not None:
                self.history.complete(event, status_name(reply.status))
            if reply.ok and not one_fs:
                self.ledger.drop_lost()
            return Reply(**self._said(reply, sentence))

        return self._begin(finish, tuple(ops), sentence, how).reply()

    def read_lease(self) -> Reply:
        """GETATTR lease_time at the server's root (§5.8.1.11); sets `lease_s`, in seconds."""
        wanted = bitmap(nfs4.FATTR4_LEASE_TIME)
        sentence = self._sentence("GETATTR lease_time")
        reply = self.compound(
            nfs4.nfs_argop4(nfs4.OP_PUTROOTFH),
            nfs4.nfs_argop4(nfs4.OP_GETATTR, nfs4.GETATTR4args(wanted)),
        )
        if reply.ok:
            fattr = reply.op(nfs4.OP_GETATTR).resok4.obj_attributes
            lease = self._attributes(sentence, fattr).get(nfs4.FATTR4_LEASE_TIME)
            if lease is not None:
                self.lease_s = float(lease)
        return Reply(**self._said(reply, sentence))

    # --- several steps

    def establish(self, reclaim_complete: bool = True) -> Self:
        """Connect, EXCHANGE_ID, CREATE_SESSION, read the lease, and RECLAIM_COMPLETE unless told not to.

        Raises Blocked, with the step, if one is refused; ClientError if the server can't be talked to."""
        self.connect()
        self.exchange_id().need(judged_by=JUDGES["EXCHANGE_ID"])
        self.create_session().need(judged_by=JUDGES["CREATE_SESSION"])
        self.read_lease().need(judged_by=JUDGES["GETATTR"])
        if reclaim_complete:
            self.reclaim_complete().need(
                NFS4_OK, nfs4.NFS4ERR_COMPLETE_ALREADY, judged_by=JUDGES["RECLAIM_COMPLETE"]
            )
        return self

    def recover(
        self, *, reclaim_complete: bool = False, new_verifier: bool = False, budget_s: float | None = None
    ) -> RecoverReply:
        """What a client does that lost its session: reconnect, EXCHANGE_ID, CREATE_SESSION; RECLAIM_COMPLETE
        only if asked, since the case may want to reclaim first.

        A client never does it by itself. If the server made a new client ID, what the ledger had is marked
        lost, there to be reclaimed. A connection that is refused and DELAY are tried again within the
        budget; any other refusal is the reply's status. Raises ClientError if the server can't be reached."""
        deadline = self.world.now() + (self.call_budget_s if budget_s is None else budget_s)
        before = self.clientid or 0
        if new_verifier:
            self.verifier = self.world.entropy(8)
        self.disconnect(abort=True)
        self._forget_session()
        self._connect_until(deadline)
        exchanged = self._insist(self.exchange_id, deadline)
        step, last = "EXCHANGE_ID", Reply(
            status=exchanged.status, sentence=exchanged.sentence, findings=self.findings
        )
        confirmed = exchanged.confirmed
        if exchanged.ok:
            if not (confirmed and exchanged.clientid == before):
                self._lose_state(before)
            step = "CREATE_SESSION"
            created = self._insist(self.create_session, deadline)
            if created.status == nfs4.NFS4ERR_SEQ_MISORDERED and confirmed:
                # Our count is off (a reply was lost): the server's own may be the right one.
                created = self.create_session(sequence=exchanged.sequenceid)
            last = created
            if created.ok and reclaim_complete:
                step, last = "RECLAIM_COMPLETE", self._insist(self.reclaim_complete, deadline)
        reply = RecoverReply(
            status=last.status,
            sentence=self._sentence(f"recover ({step})"),
            findings=self.findings,
            compound=last.compound,
            step=step,
            previous_clientid=before,
            clientid=exchanged.clientid,
            confirmed=confirmed,
            flags=exchanged.flags,
        )
        if self.history is not None:
            detail = {
                "what": "recover",
                "step": step,
                "state_kept": reply.state_kept,
                "clientid": f"{exchanged.clientid:#x}",
            }
            self.history.mark(
                Kind.NOTE, actor=self.name, via=self.via, status=status_name(reply.status), detail=detail
            )
        return reply

    # --- helpers

    def _own_sessionid(self, label: str) -> bytes:
        return self._require_session(label).sessionid

    def _said(self, reply: CompoundReply, sentence: str) -> Said:
        return {"status": reply.status, "sentence": sentence, "findings": self.findings, "compound": reply}

    def _plain(self, name: str, op: nfs4.nfs_argop4, how: RawOptions) -> Reply:
        """One operation, alone, whose result is a status."""
        sentence = self._sentence(name)
        return self._send(lambda r: Reply(**self._said(r, sentence)), (op,), sentence, how, None).reply()

    def _attributes(self, sentence: str, fattr: nfs4.fattr4) -> dict[int, Any]:
        """Raises PeerLied if the values can't be decoded."""
        try:
            return unpack_fattr(fattr, self.dialect)
        except XdrError as error:
            raise self._lied(sentence, f"{error}", error) from error

    def _callback_security(self, credential: Credential | None) -> nfs4.callback_sec_parms4:
        who = credential if credential is not None else self.credential
        if isinstance(who, AuthSys):
            parms = authsys_parms(who.stamp, who.machine, who.uid, who.gid, list(who.gids))
            return nfs4.callback_sec_parms4(AUTH_SYS, parms)
        return nfs4.callback_sec_parms4(AUTH_NONE)

    def _adopt(self, clientid: int, answer: SessionReply) -> None:
        if self.session is not None and self.session.sessionid == answer.sessionid:
            return  # the server repeated an old answer: our slots are as they were
        assert answer.fore is not None
        assert answer.back is not None
        if clientid != self.clientid:
            self.losses.forget_flags()
            self.sequence_flags = 0
        self.clientid = clientid
        self.session = Session(answer.sessionid, clientid, answer.fore, answer.back, answer.flags)

    def _forget_session(self) -> None:
        if self.session is not None:
            self.callback_service.forget_session(self.session.sessionid)
            self.session = None

    def _lose_state(self, clientid: int) -> None:
        """The server has another client ID for us: what we held under the old one is not held any more."""
        if clientid and not self.ledger.empty:
            self.losses.heed_clientid(clientid, nfs4.NFS4ERR_STALE_CLIENTID)
        self.ledger.lose_all()

    def _connect_until(self, deadline: float) -> None:
        while True:
            try:
                self.connect(budget_s=max(deadline - self.world.now(), 0.0))
            except PeerClosed:
                if self.world.now() + RETRY_S >= deadline:
                    raise
                self._pause()
            else:
                return

    def _insist(self, call: Callable[[], R], deadline: float) -> R:
        """Again after DELAY, until the deadline."""
        while True:
            reply = call()
            if reply.status != nfs4.NFS4ERR_DELAY or self.world.now() + RETRY_S >= deadline:
                return reply
            self._pause()

    def _pause(self) -> None:
        self.world.run_until(lambda: False, self.world.now() + RETRY_S)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "backslashreplace")
