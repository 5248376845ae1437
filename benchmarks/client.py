"""How many compounds a second the blocking client makes on one connection, beside a bare socket loop.

    python benchmarks/client.py                     starts NFS-Ganesha on loopback (apt package nfs-ganesha-vfs)
    python benchmarks/client.py --reference         starts the reference origin in a process of its own
    python benchmarks/client.py --server HOST:PORT  uses a server that runs already

Both sides make the same calls, SEQUENCE+PUTROOTFH+GETATTR: the client encodes, sends, waits, decodes and
checks each one; the bare loop replays bytes that were encoded beforehand, and looks at nothing but the record
mark. They take short turns, so that a busy machine is busy for both, and the quarter of the rounds that were
disturbed least decides. The target is half of the bare loop's rate.

The interpreter matters: one that was built without profile-guided optimisation (pyenv's default) runs the
client about a sixth slower than Debian's does, and the bare loop hardly so. The report says which one ran.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.identity import FORE_CHANNEL
from regrace.harness.protocol.records import frame
from regrace.harness.protocol.rpc import NFS4_PROGRAM, NFS4_VERSION, AuthSys, encode_call
from regrace.harness.rig.wall import WallWorld
from regrace.harness.rig.world import Address
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import bitmap

TARGET = 0.5
CALLS_A_ROUND = 300
CREDENTIAL = AuthSys(uid=0, gid=0)
GANESHA = """
NFS_CORE_PARAM {{ Protocols = 4; NFS_Port = {port}; Bind_addr = 127.0.0.1; Enable_NLM = false;
  Enable_RQUOTA = false; Enable_UDP = false; Plugins_Dir = "/usr/lib/x86_64-linux-gnu/ganesha";
  Dbus_Name_Prefix = "regracebench"; }}
NFSv4 {{ Minor_Versions = 1, 2; Lease_Lifetime = 60; Grace_Period = 4; RecoveryBackend = fs;
  RecoveryRoot = "{folder}/recovery"; Only_Numeric_Owners = true; }}
EXPORT {{ Export_Id = 1; Path = "{folder}/data"; Pseudo = "/export"; Access_Type = RW;
  Squash = No_Root_Squash; SecType = sys; Protocols = 4; Transports = TCP; FSAL {{ Name = VFS; }} }}
