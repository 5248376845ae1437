"""Which of Debian's kernels is taken; no package is fetched here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from regrace.fixtures import debian
from regrace.fixtures.debian import Apt
from regrace.fixtures.knfsd.packages import SOURCES, _newest
from regrace.harness.rig.node import RigError

KNOWN = {
    "linux-image-6.1.0-9-cloud-amd64": "6.1.38-4",
    "linux-image-6.1.0-56-cloud-amd64": "6.1.192-2",
    "linux-image-6.12.117+deb12-cloud-amd64": "6.12.117-1~deb12u1",
    "linux-image-7.3.4+deb13-cloud-amd64": "7.3.4-1~bpo13+1",
    "linux-image-6.1.0-57-cloud-arm64": "6.1.193-1",
    "linux-image-6.12-cloud-amd64": "6.12.117-1~deb12u1",
}


class Lists(Apt):
    """Debian's lists, without Debian."""

    def versions(self, names: Sequence[str]) -> dict[str, str]:
        return {name: KNOWN[name] for name in names}


@pytest.mark.parametrize(
    ("asked", "stem"),
    [
        ("6.1", "6.1.0-56-cloud-amd64"),
        ("6.1.38", "6.1.0-9-cloud-amd64"),
        ("7.3", "7.3.4+deb13-cloud-amd64"),
        ("7.3.4", "7.3.4+deb13-cloud-amd64"),
    ],
)
def test_the_newest_of_the_version_that_was_asked_for(tmp_path: Path, asked: str, stem: str) -> None:
    assert _newest(asked, set(KNOWN), Lists(tmp_path, SOURCES)) == stem


def test_a_metapackage_is_not_a_kernel(tmp_path: Path) -> None:
    assert _newest("6.12", set(KNOWN), Lists(tmp_path, SOURCES)) == "6.12.117+deb12-cloud-amd64"


def test_what_debian_has_not_is_said_with_what_it_has(tmp_path: Path) -> None:
    with pytest.raises(RigError, match=r"no Linux 5\.10 for us; it has 6\.1, 6\.12, 7\.3"):
        _newest("5.10", set(KNOWN), Lists(tmp_path, SOURCES))


def test_a_mirror_that_does_not_answer_is_named_as_apt_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = (("http://127.0.0.1:9/debian", "bookworm"),)
    monkeypatch.setattr(debian, "PATIENCE", {"Acquire::Retries": "0", "Acquire::http::Proxy": "DIRECT"})
    monkeypatch.setattr(debian, "KEYRING", tmp_path)  # whatever machine this test is on
    with pytest.raises(RigError) as refused:
        Apt(tmp_path, nobody).update()
    assert "deb http://127.0.0.1:9/debian bookworm main" in str(refused.value)
    assert "refused" in str(refused.value)


@pytest.mark.parametrize(("trouble", "fetched"), [(1, True), (2, False)])
def test_packages_that_a_mirror_has_no_more_are_asked_for_by_new_lists_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: int, *, fetched: bool
) -> None:
    said: list[str] = []

    def mirror(words: Sequence[str], cwd: Path | None = None) -> str:
        said.append("update" if words[-1] == "update" else "download")
        if said.count("download") <= trouble and said[-1] == "download":
            raise RigError("apt-get download: 404  Not Found")
        return ""

    monkeypatch.setattr(debian, "command", mirror)
    monkeypatch.setattr(debian, "KEYRING", tmp_path)
    apt = Apt(tmp_path, SOURCES)
    if fetched:
        apt.fetch(["linux-image"], tmp_path)
    else:
        with pytest.raises(RigError, match=r"404.*\n.*http_proxy"):
            apt.fetch(["linux-image"], tmp_path)
    assert said == ["download", "update", "download"]
