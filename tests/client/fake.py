"""A small NFSv4.1 server for the client's tests: honest as it stands, and ready to lie, stall or die.

It is not the reference server: it knows one flat directory and no recovery. `answers` replaces what an
operation does, `mangles` what leaves on the wire, `holding` keeps replies back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from regrace.harness.protocol.records import RecordReader, frame
from regrace.harness.protocol.rpc import (
    AuthNone,
    Call,
    MessageKind,
    decode_call,
    encode_call,
    encode_reply,
    message_kind,
)
from regrace.harness.rig.world import Address, ServerWorld, Stream
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import pack_fattr
from regrace.xdr_defs.dialect import PLAIN42
from regrace.xdr_defs.nfs4 import NFS4_OK, nfs_argop4, nfs_resop4
from regrace.xdr_defs.tables import OPERATIONS

ROOT = b"root"
END = 1 << 64
CHANNEL = nfs4.channel_attrs4(0, 1 << 20, 1 << 20, 64 << 10, 16, 4, [])


@dataclass
class FakeSession:
    """Slots with their cached replies, and the connection that callbacks go to."""

    sessionid: bytes
    clientid: int
    stream: Stream
    slots: dict[int, tuple[int, bytes]] = field(default_factory=dict)


@dataclass
class FakeLock:
    """Bytes that an owner holds."""

    fh: bytes
    owner: tuple[int, bytes]
    start: int
    end: int
    locktype: int


class FakeServer:
    """See the module."""

    def __init__(self, world: ServerWorld, host: str, port: int = 0) -> None:
        self.world = world
        self.lease_s = 4
        self.slots = 4
        self.flags = 0
        self.calls: list[nfs4.COMPOUND4args] = []
        self.credentials: list[Any] = []
        self.callback_replies: list[bytes] = []
        self.answers: dict[int, Callable[[Any], Any]] = {}
        self.mangles: deque[Callable[[bytes], bytes]] = deque()
        self.holding = False
        self.held: list[Callable[[], None]] = []
        self.streams: list[Stream] = []
        self.files: dict[bytes, bytearray] = {}
        self.sessions: dict[bytes, FakeSession] = {}
        self.clients: dict[int, bytes] = {}
        self.locks: list[FakeLock] = []
        self.stateids: dict[bytes, int] = {}
        self.owners: dict[bytes, tuple[int, bytes]] = {}
        self._numbers = 0
        self._fh = b""
        self._session: FakeSession | None = None
        self._listener = world.listen((host, port), self._accept)

    @property
    def address(self) -> Address:
        return self._listener.address

    def close(self) -> None:
        """The server is gone: connections are reset."""
        self._listener.close()
        for stream in self.streams:
            stream.close(abort=True)

    def forget(self) -> None:
        """As after a crash: nothing is known any more but the files."""
        self.sessions.clear()
        self.clients.clear()
        self.locks.clear()
        self.stateids.clear()
        self.owners.clear()

    def release(self) -> None:
        """Send what was held, in order."""
        self.holding = False
        held, self.held = self.held, []
        for send in held:
            send()

    def call_back(self, *ops: nfs4.nfs_cb_argop4, xid: int = 0x77, program: int = 0x40524547) -> None:
        """CB_COMPOUND on the newest session's connection, as it is."""
        body = nfs4.CB_COMPOUND4args(b"", 1, 0, list(ops)).to_bytes()
        session = list(self.sessions.values())[-1]
        session.stream.send(frame(encode_call(xid, program, 1, 1, AuthNone(), body)))

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    # --- connections

    def _accept(self, stream: Stream) -> None:
        reader = RecordReader()
        self.streams.append(stream)

        def on_data(data: bytes) -> None:
            for record in reader.feed(data):
                if message_kind(record) is MessageKind.REPLY:
                    self.callback_replies.append(record)
                else:
                    self._serve(stream, decode_call(record))

        stream.on_data = on_data

    def _serve(self, stream: Stream, call: Call) -> None:
        self.credentials.append(call.cred)
        body = self._compound(stream, call.body) if call.proc == 1 else b""
        data = frame(encode_reply(call.xid, body))
        if self.mangles:
            data = self.mangles.popleft()(data)

        def send() -> None:
            stream.send(data)

        if self.holding:
            self.held.append(send)
        elif data:
            send()

    def _compound(self, stream: Stream, body: bytes) -> bytes:
        args = nfs4.COMPOUND4args.from_bytes(body)
        self.calls.append(args)
        results: list[nfs_resop4] = []
        status: int = NFS4_OK
        self._session = None
        self._fh = b""
        slot = None
        for op in args.argarray:
            if op.argop == nfs4.OP_SEQUENCE and nfs4.OP_SEQUENCE not in self.answers:
                asked = op.opsequence
                slot = asked.sa_slotid
                session = self.sessions.get(asked.sa_sessionid)
                cached = session.slots.get(slot, (0, b"")) if session else (0, b"")
                if session and cached[0] == asked.sa_sequenceid and cached[1]:
                    return cached[1]
                value = self._sequence(asked, session, cached[0])
            else:
                value = self._do(op, stream)
            results.append(nfs_resop4(op.argop, value))
            status = getattr(value, value.__slots__[0])
            if status != NFS4_OK:
                break
        reply = nfs4.COMPOUND4res(nfs4.nfsstat4(status), args.tag, results).to_bytes(PLAIN42)
        if self._session is not None and slot is not None:
            self._session.slots[slot] = (args.argarray[0].opsequence.sa_sequenceid, reply)
        return reply

    def _sequence(self, asked: nfs4.SEQUENCE4args, session: FakeSession | None, last: int) -> Any:
        if session is None:
            return nfs4.SEQUENCE4res(nfs4.NFS4ERR_BADSESSION)
        if asked.sa_slotid >= self.slots:
            return nfs4.SEQUENCE4res(nfs4.NFS4ERR_BADSLOT)
        if asked.sa_sequenceid != last + 1:
            return nfs4.SEQUENCE4res(nfs4.NFS4ERR_SEQ_MISORDERED)
        self._session = session
        highest = self.slots - 1
        ok = nfs4.SEQUENCE4resok(
            session.sessionid, asked.sa_sequenceid, asked.sa_slotid, highest, highest, self.flags
        )
        return nfs4.SEQUENCE4res(NFS4_OK, ok)

    # --- operations

    def _do(self, op: nfs_argop4, stream: Stream) -> Any:
        special = self.answers.get(op.argop)
        if special is not None:
            return special(op.value)
        name = nfs4.nfs_opnum4(op.argop).name.removeprefix("OP_").lower()
        method = getattr(self, f"_{name}", None)
        if method is None:
            return self.result(op.argop, nfs4.NFS4ERR_NOTSUPP)
        if name == "create_session":
            return method(op.value, stream)
        return method(op.value)

    @staticmethod
    def result(number: int, status: int, value: Any = None) -> Any:
        """`LOCK4res(status, value)` for OP_LOCK."""
        cls = OPERATIONS[number].result
        return cls(nfs4.nfsstat4(status)) if value is None else cls(nfs4.nfsstat4(status), value)

    def _exchange_id(self, args: nfs4.EXCHANGE_ID4args) -> Any:
        owner = args.eia_clientowner
        key = owner.co_ownerid + owner.co_verifier
        known = next((number for number, known in self.clients.items() if known == key), None)
        clientid = known if known is not None else 0x100 + self.number()
        self.clients[clientid] = key
        flags = nfs4.EXCHGID4_FLAG_CONFIRMED_R if known is not None else 0
        ok = nfs4.EXCHANGE_ID4resok(
            clientid,
            1,
            flags,
            nfs4.state_protect4_r(nfs4.SP4_NONE),
            nfs4.server_owner4(3, b"fake"),
            b"scope",
            [nfs4.nfs_impl_id4(b"example.org", b"fake", nfs4.nfstime4(0, 0))],
        )
        return nfs4.EXCHANGE_ID4res(NFS4_OK, ok)

    def _create_session(self, args: nfs4.CREATE_SESSION4args, stream: Stream) -> Any:
        if args.csa_clientid not in self.clients:
            return nfs4.CREATE_SESSION4res(nfs4.NFS4ERR_STALE_CLIENTID)
        sessionid = self.number().to_bytes(16, "big")
        self.sessions[sessionid] = FakeSession(sessionid, args.csa_clientid, stream)
        channel = nfs4.channel_attrs4(0, 1 << 20, 1 << 20, 64 << 10, 16, self.slots, [])
        ok = nfs4.CREATE_SESSION4resok(sessionid, args.csa_sequence, 2, channel, CHANNEL)
        return nfs4.CREATE_SESSION4res(NFS4_OK, ok)

    def _destroy_session(self, args: nfs4.DESTROY_SESSION4args) -> Any:
        gone = self.sessions.pop(args.dsa_sessionid, None)
        return nfs4.DESTROY_SESSION4res(NFS4_OK if gone else nfs4.NFS4ERR_BADSESSION)

    def _destroy_clientid(self, args: nfs4.DESTROY_CLIENTID4args) -> Any:
        gone = self.clients.pop(args.dca_clientid, None)
        return nfs4.DESTROY_CLIENTID4res(NFS4_OK if gone else nfs4.NFS4ERR_STALE_CLIENTID)

    def _bind_conn_to_session(self, args: nfs4.BIND_CONN_TO_SESSION4args) -> Any:
        if args.bctsa_sessid not in self.sessions:
            return nfs4.BIND_CONN_TO_SESSION4res(nfs4.NFS4ERR_BADSESSION)
        ok = nfs4.BIND_CONN_TO_SESSION4resok(args.bctsa_sessid, nfs4.CDFS4_BOTH, False)
        return nfs4.BIND_CONN_TO_SESSION4res(NFS4_OK, ok)

    def _reclaim_complete(self, _args: Any) -> Any:
        return nfs4.RECLAIM_COMPLETE4res(NFS4_OK)

    def _putrootfh(self, _args: Any) -> Any:
        self._fh = ROOT
        return nfs4.PUTROOTFH4res(NFS4_OK)

    def _putfh(self, args: nfs4.PUTFH4args) -> Any:
        known = args.object == ROOT or args.object in self.files
        self._fh = args.object
        return nfs4.PUTFH4res(NFS4_OK if known else nfs4.NFS4ERR_STALE)

    def _lookup(self, args: nfs4.LOOKUP4args) -> Any:
        if args.objname not in self.files:
            return nfs4.LOOKUP4res(nfs4.NFS4ERR_NOENT)
        self._fh = args.objname
        return nfs4.LOOKUP4res(NFS4_OK)

    def _getfh(self, _args: Any) -> Any:
        return nfs4.GETFH4res(NFS4_OK, nfs4.GETFH4resok(self._fh))

    def _getattr(self, _args: nfs4.GETATTR4args) -> Any:
        values: dict[int, object] = {nfs4.FATTR4_LEASE_TIME: self.lease_s}
        if self._fh != ROOT:
            values = {nfs4.FATTR4_SIZE: len(self.files[self._fh])}
        return nfs4.GETATTR4res(NFS4_OK, nfs4.GETATTR4resok(pack_fattr(values)))

    def _create(self, args: nfs4.CREATE4args) -> Any:
        if args.objname in self.files:
            return nfs4.CREATE4res(nfs4.NFS4ERR_EXIST)
        self.files[args.objname] = bytearray()
        info = nfs4.change_info4(True, 1, 2)
        return nfs4.CREATE4res(NFS4_OK, nfs4.CREATE4resok(info, []))

    def _remove(self, args: nfs4.REMOVE4args) -> Any:
        if self.files.pop(args.target, None) is None:
            return nfs4.REMOVE4res(nfs4.NFS4ERR_NOENT)
        return nfs4.REMOVE4res(NFS4_OK, nfs4.REMOVE4resok(nfs4.change_info4(True, 1, 2)))

    def _readdir(self, args: nfs4.READDIR4args) -> Any:
        """Two names a page."""
        names = sorted(self.files)
        page = names[args.cookie : args.cookie + 2]
        entries = [
            nfs4.entry4(args.cookie + n + 1, name, nfs4.fattr4([], b"")) for n, name in enumerate(page)
        ]
        reply = nfs4.dirlist4(entries, args.cookie + 2 >= len(names))
        return nfs4.READDIR4res(NFS4_OK, nfs4.READDIR4resok(bytes(8), reply))

    # --- state

    def stateid(self, owner: tuple[int, bytes]) -> nfs4.stateid4:
        """A new one."""
        other = self.number().to_bytes(12, "big")
        self.stateids[other] = 1
        self.owners[other] = owner
        return nfs4.stateid4(1, other)

    def bump(self, stateid: nfs4.stateid4) -> nfs4.stateid4:
        """The next one."""
        self.stateids[stateid.other] += 1
        return nfs4.stateid4(self.stateids[stateid.other], stateid.other)

    def check(self, stateid: nfs4.stateid4) -> int:
        """Whether the newest one was sent."""
        known = self.stateids.get(stateid.other)
        if known is None or stateid.seqid > known:
            return nfs4.NFS4ERR_BAD_STATEID
        return NFS4_OK if stateid.seqid == known else nfs4.NFS4ERR_OLD_STATEID

    def _open(self, args: nfs4.OPEN4args) -> Any:
        if args.claim.claim == nfs4.CLAIM_NULL:
            name: bytes = args.claim.value
            if args.openhow.opentype == nfs4.OPEN4_CREATE:
                self.files.setdefault(name, bytearray())
            if name not in self.files:
                return nfs4.OPEN4res(nfs4.NFS4ERR_NOENT)
            self._fh = name
        assert self._session is not None
        owner = (self._session.clientid, args.owner.owner + self._fh)
        held = next((other for other, known in self.owners.items() if known == (*owner, "open")), None)
        stateid = self.bump(nfs4.stateid4(0, held)) if held else self.stateid((*owner, "open"))  # type: ignore[arg-type]
        ok = nfs4.OPEN4resok(
            stateid, nfs4.change_info4(True, 1, 2), 0, [], nfs4.open_delegation4(nfs4.OPEN_DELEGATE_NONE)
        )
        return nfs4.OPEN4res(NFS4_OK, ok)

    def _close(self, args: nfs4.CLOSE4args) -> Any:
        status = self.check(args.open_stateid)
        if status != NFS4_OK:
            return nfs4.CLOSE4res(nfs4.nfsstat4(status))
        del self.stateids[args.open_stateid.other]
        return nfs4.CLOSE4res(NFS4_OK, nfs4.stateid4(0xFFFFFFFF, bytes(12)))

    def _open_downgrade(self, args: nfs4.OPEN_DOWNGRADE4args) -> Any:
        status = self.check(args.open_stateid)
        if status != NFS4_OK:
            return nfs4.OPEN_DOWNGRADE4res(nfs4.nfsstat4(status))
        return nfs4.OPEN_DOWNGRADE4res(
            NFS4_OK, nfs4.OPEN_DOWNGRADE4resok(self.bump(args.open_stateid))
        )

    def _conflict(self, owner: tuple[int, bytes], start: int, end: int, locktype: int) -> FakeLock | None:
        for held in self.locks:
            if (
                held.fh == self._fh
                and held.owner != owner
                and held.start < end
                and start < held.end
                and nfs4.WRITE_LT in (held.locktype, locktype)
            ):
                return held
        return None

    @staticmethod
    def _denied(held: FakeLock) -> nfs4.LOCK4denied:
        length = 0xFFFF_FFFF_FFFF_FFFF if held.end == END else held.end - held.start
        return nfs4.LOCK4denied(
            held.start, length, nfs4.nfs_lock_type4(held.locktype), nfs4.lock_owner4(*held.owner)
        )

    def _lock(self, args: nfs4.LOCK4args) -> Any:
        assert self._session is not None
        locktype = nfs4.WRITE_LT if args.locktype in (nfs4.WRITE_LT, nfs4.WRITEW_LT) else nfs4.READ_LT
        end = END if args.length == 0xFFFF_FFFF_FFFF_FFFF else args.offset + args.length
        if args.locker.new_lock_owner:
            used = args.locker.open_owner.open_stateid
            owner = (self._session.clientid, args.locker.open_owner.lock_owner.owner)
        else:
            used = args.locker.lock_owner.lock_stateid
            owner = self.owners.get(used.other, (0, b""))
        status = self.check(used)
        if status != NFS4_OK:
            return nfs4.LOCK4res(nfs4.nfsstat4(status))
        held = self._conflict(owner, args.offset, end, locktype)
        if held is not None:
            return nfs4.LOCK4res(nfs4.NFS4ERR_DENIED, self._denied(held))
        self.locks.append(FakeLock(self._fh, owner, args.offset, end, locktype))
        stateid = self.stateid(owner) if args.locker.new_lock_owner else self.bump(used)
        return nfs4.LOCK4res(NFS4_OK, nfs4.LOCK4resok(stateid))

    def _lockt(self, args: nfs4.LOCKT4args) -> Any:
        assert self._session is not None
        owner = (self._session.clientid, args.owner.owner)
        held = self._conflict(owner, args.offset, args.offset + args.length, args.locktype)
        if held is not None:
            return nfs4.LOCKT4res(nfs4.NFS4ERR_DENIED, self._denied(held))
        return nfs4.LOCKT4res(NFS4_OK)

    def _locku(self, args: nfs4.LOCKU4args) -> Any:
        status = self.check(args.lock_stateid)
        if status != NFS4_OK:
            return nfs4.LOCKU4res(nfs4.nfsstat4(status))
        owner = self.owners[args.lock_stateid.other]
        end = END if args.length == 0xFFFF_FFFF_FFFF_FFFF else args.offset + args.length
        kept: list[FakeLock] = []
        for held in self.locks:
            if held.owner != owner or held.fh != self._fh or held.end <= args.offset or end <= held.start:
                kept.append(held)
                continue
            if held.start < args.offset:
                kept.append(FakeLock(held.fh, owner, held.start, args.offset, held.locktype))
            if end < held.end:
                kept.append(FakeLock(held.fh, owner, end, held.end, held.locktype))
        self.locks = kept
        return nfs4.LOCKU4res(NFS4_OK, self.bump(args.lock_stateid))

    def _test_stateid(self, args: nfs4.TEST_STATEID4args) -> Any:
        codes = [nfs4.nfsstat4(self.check(stateid)) for stateid in args.ts_stateids]
        return nfs4.TEST_STATEID4res(NFS4_OK, nfs4.TEST_STATEID4resok(codes))

    def _free_stateid(self, args: nfs4.FREE_STATEID4args) -> Any:
        known = self.stateids.pop(args.fsa_stateid.other, None)
        return nfs4.FREE_STATEID4res(NFS4_OK if known else nfs4.NFS4ERR_BAD_STATEID)

    def _delegreturn(self, _args: Any) -> Any:
        return nfs4.DELEGRETURN4res(NFS4_OK)

    def _read(self, args: nfs4.READ4args) -> Any:
        data = bytes(self.files[self._fh][args.offset : args.offset + args.count])
        return nfs4.READ4res(NFS4_OK, nfs4.READ4resok(True, data))

    def _write(self, args: nfs4.WRITE4args) -> Any:
        content = self.files[self._fh]
        content.extend(bytes(max(0, args.offset + len(args.data) - len(content))))
        content[args.offset : args.offset + len(args.data)] = args.data
        return nfs4.WRITE4res(NFS4_OK, nfs4.WRITE4resok(len(args.data), args.stable, b"v" * 8))
