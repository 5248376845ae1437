"""A re-export server of the re-export server, for the length of one case: it is brought up when a case asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regrace.harness.history.events import Kind
from regrace.harness.rig.description import NodeDescription, VipDescription
from regrace.harness.rig.node import Node, RigLacks
from regrace.harness.rig.server import Server
from regrace.harness.rig.vips import SERVING, sharing

if TYPE_CHECKING:
    from regrace.harness.rig.rig import Rig

LEAVING_BUDGET_S = 15.0


class OuterServer(Server):
    """The outer end of the chain, as a case sees it."""

    def __init__(self, rig: Rig, described: VipDescription) -> None:
        of_node = rig.description.node(described.home)
        super().__init__(
            rig,
            NodeDescription(
                name=described.name,
                role=of_node.role,
                nfs=described.nfs,
                ssh=None,
                dialect=of_node.dialect,
                product=of_node.product,
                version=of_node.version,
                claims=described.claims,
            ),
        )
        self.described = described

    @property
    def node(self) -> Node:
        """The node that it runs on."""
        return self._rig.node(self.described.home)

    @property
    def link(self) -> str:
        """By which clients reach it."""
        return self.described.link

    def reboot(self, *, wait: bool = True) -> None:
        """Its node loses its memory; it serves again when this returns, unless `wait` is off."""
        self._rig.server(self.described.home).reboot(wait=False)
        sharing(self.node).take_vip(self.name, by_force=True)
        if wait:
            self._rig.await_serving(self)


class Chain:
    """See above."""

    def __init__(self, rig: Rig, described: VipDescription | None) -> None:
        self._rig = rig
        self._described = described
        self.up: OuterServer | None = None

    def server(self) -> OuterServer:
        """The outer server; brought up if it is not yet. Raises RigLacks or RigError."""
        if self._described is None:
            raise RigLacks("this case is about a re-export server of the re-export server; the rig has none")
        if self.up is None:
            outer = OuterServer(self._rig, self._described)
            if outer.node.boot_identity() is None:
                outer.node.start()
            self._clear(outer)
            sharing(outer.node).take_vip(outer.name, by_force=True)
            home, behind = self._described.home, self._described.behind
            detail = {"from": "", "to": home, "old": "nobody", "behind": behind}
            self._rig.history.mark(Kind.MOVE, actor=outer.name, detail=detail)
            self.up = outer
            self._rig.await_serving(outer)
            self._rig.await_grace_over(outer)
            self._rig.lease_of(outer)
        return self.up

    def settle(self) -> None:
        """After the case: it serves, so that its clients can be destroyed."""
        if self.up is None:
            return
        if self.up.node.boot_identity() is None:
            self.up.node.start()
        if sharing(self.up.node).vip_states().get(self.up.name) != SERVING:
            sharing(self.up.node).take_vip(self.up.name, by_force=True)

    def retire(self) -> None:
        """It leaves the inner server in good order; RigError if that is not done within `LEAVING_BUDGET_S`."""
        if self.up is not None:
            self._clear(self.up)
            self.up = None

    def _clear(self, outer: OuterServer) -> None:
        node = sharing(outer.node)
        if outer.name in node.vip_states():
            node.give_up_vip(outer.name, for_good=True)
            self._rig.await_until(
                lambda: outer.name not in node.vip_states(),
                f"{outer.name} to leave {outer.described.behind}",
                LEAVING_BUDGET_S,
            )
