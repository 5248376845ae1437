"""That a list is right at odd times: after a loss, in grace, behind a fence, in a refresh cycle, in the rush."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import EVERYTHING, NO_VERIFIER, EnumReply, differences
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Lock
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.harness.tap.api import Direction
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
from regrace.suite._steps import locked, opened, tries
from regrace.verdict import Level
from regrace.xdr_defs import enum_state as xp
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_DEADSESSION,
    NFS4ERR_EXPIRED,
    NFS4ERR_GRACE,
    NFS4ERR_INVAL,
    NFS4ERR_NOTSUPP,
    NFS4ERR_RECLAIM_BAD,
    nfs_argop4,
)


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
    judges={"I18"},
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
    agrees_with_test(client, listing)
    must_tell("the status of the lost lock", NFS4ERR_EXPIRED, item.status)
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
    no_difference(rig, client, whole(client.list_state()))


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
            no_difference(rig, client, listing)
            return
        must_tell("a change", True, rounds > 0)
    raise Failed(
        "no list was ever a snapshot, though nothing changed any more",
        expected="equal generations on the first and the last page",
        actual="other generations",
        signature="enumeration: the generation moves without a change",
    )
