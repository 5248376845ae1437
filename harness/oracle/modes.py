"""Share reservations and byte-range locks as one algebra: what a holder does, and what it denies to others.

A READ lock reads and denies writing, a WRITE lock does both and denies both; an OPEN says it in so many
words (RFC 8881 §9.7, §9.1). So one conflict rule serves both, and "weaker than both" is a bitwise and.
"""

from __future__ import annotations

from dataclasses import dataclass

READ_BIT, WRITE_BIT = 1, 2


@dataclass(frozen=True, slots=True)
class Mode:
    """Bits: 1 is reading, 2 is writing, as in OPEN's share_access and share_deny."""

    access: int
    deny: int

    def conflicts(self, other: Mode) -> bool:
        """Whether two holders can't both have the same bytes."""
        return bool(self.access & other.deny or other.access & self.deny)

    def covers(self, other: Mode) -> bool:
        """Whether who holds this holds the other too."""
        return not (other.access & ~self.access or other.deny & ~self.deny)

    def meet(self, other: Mode) -> Mode:
        """What is held for sure if one of the two is."""
        return Mode(self.access & other.access, self.deny & other.deny)

    def join(self, other: Mode) -> Mode:
        """What is held once both were granted (a second OPEN of the same owner)."""
        return Mode(self.access | other.access, self.deny | other.deny)

    def words(self) -> str:
        """For a reader: "WRITE", or "access BOTH deny WRITE"."""
        if self in (READ, WRITE):
            return "WRITE" if self == WRITE else "READ"
        return f"access {_BITS[self.access & 3]} deny {_BITS[self.deny & 3]}"


_BITS = ("NONE", "READ", "WRITE", "BOTH")
READ = Mode(READ_BIT, WRITE_BIT)
WRITE = Mode(READ_BIT | WRITE_BIT, READ_BIT | WRITE_BIT)


def lock_mode(locktype: str) -> Mode:
    """Of "READ" or "WRITE" (or READW, WRITEW, which only say that the caller would wait).

    Raises ValueError for another word: a history that says it can't be judged."""
    word = locktype.removesuffix("_LT").removesuffix("W")
    if word not in ("READ", "WRITE"):
        raise ValueError(f"lock type {locktype!r} is neither READ nor WRITE")
    return WRITE if word == "WRITE" else READ


def share_mode(access: int, deny: int) -> Mode:
    """Of an OPEN; the bits above (want flags, RFC 8881 §18.16.3) are no share reservation."""
    return Mode(access & 3, deny & 3)
