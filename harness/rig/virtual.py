"""The virtual world: one deterministic loop, in-memory streams, time that only moves when nothing is ready.

Every node of a simulated rig gets a `NodeWorld` of its own, so that a crash ends exactly the tasks, timers
and connections of that node, and a pause keeps back exactly its events. The same seed gives the same
history, byte for byte: nothing here reads a clock, a hash seed or the kernel's randomness.
"""

from __future__ import annotations

import errno
import heapq
import itertools
import random
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, TypeVar

from regrace.harness.rig.tasks import Task, TaskCancelled
from regrace.harness.rig.virtual_streams import VirtualListener, VirtualStream
from regrace.harness.rig.world import RESET, Address

T = TypeVar("T")

LATENCY_S = 100e-6
JITTER_S = 20e-6
FIRST_EPHEMERAL_PORT = 49152
EVENTS_WITHOUT_PROGRESS = 1_000_000
"""So many events at one instant are a loop of somebody's making, not a busy moment."""


class VirtualEvent:
    """Something due at an instant; a `Timer` for whoever asked for it."""

    __slots__ = ("action", "owner")

    def __init__(self, owner: NodeWorld | None, action: Callable[[], None]) -> None:
        self.owner = owner
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        """Make sure that the callback does not run any more."""
        self.action = None


class VirtualWorld:
    """The loop, and at the same time the `World` of the place where the case runs, the node `home`. Close it,
    or use it as a context manager: tasks that were never run to their end want to be told."""

    def __init__(
        self, seed: int, *, home: str = "home", latency_s: float = LATENCY_S, jitter_s: float = JITTER_S
    ) -> None:
        self.seed = seed
        self._latency_s = latency_s
        self._jitter_s = jitter_s
        self._weather = random.Random(f"{seed}/weather")
        self._now = 0.0
        self._queue: list[tuple[float, int, VirtualEvent]] = []
        self._numbers = itertools.count()
        self._turning = False
        self._nodes: dict[str, NodeWorld] = {}
        self._incarnations: Counter[str] = Counter()
        self._ports: Counter[str] = Counter()
        self._home = self.node(home)

    # --- nodes

    def node(self, name: str) -> NodeWorld:
        """The world of the node of that name: the living one, or a fresh incarnation if there is none."""
        known = self._nodes.get(name)
        if known is None or not known.alive:
            self._incarnations[name] += 1
            known = self._nodes[name] = NodeWorld(self, name, self._incarnations[name])
        return known

    def living(self, name: str) -> NodeWorld | None:
        """The node of that name if it is up."""
        known = self._nodes.get(name)
        return known if known is not None and known.alive else None

    # --- World, for the case

    def now(self) -> float:
        """Virtual seconds since the world began."""
        return self._now

    def entropy(self, size: int) -> bytes:
        """Bytes from the seed."""
        return self._home.entropy(size)

    def call_at(self, when: float, action: Callable[[], None]) -> VirtualEvent:
        """Run `action` once the clock has reached `when`."""
        return self._home.call_at(when, action)

    def call_soon(self, action: Callable[[], None]) -> VirtualEvent:
        """Run `action` after what is already due."""
        return self._home.call_soon(action)

    def connect(self, address: Address) -> VirtualStream:
        """Begin to connect to a node's port; failure is told by `on_close`."""
        return self._home.connect(address)

    def listen(self, address: Address, on_accept: Callable[[Any], None]) -> VirtualListener:
        """Accept connections at the home node; raises OSError if the port is taken."""
        return self._home.listen(address, on_accept)

    def spawn(self, work: Coroutine[Any, Any, T]) -> Task[T]:
        """Start a coroutine at the home node."""
        return self._home.spawn(work)

    def run_until(self, condition: Callable[[], bool], deadline: float) -> bool:
        """Turn the world until the condition holds (True) or the deadline has come (False), which moves the
        clock to the deadline. Raises RuntimeError if nothing can ever happen any more and the deadline is
        infinite, or if time stands still for `EVENTS_WITHOUT_PROGRESS` events."""
        if self._turning:
            raise RuntimeError("the world can't be turned from inside one of its own callbacks")
        if condition():
            return True
        self._turning = True
        at_this_instant = 0
        deadline = max(deadline, self._now)
        try:
            queue = self._queue
            while queue and queue[0][0] <= deadline:
                when, _number, event = heapq.heappop(queue)
                if when > self._now:
                    self._now = when
                    at_this_instant = 0
                at_this_instant += 1
                if at_this_instant > EVENTS_WITHOUT_PROGRESS:
                    raise RuntimeError(f"time stands still at {self._now}: callbacks keep calling each other")
                if self._run(event) and condition():
                    return True
        finally:
            self._turning = False
        if deadline == float("inf"):
            raise RuntimeError("nothing is left that could happen, and the wait has no deadline")
        self._now = deadline
        return False

    def run_blocking(self, job: Callable[[], T], deadline: float) -> T:
        """Run the job at once; no virtual time passes. Raises TimeoutError if the deadline has passed."""
        if deadline < self._now:
            raise TimeoutError("the deadline had passed before the job began")
        return job()

    def close(self) -> None:
        """End every node and its tasks, in the order of their names. Idempotent."""
        for name in sorted(self._nodes):
            self._nodes[name].kill()
        self._queue.clear()

    def __enter__(self) -> VirtualWorld:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- for nodes and streams

    def schedule(self, when: float, owner: NodeWorld | None, action: Callable[[], None]) -> VirtualEvent:
        """Something due at `when` (now, if that has passed); an owner of None is the network itself."""
        event = VirtualEvent(owner, action)
        heapq.heappush(self._queue, (max(when, self._now), next(self._numbers), event))
        return event

    def one_way(self) -> float:
        """How long the next message travels, in seconds."""
        return self._latency_s + self._jitter_s * self._weather.random()

    def free_port(self, name: str) -> int:
        """A port of that node that was never used."""
        self._ports[name] += 1
        return FIRST_EPHEMERAL_PORT - 1 + self._ports[name]

    def _run(self, event: VirtualEvent) -> bool:
        action = event.action
        owner = event.owner
        if action is None or (owner is not None and not owner.alive):
            return False
        if owner is not None and owner.keeps_back:
            owner.backlog.append(event)
            return False
        event.action = None
        try:
            action()
        except TaskCancelled:
            if owner is not None and owner.alive:
                raise  # else it is a server that died of this very event
        return True


