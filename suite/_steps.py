"""Steps that many cases take for granted: refused, they block the case, and name the case that judges them."""

from __future__ import annotations

from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import ExchangeIdReply, LockReply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.protocol.rpc import AuthSys
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.xdr_defs.dialect import RETENTION
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DELAY, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_NONE

ABSENCE_LIMIT = "FATTR4_RETAIN_ABSENCE_LIMIT"
LONGEST_LIMIT_S = 60

BOTH = ("origin", "reexport")
"""For cases that are run against O, and against R's front side as a server."""


FAR_UID = 4711
"""Added to the rig's own uid and gid: a principal that no client of the suite has."""


def somebody_else(server: Server) -> AuthSys:
    """The credential of another user of the same host."""
    return AuthSys(uid=server.endpoint.uid + FAR_UID, gid=server.endpoint.gid + FAR_UID)


def patience_s(client: Client) -> float:
    """How long a server may say "not now": until what somebody dead had there is revoked, and a little."""
    return max(10.0, 2 * (client.lease_s or 0.0))


def grace_budget_s(server: Server) -> float:
    """By when a grace must be over that nothing prolongs, in seconds from its beginning."""
    return 4 * server.lease_s + 10.0


def opened(
    client: Client, file: File, access: int = OPEN4_SHARE_ACCESS_BOTH, deny: int = OPEN4_SHARE_DENY_NONE
) -> Open:
    """The client has the file open; DELAY is waited out."""
    answer = patiently(
        lambda: client.open(file, access, deny),
        world=client.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=patience_s(client),
        waiting_for=f"{client.via} to open a file",
    )
    return answer.need(NFS4_OK, judged_by="LK-16").opened


def locked(client: Client, file: File, locktype: str = "WRITE", offset: int = 0, length: int = 10) -> Lock:
    """The client has the file open and the range locked; `lock.open` is the open below."""
    below = opened(client, file)
    answer = patiently(
        lambda: client.lock(below, locktype, offset, length),
        world=client.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=patience_s(client),
        waiting_for=f"{client.via} to grant a lock",
    )
    return answer.need(NFS4_OK, judged_by="CO-02" if client.via == "origin" else "LK-03").locked


def tries(client: Client, file: File, locktype: str = "WRITE", offset: int = 0, length: int = 10) -> LockReply:
    """One attempt to lock, on an open of the client's own (made if there is none yet)."""
    for held in client.ledger.opens:
        if held.file == file:
            return client.lock(held, locktype, offset, length)
    return client.lock(opened(client, file), locktype, offset, length)


def absence_limit(rig: Rig) -> float:
    """O's retainabsence_limit in seconds; 0 if it retains nothing."""
    if not rig.origin.claims("retention"):
        return 0.0
    asker = rig.direct_client("limits", minor_version=2, dialect=RETENTION)
    number = RETENTION.number(ABSENCE_LIMIT)
    limit = float(asker.attributes((), number).need(NFS4_OK, judged_by="PT-01").values.get(number, 0))
    if limit > LONGEST_LIMIT_S:
        raise Recorded(f"O's absence limit is {limit:.0f} s: longer than this case waits ({LONGEST_LIMIT_S} s)")
    return limit


def reaches_origin(client: Client, file: File) -> None:
    """R, which may be up before it has found its way to O, looks a file up for the client: from here on R has
    introduced itself to O, and whatever O drops for that is dropped."""
    answer = patiently(
        lambda: client.lookup(file.path),
        world=client.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=20.0,
        waiting_for=f"{client.via} to reach the origin",
    )
    answer.need(NFS4_OK, judged_by="NP-04")


def keeps_its_scope(before: ExchangeIdReply, after: ExchangeIdReply, *, who: str, over: str) -> None:
    """The same server_scope was told over a change: without it clients would not reclaim (RFC 8881 §8.4.2.1). Raises
    Failed."""
    if before.server_scope != after.server_scope:
        raise Failed(
            f"{who} tells another server_scope: a client that minds it gives its locks up",
            expected=f"server_scope {before.server_scope!r}",
            actual=f"server_scope {after.server_scope!r}",
            signature=f"server_scope changes with {over}",
        )
