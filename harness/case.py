"""What a case is: a function that acts, and the data that says what it is about.

    @case("GR-05", level=Level.MUST, cite="RFC 8881 §15.1.9.3",
          requirement="A reclaim that comes after grace has ended is refused with NFS4ERR_NO_GRACE.",
          needs={"locks"}, faults={"reboot"}, on=("origin",), lease_waits=2)
    def reclaim_after_grace(rig: Rig, server: Server) -> None:
        ...

The code is the case's stable name; the section is data. `requirement` is one sentence of our own.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from regrace.harness.rig.capabilities import CAPABILITIES
from regrace.verdict import Failure, Level

F = TypeVar("F", bound=Callable[..., None])

CODE = re.compile(r"[A-Z]{2}-\d{2}")
FAULTS = frozenset(
    {"reboot", "crash", "power-cut", "pause", "partition", "cut", "hold", "move", "storage", "order", "clock"}
)
SUITE_PACKAGE = "regrace.suite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as the catalogue lists it."""

    code: str
    level: Level
    citation: str
    requirement: str
    needs: tuple[str, ...]
    """Capabilities without which the requirement can't be reached; refused and not claimed is `unsupported`."""
    faults: tuple[str, ...]
    """What it does to the rig: "reboot:reexport", "cut:R-O"."""
    on: tuple[str, ...]
    """The servers that it runs against, one run each; empty for cases about the whole topology."""
    judges: tuple[str, ...]
    """Invariants that this case is about: broken ones found while settling count against it."""
    lease_waits: float
    """How many lease times it waits, for `--plan`."""
    failure: Failure | None = None
    """What fails in it, where that can't be told from its faults."""
    area: str
    title: str
    doc: str
    function: str

    @property
    def disruptive(self) -> bool:
        """Whether it needs the rig for itself."""
        return bool(self.faults)

    def failure_at(self, target: str) -> str:
        """What fails while clients hold locks; a fault that names no node is one of the `target`. "" if nothing."""
        hit: dict[str, set[str]] = {}
        for kind, _, where in (fault.partition(":") for fault in self.faults):
            hit.setdefault("reboot" if kind == "power-cut" else kind, set()).add(where or target)
        down = hit.get("reboot", set()) | hit.get("crash", set())
        cut = hit.get("partition", set()) | hit.get("cut", set()) | hit.get("pause", set())
        if self.failure is not None:
            return self.failure
        if "move" in hit:
            return Failure.MOVE
        if len(down) > 1:
            return Failure.BOTH
        if "hold" in hit and "crash" in hit:
            return Failure.CRASH_POINT
        if down:
            return Failure.ORIGIN if "origin" in down else Failure.REEXPORT
        if cut:
            return Failure.CLIENT_CUT if cut == {"E-R"} else Failure.PARTITION
        return ""


def case(
    code: str,
    *,
    level: Level,
    cite: str,
    requirement: str,
    needs: Collection[str] = (),
    faults: Collection[str] = (),
    on: Sequence[str] = (),
    judges: Collection[str] = (),
    lease_waits: float = 0.0,
    failure: Failure | None = None,
) -> Callable[[F], F]:
    """Declare a case. Raises ValueError at import for data that can't be right: a wrong code, an unknown
    capability or fault, a missing docstring."""

    def declare(function: F) -> F:
        doc = inspect.getdoc(function) or ""
        title = doc.split("\n", 1)[0]
        if not CODE.fullmatch(code):
            raise ValueError(f"case code {code!r} is not of the form XX-00")
        if not title or len(title) > 100:
            raise ValueError(f"case {code}: the docstring's first line is its title, 1 to 100 characters")
        if unknown := set(needs) - CAPABILITIES:
            raise ValueError(f"case {code} needs unknown capabilities {sorted(unknown)}")
        if unknown := {fault.split(":")[0] for fault in faults} - FAULTS:
            raise ValueError(f"case {code} names unknown faults {sorted(unknown)}")
        if not requirement.endswith(".") or not cite:
            raise ValueError(f"case {code}: a requirement is one sentence, and it has a citation")
        described = Case(
            code=code,
            level=level,
            citation=cite,
            requirement=requirement,
            needs=tuple(sorted(needs)),
            faults=tuple(sorted(faults)),
            on=tuple(on),
            judges=tuple(sorted(judges)),
            lease_waits=lease_waits,
            failure=failure,
            area=function.__module__.rsplit(".", 1)[-1],
            title=title,
            doc=doc,
            function=function.__name__,
        )
        function.__regrace_case__ = described  # type: ignore[attr-defined]
        return function

    return declare


def case_of(function: Any) -> Case | None:
    """The declaration of a case's function; None if it is no case."""
    found = getattr(function, "__regrace_case__", None)
    return found if isinstance(found, Case) else None


def load_catalogue() -> list[Case]:
    """Every case of the suite, by code. Raises ValueError if two cases share a code."""
    package = importlib.import_module(SUITE_PACKAGE)
    found: dict[str, Case] = {}
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{SUITE_PACKAGE}.{module_info.name}")
        for value in vars(module).values():
            declared = case_of(value)
            if declared is None or value.__module__ != module.__name__:
                continue
            if declared.code in found:
                raise ValueError(f"two cases share the code {declared.code}")
            found[declared.code] = declared
    return [found[code] for code in sorted(found)]
