"""That a server can tell a client what it holds for it: the operation itself (docs/enumeration.md).

What a re-export server makes of it after a reboot is in `enumerated.py`.
"""

from __future__ import annotations

from dataclasses import replace

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import EVERYTHING, NO_VERIFIER, EnumReply, StateList, differences
from regrace.harness.client.errors import RpcRejected
from regrace.harness.client.files import File
from regrace.harness.client.identity import FORE_CHANNEL
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.judge import Failed, Recorded
from regrace.harness.protocol.rpc import AuthSys
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.harness.tap.api import Direction
from regrace.suite._steps import locked, opened, tries
from regrace.verdict import Level
from regrace.xdr_defs import enum_state as xp
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.dialect import ENUMERATION
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BAD_COOKIE,
    NFS4ERR_BADSESSION,
    NFS4ERR_BADXDR,
    NFS4ERR_DEADSESSION,
    NFS4ERR_EXPIRED,
    NFS4ERR_GRACE,
    NFS4ERR_INVAL,
    NFS4ERR_MINOR_VERS_MISMATCH,
    NFS4ERR_NOT_SAME,
    NFS4ERR_NOTSUPP,
    NFS4ERR_OP_ILLEGAL,
    NFS4ERR_OP_NOT_IN_SESSION,
    NFS4ERR_PERM,
    NFS4ERR_RECLAIM_BAD,
    NFS4ERR_REP_TOO_BIG,
    NFS4ERR_REP_TOO_BIG_TO_CACHE,
    NFS4ERR_RETRY_UNCACHED_REP,
    NFS4ERR_TOOSMALL,
    NFS4ERR_WRONG_CRED,
    nfs_argop4,
)

SPEC = "docs/enumeration.md"
NUMBER = ENUMERATION.number("OP_XP_ENUM_STATE")
NEEDS = frozenset({"locks", "enumeration"})
MANY_STATEIDS = 2_000
MANY_RANGES = 2_000
AT_ONCE = 40
"""LOCKs in one COMPOUND."""
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
    requirement="Every open and lock is listed once, with its current stateid, file, owner, share bits and ranges.",
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
    _no_difference(rig, client, listing)


def _no_difference(rig: Rig, client: Client, listing: StateList) -> None:
    found = differences(listing, client.ledger)
    for line in found:
        rig.findings.show(line)
    must_tell("what the client holds", [], found)


def _many_locks(client: Client, below: list[Open], count: int) -> set[bytes]:
    """So many lock stateids, `count` below each open; the `other` of each."""
    made: set[bytes] = set()
    for held in below:
        for first in range(0, count, AT_ONCE):
            ops = [nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(held.fh))]
            for index in range(first, min(first + AT_ONCE, count)):
                owner = nfs4.lock_owner4(client.clientid or 0, b"owner %d" % index)
                locker = nfs4.locker4(True, nfs4.open_to_lock_owner4(0, held.stateid, 0, owner))
                ops.append(nfs_argop4(nfs4.OP_LOCK, nfs4.LOCK4args(nfs4.READ_LT, False, index, 1, locker)))
            reply = client.compound(*ops).need(NFS4_OK, judged_by="LK-03")
            granted = [r.value for r in reply.results if r.resop == nfs4.OP_LOCK]
            made |= {bytes(one.resok4.lock_stateid.other) for one in granted}
    return made


