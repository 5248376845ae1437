"""Connections and listening sockets of the wall world, with the firewall in front of them."""

from __future__ import annotations

import errno
import os
import socket
import struct
from collections.abc import Callable
from enum import Enum, auto
from select import EPOLLIN, EPOLLOUT
from typing import TYPE_CHECKING, Any

from regrace.harness.rig.world import CLOSED_BY_PEER, REFUSED, RESET, Address

if TYPE_CHECKING:
    from regrace.harness.rig.wall import WallWorld

Handler = Callable[[int], None]
"""Is told the epoll events of its descriptor."""

LINGER_S = 5.0
"""How long `close` waits for a peer that doesn't read what is still queued; then the connection is reset."""
ACCEPTS_A_TURN = 64
ABORT = struct.pack("ii", 1, 0)
"""SO_LINGER on, 0 s: close() sends RST."""


class _State(Enum):
    CONNECTING = auto()  # or starving, while the firewall swallows our attempts
    OPEN = auto()
    DRAINING = auto()  # the owner has let go; what is queued still goes out
    CLOSED = auto()


def _ignore(_: object) -> None:
    """What `on_data` and `on_close` do until their owner sets them."""


def reason_of(error: OSError) -> str:
    """Why a connection ended, in the words that both worlds use."""
    if error.errno == errno.ECONNREFUSED:
        return REFUSED
    if error.errno in (errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED):
        return RESET
    return (error.strerror or os.strerror(error.errno or 0)).lower()


def resolve(address: Address) -> list[tuple[socket.AddressFamily, Any]]:
    """The socket addresses of host and port, best first. Raises OSError with the host's name."""
    host, port = address
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise OSError(errno.EADDRNOTAVAIL, f"can't resolve {host!r}: {error.strerror}") from error
    return [(family, target) for family, _kind, _protocol, _name, target in found]


