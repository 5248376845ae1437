"""The rig of a lab: leased, driven, hurt, healed, given back; and healed also when nobody is left to do it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from regrace.fixtures.labs.rig import HeldRig, LabRigs
from regrace.harness.rig.attach import attach, detach
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.providers import find_provider
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.supervisor_client import SupervisorClient, start_supervisor
from regrace.harness.rig.topology import Topology
from regrace.harness.rig.wall import WallWorld
from regrace.harness.tap.api import Direction

from .conftest import needs_lab
from .played import PlayedRig, inventory, switched

pytestmark = needs_lab

BUDGET_S = 60.0
SHORT_S = 8
"""Of a dead man's switch that a test waits for; renewed four times in that, so that a busy machine has time."""


def comes(condition: Callable[[], object]) -> None:
    """Wait until the condition holds; AssertionError at the end of a budget that no machine is too slow for."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < BUDGET_S, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def held(lab: Path, tmp_path: Path) -> Iterator[HeldRig]:
    """The lab's rig, ours."""
    rig = LabRigs(lab).provision(tmp_path / "held", {})
    yield rig
    rig.stop()


@pytest.fixture
def topology(held: HeldRig) -> Iterator[Topology]:
    """As a case's process has it."""
    topology = attach(held.description, WallWorld())
    yield topology
    detach(topology)


@pytest.fixture
def rig(topology: Topology) -> Rig:
    """Begun, as for a case."""
    rig = Rig(topology, "TEST")
    rig.begin()
    return rig


# --- found, and used


def test_a_toml_file_is_a_lab(lab: Path) -> None:
    provider = find_provider(str(lab))
    assert isinstance(provider, LabRigs)
    assert (provider.name, provider.fixed, provider.capacity) == ("lab", False, 1)
    provider.check({})
    with pytest.raises(RigError, match="--strategy"):
        provider.check({"strategy": "retain"})
    with pytest.raises(RigError, match="reference"):
        provider.simulate(0, {})


def test_every_fault_of_a_host_proves_itself(rig: Rig, played: PlayedRig) -> None:
    """Each of these raises if it can't be shown, by the node and by the wire."""
    before = played.reexport.pid
    rig.reexport.reboot()
    assert played.reexport.pid not in (0, before)

    rig.reexport.crash()
    assert played.reexport.pid == 0
    rig.reexport.start()
    assert played.reexport.pid != 0

    rig.origin.pause()
    assert played.origin.is_paused()
    rig.origin.resume()
    assert not played.origin.is_paused()

    rig.reexport.partition_from(rig.origin)
    assert "192.0.2.1" in played.reexport.table_of_faults()
    assert " 22 " not in played.reexport.table_of_faults()
    rig.heal_all()
    assert played.reexport.table_of_faults() == ""
    assert all(record["verified"] for record in rig.fault_log.records())
    assert not (played.reexport.folder / "switch").exists()
    rig.settle()


def test_the_links_of_our_own_clients_are_tapped_and_no_other(rig: Rig) -> None:
    assert [rig.is_tapped(link) for link in ("E-R", "D-O", "R-O")] == [True, True, False]
    rig.cut("E-R")
    rig.heal_all()
    with pytest.raises(RigLacks, match="R-O"), rig.hold("R-O", Direction.CALLS, "LOCK"):
        pass
    with pytest.raises(RigLacks, match="R-O"):
        rig.cut("R-O")


def test_what_systemd_starts_by_itself_was_not_crashed(topology: Topology, played: PlayedRig) -> None:
    """A unit with Restart=: the pid changes, and nobody may call that a crash that stays."""
    folder = played.reexport.home / "bin"
    (folder / "systemctl").write_text(
        f"#!/bin/sh\nif [ $1 = kill ]; then {folder}/real stop x; exec {folder}/real start x; fi\n"
        f'exec {folder}/real "$@"\n'
    )
    real = played.reexport.home / "bin" / "real"
    real.write_text((Path(__file__).with_name("systemctl.sh")).read_text())
    real.chmod(0o755)
    with pytest.raises(RigError, match="Restart=no"):
        topology.nodes["reexport"].crash()


def test_a_unit_that_systemd_would_start_again_is_not_crashed_at_all(topology: Topology, played: PlayedRig) -> None:
    (played.reexport.home / "restart").write_text("on-failure\n")
    before = played.reexport.pid
    with pytest.raises(RigError, match=r"by itself after a crash \(Restart=on-failure\)"):
        topology.nodes["reexport"].crash()
    assert played.reexport.pid == before
    assert not (played.reexport.folder / "switch").exists()


# --- who may


def test_nothing_is_touched_without_the_marker_file(lab: Path, played: PlayedRig, tmp_path: Path) -> None:
    played.reexport.marker.unlink()
    before = played.reexport.pid
    with pytest.raises(RigError, match="marker file"):
        LabRigs(lab).provision(tmp_path / "held", {})
    assert played.reexport.pid == before
    assert not (played.origin.folder / "lease").exists(), "what was leased before is given back"


