"""Data under a stateid, and stateids themselves: READ, WRITE, TEST_STATEID, FREE_STATEID."""

from __future__ import annotations

from typing import Unpack

from regrace.harness.client.caller import CallOptions
from regrace.harness.client.exchange import describe_range, describe_stateid, status_name
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.locks import Locks
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.reply import CompoundReply, ReadReply, Reply, TestReply, WriteReply
from regrace.harness.client.stateids import ANON, StateLike, stateid_of
from regrace.harness.history.events import Kind
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfs_argop4

DEFAULT_COUNT = 4096
LONGEST_TAG = 64


class Io(Locks):
    """See `Client`, which is the class to use."""

    def read(
        self,
        file: File | Open | Lock,
        stateid: StateLike = ANON,
        offset: int = 0,
        count: int = DEFAULT_COUNT,
        *,
        budget_s: float | None = None,
        **how: Unpack[CallOptions],
    ) -> ReadReply:
        """READ (RFC 8881 §18.22) of `count` bytes."""
        named = _file(file)
        used = stateid_of(stateid)
        sentence = self._sentence(f"READ {describe_range(offset, count)} of {named.tag}")
        event = self._event(
            Kind.READ,
            file=named.tag,
            owner=_owner(stateid),
            offset=offset,
            length=count,
            stateid=describe_stateid(used),
        )

        def finish(reply: CompoundReply) -> ReadReply:
            if not reply.ok:
                self._settle(event, reply.status, used, _entry(stateid))
                return ReadReply(**self._said(reply, sentence))
            got = reply.op(nfs4.OP_READ).resok4
            overlong = {"overlong": len(got.data) - count} if len(got.data) > count else {}
            self._settle(event, reply.status, data=data_tag(got.data), detail=overlong)
            return ReadReply(**self._said(reply, sentence), data=got.data, eof=got.eof)

        args = nfs4.READ4args(used, offset, count)
        ops = (*self._of(file), nfs_argop4(nfs4.OP_READ, args))
        return self._begin(finish, ops, sentence, how).reply(budget_s)

    def write(
        self,
        file: File | Open | Lock,
        stateid: StateLike,
        offset: int,
        data: bytes,
        stable: int = nfs4.FILE_SYNC4,
        *,
        budget_s: float | None = None,
        **how: Unpack[CallOptions],
    ) -> WriteReply:
        """WRITE (§18.32), by default to stable storage."""
        return self.begin_write(file, stateid, offset, data, stable, **how).reply(budget_s)

    def begin_write(
        self,
        file: File | Open | Lock,
        stateid: StateLike,
        offset: int,
        data: bytes,
        stable: int = nfs4.FILE_SYNC4,
        **how: Unpack[CallOptions],
    ) -> PendingCall[WriteReply]:
        """As `write`, without waiting."""
        named = _file(file)
        used = stateid_of(stateid)
        sentence = self._sentence(f"WRITE {describe_range(offset, len(data))} of {named.tag}")
        event = self._event(
            Kind.WRITE,
            file=named.tag,
            owner=_owner(stateid),
            offset=offset,
            length=len(data),
            stateid=describe_stateid(used),
            data=data_tag(data),
        )

        def finish(reply: CompoundReply) -> WriteReply:
            self._settle(event, reply.status, used, _entry(stateid))
            if not reply.ok:
                return WriteReply(**self._said(reply, sentence))
            got = reply.op(nfs4.OP_WRITE).resok4
            return WriteReply(
                **self._said(reply, sentence),
                count=got.count,
                committed=got.committed,
                verifier=got.writeverf,
            )

        args = nfs4.WRITE4args(used, offset, nfs4.stable_how4(stable), data)
        ops = (*self._of(file), nfs_argop4(nfs4.OP_WRITE, args))
        return self._begin(finish, ops, sentence, how)

    def test_stateid(self, *stateids: StateLike, **how: Unpack[CallOptions]) -> TestReply:
        """TEST_STATEID (§18.48). The reply's status is the call's; `statuses` are the stateids', in order."""
        sentence = self._sentence(f"TEST_STATEID of {len(stateids)}")
        used = [stateid_of(state) for state in stateids]
        event = self._event(Kind.TEST_STATEID, detail={"stateids": [describe_stateid(one) for one in used]})

        def finish(reply: CompoundReply) -> TestReply:
            if event is not None and reply.ok:
                told = reply.op(nfs4.OP_TEST_STATEID).tsr_resok4.tsr_status_codes
                event.detail["statuses"] = [status_name(status) for status in told]
            self._settle(event, reply.status)
            if not reply.ok:
                return TestReply(**self._said(reply, sentence))
            statuses = list(reply.op(nfs4.OP_TEST_STATEID).tsr_resok4.tsr_status_codes)
            for state, stateid, status in zip(stateids, used, statuses, strict=False):
                entry = _entry(state)
                if entry is not None:
                    self.losses.heed_state(entry, stateid, status)
            return TestReply(**self._said(reply, sentence), statuses=statuses)

        op = nfs_argop4(nfs4.OP_TEST_STATEID, nfs4.TEST_STATEID4args(used))
        return self._begin(finish, (op,), sentence, how).reply()

    def free_stateid(self, stateid: StateLike, **how: Unpack[CallOptions]) -> Reply:
        """FREE_STATEID (§18.38): done with it, or acknowledging that it was revoked."""
        used = stateid_of(stateid)
        entry = self._find(stateid)
        sentence = self._sentence(f"FREE_STATEID {describe_stateid(used)}")
        event = self._event(
            Kind.FREE_STATEID,
            file=entry.file.tag if entry is not None else "",
            owner=entry.owner if entry is not None else "",
            stateid=describe_stateid(used),
        )

        def finish(reply: CompoundReply) -> Reply:
            self._settle(event, reply.status)
            if reply.ok and isinstance(entry, Lock) and entry.live:
                self.ledger.freed(entry)
            return Reply(**self._said(reply, sentence))

        op = nfs_argop4(nfs4.OP_FREE_STATEID, nfs4.FREE_STATEID4args(used))
        return self._begin(finish, (op,), sentence, how).reply()

    def _find(self, stateid: StateLike) -> Open | Lock | None:
        """The entry that a stateid is of, whatever its sequence number."""
        if isinstance(stateid, Open | Lock):
            return stateid
        other = stateid_of(stateid).other
        entries: list[Open | Lock] = [*self.ledger.locks, *self.ledger.opens]
        return next((entry for entry in entries if entry.stateid.other == other), None)

    def _of(self, file: File | Open | Lock) -> list[nfs_argop4]:
        if isinstance(file, File):
            return self._at(file)
        return self._at(file.fh if isinstance(file, Open) else file.open.fh)


def data_tag(data: bytes) -> str:
    """What tells one block of data from another: its text up to the first NUL, at most 64 bytes of it."""
    return data.split(b"\0", 1)[0][:LONGEST_TAG].decode("ascii", "backslashreplace")


def _file(file: File | Open | Lock) -> File:
    return file if isinstance(file, File) else file.file


def _entry(state: StateLike) -> Open | Lock | None:
    return state if isinstance(state, Open | Lock) else None


def _owner(state: StateLike) -> str:
    return state.owner if isinstance(state, Open | Lock) else ""
