"""The thin path: from EXCHANGE_ID to CLOSE, in the virtual world."""

from __future__ import annotations

from regrace.xdr_defs.nfs4 import nfsstat4
from tests.reference.conftest import Site

OK = nfsstat4.NFS4_OK


def test_a_lock_is_held_against_another_client_until_it_is_given_up(site: Site) -> None:
    alice, bob = site.peer("alice").establish(), site.peer("bob").establish()
    opened = alice.open("f", "export", create=True)
    assert opened.ok
    held = alice.lock(opened)
    assert held.ok

    other = bob.open("f", "export")
    denied = bob.lock(other)
    assert denied.status == nfsstat4.NFS4ERR_DENIED
    assert denied.result.denied.owner.clientid == alice.clientid
    assert denied.result.denied.owner.owner == b"l"

    assert alice.locku(held).ok
    assert bob.lock(other).ok
    assert alice.close(opened.fh, opened.state) == OK
