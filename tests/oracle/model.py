"""A small correct world to judge: an origin, a re-export server, clients, and a dice player who breaks things.

It is not the reference rig: it has no wire, only what a history can see of locks, leases, grace, retention
and lost messages. Every bug of `BUGS` can be switched on; the oracle must stay silent without and name the
right invariant with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from regrace.harness.history.events import Event, Kind
from regrace.harness.history.log import History
from regrace.harness.oracle import OracleContext

LEASE_S, GRACE_S = 5.0, 12.0
SIZE = 4
RANGES = ((0, 4), (0, 2), (2, 4), (1, 3), (3, 4))
WHOLE = (0, SIZE)
OK, DENIED, GRACE, DELAY = "NFS4_OK", "NFS4ERR_DENIED", "NFS4ERR_GRACE", "NFS4ERR_DELAY"
BADSESSION, NO_GRACE, EXPIRED = "NFS4ERR_BADSESSION", "NFS4ERR_NO_GRACE", "NFS4ERR_EXPIRED"
RECLAIM_BAD, CONFLICT, OLD = "NFS4ERR_RECLAIM_BAD", "NFS4ERR_RECLAIM_CONFLICT", "NFS4ERR_OLD_STATEID"

BUGS = {
    "loses-locks": "I1",
    "merges-owners": "I1",
    "naive": "I3",
    "skips-grace": "I3",
    "forgets-expiry": "I3",
    "grants-superset": "I4",
    "leaks": "I7",
    "forgets-unlocks": "I5",
}

Owner = tuple[str, str]
Span = tuple[int, int]


def conflict(one: int, other: int) -> bool:
    """Modes: 1 reads, 2 writes."""
    return one == 2 or other == 2


@dataclass
class Table:
    """Locks, byte by byte."""

    cells: list[dict[Owner, int]] = field(default_factory=lambda: [{} for _ in range(SIZE)])

    def rivals(self, owner: Owner, span: Span, mode: int) -> set[Owner]:
        """Who stands in the way."""
        return {o for b in range(*span) for o, m in self.cells[b].items() if o != owner and conflict(m, mode)}

    def give(self, owner: Owner, span: Span, mode: int) -> None:
        for byte in range(*span):
            self.cells[byte][owner] = mode

    def take(self, owner: Owner, span: Span = WHOLE) -> None:
        for byte in range(*span):
            self.cells[byte].pop(owner, None)

    def take_all(self, client: str) -> None:
        for cell in self.cells:
            for owner in [o for o in cell if o[0] == client]:
                del cell[owner]

    def covers(self, owner: Owner, span: Span, mode: int) -> bool:
        return all(self.cells[b].get(owner, 0) >= mode for b in range(*span))


@dataclass
class Record:
    """A client as a server knows it."""

    renewed: float
    completed: bool = False
    seqids: dict[str, int] = field(default_factory=dict)


class Origin:
    """Plain or courteous for its direct clients, retaining for R."""

    def __init__(self, bugs: set[str], courteous: bool) -> None:
        self.bugs, self.courteous = bugs, courteous
        self.up = True
        self.table = Table()
        self.clients: dict[str, Record] = {}
        self.stable: set[str] = set()
        self.recorded: set[str] = set()
        """Who may reclaim in this instance's grace."""
        self.grace_until = 0.0
        self.retaining = False
        """Whether a new incarnation of R may still reclaim what the old one had."""
        self.unclaimed: set[tuple[Owner, int]] = set()
        """Bytes of R's that it has not reclaimed yet."""

    def crash(self) -> None:
        self.up = False
        self.table, self.clients = Table(), {}
        self.retaining, self.unclaimed = False, set()

    def start(self, now: float) -> None:
        self.up = True
        self.recorded = set(self.stable)
        self.grace_until = now + GRACE_S if self.stable else now
        if "skips-grace" in self.bugs:
            self.grace_until = now

    def connect(self, client: str, now: float) -> None:
        """A new incarnation."""
        if client == "R" and client in self.clients:
            cells = enumerate(self.table.cells)
            self.retaining = True
            self.unclaimed = {(owner, byte) for byte, cell in cells for owner in cell if owner[0] == "R"}
        elif client in self.clients:
            self.table.take_all(client)
        self.clients[client] = Record(now)

    def renew(self, client: str, now: float) -> str:
        self.sweep(now)
        record = self.clients.get(client)
        if record is None:
            return BADSESSION
        record.renewed = now
        return OK

    def complete(self, client: str, now: float) -> str:
        if self.renew(client, now) != OK:
            return BADSESSION
        self.clients[client].completed = True
        self.stable.add(client)
        if client == "R":
            for owner, byte in self.unclaimed:
                self.table.take(owner, (byte, byte + 1))
            self.retaining, self.unclaimed = False, set()
        return OK

    def sweep(self, now: float) -> None:
        """Leases run out; R's locks are retained four times as long."""
        for name, record in list(self.clients.items()):
            patience = LEASE_S * (4 if name == "R" else 1)
            if now > record.renewed + patience and not (self.courteous or name == "R"):
                self.drop(name)

    def drop(self, name: str) -> None:
        self.table.take_all(name)
        self.clients.pop(name, None)
        if name == "R":
            self.retaining, self.unclaimed = False, set()
        if "forgets-expiry" not in self.bugs:
            self.stable.discard(name)

    def evict(self, owners: set[Owner], now: float) -> None:
        """Expired clients give way to a conflict."""
        for name in {o[0] for o in owners}:
            record = self.clients.get(name)
            patience = LEASE_S * (4 if name == "R" else 1)
            if record is not None and now > record.renewed + patience:
                self.drop(name)

    def lock(self, owner: Owner, span: Span, mode: int, now: float, reclaim: bool = False) -> str:
        if self.renew(owner[0], now) != OK:
            return BADSESSION
        record = self.clients[owner[0]]
        in_grace = now < self.grace_until
        if not reclaim and (in_grace or not record.completed):
            return GRACE
        self.evict(self.table.rivals(owner, span, mode), now)
        if reclaim:
            refusal = self.refusal(owner, span, mode, in_grace, record)
            if refusal:
                return refusal
        elif self.table.rivals(owner, span, mode) and "loses-locks" not in self.bugs:
            return DENIED
        else:
            self.note_who_missed_it()
        self.table.give(owner, span, mode)
        self.unclaimed -= {(owner, byte) for byte in range(*span)}
        return OK

    def note_who_missed_it(self) -> None:
        """A new lock is granted: who has not completed by now may not reclaim after the next crash (RFC 8881 §8.4.3,
        the second edge condition), whether it is connected or has not come back at all."""
        if "forgets-expiry" not in self.bugs:
            self.stable = {name for name in self.stable if name in self.clients and self.clients[name].completed}

    def refusal(self, owner: Owner, span: Span, mode: int, in_grace: bool, record: Record) -> str:
        if record.completed:
            return NO_GRACE
        if self.retaining and owner[0] == "R":
            if "grants-superset" in self.bugs and not self.table.rivals(owner, span, mode):
                return "" if any(owner in cell for cell in self.table.cells) else RECLAIM_BAD
            return "" if self.table.covers(owner, span, mode) else RECLAIM_BAD
        believing = in_grace or "skips-grace" in self.bugs
        if not believing or owner[0] not in self.recorded:
            return NO_GRACE
        return CONFLICT if self.table.rivals(owner, span, mode) else ""

    def unlock(self, owner: Owner, span: Span, now: float) -> str:
        if self.renew(owner[0], now) != OK:
            return BADSESSION
        if "forgets-unlocks" not in self.bugs:
            self.table.take(owner, span)
        return OK

    def test(self, owner: Owner, span: Span, mode: int, now: float) -> str:
        if self.renew(owner[0], now) != OK:
            return BADSESSION
        if now < self.grace_until:
            return GRACE
        rivals = self.table.rivals(owner, span, mode)
        self.evict(rivals, now)
        return DENIED if self.table.rivals(owner, span, mode) else OK


