"""Delegations across the re-export server: what R may promise only while O has promised it to R.

RFC 8881 §10.2 and §10.4; draft-cel-nfsv4-state-retention, section 6.6; invariant I20.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._delegations import (
    REVOKED_FLAGS,
    WANT_READ,
    WANT_WRITE,
    Contender,
    asks,
    bound_of,
    claims_kept,
    delegated,
    is_recalled,
    must_be_lost,
    recall_bound_s,
    reopens_with,
    still_out,
)
from regrace.suite._steps import BOTH, opened, reaches_origin
from regrace.suite.pass_through import REFUSALS, comes_back
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_COMPLETE_ALREADY,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_INVAL,
    NFS4ERR_NO_GRACE,
    NFS4ERR_NOTSUPP,
    NFS4ERR_RECLAIM_BAD,
    nfs_argop4,
)


@case(
    "DG-01",
    level=Level.INV,
    cite="invariant I20; RFC 8881 §10.4",
    requirement="R delegates nothing that O can't have delegated to R, since somebody else uses the file there.",
    needs={"delegations"},
    judges={"I20"},
)
def nothing_is_delegated_without_cover(rig: Rig) -> None:
    """E1 is given a delegation of a quiet file; of one that D1 writes at O it wants one, too."""
    quiet, busy = rig.file("quiet"), rig.file("busy")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    delegated(rig, e1, quiet)
    opened(d1, busy)

    for want in (WANT_WRITE, WANT_READ):
        answer = asks(e1, busy, want)
        if answer.delegation is not None:
            kind = "write" if answer.delegation.write else "read"
            raise Failed(
                f"R gives a {kind} delegation of a file that D1 has open for writing at O",
                expected="OPEN -> NFS4_OK without a delegation",
                actual=f"OPEN -> NFS4_OK with a {kind} delegation",
                signature="delegation of a file that is in use at O",
            )


@case(
    "DG-02",
    level=Level.INV,
    cite="RFC 8881 §10.2, §10.4.4; invariant I20",
    requirement="A conflicting open by a client of O is let in only after the end client, recalled by way of R, has "
    "returned its delegation.",
    needs={"delegations"},
    judges={"I20"},
)
def a_recall_reaches_the_end_client(rig: Rig) -> None:
    """E1 has a delegation through R; D1 opens the file at O; E1 hears of it, returns it, D1 gets in."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    held = delegated(rig, e1, file)
    contender = Contender(rig, d1, file)
    is_recalled(rig, e1, held, contender)
    still_out(rig, e1, contender)
    under = held if held.write else e1.ledger.find_open(file, "o")
    assert under is not None
    e1.write(file, under, 0, b"flushed by E1").expect(NFS4_OK, because="the delegation is recalled, and not lost")
    e1.delegreturn(held).expect(NFS4_OK)
    got = contender.gets_in(bound_of(rig))
    seen = d1.read(got.opened, got.opened, 0, 13).need(NFS4_OK, judged_by="LK-16")
    if seen.data != b"flushed by E1":
        raise Failed(
            "what the end client had written before it returned its delegation is not at O",
            expected="flushed by E1",
            actual=repr(seen.data),
            signature="flushed data not seen at O",
        )


@case(
    "DG-03",
    level=Level.MUST,
    cite="RFC 8881 §10.4.5, §10.4.6, §18.46.3",
    requirement="A delegation that is recalled and not returned is revoked: the other client is let in, and the holder "
    "is told, by its next SEQUENCE and by every use of the delegation's stateid.",
    needs={"delegations"},
    on=BOTH,
    judges={"I20"},
    lease_waits=1.5,
)
def what_is_not_returned_is_revoked(rig: Rig, server: Server) -> None:
    """The holder hears of the recall, and keeps what it has; a neighbour and D1 wait."""
    file = rig.file("f")
    holder, neighbour, d1 = server.client("HOLDER"), server.client("NEIGHBOUR"), rig.direct_client("D1")
    held = delegated(rig, holder, file)
    near = Contender(rig, neighbour, file)
    is_recalled(rig, holder, held, near)
    far = Contender(rig, d1, file)
    still_out(rig, holder, far)
    for contender in (near, far):
        contender.gets_in(bound_of(rig))
    must_be_lost(rig, holder, file, held)


