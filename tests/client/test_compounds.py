"""Compounds, slots and replays."""

from __future__ import annotations

import pytest

from regrace.harness.client.errors import NotReady, PeerClosed, PeerSilent
from regrace.harness.history.events import Kind
from regrace.harness.judge import Blocked, Failed
from regrace.harness.protocol.slots import SlotUse
from regrace.verdict import Verdict
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfs_argop4
from regrace.xdr_defs.runtime import XdrError
from tests.client.conftest import Stage

ROOT = nfs_argop4(nfs4.OP_PUTROOTFH)
GETFH = nfs_argop4(nfs4.OP_GETFH)


def test_a_reply_shows_everything(stage: Stage) -> None:
    client = stage.client()
    reply = client.compound(ROOT, GETFH, tag=b"hello")
    assert reply.ok
    assert reply.tag == b"hello"
    assert reply.op(nfs4.OP_GETFH).resok4.object == b"root"
    assert (reply.slot, reply.seqid) == (0, 3)
    assert reply.sequence is not None
    assert reply.sequence.sr_sequenceid == 3
    assert nfs4.COMPOUND4res.from_bytes(reply.bytes).resarray == reply.results
    assert reply.sent_at <= reply.received_at <= stage.world.now()
    with pytest.raises(LookupError, match="no result for LOCK, but: SEQUENCE NFS4_OK"):
        reply.op(nfs4.OP_LOCK)


def test_sequence_ids_run_on_one_slot(stage: Stage) -> None:
    client = stage.client()
    assert [client.renew().seqid for _ in range(3)] == [3, 4, 5]
    assert {call.argarray[0].value.sa_slotid for call in stage.server.calls[2:]} == {0}


def test_several_calls_are_on_their_way_at_once(stage: Stage) -> None:
    client = stage.client()
    stage.server.holding = True
    pending = [client.begin(ROOT) for _ in range(3)]
    with pytest.raises(NotReady, match="no free slot among 4"):
        client.begin(ROOT)  # the fourth is kept for renewals
    renewal = client.begin_renewal()
    stage.turn()
    assert not any(call.done for call in [*pending, renewal])
    stage.server.release()
    assert [call.reply().slot for call in pending] == [0, 1, 2]
    assert renewal.reply().slot == 3
    highest = [call.argarray[0].value.sa_highest_slotid for call in stage.server.calls[-4:]]
    assert highest == [0, 1, 2, 3]


def test_a_replay_is_answered_from_the_cache(stage: Stage) -> None:
    client = stage.client()
    first = client.compound(ROOT, GETFH)
    again = client.replay(first)
    assert again.bytes == first.bytes
    assert again.xid != first.xid
    assert client.renew().expect().seqid == 4


def test_a_false_retry_changes_what_follows_sequence(stage: Stage) -> None:
    client = stage.client()
    first = client.compound(ROOT)
    seen = len(stage.server.calls)
    again = client.replay(first, change=(ROOT, GETFH))
    assert again.bytes == first.bytes  # this server does not look, and may not
    sent = stage.server.calls[seen]
    assert [op.argop for op in sent.argarray] == [nfs4.OP_SEQUENCE, nfs4.OP_PUTROOTFH, nfs4.OP_GETFH]
    assert sent.argarray[0].value.sa_sequenceid == first.seqid


def test_a_call_in_doubt_is_retried_after_a_reconnection(stage: Stage) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda _: b"")
    pending = client.begin(ROOT, GETFH)
    stage.turn()
    client.disconnect(abort=True)
    client.connect()
    with pytest.raises(PeerClosed):
        pending.reply()
    calls = len(stage.server.calls)
    reply = client.retry(pending).reply()
    assert reply.op(nfs4.OP_GETFH).resok4.object == b"root"
    assert len(stage.server.calls) == calls + 1
    assert client.renew().expect().slot == 0
    answered = client.begin(ROOT)
    answered.reply()
    with pytest.raises(NotReady, match="in doubt"):
        client.retry(answered)


def test_a_retry_that_the_server_did_not_keep_frees_the_slot(stage: Stage) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda _: b"")
    pending = client.begin(ROOT, cache=False)
    with pytest.raises(PeerSilent):
        pending.reply(budget_s=0.05)
    uncached = nfs4.SEQUENCE4res(nfs4.NFS4ERR_RETRY_UNCACHED_REP)
    stage.server.answers[nfs4.OP_SEQUENCE] = lambda _: uncached
    assert client.retry(pending).reply().status == nfs4.NFS4ERR_RETRY_UNCACHED_REP
    del stage.server.answers[nfs4.OP_SEQUENCE]
    assert client.renew().expect().slot == 0


def test_only_calls_with_a_slot_can_be_replayed(stage: Stage) -> None:
    client = stage.client()
    assert client.exchanged is not None
    with pytest.raises(NotReady, match="no SEQUENCE"):
        client.replay(client.exchanged)


def test_a_slot_is_in_doubt_until_its_late_reply(stage: Stage) -> None:
    client = stage.client()
    session = client.session
    assert session is not None
    stage.server.holding = True
    pending = client.begin(ROOT)
    with pytest.raises(PeerSilent, match=r"E1 SEQUENCE\+PUTROOTFH.*0\.1 s|no answer within 0\.1 s"):
        pending.reply(budget_s=0.1)
    assert session.slots.slot(0).use is SlotUse.DOUBT
    with pytest.raises(NotReady, match="replay its request first"):
        client.begin(ROOT, slot=0)
    stage.server.release()
    assert pending.reply().ok
    assert session.slots.slot(0).use is SlotUse.FREE


