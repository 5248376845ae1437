"""Cases about virtual IPs: each passes on the healthy pair, and its seeded bug makes it fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.rig.attach import attach, detach
from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.wall import WallWorld
from regrace.verdict import Verdict

from .conducting import run_on, simulate

CASES = (*(f"VP-{n:02}" for n in range(1, 13)), "PS-12")
FENCED = ("VP-03", "VP-04", "VP-08", "VP-12", "PS-12")
"""Those that depend most on how a strategy takes over."""
HEALTHY = [("retain", case) for case in CASES] + [(s, case) for s in ("enumerate", "persist") for case in FENCED]
KILLS = [
    # strategy, mutant, case, what is broken
    ("retain", "reexport:vip-private-records", "VP-01", "claimed reclaim refused"),
    ("retain", "reexport:vip-shared-owner", "VP-02", "I19"),
    ("retain", "reexport:vip-both-serve", "VP-03", "I19"),
    ("enumerate", "reexport:enumerate-no-fence", "VP-03", "I19"),
    ("persist", "reexport:vip-both-serve", "VP-03", "I19"),
    ("enumerate", "reexport:enumerate-no-fence", "VP-04", "late LOCK"),
    ("enumerate", "origin:fence-nothing", "VP-04", "late LOCK"),
    ("persist", "reexport:persist-no-fence", "VP-04", "late LOCK"),
    ("retain", "reexport:vip-own-scope", "VP-05", "server_scope"),
    ("retain", "reexport:any-session", "VP-06", "SEQUENCE"),
    ("retain", "reexport:no-grace", "VP-07", "OPEN"),
    ("retain", "origin:forget-earlier", "VP-08", "claimed reclaim refused"),
    ("retain", "reexport:vip-other-principal", "VP-09", "claimed reclaim refused"),
    ("retain", "reexport:vip-shared-owner", "VP-10", "I19"),
    ("retain", "reexport:vip-shared-owner", "VP-11", "I1"),
    ("retain", "reexport:vip-both-serve", "VP-12", "I19"),
    ("persist", "reexport:vip-both-serve", "PS-12", "I19"),
]


@pytest.mark.parametrize(("strategy", "case"), HEALTHY)
def test_the_healthy_pair_passes(strategy: str, case: str) -> None:
    result = simulate(case, strategy=strategy).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"
    assert result.settled, result.settle_trouble
    assert result.invariants["I19"] == "held"


@pytest.mark.parametrize(("strategy", "mutant", "case", "broken"), KILLS)
def test_the_bug_is_found(strategy: str, mutant: str, case: str, broken: str) -> None:
    result = simulate(case, strategy=strategy, mutant=mutant).result
    assert result.verdict is Verdict.FAIL, f"{mutant} survives {case}: {result.verdict}, {result.message}"
    named = {name for name, words in result.invariants.items() if words.startswith("broken")}
    assert broken in named or broken in result.signature, (named, result.signature)


@pytest.mark.parametrize("case", ["VP-01", "VP-07", "VP-10"])
@pytest.mark.parametrize("strategy", ["deny", "forget"])
def test_who_recovers_nothing_is_not_failed_for_it(strategy: str, case: str) -> None:
    assert simulate(case, strategy=strategy).result.verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize("case", ["VP-01", "VP-03", "VP-08"])
def test_the_negative_control_is_found(case: str) -> None:
    result = simulate(case, strategy="naive").result
    assert result.verdict is Verdict.FAIL
    assert result.invariants["I3"].startswith("broken")


def test_on_processes_over_ssh_one_case_after_the_other(tmp_path: Path) -> None:
    provisioned = ReferenceRig().provision(tmp_path, {"strategy": "persist", "lease_s": "10"})
    try:
        told = provisioned.description
        assert RigDescription.from_json(json.loads(json.dumps(told.to_json()))) == told
        topology = attach(told, WallWorld())
        for case in ("VP-01", "VP-12", "PS-12"):
            result = run_on(topology, case).result
            assert result.verdict is Verdict.PASS, f"{case}: {result.message}"
            assert result.settled, f"{case}: {result.settle_trouble}"
        detach(topology)
    finally:
        provisioned.stop()


def test_a_case_without_virtual_ips_leaves_the_second_node_down() -> None:
    conducted = simulate("LK-03", "reexport")
    assert conducted.rig.node("reexport-b").boot_identity() is None
    assert "I19" not in conducted.result.invariants


def test_the_pair_leaves_no_client_behind_at_the_origin() -> None:
    conducted = simulate("VP-01")
    owners = [client["owner"] for client in conducted.rig.node("origin").state()["clients"]]
    assert [owner for owner in owners if owner.endswith((" V1", " V2"))] == []
