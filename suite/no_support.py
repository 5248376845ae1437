"""Servers without recovery: that they say so, and keep their word (Linux re-exports of both eras)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.suite._steps import locked, opened, tries
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_NO_GRACE, NFS4ERR_NOTSUPP, NFS4ERR_RECLAIM_BAD


@case(
    "NS-01",
    level=Level.KNOWN,
    cite="RFC 8881 §15.2 (no NFS4ERR_NOTSUPP for LOCK); Linux since 6.15",
    requirement="A re-export server that can't keep locks refuses to grant them.",
)
def locks_that_cannot_be_kept_are_refused(rig: Rig) -> None:
    """E1 asks for a lock through R; a refusal is recorded, with its status."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    opened(e1, file)
    answer = tries(e1, file)
    if answer.ok:
        raise Recorded(f"{rig.reexport.name} grants locks; nothing was refused", actual="LOCK -> NFS4_OK")
    tries(d1, file).expect(NFS4_OK, because="what R refused must not be held at O")
    if answer.status != NFS4ERR_NOTSUPP:
        rig.refused(rig.reexport, "locks", f"LOCK through R -> {answer.status.name}")
    raise Recorded(
        "locks are refused with NFS4ERR_NOTSUPP: safe, though RFC 8881 does not list that status for LOCK",
        actual="LOCK -> NFS4ERR_NOTSUPP",
    )


@case(
    "NS-07",
    level=Level.INV,
    cite="invariants I3 and I23; Linux 5.15 to 6.14",
    requirement="A re-export server that can't recover locks refuses to give them back after its reboot.",
    needs={"locks"},
    faults={"reboot:reexport"},
    lease_waits=1.5,
)
def what_cannot_be_recovered_is_not_given_back(rig: Rig) -> None:
    """E1 locks, R reboots, D1 may lock meanwhile; E1's reclaim is refused."""
    if rig.reexport.claims("reclaim"):
        raise Recorded("R claims to recover locks: PT-03 and PT-13 judge how", actual="reclaim is claimed")
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)

    rig.reexport.reboot()

    meanwhile = tries(d1, file)
    rig.findings.info(f"D1's lock before E1 reclaims -> {meanwhile.status.name}")
    e1.recover().need(NFS4_OK, judged_by="GR-02")
    reopened = e1.reclaim_open(lock.open)
    if not reopened.ok:
        reopened.expect(NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD)
        return
    answer = e1.reclaim_lock(lock, reopened.opened)
    if answer.ok:
        raise Failed(
            "R gives back a lock though it claims no recovery" + (", and D1 holds it" if meanwhile.ok else ""),
            expected="NFS4ERR_NO_GRACE",
            actual="LOCK reclaim -> NFS4_OK",
            signature="reclaim granted by a server that claims none",
        )
    answer.expect(NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD)
