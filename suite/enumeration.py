"""That a server can tell a client what it holds for it: the operation itself (docs/enumeration.md).

Long lists are in `enumeration_pages.py`, lists at odd times in `enumeration_times.py`; what a re-export server makes of
one after a reboot is in `enumerated.py`.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import EVERYTHING, NO_VERIFIER
from regrace.harness.client.errors import RpcRejected
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._delegations import delegated
from regrace.suite._listing import (
    NEEDS,
    NUMBER,
    SMALL_PAGE,
    SPEC,
    agrees_with_test,
    enumerator,
    must_tell,
    no_difference,
    whole,
)
from regrace.suite._steps import locked, opened, somebody_else
from regrace.verdict import Level
from regrace.xdr_defs import enum_state as xp
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.dialect import ENUMERATION
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BAD_COOKIE,
    NFS4ERR_BADXDR,
    NFS4ERR_MINOR_VERS_MISMATCH,
    NFS4ERR_NOT_SAME,
    NFS4ERR_NOTSUPP,
    NFS4ERR_OP_ILLEGAL,
    NFS4ERR_OP_NOT_IN_SESSION,
    NFS4ERR_PERM,
    NFS4ERR_TOOSMALL,
    NFS4ERR_WRONG_CRED,
    nfs_argop4,
)


@case(
    "EN-01",
    level=Level.MUST,
    cite=f"RFC 8178 §4.4.3, §8.2; {SPEC}, Probing",
    requirement="A server that does not know XP_ENUM_STATE says so in one of the ways of an unknown operation, and in "
    "minor version 1 every server does.",
    on=("origin",),
)
def an_unknown_operation_is_refused(rig: Rig, server: Server) -> None:
    """The probe in minor version 2, and in minor version 1."""
    unknown = (NFS4ERR_OP_ILLEGAL, NFS4ERR_BADXDR)
    old = server.client("D1", dialect=ENUMERATION)
    _probed(rig, old, "minor version 1", NFS4ERR_OP_ILLEGAL)
    new = server.client("D2", established=False, minor_version=2, dialect=ENUMERATION)
    new.connect()
    if new.exchange_id().status == NFS4ERR_MINOR_VERS_MISMATCH:
        rig.findings.info("minor version 2 is not spoken")
        return
    new.establish()
    rig.keep_alive(new, server)
    _probed(rig, new, "minor version 2", *unknown, NFS4ERR_NOTSUPP, NFS4ERR_TOOSMALL)


def _probed(rig: Rig, client: Client, where: str, *statuses: nfs4.nfsstat4) -> None:
    try:
        answer = client.enumerate_state(0, maxcount=0)
    except RpcRejected as rejected:
        rig.findings.info(f"{where}: refused by the RPC layer ({rejected})")  # RFC 8881 §15.1.3.4 allows it
        client.recover().need(NFS4_OK, judged_by="ID-02")
        return
    rig.findings.show(f"{where}: the probe -> {answer.status.name}")
    answer.expect(*statuses)


@case(
    "EN-02",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Listing",
    requirement="To a client that holds nothing the list is empty, and at its end.",
    needs=NEEDS,
    on=("origin",),
)
def nothing_is_a_list_too(rig: Rig, server: Server) -> None:
    """A new client asks; it opens a file, closes it, and asks again."""
    client = enumerator(rig, server)
    for _ in range(2):
        page = client.enumerate_state().expect(NFS4_OK)
        must_tell("the number of entries of a client without state", 0, len(page.entries))
        must_tell("eof", True, page.eof)
        client.close(opened(client, rig.file("f"))).need(NFS4_OK, judged_by="SC-01")


@case(
    "EN-03",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Entries",
    requirement="Every open, lock and delegation is listed once, with its current stateid and file; opens with owner "
    "and share bits, locks with owner and ranges, delegations with their kind.",
    needs=NEEDS,
    on=("origin",),
)
def all_is_told_and_exactly(rig: Rig, server: Server) -> None:
    """One open, two lock-owners, three ranges, one of them unlocked in part."""
    client = enumerator(rig, server)
    held = opened(client, rig.file("f"), deny=nfs4.OPEN4_SHARE_DENY_WRITE)
    one = client.lock(held, "WRITE", 100, 50, owner="one").need(NFS4_OK, judged_by="LK-03").locked
    client.lock(held, "READ", 0, 10, owner="one").need(NFS4_OK, judged_by="LK-03")
    two = client.lock(held, "WRITE", 1000, (1 << 64) - 1, owner="two").need(NFS4_OK, judged_by="LK-03").locked
    client.locku(one, 120, 10).need(NFS4_OK, judged_by="LK-05")

    listing = whole(client.list_state())

    must_tell("the number of stateids", 3, len(listing.items))
    (told_open,) = listing.opens
    must_tell("the open's stateid", held.stateid, told_open.stateid)
    must_tell("the open's owner", held.owner.encode(), told_open.owner)
    must_tell("the open's filehandle", held.fh, told_open.fh)
    must_tell("the share bits", (held.access, held.deny), (told_open.access, told_open.deny))
    wanted = {
        "one": (one, [("READ", 0, 10), ("WRITE", 100, 20), ("WRITE", 130, 20)]),
        "two": (two, [("WRITE", 1000, (1 << 64) - 1)]),
    }
    for owner, (lock, ranges) in wanted.items():
        item = listing.find(lock.stateid)
        if item is None:
            raise Failed(
                f"the locks of owner {owner!r} are not listed",
                expected="an entry for every lock stateid",
                actual="none",
                signature="enumeration: a lock stateid is missing",
            )
        must_tell(f"the stateid of {owner}", lock.stateid, item.stateid)
        must_tell(f"the owner {owner}", owner.encode(), item.owner)
        must_tell(f"the ranges of {owner}", ranges, item.ranges)
        assert item.open_stateid is not None
        must_tell(f"the open below {owner}", held.stateid.other, item.open_stateid.other)
    no_difference(rig, client, listing)
    if server.claims("delegations"):
        _a_delegation_is_told(rig, client)


def _a_delegation_is_told(rig: Rig, client: Client) -> None:
    held = delegated(rig, client, rig.file("delegated"))
    listing = whole(client.list_state())
    must_tell("the number of delegations", 1, len(listing.delegations))
    (item,) = listing.delegations
    must_tell("the delegation's stateid", held.stateid, item.stateid)
    must_tell("the delegation's filehandle", held.fh, item.fh)
    must_tell("the kind of delegation", nfs4.OPEN_DELEGATE_WRITE, item.delegation)
    no_difference(rig, client, listing)


@case(
    "EN-06",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Entries; RFC 8881 §18.48",
    requirement="Of every listed stateid TEST_STATEID says what the list says.",
    needs=NEEDS,
    judges={"I18"},
    on=("origin",),
)
def the_list_agrees_with_test_stateid(rig: Rig, server: Server) -> None:
    """Some opens and locks, an owner that has unlocked everything among them."""
    client = enumerator(rig, server)
    locked(client, rig.file("f"))
    empty = locked(client, rig.file("g"))
    client.locku(empty).need(NFS4_OK, judged_by="LK-05")
    listing = whole(client.list_state())
    must_tell("the number of stateids", 4, len(listing.items))
    agrees_with_test(client, listing)


@case(
    "EN-12",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Whose state, and who may ask",
    requirement="The list is for the principal of the client record alone.",
    needs=NEEDS,
    on=("origin",),
)
def another_user_is_told_nothing(rig: Rig, server: Server) -> None:
    """Another user asks in the client's session."""
    client = enumerator(rig, server)
    opened(client, rig.file("f"))
    stranger = somebody_else(server)
    client.enumerate_state(credential=stranger).expect(NFS4ERR_PERM, NFS4ERR_WRONG_CRED)


