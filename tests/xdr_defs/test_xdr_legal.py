"""The tables of allowed statuses: complete, and right where cases lean on them."""

from __future__ import annotations

import pytest

from regrace.xdr_defs import nfs4
from regrace.xdr_defs.legal import legal, legal_callback
from regrace.xdr_defs.tables import CALLBACKS, OBSOLETE, OPERATIONS


def test_every_operation_has_an_entry_in_the_minor_versions_that_have_it() -> None:
    for number, info in OPERATIONS.items():
        for minor in (1, 2):
            if info.minor_version <= minor:
                assert legal(number, minor)
            else:
                with pytest.raises(KeyError):
                    legal(number, minor)
    for number in CALLBACKS:
        assert legal_callback(number)


def test_what_cases_of_recovery_lean_on() -> None:
    assert nfs4.NFS4ERR_GRACE in legal(nfs4.OP_LOCK)
    assert nfs4.NFS4ERR_NO_GRACE in legal(nfs4.OP_LOCK)
    assert nfs4.NFS4ERR_RECLAIM_CONFLICT in legal(nfs4.OP_OPEN)
    assert nfs4.NFS4ERR_GRACE not in legal(nfs4.OP_LOCKU)
    assert nfs4.NFS4ERR_NOTSUPP not in legal(nfs4.OP_LOCK) | legal(nfs4.OP_LOCKU)
    assert nfs4.NFS4ERR_COMPLETE_ALREADY in legal(nfs4.OP_RECLAIM_COMPLETE)
    assert nfs4.NFS4ERR_STALE_CLIENTID in legal(nfs4.OP_CREATE_SESSION)
    assert nfs4.NFS4ERR_BADSESSION in legal(nfs4.OP_SEQUENCE)
    assert nfs4.NFS4ERR_BAD_HIGH_SLOT in legal_callback(nfs4.OP_CB_RECALL_SLOT)


def test_what_is_gone_never_succeeds() -> None:
    for number in OBSOLETE:
        assert nfs4.NFS4_OK not in legal(number)
        assert nfs4.NFS4ERR_NOTSUPP in legal(number)
    assert legal(nfs4.OP_ILLEGAL) == {nfs4.NFS4ERR_BADXDR, nfs4.NFS4ERR_OP_ILLEGAL}
    assert legal(nfs4.OP_GETDEVICELIST, 2) == {nfs4.NFS4ERR_NOTSUPP}
    assert nfs4.NFS4_OK in legal(nfs4.OP_GETDEVICELIST, 1)
    assert nfs4.NFS4_OK in legal(nfs4.OP_ALLOCATE, 2)
