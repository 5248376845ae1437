"""`regrace rig init|doctor|up|down|ssh`: a rig looked after by hand, a lab above all."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from regrace.fixtures.labs.doctor import examine_hosts, try_switches
from regrace.fixtures.labs.inventory import LabRig
from regrace.fixtures.labs.rig import Host, LabRigs, describe
from regrace.fixtures.labs.way import ssh_words
from regrace.harness.rig.attach import attach, detach
from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.doctor import Finding, Health, examine
from regrace.harness.rig.node import RigError
from regrace.harness.rig.provider import RigProvider
from regrace.harness.rig.providers import find_provider
from regrace.harness.rig.supervisor_client import SupervisorClient, start_supervisor
from regrace.harness.rig.wall import WallWorld
from regrace.results.exitcodes import ExitCode
from regrace.results.summary import Style
from regrace.standing import standing

TEMPLATE = Path(__file__).parent / "fixtures" / "labs" / "template.toml"
ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SIGNS = {Health.OK: "ok  ", Health.WARN: "WARN", Health.BAD: "BAD "}


class RigUsageError(Exception):
    """What was asked for can't be; says what can."""


def run(action: str, arguments: argparse.Namespace) -> int:
    """One action by its name; what can't be is said on stderr."""
    try:
        return ACTIONS[action](arguments)
    except RigUsageError as trouble:
        print(f"regrace: {trouble}", file=sys.stderr)
        return ExitCode.USAGE
    except RigError as trouble:
        print(f"regrace: {trouble}", file=sys.stderr)
        return ExitCode.RIG_TROUBLE


def init(arguments: argparse.Namespace) -> int:
    """Write the inventory, never over another file."""
    file: Path = arguments.file
    if file.suffix != ".toml":
        raise RigUsageError(f"an inventory is called FILE.toml, not {file}")
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(TEMPLATE.read_text(encoding="utf-8"))
    except FileExistsError:
        raise RigUsageError(f"{file} is there already, and stays as it is") from None
    except OSError as trouble:
        raise RigUsageError(f"{file} can't be written: {trouble.strerror}") from trouble
    print(f"wrote {file}; fill it in, then: regrace rig doctor {file}")
    return ExitCode.AS_EXPECTED


def doctor(arguments: argparse.Namespace) -> int:
    """Say of each node and fault whether it is as a run needs it, and what to do if it is not. Exit code 3 if
    something is bad; what is only worth a warning leaves it 0."""
    style = Style.of(sys.stdout)
    worst: set[Health] = set()

    def say(finding: Finding) -> None:
        worst.add(finding.health)
        first = f"  {SIGNS[finding.health]}  {finding.where:<9} "
        print("\n".join(style.wrap(finding.text, first=first)), flush=True)

    provider, wanted = _provider(arguments.rig)
    if isinstance(provider, LabRigs):
        for rig in wanted:
            print(style.heading(f"rig {rig.name} of {provider.inventory.path}"))
            if examine_hosts(rig, provider.run, say):
                _examine_running(arguments, provider, say, rig)
                if not arguments.no_faults:
                    try_switches(rig, provider.run, say)
    else:
        print(style.heading(f"rig {arguments.rig}"))
        _examine_running(arguments, provider, say, None)
    bad = Health.BAD in worst
    print("Something is bad: a run would be trouble." if bad else "A run may begin.")
    return ExitCode.RIG_TROUBLE if bad else ExitCode.AS_EXPECTED


def _examine_running(arguments: argparse.Namespace, provider: RigProvider, say: Any, rig: LabRig | None) -> None:
    try:
        with _held(provider, rig) as description:
            topology = attach(description, WallWorld())
            try:
                examine(topology, say, faults=not arguments.no_faults)
            finally:
                detach(topology)
    except RigError as trouble:
        say(Finding(Health.BAD, "both", str(trouble)))


