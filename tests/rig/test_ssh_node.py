"""The SSH node against a real agent that supervises a real process."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

import pytest

from regrace.fixtures.process_node.keys import make_key
from regrace.harness.rig import ssh
from regrace.harness.rig.node import Node, RigError, Role
from regrace.harness.rig.processes import start_time
from regrace.harness.rig.ssh import SshBudgets, SshNode
from regrace.harness.rig.wall import WallWorld

from .conftest import Bench, Workshop, wait_for

QUICK = SshBudgets(connect_s=2.0, banner_s=2.0, auth_s=2.0, query_s=5.0, change_s=20.0)


@pytest.fixture
def world() -> Iterator[WallWorld]:
    with WallWorld() as world:
        yield world


def hire(world: WallWorld, bench: Bench, **changes: object) -> SshNode:
    ssh = bench.description.ssh
    assert ssh is not None
    return SshNode(world, replace(bench.description, ssh=replace(ssh, **changes)), QUICK)


def echo(bench: Bench, budget_s: float = 1.0) -> str:
    """What a client sees: "echo", "silence", or the error."""
    try:
        with socket.create_connection(("127.0.0.1", bench.agent.server_port), budget_s) as probe:
            probe.settimeout(budget_s)
            probe.sendall(b"?")
            return "echo" if probe.recv(1) == b"?" else "closed"
    except TimeoutError:
        return "silence"
    except OSError as error:
        return type(error).__name__


def test_the_life_of_a_node(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    node = hire(world, bench)
    plays_a_node: Node = node
    assert (plays_a_node.name, plays_a_node.role) == ("origin", Role.ORIGIN)
    assert {"crash", "power_cut", "reboot", "pause", "partition"} <= node.verbs
    assert node.boot_identity() is None
    assert echo(bench) == "ConnectionRefusedError"

    node.start()
    first = node.boot_identity()
    assert first is not None
    assert echo(bench) == "echo"
    node.reboot()
    second = node.boot_identity()
    assert second not in (None, first)
    assert echo(bench) == "echo", "on the same port as before"
    assert node.state()["boots"] == 2

    node.crash()
    assert node.boot_identity() is None
    assert echo(bench) == "ConnectionRefusedError"
    assert node.state() == {}
    node.start()
    node.stop()
    assert (bench.stable_folder / "goodbye").read_bytes() == b"said"
    assert node.log().count("boot ") == 3
    assert "stray word" in node.log()
    node.close()


def test_a_pause_is_a_stopped_process(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    node = hire(world, bench)
    node.start()
    identity = node.boot_identity()
    node.pause()
    assert echo(bench, 0.2) == "silence"
    assert node.boot_identity() == identity
    assert node.state() == {}
    for verb in (node.stop, node.drop_counter, lambda: node.partition("peer")):
        with pytest.raises(RigError, match="resume it first"):
            verb()
    node.resume()
    assert echo(bench) == "echo"
    with pytest.raises(RigError, match="is not paused"):
        node.resume()
    node.pause()
    node.heal()
    assert echo(bench) == "echo"
    node.close()


def test_a_partition_drops_counts_outlives_a_reboot_and_heals(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    node = hire(world, bench)
    node.start()
    node.partition("peer")
    assert echo(bench, 0.2) == "silence"
    assert node.drop_counter() >= 1
    node.reboot()
    assert node.state()["cut"] is True
    assert echo(bench, 0.2) == "silence"
    node.heal()
    node.heal()
    assert echo(bench) == "echo"
    assert node.drop_counter() == 0
    with pytest.raises(RigError, match="no peer 'moon'"):
        node.partition("moon")
    node.close()


@pytest.mark.parametrize("tear", [False, True])
def test_a_power_cut_loses_or_tears_what_was_not_synced(world: WallWorld, workshop: Workshop, tear: bool) -> None:
    bench = workshop.agent(tear=tear, seed=5)
    node = hire(world, bench)
    node.start()
    assert node.state()["draft"] == "0123456789"
    node.power_cut()
    draft = bench.stable_folder / "draft.dirty"
    assert draft.exists() == tear
    if tear:
        assert b"0123456789".startswith(draft.read_bytes())
    assert (bench.stable_folder / "boots").read_bytes() == b"1"
    assert "power cut: draft: the write of 10 bytes was" in node.log()
    node.start()
    assert node.state()["boots"] == 2
    node.close()


def test_verbs_that_make_no_sense_are_refused_in_words(world: WallWorld, workshop: Workshop) -> None:
    node = hire(world, workshop.agent())
    for verb in (node.crash, node.power_cut, node.stop, node.reboot, node.pause):
        with pytest.raises(RigError, match="is down"):
            verb()
    node.start()
    with pytest.raises(RigError, match="runs already"):
        node.start()
    node.close()


def test_a_server_that_does_not_come_up_is_told_with_its_log(world: WallWorld, workshop: Workshop) -> None:
    node = hire(world, workshop.agent(env={"FAIL_TO_START": "1"}))
    with pytest.raises(RigError, match=r"(?s)before it hung up; it ended with status 1.*was told to fail"):
        node.start()
    assert node.boot_identity() is None
    node.close()


def test_a_server_that_dies_by_itself_is_seen(world: WallWorld, workshop: Workshop) -> None:
    node = hire(world, workshop.agent())
    node.start()
    identity = node.boot_identity()
    assert identity is not None
    pid = int(identity.token.split(":")[0])
    os.kill(pid, signal.SIGSEGV)
    wait_for(lambda: start_time(pid) is None)
    assert node.boot_identity() is None
    with pytest.raises(RigError, match=r"is down \(it ended with status -11\)"):
        node.crash()
    node.start()
    node.close()


def test_another_host_key_is_refused(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    other = make_key(workshop.folder / "other-key")
    node = hire(world, bench, host_key=other)
    with pytest.raises(RigError, match=r"shows the host key .* description says"):
        node.start()
    assert bench.agent.ask("boot-identity")["identity"] is None, "nothing was said to it"
    with pytest.raises(RigError, match="can't be read"):
        hire(world, bench, host_key="ssh-ed25519 garbage")


def test_another_client_key_or_user_is_refused(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    make_key(workshop.folder / "stranger")
    for change in ({"key_file": str(workshop.folder / "stranger")}, {"user": "root"}):
        node = hire(world, bench, **change)
        with pytest.raises(RigError, match="does not accept the key"):
            node.crash()


def test_a_dead_node_is_named_with_what_to_check(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    bench.agent.close()
    node = hire(world, bench)
    with pytest.raises(RigError, match=rf"127\.0\.0\.1:{bench.agent.ssh.port}.*does an SSH server listen"):
        node.crash()


def test_a_mute_host_runs_into_its_budget_and_the_world_turns_meanwhile(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        node = hire(world, bench, port=mute.getsockname()[1])
        beats: list[float] = []

        def beat() -> None:
            beats.append(world.now())
            world.call_at(world.now() + 0.05, beat)

        beat()
        began = monotonic()
        with pytest.raises(RigError, match="can't be reached over SSH"):
            node.crash()
        assert monotonic() - began < 10
        assert len(beats) > 10


def test_a_connection_that_died_is_made_anew_once(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    node = hire(world, bench)
    node.start()
    client = node._line._client
    assert client is not None
    transport = client.get_transport()
    assert transport is not None
    transport.sock.close()
    node.crash()
    assert node.boot_identity() is None
    node.close()


def test_many_commands_on_one_connection(world: WallWorld, workshop: Workshop) -> None:
    node = hire(world, workshop.agent())
    for _ in range(200):
        assert node.boot_identity() is None
    node.close()


def test_the_agent_survives_bad_input(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    node = hire(world, bench)
    node.start()
    for command in ("", "'", "crash now", "partition", "reboot; rm -rf /", "é", "x" * 100_000, "\0"):
        _, error, status = node._line.run(command, again=True, budget_s=5.0)
        assert status == 1
        assert error.strip()
    for garbage in (b"", b"SSH-2.0-x\r\n" + os.urandom(2000), b"GET / HTTP/1.0\r\n\r\n"):
        with socket.create_connection((bench.agent.ssh.host, bench.agent.ssh.port)) as stranger:
            stranger.sendall(garbage)
    assert bench.agent.ask("ping")["node"] == "origin"
    with pytest.raises(RigError, match="not understood"):
        bench.agent.ask("make", "coffee")
    assert node.boot_identity() is not None
    node.close()


def test_a_server_without_control_channel(world: WallWorld, workshop: Workshop) -> None:
    """Readiness by RPC NULL, faults by commands."""
    code = (
        "import os, socket\n"
        "s = socket.create_server(('127.0.0.1', int(os.environ['REGRACE_PORT'])))\n"
        "while True:\n"
        "    c, _ = s.accept(); c.sendall(c.recv(44)); c.close()\n"
    )
    rule = workshop.folder / "rule"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    bench = workshop.agent(
        argv=(sys.executable, "-c", code),
        control=False,
        stable_folder="",
        reserve=("127.0.0.1", port),
        probe=("127.0.0.1", port),
        commands={
            "partition": ("sh", "-c", f"echo {{peer}} packets 3 bytes 9 packets 4 bytes 8 > {rule}"),
            "heal": ("rm", str(rule)),
            "drops": ("cat", str(rule)),
            "state": ("echo", '{"held": 1}'),
        },
    )
    node = hire(world, bench)
    assert "power_cut" not in node.verbs
    node.start()
    node.order("await_serving")
    assert node.state() == {"held": 1}
    assert node.drop_counter() == 0
    with pytest.raises(RigError, match="not a node's name"):
        node.partition("moon; rm -rf /")
    node.partition("moon")
    assert rule.read_text().startswith("moon")
    assert node.drop_counter() == 7
    node.heal()
    node.heal()
    assert not rule.exists()
    rule.mkdir()
    with pytest.raises(RigError, match=r"(?i)partition: sh .* ended with"):
        node.partition("peer")
    node.close()


def test_a_foreign_server_that_answers_nothing(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent(
        argv=("sleep", "60"), control=False, probe=("127.0.0.1", 1), reserve=None, start_budget_s=0.3
    )
    node = hire(world, bench)
    node.start()
    assert node.boot_identity() is not None, "the process is there, and that is all that a start promises"
    with pytest.raises(RigError, match=r"does not answer an RPC NULL call at 127\.0\.0\.1:1"):
        node.order("await_serving")
    node.crash()
    assert node.boot_identity() is None
    node.close()


def test_the_server_dies_with_its_agent(world: WallWorld, workshop: Workshop) -> None:
    bench = workshop.agent()
    node = hire(world, bench)
    node.start()
    node.pause()
    identity = node.boot_identity()
    assert identity is not None
    pid, began = map(int, identity.token.split(":"))
    node.close()
    os.kill(bench.agent.pid, signal.SIGKILL)
    wait_for(lambda: start_time(pid) != began)


def test_words_are_done_one_at_a_time(workshop: Workshop) -> None:
    bench = workshop.agent()
    failures: list[RigError] = []

    def start() -> None:
        try:
            bench.agent.ask("start")
        except RigError as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) == 3
    assert bench.agent.ask("state")["held"]["boots"] == 1


def test_of_what_a_failing_command_said_the_end_is_told() -> None:
    assert ssh.last_words("") == "no words"
    assert ssh.last_words(" one\ntwo\n") == "one\ntwo"
    told = ssh.last_words("".join(f"{number} {'x' * 1000}\n" for number in range(300))).splitlines()
    assert told[0] == "(280 lines more)"
    assert told[-1].startswith("299 x")
    assert max(map(len, told)) == ssh.LINE_TOLD
