"""Steps of cases about lists that a server gives of its state (docs/enumeration.md)."""

from __future__ import annotations

from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import StateList, differences
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.xdr_defs import enum_state as xp
from regrace.xdr_defs.dialect import ENUMERATION
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_MINOR_VERS_MISMATCH,
)

SPEC = "docs/enumeration.md"
NUMBER = ENUMERATION.number("OP_XP_ENUM_STATE")
NEEDS = frozenset({"locks", "enumeration"})
SMALL_PAGE = 4096


def enumerator(rig: Rig, server: Server, name: str = "D1") -> Client:
    """A client of minor version 2 that can list its state; ends the case if the server can't tell it."""
    client = server.client(name, established=False, minor_version=2, dialect=ENUMERATION)
    client.connect()
    answer = client.exchange_id()
    if answer.status == NFS4ERR_MINOR_VERS_MISMATCH:
        rig.refused(server, "enumeration", "minor version 2 is not spoken")
    answer.need(NFS4_OK, judged_by="ID-01")
    client.establish()
    rig.keep_alive(client, server)
    page = client.enumerate_state(xp.XPES_OPENS)
    if not page.ok:
        rig.refused(server, "enumeration", f"XP_ENUM_STATE -> {page.status.name}")
    if not server.claims("enumeration"):
        rig.note_contradiction(f"{server.name} does not claim 'enumeration' and enumerates")
    return client


def whole(listing: StateList) -> StateList:
    """A listing that was answered to its end."""
    listing.last.expect(NFS4_OK)
    if not listing.last.eof:
        raise Failed(
            "the listing ended without eof",
            expected="pages with entries up to eof",
            actual=f"an empty page {listing.pages} without eof",
            signature="enumeration: an empty page without eof",
        )
    return listing


def must_tell(what: str, expected: object, actual: object) -> None:
    """A field of the listing must be just so."""
    if actual != expected:
        raise Failed(
            f"the listing tells {what} wrongly",
            expected=f"{what}: {expected!r}",
            actual=f"{what}: {actual!r}",
            signature=f"enumeration: wrong {what}",
        )


def no_difference(rig: Rig, client: Client, listing: StateList) -> None:
    """The listing is just what the client believes that it holds. Raises Failed if not."""
    found = differences(listing, client.ledger)
    for line in found:
        rig.findings.show(line)
    must_tell("what the client holds", [], found)


def agrees_with_test(client: Client, listing: StateList) -> None:
    """TEST_STATEID says of every item what the listing says. Raises Failed if not."""
    for item in listing.items:
        told = client.test_stateid(item.stateid).need(NFS4_OK, judged_by="SC-01").statuses[0]
        must_tell(f"the status of {item}", told, item.status)
