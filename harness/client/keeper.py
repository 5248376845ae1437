"""Keeps leases while a case waits: a SEQUENCE for every client that the case has not declared silent.

The keeper also watches itself. A client's lease that ran low because the *harness* did not get round to
renewing it must make the case an error, and never a verdict on the server.
"""

from __future__ import annotations

from dataclasses import dataclass

from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.pending import PendingCall
from regrace.harness.client.reply import CompoundReply
from regrace.harness.rig.node import RigError
from regrace.harness.rig.world import Timer, World

RENEW_AFTER = 0.25
"""Of the lease."""
LATE_AFTER = 0.8
"""Of the lease."""


@dataclass(frozen=True, slots=True)
class Late:
    """A renewal that the harness sent too late."""

    client: str
    at: float
    gap_s: float
    lease_s: float


@dataclass(slots=True, eq=False)
class _Kept:
    client: Client
    lease_s: float
    tried_at: float
    """When the keeper last had a look, and could have renewed."""
    timer: Timer | None = None
    pending: PendingCall[CompoundReply] | None = None
    trouble: str = ""
    """Why the last renewal could not be sent; told once."""


class LeaseKeeper:
    """Renews in the background, on connections and sessions that stand; it makes none of its own."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._kept: list[_Kept] = []
        self.late: list[Late] = []

    def add(self, client: Client, lease_s: float) -> None:
        """Renew this client's lease, of `lease_s` seconds, from now on. Again: with the new lease."""
        self.remove(client)
        kept = _Kept(client, lease_s, self._world.now())
        self._kept.append(kept)
        self._schedule(kept)

    def remove(self, client: Client) -> None:
        """Renew it no more."""
        for kept in [k for k in self._kept if k.client is client]:
            if kept.timer is not None:
                kept.timer.cancel()
            self._kept.remove(kept)

    def stop(self) -> None:
        """Renew nothing any more."""
        for kept in list(self._kept):
            self.remove(kept.client)

    def check(self, *clients: Client) -> None:
        """Raise RigError if a renewal of one of these clients (of any, if none is named) went out too late."""
        names = {client.name for client in clients}
        late = [entry for entry in self.late if not names or entry.client in names]
        for kept in self._kept:
            gap = self._world.now() - kept.tried_at
            relevant = not names or kept.client.name in names
            if relevant and self._wanted(kept) and gap > LATE_AFTER * kept.lease_s:
                late.append(Late(kept.client.name, self._world.now(), gap, kept.lease_s))
        if late:
            told = ", ".join(
                f"{e.client}: {e.gap_s:.2f} s between renewals of a lease of {e.lease_s:g} s" for e in late
            )
            raise RigError(
                f"harness late: {told}. The machine is too busy for such a lease: "
                "run fewer workers (-n), or ask for a longer lease"
            )

    def _schedule(self, kept: _Kept) -> None:
        kept.timer = self._world.call_at(
            self._world.now() + RENEW_AFTER * kept.lease_s, lambda: self._turn(kept)
        )

    def _wanted(self, kept: _Kept) -> bool:
        return kept.client.alive and not kept.client.silent

    def _turn(self, kept: _Kept) -> None:
        """Never raises: a client that can't be renewed now is looked at again."""
        if not self._wanted(kept):
            self.remove(kept.client)
            return
        now = self._world.now()
        gap = now - kept.tried_at
        kept.tried_at = now
        session = kept.client.session
        waiting = kept.pending is not None and not kept.pending.done
        if kept.client.connected and session is not None and not session.lost and not waiting:
            if gap > LATE_AFTER * kept.lease_s:
                self.late.append(Late(kept.client.name, now, gap, kept.lease_s))
            try:
                kept.pending = kept.client.begin_renewal()
                kept.trouble = ""
            except ClientError as trouble:
                if str(trouble) != kept.trouble:
                    kept.trouble = str(trouble)
                    kept.client.findings.show(f"the keeper could not renew {kept.client.name}: {trouble}")
        self._schedule(kept)