class Reexport:
    """Passes everything on; reclaims too."""

    def __init__(self, origin: Origin, bugs: set[str], saw_renewal: Callable[[], None]) -> None:
        self.origin, self.bugs, self.saw_renewal = origin, bugs, saw_renewal
        self.up, self.cut = True, False
        self.clients: dict[str, Record] = {}
        self.stable: set[str] = set()
        self.recorded: set[str] = set()
        self.mine = Table()
        self.lost: set[str] = set()
        self.grace_until = 0.0
        self.introduced = False
        self.completed = False

    def crash(self) -> None:
        self.up = False
        self.clients, self.mine, self.lost = {}, Table(), set()

    def start(self, now: float) -> None:
        self.up, self.introduced, self.completed = True, False, False
        self.recorded = set(self.stable)
        self.grace_until = now + GRACE_S if self.stable else now

    def owner(self, owner: Owner) -> Owner:
        """As the origin sees it."""
        return ("R", "l" if "merges-owners" in self.bugs else f"{owner[0]}/{owner[1]}")

    def tick(self, now: float) -> bool:
        """Keep in touch with the origin; whether it can be reached."""
        if not self.up or self.cut or not self.origin.up:
            return False
        if not self.introduced:
            self.origin.connect("R", now)
            self.introduced = True
            if "naive" in self.bugs:
                self.origin.complete("R", now)
                self.completed = True
        elif self.origin.renew("R", now) != OK:
            self.start_over(now)
        self.saw_renewal()
        if not self.completed and now >= self.grace_until:
            self.origin.complete("R", now)
            self.completed = True
        for name in [n for n, r in self.clients.items() if now > r.renewed + LEASE_S]:
            self.expire(name, now)
        return True

    def start_over(self, now: float) -> None:
        """The origin forgot R: reclaim what it had, and tell who lost something."""
        self.origin.connect("R", now)
        for byte in range(SIZE):
            for owner, mode in list(self.mine.cells[byte].items()):
                if self.origin.lock(self.owner(owner), (byte, byte + 1), mode, now, reclaim=True) != OK:
                    self.lost.add(owner[0])
        for name in self.lost:
            self.release(name, now)
        if now >= self.grace_until:
            self.origin.complete("R", now)
            self.completed = True

    def release(self, name: str, now: float) -> None:
        for byte in range(SIZE):
            for owner in [o for o in self.mine.cells[byte] if o[0] == name]:
                self.mine.take(owner, (byte, byte + 1))
                if "leaks" not in self.bugs:
                    self.origin.unlock(self.owner(owner), (byte, byte + 1), now)

    def expire(self, name: str, now: float) -> None:
        self.release(name, now)
        self.clients.pop(name, None)
        self.stable.discard(name)
        self.lost.discard(name)

    def connect(self, client: str, now: float) -> None:
        if client in self.clients and self.tick(now):
            self.release(client, now)
        self.clients[client] = Record(now)
        self.lost.discard(client)

    def renew(self, client: str, now: float) -> str:
        reached = self.tick(now)
        record = self.clients.get(client)
        if record is None or (not reached and now > record.renewed + LEASE_S):
            return BADSESSION
        record.renewed = now
        if client in self.lost:
            return EXPIRED
        return OK

    def complete(self, client: str, now: float) -> str:
        if self.renew(client, now) == BADSESSION:
            return BADSESSION
        self.clients[client].completed = True
        self.stable.add(client)
        return OK

    def lock(self, owner: Owner, span: Span, mode: int, now: float, reclaim: bool = False) -> str:
        reached, status = self.tick(now), self.renew(owner[0], now)
        if status != OK:
            return status
        if not reached:
            return DELAY
        record = self.clients[owner[0]]
        in_grace = now < self.grace_until
        if reclaim:
            if record.completed or not in_grace or owner[0] not in self.recorded:
                return NO_GRACE
        elif in_grace or not record.completed:
            return GRACE
        new = not reclaim or "naive" in self.bugs
        status = self.origin.lock(self.owner(owner), span, mode, now, reclaim=not new)
        if status == OK:
            self.mine.give(owner, span, mode)
        return NO_GRACE if reclaim and status in (DENIED, GRACE) else status

    def unlock(self, owner: Owner, span: Span, now: float) -> str:
        reached, status = self.tick(now), self.renew(owner[0], now)
        if status != OK:
            return status
        if not reached:
            return DELAY
        self.mine.take(owner, span)
        return self.origin.unlock(self.owner(owner), span, now)

    def test(self, owner: Owner, span: Span, mode: int, now: float) -> str:
        reached, status = self.tick(now), self.renew(owner[0], now)
        if status not in (OK, EXPIRED):  # LOCKT has no stateid that could have expired
            return status
        if not reached:
            return DELAY
        return self.origin.test(self.owner(owner), span, mode, now)


