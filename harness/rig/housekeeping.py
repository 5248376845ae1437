"""What surrounds every case: a directory of its own, capability probes, and settling afterwards.

The housekeeper is not part of the story: its clients keep no history, are destroyed as soon as their
errand is done (a client that stays on record would keep the server in grace after its next reboot), and
trouble that it has is the rig's (`RigError`), never a verdict on the server.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from regrace.harness.client.client import Client
from regrace.harness.client.errors import ClientError
from regrace.harness.client.files import File
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import Reply
from regrace.harness.faults.api import ProbeResult
from regrace.harness.history.events import Kind
from regrace.harness.judge import Blocked
from regrace.harness.protocol.rpc import AuthSys
from regrace.harness.rig import favours
from regrace.harness.rig.node import RigError
from regrace.xdr_defs import nfs4

if TYPE_CHECKING:
    from regrace.harness.rig.rig import Rig
    from regrace.harness.rig.server import Server

R = TypeVar("R", bound=Reply)

VISIBLE_BUDGET_S = 30.0
"""How long a file made at O may stay unseen through R (negative look-ups are cached)."""
ERRAND_BUDGET_S = 45.0
"""For each call: a re-export server that has just been without its origin finds it again in its own time."""
STATE_SHOWN = 8000
"""Characters of a node's state that go into a case's evidence."""
LEAK_BUDGET_LEASES = 3.0
"""The leak probe's bound, in lease times of the slower server."""


