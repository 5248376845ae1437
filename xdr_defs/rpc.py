# ruff: noqa
# Generated from rpc.x by `python -m regrace.xdr_defs.compiler`: edit that, not this.
"""ONC RPC version 2 (RFC 5531): the message around every call and reply, and the two plain ways to say who
calls.

RFC 5531 leaves the unions inside rpc_msg and accepted_reply and the struct inside mismatches without a
name; rpcgen and Python both want one, so they have names of our own here: msg_body, accepted_body,
mismatch_info. The arm of rejected_reply that says why a caller was refused is called like its
discriminant in the RFC; here it is `why`. None of this changes a byte.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from .runtime import (
    ArmOf,
    Array,
    Enumeration,
    Opaque,
    PAD,
    Packer,
    Record,
    Struct,
    Type,
    UINT,
    UnhappyError,
    Unpacker,
    VOID,
    XdrStruct,
    XdrUnion,
    new,
    words,
)


# Runs of fixed-size fields, each packed and unpacked in one call.
_s_iI = Struct(">iI")
_s_II = Struct(">II")
_s_III = Struct(">III")
_s_IIIIiI = Struct(">IIIIiI")
_s_i = Struct(">i")
_s_iII = Struct(">iII")
_s_ii = Struct(">ii")
_s_iIIIIiI = Struct(">iIIIIiI")
_s_I = Struct(">I")
_s_Ii = Struct(">Ii")
_p_iI = _s_iI.pack
_u_iI = _s_iI.unpack_from
_p_II = _s_II.pack
_u_II = _s_II.unpack_from
_p_III = _s_III.pack
_u_III = _s_III.unpack_from
_p_IIIIiI = _s_IIIIiI.pack
_u_IIIIiI = _s_IIIIiI.unpack_from
_p_i = _s_i.pack
_u_i = _s_i.unpack_from
_p_iII = _s_iII.pack
_u_iII = _s_iII.unpack_from
_p_ii = _s_ii.pack
_u_ii = _s_ii.unpack_from
_p_iIIIIiI = _s_iIIIIiI.pack
_u_iIIIIiI = _s_iIIIIiI.unpack_from
_p_I = _s_I.pack
_u_I = _s_I.unpack_from
_p_Ii = _s_Ii.pack
_u_Ii = _s_Ii.unpack_from
RPC_VERSION: Final = 2
MAX_AUTH_BYTES: Final = 400
"""the longest body of a credential or verifier (section 8.2)"""
AUTH_SYS_MAX_MACHINE: Final = 255
AUTH_SYS_MAX_GIDS: Final = 16


class auth_flavor(IntEnum):
    """How a caller proves who it is (section 8.2, and the IANA registry of flavors)."""

    AUTH_NONE = 0
    AUTH_SYS = 1  # a user ID and group IDs, believed as they come
    AUTH_SHORT = 2  # a server's shorthand for an earlier credential
    AUTH_DH = 3
    AUTH_KERB = 4  # Kerberos version 4, long gone
    AUTH_RSA = 5
    RPCSEC_GSS = 6  # RFC 2203
    AUTH_TLS = 7  # a probe whether the server speaks RPC-with-TLS (RFC 9289 section 4.1)


AUTH_NONE: Final = auth_flavor.AUTH_NONE
AUTH_SYS: Final = auth_flavor.AUTH_SYS
AUTH_SHORT: Final = auth_flavor.AUTH_SHORT
AUTH_DH: Final = auth_flavor.AUTH_DH
AUTH_KERB: Final = auth_flavor.AUTH_KERB
AUTH_RSA: Final = auth_flavor.AUTH_RSA
RPCSEC_GSS: Final = auth_flavor.RPCSEC_GSS
AUTH_TLS: Final = auth_flavor.AUTH_TLS
_E_auth_flavor: Final[dict[int, auth_flavor]] = {int(member): member for member in auth_flavor}
_T_auth_flavor: Final = Enumeration(auth_flavor, _E_auth_flavor)



class opaque_auth(XdrStruct):
    """A credential or a verifier: the body is XDR of its own, chosen by the flavor."""

    __slots__ = ("flavor", "body")
    __match_args__ = ("flavor", "body")

    flavor: auth_flavor
    body: bytes

    def __init__(self, flavor: auth_flavor, body: bytes) -> None:
        self.flavor = flavor
        self.body = body

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("flavor", _T_auth_flavor), ("body", Opaque(400)),)


def _w_opaque_auth(value: opaque_auth, packer: Packer) -> None:
    v1 = value.flavor
    if v1 not in _E_auth_flavor:
        raise UnhappyError
    v2 = value.body
    n3 = len(v2)
    if n3 > 400:
        raise UnhappyError
    packer.put(_p_iI(v1, n3) + v2 + PAD[n3 & 3])


def _r_opaque_auth(unpacker: Unpacker) -> opaque_auth:
    made = new(opaque_auth)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.flavor = _E_auth_flavor[v1]
    if n2:
        if n2 > 400:
            raise UnhappyError
        made.body = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.body = b""
    unpacker.pos = pos
    return made


_T_opaque_auth: Final = Record(opaque_auth, _w_opaque_auth, _r_opaque_auth)


class authsys_parms(XdrStruct):
    """The body of an AUTH_SYS credential (appendix A)."""

    __slots__ = ("stamp", "machinename", "uid", "gid", "gids")
    __match_args__ = ("stamp", "machinename", "uid", "gid", "gids")

    stamp: int  # any number the caller's machine likes
    machinename: bytes
    uid: int
    gid: int
    gids: list[int]  # the groups besides gid

    def __init__(self, stamp: int, machinename: bytes, uid: int, gid: int, gids: list[int]) -> None:
        self.stamp = stamp
        self.machinename = machinename
        self.uid = uid
        self.gid = gid
        self.gids = gids

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("stamp", UINT), ("machinename", Opaque(255)), ("uid", UINT), ("gid", UINT), ("gids", Array(UINT, 16)),)


def _w_authsys_parms(value: authsys_parms, packer: Packer) -> None:
    v1 = value.machinename
    n2 = len(v1)
    if n2 > 255:
        raise UnhappyError
    packer.put(_p_II(value.stamp, n2) + v1 + PAD[n2 & 3])
    v3 = value.gids
    n4 = len(v3)
    if n4 > 16:
        raise UnhappyError
    packer.put(_p_III(value.uid, value.gid, n4) + words(n4).pack(*v3))


def _r_authsys_parms(unpacker: Unpacker) -> authsys_parms:
    made = new(authsys_parms)
    buf = unpacker.buf
    pos = unpacker.pos
    made.stamp, n1 = _u_II(buf, pos)
    pos += 8
    if n1:
        if n1 > 255:
            raise UnhappyError
        made.machinename = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.machinename = b""
    made.uid, made.gid, n2 = _u_III(buf, pos)
    pos += 12
    if n2 > 16:
        raise UnhappyError
    made.gids = list(words(n2).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n2)
    return made


_T_authsys_parms: Final = Record(authsys_parms, _w_authsys_parms, _r_authsys_parms)


class msg_type(IntEnum):
    """XDR enum msg_type."""

    CALL = 0
    REPLY = 1


CALL: Final = msg_type.CALL
REPLY: Final = msg_type.REPLY
_E_msg_type: Final[dict[int, msg_type]] = {int(member): member for member in msg_type}
_T_msg_type: Final = Enumeration(msg_type, _E_msg_type)



class reply_stat(IntEnum):
    """Whether the server's RPC layer took the call at all."""

    MSG_ACCEPTED = 0
    MSG_DENIED = 1


