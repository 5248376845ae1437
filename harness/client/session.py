"""A session, as its client keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field

from regrace.harness.protocol.slots import SlotTable
from regrace.xdr_defs.nfs4 import channel_attrs4


@dataclass(slots=True, eq=False)
class Session:
    """What CREATE_SESSION brought, and the slots of the fore channel."""

    sessionid: bytes
    clientid: int
    fore: channel_attrs4
    back: channel_attrs4
    flags: int
    slots: SlotTable = field(init=False)
    lost: str = ""
    """The status by which the server said that the session is no more; "" while it has not."""

    def __post_init__(self) -> None:
        self.slots = SlotTable(max(1, min(self.fore.ca_maxrequests, 1024)), reserve=True)
