"""`regrace state --rig FILE.toml`: a lab's nodes are asked by the way that its inventory says, and no other."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from regrace import cli
from regrace.fixtures.labs.rig import HeldRig, LabRigs
from regrace.harness.rig.attach import attach, detach
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.wall import WallWorld
from regrace.results.exitcodes import ExitCode

from .conftest import needs_lab
from .played import LEASE_S, PlayedHost, PlayedRig, inventory

pytestmark = needs_lab

INFO = 'clientid: 0x1\nstatus: confirmed\nname: "Linux NFSv4.2 reexport"\n'
STATE = '- 0x01000000{}: {{ type: open, access: rw, deny: --, superblock: "fe:00:1", filename: "p/f", owner: "o" }}\n'
OTHER = "0a" * 12


def play_kernel(host: PlayedHost) -> None:
    """What a Linux server shows in /proc, for those who log in there: its SSH server sees mounts of its own."""
    words = ["nsenter", "-t", str(host.sshd), "-m", "sh", "-c"]
    program = (
        "mount -t tmpfs tmpfs /proc/fs && mkdir -p /proc/fs/nfsd/clients/7 && cd /proc/fs/nfsd/clients/7 && "
        'printf %s "$0" >info && printf %s "$1" >states'
    )
    subprocess.run([*words, program, INFO, STATE.format(OTHER)], check=True, capture_output=True, timeout=60)


def test_what_the_kernel_of_a_host_says_is_shown(
    lab: Path, played: PlayedRig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    play_kernel(played.origin)
    played.origin.marker.unlink()  # it is only read: that takes no leave
    played.origin.more["folder"] = f'"{tmp_path}/$(touch {tmp_path}/evaluated); touch {tmp_path}/evaluated"'
    inventory(lab, played)
    asked = ["state", "--rig", f"{lab}:alpha", "--node", "origin"]
    assert cli.main(asked) == ExitCode.AS_EXPECTED
    shown = capsys.readouterr().out
    assert shown.startswith("origin: nfs-ganesha ")
    assert f"OPEN  1:{OTHER}  o      access 3 deny 0, p/f  held" in shown
    assert cli.main([*asked, "--owner", "somebody else"]) == ExitCode.AS_EXPECTED
    assert OTHER not in capsys.readouterr().out
    assert not (tmp_path / "evaluated").exists(), "no word of an inventory is evaluated"


def test_another_host_is_asked_nothing(
    lab: Path, played: PlayedRig, capsys: pytest.CaptureFixture[str]
) -> None:
    play_kernel(played.origin)
    played.origin.more["host_key"] = f'"{played.reexport.host_key}"'
    inventory(lab, played)
    assert cli.main(["state", "--rig", str(lab)]) == ExitCode.RIG_TROUBLE
    out, err = capsys.readouterr()
    assert "regrace: origin: node 'origin'" in err
    assert "this is another host" in err
    assert OTHER not in out


def test_a_server_that_tells_nothing_over_ssh_is_asked_over_nfs(
    lab: Path, played: PlayedRig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configuration = played.origin.home / "ganesha.conf"
    long_lease = configuration.read_text().replace(f"Lease_Lifetime = {LEASE_S};", "Lease_Lifetime = 90;")
    configuration.write_text(long_lease)  # nobody renews while a command runs, however long that takes
    for verb in ("stop", "start"):  # both: the proxy would not find its way after a restart of its origin alone
        for host in played.hosts:
            host.systemctl(verb, "x")
    held: HeldRig = LabRigs(lab).provision(tmp_path / "held", {})
    topology = attach(held.description, WallWorld())
    rig = Rig(topology, "STATE")
    try:
        rig.begin()
        client = rig.direct_client("D1", minor_version=1)
        one = client.open(rig.file("f"), owner="o").need(judged_by="LK-01").open
        client.lock(one, "WRITE", 0, 10, owner="l").need(judged_by="LK-01")
        (tmp_path / "ledger.json").write_text(json.dumps(client.ledger.to_json()))
        asked = ["state", "--rig", str(lab), "--node", "origin", "--owner", f"0x{client.owner.hex()}"]
        assert cli.main(asked) == ExitCode.RIG_TROUBLE
        assert "tells nothing of its state over SSH (ganesha-systemd)" in capsys.readouterr().out
        asked += ["--verifier", client.verifier.hex(), "--ledger", str(tmp_path / "ledger.json")]
        assert cli.main(asked) == ExitCode.AS_EXPECTED
        shown = capsys.readouterr().out
        assert [line.split()[0] for line in shown.splitlines() if line.endswith("NFS4_OK")] == ["OPEN", "LOCK"]
    finally:
        detach(topology)
        held.stop()
