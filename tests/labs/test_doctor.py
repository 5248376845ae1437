"""What the doctor says of a lab that is not well: each thing that is wrong, in plain words, with its remedy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from regrace import cli
from regrace.fixtures.process_node.keys import make_key
from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.rig.doctor import Finding, Health, examine
from regrace.harness.rig.housekeeping import Housekeeping
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.topology import Topology
from regrace.results.exitcodes import ExitCode

from .conftest import needs_lab
from .played import PlayedRig, inventory


def asked(lab: Path, capsys: pytest.CaptureFixture[str], *, bad: bool) -> str:
    """What the doctor says, faults left out, on one line."""
    code = cli.main(["rig", "doctor", "--no-faults", str(lab)])
    told = " ".join(capsys.readouterr().out.split())
    assert code == (ExitCode.RIG_TROUBLE if bad else ExitCode.AS_EXPECTED), told
    return told


def found(topology: Topology) -> list[Finding]:
    """What is found on the wire, faults left out."""
    findings: list[Finding] = []
    examine(topology, findings.append, faults=False)
    return findings


def warnings(findings: list[Finding]) -> str:
    return "\n".join(f"{finding.where}: {finding.text}" for finding in findings if finding.health is not Health.OK)


# -- on the wire, of any rig


def test_a_rig_that_is_well_has_nothing_wrong() -> None:
    assert warnings(found(ReferenceRig().simulate(1, {}))) == ""


def test_a_long_lease_is_a_warning_that_says_what_it_costs() -> None:
    told = warnings(found(ReferenceRig().simulate(1, {"lease_s": "90"})))
    assert "the lease is 90 s: a case about expiry takes 270 s and more" in told
    assert "lease-time and grace-time below [nfsd] in /etc/nfs.conf" in told


def test_a_grace_period_that_runs_is_a_warning_and_waited_for() -> None:
    topology = ReferenceRig().simulate(1, {})
    rig = Rig(topology, "BEFORE")
    rig.begin()
    away = rig.direct_client("D1")
    away.open(rig.file("held"), owner="one").need(judged_by="LK-01")
    rig.origin.reboot()
    rig.await_serving(rig.origin)
    findings = found(topology)
    assert "origin: grace is running now" in warnings(findings)
    assert findings[-1] == Finding(Health.OK, "both", "everything is cleared away again")


def test_an_export_that_is_not_writable_for_our_user_is_named() -> None:
    topology = ReferenceRig().simulate(1, {})
    with Housekeeping(Rig(topology, "BEFORE")).visitor(Rig(topology, "BEFORE").origin) as root:
        root.make_directory(("private",), mode=0o755).need(judged_by="LK-01")
    strangers = tuple(
        replace(node, nfs=replace(node.nfs, uid=1234, gid=1234, workdir=("private",)))
        for node in topology.description.nodes
    )
    topology.description = replace(topology.description, nodes=strangers)
    findings = found(topology)
    assert findings[-1].health is Health.BAD
    assert "may the rig's uid and gid write there?" in findings[-1].text


# -- of hosts


@needs_lab
def test_a_host_without_nft_has_no_partition(
    lab: Path, played: PlayedRig, capsys: pytest.CaptureFixture[str]
) -> None:
    played.reexport.take_away("/usr/sbin/nft")
    told = asked(lab, capsys, bad=True)
    assert "reexport has no nft: apt-get install nftables (without it there is no partition)" in told
    assert "origin has nft" in told


@needs_lab
def test_another_host_key_is_not_spoken_to(
    lab: Path, played: PlayedRig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played.reexport.more["host_key"] = f'"{make_key(tmp_path / "another")}"'
    inventory(lab, played)
    told = asked(lab, capsys, bad=True)
    assert "either the description is out of date or this is another host" in told


@needs_lab
def test_a_key_that_is_not_authorized_is_named(
    lab: Path, played: PlayedRig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_key(tmp_path / "stranger")
    played.origin.more["key"] = f'"{tmp_path / "stranger"}"'
    inventory(lab, played)
    told = asked(lab, capsys, bad=True)
    assert f"does not accept the key {tmp_path / 'stranger'}: is its public half authorized for 'root' there?" in told


@needs_lab
def test_a_host_without_ssh_is_named(lab: Path, played: PlayedRig, capsys: pytest.CaptureFixture[str]) -> None:
    played.origin.more["ssh_port"] = "23"
    inventory(lab, played)
    told = asked(lab, capsys, bad=True)
    assert "is the host up, does an SSH server listen on that port" in told


@needs_lab
def test_an_export_for_privileged_ports_only_is_named(
    lab: Path, played: PlayedRig, capsys: pytest.CaptureFixture[str]
) -> None:
    configuration = played.reexport.home / "ganesha.conf"
    configuration.write_text(configuration.read_text().replace("EXPORT {", "EXPORT { PrivilegedPort = true;", 1))
    played.reexport.systemctl("stop", "x")
    played.reexport.systemctl("start", "x")
    told = asked(lab, capsys, bad=True)
    assert "Ganesha also hides an export that wants calls from privileged ports (PrivilegedPort)" in told
