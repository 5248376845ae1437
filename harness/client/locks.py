"""Byte-range locks: LOCK, LOCKT, LOCKU, and reclaiming them."""

from __future__ import annotations

from typing import Unpack

from regrace.harness.client.caller import CallOptions
from regrace.harness.client.exchange import describe_range, describe_stateid
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.opens import Opens
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.ranges import TO_END
from regrace.harness.client.reply import CompoundReply, LockReply, Reply
from regrace.harness.client.stateids import StateLike, stateid_of
from regrace.harness.history.events import Kind
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfs_argop4

LOCKTYPES = {
    "READ": nfs4.READ_LT,
    "WRITE": nfs4.WRITE_LT,
    "READW": nfs4.READW_LT,
    "WRITEW": nfs4.WRITEW_LT,
}


class LockOptions(CallOptions, total=False):
    """How a LOCK is forged. The sequence IDs and the client ID are ignored by an honest server of a minor
    version above 0 (RFC 8881 §18.10.3)."""

    new_owner: bool
    """Whether open_to_lock_owner or exist_lock_owner is sent; by default what the ledger says is right."""
    open_stateid: nfs4.stateid4
    """In place of the open's newest one."""
    open_seqid: int
    lock_seqid: int
    owner_clientid: int
    fh: bytes
    """In place of the open's."""


