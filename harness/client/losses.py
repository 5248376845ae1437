"""Being told of a loss: each occurrence goes into the history once (RFC 8881 §8.4.3, §18.46.3)."""

from __future__ import annotations

from typing import Any

from regrace.harness.client.exchange import describe_stateid, status_name
from regrace.harness.client.ledger import Delegation, Lock, Open
from regrace.harness.client.session import Session
from regrace.harness.history.events import Kind
from regrace.harness.history.log import History
from regrace.xdr_defs import nfs4

FLAGS = {
    nfs4.SEQ4_STATUS_EXPIRED_ALL_STATE_REVOKED: "EXPIRED_ALL_STATE_REVOKED",
    nfs4.SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED: "EXPIRED_SOME_STATE_REVOKED",
    nfs4.SEQ4_STATUS_ADMIN_STATE_REVOKED: "ADMIN_STATE_REVOKED",
    nfs4.SEQ4_STATUS_RECALLABLE_STATE_REVOKED: "RECALLABLE_STATE_REVOKED",
    nfs4.SEQ4_STATUS_RESTART_RECLAIM_NEEDED: "RESTART_RECLAIM_NEEDED",
}
"""The sr_status_flags that say that state is gone."""
MASK = sum(FLAGS)

OF_A_SESSION = frozenset({nfs4.NFS4ERR_BADSESSION, nfs4.NFS4ERR_DEADSESSION})
OF_A_STATEID = frozenset(
    {
        nfs4.NFS4ERR_EXPIRED,
        nfs4.NFS4ERR_ADMIN_REVOKED,
        nfs4.NFS4ERR_DELEG_REVOKED,
        nfs4.NFS4ERR_BAD_STATEID,
        nfs4.NFS4ERR_OLD_STATEID,
    }
)
"""A loss only where the stateid is the newest that the client has, and not one that the case made up."""


class Losses:
    """Marks LOSS_NOTICE events of one client."""

    def __init__(self, history: History | None, actor: str, via: str) -> None:
        self._history = history
        self._actor = actor
        self._via = via
        self._flags = 0
        self._dead_clientids: set[int] = set()

    def heed_flags(self, flags: int) -> None:
        """After each granted SEQUENCE: bits that were not set before are news."""
        news = flags & MASK & ~self._flags
        self._flags = flags & MASK
        if news:
            self._mark(flags=[name for bit, name in FLAGS.items() if news & bit])

    def heed_session(self, session: Session, status: nfs4.nfsstat4) -> None:
        """A SEQUENCE on the client's own session was refused."""
        if status in OF_A_SESSION and not session.lost:
            session.lost = status_name(status)
            self._mark(status=session.lost, session=session.sessionid.hex())

    def heed_clientid(self, clientid: int, status: nfs4.nfsstat4) -> None:
        """A call that named the client's own client ID was answered."""
        if status == nfs4.NFS4ERR_STALE_CLIENTID and clientid not in self._dead_clientids:
            self._dead_clientids.add(clientid)
            self._mark(status=status_name(status), clientid=f"{clientid:#x}")

    def heed_state(self, entry: Open | Lock, stateid: nfs4.stateid4, status: nfs4.nfsstat4) -> None:
        """A call with this stateid was answered; it is news if `entry` has just that one.
        Where the server does not know it any more, the entry is lost."""
        if status in OF_A_STATEID and stateid == entry.stateid and entry.live:
            self._mark(
                file=entry.file.tag,
                owner=entry.owner,
                stateid=describe_stateid(stateid),
                status=status_name(status),
                of="open" if isinstance(entry, Open) else "lock",
            )
            entry.lost = status != nfs4.NFS4ERR_OLD_STATEID

    def heed_delegation(self, entry: Delegation, status: nfs4.nfsstat4) -> None:
        """A call with the delegation's stateid was answered."""
        if status in OF_A_STATEID and not entry.revoked:
            entry.revoked = True
            self._mark(
                file=entry.file.tag,
                stateid=describe_stateid(entry.stateid),
                status=status_name(status),
                of="delegation",
            )

    def forget_flags(self) -> None:
        """A new client ID: its flags start from nothing."""
        self._flags = 0

    def _mark(self, *, file: str = "", owner: str = "", stateid: str = "", **detail: Any) -> None:
        if self._history is not None:
            self._history.mark(
                Kind.LOSS_NOTICE,
                actor=self._actor,
                via=self._via,
                file=file,
                owner=owner,
                stateid=stateid,
                status=str(detail.get("status", "")),
                detail=detail,
            )
