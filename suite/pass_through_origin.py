"""What the origin keeps for a client that will come back, judged at the origin alone.

A client of O plays the re-export server (`gateway`): so a gap in O's retention is not taken for one of R's.
Source: draft-cel-nfsv4-state-retention.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._returning import (
    SLACK_S,
    asks,
    gateway,
    gets,
    limits,
    next_life,
    regains,
    regains_open,
)
from regrace.suite._steps import locked, opened, tries
from regrace.suite.pass_through import DRAFT, RETAIN_STATE
from regrace.verdict import Level
from regrace.xdr_defs.dialect import RETENTION
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BAD_STATEID,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    NFS4ERR_RECLAIM_BAD,
    NFS4ERR_SHARE_DENIED,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_ACCESS_READ,
    OPEN4_SHARE_ACCESS_WRITE,
    OPEN4_SHARE_DENY_BOTH,
    OPEN4_SHARE_DENY_NONE,
    OPEN4_SHARE_DENY_WRITE,
)

AT_O = ("origin",)
RETAINS = {"locks", "retention"}
CRASHES = 20


@case(
    "PT-02",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.1",
    requirement="A server says nothing of retention, neither RETAIN_STATE nor RECLAIMABLE_R, to a client that did "
    "not ask for it.",
    needs={"retention"},
    on=AT_O,
)
def nobody_is_told_who_did_not_ask(rig: Rig, server: Server) -> None:
    """O retains for G; another client, and G's next instance, come without the flag."""
    g = gateway(rig)
    opened(g, rig.file("f"))
    told = RETENTION.number(RETAIN_STATE) | RETENTION.number("EXCHGID4_FLAG_RECLAIMABLE_R")
    for name, owner in (("D1", None), ("G", g.owner)):
        how = {} if owner is None else {"owner": owner}
        client = rig.direct_client(name, established=False, minor_version=2, dialect=RETENTION, **how)
        client.connect()
        answer = client.exchange_id(flags=0).expect(NFS4_OK)
        if answer.flags & told:
            raise Failed(
                f"{name} did not ask for retention, and is told of it",
                expected="EXCHANGE_ID without RETAIN_STATE -> eir_flags without RETAIN_STATE and RECLAIMABLE_R",
                actual=f"eir_flags {answer.flags:#x}",
                signature="retention told unasked",
            )


@case(
    "PT-10",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.5",
    requirement="A retained lock can be reclaimed under an open that was itself reclaimed, and under no other.",
    needs=RETAINS,
    on=AT_O,
)
def a_lock_is_reclaimed_under_its_open(rig: Rig, server: Server) -> None:
    """G comes back, opens the file anew, and asks for its lock under that."""
    g = gateway(rig)
    lock = locked(g, rig.file("f"))

    g = next_life(rig, g)

    anew = g.open(lock.file, owner="another").need(NFS4_OK, judged_by="PT-14").opened
    g.reclaim_lock(lock, anew).expect(NFS4ERR_RECLAIM_BAD, because="this open is not the lock's")
    same = g.open(lock.file, owner=lock.open.owner).need(NFS4_OK, judged_by="PT-14").opened
    g.reclaim_lock(lock, same).expect(NFS4ERR_RECLAIM_BAD, because="this open was not reclaimed")
    regains(rig, server, g, lock)


@case(
    "PT-11",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.5",
    requirement="An open is reclaimed with the access and deny bits that it had, or fewer; one bit more is "
    "NFS4ERR_RECLAIM_BAD.",
    needs={"retention"},
    on=AT_O,
)
def no_share_bit_more_than_before(rig: Rig, server: Server) -> None:
    """G had the file open for reading and denied nothing; it asks to have written and denied."""
    g = gateway(rig)
    held = opened(g, rig.file("f"), OPEN4_SHARE_ACCESS_READ, OPEN4_SHARE_DENY_NONE)

    g = next_life(rig, g)

    for access, deny in (
        (OPEN4_SHARE_ACCESS_READ, OPEN4_SHARE_DENY_WRITE),
        (OPEN4_SHARE_ACCESS_READ, OPEN4_SHARE_DENY_BOTH),
        (OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_NONE),
    ):
        g.reclaim_open(held, access, deny).expect(NFS4ERR_RECLAIM_BAD, because="the open had not all these bits")
    regains_open(rig, server, g, held)


