"""`regrace state`: what a server holds for a client, by every means that it offers, in one table.

Over NFS the server is asked as the client whose owner string and verifier are given: the same two lead to the same client
ID (RFC 8881 §18.35.4, case 2), so that the list is of that client's state, and each stateid is tested (§18.48). Nothing is
changed, but its lease is renewed, and the client's next CREATE_SESSION finds its count off by one (§18.36.4): this is
for clients that are gone, or that a person may disturb. Over SSH a Linux server is only read.

With `--rig` the nodes of a rig are asked, one after another, and each has a table of its own.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from regrace.fixtures.knfsd.state import COMMAND, read_clients
from regrace.fixtures.labs.way import SshTarget, find_way
from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError, RpcRejected
from regrace.harness.client.exchange import status_name
from regrace.harness.judge import Blocked
from regrace.harness.protocol.rpc import AuthSys
from regrace.harness.rig.node import RigError
from regrace.harness.rig.ssh import run_once
from regrace.harness.rig.wall import WallWorld
from regrace.harness.rig.world import Address
from regrace.results.exitcodes import ExitCode
from regrace.state_ledger import LedgerError, read_ledger
from regrace.state_rig import NoSuchNode, heading, nodes_of, told_over_ssh
from regrace.state_sources import Seen, listed, of_kernel, printable, tested
from regrace.state_table import KERNEL, LEDGER, TESTED, compare, render
from regrace.xdr_defs.dialect import ENUMERATION
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_MINOR_VERS_MISMATCH

ENUMERATED = "XP_ENUM_STATE"
CLIENTS = (
    "[ -d /proc/fs/nfsd/clients ] || { echo 'no /proc/fs/nfsd/clients: is this a Linux NFS server, and are you root "
    f"there?' >&2; exit 3; }}; {COMMAND}"
)
"""What is run on the host: a constant, nothing of the command line gets into it."""

Sources = dict[str, Sequence[Seen]]


class StateUsageError(Exception):
    """The arguments make no sense; says what would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One that is asked."""

    name: str
    """In messages."""
    heading: str = ""
    """Over its table, if there may be several."""
    address: Address | None = None
    """Where it serves NFS."""
    credential: AuthSys
    tell: Callable[[bytes, list[str]], Sources]
    """What its host says over SSH of the client with that owner; remarks are added to the list."""


def run(arguments: argparse.Namespace) -> int:
    """Print a table for each server that is asked. Exit code 1 if the sources part, 3 if one that was asked for can't be
    asked, or a server offers none."""
    codes: list[ExitCode] = []
    told: dict[str, Any] = {}
    try:
        servers = list(_servers(arguments))
    except (StateUsageError, NoSuchNode) as trouble:
        print(f"regrace: {trouble}", file=sys.stderr)
        return ExitCode.USAGE
    except RigError as trouble:
        print(f"regrace: {trouble}", file=sys.stderr)
        return ExitCode.RIG_TROUBLE
    for server in servers:
        remarks: list[str] = []
        try:
            sources = _gather(server, arguments, remarks)
        except (StateUsageError, LedgerError) as trouble:
            print(f"regrace: {trouble}", file=sys.stderr)
            return ExitCode.USAGE
        except (ClientError, Blocked, RigError) as trouble:
            print(f"regrace: {server.name}: {trouble}", file=sys.stderr)
            codes.append(ExitCode.RIG_TROUBLE)
            continue
        rows = compare(sources)
        if arguments.json:
            told[server.name] = {
                "sources": list(sources), "remarks": remarks, "state": [row.as_json() for row in rows]
            }
        else:
            table = render(rows, list(sources)) if sources else ()
            print("\n".join(([server.heading] if server.heading else []) + [*table, *remarks]))
        if not set(sources) - {LEDGER}:
            codes.append(ExitCode.RIG_TROUBLE)
        codes.append(ExitCode.UNEXPECTED if any(row.differences for row in rows) else ExitCode.AS_EXPECTED)
    if arguments.json and told:
        print(json.dumps(told if arguments.rig else next(iter(told.values())), indent=1))
    return next(code for code in (ExitCode.RIG_TROUBLE, ExitCode.UNEXPECTED, ExitCode.AS_EXPECTED) if code in codes)


def _servers(arguments: argparse.Namespace) -> Iterator[Server]:
    """What the command line names. Raises StateUsageError, and RigError if a rig's inventory leads nowhere."""
    if not arguments.rig:
        if arguments.node:
            raise StateUsageError("--node is one of a rig's: it takes --rig too")
        yield Server(
            name=arguments.endpoint or arguments.ssh or "",
            address=address_of(arguments.endpoint) if arguments.endpoint else None,
            credential=AuthSys(uid=arguments.uid or 0, gid=arguments.gid or 0),
            tell=partial(_of_host, arguments) if arguments.ssh else lambda _owner, _remarks: {},
        )
        return
    if arguments.endpoint or arguments.ssh or arguments.ssh_config:
        raise StateUsageError("--rig says where its servers and their hosts are: without HOST, --ssh and --ssh-config")
    if arguments.ledger is not None and not arguments.node:
        raise StateUsageError("a ledger is what one client believes of one server: say --node too")
    for node in nodes_of(arguments.rig, arguments.node):
        yield Server(
            name=node.name,
            heading=heading(node),
            address=(node.nfs.host, node.nfs.port),
            credential=AuthSys(
                uid=node.nfs.uid if arguments.uid is None else arguments.uid,
                gid=node.nfs.gid if arguments.gid is None else arguments.gid,
            ),
            tell=partial(told_over_ssh, node),
        )


