"""The rig as a case sees it: servers, clients, files, faults and waits, for the length of one case.

A case meets the system under test through this alone. Behind it stand a `Topology` (which outlives the
case), the clients of `harness.client`, the faults of `harness.faults` and the history that the oracle
judges. `begin` and `settle` are for the plugin to call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from regrace.harness.client.caller import DEFAULT_BUDGET_S
from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.exchange import Exchange
from regrace.harness.client.files import File
from regrace.harness.client.keeper import LeaseKeeper
from regrace.harness.faults.api import Fault, ProbeResult
from regrace.harness.faults.links import CutLink
from regrace.harness.faults.log import FaultLog
from regrace.harness.history.events import Kind
from regrace.harness.history.log import History
from regrace.harness.judge import Failed, Findings, Recorded, Unsupported
from regrace.harness.protocol.rpc import AuthSys
from regrace.harness.rig.absence import RENEWED_LATEST, late_reclaim, longest_absence_s, slow_return
from regrace.harness.rig.chain import Chain, OuterServer
from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.housekeeping import Housekeeping
from regrace.harness.rig.node import Node, RigError, RigLacks
from regrace.harness.rig.pair import Pair, VirtualServer
from regrace.harness.rig.server import Server
from regrace.harness.rig.topology import Topology
from regrace.harness.rig.vips import VipTable
from regrace.harness.rig.world import World
from regrace.harness.tap.api import HOLD, Deed, Direction, HoldToken, Match, Tap, TapRecord

SERVING_BUDGET_S = 120.0
"""How long a node may take from its start to its first answer to NULL (kernels in QEMU under TCG: 15 s, and many times
that on a machine that is busy with something else)."""

SWAYING = frozenset({"order", "storage"})
"""Kinds of faults that servers draw conclusions from."""

SILENT_LEASES = 2.5
"""How long a re-export server may keep its clients waiting for an answer: over a grace of the origin's, in leases."""


class HeldMessage:
    """A message that the tap keeps back on the wire."""

    def __init__(self, rig: Rig, tap: Tap, token: HoldToken, match: Match) -> None:
        self._rig, self._tap, self._token, self._match = rig, tap, token, match

    def is_held(self) -> bool:
        """Whether it has come by, and is kept."""
        return self._tap.held(self._token) is not None

    def await_held(self, budget_s: float = 10.0) -> TapRecord:
        """Wait until the message has come by. If it does not, the case has reached nothing: Recorded where every server
        is there and simply does not say it, RigError where one is not."""
        match = self._match
        what = f"{match.operation or 'COMPOUND'} {match.direction.value} on {match.link} at the tap"
        if not self._rig.waits(self.is_held, what, budget_s):
            ours = match.link != "R-O" and match.direction is Direction.CALLS  # no server has to say it
            if not ours and all(self._rig.probe(server.name).answered for server in self._rig.servers):
                raise Recorded(f"no {what} within {budget_s:.1f} s: the moment that the case is about never comes")
            raise RigError(f"waited {budget_s:.1f} s for {what}, in vain")
        record = self._tap.held(self._token)
        assert record is not None
        self._rig.findings.show(f"{record.fate} on {record.link}: {record.kind} xid {record.xid:#x} {record.detail}")
        return record

    def release(self, *, drop: bool = False) -> None:
        """Let it go on its way, or drop it."""
        self._tap.release(self._token, drop=drop)


