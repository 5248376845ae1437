"""The disk that the nodes of a pair share: who has it, and what is on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from regrace.fixtures.knfsd import shared
from regrace.fixtures.knfsd.config import MachineConfig
from regrace.fixtures.knfsd.desk import BLANK, VipDesk
from regrace.fixtures.knfsd.guest import GuestShell
from regrace.fixtures.knfsd.qemu import Hardware, Seat
from regrace.fixtures.knfsd.shared import SharedDisk
from regrace.harness.rig.node import RigError

A, B = "reexport", "reexport-b"


class Nodes:
    """Two nodes' views of one disk, and their images."""

    def __init__(self, folder: Path) -> None:
        (folder / BLANK).write_bytes(b"blank")
        self.images = {node: folder / f"{node}.V1.disk" for node in (A, B)}
        for image in self.images.values():
            image.write_bytes(b"old rubbish")
        self._disks = {node: SharedDisk(folder, "V1", node, self.images[node], folder / BLANK) for node in (A, B)}

    def take(self, node: str, *, by_force: bool = False) -> int:
        return self._disks[node].take(by_force=by_force)

    def give_up(self, node: str, *, for_good: bool = False) -> None:
        self._disks[node].give_up(for_good=for_good)

    def on(self, node: str) -> bytes:
        return self.images[node].read_bytes()


@pytest.fixture
def nodes(tmp_path: Path) -> Nodes:
    return Nodes(tmp_path)


def test_whoever_takes_a_disk_first_finds_it_empty(nodes: Nodes) -> None:
    assert nodes.take(A) == 1
    assert nodes.on(A) == b"blank"


def test_whoever_takes_it_next_finds_what_was_written(nodes: Nodes) -> None:
    nodes.take(A)
    nodes.images[A].write_bytes(b"by A")
    nodes.give_up(A)
    assert nodes.take(B) == 2
    assert nodes.on(B) == b"by A"
    nodes.images[B].write_bytes(b"by B")
    nodes.give_up(B)
    nodes.take(A)
    assert nodes.on(A) == b"by B"


def test_a_node_that_comes_back_finds_its_own(nodes: Nodes) -> None:
    nodes.take(A)
    nodes.images[A].write_bytes(b"by A")
    assert nodes.take(A) == 2  # it was rebooted, and had no time to give it up
    assert nodes.on(A) == b"by A"


def test_what_another_node_claims_is_taken_by_force_alone(nodes: Nodes) -> None:
    nodes.take(A)
    with pytest.raises(RigError, match=r"V1: reexport claims it \(epoch 1\)"):
        nodes.take(B)
    assert nodes.on(B) == b"old rubbish"
    nodes.take(B, by_force=True)
    with pytest.raises(RigError, match=r"V1: reexport-b claims it \(epoch 2\)"):
        nodes.take(A)


def test_what_the_former_owner_writes_is_seen_by_nobody(nodes: Nodes) -> None:
    nodes.take(A)
    nodes.take(B, by_force=True)
    nodes.images[A].write_bytes(b"too late")
    nodes.give_up(A)
    assert nodes.on(B) == b"blank"
    with pytest.raises(RigError, match="V1: reexport-b claims it"):
        nodes.take(A)
    nodes.give_up(B)
    nodes.take(A)
    assert nodes.on(A) == b"blank"


def test_what_is_given_up_for_good_is_empty_for_the_next(nodes: Nodes) -> None:
    nodes.take(A)
    nodes.images[A].write_bytes(b"by A")
    nodes.give_up(A, for_good=True)
    nodes.take(A)
    assert nodes.on(A) == b"blank"


def test_half_of_a_write_is_not_taken(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    nodes.take(A)
    readings = iter([b"half", b"whole", b"whole"])
    monkeypatch.setattr(Path, "read_bytes", lambda _path: next(readings))
    assert shared._steady(nodes.images[A]) == b"whole"
    noise = iter(range(1000))
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"%d" % next(noise))
    with pytest.raises(RigError, match="without a pause"):
        shared._steady(nodes.images[A])


# --- the desk


class Guest(GuestShell):
    """A guest that does what it is told, and notes it."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.serves: set[str] = set()

    def run(self, command: str, *, script: str = "", budget_s: float = 1.0, again: bool = True) -> str:
        words = command.split()
        if words[1] == "names":
            return "".join(f"{vip}\n" for vip in sorted(self.serves))
        self.told.append(command)
        (self.serves.add if words[1] == "take" else self.serves.discard)(words[2])
        return ""


def machine(folder: Path, node: str) -> MachineConfig:
    (folder / f"{node}.V1.disk").write_bytes(b"old rubbish")
    seat = Seat(vip="V1", card="52:54:00:72:68:01", door=4711, origin_port=4712, disk=folder / f"{node}.V1.disk")
    hardware = Hardware(
        name=f"regrace-{node}",
        kernel=folder / "vmlinuz",
        initrd=folder / "initrd",
        disk=folder / "disk",
        console=folder / "console",
        monitor=folder / "qmp",
        ssh_port=1,
        nfs_port=2,
        accelerator="tcg",
        seats=(seat,),
    )
    return MachineConfig(
        name=node,
        hardware=hardware,
        host_key_file="",
        host_key="",
        authorized_keys=(),
        login_key_file="",
        shared_folder=str(folder),
    )


def test_a_guest_serves_what_it_was_told_to(tmp_path: Path) -> None:
    (tmp_path / BLANK).write_bytes(b"blank")
    a, b = Guest(), Guest()
    at_a, at_b = VipDesk(machine(tmp_path, A)), VipDesk(machine(tmp_path, B))
    at_a.take(a, "V1", "if-free")
    assert a.told == ["vip take V1 52:54:00:72:68:01 10.0.2.2 4712"]
    assert (at_a.served(a), at_b.served(b)) == ({"V1": "serving"}, {})
    with pytest.raises(RigError, match="served here already"):
        at_a.take(a, "V1", "by-force")
    with pytest.raises(RigError, match="V1: reexport claims it"):
        at_b.take(b, "V1", "if-free")
    assert b.told == []
    at_a.give_up(a, "V1", "to-the-next")
    assert a.told[1:] == ["vip give-up V1 to-the-next"]
    at_b.take(b, "V1", "if-free")
    assert (at_a.served(a), at_b.served(b)) == ({}, {"V1": "serving"})


def test_what_is_not_understood_is_not_done(tmp_path: Path) -> None:
    guest, desk = Guest(), VipDesk(machine(tmp_path, A))
    with pytest.raises(RigError, match="no virtual IP 'V9' here; there are V1"):
        desk.take(guest, "V9", "if-free")
    with pytest.raises(RigError, match="'gladly' is not understood"):
        desk.take(guest, "V1", "gladly")
    with pytest.raises(RigError, match="'gladly' is not understood"):
        desk.give_up(guest, "V1", "gladly")
    assert guest.told == []


def test_the_agent_reads_what_was_written_for_it(tmp_path: Path) -> None:
    config = machine(tmp_path, A)
    config.save(tmp_path / "agent.json")
    assert MachineConfig.load(tmp_path / "agent.json") == config
    (seat,) = config.hardware.seats
    argv = seat.argv()
    assert "user,id=netV1,hostfwd=tcp:127.0.0.1:4711-:2049,ipv6=off" in argv
    assert "virtio-blk-pci,drive=diskV1,serial=V1" in argv
