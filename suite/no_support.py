"""Servers without recovery: that they say so, and keep their word (Linux re-exports of both eras)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.patience import patiently
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.suite._returning import decided
from regrace.suite._steps import grace_budget_s, locked, opened, patience_s, tries
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4_UINT64_MAX,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_NO_GRACE,
    NFS4ERR_NOTSUPP,
    NFS4ERR_RECLAIM_BAD,
)


@case(
    "NS-01",
    level=Level.KNOWN,
    cite="RFC 8881 §15.2 (no NFS4ERR_NOTSUPP for LOCK); Linux since 6.15",
    requirement="A re-export server that can't keep locks refuses to grant them.",
)
def locks_that_cannot_be_kept_are_refused(rig: Rig) -> None:
    """E1 asks for a lock through R; a refusal is recorded, with its status."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    opened(e1, file)
    answer = tries(e1, file)
    if answer.ok:
        raise Recorded(f"{rig.reexport.name} grants locks; nothing was refused", actual="LOCK -> NFS4_OK")
    tries(d1, file).expect(NFS4_OK, because="what R refused must not be held at O")
    if answer.status != NFS4ERR_NOTSUPP:
        rig.refused(rig.reexport, "locks", f"LOCK through R -> {answer.status.name}")
    raise Recorded(
        "locks are refused with NFS4ERR_NOTSUPP: safe, though RFC 8881 does not list that status for LOCK",
        actual="LOCK -> NFS4ERR_NOTSUPP",
    )


@case(
    "NS-02",
    level=Level.MUST,
    cite="RFC 8881 §18.11.3; Linux since 6.15",
    requirement="A re-export server that refuses locks refuses LOCKT, too, or tells the truth about them.",
)
def lockt_is_refused_or_true(rig: Rig) -> None:
    """D1 holds a lock at O; E1 asks R about it, about what is free, and after D1 has unlocked."""
    need_refusals(rig)
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    opened(e1, file)
    held = locked(d1, file)
    told = [e1.lockt(file), e1.lockt(file, "READ"), e1.lockt(file, "WRITE", 100, 10)]
    d1.locku(held).need(NFS4_OK, judged_by="LK-11")
    told.append(e1.lockt(file))
    for answer in told:
        rig.findings.show(f"{answer.sentence} -> {answer.status.name}")
    for answer in told[:2]:
        if answer.ok:
            raise Failed(
                "R says that a lock could be had which a direct client holds",
                expected="NFS4ERR_DENIED, or a refusal",
                actual=f"{answer.sentence} -> NFS4_OK",
                signature="LOCKT of a held range -> NFS4_OK",
            )
    for answer in told[2:]:
        if answer.status == NFS4ERR_DENIED:
            raise Failed(
                "R says that a lock is held which nobody holds",
                expected="NFS4_OK, or a refusal",
                actual=f"{answer.sentence} -> NFS4ERR_DENIED",
                signature="LOCKT of a free range -> NFS4ERR_DENIED",
            )


def need_refusals(rig: Rig) -> None:
    """Go on only with an R that grants no locks."""
    if rig.grants_locks(rig.reexport):
        raise Recorded(f"{rig.reexport.name} grants locks: the cases LK judge them", actual="LOCK -> NFS4_OK")


@case(
    "NS-03",
    level=Level.MUST,
    cite="RFC 8881 §18.16.3, §10.4; Linux re-exports",
    requirement="An OPEN that wants a delegation which R does not give is granted without it.",
)
def a_wish_for_a_delegation_costs_no_open(rig: Rig) -> None:
    """E1 opens files and wants a read delegation, a write delegation, any; it writes under the opens."""
    e1 = rig.end_client("E1")
    wants = {
        "read": nfs4.OPEN4_SHARE_ACCESS_WANT_READ_DELEG,
        "write": nfs4.OPEN4_SHARE_ACCESS_WANT_WRITE_DELEG,
        "any": nfs4.OPEN4_SHARE_ACCESS_WANT_ANY_DELEG,
    }
    for word, want in wants.items():
        file = rig.file(word)
        answer = patiently(
            lambda file=file, want=want: e1.open(file, share_want=want),  # type: ignore[misc]
            world=rig.world,
            retry=(NFS4ERR_DELAY,),
            budget_s=patience_s(e1),
            waiting_for="R to open a file",
        )
        answer.expect(NFS4_OK, because="a wish is no condition")
        if answer.delegation is not None:
            rig.findings.info(f"{word}: R gives delegations; the cases DG judge them")
            e1.delegreturn(answer.delegation).need(NFS4_OK, judged_by="DG-02")
        e1.write(file, answer.opened.stateid, 0, b"no need of it").expect(NFS4_OK)