MSG_ACCEPTED: Final = reply_stat.MSG_ACCEPTED
MSG_DENIED: Final = reply_stat.MSG_DENIED
_E_reply_stat: Final[dict[int, reply_stat]] = {int(member): member for member in reply_stat}
_T_reply_stat: Final = Enumeration(reply_stat, _E_reply_stat)



class accept_stat(IntEnum):
    """What became of a call that was accepted."""

    SUCCESS = 0
    PROG_UNAVAIL = 1
    PROG_MISMATCH = 2
    PROC_UNAVAIL = 3
    GARBAGE_ARGS = 4  # the arguments could not be decoded
    SYSTEM_ERR = 5


SUCCESS: Final = accept_stat.SUCCESS
PROG_UNAVAIL: Final = accept_stat.PROG_UNAVAIL
PROG_MISMATCH: Final = accept_stat.PROG_MISMATCH
PROC_UNAVAIL: Final = accept_stat.PROC_UNAVAIL
GARBAGE_ARGS: Final = accept_stat.GARBAGE_ARGS
SYSTEM_ERR: Final = accept_stat.SYSTEM_ERR
_E_accept_stat: Final[dict[int, accept_stat]] = {int(member): member for member in accept_stat}
_T_accept_stat: Final = Enumeration(accept_stat, _E_accept_stat)