class Locks(Opens):
    """See `Client`, which is the class to use."""

    def lock(
        self,
        held: Open,
        locktype: str = "WRITE",
        offset: int = 0,
        length: int = 10,
        *,
        owner: str = "l",
        reclaim: bool = False,
        lock: Lock | None = None,
        stateid: StateLike | None = None,
        budget_s: float | None = None,
        **how: Unpack[LockOptions],
    ) -> LockReply:
        """LOCK (RFC 8881 §18.10) of bytes of an open file, type READ, WRITE, READW or WRITEW (the last two
        also ask to be told when it can be had). Bytes to the end of the file have length 2**64 - 1.

        The lock-owner's own stateid is used if the ledger has one for the file (or `lock` is given);
        `stateid` takes its place."""
        return self.begin_lock(
            held,
            locktype,
            offset,
            length,
            owner=owner,
            reclaim=reclaim,
            lock=lock,
            stateid=stateid,
            **how,
        ).reply(budget_s)

    def begin_lock(
        self,
        held: Open,
        locktype: str = "WRITE",
        offset: int = 0,
        length: int = 10,
        *,
        owner: str = "l",
        reclaim: bool = False,
        lock: Lock | None = None,
        stateid: StateLike | None = None,
        **how: Unpack[LockOptions],
    ) -> PendingCall[LockReply]:
        """As `lock`, without waiting."""
        known = lock if lock is not None else self.ledger.find_lock(held.file, owner)
        owner = known.owner if known is not None else owner
        locker, used, holder = self._locker(held, known, owner, stateid, how)
        kind = LOCKTYPES[locktype]
        args = nfs4.LOCK4args(kind, reclaim, offset, length, locker)
        plain = locktype.removesuffix("W")
        span = describe_range(offset, length)
        sentence = self._sentence(
            f"LOCK {'reclaim ' if reclaim else ''}{locktype} {span} of {held.file.tag}"
        )
        event = self._event(
            Kind.RECLAIM_LOCK if reclaim else Kind.LOCK,
            file=held.file.tag,
            owner=owner,
            locktype=plain,
            offset=offset,
            length=length,
            detail={"used": describe_stateid(used), **({"blocking": True} if plain != locktype else {})},
        )

        def finish(reply: CompoundReply) -> LockReply:
            found = reply.find(nfs4.OP_LOCK)
            result = found.value if isinstance(found, nfs4.LOCK4res) else None
            if isinstance(result, nfs4.LOCK4resok):
                got = result.lock_stateid
                entry = self.ledger.locked(known, held, owner, got, (offset, length, plain))
                self._settle(event, reply.status, stateid=describe_stateid(got))
                return LockReply(**self._said(reply, sentence), lock=entry)
            self._settle(event, reply.status, used, holder)
            denied = result if isinstance(result, nfs4.LOCK4denied) else None
            return LockReply(**self._said(reply, sentence), denied=denied)

        where = self._at(how.get("fh", held.fh))
        return self._begin(finish, (*where, nfs_argop4(nfs4.OP_LOCK, args)), sentence, how)

    def reclaim_lock(
        self,
        lost: Lock,
        held: Open,
        *,
        locktype: str | None = None,
        offset: int | None = None,
        length: int | None = None,
        owner: str | None = None,
        budget_s: float | None = None,
        **how: Unpack[LockOptions],
    ) -> LockReply:
        """LOCK with reclaim, under a reclaimed open (§9.11), of all ranges that the lost lock had, one call
        each: the reply is that of the first one that was refused, or of the last. With an offset or a length
        it is one call for just that range. Once all is granted, the reply's `lock` takes the lost one's place
        in the ledger."""
        owner = owner if owner is not None else lost.owner
        if offset is not None or length is not None:
            wanted = [(locktype or "WRITE", offset or 0, TO_END if length is None else length)]
        else:
            wanted = [(locktype or r.locktype, r.start, r.length) for r in lost.ranges]
        if not wanted:
            raise ValueError(f"{self.name}: the lost lock of {lost.file.tag} held no bytes to reclaim")
        for kind, start, size in wanted:
            reply = self.lock(held, kind, start, size, owner=owner, reclaim=True, budget_s=budget_s, **how)
            if not reply.ok:
                return reply
        if lost.lost:
            self.ledger.settle_lost(lost)
        return reply

    def lockt(
        self,
        file: File | Open,
        locktype: str = "WRITE",
        offset: int = 0,
        length: int = 10,
        owner: str = "t",
        *,
        owner_clientid: int | None = None,
        budget_s: float | None = None,
        **how: Unpack[CallOptions],
    ) -> LockReply:
        """LOCKT (§18.11): would it be granted? The reply's `denied` says who holds it if not."""
        named = file.file if isinstance(file, Open) else file
        clientid = owner_clientid if owner_clientid is not None else self.clientid or 0
        args = nfs4.LOCKT4args(
            LOCKTYPES[locktype], offset, length, nfs4.lock_owner4(clientid, owner.encode())
        )
        sentence = self._sentence(f"LOCKT {locktype} {describe_range(offset, length)} of {named.tag}")
        event = self._event(
            Kind.LOCKT,
            file=named.tag,
            owner=owner,
            locktype=locktype.removesuffix("W"),
            offset=offset,
            length=length,
        )

        def finish(reply: CompoundReply) -> LockReply:
            self._settle(event, reply.status)
            found = reply.find(nfs4.OP_LOCKT)
            result = found.value if isinstance(found, nfs4.LOCKT4res) else None
            return LockReply(
                **self._said(reply, sentence),
                denied=result if isinstance(result, nfs4.LOCK4denied) else None,
            )

        where = self._at(file.fh if isinstance(file, Open) else file)
        return self._begin(finish, (*where, nfs_argop4(nfs4.OP_LOCKT, args)), sentence, how).reply(budget_s)

    def locku(
        self,
        lock: Lock,
        offset: int | None = None,
        length: int | None = None,
        *,
        stateid: StateLike | None = None,
        budget_s: float | None = None,
        **how: Unpack[CallOptions],
    ) -> Reply:
        """LOCKU (§18.12), by default of all that is held: exactly that if it is one range, else the whole
        file. `lock.stateid` is the new one afterwards."""
        return self.begin_locku(lock, offset, length, stateid=stateid, **how).reply(budget_s)

    def begin_locku(
        self,
        lock: Lock,
        offset: int | None = None,
        length: int | None = None,
        *,
        stateid: StateLike | None = None,
        **how: Unpack[CallOptions],
    ) -> PendingCall[Reply]:
        """As `locku`, without waiting."""
        if offset is None and length is None and len(lock.ranges) == 1:
            (only,) = lock.ranges
            offset, length = only.start, only.length
        start = offset if offset is not None else 0
        size = length if length is not None else TO_END
        used = stateid_of(stateid if stateid is not None else lock)
        held = next(iter(lock.ranges), None)
        locktype = held.locktype if held is not None else "WRITE"
        sentence = self._sentence(f"LOCKU {describe_range(start, size)} of {lock.file.tag}")
        event = self._event(
            Kind.LOCKU,
            file=lock.file.tag,
            owner=lock.owner,
            locktype=locktype,
            offset=start,
            length=size,
            stateid=describe_stateid(used),
            detail={"used": describe_stateid(used)},
        )

        def finish(reply: CompoundReply) -> Reply:
            if reply.ok:
                self.ledger.unlocked(lock, reply.op(nfs4.OP_LOCKU).lock_stateid, start, size)
                self._settle(event, reply.status, stateid=describe_stateid(lock.stateid))
            else:
                self._settle(event, reply.status, used, lock)
            return Reply(**self._said(reply, sentence))

        args = nfs4.LOCKU4args(nfs4.nfs_lock_type4(LOCKTYPES[locktype]), 0, used, start, size)
        ops = (*self._at(lock.open.fh), nfs_argop4(nfs4.OP_LOCKU, args))
        return self._begin(finish, ops, sentence, how)

    def _locker(
        self, held: Open, known: Lock | None, owner: str, stateid: StateLike | None, how: LockOptions
    ) -> tuple[nfs4.locker4, nfs4.stateid4, Open | Lock]:
        """The locker, the stateid that it carries, and the entry of the ledger that this is of."""
        seqid = how.get("lock_seqid", 0)
        new = how.get("new_owner", known is None and stateid is None)
        if not new:
            holder: Open | Lock = known if known is not None else held
            used = stateid_of(stateid if stateid is not None else holder)
            return nfs4.locker4(False, nfs4.exist_lock_owner4(used, seqid)), used, holder
        used = stateid_of(how.get("open_stateid", held))
        clientid = how.get("owner_clientid", self.clientid or 0)
        to_lock = nfs4.open_to_lock_owner4(
            how.get("open_seqid", 0), used, seqid, nfs4.lock_owner4(clientid, owner.encode())
        )
        return nfs4.locker4(True, to_lock), used, held
