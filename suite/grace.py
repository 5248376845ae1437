"""That a rebooted server gives back what it took, and nothing else (RFC 8881 §8.4.2, §18.51)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Open
from regrace.harness.client.reply import Reply
from regrace.harness.client.stateids import ANON
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, locked, opened, tries
from regrace.verdict import Level, Verdict
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_COMPLETE_ALREADY,
    NFS4ERR_DEADSESSION,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_GRACE,
    NFS4ERR_NO_GRACE,
    NFS4ERR_NOFILEHANDLE,
    NFS4ERR_RECLAIM_BAD,
    NFS4ERR_SHARE_DENIED,
    NFS4ERR_STALE_CLIENTID,
    OPEN4_SHARE_ACCESS_BOTH,
    OPEN4_SHARE_ACCESS_WRITE,
    OPEN4_SHARE_DENY_WRITE,
)


def reclaims_open(rig: Rig, server: Server, client: Client, held: Open) -> Open:
    """The client gets its open back; a server that refuses by the rules has no `reclaim`, or breaks its claim."""
    answer = client.reclaim_open(held)
    _gives_back(rig, server, answer)
    return answer.opened


def _gives_back(rig: Rig, server: Server, answer: Reply) -> None:
    if answer.status in (NFS4ERR_NO_GRACE, NFS4ERR_RECLAIM_BAD):
        rig.refused(server, "reclaim", f"{answer.sentence} -> {answer.status.name}")
    answer.need(NFS4_OK, judged_by="GR-01")


@case(
    "GR-01",
    level=Level.MUST,
    cite="RFC 8881 §9.11, §8.4.2",
    requirement="A client that returns after the server's reboot gets a new client ID, and in grace "
    "its opens and locks back.",
    needs={"locks"},
    faults={"reboot:origin"},
    on=("origin",),
    lease_waits=1.0,
)
def what_was_held_can_be_reclaimed(rig: Rig, server: Server) -> None:
    """D1 holds an open and a lock; O reboots; D1 reclaims both, and D2 still can't have the range."""
    file = rig.file("f")
    d1, d2 = server.client("D1"), server.client("D2")
    lock = locked(d1, file)
    before = d1.clientid

    server.reboot()

    d1.recover().expect(NFS4_OK)
    if d1.clientid == before:
        raise Failed(
            "the client ID survived a reboot that lost the server's memory",
            expected="a new client ID",
            actual=f"client ID {before:#x} again",
            signature="same client ID after reboot",
        )
    below = d1.reclaim_open(lock.open).expect(NFS4_OK).opened
    d1.reclaim_lock(lock, below).expect(NFS4_OK)
    d1.reclaim_complete().expect(NFS4_OK)
    d2.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(server)
    tries(d2, file).expect(NFS4ERR_DENIED, because="D1 has reclaimed the range")


@case(
    "GR-02",
    level=Level.MUST,
    cite="RFC 8881 §8.4.2, §18.46.3, §18.36.3",
    requirement="After a reboot the old session is NFS4ERR_BADSESSION (or DEADSESSION) and the old "
    "client ID NFS4ERR_STALE_CLIENTID.",
    faults={"reboot"},
    on=BOTH,
)
def the_old_session_and_client_id_are_gone(rig: Rig, server: Server) -> None:
    """A client goes on after the reboot as if nothing had happened."""
    client = server.client("C1")

    server.reboot()

    client.connect()
    client.renew().expect(NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION)
    client.create_session(adopt=False).expect(NFS4ERR_STALE_CLIENTID)


