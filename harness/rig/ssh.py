"""A node behind an SSH server: every real rig, the reference rig too.

A verb is one command. The world turns while it runs, and every wait has a budget. The host key is the one
that the rig's description names, or nothing is said at all.
"""

from __future__ import annotations

import base64
import binascii
import logging
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, TypeVar

import paramiko

from regrace.harness.rig.description import NodeDescription, SshEndpoint
from regrace.harness.rig.dialects import dialect_of
from regrace.harness.rig.node import BootIdentity, RigError, Role
from regrace.harness.rig.processes import end_process
from regrace.harness.rig.world import World

T = TypeVar("T")

QUERIES: Final = frozenset({"ping", "boot_identity", "drops", "log", "state", "end_grace", "complaints"})
"""Verbs that change nothing, so that they may be said again after a connection broke."""
LONGEST_ANSWER: Final = 16 << 20
PROXY_END_S: Final = 2.0
BACK_EVERY_S: Final = 0.5
"""How often a machine that reboots is asked whether it is back."""
EXIT_STATUS_S: Final = 5.0
"""How long the exit status may come after the end of the output."""
LINES_TOLD: Final = 20
LINE_TOLD: Final = 300
"""How much of what a failing command said goes into an error: lines, and characters of each."""
UNREACHABLE: Final = (paramiko.SSHException, EOFError, OSError)

logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # what matters comes out as RigError


@dataclass(frozen=True, slots=True, kw_only=True)
class SshBudgets:
    """How long an SSH server may take, in seconds."""

    connect_s: float = 5.0
    banner_s: float = 10.0
    auth_s: float = 10.0
    query_s: float = 20.0
    """For a verb that changes nothing."""
    change_s: float = 150.0
    """For a verb that does something (a true reboot may take long)."""

    @property
    def login_s(self) -> float:
        """To be logged in."""
        return self.connect_s + self.banner_s + self.auth_s


