"""The arrows of the house point down only: who may import whom, read from the sources and not from a run.

The rules are data (`ROOMS`, `WIRING`), so that a change of the architecture is a change of a table that
somebody has to look at. Only imports written in the source count: a name that is looked up at run time
(an entry point, `importlib`) is how a room meets one above it on purpose.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LEAVES = ("regrace.verdict",)
"""Modules that import nothing of ours, and that every room may import."""

ROOMS: dict[str, tuple[str, ...]] = {
    "xdr_defs": ("regrace.xdr_defs",),
    "harness": ("regrace.harness", "regrace.xdr_defs"),
    "fixtures": (
        "regrace.fixtures",
        "regrace.harness.rig",
        "regrace.harness.tap",
        "regrace.harness.protocol",
        "regrace.xdr_defs",
    ),
    "suite": ("regrace.suite", "regrace.harness", "regrace.xdr_defs"),
    "results": ("regrace.results",),
}
"""Room, and what its modules may import of ours (beside the leaves)."""

INNER: dict[str, tuple[str, ...]] = {
    "harness/protocol": ("regrace.harness.protocol", "regrace.xdr_defs"),
    "harness/oracle": ("regrace.harness.oracle", "regrace.harness.history", "regrace.xdr_defs"),
    "harness/history": ("regrace.harness.history",),
}
"""Rooms within a room that keep to less: the sans-IO core knows no client, the oracle is a function of a
history and of the tables of the RFCs. (The reference servers are held away from `harness.client` by the
row `fixtures` above.)"""

WIRING = ("harness/plugin", "regrace/cli", "regrace/check_command")
"""The only places that know `harness` and `results` at once."""

THIRD_PARTY: dict[str, frozenset[str]] = {
    "xdr_defs": frozenset({"xdrlib3", "lark"}),
    "harness": frozenset({"pytest", "_pytest", "xdist", "paramiko"}),
    "fixtures": frozenset({"paramiko", "cryptography"}),
    "suite": frozenset({"pytest"}),
    "results": frozenset({"jinja2"}),
}
"""Room, and what it may import that neither we nor Python bring."""


@dataclass(frozen=True, slots=True)
class Import:
    """One import of one file: the module that it names, as an absolute name."""

    path: Path
    line: int
    module: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.module}"


def dotted_name(path: Path) -> tuple[str, ...]:
    """The package that relative imports of this file start from."""
    relative = path.relative_to(ROOT).with_suffix("").parts
    absolute = relative if relative[0] == "regrace" else ("regrace", *relative)
    return absolute[:-1]


def imports_of(path: Path) -> Iterator[Import]:
    """Every import of a file, also inside functions and under TYPE_CHECKING: an arrow is an arrow."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(path, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            package = dotted_name(path)
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            # `from regrace import results` names the room in its alias.
            for alias in node.names:
                yield Import(path, node.lineno, f"{module}.{alias.name}" if module == "regrace" else module)


def sources(folder: str) -> list[Path]:
    """The Python files of a folder of the checkout."""
    return sorted((ROOT / folder).rglob("*.py"))


def within(module: str, packages: tuple[str, ...]) -> bool:
    """Whether the module is one of these packages or lies in one of them."""
    return any(module == package or module.startswith(package + ".") for package in packages)


def is_wiring(path: Path) -> bool:
    """Whether this file is one of the two that may know both sides."""
    where = path.relative_to(ROOT).with_suffix("").as_posix()
    return any(where == place or where.startswith(place + "/") for place in WIRING)


def broken_arrows(folder: str, allowed: tuple[str, ...]) -> list[str]:
    """The imports of ours in this folder that the table does not allow."""
    return [
        str(found)
        for path in sources(folder)
        if not is_wiring(path)
        for found in imports_of(path)
        if found.module.split(".")[0] == "regrace"
        and found.module != "regrace.__version__"
        and not within(found.module, allowed + LEAVES)
    ]


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_what_lies_below_it(room: str) -> None:
    assert broken_arrows(room, ROOMS[room]) == []


@pytest.mark.parametrize("room", sorted(INNER))
def test_an_inner_room_keeps_to_less(room: str) -> None:
    assert sources(room), f"{room} is empty: the rule would hold of nothing"
    assert broken_arrows(room, INNER[room]) == []


def test_leaves_import_nothing_of_ours() -> None:
    for leaf in LEAVES:
        path = ROOT / Path(*leaf.split(".")).with_suffix(".py")
        assert [str(i) for i in imports_of(path) if i.module.split(".")[0] == "regrace"] == []


def test_nothing_imports_a_room_by_its_bare_name() -> None:
    """`fixtures`, `harness` and `results` are distributions of other people on PyPI."""
    folders = [*ROOMS, "tests", "benchmarks"]
    bare = [
        str(found)
        for folder in folders
        for path in sources(folder)
        for found in imports_of(path)
        if found.module.split(".")[0] in ROOMS
    ]
    assert bare == []


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_brings_no_dependency_that_the_table_does_not_name(room: str) -> None:
    known = sys.stdlib_module_names | {"regrace", "__future__"} | THIRD_PARTY[room]
    found = [each for path in sources(room) for each in imports_of(path)]
    assert [str(each) for each in found if each.module.split(".")[0] not in known] == []


def test_third_party_imports_are_declared_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = " ".join([*project["dependencies"], *project["optional-dependencies"]["dev"]])
    distribution = {"xdist": "pytest-xdist", "_pytest": "pytest"}
    for names in THIRD_PARTY.values():
        for name in names:
            assert distribution.get(name, name) in declared


def test_the_rules_see_a_broken_arrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: each way to write an import upwards is found."""
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "suite").mkdir()
    (tmp_path / "suite" / "bad.py").write_text(
        "import regrace.fixtures.reference\n"
        "from regrace import results\n"
        "from ..fixtures import knfsd\n"
        "def later():\n"
        "    from regrace.results.record import CaseRecord\n"
        "from regrace.harness.judge import Blocked\n"
    )
    found = broken_arrows("suite", ROOMS["suite"])
    assert [line.split(" imports ")[1] for line in found] == [
        "regrace.fixtures.reference",
        "regrace.results",
        "regrace.fixtures",
        "regrace.results.record",
    ]
