"""What the data say about a suspected break: tagged blocks, written and read under the two locks.

Two holders of one range write different tags. If a tag of the one was written, and found again, while the
other counted on the range for itself, then data were exposed and not only book-keeping was wrong. A tag
that was written and that nobody looked for shows half of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from regrace.harness.history.events import Event, Kind, Moment
from regrace.harness.oracle.ranges import Span


@dataclass(frozen=True, slots=True)
class Witness:
    """A write by the intruder, and the read that found it, if there was one."""

    write: Event
    read: Event | None

    @property
    def events(self) -> list[Event]:
        """For the trace."""
        return [self.write] if self.read is None else [self.write, self.read]

    def words(self) -> str:
        """One sentence."""
        if self.read is None:
            return (
                f"Data were at stake: {self.write.actor} wrote tag {self.write.data!r} there meanwhile, "
                "and nobody looked for it afterwards."
            )
        return (
            f"Data confirm it: tag {self.write.data!r}, which {self.write.actor} wrote, "
            f"was found by {self.read.actor} at a time when the bytes were held by another."
        )


NO_WITNESS = "No tagged data were written and read that could confirm it."


def find_witness(
    events: Iterable[Event], *, intruder: str, span: Span, since: Moment, until: Moment
) -> Witness | None:
    """The first tag that `intruder` wrote into the span and that a READ found there, both between `since` and
    `until`: the time for which the other holder counts on the span. Failing that, the first that it wrote."""
    writes: list[Event] = []
    for event in events:
        bytes_of = Span(event.offset, event.end)
        if not event.ok or not event.data or not bytes_of.overlaps(span):
            continue
        if not (since < event.began and event.settled < until):
            continue
        if event.kind is Kind.WRITE and event.actor == intruder:
            writes.append(event)
        elif event.kind is Kind.READ:
            for write in writes:
                if (
                    write.data == event.data
                    and write.settled < event.began
                    and bytes_of.overlaps(Span(write.offset, write.end))
                ):
                    return Witness(write, event)
    return Witness(writes[0], None) if writes else None
