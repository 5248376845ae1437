"""Whose name it is: a client owner belongs to the principal that brought it (RFC 8881 §18.35.4, §18.36.4)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.reply import ExchangeIdReply
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, locked, opened, somebody_else, tries
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import (
    EXCHGID4_FLAG_UPD_CONFIRMED_REC_A,
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_CLID_INUSE,
    NFS4ERR_DEADSESSION,
    NFS4ERR_DENIED,
    NFS4ERR_NOENT,
    NFS4ERR_NOT_SAME,
    NFS4ERR_PERM,
    NFS4ERR_SEQ_MISORDERED,
    NFS4ERR_STALE_CLIENTID,
)

UPDATE = EXCHGID4_FLAG_UPD_CONFIRMED_REC_A


@case(
    "ID-10",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4 case 3",
    requirement="EXCHANGE_ID by another principal under the name of a client that holds state is refused with "
    "NFS4ERR_CLID_INUSE, and takes nothing from that client.",
    on=BOTH,
)
def a_name_in_use_is_refused_to_others(rig: Rig, server: Server) -> None:
    """Another user introduces himself under the name of a client that has a file open and locked."""
    file = rig.file("f")
    owner = server.client("C1")
    below = opened(owner, file)
    lock = locked(owner, file) if rig.grants_locks(server) else None

    impostor = server.client(
        "Mallory", established=False, owner=owner.owner, verifier=owner.verifier, credential=somebody_else(server)
    )
    impostor.connect()
    as_it_is = impostor.exchange_id()
    restarted = impostor.exchange_id(verifier=rig.world.entropy(8))
    still_there = owner.renew()
    rig.findings.show(f"the client's own SEQUENCE after that -> {still_there.status.name}")
    as_it_is.expect(NFS4ERR_CLID_INUSE, because="the name belongs to another principal, and has state")
    restarted.expect(NFS4ERR_CLID_INUSE, because="it is no restart of the client either")

    still_there.expect(NFS4_OK, because="its session goes on")
    if lock is not None:
        tries(server.client("C2"), file).expect(NFS4ERR_DENIED, because="its lock stands")
        owner.locku(lock).expect(NFS4_OK, because="the lock is its own to release")
    owner.close(below).expect(NFS4_OK, because="the open is its own to close")


@case(
    "ID-12",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4 case 3",
    requirement="EXCHANGE_ID by another principal under the name of a client that holds nothing is that of a new "
    "owner: it gets a client ID of its own, and the old one is no more.",
    on=BOTH,
)
def an_idle_name_goes_to_who_asks(rig: Rig, server: Server) -> None:
    """A client has nothing left, not even a session; another user introduces himself under its name."""
    # Whether a session alone is "state" the RFC leaves open: the requirement is about a client without one.
    idle = server.client("C1", kept_alive=False)
    former = idle.clientid
    assert former is not None
    idle.destroy_session().need(NFS4_OK, judged_by="ID-20")

    heir = server.client("C2", established=False, owner=idle.owner, credential=somebody_else(server))
    heir.connect()
    answer = heir.exchange_id().expect(NFS4_OK, because="nothing is left of the client that had the name")
    if answer.confirmed or answer.clientid == former:
        raise Failed(
            "another principal is taken for the client that had the name",
            expected=f"a client ID other than {former:#x}, CONFIRMED_R clear",
            actual=f"client ID {answer.clientid:#x}, eir_flags {answer.flags:#x}",
            signature="another principal: same client ID or CONFIRMED_R set",
        )
    heir.create_session().expect(NFS4_OK, because="the name is the newcomer's to confirm")
    idle.create_session(clientid=former, adopt=False).expect(
        NFS4ERR_STALE_CLIENTID, because="its record went with its name"
    )


@case(
    "ID-13",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4 cases 6 to 9",
    requirement="An update (EXCHGID4_FLAG_UPD_CONFIRMED_REC_A) is for the incarnation and the principal of a confirmed "
    "client alone: NFS4ERR_NOENT where there is none, NFS4ERR_NOT_SAME to another incarnation, NFS4ERR_PERM to "
    "another principal; and none of them changes a record.",
    on=BOTH,
)
def only_what_is_confirmed_is_updated(rig: Rig, server: Server) -> None:
    """Updates before the confirmation, by another incarnation, by another user, and at last the right one."""
    client = server.client("C1", established=False)
    client.connect()
    first = client.exchange_id().need(NFS4_OK, judged_by="ID-01")
    client.exchange_id(flags=UPDATE).expect(NFS4ERR_NOENT, because="nothing is confirmed under this name yet")
    client.create_session(clientid=first.clientid).expect(
        NFS4_OK, because="the unconfirmed record was left as it was"
    )

    client.exchange_id(flags=UPDATE, verifier=rig.world.entropy(8)).expect(
        NFS4ERR_NOT_SAME, because="another incarnation is confirmed"
    )
    client.exchange_id(flags=UPDATE, credential=somebody_else(server)).expect(
        NFS4ERR_PERM, because="the record is another principal's"
    )
    client.renew().expect(NFS4_OK, because="the confirmed record was left as it was")

    _must_be(client, client.exchange_id(flags=UPDATE).expect(NFS4_OK))
    client.renew().expect(NFS4_OK, because="an update leaves sessions alone")


def _must_be(client: Client, answer: ExchangeIdReply) -> None:
    """The answer is about the record that the client has confirmed."""
    if answer.clientid != client.clientid or not answer.confirmed:
        raise Failed(
            "an update is answered with another record",
            expected=f"client ID {client.clientid:#x}, CONFIRMED_R set",
            actual=f"client ID {answer.clientid:#x}, eir_flags {answer.flags:#x}",
            signature="update: other client ID or CONFIRMED_R clear",
        )


@case(
    "ID-18",
    level=Level.MUST,
    cite="RFC 8881 §18.36.4 phase 3",
    requirement="A client ID is confirmed only by the principal that it was given to: CREATE_SESSION by another is "
    "refused with NFS4ERR_CLID_INUSE, and changes no record.",
    on=BOTH,
)
def only_the_owner_confirms(rig: Rig, server: Server) -> None:
    """A client introduces itself; another user tries to confirm it; then the client does."""
    client = server.client("C1", established=False)
    client.connect()
    given = client.exchange_id().need(NFS4_OK, judged_by="ID-01")

    other = somebody_else(server)
    client.create_session(credential=other, adopt=False).expect(NFS4ERR_CLID_INUSE)
    # Unconfirmed as before: an update of it has nothing to be about (case 7).
    client.exchange_id(flags=UPDATE).expect(NFS4ERR_NOENT, because="the refused session has confirmed nothing")

    # The sequence is looked at before the principal (phase 2), so the refused call may have moved the slot, and its
    # answer may be what a repetition gets. Both readings are fair, as long as the client can go on.
    again = client.create_session(clientid=given.clientid, sequence=given.sequenceid)
    rig.findings.show(f"the same csa_sequence by the right principal -> {again.status.name}")
    if not again.ok:
        again.expect(NFS4ERR_CLID_INUSE, NFS4ERR_SEQ_MISORDERED)
        again = client.create_session(clientid=given.clientid, sequence=(given.sequenceid + 1) % (1 << 32))
    again.expect(NFS4_OK, because="the client ID is still its own to confirm")
    client.renew().expect(NFS4_OK)


@case(
    "ID-11",
    level=Level.MUST,
    cite="RFC 8881 §18.35.4 case 3, §8.4.3",
    requirement="EXCHANGE_ID by another principal under the name of a client whose lease is over is no half measure: "
    "either the name is given away, and that client's state goes with it, or it is refused, and the state stays.",
    needs={"locks"},
    on=("origin",),
    lease_waits=1.2,
)
def an_expired_name_goes_with_its_state(rig: Rig, server: Server) -> None:
    """A client with a lock is silent for more than a lease; another user asks for its name."""
    file = rig.file("f")
    absent, rival = server.client("C1"), server.client("C2")
    lock = locked(absent, file)
    opened(rival, file)
    absent.silence()
    rig.await_lease_over(server, waiting_for="the lease of who is silent")

    heir = server.client(
        "C3", established=False, owner=absent.owner, verifier=absent.verifier, credential=somebody_else(server)
    )
    heir.connect()
    # RFC 8881 gives the name away; a server that keeps state on purpose for who will be back may refuse.
    answer = heir.exchange_id().expect(NFS4_OK, NFS4ERR_CLID_INUSE)
    if answer.ok:
        rig.findings.show("the name of the expired client is given away")
        gone = "its record was deleted for another principal's"
        absent.renew().expect(NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION, because=gone)
        tries(rival, file).expect(NFS4_OK, because=gone)
    else:
        rig.findings.show("the name of the expired client is kept for it")
        absent.renew().expect(NFS4_OK, because="nothing of a client is touched whose name is refused to others")
        absent.locku(lock).expect(NFS4_OK, because="its lock was kept with its name")
