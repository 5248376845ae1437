"""Slots, the reply cache and the limits of a session."""

from __future__ import annotations

from collections.abc import Callable

from regrace.fixtures.reference import mutants
from regrace.harness.protocol.credentials import AuthSys
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfsstat4
from tests.reference.caller import ANON, Peer, op, put
from tests.reference.conftest import LEASE_S, Site

OK = nfsstat4.NFS4_OK
MISORDERED = nfsstat4.NFS4ERR_SEQ_MISORDERED


def status(peer: Peer, **change: int) -> nfsstat4:
    return peer.call(**change).status


def create(name: bytes) -> list[nfs4.nfs_argop4]:
    kind = nfs4.createtype4(nfs4.NF4DIR)
    return [op(nfs4.OP_PUTROOTFH), op(nfs4.OP_CREATE, nfs4.CREATE4args(kind, name, nfs4.fattr4([], b"")))]


def test_a_retry_is_answered_from_the_cache_and_not_executed_again(site: Site) -> None:
    alice = site.peer().establish()
    first = alice.body(alice.send_compound(alice.sequence(), *create(b"d")))
    again = alice.body(alice.send_compound(alice.sequence(), *create(b"d")))
    assert again == first
    assert nfs4.COMPOUND4res.from_bytes(first).status == OK
    alice.seqid += 1
    assert alice.call(*create(b"d")).status == nfsstat4.NFS4ERR_EXIST


def test_sequence_numbers_must_follow(site: Site) -> None:
    alice = site.peer().establish()
    for _ in range(3):
        assert alice.renew() == OK
    for wrong in (alice.seqid + 2, alice.seqid - 1, 0):
        assert status(alice, sa_sequenceid=wrong) == MISORDERED
    assert alice.renew() == OK


def test_a_slot_that_was_never_used_has_no_reply_to_give_again(site: Site) -> None:
    alice = site.peer().establish()
    assert status(alice, sa_slotid=1, sa_highest_slotid=1, sa_sequenceid=0) == MISORDERED
    assert status(alice, sa_slotid=1, sa_highest_slotid=1, sa_sequenceid=1) == OK


def test_slots_that_are_not_there(site: Site) -> None:
    alice = site.peer().establish()
    assert status(alice, sa_slotid=8, sa_highest_slotid=8) == nfsstat4.NFS4ERR_BADSLOT
    assert status(alice, sa_slotid=1, sa_highest_slotid=0) == nfsstat4.NFS4ERR_BAD_HIGH_SLOT


def test_sequence_numbers_wrap_around(site: Site) -> None:
    alice = site.peer().establish()
    assert site.origin is not None
    session = site.origin.machine.clients.sessions[alice.sessionid]
    session.slots[0].seqid = alice.seqid = 0xFFFF_FFFE
    assert alice.renew() == OK
    assert status(alice, sa_sequenceid=0) == OK
    assert status(alice, sa_sequenceid=1) == OK


def test_false_retries_are_found(site: Site) -> None:
    alice = site.peer().establish()
    assert alice.call(*create(b"d")).status == OK
    false = nfsstat4.NFS4ERR_SEQ_FALSE_RETRY
    assert alice.call(*create(b"e"), sa_sequenceid=alice.seqid).status == false
    alice.credential = AuthSys(1000, 1000)
    assert alice.call(*create(b"d"), sa_sequenceid=alice.seqid).status == false


def test_what_was_not_to_be_cached_is_not_executed_again(site: Site) -> None:
    alice = site.peer().establish()
    asked = alice.seqid + 1
    assert alice.call(*create(b"d"), sa_cachethis=False).status == OK
    again = alice.call(*create(b"d"), sa_sequenceid=asked, sa_cachethis=False)
    assert again.status == nfsstat4.NFS4ERR_RETRY_UNCACHED_REP
    assert [one.resop for one in again.resarray] == [nfs4.OP_SEQUENCE, nfs4.OP_PUTROOTFH]


def test_a_retry_of_sequence_alone_always_has_its_answer(site: Site) -> None:
    alice = site.peer().establish()
    first = alice.call(sa_cachethis=False)
    again = alice.call(sa_cachethis=False)
    assert again == first


def test_mutant_without_a_cache_executes_twice(make_site: Callable[..., Site]) -> None:
    site = make_site(mutants=frozenset({mutants.NO_REPLAY_CACHE}))
    alice = site.peer().establish()
    assert alice.call(*create(b"d")).status == OK
    assert alice.call(*create(b"d"), sa_sequenceid=alice.seqid).status == nfsstat4.NFS4ERR_EXIST


def test_sequence_belongs_first_and_once(site: Site) -> None:
    alice = site.peer().establish()
    result = alice.call(alice.sequence())
    assert result.status == nfsstat4.NFS4ERR_SEQUENCE_POS
    assert len(result.resarray) == 2


def test_too_many_operations(site: Site) -> None:
    alice = site.peer().establish()
    result = alice.call(*[op(nfs4.OP_PUTROOTFH)] * 32)
    assert result.status == nfsstat4.NFS4ERR_TOO_MANY_OPS
    assert len(result.resarray) == 1


def test_replies_that_are_too_big(site: Site) -> None:
    alice = site.peer()
    alice.exchange_id()
    alice.create_session(ca_maxresponsesize=600, ca_maxresponsesize_cached=400)
    alice.reclaim_complete()
    opened = alice.open("f", "export", create=True)
    data = b"x" * 1000
    assert alice.write(opened.fh, opened.state, data).ok
    # READ is trimmed to what fits. The cache is smaller, and that is told by an error which is cached.
    asked = op(nfs4.OP_READ, nfs4.READ4args(opened.state, 0, 1000))
    result = alice.call(put(opened.fh), asked)
    assert result.status == nfsstat4.NFS4ERR_REP_TOO_BIG_TO_CACHE
    assert alice.call(put(opened.fh), asked, sa_sequenceid=alice.seqid) == result
    uncached = alice.call(put(opened.fh), asked, sa_cachethis=False)
    assert uncached.status == OK
    alice.seqid += 1
    assert 0 < len(uncached.resarray[2].value.resok4.data) < 600
    many = [op(nfs4.OP_GETFH)] * 20
    assert alice.call(put(opened.fh), *many, sa_cachethis=False).status == nfsstat4.NFS4ERR_REP_TOO_BIG


def test_requests_that_are_too_big(site: Site) -> None:
    alice = site.peer()
    alice.exchange_id()
    alice.create_session(ca_maxrequestsize=600)
    alice.reclaim_complete()
    opened = alice.open("f", "export", create=True)
    assert alice.write(opened.fh, opened.state, b"x" * 1000).status == nfsstat4.NFS4ERR_REQ_TOO_BIG
    assert alice.write(opened.fh, opened.state, b"x" * 100).ok


def test_a_failed_sequence_renews_nothing(make_site: Callable[..., Site]) -> None:
    for seeded, survives in ((frozenset[str](), False), (frozenset({mutants.RENEW_ON_ERROR}), True)):
        site = make_site(mutants=seeded)
        alice = site.peer().establish()
        alice.open("f", "export", create=True)
        for _ in range(4):
            site.pass_time(LEASE_S / 2)
            assert status(alice, sa_sequenceid=77) in (MISORDERED, nfsstat4.NFS4ERR_BADSESSION)
        assert bool(site.state()["clients"]) is survives


def test_a_session_works_over_a_second_connection(site: Site) -> None:
    alice = site.peer().establish()
    opened = alice.open("f", "export", create=True)
    alice.connect()
    assert alice.read(opened.fh, ANON).ok
