"""Steps of cases about virtual IPs: coming back to an address that another node serves, and looking on from O."""

from __future__ import annotations

from collections.abc import Callable

from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.ledger import Lock
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import LockReply, Reply
from regrace.harness.introductions import introductions
from regrace.harness.judge import Failed
from regrace.harness.rig.node import RigLacks
from regrace.harness.rig.pair import VirtualServer
from regrace.harness.rig.rig import Rig
from regrace.suite._steps import opened, reaches_origin, tries
from regrace.suite.pass_through import REFUSALS, reclaims
from regrace.xdr_defs.nfs4 import NFS4_OK, NFS4ERR_DELAY, NFS4ERR_DENIED


class Watch:
    """D1, which asks at O for what an end client has locked (the first ten bytes), and must be denied each time."""

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


def comes_back(*clients: Client) -> None:
    """Clients have lost their sessions, and introduce themselves again at the same address; nothing is reclaimed."""
    for client in clients:
        client.recover().need(NFS4_OK, judged_by="GR-02")


def regains(rig: Rig, vip: VirtualServer, client: Client, lock: Lock, watch: Watch | None = None) -> Lock:
    """The client, which is back, reclaims, and completes. A service that refuses by the rules recovers nothing (or
    breaks its claim); what D1 saw does not matter then."""
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


def newcomer(rig: Rig, vip: VirtualServer, name: str) -> Client:
    """A client that nobody knew, on a connection of its own: once it has a session, whoever has the address now is
    done with its own recovery, which may take a while."""
    client = vip.client(name, established=False)
    client.connect()
    patiently(
        client.exchange_id,
        world=rig.world,
        retry=(NFS4ERR_DELAY,),
        budget_s=20.0,
        waiting_for=f"{vip.holder} to take {vip.name} over",
    ).need(NFS4_OK, judged_by="ID-01")
    client.create_session().need(NFS4_OK, judged_by="ID-01")
    client.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    rig.keep_alive(client, vip)
    return client


def must_not_lock(client: Client, ask: Callable[[], LockReply], why: str) -> str:
    """Whatever comes of it, silence and a broken connection too, it is no grant. What came, for the report."""
    try:
        answer = ask()
    except ClientError as nothing:
        return f"{client.name} was not answered: {nothing}"
    if answer.ok:
        raise Failed(
            f"two nodes serve one address: {why}",
            expected="no NFS4_OK from the node that lost the address",
            actual=f"{answer.sentence} -> NFS4_OK",
            signature="the node that lost the address still grants",
        )
    return f"{answer.sentence} -> {answer.status.name}"


def must_be_free(rig: Rig, d1: Client, lock: tuple[int, int], near: Lock, why: str) -> None:
    """D1 gets the range at once: the loser's request has left nothing at O."""
    offset, length = lock
    if not any(held.file == near.file for held in d1.ledger.opens):
        opened(d1, near.file)
    answer = tries(d1, near.file, "WRITE", offset, length)
    answer.expect(NFS4_OK, because=why)
    d1.locku(answer.locked).need(NFS4_OK, judged_by="LK-11")
    rig.findings.show(f"D1 gets [{offset},{offset + length}) at O: {why}")


def owners_seen(rig: Rig) -> dict[tuple[str, str], set[str]]:
    """(Virtual IP, node) -> the co_ownerids by which that node introduced itself at O for that address. Ends the case
    if nobody can look on."""
    if rig.tap is None or not all(rig.is_tapped(link) for vip in rig.vips.all for link in vip.back_links.values()):
        raise RigLacks("this case reads what the nodes say at O; the rig has no wire tap there")
    seen: dict[tuple[str, str], set[str]] = {}
    for note in introductions(rig.tap.records(rig.tap_mark), rig.vips):
        seen.setdefault((note.actor, str(note.detail["node"])), set()).add(str(note.detail["co_ownerid"]))
    return seen
