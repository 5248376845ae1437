"""What befell some bytes of a lock after a failure, in order: what `fates.py` reads a lock's fate from.

Nothing is judged anew here. That a reclaim was wrong, that a lock was given to somebody else, that two held one at
once is what the families of invariants find (`reclaims.py`, `told_losses.py`, `mutual_exclusion.py`); this puts it
in order, beside what the owner was told.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import pairwise

from regrace.harness.history.events import Event, Kind, Moment
from regrace.harness.oracle.digest import (
    LOST,
    RECOVERED,
    RELEASES,
    Digest,
    Lane,
    Realm,
    lane_of,
    mode_of,
    reach_of,
    realm_of,
    span_of,
)
from regrace.harness.oracle.findings import Budget
from regrace.harness.oracle.holds import Hold, Holds
from regrace.harness.oracle.horizons import Horizons
from regrace.harness.oracle.mutual_exclusion import clashes
from regrace.harness.oracle.ranges import Span, SpanIndex
from regrace.harness.oracle.reclaims import Study
from regrace.harness.oracle.render import story
from regrace.harness.oracle.told_losses import Taken

REFUSALS = LOST | {"NFS4ERR_DENIED", "NFS4ERR_SHARE_DENIED", "NFS4ERR_EXPIRED", "NFS4ERR_STALE", "NFS4ERR_NOTSUPP"}
"""Answers to a reclaim from which an owner knows that it does not have what it asked for."""
OF_ALL, OF_SOME = "EXPIRED_ALL_STATE_REVOKED", frozenset({"EXPIRED_SOME_STATE_REVOKED", "ADMIN_STATE_REVOKED"})
OF_A_SESSION = frozenset({"NFS4ERR_BADSESSION", "NFS4ERR_DEADSESSION"})


def is_failure(event: Event) -> bool:
    """Whether something failed that an end client's lock depends on; links of the direct clients do not count."""
    if event.kind is Kind.CUT:
        return not event.actor.startswith("D-")
    return event.kind in (Kind.CRASH, Kind.PAUSE)


class What(StrEnum):
    """Kinds of omens."""

    SUSPENDED = auto()  # the server that granted it lost its memory: its owner has to ask for it
    SHAKEN = auto()  # another failure: what was sure before has to be seen again
    TAKEN = auto()  # somebody else was granted its bytes
    REGAINED = auto()  # its owner asked for it and got it, and nobody had come in between
    SECURE = auto()  # somebody who wanted the bytes was denied at the origin
    GIVEN_UP = auto()  # its owner unlocked or closed
    REFUSED = auto()  # its owner asked for it and did not get it: gone, unless it had it back already
    TOLD = auto()  # its owner heard that it is gone
    WARNED = auto()  # its owner heard that something is gone
    SILENT = auto()  # its owner counts on it in vain
    COMPLETE = auto()  # its owner said that it has nothing more to reclaim
    GONE = auto()  # its owner is no more, or has a new lock in its place


@dataclass(frozen=True, slots=True)
class Omen:
    """One thing that happened."""

    at: Moment
    what: What
    words: str
    """Half a sentence: why a lock has its fate, if this is the last word."""


