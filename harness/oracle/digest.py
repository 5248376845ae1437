"""A history, sorted once for everybody: who asked what of whom, per file, and what befell the nodes.

The vocabulary of the oracle: a *lane* is one owner of one client (a lock-owner, or an open-owner); a
*realm* is byte-range locks or share reservations; a *grant* is an OPEN or LOCK, reclaim or not, that was
answered NFS4_OK.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from heapq import merge
from typing import NamedTuple

from regrace.harness.history.events import Event, Kind, Moment
from regrace.harness.oracle.findings import OracleContext
from regrace.harness.oracle.modes import Mode, lock_mode, share_mode
from regrace.harness.oracle.ranges import WHOLE_FILE, Span, SpanIndex
from regrace.harness.oracle.timeline import Timeline

RECOVERED, SESSION, LIMITS, PERMISSIONS = "recover", "session", "limits", "permissions"
"""What `detail["what"]` of a NOTE says, where the client began anew (`recover`, with "state_kept") or asked
for a session (with "co_ownerid", "verifier" and "clientid"); and where a server, the actor, was asked how long it keeps
what a client had that is gone (with "absence_s" and "reclaim_cap_s"), or a file was closed to some who have it open."""


class Realm(StrEnum):
    """What kind of state."""

    LOCK = "lock"
    SHARE = "share"


class Lane(NamedTuple):
    """One owner of one client."""

    actor: str
    owner: str


_REALMS = {
    Kind.LOCK: Realm.LOCK,
    Kind.RECLAIM_LOCK: Realm.LOCK,
    Kind.LOCKU: Realm.LOCK,
    Kind.LOCKT: Realm.LOCK,
    Kind.OPEN: Realm.SHARE,
    Kind.RECLAIM_OPEN: Realm.SHARE,
    Kind.DOWNGRADE: Realm.SHARE,
    Kind.CLOSE: Realm.SHARE,
}
ASKING = frozenset({Kind.LOCK, Kind.RECLAIM_LOCK, Kind.OPEN, Kind.RECLAIM_OPEN})
RECLAIMS = frozenset({Kind.RECLAIM_LOCK, Kind.RECLAIM_OPEN})
RELEASES = frozenset({Kind.LOCKU, Kind.CLOSE, Kind.DOWNGRADE, Kind.FREE_STATEID})
OPERATIONS = frozenset({*_REALMS, Kind.FREE_STATEID, Kind.READ, Kind.WRITE, Kind.RECLAIM_COMPLETE})

UNSETTLED = frozenset(
    {
        "NFS4ERR_DELAY",
        "NFS4ERR_SERVERFAULT",
        "NFS4ERR_IO",
        "NFS4ERR_RESOURCE",
        "NFS4ERR_BADSESSION",
        "NFS4ERR_DEADSESSION",
        "NFS4ERR_STALE_CLIENTID",
        "NFS4ERR_RETRY_UNCACHED_REP",
        "NFS4ERR_SEQ_MISORDERED",
        "NFS4ERR_SEQ_FALSE_RETRY",
        "NFS4ERR_CONN_NOT_BOUND_TO_SESSION",
        "NFS4ERR_REP_TOO_BIG",
        "NFS4ERR_REP_TOO_BIG_TO_CACHE",
    }
)
"""Answers that leave open whether the operation took effect: an earlier transmission of it may have been
executed, or the re-export server gave up on the origin half way."""
NOT_DONE = frozenset({"NFS4ERR_LOCKS_HELD", "NFS4ERR_INVAL", "NFS4ERR_OLD_STATEID", "NFS4ERR_BAD_RANGE"})
"""Answers to a release after which everything is surely held as before."""
NO_LOSS_OF_LOCKS = frozenset({"RESTART_RECLAIM_NEEDED", "RECALLABLE_STATE_REVOKED"})
"""Flags of SEQUENCE that say nothing of opens and locks."""
LOST = frozenset({"NFS4ERR_NO_GRACE", "NFS4ERR_RECLAIM_BAD", "NFS4ERR_RECLAIM_CONFLICT"})
"""Answers to a reclaim after which an honest client gives up what it held."""


def realm_of(event: Event) -> Realm:
    """Of an operation on state. KeyError for others."""
    return _REALMS[event.kind]


def mode_of(event: Event) -> Mode:
    """What a lock or open operation asks for (a downgrade: what it leaves)."""
    if realm_of(event) is Realm.LOCK:
        return lock_mode(event.locktype)
    return share_mode(event.access, event.deny)


def span_of(event: Event) -> Span:
    """The bytes that it is about; all of the file for share reservations."""
    if realm_of(event) is Realm.SHARE:
        return WHOLE_FILE
    return Span(event.offset, event.end)


def reach_of(event: Event, realm: Realm) -> Span:
    """The bytes of a realm that an operation may change."""
    if event.kind is Kind.FREE_STATEID or (event.kind is Kind.CLOSE and realm is Realm.LOCK):
        return WHOLE_FILE
    return span_of(event)


def _changes(event: Event, realm: Realm) -> bool:
    if event.kind is Kind.FREE_STATEID or event.kind is Kind.CLOSE:
        return realm is Realm.LOCK or event.kind is Kind.CLOSE
    return event.kind in ASKING | RELEASES and realm_of(event) is realm


def lane_of(event: Event) -> Lane:
    """Whose it is."""
    return Lane(event.actor, event.owner)


def is_grant(event: Event) -> bool:
    """Whether it was answered NFS4_OK and gave something."""
    return event.kind in ASKING and event.ok


def may_have_happened(event: Event) -> bool:
    """Whether its effect is open: no answer, or one that does not tell."""
    return not event.answered or event.status in UNSETTLED


def is_loss(event: Event) -> bool:
    """Whether a client was told that it lost opens or locks. That its server restarted and wants reclaims (a flag of
    every SEQUENCE until RECLAIM_COMPLETE, RFC 8881 §18.46.3) takes nothing that a crash did not take before; that a
    delegation was revoked takes nothing but that (§10.4.6)."""
    if event.kind is not Kind.LOSS_NOTICE or event.detail.get("of") == "delegation":
        return False
    flags = event.detail.get("flags")
    return not flags or not set(flags) <= NO_LOSS_OF_LOCKS


def other_of(stateid: str) -> str:
    """The part of a stateid that stays the same while its seqid grows; "" if there is none."""
    return stateid.partition(":")[2]


def seqid_of(stateid: str) -> int:
    """The seqid of a stateid as the history writes it; 0 ("whatever is current") if there is none."""
    head = stateid.partition(":")[0]
    return int(head) if head.isdigit() else 0


def _from(events: list[Event], place: int) -> Iterator[Event]:
    """The rest of a list, without a copy of it."""
    return (events[number] for number in range(place, len(events)))


class _Cell:
    """What was granted on some bytes, in order, by mode and by lane."""

    def __init__(self, grants: Iterable[Event]) -> None:
        self._by_mode: dict[Mode, list[Event]] = defaultdict(list)
        self._by_lane: dict[Lane, list[Event]] = defaultdict(list)
        for grant in grants:
            self._by_mode[mode_of(grant)].append(grant)
            self._by_lane[lane_of(grant)].append(grant)

    def contenders(self, original: Event) -> Iterator[Event]:
        """After a grant: what conflicts with it by its mode, and what its own lane was granted; in order."""
        conflicting = [each for mode, each in self._by_mode.items() if mode.conflicts(mode_of(original))]
        lists = [*conflicting, self._by_lane[lane_of(original)]]
        after = [_from(each, bisect_right(each, original.settled, key=lambda e: e.began)) for each in lists]
        return merge(*after, key=lambda e: (e.began, e.index))


class Digest:
    """Indexes over one history. Building it is O(n log n)."""

    def __init__(self, history: Iterable[Event], context: OracleContext) -> None:
        self.context = context
        self.events = sorted(history, key=lambda e: (e.began, e.index))
        self.files: list[str] = []
        """In the order of their first appearance."""
        self.on_file: dict[str, list[Event]] = defaultdict(list)
        """File -> operations on state and data."""
        self.of_actor: dict[str, list[Event]] = defaultdict(list)
        """Client or node -> its events."""
        self.of_actor_on: dict[tuple[str, str], list[Event]] = defaultdict(list)
        """(Client, file) -> its operations there."""
        self.tidings: dict[str, list[Event]] = defaultdict(list)
        """Client -> what it was told of losses, its RECLAIM_COMPLETEs, and its death."""
        self.crashes: dict[str, list[Event]] = defaultdict(list)
        """Node -> CRASH events."""
        self.leases: dict[str, list[Event]] = defaultdict(list)
        """Node -> LEASE events."""
        self.limits: dict[str, list[Event]] = defaultdict(list)
        """Node -> NOTEs that tell its limits of retention."""
        self.notes: list[Event] = []
        """NOTEs that tell of sessions and recoveries."""
        self.messages: list[Event] = []
        """What passed on the links, as a tap saw it, in order."""
        self.opaque: set[str] = set()
        """Files whose state was also touched behind the history's back: a NOTE says {"opaque": True}."""
        self.closed: set[str] = set()
        """Files that were closed to some of those who had them open: a NOTE says {"what": "permissions"}."""
        self._rebirths: dict[str, list[Event]] = {}
        self._timelines: dict[tuple[str, str], Timeline[Event]] = {}
        self._operations: dict[tuple[str, str, Realm], SpanIndex[Event]] = {}
        self._grants: dict[tuple[str, Realm], SpanIndex[Event]] = {}
        self._by_mode: dict[tuple[str, Realm], SpanIndex[_Cell]] = {}
        for event in self.events:
            self._sort_in(event)

    def _sort_in(self, event: Event) -> None:
        if event.kind is Kind.MESSAGE:
            self.messages.append(event)
            return
        if event.actor:
            self.of_actor[event.actor].append(event)
        if event.file and event.kind in OPERATIONS:
            if event.file not in self.on_file:
                self.files.append(event.file)
            self.on_file[event.file].append(event)
            self.of_actor_on[event.actor, event.file].append(event)
        if event.kind in (Kind.LOSS_NOTICE, Kind.RECLAIM_COMPLETE, Kind.CLIENT_CRASH):
            self.tidings[event.actor].append(event)
        if event.kind is Kind.CRASH:
            self.crashes[event.actor].append(event)
        elif event.kind is Kind.LEASE:
            self.leases[str(event.detail.get("node", event.actor))].append(event)
        elif event.kind is Kind.NOTE:
            if event.detail.get("opaque"):
                self.opaque.add(event.file)
            if event.detail.get("what") == PERMISSIONS:
                self.closed.add(event.file)
            if event.detail.get("what") == LIMITS:
                self.limits[event.actor].append(event)
            if event.detail.get("what") in (RECOVERED, SESSION):
                self.notes.append(event)

    @property
    def origin(self) -> str:
        """The authority's name."""
        return self.context.origin

    def judged_files(self) -> list[str]:
        """The files of which the history tells everything."""
        return [file for file in self.files if file not in self.opaque]

    def grants(self, file: str, realm: Realm) -> list[Event]:
        """What was granted on the file, in the order in which it was asked for."""
        return [e for e in self.on_file[file] if is_grant(e) and realm_of(e) is realm]

    def timeline(self, actor: str, file: str) -> Timeline[Event]:
        """The client's operations on a file, by the time that they took."""
        key = (actor, file)
        if key not in self._timelines:
            self._timelines[key] = Timeline.of_events(self.of_actor_on[key])
        return self._timelines[key]

    def operations_on(self, actor: str, file: str, realm: Realm, span: Span) -> list[Event]:
        """The client's requests and releases that may have changed what it holds on the span, in order. CLOSE and
        FREE_STATEID count for all bytes, and for byte-range locks too."""
        key = (actor, file, realm)
        if key not in self._operations:
            own = [e for e in self.of_actor_on[actor, file] if _changes(e, realm)]
            self._operations[key] = SpanIndex([(reach_of(e, realm), e) for e in own])
        cells = (cell for _, cell in self._operations[key].overlapping(span))
        found = {event.index: event for cell in cells for event in cell}
        return sorted(found.values(), key=lambda e: (e.began, e.index))

    def grants_since(
        self, file: str, realm: Realm, span: Span, since: Moment
    ) -> Iterator[Iterator[Event]]:
        """What was granted on bytes of the span, and asked for after `since`: for each cell of the file, on
        which every grant has all bytes or none, the grants in that order. One may be in several cells."""
        key = (file, realm)
        if key not in self._grants:
            self._grants[key] = SpanIndex([(span_of(e), e) for e in self.grants(file, realm)])
        for _, cell in self._grants[key].overlapping(span):
            yield _from(cell, bisect_right(cell, since, key=lambda e: e.began))

    def contenders_since(self, original: Event) -> Iterator[Iterator[Event]]:
        """As `grants_since`, of what came after a grant, on its bytes: those that conflict with it by their mode, and
        those of its own lane."""
        key = (original.file, realm_of(original))
        if key not in self._by_mode:
            whole = SpanIndex([(span_of(e), e) for e in self.grants(*key)])
            self._by_mode[key] = SpanIndex([(span, _Cell(cell)) for span, cell in whole.items()])
        for _, (cell,) in self._by_mode[key].overlapping(span_of(original)):
            yield cell.contenders(original)

    def path_nodes(self, via: str) -> tuple[str, ...]:
        """The nodes whose crash takes (or suspends) what was granted through `via`."""
        return (via,) if via == self.origin else (via, self.origin)

    def crashes_on(self, via: str) -> list[Event]:
        """Crashes of the nodes between a client that talks to `via` and the authority, in order."""
        found = [event for node in self.path_nodes(via) for event in self.crashes[node]]
        return sorted(found, key=lambda e: e.began)

    def crashed_between(self, one: Event, other: Event, *nodes: str) -> bool:
        """Whether one of these nodes (any, if none is named) may have lost its memory from the beginning of the one
        to the end of the other."""
        return any(
            crash.settled > one.began and crash.began < other.settled
            for node in nodes or tuple(self.crashes)
            for crash in self.crashes[node]
        )

    def ends_incarnation(self, note: Event, actor: str) -> bool:
        """Whether a NOTE says that what this client held may be gone, since it, or another client under its
        name, came with a new verifier (RFC 8881 §18.35.4 case 5; the confirming CREATE_SESSION does it)."""
        what = note.detail.get("what")
        if what == RECOVERED:
            return note.actor == actor and not note.detail.get("state_kept")
        if what != SESSION or (note.answered and not note.ok):
            return False
        mine = [e for e in self.sessions_of(actor, note.via) if e.began < note.began and e.ok]
        if not mine:
            return note.actor == actor
        before, now = mine[-1].detail, note.detail
        same_owner = before.get("co_ownerid") == now.get("co_ownerid")
        same_verifier = before.get("verifier") == now.get("verifier")
        return not same_verifier if same_owner else note.actor == actor

    def sessions_of(self, actor: str, via: str) -> list[Event]:
        """The client's CREATE_SESSIONs at a server, as its notes tell."""
        return [
            e
            for e in self.of_actor[actor]
            if e.kind is Kind.NOTE and e.detail.get("what") == SESSION and e.via == via
        ]

    def anew(self, actor: str) -> list[Event]:
        """The notes of any session or recovery of this client, also where it kept its state."""
        return [note for note in self.notes if note.actor == actor]

    def rebirths(self, actor: str) -> list[Event]:
        """The notes that end an incarnation of this client."""
        if actor not in self._rebirths:
            self._rebirths[actor] = [note for note in self.notes if self.ends_incarnation(note, actor)]
        return self._rebirths[actor]

    def rivals(self, one: Event, other: Event) -> bool:
        """Whether two grants (or requests) of different owners exclude each other: bytes, modes, and for
        share reservations whether the deny bits reach that far."""
        if lane_of(one) == lane_of(other) or realm_of(one) is not realm_of(other):
            return False
        if realm_of(one) is Realm.SHARE and one.via != other.via and not self.context.deny_pass_through:
            return False
        return span_of(one).overlaps(span_of(other)) and mode_of(one).conflicts(mode_of(other))
