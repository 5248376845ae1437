"""What is known of a kernel before it is booted."""

from __future__ import annotations

from pathlib import Path

import pytest

from regrace.fixtures.knfsd.image import _closure
from regrace.fixtures.knfsd.kernel import NEEDED, Kernel, read_banner
from regrace.fixtures.knfsd.packages import debian_kernel
from regrace.fixtures.knfsd.settings import Settings
from regrace.harness.rig.node import RigError

DEBIAN = "6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org) #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)"


def image(folder: Path, banner: str = DEBIAN) -> Path:
    """A file with the head of a boot image and nothing behind it."""
    head = bytearray(0x1000)
    head[0x202:0x206] = b"HdrS"
    head[0x20E:0x210] = (0x600).to_bytes(2, "little")  # counted from 0x200
    head[0x800 : 0x800 + len(banner)] = banner.encode()
    path = folder / "bzImage"
    path.write_bytes(head)
    return path


def modules(folder: Path, release: str) -> Path:
    """A folder as `make modules_install` leaves it."""
    home = folder / "lib/modules" / release
    home.mkdir(parents=True)
    (home / "modules.order").touch()
    return home


def config(folder: Path, *without: str, value: str = "y") -> Path:
    path = folder / "config"
    path.write_text("".join(f"CONFIG_{symbol}={value}\n" for symbol in NEEDED if symbol not in without))
    return path


def test_a_debian_kernel_is_called_by_its_true_version(tmp_path: Path) -> None:
    kernel = Kernel.of(image(tmp_path), modules(tmp_path, "6.1.0-56-cloud-amd64"))
    assert (kernel.release, kernel.version) == ("6.1.0-56-cloud-amd64", "6.1.192")


def test_a_kernel_of_ones_own_is_called_by_its_release(tmp_path: Path) -> None:
    kernel = Kernel.of(image(tmp_path, "7.4.0-rc2+ (me@here) #7 SMP"), None)
    assert (kernel.release, kernel.version) == ("7.4.0-rc2+", "7.4.0")


def test_the_modules_may_be_given_by_the_root_of_their_installation(tmp_path: Path) -> None:
    home = modules(tmp_path, "6.1.0-56-cloud-amd64")
    assert Kernel.of(image(tmp_path), tmp_path).modules == home
    assert Kernel.of(image(tmp_path), home).modules == home


def test_modules_of_another_kernel_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RigError, match=r"holds no modules of 6\.1\.0-56"):
        Kernel.of(image(tmp_path), modules(tmp_path, "6.1.0-57-cloud-amd64"))


@pytest.mark.parametrize("content", [b"", b"\x7fELF" + bytes(4096), bytes(0x1000)])
def test_a_file_that_is_no_kernel_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vmlinux").write_bytes(content)
    with pytest.raises(RigError, match="no x86 boot image"):
        read_banner(tmp_path / "vmlinux")


def test_an_image_without_a_banner_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RigError, match="does not say which kernel"):
        read_banner(image(tmp_path, ""))


def test_every_missing_symbol_is_named_with_its_purpose(tmp_path: Path) -> None:
    kernel = Kernel.of(image(tmp_path), None, config(tmp_path, "NFSD_V4", "VIRTIO_NET"))
    assert kernel.missing() == [
        "CONFIG_VIRTIO_NET is not set (its network)",
        "CONFIG_NFSD_V4 is not set (the server)",
    ]


def test_a_symbol_that_is_a_module_needs_modules(tmp_path: Path) -> None:
    told = config(tmp_path, value="m")
    without = Kernel.of(image(tmp_path), None, told).missing()
    assert len(without) == len(NEEDED)
    assert all("give --modules" in line for line in without)
    assert Kernel.of(image(tmp_path), modules(tmp_path, "6.1.0-56-cloud-amd64"), told).missing() == []


def test_the_configuration_of_a_build_tree_is_found(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("CONFIG_NFSD=y\n")
    boot = tmp_path / "arch/x86/boot"
    boot.mkdir(parents=True)
    assert Kernel.of(image(boot), None).config == tmp_path / ".config"


def test_modules_come_with_all_they_depend_on() -> None:
    text = (
        "kernel/fs/nfsd/nfsd.ko.xz: kernel/net/sunrpc/sunrpc.ko.xz kernel/fs/lockd/lockd.ko.xz\n"
        "kernel/net/sunrpc/sunrpc.ko.xz:\nkernel/fs/lockd/lockd.ko.xz:\nkernel/drivers/net/virtio-net.ko:\n"
        "kernel/fs/btrfs/btrfs.ko.xz: kernel/lib/raid6/raid6_pq.ko.xz\n"
    )
    assert [Path(name).name.partition(".")[0] for name in _closure(text)] == ["virtio-net", "lockd", "nfsd", "sunrpc"]


@pytest.mark.parametrize("asked", ["six", "6", "6.1-rc3", "../6.1"])
def test_what_is_no_version_is_refused_before_anything_is_fetched(tmp_path: Path, asked: str) -> None:
    with pytest.raises(RigError, match="takes a version"):
        debian_kernel(asked, tmp_path)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"lease_s": "9"}, "from 10"),
        ({"lease_s": "10.5"}, "whole seconds"),
        ({"lease_s": "soon"}, "a number"),
        ({"strategy": "retain"}, "no strategy"),
        ({"colour": "red"}, "does not know"),
        ({"nodes": "4"}, "nodes is one of 2, 3"),
        ({"link": "string"}, "link is one of tap, direct"),
        ({"modules": "/tmp"}, "kernel of your own"),
        ({"kernel": "/no/such/bzImage"}, "there is no"),
    ],
)
def test_options_that_this_rig_can_not_serve_are_refused(options: dict[str, str], words: str) -> None:
    with pytest.raises(RigError, match=words):
        Settings.read(options)


def test_by_default_the_lease_is_the_shortest_that_knfsd_takes() -> None:
    settings = Settings.read({})
    assert (settings.kernel, settings.lease_s, settings.grace_s, settings.own_kernel) == ("6.1", 10, 10, None)
