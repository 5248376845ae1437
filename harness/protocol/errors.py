"""What the record and RPC layers say of bytes that they can't accept."""

from __future__ import annotations


class ProtocolError(Exception):
    """The base of all of them."""


class RecordError(ProtocolError):
    """The byte stream can't be cut into records any more: the connection is of no further use.

    `records` are the whole ones that the same piece of input completed before the fault."""

    def __init__(self, message: str, records: list[bytes] | None = None) -> None:
        super().__init__(message)
        self.records = records or []


class RpcError(ProtocolError):
    """A record is no RPC message of the kind that was asked for. `offset` counts bytes within the record."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(f"{message} (at byte {offset} of the record)")
        self.offset = offset


class RpcVersionError(RpcError):
    """A call of an RPC version other than 2; a server answers it with `encode_rpc_mismatch(xid)`."""

    def __init__(self, xid: int, version: int) -> None:
        super().__init__(f"call 0x{xid:08x} is of RPC version {version}; only version 2 is spoken", 8)
        self.xid = xid
        self.version = version


class CredentialError(RpcError):
    """A call whose credential has a known flavor and an impossible body; a server answers it with
    `encode_auth_error(xid, AUTH_BADCRED)`."""

    def __init__(self, xid: int, message: str, offset: int) -> None:
        super().__init__(f"call 0x{xid:08x}: {message}", offset)
        self.xid = xid
