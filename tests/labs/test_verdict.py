"""What a rig has no means for is said of the rig, and is neither trouble nor the server's fault."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.case import load_catalogue
from regrace.harness.conduct import conduct
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Direction
from regrace.verdict import Verdict


def test_no_tap_on_a_link_makes_a_case_unsupported_and_trouble_makes_it_an_error() -> None:
    topology = ReferenceRig().simulate(1, {})
    links = tuple(replace(link, tapped=link.name != "R-O") for link in topology.description.links)
    topology.description = replace(topology.description, links=links)
    case = next(case for case in load_catalogue() if "locks" not in case.needs)

    def conducted(body: str) -> SimpleNamespace:
        rig = Rig(topology, "TEST")
        rig.begin()

        def do() -> None:
            if body == "trouble":
                raise RigError("a cable is out")
            with rig.hold("R-O", Direction.CALLS, "LOCK"):
                raise AssertionError("nothing is held there")

        result = conduct(rig, case, "", do)
        return SimpleNamespace(verdict=result.verdict, message=result.message)

    lacking = conducted("hold")
    assert lacking.verdict is Verdict.UNSUPPORTED
    assert "says nothing of the server" in lacking.message
    assert "R-O" in lacking.message
    assert conducted("trouble").verdict is Verdict.ERROR
    assert not issubclass(RigError, RigLacks)
