"""The tap of a real rig, as a case holds it: a short blocking call to the tap's process each time.

A plain socket and not the `World`: `held` and `dropped` are asked inside conditions that the world is being
turned for, where it must not be turned again. A call takes well below a millisecond on loopback.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

from regrace.harness.rig.node import RigError
from regrace.harness.rig.world import Address
from regrace.harness.tap.api import HOLD, Deed, Direction, HoldToken, Match, TapRecord
from regrace.harness.tap.wire import RECORDS_PER_ANSWER, deed_to_json, match_to_json, record_from_json

ANSWER_BUDGET_S = 20.0
"""Of a tap that is alive, on a machine that may be busy with something else."""


class RemoteTap:
    """A `harness.tap.api.Tap` in another process. Every call raises RigError if the tap doesn't answer
    within `ANSWER_BUDGET_S`, or refuses."""

    def __init__(self, control: Address, token: str) -> None:
        self._address = control
        self._token = token
        self._socket: socket.socket | None = None
        self._pending = bytearray()
        self._number = 0

    def close(self) -> None:
        """Hang up; the tap and what is in force there stay."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
            self._pending.clear()

    def cut(self, link: str, *directions: Direction) -> None:
        """See `Tap.cut`."""
        self._ask("cut", link=link, directions=[str(way) for way in directions])

    def heal(self, link: str | None = None) -> None:
        """See `Tap.heal`."""
        self._ask("heal", link=link)

    def dropped(self, link: str) -> int:
        """See `Tap.dropped`."""
        return int(self._ask("dropped", link=link))

    def hold(self, match: Match) -> HoldToken:
        """See `Tap.hold`."""
        return self.arm(match)

    def arm(self, match: Match, deed: Deed = HOLD) -> HoldToken:
        """See `Tap.arm`."""
        return HoldToken(int(self._ask("arm", match=match_to_json(match), deed=deed_to_json(deed))))

    def held(self, token: HoldToken) -> TapRecord | None:
        """See `Tap.held`."""
        told = self._ask("held", hold=token.number)
        return None if told is None else record_from_json(told)

    def release(self, token: HoldToken, *, drop: bool = False) -> None:
        """See `Tap.release`."""
        self._ask("release", hold=token.number, drop=drop)

    def abort(self, link: str) -> None:
        """See `Tap.abort`."""
        self._ask("abort", link=link)

    def aim(self, link: str, target: Address) -> None:
        """See `Tap.aim`."""
        self._ask("aim", link=link, target=list(target))

    def records(self, since: int = 0) -> Sequence[TapRecord]:
        """See `Tap.records`."""
        records: list[TapRecord] = []
        while True:
            page = [record_from_json(told) for told in self._ask("records", since=since)]
            records += page
            if len(page) < RECORDS_PER_ANSWER:
                return records
            since = page[-1].index + 1

    def sessions_made(self, before: int) -> Sequence[TapRecord]:
        """See `Tap.sessions_made`."""
        return [record_from_json(told) for told in self._ask("sessions_made", before=before)]

    def renewed_at(self, link: str) -> float | None:
        """See `Tap.renewed_at`."""
        told = self._ask("renewed_at", link=link)
        return None if told is None else float(told)

    def mark(self) -> int:
        """See `Tap.mark`."""
        return int(self._ask("mark"))

    def _ask(self, verb: str, **arguments: Any) -> Any:
        self._number += 1
        line = json.dumps({"id": self._number, "do": verb, **arguments}).encode() + b"\n"
        try:
            answer = json.loads(self._exchange(line))
        except (OSError, ValueError) as trouble:
            self.close()
            host, port = self._address
            raise RigError(
                f"the tap at {host}:{port} did not answer {verb!r}: {trouble}; see the rig's log folder"
            ) from trouble
        if "error" in answer:
            raise RigError(f"the tap refused {verb!r}: {answer['error']}")
        return answer["ok"]

    def _exchange(self, line: bytes) -> bytes:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=ANSWER_BUDGET_S)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = json.dumps({"token": self._token}).encode() + b"\n" + line
        self._socket.sendall(line)
        while (end := self._pending.find(b"\n")) < 0:
            data = self._socket.recv(256 << 10)
            if not data:
                raise ConnectionError("it closed the connection (a wrong token, or it has ended)")
            self._pending += data
        answer = bytes(self._pending[:end])
        del self._pending[: end + 1]
        return answer
