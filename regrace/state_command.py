"""`regrace state ENDPOINT`: what a server holds, by every means that it offers.

The server is asked as the client whose owner string and verifier are given: the same two lead to the same client ID
(RFC 8881 §18.35.4, case 2), so the list is of that client's state, and each stateid is tested (§18.48). Nothing is
changed, but its lease is renewed, and the client's next CREATE_SESSION finds its count off by one (§18.36.4): this is
for clients that are gone, or that a person may disturb.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import Item
from regrace.harness.client.errors import ClientError
from regrace.harness.client.exchange import describe_range, describe_stateid, status_name
from regrace.harness.judge import Blocked
from regrace.harness.protocol.rpc import AuthSys
from regrace.harness.rig.wall import WallWorld
from regrace.harness.rig.world import Address
from regrace.results.exitcodes import ExitCode
from regrace.xdr_defs import enum_state as xp
from regrace.xdr_defs.dialect import ENUMERATION
from regrace.xdr_defs.nfs4 import NFS4_OK

Row = tuple[str, str, str, str, str]
HEADINGS: Row = ("kind", "stateid", "owner", "what", "TEST_STATEID")


class StateUsageError(Exception):
    """The arguments make no sense; says what would."""


def run(arguments: argparse.Namespace) -> int:
    """Print the table. Exit code 1 if the ways of asking disagree, 3 if the server can't be asked."""
    try:
        address = address_of(arguments.endpoint)
        with WallWorld() as world:
            return show(world, address, arguments)
    except StateUsageError as trouble:
        print(f"regrace: {trouble}", file=sys.stderr)
        return ExitCode.USAGE
    except (ClientError, Blocked) as trouble:
        print(f"regrace: {arguments.endpoint}: {trouble}", file=sys.stderr)
        return ExitCode.RIG_TROUBLE


def address_of(endpoint: str) -> Address:
    """HOST[:PORT]. Raises StateUsageError."""
    host, colon, port = endpoint.rpartition(":")
    if not colon:
        return endpoint, 2049
    if not host or not port.isdigit() or not 0 < int(port) < 1 << 16:
        raise StateUsageError(f"a server is HOST or HOST:PORT, not {endpoint!r}")
    return host.strip("[]"), int(port)


def show(world: WallWorld, address: Address, arguments: argparse.Namespace) -> int:
    """Ask over NFS."""
    client = Client(
        world,
        address,
        name="state",
        via=address[0],
        minor_version=2,
        dialect=ENUMERATION,
        owner=_opaque(arguments.owner, "--owner"),
        verifier=_verifier(arguments.verifier),
        credential=AuthSys(uid=arguments.uid, gid=arguments.gid),
    )
    client.connect()
    try:
        known = client.exchange_id().need(judged_by="ID-01")
        if not known.confirmed:
            print(f"{arguments.endpoint} knows no client of this owner and verifier: it holds nothing for it")
            return ExitCode.AS_EXPECTED
        client.create_session().need(judged_by="ID-05")
        try:
            return _show_list(client, as_json=arguments.json)
        finally:
            client.destroy_session()
    finally:
        client.disconnect()


def _show_list(client: Client, *, as_json: bool) -> int:
    listing = client.list_state()
    if not listing.last.ok:
        print(f"it does not enumerate: XP_ENUM_STATE -> {status_name(listing.last.status)}")
        return ExitCode.RIG_TROUBLE
    rows: list[Row] = []
    disagree = 0
    for item in listing.items:
        tested = client.test_stateid(item.stateid).need(NFS4_OK, judged_by="SC-01").statuses[0]
        said = status_name(tested)
        if tested != item.status:
            disagree += 1
            said += f"   <-- the list says {status_name(item.status)}"
        owner = item.owner.decode("ascii", "backslashreplace")
        rows.append((item.kind.name.removeprefix("XPT_"), describe_stateid(item.stateid), owner, _what(item), said))
    if as_json:
        print(json.dumps([dict(zip(HEADINGS, row, strict=True)) for row in rows], indent=1))
    else:
        print("\n".join(_table(rows)))
        torn = "" if listing.exact else "; it changed while it was read"
        print(f"{len(rows)} stateids of client ID {client.clientid:#x}, on {listing.pages} pages{torn}")
    return ExitCode.UNEXPECTED if disagree else ExitCode.AS_EXPECTED


def _what(item: Item) -> str:
    flags = ((xp.XPE_REVOKED, "revoked"), (xp.XPE_COURTESY, "kept by courtesy"), (xp.XPE_STALE, "stale"))
    told = [word for bit, word in flags if item.flags & bit]
    if item.kind is xp.XPT_OPEN:
        told.insert(0, f"access {item.access} deny {item.deny}")
    told += [f"{locktype} {describe_range(offset, length)}" for locktype, offset, length in item.ranges[:4]]
    if len(item.ranges) > 4:
        told.append(f"and {len(item.ranges) - 4} ranges more")
    return ", ".join(told)


def _table(rows: list[Row]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in (HEADINGS, *rows)) for column in range(len(HEADINGS))]
    for row in (HEADINGS, *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


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
