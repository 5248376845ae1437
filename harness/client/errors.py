"""What can go wrong between a client and a server that is dead, deaf or lying.

A status that a server answered is never one of these: it is data, in a `Reply`. Each error names the client,
the call and what to do about it.
"""

from __future__ import annotations

from regrace.harness.protocol.rpc import Reply as RpcReply


class ClientError(Exception):
    """The base: `client` is the client's name, `call` says what it was doing."""

    def __init__(self, client: str, call: str, what: str, remedy: str) -> None:
        super().__init__(f"{client}: {call}: {what}. {remedy}")
        self.client = client
        self.call = call
        self.what = what
        self.remedy = remedy


class NotReady(ClientError):
    """The client itself was used in a state in which the call makes no sense; nothing was sent."""


class PeerClosed(ClientError):
    """No connection could be made, or it ended while a reply was due (a call's effect is then unknown)."""

    def __init__(self, client: str, call: str, reason: str) -> None:
        super().__init__(
            client,
            call,
            f"connection lost ({reason})",
            "Is the server up and does it listen there? After a crash or a cut: recover()",
        )
        self.reason = reason


class PeerSilent(ClientError):
    """Nothing came within the budget. The call is still on its way; a late reply settles it."""

    def __init__(self, client: str, call: str, budget_s: float) -> None:
        super().__init__(
            client,
            call,
            f"no answer within {budget_s:g} s",
            "Is the server paused, cut off, or is the budget too small?",
        )
        self.budget_s = budget_s


class PeerLied(ClientError):
    """The server's bytes or their order can't be right. `path` and `offset` say where, if it is about XDR;
    `record` holds what came."""

    def __init__(
        self,
        client: str,
        call: str,
        what: str,
        *,
        path: str = "",
        offset: int | None = None,
        record: bytes = b"",
    ) -> None:
        super().__init__(
            client,
            call,
            f"what came can't be right: {what}",
            "This is the server's fault; the record is kept in this error",
        )
        self.finding = what
        self.path = path
        self.offset = offset
        self.record = record


class RpcRejected(PeerLied):
    """The RPC layer of the server turned the call away: `reply` has the accept_stat or the auth_stat.

    A `PeerLied` because no call that this client sends by itself deserves it; a case that forges credentials
    or bytes expects it and looks at `reply`."""

    def __init__(self, client: str, call: str, reply: RpcReply) -> None:
        super().__init__(client, call, f"rejected by the server's RPC layer with {reply.text}")
        self.reply = reply
