"""The moments between two servers' knowledge: R dies when O knows something that E1 does not."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.errors import ClientError
from regrace.harness.client.patience import patiently
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Direction
from regrace.suite._steps import locked, tries
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DELAY, NFS4ERR_DENIED, NFS4ERR_GRACE


@case(
    "CP-01",
    level=Level.INV,
    cite="invariants I4 and I5; the 2020 thread, idea c",
    requirement="A lock that O has released is not given back, even if R died before it could tell the end client.",
    needs={"locks"},
    faults={"hold:R-O", "crash:reexport"},
    judges={"I4", "I5"},
    lease_waits=2.0,
)
def unlocked_at_o_and_never_told(rig: Rig) -> None:
    """R dies between O's unlock and the end client's reply; the end client reclaims.

    The tap holds O's reply to LOCKU, D1 sees the range free at O, R is crashed; E1 was told nothing."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    d1.lockt(file, "WRITE", 0, 10).need(NFS4ERR_DENIED, judged_by="LK-01")

    with rig.hold("R-O", Direction.REPLIES, "LOCKU") as reply_to_r:
        unlock = e1.begin_locku(lock)
        reply_to_r.await_held()
        d1.lockt(file, "WRITE", 0, 10).need(NFS4_OK, judged_by="LK-05")  # O has released it: this settles the fact
        rig.reexport.crash()
        reply_to_r.release(drop=True)
    rig.reexport.start()
    if _was_answered(unlock):
        raise Recorded("E1 was told of the unlock although R died first: the crash point was missed")

    comes_back(rig, e1)
    answer = reclaims(e1, lock)
    if answer.ok:
        raise Failed(
            "R gave back a lock that O had released: what E1 unlocked it now holds again, unknown to itself",
            expected="LOCK reclaim -> NFS4ERR_RECLAIM_BAD or NFS4ERR_NO_GRACE",
            actual=f"{answer.sentence} -> NFS4_OK",
            signature="reclaim granted of a lock that was unlocked at O",
        )
    answer.expect(*REFUSALS, because="O released it before R died")
    taken = patiently(
        lambda: tries(d1, file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE),
        budget_s=rig.origin.lease_s + 5,
        waiting_for="the origin to grant the free range",
    )
    taken.expect(NFS4_OK, because="the range is free for everybody")


def _was_answered(unlock: PendingCall[Reply]) -> bool:
    """Whether the reply to E1's LOCKU got out before R died."""
    if not unlock.done:
        return False
    try:
        unlock.reply()
    except ClientError:
        return False
    return True