@case(
    "NS-05",
    level=Level.INV,
    cite="invariants I1 and I23; RFC 8881 §18.10.3",
    requirement="A re-export server that refuses locks refuses each of them: no kind, no owner and no range is granted "
    "by R alone.",
    judges={"I1", "I23"},
)
def none_is_granted_locally(rig: Rig) -> None:
    """E1 and E2 ask for locks of all kinds, before and after D1 has the whole file."""
    need_refusals(rig)
    file = rig.file("f")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    for client in (e1, e2):
        opened(client, file)
    ask_for_all(e1, e2, file)
    held = tries(d1, file, "WRITE", 0, NFS4_UINT64_MAX)
    held.expect(NFS4_OK, because="what R has refused must not be held at O")
    ask_for_all(e1, e2, file)
    d1.locku(held.locked).need(NFS4_OK, judged_by="LK-11")
    ask_for_all(e1, e2, file)


def ask_for_all(e1: Client, e2: Client, file: File) -> None:
    """Every kind of lock, on the same bytes for both: whatever one is granted, it is R's word alone."""
    for client in (e1, e2):
        for kind in ("READ", "WRITE", "READW", "WRITEW"):
            answer = tries(client, file, kind)
            if answer.ok:
                raise Failed(
                    f"R refuses locks, and grants {client.name} one of type {kind}",
                    expected="a refusal, as of every other lock",
                    actual=f"{answer.sentence} -> NFS4_OK",
                    signature=f"a {kind} lock granted by a server that refuses locks",
                )


@case(
    "NS-06",
    level=Level.SHOULD,
    cite="RFC 8881 §9.11, §8.4.2.1",
    requirement="Over R's reboot a client without locks goes on with its files: it has its open back, or is told that "
    "it can't, and opens anew; its data is there.",
    faults={"reboot:reexport"},
    lease_waits=1.0,
)
def files_outlive_a_reboot(rig: Rig) -> None:
    """E1 writes, R reboots, E1 reclaims or reopens, reads what it wrote, and writes on; D1 looks."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    before = opened(e1, file)
    e1.write(file, before.stateid, 0, b"before, ").need(NFS4_OK, judged_by="LK-17")

    rig.reexport.reboot()

    e1.recover().need(NFS4_OK, judged_by="GR-02")
    answer = decided(e1, lambda: e1.reclaim_open(before))
    answer.expect(NFS4_OK, NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD)
    rig.findings.info("the open is given back" if answer.ok else f"refused ({answer.status.name}), and opened anew")
    e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    if not answer.ok:
        answer = patiently(
            lambda: e1.open(file),
            world=rig.world,
            budget_s=grace_budget_s(rig.reexport),
            waiting_for="R's grace to end",
        )
        answer.expect(NFS4_OK, because="nobody else wants the file")
    now = answer.opened
    mine = e1.read(file, now.stateid, 0, 8).expect(NFS4_OK).data
    e1.write(file, now.stateid, 8, b"and after").expect(NFS4_OK)
    seen = d1.read(file, opened(d1, file).stateid, 0, 64).need(NFS4_OK, judged_by="LK-17").data
    if (mine, seen) != (b"before, ", b"before, and after"):
        raise Failed(
            "what E1 wrote through R before and after the reboot is not what is in the file",
            expected="E1 reads b'before, ' after the reboot, and D1 b'before, and after' in the end",
            actual=f"E1 reads {mine!r}, D1 {seen!r}",
            signature="data written through R lost over its reboot",
        )


@case(
    "NS-07",
    level=Level.INV,
    cite="invariants I3 and I23; Linux 5.15 to 6.14",
    requirement="A re-export server that can't recover locks refuses to give them back after its reboot.",
    needs={"locks"},
    faults={"reboot:reexport"},
    lease_waits=1.5,
)
def what_cannot_be_recovered_is_not_given_back(rig: Rig) -> None:
    """E1 locks, R reboots, D1 may lock meanwhile; E1's reclaim is refused."""
    if rig.reexport.claims("reclaim"):
        raise Recorded("R claims to recover locks: PT-03 and PT-13 judge how", actual="reclaim is claimed")
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)

    rig.reexport.reboot()

    meanwhile = tries(d1, file)
    rig.findings.info(f"D1's lock before E1 reclaims -> {meanwhile.status.name}")
    e1.recover().need(NFS4_OK, judged_by="GR-02")
    reopened = e1.reclaim_open(lock.open)
    if not reopened.ok:
        reopened.expect(NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD)
        return
    answer = e1.reclaim_lock(lock, reopened.opened)
    if answer.ok:
        raise Failed(
            "R gives back a lock though it claims no recovery" + (", and D1 holds it" if meanwhile.ok else ""),
            expected="NFS4ERR_NO_GRACE",
            actual="LOCK reclaim -> NFS4_OK",
            signature="reclaim granted by a server that claims none",
        )
    answer.expect(NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD)
