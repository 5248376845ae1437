"""Statuses that are known to be off the tables and to harm nobody, as data: I24 tells of them and judges them not.

Each says where it is known from. It applies to a server by what the rig claims of it, never by a version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from regrace.harness.oracle.findings import OracleContext

ANY: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One status of some operations that is no entry of the tables of RFC 8881 §15.2."""

    operations: frozenset[str]
    """Names in XDR spelling; ANY for all."""
    status: str
    without_claim: str = ""
    """Only for a server of which the rig does not claim this; "" for every server."""
    why: str

    def covers(self, operation: str, status: str, claims: frozenset[str] | None) -> bool:
        """Whether this answer of a server with these claims (None: unknown) is the one that is meant."""
        named = self.operations in (frozenset({ANY}),) or operation in self.operations
        known = not self.without_claim or claims is None or self.without_claim not in claims
        return named and status == self.status and known


DEVIATIONS: Final = (
    Deviation(
        operations=frozenset({"LOCK", "LOCKT", "LOCKU"}),
        status="NFS4ERR_NOTSUPP",
        without_claim="locks",
        why="a re-export server that keeps no locks says so (Linux since 6.15): off the table, and safe",
    ),
    Deviation(
        operations=frozenset({"OPEN"}),
        status="NFS4ERR_NOTSUPP",
        why="RFC 7530 §10.2.1 asks for it where CLAIM_DELEGATE_PREV is not supported; RFC 8881 is silent",
    ),
    Deviation(
        operations=frozenset({"EXCHANGE_ID"}),
        status="NFS4ERR_PERM",
        why="RFC 8881 §18.35.4 case 9 asks for it, and the table has forgotten it",
    ),
    Deviation(
        operations=frozenset({ANY}),
        status="NFS4ERR_WRONGSEC",
        why="RFC 8881 §2.6.3.1 has it wherever a filehandle is used that needs another flavor",
    ),
)


def deviation(operation: str, status: str, node: str, context: OracleContext) -> Deviation | None:
    """The known deviation that an answer of this node is, if it is one."""
    claims = context.claims.get(node)
    return next((one for one in DEVIATIONS if one.covers(operation, status, claims)), None)

