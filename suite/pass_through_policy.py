"""What administrators may change while reclaims are passed through: who retains, for how long, and what of it."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.patience import patiently
from regrace.harness.history.events import Kind
from regrace.harness.judge import Failed
from regrace.harness.rig.orders import DECLINE, DENY_MODE, RELEASE
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._returning import decided, gets, holder_of, next_life, regains, says_reclaimable
from regrace.suite._steps import BOTH, locked, opened, tries
from regrace.suite.pass_through import DRAFT, REFUSALS, RETAIN_STATE, comes_back, reclaims
from regrace.verdict import Level, Verdict
from regrace.xdr_defs.dialect import RETENTION
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    NFS4ERR_SHARE_DENIED,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_ACCESS_WRITE,
    OPEN4_SHARE_DENY_WRITE,
)

COMPLETE = "RECLAIM_COMPLETE"


def need_retention_of_r(rig: Rig) -> None:
    """Go on only with an R that counts on O's retention."""
    if not rig.reexport.claims("retention"):
        rig.refused(rig.reexport, "retention", "R does not say that it has O retain its state")


@case(
    "PT-25",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 6.1",
    requirement="An R whose deny mode became pass-through over its restart gives opens back without the deny bits "
    "that O never had; they bind R's own clients as before.",
    needs={"locks", "reclaim", "retention", "deny-pass-through"},
    faults={"order:reexport", "reboot:reexport"},
    judges={"I3"},
    lease_waits=4.0,
)
def a_deny_mode_that_changed(rig: Rig) -> None:
    """E1 denies writers, R keeps that to itself; R restarts as one that passes it on, and E1 reclaims."""
    need_retention_of_r(rig)
    file, beside, later = rig.file("f"), rig.file("g"), rig.file("h")
    rig.reexport.order(DENY_MODE, "local")
    rig.reexport.reboot()
    rig.await_grace_over(rig.reexport)
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    # The rig's claim of pass-through does not hold for this file: it was opened in the other mode.
    rig.history.mark(Kind.NOTE, actor="reexport", file=file.tag, detail={"opaque": True})
    held = opened(e1, file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_WRITE)
    proof = d1.open(file, OPEN4_SHARE_ACCESS_WRITE).need(NFS4_OK, judged_by="LK-01").opened
    d1.close(proof).need(NFS4_OK, judged_by="RP-01")
    lock = locked(e1, beside)

    rig.reexport.order(DENY_MODE, "pass")
    rig.reexport.reboot()

    comes_back(rig, e1)
    answer = decided(e1, lambda: e1.reclaim_open(held))
    regains(rig, rig.reexport, e1, lock)
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    e2.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(rig.reexport)
    tolerated = dict.fromkeys(REFUSALS, Verdict.WARN)
    answer.expect(NFS4_OK, also=tolerated, because="O holds the open, if without the deny bits")
    if answer.ok:
        e2.open(file, OPEN4_SHARE_ACCESS_WRITE).expect(NFS4ERR_SHARE_DENIED, because="E1 denies R's clients to write")
        direct = d1.open(file, OPEN4_SHARE_ACCESS_WRITE)
        rig.findings.info(f"what E1 denied before the restart: D1's OPEN for writing at O -> {direct.status.name}")
    opened(e1, later, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_WRITE)
    d1.open(later, OPEN4_SHARE_ACCESS_WRITE).expect(NFS4ERR_SHARE_DENIED, because="R passes deny bits on now")
    tries(d1, beside).expect(NFS4ERR_DENIED, because="E1 has its lock back")


