"""A fair turnstile in front of a rig that there is only one of: first come, first served, shared or alone."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

GLANCE_S = 0.2
"""How often somebody who waits looks whether he still wants to."""


class GaveUp(Exception):
    """Who waited is gone."""


class _Ticket:
    __slots__ = ("exclusive",)

    def __init__(self, exclusive: bool) -> None:
        self.exclusive = exclusive


class Turnstile:
    """Lets in any number of those who share, or one who wants to be alone, strictly in the order in which
    they came: who shares does not overtake one who waits to be alone. Thread-safe."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._queue: deque[_Ticket] = deque()
        self._inside = 0
        self._alone = False

    def enter(self, *, exclusive: bool, gone: Callable[[], bool]) -> float:
        """Wait until it is our turn; how long that took, in seconds. Raises GaveUp once `gone()` holds."""
        began = monotonic()
        ticket = _Ticket(exclusive)
        with self._change:
            self._queue.append(ticket)
            try:
                while not self._may_pass(ticket):
                    self._change.wait(GLANCE_S)
                    if gone():
                        raise GaveUp
                self._inside += 1
                self._alone = exclusive
            finally:
                self._queue.remove(ticket)
                self._change.notify_all()
        return monotonic() - began

    def leave(self) -> None:
        """Make room."""
        with self._change:
            self._inside -= 1
            self._alone = False
            self._change.notify_all()

    @property
    def inside(self) -> int:
        """How many are inside."""
        with self._change:
            return self._inside

    def _may_pass(self, ticket: _Ticket) -> bool:
        if self._queue[0] is not ticket or self._alone:
            return False
        return not (ticket.exclusive and self._inside)
