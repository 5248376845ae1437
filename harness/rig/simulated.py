"""A node of the virtual world: its server is a task group, and a crash ends that."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from regrace.harness.rig.control import Handler
from regrace.harness.rig.node import BootIdentity, RigError, Role
from regrace.harness.rig.orders import TELL
from regrace.harness.rig.stable import MemoryStable, Stable, order
from regrace.harness.rig.virtual import NodeWorld, VirtualWorld
from regrace.harness.rig.world import CLOSED_BY_PEER

VERBS = frozenset(
    {
        "crash",
        "power_cut",
        "start",
        "stop",
        "reboot",
        "pause",
        "resume",
        "partition",
        "heal",
        "state",
        "log",
        "storage",
        TELL,
    }
)
VIP_VERBS = ("take_vip", "give_up_vip", "vip_states")


class ServerHandle(Protocol):
    """A server that was booted: the same handlers as it would give to its `ControlChannel`."""

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """By verb. "partition", "heal" and "drops" must be there, "state" and "log" ({"log": text}) may."""

    def stop(self) -> None:
        """Shut down in good order, as on SIGTERM; what it has to say on its connections goes out."""


Boot = Callable[[NodeWorld, Stable], ServerHandle]
"""Starts the node's server on its world and stable storage; called anew for each of its lives."""


