"""Steps of cases about delegations (RFC 8881 §10.2, §10.4)."""

from __future__ import annotations

from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Delegation, Open
from regrace.harness.client.patience import patiently
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.reply import OpenReply
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_ADMIN_REVOKED,
    NFS4ERR_BAD_STATEID,
    NFS4ERR_DELAY,
    NFS4ERR_DELEG_REVOKED,
    NFS4ERR_EXPIRED,
    NFS4ERR_GRACE,
    OPEN4_SHARE_ACCESS_BOTH,
)

WANT_WRITE = nfs4.OPEN4_SHARE_ACCESS_WANT_WRITE_DELEG
WANT_READ = nfs4.OPEN4_SHARE_ACCESS_WANT_READ_DELEG
REVOKED = (NFS4ERR_DELEG_REVOKED, NFS4ERR_ADMIN_REVOKED, NFS4ERR_EXPIRED, NFS4ERR_BAD_STATEID)
"""By which a client learns, from an operation under the delegation's stateid, that the delegation is lost (§10.2.1)."""
REVOKED_FLAGS = (
    nfs4.SEQ4_STATUS_RECALLABLE_STATE_REVOKED
    | nfs4.SEQ4_STATUS_EXPIRED_ALL_STATE_REVOKED
    | nfs4.SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED
    | nfs4.SEQ4_STATUS_ADMIN_STATE_REVOKED
)
NOT_NOW = (NFS4ERR_DELAY, NFS4ERR_GRACE)
KNOCK_S = 0.1
"""Between two tries of a client that was told to come again."""


def asks(client: Client, file: File, want: int = WANT_WRITE, *, owner: str = "o") -> OpenReply:
    """The client opens the file and says that it wants a delegation; DELAY is waited out."""
    access = OPEN4_SHARE_ACCESS_BOTH if want == WANT_WRITE else nfs4.OPEN4_SHARE_ACCESS_READ
    answer = patiently(
        lambda: client.open(file, access, owner=owner, share_want=want),
        world=client.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=10.0,
        waiting_for=f"{client.via} to open a file",
    )
    return answer.need(NFS4_OK, judged_by="LK-16")


def delegated(rig: Rig, client: Client, file: File, want: int = WANT_WRITE) -> Delegation:
    """The client has the file open, with a delegation; a server that gives none can't be judged further."""
    answer = asks(client, file, want)
    server = rig.server(client.via)
    if answer.delegation is None:
        kind = "write" if want == WANT_WRITE else "read"
        rig.refused(server, "delegations", f"OPEN that wants a {kind} delegation -> NFS4_OK without one")
    if not server.claims("delegations"):
        rig.note_contradiction(f"{server.name} does not claim 'delegations' and grants them")
    assert answer.delegation is not None
    return answer.delegation


class Contender:
    """Somebody else who wants to open the file, and asks again whenever the server says DELAY; a server may also keep
    its answer back instead (§10.2)."""

    def __init__(self, rig: Rig, client: Client, file: File, access: int = OPEN4_SHARE_ACCESS_BOTH) -> None:
        self.client = client
        self._rig, self._file, self._access = rig, file, access
        self._pending = self._ask()
        self._again_at = 0.0
        self.told: list[str] = []
        """The statuses of its OPENs so far."""

    def _ask(self) -> PendingCall[OpenReply]:
        return self.client.begin_open(self._file, self._access, owner="other")

    @property
    def is_in(self) -> bool:
        """It has the file open. To be asked again and again: that is what makes it knock again."""
        now = self._rig.world.now()
        if not self._pending.done:
            return False
        answer = self._pending.reply()
        if answer.ok:
            return True
        if answer.status not in NOT_NOW:
            answer.expect(NFS4_OK, because="nothing but a delegation is in the way")
        if not self._again_at:
            self.told.append(answer.status.name)
            self._again_at = now + KNOCK_S
        elif now >= self._again_at:
            self._again_at = 0.0
            self._pending = self._ask()
        return False

    def gets_in(self, bound_s: float) -> OpenReply:
        """It has the file open within the bound. Raises Failed if not."""
        if not self._rig.waits(lambda: self.is_in, "the delegation to be out of the way", bound_s):
            told = self.told[-1] if self.told else "no answer"
            raise Failed(
                f"a delegation keeps {self.client.name} out for more than {bound_s:.1f} s",
                expected=f"OPEN -> NFS4_OK within {bound_s:.1f} s",
                actual=f"OPEN -> {told}",
                signature=f"a delegation is in the way without end: {told}",
            )
        return self._pending.reply()


