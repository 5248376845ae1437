"""That a client can't reach what is another's, nor harm the server with what it sends."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, locked, opened
from regrace.verdict import Level
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_BAD_STATEID


@case(
    "SC-01",
    level=Level.MUST,
    cite="RFC 8881 §8.2.4",
    requirement="A stateid means something to the client alone that it was given to: for any other "
    "it is NFS4ERR_BAD_STATEID.",
    on=BOTH,
)
def a_stateid_is_no_bearer_token(rig: Rig, server: Server) -> None:
    """B tries A's open and lock stateids in every operation that takes one; A's state is untouched."""
    file = rig.file("f")
    a, b = server.client("A"), server.client("B")
    lock = locked(a, file) if rig.grants_locks(server) else None
    below = lock.open if lock else opened(a, file)

    b.read(file, below.stateid, 0, 10).expect(NFS4ERR_BAD_STATEID)
    b.write(file, below.stateid, 0, b"not mine").expect(NFS4ERR_BAD_STATEID)
    if lock is not None:
        b.locku(lock, 0, 10).expect(NFS4ERR_BAD_STATEID)
        b.free_stateid(lock.stateid).expect(NFS4ERR_BAD_STATEID)
    b.close(below).expect(NFS4ERR_BAD_STATEID)
    told = b.test_stateid(below.stateid).expect(NFS4_OK).statuses[0]
    if told != NFS4ERR_BAD_STATEID:
        raise Failed(
            "TEST_STATEID tells B about A's open",
            expected="NFS4ERR_BAD_STATEID",
            actual=told.name,
            signature=f"TEST_STATEID of another client's stateid -> {told.name}",
        )

    if lock is not None:
        a.locku(lock).expect(NFS4_OK, because="A's lock is untouched")
    a.close(below).expect(NFS4_OK, because="A's open is untouched")
