"""What some nodes can do beside the verbs of every node. Housekeeping asks for it between cases; a case never does.

A node that can't is asked in vain: nothing here is needed, it only saves time or tells more.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from regrace.harness.rig.node import Node

END_GRACE = "end_grace"
STATE = "state"
COMPLAINTS = "complaints"


@runtime_checkable
class Obliging(Protocol):
    """A node that may have been told how, if its `verbs` say so."""

    def end_grace(self) -> None:
        """End the server's grace period now, whatever clients it still waits for."""

    def complaints(self) -> list[str]:
        """The lines in which the node's kernel has complained of itself since the rig is up."""


def end_grace(node: Node) -> bool:
    """Whether the node ended its grace period (or had none). Raises RigError if it can and did not."""
    if END_GRACE in node.verbs and isinstance(node, Obliging):
        node.end_grace()
        return True
    return False


def complaints(node: Node) -> list[str]:
    """Warnings and worse of the node's kernel, since the rig is up; [] from a node that can't tell."""
    if COMPLAINTS in node.verbs and isinstance(node, Obliging):
        return node.complaints()
    return []


def held_by_clients(node: Node) -> list[str] | None:
    """What the node's own list says that its clients hold: opens and locks, a line each. None from a node that has no
    such list: `state()` with "on_record" and "clients", each of them with the `info` and the `states` that
    /proc/fs/nfsd/clients has. Delegations are left out: a client may keep one for as long as it likes."""
    told = node.state() if STATE in node.verbs else {}
    if "on_record" not in told:
        return None
    return [
        f"{client.get('info', {}).get('name', 'a client')}: {state['type']} of {state.get('filename', 'a file')}"
        for client in told.get("clients", [])
        for state in client["states"]
        if state.get("type") in ("open", "lock")
    ]
