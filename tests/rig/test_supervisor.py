"""The supervisor: leases, healing, and that nothing survives it, whoever is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from regrace.harness.rig.node import RigError
from regrace.harness.rig.processes import close_pipes, marked_processes, start_time
from regrace.harness.rig.providers import find_provider, known_providers
from regrace.harness.rig.ssh import SshNode
from regrace.harness.rig.supervisor_client import SupervisorClient, SupervisorHandle, start_supervisor
from regrace.harness.rig.turnstile import GaveUp, Turnstile
from regrace.harness.rig.wall import WallWorld

from .conftest import wait_for

Start = Callable[..., SupervisorHandle]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    handles: list[SupervisorHandle] = []

    def begin(rig: str = "Provided", **options: str) -> SupervisorHandle:
        options.setdefault("diary", str(tmp_path / "diary"))
        handle = start_supervisor(tmp_path / f"run{len(handles)}", f"fake_provider:{rig}", options)
        handles.append(handle)
        return handle

    yield begin
    for handle in handles:
        handle.close()


def diary(tmp_path: Path) -> list[str]:
    path = tmp_path / "diary"
    return path.read_text().splitlines() if path.exists() else []


def processes_of(handle: SupervisorHandle) -> list[int]:
    prefix = f"{handle.pid}-"
    return [one.pid for one in marked_processes() if one.run_id.startswith(prefix)]


def test_lease_work_release_and_end(start: Start, tmp_path: Path) -> None:
    handle = start()
    assert "a leftover of the test's invention" in handle.leftovers
    client = SupervisorClient(handle.socket_path, "gw0")
    rig = client.lease()
    assert client.provisioned_s > 0
    assert client.waited_s == 0
    assert client.leftovers() == handle.leftovers
    assert client.lease() == rig, "asked again, the same lease"
    with WallWorld() as world:
        node = SshNode(world, rig.node("origin"))
        node.pause()
        client.heal()
        assert node.state()["boots"] == 1
        node.pause()
        client.release()
        again = client.lease()
        assert again == rig, "its own rig, healed"
        assert node.state()["boots"] == 1
        node.close()
    assert len(processes_of(handle)) == 2
    client.close()
    handle.close()
    handle.close()
    assert processes_of(handle) == []
    assert not handle.socket_path.parent.exists()
    assert diary(tmp_path)[-2:] == ["rig-1.1 healed", "rig-1.1 stopped"]


def test_each_worker_gets_a_rig_of_its_own_at_the_same_time(start: Start) -> None:
    handle = start(together="3")
    clients = [SupervisorClient(handle.socket_path, f"gw{n}") for n in range(3)]
    with ThreadPoolExecutor(3) as threads:
        rigs = list(threads.map(lambda client: client.lease(), clients))
    assert len({rig.name for rig in rigs}) == 3
    for client in clients:
        client.close()


def test_rebuild_empties_stable_storage(start: Start, tmp_path: Path) -> None:
    handle = start()
    client = SupervisorClient(handle.socket_path)
    first = client.lease()
    with WallWorld() as world:
        node = SshNode(world, first.node("origin"))
        node.reboot()
        assert node.state()["boots"] == 2
        node.close()
        second = client.rebuild()
        assert client.lease() == second
        node = SshNode(world, second.node("origin"))
        assert node.state()["boots"] == 1
        node.close()
    assert diary(tmp_path) == ["rig-1.1 up", "rig-1.1 stopped", "rig-1.2 up"]
    client.close()


def test_a_killed_worker_loses_its_lease_and_the_rig_is_healed(start: Start, tmp_path: Path) -> None:
    handle = start()
    code = (
        "import sys, time\n"
        "from regrace.harness.rig.ssh import SshNode\n"
        "from regrace.harness.rig.supervisor_client import SupervisorClient\n"
        "from regrace.harness.rig.wall import WallWorld\n"
        "client = SupervisorClient(sys.argv[1], 'gw0')\n"
        "SshNode(WallWorld(), client.lease().node('origin')).pause()\n"
        "print('paused', flush=True)\n"
        "time.sleep(60)\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", code, str(handle.socket_path)], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"paused\n"
    worker.kill()
    worker.wait(5)
    close_pipes(worker)
    wait_for(lambda: "rig-1.1 healed" in diary(tmp_path))
    client = SupervisorClient(handle.socket_path, "gw1")
    with WallWorld() as world:
        node = SshNode(world, client.lease().node("origin"))
        assert node.state()["boots"] == 1, "the same rig, and it answers"
        node.close()
    client.close()


def test_a_rig_that_can_not_be_healed_is_stopped(start: Start, tmp_path: Path) -> None:
    handle = start()
    client = SupervisorClient(handle.socket_path)
    client.lease()
    for pid in processes_of(handle):
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(RigError, match=r"agent of node 'origin' (ended with|is gone|says)"):
        client.heal()
    client.release()
    assert client.lease().name == "rig-1.2"
    assert diary(tmp_path) == ["rig-1.1 up", "rig-1.1 healed", "rig-1.1 healed", "rig-1.1 stopped", "rig-1.2 up"]
    client.close()


CONTROLLER = (
    "import json, signal, sys, time\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # which a shell's background jobs ignore
    "from pathlib import Path\n"
    "from regrace.harness.rig.supervisor_client import SupervisorClient, start_supervisor\n"
    "handle = start_supervisor(Path(sys.argv[1]), 'fake_provider:Provided', {})\n"
    "client = SupervisorClient(handle.socket_path)\n"
    "client.lease()\n"
    "print(json.dumps(handle.pid), flush=True)\n"
    "time.sleep(60)\n"
)


@pytest.mark.parametrize("victim", ["controller", "supervisor", "both", "controller by Ctrl-C"])
def test_nothing_survives_a_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, victim: str) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    folder = tmp_path / "run"
    controller = subprocess.Popen(
        [sys.executable, "-c", CONTROLLER, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert controller.stdout is not None
    supervisor = json.loads(controller.stdout.readline())
    began = start_time(supervisor)
    marked = [one for one in marked_processes() if one.run_id.startswith(f"{supervisor}-{began}-")]
    assert len(marked) == 2, "the agent and its server"
    if victim == "both":
        os.kill(supervisor, signal.SIGSTOP)  # so that it can't tidy up before it is killed
    if victim in ("controller", "both"):
        controller.kill()
    if victim in ("supervisor", "both"):
        os.kill(supervisor, signal.SIGKILL)
    if victim == "controller by Ctrl-C":
        os.killpg(controller.pid, signal.SIGINT)
    wait_for(lambda: start_time(supervisor) != began, 20.0)
    wait_for(lambda: all(start_time(one.pid) != one.start_time for one in marked), 20.0)
    controller.kill()
    controller.wait(5)
    close_pipes(controller)
    if victim.startswith("controller"):
        wait_for(lambda: not folder.exists())
    else:
        next_run = start_supervisor(tmp_path / "next", "fake_provider:Provided", {})
        next_run.close()
        assert not folder.exists(), "the next run clears away what nobody could any more, and says so"
        assert any(str(folder) in line for line in next_run.leftovers)


def test_refusals_come_in_the_providers_words(start: Start, tmp_path: Path) -> None:
    with pytest.raises(RigError, match=r"^this machine won't do: no luck$"):
        start(refuse="no luck")
    assert not (tmp_path / "run0").exists()
    with pytest.raises(RigError, match="ZeroDivisionError: a provider's bug"):
        start(bug="yes")
    handle = start(fail="no room")
    client = SupervisorClient(handle.socket_path)
    with pytest.raises(RigError, match=r"^can't be brought up: no room$"):
        client.lease()
    for ask in (client.heal, client.release, client.rebuild):
        with pytest.raises(RigError, match="holds no rig"):
            ask()
    client.close()


def test_a_supervisor_that_is_gone_is_told(start: Start, tmp_path: Path) -> None:
    handle = start()
    client = SupervisorClient(handle.socket_path)
    client.lease()
    handle.close()
    with pytest.raises(RigError, match="gone or stuck"):
        client.lease()
    with pytest.raises(RigError, match="does not answer at"):
        SupervisorClient(tmp_path / "nowhere.sock")


def test_slow_things_give_signs_of_life(start: Start) -> None:
    handle = start(slow="3")
    seen: list[str] = []
    client = SupervisorClient(handle.socket_path, on_pending=seen.append)
    client.lease()
    assert set(seen) == {"lease"}
    client.close()


def test_a_run_that_ends_while_a_rig_is_being_built_stops_it(start: Start, tmp_path: Path) -> None:
    handle = start(slow="1")
    client = SupervisorClient(handle.socket_path)
    refusals: list[str] = []

    def lease() -> None:
        try:
            client.lease()
        except RigError as refusal:
            refusals.append(str(refusal))

    leasing = threading.Thread(target=lease)
    leasing.start()
    wait_for((tmp_path / "run0" / "rig-1.1").exists)
    handle.close()
    leasing.join(10)
    assert len(refusals) == 1
    assert processes_of(handle) == []
    assert diary(tmp_path) == ["rig-1.1 up", "rig-1.1 healed", "rig-1.1 stopped"]
    client.close()


def test_garbage_on_the_socket(start: Start) -> None:
    handle = start()
    client = SupervisorClient(handle.socket_path)
    for garbage in (b"{", b"[]", b'{"do": "dance"}', b"x" * 70000):
        client._socket.sendall(garbage + b"\n")
        assert client._next()["ok"] is False
    client.close()


# --- one rig for all


def test_a_fixed_rig_is_had_by_turns(start: Start, tmp_path: Path) -> None:
    handle = start("Fixed")
    first, second = (SupervisorClient(handle.socket_path, name) for name in ("gw0", "gw1"))
    rig = first.lease()
    outcome: list[str] = []

    def wait() -> None:
        outcome.append(second.lease().name)

    waiting = threading.Thread(target=wait)
    waiting.start()
    waiting.join(0.5)
    assert outcome == []
    first.release()
    waiting.join(10)
    assert outcome == [rig.name]
    assert second.waited_s > 0.4
    assert diary(tmp_path) == ["rig-1.1 up", "rig-1.1 healed"]
    second.release()
    both = [client.lease(exclusive=False) for client in (first, second)]
    assert both == [rig, rig]
    first.release()
    assert len(diary(tmp_path)) == 3, "not healed under the other's feet"
    second.close()
    wait_for(lambda: len(diary(tmp_path)) == 4)
    first.close()


def test_the_turnstile_is_fair() -> None:
    turnstile = Turnstile()
    order: list[str] = []
    turnstile.enter(exclusive=False, gone=lambda: False)
    threads = []
    for name, exclusive in (("alone", True), ("shared 1", False), ("shared 2", False)):

        def visit(name: str = name, exclusive: bool = exclusive) -> None:
            turnstile.enter(exclusive=exclusive, gone=lambda: False)
            order.append(name)

        threads.append(threading.Thread(target=visit))
        threads[-1].start()
        queued = len(threads)
        wait_for(lambda queued=queued: len(turnstile._queue) == queued)
    assert order == [], "who shares does not overtake one who waits to be alone"
    turnstile.leave()
    wait_for(lambda: order)
    assert order == ["alone"]
    assert turnstile.inside == 1
    turnstile.leave()
    for thread in threads:
        thread.join(5)
    assert sorted(order) == ["alone", "shared 1", "shared 2"]
    assert turnstile.inside == 2
    with pytest.raises(GaveUp):
        turnstile.enter(exclusive=True, gone=lambda: True)
    assert turnstile.inside == 2
    assert turnstile.enter(exclusive=False, gone=lambda: False) < 1


# --- finding providers


def test_unknown_rigs_are_refused_with_the_known_ones() -> None:
    assert "reference" in known_providers()
    with pytest.raises(RigError, match=r"no rig 'nonesuch'; the rigs are .*reference"):
        find_provider("nonesuch")
    with pytest.raises(RigError, match=r"no inventory lab\.toml"):
        find_provider("lab.toml")
    for wrong in ("no_such_module:X", "json:NoSuch", "json:loads"):
        with pytest.raises(RigError, match="can't be loaded"):
            find_provider(wrong)
