"""A lab that is played on this machine: hosts are network namespaces with an OpenSSH server and an NFS-Ganesha.

Unlike the hosts of the ganesha rig they know nothing of us: real sshd, real nft, a `systemctl` on their PATH (the
only part that is made of cardboard), and a network of their own between the two. Needs root.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from regrace.fixtures.ganesha.config import Fsal, GaneshaConfig, Proxy
from regrace.fixtures.ganesha.files import choose_files
from regrace.fixtures.ganesha.installed import find_ganesha
from regrace.fixtures.ganesha.plot import Plot, Site, claim_plot
from regrace.fixtures.process_node.keys import make_key

LEASE_S = 6
"""Below that the proxy floods its origin with SEQUENCE, some thousand a second (docs/ganesha.md, section 7)."""
SWITCH_S = 60
"""As in a true lab. Where a test waits for it, it says a shorter one: `switched`."""
O_ADDRESS, R_ADDRESS = "192.0.2.1", "192.0.2.2"
"""Of the link between the two, which passes nobody else (TEST-NET-1; the same in every plot)."""
SYSTEMCTL = Path(__file__).with_name("systemctl.sh")


@dataclass(kw_only=True)
class PlayedHost:
    """One namespace."""

    name: str
    site: Site
    home: Path
    login: Path
    host_key: str
    peer: str
    sshd: int
    """Its process."""
    more: dict[str, str] = field(default_factory=dict)
    """Keys of the inventory that a test adds or changes, in TOML."""

    @property
    def marker(self) -> Path:
        """Without it nothing is broken here."""
        return self.home / "may-break"

    @property
    def folder(self) -> Path:
        """Where leases and switches are."""
        return self.home / "run"

    def table(self, rig: str) -> str:
        """Its part of the inventory."""
        said = {
            "ssh": f'"{self.site.address}"',
            "user": '"root"',
            "key": f'"{self.login}"',
            "host_key": f'"{self.host_key}"',
            "nfs": f'"{self.site.address}:2049"',
            "peer": f'"{self.peer}:2049"',
            "path": '"/export"',
            "dialect": '"ganesha-systemd"',
            "claims": '["locks"]',
            "version": f'"{find_ganesha((), namespaces=False).version_text}"',
            "marker": f'"{self.marker}"',
            "folder": f'"{self.folder}"',
            "switch_s": str(SWITCH_S),
            **self.more,
        }
        lines = "".join(f"{key} = {value}\n" for key, value in said.items() if value)
        return f"[rigs.{rig}.{self.name}]\n{lines}"

    def run(self, *argv: str) -> str:
        """A command there; its output."""
        words = ["ip", "netns", "exec", self.site.name, *argv]
        return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout

    def table_of_faults(self) -> str:
        """What nft holds of ours; "" if nothing."""
        words = ["ip", "netns", "exec", self.site.name, "nft", "list", "ruleset"]
        return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout

    def take_away(self, program: str) -> None:
        """The host has no such program any more; the others keep theirs: its SSH server sees mounts of its own."""
        words = ["nsenter", "-t", str(self.sshd), "-m", "mount", "--bind", "/dev/null", program]
        subprocess.run(words, capture_output=True, check=True, timeout=60)

    def systemctl(self, *words: str) -> str:
        """As root would there."""
        environment = {**os.environ, "PLAY_HOME": str(self.home)}
        argv = ["ip", "netns", "exec", self.site.name, str(SYSTEMCTL), *words]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False, env=environment)
        return done.stdout.strip()

    @property
    def pid(self) -> int:
        """Of the server; 0 if it is down."""
        return int(self.systemctl("show", "-p", "MainPID", "--value", "x"))

    def is_paused(self) -> bool:
        """Whether the server is stopped by a signal."""
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


class PlayedRig:
    """An origin and a re-export server."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._undo = ExitStack()
        folder.mkdir(parents=True)
        self._plot: Plot = claim_plot(folder)
        self._undo.callback(self._plot.release)
        self._undo.callback(self._plot.clear)
        try:
            self._build(folder)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End everything."""
        self._undo.close()

    def table(self) -> str:
        """Its part of the inventory."""
        return self.origin.table(self.name) + self.reexport.table(self.name)

    def _build(self, folder: Path) -> None:
        self._plot.build()
        o, r = self._plot.sites
        _run("ip", "-netns", o.name, "link", "add", "peer0", "type", "veth", "peer", "name", "peer0", "netns", r.name)
        for site, address in ((o, O_ADDRESS), (r, R_ADDRESS)):
            _run("ip", "-netns", site.name, "address", "add", f"{address}/30", "dev", "peer0")
            _run("ip", "-netns", site.name, "link", "set", "peer0", "up")
        login = folder / "login"
        public = make_key(login)
        files = choose_files(folder, self._plot.shared_folder)
        files.make()
        self.origin = self._host(folder, "origin", o, login, public, O_ADDRESS, files.fsal)
        self.reexport = self._host(folder, "reexport", r, login, public, R_ADDRESS, Proxy((O_ADDRESS, 2049)))
        self.hosts = (self.origin, self.reexport)
        for host in self.hosts:
            _await_port(host.site.address, 22)
            host.systemctl("start", "x")
            _await_port(host.site.address, 2049)

    def _host(
        self, folder: Path, name: str, site: Site, login: Path, public: str, address: str, fsal: Fsal
    ) -> PlayedHost:
        home = folder / name
        (home / "recovery").mkdir(parents=True)
        (home / "bin").mkdir()
        shutil.copy(SYSTEMCTL, home / "bin" / "systemctl")
        (home / "restart").write_text("no\n")
        (home / "authorized_keys").write_text(public + "\n")
        (home / "may-break").touch()
        ganesha = find_ganesha(("vfs", "mem", "proxy_v4"), namespaces=True)
        config = GaneshaConfig(
            name=site.name,
            address=("0.0.0.0", 2049),
            fsal=fsal,
            plugins=ganesha.plugins,
            recovery_root=home / "recovery",
            lease_s=LEASE_S,
            grace_s=LEASE_S,
            version=ganesha.version,
        )
        (home / "ganesha.conf").write_text(config.render())
        (home / "command").write_text(
            "export DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent\n"
            f"exec {shlex.join(ganesha.argv)} -F -f {home}/ganesha.conf -L STDERR -p {home}/ganesha.pid\n"
        )
        host_key = make_key(home / "host_key")
        # SHLVL: else bash, when an SSH server starts it, runs what root of this machine has in .bashrc, which may wait.
        (home / "sshd_config").write_text(
            f"ListenAddress {site.address}\nListenAddress {address}\nPort 22\nHostKey {home}/host_key\nPidFile none\n"
            f"AuthorizedKeysFile {home}/authorized_keys\nUsePAM no\nStrictModes no\nPasswordAuthentication no\n"
            f"SetEnv PATH={home}/bin:/usr/sbin:/usr/bin:/sbin:/bin PLAY_HOME={home} SHLVL=2\n"
        )
        Path("/run/sshd").mkdir(exist_ok=True)
        with (home / "sshd.log").open("ab") as log:
            sshd = subprocess.Popen(
                site.command("/usr/sbin/sshd", "-D", "-e", "-f", str(home / "sshd_config")),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._undo.callback(_end, sshd)
        return PlayedHost(name=name, site=site, home=home, login=login, host_key=host_key, peer=address, sshd=sshd.pid)


def switched(path: Path, rig: PlayedRig, switch_s: int) -> Path:
    """Write the inventory of that rig with another dead man's switch on both hosts."""
    for host in rig.hosts:
        host.more["switch_s"] = str(switch_s)
    return inventory(path, rig)


def inventory(path: Path, *rigs: PlayedRig) -> Path:
    """Write the inventory of these rigs."""
    path.write_text("\n".join(rig.table() for rig in rigs))
    return path


def _run(*argv: str) -> None:
    subprocess.run(argv, check=True, capture_output=True, timeout=60)


def _await_port(host: str, port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            socket.create_connection((host, port), 0.2).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(60)
