"""Opens, locks and data: the wire, the ledger and the history tell the same story."""

from __future__ import annotations

import pytest

from regrace.harness.client.client import Client
from regrace.harness.client.errors import PeerClosed
from regrace.harness.client.files import File
from regrace.harness.client.io import data_tag
from regrace.harness.client.ledger import Lock, Open
from regrace.harness.client.ranges import TO_END
from regrace.harness.client.stateids import ANON, READ_BYPASS
from regrace.harness.history.events import Kind
from regrace.xdr_defs import delegating, nfs4
from tests.client.conftest import F, Stage


def opened(client: Client, file: File = F, owner: str = "o") -> Open:
    if not client.exists(file):
        client.create_file(file).expect()
    entry = client.open(file, owner=owner).expect().open
    assert entry is not None
    return entry


def locked(client: Client, entry: Open, kind: str = "WRITE", offset: int = 0, length: int = 10) -> Lock:
    entry_lock = client.lock(entry, kind, offset, length).expect().lock
    assert entry_lock is not None
    return entry_lock


def test_open_and_close(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    assert (entry.file, entry.owner, entry.access, entry.deny) == (F, "o", 3, 0)
    assert entry.fh == b"f"
    assert client.ledger.live_opens == [entry]
    client.close(entry).expect()
    assert client.ledger.empty
    opening, closing = stage.events(Kind.OPEN, Kind.CLOSE)
    assert (opening.actor, opening.file, opening.owner, opening.access, opening.ok) == ("E1", "f", "o", 3, True)
    assert opening.stateid == f"1:{bytes(entry.stateid.other).hex()}" == closing.stateid
    assert opening.answered
    assert closing.ok


def test_a_second_open_by_the_same_owner_is_an_upgrade(stage: Stage) -> None:
    client = stage.client()
    client.create_file(F)
    first = client.open(F, nfs4.OPEN4_SHARE_ACCESS_READ).open
    second = client.open(F, nfs4.OPEN4_SHARE_ACCESS_WRITE, nfs4.OPEN4_SHARE_DENY_WRITE).open
    assert first is second
    assert first is not None
    assert (first.access, first.deny, first.stateid.seqid) == (3, 2, 2)
    client.open_downgrade(first, nfs4.OPEN4_SHARE_ACCESS_READ).expect()
    assert (first.access, first.deny, first.stateid.seqid) == (1, 0, 3)
    assert [event.ok for event in stage.events(Kind.DOWNGRADE)] == [True]


def test_the_claims_of_open(stage: Stage) -> None:
    client = stage.client()
    client.create_file(F)
    client.open(F)
    client.open(F, claim="fh", owner="p")
    client.open(F, claim="previous", owner="q")
    client.open(F, create=True, owner="r")
    client.open(
        F, owner="s", fh=b"f", open_claim=nfs4.open_claim4(nfs4.CLAIM_DELEG_PREV_FH), seqid=4, owner_clientid=9
    )
    ops = [op for call in stage.server.calls for op in call.argarray]
    sent = [op.value for op in ops if op.argop == nfs4.OP_OPEN][1:]
    assert [args.claim.claim for args in sent] == [
        nfs4.CLAIM_NULL,
        nfs4.CLAIM_FH,
        nfs4.CLAIM_PREVIOUS,
        nfs4.CLAIM_NULL,
        nfs4.CLAIM_DELEG_PREV_FH,
    ]
    assert sent[3].openhow.opentype == nfs4.OPEN4_CREATE
    assert sent[0].share_access == 3 | nfs4.OPEN4_SHARE_ACCESS_WANT_NO_DELEG
    assert (sent[4].seqid, sent[4].owner.clientid, sent[4].owner.owner) == (4, 9, b"s")
    kinds = [event.kind for event in stage.events(Kind.OPEN, Kind.RECLAIM_OPEN)]
    assert kinds == [Kind.OPEN, Kind.OPEN, Kind.RECLAIM_OPEN, Kind.OPEN, Kind.OPEN]
    with pytest.raises(ValueError, match="claim 'delegate'"):
        client.open(F, claim="delegate")


def test_a_refused_open_has_no_entry(stage: Stage) -> None:
    client = stage.client()
    reply = client.open(File("nope", ("nope",)))
    assert reply.status == nfs4.NFS4ERR_NOENT
    assert reply.open is None
    assert client.ledger.empty
    assert stage.events(Kind.OPEN)[0].status == "NFS4ERR_NOENT"


def test_lock_split_and_unlock(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    lock = locked(client, entry, length=100)
    assert lock.stateid.seqid == 1
    client.locku(lock, 40, 20).expect()
    assert [str(held) for held in lock.ranges] == ["WRITE [0,40)", "WRITE [60,100)"]
    assert locked(client, entry, "READ", 50, 20) is lock
    assert [str(held) for held in lock.ranges] == ["WRITE [0,40)", "READ [50,70)", "WRITE [70,100)"]
    assert lock.stateid.seqid == 3
    client.locku(lock).expect()
    assert not lock.ranges
    assert lock.live
    unlocks = [(event.offset, event.length, event.ok) for event in stage.events(Kind.LOCKU)]
    assert unlocks == [(40, 20, True), (0, TO_END, True)]
    new, old = (
        c.argarray[-1].value.locker.new_lock_owner
        for c in stage.server.calls
        if c.argarray[-1].argop == nfs4.OP_LOCK
    )
    assert (new, old) == (True, False)


def test_locku_of_one_range_names_just_that(stage: Stage) -> None:
    client = stage.client()
    lock = locked(client, opened(client), offset=5, length=TO_END)
    client.locku(lock).expect()
    event = stage.events(Kind.LOCKU)[0]
    assert (event.offset, event.length, event.locktype) == (5, TO_END, "WRITE")


def test_who_denied_it(stage: Stage) -> None:
    one, two = stage.client("E1"), stage.client("E2")
    locked(one, opened(one), offset=0, length=10)
    reply = two.lock(opened(two), "READ", 5, 10)
    assert reply.status == nfs4.NFS4ERR_DENIED
    assert reply.lock is None
    assert reply.denied is not None
    assert (reply.denied.offset, reply.denied.length, reply.denied.owner.owner) == (0, 10, b"l")
    assert reply.sentence == "E2 LOCK READ [5,15) of f via reexport"
    tested = two.lockt(F, "WRITE", 9, 1)
    assert tested.denied is not None
    assert two.lockt(F, "WRITE", 10, 1).ok
    assert [event.status for event in stage.events(Kind.LOCKT)] == ["NFS4ERR_DENIED", "NFS4_OK"]


def test_blocking_types_are_said_and_booked_plainly(stage: Stage) -> None:
    client = stage.client()
    lock = locked(client, opened(client), "WRITEW")
    assert [held.locktype for held in lock.ranges] == ["WRITE"]
    assert stage.server.calls[-1].argarray[-1].value.locktype == nfs4.WRITEW_LT
    event = stage.events(Kind.LOCK)[0]
    assert (event.locktype, event.detail["blocking"]) == ("WRITE", True)


def test_a_lock_can_be_forged_in_every_field(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    lock = locked(client, entry)
    other = nfs4.stateid4(9, b"o" * 12)
    client.lock(
        entry, new_owner=True, open_stateid=other, open_seqid=1, lock_seqid=2, owner_clientid=3, owner="z"
    )
    forged = stage.server.calls[-1].argarray[-1].value.locker.value
    assert (forged.open_stateid, forged.open_seqid, forged.lock_seqid) == (other, 1, 2)
    assert (forged.lock_owner.clientid, forged.lock_owner.owner) == (3, b"z")
    client.lock(entry, lock=lock, stateid=other, fh=b"f")
    assert stage.server.calls[-1].argarray[-1].value.locker.value.lock_stateid == other
    assert stage.events(Kind.LOSS_NOTICE) == []


def test_old_and_future_stateids_are_no_loss(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    lock = locked(client, entry)
    old = nfs4.stateid4(lock.stateid.seqid, lock.stateid.other)
    client.locku(lock, 0, 1).expect()
    assert client.locku(lock, 0, 1, stateid=old).status == nfs4.NFS4ERR_OLD_STATEID
    future = nfs4.stateid4(lock.stateid.seqid + 1, lock.stateid.other)
    assert client.locku(lock, 0, 1, stateid=future).status == nfs4.NFS4ERR_BAD_STATEID
    assert lock.live
    assert stage.events(Kind.LOSS_NOTICE) == []


def test_a_lost_stateid_is_told_once_and_marked(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    lock = locked(client, entry)
    stage.server.answers[nfs4.OP_LOCKU] = lambda _: nfs4.LOCKU4res(nfs4.NFS4ERR_EXPIRED)
    client.locku(lock)
    client.locku(lock)
    (told,) = stage.events(Kind.LOSS_NOTICE)
    assert (told.file, told.owner, told.status, told.detail["of"]) == ("f", "l", "NFS4ERR_EXPIRED", "lock")
    assert client.ledger.lost_locks == [lock]
    assert entry.live


def test_test_and_free_stateid(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    lock = locked(client, entry)
    assert client.test_stateid(entry, lock, ANON).statuses == [
        nfs4.NFS4_OK,
        nfs4.NFS4_OK,
        nfs4.NFS4ERR_BAD_STATEID,
    ]
    client.free_stateid(lock.stateid).expect()
    assert not lock.live
    assert client.free_stateid(READ_BYPASS).status == nfs4.NFS4ERR_BAD_STATEID
    freed = stage.events(Kind.FREE_STATEID)
    assert [(event.file, event.owner, event.ok) for event in freed] == [("f", "l", True), ("", "", False)]


def test_data_under_a_lock(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    lock = locked(client, entry)
    written = client.write(F, lock, 4, b"tag-7\0\0").expect()
    assert (written.count, written.committed) == (7, nfs4.FILE_SYNC4)
    assert client.read(entry, entry, 4, 10).expect().data == b"tag-7\0\0"
    assert client.read(F).expect().eof
    write, read, anonymous = stage.events(Kind.WRITE, Kind.READ)
    assert (write.data, write.offset, write.length, write.owner) == ("tag-7", 4, 7, "l")
    assert (read.data, read.owner) == ("tag-7", "o")
    assert anonymous.stateid == "0:" + "00" * 12


def test_tags_are_text_up_to_a_nul() -> None:
    assert data_tag(b"") == ""
    assert data_tag(b"a b\0c") == "a b"
    assert data_tag(b"\xff" * 100) == r"\xff" * 64


def test_unlocks_in_flight_and_their_times(stage: Stage) -> None:
    client = stage.client()
    lock = locked(client, opened(client))
    stage.server.holding = True
    pending = client.begin_locku(lock)
    stage.turn()
    event = stage.events(Kind.LOCKU)[0]
    assert not event.answered
    assert lock.ranges
    stage.server.release()
    stage.turn()
    assert pending.done
    assert event.ok  # settled when it came, though nobody waited
    assert not lock.ranges
    assert pending.reply().ok


def test_a_lock_without_an_answer_stays_open_in_the_history(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    stage.server.holding = True
    pending = client.begin_lock(entry)
    stage.turn()
    client.disconnect(abort=True)
    with pytest.raises(PeerClosed):
        pending.reply()
    (event,) = stage.events(Kind.LOCK)
    assert (event.status, event.answered) == ("", False)
    assert client.ledger.live_locks == []


def test_a_retried_lock_is_booked_as_the_first_would_have_been(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    stage.server.mangles.append(lambda _: b"")
    pending = client.begin_lock(entry)
    stage.turn()
    client.disconnect(abort=True)
    client.connect()
    lock = client.retry(pending).reply().expect().lock
    assert client.ledger.live_locks == [lock]
    assert len(stage.server.locks) == 1
    (event,) = stage.events(Kind.LOCK)
    assert event.ok


def test_a_range_that_no_server_may_grant_is_not_booked(stage: Stage) -> None:
    client = stage.client()
    reply = client.lock(opened(client), "WRITE", 5, 0)
    assert reply.ok  # this server does not look; the case judges it
    assert reply.lock is not None
    assert not reply.lock.ranges


def test_reclaiming_more_than_was_held(stage: Stage) -> None:
    client = stage.client()
    entry = opened(client)
    lock = locked(client, entry)
    stage.server.forget()
    client.recover()
    again = client.reclaim_open(F, 1, 2, owner="x").expect().open
    assert again is not None
    assert (again.access, again.deny, again.owner) == (1, 2, "x")
    client.reclaim_lock(lock, again, locktype="READ", offset=50, length=5, owner="y")
    event = stage.events(Kind.RECLAIM_LOCK)[0]
    assert (event.locktype, event.offset, event.length, event.owner) == ("READ", 50, 5, "y")
    refused = nfs4.LOCK4res(nfs4.NFS4ERR_RECLAIM_BAD)
    stage.server.answers[nfs4.OP_LOCK] = lambda _: refused
    entry.lost = lock.lost = True
    client.ledger.locks.append(lock)
    assert client.reclaim_lock(lock, again).status == nfs4.NFS4ERR_RECLAIM_BAD
    assert lock in client.ledger.lost_locks


def test_a_delegation_is_booked_recalled_and_returned(stage: Stage) -> None:
    client = stage.client()
    client.create_file(F)
    given = nfs4.open_read_delegation4(
        nfs4.stateid4(1, b"d" * 12), False, nfs4.nfsace4(0, 0, 0, b"")
    )
    answer = nfs4.OPEN4resok(
        stage.server.stateid((1, b"x")),
        nfs4.change_info4(True, 1, 2),
        0,
        [],
        nfs4.open_delegation4(nfs4.OPEN_DELEGATE_READ, given),
    )
    stage.server.answers[nfs4.OP_OPEN] = lambda _: nfs4.OPEN4res(nfs4.NFS4_OK, answer)
    delegation = client.open(F, share_want=nfs4.OPEN4_SHARE_ACCESS_WANT_READ_DELEG).delegation
    assert delegation is not None
    assert not delegation.write
    assert client.ledger.delegations == [delegation]
    client.delegreturn(delegation).expect()
    assert client.ledger.delegations == []


@pytest.mark.parametrize("write", [False, True])
def test_a_delegation_may_come_in_the_place_of_an_open(stage: Stage, *, write: bool) -> None:
    """RFC 9754: one of a kind that minor version 1 does not know, and a stateid that stands for nothing."""
    client = stage.client(minor_version=2)
    client.create_file(F)
    stateid, anybody = nfs4.stateid4(1, b"d" * 12), nfs4.nfsace4(0, 0, 0, b"")
    if write:
        given = nfs4.open_delegation4(
            nfs4.OPEN_DELEGATE_WRITE_ATTRS_DELEG,
            nfs4.open_write_delegation4(stateid, False, nfs4.nfs_space_limit4(1, 0), anybody),
        )
    else:
        given = nfs4.open_delegation4(
            nfs4.OPEN_DELEGATE_READ_ATTRS_DELEG, nfs4.open_read_delegation4(stateid, False, anybody)
        )
    nothing = nfs4.stateid4(0, bytes(12))
    flags = delegating.OPEN4_RESULT_NO_OPEN_STATEID
    answer = nfs4.OPEN4resok(nothing, nfs4.change_info4(True, 1, 2), flags, [], given)
    stage.server.answers[nfs4.OP_OPEN] = lambda _: nfs4.OPEN4res(nfs4.NFS4_OK, answer)
    reply = client.open(F, share_want=delegating.OPEN4_SHARE_ACCESS_WANT_OPEN_XOR_DELEGATION)
    reply.expect()
    assert reply.open is None
    assert client.ledger.live_opens == []
    assert [one.write for one in client.ledger.delegations] == [write]
    kind = "WRITE" if write else "READ"
    assert f"OPEN NFS4_OK no open delegation={kind}_ATTRS_DELEG" in stage.exchanges[-1].text
    client.delegreturn(client.ledger.delegations[0]).expect()


@pytest.mark.parametrize("asked", [nfs4.OPEN_DELEGATE_NONE, nfs4.OPEN_DELEGATE_READ])
def test_a_reclaim_returns_a_delegation_that_it_did_not_ask_for(stage: Stage, asked: int) -> None:
    client = stage.client()
    client.create_file(F)
    lost = client.open(F).opened
    given = nfs4.open_read_delegation4(
        nfs4.stateid4(1, b"delegation!!"), False, nfs4.nfsace4(0, 0, 0, b"")
    )
    granted = nfs4.OPEN4resok(
        nfs4.stateid4(1, b"an open here"),
        nfs4.change_info4(True, 1, 2),
        0,
        [],
        nfs4.open_delegation4(nfs4.OPEN_DELEGATE_READ, given),
    )
    stage.server.answers[nfs4.OP_OPEN] = lambda _: nfs4.OPEN4res(nfs4.NFS4_OK, granted)
    assert client.reclaim_open(lost, delegate_type=asked).ok
    kept = [delegation.stateid.other for delegation in client.ledger.delegations]
    assert kept == ([] if asked == nfs4.OPEN_DELEGATE_NONE else [b"delegation!!"])