def test_a_marker_that_goes_away_ends_the_breaking(topology: Topology, played: PlayedRig) -> None:
    played.reexport.marker.unlink()
    for verb in ("crash", "reboot", "pause", "stop"):
        with pytest.raises(RigError, match="marker file"):
            getattr(topology.nodes["reexport"], verb)()
    with pytest.raises(RigError, match="marker file"):
        topology.nodes["reexport"].partition("origin")
    assert played.reexport.table_of_faults() == ""


def test_two_runs_are_kept_apart_until_one_gives_back(lab: Path, held: HeldRig, tmp_path: Path) -> None:
    other = LabRigs(lab)
    with pytest.raises(RigError, match=r"in use by another run, .*@"):
        other.provision(tmp_path / "other", {})
    assert other.leftovers() == [], "what another run holds is not swept"
    held.stop()
    other.provision(tmp_path / "other", {}).stop()


def test_a_lease_is_renewed_while_it_is_held(lab: Path, played: PlayedRig, tmp_path: Path) -> None:
    held = LabRigs(switched(lab, played, SHORT_S)).provision(tmp_path / "held", {})
    try:
        time.sleep(SHORT_S + 1.5)
        with pytest.raises(RigError, match="in use by another run"):
            LabRigs(lab).provision(tmp_path / "other", {})
    finally:
        held.stop()


def test_another_host_key_is_another_host(lab: Path, played: PlayedRig, tmp_path: Path) -> None:
    played.reexport.more["host_key"] = f'"{played.origin.host_key}"'
    with pytest.raises(RigError, match="another host"):
        LabRigs(inventory(lab, played)).provision(tmp_path / "held", {})


# --- nobody is left


def test_a_partition_heals_by_itself_when_everybody_is_killed(lab: Path, played: PlayedRig, tmp_path: Path) -> None:
    """SIGKILL of the harness *and* of the supervisor, which would have healed."""
    handle = start_supervisor(tmp_path / "run", str(switched(lab, played, SHORT_S)), {})
    client = SupervisorClient(handle.socket_path)
    topology = attach(client.lease(), WallWorld())
    topology.nodes["reexport"].partition("origin")
    topology.nodes["origin"].pause()
    time.sleep(SHORT_S + 2)
    assert "192.0.2.1" in played.reexport.table_of_faults(), "it is renewed while somebody lives"
    assert played.origin.is_paused()
    os.kill(handle.pid, signal.SIGKILL)
    comes(lambda: played.reexport.table_of_faults() == "" and not played.origin.is_paused())
    detach(topology)
    client.close()
    handle.close()

    comes(lambda: not (played.reexport.folder / "switch").exists())
    told = LabRigs(lab).leftovers()
    assert any("dead man's switch" in line for line in told), told


def test_the_supervisor_heals_when_the_harness_is_killed(lab: Path, played: PlayedRig, tmp_path: Path) -> None:
    switched(lab, played, 5 * int(BUDGET_S))  # what heals within the budget was no dead man's switch
    program = (
        "import sys, time; from pathlib import Path\n"
        "from regrace.harness.rig.attach import attach\n"
        "from regrace.harness.rig.supervisor_client import SupervisorClient, start_supervisor\n"
        "from regrace.harness.rig.wall import WallWorld\n"
        "handle = start_supervisor(Path(sys.argv[1]), sys.argv[2], {})\n"
        "nodes = attach(SupervisorClient(handle.socket_path).lease(), WallWorld()).nodes\n"
        "nodes['reexport'].partition('origin'); nodes['origin'].crash()\n"
        "print('broken', flush=True); time.sleep(60)\n"
    )
    argv = [sys.executable, "-c", program, str(tmp_path / "run"), str(lab)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline().strip() == "broken"
        assert played.origin.pid == 0
        run.kill()
        run.wait()
    comes(lambda: played.reexport.table_of_faults() == "" and played.origin.pid)
    comes(lambda: not (played.reexport.folder / "lease").exists())


# --- several


def test_several_rigs_of_one_inventory_are_lent_one_by_one(lab: Path, played: PlayedRig, tmp_path: Path) -> None:
    second = PlayedRig(tmp_path / "beta", "beta")
    try:
        labs = LabRigs(inventory(lab, played, second))
        assert labs.capacity == 2
        one, other = (labs.provision(tmp_path / name, {}) for name in ("one", "other"))
        assert [one.description.name, other.description.name] == ["alpha", "beta"]
        assert one.description.label == other.description.label == "lab"
        with pytest.raises(RigError, match="in use by this run"):
            labs.provision(tmp_path / "third", {})
        one.stop()
        again = labs.provision(tmp_path / "again", {})
        assert again.description.name == "alpha"
        other.stop()
        again.stop()
    finally:
        second.close()


def test_a_rig_that_is_taken_again_has_forgotten(lab: Path, played: PlayedRig, tmp_path: Path) -> None:
    labs = LabRigs(lab)
    labs.provision(tmp_path / "one", {}).stop()
    before = [host.pid for host in played.hosts]
    labs.provision(tmp_path / "two", {}).stop()
    assert all(host.pid not in (0, *before) for host in played.hosts)