@contextmanager
def _held(provider: RigProvider, rig: LabRig | None) -> Iterator[RigDescription]:
    """A rig that is up, for as long as the block lasts; of a lab, that one."""
    provider.check({})
    with tempfile.TemporaryDirectory(prefix="regrace-") as folder:
        if rig is None:
            handle = start_supervisor(Path(folder) / "run", provider.name, {})
            client = SupervisorClient(handle.socket_path)
            try:
                yield client.lease()
            finally:
                client.close()
                handle.close()
        else:
            assert isinstance(provider, LabRigs)
            held = provider.hold(rig, Path(folder) / "rig")
            try:
                yield held.description
            finally:
                held.stop()


def up(arguments: argparse.Namespace) -> int:
    """Of a lab: heal both nodes, start what is down, and leave it so. Of another rig: bring it up, say where its
    servers and SSH ends are, and hold it until Ctrl-C."""
    provider, wanted = _provider(arguments.rig)
    meant: list[LabRig | None] = [*wanted] or [None]
    for rig in meant:
        with _held(provider, rig) as description:
            for node in description.nodes:
                path = "/".join(("", *node.nfs.path, *node.nfs.workdir))
                print(f"{node.name:<9} {node.product} {node.version}  {node.nfs.host}:{node.nfs.port}:{path or '/'}")
                if node.ssh and rig is None:
                    key = f"ssh -p {node.ssh.port} -i {shlex.quote(node.ssh.key_file)}"
                    print(f"          {key} {node.ssh.user}@{node.ssh.host} ping")
            for note in description.notes:
                print(f"note: {note}")
            if rig is None:
                with standing(provider.name, description):
                    # Blocked, or one that our parent ignores (a shell does, for what it starts with &) would never come.
                    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
                    print("It stays up until Ctrl-C.", flush=True)
                    signal.sigwait(ENDING)
    return ExitCode.AS_EXPECTED


def down(arguments: argparse.Namespace) -> int:
    """Heal both nodes of a lab, stop their servers in order, and give the lease back. Other rigs end with the
    command that holds them."""
    provider, wanted = _provider(arguments.rig)
    if not isinstance(provider, LabRigs):
        raise RigUsageError(f"{arguments.rig} ends with the command that holds it; `down` is for labs")
    for rig in wanted:
        for node in reversed(rig.nodes):  # the re-export server first: it would miss its origin
            with Host(describe(rig, node, provider.run)) as host:
                host.order("claim")
                try:
                    host.stop()
                finally:
                    host.order("release")
            print(f"{rig.name}: {node.name} is down")
    return ExitCode.AS_EXPECTED


def ssh(arguments: argparse.Namespace) -> int:
    """Log in to a node of a lab by the way and with the host key that its inventory says; this process becomes
    the `ssh`."""
    provider, wanted = _provider(arguments.rig)
    if not isinstance(provider, LabRigs):
        raise RigUsageError(f"{arguments.rig} has SSH ends while it is up: `regrace rig up {arguments.rig}` names them")
    if len(wanted) != 1:
        raise RigUsageError(f"name one rig: {', '.join(f'{provider.inventory.path}:{rig.name}' for rig in wanted)}")
    # Not in /tmp by a fixed name, and not removed: the ssh that we become reads it.
    known_hosts = Path(tempfile.mkdtemp(prefix="regrace-ssh-")) / "known_hosts"
    words = ssh_words(wanted[0].node(arguments.node), known_hosts)
    os.execvp(words[0], [*words, *([shlex.join(arguments.words)] if arguments.words else [])])


def _provider(name: str) -> tuple[RigProvider, list[LabRig]]:
    """The provider, and of a lab's the rigs that are meant."""
    file, colon, wanted = name.rpartition(":")
    if not (colon and file.endswith(".toml")):
        file, wanted = name, ""
    try:
        provider = find_provider(file)
    except RigError as trouble:
        raise RigUsageError(str(trouble)) from trouble
    if not isinstance(provider, LabRigs):
        return provider, []
    return provider, [provider.inventory.rig(wanted)] if wanted else list(provider.inventory.rigs)


ACTIONS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "init": init,
    "doctor": doctor,
    "up": up,
    "down": down,
    "ssh": ssh,
}
