"""The tap as a process of its own: `python -m regrace.harness.tap CONFIG.json`.

The configuration: `{"token": "...", "control": ["127.0.0.1", 0], "links": [{"name": "E-R", "listen":
["127.0.0.1", 0], "target": ["127.0.0.1", 2049]}, ...]}`. On standard output goes one line when everything
listens, `{"ready": true, "control": [host, port], "links": {"E-R": [host, port]}}`. It ends on SIGTERM, and
when its standard input is closed: its parent is gone then.
"""

from __future__ import annotations

import hmac
import json
import math
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from regrace.harness.rig.node import RigError
from regrace.harness.rig.wall import WallWorld
from regrace.harness.rig.world import Address, Stream, World
from regrace.harness.tap.api import Direction, HoldToken
from regrace.harness.tap.relay import LinkPlan, Relay
from regrace.harness.tap.wire import (
    LONGEST_REQUEST,
    RECORDS_PER_ANSWER,
    deed_from_json,
    match_from_json,
    record_to_json,
)


class Control:
    """Answers control connections for a relay."""

    def __init__(self, world: World, relay: Relay, address: Address, token: str) -> None:
        if len(token) < 16:
            raise RigError("the tap's token must have 16 characters or more")
        self._relay = relay
        self._token = token
        self._listener = world.listen(address, self._accept)
        self._verbs: Mapping[str, Callable[[dict[str, Any]], Any]] = {
            "cut": self._cut,
            "heal": lambda ask: relay.heal(ask.get("link")),
            "dropped": lambda ask: relay.dropped(ask["link"]),
            "arm": lambda ask: relay.arm(match_from_json(ask["match"]), deed_from_json(ask["deed"])).number,
            "held": self._held,
            "release": lambda ask: relay.release(HoldToken(int(ask["hold"])), drop=bool(ask["drop"])),
            "aim": lambda ask: relay.aim(ask["link"], _address(ask["target"])),
            "abort": lambda ask: relay.abort(ask["link"]),
            "renewed_at": lambda ask: relay.renewed_at(ask["link"]),
            "mark": lambda ask: relay.mark(),
            "records": self._records,
            "sessions_made": lambda ask: [record_to_json(r) for r in relay.sessions_made(int(ask["before"]))],
        }

    @property
    def address(self) -> Address:
        """Where it listens."""
        return self._listener.address

    def answer(self, line: bytes) -> bytes:
        """The answer line to a request line; any input gets one."""
        number: Any = None
        try:
            ask = json.loads(line)
            number = ask.get("id")
            result = self._verbs[ask["do"]](ask)
        except RigError as refusal:
            told = {"id": number, "error": str(refusal)}
        except (ValueError, KeyError, TypeError, AttributeError) as trouble:
            told = {"id": number, "error": f"not a request that the tap understands: {trouble!r}"}
        else:
            told = {"id": number, "ok": result}
        return json.dumps(told).encode() + b"\n"

    def _accept(self, stream: Stream) -> None:
        pending = bytearray()
        trusted = False

        def on_data(data: bytes) -> None:
            nonlocal trusted
            pending.extend(data)
            while (end := pending.find(b"\n")) >= 0:
                line = bytes(pending[:end])
                del pending[: end + 1]
                if trusted:
                    stream.send(self.answer(line))
                elif self._is_token(line):
                    trusted = True
                else:
                    stream.close(abort=True)
                    return
            if len(pending) > LONGEST_REQUEST:
                stream.close(abort=True)

        stream.on_data = on_data

    def _is_token(self, line: bytes) -> bool:
        try:
            offered = str(json.loads(line)["token"])
        except (ValueError, KeyError, TypeError):
            return False
        return hmac.compare_digest(offered.encode(), self._token.encode())

    def _cut(self, ask: dict[str, Any]) -> None:
        self._relay.cut(ask["link"], *(Direction(way) for way in ask["directions"]))

    def _held(self, ask: dict[str, Any]) -> dict[str, Any] | None:
        record = self._relay.held(HoldToken(int(ask["hold"])))
        return None if record is None else record_to_json(record)

    def _records(self, ask: dict[str, Any]) -> list[dict[str, Any]]:
        page = self._relay.records(int(ask["since"]))[:RECORDS_PER_ANSWER]
        return [record_to_json(record) for record in page]


def _address(value: Any) -> Address:
    host, port = value
    return str(host), int(port)


def serve(config: Mapping[str, Any]) -> None:
    """Run the tap until SIGTERM or the end of standard input. Raises OSError if a port is taken."""
    world = WallWorld()
    stopped = False

    def stop(_signal: int = 0, _frame: FrameType | None = None) -> None:
        nonlocal stopped
        stopped = True
        world.call_from_thread(lambda: None)

    def on_parent() -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the supervisor decides
    plans = [
        LinkPlan(str(link["name"]), _address(link["listen"]), _address(link["target"]))
        for link in config["links"]
    ]
    relay = Relay(world, plans)
    control = Control(world, relay, _address(config["control"]), str(config["token"]))
    world.watch_fd(sys.stdin.fileno(), on_parent)
    ready = {
        "ready": True,
        "control": control.address,
        "links": {plan.name: relay.address(plan.name) for plan in plans},
    }
    print(json.dumps(ready), flush=True)
    world.run_until(lambda: stopped, math.inf)
    relay.close()
    world.close()


def main() -> None:
    """The entry of the process."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m regrace.harness.tap CONFIG.json")
    serve(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