@case(
    "EN-04",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Completeness and paging",
    requirement="A list of many pages has every stateid once, and one end.",
    needs=NEEDS,
    on=("origin",),
)
def many_pages_make_one_list(rig: Rig, server: Server) -> None:
    """Thousands of lock stateids, in pages of 4 KB."""
    client = enumerator(rig, server)
    below = [opened(client, rig.file(f"f{index}")) for index in range(20)]
    made = _many_locks(client, below, MANY_STATEIDS // len(below))

    listing = whole(client.list_state(maxcount=SMALL_PAGE))

    told = [bytes(item.stateid.other) for item in listing.locks]
    rig.findings.show(f"{len(told)} lock stateids on {listing.pages} pages")
    must_tell("the number of lock stateids", len(made), len(told))
    must_tell("which lock stateids there are", made, set(told))
    must_tell("the number of opens", len(below), len(listing.opens))
    must_tell("that nothing changed", True, listing.exact)


@case(
    "EN-05",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Entries",
    requirement="A lock stateid with more ranges than fit on a page is told in pieces that add up to exactly its "
    "ranges.",
    needs=NEEDS,
    on=("origin",),
)
def many_ranges_come_in_pieces(rig: Rig, server: Server) -> None:
    """One lock-owner with thousands of ranges that don't touch, in pages of 4 KB."""
    client = enumerator(rig, server)
    lock = locked(client, rig.file("f"), offset=0, length=1)
    for first in range(1, MANY_RANGES, AT_ONCE):
        ops = [nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(lock.open.fh))]
        for index in range(first, min(first + AT_ONCE, MANY_RANGES)):
            locker = nfs4.locker4(False, nfs4.exist_lock_owner4(nfs4.stateid4(0, lock.stateid.other), 0))
            ops.append(nfs_argop4(nfs4.OP_LOCK, nfs4.LOCK4args(nfs4.WRITE_LT, False, 2 * index, 1, locker)))
        client.compound(*ops).need(NFS4_OK, judged_by="LK-03")

    listing = whole(client.list_state(maxcount=SMALL_PAGE))

    (item,) = listing.locks
    rig.findings.show(f"{len(item.ranges)} ranges in {item.pieces} pieces on {listing.pages} pages")
    must_tell("the ranges", [("WRITE", 2 * index, 1) for index in range(MANY_RANGES)], item.ranges)
    client.close(lock.open).need(NFS4_OK, judged_by="SC-01")


