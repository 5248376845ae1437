# ruff: noqa
# Generated from nfs4.x by `python -m regrace.xdr_defs.compiler`: edit that, not this.
"""NFS version 4, minor versions 1 and 2: COMPOUND, the operations it holds, and the files with everything
else.

The definitions are those of RFC 7863, which are a superset of RFC 5662's; numbers, names and order are
the RFCs', grouping and comments are ours. RFC 8881 and RFC 7862 say what it all means. What minor
version 0 left behind is in nfs4_old.x, because it still is on the wire: a server must be able to tell
it from garbage.

rpcgen reads these files as they are. For our own compiler, a comment that begins with a colon is an
annotation (see README.md).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final, TypeAlias

from .runtime import (
    ArmOf,
    Array,
    BOOL,
    BOOLS,
    Chain,
    Enumeration,
    HYPER,
    INT,
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
    extensible,
    new,
    words,
)
from .rpc import (
    RPCSEC_GSS,
    _T_authsys_parms,
    _r_authsys_parms,
    _w_authsys_parms,
    authsys_parms,
)


# Runs of fixed-size fields, each packed and unpacked in one call.
_s_qI = Struct(">qI")
_s_I12s = Struct(">I12s")
_s_I = Struct(">I")
_s_8sI = Struct(">8sI")
_s_QI = Struct(">QI")
_s_IQQ = Struct(">IQQ")
_s_QQ = Struct(">QQ")
_s_II = Struct(">II")
_s_iqI = Struct(">iqI")
_s_i = Struct(">i")
_s_IIII = Struct(">IIII")
_s_iI = Struct(">iI")
_s_IiI = Struct(">IiI")
_s_Q = Struct(">Q")
_s_III = Struct(">III")
_s_16siI = Struct(">16siI")
_s_i16siI = Struct(">i16siI")
_s_Ii = Struct(">Ii")
_s_IIIII = Struct(">IIIII")
_s_QII = Struct(">QII")
_s_QIIi = Struct(">QIIi")
_s_IIIIIII = Struct(">IIIIIII")
_s_16sII = Struct(">16sII")
_s_16s = Struct(">16s")
_s_16sIIII = Struct(">16sIIII")
_s_16sIIIII = Struct(">16sIIIII")
_s_i16sIIIII = Struct(">i16sIIIII")
_s_iII = Struct(">iII")
_s_IQQI = Struct(">IQQI")
_s_iIQQ = Struct(">iIQQ")
_s_IQQIQQ = Struct(">IQQIQQ")
_s_iIQQIQQ = Struct(">iIQQIQQ")
_s_Q8sIII = Struct(">Q8sIII")
_s_8s = Struct(">8s")
_s_I12sQI = Struct(">I12sQI")
_s_I12sQiI = Struct(">I12sQiI")
_s_Ii8s = Struct(">Ii8s")
_s_iIi8s = Struct(">iIi8s")
_s_i8s = Struct(">i8s")
_s_II12sIQI = Struct(">II12sIQI")
_s_I12sI = Struct(">I12sI")
_s_III12sIQI = Struct(">III12sIQI")
_s_II12sI = Struct(">II12sI")
_s_iIQQI = Struct(">iIQQI")
_s_QQiQI = Struct(">QQiQI")
_s_iI12s = Struct(">iI12s")
_s_iQQiQI = Struct(">iQQiQI")
_s_iQQQI = Struct(">iQQQI")
_s_iII12sQQ = Struct(">iII12sQQ")
_s_ii = Struct(">ii")
_s_iI12sI = Struct(">iI12sI")
_s_IIIQI = Struct(">IIIQI")
_s_iQ = Struct(">iQ")
_s_I12sIIIII = Struct(">I12sIIIII")
_s_I12sIi = Struct(">I12sIi")
_s_I12sIQQII = Struct(">I12sIQQII")
_s_I12sIII = Struct(">I12sIII")
_s_II12s = Struct(">II12s")
_s_qIqII = Struct(">qIqII")
_s_8sI12sI = Struct(">8sI12sI")
_s_QQiiI = Struct(">QQiiI")
_s_QQI12sI = Struct(">QQI12sI")
_s_iQQI12sI = Struct(">iQQI12sI")
_s_16sIIQI = Struct(">16sIIQI")
_s_16siII = Struct(">16siII")
_s_iIQ8s = Struct(">iIQ8s")
_s_Q8sI = Struct(">Q8sI")
_s_IqI = Struct(">IqI")
_s_IQ = Struct(">IQ")
_s_QQII12s = Struct(">QQII12s")
_s_QQII12sI = Struct(">QQII12sI")
_s_IiiQQQI12sI = Struct(">IiiQQQI12sI")
_s_Iii = Struct(">Iii")
_s_Iiii = Struct(">Iiii")
_s_16sii = Struct(">16sii")
_s_QQI12sQQQQ16siI = Struct(">QQI12sQQQQ16siI")
_s_I12sQQ = Struct(">I12sQQ")
_s_Qi8s = Struct(">Qi8s")
_s_I12sI12sQQQIII = Struct(">I12sI12sQQQIII")
_s_I12si = Struct(">I12si")
_s_qII12sI = Struct(">qII12sI")
_s_I12sI12sQQQ = Struct(">I12sI12sQQQ")
_s_I12sQQI = Struct(">I12sQQI")
_s_iQI = Struct(">iQI")
_s_iQQ = Struct(">iQQ")
_s_I12sQi = Struct(">I12sQi")
_s_iIQ = Struct(">iIQ")
_s_QQQQIQI = Struct(">QQQQIQI")
_s_I12siQQQQIQI = Struct(">I12siQQQQIQI")
_s_Q8s = Struct(">Q8s")
_s_iQ8s = Struct(">iQ8s")
_s_I12sII = Struct(">I12sII")
_s_QQI12s = Struct(">QQI12s")
_s_iiI = Struct(">iiI")
_s_iiIi = Struct(">iiIi")
_s_8s8s = Struct(">8s8s")
_s_i16s = Struct(">i16s")
_s_i16sI = Struct(">i16sI")
_s_16sI = Struct(">16sI")
_s_i16sIIII = Struct(">i16sIIII")
_p_qI = _s_qI.pack
_u_qI = _s_qI.unpack_from
_p_I12s = _s_I12s.pack
_u_I12s = _s_I12s.unpack_from
_p_I = _s_I.pack
_u_I = _s_I.unpack_from
_p_8sI = _s_8sI.pack
_u_8sI = _s_8sI.unpack_from
_p_QI = _s_QI.pack
_u_QI = _s_QI.unpack_from
_p_IQQ = _s_IQQ.pack
_u_IQQ = _s_IQQ.unpack_from
_p_QQ = _s_QQ.pack
_u_QQ = _s_QQ.unpack_from
_p_II = _s_II.pack
_u_II = _s_II.unpack_from
_p_iqI = _s_iqI.pack
_u_iqI = _s_iqI.unpack_from
_p_i = _s_i.pack
_u_i = _s_i.unpack_from
_p_IIII = _s_IIII.pack
_u_IIII = _s_IIII.unpack_from
_p_iI = _s_iI.pack
_u_iI = _s_iI.unpack_from
_p_IiI = _s_IiI.pack
_u_IiI = _s_IiI.unpack_from
_p_Q = _s_Q.pack
_u_Q = _s_Q.unpack_from
_p_III = _s_III.pack
_u_III = _s_III.unpack_from
_p_16siI = _s_16siI.pack
_u_16siI = _s_16siI.unpack_from
_p_i16siI = _s_i16siI.pack
_u_i16siI = _s_i16siI.unpack_from
_p_Ii = _s_Ii.pack
_u_Ii = _s_Ii.unpack_from
_p_IIIII = _s_IIIII.pack
_u_IIIII = _s_IIIII.unpack_from
_p_QII = _s_QII.pack
_u_QII = _s_QII.unpack_from
_p_QIIi = _s_QIIi.pack
_u_QIIi = _s_QIIi.unpack_from
_p_IIIIIII = _s_IIIIIII.pack
_u_IIIIIII = _s_IIIIIII.unpack_from
_p_16sII = _s_16sII.pack
_u_16sII = _s_16sII.unpack_from
_p_16s = _s_16s.pack
_u_16s = _s_16s.unpack_from
_p_16sIIII = _s_16sIIII.pack
_u_16sIIII = _s_16sIIII.unpack_from
_p_16sIIIII = _s_16sIIIII.pack
_u_16sIIIII = _s_16sIIIII.unpack_from
_p_i16sIIIII = _s_i16sIIIII.pack
_u_i16sIIIII = _s_i16sIIIII.unpack_from
_p_iII = _s_iII.pack
_u_iII = _s_iII.unpack_from
_p_IQQI = _s_IQQI.pack
_u_IQQI = _s_IQQI.unpack_from
_p_iIQQ = _s_iIQQ.pack
_u_iIQQ = _s_iIQQ.unpack_from
_p_IQQIQQ = _s_IQQIQQ.pack
_u_IQQIQQ = _s_IQQIQQ.unpack_from
_p_iIQQIQQ = _s_iIQQIQQ.pack
_u_iIQQIQQ = _s_iIQQIQQ.unpack_from
_p_Q8sIII = _s_Q8sIII.pack
_u_Q8sIII = _s_Q8sIII.unpack_from
_p_8s = _s_8s.pack
_u_8s = _s_8s.unpack_from
_p_I12sQI = _s_I12sQI.pack
_u_I12sQI = _s_I12sQI.unpack_from
_p_I12sQiI = _s_I12sQiI.pack
_u_I12sQiI = _s_I12sQiI.unpack_from
_p_Ii8s = _s_Ii8s.pack
_u_Ii8s = _s_Ii8s.unpack_from
_p_iIi8s = _s_iIi8s.pack
_u_iIi8s = _s_iIi8s.unpack_from
_p_i8s = _s_i8s.pack
_u_i8s = _s_i8s.unpack_from
_p_II12sIQI = _s_II12sIQI.pack
_u_II12sIQI = _s_II12sIQI.unpack_from
_p_I12sI = _s_I12sI.pack
_u_I12sI = _s_I12sI.unpack_from
_p_III12sIQI = _s_III12sIQI.pack
_u_III12sIQI = _s_III12sIQI.unpack_from
_p_II12sI = _s_II12sI.pack
_u_II12sI = _s_II12sI.unpack_from
_p_iIQQI = _s_iIQQI.pack
_u_iIQQI = _s_iIQQI.unpack_from
_p_QQiQI = _s_QQiQI.pack
_u_QQiQI = _s_QQiQI.unpack_from
_p_iI12s = _s_iI12s.pack
_u_iI12s = _s_iI12s.unpack_from
_p_iQQiQI = _s_iQQiQI.pack
_u_iQQiQI = _s_iQQiQI.unpack_from
_p_iQQQI = _s_iQQQI.pack
_u_iQQQI = _s_iQQQI.unpack_from
_p_iII12sQQ = _s_iII12sQQ.pack
_u_iII12sQQ = _s_iII12sQQ.unpack_from
_p_ii = _s_ii.pack
_u_ii = _s_ii.unpack_from
_p_iI12sI = _s_iI12sI.pack
_u_iI12sI = _s_iI12sI.unpack_from
_p_IIIQI = _s_IIIQI.pack
_u_IIIQI = _s_IIIQI.unpack_from
_p_iQ = _s_iQ.pack
_u_iQ = _s_iQ.unpack_from
_p_I12sIIIII = _s_I12sIIIII.pack
_u_I12sIIIII = _s_I12sIIIII.unpack_from
_p_I12sIi = _s_I12sIi.pack
_u_I12sIi = _s_I12sIi.unpack_from
_p_I12sIQQII = _s_I12sIQQII.pack
_u_I12sIQQII = _s_I12sIQQII.unpack_from
_p_I12sIII = _s_I12sIII.pack
_u_I12sIII = _s_I12sIII.unpack_from
_p_II12s = _s_II12s.pack
_u_II12s = _s_II12s.unpack_from
_p_qIqII = _s_qIqII.pack
_u_qIqII = _s_qIqII.unpack_from
_p_8sI12sI = _s_8sI12sI.pack
_u_8sI12sI = _s_8sI12sI.unpack_from
_p_QQiiI = _s_QQiiI.pack
_u_QQiiI = _s_QQiiI.unpack_from
_p_QQI12sI = _s_QQI12sI.pack
_u_QQI12sI = _s_QQI12sI.unpack_from
_p_iQQI12sI = _s_iQQI12sI.pack
_u_iQQI12sI = _s_iQQI12sI.unpack_from
_p_16sIIQI = _s_16sIIQI.pack
_u_16sIIQI = _s_16sIIQI.unpack_from
_p_16siII = _s_16siII.pack
_u_16siII = _s_16siII.unpack_from
_p_iIQ8s = _s_iIQ8s.pack
_u_iIQ8s = _s_iIQ8s.unpack_from
_p_Q8sI = _s_Q8sI.pack
_u_Q8sI = _s_Q8sI.unpack_from
_p_IqI = _s_IqI.pack
_u_IqI = _s_IqI.unpack_from
_p_IQ = _s_IQ.pack
_u_IQ = _s_IQ.unpack_from
_p_QQII12s = _s_QQII12s.pack
_u_QQII12s = _s_QQII12s.unpack_from
_p_QQII12sI = _s_QQII12sI.pack
_u_QQII12sI = _s_QQII12sI.unpack_from
_p_IiiQQQI12sI = _s_IiiQQQI12sI.pack
_u_IiiQQQI12sI = _s_IiiQQQI12sI.unpack_from
_p_Iii = _s_Iii.pack
_u_Iii = _s_Iii.unpack_from
_p_Iiii = _s_Iiii.pack
_u_Iiii = _s_Iiii.unpack_from
_p_16sii = _s_16sii.pack
_u_16sii = _s_16sii.unpack_from
_p_QQI12sQQQQ16siI = _s_QQI12sQQQQ16siI.pack
_u_QQI12sQQQQ16siI = _s_QQI12sQQQQ16siI.unpack_from
_p_I12sQQ = _s_I12sQQ.pack
_u_I12sQQ = _s_I12sQQ.unpack_from
_p_Qi8s = _s_Qi8s.pack
_u_Qi8s = _s_Qi8s.unpack_from
_p_I12sI12sQQQIII = _s_I12sI12sQQQIII.pack
_u_I12sI12sQQQIII = _s_I12sI12sQQQIII.unpack_from
_p_I12si = _s_I12si.pack
_u_I12si = _s_I12si.unpack_from
_p_qII12sI = _s_qII12sI.pack
_u_qII12sI = _s_qII12sI.unpack_from
_p_I12sI12sQQQ = _s_I12sI12sQQQ.pack
_u_I12sI12sQQQ = _s_I12sI12sQQQ.unpack_from
_p_I12sQQI = _s_I12sQQI.pack
_u_I12sQQI = _s_I12sQQI.unpack_from
_p_iQI = _s_iQI.pack
_u_iQI = _s_iQI.unpack_from
_p_iQQ = _s_iQQ.pack
_u_iQQ = _s_iQQ.unpack_from
_p_I12sQi = _s_I12sQi.pack
_u_I12sQi = _s_I12sQi.unpack_from
_p_iIQ = _s_iIQ.pack
_u_iIQ = _s_iIQ.unpack_from
_p_QQQQIQI = _s_QQQQIQI.pack
_u_QQQQIQI = _s_QQQQIQI.unpack_from
_p_I12siQQQQIQI = _s_I12siQQQQIQI.pack
_u_I12siQQQQIQI = _s_I12siQQQQIQI.unpack_from
_p_Q8s = _s_Q8s.pack
_u_Q8s = _s_Q8s.unpack_from
_p_iQ8s = _s_iQ8s.pack
_u_iQ8s = _s_iQ8s.unpack_from
_p_I12sII = _s_I12sII.pack
_u_I12sII = _s_I12sII.unpack_from
_p_QQI12s = _s_QQI12s.pack
_u_QQI12s = _s_QQI12s.unpack_from
_p_iiI = _s_iiI.pack
_u_iiI = _s_iiI.unpack_from
_p_iiIi = _s_iiIi.pack
_u_iiIi = _s_iiIi.unpack_from
_p_8s8s = _s_8s8s.pack
_u_8s8s = _s_8s8s.unpack_from
_p_i16s = _s_i16s.pack
_u_i16s = _s_i16s.unpack_from
_p_i16sI = _s_i16sI.pack
_u_i16sI = _s_i16sI.unpack_from
_p_16sI = _s_16sI.pack
_u_16sI = _s_16sI.unpack_from
_p_i16sIIII = _s_i16sIIII.pack
_u_i16sIIII = _s_i16sIIII.unpack_from
NFS4_FHSIZE: Final = 128
"""bytes of a filehandle, at most"""
NFS4_VERIFIER_SIZE: Final = 8
NFS4_OTHER_SIZE: Final = 12
"""bytes of a stateid besides its seqid"""
NFS4_OPAQUE_LIMIT: Final = 1024
"""bytes of an owner, at most"""
NFS4_SESSIONID_SIZE: Final = 16
NFS4_DEVICEID4_SIZE: Final = 16
NFS4_INT64_MAX: Final = 0x7fffffffffffffff
NFS4_UINT64_MAX: Final = 0xffffffffffffffff
NFS4_INT32_MAX: Final = 0x7fffffff
NFS4_UINT32_MAX: Final = 0xffffffff
NFS4_MAXFILELEN: Final = 0xffffffffffffffff
"""as a length: to the end, wherever that is"""
NFS4_MAXFILEOFF: Final = 0xfffffffffffffffe
"""the last offset there is"""


class nfsstat4(IntEnum):
    """How an operation ended (RFC 8881 section 15.1, RFC 7862 section 11.1). An operation's list of
    allowed statuses is in legal.py.
    """

    NFS4_OK = 0
    NFS4ERR_PERM = 1  # not the owner, or not root
    NFS4ERR_NOENT = 2  # no such name
    NFS4ERR_IO = 5  # the storage failed
    NFS4ERR_NXIO = 6  # no such device
    NFS4ERR_ACCESS = 13  # not allowed
    NFS4ERR_EXIST = 17  # the name is taken
    NFS4ERR_XDEV = 18  # across file systems
    NFS4ERR_NOTDIR = 20  # not a directory
    NFS4ERR_ISDIR = 21  # a directory
    NFS4ERR_INVAL = 22  # an argument makes no sense
    NFS4ERR_FBIG = 27  # the file would be too large
    NFS4ERR_NOSPC = 28  # no space left
    NFS4ERR_ROFS = 30  # read-only file system
    NFS4ERR_MLINK = 31  # too many links
    NFS4ERR_NAMETOOLONG = 63  # name too long
    NFS4ERR_NOTEMPTY = 66  # directory not empty
    NFS4ERR_DQUOT = 69  # quota exhausted
    NFS4ERR_STALE = 70  # the object of a filehandle is gone
    NFS4ERR_BADHANDLE = 10001  # not a filehandle
    NFS4ERR_BAD_COOKIE = 10003  # the cookie is no longer good
    NFS4ERR_NOTSUPP = 10004  # known, not supported
    NFS4ERR_TOOSMALL = 10005  # the reply's limit is too small
    NFS4ERR_SERVERFAULT = 10006  # the server has no better word
    NFS4ERR_BADTYPE = 10007  # CREATE of such an object
    NFS4ERR_DELAY = 10008  # try again later
    NFS4ERR_SAME = 10009  # NVERIFY found no difference
    NFS4ERR_DENIED = 10010  # somebody holds a lock
    NFS4ERR_EXPIRED = 10011  # the lease ran out and the state is gone
    NFS4ERR_LOCKED = 10012  # a mandatory lock is in the way of I/O
    NFS4ERR_GRACE = 10013  # reclaims first
    NFS4ERR_FHEXPIRED = 10014  # a volatile filehandle has expired
    NFS4ERR_SHARE_DENIED = 10015  # an open denies it
    NFS4ERR_WRONGSEC = 10016  # other security is needed
    NFS4ERR_CLID_INUSE = 10017  # somebody else has this owner
    NFS4ERR_RESOURCE = 10018  # of minor version 0
    NFS4ERR_MOVED = 10019  # the file system went elsewhere
    NFS4ERR_NOFILEHANDLE = 10020  # no current filehandle
    NFS4ERR_MINOR_VERS_MISMATCH = 10021  # minor version not spoken here
    NFS4ERR_STALE_CLIENTID = 10022  # unknown client ID
    NFS4ERR_STALE_STATEID = 10023  # from before a restart
    NFS4ERR_OLD_STATEID = 10024  # seqid is behind
    NFS4ERR_BAD_STATEID = 10025  # not a stateid of this client and file
    NFS4ERR_BAD_SEQID = 10026  # of minor version 0
    NFS4ERR_NOT_SAME = 10027  # VERIFY found a difference
    NFS4ERR_LOCK_RANGE = 10028  # overlaps in a way not supported
    NFS4ERR_SYMLINK = 10029  # a symbolic link
    NFS4ERR_RESTOREFH = 10030  # no saved filehandle
    NFS4ERR_LEASE_MOVED = 10031  # of minor version 0
    NFS4ERR_ATTRNOTSUPP = 10032  # attribute not supported
    NFS4ERR_NO_GRACE = 10033  # reclaim can't be proven safe
    NFS4ERR_RECLAIM_BAD = 10034  # was never held
    NFS4ERR_RECLAIM_CONFLICT = 10035  # another reclaim is in the way
    NFS4ERR_BADXDR = 10036  # arguments can't be decoded
    NFS4ERR_LOCKS_HELD = 10037  # locks are held
    NFS4ERR_OPENMODE = 10038  # not opened for this
    NFS4ERR_BADOWNER = 10039  # no such user or group
    NFS4ERR_BADCHAR = 10040  # not UTF-8, or not allowed
    NFS4ERR_BADNAME = 10041  # name not allowed
    NFS4ERR_BAD_RANGE = 10042  # range not supported
    NFS4ERR_LOCK_NOTSUPP = 10043  # no atomic up- or downgrade
    NFS4ERR_OP_ILLEGAL = 10044  # no such operation
    NFS4ERR_DEADLOCK = 10045  # would deadlock
    NFS4ERR_FILE_OPEN = 10046  # an open file is in the way
    NFS4ERR_ADMIN_REVOKED = 10047  # an administrator took it away
    NFS4ERR_CB_PATH_DOWN = 10048  # no way to call back
    NFS4ERR_BADIOMODE = 10049  # layout has another mode
    NFS4ERR_BADLAYOUT = 10050  # no such layout
    NFS4ERR_BAD_SESSION_DIGEST = 10051  # SET_SSV's digest is wrong
    NFS4ERR_BADSESSION = 10052  # unknown session
    NFS4ERR_BADSLOT = 10053  # no such slot
    NFS4ERR_COMPLETE_ALREADY = 10054  # RECLAIM_COMPLETE was sent before
    NFS4ERR_CONN_NOT_BOUND_TO_SESSION = 10055  # connection and session are not associated
    NFS4ERR_DELEG_ALREADY_WANTED = 10056  # wanted already
    NFS4ERR_BACK_CHAN_BUSY = 10057  # callbacks are out
    NFS4ERR_LAYOUTTRYLATER = 10058  # no layout now
    NFS4ERR_LAYOUTUNAVAILABLE = 10059  # no layout for this, ever
    NFS4ERR_NOMATCHING_LAYOUT = 10060  # nothing to give back
    NFS4ERR_RECALLCONFLICT = 10061  # it is being recalled
    NFS4ERR_UNKNOWN_LAYOUTTYPE = 10062  # kind of layout not supported
    NFS4ERR_SEQ_MISORDERED = 10063  # sequence number neither the last nor the next
    NFS4ERR_SEQUENCE_POS = 10064  # SEQUENCE not first
    NFS4ERR_REQ_TOO_BIG = 10065  # request above the session's limit
    NFS4ERR_REP_TOO_BIG = 10066  # reply above the session's limit
    NFS4ERR_REP_TOO_BIG_TO_CACHE = 10067  # reply above the cache's limit
    NFS4ERR_RETRY_UNCACHED_REP = 10068  # a retry, and no reply was kept
    NFS4ERR_UNSAFE_COMPOUND = 10069  # could not be recovered from
    NFS4ERR_TOO_MANY_OPS = 10070  # more operations than allowed
    NFS4ERR_OP_NOT_IN_SESSION = 10071  # needs SEQUENCE first
    NFS4ERR_HASH_ALG_UNSUPP = 10072  # no hash algorithm in common
    NFS4ERR_CLIENTID_BUSY = 10074  # the client ID holds something
    NFS4ERR_PNFS_IO_HOLE = 10075  # a hole at a data server
    NFS4ERR_SEQ_FALSE_RETRY = 10076  # same sequence number, other request
    NFS4ERR_BAD_HIGH_SLOT = 10077  # highest slot out of range
    NFS4ERR_DEADSESSION = 10078  # a persistent session after a restart: no new requests
    NFS4ERR_ENCR_ALG_UNSUPP = 10079  # no cipher in common
    NFS4ERR_PNFS_NO_LAYOUT = 10080  # I/O without a layout
    NFS4ERR_NOT_ONLY_OP = 10081  # must be the only operation
    NFS4ERR_WRONG_CRED = 10082  # not by this principal
    NFS4ERR_WRONG_TYPE = 10083  # not on such an object
    NFS4ERR_DIRDELEG_UNAVAIL = 10084  # no delegation of this directory
    NFS4ERR_REJECT_DELEG = 10085  # the client does not want it
    NFS4ERR_RETURNCONFLICT = 10086  # a return is on the way
    NFS4ERR_DELEG_REVOKED = 10087  # the delegation was revoked
    NFS4ERR_PARTNER_NOTSUPP = 10088  # no copies between servers
    NFS4ERR_PARTNER_NO_AUTH = 10089  # the other server refused
    NFS4ERR_UNION_NOTSUPP = 10090  # this arm is not supported
    NFS4ERR_OFFLOAD_DENIED = 10091  # copy refused
    NFS4ERR_WRONG_LFS = 10092  # label format not supported
    NFS4ERR_BADLABEL = 10093  # label makes no sense
    NFS4ERR_OFFLOAD_NO_REQS = 10094  # copy can't be made as required


NFS4_OK: Final = nfsstat4.NFS4_OK
NFS4ERR_PERM: Final = nfsstat4.NFS4ERR_PERM
NFS4ERR_NOENT: Final = nfsstat4.NFS4ERR_NOENT
NFS4ERR_IO: Final = nfsstat4.NFS4ERR_IO
NFS4ERR_NXIO: Final = nfsstat4.NFS4ERR_NXIO
NFS4ERR_ACCESS: Final = nfsstat4.NFS4ERR_ACCESS
NFS4ERR_EXIST: Final = nfsstat4.NFS4ERR_EXIST
NFS4ERR_XDEV: Final = nfsstat4.NFS4ERR_XDEV
NFS4ERR_NOTDIR: Final = nfsstat4.NFS4ERR_NOTDIR
NFS4ERR_ISDIR: Final = nfsstat4.NFS4ERR_ISDIR
NFS4ERR_INVAL: Final = nfsstat4.NFS4ERR_INVAL
NFS4ERR_FBIG: Final = nfsstat4.NFS4ERR_FBIG
NFS4ERR_NOSPC: Final = nfsstat4.NFS4ERR_NOSPC
NFS4ERR_ROFS: Final = nfsstat4.NFS4ERR_ROFS
NFS4ERR_MLINK: Final = nfsstat4.NFS4ERR_MLINK
NFS4ERR_NAMETOOLONG: Final = nfsstat4.NFS4ERR_NAMETOOLONG
NFS4ERR_NOTEMPTY: Final = nfsstat4.NFS4ERR_NOTEMPTY
NFS4ERR_DQUOT: Final = nfsstat4.NFS4ERR_DQUOT
NFS4ERR_STALE: Final = nfsstat4.NFS4ERR_STALE
NFS4ERR_BADHANDLE: Final = nfsstat4.NFS4ERR_BADHANDLE
NFS4ERR_BAD_COOKIE: Final = nfsstat4.NFS4ERR_BAD_COOKIE
NFS4ERR_NOTSUPP: Final = nfsstat4.NFS4ERR_NOTSUPP
NFS4ERR_TOOSMALL: Final = nfsstat4.NFS4ERR_TOOSMALL
NFS4ERR_SERVERFAULT: Final = nfsstat4.NFS4ERR_SERVERFAULT
NFS4ERR_BADTYPE: Final = nfsstat4.NFS4ERR_BADTYPE
NFS4ERR_DELAY: Final = nfsstat4.NFS4ERR_DELAY
NFS4ERR_SAME: Final = nfsstat4.NFS4ERR_SAME
NFS4ERR_DENIED: Final = nfsstat4.NFS4ERR_DENIED
NFS4ERR_EXPIRED: Final = nfsstat4.NFS4ERR_EXPIRED
NFS4ERR_LOCKED: Final = nfsstat4.NFS4ERR_LOCKED
NFS4ERR_GRACE: Final = nfsstat4.NFS4ERR_GRACE
NFS4ERR_FHEXPIRED: Final = nfsstat4.NFS4ERR_FHEXPIRED
NFS4ERR_SHARE_DENIED: Final = nfsstat4.NFS4ERR_SHARE_DENIED
NFS4ERR_WRONGSEC: Final = nfsstat4.NFS4ERR_WRONGSEC
NFS4ERR_CLID_INUSE: Final = nfsstat4.NFS4ERR_CLID_INUSE
NFS4ERR_RESOURCE: Final = nfsstat4.NFS4ERR_RESOURCE
NFS4ERR_MOVED: Final = nfsstat4.NFS4ERR_MOVED
NFS4ERR_NOFILEHANDLE: Final = nfsstat4.NFS4ERR_NOFILEHANDLE
NFS4ERR_MINOR_VERS_MISMATCH: Final = nfsstat4.NFS4ERR_MINOR_VERS_MISMATCH
NFS4ERR_STALE_CLIENTID: Final = nfsstat4.NFS4ERR_STALE_CLIENTID
NFS4ERR_STALE_STATEID: Final = nfsstat4.NFS4ERR_STALE_STATEID
NFS4ERR_OLD_STATEID: Final = nfsstat4.NFS4ERR_OLD_STATEID
NFS4ERR_BAD_STATEID: Final = nfsstat4.NFS4ERR_BAD_STATEID
NFS4ERR_BAD_SEQID: Final = nfsstat4.NFS4ERR_BAD_SEQID
NFS4ERR_NOT_SAME: Final = nfsstat4.NFS4ERR_NOT_SAME
NFS4ERR_LOCK_RANGE: Final = nfsstat4.NFS4ERR_LOCK_RANGE
NFS4ERR_SYMLINK: Final = nfsstat4.NFS4ERR_SYMLINK
NFS4ERR_RESTOREFH: Final = nfsstat4.NFS4ERR_RESTOREFH
NFS4ERR_LEASE_MOVED: Final = nfsstat4.NFS4ERR_LEASE_MOVED
NFS4ERR_ATTRNOTSUPP: Final = nfsstat4.NFS4ERR_ATTRNOTSUPP
NFS4ERR_NO_GRACE: Final = nfsstat4.NFS4ERR_NO_GRACE
NFS4ERR_RECLAIM_BAD: Final = nfsstat4.NFS4ERR_RECLAIM_BAD
NFS4ERR_RECLAIM_CONFLICT: Final = nfsstat4.NFS4ERR_RECLAIM_CONFLICT
NFS4ERR_BADXDR: Final = nfsstat4.NFS4ERR_BADXDR
NFS4ERR_LOCKS_HELD: Final = nfsstat4.NFS4ERR_LOCKS_HELD
NFS4ERR_OPENMODE: Final = nfsstat4.NFS4ERR_OPENMODE
NFS4ERR_BADOWNER: Final = nfsstat4.NFS4ERR_BADOWNER
NFS4ERR_BADCHAR: Final = nfsstat4.NFS4ERR_BADCHAR
NFS4ERR_BADNAME: Final = nfsstat4.NFS4ERR_BADNAME
NFS4ERR_BAD_RANGE: Final = nfsstat4.NFS4ERR_BAD_RANGE
NFS4ERR_LOCK_NOTSUPP: Final = nfsstat4.NFS4ERR_LOCK_NOTSUPP
NFS4ERR_OP_ILLEGAL: Final = nfsstat4.NFS4ERR_OP_ILLEGAL
NFS4ERR_DEADLOCK: Final = nfsstat4.NFS4ERR_DEADLOCK
NFS4ERR_FILE_OPEN: Final = nfsstat4.NFS4ERR_FILE_OPEN
NFS4ERR_ADMIN_REVOKED: Final = nfsstat4.NFS4ERR_ADMIN_REVOKED
NFS4ERR_CB_PATH_DOWN: Final = nfsstat4.NFS4ERR_CB_PATH_DOWN
NFS4ERR_BADIOMODE: Final = nfsstat4.NFS4ERR_BADIOMODE
NFS4ERR_BADLAYOUT: Final = nfsstat4.NFS4ERR_BADLAYOUT
NFS4ERR_BAD_SESSION_DIGEST: Final = nfsstat4.NFS4ERR_BAD_SESSION_DIGEST
NFS4ERR_BADSESSION: Final = nfsstat4.NFS4ERR_BADSESSION
NFS4ERR_BADSLOT: Final = nfsstat4.NFS4ERR_BADSLOT
NFS4ERR_COMPLETE_ALREADY: Final = nfsstat4.NFS4ERR_COMPLETE_ALREADY
NFS4ERR_CONN_NOT_BOUND_TO_SESSION: Final = nfsstat4.NFS4ERR_CONN_NOT_BOUND_TO_SESSION
NFS4ERR_DELEG_ALREADY_WANTED: Final = nfsstat4.NFS4ERR_DELEG_ALREADY_WANTED
NFS4ERR_BACK_CHAN_BUSY: Final = nfsstat4.NFS4ERR_BACK_CHAN_BUSY
NFS4ERR_LAYOUTTRYLATER: Final = nfsstat4.NFS4ERR_LAYOUTTRYLATER
NFS4ERR_LAYOUTUNAVAILABLE: Final = nfsstat4.NFS4ERR_LAYOUTUNAVAILABLE
NFS4ERR_NOMATCHING_LAYOUT: Final = nfsstat4.NFS4ERR_NOMATCHING_LAYOUT
NFS4ERR_RECALLCONFLICT: Final = nfsstat4.NFS4ERR_RECALLCONFLICT
NFS4ERR_UNKNOWN_LAYOUTTYPE: Final = nfsstat4.NFS4ERR_UNKNOWN_LAYOUTTYPE
NFS4ERR_SEQ_MISORDERED: Final = nfsstat4.NFS4ERR_SEQ_MISORDERED
NFS4ERR_SEQUENCE_POS: Final = nfsstat4.NFS4ERR_SEQUENCE_POS
NFS4ERR_REQ_TOO_BIG: Final = nfsstat4.NFS4ERR_REQ_TOO_BIG
NFS4ERR_REP_TOO_BIG: Final = nfsstat4.NFS4ERR_REP_TOO_BIG
NFS4ERR_REP_TOO_BIG_TO_CACHE: Final = nfsstat4.NFS4ERR_REP_TOO_BIG_TO_CACHE
NFS4ERR_RETRY_UNCACHED_REP: Final = nfsstat4.NFS4ERR_RETRY_UNCACHED_REP
NFS4ERR_UNSAFE_COMPOUND: Final = nfsstat4.NFS4ERR_UNSAFE_COMPOUND
NFS4ERR_TOO_MANY_OPS: Final = nfsstat4.NFS4ERR_TOO_MANY_OPS
NFS4ERR_OP_NOT_IN_SESSION: Final = nfsstat4.NFS4ERR_OP_NOT_IN_SESSION
NFS4ERR_HASH_ALG_UNSUPP: Final = nfsstat4.NFS4ERR_HASH_ALG_UNSUPP
NFS4ERR_CLIENTID_BUSY: Final = nfsstat4.NFS4ERR_CLIENTID_BUSY
NFS4ERR_PNFS_IO_HOLE: Final = nfsstat4.NFS4ERR_PNFS_IO_HOLE
NFS4ERR_SEQ_FALSE_RETRY: Final = nfsstat4.NFS4ERR_SEQ_FALSE_RETRY
NFS4ERR_BAD_HIGH_SLOT: Final = nfsstat4.NFS4ERR_BAD_HIGH_SLOT
NFS4ERR_DEADSESSION: Final = nfsstat4.NFS4ERR_DEADSESSION
NFS4ERR_ENCR_ALG_UNSUPP: Final = nfsstat4.NFS4ERR_ENCR_ALG_UNSUPP
NFS4ERR_PNFS_NO_LAYOUT: Final = nfsstat4.NFS4ERR_PNFS_NO_LAYOUT
NFS4ERR_NOT_ONLY_OP: Final = nfsstat4.NFS4ERR_NOT_ONLY_OP
NFS4ERR_WRONG_CRED: Final = nfsstat4.NFS4ERR_WRONG_CRED
NFS4ERR_WRONG_TYPE: Final = nfsstat4.NFS4ERR_WRONG_TYPE
NFS4ERR_DIRDELEG_UNAVAIL: Final = nfsstat4.NFS4ERR_DIRDELEG_UNAVAIL
NFS4ERR_REJECT_DELEG: Final = nfsstat4.NFS4ERR_REJECT_DELEG
NFS4ERR_RETURNCONFLICT: Final = nfsstat4.NFS4ERR_RETURNCONFLICT
NFS4ERR_DELEG_REVOKED: Final = nfsstat4.NFS4ERR_DELEG_REVOKED
NFS4ERR_PARTNER_NOTSUPP: Final = nfsstat4.NFS4ERR_PARTNER_NOTSUPP
NFS4ERR_PARTNER_NO_AUTH: Final = nfsstat4.NFS4ERR_PARTNER_NO_AUTH
NFS4ERR_UNION_NOTSUPP: Final = nfsstat4.NFS4ERR_UNION_NOTSUPP
NFS4ERR_OFFLOAD_DENIED: Final = nfsstat4.NFS4ERR_OFFLOAD_DENIED
NFS4ERR_WRONG_LFS: Final = nfsstat4.NFS4ERR_WRONG_LFS
NFS4ERR_BADLABEL: Final = nfsstat4.NFS4ERR_BADLABEL
NFS4ERR_OFFLOAD_NO_REQS: Final = nfsstat4.NFS4ERR_OFFLOAD_NO_REQS
_E_nfsstat4: Final[dict[int, nfsstat4]] = {int(member): member for member in nfsstat4}
_T_nfsstat4: Final = Enumeration(nfsstat4, _E_nfsstat4)

changeid4: TypeAlias = int
"""changes whenever the object does"""
clientid4: TypeAlias = int
"""what EXCHANGE_ID gave"""
count4: TypeAlias = int
"""bytes or items"""
length4: TypeAlias = int
"""bytes; NFS4_UINT64_MAX: to the end"""
offset4: TypeAlias = int
"""bytes from the start of a file"""
mode4: TypeAlias = int
"""sum of MODE4_*"""
nfs_cookie4: TypeAlias = int
"""where READDIR goes on"""
nfs_lease4: TypeAlias = int
"""seconds"""
qop4: TypeAlias = int
"""quality of protection, a GSS mechanism's number"""
policy4: TypeAlias = int
"""number of a label policy"""
seqid4: TypeAlias = int
"""counts changes of a stateid; in minor version 1 it is 0 in arguments"""
sequenceid4: TypeAlias = int
"""counts the requests of a slot"""
slotid4: TypeAlias = int
"""from 0"""
bitmap4: TypeAlias = list[int]
"""bit n stands in word n/32, counted from the least significant"""
nfs_fh4: TypeAlias = bytes
"""opaque to everybody but its server"""
verifier4: TypeAlias = bytes
"""differs between instances"""
sessionid4: TypeAlias = bytes
deviceid4: TypeAlias = bytes
attrlist4: TypeAlias = bytes
"""values of attributes, see fattr4"""
sec_oid4: TypeAlias = bytes
"""an object identifier in DER"""
gsshandle4_t: TypeAlias = bytes
"""of a GSS context"""
secret4: TypeAlias = bytes
"""shared by the servers of a copy"""
utf8string: TypeAlias = bytes
utf8str_cis: TypeAlias = utf8string
"""case does not matter"""
utf8str_cs: TypeAlias = utf8string
"""case matters"""
utf8str_mixed: TypeAlias = utf8string
"""user@domain: the domain's case does not matter"""
ascii_REQUIRED4: TypeAlias = utf8string
"""ASCII only"""
component4: TypeAlias = utf8str_cs
"""one name"""
linktext4: TypeAlias = bytes
"""any bytes"""
pathname4: TypeAlias = list[component4]
"""names from the root on"""


class nfstime4(XdrStruct):
    """A moment: seconds since 1970 in UTC, negative before, and nanoseconds after that."""

    __slots__ = ("seconds", "nseconds")
    __match_args__ = ("seconds", "nseconds")

    seconds: int
    nseconds: int  # below 1000000000

    def __init__(self, seconds: int, nseconds: int) -> None:
        self.seconds = seconds
        self.nseconds = nseconds

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("seconds", HYPER), ("nseconds", UINT),)


def _w_nfstime4(value: nfstime4, packer: Packer) -> None:
    packer.put(_p_qI(value.seconds, value.nseconds))


def _r_nfstime4(unpacker: Unpacker) -> nfstime4:
    made = new(nfstime4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.seconds, made.nseconds = _u_qI(buf, pos)
    unpacker.pos = pos + 12
    return made


_T_nfstime4: Final = Record(nfstime4, _w_nfstime4, _r_nfstime4)


class stateid4(XdrStruct):
    """Stands for an open, locks, a delegation or a layout (RFC 8881 section 8.2)."""

    __slots__ = ("seqid", "other")
    __match_args__ = ("seqid", "other")

    seqid: int  # 0: whatever is newest
    other: bytes

    def __init__(self, seqid: int, other: bytes) -> None:
        self.seqid = seqid
        self.other = other

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("seqid", UINT), ("other", Opaque(12, fixed=True)),)


def _w_stateid4(value: stateid4, packer: Packer) -> None:
    v1 = value.other
    if len(v1) != 12:
        raise UnhappyError
    packer.put(_p_I12s(value.seqid, v1))


def _r_stateid4(unpacker: Unpacker) -> stateid4:
    made = new(stateid4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.seqid, made.other = _u_I12s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_stateid4: Final = Record(stateid4, _w_stateid4, _r_stateid4)


class netaddr4(XdrStruct):
    """Where something listens (RFC 5665)."""

    __slots__ = ("na_r_netid", "na_r_addr")
    __match_args__ = ("na_r_netid", "na_r_addr")

    na_r_netid: bytes  # tcp, tcp6, rdma...
    na_r_addr: bytes  # universal address: IP and port in dotted bytes

    def __init__(self, na_r_netid: bytes, na_r_addr: bytes) -> None:
        self.na_r_netid = na_r_netid
        self.na_r_addr = na_r_addr

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("na_r_netid", Opaque()), ("na_r_addr", Opaque()),)


def _w_netaddr4(value: netaddr4, packer: Packer) -> None:
    v1 = value.na_r_netid
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.na_r_addr
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_netaddr4(unpacker: Unpacker) -> netaddr4:
    made = new(netaddr4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.na_r_netid = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.na_r_netid = b""
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.na_r_addr = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.na_r_addr = b""
    unpacker.pos = pos
    return made


_T_netaddr4: Final = Record(netaddr4, _w_netaddr4, _r_netaddr4)
clientaddr4: TypeAlias = netaddr4
"""RFC 7530's name for it"""


class nfs_impl_id4(XdrStruct):
    """Who wrote a client or server. For people; never to be acted on."""

    __slots__ = ("nii_domain", "nii_name", "nii_date")
    __match_args__ = ("nii_domain", "nii_name", "nii_date")

    nii_domain: utf8str_cis
    nii_name: utf8str_cs
    nii_date: nfstime4  # when it was built

    def __init__(self, nii_domain: utf8str_cis, nii_name: utf8str_cs, nii_date: nfstime4) -> None:
        self.nii_domain = nii_domain
        self.nii_name = nii_name
        self.nii_date = nii_date

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("nii_domain", Opaque()), ("nii_name", Opaque()), ("nii_date", _T_nfstime4),)


def _w_nfs_impl_id4(value: nfs_impl_id4, packer: Packer) -> None:
    v1 = value.nii_domain
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.nii_name
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])
    v5 = value.nii_date
    packer.put(_p_qI(v5.seconds, v5.nseconds))


def _r_nfs_impl_id4(unpacker: Unpacker) -> nfs_impl_id4:
    made = new(nfs_impl_id4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.nii_domain = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.nii_domain = b""
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.nii_name = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.nii_name = b""
    made.nii_date = o3 = new(nfstime4)
    o3.seconds, o3.nseconds = _u_qI(buf, pos)
    unpacker.pos = pos + 12
    return made


_T_nfs_impl_id4: Final = Record(nfs_impl_id4, _w_nfs_impl_id4, _r_nfs_impl_id4)


class client_owner4(XdrStruct):
    """A client: who it is, and which incarnation (RFC 8881 section 2.4)."""

    __slots__ = ("co_verifier", "co_ownerid")
    __match_args__ = ("co_verifier", "co_ownerid")

    co_verifier: verifier4  # new after every restart
    co_ownerid: bytes

    def __init__(self, co_verifier: verifier4, co_ownerid: bytes) -> None:
        self.co_verifier = co_verifier
        self.co_ownerid = co_ownerid

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("co_verifier", Opaque(8, fixed=True)), ("co_ownerid", Opaque(1024)),)


def _w_client_owner4(value: client_owner4, packer: Packer) -> None:
    v1 = value.co_verifier
    if len(v1) != 8:
        raise UnhappyError
    v2 = value.co_ownerid
    n3 = len(v2)
    if n3 > 1024:
        raise UnhappyError
    packer.put(_p_8sI(v1, n3) + v2 + PAD[n3 & 3])


def _r_client_owner4(unpacker: Unpacker) -> client_owner4:
    made = new(client_owner4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.co_verifier, n1 = _u_8sI(buf, pos)
    pos += 12
    if n1:
        if n1 > 1024:
            raise UnhappyError
        made.co_ownerid = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.co_ownerid = b""
    unpacker.pos = pos
    return made


_T_client_owner4: Final = Record(client_owner4, _w_client_owner4, _r_client_owner4)


class server_owner4(XdrStruct):
    """A server: equal so_major_id means that sessions can be trunked (RFC 8881 section 2.5)."""

    __slots__ = ("so_minor_id", "so_major_id")
    __match_args__ = ("so_minor_id", "so_major_id")

    so_minor_id: int  # equal too: one session works over both addresses
    so_major_id: bytes

    def __init__(self, so_minor_id: int, so_major_id: bytes) -> None:
        self.so_minor_id = so_minor_id
        self.so_major_id = so_major_id

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("so_minor_id", UHYPER), ("so_major_id", Opaque(1024)),)


def _w_server_owner4(value: server_owner4, packer: Packer) -> None:
    v1 = value.so_major_id
    n2 = len(v1)
    if n2 > 1024:
        raise UnhappyError
    packer.put(_p_QI(value.so_minor_id, n2) + v1 + PAD[n2 & 3])


def _r_server_owner4(unpacker: Unpacker) -> server_owner4:
    made = new(server_owner4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.so_minor_id, n1 = _u_QI(buf, pos)
    pos += 12
    if n1:
        if n1 > 1024:
            raise UnhappyError
        made.so_major_id = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.so_major_id = b""
    unpacker.pos = pos
    return made


_T_server_owner4: Final = Record(server_owner4, _w_server_owner4, _r_server_owner4)


class state_owner4(XdrStruct):
    """Who opens or locks: a client ID, and bytes of the client's choice. The client ID is ignored where a
    session names it.
    """

    __slots__ = ("clientid", "owner")
    __match_args__ = ("clientid", "owner")

    clientid: clientid4
    owner: bytes

    def __init__(self, clientid: clientid4, owner: bytes) -> None:
        self.clientid = clientid
        self.owner = owner

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("clientid", UHYPER), ("owner", Opaque(1024)),)


def _w_state_owner4(value: state_owner4, packer: Packer) -> None:
    v1 = value.owner
    n2 = len(v1)
    if n2 > 1024:
        raise UnhappyError
    packer.put(_p_QI(value.clientid, n2) + v1 + PAD[n2 & 3])


def _r_state_owner4(unpacker: Unpacker) -> state_owner4:
    made = new(state_owner4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.clientid, n1 = _u_QI(buf, pos)
    pos += 12
    if n1:
        if n1 > 1024:
            raise UnhappyError
        made.owner = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.owner = b""
    unpacker.pos = pos
    return made


_T_state_owner4: Final = Record(state_owner4, _w_state_owner4, _r_state_owner4)
open_owner4: TypeAlias = state_owner4
lock_owner4: TypeAlias = state_owner4


class change_info4(XdrStruct):
    """How a directory changed by an operation."""

    __slots__ = ("atomic", "before", "after")
    __match_args__ = ("atomic", "before", "after")

    atomic: bool  # nothing else changed it in between
    before: changeid4
    after: changeid4

    def __init__(self, atomic: bool, before: changeid4, after: changeid4) -> None:
        self.atomic = atomic
        self.before = before
        self.after = after

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("atomic", BOOL), ("before", UHYPER), ("after", UHYPER),)


def _w_change_info4(value: change_info4, packer: Packer) -> None:
    packer.put(_p_IQQ(1 if value.atomic else 0, value.before, value.after))


def _r_change_info4(unpacker: Unpacker) -> change_info4:
    made = new(change_info4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, made.before, made.after = _u_IQQ(buf, pos)
    pos += 20
    made.atomic = BOOLS[v1]
    unpacker.pos = pos
    return made


_T_change_info4: Final = Record(change_info4, _w_change_info4, _r_change_info4)


class stable_how4(IntEnum):
    """How safe written data are."""

    UNSTABLE4 = 0  # may be lost until COMMIT
    DATA_SYNC4 = 1  # data are safe
    FILE_SYNC4 = 2  # data and attributes are safe


UNSTABLE4: Final = stable_how4.UNSTABLE4
DATA_SYNC4: Final = stable_how4.DATA_SYNC4
FILE_SYNC4: Final = stable_how4.FILE_SYNC4
_E_stable_how4: Final[dict[int, stable_how4]] = {int(member): member for member in stable_how4}
_T_stable_how4: Final = Enumeration(stable_how4, _E_stable_how4)



class nfs_opnum4(IntEnum):
    """Operations, by minor version of their first appearance."""

    OP_ACCESS = 3
    OP_CLOSE = 4
    OP_COMMIT = 5
    OP_CREATE = 6
    OP_DELEGPURGE = 7
    OP_DELEGRETURN = 8
    OP_GETATTR = 9
    OP_GETFH = 10
    OP_LINK = 11
    OP_LOCK = 12
    OP_LOCKT = 13
    OP_LOCKU = 14
    OP_LOOKUP = 15
    OP_LOOKUPP = 16
    OP_NVERIFY = 17
    OP_OPEN = 18
    OP_OPENATTR = 19
    OP_OPEN_CONFIRM = 20  # minor version 0 only
    OP_OPEN_DOWNGRADE = 21
    OP_PUTFH = 22
    OP_PUTPUBFH = 23
    OP_PUTROOTFH = 24
    OP_READ = 25
    OP_READDIR = 26
    OP_READLINK = 27
    OP_REMOVE = 28
    OP_RENAME = 29
    OP_RENEW = 30  # minor version 0 only
    OP_RESTOREFH = 31
    OP_SAVEFH = 32
    OP_SECINFO = 33
    OP_SETATTR = 34
    OP_SETCLIENTID = 35  # minor version 0 only
    OP_SETCLIENTID_CONFIRM = 36  # minor version 0 only
    OP_VERIFY = 37
    OP_WRITE = 38
    OP_RELEASE_LOCKOWNER = 39  # minor version 0 only
    OP_BACKCHANNEL_CTL = 40  # from here on: minor version 1
    OP_BIND_CONN_TO_SESSION = 41
    OP_EXCHANGE_ID = 42
    OP_CREATE_SESSION = 43
    OP_DESTROY_SESSION = 44
    OP_FREE_STATEID = 45
    OP_GET_DIR_DELEGATION = 46
    OP_GETDEVICEINFO = 47
    OP_GETDEVICELIST = 48
    OP_LAYOUTCOMMIT = 49
    OP_LAYOUTGET = 50
    OP_LAYOUTRETURN = 51
    OP_SECINFO_NO_NAME = 52
    OP_SEQUENCE = 53
    OP_SET_SSV = 54
    OP_TEST_STATEID = 55
    OP_WANT_DELEGATION = 56
    OP_DESTROY_CLIENTID = 57
    OP_RECLAIM_COMPLETE = 58
    OP_ALLOCATE = 59  # from here on: minor version 2
    OP_COPY = 60
    OP_COPY_NOTIFY = 61
    OP_DEALLOCATE = 62
    OP_IO_ADVISE = 63
    OP_LAYOUTERROR = 64
    OP_LAYOUTSTATS = 65
    OP_OFFLOAD_CANCEL = 66
    OP_OFFLOAD_STATUS = 67
    OP_READ_PLUS = 68
    OP_SEEK = 69
    OP_WRITE_SAME = 70
    OP_CLONE = 71
    OP_ILLEGAL = 10044  # stands in results for what does not exist


OP_ACCESS: Final = nfs_opnum4.OP_ACCESS
OP_CLOSE: Final = nfs_opnum4.OP_CLOSE
OP_COMMIT: Final = nfs_opnum4.OP_COMMIT
OP_CREATE: Final = nfs_opnum4.OP_CREATE
OP_DELEGPURGE: Final = nfs_opnum4.OP_DELEGPURGE
OP_DELEGRETURN: Final = nfs_opnum4.OP_DELEGRETURN
OP_GETATTR: Final = nfs_opnum4.OP_GETATTR
OP_GETFH: Final = nfs_opnum4.OP_GETFH
OP_LINK: Final = nfs_opnum4.OP_LINK
OP_LOCK: Final = nfs_opnum4.OP_LOCK
OP_LOCKT: Final = nfs_opnum4.OP_LOCKT
OP_LOCKU: Final = nfs_opnum4.OP_LOCKU
OP_LOOKUP: Final = nfs_opnum4.OP_LOOKUP
OP_LOOKUPP: Final = nfs_opnum4.OP_LOOKUPP
OP_NVERIFY: Final = nfs_opnum4.OP_NVERIFY
OP_OPEN: Final = nfs_opnum4.OP_OPEN
OP_OPENATTR: Final = nfs_opnum4.OP_OPENATTR
OP_OPEN_CONFIRM: Final = nfs_opnum4.OP_OPEN_CONFIRM
OP_OPEN_DOWNGRADE: Final = nfs_opnum4.OP_OPEN_DOWNGRADE
OP_PUTFH: Final = nfs_opnum4.OP_PUTFH
OP_PUTPUBFH: Final = nfs_opnum4.OP_PUTPUBFH
OP_PUTROOTFH: Final = nfs_opnum4.OP_PUTROOTFH
OP_READ: Final = nfs_opnum4.OP_READ
OP_READDIR: Final = nfs_opnum4.OP_READDIR
OP_READLINK: Final = nfs_opnum4.OP_READLINK
OP_REMOVE: Final = nfs_opnum4.OP_REMOVE
OP_RENAME: Final = nfs_opnum4.OP_RENAME
OP_RENEW: Final = nfs_opnum4.OP_RENEW
OP_RESTOREFH: Final = nfs_opnum4.OP_RESTOREFH
OP_SAVEFH: Final = nfs_opnum4.OP_SAVEFH
OP_SECINFO: Final = nfs_opnum4.OP_SECINFO
OP_SETATTR: Final = nfs_opnum4.OP_SETATTR
OP_SETCLIENTID: Final = nfs_opnum4.OP_SETCLIENTID
OP_SETCLIENTID_CONFIRM: Final = nfs_opnum4.OP_SETCLIENTID_CONFIRM
OP_VERIFY: Final = nfs_opnum4.OP_VERIFY
OP_WRITE: Final = nfs_opnum4.OP_WRITE
OP_RELEASE_LOCKOWNER: Final = nfs_opnum4.OP_RELEASE_LOCKOWNER
OP_BACKCHANNEL_CTL: Final = nfs_opnum4.OP_BACKCHANNEL_CTL
OP_BIND_CONN_TO_SESSION: Final = nfs_opnum4.OP_BIND_CONN_TO_SESSION
OP_EXCHANGE_ID: Final = nfs_opnum4.OP_EXCHANGE_ID
OP_CREATE_SESSION: Final = nfs_opnum4.OP_CREATE_SESSION
OP_DESTROY_SESSION: Final = nfs_opnum4.OP_DESTROY_SESSION
OP_FREE_STATEID: Final = nfs_opnum4.OP_FREE_STATEID
OP_GET_DIR_DELEGATION: Final = nfs_opnum4.OP_GET_DIR_DELEGATION
OP_GETDEVICEINFO: Final = nfs_opnum4.OP_GETDEVICEINFO
OP_GETDEVICELIST: Final = nfs_opnum4.OP_GETDEVICELIST
OP_LAYOUTCOMMIT: Final = nfs_opnum4.OP_LAYOUTCOMMIT
OP_LAYOUTGET: Final = nfs_opnum4.OP_LAYOUTGET
OP_LAYOUTRETURN: Final = nfs_opnum4.OP_LAYOUTRETURN
OP_SECINFO_NO_NAME: Final = nfs_opnum4.OP_SECINFO_NO_NAME
OP_SEQUENCE: Final = nfs_opnum4.OP_SEQUENCE
OP_SET_SSV: Final = nfs_opnum4.OP_SET_SSV
OP_TEST_STATEID: Final = nfs_opnum4.OP_TEST_STATEID
OP_WANT_DELEGATION: Final = nfs_opnum4.OP_WANT_DELEGATION
OP_DESTROY_CLIENTID: Final = nfs_opnum4.OP_DESTROY_CLIENTID
OP_RECLAIM_COMPLETE: Final = nfs_opnum4.OP_RECLAIM_COMPLETE
OP_ALLOCATE: Final = nfs_opnum4.OP_ALLOCATE
OP_COPY: Final = nfs_opnum4.OP_COPY
OP_COPY_NOTIFY: Final = nfs_opnum4.OP_COPY_NOTIFY
OP_DEALLOCATE: Final = nfs_opnum4.OP_DEALLOCATE
OP_IO_ADVISE: Final = nfs_opnum4.OP_IO_ADVISE
OP_LAYOUTERROR: Final = nfs_opnum4.OP_LAYOUTERROR
OP_LAYOUTSTATS: Final = nfs_opnum4.OP_LAYOUTSTATS
OP_OFFLOAD_CANCEL: Final = nfs_opnum4.OP_OFFLOAD_CANCEL
OP_OFFLOAD_STATUS: Final = nfs_opnum4.OP_OFFLOAD_STATUS
OP_READ_PLUS: Final = nfs_opnum4.OP_READ_PLUS
OP_SEEK: Final = nfs_opnum4.OP_SEEK
OP_WRITE_SAME: Final = nfs_opnum4.OP_WRITE_SAME
OP_CLONE: Final = nfs_opnum4.OP_CLONE
OP_ILLEGAL: Final = nfs_opnum4.OP_ILLEGAL
_E_nfs_opnum4: Final[dict[int, nfs_opnum4]] = {int(member): member for member in nfs_opnum4}
_T_nfs_opnum4: Final = Enumeration(nfs_opnum4, _E_nfs_opnum4)



class nfs_ftype4(IntEnum):
    """What an object is."""

    NF4REG = 1  # regular file
    NF4DIR = 2  # directory
    NF4BLK = 3  # block device
    NF4CHR = 4  # character device
    NF4LNK = 5  # symbolic link
    NF4SOCK = 6  # socket
    NF4FIFO = 7  # named pipe
    NF4ATTRDIR = 8  # directory of named attributes
    NF4NAMEDATTR = 9  # named attribute


NF4REG: Final = nfs_ftype4.NF4REG
NF4DIR: Final = nfs_ftype4.NF4DIR
NF4BLK: Final = nfs_ftype4.NF4BLK
NF4CHR: Final = nfs_ftype4.NF4CHR
NF4LNK: Final = nfs_ftype4.NF4LNK
NF4SOCK: Final = nfs_ftype4.NF4SOCK
NF4FIFO: Final = nfs_ftype4.NF4FIFO
NF4ATTRDIR: Final = nfs_ftype4.NF4ATTRDIR
NF4NAMEDATTR: Final = nfs_ftype4.NF4NAMEDATTR
_E_nfs_ftype4: Final[dict[int, nfs_ftype4]] = {int(member): member for member in nfs_ftype4}
_T_nfs_ftype4: Final = Enumeration(nfs_ftype4, _E_nfs_ftype4)



class fsid4(XdrStruct):
    """A file system, unique on its server."""

    __slots__ = ("major", "minor")
    __match_args__ = ("major", "minor")

    major: int
    minor: int

    def __init__(self, major: int, minor: int) -> None:
        self.major = major
        self.minor = minor

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("major", UHYPER), ("minor", UHYPER),)


def _w_fsid4(value: fsid4, packer: Packer) -> None:
    packer.put(_p_QQ(value.major, value.minor))


def _r_fsid4(unpacker: Unpacker) -> fsid4:
    made = new(fsid4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.major, made.minor = _u_QQ(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_fsid4: Final = Record(fsid4, _w_fsid4, _r_fsid4)


class specdata4(XdrStruct):
    """The number of a device."""

    __slots__ = ("specdata1", "specdata2")
    __match_args__ = ("specdata1", "specdata2")

    specdata1: int  # major
    specdata2: int  # minor

    def __init__(self, specdata1: int, specdata2: int) -> None:
        self.specdata1 = specdata1
        self.specdata2 = specdata2

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("specdata1", UINT), ("specdata2", UINT),)


def _w_specdata4(value: specdata4, packer: Packer) -> None:
    packer.put(_p_II(value.specdata1, value.specdata2))


def _r_specdata4(unpacker: Unpacker) -> specdata4:
    made = new(specdata4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.specdata1, made.specdata2 = _u_II(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_specdata4: Final = Record(specdata4, _w_specdata4, _r_specdata4)


class change_policy4(XdrStruct):
    """Changes when the policies of a file system do."""

    __slots__ = ("cp_major", "cp_minor")
    __match_args__ = ("cp_major", "cp_minor")

    cp_major: int
    cp_minor: int

    def __init__(self, cp_major: int, cp_minor: int) -> None:
        self.cp_major = cp_major
        self.cp_minor = cp_minor

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("cp_major", UHYPER), ("cp_minor", UHYPER),)


def _w_change_policy4(value: change_policy4, packer: Packer) -> None:
    packer.put(_p_QQ(value.cp_major, value.cp_minor))


def _r_change_policy4(unpacker: Unpacker) -> change_policy4:
    made = new(change_policy4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cp_major, made.cp_minor = _u_QQ(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_change_policy4: Final = Record(change_policy4, _w_change_policy4, _r_change_policy4)


class time_how4(IntEnum):
    """Whose clock sets a time."""

    SET_TO_SERVER_TIME4 = 0
    SET_TO_CLIENT_TIME4 = 1


SET_TO_SERVER_TIME4: Final = time_how4.SET_TO_SERVER_TIME4
SET_TO_CLIENT_TIME4: Final = time_how4.SET_TO_CLIENT_TIME4
_E_time_how4: Final[dict[int, time_how4]] = {int(member): member for member in time_how4}
_T_time_how4: Final = Enumeration(time_how4, _E_time_how4)



class settime4(XdrUnion):
    """A time to set: the server's, or the one given."""

    __slots__ = ("set_it", "value")
    __match_args__ = ("set_it", "value")

    set_it: time_how4
    value: nfstime4 | None
    time: ArmOf[nfstime4] = ArmOf()

    def __init__(self, set_it: int, value: nfstime4 | None = None) -> None:
        self.set_it = _E_time_how4.get(set_it, set_it)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("set_it", _T_time_how4)
    XDR_ARMS = {1: ("time", _T_nfstime4)}
    XDR_DEFAULT = ("", VOID)


def _w_settime4(value: settime4, packer: Packer) -> None:
    choice = value.set_it
    arm: Any = value.value
    if choice == 1:
        packer.put(_p_iqI(1, arm.seconds, arm.nseconds))
    elif choice in _E_time_how4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_settime4(unpacker: Unpacker) -> settime4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_settime4(unpacker, choice)


def _a_settime4(unpacker: Unpacker, choice: int) -> settime4:
    made = new(settime4)
    made.set_it = _E_time_how4[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(nfstime4)
        o1.seconds, o1.nseconds = _u_qI(buf, pos)
        unpacker.pos = pos + 12
    else:
        made.value = None
    return made


_T_settime4: Final = Record(settime4, _w_settime4, _r_settime4)
FH4_PERSISTENT: Final = 0
FH4_NOEXPIRE_WITH_OPEN: Final = 1
FH4_VOLATILE_ANY: Final = 2
FH4_VOL_MIGRATION: Final = 4
FH4_VOL_RENAME: Final = 8
MODE4_SUID: Final = 2048
"""set user ID"""
MODE4_SGID: Final = 1024
"""set group ID"""
MODE4_SVTX: Final = 512
"""sticky"""
MODE4_RUSR: Final = 256
MODE4_WUSR: Final = 128
MODE4_XUSR: Final = 64
MODE4_RGRP: Final = 32
MODE4_WGRP: Final = 16
MODE4_XGRP: Final = 8
MODE4_ROTH: Final = 4
MODE4_WOTH: Final = 2
MODE4_XOTH: Final = 1


class mode_masked4(XdrStruct):
    """Bits to set, and which bits to look at."""

    __slots__ = ("mm_value_to_set", "mm_mask_bits")
    __match_args__ = ("mm_value_to_set", "mm_mask_bits")

    mm_value_to_set: mode4
    mm_mask_bits: mode4

    def __init__(self, mm_value_to_set: mode4, mm_mask_bits: mode4) -> None:
        self.mm_value_to_set = mm_value_to_set
        self.mm_mask_bits = mm_mask_bits

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("mm_value_to_set", UINT), ("mm_mask_bits", UINT),)


def _w_mode_masked4(value: mode_masked4, packer: Packer) -> None:
    packer.put(_p_II(value.mm_value_to_set, value.mm_mask_bits))


def _r_mode_masked4(unpacker: Unpacker) -> mode_masked4:
    made = new(mode_masked4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.mm_value_to_set, made.mm_mask_bits = _u_II(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_mode_masked4: Final = Record(mode_masked4, _w_mode_masked4, _r_mode_masked4)
ACL4_SUPPORT_ALLOW_ACL: Final = 1
ACL4_SUPPORT_DENY_ACL: Final = 2
ACL4_SUPPORT_AUDIT_ACL: Final = 4
ACL4_SUPPORT_ALARM_ACL: Final = 8
acetype4: TypeAlias = int
ACE4_ACCESS_ALLOWED_ACE_TYPE: Final = 0
ACE4_ACCESS_DENIED_ACE_TYPE: Final = 1
ACE4_SYSTEM_AUDIT_ACE_TYPE: Final = 2
ACE4_SYSTEM_ALARM_ACE_TYPE: Final = 3
aceflag4: TypeAlias = int
ACE4_FILE_INHERIT_ACE: Final = 1
ACE4_DIRECTORY_INHERIT_ACE: Final = 2
ACE4_NO_PROPAGATE_INHERIT_ACE: Final = 4
ACE4_INHERIT_ONLY_ACE: Final = 8
ACE4_SUCCESSFUL_ACCESS_ACE_FLAG: Final = 16
ACE4_FAILED_ACCESS_ACE_FLAG: Final = 32
ACE4_IDENTIFIER_GROUP: Final = 64
ACE4_INHERITED_ACE: Final = 128
acemask4: TypeAlias = int
ACE4_READ_DATA: Final = 1
ACE4_LIST_DIRECTORY: Final = 1
ACE4_WRITE_DATA: Final = 2
ACE4_ADD_FILE: Final = 2
ACE4_APPEND_DATA: Final = 4
ACE4_ADD_SUBDIRECTORY: Final = 4
ACE4_READ_NAMED_ATTRS: Final = 8
ACE4_WRITE_NAMED_ATTRS: Final = 16
ACE4_EXECUTE: Final = 32
ACE4_DELETE_CHILD: Final = 64
ACE4_READ_ATTRIBUTES: Final = 128
ACE4_WRITE_ATTRIBUTES: Final = 256
ACE4_WRITE_RETENTION: Final = 512
ACE4_WRITE_RETENTION_HOLD: Final = 1024
ACE4_DELETE: Final = 0x10000
ACE4_READ_ACL: Final = 0x20000
ACE4_WRITE_ACL: Final = 0x40000
ACE4_WRITE_OWNER: Final = 0x80000
ACE4_SYNCHRONIZE: Final = 0x100000
ACE4_GENERIC_READ: Final = 0x120081
ACE4_GENERIC_WRITE: Final = 0x160106
ACE4_GENERIC_EXECUTE: Final = 0x1200a0


class nfsace4(XdrStruct):
    """One entry of an access control list."""

    __slots__ = ("type", "flag", "access_mask", "who")
    __match_args__ = ("type", "flag", "access_mask", "who")

    type: acetype4  # ACE4_*_ACE_TYPE
    flag: aceflag4  # sum of flags
    access_mask: acemask4  # sum of the bits above
    who: utf8str_mixed  # user@domain, or OWNER@, GROUP@, EVERYONE@...

    def __init__(self, type: acetype4, flag: aceflag4, access_mask: acemask4, who: utf8str_mixed) -> None:
        self.type = type
        self.flag = flag
        self.access_mask = access_mask
        self.who = who

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("type", UINT), ("flag", UINT), ("access_mask", UINT), ("who", Opaque()),)


def _w_nfsace4(value: nfsace4, packer: Packer) -> None:
    v1 = value.who
    n2 = len(v1)
    packer.put(_p_IIII(value.type, value.flag, value.access_mask, n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_nfsace4(unpacker: Unpacker) -> nfsace4:
    made = new(nfsace4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.type, made.flag, made.access_mask, n1 = _u_IIII(buf, pos)
    pos += 16
    if n1:
        made.who = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.who = b""
    unpacker.pos = pos
    return made


_T_nfsace4: Final = Record(nfsace4, _w_nfsace4, _r_nfsace4)
aclflag4: TypeAlias = int
ACL4_AUTO_INHERIT: Final = 1
"""entries are inherited automatically"""
ACL4_PROTECTED: Final = 2
"""not to be changed by inheritance"""
ACL4_DEFAULTED: Final = 4
"""made by the server, not by a user"""


class nfsacl41(XdrStruct):
    """A list with flags."""

    __slots__ = ("na41_flag", "na41_aces")
    __match_args__ = ("na41_flag", "na41_aces")

    na41_flag: aclflag4
    na41_aces: list[nfsace4]

    def __init__(self, na41_flag: aclflag4, na41_aces: list[nfsace4]) -> None:
        self.na41_flag = na41_flag
        self.na41_aces = na41_aces

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("na41_flag", UINT), ("na41_aces", Array(_T_nfsace4)),)


def _w_nfsacl41(value: nfsacl41, packer: Packer) -> None:
    v1 = value.na41_aces
    n2 = len(v1)
    packer.put(_p_II(value.na41_flag, n2))
    for v3 in v1:
        v4 = v3.who
        n5 = len(v4)
        packer.put(_p_IIII(v3.type, v3.flag, v3.access_mask, n5))
        packer.put(v4 + PAD[n5 & 3])


def _r_nfsacl41(unpacker: Unpacker) -> nfsacl41:
    made = new(nfsacl41)
    buf = unpacker.buf
    pos = unpacker.pos
    made.na41_flag, n1 = _u_II(buf, pos)
    pos += 8
    l2: list[Any] = []
    made.na41_aces = l2
    for _ in range(n1):
        v3 = o4 = new(nfsace4)
        o4.type, o4.flag, o4.access_mask, n5 = _u_IIII(buf, pos)
        pos += 16
        if n5:
            o4.who = buf[pos : pos + n5]
            pos += (n5 + 3) & -4
        else:
            o4.who = b""
        l2.append(v3)
    unpacker.pos = pos
    return made


_T_nfsacl41: Final = Record(nfsacl41, _w_nfsacl41, _r_nfsacl41)


class fs_location4(XdrStruct):
    """Servers that have a file system at one path."""

    __slots__ = ("server", "rootpath")
    __match_args__ = ("server", "rootpath")

    server: list[utf8str_cis]
    rootpath: pathname4

    def __init__(self, server: list[utf8str_cis], rootpath: pathname4) -> None:
        self.server = server
        self.rootpath = rootpath

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("server", Array(Opaque())), ("rootpath", Array(Opaque())),)


def _w_fs_location4(value: fs_location4, packer: Packer) -> None:
    v1 = value.server
    n2 = len(v1)
    packer.put(_p_I(n2))
    for v3 in v1:
        n4 = len(v3)
        packer.put(_p_I(n4))
        packer.put(v3 + PAD[n4 & 3])
    v5 = value.rootpath
    n6 = len(v5)
    packer.put(_p_I(n6))
    for v7 in v5:
        n8 = len(v7)
        packer.put(_p_I(n8))
        packer.put(v7 + PAD[n8 & 3])


def _r_fs_location4(unpacker: Unpacker) -> fs_location4:
    made = new(fs_location4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    l2: list[Any] = []
    made.server = l2
    for _ in range(n1):
        (n4,) = _u_I(buf, pos)
        pos += 4
        if n4:
            v3 = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            v3 = b""
        l2.append(v3)
    (n5,) = _u_I(buf, pos)
    pos += 4
    l6: list[Any] = []
    made.rootpath = l6
    for _ in range(n5):
        (n8,) = _u_I(buf, pos)
        pos += 4
        if n8:
            v7 = buf[pos : pos + n8]
            pos += (n8 + 3) & -4
        else:
            v7 = b""
        l6.append(v7)
    unpacker.pos = pos
    return made


_T_fs_location4: Final = Record(fs_location4, _w_fs_location4, _r_fs_location4)


class fs_locations4(XdrStruct):
    """The attribute fs_locations."""

    __slots__ = ("fs_root", "locations")
    __match_args__ = ("fs_root", "locations")

    fs_root: pathname4
    locations: list[fs_location4]

    def __init__(self, fs_root: pathname4, locations: list[fs_location4]) -> None:
        self.fs_root = fs_root
        self.locations = locations

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("fs_root", Array(Opaque())), ("locations", Array(_T_fs_location4)),)


def _w_fs_locations4(value: fs_locations4, packer: Packer) -> None:
    v1 = value.fs_root
    n2 = len(v1)
    packer.put(_p_I(n2))
    for v3 in v1:
        n4 = len(v3)
        packer.put(_p_I(n4))
        packer.put(v3 + PAD[n4 & 3])
    v5 = value.locations
    n6 = len(v5)
    packer.put(_p_I(n6))
    for v7 in v5:
        _w_fs_location4(v7, packer)


def _r_fs_locations4(unpacker: Unpacker) -> fs_locations4:
    made = new(fs_locations4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    l2: list[Any] = []
    made.fs_root = l2
    for _ in range(n1):
        (n4,) = _u_I(buf, pos)
        pos += 4
        if n4:
            v3 = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            v3 = b""
        l2.append(v3)
    (n5,) = _u_I(buf, pos)
    unpacker.pos = pos + 4
    made.locations = [_r_fs_location4(unpacker) for _ in range(n5)]
    return made


_T_fs_locations4: Final = Record(fs_locations4, _w_fs_locations4, _r_fs_locations4)


class fs_locations_server4(XdrStruct):
    """One replica; fls_info is indexed by FSLI4BX_*."""

    __slots__ = ("fls_currency", "fls_info", "fls_server")
    __match_args__ = ("fls_currency", "fls_info", "fls_server")

    fls_currency: int  # seconds behind; negative: unknown
    fls_info: bytes
    fls_server: utf8str_cis

    def __init__(self, fls_currency: int, fls_info: bytes, fls_server: utf8str_cis) -> None:
        self.fls_currency = fls_currency
        self.fls_info = fls_info
        self.fls_server = fls_server

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("fls_currency", INT), ("fls_info", Opaque()), ("fls_server", Opaque()),)


def _w_fs_locations_server4(value: fs_locations_server4, packer: Packer) -> None:
    v1 = value.fls_info
    n2 = len(v1)
    packer.put(_p_iI(value.fls_currency, n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.fls_server
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_fs_locations_server4(unpacker: Unpacker) -> fs_locations_server4:
    made = new(fs_locations_server4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.fls_currency, n1 = _u_iI(buf, pos)
    pos += 8
    if n1:
        made.fls_info = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.fls_info = b""
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.fls_server = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.fls_server = b""
    unpacker.pos = pos
    return made


_T_fs_locations_server4: Final = Record(fs_locations_server4, _w_fs_locations_server4, _r_fs_locations_server4)
FSLI4BX_GFLAGS: Final = 0
"""sum of FSLI4GF_*"""
FSLI4BX_TFLAGS: Final = 1
"""sum of FSLI4TF_*"""
FSLI4BX_CLSIMUL: Final = 2
"""equal class: may be used at once"""
FSLI4BX_CLHANDLE: Final = 3
"""equal class: same filehandles"""
FSLI4BX_CLFILEID: Final = 4
"""equal class: same fileids"""
FSLI4BX_CLWRITEVER: Final = 5
"""equal class: same write verifiers"""
FSLI4BX_CLCHANGE: Final = 6
"""equal class: same change attributes"""
FSLI4BX_CLREADDIR: Final = 7
"""equal class: same cookies"""
FSLI4BX_READRANK: Final = 8
"""preference for reading, lower is better"""
FSLI4BX_WRITERANK: Final = 9
"""preference for writing"""
FSLI4BX_READORDER: Final = 10
"""order within a rank"""
FSLI4BX_WRITEORDER: Final = 11
"""order within a rank"""
FSLI4GF_WRITABLE: Final = 1
"""can be written"""
FSLI4GF_CUR_REQ: Final = 2
"""the server that answers"""
FSLI4GF_ABSENT: Final = 4
"""not there"""
FSLI4GF_GOING: Final = 8
"""will be gone soon"""
FSLI4GF_SPLIT: Final = 16
"""parts may be elsewhere"""
FSLI4TF_RDMA: Final = 1
"""reachable by RDMA"""


class fs_locations_item4(XdrStruct):
    """Replicas that share a path."""

    __slots__ = ("fli_entries", "fli_rootpath")
    __match_args__ = ("fli_entries", "fli_rootpath")

    fli_entries: list[fs_locations_server4]
    fli_rootpath: pathname4

    def __init__(self, fli_entries: list[fs_locations_server4], fli_rootpath: pathname4) -> None:
        self.fli_entries = fli_entries
        self.fli_rootpath = fli_rootpath

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("fli_entries", Array(_T_fs_locations_server4)), ("fli_rootpath", Array(Opaque())),)


def _w_fs_locations_item4(value: fs_locations_item4, packer: Packer) -> None:
    v1 = value.fli_entries
    n2 = len(v1)
    packer.put(_p_I(n2))
    for v3 in v1:
        v4 = v3.fls_info
        n5 = len(v4)
        packer.put(_p_iI(v3.fls_currency, n5))
        packer.put(v4 + PAD[n5 & 3])
        v6 = v3.fls_server
        n7 = len(v6)
        packer.put(_p_I(n7))
        packer.put(v6 + PAD[n7 & 3])
    v8 = value.fli_rootpath
    n9 = len(v8)
    packer.put(_p_I(n9))
    for v10 in v8:
        n11 = len(v10)
        packer.put(_p_I(n11))
        packer.put(v10 + PAD[n11 & 3])


def _r_fs_locations_item4(unpacker: Unpacker) -> fs_locations_item4:
    made = new(fs_locations_item4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    l2: list[Any] = []
    made.fli_entries = l2
    for _ in range(n1):
        v3 = o4 = new(fs_locations_server4)
        o4.fls_currency, n5 = _u_iI(buf, pos)
        pos += 8
        if n5:
            o4.fls_info = buf[pos : pos + n5]
            pos += (n5 + 3) & -4
        else:
            o4.fls_info = b""
        (n6,) = _u_I(buf, pos)
        pos += 4
        if n6:
            o4.fls_server = buf[pos : pos + n6]
            pos += (n6 + 3) & -4
        else:
            o4.fls_server = b""
        l2.append(v3)
    (n7,) = _u_I(buf, pos)
    pos += 4
    l8: list[Any] = []
    made.fli_rootpath = l8
    for _ in range(n7):
        (n10,) = _u_I(buf, pos)
        pos += 4
        if n10:
            v9 = buf[pos : pos + n10]
            pos += (n10 + 3) & -4
        else:
            v9 = b""
        l8.append(v9)
    unpacker.pos = pos
    return made


_T_fs_locations_item4: Final = Record(fs_locations_item4, _w_fs_locations_item4, _r_fs_locations_item4)
FSLI4IF_VAR_SUB: Final = 1
"""of fli_flags: ${...} in paths is to be replaced"""


class fs_locations_info4(XdrStruct):
    """The attribute fs_locations_info."""

    __slots__ = ("fli_flags", "fli_valid_for", "fli_fs_root", "fli_items")
    __match_args__ = ("fli_flags", "fli_valid_for", "fli_fs_root", "fli_items")

    fli_flags: int
    fli_valid_for: int  # seconds
    fli_fs_root: pathname4
    fli_items: list[fs_locations_item4]

    def __init__(self, fli_flags: int, fli_valid_for: int, fli_fs_root: pathname4, fli_items: list[fs_locations_item4]) -> None:
        self.fli_flags = fli_flags
        self.fli_valid_for = fli_valid_for
        self.fli_fs_root = fli_fs_root
        self.fli_items = fli_items

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("fli_flags", UINT), ("fli_valid_for", INT), ("fli_fs_root", Array(Opaque())), ("fli_items", Array(_T_fs_locations_item4)),)


def _w_fs_locations_info4(value: fs_locations_info4, packer: Packer) -> None:
    v1 = value.fli_fs_root
    n2 = len(v1)
    packer.put(_p_IiI(value.fli_flags, value.fli_valid_for, n2))
    for v3 in v1:
        n4 = len(v3)
        packer.put(_p_I(n4))
        packer.put(v3 + PAD[n4 & 3])
    v5 = value.fli_items
    n6 = len(v5)
    packer.put(_p_I(n6))
    for v7 in v5:
        _w_fs_locations_item4(v7, packer)


def _r_fs_locations_info4(unpacker: Unpacker) -> fs_locations_info4:
    made = new(fs_locations_info4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.fli_flags, made.fli_valid_for, n1 = _u_IiI(buf, pos)
    pos += 12
    l2: list[Any] = []
    made.fli_fs_root = l2
    for _ in range(n1):
        (n4,) = _u_I(buf, pos)
        pos += 4
        if n4:
            v3 = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            v3 = b""
        l2.append(v3)
    (n5,) = _u_I(buf, pos)
    unpacker.pos = pos + 4
    made.fli_items = [_r_fs_locations_item4(unpacker) for _ in range(n5)]
    return made


_T_fs_locations_info4: Final = Record(fs_locations_info4, _w_fs_locations_info4, _r_fs_locations_info4)


class fs4_status_type(IntEnum):
    """How a file system changes."""

    STATUS4_FIXED = 1  # never changes
    STATUS4_UPDATED = 2  # replaced by newer images
    STATUS4_VERSIONED = 3  # replaced as a whole, versions named
    STATUS4_WRITABLE = 4  # changes as files do
    STATUS4_REFERRAL = 5  # not here: see fs_locations


STATUS4_FIXED: Final = fs4_status_type.STATUS4_FIXED
STATUS4_UPDATED: Final = fs4_status_type.STATUS4_UPDATED
STATUS4_VERSIONED: Final = fs4_status_type.STATUS4_VERSIONED
STATUS4_WRITABLE: Final = fs4_status_type.STATUS4_WRITABLE
STATUS4_REFERRAL: Final = fs4_status_type.STATUS4_REFERRAL
_E_fs4_status_type: Final[dict[int, fs4_status_type]] = {int(member): member for member in fs4_status_type}
_T_fs4_status_type: Final = Enumeration(fs4_status_type, _E_fs4_status_type)



class fs4_status(XdrStruct):
    """The attribute fs_status."""

    __slots__ = ("fss_absent", "fss_type", "fss_source", "fss_current", "fss_age", "fss_version")
    __match_args__ = ("fss_absent", "fss_type", "fss_source", "fss_current", "fss_age", "fss_version")

    fss_absent: bool
    fss_type: fs4_status_type
    fss_source: utf8str_cs
    fss_current: utf8str_cs
    fss_age: int  # seconds since the last update, if known
    fss_version: nfstime4

    def __init__(self, fss_absent: bool, fss_type: fs4_status_type, fss_source: utf8str_cs, fss_current: utf8str_cs, fss_age: int, fss_version: nfstime4) -> None:
        self.fss_absent = fss_absent
        self.fss_type = fss_type
        self.fss_source = fss_source
        self.fss_current = fss_current
        self.fss_age = fss_age
        self.fss_version = fss_version

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("fss_absent", BOOL), ("fss_type", _T_fs4_status_type), ("fss_source", Opaque()), ("fss_current", Opaque()), ("fss_age", INT), ("fss_version", _T_nfstime4),)


def _w_fs4_status(value: fs4_status, packer: Packer) -> None:
    v1 = value.fss_type
    if v1 not in _E_fs4_status_type:
        raise UnhappyError
    v2 = value.fss_source
    n3 = len(v2)
    packer.put(_p_IiI(1 if value.fss_absent else 0, v1, n3))
    packer.put(v2 + PAD[n3 & 3])
    v4 = value.fss_current
    n5 = len(v4)
    packer.put(_p_I(n5))
    packer.put(v4 + PAD[n5 & 3])
    v6 = value.fss_version
    packer.put(_p_iqI(value.fss_age, v6.seconds, v6.nseconds))


def _r_fs4_status(unpacker: Unpacker) -> fs4_status:
    made = new(fs4_status)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, v2, n3 = _u_IiI(buf, pos)
    pos += 12
    made.fss_absent = BOOLS[v1]
    made.fss_type = _E_fs4_status_type[v2]
    if n3:
        made.fss_source = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        made.fss_source = b""
    (n4,) = _u_I(buf, pos)
    pos += 4
    if n4:
        made.fss_current = buf[pos : pos + n4]
        pos += (n4 + 3) & -4
    else:
        made.fss_current = b""
    made.fss_version = o5 = new(nfstime4)
    made.fss_age, o5.seconds, o5.nseconds = _u_iqI(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_fs4_status: Final = Record(fs4_status, _w_fs4_status, _r_fs4_status)
TH4_READ_SIZE: Final = 0
"""files below this are not worth a layout for reading"""
TH4_WRITE_SIZE: Final = 1
"""as above, for writing"""
TH4_READ_IOSIZE: Final = 2
"""single reads below this go to the server"""
TH4_WRITE_IOSIZE: Final = 3
"""as above, for writes"""
threshold4_read_size: TypeAlias = length4
threshold4_write_size: TypeAlias = length4
threshold4_read_iosize: TypeAlias = length4
threshold4_write_iosize: TypeAlias = length4


class layouttype4(IntEnum):
    """Kinds of layouts. The last two came after RFC 5662: RFC 8435 and RFC 8154."""

    LAYOUT4_NFSV4_1_FILES = 1
    LAYOUT4_OSD2_OBJECTS = 2
    LAYOUT4_BLOCK_VOLUME = 3
    LAYOUT4_FLEX_FILES = 4
    LAYOUT4_SCSI = 5


LAYOUT4_NFSV4_1_FILES: Final = layouttype4.LAYOUT4_NFSV4_1_FILES
LAYOUT4_OSD2_OBJECTS: Final = layouttype4.LAYOUT4_OSD2_OBJECTS
LAYOUT4_BLOCK_VOLUME: Final = layouttype4.LAYOUT4_BLOCK_VOLUME
LAYOUT4_FLEX_FILES: Final = layouttype4.LAYOUT4_FLEX_FILES
LAYOUT4_SCSI: Final = layouttype4.LAYOUT4_SCSI
_E_layouttype4: Final[dict[int, layouttype4]] = {int(member): member for member in layouttype4}
_T_layouttype4: Final = Enumeration(layouttype4, _E_layouttype4)



class threshold_item4(XdrStruct):
    """Thresholds for one kind of layout."""

    __slots__ = ("thi_layout_type", "thi_hintset", "thi_hintlist")
    __match_args__ = ("thi_layout_type", "thi_hintset", "thi_hintlist")

    thi_layout_type: layouttype4
    thi_hintset: bitmap4
    thi_hintlist: bytes

    def __init__(self, thi_layout_type: layouttype4, thi_hintset: bitmap4, thi_hintlist: bytes) -> None:
        self.thi_layout_type = thi_layout_type
        self.thi_hintset = thi_hintset
        self.thi_hintlist = thi_hintlist

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("thi_layout_type", _T_layouttype4), ("thi_hintset", Array(UINT)), ("thi_hintlist", Opaque()),)


def _w_threshold_item4(value: threshold_item4, packer: Packer) -> None:
    v1 = value.thi_layout_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.thi_hintset
    n3 = len(v2)
    packer.put(_p_iI(v1, n3) + words(n3).pack(*v2))
    v4 = value.thi_hintlist
    n5 = len(v4)
    packer.put(_p_I(n5))
    packer.put(v4 + PAD[n5 & 3])


def _r_threshold_item4(unpacker: Unpacker) -> threshold_item4:
    made = new(threshold_item4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.thi_layout_type = _E_layouttype4[v1]
    made.thi_hintset = list(words(n2).unpack_from(buf, pos))
    pos += 4 * n2
    (n3,) = _u_I(buf, pos)
    pos += 4
    if n3:
        made.thi_hintlist = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        made.thi_hintlist = b""
    unpacker.pos = pos
    return made


_T_threshold_item4: Final = Record(threshold_item4, _w_threshold_item4, _r_threshold_item4)


class mdsthreshold4(XdrStruct):
    """The attribute mdsthreshold."""

    __slots__ = ("mth_hints",)
    __match_args__ = ("mth_hints",)

    mth_hints: list[threshold_item4]

    def __init__(self, mth_hints: list[threshold_item4]) -> None:
        self.mth_hints = mth_hints

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("mth_hints", Array(_T_threshold_item4)),)


def _w_mdsthreshold4(value: mdsthreshold4, packer: Packer) -> None:
    v1 = value.mth_hints
    n2 = len(v1)
    packer.put(_p_I(n2))
    for v3 in v1:
        _w_threshold_item4(v3, packer)


def _r_mdsthreshold4(unpacker: Unpacker) -> mdsthreshold4:
    made = new(mdsthreshold4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    unpacker.pos = pos + 4
    made.mth_hints = [_r_threshold_item4(unpacker) for _ in range(n1)]
    return made


_T_mdsthreshold4: Final = Record(mdsthreshold4, _w_mdsthreshold4, _r_mdsthreshold4)


class layouthint4(XdrStruct):
    """What kind of layout a new file should get."""

    __slots__ = ("loh_type", "loh_body")
    __match_args__ = ("loh_type", "loh_body")

    loh_type: layouttype4
    loh_body: bytes

    def __init__(self, loh_type: layouttype4, loh_body: bytes) -> None:
        self.loh_type = loh_type
        self.loh_body = loh_body

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("loh_type", _T_layouttype4), ("loh_body", Opaque()),)


def _w_layouthint4(value: layouthint4, packer: Packer) -> None:
    v1 = value.loh_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.loh_body
    n3 = len(v2)
    packer.put(_p_iI(v1, n3))
    packer.put(v2 + PAD[n3 & 3])


def _r_layouthint4(unpacker: Unpacker) -> layouthint4:
    made = new(layouthint4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.loh_type = _E_layouttype4[v1]
    if n2:
        made.loh_body = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.loh_body = b""
    unpacker.pos = pos
    return made


_T_layouthint4: Final = Record(layouthint4, _w_layouthint4, _r_layouthint4)
RET4_DURATION_INFINITE: Final = 0xffffffffffffffff
"""as a duration in seconds: for ever"""


class retention_get4(XdrStruct):
    """How long, and since when."""

    __slots__ = ("rg_duration", "rg_begin_time")
    __match_args__ = ("rg_duration", "rg_begin_time")

    rg_duration: int  # seconds
    rg_begin_time: list[nfstime4]  # none: not begun

    def __init__(self, rg_duration: int, rg_begin_time: list[nfstime4]) -> None:
        self.rg_duration = rg_duration
        self.rg_begin_time = rg_begin_time

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("rg_duration", UHYPER), ("rg_begin_time", Array(_T_nfstime4, 1)),)


def _w_retention_get4(value: retention_get4, packer: Packer) -> None:
    v1 = value.rg_begin_time
    n2 = len(v1)
    if n2 > 1:
        raise UnhappyError
    packer.put(_p_QI(value.rg_duration, n2))
    for v3 in v1:
        packer.put(_p_qI(v3.seconds, v3.nseconds))


def _r_retention_get4(unpacker: Unpacker) -> retention_get4:
    made = new(retention_get4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.rg_duration, n1 = _u_QI(buf, pos)
    pos += 12
    if n1 > 1:
        raise UnhappyError
    l2: list[Any] = []
    made.rg_begin_time = l2
    for _ in range(n1):
        v3 = o4 = new(nfstime4)
        o4.seconds, o4.nseconds = _u_qI(buf, pos)
        pos += 12
        l2.append(v3)
    unpacker.pos = pos
    return made


_T_retention_get4: Final = Record(retention_get4, _w_retention_get4, _r_retention_get4)


class retention_set4(XdrStruct):
    """Begin, and how long."""

    __slots__ = ("rs_enable", "rs_duration")
    __match_args__ = ("rs_enable", "rs_duration")

    rs_enable: bool
    rs_duration: list[int]  # seconds; none: as configured

    def __init__(self, rs_enable: bool, rs_duration: list[int]) -> None:
        self.rs_enable = rs_enable
        self.rs_duration = rs_duration

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("rs_enable", BOOL), ("rs_duration", Array(UHYPER, 1)),)


def _w_retention_set4(value: retention_set4, packer: Packer) -> None:
    v1 = value.rs_duration
    n2 = len(v1)
    if n2 > 1:
        raise UnhappyError
    packer.put(_p_II(1 if value.rs_enable else 0, n2))
    for v3 in v1:
        packer.put(_p_Q(v3))


def _r_retention_set4(unpacker: Unpacker) -> retention_set4:
    made = new(retention_set4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_II(buf, pos)
    pos += 8
    made.rs_enable = BOOLS[v1]
    if n2 > 1:
        raise UnhappyError
    l3: list[Any] = []
    made.rs_duration = l3
    for _ in range(n2):
        (v4,) = _u_Q(buf, pos)
        pos += 8
        l3.append(v4)
    unpacker.pos = pos
    return made


_T_retention_set4: Final = Record(retention_set4, _w_retention_set4, _r_retention_set4)
FSCHARSET_CAP4_CONTAINS_NON_UTF8: Final = 1
FSCHARSET_CAP4_ALLOWS_ONLY_UTF8: Final = 2
fs_charset_cap4: TypeAlias = int


class change_attr_type4(IntEnum):
    """What a change attribute counts."""

    NFS4_CHANGE_TYPE_IS_MONOTONIC_INCR = 0
    NFS4_CHANGE_TYPE_IS_VERSION_COUNTER = 1
    NFS4_CHANGE_TYPE_IS_VERSION_COUNTER_NOPNFS = 2
    NFS4_CHANGE_TYPE_IS_TIME_METADATA = 3
    NFS4_CHANGE_TYPE_IS_UNDEFINED = 4


NFS4_CHANGE_TYPE_IS_MONOTONIC_INCR: Final = change_attr_type4.NFS4_CHANGE_TYPE_IS_MONOTONIC_INCR
NFS4_CHANGE_TYPE_IS_VERSION_COUNTER: Final = change_attr_type4.NFS4_CHANGE_TYPE_IS_VERSION_COUNTER
NFS4_CHANGE_TYPE_IS_VERSION_COUNTER_NOPNFS: Final = change_attr_type4.NFS4_CHANGE_TYPE_IS_VERSION_COUNTER_NOPNFS
NFS4_CHANGE_TYPE_IS_TIME_METADATA: Final = change_attr_type4.NFS4_CHANGE_TYPE_IS_TIME_METADATA
NFS4_CHANGE_TYPE_IS_UNDEFINED: Final = change_attr_type4.NFS4_CHANGE_TYPE_IS_UNDEFINED
_E_change_attr_type4: Final[dict[int, change_attr_type4]] = {int(member): member for member in change_attr_type4}
_T_change_attr_type4: Final = Enumeration(change_attr_type4, _E_change_attr_type4)



class labelformat_spec4(XdrStruct):
    """The format of a label and who defines it."""

    __slots__ = ("lfs_lfs", "lfs_pi")
    __match_args__ = ("lfs_lfs", "lfs_pi")

    lfs_lfs: policy4
    lfs_pi: policy4

    def __init__(self, lfs_lfs: policy4, lfs_pi: policy4) -> None:
        self.lfs_lfs = lfs_lfs
        self.lfs_pi = lfs_pi

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("lfs_lfs", UINT), ("lfs_pi", UINT),)


def _w_labelformat_spec4(value: labelformat_spec4, packer: Packer) -> None:
    packer.put(_p_II(value.lfs_lfs, value.lfs_pi))


def _r_labelformat_spec4(unpacker: Unpacker) -> labelformat_spec4:
    made = new(labelformat_spec4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.lfs_lfs, made.lfs_pi = _u_II(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_labelformat_spec4: Final = Record(labelformat_spec4, _w_labelformat_spec4, _r_labelformat_spec4)


class sec_label4(XdrStruct):
    """A security label."""

    __slots__ = ("slai_lfs", "slai_data")
    __match_args__ = ("slai_lfs", "slai_data")

    slai_lfs: labelformat_spec4
    slai_data: bytes

    def __init__(self, slai_lfs: labelformat_spec4, slai_data: bytes) -> None:
        self.slai_lfs = slai_lfs
        self.slai_data = slai_data

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("slai_lfs", _T_labelformat_spec4), ("slai_data", Opaque()),)


def _w_sec_label4(value: sec_label4, packer: Packer) -> None:
    v1 = value.slai_lfs
    v2 = value.slai_data
    n3 = len(v2)
    packer.put(_p_III(v1.lfs_lfs, v1.lfs_pi, n3))
    packer.put(v2 + PAD[n3 & 3])


def _r_sec_label4(unpacker: Unpacker) -> sec_label4:
    made = new(sec_label4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.slai_lfs = o1 = new(labelformat_spec4)
    o1.lfs_lfs, o1.lfs_pi, n2 = _u_III(buf, pos)
    pos += 12
    if n2:
        made.slai_data = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.slai_data = b""
    unpacker.pos = pos
    return made


_T_sec_label4: Final = Record(sec_label4, _w_sec_label4, _r_sec_label4)
fattr4_supported_attrs: TypeAlias = bitmap4
"""which ones this object has"""
fattr4_type: TypeAlias = nfs_ftype4
fattr4_fh_expire_type: TypeAlias = int
"""sum of FH4_*"""
fattr4_change: TypeAlias = changeid4
fattr4_size: TypeAlias = int
"""bytes"""
fattr4_link_support: TypeAlias = bool
fattr4_symlink_support: TypeAlias = bool
fattr4_named_attr: TypeAlias = bool
"""has named attributes"""
fattr4_fsid: TypeAlias = fsid4
fattr4_unique_handles: TypeAlias = bool
fattr4_lease_time: TypeAlias = nfs_lease4
"""seconds"""
fattr4_rdattr_error: TypeAlias = nfsstat4
"""READDIR: why this entry has no attributes"""
fattr4_acl: TypeAlias = list[nfsace4]
fattr4_aclsupport: TypeAlias = int
"""sum of ACL4_SUPPORT_*"""
fattr4_archive: TypeAlias = bool
fattr4_cansettime: TypeAlias = bool
fattr4_case_insensitive: TypeAlias = bool
fattr4_case_preserving: TypeAlias = bool
fattr4_chown_restricted: TypeAlias = bool
fattr4_filehandle: TypeAlias = nfs_fh4
fattr4_fileid: TypeAlias = int
fattr4_files_avail: TypeAlias = int
fattr4_files_free: TypeAlias = int
fattr4_files_total: TypeAlias = int
fattr4_fs_locations: TypeAlias = fs_locations4
fattr4_hidden: TypeAlias = bool
fattr4_homogeneous: TypeAlias = bool
fattr4_maxfilesize: TypeAlias = int
"""bytes"""
fattr4_maxlink: TypeAlias = int
fattr4_maxname: TypeAlias = int
"""characters"""
fattr4_maxread: TypeAlias = int
"""bytes"""
fattr4_maxwrite: TypeAlias = int
"""bytes"""
fattr4_mimetype: TypeAlias = ascii_REQUIRED4
fattr4_mode: TypeAlias = mode4
fattr4_no_trunc: TypeAlias = bool
fattr4_numlinks: TypeAlias = int
fattr4_owner: TypeAlias = utf8str_mixed
fattr4_owner_group: TypeAlias = utf8str_mixed
fattr4_quota_avail_hard: TypeAlias = int
"""bytes"""
fattr4_quota_avail_soft: TypeAlias = int
"""bytes"""
fattr4_quota_used: TypeAlias = int
"""bytes"""
fattr4_rawdev: TypeAlias = specdata4
fattr4_space_avail: TypeAlias = int
"""bytes, for this user"""
fattr4_space_free: TypeAlias = length4
"""bytes"""
fattr4_space_total: TypeAlias = int
"""bytes"""
fattr4_space_used: TypeAlias = int
"""bytes, by this object"""
fattr4_system: TypeAlias = bool
fattr4_time_access: TypeAlias = nfstime4
fattr4_time_access_set: TypeAlias = settime4
"""write-only"""
fattr4_time_backup: TypeAlias = nfstime4
fattr4_time_create: TypeAlias = nfstime4
fattr4_time_delta: TypeAlias = nfstime4
"""the clock's smallest step"""
fattr4_time_metadata: TypeAlias = nfstime4
fattr4_time_modify: TypeAlias = nfstime4
fattr4_time_modify_set: TypeAlias = settime4
"""write-only"""
fattr4_mounted_on_fileid: TypeAlias = int
"""of the directory beneath a mount"""
fattr4_dir_notif_delay: TypeAlias = nfstime4
"""shortest delay of notices"""
fattr4_dirent_notif_delay: TypeAlias = nfstime4
"""shortest delay of notices"""
fattr4_dacl: TypeAlias = nfsacl41
fattr4_sacl: TypeAlias = nfsacl41
fattr4_change_policy: TypeAlias = change_policy4
fattr4_fs_status: TypeAlias = fs4_status
fattr4_fs_layout_types: TypeAlias = list[layouttype4]
fattr4_layout_hint: TypeAlias = layouthint4
fattr4_layout_types: TypeAlias = list[layouttype4]
fattr4_layout_blksize: TypeAlias = int
"""bytes"""
fattr4_layout_alignment: TypeAlias = int
"""bytes"""
fattr4_fs_locations_info: TypeAlias = fs_locations_info4
fattr4_mdsthreshold: TypeAlias = mdsthreshold4
fattr4_retention_get: TypeAlias = retention_get4
fattr4_retention_set: TypeAlias = retention_set4
"""write-only"""
fattr4_retentevt_get: TypeAlias = retention_get4
fattr4_retentevt_set: TypeAlias = retention_set4
"""write-only"""
fattr4_retention_hold: TypeAlias = int
"""bits, one per administrative hold"""
fattr4_mode_set_masked: TypeAlias = mode_masked4
"""write-only"""
fattr4_suppattr_exclcreat: TypeAlias = bitmap4
"""which ones EXCLUSIVE4_1 may set"""
fattr4_fs_charset_cap: TypeAlias = fs_charset_cap4
fattr4_clone_blksize: TypeAlias = int
"""bytes"""
fattr4_space_freed: TypeAlias = int
"""bytes that removing it would free"""
fattr4_change_attr_type: TypeAlias = change_attr_type4
fattr4_sec_label: TypeAlias = sec_label4
FATTR4_SUPPORTED_ATTRS: Final = 0
FATTR4_TYPE: Final = 1
FATTR4_FH_EXPIRE_TYPE: Final = 2
FATTR4_CHANGE: Final = 3
FATTR4_SIZE: Final = 4
FATTR4_LINK_SUPPORT: Final = 5
FATTR4_SYMLINK_SUPPORT: Final = 6
FATTR4_NAMED_ATTR: Final = 7
FATTR4_FSID: Final = 8
FATTR4_UNIQUE_HANDLES: Final = 9
FATTR4_LEASE_TIME: Final = 10
FATTR4_RDATTR_ERROR: Final = 11
FATTR4_ACL: Final = 12
FATTR4_ACLSUPPORT: Final = 13
FATTR4_ARCHIVE: Final = 14
FATTR4_CANSETTIME: Final = 15
FATTR4_CASE_INSENSITIVE: Final = 16
FATTR4_CASE_PRESERVING: Final = 17
FATTR4_CHOWN_RESTRICTED: Final = 18
FATTR4_FILEHANDLE: Final = 19
FATTR4_FILEID: Final = 20
FATTR4_FILES_AVAIL: Final = 21
FATTR4_FILES_FREE: Final = 22
FATTR4_FILES_TOTAL: Final = 23
FATTR4_FS_LOCATIONS: Final = 24
FATTR4_HIDDEN: Final = 25
FATTR4_HOMOGENEOUS: Final = 26
FATTR4_MAXFILESIZE: Final = 27
FATTR4_MAXLINK: Final = 28
FATTR4_MAXNAME: Final = 29
FATTR4_MAXREAD: Final = 30
FATTR4_MAXWRITE: Final = 31
FATTR4_MIMETYPE: Final = 32
FATTR4_MODE: Final = 33
FATTR4_NO_TRUNC: Final = 34
FATTR4_NUMLINKS: Final = 35
FATTR4_OWNER: Final = 36
FATTR4_OWNER_GROUP: Final = 37
FATTR4_QUOTA_AVAIL_HARD: Final = 38
FATTR4_QUOTA_AVAIL_SOFT: Final = 39
FATTR4_QUOTA_USED: Final = 40
FATTR4_RAWDEV: Final = 41
FATTR4_SPACE_AVAIL: Final = 42
FATTR4_SPACE_FREE: Final = 43
FATTR4_SPACE_TOTAL: Final = 44
FATTR4_SPACE_USED: Final = 45
FATTR4_SYSTEM: Final = 46
FATTR4_TIME_ACCESS: Final = 47
FATTR4_TIME_ACCESS_SET: Final = 48
FATTR4_TIME_BACKUP: Final = 49
FATTR4_TIME_CREATE: Final = 50
FATTR4_TIME_DELTA: Final = 51
FATTR4_TIME_METADATA: Final = 52
FATTR4_TIME_MODIFY: Final = 53
FATTR4_TIME_MODIFY_SET: Final = 54
FATTR4_MOUNTED_ON_FILEID: Final = 55
FATTR4_DIR_NOTIF_DELAY: Final = 56
"""from here on: minor version 1"""
FATTR4_DIRENT_NOTIF_DELAY: Final = 57
FATTR4_DACL: Final = 58
FATTR4_SACL: Final = 59
FATTR4_CHANGE_POLICY: Final = 60
FATTR4_FS_STATUS: Final = 61
FATTR4_FS_LAYOUT_TYPES: Final = 62
FATTR4_LAYOUT_HINT: Final = 63
FATTR4_LAYOUT_TYPES: Final = 64
FATTR4_LAYOUT_BLKSIZE: Final = 65
FATTR4_LAYOUT_ALIGNMENT: Final = 66
FATTR4_FS_LOCATIONS_INFO: Final = 67
FATTR4_MDSTHRESHOLD: Final = 68
FATTR4_RETENTION_GET: Final = 69
FATTR4_RETENTION_SET: Final = 70
FATTR4_RETENTEVT_GET: Final = 71
FATTR4_RETENTEVT_SET: Final = 72
FATTR4_RETENTION_HOLD: Final = 73
FATTR4_MODE_SET_MASKED: Final = 74
FATTR4_SUPPATTR_EXCLCREAT: Final = 75
FATTR4_FS_CHARSET_CAP: Final = 76
FATTR4_CLONE_BLKSIZE: Final = 77
"""from here on: minor version 2"""
FATTR4_SPACE_FREED: Final = 78
FATTR4_CHANGE_ATTR_TYPE: Final = 79
FATTR4_SEC_LABEL: Final = 80


class fattr4(XdrStruct):
    """Values of attributes: which ones, and the values one after the other in the order of their numbers
    (RFC 8881 section 3.3.7).
    """

    __slots__ = ("attrmask", "attr_vals")
    __match_args__ = ("attrmask", "attr_vals")

    attrmask: bitmap4
    attr_vals: attrlist4

    def __init__(self, attrmask: bitmap4, attr_vals: attrlist4) -> None:
        self.attrmask = attrmask
        self.attr_vals = attr_vals

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("attrmask", Array(UINT)), ("attr_vals", Opaque()),)


def _w_fattr4(value: fattr4, packer: Packer) -> None:
    v1 = value.attrmask
    n2 = len(v1)
    packer.put(_p_I(n2) + words(n2).pack(*v1))
    v3 = value.attr_vals
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_fattr4(unpacker: Unpacker) -> fattr4:
    made = new(fattr4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    made.attrmask = list(words(n1).unpack_from(buf, pos))
    pos += 4 * n1
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.attr_vals = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.attr_vals = b""
    unpacker.pos = pos
    return made


_T_fattr4: Final = Record(fattr4, _w_fattr4, _r_fattr4)


class rpc_gss_svc_t(IntEnum):
    """What RPCSEC_GSS protects (RFC 2203)."""

    RPC_GSS_SVC_NONE = 1
    RPC_GSS_SVC_INTEGRITY = 2
    RPC_GSS_SVC_PRIVACY = 3


RPC_GSS_SVC_NONE: Final = rpc_gss_svc_t.RPC_GSS_SVC_NONE
RPC_GSS_SVC_INTEGRITY: Final = rpc_gss_svc_t.RPC_GSS_SVC_INTEGRITY
RPC_GSS_SVC_PRIVACY: Final = rpc_gss_svc_t.RPC_GSS_SVC_PRIVACY
_E_rpc_gss_svc_t: Final[dict[int, rpc_gss_svc_t]] = {int(member): member for member in rpc_gss_svc_t}
_T_rpc_gss_svc_t: Final = Enumeration(rpc_gss_svc_t, _E_rpc_gss_svc_t)



class gss_cb_handles4(XdrStruct):
    """GSS contexts for callbacks."""

    __slots__ = ("gcbp_service", "gcbp_handle_from_server", "gcbp_handle_from_client")
    __match_args__ = ("gcbp_service", "gcbp_handle_from_server", "gcbp_handle_from_client")

    gcbp_service: rpc_gss_svc_t
    gcbp_handle_from_server: gsshandle4_t
    gcbp_handle_from_client: gsshandle4_t

    def __init__(self, gcbp_service: rpc_gss_svc_t, gcbp_handle_from_server: gsshandle4_t, gcbp_handle_from_client: gsshandle4_t) -> None:
        self.gcbp_service = gcbp_service
        self.gcbp_handle_from_server = gcbp_handle_from_server
        self.gcbp_handle_from_client = gcbp_handle_from_client

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("gcbp_service", _T_rpc_gss_svc_t), ("gcbp_handle_from_server", Opaque()), ("gcbp_handle_from_client", Opaque()),)


def _w_gss_cb_handles4(value: gss_cb_handles4, packer: Packer) -> None:
    v1 = value.gcbp_service
    if v1 not in _E_rpc_gss_svc_t:
        raise UnhappyError
    v2 = value.gcbp_handle_from_server
    n3 = len(v2)
    packer.put(_p_iI(v1, n3))
    packer.put(v2 + PAD[n3 & 3])
    v4 = value.gcbp_handle_from_client
    n5 = len(v4)
    packer.put(_p_I(n5))
    packer.put(v4 + PAD[n5 & 3])


def _r_gss_cb_handles4(unpacker: Unpacker) -> gss_cb_handles4:
    made = new(gss_cb_handles4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.gcbp_service = _E_rpc_gss_svc_t[v1]
    if n2:
        made.gcbp_handle_from_server = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.gcbp_handle_from_server = b""
    (n3,) = _u_I(buf, pos)
    pos += 4
    if n3:
        made.gcbp_handle_from_client = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        made.gcbp_handle_from_client = b""
    unpacker.pos = pos
    return made


_T_gss_cb_handles4: Final = Record(gss_cb_handles4, _w_gss_cb_handles4, _r_gss_cb_handles4)


class callback_sec_parms4(XdrUnion):
    """How callbacks may authenticate."""

    __slots__ = ("cb_secflavor", "value")
    __match_args__ = ("cb_secflavor", "value")

    cb_secflavor: int
    value: None | authsys_parms | gss_cb_handles4
    cbsp_sys_cred: ArmOf[authsys_parms] = ArmOf()
    cbsp_gss_handles: ArmOf[gss_cb_handles4] = ArmOf()

    def __init__(self, cb_secflavor: int, value: None | authsys_parms | gss_cb_handles4 = None) -> None:
        self.cb_secflavor = cb_secflavor
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("cb_secflavor", UINT)
    XDR_ARMS = {0: ("", VOID), 1: ("cbsp_sys_cred", _T_authsys_parms), 6: ("cbsp_gss_handles", _T_gss_cb_handles4)}


def _w_callback_sec_parms4(value: callback_sec_parms4, packer: Packer) -> None:
    choice = value.cb_secflavor
    arm: Any = value.value
    if choice == 0:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_I(0))
    elif choice == 1:
        packer.put(_p_I(1))
        _w_authsys_parms(arm, packer)
    elif choice == 6:
        v1 = arm.gcbp_service
        if v1 not in _E_rpc_gss_svc_t:
            raise UnhappyError
        v2 = arm.gcbp_handle_from_server
        n3 = len(v2)
        packer.put(_p_IiI(6, v1, n3))
        packer.put(v2 + PAD[n3 & 3])
        v4 = arm.gcbp_handle_from_client
        n5 = len(v4)
        packer.put(_p_I(n5))
        packer.put(v4 + PAD[n5 & 3])
    else:
        raise UnhappyError


def _r_callback_sec_parms4(unpacker: Unpacker) -> callback_sec_parms4:
    (choice,) = _u_I(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_callback_sec_parms4(unpacker, choice)


def _a_callback_sec_parms4(unpacker: Unpacker, choice: int) -> callback_sec_parms4:
    made = new(callback_sec_parms4)
    made.cb_secflavor = choice
    if choice == 0:
        made.value = None
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_authsys_parms(unpacker)
    elif choice == 6:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(gss_cb_handles4)
        v2, n3 = _u_iI(buf, pos)
        pos += 8
        o1.gcbp_service = _E_rpc_gss_svc_t[v2]
        if n3:
            o1.gcbp_handle_from_server = buf[pos : pos + n3]
            pos += (n3 + 3) & -4
        else:
            o1.gcbp_handle_from_server = b""
        (n4,) = _u_I(buf, pos)
        pos += 4
        if n4:
            o1.gcbp_handle_from_client = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            o1.gcbp_handle_from_client = b""
        unpacker.pos = pos
    else:
        raise UnhappyError
    return made


_T_callback_sec_parms4: Final = Record(callback_sec_parms4, _w_callback_sec_parms4, _r_callback_sec_parms4)


class BACKCHANNEL_CTL4args(XdrStruct):
    """Changes program number and security of the callbacks (RFC 8881 section 18.33)."""

    __slots__ = ("bca_cb_program", "bca_sec_parms")
    __match_args__ = ("bca_cb_program", "bca_sec_parms")

    bca_cb_program: int
    bca_sec_parms: list[callback_sec_parms4]

    def __init__(self, bca_cb_program: int, bca_sec_parms: list[callback_sec_parms4]) -> None:
        self.bca_cb_program = bca_cb_program
        self.bca_sec_parms = bca_sec_parms

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("bca_cb_program", UINT), ("bca_sec_parms", Array(_T_callback_sec_parms4)),)


def _w_BACKCHANNEL_CTL4args(value: BACKCHANNEL_CTL4args, packer: Packer) -> None:
    v1 = value.bca_sec_parms
    n2 = len(v1)
    packer.put(_p_II(value.bca_cb_program, n2))
    for v3 in v1:
        _w_callback_sec_parms4(v3, packer)


def _r_BACKCHANNEL_CTL4args(unpacker: Unpacker) -> BACKCHANNEL_CTL4args:
    made = new(BACKCHANNEL_CTL4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.bca_cb_program, n1 = _u_II(buf, pos)
    unpacker.pos = pos + 8
    made.bca_sec_parms = [_r_callback_sec_parms4(unpacker) for _ in range(n1)]
    return made


_T_BACKCHANNEL_CTL4args: Final = Record(BACKCHANNEL_CTL4args, _w_BACKCHANNEL_CTL4args, _r_BACKCHANNEL_CTL4args)


class BACKCHANNEL_CTL4res(XdrStruct):
    """The result of BACKCHANNEL_CTL."""

    __slots__ = ("bcr_status",)
    __match_args__ = ("bcr_status",)

    bcr_status: nfsstat4

    def __init__(self, bcr_status: nfsstat4) -> None:
        self.bcr_status = bcr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("bcr_status", _T_nfsstat4),)


def _w_BACKCHANNEL_CTL4res(value: BACKCHANNEL_CTL4res, packer: Packer) -> None:
    v1 = value.bcr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_BACKCHANNEL_CTL4res(unpacker: Unpacker) -> BACKCHANNEL_CTL4res:
    made = new(BACKCHANNEL_CTL4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.bcr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_BACKCHANNEL_CTL4res: Final = Record(BACKCHANNEL_CTL4res, _w_BACKCHANNEL_CTL4res, _r_BACKCHANNEL_CTL4res)


class channel_dir_from_client4(IntEnum):
    """What a connection shall carry."""

    CDFC4_FORE = 1
    CDFC4_BACK = 2
    CDFC4_FORE_OR_BOTH = 3
    CDFC4_BACK_OR_BOTH = 7


CDFC4_FORE: Final = channel_dir_from_client4.CDFC4_FORE
CDFC4_BACK: Final = channel_dir_from_client4.CDFC4_BACK
CDFC4_FORE_OR_BOTH: Final = channel_dir_from_client4.CDFC4_FORE_OR_BOTH
CDFC4_BACK_OR_BOTH: Final = channel_dir_from_client4.CDFC4_BACK_OR_BOTH
_E_channel_dir_from_client4: Final[dict[int, channel_dir_from_client4]] = {int(member): member for member in channel_dir_from_client4}
_T_channel_dir_from_client4: Final = Enumeration(channel_dir_from_client4, _E_channel_dir_from_client4)



class BIND_CONN_TO_SESSION4args(XdrStruct):
    """Associates the connection with a session. Stands alone in its COMPOUND (RFC 8881 section 18.34)."""

    __slots__ = ("bctsa_sessid", "bctsa_dir", "bctsa_use_conn_in_rdma_mode")
    __match_args__ = ("bctsa_sessid", "bctsa_dir", "bctsa_use_conn_in_rdma_mode")

    bctsa_sessid: sessionid4
    bctsa_dir: channel_dir_from_client4
    bctsa_use_conn_in_rdma_mode: bool

    def __init__(self, bctsa_sessid: sessionid4, bctsa_dir: channel_dir_from_client4, bctsa_use_conn_in_rdma_mode: bool) -> None:
        self.bctsa_sessid = bctsa_sessid
        self.bctsa_dir = bctsa_dir
        self.bctsa_use_conn_in_rdma_mode = bctsa_use_conn_in_rdma_mode

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("bctsa_sessid", Opaque(16, fixed=True)), ("bctsa_dir", _T_channel_dir_from_client4), ("bctsa_use_conn_in_rdma_mode", BOOL),)


def _w_BIND_CONN_TO_SESSION4args(value: BIND_CONN_TO_SESSION4args, packer: Packer) -> None:
    v1 = value.bctsa_sessid
    if len(v1) != 16:
        raise UnhappyError
    v2 = value.bctsa_dir
    if v2 not in _E_channel_dir_from_client4:
        raise UnhappyError
    packer.put(_p_16siI(v1, v2, 1 if value.bctsa_use_conn_in_rdma_mode else 0))


def _r_BIND_CONN_TO_SESSION4args(unpacker: Unpacker) -> BIND_CONN_TO_SESSION4args:
    made = new(BIND_CONN_TO_SESSION4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.bctsa_sessid, v1, v2 = _u_16siI(buf, pos)
    pos += 24
    made.bctsa_dir = _E_channel_dir_from_client4[v1]
    made.bctsa_use_conn_in_rdma_mode = BOOLS[v2]
    unpacker.pos = pos
    return made


_T_BIND_CONN_TO_SESSION4args: Final = Record(BIND_CONN_TO_SESSION4args, _w_BIND_CONN_TO_SESSION4args, _r_BIND_CONN_TO_SESSION4args)


class channel_dir_from_server4(IntEnum):
    """What it does carry."""

    CDFS4_FORE = 1
    CDFS4_BACK = 2
    CDFS4_BOTH = 3


CDFS4_FORE: Final = channel_dir_from_server4.CDFS4_FORE
CDFS4_BACK: Final = channel_dir_from_server4.CDFS4_BACK
CDFS4_BOTH: Final = channel_dir_from_server4.CDFS4_BOTH
_E_channel_dir_from_server4: Final[dict[int, channel_dir_from_server4]] = {int(member): member for member in channel_dir_from_server4}
_T_channel_dir_from_server4: Final = Enumeration(channel_dir_from_server4, _E_channel_dir_from_server4)



class BIND_CONN_TO_SESSION4resok(XdrStruct):
    """The result of BIND_CONN_TO_SESSION if it succeeded."""

    __slots__ = ("bctsr_sessid", "bctsr_dir", "bctsr_use_conn_in_rdma_mode")
    __match_args__ = ("bctsr_sessid", "bctsr_dir", "bctsr_use_conn_in_rdma_mode")

    bctsr_sessid: sessionid4
    bctsr_dir: channel_dir_from_server4
    bctsr_use_conn_in_rdma_mode: bool

    def __init__(self, bctsr_sessid: sessionid4, bctsr_dir: channel_dir_from_server4, bctsr_use_conn_in_rdma_mode: bool) -> None:
        self.bctsr_sessid = bctsr_sessid
        self.bctsr_dir = bctsr_dir
        self.bctsr_use_conn_in_rdma_mode = bctsr_use_conn_in_rdma_mode

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("bctsr_sessid", Opaque(16, fixed=True)), ("bctsr_dir", _T_channel_dir_from_server4), ("bctsr_use_conn_in_rdma_mode", BOOL),)


def _w_BIND_CONN_TO_SESSION4resok(value: BIND_CONN_TO_SESSION4resok, packer: Packer) -> None:
    v1 = value.bctsr_sessid
    if len(v1) != 16:
        raise UnhappyError
    v2 = value.bctsr_dir
    if v2 not in _E_channel_dir_from_server4:
        raise UnhappyError
    packer.put(_p_16siI(v1, v2, 1 if value.bctsr_use_conn_in_rdma_mode else 0))


def _r_BIND_CONN_TO_SESSION4resok(unpacker: Unpacker) -> BIND_CONN_TO_SESSION4resok:
    made = new(BIND_CONN_TO_SESSION4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.bctsr_sessid, v1, v2 = _u_16siI(buf, pos)
    pos += 24
    made.bctsr_dir = _E_channel_dir_from_server4[v1]
    made.bctsr_use_conn_in_rdma_mode = BOOLS[v2]
    unpacker.pos = pos
    return made


_T_BIND_CONN_TO_SESSION4resok: Final = Record(BIND_CONN_TO_SESSION4resok, _w_BIND_CONN_TO_SESSION4resok, _r_BIND_CONN_TO_SESSION4resok)


class BIND_CONN_TO_SESSION4res(XdrUnion):
    """The result of BIND_CONN_TO_SESSION."""

    __slots__ = ("bctsr_status", "value")
    __match_args__ = ("bctsr_status", "value")

    bctsr_status: nfsstat4
    value: BIND_CONN_TO_SESSION4resok | None
    bctsr_resok4: ArmOf[BIND_CONN_TO_SESSION4resok] = ArmOf()

    def __init__(self, bctsr_status: int, value: BIND_CONN_TO_SESSION4resok | None = None) -> None:
        self.bctsr_status = _E_nfsstat4.get(bctsr_status, bctsr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("bctsr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("bctsr_resok4", _T_BIND_CONN_TO_SESSION4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_BIND_CONN_TO_SESSION4res(value: BIND_CONN_TO_SESSION4res, packer: Packer) -> None:
    choice = value.bctsr_status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.bctsr_sessid
        if len(v1) != 16:
            raise UnhappyError
        v2 = arm.bctsr_dir
        if v2 not in _E_channel_dir_from_server4:
            raise UnhappyError
        packer.put(_p_i16siI(0, v1, v2, 1 if arm.bctsr_use_conn_in_rdma_mode else 0))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_BIND_CONN_TO_SESSION4res(unpacker: Unpacker) -> BIND_CONN_TO_SESSION4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_BIND_CONN_TO_SESSION4res(unpacker, choice)


def _a_BIND_CONN_TO_SESSION4res(unpacker: Unpacker, choice: int) -> BIND_CONN_TO_SESSION4res:
    made = new(BIND_CONN_TO_SESSION4res)
    made.bctsr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(BIND_CONN_TO_SESSION4resok)
        o1.bctsr_sessid, v2, v3 = _u_16siI(buf, pos)
        pos += 24
        o1.bctsr_dir = _E_channel_dir_from_server4[v2]
        o1.bctsr_use_conn_in_rdma_mode = BOOLS[v3]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_BIND_CONN_TO_SESSION4res: Final = Record(BIND_CONN_TO_SESSION4res, _w_BIND_CONN_TO_SESSION4res, _r_BIND_CONN_TO_SESSION4res)
EXCHGID4_FLAG_SUPP_MOVED_REFER: Final = 1
"""can follow a referral"""
EXCHGID4_FLAG_SUPP_MOVED_MIGR: Final = 2
"""can follow a migration"""
EXCHGID4_FLAG_SUPP_FENCE_OPS: Final = 4
"""RFC 7862 section 14.1.4: late requests are fenced"""
EXCHGID4_FLAG_BIND_PRINC_STATEID: Final = 256
"""stateids work for their maker's principal only"""
EXCHGID4_FLAG_USE_NON_PNFS: Final = 0x10000
"""a server without pNFS"""
EXCHGID4_FLAG_USE_PNFS_MDS: Final = 0x20000
"""a metadata server"""
EXCHGID4_FLAG_USE_PNFS_DS: Final = 0x40000
"""a data server"""
EXCHGID4_FLAG_MASK_PNFS: Final = 0x70000
"""the three above"""
EXCHGID4_FLAG_UPD_CONFIRMED_REC_A: Final = 0x40000000
"""in arguments: update a confirmed record"""
EXCHGID4_FLAG_CONFIRMED_R: Final = 0x80000000
"""in results: the record was confirmed before"""


class state_protect_ops4(XdrStruct):
    """Operations that need the machine's credential, and ones that may use it."""

    __slots__ = ("spo_must_enforce", "spo_must_allow")
    __match_args__ = ("spo_must_enforce", "spo_must_allow")

    spo_must_enforce: bitmap4
    spo_must_allow: bitmap4

    def __init__(self, spo_must_enforce: bitmap4, spo_must_allow: bitmap4) -> None:
        self.spo_must_enforce = spo_must_enforce
        self.spo_must_allow = spo_must_allow

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("spo_must_enforce", Array(UINT)), ("spo_must_allow", Array(UINT)),)


def _w_state_protect_ops4(value: state_protect_ops4, packer: Packer) -> None:
    v1 = value.spo_must_enforce
    n2 = len(v1)
    packer.put(_p_I(n2) + words(n2).pack(*v1))
    v3 = value.spo_must_allow
    n4 = len(v3)
    packer.put(_p_I(n4) + words(n4).pack(*v3))


def _r_state_protect_ops4(unpacker: Unpacker) -> state_protect_ops4:
    made = new(state_protect_ops4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    made.spo_must_enforce = list(words(n1).unpack_from(buf, pos))
    pos += 4 * n1
    (n2,) = _u_I(buf, pos)
    pos += 4
    made.spo_must_allow = list(words(n2).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n2)
    return made


_T_state_protect_ops4: Final = Record(state_protect_ops4, _w_state_protect_ops4, _r_state_protect_ops4)


class ssv_sp_parms4(XdrStruct):
    """What the client offers for SSV."""

    __slots__ = ("ssp_ops", "ssp_hash_algs", "ssp_encr_algs", "ssp_window", "ssp_num_gss_handles")
    __match_args__ = ("ssp_ops", "ssp_hash_algs", "ssp_encr_algs", "ssp_window", "ssp_num_gss_handles")

    ssp_ops: state_protect_ops4
    ssp_hash_algs: list[sec_oid4]
    ssp_encr_algs: list[sec_oid4]
    ssp_window: int
    ssp_num_gss_handles: int

    def __init__(self, ssp_ops: state_protect_ops4, ssp_hash_algs: list[sec_oid4], ssp_encr_algs: list[sec_oid4], ssp_window: int, ssp_num_gss_handles: int) -> None:
        self.ssp_ops = ssp_ops
        self.ssp_hash_algs = ssp_hash_algs
        self.ssp_encr_algs = ssp_encr_algs
        self.ssp_window = ssp_window
        self.ssp_num_gss_handles = ssp_num_gss_handles

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("ssp_ops", _T_state_protect_ops4), ("ssp_hash_algs", Array(Opaque())), ("ssp_encr_algs", Array(Opaque())), ("ssp_window", UINT), ("ssp_num_gss_handles", UINT),)


def _w_ssv_sp_parms4(value: ssv_sp_parms4, packer: Packer) -> None:
    _w_state_protect_ops4(value.ssp_ops, packer)
    v1 = value.ssp_hash_algs
    n2 = len(v1)
    packer.put(_p_I(n2))
    for v3 in v1:
        n4 = len(v3)
        packer.put(_p_I(n4))
        packer.put(v3 + PAD[n4 & 3])
    v5 = value.ssp_encr_algs
    n6 = len(v5)
    packer.put(_p_I(n6))
    for v7 in v5:
        n8 = len(v7)
        packer.put(_p_I(n8))
        packer.put(v7 + PAD[n8 & 3])
    packer.put(_p_II(value.ssp_window, value.ssp_num_gss_handles))


def _r_ssv_sp_parms4(unpacker: Unpacker) -> ssv_sp_parms4:
    made = new(ssv_sp_parms4)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.ssp_ops = _r_state_protect_ops4(unpacker)
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    l2: list[Any] = []
    made.ssp_hash_algs = l2
    for _ in range(n1):
        (n4,) = _u_I(buf, pos)
        pos += 4
        if n4:
            v3 = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            v3 = b""
        l2.append(v3)
    (n5,) = _u_I(buf, pos)
    pos += 4
    l6: list[Any] = []
    made.ssp_encr_algs = l6
    for _ in range(n5):
        (n8,) = _u_I(buf, pos)
        pos += 4
        if n8:
            v7 = buf[pos : pos + n8]
            pos += (n8 + 3) & -4
        else:
            v7 = b""
        l6.append(v7)
    made.ssp_window, made.ssp_num_gss_handles = _u_II(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_ssv_sp_parms4: Final = Record(ssv_sp_parms4, _w_ssv_sp_parms4, _r_ssv_sp_parms4)


class state_protect_how4(IntEnum):
    """Against whom state is protected (RFC 8881 section 2.10.8.3)."""

    SP4_NONE = 0
    SP4_MACH_CRED = 1
    SP4_SSV = 2


SP4_NONE: Final = state_protect_how4.SP4_NONE
SP4_MACH_CRED: Final = state_protect_how4.SP4_MACH_CRED
SP4_SSV: Final = state_protect_how4.SP4_SSV
_E_state_protect_how4: Final[dict[int, state_protect_how4]] = {int(member): member for member in state_protect_how4}
_T_state_protect_how4: Final = Enumeration(state_protect_how4, _E_state_protect_how4)



class state_protect4_a(XdrUnion):
    """The protection that a client asks for."""

    __slots__ = ("spa_how", "value")
    __match_args__ = ("spa_how", "value")

    spa_how: state_protect_how4
    value: None | state_protect_ops4 | ssv_sp_parms4
    spa_mach_ops: ArmOf[state_protect_ops4] = ArmOf()
    spa_ssv_parms: ArmOf[ssv_sp_parms4] = ArmOf()

    def __init__(self, spa_how: int, value: None | state_protect_ops4 | ssv_sp_parms4 = None) -> None:
        self.spa_how = _E_state_protect_how4.get(spa_how, spa_how)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("spa_how", _T_state_protect_how4)
    XDR_ARMS = {0: ("", VOID), 1: ("spa_mach_ops", _T_state_protect_ops4), 2: ("spa_ssv_parms", _T_ssv_sp_parms4)}


def _w_state_protect4_a(value: state_protect4_a, packer: Packer) -> None:
    choice = value.spa_how
    arm: Any = value.value
    if choice == 0:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(0))
    elif choice == 1:
        packer.put(_p_i(1))
        _w_state_protect_ops4(arm, packer)
    elif choice == 2:
        packer.put(_p_i(2))
        _w_ssv_sp_parms4(arm, packer)
    else:
        raise UnhappyError


def _r_state_protect4_a(unpacker: Unpacker) -> state_protect4_a:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_state_protect4_a(unpacker, choice)


def _a_state_protect4_a(unpacker: Unpacker, choice: int) -> state_protect4_a:
    made = new(state_protect4_a)
    made.spa_how = _E_state_protect_how4[choice]
    if choice == 0:
        made.value = None
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_state_protect_ops4(unpacker)
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_ssv_sp_parms4(unpacker)
    else:
        raise UnhappyError
    return made


_T_state_protect4_a: Final = Record(state_protect4_a, _w_state_protect4_a, _r_state_protect4_a)


class EXCHANGE_ID4args(XdrStruct):
    """Introduces a client, or the same one again (RFC 8881 section 18.35)."""

    __slots__ = ("eia_clientowner", "eia_flags", "eia_state_protect", "eia_client_impl_id")
    __match_args__ = ("eia_clientowner", "eia_flags", "eia_state_protect", "eia_client_impl_id")

    eia_clientowner: client_owner4
    eia_flags: int  # sum of EXCHGID4_FLAG_*
    eia_state_protect: state_protect4_a
    eia_client_impl_id: list[nfs_impl_id4]

    def __init__(self, eia_clientowner: client_owner4, eia_flags: int, eia_state_protect: state_protect4_a, eia_client_impl_id: list[nfs_impl_id4]) -> None:
        self.eia_clientowner = eia_clientowner
        self.eia_flags = eia_flags
        self.eia_state_protect = eia_state_protect
        self.eia_client_impl_id = eia_client_impl_id

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("eia_clientowner", _T_client_owner4), ("eia_flags", UINT), ("eia_state_protect", _T_state_protect4_a), ("eia_client_impl_id", Array(_T_nfs_impl_id4, 1)),)


def _w_EXCHANGE_ID4args(value: EXCHANGE_ID4args, packer: Packer) -> None:
    v1 = value.eia_clientowner
    v2 = v1.co_verifier
    if len(v2) != 8:
        raise UnhappyError
    v3 = v1.co_ownerid
    n4 = len(v3)
    if n4 > 1024:
        raise UnhappyError
    packer.put(_p_8sI(v2, n4) + v3 + PAD[n4 & 3])
    packer.put(_p_I(value.eia_flags))
    _w_state_protect4_a(value.eia_state_protect, packer)
    v5 = value.eia_client_impl_id
    n6 = len(v5)
    if n6 > 1:
        raise UnhappyError
    packer.put(_p_I(n6))
    for v7 in v5:
        v8 = v7.nii_domain
        n9 = len(v8)
        packer.put(_p_I(n9))
        packer.put(v8 + PAD[n9 & 3])
        v10 = v7.nii_name
        n11 = len(v10)
        packer.put(_p_I(n11))
        packer.put(v10 + PAD[n11 & 3])
        v12 = v7.nii_date
        packer.put(_p_qI(v12.seconds, v12.nseconds))


def _r_EXCHANGE_ID4args(unpacker: Unpacker) -> EXCHANGE_ID4args:
    made = new(EXCHANGE_ID4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.eia_clientowner = o1 = new(client_owner4)
    o1.co_verifier, n2 = _u_8sI(buf, pos)
    pos += 12
    if n2:
        if n2 > 1024:
            raise UnhappyError
        o1.co_ownerid = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        o1.co_ownerid = b""
    made.eia_flags, v3 = _u_Ii(buf, pos)
    unpacker.pos = pos + 8
    made.eia_state_protect = _a_state_protect4_a(unpacker, v3)
    pos = unpacker.pos
    (n4,) = _u_I(buf, pos)
    pos += 4
    if n4 > 1:
        raise UnhappyError
    l5: list[Any] = []
    made.eia_client_impl_id = l5
    for _ in range(n4):
        v6 = o7 = new(nfs_impl_id4)
        (n8,) = _u_I(buf, pos)
        pos += 4
        if n8:
            o7.nii_domain = buf[pos : pos + n8]
            pos += (n8 + 3) & -4
        else:
            o7.nii_domain = b""
        (n9,) = _u_I(buf, pos)
        pos += 4
        if n9:
            o7.nii_name = buf[pos : pos + n9]
            pos += (n9 + 3) & -4
        else:
            o7.nii_name = b""
        o7.nii_date = o10 = new(nfstime4)
        o10.seconds, o10.nseconds = _u_qI(buf, pos)
        pos += 12
        l5.append(v6)
    unpacker.pos = pos
    return made


_T_EXCHANGE_ID4args: Final = Record(EXCHANGE_ID4args, _w_EXCHANGE_ID4args, _r_EXCHANGE_ID4args)


class ssv_prot_info4(XdrStruct):
    """What the server chose for SSV."""

    __slots__ = ("spi_ops", "spi_hash_alg", "spi_encr_alg", "spi_ssv_len", "spi_window", "spi_handles")
    __match_args__ = ("spi_ops", "spi_hash_alg", "spi_encr_alg", "spi_ssv_len", "spi_window", "spi_handles")

    spi_ops: state_protect_ops4
    spi_hash_alg: int
    spi_encr_alg: int
    spi_ssv_len: int
    spi_window: int
    spi_handles: list[gsshandle4_t]

    def __init__(self, spi_ops: state_protect_ops4, spi_hash_alg: int, spi_encr_alg: int, spi_ssv_len: int, spi_window: int, spi_handles: list[gsshandle4_t]) -> None:
        self.spi_ops = spi_ops
        self.spi_hash_alg = spi_hash_alg
        self.spi_encr_alg = spi_encr_alg
        self.spi_ssv_len = spi_ssv_len
        self.spi_window = spi_window
        self.spi_handles = spi_handles

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("spi_ops", _T_state_protect_ops4), ("spi_hash_alg", UINT), ("spi_encr_alg", UINT), ("spi_ssv_len", UINT), ("spi_window", UINT), ("spi_handles", Array(Opaque())),)


def _w_ssv_prot_info4(value: ssv_prot_info4, packer: Packer) -> None:
    _w_state_protect_ops4(value.spi_ops, packer)
    v1 = value.spi_handles
    n2 = len(v1)
    packer.put(_p_IIIII(value.spi_hash_alg, value.spi_encr_alg, value.spi_ssv_len, value.spi_window, n2))
    for v3 in v1:
        n4 = len(v3)
        packer.put(_p_I(n4))
        packer.put(v3 + PAD[n4 & 3])


def _r_ssv_prot_info4(unpacker: Unpacker) -> ssv_prot_info4:
    made = new(ssv_prot_info4)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.spi_ops = _r_state_protect_ops4(unpacker)
    pos = unpacker.pos
    made.spi_hash_alg, made.spi_encr_alg, made.spi_ssv_len, made.spi_window, n1 = _u_IIIII(buf, pos)
    pos += 20
    l2: list[Any] = []
    made.spi_handles = l2
    for _ in range(n1):
        (n4,) = _u_I(buf, pos)
        pos += 4
        if n4:
            v3 = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            v3 = b""
        l2.append(v3)
    unpacker.pos = pos
    return made


_T_ssv_prot_info4: Final = Record(ssv_prot_info4, _w_ssv_prot_info4, _r_ssv_prot_info4)


class state_protect4_r(XdrUnion):
    """The protection that it gets."""

    __slots__ = ("spr_how", "value")
    __match_args__ = ("spr_how", "value")

    spr_how: state_protect_how4
    value: None | state_protect_ops4 | ssv_prot_info4
    spr_mach_ops: ArmOf[state_protect_ops4] = ArmOf()
    spr_ssv_info: ArmOf[ssv_prot_info4] = ArmOf()

    def __init__(self, spr_how: int, value: None | state_protect_ops4 | ssv_prot_info4 = None) -> None:
        self.spr_how = _E_state_protect_how4.get(spr_how, spr_how)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("spr_how", _T_state_protect_how4)
    XDR_ARMS = {0: ("", VOID), 1: ("spr_mach_ops", _T_state_protect_ops4), 2: ("spr_ssv_info", _T_ssv_prot_info4)}


def _w_state_protect4_r(value: state_protect4_r, packer: Packer) -> None:
    choice = value.spr_how
    arm: Any = value.value
    if choice == 0:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(0))
    elif choice == 1:
        packer.put(_p_i(1))
        _w_state_protect_ops4(arm, packer)
    elif choice == 2:
        packer.put(_p_i(2))
        _w_ssv_prot_info4(arm, packer)
    else:
        raise UnhappyError


def _r_state_protect4_r(unpacker: Unpacker) -> state_protect4_r:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_state_protect4_r(unpacker, choice)


def _a_state_protect4_r(unpacker: Unpacker, choice: int) -> state_protect4_r:
    made = new(state_protect4_r)
    made.spr_how = _E_state_protect_how4[choice]
    if choice == 0:
        made.value = None
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_state_protect_ops4(unpacker)
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_ssv_prot_info4(unpacker)
    else:
        raise UnhappyError
    return made


_T_state_protect4_r: Final = Record(state_protect4_r, _w_state_protect4_r, _r_state_protect4_r)


class EXCHANGE_ID4resok(XdrStruct):
    """A client ID; confirmed by CREATE_SESSION unless eir_flags say that it was before."""

    __slots__ = ("eir_clientid", "eir_sequenceid", "eir_flags", "eir_state_protect", "eir_server_owner", "eir_server_scope", "eir_server_impl_id")
    __match_args__ = ("eir_clientid", "eir_sequenceid", "eir_flags", "eir_state_protect", "eir_server_owner", "eir_server_scope", "eir_server_impl_id")

    eir_clientid: clientid4
    eir_sequenceid: sequenceid4  # what csa_sequence must be, if not confirmed
    eir_flags: int
    eir_state_protect: state_protect4_r
    eir_server_owner: server_owner4
    eir_server_scope: bytes
    eir_server_impl_id: list[nfs_impl_id4]

    def __init__(self, eir_clientid: clientid4, eir_sequenceid: sequenceid4, eir_flags: int, eir_state_protect: state_protect4_r, eir_server_owner: server_owner4, eir_server_scope: bytes, eir_server_impl_id: list[nfs_impl_id4]) -> None:
        self.eir_clientid = eir_clientid
        self.eir_sequenceid = eir_sequenceid
        self.eir_flags = eir_flags
        self.eir_state_protect = eir_state_protect
        self.eir_server_owner = eir_server_owner
        self.eir_server_scope = eir_server_scope
        self.eir_server_impl_id = eir_server_impl_id

    XDR_MIN_SIZE = 40
    XDR_FIELDS = (("eir_clientid", UHYPER), ("eir_sequenceid", UINT), ("eir_flags", UINT), ("eir_state_protect", _T_state_protect4_r), ("eir_server_owner", _T_server_owner4), ("eir_server_scope", Opaque(1024)), ("eir_server_impl_id", Array(_T_nfs_impl_id4, 1)),)


def _w_EXCHANGE_ID4resok(value: EXCHANGE_ID4resok, packer: Packer) -> None:
    packer.put(_p_QII(value.eir_clientid, value.eir_sequenceid, value.eir_flags))
    _w_state_protect4_r(value.eir_state_protect, packer)
    v1 = value.eir_server_owner
    v2 = v1.so_major_id
    n3 = len(v2)
    if n3 > 1024:
        raise UnhappyError
    packer.put(_p_QI(v1.so_minor_id, n3) + v2 + PAD[n3 & 3])
    v4 = value.eir_server_scope
    n5 = len(v4)
    if n5 > 1024:
        raise UnhappyError
    packer.put(_p_I(n5) + v4 + PAD[n5 & 3])
    v6 = value.eir_server_impl_id
    n7 = len(v6)
    if n7 > 1:
        raise UnhappyError
    packer.put(_p_I(n7))
    for v8 in v6:
        v9 = v8.nii_domain
        n10 = len(v9)
        packer.put(_p_I(n10))
        packer.put(v9 + PAD[n10 & 3])
        v11 = v8.nii_name
        n12 = len(v11)
        packer.put(_p_I(n12))
        packer.put(v11 + PAD[n12 & 3])
        v13 = v8.nii_date
        packer.put(_p_qI(v13.seconds, v13.nseconds))


def _r_EXCHANGE_ID4resok(unpacker: Unpacker) -> EXCHANGE_ID4resok:
    made = new(EXCHANGE_ID4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.eir_clientid, made.eir_sequenceid, made.eir_flags, v1 = _u_QIIi(buf, pos)
    unpacker.pos = pos + 20
    made.eir_state_protect = _a_state_protect4_r(unpacker, v1)
    pos = unpacker.pos
    made.eir_server_owner = o2 = new(server_owner4)
    o2.so_minor_id, n3 = _u_QI(buf, pos)
    pos += 12
    if n3:
        if n3 > 1024:
            raise UnhappyError
        o2.so_major_id = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        o2.so_major_id = b""
    (n4,) = _u_I(buf, pos)
    pos += 4
    if n4:
        if n4 > 1024:
            raise UnhappyError
        made.eir_server_scope = buf[pos : pos + n4]
        pos += (n4 + 3) & -4
    else:
        made.eir_server_scope = b""
    (n5,) = _u_I(buf, pos)
    pos += 4
    if n5 > 1:
        raise UnhappyError
    l6: list[Any] = []
    made.eir_server_impl_id = l6
    for _ in range(n5):
        v7 = o8 = new(nfs_impl_id4)
        (n9,) = _u_I(buf, pos)
        pos += 4
        if n9:
            o8.nii_domain = buf[pos : pos + n9]
            pos += (n9 + 3) & -4
        else:
            o8.nii_domain = b""
        (n10,) = _u_I(buf, pos)
        pos += 4
        if n10:
            o8.nii_name = buf[pos : pos + n10]
            pos += (n10 + 3) & -4
        else:
            o8.nii_name = b""
        o8.nii_date = o11 = new(nfstime4)
        o11.seconds, o11.nseconds = _u_qI(buf, pos)
        pos += 12
        l6.append(v7)
    unpacker.pos = pos
    return made


_T_EXCHANGE_ID4resok: Final = Record(EXCHANGE_ID4resok, _w_EXCHANGE_ID4resok, _r_EXCHANGE_ID4resok)


class EXCHANGE_ID4res(XdrUnion):
    """The result of EXCHANGE_ID."""

    __slots__ = ("eir_status", "value")
    __match_args__ = ("eir_status", "value")

    eir_status: nfsstat4
    value: EXCHANGE_ID4resok | None
    eir_resok4: ArmOf[EXCHANGE_ID4resok] = ArmOf()

    def __init__(self, eir_status: int, value: EXCHANGE_ID4resok | None = None) -> None:
        self.eir_status = _E_nfsstat4.get(eir_status, eir_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("eir_status", _T_nfsstat4)
    XDR_ARMS = {0: ("eir_resok4", _T_EXCHANGE_ID4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_EXCHANGE_ID4res(value: EXCHANGE_ID4res, packer: Packer) -> None:
    choice = value.eir_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_EXCHANGE_ID4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_EXCHANGE_ID4res(unpacker: Unpacker) -> EXCHANGE_ID4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_EXCHANGE_ID4res(unpacker, choice)


def _a_EXCHANGE_ID4res(unpacker: Unpacker, choice: int) -> EXCHANGE_ID4res:
    made = new(EXCHANGE_ID4res)
    made.eir_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_EXCHANGE_ID4resok(unpacker)
    else:
        made.value = None
    return made


_T_EXCHANGE_ID4res: Final = Record(EXCHANGE_ID4res, _w_EXCHANGE_ID4res, _r_EXCHANGE_ID4res)
CREATE_SESSION4_FLAG_PERSIST: Final = 1
"""the reply cache outlives the server"""
CREATE_SESSION4_FLAG_CONN_BACK_CHAN: Final = 2
"""this connection carries callbacks too"""
CREATE_SESSION4_FLAG_CONN_RDMA: Final = 4
"""go on in RDMA mode"""


class channel_attrs4(XdrStruct):
    """Limits of one direction of a session."""

    __slots__ = ("ca_headerpadsize", "ca_maxrequestsize", "ca_maxresponsesize", "ca_maxresponsesize_cached", "ca_maxoperations", "ca_maxrequests", "ca_rdma_ird")
    __match_args__ = ("ca_headerpadsize", "ca_maxrequestsize", "ca_maxresponsesize", "ca_maxresponsesize_cached", "ca_maxoperations", "ca_maxrequests", "ca_rdma_ird")

    ca_headerpadsize: count4  # bytes of padding that the replier would like
    ca_maxrequestsize: count4  # bytes of a request, RPC header included
    ca_maxresponsesize: count4  # bytes of a reply
    ca_maxresponsesize_cached: count4  # bytes of a reply that is cached
    ca_maxoperations: count4  # operations in a COMPOUND
    ca_maxrequests: count4  # slots
    ca_rdma_ird: list[int]  # RDMA reads at once

    def __init__(self, ca_headerpadsize: count4, ca_maxrequestsize: count4, ca_maxresponsesize: count4, ca_maxresponsesize_cached: count4, ca_maxoperations: count4, ca_maxrequests: count4, ca_rdma_ird: list[int]) -> None:
        self.ca_headerpadsize = ca_headerpadsize
        self.ca_maxrequestsize = ca_maxrequestsize
        self.ca_maxresponsesize = ca_maxresponsesize
        self.ca_maxresponsesize_cached = ca_maxresponsesize_cached
        self.ca_maxoperations = ca_maxoperations
        self.ca_maxrequests = ca_maxrequests
        self.ca_rdma_ird = ca_rdma_ird

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("ca_headerpadsize", UINT), ("ca_maxrequestsize", UINT), ("ca_maxresponsesize", UINT), ("ca_maxresponsesize_cached", UINT), ("ca_maxoperations", UINT), ("ca_maxrequests", UINT), ("ca_rdma_ird", Array(UINT, 1)),)


def _w_channel_attrs4(value: channel_attrs4, packer: Packer) -> None:
    v1 = value.ca_rdma_ird
    n2 = len(v1)
    if n2 > 1:
        raise UnhappyError
    packer.put(_p_IIIIIII(value.ca_headerpadsize, value.ca_maxrequestsize, value.ca_maxresponsesize, value.ca_maxresponsesize_cached, value.ca_maxoperations, value.ca_maxrequests, n2) + words(n2).pack(*v1))


def _r_channel_attrs4(unpacker: Unpacker) -> channel_attrs4:
    made = new(channel_attrs4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.ca_headerpadsize, made.ca_maxrequestsize, made.ca_maxresponsesize, made.ca_maxresponsesize_cached, made.ca_maxoperations, made.ca_maxrequests, n1 = _u_IIIIIII(buf, pos)
    pos += 28
    if n1 > 1:
        raise UnhappyError
    made.ca_rdma_ird = list(words(n1).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n1)
    return made


_T_channel_attrs4: Final = Record(channel_attrs4, _w_channel_attrs4, _r_channel_attrs4)


class CREATE_SESSION4args(XdrStruct):
    """Makes a session; the first one confirms the client ID (RFC 8881 section 18.36)."""

    __slots__ = ("csa_clientid", "csa_sequence", "csa_flags", "csa_fore_chan_attrs", "csa_back_chan_attrs", "csa_cb_program", "csa_sec_parms")
    __match_args__ = ("csa_clientid", "csa_sequence", "csa_flags", "csa_fore_chan_attrs", "csa_back_chan_attrs", "csa_cb_program", "csa_sec_parms")

    csa_clientid: clientid4
    csa_sequence: sequenceid4  # a one-slot sequence of the client ID's own
    csa_flags: int
    csa_fore_chan_attrs: channel_attrs4
    csa_back_chan_attrs: channel_attrs4
    csa_cb_program: int  # the client's choice
    csa_sec_parms: list[callback_sec_parms4]

    def __init__(self, csa_clientid: clientid4, csa_sequence: sequenceid4, csa_flags: int, csa_fore_chan_attrs: channel_attrs4, csa_back_chan_attrs: channel_attrs4, csa_cb_program: int, csa_sec_parms: list[callback_sec_parms4]) -> None:
        self.csa_clientid = csa_clientid
        self.csa_sequence = csa_sequence
        self.csa_flags = csa_flags
        self.csa_fore_chan_attrs = csa_fore_chan_attrs
        self.csa_back_chan_attrs = csa_back_chan_attrs
        self.csa_cb_program = csa_cb_program
        self.csa_sec_parms = csa_sec_parms

    XDR_MIN_SIZE = 80
    XDR_FIELDS = (("csa_clientid", UHYPER), ("csa_sequence", UINT), ("csa_flags", UINT), ("csa_fore_chan_attrs", _T_channel_attrs4), ("csa_back_chan_attrs", _T_channel_attrs4), ("csa_cb_program", UINT), ("csa_sec_parms", Array(_T_callback_sec_parms4)),)


def _w_CREATE_SESSION4args(value: CREATE_SESSION4args, packer: Packer) -> None:
    packer.put(_p_QII(value.csa_clientid, value.csa_sequence, value.csa_flags))
    _w_channel_attrs4(value.csa_fore_chan_attrs, packer)
    _w_channel_attrs4(value.csa_back_chan_attrs, packer)
    v1 = value.csa_sec_parms
    n2 = len(v1)
    packer.put(_p_II(value.csa_cb_program, n2))
    for v3 in v1:
        _w_callback_sec_parms4(v3, packer)


def _r_CREATE_SESSION4args(unpacker: Unpacker) -> CREATE_SESSION4args:
    made = new(CREATE_SESSION4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.csa_clientid, made.csa_sequence, made.csa_flags = _u_QII(buf, pos)
    unpacker.pos = pos + 16
    made.csa_fore_chan_attrs = _r_channel_attrs4(unpacker)
    made.csa_back_chan_attrs = _r_channel_attrs4(unpacker)
    pos = unpacker.pos
    made.csa_cb_program, n1 = _u_II(buf, pos)
    unpacker.pos = pos + 8
    made.csa_sec_parms = [_r_callback_sec_parms4(unpacker) for _ in range(n1)]
    return made


_T_CREATE_SESSION4args: Final = Record(CREATE_SESSION4args, _w_CREATE_SESSION4args, _r_CREATE_SESSION4args)


class CREATE_SESSION4resok(XdrStruct):
    """The session, with limits that are at most what was asked for."""

    __slots__ = ("csr_sessionid", "csr_sequence", "csr_flags", "csr_fore_chan_attrs", "csr_back_chan_attrs")
    __match_args__ = ("csr_sessionid", "csr_sequence", "csr_flags", "csr_fore_chan_attrs", "csr_back_chan_attrs")

    csr_sessionid: sessionid4
    csr_sequence: sequenceid4
    csr_flags: int
    csr_fore_chan_attrs: channel_attrs4
    csr_back_chan_attrs: channel_attrs4

    def __init__(self, csr_sessionid: sessionid4, csr_sequence: sequenceid4, csr_flags: int, csr_fore_chan_attrs: channel_attrs4, csr_back_chan_attrs: channel_attrs4) -> None:
        self.csr_sessionid = csr_sessionid
        self.csr_sequence = csr_sequence
        self.csr_flags = csr_flags
        self.csr_fore_chan_attrs = csr_fore_chan_attrs
        self.csr_back_chan_attrs = csr_back_chan_attrs

    XDR_MIN_SIZE = 80
    XDR_FIELDS = (("csr_sessionid", Opaque(16, fixed=True)), ("csr_sequence", UINT), ("csr_flags", UINT), ("csr_fore_chan_attrs", _T_channel_attrs4), ("csr_back_chan_attrs", _T_channel_attrs4),)


def _w_CREATE_SESSION4resok(value: CREATE_SESSION4resok, packer: Packer) -> None:
    v1 = value.csr_sessionid
    if len(v1) != 16:
        raise UnhappyError
    packer.put(_p_16sII(v1, value.csr_sequence, value.csr_flags))
    _w_channel_attrs4(value.csr_fore_chan_attrs, packer)
    _w_channel_attrs4(value.csr_back_chan_attrs, packer)


def _r_CREATE_SESSION4resok(unpacker: Unpacker) -> CREATE_SESSION4resok:
    made = new(CREATE_SESSION4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.csr_sessionid, made.csr_sequence, made.csr_flags = _u_16sII(buf, pos)
    unpacker.pos = pos + 24
    made.csr_fore_chan_attrs = _r_channel_attrs4(unpacker)
    made.csr_back_chan_attrs = _r_channel_attrs4(unpacker)
    return made


_T_CREATE_SESSION4resok: Final = Record(CREATE_SESSION4resok, _w_CREATE_SESSION4resok, _r_CREATE_SESSION4resok)


class CREATE_SESSION4res(XdrUnion):
    """The result of CREATE_SESSION."""

    __slots__ = ("csr_status", "value")
    __match_args__ = ("csr_status", "value")

    csr_status: nfsstat4
    value: CREATE_SESSION4resok | None
    csr_resok4: ArmOf[CREATE_SESSION4resok] = ArmOf()

    def __init__(self, csr_status: int, value: CREATE_SESSION4resok | None = None) -> None:
        self.csr_status = _E_nfsstat4.get(csr_status, csr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("csr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("csr_resok4", _T_CREATE_SESSION4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_CREATE_SESSION4res(value: CREATE_SESSION4res, packer: Packer) -> None:
    choice = value.csr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_CREATE_SESSION4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_CREATE_SESSION4res(unpacker: Unpacker) -> CREATE_SESSION4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_CREATE_SESSION4res(unpacker, choice)


def _a_CREATE_SESSION4res(unpacker: Unpacker, choice: int) -> CREATE_SESSION4res:
    made = new(CREATE_SESSION4res)
    made.csr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_CREATE_SESSION4resok(unpacker)
    else:
        made.value = None
    return made


_T_CREATE_SESSION4res: Final = Record(CREATE_SESSION4res, _w_CREATE_SESSION4res, _r_CREATE_SESSION4res)


class DESTROY_SESSION4args(XdrStruct):
    """Ends a session; locks and lease stay (RFC 8881 section 18.37)."""

    __slots__ = ("dsa_sessionid",)
    __match_args__ = ("dsa_sessionid",)

    dsa_sessionid: sessionid4

    def __init__(self, dsa_sessionid: sessionid4) -> None:
        self.dsa_sessionid = dsa_sessionid

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("dsa_sessionid", Opaque(16, fixed=True)),)


def _w_DESTROY_SESSION4args(value: DESTROY_SESSION4args, packer: Packer) -> None:
    v1 = value.dsa_sessionid
    if len(v1) != 16:
        raise UnhappyError
    packer.put(_p_16s(v1))


def _r_DESTROY_SESSION4args(unpacker: Unpacker) -> DESTROY_SESSION4args:
    made = new(DESTROY_SESSION4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.dsa_sessionid,) = _u_16s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_DESTROY_SESSION4args: Final = Record(DESTROY_SESSION4args, _w_DESTROY_SESSION4args, _r_DESTROY_SESSION4args)


class DESTROY_SESSION4res(XdrStruct):
    """The result of DESTROY_SESSION."""

    __slots__ = ("dsr_status",)
    __match_args__ = ("dsr_status",)

    dsr_status: nfsstat4

    def __init__(self, dsr_status: nfsstat4) -> None:
        self.dsr_status = dsr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("dsr_status", _T_nfsstat4),)


def _w_DESTROY_SESSION4res(value: DESTROY_SESSION4res, packer: Packer) -> None:
    v1 = value.dsr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_DESTROY_SESSION4res(unpacker: Unpacker) -> DESTROY_SESSION4res:
    made = new(DESTROY_SESSION4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.dsr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_DESTROY_SESSION4res: Final = Record(DESTROY_SESSION4res, _w_DESTROY_SESSION4res, _r_DESTROY_SESSION4res)


class DESTROY_CLIENTID4args(XdrStruct):
    """Gives up a client ID that holds nothing (RFC 8881 section 18.50)."""

    __slots__ = ("dca_clientid",)
    __match_args__ = ("dca_clientid",)

    dca_clientid: clientid4

    def __init__(self, dca_clientid: clientid4) -> None:
        self.dca_clientid = dca_clientid

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("dca_clientid", UHYPER),)


def _w_DESTROY_CLIENTID4args(value: DESTROY_CLIENTID4args, packer: Packer) -> None:
    packer.put(_p_Q(value.dca_clientid))


def _r_DESTROY_CLIENTID4args(unpacker: Unpacker) -> DESTROY_CLIENTID4args:
    made = new(DESTROY_CLIENTID4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.dca_clientid,) = _u_Q(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_DESTROY_CLIENTID4args: Final = Record(DESTROY_CLIENTID4args, _w_DESTROY_CLIENTID4args, _r_DESTROY_CLIENTID4args)


class DESTROY_CLIENTID4res(XdrStruct):
    """The result of DESTROY_CLIENTID."""

    __slots__ = ("dcr_status",)
    __match_args__ = ("dcr_status",)

    dcr_status: nfsstat4

    def __init__(self, dcr_status: nfsstat4) -> None:
        self.dcr_status = dcr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("dcr_status", _T_nfsstat4),)


def _w_DESTROY_CLIENTID4res(value: DESTROY_CLIENTID4res, packer: Packer) -> None:
    v1 = value.dcr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_DESTROY_CLIENTID4res(unpacker: Unpacker) -> DESTROY_CLIENTID4res:
    made = new(DESTROY_CLIENTID4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.dcr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_DESTROY_CLIENTID4res: Final = Record(DESTROY_CLIENTID4res, _w_DESTROY_CLIENTID4res, _r_DESTROY_CLIENTID4res)
SEQ4_STATUS_CB_PATH_DOWN: Final = 1
"""no backchannel of the client ID works"""
SEQ4_STATUS_CB_GSS_CONTEXTS_EXPIRING: Final = 2
"""callbacks' contexts end soon"""
SEQ4_STATUS_CB_GSS_CONTEXTS_EXPIRED: Final = 4
"""callbacks' contexts have ended"""
SEQ4_STATUS_EXPIRED_ALL_STATE_REVOKED: Final = 8
"""the lease ran out, all is lost"""
SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED: Final = 16
"""the lease ran out, something is lost"""
SEQ4_STATUS_ADMIN_STATE_REVOKED: Final = 32
"""an administrator took state away"""
SEQ4_STATUS_RECALLABLE_STATE_REVOKED: Final = 64
"""a recall was not answered in time"""
SEQ4_STATUS_LEASE_MOVED: Final = 128
"""a file system with state went elsewhere"""
SEQ4_STATUS_RESTART_RECLAIM_NEEDED: Final = 256
"""the server restarted: reclaim"""
SEQ4_STATUS_CB_PATH_DOWN_SESSION: Final = 512
"""no backchannel of this session works"""
SEQ4_STATUS_BACKCHANNEL_FAULT: Final = 1024
"""replies to callbacks make no sense"""
SEQ4_STATUS_DEVID_CHANGED: Final = 2048
"""a device changed and was not announced"""
SEQ4_STATUS_DEVID_DELETED: Final = 4096
"""a device is gone and was not announced"""


class SEQUENCE4args(XdrStruct):
    """Names the session, the slot and the sequence number of a COMPOUND, and renews the lease (RFC 8881
    section 18.46).
    """

    __slots__ = ("sa_sessionid", "sa_sequenceid", "sa_slotid", "sa_highest_slotid", "sa_cachethis")
    __match_args__ = ("sa_sessionid", "sa_sequenceid", "sa_slotid", "sa_highest_slotid", "sa_cachethis")

    sa_sessionid: sessionid4
    sa_sequenceid: sequenceid4  # one more than the slot's last; the same: a retry
    sa_slotid: slotid4
    sa_highest_slotid: slotid4  # of the requests that are out
    sa_cachethis: bool  # the whole reply must be cached

    def __init__(self, sa_sessionid: sessionid4, sa_sequenceid: sequenceid4, sa_slotid: slotid4, sa_highest_slotid: slotid4, sa_cachethis: bool) -> None:
        self.sa_sessionid = sa_sessionid
        self.sa_sequenceid = sa_sequenceid
        self.sa_slotid = sa_slotid
        self.sa_highest_slotid = sa_highest_slotid
        self.sa_cachethis = sa_cachethis

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("sa_sessionid", Opaque(16, fixed=True)), ("sa_sequenceid", UINT), ("sa_slotid", UINT), ("sa_highest_slotid", UINT), ("sa_cachethis", BOOL),)


def _w_SEQUENCE4args(value: SEQUENCE4args, packer: Packer) -> None:
    v1 = value.sa_sessionid
    if len(v1) != 16:
        raise UnhappyError
    packer.put(_p_16sIIII(v1, value.sa_sequenceid, value.sa_slotid, value.sa_highest_slotid, 1 if value.sa_cachethis else 0))


def _r_SEQUENCE4args(unpacker: Unpacker) -> SEQUENCE4args:
    made = new(SEQUENCE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.sa_sessionid, made.sa_sequenceid, made.sa_slotid, made.sa_highest_slotid, v1 = _u_16sIIII(buf, pos)
    pos += 32
    made.sa_cachethis = BOOLS[v1]
    unpacker.pos = pos
    return made


_T_SEQUENCE4args: Final = Record(SEQUENCE4args, _w_SEQUENCE4args, _r_SEQUENCE4args)


class SEQUENCE4resok(XdrStruct):
    """The request's place again, how many slots may be used, and what the client ought to know."""

    __slots__ = ("sr_sessionid", "sr_sequenceid", "sr_slotid", "sr_highest_slotid", "sr_target_highest_slotid", "sr_status_flags")
    __match_args__ = ("sr_sessionid", "sr_sequenceid", "sr_slotid", "sr_highest_slotid", "sr_target_highest_slotid", "sr_status_flags")

    sr_sessionid: sessionid4
    sr_sequenceid: sequenceid4
    sr_slotid: slotid4
    sr_highest_slotid: slotid4  # that the server takes
    sr_target_highest_slotid: slotid4  # that it would like to be used
    sr_status_flags: int  # sum of SEQ4_STATUS_*

    def __init__(self, sr_sessionid: sessionid4, sr_sequenceid: sequenceid4, sr_slotid: slotid4, sr_highest_slotid: slotid4, sr_target_highest_slotid: slotid4, sr_status_flags: int) -> None:
        self.sr_sessionid = sr_sessionid
        self.sr_sequenceid = sr_sequenceid
        self.sr_slotid = sr_slotid
        self.sr_highest_slotid = sr_highest_slotid
        self.sr_target_highest_slotid = sr_target_highest_slotid
        self.sr_status_flags = sr_status_flags

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("sr_sessionid", Opaque(16, fixed=True)), ("sr_sequenceid", UINT), ("sr_slotid", UINT), ("sr_highest_slotid", UINT), ("sr_target_highest_slotid", UINT), ("sr_status_flags", UINT),)


def _w_SEQUENCE4resok(value: SEQUENCE4resok, packer: Packer) -> None:
    v1 = value.sr_sessionid
    if len(v1) != 16:
        raise UnhappyError
    packer.put(_p_16sIIIII(v1, value.sr_sequenceid, value.sr_slotid, value.sr_highest_slotid, value.sr_target_highest_slotid, value.sr_status_flags))


def _r_SEQUENCE4resok(unpacker: Unpacker) -> SEQUENCE4resok:
    made = new(SEQUENCE4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.sr_sessionid, made.sr_sequenceid, made.sr_slotid, made.sr_highest_slotid, made.sr_target_highest_slotid, made.sr_status_flags = _u_16sIIIII(buf, pos)
    unpacker.pos = pos + 36
    return made


_T_SEQUENCE4resok: Final = Record(SEQUENCE4resok, _w_SEQUENCE4resok, _r_SEQUENCE4resok)


class SEQUENCE4res(XdrUnion):
    """The result of SEQUENCE."""

    __slots__ = ("sr_status", "value")
    __match_args__ = ("sr_status", "value")

    sr_status: nfsstat4
    value: SEQUENCE4resok | None
    sr_resok4: ArmOf[SEQUENCE4resok] = ArmOf()

    def __init__(self, sr_status: int, value: SEQUENCE4resok | None = None) -> None:
        self.sr_status = _E_nfsstat4.get(sr_status, sr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("sr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("sr_resok4", _T_SEQUENCE4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_SEQUENCE4res(value: SEQUENCE4res, packer: Packer) -> None:
    choice = value.sr_status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.sr_sessionid
        if len(v1) != 16:
            raise UnhappyError
        packer.put(_p_i16sIIIII(0, v1, arm.sr_sequenceid, arm.sr_slotid, arm.sr_highest_slotid, arm.sr_target_highest_slotid, arm.sr_status_flags))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_SEQUENCE4res(unpacker: Unpacker) -> SEQUENCE4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_SEQUENCE4res(unpacker, choice)


def _a_SEQUENCE4res(unpacker: Unpacker, choice: int) -> SEQUENCE4res:
    made = new(SEQUENCE4res)
    made.sr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(SEQUENCE4resok)
        o1.sr_sessionid, o1.sr_sequenceid, o1.sr_slotid, o1.sr_highest_slotid, o1.sr_target_highest_slotid, o1.sr_status_flags = _u_16sIIIII(buf, pos)
        unpacker.pos = pos + 36
    else:
        made.value = None
    return made


_T_SEQUENCE4res: Final = Record(SEQUENCE4res, _w_SEQUENCE4res, _r_SEQUENCE4res)


class ssa_digest_input4(XdrStruct):
    """What ssa_digest is a digest of."""

    __slots__ = ("sdi_seqargs",)
    __match_args__ = ("sdi_seqargs",)

    sdi_seqargs: SEQUENCE4args

    def __init__(self, sdi_seqargs: SEQUENCE4args) -> None:
        self.sdi_seqargs = sdi_seqargs

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("sdi_seqargs", _T_SEQUENCE4args),)


def _w_ssa_digest_input4(value: ssa_digest_input4, packer: Packer) -> None:
    v1 = value.sdi_seqargs
    v2 = v1.sa_sessionid
    if len(v2) != 16:
        raise UnhappyError
    packer.put(_p_16sIIII(v2, v1.sa_sequenceid, v1.sa_slotid, v1.sa_highest_slotid, 1 if v1.sa_cachethis else 0))


def _r_ssa_digest_input4(unpacker: Unpacker) -> ssa_digest_input4:
    made = new(ssa_digest_input4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.sdi_seqargs = o1 = new(SEQUENCE4args)
    o1.sa_sessionid, o1.sa_sequenceid, o1.sa_slotid, o1.sa_highest_slotid, v2 = _u_16sIIII(buf, pos)
    pos += 32
    o1.sa_cachethis = BOOLS[v2]
    unpacker.pos = pos
    return made


_T_ssa_digest_input4: Final = Record(ssa_digest_input4, _w_ssa_digest_input4, _r_ssa_digest_input4)


class SET_SSV4args(XdrStruct):
    """Changes the secret that client and server share (RFC 8881 section 18.47)."""

    __slots__ = ("ssa_ssv", "ssa_digest")
    __match_args__ = ("ssa_ssv", "ssa_digest")

    ssa_ssv: bytes
    ssa_digest: bytes

    def __init__(self, ssa_ssv: bytes, ssa_digest: bytes) -> None:
        self.ssa_ssv = ssa_ssv
        self.ssa_digest = ssa_digest

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("ssa_ssv", Opaque()), ("ssa_digest", Opaque()),)


def _w_SET_SSV4args(value: SET_SSV4args, packer: Packer) -> None:
    v1 = value.ssa_ssv
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.ssa_digest
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_SET_SSV4args(unpacker: Unpacker) -> SET_SSV4args:
    made = new(SET_SSV4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.ssa_ssv = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.ssa_ssv = b""
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.ssa_digest = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.ssa_digest = b""
    unpacker.pos = pos
    return made


_T_SET_SSV4args: Final = Record(SET_SSV4args, _w_SET_SSV4args, _r_SET_SSV4args)


class ssr_digest_input4(XdrStruct):
    """What ssr_digest is a digest of."""

    __slots__ = ("sdi_seqres",)
    __match_args__ = ("sdi_seqres",)

    sdi_seqres: SEQUENCE4res

    def __init__(self, sdi_seqres: SEQUENCE4res) -> None:
        self.sdi_seqres = sdi_seqres

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("sdi_seqres", _T_SEQUENCE4res),)


def _w_ssr_digest_input4(value: ssr_digest_input4, packer: Packer) -> None:
    _w_SEQUENCE4res(value.sdi_seqres, packer)


def _r_ssr_digest_input4(unpacker: Unpacker) -> ssr_digest_input4:
    made = new(ssr_digest_input4)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.sdi_seqres = o2 = new(SEQUENCE4res)
    o2.sr_status = _E_nfsstat4[v1]
    if v1 == 0:
        o2.value = o3 = new(SEQUENCE4resok)
        o3.sr_sessionid, o3.sr_sequenceid, o3.sr_slotid, o3.sr_highest_slotid, o3.sr_target_highest_slotid, o3.sr_status_flags = _u_16sIIIII(buf, pos)
        pos += 36
    else:
        o2.value = None
    unpacker.pos = pos
    return made


_T_ssr_digest_input4: Final = Record(ssr_digest_input4, _w_ssr_digest_input4, _r_ssr_digest_input4)


class SET_SSV4resok(XdrStruct):
    """The result of SET_SSV if it succeeded."""

    __slots__ = ("ssr_digest",)
    __match_args__ = ("ssr_digest",)

    ssr_digest: bytes

    def __init__(self, ssr_digest: bytes) -> None:
        self.ssr_digest = ssr_digest

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("ssr_digest", Opaque()),)


def _w_SET_SSV4resok(value: SET_SSV4resok, packer: Packer) -> None:
    v1 = value.ssr_digest
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_SET_SSV4resok(unpacker: Unpacker) -> SET_SSV4resok:
    made = new(SET_SSV4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.ssr_digest = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.ssr_digest = b""
    unpacker.pos = pos
    return made


_T_SET_SSV4resok: Final = Record(SET_SSV4resok, _w_SET_SSV4resok, _r_SET_SSV4resok)


class SET_SSV4res(XdrUnion):
    """The result of SET_SSV."""

    __slots__ = ("ssr_status", "value")
    __match_args__ = ("ssr_status", "value")

    ssr_status: nfsstat4
    value: SET_SSV4resok | None
    ssr_resok4: ArmOf[SET_SSV4resok] = ArmOf()

    def __init__(self, ssr_status: int, value: SET_SSV4resok | None = None) -> None:
        self.ssr_status = _E_nfsstat4.get(ssr_status, ssr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("ssr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("ssr_resok4", _T_SET_SSV4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_SET_SSV4res(value: SET_SSV4res, packer: Packer) -> None:
    choice = value.ssr_status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.ssr_digest
        n2 = len(v1)
        packer.put(_p_iI(0, n2))
        packer.put(v1 + PAD[n2 & 3])
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_SET_SSV4res(unpacker: Unpacker) -> SET_SSV4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_SET_SSV4res(unpacker, choice)


def _a_SET_SSV4res(unpacker: Unpacker, choice: int) -> SET_SSV4res:
    made = new(SET_SSV4res)
    made.ssr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(SET_SSV4resok)
        (n2,) = _u_I(buf, pos)
        pos += 4
        if n2:
            o1.ssr_digest = buf[pos : pos + n2]
            pos += (n2 + 3) & -4
        else:
            o1.ssr_digest = b""
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_SET_SSV4res: Final = Record(SET_SSV4res, _w_SET_SSV4res, _r_SET_SSV4res)


class ssv_subkey4(IntEnum):
    """Which subkey of the SSV to compute."""

    SSV4_SUBKEY_MIC_I2T = 1
    SSV4_SUBKEY_MIC_T2I = 2
    SSV4_SUBKEY_SEAL_I2T = 3
    SSV4_SUBKEY_SEAL_T2I = 4


SSV4_SUBKEY_MIC_I2T: Final = ssv_subkey4.SSV4_SUBKEY_MIC_I2T
SSV4_SUBKEY_MIC_T2I: Final = ssv_subkey4.SSV4_SUBKEY_MIC_T2I
SSV4_SUBKEY_SEAL_I2T: Final = ssv_subkey4.SSV4_SUBKEY_SEAL_I2T
SSV4_SUBKEY_SEAL_T2I: Final = ssv_subkey4.SSV4_SUBKEY_SEAL_T2I
_E_ssv_subkey4: Final[dict[int, ssv_subkey4]] = {int(member): member for member in ssv_subkey4}
_T_ssv_subkey4: Final = Enumeration(ssv_subkey4, _E_ssv_subkey4)



class ssv_mic_plain_tkn4(XdrStruct):
    """Input of smt_hmac."""

    __slots__ = ("smpt_ssv_seq", "smpt_orig_plain")
    __match_args__ = ("smpt_ssv_seq", "smpt_orig_plain")

    smpt_ssv_seq: int
    smpt_orig_plain: bytes

    def __init__(self, smpt_ssv_seq: int, smpt_orig_plain: bytes) -> None:
        self.smpt_ssv_seq = smpt_ssv_seq
        self.smpt_orig_plain = smpt_orig_plain

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("smpt_ssv_seq", UINT), ("smpt_orig_plain", Opaque()),)


def _w_ssv_mic_plain_tkn4(value: ssv_mic_plain_tkn4, packer: Packer) -> None:
    v1 = value.smpt_orig_plain
    n2 = len(v1)
    packer.put(_p_II(value.smpt_ssv_seq, n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_ssv_mic_plain_tkn4(unpacker: Unpacker) -> ssv_mic_plain_tkn4:
    made = new(ssv_mic_plain_tkn4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.smpt_ssv_seq, n1 = _u_II(buf, pos)
    pos += 8
    if n1:
        made.smpt_orig_plain = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.smpt_orig_plain = b""
    unpacker.pos = pos
    return made


_T_ssv_mic_plain_tkn4: Final = Record(ssv_mic_plain_tkn4, _w_ssv_mic_plain_tkn4, _r_ssv_mic_plain_tkn4)


class ssv_mic_tkn4(XdrStruct):
    """A message integrity code."""

    __slots__ = ("smt_ssv_seq", "smt_hmac")
    __match_args__ = ("smt_ssv_seq", "smt_hmac")

    smt_ssv_seq: int
    smt_hmac: bytes

    def __init__(self, smt_ssv_seq: int, smt_hmac: bytes) -> None:
        self.smt_ssv_seq = smt_ssv_seq
        self.smt_hmac = smt_hmac

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("smt_ssv_seq", UINT), ("smt_hmac", Opaque()),)


def _w_ssv_mic_tkn4(value: ssv_mic_tkn4, packer: Packer) -> None:
    v1 = value.smt_hmac
    n2 = len(v1)
    packer.put(_p_II(value.smt_ssv_seq, n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_ssv_mic_tkn4(unpacker: Unpacker) -> ssv_mic_tkn4:
    made = new(ssv_mic_tkn4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.smt_ssv_seq, n1 = _u_II(buf, pos)
    pos += 8
    if n1:
        made.smt_hmac = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.smt_hmac = b""
    unpacker.pos = pos
    return made


_T_ssv_mic_tkn4: Final = Record(ssv_mic_tkn4, _w_ssv_mic_tkn4, _r_ssv_mic_tkn4)


class ssv_seal_plain_tkn4(XdrStruct):
    """Input of ssct_encr_data."""

    __slots__ = ("sspt_confounder", "sspt_ssv_seq", "sspt_orig_plain", "sspt_pad")
    __match_args__ = ("sspt_confounder", "sspt_ssv_seq", "sspt_orig_plain", "sspt_pad")

    sspt_confounder: bytes
    sspt_ssv_seq: int
    sspt_orig_plain: bytes
    sspt_pad: bytes

    def __init__(self, sspt_confounder: bytes, sspt_ssv_seq: int, sspt_orig_plain: bytes, sspt_pad: bytes) -> None:
        self.sspt_confounder = sspt_confounder
        self.sspt_ssv_seq = sspt_ssv_seq
        self.sspt_orig_plain = sspt_orig_plain
        self.sspt_pad = sspt_pad

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("sspt_confounder", Opaque()), ("sspt_ssv_seq", UINT), ("sspt_orig_plain", Opaque()), ("sspt_pad", Opaque()),)


def _w_ssv_seal_plain_tkn4(value: ssv_seal_plain_tkn4, packer: Packer) -> None:
    v1 = value.sspt_confounder
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.sspt_orig_plain
    n4 = len(v3)
    packer.put(_p_II(value.sspt_ssv_seq, n4))
    packer.put(v3 + PAD[n4 & 3])
    v5 = value.sspt_pad
    n6 = len(v5)
    packer.put(_p_I(n6))
    packer.put(v5 + PAD[n6 & 3])


def _r_ssv_seal_plain_tkn4(unpacker: Unpacker) -> ssv_seal_plain_tkn4:
    made = new(ssv_seal_plain_tkn4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.sspt_confounder = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.sspt_confounder = b""
    made.sspt_ssv_seq, n2 = _u_II(buf, pos)
    pos += 8
    if n2:
        made.sspt_orig_plain = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.sspt_orig_plain = b""
    (n3,) = _u_I(buf, pos)
    pos += 4
    if n3:
        made.sspt_pad = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        made.sspt_pad = b""
    unpacker.pos = pos
    return made


_T_ssv_seal_plain_tkn4: Final = Record(ssv_seal_plain_tkn4, _w_ssv_seal_plain_tkn4, _r_ssv_seal_plain_tkn4)


class ssv_seal_cipher_tkn4(XdrStruct):
    """A sealed message."""

    __slots__ = ("ssct_ssv_seq", "ssct_iv", "ssct_encr_data", "ssct_hmac")
    __match_args__ = ("ssct_ssv_seq", "ssct_iv", "ssct_encr_data", "ssct_hmac")

    ssct_ssv_seq: int
    ssct_iv: bytes
    ssct_encr_data: bytes
    ssct_hmac: bytes

    def __init__(self, ssct_ssv_seq: int, ssct_iv: bytes, ssct_encr_data: bytes, ssct_hmac: bytes) -> None:
        self.ssct_ssv_seq = ssct_ssv_seq
        self.ssct_iv = ssct_iv
        self.ssct_encr_data = ssct_encr_data
        self.ssct_hmac = ssct_hmac

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("ssct_ssv_seq", UINT), ("ssct_iv", Opaque()), ("ssct_encr_data", Opaque()), ("ssct_hmac", Opaque()),)


def _w_ssv_seal_cipher_tkn4(value: ssv_seal_cipher_tkn4, packer: Packer) -> None:
    v1 = value.ssct_iv
    n2 = len(v1)
    packer.put(_p_II(value.ssct_ssv_seq, n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.ssct_encr_data
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])
    v5 = value.ssct_hmac
    n6 = len(v5)
    packer.put(_p_I(n6))
    packer.put(v5 + PAD[n6 & 3])


def _r_ssv_seal_cipher_tkn4(unpacker: Unpacker) -> ssv_seal_cipher_tkn4:
    made = new(ssv_seal_cipher_tkn4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.ssct_ssv_seq, n1 = _u_II(buf, pos)
    pos += 8
    if n1:
        made.ssct_iv = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.ssct_iv = b""
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.ssct_encr_data = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.ssct_encr_data = b""
    (n3,) = _u_I(buf, pos)
    pos += 4
    if n3:
        made.ssct_hmac = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        made.ssct_hmac = b""
    unpacker.pos = pos
    return made


_T_ssv_seal_cipher_tkn4: Final = Record(ssv_seal_cipher_tkn4, _w_ssv_seal_cipher_tkn4, _r_ssv_seal_cipher_tkn4)


class RECLAIM_COMPLETE4args(XdrStruct):
    """Says that the client will reclaim no more (RFC 8881 section 18.51). CURRENT_FH: with rca_one_fs, any
    object of the file system.
    """

    __slots__ = ("rca_one_fs",)
    __match_args__ = ("rca_one_fs",)

    rca_one_fs: bool  # of the current file system only, after a migration

    def __init__(self, rca_one_fs: bool) -> None:
        self.rca_one_fs = rca_one_fs

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("rca_one_fs", BOOL),)


def _w_RECLAIM_COMPLETE4args(value: RECLAIM_COMPLETE4args, packer: Packer) -> None:
    packer.put(_p_I(1 if value.rca_one_fs else 0))


def _r_RECLAIM_COMPLETE4args(unpacker: Unpacker) -> RECLAIM_COMPLETE4args:
    made = new(RECLAIM_COMPLETE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_I(buf, pos)
    pos += 4
    made.rca_one_fs = BOOLS[v1]
    unpacker.pos = pos
    return made


_T_RECLAIM_COMPLETE4args: Final = Record(RECLAIM_COMPLETE4args, _w_RECLAIM_COMPLETE4args, _r_RECLAIM_COMPLETE4args)


class RECLAIM_COMPLETE4res(XdrStruct):
    """The result of RECLAIM_COMPLETE."""

    __slots__ = ("rcr_status",)
    __match_args__ = ("rcr_status",)

    rcr_status: nfsstat4

    def __init__(self, rcr_status: nfsstat4) -> None:
        self.rcr_status = rcr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("rcr_status", _T_nfsstat4),)


def _w_RECLAIM_COMPLETE4res(value: RECLAIM_COMPLETE4res, packer: Packer) -> None:
    v1 = value.rcr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_RECLAIM_COMPLETE4res(unpacker: Unpacker) -> RECLAIM_COMPLETE4res:
    made = new(RECLAIM_COMPLETE4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.rcr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_RECLAIM_COMPLETE4res: Final = Record(RECLAIM_COMPLETE4res, _w_RECLAIM_COMPLETE4res, _r_RECLAIM_COMPLETE4res)


class PUTFH4args(XdrStruct):
    """Sets the current filehandle (RFC 8881 section 18.19). CURRENT_FH: set."""

    __slots__ = ("object",)
    __match_args__ = ("object",)

    object: nfs_fh4

    def __init__(self, object: nfs_fh4) -> None:
        self.object = object

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("object", Opaque(128)),)


def _w_PUTFH4args(value: PUTFH4args, packer: Packer) -> None:
    v1 = value.object
    n2 = len(v1)
    if n2 > 128:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])


def _r_PUTFH4args(unpacker: Unpacker) -> PUTFH4args:
    made = new(PUTFH4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 128:
            raise UnhappyError
        made.object = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.object = b""
    unpacker.pos = pos
    return made


_T_PUTFH4args: Final = Record(PUTFH4args, _w_PUTFH4args, _r_PUTFH4args)


class PUTFH4res(XdrStruct):
    """The result of PUTFH."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_PUTFH4res(value: PUTFH4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_PUTFH4res(unpacker: Unpacker) -> PUTFH4res:
    made = new(PUTFH4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_PUTFH4res: Final = Record(PUTFH4res, _w_PUTFH4res, _r_PUTFH4res)


class PUTPUBFH4res(XdrStruct):
    """Goes to the public filehandle (RFC 8881 section 18.20). CURRENT_FH: set."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_PUTPUBFH4res(value: PUTPUBFH4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_PUTPUBFH4res(unpacker: Unpacker) -> PUTPUBFH4res:
    made = new(PUTPUBFH4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_PUTPUBFH4res: Final = Record(PUTPUBFH4res, _w_PUTPUBFH4res, _r_PUTPUBFH4res)


class PUTROOTFH4res(XdrStruct):
    """Goes to the root of the server's name space (RFC 8881 section 18.21). CURRENT_FH: set."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_PUTROOTFH4res(value: PUTROOTFH4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_PUTROOTFH4res(unpacker: Unpacker) -> PUTROOTFH4res:
    made = new(PUTROOTFH4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_PUTROOTFH4res: Final = Record(PUTROOTFH4res, _w_PUTROOTFH4res, _r_PUTROOTFH4res)


class GETFH4resok(XdrStruct):
    """Tells the current filehandle (RFC 8881 section 18.8). CURRENT_FH: any."""

    __slots__ = ("object",)
    __match_args__ = ("object",)

    object: nfs_fh4

    def __init__(self, object: nfs_fh4) -> None:
        self.object = object

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("object", Opaque(128)),)


def _w_GETFH4resok(value: GETFH4resok, packer: Packer) -> None:
    v1 = value.object
    n2 = len(v1)
    if n2 > 128:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])


def _r_GETFH4resok(unpacker: Unpacker) -> GETFH4resok:
    made = new(GETFH4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 128:
            raise UnhappyError
        made.object = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.object = b""
    unpacker.pos = pos
    return made


_T_GETFH4resok: Final = Record(GETFH4resok, _w_GETFH4resok, _r_GETFH4resok)


class GETFH4res(XdrUnion):
    """The result of GETFH."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: GETFH4resok | None
    resok4: ArmOf[GETFH4resok] = ArmOf()

    def __init__(self, status: int, value: GETFH4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_GETFH4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_GETFH4res(value: GETFH4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.object
        n2 = len(v1)
        if n2 > 128:
            raise UnhappyError
        packer.put(_p_iI(0, n2) + v1 + PAD[n2 & 3])
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_GETFH4res(unpacker: Unpacker) -> GETFH4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_GETFH4res(unpacker, choice)


def _a_GETFH4res(unpacker: Unpacker, choice: int) -> GETFH4res:
    made = new(GETFH4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(GETFH4resok)
        (n2,) = _u_I(buf, pos)
        pos += 4
        if n2:
            if n2 > 128:
                raise UnhappyError
            o1.object = buf[pos : pos + n2]
            pos += (n2 + 3) & -4
        else:
            o1.object = b""
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_GETFH4res: Final = Record(GETFH4res, _w_GETFH4res, _r_GETFH4res)


class SAVEFH4res(XdrStruct):
    """Saves the current filehandle (RFC 8881 section 18.28). CURRENT_FH: any."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_SAVEFH4res(value: SAVEFH4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_SAVEFH4res(unpacker: Unpacker) -> SAVEFH4res:
    made = new(SAVEFH4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_SAVEFH4res: Final = Record(SAVEFH4res, _w_SAVEFH4res, _r_SAVEFH4res)


class RESTOREFH4res(XdrStruct):
    """Makes the saved filehandle the current one (RFC 8881 section 18.27). SAVED_FH: any."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_RESTOREFH4res(value: RESTOREFH4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_RESTOREFH4res(unpacker: Unpacker) -> RESTOREFH4res:
    made = new(RESTOREFH4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_RESTOREFH4res: Final = Record(RESTOREFH4res, _w_RESTOREFH4res, _r_RESTOREFH4res)
ACCESS4_READ: Final = 1
"""read data or a directory"""
ACCESS4_LOOKUP: Final = 2
"""look up in a directory"""
ACCESS4_MODIFY: Final = 4
"""change data or entries"""
ACCESS4_EXTEND: Final = 8
"""add data or entries"""
ACCESS4_DELETE: Final = 16
"""remove an entry"""
ACCESS4_EXECUTE: Final = 32
"""execute a file"""


class ACCESS4args(XdrStruct):
    """Asks which of some rights the caller has (RFC 8881 section 18.1). CURRENT_FH: the object."""

    __slots__ = ("access",)
    __match_args__ = ("access",)

    access: int

    def __init__(self, access: int) -> None:
        self.access = access

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("access", UINT),)


def _w_ACCESS4args(value: ACCESS4args, packer: Packer) -> None:
    packer.put(_p_I(value.access))


def _r_ACCESS4args(unpacker: Unpacker) -> ACCESS4args:
    made = new(ACCESS4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.access,) = _u_I(buf, pos)
    unpacker.pos = pos + 4
    return made


_T_ACCESS4args: Final = Record(ACCESS4args, _w_ACCESS4args, _r_ACCESS4args)


class ACCESS4resok(XdrStruct):
    """The result of ACCESS if it succeeded."""

    __slots__ = ("supported", "access")
    __match_args__ = ("supported", "access")

    supported: int
    access: int

    def __init__(self, supported: int, access: int) -> None:
        self.supported = supported
        self.access = access

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("supported", UINT), ("access", UINT),)


def _w_ACCESS4resok(value: ACCESS4resok, packer: Packer) -> None:
    packer.put(_p_II(value.supported, value.access))


def _r_ACCESS4resok(unpacker: Unpacker) -> ACCESS4resok:
    made = new(ACCESS4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.supported, made.access = _u_II(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_ACCESS4resok: Final = Record(ACCESS4resok, _w_ACCESS4resok, _r_ACCESS4resok)


class ACCESS4res(XdrUnion):
    """The result of ACCESS."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: ACCESS4resok | None
    resok4: ArmOf[ACCESS4resok] = ArmOf()

    def __init__(self, status: int, value: ACCESS4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_ACCESS4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_ACCESS4res(value: ACCESS4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_iII(0, arm.supported, arm.access))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_ACCESS4res(unpacker: Unpacker) -> ACCESS4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_ACCESS4res(unpacker, choice)


def _a_ACCESS4res(unpacker: Unpacker, choice: int) -> ACCESS4res:
    made = new(ACCESS4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(ACCESS4resok)
        o1.supported, o1.access = _u_II(buf, pos)
        unpacker.pos = pos + 8
    else:
        made.value = None
    return made


_T_ACCESS4res: Final = Record(ACCESS4res, _w_ACCESS4res, _r_ACCESS4res)


class LOOKUP4args(XdrStruct):
    """Finds a name (RFC 8881 section 18.13). CURRENT_FH: the directory, then the object."""

    __slots__ = ("objname",)
    __match_args__ = ("objname",)

    objname: component4

    def __init__(self, objname: component4) -> None:
        self.objname = objname

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("objname", Opaque()),)


def _w_LOOKUP4args(value: LOOKUP4args, packer: Packer) -> None:
    v1 = value.objname
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_LOOKUP4args(unpacker: Unpacker) -> LOOKUP4args:
    made = new(LOOKUP4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.objname = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.objname = b""
    unpacker.pos = pos
    return made


_T_LOOKUP4args: Final = Record(LOOKUP4args, _w_LOOKUP4args, _r_LOOKUP4args)


class LOOKUP4res(XdrStruct):
    """The result of LOOKUP."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_LOOKUP4res(value: LOOKUP4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_LOOKUP4res(unpacker: Unpacker) -> LOOKUP4res:
    made = new(LOOKUP4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_LOOKUP4res: Final = Record(LOOKUP4res, _w_LOOKUP4res, _r_LOOKUP4res)


class LOOKUPP4res(XdrStruct):
    """Goes up by one directory (RFC 8881 section 18.14). CURRENT_FH: a directory, then its parent."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_LOOKUPP4res(value: LOOKUPP4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_LOOKUPP4res(unpacker: Unpacker) -> LOOKUPP4res:
    made = new(LOOKUPP4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_LOOKUPP4res: Final = Record(LOOKUPP4res, _w_LOOKUPP4res, _r_LOOKUPP4res)


class createtype4(XdrUnion):
    """What CREATE makes. A regular file is for OPEN, and NFS4ERR_BADTYPE here."""

    __slots__ = ("type", "value")
    __match_args__ = ("type", "value")

    type: nfs_ftype4
    value: linktext4 | specdata4 | None
    linkdata: ArmOf[linktext4] = ArmOf()
    devdata: ArmOf[specdata4] = ArmOf()

    def __init__(self, type: int, value: linktext4 | specdata4 | None = None) -> None:
        self.type = _E_nfs_ftype4.get(type, type)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("type", _T_nfs_ftype4)
    XDR_ARMS = {5: ("linkdata", Opaque()), 3: ("devdata", _T_specdata4), 4: ("devdata", _T_specdata4), 6: ("", VOID), 7: ("", VOID), 2: ("", VOID)}
    XDR_DEFAULT = ("", VOID)


def _w_createtype4(value: createtype4, packer: Packer) -> None:
    choice = value.type
    arm: Any = value.value
    if choice == 5:
        n1 = len(arm)
        packer.put(_p_iI(5, n1))
        packer.put(arm + PAD[n1 & 3])
    elif choice in (3, 4):
        packer.put(_p_iII(choice, arm.specdata1, arm.specdata2))
    elif choice in (6, 7, 2):
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    elif choice in _E_nfs_ftype4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_createtype4(unpacker: Unpacker) -> createtype4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_createtype4(unpacker, choice)


def _a_createtype4(unpacker: Unpacker, choice: int) -> createtype4:
    made = new(createtype4)
    made.type = _E_nfs_ftype4[choice]
    if choice == 5:
        buf = unpacker.buf
        pos = unpacker.pos
        (n1,) = _u_I(buf, pos)
        pos += 4
        if n1:
            made.value = buf[pos : pos + n1]
            pos += (n1 + 3) & -4
        else:
            made.value = b""
        unpacker.pos = pos
    elif choice in (3, 4):
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o2 = new(specdata4)
        o2.specdata1, o2.specdata2 = _u_II(buf, pos)
        unpacker.pos = pos + 8
    elif choice in (6, 7, 2):
        made.value = None
    else:
        made.value = None
    return made


_T_createtype4: Final = Record(createtype4, _w_createtype4, _r_createtype4)


class CREATE4args(XdrStruct):
    """Makes an object that is not a regular file (RFC 8881 section 18.4). CURRENT_FH: the directory, then
    the new object.
    """

    __slots__ = ("objtype", "objname", "createattrs")
    __match_args__ = ("objtype", "objname", "createattrs")

    objtype: createtype4
    objname: component4
    createattrs: fattr4

    def __init__(self, objtype: createtype4, objname: component4, createattrs: fattr4) -> None:
        self.objtype = objtype
        self.objname = objname
        self.createattrs = createattrs

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("objtype", _T_createtype4), ("objname", Opaque()), ("createattrs", _T_fattr4),)


def _w_CREATE4args(value: CREATE4args, packer: Packer) -> None:
    _w_createtype4(value.objtype, packer)
    v1 = value.objname
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    _w_fattr4(value.createattrs, packer)


def _r_CREATE4args(unpacker: Unpacker) -> CREATE4args:
    made = new(CREATE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    unpacker.pos = pos + 4
    made.objtype = _a_createtype4(unpacker, v1)
    pos = unpacker.pos
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.objname = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.objname = b""
    unpacker.pos = pos
    made.createattrs = _r_fattr4(unpacker)
    return made


_T_CREATE4args: Final = Record(CREATE4args, _w_CREATE4args, _r_CREATE4args)


class CREATE4resok(XdrStruct):
    """The result of CREATE if it succeeded."""

    __slots__ = ("cinfo", "attrset")
    __match_args__ = ("cinfo", "attrset")

    cinfo: change_info4
    attrset: bitmap4

    def __init__(self, cinfo: change_info4, attrset: bitmap4) -> None:
        self.cinfo = cinfo
        self.attrset = attrset

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("cinfo", _T_change_info4), ("attrset", Array(UINT)),)


def _w_CREATE4resok(value: CREATE4resok, packer: Packer) -> None:
    v1 = value.cinfo
    v2 = value.attrset
    n3 = len(v2)
    packer.put(_p_IQQI(1 if v1.atomic else 0, v1.before, v1.after, n3) + words(n3).pack(*v2))


def _r_CREATE4resok(unpacker: Unpacker) -> CREATE4resok:
    made = new(CREATE4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cinfo = o1 = new(change_info4)
    v2, o1.before, o1.after, n3 = _u_IQQI(buf, pos)
    pos += 24
    o1.atomic = BOOLS[v2]
    made.attrset = list(words(n3).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n3)
    return made


_T_CREATE4resok: Final = Record(CREATE4resok, _w_CREATE4resok, _r_CREATE4resok)


class CREATE4res(XdrUnion):
    """The result of CREATE."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: CREATE4resok | None
    resok4: ArmOf[CREATE4resok] = ArmOf()

    def __init__(self, status: int, value: CREATE4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_CREATE4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_CREATE4res(value: CREATE4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_CREATE4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_CREATE4res(unpacker: Unpacker) -> CREATE4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_CREATE4res(unpacker, choice)


def _a_CREATE4res(unpacker: Unpacker, choice: int) -> CREATE4res:
    made = new(CREATE4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_CREATE4resok(unpacker)
    else:
        made.value = None
    return made


_T_CREATE4res: Final = Record(CREATE4res, _w_CREATE4res, _r_CREATE4res)


class LINK4args(XdrStruct):
    """Makes a hard link (RFC 8881 section 18.9). SAVED_FH: the object; CURRENT_FH: the directory of the
    new name.
    """

    __slots__ = ("newname",)
    __match_args__ = ("newname",)

    newname: component4

    def __init__(self, newname: component4) -> None:
        self.newname = newname

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("newname", Opaque()),)


def _w_LINK4args(value: LINK4args, packer: Packer) -> None:
    v1 = value.newname
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_LINK4args(unpacker: Unpacker) -> LINK4args:
    made = new(LINK4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.newname = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.newname = b""
    unpacker.pos = pos
    return made


_T_LINK4args: Final = Record(LINK4args, _w_LINK4args, _r_LINK4args)


class LINK4resok(XdrStruct):
    """The result of LINK if it succeeded."""

    __slots__ = ("cinfo",)
    __match_args__ = ("cinfo",)

    cinfo: change_info4

    def __init__(self, cinfo: change_info4) -> None:
        self.cinfo = cinfo

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("cinfo", _T_change_info4),)


def _w_LINK4resok(value: LINK4resok, packer: Packer) -> None:
    v1 = value.cinfo
    packer.put(_p_IQQ(1 if v1.atomic else 0, v1.before, v1.after))


def _r_LINK4resok(unpacker: Unpacker) -> LINK4resok:
    made = new(LINK4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cinfo = o1 = new(change_info4)
    v2, o1.before, o1.after = _u_IQQ(buf, pos)
    pos += 20
    o1.atomic = BOOLS[v2]
    unpacker.pos = pos
    return made


_T_LINK4resok: Final = Record(LINK4resok, _w_LINK4resok, _r_LINK4resok)


class LINK4res(XdrUnion):
    """The result of LINK."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: LINK4resok | None
    resok4: ArmOf[LINK4resok] = ArmOf()

    def __init__(self, status: int, value: LINK4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_LINK4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_LINK4res(value: LINK4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.cinfo
        packer.put(_p_iIQQ(0, 1 if v1.atomic else 0, v1.before, v1.after))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_LINK4res(unpacker: Unpacker) -> LINK4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_LINK4res(unpacker, choice)


def _a_LINK4res(unpacker: Unpacker, choice: int) -> LINK4res:
    made = new(LINK4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(LINK4resok)
        o1.cinfo = o2 = new(change_info4)
        v3, o2.before, o2.after = _u_IQQ(buf, pos)
        pos += 20
        o2.atomic = BOOLS[v3]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_LINK4res: Final = Record(LINK4res, _w_LINK4res, _r_LINK4res)


class REMOVE4args(XdrStruct):
    """Removes a name (RFC 8881 section 18.25). CURRENT_FH: the directory."""

    __slots__ = ("target",)
    __match_args__ = ("target",)

    target: component4

    def __init__(self, target: component4) -> None:
        self.target = target

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("target", Opaque()),)


def _w_REMOVE4args(value: REMOVE4args, packer: Packer) -> None:
    v1 = value.target
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_REMOVE4args(unpacker: Unpacker) -> REMOVE4args:
    made = new(REMOVE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.target = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.target = b""
    unpacker.pos = pos
    return made


_T_REMOVE4args: Final = Record(REMOVE4args, _w_REMOVE4args, _r_REMOVE4args)


class REMOVE4resok(XdrStruct):
    """The result of REMOVE if it succeeded."""

    __slots__ = ("cinfo",)
    __match_args__ = ("cinfo",)

    cinfo: change_info4

    def __init__(self, cinfo: change_info4) -> None:
        self.cinfo = cinfo

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("cinfo", _T_change_info4),)


def _w_REMOVE4resok(value: REMOVE4resok, packer: Packer) -> None:
    v1 = value.cinfo
    packer.put(_p_IQQ(1 if v1.atomic else 0, v1.before, v1.after))


def _r_REMOVE4resok(unpacker: Unpacker) -> REMOVE4resok:
    made = new(REMOVE4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cinfo = o1 = new(change_info4)
    v2, o1.before, o1.after = _u_IQQ(buf, pos)
    pos += 20
    o1.atomic = BOOLS[v2]
    unpacker.pos = pos
    return made


_T_REMOVE4resok: Final = Record(REMOVE4resok, _w_REMOVE4resok, _r_REMOVE4resok)


class REMOVE4res(XdrUnion):
    """The result of REMOVE."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: REMOVE4resok | None
    resok4: ArmOf[REMOVE4resok] = ArmOf()

    def __init__(self, status: int, value: REMOVE4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_REMOVE4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_REMOVE4res(value: REMOVE4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.cinfo
        packer.put(_p_iIQQ(0, 1 if v1.atomic else 0, v1.before, v1.after))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_REMOVE4res(unpacker: Unpacker) -> REMOVE4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_REMOVE4res(unpacker, choice)


def _a_REMOVE4res(unpacker: Unpacker, choice: int) -> REMOVE4res:
    made = new(REMOVE4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(REMOVE4resok)
        o1.cinfo = o2 = new(change_info4)
        v3, o2.before, o2.after = _u_IQQ(buf, pos)
        pos += 20
        o2.atomic = BOOLS[v3]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_REMOVE4res: Final = Record(REMOVE4res, _w_REMOVE4res, _r_REMOVE4res)


class RENAME4args(XdrStruct):
    """Moves a name (RFC 8881 section 18.26). SAVED_FH: the directory it leaves; CURRENT_FH: the one it
    enters.
    """

    __slots__ = ("oldname", "newname")
    __match_args__ = ("oldname", "newname")

    oldname: component4
    newname: component4

    def __init__(self, oldname: component4, newname: component4) -> None:
        self.oldname = oldname
        self.newname = newname

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("oldname", Opaque()), ("newname", Opaque()),)


def _w_RENAME4args(value: RENAME4args, packer: Packer) -> None:
    v1 = value.oldname
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.newname
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_RENAME4args(unpacker: Unpacker) -> RENAME4args:
    made = new(RENAME4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.oldname = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.oldname = b""
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.newname = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.newname = b""
    unpacker.pos = pos
    return made


_T_RENAME4args: Final = Record(RENAME4args, _w_RENAME4args, _r_RENAME4args)


class RENAME4resok(XdrStruct):
    """The result of RENAME if it succeeded."""

    __slots__ = ("source_cinfo", "target_cinfo")
    __match_args__ = ("source_cinfo", "target_cinfo")

    source_cinfo: change_info4
    target_cinfo: change_info4

    def __init__(self, source_cinfo: change_info4, target_cinfo: change_info4) -> None:
        self.source_cinfo = source_cinfo
        self.target_cinfo = target_cinfo

    XDR_MIN_SIZE = 40
    XDR_FIELDS = (("source_cinfo", _T_change_info4), ("target_cinfo", _T_change_info4),)


def _w_RENAME4resok(value: RENAME4resok, packer: Packer) -> None:
    v1 = value.source_cinfo
    v2 = value.target_cinfo
    packer.put(_p_IQQIQQ(1 if v1.atomic else 0, v1.before, v1.after, 1 if v2.atomic else 0, v2.before, v2.after))


def _r_RENAME4resok(unpacker: Unpacker) -> RENAME4resok:
    made = new(RENAME4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.source_cinfo = o1 = new(change_info4)
    made.target_cinfo = o3 = new(change_info4)
    v2, o1.before, o1.after, v4, o3.before, o3.after = _u_IQQIQQ(buf, pos)
    pos += 40
    o1.atomic = BOOLS[v2]
    o3.atomic = BOOLS[v4]
    unpacker.pos = pos
    return made


_T_RENAME4resok: Final = Record(RENAME4resok, _w_RENAME4resok, _r_RENAME4resok)


class RENAME4res(XdrUnion):
    """The result of RENAME."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: RENAME4resok | None
    resok4: ArmOf[RENAME4resok] = ArmOf()

    def __init__(self, status: int, value: RENAME4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_RENAME4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_RENAME4res(value: RENAME4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.source_cinfo
        v2 = arm.target_cinfo
        packer.put(_p_iIQQIQQ(0, 1 if v1.atomic else 0, v1.before, v1.after, 1 if v2.atomic else 0, v2.before, v2.after))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_RENAME4res(unpacker: Unpacker) -> RENAME4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_RENAME4res(unpacker, choice)


def _a_RENAME4res(unpacker: Unpacker, choice: int) -> RENAME4res:
    made = new(RENAME4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(RENAME4resok)
        o1.source_cinfo = o2 = new(change_info4)
        o1.target_cinfo = o4 = new(change_info4)
        v3, o2.before, o2.after, v5, o4.before, o4.after = _u_IQQIQQ(buf, pos)
        pos += 40
        o2.atomic = BOOLS[v3]
        o4.atomic = BOOLS[v5]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_RENAME4res: Final = Record(RENAME4res, _w_RENAME4res, _r_RENAME4res)


class READLINK4resok(XdrStruct):
    """Reads where a symbolic link points (RFC 8881 section 18.24). CURRENT_FH: the link."""

    __slots__ = ("link",)
    __match_args__ = ("link",)

    link: linktext4

    def __init__(self, link: linktext4) -> None:
        self.link = link

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("link", Opaque()),)


def _w_READLINK4resok(value: READLINK4resok, packer: Packer) -> None:
    v1 = value.link
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_READLINK4resok(unpacker: Unpacker) -> READLINK4resok:
    made = new(READLINK4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.link = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.link = b""
    unpacker.pos = pos
    return made


_T_READLINK4resok: Final = Record(READLINK4resok, _w_READLINK4resok, _r_READLINK4resok)


class READLINK4res(XdrUnion):
    """The result of READLINK."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: READLINK4resok | None
    resok4: ArmOf[READLINK4resok] = ArmOf()

    def __init__(self, status: int, value: READLINK4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_READLINK4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_READLINK4res(value: READLINK4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.link
        n2 = len(v1)
        packer.put(_p_iI(0, n2))
        packer.put(v1 + PAD[n2 & 3])
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_READLINK4res(unpacker: Unpacker) -> READLINK4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_READLINK4res(unpacker, choice)


def _a_READLINK4res(unpacker: Unpacker, choice: int) -> READLINK4res:
    made = new(READLINK4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(READLINK4resok)
        (n2,) = _u_I(buf, pos)
        pos += 4
        if n2:
            o1.link = buf[pos : pos + n2]
            pos += (n2 + 3) & -4
        else:
            o1.link = b""
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_READLINK4res: Final = Record(READLINK4res, _w_READLINK4res, _r_READLINK4res)


class OPENATTR4args(XdrStruct):
    """Finds the directory of named attributes (RFC 8881 section 18.17). CURRENT_FH: the object, then that
    directory.
    """

    __slots__ = ("createdir",)
    __match_args__ = ("createdir",)

    createdir: bool

    def __init__(self, createdir: bool) -> None:
        self.createdir = createdir

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("createdir", BOOL),)


def _w_OPENATTR4args(value: OPENATTR4args, packer: Packer) -> None:
    packer.put(_p_I(1 if value.createdir else 0))


def _r_OPENATTR4args(unpacker: Unpacker) -> OPENATTR4args:
    made = new(OPENATTR4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_I(buf, pos)
    pos += 4
    made.createdir = BOOLS[v1]
    unpacker.pos = pos
    return made


_T_OPENATTR4args: Final = Record(OPENATTR4args, _w_OPENATTR4args, _r_OPENATTR4args)


class OPENATTR4res(XdrStruct):
    """The result of OPENATTR."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_OPENATTR4res(value: OPENATTR4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_OPENATTR4res(unpacker: Unpacker) -> OPENATTR4res:
    made = new(OPENATTR4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_OPENATTR4res: Final = Record(OPENATTR4res, _w_OPENATTR4res, _r_OPENATTR4res)


class READDIR4args(XdrStruct):
    """Reads names from a directory, with attributes (RFC 8881 section 18.23). CURRENT_FH: the directory."""

    __slots__ = ("cookie", "cookieverf", "dircount", "maxcount", "attr_request")
    __match_args__ = ("cookie", "cookieverf", "dircount", "maxcount", "attr_request")

    cookie: nfs_cookie4  # 0: from the start
    cookieverf: verifier4
    dircount: count4  # bytes of names and cookies, a hint
    maxcount: count4  # bytes of READDIR4resok, a limit
    attr_request: bitmap4

    def __init__(self, cookie: nfs_cookie4, cookieverf: verifier4, dircount: count4, maxcount: count4, attr_request: bitmap4) -> None:
        self.cookie = cookie
        self.cookieverf = cookieverf
        self.dircount = dircount
        self.maxcount = maxcount
        self.attr_request = attr_request

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("cookie", UHYPER), ("cookieverf", Opaque(8, fixed=True)), ("dircount", UINT), ("maxcount", UINT), ("attr_request", Array(UINT)),)


def _w_READDIR4args(value: READDIR4args, packer: Packer) -> None:
    v1 = value.cookieverf
    if len(v1) != 8:
        raise UnhappyError
    v2 = value.attr_request
    n3 = len(v2)
    packer.put(_p_Q8sIII(value.cookie, v1, value.dircount, value.maxcount, n3) + words(n3).pack(*v2))


def _r_READDIR4args(unpacker: Unpacker) -> READDIR4args:
    made = new(READDIR4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cookie, made.cookieverf, made.dircount, made.maxcount, n1 = _u_Q8sIII(buf, pos)
    pos += 28
    made.attr_request = list(words(n1).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n1)
    return made


_T_READDIR4args: Final = Record(READDIR4args, _w_READDIR4args, _r_READDIR4args)


class entry4(XdrStruct):
    """One name. In Python the list of them is a list, and nextentry is not a field."""

    __slots__ = ("cookie", "name", "attrs")
    __match_args__ = ("cookie", "name", "attrs")

    cookie: nfs_cookie4
    name: component4
    attrs: fattr4

    def __init__(self, cookie: nfs_cookie4, name: component4, attrs: fattr4) -> None:
        self.cookie = cookie
        self.name = name
        self.attrs = attrs

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("cookie", UHYPER), ("name", Opaque()), ("attrs", _T_fattr4),)


def _w_entry4(value: entry4, packer: Packer) -> None:
    v1 = value.name
    n2 = len(v1)
    packer.put(_p_QI(value.cookie, n2))
    packer.put(v1 + PAD[n2 & 3])
    _w_fattr4(value.attrs, packer)


def _r_entry4(unpacker: Unpacker) -> entry4:
    made = new(entry4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cookie, n1 = _u_QI(buf, pos)
    pos += 12
    if n1:
        made.name = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.name = b""
    unpacker.pos = pos
    made.attrs = _r_fattr4(unpacker)
    return made


_T_entry4: Final = Record(entry4, _w_entry4, _r_entry4)


class dirlist4(XdrStruct):
    """Names, and whether there are no more."""

    __slots__ = ("entries", "eof")
    __match_args__ = ("entries", "eof")

    entries: list[entry4]
    eof: bool

    def __init__(self, entries: list[entry4], eof: bool) -> None:
        self.entries = entries
        self.eof = eof

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("entries", Chain(_T_entry4)), ("eof", BOOL),)


def _w_dirlist4(value: dirlist4, packer: Packer) -> None:
    for v1 in value.entries:
        packer.put(_p_I(1))
        _w_entry4(v1, packer)
    packer.put(_p_II(0, 1 if value.eof else 0))


def _r_dirlist4(unpacker: Unpacker) -> dirlist4:
    made = new(dirlist4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    l2: list[entry4] = []
    made.entries = l2
    while BOOLS[n1]:
        unpacker.pos = pos
        l2.append(_r_entry4(unpacker))
        pos = unpacker.pos
        (n1,) = _u_I(buf, pos)
        pos += 4
    (v3,) = _u_I(buf, pos)
    pos += 4
    made.eof = BOOLS[v3]
    unpacker.pos = pos
    return made


_T_dirlist4: Final = Record(dirlist4, _w_dirlist4, _r_dirlist4)


class READDIR4resok(XdrStruct):
    """The result of READDIR if it succeeded."""

    __slots__ = ("cookieverf", "reply")
    __match_args__ = ("cookieverf", "reply")

    cookieverf: verifier4
    reply: dirlist4

    def __init__(self, cookieverf: verifier4, reply: dirlist4) -> None:
        self.cookieverf = cookieverf
        self.reply = reply

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("cookieverf", Opaque(8, fixed=True)), ("reply", _T_dirlist4),)


def _w_READDIR4resok(value: READDIR4resok, packer: Packer) -> None:
    v1 = value.cookieverf
    if len(v1) != 8:
        raise UnhappyError
    packer.put(_p_8s(v1))
    _w_dirlist4(value.reply, packer)


def _r_READDIR4resok(unpacker: Unpacker) -> READDIR4resok:
    made = new(READDIR4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.cookieverf,) = _u_8s(buf, pos)
    unpacker.pos = pos + 8
    made.reply = _r_dirlist4(unpacker)
    return made


_T_READDIR4resok: Final = Record(READDIR4resok, _w_READDIR4resok, _r_READDIR4resok)


class READDIR4res(XdrUnion):
    """The result of READDIR."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: READDIR4resok | None
    resok4: ArmOf[READDIR4resok] = ArmOf()

    def __init__(self, status: int, value: READDIR4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_READDIR4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_READDIR4res(value: READDIR4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_READDIR4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_READDIR4res(unpacker: Unpacker) -> READDIR4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_READDIR4res(unpacker, choice)


def _a_READDIR4res(unpacker: Unpacker, choice: int) -> READDIR4res:
    made = new(READDIR4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_READDIR4resok(unpacker)
    else:
        made.value = None
    return made


_T_READDIR4res: Final = Record(READDIR4res, _w_READDIR4res, _r_READDIR4res)


class GETATTR4args(XdrStruct):
    """Reads attributes (RFC 8881 section 18.7). CURRENT_FH: the object."""

    __slots__ = ("attr_request",)
    __match_args__ = ("attr_request",)

    attr_request: bitmap4

    def __init__(self, attr_request: bitmap4) -> None:
        self.attr_request = attr_request

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("attr_request", Array(UINT)),)


def _w_GETATTR4args(value: GETATTR4args, packer: Packer) -> None:
    v1 = value.attr_request
    n2 = len(v1)
    packer.put(_p_I(n2) + words(n2).pack(*v1))


def _r_GETATTR4args(unpacker: Unpacker) -> GETATTR4args:
    made = new(GETATTR4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    made.attr_request = list(words(n1).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n1)
    return made


_T_GETATTR4args: Final = Record(GETATTR4args, _w_GETATTR4args, _r_GETATTR4args)


class GETATTR4resok(XdrStruct):
    """The result of GETATTR if it succeeded."""

    __slots__ = ("obj_attributes",)
    __match_args__ = ("obj_attributes",)

    obj_attributes: fattr4

    def __init__(self, obj_attributes: fattr4) -> None:
        self.obj_attributes = obj_attributes

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("obj_attributes", _T_fattr4),)


def _w_GETATTR4resok(value: GETATTR4resok, packer: Packer) -> None:
    _w_fattr4(value.obj_attributes, packer)


def _r_GETATTR4resok(unpacker: Unpacker) -> GETATTR4resok:
    made = new(GETATTR4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.obj_attributes = _r_fattr4(unpacker)
    return made


_T_GETATTR4resok: Final = Record(GETATTR4resok, _w_GETATTR4resok, _r_GETATTR4resok)


class GETATTR4res(XdrUnion):
    """The result of GETATTR."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: GETATTR4resok | None
    resok4: ArmOf[GETATTR4resok] = ArmOf()

    def __init__(self, status: int, value: GETATTR4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_GETATTR4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_GETATTR4res(value: GETATTR4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_GETATTR4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_GETATTR4res(unpacker: Unpacker) -> GETATTR4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_GETATTR4res(unpacker, choice)


def _a_GETATTR4res(unpacker: Unpacker, choice: int) -> GETATTR4res:
    made = new(GETATTR4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_GETATTR4resok(unpacker)
    else:
        made.value = None
    return made


_T_GETATTR4res: Final = Record(GETATTR4res, _w_GETATTR4res, _r_GETATTR4res)


class SETATTR4args(XdrStruct):
    """Sets attributes (RFC 8881 section 18.30). CURRENT_FH: the object."""

    __slots__ = ("stateid", "obj_attributes")
    __match_args__ = ("stateid", "obj_attributes")

    stateid: stateid4
    obj_attributes: fattr4

    def __init__(self, stateid: stateid4, obj_attributes: fattr4) -> None:
        self.stateid = stateid
        self.obj_attributes = obj_attributes

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("stateid", _T_stateid4), ("obj_attributes", _T_fattr4),)


def _w_SETATTR4args(value: SETATTR4args, packer: Packer) -> None:
    v1 = value.stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v1.seqid, v2))
    _w_fattr4(value.obj_attributes, packer)


def _r_SETATTR4args(unpacker: Unpacker) -> SETATTR4args:
    made = new(SETATTR4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.stateid = o1 = new(stateid4)
    o1.seqid, o1.other = _u_I12s(buf, pos)
    unpacker.pos = pos + 16
    made.obj_attributes = _r_fattr4(unpacker)
    return made


_T_SETATTR4args: Final = Record(SETATTR4args, _w_SETATTR4args, _r_SETATTR4args)


class SETATTR4res(XdrStruct):
    """The result of SETATTR."""

    __slots__ = ("status", "attrsset")
    __match_args__ = ("status", "attrsset")

    status: nfsstat4
    attrsset: bitmap4  # also after an error

    def __init__(self, status: nfsstat4, attrsset: bitmap4) -> None:
        self.status = status
        self.attrsset = attrsset

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("status", _T_nfsstat4), ("attrsset", Array(UINT)),)


def _w_SETATTR4res(value: SETATTR4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    v2 = value.attrsset
    n3 = len(v2)
    packer.put(_p_iI(v1, n3) + words(n3).pack(*v2))


def _r_SETATTR4res(unpacker: Unpacker) -> SETATTR4res:
    made = new(SETATTR4res)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.status = _E_nfsstat4[v1]
    made.attrsset = list(words(n2).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n2)
    return made


_T_SETATTR4res: Final = Record(SETATTR4res, _w_SETATTR4res, _r_SETATTR4res)


class VERIFY4args(XdrStruct):
    """Goes on only if all these attributes are the same (RFC 8881 section 18.31). CURRENT_FH: the object."""

    __slots__ = ("obj_attributes",)
    __match_args__ = ("obj_attributes",)

    obj_attributes: fattr4

    def __init__(self, obj_attributes: fattr4) -> None:
        self.obj_attributes = obj_attributes

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("obj_attributes", _T_fattr4),)


def _w_VERIFY4args(value: VERIFY4args, packer: Packer) -> None:
    _w_fattr4(value.obj_attributes, packer)


def _r_VERIFY4args(unpacker: Unpacker) -> VERIFY4args:
    made = new(VERIFY4args)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.obj_attributes = _r_fattr4(unpacker)
    return made


_T_VERIFY4args: Final = Record(VERIFY4args, _w_VERIFY4args, _r_VERIFY4args)


class VERIFY4res(XdrStruct):
    """The result of VERIFY."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_VERIFY4res(value: VERIFY4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_VERIFY4res(unpacker: Unpacker) -> VERIFY4res:
    made = new(VERIFY4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_VERIFY4res: Final = Record(VERIFY4res, _w_VERIFY4res, _r_VERIFY4res)


class NVERIFY4args(XdrStruct):
    """Goes on only if some attribute differs (RFC 8881 section 18.15). CURRENT_FH: the object."""

    __slots__ = ("obj_attributes",)
    __match_args__ = ("obj_attributes",)

    obj_attributes: fattr4

    def __init__(self, obj_attributes: fattr4) -> None:
        self.obj_attributes = obj_attributes

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("obj_attributes", _T_fattr4),)


def _w_NVERIFY4args(value: NVERIFY4args, packer: Packer) -> None:
    _w_fattr4(value.obj_attributes, packer)


def _r_NVERIFY4args(unpacker: Unpacker) -> NVERIFY4args:
    made = new(NVERIFY4args)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.obj_attributes = _r_fattr4(unpacker)
    return made


_T_NVERIFY4args: Final = Record(NVERIFY4args, _w_NVERIFY4args, _r_NVERIFY4args)


class NVERIFY4res(XdrStruct):
    """The result of NVERIFY."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_NVERIFY4res(value: NVERIFY4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_NVERIFY4res(unpacker: Unpacker) -> NVERIFY4res:
    made = new(NVERIFY4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_NVERIFY4res: Final = Record(NVERIFY4res, _w_NVERIFY4res, _r_NVERIFY4res)


class READ4args(XdrStruct):
    """Reads data (RFC 8881 section 18.22). CURRENT_FH: the file."""

    __slots__ = ("stateid", "offset", "count")
    __match_args__ = ("stateid", "offset", "count")

    stateid: stateid4
    offset: offset4
    count: count4  # bytes wanted

    def __init__(self, stateid: stateid4, offset: offset4, count: count4) -> None:
        self.stateid = stateid
        self.offset = offset
        self.count = count

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("stateid", _T_stateid4), ("offset", UHYPER), ("count", UINT),)


def _w_READ4args(value: READ4args, packer: Packer) -> None:
    v1 = value.stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12sQI(v1.seqid, v2, value.offset, value.count))


def _r_READ4args(unpacker: Unpacker) -> READ4args:
    made = new(READ4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.offset, made.count = _u_I12sQI(buf, pos)
    unpacker.pos = pos + 28
    return made


_T_READ4args: Final = Record(READ4args, _w_READ4args, _r_READ4args)


class READ4resok(XdrStruct):
    """The result of READ if it succeeded."""

    __slots__ = ("eof", "data")
    __match_args__ = ("eof", "data")

    eof: bool
    data: bytes

    def __init__(self, eof: bool, data: bytes) -> None:
        self.eof = eof
        self.data = data

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("eof", BOOL), ("data", Opaque()),)


def _w_READ4resok(value: READ4resok, packer: Packer) -> None:
    v1 = value.data
    n2 = len(v1)
    packer.put(_p_II(1 if value.eof else 0, n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_READ4resok(unpacker: Unpacker) -> READ4resok:
    made = new(READ4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_II(buf, pos)
    pos += 8
    made.eof = BOOLS[v1]
    if n2:
        made.data = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.data = b""
    unpacker.pos = pos
    return made


_T_READ4resok: Final = Record(READ4resok, _w_READ4resok, _r_READ4resok)


class READ4res(XdrUnion):
    """The result of READ."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: READ4resok | None
    resok4: ArmOf[READ4resok] = ArmOf()

    def __init__(self, status: int, value: READ4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_READ4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_READ4res(value: READ4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.data
        n2 = len(v1)
        packer.put(_p_iII(0, 1 if arm.eof else 0, n2))
        packer.put(v1 + PAD[n2 & 3])
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_READ4res(unpacker: Unpacker) -> READ4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_READ4res(unpacker, choice)


def _a_READ4res(unpacker: Unpacker, choice: int) -> READ4res:
    made = new(READ4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(READ4resok)
        v2, n3 = _u_II(buf, pos)
        pos += 8
        o1.eof = BOOLS[v2]
        if n3:
            o1.data = buf[pos : pos + n3]
            pos += (n3 + 3) & -4
        else:
            o1.data = b""
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_READ4res: Final = Record(READ4res, _w_READ4res, _r_READ4res)


class WRITE4args(XdrStruct):
    """Writes data (RFC 8881 section 18.32). CURRENT_FH: the file."""

    __slots__ = ("stateid", "offset", "stable", "data")
    __match_args__ = ("stateid", "offset", "stable", "data")

    stateid: stateid4
    offset: offset4
    stable: stable_how4
    data: bytes

    def __init__(self, stateid: stateid4, offset: offset4, stable: stable_how4, data: bytes) -> None:
        self.stateid = stateid
        self.offset = offset
        self.stable = stable
        self.data = data

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("stateid", _T_stateid4), ("offset", UHYPER), ("stable", _T_stable_how4), ("data", Opaque()),)


def _w_WRITE4args(value: WRITE4args, packer: Packer) -> None:
    v1 = value.stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.stable
    if v3 not in _E_stable_how4:
        raise UnhappyError
    v4 = value.data
    n5 = len(v4)
    packer.put(_p_I12sQiI(v1.seqid, v2, value.offset, v3, n5))
    packer.put(v4 + PAD[n5 & 3])


def _r_WRITE4args(unpacker: Unpacker) -> WRITE4args:
    made = new(WRITE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.offset, v2, n3 = _u_I12sQiI(buf, pos)
    pos += 32
    made.stable = _E_stable_how4[v2]
    if n3:
        made.data = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        made.data = b""
    unpacker.pos = pos
    return made


_T_WRITE4args: Final = Record(WRITE4args, _w_WRITE4args, _r_WRITE4args)


class WRITE4resok(XdrStruct):
    """The result of WRITE if it succeeded."""

    __slots__ = ("count", "committed", "writeverf")
    __match_args__ = ("count", "committed", "writeverf")

    count: count4  # bytes written
    committed: stable_how4
    writeverf: verifier4  # changes when unstable data may be lost

    def __init__(self, count: count4, committed: stable_how4, writeverf: verifier4) -> None:
        self.count = count
        self.committed = committed
        self.writeverf = writeverf

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("count", UINT), ("committed", _T_stable_how4), ("writeverf", Opaque(8, fixed=True)),)


def _w_WRITE4resok(value: WRITE4resok, packer: Packer) -> None:
    v1 = value.committed
    if v1 not in _E_stable_how4:
        raise UnhappyError
    v2 = value.writeverf
    if len(v2) != 8:
        raise UnhappyError
    packer.put(_p_Ii8s(value.count, v1, v2))


def _r_WRITE4resok(unpacker: Unpacker) -> WRITE4resok:
    made = new(WRITE4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.count, v1, made.writeverf = _u_Ii8s(buf, pos)
    pos += 16
    made.committed = _E_stable_how4[v1]
    unpacker.pos = pos
    return made


_T_WRITE4resok: Final = Record(WRITE4resok, _w_WRITE4resok, _r_WRITE4resok)


class WRITE4res(XdrUnion):
    """The result of WRITE."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: WRITE4resok | None
    resok4: ArmOf[WRITE4resok] = ArmOf()

    def __init__(self, status: int, value: WRITE4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_WRITE4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_WRITE4res(value: WRITE4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.committed
        if v1 not in _E_stable_how4:
            raise UnhappyError
        v2 = arm.writeverf
        if len(v2) != 8:
            raise UnhappyError
        packer.put(_p_iIi8s(0, arm.count, v1, v2))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_WRITE4res(unpacker: Unpacker) -> WRITE4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_WRITE4res(unpacker, choice)


def _a_WRITE4res(unpacker: Unpacker, choice: int) -> WRITE4res:
    made = new(WRITE4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(WRITE4resok)
        o1.count, v2, o1.writeverf = _u_Ii8s(buf, pos)
        pos += 16
        o1.committed = _E_stable_how4[v2]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_WRITE4res: Final = Record(WRITE4res, _w_WRITE4res, _r_WRITE4res)


class COMMIT4args(XdrStruct):
    """Brings data that were written UNSTABLE4 to stable storage (RFC 8881 section 18.3). CURRENT_FH: the
    file.
    """

    __slots__ = ("offset", "count")
    __match_args__ = ("offset", "count")

    offset: offset4
    count: count4

    def __init__(self, offset: offset4, count: count4) -> None:
        self.offset = offset
        self.count = count

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("offset", UHYPER), ("count", UINT),)


def _w_COMMIT4args(value: COMMIT4args, packer: Packer) -> None:
    packer.put(_p_QI(value.offset, value.count))


def _r_COMMIT4args(unpacker: Unpacker) -> COMMIT4args:
    made = new(COMMIT4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.offset, made.count = _u_QI(buf, pos)
    unpacker.pos = pos + 12
    return made


_T_COMMIT4args: Final = Record(COMMIT4args, _w_COMMIT4args, _r_COMMIT4args)


class COMMIT4resok(XdrStruct):
    """The result of COMMIT if it succeeded."""

    __slots__ = ("writeverf",)
    __match_args__ = ("writeverf",)

    writeverf: verifier4

    def __init__(self, writeverf: verifier4) -> None:
        self.writeverf = writeverf

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("writeverf", Opaque(8, fixed=True)),)


def _w_COMMIT4resok(value: COMMIT4resok, packer: Packer) -> None:
    v1 = value.writeverf
    if len(v1) != 8:
        raise UnhappyError
    packer.put(_p_8s(v1))


def _r_COMMIT4resok(unpacker: Unpacker) -> COMMIT4resok:
    made = new(COMMIT4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.writeverf,) = _u_8s(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_COMMIT4resok: Final = Record(COMMIT4resok, _w_COMMIT4resok, _r_COMMIT4resok)


class COMMIT4res(XdrUnion):
    """The result of COMMIT."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: COMMIT4resok | None
    resok4: ArmOf[COMMIT4resok] = ArmOf()

    def __init__(self, status: int, value: COMMIT4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_COMMIT4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_COMMIT4res(value: COMMIT4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.writeverf
        if len(v1) != 8:
            raise UnhappyError
        packer.put(_p_i8s(0, v1))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_COMMIT4res(unpacker: Unpacker) -> COMMIT4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_COMMIT4res(unpacker, choice)


def _a_COMMIT4res(unpacker: Unpacker, choice: int) -> COMMIT4res:
    made = new(COMMIT4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(COMMIT4resok)
        (o1.writeverf,) = _u_8s(buf, pos)
        unpacker.pos = pos + 8
    else:
        made.value = None
    return made


_T_COMMIT4res: Final = Record(COMMIT4res, _w_COMMIT4res, _r_COMMIT4res)


class SECINFO4args(XdrStruct):
    """Asks which security a name accepts (RFC 8881 section 18.29). CURRENT_FH: the directory; consumed."""

    __slots__ = ("name",)
    __match_args__ = ("name",)

    name: component4

    def __init__(self, name: component4) -> None:
        self.name = name

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("name", Opaque()),)


def _w_SECINFO4args(value: SECINFO4args, packer: Packer) -> None:
    v1 = value.name
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_SECINFO4args(unpacker: Unpacker) -> SECINFO4args:
    made = new(SECINFO4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.name = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.name = b""
    unpacker.pos = pos
    return made


_T_SECINFO4args: Final = Record(SECINFO4args, _w_SECINFO4args, _r_SECINFO4args)


class rpcsec_gss_info(XdrStruct):
    """A GSS mechanism, quality and service."""

    __slots__ = ("oid", "qop", "service")
    __match_args__ = ("oid", "qop", "service")

    oid: sec_oid4
    qop: qop4
    service: rpc_gss_svc_t

    def __init__(self, oid: sec_oid4, qop: qop4, service: rpc_gss_svc_t) -> None:
        self.oid = oid
        self.qop = qop
        self.service = service

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("oid", Opaque()), ("qop", UINT), ("service", _T_rpc_gss_svc_t),)


def _w_rpcsec_gss_info(value: rpcsec_gss_info, packer: Packer) -> None:
    v1 = value.oid
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.service
    if v3 not in _E_rpc_gss_svc_t:
        raise UnhappyError
    packer.put(_p_Ii(value.qop, v3))


def _r_rpcsec_gss_info(unpacker: Unpacker) -> rpcsec_gss_info:
    made = new(rpcsec_gss_info)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.oid = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.oid = b""
    made.qop, v2 = _u_Ii(buf, pos)
    pos += 8
    made.service = _E_rpc_gss_svc_t[v2]
    unpacker.pos = pos
    return made


_T_rpcsec_gss_info: Final = Record(rpcsec_gss_info, _w_rpcsec_gss_info, _r_rpcsec_gss_info)


class secinfo4(XdrUnion):
    """A flavor, with details if it is GSS."""

    __slots__ = ("flavor", "value")
    __match_args__ = ("flavor", "value")

    flavor: int
    value: rpcsec_gss_info | None
    flavor_info: ArmOf[rpcsec_gss_info] = ArmOf()

    def __init__(self, flavor: int, value: rpcsec_gss_info | None = None) -> None:
        self.flavor = flavor
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("flavor", UINT)
    XDR_ARMS = {6: ("flavor_info", _T_rpcsec_gss_info)}
    XDR_DEFAULT = ("", VOID)


def _w_secinfo4(value: secinfo4, packer: Packer) -> None:
    choice = value.flavor
    arm: Any = value.value
    if choice == 6:
        v1 = arm.oid
        n2 = len(v1)
        packer.put(_p_II(6, n2))
        packer.put(v1 + PAD[n2 & 3])
        v3 = arm.service
        if v3 not in _E_rpc_gss_svc_t:
            raise UnhappyError
        packer.put(_p_Ii(arm.qop, v3))
    else:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_I(choice))


def _r_secinfo4(unpacker: Unpacker) -> secinfo4:
    (choice,) = _u_I(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_secinfo4(unpacker, choice)


def _a_secinfo4(unpacker: Unpacker, choice: int) -> secinfo4:
    made = new(secinfo4)
    made.flavor = choice
    if choice == 6:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(rpcsec_gss_info)
        (n2,) = _u_I(buf, pos)
        pos += 4
        if n2:
            o1.oid = buf[pos : pos + n2]
            pos += (n2 + 3) & -4
        else:
            o1.oid = b""
        o1.qop, v3 = _u_Ii(buf, pos)
        pos += 8
        o1.service = _E_rpc_gss_svc_t[v3]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_secinfo4: Final = Record(secinfo4, _w_secinfo4, _r_secinfo4)
SECINFO4resok: TypeAlias = list[secinfo4]
"""best first"""


class SECINFO4res(XdrUnion):
    """The result of SECINFO; the current filehandle is gone if it succeeded."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: SECINFO4resok | None
    resok4: ArmOf[SECINFO4resok] = ArmOf()

    def __init__(self, status: int, value: SECINFO4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", Array(_T_secinfo4))}
    XDR_DEFAULT = ("", VOID)


def _w_SECINFO4res(value: SECINFO4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        n1 = len(arm)
        packer.put(_p_iI(0, n1))
        for v2 in arm:
            _w_secinfo4(v2, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_SECINFO4res(unpacker: Unpacker) -> SECINFO4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_SECINFO4res(unpacker, choice)


def _a_SECINFO4res(unpacker: Unpacker, choice: int) -> SECINFO4res:
    made = new(SECINFO4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        (n1,) = _u_I(buf, pos)
        unpacker.pos = pos + 4
        made.value = [_r_secinfo4(unpacker) for _ in range(n1)]
    else:
        made.value = None
    return made


_T_SECINFO4res: Final = Record(SECINFO4res, _w_SECINFO4res, _r_SECINFO4res)


class secinfo_style4(IntEnum):
    """Which object is asked about."""

    SECINFO_STYLE4_CURRENT_FH = 0
    SECINFO_STYLE4_PARENT = 1


SECINFO_STYLE4_CURRENT_FH: Final = secinfo_style4.SECINFO_STYLE4_CURRENT_FH
SECINFO_STYLE4_PARENT: Final = secinfo_style4.SECINFO_STYLE4_PARENT
_E_secinfo_style4: Final[dict[int, secinfo_style4]] = {int(member): member for member in secinfo_style4}
_T_secinfo_style4: Final = Enumeration(secinfo_style4, _E_secinfo_style4)

SECINFO_NO_NAME4args: TypeAlias = secinfo_style4
"""section 18.45; CURRENT_FH: the object; consumed"""
SECINFO_NO_NAME4res: TypeAlias = SECINFO4res
"""the same answer as SECINFO's"""


class nfs_lock_type4(IntEnum):
    """Kinds of byte-range locks."""

    READ_LT = 1
    WRITE_LT = 2
    READW_LT = 3  # would wait: a hint that the client will ask again
    WRITEW_LT = 4  # as above


READ_LT: Final = nfs_lock_type4.READ_LT
WRITE_LT: Final = nfs_lock_type4.WRITE_LT
READW_LT: Final = nfs_lock_type4.READW_LT
WRITEW_LT: Final = nfs_lock_type4.WRITEW_LT
_E_nfs_lock_type4: Final[dict[int, nfs_lock_type4]] = {int(member): member for member in nfs_lock_type4}
_T_nfs_lock_type4: Final = Enumeration(nfs_lock_type4, _E_nfs_lock_type4)



class open_to_lock_owner4(XdrStruct):
    """The first lock of an owner under an open: names the open, makes a lock stateid."""

    __slots__ = ("open_seqid", "open_stateid", "lock_seqid", "lock_owner")
    __match_args__ = ("open_seqid", "open_stateid", "lock_seqid", "lock_owner")

    open_seqid: seqid4
    open_stateid: stateid4
    lock_seqid: seqid4
    lock_owner: lock_owner4

    def __init__(self, open_seqid: seqid4, open_stateid: stateid4, lock_seqid: seqid4, lock_owner: lock_owner4) -> None:
        self.open_seqid = open_seqid
        self.open_stateid = open_stateid
        self.lock_seqid = lock_seqid
        self.lock_owner = lock_owner

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("open_seqid", UINT), ("open_stateid", _T_stateid4), ("lock_seqid", UINT), ("lock_owner", _T_state_owner4),)


def _w_open_to_lock_owner4(value: open_to_lock_owner4, packer: Packer) -> None:
    v1 = value.open_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.lock_owner
    v4 = v3.owner
    n5 = len(v4)
    if n5 > 1024:
        raise UnhappyError
    packer.put(_p_II12sIQI(value.open_seqid, v1.seqid, v2, value.lock_seqid, v3.clientid, n5) + v4 + PAD[n5 & 3])


def _r_open_to_lock_owner4(unpacker: Unpacker) -> open_to_lock_owner4:
    made = new(open_to_lock_owner4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.open_stateid = o1 = new(stateid4)
    made.lock_owner = o2 = new(state_owner4)
    made.open_seqid, o1.seqid, o1.other, made.lock_seqid, o2.clientid, n3 = _u_II12sIQI(buf, pos)
    pos += 36
    if n3:
        if n3 > 1024:
            raise UnhappyError
        o2.owner = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        o2.owner = b""
    unpacker.pos = pos
    return made


_T_open_to_lock_owner4: Final = Record(open_to_lock_owner4, _w_open_to_lock_owner4, _r_open_to_lock_owner4)


class exist_lock_owner4(XdrStruct):
    """Further locks: names the lock stateid."""

    __slots__ = ("lock_stateid", "lock_seqid")
    __match_args__ = ("lock_stateid", "lock_seqid")

    lock_stateid: stateid4
    lock_seqid: seqid4

    def __init__(self, lock_stateid: stateid4, lock_seqid: seqid4) -> None:
        self.lock_stateid = lock_stateid
        self.lock_seqid = lock_seqid

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("lock_stateid", _T_stateid4), ("lock_seqid", UINT),)


def _w_exist_lock_owner4(value: exist_lock_owner4, packer: Packer) -> None:
    v1 = value.lock_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12sI(v1.seqid, v2, value.lock_seqid))


def _r_exist_lock_owner4(unpacker: Unpacker) -> exist_lock_owner4:
    made = new(exist_lock_owner4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.lock_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.lock_seqid = _u_I12sI(buf, pos)
    unpacker.pos = pos + 20
    return made


_T_exist_lock_owner4: Final = Record(exist_lock_owner4, _w_exist_lock_owner4, _r_exist_lock_owner4)


class locker4(XdrUnion):
    """Which of the two."""

    __slots__ = ("new_lock_owner", "value")
    __match_args__ = ("new_lock_owner", "value")

    new_lock_owner: bool
    value: open_to_lock_owner4 | exist_lock_owner4 | None
    open_owner: ArmOf[open_to_lock_owner4] = ArmOf()
    lock_owner: ArmOf[exist_lock_owner4] = ArmOf()

    def __init__(self, new_lock_owner: bool, value: open_to_lock_owner4 | exist_lock_owner4 | None = None) -> None:
        self.new_lock_owner = new_lock_owner
        self.value = value

    XDR_MIN_SIZE = 24
    XDR_SWITCH = ("new_lock_owner", BOOL)
    XDR_ARMS = {1: ("open_owner", _T_open_to_lock_owner4), 0: ("lock_owner", _T_exist_lock_owner4)}


def _w_locker4(value: locker4, packer: Packer) -> None:
    choice = value.new_lock_owner
    arm: Any = value.value
    if choice == 1:
        v1 = arm.open_stateid
        v2 = v1.other
        if len(v2) != 12:
            raise UnhappyError
        v3 = arm.lock_owner
        v4 = v3.owner
        n5 = len(v4)
        if n5 > 1024:
            raise UnhappyError
        packer.put(_p_III12sIQI(1, arm.open_seqid, v1.seqid, v2, arm.lock_seqid, v3.clientid, n5) + v4 + PAD[n5 & 3])
    elif choice == 0:
        v6 = arm.lock_stateid
        v7 = v6.other
        if len(v7) != 12:
            raise UnhappyError
        packer.put(_p_II12sI(0, v6.seqid, v7, arm.lock_seqid))
    else:
        raise UnhappyError


def _r_locker4(unpacker: Unpacker) -> locker4:
    (choice,) = _u_I(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_locker4(unpacker, choice)


def _a_locker4(unpacker: Unpacker, choice: int) -> locker4:
    made = new(locker4)
    made.new_lock_owner = BOOLS[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(open_to_lock_owner4)
        o1.open_stateid = o2 = new(stateid4)
        o1.lock_owner = o3 = new(state_owner4)
        o1.open_seqid, o2.seqid, o2.other, o1.lock_seqid, o3.clientid, n4 = _u_II12sIQI(buf, pos)
        pos += 36
        if n4:
            if n4 > 1024:
                raise UnhappyError
            o3.owner = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            o3.owner = b""
        unpacker.pos = pos
    elif choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o5 = new(exist_lock_owner4)
        o5.lock_stateid = o6 = new(stateid4)
        o6.seqid, o6.other, o5.lock_seqid = _u_I12sI(buf, pos)
        unpacker.pos = pos + 20
    else:
        raise UnhappyError
    return made


_T_locker4: Final = Record(locker4, _w_locker4, _r_locker4)


class LOCK4args(XdrStruct):
    """Takes or reclaims a byte-range lock (RFC 8881 section 18.10). CURRENT_FH: the file."""

    __slots__ = ("locktype", "reclaim", "offset", "length", "locker")
    __match_args__ = ("locktype", "reclaim", "offset", "length", "locker")

    locktype: nfs_lock_type4
    reclaim: bool  # the lock was held before the server lost it
    offset: offset4
    length: length4  # NFS4_UINT64_MAX: to the end
    locker: locker4

    def __init__(self, locktype: nfs_lock_type4, reclaim: bool, offset: offset4, length: length4, locker: locker4) -> None:
        self.locktype = locktype
        self.reclaim = reclaim
        self.offset = offset
        self.length = length
        self.locker = locker

    XDR_MIN_SIZE = 48
    XDR_FIELDS = (("locktype", _T_nfs_lock_type4), ("reclaim", BOOL), ("offset", UHYPER), ("length", UHYPER), ("locker", _T_locker4),)


def _w_LOCK4args(value: LOCK4args, packer: Packer) -> None:
    v1 = value.locktype
    if v1 not in _E_nfs_lock_type4:
        raise UnhappyError
    packer.put(_p_iIQQ(v1, 1 if value.reclaim else 0, value.offset, value.length))
    _w_locker4(value.locker, packer)


def _r_LOCK4args(unpacker: Unpacker) -> LOCK4args:
    made = new(LOCK4args)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, v2, made.offset, made.length, v3 = _u_iIQQI(buf, pos)
    pos += 28
    made.locktype = _E_nfs_lock_type4[v1]
    made.reclaim = BOOLS[v2]
    made.locker = o4 = new(locker4)
    o4.new_lock_owner = BOOLS[v3]
    if v3 == 1:
        o4.value = o5 = new(open_to_lock_owner4)
        o5.open_stateid = o6 = new(stateid4)
        o5.lock_owner = o7 = new(state_owner4)
        o5.open_seqid, o6.seqid, o6.other, o5.lock_seqid, o7.clientid, n8 = _u_II12sIQI(buf, pos)
        pos += 36
        if n8:
            if n8 > 1024:
                raise UnhappyError
            o7.owner = buf[pos : pos + n8]
            pos += (n8 + 3) & -4
        else:
            o7.owner = b""
    elif v3 == 0:
        o4.value = o9 = new(exist_lock_owner4)
        o9.lock_stateid = o10 = new(stateid4)
        o10.seqid, o10.other, o9.lock_seqid = _u_I12sI(buf, pos)
        pos += 20
    else:
        raise UnhappyError
    unpacker.pos = pos
    return made


_T_LOCK4args: Final = Record(LOCK4args, _w_LOCK4args, _r_LOCK4args)


class LOCK4denied(XdrStruct):
    """The lock in the way."""

    __slots__ = ("offset", "length", "locktype", "owner")
    __match_args__ = ("offset", "length", "locktype", "owner")

    offset: offset4
    length: length4
    locktype: nfs_lock_type4
    owner: lock_owner4

    def __init__(self, offset: offset4, length: length4, locktype: nfs_lock_type4, owner: lock_owner4) -> None:
        self.offset = offset
        self.length = length
        self.locktype = locktype
        self.owner = owner

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("offset", UHYPER), ("length", UHYPER), ("locktype", _T_nfs_lock_type4), ("owner", _T_state_owner4),)


def _w_LOCK4denied(value: LOCK4denied, packer: Packer) -> None:
    v1 = value.locktype
    if v1 not in _E_nfs_lock_type4:
        raise UnhappyError
    v2 = value.owner
    v3 = v2.owner
    n4 = len(v3)
    if n4 > 1024:
        raise UnhappyError
    packer.put(_p_QQiQI(value.offset, value.length, v1, v2.clientid, n4) + v3 + PAD[n4 & 3])


def _r_LOCK4denied(unpacker: Unpacker) -> LOCK4denied:
    made = new(LOCK4denied)
    buf = unpacker.buf
    pos = unpacker.pos
    made.owner = o2 = new(state_owner4)
    made.offset, made.length, v1, o2.clientid, n3 = _u_QQiQI(buf, pos)
    pos += 32
    made.locktype = _E_nfs_lock_type4[v1]
    if n3:
        if n3 > 1024:
            raise UnhappyError
        o2.owner = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        o2.owner = b""
    unpacker.pos = pos
    return made


_T_LOCK4denied: Final = Record(LOCK4denied, _w_LOCK4denied, _r_LOCK4denied)


class LOCK4resok(XdrStruct):
    """The stateid of all locks of this owner on this file."""

    __slots__ = ("lock_stateid",)
    __match_args__ = ("lock_stateid",)

    lock_stateid: stateid4

    def __init__(self, lock_stateid: stateid4) -> None:
        self.lock_stateid = lock_stateid

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("lock_stateid", _T_stateid4),)


def _w_LOCK4resok(value: LOCK4resok, packer: Packer) -> None:
    v1 = value.lock_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v1.seqid, v2))


def _r_LOCK4resok(unpacker: Unpacker) -> LOCK4resok:
    made = new(LOCK4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.lock_stateid = o1 = new(stateid4)
    o1.seqid, o1.other = _u_I12s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_LOCK4resok: Final = Record(LOCK4resok, _w_LOCK4resok, _r_LOCK4resok)


class LOCK4res(XdrUnion):
    """The result of LOCK."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: LOCK4resok | LOCK4denied | None
    resok4: ArmOf[LOCK4resok] = ArmOf()
    denied: ArmOf[LOCK4denied] = ArmOf()

    def __init__(self, status: int, value: LOCK4resok | LOCK4denied | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_LOCK4resok), 10010: ("denied", _T_LOCK4denied)}
    XDR_DEFAULT = ("", VOID)


def _w_LOCK4res(value: LOCK4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.lock_stateid
        v2 = v1.other
        if len(v2) != 12:
            raise UnhappyError
        packer.put(_p_iI12s(0, v1.seqid, v2))
    elif choice == 10010:
        v3 = arm.locktype
        if v3 not in _E_nfs_lock_type4:
            raise UnhappyError
        v4 = arm.owner
        v5 = v4.owner
        n6 = len(v5)
        if n6 > 1024:
            raise UnhappyError
        packer.put(_p_iQQiQI(10010, arm.offset, arm.length, v3, v4.clientid, n6) + v5 + PAD[n6 & 3])
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_LOCK4res(unpacker: Unpacker) -> LOCK4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_LOCK4res(unpacker, choice)


def _a_LOCK4res(unpacker: Unpacker, choice: int) -> LOCK4res:
    made = new(LOCK4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(LOCK4resok)
        o1.lock_stateid = o2 = new(stateid4)
        o2.seqid, o2.other = _u_I12s(buf, pos)
        unpacker.pos = pos + 16
    elif choice == 10010:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o3 = new(LOCK4denied)
        o3.owner = o5 = new(state_owner4)
        o3.offset, o3.length, v4, o5.clientid, n6 = _u_QQiQI(buf, pos)
        pos += 32
        o3.locktype = _E_nfs_lock_type4[v4]
        if n6:
            if n6 > 1024:
                raise UnhappyError
            o5.owner = buf[pos : pos + n6]
            pos += (n6 + 3) & -4
        else:
            o5.owner = b""
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_LOCK4res: Final = Record(LOCK4res, _w_LOCK4res, _r_LOCK4res)


class LOCKT4args(XdrStruct):
    """Asks whether a lock would be granted (RFC 8881 section 18.11). CURRENT_FH: the file."""

    __slots__ = ("locktype", "offset", "length", "owner")
    __match_args__ = ("locktype", "offset", "length", "owner")

    locktype: nfs_lock_type4
    offset: offset4
    length: length4
    owner: lock_owner4

    def __init__(self, locktype: nfs_lock_type4, offset: offset4, length: length4, owner: lock_owner4) -> None:
        self.locktype = locktype
        self.offset = offset
        self.length = length
        self.owner = owner

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("locktype", _T_nfs_lock_type4), ("offset", UHYPER), ("length", UHYPER), ("owner", _T_state_owner4),)


def _w_LOCKT4args(value: LOCKT4args, packer: Packer) -> None:
    v1 = value.locktype
    if v1 not in _E_nfs_lock_type4:
        raise UnhappyError
    v2 = value.owner
    v3 = v2.owner
    n4 = len(v3)
    if n4 > 1024:
        raise UnhappyError
    packer.put(_p_iQQQI(v1, value.offset, value.length, v2.clientid, n4) + v3 + PAD[n4 & 3])


def _r_LOCKT4args(unpacker: Unpacker) -> LOCKT4args:
    made = new(LOCKT4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.owner = o2 = new(state_owner4)
    v1, made.offset, made.length, o2.clientid, n3 = _u_iQQQI(buf, pos)
    pos += 32
    made.locktype = _E_nfs_lock_type4[v1]
    if n3:
        if n3 > 1024:
            raise UnhappyError
        o2.owner = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        o2.owner = b""
    unpacker.pos = pos
    return made


_T_LOCKT4args: Final = Record(LOCKT4args, _w_LOCKT4args, _r_LOCKT4args)


class LOCKT4res(XdrUnion):
    """The result of LOCKT."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: LOCK4denied | None
    denied: ArmOf[LOCK4denied] = ArmOf()

    def __init__(self, status: int, value: LOCK4denied | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {10010: ("denied", _T_LOCK4denied), 0: ("", VOID)}
    XDR_DEFAULT = ("", VOID)


def _w_LOCKT4res(value: LOCKT4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 10010:
        v1 = arm.locktype
        if v1 not in _E_nfs_lock_type4:
            raise UnhappyError
        v2 = arm.owner
        v3 = v2.owner
        n4 = len(v3)
        if n4 > 1024:
            raise UnhappyError
        packer.put(_p_iQQiQI(10010, arm.offset, arm.length, v1, v2.clientid, n4) + v3 + PAD[n4 & 3])
    elif choice == 0:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(0))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_LOCKT4res(unpacker: Unpacker) -> LOCKT4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_LOCKT4res(unpacker, choice)


def _a_LOCKT4res(unpacker: Unpacker, choice: int) -> LOCKT4res:
    made = new(LOCKT4res)
    made.status = _E_nfsstat4[choice]
    if choice == 10010:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(LOCK4denied)
        o1.owner = o3 = new(state_owner4)
        o1.offset, o1.length, v2, o3.clientid, n4 = _u_QQiQI(buf, pos)
        pos += 32
        o1.locktype = _E_nfs_lock_type4[v2]
        if n4:
            if n4 > 1024:
                raise UnhappyError
            o3.owner = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            o3.owner = b""
        unpacker.pos = pos
    elif choice == 0:
        made.value = None
    else:
        made.value = None
    return made


_T_LOCKT4res: Final = Record(LOCKT4res, _w_LOCKT4res, _r_LOCKT4res)


class LOCKU4args(XdrStruct):
    """Gives up a range of a lock (RFC 8881 section 18.12). CURRENT_FH: the file."""

    __slots__ = ("locktype", "seqid", "lock_stateid", "offset", "length")
    __match_args__ = ("locktype", "seqid", "lock_stateid", "offset", "length")

    locktype: nfs_lock_type4
    seqid: seqid4
    lock_stateid: stateid4
    offset: offset4
    length: length4

    def __init__(self, locktype: nfs_lock_type4, seqid: seqid4, lock_stateid: stateid4, offset: offset4, length: length4) -> None:
        self.locktype = locktype
        self.seqid = seqid
        self.lock_stateid = lock_stateid
        self.offset = offset
        self.length = length

    XDR_MIN_SIZE = 40
    XDR_FIELDS = (("locktype", _T_nfs_lock_type4), ("seqid", UINT), ("lock_stateid", _T_stateid4), ("offset", UHYPER), ("length", UHYPER),)


def _w_LOCKU4args(value: LOCKU4args, packer: Packer) -> None:
    v1 = value.locktype
    if v1 not in _E_nfs_lock_type4:
        raise UnhappyError
    v2 = value.lock_stateid
    v3 = v2.other
    if len(v3) != 12:
        raise UnhappyError
    packer.put(_p_iII12sQQ(v1, value.seqid, v2.seqid, v3, value.offset, value.length))


def _r_LOCKU4args(unpacker: Unpacker) -> LOCKU4args:
    made = new(LOCKU4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.lock_stateid = o2 = new(stateid4)
    v1, made.seqid, o2.seqid, o2.other, made.offset, made.length = _u_iII12sQQ(buf, pos)
    pos += 40
    made.locktype = _E_nfs_lock_type4[v1]
    unpacker.pos = pos
    return made


_T_LOCKU4args: Final = Record(LOCKU4args, _w_LOCKU4args, _r_LOCKU4args)


class LOCKU4res(XdrUnion):
    """The result of LOCKU."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: stateid4 | None
    lock_stateid: ArmOf[stateid4] = ArmOf()

    def __init__(self, status: int, value: stateid4 | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("lock_stateid", _T_stateid4)}
    XDR_DEFAULT = ("", VOID)


def _w_LOCKU4res(value: LOCKU4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.other
        if len(v1) != 12:
            raise UnhappyError
        packer.put(_p_iI12s(0, arm.seqid, v1))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_LOCKU4res(unpacker: Unpacker) -> LOCKU4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_LOCKU4res(unpacker, choice)


def _a_LOCKU4res(unpacker: Unpacker, choice: int) -> LOCKU4res:
    made = new(LOCKU4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(stateid4)
        o1.seqid, o1.other = _u_I12s(buf, pos)
        unpacker.pos = pos + 16
    else:
        made.value = None
    return made


_T_LOCKU4res: Final = Record(LOCKU4res, _w_LOCKU4res, _r_LOCKU4res)


class createmode4(IntEnum):
    """What to do if the file is there."""

    UNCHECKED4 = 0  # take what is there
    GUARDED4 = 1  # NFS4ERR_EXIST
    EXCLUSIVE4 = 2  # take it if this verifier made it
    EXCLUSIVE4_1 = 3  # the same, with attributes


UNCHECKED4: Final = createmode4.UNCHECKED4
GUARDED4: Final = createmode4.GUARDED4
EXCLUSIVE4: Final = createmode4.EXCLUSIVE4
EXCLUSIVE4_1: Final = createmode4.EXCLUSIVE4_1
_E_createmode4: Final[dict[int, createmode4]] = {int(member): member for member in createmode4}
_T_createmode4: Final = Enumeration(createmode4, _E_createmode4)



class creatverfattr(XdrStruct):
    """For EXCLUSIVE4_1."""

    __slots__ = ("cva_verf", "cva_attrs")
    __match_args__ = ("cva_verf", "cva_attrs")

    cva_verf: verifier4
    cva_attrs: fattr4

    def __init__(self, cva_verf: verifier4, cva_attrs: fattr4) -> None:
        self.cva_verf = cva_verf
        self.cva_attrs = cva_attrs

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("cva_verf", Opaque(8, fixed=True)), ("cva_attrs", _T_fattr4),)


def _w_creatverfattr(value: creatverfattr, packer: Packer) -> None:
    v1 = value.cva_verf
    if len(v1) != 8:
        raise UnhappyError
    packer.put(_p_8s(v1))
    _w_fattr4(value.cva_attrs, packer)


def _r_creatverfattr(unpacker: Unpacker) -> creatverfattr:
    made = new(creatverfattr)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.cva_verf,) = _u_8s(buf, pos)
    unpacker.pos = pos + 8
    made.cva_attrs = _r_fattr4(unpacker)
    return made


_T_creatverfattr: Final = Record(creatverfattr, _w_creatverfattr, _r_creatverfattr)


class createhow4(XdrUnion):
    """How to create."""

    __slots__ = ("mode", "value")
    __match_args__ = ("mode", "value")

    mode: createmode4
    value: fattr4 | verifier4 | creatverfattr | None
    createattrs: ArmOf[fattr4] = ArmOf()
    createverf: ArmOf[verifier4] = ArmOf()
    ch_createboth: ArmOf[creatverfattr] = ArmOf()

    def __init__(self, mode: int, value: fattr4 | verifier4 | creatverfattr | None = None) -> None:
        self.mode = _E_createmode4.get(mode, mode)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 12
    XDR_SWITCH = ("mode", _T_createmode4)
    XDR_ARMS = {0: ("createattrs", _T_fattr4), 1: ("createattrs", _T_fattr4), 2: ("createverf", Opaque(8, fixed=True)), 3: ("ch_createboth", _T_creatverfattr)}


def _w_createhow4(value: createhow4, packer: Packer) -> None:
    choice = value.mode
    arm: Any = value.value
    if choice in (0, 1):
        packer.put(_p_i(choice))
        _w_fattr4(arm, packer)
    elif choice == 2:
        if len(arm) != 8:
            raise UnhappyError
        packer.put(_p_i8s(2, arm))
    elif choice == 3:
        packer.put(_p_i(3))
        _w_creatverfattr(arm, packer)
    else:
        raise UnhappyError


def _r_createhow4(unpacker: Unpacker) -> createhow4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_createhow4(unpacker, choice)


def _a_createhow4(unpacker: Unpacker, choice: int) -> createhow4:
    made = new(createhow4)
    made.mode = _E_createmode4[choice]
    if choice in (0, 1):
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_fattr4(unpacker)
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        (made.value,) = _u_8s(buf, pos)
        unpacker.pos = pos + 8
    elif choice == 3:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_creatverfattr(unpacker)
    else:
        raise UnhappyError
    return made


_T_createhow4: Final = Record(createhow4, _w_createhow4, _r_createhow4)


class opentype4(IntEnum):
    """Whether to create."""

    OPEN4_NOCREATE = 0
    OPEN4_CREATE = 1


OPEN4_NOCREATE: Final = opentype4.OPEN4_NOCREATE
OPEN4_CREATE: Final = opentype4.OPEN4_CREATE
_E_opentype4: Final[dict[int, opentype4]] = {int(member): member for member in opentype4}
_T_opentype4: Final = Enumeration(opentype4, _E_opentype4)



class openflag4(XdrUnion):
    """Whether to create, and how."""

    __slots__ = ("opentype", "value")
    __match_args__ = ("opentype", "value")

    opentype: opentype4
    value: createhow4 | None
    how: ArmOf[createhow4] = ArmOf()

    def __init__(self, opentype: int, value: createhow4 | None = None) -> None:
        self.opentype = _E_opentype4.get(opentype, opentype)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("opentype", _T_opentype4)
    XDR_ARMS = {1: ("how", _T_createhow4)}
    XDR_DEFAULT = ("", VOID)


def _w_openflag4(value: openflag4, packer: Packer) -> None:
    choice = value.opentype
    arm: Any = value.value
    if choice == 1:
        packer.put(_p_i(1))
        _w_createhow4(arm, packer)
    elif choice in _E_opentype4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_openflag4(unpacker: Unpacker) -> openflag4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_openflag4(unpacker, choice)


def _a_openflag4(unpacker: Unpacker, choice: int) -> openflag4:
    made = new(openflag4)
    made.opentype = _E_opentype4[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (v1,) = _u_i(buf, pos)
        unpacker.pos = pos + 4
        made.value = _a_createhow4(unpacker, v1)
    else:
        made.value = None
    return made


_T_openflag4: Final = Record(openflag4, _w_openflag4, _r_openflag4)
OPEN4_SHARE_ACCESS_READ: Final = 1
OPEN4_SHARE_ACCESS_WRITE: Final = 2
OPEN4_SHARE_ACCESS_BOTH: Final = 3
OPEN4_SHARE_DENY_NONE: Final = 0
OPEN4_SHARE_DENY_READ: Final = 1
OPEN4_SHARE_DENY_WRITE: Final = 2
OPEN4_SHARE_DENY_BOTH: Final = 3
OPEN4_SHARE_ACCESS_WANT_DELEG_MASK: Final = 65280
OPEN4_SHARE_ACCESS_WANT_NO_PREFERENCE: Final = 0
OPEN4_SHARE_ACCESS_WANT_READ_DELEG: Final = 256
OPEN4_SHARE_ACCESS_WANT_WRITE_DELEG: Final = 512
OPEN4_SHARE_ACCESS_WANT_ANY_DELEG: Final = 768
OPEN4_SHARE_ACCESS_WANT_NO_DELEG: Final = 1024
OPEN4_SHARE_ACCESS_WANT_CANCEL: Final = 1280
"""no longer wanted"""
OPEN4_SHARE_ACCESS_WANT_SIGNAL_DELEG_WHEN_RESRC_AVAIL: Final = 0x10000
OPEN4_SHARE_ACCESS_WANT_PUSH_DELEG_WHEN_UNCONTENDED: Final = 0x20000


class open_delegation_type4(IntEnum):
    """Kinds of open delegations."""

    OPEN_DELEGATE_NONE = 0
    OPEN_DELEGATE_READ = 1
    OPEN_DELEGATE_WRITE = 2
    OPEN_DELEGATE_NONE_EXT = 3  # none, and the reason follows
    OPEN_DELEGATE_READ_ATTRS_DELEG = 4  # of minor version 2 (RFC 9754): the holder keeps the times, too
    OPEN_DELEGATE_WRITE_ATTRS_DELEG = 5  # likewise


OPEN_DELEGATE_NONE: Final = open_delegation_type4.OPEN_DELEGATE_NONE
OPEN_DELEGATE_READ: Final = open_delegation_type4.OPEN_DELEGATE_READ
OPEN_DELEGATE_WRITE: Final = open_delegation_type4.OPEN_DELEGATE_WRITE
OPEN_DELEGATE_NONE_EXT: Final = open_delegation_type4.OPEN_DELEGATE_NONE_EXT
OPEN_DELEGATE_READ_ATTRS_DELEG: Final = open_delegation_type4.OPEN_DELEGATE_READ_ATTRS_DELEG
OPEN_DELEGATE_WRITE_ATTRS_DELEG: Final = open_delegation_type4.OPEN_DELEGATE_WRITE_ATTRS_DELEG
_E_open_delegation_type4: Final[dict[int, open_delegation_type4]] = {int(member): member for member in open_delegation_type4}
_T_open_delegation_type4: Final = Enumeration(open_delegation_type4, _E_open_delegation_type4)



class open_claim_type4(IntEnum):
    """By which right a file is opened, and how it is named (RFC 8881 section 18.16.3)."""

    CLAIM_NULL = 0  # none; by name
    CLAIM_PREVIOUS = 1  # it was open before the server restarted; by filehandle
    CLAIM_DELEGATE_CUR = 2  # a delegation that the client holds; by name
    CLAIM_DELEGATE_PREV = 3  # a delegation of the client's last incarnation; by name
    CLAIM_FH = 4  # none; by filehandle
    CLAIM_DELEG_CUR_FH = 5  # a delegation that the client holds; by filehandle
    CLAIM_DELEG_PREV_FH = 6  # a delegation of its last incarnation; by filehandle


CLAIM_NULL: Final = open_claim_type4.CLAIM_NULL
CLAIM_PREVIOUS: Final = open_claim_type4.CLAIM_PREVIOUS
CLAIM_DELEGATE_CUR: Final = open_claim_type4.CLAIM_DELEGATE_CUR
CLAIM_DELEGATE_PREV: Final = open_claim_type4.CLAIM_DELEGATE_PREV
CLAIM_FH: Final = open_claim_type4.CLAIM_FH
CLAIM_DELEG_CUR_FH: Final = open_claim_type4.CLAIM_DELEG_CUR_FH
CLAIM_DELEG_PREV_FH: Final = open_claim_type4.CLAIM_DELEG_PREV_FH
_E_open_claim_type4: Final[dict[int, open_claim_type4]] = {int(member): member for member in open_claim_type4}
_T_open_claim_type4: Final = Enumeration(open_claim_type4, _E_open_claim_type4)



class open_claim_delegate_cur4(XdrStruct):
    """A name, under a delegation that the client holds."""

    __slots__ = ("delegate_stateid", "file")
    __match_args__ = ("delegate_stateid", "file")

    delegate_stateid: stateid4
    file: component4

    def __init__(self, delegate_stateid: stateid4, file: component4) -> None:
        self.delegate_stateid = delegate_stateid
        self.file = file

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("delegate_stateid", _T_stateid4), ("file", Opaque()),)


def _w_open_claim_delegate_cur4(value: open_claim_delegate_cur4, packer: Packer) -> None:
    v1 = value.delegate_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.file
    n4 = len(v3)
    packer.put(_p_I12sI(v1.seqid, v2, n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_open_claim_delegate_cur4(unpacker: Unpacker) -> open_claim_delegate_cur4:
    made = new(open_claim_delegate_cur4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.delegate_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, n2 = _u_I12sI(buf, pos)
    pos += 20
    if n2:
        made.file = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.file = b""
    unpacker.pos = pos
    return made


_T_open_claim_delegate_cur4: Final = Record(open_claim_delegate_cur4, _w_open_claim_delegate_cur4, _r_open_claim_delegate_cur4)


class open_claim4(XdrUnion):
    """The right, with what it takes."""

    __slots__ = ("claim", "value")
    __match_args__ = ("claim", "value")

    claim: open_claim_type4
    value: component4 | open_delegation_type4 | open_claim_delegate_cur4 | None | stateid4
    file: ArmOf[component4] = ArmOf()
    delegate_type: ArmOf[open_delegation_type4] = ArmOf()
    delegate_cur_info: ArmOf[open_claim_delegate_cur4] = ArmOf()
    file_delegate_prev: ArmOf[component4] = ArmOf()
    oc_delegate_stateid: ArmOf[stateid4] = ArmOf()

    def __init__(self, claim: int, value: component4 | open_delegation_type4 | open_claim_delegate_cur4 | None | stateid4 = None) -> None:
        self.claim = _E_open_claim_type4.get(claim, claim)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("claim", _T_open_claim_type4)
    XDR_ARMS = {0: ("file", Opaque()), 1: ("delegate_type", _T_open_delegation_type4), 2: ("delegate_cur_info", _T_open_claim_delegate_cur4), 3: ("file_delegate_prev", Opaque()), 4: ("", VOID), 6: ("", VOID), 5: ("oc_delegate_stateid", _T_stateid4)}


def _w_open_claim4(value: open_claim4, packer: Packer) -> None:
    choice = value.claim
    arm: Any = value.value
    if choice == 0:
        n1 = len(arm)
        packer.put(_p_iI(0, n1))
        packer.put(arm + PAD[n1 & 3])
    elif choice == 1:
        if arm not in _E_open_delegation_type4:
            raise UnhappyError
        packer.put(_p_ii(1, arm))
    elif choice == 2:
        v2 = arm.delegate_stateid
        v3 = v2.other
        if len(v3) != 12:
            raise UnhappyError
        v4 = arm.file
        n5 = len(v4)
        packer.put(_p_iI12sI(2, v2.seqid, v3, n5))
        packer.put(v4 + PAD[n5 & 3])
    elif choice == 3:
        n6 = len(arm)
        packer.put(_p_iI(3, n6))
        packer.put(arm + PAD[n6 & 3])
    elif choice == 4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(4))
    elif choice == 6:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(6))
    elif choice == 5:
        v7 = arm.other
        if len(v7) != 12:
            raise UnhappyError
        packer.put(_p_iI12s(5, arm.seqid, v7))
    else:
        raise UnhappyError


def _r_open_claim4(unpacker: Unpacker) -> open_claim4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_open_claim4(unpacker, choice)


def _a_open_claim4(unpacker: Unpacker, choice: int) -> open_claim4:
    made = new(open_claim4)
    made.claim = _E_open_claim_type4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        (n1,) = _u_I(buf, pos)
        pos += 4
        if n1:
            made.value = buf[pos : pos + n1]
            pos += (n1 + 3) & -4
        else:
            made.value = b""
        unpacker.pos = pos
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (v2,) = _u_i(buf, pos)
        pos += 4
        made.value = _E_open_delegation_type4[v2]
        unpacker.pos = pos
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o3 = new(open_claim_delegate_cur4)
        o3.delegate_stateid = o4 = new(stateid4)
        o4.seqid, o4.other, n5 = _u_I12sI(buf, pos)
        pos += 20
        if n5:
            o3.file = buf[pos : pos + n5]
            pos += (n5 + 3) & -4
        else:
            o3.file = b""
        unpacker.pos = pos
    elif choice == 3:
        buf = unpacker.buf
        pos = unpacker.pos
        (n6,) = _u_I(buf, pos)
        pos += 4
        if n6:
            made.value = buf[pos : pos + n6]
            pos += (n6 + 3) & -4
        else:
            made.value = b""
        unpacker.pos = pos
    elif choice == 4:
        made.value = None
    elif choice == 6:
        made.value = None
    elif choice == 5:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o7 = new(stateid4)
        o7.seqid, o7.other = _u_I12s(buf, pos)
        unpacker.pos = pos + 16
    else:
        raise UnhappyError
    return made


_T_open_claim4: Final = Record(open_claim4, _w_open_claim4, _r_open_claim4)


class OPEN4args(XdrStruct):
    """Opens, creates or reclaims a file (RFC 8881 section 18.16). CURRENT_FH: the directory or the file,
    as the claim says; then the file.
    """

    __slots__ = ("seqid", "share_access", "share_deny", "owner", "openhow", "claim")
    __match_args__ = ("seqid", "share_access", "share_deny", "owner", "openhow", "claim")

    seqid: seqid4  # 0 in minor version 1
    share_access: int  # what the opener does, and which delegation it wants
    share_deny: int  # what others may not do
    owner: open_owner4
    openhow: openflag4
    claim: open_claim4

    def __init__(self, seqid: seqid4, share_access: int, share_deny: int, owner: open_owner4, openhow: openflag4, claim: open_claim4) -> None:
        self.seqid = seqid
        self.share_access = share_access
        self.share_deny = share_deny
        self.owner = owner
        self.openhow = openhow
        self.claim = claim

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("seqid", UINT), ("share_access", UINT), ("share_deny", UINT), ("owner", _T_state_owner4), ("openhow", _T_openflag4), ("claim", _T_open_claim4),)


def _w_OPEN4args(value: OPEN4args, packer: Packer) -> None:
    v1 = value.owner
    v2 = v1.owner
    n3 = len(v2)
    if n3 > 1024:
        raise UnhappyError
    packer.put(_p_IIIQI(value.seqid, value.share_access, value.share_deny, v1.clientid, n3) + v2 + PAD[n3 & 3])
    _w_openflag4(value.openhow, packer)
    _w_open_claim4(value.claim, packer)


def _r_OPEN4args(unpacker: Unpacker) -> OPEN4args:
    made = new(OPEN4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.owner = o1 = new(state_owner4)
    made.seqid, made.share_access, made.share_deny, o1.clientid, n2 = _u_IIIQI(buf, pos)
    pos += 24
    if n2:
        if n2 > 1024:
            raise UnhappyError
        o1.owner = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        o1.owner = b""
    (v3,) = _u_i(buf, pos)
    unpacker.pos = pos + 4
    made.openhow = _a_openflag4(unpacker, v3)
    pos = unpacker.pos
    (v4,) = _u_i(buf, pos)
    unpacker.pos = pos + 4
    made.claim = _a_open_claim4(unpacker, v4)
    return made


_T_OPEN4args: Final = Record(OPEN4args, _w_OPEN4args, _r_OPEN4args)


class limit_by4(IntEnum):
    """How a write delegation limits what is cached."""

    NFS_LIMIT_SIZE = 1
    NFS_LIMIT_BLOCKS = 2


NFS_LIMIT_SIZE: Final = limit_by4.NFS_LIMIT_SIZE
NFS_LIMIT_BLOCKS: Final = limit_by4.NFS_LIMIT_BLOCKS
_E_limit_by4: Final[dict[int, limit_by4]] = {int(member): member for member in limit_by4}
_T_limit_by4: Final = Enumeration(limit_by4, _E_limit_by4)



class nfs_modified_limit4(XdrStruct):
    """A limit in blocks."""

    __slots__ = ("num_blocks", "bytes_per_block")
    __match_args__ = ("num_blocks", "bytes_per_block")

    num_blocks: int
    bytes_per_block: int

    def __init__(self, num_blocks: int, bytes_per_block: int) -> None:
        self.num_blocks = num_blocks
        self.bytes_per_block = bytes_per_block

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("num_blocks", UINT), ("bytes_per_block", UINT),)


def _w_nfs_modified_limit4(value: nfs_modified_limit4, packer: Packer) -> None:
    packer.put(_p_II(value.num_blocks, value.bytes_per_block))


def _r_nfs_modified_limit4(unpacker: Unpacker) -> nfs_modified_limit4:
    made = new(nfs_modified_limit4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.num_blocks, made.bytes_per_block = _u_II(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_nfs_modified_limit4: Final = Record(nfs_modified_limit4, _w_nfs_modified_limit4, _r_nfs_modified_limit4)


class nfs_space_limit4(XdrUnion):
    """How much may be written before the server must be asked."""

    __slots__ = ("limitby", "value")
    __match_args__ = ("limitby", "value")

    limitby: limit_by4
    value: int | nfs_modified_limit4 | None
    filesize: ArmOf[int] = ArmOf()
    mod_blocks: ArmOf[nfs_modified_limit4] = ArmOf()

    def __init__(self, limitby: int, value: int | nfs_modified_limit4 | None = None) -> None:
        self.limitby = _E_limit_by4.get(limitby, limitby)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 12
    XDR_SWITCH = ("limitby", _T_limit_by4)
    XDR_ARMS = {1: ("filesize", UHYPER), 2: ("mod_blocks", _T_nfs_modified_limit4)}


def _w_nfs_space_limit4(value: nfs_space_limit4, packer: Packer) -> None:
    choice = value.limitby
    arm: Any = value.value
    if choice == 1:
        packer.put(_p_iQ(1, arm))
    elif choice == 2:
        packer.put(_p_iII(2, arm.num_blocks, arm.bytes_per_block))
    else:
        raise UnhappyError


def _r_nfs_space_limit4(unpacker: Unpacker) -> nfs_space_limit4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_nfs_space_limit4(unpacker, choice)


def _a_nfs_space_limit4(unpacker: Unpacker, choice: int) -> nfs_space_limit4:
    made = new(nfs_space_limit4)
    made.limitby = _E_limit_by4[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (made.value,) = _u_Q(buf, pos)
        unpacker.pos = pos + 8
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(nfs_modified_limit4)
        o1.num_blocks, o1.bytes_per_block = _u_II(buf, pos)
        unpacker.pos = pos + 8
    else:
        raise UnhappyError
    return made


_T_nfs_space_limit4: Final = Record(nfs_space_limit4, _w_nfs_space_limit4, _r_nfs_space_limit4)


class open_read_delegation4(XdrStruct):
    """Leave to open for reading without asking."""

    __slots__ = ("stateid", "recall", "permissions")
    __match_args__ = ("stateid", "recall", "permissions")

    stateid: stateid4
    recall: bool  # already recalled, after a reclaim
    permissions: nfsace4  # who may open without ACCESS

    def __init__(self, stateid: stateid4, recall: bool, permissions: nfsace4) -> None:
        self.stateid = stateid
        self.recall = recall
        self.permissions = permissions

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("stateid", _T_stateid4), ("recall", BOOL), ("permissions", _T_nfsace4),)


def _w_open_read_delegation4(value: open_read_delegation4, packer: Packer) -> None:
    v1 = value.stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.permissions
    v4 = v3.who
    n5 = len(v4)
    packer.put(_p_I12sIIIII(v1.seqid, v2, 1 if value.recall else 0, v3.type, v3.flag, v3.access_mask, n5))
    packer.put(v4 + PAD[n5 & 3])


def _r_open_read_delegation4(unpacker: Unpacker) -> open_read_delegation4:
    made = new(open_read_delegation4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.stateid = o1 = new(stateid4)
    made.permissions = o3 = new(nfsace4)
    o1.seqid, o1.other, v2, o3.type, o3.flag, o3.access_mask, n4 = _u_I12sIIIII(buf, pos)
    pos += 36
    made.recall = BOOLS[v2]
    if n4:
        o3.who = buf[pos : pos + n4]
        pos += (n4 + 3) & -4
    else:
        o3.who = b""
    unpacker.pos = pos
    return made


_T_open_read_delegation4: Final = Record(open_read_delegation4, _w_open_read_delegation4, _r_open_read_delegation4)


class open_write_delegation4(XdrStruct):
    """Leave to open, write and lock without asking."""

    __slots__ = ("stateid", "recall", "space_limit", "permissions")
    __match_args__ = ("stateid", "recall", "space_limit", "permissions")

    stateid: stateid4
    recall: bool  # already recalled, after a reclaim
    space_limit: nfs_space_limit4
    permissions: nfsace4  # who may open without ACCESS

    def __init__(self, stateid: stateid4, recall: bool, space_limit: nfs_space_limit4, permissions: nfsace4) -> None:
        self.stateid = stateid
        self.recall = recall
        self.space_limit = space_limit
        self.permissions = permissions

    XDR_MIN_SIZE = 48
    XDR_FIELDS = (("stateid", _T_stateid4), ("recall", BOOL), ("space_limit", _T_nfs_space_limit4), ("permissions", _T_nfsace4),)


def _w_open_write_delegation4(value: open_write_delegation4, packer: Packer) -> None:
    v1 = value.stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12sI(v1.seqid, v2, 1 if value.recall else 0))
    _w_nfs_space_limit4(value.space_limit, packer)
    v3 = value.permissions
    v4 = v3.who
    n5 = len(v4)
    packer.put(_p_IIII(v3.type, v3.flag, v3.access_mask, n5))
    packer.put(v4 + PAD[n5 & 3])


def _r_open_write_delegation4(unpacker: Unpacker) -> open_write_delegation4:
    made = new(open_write_delegation4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.stateid = o1 = new(stateid4)
    o1.seqid, o1.other, v2, v3 = _u_I12sIi(buf, pos)
    pos += 24
    made.recall = BOOLS[v2]
    made.space_limit = o4 = new(nfs_space_limit4)
    o4.limitby = _E_limit_by4[v3]
    if v3 == 1:
        (o4.value,) = _u_Q(buf, pos)
        pos += 8
    elif v3 == 2:
        o4.value = o5 = new(nfs_modified_limit4)
        o5.num_blocks, o5.bytes_per_block = _u_II(buf, pos)
        pos += 8
    else:
        raise UnhappyError
    made.permissions = o6 = new(nfsace4)
    o6.type, o6.flag, o6.access_mask, n7 = _u_IIII(buf, pos)
    pos += 16
    if n7:
        o6.who = buf[pos : pos + n7]
        pos += (n7 + 3) & -4
    else:
        o6.who = b""
    unpacker.pos = pos
    return made


_T_open_write_delegation4: Final = Record(open_write_delegation4, _w_open_write_delegation4, _r_open_write_delegation4)


class why_no_delegation4(IntEnum):
    """Why there is none."""

    WND4_NOT_WANTED = 0
    WND4_CONTENTION = 1
    WND4_RESOURCE = 2
    WND4_NOT_SUPP_FTYPE = 3
    WND4_WRITE_DELEG_NOT_SUPP_FTYPE = 4
    WND4_NOT_SUPP_UPGRADE = 5
    WND4_NOT_SUPP_DOWNGRADE = 6
    WND4_CANCELLED = 7
    WND4_IS_DIR = 8


WND4_NOT_WANTED: Final = why_no_delegation4.WND4_NOT_WANTED
WND4_CONTENTION: Final = why_no_delegation4.WND4_CONTENTION
WND4_RESOURCE: Final = why_no_delegation4.WND4_RESOURCE
WND4_NOT_SUPP_FTYPE: Final = why_no_delegation4.WND4_NOT_SUPP_FTYPE
WND4_WRITE_DELEG_NOT_SUPP_FTYPE: Final = why_no_delegation4.WND4_WRITE_DELEG_NOT_SUPP_FTYPE
WND4_NOT_SUPP_UPGRADE: Final = why_no_delegation4.WND4_NOT_SUPP_UPGRADE
WND4_NOT_SUPP_DOWNGRADE: Final = why_no_delegation4.WND4_NOT_SUPP_DOWNGRADE
WND4_CANCELLED: Final = why_no_delegation4.WND4_CANCELLED
WND4_IS_DIR: Final = why_no_delegation4.WND4_IS_DIR
_E_why_no_delegation4: Final[dict[int, why_no_delegation4]] = {int(member): member for member in why_no_delegation4}
_T_why_no_delegation4: Final = Enumeration(why_no_delegation4, _E_why_no_delegation4)



class open_none_delegation4(XdrUnion):
    """Why there is none, and whether one may come."""

    __slots__ = ("ond_why", "value")
    __match_args__ = ("ond_why", "value")

    ond_why: why_no_delegation4
    value: bool | None
    ond_server_will_push_deleg: ArmOf[bool] = ArmOf()
    ond_server_will_signal_avail: ArmOf[bool] = ArmOf()

    def __init__(self, ond_why: int, value: bool | None = None) -> None:
        self.ond_why = _E_why_no_delegation4.get(ond_why, ond_why)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("ond_why", _T_why_no_delegation4)
    XDR_ARMS = {1: ("ond_server_will_push_deleg", BOOL), 2: ("ond_server_will_signal_avail", BOOL)}
    XDR_DEFAULT = ("", VOID)


def _w_open_none_delegation4(value: open_none_delegation4, packer: Packer) -> None:
    choice = value.ond_why
    arm: Any = value.value
    if choice == 1:
        packer.put(_p_iI(1, 1 if arm else 0))
    elif choice == 2:
        packer.put(_p_iI(2, 1 if arm else 0))
    elif choice in _E_why_no_delegation4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_open_none_delegation4(unpacker: Unpacker) -> open_none_delegation4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_open_none_delegation4(unpacker, choice)


def _a_open_none_delegation4(unpacker: Unpacker, choice: int) -> open_none_delegation4:
    made = new(open_none_delegation4)
    made.ond_why = _E_why_no_delegation4[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (v1,) = _u_I(buf, pos)
        pos += 4
        made.value = BOOLS[v1]
        unpacker.pos = pos
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        (v2,) = _u_I(buf, pos)
        pos += 4
        made.value = BOOLS[v2]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_open_none_delegation4: Final = Record(open_none_delegation4, _w_open_none_delegation4, _r_open_none_delegation4)


class open_delegation4(XdrUnion):
    """What came with the open."""

    __slots__ = ("delegation_type", "value")
    __match_args__ = ("delegation_type", "value")

    delegation_type: int
    value: Any
    read: ArmOf[open_read_delegation4] = ArmOf()
    write: ArmOf[open_write_delegation4] = ArmOf()
    od_whynone: ArmOf[open_none_delegation4] = ArmOf()

    def __init__(self, delegation_type: int, value: Any = None) -> None:
        self.delegation_type = _E_open_delegation_type4.get(delegation_type, delegation_type)
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("delegation_type", _T_open_delegation_type4)
    XDR_ARMS = {0: ("", VOID), 1: ("read", _T_open_read_delegation4), 2: ("write", _T_open_write_delegation4), 3: ("od_whynone", _T_open_none_delegation4)}
    XDR_TABLE = "open_delegation4"


def _w_open_delegation4(value: open_delegation4, packer: Packer) -> None:
    arm = packer.tables["open_delegation4"][value.delegation_type]
    packer.put(arm.label)
    arm.write(value.value, packer)


def _r_open_delegation4(unpacker: Unpacker) -> open_delegation4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    arm = unpacker.tables["open_delegation4"][choice]
    made = new(open_delegation4)
    made.delegation_type = arm.member
    made.value = arm.read(unpacker)
    return made


_T_open_delegation4: Final = Record(open_delegation4, _w_open_delegation4, _r_open_delegation4)
OPEN4_RESULT_CONFIRM: Final = 2
"""of minor version 0"""
OPEN4_RESULT_LOCKTYPE_POSIX: Final = 4
"""locks are POSIX's: ranges split and merge"""
OPEN4_RESULT_PRESERVE_UNLINKED: Final = 8
"""the file outlives its last name while open"""
OPEN4_RESULT_MAY_NOTIFY_LOCK: Final = 32
"""CB_NOTIFY_LOCK may come"""


class OPEN4resok(XdrStruct):
    """The open: stateid, and what came with it."""

    __slots__ = ("stateid", "cinfo", "rflags", "attrset", "delegation")
    __match_args__ = ("stateid", "cinfo", "rflags", "attrset", "delegation")

    stateid: stateid4
    cinfo: change_info4
    rflags: int  # sum of OPEN4_RESULT_*
    attrset: bitmap4  # attributes that were set at creation
    delegation: open_delegation4

    def __init__(self, stateid: stateid4, cinfo: change_info4, rflags: int, attrset: bitmap4, delegation: open_delegation4) -> None:
        self.stateid = stateid
        self.cinfo = cinfo
        self.rflags = rflags
        self.attrset = attrset
        self.delegation = delegation

    XDR_MIN_SIZE = 48
    XDR_FIELDS = (("stateid", _T_stateid4), ("cinfo", _T_change_info4), ("rflags", UINT), ("attrset", Array(UINT)), ("delegation", _T_open_delegation4),)


def _w_OPEN4resok(value: OPEN4resok, packer: Packer) -> None:
    v1 = value.stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.cinfo
    v4 = value.attrset
    n5 = len(v4)
    packer.put(_p_I12sIQQII(v1.seqid, v2, 1 if v3.atomic else 0, v3.before, v3.after, value.rflags, n5) + words(n5).pack(*v4))
    _w_open_delegation4(value.delegation, packer)


def _r_OPEN4resok(unpacker: Unpacker) -> OPEN4resok:
    made = new(OPEN4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.stateid = o1 = new(stateid4)
    made.cinfo = o2 = new(change_info4)
    o1.seqid, o1.other, v3, o2.before, o2.after, made.rflags, n4 = _u_I12sIQQII(buf, pos)
    pos += 44
    o2.atomic = BOOLS[v3]
    made.attrset = list(words(n4).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n4)
    made.delegation = _r_open_delegation4(unpacker)
    return made


_T_OPEN4resok: Final = Record(OPEN4resok, _w_OPEN4resok, _r_OPEN4resok)


class OPEN4res(XdrUnion):
    """The result of OPEN."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: OPEN4resok | None
    resok4: ArmOf[OPEN4resok] = ArmOf()

    def __init__(self, status: int, value: OPEN4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_OPEN4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_OPEN4res(value: OPEN4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_OPEN4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_OPEN4res(unpacker: Unpacker) -> OPEN4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_OPEN4res(unpacker, choice)


def _a_OPEN4res(unpacker: Unpacker, choice: int) -> OPEN4res:
    made = new(OPEN4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_OPEN4resok(unpacker)
    else:
        made.value = None
    return made


_T_OPEN4res: Final = Record(OPEN4res, _w_OPEN4res, _r_OPEN4res)


class OPEN_DOWNGRADE4args(XdrStruct):
    """Gives up part of an open's access and deny bits (RFC 8881 section 18.18). CURRENT_FH: the file."""

    __slots__ = ("open_stateid", "seqid", "share_access", "share_deny")
    __match_args__ = ("open_stateid", "seqid", "share_access", "share_deny")

    open_stateid: stateid4
    seqid: seqid4
    share_access: int
    share_deny: int

    def __init__(self, open_stateid: stateid4, seqid: seqid4, share_access: int, share_deny: int) -> None:
        self.open_stateid = open_stateid
        self.seqid = seqid
        self.share_access = share_access
        self.share_deny = share_deny

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("open_stateid", _T_stateid4), ("seqid", UINT), ("share_access", UINT), ("share_deny", UINT),)


def _w_OPEN_DOWNGRADE4args(value: OPEN_DOWNGRADE4args, packer: Packer) -> None:
    v1 = value.open_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12sIII(v1.seqid, v2, value.seqid, value.share_access, value.share_deny))


def _r_OPEN_DOWNGRADE4args(unpacker: Unpacker) -> OPEN_DOWNGRADE4args:
    made = new(OPEN_DOWNGRADE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.open_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.seqid, made.share_access, made.share_deny = _u_I12sIII(buf, pos)
    unpacker.pos = pos + 28
    return made


_T_OPEN_DOWNGRADE4args: Final = Record(OPEN_DOWNGRADE4args, _w_OPEN_DOWNGRADE4args, _r_OPEN_DOWNGRADE4args)


class OPEN_DOWNGRADE4resok(XdrStruct):
    """The result of OPEN_DOWNGRADE if it succeeded."""

    __slots__ = ("open_stateid",)
    __match_args__ = ("open_stateid",)

    open_stateid: stateid4

    def __init__(self, open_stateid: stateid4) -> None:
        self.open_stateid = open_stateid

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("open_stateid", _T_stateid4),)


def _w_OPEN_DOWNGRADE4resok(value: OPEN_DOWNGRADE4resok, packer: Packer) -> None:
    v1 = value.open_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v1.seqid, v2))


def _r_OPEN_DOWNGRADE4resok(unpacker: Unpacker) -> OPEN_DOWNGRADE4resok:
    made = new(OPEN_DOWNGRADE4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.open_stateid = o1 = new(stateid4)
    o1.seqid, o1.other = _u_I12s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_OPEN_DOWNGRADE4resok: Final = Record(OPEN_DOWNGRADE4resok, _w_OPEN_DOWNGRADE4resok, _r_OPEN_DOWNGRADE4resok)


class OPEN_DOWNGRADE4res(XdrUnion):
    """The result of OPEN_DOWNGRADE."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: OPEN_DOWNGRADE4resok | None
    resok4: ArmOf[OPEN_DOWNGRADE4resok] = ArmOf()

    def __init__(self, status: int, value: OPEN_DOWNGRADE4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_OPEN_DOWNGRADE4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_OPEN_DOWNGRADE4res(value: OPEN_DOWNGRADE4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.open_stateid
        v2 = v1.other
        if len(v2) != 12:
            raise UnhappyError
        packer.put(_p_iI12s(0, v1.seqid, v2))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_OPEN_DOWNGRADE4res(unpacker: Unpacker) -> OPEN_DOWNGRADE4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_OPEN_DOWNGRADE4res(unpacker, choice)


def _a_OPEN_DOWNGRADE4res(unpacker: Unpacker, choice: int) -> OPEN_DOWNGRADE4res:
    made = new(OPEN_DOWNGRADE4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(OPEN_DOWNGRADE4resok)
        o1.open_stateid = o2 = new(stateid4)
        o2.seqid, o2.other = _u_I12s(buf, pos)
        unpacker.pos = pos + 16
    else:
        made.value = None
    return made


_T_OPEN_DOWNGRADE4res: Final = Record(OPEN_DOWNGRADE4res, _w_OPEN_DOWNGRADE4res, _r_OPEN_DOWNGRADE4res)


class CLOSE4args(XdrStruct):
    """Gives up an open, and the share reservation with it (RFC 8881 section 18.2). CURRENT_FH: the file."""

    __slots__ = ("seqid", "open_stateid")
    __match_args__ = ("seqid", "open_stateid")

    seqid: seqid4  # 0 in minor version 1
    open_stateid: stateid4

    def __init__(self, seqid: seqid4, open_stateid: stateid4) -> None:
        self.seqid = seqid
        self.open_stateid = open_stateid

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("seqid", UINT), ("open_stateid", _T_stateid4),)


def _w_CLOSE4args(value: CLOSE4args, packer: Packer) -> None:
    v1 = value.open_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_II12s(value.seqid, v1.seqid, v2))


def _r_CLOSE4args(unpacker: Unpacker) -> CLOSE4args:
    made = new(CLOSE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.open_stateid = o1 = new(stateid4)
    made.seqid, o1.seqid, o1.other = _u_II12s(buf, pos)
    unpacker.pos = pos + 20
    return made


_T_CLOSE4args: Final = Record(CLOSE4args, _w_CLOSE4args, _r_CLOSE4args)


class CLOSE4res(XdrUnion):
    """The result of CLOSE."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: stateid4 | None
    open_stateid: ArmOf[stateid4] = ArmOf()

    def __init__(self, status: int, value: stateid4 | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("open_stateid", _T_stateid4)}
    XDR_DEFAULT = ("", VOID)


def _w_CLOSE4res(value: CLOSE4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.other
        if len(v1) != 12:
            raise UnhappyError
        packer.put(_p_iI12s(0, arm.seqid, v1))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_CLOSE4res(unpacker: Unpacker) -> CLOSE4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_CLOSE4res(unpacker, choice)


def _a_CLOSE4res(unpacker: Unpacker, choice: int) -> CLOSE4res:
    made = new(CLOSE4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(stateid4)
        o1.seqid, o1.other = _u_I12s(buf, pos)
        unpacker.pos = pos + 16
    else:
        made.value = None
    return made


_T_CLOSE4res: Final = Record(CLOSE4res, _w_CLOSE4res, _r_CLOSE4res)


class DELEGPURGE4args(XdrStruct):
    """Gives up what was delegated to an earlier instance of the client and not reclaimed (RFC 8881 section
    18.5).
    """

    __slots__ = ("clientid",)
    __match_args__ = ("clientid",)

    clientid: clientid4

    def __init__(self, clientid: clientid4) -> None:
        self.clientid = clientid

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("clientid", UHYPER),)


def _w_DELEGPURGE4args(value: DELEGPURGE4args, packer: Packer) -> None:
    packer.put(_p_Q(value.clientid))


def _r_DELEGPURGE4args(unpacker: Unpacker) -> DELEGPURGE4args:
    made = new(DELEGPURGE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.clientid,) = _u_Q(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_DELEGPURGE4args: Final = Record(DELEGPURGE4args, _w_DELEGPURGE4args, _r_DELEGPURGE4args)


class DELEGPURGE4res(XdrStruct):
    """The result of DELEGPURGE."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_DELEGPURGE4res(value: DELEGPURGE4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_DELEGPURGE4res(unpacker: Unpacker) -> DELEGPURGE4res:
    made = new(DELEGPURGE4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_DELEGPURGE4res: Final = Record(DELEGPURGE4res, _w_DELEGPURGE4res, _r_DELEGPURGE4res)


class DELEGRETURN4args(XdrStruct):
    """Gives a delegation back (RFC 8881 section 18.6). CURRENT_FH: the object."""

    __slots__ = ("deleg_stateid",)
    __match_args__ = ("deleg_stateid",)

    deleg_stateid: stateid4

    def __init__(self, deleg_stateid: stateid4) -> None:
        self.deleg_stateid = deleg_stateid

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("deleg_stateid", _T_stateid4),)


def _w_DELEGRETURN4args(value: DELEGRETURN4args, packer: Packer) -> None:
    v1 = value.deleg_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v1.seqid, v2))


def _r_DELEGRETURN4args(unpacker: Unpacker) -> DELEGRETURN4args:
    made = new(DELEGRETURN4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.deleg_stateid = o1 = new(stateid4)
    o1.seqid, o1.other = _u_I12s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_DELEGRETURN4args: Final = Record(DELEGRETURN4args, _w_DELEGRETURN4args, _r_DELEGRETURN4args)


class DELEGRETURN4res(XdrStruct):
    """The result of DELEGRETURN."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_DELEGRETURN4res(value: DELEGRETURN4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_DELEGRETURN4res(unpacker: Unpacker) -> DELEGRETURN4res:
    made = new(DELEGRETURN4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_DELEGRETURN4res: Final = Record(DELEGRETURN4res, _w_DELEGRETURN4res, _r_DELEGRETURN4res)


class deleg_claim4(XdrUnion):
    """By which right a delegation is wanted."""

    __slots__ = ("dc_claim", "value")
    __match_args__ = ("dc_claim", "value")

    dc_claim: open_claim_type4
    value: None | open_delegation_type4
    dc_delegate_type: ArmOf[open_delegation_type4] = ArmOf()

    def __init__(self, dc_claim: int, value: None | open_delegation_type4 = None) -> None:
        self.dc_claim = _E_open_claim_type4.get(dc_claim, dc_claim)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("dc_claim", _T_open_claim_type4)
    XDR_ARMS = {4: ("", VOID), 6: ("", VOID), 1: ("dc_delegate_type", _T_open_delegation_type4)}


def _w_deleg_claim4(value: deleg_claim4, packer: Packer) -> None:
    choice = value.dc_claim
    arm: Any = value.value
    if choice == 4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(4))
    elif choice == 6:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(6))
    elif choice == 1:
        if arm not in _E_open_delegation_type4:
            raise UnhappyError
        packer.put(_p_ii(1, arm))
    else:
        raise UnhappyError


def _r_deleg_claim4(unpacker: Unpacker) -> deleg_claim4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_deleg_claim4(unpacker, choice)


def _a_deleg_claim4(unpacker: Unpacker, choice: int) -> deleg_claim4:
    made = new(deleg_claim4)
    made.dc_claim = _E_open_claim_type4[choice]
    if choice == 4:
        made.value = None
    elif choice == 6:
        made.value = None
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (v1,) = _u_i(buf, pos)
        pos += 4
        made.value = _E_open_delegation_type4[v1]
        unpacker.pos = pos
    else:
        raise UnhappyError
    return made


_T_deleg_claim4: Final = Record(deleg_claim4, _w_deleg_claim4, _r_deleg_claim4)


class WANT_DELEGATION4args(XdrStruct):
    """Asks for a delegation without an open (RFC 8881 section 18.49). CURRENT_FH: the object."""

    __slots__ = ("wda_want", "wda_claim")
    __match_args__ = ("wda_want", "wda_claim")

    wda_want: int
    wda_claim: deleg_claim4

    def __init__(self, wda_want: int, wda_claim: deleg_claim4) -> None:
        self.wda_want = wda_want
        self.wda_claim = wda_claim

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("wda_want", UINT), ("wda_claim", _T_deleg_claim4),)


def _w_WANT_DELEGATION4args(value: WANT_DELEGATION4args, packer: Packer) -> None:
    packer.put(_p_I(value.wda_want))
    _w_deleg_claim4(value.wda_claim, packer)


def _r_WANT_DELEGATION4args(unpacker: Unpacker) -> WANT_DELEGATION4args:
    made = new(WANT_DELEGATION4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.wda_want, v1 = _u_Ii(buf, pos)
    unpacker.pos = pos + 8
    made.wda_claim = _a_deleg_claim4(unpacker, v1)
    return made


_T_WANT_DELEGATION4args: Final = Record(WANT_DELEGATION4args, _w_WANT_DELEGATION4args, _r_WANT_DELEGATION4args)


class WANT_DELEGATION4res(XdrUnion):
    """The result of WANT_DELEGATION."""

    __slots__ = ("wdr_status", "value")
    __match_args__ = ("wdr_status", "value")

    wdr_status: nfsstat4
    value: open_delegation4 | None
    wdr_resok4: ArmOf[open_delegation4] = ArmOf()

    def __init__(self, wdr_status: int, value: open_delegation4 | None = None) -> None:
        self.wdr_status = _E_nfsstat4.get(wdr_status, wdr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("wdr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("wdr_resok4", _T_open_delegation4)}
    XDR_DEFAULT = ("", VOID)


def _w_WANT_DELEGATION4res(value: WANT_DELEGATION4res, packer: Packer) -> None:
    choice = value.wdr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_open_delegation4(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_WANT_DELEGATION4res(unpacker: Unpacker) -> WANT_DELEGATION4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_WANT_DELEGATION4res(unpacker, choice)


def _a_WANT_DELEGATION4res(unpacker: Unpacker, choice: int) -> WANT_DELEGATION4res:
    made = new(WANT_DELEGATION4res)
    made.wdr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_open_delegation4(unpacker)
    else:
        made.value = None
    return made


_T_WANT_DELEGATION4res: Final = Record(WANT_DELEGATION4res, _w_WANT_DELEGATION4res, _r_WANT_DELEGATION4res)
attr_notice4: TypeAlias = nfstime4
"""delay before a notice"""


class GET_DIR_DELEGATION4args(XdrStruct):
    """Asks for a delegation of a directory (RFC 8881 section 18.39). CURRENT_FH: the directory."""

    __slots__ = ("gdda_signal_deleg_avail", "gdda_notification_types", "gdda_child_attr_delay", "gdda_dir_attr_delay", "gdda_child_attributes", "gdda_dir_attributes")
    __match_args__ = ("gdda_signal_deleg_avail", "gdda_notification_types", "gdda_child_attr_delay", "gdda_dir_attr_delay", "gdda_child_attributes", "gdda_dir_attributes")

    gdda_signal_deleg_avail: bool
    gdda_notification_types: bitmap4
    gdda_child_attr_delay: attr_notice4
    gdda_dir_attr_delay: attr_notice4
    gdda_child_attributes: bitmap4
    gdda_dir_attributes: bitmap4

    def __init__(self, gdda_signal_deleg_avail: bool, gdda_notification_types: bitmap4, gdda_child_attr_delay: attr_notice4, gdda_dir_attr_delay: attr_notice4, gdda_child_attributes: bitmap4, gdda_dir_attributes: bitmap4) -> None:
        self.gdda_signal_deleg_avail = gdda_signal_deleg_avail
        self.gdda_notification_types = gdda_notification_types
        self.gdda_child_attr_delay = gdda_child_attr_delay
        self.gdda_dir_attr_delay = gdda_dir_attr_delay
        self.gdda_child_attributes = gdda_child_attributes
        self.gdda_dir_attributes = gdda_dir_attributes

    XDR_MIN_SIZE = 40
    XDR_FIELDS = (("gdda_signal_deleg_avail", BOOL), ("gdda_notification_types", Array(UINT)), ("gdda_child_attr_delay", _T_nfstime4), ("gdda_dir_attr_delay", _T_nfstime4), ("gdda_child_attributes", Array(UINT)), ("gdda_dir_attributes", Array(UINT)),)


def _w_GET_DIR_DELEGATION4args(value: GET_DIR_DELEGATION4args, packer: Packer) -> None:
    v1 = value.gdda_notification_types
    n2 = len(v1)
    packer.put(_p_II(1 if value.gdda_signal_deleg_avail else 0, n2) + words(n2).pack(*v1))
    v3 = value.gdda_child_attr_delay
    v4 = value.gdda_dir_attr_delay
    v5 = value.gdda_child_attributes
    n6 = len(v5)
    packer.put(_p_qIqII(v3.seconds, v3.nseconds, v4.seconds, v4.nseconds, n6) + words(n6).pack(*v5))
    v7 = value.gdda_dir_attributes
    n8 = len(v7)
    packer.put(_p_I(n8) + words(n8).pack(*v7))


def _r_GET_DIR_DELEGATION4args(unpacker: Unpacker) -> GET_DIR_DELEGATION4args:
    made = new(GET_DIR_DELEGATION4args)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_II(buf, pos)
    pos += 8
    made.gdda_signal_deleg_avail = BOOLS[v1]
    made.gdda_notification_types = list(words(n2).unpack_from(buf, pos))
    pos += 4 * n2
    made.gdda_child_attr_delay = o3 = new(nfstime4)
    made.gdda_dir_attr_delay = o4 = new(nfstime4)
    o3.seconds, o3.nseconds, o4.seconds, o4.nseconds, n5 = _u_qIqII(buf, pos)
    pos += 28
    made.gdda_child_attributes = list(words(n5).unpack_from(buf, pos))
    pos += 4 * n5
    (n6,) = _u_I(buf, pos)
    pos += 4
    made.gdda_dir_attributes = list(words(n6).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n6)
    return made


_T_GET_DIR_DELEGATION4args: Final = Record(GET_DIR_DELEGATION4args, _w_GET_DIR_DELEGATION4args, _r_GET_DIR_DELEGATION4args)


class GET_DIR_DELEGATION4resok(XdrStruct):
    """The delegation, and which notices the server will send."""

    __slots__ = ("gddr_cookieverf", "gddr_stateid", "gddr_notification", "gddr_child_attributes", "gddr_dir_attributes")
    __match_args__ = ("gddr_cookieverf", "gddr_stateid", "gddr_notification", "gddr_child_attributes", "gddr_dir_attributes")

    gddr_cookieverf: verifier4
    gddr_stateid: stateid4
    gddr_notification: bitmap4
    gddr_child_attributes: bitmap4
    gddr_dir_attributes: bitmap4

    def __init__(self, gddr_cookieverf: verifier4, gddr_stateid: stateid4, gddr_notification: bitmap4, gddr_child_attributes: bitmap4, gddr_dir_attributes: bitmap4) -> None:
        self.gddr_cookieverf = gddr_cookieverf
        self.gddr_stateid = gddr_stateid
        self.gddr_notification = gddr_notification
        self.gddr_child_attributes = gddr_child_attributes
        self.gddr_dir_attributes = gddr_dir_attributes

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("gddr_cookieverf", Opaque(8, fixed=True)), ("gddr_stateid", _T_stateid4), ("gddr_notification", Array(UINT)), ("gddr_child_attributes", Array(UINT)), ("gddr_dir_attributes", Array(UINT)),)


def _w_GET_DIR_DELEGATION4resok(value: GET_DIR_DELEGATION4resok, packer: Packer) -> None:
    v1 = value.gddr_cookieverf
    if len(v1) != 8:
        raise UnhappyError
    v2 = value.gddr_stateid
    v3 = v2.other
    if len(v3) != 12:
        raise UnhappyError
    v4 = value.gddr_notification
    n5 = len(v4)
    packer.put(_p_8sI12sI(v1, v2.seqid, v3, n5) + words(n5).pack(*v4))
    v6 = value.gddr_child_attributes
    n7 = len(v6)
    packer.put(_p_I(n7) + words(n7).pack(*v6))
    v8 = value.gddr_dir_attributes
    n9 = len(v8)
    packer.put(_p_I(n9) + words(n9).pack(*v8))


def _r_GET_DIR_DELEGATION4resok(unpacker: Unpacker) -> GET_DIR_DELEGATION4resok:
    made = new(GET_DIR_DELEGATION4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.gddr_stateid = o1 = new(stateid4)
    made.gddr_cookieverf, o1.seqid, o1.other, n2 = _u_8sI12sI(buf, pos)
    pos += 28
    made.gddr_notification = list(words(n2).unpack_from(buf, pos))
    pos += 4 * n2
    (n3,) = _u_I(buf, pos)
    pos += 4
    made.gddr_child_attributes = list(words(n3).unpack_from(buf, pos))
    pos += 4 * n3
    (n4,) = _u_I(buf, pos)
    pos += 4
    made.gddr_dir_attributes = list(words(n4).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n4)
    return made


_T_GET_DIR_DELEGATION4resok: Final = Record(GET_DIR_DELEGATION4resok, _w_GET_DIR_DELEGATION4resok, _r_GET_DIR_DELEGATION4resok)


class gddrnf4_status(IntEnum):
    """Whether there was one to give."""

    GDD4_OK = 0
    GDD4_UNAVAIL = 1


GDD4_OK: Final = gddrnf4_status.GDD4_OK
GDD4_UNAVAIL: Final = gddrnf4_status.GDD4_UNAVAIL
_E_gddrnf4_status: Final[dict[int, gddrnf4_status]] = {int(member): member for member in gddrnf4_status}
_T_gddrnf4_status: Final = Enumeration(gddrnf4_status, _E_gddrnf4_status)



class GET_DIR_DELEGATION4res_non_fatal(XdrUnion):
    """The delegation, or whether one will be offered."""

    __slots__ = ("gddrnf_status", "value")
    __match_args__ = ("gddrnf_status", "value")

    gddrnf_status: gddrnf4_status
    value: GET_DIR_DELEGATION4resok | bool | None
    gddrnf_resok4: ArmOf[GET_DIR_DELEGATION4resok] = ArmOf()
    gddrnf_will_signal_deleg_avail: ArmOf[bool] = ArmOf()

    def __init__(self, gddrnf_status: int, value: GET_DIR_DELEGATION4resok | bool | None = None) -> None:
        self.gddrnf_status = _E_gddrnf4_status.get(gddrnf_status, gddrnf_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 8
    XDR_SWITCH = ("gddrnf_status", _T_gddrnf4_status)
    XDR_ARMS = {0: ("gddrnf_resok4", _T_GET_DIR_DELEGATION4resok), 1: ("gddrnf_will_signal_deleg_avail", BOOL)}


def _w_GET_DIR_DELEGATION4res_non_fatal(value: GET_DIR_DELEGATION4res_non_fatal, packer: Packer) -> None:
    choice = value.gddrnf_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_GET_DIR_DELEGATION4resok(arm, packer)
    elif choice == 1:
        packer.put(_p_iI(1, 1 if arm else 0))
    else:
        raise UnhappyError


def _r_GET_DIR_DELEGATION4res_non_fatal(unpacker: Unpacker) -> GET_DIR_DELEGATION4res_non_fatal:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_GET_DIR_DELEGATION4res_non_fatal(unpacker, choice)


def _a_GET_DIR_DELEGATION4res_non_fatal(unpacker: Unpacker, choice: int) -> GET_DIR_DELEGATION4res_non_fatal:
    made = new(GET_DIR_DELEGATION4res_non_fatal)
    made.gddrnf_status = _E_gddrnf4_status[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_GET_DIR_DELEGATION4resok(unpacker)
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (v1,) = _u_I(buf, pos)
        pos += 4
        made.value = BOOLS[v1]
        unpacker.pos = pos
    else:
        raise UnhappyError
    return made


_T_GET_DIR_DELEGATION4res_non_fatal: Final = Record(GET_DIR_DELEGATION4res_non_fatal, _w_GET_DIR_DELEGATION4res_non_fatal, _r_GET_DIR_DELEGATION4res_non_fatal)


class GET_DIR_DELEGATION4res(XdrUnion):
    """The result of GET_DIR_DELEGATION."""

    __slots__ = ("gddr_status", "value")
    __match_args__ = ("gddr_status", "value")

    gddr_status: nfsstat4
    value: GET_DIR_DELEGATION4res_non_fatal | None
    gddr_res_non_fatal4: ArmOf[GET_DIR_DELEGATION4res_non_fatal] = ArmOf()

    def __init__(self, gddr_status: int, value: GET_DIR_DELEGATION4res_non_fatal | None = None) -> None:
        self.gddr_status = _E_nfsstat4.get(gddr_status, gddr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("gddr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("gddr_res_non_fatal4", _T_GET_DIR_DELEGATION4res_non_fatal)}
    XDR_DEFAULT = ("", VOID)


def _w_GET_DIR_DELEGATION4res(value: GET_DIR_DELEGATION4res, packer: Packer) -> None:
    choice = value.gddr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_GET_DIR_DELEGATION4res_non_fatal(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_GET_DIR_DELEGATION4res(unpacker: Unpacker) -> GET_DIR_DELEGATION4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_GET_DIR_DELEGATION4res(unpacker, choice)


def _a_GET_DIR_DELEGATION4res(unpacker: Unpacker, choice: int) -> GET_DIR_DELEGATION4res:
    made = new(GET_DIR_DELEGATION4res)
    made.gddr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        (v1,) = _u_i(buf, pos)
        unpacker.pos = pos + 4
        made.value = _a_GET_DIR_DELEGATION4res_non_fatal(unpacker, v1)
    else:
        made.value = None
    return made


_T_GET_DIR_DELEGATION4res: Final = Record(GET_DIR_DELEGATION4res, _w_GET_DIR_DELEGATION4res, _r_GET_DIR_DELEGATION4res)


class TEST_STATEID4args(XdrStruct):
    """Asks which stateids are still good (RFC 8881 section 18.48)."""

    __slots__ = ("ts_stateids",)
    __match_args__ = ("ts_stateids",)

    ts_stateids: list[stateid4]

    def __init__(self, ts_stateids: list[stateid4]) -> None:
        self.ts_stateids = ts_stateids

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("ts_stateids", Array(_T_stateid4)),)


def _w_TEST_STATEID4args(value: TEST_STATEID4args, packer: Packer) -> None:
    v1 = value.ts_stateids
    n2 = len(v1)
    packer.put(_p_I(n2))
    for v3 in v1:
        v4 = v3.other
        if len(v4) != 12:
            raise UnhappyError
        packer.put(_p_I12s(v3.seqid, v4))


def _r_TEST_STATEID4args(unpacker: Unpacker) -> TEST_STATEID4args:
    made = new(TEST_STATEID4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    l2: list[Any] = []
    made.ts_stateids = l2
    for _ in range(n1):
        v3 = o4 = new(stateid4)
        o4.seqid, o4.other = _u_I12s(buf, pos)
        pos += 16
        l2.append(v3)
    unpacker.pos = pos
    return made


_T_TEST_STATEID4args: Final = Record(TEST_STATEID4args, _w_TEST_STATEID4args, _r_TEST_STATEID4args)


class TEST_STATEID4resok(XdrStruct):
    """The result of TEST_STATEID if it succeeded."""

    __slots__ = ("tsr_status_codes",)
    __match_args__ = ("tsr_status_codes",)

    tsr_status_codes: list[nfsstat4]  # one per stateid

    def __init__(self, tsr_status_codes: list[nfsstat4]) -> None:
        self.tsr_status_codes = tsr_status_codes

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("tsr_status_codes", Array(_T_nfsstat4)),)


def _w_TEST_STATEID4resok(value: TEST_STATEID4resok, packer: Packer) -> None:
    v1 = value.tsr_status_codes
    n2 = len(v1)
    packer.put(_p_I(n2))
    for v3 in v1:
        if v3 not in _E_nfsstat4:
            raise UnhappyError
        packer.put(_p_i(v3))


def _r_TEST_STATEID4resok(unpacker: Unpacker) -> TEST_STATEID4resok:
    made = new(TEST_STATEID4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    l2: list[Any] = []
    made.tsr_status_codes = l2
    for _ in range(n1):
        (v4,) = _u_i(buf, pos)
        pos += 4
        v3 = _E_nfsstat4[v4]
        l2.append(v3)
    unpacker.pos = pos
    return made


_T_TEST_STATEID4resok: Final = Record(TEST_STATEID4resok, _w_TEST_STATEID4resok, _r_TEST_STATEID4resok)


class TEST_STATEID4res(XdrUnion):
    """The result of TEST_STATEID."""

    __slots__ = ("tsr_status", "value")
    __match_args__ = ("tsr_status", "value")

    tsr_status: nfsstat4
    value: TEST_STATEID4resok | None
    tsr_resok4: ArmOf[TEST_STATEID4resok] = ArmOf()

    def __init__(self, tsr_status: int, value: TEST_STATEID4resok | None = None) -> None:
        self.tsr_status = _E_nfsstat4.get(tsr_status, tsr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("tsr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("tsr_resok4", _T_TEST_STATEID4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_TEST_STATEID4res(value: TEST_STATEID4res, packer: Packer) -> None:
    choice = value.tsr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_TEST_STATEID4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_TEST_STATEID4res(unpacker: Unpacker) -> TEST_STATEID4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_TEST_STATEID4res(unpacker, choice)


def _a_TEST_STATEID4res(unpacker: Unpacker, choice: int) -> TEST_STATEID4res:
    made = new(TEST_STATEID4res)
    made.tsr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_TEST_STATEID4resok(unpacker)
    else:
        made.value = None
    return made


_T_TEST_STATEID4res: Final = Record(TEST_STATEID4res, _w_TEST_STATEID4res, _r_TEST_STATEID4res)


class FREE_STATEID4args(XdrStruct):
    """Forgets a stateid that holds no lock, or acknowledges that its state was revoked (RFC 8881 section
    18.38).
    """

    __slots__ = ("fsa_stateid",)
    __match_args__ = ("fsa_stateid",)

    fsa_stateid: stateid4

    def __init__(self, fsa_stateid: stateid4) -> None:
        self.fsa_stateid = fsa_stateid

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("fsa_stateid", _T_stateid4),)


def _w_FREE_STATEID4args(value: FREE_STATEID4args, packer: Packer) -> None:
    v1 = value.fsa_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v1.seqid, v2))


def _r_FREE_STATEID4args(unpacker: Unpacker) -> FREE_STATEID4args:
    made = new(FREE_STATEID4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.fsa_stateid = o1 = new(stateid4)
    o1.seqid, o1.other = _u_I12s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_FREE_STATEID4args: Final = Record(FREE_STATEID4args, _w_FREE_STATEID4args, _r_FREE_STATEID4args)


class FREE_STATEID4res(XdrStruct):
    """The result of FREE_STATEID."""

    __slots__ = ("fsr_status",)
    __match_args__ = ("fsr_status",)

    fsr_status: nfsstat4

    def __init__(self, fsr_status: nfsstat4) -> None:
        self.fsr_status = fsr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("fsr_status", _T_nfsstat4),)


def _w_FREE_STATEID4res(value: FREE_STATEID4res, packer: Packer) -> None:
    v1 = value.fsr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_FREE_STATEID4res(unpacker: Unpacker) -> FREE_STATEID4res:
    made = new(FREE_STATEID4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.fsr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_FREE_STATEID4res: Final = Record(FREE_STATEID4res, _w_FREE_STATEID4res, _r_FREE_STATEID4res)


class layout_content4(XdrStruct):
    """A layout's body; its kind says what it is."""

    __slots__ = ("loc_type", "loc_body")
    __match_args__ = ("loc_type", "loc_body")

    loc_type: layouttype4
    loc_body: bytes

    def __init__(self, loc_type: layouttype4, loc_body: bytes) -> None:
        self.loc_type = loc_type
        self.loc_body = loc_body

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("loc_type", _T_layouttype4), ("loc_body", Opaque()),)


def _w_layout_content4(value: layout_content4, packer: Packer) -> None:
    v1 = value.loc_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.loc_body
    n3 = len(v2)
    packer.put(_p_iI(v1, n3))
    packer.put(v2 + PAD[n3 & 3])


def _r_layout_content4(unpacker: Unpacker) -> layout_content4:
    made = new(layout_content4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.loc_type = _E_layouttype4[v1]
    if n2:
        made.loc_body = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.loc_body = b""
    unpacker.pos = pos
    return made


_T_layout_content4: Final = Record(layout_content4, _w_layout_content4, _r_layout_content4)


class layoutiomode4(IntEnum):
    """What a layout is for."""

    LAYOUTIOMODE4_READ = 1
    LAYOUTIOMODE4_RW = 2
    LAYOUTIOMODE4_ANY = 3


LAYOUTIOMODE4_READ: Final = layoutiomode4.LAYOUTIOMODE4_READ
LAYOUTIOMODE4_RW: Final = layoutiomode4.LAYOUTIOMODE4_RW
LAYOUTIOMODE4_ANY: Final = layoutiomode4.LAYOUTIOMODE4_ANY
_E_layoutiomode4: Final[dict[int, layoutiomode4]] = {int(member): member for member in layoutiomode4}
_T_layoutiomode4: Final = Enumeration(layoutiomode4, _E_layoutiomode4)



class layout4(XdrStruct):
    """A range, and where its data are."""

    __slots__ = ("lo_offset", "lo_length", "lo_iomode", "lo_content")
    __match_args__ = ("lo_offset", "lo_length", "lo_iomode", "lo_content")

    lo_offset: offset4
    lo_length: length4  # NFS4_UINT64_MAX: to the end
    lo_iomode: layoutiomode4
    lo_content: layout_content4

    def __init__(self, lo_offset: offset4, lo_length: length4, lo_iomode: layoutiomode4, lo_content: layout_content4) -> None:
        self.lo_offset = lo_offset
        self.lo_length = lo_length
        self.lo_iomode = lo_iomode
        self.lo_content = lo_content

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("lo_offset", UHYPER), ("lo_length", UHYPER), ("lo_iomode", _T_layoutiomode4), ("lo_content", _T_layout_content4),)


def _w_layout4(value: layout4, packer: Packer) -> None:
    v1 = value.lo_iomode
    if v1 not in _E_layoutiomode4:
        raise UnhappyError
    v2 = value.lo_content
    v3 = v2.loc_type
    if v3 not in _E_layouttype4:
        raise UnhappyError
    v4 = v2.loc_body
    n5 = len(v4)
    packer.put(_p_QQiiI(value.lo_offset, value.lo_length, v1, v3, n5))
    packer.put(v4 + PAD[n5 & 3])


def _r_layout4(unpacker: Unpacker) -> layout4:
    made = new(layout4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.lo_content = o2 = new(layout_content4)
    made.lo_offset, made.lo_length, v1, v3, n4 = _u_QQiiI(buf, pos)
    pos += 28
    made.lo_iomode = _E_layoutiomode4[v1]
    o2.loc_type = _E_layouttype4[v3]
    if n4:
        o2.loc_body = buf[pos : pos + n4]
        pos += (n4 + 3) & -4
    else:
        o2.loc_body = b""
    unpacker.pos = pos
    return made


_T_layout4: Final = Record(layout4, _w_layout4, _r_layout4)


class device_addr4(XdrStruct):
    """How a device is reached; its kind says what the body is."""

    __slots__ = ("da_layout_type", "da_addr_body")
    __match_args__ = ("da_layout_type", "da_addr_body")

    da_layout_type: layouttype4
    da_addr_body: bytes

    def __init__(self, da_layout_type: layouttype4, da_addr_body: bytes) -> None:
        self.da_layout_type = da_layout_type
        self.da_addr_body = da_addr_body

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("da_layout_type", _T_layouttype4), ("da_addr_body", Opaque()),)


def _w_device_addr4(value: device_addr4, packer: Packer) -> None:
    v1 = value.da_layout_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.da_addr_body
    n3 = len(v2)
    packer.put(_p_iI(v1, n3))
    packer.put(v2 + PAD[n3 & 3])


def _r_device_addr4(unpacker: Unpacker) -> device_addr4:
    made = new(device_addr4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.da_layout_type = _E_layouttype4[v1]
    if n2:
        made.da_addr_body = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.da_addr_body = b""
    unpacker.pos = pos
    return made


_T_device_addr4: Final = Record(device_addr4, _w_device_addr4, _r_device_addr4)


class layoutupdate4(XdrStruct):
    """What a client has to say about a layout."""

    __slots__ = ("lou_type", "lou_body")
    __match_args__ = ("lou_type", "lou_body")

    lou_type: layouttype4
    lou_body: bytes

    def __init__(self, lou_type: layouttype4, lou_body: bytes) -> None:
        self.lou_type = lou_type
        self.lou_body = lou_body

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("lou_type", _T_layouttype4), ("lou_body", Opaque()),)


def _w_layoutupdate4(value: layoutupdate4, packer: Packer) -> None:
    v1 = value.lou_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.lou_body
    n3 = len(v2)
    packer.put(_p_iI(v1, n3))
    packer.put(v2 + PAD[n3 & 3])


def _r_layoutupdate4(unpacker: Unpacker) -> layoutupdate4:
    made = new(layoutupdate4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.lou_type = _E_layouttype4[v1]
    if n2:
        made.lou_body = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.lou_body = b""
    unpacker.pos = pos
    return made


_T_layoutupdate4: Final = Record(layoutupdate4, _w_layoutupdate4, _r_layoutupdate4)
LAYOUT4_RET_REC_FILE: Final = 1
LAYOUT4_RET_REC_FSID: Final = 2
LAYOUT4_RET_REC_ALL: Final = 3


class layoutreturn_type4(IntEnum):
    """What is given back."""

    LAYOUTRETURN4_FILE = 1
    LAYOUTRETURN4_FSID = 2
    LAYOUTRETURN4_ALL = 3


LAYOUTRETURN4_FILE: Final = layoutreturn_type4.LAYOUTRETURN4_FILE
LAYOUTRETURN4_FSID: Final = layoutreturn_type4.LAYOUTRETURN4_FSID
LAYOUTRETURN4_ALL: Final = layoutreturn_type4.LAYOUTRETURN4_ALL
_E_layoutreturn_type4: Final[dict[int, layoutreturn_type4]] = {int(member): member for member in layoutreturn_type4}
_T_layoutreturn_type4: Final = Enumeration(layoutreturn_type4, _E_layoutreturn_type4)



class layoutreturn_file4(XdrStruct):
    """A range of one file."""

    __slots__ = ("lrf_offset", "lrf_length", "lrf_stateid", "lrf_body")
    __match_args__ = ("lrf_offset", "lrf_length", "lrf_stateid", "lrf_body")

    lrf_offset: offset4
    lrf_length: length4
    lrf_stateid: stateid4
    lrf_body: bytes

    def __init__(self, lrf_offset: offset4, lrf_length: length4, lrf_stateid: stateid4, lrf_body: bytes) -> None:
        self.lrf_offset = lrf_offset
        self.lrf_length = lrf_length
        self.lrf_stateid = lrf_stateid
        self.lrf_body = lrf_body

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("lrf_offset", UHYPER), ("lrf_length", UHYPER), ("lrf_stateid", _T_stateid4), ("lrf_body", Opaque()),)


def _w_layoutreturn_file4(value: layoutreturn_file4, packer: Packer) -> None:
    v1 = value.lrf_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.lrf_body
    n4 = len(v3)
    packer.put(_p_QQI12sI(value.lrf_offset, value.lrf_length, v1.seqid, v2, n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_layoutreturn_file4(unpacker: Unpacker) -> layoutreturn_file4:
    made = new(layoutreturn_file4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.lrf_stateid = o1 = new(stateid4)
    made.lrf_offset, made.lrf_length, o1.seqid, o1.other, n2 = _u_QQI12sI(buf, pos)
    pos += 36
    if n2:
        made.lrf_body = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.lrf_body = b""
    unpacker.pos = pos
    return made


_T_layoutreturn_file4: Final = Record(layoutreturn_file4, _w_layoutreturn_file4, _r_layoutreturn_file4)


class layoutreturn4(XdrUnion):
    """What is given back."""

    __slots__ = ("lr_returntype", "value")
    __match_args__ = ("lr_returntype", "value")

    lr_returntype: layoutreturn_type4
    value: layoutreturn_file4 | None
    lr_layout: ArmOf[layoutreturn_file4] = ArmOf()

    def __init__(self, lr_returntype: int, value: layoutreturn_file4 | None = None) -> None:
        self.lr_returntype = _E_layoutreturn_type4.get(lr_returntype, lr_returntype)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("lr_returntype", _T_layoutreturn_type4)
    XDR_ARMS = {1: ("lr_layout", _T_layoutreturn_file4)}
    XDR_DEFAULT = ("", VOID)


def _w_layoutreturn4(value: layoutreturn4, packer: Packer) -> None:
    choice = value.lr_returntype
    arm: Any = value.value
    if choice == 1:
        v1 = arm.lrf_stateid
        v2 = v1.other
        if len(v2) != 12:
            raise UnhappyError
        v3 = arm.lrf_body
        n4 = len(v3)
        packer.put(_p_iQQI12sI(1, arm.lrf_offset, arm.lrf_length, v1.seqid, v2, n4))
        packer.put(v3 + PAD[n4 & 3])
    elif choice in _E_layoutreturn_type4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_layoutreturn4(unpacker: Unpacker) -> layoutreturn4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_layoutreturn4(unpacker, choice)


def _a_layoutreturn4(unpacker: Unpacker, choice: int) -> layoutreturn4:
    made = new(layoutreturn4)
    made.lr_returntype = _E_layoutreturn_type4[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(layoutreturn_file4)
        o1.lrf_stateid = o2 = new(stateid4)
        o1.lrf_offset, o1.lrf_length, o2.seqid, o2.other, n3 = _u_QQI12sI(buf, pos)
        pos += 36
        if n3:
            o1.lrf_body = buf[pos : pos + n3]
            pos += (n3 + 3) & -4
        else:
            o1.lrf_body = b""
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_layoutreturn4: Final = Record(layoutreturn4, _w_layoutreturn4, _r_layoutreturn4)
NFL4_UFLG_MASK: Final = 63
NFL4_UFLG_DENSE: Final = 1
"""a data server's file holds its own stripes only"""
NFL4_UFLG_COMMIT_THRU_MDS: Final = 2
"""COMMIT goes to the metadata server"""
NFL42_UFLG_IO_ADVISE_THRU_MDS: Final = 4
"""so does IO_ADVISE"""
NFL4_UFLG_STRIPE_UNIT_SIZE_MASK: Final = 0xffffffc0
"""bytes of a stripe unit, a multiple of 64"""
nfl_util4: TypeAlias = int
"""sum of NFL4_UFLG_*"""


class filelayout_hint_care4(IntEnum):
    """Which fields of the hint matter."""

    NFLH4_CARE_DENSE = 1
    NFLH4_CARE_COMMIT_THRU_MDS = 2
    NFL42_CARE_IO_ADVISE_THRU_MDS = 4
    NFLH4_CARE_STRIPE_UNIT_SIZE = 64
    NFLH4_CARE_STRIPE_COUNT = 128


NFLH4_CARE_DENSE: Final = filelayout_hint_care4.NFLH4_CARE_DENSE
NFLH4_CARE_COMMIT_THRU_MDS: Final = filelayout_hint_care4.NFLH4_CARE_COMMIT_THRU_MDS
NFL42_CARE_IO_ADVISE_THRU_MDS: Final = filelayout_hint_care4.NFL42_CARE_IO_ADVISE_THRU_MDS
NFLH4_CARE_STRIPE_UNIT_SIZE: Final = filelayout_hint_care4.NFLH4_CARE_STRIPE_UNIT_SIZE
NFLH4_CARE_STRIPE_COUNT: Final = filelayout_hint_care4.NFLH4_CARE_STRIPE_COUNT
_E_filelayout_hint_care4: Final[dict[int, filelayout_hint_care4]] = {int(member): member for member in filelayout_hint_care4}
_T_filelayout_hint_care4: Final = Enumeration(filelayout_hint_care4, _E_filelayout_hint_care4)



class nfsv4_1_file_layouthint4(XdrStruct):
    """Body of layouthint4 for files."""

    __slots__ = ("nflh_care", "nflh_util", "nflh_stripe_count")
    __match_args__ = ("nflh_care", "nflh_util", "nflh_stripe_count")

    nflh_care: int
    nflh_util: nfl_util4
    nflh_stripe_count: count4

    def __init__(self, nflh_care: int, nflh_util: nfl_util4, nflh_stripe_count: count4) -> None:
        self.nflh_care = nflh_care
        self.nflh_util = nflh_util
        self.nflh_stripe_count = nflh_stripe_count

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("nflh_care", UINT), ("nflh_util", UINT), ("nflh_stripe_count", UINT),)


def _w_nfsv4_1_file_layouthint4(value: nfsv4_1_file_layouthint4, packer: Packer) -> None:
    packer.put(_p_III(value.nflh_care, value.nflh_util, value.nflh_stripe_count))


def _r_nfsv4_1_file_layouthint4(unpacker: Unpacker) -> nfsv4_1_file_layouthint4:
    made = new(nfsv4_1_file_layouthint4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.nflh_care, made.nflh_util, made.nflh_stripe_count = _u_III(buf, pos)
    unpacker.pos = pos + 12
    return made


_T_nfsv4_1_file_layouthint4: Final = Record(nfsv4_1_file_layouthint4, _w_nfsv4_1_file_layouthint4, _r_nfsv4_1_file_layouthint4)
multipath_list4: TypeAlias = list[netaddr4]
"""addresses of one data server"""


class nfsv4_1_file_layout_ds_addr4(XdrStruct):
    """Body of device_addr4 for files."""

    __slots__ = ("nflda_stripe_indices", "nflda_multipath_ds_list")
    __match_args__ = ("nflda_stripe_indices", "nflda_multipath_ds_list")

    nflda_stripe_indices: list[int]
    nflda_multipath_ds_list: list[multipath_list4]

    def __init__(self, nflda_stripe_indices: list[int], nflda_multipath_ds_list: list[multipath_list4]) -> None:
        self.nflda_stripe_indices = nflda_stripe_indices
        self.nflda_multipath_ds_list = nflda_multipath_ds_list

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("nflda_stripe_indices", Array(UINT)), ("nflda_multipath_ds_list", Array(Array(_T_netaddr4))),)


def _w_nfsv4_1_file_layout_ds_addr4(value: nfsv4_1_file_layout_ds_addr4, packer: Packer) -> None:
    v1 = value.nflda_stripe_indices
    n2 = len(v1)
    packer.put(_p_I(n2) + words(n2).pack(*v1))
    v3 = value.nflda_multipath_ds_list
    n4 = len(v3)
    packer.put(_p_I(n4))
    for v5 in v3:
        n6 = len(v5)
        packer.put(_p_I(n6))
        for v7 in v5:
            v8 = v7.na_r_netid
            n9 = len(v8)
            packer.put(_p_I(n9))
            packer.put(v8 + PAD[n9 & 3])
            v10 = v7.na_r_addr
            n11 = len(v10)
            packer.put(_p_I(n11))
            packer.put(v10 + PAD[n11 & 3])


def _r_nfsv4_1_file_layout_ds_addr4(unpacker: Unpacker) -> nfsv4_1_file_layout_ds_addr4:
    made = new(nfsv4_1_file_layout_ds_addr4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    made.nflda_stripe_indices = list(words(n1).unpack_from(buf, pos))
    pos += 4 * n1
    (n2,) = _u_I(buf, pos)
    pos += 4
    l3: list[Any] = []
    made.nflda_multipath_ds_list = l3
    for _ in range(n2):
        (n5,) = _u_I(buf, pos)
        pos += 4
        l6: list[Any] = []
        v4 = l6
        for _ in range(n5):
            v7 = o8 = new(netaddr4)
            (n9,) = _u_I(buf, pos)
            pos += 4
            if n9:
                o8.na_r_netid = buf[pos : pos + n9]
                pos += (n9 + 3) & -4
            else:
                o8.na_r_netid = b""
            (n10,) = _u_I(buf, pos)
            pos += 4
            if n10:
                o8.na_r_addr = buf[pos : pos + n10]
                pos += (n10 + 3) & -4
            else:
                o8.na_r_addr = b""
            l6.append(v7)
        l3.append(v4)
    unpacker.pos = pos
    return made


_T_nfsv4_1_file_layout_ds_addr4: Final = Record(nfsv4_1_file_layout_ds_addr4, _w_nfsv4_1_file_layout_ds_addr4, _r_nfsv4_1_file_layout_ds_addr4)


class nfsv4_1_file_layout4(XdrStruct):
    """Body of layout_content4 for files."""

    __slots__ = ("nfl_deviceid", "nfl_util", "nfl_first_stripe_index", "nfl_pattern_offset", "nfl_fh_list")
    __match_args__ = ("nfl_deviceid", "nfl_util", "nfl_first_stripe_index", "nfl_pattern_offset", "nfl_fh_list")

    nfl_deviceid: deviceid4
    nfl_util: nfl_util4
    nfl_first_stripe_index: int
    nfl_pattern_offset: offset4
    nfl_fh_list: list[nfs_fh4]

    def __init__(self, nfl_deviceid: deviceid4, nfl_util: nfl_util4, nfl_first_stripe_index: int, nfl_pattern_offset: offset4, nfl_fh_list: list[nfs_fh4]) -> None:
        self.nfl_deviceid = nfl_deviceid
        self.nfl_util = nfl_util
        self.nfl_first_stripe_index = nfl_first_stripe_index
        self.nfl_pattern_offset = nfl_pattern_offset
        self.nfl_fh_list = nfl_fh_list

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("nfl_deviceid", Opaque(16, fixed=True)), ("nfl_util", UINT), ("nfl_first_stripe_index", UINT), ("nfl_pattern_offset", UHYPER), ("nfl_fh_list", Array(Opaque(128))),)


def _w_nfsv4_1_file_layout4(value: nfsv4_1_file_layout4, packer: Packer) -> None:
    v1 = value.nfl_deviceid
    if len(v1) != 16:
        raise UnhappyError
    v2 = value.nfl_fh_list
    n3 = len(v2)
    packer.put(_p_16sIIQI(v1, value.nfl_util, value.nfl_first_stripe_index, value.nfl_pattern_offset, n3))
    for v4 in v2:
        n5 = len(v4)
        if n5 > 128:
            raise UnhappyError
        packer.put(_p_I(n5) + v4 + PAD[n5 & 3])


def _r_nfsv4_1_file_layout4(unpacker: Unpacker) -> nfsv4_1_file_layout4:
    made = new(nfsv4_1_file_layout4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.nfl_deviceid, made.nfl_util, made.nfl_first_stripe_index, made.nfl_pattern_offset, n1 = _u_16sIIQI(buf, pos)
    pos += 36
    l2: list[Any] = []
    made.nfl_fh_list = l2
    for _ in range(n1):
        (n4,) = _u_I(buf, pos)
        pos += 4
        if n4:
            if n4 > 128:
                raise UnhappyError
            v3 = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            v3 = b""
        l2.append(v3)
    unpacker.pos = pos
    return made


_T_nfsv4_1_file_layout4: Final = Record(nfsv4_1_file_layout4, _w_nfsv4_1_file_layout4, _r_nfsv4_1_file_layout4)


class GETDEVICEINFO4args(XdrStruct):
    """Asks how a storage device is reached (RFC 8881 section 18.40)."""

    __slots__ = ("gdia_device_id", "gdia_layout_type", "gdia_maxcount", "gdia_notify_types")
    __match_args__ = ("gdia_device_id", "gdia_layout_type", "gdia_maxcount", "gdia_notify_types")

    gdia_device_id: deviceid4
    gdia_layout_type: layouttype4
    gdia_maxcount: count4
    gdia_notify_types: bitmap4

    def __init__(self, gdia_device_id: deviceid4, gdia_layout_type: layouttype4, gdia_maxcount: count4, gdia_notify_types: bitmap4) -> None:
        self.gdia_device_id = gdia_device_id
        self.gdia_layout_type = gdia_layout_type
        self.gdia_maxcount = gdia_maxcount
        self.gdia_notify_types = gdia_notify_types

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("gdia_device_id", Opaque(16, fixed=True)), ("gdia_layout_type", _T_layouttype4), ("gdia_maxcount", UINT), ("gdia_notify_types", Array(UINT)),)


def _w_GETDEVICEINFO4args(value: GETDEVICEINFO4args, packer: Packer) -> None:
    v1 = value.gdia_device_id
    if len(v1) != 16:
        raise UnhappyError
    v2 = value.gdia_layout_type
    if v2 not in _E_layouttype4:
        raise UnhappyError
    v3 = value.gdia_notify_types
    n4 = len(v3)
    packer.put(_p_16siII(v1, v2, value.gdia_maxcount, n4) + words(n4).pack(*v3))


def _r_GETDEVICEINFO4args(unpacker: Unpacker) -> GETDEVICEINFO4args:
    made = new(GETDEVICEINFO4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.gdia_device_id, v1, made.gdia_maxcount, n2 = _u_16siII(buf, pos)
    pos += 28
    made.gdia_layout_type = _E_layouttype4[v1]
    made.gdia_notify_types = list(words(n2).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n2)
    return made


_T_GETDEVICEINFO4args: Final = Record(GETDEVICEINFO4args, _w_GETDEVICEINFO4args, _r_GETDEVICEINFO4args)


class GETDEVICEINFO4resok(XdrStruct):
    """The result of GETDEVICEINFO if it succeeded."""

    __slots__ = ("gdir_device_addr", "gdir_notification")
    __match_args__ = ("gdir_device_addr", "gdir_notification")

    gdir_device_addr: device_addr4
    gdir_notification: bitmap4

    def __init__(self, gdir_device_addr: device_addr4, gdir_notification: bitmap4) -> None:
        self.gdir_device_addr = gdir_device_addr
        self.gdir_notification = gdir_notification

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("gdir_device_addr", _T_device_addr4), ("gdir_notification", Array(UINT)),)


def _w_GETDEVICEINFO4resok(value: GETDEVICEINFO4resok, packer: Packer) -> None:
    v1 = value.gdir_device_addr
    v2 = v1.da_layout_type
    if v2 not in _E_layouttype4:
        raise UnhappyError
    v3 = v1.da_addr_body
    n4 = len(v3)
    packer.put(_p_iI(v2, n4))
    packer.put(v3 + PAD[n4 & 3])
    v5 = value.gdir_notification
    n6 = len(v5)
    packer.put(_p_I(n6) + words(n6).pack(*v5))


def _r_GETDEVICEINFO4resok(unpacker: Unpacker) -> GETDEVICEINFO4resok:
    made = new(GETDEVICEINFO4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.gdir_device_addr = o1 = new(device_addr4)
    v2, n3 = _u_iI(buf, pos)
    pos += 8
    o1.da_layout_type = _E_layouttype4[v2]
    if n3:
        o1.da_addr_body = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        o1.da_addr_body = b""
    (n4,) = _u_I(buf, pos)
    pos += 4
    made.gdir_notification = list(words(n4).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n4)
    return made


_T_GETDEVICEINFO4resok: Final = Record(GETDEVICEINFO4resok, _w_GETDEVICEINFO4resok, _r_GETDEVICEINFO4resok)


class GETDEVICEINFO4res(XdrUnion):
    """The result of GETDEVICEINFO."""

    __slots__ = ("gdir_status", "value")
    __match_args__ = ("gdir_status", "value")

    gdir_status: nfsstat4
    value: GETDEVICEINFO4resok | count4 | None
    gdir_resok4: ArmOf[GETDEVICEINFO4resok] = ArmOf()
    gdir_mincount: ArmOf[count4] = ArmOf()

    def __init__(self, gdir_status: int, value: GETDEVICEINFO4resok | count4 | None = None) -> None:
        self.gdir_status = _E_nfsstat4.get(gdir_status, gdir_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("gdir_status", _T_nfsstat4)
    XDR_ARMS = {0: ("gdir_resok4", _T_GETDEVICEINFO4resok), 10005: ("gdir_mincount", UINT)}
    XDR_DEFAULT = ("", VOID)


def _w_GETDEVICEINFO4res(value: GETDEVICEINFO4res, packer: Packer) -> None:
    choice = value.gdir_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_GETDEVICEINFO4resok(arm, packer)
    elif choice == 10005:
        packer.put(_p_iI(10005, arm))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_GETDEVICEINFO4res(unpacker: Unpacker) -> GETDEVICEINFO4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_GETDEVICEINFO4res(unpacker, choice)


def _a_GETDEVICEINFO4res(unpacker: Unpacker, choice: int) -> GETDEVICEINFO4res:
    made = new(GETDEVICEINFO4res)
    made.gdir_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_GETDEVICEINFO4resok(unpacker)
    elif choice == 10005:
        buf = unpacker.buf
        pos = unpacker.pos
        (made.value,) = _u_I(buf, pos)
        unpacker.pos = pos + 4
    else:
        made.value = None
    return made


_T_GETDEVICEINFO4res: Final = Record(GETDEVICEINFO4res, _w_GETDEVICEINFO4res, _r_GETDEVICEINFO4res)


class GETDEVICELIST4args(XdrStruct):
    """Lists the storage devices of a file system (RFC 8881 section 18.41). CURRENT_FH: any object of it."""

    __slots__ = ("gdla_layout_type", "gdla_maxdevices", "gdla_cookie", "gdla_cookieverf")
    __match_args__ = ("gdla_layout_type", "gdla_maxdevices", "gdla_cookie", "gdla_cookieverf")

    gdla_layout_type: layouttype4
    gdla_maxdevices: count4
    gdla_cookie: nfs_cookie4
    gdla_cookieverf: verifier4

    def __init__(self, gdla_layout_type: layouttype4, gdla_maxdevices: count4, gdla_cookie: nfs_cookie4, gdla_cookieverf: verifier4) -> None:
        self.gdla_layout_type = gdla_layout_type
        self.gdla_maxdevices = gdla_maxdevices
        self.gdla_cookie = gdla_cookie
        self.gdla_cookieverf = gdla_cookieverf

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("gdla_layout_type", _T_layouttype4), ("gdla_maxdevices", UINT), ("gdla_cookie", UHYPER), ("gdla_cookieverf", Opaque(8, fixed=True)),)


def _w_GETDEVICELIST4args(value: GETDEVICELIST4args, packer: Packer) -> None:
    v1 = value.gdla_layout_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.gdla_cookieverf
    if len(v2) != 8:
        raise UnhappyError
    packer.put(_p_iIQ8s(v1, value.gdla_maxdevices, value.gdla_cookie, v2))


def _r_GETDEVICELIST4args(unpacker: Unpacker) -> GETDEVICELIST4args:
    made = new(GETDEVICELIST4args)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, made.gdla_maxdevices, made.gdla_cookie, made.gdla_cookieverf = _u_iIQ8s(buf, pos)
    pos += 24
    made.gdla_layout_type = _E_layouttype4[v1]
    unpacker.pos = pos
    return made


_T_GETDEVICELIST4args: Final = Record(GETDEVICELIST4args, _w_GETDEVICELIST4args, _r_GETDEVICELIST4args)


class GETDEVICELIST4resok(XdrStruct):
    """The result of GETDEVICELIST if it succeeded."""

    __slots__ = ("gdlr_cookie", "gdlr_cookieverf", "gdlr_deviceid_list", "gdlr_eof")
    __match_args__ = ("gdlr_cookie", "gdlr_cookieverf", "gdlr_deviceid_list", "gdlr_eof")

    gdlr_cookie: nfs_cookie4
    gdlr_cookieverf: verifier4
    gdlr_deviceid_list: list[deviceid4]
    gdlr_eof: bool

    def __init__(self, gdlr_cookie: nfs_cookie4, gdlr_cookieverf: verifier4, gdlr_deviceid_list: list[deviceid4], gdlr_eof: bool) -> None:
        self.gdlr_cookie = gdlr_cookie
        self.gdlr_cookieverf = gdlr_cookieverf
        self.gdlr_deviceid_list = gdlr_deviceid_list
        self.gdlr_eof = gdlr_eof

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("gdlr_cookie", UHYPER), ("gdlr_cookieverf", Opaque(8, fixed=True)), ("gdlr_deviceid_list", Array(Opaque(16, fixed=True))), ("gdlr_eof", BOOL),)


def _w_GETDEVICELIST4resok(value: GETDEVICELIST4resok, packer: Packer) -> None:
    v1 = value.gdlr_cookieverf
    if len(v1) != 8:
        raise UnhappyError
    v2 = value.gdlr_deviceid_list
    n3 = len(v2)
    packer.put(_p_Q8sI(value.gdlr_cookie, v1, n3))
    for v4 in v2:
        if len(v4) != 16:
            raise UnhappyError
        packer.put(_p_16s(v4))
    packer.put(_p_I(1 if value.gdlr_eof else 0))


def _r_GETDEVICELIST4resok(unpacker: Unpacker) -> GETDEVICELIST4resok:
    made = new(GETDEVICELIST4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.gdlr_cookie, made.gdlr_cookieverf, n1 = _u_Q8sI(buf, pos)
    pos += 20
    l2: list[Any] = []
    made.gdlr_deviceid_list = l2
    for _ in range(n1):
        (v3,) = _u_16s(buf, pos)
        pos += 16
        l2.append(v3)
    (v4,) = _u_I(buf, pos)
    pos += 4
    made.gdlr_eof = BOOLS[v4]
    unpacker.pos = pos
    return made


_T_GETDEVICELIST4resok: Final = Record(GETDEVICELIST4resok, _w_GETDEVICELIST4resok, _r_GETDEVICELIST4resok)


class GETDEVICELIST4res(XdrUnion):
    """The result of GETDEVICELIST."""

    __slots__ = ("gdlr_status", "value")
    __match_args__ = ("gdlr_status", "value")

    gdlr_status: nfsstat4
    value: GETDEVICELIST4resok | None
    gdlr_resok4: ArmOf[GETDEVICELIST4resok] = ArmOf()

    def __init__(self, gdlr_status: int, value: GETDEVICELIST4resok | None = None) -> None:
        self.gdlr_status = _E_nfsstat4.get(gdlr_status, gdlr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("gdlr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("gdlr_resok4", _T_GETDEVICELIST4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_GETDEVICELIST4res(value: GETDEVICELIST4res, packer: Packer) -> None:
    choice = value.gdlr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_GETDEVICELIST4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_GETDEVICELIST4res(unpacker: Unpacker) -> GETDEVICELIST4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_GETDEVICELIST4res(unpacker, choice)


def _a_GETDEVICELIST4res(unpacker: Unpacker, choice: int) -> GETDEVICELIST4res:
    made = new(GETDEVICELIST4res)
    made.gdlr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_GETDEVICELIST4resok(unpacker)
    else:
        made.value = None
    return made


_T_GETDEVICELIST4res: Final = Record(GETDEVICELIST4res, _w_GETDEVICELIST4res, _r_GETDEVICELIST4res)


class newtime4(XdrUnion):
    """A new modification time, or none."""

    __slots__ = ("nt_timechanged", "value")
    __match_args__ = ("nt_timechanged", "value")

    nt_timechanged: bool
    value: nfstime4 | None
    nt_time: ArmOf[nfstime4] = ArmOf()

    def __init__(self, nt_timechanged: bool, value: nfstime4 | None = None) -> None:
        self.nt_timechanged = nt_timechanged
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("nt_timechanged", BOOL)
    XDR_ARMS = {1: ("nt_time", _T_nfstime4), 0: ("", VOID)}


def _w_newtime4(value: newtime4, packer: Packer) -> None:
    choice = value.nt_timechanged
    arm: Any = value.value
    if choice == 1:
        packer.put(_p_IqI(1, arm.seconds, arm.nseconds))
    elif choice == 0:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_I(0))
    else:
        raise UnhappyError


def _r_newtime4(unpacker: Unpacker) -> newtime4:
    (choice,) = _u_I(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_newtime4(unpacker, choice)


def _a_newtime4(unpacker: Unpacker, choice: int) -> newtime4:
    made = new(newtime4)
    made.nt_timechanged = BOOLS[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(nfstime4)
        o1.seconds, o1.nseconds = _u_qI(buf, pos)
        unpacker.pos = pos + 12
    elif choice == 0:
        made.value = None
    else:
        raise UnhappyError
    return made


_T_newtime4: Final = Record(newtime4, _w_newtime4, _r_newtime4)


class newoffset4(XdrUnion):
    """The last byte written, or none."""

    __slots__ = ("no_newoffset", "value")
    __match_args__ = ("no_newoffset", "value")

    no_newoffset: bool
    value: offset4 | None
    no_offset: ArmOf[offset4] = ArmOf()

    def __init__(self, no_newoffset: bool, value: offset4 | None = None) -> None:
        self.no_newoffset = no_newoffset
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("no_newoffset", BOOL)
    XDR_ARMS = {1: ("no_offset", UHYPER), 0: ("", VOID)}


def _w_newoffset4(value: newoffset4, packer: Packer) -> None:
    choice = value.no_newoffset
    arm: Any = value.value
    if choice == 1:
        packer.put(_p_IQ(1, arm))
    elif choice == 0:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_I(0))
    else:
        raise UnhappyError


def _r_newoffset4(unpacker: Unpacker) -> newoffset4:
    (choice,) = _u_I(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_newoffset4(unpacker, choice)


def _a_newoffset4(unpacker: Unpacker, choice: int) -> newoffset4:
    made = new(newoffset4)
    made.no_newoffset = BOOLS[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (made.value,) = _u_Q(buf, pos)
        unpacker.pos = pos + 8
    elif choice == 0:
        made.value = None
    else:
        raise UnhappyError
    return made


_T_newoffset4: Final = Record(newoffset4, _w_newoffset4, _r_newoffset4)


class LAYOUTCOMMIT4args(XdrStruct):
    """Makes what was written through a layout visible (RFC 8881 section 18.42). CURRENT_FH: the file."""

    __slots__ = ("loca_offset", "loca_length", "loca_reclaim", "loca_stateid", "loca_last_write_offset", "loca_time_modify", "loca_layoutupdate")
    __match_args__ = ("loca_offset", "loca_length", "loca_reclaim", "loca_stateid", "loca_last_write_offset", "loca_time_modify", "loca_layoutupdate")

    loca_offset: offset4
    loca_length: length4
    loca_reclaim: bool
    loca_stateid: stateid4
    loca_last_write_offset: newoffset4
    loca_time_modify: newtime4
    loca_layoutupdate: layoutupdate4

    def __init__(self, loca_offset: offset4, loca_length: length4, loca_reclaim: bool, loca_stateid: stateid4, loca_last_write_offset: newoffset4, loca_time_modify: newtime4, loca_layoutupdate: layoutupdate4) -> None:
        self.loca_offset = loca_offset
        self.loca_length = loca_length
        self.loca_reclaim = loca_reclaim
        self.loca_stateid = loca_stateid
        self.loca_last_write_offset = loca_last_write_offset
        self.loca_time_modify = loca_time_modify
        self.loca_layoutupdate = loca_layoutupdate

    XDR_MIN_SIZE = 52
    XDR_FIELDS = (("loca_offset", UHYPER), ("loca_length", UHYPER), ("loca_reclaim", BOOL), ("loca_stateid", _T_stateid4), ("loca_last_write_offset", _T_newoffset4), ("loca_time_modify", _T_newtime4), ("loca_layoutupdate", _T_layoutupdate4),)


def _w_LAYOUTCOMMIT4args(value: LAYOUTCOMMIT4args, packer: Packer) -> None:
    v1 = value.loca_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_QQII12s(value.loca_offset, value.loca_length, 1 if value.loca_reclaim else 0, v1.seqid, v2))
    _w_newoffset4(value.loca_last_write_offset, packer)
    _w_newtime4(value.loca_time_modify, packer)
    v3 = value.loca_layoutupdate
    v4 = v3.lou_type
    if v4 not in _E_layouttype4:
        raise UnhappyError
    v5 = v3.lou_body
    n6 = len(v5)
    packer.put(_p_iI(v4, n6))
    packer.put(v5 + PAD[n6 & 3])


def _r_LAYOUTCOMMIT4args(unpacker: Unpacker) -> LAYOUTCOMMIT4args:
    made = new(LAYOUTCOMMIT4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.loca_stateid = o2 = new(stateid4)
    made.loca_offset, made.loca_length, v1, o2.seqid, o2.other, v3 = _u_QQII12sI(buf, pos)
    pos += 40
    made.loca_reclaim = BOOLS[v1]
    made.loca_last_write_offset = o4 = new(newoffset4)
    o4.no_newoffset = BOOLS[v3]
    if v3 == 1:
        (o4.value,) = _u_Q(buf, pos)
        pos += 8
    elif v3 == 0:
        o4.value = None
    else:
        raise UnhappyError
    (v5,) = _u_I(buf, pos)
    pos += 4
    made.loca_time_modify = o6 = new(newtime4)
    o6.nt_timechanged = BOOLS[v5]
    if v5 == 1:
        o6.value = o7 = new(nfstime4)
        o7.seconds, o7.nseconds = _u_qI(buf, pos)
        pos += 12
    elif v5 == 0:
        o6.value = None
    else:
        raise UnhappyError
    made.loca_layoutupdate = o8 = new(layoutupdate4)
    v9, n10 = _u_iI(buf, pos)
    pos += 8
    o8.lou_type = _E_layouttype4[v9]
    if n10:
        o8.lou_body = buf[pos : pos + n10]
        pos += (n10 + 3) & -4
    else:
        o8.lou_body = b""
    unpacker.pos = pos
    return made


_T_LAYOUTCOMMIT4args: Final = Record(LAYOUTCOMMIT4args, _w_LAYOUTCOMMIT4args, _r_LAYOUTCOMMIT4args)


class newsize4(XdrUnion):
    """The file's new size, or none."""

    __slots__ = ("ns_sizechanged", "value")
    __match_args__ = ("ns_sizechanged", "value")

    ns_sizechanged: bool
    value: length4 | None
    ns_size: ArmOf[length4] = ArmOf()

    def __init__(self, ns_sizechanged: bool, value: length4 | None = None) -> None:
        self.ns_sizechanged = ns_sizechanged
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("ns_sizechanged", BOOL)
    XDR_ARMS = {1: ("ns_size", UHYPER), 0: ("", VOID)}


def _w_newsize4(value: newsize4, packer: Packer) -> None:
    choice = value.ns_sizechanged
    arm: Any = value.value
    if choice == 1:
        packer.put(_p_IQ(1, arm))
    elif choice == 0:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_I(0))
    else:
        raise UnhappyError


def _r_newsize4(unpacker: Unpacker) -> newsize4:
    (choice,) = _u_I(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_newsize4(unpacker, choice)


def _a_newsize4(unpacker: Unpacker, choice: int) -> newsize4:
    made = new(newsize4)
    made.ns_sizechanged = BOOLS[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (made.value,) = _u_Q(buf, pos)
        unpacker.pos = pos + 8
    elif choice == 0:
        made.value = None
    else:
        raise UnhappyError
    return made


_T_newsize4: Final = Record(newsize4, _w_newsize4, _r_newsize4)


class LAYOUTCOMMIT4resok(XdrStruct):
    """The result of LAYOUTCOMMIT if it succeeded."""

    __slots__ = ("locr_newsize",)
    __match_args__ = ("locr_newsize",)

    locr_newsize: newsize4

    def __init__(self, locr_newsize: newsize4) -> None:
        self.locr_newsize = locr_newsize

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("locr_newsize", _T_newsize4),)


def _w_LAYOUTCOMMIT4resok(value: LAYOUTCOMMIT4resok, packer: Packer) -> None:
    _w_newsize4(value.locr_newsize, packer)


def _r_LAYOUTCOMMIT4resok(unpacker: Unpacker) -> LAYOUTCOMMIT4resok:
    made = new(LAYOUTCOMMIT4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_I(buf, pos)
    pos += 4
    made.locr_newsize = o2 = new(newsize4)
    o2.ns_sizechanged = BOOLS[v1]
    if v1 == 1:
        (o2.value,) = _u_Q(buf, pos)
        pos += 8
    elif v1 == 0:
        o2.value = None
    else:
        raise UnhappyError
    unpacker.pos = pos
    return made


_T_LAYOUTCOMMIT4resok: Final = Record(LAYOUTCOMMIT4resok, _w_LAYOUTCOMMIT4resok, _r_LAYOUTCOMMIT4resok)


class LAYOUTCOMMIT4res(XdrUnion):
    """The result of LAYOUTCOMMIT."""

    __slots__ = ("locr_status", "value")
    __match_args__ = ("locr_status", "value")

    locr_status: nfsstat4
    value: LAYOUTCOMMIT4resok | None
    locr_resok4: ArmOf[LAYOUTCOMMIT4resok] = ArmOf()

    def __init__(self, locr_status: int, value: LAYOUTCOMMIT4resok | None = None) -> None:
        self.locr_status = _E_nfsstat4.get(locr_status, locr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("locr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("locr_resok4", _T_LAYOUTCOMMIT4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_LAYOUTCOMMIT4res(value: LAYOUTCOMMIT4res, packer: Packer) -> None:
    choice = value.locr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_LAYOUTCOMMIT4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_LAYOUTCOMMIT4res(unpacker: Unpacker) -> LAYOUTCOMMIT4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_LAYOUTCOMMIT4res(unpacker, choice)


def _a_LAYOUTCOMMIT4res(unpacker: Unpacker, choice: int) -> LAYOUTCOMMIT4res:
    made = new(LAYOUTCOMMIT4res)
    made.locr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_LAYOUTCOMMIT4resok(unpacker)
    else:
        made.value = None
    return made


_T_LAYOUTCOMMIT4res: Final = Record(LAYOUTCOMMIT4res, _w_LAYOUTCOMMIT4res, _r_LAYOUTCOMMIT4res)


class LAYOUTGET4args(XdrStruct):
    """Asks for a layout (RFC 8881 section 18.43). CURRENT_FH: the file."""

    __slots__ = ("loga_signal_layout_avail", "loga_layout_type", "loga_iomode", "loga_offset", "loga_length", "loga_minlength", "loga_stateid", "loga_maxcount")
    __match_args__ = ("loga_signal_layout_avail", "loga_layout_type", "loga_iomode", "loga_offset", "loga_length", "loga_minlength", "loga_stateid", "loga_maxcount")

    loga_signal_layout_avail: bool
    loga_layout_type: layouttype4
    loga_iomode: layoutiomode4
    loga_offset: offset4
    loga_length: length4
    loga_minlength: length4  # less than this is of no use
    loga_stateid: stateid4
    loga_maxcount: count4

    def __init__(self, loga_signal_layout_avail: bool, loga_layout_type: layouttype4, loga_iomode: layoutiomode4, loga_offset: offset4, loga_length: length4, loga_minlength: length4, loga_stateid: stateid4, loga_maxcount: count4) -> None:
        self.loga_signal_layout_avail = loga_signal_layout_avail
        self.loga_layout_type = loga_layout_type
        self.loga_iomode = loga_iomode
        self.loga_offset = loga_offset
        self.loga_length = loga_length
        self.loga_minlength = loga_minlength
        self.loga_stateid = loga_stateid
        self.loga_maxcount = loga_maxcount

    XDR_MIN_SIZE = 56
    XDR_FIELDS = (("loga_signal_layout_avail", BOOL), ("loga_layout_type", _T_layouttype4), ("loga_iomode", _T_layoutiomode4), ("loga_offset", UHYPER), ("loga_length", UHYPER), ("loga_minlength", UHYPER), ("loga_stateid", _T_stateid4), ("loga_maxcount", UINT),)


def _w_LAYOUTGET4args(value: LAYOUTGET4args, packer: Packer) -> None:
    v1 = value.loga_layout_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.loga_iomode
    if v2 not in _E_layoutiomode4:
        raise UnhappyError
    v3 = value.loga_stateid
    v4 = v3.other
    if len(v4) != 12:
        raise UnhappyError
    packer.put(_p_IiiQQQI12sI(1 if value.loga_signal_layout_avail else 0, v1, v2, value.loga_offset, value.loga_length, value.loga_minlength, v3.seqid, v4, value.loga_maxcount))


def _r_LAYOUTGET4args(unpacker: Unpacker) -> LAYOUTGET4args:
    made = new(LAYOUTGET4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.loga_stateid = o4 = new(stateid4)
    v1, v2, v3, made.loga_offset, made.loga_length, made.loga_minlength, o4.seqid, o4.other, made.loga_maxcount = _u_IiiQQQI12sI(buf, pos)
    pos += 56
    made.loga_signal_layout_avail = BOOLS[v1]
    made.loga_layout_type = _E_layouttype4[v2]
    made.loga_iomode = _E_layoutiomode4[v3]
    unpacker.pos = pos
    return made


_T_LAYOUTGET4args: Final = Record(LAYOUTGET4args, _w_LAYOUTGET4args, _r_LAYOUTGET4args)


class LAYOUTGET4resok(XdrStruct):
    """The result of LAYOUTGET if it succeeded."""

    __slots__ = ("logr_return_on_close", "logr_stateid", "logr_layout")
    __match_args__ = ("logr_return_on_close", "logr_stateid", "logr_layout")

    logr_return_on_close: bool
    logr_stateid: stateid4
    logr_layout: list[layout4]

    def __init__(self, logr_return_on_close: bool, logr_stateid: stateid4, logr_layout: list[layout4]) -> None:
        self.logr_return_on_close = logr_return_on_close
        self.logr_stateid = logr_stateid
        self.logr_layout = logr_layout

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("logr_return_on_close", BOOL), ("logr_stateid", _T_stateid4), ("logr_layout", Array(_T_layout4)),)


def _w_LAYOUTGET4resok(value: LAYOUTGET4resok, packer: Packer) -> None:
    v1 = value.logr_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.logr_layout
    n4 = len(v3)
    packer.put(_p_II12sI(1 if value.logr_return_on_close else 0, v1.seqid, v2, n4))
    for v5 in v3:
        v6 = v5.lo_iomode
        if v6 not in _E_layoutiomode4:
            raise UnhappyError
        v7 = v5.lo_content
        v8 = v7.loc_type
        if v8 not in _E_layouttype4:
            raise UnhappyError
        v9 = v7.loc_body
        n10 = len(v9)
        packer.put(_p_QQiiI(v5.lo_offset, v5.lo_length, v6, v8, n10))
        packer.put(v9 + PAD[n10 & 3])


def _r_LAYOUTGET4resok(unpacker: Unpacker) -> LAYOUTGET4resok:
    made = new(LAYOUTGET4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.logr_stateid = o2 = new(stateid4)
    v1, o2.seqid, o2.other, n3 = _u_II12sI(buf, pos)
    pos += 24
    made.logr_return_on_close = BOOLS[v1]
    l4: list[Any] = []
    made.logr_layout = l4
    for _ in range(n3):
        v5 = o6 = new(layout4)
        o6.lo_content = o8 = new(layout_content4)
        o6.lo_offset, o6.lo_length, v7, v9, n10 = _u_QQiiI(buf, pos)
        pos += 28
        o6.lo_iomode = _E_layoutiomode4[v7]
        o8.loc_type = _E_layouttype4[v9]
        if n10:
            o8.loc_body = buf[pos : pos + n10]
            pos += (n10 + 3) & -4
        else:
            o8.loc_body = b""
        l4.append(v5)
    unpacker.pos = pos
    return made


_T_LAYOUTGET4resok: Final = Record(LAYOUTGET4resok, _w_LAYOUTGET4resok, _r_LAYOUTGET4resok)


class LAYOUTGET4res(XdrUnion):
    """The result of LAYOUTGET."""

    __slots__ = ("logr_status", "value")
    __match_args__ = ("logr_status", "value")

    logr_status: nfsstat4
    value: LAYOUTGET4resok | bool | None
    logr_resok4: ArmOf[LAYOUTGET4resok] = ArmOf()
    logr_will_signal_layout_avail: ArmOf[bool] = ArmOf()

    def __init__(self, logr_status: int, value: LAYOUTGET4resok | bool | None = None) -> None:
        self.logr_status = _E_nfsstat4.get(logr_status, logr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("logr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("logr_resok4", _T_LAYOUTGET4resok), 10058: ("logr_will_signal_layout_avail", BOOL)}
    XDR_DEFAULT = ("", VOID)


def _w_LAYOUTGET4res(value: LAYOUTGET4res, packer: Packer) -> None:
    choice = value.logr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_LAYOUTGET4resok(arm, packer)
    elif choice == 10058:
        packer.put(_p_iI(10058, 1 if arm else 0))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_LAYOUTGET4res(unpacker: Unpacker) -> LAYOUTGET4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_LAYOUTGET4res(unpacker, choice)


def _a_LAYOUTGET4res(unpacker: Unpacker, choice: int) -> LAYOUTGET4res:
    made = new(LAYOUTGET4res)
    made.logr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_LAYOUTGET4resok(unpacker)
    elif choice == 10058:
        buf = unpacker.buf
        pos = unpacker.pos
        (v1,) = _u_I(buf, pos)
        pos += 4
        made.value = BOOLS[v1]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_LAYOUTGET4res: Final = Record(LAYOUTGET4res, _w_LAYOUTGET4res, _r_LAYOUTGET4res)


class LAYOUTRETURN4args(XdrStruct):
    """Gives layouts back (RFC 8881 section 18.44). CURRENT_FH: the file, or any object of the file system."""

    __slots__ = ("lora_reclaim", "lora_layout_type", "lora_iomode", "lora_layoutreturn")
    __match_args__ = ("lora_reclaim", "lora_layout_type", "lora_iomode", "lora_layoutreturn")

    lora_reclaim: bool
    lora_layout_type: layouttype4
    lora_iomode: layoutiomode4
    lora_layoutreturn: layoutreturn4

    def __init__(self, lora_reclaim: bool, lora_layout_type: layouttype4, lora_iomode: layoutiomode4, lora_layoutreturn: layoutreturn4) -> None:
        self.lora_reclaim = lora_reclaim
        self.lora_layout_type = lora_layout_type
        self.lora_iomode = lora_iomode
        self.lora_layoutreturn = lora_layoutreturn

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("lora_reclaim", BOOL), ("lora_layout_type", _T_layouttype4), ("lora_iomode", _T_layoutiomode4), ("lora_layoutreturn", _T_layoutreturn4),)


def _w_LAYOUTRETURN4args(value: LAYOUTRETURN4args, packer: Packer) -> None:
    v1 = value.lora_layout_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.lora_iomode
    if v2 not in _E_layoutiomode4:
        raise UnhappyError
    packer.put(_p_Iii(1 if value.lora_reclaim else 0, v1, v2))
    _w_layoutreturn4(value.lora_layoutreturn, packer)


def _r_LAYOUTRETURN4args(unpacker: Unpacker) -> LAYOUTRETURN4args:
    made = new(LAYOUTRETURN4args)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, v2, v3, v4 = _u_Iiii(buf, pos)
    pos += 16
    made.lora_reclaim = BOOLS[v1]
    made.lora_layout_type = _E_layouttype4[v2]
    made.lora_iomode = _E_layoutiomode4[v3]
    made.lora_layoutreturn = o5 = new(layoutreturn4)
    o5.lr_returntype = _E_layoutreturn_type4[v4]
    if v4 == 1:
        o5.value = o6 = new(layoutreturn_file4)
        o6.lrf_stateid = o7 = new(stateid4)
        o6.lrf_offset, o6.lrf_length, o7.seqid, o7.other, n8 = _u_QQI12sI(buf, pos)
        pos += 36
        if n8:
            o6.lrf_body = buf[pos : pos + n8]
            pos += (n8 + 3) & -4
        else:
            o6.lrf_body = b""
    else:
        o5.value = None
    unpacker.pos = pos
    return made


_T_LAYOUTRETURN4args: Final = Record(LAYOUTRETURN4args, _w_LAYOUTRETURN4args, _r_LAYOUTRETURN4args)


class layoutreturn_stateid(XdrUnion):
    """The layout stateid, if anything is left under it."""

    __slots__ = ("lrs_present", "value")
    __match_args__ = ("lrs_present", "value")

    lrs_present: bool
    value: stateid4 | None
    lrs_stateid: ArmOf[stateid4] = ArmOf()

    def __init__(self, lrs_present: bool, value: stateid4 | None = None) -> None:
        self.lrs_present = lrs_present
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("lrs_present", BOOL)
    XDR_ARMS = {1: ("lrs_stateid", _T_stateid4), 0: ("", VOID)}


def _w_layoutreturn_stateid(value: layoutreturn_stateid, packer: Packer) -> None:
    choice = value.lrs_present
    arm: Any = value.value
    if choice == 1:
        v1 = arm.other
        if len(v1) != 12:
            raise UnhappyError
        packer.put(_p_II12s(1, arm.seqid, v1))
    elif choice == 0:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_I(0))
    else:
        raise UnhappyError


def _r_layoutreturn_stateid(unpacker: Unpacker) -> layoutreturn_stateid:
    (choice,) = _u_I(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_layoutreturn_stateid(unpacker, choice)


def _a_layoutreturn_stateid(unpacker: Unpacker, choice: int) -> layoutreturn_stateid:
    made = new(layoutreturn_stateid)
    made.lrs_present = BOOLS[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(stateid4)
        o1.seqid, o1.other = _u_I12s(buf, pos)
        unpacker.pos = pos + 16
    elif choice == 0:
        made.value = None
    else:
        raise UnhappyError
    return made


_T_layoutreturn_stateid: Final = Record(layoutreturn_stateid, _w_layoutreturn_stateid, _r_layoutreturn_stateid)


class LAYOUTRETURN4res(XdrUnion):
    """The result of LAYOUTRETURN."""

    __slots__ = ("lorr_status", "value")
    __match_args__ = ("lorr_status", "value")

    lorr_status: nfsstat4
    value: layoutreturn_stateid | None
    lorr_stateid: ArmOf[layoutreturn_stateid] = ArmOf()

    def __init__(self, lorr_status: int, value: layoutreturn_stateid | None = None) -> None:
        self.lorr_status = _E_nfsstat4.get(lorr_status, lorr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("lorr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("lorr_stateid", _T_layoutreturn_stateid)}
    XDR_DEFAULT = ("", VOID)


def _w_LAYOUTRETURN4res(value: LAYOUTRETURN4res, packer: Packer) -> None:
    choice = value.lorr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_layoutreturn_stateid(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_LAYOUTRETURN4res(unpacker: Unpacker) -> LAYOUTRETURN4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_LAYOUTRETURN4res(unpacker, choice)


def _a_LAYOUTRETURN4res(unpacker: Unpacker, choice: int) -> LAYOUTRETURN4res:
    made = new(LAYOUTRETURN4res)
    made.lorr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        (v1,) = _u_I(buf, pos)
        pos += 4
        made.value = o2 = new(layoutreturn_stateid)
        o2.lrs_present = BOOLS[v1]
        if v1 == 1:
            o2.value = o3 = new(stateid4)
            o3.seqid, o3.other = _u_I12s(buf, pos)
            pos += 16
        elif v1 == 0:
            o2.value = None
        else:
            raise UnhappyError
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_LAYOUTRETURN4res: Final = Record(LAYOUTRETURN4res, _w_LAYOUTRETURN4res, _r_LAYOUTRETURN4res)


class device_error4(XdrStruct):
    """What went wrong at a device, with which operation."""

    __slots__ = ("de_deviceid", "de_status", "de_opnum")
    __match_args__ = ("de_deviceid", "de_status", "de_opnum")

    de_deviceid: deviceid4
    de_status: nfsstat4
    de_opnum: nfs_opnum4

    def __init__(self, de_deviceid: deviceid4, de_status: nfsstat4, de_opnum: nfs_opnum4) -> None:
        self.de_deviceid = de_deviceid
        self.de_status = de_status
        self.de_opnum = de_opnum

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("de_deviceid", Opaque(16, fixed=True)), ("de_status", _T_nfsstat4), ("de_opnum", _T_nfs_opnum4),)


def _w_device_error4(value: device_error4, packer: Packer) -> None:
    v1 = value.de_deviceid
    if len(v1) != 16:
        raise UnhappyError
    v2 = value.de_status
    if v2 not in _E_nfsstat4:
        raise UnhappyError
    v3 = value.de_opnum
    if v3 not in _E_nfs_opnum4:
        raise UnhappyError
    packer.put(_p_16sii(v1, v2, v3))


def _r_device_error4(unpacker: Unpacker) -> device_error4:
    made = new(device_error4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.de_deviceid, v1, v2 = _u_16sii(buf, pos)
    pos += 24
    made.de_status = _E_nfsstat4[v1]
    made.de_opnum = _E_nfs_opnum4[v2]
    unpacker.pos = pos
    return made


_T_device_error4: Final = Record(device_error4, _w_device_error4, _r_device_error4)


class LAYOUTERROR4args(XdrStruct):
    """Reports errors that a device gave (RFC 7862 section 15.6). CURRENT_FH: the file."""

    __slots__ = ("lea_offset", "lea_length", "lea_stateid", "lea_errors")
    __match_args__ = ("lea_offset", "lea_length", "lea_stateid", "lea_errors")

    lea_offset: offset4
    lea_length: length4
    lea_stateid: stateid4
    lea_errors: list[device_error4]

    def __init__(self, lea_offset: offset4, lea_length: length4, lea_stateid: stateid4, lea_errors: list[device_error4]) -> None:
        self.lea_offset = lea_offset
        self.lea_length = lea_length
        self.lea_stateid = lea_stateid
        self.lea_errors = lea_errors

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("lea_offset", UHYPER), ("lea_length", UHYPER), ("lea_stateid", _T_stateid4), ("lea_errors", Array(_T_device_error4)),)


def _w_LAYOUTERROR4args(value: LAYOUTERROR4args, packer: Packer) -> None:
    v1 = value.lea_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.lea_errors
    n4 = len(v3)
    packer.put(_p_QQI12sI(value.lea_offset, value.lea_length, v1.seqid, v2, n4))
    for v5 in v3:
        v6 = v5.de_deviceid
        if len(v6) != 16:
            raise UnhappyError
        v7 = v5.de_status
        if v7 not in _E_nfsstat4:
            raise UnhappyError
        v8 = v5.de_opnum
        if v8 not in _E_nfs_opnum4:
            raise UnhappyError
        packer.put(_p_16sii(v6, v7, v8))


def _r_LAYOUTERROR4args(unpacker: Unpacker) -> LAYOUTERROR4args:
    made = new(LAYOUTERROR4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.lea_stateid = o1 = new(stateid4)
    made.lea_offset, made.lea_length, o1.seqid, o1.other, n2 = _u_QQI12sI(buf, pos)
    pos += 36
    l3: list[Any] = []
    made.lea_errors = l3
    for _ in range(n2):
        v4 = o5 = new(device_error4)
        o5.de_deviceid, v6, v7 = _u_16sii(buf, pos)
        pos += 24
        o5.de_status = _E_nfsstat4[v6]
        o5.de_opnum = _E_nfs_opnum4[v7]
        l3.append(v4)
    unpacker.pos = pos
    return made


_T_LAYOUTERROR4args: Final = Record(LAYOUTERROR4args, _w_LAYOUTERROR4args, _r_LAYOUTERROR4args)


class LAYOUTERROR4res(XdrStruct):
    """The result of LAYOUTERROR."""

    __slots__ = ("ler_status",)
    __match_args__ = ("ler_status",)

    ler_status: nfsstat4

    def __init__(self, ler_status: nfsstat4) -> None:
        self.ler_status = ler_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("ler_status", _T_nfsstat4),)


def _w_LAYOUTERROR4res(value: LAYOUTERROR4res, packer: Packer) -> None:
    v1 = value.ler_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_LAYOUTERROR4res(unpacker: Unpacker) -> LAYOUTERROR4res:
    made = new(LAYOUTERROR4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.ler_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_LAYOUTERROR4res: Final = Record(LAYOUTERROR4res, _w_LAYOUTERROR4res, _r_LAYOUTERROR4res)


class io_info4(XdrStruct):
    """How many operations and bytes."""

    __slots__ = ("ii_count", "ii_bytes")
    __match_args__ = ("ii_count", "ii_bytes")

    ii_count: int
    ii_bytes: int

    def __init__(self, ii_count: int, ii_bytes: int) -> None:
        self.ii_count = ii_count
        self.ii_bytes = ii_bytes

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("ii_count", UHYPER), ("ii_bytes", UHYPER),)


def _w_io_info4(value: io_info4, packer: Packer) -> None:
    packer.put(_p_QQ(value.ii_count, value.ii_bytes))


def _r_io_info4(unpacker: Unpacker) -> io_info4:
    made = new(io_info4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.ii_count, made.ii_bytes = _u_QQ(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_io_info4: Final = Record(io_info4, _w_io_info4, _r_io_info4)


class LAYOUTSTATS4args(XdrStruct):
    """Reports how much went through a layout (RFC 7862 section 15.7). CURRENT_FH: the file."""

    __slots__ = ("lsa_offset", "lsa_length", "lsa_stateid", "lsa_read", "lsa_write", "lsa_deviceid", "lsa_layoutupdate")
    __match_args__ = ("lsa_offset", "lsa_length", "lsa_stateid", "lsa_read", "lsa_write", "lsa_deviceid", "lsa_layoutupdate")

    lsa_offset: offset4
    lsa_length: length4
    lsa_stateid: stateid4
    lsa_read: io_info4
    lsa_write: io_info4
    lsa_deviceid: deviceid4
    lsa_layoutupdate: layoutupdate4

    def __init__(self, lsa_offset: offset4, lsa_length: length4, lsa_stateid: stateid4, lsa_read: io_info4, lsa_write: io_info4, lsa_deviceid: deviceid4, lsa_layoutupdate: layoutupdate4) -> None:
        self.lsa_offset = lsa_offset
        self.lsa_length = lsa_length
        self.lsa_stateid = lsa_stateid
        self.lsa_read = lsa_read
        self.lsa_write = lsa_write
        self.lsa_deviceid = lsa_deviceid
        self.lsa_layoutupdate = lsa_layoutupdate

    XDR_MIN_SIZE = 88
    XDR_FIELDS = (("lsa_offset", UHYPER), ("lsa_length", UHYPER), ("lsa_stateid", _T_stateid4), ("lsa_read", _T_io_info4), ("lsa_write", _T_io_info4), ("lsa_deviceid", Opaque(16, fixed=True)), ("lsa_layoutupdate", _T_layoutupdate4),)


def _w_LAYOUTSTATS4args(value: LAYOUTSTATS4args, packer: Packer) -> None:
    v1 = value.lsa_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.lsa_read
    v4 = value.lsa_write
    v5 = value.lsa_deviceid
    if len(v5) != 16:
        raise UnhappyError
    v6 = value.lsa_layoutupdate
    v7 = v6.lou_type
    if v7 not in _E_layouttype4:
        raise UnhappyError
    v8 = v6.lou_body
    n9 = len(v8)
    packer.put(_p_QQI12sQQQQ16siI(value.lsa_offset, value.lsa_length, v1.seqid, v2, v3.ii_count, v3.ii_bytes, v4.ii_count, v4.ii_bytes, v5, v7, n9))
    packer.put(v8 + PAD[n9 & 3])


def _r_LAYOUTSTATS4args(unpacker: Unpacker) -> LAYOUTSTATS4args:
    made = new(LAYOUTSTATS4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.lsa_stateid = o1 = new(stateid4)
    made.lsa_read = o2 = new(io_info4)
    made.lsa_write = o3 = new(io_info4)
    made.lsa_layoutupdate = o4 = new(layoutupdate4)
    made.lsa_offset, made.lsa_length, o1.seqid, o1.other, o2.ii_count, o2.ii_bytes, o3.ii_count, o3.ii_bytes, made.lsa_deviceid, v5, n6 = _u_QQI12sQQQQ16siI(buf, pos)
    pos += 88
    o4.lou_type = _E_layouttype4[v5]
    if n6:
        o4.lou_body = buf[pos : pos + n6]
        pos += (n6 + 3) & -4
    else:
        o4.lou_body = b""
    unpacker.pos = pos
    return made


_T_LAYOUTSTATS4args: Final = Record(LAYOUTSTATS4args, _w_LAYOUTSTATS4args, _r_LAYOUTSTATS4args)


class LAYOUTSTATS4res(XdrStruct):
    """The result of LAYOUTSTATS."""

    __slots__ = ("lsr_status",)
    __match_args__ = ("lsr_status",)

    lsr_status: nfsstat4

    def __init__(self, lsr_status: nfsstat4) -> None:
        self.lsr_status = lsr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("lsr_status", _T_nfsstat4),)


def _w_LAYOUTSTATS4res(value: LAYOUTSTATS4res, packer: Packer) -> None:
    v1 = value.lsr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_LAYOUTSTATS4res(unpacker: Unpacker) -> LAYOUTSTATS4res:
    made = new(LAYOUTSTATS4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.lsr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_LAYOUTSTATS4res: Final = Record(LAYOUTSTATS4res, _w_LAYOUTSTATS4res, _r_LAYOUTSTATS4res)


class ALLOCATE4args(XdrStruct):
    """Reserves space (RFC 7862 section 15.1). CURRENT_FH: the file."""

    __slots__ = ("aa_stateid", "aa_offset", "aa_length")
    __match_args__ = ("aa_stateid", "aa_offset", "aa_length")

    aa_stateid: stateid4
    aa_offset: offset4
    aa_length: length4

    def __init__(self, aa_stateid: stateid4, aa_offset: offset4, aa_length: length4) -> None:
        self.aa_stateid = aa_stateid
        self.aa_offset = aa_offset
        self.aa_length = aa_length

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("aa_stateid", _T_stateid4), ("aa_offset", UHYPER), ("aa_length", UHYPER),)


def _w_ALLOCATE4args(value: ALLOCATE4args, packer: Packer) -> None:
    v1 = value.aa_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12sQQ(v1.seqid, v2, value.aa_offset, value.aa_length))


def _r_ALLOCATE4args(unpacker: Unpacker) -> ALLOCATE4args:
    made = new(ALLOCATE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.aa_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.aa_offset, made.aa_length = _u_I12sQQ(buf, pos)
    unpacker.pos = pos + 32
    return made


_T_ALLOCATE4args: Final = Record(ALLOCATE4args, _w_ALLOCATE4args, _r_ALLOCATE4args)


class ALLOCATE4res(XdrStruct):
    """The result of ALLOCATE."""

    __slots__ = ("ar_status",)
    __match_args__ = ("ar_status",)

    ar_status: nfsstat4

    def __init__(self, ar_status: nfsstat4) -> None:
        self.ar_status = ar_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("ar_status", _T_nfsstat4),)


def _w_ALLOCATE4res(value: ALLOCATE4res, packer: Packer) -> None:
    v1 = value.ar_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_ALLOCATE4res(unpacker: Unpacker) -> ALLOCATE4res:
    made = new(ALLOCATE4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.ar_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_ALLOCATE4res: Final = Record(ALLOCATE4res, _w_ALLOCATE4res, _r_ALLOCATE4res)


class DEALLOCATE4args(XdrStruct):
    """Punches a hole (RFC 7862 section 15.4). CURRENT_FH: the file."""

    __slots__ = ("da_stateid", "da_offset", "da_length")
    __match_args__ = ("da_stateid", "da_offset", "da_length")

    da_stateid: stateid4
    da_offset: offset4
    da_length: length4

    def __init__(self, da_stateid: stateid4, da_offset: offset4, da_length: length4) -> None:
        self.da_stateid = da_stateid
        self.da_offset = da_offset
        self.da_length = da_length

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("da_stateid", _T_stateid4), ("da_offset", UHYPER), ("da_length", UHYPER),)


def _w_DEALLOCATE4args(value: DEALLOCATE4args, packer: Packer) -> None:
    v1 = value.da_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12sQQ(v1.seqid, v2, value.da_offset, value.da_length))


def _r_DEALLOCATE4args(unpacker: Unpacker) -> DEALLOCATE4args:
    made = new(DEALLOCATE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.da_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.da_offset, made.da_length = _u_I12sQQ(buf, pos)
    unpacker.pos = pos + 32
    return made


_T_DEALLOCATE4args: Final = Record(DEALLOCATE4args, _w_DEALLOCATE4args, _r_DEALLOCATE4args)


class DEALLOCATE4res(XdrStruct):
    """The result of DEALLOCATE."""

    __slots__ = ("dr_status",)
    __match_args__ = ("dr_status",)

    dr_status: nfsstat4

    def __init__(self, dr_status: nfsstat4) -> None:
        self.dr_status = dr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("dr_status", _T_nfsstat4),)


def _w_DEALLOCATE4res(value: DEALLOCATE4res, packer: Packer) -> None:
    v1 = value.dr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_DEALLOCATE4res(unpacker: Unpacker) -> DEALLOCATE4res:
    made = new(DEALLOCATE4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.dr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_DEALLOCATE4res: Final = Record(DEALLOCATE4res, _w_DEALLOCATE4res, _r_DEALLOCATE4res)


class netloc_type4(IntEnum):
    """How a server is named."""

    NL4_NAME = 1
    NL4_URL = 2
    NL4_NETADDR = 3


NL4_NAME: Final = netloc_type4.NL4_NAME
NL4_URL: Final = netloc_type4.NL4_URL
NL4_NETADDR: Final = netloc_type4.NL4_NETADDR
_E_netloc_type4: Final[dict[int, netloc_type4]] = {int(member): member for member in netloc_type4}
_T_netloc_type4: Final = Enumeration(netloc_type4, _E_netloc_type4)



class netloc4(XdrUnion):
    """A server."""

    __slots__ = ("nl_type", "value")
    __match_args__ = ("nl_type", "value")

    nl_type: netloc_type4
    value: utf8str_cis | netaddr4 | None
    nl_name: ArmOf[utf8str_cis] = ArmOf()
    nl_url: ArmOf[utf8str_cis] = ArmOf()
    nl_addr: ArmOf[netaddr4] = ArmOf()

    def __init__(self, nl_type: int, value: utf8str_cis | netaddr4 | None = None) -> None:
        self.nl_type = _E_netloc_type4.get(nl_type, nl_type)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 8
    XDR_SWITCH = ("nl_type", _T_netloc_type4)
    XDR_ARMS = {1: ("nl_name", Opaque()), 2: ("nl_url", Opaque()), 3: ("nl_addr", _T_netaddr4)}


def _w_netloc4(value: netloc4, packer: Packer) -> None:
    choice = value.nl_type
    arm: Any = value.value
    if choice == 1:
        n1 = len(arm)
        packer.put(_p_iI(1, n1))
        packer.put(arm + PAD[n1 & 3])
    elif choice == 2:
        n2 = len(arm)
        packer.put(_p_iI(2, n2))
        packer.put(arm + PAD[n2 & 3])
    elif choice == 3:
        v3 = arm.na_r_netid
        n4 = len(v3)
        packer.put(_p_iI(3, n4))
        packer.put(v3 + PAD[n4 & 3])
        v5 = arm.na_r_addr
        n6 = len(v5)
        packer.put(_p_I(n6))
        packer.put(v5 + PAD[n6 & 3])
    else:
        raise UnhappyError


def _r_netloc4(unpacker: Unpacker) -> netloc4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_netloc4(unpacker, choice)


def _a_netloc4(unpacker: Unpacker, choice: int) -> netloc4:
    made = new(netloc4)
    made.nl_type = _E_netloc_type4[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        (n1,) = _u_I(buf, pos)
        pos += 4
        if n1:
            made.value = buf[pos : pos + n1]
            pos += (n1 + 3) & -4
        else:
            made.value = b""
        unpacker.pos = pos
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        (n2,) = _u_I(buf, pos)
        pos += 4
        if n2:
            made.value = buf[pos : pos + n2]
            pos += (n2 + 3) & -4
        else:
            made.value = b""
        unpacker.pos = pos
    elif choice == 3:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o3 = new(netaddr4)
        (n4,) = _u_I(buf, pos)
        pos += 4
        if n4:
            o3.na_r_netid = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            o3.na_r_netid = b""
        (n5,) = _u_I(buf, pos)
        pos += 4
        if n5:
            o3.na_r_addr = buf[pos : pos + n5]
            pos += (n5 + 3) & -4
        else:
            o3.na_r_addr = b""
        unpacker.pos = pos
    else:
        raise UnhappyError
    return made


_T_netloc4: Final = Record(netloc4, _w_netloc4, _r_netloc4)


class write_response4(XdrStruct):
    """How a copy or a pattern was written; wr_callback_id is there if it still runs."""

    __slots__ = ("wr_callback_id", "wr_count", "wr_committed", "wr_writeverf")
    __match_args__ = ("wr_callback_id", "wr_count", "wr_committed", "wr_writeverf")

    wr_callback_id: list[stateid4]
    wr_count: length4
    wr_committed: stable_how4
    wr_writeverf: verifier4

    def __init__(self, wr_callback_id: list[stateid4], wr_count: length4, wr_committed: stable_how4, wr_writeverf: verifier4) -> None:
        self.wr_callback_id = wr_callback_id
        self.wr_count = wr_count
        self.wr_committed = wr_committed
        self.wr_writeverf = wr_writeverf

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("wr_callback_id", Array(_T_stateid4, 1)), ("wr_count", UHYPER), ("wr_committed", _T_stable_how4), ("wr_writeverf", Opaque(8, fixed=True)),)


def _w_write_response4(value: write_response4, packer: Packer) -> None:
    v1 = value.wr_callback_id
    n2 = len(v1)
    if n2 > 1:
        raise UnhappyError
    packer.put(_p_I(n2))
    for v3 in v1:
        v4 = v3.other
        if len(v4) != 12:
            raise UnhappyError
        packer.put(_p_I12s(v3.seqid, v4))
    v5 = value.wr_committed
    if v5 not in _E_stable_how4:
        raise UnhappyError
    v6 = value.wr_writeverf
    if len(v6) != 8:
        raise UnhappyError
    packer.put(_p_Qi8s(value.wr_count, v5, v6))


def _r_write_response4(unpacker: Unpacker) -> write_response4:
    made = new(write_response4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1 > 1:
        raise UnhappyError
    l2: list[Any] = []
    made.wr_callback_id = l2
    for _ in range(n1):
        v3 = o4 = new(stateid4)
        o4.seqid, o4.other = _u_I12s(buf, pos)
        pos += 16
        l2.append(v3)
    made.wr_count, v5, made.wr_writeverf = _u_Qi8s(buf, pos)
    pos += 20
    made.wr_committed = _E_stable_how4[v5]
    unpacker.pos = pos
    return made


_T_write_response4: Final = Record(write_response4, _w_write_response4, _r_write_response4)


class COPY4args(XdrStruct):
    """Copies a range on the server, or from another server (RFC 7862 section 15.2). SAVED_FH: the source;
    CURRENT_FH: the destination.
    """

    __slots__ = ("ca_src_stateid", "ca_dst_stateid", "ca_src_offset", "ca_dst_offset", "ca_count", "ca_consecutive", "ca_synchronous", "ca_source_server")
    __match_args__ = ("ca_src_stateid", "ca_dst_stateid", "ca_src_offset", "ca_dst_offset", "ca_count", "ca_consecutive", "ca_synchronous", "ca_source_server")

    ca_src_stateid: stateid4
    ca_dst_stateid: stateid4
    ca_src_offset: offset4
    ca_dst_offset: offset4
    ca_count: length4  # 0: to the end
    ca_consecutive: bool
    ca_synchronous: bool
    ca_source_server: list[netloc4]  # empty: this server

    def __init__(self, ca_src_stateid: stateid4, ca_dst_stateid: stateid4, ca_src_offset: offset4, ca_dst_offset: offset4, ca_count: length4, ca_consecutive: bool, ca_synchronous: bool, ca_source_server: list[netloc4]) -> None:
        self.ca_src_stateid = ca_src_stateid
        self.ca_dst_stateid = ca_dst_stateid
        self.ca_src_offset = ca_src_offset
        self.ca_dst_offset = ca_dst_offset
        self.ca_count = ca_count
        self.ca_consecutive = ca_consecutive
        self.ca_synchronous = ca_synchronous
        self.ca_source_server = ca_source_server

    XDR_MIN_SIZE = 68
    XDR_FIELDS = (("ca_src_stateid", _T_stateid4), ("ca_dst_stateid", _T_stateid4), ("ca_src_offset", UHYPER), ("ca_dst_offset", UHYPER), ("ca_count", UHYPER), ("ca_consecutive", BOOL), ("ca_synchronous", BOOL), ("ca_source_server", Array(_T_netloc4)),)


def _w_COPY4args(value: COPY4args, packer: Packer) -> None:
    v1 = value.ca_src_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.ca_dst_stateid
    v4 = v3.other
    if len(v4) != 12:
        raise UnhappyError
    v5 = value.ca_source_server
    n6 = len(v5)
    packer.put(_p_I12sI12sQQQIII(v1.seqid, v2, v3.seqid, v4, value.ca_src_offset, value.ca_dst_offset, value.ca_count, 1 if value.ca_consecutive else 0, 1 if value.ca_synchronous else 0, n6))
    for v7 in v5:
        _w_netloc4(v7, packer)


def _r_COPY4args(unpacker: Unpacker) -> COPY4args:
    made = new(COPY4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.ca_src_stateid = o1 = new(stateid4)
    made.ca_dst_stateid = o2 = new(stateid4)
    o1.seqid, o1.other, o2.seqid, o2.other, made.ca_src_offset, made.ca_dst_offset, made.ca_count, v3, v4, n5 = _u_I12sI12sQQQIII(buf, pos)
    pos += 68
    made.ca_consecutive = BOOLS[v3]
    made.ca_synchronous = BOOLS[v4]
    unpacker.pos = pos
    made.ca_source_server = [_r_netloc4(unpacker) for _ in range(n5)]
    return made


_T_COPY4args: Final = Record(COPY4args, _w_COPY4args, _r_COPY4args)


class copy_requirements4(XdrStruct):
    """How the copy was or must be made."""

    __slots__ = ("cr_consecutive", "cr_synchronous")
    __match_args__ = ("cr_consecutive", "cr_synchronous")

    cr_consecutive: bool
    cr_synchronous: bool

    def __init__(self, cr_consecutive: bool, cr_synchronous: bool) -> None:
        self.cr_consecutive = cr_consecutive
        self.cr_synchronous = cr_synchronous

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("cr_consecutive", BOOL), ("cr_synchronous", BOOL),)


def _w_copy_requirements4(value: copy_requirements4, packer: Packer) -> None:
    packer.put(_p_II(1 if value.cr_consecutive else 0, 1 if value.cr_synchronous else 0))


def _r_copy_requirements4(unpacker: Unpacker) -> copy_requirements4:
    made = new(copy_requirements4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, v2 = _u_II(buf, pos)
    pos += 8
    made.cr_consecutive = BOOLS[v1]
    made.cr_synchronous = BOOLS[v2]
    unpacker.pos = pos
    return made


_T_copy_requirements4: Final = Record(copy_requirements4, _w_copy_requirements4, _r_copy_requirements4)


class COPY4resok(XdrStruct):
    """The result of COPY if it succeeded."""

    __slots__ = ("cr_response", "cr_requirements")
    __match_args__ = ("cr_response", "cr_requirements")

    cr_response: write_response4
    cr_requirements: copy_requirements4

    def __init__(self, cr_response: write_response4, cr_requirements: copy_requirements4) -> None:
        self.cr_response = cr_response
        self.cr_requirements = cr_requirements

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("cr_response", _T_write_response4), ("cr_requirements", _T_copy_requirements4),)


def _w_COPY4resok(value: COPY4resok, packer: Packer) -> None:
    _w_write_response4(value.cr_response, packer)
    v1 = value.cr_requirements
    packer.put(_p_II(1 if v1.cr_consecutive else 0, 1 if v1.cr_synchronous else 0))


def _r_COPY4resok(unpacker: Unpacker) -> COPY4resok:
    made = new(COPY4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.cr_response = _r_write_response4(unpacker)
    pos = unpacker.pos
    made.cr_requirements = o1 = new(copy_requirements4)
    v2, v3 = _u_II(buf, pos)
    pos += 8
    o1.cr_consecutive = BOOLS[v2]
    o1.cr_synchronous = BOOLS[v3]
    unpacker.pos = pos
    return made


_T_COPY4resok: Final = Record(COPY4resok, _w_COPY4resok, _r_COPY4resok)


class COPY4res(XdrUnion):
    """The result of COPY."""

    __slots__ = ("cr_status", "value")
    __match_args__ = ("cr_status", "value")

    cr_status: nfsstat4
    value: COPY4resok | copy_requirements4 | None
    cr_resok4: ArmOf[COPY4resok] = ArmOf()
    cr_requirements: ArmOf[copy_requirements4] = ArmOf()

    def __init__(self, cr_status: int, value: COPY4resok | copy_requirements4 | None = None) -> None:
        self.cr_status = _E_nfsstat4.get(cr_status, cr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("cr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("cr_resok4", _T_COPY4resok), 10094: ("cr_requirements", _T_copy_requirements4)}
    XDR_DEFAULT = ("", VOID)


def _w_COPY4res(value: COPY4res, packer: Packer) -> None:
    choice = value.cr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_COPY4resok(arm, packer)
    elif choice == 10094:
        packer.put(_p_iII(10094, 1 if arm.cr_consecutive else 0, 1 if arm.cr_synchronous else 0))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_COPY4res(unpacker: Unpacker) -> COPY4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_COPY4res(unpacker, choice)


def _a_COPY4res(unpacker: Unpacker, choice: int) -> COPY4res:
    made = new(COPY4res)
    made.cr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_COPY4resok(unpacker)
    elif choice == 10094:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(copy_requirements4)
        v2, v3 = _u_II(buf, pos)
        pos += 8
        o1.cr_consecutive = BOOLS[v2]
        o1.cr_synchronous = BOOLS[v3]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_COPY4res: Final = Record(COPY4res, _w_COPY4res, _r_COPY4res)


class COPY_NOTIFY4args(XdrStruct):
    """Tells the source that another server will come to copy (RFC 7862 section 15.3). CURRENT_FH: the
    source.
    """

    __slots__ = ("cna_src_stateid", "cna_destination_server")
    __match_args__ = ("cna_src_stateid", "cna_destination_server")

    cna_src_stateid: stateid4
    cna_destination_server: netloc4

    def __init__(self, cna_src_stateid: stateid4, cna_destination_server: netloc4) -> None:
        self.cna_src_stateid = cna_src_stateid
        self.cna_destination_server = cna_destination_server

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("cna_src_stateid", _T_stateid4), ("cna_destination_server", _T_netloc4),)


def _w_COPY_NOTIFY4args(value: COPY_NOTIFY4args, packer: Packer) -> None:
    v1 = value.cna_src_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v1.seqid, v2))
    _w_netloc4(value.cna_destination_server, packer)


def _r_COPY_NOTIFY4args(unpacker: Unpacker) -> COPY_NOTIFY4args:
    made = new(COPY_NOTIFY4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cna_src_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, v2 = _u_I12si(buf, pos)
    unpacker.pos = pos + 20
    made.cna_destination_server = _a_netloc4(unpacker, v2)
    return made


_T_COPY_NOTIFY4args: Final = Record(COPY_NOTIFY4args, _w_COPY_NOTIFY4args, _r_COPY_NOTIFY4args)


class COPY_NOTIFY4resok(XdrStruct):
    """The result of COPY_NOTIFY if it succeeded."""

    __slots__ = ("cnr_lease_time", "cnr_stateid", "cnr_source_server")
    __match_args__ = ("cnr_lease_time", "cnr_stateid", "cnr_source_server")

    cnr_lease_time: nfstime4
    cnr_stateid: stateid4
    cnr_source_server: list[netloc4]

    def __init__(self, cnr_lease_time: nfstime4, cnr_stateid: stateid4, cnr_source_server: list[netloc4]) -> None:
        self.cnr_lease_time = cnr_lease_time
        self.cnr_stateid = cnr_stateid
        self.cnr_source_server = cnr_source_server

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("cnr_lease_time", _T_nfstime4), ("cnr_stateid", _T_stateid4), ("cnr_source_server", Array(_T_netloc4)),)


def _w_COPY_NOTIFY4resok(value: COPY_NOTIFY4resok, packer: Packer) -> None:
    v1 = value.cnr_lease_time
    v2 = value.cnr_stateid
    v3 = v2.other
    if len(v3) != 12:
        raise UnhappyError
    v4 = value.cnr_source_server
    n5 = len(v4)
    packer.put(_p_qII12sI(v1.seconds, v1.nseconds, v2.seqid, v3, n5))
    for v6 in v4:
        _w_netloc4(v6, packer)


def _r_COPY_NOTIFY4resok(unpacker: Unpacker) -> COPY_NOTIFY4resok:
    made = new(COPY_NOTIFY4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cnr_lease_time = o1 = new(nfstime4)
    made.cnr_stateid = o2 = new(stateid4)
    o1.seconds, o1.nseconds, o2.seqid, o2.other, n3 = _u_qII12sI(buf, pos)
    unpacker.pos = pos + 32
    made.cnr_source_server = [_r_netloc4(unpacker) for _ in range(n3)]
    return made


_T_COPY_NOTIFY4resok: Final = Record(COPY_NOTIFY4resok, _w_COPY_NOTIFY4resok, _r_COPY_NOTIFY4resok)


class COPY_NOTIFY4res(XdrUnion):
    """The result of COPY_NOTIFY."""

    __slots__ = ("cnr_status", "value")
    __match_args__ = ("cnr_status", "value")

    cnr_status: nfsstat4
    value: COPY_NOTIFY4resok | None
    resok4: ArmOf[COPY_NOTIFY4resok] = ArmOf()

    def __init__(self, cnr_status: int, value: COPY_NOTIFY4resok | None = None) -> None:
        self.cnr_status = _E_nfsstat4.get(cnr_status, cnr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("cnr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_COPY_NOTIFY4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_COPY_NOTIFY4res(value: COPY_NOTIFY4res, packer: Packer) -> None:
    choice = value.cnr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_COPY_NOTIFY4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_COPY_NOTIFY4res(unpacker: Unpacker) -> COPY_NOTIFY4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_COPY_NOTIFY4res(unpacker, choice)


def _a_COPY_NOTIFY4res(unpacker: Unpacker, choice: int) -> COPY_NOTIFY4res:
    made = new(COPY_NOTIFY4res)
    made.cnr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_COPY_NOTIFY4resok(unpacker)
    else:
        made.value = None
    return made


_T_COPY_NOTIFY4res: Final = Record(COPY_NOTIFY4res, _w_COPY_NOTIFY4res, _r_COPY_NOTIFY4res)


class OFFLOAD_CANCEL4args(XdrStruct):
    """Stops a copy that runs on the server (RFC 7862 section 15.8). CURRENT_FH: the file."""

    __slots__ = ("oca_stateid",)
    __match_args__ = ("oca_stateid",)

    oca_stateid: stateid4

    def __init__(self, oca_stateid: stateid4) -> None:
        self.oca_stateid = oca_stateid

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("oca_stateid", _T_stateid4),)


def _w_OFFLOAD_CANCEL4args(value: OFFLOAD_CANCEL4args, packer: Packer) -> None:
    v1 = value.oca_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v1.seqid, v2))


def _r_OFFLOAD_CANCEL4args(unpacker: Unpacker) -> OFFLOAD_CANCEL4args:
    made = new(OFFLOAD_CANCEL4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.oca_stateid = o1 = new(stateid4)
    o1.seqid, o1.other = _u_I12s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_OFFLOAD_CANCEL4args: Final = Record(OFFLOAD_CANCEL4args, _w_OFFLOAD_CANCEL4args, _r_OFFLOAD_CANCEL4args)


class OFFLOAD_CANCEL4res(XdrStruct):
    """The result of OFFLOAD_CANCEL."""

    __slots__ = ("ocr_status",)
    __match_args__ = ("ocr_status",)

    ocr_status: nfsstat4

    def __init__(self, ocr_status: nfsstat4) -> None:
        self.ocr_status = ocr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("ocr_status", _T_nfsstat4),)


def _w_OFFLOAD_CANCEL4res(value: OFFLOAD_CANCEL4res, packer: Packer) -> None:
    v1 = value.ocr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_OFFLOAD_CANCEL4res(unpacker: Unpacker) -> OFFLOAD_CANCEL4res:
    made = new(OFFLOAD_CANCEL4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.ocr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_OFFLOAD_CANCEL4res: Final = Record(OFFLOAD_CANCEL4res, _w_OFFLOAD_CANCEL4res, _r_OFFLOAD_CANCEL4res)


class OFFLOAD_STATUS4args(XdrStruct):
    """Asks how far a copy has come (RFC 7862 section 15.9). CURRENT_FH: the destination."""

    __slots__ = ("osa_stateid",)
    __match_args__ = ("osa_stateid",)

    osa_stateid: stateid4

    def __init__(self, osa_stateid: stateid4) -> None:
        self.osa_stateid = osa_stateid

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("osa_stateid", _T_stateid4),)


def _w_OFFLOAD_STATUS4args(value: OFFLOAD_STATUS4args, packer: Packer) -> None:
    v1 = value.osa_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v1.seqid, v2))


def _r_OFFLOAD_STATUS4args(unpacker: Unpacker) -> OFFLOAD_STATUS4args:
    made = new(OFFLOAD_STATUS4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.osa_stateid = o1 = new(stateid4)
    o1.seqid, o1.other = _u_I12s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_OFFLOAD_STATUS4args: Final = Record(OFFLOAD_STATUS4args, _w_OFFLOAD_STATUS4args, _r_OFFLOAD_STATUS4args)


class OFFLOAD_STATUS4resok(XdrStruct):
    """The result of OFFLOAD_STATUS if it succeeded."""

    __slots__ = ("osr_count", "osr_complete")
    __match_args__ = ("osr_count", "osr_complete")

    osr_count: length4
    osr_complete: list[nfsstat4]  # none: still runs

    def __init__(self, osr_count: length4, osr_complete: list[nfsstat4]) -> None:
        self.osr_count = osr_count
        self.osr_complete = osr_complete

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("osr_count", UHYPER), ("osr_complete", Array(_T_nfsstat4, 1)),)


def _w_OFFLOAD_STATUS4resok(value: OFFLOAD_STATUS4resok, packer: Packer) -> None:
    v1 = value.osr_complete
    n2 = len(v1)
    if n2 > 1:
        raise UnhappyError
    packer.put(_p_QI(value.osr_count, n2))
    for v3 in v1:
        if v3 not in _E_nfsstat4:
            raise UnhappyError
        packer.put(_p_i(v3))


def _r_OFFLOAD_STATUS4resok(unpacker: Unpacker) -> OFFLOAD_STATUS4resok:
    made = new(OFFLOAD_STATUS4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.osr_count, n1 = _u_QI(buf, pos)
    pos += 12
    if n1 > 1:
        raise UnhappyError
    l2: list[Any] = []
    made.osr_complete = l2
    for _ in range(n1):
        (v4,) = _u_i(buf, pos)
        pos += 4
        v3 = _E_nfsstat4[v4]
        l2.append(v3)
    unpacker.pos = pos
    return made


_T_OFFLOAD_STATUS4resok: Final = Record(OFFLOAD_STATUS4resok, _w_OFFLOAD_STATUS4resok, _r_OFFLOAD_STATUS4resok)


class OFFLOAD_STATUS4res(XdrUnion):
    """The result of OFFLOAD_STATUS."""

    __slots__ = ("osr_status", "value")
    __match_args__ = ("osr_status", "value")

    osr_status: nfsstat4
    value: OFFLOAD_STATUS4resok | None
    osr_resok4: ArmOf[OFFLOAD_STATUS4resok] = ArmOf()

    def __init__(self, osr_status: int, value: OFFLOAD_STATUS4resok | None = None) -> None:
        self.osr_status = _E_nfsstat4.get(osr_status, osr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("osr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("osr_resok4", _T_OFFLOAD_STATUS4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_OFFLOAD_STATUS4res(value: OFFLOAD_STATUS4res, packer: Packer) -> None:
    choice = value.osr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_OFFLOAD_STATUS4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_OFFLOAD_STATUS4res(unpacker: Unpacker) -> OFFLOAD_STATUS4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_OFFLOAD_STATUS4res(unpacker, choice)


def _a_OFFLOAD_STATUS4res(unpacker: Unpacker, choice: int) -> OFFLOAD_STATUS4res:
    made = new(OFFLOAD_STATUS4res)
    made.osr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_OFFLOAD_STATUS4resok(unpacker)
    else:
        made.value = None
    return made


_T_OFFLOAD_STATUS4res: Final = Record(OFFLOAD_STATUS4res, _w_OFFLOAD_STATUS4res, _r_OFFLOAD_STATUS4res)


class CLONE4args(XdrStruct):
    """Makes a range share the blocks of another (RFC 7862 section 15.13). SAVED_FH: the source;
    CURRENT_FH: the destination.
    """

    __slots__ = ("cl_src_stateid", "cl_dst_stateid", "cl_src_offset", "cl_dst_offset", "cl_count")
    __match_args__ = ("cl_src_stateid", "cl_dst_stateid", "cl_src_offset", "cl_dst_offset", "cl_count")

    cl_src_stateid: stateid4
    cl_dst_stateid: stateid4
    cl_src_offset: offset4
    cl_dst_offset: offset4
    cl_count: length4

    def __init__(self, cl_src_stateid: stateid4, cl_dst_stateid: stateid4, cl_src_offset: offset4, cl_dst_offset: offset4, cl_count: length4) -> None:
        self.cl_src_stateid = cl_src_stateid
        self.cl_dst_stateid = cl_dst_stateid
        self.cl_src_offset = cl_src_offset
        self.cl_dst_offset = cl_dst_offset
        self.cl_count = cl_count

    XDR_MIN_SIZE = 56
    XDR_FIELDS = (("cl_src_stateid", _T_stateid4), ("cl_dst_stateid", _T_stateid4), ("cl_src_offset", UHYPER), ("cl_dst_offset", UHYPER), ("cl_count", UHYPER),)


def _w_CLONE4args(value: CLONE4args, packer: Packer) -> None:
    v1 = value.cl_src_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.cl_dst_stateid
    v4 = v3.other
    if len(v4) != 12:
        raise UnhappyError
    packer.put(_p_I12sI12sQQQ(v1.seqid, v2, v3.seqid, v4, value.cl_src_offset, value.cl_dst_offset, value.cl_count))


def _r_CLONE4args(unpacker: Unpacker) -> CLONE4args:
    made = new(CLONE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cl_src_stateid = o1 = new(stateid4)
    made.cl_dst_stateid = o2 = new(stateid4)
    o1.seqid, o1.other, o2.seqid, o2.other, made.cl_src_offset, made.cl_dst_offset, made.cl_count = _u_I12sI12sQQQ(buf, pos)
    unpacker.pos = pos + 56
    return made


_T_CLONE4args: Final = Record(CLONE4args, _w_CLONE4args, _r_CLONE4args)


class CLONE4res(XdrStruct):
    """The result of CLONE."""

    __slots__ = ("cl_status",)
    __match_args__ = ("cl_status",)

    cl_status: nfsstat4

    def __init__(self, cl_status: nfsstat4) -> None:
        self.cl_status = cl_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("cl_status", _T_nfsstat4),)


def _w_CLONE4res(value: CLONE4res, packer: Packer) -> None:
    v1 = value.cl_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CLONE4res(unpacker: Unpacker) -> CLONE4res:
    made = new(CLONE4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.cl_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CLONE4res: Final = Record(CLONE4res, _w_CLONE4res, _r_CLONE4res)


class copy_from_auth_priv(XdrStruct):
    """Held by the destination's user at the source."""

    __slots__ = ("cfap_shared_secret", "cfap_destination", "cfap_username")
    __match_args__ = ("cfap_shared_secret", "cfap_destination", "cfap_username")

    cfap_shared_secret: secret4
    cfap_destination: netloc4
    cfap_username: utf8str_mixed

    def __init__(self, cfap_shared_secret: secret4, cfap_destination: netloc4, cfap_username: utf8str_mixed) -> None:
        self.cfap_shared_secret = cfap_shared_secret
        self.cfap_destination = cfap_destination
        self.cfap_username = cfap_username

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("cfap_shared_secret", Opaque()), ("cfap_destination", _T_netloc4), ("cfap_username", Opaque()),)


def _w_copy_from_auth_priv(value: copy_from_auth_priv, packer: Packer) -> None:
    v1 = value.cfap_shared_secret
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    _w_netloc4(value.cfap_destination, packer)
    v3 = value.cfap_username
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_copy_from_auth_priv(unpacker: Unpacker) -> copy_from_auth_priv:
    made = new(copy_from_auth_priv)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.cfap_shared_secret = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.cfap_shared_secret = b""
    (v2,) = _u_i(buf, pos)
    unpacker.pos = pos + 4
    made.cfap_destination = _a_netloc4(unpacker, v2)
    pos = unpacker.pos
    (n3,) = _u_I(buf, pos)
    pos += 4
    if n3:
        made.cfap_username = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        made.cfap_username = b""
    unpacker.pos = pos
    return made


_T_copy_from_auth_priv: Final = Record(copy_from_auth_priv, _w_copy_from_auth_priv, _r_copy_from_auth_priv)


class copy_to_auth_priv(XdrStruct):
    """Held at the destination."""

    __slots__ = ("ctap_shared_secret", "ctap_source", "ctap_username")
    __match_args__ = ("ctap_shared_secret", "ctap_source", "ctap_username")

    ctap_shared_secret: secret4
    ctap_source: list[netloc4]
    ctap_username: utf8str_mixed

    def __init__(self, ctap_shared_secret: secret4, ctap_source: list[netloc4], ctap_username: utf8str_mixed) -> None:
        self.ctap_shared_secret = ctap_shared_secret
        self.ctap_source = ctap_source
        self.ctap_username = ctap_username

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("ctap_shared_secret", Opaque()), ("ctap_source", Array(_T_netloc4)), ("ctap_username", Opaque()),)


def _w_copy_to_auth_priv(value: copy_to_auth_priv, packer: Packer) -> None:
    v1 = value.ctap_shared_secret
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.ctap_source
    n4 = len(v3)
    packer.put(_p_I(n4))
    for v5 in v3:
        _w_netloc4(v5, packer)
    v6 = value.ctap_username
    n7 = len(v6)
    packer.put(_p_I(n7))
    packer.put(v6 + PAD[n7 & 3])


def _r_copy_to_auth_priv(unpacker: Unpacker) -> copy_to_auth_priv:
    made = new(copy_to_auth_priv)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.ctap_shared_secret = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.ctap_shared_secret = b""
    (n2,) = _u_I(buf, pos)
    unpacker.pos = pos + 4
    made.ctap_source = [_r_netloc4(unpacker) for _ in range(n2)]
    pos = unpacker.pos
    (n3,) = _u_I(buf, pos)
    pos += 4
    if n3:
        made.ctap_username = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        made.ctap_username = b""
    unpacker.pos = pos
    return made


_T_copy_to_auth_priv: Final = Record(copy_to_auth_priv, _w_copy_to_auth_priv, _r_copy_to_auth_priv)


class copy_confirm_auth_priv(XdrStruct):
    """What the destination shows the source."""

    __slots__ = ("ccap_shared_secret_mic", "ccap_username")
    __match_args__ = ("ccap_shared_secret_mic", "ccap_username")

    ccap_shared_secret_mic: bytes
    ccap_username: utf8str_mixed

    def __init__(self, ccap_shared_secret_mic: bytes, ccap_username: utf8str_mixed) -> None:
        self.ccap_shared_secret_mic = ccap_shared_secret_mic
        self.ccap_username = ccap_username

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("ccap_shared_secret_mic", Opaque()), ("ccap_username", Opaque()),)


def _w_copy_confirm_auth_priv(value: copy_confirm_auth_priv, packer: Packer) -> None:
    v1 = value.ccap_shared_secret_mic
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.ccap_username
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_copy_confirm_auth_priv(unpacker: Unpacker) -> copy_confirm_auth_priv:
    made = new(copy_confirm_auth_priv)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.ccap_shared_secret_mic = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.ccap_shared_secret_mic = b""
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.ccap_username = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.ccap_username = b""
    unpacker.pos = pos
    return made


_T_copy_confirm_auth_priv: Final = Record(copy_confirm_auth_priv, _w_copy_confirm_auth_priv, _r_copy_confirm_auth_priv)


class IO_ADVISE_type4(IntEnum):
    """Bits of iaa_hints."""

    IO_ADVISE4_NORMAL = 0
    IO_ADVISE4_SEQUENTIAL = 1
    IO_ADVISE4_SEQUENTIAL_BACKWARDS = 2
    IO_ADVISE4_RANDOM = 3
    IO_ADVISE4_WILLNEED = 4
    IO_ADVISE4_WILLNEED_OPPORTUNISTIC = 5
    IO_ADVISE4_DONTNEED = 6
    IO_ADVISE4_NOREUSE = 7
    IO_ADVISE4_READ = 8
    IO_ADVISE4_WRITE = 9
    IO_ADVISE4_INIT_PROXIMITY = 10


IO_ADVISE4_NORMAL: Final = IO_ADVISE_type4.IO_ADVISE4_NORMAL
IO_ADVISE4_SEQUENTIAL: Final = IO_ADVISE_type4.IO_ADVISE4_SEQUENTIAL
IO_ADVISE4_SEQUENTIAL_BACKWARDS: Final = IO_ADVISE_type4.IO_ADVISE4_SEQUENTIAL_BACKWARDS
IO_ADVISE4_RANDOM: Final = IO_ADVISE_type4.IO_ADVISE4_RANDOM
IO_ADVISE4_WILLNEED: Final = IO_ADVISE_type4.IO_ADVISE4_WILLNEED
IO_ADVISE4_WILLNEED_OPPORTUNISTIC: Final = IO_ADVISE_type4.IO_ADVISE4_WILLNEED_OPPORTUNISTIC
IO_ADVISE4_DONTNEED: Final = IO_ADVISE_type4.IO_ADVISE4_DONTNEED
IO_ADVISE4_NOREUSE: Final = IO_ADVISE_type4.IO_ADVISE4_NOREUSE
IO_ADVISE4_READ: Final = IO_ADVISE_type4.IO_ADVISE4_READ
IO_ADVISE4_WRITE: Final = IO_ADVISE_type4.IO_ADVISE4_WRITE
IO_ADVISE4_INIT_PROXIMITY: Final = IO_ADVISE_type4.IO_ADVISE4_INIT_PROXIMITY
_E_IO_ADVISE_type4: Final[dict[int, IO_ADVISE_type4]] = {int(member): member for member in IO_ADVISE_type4}
_T_IO_ADVISE_type4: Final = Enumeration(IO_ADVISE_type4, _E_IO_ADVISE_type4)



class IO_ADVISE4args(XdrStruct):
    """Says how a range will be used (RFC 7862 section 15.5). CURRENT_FH: the file."""

    __slots__ = ("iaa_stateid", "iaa_offset", "iaa_count", "iaa_hints")
    __match_args__ = ("iaa_stateid", "iaa_offset", "iaa_count", "iaa_hints")

    iaa_stateid: stateid4
    iaa_offset: offset4
    iaa_count: length4
    iaa_hints: bitmap4

    def __init__(self, iaa_stateid: stateid4, iaa_offset: offset4, iaa_count: length4, iaa_hints: bitmap4) -> None:
        self.iaa_stateid = iaa_stateid
        self.iaa_offset = iaa_offset
        self.iaa_count = iaa_count
        self.iaa_hints = iaa_hints

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("iaa_stateid", _T_stateid4), ("iaa_offset", UHYPER), ("iaa_count", UHYPER), ("iaa_hints", Array(UINT)),)


def _w_IO_ADVISE4args(value: IO_ADVISE4args, packer: Packer) -> None:
    v1 = value.iaa_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.iaa_hints
    n4 = len(v3)
    packer.put(_p_I12sQQI(v1.seqid, v2, value.iaa_offset, value.iaa_count, n4) + words(n4).pack(*v3))


def _r_IO_ADVISE4args(unpacker: Unpacker) -> IO_ADVISE4args:
    made = new(IO_ADVISE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.iaa_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.iaa_offset, made.iaa_count, n2 = _u_I12sQQI(buf, pos)
    pos += 36
    made.iaa_hints = list(words(n2).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n2)
    return made


_T_IO_ADVISE4args: Final = Record(IO_ADVISE4args, _w_IO_ADVISE4args, _r_IO_ADVISE4args)


class IO_ADVISE4resok(XdrStruct):
    """The result of IO_ADVISE if it succeeded."""

    __slots__ = ("ior_hints",)
    __match_args__ = ("ior_hints",)

    ior_hints: bitmap4

    def __init__(self, ior_hints: bitmap4) -> None:
        self.ior_hints = ior_hints

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("ior_hints", Array(UINT)),)


def _w_IO_ADVISE4resok(value: IO_ADVISE4resok, packer: Packer) -> None:
    v1 = value.ior_hints
    n2 = len(v1)
    packer.put(_p_I(n2) + words(n2).pack(*v1))


def _r_IO_ADVISE4resok(unpacker: Unpacker) -> IO_ADVISE4resok:
    made = new(IO_ADVISE4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    made.ior_hints = list(words(n1).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n1)
    return made


_T_IO_ADVISE4resok: Final = Record(IO_ADVISE4resok, _w_IO_ADVISE4resok, _r_IO_ADVISE4resok)


class IO_ADVISE4res(XdrUnion):
    """The result of IO_ADVISE."""

    __slots__ = ("ior_status", "value")
    __match_args__ = ("ior_status", "value")

    ior_status: nfsstat4
    value: IO_ADVISE4resok | None
    resok4: ArmOf[IO_ADVISE4resok] = ArmOf()

    def __init__(self, ior_status: int, value: IO_ADVISE4resok | None = None) -> None:
        self.ior_status = _E_nfsstat4.get(ior_status, ior_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("ior_status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_IO_ADVISE4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_IO_ADVISE4res(value: IO_ADVISE4res, packer: Packer) -> None:
    choice = value.ior_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_IO_ADVISE4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_IO_ADVISE4res(unpacker: Unpacker) -> IO_ADVISE4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_IO_ADVISE4res(unpacker, choice)


def _a_IO_ADVISE4res(unpacker: Unpacker, choice: int) -> IO_ADVISE4res:
    made = new(IO_ADVISE4res)
    made.ior_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_IO_ADVISE4resok(unpacker)
    else:
        made.value = None
    return made


_T_IO_ADVISE4res: Final = Record(IO_ADVISE4res, _w_IO_ADVISE4res, _r_IO_ADVISE4res)


class data_content4(IntEnum):
    """Data or hole."""

    NFS4_CONTENT_DATA = 0
    NFS4_CONTENT_HOLE = 1


NFS4_CONTENT_DATA: Final = data_content4.NFS4_CONTENT_DATA
NFS4_CONTENT_HOLE: Final = data_content4.NFS4_CONTENT_HOLE
_E_data_content4: Final[dict[int, data_content4]] = {int(member): member for member in data_content4}
_T_data_content4: Final = Enumeration(data_content4, _E_data_content4)



class data4(XdrStruct):
    """Data at an offset."""

    __slots__ = ("d_offset", "d_data")
    __match_args__ = ("d_offset", "d_data")

    d_offset: offset4
    d_data: bytes

    def __init__(self, d_offset: offset4, d_data: bytes) -> None:
        self.d_offset = d_offset
        self.d_data = d_data

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("d_offset", UHYPER), ("d_data", Opaque()),)


def _w_data4(value: data4, packer: Packer) -> None:
    v1 = value.d_data
    n2 = len(v1)
    packer.put(_p_QI(value.d_offset, n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_data4(unpacker: Unpacker) -> data4:
    made = new(data4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.d_offset, n1 = _u_QI(buf, pos)
    pos += 12
    if n1:
        made.d_data = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.d_data = b""
    unpacker.pos = pos
    return made


_T_data4: Final = Record(data4, _w_data4, _r_data4)


class data_info4(XdrStruct):
    """A hole."""

    __slots__ = ("di_offset", "di_length")
    __match_args__ = ("di_offset", "di_length")

    di_offset: offset4
    di_length: length4

    def __init__(self, di_offset: offset4, di_length: length4) -> None:
        self.di_offset = di_offset
        self.di_length = di_length

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("di_offset", UHYPER), ("di_length", UHYPER),)


def _w_data_info4(value: data_info4, packer: Packer) -> None:
    packer.put(_p_QQ(value.di_offset, value.di_length))


def _r_data_info4(unpacker: Unpacker) -> data_info4:
    made = new(data_info4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.di_offset, made.di_length = _u_QQ(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_data_info4: Final = Record(data_info4, _w_data_info4, _r_data_info4)


class READ_PLUS4args(XdrStruct):
    """Reads data and holes (RFC 7862 section 15.10). CURRENT_FH: the file."""

    __slots__ = ("rpa_stateid", "rpa_offset", "rpa_count")
    __match_args__ = ("rpa_stateid", "rpa_offset", "rpa_count")

    rpa_stateid: stateid4
    rpa_offset: offset4
    rpa_count: count4

    def __init__(self, rpa_stateid: stateid4, rpa_offset: offset4, rpa_count: count4) -> None:
        self.rpa_stateid = rpa_stateid
        self.rpa_offset = rpa_offset
        self.rpa_count = rpa_count

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("rpa_stateid", _T_stateid4), ("rpa_offset", UHYPER), ("rpa_count", UINT),)


def _w_READ_PLUS4args(value: READ_PLUS4args, packer: Packer) -> None:
    v1 = value.rpa_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12sQI(v1.seqid, v2, value.rpa_offset, value.rpa_count))


def _r_READ_PLUS4args(unpacker: Unpacker) -> READ_PLUS4args:
    made = new(READ_PLUS4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.rpa_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.rpa_offset, made.rpa_count = _u_I12sQI(buf, pos)
    unpacker.pos = pos + 28
    return made


_T_READ_PLUS4args: Final = Record(READ_PLUS4args, _w_READ_PLUS4args, _r_READ_PLUS4args)


class read_plus_content(XdrUnion):
    """One piece."""

    __slots__ = ("rpc_content", "value")
    __match_args__ = ("rpc_content", "value")

    rpc_content: data_content4
    value: data4 | data_info4 | None
    rpc_data: ArmOf[data4] = ArmOf()
    rpc_hole: ArmOf[data_info4] = ArmOf()

    def __init__(self, rpc_content: int, value: data4 | data_info4 | None = None) -> None:
        self.rpc_content = _E_data_content4.get(rpc_content, rpc_content)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("rpc_content", _T_data_content4)
    XDR_ARMS = {0: ("rpc_data", _T_data4), 1: ("rpc_hole", _T_data_info4)}
    XDR_DEFAULT = ("", VOID)


def _w_read_plus_content(value: read_plus_content, packer: Packer) -> None:
    choice = value.rpc_content
    arm: Any = value.value
    if choice == 0:
        v1 = arm.d_data
        n2 = len(v1)
        packer.put(_p_iQI(0, arm.d_offset, n2))
        packer.put(v1 + PAD[n2 & 3])
    elif choice == 1:
        packer.put(_p_iQQ(1, arm.di_offset, arm.di_length))
    elif choice in _E_data_content4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_read_plus_content(unpacker: Unpacker) -> read_plus_content:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_read_plus_content(unpacker, choice)


def _a_read_plus_content(unpacker: Unpacker, choice: int) -> read_plus_content:
    made = new(read_plus_content)
    made.rpc_content = _E_data_content4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(data4)
        o1.d_offset, n2 = _u_QI(buf, pos)
        pos += 12
        if n2:
            o1.d_data = buf[pos : pos + n2]
            pos += (n2 + 3) & -4
        else:
            o1.d_data = b""
        unpacker.pos = pos
    elif choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o3 = new(data_info4)
        o3.di_offset, o3.di_length = _u_QQ(buf, pos)
        unpacker.pos = pos + 16
    else:
        made.value = None
    return made


_T_read_plus_content: Final = Record(read_plus_content, _w_read_plus_content, _r_read_plus_content)


class read_plus_res4(XdrStruct):
    """Pieces in the order of the file."""

    __slots__ = ("rpr_eof", "rpr_contents")
    __match_args__ = ("rpr_eof", "rpr_contents")

    rpr_eof: bool
    rpr_contents: list[read_plus_content]

    def __init__(self, rpr_eof: bool, rpr_contents: list[read_plus_content]) -> None:
        self.rpr_eof = rpr_eof
        self.rpr_contents = rpr_contents

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("rpr_eof", BOOL), ("rpr_contents", Array(_T_read_plus_content)),)


def _w_read_plus_res4(value: read_plus_res4, packer: Packer) -> None:
    v1 = value.rpr_contents
    n2 = len(v1)
    packer.put(_p_II(1 if value.rpr_eof else 0, n2))
    for v3 in v1:
        _w_read_plus_content(v3, packer)


def _r_read_plus_res4(unpacker: Unpacker) -> read_plus_res4:
    made = new(read_plus_res4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_II(buf, pos)
    pos += 8
    made.rpr_eof = BOOLS[v1]
    unpacker.pos = pos
    made.rpr_contents = [_r_read_plus_content(unpacker) for _ in range(n2)]
    return made


_T_read_plus_res4: Final = Record(read_plus_res4, _w_read_plus_res4, _r_read_plus_res4)


class READ_PLUS4res(XdrUnion):
    """The result of READ_PLUS."""

    __slots__ = ("rp_status", "value")
    __match_args__ = ("rp_status", "value")

    rp_status: nfsstat4
    value: read_plus_res4 | None
    rp_resok4: ArmOf[read_plus_res4] = ArmOf()

    def __init__(self, rp_status: int, value: read_plus_res4 | None = None) -> None:
        self.rp_status = _E_nfsstat4.get(rp_status, rp_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("rp_status", _T_nfsstat4)
    XDR_ARMS = {0: ("rp_resok4", _T_read_plus_res4)}
    XDR_DEFAULT = ("", VOID)


def _w_READ_PLUS4res(value: READ_PLUS4res, packer: Packer) -> None:
    choice = value.rp_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_read_plus_res4(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_READ_PLUS4res(unpacker: Unpacker) -> READ_PLUS4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_READ_PLUS4res(unpacker, choice)


def _a_READ_PLUS4res(unpacker: Unpacker, choice: int) -> READ_PLUS4res:
    made = new(READ_PLUS4res)
    made.rp_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_read_plus_res4(unpacker)
    else:
        made.value = None
    return made


_T_READ_PLUS4res: Final = Record(READ_PLUS4res, _w_READ_PLUS4res, _r_READ_PLUS4res)


class SEEK4args(XdrStruct):
    """Finds the next data or the next hole (RFC 7862 section 15.11). CURRENT_FH: the file."""

    __slots__ = ("sa_stateid", "sa_offset", "sa_what")
    __match_args__ = ("sa_stateid", "sa_offset", "sa_what")

    sa_stateid: stateid4
    sa_offset: offset4
    sa_what: data_content4

    def __init__(self, sa_stateid: stateid4, sa_offset: offset4, sa_what: data_content4) -> None:
        self.sa_stateid = sa_stateid
        self.sa_offset = sa_offset
        self.sa_what = sa_what

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("sa_stateid", _T_stateid4), ("sa_offset", UHYPER), ("sa_what", _T_data_content4),)


def _w_SEEK4args(value: SEEK4args, packer: Packer) -> None:
    v1 = value.sa_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.sa_what
    if v3 not in _E_data_content4:
        raise UnhappyError
    packer.put(_p_I12sQi(v1.seqid, v2, value.sa_offset, v3))


def _r_SEEK4args(unpacker: Unpacker) -> SEEK4args:
    made = new(SEEK4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.sa_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.sa_offset, v2 = _u_I12sQi(buf, pos)
    pos += 28
    made.sa_what = _E_data_content4[v2]
    unpacker.pos = pos
    return made


_T_SEEK4args: Final = Record(SEEK4args, _w_SEEK4args, _r_SEEK4args)


class seek_res4(XdrStruct):
    """Where it is, or that the file ends."""

    __slots__ = ("sr_eof", "sr_offset")
    __match_args__ = ("sr_eof", "sr_offset")

    sr_eof: bool
    sr_offset: offset4

    def __init__(self, sr_eof: bool, sr_offset: offset4) -> None:
        self.sr_eof = sr_eof
        self.sr_offset = sr_offset

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("sr_eof", BOOL), ("sr_offset", UHYPER),)


def _w_seek_res4(value: seek_res4, packer: Packer) -> None:
    packer.put(_p_IQ(1 if value.sr_eof else 0, value.sr_offset))


def _r_seek_res4(unpacker: Unpacker) -> seek_res4:
    made = new(seek_res4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, made.sr_offset = _u_IQ(buf, pos)
    pos += 12
    made.sr_eof = BOOLS[v1]
    unpacker.pos = pos
    return made


_T_seek_res4: Final = Record(seek_res4, _w_seek_res4, _r_seek_res4)


class SEEK4res(XdrUnion):
    """The result of SEEK."""

    __slots__ = ("sa_status", "value")
    __match_args__ = ("sa_status", "value")

    sa_status: nfsstat4
    value: seek_res4 | None
    resok4: ArmOf[seek_res4] = ArmOf()

    def __init__(self, sa_status: int, value: seek_res4 | None = None) -> None:
        self.sa_status = _E_nfsstat4.get(sa_status, sa_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("sa_status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_seek_res4)}
    XDR_DEFAULT = ("", VOID)


def _w_SEEK4res(value: SEEK4res, packer: Packer) -> None:
    choice = value.sa_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_iIQ(0, 1 if arm.sr_eof else 0, arm.sr_offset))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_SEEK4res(unpacker: Unpacker) -> SEEK4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_SEEK4res(unpacker, choice)


def _a_SEEK4res(unpacker: Unpacker, choice: int) -> SEEK4res:
    made = new(SEEK4res)
    made.sa_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(seek_res4)
        v2, o1.sr_offset = _u_IQ(buf, pos)
        pos += 12
        o1.sr_eof = BOOLS[v2]
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_SEEK4res: Final = Record(SEEK4res, _w_SEEK4res, _r_SEEK4res)


class app_data_block4(XdrStruct):
    """A pattern, with a number counted up in it if wanted."""

    __slots__ = ("adb_offset", "adb_block_size", "adb_block_count", "adb_reloff_blocknum", "adb_block_num", "adb_reloff_pattern", "adb_pattern")
    __match_args__ = ("adb_offset", "adb_block_size", "adb_block_count", "adb_reloff_blocknum", "adb_block_num", "adb_reloff_pattern", "adb_pattern")

    adb_offset: offset4
    adb_block_size: length4
    adb_block_count: length4
    adb_reloff_blocknum: length4  # where in a block its number goes; NFS4_UINT64_MAX: nowhere
    adb_block_num: count4
    adb_reloff_pattern: length4  # where in a block the pattern goes
    adb_pattern: bytes

    def __init__(self, adb_offset: offset4, adb_block_size: length4, adb_block_count: length4, adb_reloff_blocknum: length4, adb_block_num: count4, adb_reloff_pattern: length4, adb_pattern: bytes) -> None:
        self.adb_offset = adb_offset
        self.adb_block_size = adb_block_size
        self.adb_block_count = adb_block_count
        self.adb_reloff_blocknum = adb_reloff_blocknum
        self.adb_block_num = adb_block_num
        self.adb_reloff_pattern = adb_reloff_pattern
        self.adb_pattern = adb_pattern

    XDR_MIN_SIZE = 48
    XDR_FIELDS = (("adb_offset", UHYPER), ("adb_block_size", UHYPER), ("adb_block_count", UHYPER), ("adb_reloff_blocknum", UHYPER), ("adb_block_num", UINT), ("adb_reloff_pattern", UHYPER), ("adb_pattern", Opaque()),)


def _w_app_data_block4(value: app_data_block4, packer: Packer) -> None:
    v1 = value.adb_pattern
    n2 = len(v1)
    packer.put(_p_QQQQIQI(value.adb_offset, value.adb_block_size, value.adb_block_count, value.adb_reloff_blocknum, value.adb_block_num, value.adb_reloff_pattern, n2))
    packer.put(v1 + PAD[n2 & 3])


def _r_app_data_block4(unpacker: Unpacker) -> app_data_block4:
    made = new(app_data_block4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.adb_offset, made.adb_block_size, made.adb_block_count, made.adb_reloff_blocknum, made.adb_block_num, made.adb_reloff_pattern, n1 = _u_QQQQIQI(buf, pos)
    pos += 48
    if n1:
        made.adb_pattern = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.adb_pattern = b""
    unpacker.pos = pos
    return made


_T_app_data_block4: Final = Record(app_data_block4, _w_app_data_block4, _r_app_data_block4)


class WRITE_SAME4args(XdrStruct):
    """Writes a pattern again and again (RFC 7862 section 15.12). CURRENT_FH: the file."""

    __slots__ = ("wsa_stateid", "wsa_stable", "wsa_adb")
    __match_args__ = ("wsa_stateid", "wsa_stable", "wsa_adb")

    wsa_stateid: stateid4
    wsa_stable: stable_how4
    wsa_adb: app_data_block4

    def __init__(self, wsa_stateid: stateid4, wsa_stable: stable_how4, wsa_adb: app_data_block4) -> None:
        self.wsa_stateid = wsa_stateid
        self.wsa_stable = wsa_stable
        self.wsa_adb = wsa_adb

    XDR_MIN_SIZE = 68
    XDR_FIELDS = (("wsa_stateid", _T_stateid4), ("wsa_stable", _T_stable_how4), ("wsa_adb", _T_app_data_block4),)


def _w_WRITE_SAME4args(value: WRITE_SAME4args, packer: Packer) -> None:
    v1 = value.wsa_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.wsa_stable
    if v3 not in _E_stable_how4:
        raise UnhappyError
    v4 = value.wsa_adb
    v5 = v4.adb_pattern
    n6 = len(v5)
    packer.put(_p_I12siQQQQIQI(v1.seqid, v2, v3, v4.adb_offset, v4.adb_block_size, v4.adb_block_count, v4.adb_reloff_blocknum, v4.adb_block_num, v4.adb_reloff_pattern, n6))
    packer.put(v5 + PAD[n6 & 3])


def _r_WRITE_SAME4args(unpacker: Unpacker) -> WRITE_SAME4args:
    made = new(WRITE_SAME4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.wsa_stateid = o1 = new(stateid4)
    made.wsa_adb = o3 = new(app_data_block4)
    o1.seqid, o1.other, v2, o3.adb_offset, o3.adb_block_size, o3.adb_block_count, o3.adb_reloff_blocknum, o3.adb_block_num, o3.adb_reloff_pattern, n4 = _u_I12siQQQQIQI(buf, pos)
    pos += 68
    made.wsa_stable = _E_stable_how4[v2]
    if n4:
        o3.adb_pattern = buf[pos : pos + n4]
        pos += (n4 + 3) & -4
    else:
        o3.adb_pattern = b""
    unpacker.pos = pos
    return made


_T_WRITE_SAME4args: Final = Record(WRITE_SAME4args, _w_WRITE_SAME4args, _r_WRITE_SAME4args)


class WRITE_SAME4res(XdrUnion):
    """The result of WRITE_SAME."""

    __slots__ = ("wsr_status", "value")
    __match_args__ = ("wsr_status", "value")

    wsr_status: nfsstat4
    value: write_response4 | None
    resok4: ArmOf[write_response4] = ArmOf()

    def __init__(self, wsr_status: int, value: write_response4 | None = None) -> None:
        self.wsr_status = _E_nfsstat4.get(wsr_status, wsr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("wsr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_write_response4)}
    XDR_DEFAULT = ("", VOID)


def _w_WRITE_SAME4res(value: WRITE_SAME4res, packer: Packer) -> None:
    choice = value.wsr_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_write_response4(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_WRITE_SAME4res(unpacker: Unpacker) -> WRITE_SAME4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_WRITE_SAME4res(unpacker, choice)


def _a_WRITE_SAME4res(unpacker: Unpacker, choice: int) -> WRITE_SAME4res:
    made = new(WRITE_SAME4res)
    made.wsr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_write_response4(unpacker)
    else:
        made.value = None
    return made


_T_WRITE_SAME4res: Final = Record(WRITE_SAME4res, _w_WRITE_SAME4res, _r_WRITE_SAME4res)


class nfs_client_id4(XdrStruct):
    """A client: who, and which incarnation."""

    __slots__ = ("verifier", "id")
    __match_args__ = ("verifier", "id")

    verifier: verifier4
    id: bytes

    def __init__(self, verifier: verifier4, id: bytes) -> None:
        self.verifier = verifier
        self.id = id

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("verifier", Opaque(8, fixed=True)), ("id", Opaque(1024)),)


def _w_nfs_client_id4(value: nfs_client_id4, packer: Packer) -> None:
    v1 = value.verifier
    if len(v1) != 8:
        raise UnhappyError
    v2 = value.id
    n3 = len(v2)
    if n3 > 1024:
        raise UnhappyError
    packer.put(_p_8sI(v1, n3) + v2 + PAD[n3 & 3])


def _r_nfs_client_id4(unpacker: Unpacker) -> nfs_client_id4:
    made = new(nfs_client_id4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.verifier, n1 = _u_8sI(buf, pos)
    pos += 12
    if n1:
        if n1 > 1024:
            raise UnhappyError
        made.id = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.id = b""
    unpacker.pos = pos
    return made


_T_nfs_client_id4: Final = Record(nfs_client_id4, _w_nfs_client_id4, _r_nfs_client_id4)


class cb_client4(XdrStruct):
    """Where callbacks went."""

    __slots__ = ("cb_program", "cb_location")
    __match_args__ = ("cb_program", "cb_location")

    cb_program: int
    cb_location: netaddr4

    def __init__(self, cb_program: int, cb_location: netaddr4) -> None:
        self.cb_program = cb_program
        self.cb_location = cb_location

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("cb_program", UINT), ("cb_location", _T_netaddr4),)


def _w_cb_client4(value: cb_client4, packer: Packer) -> None:
    v1 = value.cb_location
    v2 = v1.na_r_netid
    n3 = len(v2)
    packer.put(_p_II(value.cb_program, n3))
    packer.put(v2 + PAD[n3 & 3])
    v4 = v1.na_r_addr
    n5 = len(v4)
    packer.put(_p_I(n5))
    packer.put(v4 + PAD[n5 & 3])


def _r_cb_client4(unpacker: Unpacker) -> cb_client4:
    made = new(cb_client4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cb_location = o1 = new(netaddr4)
    made.cb_program, n2 = _u_II(buf, pos)
    pos += 8
    if n2:
        o1.na_r_netid = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        o1.na_r_netid = b""
    (n3,) = _u_I(buf, pos)
    pos += 4
    if n3:
        o1.na_r_addr = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        o1.na_r_addr = b""
    unpacker.pos = pos
    return made


_T_cb_client4: Final = Record(cb_client4, _w_cb_client4, _r_cb_client4)


class SETCLIENTID4args(XdrStruct):
    """Announced a client (RFC 7530 section 16.33)."""

    __slots__ = ("client", "callback", "callback_ident")
    __match_args__ = ("client", "callback", "callback_ident")

    client: nfs_client_id4
    callback: cb_client4
    callback_ident: int

    def __init__(self, client: nfs_client_id4, callback: cb_client4, callback_ident: int) -> None:
        self.client = client
        self.callback = callback
        self.callback_ident = callback_ident

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("client", _T_nfs_client_id4), ("callback", _T_cb_client4), ("callback_ident", UINT),)


def _w_SETCLIENTID4args(value: SETCLIENTID4args, packer: Packer) -> None:
    v1 = value.client
    v2 = v1.verifier
    if len(v2) != 8:
        raise UnhappyError
    v3 = v1.id
    n4 = len(v3)
    if n4 > 1024:
        raise UnhappyError
    packer.put(_p_8sI(v2, n4) + v3 + PAD[n4 & 3])
    v5 = value.callback
    v6 = v5.cb_location
    v7 = v6.na_r_netid
    n8 = len(v7)
    packer.put(_p_II(v5.cb_program, n8))
    packer.put(v7 + PAD[n8 & 3])
    v9 = v6.na_r_addr
    n10 = len(v9)
    packer.put(_p_I(n10))
    packer.put(v9 + PAD[n10 & 3])
    packer.put(_p_I(value.callback_ident))


def _r_SETCLIENTID4args(unpacker: Unpacker) -> SETCLIENTID4args:
    made = new(SETCLIENTID4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.client = o1 = new(nfs_client_id4)
    o1.verifier, n2 = _u_8sI(buf, pos)
    pos += 12
    if n2:
        if n2 > 1024:
            raise UnhappyError
        o1.id = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        o1.id = b""
    made.callback = o3 = new(cb_client4)
    o3.cb_location = o4 = new(netaddr4)
    o3.cb_program, n5 = _u_II(buf, pos)
    pos += 8
    if n5:
        o4.na_r_netid = buf[pos : pos + n5]
        pos += (n5 + 3) & -4
    else:
        o4.na_r_netid = b""
    (n6,) = _u_I(buf, pos)
    pos += 4
    if n6:
        o4.na_r_addr = buf[pos : pos + n6]
        pos += (n6 + 3) & -4
    else:
        o4.na_r_addr = b""
    (made.callback_ident,) = _u_I(buf, pos)
    unpacker.pos = pos + 4
    return made


_T_SETCLIENTID4args: Final = Record(SETCLIENTID4args, _w_SETCLIENTID4args, _r_SETCLIENTID4args)


class SETCLIENTID4resok(XdrStruct):
    """The result of SETCLIENTID if it succeeded."""

    __slots__ = ("clientid", "setclientid_confirm")
    __match_args__ = ("clientid", "setclientid_confirm")

    clientid: clientid4
    setclientid_confirm: verifier4

    def __init__(self, clientid: clientid4, setclientid_confirm: verifier4) -> None:
        self.clientid = clientid
        self.setclientid_confirm = setclientid_confirm

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("clientid", UHYPER), ("setclientid_confirm", Opaque(8, fixed=True)),)


def _w_SETCLIENTID4resok(value: SETCLIENTID4resok, packer: Packer) -> None:
    v1 = value.setclientid_confirm
    if len(v1) != 8:
        raise UnhappyError
    packer.put(_p_Q8s(value.clientid, v1))


def _r_SETCLIENTID4resok(unpacker: Unpacker) -> SETCLIENTID4resok:
    made = new(SETCLIENTID4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.clientid, made.setclientid_confirm = _u_Q8s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_SETCLIENTID4resok: Final = Record(SETCLIENTID4resok, _w_SETCLIENTID4resok, _r_SETCLIENTID4resok)


class SETCLIENTID4res(XdrUnion):
    """The result of SETCLIENTID."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: SETCLIENTID4resok | clientaddr4 | None
    resok4: ArmOf[SETCLIENTID4resok] = ArmOf()
    client_using: ArmOf[clientaddr4] = ArmOf()

    def __init__(self, status: int, value: SETCLIENTID4resok | clientaddr4 | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_SETCLIENTID4resok), 10017: ("client_using", _T_netaddr4)}
    XDR_DEFAULT = ("", VOID)


def _w_SETCLIENTID4res(value: SETCLIENTID4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.setclientid_confirm
        if len(v1) != 8:
            raise UnhappyError
        packer.put(_p_iQ8s(0, arm.clientid, v1))
    elif choice == 10017:
        v2 = arm.na_r_netid
        n3 = len(v2)
        packer.put(_p_iI(10017, n3))
        packer.put(v2 + PAD[n3 & 3])
        v4 = arm.na_r_addr
        n5 = len(v4)
        packer.put(_p_I(n5))
        packer.put(v4 + PAD[n5 & 3])
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_SETCLIENTID4res(unpacker: Unpacker) -> SETCLIENTID4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_SETCLIENTID4res(unpacker, choice)


def _a_SETCLIENTID4res(unpacker: Unpacker, choice: int) -> SETCLIENTID4res:
    made = new(SETCLIENTID4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(SETCLIENTID4resok)
        o1.clientid, o1.setclientid_confirm = _u_Q8s(buf, pos)
        unpacker.pos = pos + 16
    elif choice == 10017:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o2 = new(netaddr4)
        (n3,) = _u_I(buf, pos)
        pos += 4
        if n3:
            o2.na_r_netid = buf[pos : pos + n3]
            pos += (n3 + 3) & -4
        else:
            o2.na_r_netid = b""
        (n4,) = _u_I(buf, pos)
        pos += 4
        if n4:
            o2.na_r_addr = buf[pos : pos + n4]
            pos += (n4 + 3) & -4
        else:
            o2.na_r_addr = b""
        unpacker.pos = pos
    else:
        made.value = None
    return made


_T_SETCLIENTID4res: Final = Record(SETCLIENTID4res, _w_SETCLIENTID4res, _r_SETCLIENTID4res)


class SETCLIENTID_CONFIRM4args(XdrStruct):
    """Confirmed a client (RFC 7530 section 16.34)."""

    __slots__ = ("clientid", "setclientid_confirm")
    __match_args__ = ("clientid", "setclientid_confirm")

    clientid: clientid4
    setclientid_confirm: verifier4

    def __init__(self, clientid: clientid4, setclientid_confirm: verifier4) -> None:
        self.clientid = clientid
        self.setclientid_confirm = setclientid_confirm

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("clientid", UHYPER), ("setclientid_confirm", Opaque(8, fixed=True)),)


def _w_SETCLIENTID_CONFIRM4args(value: SETCLIENTID_CONFIRM4args, packer: Packer) -> None:
    v1 = value.setclientid_confirm
    if len(v1) != 8:
        raise UnhappyError
    packer.put(_p_Q8s(value.clientid, v1))


def _r_SETCLIENTID_CONFIRM4args(unpacker: Unpacker) -> SETCLIENTID_CONFIRM4args:
    made = new(SETCLIENTID_CONFIRM4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.clientid, made.setclientid_confirm = _u_Q8s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_SETCLIENTID_CONFIRM4args: Final = Record(SETCLIENTID_CONFIRM4args, _w_SETCLIENTID_CONFIRM4args, _r_SETCLIENTID_CONFIRM4args)


class SETCLIENTID_CONFIRM4res(XdrStruct):
    """The result of SETCLIENTID_CONFIRM."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_SETCLIENTID_CONFIRM4res(value: SETCLIENTID_CONFIRM4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_SETCLIENTID_CONFIRM4res(unpacker: Unpacker) -> SETCLIENTID_CONFIRM4res:
    made = new(SETCLIENTID_CONFIRM4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_SETCLIENTID_CONFIRM4res: Final = Record(SETCLIENTID_CONFIRM4res, _w_SETCLIENTID_CONFIRM4res, _r_SETCLIENTID_CONFIRM4res)


class RENEW4args(XdrStruct):
    """Renewed a lease (RFC 7530 section 16.28)."""

    __slots__ = ("clientid",)
    __match_args__ = ("clientid",)

    clientid: clientid4

    def __init__(self, clientid: clientid4) -> None:
        self.clientid = clientid

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("clientid", UHYPER),)


def _w_RENEW4args(value: RENEW4args, packer: Packer) -> None:
    packer.put(_p_Q(value.clientid))


def _r_RENEW4args(unpacker: Unpacker) -> RENEW4args:
    made = new(RENEW4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.clientid,) = _u_Q(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_RENEW4args: Final = Record(RENEW4args, _w_RENEW4args, _r_RENEW4args)


class RENEW4res(XdrStruct):
    """The result of RENEW."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_RENEW4res(value: RENEW4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_RENEW4res(unpacker: Unpacker) -> RENEW4res:
    made = new(RENEW4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_RENEW4res: Final = Record(RENEW4res, _w_RENEW4res, _r_RENEW4res)


class OPEN_CONFIRM4args(XdrStruct):
    """Confirmed the first open of an owner (RFC 7530 section 16.18). CURRENT_FH: the file."""

    __slots__ = ("open_stateid", "seqid")
    __match_args__ = ("open_stateid", "seqid")

    open_stateid: stateid4
    seqid: seqid4

    def __init__(self, open_stateid: stateid4, seqid: seqid4) -> None:
        self.open_stateid = open_stateid
        self.seqid = seqid

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("open_stateid", _T_stateid4), ("seqid", UINT),)


def _w_OPEN_CONFIRM4args(value: OPEN_CONFIRM4args, packer: Packer) -> None:
    v1 = value.open_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12sI(v1.seqid, v2, value.seqid))


def _r_OPEN_CONFIRM4args(unpacker: Unpacker) -> OPEN_CONFIRM4args:
    made = new(OPEN_CONFIRM4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.open_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, made.seqid = _u_I12sI(buf, pos)
    unpacker.pos = pos + 20
    return made


_T_OPEN_CONFIRM4args: Final = Record(OPEN_CONFIRM4args, _w_OPEN_CONFIRM4args, _r_OPEN_CONFIRM4args)


class OPEN_CONFIRM4resok(XdrStruct):
    """The result of OPEN_CONFIRM if it succeeded."""

    __slots__ = ("open_stateid",)
    __match_args__ = ("open_stateid",)

    open_stateid: stateid4

    def __init__(self, open_stateid: stateid4) -> None:
        self.open_stateid = open_stateid

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("open_stateid", _T_stateid4),)


def _w_OPEN_CONFIRM4resok(value: OPEN_CONFIRM4resok, packer: Packer) -> None:
    v1 = value.open_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v1.seqid, v2))


def _r_OPEN_CONFIRM4resok(unpacker: Unpacker) -> OPEN_CONFIRM4resok:
    made = new(OPEN_CONFIRM4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.open_stateid = o1 = new(stateid4)
    o1.seqid, o1.other = _u_I12s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_OPEN_CONFIRM4resok: Final = Record(OPEN_CONFIRM4resok, _w_OPEN_CONFIRM4resok, _r_OPEN_CONFIRM4resok)


class OPEN_CONFIRM4res(XdrUnion):
    """The result of OPEN_CONFIRM."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: OPEN_CONFIRM4resok | None
    resok4: ArmOf[OPEN_CONFIRM4resok] = ArmOf()

    def __init__(self, status: int, value: OPEN_CONFIRM4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_OPEN_CONFIRM4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_OPEN_CONFIRM4res(value: OPEN_CONFIRM4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.open_stateid
        v2 = v1.other
        if len(v2) != 12:
            raise UnhappyError
        packer.put(_p_iI12s(0, v1.seqid, v2))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_OPEN_CONFIRM4res(unpacker: Unpacker) -> OPEN_CONFIRM4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_OPEN_CONFIRM4res(unpacker, choice)


def _a_OPEN_CONFIRM4res(unpacker: Unpacker, choice: int) -> OPEN_CONFIRM4res:
    made = new(OPEN_CONFIRM4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(OPEN_CONFIRM4resok)
        o1.open_stateid = o2 = new(stateid4)
        o2.seqid, o2.other = _u_I12s(buf, pos)
        unpacker.pos = pos + 16
    else:
        made.value = None
    return made


_T_OPEN_CONFIRM4res: Final = Record(OPEN_CONFIRM4res, _w_OPEN_CONFIRM4res, _r_OPEN_CONFIRM4res)


class RELEASE_LOCKOWNER4args(XdrStruct):
    """Gave up a lock-owner that holds nothing (RFC 7530 section 16.37)."""

    __slots__ = ("lock_owner",)
    __match_args__ = ("lock_owner",)

    lock_owner: lock_owner4

    def __init__(self, lock_owner: lock_owner4) -> None:
        self.lock_owner = lock_owner

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("lock_owner", _T_state_owner4),)


def _w_RELEASE_LOCKOWNER4args(value: RELEASE_LOCKOWNER4args, packer: Packer) -> None:
    v1 = value.lock_owner
    v2 = v1.owner
    n3 = len(v2)
    if n3 > 1024:
        raise UnhappyError
    packer.put(_p_QI(v1.clientid, n3) + v2 + PAD[n3 & 3])


def _r_RELEASE_LOCKOWNER4args(unpacker: Unpacker) -> RELEASE_LOCKOWNER4args:
    made = new(RELEASE_LOCKOWNER4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.lock_owner = o1 = new(state_owner4)
    o1.clientid, n2 = _u_QI(buf, pos)
    pos += 12
    if n2:
        if n2 > 1024:
            raise UnhappyError
        o1.owner = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        o1.owner = b""
    unpacker.pos = pos
    return made


_T_RELEASE_LOCKOWNER4args: Final = Record(RELEASE_LOCKOWNER4args, _w_RELEASE_LOCKOWNER4args, _r_RELEASE_LOCKOWNER4args)


class RELEASE_LOCKOWNER4res(XdrStruct):
    """The result of RELEASE_LOCKOWNER."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_RELEASE_LOCKOWNER4res(value: RELEASE_LOCKOWNER4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_RELEASE_LOCKOWNER4res(unpacker: Unpacker) -> RELEASE_LOCKOWNER4res:
    made = new(RELEASE_LOCKOWNER4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_RELEASE_LOCKOWNER4res: Final = Record(RELEASE_LOCKOWNER4res, _w_RELEASE_LOCKOWNER4res, _r_RELEASE_LOCKOWNER4res)


class nfs_cb_opnum4(IntEnum):
    """Callbacks, by minor version of their first appearance."""

    OP_CB_GETATTR = 3
    OP_CB_RECALL = 4
    OP_CB_LAYOUTRECALL = 5  # from here on: minor version 1
    OP_CB_NOTIFY = 6
    OP_CB_PUSH_DELEG = 7
    OP_CB_RECALL_ANY = 8
    OP_CB_RECALLABLE_OBJ_AVAIL = 9
    OP_CB_RECALL_SLOT = 10
    OP_CB_SEQUENCE = 11
    OP_CB_WANTS_CANCELLED = 12
    OP_CB_NOTIFY_LOCK = 13
    OP_CB_NOTIFY_DEVICEID = 14
    OP_CB_OFFLOAD = 15  # from here on: minor version 2
    OP_CB_ILLEGAL = 10044


OP_CB_GETATTR: Final = nfs_cb_opnum4.OP_CB_GETATTR
OP_CB_RECALL: Final = nfs_cb_opnum4.OP_CB_RECALL
OP_CB_LAYOUTRECALL: Final = nfs_cb_opnum4.OP_CB_LAYOUTRECALL
OP_CB_NOTIFY: Final = nfs_cb_opnum4.OP_CB_NOTIFY
OP_CB_PUSH_DELEG: Final = nfs_cb_opnum4.OP_CB_PUSH_DELEG
OP_CB_RECALL_ANY: Final = nfs_cb_opnum4.OP_CB_RECALL_ANY
OP_CB_RECALLABLE_OBJ_AVAIL: Final = nfs_cb_opnum4.OP_CB_RECALLABLE_OBJ_AVAIL
OP_CB_RECALL_SLOT: Final = nfs_cb_opnum4.OP_CB_RECALL_SLOT
OP_CB_SEQUENCE: Final = nfs_cb_opnum4.OP_CB_SEQUENCE
OP_CB_WANTS_CANCELLED: Final = nfs_cb_opnum4.OP_CB_WANTS_CANCELLED
OP_CB_NOTIFY_LOCK: Final = nfs_cb_opnum4.OP_CB_NOTIFY_LOCK
OP_CB_NOTIFY_DEVICEID: Final = nfs_cb_opnum4.OP_CB_NOTIFY_DEVICEID
OP_CB_OFFLOAD: Final = nfs_cb_opnum4.OP_CB_OFFLOAD
OP_CB_ILLEGAL: Final = nfs_cb_opnum4.OP_CB_ILLEGAL
_E_nfs_cb_opnum4: Final[dict[int, nfs_cb_opnum4]] = {int(member): member for member in nfs_cb_opnum4}
_T_nfs_cb_opnum4: Final = Enumeration(nfs_cb_opnum4, _E_nfs_cb_opnum4)



class CB_GETATTR4args(XdrStruct):
    """Asks the holder of a write delegation for size and change (RFC 8881 section 20.1)."""

    __slots__ = ("fh", "attr_request")
    __match_args__ = ("fh", "attr_request")

    fh: nfs_fh4
    attr_request: bitmap4

    def __init__(self, fh: nfs_fh4, attr_request: bitmap4) -> None:
        self.fh = fh
        self.attr_request = attr_request

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("fh", Opaque(128)), ("attr_request", Array(UINT)),)


def _w_CB_GETATTR4args(value: CB_GETATTR4args, packer: Packer) -> None:
    v1 = value.fh
    n2 = len(v1)
    if n2 > 128:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])
    v3 = value.attr_request
    n4 = len(v3)
    packer.put(_p_I(n4) + words(n4).pack(*v3))


def _r_CB_GETATTR4args(unpacker: Unpacker) -> CB_GETATTR4args:
    made = new(CB_GETATTR4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 128:
            raise UnhappyError
        made.fh = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.fh = b""
    (n2,) = _u_I(buf, pos)
    pos += 4
    made.attr_request = list(words(n2).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n2)
    return made


_T_CB_GETATTR4args: Final = Record(CB_GETATTR4args, _w_CB_GETATTR4args, _r_CB_GETATTR4args)


class CB_GETATTR4resok(XdrStruct):
    """The result of CB_GETATTR if it succeeded."""

    __slots__ = ("obj_attributes",)
    __match_args__ = ("obj_attributes",)

    obj_attributes: fattr4

    def __init__(self, obj_attributes: fattr4) -> None:
        self.obj_attributes = obj_attributes

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("obj_attributes", _T_fattr4),)


def _w_CB_GETATTR4resok(value: CB_GETATTR4resok, packer: Packer) -> None:
    _w_fattr4(value.obj_attributes, packer)


def _r_CB_GETATTR4resok(unpacker: Unpacker) -> CB_GETATTR4resok:
    made = new(CB_GETATTR4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.obj_attributes = _r_fattr4(unpacker)
    return made


_T_CB_GETATTR4resok: Final = Record(CB_GETATTR4resok, _w_CB_GETATTR4resok, _r_CB_GETATTR4resok)


class CB_GETATTR4res(XdrUnion):
    """The result of CB_GETATTR."""

    __slots__ = ("status", "value")
    __match_args__ = ("status", "value")

    status: nfsstat4
    value: CB_GETATTR4resok | None
    resok4: ArmOf[CB_GETATTR4resok] = ArmOf()

    def __init__(self, status: int, value: CB_GETATTR4resok | None = None) -> None:
        self.status = _E_nfsstat4.get(status, status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("status", _T_nfsstat4)
    XDR_ARMS = {0: ("resok4", _T_CB_GETATTR4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_CB_GETATTR4res(value: CB_GETATTR4res, packer: Packer) -> None:
    choice = value.status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_CB_GETATTR4resok(arm, packer)
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_CB_GETATTR4res(unpacker: Unpacker) -> CB_GETATTR4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_CB_GETATTR4res(unpacker, choice)


def _a_CB_GETATTR4res(unpacker: Unpacker, choice: int) -> CB_GETATTR4res:
    made = new(CB_GETATTR4res)
    made.status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_CB_GETATTR4resok(unpacker)
    else:
        made.value = None
    return made


_T_CB_GETATTR4res: Final = Record(CB_GETATTR4res, _w_CB_GETATTR4res, _r_CB_GETATTR4res)


class CB_RECALL4args(XdrStruct):
    """Wants a delegation back (RFC 8881 section 20.2)."""

    __slots__ = ("stateid", "truncate", "fh")
    __match_args__ = ("stateid", "truncate", "fh")

    stateid: stateid4
    truncate: bool  # the file will be truncated: do not flush
    fh: nfs_fh4

    def __init__(self, stateid: stateid4, truncate: bool, fh: nfs_fh4) -> None:
        self.stateid = stateid
        self.truncate = truncate
        self.fh = fh

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("stateid", _T_stateid4), ("truncate", BOOL), ("fh", Opaque(128)),)


def _w_CB_RECALL4args(value: CB_RECALL4args, packer: Packer) -> None:
    v1 = value.stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.fh
    n4 = len(v3)
    if n4 > 128:
        raise UnhappyError
    packer.put(_p_I12sII(v1.seqid, v2, 1 if value.truncate else 0, n4) + v3 + PAD[n4 & 3])


def _r_CB_RECALL4args(unpacker: Unpacker) -> CB_RECALL4args:
    made = new(CB_RECALL4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.stateid = o1 = new(stateid4)
    o1.seqid, o1.other, v2, n3 = _u_I12sII(buf, pos)
    pos += 24
    made.truncate = BOOLS[v2]
    if n3:
        if n3 > 128:
            raise UnhappyError
        made.fh = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        made.fh = b""
    unpacker.pos = pos
    return made


_T_CB_RECALL4args: Final = Record(CB_RECALL4args, _w_CB_RECALL4args, _r_CB_RECALL4args)


class CB_RECALL4res(XdrStruct):
    """The result of CB_RECALL."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_CB_RECALL4res(value: CB_RECALL4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_RECALL4res(unpacker: Unpacker) -> CB_RECALL4res:
    made = new(CB_RECALL4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_RECALL4res: Final = Record(CB_RECALL4res, _w_CB_RECALL4res, _r_CB_RECALL4res)


class CB_PUSH_DELEG4args(XdrStruct):
    """Offers a delegation that was wanted earlier (RFC 8881 section 20.5)."""

    __slots__ = ("cpda_fh", "cpda_delegation")
    __match_args__ = ("cpda_fh", "cpda_delegation")

    cpda_fh: nfs_fh4
    cpda_delegation: open_delegation4

    def __init__(self, cpda_fh: nfs_fh4, cpda_delegation: open_delegation4) -> None:
        self.cpda_fh = cpda_fh
        self.cpda_delegation = cpda_delegation

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("cpda_fh", Opaque(128)), ("cpda_delegation", _T_open_delegation4),)


def _w_CB_PUSH_DELEG4args(value: CB_PUSH_DELEG4args, packer: Packer) -> None:
    v1 = value.cpda_fh
    n2 = len(v1)
    if n2 > 128:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])
    _w_open_delegation4(value.cpda_delegation, packer)


def _r_CB_PUSH_DELEG4args(unpacker: Unpacker) -> CB_PUSH_DELEG4args:
    made = new(CB_PUSH_DELEG4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 128:
            raise UnhappyError
        made.cpda_fh = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.cpda_fh = b""
    unpacker.pos = pos
    made.cpda_delegation = _r_open_delegation4(unpacker)
    return made


_T_CB_PUSH_DELEG4args: Final = Record(CB_PUSH_DELEG4args, _w_CB_PUSH_DELEG4args, _r_CB_PUSH_DELEG4args)


class CB_PUSH_DELEG4res(XdrStruct):
    """The result of CB_PUSH_DELEG."""

    __slots__ = ("cpdr_status",)
    __match_args__ = ("cpdr_status",)

    cpdr_status: nfsstat4

    def __init__(self, cpdr_status: nfsstat4) -> None:
        self.cpdr_status = cpdr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("cpdr_status", _T_nfsstat4),)


def _w_CB_PUSH_DELEG4res(value: CB_PUSH_DELEG4res, packer: Packer) -> None:
    v1 = value.cpdr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_PUSH_DELEG4res(unpacker: Unpacker) -> CB_PUSH_DELEG4res:
    made = new(CB_PUSH_DELEG4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.cpdr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_PUSH_DELEG4res: Final = Record(CB_PUSH_DELEG4res, _w_CB_PUSH_DELEG4res, _r_CB_PUSH_DELEG4res)


class CB_WANTS_CANCELLED4args(XdrStruct):
    """Says that wanted delegations will not come (RFC 8881 section 20.10)."""

    __slots__ = ("cwca_contended_wants_cancelled", "cwca_resourced_wants_cancelled")
    __match_args__ = ("cwca_contended_wants_cancelled", "cwca_resourced_wants_cancelled")

    cwca_contended_wants_cancelled: bool
    cwca_resourced_wants_cancelled: bool

    def __init__(self, cwca_contended_wants_cancelled: bool, cwca_resourced_wants_cancelled: bool) -> None:
        self.cwca_contended_wants_cancelled = cwca_contended_wants_cancelled
        self.cwca_resourced_wants_cancelled = cwca_resourced_wants_cancelled

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("cwca_contended_wants_cancelled", BOOL), ("cwca_resourced_wants_cancelled", BOOL),)


def _w_CB_WANTS_CANCELLED4args(value: CB_WANTS_CANCELLED4args, packer: Packer) -> None:
    packer.put(_p_II(1 if value.cwca_contended_wants_cancelled else 0, 1 if value.cwca_resourced_wants_cancelled else 0))


def _r_CB_WANTS_CANCELLED4args(unpacker: Unpacker) -> CB_WANTS_CANCELLED4args:
    made = new(CB_WANTS_CANCELLED4args)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, v2 = _u_II(buf, pos)
    pos += 8
    made.cwca_contended_wants_cancelled = BOOLS[v1]
    made.cwca_resourced_wants_cancelled = BOOLS[v2]
    unpacker.pos = pos
    return made


_T_CB_WANTS_CANCELLED4args: Final = Record(CB_WANTS_CANCELLED4args, _w_CB_WANTS_CANCELLED4args, _r_CB_WANTS_CANCELLED4args)


class CB_WANTS_CANCELLED4res(XdrStruct):
    """The result of CB_WANTS_CANCELLED."""

    __slots__ = ("cwcr_status",)
    __match_args__ = ("cwcr_status",)

    cwcr_status: nfsstat4

    def __init__(self, cwcr_status: nfsstat4) -> None:
        self.cwcr_status = cwcr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("cwcr_status", _T_nfsstat4),)


def _w_CB_WANTS_CANCELLED4res(value: CB_WANTS_CANCELLED4res, packer: Packer) -> None:
    v1 = value.cwcr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_WANTS_CANCELLED4res(unpacker: Unpacker) -> CB_WANTS_CANCELLED4res:
    made = new(CB_WANTS_CANCELLED4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.cwcr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_WANTS_CANCELLED4res: Final = Record(CB_WANTS_CANCELLED4res, _w_CB_WANTS_CANCELLED4res, _r_CB_WANTS_CANCELLED4res)


class layoutrecall_type4(IntEnum):
    """What is wanted back."""

    LAYOUTRECALL4_FILE = 1
    LAYOUTRECALL4_FSID = 2
    LAYOUTRECALL4_ALL = 3


LAYOUTRECALL4_FILE: Final = layoutrecall_type4.LAYOUTRECALL4_FILE
LAYOUTRECALL4_FSID: Final = layoutrecall_type4.LAYOUTRECALL4_FSID
LAYOUTRECALL4_ALL: Final = layoutrecall_type4.LAYOUTRECALL4_ALL
_E_layoutrecall_type4: Final[dict[int, layoutrecall_type4]] = {int(member): member for member in layoutrecall_type4}
_T_layoutrecall_type4: Final = Enumeration(layoutrecall_type4, _E_layoutrecall_type4)



class layoutrecall_file4(XdrStruct):
    """A range of one file."""

    __slots__ = ("lor_fh", "lor_offset", "lor_length", "lor_stateid")
    __match_args__ = ("lor_fh", "lor_offset", "lor_length", "lor_stateid")

    lor_fh: nfs_fh4
    lor_offset: offset4
    lor_length: length4
    lor_stateid: stateid4

    def __init__(self, lor_fh: nfs_fh4, lor_offset: offset4, lor_length: length4, lor_stateid: stateid4) -> None:
        self.lor_fh = lor_fh
        self.lor_offset = lor_offset
        self.lor_length = lor_length
        self.lor_stateid = lor_stateid

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("lor_fh", Opaque(128)), ("lor_offset", UHYPER), ("lor_length", UHYPER), ("lor_stateid", _T_stateid4),)


def _w_layoutrecall_file4(value: layoutrecall_file4, packer: Packer) -> None:
    v1 = value.lor_fh
    n2 = len(v1)
    if n2 > 128:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])
    v3 = value.lor_stateid
    v4 = v3.other
    if len(v4) != 12:
        raise UnhappyError
    packer.put(_p_QQI12s(value.lor_offset, value.lor_length, v3.seqid, v4))


def _r_layoutrecall_file4(unpacker: Unpacker) -> layoutrecall_file4:
    made = new(layoutrecall_file4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 128:
            raise UnhappyError
        made.lor_fh = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.lor_fh = b""
    made.lor_stateid = o2 = new(stateid4)
    made.lor_offset, made.lor_length, o2.seqid, o2.other = _u_QQI12s(buf, pos)
    unpacker.pos = pos + 32
    return made


_T_layoutrecall_file4: Final = Record(layoutrecall_file4, _w_layoutrecall_file4, _r_layoutrecall_file4)


class layoutrecall4(XdrUnion):
    """What is wanted back."""

    __slots__ = ("lor_recalltype", "value")
    __match_args__ = ("lor_recalltype", "value")

    lor_recalltype: layoutrecall_type4
    value: layoutrecall_file4 | fsid4 | None
    lor_layout: ArmOf[layoutrecall_file4] = ArmOf()
    lor_fsid: ArmOf[fsid4] = ArmOf()

    def __init__(self, lor_recalltype: int, value: layoutrecall_file4 | fsid4 | None = None) -> None:
        self.lor_recalltype = _E_layoutrecall_type4.get(lor_recalltype, lor_recalltype)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("lor_recalltype", _T_layoutrecall_type4)
    XDR_ARMS = {1: ("lor_layout", _T_layoutrecall_file4), 2: ("lor_fsid", _T_fsid4), 3: ("", VOID)}


def _w_layoutrecall4(value: layoutrecall4, packer: Packer) -> None:
    choice = value.lor_recalltype
    arm: Any = value.value
    if choice == 1:
        v1 = arm.lor_fh
        n2 = len(v1)
        if n2 > 128:
            raise UnhappyError
        packer.put(_p_iI(1, n2) + v1 + PAD[n2 & 3])
        v3 = arm.lor_stateid
        v4 = v3.other
        if len(v4) != 12:
            raise UnhappyError
        packer.put(_p_QQI12s(arm.lor_offset, arm.lor_length, v3.seqid, v4))
    elif choice == 2:
        packer.put(_p_iQQ(2, arm.major, arm.minor))
    elif choice == 3:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(3))
    else:
        raise UnhappyError


def _r_layoutrecall4(unpacker: Unpacker) -> layoutrecall4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_layoutrecall4(unpacker, choice)


def _a_layoutrecall4(unpacker: Unpacker, choice: int) -> layoutrecall4:
    made = new(layoutrecall4)
    made.lor_recalltype = _E_layoutrecall_type4[choice]
    if choice == 1:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(layoutrecall_file4)
        (n2,) = _u_I(buf, pos)
        pos += 4
        if n2:
            if n2 > 128:
                raise UnhappyError
            o1.lor_fh = buf[pos : pos + n2]
            pos += (n2 + 3) & -4
        else:
            o1.lor_fh = b""
        o1.lor_stateid = o3 = new(stateid4)
        o1.lor_offset, o1.lor_length, o3.seqid, o3.other = _u_QQI12s(buf, pos)
        unpacker.pos = pos + 32
    elif choice == 2:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o4 = new(fsid4)
        o4.major, o4.minor = _u_QQ(buf, pos)
        unpacker.pos = pos + 16
    elif choice == 3:
        made.value = None
    else:
        raise UnhappyError
    return made


_T_layoutrecall4: Final = Record(layoutrecall4, _w_layoutrecall4, _r_layoutrecall4)


class CB_LAYOUTRECALL4args(XdrStruct):
    """Wants layouts back (RFC 8881 section 20.3)."""

    __slots__ = ("clora_type", "clora_iomode", "clora_changed", "clora_recall")
    __match_args__ = ("clora_type", "clora_iomode", "clora_changed", "clora_recall")

    clora_type: layouttype4
    clora_iomode: layoutiomode4
    clora_changed: bool
    clora_recall: layoutrecall4

    def __init__(self, clora_type: layouttype4, clora_iomode: layoutiomode4, clora_changed: bool, clora_recall: layoutrecall4) -> None:
        self.clora_type = clora_type
        self.clora_iomode = clora_iomode
        self.clora_changed = clora_changed
        self.clora_recall = clora_recall

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("clora_type", _T_layouttype4), ("clora_iomode", _T_layoutiomode4), ("clora_changed", BOOL), ("clora_recall", _T_layoutrecall4),)


def _w_CB_LAYOUTRECALL4args(value: CB_LAYOUTRECALL4args, packer: Packer) -> None:
    v1 = value.clora_type
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.clora_iomode
    if v2 not in _E_layoutiomode4:
        raise UnhappyError
    packer.put(_p_iiI(v1, v2, 1 if value.clora_changed else 0))
    _w_layoutrecall4(value.clora_recall, packer)


def _r_CB_LAYOUTRECALL4args(unpacker: Unpacker) -> CB_LAYOUTRECALL4args:
    made = new(CB_LAYOUTRECALL4args)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, v2, v3, v4 = _u_iiIi(buf, pos)
    pos += 16
    made.clora_type = _E_layouttype4[v1]
    made.clora_iomode = _E_layoutiomode4[v2]
    made.clora_changed = BOOLS[v3]
    unpacker.pos = pos
    made.clora_recall = _a_layoutrecall4(unpacker, v4)
    return made


_T_CB_LAYOUTRECALL4args: Final = Record(CB_LAYOUTRECALL4args, _w_CB_LAYOUTRECALL4args, _r_CB_LAYOUTRECALL4args)


class CB_LAYOUTRECALL4res(XdrStruct):
    """The result of CB_LAYOUTRECALL."""

    __slots__ = ("clorr_status",)
    __match_args__ = ("clorr_status",)

    clorr_status: nfsstat4

    def __init__(self, clorr_status: nfsstat4) -> None:
        self.clorr_status = clorr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("clorr_status", _T_nfsstat4),)


def _w_CB_LAYOUTRECALL4res(value: CB_LAYOUTRECALL4res, packer: Packer) -> None:
    v1 = value.clorr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_LAYOUTRECALL4res(unpacker: Unpacker) -> CB_LAYOUTRECALL4res:
    made = new(CB_LAYOUTRECALL4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.clorr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_LAYOUTRECALL4res: Final = Record(CB_LAYOUTRECALL4res, _w_CB_LAYOUTRECALL4res, _r_CB_LAYOUTRECALL4res)


class notify_type4(IntEnum):
    """Kinds of notices about a directory: bits of a mask."""

    NOTIFY4_CHANGE_CHILD_ATTRS = 0
    NOTIFY4_CHANGE_DIR_ATTRS = 1
    NOTIFY4_REMOVE_ENTRY = 2
    NOTIFY4_ADD_ENTRY = 3
    NOTIFY4_RENAME_ENTRY = 4
    NOTIFY4_CHANGE_COOKIE_VERIFIER = 5


NOTIFY4_CHANGE_CHILD_ATTRS: Final = notify_type4.NOTIFY4_CHANGE_CHILD_ATTRS
NOTIFY4_CHANGE_DIR_ATTRS: Final = notify_type4.NOTIFY4_CHANGE_DIR_ATTRS
NOTIFY4_REMOVE_ENTRY: Final = notify_type4.NOTIFY4_REMOVE_ENTRY
NOTIFY4_ADD_ENTRY: Final = notify_type4.NOTIFY4_ADD_ENTRY
NOTIFY4_RENAME_ENTRY: Final = notify_type4.NOTIFY4_RENAME_ENTRY
NOTIFY4_CHANGE_COOKIE_VERIFIER: Final = notify_type4.NOTIFY4_CHANGE_COOKIE_VERIFIER
_E_notify_type4: Final[dict[int, notify_type4]] = {int(member): member for member in notify_type4}
_T_notify_type4: Final = Enumeration(notify_type4, _E_notify_type4)



class notify_entry4(XdrStruct):
    """A name with attributes."""

    __slots__ = ("ne_file", "ne_attrs")
    __match_args__ = ("ne_file", "ne_attrs")

    ne_file: component4
    ne_attrs: fattr4

    def __init__(self, ne_file: component4, ne_attrs: fattr4) -> None:
        self.ne_file = ne_file
        self.ne_attrs = ne_attrs

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("ne_file", Opaque()), ("ne_attrs", _T_fattr4),)


def _w_notify_entry4(value: notify_entry4, packer: Packer) -> None:
    v1 = value.ne_file
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    _w_fattr4(value.ne_attrs, packer)


def _r_notify_entry4(unpacker: Unpacker) -> notify_entry4:
    made = new(notify_entry4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.ne_file = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.ne_file = b""
    unpacker.pos = pos
    made.ne_attrs = _r_fattr4(unpacker)
    return made


_T_notify_entry4: Final = Record(notify_entry4, _w_notify_entry4, _r_notify_entry4)


class prev_entry4(XdrStruct):
    """The entry before, in the order of READDIR."""

    __slots__ = ("pe_prev_entry", "pe_prev_entry_cookie")
    __match_args__ = ("pe_prev_entry", "pe_prev_entry_cookie")

    pe_prev_entry: notify_entry4
    pe_prev_entry_cookie: nfs_cookie4

    def __init__(self, pe_prev_entry: notify_entry4, pe_prev_entry_cookie: nfs_cookie4) -> None:
        self.pe_prev_entry = pe_prev_entry
        self.pe_prev_entry_cookie = pe_prev_entry_cookie

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("pe_prev_entry", _T_notify_entry4), ("pe_prev_entry_cookie", UHYPER),)


def _w_prev_entry4(value: prev_entry4, packer: Packer) -> None:
    _w_notify_entry4(value.pe_prev_entry, packer)
    packer.put(_p_Q(value.pe_prev_entry_cookie))


def _r_prev_entry4(unpacker: Unpacker) -> prev_entry4:
    made = new(prev_entry4)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.pe_prev_entry = _r_notify_entry4(unpacker)
    pos = unpacker.pos
    (made.pe_prev_entry_cookie,) = _u_Q(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_prev_entry4: Final = Record(prev_entry4, _w_prev_entry4, _r_prev_entry4)


class notify_remove4(XdrStruct):
    """An entry went."""

    __slots__ = ("nrm_old_entry", "nrm_old_entry_cookie")
    __match_args__ = ("nrm_old_entry", "nrm_old_entry_cookie")

    nrm_old_entry: notify_entry4
    nrm_old_entry_cookie: nfs_cookie4

    def __init__(self, nrm_old_entry: notify_entry4, nrm_old_entry_cookie: nfs_cookie4) -> None:
        self.nrm_old_entry = nrm_old_entry
        self.nrm_old_entry_cookie = nrm_old_entry_cookie

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("nrm_old_entry", _T_notify_entry4), ("nrm_old_entry_cookie", UHYPER),)


def _w_notify_remove4(value: notify_remove4, packer: Packer) -> None:
    _w_notify_entry4(value.nrm_old_entry, packer)
    packer.put(_p_Q(value.nrm_old_entry_cookie))


def _r_notify_remove4(unpacker: Unpacker) -> notify_remove4:
    made = new(notify_remove4)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.nrm_old_entry = _r_notify_entry4(unpacker)
    pos = unpacker.pos
    (made.nrm_old_entry_cookie,) = _u_Q(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_notify_remove4: Final = Record(notify_remove4, _w_notify_remove4, _r_notify_remove4)


class notify_add4(XdrStruct):
    """An entry came; nad_old_entry is the one that a rename overwrote."""

    __slots__ = ("nad_old_entry", "nad_new_entry", "nad_new_entry_cookie", "nad_prev_entry", "nad_last_entry")
    __match_args__ = ("nad_old_entry", "nad_new_entry", "nad_new_entry_cookie", "nad_prev_entry", "nad_last_entry")

    nad_old_entry: list[notify_remove4]
    nad_new_entry: notify_entry4
    nad_new_entry_cookie: list[nfs_cookie4]
    nad_prev_entry: list[prev_entry4]
    nad_last_entry: bool

    def __init__(self, nad_old_entry: list[notify_remove4], nad_new_entry: notify_entry4, nad_new_entry_cookie: list[nfs_cookie4], nad_prev_entry: list[prev_entry4], nad_last_entry: bool) -> None:
        self.nad_old_entry = nad_old_entry
        self.nad_new_entry = nad_new_entry
        self.nad_new_entry_cookie = nad_new_entry_cookie
        self.nad_prev_entry = nad_prev_entry
        self.nad_last_entry = nad_last_entry

    XDR_MIN_SIZE = 28
    XDR_FIELDS = (("nad_old_entry", Array(_T_notify_remove4, 1)), ("nad_new_entry", _T_notify_entry4), ("nad_new_entry_cookie", Array(UHYPER, 1)), ("nad_prev_entry", Array(_T_prev_entry4, 1)), ("nad_last_entry", BOOL),)


def _w_notify_add4(value: notify_add4, packer: Packer) -> None:
    v1 = value.nad_old_entry
    n2 = len(v1)
    if n2 > 1:
        raise UnhappyError
    packer.put(_p_I(n2))
    for v3 in v1:
        _w_notify_remove4(v3, packer)
    _w_notify_entry4(value.nad_new_entry, packer)
    v4 = value.nad_new_entry_cookie
    n5 = len(v4)
    if n5 > 1:
        raise UnhappyError
    packer.put(_p_I(n5))
    for v6 in v4:
        packer.put(_p_Q(v6))
    v7 = value.nad_prev_entry
    n8 = len(v7)
    if n8 > 1:
        raise UnhappyError
    packer.put(_p_I(n8))
    for v9 in v7:
        _w_prev_entry4(v9, packer)
    packer.put(_p_I(1 if value.nad_last_entry else 0))


def _r_notify_add4(unpacker: Unpacker) -> notify_add4:
    made = new(notify_add4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1 > 1:
        raise UnhappyError
    unpacker.pos = pos
    made.nad_old_entry = [_r_notify_remove4(unpacker) for _ in range(n1)]
    made.nad_new_entry = _r_notify_entry4(unpacker)
    pos = unpacker.pos
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2 > 1:
        raise UnhappyError
    l3: list[Any] = []
    made.nad_new_entry_cookie = l3
    for _ in range(n2):
        (v4,) = _u_Q(buf, pos)
        pos += 8
        l3.append(v4)
    (n5,) = _u_I(buf, pos)
    pos += 4
    if n5 > 1:
        raise UnhappyError
    unpacker.pos = pos
    made.nad_prev_entry = [_r_prev_entry4(unpacker) for _ in range(n5)]
    pos = unpacker.pos
    (v6,) = _u_I(buf, pos)
    pos += 4
    made.nad_last_entry = BOOLS[v6]
    unpacker.pos = pos
    return made


_T_notify_add4: Final = Record(notify_add4, _w_notify_add4, _r_notify_add4)


class notify_attr4(XdrStruct):
    """Attributes changed."""

    __slots__ = ("na_changed_entry",)
    __match_args__ = ("na_changed_entry",)

    na_changed_entry: notify_entry4

    def __init__(self, na_changed_entry: notify_entry4) -> None:
        self.na_changed_entry = na_changed_entry

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("na_changed_entry", _T_notify_entry4),)


def _w_notify_attr4(value: notify_attr4, packer: Packer) -> None:
    _w_notify_entry4(value.na_changed_entry, packer)


def _r_notify_attr4(unpacker: Unpacker) -> notify_attr4:
    made = new(notify_attr4)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.na_changed_entry = _r_notify_entry4(unpacker)
    return made


_T_notify_attr4: Final = Record(notify_attr4, _w_notify_attr4, _r_notify_attr4)


class notify_rename4(XdrStruct):
    """An entry was renamed."""

    __slots__ = ("nrn_old_entry", "nrn_new_entry")
    __match_args__ = ("nrn_old_entry", "nrn_new_entry")

    nrn_old_entry: notify_remove4
    nrn_new_entry: notify_add4

    def __init__(self, nrn_old_entry: notify_remove4, nrn_new_entry: notify_add4) -> None:
        self.nrn_old_entry = nrn_old_entry
        self.nrn_new_entry = nrn_new_entry

    XDR_MIN_SIZE = 48
    XDR_FIELDS = (("nrn_old_entry", _T_notify_remove4), ("nrn_new_entry", _T_notify_add4),)


def _w_notify_rename4(value: notify_rename4, packer: Packer) -> None:
    _w_notify_remove4(value.nrn_old_entry, packer)
    _w_notify_add4(value.nrn_new_entry, packer)


def _r_notify_rename4(unpacker: Unpacker) -> notify_rename4:
    made = new(notify_rename4)
    buf = unpacker.buf
    pos = unpacker.pos
    unpacker.pos = pos
    made.nrn_old_entry = _r_notify_remove4(unpacker)
    made.nrn_new_entry = _r_notify_add4(unpacker)
    return made


_T_notify_rename4: Final = Record(notify_rename4, _w_notify_rename4, _r_notify_rename4)


class notify_verifier4(XdrStruct):
    """Cookies are no longer good."""

    __slots__ = ("nv_old_cookieverf", "nv_new_cookieverf")
    __match_args__ = ("nv_old_cookieverf", "nv_new_cookieverf")

    nv_old_cookieverf: verifier4
    nv_new_cookieverf: verifier4

    def __init__(self, nv_old_cookieverf: verifier4, nv_new_cookieverf: verifier4) -> None:
        self.nv_old_cookieverf = nv_old_cookieverf
        self.nv_new_cookieverf = nv_new_cookieverf

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("nv_old_cookieverf", Opaque(8, fixed=True)), ("nv_new_cookieverf", Opaque(8, fixed=True)),)


def _w_notify_verifier4(value: notify_verifier4, packer: Packer) -> None:
    v1 = value.nv_old_cookieverf
    if len(v1) != 8:
        raise UnhappyError
    v2 = value.nv_new_cookieverf
    if len(v2) != 8:
        raise UnhappyError
    packer.put(_p_8s8s(v1, v2))


def _r_notify_verifier4(unpacker: Unpacker) -> notify_verifier4:
    made = new(notify_verifier4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.nv_old_cookieverf, made.nv_new_cookieverf = _u_8s8s(buf, pos)
    unpacker.pos = pos + 16
    return made


_T_notify_verifier4: Final = Record(notify_verifier4, _w_notify_verifier4, _r_notify_verifier4)
notifylist4: TypeAlias = bytes
"""one notify_*4 per bit, in order"""


class notify4(XdrStruct):
    """Several notices."""

    __slots__ = ("notify_mask", "notify_vals")
    __match_args__ = ("notify_mask", "notify_vals")

    notify_mask: bitmap4
    notify_vals: notifylist4

    def __init__(self, notify_mask: bitmap4, notify_vals: notifylist4) -> None:
        self.notify_mask = notify_mask
        self.notify_vals = notify_vals

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("notify_mask", Array(UINT)), ("notify_vals", Opaque()),)


def _w_notify4(value: notify4, packer: Packer) -> None:
    v1 = value.notify_mask
    n2 = len(v1)
    packer.put(_p_I(n2) + words(n2).pack(*v1))
    v3 = value.notify_vals
    n4 = len(v3)
    packer.put(_p_I(n4))
    packer.put(v3 + PAD[n4 & 3])


def _r_notify4(unpacker: Unpacker) -> notify4:
    made = new(notify4)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    made.notify_mask = list(words(n1).unpack_from(buf, pos))
    pos += 4 * n1
    (n2,) = _u_I(buf, pos)
    pos += 4
    if n2:
        made.notify_vals = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.notify_vals = b""
    unpacker.pos = pos
    return made


_T_notify4: Final = Record(notify4, _w_notify4, _r_notify4)


class CB_NOTIFY4args(XdrStruct):
    """Tells what changed in a delegated directory (RFC 8881 section 20.4)."""

    __slots__ = ("cna_stateid", "cna_fh", "cna_changes")
    __match_args__ = ("cna_stateid", "cna_fh", "cna_changes")

    cna_stateid: stateid4
    cna_fh: nfs_fh4
    cna_changes: list[notify4]

    def __init__(self, cna_stateid: stateid4, cna_fh: nfs_fh4, cna_changes: list[notify4]) -> None:
        self.cna_stateid = cna_stateid
        self.cna_fh = cna_fh
        self.cna_changes = cna_changes

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("cna_stateid", _T_stateid4), ("cna_fh", Opaque(128)), ("cna_changes", Array(_T_notify4)),)


def _w_CB_NOTIFY4args(value: CB_NOTIFY4args, packer: Packer) -> None:
    v1 = value.cna_stateid
    v2 = v1.other
    if len(v2) != 12:
        raise UnhappyError
    v3 = value.cna_fh
    n4 = len(v3)
    if n4 > 128:
        raise UnhappyError
    packer.put(_p_I12sI(v1.seqid, v2, n4) + v3 + PAD[n4 & 3])
    v5 = value.cna_changes
    n6 = len(v5)
    packer.put(_p_I(n6))
    for v7 in v5:
        _w_notify4(v7, packer)


def _r_CB_NOTIFY4args(unpacker: Unpacker) -> CB_NOTIFY4args:
    made = new(CB_NOTIFY4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.cna_stateid = o1 = new(stateid4)
    o1.seqid, o1.other, n2 = _u_I12sI(buf, pos)
    pos += 20
    if n2:
        if n2 > 128:
            raise UnhappyError
        made.cna_fh = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.cna_fh = b""
    (n3,) = _u_I(buf, pos)
    unpacker.pos = pos + 4
    made.cna_changes = [_r_notify4(unpacker) for _ in range(n3)]
    return made


_T_CB_NOTIFY4args: Final = Record(CB_NOTIFY4args, _w_CB_NOTIFY4args, _r_CB_NOTIFY4args)


class CB_NOTIFY4res(XdrStruct):
    """The result of CB_NOTIFY."""

    __slots__ = ("cnr_status",)
    __match_args__ = ("cnr_status",)

    cnr_status: nfsstat4

    def __init__(self, cnr_status: nfsstat4) -> None:
        self.cnr_status = cnr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("cnr_status", _T_nfsstat4),)


def _w_CB_NOTIFY4res(value: CB_NOTIFY4res, packer: Packer) -> None:
    v1 = value.cnr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_NOTIFY4res(unpacker: Unpacker) -> CB_NOTIFY4res:
    made = new(CB_NOTIFY4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.cnr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_NOTIFY4res: Final = Record(CB_NOTIFY4res, _w_CB_NOTIFY4res, _r_CB_NOTIFY4res)


class notify_deviceid_type4(IntEnum):
    """Kinds of notices about a device: bits of a mask."""

    NOTIFY_DEVICEID4_CHANGE = 1
    NOTIFY_DEVICEID4_DELETE = 2


NOTIFY_DEVICEID4_CHANGE: Final = notify_deviceid_type4.NOTIFY_DEVICEID4_CHANGE
NOTIFY_DEVICEID4_DELETE: Final = notify_deviceid_type4.NOTIFY_DEVICEID4_DELETE
_E_notify_deviceid_type4: Final[dict[int, notify_deviceid_type4]] = {int(member): member for member in notify_deviceid_type4}
_T_notify_deviceid_type4: Final = Enumeration(notify_deviceid_type4, _E_notify_deviceid_type4)



class notify_deviceid_delete4(XdrStruct):
    """A device is gone."""

    __slots__ = ("ndd_layouttype", "ndd_deviceid")
    __match_args__ = ("ndd_layouttype", "ndd_deviceid")

    ndd_layouttype: layouttype4
    ndd_deviceid: deviceid4

    def __init__(self, ndd_layouttype: layouttype4, ndd_deviceid: deviceid4) -> None:
        self.ndd_layouttype = ndd_layouttype
        self.ndd_deviceid = ndd_deviceid

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("ndd_layouttype", _T_layouttype4), ("ndd_deviceid", Opaque(16, fixed=True)),)


def _w_notify_deviceid_delete4(value: notify_deviceid_delete4, packer: Packer) -> None:
    v1 = value.ndd_layouttype
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.ndd_deviceid
    if len(v2) != 16:
        raise UnhappyError
    packer.put(_p_i16s(v1, v2))


def _r_notify_deviceid_delete4(unpacker: Unpacker) -> notify_deviceid_delete4:
    made = new(notify_deviceid_delete4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, made.ndd_deviceid = _u_i16s(buf, pos)
    pos += 20
    made.ndd_layouttype = _E_layouttype4[v1]
    unpacker.pos = pos
    return made


_T_notify_deviceid_delete4: Final = Record(notify_deviceid_delete4, _w_notify_deviceid_delete4, _r_notify_deviceid_delete4)


class notify_deviceid_change4(XdrStruct):
    """A device is reached in another way."""

    __slots__ = ("ndc_layouttype", "ndc_deviceid", "ndc_immediate")
    __match_args__ = ("ndc_layouttype", "ndc_deviceid", "ndc_immediate")

    ndc_layouttype: layouttype4
    ndc_deviceid: deviceid4
    ndc_immediate: bool

    def __init__(self, ndc_layouttype: layouttype4, ndc_deviceid: deviceid4, ndc_immediate: bool) -> None:
        self.ndc_layouttype = ndc_layouttype
        self.ndc_deviceid = ndc_deviceid
        self.ndc_immediate = ndc_immediate

    XDR_MIN_SIZE = 24
    XDR_FIELDS = (("ndc_layouttype", _T_layouttype4), ("ndc_deviceid", Opaque(16, fixed=True)), ("ndc_immediate", BOOL),)


def _w_notify_deviceid_change4(value: notify_deviceid_change4, packer: Packer) -> None:
    v1 = value.ndc_layouttype
    if v1 not in _E_layouttype4:
        raise UnhappyError
    v2 = value.ndc_deviceid
    if len(v2) != 16:
        raise UnhappyError
    packer.put(_p_i16sI(v1, v2, 1 if value.ndc_immediate else 0))


def _r_notify_deviceid_change4(unpacker: Unpacker) -> notify_deviceid_change4:
    made = new(notify_deviceid_change4)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, made.ndc_deviceid, v2 = _u_i16sI(buf, pos)
    pos += 24
    made.ndc_layouttype = _E_layouttype4[v1]
    made.ndc_immediate = BOOLS[v2]
    unpacker.pos = pos
    return made


_T_notify_deviceid_change4: Final = Record(notify_deviceid_change4, _w_notify_deviceid_change4, _r_notify_deviceid_change4)


class CB_NOTIFY_DEVICEID4args(XdrStruct):
    """Tells that storage devices changed or are gone (RFC 8881 section 20.12)."""

    __slots__ = ("cnda_changes",)
    __match_args__ = ("cnda_changes",)

    cnda_changes: list[notify4]

    def __init__(self, cnda_changes: list[notify4]) -> None:
        self.cnda_changes = cnda_changes

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("cnda_changes", Array(_T_notify4)),)


def _w_CB_NOTIFY_DEVICEID4args(value: CB_NOTIFY_DEVICEID4args, packer: Packer) -> None:
    v1 = value.cnda_changes
    n2 = len(v1)
    packer.put(_p_I(n2))
    for v3 in v1:
        _w_notify4(v3, packer)


def _r_CB_NOTIFY_DEVICEID4args(unpacker: Unpacker) -> CB_NOTIFY_DEVICEID4args:
    made = new(CB_NOTIFY_DEVICEID4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    unpacker.pos = pos + 4
    made.cnda_changes = [_r_notify4(unpacker) for _ in range(n1)]
    return made


_T_CB_NOTIFY_DEVICEID4args: Final = Record(CB_NOTIFY_DEVICEID4args, _w_CB_NOTIFY_DEVICEID4args, _r_CB_NOTIFY_DEVICEID4args)


class CB_NOTIFY_DEVICEID4res(XdrStruct):
    """The result of CB_NOTIFY_DEVICEID."""

    __slots__ = ("cndr_status",)
    __match_args__ = ("cndr_status",)

    cndr_status: nfsstat4

    def __init__(self, cndr_status: nfsstat4) -> None:
        self.cndr_status = cndr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("cndr_status", _T_nfsstat4),)


def _w_CB_NOTIFY_DEVICEID4res(value: CB_NOTIFY_DEVICEID4res, packer: Packer) -> None:
    v1 = value.cndr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_NOTIFY_DEVICEID4res(unpacker: Unpacker) -> CB_NOTIFY_DEVICEID4res:
    made = new(CB_NOTIFY_DEVICEID4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.cndr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_NOTIFY_DEVICEID4res: Final = Record(CB_NOTIFY_DEVICEID4res, _w_CB_NOTIFY_DEVICEID4res, _r_CB_NOTIFY_DEVICEID4res)
RCA4_TYPE_MASK_RDATA_DLG: Final = 0
RCA4_TYPE_MASK_WDATA_DLG: Final = 1
RCA4_TYPE_MASK_DIR_DLG: Final = 2
RCA4_TYPE_MASK_FILE_LAYOUT: Final = 3
RCA4_TYPE_MASK_BLK_LAYOUT: Final = 4
RCA4_TYPE_MASK_OBJ_LAYOUT_MIN: Final = 8
RCA4_TYPE_MASK_OBJ_LAYOUT_MAX: Final = 9
RCA4_TYPE_MASK_OTHER_LAYOUT_MIN: Final = 12
RCA4_TYPE_MASK_OTHER_LAYOUT_MAX: Final = 15


class CB_RECALL_ANY4args(XdrStruct):
    """Wants so many recallable objects back that no more than a number stay (RFC 8881 section 20.6)."""

    __slots__ = ("craa_objects_to_keep", "craa_type_mask")
    __match_args__ = ("craa_objects_to_keep", "craa_type_mask")

    craa_objects_to_keep: int
    craa_type_mask: bitmap4

    def __init__(self, craa_objects_to_keep: int, craa_type_mask: bitmap4) -> None:
        self.craa_objects_to_keep = craa_objects_to_keep
        self.craa_type_mask = craa_type_mask

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("craa_objects_to_keep", UINT), ("craa_type_mask", Array(UINT)),)


def _w_CB_RECALL_ANY4args(value: CB_RECALL_ANY4args, packer: Packer) -> None:
    v1 = value.craa_type_mask
    n2 = len(v1)
    packer.put(_p_II(value.craa_objects_to_keep, n2) + words(n2).pack(*v1))


def _r_CB_RECALL_ANY4args(unpacker: Unpacker) -> CB_RECALL_ANY4args:
    made = new(CB_RECALL_ANY4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.craa_objects_to_keep, n1 = _u_II(buf, pos)
    pos += 8
    made.craa_type_mask = list(words(n1).unpack_from(buf, pos))
    unpacker.pos = pos + (4 * n1)
    return made


_T_CB_RECALL_ANY4args: Final = Record(CB_RECALL_ANY4args, _w_CB_RECALL_ANY4args, _r_CB_RECALL_ANY4args)


class CB_RECALL_ANY4res(XdrStruct):
    """The result of CB_RECALL_ANY."""

    __slots__ = ("crar_status",)
    __match_args__ = ("crar_status",)

    crar_status: nfsstat4

    def __init__(self, crar_status: nfsstat4) -> None:
        self.crar_status = crar_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("crar_status", _T_nfsstat4),)


def _w_CB_RECALL_ANY4res(value: CB_RECALL_ANY4res, packer: Packer) -> None:
    v1 = value.crar_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_RECALL_ANY4res(unpacker: Unpacker) -> CB_RECALL_ANY4res:
    made = new(CB_RECALL_ANY4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.crar_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_RECALL_ANY4res: Final = Record(CB_RECALL_ANY4res, _w_CB_RECALL_ANY4res, _r_CB_RECALL_ANY4res)
CB_RECALLABLE_OBJ_AVAIL4args: TypeAlias = CB_RECALL_ANY4args
"""says that there is room again (section 20.7)"""


class CB_RECALLABLE_OBJ_AVAIL4res(XdrStruct):
    """The result of CB_RECALLABLE_OBJ_AVAIL."""

    __slots__ = ("croa_status",)
    __match_args__ = ("croa_status",)

    croa_status: nfsstat4

    def __init__(self, croa_status: nfsstat4) -> None:
        self.croa_status = croa_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("croa_status", _T_nfsstat4),)


def _w_CB_RECALLABLE_OBJ_AVAIL4res(value: CB_RECALLABLE_OBJ_AVAIL4res, packer: Packer) -> None:
    v1 = value.croa_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_RECALLABLE_OBJ_AVAIL4res(unpacker: Unpacker) -> CB_RECALLABLE_OBJ_AVAIL4res:
    made = new(CB_RECALLABLE_OBJ_AVAIL4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.croa_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_RECALLABLE_OBJ_AVAIL4res: Final = Record(CB_RECALLABLE_OBJ_AVAIL4res, _w_CB_RECALLABLE_OBJ_AVAIL4res, _r_CB_RECALLABLE_OBJ_AVAIL4res)


class CB_RECALL_SLOT4args(XdrStruct):
    """Wants the client to use fewer slots (RFC 8881 section 20.8)."""

    __slots__ = ("rsa_target_highest_slotid",)
    __match_args__ = ("rsa_target_highest_slotid",)

    rsa_target_highest_slotid: slotid4

    def __init__(self, rsa_target_highest_slotid: slotid4) -> None:
        self.rsa_target_highest_slotid = rsa_target_highest_slotid

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("rsa_target_highest_slotid", UINT),)


def _w_CB_RECALL_SLOT4args(value: CB_RECALL_SLOT4args, packer: Packer) -> None:
    packer.put(_p_I(value.rsa_target_highest_slotid))


def _r_CB_RECALL_SLOT4args(unpacker: Unpacker) -> CB_RECALL_SLOT4args:
    made = new(CB_RECALL_SLOT4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (made.rsa_target_highest_slotid,) = _u_I(buf, pos)
    unpacker.pos = pos + 4
    return made


_T_CB_RECALL_SLOT4args: Final = Record(CB_RECALL_SLOT4args, _w_CB_RECALL_SLOT4args, _r_CB_RECALL_SLOT4args)


class CB_RECALL_SLOT4res(XdrStruct):
    """The result of CB_RECALL_SLOT."""

    __slots__ = ("rsr_status",)
    __match_args__ = ("rsr_status",)

    rsr_status: nfsstat4

    def __init__(self, rsr_status: nfsstat4) -> None:
        self.rsr_status = rsr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("rsr_status", _T_nfsstat4),)


def _w_CB_RECALL_SLOT4res(value: CB_RECALL_SLOT4res, packer: Packer) -> None:
    v1 = value.rsr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_RECALL_SLOT4res(unpacker: Unpacker) -> CB_RECALL_SLOT4res:
    made = new(CB_RECALL_SLOT4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.rsr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_RECALL_SLOT4res: Final = Record(CB_RECALL_SLOT4res, _w_CB_RECALL_SLOT4res, _r_CB_RECALL_SLOT4res)


class referring_call4(XdrStruct):
    """A request that this callback must not overtake."""

    __slots__ = ("rc_sequenceid", "rc_slotid")
    __match_args__ = ("rc_sequenceid", "rc_slotid")

    rc_sequenceid: sequenceid4
    rc_slotid: slotid4

    def __init__(self, rc_sequenceid: sequenceid4, rc_slotid: slotid4) -> None:
        self.rc_sequenceid = rc_sequenceid
        self.rc_slotid = rc_slotid

    XDR_MIN_SIZE = 8
    XDR_FIELDS = (("rc_sequenceid", UINT), ("rc_slotid", UINT),)


def _w_referring_call4(value: referring_call4, packer: Packer) -> None:
    packer.put(_p_II(value.rc_sequenceid, value.rc_slotid))


def _r_referring_call4(unpacker: Unpacker) -> referring_call4:
    made = new(referring_call4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.rc_sequenceid, made.rc_slotid = _u_II(buf, pos)
    unpacker.pos = pos + 8
    return made


_T_referring_call4: Final = Record(referring_call4, _w_referring_call4, _r_referring_call4)


class referring_call_list4(XdrStruct):
    """Such requests of one session."""

    __slots__ = ("rcl_sessionid", "rcl_referring_calls")
    __match_args__ = ("rcl_sessionid", "rcl_referring_calls")

    rcl_sessionid: sessionid4
    rcl_referring_calls: list[referring_call4]

    def __init__(self, rcl_sessionid: sessionid4, rcl_referring_calls: list[referring_call4]) -> None:
        self.rcl_sessionid = rcl_sessionid
        self.rcl_referring_calls = rcl_referring_calls

    XDR_MIN_SIZE = 20
    XDR_FIELDS = (("rcl_sessionid", Opaque(16, fixed=True)), ("rcl_referring_calls", Array(_T_referring_call4)),)


def _w_referring_call_list4(value: referring_call_list4, packer: Packer) -> None:
    v1 = value.rcl_sessionid
    if len(v1) != 16:
        raise UnhappyError
    v2 = value.rcl_referring_calls
    n3 = len(v2)
    packer.put(_p_16sI(v1, n3))
    for v4 in v2:
        packer.put(_p_II(v4.rc_sequenceid, v4.rc_slotid))


def _r_referring_call_list4(unpacker: Unpacker) -> referring_call_list4:
    made = new(referring_call_list4)
    buf = unpacker.buf
    pos = unpacker.pos
    made.rcl_sessionid, n1 = _u_16sI(buf, pos)
    pos += 20
    l2: list[Any] = []
    made.rcl_referring_calls = l2
    for _ in range(n1):
        v3 = o4 = new(referring_call4)
        o4.rc_sequenceid, o4.rc_slotid = _u_II(buf, pos)
        pos += 8
        l2.append(v3)
    unpacker.pos = pos
    return made


_T_referring_call_list4: Final = Record(referring_call_list4, _w_referring_call_list4, _r_referring_call_list4)


class CB_SEQUENCE4args(XdrStruct):
    """Names the session, the slot and the sequence number of a CB_COMPOUND (RFC 8881 section 20.9)."""

    __slots__ = ("csa_sessionid", "csa_sequenceid", "csa_slotid", "csa_highest_slotid", "csa_cachethis", "csa_referring_call_lists")
    __match_args__ = ("csa_sessionid", "csa_sequenceid", "csa_slotid", "csa_highest_slotid", "csa_cachethis", "csa_referring_call_lists")

    csa_sessionid: sessionid4
    csa_sequenceid: sequenceid4
    csa_slotid: slotid4
    csa_highest_slotid: slotid4
    csa_cachethis: bool
    csa_referring_call_lists: list[referring_call_list4]

    def __init__(self, csa_sessionid: sessionid4, csa_sequenceid: sequenceid4, csa_slotid: slotid4, csa_highest_slotid: slotid4, csa_cachethis: bool, csa_referring_call_lists: list[referring_call_list4]) -> None:
        self.csa_sessionid = csa_sessionid
        self.csa_sequenceid = csa_sequenceid
        self.csa_slotid = csa_slotid
        self.csa_highest_slotid = csa_highest_slotid
        self.csa_cachethis = csa_cachethis
        self.csa_referring_call_lists = csa_referring_call_lists

    XDR_MIN_SIZE = 36
    XDR_FIELDS = (("csa_sessionid", Opaque(16, fixed=True)), ("csa_sequenceid", UINT), ("csa_slotid", UINT), ("csa_highest_slotid", UINT), ("csa_cachethis", BOOL), ("csa_referring_call_lists", Array(_T_referring_call_list4)),)


def _w_CB_SEQUENCE4args(value: CB_SEQUENCE4args, packer: Packer) -> None:
    v1 = value.csa_sessionid
    if len(v1) != 16:
        raise UnhappyError
    v2 = value.csa_referring_call_lists
    n3 = len(v2)
    packer.put(_p_16sIIIII(v1, value.csa_sequenceid, value.csa_slotid, value.csa_highest_slotid, 1 if value.csa_cachethis else 0, n3))
    for v4 in v2:
        _w_referring_call_list4(v4, packer)


def _r_CB_SEQUENCE4args(unpacker: Unpacker) -> CB_SEQUENCE4args:
    made = new(CB_SEQUENCE4args)
    buf = unpacker.buf
    pos = unpacker.pos
    made.csa_sessionid, made.csa_sequenceid, made.csa_slotid, made.csa_highest_slotid, v1, n2 = _u_16sIIIII(buf, pos)
    pos += 36
    made.csa_cachethis = BOOLS[v1]
    unpacker.pos = pos
    made.csa_referring_call_lists = [_r_referring_call_list4(unpacker) for _ in range(n2)]
    return made


_T_CB_SEQUENCE4args: Final = Record(CB_SEQUENCE4args, _w_CB_SEQUENCE4args, _r_CB_SEQUENCE4args)


class CB_SEQUENCE4resok(XdrStruct):
    """The result of CB_SEQUENCE if it succeeded."""

    __slots__ = ("csr_sessionid", "csr_sequenceid", "csr_slotid", "csr_highest_slotid", "csr_target_highest_slotid")
    __match_args__ = ("csr_sessionid", "csr_sequenceid", "csr_slotid", "csr_highest_slotid", "csr_target_highest_slotid")

    csr_sessionid: sessionid4
    csr_sequenceid: sequenceid4
    csr_slotid: slotid4
    csr_highest_slotid: slotid4
    csr_target_highest_slotid: slotid4

    def __init__(self, csr_sessionid: sessionid4, csr_sequenceid: sequenceid4, csr_slotid: slotid4, csr_highest_slotid: slotid4, csr_target_highest_slotid: slotid4) -> None:
        self.csr_sessionid = csr_sessionid
        self.csr_sequenceid = csr_sequenceid
        self.csr_slotid = csr_slotid
        self.csr_highest_slotid = csr_highest_slotid
        self.csr_target_highest_slotid = csr_target_highest_slotid

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("csr_sessionid", Opaque(16, fixed=True)), ("csr_sequenceid", UINT), ("csr_slotid", UINT), ("csr_highest_slotid", UINT), ("csr_target_highest_slotid", UINT),)


def _w_CB_SEQUENCE4resok(value: CB_SEQUENCE4resok, packer: Packer) -> None:
    v1 = value.csr_sessionid
    if len(v1) != 16:
        raise UnhappyError
    packer.put(_p_16sIIII(v1, value.csr_sequenceid, value.csr_slotid, value.csr_highest_slotid, value.csr_target_highest_slotid))


def _r_CB_SEQUENCE4resok(unpacker: Unpacker) -> CB_SEQUENCE4resok:
    made = new(CB_SEQUENCE4resok)
    buf = unpacker.buf
    pos = unpacker.pos
    made.csr_sessionid, made.csr_sequenceid, made.csr_slotid, made.csr_highest_slotid, made.csr_target_highest_slotid = _u_16sIIII(buf, pos)
    unpacker.pos = pos + 32
    return made


_T_CB_SEQUENCE4resok: Final = Record(CB_SEQUENCE4resok, _w_CB_SEQUENCE4resok, _r_CB_SEQUENCE4resok)


class CB_SEQUENCE4res(XdrUnion):
    """The result of CB_SEQUENCE."""

    __slots__ = ("csr_status", "value")
    __match_args__ = ("csr_status", "value")

    csr_status: nfsstat4
    value: CB_SEQUENCE4resok | None
    csr_resok4: ArmOf[CB_SEQUENCE4resok] = ArmOf()

    def __init__(self, csr_status: int, value: CB_SEQUENCE4resok | None = None) -> None:
        self.csr_status = _E_nfsstat4.get(csr_status, csr_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("csr_status", _T_nfsstat4)
    XDR_ARMS = {0: ("csr_resok4", _T_CB_SEQUENCE4resok)}
    XDR_DEFAULT = ("", VOID)


def _w_CB_SEQUENCE4res(value: CB_SEQUENCE4res, packer: Packer) -> None:
    choice = value.csr_status
    arm: Any = value.value
    if choice == 0:
        v1 = arm.csr_sessionid
        if len(v1) != 16:
            raise UnhappyError
        packer.put(_p_i16sIIII(0, v1, arm.csr_sequenceid, arm.csr_slotid, arm.csr_highest_slotid, arm.csr_target_highest_slotid))
    elif choice in _E_nfsstat4:
        if arm is not None:
            raise UnhappyError
        packer.put(_p_i(choice))
    else:
        raise UnhappyError


def _r_CB_SEQUENCE4res(unpacker: Unpacker) -> CB_SEQUENCE4res:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_CB_SEQUENCE4res(unpacker, choice)


def _a_CB_SEQUENCE4res(unpacker: Unpacker, choice: int) -> CB_SEQUENCE4res:
    made = new(CB_SEQUENCE4res)
    made.csr_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        made.value = o1 = new(CB_SEQUENCE4resok)
        o1.csr_sessionid, o1.csr_sequenceid, o1.csr_slotid, o1.csr_highest_slotid, o1.csr_target_highest_slotid = _u_16sIIII(buf, pos)
        unpacker.pos = pos + 32
    else:
        made.value = None
    return made


_T_CB_SEQUENCE4res: Final = Record(CB_SEQUENCE4res, _w_CB_SEQUENCE4res, _r_CB_SEQUENCE4res)


class CB_NOTIFY_LOCK4args(XdrStruct):
    """Says that a lock that was denied may be free (RFC 8881 section 20.11)."""

    __slots__ = ("cnla_fh", "cnla_lock_owner")
    __match_args__ = ("cnla_fh", "cnla_lock_owner")

    cnla_fh: nfs_fh4
    cnla_lock_owner: lock_owner4

    def __init__(self, cnla_fh: nfs_fh4, cnla_lock_owner: lock_owner4) -> None:
        self.cnla_fh = cnla_fh
        self.cnla_lock_owner = cnla_lock_owner

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("cnla_fh", Opaque(128)), ("cnla_lock_owner", _T_state_owner4),)


def _w_CB_NOTIFY_LOCK4args(value: CB_NOTIFY_LOCK4args, packer: Packer) -> None:
    v1 = value.cnla_fh
    n2 = len(v1)
    if n2 > 128:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])
    v3 = value.cnla_lock_owner
    v4 = v3.owner
    n5 = len(v4)
    if n5 > 1024:
        raise UnhappyError
    packer.put(_p_QI(v3.clientid, n5) + v4 + PAD[n5 & 3])


def _r_CB_NOTIFY_LOCK4args(unpacker: Unpacker) -> CB_NOTIFY_LOCK4args:
    made = new(CB_NOTIFY_LOCK4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 128:
            raise UnhappyError
        made.cnla_fh = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.cnla_fh = b""
    made.cnla_lock_owner = o2 = new(state_owner4)
    o2.clientid, n3 = _u_QI(buf, pos)
    pos += 12
    if n3:
        if n3 > 1024:
            raise UnhappyError
        o2.owner = buf[pos : pos + n3]
        pos += (n3 + 3) & -4
    else:
        o2.owner = b""
    unpacker.pos = pos
    return made


_T_CB_NOTIFY_LOCK4args: Final = Record(CB_NOTIFY_LOCK4args, _w_CB_NOTIFY_LOCK4args, _r_CB_NOTIFY_LOCK4args)


class CB_NOTIFY_LOCK4res(XdrStruct):
    """The result of CB_NOTIFY_LOCK."""

    __slots__ = ("cnlr_status",)
    __match_args__ = ("cnlr_status",)

    cnlr_status: nfsstat4

    def __init__(self, cnlr_status: nfsstat4) -> None:
        self.cnlr_status = cnlr_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("cnlr_status", _T_nfsstat4),)


def _w_CB_NOTIFY_LOCK4res(value: CB_NOTIFY_LOCK4res, packer: Packer) -> None:
    v1 = value.cnlr_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_NOTIFY_LOCK4res(unpacker: Unpacker) -> CB_NOTIFY_LOCK4res:
    made = new(CB_NOTIFY_LOCK4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.cnlr_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_NOTIFY_LOCK4res: Final = Record(CB_NOTIFY_LOCK4res, _w_CB_NOTIFY_LOCK4res, _r_CB_NOTIFY_LOCK4res)


class offload_info4(XdrUnion):
    """The result, or how far it came."""

    __slots__ = ("coa_status", "value")
    __match_args__ = ("coa_status", "value")

    coa_status: nfsstat4
    value: write_response4 | length4 | None
    coa_resok4: ArmOf[write_response4] = ArmOf()
    coa_bytes_copied: ArmOf[length4] = ArmOf()

    def __init__(self, coa_status: int, value: write_response4 | length4 | None = None) -> None:
        self.coa_status = _E_nfsstat4.get(coa_status, coa_status)  # type: ignore[arg-type]
        self.value = value

    XDR_MIN_SIZE = 12
    XDR_SWITCH = ("coa_status", _T_nfsstat4)
    XDR_ARMS = {0: ("coa_resok4", _T_write_response4)}
    XDR_DEFAULT = ("coa_bytes_copied", UHYPER)


def _w_offload_info4(value: offload_info4, packer: Packer) -> None:
    choice = value.coa_status
    arm: Any = value.value
    if choice == 0:
        packer.put(_p_i(0))
        _w_write_response4(arm, packer)
    elif choice in _E_nfsstat4:
        packer.put(_p_iQ(choice, arm))
    else:
        raise UnhappyError


def _r_offload_info4(unpacker: Unpacker) -> offload_info4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    return _a_offload_info4(unpacker, choice)


def _a_offload_info4(unpacker: Unpacker, choice: int) -> offload_info4:
    made = new(offload_info4)
    made.coa_status = _E_nfsstat4[choice]
    if choice == 0:
        buf = unpacker.buf
        pos = unpacker.pos
        unpacker.pos = pos
        made.value = _r_write_response4(unpacker)
    else:
        buf = unpacker.buf
        pos = unpacker.pos
        (made.value,) = _u_Q(buf, pos)
        unpacker.pos = pos + 8
    return made


_T_offload_info4: Final = Record(offload_info4, _w_offload_info4, _r_offload_info4)


class CB_OFFLOAD4args(XdrStruct):
    """Reports how a copy ended (RFC 7862 section 16.1)."""

    __slots__ = ("coa_fh", "coa_stateid", "coa_offload_info")
    __match_args__ = ("coa_fh", "coa_stateid", "coa_offload_info")

    coa_fh: nfs_fh4
    coa_stateid: stateid4
    coa_offload_info: offload_info4

    def __init__(self, coa_fh: nfs_fh4, coa_stateid: stateid4, coa_offload_info: offload_info4) -> None:
        self.coa_fh = coa_fh
        self.coa_stateid = coa_stateid
        self.coa_offload_info = coa_offload_info

    XDR_MIN_SIZE = 32
    XDR_FIELDS = (("coa_fh", Opaque(128)), ("coa_stateid", _T_stateid4), ("coa_offload_info", _T_offload_info4),)


def _w_CB_OFFLOAD4args(value: CB_OFFLOAD4args, packer: Packer) -> None:
    v1 = value.coa_fh
    n2 = len(v1)
    if n2 > 128:
        raise UnhappyError
    packer.put(_p_I(n2) + v1 + PAD[n2 & 3])
    v3 = value.coa_stateid
    v4 = v3.other
    if len(v4) != 12:
        raise UnhappyError
    packer.put(_p_I12s(v3.seqid, v4))
    _w_offload_info4(value.coa_offload_info, packer)


def _r_CB_OFFLOAD4args(unpacker: Unpacker) -> CB_OFFLOAD4args:
    made = new(CB_OFFLOAD4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        if n1 > 128:
            raise UnhappyError
        made.coa_fh = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.coa_fh = b""
    made.coa_stateid = o2 = new(stateid4)
    o2.seqid, o2.other, v3 = _u_I12si(buf, pos)
    unpacker.pos = pos + 20
    made.coa_offload_info = _a_offload_info4(unpacker, v3)
    return made


_T_CB_OFFLOAD4args: Final = Record(CB_OFFLOAD4args, _w_CB_OFFLOAD4args, _r_CB_OFFLOAD4args)


class CB_OFFLOAD4res(XdrStruct):
    """The result of CB_OFFLOAD."""

    __slots__ = ("cor_status",)
    __match_args__ = ("cor_status",)

    cor_status: nfsstat4

    def __init__(self, cor_status: nfsstat4) -> None:
        self.cor_status = cor_status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("cor_status", _T_nfsstat4),)


def _w_CB_OFFLOAD4res(value: CB_OFFLOAD4res, packer: Packer) -> None:
    v1 = value.cor_status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_OFFLOAD4res(unpacker: Unpacker) -> CB_OFFLOAD4res:
    made = new(CB_OFFLOAD4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.cor_status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_OFFLOAD4res: Final = Record(CB_OFFLOAD4res, _w_CB_OFFLOAD4res, _r_CB_OFFLOAD4res)


class CB_ILLEGAL4res(XdrStruct):
    """Answers a callback that does not exist (RFC 8881 section 20.13)."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_CB_ILLEGAL4res(value: CB_ILLEGAL4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_CB_ILLEGAL4res(unpacker: Unpacker) -> CB_ILLEGAL4res:
    made = new(CB_ILLEGAL4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_CB_ILLEGAL4res: Final = Record(CB_ILLEGAL4res, _w_CB_ILLEGAL4res, _r_CB_ILLEGAL4res)


class nfs_cb_argop4(XdrUnion):
    """One callback with its arguments."""

    __slots__ = ("argop", "value")
    __match_args__ = ("argop", "value")

    argop: int
    value: Any
    opcbgetattr: ArmOf[CB_GETATTR4args] = ArmOf()
    opcbrecall: ArmOf[CB_RECALL4args] = ArmOf()
    opcblayoutrecall: ArmOf[CB_LAYOUTRECALL4args] = ArmOf()
    opcbnotify: ArmOf[CB_NOTIFY4args] = ArmOf()
    opcbpush_deleg: ArmOf[CB_PUSH_DELEG4args] = ArmOf()
    opcbrecall_any: ArmOf[CB_RECALL_ANY4args] = ArmOf()
    opcbrecallable_obj_avail: ArmOf[CB_RECALLABLE_OBJ_AVAIL4args] = ArmOf()
    opcbrecall_slot: ArmOf[CB_RECALL_SLOT4args] = ArmOf()
    opcbsequence: ArmOf[CB_SEQUENCE4args] = ArmOf()
    opcbwants_cancelled: ArmOf[CB_WANTS_CANCELLED4args] = ArmOf()
    opcbnotify_lock: ArmOf[CB_NOTIFY_LOCK4args] = ArmOf()
    opcbnotify_deviceid: ArmOf[CB_NOTIFY_DEVICEID4args] = ArmOf()
    opcboffload: ArmOf[CB_OFFLOAD4args] = ArmOf()

    def __init__(self, argop: int, value: Any = None) -> None:
        self.argop = _E_nfs_cb_opnum4.get(argop, argop)
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("argop", _T_nfs_cb_opnum4)
    XDR_ARMS = {3: ("opcbgetattr", _T_CB_GETATTR4args), 4: ("opcbrecall", _T_CB_RECALL4args), 5: ("opcblayoutrecall", _T_CB_LAYOUTRECALL4args), 6: ("opcbnotify", _T_CB_NOTIFY4args), 7: ("opcbpush_deleg", _T_CB_PUSH_DELEG4args), 8: ("opcbrecall_any", _T_CB_RECALL_ANY4args), 9: ("opcbrecallable_obj_avail", _T_CB_RECALL_ANY4args), 10: ("opcbrecall_slot", _T_CB_RECALL_SLOT4args), 11: ("opcbsequence", _T_CB_SEQUENCE4args), 12: ("opcbwants_cancelled", _T_CB_WANTS_CANCELLED4args), 13: ("opcbnotify_lock", _T_CB_NOTIFY_LOCK4args), 14: ("opcbnotify_deviceid", _T_CB_NOTIFY_DEVICEID4args), 15: ("opcboffload", _T_CB_OFFLOAD4args), 10044: ("", VOID)}
    XDR_TABLE = "nfs_cb_argop4"


def _w_nfs_cb_argop4(value: nfs_cb_argop4, packer: Packer) -> None:
    arm = packer.tables["nfs_cb_argop4"][value.argop]
    packer.put(arm.label)
    arm.write(value.value, packer)


def _r_nfs_cb_argop4(unpacker: Unpacker) -> nfs_cb_argop4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    arm = unpacker.tables["nfs_cb_argop4"][choice]
    made = new(nfs_cb_argop4)
    made.argop = arm.member
    made.value = arm.read(unpacker)
    return made


_T_nfs_cb_argop4: Final = Record(nfs_cb_argop4, _w_nfs_cb_argop4, _r_nfs_cb_argop4)


class nfs_cb_resop4(XdrUnion):
    """One callback with its result."""

    __slots__ = ("resop", "value")
    __match_args__ = ("resop", "value")

    resop: int
    value: Any
    opcbgetattr: ArmOf[CB_GETATTR4res] = ArmOf()
    opcbrecall: ArmOf[CB_RECALL4res] = ArmOf()
    opcblayoutrecall: ArmOf[CB_LAYOUTRECALL4res] = ArmOf()
    opcbnotify: ArmOf[CB_NOTIFY4res] = ArmOf()
    opcbpush_deleg: ArmOf[CB_PUSH_DELEG4res] = ArmOf()
    opcbrecall_any: ArmOf[CB_RECALL_ANY4res] = ArmOf()
    opcbrecallable_obj_avail: ArmOf[CB_RECALLABLE_OBJ_AVAIL4res] = ArmOf()
    opcbrecall_slot: ArmOf[CB_RECALL_SLOT4res] = ArmOf()
    opcbsequence: ArmOf[CB_SEQUENCE4res] = ArmOf()
    opcbwants_cancelled: ArmOf[CB_WANTS_CANCELLED4res] = ArmOf()
    opcbnotify_lock: ArmOf[CB_NOTIFY_LOCK4res] = ArmOf()
    opcbnotify_deviceid: ArmOf[CB_NOTIFY_DEVICEID4res] = ArmOf()
    opcboffload: ArmOf[CB_OFFLOAD4res] = ArmOf()
    opcbillegal: ArmOf[CB_ILLEGAL4res] = ArmOf()

    def __init__(self, resop: int, value: Any = None) -> None:
        self.resop = _E_nfs_cb_opnum4.get(resop, resop)
        self.value = value

    XDR_MIN_SIZE = 8
    XDR_SWITCH = ("resop", _T_nfs_cb_opnum4)
    XDR_ARMS = {3: ("opcbgetattr", _T_CB_GETATTR4res), 4: ("opcbrecall", _T_CB_RECALL4res), 5: ("opcblayoutrecall", _T_CB_LAYOUTRECALL4res), 6: ("opcbnotify", _T_CB_NOTIFY4res), 7: ("opcbpush_deleg", _T_CB_PUSH_DELEG4res), 8: ("opcbrecall_any", _T_CB_RECALL_ANY4res), 9: ("opcbrecallable_obj_avail", _T_CB_RECALLABLE_OBJ_AVAIL4res), 10: ("opcbrecall_slot", _T_CB_RECALL_SLOT4res), 11: ("opcbsequence", _T_CB_SEQUENCE4res), 12: ("opcbwants_cancelled", _T_CB_WANTS_CANCELLED4res), 13: ("opcbnotify_lock", _T_CB_NOTIFY_LOCK4res), 14: ("opcbnotify_deviceid", _T_CB_NOTIFY_DEVICEID4res), 15: ("opcboffload", _T_CB_OFFLOAD4res), 10044: ("opcbillegal", _T_CB_ILLEGAL4res)}
    XDR_TABLE = "nfs_cb_resop4"


def _w_nfs_cb_resop4(value: nfs_cb_resop4, packer: Packer) -> None:
    arm = packer.tables["nfs_cb_resop4"][value.resop]
    packer.put(arm.label)
    arm.write(value.value, packer)


def _r_nfs_cb_resop4(unpacker: Unpacker) -> nfs_cb_resop4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    arm = unpacker.tables["nfs_cb_resop4"][choice]
    made = new(nfs_cb_resop4)
    made.resop = arm.member
    made.value = arm.read(unpacker)
    return made


_T_nfs_cb_resop4: Final = Record(nfs_cb_resop4, _w_nfs_cb_resop4, _r_nfs_cb_resop4)


class CB_COMPOUND4args(XdrStruct):
    """Callbacks that run in order until one fails (RFC 8881 section 19.2)."""

    __slots__ = ("tag", "minorversion", "callback_ident", "argarray")
    __match_args__ = ("tag", "minorversion", "callback_ident", "argarray")

    tag: utf8str_cs
    minorversion: int
    callback_ident: int  # of minor version 0
    argarray: list[nfs_cb_argop4]

    def __init__(self, tag: utf8str_cs, minorversion: int, callback_ident: int, argarray: list[nfs_cb_argop4]) -> None:
        self.tag = tag
        self.minorversion = minorversion
        self.callback_ident = callback_ident
        self.argarray = argarray

    XDR_MIN_SIZE = 16
    XDR_FIELDS = (("tag", Opaque()), ("minorversion", UINT), ("callback_ident", UINT), ("argarray", Array(_T_nfs_cb_argop4)),)


def _w_CB_COMPOUND4args(value: CB_COMPOUND4args, packer: Packer) -> None:
    v1 = value.tag
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.argarray
    n4 = len(v3)
    packer.put(_p_III(value.minorversion, value.callback_ident, n4))
    t6 = packer.tables["nfs_cb_argop4"]
    for v5 in v3:
        a7 = t6[v5.argop]
        packer.put(a7.label)
        a7.write(v5.value, packer)


def _r_CB_COMPOUND4args(unpacker: Unpacker) -> CB_COMPOUND4args:
    made = new(CB_COMPOUND4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.tag = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.tag = b""
    made.minorversion, made.callback_ident, n2 = _u_III(buf, pos)
    pos += 12
    t4 = unpacker.tables["nfs_cb_argop4"]
    made.argarray = l3 = []
    for _ in range(n2):
        (v5,) = _u_i(buf, pos)
        a6 = t4[v5]
        unpacker.pos = pos + 4
        o7 = new(nfs_cb_argop4)
        o7.argop = a6.member
        o7.value = a6.read(unpacker)
        l3.append(o7)
        pos = unpacker.pos
    unpacker.pos = pos
    return made


_T_CB_COMPOUND4args: Final = Record(CB_COMPOUND4args, _w_CB_COMPOUND4args, _r_CB_COMPOUND4args)


class CB_COMPOUND4res(XdrStruct):
    """Their results; status is the last one's."""

    __slots__ = ("status", "tag", "resarray")
    __match_args__ = ("status", "tag", "resarray")

    status: nfsstat4
    tag: utf8str_cs
    resarray: list[nfs_cb_resop4]

    def __init__(self, status: nfsstat4, tag: utf8str_cs, resarray: list[nfs_cb_resop4]) -> None:
        self.status = status
        self.tag = tag
        self.resarray = resarray

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("status", _T_nfsstat4), ("tag", Opaque()), ("resarray", Array(_T_nfs_cb_resop4)),)


def _w_CB_COMPOUND4res(value: CB_COMPOUND4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    v2 = value.tag
    n3 = len(v2)
    packer.put(_p_iI(v1, n3))
    packer.put(v2 + PAD[n3 & 3])
    v4 = value.resarray
    n5 = len(v4)
    packer.put(_p_I(n5))
    t7 = packer.tables["nfs_cb_resop4"]
    for v6 in v4:
        a8 = t7[v6.resop]
        packer.put(a8.label)
        a8.write(v6.value, packer)


def _r_CB_COMPOUND4res(unpacker: Unpacker) -> CB_COMPOUND4res:
    made = new(CB_COMPOUND4res)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.status = _E_nfsstat4[v1]
    if n2:
        made.tag = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.tag = b""
    (n3,) = _u_I(buf, pos)
    pos += 4
    t5 = unpacker.tables["nfs_cb_resop4"]
    made.resarray = l4 = []
    for _ in range(n3):
        (v6,) = _u_i(buf, pos)
        a7 = t5[v6]
        unpacker.pos = pos + 4
        o8 = new(nfs_cb_resop4)
        o8.resop = a7.member
        o8.value = a7.read(unpacker)
        l4.append(o8)
        pos = unpacker.pos
    unpacker.pos = pos
    return made


_T_CB_COMPOUND4res: Final = Record(CB_COMPOUND4res, _w_CB_COMPOUND4res, _r_CB_COMPOUND4res)

NFS4_CALLBACK: Final = 0x40000000
"""The client's service. The number is a placeholder: the client chooses one in CREATE_SESSION."""
NFS_CB: Final = 1
CB_NULL: Final = 0
CB_COMPOUND: Final = 1


class ILLEGAL4res(XdrStruct):
    """Answers an operation that does not exist (RFC 8881 section 18.52)."""

    __slots__ = ("status",)
    __match_args__ = ("status",)

    status: nfsstat4

    def __init__(self, status: nfsstat4) -> None:
        self.status = status

    XDR_MIN_SIZE = 4
    XDR_FIELDS = (("status", _T_nfsstat4),)


def _w_ILLEGAL4res(value: ILLEGAL4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    packer.put(_p_i(v1))


def _r_ILLEGAL4res(unpacker: Unpacker) -> ILLEGAL4res:
    made = new(ILLEGAL4res)
    buf = unpacker.buf
    pos = unpacker.pos
    (v1,) = _u_i(buf, pos)
    pos += 4
    made.status = _E_nfsstat4[v1]
    unpacker.pos = pos
    return made


_T_ILLEGAL4res: Final = Record(ILLEGAL4res, _w_ILLEGAL4res, _r_ILLEGAL4res)


class nfs_argop4(XdrUnion):
    """One operation with its arguments."""

    __slots__ = ("argop", "value")
    __match_args__ = ("argop", "value")

    argop: int
    value: Any
    opaccess: ArmOf[ACCESS4args] = ArmOf()
    opclose: ArmOf[CLOSE4args] = ArmOf()
    opcommit: ArmOf[COMMIT4args] = ArmOf()
    opcreate: ArmOf[CREATE4args] = ArmOf()
    opdelegpurge: ArmOf[DELEGPURGE4args] = ArmOf()
    opdelegreturn: ArmOf[DELEGRETURN4args] = ArmOf()
    opgetattr: ArmOf[GETATTR4args] = ArmOf()
    oplink: ArmOf[LINK4args] = ArmOf()
    oplock: ArmOf[LOCK4args] = ArmOf()
    oplockt: ArmOf[LOCKT4args] = ArmOf()
    oplocku: ArmOf[LOCKU4args] = ArmOf()
    oplookup: ArmOf[LOOKUP4args] = ArmOf()
    opnverify: ArmOf[NVERIFY4args] = ArmOf()
    opopen: ArmOf[OPEN4args] = ArmOf()
    opopenattr: ArmOf[OPENATTR4args] = ArmOf()
    opopen_confirm: ArmOf[OPEN_CONFIRM4args] = ArmOf()
    opopen_downgrade: ArmOf[OPEN_DOWNGRADE4args] = ArmOf()
    opputfh: ArmOf[PUTFH4args] = ArmOf()
    opread: ArmOf[READ4args] = ArmOf()
    opreaddir: ArmOf[READDIR4args] = ArmOf()
    opremove: ArmOf[REMOVE4args] = ArmOf()
    oprename: ArmOf[RENAME4args] = ArmOf()
    oprenew: ArmOf[RENEW4args] = ArmOf()
    opsecinfo: ArmOf[SECINFO4args] = ArmOf()
    opsetattr: ArmOf[SETATTR4args] = ArmOf()
    opsetclientid: ArmOf[SETCLIENTID4args] = ArmOf()
    opsetclientid_confirm: ArmOf[SETCLIENTID_CONFIRM4args] = ArmOf()
    opverify: ArmOf[VERIFY4args] = ArmOf()
    opwrite: ArmOf[WRITE4args] = ArmOf()
    oprelease_lockowner: ArmOf[RELEASE_LOCKOWNER4args] = ArmOf()
    opbackchannel_ctl: ArmOf[BACKCHANNEL_CTL4args] = ArmOf()
    opbind_conn_to_session: ArmOf[BIND_CONN_TO_SESSION4args] = ArmOf()
    opexchange_id: ArmOf[EXCHANGE_ID4args] = ArmOf()
    opcreate_session: ArmOf[CREATE_SESSION4args] = ArmOf()
    opdestroy_session: ArmOf[DESTROY_SESSION4args] = ArmOf()
    opfree_stateid: ArmOf[FREE_STATEID4args] = ArmOf()
    opget_dir_delegation: ArmOf[GET_DIR_DELEGATION4args] = ArmOf()
    opgetdeviceinfo: ArmOf[GETDEVICEINFO4args] = ArmOf()
    opgetdevicelist: ArmOf[GETDEVICELIST4args] = ArmOf()
    oplayoutcommit: ArmOf[LAYOUTCOMMIT4args] = ArmOf()
    oplayoutget: ArmOf[LAYOUTGET4args] = ArmOf()
    oplayoutreturn: ArmOf[LAYOUTRETURN4args] = ArmOf()
    opsecinfo_no_name: ArmOf[SECINFO_NO_NAME4args] = ArmOf()
    opsequence: ArmOf[SEQUENCE4args] = ArmOf()
    opset_ssv: ArmOf[SET_SSV4args] = ArmOf()
    optest_stateid: ArmOf[TEST_STATEID4args] = ArmOf()
    opwant_delegation: ArmOf[WANT_DELEGATION4args] = ArmOf()
    opdestroy_clientid: ArmOf[DESTROY_CLIENTID4args] = ArmOf()
    opreclaim_complete: ArmOf[RECLAIM_COMPLETE4args] = ArmOf()
    opallocate: ArmOf[ALLOCATE4args] = ArmOf()
    opcopy: ArmOf[COPY4args] = ArmOf()
    opoffload_notify: ArmOf[COPY_NOTIFY4args] = ArmOf()
    opdeallocate: ArmOf[DEALLOCATE4args] = ArmOf()
    opio_advise: ArmOf[IO_ADVISE4args] = ArmOf()
    oplayouterror: ArmOf[LAYOUTERROR4args] = ArmOf()
    oplayoutstats: ArmOf[LAYOUTSTATS4args] = ArmOf()
    opoffload_cancel: ArmOf[OFFLOAD_CANCEL4args] = ArmOf()
    opoffload_status: ArmOf[OFFLOAD_STATUS4args] = ArmOf()
    opread_plus: ArmOf[READ_PLUS4args] = ArmOf()
    opseek: ArmOf[SEEK4args] = ArmOf()
    opwrite_same: ArmOf[WRITE_SAME4args] = ArmOf()
    opclone: ArmOf[CLONE4args] = ArmOf()

    def __init__(self, argop: int, value: Any = None) -> None:
        self.argop = _E_nfs_opnum4.get(argop, argop)
        self.value = value

    XDR_MIN_SIZE = 4
    XDR_SWITCH = ("argop", _T_nfs_opnum4)
    XDR_ARMS = {3: ("opaccess", _T_ACCESS4args), 4: ("opclose", _T_CLOSE4args), 5: ("opcommit", _T_COMMIT4args), 6: ("opcreate", _T_CREATE4args), 7: ("opdelegpurge", _T_DELEGPURGE4args), 8: ("opdelegreturn", _T_DELEGRETURN4args), 9: ("opgetattr", _T_GETATTR4args), 10: ("", VOID), 11: ("oplink", _T_LINK4args), 12: ("oplock", _T_LOCK4args), 13: ("oplockt", _T_LOCKT4args), 14: ("oplocku", _T_LOCKU4args), 15: ("oplookup", _T_LOOKUP4args), 16: ("", VOID), 17: ("opnverify", _T_NVERIFY4args), 18: ("opopen", _T_OPEN4args), 19: ("opopenattr", _T_OPENATTR4args), 20: ("opopen_confirm", _T_OPEN_CONFIRM4args), 21: ("opopen_downgrade", _T_OPEN_DOWNGRADE4args), 22: ("opputfh", _T_PUTFH4args), 23: ("", VOID), 24: ("", VOID), 25: ("opread", _T_READ4args), 26: ("opreaddir", _T_READDIR4args), 27: ("", VOID), 28: ("opremove", _T_REMOVE4args), 29: ("oprename", _T_RENAME4args), 30: ("oprenew", _T_RENEW4args), 31: ("", VOID), 32: ("", VOID), 33: ("opsecinfo", _T_SECINFO4args), 34: ("opsetattr", _T_SETATTR4args), 35: ("opsetclientid", _T_SETCLIENTID4args), 36: ("opsetclientid_confirm", _T_SETCLIENTID_CONFIRM4args), 37: ("opverify", _T_VERIFY4args), 38: ("opwrite", _T_WRITE4args), 39: ("oprelease_lockowner", _T_RELEASE_LOCKOWNER4args), 40: ("opbackchannel_ctl", _T_BACKCHANNEL_CTL4args), 41: ("opbind_conn_to_session", _T_BIND_CONN_TO_SESSION4args), 42: ("opexchange_id", _T_EXCHANGE_ID4args), 43: ("opcreate_session", _T_CREATE_SESSION4args), 44: ("opdestroy_session", _T_DESTROY_SESSION4args), 45: ("opfree_stateid", _T_FREE_STATEID4args), 46: ("opget_dir_delegation", _T_GET_DIR_DELEGATION4args), 47: ("opgetdeviceinfo", _T_GETDEVICEINFO4args), 48: ("opgetdevicelist", _T_GETDEVICELIST4args), 49: ("oplayoutcommit", _T_LAYOUTCOMMIT4args), 50: ("oplayoutget", _T_LAYOUTGET4args), 51: ("oplayoutreturn", _T_LAYOUTRETURN4args), 52: ("opsecinfo_no_name", _T_secinfo_style4), 53: ("opsequence", _T_SEQUENCE4args), 54: ("opset_ssv", _T_SET_SSV4args), 55: ("optest_stateid", _T_TEST_STATEID4args), 56: ("opwant_delegation", _T_WANT_DELEGATION4args), 57: ("opdestroy_clientid", _T_DESTROY_CLIENTID4args), 58: ("opreclaim_complete", _T_RECLAIM_COMPLETE4args), 59: ("opallocate", _T_ALLOCATE4args), 60: ("opcopy", _T_COPY4args), 61: ("opoffload_notify", _T_COPY_NOTIFY4args), 62: ("opdeallocate", _T_DEALLOCATE4args), 63: ("opio_advise", _T_IO_ADVISE4args), 64: ("oplayouterror", _T_LAYOUTERROR4args), 65: ("oplayoutstats", _T_LAYOUTSTATS4args), 66: ("opoffload_cancel", _T_OFFLOAD_CANCEL4args), 67: ("opoffload_status", _T_OFFLOAD_STATUS4args), 68: ("opread_plus", _T_READ_PLUS4args), 69: ("opseek", _T_SEEK4args), 70: ("opwrite_same", _T_WRITE_SAME4args), 71: ("opclone", _T_CLONE4args), 10044: ("", VOID)}
    XDR_TABLE = "nfs_argop4"


def _w_nfs_argop4(value: nfs_argop4, packer: Packer) -> None:
    arm = packer.tables["nfs_argop4"][value.argop]
    packer.put(arm.label)
    arm.write(value.value, packer)


def _r_nfs_argop4(unpacker: Unpacker) -> nfs_argop4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    arm = unpacker.tables["nfs_argop4"][choice]
    made = new(nfs_argop4)
    made.argop = arm.member
    made.value = arm.read(unpacker)
    return made


_T_nfs_argop4: Final = Record(nfs_argop4, _w_nfs_argop4, _r_nfs_argop4)


class nfs_resop4(XdrUnion):
    """One operation with its result."""

    __slots__ = ("resop", "value")
    __match_args__ = ("resop", "value")

    resop: int
    value: Any
    opaccess: ArmOf[ACCESS4res] = ArmOf()
    opclose: ArmOf[CLOSE4res] = ArmOf()
    opcommit: ArmOf[COMMIT4res] = ArmOf()
    opcreate: ArmOf[CREATE4res] = ArmOf()
    opdelegpurge: ArmOf[DELEGPURGE4res] = ArmOf()
    opdelegreturn: ArmOf[DELEGRETURN4res] = ArmOf()
    opgetattr: ArmOf[GETATTR4res] = ArmOf()
    opgetfh: ArmOf[GETFH4res] = ArmOf()
    oplink: ArmOf[LINK4res] = ArmOf()
    oplock: ArmOf[LOCK4res] = ArmOf()
    oplockt: ArmOf[LOCKT4res] = ArmOf()
    oplocku: ArmOf[LOCKU4res] = ArmOf()
    oplookup: ArmOf[LOOKUP4res] = ArmOf()
    oplookupp: ArmOf[LOOKUPP4res] = ArmOf()
    opnverify: ArmOf[NVERIFY4res] = ArmOf()
    opopen: ArmOf[OPEN4res] = ArmOf()
    opopenattr: ArmOf[OPENATTR4res] = ArmOf()
    opopen_confirm: ArmOf[OPEN_CONFIRM4res] = ArmOf()
    opopen_downgrade: ArmOf[OPEN_DOWNGRADE4res] = ArmOf()
    opputfh: ArmOf[PUTFH4res] = ArmOf()
    opputpubfh: ArmOf[PUTPUBFH4res] = ArmOf()
    opputrootfh: ArmOf[PUTROOTFH4res] = ArmOf()
    opread: ArmOf[READ4res] = ArmOf()
    opreaddir: ArmOf[READDIR4res] = ArmOf()
    opreadlink: ArmOf[READLINK4res] = ArmOf()
    opremove: ArmOf[REMOVE4res] = ArmOf()
    oprename: ArmOf[RENAME4res] = ArmOf()
    oprenew: ArmOf[RENEW4res] = ArmOf()
    oprestorefh: ArmOf[RESTOREFH4res] = ArmOf()
    opsavefh: ArmOf[SAVEFH4res] = ArmOf()
    opsecinfo: ArmOf[SECINFO4res] = ArmOf()
    opsetattr: ArmOf[SETATTR4res] = ArmOf()
    opsetclientid: ArmOf[SETCLIENTID4res] = ArmOf()
    opsetclientid_confirm: ArmOf[SETCLIENTID_CONFIRM4res] = ArmOf()
    opverify: ArmOf[VERIFY4res] = ArmOf()
    opwrite: ArmOf[WRITE4res] = ArmOf()
    oprelease_lockowner: ArmOf[RELEASE_LOCKOWNER4res] = ArmOf()
    opbackchannel_ctl: ArmOf[BACKCHANNEL_CTL4res] = ArmOf()
    opbind_conn_to_session: ArmOf[BIND_CONN_TO_SESSION4res] = ArmOf()
    opexchange_id: ArmOf[EXCHANGE_ID4res] = ArmOf()
    opcreate_session: ArmOf[CREATE_SESSION4res] = ArmOf()
    opdestroy_session: ArmOf[DESTROY_SESSION4res] = ArmOf()
    opfree_stateid: ArmOf[FREE_STATEID4res] = ArmOf()
    opget_dir_delegation: ArmOf[GET_DIR_DELEGATION4res] = ArmOf()
    opgetdeviceinfo: ArmOf[GETDEVICEINFO4res] = ArmOf()
    opgetdevicelist: ArmOf[GETDEVICELIST4res] = ArmOf()
    oplayoutcommit: ArmOf[LAYOUTCOMMIT4res] = ArmOf()
    oplayoutget: ArmOf[LAYOUTGET4res] = ArmOf()
    oplayoutreturn: ArmOf[LAYOUTRETURN4res] = ArmOf()
    opsecinfo_no_name: ArmOf[SECINFO_NO_NAME4res] = ArmOf()
    opsequence: ArmOf[SEQUENCE4res] = ArmOf()
    opset_ssv: ArmOf[SET_SSV4res] = ArmOf()
    optest_stateid: ArmOf[TEST_STATEID4res] = ArmOf()
    opwant_delegation: ArmOf[WANT_DELEGATION4res] = ArmOf()
    opdestroy_clientid: ArmOf[DESTROY_CLIENTID4res] = ArmOf()
    opreclaim_complete: ArmOf[RECLAIM_COMPLETE4res] = ArmOf()
    opallocate: ArmOf[ALLOCATE4res] = ArmOf()
    opcopy: ArmOf[COPY4res] = ArmOf()
    opcopy_notify: ArmOf[COPY_NOTIFY4res] = ArmOf()
    opdeallocate: ArmOf[DEALLOCATE4res] = ArmOf()
    opio_advise: ArmOf[IO_ADVISE4res] = ArmOf()
    oplayouterror: ArmOf[LAYOUTERROR4res] = ArmOf()
    oplayoutstats: ArmOf[LAYOUTSTATS4res] = ArmOf()
    opoffload_cancel: ArmOf[OFFLOAD_CANCEL4res] = ArmOf()
    opoffload_status: ArmOf[OFFLOAD_STATUS4res] = ArmOf()
    opread_plus: ArmOf[READ_PLUS4res] = ArmOf()
    opseek: ArmOf[SEEK4res] = ArmOf()
    opwrite_same: ArmOf[WRITE_SAME4res] = ArmOf()
    opclone: ArmOf[CLONE4res] = ArmOf()
    opillegal: ArmOf[ILLEGAL4res] = ArmOf()

    def __init__(self, resop: int, value: Any = None) -> None:
        self.resop = _E_nfs_opnum4.get(resop, resop)
        self.value = value

    XDR_MIN_SIZE = 8
    XDR_SWITCH = ("resop", _T_nfs_opnum4)
    XDR_ARMS = {3: ("opaccess", _T_ACCESS4res), 4: ("opclose", _T_CLOSE4res), 5: ("opcommit", _T_COMMIT4res), 6: ("opcreate", _T_CREATE4res), 7: ("opdelegpurge", _T_DELEGPURGE4res), 8: ("opdelegreturn", _T_DELEGRETURN4res), 9: ("opgetattr", _T_GETATTR4res), 10: ("opgetfh", _T_GETFH4res), 11: ("oplink", _T_LINK4res), 12: ("oplock", _T_LOCK4res), 13: ("oplockt", _T_LOCKT4res), 14: ("oplocku", _T_LOCKU4res), 15: ("oplookup", _T_LOOKUP4res), 16: ("oplookupp", _T_LOOKUPP4res), 17: ("opnverify", _T_NVERIFY4res), 18: ("opopen", _T_OPEN4res), 19: ("opopenattr", _T_OPENATTR4res), 20: ("opopen_confirm", _T_OPEN_CONFIRM4res), 21: ("opopen_downgrade", _T_OPEN_DOWNGRADE4res), 22: ("opputfh", _T_PUTFH4res), 23: ("opputpubfh", _T_PUTPUBFH4res), 24: ("opputrootfh", _T_PUTROOTFH4res), 25: ("opread", _T_READ4res), 26: ("opreaddir", _T_READDIR4res), 27: ("opreadlink", _T_READLINK4res), 28: ("opremove", _T_REMOVE4res), 29: ("oprename", _T_RENAME4res), 30: ("oprenew", _T_RENEW4res), 31: ("oprestorefh", _T_RESTOREFH4res), 32: ("opsavefh", _T_SAVEFH4res), 33: ("opsecinfo", _T_SECINFO4res), 34: ("opsetattr", _T_SETATTR4res), 35: ("opsetclientid", _T_SETCLIENTID4res), 36: ("opsetclientid_confirm", _T_SETCLIENTID_CONFIRM4res), 37: ("opverify", _T_VERIFY4res), 38: ("opwrite", _T_WRITE4res), 39: ("oprelease_lockowner", _T_RELEASE_LOCKOWNER4res), 40: ("opbackchannel_ctl", _T_BACKCHANNEL_CTL4res), 41: ("opbind_conn_to_session", _T_BIND_CONN_TO_SESSION4res), 42: ("opexchange_id", _T_EXCHANGE_ID4res), 43: ("opcreate_session", _T_CREATE_SESSION4res), 44: ("opdestroy_session", _T_DESTROY_SESSION4res), 45: ("opfree_stateid", _T_FREE_STATEID4res), 46: ("opget_dir_delegation", _T_GET_DIR_DELEGATION4res), 47: ("opgetdeviceinfo", _T_GETDEVICEINFO4res), 48: ("opgetdevicelist", _T_GETDEVICELIST4res), 49: ("oplayoutcommit", _T_LAYOUTCOMMIT4res), 50: ("oplayoutget", _T_LAYOUTGET4res), 51: ("oplayoutreturn", _T_LAYOUTRETURN4res), 52: ("opsecinfo_no_name", _T_SECINFO4res), 53: ("opsequence", _T_SEQUENCE4res), 54: ("opset_ssv", _T_SET_SSV4res), 55: ("optest_stateid", _T_TEST_STATEID4res), 56: ("opwant_delegation", _T_WANT_DELEGATION4res), 57: ("opdestroy_clientid", _T_DESTROY_CLIENTID4res), 58: ("opreclaim_complete", _T_RECLAIM_COMPLETE4res), 59: ("opallocate", _T_ALLOCATE4res), 60: ("opcopy", _T_COPY4res), 61: ("opcopy_notify", _T_COPY_NOTIFY4res), 62: ("opdeallocate", _T_DEALLOCATE4res), 63: ("opio_advise", _T_IO_ADVISE4res), 64: ("oplayouterror", _T_LAYOUTERROR4res), 65: ("oplayoutstats", _T_LAYOUTSTATS4res), 66: ("opoffload_cancel", _T_OFFLOAD_CANCEL4res), 67: ("opoffload_status", _T_OFFLOAD_STATUS4res), 68: ("opread_plus", _T_READ_PLUS4res), 69: ("opseek", _T_SEEK4res), 70: ("opwrite_same", _T_WRITE_SAME4res), 71: ("opclone", _T_CLONE4res), 10044: ("opillegal", _T_ILLEGAL4res)}
    XDR_TABLE = "nfs_resop4"


def _w_nfs_resop4(value: nfs_resop4, packer: Packer) -> None:
    arm = packer.tables["nfs_resop4"][value.resop]
    packer.put(arm.label)
    arm.write(value.value, packer)


def _r_nfs_resop4(unpacker: Unpacker) -> nfs_resop4:
    (choice,) = _u_i(unpacker.buf, unpacker.pos)
    unpacker.pos += 4
    arm = unpacker.tables["nfs_resop4"][choice]
    made = new(nfs_resop4)
    made.resop = arm.member
    made.value = arm.read(unpacker)
    return made


_T_nfs_resop4: Final = Record(nfs_resop4, _w_nfs_resop4, _r_nfs_resop4)


class COMPOUND4args(XdrStruct):
    """Operations that run in order until one fails (RFC 8881 section 16.2)."""

    __slots__ = ("tag", "minorversion", "argarray")
    __match_args__ = ("tag", "minorversion", "argarray")

    tag: utf8str_cs
    minorversion: int
    argarray: list[nfs_argop4]

    def __init__(self, tag: utf8str_cs, minorversion: int, argarray: list[nfs_argop4]) -> None:
        self.tag = tag
        self.minorversion = minorversion
        self.argarray = argarray

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("tag", Opaque()), ("minorversion", UINT), ("argarray", Array(_T_nfs_argop4)),)


def _w_COMPOUND4args(value: COMPOUND4args, packer: Packer) -> None:
    v1 = value.tag
    n2 = len(v1)
    packer.put(_p_I(n2))
    packer.put(v1 + PAD[n2 & 3])
    v3 = value.argarray
    n4 = len(v3)
    packer.put(_p_II(value.minorversion, n4))
    t6 = packer.tables["nfs_argop4"]
    for v5 in v3:
        a7 = t6[v5.argop]
        packer.put(a7.label)
        a7.write(v5.value, packer)


def _r_COMPOUND4args(unpacker: Unpacker) -> COMPOUND4args:
    made = new(COMPOUND4args)
    buf = unpacker.buf
    pos = unpacker.pos
    (n1,) = _u_I(buf, pos)
    pos += 4
    if n1:
        made.tag = buf[pos : pos + n1]
        pos += (n1 + 3) & -4
    else:
        made.tag = b""
    made.minorversion, n2 = _u_II(buf, pos)
    pos += 8
    t4 = unpacker.tables["nfs_argop4"]
    made.argarray = l3 = []
    for _ in range(n2):
        (v5,) = _u_i(buf, pos)
        a6 = t4[v5]
        unpacker.pos = pos + 4
        o7 = new(nfs_argop4)
        o7.argop = a6.member
        o7.value = a6.read(unpacker)
        l3.append(o7)
        pos = unpacker.pos
    unpacker.pos = pos
    return made


_T_COMPOUND4args: Final = Record(COMPOUND4args, _w_COMPOUND4args, _r_COMPOUND4args)


class COMPOUND4res(XdrStruct):
    """Their results, up to the one that failed; status is the last one's."""

    __slots__ = ("status", "tag", "resarray")
    __match_args__ = ("status", "tag", "resarray")

    status: nfsstat4
    tag: utf8str_cs
    resarray: list[nfs_resop4]

    def __init__(self, status: nfsstat4, tag: utf8str_cs, resarray: list[nfs_resop4]) -> None:
        self.status = status
        self.tag = tag
        self.resarray = resarray

    XDR_MIN_SIZE = 12
    XDR_FIELDS = (("status", _T_nfsstat4), ("tag", Opaque()), ("resarray", Array(_T_nfs_resop4)),)


def _w_COMPOUND4res(value: COMPOUND4res, packer: Packer) -> None:
    v1 = value.status
    if v1 not in _E_nfsstat4:
        raise UnhappyError
    v2 = value.tag
    n3 = len(v2)
    packer.put(_p_iI(v1, n3))
    packer.put(v2 + PAD[n3 & 3])
    v4 = value.resarray
    n5 = len(v4)
    packer.put(_p_I(n5))
    t7 = packer.tables["nfs_resop4"]
    for v6 in v4:
        a8 = t7[v6.resop]
        packer.put(a8.label)
        a8.write(v6.value, packer)


def _r_COMPOUND4res(unpacker: Unpacker) -> COMPOUND4res:
    made = new(COMPOUND4res)
    buf = unpacker.buf
    pos = unpacker.pos
    v1, n2 = _u_iI(buf, pos)
    pos += 8
    made.status = _E_nfsstat4[v1]
    if n2:
        made.tag = buf[pos : pos + n2]
        pos += (n2 + 3) & -4
    else:
        made.tag = b""
    (n3,) = _u_I(buf, pos)
    pos += 4
    t5 = unpacker.tables["nfs_resop4"]
    made.resarray = l4 = []
    for _ in range(n3):
        (v6,) = _u_i(buf, pos)
        a7 = t5[v6]
        unpacker.pos = pos + 4
        o8 = new(nfs_resop4)
        o8.resop = a7.member
        o8.value = a7.read(unpacker)
        l4.append(o8)
        pos = unpacker.pos
    unpacker.pos = pos
    return made


_T_COMPOUND4res: Final = Record(COMPOUND4res, _w_COMPOUND4res, _r_COMPOUND4res)

NFS4_PROGRAM: Final = 0x186a3
"""The service."""
NFS_V4: Final = 4
NFSPROC4_NULL: Final = 0
NFSPROC4_COMPOUND: Final = 1

TYPES: Final[dict[str, Type]] = {
    "nfsstat4": _T_nfsstat4,
    "changeid4": UHYPER,
    "clientid4": UHYPER,
    "count4": UINT,
    "length4": UHYPER,
    "offset4": UHYPER,
    "mode4": UINT,
    "nfs_cookie4": UHYPER,
    "nfs_lease4": UINT,
    "qop4": UINT,
    "policy4": UINT,
    "seqid4": UINT,
    "sequenceid4": UINT,
    "slotid4": UINT,
    "bitmap4": Array(UINT),
    "nfs_fh4": Opaque(128),
    "verifier4": Opaque(8, fixed=True),
    "sessionid4": Opaque(16, fixed=True),
    "deviceid4": Opaque(16, fixed=True),
    "attrlist4": Opaque(),
    "sec_oid4": Opaque(),
    "gsshandle4_t": Opaque(),
    "secret4": Opaque(),
    "utf8string": Opaque(),
    "utf8str_cis": Opaque(),
    "utf8str_cs": Opaque(),
    "utf8str_mixed": Opaque(),
    "ascii_REQUIRED4": Opaque(),
    "component4": Opaque(),
    "linktext4": Opaque(),
    "pathname4": Array(Opaque()),
    "nfstime4": _T_nfstime4,
    "stateid4": _T_stateid4,
    "netaddr4": _T_netaddr4,
    "clientaddr4": _T_netaddr4,
    "nfs_impl_id4": _T_nfs_impl_id4,
    "client_owner4": _T_client_owner4,
    "server_owner4": _T_server_owner4,
    "state_owner4": _T_state_owner4,
    "open_owner4": _T_state_owner4,
    "lock_owner4": _T_state_owner4,
    "change_info4": _T_change_info4,
    "stable_how4": _T_stable_how4,
    "nfs_opnum4": _T_nfs_opnum4,
    "nfs_ftype4": _T_nfs_ftype4,
    "fsid4": _T_fsid4,
    "specdata4": _T_specdata4,
    "change_policy4": _T_change_policy4,
    "time_how4": _T_time_how4,
    "settime4": _T_settime4,
    "mode_masked4": _T_mode_masked4,
    "acetype4": UINT,
    "aceflag4": UINT,
    "acemask4": UINT,
    "nfsace4": _T_nfsace4,
    "aclflag4": UINT,
    "nfsacl41": _T_nfsacl41,
    "fs_location4": _T_fs_location4,
    "fs_locations4": _T_fs_locations4,
    "fs_locations_server4": _T_fs_locations_server4,
    "fs_locations_item4": _T_fs_locations_item4,
    "fs_locations_info4": _T_fs_locations_info4,
    "fs4_status_type": _T_fs4_status_type,
    "fs4_status": _T_fs4_status,
    "threshold4_read_size": UHYPER,
    "threshold4_write_size": UHYPER,
    "threshold4_read_iosize": UHYPER,
    "threshold4_write_iosize": UHYPER,
    "layouttype4": _T_layouttype4,
    "threshold_item4": _T_threshold_item4,
    "mdsthreshold4": _T_mdsthreshold4,
    "layouthint4": _T_layouthint4,
    "retention_get4": _T_retention_get4,
    "retention_set4": _T_retention_set4,
    "fs_charset_cap4": UINT,
    "change_attr_type4": _T_change_attr_type4,
    "labelformat_spec4": _T_labelformat_spec4,
    "sec_label4": _T_sec_label4,
    "fattr4_supported_attrs": Array(UINT),
    "fattr4_type": _T_nfs_ftype4,
    "fattr4_fh_expire_type": UINT,
    "fattr4_change": UHYPER,
    "fattr4_size": UHYPER,
    "fattr4_link_support": BOOL,
    "fattr4_symlink_support": BOOL,
    "fattr4_named_attr": BOOL,
    "fattr4_fsid": _T_fsid4,
    "fattr4_unique_handles": BOOL,
    "fattr4_lease_time": UINT,
    "fattr4_rdattr_error": _T_nfsstat4,
    "fattr4_acl": Array(_T_nfsace4),
    "fattr4_aclsupport": UINT,
    "fattr4_archive": BOOL,
    "fattr4_cansettime": BOOL,
    "fattr4_case_insensitive": BOOL,
    "fattr4_case_preserving": BOOL,
    "fattr4_chown_restricted": BOOL,
    "fattr4_filehandle": Opaque(128),
    "fattr4_fileid": UHYPER,
    "fattr4_files_avail": UHYPER,
    "fattr4_files_free": UHYPER,
    "fattr4_files_total": UHYPER,
    "fattr4_fs_locations": _T_fs_locations4,
    "fattr4_hidden": BOOL,
    "fattr4_homogeneous": BOOL,
    "fattr4_maxfilesize": UHYPER,
    "fattr4_maxlink": UINT,
    "fattr4_maxname": UINT,
    "fattr4_maxread": UHYPER,
    "fattr4_maxwrite": UHYPER,
    "fattr4_mimetype": Opaque(),
    "fattr4_mode": UINT,
    "fattr4_no_trunc": BOOL,
    "fattr4_numlinks": UINT,
    "fattr4_owner": Opaque(),
    "fattr4_owner_group": Opaque(),
    "fattr4_quota_avail_hard": UHYPER,
    "fattr4_quota_avail_soft": UHYPER,
    "fattr4_quota_used": UHYPER,
    "fattr4_rawdev": _T_specdata4,
    "fattr4_space_avail": UHYPER,
    "fattr4_space_free": UHYPER,
    "fattr4_space_total": UHYPER,
    "fattr4_space_used": UHYPER,
    "fattr4_system": BOOL,
    "fattr4_time_access": _T_nfstime4,
    "fattr4_time_access_set": _T_settime4,
    "fattr4_time_backup": _T_nfstime4,
    "fattr4_time_create": _T_nfstime4,
    "fattr4_time_delta": _T_nfstime4,
    "fattr4_time_metadata": _T_nfstime4,
    "fattr4_time_modify": _T_nfstime4,
    "fattr4_time_modify_set": _T_settime4,
    "fattr4_mounted_on_fileid": UHYPER,
    "fattr4_dir_notif_delay": _T_nfstime4,
    "fattr4_dirent_notif_delay": _T_nfstime4,
    "fattr4_dacl": _T_nfsacl41,
    "fattr4_sacl": _T_nfsacl41,
    "fattr4_change_policy": _T_change_policy4,
    "fattr4_fs_status": _T_fs4_status,
    "fattr4_fs_layout_types": Array(_T_layouttype4),
    "fattr4_layout_hint": _T_layouthint4,
    "fattr4_layout_types": Array(_T_layouttype4),
    "fattr4_layout_blksize": UINT,
    "fattr4_layout_alignment": UINT,
    "fattr4_fs_locations_info": _T_fs_locations_info4,
    "fattr4_mdsthreshold": _T_mdsthreshold4,
    "fattr4_retention_get": _T_retention_get4,
    "fattr4_retention_set": _T_retention_set4,
    "fattr4_retentevt_get": _T_retention_get4,
    "fattr4_retentevt_set": _T_retention_set4,
    "fattr4_retention_hold": UHYPER,
    "fattr4_mode_set_masked": _T_mode_masked4,
    "fattr4_suppattr_exclcreat": Array(UINT),
    "fattr4_fs_charset_cap": UINT,
    "fattr4_clone_blksize": UINT,
    "fattr4_space_freed": UHYPER,
    "fattr4_change_attr_type": _T_change_attr_type4,
    "fattr4_sec_label": _T_sec_label4,
    "fattr4": _T_fattr4,
    "rpc_gss_svc_t": _T_rpc_gss_svc_t,
    "gss_cb_handles4": _T_gss_cb_handles4,
    "callback_sec_parms4": _T_callback_sec_parms4,
    "BACKCHANNEL_CTL4args": _T_BACKCHANNEL_CTL4args,
    "BACKCHANNEL_CTL4res": _T_BACKCHANNEL_CTL4res,
    "channel_dir_from_client4": _T_channel_dir_from_client4,
    "BIND_CONN_TO_SESSION4args": _T_BIND_CONN_TO_SESSION4args,
    "channel_dir_from_server4": _T_channel_dir_from_server4,
    "BIND_CONN_TO_SESSION4resok": _T_BIND_CONN_TO_SESSION4resok,
    "BIND_CONN_TO_SESSION4res": _T_BIND_CONN_TO_SESSION4res,
    "state_protect_ops4": _T_state_protect_ops4,
    "ssv_sp_parms4": _T_ssv_sp_parms4,
    "state_protect_how4": _T_state_protect_how4,
    "state_protect4_a": _T_state_protect4_a,
    "EXCHANGE_ID4args": _T_EXCHANGE_ID4args,
    "ssv_prot_info4": _T_ssv_prot_info4,
    "state_protect4_r": _T_state_protect4_r,
    "EXCHANGE_ID4resok": _T_EXCHANGE_ID4resok,
    "EXCHANGE_ID4res": _T_EXCHANGE_ID4res,
    "channel_attrs4": _T_channel_attrs4,
    "CREATE_SESSION4args": _T_CREATE_SESSION4args,
    "CREATE_SESSION4resok": _T_CREATE_SESSION4resok,
    "CREATE_SESSION4res": _T_CREATE_SESSION4res,
    "DESTROY_SESSION4args": _T_DESTROY_SESSION4args,
    "DESTROY_SESSION4res": _T_DESTROY_SESSION4res,
    "DESTROY_CLIENTID4args": _T_DESTROY_CLIENTID4args,
    "DESTROY_CLIENTID4res": _T_DESTROY_CLIENTID4res,
    "SEQUENCE4args": _T_SEQUENCE4args,
    "SEQUENCE4resok": _T_SEQUENCE4resok,
    "SEQUENCE4res": _T_SEQUENCE4res,
    "ssa_digest_input4": _T_ssa_digest_input4,
    "SET_SSV4args": _T_SET_SSV4args,
    "ssr_digest_input4": _T_ssr_digest_input4,
    "SET_SSV4resok": _T_SET_SSV4resok,
    "SET_SSV4res": _T_SET_SSV4res,
    "ssv_subkey4": _T_ssv_subkey4,
    "ssv_mic_plain_tkn4": _T_ssv_mic_plain_tkn4,
    "ssv_mic_tkn4": _T_ssv_mic_tkn4,
    "ssv_seal_plain_tkn4": _T_ssv_seal_plain_tkn4,
    "ssv_seal_cipher_tkn4": _T_ssv_seal_cipher_tkn4,
    "RECLAIM_COMPLETE4args": _T_RECLAIM_COMPLETE4args,
    "RECLAIM_COMPLETE4res": _T_RECLAIM_COMPLETE4res,
    "PUTFH4args": _T_PUTFH4args,
    "PUTFH4res": _T_PUTFH4res,
    "PUTPUBFH4res": _T_PUTPUBFH4res,
    "PUTROOTFH4res": _T_PUTROOTFH4res,
    "GETFH4resok": _T_GETFH4resok,
    "GETFH4res": _T_GETFH4res,
    "SAVEFH4res": _T_SAVEFH4res,
    "RESTOREFH4res": _T_RESTOREFH4res,
    "ACCESS4args": _T_ACCESS4args,
    "ACCESS4resok": _T_ACCESS4resok,
    "ACCESS4res": _T_ACCESS4res,
    "LOOKUP4args": _T_LOOKUP4args,
    "LOOKUP4res": _T_LOOKUP4res,
    "LOOKUPP4res": _T_LOOKUPP4res,
    "createtype4": _T_createtype4,
    "CREATE4args": _T_CREATE4args,
    "CREATE4resok": _T_CREATE4resok,
    "CREATE4res": _T_CREATE4res,
    "LINK4args": _T_LINK4args,
    "LINK4resok": _T_LINK4resok,
    "LINK4res": _T_LINK4res,
    "REMOVE4args": _T_REMOVE4args,
    "REMOVE4resok": _T_REMOVE4resok,
    "REMOVE4res": _T_REMOVE4res,
    "RENAME4args": _T_RENAME4args,
    "RENAME4resok": _T_RENAME4resok,
    "RENAME4res": _T_RENAME4res,
    "READLINK4resok": _T_READLINK4resok,
    "READLINK4res": _T_READLINK4res,
    "OPENATTR4args": _T_OPENATTR4args,
    "OPENATTR4res": _T_OPENATTR4res,
    "READDIR4args": _T_READDIR4args,
    "entry4": _T_entry4,
    "dirlist4": _T_dirlist4,
    "READDIR4resok": _T_READDIR4resok,
    "READDIR4res": _T_READDIR4res,
    "GETATTR4args": _T_GETATTR4args,
    "GETATTR4resok": _T_GETATTR4resok,
    "GETATTR4res": _T_GETATTR4res,
    "SETATTR4args": _T_SETATTR4args,
    "SETATTR4res": _T_SETATTR4res,
    "VERIFY4args": _T_VERIFY4args,
    "VERIFY4res": _T_VERIFY4res,
    "NVERIFY4args": _T_NVERIFY4args,
    "NVERIFY4res": _T_NVERIFY4res,
    "READ4args": _T_READ4args,
    "READ4resok": _T_READ4resok,
    "READ4res": _T_READ4res,
    "WRITE4args": _T_WRITE4args,
    "WRITE4resok": _T_WRITE4resok,
    "WRITE4res": _T_WRITE4res,
    "COMMIT4args": _T_COMMIT4args,
    "COMMIT4resok": _T_COMMIT4resok,
    "COMMIT4res": _T_COMMIT4res,
    "SECINFO4args": _T_SECINFO4args,
    "rpcsec_gss_info": _T_rpcsec_gss_info,
    "secinfo4": _T_secinfo4,
    "SECINFO4resok": Array(_T_secinfo4),
    "SECINFO4res": _T_SECINFO4res,
    "secinfo_style4": _T_secinfo_style4,
    "SECINFO_NO_NAME4args": _T_secinfo_style4,
    "SECINFO_NO_NAME4res": _T_SECINFO4res,
    "nfs_lock_type4": _T_nfs_lock_type4,
    "open_to_lock_owner4": _T_open_to_lock_owner4,
    "exist_lock_owner4": _T_exist_lock_owner4,
    "locker4": _T_locker4,
    "LOCK4args": _T_LOCK4args,
    "LOCK4denied": _T_LOCK4denied,
    "LOCK4resok": _T_LOCK4resok,
    "LOCK4res": _T_LOCK4res,
    "LOCKT4args": _T_LOCKT4args,
    "LOCKT4res": _T_LOCKT4res,
    "LOCKU4args": _T_LOCKU4args,
    "LOCKU4res": _T_LOCKU4res,
    "createmode4": _T_createmode4,
    "creatverfattr": _T_creatverfattr,
    "createhow4": _T_createhow4,
    "opentype4": _T_opentype4,
    "openflag4": _T_openflag4,
    "open_delegation_type4": _T_open_delegation_type4,
    "open_claim_type4": _T_open_claim_type4,
    "open_claim_delegate_cur4": _T_open_claim_delegate_cur4,
    "open_claim4": _T_open_claim4,
    "OPEN4args": _T_OPEN4args,
    "limit_by4": _T_limit_by4,
    "nfs_modified_limit4": _T_nfs_modified_limit4,
    "nfs_space_limit4": _T_nfs_space_limit4,
    "open_read_delegation4": _T_open_read_delegation4,
    "open_write_delegation4": _T_open_write_delegation4,
    "why_no_delegation4": _T_why_no_delegation4,
    "open_none_delegation4": _T_open_none_delegation4,
    "open_delegation4": _T_open_delegation4,
    "OPEN4resok": _T_OPEN4resok,
    "OPEN4res": _T_OPEN4res,
    "OPEN_DOWNGRADE4args": _T_OPEN_DOWNGRADE4args,
    "OPEN_DOWNGRADE4resok": _T_OPEN_DOWNGRADE4resok,
    "OPEN_DOWNGRADE4res": _T_OPEN_DOWNGRADE4res,
    "CLOSE4args": _T_CLOSE4args,
    "CLOSE4res": _T_CLOSE4res,
    "DELEGPURGE4args": _T_DELEGPURGE4args,
    "DELEGPURGE4res": _T_DELEGPURGE4res,
    "DELEGRETURN4args": _T_DELEGRETURN4args,
    "DELEGRETURN4res": _T_DELEGRETURN4res,
    "deleg_claim4": _T_deleg_claim4,
    "WANT_DELEGATION4args": _T_WANT_DELEGATION4args,
    "WANT_DELEGATION4res": _T_WANT_DELEGATION4res,
    "attr_notice4": _T_nfstime4,
    "GET_DIR_DELEGATION4args": _T_GET_DIR_DELEGATION4args,
    "GET_DIR_DELEGATION4resok": _T_GET_DIR_DELEGATION4resok,
    "gddrnf4_status": _T_gddrnf4_status,
    "GET_DIR_DELEGATION4res_non_fatal": _T_GET_DIR_DELEGATION4res_non_fatal,
    "GET_DIR_DELEGATION4res": _T_GET_DIR_DELEGATION4res,
    "TEST_STATEID4args": _T_TEST_STATEID4args,
    "TEST_STATEID4resok": _T_TEST_STATEID4resok,
    "TEST_STATEID4res": _T_TEST_STATEID4res,
    "FREE_STATEID4args": _T_FREE_STATEID4args,
    "FREE_STATEID4res": _T_FREE_STATEID4res,
    "layout_content4": _T_layout_content4,
    "layoutiomode4": _T_layoutiomode4,
    "layout4": _T_layout4,
    "device_addr4": _T_device_addr4,
    "layoutupdate4": _T_layoutupdate4,
    "layoutreturn_type4": _T_layoutreturn_type4,
    "layoutreturn_file4": _T_layoutreturn_file4,
    "layoutreturn4": _T_layoutreturn4,
    "nfl_util4": UINT,
    "filelayout_hint_care4": _T_filelayout_hint_care4,
    "nfsv4_1_file_layouthint4": _T_nfsv4_1_file_layouthint4,
    "multipath_list4": Array(_T_netaddr4),
    "nfsv4_1_file_layout_ds_addr4": _T_nfsv4_1_file_layout_ds_addr4,
    "nfsv4_1_file_layout4": _T_nfsv4_1_file_layout4,
    "GETDEVICEINFO4args": _T_GETDEVICEINFO4args,
    "GETDEVICEINFO4resok": _T_GETDEVICEINFO4resok,
    "GETDEVICEINFO4res": _T_GETDEVICEINFO4res,
    "GETDEVICELIST4args": _T_GETDEVICELIST4args,
    "GETDEVICELIST4resok": _T_GETDEVICELIST4resok,
    "GETDEVICELIST4res": _T_GETDEVICELIST4res,
    "newtime4": _T_newtime4,
    "newoffset4": _T_newoffset4,
    "LAYOUTCOMMIT4args": _T_LAYOUTCOMMIT4args,
    "newsize4": _T_newsize4,
    "LAYOUTCOMMIT4resok": _T_LAYOUTCOMMIT4resok,
    "LAYOUTCOMMIT4res": _T_LAYOUTCOMMIT4res,
    "LAYOUTGET4args": _T_LAYOUTGET4args,
    "LAYOUTGET4resok": _T_LAYOUTGET4resok,
    "LAYOUTGET4res": _T_LAYOUTGET4res,
    "LAYOUTRETURN4args": _T_LAYOUTRETURN4args,
    "layoutreturn_stateid": _T_layoutreturn_stateid,
    "LAYOUTRETURN4res": _T_LAYOUTRETURN4res,
    "device_error4": _T_device_error4,
    "LAYOUTERROR4args": _T_LAYOUTERROR4args,
    "LAYOUTERROR4res": _T_LAYOUTERROR4res,
    "io_info4": _T_io_info4,
    "LAYOUTSTATS4args": _T_LAYOUTSTATS4args,
    "LAYOUTSTATS4res": _T_LAYOUTSTATS4res,
    "ALLOCATE4args": _T_ALLOCATE4args,
    "ALLOCATE4res": _T_ALLOCATE4res,
    "DEALLOCATE4args": _T_DEALLOCATE4args,
    "DEALLOCATE4res": _T_DEALLOCATE4res,
    "netloc_type4": _T_netloc_type4,
    "netloc4": _T_netloc4,
    "write_response4": _T_write_response4,
    "COPY4args": _T_COPY4args,
    "copy_requirements4": _T_copy_requirements4,
    "COPY4resok": _T_COPY4resok,
    "COPY4res": _T_COPY4res,
    "COPY_NOTIFY4args": _T_COPY_NOTIFY4args,
    "COPY_NOTIFY4resok": _T_COPY_NOTIFY4resok,
    "COPY_NOTIFY4res": _T_COPY_NOTIFY4res,
    "OFFLOAD_CANCEL4args": _T_OFFLOAD_CANCEL4args,
    "OFFLOAD_CANCEL4res": _T_OFFLOAD_CANCEL4res,
    "OFFLOAD_STATUS4args": _T_OFFLOAD_STATUS4args,
    "OFFLOAD_STATUS4resok": _T_OFFLOAD_STATUS4resok,
    "OFFLOAD_STATUS4res": _T_OFFLOAD_STATUS4res,
    "CLONE4args": _T_CLONE4args,
    "CLONE4res": _T_CLONE4res,
    "copy_from_auth_priv": _T_copy_from_auth_priv,
    "copy_to_auth_priv": _T_copy_to_auth_priv,
    "copy_confirm_auth_priv": _T_copy_confirm_auth_priv,
    "IO_ADVISE_type4": _T_IO_ADVISE_type4,
    "IO_ADVISE4args": _T_IO_ADVISE4args,
    "IO_ADVISE4resok": _T_IO_ADVISE4resok,
    "IO_ADVISE4res": _T_IO_ADVISE4res,
    "data_content4": _T_data_content4,
    "data4": _T_data4,
    "data_info4": _T_data_info4,
    "READ_PLUS4args": _T_READ_PLUS4args,
    "read_plus_content": _T_read_plus_content,
    "read_plus_res4": _T_read_plus_res4,
    "READ_PLUS4res": _T_READ_PLUS4res,
    "SEEK4args": _T_SEEK4args,
    "seek_res4": _T_seek_res4,
    "SEEK4res": _T_SEEK4res,
    "app_data_block4": _T_app_data_block4,
    "WRITE_SAME4args": _T_WRITE_SAME4args,
    "WRITE_SAME4res": _T_WRITE_SAME4res,
    "nfs_client_id4": _T_nfs_client_id4,
    "cb_client4": _T_cb_client4,
    "SETCLIENTID4args": _T_SETCLIENTID4args,
    "SETCLIENTID4resok": _T_SETCLIENTID4resok,
    "SETCLIENTID4res": _T_SETCLIENTID4res,
    "SETCLIENTID_CONFIRM4args": _T_SETCLIENTID_CONFIRM4args,
    "SETCLIENTID_CONFIRM4res": _T_SETCLIENTID_CONFIRM4res,
    "RENEW4args": _T_RENEW4args,
    "RENEW4res": _T_RENEW4res,
    "OPEN_CONFIRM4args": _T_OPEN_CONFIRM4args,
    "OPEN_CONFIRM4resok": _T_OPEN_CONFIRM4resok,
    "OPEN_CONFIRM4res": _T_OPEN_CONFIRM4res,
    "RELEASE_LOCKOWNER4args": _T_RELEASE_LOCKOWNER4args,
    "RELEASE_LOCKOWNER4res": _T_RELEASE_LOCKOWNER4res,
    "nfs_cb_opnum4": _T_nfs_cb_opnum4,
    "CB_GETATTR4args": _T_CB_GETATTR4args,
    "CB_GETATTR4resok": _T_CB_GETATTR4resok,
    "CB_GETATTR4res": _T_CB_GETATTR4res,
    "CB_RECALL4args": _T_CB_RECALL4args,
    "CB_RECALL4res": _T_CB_RECALL4res,
    "CB_PUSH_DELEG4args": _T_CB_PUSH_DELEG4args,
    "CB_PUSH_DELEG4res": _T_CB_PUSH_DELEG4res,
    "CB_WANTS_CANCELLED4args": _T_CB_WANTS_CANCELLED4args,
    "CB_WANTS_CANCELLED4res": _T_CB_WANTS_CANCELLED4res,
    "layoutrecall_type4": _T_layoutrecall_type4,
    "layoutrecall_file4": _T_layoutrecall_file4,
    "layoutrecall4": _T_layoutrecall4,
    "CB_LAYOUTRECALL4args": _T_CB_LAYOUTRECALL4args,
    "CB_LAYOUTRECALL4res": _T_CB_LAYOUTRECALL4res,
    "notify_type4": _T_notify_type4,
    "notify_entry4": _T_notify_entry4,
    "prev_entry4": _T_prev_entry4,
    "notify_remove4": _T_notify_remove4,
    "notify_add4": _T_notify_add4,
    "notify_attr4": _T_notify_attr4,
    "notify_rename4": _T_notify_rename4,
    "notify_verifier4": _T_notify_verifier4,
    "notifylist4": Opaque(),
    "notify4": _T_notify4,
    "CB_NOTIFY4args": _T_CB_NOTIFY4args,
    "CB_NOTIFY4res": _T_CB_NOTIFY4res,
    "notify_deviceid_type4": _T_notify_deviceid_type4,
    "notify_deviceid_delete4": _T_notify_deviceid_delete4,
    "notify_deviceid_change4": _T_notify_deviceid_change4,
    "CB_NOTIFY_DEVICEID4args": _T_CB_NOTIFY_DEVICEID4args,
    "CB_NOTIFY_DEVICEID4res": _T_CB_NOTIFY_DEVICEID4res,
    "CB_RECALL_ANY4args": _T_CB_RECALL_ANY4args,
    "CB_RECALL_ANY4res": _T_CB_RECALL_ANY4res,
    "CB_RECALLABLE_OBJ_AVAIL4args": _T_CB_RECALL_ANY4args,
    "CB_RECALLABLE_OBJ_AVAIL4res": _T_CB_RECALLABLE_OBJ_AVAIL4res,
    "CB_RECALL_SLOT4args": _T_CB_RECALL_SLOT4args,
    "CB_RECALL_SLOT4res": _T_CB_RECALL_SLOT4res,
    "referring_call4": _T_referring_call4,
    "referring_call_list4": _T_referring_call_list4,
    "CB_SEQUENCE4args": _T_CB_SEQUENCE4args,
    "CB_SEQUENCE4resok": _T_CB_SEQUENCE4resok,
    "CB_SEQUENCE4res": _T_CB_SEQUENCE4res,
    "CB_NOTIFY_LOCK4args": _T_CB_NOTIFY_LOCK4args,
    "CB_NOTIFY_LOCK4res": _T_CB_NOTIFY_LOCK4res,
    "offload_info4": _T_offload_info4,
    "CB_OFFLOAD4args": _T_CB_OFFLOAD4args,
    "CB_OFFLOAD4res": _T_CB_OFFLOAD4res,
    "CB_ILLEGAL4res": _T_CB_ILLEGAL4res,
    "nfs_cb_argop4": _T_nfs_cb_argop4,
    "nfs_cb_resop4": _T_nfs_cb_resop4,
    "CB_COMPOUND4args": _T_CB_COMPOUND4args,
    "CB_COMPOUND4res": _T_CB_COMPOUND4res,
    "ILLEGAL4res": _T_ILLEGAL4res,
    "nfs_argop4": _T_nfs_argop4,
    "nfs_resop4": _T_nfs_resop4,
    "COMPOUND4args": _T_COMPOUND4args,
    "COMPOUND4res": _T_COMPOUND4res,
}
"""Every type that this module defines, typedefs too, by its XDR name."""
extensible(open_delegation4, _E_open_delegation_type4)
extensible(nfs_cb_argop4, _E_nfs_cb_opnum4)
extensible(nfs_cb_resop4, _E_nfs_cb_opnum4)
extensible(nfs_argop4, _E_nfs_opnum4)
extensible(nfs_resop4, _E_nfs_opnum4)

ATTRIBUTES: Final[dict[str, tuple[int, Type]]] = {
    "FATTR4_SUPPORTED_ATTRS": (0, TYPES["fattr4_supported_attrs"]),
    "FATTR4_TYPE": (1, TYPES["fattr4_type"]),
    "FATTR4_FH_EXPIRE_TYPE": (2, TYPES["fattr4_fh_expire_type"]),
    "FATTR4_CHANGE": (3, TYPES["fattr4_change"]),
    "FATTR4_SIZE": (4, TYPES["fattr4_size"]),
    "FATTR4_LINK_SUPPORT": (5, TYPES["fattr4_link_support"]),
    "FATTR4_SYMLINK_SUPPORT": (6, TYPES["fattr4_symlink_support"]),
    "FATTR4_NAMED_ATTR": (7, TYPES["fattr4_named_attr"]),
    "FATTR4_FSID": (8, TYPES["fattr4_fsid"]),
    "FATTR4_UNIQUE_HANDLES": (9, TYPES["fattr4_unique_handles"]),
    "FATTR4_LEASE_TIME": (10, TYPES["fattr4_lease_time"]),
    "FATTR4_RDATTR_ERROR": (11, TYPES["fattr4_rdattr_error"]),
    "FATTR4_ACL": (12, TYPES["fattr4_acl"]),
    "FATTR4_ACLSUPPORT": (13, TYPES["fattr4_aclsupport"]),
    "FATTR4_ARCHIVE": (14, TYPES["fattr4_archive"]),
    "FATTR4_CANSETTIME": (15, TYPES["fattr4_cansettime"]),
    "FATTR4_CASE_INSENSITIVE": (16, TYPES["fattr4_case_insensitive"]),
    "FATTR4_CASE_PRESERVING": (17, TYPES["fattr4_case_preserving"]),
    "FATTR4_CHOWN_RESTRICTED": (18, TYPES["fattr4_chown_restricted"]),
    "FATTR4_FILEHANDLE": (19, TYPES["fattr4_filehandle"]),
    "FATTR4_FILEID": (20, TYPES["fattr4_fileid"]),
    "FATTR4_FILES_AVAIL": (21, TYPES["fattr4_files_avail"]),
    "FATTR4_FILES_FREE": (22, TYPES["fattr4_files_free"]),
    "FATTR4_FILES_TOTAL": (23, TYPES["fattr4_files_total"]),
    "FATTR4_FS_LOCATIONS": (24, TYPES["fattr4_fs_locations"]),
    "FATTR4_HIDDEN": (25, TYPES["fattr4_hidden"]),
    "FATTR4_HOMOGENEOUS": (26, TYPES["fattr4_homogeneous"]),
    "FATTR4_MAXFILESIZE": (27, TYPES["fattr4_maxfilesize"]),
    "FATTR4_MAXLINK": (28, TYPES["fattr4_maxlink"]),
    "FATTR4_MAXNAME": (29, TYPES["fattr4_maxname"]),
    "FATTR4_MAXREAD": (30, TYPES["fattr4_maxread"]),
    "FATTR4_MAXWRITE": (31, TYPES["fattr4_maxwrite"]),
    "FATTR4_MIMETYPE": (32, TYPES["fattr4_mimetype"]),
    "FATTR4_MODE": (33, TYPES["fattr4_mode"]),
    "FATTR4_NO_TRUNC": (34, TYPES["fattr4_no_trunc"]),
    "FATTR4_NUMLINKS": (35, TYPES["fattr4_numlinks"]),
    "FATTR4_OWNER": (36, TYPES["fattr4_owner"]),
    "FATTR4_OWNER_GROUP": (37, TYPES["fattr4_owner_group"]),
    "FATTR4_QUOTA_AVAIL_HARD": (38, TYPES["fattr4_quota_avail_hard"]),
    "FATTR4_QUOTA_AVAIL_SOFT": (39, TYPES["fattr4_quota_avail_soft"]),
    "FATTR4_QUOTA_USED": (40, TYPES["fattr4_quota_used"]),
    "FATTR4_RAWDEV": (41, TYPES["fattr4_rawdev"]),
    "FATTR4_SPACE_AVAIL": (42, TYPES["fattr4_space_avail"]),
    "FATTR4_SPACE_FREE": (43, TYPES["fattr4_space_free"]),
    "FATTR4_SPACE_TOTAL": (44, TYPES["fattr4_space_total"]),
    "FATTR4_SPACE_USED": (45, TYPES["fattr4_space_used"]),
    "FATTR4_SYSTEM": (46, TYPES["fattr4_system"]),
    "FATTR4_TIME_ACCESS": (47, TYPES["fattr4_time_access"]),
    "FATTR4_TIME_ACCESS_SET": (48, TYPES["fattr4_time_access_set"]),
    "FATTR4_TIME_BACKUP": (49, TYPES["fattr4_time_backup"]),
    "FATTR4_TIME_CREATE": (50, TYPES["fattr4_time_create"]),
    "FATTR4_TIME_DELTA": (51, TYPES["fattr4_time_delta"]),
    "FATTR4_TIME_METADATA": (52, TYPES["fattr4_time_metadata"]),
    "FATTR4_TIME_MODIFY": (53, TYPES["fattr4_time_modify"]),
    "FATTR4_TIME_MODIFY_SET": (54, TYPES["fattr4_time_modify_set"]),
    "FATTR4_MOUNTED_ON_FILEID": (55, TYPES["fattr4_mounted_on_fileid"]),
    "FATTR4_DIR_NOTIF_DELAY": (56, TYPES["fattr4_dir_notif_delay"]),
    "FATTR4_DIRENT_NOTIF_DELAY": (57, TYPES["fattr4_dirent_notif_delay"]),
    "FATTR4_DACL": (58, TYPES["fattr4_dacl"]),
    "FATTR4_SACL": (59, TYPES["fattr4_sacl"]),
    "FATTR4_CHANGE_POLICY": (60, TYPES["fattr4_change_policy"]),
    "FATTR4_FS_STATUS": (61, TYPES["fattr4_fs_status"]),
    "FATTR4_FS_LAYOUT_TYPES": (62, TYPES["fattr4_fs_layout_types"]),
    "FATTR4_LAYOUT_HINT": (63, TYPES["fattr4_layout_hint"]),
    "FATTR4_LAYOUT_TYPES": (64, TYPES["fattr4_layout_types"]),
    "FATTR4_LAYOUT_BLKSIZE": (65, TYPES["fattr4_layout_blksize"]),
    "FATTR4_LAYOUT_ALIGNMENT": (66, TYPES["fattr4_layout_alignment"]),
    "FATTR4_FS_LOCATIONS_INFO": (67, TYPES["fattr4_fs_locations_info"]),
    "FATTR4_MDSTHRESHOLD": (68, TYPES["fattr4_mdsthreshold"]),
    "FATTR4_RETENTION_GET": (69, TYPES["fattr4_retention_get"]),
    "FATTR4_RETENTION_SET": (70, TYPES["fattr4_retention_set"]),
    "FATTR4_RETENTEVT_GET": (71, TYPES["fattr4_retentevt_get"]),
    "FATTR4_RETENTEVT_SET": (72, TYPES["fattr4_retentevt_set"]),
    "FATTR4_RETENTION_HOLD": (73, TYPES["fattr4_retention_hold"]),
    "FATTR4_MODE_SET_MASKED": (74, TYPES["fattr4_mode_set_masked"]),
    "FATTR4_SUPPATTR_EXCLCREAT": (75, TYPES["fattr4_suppattr_exclcreat"]),
    "FATTR4_FS_CHARSET_CAP": (76, TYPES["fattr4_fs_charset_cap"]),
    "FATTR4_CLONE_BLKSIZE": (77, TYPES["fattr4_clone_blksize"]),
    "FATTR4_SPACE_FREED": (78, TYPES["fattr4_space_freed"]),
    "FATTR4_CHANGE_ATTR_TYPE": (79, TYPES["fattr4_change_attr_type"]),
    "FATTR4_SEC_LABEL": (80, TYPES["fattr4_sec_label"]),
}
"""Number and type of each attribute, by the name of the number."""
