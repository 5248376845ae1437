"""How long a client, or a re-export server, can count on its state: lease horizons (RFC 8881 §8.3).

A renewal counts from when it was *sent*, and only if its answer came while the lease was sure anyway: an
answer that comes later may hide that state was revoked meanwhile.
"""

from __future__ import annotations

import math
from bisect import bisect_right

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle.digest import OPERATIONS, Digest

SKEW = 0.02
"""Part of a lease that is not counted on: clocks of two machines drift, and timers are coarse."""


class Horizons:
    """Answers "until when was this lease sure?" for one history."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest
        self._renewals: dict[tuple[str, str], list[tuple[float, float]]] = {}
        self._reaches: dict[tuple[str, str], list[float]] = {}
        self._threats: dict[str, list[Event]] = {}

    def lease_of(self, node: str, when: float) -> float:
        """The lease in seconds that counted at that time, less the skew; 0 if nobody knows it."""
        told = [e for e in self._digest.leases[node] if e.invoked_at <= when] or self._digest.leases[node][:1]
        lease = float(told[-1].detail["lease_s"]) if told else self._digest.context.lease_s.get(node, 0.0)
        return lease * (1 - SKEW)

    def client(self, actor: str, via: str, grant: Event) -> float:
        """Until when the client's lease at `via` surely ran on, since this grant (which renewed it)."""
        return self._reach(actor, via, grant.invoked_at + self.lease_of(via, grant.invoked_at))

    def reexporter(self, via: str, grant: Event) -> float:
        """Until when that re-export server's own lease at the origin surely backed a grant through it.

        With a tap: by the renewals seen on the link. Without: until that link or the server was first
        interfered with; nobody saw when it renewed last. Infinity if nothing ever interfered."""
        if self.sees(via):
            origin, settled = self._digest.origin, grant.settled.time
            known = self._known(via, origin)
            before = known[: bisect_right(known, (settled, math.inf))]
            sent = next((s for s, answered in reversed(before) if answered <= settled), None)
            if sent is None:
                return -math.inf
            return self._reach(via, origin, sent + self.lease_of(origin, settled))
        threats = [e for e in self._interference(via) if e.began > grant.began or self._lasts(e, grant)]
        return min((e.invoked_at for e in threats), default=math.inf)

    def sees(self, via: str) -> bool:
        """Whether the history has renewals of this server at the origin (a tap saw them)."""
        return bool(self._known(via, self._digest.origin))

    def grant_backed(self, grant: Event) -> float:
        """Until when the authority surely had no reason to drop this grant: the lease horizons of everybody
        between. Without a tap, a grant through a server shows that the server reached the origin for it."""
        client = self.client(grant.actor, grant.via, grant)
        if grant.via == self._digest.origin:
            return client
        if self.sees(grant.via):
            return min(client, self.reexporter(grant.via, grant))
        return min(client, grant.invoked_at + self.lease_of(self._digest.origin, grant.invoked_at))

    def _known(self, actor: str, via: str) -> list[tuple[float, float]]:
        """(sent, answered) of what renewed this lease, by the time it was sent."""
        key = (actor, via)
        if key not in self._renewals:
            self._renewals[key] = sorted(
                (e.invoked_at, e.completed_at)
                for e in self._digest.of_actor[actor]
                if e.via == via and e.completed_at is not None and _renews(e)
            )
        return self._renewals[key]

    def _reach(self, actor: str, via: str, reach: float) -> float:
        """How far a lease that is sure until `reach` was surely carried on by renewals."""
        place = self._last_in_time(self._known(actor, via), reach)
        return reach if place < 0 else max(reach, self._carried_on(actor, via)[place])

    def _carried_on(self, actor: str, via: str) -> list[float]:
        """Per renewal, until when it and those that surely came in time after it carried the lease."""
        key = (actor, via)
        if key not in self._reaches:
            known = self._known(actor, via)
            reaches = [sent + self.lease_of(via, sent) for sent, _ in known]
            for place in range(len(known) - 1, -1, -1):
                later = self._last_in_time(known, reaches[place])
                if later > place:
                    reaches[place] = max(reaches[place], reaches[later])
            self._reaches[key] = reaches
        return self._reaches[key]

    @staticmethod
    def _last_in_time(known: list[tuple[float, float]], reach: float) -> int:
        """The last renewal that was sent and answered by then; -1 if there is none."""
        place = bisect_right(known, (reach, math.inf)) - 1
        while place >= 0 and known[place][1] > reach:
            place -= 1
        return place

    def _interference(self, via: str) -> list[Event]:
        """What may keep a re-export server from renewing at the origin: a pause of it, a cut of any link that
        is not one of the suite's own clients'."""
        if via not in self._threats:
            self._threats[via] = [
                e
                for e in self._digest.events
                if (e.kind is Kind.PAUSE and e.actor in (via, self._digest.origin))
                or (e.kind is Kind.CUT and not e.actor.startswith(("E-", "D-")))
            ]
        return self._threats[via]

    def _lasts(self, cut: Event, grant: Event) -> bool:
        """Whether an interference that began before the grant may still have been in force then."""
        ends = (Kind.HEAL, Kind.RESUME)
        return not any(
            e.kind in ends and e.actor == cut.actor and cut.began < e.began and e.settled < grant.began
            for e in self._digest.of_actor[cut.actor]
        )


def _renews(event: Event) -> bool:
    """A RENEW, or any operation that went well (it came in a COMPOUND whose SEQUENCE did)."""
    if event.kind is Kind.RENEW:
        return event.status in ("", "NFS4_OK")
    return event.kind in OPERATIONS and event.ok
