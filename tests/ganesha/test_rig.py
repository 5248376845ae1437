"""The rig of real NFS-Ganeshas: up, driven, hurt, healed, gone. What the proxy gets wrong is not judged here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from regrace.fixtures.ganesha import installed
from regrace.fixtures.ganesha import rig as rig_module
from regrace.fixtures.ganesha.installed import find_ganesha
from regrace.fixtures.ganesha.plot import CLAIMS, SHARED_MEMORY
from regrace.fixtures.ganesha.rig import GaneshaRig
from regrace.harness.client.errors import ClientError
from regrace.harness.client.files import File
from regrace.harness.rig.node import RigError
from regrace.harness.rig.processes import start_time
from regrace.xdr_defs.nfs4 import nfsstat4

from .conftest import LEASE_S, Attached, attached, needs_ganesha, needs_root

FILE = File("f", ("f",))


def namespaces() -> set[str]:
    """Of this machine, by name."""
    told = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout
    return {line.split()[0] for line in told.splitlines()}


# --- up, and used


@needs_ganesha
def test_both_nodes_serve_and_are_told_apart(rig: Attached) -> None:
    direct = rig.client("D1", "D-O").establish()
    end = rig.client("E1", "E-R").establish()
    assert direct.lease_s == end.lease_s == float(LEASE_S)
    assert direct.create_file(FILE).status == nfsstat4.NFS4_OK

    opened = end.open(FILE, owner="o")
    assert opened.open is not None
    locked = end.lock(opened.open, "WRITE", 0, 10, owner="l")
    assert locked.status == nfsstat4.NFS4_OK
    reopened = direct.open(FILE, owner="o")
    assert reopened.open is not None
    assert direct.lock(reopened.open, "WRITE", 100, 10, owner="l").status == nfsstat4.NFS4_OK

    assert rig.topology.tap is not None
    seen = {record.link for record in rig.topology.tap.records() if record.operations}
    assert seen == {"E-R", "D-O", "R-O"}, "every link goes through the tap"


@needs_ganesha
def test_the_nodes_announce_two_servers(rig: Attached) -> None:
    """RFC 8881 §2.10.4: with one owner and scope, a client may take them for one server."""
    announced = set()
    for link in ("D-O", "E-R"):
        client = rig.client("C", link)
        client.connect()
        reply = client.exchange_id()
        announced |= {reply.server_owner, reply.server_scope}
    assert len(announced) == 4


@needs_ganesha
def test_the_description_says_what_was_started(rig: Attached) -> None:
    description = rig.provisioned.description
    version = find_ganesha((), namespaces=False).version_text
    for node in description.nodes:
        assert (node.product, node.version, node.nfs.path) == ("nfs-ganesha", version, ("export",))
    assert description.node("reexport").claims == ("locks",)
    assert "locks" in description.node("origin").claims


@needs_ganesha
def test_two_rigs_live_side_by_side(rig: Attached, tmp_path: Path) -> None:
    for other in attached(GaneshaRig().provision(tmp_path / "other", {})):
        assert other.provisioned.description.name != rig.provisioned.description.name
        assert other.client("D1", "D-O").establish().create_file(FILE).status == nfsstat4.NFS4_OK
        assert not rig.client("D1", "D-O").establish().exists(FILE), "they share nothing"


# --- faults


@needs_ganesha
@pytest.mark.parametrize("name", ["origin", "reexport"])
def test_a_reboot_over_ssh_is_a_new_server_that_knows_no_old_session(rig: Attached, name: str) -> None:
    client = rig.client("C", "D-O" if name == "origin" else "E-R").establish()
    node = rig.node(name)
    before = node.boot_identity()
    node.reboot()
    node.order("await_serving")
    after = node.boot_identity()
    assert None not in (before, after)
    assert before != after
    client.disconnect(abort=True)
    client.connect()
    assert client.renew().status == nfsstat4.NFS4ERR_BADSESSION


@needs_ganesha
def test_a_crashed_server_is_gone_until_it_is_started(rig: Attached) -> None:
    node = rig.node("reexport")
    node.crash()
    assert node.boot_identity() is None
    with pytest.raises(ClientError):
        rig.client("E1", "E-R").establish()
    node.start()
    node.order("await_serving")
    assert node.boot_identity() is not None
    rig.client("E1", "E-R").establish()


@needs_ganesha
def test_a_paused_server_is_silent_and_comes_back_with_its_memory(rig: Attached) -> None:
    client = rig.client("D1", "D-O").establish()
    node = rig.node("origin")
    node.pause()
    silent = rig.client("D2", "D-O")
    silent.call_budget_s = 0.5
    with pytest.raises(ClientError):
        silent.establish()
    node.resume()
    assert client.renew().status == nfsstat4.NFS4_OK


@needs_ganesha
def test_files_and_filehandles_outlive_the_origin(rig: Attached) -> None:
    if "reclaim" not in rig.provisioned.description.node("origin").claims:
        pytest.skip("the origin keeps its files in memory here: it says so, and claims no reclaim")
    client = rig.client("D1", "D-O").establish()
    client.create_file(FILE)
    handle = client.fh(FILE)
    rig.node("origin").reboot()
    rig.node("origin").order("await_serving")
    again = rig.client("D1 again", "D-O").establish()
    assert again.fh(FILE) == handle


@needs_ganesha
@needs_root
def test_a_partition_drops_nfs_to_the_origin_alone_and_is_counted(rig: Attached) -> None:
    node, tap = rig.node("reexport"), rig.topology.tap
    assert tap is not None
    assert "partition" in node.verbs
    node.partition("origin")
    mark = tap.mark()
    rig.waits(2.0)  # the proxy renews about once a second
    dropped = node.drop_counter()  # asked over SSH, which is not cut
    assert dropped > 0
    assert [r for r in tap.records(mark) if r.link == "R-O" and r.kind == "call"] == []
    rig.client("E1", "E-R").establish()  # nor are the end clients
    node.heal()
    assert node.drop_counter() == 0
    answered = rig.comes(lambda: any(r.link == "R-O" and r.kind == "reply" for r in tap.records(mark)), 30)
    assert answered, "traffic flows again"


# --- gone


@needs_ganesha
def test_stopping_leaves_the_logs_and_nothing_else(rig: Attached) -> None:
    description = rig.provisioned.description
    servers = [rig.node(node.name).boot_identity() for node in description.nodes]
    rig.provisioned.stop()
    rig.provisioned.stop()
    for server in servers:
        assert server is not None
        assert start_time(int(server.token.partition(":")[0])) is None
    left = {path.name for path in Path(description.log_folder).iterdir()}
    assert {name for name in left if not name.endswith(".log")} == set()
    assert "INITIALIZED" in (Path(description.log_folder) / "origin.log").read_text()
    assert not {f"{description.name}o", f"{description.name}r"} & namespaces()


@needs_ganesha
def test_a_rig_can_be_built_again_where_one_was(rig: Attached) -> None:
    rig.client("D1", "D-O").establish().create_file(FILE)
    rig.provisioned.stop()
    for again in attached(GaneshaRig().provision(Path(rig.provisioned.description.log_folder), {})):
        assert not again.client("D1", "D-O").establish().exists(FILE), "with empty storage"


@needs_ganesha
@needs_root
def test_what_a_killed_run_leaves_is_found_cleared_and_told(rig: Attached, tmp_path: Path) -> None:
    """The negative control is our own rig beside it, which lives on."""
    ours = rig.provisioned.description.name
    program = (
        "import sys, time; from pathlib import Path\n"
        "from regrace.fixtures.ganesha.rig import GaneshaRig\n"
        "print(GaneshaRig().provision(Path(sys.argv[1]), {}).description.name, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "dead")], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        name = run.stdout.readline().strip()
        assert f"{name}o" in namespaces()
        run.kill()
        run.wait()
    told = GaneshaRig().leftovers()
    assert [line for line in told if f"{name}o" in line]
    assert not [line for line in told if ours in line]
    assert not {f"{name}o", f"{name}r"} & namespaces()
    assert not (CLAIMS / f"{name.removeprefix('rg')}.json").exists()
    assert rig.client("D1", "D-O").establish().alive


@needs_ganesha
@needs_root
def test_files_that_the_folder_can_not_serve_go_to_memory_and_with_the_rig(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container, whose overlay gives no filehandles."""
    monkeypatch.setattr("regrace.fixtures.ganesha.files.gives_handles", lambda folder: folder == SHARED_MEMORY)
    for rig in attached(GaneshaRig().provision(tmp_path / "rig", {})):
        shared = SHARED_MEMORY / f"regrace-{rig.provisioned.description.name}"
        assert rig.client("D1", "D-O").establish().create_file(FILE).status == nfsstat4.NFS4_OK
        assert (shared / "f").exists()
    assert not shared.exists()


