# ruff: noqa
# Generated from enum_state.x by `python -m regrace.xdr_defs.compiler`: edit that, not this.
"""Enumeration of state: an experimental extension of minor version 2, specified in docs/enumeration.md.

A client that lost its memory but kept its client ID asks the server which opens, locks, delegations and
layouts it holds there, adopts those that its own users still want, and gives the rest up. Nothing here
is assigned by IANA: the operation's number is provisional, and `regrace.xdr_defs.dialect` can give it
another value.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from .runtime import (
    ArmOf,
    Array,
    BOOL,
    BOOLS,
    Enumeration,
    Opaque,
    PAD,
    Packer,
    Record,
    Struct,
    Type,
    UHYPER,
    UINT,
    UnhappyError,
    Unpacker,
    VOID,
    XdrStruct,
    XdrUnion,
    new,
)
from .nfs4 import (
    SP4_MACH_CRED,
    _E_layoutiomode4,
    _E_layouttype4,
    _E_nfs_lock_type4,
    _E_nfsstat4,
    _E_open_delegation_type4,
    _T_layoutiomode4,
    _T_layouttype4,
    _T_nfs_lock_type4,
    _T_nfsstat4,
    _T_open_delegation_type4,
    _T_stateid4,
    _r_stateid4,
    _w_stateid4,
    bitmap4,
    count4,
    layoutiomode4,
    layouttype4,
    length4,
    nfs_argop4,
    nfs_fh4,
    nfs_lock_type4,
    nfs_resop4,
    nfsstat4,
    offset4,
    open_delegation_type4,
    stateid4,
    verifier4,
)


# Runs of fixed-size fields, each packed and unpacked in one call.
_s_iQQ = Struct(">iQQ")
_s_I = Struct(">I")
_s_II = Struct(">II")
_s_i = Struct(">i")
_s_iiQQ = Struct(">iiQQ")
_s_iI = Struct(">iI")
_s_ii = Struct(">ii")
_s_iiiQQ = Struct(">iiiQQ")
_s_Q = Struct(">Q")
_s_Ii = Struct(">Ii")
_s_Iii = Struct(">Iii")
_s_IQ8sII = Struct(">IQ8sII")
_s_8sIQI = Struct(">8sIQI")
_s_IIQ8sII = Struct(">IIQ8sII")
_p_iQQ = _s_iQQ.pack
_u_iQQ = _s_iQQ.unpack_from
_p_I = _s_I.pack
_u_I = _s_I.unpack_from
_p_II = _s_II.pack
_u_II = _s_II.unpack_from
_p_i = _s_i.pack
_u_i = _s_i.unpack_from
_p_iiQQ = _s_iiQQ.pack
_u_iiQQ = _s_iiQQ.unpack_from
_p_iI = _s_iI.pack
_u_iI = _s_iI.unpack_from
_p_ii = _s_ii.pack
_u_ii = _s_ii.unpack_from
_p_iiiQQ = _s_iiiQQ.pack
_u_iiiQQ = _s_iiiQQ.unpack_from
_p_Q = _s_Q.pack
_u_Q = _s_Q.unpack_from
_p_Ii = _s_Ii.pack
_u_Ii = _s_Ii.unpack_from
_p_Iii = _s_Iii.pack
_u_Iii = _s_Iii.unpack_from
_p_IQ8sII = _s_IQ8sII.pack
_u_IQ8sII = _s_IQ8sII.unpack_from
_p_8sIQI = _s_8sIQI.pack
_u_8sIQI = _s_8sIQI.unpack_from
_p_IIQ8sII = _s_IIQ8sII.pack
_u_IIQ8sII = _s_IIQ8sII.unpack_from
OP_XP_ENUM_STATE: Final = 1008
"""The operation. Small enough for a bit of bitmap4, so that SP4_MACH_CRED can name it; far from what
drafts use.
"""
XPES_OPENS: Final = 1
"""xpa_flags: which kinds to list; none set means all."""
XPES_LOCKS: Final = 2
XPES_DELEGS: Final = 4
XPES_LAYOUTS: Final = 8
XPES_REVOKED: Final = 16
"""Also state that was revoked and is not freed yet."""
XPES_RANGES: Final = 32
"""Tell the byte ranges of lock stateids."""
XPES_THIS_FH: Final = 64
"""State on the file of the current filehandle only."""
XPES_FENCE: Final = 128
"""First page only: end every other session of the client ID, and what runs in them, before the list is
taken.
"""
XPES_REFRESH: Final = 256
"""First page only: begin a refresh cycle."""


class xp_state_type4(IntEnum):
    """XDR enum xp_state_type4."""

    XPT_OPEN = 1
    XPT_LOCK = 2
    XPT_DELEG = 3
    XPT_LAYOUT = 4


XPT_OPEN: Final = xp_state_type4.XPT_OPEN
XPT_LOCK: Final = xp_state_type4.XPT_LOCK
XPT_DELEG: Final = xp_state_type4.XPT_DELEG
XPT_LAYOUT: Final = xp_state_type4.XPT_LAYOUT
_E_xp_state_type4: Final[dict[int, xp_state_type4]] = {int(member): member for member in xp_state_type4}
_T_xp_state_type4: Final = Enumeration(xp_state_type4, _E_xp_state_type4)

XPE_REVOKED: Final = 1
"""xpe_flags: revoked; xpe_status says how."""
XPE_COURTESY: Final = 2
"""The lease had expired since the state was last used, and the server kept it by courtesy."""
XPE_STALE: Final = 4
"""Not refreshed yet in a refresh cycle."""
XPE_CONT: Final = 8
"""The entry continues the ranges of the one before it."""
XPE_MORE: Final = 16
"""The ranges go on in the next entry."""
XPE_RECALLED: Final = 32
"""A delegation or layout that is being recalled."""


class xp_range4(XdrStruct):
    """XDR struct xp_range4."""

    __slots__ = ("xpr_type", "xpr_offset", "xpr_length")
    __match_args__ = ("xpr_type", "xpr_offset", "xpr_length")

    xpr_type: nfs_lock_type4
    xpr_offset: offset4
    xpr_length: length4

    def __init__(self, xpr_type: nfs_lock_type4, xpr_offset: offset4, xpr_length: length4) -> None:
        self.xpr_type = xpr_type
        self.xpr_offset = xpr_offset
        self.xpr_length = xpr_length

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("xpr_type", _T_nfs_lock_type4), ("xpr_offset", UHYPER), ("xpr_length", UHYPER),)


def _w_xp_range4(value: xp_range4, packer: Packer) -> None:
    v1 = value.xpr_type
    if v1 not in _E_nfs_lock_type4:
        raise UnhappyError
    packer.put(_p_iQQ(v1, value.xpr_offset, value.xpr_length))


def _r_xp_range4(unpacker: Unpacker) -> xp_range4:
    made = new(xp_range4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, made.xpr_offset, made.xpr_length = _u_iQQ(buf, pos)
    pos += 20
    made.xpr_type = _E_nfs_lock_type4[v1]
    unpacker.pos = pos
    return made


_T_xp_range4: Final = Record(xp_range4, _w_xp_range4, _r_xp_range4)


class xp_open4(XdrStruct):
    """XDR struct xp_open4."""

    __slots__ = ("xpo_owner", "xpo_access", "xpo_deny")
    __match_args__ = ("xpo_owner", "xpo_access", "xpo_deny")

    xpo_owner: bytes
    xpo_access: int
    xpo_deny: int

    def __init__(self, xpo_owner: bytes, xpo_access: int, xpo_deny: int) -> None:
        self.xpo_owner = xpo_owner
        self.xpo_access = xpo_access
        self.xpo_deny = xpo_deny

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("xpo_owner", Opaque(1024)), ("xpo_access", UINT), ("xpo_deny", UINT),)


def _w_xp_open4(value: xp_open4, packer: Packer) -> None:
    v1 = value.xpo_owner
    n2 = len(v1)
    if n2 > 1024:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])
    packer.put(_p_II(value.xpo_access, value.xpo_deny))


def _r_xp_open4(unpacker: Unpacker) -> xp_open4:
    made = new(xp_open4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 1024:
            raise UnhappyError
        made.xpo_owner = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.xpo_owner = b""
    made.xpo_access, made.xpo_deny = _u_II(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_xp_open4: Final = Record(xp_open4, _w_xp_open4, _r_xp_open4)


class xp_lock4(XdrStruct):
    """The ranges ascend, and neighbours of one type are one."""

    __slots__ = ("xpl_owner", "xpl_open_stateid", "xpl_ranges")
    __match_args__ = ("xpl_owner", "xpl_open_stateid", "xpl_ranges")

    xpl_owner: bytes
    xpl_open_stateid: stateid4
    xpl_ranges: list[xp_range4]

    def __init__(self, xpl_owner: bytes, xpl_open_stateid: stateid4, xpl_ranges: list[xp_range4]) -> None:
        self.xpl_owner = xpl_owner
        self.xpl_open_stateid = xpl_open_stateid
        self.xpl_ranges = xpl_ranges

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("xpl_owner", Opaque(1024)), ("xpl_open_stateid", _T_stateid4), ("xpl_ranges", Array(_T_xp_range4)),)


def _w_xp_lock4(value: xp_lock4, packer: Packer) -> None:
    v1 = value.xpl_owner
    n2 = len(v1)
    if n2 > 1024:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])
    _w_stateid4(value.xpl_open_stateid, packer)
    v3 = value.xpl_ranges
    n4 = len(v3)
    packer.put(_p_I(n4))
    for v5 in v3:
        v6 = v5.xpr_type
        if v6 not in _E_nfs_lock_type4:
            raise UnhappyError
        packer.put(_p_iQQ(v6, v5.xpr_offset, v5.xpr_length))


def _r_xp_lock4(unpacker: Unpacker) -> xp_lock4:
    made = new(xp_lock4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 1024:
            raise UnhappyError
        made.xpl_owner = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.xpl_owner = b""
    unpacker.pos = pos
    made.xpl_open_stateid = _r_stateid4(unpacker)
    pos = unpacker.pos
    (n2,) = _u_I(buf, pos)
    pos += 4
    l3: list[Any] = []
    made.xpl_ranges = l3
    for _ in range(n2):
        v4 = o5 = new(xp_range4)
        v6, o5.xpr_offset, o5.xpr_length = _u_iQQ(buf, pos)
        pos += 20
        o5.xpr_type = _E_nfs_lock_type4[v6]
        l3.append(v4)
    unpacker.pos = pos
    return made


_T_xp_lock4: Final = Record(xp_lock4, _w_xp_lock4, _r_xp_lock4)


class xp_deleg4(XdrStruct):
    """XDR struct xp_deleg4."""

    __slots__ = ("xpd_type",)
    __match_args__ = ("xpd_type",)

    xpd_type: open_delegation_type4

    def __init__(self, xpd_type: open_delegation_type4) -> None:
        self.xpd_type = xpd_type

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("xpd_type", _T_open_delegation_type4),)


def _w_xp_deleg4(value: xp_deleg4, packer: Packer) -> None:
    v1 = value.xpd_type
    if v1 not in _E_open_delegation_type4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_xp_deleg4(unpacker: Unpacker) -> xp_deleg4:
    made = new(xp_deleg4)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.xpd_type = _E_open_delegation_type4[v1]
    unpacker.pos = pos
    return made


_T_xp_deleg4: Final = Record(xp_deleg4, _w_xp_deleg4, _r_xp_deleg4)


class xp_layout4(XdrStruct):
    """XDR struct xp_layout4."""

    __slots__ = ("xpy_type", "xpy_iomode", "xpy_offset", "xpy_length")
    __match_args__ = ("xpy_type", "xpy_iomode", "xpy_offset", "xpy_length")

    xpy_type: layouttype4
    xpy_iomode: layoutiomode4
    xpy_offset: offset4
    xpy_length: length4

    def __init__(self, xpy_type: layouttype4, xpy_iomode: layoutiomode4, xpy_offset: offset4, xpy_length: length4) -> None:
        self.xpy_type = xpy_type
        self.xpy_iomode = xpy_iomode
        self.xpy_offset = xpy_offset
        self.xpy_length = xpy_length

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("xpy_type", _T_layouttype4), ("xpy_iomode", _T_layoutiomode4), ("xpy_offset", UHYPER), ("xpy_length", UHYPER),)


def _w_xp_layout4(value: xp_layout4, packer: Packer) -> None:
    v1 = value.xpy_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.xpy_iomode
    if v2 not in _E_layoutiomode4:
        raise UnhappyError
    packer.put(_p_iiQQ(v1, v2, value.xpy_offset, value.xpy_length))


def _r_xp_layout4(unpacker: Unpacker) -> xp_layout4:
    made = new(xp_layout4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, v2, made.xpy_offset, made.xpy_length = _u_iiQQ(buf, pos)
    pos += 24
    made.xpy_type = _E_layouttype4[v1]
    made.xpy_iomode = _E_layoutiomode4[v2]
    unpacker.pos = pos
    return made


_T_xp_layout4: Final = Record(xp_layout4, _w_xp_layout4, _r_xp_layout4)


class xp_body4(XdrUnion):
    """XDR union xp_body4."""

    __slots__ = ("xpb_type", "value")
    __match_args__ = ("xpb_type", "value")

    xpb_type: xp_state_type4
    value: xp_open4 | xp_lock4 | xp_deleg4 | xp_layout4 | None
    xpb_open: ArmOf[xp_open4] = ArmOf()
    xpb_lock: ArmOf[xp_lock4] = ArmOf()
    xpb_deleg: ArmOf[xp_deleg4] = ArmOf()
    xpb_layout: ArmOf[xp_layout4] = ArmOf()

    def __init__(self, xpb_type: int, value: xp_open4 | xp_lock4 | xp_deleg4 | xp_layout4 | None = None) -> None:
        self.xpb_type = _E_xp_state_type4.get(xpb_type, xpb_type)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 8
    XDR_SWITCH = ("xpb_type", _T_xp_state_type4)
    XDR_ARMS = {1: ("xpb_open", _T_xp_open4), 2: ("xpb_lock", _T_xp_lock4), 3: ("xpb_deleg", _T_xp_deleg4), 4: ("xpb_layout", _T_xp_layout4)}


def _w_xp_body4(value: xp_body4, packer: Packer) -> None:
    choice = value.xpb_type
    arm: Any = value.value
    if choice == 1:
        v1 = arm.xpo_owner
        n2 = len(v1)
        if n2 > 1024:
            raise UnhappyError
        packer.put(_p_iI(1, n2) + v1 + PAD[n2 & 3])
        packer.put(_p_II(arm.xpo_access, arm.xpo_deny))
    elif choice == 2:
        packer.put(_p_i(2))
        _w_xp_lock4(arm, packer)
    elif choice == 3:
        v3 = arm.xpd_type
        if v3 not in _E_open_delegation_type4:
            raise UnhappyError
        packer.put(_p_ii(3, v3))
    elif choice == 4:
        v4 = arm.xpy_type
        if v4 not in _E_layouttype4:
            raise UnhappyError
        v5 = arm.xpy_iomode
        if v5 not in _E_layoutiomode4:
            raise UnhappyError
        packer.put(_p_iiiQQ(4, v4, v5, arm.xpy_offset, arm.xpy_length))
    else:
        raise UnhappyError


def _r_xp_body4(unpacker: Unpacker) -> xp_body4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_xp_body4(unpacker, choice)


def _a_xp_body4(unpacker: Unpacker, choice: int) -> xp_body4:
    made = new(xp_body4)
    made.xpb_type = _E_xp_state_type4[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(xp_open4)
        (n2,) = _u_I(buf, pos)
        pos += 4
        if n2:
            if n2 > 1024:
                raise UnhappyError
            o1.xpo_owner = buf[pos : pos + n2]
            pos += (n2 + 3) & -4
        else:
            o1.xpo_owner = b""
        o1.xpo_access, o1.xpo_deny = _u_II(buf, pos)
        unpacker.pos = pos + 8
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_xp_lock4(unpacker)
    elif choice == 3:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o3 = new(xp_deleg4)
        (v4,) = _u_i(buf, pos)
        pos += 4
        o3.xpd_type = _E_open_delegation_type4[v4]
        unpacker.pos = pos
    elif choice == 4:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o5 = new(xp_layout4)
        v6, v7, o5.xpy_offset, o5.xpy_length = _u_iiQQ(buf, pos)
        pos += 24
        o5.xpy_type = _E_layouttype4[v6]
        o5.xpy_iomode = _E_layoutiomode4[v7]
        unpacker.pos = pos
    else:
        raise UnhappyError
    return made


_T_xp_body4: Final = Record(xp_body4, _w_xp_body4, _r_xp_body4)


class xp_entry4(XdrStruct):
    """One piece of state. The stateid is real, with its current seqid; the status is what TEST_STATEID
    would answer.
    """

    __slots__ = ("xpe_cookie", "xpe_stateid", "xpe_fh", "xpe_flags", "xpe_status", "xpe_body")
    __match_args__ = ("xpe_cookie", "xpe_stateid", "xpe_fh", "xpe_flags", "xpe_status", "xpe_body")

    xpe_cookie: int
    xpe_stateid: stateid4
    xpe_fh: nfs_fh4
    xpe_flags: int
    xpe_status: nfsstat4
    xpe_body: xp_body4

    def __init__(self, xpe_cookie: int, xpe_stateid: stateid4, xpe_fh: nfs_fh4, xpe_flags: int, xpe_status: nfsstat4, xpe_body: xp_body4) -> None:
        self.xpe_cookie = xpe_cookie
        self.xpe_stateid = xpe_stateid
        self.xpe_fh = xpe_fh
        self.xpe_flags = xpe_flags
        self.xpe_status = xpe_status
        self.xpe_body = xpe_body

    XDR_MIN_SIZE = 44
    XDR_FIELDS = (("xpe_cookie", UHYPER), ("xpe_stateid", _T_stateid4), ("xpe_fh", Opaque(128)), ("xpe_flags", UINT), ("xpe_status", _T_nfsstat4), ("xpe_body", _T_xp_body4),)


def _w_xp_entry4(value: xp_entry4, packer: Packer) -> None:
    packer.put(_p_Q(value.xpe_cookie))
    _w_stateid4(value.xpe_stateid, packer)
    v1 = value.xpe_fh
    n2 = len(v1)
    if n2 > 128:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])
    v3 = value.xpe_status
    if v3 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_Ii(value.xpe_flags, v3))
    _w_xp_body4(value.xpe_body, packer)


def _r_xp_entry4(unpacker: Unpacker) -> xp_entry4:
    made = new(xp_entry4)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.xpe_cookie,) = _u_Q(buf, pos)
    unpacker.pos = pos + 8
    made.xpe_stateid = _r_stateid4(unpacker)
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 128:
            raise UnhappyError
        made.xpe_fh = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.xpe_fh = b""
    made.xpe_flags, v2, v3 = _u_Iii(buf, pos)
    pos += 12
    made.xpe_status = _E_nfsstat4[v2]
    unpacker.pos = pos
    made.xpe_body = _a_xp_body4(unpacker, v3)
    return made


_T_xp_entry4: Final = Record(xp_entry4, _w_xp_entry4, _r_xp_entry4)


class XP_ENUM_STATE4args(XdrStruct):
    """xpa_maxcount bounds the XDR bytes of XP_ENUM_STATE4resok; xpa_maxentries 0 is no limit."""

    __slots__ = ("xpa_flags", "xpa_cookie", "xpa_cookieverf", "xpa_maxcount", "xpa_maxentries")
    __match_args__ = ("xpa_flags", "xpa_cookie", "xpa_cookieverf", "xpa_maxcount", "xpa_maxentries")

    xpa_flags: int
    xpa_cookie: int
    xpa_cookieverf: verifier4
    xpa_maxcount: count4
    xpa_maxentries: int

    def __init__(self, xpa_flags: int, xpa_cookie: int, xpa_cookieverf: verifier4, xpa_maxcount: count4, xpa_maxentries: int) -> None:
        self.xpa_flags = xpa_flags
        self.xpa_cookie = xpa_cookie
        self.xpa_cookieverf = xpa_cookieverf
        self.xpa_maxcount = xpa_maxcount
        self.xpa_maxentries = xpa_maxentries

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("xpa_flags", UINT), ("xpa_cookie", UHYPER), ("xpa_cookieverf", Opaque(8, fixed=True)), ("xpa_maxcount", UINT), ("xpa_maxentries", UINT),)


def _w_XP_ENUM_STATE4args(value: XP_ENUM_STATE4args, packer: Packer) -> None:
    v1 = value.xpa_cookieverf
    if len(v1) != 8:
        raise UnhappyError
    packer.put(_p_IQ8sII(value.xpa_flags, value.xpa_cookie, v1, value.xpa_maxcount, value.xpa_maxentries))


def _r_XP_ENUM_STATE4args(unpacker: Unpacker) -> XP_ENUM_STATE4args:
    made = new(XP_ENUM_STATE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.xpa_flags, made.xpa_cookie, made.xpa_cookieverf, made.xpa_maxcount, made.xpa_maxentries = _u_IQ8sII(buf, pos)
    unpacker.pos = pos + 28
    return made


_T_XP_ENUM_STATE4args: Final = Record(XP_ENUM_STATE4args, _w_XP_ENUM_STATE4args, _r_XP_ENUM_STATE4args)
XPR_FENCED: Final = 1
"""xps_flags: the fence is done."""
XPR_IN_GRACE: Final = 2
"""The server is in grace: what is missing proves nothing."""
XPR_EXACT: Final = 4
"""This reply holds the whole list. (Over several pages, equal generations on the first and the last say
it.)
"""


class XP_ENUM_STATE4resok(XdrStruct):
    """xps_generation counts the changes of the client ID's state."""

    __slots__ = ("xps_cookieverf", "xps_flags", "xps_generation", "xps_entries", "xps_eof")
    __match_args__ = ("xps_cookieverf", "xps_flags", "xps_generation", "xps_entries", "xps_eof")

    xps_cookieverf: verifier4
    xps_flags: int
    xps_generation: int
    xps_entries: list[xp_entry4]
    xps_eof: bool

    def __init__(self, xps_cookieverf: verifier4, xps_flags: int, xps_generation: int, xps_entries: list[xp_entry4], xps_eof: bool) -> None:
        self.xps_cookieverf = xps_cookieverf
        self.xps_flags = xps_flags
        self.xps_generation = xps_generation
        self.xps_entries = xps_entries
        self.xps_eof = xps_eof

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("xps_cookieverf", Opaque(8, fixed=True)), ("xps_flags", UINT), ("xps_generation", UHYPER), ("xps_entries", Array(_T_xp_entry4)), ("xps_eof", BOOL),)


