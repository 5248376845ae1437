"""Run a case of the suite in the virtual world, as the plugin does."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.case import Case, load_catalogue
from regrace.harness.conduct import Conducted, conduct, full_history
from regrace.harness.history.plain import dump
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.topology import Topology

CASES: Mapping[str, Case] = {declared.code: declared for declared in load_catalogue()}


@dataclass(frozen=True, slots=True)
class Conduct:
    """What came of it, with the rig still in hand."""

    rig: Rig
    result: Conducted

    @property
    def history(self) -> list[dict[str, object]]:
        """The case's events as plain data."""
        return dump(full_history(self.rig))


def simulate(code: str, target: str = "", *, seed: int = 1, **options: str) -> Conduct:
    """One case on a fresh simulated reference rig."""
    return run_on(ReferenceRig().simulate(seed, options), code, target)


def run_on(topology: Topology, code: str, target: str = "") -> Conduct:
    """One case on a rig that is up."""
    declared = CASES[code]
    story: Callable[..., None] = getattr(importlib.import_module(f"regrace.suite.{declared.area}"), declared.function)
    rig = Rig(topology, f"{code}[{target}]" if target else code)
    given: dict[str, object] = {"rig": rig}
    if target:
        given["server"] = rig.server(target)
    rig.begin()
    return Conduct(rig, conduct(rig, declared, target, lambda: story(**given)))