class Rig:
    """What a case acts on. One a case."""

    def __init__(self, topology: Topology, case_name: str) -> None:
        self._topology = topology
        self.case_name = case_name
        self.world: World = topology.world
        self.history = History(self.world.now)
        self.findings = Findings()
        self.keeper = LeaseKeeper(self.world)
        self.fault_log = FaultLog(self.world.now)
        self.exchanges: list[tuple[str, Exchange]] = []
        self.waits_s: dict[str, float] = {}
        self.clients: list[Client] = []
        self.borrowers: list[Client] = []
        """Clients that say a server's name."""
        self.began_at = self.world.now()
        self.thorough = False
        """Cases with a scale are to be run at their full one."""
        self.tap_mark = topology.tap.mark() if topology.tap else 0
        self.case_mark = self.tap_mark
        """The tap's mark at which the case itself began, after the rig was made ready for it."""
        self.settle_mark: int | None = None
        """And at which settling began; None until then."""
        self._active: list[Fault] = []
        self._servers = {n.name: Server(self, n) for n in topology.description.nodes}
        services = topology.description.vips
        self.vips = VipTable([vip for vip in services if vip.behind == "origin"])
        self._pair = Pair(self, self.vips)
        self._chain = Chain(self, next((vip for vip in services if vip.behind != "origin"), None))
        self.housekeeping = Housekeeping(self)

    # -- the cast

    @property
    def description(self) -> RigDescription:
        """The rig as data."""
        return self._topology.description

    @property
    def topology(self) -> Topology:
        """What outlives the case."""
        return self._topology

    @property
    def tap(self) -> Tap | None:
        """The wire tap, on rigs that we start."""
        return self._topology.tap

    def is_tapped(self, link: str) -> bool:
        """Whether the tap sits on this link (in a lab it does on those of our own clients alone)."""
        return any(known.name == link and known.tapped for known in self.description.links)

    @property
    def origin(self) -> Server:
        """O."""
        return self.server("origin")

    @property
    def reexport(self) -> Server:
        """R."""
        return self.server("reexport")

    def server(self, name: str) -> Server:
        """By node name, or by that of a virtual IP which is up; RigError if the rig has no such node."""
        for vip in (*self._pair.servers, *self._outer):
            if vip.name == name:
                return vip
        try:
            return self._servers[name]
        except KeyError:
            raise RigError(f"rig {self.description.name!r} has no node {name!r}") from None

    @property
    def servers(self) -> tuple[Server, ...]:
        """All servers of the rig; the virtual IPs too, once a case has asked for one."""
        plain = [server for server in self._servers.values() if not server.description.spare]
        return (*plain, *self._pair.servers, *self._outer)

    @property
    def _outer(self) -> tuple[Server, ...]:
        return () if self._chain.up is None else (self._chain.up,)

    def chain(self) -> OuterServer:
        """A re-export server whose origin is R; brought up at the first call. Raises RigLacks if the rig has none."""
        return self._chain.server()

    def vip(self, name: str) -> VirtualServer:
        """A virtual IP, served by one node of a pair; the pair is brought up for the first that a case asks for.
        Raises RigLacks if the rig has none."""
        return self._pair.server(name)

    def node(self, name: str) -> Node:
        """The node of that name (faults ask for it); KeyError if there is none."""
        return self._topology.nodes[name]

    def end_client(self, name: str, **how: Any) -> Client:
        """A client of the re-export server; see `client`."""
        return self.client(self.reexport, name, **how)

    def direct_client(self, name: str, **how: Any) -> Client:
        """A client of the origin that does not pass R: the witness; see `client`."""
        return self.client(self.origin, name, **how)

    def client(
        self,
        server: Server,
        name: str,
        *,
        established: bool = True,
        reclaim_complete: bool = True,
        kept_alive: bool = True,
        borrowed: bool = False,
        **how: Any,
    ) -> Client:
        """A new client with an identity of its own.

        `established`: with EXCHANGE_ID, CREATE_SESSION and (unless `reclaim_complete=False`) RECLAIM_COMPLETE
        behind it. `kept_alive`: the harness renews its lease until the case calls `silence()` or `abandon()`.
        `borrowed`: its name is a server's own, whose record would be destroyed with it: it is hung up on in the end.
        Further keywords go to `Client` (minor_version, credential, owner, verifier, dialect...)."""
        how.setdefault("credential", AuthSys(uid=server.endpoint.uid, gid=server.endpoint.gid))
        how.setdefault(
            "owner",
            f"regrace {self.description.name} {self.case_name} {name} ".encode() + self.world.entropy(8),
        )
        how.setdefault("verifier", self.world.entropy(8))
        how.setdefault("base", (*server.endpoint.path, *server.endpoint.workdir))
        longest_s = max(self.topology.lease_s.values(), default=0.0)
        how.setdefault("call_budget_s", max(DEFAULT_BUDGET_S, SILENT_LEASES * longest_s))
        client = Client(
            self.world,
            server.address,
            name=name,
            via=server.name,
            history=self.history,
            findings=self.findings,
            on_exchange=lambda exchange: self.exchanges.append((name, exchange)),
            **how,
        )
        (self.borrowers if borrowed else self.clients).append(client)
        if established:
            client.establish(reclaim_complete=reclaim_complete)
            self._learn_lease(server, client)
            if kept_alive:
                self.keep_alive(client, server)
        return client

    def keep_alive(self, client: Client, server: Server) -> None:
        """Renew this client's lease from now on, also while the case waits for something else."""
        self.keeper.add(client, server.lease_s)

    def file(self, tag: str) -> File:
        """An empty file of this case's own directory, made at O, and seen through R before this returns."""
        return self.housekeeping.file(tag)

    def lease_of(self, server: Server) -> float:
        """The server's lease time in seconds, as a client read it."""
        if server.name not in self._topology.lease_s:
            with self.housekeeping.visitor(server) as visitor:
                self._learn_lease(server, visitor)
        return self._topology.lease_s[server.name]

    def _learn_lease(self, server: Server, client: Client) -> None:
        if client.lease_s is None:
            return
        self._topology.lease_s[server.name] = client.lease_s
        told = any(e.kind is Kind.LEASE and e.detail["node"] == server.name for e in self.history)
        if not told:
            self.history.mark(
                Kind.LEASE, actor=server.name, detail={"node": server.name, "lease_s": client.lease_s}
            )

    def learn_limits(self, server: Server, *, absence_s: float, reclaim_cap_s: float) -> None:
        """The server has told for how long it retains what a client had: seconds beyond its lease, and seconds from its
        first return. The oracle holds it to them (I8)."""
        limits = {"what": "limits", "absence_s": absence_s, "reclaim_cap_s": reclaim_cap_s}
        self.history.mark(Kind.NOTE, actor=server.name, detail=limits)

    # -- capabilities

    def refused(self, server: Server, capability: str, evidence: str) -> None:
        """The server refused, by the rules, what the case needs: Failed if it claims the capability,
        Unsupported if it does not. Never returns. RigError if the host was so slow that the server could not have kept
        its claim: see `_was_in_time`."""
        if server.claims(capability):
            self._was_in_time(server, capability)
            raise Failed(
                f"{server.name} claims {capability!r} and refused it: {evidence}",
                expected=f"{capability}, as the rig claims of {server.name}",
                actual=evidence,
                signature=f"claimed {capability} refused: {evidence}",
            )
        raise Unsupported(f"{capability} at {server.name}", evidence)

    def _was_in_time(self, server: Server, capability: str) -> None:
        """RigError if what was to be reclaimed may have been gone by then, through no fault of any server: it took too
        long to bring R back, or the reclaim came after the grace, or R's lease at an O without courtesy was over."""
        if capability != "reclaim":
            return
        leases = self.topology.lease_s
        keeps = {node.name: node.keeps_s for node in self.description.nodes if node.keeps_s is not None}
        slow = slow_return(self.history, leases, keeps) or late_reclaim(self.history, leases)
        if slow:
            raise RigError(f"{slow}: the host is too busy, or the lease too short, for this case")
        o = self.origin
        if server is o or any(map(o.claims, ("courtesy", "retention", "enumeration"))):
            return
        away_s = longest_absence_s(self.history, server.name)
        if away_s > RENEWED_LATEST * o.lease_s:
            raise RigError(
                f"{server.name} was away for {away_s:.1f} s; its lease at O is {o.lease_s:g} s, and O lets go of all "
                "that runs out: the host is too busy, or the lease too short, for this case"
            )

    def grants_locks(self, server: Server) -> bool:
        """Whether the server grants byte-range locks; probed once a rig, never inferred."""
        return self.housekeeping.probe_locks(server)[0]

    def need_locks(self, server: Server) -> None:
        """Go on only if the server grants byte-range locks; probed once a rig, never inferred."""
        granted, evidence = self.housekeeping.probe_locks(server)
        if not granted:
            self.refused(server, "locks", evidence)
        if not server.claims("locks"):
            self.note_contradiction(f"{server.name} does not claim 'locks' and grants them: {evidence}")

    def note_contradiction(self, text: str) -> None:
        """A claim that behaviour contradicts; goes to the run's summary."""
        if text not in self._topology.contradictions:
            self._topology.contradictions.append(text)

    # -- faults

    def inject(self, fault: Fault) -> None:
        """Apply a fault and have it prove itself; RigError if it can't."""
        self._active.append(fault)
        self.fault_log.inject(fault, self)

    def cut(self, link: str, *directions: Direction) -> None:
        """Cut a link (or some of its directions) in the tap until `heal_all`."""
        if not self.is_tapped(link):
            raise RigLacks(f"{link} can't be cut: the rig has no wire tap there")
        self.inject(CutLink(link, directions or (Direction.CALLS, Direction.REPLIES)))

    def heal(self, target: str) -> None:
        """Heal every fault whose target is this node or link, and prove that it is healed."""
        for fault in [f for f in self._active if f.target == target]:
            self._active.remove(fault)
            self.fault_log.heal(fault, self)

    def heal_all(self) -> None:
        """Heal everything that is still in force, the latest first."""
        while self._active:
            fault = self._active.pop()
            self.fault_log.heal(fault, self)

    @contextmanager
    def hold(self, link: str, direction: Direction, operation: str, nth: int = 1) -> Iterator[HeldMessage]:
        """Arm the tap to keep back the nth message with that operation; released at the end of the block."""
        with self.on_wire(Match(link=link, direction=direction, operation=operation, nth=nth)) as held:
            yield held

    @contextmanager
    def on_wire(self, match: Match, deed: Deed = HOLD) -> Iterator[HeldMessage]:
        """Arm the tap for any deed to the message that matches; disarmed (or released) at the end of the block. A cut
        is healed by `heal_all`."""
        if self.tap is None or not self.is_tapped(match.link):
            raise RigLacks(f"this case meddles with a message on {match.link}; the rig has no wire tap there")
        token = self.tap.arm(match, deed)
        try:
            yield HeldMessage(self, self.tap, token, match)
        finally:
            self.tap.release(token)

    def is_under_fault(self, server_name: str) -> bool:
        """Whether a fault of ours is in force there; a reboot is over when it is done."""
        return any(fault.lasting and fault.target == server_name for fault in self._active)

    def ended_by_itself(self, server_name: str) -> bool:
        """Whether the server's process (or machine) is gone though nothing of ours is in force there."""
        if self.is_under_fault(server_name):
            return False
        try:
            return self.node(server_name).boot_identity() is None
        except RigError:
            return False  # the node can't be asked: that says nothing of its server

    def probe(self, server_name: str) -> ProbeResult:
        """Whether the server answers NULL on a fresh connection, by the way that clients take."""
        return self.housekeeping.probe(self.server(server_name))

    # -- waits: each has a name and a budget, is recorded, and lets the world turn (leases are renewed)

    def await_until(
        self, condition: Callable[[], bool], waiting_for: str, budget_s: float, *, every_s: float = 0.02
    ) -> None:
        """Wait until the condition holds; RigError at the end of the budget.

        The condition may itself talk to servers."""
        if not self.waits(condition, waiting_for, budget_s, every_s=every_s):
            raise RigError(f"waited {budget_s:.1f} s for {waiting_for}, in vain")

    def waits(
        self, condition: Callable[[], bool], waiting_for: str, budget_s: float, *, every_s: float = 0.02
    ) -> bool:
        """As `await_until`; False at the end of the budget."""
        began = self.world.now()
        deadline = began + budget_s
        try:
            while not condition():
                if self.world.now() >= deadline:
                    return False
                self.world.run_until(lambda: False, min(self.world.now() + every_s, deadline))
            return True
        finally:
            self._note_wait(waiting_for, self.world.now() - began)

    def await_time(self, seconds: float, waiting_for: str) -> None:
        """Let time pass (a lease, say); clients that the case has not declared silent are renewed meanwhile."""
        began = self.world.now()
        self.world.run_until(lambda: False, began + seconds)
        self._note_wait(waiting_for, self.world.now() - began)

    def await_serving(self, server: Server, budget_s: float = SERVING_BUDGET_S) -> None:
        """Wait until the server answers NULL; not for one that has ended by itself. Raises RigError."""
        looked = False

        def serves() -> bool:
            nonlocal looked
            if self.probe(server.name).answered:
                return True
            if not looked and self.ended_by_itself(server.name):
                raise RigError(f"{server.name} has ended by itself, with no fault of ours in force: look at its log")
            looked = True
            return False

        self.await_until(serves, f"{server.name} to serve", budget_s)

    def await_grace_over(self, server: Server) -> None:
        """Wait until a completed client's non-reclaim OPEN at this server is not answered GRACE any more."""
        self.housekeeping.await_grace_over(server)

    def await_lease_over(self, server: Server, *, leases: float = 1.0, waiting_for: str = "") -> None:
        """Let `leases` lease times of this server pass, and a tenth (at least half a second) more."""
        lease = server.lease_s
        self.await_time(
            leases * lease + max(0.5, lease / 10), waiting_for or f"{leases:g} lease(s) of {server.name}"
        )

    def _note_wait(self, waiting_for: str, seconds: float) -> None:
        if seconds > 0.01:
            self.waits_s[waiting_for] = self.waits_s.get(waiting_for, 0.0) + seconds

    # -- the plugin's part

    def begin(self) -> None:
        """Every server serves, grace is over everywhere, and the case's directory is there."""
        self.housekeeping.begin()

    @property
    def is_spent(self) -> bool:
        """Whether what happened here would decide the next case. A server was given orders, or its storage was tampered
        with: what another one concluded from that (R asks only once whether O retains) outlives the order. Or a READ
        was answered with more bytes than it asked for: such a server's memory is not in order, and it may end at any
        time."""
        swayed = any(record["kind"] in SWAYING for record in self.fault_log.records())
        return swayed or any(event.detail.get("overlong") for event in self.history.events)

    def check_harness(self) -> None:
        """RigError if a renewal that the case relied on went out too late."""
        self.keeper.check()

    def settle(self) -> None:
        """Leave nothing behind; RigError if that can't be done: the rig must then be rebuilt."""
        self.heal_all()
        self._pair.settle()
        self._chain.settle()
        self.housekeeping.settle()
        self._pair.retire()
        self._chain.retire()


__all__ = ["ClientError", "HeldMessage", "Rig", "Server"]
