"""What a case may ask of the wire tap. The tap itself runs in a process of its own (`process.py`) or,
in the virtual world, in the same loop; both offer this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from regrace.harness.rig.world import Address


class Direction(StrEnum):
    """Seen from the caller of the link: CALLS go from caller to server (and carry callbacks' replies),
    REPLIES come back (and carry callbacks)."""

    CALLS = "calls"
    REPLIES = "replies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which message a deed is for. An RPC reply is matched by what its call says."""

    link: str
    direction: Direction
    operation: str = ""
    """Operation name in XDR spelling, "LOCKU"; "" matches every COMPOUND."""
    nth: int = 1
    """The nth matching message from now on, from 1."""
    file: str = ""
    """A file that its PUTFH names, as `describe.handle` tells it ("fh:01234567"); "" matches every file. Filehandles
    differ from link to link: on R-O they are O's."""
    owner: str = ""
    """Hexadecimal owner string of an open or a lock, also of a stateid if the tap saw its grant; "" matches all."""
    status: str = ""
    """For replies: the status of the last operation; "" matches all."""


class Act(StrEnum):
    """What can be done to a message."""

    HOLD = "hold"
    """Kept back, and everything behind it on that connection and direction with it, until it is released: by the
    case, or when a message comes by that matches `Deed.until`."""
    DELAY = "delay"
    """As HOLD, for `Deed.seconds`."""
    DROP = "drop"
    """It never arrives; the connection goes on, as if the other end had not answered (or asked)."""
    DUPLICATE = "duplicate"
    """It arrives twice."""
    TRUNCATE = "truncate"
    """The first `Deed.keep_bytes` of it arrive, then the end of the connection."""
    CUT = "cut"
    """It is the first victim of a cut of its link, both directions, which lasts until `heal`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be done to the message that matches."""

    act: Act = Act.HOLD
    seconds: float = 0.0
    """Of a DELAY."""
    keep_bytes: int = 0
    """Of a TRUNCATE, the record mark included."""
    until: Match | None = None
    """What ends a HOLD; may be on another link."""


HOLD = Deed()


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
    """"forwarded", "dropped" (by a cut or a deed, or since its caller had gone), "held", "released", "duplicated",
    "truncated"."""
    held_s: float = 0.0
    """For how long it was kept back before it went on, in seconds; also behind another that was held."""
    files: list[str] = field(default_factory=list)
    """What its PUTFHs name, as `describe.handle` tells it; for replies, those of the call."""
    owners: list[str] = field(default_factory=list)
    """Hexadecimal owner strings that it is about (of opens, locks and clients); for replies, those of the call."""
    sequence: str = ""
    """For SEQUENCE calls: "session/slot/seqid", to tell retries."""
    marks: list[str] = field(default_factory=list)
    """Who lives and dies by it, as "name:hex": EXCHANGE_ID's "owner", "verifier" and (in the reply) "clientid";
    CREATE_SESSION's "clientid" and (in the reply) "session"; DESTROY_SESSION's "session"; "fence:" of a listing; the
    "delegation" in the reply to OPEN, and what DELEGRETURN "returns" (a stateid's `other`)."""
    digest: str = ""
    """A checksum of what it says: equal for a call and its retry; for a reply, of the results after SEQUENCE's own."""
    detail: str = ""
    """One line for a reader: the operations with their main arguments."""


@dataclass(frozen=True, slots=True)
class HoldToken:
    """A hold, or another deed, that was asked for."""

    number: int


class Tap(Protocol):
    """The relay on the links of a rig: records, cuts per direction, and does deeds to single messages."""

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

    def arm(self, match: Match, deed: Deed = HOLD) -> HoldToken:
        """As `hold`, for any deed."""

    def held(self, token: HoldToken) -> TapRecord | None:
        """The message that was held (or otherwise dealt with), once it has come by."""

    def release(self, token: HoldToken, *, drop: bool = False) -> None:
        """Let the held message go on its way (or drop it, and what waits behind it goes on)."""

    def abort(self, link: str) -> None:
        """Reset every connection of the link, both halves."""

    def aim(self, link: str, target: Address) -> None:
        """From now on, who connects to this link reaches `target`: what moves a virtual IP where there is no root to
        move a real one. Connections that are up lead on to where they led (see `abort`)."""

    def records(self, since: int = 0) -> Sequence[TapRecord]:
        """What was seen, from index `since` on."""

    def sessions_made(self, before: int) -> Sequence[TapRecord]:
        """The EXCHANGE_IDs and CREATE_SESSIONs, calls and replies, below index `before`: whose sessions they are that
        were there already. The newest `SESSIONS_REMEMBERED` of each link, however long ago they were."""

    def renewed_at(self, link: str) -> float | None:
        """When the last renewal that the callee of this link has granted was sent by its caller (the clock of the
        records): on "R-O", R's own lease at O counts from then. None if none was seen yet."""

    def mark(self) -> int:
        """The index that the next record will have."""
