"""Who a client is to a server: EXCHANGE_ID and CREATE_SESSION (RFC 8881 §18.35, §18.36)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.judge import Failed, Recorded
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, locked, opened, tries
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    EXCHGID4_FLAG_BIND_PRINC_STATEID,
    EXCHGID4_FLAG_CONFIRMED_R,
    EXCHGID4_FLAG_MASK_PNFS,
    EXCHGID4_FLAG_SUPP_FENCE_OPS,
    EXCHGID4_FLAG_SUPP_MOVED_MIGR,
    EXCHGID4_FLAG_SUPP_MOVED_REFER,
    EXCHGID4_FLAG_UPD_CONFIRMED_REC_A,
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_DENIED,
    NFS4ERR_INVAL,
    NFS4ERR_NOENT,
    NFS4ERR_SEQ_MISORDERED,
    NFS4ERR_STALE_CLIENTID,
)


@case(
    "ID-01",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4 case 1",
    requirement="EXCHANGE_ID by an owner that the server has never seen succeeds with CONFIRMED_R clear.",
    on=BOTH,
)
def a_new_owner_is_not_confirmed(rig: Rig, server: Server) -> None:
    """A client that nobody knows introduces itself."""
    stranger = server.client("C1", established=False)
    stranger.connect()
    answer = stranger.exchange_id().expect(NFS4_OK)
    if answer.confirmed:
        raise Failed(
            "EXCHANGE_ID of an owner never seen before says EXCHGID4_FLAG_CONFIRMED_R",
            expected="CONFIRMED_R clear",
            actual=f"eir_flags {answer.flags:#x}: CONFIRMED_R set",
            signature="CONFIRMED_R set for a new owner",
        )


@case(
    "ID-02",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4 case 2",
    requirement="EXCHANGE_ID repeated with the same owner, verifier and principal names the same client ID, "
    "says CONFIRMED_R, and leaves sessions, opens and locks alone.",
    on=BOTH,
)
def the_same_incarnation_keeps_everything(rig: Rig, server: Server) -> None:
    """A confirmed client introduces itself again, unchanged."""
    client = server.client("C1")
    file = rig.file("f")
    below = opened(client, file)
    lock = locked(client, file) if rig.grants_locks(server) else None

    again = server.client("C1-again", established=False, owner=client.owner, verifier=client.verifier)
    again.connect()
    answer = again.exchange_id().expect(NFS4_OK)
    if answer.clientid != client.clientid or not answer.confirmed:
        raise Failed(
            "the same incarnation is not recognised",
            expected=f"client ID {client.clientid:#x}, CONFIRMED_R set",
            actual=f"client ID {answer.clientid:#x}, eir_flags {answer.flags:#x}",
            signature="same owner and verifier: other client ID or CONFIRMED_R clear",
        )
    client.renew().expect(NFS4_OK, because="the old session goes on")
    if lock is not None:
        client.locku(lock).expect(NFS4_OK, because="the lock is still there to be released")
    client.close(below).expect(NFS4_OK, because="the open is still there to be closed")


@case(
    "ID-05",
    level=Level.MUST,
    cite="RFC 8881 §18.36.4 phase 2",
    requirement="A csa_sequence that is neither the last one used nor the next one is refused with "
    "NFS4ERR_SEQ_MISORDERED and does not move the client ID's slot.",
    on=BOTH,
)
def create_session_only_in_sequence(rig: Rig, server: Server) -> None:
    """CREATE_SESSION two above and one below the last sequence used, then the right one."""
    client = server.client("C1", established=False)
    client.connect()
    first = client.exchange_id().need(NFS4_OK, judged_by="ID-01").sequenceid
    client.create_session(sequence=first).need(NFS4_OK, judged_by="ID-01")

    client.create_session(sequence=_wrapped(first + 2), adopt=False).expect(NFS4ERR_SEQ_MISORDERED)
    client.create_session(sequence=_wrapped(first - 1), adopt=False).expect(NFS4ERR_SEQ_MISORDERED)
    client.create_session(sequence=_wrapped(first + 1)).expect(NFS4_OK, because="the slot has not moved")


def _wrapped(sequence: int) -> int:
    return sequence % (1 << 32)


@case(
    "ID-06",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4 case 5",
    requirement="EXCHANGE_ID with a new verifier changes nothing for the old incarnation until "
    "CREATE_SESSION confirms it.",
    needs={"locks"},
    on=BOTH,
)
def an_unconfirmed_restart_harms_nobody(rig: Rig, server: Server) -> None:
    """A new incarnation introduces itself and goes no further."""
    file = rig.file("f")
    client, rival = server.client("C1"), server.client("C2")
    lock = locked(client, file)
    opened(rival, file)

    restarted = server.client("C1-restarted", established=False, owner=client.owner)
    restarted.connect()
    restarted.exchange_id().need(NFS4_OK, judged_by="ID-08")

    tries(rival, file).expect(
        NFS4ERR_DENIED, because="the old incarnation's lock stands until the new one is confirmed"
    )
    client.renew().expect(NFS4_OK, because="the old session goes on")
    client.locku(lock).expect(NFS4_OK)


@case(
    "ID-07",
    level=Level.SHOULD,
    cite="RFC 8881 §18.35.4 case 5",
    requirement="The CREATE_SESSION that confirms a new incarnation ends the old one's sessions and "
    "releases its locks at once.",
    needs={"locks"},
    on=("origin",),
)
def a_confirmed_restart_releases_the_old_incarnation(rig: Rig, server: Server) -> None:
    """A new incarnation is confirmed; a rival takes the lock without waiting for a lease."""
    file = rig.file("f")
    client, rival = server.client("C1"), server.client("C2")
    locked(client, file)
    tries(rival, file).need(NFS4ERR_DENIED, judged_by="CO-02")
    client.silence()

    server.client("C1-restarted", owner=client.owner)

    client.renew().expect(NFS4ERR_BADSESSION, because="its incarnation is over")
    tries(rival, file).expect(NFS4_OK, because="the old incarnation's locks are released at once")


@case(
    "ID-08",
    level=Level.MUST,
    cite="RFC 8881 §18.35.3",
    requirement="Two incarnations of one owner never share a client ID.",
    on=BOTH,
)
def a_new_verifier_is_a_new_client_id(rig: Rig, server: Server) -> None:
    """The same owner with another verifier gets another client ID."""
    client = server.client("C1")
    restarted = server.client("C1-restarted", established=False, owner=client.owner)
    restarted.connect()
    answer = restarted.exchange_id().expect(NFS4_OK)
    if answer.clientid == client.clientid:
        raise Failed(
            "a new incarnation was given the old one's client ID",
            expected=f"a client ID other than {client.clientid:#x}",
            actual=f"client ID {answer.clientid:#x}",
            signature="same client ID for another verifier",
        )


ASSIGNED = (
    EXCHGID4_FLAG_SUPP_MOVED_REFER
    | EXCHGID4_FLAG_SUPP_MOVED_MIGR
    | EXCHGID4_FLAG_SUPP_FENCE_OPS
    | EXCHGID4_FLAG_BIND_PRINC_STATEID
    | EXCHGID4_FLAG_MASK_PNFS
    | EXCHGID4_FLAG_UPD_CONFIRMED_REC_A
    | EXCHGID4_FLAG_CONFIRMED_R
)
"""The bits of eia_flags and eir_flags that have a meaning, in minor version 1 or 2."""


@case(
    "ID-14",
    level=Level.MUST,
    cite="RFC 8881 §18.35.3",
    requirement="EXCHANGE_ID with a bit in eia_flags that has no meaning is refused with NFS4ERR_INVAL, whichever bit.",
    on=BOTH,
)
def no_flag_without_a_meaning(rig: Rig, server: Server) -> None:
    """EXCHANGE_ID with each bit that nobody has assigned, one at a time, then without."""
    client = server.client("C1", established=False)
    client.connect()
    unassigned = [1 << bit for bit in range(32) if not ASSIGNED & 1 << bit]
    answers = {flag: client.exchange_id(flags=flag) for flag in unassigned}
    accepted = [f"{flag:#x}" for flag, answer in answers.items() if answer.ok]
    rig.findings.show(f"{len(unassigned)} bits tried; accepted: {', '.join(accepted) or 'none'}")
    for flag, answer in answers.items():
        answer.expect(NFS4ERR_INVAL, because=f"bit {flag:#x} has no meaning")
    client.exchange_id().expect(NFS4_OK, because="the bits alone were wrong")


@case(
    "ID-17",
    level=Level.MUST,
    cite="RFC 8881 §18.36.4 phase 1",
    requirement="CREATE_SESSION for a client ID that the server does not know is refused with NFS4ERR_STALE_CLIENTID.",
    on=BOTH,
)
def no_session_for_an_unknown_client_id(rig: Rig, server: Server) -> None:
    """CREATE_SESSION for a client ID that was never given out."""
    client = server.client("C1", established=False)
    client.connect()
    known = client.exchange_id().need(NFS4_OK, judged_by="ID-01")
    never_given = known.clientid ^ 0x5A5A_5A5A_0000_0000
    client.create_session(clientid=never_given, sequence=1, adopt=False).expect(NFS4ERR_STALE_CLIENTID)


@case(
    "ID-09",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4 case 5",
    requirement="An owner that introduces a new incarnation and, before that is confirmed, its old one again keeps "
    "what the old one has; which client ID it is told is the server's choice.",
    on=BOTH,
)
def the_old_incarnation_speaks_again(rig: Rig, server: Server) -> None:
    """The network brings a new incarnation's EXCHANGE_ID, and after it a late one of the old incarnation."""
    file = rig.file("f")
    client = server.client("C1")
    below = opened(client, file)
    lock = locked(client, file) if rig.grants_locks(server) else None

    restarted = server.client("C1-restarted", established=False, owner=client.owner)
    restarted.connect()
    newer = restarted.exchange_id().need(NFS4_OK, judged_by="ID-08")
    again = restarted.exchange_id(verifier=client.verifier).expect(NFS4_OK)
    which = "the old one" if again.clientid == client.clientid else "a new one"
    rig.findings.show(f"the client ID that the old verifier gets: {which}")
    if again.clientid == newer.clientid:
        raise Failed(
            "both incarnations were given one client ID",
            expected=f"client ID {client.clientid:#x}, or a new one",
            actual=f"client ID {again.clientid:#x}, which is the other incarnation's",
            signature="old verifier: client ID of the new incarnation",
        )

    client.renew().expect(NFS4_OK, because="the old session goes on: nothing else was confirmed")
    if lock is not None:
        tries(server.client("C2"), file).expect(NFS4ERR_DENIED, because="the lock stands")
        client.locku(lock).expect(NFS4_OK, because="the lock is still there to be released")
    client.close(below).expect(NFS4_OK, because="the open is still there to be closed")


