"""`regrace state`: what a server holds for a client, by every means that it offers, in one table.

Over NFS the server is asked as the client whose owner string and verifier are given: the same two lead to the same client
ID (RFC 8881 §18.35.4, case 2), so that the list is of that client's state, and each stateid is tested (§18.48). Nothing is
changed, but its lease is renewed, and the client's next CREATE_SESSION finds its count off by one (§18.36.4): this is
for clients that are gone, or that a person may disturb. Over SSH a Linux server is only read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

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
from regrace.state_sources import Seen, listed, of_kernel, printable, tested
from regrace.state_table import LEDGER, TESTED, compare, render
from regrace.xdr_defs.dialect import ENUMERATION
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_MINOR_VERS_MISMATCH

ENUMERATED = "XP_ENUM_STATE"
KERNEL = "/proc"
CLIENTS = (
    "[ -d /proc/fs/nfsd/clients ] || { echo 'no /proc/fs/nfsd/clients: is this a Linux NFS server, and are you root "
    f"there?' >&2; exit 3; }}; {COMMAND}"
)
"""What is run on the host: a constant, nothing of the command line gets into it."""

Sources = dict[str, Sequence[Seen]]


class StateUsageError(Exception):
    """The arguments make no sense; says what would."""


def run(arguments: argparse.Namespace) -> int:
    """Print the table. Exit code 1 if the sources part, 3 if one that was asked for can't be asked."""
    remarks: list[str] = []
    try:
        sources = _gather(arguments, remarks)
    except (StateUsageError, LedgerError) as trouble:
        print(f"regrace: {trouble}", file=sys.stderr)
        return ExitCode.USAGE
    except (ClientError, Blocked, RigError) as trouble:
        print(f"regrace: {arguments.endpoint or arguments.ssh}: {trouble}", file=sys.stderr)
        return ExitCode.RIG_TROUBLE
    rows = compare(sources)
    if arguments.json:
        told = {"sources": list(sources), "remarks": remarks, "state": [row.as_json() for row in rows]}
        print(json.dumps(told, indent=1))
    else:
        print("\n".join([*render(rows, list(sources)), *remarks]))
    if not set(sources) - {LEDGER}:
        return ExitCode.RIG_TROUBLE
    return ExitCode.UNEXPECTED if any(row.differences for row in rows) else ExitCode.AS_EXPECTED


def _gather(arguments: argparse.Namespace, remarks: list[str]) -> Sources:
    over_nfs = arguments.verifier is not None
    if not over_nfs and not arguments.ssh:
        raise StateUsageError("over NFS it takes the client's --owner and --verifier, over SSH --ssh [USER@]HOST[:PORT]")
    if over_nfs and (not arguments.endpoint or arguments.owner is None):
        raise StateUsageError("--verifier is for asking over NFS, as the client: it takes HOST[:PORT] and --owner too")
    owner = _opaque(arguments.owner, "--owner") if arguments.owner is not None else b""
    sources: Sources = {}
    if arguments.ledger is not None:
        sources[LEDGER] = read_ledger(arguments.ledger, arguments.of)
    if arguments.ssh:
        sources[KERNEL] = _of_host(arguments, owner)
    if over_nfs:
        address, verifier = address_of(arguments.endpoint), _verifier(arguments.verifier)
        with WallWorld() as world:
            _ask(world, address, owner, verifier, arguments, sources, remarks)
    return sources


# --- over SSH


def _of_host(arguments: argparse.Namespace, owner: bytes) -> list[Seen]:
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
    return of_kernel(read_clients(run_once(host, way, CLIENTS)), printable(owner))


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
    address: Address,
    owner: bytes,
    verifier: bytes,
    arguments: argparse.Namespace,
    sources: Sources,
    remarks: list[str],
) -> None:
    """Ask over NFS; what is learned goes to `sources`, what is worth a word to `remarks`."""
    for minor_version in (2, 1):
        client = Client(
            world,
            address,
            name="state",
            via=address[0],
            minor_version=minor_version,
            dialect=ENUMERATION,
            owner=owner,
            verifier=verifier,
            credential=AuthSys(uid=arguments.uid, gid=arguments.gid),
        )
        client.connect()
        try:
            known = client.exchange_id()
            if known.status == NFS4ERR_MINOR_VERS_MISMATCH and minor_version == 2:
                continue
            if not known.need(judged_by="ID-01").confirmed:
                remarks.append(f"{arguments.endpoint} knows no client of this owner and verifier: it holds nothing for it")
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