class SshNode:
    """`Node` over SSH. One verb at a time."""

    def __init__(self, world: World, description: NodeDescription, budgets: SshBudgets | None = None) -> None:
        """Connects with the first verb. Raises RigError if the description has no SSH endpoint, an unknown
        dialect, or a host key that can't be read."""
        if description.ssh is None:
            raise RigError(f"node {description.name!r} has no SSH endpoint: nothing can be done to it")
        self._world = world
        self._description = description
        self._dialect = dialect_of(description)
        self._budgets = budgets or SshBudgets()
        self._line = _Line(description.name, description.ssh, self._budgets)
        self._verbs: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """Short name."""
        return self._description.name

    @property
    def role(self) -> Role:
        """What it is in the topology."""
        return Role(self._description.role)

    @property
    def verbs(self) -> frozenset[str]:
        """What the node's agent really offers; asked once."""
        if self._verbs is None:
            self._verbs = self._dialect.verbs(self._say("ping"))
        return self._verbs

    def boot_identity(self) -> BootIdentity | None:
        """Of the running server; None while it is down."""
        token = self._say("boot_identity").get("identity")
        return None if token is None else BootIdentity(str(token))

    def crash(self) -> None:
        """Lose memory at once."""
        self._say("crash")
        self._must_be_down("crash")

    def power_cut(self) -> None:
        """Lose memory and what was not synced."""
        self._say("power_cut")
        self._must_be_down("power cut")

    def start(self) -> None:
        """Start the server."""
        self._say("start")
        if self.boot_identity() is None:
            raise self._trouble("was started, and yet no server runs")

    def stop(self) -> None:
        """An orderly shutdown."""
        self._say("stop")
        self._must_be_down("stop")

    def reboot(self) -> None:
        """Crash and start, or a true reboot."""
        before = self.boot_identity()
        if before is None:
            raise self._trouble("is down: start it, there is nothing to reboot")
        self._say("reboot")
        after = self._identity_after(before)
        if after is None or after == before:
            raise self._trouble(f"was rebooted, and its boot identity is {after} after {before}")

    def pause(self) -> None:
        """Stop the server's clockwork."""
        if self._say("pause").get("paused") is not True:
            raise self._trouble("was paused, and does not say so")

    def resume(self) -> None:
        """End a pause."""
        if self._say("resume").get("paused") is not False:
            raise self._trouble("was resumed, and does not say so")

    def partition(self, peer: str) -> None:
        """Drop NFS traffic to and from the peer; never SSH."""
        answer = self._say("partition", peer=peer)
        if self._dialect.says_so and peer not in answer.get("partitions", []):
            raise self._trouble(f"was cut off from {peer!r}, and does not say so")

    def heal(self) -> None:
        """Remove every partition and pause."""
        answer = self._say("heal")
        if answer.get("partitions") or answer.get("paused"):
            raise self._trouble(f"was healed, and still says {dict(answer)}")

    def drop_counter(self) -> int:
        """What the node's firewall dropped since it was healed."""
        return int(self._say("drops")["drops"])

    def log(self) -> str:
        """The server's log since the rig is up."""
        return str(self._say("log")["log"])

    def state(self) -> dict[str, Any]:
        """What the server says that it holds; {} if it can't."""
        return dict(self._say("state").get("held", {}))

    def storage(self, what: str) -> str:
        """An order to the node's disk: see `harness.rig.stable.order`."""
        return str(self._say("storage", order=what)["told"])

    def order(self, verb: str) -> Mapping[str, Any]:
        """A verb of this node's dialect beyond those of `Node` (`claim`, `keep`), for whoever provisions it: its
        answer's fields. Raises RigLacks if there is none such, RigError if it is refused."""
        return self._say(verb)

    def take_vip(self, vip: str, *, by_force: bool) -> None:
        """Serve a virtual IP from now on."""
        self._say("take_vip", vip=vip, how="by-force" if by_force else "if-free")

    def give_up_vip(self, vip: str, *, for_good: bool) -> None:
        """Serve it no more."""
        self._say("give_up_vip", vip=vip, how="for-good" if for_good else "to-the-next")

    def vip_states(self) -> Mapping[str, str]:
        """What the node says of the virtual IPs that it has to do with."""
        return dict(self._say("vip_states").get("vips", {}))

    def tell(self, what: str, value: str) -> str:
        """An order to the node's server; see `harness.rig.orders`."""
        return str(self._say("tell", what=what, value=value).get("told", ""))

    def end_grace(self) -> None:
        """End the server's grace period now, whatever clients it still waits for."""
        self._say("end_grace")

    def complaints(self) -> list[str]:
        """The lines in which the node's kernel has complained of itself since the rig is up."""
        return [str(line) for line in self._say("complaints").get("complaints", [])]

    def close(self) -> None:
        """Hang up. Idempotent; the next verb connects again."""
        self._line.hang_up()

    # --- inside

    def _identity_after(self, before: BootIdentity) -> BootIdentity | None:
        """The boot identity, as soon as there is another one; a machine that reboots is out of reach meanwhile."""
        deadline = self._world.now() + self._dialect.back_s
        while True:
            try:
                after = self.boot_identity()
            except RigError:
                if self._world.now() >= deadline:
                    raise
                after = None
            if (after is not None and after != before) or self._world.now() >= deadline:
                return after
            self._world.run_until(lambda: False, self._world.now() + BACK_EVERY_S)

    def _say(self, verb: str, **arguments: str) -> Mapping[str, Any]:
        """One verb: its fields. Raises RigError with the node's own words if it refuses, can't be reached or
        takes too long."""
        command = self._dialect.command(verb, **arguments)
        said = " ".join((verb, *arguments.values()))  # the command itself may be a long program
        for first in self._dialect.before.get(verb, ()):
            self._say(first, **arguments)
        query = verb in QUERIES
        budget_s = self._budgets.login_s + (self._budgets.query_s if query else self._budgets.change_s)
        try:
            out, error, status = self._world.run_blocking(
                lambda: self._line.run(command, again=query, budget_s=budget_s, said=said), self._world.now() + budget_s
            )
        except TimeoutError:
            self._line.hang_up()
            raise self._trouble(f"has not answered {said!r} within {budget_s:g} s") from None
        if status != 0:
            raise self._trouble(f"refused {said!r} (exit status {status}): {last_words(error or out)}")
        try:
            return self._dialect.read(verb, out)
        except ValueError as unreadable:
            raise self._trouble(f"answered {said!r} unreadably: {unreadable}") from unreadable

    def _must_be_down(self, what: str) -> None:
        identity = self.boot_identity()
        if identity is not None:
            raise self._trouble(f"is up after a {what}: its boot identity is {identity.token}")

    def _trouble(self, what: str) -> RigError:
        ssh = self._line.endpoint
        return RigError(f"node {self.name!r} ({ssh.user}@{ssh.host}:{ssh.port}) {what}")


