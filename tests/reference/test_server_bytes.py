"""Whatever bytes come: the server answers as RFC 5531 and RFC 8881 say, or drops the connection, and lives on."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regrace.harness.protocol.credentials import OpaqueAuth
from regrace.harness.protocol.records import frame
from regrace.harness.protocol.rpc import ReplyKind, decode_reply
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import COMPOUND4args, COMPOUND4res, nfsstat4
from regrace.xdr_defs.tables import OPERATIONS
from tests.reference.caller import ANON, Peer, op
from tests.reference.conftest import Site

OK = nfsstat4.NFS4_OK


def lives(site: Site) -> bool:
    """A healthy client is served."""
    peer = site.peer("witness").establish()
    alive = peer.renew() == OK
    peer.destroy_session()
    peer.destroy_clientid()
    return alive


def compound(*ops: bytes, minor: int = 1, count: int | None = None, tag: bytes = b"") -> bytes:
    """COMPOUND4args from operations that are bytes already."""
    head = len(tag).to_bytes(4, "big") + tag + b"\0" * (-len(tag) % 4) + minor.to_bytes(4, "big")
    return head + (len(ops) if count is None else count).to_bytes(4, "big") + b"".join(ops)


def ask(peer: Peer, body: bytes) -> COMPOUND4res:
    return COMPOUND4res.from_bytes(peer.body(peer.send_body(body)))


def number(value: int) -> bytes:
    return value.to_bytes(4, "big")


def test_null(site: Site) -> None:
    peer = site.peer()
    assert peer.body(peer.send_body(b"", proc=0)) == b""


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"prog": 100005}, ReplyKind.PROG_UNAVAIL),
        ({"vers": 3}, ReplyKind.PROG_MISMATCH),
        ({"proc": 2}, ReplyKind.PROC_UNAVAIL),
    ],
)
def test_calls_for_somebody_else(site: Site, change: dict[str, int], kind: ReplyKind) -> None:
    peer = site.peer()
    assert decode_reply(peer.wait(peer.send_body(b"", **change))).kind is kind


@pytest.mark.parametrize("flavor", [6, 7, 99])
def test_flavors_that_are_not_served(site: Site, flavor: int) -> None:
    peer = site.peer(credential=OpaqueAuth(flavor))
    reply = decode_reply(peer.wait(peer.send_body(b"", proc=0)))
    assert (reply.kind, reply.auth_stat) == (ReplyKind.AUTH_ERROR, 1)


def test_a_credential_that_is_torn(site: Site) -> None:
    peer = site.peer(credential=OpaqueAuth(1, b"\0\0\0\1"))
    reply = decode_reply(peer.wait(peer.send_body(b"", proc=0)))
    assert (reply.kind, reply.auth_stat) == (ReplyKind.AUTH_ERROR, 1)


def test_another_version_of_rpc(site: Site) -> None:
    peer = site.peer()
    call = number(7) + number(0) + number(3) + number(100003) + number(4) + number(0) + b"\0" * 16
    assert peer.stream is not None
    peer.stream.send(frame(call))
    assert decode_reply(peer.wait(7)).kind is ReplyKind.RPC_MISMATCH


@pytest.mark.parametrize("minor", [0, 3, 4_000_000_000])
def test_unknown_minor_versions(site: Site, minor: int) -> None:
    answer = ask(site.peer(), compound(number(24), minor=minor, tag=b"odd"))
    assert answer == COMPOUND4res(nfsstat4.NFS4ERR_MINOR_VERS_MISMATCH, b"odd", [])


def test_an_empty_compound(site: Site) -> None:
    assert ask(site.peer(), compound(tag=b"t")) == COMPOUND4res(OK, b"t", [])


@pytest.mark.parametrize("code", [0, 1, 2, 59, 75, 76, 1008, 10044, 0xFFFF_FFFF])
def test_operations_that_minor_version_1_does_not_have(site: Site, code: int) -> None:
    peer = site.peer().establish()
    first = peer.sequence().to_bytes()
    answer = ask(peer, compound(first, number(24), number(code), number(24)))
    assert answer.status == nfsstat4.NFS4ERR_OP_ILLEGAL
    assert [one.resop for one in answer.resarray] == [nfs4.OP_SEQUENCE, nfs4.OP_PUTROOTFH, nfs4.OP_ILLEGAL]
    alone = ask(peer, compound(number(code)))
    assert [one.resop for one in alone.resarray] == [nfs4.OP_ILLEGAL]


def test_operations_that_are_known_and_not_supported(site: Site) -> None:
    peer = site.peer(minor=2).establish()
    for one in (
        op(nfs4.OP_SEEK, nfs4.SEEK4args(ANON, 0, nfs4.NFS4_CONTENT_DATA)),
        op(nfs4.OP_RENEW, nfs4.RENEW4args(1)),
        op(nfs4.OP_DELEGPURGE, nfs4.DELEGPURGE4args(0)),
    ):
        assert peer.call(one).status == nfsstat4.NFS4ERR_NOTSUPP
    assert peer.call(op(nfs4.OP_SET_SSV, nfs4.SET_SSV4args(b"x", b"y"))).status == nfsstat4.NFS4ERR_INVAL
    assert peer.call(*peer.at(), op(nfs4.OP_READLINK)).status == nfsstat4.NFS4ERR_WRONG_TYPE


@pytest.mark.parametrize("minor", [1, 2])
def test_every_operation_has_an_answer_that_it_may_have(site: Site, minor: int) -> None:
    """Without any arguments that make sense, each gets at least a status that its table row has."""
    for code, info in OPERATIONS.items():
        if info.minor_version > minor or code == nfs4.OP_ILLEGAL:
            continue
        peer = site.peer(f"op{code}", minor=minor).establish()
        first = peer.sequence().to_bytes(peer.dialect)
        blank = number(code) + b"\0" * (0 if info.args is None else 96)
        reply = decode_reply(peer.wait(peer.send_body(compound(first, blank, minor=minor))))
        assert reply.kind in (ReplyKind.SUCCESS, ReplyKind.GARBAGE_ARGS)
        if reply.ok:
            peer.legal(COMPOUND4res.from_bytes(reply.body, peer.dialect))


def test_malformed_arguments_fail_where_they_stand(site: Site) -> None:
    peer = site.peer().establish()
    body = compound(peer.sequence().to_bytes(), number(24), number(15) + number(0xFFFF_FFFF))
    answer = ask(peer, body)
    peer.seqid += 1
    assert answer.status == nfsstat4.NFS4ERR_BADXDR
    assert [one.resop for one in answer.resarray] == [nfs4.OP_SEQUENCE, nfs4.OP_PUTROOTFH, nfs4.OP_LOOKUP]
    claims = compound(peer.sequence().to_bytes(), number(24), count=0xFFFF_FFFF)
    assert ask(peer, claims).status == nfsstat4.NFS4ERR_TOO_MANY_OPS
    short = compound(peer.sequence().to_bytes(), number(24), count=3)
    assert ask(peer, short).status == nfsstat4.NFS4ERR_BADXDR
    peer.seqid += 1
    assert peer.renew() == OK


@pytest.mark.parametrize("body", [b"", b"\0\0\0\4", b"\xff\xff\xff\xff", compound() + b"more"])
def test_a_compound_without_a_readable_head_is_garbage(site: Site, body: bytes) -> None:
    peer = site.peer()
    assert decode_reply(peer.wait(peer.send_body(body))).kind is ReplyKind.GARBAGE_ARGS


@pytest.mark.parametrize("data", [b"\x7f\xff\xff\xff", b"GET / HTTP/1.0\r\n\r\n", b"\xff" * 64])
def test_a_stream_of_no_records_is_closed(site: Site, data: bytes) -> None:
    peer = site.peer()
    assert peer.stream is not None
    peer.stream.send(data)
    site.pass_time(0.1)
    assert peer.closed
    assert lives(site)


@pytest.mark.parametrize("record", [b"", b"\0", b"\0" * 8, b"\0\0\0\1\0\0\0\1\0\0\0\0", b"\0\0\0\1\0\0\0\2"])
def test_records_that_are_no_calls_are_dropped(site: Site, record: bytes) -> None:
    peer = site.peer()
    assert peer.stream is not None
    peer.stream.send(frame(record))
    assert peer.body(peer.send_body(b"", proc=0)) == b""


def test_a_record_in_many_fragments(site: Site) -> None:
    peer = site.peer()
    assert peer.stream is not None
    call = number(9) + number(0) + number(2) + number(100003) + number(4) + number(0) + b"\0" * 16
    for at in range(0, len(call), 4):
        peer.stream.send(number(4) + call[at : at + 4] + number(0))
    peer.stream.send(number(0x8000_0000))
    assert decode_reply(peer.wait(9)).ok


VALID = COMPOUND4args(
    b"tag",
    1,
    [
        op(nfs4.OP_SEQUENCE, nfs4.SEQUENCE4args(b"s" * 16, 1, 0, 0, True)),
        op(nfs4.OP_PUTROOTFH),
        op(nfs4.OP_LOOKUP, nfs4.LOOKUP4args(b"export")),
        op(nfs4.OP_GETATTR, nfs4.GETATTR4args([0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF])),
        op(nfs4.OP_READDIR, nfs4.READDIR4args(0, b"\0" * 8, 1000, 1000, [2])),
    ],
).to_bytes()

EDIT = st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDIT, max_size=6), cut=st.integers(0, 40))
def test_damaged_calls_never_harm_the_server(site: Site, edits: list[tuple[int, int]], cut: int) -> None:
    peer = site.peer().establish()
    body = bytearray(VALID.replace(b"s" * 16, peer.sessionid))
    for at, value in edits:
        body[at] = value
    del body[len(body) - cut :]
    reply = decode_reply(peer.wait(peer.send_body(bytes(body))))
    assert reply.kind in (ReplyKind.SUCCESS, ReplyKind.GARBAGE_ARGS)
    peer.destroy_session()
    peer.destroy_clientid()
    assert not [line for line in site.lines if line.startswith("BUG")]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_random_bytes_never_harm_the_server(site: Site, body: bytes) -> None:
    peer = site.peer()
    reply = decode_reply(peer.wait(peer.send_body(body)))
    assert reply.kind in (ReplyKind.SUCCESS, ReplyKind.GARBAGE_ARGS)
