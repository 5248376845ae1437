"""Histories written by hand: a line per event, times as they are told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle import Finding, OracleContext, Standing, judge

O, R = "origin", "reexport"  # noqa: E741 - the field's own name for it
TO_EOF = (1 << 64) - 1
TOOK_S = 0.01


class Script:
    """Events in the order in which they are written; clients E* talk to R and all others to O."""

    def __init__(self, lease_s: float = 5.0, *, renewing: Iterable[str] = (), until: float = 60.0) -> None:
        self.events: list[Event] = []
        self.context = OracleContext(lease_s={O: lease_s, R: lease_s})
        for actor in renewing:
            for tenth in range(int(until * 10 / lease_s * 4)):
                self.renew(tenth * lease_s / 40, actor)

    def add(self, kind: Kind, at: float, actor: str, *, took: float | None = TOOK_S, **fields: Any) -> Event:
        """One event; `took=None` is no answer."""
        event = Event(
            index=len(self.events),
            kind=kind,
            invoked_at=at,
            completed_at=None if took is None else at + took,
            actor=actor,
            **fields,
        )
        self.events.append(event)
        return event

    def ask(
        self, kind: Kind, at: float, who: str, start: int, end: int, status: str | None = "NFS4_OK", **fields: Any
    ) -> Event:
        """An operation of "E1" or "E1/owner" on [start, end) of f; status None is no answer."""
        actor, _, owner = who.partition("/")
        if status is None:
            fields["took"] = None
        return self.add(
            kind,
            at,
            actor,
            **{
                "via": R if actor.startswith("E") else O,
                "file": "f",
                "owner": owner or "l",
                "offset": start,
                "length": end - start,
                "status": status or "",
                **fields,
            },
        )

    def lock(
        self, at: float, who: str, start: int = 0, end: int = 10, status: str | None = "NFS4_OK", **f: Any
    ) -> Event:
        """A LOCK, WRITE unless `locktype` says otherwise."""
        return self.ask(Kind.LOCK, at, who, start, end, status, **{"locktype": "WRITE", **f})

    def reclaim(
        self, at: float, who: str, start: int = 0, end: int = 10, status: str | None = "NFS4_OK", **f: Any
    ) -> Event:
        """A LOCK with reclaim set."""
        return self.ask(Kind.RECLAIM_LOCK, at, who, start, end, status, **{"locktype": "WRITE", **f})

    def unlock(
        self, at: float, who: str, start: int = 0, end: int = 10, status: str | None = "NFS4_OK", **f: Any
    ) -> Event:
        """A LOCKU."""
        return self.ask(Kind.LOCKU, at, who, start, end, status, **f)

    def test(
        self, at: float, who: str, start: int = 0, end: int = 10, status: str | None = "NFS4_OK", **f: Any
    ) -> Event:
        """A LOCKT."""
        return self.ask(Kind.LOCKT, at, who, start, end, status, **{"locktype": "WRITE", "owner": "t", **f})

    def open(
        self, at: float, who: str, access: int = 3, deny: int = 0, status: str | None = "NFS4_OK", **f: Any
    ) -> Event:
        """An OPEN."""
        return self.ask(Kind.OPEN, at, who, 0, 0, status, access=access, deny=deny, **f)

    def write(
        self, at: float, who: str, data: str, start: int = 0, end: int = 10, status: str | None = "NFS4_OK", **f: Any
    ) -> Event:
        """A WRITE of a tagged block."""
        return self.ask(Kind.WRITE, at, who, start, end, status, data=data, **f)

    def read(self, at: float, who: str, data: str, start: int = 0, end: int = 10, **f: Any) -> Event:
        """A READ that found a tagged block."""
        return self.ask(Kind.READ, at, who, start, end, data=data, **f)

    def renew(self, at: float, actor: str, took: float | None = TOOK_S) -> Event:
        """A SEQUENCE that went well; of R, as the tap saw it."""
        via = R if actor.startswith("E") else O
        return self.add(Kind.RENEW, at, actor, took=took, via=via, status="NFS4_OK" if took is not None else "")

    def reboot(self, at: float, node: str, took: float = 0.5) -> None:
        """A node loses its memory somewhere in this time, and serves again."""
        self.add(Kind.CRASH, at, node, took=took)
        self.add(Kind.START, at + took, node, took=0.0)

    def told(self, at: float, actor: str, **fields: Any) -> Event:
        """A loss notice."""
        return self.add(Kind.LOSS_NOTICE, at, actor, took=0.0, **fields)

    def message(
        self, at: float, link: str, ops: str, status: str | None = "NFS4_OK", took: float = TOOK_S, **detail: Any
    ) -> Event:
        """A COMPOUND on a link; `status` is that of the last operation, or of the one that `done` counts to; None is no
        answer."""
        detail = {"ops": ops, "done": len(ops.split()), **detail}
        return self.add(
            Kind.MESSAGE, at, link, took=None if status is None else took, status=status or "", detail=detail
        )

    def judge(self, **context: Any) -> dict[str, Finding]:
        """Invariant -> finding."""
        known = {name: getattr(self.context, name) for name in ("lease_s", "claims", "keeps_s", "leak_bound_s")}
        found = judge(self.events, OracleContext(**{**known, **context}))
        return {finding.invariant: finding for finding in found}

    def state(self, invariant: str, **context: Any) -> Standing:
        """What became of one invariant."""
        return self.judge(**context)[invariant].verdict
