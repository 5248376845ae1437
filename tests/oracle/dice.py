"""A dice player on the reference rig in its virtual world: real servers, real clients, lost messages."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.conduct import full_history
from regrace.harness.faults.nodes import Crash, Reboot
from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle import Finding, OracleContext, judge
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Direction, Match

RANGES = ((0, 40), (0, 20), (20, 20), (10, 20), (30, 10))
LINKS = {"reexport": "E-R", "origin": "D-O"}
BUDGET_S = 0.5
"""Of each call: in virtual time nothing takes longer, unless its message was lost."""


class Dice:
    """Two end clients, two direct ones, one file."""

    def __init__(self, seed: int, **options: str) -> None:
        self.dice = Random(seed)
        self.rig = Rig(ReferenceRig().simulate(seed, options), "dice")
        self.rig.begin()
        self.file = self.rig.file("f")
        make = {"E": self.rig.end_client, "D": self.rig.direct_client}
        self.clients = {name: make[name[0]](name) for name in ("E1", "E2", "D1", "D2")}
        for client in self.clients.values():
            client.call_budget_s = BUDGET_S
        self.stranded: set[str] = set()
        """Clients whose last call found nobody."""
        self.cut_off = False

    def play(self, steps: int) -> tuple[list[Event], list[Finding]]:
        """The history, and what the oracle says of it."""
        for _ in range(steps):
            self.step()
        history = full_history(self.rig)
        self.rig.topology.world.close()  # type: ignore[attr-defined]
        return history, judge(history, OracleContext(lease_s=self.rig.topology.lease_s))

    def step(self) -> None:
        actions: list[tuple[Callable[[Client], None], float]] = [
            (self.lock, 8), (self.unlock, 6), (self.test, 3), (self.write, 4), (self.read, 3), (self.renew, 2),
            (self.reboot, 1), (self.cut, 0.5), (self.wait, 6), (self.hold, 2), (self.lose_replies, 0.7),
            (self.close, 1),
        ]  # fmt: skip
        client = self.dice.choice(list(self.clients.values()))
        if self.stranded and self.dice.random() < 0.6:
            self.recover(self.clients[self.dice.choice(sorted(self.stranded))])
            return
        self.dice.choices([act for act, _ in actions], [weight for _, weight in actions])[0](client)

    def tries(self, client: Client, call: Callable[[], Any]) -> Any:
        """The reply; None, and a stranded client, if there was none."""
        try:
            return call()
        except ClientError:
            self.stranded.add(client.name)
            return None

    # -- operations

    def opened(self, client: Client) -> Open | None:
        held = next((o for o in client.ledger.opens if o.live), None)
        if held is not None or client.session is None:
            return held
        deny = self.dice.choice((0,) * 12 + (1, 2, 3))
        reply = self.tries(client, lambda: client.open(self.file, 3, deny))
        found: Open | None = reply.open if reply is not None and reply.ok else None
        return found

    def held(self, client: Client) -> Lock | None:
        return next((lock for lock in client.ledger.locks if lock.live), None)

    def lock(self, client: Client) -> None:
        below = self.opened(client)
        if below is not None:
            locktype, (start, size) = self.dice.choice(("READ", "WRITE", "WRITE")), self.dice.choice(RANGES)
            self.tries(client, lambda: client.lock(below, locktype, start, size))

    def unlock(self, client: Client) -> None:
        lock = self.held(client)
        if lock is not None:
            self.tries(client, lambda: client.locku(lock, *self.dice.choice(RANGES)))

    def close(self, client: Client) -> None:
        for held in [o for o in client.ledger.opens if o.live]:
            self.tries(client, lambda held=held: client.close(held))

    def test(self, client: Client) -> None:
        if client.session is not None:
            locktype, (start, size) = self.dice.choice(("READ", "WRITE")), self.dice.choice(RANGES)
            self.tries(client, lambda: client.lockt(self.file, locktype, start, size))

    def write(self, client: Client) -> None:
        lock = self.held(client)
        if lock is not None:
            data = f"{client.name} {len(self.rig.history)}".encode().ljust(10, b"\0")
            self.tries(client, lambda: client.write(self.file, lock.stateid, self.dice.choice(RANGES)[0], data))

    def read(self, client: Client) -> None:
        lock = self.held(client)
        if lock is not None:
            self.tries(client, lambda: client.read(self.file, lock.stateid, self.dice.choice(RANGES)[0], 10))

    def renew(self, client: Client) -> None:
        if client.session is not None:
            self.tries(client, client.renew)
        if client.session is None or client.session.lost:
            self.stranded.add(client.name)

    def recover(self, client: Client) -> None:
        """As a client does, except that it reclaims more than it had now and then, and restarts at times."""
        restarts = self.dice.random() < 0.05
        back = self.tries(client, lambda: client.recover(new_verifier=restarts, budget_s=BUDGET_S))
        if back is None or not back.ok:
            return
        self.stranded.discard(client.name)
        self.rig.keep_alive(client, self.rig.server(client.via))
        for lost in [o for o in client.ledger.opens if o.lost]:
            again = self.tries(client, lambda lost=lost: client.reclaim_open(lost))
            for lock in [k for k in client.ledger.locks if k.lost and k.ranges]:
                if again is not None and again.ok and self.dice.random() < 0.9:
                    self.tries(client, lambda k=lock, o=again.open: self.reclaim(client, k, o))
        if self.dice.random() < 0.95:
            self.tries(client, client.reclaim_complete)

    def reclaim(self, client: Client, lost: Lock, below: Open) -> None:
        if self.dice.random() < 0.15:
            start, size = self.dice.choice(RANGES)
            client.reclaim_lock(lost, below, locktype="WRITE", offset=start, length=size)
        else:
            client.reclaim_lock(lost, below)

    # -- what befalls them

    def wait(self, _: Client) -> None:
        until = self.rig.world.now() + self.dice.choice((0.05, 0.2, 0.6, 1.5, 3.0))
        self.rig.world.run_until(lambda: False, until)

    def reboot(self, client: Client) -> None:
        node = self.dice.choice(("origin", "reexport", "reexport"))
        if self.dice.random() < 0.5:
            self.rig.inject(Reboot(node))
            return
        self.rig.inject(Crash(node))
        self.wait(client)
        self.lock(client)
        self.rig.heal(node)

    def cut(self, _: Client) -> None:
        """R-O, without the proof that a fault would wait for."""
        assert self.rig.tap is not None
        self.cut_off = not self.cut_off
        (self.rig.tap.cut if self.cut_off else self.rig.tap.heal)("R-O")
        self.rig.history.mark(Kind.CUT if self.cut_off else Kind.HEAL, actor="R-O")

    def lose_replies(self, client: Client) -> None:
        assert self.rig.tap is not None
        link = LINKS[client.via]
        self.rig.tap.cut(link, self.dice.choice(list(Direction)))
        self.lock(client)
        self.unlock(client)
        self.wait(client)
        self.rig.tap.heal(link)

    def hold(self, client: Client) -> None:
        """A LOCK or LOCKU stays on its way, while others go on; and perhaps a server dies meanwhile."""
        assert self.rig.tap is not None
        match = Match(
            link=self.dice.choice(("R-O", "E-R", "D-O")),
            direction=self.dice.choice(list(Direction)),
            operation=self.dice.choice(("LOCK", "LOCKU")),
        )
        token = self.rig.tap.hold(match)
        for _ in range(self.dice.randint(1, 4)):
            act = self.dice.choice((self.lock, self.unlock, self.test))
            act(self.dice.choice(list(self.clients.values())))
        if self.dice.random() < 0.3:
            self.reboot(client)
        self.rig.tap.release(token, drop=self.dice.random() < 0.3)
