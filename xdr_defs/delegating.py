# ruff: noqa
# Generated from delegating.x by `python -m regrace.xdr_defs.compiler`: edit that, not this.
"""Opening and delegating files: what RFC 9754 adds to minor version 2.

A client can ask which arguments OPEN takes, take a delegation in the place of an open stateid, and be
in charge of a file's times for as long as it has a delegation. All numbers are assigned, so every
dialect of minor version 2 has this.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final, TypeAlias

from .runtime import (
    ArmOf,
    Array,
    BOOL,
    Enumeration,
    Packer,
    Record,
    Struct,
    Type,
    UINT,
    UnhappyError,
    Unpacker,
    XdrStruct,
    XdrUnion,
    new,
    words,
)
from .nfs4 import (
    OPEN_DELEGATE_READ_ATTRS_DELEG,
    OPEN_DELEGATE_WRITE_ATTRS_DELEG,
    _E_open_delegation_type4,
    _T_nfstime4,
    _T_open_delegation_type4,
    _T_open_read_delegation4,
    _T_open_write_delegation4,
    _r_open_read_delegation4,
    _r_open_write_delegation4,
    _w_open_read_delegation4,
    _w_open_write_delegation4,
    bitmap4,
    nfstime4,
    open_delegation4,
    open_delegation_type4,
    open_read_delegation4,
    open_write_delegation4,
)


# Runs of fixed-size fields, each packed and unpacked in one call.
_s_I = Struct(">I")
_s_i = Struct(">i")
_p_I = _s_I.pack
_u_I = _s_I.unpack_from
_p_i = _s_i.pack
_u_i = _s_i.unpack_from
fattr4_offline: TypeAlias = bool
"""The content has to be brought from elsewhere first. Read-only."""
FATTR4_OFFLINE: Final = 83


class open_arguments4(XdrStruct):
    """In each bitmap, the bit of a value is set if the server understands it."""

    __slots__ = ("oa_share_access", "oa_share_deny", "oa_share_access_want", "oa_open_claim", "oa_create_mode")
    __match_args__ = ("oa_share_access", "oa_share_deny", "oa_share_access_want", "oa_open_claim", "oa_create_mode")

    oa_share_access: bitmap4  # bits are open_args_share_access4
    oa_share_deny: bitmap4  # open_args_share_deny4
    oa_share_access_want: bitmap4  # open_args_share_access_want4
    oa_open_claim: bitmap4  # open_args_open_claim4
    oa_create_mode: bitmap4  # open_args_createmode4

    def __init__(self, oa_share_access: bitmap4, oa_share_deny: bitmap4, oa_share_access_want: bitmap4, oa_open_claim: bitmap4, oa_create_mode: bitmap4) -> None:
        self.oa_share_access = oa_share_access
        self.oa_share_deny = oa_share_deny
        self.oa_share_access_want = oa_share_access_want
        self.oa_open_claim = oa_open_claim
        self.oa_create_mode = oa_create_mode

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("oa_share_access", Array(UINT)), ("oa_share_deny", Array(UINT)), ("oa_share_access_want", Array(UINT)), ("oa_open_claim", Array(UINT)), ("oa_create_mode", Array(UINT)),)


def _w_open_arguments4(value: open_arguments4, packer: Packer) -> None:
    v1 = value.oa_share_access
    n2 = len(v1)
    packer.put(_p_I(n2) + words(n2).pack(*v1))
    v3 = value.oa_share_deny
    n4 = len(v3)
    packer.put(_p_I(n4) + words(n4).pack(*v3))
    v5 = value.oa_share_access_want
    n6 = len(v5)
    packer.put(_p_I(n6) + words(n6).pack(*v5))
    v7 = value.oa_open_claim
    n8 = len(v7)
    packer.put(_p_I(n8) + words(n8).pack(*v7))
    v9 = value.oa_create_mode
    n10 = len(v9)
    packer.put(_p_I(n10) + words(n10).pack(*v9))


def _r_open_arguments4(unpacker: Unpacker) -> open_arguments4:
    made = new(open_arguments4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    made.oa_share_access = list(words(n1).unpack_from(buf, pos))
    pos += 4 * n1
    (n2,) = _u_I(buf, pos)
    pos += 4
    made.oa_share_deny = list(words(n2).unpack_from(buf, pos))
    pos += 4 * n2
    (n3,) = _u_I(buf, pos)
    pos += 4
    made.oa_share_access_want = list(words(n3).unpack_from(buf, pos))
    pos += 4 * n3
    (n4,) = _u_I(buf, pos)
    pos += 4
    made.oa_open_claim = list(words(n4).unpack_from(buf, pos))
    pos += 4 * n4
    (n5,) = _u_I(buf, pos)
    pos += 4
    made.oa_create_mode = list(words(n5).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n5)
    return made


_T_open_arguments4: Final = Record(open_arguments4, _w_open_arguments4, _r_open_arguments4)


class open_args_share_access4(IntEnum):
    """What the opener does."""

    OPEN_ARGS_SHARE_ACCESS_READ = 1
    OPEN_ARGS_SHARE_ACCESS_WRITE = 2
    OPEN_ARGS_SHARE_ACCESS_BOTH = 3


OPEN_ARGS_SHARE_ACCESS_READ: Final = open_args_share_access4.OPEN_ARGS_SHARE_ACCESS_READ
OPEN_ARGS_SHARE_ACCESS_WRITE: Final = open_args_share_access4.OPEN_ARGS_SHARE_ACCESS_WRITE
OPEN_ARGS_SHARE_ACCESS_BOTH: Final = open_args_share_access4.OPEN_ARGS_SHARE_ACCESS_BOTH
_E_open_args_share_access4: Final[dict[int, open_args_share_access4]] = {int(member): member for member in open_args_share_access4}
_T_open_args_share_access4: Final = Enumeration(open_args_share_access4, _E_open_args_share_access4)



class open_args_share_deny4(IntEnum):
    """What others may not do."""

    OPEN_ARGS_SHARE_DENY_NONE = 0
    OPEN_ARGS_SHARE_DENY_READ = 1
    OPEN_ARGS_SHARE_DENY_WRITE = 2
    OPEN_ARGS_SHARE_DENY_BOTH = 3


OPEN_ARGS_SHARE_DENY_NONE: Final = open_args_share_deny4.OPEN_ARGS_SHARE_DENY_NONE
OPEN_ARGS_SHARE_DENY_READ: Final = open_args_share_deny4.OPEN_ARGS_SHARE_DENY_READ
OPEN_ARGS_SHARE_DENY_WRITE: Final = open_args_share_deny4.OPEN_ARGS_SHARE_DENY_WRITE
OPEN_ARGS_SHARE_DENY_BOTH: Final = open_args_share_deny4.OPEN_ARGS_SHARE_DENY_BOTH
_E_open_args_share_deny4: Final[dict[int, open_args_share_deny4]] = {int(member): member for member in open_args_share_deny4}
_T_open_args_share_deny4: Final = Enumeration(open_args_share_deny4, _E_open_args_share_deny4)



class open_args_share_access_want4(IntEnum):
    """What is said about delegations: kinds from 3 to 5, then single bits of share_access by their place."""

    OPEN_ARGS_SHARE_ACCESS_WANT_ANY_DELEG = 3
    OPEN_ARGS_SHARE_ACCESS_WANT_NO_DELEG = 4
    OPEN_ARGS_SHARE_ACCESS_WANT_CANCEL = 5
    OPEN_ARGS_SHARE_ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL = 17
    OPEN_ARGS_SHARE_ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED = 18
    OPEN_ARGS_SHARE_ACCESS_WANT_DELEG_TIMESTAMPS = 20
    OPEN_ARGS_SHARE_ACCESS_WANT_OPEN_XOR_DELEGATION = 21


OPEN_ARGS_SHARE_ACCESS_WANT_ANY_DELEG: Final = open_args_share_access_want4.OPEN_ARGS_SHARE_ACCESS_WANT_ANY_DELEG
OPEN_ARGS_SHARE_ACCESS_WANT_NO_DELEG: Final = open_args_share_access_want4.OPEN_ARGS_SHARE_ACCESS_WANT_NO_DELEG
OPEN_ARGS_SHARE_ACCESS_WANT_CANCEL: Final = open_args_share_access_want4.OPEN_ARGS_SHARE_ACCESS_WANT_CANCEL
OPEN_ARGS_SHARE_ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL: Final = open_args_share_access_want4.OPEN_ARGS_SHARE_ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL
OPEN_ARGS_SHARE_ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED: Final = open_args_share_access_want4.OPEN_ARGS_SHARE_ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED
OPEN_ARGS_SHARE_ACCESS_WANT_DELEG_TIMESTAMPS: Final = open_args_share_access_want4.OPEN_ARGS_SHARE_ACCESS_WANT_DELEG_TIMESTAMPS
OPEN_ARGS_SHARE_ACCESS_WANT_OPEN_XOR_DELEGATION: Final = open_args_share_access_want4.OPEN_ARGS_SHARE_ACCESS_WANT_OPEN_XOR_DELEGATION
_E_open_args_share_access_want4: Final[dict[int, open_args_share_access_want4]] = {int(member): member for member in open_args_share_access_want4}
_T_open_args_share_access_want4: Final = Enumeration(open_args_share_access_want4, _E_open_args_share_access_want4)



class open_args_open_claim4(IntEnum):
    """By which right."""

    OPEN_ARGS_OPEN_CLAIM_NULL = 0
    OPEN_ARGS_OPEN_CLAIM_PREVIOUS = 1
    OPEN_ARGS_OPEN_CLAIM_DELEGATE_CUR = 2
    OPEN_ARGS_OPEN_CLAIM_DELEGATE_PREV = 3
    OPEN_ARGS_OPEN_CLAIM_FH = 4
    OPEN_ARGS_OPEN_CLAIM_DELEG_CUR_FH = 5
    OPEN_ARGS_OPEN_CLAIM_DELEG_PREV_FH = 6


OPEN_ARGS_OPEN_CLAIM_NULL: Final = open_args_open_claim4.OPEN_ARGS_OPEN_CLAIM_NULL
OPEN_ARGS_OPEN_CLAIM_PREVIOUS: Final = open_args_open_claim4.OPEN_ARGS_OPEN_CLAIM_PREVIOUS
OPEN_ARGS_OPEN_CLAIM_DELEGATE_CUR: Final = open_args_open_claim4.OPEN_ARGS_OPEN_CLAIM_DELEGATE_CUR
OPEN_ARGS_OPEN_CLAIM_DELEGATE_PREV: Final = open_args_open_claim4.OPEN_ARGS_OPEN_CLAIM_DELEGATE_PREV
OPEN_ARGS_OPEN_CLAIM_FH: Final = open_args_open_claim4.OPEN_ARGS_OPEN_CLAIM_FH
OPEN_ARGS_OPEN_CLAIM_DELEG_CUR_FH: Final = open_args_open_claim4.OPEN_ARGS_OPEN_CLAIM_DELEG_CUR_FH
OPEN_ARGS_OPEN_CLAIM_DELEG_PREV_FH: Final = open_args_open_claim4.OPEN_ARGS_OPEN_CLAIM_DELEG_PREV_FH
_E_open_args_open_claim4: Final[dict[int, open_args_open_claim4]] = {int(member): member for member in open_args_open_claim4}
_T_open_args_open_claim4: Final = Enumeration(open_args_open_claim4, _E_open_args_open_claim4)



class open_args_createmode4(IntEnum):
    """How a file is created."""

    OPEN_ARGS_CREATEMODE_UNCHECKED4 = 0
    OPEN_ARGS_CREATE_MODE_GUARDED = 1
    OPEN_ARGS_CREATEMODE_EXCLUSIVE4 = 2
    OPEN_ARGS_CREATE_MODE_EXCLUSIVE4_1 = 3


OPEN_ARGS_CREATEMODE_UNCHECKED4: Final = open_args_createmode4.OPEN_ARGS_CREATEMODE_UNCHECKED4
OPEN_ARGS_CREATE_MODE_GUARDED: Final = open_args_createmode4.OPEN_ARGS_CREATE_MODE_GUARDED
OPEN_ARGS_CREATEMODE_EXCLUSIVE4: Final = open_args_createmode4.OPEN_ARGS_CREATEMODE_EXCLUSIVE4
OPEN_ARGS_CREATE_MODE_EXCLUSIVE4_1: Final = open_args_createmode4.OPEN_ARGS_CREATE_MODE_EXCLUSIVE4_1
_E_open_args_createmode4: Final[dict[int, open_args_createmode4]] = {int(member): member for member in open_args_createmode4}
_T_open_args_createmode4: Final = Enumeration(open_args_createmode4, _E_open_args_createmode4)

fattr4_open_arguments: TypeAlias = open_arguments4
"""Read-only, of a file system."""
FATTR4_OPEN_ARGUMENTS: Final = 86
OPEN4_SHARE_ACCESS_WANT_OPEN_XOR_DELEGATION: Final = 0x200000
"""In share_access: the opener can do without the open stateid if it gets a delegation."""
OPEN4_RESULT_NO_OPEN_STATEID: Final = 16
"""In rflags: there is no open, and the stateid of the result stands for nothing."""
OPEN4_SHARE_ACCESS_WANT_DELEG_TIMESTAMPS: Final = 0x100000
"""In share_access: the opener would like to be."""


class delegating_open_delegation4(XdrUnion):
    """A delegation of a kind that only this extension has."""

    __slots__ = ("delegation_type", "value")
    __match_args__ = ("delegation_type", "value")

    delegation_type: open_delegation_type4
    value: open_read_delegation4 | open_write_delegation4 | None
    read: ArmOf[open_read_delegation4] = ArmOf()
    write: ArmOf[open_write_delegation4] = ArmOf()

    def __init__(self, delegation_type: int, value: open_read_delegation4 | open_write_delegation4 | None = None) -> None:
        self.delegation_type = _E_open_delegation_type4.get(delegation_type, delegation_type)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 40
    XDR_SWITCH = ("delegation_type", _T_open_delegation_type4)
    XDR_ARMS = {4: ("read", _T_open_read_delegation4), 5: ("write", _T_open_write_delegation4)}


def _w_delegating_open_delegation4(value: delegating_open_delegation4, packer: Packer) -> None:
    choice = value.delegation_type
    arm: Any = value.value
    if choice == 4:
        packer.put(_p_i(4))
        _w_open_read_delegation4(arm, packer)
    elif choice == 5:
        packer.put(_p_i(5))
        _w_open_write_delegation4(arm, packer)
    else:
        raise UnhappyError


def _r_delegating_open_delegation4(unpacker: Unpacker) -> delegating_open_delegation4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_delegating_open_delegation4(unpacker, choice)


def _a_delegating_open_delegation4(unpacker: Unpacker, choice: int) -> delegating_open_delegation4:
    made = new(delegating_open_delegation4)
    made.delegation_type = _E_open_delegation_type4[choice]
    if choice == 4:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_open_read_delegation4(unpacker)
    elif choice == 5:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_open_write_delegation4(unpacker)
    else:
        raise UnhappyError
    return made


_T_delegating_open_delegation4: Final = Record(delegating_open_delegation4, _w_delegating_open_delegation4, _r_delegating_open_delegation4)
fattr4_time_deleg_access: TypeAlias = nfstime4
"""The times as the holder of the delegation has them: asked of it by CB_GETATTR, and told by its SETATTR."""
fattr4_time_deleg_modify: TypeAlias = nfstime4
FATTR4_TIME_DELEG_ACCESS: Final = 84
FATTR4_TIME_DELEG_MODIFY: Final = 85

TYPES: Final[dict[str, Type]] = {
    "fattr4_offline": BOOL,
    "open_arguments4": _T_open_arguments4,
    "open_args_share_access4": _T_open_args_share_access4,
    "open_args_share_deny4": _T_open_args_share_deny4,
    "open_args_share_access_want4": _T_open_args_share_access_want4,
    "open_args_open_claim4": _T_open_args_open_claim4,
    "open_args_createmode4": _T_open_args_createmode4,
    "fattr4_open_arguments": _T_open_arguments4,
    "delegating_open_delegation4": _T_delegating_open_delegation4,
    "fattr4_time_deleg_access": _T_nfstime4,
    "fattr4_time_deleg_modify": _T_nfstime4,
}
"""Every type that this module defines, typedefs too, by its XDR name."""

ATTRIBUTES: Final[dict[str, tuple[int, Type]]] = {
    "FATTR4_OFFLINE": (83, TYPES["fattr4_offline"]),
    "FATTR4_TIME_DELEG_ACCESS": (84, TYPES["fattr4_time_deleg_access"]),
    "FATTR4_TIME_DELEG_MODIFY": (85, TYPES["fattr4_time_deleg_modify"]),
    "FATTR4_OPEN_ARGUMENTS": (86, TYPES["fattr4_open_arguments"]),
}
"""Number and type of each attribute, by the name of the number."""

ARMS: Final[dict[str, dict[str, tuple[str, Type]]]] = {
    "open_delegation4": {"OPEN_DELEGATE_READ_ATTRS_DELEG": ("read", _T_open_read_delegation4), "OPEN_DELEGATE_WRITE_ATTRS_DELEG": ("write", _T_open_write_delegation4)},
}
"""Arms that a dialect with this extension adds: by union, by the name of the number."""
