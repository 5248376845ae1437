"""Byte-range locks and the rules of stateids."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrace.fixtures.reference import mutants
from regrace.fixtures.reference.server.backend import NfsError
from regrace.fixtures.reference.server.ranges import EOF, READ, WRITE, RangeSet, covers, span
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfs_lock_type4, nfsstat4, stateid4
from tests.reference import caller
from tests.reference.caller import TO_EOF, Answer, Peer, put
from tests.reference.conftest import Site

OK = nfsstat4.NFS4_OK
DENIED = nfsstat4.NFS4ERR_DENIED
BAD = nfsstat4.NFS4ERR_BAD_STATEID
OLD = nfsstat4.NFS4ERR_OLD_STATEID

Pair = tuple[Peer, Answer, Peer, Answer]


def pair(site: Site) -> Pair:
    """Alice and Bob with an open of the same file each."""
    alice, bob = site.peer("alice").establish(), site.peer("bob").establish()
    mine = alice.open("f", "export", create=True)
    return alice, mine, bob, bob.open_fh(mine.fh)


def test_read_locks_are_shared_and_write_locks_are_not(site: Site) -> None:
    alice, mine, bob, his = pair(site)
    assert alice.lock(mine, kind=nfs4.READ_LT).ok
    assert bob.lock(his, kind=nfs4.READ_LT).ok
    denied = bob.lock(his, kind=nfs4.WRITE_LT)
    assert denied.status == DENIED
    assert denied.result.denied.locktype == nfs4.READ_LT


def test_unlocking_the_middle_splits_a_lock(site: Site) -> None:
    alice, mine, bob, his = pair(site)
    held = alice.lock(mine, 0, 100)
    assert alice.locku(held, 40, 20).ok
    assert bob.lock(his, 40, 20).ok
    for offset, length, start, end in ((0, 41, 0, 40), (59, 10, 60, 100)):
        denied = bob.lock(his, offset, length)
        assert denied.status == DENIED
        found = denied.result.denied
        assert (found.offset, found.offset + found.length) == (start, end)


def test_upgrade_and_downgrade_in_the_presence_of_a_reader(site: Site) -> None:
    alice, mine, bob, his = pair(site)
    alice.lock(mine, kind=nfs4.READ_LT)
    reader = bob.lock(his, kind=nfs4.READ_LT)
    assert alice.lock(mine, kind=nfs4.WRITE_LT).status == DENIED
    assert bob.locku(reader).ok
    assert alice.lock(mine, kind=nfs4.WRITE_LT).ok
    assert bob.lock(his, kind=nfs4.READ_LT).status == DENIED
    assert alice.lock(mine, kind=nfs4.READ_LT).ok
    assert bob.lock(his, kind=nfs4.READ_LT).ok


def test_two_owners_of_one_client_conflict(site: Site, make_site: Callable[..., Site]) -> None:
    alice, mine, bob, his = pair(site)
    assert alice.lock(mine, owner="l").ok
    assert alice.lock(mine, owner="m").status == DENIED
    assert bob.lock(his, owner="l").status == DENIED

    alice, mine, _, _ = pair(make_site(mutants=frozenset({mutants.MERGE_OWNERS})))
    assert alice.lock(mine, owner="l").ok
    assert alice.lock(mine, owner="m").ok


@pytest.mark.parametrize(
    ("offset", "length", "expected"),
    [
        (0, 0, nfsstat4.NFS4ERR_INVAL),
        (1, TO_EOF - 1, OK),
        (2, TO_EOF - 1, nfsstat4.NFS4ERR_INVAL),
        (5, TO_EOF, OK),
        (TO_EOF, TO_EOF, OK),
        (TO_EOF, 1, nfsstat4.NFS4ERR_INVAL),
        (TO_EOF - 1, 1, OK),
    ],
)
def test_the_ends_of_the_offset_space(site: Site, offset: int, length: int, expected: nfsstat4) -> None:
    alice, mine, bob, his = pair(site)
    held = alice.lock(mine, offset, length)
    assert held.status == expected
    assert alice.lockt(mine.fh, offset, length, owner="l").status == expected
    if expected == OK:
        assert bob.lock(his, offset, length).status == DENIED
        assert alice.locku(held, offset, length).status == OK


def test_to_the_end_covers_everything_behind(site: Site) -> None:
    alice, mine, bob, his = pair(site)
    alice.lock(mine, 10, TO_EOF)
    denied = bob.lock(his, 1 << 40, 1)
    assert denied.result.denied.length == TO_EOF
    assert bob.lock(his, 0, 10).ok


def test_every_change_counts_the_stateid_up_by_one(site: Site, make_site: Callable[..., Site]) -> None:
    alice, mine, _, _ = pair(site)
    first = alice.lock(mine, 0, 10)
    second = alice.lock(mine, 20, 10, held=first.state)
    third = alice.locku(second, 0, 10)
    assert [one.state.seqid for one in (first, second, third)] == [1, 2, 3]
    assert len({one.state.other for one in (first, second, third)}) == 1
    assert alice.locku(first, 20, 10).status == OLD
    assert alice.lock(mine, 50, 10, held=first.state).status == OLD
    future = Answer(OK, None, stateid4(9, first.state.other), mine.fh)
    assert alice.locku(future, 20, 10).status == BAD
    newest = Answer(OK, None, stateid4(0, first.state.other), mine.fh)
    assert alice.locku(newest, 20, 10).ok

    lax = make_site(mutants=frozenset({mutants.STALE_SEQID_OK}))
    alice, mine, _, _ = pair(lax)
    first = alice.lock(mine, 0, 10)
    alice.lock(mine, 20, 10, held=first.state)
    assert alice.locku(first, 20, 10).ok


def test_seqids_wrap_to_one(site: Site) -> None:
    alice, mine, _, _ = pair(site)
    held = alice.lock(mine)
    assert site.origin is not None
    client = site.origin.machine.clients.get(alice.clientid)
    client.states[held.state.other].stateid.seqid = 0xFFFF_FFFF
    newest = Answer(OK, None, stateid4(0xFFFF_FFFF, held.state.other), mine.fh)
    after = alice.locku(newest)
    assert after.state.seqid == 1
    assert alice.locku(newest).status == OLD


def test_a_lock_of_the_same_owner_again_is_the_same_state(site: Site) -> None:
    alice, mine, _, _ = pair(site)
    first, second = alice.lock(mine, 0, 10), alice.lock(mine, 10, 10)
    assert first.state.other == second.state.other
    assert site.state()["locks"][0]["ranges"] == ["WRITE [0,20)"]


def test_an_owner_locks_through_two_opens_as_one(site: Site) -> None:
    alice, mine, bob, his = pair(site)
    other = alice.open_fh(mine.fh, owner="p")
    first, second = alice.lock(mine, 0, 10), alice.lock(other, 5, 10)
    assert second.ok
    assert first.state.other != second.state.other
    assert alice.locku(second, 0, 20).ok
    assert bob.lock(his, 0, 20).ok


def test_locks_need_the_right_open(site: Site) -> None:
    alice = site.peer().establish()
    reading = alice.open("f", "export", create=True, access=caller.READ)
    assert alice.lock(reading, kind=nfs4.WRITE_LT).status == nfsstat4.NFS4ERR_OPENMODE
    assert alice.lock(reading, kind=nfs4.READ_LT).ok
    writing = alice.open("g", "export", create=True, access=caller.WRITE)
    assert alice.lock(writing, kind=nfs4.READW_LT).status == nfsstat4.NFS4ERR_OPENMODE
    assert alice.lock(writing, kind=nfs4.WRITEW_LT).ok


def test_locks_need_a_file(site: Site) -> None:
    alice, mine, _, _ = pair(site)
    directory = alice.fh("export")
    assert alice.lock(mine, fh=directory).status == nfsstat4.NFS4ERR_ISDIR
    assert alice.lockt(directory).status == nfsstat4.NFS4ERR_ISDIR
    other = alice.open("g", "export", create=True)
    assert alice.lock(mine, fh=other.fh).status == BAD


def test_lockt_tells_the_truth_and_takes_nothing(site: Site) -> None:
    alice, mine, bob, _ = pair(site)
    alice.lock(mine)
    denied = bob.lockt(mine.fh)
    assert denied.status == DENIED
    assert denied.result.denied.owner.owner == b"l"
    assert bob.lockt(mine.fh, 10).ok
    assert alice.lockt(mine.fh, owner="l").ok
    assert len(site.state()["locks"]) == 1


def test_a_lock_stateid_is_no_open_stateid(site: Site) -> None:
    alice, mine, _, _ = pair(site)
    held = alice.lock(mine)
    assert alice.close(mine.fh, held.state) == BAD
    assert alice.locku(Answer(OK, None, mine.state, mine.fh)).status == BAD
    assert alice.lock(mine, held=mine.state).status == BAD
    assert alice.write(mine.fh, held.state, b"data").ok


def test_freeing_stateids(site: Site) -> None:
    alice, mine, _, _ = pair(site)
    held = alice.lock(mine)
    assert alice.free_stateid(held.state) == nfsstat4.NFS4ERR_LOCKS_HELD
    assert alice.free_stateid(mine.state) == nfsstat4.NFS4ERR_LOCKS_HELD
    empty = alice.locku(held)
    assert alice.test_stateids(empty.state, held.state) == [OK, OLD]
    assert alice.free_stateid(held.state) == OLD
    assert alice.free_stateid(empty.state) == OK
    assert alice.free_stateid(empty.state) == BAD
    assert alice.test_stateids(empty.state) == [BAD]
    assert alice.lock(mine).state.other != held.state.other


def test_special_stateids_name_no_state(site: Site) -> None:
    alice, mine, _, _ = pair(site)
    special = [stateid4(0, b"\0" * 12), stateid4(0xFFFF_FFFF, b"\xff" * 12), stateid4(0xFFFF_FFFF, b"\0" * 12)]
    assert alice.test_stateids(*special, stateid4(1, b"guess-guess-")) == [BAD] * 4
    for one in special:
        assert alice.free_stateid(one) == BAD
        assert alice.close(mine.fh, one) == BAD
        assert alice.lock(mine, held=one).status == BAD


def test_guessed_stateids_are_bad(site: Site) -> None:
    alice, mine, bob, _ = pair(site)
    number = int.from_bytes(mine.state.other, "big")
    for guess in range(number - 3, number + 4):
        other = guess.to_bytes(12, "big")
        if guess == number + 1:
            continue  # Bob's own
        assert bob.close(mine.fh, stateid4(1, other)) == BAD
    assert alice.call(put(mine.fh)).status == OK

    assert len(site.state()["opens"]) == 2


def test_mutants_of_state(make_site: Callable[..., Site]) -> None:
    alice, mine, bob, his = pair(make_site(mutants=frozenset({mutants.UNLOCK_WHOLE})))
    held = alice.lock(mine, 0, 100)
    assert alice.locku(held, 0, 10).ok
    assert bob.lock(his, 50, 10).ok

    alice, mine, bob, _ = pair(make_site(mutants=frozenset({mutants.FOREIGN_STATEID_OK})))
    assert bob.close(mine.fh, mine.state) == OK


# --- ranges, against a model that is a byte map

LOCKTYPES = st.sampled_from([READ, WRITE])
SPANS = st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))
STEPS = st.lists(st.tuples(SPANS, st.one_of(st.none(), LOCKTYPES)), max_size=12)


def build(steps: list[tuple[tuple[int, int], nfs_lock_type4 | None]]) -> tuple[RangeSet, dict[int, nfs_lock_type4]]:
    ranges, model = RangeSet(), dict[int, nfs_lock_type4]()
    for (start, end), locktype in steps:
        if locktype is None:
            ranges.cut(start, end)
        else:
            ranges.put(start, end, locktype)
        for at in range(start, end):
            if locktype is None:
                model.pop(at, None)
            else:
                model[at] = locktype
    return ranges, model


@given(STEPS)
def test_ranges_are_a_byte_map_in_fewest_pieces(
    steps: list[tuple[tuple[int, int], nfs_lock_type4 | None]],
) -> None:
    ranges, model = build(steps)
    pieces = list(ranges)
    assert {at: one.locktype for one in pieces for at in range(one.start, one.end)} == model
    for left, right in itertools.pairwise(pieces):
        assert left.end < right.start or (left.end == right.start and left.locktype != right.locktype)


@given(STEPS, SPANS, LOCKTYPES)
def test_conflict_and_cover_agree_with_the_byte_map(
    steps: list[tuple[tuple[int, int], nfs_lock_type4 | None]], asked: tuple[int, int], locktype: nfs_lock_type4
) -> None:
    ranges, model = build(steps)
    start, end = asked
    touched = [model.get(at) for at in range(start, end)]
    clash = any(one is not None and WRITE in (one, locktype) for one in touched)
    assert (ranges.conflict(start, end, locktype) is not None) == clash
    strong = all(one is not None and (one == WRITE or locktype == READ) for one in touched)
    assert covers(ranges, start, end, locktype) == strong


@given(st.integers(0, TO_EOF), st.integers(0, TO_EOF))
def test_spans_are_within_the_offset_space(offset: int, length: int) -> None:
    if length == 0 or (length != TO_EOF and offset + length > TO_EOF):
        with pytest.raises(NfsError, match="INVAL"):
            span(offset, length)
    else:
        assert span(offset, length) == (offset, EOF if length == TO_EOF else offset + length)