@dataclass
class Pending:
    """A call under way."""

    event: Event
    client: str
    run: Callable[[float], str]
    server: str
    fate: str
    """"answered", "lost call", "lost reply"."""
    status: str = ""


@dataclass
class Player:
    """A client: what it believes to hold, byte by byte."""

    name: str
    via: str
    connected: bool = False
    reclaiming: bool = False
    """It has a new session, and not done its RECLAIM_COMPLETE."""
    renewed: float = 0.0
    """When it tried last to renew its lease."""
    wakes: float = 0.0
    """It neither renews nor asks for anything before this time."""
    verifier: int = 0
    book: Table = field(default_factory=Table)


class Play:
    """One run of the dice."""

    def __init__(self, dice: Random, *, bugs: set[str] | None = None, tap: bool = True, lies: bool = True) -> None:
        self.dice, self.bugs, self.tap, self.lies = dice, bugs or set(), tap, lies
        self.now = 0.0
        self.history = History(lambda: self.now)
        self.origin = Origin(self.bugs, courteous=dice.random() < 0.5)
        self.reexport = Reexport(self.origin, self.bugs, self.saw_renewal)
        self.players = [Player(n, "reexport" if n[0] == "E" else "origin") for n in ("E1", "E2", "D1", "D2")]
        self.pending: list[Pending] = []
        self.context = OracleContext(lease_s={"origin": LEASE_S, "reexport": LEASE_S}, leak_bound_s=1.0)

    def saw_renewal(self) -> None:
        if self.tap:
            event = self.history.invoke(Kind.RENEW, actor="reexport", via="origin")
            self.history.complete(event, OK)

    def run(self, steps: int) -> list[Event]:
        """Play, then clear up and probe for leaks."""
        for player in self.players:
            self.recover(player)
        for _ in range(steps):
            self.wait(self.dice.choice((0.0, 0.1, 0.3, 0.6, 1.5)))
            self.step()
        self.clear_up()
        return self.history.events

    def wait(self, seconds: float) -> None:
        """In small steps, for R renews by itself, and so do clients that are awake."""
        end = self.now + seconds
        while self.now < end:
            self.now = min(self.now + 1.0, end)
            self.reexport.tick(self.now)
            for player in self.players:
                if player.connected and player.wakes <= self.now and player.renewed + 1.5 < self.now:
                    self.renew(player)

    def step(self) -> None:
        player = self.dice.choice([p for p in self.players if p.wakes <= self.now] or self.players)
        if not self.up(player.via) and self.dice.random() < 0.5:
            self.start(player)
            return
        if self.dice.random() < 0.6 and self.up(player.via) and (not player.connected or player.reclaiming):
            (self.reclaim if player.connected else self.recover)(player)
            return
        action = self.dice.choices(
            (self.lock, self.unlock, self.test, self.renew, self.recover, self.reclaim, self.complete,
             self.deliver, self.crash, self.start, self.cut, self.restart, self.nap),
            (6, 4, 2, 6, 2, 4, 2, 6, 1.2, 3, 0.7, 0.3, 1.5),
        )[0]  # fmt: skip
        action(player)

    # -- what clients do

    def server(self, player: Player) -> Origin | Reexport:
        return self.origin if player.via == "origin" else self.reexport

    def call(
        self,
        player: Player,
        kind: Kind,
        span: Span,
        mode: int,
        run: Callable[[float], str],
        owner: str = "l",
    ) -> None:
        event = self.history.invoke(
            kind,
            actor=player.name,
            via=player.via,
            file="f",
            owner=owner,
            offset=span[0],
            length=span[1] - span[0],
            locktype={0: "", 1: "READ", 2: "WRITE"}[mode],
        )
        fate = self.dice.choices(("answered", "lost call", "lost reply"), (8, 1, 1))[0]
        pending = Pending(event, player.name, run, player.via, fate)
        self.pending.append(pending)
        if self.dice.random() < 0.8:
            self.finish(pending)

    def finish(self, pending: Pending) -> None:
        """The call reaches its server, now, and the answer its client, a little later."""
        self.pending.remove(pending)
        if pending.fate == "lost call" or not self.up(pending.server):
            return
        self.now += self.dice.choice((0.0, 0.01))
        status = pending.run(self.now)
        if pending.fate == "lost reply":
            return
        self.now += self.dice.choice((0.0, 0.01, 0.2))
        self.answered(pending.event, status)

    def answered(self, event: Event, status: str) -> None:
        self.history.complete(event, status)
        player = next(p for p in self.players if p.name == event.actor)
        owner, span = (player.name, "l"), (event.offset, event.offset + event.length)
        if status in (BADSESSION, EXPIRED):
            self.history.mark(Kind.LOSS_NOTICE, actor=player.name, via=player.via, detail={"status": status})
            player.connected = False
        elif status == OK and event.kind in (Kind.LOCK, Kind.RECLAIM_LOCK):
            player.book.give(owner, span, 2 if event.locktype == "WRITE" else 1)
        elif event.kind is Kind.LOCKU or (event.kind is Kind.RECLAIM_LOCK and status != DELAY):
            player.book.take(owner, span)

    def up(self, node: str) -> bool:
        return self.origin.up if node == "origin" else self.reexport.up

    def lock(self, player: Player) -> None:
        span, mode = self.dice.choice(RANGES), self.dice.choice((1, 2, 2))
        server, owner = self.server(player), (player.name, "l")
        self.call(player, Kind.LOCK, span, mode, lambda now: server.lock(owner, span, mode, now))

    def unlock(self, player: Player) -> None:
        span = self.dice.choice(RANGES)
        server, owner = self.server(player), (player.name, "l")
        self.call(player, Kind.LOCKU, span, 0, lambda now: server.unlock(owner, span, now))

    def test(self, player: Player) -> None:
        span, mode = self.dice.choice(RANGES), self.dice.choice((1, 2))
        server, owner = self.server(player), (player.name, "t")
        self.call(player, Kind.LOCKT, span, mode, lambda now: server.test(owner, span, mode, now), owner="t")

    def renew(self, player: Player) -> None:
        server = self.server(player)
        player.renewed = self.now
        event = self.history.invoke(Kind.RENEW, actor=player.name, via=player.via)
        if self.up(player.via) and self.dice.random() < 0.9:
            status = server.renew(player.name, self.now)
            self.now += self.dice.choice((0.0, 0.01, 0.5))
            self.answered(event, status)

    def nap(self, player: Player) -> None:
        """Long enough, at times, to lose its lease."""
        player.wakes = self.now + self.dice.choice((2.0, 6.0, 15.0))

    def recover(self, player: Player) -> None:
        """A client that has no session gets one, and remembers what it had."""
        if player.connected or not self.up(player.via):
            return
        self.forget_calls(lambda p: p.client == player.name)
        self.server(player).connect(player.name, self.now)
        self.history.mark(Kind.NOTE, actor=player.name, via=player.via, detail={"what": "recover"})
        player.connected, player.reclaiming = True, True
        if not any(player.book.cells):
            self.complete(player)

    def restart(self, player: Player) -> None:
        """A client reboots: a new verifier, and nothing to reclaim."""
        if not self.up(player.via):
            return
        self.forget_calls(lambda p: p.client == player.name)
        player.verifier += 1
        verifier = str(player.verifier)
        name = player.name
        detail = {"what": "session", "co_ownerid": name, "verifier": verifier, "clientid": f"{name}-{verifier}"}
        event = self.history.invoke(Kind.NOTE, actor=player.name, via=player.via, detail=detail)
        self.server(player).connect(player.name, self.now)
        self.history.complete(event, OK)
        player.connected, player.book = True, Table()
        self.complete(player)

    def complete(self, player: Player) -> None:
        if not player.connected or not self.up(player.via):
            return
        event = self.history.invoke(Kind.RECLAIM_COMPLETE, actor=player.name, via=player.via)
        status = self.server(player).complete(player.name, self.now)
        player.reclaiming = False
        self.answered(event, status)

    def reclaim(self, player: Player) -> None:
        """What it believes to hold; sometimes what it does not."""
        server, owner = self.server(player), (player.name, "l")
        wanted = [(s, m) for s in RANGES for m in (2, 1) if player.book.covers(owner, s, m)]
        honest = bool(wanted) and self.dice.random() < 0.8
        span, mode = self.dice.choice(wanted if honest else [(s, m) for s in RANGES for m in (1, 2)])
        if honest or (self.lies and self.dice.random() < 0.3):
            self.call(
                player,
                Kind.RECLAIM_LOCK,
                span,
                mode,
                lambda now: server.lock(owner, span, mode, now, reclaim=True),
            )

    # -- what befalls them

    def deliver(self, _: Player) -> None:
        if self.pending:
            self.finish(self.dice.choice(self.pending))

    def forget_calls(self, which: Callable[[Pending], bool]) -> None:
        """Their session is gone: they are never executed."""
        self.pending = [p for p in self.pending if not which(p)]

    def crash(self, player: Player) -> None:
        node = player.via
        if not self.up(node):
            return
        event = self.history.invoke(Kind.CRASH, actor=node)
        self.now += self.dice.choice((0.0, 0.2))
        server = self.server(player)
        server.crash()
        self.forget_calls(lambda p: p.server == node)
        self.history.complete(event, "")

    def start(self, player: Player) -> None:
        if not self.up(player.via):
            self.history.mark(Kind.START, actor=player.via)
            self.server(player).start(self.now)

    def cut(self, _: Player) -> None:
        self.reexport.cut = not self.reexport.cut
        self.history.mark(Kind.CUT if self.reexport.cut else Kind.HEAL, actor="R-O")

    def clear_up(self) -> None:
        """Everything works again; everybody falls silent; a new direct client tries to lock it all."""
        for player in (self.players[0], self.players[2]):
            self.start(player)
        if self.reexport.cut:
            self.cut(self.players[0])
        self.pending = []
        for player in self.players:
            player.wakes = float("inf")
        self.wait(6 * LEASE_S + 2 * GRACE_S)
        probe = Player("D9", "origin")
        self.players.append(probe)
        self.recover(probe)
        for kind, status in (
            (Kind.OPEN, OK),
            (Kind.LOCK, self.origin.lock(("D9", "l"), WHOLE, 2, self.now)),
        ):
            event = self.history.invoke(
                kind,
                actor="D9",
                via="origin",
                file="f",
                owner="l",
                length=SIZE,
                locktype="WRITE" if kind is Kind.LOCK else "",
                access=3,
                deny=3 if kind is Kind.OPEN else 0,
                detail={"probe": "leak"},
            )
            self.history.complete(event, status)
