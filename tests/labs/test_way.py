"""The way to a host: SSH configuration, jump hosts, known_hosts; nothing is said to a host that is not known."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from regrace.fixtures.labs.inventory import LabNode, read_inventory
from regrace.fixtures.labs.rig import Host, LabRigs, describe
from regrace.fixtures.labs.way import find_way, ssh_words
from regrace.fixtures.process_node.keys import make_key
from regrace.harness.rig.node import RigError

from .conftest import needs_lab
from .played import R_ADDRESS, PlayedRig, inventory

NODES = """
[rigs.a.origin]
ssh = "there"
ssh_config = "{config}"
nfs = "127.0.0.1"
dialect = "ganesha-systemd"
{more}
[rigs.a.reexport]
ssh = "127.0.0.2"
nfs = "127.0.0.2"
dialect = "ganesha-systemd"
"""


def node(folder: Path, config: str, more: str = "") -> LabNode:
    """An origin whose SSH configuration is that."""
    (folder / "config").write_text(config)
    (folder / "lab.toml").write_text(NODES.format(config=folder / "config", more=more))
    return read_inventory(folder / "lab.toml").rigs[0].origin


def test_the_configuration_is_read_as_ssh_reads_it(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    (tmp_path / "known").write_text(f"[10.9.8.7]:2222 {key}\n")
    way = find_way(
        node(
            tmp_path,
            f"Host there\n HostName 10.9.8.7\n Port 2222\n User tester\n IdentityFile {tmp_path}/key\n"
            f" UserKnownHostsFile {tmp_path}/known\n ProxyJump me@first:2200,[::1]:22\n",
        )
    )
    assert (way.host, way.port, way.user, way.key_file) == ("10.9.8.7", 2222, "tester", str(tmp_path / "key"))
    assert way.host_key == key
    assert way.proxy[:3] == ("ssh", "-F", str(tmp_path / "config"))
    assert "StrictHostKeyChecking=yes" in way.proxy
    assert way.proxy[-8:] == ("-J", "me@first:2200", "-p", "22", "-W", "10.9.8.7:2222", "--", "::1")


def test_a_hashed_and_an_aliased_entry_are_found(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    (tmp_path / "known").write_text(f"the-alias {key}\n")
    subprocess.run(["ssh-keygen", "-H", "-f", str(tmp_path / "known")], check=True, capture_output=True)
    config = f"Host there\n HostName 10.9.8.7\n HostKeyAlias the-alias\n UserKnownHostsFile {tmp_path}/known\n"
    assert find_way(node(tmp_path, config)).host_key == key


def test_an_unknown_host_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "known").write_text("")
    config = f"Host there\n HostName 10.9.8.7\n UserKnownHostsFile {tmp_path}/known\n"
    with pytest.raises(RigError, match=r"host key of 10\.9\.8\.7 is not known.*ssh there"):
        find_way(node(tmp_path, config))
    with pytest.raises(RigError, match=r"key .* can't be read"):
        find_way(node(tmp_path, config, 'host_key = "ssh-ed25519 AAAA"\nkey = "/nonexistent"'))


def test_ssh_by_hand_goes_the_same_way(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    words = ssh_words(node(tmp_path, "", f'host_key = "{key}"\nssh_port = 2200\nuser = "root"'), tmp_path / "known")
    assert (tmp_path / "known").read_text() == f"[there]:2200 {key}\n"
    assert words[-2:] == ["--", "there"]
    assert words[words.index("-p") + 1] == "2200"
    assert "StrictHostKeyChecking=yes" in words


@needs_lab
def test_a_host_behind_a_jump_host_is_led_to_and_verified(lab: Path, played: PlayedRig, tmp_path: Path) -> None:
    """R by its address of the inner network, which this machine can't reach but through O."""
    origin, reexport = played.hosts
    known = tmp_path / "known"
    known.write_text(f"{origin.site.address} {origin.host_key}\n{R_ADDRESS} {reexport.host_key}\n")
    common = f" User root\n IdentityFile {origin.login}\n UserKnownHostsFile {known}\n"
    (tmp_path / "config").write_text(
        f"Host near\n HostName {origin.site.address}\n{common}"
        f"Host far\n HostName {R_ADDRESS}\n ProxyJump near\n{common}"
    )
    reexport.more.update(ssh='"far"', user="", key="", host_key="", ssh_config=f'"{tmp_path / "config"}"')
    labs = LabRigs(inventory(lab, played))
    (rig,) = labs.inventory.rigs
    with Host(describe(rig, rig.reexport, labs.run)) as host:
        told = host.order("ping")
    assert told["marker"] is True

    known.write_text(f"{origin.site.address} {origin.host_key}\n{R_ADDRESS} {origin.host_key}\n")
    with Host(describe(rig, rig.reexport, labs.run)) as host, pytest.raises(RigError, match="another host"):
        host.order("ping")
    known.write_text(f"{origin.site.address} {reexport.host_key}\n{R_ADDRESS} {reexport.host_key}\n")
    with Host(describe(rig, rig.reexport, labs.run)) as host, pytest.raises(RigError, match="can't be reached"):
        host.order("ping")