@case(
    "PT-14",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.6; RFC 8881 §18.51.3",
    requirement="Before its RECLAIM_COMPLETE a client with retention may open (and is told of share conflicts), but "
    "a lock that is no reclaim is NFS4ERR_GRACE.",
    needs=RETAINS,
    on=AT_O,
)
def opens_may_be_new_before_the_end_of_reclaims(rig: Rig, server: Server) -> None:
    """G comes back, opens one file, is denied another, and may lock only after RECLAIM_COMPLETE."""
    mine, denied = rig.file("f"), rig.file("g")
    g, d1 = gateway(rig), rig.direct_client("D1")
    opened(d1, denied, OPEN4_SHARE_ACCESS_READ, OPEN4_SHARE_DENY_WRITE)
    kept = locked(g, mine, "WRITE", 100, 10)

    g = next_life(rig, g)

    anew = g.open(mine, owner="new").expect(NFS4_OK, because="a new open takes nothing from anybody").opened
    g.open(denied, OPEN4_SHARE_ACCESS_WRITE).expect(NFS4ERR_SHARE_DENIED, because="D1 denies writers")
    g.lock(anew).expect(NFS4ERR_GRACE, because="RECLAIM_COMPLETE has not been sent")
    regains(rig, server, g, kept)
    g.reclaim_complete().expect(NFS4_OK)
    g.lock(anew).expect(NFS4_OK, because="the range is free, and nothing is left to be reclaimed")


@case(
    "PT-17",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.3",
    requirement="What a client that is back does not reclaim stops to keep others out at the reclaim cap, also if the "
    "client renews and never says RECLAIM_COMPLETE; what it did reclaim is its own.",
    needs=RETAINS,
    lease_waits=4.5,
    on=AT_O,
)
def the_cap_ends_the_wait(rig: Rig, server: Server) -> None:
    """G comes back, reclaims one of two locks, and forgets the other; D1 wants both."""
    wanted, forgotten = rig.file("f"), rig.file("g")
    g, d1 = gateway(rig), rig.direct_client("D1")
    lock = locked(g, wanted)
    locked(g, forgotten)
    _, cap_s = limits(rig, g)

    g = next_life(rig, g)
    confirmed_at = rig.world.now()
    regains(rig, server, g, lock)
    asks(d1, forgotten).expect(NFS4ERR_DENIED, because="the cap is not reached")
    rig.await_time(confirmed_at + cap_s + SLACK_S - rig.world.now(), "O's reclaim cap")

    gets(rig, d1, forgotten, bound_s=server.lease_s, because="the reclaim cap is over")
    asks(d1, wanted).expect(NFS4ERR_DENIED, because="G has reclaimed it, and renews")


@case(
    "PT-19",
    level=Level.INV,
    cite=f"invariant I8; {DRAFT}, section 5.2",
    requirement="A client that crashes again and again does not keep others out for longer than the reclaim cap, "
    "counted from its first return.",
    needs=RETAINS,
    lease_waits=4.5,
    on=AT_O,
)
def a_crash_loop_keeps_nobody_out_for_ever(rig: Rig, server: Server) -> None:
    """G comes back twenty times within the cap and reclaims nothing; at the cap D1 gets its lock."""
    file = rig.file("f")
    g, d1 = gateway(rig), rig.direct_client("D1")
    locked(g, file)
    opened(d1, file)
    _, cap_s = limits(rig, g)

    g = next_life(rig, g)
    first_back_at = rig.world.now()
    for crash in range(1, CRASHES):
        due = first_back_at + crash * (cap_s - SLACK_S) / CRASHES
        rig.await_time(max(0.0, due - rig.world.now()), "the next crash of the loop")
        g = next_life(rig, g)
    tries(d1, file).expect(NFS4ERR_DENIED, because="the cap is not reached")
    rig.await_time(max(0.0, first_back_at + cap_s + SLACK_S - rig.world.now()), "O's reclaim cap")

    gets(rig, d1, file, bound_s=server.lease_s, because="the cap, counted from G's first return, is over")


@case(
    "PT-20",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.4",
    requirement="Absence limit and reclaim cap can be read, and retained state is not given up before they are over.",
    needs=RETAINS,
    lease_waits=5.5,
    on=AT_O,
)
def the_limits_are_kept(rig: Rig, server: Server) -> None:
    """G stays away, H comes back and reclaims nothing; D1 asks just before each limit, and just after."""
    absent, idle = rig.file("f"), rig.file("g")
    g, h, d1 = gateway(rig, "G"), gateway(rig, "H"), rig.direct_client("D1")
    locked(g, absent)
    locked(h, idle)
    for file in (absent, idle):
        opened(d1, file)
    absence_s, cap_s = limits(rig, g)

    g.renew().need(NFS4_OK, judged_by="CO-01")
    g.silence()
    assert g.renewed_at is not None
    gone_at = g.renewed_at + server.lease_s + absence_s
    began = rig.world.now()
    h = next_life(rig, h)
    capped_at = rig.world.now() + cap_s
    for limit_at, earliest, file, what in sorted(
        [
            (gone_at, gone_at, absent, "the absence limit"),
            (capped_at, began + cap_s, idle, "the reclaim cap"),
        ],
        key=lambda one: one[0],
    ):
        rig.await_time(max(0.0, earliest - SLACK_S - rig.world.now()), f"{what}, almost")
        before = tries(d1, file)
        if rig.world.now() < earliest:
            before.expect(NFS4ERR_DENIED, because=f"{what} has not passed")
        else:
            rig.findings.info(f"too late to ask just before {what}: the machine was busy")
        rig.await_time(max(0.0, limit_at + SLACK_S - rig.world.now()), what)
        gets(rig, d1, file, bound_s=server.lease_s, because=f"{what} has passed")


