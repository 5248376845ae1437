"""The control channel between a node agent and the server that it supervises: JSON lines over two pipes.

The agent writes requests `{"id": 7, "do": "partition", "peer": "origin"}` to the server's stdin; the server
answers `{"id": 7, "ok": true, ...}` or `{"id": 7, "ok": false, "error": "..."}` on its stdout, where it has
said `{"ready": true, "port": 20490}` once it serves. Everything else that it prints goes to its log (stderr).

In the virtual world there is no channel: `SimulatedNode` calls the same handlers.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Mapping
from typing import Any, Final

from regrace.harness.rig.wall import WallWorld
from regrace.harness.rig.world import Address, ServerWorld

Handler = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Does what a request asks for and gives the fields of the answer; an exception is answered as an error."""

PARTITIONS: Final = "REGRACE_PARTITIONS"
"""Environment variable: peers (JSON list) that the node is cut off from since before this start."""
PORT: Final = "REGRACE_PORT"
"""Environment variable: the port that this node serves on, in all its lives."""
LONGEST_LINE: Final = 1 << 20


class ControlChannel:
    """The server's end of the channel. Partitions that were in force before the server was started are
    applied at once, before it can have connected anywhere."""

    def __init__(
        self, world: WallWorld, stdin_fd: int, stdout_fd: int, handlers: Mapping[str, Handler]
    ) -> None:
        self._world = world
        self._stdin_fd = stdin_fd
        self._stdout_fd = stdout_fd
        self._handlers = handlers
        self._received = bytearray()
        self.closed = False
        """The agent is gone, or it asked us to stop: leave the main loop."""
        for peer in json.loads(os.environ.get(PARTITIONS, "[]")):
            handlers["partition"]({"peer": peer})
        self._watch = world.watch_fd(stdin_fd, self._on_readable)

    @classmethod
    def over_stdio(cls, world: WallWorld, handlers: Mapping[str, Handler]) -> ControlChannel:
        """A channel over this process's stdin and stdout; from then on `print` goes to stderr, so that no
        stray word gets into the channel. SIGTERM closes the channel: an orderly stop."""
        stdout_fd = os.dup(1)
        os.dup2(2, 1)
        channel = cls(world, 0, stdout_fd, handlers)
        signal.signal(signal.SIGTERM, lambda _signal, _frame: world.call_from_thread(channel.close))
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the agent decides
        return channel

    def ready(self, port: int, **more: Any) -> None:
        """Say that the server serves, and on which port."""
        self._write({"ready": True, "port": port, **more})

    def serve(self) -> None:
        """Turn the world until the channel is closed: the main loop of a server."""
        self._world.run_until(lambda: self.closed, float("inf"))

    def close(self) -> None:
        """Leave the main loop. Idempotent."""
        self.closed = True
        self._watch.close()

    def _on_readable(self) -> None:
        data = os.read(self._stdin_fd, 65536)
        if not data:
            self.close()
            return
        self._received += data
        *lines, rest = bytes(self._received).split(b"\n")
        self._received[:] = rest
        if len(rest) > LONGEST_LINE:
            self._received.clear()
            self._write({"id": None, "ok": False, "error": f"a request of more than {LONGEST_LINE} bytes"})
        for line in lines:
            self._write(self._answer(line))

    def _answer(self, line: bytes) -> dict[str, Any]:
        number = None
        try:
            request = json.loads(line)
            number = request.get("id")
            handler = self._handlers.get(request["do"])
            if handler is None:
                raise ValueError(f"no handler for {request['do']!r}; there are {sorted(self._handlers)}")
            return {"id": number, "ok": True, **handler(request)}
        except Exception as error:  # a bad request must never end a server; the agent is told
            return {"id": number, "ok": False, "error": f"{type(error).__name__}: {error}"}

    def _write(self, message: Mapping[str, Any]) -> None:
        remaining = memoryview(json.dumps(message).encode() + b"\n")
        while remaining:
            remaining = remaining[os.write(self._stdout_fd, remaining) :]


def firewall_handlers(world: ServerWorld, peers: Mapping[str, Address]) -> dict[str, Handler]:
    """Handlers for `partition`, `heal` and `drops` on this world's firewall; `peers` says at which address
    this node meets which peer: where it connects to, or the listening address of its own that the peer's
    link leads to."""

    def partition(request: Mapping[str, Any]) -> Mapping[str, Any]:
        peer = request["peer"]
        if peer not in peers:
            raise ValueError(f"no peer {peer!r}; there are {sorted(peers)}")
        world.block(peers[peer])
        return {"partitioned": peer}

    def heal(_request: Mapping[str, Any]) -> Mapping[str, Any]:
        world.unblock_all()
        return {"healed": True}

    def drops(_request: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"drops": world.dropped}

    return {"partition": partition, "heal": heal, "drops": drops}


def remembered_port(default: int = 0) -> int:
    """The port that the agent has reserved for this node, so that it stays the same in all its lives."""
    return int(os.environ.get(PORT, default))
