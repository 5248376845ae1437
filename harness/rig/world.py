"""What a piece that waits or connects is given: a clock, timers and streams.

Two worlds stand behind this protocol. The *wall* world (`wall.py`) polls sockets; the *virtual* world
(`virtual.py`) turns a deterministic loop with in-memory streams, so that the same seed gives the same
history, byte for byte. Clients, servers and the tap are written once, on what is named here.

Everything happens in one thread: callbacks, timers and tasks run only while somebody turns the world
with `run_until`. A case is the one that turns it on the client's side; a server's main loop is
`run_until(stopped)`.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final, Protocol, TypeVar

from regrace.harness.rig.tasks import Task

T = TypeVar("T")

Address = tuple[str, int]
"""Host and port. In the virtual world the host is a node's name."""

REFUSED: Final = "connection refused"
"""Reason of `on_close`, in both worlds: nobody listens there."""
RESET: Final = "connection reset"
"""Reason of `on_close`, in both worlds: the other end aborted, died, or a cut swallowed bytes."""
CLOSED_BY_PEER: Final = "closed by peer"
"""Reason of `on_close`, in both worlds: the other end closed in good order."""


class Timer(Protocol):
    """A callback that was asked for."""

    def cancel(self) -> None:
        """Make sure that the callback does not run any more; harmless afterwards."""


class Stream(Protocol):
    """One TCP connection, or its in-memory twin.

    `on_data` and `on_close` are set by the owner, right after `connect` returns or inside `on_accept`.
    `on_close` is called at most once, with a reason in plain words, never after the owner's own `close`.
    """

    on_data: Callable[[bytes], None]
    on_close: Callable[[str], None]

    @property
    def local(self) -> Address:
        """Our end (port 0 while the connection is not up)."""

    @property
    def peer(self) -> Address:
        """The other end, as it was asked for or accepted."""

    @property
    def unsent(self) -> int:
        """Bytes that `send` took and that did not leave yet (0 in the virtual world once it is up)."""

    def send(self, data: bytes) -> None:
        """Queue bytes, also before the connection is up. On a closed stream they are dropped silently:
        the owner has been told by `on_close`."""

    def close(self, *, abort: bool = False) -> None:
        """Close after what is queued has gone out; with `abort`, at once (RST)."""


class Listener(Protocol):
    """A listening socket."""

    @property
    def address(self) -> Address:
        """Where it listens, with the real port."""

    def close(self) -> None:
        """Stop listening; accepted streams live on."""


class World(Protocol):
    """Clock, timers, streams and tasks. Time is in seconds on a monotonic clock."""

    def now(self) -> float:
        """Seconds on this world's monotonic clock (wall: CLOCK_MONOTONIC, one for the whole host)."""

    def entropy(self, size: int) -> bytes:
        """Random bytes for verifiers and names; from the seed in the virtual world."""

    def call_at(self, when: float, action: Callable[[], None]) -> Timer:
        """Run `action` once the clock has reached `when`."""

    def call_soon(self, action: Callable[[], None]) -> Timer:
        """Run `action` at the next turn, after what is already due."""

    def connect(self, address: Address) -> Stream:
        """Begin to connect. Failure is told by `on_close`, never raised."""

    def listen(self, address: Address, on_accept: Callable[[Stream], None]) -> Listener:
        """Accept connections; port 0 picks a free one. Raises OSError if the address is taken."""

    def spawn(self, work: Coroutine[Any, Any, T]) -> Task[T]:
        """Start a coroutine that awaits `Future`s and `Task`s of `tasks.py`."""

    def run_until(self, condition: Callable[[], bool], deadline: float) -> bool:
        """Turn the world until `condition()` holds (True) or the clock passes `deadline` (False).
        The condition is checked before the first turn and after each turn's callbacks. An exception
        of a callback or of a task that nobody awaits comes out of here. Re-entrant calls are refused."""

    def run_blocking(self, job: Callable[[], T], deadline: float) -> T:
        """Run a blocking job (an SSH command) beside the world, which keeps turning: in the wall world
        in a thread, in the virtual world directly. Raises TimeoutError at the deadline."""


class ServerWorld(World, Protocol):
    """What a server's process is given: a world, and a firewall in front of its own sockets.

    The firewall drops in both directions, silently. A connection is matched by the address of either of
    its ends: the peer as it was connected to, or our own listening address; port 0 stands for every port
    of that host. Established connections that lost bytes are aborted when the block ends, since TCP could
    not have gone on without what was dropped; attempts to connect starve and go on then.
    """

    @property
    def dropped(self) -> int:
        """Reads, sends and attempts to connect that the firewall swallowed since `unblock_all`."""

    def block(self, address: Address) -> None:
        """Drop everything to and from this address from now on. Idempotent."""

    def unblock(self, address: Address) -> None:
        """End the block of this address. Idempotent."""

    def unblock_all(self) -> None:
        """End every block, and begin to count from 0 again. Idempotent."""
