"""Leases that run out, on a plain and on a courteous origin."""

from __future__ import annotations

from collections.abc import Callable

from regrace.fixtures.reference import mutants
from regrace.fixtures.reference.server.config import Kind
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfsstat4
from tests.reference.caller import ANON, BOTH, READ, WRITE
from tests.reference.conftest import LEASE_S, Site
from tests.reference.test_server_grace import locked

OK = nfsstat4.NFS4_OK
DENIED = nfsstat4.NFS4ERR_DENIED
BADSESSION = nfsstat4.NFS4ERR_BADSESSION


def test_every_sequence_renews_the_lease(site: Site) -> None:
    alice, _, held = locked(site)
    for _ in range(5):
        site.pass_time(0.9 * LEASE_S)
        assert alice.renew() == OK
    assert alice.locku(held).ok


def test_a_plain_origin_drops_the_client(site: Site) -> None:
    alice, opened, _ = locked(site)
    bob = site.peer("bob").establish()
    his = bob.open_fh(opened.fh)
    site.pass_time(0.6 * LEASE_S)
    assert bob.lock(his).status == DENIED
    site.pass_time(0.5 * LEASE_S)
    assert bob.lock(his).ok
    assert alice.renew() == BADSESSION
    assert alice.create_session().csr_status == nfsstat4.NFS4ERR_STALE_CLIENTID
    record = next(one for one in site.state()["records"] if one["owner"] == b"alice".hex())
    assert record["expired"]


def test_a_client_without_state_goes_without_a_trace(courteous: Site) -> None:
    courteous.peer().establish()
    courteous.pass_time(1.1 * LEASE_S)
    assert courteous.state()["clients"] == []
    assert courteous.state()["records"] == []


def test_a_courteous_origin_keeps_everything_while_nobody_wants_it(courteous: Site) -> None:
    alice, opened, held = locked(courteous)
    courteous.pass_time(10 * LEASE_S)
    assert courteous.state()["clients"][0]["status"] == "courtesy"
    assert alice.write(opened.fh, held.state, b"still here").ok
    assert courteous.state()["clients"][0]["status"] == "confirmed"
    courteous.pass_time(1.1 * LEASE_S)
    assert alice.locku(held).ok


def test_a_conflicting_lock_is_granted_in_the_same_call(courteous: Site) -> None:
    alice, opened, _ = locked(courteous)
    bob = courteous.peer("bob").establish()
    his = bob.open_fh(opened.fh)
    courteous.pass_time(0.9 * LEASE_S)
    bob.renew()
    courteous.pass_time(0.2 * LEASE_S)
    assert bob.lockt(opened.fh).ok
    assert alice.renew() == OK  # LOCKT took nothing
    courteous.pass_time(0.9 * LEASE_S)
    bob.renew()
    courteous.pass_time(0.2 * LEASE_S)
    assert bob.lock(his).ok
    assert alice.renew() == BADSESSION
    assert alice.create_session().csr_status == nfsstat4.NFS4ERR_STALE_CLIENTID
    assert any("loses its state to a conflicting request" in line for line in courteous.lines)


def test_a_conflicting_open_is_granted_in_the_same_call(courteous: Site) -> None:
    alice = courteous.peer("alice").establish()
    opened = alice.open("f", "export", create=True, access=READ, deny=WRITE)
    courteous.pass_time(2 * LEASE_S)
    bob = courteous.peer("bob").establish()
    assert bob.open_fh(opened.fh, access=WRITE).ok
    assert alice.renew() == BADSESSION


def test_conflicting_data_is_written_in_the_same_call(courteous: Site) -> None:
    alice = courteous.peer("alice").establish()
    opened = alice.open("f", "export", create=True, access=READ, deny=WRITE)
    courteous.pass_time(2 * LEASE_S)
    bob = courteous.peer("bob").establish()
    assert bob.read(opened.fh, ANON).ok
    assert alice.renew() == OK
    courteous.pass_time(2 * LEASE_S)
    bob.restart(complete=True)
    assert bob.write(opened.fh, ANON, b"x").ok
    assert alice.renew() == BADSESSION


def test_the_loss_is_on_record_before_the_conflicting_grant(courteous: Site) -> None:
    alice, opened, _ = locked(courteous)
    courteous.pass_time(2 * LEASE_S)
    bob = courteous.peer("bob").establish()
    assert bob.lock(bob.open_fh(opened.fh)).ok
    courteous.node.power_cut()
    courteous.node.start()
    alice.restart()
    assert alice.reclaim_open(opened.fh).status == nfsstat4.NFS4ERR_NO_GRACE


def test_courtesy_without_a_conflict_survives_the_origins_reboot(courteous: Site) -> None:
    alice, opened, _ = locked(courteous)
    courteous.pass_time(2 * LEASE_S)
    courteous.reboot()
    alice.restart()
    assert alice.reclaim_open(opened.fh).ok


def test_nothing_is_reclaimed_from_courtesy_alone(courteous: Site) -> None:
    alice, opened, _ = locked(courteous)
    courteous.pass_time(2 * LEASE_S)
    alice.restart(verifier=b"reborn..")
    assert alice.reclaim_open(opened.fh).status == nfsstat4.NFS4ERR_NO_GRACE
    assert courteous.state()["locks"] == []


def test_mutants_of_leases(make_site: Callable[..., Site]) -> None:
    site = make_site(mutants=frozenset({mutants.EXPIRE_EARLY}))
    alice, opened, _ = locked(site)
    fh = alice.fh("export")
    assert alice.getattr(fh, nfs4.FATTR4_LEASE_TIME) == {nfs4.FATTR4_LEASE_TIME: 2}
    site.pass_time(0.6 * LEASE_S)
    assert alice.renew() == BADSESSION

    site = make_site(kind=Kind.COURTEOUS, mutants=frozenset({mutants.NEVER_EXPIRE}))
    alice, opened, _ = locked(site)
    site.pass_time(10 * LEASE_S)
    bob = site.peer("bob").establish()
    assert bob.lock(bob.open_fh(opened.fh)).status == DENIED


def test_the_lease_is_never_shorter_than_what_is_told(make_site: Callable[..., Site]) -> None:
    for lease_s, told in ((0.4, 1), (2.7, 2), (3.0, 3)):
        site = make_site(lease_s=lease_s)
        alice, opened, held = locked(site)
        assert alice.getattr(opened.fh, nfs4.FATTR4_LEASE_TIME) == {nfs4.FATTR4_LEASE_TIME: told}
        site.pass_time(told * 0.99)
        assert alice.locku(held).ok


def test_a_waiting_client_holds_nothing(courteous: Site) -> None:
    """A denied lock leaves no trace that could be taken for a hold."""
    alice, opened, _ = locked(courteous)
    bob = courteous.peer("bob").establish()
    his = bob.open_fh(opened.fh, access=BOTH)
    assert bob.lock(his, kind=nfs4.WRITEW_LT).status == DENIED
    assert len(courteous.state()["locks"]) == 1
    assert alice.renew() == OK
