"""The NFSv4.1 client of the suite.

It is honest by default and can say anything on demand. Plain calls are single shot: a status comes back in a
`Reply`, DELAY and GRACE included (`patience.patiently` tries again). It never reconnects, renews or recovers
by itself; the lease keeper renews, and `recover` is a step that a case takes. A dead, deaf or lying server
gives a `ClientError`, never a hang.

One class in layers, a file each: `Caller` (connections, compounds, slots), `Identity` (client ID, sessions,
leases), `Namespace` (names, attributes), `Opens`, `Locks`, `Io`,
`Enumeration`.
"""

from __future__ import annotations

from regrace.harness.client.enumeration import Enumeration
from regrace.harness.history.events import Kind


class Client(Enumeration):
    """A client of one server. Many of them live in one world."""

    def __repr__(self) -> str:
        return f"Client({self.name} via {self.via})"

    def abandon(self) -> None:
        """The client is dead from here on: its connection is reset, and it says nothing more."""
        if not self.alive:
            return
        self._declare(Kind.CLIENT_CRASH)
        self.disconnect(abort=True)
        self.alive = False

    def silence(self) -> None:
        """The client renews its lease no more (the keeper passes it by); the case may still make calls."""
        if not self.silent:
            self._declare(Kind.CLIENT_SILENT)
            self.silent = True

    def _declare(self, kind: Kind) -> None:
        if self.history is not None:
            self.history.mark(kind, actor=self.name, via=self.via)
