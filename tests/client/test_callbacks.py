"""The backchannel is served by the book."""

from __future__ import annotations

import pytest

from regrace.harness.client.callbacks import CB_PROGRAM
from regrace.harness.client.ledger import Delegation
from regrace.harness.protocol.records import frame
from regrace.harness.protocol.rpc import (
    AuthNone,
    OpaqueAuth,
    Reply,
    ReplyKind,
    decode_reply,
    encode_call,
)
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfs_cb_argop4
from tests.client.conftest import F, Stage

RECALL_ANY = nfs_cb_argop4(nfs4.OP_CB_RECALL_ANY, nfs4.CB_RECALL_ANY4args(0, []))
OTHER = b"d" * 12


def sequence(stage: Stage, sequenceid: int, slot: int = 0, sessionid: bytes | None = None) -> nfs_cb_argop4:
    current = list(stage.server.sessions)[-1]
    args = nfs4.CB_SEQUENCE4args(
        current if sessionid is None else sessionid, sequenceid, slot, slot, False, []
    )
    return nfs_cb_argop4(nfs4.OP_CB_SEQUENCE, args)


def answer(stage: Stage) -> Reply:
    """The client's reply to the last callback."""
    seen = len(stage.server.callback_replies)
    arrived = stage.world.run_until(
        lambda: len(stage.server.callback_replies) > seen, stage.world.now() + 2
    )
    assert arrived
    return decode_reply(stage.server.callback_replies[-1])


def compound(stage: Stage, *ops: nfs_cb_argop4) -> nfs4.CB_COMPOUND4res:
    stage.server.call_back(*ops)
    return nfs4.CB_COMPOUND4res.from_bytes(answer(stage).body)


def statuses(res: nfs4.CB_COMPOUND4res) -> list[tuple[int, str]]:
    return [(r.resop, getattr(r.value, r.value.__slots__[0]).name) for r in res.resarray]


def test_operations_are_answered_and_recorded(stage: Stage) -> None:
    client = stage.client()
    notify = nfs4.CB_NOTIFY_LOCK4args(b"f", nfs4.lock_owner4(1, b"l"))
    res = compound(stage, sequence(stage, 1), RECALL_ANY, nfs_cb_argop4(nfs4.OP_CB_NOTIFY_LOCK, notify))
    assert res.status == nfs4.NFS4_OK
    assert [name for _, name in statuses(res)] == ["NFS4_OK"] * 3
    assert res.resarray[0].opcbsequence.csr_resok4.csr_sequenceid == 1
    assert [(c.name, c.status) for c in client.callbacks] == [
        ("CB_RECALL_ANY", nfs4.NFS4_OK),
        ("CB_NOTIFY_LOCK", nfs4.NFS4_OK),
    ]
    assert client.callbacks[1].args == notify
    kinds = [(e.direction, e.kind) for e in stage.exchanges[-2:]]
    assert kinds == [("received", "cb-call"), ("sent", "cb-reply")]
    assert stage.exchanges[-1].statuses == ("NFS4_OK",) * 3


def test_slots_of_the_backchannel(stage: Stage) -> None:
    client = stage.client()
    assert compound(stage, sequence(stage, 1), RECALL_ANY).status == nfs4.NFS4_OK
    assert compound(stage, sequence(stage, 2), RECALL_ANY).status == nfs4.NFS4_OK
    assert compound(stage, sequence(stage, 1, slot=1), RECALL_ANY).status == nfs4.NFS4_OK
    assert compound(stage, sequence(stage, 4), RECALL_ANY).status == nfs4.NFS4ERR_SEQ_MISORDERED
    assert compound(stage, sequence(stage, 1, slot=9), RECALL_ANY).status == nfs4.NFS4ERR_BADSLOT
    lost = compound(stage, sequence(stage, 1, sessionid=b"x" * 16), RECALL_ANY)
    assert statuses(lost) == [(nfs4.OP_CB_SEQUENCE, "NFS4ERR_BADSESSION")]
    assert len(client.callbacks) == 3
    assert len(client.callback_service.faults) == 3


def test_a_replayed_callback_is_answered_from_the_cache(stage: Stage) -> None:
    client = stage.client()
    first = compound(stage, sequence(stage, 1), RECALL_ANY)
    again = compound(stage, sequence(stage, 1), RECALL_ANY)
    assert first == again
    assert len(client.callbacks) == 1
    assert client.callback_service.faults == ["slot 0 sequence 1 was sent again"]


def test_a_new_session_has_new_slots(stage: Stage) -> None:
    client = stage.client()
    compound(stage, sequence(stage, 1), RECALL_ANY)
    client.recover()
    assert compound(stage, sequence(stage, 1), RECALL_ANY).status == nfs4.NFS4_OK
    assert len(client.callbacks) == 2