@case(
    "PT-27",
    level=Level.DRAFT,
    cite=f"{DRAFT}, sections 5.1 and 6.4",
    requirement="Where O declines to retain, R behaves as over an O that never heard of it: it says RECLAIM_COMPLETE "
    "at once, and refuses every reclaim.",
    needs={"locks", "retention"},
    faults={"order:origin", "reboot:reexport"},
    judges={"I3"},
    lease_waits=2.0,
)
def retention_is_declined(rig: Rig) -> None:
    """O is told to decline; R reboots; D1 gets the range, E1 is refused its lock, and may lock anew."""
    need_retention_of_r(rig)
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    opened(d1, file)
    rig.origin.order(DECLINE, "all")
    flag = RETENTION.number(RETAIN_STATE)
    asker = rig.direct_client("G", established=False, minor_version=2, dialect=RETENTION)
    asker.connect()
    told = asker.exchange_id(flags=flag).expect(NFS4_OK, because="declining is no error")
    if told.flags & flag:
        raise Failed(
            "O was told to decline retention, and echoes RETAIN_STATE",
            expected="EXCHANGE_ID with RETAIN_STATE -> eir_flags without it",
            actual=f"eir_flags {told.flags:#x}",
            signature="RETAIN_STATE echoed though declined",
        )

    mark = rig.tap.mark() if rig.tap is not None else 0
    rig.reexport.reboot()

    if rig.tap is not None and rig.is_tapped("R-O"):
        _must_complete_at_once(rig, mark)
    taken = patiently(
        lambda: tries(d1, file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE, NFS4ERR_DENIED),
        budget_s=rig.origin.lease_s,
        waiting_for="O to give up what it does not retain",
    )
    d1.locku(taken.expect(NFS4_OK, because="nothing is kept for R").locked).need(NFS4_OK, judged_by="LK-11")
    comes_back(rig, e1)
    reclaims(e1, lock).expect(*REFUSALS, because="O keeps nothing, and D1 has held the range")
    e1.reclaim_complete().expect(NFS4_OK)
    rig.await_grace_over(rig.reexport)
    locked(e1, file)
    tries(d1, file).expect(NFS4ERR_DENIED, because="E1 has locked anew")


def _must_complete_at_once(rig: Rig, mark: int) -> None:
    """E1, for whom a grace of R would wait, is not back yet."""

    def said() -> bool:
        assert rig.tap is not None
        return any(
            record.link == "R-O" and record.kind == "call" and COMPLETE in record.operations
            for record in rig.tap.records(mark)
        )

    bound_s = rig.reexport.lease_s / 2
    if not rig.waits(said, f"R to say {COMPLETE} at O", bound_s):
        raise Failed(
            f"nothing can be reclaimed at O, and {bound_s:.1f} s after its start R has not said {COMPLETE} there",
            expected=f"{COMPLETE} on R-O at once",
            actual="none was seen",
            signature=f"no {COMPLETE} at O though nothing can be reclaimed",
        )


@case(
    "PT-29",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 7.3",
    requirement="What an administrator of O releases while its holder is away is free at once, and can't be reclaimed.",
    needs={"locks", "retention"},
    faults={"order:origin", "crash:reexport"},
    judges={"I3"},
    lease_waits=2.0,
    on=BOTH,
)
def an_administrator_releases(rig: Rig, server: Server) -> None:
    """The holder is away beyond its lease; its state is released; D1 has the range, the holder returns."""
    file = rig.file("f")
    holder, d1 = holder_of(rig, server, "A"), rig.direct_client("D1")
    lock = locked(holder, file)
    opened(d1, file)
    if server is rig.origin:
        holder.abandon()
    else:
        server.crash()
    rig.await_lease_over(rig.origin, waiting_for="the lease at O to run out")
    meanwhile = tries(d1, file)
    if meanwhile.ok:
        rig.refused(rig.origin, "retention", f"D1's LOCK after the lease -> {meanwhile.status.name}")
    meanwhile.need(NFS4ERR_DENIED, judged_by="PT-04")

    said = rig.origin.act(RELEASE, "absent")

    rig.findings.show(f"O, told to release what is kept for clients that are away: {said}")
    because = "an administrator has released it"
    taken = gets(rig, d1, file, bound_s=rig.origin.lease_s / 2, because=because).locked
    d1.write(file, taken.stateid, 0, b"D1 was here").need(NFS4_OK, judged_by="NP-04")
    d1.locku(taken).need(NFS4_OK, judged_by="LK-11")
    if server is rig.origin:
        holder = next_life(rig, holder)
        if says_reclaimable(holder):
            rig.findings.warn("RECLAIMABLE_R, though everything was released")
    else:
        server.start()
        comes_back(rig, holder)
    reclaims(holder, lock).expect(*REFUSALS, because="it was released, and D1 has held it since")
