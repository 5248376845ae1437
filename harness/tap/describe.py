"""COMPOUNDs as one line for a reader: operation names, and the arguments and results that matter.

Not a dump: what a person needs to follow an exchange of locks. An operation without an entry here is
shown by its name (and its status, in a reply) alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any

from regrace.xdr_defs import nfs4
from regrace.xdr_defs.delegating import OPEN4_RESULT_NO_OPEN_STATEID

TO_EOF = 0xFFFF_FFFF_FFFF_FFFF
"""A lock's length that means "to the end of the file, wherever that is" (RFC 8881 §18.10.3)."""


def handle(fh: bytes) -> str:
    """A filehandle by a checksum: equal handles look equal, and that is all a reader asks of one."""
    return f"fh:{zlib.crc32(fh):08x}"


def stateid(value: nfs4.stateid4) -> str:
    """A stateid: seqid, and the end of `other`; the special ones by name (RFC 8881 §8.2.3)."""
    other = bytes(value.other)
    if other == bytes(12):
        return {0: "anonymous", 1: "current"}.get(value.seqid, f"special:{value.seqid}")
    if other == b"\xff" * 12:
        return "bypass"
    return f"{value.seqid}:{other[-6:].hex()}"


def extent(offset: int, length: int) -> str:
    """A byte range, half open."""
    return f"[{offset},{'eof' if length == TO_EOF else offset + length})"


def text(value: bytes) -> str:
    """An owner or a name, shortened, safe to print."""
    shown = value.decode("ascii", "replace") if value.isascii() else value.hex()
    shown = "".join(c if c.isprintable() else "." for c in shown)
    return shown if len(shown) <= 24 else f"{shown[:21]}~{zlib.crc32(value):08x}"


def _lock_kind(value: int) -> str:
    return {1: "READ", 2: "WRITE", 3: "READW", 4: "WRITEW"}.get(int(value), f"type {int(value)}")


def _claim(op: Any) -> str:
    kind = int(op.claim.claim)
    names = {
        0: "NULL",
        1: "PREVIOUS",
        2: "DELEGATE_CUR",
        3: "DELEGATE_PREV",
        4: "FH",
        5: "DELEG_CUR_FH",
        6: "DELEG_PREV_FH",
    }
    name = f" {text(op.claim.value)}" if kind == 0 else ""
    return f"{names.get(kind, kind)}{name}"


def _open(op: Any) -> str:
    create = " create" if int(op.openhow.opentype) == nfs4.OPEN4_CREATE else ""
    who = text(op.owner.owner)
    want = f" want={op.share_access & ~3:#x}" if op.share_access & ~3 else ""
    return f"access={op.share_access & 3}{want} deny={op.share_deny} claim={_claim(op)}{create} owner={who}"


def _lock(op: Any) -> str:
    if op.locker.new_lock_owner:
        under = op.locker.value
        who = f"owner={text(under.lock_owner.owner)} open={stateid(under.open_stateid)}"
    else:
        who = f"stateid={stateid(op.locker.value.lock_stateid)}"
    reclaim = " reclaim" if op.reclaim else ""
    return f"{_lock_kind(op.locktype)} {extent(op.offset, op.length)}{reclaim} {who}"


def _flags(value: int) -> str:
    return f"flags={value:#x}" if value else "flags=0"


