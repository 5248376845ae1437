"""A pcap file of RPC messages over TCP, as small as tshark accepts it."""

from __future__ import annotations

import itertools
import struct

from regrace.xdr_defs import nfs4, rpc

SERVER, CLIENT = bytes((10, 0, 0, 1)), bytes((10, 0, 0, 2))
SERVER_PORT, CLIENT_PORT = 2049, 700
BEFORE_RPC = 14 + 20 + 20 + 4
"""Bytes of a frame before the RPC message: Ethernet, IP, TCP, and the record mark (RFC 5531 section 11)."""


class Capture:
    """Collects calls and replies; `data` is the file. Both directions of one connection have their sequence numbers."""

    def __init__(self) -> None:
        # Magic number for microseconds, version 2.4, no zone, no accuracy, any length, Ethernet.
        self._out = [struct.pack(">IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 1 << 18, 1)]
        self._sequence = {SERVER: 1, CLIENT: 1}
        self._xids = itertools.count(0x5000_0000)
        self._frames = 0

    def call(self, arguments: bytes, *, program: int = nfs4.NFS4_PROGRAM, version: int = 4) -> int:
        """Appends a call of procedure 1; returns its xid."""
        xid = next(self._xids)
        none = rpc.opaque_auth(rpc.AUTH_NONE, b"")
        credential = rpc.opaque_auth(rpc.AUTH_SYS, rpc.authsys_parms(1, b"tester", 1000, 1000, []).to_bytes())
        body = rpc.call_body(rpc.RPC_VERSION, program, version, 1, credential, none)
        self._message(rpc.rpc_msg(xid, rpc.msg_body(rpc.CALL, body)), arguments, CLIENT)
        return xid

    def reply(self, xid: int, results: bytes) -> None:
        accepted = rpc.accepted_reply(rpc.opaque_auth(rpc.AUTH_NONE, b""), rpc.accepted_body(rpc.SUCCESS))
        body = rpc.msg_body(rpc.REPLY, rpc.reply_body(rpc.MSG_ACCEPTED, accepted))
        self._message(rpc.rpc_msg(xid, body), results, SERVER)

    @property
    def data(self) -> bytes:
        return b"".join(self._out)

    def _message(self, message: rpc.rpc_msg, rest: bytes, source: bytes) -> None:
        payload = message.to_bytes() + rest
        self._segment(struct.pack(">I", 0x8000_0000 | len(payload)) + payload, source)

    def _segment(self, payload: bytes, source: bytes) -> None:
        other = SERVER if source == CLIENT else CLIENT
        ports = (CLIENT_PORT, SERVER_PORT) if source == CLIENT else (SERVER_PORT, CLIENT_PORT)
        tcp = struct.pack(
            ">HHIIBBHHH", *ports, self._sequence[source], self._sequence[other], 5 << 4, 0x18, 0xFFFF, 0, 0
        )
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40 + len(payload), 0, 0, 64, 6, 0, source, other)
        frame = b"\2" * 6 + b"\4" * 6 + b"\x08\0" + ip + tcp + payload
        self._frames += 1
        self._out.append(struct.pack(">IIII", 1_700_000_000, self._frames, len(frame), len(frame)) + frame)
        self._sequence[source] += len(payload)
