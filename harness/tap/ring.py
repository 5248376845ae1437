"""What the tap remembers: the newest records, and how many there were."""

from __future__ import annotations

from collections import deque
from itertools import islice

from regrace.harness.tap.api import TapRecord

RING_SIZE = 20_000
"""Records kept, about 1 KB each. A case that runs longer reads what it needs in time (`mark`, `records`)."""


class Ring:
    """The newest `size` records; indices count all that ever were."""

    __slots__ = ("_kept", "_next")

    def __init__(self, size: int = RING_SIZE) -> None:
        self._kept: deque[TapRecord] = deque(maxlen=size)
        self._next = 0

    @property
    def next_index(self) -> int:
        """The index that the next record will have."""
        return self._next

    def add(self, record: TapRecord) -> TapRecord:
        """Keep it, with the next index."""
        record.index = self._next
        self._next += 1
        self._kept.append(record)
        return record

    def since(self, index: int) -> list[TapRecord]:
        """The kept records from `index` on."""
        first_kept = self._next - len(self._kept)
        return list(islice(self._kept, max(0, index - first_kept), None))
