"""The tap in a process of its own, and the object that speaks to it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from regrace.harness.rig.node import RigError
from regrace.harness.rig.wall import WallWorld
from regrace.harness.tap.api import Direction, Match
from regrace.harness.tap.remote import RemoteTap

from .conftest import Answering, Caller, create_session, getfh, locku

TOKEN = "a token of sixteen or more"


class TapProcess:
    """A tap process in front of a server of the test's world."""

    def __init__(self, folder: Path, target: tuple[str, int]) -> None:
        config = folder / "tap.json"
        link = {"name": "E-R", "listen": ["127.0.0.1", 0], "target": list(target)}
        config.write_text(json.dumps({"token": TOKEN, "control": ["127.0.0.1", 0], "links": [link]}))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "regrace.harness.tap", str(config)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        self.ready: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.control = (self.ready["control"][0], self.ready["control"][1])
        self.address = (self.ready["links"]["E-R"][0], self.ready["links"]["E-R"][1])

    def end(self) -> None:
        """Kill what is left of it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def world() -> Iterator[WallWorld]:
    """The test's side."""
    with WallWorld() as world:
        yield world


@pytest.fixture
def server(world: WallWorld) -> Answering:
    """Behind the tap."""
    return Answering(world, ("127.0.0.1", 0))


@pytest.fixture
def tap(tmp_path: Path, server: Answering) -> Iterator[TapProcess]:
    """A running tap."""
    process = TapProcess(tmp_path, server.address)
    yield process
    process.end()


@pytest.fixture
def remote(tap: TapProcess) -> Iterator[RemoteTap]:
    """The case's end of it."""
    remote = RemoteTap(tap.control, TOKEN)
    yield remote
    remote.close()


def until(world: WallWorld, condition: Any, budget_s: float = 10.0) -> None:
    """Turn the world until it holds, or fail."""
    assert world.run_until(condition, world.now() + budget_s), "waited in vain"


def test_everything_a_case_may_ask(
    world: WallWorld, server: Answering, tap: TapProcess, remote: RemoteTap
) -> None:
    caller = Caller(world, tap.address)
    mark = remote.mark()
    token = remote.hold(Match(link="E-R", direction=Direction.REPLIES, operation="LOCKU"))
    began = world.now()
    caller.call(1, locku())
    until(world, lambda: remote.held(token) is not None)  # also asked while the world is being turned
    held = remote.held(token)
    assert held is not None
    assert (held.xid, held.direction, held.fate) == (1, Direction.REPLIES, "held")
    assert began <= held.at <= world.now()  # one monotonic clock for the host
    remote.release(token)
    until(world, lambda: caller.answered == [1])
    assert [(r.kind, r.fate) for r in remote.records(mark)] == [("call", "forwarded"), ("reply", "released")]
    remote.cut("E-R", Direction.CALLS)
    caller.call(2, getfh())
    until(world, lambda: remote.dropped("E-R") == 1)
    remote.heal()
    until(world, lambda: bool(caller.closed))
    fresh = Caller(world, tap.address)
    fresh.call(3, getfh())
    until(world, lambda: fresh.answered == [3])
    other = Answering(world, ("127.0.0.1", 0))
    remote.aim("E-R", other.address)
    remote.abort("E-R")
    until(world, lambda: bool(fresh.closed))
    elsewhere = Caller(world, tap.address)
    elsewhere.call(4, getfh())
    until(world, lambda: elsewhere.answered == [4])
    assert len(other.seen) == 1


def test_records_come_in_pages(world: WallWorld, tap: TapProcess, remote: RemoteTap) -> None:
    caller = Caller(world, tap.address)
    for xid in range(600):
        caller.call(xid, getfh())
    until(world, lambda: len(caller.replies) == 600)
    assert remote.sessions_made(remote.mark()) == []
    caller.call(600, create_session())
    until(world, lambda: len(caller.replies) == 601)
    assert [r.kind for r in remote.sessions_made(remote.mark())] == ["call", "reply"]
    records = remote.records()[:1200]
    assert [r.index for r in records] == list(range(1200))
    assert sorted(r.xid for r in records if r.kind == "reply") == list(range(600))


def test_refusals_are_rig_errors(remote: RemoteTap) -> None:
    with pytest.raises(RigError, match=r"refused 'cut': the tap has no link 'X'"):
        remote.cut("X")
    with pytest.raises(RigError, match="counts from 1"):
        remote.hold(Match(link="E-R", direction=Direction.CALLS, nth=0))
    assert remote.mark() == 0


def test_a_wrong_token_gets_nothing(tap: TapProcess) -> None:
    stranger = RemoteTap(tap.control, "something else altogether")
    with pytest.raises(RigError, match="did not answer 'mark'"):
        stranger.mark()


@pytest.mark.parametrize("line", [b"", b"{}", b"[1]", b'{"do": "cut"}', b'{"id": 3, "do": "no"}', b"\xff{"])
def test_bad_requests_are_answered_and_survived(tap: TapProcess, remote: RemoteTap, line: bytes) -> None:
    with socket.create_connection(tap.control, timeout=5) as raw:
        raw.sendall(json.dumps({"token": TOKEN}).encode() + b"\n" + line + b"\n")
        answer = json.loads(raw.makefile("rb").readline())
    assert "not a request that the tap understands" in answer["error"]
    assert remote.mark() == 0


def test_an_endless_line_ends_the_connection(tap: TapProcess, remote: RemoteTap) -> None:
    with socket.create_connection(tap.control, timeout=5) as raw:
        raw.sendall(json.dumps({"token": TOKEN}).encode() + b"\n")
        with pytest.raises(ConnectionError):
            raw.sendall(b"x" * (64 << 20))
    assert remote.mark() == 0


def test_it_ends_with_its_parent_and_on_sigterm(tmp_path: Path, tap: TapProcess) -> None:
    assert tap.process.stdin is not None
    tap.process.stdin.close()
    assert tap.process.wait(5) == 0
    other = TapProcess(tmp_path, ("127.0.0.1", 1))
    try:
        other.process.send_signal(signal.SIGTERM)
        assert other.process.wait(5) == 0
    finally:
        other.end()


def test_a_tap_that_is_gone_is_a_rig_error(tap: TapProcess, remote: RemoteTap) -> None:
    assert remote.mark() == 0
    tap.process.kill()
    tap.process.wait(5)
    with pytest.raises(RigError, match=r"did not answer 'mark'.*log folder"):
        remote.mark()