@case(
    "EN-13",
    level=Level.INV,
    cite=f"invariant I16; {SPEC}, Whose state, and who may ask",
    requirement="No client is told of another client's state.",
    needs=NEEDS,
    on=("origin",),
)
def others_are_not_listed(rig: Rig, server: Server) -> None:
    """A and B hold state on the same files; each lists, B also by A's filehandle and with A's cookie."""
    a, b = enumerator(rig, server, "A"), enumerator(rig, server, "B")
    file = rig.file("f")
    lock = locked(a, file)
    mine = opened(b, file)
    for listing in (whole(b.list_state()), whole(b.list_state(EVERYTHING | xp.XPES_THIS_FH, fh=lock.open.fh))):
        must_tell("B's stateids to B", [bytes(mine.stateid.other)], [bytes(i.stateid.other) for i in listing.items])
    cookie, verifier = (page := a.enumerate_state(maxentries=1).expect(NFS4_OK)).last_cookie, page.cookieverf
    b.enumerate_state(cookie=cookie, cookieverf=verifier).expect(NFS4ERR_NOT_SAME, NFS4ERR_BAD_COOKIE)


@case(
    "EN-14",
    level=Level.MUST,
    cite="RFC 8881 §15.1.3.5",
    requirement="Outside a session there is no client to list for: NFS4ERR_OP_NOT_IN_SESSION.",
    needs=NEEDS,
    on=("origin",),
)
def there_is_no_list_without_a_session(rig: Rig, server: Server) -> None:
    """The operation alone in its COMPOUND."""
    client = enumerator(rig, server)
    op = nfs_argop4(NUMBER, xp.XP_ENUM_STATE4args(0, 0, NO_VERIFIER, SMALL_PAGE, 0))
    client.raw(op).expect(NFS4ERR_OP_NOT_IN_SESSION)