@case(
    "DG-04",
    level=Level.INV,
    cite="draft-cel-nfsv4-state-retention, sections 6.1 and 6.6; invariant I1",
    requirement="A lock that an end client takes while R has a delegation of the file at O binds the clients of O as "
    "soon as the delegation does not keep them out.",
    needs={"delegations", "locks"},
    judges={"I1", "I20"},
)
def a_lock_under_a_delegation_is_at_the_origin(rig: Rig) -> None:
    """E1 locks under its delegation; it returns that to D1, but keeps the lock, which D1 wants."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    held = delegated(rig, e1, file)
    below = e1.ledger.find_open(file, "o")
    assert below is not None
    lock = e1.lock(below, "WRITE", 0, 10).need(NFS4_OK, judged_by="LK-03").locked
    early = d1.lockt(file, "WRITE", 0, 10)
    rig.findings.show(f"D1's LOCKT at O while R has the delegation -> {early.status.name}")

    contender = Contender(rig, d1, file)
    is_recalled(rig, e1, held, contender)
    e1.delegreturn(held).expect(NFS4_OK)
    got = contender.gets_in(bound_of(rig))
    d1.lock(got.opened, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="E1 has locked that range, and kept it")
    e1.write(file, lock, 0, b"E1").expect(NFS4_OK, because="E1 holds the lock")


@case(
    "DG-05",
    level=Level.MUST,
    cite="RFC 8881 §10.2.1, §18.5",
    requirement="A server that knows CLAIM_DELEGATE_PREV keeps the delegations of a restarted client for a lease, "
    "gives them back when they are claimed, and gives the rest up at DELEGPURGE.",
    needs={"delegation-recovery"},
    on=("origin",),
    judges={"I20"},
)
def delegations_outlive_their_client(rig: Rig, server: Server) -> None:
    """D1 has two delegations and restarts, as R would; it claims one, and purges the other. D2 knocks."""
    wanted, unwanted = rig.file("wanted"), rig.file("unwanted")
    d1, d2 = server.client("D1"), server.client("D2")
    for file in (wanted, unwanted):
        delegated(rig, d1, file)
    d1.recover(new_verifier=True).need(NFS4_OK, judged_by="ID-05")

    claimed = claims_kept(d1, wanted)
    if not claimed.ok:
        rig.refused(server, "delegation-recovery", f"OPEN with CLAIM_DELEG_PREV_FH -> {claimed.status.name}")
    again = claimed.delegation
    if again is None:
        raise Failed(
            "a delegation is claimed after its client's restart, and the OPEN is granted without it",
            expected="NFS4_OK with the delegation, or a refusal",
            actual="NFS4_OK without a delegation",
            signature="CLAIM_DELEG_PREV_FH granted without a delegation",
        )
    d2.open(unwanted).expect(NFS4ERR_DELAY, because="what D1 had is kept for it for a lease")
    d1.delegpurge().expect(NFS4_OK)
    d1.reclaim_complete().need(NFS4_OK, NFS4ERR_COMPLETE_ALREADY, judged_by="GR-07")
    Contender(rig, d2, unwanted).gets_in(server.lease_s / 3)
    contender = Contender(rig, d2, wanted)
    is_recalled(rig, d1, again, contender)
    still_out(rig, d1, contender)
    d1.delegreturn(again).expect(NFS4_OK)
    contender.gets_in(recall_bound_s(rig))


@case(
    "DG-06",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4 case 5, §10.2.1; RFC 7530 §10.2.1",
    requirement="A server that does not know CLAIM_DELEGATE_PREV refuses it, and has purged the delegations of a "
    "client that restarted when its new instance is confirmed.",
    needs={"delegations"},
    on=("origin",),
    judges={"I20"},
)
def delegations_end_with_their_client(rig: Rig, server: Server) -> None:
    """D1 has a delegation and restarts; it claims it, in vain; D2 opens the file."""
    file = rig.file("f")
    d1, d2 = server.client("D1"), server.client("D2")
    delegated(rig, d1, file)
    d1.recover(new_verifier=True).need(NFS4_OK, judged_by="ID-05")
    claimed = claims_kept(d1, file)
    if claimed.ok:
        d1.delegpurge().need(NFS4_OK, judged_by="DG-05")
        raise Recorded("the server knows CLAIM_DELEG_PREV_FH: DG-05 judges how", actual=claimed.status.name)
    claimed.expect(NFS4ERR_NOTSUPP, NFS4ERR_INVAL, NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD)
    Contender(rig, d2, file).gets_in(server.lease_s / 2)


@case(
    "DG-07",
    level=Level.MUST,
    cite="RFC 8881 §10.2.1, §18.16.3; invariant I20",
    requirement="When O reboots, R reclaims the delegation that covers its end client's, or withdraws that one; nobody "
    "is let in at O before the end client is asked for it or told that it is lost.",
    needs={"delegations"},
    faults={"reboot:origin"},
    judges={"I20"},
    lease_waits=2.0,
)
def a_delegation_over_a_reboot_of_the_origin(rig: Rig) -> None:
    """E1 has a delegation through R; O reboots; after its grace D1 wants the file."""
    file = rig.file("f")
    e1 = rig.end_client("E1")
    held = delegated(rig, e1, file)
    rig.origin.reboot()
    d1 = rig.direct_client("D1")
    contender = Contender(rig, d1, file)
    is_recalled(rig, e1, held, contender, loss_will_do=True, more_s=2 * rig.origin.lease_s + 5.0)
    if not held.recalled:
        rig.findings.info("R did not get its delegation back from O, and has told E1 that it is lost")
        must_be_lost(rig, e1, file, held)
    else:
        e1.delegreturn(held).expect(NFS4_OK)
    contender.gets_in(bound_of(rig))


@case(
    "DG-08",
    level=Level.INV,
    cite="RFC 8881 §10.2.1, §10.4.5; invariants I8 and I20",
    requirement="While R can't be reached its delegation at O keeps nobody out for longer than a recall may take, and "
    "R has withdrawn what its end client had under it before anybody is let in.",
    needs={"delegations"},
    faults={"partition:reexport"},
    judges={"I8", "I20"},
    lease_waits=3.0,
)
def a_recall_that_reaches_nobody(rig: Rig) -> None:
    """E1 has a delegation through R; R is cut off from O; D1 wants the file, and gets it."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    held = delegated(rig, e1, file)
    rig.reexport.partition_from(rig.origin)
    contender = Contender(rig, d1, file)
    contender.gets_in(recall_bound_s(rig))
    e1.renew().need(NFS4_OK, judged_by="GR-01")
    flags = e1.sequence_flags
    rig.findings.show(f"when D1 is let in: E1 recalled {held.recalled}, sr_status_flags {flags:#x}")
    if not flags & REVOKED_FLAGS:
        raise Failed(
            "D1 is let in at O, and R still tells E1 nothing of its delegation's end",
            expected="sr_status_flags with SEQ4_STATUS_RECALLABLE_STATE_REVOKED",
            actual=f"sr_status_flags {flags:#x}",
            signature="delegation not withdrawn behind a cut",
        )
    rig.heal_all()


