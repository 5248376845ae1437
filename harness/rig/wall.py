"""The wall world: real sockets, polled by one thread.

The loop is kept lean because a case's blocking RPC runs through it: one `send` tried at once, one `epoll`,
one `recv`, and no list rebuilt (`benchmarks/` watches that). Errors of callbacks come out of `run_until`,
into the case or the server's main loop that turns the world.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import os
import select
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from time import monotonic
from types import TracebackType
from typing import Any, TypeVar

from regrace.harness.rig.tasks import Future, Task
from regrace.harness.rig.wall_streams import Handler, WallListener, WallStream
from regrace.harness.rig.world import Address

T = TypeVar("T")

RECEIVE_BYTES = 256 * 1024
LONGEST_POLL_S = 3600.0
"""A poll never waits longer, whatever the deadline: epoll can't take infinity."""
SWEEP_TIMERS = 256
"""Cancelled timers are swept out of the heap when it has grown to so many, and then whenever it has doubled."""


class WallTimer:
    """A callback that was asked for."""

    __slots__ = ("action",)

    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        """Make sure that the callback does not run any more."""
        self.action = None


class Watch:
    """A file descriptor that the world watches; the descriptor itself stays the caller's."""

    __slots__ = ("_fd", "_world")

    def __init__(self, world: WallWorld, fd: int) -> None:
        self._world = world
        self._fd = fd

    def close(self) -> None:
        """Watch it no more. Idempotent."""
        if self._fd >= 0:
            self._world.forget(self._fd)
            self._fd = -1


