"""A dead, deaf or lying server gives a clear, typed error, and never a hang."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regrace.harness.client.errors import ClientError, NotReady, PeerClosed, PeerLied, PeerSilent, RpcRejected
from regrace.harness.history.events import Kind
from regrace.harness.protocol.records import frame
from regrace.harness.protocol.rpc import (
    AuthNone,
    ReplyKind,
    encode_auth_error,
    encode_call,
    encode_refusal,
    encode_reply,
)
from regrace.harness.protocol.slots import SlotUse
from regrace.harness.rig.virtual import VirtualWorld
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfs_argop4, nfs_resop4
from tests.client.conftest import F, Stage

ROOT = nfs_argop4(nfs4.OP_PUTROOTFH)
HEAD = 4 + 24


def xid_of(data: bytes) -> int:
    return int.from_bytes(data[4:8], "big")


def body(change: Callable[[nfs4.COMPOUND4res], Any]) -> Callable[[bytes], bytes]:
    """Mangles the decoded compound."""

    def mangle(data: bytes) -> bytes:
        res = nfs4.COMPOUND4res.from_bytes(data[HEAD:])
        change(res)
        return frame(encode_reply(xid_of(data), res.to_bytes()))

    return mangle


def lie(stage: Stage, mangle: Callable[[bytes], bytes], match: str) -> PeerLied:
    client = stage.client()
    stage.server.mangles.append(mangle)
    with pytest.raises(PeerLied, match=match) as caught:
        client.compound(ROOT)
    assert caught.value.client == "E1"
    assert caught.value.call == "E1 SEQUENCE+PUTROOTFH via reexport"
    return caught.value


def test_an_undecodable_body(stage: Stage) -> None:
    error = lie(stage, lambda data: frame(data[4:-4]), "COMPOUND4res")
    assert error.path.startswith("COMPOUND4res.resarray[1]")
    assert error.offset is not None
    assert error.record


def test_bytes_left_over(stage: Stage) -> None:
    lie(stage, lambda data: frame(data[4:] + bytes(4)), "COMPOUND4res")


def test_a_status_that_nobody_knows(stage: Stage) -> None:
    lie(stage, lambda data: frame(data[4 : HEAD + 3] + b"\x09" + data[HEAD + 4 :]), "nfsstat4|COMPOUND4res")


def test_a_result_of_another_operation(stage: Stage) -> None:
    def swap(res: nfs4.COMPOUND4res) -> None:
        res.resarray[1] = nfs_resop4(nfs4.OP_PUTFH, nfs4.PUTFH4res(nfs4.NFS4_OK))

    lie(stage, body(swap), "of PUTFH where PUTROOTFH was asked")


def test_results_that_go_on_after_an_error(stage: Stage) -> None:
    def fail(res: nfs4.COMPOUND4res) -> None:
        res.resarray[0] = nfs_resop4(nfs4.OP_SEQUENCE, nfs4.SEQUENCE4res(nfs4.NFS4ERR_DELAY))

    lie(stage, body(fail), "go on with PUTROOTFH after one that ended with NFS4ERR_DELAY")


def test_a_compound_that_contradicts_its_last_result(stage: Stage) -> None:
    def contradict(res: nfs4.COMPOUND4res) -> None:
        res.status = nfs4.NFS4ERR_DELAY

    lie(stage, body(contradict), "compound's status is NFS4ERR_DELAY")


def test_too_few_results(stage: Stage) -> None:
    lie(stage, body(lambda res: res.resarray.pop()), "NFS4_OK with 1 results for 2")


def test_too_many_results(stage: Stage) -> None:
    lie(stage, body(lambda res: res.resarray.append(res.resarray[1])), "3 results for 2")


@pytest.mark.parametrize("field", ["sr_sessionid", "sr_slotid", "sr_sequenceid"])
def test_a_sequence_of_somebody_else(stage: Stage, field: str) -> None:
    def forge(res: nfs4.COMPOUND4res) -> None:
        value: Any = b"y" * 16 if field == "sr_sessionid" else 5
        setattr(res.resarray[0].value.value, field, value)

    lie(stage, body(forge), "SEQUENCE was sent")


def test_a_slot_is_in_doubt_after_a_lie(stage: Stage) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda data: frame(data[4:-4]))
    with pytest.raises(PeerLied):
        client.compound(ROOT)
    assert client.session is not None
    assert client.session.slots.slot(0).use is SlotUse.DOUBT
    assert client.renew().expect().slot == 1


def test_a_reply_to_a_call_that_nobody_made(stage: Stage) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda data: frame(b"\1\2\3\4" + data[8:]))
    with pytest.raises(PeerLied, match="a reply to XID 0x01020304, which no call") as caught:
        client.compound(ROOT)
    assert caught.value.call == "E1 SEQUENCE+PUTROOTFH via reexport"
    with pytest.raises(PeerLied):
        client.renew()  # that connection is not to be trusted any more
    assert client.recover().ok


def test_a_record_that_is_too_large(stage: Stage) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda data: b"\xff\xff\xff\xff" + data[4:])
    with pytest.raises(PeerLied, match="limit is"):
        client.compound(ROOT)


def test_bytes_that_are_no_rpc_message(stage: Stage) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda _: frame(b"hello"))
    with pytest.raises(PeerLied, match="expected an RPC message"):
        client.compound(ROOT)


def test_an_rpc_head_that_is_torn(stage: Stage) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda data: frame(data[4:16]))
    with pytest.raises(PeerLied, match="inside its"):
        client.compound(ROOT)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (lambda xid: encode_auth_error(xid, 5), "AUTH_ERROR AUTH_TOOWEAK"),
        (lambda xid: encode_refusal(xid, ReplyKind.GARBAGE_ARGS), "GARBAGE_ARGS"),
        (lambda xid: encode_refusal(xid, ReplyKind.PROG_MISMATCH, (3, 3)), r"PROG_MISMATCH \(versions 3 to 3\)"),
    ],
)
def test_a_rejection_by_the_rpc_layer(stage: Stage, answer: Callable[[int], bytes], text: str) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda data: frame(answer(xid_of(data))))
    with pytest.raises(RpcRejected, match=text) as caught:
        client.compound(ROOT)
    assert not caught.value.reply.ok
    assert client.session is not None
    assert client.session.slots.slot(0).use is SlotUse.FREE


def test_silence_ends_with_the_budget(stage: Stage) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda _: b"")
    began = stage.world.now()
    with pytest.raises(PeerSilent, match=r"E1: E1 SEQUENCE\+PUTROOTFH via reexport: no answer within 0\.2 s"):
        client.compound(ROOT, budget_s=0.2)
    assert 0.19 <= stage.world.now() - began < 1.0


def test_a_torn_record_is_silence_until_the_end(stage: Stage) -> None:
    client = stage.client()
    stage.server.mangles.append(lambda data: data[:20])
    pending = client.begin(ROOT)
    with pytest.raises(PeerSilent):
        pending.reply(budget_s=0.1)
    stage.server.streams[-1].close()
    with pytest.raises(PeerClosed, match="20 bytes into a record"):
        pending.reply()


def test_a_server_that_dies_under_a_call(stage: Stage) -> None:
    client = stage.client()
    stage.server.holding = True
    pending = [client.begin(ROOT), client.begin(ROOT)]
    stage.turn()
    stage.server.streams[-1].close(abort=True)
    for call in pending:
        with pytest.raises(PeerClosed, match="connection lost"):
            call.reply()
    with pytest.raises(PeerClosed):
        client.renew()
    events = [event for event in stage.history if event.kind == "renew" and not event.answered]
    assert len(events) >= 2


def test_no_server_at_all(stage: Stage) -> None:
    stage.server.close()
    stage.turn()
    client = stage.client(established=False)
    with pytest.raises(PeerClosed, match="refused"):
        client.connect()
    with pytest.raises(NotReady, match="no connection"):
        stage.client("E2", established=False).null()


def test_a_server_that_is_cut_off() -> None:
    with VirtualWorld(1) as world:
        stage = Stage(world, world.node("server"), "server")
        client = stage.client(established=False, call_budget_s=0.5)
        world.node("server").block(("home", 0))
        with pytest.raises(PeerSilent, match="connect to server"):
            client.connect()
        assert world.now() == pytest.approx(0.5)
        stage.end()


def test_a_cookie_that_leads_nowhere(stage: Stage) -> None:
    client = stage.client()
    page = nfs4.READDIR4resok(bytes(8), nfs4.dirlist4([], False))
    stage.server.answers[nfs4.OP_READDIR] = lambda _: nfs4.READDIR4res(nfs4.NFS4_OK, page)
    with pytest.raises(PeerLied, match="no entry after cookie 0"):
        client.readdir()


def test_an_attribute_that_lies(stage: Stage) -> None:
    client = stage.client()
    lying = nfs4.fattr4([1 << nfs4.FATTR4_LEASE_TIME], b"\0\0")
    stage.server.answers[nfs4.OP_GETATTR] = lambda _: nfs4.GETATTR4res(
        nfs4.NFS4_OK, nfs4.GETATTR4resok(lying)
    )
    with pytest.raises(PeerLied, match="lease_time"):
        client.read_lease()


@pytest.mark.parametrize(("asked", "overlong"), [(5, {}), (3, {"overlong": 2})])
def test_more_bytes_than_were_asked_for_are_noted(stage: Stage, asked: int, overlong: dict[str, int]) -> None:
    client = stage.client()
    stage.server.answers[nfs4.OP_READ] = lambda _: nfs4.READ4res(nfs4.NFS4_OK, nfs4.READ4resok(True, b"12345"))
    held = client.open(F, create=True).opened
    assert client.read(held, count=asked).data == b"12345"
    (event,) = stage.events(Kind.READ)
    assert event.detail == overlong


# --- what no encoder would say


def test_bytes_of_the_cases_own(stage: Stage) -> None:
    client = stage.client()
    record = encode_call(0x4242, 100003, 4, 0, AuthNone(), b"")
    client.send_record(record)
    assert client.expect_record() == encode_reply(0x4242, b"")
    with pytest.raises(PeerSilent, match="expect a record"):
        client.expect_record(budget_s=0.05)
    client.send_bytes(frame(record)[:9])
    client.send_bytes(frame(record)[9:])
    assert client.expect_record() == encode_reply(0x4242, b"")
    assert client.renew().ok  # calls and raw records live side by side
    stage.server.streams[-1].close(abort=True)
    with pytest.raises(PeerClosed):
        client.expect_record()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_mangled_reply_gets_past_the_errors(data: st.DataObject) -> None:
    """Whatever bytes a server makes of its reply: a reply comes back or a ClientError, and it ends."""
    with VirtualWorld(2) as world:
        stage = Stage(world, world.node("server"), "server")
        client = stage.client(call_budget_s=1.0)

        def mangle(reply: bytes) -> bytes:
            mangled = bytearray(reply)
            for _ in range(data.draw(st.integers(1, 4), label="changes")):
                place = data.draw(st.integers(0, len(mangled) - 1), label="place")
                mangled[place] = data.draw(st.sampled_from([0, 1, 2, 0x7F, 0x80, 0xFF]), label="byte")
            return bytes(mangled[: data.draw(st.integers(0, len(mangled)), label="size")])

        stage.server.mangles.append(mangle)
        with contextlib.suppress(ClientError):
            client.compound(ROOT)
        assert world.now() < 5.0
        stage.end()