class reject_stat(IntEnum):
    """Why a call was denied."""

    RPC_MISMATCH = 0  # the server does not speak RPC version 2
    AUTH_ERROR = 1


RPC_MISMATCH: Final = reject_stat.RPC_MISMATCH
AUTH_ERROR: Final = reject_stat.AUTH_ERROR
_E_reject_stat: Final[dict[int, reject_stat]] = {int(member): member for member in reject_stat}
_T_reject_stat: Final = Enumeration(reject_stat, _E_reject_stat)



class auth_stat(IntEnum):
    """Why a caller was refused."""

    AUTH_OK = 0
    AUTH_BADCRED = 1
    AUTH_REJECTEDCRED = 2
    AUTH_BADVERF = 3
    AUTH_REJECTEDVERF = 4
    AUTH_TOOWEAK = 5
    AUTH_INVALIDRESP = 6  # found by the caller itself, as the next one
    AUTH_FAILED = 7
    AUTH_KERB_GENERIC = 8
    AUTH_TIMEEXPIRE = 9
    AUTH_TKT_FILE = 10
    AUTH_DECODE = 11
    AUTH_NET_ADDR = 12
    RPCSEC_GSS_CREDPROBLEM = 13
    RPCSEC_GSS_CTXPROBLEM = 14


AUTH_OK: Final = auth_stat.AUTH_OK
AUTH_BADCRED: Final = auth_stat.AUTH_BADCRED
AUTH_REJECTEDCRED: Final = auth_stat.AUTH_REJECTEDCRED
AUTH_BADVERF: Final = auth_stat.AUTH_BADVERF
AUTH_REJECTEDVERF: Final = auth_stat.AUTH_REJECTEDVERF
AUTH_TOOWEAK: Final = auth_stat.AUTH_TOOWEAK
AUTH_INVALIDRESP: Final = auth_stat.AUTH_INVALIDRESP
AUTH_FAILED: Final = auth_stat.AUTH_FAILED
AUTH_KERB_GENERIC: Final = auth_stat.AUTH_KERB_GENERIC
AUTH_TIMEEXPIRE: Final = auth_stat.AUTH_TIMEEXPIRE
AUTH_TKT_FILE: Final = auth_stat.AUTH_TKT_FILE
AUTH_DECODE: Final = auth_stat.AUTH_DECODE
AUTH_NET_ADDR: Final = auth_stat.AUTH_NET_ADDR
RPCSEC_GSS_CREDPROBLEM: Final = auth_stat.RPCSEC_GSS_CREDPROBLEM
RPCSEC_GSS_CTXPROBLEM: Final = auth_stat.RPCSEC_GSS_CTXPROBLEM
_E_auth_stat: Final[dict[int, auth_stat]] = {int(member): member for member in auth_stat}
_T_auth_stat: Final = Enumeration(auth_stat, _E_auth_stat)



class call_body(XdrStruct):
    """The head of a call; the procedure's arguments follow it."""

    __slots__ = ("rpcvers", "prog", "vers", "proc", "cred", "verf")
    __match_args__ = ("rpcvers", "prog", "vers", "proc", "cred", "verf")

    rpcvers: int  # RPC_VERSION
    prog: int
    vers: int
    proc: int
    cred: opaque_auth
    verf: opaque_auth

    def __init__(self, rpcvers: int, prog: int, vers: int, proc: int, cred: opaque_auth, verf: opaque_auth) -> None:
        self.rpcvers = rpcvers
        self.prog = prog
        self.vers = vers
        self.proc = proc
        self.cred = cred
        self.verf = verf

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("rpcvers", UINT), ("prog", UINT), ("vers", UINT), ("proc", UINT), ("cred", _T_opaque_auth), ("verf", _T_opaque_auth),)


def _w_call_body(value: call_body, packer: Packer) -> None:
    v1 = value.cred
    v2 = v1.flavor
    if v2 not in _E_auth_flavor:
        raise UnhappyError
    v3 = v1.body
    n4 = len(v3)
    if n4 > 400:
        raise UnhappyError
    packer.put(_p_IIIIiI(value.rpcvers, value.prog, value.vers, value.proc, v2, n4) + v3 + PAD[n4 & 3])
    v5 = value.verf
    v6 = v5.flavor
    if v6 not in _E_auth_flavor:
        raise UnhappyError
    v7 = v5.body
    n8 = len(v7)
    if n8 > 400:
        raise UnhappyError
    packer.put(_p_iI(v6, n8) + v7 + PAD[n8 & 3])