@case(
    "ID-16",
    level=Level.SHOULD,
    cite="RFC 8881 §18.35.4",
    requirement="A client ID that nobody confirms within a lease is forgotten: CREATE_SESSION for it is answered "
    "NFS4ERR_STALE_CLIENTID.",
    on=BOTH,
    lease_waits=2.0,
)
def who_is_not_confirmed_is_forgotten(rig: Rig, server: Server) -> None:
    """A client introduces itself and goes no further for two leases; then it wants its session."""
    client = server.client("C1", established=False)
    client.connect()
    client.exchange_id().need(NFS4_OK, judged_by="ID-01")
    # One lease is what the record may stay; the other is for servers that look only now and then.
    rig.await_lease_over(server, leases=2.0, waiting_for=f"{server.name} to forget who was never confirmed")
    client.disconnect()
    client.connect()
    client.create_session(adopt=False).expect(NFS4ERR_STALE_CLIENTID, because="two leases have passed")
    client.exchange_id().expect(NFS4_OK, because="it may come again")
    client.create_session().expect(NFS4_OK)


@case(
    "ID-15",
    level=Level.MUST,
    cite="RFC 8881 §18.35.3, §18.35.4 case 1",
    requirement="EXCHGID4_FLAG_CONFIRMED_R is the server's to say: in a new owner's EXCHANGE_ID it is refused "
    "(NFS4ERR_INVAL) or passed over, and confirms nothing.",
    on=BOTH,
)
def nobody_confirms_himself(rig: Rig, server: Server) -> None:
    """A client that nobody knows says of itself that it is confirmed."""
    client = server.client("C1", established=False)
    client.connect()
    answer = client.exchange_id(flags=EXCHGID4_FLAG_CONFIRMED_R).expect(NFS4_OK, NFS4ERR_INVAL)
    rig.findings.show(f"EXCHANGE_ID with CONFIRMED_R in eia_flags -> {answer.status.name}")
    if answer.ok and answer.confirmed:
        raise Failed(
            "a new owner is confirmed because it said so",
            expected="CONFIRMED_R clear",
            actual=f"eir_flags {answer.flags:#x}: CONFIRMED_R set",
            signature="CONFIRMED_R set for a new owner that asked for it",
        )
    client.exchange_id(flags=EXCHGID4_FLAG_UPD_CONFIRMED_REC_A).expect(
        NFS4ERR_NOENT, because="an update has nothing confirmed to be about"
    )
    client.exchange_id().expect(NFS4_OK)
    client.create_session().expect(NFS4_OK, because="it is confirmed as everybody is")


@case(
    "ID-03",
    level=Level.KNOWN,
    cite="RFC 8881 §18.35.3, §18.36.4 phase 2",
    requirement="CREATE_SESSION with the eir_sequenceid of a confirmed client ID, which a client is to ignore, brings "
    "a new session, the last one again, or NFS4ERR_SEQ_MISORDERED.",
    on=("origin",),
)
def what_the_sequence_of_a_confirmed_client_is_worth(rig: Rig, server: Server) -> None:
    """A client that is confirmed introduces itself again, and believes the sequence that it is told."""
    client = server.client("C1")
    assert client.session is not None
    answer = client.exchange_id().need(NFS4_OK, judged_by="ID-02")
    made = client.create_session(sequence=answer.sequenceid, adopt=False).expect(NFS4_OK, NFS4ERR_SEQ_MISORDERED)
    client.renew().expect(NFS4_OK, because="the session that it has goes on")
    if made.ok:
        came = "the last session again" if made.sessionid == client.session.sessionid else "a new session"
    else:
        came = made.status.name
    raise Recorded(f"CREATE_SESSION with the eir_sequenceid of a confirmed client ID: {came}", actual=came)
