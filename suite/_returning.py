"""Clients that come back: a client of O that keeps its state there as a re-export server does, and its next life.

`gateway` plays the re-export server's part at O, so that what O owes it can be judged without one. `reborn` is
the loss of memory that a case is about: for a client of O its own restart, for a client of R the reboot of R.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import LockReply, Reply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import ABSENCE_LIMIT, LONGEST_LIMIT_S, tries
from regrace.suite.pass_through import REFUSALS, RETAIN_STATE
from regrace.xdr_defs.dialect import RETENTION
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DELAY, NFS4ERR_DENIED, NFS4ERR_GRACE

RECLAIMABLE = "EXCHGID4_FLAG_RECLAIMABLE_R"
RECLAIM_CAP = "FATTR4_RETAIN_RECLAIM_CAP"
SLACK_S = 0.5
"""Between what a limit says and the instant at which it is tried."""

R = TypeVar("R", bound=Reply)


def gateway(rig: Rig, name: str = "G", *, life_before: Client | None = None, complete: bool = True) -> Client:
    """A client of O in minor version 2 with RETAIN_STATE; with `life_before`, that one's next instance.

    Ends the case (`unsupported`, or `fail` where it is claimed) if O won't retain."""
    how = {"owner": life_before.owner} if life_before is not None else {}
    client = rig.direct_client(name, established=False, minor_version=2, dialect=RETENTION, **how)
    client.connect()
    flag = RETENTION.number(RETAIN_STATE)
    answer = client.exchange_id(flags=flag)
    if not answer.ok or not answer.flags & flag:
        evidence = f"EXCHANGE_ID with RETAIN_STATE -> {answer.status.name}, eir_flags {answer.flags:#x}"
        rig.refused(rig.origin, "retention", evidence)
    client.create_session().need(NFS4_OK, judged_by="ID-01")
    if complete:
        client.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.keep_alive(client, rig.origin)
    return client


def next_life(rig: Rig, client: Client, *, complete: bool = False) -> Client:
    """The gateway loses its memory and comes back: the same owner, another verifier; nothing is reclaimed yet."""
    client.abandon()
    return gateway(rig, client.name, life_before=client, complete=complete)


def says_reclaimable(client: Client) -> bool:
    """Whether the EXCHANGE_ID that brought its client ID carried RECLAIMABLE_R."""
    return client.exchanged is not None and bool(client.exchanged.flags & RETENTION.number(RECLAIMABLE))


def holder_of(rig: Rig, server: Server, name: str) -> Client:
    """Who holds what is lost and reclaimed: at O a gateway, at R an end client."""
    return gateway(rig, name) if server is rig.origin else rig.end_client(name)


def reborn(rig: Rig, server: Server, *clients: Client) -> tuple[Client, ...]:
    """Memory is lost, and these clients are back, with nothing reclaimed."""
    if server is rig.origin:
        return tuple(next_life(rig, client) for client in clients)
    server.reboot()
    for client in clients:
        client.recover().need(NFS4_OK, judged_by="GR-02")
    return clients


def decided(client: Client, do: Callable[[], R]) -> R:
    """A reclaim's answer; DELAY is waited out, since a re-export server may have to wait for the origin."""
    return patiently(
        do,
        world=client.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=20.0,
        waiting_for=f"{client.via} to decide about a reclaim",
    )


def regains_open(rig: Rig, server: Server, client: Client, held: Open) -> Open:
    """The open comes back. A server that refuses it by the rules recovers nothing (or breaks its claim)."""
    answer = decided(client, lambda: client.reclaim_open(held))
    if answer.status in REFUSALS:
        rig.refused(server, recovery_of(rig, server), f"{answer.sentence} -> {answer.status.name}")
    return answer.need(NFS4_OK, judged_by="PT-03").opened


def regains(rig: Rig, server: Server, client: Client, lock: Lock, below: Open | None = None) -> Lock:
    """Open and lock come back."""
    under = below if below is not None else regains_open(rig, server, client, lock.open)
    return given_back(rig, server, decided(client, lambda: client.reclaim_lock(lock, under))).locked


def given_back(rig: Rig, server: Server, answer: LockReply) -> LockReply:
    """The answer to a LOCK reclaim that the case needs."""
    was_promised(rig, server, answer)
    return answer.need(NFS4_OK, judged_by="PT-03")


def was_promised(rig: Rig, server: Server, answer: Reply) -> None:
    """Ends the case (`unsupported`) if a server refuses by the rules to give a lock back, and has claimed nothing else:
    it may give opens back, and recover no locks."""
    if answer.status in REFUSALS and not claims_to_recover(rig, server):
        rig.refused(server, recovery_of(rig, server), f"{answer.sentence} -> {answer.status.name}")


def recovery_of(rig: Rig, server: Server) -> str:
    """The capability by which a lock comes back: O's retention for a gateway, R's reclaim for an end client."""
    return "retention" if server is rig.origin else "reclaim"


def claims_to_recover(rig: Rig, server: Server) -> bool:
    """Whether the server says that it gives back what was held."""
    return server.claims(recovery_of(rig, server))


def limits(rig: Rig, asker: Client) -> tuple[float, float]:
    """O's absence limit and reclaim cap, in seconds. Ends the case if they are too long to be waited for."""
    absence, cap = RETENTION.number(ABSENCE_LIMIT), RETENTION.number(RECLAIM_CAP)
    found = asker.attributes((), absence, cap).need(NFS4_OK, judged_by="PT-20").values
    if absence not in found or cap not in found:
        raise Failed(
            "O retains, and does not say for how long",
            expected=f"GETATTR -> attributes {absence} and {cap}",
            actual=f"GETATTR -> attributes {sorted(found)}",
            signature="limits of retention not readable",
        )
    rig.learn_limits(rig.origin, absence_s=float(found[absence]), reclaim_cap_s=float(found[cap]))
    if max(found[absence], found[cap]) > LONGEST_LIMIT_S:
        raise Recorded(
            f"O's limits are {found[absence]} s and {found[cap]} s: longer than this case waits ({LONGEST_LIMIT_S} s)"
        )
    return float(found[absence]), float(found[cap])


def asks(client: Client, file: File, offset: int = 0, length: int = 10, *, budget_s: float = 5.0) -> LockReply:
    """A client of O asks for a WRITE lock; "not now" is waited out. What it gets, it keeps."""
    return patiently(
        lambda: tries(client, file, "WRITE", offset, length),
        world=client.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE),
        budget_s=budget_s,
        waiting_for=f"{client.via} to answer about a lock",
    )


def gets(
    rig: Rig, client: Client, file: File, offset: int = 0, length: int = 10, *, bound_s: float, because: str
) -> LockReply:
    """The client gets a WRITE lock within the bound. Raises Failed if it does not."""
    answer = patiently(
        lambda: tries(client, file, "WRITE", offset, length),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_GRACE, NFS4ERR_DENIED),
        budget_s=bound_s,
        waiting_for=because,
    )
    if not answer.ok:
        raise Failed(
            f"{client.name} does not get {file.tag} [{offset},{offset + length}), {bound_s:.1f} s later ({because})",
            expected=f"LOCK -> NFS4_OK within {bound_s:.1f} s: {because}",
            actual=f"LOCK -> {answer.status.name}",
            signature=f"lock still refused: {answer.status.name}",
        )
    return answer