class WallStream:
    """One TCP connection (`Stream`)."""

    __slots__ = (
        "_addresses", "_blocked", "_candidates", "_direct", "_local", "_lost", "_out", "_peer",
        "_socket", "_state", "_world", "on_close", "on_data",
    )  # fmt: skip

    def __init__(self, world: WallWorld, peer: Address, accepted: socket.socket | None = None) -> None:
        self.on_data: Callable[[bytes], None] = _ignore
        self.on_close: Callable[[str], None] = _ignore
        self._world = world
        self._peer = peer
        self._local: Address = ("", 0)
        self._addresses: tuple[Address, ...] = (peer,)
        self._candidates: list[tuple[socket.AddressFamily, Any]] | None = None
        self._socket: socket.socket | None = accepted
        self._out = bytearray()
        self._state = _State.CONNECTING
        self._direct = False  # nothing stands between send() and the socket
        self._blocked = False
        self._lost = False  # the firewall swallowed bytes: never usable again
        if accepted is not None:
            world.handle(accepted.fileno(), EPOLLIN, self._on_events)
            self._up(accepted)

    @property
    def local(self) -> Address:
        """Our end; port 0 while the connection is not up."""
        return self._local

    @property
    def peer(self) -> Address:
        """The other end, as it was asked for or accepted."""
        return self._peer

    @property
    def unsent(self) -> int:
        """Bytes that are queued here, beside what the kernel has taken."""
        return len(self._out)

    def send(self, data: bytes) -> None:
        """Send at once as much as the kernel takes, queue the rest."""
        if self._direct:
            assert self._socket is not None
            try:
                sent = self._socket.send(data)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._direct = False  # reading will tell why, after the bytes that the peer still sent
                self._lost = True
                return
            if sent < len(data):
                self._out += memoryview(data)[sent:]
                self._direct = False
                self._world.rearm(self._socket.fileno(), EPOLLIN | EPOLLOUT)
        elif self._lost or self._state in (_State.CLOSED, _State.DRAINING):
            if self._blocked:
                self._world.drops += 1
        elif self._blocked and self._state is _State.OPEN:
            self._swallowed()
        else:
            self._out += data

    def close(self, *, abort: bool = False) -> None:
        """Close after what is queued has gone out (at most LINGER_S); with `abort`, at once."""
        if self._state in (_State.CLOSED, _State.DRAINING):
            return
        self.on_data = self.on_close = _ignore
        if self._blocked and self._state is _State.OPEN:
            self._swallowed()  # neither FIN nor RST gets out: the peer learns nothing before the block ends
            self._state = _State.DRAINING
        elif abort or self._lost or not self._out:
            self._shut(abort=abort)
        else:
            self._linger()

    def discard(self) -> None:
        """Close without a word to anybody: the world ends."""
        self.on_data = self.on_close = _ignore
        self._shut(abort=False)

    # --- coming up

    def begin(self) -> None:
        """Begin to connect, or to starve."""
        if self._world.is_blocked(self._peer):
            self._world.drops += 1
            self._blocked = True
            return
        self._blocked = False
        try:
            self._candidates = resolve(self._peer)
        except OSError as error:
            reason = reason_of(error)
            self._world.call_soon(lambda: self._end(reason))
            return
        self._try_next(None)

    def _try_next(self, failure: OSError | None) -> None:
        """Try the next address that the host's name stands for."""
        self._drop_socket(abort=False)
        while self._candidates:
            family, target = self._candidates.pop(0)
            attempt = socket.socket(family, socket.SOCK_STREAM)
            attempt.setblocking(False)
            code = attempt.connect_ex(target)
            if code in (0, errno.EINPROGRESS):
                self._socket = attempt
                self._addresses = (self._peer, (target[0], target[1]))
                self._world.handle(attempt.fileno(), EPOLLOUT, self._on_events)
                return
            attempt.close()
            failure = OSError(code, os.strerror(code))
        reason = reason_of(failure) if failure is not None else REFUSED
        self._world.call_soon(lambda: self._end(reason))

    def _connected(self) -> None:
        assert self._socket is not None
        code = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            self._try_next(OSError(code, os.strerror(code)))
            return
        try:
            self._socket.getpeername()
        except OSError:
            return  # an event of an older socket with the same number: not up yet
        self._up(self._socket)

    def _up(self, connected: socket.socket) -> None:
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._local = connected.getsockname()[:2]
        self._addresses = (*self._addresses, self._local)
        if self._state is _State.CONNECTING:
            self._state = _State.OPEN
        self._flush()
        if self._state is _State.OPEN and self._world.is_blocked(*self._addresses):
            self._block()

    # --- events

    def _on_events(self, events: int) -> None:
        if not self._local[1]:
            self._connected()
            return
        if events & EPOLLOUT:
            self._flush()
        if events & ~EPOLLOUT and self._socket is not None:
            self._receive()

    def _receive(self) -> None:
        assert self._socket is not None
        buffer = self._world.receive_buffer
        try:
            size = self._socket.recv_into(buffer)
        except BlockingIOError:
            return
        except OSError as error:
            if self._blocked:
                self._swallowed()
                self._world.forget(self._socket.fileno())
            else:
                self._end(reason_of(error))
            return
        if self._blocked:
            self._swallowed()
            if not size:
                self._world.forget(self._socket.fileno())  # else the end of the stream would be told for ever
        elif size:
            self.on_data(bytes(buffer[:size]))
        elif self._out and not self._lost and self._state is _State.OPEN:
            tell = self.on_close  # the peer may have closed one direction only: it gets what is queued
            self._linger()
            tell(CLOSED_BY_PEER)
        elif self._out and not self._lost:
            self._world.rearm(self._socket.fileno(), EPOLLOUT)
        else:
            self._end(CLOSED_BY_PEER)

    def _flush(self) -> None:
        """Send what is queued; the socket is up."""
        assert self._socket is not None
        if self._blocked or self._lost:
            return
        if self._out:
            try:
                sent = self._socket.send(self._out)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._lost = True
                self._out.clear()
                self._world.rearm(self._socket.fileno(), EPOLLIN)
                return
            del self._out[:sent]
        if self._out:
            self._world.rearm(self._socket.fileno(), EPOLLIN | EPOLLOUT)
        elif self._state is _State.DRAINING:
            self._shut(abort=False)
        else:
            self._direct = True
            self._world.rearm(self._socket.fileno(), EPOLLIN)

    # --- the firewall

    def firewall_changed(self) -> None:
        """The set of blocked addresses is another one."""
        blocked = self._world.is_blocked(*self._addresses)
        if blocked and not self._blocked:
            if self._local[1]:
                self._block()
            else:
                self._drop_socket(abort=True)
                self._world.drops += 1
                self._blocked = True
        elif self._blocked and not blocked:
            self._unblock()

    def _block(self) -> None:
        self._blocked = True
        self._direct = False
        if self._out:
            self._swallowed()

    def _unblock(self) -> None:
        self._blocked = False
        if not self._local[1]:
            self.begin()  # the next attempt of TCP to connect gets through
        elif self._lost:
            tell = self.on_close
            self._shut(abort=True)
            self._world.call_soon(lambda: tell(RESET))
        else:
            self._flush()

    def _swallowed(self) -> None:
        self._world.drops += 1
        self._lost = True
        self._out.clear()

    # --- the end

    def _linger(self) -> None:
        self._state = _State.DRAINING
        self._direct = False
        self.on_data = self.on_close = _ignore
        self._world.call_at(self._world.now() + LINGER_S, lambda: self._shut(abort=True))

    def _end(self, reason: str) -> None:
        """The connection is over; tell the owner (who may connect again at once)."""
        if self._state is _State.CLOSED:
            return
        tell = self.on_close
        self._shut(abort=False)
        tell(reason)

    def _shut(self, *, abort: bool) -> None:
        self._state = _State.CLOSED
        self._direct = False
        self._out.clear()
        self.on_data = self.on_close = _ignore
        self._drop_socket(abort=abort)
        self._world.streams.discard(self)

    def _drop_socket(self, *, abort: bool) -> None:
        gone, self._socket = self._socket, None
        if gone is not None:
            self._world.forget(gone.fileno())
            if abort:
                gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
            gone.close()


