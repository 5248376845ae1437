"""Who the client is: establishing, recovering, leaving."""

from __future__ import annotations

import pytest

from regrace.harness.client.errors import NotReady, PeerClosed
from regrace.harness.history.events import Kind
from regrace.harness.judge import Blocked
from regrace.harness.protocol.rpc import AuthNone, AuthSys
from regrace.xdr_defs import nfs4
from tests.client.conftest import F, Stage


def names(stage: Stage) -> list[str]:
    return [nfs4.nfs_opnum4(call.argarray[-1].argop).name for call in stage.server.calls]


def test_establish_takes_four_steps(stage: Stage) -> None:
    client = stage.client()
    assert names(stage) == ["OP_EXCHANGE_ID", "OP_CREATE_SESSION", "OP_GETATTR", "OP_RECLAIM_COMPLETE"]
    assert client.lease_s == 4.0
    assert client.session is not None
    assert client.clientid == client.session.clientid
    assert client.exchanged is not None
    assert client.exchanged.server_owner == (3, b"fake")
    assert client.exchanged.impl_id == ("example.org", "fake")
    assert client.session.slots.size == 4
    assert stage.events(Kind.RECLAIM_COMPLETE)[0].ok


def test_establish_without_the_last_step(stage: Stage) -> None:
    stage.client(established=False).establish(reclaim_complete=False)
    assert "OP_RECLAIM_COMPLETE" not in names(stage)


def test_a_refused_step_blocks_and_is_named(stage: Stage) -> None:
    stage.server.answers[nfs4.OP_CREATE_SESSION] = lambda _: nfs4.CREATE_SESSION4res(nfs4.NFS4ERR_NOSPC)
    with pytest.raises(Blocked, match=r"CREATE_SESSION.*NFS4ERR_NOSPC") as caught:
        stage.client()
    assert caught.value.step == "E1 CREATE_SESSION via reexport"
    assert caught.value.judged_by == "ID-01"


def test_every_principal_is_itself(stage: Stage) -> None:
    stage.client("E1", credential=AuthSys(uid=7, gid=8))
    stage.client("E2", credential=AuthNone())
    client = stage.client("E3")
    client.renew(credential=AuthSys(uid=1, gid=1))
    assert set(stage.server.credentials) == {
        AuthSys(uid=7, gid=8),
        AuthNone(),
        AuthSys(uid=0, gid=0),
        AuthSys(uid=1, gid=1),
    }


def test_minor_version_2_is_spoken_on_demand(stage: Stage) -> None:
    client = stage.client(minor_version=2)
    client.renew(minor_version=1)
    assert [call.minorversion for call in stage.server.calls[-2:]] == [2, 1]


def test_exchange_id_alone_changes_nothing_that_the_client_has(stage: Stage) -> None:
    client = stage.client()
    before = client.clientid
    answer = client.exchange_id(verifier=b"another!")
    assert answer.ok
    assert answer.clientid != before
    assert client.clientid == before
    assert client.renew().ok


def test_create_session_counts_for_itself(stage: Stage) -> None:
    client = stage.client()
    first = client.session
    assert client.create_session().sequence == 2
    assert client.session is not first
    assert client.exchange_id().confirmed
    assert client.create_session().sequence == 3
    assert client.create_session(sequence=9, adopt=False).sequence == 9


def test_a_repeated_create_session_reply_keeps_the_slots(stage: Stage) -> None:
    client = stage.client()
    session = client.session
    assert session is not None
    ok = nfs4.CREATE_SESSION4resok(session.sessionid, 1, 0, session.fore, session.back)
    stage.server.answers[nfs4.OP_CREATE_SESSION] = lambda _: nfs4.CREATE_SESSION4res(nfs4.NFS4_OK, ok)
    client.create_session(sequence=1)
    assert client.session is session
    client.renew().expect()


def test_leaving_in_order(stage: Stage) -> None:
    client = stage.client()
    client.destroy_session().expect()
    assert client.session is None
    with pytest.raises(NotReady, match="no session"):
        client.renew()
    client.destroy_clientid().expect()
    assert client.clientid is None
    assert stage.server.clients == {}
    with pytest.raises(NotReady, match="no client ID"):
        client.destroy_clientid()


def test_another_sessions_end_leaves_ours(stage: Stage) -> None:
    client = stage.client()
    assert client.destroy_session(b"x" * 16).status == nfs4.NFS4ERR_BADSESSION
    assert client.renew().ok
    assert stage.events(Kind.LOSS_NOTICE) == []