@case(
    "EN-06",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Entries; RFC 8881 §18.48",
    requirement="Of every listed stateid TEST_STATEID says what the list says.",
    needs=NEEDS,
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
    _agrees_with_test(client, listing)


def _agrees_with_test(client: Client, listing: StateList) -> None:
    for item in listing.items:
        told = client.test_stateid(item.stateid).need(NFS4_OK, judged_by="SC-01").statuses[0]
        must_tell(f"the status of {item}", told, item.status)


@case(
    "EN-07",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Completeness and paging",
    requirement="What is held from the first page to the last is listed once, whatever comes and goes meanwhile, also "
    "the entry that a cookie points at.",
    needs=NEEDS,
    on=("origin",),
)
def the_list_bears_changes(rig: Rig, server: Server) -> None:
    """Between pages of two entries the entry that was told last is closed, and a new one is made."""
    client = enumerator(rig, server)
    held = {bytes(one.stateid.other): one for one in (opened(client, rig.file(f"f{n}")) for n in range(12))}
    spare = rig.file("new")
    closed: set[bytes] = set()
    fresh = 0

    def meddle(page: EnumReply) -> None:
        nonlocal fresh
        last = bytes(page.entries[-1].xpe_stateid.other)
        if last in held and len(closed) < 4:
            client.close(held[last]).need(NFS4_OK, judged_by="SC-01")
            closed.add(last)
        if fresh < 4:
            client.open(spare, owner=f"new {fresh}").need(NFS4_OK, judged_by="LK-16")
            fresh += 1

    listing = whole(client.list_state(maxentries=2, between_pages=meddle))

    told = [bytes(item.stateid.other) for item in listing.items]
    must_tell("that nothing is told twice", len(set(told)), len(told))
    must_tell("what was held throughout", set(), set(held) - closed - set(told))
    must_tell("that something has changed", False, listing.exact)


@case(
    "EN-08",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Arguments",
    requirement="A cookie or verifier that the server did not give out, an unknown flag, and flags of the first page "
    "on a later one are refused.",
    needs=NEEDS,
    on=("origin",),
)
def what_makes_no_sense_is_refused(rig: Rig, server: Server) -> None:
    """Wrong cookies, verifiers and flags, one at a time."""
    client = enumerator(rig, server)
    for name in ("f", "g"):
        opened(client, rig.file(name))
    page = client.enumerate_state(maxentries=1).expect(NFS4_OK)
    cookie, good = page.last_cookie, page.cookieverf
    must_tell("that a cookie is not 0", True, cookie != 0)
    bad = bytes(byte ^ 0xFF for byte in good)
    client.enumerate_state(cookie=cookie, cookieverf=good).expect(NFS4_OK)
    client.enumerate_state(cookie=cookie, cookieverf=bad).expect(NFS4ERR_NOT_SAME)
    client.enumerate_state(cookie=(1 << 64) - 1, cookieverf=good).expect(NFS4ERR_BAD_COOKIE)
    client.enumerate_state(cookieverf=bad).expect(NFS4ERR_INVAL, because="there is no verifier without a cookie")
    client.enumerate_state(1 << 31).expect(NFS4ERR_INVAL, because="nobody defined that flag")
    for flag in (xp.XPES_FENCE, xp.XPES_REFRESH):
        client.enumerate_state(flag, cookie=cookie, cookieverf=good).expect(NFS4ERR_INVAL)


@case(
    "EN-09",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Sizes",
    requirement="A page is trimmed to the room that there is; only if not even one entry fits is it NFS4ERR_TOOSMALL, "
    "or NFS4ERR_REP_TOO_BIG if the session is what limits it.",
    needs=NEEDS,
    on=("origin",),
)
def a_page_fits_or_is_refused(rig: Rig, server: Server) -> None:
    """Rooms from 0 bytes up; then a session with very short replies."""
    client = enumerator(rig, server)
    for name in ("f", "g", "h"):
        opened(client, rig.file(name))
    for room in (0, 1, 27):
        client.enumerate_state(maxcount=room).expect(NFS4ERR_TOOSMALL)
    for room in range(28, 480, 20):
        page = client.enumerate_state(maxcount=room).expect(NFS4_OK, NFS4ERR_TOOSMALL)
        must_tell(f"at most {room} bytes", True, page.body_bytes <= room)
    client.create_session(fore=replace(FORE_CHANNEL, ca_maxresponsesize=200)).need(NFS4_OK, judged_by="ID-01")
    page = client.enumerate_state().expect(NFS4_OK, NFS4ERR_REP_TOO_BIG)
    must_tell("a reply that the session can take", True, page.body_bytes <= 200)


@case(
    "EN-10",
    level=Level.MUST,
    cite="RFC 8881 §2.10.6.4",
    requirement="A page that was to be cached and is too large for the cache is NFS4ERR_REP_TOO_BIG_TO_CACHE, and "
    "so is its retry.",
    needs=NEEDS,
    on=("origin",),
)
def a_page_too_large_to_cache(rig: Rig, server: Server) -> None:
    """A session that caches 512 bytes; a list that is longer, with sa_cachethis."""
    client = enumerator(rig, server)
    for index in range(12):
        opened(client, rig.file(f"f{index}"))
    created = client.create_session(fore=replace(FORE_CHANNEL, ca_maxresponsesize_cached=512))
    created.need(NFS4_OK, judged_by="ID-01")
    assert created.fore is not None
    if created.fore.ca_maxresponsesize_cached > 512:
        raise Recorded(f"the server caches {created.fore.ca_maxresponsesize_cached} bytes though 512 were asked for")
    first = client.enumerate_state(cache=True).expect(NFS4ERR_REP_TOO_BIG_TO_CACHE)
    assert first.compound is not None
    again = client.replay(first)
    must_tell("the same to the retry", first.compound.bytes, again.bytes)


@case(
    "EN-11",
    level=Level.MUST,
    cite="RFC 8881 §2.10.6.1.3",
    requirement="The retry of a page that was not cached is the same page, or NFS4ERR_RETRY_UNCACHED_REP.",
    needs=NEEDS,
    on=("origin",),
)
def a_page_is_retried(rig: Rig, server: Server) -> None:
    """One page without sa_cachethis; a lock; the retry of the page."""
    client = enumerator(rig, server)
    held = opened(client, rig.file("f"))
    first = client.enumerate_state(slot=1).expect(NFS4_OK)
    client.lock(held).need(NFS4_OK, judged_by="LK-03")
    assert first.compound is not None
    again = client.replay(first).expect(NFS4_OK, NFS4ERR_RETRY_UNCACHED_REP)
    if again.ok:
        must_tell("the same page to the retry", first.compound.bytes, again.bytes)


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
    stranger = AuthSys(uid=server.endpoint.uid + 4711, gid=server.endpoint.gid + 4711)
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


def lose_one(rig: Rig, server: Server, client: Client, lost: Lock) -> None:
    """The client keeps silent beyond its lease, another one takes the range of one lock, and the client comes back.
    Ends the case where the server gave up all of the client, which it may."""
    other = server.client("D2")
    client.silence()
    rig.await_lease_over(server, waiting_for="the lease of the client that lists")
    taken = tries(other, lost.file)
    taken.need(NFS4_OK, judged_by="CO-03")
    back = client.renew().expect(NFS4_OK, NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION)
    if not back.ok:
        raise Recorded("the server let all of the client's state go, so that nothing is left to list")


@case(
    "EN-15",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Entries; RFC 8881 §8.4.3",
    requirement="Revoked state is listed, with how it was revoked, if it is asked for, until it is freed, and else "
    "left out.",
    needs=NEEDS | {"courtesy"},
    on=("origin",),
    lease_waits=1.5,
)
def what_was_revoked_is_listed_on_demand(rig: Rig, server: Server) -> None:
    """Two locks; in an absence one of them is lost to another client; list with and without XPES_REVOKED."""
    client = enumerator(rig, server)
    lost, kept = locked(client, rig.file("f")), locked(client, rig.file("g"))
    lose_one(rig, server, client, lost)

    listing = whole(client.list_state())
    item = listing.find(lost.stateid)
    must_tell("the lost lock with XPES_REVOKED", True, item is not None)
    assert item is not None
    must_tell("the flag of the lost lock", xp.XPE_REVOKED, item.flags & xp.XPE_REVOKED)
    must_tell("the status of the lost lock", NFS4ERR_EXPIRED, item.status)
    _agrees_with_test(client, listing)
    survivor = listing.find(kept.stateid)
    must_tell("the kept lock", True, survivor is not None and survivor.status == NFS4_OK)
    assert survivor is not None
    must_tell("that it was kept by courtesy", xp.XPE_COURTESY, survivor.flags & xp.XPE_COURTESY)
    without = whole(client.list_state(xp.XPES_RANGES))
    must_tell("the lost lock without XPES_REVOKED", None, without.find(lost.stateid))
    client.free_stateid(lost.stateid).need(NFS4_OK, judged_by="CO-01")
    must_tell("the lost lock after FREE_STATEID", None, whole(client.list_state()).find(lost.stateid))


@case(
    "EN-17",
    level=Level.EXTENSION,
    cite=f"{SPEC}, The fence",
    requirement="A fence whose reply was lost can be asked for again, and is answered alike.",
    needs=NEEDS,
    faults={"hold:D-O"},
    on=("origin",),
)
def a_fence_can_be_repeated(rig: Rig, server: Server) -> None:
    """The reply to the first fence is dropped; the client reconnects and fences again."""
    client = enumerator(rig, server)
    lock = locked(client, rig.file("f"))
    old = client.session
    assert old is not None
    client.create_session().need(NFS4_OK, judged_by="ID-01")
    with rig.hold("D-O", Direction.REPLIES, "XP_ENUM_STATE") as reply:
        op = nfs_argop4(NUMBER, xp.XP_ENUM_STATE4args(EVERYTHING | xp.XPES_FENCE, 0, NO_VERIFIER, SMALL_PAGE, 0))
        client.begin(op, cache=False)
        reply.await_held()
        client.disconnect(abort=True)
        reply.release(drop=True)
    client.connect()
    page = client.enumerate_state(EVERYTHING | xp.XPES_FENCE, slot=3).expect(NFS4_OK)
    must_tell("that the fence is done", xp.XPR_FENCED, page.flags & xp.XPR_FENCED)
    must_tell("the lock", True, any(entry.xpe_stateid == lock.stateid for entry in page.entries))
    client.compound(sa_sessionid=old.sessionid, sa_sequenceid=1, slot=5).expect(NFS4ERR_BADSESSION)


@case(
    "EN-18",
    level=Level.EXTENSION,
    cite=f"{SPEC}, In grace",
    requirement="In the server's own grace only what was reclaimed is listed, and the reply says that it is grace.",
    needs=NEEDS,
    faults={"reboot:origin"},
    on=("origin",),
    lease_waits=1.0,
)
def in_grace_absence_proves_nothing(rig: Rig, server: Server) -> None:
    """O reboots; a client lists before and after it has reclaimed its open."""
    client, other = enumerator(rig, server), server.client("D2")
    lock = locked(client, rig.file("f"))
    opened(other, rig.file("g"))
    server.reboot()
    client.recover().need(NFS4_OK, judged_by="GR-02")
    before = client.enumerate_state().expect(NFS4_OK)
    client.reclaim_open(lock.open).need(NFS4_OK, judged_by="GR-01")
    after = client.enumerate_state().expect(NFS4_OK)
    other.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    other.open(rig_file := lock.file).need(NFS4ERR_GRACE, judged_by="GR-03")  # so it was grace all the time
    rig.findings.show(f"D2's OPEN of {rig_file.tag} after both lists -> NFS4ERR_GRACE")
    for page, count in ((before, 0), (after, 1)):
        must_tell("that the server is in grace", xp.XPR_IN_GRACE, page.flags & xp.XPR_IN_GRACE)
        must_tell("the number of reclaimed stateids", count, len(page.entries))


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


def begins_refresh(rig: Rig, client: Client) -> EnumReply:
    """A refresh cycle begins; ends the case where the server has none."""
    page = client.enumerate_state(EVERYTHING | xp.XPES_REFRESH)
    if page.status in (NFS4ERR_INVAL, NFS4ERR_NOTSUPP):
        raise Recorded(f"the server has no refresh cycles: XPES_REFRESH -> {page.status.name}")
    return page.expect(NFS4_OK)


@case(
    "EN-30",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Refresh cycles; the 2020 thread, idea e",
    requirement="In a refresh cycle a part of what is held can be claimed again, never more, and what was not is "
    "released when the cycle is completed.",
    needs=NEEDS,
    on=("origin",),
)
def what_is_not_refreshed_is_released(rig: Rig, server: Server) -> None:
    """Bytes 0 to 100 are held; in a cycle 0 to 10 are claimed again, and 0 to 200 in vain."""
    client, other = enumerator(rig, server), server.client("D2")
    client.history = None  # the oracle has no word for a lock that is given up by not being refreshed
    file, forgotten = rig.file("f"), rig.file("g")
    lock = locked(client, file, offset=0, length=100)
    gone = locked(client, forgotten)
    begins_refresh(rig, client)
    stale = whole(client.list_state())
    must_tell("that all is stale", True, all(item.flags & xp.XPE_STALE for item in stale.items))
    client.lock(lock.open, "WRITE", 500, 10).expect(NFS4ERR_GRACE, because="new locks wait for the end of the cycle")
    below = client.reclaim_open(lock.open).expect(NFS4_OK).opened
    must_tell("the same open", lock.stateid.other != below.stateid.other, True)
    client.lock(below, "WRITE", 0, 200, reclaim=True).expect(NFS4ERR_RECLAIM_BAD)
    again = client.lock(below, "WRITE", 0, 10, reclaim=True).expect(NFS4_OK).locked
    must_tell("the same stateid after a refresh", lock.stateid.other, again.stateid.other)
    tries(other, file, offset=50).expect(nfs4.NFS4ERR_DENIED, because="stale locks are in force")
    client.reclaim_complete().expect(NFS4_OK)
    client.ledger.closed(gone.open)
    tries(other, file, offset=50).expect(NFS4_OK, because="it was not refreshed")
    tries(other, forgotten).expect(NFS4_OK, because="nothing of it was refreshed")
    tries(other, file, offset=5, length=1).expect(nfs4.NFS4ERR_DENIED, because="it was refreshed")
    (item,) = whole(client.list_state()).locks
    must_tell("the ranges after the cycle", [("WRITE", 0, 10)], item.ranges)
    lock.ranges.release(10, 100)


@case(
    "EN-31",
    level=Level.EXTENSION,
    cite=f"{SPEC}, Refresh cycles",
    requirement="A refresh cycle that is never completed ends by itself, and nothing is lost by it.",
    needs=NEEDS,
    on=("origin",),
    lease_waits=5.0,
)
def a_refresh_that_is_given_up(rig: Rig, server: Server) -> None:
    """A cycle begins, and nothing follows; the list is watched until nothing is stale."""
    client, other = enumerator(rig, server), server.client("D2")
    lock = locked(client, rig.file("f"))
    begins_refresh(rig, client)
    stale = whole(client.list_state())
    must_tell("that all is stale", True, all(item.flags & xp.XPE_STALE for item in stale.items))

    def over() -> bool:
        return not any(item.flags & xp.XPE_STALE for item in whole(client.list_state()).items)

    rig.await_until(over, "the refresh cycle to end by itself", 30 * server.lease_s, every_s=server.lease_s / 4)
    must_tell("all that was held", 2, len(whole(client.list_state()).items))
    tries(other, lock.file).expect(nfs4.NFS4ERR_DENIED, because="nothing was lost by the cycle")
    client.reclaim_open(lock.open).expect(nfs4.NFS4ERR_NO_GRACE, because="the cycle is over")


@case(
    "EN-33",
    level=Level.EXTENSION,
    cite=f"{SPEC}, The leak audit; the 2020 thread",
    requirement="State that a client does not know of, because a reply was lost, is in the list, and can be closed by "
    "its listed stateid.",
    needs=NEEDS,
    faults={"hold:D-O"},
    on=("origin",),
)
def the_audit_finds_an_orphan(rig: Rig, server: Server) -> None:
    """The reply to an OPEN is lost and the client gives up on it; the audit finds the open and closes it."""
    client = enumerator(rig, server)
    known = opened(client, rig.file("f"))
    file: File = rig.file("g")
    client.lookup(file).need(NFS4_OK, judged_by="LK-16")
    with rig.hold("D-O", Direction.REPLIES, "OPEN") as reply:
        client.begin_open(file, owner="given up")
        reply.await_held()
        client.disconnect(abort=True)
        reply.release(drop=True)
    client.connect()
    client.create_session().need(NFS4_OK, judged_by="ID-01")  # the slot of the lost reply is in doubt
    listing = whole(client.list_state(EVERYTHING | xp.XPES_FENCE))
    strays = [item for item in listing.opens if item.stateid.other != known.stateid.other]
    must_tell("the open that its client does not know of", [b"given up"], [item.owner for item in strays])
    must_tell("the number of differences", 1, len(differences(listing, client.ledger)))
    (stray,) = strays
    put = nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(stray.fh))
    client.compound(put, nfs_argop4(nfs4.OP_CLOSE, nfs4.CLOSE4args(0, stray.stateid))).expect(NFS4_OK)
    _no_difference(rig, client, whole(client.list_state()))


