"""What the relay does to a single message, and to no other."""

from __future__ import annotations

import pytest

from regrace.harness.protocol.records import frame
from regrace.harness.rig.node import RigError
from regrace.harness.tap.api import Act, Deed, Direction, HoldToken, Match
from regrace.harness.tap.describe import handle
from regrace.harness.tap.wire import deed_from_json, deed_to_json, match_from_json, match_to_json
from regrace.xdr_defs import nfs4

from .conftest import Bench, Caller, compound_call, getfh, locku

CALL = Match(link="E-R", direction=Direction.CALLS, operation="LOCKU")
REPLY = Match(link="E-R", direction=Direction.REPLIES, operation="LOCKU")


def putfh(fh: bytes) -> nfs4.nfs_argop4:
    """A PUTFH."""
    return nfs4.nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(fh))


def lock(owner: bytes) -> nfs4.nfs_argop4:
    """A LOCK by a new lock-owner."""
    below = nfs4.open_to_lock_owner4(0, nfs4.stateid4(1, b"p" * 12), 0, nfs4.lock_owner4(1, owner))
    return nfs4.nfs_argop4(nfs4.OP_LOCK, nfs4.LOCK4args(nfs4.WRITE_LT, False, 0, 10, nfs4.locker4(True, below)))


def asked(bench: Bench, deed: Deed, match: Match) -> tuple[Caller, HoldToken]:
    """A GETFH, a LOCKU and a GETFH were sent while the deed was armed."""
    caller = bench.caller()
    token = bench.tap.arm(match, deed)
    for xid, op in ((1, getfh()), (2, locku()), (3, getfh())):
        caller.call(xid, op)
    bench.until(lambda: bench.tap.held(token) is not None)
    return caller, token


def test_a_dropped_call_never_arrives(bench: Bench) -> None:
    caller, token = asked(bench, Deed(act=Act.DROP), CALL)
    bench.until(lambda: caller.answered == [1, 3])
    assert len(bench.server.seen) == 2
    held = bench.tap.held(token)
    assert held is not None
    assert (held.fate, bench.tap.dropped("E-R")) == ("dropped", 1)


def test_a_dropped_reply_was_executed(bench: Bench) -> None:
    caller, _ = asked(bench, Deed(act=Act.DROP), REPLY)
    bench.until(lambda: caller.answered == [1, 3])
    assert len(bench.server.seen) == 3


@pytest.mark.parametrize("match", [CALL, REPLY])
def test_a_duplicate_comes_twice(bench: Bench, match: Match) -> None:
    caller, _ = asked(bench, Deed(act=Act.DUPLICATE), match)
    bench.until(lambda: caller.answered == [1, 2, 2, 3])
    assert len(bench.server.seen) == (4 if match is CALL else 3)


def test_a_delay_ends_by_itself(bench: Bench) -> None:
    began = bench.world.now()
    caller, token = asked(bench, Deed(act=Act.DELAY, seconds=0.3), CALL)
    bench.until(lambda: caller.answered == [1])
    bench.pass_time(0.1)
    assert caller.answered == [1]
    bench.until(lambda: caller.answered == [1, 2, 3])
    assert bench.world.now() - began >= 0.3
    held = bench.tap.held(token)
    assert held is not None
    assert held.fate == "released"


def test_a_truncated_message_ends_the_connection(bench: Bench) -> None:
    caller, _ = asked(bench, Deed(act=Act.TRUNCATE, keep_bytes=11), CALL)
    bench.until(lambda: caller.closed)
    bench.until(lambda: bench.server.closed)
    whole = frame(compound_call(1, getfh()))
    assert bytes(bench.server.bytes_seen) == whole + frame(compound_call(2, locku()))[:11]


def test_a_cut_begins_with_the_message(bench: Bench) -> None:
    caller, _ = asked(bench, Deed(act=Act.CUT), REPLY)
    bench.pass_time(0.1)
    assert 1 not in caller.answered[1:]
    assert 2 not in caller.answered
    assert 3 not in caller.answered
    assert len(bench.server.seen) >= 2
    bench.tap.heal("E-R")
    bench.until(lambda: caller.closed)


def test_a_hold_ends_with_an_event(bench: Bench) -> None:
    end = Match(link="E-R", direction=Direction.CALLS, operation="GETFH", nth=2)
    caller, _ = asked(bench, Deed(until=end), CALL)
    other = bench.caller()
    other.call(7, getfh())
    bench.until(lambda: other.answered == [7])
    bench.pass_time()
    # The GETFH behind it was read by the tap as it arrived, and waits: it was the first, the other caller's the second.
    bench.until(lambda: caller.answered == [1, 2, 3])


def test_files_and_owners_choose(bench: Bench) -> None:
    caller = bench.caller()
    by_file = bench.tap.arm(
        Match(link="E-R", direction=Direction.CALLS, operation="LOCK", file=handle(b"two")),
        Deed(act=Act.DROP),
    )
    by_owner = bench.tap.arm(
        Match(link="E-R", direction=Direction.CALLS, owner=b"bob".hex()), Deed(act=Act.DUPLICATE)
    )
    bench.server.raw = True
    caller.stream.send(frame(compound_call(1, putfh(b"one"), lock(b"alice"))))
    caller.stream.send(frame(compound_call(2, putfh(b"two"), lock(b"alice"))))
    caller.stream.send(frame(compound_call(3, putfh(b"one"), lock(b"bob"))))
    bench.until(lambda: bench.tap.held(by_owner) is not None)
    dropped, doubled = bench.tap.held(by_file), bench.tap.held(by_owner)
    assert dropped is not None
    assert doubled is not None
    assert (dropped.xid, doubled.xid) == (2, 3)
    assert dropped.owners == [b"alice".hex()]


def test_an_event_on_an_unknown_link_is_refused(bench: Bench) -> None:
    elsewhere = Match(link="X-Y", direction=Direction.CALLS)
    with pytest.raises(RigError, match="no link"):
        bench.tap.arm(CALL, Deed(until=elsewhere))


def test_deeds_as_plain_data() -> None:
    deed = Deed(act=Act.DELAY, seconds=1.5, keep_bytes=3, until=CALL)
    assert deed_from_json(deed_to_json(deed)) == deed
    match = Match(link="R-O", direction=Direction.REPLIES, file="fh:0", owner="ab", status="NFS4_OK", nth=2)
    assert match_from_json(match_to_json(match)) == match


def test_it_knows_when_the_caller_renewed_last(bench: Bench) -> None:
    """A SEQUENCE counts from when it was sent, and only once it was granted."""
    sequence = nfs4.nfs_argop4(nfs4.OP_SEQUENCE, nfs4.SEQUENCE4args(b"s" * 16, 1, 0, 0, False))
    caller = bench.caller()
    assert bench.tap.renewed_at("E-R") is None
    token = bench.tap.hold(Match(link="E-R", direction=Direction.CALLS, operation="SEQUENCE"))
    caller.call(1, sequence)
    bench.until(lambda: bench.tap.held(token) is not None)
    bench.pass_time(0.1)
    assert bench.tap.renewed_at("E-R") is None
    bench.tap.release(token)
    bench.until(lambda: caller.answered == [1])
    held = bench.tap.held(token)
    assert held is not None
    assert bench.tap.renewed_at("E-R") == held.at
