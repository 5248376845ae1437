"""Steps of cases about virtual IPs: coming back to an address that another node serves, and looking on from O."""

from __future__ import annotations

from regrace.harness.client.client import Client
from regrace.harness.client.ledger import Lock
from regrace.harness.client.reply import LockReply, Reply
from regrace.harness.rig.pair import VirtualServer
from regrace.harness.rig.rig import Rig
from regrace.suite._steps import reaches_origin, tries
from regrace.suite.pass_through import REFUSALS, reclaims
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DENIED


class Watch:
    """D1, which asks at O for what an end client has locked, and must be denied each time."""

    def __init__(self, rig: Rig, lock: Lock) -> None:
        self._rig, self._lock = rig, lock
        self.d1 = rig.direct_client(f"D-{lock.file.tag}")
        self._seen: list[tuple[str, LockReply]] = []
        self.look("before anything happens").need(NFS4ERR_DENIED, judged_by="LK-01")

    def look(self, when: str) -> LockReply:
        """Ask once; what is granted is given up at once."""
        answer = tries(self.d1, self._lock.file)
        self._rig.findings.show(f"D1's LOCK at O {when} -> {answer.status.name}")
        if answer.lock is not None:
            self.d1.locku(answer.lock).need(NFS4_OK, judged_by="LK-11")
        self._seen.append((when, answer))
        return answer

    def expect_no_gap(self) -> None:
        """Nobody could have had the range at any time that was looked at."""
        for when, answer in self._seen:
            answer.expect(NFS4ERR_DENIED, because=f"the lock was held without a gap, also {when}")


def comes_back(client: Client) -> None:
    """The client has lost its session, and introduces itself again at the same address; nothing is reclaimed yet."""
    client.recover().need(NFS4_OK, judged_by="GR-02")


def regains(rig: Rig, vip: VirtualServer, client: Client, lock: Lock, watch: Watch | None = None) -> Lock:
    """The client, which is back, reclaims. A service that refuses by the rules recovers nothing (or breaks its
    claim); what D1 saw does not matter then."""
    reaches_origin(client, lock.file)
    if watch is not None:
        watch.look("when the client is back, before its reclaim")
    answer: Reply = reclaims(client, lock)
    if not answer.ok:
        answer.expect(*REFUSALS, because="a reclaim is granted or refused by the rules")
        rig.refused(vip, "reclaim", f"{answer.sentence} -> {answer.status.name}, at {vip.name} on {vip.holder}")
    client.reclaim_complete().expect(NFS4_OK)
    assert isinstance(answer, LockReply)
    return answer.locked
