"""Orders: what an administrator of a node can have its server do, beyond switching it off and on.

A node that offers the verb "tell" takes an order as a name and a value. A *standing* order holds until it is given
again, also over the server's restarts, and can be asked for; the value "" is what the server does without being told.
An *act* is done once, and answers what it did. A node that does not know an order refuses it (RigError); one without
the verb lacks the means (RigLacks).

| order | value | |
|---|---|---|
| `clock` | seconds | standing: the node's time of day is so much ahead of its monotonic clock |
| `scope` | a name | standing, from the next start on: another server_scope (RFC 8881 §2.5) |
| `decline` | `all` | standing: retention is declined to whoever asks for it (the draft, section 5.1) |
| `deny-mode` | `pass` or `local` | standing, from the next start on: a re-export server's way with share deny bits |
| `serve-retention` | `yes` | standing, from the next start on: a re-export server retains for its own clients, too |
| `release` | `absent` | act: what is kept for clients that are away is given up (the draft, section 7.3) |
| `die-at` | a point | armed until the server has died: it loses its memory at that point in its work |
"""

from __future__ import annotations

from typing import Final, Protocol, runtime_checkable

from regrace.harness.rig.node import Node, RigLacks

TELL: Final = "tell"
ASK: Final = "?"
"""In place of a value: what does the standing order say?"""

CLOCK: Final = "clock"
SCOPE: Final = "scope"
DECLINE: Final = "decline"
DENY_MODE: Final = "deny-mode"
SERVE_RETENTION: Final = "serve-retention"
RELEASE: Final = "release"
DIE_AT: Final = "die-at"

AT_THE_NEXT_START: Final = frozenset({SCOPE, DENY_MODE, SERVE_RETENTION})
"""Standing orders that a running server takes no notice of."""

EXPIRED_RECORD: Final = "expired-record"
"""A point: the loss of a client's state is about to be put on stable record (edge condition 1)."""
INCOMPLETE_RECORD: Final = "incomplete-record"
"""A point: that clients had not completed their reclaims is about to be put on stable record (edge condition 2)."""


@runtime_checkable
class Governed(Protocol):
    """A node that may take orders, if its `verbs` say so."""

    def tell(self, what: str, value: str) -> str:
        """Give an order, or with `ASK` read a standing one; the server's answer. Raises RigError if it is refused."""


def tell(node: Node, what: str, value: str) -> str:
    """Give the node an order. Raises RigLacks if it takes none, RigError if it refuses this one."""
    if TELL not in node.verbs or not isinstance(node, Governed):
        raise RigLacks(f"node {node.name!r} takes no orders: nobody can have it do {what!r} for a case")
    return node.tell(what, value)
