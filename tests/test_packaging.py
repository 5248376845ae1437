"""What a user gets: a checkout whose five rooms answer to `regrace.*`, and a wheel that has all of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("xdr_defs", "harness", "fixtures", "suite", "results")
DATA_SUFFIXES = frozenset({".x", ".toml", ".j2", ".html", ".css", ".js", ".svg", ".json", ".typed", ".conf"})
"""Files beside the sources that the code reads at run time (or that a reader of the wheel wants: `.x`)."""
LEFT_OUT = ("results/runs", "results/published")
"""What runs have left: a checkout's own, and what its tables are made of, which no run reads."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of this checkout, which has seen a run; built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    left = ROOT / "results" / "runs" / "of-a-test"
    left.mkdir(parents=True, exist_ok=True)
    (left / "run.json").write_text("{}")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    try:
        done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    finally:
        shutil.rmtree(left)
    assert done.returncode == 0, done.stderr
    (found,) = folder.glob("*.whl")
    return zipfile.ZipFile(found)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_linked_into_the_package(room: str) -> None:
    link = ROOT / "regrace" / room
    assert link.is_symlink()
    assert link.readlink() == Path("..") / room, "the link is relative, so that a moved checkout still works"
    assert link.resolve() == ROOT / room


def test_every_module_of_the_checkout_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    missing = [
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if f"regrace/{path.relative_to(ROOT).as_posix()}" not in names
    ]
    assert missing == []


def test_every_data_file_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    data = [
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in DATA_SUFFIXES and not any(path.is_relative_to(ROOT / left_out) for left_out in LEFT_OUT)
    ]
    assert {Path(name).suffix for name in data} >= {".x", ".toml"}
    assert [name for name in data if f"regrace/{name}" not in names] == []
    assert "regrace/py.typed" in names


def test_the_wheel_has_one_top_level_name(wheel: zipfile.ZipFile) -> None:
    """`harness`, `fixtures` and `results` belong to others on PyPI: we must not land on their names."""
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"regrace"}
    unwanted = ("__pycache__", *(f"regrace/{left_out}/" for left_out in LEFT_OUT))
    assert [name for name in wheel.namelist() if any(part in name for part in unwanted)] == []


def test_the_wheel_declares_its_doors(wheel: zipfile.ZipFile) -> None:
    (entry,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    doors = wheel.read(entry).decode()
    for door in ("regrace = regrace.cli:main", "[pytest11]", "[regrace.rigs]", "reference = ", "ganesha = ", "lab = "):
        assert door in doors


def test_the_wheel_does_not_need_what_only_developers_need(wheel: zipfile.ZipFile) -> None:
    (metadata,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    needs = Parser().parsestr(wheel.read(metadata).decode()).get_all("Requires-Dist") or []
    always = {re.split(r"[<>=;\s]", need)[0] for need in needs if "extra ==" not in need}
    assert always == {"pytest", "pytest-xdist", "paramiko", "cryptography", "xdrlib3", "jinja2"}


def test_the_wheel_answers_to_regrace_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Unpacked into an empty folder, every room is there by its full name and none by its bare name."""
    wheel.extractall(tmp_path)
    probe = "\n".join(
        [
            "import importlib.util as u, sys",
            f"sys.path[:0] = [{str(tmp_path)!r}]",
            f"sys.path[:] = [p for p in sys.path if p not in ('', {str(ROOT)!r})]",
            f"rooms = {ROOMS!r}",
            "print([r for r in rooms if u.find_spec('regrace.' + r) is None])",
            "bare = {r: str(s.origin) for r in rooms if (s := u.find_spec(r))}",
            f"print([r for r, where in bare.items() if where.startswith({str(tmp_path)!r})])",
            "import regrace; print(regrace.__file__)",
        ]
    )
    asked = [sys.executable, "-I", "-c", probe]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    missing, bare, where = done.stdout.splitlines()
    assert (missing, bare) == ("[]", "[]")
    assert Path(where).is_relative_to(tmp_path)
