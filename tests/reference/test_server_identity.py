"""EXCHANGE_ID's nine cases, CREATE_SESSION's one-slot cache, and how clients and sessions end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regrace.fixtures.reference import mutants
from regrace.fixtures.reference.server.config import Kind
from regrace.harness.protocol.credentials import AuthNone, AuthSys
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfsstat4
from tests.reference.caller import Peer, op, put
from tests.reference.conftest import LEASE_S, Site

OK = nfsstat4.NFS4_OK
UPDATE = nfs4.EXCHGID4_FLAG_UPD_CONFIRMED_REC_A
CONFIRMED = nfs4.EXCHGID4_FLAG_CONFIRMED_R
OTHER_USER = AuthSys(1000, 1000)


def holding(site: Site, name: str = "alice") -> Peer:
    """A client with an open and a lock."""
    peer = site.peer(name).establish()
    opened = peer.open("f", "export", create=True)
    assert peer.lock(opened).ok
    return peer


def test_case_1_a_new_owner_gets_an_unconfirmed_client_id(site: Site) -> None:
    alice = site.peer()
    assert alice.exchange_id().eir_status == OK
    assert not alice.eir_flags & CONFIRMED
    assert alice.eir_flags & nfs4.EXCHGID4_FLAG_USE_NON_PNFS


def test_case_2_the_same_instance_keeps_client_id_session_and_locks(site: Site) -> None:
    alice = holding(site)
    before = alice.clientid
    again = site.peer()
    assert again.exchange_id().eir_status == OK
    assert again.clientid == before
    assert again.eir_flags & CONFIRMED
    assert alice.renew() == OK
    assert len(site.state()["locks"]) == 1
    # The next CREATE_SESSION is numbered as the reply says, although the RFC says nobody needs that number.
    assert again.create_session().csr_status == OK


def test_case_3_another_principal_is_refused_while_the_lease_and_state_live(site: Site) -> None:
    alice = holding(site)
    assert site.peer(credential=OTHER_USER).exchange_id().eir_status == nfsstat4.NFS4ERR_CLID_INUSE
    assert alice.renew() == OK


@pytest.mark.parametrize("credential", [OTHER_USER, AuthNone()])
def test_case_3_without_state_the_record_gives_way(site: Site, credential: AuthSys) -> None:
    alice = site.peer().establish()
    thief = site.peer(credential=credential)
    assert thief.exchange_id().eir_status == OK
    assert thief.clientid != alice.clientid
    assert alice.renew() == nfsstat4.NFS4ERR_BADSESSION


def test_case_3_with_an_expired_lease_the_state_is_deleted(courteous: Site) -> None:
    holding(courteous)
    courteous.pass_time(2 * LEASE_S)
    assert len(courteous.state()["locks"]) == 1
    assert courteous.peer(credential=OTHER_USER).exchange_id().eir_status == OK
    assert courteous.state()["locks"] == []


def test_case_4_an_unconfirmed_record_is_replaced(site: Site) -> None:
    alice = site.peer()
    alice.exchange_id()
    first = alice.clientid
    alice.exchange_id()
    assert alice.clientid != first
    assert alice.create_session(clientid=first).csr_status == nfsstat4.NFS4ERR_STALE_CLIENTID
    assert alice.create_session().csr_status == OK


def test_case_5_nothing_happens_before_the_new_instance_is_confirmed(site: Site) -> None:
    alice = holding(site)
    reborn = site.peer(verifier=b"reborn..")
    assert reborn.exchange_id().eir_status == OK
    assert reborn.clientid != alice.clientid
    assert not reborn.eir_flags & CONFIRMED
    assert alice.renew() == OK
    assert len(site.state()["locks"]) == 1

    assert reborn.create_session().csr_status == OK
    assert alice.renew() == nfsstat4.NFS4ERR_BADSESSION
    assert site.state()["locks"] == []
    assert [one["owner"] for one in site.state()["clients"]] == ["alice"]


def test_case_5_then_the_old_verifier_again_keeps_the_old_instance(site: Site) -> None:
    alice = holding(site)
    reborn = site.peer(verifier=b"reborn..")
    reborn.exchange_id()
    assert alice.exchange_id().eir_status == OK
    assert alice.eir_flags & CONFIRMED
    assert reborn.create_session().csr_status == nfsstat4.NFS4ERR_STALE_CLIENTID
    assert len(site.state()["locks"]) == 1


def test_cases_6_to_9_updates(site: Site) -> None:
    assert site.peer().exchange_id(flags=UPDATE).eir_status == nfsstat4.NFS4ERR_NOENT
    alice = holding(site)
    before = alice.clientid
    assert site.peer().exchange_id(flags=UPDATE, verifier=b"other...").eir_status == nfsstat4.NFS4ERR_NOT_SAME
    assert site.peer(credential=OTHER_USER).exchange_id(flags=UPDATE).eir_status == nfsstat4.NFS4ERR_PERM
    assert alice.exchange_id(flags=UPDATE).eir_status == OK
    assert alice.clientid == before
    assert alice.renew() == OK


@pytest.mark.parametrize("bit", [3, 4, 5, 6, 7, 9, 15, 19, 20, 29, 31])
@pytest.mark.parametrize("minor", [1, 2])
def test_an_undefined_flag_is_invalid_and_leaves_no_record(site: Site, bit: int, minor: int) -> None:
    alice = site.peer(minor=minor)
    assert alice.exchange_id(flags=1 << bit).eir_status == nfsstat4.NFS4ERR_INVAL
    assert site.state()["clients"] == []


def test_fence_ops_is_a_flag_of_minor_version_2_only(site: Site) -> None:
    flag = nfs4.EXCHGID4_FLAG_SUPP_FENCE_OPS
    assert site.peer(minor=1).exchange_id(flags=flag).eir_status == nfsstat4.NFS4ERR_INVAL
    assert site.peer(minor=2).exchange_id(flags=flag).eir_status == OK


def test_state_protection_needs_what_this_server_does_not_speak(site: Site) -> None:
    alice = site.peer()
    protect = nfs4.state_protect4_a(nfs4.SP4_MACH_CRED, nfs4.state_protect_ops4([], []))
    args = nfs4.EXCHANGE_ID4args(nfs4.client_owner4(b"verifier", b"alice"), 0, protect, [])
    assert alice.raw(op(nfs4.OP_EXCHANGE_ID, args)).status == nfsstat4.NFS4ERR_INVAL


def test_an_unconfirmed_record_is_gone_after_a_lease(site: Site) -> None:
    alice = site.peer()
    alice.exchange_id()
    site.pass_time(1.5 * LEASE_S)
    assert alice.create_session().csr_status == nfsstat4.NFS4ERR_STALE_CLIENTID
    assert site.state()["clients"] == []


def test_create_session_again_with_the_same_number_gives_the_same_session(site: Site) -> None:
    alice = site.peer()
    alice.exchange_id()
    number = alice.sequenceid
    first = alice.create_session()
    again = alice.create_session(sequence=number)
    assert again == first
    assert site.state()["clients"][0]["sessions"] == 1


def test_create_session_out_of_order_changes_nothing(site: Site) -> None:
    alice = site.peer()
    alice.exchange_id()
    start = alice.sequenceid
    misordered = nfsstat4.NFS4ERR_SEQ_MISORDERED
    assert alice.create_session(sequence=start - 1).csr_status == misordered
    assert alice.create_session(sequence=start + 1).csr_status == misordered
    assert alice.create_session(sequence=start).csr_status == OK
    assert alice.create_session(sequence=start + 2).csr_status == misordered
    assert alice.create_session(sequence=start - 1).csr_status == misordered
    assert alice.create_session(sequence=start + 1).csr_status == OK


def test_create_session_for_nobody(site: Site) -> None:
    assert site.peer().create_session(clientid=99).csr_status == nfsstat4.NFS4ERR_STALE_CLIENTID


def test_another_principal_cannot_confirm(site: Site) -> None:
    alice = site.peer()
    alice.exchange_id()
    thief = site.peer(credential=OTHER_USER)
    thief.clientid, thief.sequenceid = alice.clientid, alice.sequenceid
    assert thief.create_session().csr_status == nfsstat4.NFS4ERR_CLID_INUSE
    assert alice.create_session().csr_status == OK


def test_a_session_without_slots_or_for_tiny_messages_is_refused(site: Site) -> None:
    alice = site.peer()
    alice.exchange_id()
    assert alice.create_session(ca_maxrequests=0).csr_status == nfsstat4.NFS4ERR_INVAL
    alice.sequenceid += 1
    assert alice.create_session(ca_maxrequestsize=10).csr_status == nfsstat4.NFS4ERR_TOOSMALL
    alice.sequenceid += 1
    assert alice.create_session(ca_maxresponsesize=10).csr_status == nfsstat4.NFS4ERR_TOOSMALL
    alice.sequenceid += 1
    assert alice.create_session().csr_status == OK


def test_a_client_cannot_fill_the_server_with_sessions(site: Site) -> None:
    alice = site.peer()
    alice.exchange_id()
    statuses = [alice.create_session().csr_status for _ in range(64)]
    assert set(statuses) == {OK}
    assert alice.create_session().csr_status == nfsstat4.NFS4ERR_NOSPC


def test_locks_outlive_their_session(site: Site) -> None:
    alice = site.peer().establish()
    opened = alice.open("f", "export", create=True)
    held = alice.lock(opened)
    assert alice.destroy_session() == OK
    assert alice.destroy_session() == nfsstat4.NFS4ERR_BADSESSION
    assert alice.renew() == nfsstat4.NFS4ERR_BADSESSION
    assert alice.create_session().csr_status == OK
    assert alice.locku(held).ok


def test_destroy_clientid_only_when_nothing_is_left(site: Site) -> None:
    alice = site.peer().establish()
    opened = alice.open("f", "export", create=True)
    assert alice.destroy_clientid() == nfsstat4.NFS4ERR_CLIENTID_BUSY
    alice.destroy_session()
    assert alice.destroy_clientid() == nfsstat4.NFS4ERR_CLIENTID_BUSY
    alice.create_session()
    assert alice.close(opened.fh, opened.state) == OK
    alice.destroy_session()
    assert alice.destroy_clientid() == OK
    assert alice.destroy_clientid() == nfsstat4.NFS4ERR_STALE_CLIENTID
    assert site.state()["records"] == []


def test_only_some_operations_may_stand_alone(site: Site) -> None:
    alice = site.peer().establish()
    assert alice.raw(op(nfs4.OP_PUTROOTFH)).status == nfsstat4.NFS4ERR_OP_NOT_IN_SESSION
    identify = nfs4.EXCHANGE_ID4args(
        nfs4.client_owner4(b"verifier", b"bob"), 0, nfs4.state_protect4_a(nfs4.SP4_NONE), []
    )
    result = alice.raw(op(nfs4.OP_EXCHANGE_ID, identify), op(nfs4.OP_PUTROOTFH))
    assert result.status == nfsstat4.NFS4ERR_NOT_ONLY_OP
    assert alice.call(op(nfs4.OP_EXCHANGE_ID, identify), op(nfs4.OP_PUTROOTFH)).status == OK


def bind(peer: Peer, direction: int) -> nfsstat4:
    args = nfs4.BIND_CONN_TO_SESSION4args(peer.sessionid, direction, False)
    return peer.raw(op(nfs4.OP_BIND_CONN_TO_SESSION, args)).status


def test_binding_connections(site: Site) -> None:
    alice = site.peer().establish()
    assert bind(alice, nfs4.CDFC4_FORE) == OK
    assert bind(alice, nfs4.CDFC4_BACK) == nfsstat4.NFS4ERR_INVAL
    assert alice.flags & nfs4.SEQ4_STATUS_CB_PATH_DOWN
    alice.connect()
    assert bind(alice, nfs4.CDFC4_FORE_OR_BOTH) == OK
    assert alice.renew() == OK
    assert not alice.flags & nfs4.SEQ4_STATUS_CB_PATH_DOWN
    alice.connect()
    assert alice.renew() == OK
    assert alice.flags & nfs4.SEQ4_STATUS_CB_PATH_DOWN
    alice.sessionid = b"?" * 16
    assert bind(alice, nfs4.CDFC4_FORE) == nfsstat4.NFS4ERR_BADSESSION


def test_client_ids_of_two_boots_differ(site: Site) -> None:
    alice = site.peer().establish()
    first = alice.clientid
    site.reboot()
    alice.connect()
    assert alice.renew() == nfsstat4.NFS4ERR_BADSESSION
    assert alice.create_session().csr_status == nfsstat4.NFS4ERR_STALE_CLIENTID
    alice.exchange_id()
    assert alice.clientid != first


def test_mutants_of_instances(make_site: Callable[..., Site]) -> None:
    site = make_site(mutants=frozenset({mutants.DROP_AT_EXCHANGE}))
    holding(site)
    site.peer(verifier=b"reborn..").exchange_id()
    assert site.state()["locks"] == []

    site = make_site(mutants=frozenset({mutants.KEEP_OLD_INSTANCE}))
    holding(site)
    reborn = site.peer(verifier=b"reborn..")
    reborn.exchange_id()
    reborn.create_session()
    assert len(site.state()["locks"]) == 1


def test_the_server_keeps_its_name_over_a_reboot(make_site: Callable[..., Site]) -> None:
    site = make_site(kind=Kind.RETAINING)
    before = site.peer("x").exchange_id().eir_resok4
    site.reboot()
    after = site.peer("x").exchange_id().eir_resok4
    assert (before.eir_server_owner, before.eir_server_scope) == (after.eir_server_owner, after.eir_server_scope)


def test_a_stateid_of_another_client_is_bad(site: Site) -> None:
    alice, bob = site.peer("alice").establish(), site.peer("bob").establish()
    opened = alice.open("f", "export", create=True)
    held = alice.lock(opened)
    bad = nfsstat4.NFS4ERR_BAD_STATEID
    assert bob.read(opened.fh, opened.state).status == bad
    assert bob.write(opened.fh, opened.state, b"x").status == bad
    assert bob.locku(held).status == bad
    assert bob.close(opened.fh, opened.state) == bad
    assert bob.free_stateid(held.state) == bad
    assert bob.test_stateids(opened.state, held.state) == [bad, bad]
    assert alice.test_stateids(opened.state, held.state) == [OK, OK]
    assert bob.call(put(opened.fh)).status == OK


def test_destroying_an_unconfirmed_client_id_leaves_the_confirmed_one_alone(site: Site) -> None:
    alice = holding(site)
    reborn = site.peer(verifier=b"reborn..")
    reborn.exchange_id()
    assert reborn.destroy_clientid() == OK
    assert alice.renew() == OK
    assert len(site.state()["locks"]) == 1
    assert [one["owner"] for one in site.state()["records"]] == [b"alice".hex()]
