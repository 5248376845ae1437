"""Identities in the exchange that begin and end clients, sessions, delegations, in plain words: `TapRecord.marks`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regrace.xdr_defs.enum_state import XPES_FENCE


def _fence(op: Any) -> list[str]:
    return ["fence:"] if op.xpa_flags & XPES_FENCE else []


def _delegation(ok: Any) -> list[str]:
    given = ok.delegation.value
    return [f"delegation:{bytes(given.stateid.other).hex()}"] if hasattr(given, "stateid") else []


ASKED_MARKS: Mapping[str, Callable[[Any], list[str]]] = {
    "EXCHANGE_ID": lambda op: [
        f"owner:{bytes(op.eia_clientowner.co_ownerid).hex()}",
        f"verifier:{bytes(op.eia_clientowner.co_verifier).hex()}",
    ],
    "CREATE_SESSION": lambda op: [f"clientid:{op.csa_clientid:x}"],
    "DESTROY_SESSION": lambda op: [f"session:{bytes(op.dsa_sessionid).hex()}"],
    "DELEGRETURN": lambda op: [f"returns:{bytes(op.deleg_stateid.other).hex()}"],
    "XP_ENUM_STATE": _fence,
}
"""By operation: what its arguments say."""

TOLD_MARKS: Mapping[str, Callable[[Any], list[str]]] = {
    "EXCHANGE_ID": lambda ok: [f"clientid:{ok.eir_clientid:x}"],
    "CREATE_SESSION": lambda ok: [f"session:{bytes(ok.csr_sessionid).hex()}"],
    "OPEN": _delegation,
}
"""By operation: what the results of a success say."""