class SimulatedNode:
    """`Node` in the virtual world. The server runs after the first `start()`."""

    def __init__(
        self,
        world: VirtualWorld,
        name: str,
        role: Role,
        boot: Boot,
        *,
        stable: MemoryStable | None = None,
        tear: bool = False,
    ) -> None:
        self._world = world
        self._name = name
        self._role = role
        self._boot = boot
        self.stable = MemoryStable() if stable is None else stable
        self._power = random.Random(f"{world.seed}/{name}/power") if tear else None
        self._side: NodeWorld | None = None
        self._server: ServerHandle | None = None
        self._partitions: list[str] = []
        self._log: list[str] = []

    @property
    def name(self) -> str:
        """Short name; also the host under which the node is reached."""
        return self._name

    @property
    def role(self) -> Role:
        """What it is in the topology."""
        return self._role

    @property
    def verbs(self) -> frozenset[str]:
        """A simulated node can do everything that its server is made for."""
        handlers = self._server.handlers if self._server is not None else {}
        return VERBS | {verb for verb in VIP_VERBS if verb in handlers}

    @property
    def side(self) -> NodeWorld:
        """The node's world while it is up; RigError while it is down."""
        if self._side is None:
            raise self._trouble("is down")
        return self._side

    @property
    def paused(self) -> bool:
        """Whether a pause is in force."""
        return self._side is not None and self._side.paused

    def boot_identity(self) -> BootIdentity | None:
        """The incarnation; None while it is down."""
        return None if self._side is None else BootIdentity(f"{self._name}:{self._side.incarnation}")

    def crash(self) -> None:
        """Lose memory at once; stable storage keeps also what was not synced."""
        self._end(self.side)

    def power_cut(self) -> None:
        """Lose memory, and what was not synced is lost or torn."""
        self._end(self.side)
        self._log += [f"power cut: {line}" for line in self.stable.power_cut(self._power)]

    def start(self) -> None:
        """Boot; partitions that are still in force hold before the server can connect anywhere."""
        if self._side is not None:
            raise self._trouble("is up already")
        self._side = self._world.node(self._name)
        try:
            self._server = self._boot(self._side, self.stable)
        except Exception:
            self._end(self._side)
            raise
        for peer in self._partitions:
            self._ask("partition", peer=peer)

    def stop(self) -> None:
        """An orderly shutdown."""
        side = self.side
        if side.paused:
            raise self._trouble("is paused and can't shut down in good order; resume it first")
        assert self._server is not None
        self._server.stop()
        self._end(side, CLOSED_BY_PEER)

    def reboot(self) -> None:
        """Crash and start."""
        before = self.boot_identity()
        self.crash()
        self.start()
        if self.boot_identity() in (None, before):
            raise self._trouble(f"was rebooted and still says {before}")

    def pause(self) -> None:
        """Stop the clockwork, keep memory and connections."""
        self.side.pause()

    def resume(self) -> None:
        """End a pause."""
        if not self.paused:
            raise self._trouble("is not paused")
        self.side.resume()

    def partition(self, peer: str) -> None:
        """Drop what travels between this node and the peer; outlives a crash, until `heal`."""
        if self._side is not None:
            self._ask("partition", peer=peer)
        if peer not in self._partitions:
            self._partitions.append(peer)

    def heal(self) -> None:
        """Remove partitions and pause, and mend the storage."""
        self._partitions.clear()
        order(self.stable, "mend")
        if self._side is not None:
            self._side.resume()
            self._ask("heal")

    def storage(self, what: str) -> str:
        """An order to the node's disk: see `harness.rig.stable.order`."""
        if what == "put-back" and self._side is not None:
            raise self._trouble("is up: its storage can't be exchanged under it")
        try:
            return order(self.stable, what)
        except ValueError as error:
            raise self._trouble(f"refused storage {what}: {error}") from error

    def drop_counter(self) -> int:
        """What the firewall dropped in this life of the node, since it was healed. RigError while paused."""
        return 0 if self._side is None else int(self._ask("drops")["drops"])

    def log(self) -> str:
        """What the server said in all its lives."""
        return "".join(f"{line}\n" for line in [*self._log, *self._said()])

    def state(self) -> dict[str, Any]:
        """What the server says that it holds; {} if it can't, or is down or paused."""
        if self._side is None or self._side.paused or self._server is None:
            return {}
        return dict(self._ask("state")) if "state" in self._server.handlers else {}

    def take_vip(self, vip: str, *, by_force: bool) -> None:
        """Serve a virtual IP from now on."""
        self._demand("take_vip", vip=vip, how="by-force" if by_force else "if-free")

    def give_up_vip(self, vip: str, *, for_good: bool) -> None:
        """Serve it no more."""
        self._demand("give_up_vip", vip=vip, how="for-good" if for_good else "to-the-next")

    def vip_states(self) -> Mapping[str, str]:
        """What the node says of the virtual IPs that it has to do with."""
        return dict(self._demand("vip_states")["vips"])

    def _demand(self, verb: str, **fields: Any) -> Mapping[str, Any]:
        if self._server is None or verb not in self._server.handlers:
            raise self._trouble(f"can't {verb}" if self._server is not None else "is down")
        return self._ask(verb, **fields)

    def tell(self, what: str, value: str) -> str:
        """An order to the node's server; see `harness.rig.orders`."""
        if self._server is None or TELL not in self._server.handlers:
            raise self._trouble("takes no orders" if self._server is not None else "is down")
        return str(self._ask(TELL, what=what, value=value)["told"])

    def _end(self, side: NodeWorld, reason: str = "") -> None:
        self._log += self._said()
        self._server = None
        self._side = None
        if reason:
            side.kill(reason)
        else:
            side.kill()

    def _said(self) -> list[str]:
        if self._server is None or "log" not in self._server.handlers:
            return []
        return str(self._server.handlers["log"]({"do": "log"})["log"]).splitlines()

    def _ask(self, verb: str, **fields: Any) -> Mapping[str, Any]:
        """One request to the server's handlers; only its answer in words is trouble of the rig, its bugs are
        raised as they are."""
        assert self._server is not None
        if self.paused:
            raise self._trouble(f"is paused and can't be asked to {verb}; resume it first")
        try:
            return self._server.handlers[verb]({"do": verb, **fields})
        except ValueError as error:
            raise self._trouble(f"refused {verb}: {error}") from error

    def _trouble(self, what: str) -> RigError:
        return RigError(f"simulated node {self._name!r} {what}")
