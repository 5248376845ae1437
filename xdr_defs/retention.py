# ruff: noqa
# Generated from retention.x by `python -m regrace.xdr_defs.compiler`: edit that, not this.
"""State retention: what draft-cel-nfsv4-state-retention adds to minor version 2.

A server that retains keeps the opens and byte-range locks of a client whose lease ran out, or that came
back as a new instance, until the client reclaims them or a limit passes. Nothing here is assigned by
IANA: attribute 92 is also claimed by others. So every number is provisional: `regrace.xdr_defs.dialect`
can give it another value.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from .runtime import (
    Type,
    UINT,
)

EXCHGID4_FLAG_RETAIN_STATE: Final = 8
"""In eia_flags: the client asks the server to retain. In eir_flags: the server will."""
EXCHGID4_FLAG_RECLAIMABLE_R: Final = 0x20000000
"""In eir_flags only, and only if the client asked: reclaims can succeed now."""
fattr4_retain_absence_limit: TypeAlias = int
"""How long a client may stay away, in seconds from the end of its lease, before its state may go.
Read-only.
"""
fattr4_retain_reclaim_cap: TypeAlias = int
"""How long a client may take to reclaim, in seconds from its first confirmation. Read-only."""
FATTR4_RETAIN_ABSENCE_LIMIT: Final = 92
FATTR4_RETAIN_RECLAIM_CAP: Final = 93

TYPES: Final[dict[str, Type]] = {
    "fattr4_retain_absence_limit": UINT,
    "fattr4_retain_reclaim_cap": UINT,
}
"""Every type that this module defines, typedefs too, by its XDR name."""

ATTRIBUTES: Final[dict[str, tuple[int, Type]]] = {
    "FATTR4_RETAIN_ABSENCE_LIMIT": (92, TYPES["fattr4_retain_absence_limit"]),
    "FATTR4_RETAIN_RECLAIM_CAP": (93, TYPES["fattr4_retain_reclaim_cap"]),
}
"""Number and type of each attribute, by the name of the number."""

PROVISIONAL: Final[dict[str, int]] = {
    "EXCHGID4_FLAG_RETAIN_STATE": 8,
    "EXCHGID4_FLAG_RECLAIMABLE_R": 0x20000000,
    "FATTR4_RETAIN_ABSENCE_LIMIT": 92,
    "FATTR4_RETAIN_RECLAIM_CAP": 93,
}
"""Numbers that nobody assigned; a dialect may give them other values."""
