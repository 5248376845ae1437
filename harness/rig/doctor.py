"""Is this rig what it says, and does every fault really work on it? Asked on the wire and of the nodes, and said
in plain words.

`examine` is for any rig that is up. What it finds is never a verdict on a server: a server that is wrong is for
the cases to show. It says what would make a run useless, slow, or `unsupported` in parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from regrace.harness.client.errors import ClientError
from regrace.harness.client.files import File
from regrace.harness.judge import Outcome
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.harness.rig.topology import Topology
from regrace.xdr_defs import nfs4

LONG_LEASE_S = 30.0
"""Beyond this a case about expiry takes minutes."""
SHORTER = (
    "knfsd: lease-time and grace-time below [nfsd] in /etc/nfs.conf (10 is its least); "
    "Ganesha: Lease_Lifetime and Grace_Period in NFSv4 {}"
)
REMEDIES = {
    "NFS4ERR_PERM": "is the export `insecure` (knfsd) or without PrivilegedPort (Ganesha)? The suite calls from "
    "ports above 1023",
    "NFS4ERR_ACCESS": "may the rig's uid and gid write there? For root, knfsd says `no_root_squash`, Ganesha "
    "`Squash = No_Root_Squash`",
    "NFS4ERR_ROFS": "the export is read-only: it has to be `rw`",
    "NFS4ERR_NOENT": "`path` leads from the pseudo root to the export, `workdir` from there to a folder that is there. "
    "Ganesha also hides an export that wants calls from privileged ports (PrivilegedPort)",
    "NFS4ERR_INVAL": "has the server lost its way after a fault, as some do when their origin was away? Start it anew "
    "(of a lab: `regrace rig down`, then `up`)",
    "NFS4ERR_WRONGSEC": "the export has to take AUTH_SYS (`sec=sys`)",
}
IN_GRACE = (nfs4.NFS4ERR_GRACE, nfs4.NFS4ERR_DELAY)


class Health(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    """A run works, and takes long or leaves something out."""
    BAD = "bad"
    """A run would be trouble."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's."""

    health: Health
    where: str
    text: str


Say = Callable[[Finding], None]


def examine(topology: Topology, say: Say, *, faults: bool) -> None:
    """The wire of both servers, the case's directory, and (with `faults`) every fault, proven and healed."""
    rig = Rig(topology, "DOCTOR")
    answering = [_answers(rig, server, say) for server in rig.servers]
    if not all(answering):
        return
    if not _try(say, "both", "a directory made at the origin is seen through the re-export server", rig.begin):
        return
    for server in rig.servers:
        _claims(rig, server, say)
    if faults:
        _faults(rig, say)
    _try(say, "both", "everything is cleared away again", rig.settle)


def _answers(rig: Rig, server: Server, say: Say) -> bool:
    """NULL, a client, its lease, and whether grace is running."""
    probe = rig.probe(server.name)
    if not probe.answered:
        say(Finding(Health.BAD, server.name, f"{probe.evidence}: is nfsd up, and is {server.endpoint} the way to it?"))
        return False
    name = f"doctor at {server.name}"
    try:
        client = rig.client(server, name)
        lease_s = server.lease_s
        folder = client.attributes((), nfs4.FATTR4_TYPE)
        if not folder.ok:
            say(Finding(Health.BAD, server.name, _with_remedy(f"the rig's folder there -> {folder.status.name}")))
            return False
        reply = client.open(File("nothing", ("regrace-doctor-nothing",)), owner="doctor")
    except (ClientError, Outcome, RigError) as trouble:
        say(Finding(Health.BAD, server.name, f"no NFSv4.1 client can be established: {_with_remedy(str(trouble))}"))
        return False
    long = lease_s > LONG_LEASE_S
    text = f"the lease is {lease_s:g} s"
    if long:
        text += f": a case about expiry takes {3 * lease_s:.0f} s and more; make it shorter ({SHORTER})"
    say(Finding(Health.WARN if long else Health.OK, server.name, text))
    if reply.status in IN_GRACE:
        say(Finding(Health.WARN, server.name, "grace is running now: a run waits until it is over, and so do we"))
    elif reply.status not in (nfs4.NFS4_OK, nfs4.NFS4ERR_NOENT):
        say(Finding(Health.BAD, server.name, _with_remedy(f"OPEN in the workdir -> {reply.status.name}")))
        return False
    return True


def _claims(rig: Rig, server: Server, say: Say) -> None:
    granted = rig.grants_locks(server)
    if granted == server.claims("locks"):
        text = "locks are granted, as claimed" if granted else "locks are refused, and not claimed"
        say(Finding(Health.OK, server.name, text))
    elif granted:
        say(Finding(Health.WARN, server.name, "locks are granted and not claimed: add 'locks' to its claims"))
    else:
        say(Finding(Health.WARN, server.name, "locks are claimed and refused: every case that needs them will fail"))


def _faults(rig: Rig, say: Say) -> None:
    """The re-export server's reboot comes last: there are some that never recover from what befell their origin, or
    the way to it. That is for the cases to judge; the doctor leaves it as new."""
    for server in (rig.origin, rig.reexport):
        verbs = server.node.verbs
        if server is rig.reexport:
            cut_off = partial(server.partition_from, rig.origin)
            _prove(rig, say, server, "a partition from the origin", cut_off)
        if "crash" in verbs:
            _prove(rig, say, server, "a crash, and a start", server.crash)
        else:
            say(Finding(Health.WARN, server.name, "can't be crashed and kept down: cases that need it are unsupported"))
        if "pause" in verbs:
            _prove(rig, say, server, "a pause", server.pause)
        else:
            say(Finding(Health.WARN, server.name, "can't be paused: cases that need it are unsupported"))
        _prove(rig, say, server, "a reboot", server.reboot)
    if not rig.is_tapped("R-O"):
        say(Finding(Health.WARN, "both", "no tap on R-O: cases that hold a message there are unsupported"))


def _prove(rig: Rig, say: Say, server: Server, what: str, inject: Callable[[], None]) -> None:
    """Inject, which proves itself, and heal, which does too; then the server serves again."""

    def do() -> None:
        inject()
        rig.heal_all()
        rig.await_serving(server)

    try:
        do()
    except RigLacks as lack:
        say(Finding(Health.WARN, server.name, f"{what}: {lack}"))
    except (RigError, ClientError) as trouble:
        say(Finding(Health.BAD, server.name, f"{what} does not work: {trouble}"))
        _try(say, server.name, f"healed after {what}", rig.heal_all)
    else:
        evidence = "; ".join(str(record["evidence"]) for record in rig.fault_log.records()[-1:])
        say(Finding(Health.OK, server.name, f"{what} works: {evidence}"))


def _try(say: Say, where: str, what: str, do: Callable[[], None]) -> bool:
    try:
        do()
    except (RigError, ClientError, Outcome) as trouble:
        say(Finding(Health.BAD, where, f"not so: {what}: {_with_remedy(str(trouble))}"))
        return False
    say(Finding(Health.OK, where, what))
    return True


def _with_remedy(text: str) -> str:
    hints = [hint for status, hint in REMEDIES.items() if status in text]
    return f"{text}. {hints[0]}" if hints else text
