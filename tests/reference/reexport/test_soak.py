"""Random lives in virtual time: clients that open, lock and reclaim while links break and servers reboot.

At the end everything heals, and three tables must agree: what R's clients hold, what R believes to hold at O,
and what O holds for R (invariant I7). Then everybody goes, nothing may be left, and life must go on (I22).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

import pytest

from regrace.harness.client.errors import ClientError
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.reply import Reply
from regrace.harness.tap.api import Direction, Match
from regrace.xdr_defs.nfs4 import nfsstat4

from .stage import Stage

T = TypeVar("T")
Key = tuple[int, int, str]
"""Which client, which file, which owner."""

STEPS = 100
FILES = [File(f"f{n}", (f"f{n}",)) for n in range(2)]
RETRY_LATER = (nfsstat4.NFS4ERR_DELAY, nfsstat4.NFS4ERR_GRACE, nfsstat4.NFS4ERR_LOCKS_HELD)


class Life:
    """Three clients of R, and what they believe to hold."""

    def __init__(self, seed: int, strategy: str, origin: str) -> None:
        self.dice = random.Random(f"soak {seed}")
        self.stage = Stage(seed=seed, strategy=strategy, origin=origin)
        self.clients = [self.stage.end_client(f"E{n}") for n in range(3)]
        self.opens: dict[Key, Open] = {}
        self.locks: dict[Key, Lock] = {}
        direct = self.stage.direct_client()
        for file in FILES:
            assert direct.create_file(file).ok

    def live(self) -> None:
        """All steps."""
        for _ in range(STEPS):
            self.stage.wait(0.3 * self.dice.random())
            if self.dice.random() < 0.15:
                self.break_something()
            else:
                self.act()

    def act(self) -> None:
        """One client does one thing; if nobody answers, it recovers."""
        number = self.dice.randrange(len(self.clients))
        client, file = self.clients[number], FILES[self.dice.randrange(2)]
        owner = self.dice.choice("ab")
        key = (number, FILES.index(file), owner)
        opened, lock = self.opens.get(key), self.locks.get(key)
        offset, length = self.dice.randrange(50), self.dice.randrange(1, 20)
        what = self.dice.choice(["open", "lock", "lock", "unlock", "close"])
        answered = True
        if what == "open" or opened is None:
            reply = self.heard(lambda: client.open(file, owner=owner))
            answered = reply is not None
            if reply is not None and reply.open is not None:
                self.opens[key] = reply.open
        elif what == "lock":
            kind = self.dice.choice(["READ", "WRITE"])
            locked = self.heard(lambda: client.lock(opened, kind, offset, length, owner=owner))
            answered = locked is not None
            if locked is not None and locked.lock is not None:
                self.locks[key] = locked.lock
        elif what == "unlock" and lock is not None:
            answered = self.heard(lambda: client.locku(lock, offset, length)) is not None
        elif what == "close":
            closed = self.heard(lambda: client.close(opened))
            answered = closed is not None
            if closed is not None and closed.status not in RETRY_LATER:
                del self.opens[key]
                self.locks.pop(key, None)
        if not answered:
            self.recover(number)

    def break_something(self) -> None:
        """A fault, or the end of all."""
        tap = self.stage.tap
        what = self.dice.choice(["cut", "cut", "heal", "heal", "abort", "hold", "reexport", "origin"])
        if what == "cut":
            tap.cut("R-O", *self.dice.choice([(), (Direction.CALLS,), (Direction.REPLIES,)]))
        elif what == "heal":
            tap.heal()
        elif what == "abort":
            tap.abort("R-O")
        elif what == "hold":
            tap.hold(Match(link="R-O", direction=self.dice.choice(list(Direction))))
        else:
            self.stage.node(what).reboot()

    def recover(self, number: int) -> None:
        """The client has lost its session: reclaim most of what it held."""
        client = self.clients[number]
        had = {key: self.opens.pop(key) for key in [k for k in self.opens if k[0] == number]}
        locks = {key: self.locks.pop(key) for key in [k for k in self.locks if k[0] == number]}
        if self.heard(client.recover) is None:
            return
        for key, opened in had.items():
            if self.dice.random() < 0.2:
                continue
            reply = self.heard(lambda opened=opened: client.reclaim_open(opened))  # type: ignore[misc]
            again = reply.open if reply is not None else None
            if again is None:
                continue
            self.opens[key] = again
            lock = locks.get(key)
            if lock is not None and list(lock.ranges):
                back = self.heard(lambda lock=lock, again=again: client.reclaim_lock(lock, again))  # type: ignore[misc]
                if back is not None and back.lock is not None:
                    self.locks[key] = back.lock
        self.heard(client.reclaim_complete)

    def heard(self, call: Callable[[], T]) -> T | None:
        """The answer, or None if the session or the connection is gone."""
        try:
            answer = call()
        except ClientError:
            return None
        gone = isinstance(answer, Reply) and answer.status is nfsstat4.NFS4ERR_BADSESSION
        return None if gone else answer

    def calm_down(self) -> None:
        """Heal; everybody has a session again, and grace is over everywhere."""
        self.stage.tap.heal()
        self.stage.wait(8)
        for number, client in enumerate(self.clients):
            if self.heard(client.renew) is None:
                self.recover(number)
        self.stage.wait(3)


@pytest.mark.parametrize(
    ("seed", "strategy", "origin"),
    [
        (1, "retain", "retaining"),
        (2, "retain", "retaining"),
        (3, "retain", "courteous"),
        (4, "forget", "plain"),
        (5, "naive", "plain"),
    ],
)
def test_whatever_happens_the_books_agree(seed: int, strategy: str, origin: str) -> None:
    life = Life(seed, strategy, origin)
    life.live()
    life.calm_down()
    stage = life.stage
    front = stage.node("reexport").state()
    back = front["back"]

    def ranges(locks: list[dict[str, list[str]]]) -> list[str]:
        return sorted(piece for lock in locks for piece in lock["ranges"])

    at_origin = [one for one in stage.node("origin").state()["locks"] if "reexport" in one["client"]]
    assert len(front["opens"]) == len(back["opens"]) == stage.at_origin()[0]
    assert ranges(front["locks"]) == ranges(back["locks"]) == ranges(at_origin)

    for client in life.clients:
        client.abandon()
    stage.wait(5)
    assert stage.at_origin() == (0, 0)
    newcomer = stage.end_client("E9")
    for file in FILES:
        assert stage.lock(newcomer, file, 0, 100).ok
    for node in ("reexport", "origin"):
        assert "BUG" not in stage.node(node).log()