@case(
    "DG-09",
    level=Level.INV,
    cite="draft-cel-nfsv4-state-retention, section 6.6; RFC 8881 §10.2.1; invariant I20",
    requirement="A delegation that an end client had before R rebooted is not given back where somebody else may have "
    "used the file meanwhile, and where it is, O's clients are kept out as before.",
    needs={"delegations"},
    faults={"reboot:reexport"},
    judges={"I20"},
    lease_waits=2.0,
)
def a_delegation_over_a_reboot_of_r(rig: Rig) -> None:
    """E1 has two delegations through R; R reboots; D1 uses one file; E1 claims both."""
    used, quiet = rig.file("used"), rig.file("quiet")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    before = {file: delegated(rig, e1, file, want) for file, want in ((used, WANT_WRITE), (quiet, WANT_READ))}
    opens = {file: e1.ledger.find_open(file, "o") for file in (used, quiet)}
    rig.reexport.reboot()
    comes_back(rig, e1)
    reaches_origin(e1, quiet)
    intruder = Contender(rig, d1, used)
    let_in = intruder.gets_in(bound_of(rig))
    d1.close(let_in.opened).need(NFS4_OK, judged_by="RP-01")

    for file, had in before.items():
        lost = opens[file]
        assert lost is not None
        kind = nfs4.OPEN_DELEGATE_WRITE if had.write else nfs4.OPEN_DELEGATE_READ
        answer = reopens_with(e1, lost, kind)
        came = "with" if answer.delegation is not None else "without"
        rig.findings.info(f"{answer.sentence} with a delegation -> {answer.status.name} {came} a delegation")
        if not answer.ok:
            answer.expect(*REFUSALS)
        elif answer.delegation is not None and file is used:
            raise Failed(
                "R gives a delegation back of a file that D1 has used since",
                expected="the reclaim is refused, or granted without a delegation",
                actual="OPEN reclaim -> NFS4_OK with a delegation",
                signature="delegation given back after a conflicting open",
            )
        elif answer.delegation is not None:
            e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
            contender = Contender(rig, d1, file)
            if not answer.delegation.recalled:
                is_recalled(rig, e1, answer.delegation, contender)
            still_out(rig, e1, contender)
            e1.delegreturn(answer.delegation).expect(NFS4_OK)
            contender.gets_in(bound_of(rig))


@case(
    "DG-10",
    level=Level.KNOWN,
    cite="RFC 8881 §10.9, §18.39",
    requirement="R gives no delegation of a directory, whose changes at O it may not hear of.",
)
def directories_are_not_delegated(rig: Rig) -> None:
    """E1 asks R for a delegation of the directory of the case."""
    file = rig.file("f")
    e1 = rig.end_client("E1")
    where = e1.lookup(file.path[:-1]).need(NFS4_OK, judged_by="NP-04")
    args = nfs4.GET_DIR_DELEGATION4args(False, [], nfs4.nfstime4(0, 0), nfs4.nfstime4(0, 0), [], [])
    answer = e1.compound(
        nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(where.fh)), nfs_argop4(nfs4.OP_GET_DIR_DELEGATION, args)
    )
    if not answer.ok:
        raise Recorded("no directory is delegated", actual=f"GET_DIR_DELEGATION -> {answer.status.name}")
    result = answer.op(nfs4.OP_GET_DIR_DELEGATION).gddr_res_non_fatal4
    if result.gddrnf_status != nfs4.GDD4_OK:
        raise Recorded("no directory is delegated now", actual="GET_DIR_DELEGATION -> GDD4_UNAVAIL")
    raise Recorded(
        "R delegates a directory of a file system that others change behind its back: nothing here judges whether it "
        "hears of that",
        actual="GET_DIR_DELEGATION -> NFS4_OK",
    )