def _r_call_body(unpacker: Unpacker) -> call_body:
    made = new(call_body)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cred = o1 = new(opaque_auth)
    made.rpcvers, made.prog, made.vers, made.proc, v2, n3 = _u_IIIIiI(buf, pos)
    pos += 24
    o1.flavor = _E_auth_flavor[v2]
    if n3:
        if n3 > 400:
            raise UnhappyError
        o1.body = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        o1.body = b""
    made.verf = o4 = new(opaque_auth)
    v5, n6 = _u_iI(buf, pos)
    pos += 8
    o4.flavor = _E_auth_flavor[v5]
    if n6:
        if n6 > 400:
            raise UnhappyError
        o4.body = buf[pos : pos + n6]
        pos += (n6 + 3) & -4
    else:
        o4.body = b""
    unpacker.pos = pos
    return made


_T_call_body: Final = Record(call_body, _w_call_body, _r_call_body)


class mismatch_info(XdrStruct):
    """The versions that a server has, when it lacks the one that was asked for."""

    __slots__ = ("low", "high")
    __match_args__ = ("low", "high")

    low: int
    high: int

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("low", UINT), ("high", UINT),)


def _w_mismatch_info(value: mismatch_info, packer: Packer) -> None:
    packer.put(_p_II(value.low, value.high))


def _r_mismatch_info(unpacker: Unpacker) -> mismatch_info:
    made = new(mismatch_info)
    buf = unpacker.buf
    pos = unpacker.pos
    made.low, made.high = _u_II(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_mismatch_info: Final = Record(mismatch_info, _w_mismatch_info, _r_mismatch_info)


class accepted_body(XdrUnion):
    """SUCCESS is void here because the procedure's result, which follows, is not RPC's to know."""

    __slots__ = ("stat", "value")
    __match_args__ = ("stat", "value")

    stat: accept_stat
    value: None | mismatch_info
    mismatch: ArmOf[mismatch_info] = ArmOf()

    def __init__(self, stat: int, value: None | mismatch_info = None) -> None:
        self.stat = _E_accept_stat.get(stat, stat)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("stat", _T_accept_stat)
    XDR_ARMS = {0: ("", VOID), 2: ("mismatch", _T_mismatch_info)}
    XDR_DEFAULT = ("", VOID)


def _w_accepted_body(value: accepted_body, packer: Packer) -> None:
    choice = value.stat
    arm: Any = value.value
    if choice == 0:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(0))
    elif choice == 2:
        packer.put(_p_iII(2, arm.low, arm.high))
    elif choice in _E_accept_stat:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_accepted_body(unpacker: Unpacker) -> accepted_body:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_accepted_body(unpacker, choice)


def _a_accepted_body(unpacker: Unpacker, choice: int) -> accepted_body:
    made = new(accepted_body)
    made.stat = _E_accept_stat[choice]
    if choice == 0:
        made.value = None
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(mismatch_info)
        o1.low, o1.high = _u_II(buf, pos)
        unpacker.pos = pos + 8
    else:
        made.value = None
    return made


_T_accepted_body: Final = Record(accepted_body, _w_accepted_body, _r_accepted_body)


class accepted_reply(XdrStruct):
    """XDR struct accepted_reply."""

    __slots__ = ("verf", "reply_data")
    __match_args__ = ("verf", "reply_data")

    verf: opaque_auth
    reply_data: accepted_body

    def __init__(self, verf: opaque_auth, reply_data: accepted_body) -> None:
        self.verf = verf
        self.reply_data = reply_data

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("verf", _T_opaque_auth), ("reply_data", _T_accepted_body),)


def _w_accepted_reply(value: accepted_reply, packer: Packer) -> None:
    v1 = value.verf
    v2 = v1.flavor
    if v2 not in _E_auth_flavor:
        raise UnhappyError
    v3 = v1.body
    n4 = len(v3)
    if n4 > 400:
        raise UnhappyError
    packer.put(_p_iI(v2, n4) + v3 + PAD[n4 & 3])
    _w_accepted_body(value.reply_data, packer)


