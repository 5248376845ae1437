"""Delegations across the re-export server: what R may promise only while O has promised it to R.

RFC 8881 §10.2 and §10.4; draft-cel-nfsv4-state-retention, section 6.6; invariant I20.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.suite._delegations import (
    WANT_READ,
    WANT_WRITE,
    Contender,
    asks,
    bound_of,
    delegated,
    is_recalled,
    still_out,
)
from regrace.suite._steps import opened
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK


@case(
    "DG-01",
    level=Level.INV,
    cite="invariant I20; RFC 8881 §10.4",
    requirement="R delegates nothing that O can't have delegated to R, since somebody else uses the file there.",
    needs={"delegations"},
    judges={"I20"},
)
def nothing_is_delegated_without_cover(rig: Rig) -> None:
    """E1 is given a delegation of a quiet file; of one that D1 writes at O it wants one, too."""
    quiet, busy = rig.file("quiet"), rig.file("busy")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    delegated(rig, e1, quiet)
    opened(d1, busy)

    for want in (WANT_WRITE, WANT_READ):
        answer = asks(e1, busy, want)
        if answer.delegation is not None:
            kind = "write" if answer.delegation.write else "read"
            raise Failed(
                f"R gives a {kind} delegation of a file that D1 has open for writing at O",
                expected="OPEN -> NFS4_OK without a delegation",
                actual=f"OPEN -> NFS4_OK with a {kind} delegation",
                signature="delegation of a file that is in use at O",
            )


@case(
    "DG-02",
    level=Level.INV,
    cite="RFC 8881 §10.2, §10.4.4; invariant I20",
    requirement="A conflicting open by a client of O is let in only after the end client, recalled by way of R, has "
    "returned its delegation.",
    needs={"delegations"},
    judges={"I20"},
)
def a_recall_reaches_the_end_client(rig: Rig) -> None:
    """E1 has a delegation through R; D1 opens the file at O; E1 hears of it, returns it, D1 gets in."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    held = delegated(rig, e1, file)
    contender = Contender(rig, d1, file)
    is_recalled(rig, e1, held, contender)
    still_out(rig, e1, contender)
    e1.write(file, held, 0, b"flushed by E1").expect(NFS4_OK, because="the delegation is recalled, and not lost")
    e1.delegreturn(held).expect(NFS4_OK)
    got = contender.gets_in(bound_of(rig))
    seen = d1.read(got.opened, got.opened, 0, 13).need(NFS4_OK, judged_by="LK-16")
    if seen.data != b"flushed by E1":
        raise Failed(
            "what the end client had written before it returned its delegation is not at O",
            expected="flushed by E1",
            actual=repr(seen.data),
            signature="flushed data not seen at O",
        )