def test_bind_conn_to_session(stage: Stage) -> None:
    client = stage.client()
    client.disconnect()
    client.connect()
    assert client.bind_conn_to_session().expect().direction == nfs4.CDFS4_BOTH
    client.renew().expect()
    assert client.bind_conn_to_session(sessionid=b"x" * 16).status == nfs4.NFS4ERR_BADSESSION


def test_recover_after_a_crash_marks_what_is_to_be_reclaimed(stage: Stage) -> None:
    client = stage.client()
    client.create_file(F).expect()
    opened = client.open(F).expect().open
    assert opened is not None
    lock = client.lock(opened, "WRITE", 0, 10).expect().lock
    assert lock is not None
    client.locku(lock, 4, 2).expect()
    before = client.clientid
    stage.server.forget()
    assert client.renew().status == nfs4.NFS4ERR_BADSESSION
    assert client.renew().status == nfs4.NFS4ERR_BADSESSION
    recovered = client.recover()
    assert recovered.ok
    assert (recovered.previous_clientid, recovered.state_kept) == (before, False)
    assert client.clientid == recovered.clientid != before
    assert client.ledger.lost_opens == [opened]
    assert client.ledger.lost_locks == [lock]
    again = client.reclaim_open(opened).expect().open
    assert again is not None
    relocked = client.reclaim_lock(lock, again).expect().lock
    assert relocked is not None
    assert [str(held) for held in relocked.ranges] == ["WRITE [0,4)", "WRITE [6,10)"]
    assert client.ledger.lost_opens == client.ledger.lost_locks == []
    reclaims = [event.kind for event in stage.events(Kind.RECLAIM_OPEN, Kind.RECLAIM_LOCK)]
    assert reclaims == [Kind.RECLAIM_OPEN, Kind.RECLAIM_LOCK, Kind.RECLAIM_LOCK]
    told = [event.detail.get("status") for event in stage.events(Kind.LOSS_NOTICE)]
    assert told == ["NFS4ERR_BADSESSION", "NFS4ERR_STALE_CLIENTID"]
    notes = [event.detail for event in stage.events(Kind.NOTE) if event.detail.get("what") == "recover"]
    assert [note["state_kept"] for note in notes] == [False]


def test_recover_where_only_the_connection_was_lost(stage: Stage) -> None:
    client = stage.client()
    client.create_file(F)
    opened = client.open(F).open
    for stream in stage.server.streams:
        stream.close(abort=True)
    stage.turn()
    assert not client.connected
    recovered = client.recover(reclaim_complete=False)
    assert recovered.state_kept
    assert opened is not None
    assert opened.live
    assert client.ledger.lost_opens == []
    client.close(opened).expect()


def test_recover_as_a_new_incarnation_loses_everything(stage: Stage) -> None:
    client = stage.client()
    client.create_file(F)
    client.open(F)
    recovered = client.recover(new_verifier=True, reclaim_complete=True)
    assert recovered.ok
    assert (recovered.step, recovered.state_kept) == ("RECLAIM_COMPLETE", False)
    assert client.ledger.empty
    assert client.ledger.lost_opens == []  # RECLAIM_COMPLETE gave them up


def test_recover_insists_on_delay_and_says_what_was_refused(stage: Stage) -> None:
    client = stage.client()
    refusals = [nfs4.NFS4ERR_DELAY, nfs4.NFS4ERR_DELAY, nfs4.NFS4ERR_CLID_INUSE]
    stage.server.answers[nfs4.OP_EXCHANGE_ID] = lambda _: nfs4.EXCHANGE_ID4res(refusals.pop(0))
    recovered = client.recover()
    assert recovered.status == nfs4.NFS4ERR_CLID_INUSE
    assert recovered.step == "EXCHANGE_ID"
    assert refusals == []


def test_recover_from_a_server_that_is_gone_ends_with_its_budget(stage: Stage) -> None:
    client = stage.client()
    stage.server.close()
    stage.turn()
    began = stage.world.now()
    with pytest.raises(PeerClosed, match="refused"):
        client.recover(budget_s=0.3)
    assert 0.2 <= stage.world.now() - began < 1.0


def test_the_dead_say_nothing(stage: Stage) -> None:
    client = stage.client()
    client.abandon()
    client.abandon()
    assert len(stage.events(Kind.CLIENT_CRASH)) == 1
    for call in (client.renew, client.connect, client.null):
        with pytest.raises(NotReady, match="dead"):
            call()


def test_the_silent_may_still_be_made_to_speak(stage: Stage) -> None:
    client = stage.client()
    client.silence()
    client.silence()
    assert len(stage.events(Kind.CLIENT_SILENT)) == 1
    assert client.renew().ok