@case(
    "EN-28",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Entries; RFC 8881 §3.3.10",
    requirement="Owner strings are returned byte for byte, whatever bytes and up to 1024 of them.",
    needs=NEEDS,
    on=("origin",),
)
def owners_are_opaque(rig: Rig, server: Server) -> None:
    """Owners of 1024 bytes, with NULs, and that are no UTF-8."""
    client = enumerator(rig, server)
    client.history = None  # what raw COMPOUNDs took is not in it: the case itself knows what is to be listed
    file = rig.file("f")
    fh = opened(client, file).fh
    owners = [b"\0" * 7, b"\xff\xfe\0\x80", bytes(range(256)) * 4]
    for owner in owners:
        args = nfs4.OPEN4args(
            0,
            nfs4.OPEN4_SHARE_ACCESS_BOTH | nfs4.OPEN4_SHARE_ACCESS_WANT_NO_DELEG,
            nfs4.OPEN4_SHARE_DENY_NONE,
            nfs4.open_owner4(client.clientid or 0, owner),
            nfs4.openflag4(nfs4.OPEN4_NOCREATE),
            nfs4.open_claim4(nfs4.CLAIM_FH),
        )
        put = nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(fh))
        answer = client.compound(put, nfs_argop4(nfs4.OP_OPEN, args)).need(NFS4_OK, judged_by="LK-16")
        below = answer.op(nfs4.OP_OPEN).resok4.stateid
        client.ledger.opened(file, owner.hex()[:16], args.share_access & 3, 0, below, fh)
        locker = nfs4.locker4(
            True, nfs4.open_to_lock_owner4(0, below, 0, nfs4.lock_owner4(client.clientid or 0, owner[::-1]))
        )
        at = owners.index(owner)
        lock = nfs4.LOCK4args(nfs4.WRITE_LT, False, at, 1, locker)
        client.compound(put, nfs_argop4(nfs4.OP_LOCK, lock)).need(NFS4_OK, judged_by="LK-03")
    listing = whole(client.list_state())
    must_tell("the open-owners", set(owners), {item.owner for item in listing.opens} & set(owners))
    must_tell("the lock-owners", {owner[::-1] for owner in owners}, {item.owner for item in listing.locks})
