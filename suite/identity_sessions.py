"""Sessions and client IDs, made and destroyed (RFC 8881 §18.34, §18.36, §18.37, §18.50)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.callbacks import CB_PROGRAM
from regrace.harness.client.client import Client
from regrace.harness.client.identity import BACK_CHANNEL, FORE_CHANNEL
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import CompoundReply, Reply, SessionReply
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, locked, opened, tries
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_CLIENTID_BUSY,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_NOT_ONLY_OP,
    NFS4ERR_STALE_CLIENTID,
)
from regrace.xdr_defs.rpc import AUTH_NONE


@case(
    "ID-04",
    level=Level.MUST,
    cite="RFC 8881 §18.36.4 phase 2",
    requirement="CREATE_SESSION with the csa_sequence used last is a retry: it is answered as it was, with the "
    "session that was made then, and makes no other.",
    on=BOTH,
)
def a_session_is_made_once(rig: Rig, server: Server) -> None:
    """The connection breaks after CREATE_SESSION; the client introduces itself again, and retries."""
    client = server.client("C1", established=False)
    client.connect()
    first = client.exchange_id().need(NFS4_OK, judged_by="ID-01").sequenceid
    made = client.create_session(sequence=first).need(NFS4_OK, judged_by="ID-01")

    client.disconnect(abort=True)
    client.connect()
    client.exchange_id().need(NFS4_OK, judged_by="ID-02")
    retried = client.create_session(sequence=first, adopt=False).expect(NFS4_OK, because="it is a retry")
    if _content(retried) != _content(made):
        raise Failed(
            "a retried CREATE_SESSION is answered otherwise than the first time",
            expected=f"{_content(made)}",
            actual=f"{_content(retried)}",
            signature="retried CREATE_SESSION: another answer",
        )
    client.renew().expect(NFS4_OK, because="the session is the one that was made")

    client.destroy_session().need(NFS4_OK, judged_by="ID-20")
    _let_go(client, server).expect(NFS4_OK, because="the retry has made no session of its own")


def _content(made: SessionReply) -> tuple[object, ...]:
    return (made.sessionid.hex(), made.sequence, made.flags, made.fore, made.back)


def _let_go(client: Client, server: Server) -> Reply:
    """DESTROY_CLIENTID; as long as the server may still be busy with a session that it has destroyed, again. Never for
    a whole lease, after which everything that is left would be gone."""
    return patiently(
        client.destroy_clientid,
        world=client.world,
        retry=(NFS4ERR_CLIENTID_BUSY,),
        budget_s=server.lease_s / 3,
        waiting_for="the session to be gone",
    )


@case(
    "ID-20",
    level=Level.MUST,
    cite="RFC 8881 §18.37.3",
    requirement="DESTROY_SESSION ends a session and nothing else: opens, locks and lease belong to the client ID, and "
    "are there in its next session.",
    on=BOTH,
)
def locks_outlive_the_session(rig: Rig, server: Server) -> None:
    """A client destroys its only session, makes another one, and releases what it had."""
    file = rig.file("f")
    client = server.client("C1")
    below = opened(client, file)
    lock = locked(client, file) if rig.grants_locks(server) else None
    rival = server.client("C2")
    if lock is not None:
        opened(rival, file)

    client.destroy_session().expect(NFS4_OK)

    if lock is not None:
        tries(rival, file).expect(NFS4ERR_DENIED, because="a client without a session keeps its locks")
    client.create_session().expect(NFS4_OK, because="the client ID is still there")
    if lock is not None:
        client.locku(lock).expect(NFS4_OK, because="the lock is still there to be released")
    client.close(below).expect(NFS4_OK, because="the open is still there to be closed")


@case(
    "ID-21",
    level=Level.MUST,
    cite="RFC 8881 §18.37, §15.1.11.1",
    requirement="DESTROY_SESSION of a session that there is not, or not any more, is refused with NFS4ERR_BADSESSION, "
    "and harms no other.",
    on=BOTH,
)
def what_is_not_there_is_not_destroyed(rig: Rig, server: Server) -> None:
    """DESTROY_SESSION of a session ID that was never given out, and of one that was destroyed before."""
    client = server.client("C1", kept_alive=False)
    assert client.session is not None
    own = client.session.sessionid
    never_given = bytes(byte ^ 0x5A for byte in own)
    client.destroy_session(never_given).expect(NFS4ERR_BADSESSION, because="it was never given out")
    client.renew().expect(NFS4_OK, because="the client's session is another one")

    client.destroy_session().need(NFS4_OK, judged_by="ID-20")
    server.client("C2")  # so that there is a session to be taken for it
    client.destroy_session(own).expect(NFS4ERR_BADSESSION, because="it was destroyed before")


@case(
    "ID-22",
    level=Level.MUST,
    cite="RFC 8881 §18.50.3",
    requirement="DESTROY_CLIENTID is refused with NFS4ERR_CLIENTID_BUSY while the client ID has a session, an open "
    "or a lock; after that it succeeds, and the client ID is unknown.",
    on=BOTH,
)
def only_an_idle_client_id_is_destroyed(rig: Rig, server: Server) -> None:
    """DESTROY_CLIENTID of a client with all it had, without its session, without state, and with neither."""
    file = rig.file("f")
    client = server.client("C1", kept_alive=False)
    clientid = client.clientid
    assert clientid is not None
    below = opened(client, file)
    lock = locked(client, file) if rig.grants_locks(server) else None

    client.destroy_clientid().expect(NFS4ERR_CLIENTID_BUSY, because="it has a session, and state")
    client.destroy_session().need(NFS4_OK, judged_by="ID-20")
    client.destroy_clientid().expect(NFS4ERR_CLIENTID_BUSY, because="it has state, if no session")

    client.create_session(clientid=clientid).need(NFS4_OK, judged_by="ID-20")
    if lock is not None:
        client.locku(lock).need(NFS4_OK, judged_by="ID-20")
    client.close(below).need(NFS4_OK, judged_by="ID-20")
    client.destroy_clientid().expect(NFS4ERR_CLIENTID_BUSY, because="it has a session, if no state")
    own = nfs4.nfs_argop4(nfs4.OP_DESTROY_CLIENTID, nfs4.DESTROY_CLIENTID4args(clientid))
    client.compound(own).expect(NFS4ERR_CLIENTID_BUSY, because="it is asked for in a session of its own")

    client.destroy_session().need(NFS4_OK, judged_by="ID-20")
    _let_go(client, server).expect(NFS4_OK, because="nothing is left of it")
    client.destroy_clientid(clientid).expect(NFS4ERR_STALE_CLIENTID, because="it was destroyed before")


@case(
    "ID-24",
    level=Level.MUST,
    cite="RFC 8881 §18.35.3",
    requirement="EXCHANGE_ID without a SEQUENCE in front is the only operation of its COMPOUND, or it is refused with "
    "NFS4ERR_NOT_ONLY_OP.",
    on=BOTH,
)
def who_has_no_session_introduces_himself_alone(rig: Rig, server: Server) -> None:
    """EXCHANGE_ID with PUTROOTFH behind it, then alone."""
    client = server.client("C1", established=False)
    client.connect()
    introduction = nfs4.nfs_argop4(
        nfs4.OP_EXCHANGE_ID,
        nfs4.EXCHANGE_ID4args(
            nfs4.client_owner4(client.verifier, client.owner), 0, nfs4.state_protect4_a(nfs4.SP4_NONE), []
        ),
    )
    client.raw(introduction, nfs4.nfs_argop4(nfs4.OP_PUTROOTFH)).expect(NFS4ERR_NOT_ONLY_OP)
    client.raw(introduction).expect(NFS4_OK, because="it is alone")


@case(
    "ID-19",
    level=Level.MUST,
    cite="RFC 8881 §18.36.4",
    requirement="CREATE_SESSION sent twice at once with one csa_sequence makes one session: both answers name it, or "
    "one says that it comes too early (NFS4ERR_DELAY).",
    on=BOTH,
)
def twice_at_once_is_one_session(rig: Rig, server: Server) -> None:
    """A client in a hurry sends its CREATE_SESSION on two connections, and waits for neither."""
    client, hasty = server.client("C1", established=False), server.client("C1-hasty", established=False)
    client.connect()
    hasty.connect()
    given = client.exchange_id().need(NFS4_OK, judged_by="ID-01")
    wanted = nfs4.nfs_argop4(
        nfs4.OP_CREATE_SESSION,
        nfs4.CREATE_SESSION4args(
            given.clientid,
            given.sequenceid,
            0,
            FORE_CHANNEL,
            BACK_CHANNEL,
            CB_PROGRAM,
            [nfs4.callback_sec_parms4(AUTH_NONE)],
        ),
    )
    both = [one.begin_raw(wanted) for one in (client, hasty)]
    answers = [one.reply() for one in both]
    rig.findings.show("answers: " + ", ".join(answer.status.name for answer in answers))
    for answer in answers:
        answer.expect(NFS4_OK, NFS4ERR_DELAY)
    # Once nothing is under way the same call is a retry (phase 2), and adopts the session for the client.
    retried = client.create_session(
        sequence=given.sequenceid, flags=0, sec_parms=[nfs4.callback_sec_parms4(AUTH_NONE)]
    ).expect(NFS4_OK)
    made = {retried.sessionid.hex(), *(_sessionid(answer) for answer in answers if answer.ok)}
    if len(made) != 1:
        raise Failed(
            "CREATE_SESSION with one csa_sequence, sent twice at once and retried, did not come to one session",
            expected="one session ID",
            actual=f"{len(made)}: {', '.join(sorted(made))}",
            signature=f"{len(made)} sessions for one csa_sequence",
        )
    client.renew().expect(NFS4_OK)
    client.destroy_session().need(NFS4_OK, judged_by="ID-20")
    _let_go(client, server).expect(NFS4_OK, because="there was one session")


def _sessionid(created: CompoundReply) -> str:
    sessionid: bytes = created.op(nfs4.OP_CREATE_SESSION).csr_resok4.csr_sessionid
    return sessionid.hex()


@case(
    "ID-23",
    level=Level.MUST,
    cite="RFC 8881 §18.34.3, §18.34.4, §15.1.11.1",
    requirement="BIND_CONN_TO_SESSION takes a new connection into a session that stands, as often as it is asked, and "
    "is refused with NFS4ERR_BADSESSION for one that does not.",
    on=BOTH,
)
def a_new_connection_joins_the_session(rig: Rig, server: Server) -> None:
    """A connection breaks; the client binds another, twice, and at last one to a session it destroyed."""
    file = rig.file("f")
    client = server.client("C1", kept_alive=False)
    below = opened(client, file)
    assert client.session is not None
    own = client.session.sessionid

    client.disconnect(abort=True)
    client.connect()
    bound = client.bind_conn_to_session(direction=nfs4.CDFC4_FORE).expect(NFS4_OK)
    if bound.direction != nfs4.CDFS4_FORE:
        raise Failed(
            "a connection asked to be of the fore channel became something else",
            expected="bctsr_dir CDFS4_FORE",
            actual=f"bctsr_dir {bound.direction}",
            signature="CDFC4_FORE: another bctsr_dir",
        )
    client.bind_conn_to_session(direction=nfs4.CDFC4_FORE).expect(NFS4_OK, because="it is bound so already")
    client.close(below).expect(NFS4_OK, because="the session goes on, with what was opened in it")

    client.destroy_session().need(NFS4_OK, judged_by="ID-20")
    server.client("C2")  # so that there is a session to be taken for it
    client.disconnect()
    client.connect()
    client.bind_conn_to_session(sessionid=own).expect(NFS4ERR_BADSESSION, because="it was destroyed before")
