"""The reference rig as real processes: the same story that the virtual world tells, over SSH and loopback."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import TypeVar

import pytest

from regrace.fixtures.reference.rig import ProvisionedReference, ReferenceRig
from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.keeper import LeaseKeeper
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import Reply
from regrace.harness.rig.attach import attach
from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.processes import MARK, marked_processes, new_run_id
from regrace.harness.rig.ssh import SshNode
from regrace.harness.rig.topology import Topology
from regrace.harness.rig.wall import WallWorld
from regrace.harness.tap.api import Direction, Match
from regrace.harness.tap.remote import RemoteTap
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfsstat4

R = TypeVar("R", bound=Reply)
F = File("f", ("f",))
UP_BUDGET_S = 30.0


class Site:
    """A rig that is up, and who calls it."""

    def __init__(self, rig: ProvisionedReference, world: WallWorld) -> None:
        self.rig = rig
        self.world = world
        self.topology: Topology = attach(rig.description, world)
        self.keeper = LeaseKeeper(world)

    def close(self) -> None:
        """Hang up everywhere."""
        if isinstance(self.topology.tap, RemoteTap):
            self.topology.tap.close()
        for node in self.topology.nodes.values():
            if isinstance(node, SshNode):
                node.close()

    def client(self, node: str, name: str) -> Client:
        """An established client whose lease is kept."""
        description = self.rig.description
        link = description.link({"origin": "D-O", "reexport": "E-R"}[node])
        client = Client(
            self.world,
            (link.host, link.port),
            name=name,
            via=node,
            base=description.node(node).nfs.path,
            owner=f"test {name}".encode(),
            verifier=self.world.entropy(8),
        )
        client.establish()
        assert client.lease_s is not None
        self.keeper.add(client, client.lease_s)
        return client


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> str:
    """The mark of a run of this test's own."""
    run = new_run_id()
    monkeypatch.setenv(MARK, run)
    return run


def provision(folder: Path, **options: str) -> ProvisionedReference:
    """A rig, within its budget."""
    began = monotonic()
    rig = ReferenceRig().provision(folder, options)
    assert monotonic() - began < UP_BUDGET_S
    return rig


@pytest.fixture
def site(tmp_path: Path, mark: str, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A rig with the strategy of the test."""
    rig = provision(tmp_path / "rig", strategy=getattr(request, "param", "retain"))
    try:
        with WallWorld() as world:
            site = Site(rig, world)
            yield site
            site.close()
    finally:
        rig.stop()
    assert [one for one in marked_processes(mark) if one.pid != os.getpid()] == []
    assert not (tmp_path / "rig" / "keys").exists()


def test_a_lock_survives_a_reboot_over_ssh(site: Site) -> None:
    end, direct = site.client("reexport", "E1"), site.client("origin", "D1")
    assert direct.create_file(F).ok
    opened, witness = end.open(F).open, direct.open(F).open
    assert opened is not None
    assert witness is not None
    lock = end.lock(opened, "WRITE", 0, 10).lock
    assert lock is not None

    def denied() -> bool:
        return direct.lock(witness, "WRITE", 0, 10).status is nfsstat4.NFS4ERR_DENIED

    assert denied()
    node = site.topology.nodes["reexport"]
    before = node.boot_identity()
    node.reboot()
    assert node.boot_identity() not in (None, before)
    assert denied()
    end.recover()
    again = _ask(site, lambda: end.reclaim_open(opened)).open
    assert again is not None
    assert denied()
    assert _ask(site, lambda: end.reclaim_lock(lock, again)).ok
    assert denied()
    assert end.reclaim_complete().ok
    site.world.run_until(lambda: False, site.world.now() + 0.5)
    assert denied()
    assert end.write(F, end.ledger.locks[0], 0, b"mine").ok
    assert direct.read(F).data == b"mine"
    assert end.locku(end.ledger.locks[0]).ok
    assert not denied()
    assert "grace: over" in node.log()
    assert node.state()["back"]["strategy"] == "retain"


@pytest.mark.parametrize("site", ["naive"], indirect=True)
def test_naive_steals_a_lock(site: Site) -> None:
    end, direct = site.client("reexport", "E1"), site.client("origin", "D1")
    assert direct.create_file(F).ok
    opened, witness = end.open(F).open, direct.open(F).open
    assert opened is not None
    assert witness is not None
    lock = end.lock(opened, "WRITE", 0, 10).lock
    assert lock is not None
    site.topology.nodes["reexport"].reboot()
    stolen = patiently(
        lambda: direct.lock(witness, "WRITE", 0, 10),
        world=site.world,
        budget_s=20,
        waiting_for="R to come back with a new verifier, which lets its lock go",
        until={nfsstat4.NFS4_OK},
        retry={nfsstat4.NFS4ERR_DENIED},
    ).lock
    assert stolen is not None
    assert direct.write(F, stolen, 0, b"direct").ok
    assert direct.locku(stolen).ok
    end.recover()
    again = _ask(site, lambda: end.reclaim_open(opened)).open
    assert again is not None
    assert _ask(site, lambda: end.reclaim_lock(lock, again)).ok


def test_faults_of_nodes_and_links(site: Site) -> None:
    end, direct = site.client("reexport", "E1"), site.client("origin", "D1")
    assert direct.create_file(F).ok
    reexport, origin = site.topology.nodes["reexport"], site.topology.nodes["origin"]
    reexport.partition("origin")
    assert end.open(F).status is nfsstat4.NFS4ERR_DELAY
    assert reexport.drop_counter() > 0
    reexport.heal()
    assert _ask(site, lambda: end.open(F)).ok

    tap = site.topology.tap
    assert tap is not None
    token = tap.hold(Match(link="R-O", direction=Direction.REPLIES, operation="GETATTR"))
    pending = end.begin(*_getattr())
    assert site.world.run_until(lambda: tap.held(token) is not None, site.world.now() + 10)
    assert not pending.done
    site.rig.heal()
    assert pending.reply().status is nfsstat4.NFS4_OK

    origin.power_cut()
    assert origin.boot_identity() is None
    origin.start()
    direct.recover()
    assert direct.reclaim_complete().ok
    reexport.pause()
    reexport.resume()
    assert _ask(site, lambda: end.lookup(F)).ok


def test_two_rigs_side_by_side(site: Site, tmp_path: Path) -> None:
    other = provision(tmp_path / "other", strategy="deny")
    try:
        mine, theirs = site.rig.description, other.description
        ports = {link.port for each in (mine, theirs) for link in each.links}
        assert len(ports) == len(mine.links) + len(theirs.links)
        assert RigDescription.from_json(theirs.to_json()) == theirs
        assert mine.node("reexport").claims != theirs.node("reexport").claims
    finally:
        other.stop()
    assert site.client("reexport", "E1").lease_s == 2.0


def _ask(site: Site, call: Callable[[], R]) -> R:
    return patiently(call, world=site.world, budget_s=20, waiting_for="an answer")


def _getattr() -> list[nfs4.nfs_argop4]:
    return [
        nfs4.nfs_argop4(nfs4.OP_PUTROOTFH),
        nfs4.nfs_argop4(nfs4.OP_GETATTR, nfs4.GETATTR4args([1 << nfs4.FATTR4_CHANGE])),
    ]
