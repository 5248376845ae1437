"""RPC heads: what is packed by hand agrees with the XDR definitions, and no bytes get past the errors."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrace.harness.protocol.errors import CredentialError, RpcError, RpcVersionError
from regrace.harness.protocol.rpc import (
    AuthNone,
    AuthSys,
    Credential,
    MessageKind,
    OpaqueAuth,
    ReplyKind,
    decode_call,
    decode_reply,
    encode_auth_error,
    encode_call,
    encode_refusal,
    encode_reply,
    encode_rpc_mismatch,
    message_kind,
    message_xid,
)
from regrace.xdr_defs import rpc as x

WORD = st.integers(0, 0xFFFF_FFFF)
CREDENTIALS: st.SearchStrategy[Credential] = st.one_of(
    st.just(AuthNone()),
    st.builds(
        AuthSys,
        uid=WORD,
        gid=WORD,
        gids=st.lists(WORD, max_size=16).map(tuple),
        machine=st.binary(max_size=255),
        stamp=WORD,
    ),
    st.builds(OpaqueAuth, flavor=st.integers(2, 400_000), body=st.binary(max_size=400)),
)


@given(WORD, WORD, WORD, WORD, CREDENTIALS, st.binary(max_size=64).map(lambda b: b + bytes(-len(b) % 4)))
def test_calls_round_trip(
    xid: int, prog: int, vers: int, proc: int, cred: Credential, body: bytes
) -> None:
    call = decode_call(encode_call(xid, prog, vers, proc, cred, body))
    assert (call.xid, call.prog, call.vers, call.proc) == (xid, prog, vers, proc)
    assert (call.cred, call.verf, call.body) == (cred, OpaqueAuth(0), body)


def test_a_call_is_what_the_definitions_say() -> None:
    cred = AuthSys(uid=7, gid=8, gids=(9, 10), machine=b"here", stamp=3)
    body = authsys = x.authsys_parms(3, b"here", 7, 8, [9, 10]).to_bytes()
    told = x.rpc_msg(
        5,
        x.msg_body(
            x.CALL,
            x.call_body(2, 100003, 4, 1, x.opaque_auth(x.AUTH_SYS, authsys), x.opaque_auth(x.AUTH_NONE, b"")),
        ),
    )
    assert encode_call(5, 100003, 4, 1, cred, body) == told.to_bytes() + body


def accepted(stat: x.accept_stat, value: object = None) -> bytes:
    body = x.accepted_body(stat, value)  # type: ignore[arg-type]
    reply = x.accepted_reply(x.opaque_auth(x.AUTH_NONE, b""), body)
    return x.rpc_msg(5, x.msg_body(x.REPLY, x.reply_body(x.MSG_ACCEPTED, reply))).to_bytes()


def denied(stat: x.reject_stat, value: object) -> bytes:
    reply = x.rejected_reply(stat, value)  # type: ignore[arg-type]
    return x.rpc_msg(5, x.msg_body(x.REPLY, x.reply_body(x.MSG_DENIED, reply))).to_bytes()


def test_replies_are_what_the_definitions_say() -> None:
    assert encode_reply(5, b"body") == accepted(x.SUCCESS) + b"body"
    assert encode_refusal(5, ReplyKind.GARBAGE_ARGS) == accepted(x.GARBAGE_ARGS)
    assert encode_refusal(5, ReplyKind.PROG_MISMATCH, (3, 4)) == accepted(
        x.PROG_MISMATCH, x.mismatch_info(3, 4)
    )
    assert encode_auth_error(5, x.AUTH_TOOWEAK) == denied(x.AUTH_ERROR, x.AUTH_TOOWEAK)
    assert encode_rpc_mismatch(5) == denied(x.RPC_MISMATCH, x.mismatch_info(2, 2))


@pytest.mark.parametrize(
    "kind", [kind for kind in ReplyKind if kind not in ("SUCCESS", "RPC_MISMATCH", "AUTH_ERROR")]
)
def test_refusals_come_back(kind: ReplyKind) -> None:
    reply = decode_reply(encode_refusal(9, kind))
    assert (reply.xid, reply.kind, reply.ok, reply.body) == (9, kind, False, b"")


def test_denials_come_back_with_their_reason() -> None:
    auth = decode_reply(encode_auth_error(9, x.AUTH_BADCRED))
    assert (auth.kind, auth.auth_stat, auth.text) == (
        ReplyKind.AUTH_ERROR,
        x.AUTH_BADCRED,
        "AUTH_ERROR AUTH_BADCRED",
    )
    assert decode_reply(encode_auth_error(9, 77)).text == "AUTH_ERROR 77"
    version = decode_reply(encode_rpc_mismatch(9))
    assert (version.kind, version.versions) == (ReplyKind.RPC_MISMATCH, (2, 2))


def test_success_is_no_refusal() -> None:
    with pytest.raises(ValueError, match="SUCCESS"):
        encode_refusal(1, ReplyKind.SUCCESS)


def test_a_verifier_in_a_reply_is_kept() -> None:
    record = bytearray(accepted(x.SUCCESS))
    with_verifier = record[:12] + x.opaque_auth(x.AUTH_SHORT, b"abcde").to_bytes() + record[20:] + b"body"
    reply = decode_reply(bytes(with_verifier))
    assert (reply.verf, reply.body) == (OpaqueAuth(2, b"abcde"), b"body")


def test_the_kind_of_a_message() -> None:
    assert message_kind(encode_call(1, 2, 3, 4, AuthNone(), b"")) is MessageKind.CALL
    assert message_kind(encode_reply(1, b"")) is MessageKind.REPLY
    assert message_xid(encode_reply(0xDEADBEEF, b"")) == 0xDEADBEEF
    with pytest.raises(RpcError, match="got 2"):
        message_kind(bytes(7) + b"\2")


def test_another_rpc_version_can_be_answered() -> None:
    call = bytearray(encode_call(77, 1, 1, 1, AuthNone(), b""))
    call[8:12] = (3).to_bytes(4, "big")
    with pytest.raises(RpcVersionError) as caught:
        decode_call(bytes(call))
    assert (caught.value.xid, caught.value.version) == (77, 3)


def test_an_impossible_credential_can_be_answered() -> None:
    with pytest.raises(CredentialError) as caught:
        decode_call(encode_call(78, 1, 1, 1, OpaqueAuth(1, b"\xff" * 8), b""))
    assert caught.value.xid == 78


def test_authentication_beyond_its_bound_is_refused_without_looking() -> None:
    call = encode_call(1, 2, 3, 4, OpaqueAuth(6, bytes(404)), b"")
    with pytest.raises(RpcError, match="at most 400"):
        decode_call(call)


MESSAGES = [
    encode_call(1, 2, 3, 4, AuthSys(uid=1, gid=2, gids=(3,)), b""),
    encode_auth_error(1, 1),
    encode_rpc_mismatch(1),
    encode_refusal(1, ReplyKind.PROG_MISMATCH),
    accepted(x.SUCCESS),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_no_end_of_a_message_gets_past_the_errors(message: bytes) -> None:
    decode = decode_reply if message_kind(message) is MessageKind.REPLY else decode_call
    for size in range(len(message)):
        with pytest.raises(RpcError):
            decode(message[:size])


@given(st.binary(max_size=80))
def test_no_bytes_get_past_the_errors(record: bytes) -> None:
    for decode in (decode_call, decode_reply, message_kind):
        with contextlib.suppress(RpcError):
            decode(record)