def _gather(server: Server, arguments: argparse.Namespace, remarks: list[str]) -> Sources:
    over_nfs = arguments.verifier is not None
    if not over_nfs and not arguments.ssh and not arguments.rig:
        raise StateUsageError(
            "over NFS it takes the client's --owner and --verifier, over SSH --ssh [USER@]HOST[:PORT], for a rig --rig"
        )
    if over_nfs and (server.address is None or arguments.owner is None):
        raise StateUsageError("--verifier is for asking over NFS, as the client: it takes HOST[:PORT] and --owner too")
    owner = _opaque(arguments.owner, "--owner") if arguments.owner is not None else b""
    verifier = _verifier(arguments.verifier) if over_nfs else b""
    sources: Sources = {}
    if arguments.ledger is not None:
        sources[LEDGER] = read_ledger(arguments.ledger, arguments.of)
    sources.update(server.tell(owner, remarks))
    if not over_nfs and not set(sources) - {LEDGER}:
        remarks.append("over NFS it can be asked as a client, by the client's --owner and --verifier")
    if over_nfs:
        with WallWorld() as world:
            _ask(world, server, owner, verifier, sources, remarks)
    return sources


# --- over SSH


def _of_host(arguments: argparse.Namespace, owner: bytes, _remarks: list[str]) -> Sources:
    found = re.fullmatch(r"(?!-)(?:(?P<user>[^@\s]+)@)?(?P<host>(?!-)\[[^\]\s]+\]|[^:@\s]+)(?::(?P<port>\d{1,5}))?", arguments.ssh)
    if found is None:
        raise StateUsageError(f"a host is [USER@]HOST[:PORT], not {arguments.ssh!r}")
    host = found["host"].strip("[]")
    way = find_way(
        SshTarget(
            name=host,
            ssh=host,
            ssh_port=int(found["port"]) if found["port"] else None,
            ssh_config=arguments.ssh_config,
            user=found["user"] or "",
        )
    )
    return {KERNEL: of_kernel(read_clients(run_once(host, way, CLIENTS)), printable(owner))}


# --- over NFS


def address_of(endpoint: str) -> Address:
    """HOST[:PORT]. Raises StateUsageError."""
    host, colon, port = endpoint.rpartition(":")
    if not colon:
        return endpoint, 2049
    if not host or not port.isdigit() or not 0 < int(port) < 1 << 16:
        raise StateUsageError(f"a server is HOST or HOST:PORT, not {endpoint!r}")
    return host.strip("[]"), int(port)


def _ask(
    world: WallWorld,
    server: Server,
    owner: bytes,
    verifier: bytes,
    sources: Sources,
    remarks: list[str],
) -> None:
    """Ask over NFS; what is learned goes to `sources`, what is worth a word to `remarks`."""
    assert server.address is not None
    for minor_version in (2, 1):
        client = Client(
            world,
            server.address,
            name="state",
            via=server.address[0],
            minor_version=minor_version,
            dialect=ENUMERATION,
            owner=owner,
            verifier=verifier,
            credential=server.credential,
        )
        client.connect()
        try:
            known = client.exchange_id()
            if known.status == NFS4ERR_MINOR_VERS_MISMATCH and minor_version == 2:
                continue
            if not known.need(judged_by="ID-01").confirmed:
                remarks.append(f"{server.name} knows no client of this owner and verifier: it holds nothing for it")
                sources[TESTED] = []
                return
            client.create_session().need(judged_by="ID-05")
            try:
                if minor_version == 2:
                    _list(client, sources, remarks)
                known_ones = [one for items in sources.values() for one in items]
                sources[TESTED] = tested(client, known_ones)
                if not known_ones:
                    remarks.append("no source names a stateid, so that none could be tested")
            finally:
                client.destroy_session()
            return
        finally:
            client.disconnect()


def _list(client: Client, sources: Sources, remarks: list[str]) -> None:
    try:
        listing = client.list_state()
    except RpcRejected as rejected:  # RFC 8881 §15.1.3.4 allows it for an operation that is not known
        remarks.append(f"it does not enumerate: {rejected}")
        client.recover().need(NFS4_OK, judged_by="ID-02")
        return
    if not listing.last.ok:
        remarks.append(f"it does not enumerate: XP_ENUM_STATE -> {status_name(listing.last.status)}")
        return
    sources[ENUMERATED] = listed(listing)
    torn = "" if listing.exact else "; it changed while it was read"
    remarks.append(f"{len(listing.items)} stateids of client ID {client.clientid:#x}, on {listing.pages} pages{torn}")


def _opaque(text: str, option: str) -> bytes:
    """Text, or 0x and hexadecimal digits."""
    if not text.startswith("0x"):
        return text.encode()
    try:
        return bytes.fromhex(text[2:])
    except ValueError:
        raise StateUsageError(f"{option}: {text} is not hexadecimal") from None


def _verifier(text: str) -> bytes:
    found = _opaque(text if text.startswith("0x") else f"0x{text}", "--verifier")
    if len(found) != 8:
        raise StateUsageError(f"--verifier: 8 bytes in hexadecimal, not {text}")
    return found
