"""R's name at O: who else used it while R was away, and which sessions R leaves behind under it."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.judge import Failed, Recorded
from regrace.harness.protocol.rpc import AuthSys
from regrace.harness.rig.rig import Rig
from regrace.suite._crashes import must_get_the_range, must_open_alone
from regrace.suite._listing import SPEC
from regrace.suite._steps import locked, somebody_else
from regrace.suite.enumerated import NEEDS, mark, must_be_back, must_enumerate, seen, told
from regrace.suite.pass_through import REFUSALS, comes_back, reclaims
from regrace.verdict import Level
from regrace.xdr_defs.dialect import ENUMERATION
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_CLID_INUSE,
    NFS4ERR_DEADSESSION,
    NFS4ERR_SEQ_MISORDERED,
)

FAR_SLOT = 5
"""Whom R takes for itself would only be found out in a slot that both use."""
NO_SEQUENCE = 0x7000_0000
"""A sequence number that no slot is near: SEQ_MISORDERED of a session that is alive, without effect (§18.46.3)."""
GONE = (NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION)
REBOOTS = 3


def borrows_the_name(rig: Rig, since: int) -> Client:
    """A client of O that says what R said: the same owner, verifier and principal. Ends the case if O knows better."""
    said = seen(rig, since, "call", "EXCHANGE_ID")[-1]
    last = seen(rig, since, "call", "CREATE_SESSION")[-1]
    forger = rig.direct_client(
        "F",
        established=False,
        minor_version=2,
        dialect=ENUMERATION,
        owner=bytes.fromhex(said.owners[0]),
        verifier=bytes.fromhex(told(said, "verifier")),
        credential=AuthSys(uid=0, gid=0),
        borrowed=True,
    )
    forger.history = None  # it holds nothing by right: what becomes of it is no loss
    forger.connect()
    answer = forger.exchange_id().need(NFS4_OK, judged_by="ID-01")
    if not answer.confirmed:
        raise Recorded("O does not take the stranger for R, who said the same words")
    forger.create_session(sequence=int(told(last, "seq")) + 1).need(NFS4_OK, judged_by="ID-02")
    return forger


@case(
    "EN-29",
    level=Level.INV,
    cite=f"invariants I7, I10 and I16; {SPEC}, Whose state, and who may ask, Recovery",
    requirement="Of what a stranger took at O under R's name while R was away R gives nothing to its clients; it shuts "
    "the stranger out, and releases it.",
    needs=NEEDS,
    faults={"reboot:reexport", "crash:reexport"},
    judges={"I7", "I10", "I16"},
    lease_waits=4.0,
)
def the_list_has_what_others_wrote(rig: Rig) -> None:
    """E1 holds a lock; R is down; a stranger locks more of the file as R; R and E1 return."""
    since = mark(rig)
    rig.reexport.reboot()
    rig.await_grace_over(rig.reexport)
    must_enumerate(rig, since)
    file, other = rig.file("f"), rig.file("g")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    rig.reexport.crash()
    forger = borrows_the_name(rig, since)
    try:
        for wanted, offset in ((file, 100), (other, 0)):
            below = forger.open(wanted, owner="a stranger", slot=FAR_SLOT).need(NFS4_OK, judged_by="LK-16").opened
            held = forger.lock(below, "WRITE", offset, 10, owner="a stranger", slot=FAR_SLOT)
            held.need(NFS4_OK, judged_by="LK-03")
        rig.reexport.start()
        comes_back(rig, e1)
        reopened = e1.reclaim_open(lock.open)
        must_be_back(rig, reopened)
        more = e1.reclaim_lock(lock, reopened.opened, offset=100, length=10)
        more.expect(*REFUSALS, because="it is listed for R, and not of E1")
        must_be_back(rig, e1.reclaim_lock(lock, reopened.opened, offset=0, length=10))
        forger.compound(slot=FAR_SLOT).expect(*GONE, because="R has fenced everybody else off its client ID")
    finally:
        forger.disconnect()
    e1.reclaim_complete().expect(NFS4_OK)
    rig.await_grace_over(rig.reexport)
    must_get_the_range(rig, d1, file, "no client of R has claimed it", offset=100)
    must_open_alone(rig, d1, other, "no client of R has claimed it")
    must_get_the_range(rig, d1, other, "no client of R has claimed it")


@case(
    "EN-35",
    level=Level.KNOWN,
    cite=f"{SPEC}, The fence; RFC 8881 §18.37, §2.10.12",
    requirement="Of the sessions that R had at O before it rebooted none is alive when R has recovered.",
    needs={"locks"},
    faults={"reboot:reexport"},
    lease_waits=4.0,
)
def sessions_of_the_dead(rig: Rig) -> None:
    """R reboots three times with a client of its own; D1 tries every session that R was seen to use."""
    file = rig.file("f")
    e1, d1 = rig.end_client("E1"), rig.direct_client("D1")
    lock = locked(e1, file)
    since = mark(rig)
    locked(e1, file, offset=20)  # so that R is heard before its first reboot
    for _ in range(REBOOTS):
        rig.reexport.reboot()
        comes_back(rig, e1)
        rig.findings.show(f"E1's reclaim -> {reclaims(e1, lock).status.name}")
        e1.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
        rig.await_grace_over(rig.reexport)
        lock = next((one for one in e1.ledger.live_locks), lock)
    used = dict.fromkeys(one.sequence.split("/")[0] for one in seen(rig, since, "call", "SEQUENCE"))
    *dead, _ = used
    if not dead:
        raise Recorded("R was seen to use one session only, over all its reboots")
    alive = [session for session in dead if _is_alive(d1, session)]
    rig.findings.show(f"{len(used)} sessions of R, {len(alive)} of the {len(dead)} earlier ones alive")
    if alive:
        raise Failed(
            f"{len(alive)} of {len(dead)} sessions of R's dead incarnations are alive at O",
            expected="NFS4ERR_BADSESSION of every session but the last",
            actual=f"NFS4ERR_SEQ_MISORDERED of {', '.join(session[-8:] for session in alive)}",
            signature="sessions of dead incarnations left at O",
        )


def _is_alive(d1: Client, session: str) -> bool:
    """Whether O still knows a session of R's."""
    answer = d1.compound(sa_sessionid=bytes.fromhex(session), sa_sequenceid=NO_SEQUENCE, slot=FAR_SLOT)
    return answer.expect(NFS4ERR_SEQ_MISORDERED, *GONE).status not in GONE