class NodeWorld:
    """`ServerWorld` of one incarnation of one node. After `kill` it is dead for good: calls do nothing."""

    def __init__(self, world: VirtualWorld, name: str, incarnation: int) -> None:
        self.world = world
        self.name = name
        self.incarnation = incarnation
        self.alive = True
        self.paused = False
        self.backlog: deque[VirtualEvent] = deque()
        self.streams: dict[VirtualStream, None] = {}  # a dict keeps their order, a set would not
        self.listeners: dict[int, VirtualListener] = {}
        self.starving: list[VirtualStream] = []
        self._entropy = random.Random(f"{world.seed}/{name}/{incarnation}")
        self._blocked: set[Address] = set()
        self._drops = 0
        self._tasks: list[Task[Any]] = []
        self._tasks_to_keep = 16

    # --- World

    def now(self) -> float:
        """Virtual seconds since the world began."""
        return self.world.now()

    def entropy(self, size: int) -> bytes:
        """Bytes from the seed, of this node and incarnation alone."""
        return self._entropy.randbytes(size)

    def call_at(self, when: float, action: Callable[[], None]) -> VirtualEvent:
        """Run `action` once the clock has reached `when`, if the node lives then."""
        return self.world.schedule(when, self, action)

    def call_soon(self, action: Callable[[], None]) -> VirtualEvent:
        """Run `action` after what is already due."""
        return self.world.schedule(self.world.now(), self, action)

    def connect(self, address: Address) -> VirtualStream:
        """Begin to connect to a node's port; failure is told by `on_close`."""
        stream = VirtualStream(self, (self.name, 0), address)
        if self.alive:
            self.streams[stream] = None
            stream.begin()
        return stream

    def listen(self, address: Address, on_accept: Callable[[Any], None]) -> VirtualListener:
        """Accept connections; the host is this node's name, or "". Raises OSError as a kernel would."""
        host, port = address
        if host not in ("", self.name):
            raise OSError(errno.EADDRNOTAVAIL, f"node {self.name!r} has no address {host!r}")
        if port in self.listeners:
            raise OSError(errno.EADDRINUSE, f"node {self.name!r} listens on port {port} already")
        listener = VirtualListener(self, port or self.world.free_port(self.name), on_accept)
        if self.alive:
            self.listeners[listener.address[1]] = listener
        return listener

    def spawn(self, work: Coroutine[Any, Any, T]) -> Task[T]:
        """Start a coroutine that ends with the node."""
        task = Task(work, self.call_soon)
        if not self.alive:
            task.cancel()
            return task
        if len(self._tasks) >= self._tasks_to_keep:
            self._tasks = [known for known in self._tasks if not known.done]
            self._tasks_to_keep = max(16, 2 * len(self._tasks))
        self._tasks.append(task)
        return task

    def run_until(self, condition: Callable[[], bool], deadline: float) -> bool:
        """Turn the whole world; refused, as everywhere, from inside a callback."""
        return self.world.run_until(condition, deadline)

    def run_blocking(self, job: Callable[[], T], deadline: float) -> T:
        """Run the job at once."""
        return self.world.run_blocking(job, deadline)

    # --- what a fault does to the node

    def kill(self, reason: str = RESET) -> None:
        """Crash: timers and tasks end, listeners close, peers are told `reason` after the latency. A task of
        this node that itself calls this (a fault planted inside a server) ends where it next awaits.
        Idempotent."""
        if not self.alive:
            return
        self.alive = False
        for listener in tuple(self.listeners.values()):
            listener.close()
        for stream in tuple(self.streams):
            stream.die(reason)
        starving, self.starving = self.starving, []
        for stream in starving:
            if stream.node is not self:
                stream.begin()  # it knocks again, at a node that is down now
        self.backlog.clear()
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()

    def pause(self) -> None:
        """Keep back every event of this node; the kernel below it still takes connections and bytes."""
        self.paused = True

    def resume(self) -> None:
        """End a pause: what was kept back happens now, in its order. Idempotent."""
        if self.paused:
            self.paused = False
            self.world.schedule(self.world.now(), None, self._drain)

    @property
    def keeps_back(self) -> bool:
        """Whether an event of this node has to wait in the backlog."""
        return self.paused or bool(self.backlog)

    def _drain(self) -> None:
        """Run one event of the backlog; younger ones stay behind it until it is empty."""
        if self.paused or not self.alive or not self.backlog:
            return
        action = self.backlog.popleft().action
        if self.backlog:
            self.world.schedule(self.world.now(), None, self._drain)
        if action is not None:
            action()

    # --- the firewall

    @property
    def dropped(self) -> int:
        """Messages and attempts to connect that were swallowed since `unblock_all`."""
        return self._drops

    def block(self, address: Address) -> None:
        """Drop everything to and from this address; (name, 0) is the whole node of that name."""
        self._blocked.add(address)

    def unblock(self, address: Address) -> None:
        """End the block of this address; what lost bytes is aborted, what starved goes on."""
        self._blocked.discard(address)
        self._firewall_opened()

    def unblock_all(self) -> None:
        """End every block and count from 0 again."""
        self._blocked.clear()
        self._firewall_opened()
        self._drops = 0

    def blocks(self, *ends: Address) -> bool:
        """Whether the firewall drops what travels between these ends."""
        return any(end in self._blocked or (end[0], 0) in self._blocked for end in ends)

    def swallows(self, *ends: Address) -> bool:
        """As `blocks`, for something that travels now: it is counted."""
        blocked = self.blocks(*ends)
        self._drops += blocked
        return blocked

    def _firewall_opened(self) -> None:
        for stream in tuple(self.streams):
            stream.firewall_opened()
        starving, self.starving = self.starving, []
        for stream in starving:
            stream.begin()
