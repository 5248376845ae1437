"""Special stateids (RFC 8881 §8.2.3), and what may stand for a stateid in a call."""

from __future__ import annotations

from regrace.harness.client.ledger import Delegation, Lock, Open
from regrace.xdr_defs.nfs4 import stateid4

ANON = stateid4(0, bytes(12))
"""No state at all: I/O that no open stands behind."""
READ_BYPASS = stateid4(0xFFFF_FFFF, b"\xff" * 12)
"""As ANON; reads may pass by locks."""
CURRENT = stateid4(1, bytes(12))
"""The stateid that the compound has at hand."""

StateLike = stateid4 | Open | Lock | Delegation
"""A stateid, or an entry of the ledger that stands for its newest one."""


def stateid_of(state: StateLike) -> stateid4:
    """A copy, so that later changes of the entry don't reach into calls that were made."""
    stateid = state if isinstance(state, stateid4) else state.stateid
    return stateid4(stateid.seqid, stateid.other)
