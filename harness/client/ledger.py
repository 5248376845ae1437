"""What a client believes that it holds: opens, byte-range locks, delegations.

Pure book-keeping, fed with what servers answered. It is what cleaning up works through, and what there is
to reclaim after a loss.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from regrace.harness.client.files import File
from regrace.harness.client.ranges import RangeSet, end_of, is_range
from regrace.xdr_defs.nfs4 import stateid4


@dataclass(slots=True, kw_only=True, eq=False)
class Open:
    """A file held open by one open-owner. `stateid` is the newest that the server gave."""

    file: File
    owner: str
    access: int
    deny: int
    stateid: stateid4
    fh: bytes
    lost: bool = False
    """The server that granted it has forgotten it (or may have): it is there to be reclaimed."""
    closed: bool = False

    @property
    def live(self) -> bool:
        """Held, as far as the client knows."""
        return not (self.lost or self.closed)


@dataclass(slots=True, kw_only=True, eq=False)
class Lock:
    """All bytes that one lock-owner holds on one file: they share a stateid (RFC 8881 §9.5)."""

    open: Open
    owner: str
    stateid: stateid4
    ranges: RangeSet = field(default_factory=RangeSet)
    lost: bool = False
    freed: bool = False

    @property
    def file(self) -> File:
        """The file of the open that it was made under."""
        return self.open.file

    @property
    def live(self) -> bool:
        """Its stateid is good, as far as the client knows (it may hold no bytes)."""
        return not (self.lost or self.freed)


@dataclass(slots=True, kw_only=True, eq=False)
class Delegation:
    """A delegation that an OPEN brought."""

    file: File
    fh: bytes
    write: bool
    stateid: stateid4
    recalled: bool = False
    """The server wants it back."""
    revoked: bool = False
    """The server said that it is lost."""


@dataclass(slots=True)
class Ledger:
    """Everything that one client holds or has lost."""

    opens: list[Open] = field(default_factory=list)
    locks: list[Lock] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)

    @property
    def live_opens(self) -> list[Open]:
        """Opens to be closed some day."""
        return [entry for entry in self.opens if entry.live]

    @property
    def live_locks(self) -> list[Lock]:
        """Lock stateids that are good."""
        return [entry for entry in self.locks if entry.live]

    @property
    def lost_opens(self) -> list[Open]:
        """Opens to be reclaimed."""
        return [entry for entry in self.opens if entry.lost]

    @property
    def lost_locks(self) -> list[Lock]:
        """Locks to be reclaimed; those that held no byte are not among them."""
        return [entry for entry in self.locks if entry.lost and entry.ranges]

    @property
    def empty(self) -> bool:
        """Nothing is held (lost entries are not held)."""
        return not (self.live_opens or self.live_locks or self.delegations)

    def find_open(self, file: File, owner: str) -> Open | None:
        """The live open of that file by that open-owner."""
        return next((o for o in self.opens if o.live and o.file == file and o.owner == owner), None)

    def find_lock(self, file: File, owner: str) -> Lock | None:
        """The live lock of that file by that lock-owner."""
        return next((k for k in self.locks if k.live and k.file == file and k.owner == owner), None)

    def find_delegation(self, stateid: stateid4) -> Delegation | None:
        """By stateid, whatever its sequence number."""
        return next((d for d in self.delegations if d.stateid.other == stateid.other), None)

    def opened(
        self, file: File, owner: str, access: int, deny: int, stateid: stateid4, fh: bytes
    ) -> Open:
        """An OPEN was granted. A second one by the same owner adds its rights to the first (§9.10)."""
        for held in self.opens:
            if held.live and held.owner == owner and held.stateid.other == stateid.other:
                held.stateid = stateid
                held.access |= access
                held.deny |= deny
                return held
        entry = Open(file=file, owner=owner, access=access, deny=deny, stateid=stateid, fh=fh)
        self.opens.append(entry)
        return entry

    def closed(self, entry: Open) -> None:
        """A CLOSE was granted; the locks under the open are gone with it (§18.2.3)."""
        entry.closed = True
        for lock in self.locks:
            if lock.open is entry and lock.live:
                self.freed(lock)
        self._forget_spent()

    def locked(
        self, held: Lock | None, under: Open, owner: str, stateid: stateid4, bytes_: tuple[int, int, str]
    ) -> Lock:
        """A LOCK was granted: `bytes_` is offset, length, "READ" or "WRITE". A range that no server may
        grant is for the case to judge; it holds no byte."""
        offset, length, locktype = bytes_
        if held is None or not held.live:
            held = Lock(open=under, owner=owner, stateid=stateid)
            self.locks.append(held)
        held.stateid = stateid
        if is_range(offset, length):
            held.ranges.hold(offset, end_of(offset, length), locktype)
        return held

    def unlocked(self, entry: Lock, stateid: stateid4, offset: int, length: int) -> None:
        """A LOCKU was granted. The stateid stays good until FREE_STATEID or CLOSE (§18.38)."""
        entry.stateid = stateid
        if is_range(offset, length):
            entry.ranges.release(offset, end_of(offset, length))

    def freed(self, entry: Lock) -> None:
        """The lock's stateid is of no more use."""
        entry.freed = True
        entry.ranges = RangeSet()
        self._forget_spent()

    def lose_all(self) -> None:
        """The server forgot this client: all that was live is now there to be reclaimed."""
        for lock in self.live_locks:
            lock.lost = True
        for entry in self.live_opens:
            entry.lost = True
        self.delegations.clear()

    def settle_lost(self, entry: Open | Lock) -> None:
        """A lost entry was reclaimed (a new one stands for it) or given up."""
        if isinstance(entry, Lock):
            self.locks = [lock for lock in self.locks if lock is not entry]
        else:
            self.opens = [kept for kept in self.opens if kept is not entry]

    def drop_lost(self) -> None:
        """What was not reclaimed can't be any more (after RECLAIM_COMPLETE)."""
        self.locks = [lock for lock in self.locks if not lock.lost]
        self.opens = [entry for entry in self.opens if not entry.lost]

    def to_json(self) -> dict[str, Any]:
        """All that is held (not what is lost), for `regrace state --ledger`."""
        return {
            "opens": [
                {
                    "stateid": _told(one.stateid),
                    "owner": one.owner,
                    "file": one.file.tag,
                    "access": one.access,
                    "deny": one.deny,
                }
                for one in self.live_opens
            ],
            "locks": [
                {
                    "stateid": _told(one.stateid),
                    "owner": one.owner,
                    "file": one.file.tag,
                    "ranges": [[piece.locktype, piece.start, piece.length] for piece in one.ranges],
                }
                for one in self.live_locks
            ],
        }

    def clear(self) -> None:
        """Nothing is held or to be reclaimed any more."""
        self.opens.clear()
        self.locks.clear()
        self.delegations.clear()

    def _forget_spent(self) -> None:
        self.locks = [lock for lock in self.locks if not lock.freed]
        self.opens = [entry for entry in self.opens if not entry.closed]


def _told(stateid: stateid4) -> str:
    return f"{stateid.seqid}:{bytes(stateid.other).hex()}"
