"""Messages that no encoder would make, what becomes of them, and whether anybody else notices."""

from __future__ import annotations

from dataclasses import dataclass

from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError, PeerClosed, PeerLied, PeerSilent
from regrace.harness.client.exchange import status_name
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.judge import Failed
from regrace.harness.protocol.errors import RpcError
from regrace.harness.protocol.rpc import (
    NFS4_PROGRAM,
    NFS4_VERSION,
    Credential,
    Reply,
    decode_reply,
    encode_call,
    message_xid,
)
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import locked, opened
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import NFS4_OK, nfs_argop4
from regrace.xdr_defs.runtime import XdrError

NULL, COMPOUND = 0, 1
MANY = b"\xff\xff\xff\xff"
"""2**32 - 1, as a count or a length."""
DYING_S = 5.0
"""For a process whose connections are closed to be gone."""

CLOSED = "connection closed"
SILENT = "no answer"
LIED = "an answer that can't be read"


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a message: a status of NFS, a refusal of the RPC layer, CLOSED, SILENT or LIED."""

    what: str
    reply: Reply | None = None


def word(number: int) -> bytes:
    """An unsigned integer in XDR."""
    return number.to_bytes(4, "big")


def op(number: int, value: object = None) -> bytes:
    """One operation as it should be."""
    return nfs_argop4(number, value).to_bytes()


def sequence(client: Client) -> bytes:
    """SEQUENCE on slot 0 of a client that does nothing else from here on."""
    assert client.session is not None
    slot = client.session.slots.slot(0)
    args = nfs4.SEQUENCE4args(client.session.sessionid, slot.next_sequence, 0, 0, True)
    return op(nfs4.OP_SEQUENCE, args)


def compound(*operations: bytes, count: bytes = b"", tag: bytes = word(0)) -> bytes:
    """COMPOUND's arguments: `tag` with its length in front, `count` as it is claimed (by default the right one)."""
    return tag + word(1) + (count or word(len(operations))) + b"".join(operations)


def call(client: Client, body: bytes, *, proc: int = COMPOUND, credential: Credential | None = None) -> bytes:
    """A call around these bytes, under a transaction ID that the client has not used."""
    xid = int.from_bytes(client.world.entropy(4), "big")
    who = client.credential if credential is None else credential
    return encode_call(xid, NFS4_PROGRAM, NFS4_VERSION, proc, who, body)


def hears(client: Client, record: bytes, budget_s: float | None = None) -> Told:
    """What the server makes of a call that was sent."""
    try:
        while True:
            answer = client.expect_record(budget_s)
            if message_xid(answer) == message_xid(record):
                break
        reply = decode_reply(answer)
    except PeerClosed:
        return Told(CLOSED)
    except PeerSilent:
        return Told(SILENT)
    except (PeerLied, RpcError) as error:
        return Told(f"{LIED}: {error}")
    if not reply.ok:
        return Told(reply.text, reply)
    if not reply.body:
        return Told("SUCCESS", reply)
    try:
        return Told(status_name(nfs4.COMPOUND4res.from_bytes(reply.body).status), reply)
    except XdrError as error:
        return Told(f"{LIED}: {error}", reply)


class Bystander:
    """Another client, with an open (and a lock, where there are any), that must not notice what others send."""

    def __init__(self, rig: Rig, server: Server) -> None:
        self._rig, self._server = rig, server
        self.client = server.client("Bystander")
        self.file = rig.file("bystander's")
        self._lock: Lock | None = locked(self.client, self.file) if rig.grants_locks(server) else None
        self._open: Open = self._lock.open if self._lock is not None else opened(self.client, self.file)

    @property
    def handle(self) -> bytes:
        """Of its file."""
        return self._open.fh

    def must_go_on(self, after: str) -> None:
        """It is served on its old connection and session. Raises Failed if it is not."""
        try:
            self.client.renew().expect(NFS4_OK, because=f"somebody else has sent {after}")
        except ClientError as trouble:
            self._lost(after, trouble)

    def must_have_it_all(self, after: str) -> None:
        """At the end: it still has what it had."""
        self.must_go_on(after)
        if self._lock is not None:
            self.client.locku(self._lock).expect(NFS4_OK, because="the bystander's lock is its own")
        self.client.close(self._open).expect(NFS4_OK, because="the bystander's open is its own")

    def _lost(self, after: str, trouble: ClientError) -> None:
        rig, name = self._rig, self._server.name
        if rig.waits(lambda: rig.ended_by_itself(name), f"{name} to be gone, or not", DYING_S):
            what = "the server ended by itself"
        elif isinstance(trouble, PeerClosed):
            what = "the server closed another client's connection"
        elif any(not rig.probe(other.name).answered for other in rig.servers if other.name != name):
            raise trouble  # nobody answers: that is the rig
        else:
            what = "the server answers another client no more"
        raise Failed(
            f"{what} after {after}: {trouble}",
            expected="nobody else notices",
            actual=f"{what} after {after}",
            signature=f"{what} after {after}",
        ) from trouble