# --- less than root, and less than installed


@pytest.fixture
def humble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attached]:
    """A rig without namespaces, with its files in memory."""
    monkeypatch.setattr(rig_module, "why_no_namespaces", lambda: "this test forbids it")
    monkeypatch.setattr("regrace.fixtures.ganesha.files.may", lambda bits: False)
    yield from attached(GaneshaRig().provision(tmp_path / "rig", {}))


@needs_ganesha
def test_without_namespaces_the_rig_says_what_is_lost_and_does_the_rest(humble: Attached) -> None:
    description = humble.provisioned.description
    assert len(description.notes) == 2
    assert description.node("origin").claims == ("locks",)
    assert "partition" not in humble.node("reexport").verbs
    with pytest.raises(RigError, match="partition"):
        humble.node("reexport").partition("origin")
    humble.node("reexport").reboot()
    humble.node("reexport").order("await_serving")
    direct = humble.client("D1", "D-O").establish()
    assert direct.create_file(FILE).status == nfsstat4.NFS4_OK
    opened = humble.client("E1", "E-R").establish().open(FILE, owner="o")
    assert opened.status == nfsstat4.NFS4_OK


def test_what_is_missing_is_named_with_the_line_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "_find_program", lambda name: None)
    monkeypatch.setattr(installed, "LIBRARY_FOLDERS", (f"{tmp_path}/nowhere",))
    with pytest.raises(RigError) as refused:
        find_ganesha(("vfs", "proxy_v4"), namespaces=True)
    packages = "nfs-ganesha nfs-ganesha-vfs nfs-ganesha-proxy-v4 iproute2 nftables util-linux mount"
    assert str(refused.value).endswith(f"\n  apt-get install -y {packages}")


def test_a_program_that_tells_no_version_is_trouble_of_the_rig(tmp_path: Path) -> None:
    silent = tmp_path / "ganesha.nfsd"
    silent.write_text("#!/bin/sh\necho NFS-Ganesha Release = V\n")
    silent.chmod(0o755)
    with pytest.raises(RigError, match="version"):
        installed.version_of((str(silent),))


REFUSED = [
    *({"strategy": "retain"}, {"mutant": "no-grace"}),
    *({"lease_s": "1"}, {"lease_s": "6.5"}, {"version": "trixie"}, {"colour": "red"}),
]


@pytest.mark.parametrize("options", REFUSED, ids=str)
def test_options_that_ganesha_can_not_have_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(RigError, match="|".join(options)):
        GaneshaRig().check(options)


def test_it_lives_in_wall_time_only() -> None:
    with pytest.raises(RigError, match="reference"):
        GaneshaRig().simulate(0, {})