@case(
    "GR-03",
    level=Level.MUST,
    cite="RFC 8881 §8.4.2.1",
    requirement="In grace a server refuses, with NFS4ERR_GRACE, what would conflict with a reclaim "
    "that may still come.",
    faults={"reboot"},
    on=BOTH,
    lease_waits=1.0,
)
def nothing_is_given_away_in_grace(rig: Rig, server: Server) -> None:
    """Alice has yet to reclaim; Bob, who is through with his reclaims, asks for what is hers."""
    shared, denied = rig.file("shared"), rig.file("denied")
    alice, bob = server.client("Alice"), server.client("Bob")
    with_locks = rig.grants_locks(server)
    lock = locked(alice, shared) if with_locks else None
    below = lock.open if lock else opened(alice, shared)
    guarded = opened(alice, denied, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_WRITE)
    bobs = opened(bob, shared)

    server.reboot()

    bob.recover().need(NFS4_OK, judged_by="GR-02")
    bobs = reclaims_open(rig, server, bob, bobs)
    bob.reclaim_complete().need(
        NFS4_OK, judged_by="GR-07"
    )  # or the gate of §18.51.3 would answer for a server without grace
    attempts: list[Reply] = [bob.open(denied, OPEN4_SHARE_ACCESS_WRITE)]
    if lock:
        attempts.append(bob.lock(bobs, "WRITE", 0, 10))
    for attempt in attempts:
        attempt.expect(NFS4ERR_GRACE, also={NFS4ERR_DELAY: Verdict.WARN}, because="Alice may still reclaim it")

    alice.recover().need(NFS4_OK, judged_by="GR-02")
    reopened = reclaims_open(rig, server, alice, below)
    if lock:
        _gives_back(rig, server, alice.reclaim_lock(lock, reopened))
    reclaims_open(rig, server, alice, guarded)
    alice.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.await_grace_over(server)
    bob.open(denied, OPEN4_SHARE_ACCESS_WRITE).expect(NFS4ERR_SHARE_DENIED, because="Alice's reservation is back")
    if lock:
        bob.lock(bobs, "WRITE", 0, 10).expect(NFS4ERR_DENIED, because="Alice's lock is back")


@case(
    "GR-04",
    level=Level.INV,
    cite="invariant I13; RFC 8881 §8.4.2.1",
    requirement="A WRITE is let through in grace only if no reservation that could refuse it is reclaimed afterwards.",
    faults={"reboot"},
    on=BOTH,
    lease_waits=1.0,
)
def no_write_slips_past_a_reservation_in_grace(rig: Rig, server: Server) -> None:
    """Alice denies writers; after the reboot Bob writes without an open before she is back."""
    file = rig.file("f")
    alice, bob = server.client("Alice"), server.client("Bob")
    guarded = opened(alice, file, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_WRITE)

    server.reboot()

    bob.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    proof = bob.open(file, OPEN4_SHARE_ACCESS_WRITE)
    written = bob.write(file, ANON, 0, b"slipped past")
    rig.findings.info(f"in grace: OPEN -> {proof.status.name}, WRITE without an open -> {written.status.name}")

    alice.recover().need(NFS4_OK, judged_by="GR-02")
    reclaims_open(rig, server, alice, guarded)
    if written.ok:
        raise Failed(
            "a WRITE went through in grace, and then the reservation that denies it was reclaimed",
            expected="WRITE -> NFS4ERR_GRACE, or no reclaim of the deny afterwards",
            actual="WRITE -> NFS4_OK, then OPEN reclaim with deny WRITE -> NFS4_OK",
            signature="WRITE in grace past a reclaimed deny",
        )
    proof.need(NFS4ERR_GRACE, NFS4ERR_DELAY, judged_by="GR-03")


@case(
    "GR-05",
    level=Level.MUST,
    cite="RFC 8881 §15.1.9.3, §8.4.2.1",
    requirement="After grace, a reclaim of what somebody else could have had meanwhile is refused "
    "with NFS4ERR_NO_GRACE.",
    needs={"locks"},
    faults={"reboot:origin"},
    on=("origin",),
    lease_waits=1.5,
)
def grace_is_over_for_the_late(rig: Rig, server: Server) -> None:
    """D1 stays away until grace is over and D2 has had its range; then D1 wants it back."""
    file = rig.file("f")
    d1, d2 = server.client("D1"), server.client("D2")
    lock = locked(d1, file)
    opened(d2, file)
    d1.silence()

    server.reboot()

    d2.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(server)
    taken = locked(d2, file)
    d2.locku(taken).need(NFS4_OK, judged_by="LK-11")

    d1.recover().need(NFS4_OK, judged_by="GR-02")
    d1.reclaim_open(lock.open).expect(NFS4ERR_NO_GRACE, because="grace is over, and D2 has held the range since")


