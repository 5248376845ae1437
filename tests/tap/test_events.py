"""What the tap saw, as events of a history."""

from __future__ import annotations

from typing import Any

import pytest

from regrace.harness.history.events import Kind
from regrace.harness.history.messages import (
    callee_of,
    caller_of,
    carried_out,
    in_sequence,
    marks_of,
    passed_at,
    session_of,
)
from regrace.harness.tap.api import Act, Deed, Direction, Match, TapRecord
from regrace.harness.tap.events import messages
from regrace.xdr_defs import nfs4

from .conftest import Bench, getfh, locku

LOCK = ["SEQUENCE", "PUTFH", "LOCK"]


def seen(at: float, kind: str, xid: int = 1, **fields: Any) -> TapRecord:
    direction = Direction.CALLS if kind in ("call", "cb-reply") else Direction.REPLIES
    given = {"link": "R-O", "connection": 1, "operations": LOCK, "index": int(at * 10), **fields}
    return TapRecord(at=at, kind=kind, xid=xid, direction=direction, **given)


def test_a_call_and_its_reply_are_one_message() -> None:
    ok = ["NFS4_OK", "NFS4_OK", "NFS4ERR_DENIED"]
    call = seen(1.0, "call", sequence="aa/0/7", digest="c1")
    (event,) = messages([call, seen(1.5, "reply", statuses=ok, digest="d1")])
    assert (event.kind, event.actor, event.invoked_at, event.completed_at) == (Kind.MESSAGE, "R-O", 1.0, 1.5)
    assert carried_out(event) == list(zip(LOCK, ok, strict=True))
    assert (session_of(event), in_sequence(event), event.status) == ("aa", True, "NFS4ERR_DENIED")
    assert (event.detail["asked"], event.detail["told"]) == ("c1", "d1")


def test_what_was_not_carried_out_has_no_status() -> None:
    (event,) = messages([seen(1.0, "call"), seen(1.1, "reply", statuses=["NFS4ERR_BADSESSION"])])
    assert carried_out(event) == [("SEQUENCE", "NFS4ERR_BADSESSION")]
    assert not in_sequence(event)


def test_connections_and_callbacks_are_told_apart() -> None:
    records = [
        seen(1.0, "call"),
        seen(1.1, "call", connection=2),
        seen(1.2, "cb-call", operations=["CB_SEQUENCE", "CB_RECALL"]),
        seen(1.3, "cb-reply", operations=["CB_SEQUENCE", "CB_RECALL"], statuses=["NFS4_OK", "NFS4_OK"]),
        seen(1.4, "reply", connection=2, statuses=["NFS4_OK"]),
    ]
    first, second, back = messages(records)
    assert (first.answered, second.completed_at, back.completed_at) == (False, 1.4, 1.3)
    assert back.detail["back"]
    assert "back" not in first.detail


def test_what_became_of_it_on_the_way() -> None:
    records = [
        seen(1.0, "call", fate="dropped"),
        seen(2.0, "call", xid=2, held_s=0.5),
        seen(3.0, "reply", xid=2, statuses=["NFS4_OK"], fate="dropped", digest="d1"),
        seen(3.1, "reply", xid=2, statuses=["NFS4_OK"], digest="d2"),
        seen(4.0, "call", xid=3, operations=[]),
    ]
    lost, held = messages(records)
    assert (lost.detail["lost"], lost.answered) == ("call", False)
    assert (held.detail["lost"], held.detail["retold"], passed_at(held)) == ("reply", ["d2"], 2.5)


def test_marks_of_call_and_reply() -> None:
    call = seen(1.0, "call", operations=["CREATE_SESSION"], marks=["clientid:7"])
    (event,) = messages([call, seen(1.1, "reply", statuses=["NFS4_OK"], marks=["session:aa"])])
    assert marks_of(event) == {"clientid": "7", "session": "aa"}


@pytest.mark.parametrize(
    ("link", "caller", "callee"),
    [("R-O", "reexport", "origin"), ("E-R", "", "reexport"), ("D-O", "", "origin"), ("E-V1", "", "V1"),
     ("V1A-O", "V1", "origin")],
)  # fmt: skip
def test_who_is_at_the_ends_of_a_link(link: str, caller: str, callee: str) -> None:
    assert (caller_of(link), callee_of(link)) == (caller, callee)


def sequence(slot: int = 0) -> nfs4.nfs_argop4:
    return nfs4.nfs_argop4(nfs4.OP_SEQUENCE, nfs4.SEQUENCE4args(b"s" * 16, 1, slot, slot, True))


def test_checksums_tell_a_retry_from_another_call(bench: Bench) -> None:
    caller = bench.caller()
    for xid, ops in ((1, (sequence(), locku())), (2, (sequence(), locku())), (3, (sequence(), locku(5)))):
        caller.call(xid, *ops)
    bench.until(lambda: caller.answered == [1, 2, 3])
    first, retry, other = messages(bench.tap.records())
    assert first.detail["asked"] == retry.detail["asked"] != other.detail["asked"]
    assert first.detail["told"] == retry.detail["told"]  # the XID is not part of it


def test_a_call_that_arrives_twice_is_answered_twice(bench: Bench) -> None:
    caller = bench.caller()
    match = Match(link="E-R", direction=Direction.CALLS, operation="LOCKU")
    bench.tap.arm(match, Deed(act=Act.DUPLICATE))
    caller.call(1, sequence(), locku())
    bench.until(lambda: caller.answered == [1, 1])
    (event,) = messages(bench.tap.records())
    assert event.detail["retold"] == [event.detail["told"]]


def test_how_long_it_was_kept_back(bench: Bench) -> None:
    caller = bench.caller()
    token = bench.tap.hold(Match(link="E-R", direction=Direction.CALLS, operation="LOCKU"))
    caller.call(1, sequence(), locku())
    caller.call(2, getfh())
    bench.until(lambda: bench.tap.held(token) is not None)
    bench.pass_time(0.05)
    bench.tap.release(token)
    bench.until(lambda: caller.answered == [1, 2])
    held, behind = messages(bench.tap.records())
    assert held.detail["held_s"] >= 0.05
    assert "held_s" in behind.detail

