"""The options of a run: declared once, read once, then passed around as one frozen object."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from dataclasses import dataclass

import pytest

DEFAULT_RIG = "reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user asked for."""

    rig: str
    strategy: str | None
    origin: str | None
    mutant: str | None
    kernel: str | None
    modules: str | None
    lease_s: float | None
    own: tuple[tuple[str, str], ...]
    """`--option`: names and values that the rig understands."""
    world: str
    seed: int
    thorough: bool
    plan: bool
    out: str | None
    verbose: bool

    @staticmethod
    def declare(group: pytest.OptionGroup) -> None:
        """The command line."""
        add = group.addoption
        add(
            "--rig",
            default=None,
            metavar="NAME|FILE.toml",
            help=f"the rig to run on (default: {DEFAULT_RIG})",
        )
        add("--strategy", default=None, help="how the re-export server recovers (reference rig)")
        add(
            "--origin",
            default=None,
            help="the origin's kind (reference rig); by default what the strategy needs",
        )
        add("--mutant", default=None, help="seed a bug into the reference servers: the suite must find it")
        add("--kernel", default=None, metavar="VERSION|PATH", help="which Linux (knfsd rig): 6.1, or a bzImage")
        add("--modules", default=None, metavar="DIR", help="modules of a kernel that is given by its path")
        add(
            "--lease",
            dest="regrace_lease",
            type=float,
            default=None,
            metavar="SECONDS",
            help="lease time of rigs that are started here",
        )
        add(
            "--world",
            choices=("wall", "virtual"),
            default="wall",
            help="virtual: a deterministic simulation (reference rig)",
        )
        add("--seed", dest="regrace_seed", type=int, default=0, help="seed of the virtual world")
        add(
            "--thorough",
            action="store_true",
            default=False,
            help="cases with a scale at their full scale: for nightly runs",
        )
        add(
            "--plan",
            action="store_true",
            default=False,
            help="print what would run and how long it takes; run nothing",
        )
        add(
            "--option",
            dest="regrace_option",
            action="append",
            type=_named,
            default=[],
            metavar="NAME=VALUE",
            help="an option of the rig's own, as version=6.5 (ganesha); may be repeated",
        )
        add(
            "--regrace-out",
            default=None,
            metavar="DIR",
            help="the run's folder (default: a new one below results/runs)",
        )

    @classmethod
    def read(cls, parsed: Namespace) -> Options:
        """From pytest's parsed options."""
        return cls(
            rig=parsed.rig or DEFAULT_RIG,
            strategy=parsed.strategy,
            origin=parsed.origin,
            mutant=parsed.mutant,
            kernel=parsed.kernel,
            modules=parsed.modules,
            lease_s=parsed.regrace_lease,
            own=tuple(parsed.regrace_option),
            world=parsed.world,
            seed=parsed.regrace_seed,
            thorough=parsed.thorough,
            plan=parsed.plan,
            out=parsed.regrace_out,
            verbose=parsed.verbose > 0,
        )

    def for_provider(self) -> dict[str, str]:
        """What the rig's provider is told: only what was given."""
        given = {
            "strategy": self.strategy,
            "origin": self.origin,
            "mutant": self.mutant,
            "kernel": self.kernel,
            "modules": self.modules,
            "lease_s": None if self.lease_s is None else str(self.lease_s),
        }
        return dict(self.own) | {name: value for name, value in given.items() if value is not None}


def _named(text: str) -> tuple[str, str]:
    """ "version=6.5", taken apart. Raises ArgumentTypeError for another text."""
    name, equals, value = text.partition("=")
    if not (name.isidentifier() and equals and value):
        raise ArgumentTypeError(f"is NAME=VALUE, as version=6.5, and not {text!r}")
    return name, value