def _r_accepted_reply(unpacker: Unpacker) -> accepted_reply:
    made = new(accepted_reply)
    buf = unpacker.buf
    pos = unpacker.pos
    made.verf = o1 = new(opaque_auth)
    v2, n3 = _u_iI(buf, pos)
    pos += 8
    o1.flavor = _E_auth_flavor[v2]
    if n3:
        if n3 > 400:
            raise UnhappyError
        o1.body = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        o1.body = b""
    (v4,) = _u_i(buf, pos)
    unpacker.pos = pos + 4
    made.reply_data = _a_accepted_body(unpacker, v4)
    return made


_T_accepted_reply: Final = Record(accepted_reply, _w_accepted_reply, _r_accepted_reply)


class rejected_reply(XdrUnion):
    """XDR union rejected_reply."""

    __slots__ = ("stat", "value")
    __match_args__ = ("stat", "value")

    stat: reject_stat
    value: mismatch_info | auth_stat | None
    mismatch: ArmOf[mismatch_info] = ArmOf()
    why: ArmOf[auth_stat] = ArmOf()

    def __init__(self, stat: int, value: mismatch_info | auth_stat | None = None) -> None:
        self.stat = _E_reject_stat.get(stat, stat)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 8
    XDR_SWITCH = ("stat", _T_reject_stat)
    XDR_ARMS = {0: ("mismatch", _T_mismatch_info), 1: ("why", _T_auth_stat)}


def _w_rejected_reply(value: rejected_reply, packer: Packer) -> None:
    choice = value.stat
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_iII(0, arm.low, arm.high))
    elif choice == 1:
        if arm not in _E_auth_stat:
            raise UnhappyError
        packer.put(_p_ii(1, arm))
    else:
        raise UnhappyError


def _r_rejected_reply(unpacker: Unpacker) -> rejected_reply:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_rejected_reply(unpacker, choice)


