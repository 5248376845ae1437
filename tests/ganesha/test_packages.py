"""Which of Debian's Ganeshas is taken, and how one that was unpacked is started; no package is fetched here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from regrace.fixtures import debian
from regrace.fixtures.debian import Apt
from regrace.fixtures.ganesha.packages import _suite, debian_ganesha, unpacked
from regrace.harness.rig.node import RigError

HAS = {"bookworm": "4.3-2", "trixie": "6.5-5", "trixie-backports": "9.14-1~bpo13+1", "sid": "15.2-3"}
MADISON = """\
nfs-ganesha |     15.2-3 | http://deb.debian.org/debian sid/main amd64 Packages
nfs-ganesha | 9.14-1~bpo13+1 | http://deb.debian.org/debian trixie-backports/main amd64 Packages
nfs-ganesha |      6.5-5 | http://deb.debian.org/debian trixie/main amd64 Packages
nfs-ganesha |      4.3-2 | http://deb.debian.org/debian bookworm/main amd64 Packages
"""


@pytest.mark.parametrize(
    ("asked", "suite"),
    [("6.5", "trixie"), ("6", "trixie"), ("9.14", "trixie-backports"), ("15", "sid"), ("4.3", "bookworm")],
)
def test_the_suite_that_has_the_version(asked: str, suite: str) -> None:
    assert _suite(asked, HAS) == suite


@pytest.mark.parametrize("asked", ["1", "9.1", "7.0"])
def test_numbers_are_compared_and_not_texts(asked: str) -> None:
    with pytest.raises(RigError, match=r"Debian has no NFS-Ganesha .* for us; it has 4\.3, 6\.5, 9\.14, 15\.2$"):
        _suite(asked, HAS)


def test_what_the_suites_have_is_read_from_apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "command", lambda words, cwd=None: MADISON)
    assert Apt(tmp_path, (("http://archive", "sid"),)).suites("nfs-ganesha") == HAS


def test_libraries_come_from_the_suite_and_from_what_it_is_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The C library of another suite would do too, but then a folder held what no Debian ever had."""
    monkeypatch.setattr(debian, "command", lambda words, cwd=None: "")
    apt = Apt(tmp_path, tuple(("http://archive", suite) for suite in HAS))
    apt.fetch_closure(["nfs-ganesha"], "trixie-backports")
    pinned = {line for line in (tmp_path / "preferences").read_text().splitlines() if line.startswith("Pin: ")}
    assert pinned == {"Pin: release n=bookworm", "Pin: release n=sid"}


def test_without_debian_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(words: list[str], cwd: Path | None = None) -> str:
        raise RigError("apt-get update: Could not resolve 'deb.debian.org'")

    monkeypatch.setattr(debian, "command", no_network)
    monkeypatch.setattr(debian, "KEYRING", tmp_path)  # whatever machine this test is on
    with pytest.raises(RigError) as refused:
        debian_ganesha("6.5", tmp_path)
    for word in ("resolve", "deb http://deb.debian.org/debian trixie-backports main", "http_proxy", "without --option"):
        assert word in str(refused.value)
    assert not (tmp_path / "6.5").exists(), "what is not whole is not kept"


def test_a_version_is_numbers(tmp_path: Path) -> None:
    with pytest.raises(RigError, match=r"as 6\.5, not '\.\./6'"):
        debian_ganesha("../6", tmp_path)


def test_a_folder_starts_by_its_own_loader_and_libraries(tmp_path: Path) -> None:
    loader = tmp_path / "usr/lib64/ld-linux-x86-64.so.2"
    plugins = tmp_path / "usr/lib/x86_64-linux-gnu/ganesha"
    program = tmp_path / "usr/bin/ganesha.nfsd"
    for file in (loader, plugins.parent / "libc.so.6", plugins / "libfsalproxy_v4.so", program):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    # In the loader's stead, what says which libraries and which program it was given.
    loader.write_text('#!/bin/sh\necho "NFS-Ganesha Release = V6.5" && echo "$2 $5" > "$0.asked"\n')
    loader.chmod(0o755)
    ganesha = unpacked(tmp_path)
    assert (ganesha.version, ganesha.plugins) == ((6, 5), plugins)
    libraries, started = Path(f"{loader}.asked").read_text().split()
    assert libraries.split(":") == [str(plugins.parent), str(tmp_path / "usr/lib/ganesha"), str(plugins)]
    assert started == str(program)


def test_a_damaged_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RigError, match=f"{tmp_path} holds no .*; delete it, and it is fetched anew"):
        unpacked(tmp_path)


@pytest.mark.skipif("REGRACE_FETCH" not in os.environ, reason="fetches 100 MB from Debian: REGRACE_FETCH=1")
@pytest.mark.parametrize("asked", ["6", "9", "15"])
def test_debians_own_packages_start(asked: str, tmp_path: Path) -> None:
    assert debian_ganesha(asked, tmp_path).version[0] == int(asked)
