"""What R has written down, could not write down, or wrote down long ago (idea f of the 2020 thread).

The cases hold for every R: one that keeps nothing has nothing to be wrong about, and says so or passes.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock
from regrace.harness.client.reply import LockReply
from regrace.harness.rig.rig import Rig
from regrace.suite._crashes import REPLIES, must_get_the_range, reclaims_piece, until_decided
from regrace.suite._steps import locked, opened, tries
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_IO,
    NFS4ERR_NOSPC,
    NFS4ERR_SERVERFAULT,
)

CAN_NOT = (NFS4ERR_SERVERFAULT, NFS4ERR_DELAY, NFS4ERR_NOSPC, NFS4ERR_IO)
"""What a server may say that can't keep what is asked for. Only the first two are statuses of LOCK (RFC 8881 §15.2)."""


@case(
    "PS-05",
    level=Level.INV,
    cite="RFC 8881 §8.4.3; invariants I1, I4 and I21",
    requirement="An R whose notes are of an earlier time gives nothing back on the strength of them that its clients "
    "have given up since.",
    needs={"locks"},
    faults={"crash:reexport", "storage:reexport"},
    judges={"I1", "I3", "I4"},
    lease_waits=3.0,
)
def notes_of_yesterday(rig: Rig) -> None:
    """A copy of R's storage is made; E1 unlocks, D1 locks, E2 comes and locks; R returns with the copy."""
    past, present = rig.file("f"), rig.file("g")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    given_up = locked(e1, past)
    rig.reexport.keep_storage()
    until_decided(e1, lambda: e1.locku(given_up), "R to unlock").need(NFS4_OK, judged_by="LK-05")
    tries(d1, past).need(NFS4_OK, judged_by="LK-05")
    e2 = rig.end_client("E2")
    held = locked(e2, present)

    rig.reexport.crash()
    rig.reexport.put_back_storage()
    rig.reexport.start()
    comes_back(rig, e1)
    comes_back(rig, e2)

    reopened = until_decided(e1, lambda: e1.reclaim_open(given_up.open), "R to decide about a reclaim")
    if reopened.ok:
        again = reclaims_piece(e1, given_up, reopened.opened, "WRITE", 0, 10)
        again.expect(*REFUSALS, because="E1 has given it up, and D1 has it")
    else:
        reopened.expect(*REFUSALS)
    kept = reclaims(e2, held).expect(NFS4_OK, *REFUSALS)
    rig.findings.show(f"E1's {reopened.sentence} -> {reopened.status.name}; E2's reclaim -> {kept.status.name}")
    for client in (e1, e2):
        client.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.await_grace_over(rig.reexport)
    if kept.ok:
        tries(d1, present).expect(NFS4ERR_DENIED, because="E2 has its lock back")
    else:
        must_get_the_range(rig, d1, present, "E2 was refused what R had no notes of")


@case(
    "PS-06",
    level=Level.INV,
    cite="invariants I6 and I7; RFC 8881 §8.4.3",
    requirement="A lock that R could not note down is refused to E1 and given up at O, or it is E1's after a restart "
    "of R like any other.",
    needs={"locks"},
    faults={"storage:reexport", "hold:R-O", "crash:reexport"},
    judges={"I1", "I7"},
    lease_waits=4.0,
)
def the_disk_is_full(rig: Rig) -> None:
    """R's disk fails to sync as O has granted a lock, and is full as E1 wants another; then R crashes."""
    old, unsynced, full = rig.file("f"), rig.file("g"), rig.file("h")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    before = locked(e1, old)
    on_unsynced, on_full = opened(e1, unsynced), opened(e1, full)

    with rig.hold("R-O", REPLIES, "LOCK") as granted:
        asked = e1.begin_lock(on_unsynced, "WRITE", 0, 10, owner="unsynced")
        granted.await_held()
        rig.reexport.storage_fails("sync")
        granted.release()
        first = asked.reply()
    _kept_or_refused(rig, d1, first, "R's disk does not sync")
    rig.reexport.storage_works()
    rig.reexport.storage_fails("full")
    second = until_decided(e1, lambda: e1.lock(on_full, "WRITE", 0, 10, owner="full"), "R to lock")
    _kept_or_refused(rig, d1, second, "R's disk is full")

    rig.reexport.crash()
    rig.reexport.start()  # with a disk that works
    comes_back(rig, e1)
    for lock in (before, first.lock, second.lock):
        if lock is not None:
            _is_back(rig, e1, d1, lock)
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.await_grace_over(rig.reexport)
    for answer, file in ((first, unsynced), (second, full)):
        if not answer.ok:
            must_get_the_range(rig, d1, file, "E1 was refused the lock")


def _kept_or_refused(rig: Rig, d1: Client, answer: LockReply, why: str) -> None:
    """E1 has the lock, or knows that it has not, and O has let it go."""
    rig.findings.show(f"{why}: {answer.sentence} -> {answer.status.name}")
    answer.expect(NFS4_OK, *CAN_NOT)
    file = answer.lock.file if answer.lock is not None else None
    if file is not None:
        tries(d1, file).expect(NFS4ERR_DENIED, because="E1 was told that it has the lock")


def _is_back(rig: Rig, e1: Client, d1: Client, lock: Lock) -> None:
    answer = reclaims(e1, lock)
    if not answer.ok:
        answer.expect(*REFUSALS)
        rig.refused(rig.reexport, "reclaim", f"{answer.sentence} -> {answer.status.name}")
    tries(d1, lock.file).expect(NFS4ERR_DENIED, because="E1 has its lock back")
