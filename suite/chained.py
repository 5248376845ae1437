"""Locks through a chain: a re-export server of the re-export server (the draft, section 6.9)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock
from regrace.harness.client.reply import LockReply, Reply
from regrace.harness.judge import Failed
from regrace.harness.rig.chain import OuterServer
from regrace.harness.rig.orders import SERVE_RETENTION
from regrace.harness.rig.rig import Rig
from regrace.suite._steps import locked, reaches_origin, tries
from regrace.suite.partitions import TELLS_A_LOSS, first_answer
from regrace.suite.pass_through import DRAFT, REFUSALS, comes_back, reclaims
from regrace.verdict import Failure, Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DENIED


class Looks:
    """D1 asks at O, at every gate of one round; what it is granted it gives up again."""

    def __init__(self, rig: Rig, d1: Client, lock: Lock) -> None:
        self._rig, self._d1, self._lock = rig, d1, lock
        self.seen: list[LockReply] = []

    def look(self, when: str) -> None:
        """One gate."""
        answer = tries(self._d1, self._lock.file)
        self._rig.findings.show(f"D1's LOCK at O, {when} -> {answer.status.name}")
        if answer.lock is not None:
            self._d1.locku(answer.lock).need(NFS4_OK, judged_by="LK-11")
        self.seen.append(answer)

    def must_show_no_gap(self, what: str) -> None:
        """Raises Failed if D1 had the range at one of the gates, and E1 has its lock all the same."""
        if any(answer.ok for answer in self.seen):
            raise Failed(
                f"{what}, although D1 could have the range meanwhile",
                expected="D1's LOCK -> NFS4ERR_DENIED at every gate, or the lock lost and E1 told",
                actual=f"D1's LOCK -> {', '.join(answer.status.name for answer in self.seen)}; {what}",
                signature="a lock was given back through a chain that did not hold it",
            )
        for answer in self.seen:
            answer.expect(NFS4ERR_DENIED, because="the lock was held without a gap")


@case(
    "PT-30",
    level=Level.INV,
    cite=f"invariants I1 and I3; {DRAFT}, section 6.9",
    requirement="Whichever server of a chain reboots: an end client gets its lock back only if O has protected it all "
    "the time, and is told if not.",
    needs={"locks"},
    faults={"order:reexport", "reboot:reexport", "reboot:outer"},
    judges={"I1", "I3"},
    lease_waits=6.0,
    failure=Failure.REEXPORT,
)
def a_chain_of_two(rig: Rig) -> None:
    """E1 locks through outer and inner R; the outer one reboots, the inner one, then both; D1 looks on."""
    if rig.reexport.claims("retention"):
        rig.reexport.order(SERVE_RETENTION, "yes")
        rig.reexport.reboot()
        rig.await_grace_over(rig.reexport)
    files = {which: rig.file(which) for which in ("outer", "inner", "both")}
    outer = rig.chain()
    rig.need_locks(outer)
    e1, d1 = outer.client("E1"), rig.direct_client("D1")
    lost: list[str] = []

    for which, file in files.items():
        lock = locked(e1, file)
        looks = Looks(rig, d1, lock)
        looks.look(f"before a reboot ({which})")
        looks.seen.pop().need(NFS4ERR_DENIED, judged_by="LK-01")
        if which != "outer":
            rig.reexport.reboot()
        if which != "inner":
            outer.reboot()
        looks.look(f"after the reboot ({which})")
        told = _goes_on(rig, e1, lock, looks) if which == "inner" else _returns(rig, outer, e1, lock, looks)
        if told == "NFS4_OK":
            looks.must_show_no_gap(f"after the reboot ({which}) E1 has its lock")
        else:
            lost.append(f"{which}: {told}")
        rig.await_grace_over(rig.reexport)
        rig.await_grace_over(outer)
    if lost:
        rig.refused(outer, "reclaim", "; ".join(lost))


def _goes_on(rig: Rig, e1: Client, lock: Lock, looks: Looks) -> str:
    """The outer server was up all the time: it reclaims by itself, and E1 notices nothing, or is told of a loss."""
    told = first_answer(rig, e1, lock)
    looks.look("when E1 has written")
    if told != "NFS4_OK" and told not in TELLS_A_LOSS:
        raise Failed(
            "E1 can't write under its lock, and is told nothing that says why",
            expected=f"WRITE -> NFS4_OK, or one of {', '.join(sorted(TELLS_A_LOSS))}",
            actual=f"WRITE -> {told}",
            signature=f"WRITE through a chain -> {told}",
        )
    return told


def _returns(rig: Rig, outer: OuterServer, e1: Client, lock: Lock, looks: Looks) -> str:
    """The outer server lost its memory: E1 introduces itself again, and reclaims."""
    comes_back(rig, e1)
    reaches_origin(e1, lock.file)
    looks.look("when all are back, before E1's reclaim")
    answer: Reply = reclaims(e1, lock)
    rig.findings.show(f"{answer.sentence} -> {answer.status.name}")
    if not answer.ok:
        answer.expect(*REFUSALS, because="a reclaim is granted or refused by the rules")
    e1.reclaim_complete().expect(NFS4_OK)
    looks.look("after E1's RECLAIM_COMPLETE")
    return answer.status.name