def test_recalls(stage: Stage) -> None:
    client = stage.client()
    stateid = nfs4.stateid4(1, OTHER)
    recall = nfs_cb_argop4(nfs4.OP_CB_RECALL, nfs4.CB_RECALL4args(stateid, False, b"f"))
    assert compound(stage, sequence(stage, 1), recall).status == nfs4.NFS4ERR_BAD_STATEID
    held = Delegation(file=F, fh=b"f", write=False, stateid=stateid)
    client.ledger.delegations.append(held)
    assert compound(stage, sequence(stage, 2), recall).status == nfs4.NFS4_OK
    assert held.recalled
    client.callback_service.handlers[nfs4.OP_CB_RECALL] = lambda args: nfs4.NFS4ERR_DELAY
    assert compound(stage, sequence(stage, 3), recall).status == nfs4.NFS4ERR_DELAY


def test_an_attribute_callback_can_be_handled(stage: Stage) -> None:
    client = stage.client()
    ask = nfs_cb_argop4(nfs4.OP_CB_GETATTR, nfs4.CB_GETATTR4args(b"f", [8]))
    assert compound(stage, sequence(stage, 1), ask).status == nfs4.NFS4ERR_BADHANDLE
    told = nfs4.CB_GETATTR4res(nfs4.NFS4_OK, nfs4.CB_GETATTR4resok(nfs4.fattr4([8], bytes(8))))
    client.callback_service.handlers[nfs4.OP_CB_GETATTR] = lambda args: told
    res = compound(stage, sequence(stage, 2), ask)
    assert res.resarray[1].value == told


def test_results_end_at_the_first_error(stage: Stage) -> None:
    stage.client()
    recall = nfs_cb_argop4(nfs4.OP_CB_RECALL, nfs4.CB_RECALL4args(nfs4.stateid4(1, OTHER), False, b"f"))
    res = compound(stage, sequence(stage, 1), recall, RECALL_ANY)
    assert [name for _, name in statuses(res)] == ["NFS4_OK", "NFS4ERR_BAD_STATEID"]


def test_a_sequence_must_come_first_and_only_first(stage: Stage) -> None:
    stage.client()
    res = compound(stage, RECALL_ANY)
    assert statuses(res) == [(nfs4.OP_CB_RECALL_ANY, "NFS4ERR_OP_NOT_IN_SESSION")]
    assert compound(stage).status == nfs4.NFS4ERR_OP_NOT_IN_SESSION
    res = compound(stage, sequence(stage, 1), sequence(stage, 2))
    assert statuses(res)[1] == (nfs4.OP_CB_SEQUENCE, "NFS4ERR_SEQUENCE_POS")


@pytest.mark.parametrize("number", sorted(set(nfs4.nfs_cb_opnum4) - {nfs4.OP_CB_SEQUENCE, nfs4.OP_CB_ILLEGAL}))
def test_every_operation_has_an_answer_of_its_own_kind(number: int) -> None:
    from regrace.harness.client.callbacks import _RESULTS, ANSWERS

    status = ANSWERS[number]
    result = nfs4.nfs_cb_resop4(number, _RESULTS[number](status))
    packed = nfs4.CB_COMPOUND4res(status, b"", [result]).to_bytes()
    assert nfs4.CB_COMPOUND4res.from_bytes(packed).resarray == [result]


def rpc(stage: Stage, record: bytes) -> Reply:
    list(stage.server.sessions.values())[-1].stream.send(frame(record))
    return answer(stage)


def test_what_is_wrong_at_the_rpc_layer(stage: Stage) -> None:
    client = stage.client()
    call = encode_call(5, CB_PROGRAM, 1, 1, AuthNone(), b"\0\0")
    assert rpc(stage, call).kind is ReplyKind.GARBAGE_ARGS
    assert rpc(stage, encode_call(5, 1234, 1, 1, AuthNone(), b"")).kind is ReplyKind.PROG_UNAVAIL
    assert rpc(stage, encode_call(5, CB_PROGRAM, 7, 1, AuthNone(), b"")).versions == (1, 1)
    assert rpc(stage, encode_call(5, CB_PROGRAM, 1, 9, AuthNone(), b"")).kind is ReplyKind.PROC_UNAVAIL
    assert rpc(stage, encode_call(5, CB_PROGRAM, 1, 0, AuthNone(), b"")) == Reply(5, ReplyKind.SUCCESS)
    bad = encode_call(5, CB_PROGRAM, 1, 1, OpaqueAuth(1, b"\xff" * 8), b"")
    assert rpc(stage, bad).kind is ReplyKind.AUTH_ERROR
    old = bytearray(call)
    old[11] = 3
    assert rpc(stage, bytes(old)).kind is ReplyKind.RPC_MISMATCH
    assert len(client.callback_service.faults) == 6
    assert client.renew().ok


def test_another_minor_version(stage: Stage) -> None:
    stage.client()
    body = nfs4.CB_COMPOUND4args(b"", 0, 0, [RECALL_ANY]).to_bytes()
    reply = rpc(stage, encode_call(5, CB_PROGRAM, 1, 1, AuthNone(), body))
    res = nfs4.CB_COMPOUND4res.from_bytes(reply.body)
    assert (res.status, res.resarray) == (nfs4.NFS4ERR_MINOR_VERS_MISMATCH, [])
