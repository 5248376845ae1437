"""The configuration that a Ganesha is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from regrace.fixtures.ganesha.config import Fsal, GaneshaConfig, Memory, Proxy, Vfs


def config(
    fsal: Fsal, *, lease_s: int = 3, grace_s: int = 4, version: tuple[int, ...] = (4, 3)
) -> GaneshaConfig:
    return GaneshaConfig(
        name="rg7o",
        address=("198.18.0.58", 2049),
        fsal=fsal,
        plugins=Path("/usr/lib/ganesha"),
        recovery_root=Path("/rig/origin/recovery"),
        lease_s=lease_s,
        grace_s=grace_s,
        version=version,
    )


def blocks(text: str) -> dict[str, str]:
    """Top-level blocks by name; nested ones stay inside."""
    found: dict[str, str] = {}
    depth, start, name = 0, 0, ""
    code = "\n".join(line.partition("#")[0] for line in text.splitlines())
    for position, char in enumerate(code):
        if char == "{":
            if depth == 0:
                name, start = code[start:position].strip(), position + 1
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                found[name], start = code[start:position], position + 1
    assert depth == 0
    return found


@pytest.mark.parametrize(
    ("fsal", "says"),
    [
        (Vfs(Path("/rig/data")), 'Path = "/rig/data"'),
        (Memory(), "Name = MEM;"),
        (Proxy(("198.18.0.61", 7001)), "Srv_Addr = 198.18.0.61; NFS_Port = 7001;"),
    ],
)
def test_every_node_serves_one_export_over_nfsv4_alone(fsal: Fsal, says: str) -> None:
    told = blocks(config(fsal).render())
    assert says in told["EXPORT"]
    assert 'Pseudo = "/export"' in told["EXPORT"]
    assert "Protocols = 4; NFS_Port = 2049; Bind_addr = 198.18.0.58;" in told["NFS_CORE_PARAM"]
    assert "Lease_Lifetime = 3; Grace_Period = 4;" in told["NFSv4"]


def test_two_nodes_never_announce_one_server() -> None:
    """RFC 8881 §2.10.4: clients may join sessions of servers that announce the same owner and scope."""
    assert 'Server_Owner = "rg7o"; Server_Scope = "rg7o";' in blocks(config(Memory()).render())["NFSv4"]


def test_files_in_memory_are_given_room() -> None:
    assert "Inode_Size" in blocks(config(Memory()).render())["MEM"]


def test_an_option_of_newer_versions_is_told_to_them_alone() -> None:
    assert "flusher" not in config(Memory()).render()
    assert "allow_set_io_flusher_fail = true;" in config(Memory(), version=(6, 5)).render()


@pytest.mark.parametrize(("lease_s", "grace_s"), [(1, 4), (5, 4), (3, 181)])
def test_times_that_ganesha_or_the_rfc_would_refuse_are_refused_first(lease_s: int, grace_s: int) -> None:
    with pytest.raises(ValueError, match="lease"):
        config(Memory(), lease_s=lease_s, grace_s=grace_s)
