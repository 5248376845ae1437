"""A running rig as data: what the supervisor hands to a worker, and what a rig file says. JSON-able."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class NfsEndpoint:
    """Where a node serves NFS. `path` leads from the pseudo root to the export (() is the root itself),
    `workdir` from there to where the suite may make directories of its own."""

    host: str
    port: int
    path: tuple[str, ...] = ()
    workdir: tuple[str, ...] = ()
    uid: int = 0
    gid: int = 0
    minor_versions: tuple[int, ...] = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class SshEndpoint:
    """Where a node takes orders. `host_key` is an authorized_keys-style line ("ssh-ed25519 AAAA..."); it is
    verified. Without a `key_file` the SSH agent and the user's own keys are tried."""

    host: str
    port: int
    user: str
    key_file: str
    host_key: str
    proxy: tuple[str, ...] = ()
    """Words of a command whose stdin and stdout lead to the SSH server (a jump host); () to connect directly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeDescription:
    """One node. `dialect` names the set of commands that its SSH server understands, unless `orders` brings one
    that was made of an inventory (`harness.rig.dialects.made`)."""

    name: str
    role: str
    nfs: NfsEndpoint
    ssh: SshEndpoint | None
    dialect: str
    product: str
    version: str
    claims: tuple[str, ...] = ()
    orders: Mapping[str, Any] = field(default_factory=dict)
    keeps_s: float | None = None
    """For how long it may keep, beyond a lease, what a client had that is gone (absence limit and reclaim cap
    together), in seconds; None if nobody knows."""
    spare: bool = False
    """It serves nothing but virtual IPs, and may be down until they are wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VipDescription:
    """A virtual IP: one address, served by one re-export node of a pair at a time."""

    name: str
    """"V1"; cases and histories call the service so."""
    link: str
    """By which clients reach it: "E-V1"."""
    home: str
    """The node that has it to begin with."""
    nfs: NfsEndpoint
    doors: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Node -> where it serves this address, if the address is played by the tap, which is aimed there; a node that
    moves a real address has none."""
    back_links: Mapping[str, str] = field(default_factory=dict)
    """Node -> its link to the origin for this address alone: "V1A-O"."""
    behind: str = "origin"
    """Whose client it is: the origin, or the re-export server if it is the outer end of a chain (`rig/chain.py`)."""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDescription:
    """One link, named from caller to server: "E-R", "D-O", "R-O". `host`/`port` is where the caller connects:
    the tap's listening end where the link has a tap, else the server itself."""

    name: str
    host: str
    port: int
    tapped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RigDescription:
    """A rig that is up."""

    name: str
    provider: str
    strategy: str | None
    origin_kind: str | None
    nodes: tuple[NodeDescription, ...]
    links: tuple[LinkDescription, ...]
    vips: tuple[VipDescription, ...] = ()
    tap: tuple[str, int] | None = None
    """Control address of the tap process, if the rig has one."""
    tap_token: str = ""
    """The secret of the run that opens it."""
    log_folder: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def label(self) -> str:
        """What is compared between runs: the same for every worker's rig of one kind ("reference:retain")."""
        return f"{self.provider}:{self.strategy}" if self.strategy else self.provider

    def node(self, name: str) -> NodeDescription:
        """The node of that name; KeyError if there is none."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise KeyError(f"rig {self.name!r} has no node {name!r}; it has {[n.name for n in self.nodes]}")

    def link(self, name: str) -> LinkDescription:
        """The link of that name; KeyError if there is none."""
        for link in self.links:
            if link.name == name:
                return link
        raise KeyError(f"rig {self.name!r} has no link {name!r}; it has {[k.name for k in self.links]}")

    def to_json(self) -> dict[str, Any]:
        """Plain data for the wire between supervisor and worker."""
        return asdict(self)

    def public(self) -> dict[str, Any]:
        """As `to_json`, for a run's record: without secrets and without the places where they lie."""
        data = self.to_json()
        del data["tap_token"], data["tap"], data["log_folder"]
        for node in data["nodes"]:
            del node["ssh"], node["orders"]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> RigDescription:
        """The inverse of `to_json`; raises TypeError or KeyError on other data."""
        nodes = tuple(
            NodeDescription(
                **{
                    **node,
                    "nfs": _nfs_from_json(node["nfs"]),
                    "ssh": _ssh_from_json(node["ssh"]) if node["ssh"] else None,
                    "claims": tuple(node["claims"]),
                }
            )
            for node in data["nodes"]
        )
        links = tuple(LinkDescription(**link) for link in data["links"])
        vips = tuple(
            VipDescription(
                **{
                    **vip,
                    "nfs": _nfs_from_json(vip["nfs"]),
                    "doors": {node: (str(host), int(port)) for node, (host, port) in vip["doors"].items()},
                    "claims": tuple(vip["claims"]),
                }
            )
            for vip in data["vips"]
        )
        tap = tuple(data["tap"]) if data["tap"] else None
        return cls(**{**data, "nodes": nodes, "links": links, "vips": vips, "tap": tap, "notes": tuple(data["notes"])})


def _nfs_from_json(data: dict[str, Any]) -> NfsEndpoint:
    lists = ("path", "workdir", "minor_versions")
    return NfsEndpoint(**{**data, **{name: tuple(data[name]) for name in lists}})


def _ssh_from_json(data: dict[str, Any]) -> SshEndpoint:
    return SshEndpoint(**{**data, "proxy": tuple(data.get("proxy", ()))})
