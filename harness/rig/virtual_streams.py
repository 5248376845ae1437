"""Connections and listeners of the virtual world: TCP as far as a case can tell.

Bytes travel for `VirtualWorld.one_way()` seconds and arrive in order. Both ends' firewalls are asked: the
sender's when they leave, the receiver's when they arrive.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from regrace.harness.rig.world import CLOSED_BY_PEER, REFUSED, RESET, Address

if TYPE_CHECKING:
    from regrace.harness.rig.virtual import NodeWorld


class _State(Enum):
    CONNECTING = auto()
    OPEN = auto()
    CLOSED = auto()


def _ignore(_: object) -> None:
    """What `on_data` and `on_close` do until their owner sets them."""


class VirtualStream:
    """One end of a connection (`Stream`)."""

    __slots__ = (
        "_arrives_at", "_closing", "_lost", "_out", "_state", "local", "node", "on_close", "on_data", "other",
        "peer",
    )  # fmt: skip

    def __init__(self, node: NodeWorld, local: Address, peer: Address) -> None:
        self.node = node
        self.local = local
        self.peer = peer
        self.other: VirtualStream | None = None
        self.on_data: Callable[[bytes], None] = _ignore
        self.on_close: Callable[[str], None] = _ignore
        self._state = _State.CONNECTING if node.alive else _State.CLOSED
        self._out: list[bytes] = []  # sent before the connection was up
        self._closing = False  # closed before it was up, with bytes to send
        self._lost = False  # a firewall swallowed bytes: never usable again
        self._arrives_at = 0.0  # what we sent last is there then; nothing overtakes it

    @property
    def unsent(self) -> int:
        """Bytes that wait for the connection to come up."""
        return sum(map(len, self._out))

    def send(self, data: bytes) -> None:
        """Send; dropped silently on a closed stream."""
        if self._state is _State.OPEN:
            self._transmit(lambda end: end.receive(bytes(data)))
        elif self._state is _State.CONNECTING and not self._closing:
            self._out.append(bytes(data))

    def close(self, *, abort: bool = False) -> None:
        """Close; the other end is told after all that was sent before."""
        self.on_data = self.on_close = _ignore
        if self._state is _State.OPEN:
            reason = RESET if abort else CLOSED_BY_PEER
            self._transmit(lambda end: end.end(reason))
            self._leave(keep=self._lost)  # what the firewall swallowed is made up for when the block ends
        elif self._state is _State.CONNECTING:
            if self._out and not abort:
                self._closing = True
            else:
                self._leave()

    # --- coming up

    def begin(self) -> None:
        """Knock at the other end's door."""
        if self._state is not _State.CONNECTING:
            return
        if self.node.swallows(self.local, self.peer):
            self.node.starving.append(self)
        else:
            world = self.node.world
            world.schedule(world.now() + world.one_way(), None, self._knock)

    def _knock(self) -> None:
        """The attempt arrives at the other node's kernel."""
        if self._state is not _State.CONNECTING:
            return
        world = self.node.world
        there = world.living(self.peer[0])
        listener = there.listeners.get(self.peer[1]) if there is not None else None
        if there is None or listener is None:
            world.schedule(world.now() + world.one_way(), self.node, lambda: self.end(REFUSED))
            return
        if there.swallows(self.local, self.peer):
            there.starving.append(self)
            return
        here = (self.node.name, world.free_port(self.node.name))
        accepted = VirtualStream(there, self.peer, here)
        accepted._state = _State.OPEN
        accepted.other, self.other = self, accepted
        there.streams[accepted] = None
        world.schedule(world.now(), there, lambda: listener.accept(accepted))
        self._arrives_at = accepted._arrives_at = world.now() + world.one_way()
        world.schedule(self._arrives_at, None, lambda: self._up(here))

    def _up(self, here: Address) -> None:
        """The kernel's answer is back: what was queued goes out, even if the process is paused."""
        if self._state is not _State.CONNECTING:
            return
        self._state = _State.OPEN
        self.local = here
        queued, self._out = self._out, []
        for data in queued:
            self.send(data)
        if self._closing:
            self.close()

    # --- travelling

    def _transmit(self, arrive: Callable[[VirtualStream], None]) -> None:
        """Let something happen at the other end once it has got there."""
        if self.node.swallows(self.local, self.peer):
            self._lost = True
            return
        other = self.other
        assert other is not None
        world = self.node.world
        self._arrives_at = max(self._arrives_at, world.now() + world.one_way())
        world.schedule(self._arrives_at, None, lambda: self._arrive(other, arrive))

    def _arrive(self, other: VirtualStream, arrive: Callable[[VirtualStream], None]) -> None:
        there = other.node
        if there.alive and there.swallows(other.local, other.peer):
            other._lost = True
        elif other._state is _State.CLOSED:
            if self._state is _State.OPEN:  # nobody there: the kernel answers with a reset
                world = there.world
                world.schedule(world.now() + world.one_way(), self.node, lambda: self.end(RESET))
        else:
            there.world.schedule(there.world.now(), there, lambda: arrive(other))

    def receive(self, data: bytes) -> None:
        """Bytes are there, and the process runs."""
        if self._state is not _State.CLOSED:
            self.on_data(data)

    def end(self, reason: str) -> None:
        """The connection is over; tell the owner."""
        if self._state is not _State.CLOSED:
            tell = self.on_close
            self._leave()
            tell(reason)

    # --- faults

    def firewall_opened(self) -> None:
        """A block ended: what lost bytes is reset at both ends."""
        if self._lost and not self.node.blocks(self.local, self.peer):
            self._lost = False
            self._transmit(lambda end: end.end(RESET))
            tell = self.on_close
            self._leave()
            self.node.call_soon(lambda: tell(RESET))

    def die(self, reason: str) -> None:
        """The node was killed: its kernel tells the peer, the process tells nobody any more."""
        if self._state is _State.OPEN:
            self._transmit(lambda end: end.end(reason))
        self._leave()

    def _leave(self, *, keep: bool = False) -> None:
        self._state = _State.CLOSED
        self._out.clear()
        self._closing = False
        self.on_data = self.on_close = _ignore
        if not keep:
            self.node.streams.pop(self, None)


class VirtualListener:
    """A listening port of a node (`Listener`)."""

    __slots__ = ("_node", "_on_accept", "_open", "_port")

    def __init__(self, node: NodeWorld, port: int, on_accept: Callable[[Any], None]) -> None:
        self._node = node
        self._port = port
        self._on_accept = on_accept
        self._open = True

    @property
    def address(self) -> Address:
        """The node's name and the port."""
        return (self._node.name, self._port)

    def close(self) -> None:
        """Stop listening. Idempotent."""
        if self._open:
            self._open = False
            self._node.listeners.pop(self._port, None)

    def accept(self, stream: VirtualStream) -> None:
        """The process takes the connection that its kernel has accepted."""
        if self._open:
            self._on_accept(stream)
        else:
            stream.close(abort=True)
