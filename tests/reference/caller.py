"""A raw NFSv4.1 caller for the tests of the reference servers: says exactly what it is told, checks nothing.

Written apart from `harness.client` on purpose: a misreading shared by the two would hide in both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from regrace.harness.protocol.credentials import AuthSys, Credential
from regrace.harness.protocol.records import RecordReader, frame
from regrace.harness.protocol.rpc import decode_reply, encode_call
from regrace.harness.rig.world import Address, Stream, World
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import bitmap, pack_fattr, unpack_fattr
from regrace.xdr_defs.dialect import PLAIN, RETENTION, Dialect
from regrace.xdr_defs.legal import legal
from regrace.xdr_defs.nfs4 import COMPOUND4args, COMPOUND4res, nfs_argop4, nfsstat4, stateid4

BUDGET_S = 20.0
ANON = stateid4(0, b"\0" * 12)
CURRENT = stateid4(1, b"\0" * 12)
BOTH = nfs4.OPEN4_SHARE_ACCESS_BOTH
READ = nfs4.OPEN4_SHARE_ACCESS_READ
WRITE = nfs4.OPEN4_SHARE_ACCESS_WRITE
TO_EOF = 0xFFFF_FFFF_FFFF_FFFF
NO_ATTRIBUTES = nfs4.fattr4([], b"")

BEYOND_THE_TABLE: dict[int, frozenset[nfsstat4]] = {
    nfs4.OP_EXCHANGE_ID: frozenset({nfsstat4.NFS4ERR_PERM}),  # case 9 of §18.35.4, which the table forgot
    nfs4.OP_OPEN: frozenset({nfsstat4.NFS4ERR_NOTSUPP}),  # CLAIM_DELEGATE_PREV, after RFC 7530 §10.2.1
    nfs4.OP_GETFH: frozenset({nfsstat4.NFS4ERR_REP_TOO_BIG}),  # §2.10.6.4 knows no exception
    nfs4.OP_GETDEVICELIST: frozenset({nfsstat4.NFS4ERR_BADXDR}),  # any arguments can be malformed
    nfs4.OP_COPY: frozenset({nfsstat4.NFS4ERR_NOTSUPP}),  # optional, RFC 7862 §14.2
    nfs4.OP_COPY_NOTIFY: frozenset({nfsstat4.NFS4ERR_NOTSUPP}),  # likewise
}
"""What servers answer although the tables have not got it, and why that is right."""


def op(number: int, args: Any = None) -> nfs_argop4:
    """One operation."""
    return nfs_argop4(number, args)


class Peer:
    """One TCP connection and at most one session."""

    def __init__(
        self,
        world: World,
        address: Address,
        name: str,
        *,
        minor: int = 1,
        credential: Credential | None = None,
        verifier: bytes = b"verifier",
    ) -> None:
        self.world = world
        self.address = address
        self.owner = name.encode()
        self.verifier = verifier
        self.minor = minor
        self.credential = credential if credential is not None else AuthSys(0, 0)
        self.xid = 0
        self.closed = ""
        self.replies: dict[int, bytes] = {}
        self.clientid = 0
        self.sequenceid = 0
        self.sessionid = b"\0" * 16
        self.seqid = 0
        self.flags = 0
        self.eir_flags = 0
        self.stream: Stream | None = None
        self.connect()

    # --- the wire

    @property
    def dialect(self) -> Dialect:
        return PLAIN if self.minor == 1 else RETENTION

    def connect(self) -> None:
        """A new connection; the session, if there is one, is kept."""
        if self.stream is not None:
            self.stream.on_close = lambda _why: None
            self.stream.close(abort=True)
        self.closed = ""
        self.stream = self.world.connect(self.address)
        self.reader = RecordReader()
        self.stream.on_data = self._on_data
        self.stream.on_close = self._on_close

    def _on_data(self, data: bytes) -> None:
        for record in self.reader.feed(data):
            self.replies[int.from_bytes(record[:4], "big")] = record

    def _on_close(self, why: str) -> None:
        self.closed = why

    def send_compound(self, *ops: nfs_argop4, minor: int | None = None) -> int:
        """Send; gives the XID."""
        args = COMPOUND4args(b"tag", self.minor if minor is None else minor, list(ops))
        return self.send_body(args.to_bytes(self.dialect, check=False))

    def send_body(self, body: bytes, *, prog: int = 100003, vers: int = 4, proc: int = 1) -> int:
        """Send a procedure's arguments; gives the XID."""
        self.xid += 1
        assert self.stream is not None
        self.stream.send(frame(encode_call(self.xid, prog, vers, proc, self.credential, body)))
        return self.xid

    def wait(self, xid: int) -> bytes:
        """The reply's record."""
        arrived = self.world.run_until(
            lambda: xid in self.replies or bool(self.closed), self.world.now() + BUDGET_S
        )
        assert arrived, "no reply"
        assert xid in self.replies, f"connection lost: {self.closed}"
        return self.replies.pop(xid)

    def body(self, xid: int) -> bytes:
        """The reply's results."""
        reply = decode_reply(self.wait(xid))
        assert reply.ok, reply.text
        return reply.body

    def raw(self, *ops: nfs_argop4, minor: int | None = None) -> COMPOUND4res:
        """A COMPOUND as it stands."""
        return self.legal(COMPOUND4res.from_bytes(self.body(self.send_compound(*ops, minor=minor)), self.dialect))

    def legal(self, reply: COMPOUND4res) -> COMPOUND4res:
        """Every status must be one that its operation may have (RFC 8881 §15.2)."""
        for one in reply.resarray:
            status = getattr(one.value, type(one.value).__slots__[0])
            operation = nfs4.nfs_opnum4(one.resop)
            allowed = legal(operation, self.minor) | BEYOND_THE_TABLE.get(operation, frozenset())
            assert status in allowed, f"{operation.name} answered {status.name}"
        return reply

    # --- a session

    def sequence(self, **change: Any) -> nfs_argop4:
        """The next SEQUENCE; fields can be forged."""
        fields: dict[str, Any] = {
            "sa_sessionid": self.sessionid,
            "sa_sequenceid": self.seqid + 1,
            "sa_slotid": 0,
            "sa_highest_slotid": 0,
            "sa_cachethis": True,
        }
        return op(nfs4.OP_SEQUENCE, nfs4.SEQUENCE4args(**{**fields, **change}))

    def call(self, *ops: nfs_argop4, **change: Any) -> COMPOUND4res:
        """A COMPOUND in the session, on slot 0."""
        result = self.raw(self.sequence(**change), *ops)
        first = result.resarray[0].value
        if isinstance(first, nfs4.SEQUENCE4res) and first.sr_status == nfsstat4.NFS4_OK and not change:
            self.seqid += 1
            self.flags = first.sr_resok4.sr_status_flags
        return result

    def exchange_id(self, *, flags: int = 0, verifier: bytes | None = None) -> nfs4.EXCHANGE_ID4res:
        args = nfs4.EXCHANGE_ID4args(
            nfs4.client_owner4(self.verifier if verifier is None else verifier, self.owner),
            flags,
            nfs4.state_protect4_a(nfs4.SP4_NONE),
            [],
        )
        result: nfs4.EXCHANGE_ID4res = self.raw(op(nfs4.OP_EXCHANGE_ID, args)).resarray[0].value
        if result.eir_status == nfsstat4.NFS4_OK:
            done = result.eir_resok4
            self.clientid, self.sequenceid, self.eir_flags = done.eir_clientid, done.eir_sequenceid, done.eir_flags
        return result

    def create_session(
        self, *, clientid: int | None = None, sequence: int | None = None, **limits: int
    ) -> nfs4.CREATE_SESSION4res:
        fields = {
            "ca_headerpadsize": 0,
            "ca_maxrequestsize": 1 << 20,
            "ca_maxresponsesize": 1 << 20,
            "ca_maxresponsesize_cached": 1 << 13,
            "ca_maxoperations": 32,
            "ca_maxrequests": 8,
        }
        channel = nfs4.channel_attrs4(**{**fields, **limits}, ca_rdma_ird=[])
        args = nfs4.CREATE_SESSION4args(
            self.clientid if clientid is None else clientid,
            self.sequenceid if sequence is None else sequence,
            0,
            channel,
            channel,
            0x40000000,
            [],
        )
        result: nfs4.CREATE_SESSION4res = self.raw(op(nfs4.OP_CREATE_SESSION, args)).resarray[0].value
        if result.csr_status == nfsstat4.NFS4_OK:
            self.sessionid = result.csr_resok4.csr_sessionid
            self.seqid = 0
            self.sequenceid = args.csa_sequence + 1
        return result

    def establish(self, *, complete: bool = True, flags: int = 0) -> Peer:
        """EXCHANGE_ID, CREATE_SESSION and, if asked, RECLAIM_COMPLETE; all must succeed."""
        assert self.exchange_id(flags=flags).eir_status == nfsstat4.NFS4_OK
        assert self.create_session().csr_status == nfsstat4.NFS4_OK
        if complete:
            assert self.reclaim_complete() == nfsstat4.NFS4_OK
        return self

    def restart(self, *, complete: bool = False, flags: int = 0, verifier: bytes | None = None) -> Peer:
        """Reconnect and establish anew, under the same owner."""
        self.verifier = self.verifier if verifier is None else verifier
        self.connect()
        return self.establish(complete=complete, flags=flags)

    def reclaim_complete(self, *, one_fs: bool = False, fh: bytes | None = None) -> nfsstat4:
        ops = [] if fh is None else [op(nfs4.OP_PUTFH, nfs4.PUTFH4args(fh))]
        return self.call(*ops, op(nfs4.OP_RECLAIM_COMPLETE, nfs4.RECLAIM_COMPLETE4args(one_fs))).status

    def renew(self) -> nfsstat4:
        return self.call().status

    def destroy_clientid(self, clientid: int | None = None) -> nfsstat4:
        args = nfs4.DESTROY_CLIENTID4args(self.clientid if clientid is None else clientid)
        return self.raw(op(nfs4.OP_DESTROY_CLIENTID, args)).status

    def destroy_session(self) -> nfsstat4:
        return self.raw(op(nfs4.OP_DESTROY_SESSION, nfs4.DESTROY_SESSION4args(self.sessionid))).status

    # --- files

    def at(self, *path: str) -> list[nfs_argop4]:
        """Operations that lead from the root."""
        return [
            op(nfs4.OP_PUTROOTFH),
            *(op(nfs4.OP_LOOKUP, nfs4.LOOKUP4args(name.encode())) for name in path),
        ]

    def fh(self, *path: str) -> bytes:
        result = self.call(*self.at(*path), op(nfs4.OP_GETFH))
        assert result.status == nfsstat4.NFS4_OK, result.status
        return bytes(result.resarray[-1].value.resok4.object)

    def getattr(self, fh: bytes, *numbers: int) -> dict[int, Any]:
        result = self.call(put(fh), op(nfs4.OP_GETATTR, nfs4.GETATTR4args(bitmap(*numbers))))
        assert result.status == nfsstat4.NFS4_OK, result.status
        return unpack_fattr(result.resarray[-1].value.resok4.obj_attributes, self.dialect)

    def mkdir(self, name: str, *path: str) -> nfsstat4:
        kind = nfs4.createtype4(nfs4.NF4DIR)
        args = nfs4.CREATE4args(kind, name.encode(), pack_fattr({nfs4.FATTR4_MODE: 0o777}, self.dialect))
        return self.call(*self.at(*path), op(nfs4.OP_CREATE, args)).status

    def remove(self, name: str, *path: str) -> nfsstat4:
        return self.call(*self.at(*path), op(nfs4.OP_REMOVE, nfs4.REMOVE4args(name.encode()))).status

    def read(self, fh: bytes, stateid: stateid4 = ANON, offset: int = 0, count: int = 4096) -> Answer:
        result = self.call(put(fh), op(nfs4.OP_READ, nfs4.READ4args(stateid, offset, count)))
        return Answer(result.status, result.resarray[-1].value)

    def write(
        self, fh: bytes, stateid: stateid4, data: bytes, *, offset: int = 0, stable: int = nfs4.FILE_SYNC4
    ) -> Answer:
        result = self.call(put(fh), op(nfs4.OP_WRITE, nfs4.WRITE4args(stateid, offset, stable, data)))
        return Answer(result.status, result.resarray[-1].value)

    # --- state

    def open(
        self,
        name: str,
        *path: str,
        access: int = BOTH,
        deny: int = 0,
        owner: str = "o",
        create: bool = False,
        mode: int = 0o666,
        how: nfs4.createhow4 | None = None,
    ) -> Answer:
        """OPEN CLAIM_NULL and GETFH."""
        if how is None:
            attributes = pack_fattr({nfs4.FATTR4_MODE: mode}, self.dialect)
            how = nfs4.createhow4(nfs4.UNCHECKED4, attributes)
        flag = nfs4.openflag4(nfs4.OPEN4_CREATE, how) if create else nfs4.openflag4(nfs4.OPEN4_NOCREATE)
        claim = nfs4.open_claim4(nfs4.CLAIM_NULL, name.encode())
        return self._open(self.at(*path), access, deny, owner, flag, claim)

    def open_fh(self, fh: bytes, *, access: int = BOTH, deny: int = 0, owner: str = "o") -> Answer:
        """OPEN CLAIM_FH."""
        flag, claim = nfs4.openflag4(nfs4.OPEN4_NOCREATE), nfs4.open_claim4(nfs4.CLAIM_FH)
        return self._open([put(fh)], access, deny, owner, flag, claim)

    def reclaim_open(self, fh: bytes, *, access: int = BOTH, deny: int = 0, owner: str = "o") -> Answer:
        """OPEN CLAIM_PREVIOUS."""
        claim = nfs4.open_claim4(nfs4.CLAIM_PREVIOUS, nfs4.OPEN_DELEGATE_NONE)
        return self._open([put(fh)], access, deny, owner, nfs4.openflag4(nfs4.OPEN4_NOCREATE), claim)

    def _open(
        self,
        place: list[nfs_argop4],
        access: int,
        deny: int,
        owner: str,
        flag: nfs4.openflag4,
        claim: nfs4.open_claim4,
    ) -> Answer:
        args = nfs4.OPEN4args(0, access, deny, nfs4.open_owner4(0, owner.encode()), flag, claim)
        result = self.call(*place, op(nfs4.OP_OPEN, args), op(nfs4.OP_GETFH))
        answer = Answer(result.status, result.resarray[-1].value)
        if result.status == nfsstat4.NFS4_OK:
            answer.stateid = result.resarray[-2].value.resok4.stateid
            answer.fh = bytes(result.resarray[-1].value.resok4.object)
            answer.result = result.resarray[-2].value
        return answer

    def close(self, fh: bytes, stateid: stateid4) -> nfsstat4:
        return self.call(put(fh), op(nfs4.OP_CLOSE, nfs4.CLOSE4args(0, stateid))).status

    def downgrade(self, fh: bytes, stateid: stateid4, access: int, deny: int) -> Answer:
        args = nfs4.OPEN_DOWNGRADE4args(stateid, 0, access, deny)
        result = self.call(put(fh), op(nfs4.OP_OPEN_DOWNGRADE, args))
        answer = Answer(result.status, result.resarray[-1].value)
        if result.status == nfsstat4.NFS4_OK:
            answer.stateid = answer.result.resok4.open_stateid
        return answer

    def lock(
        self,
        opened: Answer,
        offset: int = 0,
        length: int = 10,
        *,
        kind: int = nfs4.WRITE_LT,
        owner: str = "l",
        held: stateid4 | None = None,
        reclaim: bool = False,
        fh: bytes | None = None,
    ) -> Answer:
        """LOCK under an open, or (`held`) under an existing lock stateid."""
        if held is None:
            assert opened.stateid is not None
            first = nfs4.open_to_lock_owner4(0, opened.stateid, 0, nfs4.lock_owner4(0, owner.encode()))
            locker = nfs4.locker4(True, first)
        else:
            locker = nfs4.locker4(False, nfs4.exist_lock_owner4(held, 0))
        args = nfs4.LOCK4args(kind, reclaim, offset, length, locker)
        result = self.call(put(opened.fh if fh is None else fh), op(nfs4.OP_LOCK, args))
        answer = Answer(result.status, result.resarray[-1].value, fh=opened.fh)
        if result.status == nfsstat4.NFS4_OK:
            answer.stateid = answer.result.resok4.lock_stateid
        return answer

    def lockt(
        self, fh: bytes, offset: int = 0, length: int = 10, *, kind: int = nfs4.WRITE_LT, owner: str = "t"
    ) -> Answer:
        args = nfs4.LOCKT4args(kind, offset, length, nfs4.lock_owner4(0, owner.encode()))
        result = self.call(put(fh), op(nfs4.OP_LOCKT, args))
        return Answer(result.status, result.resarray[-1].value)

    def locku(self, lock: Answer, offset: int = 0, length: int = 10) -> Answer:
        assert lock.stateid is not None
        args = nfs4.LOCKU4args(nfs4.WRITE_LT, 0, lock.stateid, offset, length)
        result = self.call(put(lock.fh), op(nfs4.OP_LOCKU, args))
        answer = Answer(result.status, result.resarray[-1].value, fh=lock.fh)
        if result.status == nfsstat4.NFS4_OK:
            answer.stateid = answer.result.lock_stateid
        return answer

    def test_stateids(self, *stateids: stateid4) -> list[nfsstat4]:
        result = self.call(op(nfs4.OP_TEST_STATEID, nfs4.TEST_STATEID4args(list(stateids))))
        return list(result.resarray[-1].value.tsr_resok4.tsr_status_codes)

    def free_stateid(self, stateid: stateid4) -> nfsstat4:
        return self.call(op(nfs4.OP_FREE_STATEID, nfs4.FREE_STATEID4args(stateid))).status


@dataclass(slots=True)
class Answer:
    """A status, the last result, and what of it is used most."""

    status: nfsstat4
    result: Any
    stateid: stateid4 | None = None
    fh: bytes = b""

    @property
    def ok(self) -> bool:
        return self.status == nfsstat4.NFS4_OK

    @property
    def state(self) -> stateid4:
        assert self.stateid is not None, self.status.name
        return self.stateid


def put(fh: bytes) -> nfs_argop4:
    """PUTFH."""
    return op(nfs4.OP_PUTFH, nfs4.PUTFH4args(fh))


Connect = Callable[..., Peer]
