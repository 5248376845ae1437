"""The relay itself: connections in, connections out, and in between what the tap can do to messages.

Written on a `World`, so that it runs in a process of its own (`process.py`) and, in the virtual world, in
the case's own loop, where it *is* the `Tap` that the case holds. Transparent unless told otherwise: bytes
leave in the order and the form in which they came, understood or not. What a caller sees of a target that
is down is a reset right after the connection came up, the nearest to "refused" that a relay can say.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from regrace.harness.rig.node import RigError
from regrace.harness.rig.world import Address, Listener, Stream, World
from regrace.harness.tap.api import HOLD, Act, Deed, Direction, HoldToken, Match, TapRecord
from regrace.harness.tap.connection import Connection
from regrace.harness.tap.interpreter import CALLS_REMEMBERED, Owners
from regrace.harness.tap.ring import RING_SIZE, Ring

MAKERS = frozenset({"EXCHANGE_ID", "CREATE_SESSION"})
SESSIONS_REMEMBERED = 64
"""Records of each link that tell of clients and sessions (`Tap.sessions_made`), beside the ring."""


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """One link of the relay: where callers connect (port 0 picks one), and whom they mean."""

    name: str
    listen: Address
    target: Address


@dataclass(slots=True, eq=False)
class Hold:
    """A deed that was asked for, and what became of it."""

    match: Match
    deed: Deed = HOLD
    seen: int = 0
    record: TapRecord | None = None
    connection: Connection | None = None
    over: bool = False
    seen_since: int = 0
    """Messages that match `deed.until`, since it holds."""

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
        fits = _fits(self.match, record)
        if fits:
            self.seen += 1
        return fits and self.seen >= self.match.nth

    def ends_with(self, record: TapRecord) -> bool:
        """Whether this message is the event that it waited for."""
        until = self.deed.until
        if until is None or self.over or self.record is None or record is self.record:
            return False
        on_it = until.link == record.link and until.direction == record.direction and _fits(until, record)
        self.seen_since += on_it
        return on_it and self.seen_since >= until.nth


def _fits(match: Match, record: TapRecord) -> bool:
    """Whether a record is of the kind, link and direction left out."""
    kind = match.operation in record.operations if match.operation else record.kind in ("call", "reply")
    return (
        kind
        and (not match.file or match.file in record.files)
        and (not match.owner or match.owner in record.owners)
        and (not match.status or record.statuses[-1:] == [match.status])
    )


@dataclass(slots=True, eq=False)
class Link:
    """A link that is up."""

    plan: LinkPlan
    listener: Listener
    cut: set[Direction] = field(default_factory=set)
    dropped: int = 0
    renewed_at: float | None = None
    asked: OrderedDict[tuple[int, int], float] = field(default_factory=OrderedDict)
    """When the calls with a SEQUENCE were sent whose answer may still come, by connection and XID."""
    made: deque[TapRecord] = field(default_factory=lambda: deque(maxlen=SESSIONS_REMEMBERED))
    """What told of clients and sessions."""
    connections: list[Connection] = field(default_factory=list)


class Relay:
    """A tap over some links. Implements `harness.tap.api.Tap`; also `LocalTap` by name."""

    def __init__(self, world: World, plans: Iterable[LinkPlan], *, ring_size: int = RING_SIZE) -> None:
        self._world = world
        self._ring = Ring(ring_size)
        self.owners = Owners()
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
        return self.arm(match)

    def arm(self, match: Match, deed: Deed = HOLD) -> HoldToken:
        """See `Tap.arm`."""
        for one in (match, deed.until):
            if one is not None:
                self._link(one.link)
                if one.nth < 1:
                    raise RigError(f"a hold counts from 1, not from {one.nth}")
        self._tokens += 1
        self._holds[self._tokens] = Hold(match, deed)
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

    def aim(self, link: str, target: Address) -> None:
        """See `Tap.aim`."""
        each = self._link(link)
        each.plan = replace(each.plan, target=target)

    def records(self, since: int = 0) -> Sequence[TapRecord]:
        """See `Tap.records`; the newest `RING_SIZE` are kept."""
        return self._ring.since(since)

    def sessions_made(self, before: int) -> Sequence[TapRecord]:
        """See `Tap.sessions_made`."""
        found = [record for link in self._links.values() for record in link.made if record.index < before]
        return sorted(found, key=lambda record: record.index)

    def renewed_at(self, link: str) -> float | None:
        """See `Tap.renewed_at`."""
        return self._link(link).renewed_at

    def mark(self) -> int:
        """See `Tap.mark`."""
        return self._ring.next_index

    # --- what a connection asks of it

    def keep(self, record: TapRecord) -> TapRecord:
        """Remember a record; it gets its index. What it says of renewals and sessions, and whom it sets free, is seen
        to."""
        self._ring.add(record)
        if not MAKERS.isdisjoint(record.operations):
            self._links[record.link].made.append(record)
        self._note_renewal(record)
        for hold in list(self._holds.values()):
            if hold.ends_with(record):
                self._let_go(hold, drop=False)
        return record

    def now(self) -> float:
        """The clock of the records."""
        return self._world.now()

    def later(self, seconds: float, then: Callable[[], None]) -> None:
        """Do it once so many seconds are over."""
        self._world.call_at(self._world.now() + seconds, then)

    def severed(self, link: str, direction: Direction) -> bool:
        """Whether a cut is in force there."""
        return direction in self._links[link].cut

    def count_drop(self, link: str) -> None:
        """One more message or connection attempt was dropped."""
        self._links[link].dropped += 1

    def looks_out(self, link: str, direction: Direction) -> bool:
        """Whether a hold waits for a message there, so that messages must be whole before they go on."""
        return any(hold.waits_for(link, direction) for hold in self._holds.values())

    def catch(self, record: TapRecord, connection: Connection) -> Deed | None:
        """What is to be done to this message. Every waiting hold counts it, the first that fits takes it."""
        caught: Hold | None = None
        for hold in self._holds.values():
            if hold.waits_for(record.link, record.direction) and hold.takes(record) and caught is None:
                hold.record, hold.connection = record, connection
                caught = hold
        if caught is None:
            return None
        if caught.deed.act is Act.CUT:
            self.cut(record.link)
        elif caught.deed.act is Act.DELAY:
            over = caught
            self._world.call_at(self._world.now() + caught.deed.seconds, lambda: self._let_go(over, drop=False))
        return caught.deed

    def ended(self, connection: Connection) -> None:
        """A connection is over."""
        connections = self._links[connection.link].connections
        if connection in connections:
            connections.remove(connection)

    # --- inside

    def _open_link(self, plan: LinkPlan) -> Link:
        listener = self._world.listen(plan.listen, lambda stream: self._accept(plan.name, stream))
        return Link(plan, listener)

    def _accept(self, name: str, caller: Stream) -> None:
        link = self._links[name]
        self._accepted += 1
        server = None if link.cut else self._world.connect(link.plan.target)
        connection = Connection(self, name, self._accepted, caller, server)
        link.connections.append(connection)
        if server is None:
            link.dropped += 1  # its SYN, or the answer to it

    def _note_renewal(self, record: TapRecord) -> None:
        link = self._links[record.link]
        key = (record.connection, record.xid)
        if record.kind == "call" and record.operations[:1] == ["SEQUENCE"]:
            link.asked[key] = record.at
            if len(link.asked) > CALLS_REMEMBERED:
                link.asked.popitem(last=False)
        elif record.kind == "reply":
            sent_at = link.asked.pop(key, None)
            if sent_at is not None and record.statuses[:1] == ["NFS4_OK"]:
                link.renewed_at = max(sent_at, link.renewed_at or sent_at)

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