class Housekeeping:
    """The errands of one case."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._directory: tuple[str, ...] = ()
        self._files: list[File] = []
        self._visits = 0
        self._complaints: dict[str, int] = {}
        self.leak: str = ""
        """What the leak probe found after the case; "" if nothing."""

    # -- visitors

    @contextmanager
    def visitor(self, server: Server) -> Iterator[Client]:
        """A client for an errand at this server; gone from its records when the block ends."""
        client = self._new_visitor(server)
        try:
            client.establish()
            yield client
        except (ClientError, Blocked) as trouble:
            raise RigError(f"housekeeping at {server.name}: {trouble}") from trouble
        finally:
            self._dismiss(client)

    def _new_visitor(self, server: Server) -> Client:
        self._visits += 1
        name = f"H{self._visits}"
        return Client(
            self._rig.world,
            server.address,
            name=name,
            via=server.name,
            base=(*server.endpoint.path, *server.endpoint.workdir),
            credential=AuthSys(uid=server.endpoint.uid, gid=server.endpoint.gid),
            owner=f"regrace housekeeper {name} ".encode() + self._rig.world.entropy(8),
            verifier=self._rig.world.entropy(8),
            call_budget_s=ERRAND_BUDGET_S,
        )

    def _dismiss(self, client: Client) -> None:
        try:
            if client.session is not None:
                for held in list(client.ledger.opens):
                    client.close(held)
                client.destroy_session()
                client.destroy_clientid()
        except ClientError as trouble:
            self._rig.findings.show(f"housekeeper could not leave {client.via} in order: {trouble}")
        finally:
            client.disconnect()

    def _patient(self, do: Callable[[], R], client: Client, waiting_for: str, budget_s: float) -> R:
        began = self._rig.world.now()
        reply = patiently(do, world=self._rig.world, budget_s=budget_s, waiting_for=waiting_for)
        waited = self._rig.world.now() - began
        if waited > 0.05:
            self._rig.waits_s[waiting_for] = self._rig.waits_s.get(waiting_for, 0.0) + waited
        return reply

    def _grace_budget(self) -> float:
        leases = self._rig.topology.lease_s.values()
        return 4 * max(leases, default=15.0) + 10.0

    # -- before the case

    def begin(self) -> None:
        """Servers serve, leases are read, grace is over, the case's directory is there and seen through R."""
        rig = self._rig
        for server in rig.servers:
            rig.await_serving(server)
            favours.end_grace(server.node)
            self._complaints[server.name] = len(favours.complaints(server.node))
        stamp = rig.world.entropy(4).hex()
        self._directory = (f"{rig.case_name.replace('[', '-').rstrip(']')}-{stamp}",)
        self._probe_file = File("probe", (*self._directory, "probe"))
        with self.visitor(rig.origin) as visitor:
            rig._learn_lease(rig.origin, visitor)
            made = self._patient(
                lambda: visitor.make_directory(self._directory),
                visitor,
                "the origin's grace to end",
                self._grace_budget(),
            )
            if made.status != nfs4.NFS4_OK:
                raise RigError(
                    f"can't make the case's directory {'/'.join(self._directory)} at the origin: "
                    f"{made.status.name}; "
                    "the rig's `workdir` must exist and be writable for its uid and gid"
                )
        self._make([self._probe_file])
        for server in rig.servers:
            self.await_grace_over(server)

    def file(self, tag: str) -> File:
        """An empty file, visible everywhere."""
        made = File(tag, (*self._directory, tag))
        self._make([made])
        return made

    def _make(self, files: list[File]) -> None:
        rig = self._rig
        with self.visitor(rig.origin) as visitor:
            for file in files:
                reply = self._patient(
                    lambda file=file: visitor.create_file(file),  # type: ignore[misc]
                    visitor,
                    "the origin's grace to end",
                    self._grace_budget(),
                )
                if reply.status != nfs4.NFS4_OK:
                    raise RigError(f"can't create {'/'.join(file.path)} at the origin: {reply.status.name}")
        self._files.extend(files)
        for server in rig.servers:
            if server.name == "origin":
                continue
            with self.visitor(server) as visitor:
                rig._learn_lease(server, visitor)
                for file in files:
                    self._await_seen(visitor, file)

    def _await_seen(self, visitor: Client, file: File) -> None:
        """Raises RigError with the last answer: it tells an export that is closed from a cache that is slow."""
        seen = f"{'/'.join(file.path)} to be seen through {visitor.via}"
        if not self._rig.waits(lambda: visitor.exists(file.path), seen, VISIBLE_BUDGET_S):
            last = visitor.lookup(file.path)
            raise RigError(f"waited {VISIBLE_BUDGET_S:g} s for {seen}, in vain: LOOKUP -> {last.status.name}")

    def await_grace_over(self, server: Server) -> None:
        """Until a completed client's OPEN is not answered GRACE."""
        with self.visitor(server) as visitor:
            reply = self._patient(
                lambda: visitor.open(self._probe_file, nfs4.OPEN4_SHARE_ACCESS_READ, owner="probe"),
                visitor,
                f"{server.name}'s grace to end",
                self._grace_budget(),
            )
            if reply.status in (nfs4.NFS4ERR_GRACE, nfs4.NFS4ERR_DELAY):
                raise RigError(
                    f"{server.name} still answers {reply.status.name} to a completed client after "
                    f"{self._grace_budget():.0f} s; a client on its records may never come back"
                )

    # -- probes

    def probe(self, server: Server, budget_s: float = 0.5) -> ProbeResult:
        """NULL on a fresh connection."""
        client = self._new_visitor(server)
        client.call_budget_s = budget_s
        try:
            client.connect()
            client.null()
        except ClientError as trouble:
            return ProbeResult(answered=False, evidence=f"NULL to {server.name}: {trouble}")
        finally:
            client.disconnect(abort=True)
        return ProbeResult(answered=True, evidence=f"NULL to {server.name} was answered")

    def probe_locks(self, server: Server) -> tuple[bool, str]:
        """Whether the server grants a byte-range lock on a file that nobody else uses."""
        key = f"{server.name}:locks"
        known = self._rig.topology.probed.get(key)
        if known is not None:
            return known
        with self.visitor(server) as visitor:
            opened = self._patient(
                lambda: visitor.open(self._probe_file, owner="probe"),
                visitor,
                f"{server.name}'s grace to end",
                20.0,
            )
            if not opened.ok:
                result = (False, f"OPEN for a lock probe -> {opened.status.name}")
            else:
                locked = self._patient(
                    lambda: visitor.lock(opened.opened, "WRITE", 0, 1, owner="probe"),
                    visitor,
                    f"{server.name}'s grace to end",
                    20.0,
                )
                result = (locked.ok, f"LOCK on an unused file through {server.name} -> {locked.status.name}")
                if locked.ok and locked.lock is not None:
                    visitor.locku(locked.lock)
        self._rig.topology.probed[key] = result
        return result

    # -- after the case

    def settle(self) -> None:
        """Every client that the case made is destroyed, also the dead ones; no state is left; files are removed."""
        rig = self._rig
        self._hear_complaints()
        for server in rig.servers:
            rig.await_serving(server)
            favours.end_grace(server.node)
        for borrower in rig.borrowers:
            borrower.disconnect(abort=True)
        for client in rig.clients:
            self._bury(client)
        for server in rig.servers:
            self.await_grace_over(server)
        self.leak = self._find_leak()
        if self.leak:
            self._show_what_o_holds()
            rig.history.mark(Kind.NOTE, actor="origin", detail={"leak_probe": "leak", "what": self.leak})
            raise RigError(f"state is left at the origin: {self.leak}")
        rig.history.mark(Kind.NOTE, actor="origin", detail={"leak_probe": "clean"})
        self._remove_files()

    def _hear_complaints(self) -> None:
        """What the servers' kernels said against themselves during the case goes into its record."""
        for server in self._rig.servers:
            if server.name not in self._complaints:
                continue
            new = favours.complaints(server.node)[self._complaints[server.name] :]
            if new:
                self._rig.findings.show(f"the kernel of {server.name} complained:\n" + "\n".join(new))
                self._rig.findings.warn(f"the kernel of {server.name} complained of itself: {new[0]}")

    def _bury(self, client: Client) -> None:
        """As a client that restarts: a new verifier makes the server drop what the old incarnation held."""
        server = self._rig.server(client.via)
        undertaker = self._new_visitor(server)
        undertaker.owner = client.owner
        undertaker.credential = client.credential
        client.disconnect(abort=True)
        try:
            # DELAY as long as the server still works on a call of the dead one's (Linux does so).
            undertaker.recover(budget_s=self._grace_budget()).need(nfs4.NFS4_OK, judged_by="ID-05")
            undertaker.destroy_session()
            gone = undertaker.destroy_clientid()
            if gone.status not in (nfs4.NFS4_OK, nfs4.NFS4ERR_STALE_CLIENTID):
                self._rig.findings.show(f"{client.name} could not be destroyed at {server.name}: {gone.status.name}")
        except (ClientError, Blocked) as trouble:
            raise RigError(f"can't clear away {client.name} at {server.name}: {trouble}") from trouble
        finally:
            undertaker.disconnect()

    def _show_what_o_holds(self) -> None:
        """Where O's node can tell what its server holds (a kernel's /proc, our own servers), that is evidence."""
        try:
            told = self._rig.origin.node.state()
        except RigError as trouble:
            self._rig.findings.show(f"O's node can't tell what is held there: {trouble}")
            return
        if told:
            text = json.dumps(told, sort_keys=True, default=str)
            self._rig.findings.show(f"what O's node says is held there: {text[:STATE_SHOWN]}")

    def _find_leak(self) -> str:
        """Try, at O, to open each file against everybody and to lock all of it, until it works or the bound is over."""
        rig = self._rig
        bound_s = LEAK_BUDGET_LEASES * max(rig.topology.lease_s.values(), default=10.0) + 2.0
        finding = ""
        for file in self._files:
            found: list[str] = []

            def clean(file: File = file, found: list[str] = found) -> bool:
                found.clear()
                found.extend(self._what_is_held(file))
                return not found

            if not rig.waits(clean, "state at the origin to be released", bound_s, every_s=0.2):
                finding += f"{'; ' if finding else ''}{file.tag}: {', '.join(found)} after {bound_s:.1f} s"
        return "; ".join(part for part in (finding, *self._lists_that_stay(bound_s)) if part)

    def _lists_that_stay(self, bound_s: float) -> Iterator[str]:
        """Where a node can tell what its clients hold: that it is nothing, by then. It sees what the wire can't show,
        state on files that no case knows of."""
        told = self._rig.topology.probed
        for server in self._rig.servers:
            if f"{server.name}:list" not in told:
                told[f"{server.name}:list"] = (favours.held_by_clients(server.node) is not None, "")
            if not told[f"{server.name}:list"][0]:
                continue
            left: list[str] = []

            def empty(server: Server = server, left: list[str] = left) -> bool:
                left[:] = favours.held_by_clients(server.node) or []
                return not left

            what = f"{server.name}'s list of what its clients hold to be empty"
            if not self._rig.waits(empty, what, bound_s, every_s=0.5):
                yield f"{server.name} lists {', '.join(left)}"

    def _what_is_held(self, file: File) -> list[str]:
        with self.visitor(self._rig.origin) as visitor:
            opened = visitor.open(file, nfs4.OPEN4_SHARE_ACCESS_BOTH, nfs4.OPEN4_SHARE_DENY_BOTH, owner="leak")
            if opened.open is None:
                return [f"OPEN denying everybody -> {opened.status.name}"]
            locked = visitor.lock(opened.open, "WRITE", 0, nfs4.NFS4_UINT64_MAX, owner="leak")
            return [] if locked.ok else [f"LOCK of the whole file -> {locked.status.name}"]

    def _remove_files(self) -> None:
        with self.visitor(self._rig.origin) as visitor:
            for file in self._files:
                gone = visitor.remove(file.path)
                if gone.status not in (nfs4.NFS4_OK, nfs4.NFS4ERR_NOENT):
                    raise RigError(f"can't remove {'/'.join(file.path)}: {gone.status.name}")
            visitor.remove(self._directory)
