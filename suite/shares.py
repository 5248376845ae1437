"""Share reservations through R: whom a deny mode keeps out, and where (RFC 8881 §9.7)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import OpenReply
from regrace.harness.client.stateids import ANON
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, opened, patience_s
from regrace.verdict import Level, Verdict
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_ACCESS,
    NFS4ERR_DELAY,
    NFS4ERR_LOCKED,
    NFS4ERR_SHARE_DENIED,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_ACCESS_READ,
    OPEN4_SHARE_ACCESS_WRITE,
    OPEN4_SHARE_DENY_NONE,
    OPEN4_SHARE_DENY_WRITE,
    nfsstat4,
)

GUARDED = b"what D1 guards"


@case(
    "LK-13",
    level=Level.INV,
    cite="invariant I2; RFC 8881 §9.7; draft-cel-nfsv4-state-retention, section 6.1",
    requirement="A re-export server that says that it passes deny modes on has the origin keep direct clients out; "
    "another one binds its own clients alone, which is recorded.",
    judges={"I2"},
)
def whom_a_deny_mode_through_r_binds(rig: Rig) -> None:
    """E1 denies writers through R; D1 opens the file for writing at O."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    held = opened(e1, file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_WRITE)
    let_in = _wants_to_write(d1, file, waiting_for="a delegation of R's, if it has one, to be returned")
    if let_in.ok:
        if rig.reexport.claims("deny-pass-through"):
            rig.refused(rig.reexport, "deny-pass-through", "D1's OPEN for writing at O -> NFS4_OK")
        raise Recorded("R keeps deny modes to itself: D1 writes what E1 denies", actual="D1's OPEN -> NFS4_OK")
    let_in.expect(NFS4ERR_SHARE_DENIED, because="E1 denies writers, by way of R")
    if not rig.reexport.claims("deny-pass-through"):
        rig.note_contradiction("reexport does not claim 'deny-pass-through' and passes deny modes on")
    e1.close(held).need(NFS4_OK, judged_by="SL-01")
    _may_write(d1, file, once="E1 has closed the file")


@case(
    "LK-14",
    level=Level.MUST,
    cite="RFC 8881 §9.7",
    requirement="Of two clients of one server, one is kept out of what the other denies, by what is open already and "
    "by what it asks to deny.",
    judges={"I2"},
    on=BOTH,
)
def who_is_denied_stays_out(rig: Rig, server: Server) -> None:
    """C1 writes and denies writers; C2 wants to write, to read, and to deny what C1 does."""
    file = rig.file("f")
    c1, c2 = server.client("C1"), server.client("C2")
    held = opened(c1, file, OPEN4_SHARE_ACCESS_WRITE, OPEN4_SHARE_DENY_WRITE)
    c2.open(file, OPEN4_SHARE_ACCESS_WRITE).expect(NFS4ERR_SHARE_DENIED, because="C1 denies writers")
    c2.open(file, OPEN4_SHARE_ACCESS_READ, OPEN4_SHARE_DENY_WRITE).expect(
        NFS4ERR_SHARE_DENIED, because="C1 has it open for writing"
    )
    reader = c2.open(file, OPEN4_SHARE_ACCESS_READ, OPEN4_SHARE_DENY_NONE)
    reader.expect(NFS4_OK, because="nobody denies readers, and it denies nobody")
    c1.close(held).need(NFS4_OK, judged_by="SL-01")
    _may_write(c2, file, once="C1 has closed the file")


def _wants_to_write(client: Client, file: File, *retry: nfsstat4, waiting_for: str) -> OpenReply:
    """What its OPEN for writing is answered, when DELAY and the statuses of `retry` have been waited out."""
    return patiently(
        lambda: client.open(file, OPEN4_SHARE_ACCESS_WRITE),
        world=client.world,
        retry=(NFS4ERR_DELAY, *retry),
        budget_s=patience_s(client),
        waiting_for=waiting_for,
    )


def _may_write(client: Client, file: File, *, once: str) -> None:
    """The client is let in, at once or when the reservation that was given up is gone."""
    answer = _wants_to_write(client, file, NFS4ERR_SHARE_DENIED, waiting_for=f"the reservation to be gone: {once}")
    answer.expect(NFS4_OK, because=once)


@case(
    "LK-18",
    level=Level.MUST,
    cite="RFC 8881 §9.7, §9.1.2",
    requirement="What a direct client denies at the origin no client of R can do: it is kept out as it opens the file, "
    "or as it writes.",
    judges={"I2"},
)
def a_deny_mode_at_the_origin_binds_rs_clients(rig: Rig) -> None:
    """D1 denies writers at O; E1 opens the file through R for writing, and writes, without an open too."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    held = opened(d1, file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_WRITE)
    d1.write(file, held.stateid, 0, GUARDED).need(NFS4_OK, judged_by="LK-17")

    tried = e1.open(file, OPEN4_SHARE_ACCESS_BOTH)
    rig.findings.show(f"{tried.sentence} -> {tried.status.name}")
    attempts = [e1.write(file, ANON, 0, b"E1 was here, too")]
    if tried.ok:
        attempts.append(e1.write(file, tried.opened.stateid, 0, b"E1 was here, too"))
    for one in attempts:
        rig.findings.show(f"{one.sentence} -> {one.status.name}")
    stands = d1.read(file, held.stateid, 0, 64).need(NFS4_OK, judged_by="LK-17").data
    if stands != GUARDED:
        raise Failed(
            "E1 has written through R what D1 denies at O",
            expected=f"D1 reads {GUARDED!r}",
            actual=f"D1 reads {stands!r}",
            signature="a WRITE through R past a deny mode at the origin",
        )
    for one in attempts:
        if one.ok:
            raise Failed(
                "R takes a WRITE that D1 denies at O, and the origin does not have it",
                expected="SHARE_DENIED as E1 opens the file, or LOCKED as it writes",
                actual=f"{one.sentence} -> NFS4_OK",
                signature="a WRITE through R past a deny mode at the origin: acknowledged",
            )
    if not tried.ok:
        tried.expect(
            NFS4ERR_SHARE_DENIED,
            also={NFS4ERR_ACCESS: Verdict.INFO, NFS4ERR_DELAY: Verdict.INFO, NFS4ERR_LOCKED: Verdict.INFO},
            because="D1 denies writers",
        )
