"""Two kernels: what can be done to them is done, and shows from outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from regrace.harness.rig.node import RigError
from regrace.harness.rig.processes import process_state
from regrace.harness.rig.rig import Rig
from regrace.verdict import Verdict

from .conftest import Attached, needs_kernel

pytestmark = needs_kernel

BACK_S = 150.0
"""For a kernel to boot on a machine that is busy with something else."""
RENEWAL_S = 30.0
"""Within which a client with a lease of 10 s says something."""


def clients(rig: Attached, name: str) -> list[str]:
    return [client["info"].get("name", "") for client in rig.nodes[name].state()["clients"]]


def test_the_reexport_server_is_a_client_of_the_origin(rig: Attached) -> None:
    assert rig.serves("origin")
    assert rig.serves("reexport")
    assert clients(rig, "origin") == ["Linux NFSv4.2 reexport"]
    assert clients(rig, "reexport") == []
    assert rig.comes(lambda: any(rig.nodes["origin"].state()["on_record"].values()), RENEWAL_S)


def test_what_the_two_say_to_each_other_crosses_the_tap(rig: Attached) -> None:
    mark = rig.tap.mark()
    assert rig.comes(lambda: any(r.link == "R-O" and r.kind == "reply" for r in rig.tap.records(mark)), RENEWAL_S)


def test_it_is_said_what_runs_here(rig: Attached) -> None:
    description = rig.provisioned.description
    assert description.name == f"knfsd-{description.node('origin').version}"
    assert "userland" in description.notes[0]
    assert "NFS is served" in rig.nodes["reexport"].log()


def test_a_reboot_is_a_new_kernel_on_the_old_disk(rig: Attached) -> None:
    node = rig.nodes["reexport"]
    inside = rig.inside("reexport")
    inside.run("echo kept >/data/witness; echo lost >/run/witness; sync")
    before = node.boot_identity()
    node.reboot()
    assert node.boot_identity() not in (None, before)
    assert rig.comes(lambda: rig.serves("reexport"), BACK_S)
    assert inside.run("cat /data/witness").strip() == "kept"
    assert inside.run("test ! -e /run/witness && uptime") != ""
    assert node.boot_identity() is not None
    inside.close()


def test_a_paused_machine_answers_nobody_and_goes_on_as_it_was(rig: Attached) -> None:
    node = rig.nodes["origin"]
    before = node.boot_identity()
    node.pause()
    assert not rig.serves("origin")
    with pytest.raises(RigError, match="paused and can't be asked"):
        node.end_grace()
    node.resume()
    assert rig.comes(lambda: rig.serves("origin"), RENEWAL_S)
    assert node.boot_identity() == before


def test_a_partition_drops_what_goes_to_the_origin_and_nothing_else(rig: Attached) -> None:
    node = rig.nodes["reexport"]
    node.partition("origin")
    mark = rig.tap.mark()
    assert rig.comes(lambda: node.drop_counter() > 0, RENEWAL_S)
    assert rig.serves("reexport")
    assert not [record for record in rig.tap.records(mark) if record.link == "R-O"]
    node.heal()
    assert node.drop_counter() == 0
    assert rig.comes(lambda: any(r.link == "R-O" for r in rig.tap.records(mark)), RENEWAL_S)


def test_the_origin_can_not_tell_its_peers_apart(rig: Attached) -> None:
    assert "partition" not in rig.nodes["origin"].verbs


def test_a_pulled_cable_cuts_everything_but_the_agent(rig: Attached) -> None:
    agent = rig.provisioned._agents["reexport"]
    agent.ask("unplug")
    assert not rig.serves("reexport")
    assert rig.nodes["reexport"].boot_identity() is not None
    rig.nodes["reexport"].heal()
    assert rig.comes(lambda: rig.serves("reexport"), RENEWAL_S)


def test_an_expired_client_is_gone_with_its_state_and_comes_back(rig: Attached) -> None:
    origin = rig.nodes["origin"]
    assert rig.comes(lambda: len(origin.state()["clients"]) == 1, RENEWAL_S)  # the one before a reboot lingers
    (before,) = (client["number"] for client in origin.state()["clients"])
    rig.provisioned._agents["origin"].ask("expire", str(before))
    assert rig.comes(lambda: [c["number"] for c in origin.state()["clients"]] not in ([], [before]), RENEWAL_S)


def test_what_a_kernel_says_against_itself_during_a_case_is_in_its_record(rig: Attached) -> None:
    case = Rig(rig.topology, "AA-01")
    case.begin()
    inside = rig.inside("reexport")
    inside.run("echo 'WARNING: CPU: 0 PID: 1 at fs/nfsd/example.c:1' >/dev/kmsg")
    inside.close()
    case.settle()
    ((verdict, text),) = case.findings.notes
    assert verdict is Verdict.WARN
    assert "the kernel of reexport complained of itself" in text
    assert "example.c" in text
    assert case.housekeeping.leak == ""
    assert rig.topology.probed["origin:list"] == (True, ""), "the leak audit has read the kernel's own list"


def test_a_kernel_that_panics_is_down_and_its_last_words_are_heard(rig: Attached) -> None:
    node = rig.nodes["reexport"]
    known = len(node.complaints())
    inside = rig.inside("reexport")
    inside.tell("echo c >/proc/sysrq-trigger")
    assert rig.comes(lambda: node.boot_identity() is None, RENEWAL_S)
    assert any("panic" in line for line in node.complaints()[known:])
    node.start()
    assert rig.comes(lambda: rig.serves("reexport"), BACK_S)


@pytest.mark.parametrize("how", ["crash", "power_cut", "stop"])
def test_a_machine_that_is_off_stays_off_until_it_is_started(rig: Attached, how: str) -> None:
    node = rig.nodes["origin"]
    getattr(node, how)()
    assert node.boot_identity() is None
    assert not rig.serves("origin")
    with pytest.raises(RigError, match="is down"):
        node.pause()
    node.start()
    assert rig.comes(lambda: rig.serves("origin"), BACK_S)


def test_nothing_is_left_of_a_rig_but_its_logs(rig: Attached) -> None:
    """The last one: it ends the rig."""
    machines = [int(path.name) for path in Path("/proc").iterdir() if _is_machine_of(path, rig.folder)]
    assert len(machines) == 2
    rig.provisioned.stop()
    assert [pid for pid in machines if process_state(pid) not in ("", "Z")] == []
    left = {path.name for path in rig.folder.rglob("*") if path.is_file() and path.suffix not in (".log", ".json")}
    assert left == set()


def _is_machine_of(path: Path, folder: Path) -> bool:
    if not path.name.isdecimal() or int(path.name) == os.getpid():
        return False
    try:
        words = (path / "cmdline").read_bytes()
    except OSError:
        return False
    return words.partition(b"\0")[0].endswith(b"qemu-system-x86_64") and str(folder).encode() in words
