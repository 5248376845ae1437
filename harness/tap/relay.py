"""The relay itself: connections in, connections out, and in between what the tap can do to messages.

Written on a `World`, so that it runs in a process of its own (`process.py`) and, in the virtual world, in
the case's own loop, where it *is* the `Tap` that the case holds. Transparent unless told otherwise: bytes
leave in the order and the form in which they came, understood or not. What a caller sees of a target that
is down is a reset right after the connection came up, the nearest to "refused" that a relay can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from regrace.harness.rig.node import RigError
from regrace.harness.rig.world import Address, Listener, Stream, World
from regrace.harness.tap.api import Direction, HoldToken, Match, TapRecord
from regrace.harness.tap.connection import Connection
from regrace.harness.tap.ring import RING_SIZE, Ring


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """One link of the relay: where callers connect (port 0 picks one), and whom they mean."""

    name: str
    listen: Address
    target: Address


@dataclass(slots=True, eq=False)
class Hold:
    """A hold that was asked for, and what became of it."""

    match: Match
    seen: int = 0
    record: TapRecord | None = None
    connection: Connection | None = None
    over: bool = False

    def waits_for(self, link: str, direction: Direction) -> bool:
        """Whether it still looks out for a message there."""
        return (
            not self.over
            and self.record is None
            and self.match.link == link
            and self.match.direction == direction
        )

    def takes(self, record: TapRecord) -> bool:
        """Whether this message will do: the nth of its kind, or a later one if another hold took the nth.
        Counts it."""
        wanted = self.match.operation
        fits = wanted in record.operations if wanted else record.kind in ("call", "reply")
        if fits:
            self.seen += 1
        return fits and self.seen >= self.match.nth


@dataclass(slots=True, eq=False)
class Link:
    """A link that is up."""

    plan: LinkPlan
    listener: Listener
    cut: set[Direction] = field(default_factory=set)
    dropped: int = 0
    connections: list[Connection] = field(default_factory=list)


class Relay:
    """A tap over some links. Implements `harness.tap.api.Tap`; also `LocalTap` by name."""

    def __init__(self, world: World, plans: Iterable[LinkPlan], *, ring_size: int = RING_SIZE) -> None:
        self._world = world
        self._ring = Ring(ring_size)
        self._holds: dict[int, Hold] = {}
        self._tokens = 0
        self._accepted = 0
        self._links: dict[str, Link] = {}
        for plan in plans:
            self._links[plan.name] = self._open_link(plan)

    def address(self, link: str) -> Address:
        """Where callers of this link connect."""
        return self._link(link).listener.address

    def close(self) -> None:
        """Stop listening and reset every connection."""
        for link in self._links.values():
            link.listener.close()
            self.abort(link.plan.name)

    # --- what a case asks of it (harness.tap.api.Tap)

    def cut(self, link: str, *directions: Direction) -> None:
        """See `Tap.cut`."""
        self._link(link).cut.update(directions or tuple(Direction))

    def heal(self, link: str | None = None) -> None:
        """See `Tap.heal`."""
        for each in self._links.values() if link is None else [self._link(link)]:
            each.cut.clear()
            each.dropped = 0
            for connection in list(each.connections):
                if connection.torn:
                    connection.abort("it lost bytes in a cut")
        for hold in list(self._holds.values()):
            if link is None or hold.match.link == link:
                self._let_go(hold, drop=False)

    def dropped(self, link: str) -> int:
        """See `Tap.dropped`."""
        return self._link(link).dropped

    def hold(self, match: Match) -> HoldToken:
        """See `Tap.hold`."""
        self._link(match.link)
        if match.nth < 1:
            raise RigError(f"a hold counts from 1, not from {match.nth}")
        self._tokens += 1
        self._holds[self._tokens] = Hold(match)
        return HoldToken(self._tokens)

    def held(self, token: HoldToken) -> TapRecord | None:
        """See `Tap.held`. A message stays told after it was released."""
        return self._hold(token).record

    def release(self, token: HoldToken, *, drop: bool = False) -> None:
        """See `Tap.release`. A hold whose message never came is disarmed."""
        self._let_go(self._hold(token), drop=drop)

    def abort(self, link: str) -> None:
        """See `Tap.abort`."""
        for connection in list(self._link(link).connections):
            connection.abort("the tap was told to")

    def records(self, since: int = 0) -> Sequence[TapRecord]:
        """See `Tap.records`; the newest `RING_SIZE` are kept."""
        return self._ring.since(since)

    def mark(self) -> int:
        """See `Tap.mark`."""
        return self._ring.next_index

    # --- what a connection asks of it

    def keep(self, record: TapRecord) -> TapRecord:
        """Remember a record; it gets its index."""
        return self._ring.add(record)

    def now(self) -> float:
        """The clock of the records."""
        return self._world.now()

    def severed(self, link: str, direction: Direction) -> bool:
        """Whether a cut is in force there."""
        return direction in self._links[link].cut

    def count_drop(self, link: str) -> None:
        """One more message or connection attempt was dropped."""
        self._links[link].dropped += 1

    def looks_out(self, link: str, direction: Direction) -> bool:
        """Whether a hold waits for a message there, so that messages must be whole before they go on."""
        return any(hold.waits_for(link, direction) for hold in self._holds.values())

    def catch(self, record: TapRecord, connection: Connection) -> bool:
        """Whether a hold takes this message. Every waiting hold counts it, the first that fits takes it."""
        caught = False
        for hold in self._holds.values():
            if hold.waits_for(record.link, record.direction) and hold.takes(record) and not caught:
                hold.record, hold.connection = record, connection
                caught = True
        return caught

    def ended(self, connection: Connection) -> None:
        """A connection is over."""
        connections = self._links[connection.link].connections
        if connection in connections:
            connections.remove(connection)

    # --- inside

    def _open_link(self, plan: LinkPlan) -> Link:
        listener = self._world.listen(plan.listen, lambda stream: self._accept(plan, stream))
        return Link(plan, listener)

    def _accept(self, plan: LinkPlan, caller: Stream) -> None:
        link = self._links[plan.name]
        self._accepted += 1
        server = None if link.cut else self._world.connect(plan.target)
        connection = Connection(self, plan.name, self._accepted, caller, server)
        link.connections.append(connection)
        if server is None:
            link.dropped += 1  # its SYN, or the answer to it

    def _let_go(self, hold: Hold, *, drop: bool) -> None:
        if hold.over:
            return
        hold.over = True
        if hold.record is not None and hold.connection is not None:
            hold.connection.release(hold.record, drop=drop)

    def _link(self, name: str) -> Link:
        try:
            return self._links[name]
        except KeyError:
            raise RigError(f"the tap has no link {name!r}; it has {', '.join(self._links)}") from None

    def _hold(self, token: HoldToken) -> Hold:
        try:
            return self._holds[token.number]
        except KeyError:
            raise RigError(f"the tap knows no hold number {token.number}") from None


LocalTap = Relay
"""The tap of a virtual rig: the relay in the case's own loop."""