def is_recalled(
    rig: Rig, holder: Client, held: Delegation, contender: Contender, *, loss_will_do: bool = False, more_s: float = 0.0
) -> None:
    """The recall (or word that the delegation is lost, if that is as good) reaches the holder before anybody is let in.
    `more_s`: what else may take its time, in seconds. Raises Failed if not."""
    lease_s = max(server.lease_s for server in rig.servers)
    bound_s = lease_s + 2.0 + more_s
    who = holder.name

    def told() -> bool:
        return held.recalled or (loss_will_do and bool(holder.sequence_flags & REVOKED_FLAGS))

    rig.waits(lambda: told() or contender.is_in, f"the recall to reach {who}", bound_s)
    if told():
        return
    holder.renew().need(NFS4_OK, judged_by="GR-01")  # as far as it knows, it has its delegation to this moment
    let_in = contender.is_in
    raise Failed(
        f"{contender.client.name} is let in while {who} has a delegation, and nobody has asked {who} for it"
        if let_in
        else f"{contender.client.name} has waited {bound_s:.1f} s for the file, and no recall has reached {who}",
        expected=f"CB_RECALL to {who}, and NFS4ERR_DELAY (or no answer) to {contender.client.name}",
        actual="NFS4_OK, and no recall" if let_in else "no recall",
        signature="conflicting OPEN granted, delegation not recalled" if let_in else "delegation not recalled",
    )


def still_out(rig: Rig, holder: Client, contender: Contender) -> None:
    """The holder has heard of the recall and has not returned anything yet: nobody may be let in."""
    rig.waits(lambda: contender.is_in, f"{contender.client.name} to knock once more", 2 * KNOCK_S)
    holder.renew().need(NFS4_OK, judged_by="GR-01")
    if contender.is_in:
        raise Failed(
            f"{contender.client.name} is let in before {holder.name} has returned the delegation",
            expected="NFS4ERR_DELAY (or no answer) until the delegation is back",
            actual="OPEN -> NFS4_OK",
            signature="conflicting OPEN granted during a recall",
        )


def must_be_lost(rig: Rig, holder: Client, file: File, held: Delegation) -> None:
    """The holder finds out, by whatever it does next, that its delegation is revoked (§10.2.1, §10.4.5)."""
    what = "WRITE" if held.write else "READ"
    used = holder.write(file, held, 0, b"too late") if held.write else holder.read(file, held, 0, 1)
    if used.ok:
        raise Failed(
            f"{holder.name}'s delegation was given up for another client, and it still uses it",
            expected=f"{what} under the delegation's stateid -> NFS4ERR_DELEG_REVOKED",
            actual=f"{what} -> NFS4_OK",
            signature=f"{what} under a delegation that was given up -> NFS4_OK",
        )
    used.expect(*REVOKED, because="it was recalled and not returned")
    holder.renew().need(NFS4_OK, judged_by="GR-01")
    flags = holder.sequence_flags
    if not flags & REVOKED_FLAGS:
        raise Failed(
            f"{holder.name}'s delegation is revoked, and no SEQUENCE tells it",
            expected="sr_status_flags with SEQ4_STATUS_RECALLABLE_STATE_REVOKED",
            actual=f"sr_status_flags {flags:#x}",
            signature="revoked delegation: no SEQ4 flag",
        )
    if not flags & nfs4.SEQ4_STATUS_RECALLABLE_STATE_REVOKED:
        rig.findings.info(f"told by sr_status_flags {flags:#x}, and not by RECALLABLE_STATE_REVOKED")
    told = holder.test_stateid(held)
    if told.ok and told.statuses:
        status = nfs4.nfsstat4(told.statuses[0])
        rig.findings.show(f"TEST_STATEID of the revoked delegation -> {status.name}")
    holder.free_stateid(held).expect(NFS4_OK, NFS4ERR_BAD_STATEID)
    holder.renew().need(NFS4_OK, judged_by="GR-01")
    if holder.sequence_flags & nfs4.SEQ4_STATUS_RECALLABLE_STATE_REVOKED:
        raise Failed(
            f"{holder.name} has acknowledged that its delegation is lost, and is told so again and again",
            expected="sr_status_flags without SEQ4_STATUS_RECALLABLE_STATE_REVOKED after FREE_STATEID",
            actual=f"sr_status_flags {holder.sequence_flags:#x}",
            signature="RECALLABLE_STATE_REVOKED stays after FREE_STATEID",
        )


def reopens_with(client: Client, lost: Open, kind: nfs4.open_delegation_type4) -> OpenReply:
    """The client asks for its open back, and says that it had a delegation of that kind with it."""
    return patiently(
        lambda: client.reclaim_open(lost, delegate_type=kind),
        world=client.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=20.0,
        waiting_for=f"{client.via} to decide about a reclaim",
    )


def claims_kept(client: Client, file: File) -> OpenReply:
    """The client, which has restarted, asks for the delegation that its last instance had (§10.2.1). A server may want
    to see its RECLAIM_COMPLETE first."""
    claim = nfs4.open_claim4(nfs4.CLAIM_DELEG_PREV_FH)
    answer = client.open(file, claim="fh", open_claim=claim)
    if answer.status == NFS4ERR_GRACE:
        client.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
        answer = client.open(file, claim="fh", open_claim=claim)
    return answer


def recall_bound_s(rig: Rig) -> float:
    """How long a delegation at O that does not come back may keep others out: a lease until it is revoked (§10.4.5),
    one more for a server that begins to count late, and slack."""
    return 2 * rig.origin.lease_s + 2.0


def bound_of(rig: Rig) -> float:
    """As `recall_bound_s`, for a delegation that a client has by way of R."""
    return recall_bound_s(rig) + 2 * rig.reexport.lease_s