NFS_KRB5 {{ Active_krb5 = false; }}
LOG {{ Default_Log_Level = EVENT; }}
"""
CALL = (
    nfs4.nfs_argop4(nfs4.OP_PUTROOTFH),
    nfs4.nfs_argop4(nfs4.OP_GETATTR, nfs4.GETATTR4args(bitmap(nfs4.FATTR4_CHANGE, nfs4.FATTR4_SIZE))),
)


@contextlib.contextmanager
def ganesha() -> Iterator[Address]:
    """NFS-Ganesha on a free port of loopback."""
    with tempfile.TemporaryDirectory(prefix="regrace-bench-") as name, socket.socket() as probe:
        folder = Path(name)
        for part in ("data", "recovery"):
            (folder / part).mkdir()
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        configuration = folder / "ganesha.conf"
        configuration.write_text(GANESHA.format(port=port, folder=folder))
        command = ["ganesha.nfsd", "-F", "-f", configuration, "-L", folder / "log", "-p", folder / "pid"]
        try:
            server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except FileNotFoundError:
            sys.exit("ganesha.nfsd is not installed: apt-get install nfs-ganesha nfs-ganesha-vfs")
        try:
            yield ("127.0.0.1", port)
        finally:
            server.send_signal(signal.SIGKILL)
            server.wait()


@contextlib.contextmanager
def reference() -> Iterator[Address]:
    """The reference origin, a process of its own; it ends when its stdin is closed."""
    with tempfile.TemporaryDirectory(prefix="regrace-bench-") as name:
        folder = Path(name)
        (folder / "stable").mkdir()
        knobs = {"name": "origin", "lease_s": 60.0, "grace_s": 1.0}
        configuration = folder / "origin.json"
        configuration.write_text(json.dumps({"stable": str(folder / "stable"), "server": knobs}))
        command = [sys.executable, "-m", "regrace.fixtures.reference.origin", str(configuration)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as server:
            assert server.stdout is not None
            ready = json.loads(server.stdout.readline())
            yield ("127.0.0.1", ready["port"])
            assert server.stdin is not None
            server.stdin.close()
            server.wait(10)


def establish(world: WallWorld, address: Address, name: str) -> Client:
    """A client with a session; waits until the server is up."""
    client = Client(world, address, name=name, via="server", credential=CREDENTIAL, verifier=b"\0" * 8)
    deadline = world.now() + 10
    while True:
        try:
            client.connect()
            client.null(budget_s=1)
            break
        except ClientError:
            if world.now() > deadline:
                raise
            world.run_until(lambda: False, world.now() + 0.05)
    client.exchange_id().need(judged_by="ID-01")
    client.create_session(fore=FORE_CHANNEL).need(judged_by="ID-01")
    return client


def run_client(client: Client, calls: int) -> float:
    """Seconds for so many blocking calls."""
    began = monotonic()
    for _ in range(calls):
        client.compound(*CALL)
    return monotonic() - began


class BareLoop:
    """A socket, and calls that are encoded beforehand on a session of its own."""

    def __init__(self, world: WallWorld, address: Address) -> None:
        self._client = establish(world, address, "bare")
        self._sequence = 0
        self._socket = socket.create_connection(address)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def run(self, calls: int) -> float:
        """Seconds for so many calls; encoding them is not counted."""
        records = [self._encode() for _ in range(calls)]
        sock = self._socket
        began = monotonic()
        for record in records:
            sock.sendall(record)
            data = sock.recv(65536)
            while len(data) < 4 + (int.from_bytes(data[:4], "big") & 0x7FFFFFFF):
                data += sock.recv(65536)
        took = monotonic() - began
        # Not counted either: the last reply shows that the server really did what it was asked.
        res = nfs4.COMPOUND4res.from_bytes(data[4 + 24 :])
        assert res.status == nfs4.NFS4_OK, res
        return took

    def _encode(self) -> bytes:
        session = self._client.session
        assert session is not None
        self._sequence += 1
        sequence = nfs4.SEQUENCE4args(session.sessionid, self._sequence, 0, 0, True)
        body = nfs4.COMPOUND4args(b"", 1, [nfs4.nfs_argop4(nfs4.OP_SEQUENCE, sequence), *CALL]).to_bytes()
        return frame(encode_call(self._sequence, NFS4_PROGRAM, NFS4_VERSION, 1, CREDENTIAL, body))


def quartile(times: list[float]) -> float:
    """Microseconds a call that a quarter of the rounds did not exceed."""
    return sorted(times)[len(times) // 4] / CALLS_A_ROUND * 1e6


def measure(address: Address, rounds: int) -> float:
    """Prints times and rates, and gives the ratio."""
    ours: list[float] = []
    theirs: list[float] = []
    with WallWorld() as world:
        bare, client = BareLoop(world, address), establish(world, address, "client")
        for _ in range(rounds):
            theirs.append(bare.run(CALLS_A_ROUND))
            ours.append(run_client(client, CALLS_A_ROUND))
        bare.close()
    ratio = quartile(theirs) / quartile(ours)
    print(f"interpreter       {sys.executable} ({sys.version.split()[0]})")
    print(f"bare socket loop  {1e6 / quartile(theirs):8.0f} compounds/s  ({quartile(theirs):.1f} us each)")
    print(f"blocking client   {1e6 / quartile(ours):8.0f} compounds/s  ({quartile(ours):.1f} us each)")
    print(f"ratio             {ratio:8.2f}  (target: at least {TARGET})")
    return ratio


def main() -> int:
    """Exit status 1 if the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--server", help="HOST:PORT of an NFSv4.1 server that runs already")
    parser.add_argument("--reference", action="store_true", help="the reference origin, not NFS-Ganesha")
    parser.add_argument("--rounds", type=int, default=50)
    options = parser.parse_args()
    if options.server:
        host, _, port = options.server.rpartition(":")
        return 0 if measure((host, int(port)), options.rounds) >= TARGET else 1
    with reference() if options.reference else ganesha() as address:
        return 0 if measure(address, options.rounds) >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
