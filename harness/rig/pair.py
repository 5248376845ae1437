"""A pair of re-export nodes that share virtual IPs, for the length of one case.

It is brought up when a case first asks for an address, so that the others pay nothing for it; when the case is over,
the addresses are given up for good, so that the nodes leave no client behind at the origin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from regrace.harness.faults.vips import MoveVip
from regrace.harness.history.events import Kind
from regrace.harness.rig.description import NodeDescription, VipDescription
from regrace.harness.rig.node import Node
from regrace.harness.rig.server import Server
from regrace.harness.rig.vips import SERVING, VipTable, sharing

if TYPE_CHECKING:
    from regrace.harness.rig.rig import Rig

LEAVING_BUDGET_S = 15.0


class VirtualServer(Server):
    """A virtual IP, as a case sees it: a server whose address stays, and whose node changes."""

    def __init__(self, rig: Rig, vip: VipDescription) -> None:
        of_home = rig.description.node(vip.home)
        super().__init__(
            rig,
            NodeDescription(
                name=vip.name,
                role=of_home.role,
                nfs=vip.nfs,
                ssh=None,
                dialect=of_home.dialect,
                product=of_home.product,
                version=of_home.version,
                claims=vip.claims,
            ),
        )
        self.vip = vip

    @property
    def holder(self) -> str:
        """The name of the node that has it now."""
        return self._rig.vips.holder[self.vip.name]

    @property
    def other(self) -> str:
        """The name of the node that has not."""
        return next(name for name in self._rig.vips.nodes if name != self.holder)

    @property
    def node(self) -> Node:
        """The node that has it now."""
        return self._rig.node(self.holder)

    @property
    def link(self) -> str:
        """By which clients reach it."""
        return self.vip.link

    @property
    def back_link(self) -> str:
        """The link to the origin of the node that has it now, for this address alone."""
        return self.vip.back_links[self.holder]

    def move(self, to: str = "", *, old_lives: bool = False, keeps_connections: bool = False) -> None:
        """Have the other node (or the one that is named) serve it: see `MoveVip`. Returns when NULL is answered."""
        self._rig.inject(MoveVip(self.name, to or self.other, old_lives, keeps_connections))


class Pair:
    """See above."""

    def __init__(self, rig: Rig, table: VipTable) -> None:
        self._rig = rig
        self._table = table
        self._servers: dict[str, VirtualServer] = {}

    @property
    def servers(self) -> tuple[VirtualServer, ...]:
        """The virtual IPs, once they are up; none before."""
        return tuple(self._servers.values())

    def server(self, name: str) -> VirtualServer:
        """By name; brings the pair up if it is not yet. Raises RigLacks or RigError."""
        self._table.find(name)
        if not self._servers:
            self._bring_up()
        return self._servers[name]

    def settle(self) -> None:
        """After the case: every address is served by one node, and by no other."""
        for server in self.servers:
            states = {name: sharing(self._rig.node(name)).vip_states() for name in self._table.nodes}
            for name, said in states.items():
                if name != server.holder and server.name in said:
                    sharing(self._rig.node(name)).give_up_vip(server.name, for_good=False)
            if states[server.holder].get(server.name) != SERVING:
                server.move(server.holder, old_lives=True)

    def retire(self) -> None:
        """The addresses are given up for good; RigError if that is not done within `LEAVING_BUDGET_S`."""
        if not self._servers:
            return
        self._clear()
        self._servers.clear()
        self._table.holder.clear()

    def _bring_up(self) -> None:
        rig = self._rig
        for name in self._table.nodes:
            if rig.node(name).boot_identity() is None:
                rig.node(name).start()
        self._clear()  # whatever a case left that could not be settled
        for vip in self._table.all:
            if rig.tap is not None and vip.home in vip.doors:
                rig.tap.aim(vip.link, vip.doors[vip.home])
                rig.tap.abort(vip.link)
            sharing(rig.node(vip.home)).take_vip(vip.name, by_force=True)
            self._table.holder[vip.name] = vip.home
            rig.history.mark(Kind.MOVE, actor=vip.name, detail={"from": "", "to": vip.home, "old": "nobody"})
            self._servers[vip.name] = VirtualServer(rig, vip)
        for server in self.servers:
            rig.await_serving(server)
            rig.await_grace_over(server)
            rig.lease_of(server)

    def _clear(self) -> None:
        nodes = [sharing(self._rig.node(name)) for name in self._table.nodes]
        for node in nodes:
            for vip in node.vip_states():
                node.give_up_vip(vip, for_good=True)
        self._rig.await_until(
            lambda: not any(node.vip_states() for node in nodes),
            "the nodes to give up their virtual IPs",
            LEAVING_BUDGET_S,
        )


