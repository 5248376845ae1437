"""XP_ENUM_STATE: asking a server what it holds for this client (docs/enumeration.md).

The client needs minor version 2 and a dialect with the extension (`regrace.xdr_defs.dialect.ENUMERATION`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Unpack

from regrace.harness.client.caller import CallOptions
from regrace.harness.client.exchange import describe_stateid, status_name
from regrace.harness.client.io import Io
from regrace.harness.client.ledger import Delegation, Ledger, Lock, Open
from regrace.harness.client.reply import CompoundReply, Reply
from regrace.harness.history.events import Kind
from regrace.xdr_defs import enum_state as xp
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.dialect import ENUMERATION, ENUMERATION_EXTENSION
from regrace.xdr_defs.nfs4 import nfs_argop4

NO_VERIFIER = bytes(8)
PAGE_BYTES = 64 << 10
BOUNDED_PAGES = 1_000_000
"""A listing that has not ended by then never will."""
EVERYTHING = xp.XPES_REVOKED | xp.XPES_RANGES
"""All kinds, with ranges and with what was revoked."""


@dataclass(slots=True, kw_only=True, eq=False)
class EnumReply(Reply):
    """One page. The fields are those of XP_ENUM_STATE4resok, and empty if it was refused."""

    entries: list[xp.xp_entry4] = field(default_factory=list)
    cookieverf: bytes = NO_VERIFIER
    flags: int = 0
    generation: int = 0
    eof: bool = False
    body_bytes: int = 0
    """Size of XP_ENUM_STATE4resok on the wire: what `maxcount` bounds."""

    @property
    def last_cookie(self) -> int:
        """Where the next page goes on; 0 if there is nothing on this one."""
        return self.entries[-1].xpe_cookie if self.entries else 0


@dataclass(slots=True, kw_only=True)
class Item:
    """One stateid of a listing, its pieces put together."""

    stateid: nfs4.stateid4
    fh: bytes
    status: nfs4.nfsstat4
    flags: int
    kind: xp.xp_state_type4
    owner: bytes = b""
    access: int = 0
    deny: int = 0
    open_stateid: nfs4.stateid4 | None = None
    ranges: list[tuple[str, int, int]] = field(default_factory=list)
    """(READ or WRITE, offset, length) as they were told."""
    pieces: int = 1
    delegation: nfs4.open_delegation_type4 = nfs4.OPEN_DELEGATE_NONE
    """Of a delegation: which kind."""

    def __str__(self) -> str:
        return f"{self.kind.name} {describe_stateid(self.stateid)}"


@dataclass(slots=True, kw_only=True)
class StateList:
    """A whole listing. `last` is the reply that ended it: of another status than NFS4_OK, the list has a hole."""

    last: EnumReply
    items: list[Item] = field(default_factory=list)
    pages: int = 0
    first_generation: int = 0
    flags: int = 0
    """Of the first page."""

    @property
    def exact(self) -> bool:
        """Nothing changed between the first page and the last: it is a snapshot."""
        return self.first_generation == self.last.generation

    @property
    def opens(self) -> list[Item]:
        """Opens alone."""
        return [item for item in self.items if item.kind is xp.XPT_OPEN]

    @property
    def locks(self) -> list[Item]:
        """Lock stateids alone."""
        return [item for item in self.items if item.kind is xp.XPT_LOCK]

    @property
    def delegations(self) -> list[Item]:
        """Delegations alone."""
        return [item for item in self.items if item.kind is xp.XPT_DELEG]

    def find(self, stateid: nfs4.stateid4) -> Item | None:
        """By `other`: whatever its version."""
        return next((item for item in self.items if item.stateid.other == stateid.other), None)


class Enumeration(Io):
    """See `Client`, which is the class to use."""

    def enumerate_state(
        self,
        flags: int = EVERYTHING,
        *,
        cookie: int = 0,
        cookieverf: bytes = NO_VERIFIER,
        maxcount: int = PAGE_BYTES,
        maxentries: int = 0,
        fh: bytes | None = None,
        budget_s: float | None = None,
        **how: Unpack[CallOptions],
    ) -> EnumReply:
        """One page of XP_ENUM_STATE; not kept in the reply cache unless asked (`cache=True`). `fh` is the
        current filehandle (for XPES_THIS_FH)."""
        how.setdefault("cache", False)
        args = xp.XP_ENUM_STATE4args(flags, cookie, cookieverf, maxcount, maxentries)
        number = self.enumeration_number
        sentence = self._sentence(f"XP_ENUM_STATE{_told(flags)}{f' from {cookie:#x}' if cookie else ''}")

        def finish(reply: CompoundReply) -> EnumReply:
            return _page(reply, number, sentence)

        where = self._at(fh) if fh is not None else ()
        return self._begin(finish, (*where, nfs_argop4(number, args)), sentence, how).reply(budget_s)

    def list_state(
        self,
        flags: int = EVERYTHING,
        *,
        maxcount: int = PAGE_BYTES,
        maxentries: int = 0,
        fh: bytes | None = None,
        between_pages: Callable[[EnumReply], None] = lambda page: None,
    ) -> StateList:
        """All pages, one after the other; FENCE and REFRESH go with the first one alone."""
        event = self._event(Kind.LISTING, detail={"flags": flags})
        whole = self._list_state(flags, maxcount, maxentries, fh, between_pages)
        if event is not None:
            event.detail |= _as_event(whole, flags)
        self._settle(event, whole.last.status)
        return whole

    def _list_state(
        self,
        flags: int,
        maxcount: int,
        maxentries: int,
        fh: bytes | None,
        between_pages: Callable[[EnumReply], None],
    ) -> StateList:
        page = self.enumerate_state(flags, maxcount=maxcount, maxentries=maxentries, fh=fh)
        whole = StateList(last=page, first_generation=page.generation, flags=page.flags)
        while True:
            whole.pages += 1
            whole.last = page
            _take(whole.items, page.entries)
            if not page.ok or page.eof or not page.entries or whole.pages >= BOUNDED_PAGES:
                return whole
            between_pages(page)
            page = self.enumerate_state(
                flags & ~(xp.XPES_FENCE | xp.XPES_REFRESH),
                cookie=page.last_cookie,
                cookieverf=page.cookieverf,
                maxcount=maxcount,
                maxentries=maxentries,
                fh=fh,
            )

    @property
    def enumeration_number(self) -> int:
        """The number of the operation in this client's dialect; the table's default in one without it."""
        dialect = self.dialect
        if dialect is None or not dialect.has(ENUMERATION_EXTENSION):
            dialect = ENUMERATION
        return dialect.number("OP_XP_ENUM_STATE")


ONLY_SOME = xp.XPES_OPENS | xp.XPES_LOCKS | xp.XPES_DELEGS | xp.XPES_LAYOUTS | xp.XPES_THIS_FH
"""Flags that leave something out; without the first four all kinds are listed."""
RECORDED_MOST = 2000
"""Items of a list that go into the history; of a longer one it says that it was not kept."""


def _as_event(whole: StateList, flags: int) -> dict[str, Any]:
    """What the history keeps of a list: see `harness.oracle.listing`."""
    complete = whole.last.ok and whole.last.eof and not flags & ONLY_SOME
    if len(whole.items) > RECORDED_MOST:
        return {"count": len(whole.items)}
    return {"whole": complete, "exact": whole.exact, "items": [_plain(item, flags) for item in whole.items]}


def _plain(item: Item, flags: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": item.kind.name.removeprefix("XPT_"),
        "stateid": describe_stateid(item.stateid),
        "owner": item.owner.decode("utf-8", "backslashreplace"),
        "status": status_name(item.status),
    }
    if item.kind is xp.XPT_OPEN:
        found |= {"access": item.access, "deny": item.deny}
    elif item.kind is xp.XPT_LOCK and flags & xp.XPES_RANGES:
        found["ranges"] = [list(one) for one in item.ranges]
    return found


FLAG_NAMES = ("OPENS", "LOCKS", "DELEGS", "LAYOUTS", "REVOKED", "RANGES", "THIS_FH", "FENCE", "REFRESH")


def _told(flags: int) -> str:
    told = [name for bit, name in enumerate(FLAG_NAMES) if flags >> bit & 1 and name not in ("REVOKED", "RANGES")]
    return f" ({', '.join(told)})" if told else ""


def _page(reply: CompoundReply, number: int, sentence: str) -> EnumReply:
    found = reply.find(number)
    page = EnumReply(status=reply.status, sentence=sentence, findings=reply.findings, compound=reply)
    if isinstance(found, xp.XP_ENUM_STATE4res) and found.value is not None:
        ok = found.xps_resok
        page.entries, page.eof = ok.xps_entries, ok.xps_eof
        page.cookieverf, page.flags, page.generation = ok.xps_cookieverf, ok.xps_flags, ok.xps_generation
        page.body_bytes = len(ok.to_bytes())
    return page


def _take(items: list[Item], entries: list[xp.xp_entry4]) -> None:
    """Add entries; one that continues the last one is put to it."""
    for entry in entries:
        if entry.xpe_flags & xp.XPE_CONT and items and items[-1].stateid == entry.xpe_stateid:
            items[-1].ranges += _ranges(entry)
            items[-1].pieces += 1
            continue
        body = entry.xpe_body
        item = Item(
            stateid=entry.xpe_stateid,
            fh=entry.xpe_fh,
            status=entry.xpe_status,
            flags=entry.xpe_flags & ~(xp.XPE_CONT | xp.XPE_MORE),
            kind=body.xpb_type,
        )
        if isinstance(body.value, xp.xp_open4):
            item.owner, item.access, item.deny = body.value.xpo_owner, body.value.xpo_access, body.value.xpo_deny
        elif isinstance(body.value, xp.xp_lock4):
            item.owner, item.open_stateid = body.value.xpl_owner, body.value.xpl_open_stateid
            item.ranges = _ranges(entry)
        elif isinstance(body.value, xp.xp_deleg4):
            item.delegation = body.value.xpd_type
        items.append(item)


def _ranges(entry: xp.xp_entry4) -> list[tuple[str, int, int]]:
    body = entry.xpe_body.value
    if not isinstance(body, xp.xp_lock4):
        return []
    return [(r.xpr_type.name.removesuffix("_LT"), r.xpr_offset, r.xpr_length) for r in body.xpl_ranges]


def differences(listing: StateList, ledger: Ledger) -> list[str]:
    """Where the server's list and what the client believes part, a line each: what is listed and not known (a
    leak), known and not listed (a silent loss), or known otherwise. The client must be quiet meanwhile."""
    known: dict[bytes, Open | Lock | Delegation] = {bytes(one.stateid.other): one for one in ledger.live_opens}
    known |= {bytes(one.stateid.other): one for one in ledger.delegations}
    known |= {bytes(one.stateid.other): one for one in ledger.live_locks}
    told: list[str] = []
    for item in listing.items:
        mine = known.pop(bytes(item.stateid.other), None)
        if item.flags & xp.XPE_REVOKED:
            told.append(f"revoked: {item}: {item.status.name}")
        elif mine is None:
            told.append(f"not known to the client: {item} of owner {item.owner!r}")
        else:
            told += _differs(item, mine)
    told += [f"not listed: {describe_stateid(one.stateid)} of {one.file.tag}" for one in known.values()]
    return told


def _differs(item: Item, mine: Open | Lock | Delegation) -> list[str]:
    told = []
    if item.stateid != mine.stateid:
        told.append(f"another version: {item}, the client has {describe_stateid(mine.stateid)}")
    if isinstance(mine, Delegation):
        if item.delegation != (nfs4.OPEN_DELEGATE_WRITE if mine.write else nfs4.OPEN_DELEGATE_READ):
            told.append(f"another kind of delegation: {item} is {item.delegation!r}")
    elif isinstance(mine, Open):
        if (item.access, item.deny) != (mine.access, mine.deny):
            told.append(f"other share bits: {item} has access {item.access} deny {item.deny}")
    elif item.ranges != (ranges := [(one.locktype, one.start, one.length) for one in mine.ranges]):
        told.append(f"other ranges: {item} has {item.ranges}, the client {ranges}")
    return told