_ARGUMENTS: Mapping[str, Callable[[Any], str]] = {
    "SEQUENCE": lambda op: (
        f"slot={op.sa_slotid} seq={op.sa_sequenceid}{'' if op.sa_cachethis else ' uncached'}"
    ),
    "EXCHANGE_ID": lambda op: (
        f"owner={text(op.eia_clientowner.co_ownerid)} verifier={bytes(op.eia_clientowner.co_verifier).hex()}"
        f" {_flags(op.eia_flags)}"
    ),
    "CREATE_SESSION": lambda op: f"clientid={op.csa_clientid:x} seq={op.csa_sequence}",
    "DESTROY_SESSION": lambda op: f"session={bytes(op.dsa_sessionid).hex()}",
    "DESTROY_CLIENTID": lambda op: f"clientid={op.dca_clientid:x}",
    "BIND_CONN_TO_SESSION": lambda op: f"session={bytes(op.bctsa_sessid).hex()}",
    "RECLAIM_COMPLETE": lambda op: "one_fs" if op.rca_one_fs else "",
    "PUTFH": lambda op: handle(op.object),
    "LOOKUP": lambda op: text(op.objname),
    "CREATE": lambda op: text(op.objname),
    "REMOVE": lambda op: text(op.target),
    "RENAME": lambda op: f"{text(op.oldname)} -> {text(op.newname)}",
    "OPEN": _open,
    "CLOSE": lambda op: stateid(op.open_stateid),
    "OPEN_DOWNGRADE": lambda op: (
        f"{stateid(op.open_stateid)} access={op.share_access & 3} deny={op.share_deny}"
    ),
    "LOCK": _lock,
    "LOCKT": lambda op: (
        f"{_lock_kind(op.locktype)} {extent(op.offset, op.length)} owner={text(op.owner.owner)}"
    ),
    "LOCKU": lambda op: f"{extent(op.offset, op.length)} stateid={stateid(op.lock_stateid)}",
    "READ": lambda op: f"{extent(op.offset, op.count)} stateid={stateid(op.stateid)}",
    "WRITE": lambda op: f"{extent(op.offset, len(op.data))} stateid={stateid(op.stateid)}",
    "TEST_STATEID": lambda op: " ".join(stateid(s) for s in op.ts_stateids[:4]),
    "FREE_STATEID": lambda op: stateid(op.fsa_stateid),
    "CB_SEQUENCE": lambda op: f"slot={op.csa_slotid} seq={op.csa_sequenceid}",
    "CB_RECALL": lambda op: f"{handle(op.fh)} stateid={stateid(op.stateid)}",
    "CB_NOTIFY_LOCK": lambda op: f"{handle(op.cnla_fh)} owner={text(op.cnla_lock_owner.owner)}",
}


def _opened(ok: nfs4.OPEN4resok) -> str:
    told = "no open" if ok.rflags & OPEN4_RESULT_NO_OPEN_STATEID else stateid(ok.stateid)
    given = ok.delegation.value
    if not isinstance(given, nfs4.open_read_delegation4 | nfs4.open_write_delegation4):
        return told
    kind = nfs4.open_delegation_type4(ok.delegation.delegation_type).name.removeprefix("OPEN_DELEGATE_")
    return f"{told}, delegation {kind} {stateid(given.stateid)}"


_RESULTS: Mapping[str, Callable[[Any], str]] = {
    "SEQUENCE": lambda ok: _flags(ok.sr_status_flags) if ok.sr_status_flags else "",
    "EXCHANGE_ID": lambda ok: f"clientid={ok.eir_clientid:x} seq={ok.eir_sequenceid} {_flags(ok.eir_flags)}",
    "CREATE_SESSION": lambda ok: f"session={bytes(ok.csr_sessionid).hex()}",
    "GETFH": lambda ok: handle(ok.object),
    "OPEN": _opened,
    "OPEN_DOWNGRADE": stateid,
    "CLOSE": lambda ok: "",
    "LOCK": lambda ok: stateid(ok.lock_stateid),
    "LOCKU": stateid,
    "READ": lambda ok: f"{len(ok.data)} bytes{' eof' if ok.eof else ''}",
    "WRITE": lambda ok: f"{ok.count} bytes",
    "TEST_STATEID": lambda ok: " ".join(nfs4.nfsstat4(s).name for s in ok.tsr_status_codes[:4]),
}


def _denied(value: Any) -> str:
    return (
        f"{_lock_kind(value.locktype)} {extent(value.offset, value.length)} held by {text(value.owner.owner)}"
    )


def call_line(operations: list[tuple[str, Any]]) -> str:
    """Operations of a call, each as its name and its decoded arguments (None where there are none)."""
    return "; ".join(_joined(name, _ARGUMENTS, arguments) for name, arguments in operations)


def reply_line(results: list[tuple[str, str, Any]]) -> str:
    """Results of a reply, each as the operation's name, its status' name and its decoded success body."""
    shown = []
    for name, status, body in results:
        if status == "NFS4_OK":
            shown.append(_joined(name, _RESULTS, body))
        elif name in ("LOCK", "LOCKT") and status == "NFS4ERR_DENIED" and body is not None:
            shown.append(f"{name} {status} {_denied(body)}")
        else:
            shown.append(f"{name} {status}")
    return "; ".join(shown)


def _joined(name: str, table: Mapping[str, Callable[[Any], str]], body: Any) -> str:
    teller = table.get(name)
    told = teller(body) if teller is not None and body is not None else ""
    return f"{name} {told}" if told else name