def run_once(name: str, endpoint: SshEndpoint, command: str, *, budget_s: float = 30.0) -> str:
    """One command that changes nothing at a host that is no node of a rig: its stdout. Raises RigError if it can't be
    reached, shows another host key, takes too long, or the command fails. Nothing is quoted here."""
    line = _Line(name, endpoint, SshBudgets())
    try:
        out, error, status = line.run(command, again=True, budget_s=budget_s, said="the question for its state")
    finally:
        line.hang_up()
    if status != 0:
        raise RigError(f"{name}: {last_words(error or out)} (exit status {status})")
    return out


def last_words(text: str) -> str:
    """What a command said before it failed: the end of it, since that is where a shell says what it gave up for."""
    lines = [line[:LINE_TOLD] for line in text.strip().splitlines()]
    left_out = len(lines) - LINES_TOLD
    if left_out > 0:
        lines = [f"({left_out} lines more)", *lines[left_out:]]
    return "\n".join(lines) or "no words"


class _Line:
    """The SSH connection to one node; its methods block and run in threads of `run_blocking`."""

    def __init__(self, name: str, endpoint: SshEndpoint, budgets: SshBudgets) -> None:
        self.endpoint = endpoint
        self._name = name
        self._budgets = budgets
        self._host_key = parse_host_key(endpoint.host_key, name)
        self._client: paramiko.SSHClient | None = None
        self._proxy: subprocess.Popen[bytes] | None = None
        self._busy = threading.Lock()

    def run(self, command: str, *, again: bool, budget_s: float, said: str = "") -> tuple[str, str, int]:
        """stdout, stderr and exit status of a command (`said`: what it is called in messages). If the connection
        has died, it is made anew once; a command that had been sent already is only sent again if `again` says
        that this is harmless."""
        give_up_at = monotonic() + budget_s
        with self._busy:
            for attempt in (1, 2):
                client = self._connected()
                sent = False
                try:
                    transport = client.get_transport()
                    assert transport is not None
                    channel = transport.open_session(timeout=self._budgets.auth_s)
                    sent = True
                    channel.settimeout(budget_s)
                    channel.exec_command(command)
                    return self._read(channel)
                except UNREACHABLE as error:
                    self.hang_up()
                    if attempt == 2 or (sent and not again) or monotonic() >= give_up_at:
                        raise self._lost(said or command, error) from error
            raise AssertionError("the second attempt returns or raises")

    def hang_up(self) -> None:
        """Close the connection; a command that runs on it in another thread ends with an error."""
        client, self._client = self._client, None
        if client is not None:
            client.close()
        proxy, self._proxy = self._proxy, None
        if proxy is not None:
            end_process(proxy, PROXY_END_S)

    def _connected(self) -> paramiko.SSHClient:
        client = self._client
        if client is not None:
            transport = client.get_transport()
            if transport is not None and transport.is_active():
                return client
            self.hang_up()
        self._client = client = self._connect()
        return client

    def _connect(self) -> paramiko.SSHClient:
        ssh = self.endpoint
        where = f"{ssh.user}@{ssh.host}:{ssh.port}"
        keys = f"the key {ssh.key_file}" if ssh.key_file else "any key that we have"
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        known_as = ssh.host if ssh.port == 22 else f"[{ssh.host}]:{ssh.port}"
        client.get_host_keys().add(known_as, self._host_key.get_name(), self._host_key)
        try:
            # A socket of our own, because paramiko leaves Nagle's delays in: 40 ms a command
            socket_ = self._way()
            client.connect(
                ssh.host,
                ssh.port,
                ssh.user,
                sock=socket_,
                key_filename=ssh.key_file or None,
                banner_timeout=self._budgets.banner_s,
                auth_timeout=self._budgets.auth_s,
                allow_agent=not ssh.key_file,
                look_for_keys=not ssh.key_file,
            )
        except paramiko.BadHostKeyException as error:
            client.close()
            self.hang_up()
            raise RigError(
                f"node {self._name!r} ({where}) shows the host key {_short(error.key)}, the rig's description "
                f"says {_short(self._host_key)}: either the description is out of date or this is another host"
            ) from error
        except paramiko.AuthenticationException as error:
            client.close()
            self.hang_up()
            raise RigError(
                f"node {self._name!r} ({where}) does not accept {keys}: is its public half "
                f"authorized for {ssh.user!r} there? ({error})"
            ) from error
        except UNREACHABLE as error:
            client.close()
            self.hang_up()
            raise RigError(
                f"node {self._name!r} can't be reached over SSH at {where}: {error}; is the host up, does an "
                "SSH server listen on that port, and does nothing block the way?"
            ) from error
        return client

    def _way(self) -> socket.socket:
        """A byte stream to the SSH server: direct, or through the command of a jump host."""
        ssh = self.endpoint
        if not ssh.proxy:
            direct = socket.create_connection((ssh.host, ssh.port), self._budgets.connect_s)
            direct.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return direct
        ours, theirs = socket.socketpair()
        try:
            # It ends when our end of the pair is closed.
            self._proxy = subprocess.Popen(
                ssh.proxy, stdin=theirs.fileno(), stdout=theirs.fileno(), stderr=subprocess.DEVNULL
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        return ours

    def _read(self, channel: paramiko.Channel) -> tuple[str, str, int]:
        """Both outputs at once: they share one window, a full one of stderr would stop stdout for ever."""
        said: dict[str, bytes] = {}
        failures: list[Exception] = []

        def drain(name: str, receive: Callable[[int], bytes]) -> None:
            parts: list[bytes] = []
            size = 0
            try:
                while part := receive(65536):
                    size += len(part)
                    if size > LONGEST_ANSWER:
                        raise paramiko.SSHException(f"more than {LONGEST_ANSWER} bytes of {name}")
                    parts.append(part)
            except Exception as error:
                failures.append(error)
                channel.close()
            said[name] = b"".join(parts)

        side = threading.Thread(target=drain, args=("stderr", channel.recv_stderr), daemon=True)
        side.start()
        drain("stdout", channel.recv)
        side.join()
        if failures:
            raise failures[0]
        told = channel.status_event.wait(EXIT_STATUS_S)
        status = channel.exit_status
        channel.close()
        if not told or status < 0:
            raise paramiko.SSHException("the connection broke before the exit status came")
        return said["stdout"].decode(errors="replace"), said["stderr"].decode(errors="replace"), status

    def _lost(self, said: str, error: BaseException) -> RigError:
        ssh = self.endpoint
        return RigError(
            f"node {self._name!r}: the SSH connection to {ssh.host}:{ssh.port} broke during {said!r} "
            f"({type(error).__name__}: {error}); it is not known whether that was done"
        )


def parse_host_key(line: str, node: str) -> paramiko.PKey:
    """A key from "ssh-ed25519 AAAA... [comment]"; RigError if it can't be read."""
    try:
        kind, encoded = line.split()[:2]
        return paramiko.PKey.from_type_string(kind, base64.b64decode(encoded, validate=True))
    except (ValueError, binascii.Error, paramiko.SSHException, IndexError) as error:
        raise RigError(
            f"node {node!r}: the host key {line!r} in the rig's description can't be read ({error}); "
            "`ssh-keyscan HOST` prints what belongs there, after the host's name"
        ) from error


def _short(key: paramiko.PKey) -> str:
    return f"{key.get_name()} {key.fingerprint}"