def _a_rejected_reply(unpacker: Unpacker, choice: int) -> rejected_reply:
    made = new(rejected_reply)
    made.stat = _E_reject_stat[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(mismatch_info)
        o1.low, o1.high = _u_II(buf, pos)
        unpacker.pos = pos + 8
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (v2,) = _u_i(buf, pos)
        pos += 4
        made.value = _E_auth_stat[v2]
        unpacker.pos = pos
    else:
        raise UnhappyError
    return made


_T_rejected_reply: Final = Record(rejected_reply, _w_rejected_reply, _r_rejected_reply)


class reply_body(XdrUnion):
    """XDR union reply_body."""

    __slots__ = ("stat", "value")
    __match_args__ = ("stat", "value")

    stat: reply_stat
    value: accepted_reply | rejected_reply | None
    areply: ArmOf[accepted_reply] = ArmOf()
    rreply: ArmOf[rejected_reply] = ArmOf()

    def __init__(self, stat: int, value: accepted_reply | rejected_reply | None = None) -> None:
        self.stat = _E_reply_stat.get(stat, stat)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 12
    XDR_SWITCH = ("stat", _T_reply_stat)
    XDR_ARMS = {0: ("areply", _T_accepted_reply), 1: ("rreply", _T_rejected_reply)}


def _w_reply_body(value: reply_body, packer: Packer) -> None:
    choice = value.stat
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_accepted_reply(arm, packer)
    elif choice == 1:
        packer.put(_p_i(1))
        _w_rejected_reply(arm, packer)
    else:
        raise UnhappyError


def _r_reply_body(unpacker: Unpacker) -> reply_body:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_reply_body(unpacker, choice)


def _a_reply_body(unpacker: Unpacker, choice: int) -> reply_body:
    made = new(reply_body)
    made.stat = _E_reply_stat[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_accepted_reply(unpacker)
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (v1,) = _u_i(buf, pos)
        pos += 4
        made.value = o2 = new(rejected_reply)
        o2.stat = _E_reject_stat[v1]
        if v1 == 0:
            o2.value = o3 = new(mismatch_info)
            o3.low, o3.high = _u_II(buf, pos)
            pos += 8
        elif v1 == 1:
            (v4,) = _u_i(buf, pos)
            pos += 4
            o2.value = _E_auth_stat[v4]
        else:
            raise UnhappyError
        unpacker.pos = pos
    else:
        raise UnhappyError
    return made


_T_reply_body: Final = Record(reply_body, _w_reply_body, _r_reply_body)


class msg_body(XdrUnion):
    """XDR union msg_body."""

    __slots__ = ("mtype", "value")
    __match_args__ = ("mtype", "value")

    mtype: msg_type
    value: call_body | reply_body | None
    cbody: ArmOf[call_body] = ArmOf()
    rbody: ArmOf[reply_body] = ArmOf()

    def __init__(self, mtype: int, value: call_body | reply_body | None = None) -> None:
        self.mtype = _E_msg_type.get(mtype, mtype)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 16
    XDR_SWITCH = ("mtype", _T_msg_type)
    XDR_ARMS = {0: ("cbody", _T_call_body), 1: ("rbody", _T_reply_body)}


def _w_msg_body(value: msg_body, packer: Packer) -> None:
    choice = value.mtype
    arm: Any = value.value
    if choice == 0:
        v1 = arm.cred
        v2 = v1.flavor
        if v2 not in _E_auth_flavor:
            raise UnhappyError
        v3 = v1.body
        n4 = len(v3)
        if n4 > 400:
            raise UnhappyError
        packer.put(_p_iIIIIiI(0, arm.rpcvers, arm.prog, arm.vers, arm.proc, v2, n4) + v3 + PAD[n4 & 3])
        v5 = arm.verf
        v6 = v5.flavor
        if v6 not in _E_auth_flavor:
            raise UnhappyError
        v7 = v5.body
        n8 = len(v7)
        if n8 > 400:
            raise UnhappyError
        packer.put(_p_iI(v6, n8) + v7 + PAD[n8 & 3])
    elif choice == 1:
        packer.put(_p_i(1))
        _w_reply_body(arm, packer)
    else:
        raise UnhappyError


def _r_msg_body(unpacker: Unpacker) -> msg_body:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_msg_body(unpacker, choice)


def _a_msg_body(unpacker: Unpacker, choice: int) -> msg_body:
    made = new(msg_body)
    made.mtype = _E_msg_type[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(call_body)
        o1.cred = o2 = new(opaque_auth)
        o1.rpcvers, o1.prog, o1.vers, o1.proc, v3, n4 = _u_IIIIiI(buf, pos)
        pos += 24
        o2.flavor = _E_auth_flavor[v3]
        if n4:
            if n4 > 400:
                raise UnhappyError
            o2.body = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            o2.body = b""
        o1.verf = o5 = new(opaque_auth)
        v6, n7 = _u_iI(buf, pos)
        pos += 8
        o5.flavor = _E_auth_flavor[v6]
        if n7:
            if n7 > 400:
                raise UnhappyError
            o5.body = buf[pos : pos + n7]
            pos += (n7 + 3) & -4
        else:
            o5.body = b""
        unpacker.pos = pos
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (v8,) = _u_i(buf, pos)
        unpacker.pos = pos + 4
        made.value = _a_reply_body(unpacker, v8)
    else:
        raise UnhappyError
    return made


_T_msg_body: Final = Record(msg_body, _w_msg_body, _r_msg_body)


class rpc_msg(XdrStruct):
    """One RPC message, without the arguments or results that follow it."""

    __slots__ = ("xid", "body")
    __match_args__ = ("xid", "body")

    xid: int
    body: msg_body

    def __init__(self, xid: int, body: msg_body) -> None:
        self.xid = xid
        self.body = body

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("xid", UINT), ("body", _T_msg_body),)


def _w_rpc_msg(value: rpc_msg, packer: Packer) -> None:
    packer.put(_p_I(value.xid))
    _w_msg_body(value.body, packer)


def _r_rpc_msg(unpacker: Unpacker) -> rpc_msg:
    made = new(rpc_msg)
    buf = unpacker.buf
    pos = unpacker.pos
    made.xid, v1 = _u_Ii(buf, pos)
    unpacker.pos = pos + 8
    made.body = _a_msg_body(unpacker, v1)
    return made


_T_rpc_msg: Final = Record(rpc_msg, _w_rpc_msg, _r_rpc_msg)

TYPES: Final[dict[str, Type]] = {
    "auth_flavor": _T_auth_flavor,
    "opaque_auth": _T_opaque_auth,
    "authsys_parms": _T_authsys_parms,
    "msg_type": _T_msg_type,
    "reply_stat": _T_reply_stat,
    "accept_stat": _T_accept_stat,
    "reject_stat": _T_reject_stat,
    "auth_stat": _T_auth_stat,
    "call_body": _T_call_body,
    "mismatch_info": _T_mismatch_info,
    "accepted_body": _T_accepted_body,
    "accepted_reply": _T_accepted_reply,
    "rejected_reply": _T_rejected_reply,
    "reply_body": _T_reply_body,
    "msg_body": _T_msg_body,
    "rpc_msg": _T_rpc_msg,
}
"""Every type that this module defines, typedefs too, by its XDR name."""
