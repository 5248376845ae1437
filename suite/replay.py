"""That a retried request is executed once: slots and the replay cache (RFC 8881 §2.10.6, §18.46)."""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.patience import patiently
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, locked, opened, somebody_else, tries
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BADSESSION,
    NFS4ERR_DEADSESSION,
    NFS4ERR_DELAY,
    NFS4ERR_DENIED,
    NFS4ERR_SEQ_FALSE_RETRY,
    NFS4ERR_SEQ_MISORDERED,
    nfs_argop4,
)

SESSION_GONE = (NFS4ERR_BADSESSION, NFS4ERR_DEADSESSION)
PUTROOTFH = nfs_argop4(nfs4.OP_PUTROOTFH)


@case(
    "RP-01",
    level=Level.MUST,
    cite="RFC 8881 §18.46.3, §2.10.6.1.3",
    requirement="A request that is sent again on its slot with its sequence ID is answered from the cache, "
    "result for result, and not executed again.",
    on=BOTH,
)
def a_retry_is_answered_and_not_executed(rig: Rig, server: Server) -> None:
    """Downgrade an open, send the same COMPOUND again, and count the changes on the stateid."""
    client = server.client("C1")
    file = rig.file("f")
    opened(client, file, nfs4.OPEN4_SHARE_ACCESS_READ)
    below = opened(client, file)  # the same open-owner: a downgrade may give up what this one added (§18.18.3)
    downgrade = nfs4.OPEN_DOWNGRADE4args(below.stateid, 0, nfs4.OPEN4_SHARE_ACCESS_READ, nfs4.OPEN4_SHARE_DENY_NONE)
    # Its second execution could not go unnoticed: the stateid that it names is old by then.
    first = client.compound(
        nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(below.fh)), nfs_argop4(nfs4.OP_OPEN_DOWNGRADE, downgrade), cache=True
    )
    first.expect(NFS4_OK)

    again = client.replay(first)

    if again.bytes != first.bytes:
        raise Failed(
            "the retry was not answered as the first request was",
            expected=f"the same results, byte for byte: {_in_words(first.results)}",
            actual=_in_words(again.results),
            signature="retry answered differently",
        )
    granted = first.op(nfs4.OP_OPEN_DOWNGRADE).resok4.open_stateid
    told = client.test_stateid(granted).need(NFS4_OK, judged_by="SC-01").statuses[0]
    if told != NFS4_OK:
        raise Failed(
            "the stateid of the first answer is not the current one: the retry was executed",
            expected="TEST_STATEID -> NFS4_OK",
            actual=f"TEST_STATEID -> {told.name}",
            signature="retry executed again",
        )


def _in_words(results: list[nfs4.nfs_resop4]) -> str:
    return ", ".join(repr(result.value) for result in results)


@case(
    "RP-02",
    level=Level.MUST,
    cite="RFC 8881 §18.46.3",
    requirement="A sequence ID on a slot that is neither the last one nor the next one is refused with "
    "NFS4ERR_SEQ_MISORDERED, and the slot stays where it is.",
    on=BOTH,
)
def a_slot_moves_one_step_at_a_time(rig: Rig, server: Server) -> None:
    """SEQUENCE two ahead of the slot and one behind it, then the right one."""
    client = server.client("C1")
    for _ in range(2):
        client.compound(PUTROOTFH, slot=0).expect(NFS4_OK)
    last = client.compound(PUTROOTFH, slot=0).expect(NFS4_OK).seqid
    assert last is not None

    client.compound(PUTROOTFH, slot=0, sa_sequenceid=last + 2).expect(NFS4ERR_SEQ_MISORDERED)
    client.compound(PUTROOTFH, slot=0, sa_sequenceid=last - 1).expect(NFS4ERR_SEQ_MISORDERED)
    client.compound(PUTROOTFH, slot=0, sa_sequenceid=last + 1).expect(NFS4_OK, because="the slot has not moved")


@case(
    "RP-03",
    level=Level.MUST,
    cite="RFC 8881 §2.10.6.1.3.1",
    requirement="What comes as a retry and is none is not executed: it is answered with NFS4ERR_SEQ_FALSE_RETRY or out "
    "of the cache, and to another user never out of the cache.",
    on=BOTH,
)
def a_false_retry_does_nothing(rig: Rig, server: Server) -> None:
    """Other operations on a slot's last sequence ID, and then the same ones by another user."""
    client = server.client("C1")
    below = opened(client, rig.file("f"))
    put = nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(below.fh))
    first = client.compound(put, nfs_argop4(nfs4.OP_GETFH), slot=0, cache=True).expect(NFS4_OK)

    downgrade = nfs4.OPEN_DOWNGRADE4args(below.stateid, 0, nfs4.OPEN4_SHARE_ACCESS_BOTH, nfs4.OPEN4_SHARE_DENY_NONE)
    other = client.replay(first, change=(put, nfs_argop4(nfs4.OP_OPEN_DOWNGRADE, downgrade)))
    if other.status != NFS4ERR_SEQ_FALSE_RETRY and other.bytes != first.bytes:
        raise Failed(
            "a request that only looks like a retry was neither refused nor answered from the cache",
            expected=f"NFS4ERR_SEQ_FALSE_RETRY, or once more: {_in_words(first.results)}",
            actual=_in_words(other.results),
            signature="false retry answered as a new request",
        )
    told = client.test_stateid(below.stateid).need(NFS4_OK, judged_by="SC-01").statuses[0]
    if told != NFS4_OK:
        raise Failed(
            "a false retry was executed: the stateid that it would have changed is old",
            expected="TEST_STATEID -> NFS4_OK",
            actual=f"TEST_STATEID -> {told.name}",
            signature="false retry executed",
        )

    again = client.compound(put, nfs_argop4(nfs4.OP_GETFH), slot=0, cache=True).expect(NFS4_OK)
    somebody = somebody_else(server)
    client.replay(again, credential=somebody).expect(
        NFS4ERR_SEQ_FALSE_RETRY, because="the reply in the cache is another user's"
    )


@case(
    "RP-10",
    level=Level.MUST,
    cite="RFC 8881 §18.46.3, §8.3",
    requirement="A SEQUENCE that is refused renews no lease, and does not move its slot.",
    needs={"locks"},
    lease_waits=2.0,
    on=BOTH,
)
def a_refused_sequence_renews_nothing(rig: Rig, server: Server) -> None:
    """All that C1 says for more than a lease is out of sequence; C2 then wants its lock."""
    file = rig.file("f")
    client, rival = server.client("C1"), server.client("C2")
    opened(rival, file)
    locked(client, file)
    last = client.compound(PUTROOTFH, slot=0).expect(NFS4_OK).seqid
    assert last is not None
    client.silence()

    began = rig.world.now()
    while rig.world.now() - began < server.lease_s + max(0.5, server.lease_s / 10):
        rig.await_time(server.lease_s / 4, "C1's lease to run out, while it talks nonsense")
        nonsense = client.compound(PUTROOTFH, slot=0, sa_sequenceid=last + 3)
        if nonsense.status in SESSION_GONE:
            break  # the lease has run out, and this server keeps nothing after that
        nonsense.expect(NFS4ERR_SEQ_MISORDERED)

    granted = patiently(
        lambda: tries(rival, file),
        world=rig.world,
        retry=(NFS4ERR_DELAY, NFS4ERR_DENIED),
        budget_s=server.lease_s / 2,
        waiting_for="the lock to give way",
    )
    granted.expect(NFS4_OK, because="C1 has renewed nothing for more than a lease")
