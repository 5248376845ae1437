"""What a case may ask of the wire tap. The tap itself runs in a process of its own (`process.py`) or,
in the virtual world, in the same loop; both offer this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Direction(StrEnum):
    """Seen from the caller of the link: CALLS go from caller to server (and carry callbacks' replies),
    REPLIES come back (and carry callbacks)."""

    CALLS = "calls"
    REPLIES = "replies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which message a hold is for. An RPC reply is matched by the operations of its call."""

    link: str
    direction: Direction
    operation: str = ""
    """Operation name in XDR spelling, "LOCKU"; "" matches every COMPOUND."""
    nth: int = 1
    """The nth matching message from now on, from 1."""


@dataclass(slots=True, kw_only=True)
class TapRecord:
    """One RPC message that the tap saw, decoded as far as it could be."""

    index: int
    at: float
    """Seconds of the host's monotonic clock when it had arrived whole."""
    link: str
    connection: int
    direction: Direction
    kind: str
    """"call", "reply", "cb-call", "cb-reply", or "undecoded"."""
    xid: int
    operations: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    """For replies: "NFS4_OK"... per operation, in order."""
    size_bytes: int = 0
    fate: str = "forwarded"
    """"forwarded", "dropped" (a cut was in force), "held", "released"."""
    sequence: str = ""
    """For SEQUENCE calls: "session/slot/seqid", to tell retries."""
    detail: str = ""
    """One line for a reader: the operations with their main arguments."""


@dataclass(frozen=True, slots=True)
class HoldToken:
    """A hold that was asked for."""

    number: int


class Tap(Protocol):
    """The relay on the links of a rig: records, cuts per direction, holds a message."""

    def cut(self, link: str, *directions: Direction) -> None:
        """Silently drop everything on the link in these directions (both if none is named) until `heal`.
        Connections stay open; new ones are accepted and starve, as behind a firewall that drops."""

    def heal(self, link: str | None = None) -> None:
        """End the cuts of one link or of all, and release every hold. Connections that lost bytes are
        aborted (RST) then, since TCP could not have gone on either without its retransmission."""

    def dropped(self, link: str) -> int:
        """Messages (and connection attempts) dropped on the link since it was last healed."""

    def hold(self, match: Match) -> HoldToken:
        """Arm: the message that matches will be kept back, and everything behind it on that connection and
        direction with it."""

    def held(self, token: HoldToken) -> TapRecord | None:
        """The message that is held, once it has come by."""

    def release(self, token: HoldToken, *, drop: bool = False) -> None:
        """Let the held message go on its way (or drop it, and what waits behind it goes on)."""

    def abort(self, link: str) -> None:
        """Reset every connection of the link, both halves."""

    def records(self, since: int = 0) -> Sequence[TapRecord]:
        """What was seen, from index `since` on."""

    def mark(self) -> int:
        """The index that the next record will have."""
