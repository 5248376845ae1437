"""Delegations at the reference servers: who is given one, what has it back, and how R's cover its clients'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Delegation
from regrace.harness.client.reply import OpenReply
from regrace.harness.tap.api import Direction
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import NFS4_OK, nfsstat4

from .stage import F, Stage

READ, WRITE = nfs4.OPEN4_SHARE_ACCESS_WANT_READ_DELEG, nfs4.OPEN4_SHARE_ACCESS_WANT_WRITE_DELEG
DELAY = nfsstat4.NFS4ERR_DELAY
ACCESS = {READ: 1, WRITE: 3}


@pytest.fixture
def stage() -> Stage:
    made = Stage(strategy="retain")
    made.open(made.direct_client("MAKER"), F)
    made.direct_client("LAST")
    return made


def fresh(stage: Stage, name: str) -> File:
    """A file that nobody has open."""
    maker = stage.direct_client(f"MAKER of {name}")
    file = File(name, (name,))
    assert maker.create_file(file).ok
    return file


def wants(stage: Stage, client: Client, file: File, want: int = WRITE) -> OpenReply:
    return stage.settled(lambda: client.open(file, ACCESS[want], share_want=want))


def has(stage: Stage, client: Client, file: File, want: int = WRITE) -> Delegation:
    given = wants(stage, client, file, want).delegation
    assert given is not None
    return given


def at_origin(stage: Stage) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stage.node("origin").state()["delegations"]
    return found


def test_who_does_not_ask_gets_none(stage: Stage) -> None:
    file = fresh(stage, "g")
    assert stage.direct_client().open(file, share_want=0).delegation is None


def test_who_does_not_answer_callbacks_gets_none(stage: Stage) -> None:
    file = fresh(stage, "g")
    for deaf in (stage.direct_client("D1"), stage.end_client("E1")):
        deaf.callback_service.deaf = True
        assert wants(stage, deaf, file).delegation is None
        assert deaf.callback_service.missed == 1
        assert deaf.close(deaf.ledger.live_opens[0]).ok


def test_many_may_read_and_none_may_write_then(stage: Stage) -> None:
    file = fresh(stage, "g")
    e1, e2, d1 = stage.end_client("E1"), stage.end_client("E2"), stage.direct_client("D1")
    one, two = has(stage, e1, file, READ), has(stage, e2, file, READ)
    assert not one.write
    assert has(stage, d1, file, READ)
    assert sorted(item["holder"].split()[0] for item in at_origin(stage)) == ["'regrace", "'test"], "R's, and D1's"
    d2 = stage.direct_client("D2")
    assert d2.open(file, 3).status is DELAY
    stage.until(lambda: one.recalled and two.recalled)
    for holder, held in ((e1, one), (e2, two), (d1, d1.ledger.delegations[0])):
        assert d2.open(file, 3).status is DELAY
        assert holder.delegreturn(held).ok
    assert stage.settled(lambda: d2.open(file, 3)).ok


def test_the_cover_goes_back_with_the_last_one_under_it(stage: Stage) -> None:
    file = fresh(stage, "g")
    e1, e2 = stage.end_client("E1"), stage.end_client("E2")
    one, two = has(stage, e1, file, READ), has(stage, e2, file, READ)
    assert len(at_origin(stage)) == 1
    assert e1.delegreturn(one).ok
    stage.wait(0.3)
    assert len(at_origin(stage)) == 1
    assert e2.delegreturn(two).ok
    stage.until(lambda: not at_origin(stage))


def test_the_cover_goes_back_with_a_client_that_dies(stage: Stage) -> None:
    file = fresh(stage, "g")
    e1 = stage.end_client("E1")
    has(stage, e1, file)
    e1.silence()
    stage.until(lambda: not at_origin(stage))


DOINGS: list[Callable[[Client, File], Any]] = [
    lambda d, f: d.write(f, nfs4.stateid4(0, bytes(12)), 0, b"x"),
    lambda d, f: d.read(f, nfs4.stateid4(0, bytes(12)), 0, 1),
    lambda d, f: d.remove(f.path),
    lambda d, f: d.attributes(f.path, nfs4.FATTR4_SIZE),
    lambda d, f: d.open(f, 1),
]


@pytest.mark.parametrize("number", range(len(DOINGS)))
@pytest.mark.parametrize("through", ["origin", "reexport"])
def test_what_has_a_write_delegation_back(stage: Stage, number: int, through: str) -> None:
    file = fresh(stage, "g")
    e1 = stage.end_client("E1")
    other = stage.client(through, "OTHER")
    held = has(stage, e1, file)
    assert DOINGS[number](other, file).status is DELAY
    stage.until(lambda: held.recalled)
    assert e1.write(file, held, 0, b"flushed").ok, "also while it is being recalled"
    assert e1.delegreturn(held).ok
    assert stage.settled(lambda: DOINGS[number](other, file)).ok


def test_opens_under_a_delegation_that_is_being_recalled(stage: Stage) -> None:
    file = fresh(stage, "g")
    e1, d1 = stage.end_client("E1"), stage.direct_client("D1")
    held = has(stage, e1, file)
    assert d1.open(file, 3).status is DELAY
    stage.until(lambda: held.recalled)
    claim = nfs4.open_claim4(nfs4.CLAIM_DELEG_CUR_FH, held.stateid)
    assert stage.settled(lambda: e1.open(file, 3, owner="second", claim="fh", open_claim=claim)).ok
    by_name = nfs4.open_claim4(nfs4.CLAIM_DELEGATE_CUR, nfs4.open_claim_delegate_cur4(held.stateid, b"g"))
    assert stage.settled(lambda: e1.open(file, 3, owner="third", open_claim=by_name)).ok
    assert e1.delegreturn(held).ok
    assert e1.open(file, 3, owner="fourth", claim="fh", open_claim=claim).status == nfsstat4.NFS4ERR_BAD_STATEID


def test_a_delegation_gives_leave_to_what_it_is_for(stage: Stage) -> None:
    file = fresh(stage, "g")
    e1 = stage.end_client("E1")
    held = has(stage, e1, file, READ)
    assert e1.read(file, held, 0, 1).ok
    assert e1.write(file, held, 0, b"x").status == nfsstat4.NFS4ERR_OPENMODE
    assert e1.test_stateid(held).statuses == [NFS4_OK]
    assert e1.free_stateid(held).status == nfsstat4.NFS4ERR_LOCKS_HELD
    other = fresh(stage, "h")
    assert e1.read(other, held, 0, 1).status == nfsstat4.NFS4ERR_BAD_STATEID


def test_no_second_one_soon_after_a_recall(stage: Stage) -> None:
    file = fresh(stage, "g")
    d1, d2 = stage.direct_client("D1"), stage.direct_client("D2")
    held = has(stage, d1, file)
    assert d2.open(file, 1).status is DELAY
    stage.until(lambda: held.recalled)
    assert d1.delegreturn(held).ok
    again = wants(stage, d1, file)
    assert again.delegation is None
    told = again.compound.op(nfs4.OP_OPEN).resok4.delegation if again.compound is not None else None
    assert told is not None
    assert told.od_whynone.ond_why == nfs4.WND4_CONTENTION
    stage.wait(2.5)
    assert wants(stage, d1, file).delegation is not None


def test_an_expired_holder_gives_way_at_once(stage: Stage) -> None:
    file = fresh(stage, "g")
    d1, d2 = stage.direct_client("D1", minor_version=1), stage.direct_client("D2")
    has(stage, d1, file)
    d1.silence()
    stage.wait(2.5)
    assert d2.open(file, 3).ok


def test_the_backchannel_is_bound_to_a_new_connection(stage: Stage) -> None:
    file = fresh(stage, "g")
    e1, d1 = stage.end_client("E1"), stage.direct_client("D1")
    held = has(stage, e1, file)
    stage.tap.abort("R-O")
    stage.wait(1.0)
    assert d1.open(file, 3).status is DELAY
    stage.until(lambda: held.recalled)


def test_a_recall_whose_answer_was_lost_is_sent_again_on_its_slot(stage: Stage) -> None:
    file = fresh(stage, "g")
    d1 = stage.direct_client("D1")
    held = has(stage, d1, file)
    e2 = stage.end_client("E2")
    stage.tap.cut("D-O", Direction.CALLS)
    e2.begin_open(file, 3)  # R's way to O is another link
    stage.until(lambda: held.recalled and stage.tap.dropped("D-O") > 0)
    stage.tap.heal("D-O")
    stage.until(lambda: not d1.connected)
    d1.connect()
    assert d1.bind_conn_to_session().ok
    stage.wait(0.3)
    assert [one.name for one in d1.callbacks].count("CB_RECALL") == 1, "the second one was answered from the cache"
    assert any("sent again" in fault for fault in d1.callback_service.faults)
    assert d1.delegreturn(held).ok
    assert stage.settled(lambda: e2.open(file, 3)).ok


def test_over_a_reboot_of_the_origin_the_cover_is_reclaimed(stage: Stage) -> None:
    file = fresh(stage, "g")
    e1 = stage.end_client("E1")
    held = has(stage, e1, file)
    stage.node("origin").reboot()
    stage.until(lambda: bool(at_origin(stage)))
    stage.wait(2.5)
    assert not held.recalled
    d1 = stage.direct_client("D1")
    assert stage.settled(lambda: d1.lookup(file.path)).ok
    assert d1.open(file, 3).status is DELAY
    stage.until(lambda: held.recalled)
    assert e1.delegreturn(held).ok
    assert stage.settled(lambda: d1.open(file, 3)).ok


def test_a_reclaim_without_an_open_is_lost_and_told(stage: Stage) -> None:
    """E1 has closed the file: R has no open left with which it could reclaim the delegation."""
    file = fresh(stage, "g")
    e1 = stage.end_client("E1")
    held = has(stage, e1, file)
    assert e1.close(e1.ledger.live_opens[0]).ok
    stage.node("origin").reboot()
    flag = nfs4.SEQ4_STATUS_RECALLABLE_STATE_REVOKED
    stage.until(lambda: bool(e1.sequence_flags & flag))
    assert e1.delegreturn(held).status == nfsstat4.NFS4ERR_DELEG_REVOKED
    assert e1.free_stateid(held).ok
    e1.renew()
    assert not e1.sequence_flags & flag


def test_the_state_verb_tells_of_both_sides(stage: Stage) -> None:
    file = fresh(stage, "g")
    has(stage, stage.end_client("E1"), file)
    state = stage.node("reexport").state()
    assert [one["write"] for one in state["delegations"]] == [True]
    assert [one["users"] for one in state["back"]["delegations"]] == [1]
