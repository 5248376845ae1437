"""R comes back as the client that it was, and O, which has rebooted too, does not know it: neither R's notes nor a list
that O gave before are worth anything then; what O grants in its own grace is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from regrace.harness.case import case
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.suite._crashes import must_get_the_range, must_open_alone, until_decided
from regrace.suite._returning import gets
from regrace.suite._steps import locked
from regrace.suite.both_reboot import reclaims_in_time, starts_over
from regrace.suite.enumerated import mark, seen
from regrace.suite.origin_reboots import NOT_YET, in_the_end, patient_budget_s
from regrace.suite.pass_through import REFUSALS, comes_back
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DENIED

R = TypeVar("R", bound=Reply)
SPEC = "docs/enumeration.md"


def must_not_lock_anew(rig: Rig, since: int) -> None:
    """Every LOCK that R has sent to O since is a reclaim."""
    fresh = [call for call in seen(rig, since, "call", "LOCK") if " reclaim" not in call.detail]
    if fresh:
        raise Failed(
            "R asked O for a new lock to satisfy a reclaim",
            expected="no LOCK without reclaim between R and O",
            actual=fresh[0].detail,
            signature="a reclaim became a new lock at O",
        )


@case(
    "BB-04",
    level=Level.INV,
    cite=f"invariants I1 and I21; {SPEC}, Recovery",
    requirement="What R has learned of O in its grace is void when O reboots: a reclaim is then good if O grants it as "
    "a reclaim, and is refused otherwise.",
    needs={"locks"},
    faults={"reboot:reexport", "reboot:origin"},
    judges={"I1", "I3", "I21"},
    lease_waits=4.0,
)
def the_list_is_void(rig: Rig) -> None:
    """R reboots and has looked what it holds; O reboots; E1 reclaims; D1 asks when grace is over."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    rig.reexport.reboot()
    comes_back(rig, e1)
    since = mark(rig)
    rig.origin.reboot()
    rig.waits(lambda: bool(seen(rig, since, "reply", "CREATE_SESSION")), "R to see O's reboot", rig.origin.lease_s)

    answer = reclaims_in_time(rig, e1, lock)
    answer.expect(NFS4_OK, *REFUSALS)
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    starts_over(rig, d1)
    rig.await_grace_over(rig.reexport)

    rig.findings.show(f"{answer.sentence} -> {answer.status.name}")
    must_not_lock_anew(rig, since)
    if not answer.ok:
        gets(rig, d1, file, bound_s=2 * rig.origin.lease_s + 2, because="E1 was refused its lock")
        return
    if not [call for call in seen(rig, since, "call", "LOCK") if " reclaim" in call.detail]:
        raise Failed(
            "R gave E1 its lock back and never asked O, which has rebooted since",
            expected="a LOCK with reclaim from R to O",
            actual="none since O's reboot",
            signature="a reclaim granted on a void list",
        )
    in_the_end(rig, d1, file).expect(NFS4ERR_DENIED, because="E1 has its lock back")


@case(
    "BB-05",
    level=Level.INV,
    cite="RFC 8881 §9.11; invariants I4 and I7",
    requirement="What R reclaims in O's grace is what its clients held, nothing that they had given up, and what no "
    "client claims from R is released when R's grace is over.",
    needs={"locks", "reclaim"},
    faults={"crash:origin", "crash:reexport"},
    judges={"I1", "I4", "I7"},
    lease_waits=4.0,
)
def reclaimed_from_notes(rig: Rig) -> None:
    """E1 has both ends of 0 to 30, E2 another file; both servers restart; E1 returns, E2 does not."""
    file, dropped = rig.file("f"), rig.file("g")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    locked(e2, dropped)
    lock = locked(e1, file, "WRITE", 0, 30)
    until_decided(e1, lambda: e1.locku(lock, 10, 10), "R to unlock").need(NFS4_OK, judged_by="LK-05")
    e2.abandon()

    rig.origin.crash()
    rig.reexport.crash()
    since = mark(rig)
    rig.origin.start()
    rig.reexport.start()
    comes_back(rig, e1)
    reopened = _in_time(rig, lambda: e1.reclaim_open(lock.open))
    if reopened.status in REFUSALS:
        rig.refused(rig.reexport, "reclaim", f"{reopened.sentence} -> {reopened.status.name}")
    below = reopened.need(NFS4_OK, judged_by="BB-01").opened
    for offset in (0, 20):
        piece = partial(e1.reclaim_lock, lock, below, locktype="WRITE", offset=offset, length=10)
        answer = _in_time(rig, piece)
        if answer.status in REFUSALS:
            rig.refused(rig.reexport, "reclaim", f"{answer.sentence} -> {answer.status.name}")
        answer.expect(NFS4_OK, because="E1 held it when R went down")
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    starts_over(rig, d1)
    rig.await_grace_over(rig.reexport)

    _must_not_claim(rig, since, 10, 20)
    for offset in (0, 20):
        in_the_end(rig, d1, file, offset).expect(NFS4ERR_DENIED, because="E1 has it back")
    must_get_the_range(rig, d1, file, "E1 had given the middle up", offset=10)
    must_open_alone(rig, d1, dropped, "E2 did not come back")
    must_get_the_range(rig, d1, dropped, "E2 did not come back")


def _in_time(rig: Rig, do: Callable[[], R]) -> R:
    """The first answer that is not "not yet": O may have a grace of its own to sort out."""
    budget_s = patient_budget_s(rig)
    return patiently(do, world=rig.world, retry=NOT_YET, budget_s=budget_s, waiting_for="R to decide about a reclaim")


def _must_not_claim(rig: Rig, since: int, start: int, end: int) -> None:
    """No LOCK with reclaim of R's is about these bytes."""
    calls = [call for call in seen(rig, since, "call", "LOCK") if " reclaim" in call.detail]
    if not calls:
        raise Recorded("R has its state back without a reclaim at O")
    for call in calls:
        rig.findings.show(f"R-O: {call.detail}")
        found = re.search(r"\[(\d+),(\d+|eof)\) reclaim", call.detail)
        assert found is not None, call.detail
        first, behind = int(found.group(1)), float("inf") if found.group(2) == "eof" else int(found.group(2))
        if first < end and start < behind:
            raise Failed(
                f"R claims at O what E1 had given up: bytes {start} to {end}",
                expected=f"no LOCK with reclaim that reaches into [{start},{end})",
                actual=call.detail,
                signature="R reclaims what was given up",
            )
