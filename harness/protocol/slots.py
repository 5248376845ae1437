"""The client's half of a session's slot table (RFC 8881 §2.10.6.1).

A slot carries one request at a time. Its sequence ID grows by one (modulo 2**32) with each request that the
server accepted; a request whose SEQUENCE was refused leaves it as it was, and one that was never answered
leaves the slot in doubt: it may only be used to send that same request again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from regrace.harness.protocol.errors import ProtocolError

_WRAP = 1 << 32


class SlotError(ProtocolError):
    """A slot was used against the rules, or none is free."""


class SlotUse(Enum):
    """What a slot is doing."""

    FREE = "free"
    BUSY = "busy"
    DOUBT = "in doubt"


@dataclass(slots=True)
class Slot:
    """One slot."""

    number: int
    sequence: int = 0
    """Sequence ID of the last request that the server is known to have accepted; a new session's is 0."""
    use: SlotUse = SlotUse.FREE

    @property
    def next_sequence(self) -> int:
        """The sequence ID of the next new request."""
        return (self.sequence + 1) % _WRAP


@dataclass(slots=True)
class SlotTable:
    """All slots of a session's fore channel. With `reserve`, the highest one is kept for whoever asks for it
    by number (the lease keeper), so that a case that fills the table can't starve renewals."""

    size: int
    reserve: bool = False
    _slots: list[Slot] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)
    """Numbers of the slots that are busy or in doubt: few, on most days."""
    target: int = field(init=False, default=0)
    """The highest slot that the server wants to be used."""

    def __post_init__(self) -> None:
        if self.size < 1:
            raise SlotError(f"a session needs at least one slot, got {self.size}")
        self._slots = [Slot(number) for number in range(self.size)]
        self.target = self.size - 1

    @property
    def reserved(self) -> Slot | None:
        """The slot that `acquire` does not give out unasked; none in tables of one or two slots."""
        return self._slots[-1] if self.reserve and self.size > 2 else None

    @property
    def highest_in_use(self) -> int:
        """What to send as sa_highest_slotid: the highest slot with a request on its way, or 0."""
        return max(self._used) if self._used else 0

    @property
    def in_doubt(self) -> list[Slot]:
        """Slots whose last request was never answered."""
        return [slot for slot in map(self.slot, sorted(self._used)) if slot.use is SlotUse.DOUBT]

    def slot(self, number: int) -> Slot:
        """By number. Raises SlotError beyond the table."""
        if not 0 <= number < self.size:
            raise SlotError(f"slot {number} is not in a table of {self.size} slots")
        return self._slots[number]

    def acquire(self, number: int | None = None) -> Slot:
        """The lowest free slot (or that one), marked busy; its next request has `next_sequence`, and
        `highest_in_use` counts it. Raises SlotError if there is none free."""
        if number is None:
            slot = self._slots[0]
            if slot.use is not SlotUse.FREE:
                slot = self._lowest_free()
        else:
            slot = self.slot(number)
        if slot.use is not SlotUse.FREE:
            raise SlotError(
                f"slot {slot.number} is {slot.use.value}: wait for its reply, or replay its request first"
            )
        slot.use = SlotUse.BUSY
        self._used.add(slot.number)
        return slot

    def accepted(self, slot: Slot, sequence: int) -> None:
        """The server carried out, and answered, the request with this sequence ID."""
        slot.sequence = sequence
        slot.use = SlotUse.FREE
        self._used.discard(slot.number)

    def refused(self, slot: Slot) -> None:
        """The server refused the request at its SEQUENCE, or it never left: the sequence ID was not used."""
        slot.use = SlotUse.FREE
        self._used.discard(slot.number)

    def unanswered(self, slot: Slot) -> None:
        """Nobody knows what became of the request."""
        slot.use = SlotUse.DOUBT
        self._used.add(slot.number)

    def heed_target(self, target_highest: int) -> None:
        """The server's sr_target_highest_slotid: slots above it are not begun any more (§2.10.6.1)."""
        self.target = min(max(target_highest, 0), self.size - 1)

    def _lowest_free(self) -> Slot:
        reserved = self.reserved
        for slot in self._slots:
            if slot.use is SlotUse.FREE and slot.number <= self.target and slot is not reserved:
                return slot
        raise SlotError(
            f"no free slot among {self.size} (usable up to {self.target}, in doubt: "
            f"{[slot.number for slot in self.in_doubt]}): wait for a reply, or ask for more slots"
        )