@case(
    "GR-06",
    level=Level.MUST,
    cite="RFC 8881 §18.51.3, §15.1.9.3",
    requirement="Whoever has said RECLAIM_COMPLETE reclaims no more: NFS4ERR_NO_GRACE, also while "
    "the server is in grace.",
    faults={"reboot"},
    on=BOTH,
    lease_waits=1.0,
)
def done_is_done(rig: Rig, server: Server) -> None:
    """Alice completes and then thinks of something else; Carol keeps the grace open; Bob shows that it is."""
    file, carols = rig.file("f"), rig.file("g")
    alice, bob, carol = server.client("Alice"), server.client("Bob"), server.client("Carol")
    held = opened(alice, file)
    kept = opened(carol, carols, OPEN4_SHARE_ACCESS_BOTH, OPEN4_SHARE_DENY_WRITE)
    opened(bob, file)

    server.reboot()

    bob.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    alice.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    late = alice.reclaim_open(held)
    proof = bob.open(carols, OPEN4_SHARE_ACCESS_WRITE)
    if proof.status not in (NFS4ERR_GRACE, NFS4ERR_DELAY):
        late.expect(NFS4ERR_NO_GRACE)
        raise Recorded(
            "the late reclaim was refused, but grace was over by then: nothing shown about RECLAIM_COMPLETE",
            actual=f"Bob's OPEN after it -> {proof.status.name}",
        )
    carol.recover().need(NFS4_OK, judged_by="GR-02")
    reclaims_open(rig, server, carol, kept)  # a server that refuses every reclaim would show nothing either
    late.expect(NFS4ERR_NO_GRACE, because="Alice had completed, and the server was still in grace")


@case(
    "GR-07",
    level=Level.MUST,
    cite="RFC 8881 §18.51.4, §18.46.3",
    requirement="A second RECLAIM_COMPLETE is NFS4ERR_COMPLETE_ALREADY; a retry of the first one is "
    "answered from the cache.",
    on=BOTH,
)
def once_is_enough(rig: Rig, server: Server) -> None:
    """RECLAIM_COMPLETE, its retry on the same slot, and a second one."""
    client = server.client("C1", reclaim_complete=False)
    first = client.reclaim_complete().expect(NFS4_OK)
    assert first.compound is not None
    client.replay(first.compound).expect(NFS4_OK, because="it is the same request")
    client.reclaim_complete().expect(NFS4ERR_COMPLETE_ALREADY)


@case(
    "GR-08",
    level=Level.SHOULD,
    cite="RFC 8881 §18.51.3, §18.51.4",
    requirement="RECLAIM_COMPLETE for one file system needs a filehandle, and for one that has not moved it changes "
    "nothing: the global one is still due.",
    on=BOTH,
)
def one_file_system_is_not_all(rig: Rig, server: Server) -> None:
    """RECLAIM_COMPLETE of one file system, without and with a filehandle; then the global one."""
    file = rig.file("f")
    settled = server.client("C1")
    newcomer = server.client("C2", reclaim_complete=False)
    opened(settled, file)  # proof that the server's own grace is over

    warned = {NFS4_OK: Verdict.WARN, NFS4ERR_COMPLETE_ALREADY: Verdict.WARN}
    newcomer.reclaim_complete(one_fs=True).expect(NFS4ERR_NOFILEHANDLE, also=warned)
    newcomer.reclaim_complete(one_fs=True, fh=newcomer.fh(file)).expect(NFS4_OK, also=warned)
    newcomer.open(file).expect(NFS4ERR_GRACE, also=warned, because="it has not said that it has reclaimed all")
    newcomer.reclaim_complete().expect(NFS4_OK, also=warned, because="this one is the first that counts")
    newcomer.open(file).expect(NFS4_OK, because="now it has")