@case(
    "SC-05",
    level=Level.INV,
    cite="RFC 8881 §18.35.4 case 3; invariants I1, I16",
    requirement="While R is down nobody takes its name at O who is another principal: NFS4ERR_CLID_INUSE, and what R's "
    "clients held is theirs when it is back.",
    needs={"locks"},
    faults={"reboot:reexport", "crash:reexport"},
    judges={"I1", "I16"},
    lease_waits=4.0,
)
def nobody_else_takes_the_name(rig: Rig) -> None:
    """R is down; somebody else says R's name at O, with R's own verifier and another; R and E1 return."""
    since = mark(rig)
    rig.reexport.reboot()
    rig.await_grace_over(rig.reexport)
    file = rig.file("f")
    e1 = rig.end_client("E1")
    lock = locked(e1, file)
    heard = seen(rig, since, "call", "EXCHANGE_ID")
    if not heard:
        raise Recorded("R was not heard to introduce itself")
    verifier = bytes.fromhex(told(heard[-1], "verifier"))
    rig.reexport.crash()
    owner = bytes.fromhex(heard[-1].owners[0])
    thief = rig.direct_client("X", established=False, owner=owner, credential=somebody_else(rig.origin), borrowed=True)
    thief.connect()
    try:
        why = "R has state here, and is another principal"
        thief.exchange_id().expect(NFS4ERR_CLID_INUSE, because=why)
        thief.exchange_id(verifier=verifier).expect(NFS4ERR_CLID_INUSE, because=why)
    finally:
        thief.disconnect()
        rig.reexport.start()
    comes_back(rig, e1)
    back = reclaims(e1, lock)
    if rig.reexport.claims("reclaim"):
        must_be_back(rig, back)
    e1.reclaim_complete().expect(NFS4_OK)
