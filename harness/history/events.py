"""The events of a case, on one monotonic clock: what the oracle judges and the report draws.

An operation has an *invoke* time, stamped before the request is sent, and a *complete* time, stamped after
the reply was read; `None` where no reply came. Widening an interval that way only shrinks what is surely
held, so that the judgement stays sound (docs/adr/0004).

Files are identified by the suite's own tag, never by filehandle: handles differ at R and at O.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Moment(NamedTuple):
    """An instant of a history, ordered: the clock first, then the order in which the log was written.

    The tick tells two instants apart that the clock does not (a virtual world's clock stands still while
    the world computes). Events that no `History` wrote have tick 0: of such a pair at one time, neither
    comes before the other."""

    time: float
    """Seconds of the world's clock; infinity for "not yet"."""
    tick: int = 0


NEVER = Moment(float("inf"))
"""Later than everything: the completion of an operation that was never answered."""


class Kind(StrEnum):
    """What happened."""

    OPEN = "open"
    CLOSE = "close"
    DOWNGRADE = "downgrade"
    LOCK = "lock"
    LOCKU = "locku"
    LOCKT = "lockt"
    RECLAIM_OPEN = "reclaim-open"
    RECLAIM_LOCK = "reclaim-lock"
    RECLAIM_COMPLETE = "reclaim-complete"
    READ = "read"
    WRITE = "write"
    RENEW = "renew"  # any successful SEQUENCE
    FREE_STATEID = "free-stateid"
    DELEGATION = "delegation"  # an OPEN's answer brought one: detail = {"write": ...}
    RECALL = "recall"  # the server asked for it back (CB_RECALL)
    DELEGRETURN = "delegreturn"
    LOSS_NOTICE = "loss-notice"  # the client was told: a state error, or a SEQ4 flag
    CLIENT_CRASH = "client-crash"  # the harness declared a client dead
    CLIENT_SILENT = "client-silent"  # the harness stopped renewing it on purpose
    CRASH = "crash"  # a node lost its memory
    START = "start"  # a node serves again
    PAUSE = "pause"
    RESUME = "resume"
    CUT = "cut"  # a link or one of its directions was cut
    HEAL = "heal"
    MOVE = "move"  # a virtual IP went to another node: detail = {"from": ..., "to": ..., "old": ...}
    GRACE_START = "grace-start"
    GRACE_END = "grace-end"
    LEASE = "lease"  # a server's lease time was read: detail = {"node": ..., "lease_s": ...}
    LISTING = "listing"  # a client asked for the list of its state: see `harness.oracle.listing`
    TEST_STATEID = "test-stateid"  # a client asked whether stateids are good: see `harness.oracle.tested`
    MESSAGE = "message"  # a call on a link and its reply, as the tap saw them: see `harness.history.messages`
    NOTE = "note"  # a remark of the case, for the reader of the trace


@dataclass(slots=True, kw_only=True)
class Event:
    """One thing that happened or was asked for. Times in seconds of the world's clock."""

    index: int
    kind: Kind
    invoked_at: float
    completed_at: float | None = None
    invoked_tick: int = 0
    """Place in the order of all invocations and completions of the log, from 1; 0 if unknown."""
    completed_tick: int = 0
    """The same of the completion; 0 while there is none, or if unknown."""
    actor: str = ""
    """Client ("E1"), node ("reexport") or link ("R-O")."""
    via: str = ""
    """For operations: the node that the client talks to ("origin", "reexport")."""
    file: str = ""
    """The suite's tag of the file."""
    owner: str = ""
    """Open-owner or lock-owner, unique within the actor."""
    locktype: str = ""
    """"READ" or "WRITE"."""
    offset: int = 0
    length: int = 0
    """Bytes; 2**64 - 1 means to the end of the file, as on the wire."""
    access: int = 0
    deny: int = 0
    stateid: str = ""
    """"seqid:hex-of-other" as granted or used."""
    status: str = ""
    """"NFS4_OK", "NFS4ERR_..."; "" while no reply came."""
    data: str = ""
    """The tag that a WRITE left or a READ found."""
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """A reply came and said NFS4_OK."""
        return self.status == "NFS4_OK"

    @property
    def answered(self) -> bool:
        """A reply came."""
        return self.completed_at is not None

    @property
    def began(self) -> Moment:
        """When it was asked for."""
        return Moment(self.invoked_at, self.invoked_tick)

    @property
    def settled(self) -> Moment:
        """When its reply had been read; `NEVER` if none came."""
        return NEVER if self.completed_at is None else Moment(self.completed_at, self.completed_tick)

    @property
    def end(self) -> int:
        """First byte after the range; 2**64 for a range to the end of the file."""
        return 1 << 64 if self.length == (1 << 64) - 1 else self.offset + self.length
