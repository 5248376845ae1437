"""What an expired lease is still worth (RFC 8881 §8.4.3)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.patience import patiently
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import locked, tries
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_DEADSESSION,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_EXPIRED,
)


@case(
    "CO-01",
    level=Level.MAY,
    cite="RFC 8881 §8.4.3",
    requirement="After its lease has run out and nobody wanted its locks, a client finds them still "
    "there, or is told that they are gone.",
    needs={"locks"},
    on=("origin",),
    lease_waits=2.2,
)
def silence_without_a_conflict(rig: Rig, server: Server) -> None:
    """D1 keeps silent for two leases, then comes back and unlocks."""
    d1 = server.client("D1")
    lock = locked(d1, rig.file("f"))
    d1.silence()
    rig.await_lease_over(server, leases=2.0, waiting_for="two leases of silence")

    renewed = d1.renew().expect(NFS4_OK, NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION)
    if renewed.status != NFS4_OK:
        rig.findings.info(f"not courteous: the expired client's session is gone ({renewed.status.name})")
        if server.claims("courtesy"):
            rig.refused(server, "courtesy", f"SEQUENCE after two silent leases -> {renewed.status.name}")
        return
    unlocked = d1.locku(lock).expect(NFS4_OK, NFS4ERR_EXPIRED)
    rig.findings.info(f"session kept after two silent leases; LOCKU -> {unlocked.status.name}")
    if unlocked.status != NFS4_OK and server.claims("courtesy"):
        rig.refused(server, "courtesy", f"LOCKU after two silent leases -> {unlocked.status.name}")


@case(
    "CO-02",
    level=Level.MUST,
    cite="RFC 8881 §8.4.1, §18.10.3",
    requirement="As long as the holder's lease runs, a conflicting lock is refused.",
    needs={"locks"},
    on=("origin",),
    lease_waits=0.5,
)
def no_courtesy_is_needed_while_the_lease_runs(rig: Rig, server: Server) -> None:
    """D2 asks for D1's range at once, and again when half a lease of silence has passed."""
    file = rig.file("f")
    d1, d2 = server.client("D1"), server.client("D2")
    tries(d1, file).expect(NFS4_OK, because="nobody else holds it")
    tries(d2, file).expect(NFS4ERR_DENIED)
    d1.renew().need(NFS4_OK, judged_by="CO-01")
    d1.silence()
    rig.await_time(server.lease_s / 2, "half a lease of silence")
    tries(d2, file).expect(NFS4ERR_DENIED, because="D1's lease still runs")


@case(
    "CO-03",
    level=Level.MUST,
    cite="RFC 8881 §8.4.3",
    requirement="A lock whose lease has expired does not keep a conflicting lock out.",
    needs={"locks"},
    on=("origin",),
    lease_waits=1.5,
)
def an_expired_lock_gives_way(rig: Rig, server: Server) -> None:
    """D1 keeps silent beyond its lease; D2 wants the range."""
    file = rig.file("f")
    d1, d2 = server.client("D1"), server.client("D2")
    locked(d1, file)
    tries(d2, file).need(NFS4ERR_DENIED, judged_by="CO-02")
    d1.silence()
    rig.await_lease_over(server, waiting_for="D1's lease to run out")

    bound_s = server.lease_s
    granted = patiently(
        lambda: tries(d2, file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_DENIED),
        budget_s=bound_s,
        waiting_for="the expired lock to give way",
    )
    if granted.status != NFS4_OK:
        raise Failed(
            f"an expired lock still keeps D2 out, {bound_s:.1f} s after its lease had run out",
            expected=f"LOCK -> NFS4_OK within {bound_s:.1f} s",
            actual=f"LOCK -> {granted.status.name}",
            signature=f"expired lock still conflicts: {granted.status.name}",
        )
