"""A call that is on its way: several of them may be, on different slots."""

from __future__ import annotations

from typing import Generic, TypeVar

from regrace.harness.client.errors import ClientError, PeerSilent
from regrace.harness.rig.world import World

R_co = TypeVar("R_co", covariant=True)


class PendingCall(Generic[R_co]):
    """Settled when the reply comes, whether somebody waits for it or not; `reply` waits."""

    __slots__ = ("_budget_s", "_client", "_done", "_error", "_value", "_world", "label", "xid")

    def __init__(self, world: World, client: str, label: str, xid: int, budget_s: float) -> None:
        self.label = label
        self.xid = xid
        self._world = world
        self._client = client
        self._budget_s = budget_s
        self._done = False
        self._value: R_co | None = None
        self._error: ClientError | None = None

    def _convert(self, record: bytes, at: float) -> R_co:
        """Make the typed reply of the record and its time. May raise ClientError."""
        raise NotImplementedError

    def _unanswered(self) -> None:
        """The connection ended first, or a wait ran out: nobody knows what became of the call."""

    @property
    def done(self) -> bool:
        """The reply is there, or none will come."""
        return self._done

    @property
    def answered(self) -> bool:
        """The reply is there."""
        return self._done and self._error is None

    def is_done(self) -> bool:
        """As `done`, as a condition for `run_until`."""
        return self._done

    def reply(self, budget_s: float | None = None) -> R_co:
        """Wait for the reply, at most `budget_s` seconds (the client's `call_budget_s` if None).

        Raises PeerSilent, PeerClosed, PeerLied or RpcRejected. After PeerSilent it may be asked again."""
        if not self._done:
            budget = self._budget_s if budget_s is None else budget_s
            if not self._world.run_until(self.is_done, self._world.now() + budget):
                self._unanswered()
                raise PeerSilent(self._client, self.label, budget)
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]  # settled without an error: it is there

    def arrived(self, record: bytes, at: float) -> None:
        """For the connection."""
        try:
            self._value = self._convert(record, at)
        except ClientError as error:
            self._error = error
        self._done = True

    def failed(self, error: ClientError) -> None:
        """For the connection."""
        self._error = error
        self._done = True
        self._unanswered()
