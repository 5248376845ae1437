"""That nothing is left at the origin once nobody holds anything through R."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.suite._steps import locked, opened
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4_UINT64_MAX, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_BOTH

ROUNDS = 10


@case(
    "SL-07",
    level=Level.INV,
    cite="invariant I7",
    requirement="When every open and lock through R has been given up, a direct client of O can deny "
    "everybody "
    "and lock the whole file.",
    judges={"I7"},
    lease_waits=1.0,
)
def nothing_is_left_at_the_origin(rig: Rig) -> None:
    """E1 and E2 open, lock, unlock and close through R, in turns; then D1 asks O for all of it."""
    file = rig.file("f")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    with_locks = rig.grants_locks(rig.reexport)
    for turn in range(ROUNDS):
        for client in (e1, e2):
            if with_locks:
                lock = locked(client, file, "WRITE", turn * 10, 5)
                client.locku(lock).need(NFS4_OK, judged_by="LK-05")
                client.close(lock.open).need(NFS4_OK, judged_by="RP-01")
            else:
                client.close(opened(client, file)).need(NFS4_OK, judged_by="RP-01")

    bound_s = rig.origin.lease_s
    refused: list[str] = []

    def all_is_free() -> bool:
        refused.clear()
        answer = d1.open(file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_BOTH, owner="leak")
        if answer.open is None:
            refused.append(f"OPEN denying everybody -> {answer.status.name}")
            return False
        whole = d1.lock(answer.open, "WRITE", 0, NFS4_UINT64_MAX, owner="leak")
        if whole.lock is None:
            refused.append(f"LOCK of the whole file -> {whole.status.name}")
        else:
            d1.locku(whole.lock)
        d1.close(answer.open)
        return whole.ok

    if not rig.waits(all_is_free, "the origin to be free of R's state", bound_s, every_s=0.1):
        raise Failed(
            f"state is left at the origin {bound_s:.1f} s after the last CLOSE through R",
            expected="OPEN with deny BOTH and LOCK of the whole file -> NFS4_OK",
            actual="; ".join(refused),
            signature="I7: state left at the origin after CLOSE",
        )