class WallWorld:
    """`ServerWorld` on real sockets and CLOCK_MONOTONIC. Close it, or use it as a context manager."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._handlers: dict[int, Handler] = {}
        self._timers: list[tuple[float, int, WallTimer]] = []
        self._sweep_at = SWEEP_TIMERS
        self._numbers = itertools.count()
        self._soon: deque[WallTimer] = deque()
        self._turning = False
        self._tasks: list[Task[Any]] = []
        self._tasks_to_keep = 16
        self.receive_buffer = memoryview(bytearray(RECEIVE_BYTES))
        self.streams: set[WallStream] = set()
        self.listeners: set[WallListener] = set()
        self.blocked: set[Address] = set()
        self.drops = 0
        self._wake_lock = threading.RLock()  # a job may end while the world is being closed
        self._wake_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self.handle(self._wake_fd, select.EPOLLIN, self._woken)

    # --- clock and callbacks

    def now(self) -> float:
        """Seconds of CLOCK_MONOTONIC, which is one for the whole host."""
        return monotonic()

    def entropy(self, size: int) -> bytes:
        """Random bytes from the kernel."""
        return os.urandom(size)

    def call_at(self, when: float, action: Callable[[], None]) -> WallTimer:
        """Run `action` once the clock has reached `when`."""
        timer = WallTimer(action)
        if len(self._timers) >= self._sweep_at:
            self._sweep_timers()
        heapq.heappush(self._timers, (when, next(self._numbers), timer))
        return timer

    def call_soon(self, action: Callable[[], None]) -> WallTimer:
        """Run `action` at the next turn."""
        timer = WallTimer(action)
        self._soon.append(timer)
        return timer

    def call_from_thread(self, action: Callable[[], None]) -> None:
        """As `call_soon`, for another thread or a signal handler: it wakes the poll. Of no effect once the
        world is closed."""
        with self._wake_lock:
            if self._wake_fd >= 0:
                self._soon.append(WallTimer(action))
                os.eventfd_write(self._wake_fd, 1)

    def spawn(self, work: Coroutine[Any, Any, T]) -> Task[T]:
        """Start a coroutine that awaits futures and tasks."""
        task = Task(work, self.call_soon)
        if len(self._tasks) >= self._tasks_to_keep:
            self._tasks = [known for known in self._tasks if not known.done]
            self._tasks_to_keep = max(16, 2 * len(self._tasks))
        self._tasks.append(task)
        return task

    # --- connections

    def connect(self, address: Address) -> WallStream:
        """Begin to connect; failure is told by `on_close`."""
        stream = WallStream(self, address)
        self.streams.add(stream)
        stream.begin()
        return stream

    def listen(self, address: Address, on_accept: Callable[[Any], None]) -> WallListener:
        """Accept connections; raises OSError if the address is taken or can't be resolved."""
        return WallListener(self, address, on_accept)

    def watch_fd(self, fd: int, on_readable: Callable[[], None]) -> Watch:
        """Call `on_readable` whenever the descriptor (a pipe, say) can be read or was hung up."""
        self.handle(fd, select.EPOLLIN, lambda _events: on_readable())
        return Watch(self, fd)

    # --- the firewall

    @property
    def dropped(self) -> int:
        """Reads, sends and attempts to connect that were swallowed since `unblock_all`."""
        return self.drops

    def block(self, address: Address) -> None:
        """Drop everything to and from this address (port 0: every port of that host)."""
        self.blocked.add(address)
        self._firewall_changed()

    def unblock(self, address: Address) -> None:
        """End the block of this address; what lost bytes is aborted, what starved goes on."""
        self.blocked.discard(address)
        self._firewall_changed()

    def unblock_all(self) -> None:
        """End every block and count from 0 again."""
        self.blocked.clear()
        self._firewall_changed()
        self.drops = 0

    def is_blocked(self, *addresses: Address) -> bool:
        """Whether the firewall drops a connection with one of these addresses at an end."""
        return any(one in self.blocked or (one[0], 0) in self.blocked for one in addresses)

    def _firewall_changed(self) -> None:
        for stream in tuple(self.streams):
            stream.firewall_changed()
        for listener in tuple(self.listeners):
            listener.firewall_changed()

    # --- turning

    def run_until(self, condition: Callable[[], bool], deadline: float) -> bool:
        """Turn the world until the condition holds (True) or the clock passes the deadline (False).
        A deadline that has passed already still gets one turn, which does not wait."""
        self._refuse_inside_a_turn()
        if condition():
            return True
        self._turning = True
        try:
            poll = self._epoll.poll
            handlers = self._handlers
            timers = self._timers
            soon = self._soon
            while True:
                if soon:
                    self._run_soon()
                    if condition():
                        return True
                wait = deadline - monotonic()
                expired = wait <= 0
                if expired or soon:
                    wait = 0.0
                else:
                    if timers and timers[0][0] < deadline:
                        wait = max(timers[0][0] - monotonic(), 0.0)
                    if wait > LONGEST_POLL_S:
                        wait = LONGEST_POLL_S
                for fd, events in poll(wait, 64):
                    handler = handlers.get(fd)
                    if handler is not None:
                        handler(events)
                if timers:
                    self._run_timers()
                if condition():
                    return True
                if expired:
                    return False
        finally:
            self._turning = False

    def run_blocking(self, job: Callable[[], T], deadline: float) -> T:
        """Run a blocking job in a thread while the world keeps turning. Raises what the job raises, and
        TimeoutError at the deadline; the thread is then left to end by its own time-outs."""
        self._refuse_inside_a_turn()
        outcome: Future[T] = Future()

        def work() -> None:
            try:
                value = job()
            except BaseException as error:
                failure = error  # the name `error` is unbound when the handler ends
                self.call_from_thread(lambda: outcome.set_error(failure))
            else:
                self.call_from_thread(lambda: outcome.set_result(value))

        threading.Thread(target=work, name="regrace-blocking", daemon=True).start()
        if not self.run_until(lambda: outcome.done, deadline):
            raise TimeoutError("the blocking job did not end before its deadline")
        return outcome.result()

    def close(self) -> None:
        """End every task, connection and listener at once. Idempotent."""
        if self._epoll.closed:
            return
        for task in self._tasks:
            task.cancel()
        for listener in tuple(self.listeners):
            listener.close()
        for stream in tuple(self.streams):
            stream.discard()
        self._epoll.close()
        with self._wake_lock:
            os.close(self._wake_fd)
            self._wake_fd = -1
        self._handlers.clear()

    def __enter__(self) -> WallWorld:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- for streams and listeners

    def handle(self, fd: int, events: int, handler: Handler) -> None:
        """Call `handler` with the events of this descriptor."""
        self._handlers[fd] = handler
        self._epoll.register(fd, events)

    def rearm(self, fd: int, events: int) -> None:
        """Change the events that are waited for."""
        self._epoll.modify(fd, events)

    def forget(self, fd: int) -> None:
        """Wait for nothing more on this descriptor; harmless if it is not known."""
        if self._handlers.pop(fd, None) is not None and not self._epoll.closed:
            self._epoll.unregister(fd)

    def _refuse_inside_a_turn(self) -> None:
        if self._turning:
            raise RuntimeError("the world can't be turned from inside one of its own callbacks")

    def _run_soon(self) -> None:
        soon = self._soon
        for _ in range(len(soon)):
            action = soon.popleft().action
            if action is not None:
                action()

    def _run_timers(self) -> None:
        timers = self._timers
        now = monotonic()
        while timers and timers[0][0] <= now:
            timer = heapq.heappop(timers)[2]
            action, timer.action = timer.action, None
            if action is not None:
                action()

    def _sweep_timers(self) -> None:
        alive = [entry for entry in self._timers if entry[2].action is not None]
        heapq.heapify(alive)
        self._timers[:] = alive  # in place: run_until holds a reference
        self._sweep_at = max(SWEEP_TIMERS, 2 * len(alive))

    def _woken(self, _events: int) -> None:
        with contextlib.suppress(BlockingIOError):  # nothing to read: a stale event
            os.eventfd_read(self._wake_fd)