class Omens:
    """What there is to know of the locks of one history."""

    def __init__(
        self,
        digest: Digest,
        horizons: Horizons,
        holds: Holds,
        studies: Iterable[Study],
        taken: Iterable[Taken],
        budget: Budget,
    ) -> None:
        self._digest, self._horizons, self._holds, self._budget = digest, horizons, holds, budget
        self._studies: dict[tuple[str, str], list[Study]] = defaultdict(list)
        """(Client, file) -> its answered reclaims."""
        self._taken: dict[tuple[Lane, str], list[Taken]] = defaultdict(list)
        self._clashes: dict[str, list[tuple[Hold, Hold]]] = {}
        self._by_lane: dict[str, dict[Lane, list[Hold]]] = {}
        self._looks: dict[str, SpanIndex[Event]] = {}
        self._failed = [event for event in digest.events if is_failure(event)]
        for study in studies:
            self._studies[study.reclaim.actor, study.reclaim.file].append(study)
        for loss in taken:
            self._taken[lane_of(loss.original), loss.original.file].append(loss)

    def cells(self, lock: Event, failure: Event, piece: Span) -> list[Span]:
        """The piece of a lock, cut where something after the failure concerns a part of it only."""
        spans = [reach_of(e, Realm.LOCK) for e in self._own(lock, failure, piece)]
        spans += [span_of(e) for e in self._looked(lock, failure, piece)]
        borders = {border for span in spans for border in span if piece.start < border < piece.end}
        ordered = sorted({piece.start, piece.end, *borders})
        return [Span(start, end) for start, end in pairwise(ordered)]

    def lost_before(self, lock: Event, failure: Event, span: Span) -> bool:
        """Whether some of these bytes had been given to somebody else before anything failed: then the failure is not
        what they were lost by."""
        return any(
            loss.original is lock and loss.grant.settled < failure.began and loss.span.overlaps(span)
            for loss in self._taken[lane_of(lock), lock.file]
        )

    def of(self, lock: Event, failure: Event, span: Span) -> list[Omen]:
        """What happened to these bytes from the failure on, in order. Raises BudgetSpentError."""
        found = [
            *self._failures(lock, failure),
            *self._reclaims(lock, failure, span),
            *self._losses(lock, failure, span),
            *self._tidings(lock, failure),
            *self._deeds(lock, failure, span),
            *self._looks_of_others(lock, failure, span),
        ]
        self._budget.spend(1 + len(found))
        # At one and the same moment a failure comes before what is seen of it.
        return sorted(found, key=lambda omen: (omen.at, omen.what not in (What.SUSPENDED, What.SHAKEN)))

    def _failures(self, lock: Event, failure: Event) -> Iterator[Omen]:
        for event in self._failed:
            if event.began < failure.began:
                continue
            if event.kind is Kind.CRASH and event.actor == lock.via:
                words = f"{event.actor} lost its memory, and the owner did not ask for it or got no answer"
                yield Omen(event.began, What.SUSPENDED, words)
            else:
                yield Omen(event.began, What.SHAKEN, f"nobody looked after the {event.kind.value} of {event.actor}")

    def _reclaims(self, lock: Event, failure: Event, span: Span) -> Iterator[Omen]:
        for study in self._studies[lock.actor, lock.file]:
            asked = study.reclaim
            of_lock = realm_of(asked) is Realm.LOCK
            if asked.began < failure.began or (
                of_lock and not (lane_of(asked) == lane_of(lock) and span_of(asked).overlaps(span))
            ):
                continue
            if study.granted:
                if of_lock:
                    yield self._given_back(lock, study, span)
            elif asked.status in REFUSALS and _was_due(study):
                yield Omen(asked.settled, What.REFUSED, f"its {story(asked)} was refused: {asked.status}")

    def _given_back(self, lock: Event, study: Study, span: Span) -> Omen:
        asked = study.reclaim
        what = f"its {story(asked)} was granted"
        between = [found.grant for found in study.interventions if found.span.overlaps(span)]
        if between:
            words = f"{what}, although {between[0].actor} had been granted {story(between[0])} meanwhile"
            return Omen(asked.settled, What.SILENT, words)
        if any(piece.overlaps(span) for piece, _ in study.overreach):
            return Omen(asked.settled, What.SILENT, f"{what}, although it had been given up")
        seen = self._seen_free(lock, study, span)
        if seen is not None:
            words = f"{what}, although {seen.actor} had seen the bytes free at {seen.via} meanwhile"
            return Omen(asked.settled, What.SILENT, words)
        return Omen(asked.settled, What.REGAINED, f"{what}, and nobody had come in between")

    def _seen_free(self, lock: Event, study: Study, span: Span) -> Event | None:
        """Whoever asked the origin, between a lock and its reclaim, and heard that nobody has the bytes. Not where
        the origin lost its memory meanwhile, nor where the owner may have given them up; nor where a courteous origin
        keeps, after the lease of the re-export server, what would give way if somebody locked it (RFC 8881 §8.4.3)."""
        asked, digest = study.reclaim, self._digest
        originals = [past.original for piece, past in study.pieces if past.original and piece.overlaps(span)]
        if not originals or any(past.leaving for piece, past in study.pieces if piece.overlaps(span)):
            return None
        since = max(original.settled for original in originals)
        if any(since < c.settled and c.began < asked.began for c in digest.crashes[digest.origin]):
            return None
        sure_until = math.inf
        if "courtesy" in digest.context.claims.get(digest.origin, frozenset()):
            sure_until = min(self._horizons.reexporter(original.via, original) for original in originals)
        for event in self._look_index(lock.file, span):
            if (
                event.kind is Kind.LOCKT
                and event.ok
                and event.invoked_at < sure_until
                and event.via == digest.origin
                and lane_of(event) != lane_of(lock)
                and mode_of(event).conflicts(mode_of(asked))
                and since < event.began
                and event.settled < asked.began
            ):
                return event
        return None

    def _losses(self, lock: Event, failure: Event, span: Span) -> Iterator[Omen]:
        for loss in self._taken[lane_of(lock), lock.file]:
            if loss.grant.began < failure.began or not loss.span.overlaps(span):
                continue
            words = f"{loss.grant.actor} was granted {story(loss.grant)}"
            yield Omen(loss.grant.settled, What.TAKEN, f"{words}, and its owner has not heard of it yet")
            for number, event in enumerate(loss.dependent):
                stable_write = event.kind is Kind.WRITE and event.detail.get("stable") != "UNSTABLE4"
                if event.ok and (number == 0 or stable_write):
                    silent = f"{words}, and the old owner's {story(event)} went well as if nothing had been"
                    yield Omen(event.settled, What.SILENT, silent)
                    break
        for first, second in self._clashes_on(lock.file):
            if first.lane == lane_of(lock) and first.span.overlaps(span) and failure.began < second.start:
                words = f"{second.lane.actor} was granted {story(second.grant)} while it was surely held"
                yield Omen(second.start, What.SILENT, words)

    def _tidings(self, lock: Event, failure: Event) -> Iterator[Omen]:
        for event in self._digest.tidings[lock.actor]:
            if event.began < failure.began:
                continue
            if event.kind is Kind.CLIENT_CRASH:
                yield Omen(event.began, What.GONE, "its owner died")
            elif event.kind is Kind.RECLAIM_COMPLETE and event.ok and not event.detail.get("one_fs"):
                yield Omen(event.settled, What.COMPLETE, "its owner sent RECLAIM_COMPLETE")
            elif event.kind is Kind.LOSS_NOTICE and event.file in ("", lock.file):
                what = self._heard(lock, event)
                if what is not None:
                    said = event.status or ", ".join(event.detail.get("flags", ())) or "a loss notice"
                    yield Omen(event.began, what, f"its owner was told: {said}")
        for note in self._digest.rebirths(lock.actor):
            if note.began < failure.began:
                continue
            if note.detail.get("what") != RECOVERED:
                yield Omen(note.began, What.GONE, "its owner began a new life")
            elif not self._server_forgot(lock, note):
                yield Omen(note.began, What.TOLD, f"its owner was told: {lock.via} has forgotten it")

    def _heard(self, lock: Event, notice: Event) -> What | None:
        """What a loss notice says of this lock. That a server restarted is no loss yet: it can be asked."""
        flags, of = notice.detail.get("flags"), notice.detail.get("of")
        if flags is not None:
            if OF_ALL in flags:
                return What.TOLD
            return What.WARNED if OF_SOME.intersection(flags) else None
        if notice.status in OF_A_SESSION or notice.status == "NFS4ERR_OLD_STATEID":
            return None
        if notice.status == "NFS4ERR_STALE_CLIENTID" and self._server_forgot(lock, notice):
            return None
        if of == "lock" and notice.owner != lock.owner:
            return None
        return What.WARNED if of == "open" else What.TOLD

    def _server_forgot(self, lock: Event, event: Event) -> bool:
        """Whether the server that granted the lock lost its memory before this."""
        return any(lock.settled < c.settled and c.began < event.began for c in self._digest.crashes[lock.via])

    def _deeds(self, lock: Event, failure: Event, span: Span) -> Iterator[Omen]:
        for event in self._own(lock, failure, span):
            if not event.ok:
                continue
            if event.kind is Kind.LOCK and lane_of(event) == lane_of(lock):
                yield Omen(event.settled, What.GONE, "its owner has a new lock in its place")
            elif event.kind in RELEASES and (event.owner == lock.owner or event.kind is not Kind.LOCKU):
                yield Omen(event.settled, What.GIVEN_UP, f"its owner gave it up: {story(event)} went well")

    def _looks_of_others(self, lock: Event, failure: Event, span: Span) -> Iterator[Omen]:
        held = [hold for hold in self._held_by(lock) if hold.span.overlaps(span)]
        for event in self._looked(lock, failure, span):
            if event.status == "NFS4ERR_DENIED":
                words = f"{event.actor}'s {story(event)} was denied at {event.via}, and nobody had come in between"
                yield Omen(event.settled, What.SECURE, words)
            elif event.ok and event.kind is Kind.LOCKT and any(hold.during(event) for hold in held):
                words = f"{event.actor} saw the bytes free at {event.via} while it was surely held"
                yield Omen(event.settled, What.SILENT, words)

    # -- what there is

    def _own(self, lock: Event, failure: Event, span: Span) -> Sequence[Event]:
        """What the lock's client did on these bytes since the failure."""
        own = self._digest.operations_on(lock.actor, lock.file, Realm.LOCK, span)
        return [event for event in own if event.settled > failure.began and event is not lock]

    def _looked(self, lock: Event, failure: Event, span: Span) -> list[Event]:
        """Others' answered requests at the origin, since the failure, for what the lock excludes."""
        return [
            event
            for event in self._look_index(lock.file, span)
            if event.began > failure.began
            and event.answered
            and event.via == self._digest.origin
            and lane_of(event) != lane_of(lock)
            and mode_of(event).conflicts(mode_of(lock))
        ]

    def _look_index(self, file: str, span: Span) -> list[Event]:
        if file not in self._looks:
            events = [e for e in self._digest.on_file[file] if e.kind in (Kind.LOCK, Kind.LOCKT)]
            self._looks[file] = SpanIndex([(span_of(e), e) for e in events])
        found = {event.index: event for _, cell in self._looks[file].overlapping(span) for event in cell}
        self._budget.spend(len(found))
        return sorted(found.values(), key=lambda event: (event.began, event.index))

    def _held_by(self, lock: Event) -> list[Hold]:
        """The sure holds of the lock's owner on its file."""
        if lock.file not in self._by_lane:
            self._by_lane[lock.file] = by_lane = defaultdict[Lane, list[Hold]](list)
            for hold in self._holds.of(lock.file, Realm.LOCK):
                by_lane[hold.lane].append(hold)
        return self._by_lane[lock.file][lane_of(lock)]

    def _clashes_on(self, file: str) -> list[tuple[Hold, Hold]]:
        if file not in self._clashes:
            self._clashes[file] = list(clashes(self._holds.of(file, Realm.LOCK), self._budget))
        return self._clashes[file]


def _was_due(study: Study) -> bool:
    """Whether the owner may have had all that it asked for: who asks for more is not told of a loss."""
    return all(past.might_hold(mode_of(study.reclaim)) for _, past in study.pieces)
