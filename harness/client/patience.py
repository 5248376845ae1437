"""Asking again: the one place where a call is repeated because the server said "not now"."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from regrace.harness.client.reply import Reply
from regrace.harness.rig.world import World
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import nfsstat4

R = TypeVar("R", bound=Reply)

NOT_NOW = (nfs4.NFS4ERR_DELAY, nfs4.NFS4ERR_GRACE)
FIRST_PAUSE_S = 0.02
LONGEST_PAUSE_S = 0.25


def patiently(
    ask: Callable[[], R],
    *,
    world: World,
    budget_s: float,
    waiting_for: str,
    until: Collection[nfsstat4] = (),
    retry: Collection[nfsstat4] = NOT_NOW,
    note: Callable[[str, float], None] | None = None,
) -> R:
    """Ask until the answer is in `until`, or at least not in `retry`, or `budget_s` seconds are over.

    The world turns between the tries (leases are renewed), first after 20 ms, later every 250 ms. The last
    reply comes back whatever it says; after a wait its sentence tells for what and how long. `note` is told
    the same, for the record of waits."""
    began = world.now()
    deadline = began + budget_s
    pause = FIRST_PAUSE_S
    while True:
        reply = ask()
        now = world.now()
        if reply.status in until or reply.status not in retry or now >= deadline:
            break
        world.run_until(_never, min(now + pause, deadline))
        pause = min(pause * 1.5, LONGEST_PAUSE_S)
    waited = world.now() - began
    if pause > FIRST_PAUSE_S:
        reply.sentence += f" (after {waited:.1f} s of waiting for {waiting_for})"
        if note is not None:
            note(waiting_for, waited)
    return reply


def _never() -> bool:
    return False