def _w_XP_ENUM_STATE4resok(value: XP_ENUM_STATE4resok, packer: Packer) -> None:
    v1 = value.xps_cookieverf
    if len(v1) != 8:
        raise UnhappyError
    v2 = value.xps_entries
    n3 = len(v2)
    packer.put(_p_8sIQI(v1, value.xps_flags, value.xps_generation, n3))
    for v4 in v2:
        _w_xp_entry4(v4, packer)
    packer.put(_p_I(1 if value.xps_eof else 0))


def _r_XP_ENUM_STATE4resok(unpacker: Unpacker) -> XP_ENUM_STATE4resok:
    made = new(XP_ENUM_STATE4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.xps_cookieverf, made.xps_flags, made.xps_generation, n1 = _u_8sIQI(buf, pos)
    unpacker.pos = pos + 24
    made.xps_entries = [_r_xp_entry4(unpacker) for _ in range(n1)]
    pos = unpacker.pos
    (v2,) = _u_I(buf, pos)
    pos += 4
    made.xps_eof = BOOLS[v2]
    unpacker.pos = pos
    return made


_T_XP_ENUM_STATE4resok: Final = Record(XP_ENUM_STATE4resok, _w_XP_ENUM_STATE4resok, _r_XP_ENUM_STATE4resok)


class XP_ENUM_STATE4res(XdrUnion):
    """XDR union XP_ENUM_STATE4res."""

    __slots__ = ("xps_status", "value")
    __match_args__ = ("xps_status", "value")

    xps_status: nfsstat4
    value: XP_ENUM_STATE4resok | None
    xps_resok: ArmOf[XP_ENUM_STATE4resok] = ArmOf()

    def __init__(self, xps_status: int, value: XP_ENUM_STATE4resok | None = None) -> None:
        self.xps_status = _E_nfsstat4.get(xps_status, xps_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("xps_status", _T_nfsstat4)
    XDR_ARMS = {0: ("xps_resok", _T_XP_ENUM_STATE4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_XP_ENUM_STATE4res(value: XP_ENUM_STATE4res, packer: Packer) -> None:
    choice = value.xps_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_XP_ENUM_STATE4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_XP_ENUM_STATE4res(unpacker: Unpacker) -> XP_ENUM_STATE4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_XP_ENUM_STATE4res(unpacker, choice)


def _a_XP_ENUM_STATE4res(unpacker: Unpacker, choice: int) -> XP_ENUM_STATE4res:
    made = new(XP_ENUM_STATE4res)
    made.xps_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_XP_ENUM_STATE4resok(unpacker)
    else:
        made.value = None
    return made


_T_XP_ENUM_STATE4res: Final = Record(XP_ENUM_STATE4res, _w_XP_ENUM_STATE4res, _r_XP_ENUM_STATE4res)


class xp_argop4(XdrUnion):
    """XDR union xp_argop4."""

    __slots__ = ("argop", "value")
    __match_args__ = ("argop", "value")

    argop: int
    value: XP_ENUM_STATE4args | None
    opxpenumstate: ArmOf[XP_ENUM_STATE4args] = ArmOf()

    def __init__(self, argop: int, value: XP_ENUM_STATE4args | None = None) -> None:
        self.argop = argop
        self.value = value

    XDR_MIN_SIZE = 32
    XDR_SWITCH = ("argop", UINT)
    XDR_ARMS = {1008: ("opxpenumstate", _T_XP_ENUM_STATE4args)}


def _w_xp_argop4(value: xp_argop4, packer: Packer) -> None:
    choice = value.argop
    arm: Any = value.value
    if choice == 1008:
        v1 = arm.xpa_cookieverf
        if len(v1) != 8:
            raise UnhappyError
        packer.put(_p_IIQ8sII(1008, arm.xpa_flags, arm.xpa_cookie, v1, arm.xpa_maxcount, arm.xpa_maxentries))
    else:
        raise UnhappyError


def _r_xp_argop4(unpacker: Unpacker) -> xp_argop4:
    (choice,) = _u_I(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_xp_argop4(unpacker, choice)


def _a_xp_argop4(unpacker: Unpacker, choice: int) -> xp_argop4:
    made = new(xp_argop4)
    made.argop = choice
    if choice == 1008:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(XP_ENUM_STATE4args)
        o1.xpa_flags, o1.xpa_cookie, o1.xpa_cookieverf, o1.xpa_maxcount, o1.xpa_maxentries = _u_IQ8sII(buf, pos)
        unpacker.pos = pos + 28
    else:
        raise UnhappyError
    return made


_T_xp_argop4: Final = Record(xp_argop4, _w_xp_argop4, _r_xp_argop4)


class xp_resop4(XdrUnion):
    """XDR union xp_resop4."""

    __slots__ = ("resop", "value")
    __match_args__ = ("resop", "value")

    resop: int
    value: XP_ENUM_STATE4res | None
    opxpenumstate: ArmOf[XP_ENUM_STATE4res] = ArmOf()

    def __init__(self, resop: int, value: XP_ENUM_STATE4res | None = None) -> None:
        self.resop = resop
        self.value = value

    XDR_MIN_SIZE = 8
    XDR_SWITCH = ("resop", UINT)
    XDR_ARMS = {1008: ("opxpenumstate", _T_XP_ENUM_STATE4res)}


def _w_xp_resop4(value: xp_resop4, packer: Packer) -> None:
    choice = value.resop
    arm: Any = value.value
    if choice == 1008:
        packer.put(_p_I(1008))
        _w_XP_ENUM_STATE4res(arm, packer)
    else:
        raise UnhappyError


def _r_xp_resop4(unpacker: Unpacker) -> xp_resop4:
    (choice,) = _u_I(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_xp_resop4(unpacker, choice)


def _a_xp_resop4(unpacker: Unpacker, choice: int) -> xp_resop4:
    made = new(xp_resop4)
    made.resop = choice
    if choice == 1008:
        buf = unpacker.buf
        pos = unpacker.pos
        (v1,) = _u_i(buf, pos)
        unpacker.pos = pos + 4
        made.value = _a_XP_ENUM_STATE4res(unpacker, v1)
    else:
        raise UnhappyError
    return made


_T_xp_resop4: Final = Record(xp_resop4, _w_xp_resop4, _r_xp_resop4)

TYPES: Final[dict[str, Type]] = {
    "xp_state_type4": _T_xp_state_type4,
    "xp_range4": _T_xp_range4,
    "xp_open4": _T_xp_open4,
    "xp_lock4": _T_xp_lock4,
    "xp_deleg4": _T_xp_deleg4,
    "xp_layout4": _T_xp_layout4,
    "xp_body4": _T_xp_body4,
    "xp_entry4": _T_xp_entry4,
    "XP_ENUM_STATE4args": _T_XP_ENUM_STATE4args,
    "XP_ENUM_STATE4resok": _T_XP_ENUM_STATE4resok,
    "XP_ENUM_STATE4res": _T_XP_ENUM_STATE4res,
    "xp_argop4": _T_xp_argop4,
    "xp_resop4": _T_xp_resop4,
}
"""Every type that this module defines, typedefs too, by its XDR name."""

PROVISIONAL: Final[dict[str, int]] = {
    "OP_XP_ENUM_STATE": 1008,
}
"""Numbers that nobody assigned; a dialect may give them other values."""

ARMS: Final[dict[str, dict[str, tuple[str, Type]]]] = {
    "nfs_argop4": {"OP_XP_ENUM_STATE": ("opxpenumstate", _T_XP_ENUM_STATE4args)},
    "nfs_resop4": {"OP_XP_ENUM_STATE": ("opxpenumstate", _T_XP_ENUM_STATE4res)},
}
"""Arms that a dialect with this extension adds: by union, by the name of the number."""
