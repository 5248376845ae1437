"""The archive, as another program reads it."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from regrace.fixtures.knfsd import cpio
from regrace.fixtures.knfsd.userland import find, need, remedy

pytestmark = pytest.mark.skipif(
    find("busybox") is None and "CI" not in os.environ, reason=f"no busybox: {remedy(['busybox'])}"
)


def unpacked(data: bytes, folder: Path) -> dict[str, Path]:
    """By busybox, in the folder; no root is needed for what has no device nodes."""
    subprocess.run(
        [str(need("busybox")), "cpio", "-i", "-d", "--quiet"], input=data, cwd=folder, check=True, capture_output=True
    )
    return {str(path.relative_to(folder)): path for path in folder.rglob("*")}


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    entries = [
        cpio.file("bin/tool", b"#!/bin/sh\n", mode=0o755),
        cpio.file("etc/odd", bytes(range(256)) * 3 + b"x"),
        cpio.file("etc/empty", b""),
        cpio.link("sbin", "bin"),
        cpio.folder("root", mode=0o700),
    ]
    found = unpacked(cpio.archive(entries), tmp_path)
    assert set(found) == {"bin", "bin/tool", "etc", "etc/odd", "etc/empty", "sbin", "root"}
    assert found["etc/odd"].read_bytes() == bytes(range(256)) * 3 + b"x"
    assert stat.S_IMODE(found["bin/tool"].stat().st_mode) == 0o755
    assert found["sbin"].readlink() == Path("bin")
    assert stat.S_IMODE(found["root"].stat().st_mode) == 0o700


def test_a_later_entry_replaces_an_earlier_one_of_its_path(tmp_path: Path) -> None:
    found = unpacked(cpio.archive([cpio.file("a", b"old"), cpio.file("/a", b"new")]), tmp_path)
    assert found["a"].read_bytes() == b"new"


def test_the_same_content_makes_the_same_bytes_in_any_order() -> None:
    one, two = cpio.file("a/b", b"1"), cpio.link("c", "a")
    assert cpio.archive([one, two]) == cpio.archive([two, one])


def test_archives_may_follow_one_another() -> None:
    for size in range(9):
        assert len(cpio.archive([cpio.file("a" * size + "a", b"x" * size)])) % 4 == 0
