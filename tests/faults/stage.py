"""A stage of cardboard: nodes and a tap that do, or fail to do, what faults ask of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from regrace.harness.faults.api import ProbeResult
from regrace.harness.history.events import Event, Kind
from regrace.harness.history.log import History
from regrace.harness.rig.node import BootIdentity, RigError, Role
from regrace.harness.rig.stable import MemoryStable, order
from regrace.harness.rig.vips import VipTable
from regrace.harness.rig.virtual import VirtualWorld
from regrace.harness.rig.world import Address
from regrace.harness.tap.api import HOLD, Deed, Direction, HoldToken, Match, TapRecord


class CardboardNode:
    """Does what it is told, except for the verbs in `broken`, which do nothing and say nothing."""

    verbs = frozenset({"crash", "power-cut", "start", "reboot", "pause", "partition"})
    role = Role.REEXPORT

    def __init__(self, name: str, world: VirtualWorld) -> None:
        self.name, self.world = name, world
        self.boots, self.up, self.paused, self.peer = 1, True, False, ""
        self.broken: set[str] = set()
        self.refusing: set[str] = set()
        self.drops = 0
        self.orders: list[str] = []
        self.chatty = True

    def boot_identity(self) -> BootIdentity | None:
        return BootIdentity(f"{self.name}:{self.boots}") if self.up else None

    def _obeys(self, verb: str) -> bool:
        self.orders.append(verb)
        if verb in self.refusing:
            raise RigError(f"{self.name}: {verb} failed")
        return verb not in self.broken

    def crash(self) -> None:
        if self._obeys("crash"):
            self.up = False

    def power_cut(self) -> None:
        if self._obeys("power-cut"):
            self.up = False

    def start(self) -> None:
        if self._obeys("start"):
            self.up = True
            self.boots += 1

    def stop(self) -> None:
        self.crash()

    def reboot(self) -> None:
        if self._obeys("reboot"):
            self.boots += 1

    def pause(self) -> None:
        if self._obeys("pause"):
            self.paused = True

    def resume(self) -> None:
        if self._obeys("resume"):
            self.paused = False

    def partition(self, peer: str) -> None:
        if self._obeys("partition"):
            self.peer = peer

    def heal(self) -> None:
        if self._obeys("heal"):
            self.peer, self.paused, self.drops = "", False, 0

    def drop_counter(self) -> int:
        """A partitioned node that talks loses something each time one looks."""
        if self.peer and self.chatty:
            self.drops += 1
        return self.drops

    def log(self) -> str:
        return ""

    def state(self) -> dict[str, Any]:
        return {}


class CardboardDisk(CardboardNode):
    """A node whose disk takes orders."""

    verbs = CardboardNode.verbs | {"storage"}

    def __init__(self, name: str, world: VirtualWorld) -> None:
        super().__init__(name, world)
        self.disk = MemoryStable()

    def storage(self, what: str) -> str:
        return order(self.disk, what) if self._obeys(f"storage {what}") else ""


class CardboardTap:
    """Cuts, and counts what a chatty world drops on its cut links."""

    def __init__(self) -> None:
        self.cuts: dict[str, tuple[Direction, ...]] = {}
        self.drops: dict[str, int] = {}
        self.seen: list[TapRecord] = []
        self.aims: dict[str, Address] = {}
        self.broken: set[str] = set()
        self.chatty: set[str] = {"R-O"}

    def cut(self, link: str, *directions: Direction) -> None:
        if "cut" not in self.broken:
            self.cuts[link] = directions or tuple(Direction)

    def heal(self, link: str | None = None) -> None:
        if "heal" not in self.broken:
            for name in [link] if link else list(self.cuts):
                self.cuts.pop(name, None)
                self.drops[name] = 0

    def dropped(self, link: str) -> int:
        if link in self.cuts and link in self.chatty:
            self.drops[link] = self.drops.get(link, 0) + 1
        return self.drops.get(link, 0)

    def drop_one(self, link: str) -> None:
        self.drops[link] = self.drops.get(link, 0) + 1

    def hold(self, match: Match) -> HoldToken:
        return HoldToken(1)

    def arm(self, match: Match, deed: Deed = HOLD) -> HoldToken:
        return HoldToken(1)

    def sessions_made(self, before: int) -> Sequence[TapRecord]:
        return []

    def renewed_at(self, link: str) -> float | None:
        return None

    def held(self, token: HoldToken) -> TapRecord | None:
        return None

    def release(self, token: HoldToken, *, drop: bool = False) -> None: ...

    def abort(self, link: str) -> None: ...

    def aim(self, link: str, target: Address) -> None:
        self.aims[link] = target

    def records(self, since: int = 0) -> Sequence[TapRecord]:
        return self.seen[since:]

    def mark(self) -> int:
        return len(self.seen)


LINKS = {"reexport": "E-R", "origin": "D-O"}


class CardboardStage:
    """Two nodes, a tap, a world without anybody in it."""

    def __init__(self, *, tapped: bool = True) -> None:
        self.world = VirtualWorld(1)
        self.history = History(self.world.now)
        self.nodes = {name: CardboardNode(name, self.world) for name in LINKS}
        self.tap = CardboardTap() if tapped else None
        self.vips = VipTable(())
        self.probes = 0

    def node(self, name: str) -> CardboardNode:
        return self.nodes[name]

    def probe(self, server_name: str) -> ProbeResult:
        """As the suite's own clients would fare."""
        self.probes += 1
        node, link = self.nodes[server_name], LINKS[server_name]
        if self.tap is not None and link in self.tap.cuts:
            self.tap.drop_one(link)
            return ProbeResult(answered=False, evidence=f"NULL to {server_name}: no answer")
        if not node.up or node.paused:
            return ProbeResult(answered=False, evidence=f"NULL to {server_name}: no answer")
        return ProbeResult(answered=True, evidence=f"NULL to {server_name} was answered")

    def kinds(self) -> list[tuple[Kind, str]]:
        return [(event.kind, event.actor) for event in self.history]

    def event(self, kind: Kind) -> Event:
        return next(event for event in self.history if event.kind is kind)
