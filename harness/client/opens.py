"""Opens: OPEN with every claim, CLOSE, OPEN_DOWNGRADE, and delegations that come with them."""

from __future__ import annotations

from typing import Any, Unpack

from regrace.harness.client.caller import CallOptions
from regrace.harness.client.exchange import describe_stateid, status_name
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Delegation, Lock, Open
from regrace.harness.client.namespace import FILE_MODE, Namespace
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.reply import CompoundReply, OpenReply, Reply
from regrace.harness.client.stateids import StateLike, stateid_of
from regrace.harness.history.events import Event, Kind
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import pack_fattr
from regrace.xdr_defs.delegating import OPEN4_RESULT_NO_OPEN_STATEID
from regrace.xdr_defs.nfs4 import nfs_argop4, nfsstat4

ACCESS = {1: "read", 2: "write", 3: "read+write"}
DENY = {1: ", deny read", 2: ", deny write", 3: ", deny both"}


class OpenOptions(CallOptions, total=False):
    """How an OPEN is forged. Sequence IDs and client IDs in owners are ignored by an honest server of a minor
    version above 0 (RFC 8881 §18.16.3)."""

    seqid: int
    owner_clientid: int
    """Client ID within the open-owner; the client's own by default."""
    open_claim: nfs4.open_claim4
    """Any claim, in place of the one that `claim` stands for."""
    open_how: nfs4.openflag4
    """Any way to create, in place of the one that `create` stands for."""
    delegate_type: int
    """For a reclaim: the delegation that the client says it had; none by default."""
    fh: bytes
    """The filehandle to work on, in place of the file's (or its directory's)."""


