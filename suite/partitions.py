"""What survives when R and O can't talk (RFC 8881 §8.3, §8.4.3; the draft, section 6.8)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.errors import PeerSilent
from regrace.harness.client.ledger import Lock
from regrace.harness.client.patience import patiently
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.suite._steps import absence_limit, locked, opened, tries
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DELAY, NFS4ERR_DENIED, NFS4ERR_GRACE

SESSION_IS_LOST = frozenset({"NFS4ERR_BADSESSION", "NFS4ERR_DEADSESSION", "NFS4ERR_STALE_CLIENTID"})
TELLS_A_LOSS = SESSION_IS_LOST | {
    "NFS4ERR_EXPIRED",
    "NFS4ERR_ADMIN_REVOKED",
    "NFS4ERR_BAD_STATEID",
    "NFS4ERR_OLD_STATEID",
    "NFS4ERR_STALE_STATEID",
}
"""Answers to an operation on a lock's stateid by which a client learns that the lock is gone (RFC 8881 §8.4.2)."""
TAKEN_OVER = b"E1 is still here"
REVOKED_FLAGS = (
    nfs4.SEQ4_STATUS_EXPIRED_ALL_STATE_REVOKED
    | nfs4.SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED
    | nfs4.SEQ4_STATUS_ADMIN_STATE_REVOKED
)


@case(
    "NP-04",
    level=Level.MUST,
    cite="RFC 8881 §8.3",
    requirement="A partition of R and O that is shorter than O's lease costs nobody a lock.",
    needs={"locks"},
    faults={"partition:reexport"},
    lease_waits=1.0,
)
def a_short_partition_costs_nothing(rig: Rig) -> None:
    """E1 holds a lock through R; R is cut off from O for a third of a lease, and healed."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    tries(d1, file).need(NFS4ERR_DENIED, judged_by="LK-01")

    rig.reexport.partition_from(rig.origin)
    rig.await_time(rig.origin.lease_s / 3, "a third of a lease without R-O")
    rig.heal_all()

    tries(d1, file).expect(NFS4ERR_DENIED, because="O's lease for R has not run out")
    written = patiently(
        lambda: e1.write(file, lock.stateid, 0, b"still mine"),
        world=rig.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=2 * rig.origin.lease_s + 10,
        waiting_for="R to reach O again",
    )
    written.expect(NFS4_OK, because="E1 never lost its lock")
    patiently(
        lambda: e1.locku(lock),
        world=rig.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=2 * rig.origin.lease_s + 10,
        waiting_for="R to reach O again",
    ).expect(NFS4_OK)


@case(
    "NP-06",
    level=Level.INV,
    cite="invariant I11; RFC 8881 §8.4.3; draft-cel-nfsv4-state-retention, section 6.8",
    requirement="When O gives an end client's lock away while R is cut off, the end client is told "
    "before anything that relies on it succeeds.",
    needs={"locks"},
    faults={"partition:reexport"},
    lease_waits=6.0,
)
def a_lock_lost_behind_rs_back_is_told(rig: Rig) -> None:
    """R is cut off from O for more than a lease; D1 takes E1's range; healed, E1 writes.

    D1 writes too, under its lock: the data is the last witness."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    e1.write(file, lock.stateid, 0, b"E1 was here").need(NFS4_OK, judged_by="NP-04")
    opened(d1, file)
    limit_s = absence_limit(rig)

    rig.reexport.partition_from(rig.origin)
    rig.await_lease_over(rig.origin, waiting_for="R's lease at O to run out")
    if limit_s:
        rig.await_time(limit_s + 0.5, "O's absence limit")
    taken = patiently(
        lambda: tries(d1, file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_DENIED, NFS4ERR_GRACE),
        budget_s=2 * rig.origin.lease_s,
        waiting_for="O to give R's expired lock away",
    )
    taken.need(NFS4_OK, judged_by="CO-03")
    d1.write(file, taken.locked.stateid, 0, b"D1 was here").need(NFS4_OK, judged_by="CO-03")
    rig.heal_all()

    told = _first_answer(rig, e1, lock)
    flags = e1.sequence_flags & REVOKED_FLAGS
    rig.findings.show(f"E1's WRITE under its lock -> {told}; sr_status_flags {e1.sequence_flags:#x}")
    if told == "NFS4_OK":
        seen = d1.read(file, taken.locked.stateid, 0, 11).data
        raise Failed(
            "E1 writes under a lock that D1 holds, and nobody tells it"
            + (" (the data shows it: D1's block is overwritten)" if seen == TAKEN_OVER[: len(seen)] else ""),
            expected="WRITE -> NFS4ERR_EXPIRED, ADMIN_REVOKED, BAD_STATEID, or the session lost",
            actual=f"WRITE -> NFS4_OK, sr_status_flags {e1.sequence_flags:#x}",
            signature="WRITE under a lost lock -> NFS4_OK",
        )
    if told not in TELLS_A_LOSS:
        raise Failed(
            "E1's WRITE under its lost lock is refused, but with nothing that says that the lock is lost",
            expected=f"WRITE -> {', '.join(sorted(TELLS_A_LOSS))}",
            actual=f"WRITE -> {told}, sr_status_flags {e1.sequence_flags:#x}",
            signature=f"a lost lock is told as {told}",
        )
    if not flags and told not in SESSION_IS_LOST:
        rig.findings.warn("the loss is told by the refused WRITE alone: no SEQ4 flag says that state was revoked")
    tries(d1, file).expect(NFS4_OK, because="D1 holds the range")


def _first_answer(rig: Rig, e1: Client, lock: Lock) -> str:
    """What E1's first write under its lock is told, once R and O talk again."""
    try:
        answer = patiently(
            lambda: e1.write(lock.file, lock.stateid, 0, TAKEN_OVER),
            world=rig.world,
            retry=(NFS4ERR_DELAY,),
            budget_s=3 * rig.origin.lease_s + 10,
            waiting_for="R to reach O again",
        )
    except PeerSilent as silence:
        rig.findings.show(str(silence))
        raise
    return answer.status.name