def test_forged_fields_of_sequence(stage: Stage) -> None:
    client = stage.client()
    assert client.renew(sa_sequenceid=77).status == nfs4.NFS4ERR_SEQ_MISORDERED
    assert client.renew(sa_slotid=99).status == nfs4.NFS4ERR_BADSLOT
    assert client.renew(sa_sessionid=b"x" * 16).status == nfs4.NFS4ERR_BADSESSION
    assert client.session is not None
    assert not client.session.lost
    assert stage.events(Kind.LOSS_NOTICE) == []
    assert client.renew(sa_highest_slotid=3, sa_cachethis=True).ok
    assert client.renew().ok
    with pytest.raises(NotReady, match="slot 9 is not in a table"):
        client.compound(ROOT, slot=9)


def test_a_raw_compound_gets_no_sequence(stage: Stage) -> None:
    client = stage.client()
    reply = client.raw(ROOT, GETFH)
    assert [result.resop for result in reply.results] == [nfs4.OP_PUTROOTFH, nfs4.OP_GETFH]
    assert reply.sequence is None
    assert reply.slot is None


def test_values_that_break_the_definitions(stage: Stage) -> None:
    client = stage.client()
    op = nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(b"x" * 200))
    with pytest.raises(XdrError, match="at most 128"):
        client.compound(op)
    assert client.session is not None
    assert client.session.slots.slot(0).use is SlotUse.FREE
    with pytest.raises(XdrError, match="PUTFH4args"):
        client.compound(op, check=False)  # it left; the fake server's own decoder says so
    client.disconnect(abort=True)


def test_every_granted_sequence_is_a_renewal(stage: Stage) -> None:
    client = stage.client()
    before = len(stage.events(Kind.RENEW))
    sent_at = stage.world.now()
    reply = client.renew()
    client.renew(sa_sequenceid=99)
    good, bad = stage.events(Kind.RENEW)[before:]
    assert (good.actor, good.via, good.status) == ("E1", "reexport", "NFS4_OK")
    assert sent_at <= good.invoked_at <= reply.received_at
    assert client.renewed_at is not None
    assert sent_at <= client.renewed_at <= reply.received_at
    assert bad.status == "NFS4ERR_SEQ_MISORDERED"


def test_flags_are_told_once_until_they_change(stage: Stage) -> None:
    client = stage.client()
    for flags in (
        0,
        nfs4.SEQ4_STATUS_ADMIN_STATE_REVOKED,
        nfs4.SEQ4_STATUS_ADMIN_STATE_REVOKED | nfs4.SEQ4_STATUS_CB_PATH_DOWN,
        nfs4.SEQ4_STATUS_CB_PATH_DOWN,
        nfs4.SEQ4_STATUS_ADMIN_STATE_REVOKED | nfs4.SEQ4_STATUS_EXPIRED_SOME_STATE_REVOKED,
    ):
        stage.server.flags = flags
        client.renew()
        assert client.sequence_flags == flags
    told = [event.detail["flags"] for event in stage.events(Kind.LOSS_NOTICE)]
    assert told == [["ADMIN_STATE_REVOKED"], ["EXPIRED_SOME_STATE_REVOKED", "ADMIN_STATE_REVOKED"]]


def test_a_lost_session_is_told_once(stage: Stage) -> None:
    client = stage.client()
    stage.server.forget()
    client.renew()
    client.renew()
    assert client.session is not None
    assert client.session.lost == "NFS4ERR_BADSESSION"
    assert [event.status for event in stage.events(Kind.LOSS_NOTICE)] == ["NFS4ERR_BADSESSION"]


def test_expect_and_need(stage: Stage) -> None:
    client = stage.client()
    stage.server.forget()
    reply = client.renew()
    assert reply.expect(nfs4.NFS4_OK, nfs4.NFS4ERR_BADSESSION) is reply
    assert reply.need(nfs4.NFS4ERR_BADSESSION, judged_by="GR-02") is reply
    with pytest.raises(Failed) as failed:
        reply.expect(because="nothing happened")
    assert failed.value.expected == "E1 SEQUENCE via reexport -> NFS4_OK (nothing happened)"
    assert failed.value.actual == "E1 SEQUENCE via reexport -> NFS4ERR_BADSESSION"
    reply.expect(nfs4.NFS4_OK, also={nfs4.NFS4ERR_BADSESSION: Verdict.WARN})
    assert stage.findings.notes[0][0] is Verdict.WARN
    with pytest.raises(Blocked) as blocked:
        reply.need(judged_by="ID-01")
    assert (blocked.value.judged_by, blocked.value.actual) == ("ID-01", "NFS4ERR_BADSESSION")


def test_exchanges_are_told_in_order(stage: Stage) -> None:
    client = stage.client()
    stage.exchanges.clear()
    client.null()
    client.compound(ROOT, GETFH)
    assert [(e.direction, e.kind, e.ops) for e in stage.exchanges] == [
        ("sent", "call", ("NULL",)),
        ("received", "reply", ("NULL",)),
        ("sent", "call", ("SEQUENCE", "PUTROOTFH", "GETFH")),
        ("received", "reply", ("SEQUENCE", "PUTROOTFH", "GETFH")),
    ]
    call, reply = stage.exchanges[2:]
    assert call.xid == reply.xid
    assert call.text == "SEQUENCE slot 0 seq 3; PUTROOTFH; GETFH"
    assert reply.statuses == ("NFS4_OK",) * 3
    assert call.at <= reply.at