class Opens(Namespace):
    """See `Client`, which is the class to use."""

    def open(
        self,
        file: File,
        access: int = nfs4.OPEN4_SHARE_ACCESS_BOTH,
        deny: int = nfs4.OPEN4_SHARE_DENY_NONE,
        *,
        owner: str = "o",
        create: bool = False,
        claim: str = "null",
        share_want: int = nfs4.OPEN4_SHARE_ACCESS_WANT_NO_DELEG,
        budget_s: float | None = None,
        **how: Unpack[OpenOptions],
    ) -> OpenReply:
        """OPEN (RFC 8881 §18.16). `claim` is "null" (by name), "fh" (by filehandle) or "previous" (a
        reclaim). `create` makes the file if it isn't there. `share_want` is what is said about delegations."""
        return self.begin_open(
            file,
            access,
            deny,
            owner=owner,
            create=create,
            claim=claim,
            share_want=share_want,
            **how,
        ).reply(budget_s)

    def begin_open(
        self,
        file: File,
        access: int = nfs4.OPEN4_SHARE_ACCESS_BOTH,
        deny: int = nfs4.OPEN4_SHARE_DENY_NONE,
        *,
        owner: str = "o",
        create: bool = False,
        claim: str = "null",
        share_want: int = nfs4.OPEN4_SHARE_ACCESS_WANT_NO_DELEG,
        **how: Unpack[OpenOptions],
    ) -> PendingCall[OpenReply]:
        """As `open`, without waiting."""
        full = self._full(file)
        by_name = claim == "null"
        how_created = how.get("open_how", self._creation(create))
        args = nfs4.OPEN4args(
            how.get("seqid", 0),
            access | share_want,
            deny,
            nfs4.open_owner4(how.get("owner_clientid", self.clientid or 0), owner.encode()),
            how_created,
            how.get("open_claim", _claim(claim, full, how.get("delegate_type", 0))),
        )
        if "fh" in how:
            where = self._at(how["fh"])
        else:
            where = self._at_parent(full) if by_name else self._at(file)
        reclaim = claim == "previous"
        word = {"null": "OPEN", "fh": "OPEN by handle", "previous": "OPEN reclaim"}[claim]
        rights = f"{ACCESS.get(access, f'access {access:#x}')}{DENY.get(deny, '')}"
        sentence = self._sentence(f"{word} ({rights}) of {file.tag}")
        event = self._event(
            Kind.RECLAIM_OPEN if reclaim else Kind.OPEN,
            file=file.tag,
            owner=owner,
            access=access,
            deny=deny,
            detail={"claim": claim},
        )

        def finish(reply: CompoundReply) -> OpenReply:
            self._learn(reply, full[:-1] if by_name else full)
            found = reply.find(nfs4.OP_OPEN)
            granted = found.value if isinstance(found, nfs4.OPEN4res) else None
            if not isinstance(granted, nfs4.OPEN4resok) or not reply.ok:
                self._settle(event, reply.status)
                return OpenReply(**self._said(reply, sentence))
            got = reply.last(nfs4.OP_GETFH)
            handle: bytes = got.resok4.object if got is not None else b""
            self._handles[full] = handle
            entry = None
            if granted.rflags & OPEN4_RESULT_NO_OPEN_STATEID:
                self._settle(event, reply.status)
            else:
                entry = self.ledger.opened(file, owner, access, deny, granted.stateid, handle)
                self._settle(event, reply.status, stateid=describe_stateid(granted.stateid))
            return OpenReply(
                **self._said(reply, sentence),
                open=entry,
                rflags=granted.rflags,
                delegation=self._delegated(file, handle, granted.delegation),
            )

        ops = (*where, nfs_argop4(nfs4.OP_OPEN, args), nfs_argop4(nfs4.OP_GETFH))
        return self._begin(finish, ops, sentence, how)

    def reclaim_open(
        self,
        what: Open | File,
        access: int | None = None,
        deny: int | None = None,
        *,
        owner: str | None = None,
        budget_s: float | None = None,
        **how: Unpack[OpenOptions],
    ) -> OpenReply:
        """OPEN with CLAIM_PREVIOUS of an open that was lost (§9.11), or of a file as if there had been one.
        Rights and owner are those of the lost open, or the defaults of `open`. If it is granted, the reply's
        `open` takes the lost one's place in the ledger. A delegation that comes unasked is returned at once."""
        lost = what if isinstance(what, Open) else None
        file = what.file if isinstance(what, Open) else what
        if lost is not None and "fh" not in how:
            how["fh"] = lost.fh
        if access is None:
            access = lost.access if lost is not None else nfs4.OPEN4_SHARE_ACCESS_BOTH
        if deny is None:
            deny = lost.deny if lost is not None else nfs4.OPEN4_SHARE_DENY_NONE
        if owner is None:
            owner = lost.owner if lost is not None else "o"
        reply = self.open(
            file, access, deny, owner=owner, claim="previous", share_want=0, budget_s=budget_s, **how
        )
        if reply.ok and lost is not None and lost.lost:
            self.ledger.settle_lost(lost)
        if reply.delegation is not None and not how.get("delegate_type"):
            # A reclaim has no way to say WANT_NO_DELEG. Who has said that it had no delegation, and is given one (Linux
            # 7.3 does so), gives it back: else its next recall would stand in the way of everybody.
            self.delegreturn(reply.delegation)
        return reply

    def close(
        self,
        held: Open,
        *,
        stateid: StateLike | None = None,
        seqid: int = 0,
        budget_s: float | None = None,
        **how: Unpack[CallOptions],
    ) -> Reply:
        """CLOSE (§18.2), by default with the newest stateid."""
        return self.begin_close(held, stateid=stateid, seqid=seqid, **how).reply(budget_s)

    def begin_close(
        self,
        held: Open,
        *,
        stateid: StateLike | None = None,
        seqid: int = 0,
        **how: Unpack[CallOptions],
    ) -> PendingCall[Reply]:
        """As `close`, without waiting."""
        used = stateid_of(stateid if stateid is not None else held)
        sentence = self._sentence(f"CLOSE of {held.file.tag}")
        event = self._event(
            Kind.CLOSE, file=held.file.tag, owner=held.owner, stateid=describe_stateid(used)
        )

        def finish(reply: CompoundReply) -> Reply:
            if reply.ok:
                self.ledger.closed(held)
            self._settle(event, reply.status, used, held)
            return Reply(**self._said(reply, sentence))

        ops = (*self._at(held.fh), nfs_argop4(nfs4.OP_CLOSE, nfs4.CLOSE4args(seqid, used)))
        return self._begin(finish, ops, sentence, how)

    def open_downgrade(
        self,
        held: Open,
        access: int,
        deny: int = nfs4.OPEN4_SHARE_DENY_NONE,
        *,
        stateid: StateLike | None = None,
        seqid: int = 0,
        **how: Unpack[CallOptions],
    ) -> Reply:
        """OPEN_DOWNGRADE (§18.18) to fewer rights."""
        used = stateid_of(stateid if stateid is not None else held)
        sentence = self._sentence(f"OPEN_DOWNGRADE of {held.file.tag} to {ACCESS.get(access, access)}")
        event = self._event(
            Kind.DOWNGRADE,
            file=held.file.tag,
            owner=held.owner,
            access=access,
            deny=deny,
            stateid=describe_stateid(used),
            detail={"used": describe_stateid(used)},
        )

        def finish(reply: CompoundReply) -> Reply:
            fields: dict[str, str] = {}
            if reply.ok:
                held.stateid = reply.op(nfs4.OP_OPEN_DOWNGRADE).resok4.open_stateid
                held.access, held.deny = access, deny
                fields["stateid"] = describe_stateid(held.stateid)
            self._settle(event, reply.status, used, held, **fields)
            return Reply(**self._said(reply, sentence))

        args = nfs4.OPEN_DOWNGRADE4args(used, seqid, access, deny)
        ops = (*self._at(held.fh), nfs_argop4(nfs4.OP_OPEN_DOWNGRADE, args))
        return self._begin(finish, ops, sentence, how).reply()

    def delegreturn(self, delegation: Delegation, **how: Unpack[CallOptions]) -> Reply:
        """DELEGRETURN (§18.6)."""
        sentence = self._sentence(f"DELEGRETURN of {delegation.file.tag}")
        used = stateid_of(delegation)
        event = self._event(Kind.DELEGRETURN, file=delegation.file.tag, stateid=describe_stateid(used))

        def finish(reply: CompoundReply) -> Reply:
            if reply.ok and delegation in self.ledger.delegations:
                self.ledger.delegations.remove(delegation)
            self._settle(event, reply.status)
            self.losses.heed_delegation(delegation, reply.status)
            return Reply(**self._said(reply, sentence))

        args = nfs4.DELEGRETURN4args(used)
        ops = (*self._at(delegation.fh), nfs_argop4(nfs4.OP_DELEGRETURN, args))
        return self._begin(finish, ops, sentence, how).reply()

    def delegpurge(self, **how: Unpack[CallOptions]) -> Reply:
        """DELEGPURGE (§18.5): nothing that an earlier instance of this client was delegated is wanted any more."""
        sentence = self._sentence("DELEGPURGE")

        def finish(reply: CompoundReply) -> Reply:
            return Reply(**self._said(reply, sentence))

        op = nfs_argop4(nfs4.OP_DELEGPURGE, nfs4.DELEGPURGE4args(0))
        return self._begin(finish, (op,), sentence, how).reply()

    # --- helpers

    def _event(self, kind: Kind, **fields: Any) -> Event | None:
        """An operation of the story begins."""
        if self.history is None:
            return None
        return self.history.invoke(kind, actor=self.name, via=self.via, **fields)

    def _settle(
        self,
        event: Event | None,
        status: nfsstat4,
        used: nfs4.stateid4 | None = None,
        holder: Open | Lock | None = None,
        **fields: Any,
    ) -> None:
        """Its reply was read. `used` is the stateid that it carried, `holder` the entry that this is of."""
        if event is not None and self.history is not None:
            self.history.complete(event, status_name(status), **fields)
        if used is not None and holder is not None:
            self.losses.heed_state(holder, used, status)

    def _creation(self, create: bool) -> nfs4.openflag4:
        if not create:
            return nfs4.openflag4(nfs4.OPEN4_NOCREATE)
        attrs = pack_fattr({nfs4.FATTR4_MODE: FILE_MODE}, self.dialect)
        return nfs4.openflag4(nfs4.OPEN4_CREATE, nfs4.createhow4(nfs4.UNCHECKED4, attrs))

    def _delegated(self, file: File, handle: bytes, got: nfs4.open_delegation4) -> Delegation | None:
        given = got.value
        if not isinstance(given, nfs4.open_read_delegation4 | nfs4.open_write_delegation4):
            return None
        write = isinstance(given, nfs4.open_write_delegation4)
        delegation = Delegation(file=file, fh=handle, write=write, stateid=given.stateid, recalled=given.recall)
        self.ledger.delegations.append(delegation)
        if self.history is not None:
            self.history.mark(
                Kind.DELEGATION,
                actor=self.name,
                via=self.via,
                file=file.tag,
                stateid=describe_stateid(given.stateid),
                status="NFS4_OK",
                detail={"write": write, "recalled": given.recall},
            )
        return delegation


def _claim(claim: str, full: tuple[str, ...], delegate_type: int) -> nfs4.open_claim4:
    if claim == "null":
        return nfs4.open_claim4(nfs4.CLAIM_NULL, full[-1].encode() if full else b"")
    if claim == "previous":
        return nfs4.open_claim4(nfs4.CLAIM_PREVIOUS, nfs4.open_delegation_type4(delegate_type))
    if claim == "fh":
        return nfs4.open_claim4(nfs4.CLAIM_FH)
    raise ValueError(f'claim {claim!r} is not "null", "fh" or "previous"; others go in as `open_claim`')
