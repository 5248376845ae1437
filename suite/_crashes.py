"""Steps of cases in which R dies at a named point: while one message, which the tap holds, is on the wire.

A held call has not been carried out; a held reply has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.patience import patiently
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.reply import LockReply, OpenReply, Reply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Direction
from regrace.suite._steps import tries
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    NFS4ERR_SHARE_DENIED,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_DENY_BOTH,
)

R = TypeVar("R", bound=Reply)
CALLS, REPLIES = Direction.CALLS, Direction.REPLIES


def r_dies_untold(
    rig: Rig,
    operation: str,
    begin: Callable[[], PendingCall[R]],
    *,
    direction: Direction = REPLIES,
    seen: Callable[[], object] = lambda: None,
    damage: Callable[[], object] = lambda: None,
) -> None:
    """R asks O for something on E1's behalf and dies with O's answer (or its own question) on the wire; `seen` may
    look at O meanwhile. R is up again when this returns.

    An R that has told E1 already fails the case; `damage` then acts out, for the oracle, what comes of that."""
    with rig.hold("R-O", direction, operation) as message:
        pending = begin()
        message.await_held()
        seen()
        too_early = was_answered(pending)
        rig.reexport.crash()
        message.release(drop=True)
    rig.reexport.start()
    if too_early and operation == "CLOSE" and direction is REPLIES:
        # No harm in it: E1 wants the file no more, and O has closed it.
        raise Recorded("R confirms a CLOSE without waiting for O's answer: it can't die with it untold")
    if too_early:
        damage()
        raise Failed(
            f"R told the end client of its {operation} before O had told R",
            expected=f"no answer to {operation} while O's is on the wire",
            actual=f"{pending.reply().sentence} -> {pending.reply().status.name}",
            signature=f"{operation} answered before O did",
        )


def was_answered(pending: PendingCall[R]) -> bool:
    """Whether E1 was told anything."""
    if not pending.done:
        return False
    try:
        pending.reply()
    except ClientError:
        return False
    return True


def until_decided(client: Client, do: Callable[[], R], what: str) -> R:
    """The first answer that is not "come again"."""
    return patiently(do, world=client.world, retry=(NFS4ERR_DELAY,), budget_s=20.0, waiting_for=what)


def reopens(e1: Client, lost: Open) -> OpenReply:
    """E1 asks for its open back."""
    return until_decided(e1, lambda: e1.reclaim_open(lost), "R to decide about a reclaim")


def reclaims_piece(e1: Client, lock: Lock, below: Open, locktype: str, offset: int, length: int) -> LockReply:
    """E1 asks for some of its bytes back."""
    return until_decided(
        e1,
        lambda: e1.reclaim_lock(lock, below, locktype=locktype, offset=offset, length=length),
        "R to decide about a reclaim",
    )


def must_get_the_range(rig: Rig, d1: Client, file: File, why: str, offset: int = 0, length: int = 10) -> None:
    """D1 locks the range at O within a bound: nothing of a dead R is left in its way. It is given up again."""
    bound_s = 2 * rig.origin.lease_s + rig.reexport.lease_s + 5
    answer = patiently(
        lambda: tries(d1, file, "WRITE", offset, length),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE, NFS4ERR_DENIED),
        budget_s=bound_s,
        waiting_for="O to be rid of what nobody holds",
    )
    if not answer.ok:
        raise Failed(
            f"{why}, and {bound_s:.0f} s later O still keeps the range from others",
            expected=f"D1's LOCK -> NFS4_OK within {bound_s:.0f} s",
            actual=f"D1's LOCK -> {answer.status.name}",
            signature=f"lock left at O: {answer.status.name}",
        )
    d1.locku(answer.locked).need(NFS4_OK, judged_by="LK-05")


def must_open_alone(rig: Rig, d1: Client, file: File, why: str) -> None:
    """D1 opens the file at O and denies everybody, within a bound: no open of R's is left there."""
    bound_s = 2 * rig.origin.lease_s + rig.reexport.lease_s + 5
    answer = patiently(
        lambda: d1.open(file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_BOTH, owner="alone"),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE, NFS4ERR_SHARE_DENIED),
        budget_s=bound_s,
        waiting_for="O to be rid of what nobody has open",
    )
    if not answer.ok:
        raise Failed(
            f"{why}, and {bound_s:.0f} s later an open is still there at O",
            expected=f"D1's OPEN denying everybody -> NFS4_OK within {bound_s:.0f} s",
            actual=f"D1's OPEN denying everybody -> {answer.status.name}",
            signature=f"open left at O: {answer.status.name}",
        )
    d1.close(answer.opened).need(NFS4_OK, judged_by="RP-01")
