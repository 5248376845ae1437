"""That a list of any length is told whole, in pages of any size, and that a page is a reply like any other."""

from __future__ import annotations

from dataclasses import replace

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import EnumReply
from regrace.harness.client.identity import FORE_CHANNEL
from regrace.harness.client.ledger import Open
from regrace.harness.judge import Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._listing import (
    NEEDS,
    SMALL_PAGE,
    SPEC,
    enumerator,
    must_tell,
    whole,
)
from regrace.suite._steps import locked, opened
from regrace.verdict import Level
from regrace.xdr_defs import enum_state as xp
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BAD_COOKIE,
    NFS4ERR_INVAL,
    NFS4ERR_NOT_SAME,
    NFS4ERR_REP_TOO_BIG,
    NFS4ERR_REP_TOO_BIG_TO_CACHE,
    NFS4ERR_RETRY_UNCACHED_REP,
    NFS4ERR_TOOSMALL,
    nfs_argop4,
)

MANY_STATEIDS = (2_000, 50_000)
MANY_RANGES = (2_000, 20_000)
"""By day, and in a thorough run."""
AT_ONCE = 40
"""LOCKs in one COMPOUND."""


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
    """Thousands of lock stateids (50 000 in a thorough run), in pages of 4 KB."""
    client = enumerator(rig, server)
    client.history = None  # what raw COMPOUNDs took is not in it: the case itself knows what is to be listed
    below = [opened(client, rig.file(f"f{index}")) for index in range(20)]
    made = _many_locks(client, below, MANY_STATEIDS[rig.thorough] // len(below))

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
    """One lock-owner with thousands of ranges that don't touch (20 000 if thorough), in pages of 4 KB."""
    many = MANY_RANGES[rig.thorough]
    client = enumerator(rig, server)
    client.history = None  # what raw COMPOUNDs took is not in it: the case itself knows what is to be listed
    lock = locked(client, rig.file("f"), offset=0, length=1)
    for first in range(1, many, AT_ONCE):
        ops = [nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(lock.open.fh))]
        for index in range(first, min(first + AT_ONCE, many)):
            locker = nfs4.locker4(False, nfs4.exist_lock_owner4(nfs4.stateid4(0, lock.stateid.other), 0))
            ops.append(nfs_argop4(nfs4.OP_LOCK, nfs4.LOCK4args(nfs4.WRITE_LT, False, 2 * index, 1, locker)))
        client.compound(*ops).need(NFS4_OK, judged_by="LK-03")

    listing = whole(client.list_state(maxcount=SMALL_PAGE))

    (item,) = listing.locks
    rig.findings.show(f"{len(item.ranges)} ranges in {item.pieces} pieces on {listing.pages} pages")
    must_tell("the ranges", [("WRITE", 2 * index, 1) for index in range(many)], item.ranges)
    client.close(lock.open).need(NFS4_OK, judged_by="SC-01")


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