@case(
    "EN-34",
    level=Level.EXTENSION,
    cite=f"{SPEC}, The leak audit",
    requirement="An audit that runs while the client works on raises no false alarm: a list that may be torn says so "
    "by its generations.",
    needs=NEEDS,
    on=("origin",),
)
def an_audit_in_the_rush(rig: Rig, server: Server) -> None:
    """Lists of small pages, with locks and unlocks in between, until one is a snapshot."""
    client = enumerator(rig, server)
    locks = [locked(client, rig.file(f"f{n}")) for n in range(6)]
    rounds = 0

    def work(page: EnumReply) -> None:
        nonlocal rounds
        if rounds < 10:
            lock = locks[rounds % len(locks)]
            client.locku(lock).need(NFS4_OK, judged_by="LK-05")
            client.lock(lock.open).need(NFS4_OK, judged_by="LK-03")
            rounds += 1

    for attempt in range(8):
        listing = whole(client.list_state(maxentries=3, between_pages=work))
        if listing.exact:
            rig.findings.show(f"list number {attempt + 1} is a snapshot")
            _no_difference(rig, client, listing)
            return
        must_tell("a change", True, rounds > 0)
    raise Failed(
        "no list was ever a snapshot, though nothing changed any more",
        expected="equal generations on the first and the last page",
        actual="other generations",
        signature="enumeration: the generation moves without a change",
    )
