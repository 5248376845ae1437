"""Who calls: the credentials that a call can carry (RFC 5531 §8.2, appendix A)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from regrace.harness.protocol.errors import CredentialError
from regrace.xdr_defs.rpc import AUTH_NONE, AUTH_SYS, authsys_parms
from regrace.xdr_defs.runtime import XdrError


@dataclass(frozen=True, slots=True)
class AuthNone:
    """Nobody in particular."""

    @property
    def flavor(self) -> int:
        """AUTH_NONE."""
        return int(AUTH_NONE)

    @property
    def body(self) -> bytes:
        """Empty."""
        return b""


@dataclass(frozen=True, slots=True)
class AuthSys:
    """A user and groups, believed as they come. Each (uid, gid) is a principal of its own to a server."""

    uid: int
    gid: int
    gids: tuple[int, ...] = ()
    machine: bytes = b"regrace"
    stamp: int = 0

    @property
    def flavor(self) -> int:
        """AUTH_SYS."""
        return int(AUTH_SYS)

    @property
    def body(self) -> bytes:
        """The encoded `authsys_parms`. Raises XdrError for more than 16 groups or a long machine name."""
        return _encode(self)


@dataclass(frozen=True, slots=True)
class OpaqueAuth:
    """Any other flavor, or a forged body for a known one; taken and sent as it is."""

    flavor: int
    body: bytes = b""


Credential = AuthNone | AuthSys | OpaqueAuth


@lru_cache(maxsize=256)
def _encode(credential: AuthSys) -> bytes:
    return authsys_parms(
        credential.stamp, credential.machine, credential.uid, credential.gid, list(credential.gids)
    ).to_bytes()


def decode_credential(xid: int, flavor: int, body: bytes, offset: int) -> Credential:
    """A call's credential as a value. Raises CredentialError if an AUTH_SYS body can't be decoded."""
    if flavor == AUTH_SYS:
        try:
            parms = authsys_parms.from_bytes(body)
        except XdrError as error:
            raise CredentialError(xid, f"AUTH_SYS credential: {error}", offset) from error
        return AuthSys(parms.uid, parms.gid, tuple(parms.gids), parms.machinename, parms.stamp)
    if flavor == AUTH_NONE and not body:
        return AuthNone()
    return OpaqueAuth(flavor, body)