class WallListener:
    """A listening socket (`Listener`)."""

    def __init__(self, world: WallWorld, address: Address, on_accept: Callable[[Any], None]) -> None:
        family, target = resolve(address)[0]
        self._world = world
        self._on_accept = on_accept
        self._starved: list[tuple[socket.socket, Address]] = []
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        try:
            self._socket.setblocking(False)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind(target)
            self._socket.listen(128)
        except OSError:
            self._socket.close()
            raise
        self._address: Address = self._socket.getsockname()[:2]
        world.listeners.add(self)
        world.handle(self._socket.fileno(), EPOLLIN, self._on_events)

    @property
    def address(self) -> Address:
        """Where it listens, with the real port."""
        return self._address

    def close(self) -> None:
        """Stop listening. Idempotent."""
        if self in self._world.listeners:
            self._world.listeners.discard(self)
            self._world.forget(self._socket.fileno())
            self._socket.close()
            for starved, _peer in self._starved:
                starved.close()
            self._starved.clear()

    def firewall_changed(self) -> None:
        """Announce the connections that starved in front of a block that ended."""
        waiting, self._starved = self._starved, []
        for accepted, peer in waiting:
            if self._world.is_blocked(peer, accepted.getsockname()[:2]):
                self._starved.append((accepted, peer))
            else:
                self._announce(accepted, peer)

    def _on_events(self, _events: int) -> None:
        for _ in range(ACCEPTS_A_TURN):
            try:
                accepted, peer = self._socket.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            accepted.setblocking(False)
            if self._world.is_blocked(peer[:2], accepted.getsockname()[:2]):
                self._world.drops += 1
                self._starved.append((accepted, peer[:2]))
            else:
                self._announce(accepted, peer[:2])
            if self not in self._world.listeners:
                return  # on_accept closed us

    def _announce(self, accepted: socket.socket, peer: Address) -> None:
        try:
            stream = WallStream(self._world, peer, accepted)
        except OSError:
            accepted.close()  # reset before we looked: nobody was told of it
            return
        self._world.streams.add(stream)
        self._on_accept(stream)
