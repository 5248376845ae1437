"""What must hold of any COMPOUND reply before it is worth judging (RFC 8881 §16.2.3, §18.46.3)."""

from __future__ import annotations

from collections.abc import Sequence

from regrace.harness.client.exchange import op_name, status_name
from regrace.xdr_defs import nfs4


def find_lie(
    asked: Sequence[nfs4.nfs_argop4], sequence: nfs4.SEQUENCE4args | None, got: nfs4.COMPOUND4res
) -> str:
    """What can't be right about a decoded reply, in words; "" if nothing is."""
    results = got.resarray
    if len(results) > len(asked):
        return f"{len(results)} results for {len(asked)} operations"
    status = 0
    for op, result in zip(asked, results, strict=False):
        if status:
            return (
                f"results go on with {op_name(result.resop)} after one that ended with {status_name(status)}"
            )
        if result.resop != op.argop and result.resop != nfs4.OP_ILLEGAL:
            return f"a result is of {op_name(result.resop)} where {op_name(op.argop)} was asked"
        value = result.value
        status = getattr(value, value.__slots__[0])  # as `status_of`; this loop runs for every reply
    if results and status != got.status:
        return (
            f"the compound's status is {status_name(got.status)}, "
            f"and that of its last result, {op_name(results[-1].resop)}, is {status_name(status)}"
        )
    if not status and got.status == nfs4.NFS4_OK:
        if len(results) < len(asked):
            return f"NFS4_OK with {len(results)} results for {len(asked)} operations"
        if sequence is not None:
            ok = results[0].value.value
            if ok.sr_sessionid != sequence.sa_sessionid:
                sent, got_on = sequence.sa_sessionid.hex(), ok.sr_sessionid.hex()
                return f"SEQUENCE was sent on session {sent}, and answered on {got_on}"
            if ok.sr_slotid != sequence.sa_slotid or ok.sr_sequenceid != sequence.sa_sequenceid:
                return (
                    f"SEQUENCE was sent with slot {sequence.sa_slotid} sequence {sequence.sa_sequenceid}, "
                    f"and answered with slot {ok.sr_slotid} sequence {ok.sr_sequenceid}"
                )
    return ""
