"""What a re-export server owes both its sides while reclaims are passed through: order, names, and numbers."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock
from regrace.harness.client.reply import Reply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.rig import Rig
from regrace.suite._returning import decided, regains, regains_open, was_promised
from regrace.suite._steps import locked, opened, tries
from regrace.suite.pass_through import DRAFT, REFUSALS, comes_back
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_FHEXPIRED,
    NFS4ERR_GRACE,
    NFS4ERR_NO_GRACE,
    NFS4ERR_STALE,
)

COMPLETE = "RECLAIM_COMPLETE"
CLIENTS, LOCKS_EACH = 12, 10


@case(
    "PT-15",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.7; the 2020 thread, idea a",
    requirement="R says RECLAIM_COMPLETE to O when its own grace is over, and not before.",
    needs={"locks", "reclaim", "retention"},
    faults={"reboot:reexport"},
    lease_waits=2.0,
)
def r_completes_when_its_clients_have(rig: Rig) -> None:
    """E2 stays away and keeps R's grace open; the tap tells when R says RECLAIM_COMPLETE at O."""
    if rig.tap is None or not rig.is_tapped("R-O"):
        raise RigLacks("this case reads R's requests to O; the rig has no wire tap on R-O")
    file = rig.file("f")
    e1, e2 = rig.end_client("E1"), rig.end_client("E2")
    lock = locked(e1, file)
    opened(e2, rig.file("g"))
    e2.silence()

    mark = rig.tap.mark()
    rig.reexport.reboot()
    comes_back(rig, e1)
    back = regains(rig, rig.reexport, e1, lock)
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    early = _said_complete(rig, mark)  # looked at before the probe: what the probe shows held then as well
    probe = e1.lock(back.open, "WRITE", 100, 10)
    if probe.status not in (NFS4ERR_GRACE, NFS4ERR_DELAY):
        raise Recorded("R's grace was over before it could be looked at", actual=f"LOCK -> {probe.status.name}")
    if early:
        rig.refused(rig.reexport, "retention", f"{COMPLETE} at O while R's grace ran")
    rig.await_grace_over(rig.reexport)
    bound_s = rig.origin.lease_s
    if not rig.waits(lambda: _said_complete(rig, mark), "R to say RECLAIM_COMPLETE at O", bound_s):
        raise Failed(
            f"R's grace is over, and {bound_s:.1f} s later it has not told O",
            expected=f"{COMPLETE} on R-O",
            actual="none was seen",
            signature="no RECLAIM_COMPLETE at O",
        )


def _said_complete(rig: Rig, mark: int) -> bool:
    assert rig.tap is not None
    return any(
        record.link == "R-O" and record.kind == "call" and COMPLETE in record.operations
        for record in rig.tap.records(mark)
    )


@case(
    "PT-24",
    level=Level.INV,
    cite="RFC 8881 §18.16.3, §18.25.4; invariant I16",
    requirement="A file that was removed while it was open through R is reclaimed as the file that it was, or refused; "
    "never as another one of the same name.",
    needs={"locks", "reclaim"},
    faults={"reboot:reexport"},
    lease_waits=1.5,
)
def a_name_is_not_a_file(rig: Rig) -> None:
    """E1 holds a file, D1 removes it and makes another of that name; R reboots, and E1 reclaims."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    e1.write(file, lock.stateid, 0, b"the old file").need(NFS4_OK, judged_by="NP-04")
    old = e1.fh(file)
    d1.remove(file.path).need(NFS4_OK, judged_by="SL-07")
    d1.create_file(file.path).need(NFS4_OK, judged_by="SL-07")
    d1.forget_handles()
    of_d1 = opened(d1, file)
    d1.write(of_d1, of_d1.stateid, 0, b"the new file").need(NFS4_OK, judged_by="NP-04")

    rig.reexport.reboot()
    comes_back(rig, e1)

    answer = decided(e1, lambda: e1.reclaim_open(lock.open, fh=old))
    rig.findings.info(f"{answer.sentence} -> {answer.status.name}")
    if not answer.ok:
        answer.expect(NFS4ERR_STALE, NFS4ERR_FHEXPIRED, *REFUSALS, because="the file has no name any more")
        return
    under = answer.opened
    seen = e1.read(under, under.stateid, 0, 12).need(NFS4_OK, judged_by="NP-04").data
    if seen != b"the old file":
        another = seen == b"the new file"
        raise Failed(
            "E1 reclaimed one file and was given another one of the same name"
            if another
            else "E1 reclaimed a file and reads what stands in no file",
            expected="READ -> b'the old file', or the reclaim refused",
            actual=f"READ -> {seen!r}",
            signature="reclaim led to another file" if another else "READ via reexport: bytes that nobody wrote",
        )
    whole = tries(d1, file)
    whole.expect(NFS4_OK, because="the new file is nobody else's")


@case(
    "PT-26",
    level=Level.SHOULD,
    cite=f"{DRAFT}, section 5.2; RFC 8881 §8.4.2.1",
    requirement="Many clients that reclaim many locks at once get all of them back before R's grace is over.",
    needs={"locks", "reclaim", "retention"},
    faults={"reboot:reexport"},
    judges={"I1", "I3", "I4"},
    lease_waits=2.0,
)
def a_crowd_comes_back(rig: Rig) -> None:
    """A dozen clients with ten locks each come back; their reclaims are on the way at the same time."""
    file = rig.file("f")
    crowd = [rig.end_client(f"E{number}") for number in range(1, CLIENTS + 1)]
    d1 = rig.direct_client("D1")
    locks: list[tuple[Client, Lock]] = []
    for place, client in enumerate(crowd):
        lock = locked(client, file, "WRITE", place * 1000, 10)
        for number in range(1, LOCKS_EACH):
            client.lock(lock.open, "WRITE", place * 1000 + number * 20, 10).need(NFS4_OK, judged_by="LK-03")
        locks.append((client, lock))

    rig.reexport.reboot()
    grace_ends_at = rig.world.now() + rig.reexport.lease_s  # at the earliest

    def gives_back(answer: Reply) -> None:
        late_s = rig.world.now() - grace_ends_at
        if answer.status == NFS4ERR_NO_GRACE and late_s > 0:
            raise RigError(f"a lease had passed {late_s:.1f} s before the crowd was back: the machine is too busy")
        answer.expect(NFS4_OK, because="it was held")

    for client in crowd:
        comes_back(rig, client)
    began = rig.world.now()
    opens = [(client, regains_open(rig, rig.reexport, client, lock.open), lock) for client, lock in locks]
    firsts = [
        (client, below, lock, client.reclaim_lock(lock, below, offset=place * 1000, length=10))
        for place, (client, below, lock) in enumerate(opens)
    ]
    for *_, first in firsts:
        was_promised(rig, rig.reexport, first)
        gives_back(first)
    for number in range(1, LOCKS_EACH):  # one on its way for each client: a lock-owner's changes have an order
        pending = [
            client.begin_lock(below, "WRITE", place * 1000 + number * 20, 10, reclaim=True)
            for place, (client, below, _, _) in enumerate(firsts)
        ]
        for call in pending:
            gives_back(call.reply())
    for client in crowd:
        client.reclaim_complete().expect(NFS4_OK)
    rig.findings.info(f"{CLIENTS * LOCKS_EACH} locks reclaimed in {rig.world.now() - began:.2f} s")
    for place in range(CLIENTS):
        tries(d1, file, "WRITE", place * 1000, 10).expect(NFS4ERR_DENIED, because="its holder is back")