@case(
    "PT-22",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 5.7; RFC 8881 §18.51.3",
    requirement="RECLAIM_COMPLETE for one file system leaves retained state as it is.",
    needs=RETAINS,
    on=AT_O,
)
def one_file_system_is_not_all(rig: Rig, server: Server) -> None:
    """G comes back and says RECLAIM_COMPLETE(one_fs) before it reclaims."""
    file = rig.file("f")
    g, d1 = gateway(rig), rig.direct_client("D1")
    lock = locked(g, file)
    opened(d1, file)

    g = next_life(rig, g)

    g.reclaim_complete(one_fs=True, fh=g.fh(file)).expect(NFS4_OK)
    tries(d1, file).expect(NFS4ERR_DENIED, because="G may still reclaim it")
    held = g.reclaim_open(lock.open).expect(NFS4_OK, because="the global RECLAIM_COMPLETE has not been sent").opened
    g.reclaim_lock(lock, held).expect(NFS4_OK)
    g.reclaim_complete().expect(NFS4_OK, because="RECLAIM_COMPLETE of one file system is not the global one")


@case(
    "PT-23",
    level=Level.MUST,
    cite="RFC 8881 §8.2.4, §18.35.4",
    requirement="The stateids of a client's former instance mean nothing to the next one, though its state is kept.",
    needs=RETAINS,
    on=AT_O,
)
def old_stateids_stay_dead(rig: Rig, server: Server) -> None:
    """G comes back and uses what it had written down, before and after it has reclaimed."""
    file = rig.file("f")
    g = gateway(rig)
    lock = locked(g, file)
    old_open, old_lock = lock.open.stateid, lock.stateid

    g = next_life(rig, g)

    for when in ("before the reclaim", "after the reclaim"):
        g.write(file, old_open, 0, b"with the old open").expect(NFS4ERR_BAD_STATEID, because=when)
        g.write(file, old_lock, 0, b"with the old lock").expect(NFS4ERR_BAD_STATEID, because=when)
        told = g.test_stateid(old_open, old_lock).expect(NFS4_OK).statuses
        if told != [NFS4ERR_BAD_STATEID, NFS4ERR_BAD_STATEID]:
            raise Failed(
                f"TEST_STATEID knows the stateids of a former instance, {when}",
                expected="NFS4ERR_BAD_STATEID, NFS4ERR_BAD_STATEID",
                actual=", ".join(status.name for status in told),
                signature="old stateids are known",
            )
        if when.startswith("before"):
            regains(rig, server, g, lock)


@case(
    "PT-28",
    level=Level.DRAFT,
    cite=f"{DRAFT}, section 7.5",
    requirement="What is retained for several clients on one file is kept, reclaimed and released for each by itself.",
    needs=RETAINS,
    on=AT_O,
)
def two_gateways_on_one_file(rig: Rig, server: Server) -> None:
    """G and H hold neighbouring ranges and come back; G completes without reclaiming, then H reclaims."""
    file = rig.file("f")
    g, h, d1 = gateway(rig, "G"), gateway(rig, "H"), rig.direct_client("D1")
    locked(g, file, "WRITE", 0, 10)
    of_h = locked(h, file, "WRITE", 10, 10)
    opened(d1, file)

    g, h = next_life(rig, g), next_life(rig, h)
    tries(d1, file, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="G may still reclaim it")
    g.reclaim_complete().expect(NFS4_OK)

    gets(rig, d1, file, 0, 10, bound_s=server.lease_s, because="G has completed without reclaiming it")
    tries(d1, file, "WRITE", 10, 10).expect(NFS4ERR_DENIED, because="H has not completed")
    tries(g, file, "WRITE", 10, 10).expect(NFS4ERR_DENIED, because="it is H's")
    regains(rig, server, h, of_h)
    h.reclaim_complete().expect(NFS4_OK)
    tries(d1, file, "WRITE", 10, 10).expect(NFS4ERR_DENIED, because="H has it back")
