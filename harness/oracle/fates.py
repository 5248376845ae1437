"""What became of each lock that an end client had been told it holds, once something failed: its fate.

Invariants ask whether a history is right; fates ask what a user would: is my lock still mine, and if not, was I
told? They are counted for the table of strategies and failures, and make no verdict.

A lock is a LOCK of an end client that was answered NFS4_OK before the failure, with the bytes that its owner had
not surely given up by then. Its failure is the first crash of a server, cut of a link between servers or to the
client, pause or move that began after it had been granted.

- *kept*: its owner got it back and nobody had come in between; or somebody who wanted it was denied afterwards;
  or its owner gave it up of its own will and nobody had taken it before.
- *told*: its owner learned that it is gone before it did anything on the strength of it.
- *silent*: the owner counts on a lock that others could have had: given back although somebody had been granted
  it, or had seen the bytes free, in between; held by two at once; used, and answered as if nothing had been,
  after it was given to another.
- *undecided*: the history ends before it can be known, or its owner did not ask for it back.

Where the history leaves a doubt, a lock is not called silent; nor kept without somebody having looked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regrace.harness.history.events import Event, Kind, Moment
from regrace.harness.oracle.digest import Digest, Realm, span_of
from regrace.harness.oracle.findings import Budget, BudgetSpentError, OracleContext
from regrace.harness.oracle.holds import Holds
from regrace.harness.oracle.horizons import Horizons
from regrace.harness.oracle.omens import Omen, Omens, What, is_failure
from regrace.harness.oracle.past import Past, PastOf
from regrace.harness.oracle.ranges import Span
from regrace.harness.oracle.reclaims import Reclaims, as_asked_by
from regrace.harness.oracle.told_losses import losses
from regrace.verdict import Fate

_WORST_FIRST = (Fate.SILENT, Fate.TOLD, Fate.UNDECIDED, Fate.KEPT)
_NOT_ASKED = "its owner did not ask for it back"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockFate:
    """One lock and what became of it."""

    lock: Event
    """The LOCK that was granted."""
    failure: Event
    """The first failure after it."""
    fate: Fate
    """The worst of its bytes' fates."""
    because: str
    """Half a sentence for a reader."""


def fates(history: Iterable[Event], context: OracleContext) -> list[LockFate]:
    """The fates of a history's locks, in the order in which they were asked for; empty if nothing failed, or no end
    client held a lock when it did. A pure function of its arguments.

    If the budget ends, every lock is undecided. Raises ValueError for a history that is none."""
    digest = Digest(history, context)
    failures = [event for event in digest.events if is_failure(event)]
    locks = _locks_before(digest, failures) if failures else []
    if not locks:
        return []
    try:
        return _judged(digest, locks, Budget(context.budget))
    except BudgetSpentError:
        why = f"the budget of {context.budget} steps ended before it could be known"
        return [LockFate(lock=lock, failure=f, fate=Fate.UNDECIDED, because=why) for lock, f in locks]


def _locks_before(digest: Digest, failures: Sequence[Event]) -> list[tuple[Event, Event]]:
    """Each LOCK that an end client was granted, with the first failure after its answer."""
    found = []
    for file in digest.judged_files():
        for grant in digest.grants(file, Realm.LOCK):
            place = bisect_right(failures, grant.settled, key=lambda failure: failure.began)
            if grant.kind is Kind.LOCK and grant.via != digest.origin and place < len(failures):
                found.append((grant, failures[place]))
    return sorted(found, key=lambda pair: (pair[0].began, pair[0].index))


def _judged(digest: Digest, locks: list[tuple[Event, Event]], budget: Budget) -> list[LockFate]:
    horizons = Horizons(digest)
    holds = Holds(digest, horizons)
    studies = Reclaims(digest, horizons, budget).studies
    omens = Omens(digest, horizons, holds, studies, losses(digest, budget), budget)
    found = []
    for lock, failure in locks:
        pieces = _held_at(digest, horizons, lock, failure.began)
        ends = [
            _end_of(omens.of(lock, failure, span), released)
            for piece, released in pieces
            for span in omens.cells(lock, failure, piece)
            if not omens.lost_before(lock, failure, span)
        ]
        if ends:
            # Of a lock that its owner asked back in part, the rest was left by its own will.
            asked = [end for end in ends if end[1] != _NOT_ASKED] or ends
            fate, because = min(asked, key=lambda end: _WORST_FIRST.index(end[0]))
            found.append(LockFate(lock=lock, failure=failure, fate=fate, because=because))
    return found


def _held_at(digest: Digest, horizons: Horizons, lock: Event, when: Moment) -> list[tuple[Span, bool]]:
    """The bytes of a lock that its owner had from it at that moment and had not been told to be rid of, and
    whether they were surely released although nobody had told it."""
    question = as_asked_by(lock, _asked_at(lock, when))
    gone = digest.tidings[lock.actor]
    if any(e.kind is Kind.CLIENT_CRASH and lock.settled < e.began < when for e in gone):
        return []
    return [
        (span, _is_released(past))
        for span, past in PastOf(digest, horizons, question).pieces()
        if past.original is lock and not _release_was_told(past, when)
    ]


def _asked_at(lock: Event, when: Moment) -> Event:
    """A question about the bytes of a lock, asked at that moment."""
    return Event(
        index=-1,
        kind=Kind.RECLAIM_LOCK,
        invoked_at=when.time,
        invoked_tick=when.tick,
        locktype=lock.locktype,
        file=lock.file,
        offset=lock.offset,
        length=lock.length,
    )


def _is_released(past: Past) -> bool:
    return past.released is not None and past.possible == frozenset({None})


def _release_was_told(past: Past, when: Moment) -> bool:
    """Whether the owner had its answer: then it counts on nothing any more."""
    return _is_released(past) and past.released is not None and past.released.ok and past.released.settled < when


def _end_of(omens: Iterable[Omen], released: bool) -> tuple[Fate, str]:
    """Walk through what happened to some bytes of a lock: the last word counts, and silence outdoes all.

    `released`: their owner had given them up before the failure, and had got no answer."""
    if released:
        silent = [omen for omen in omens if omen.what is What.SILENT]
        if silent:
            return Fate.SILENT, silent[0].words
        return Fate.KEPT, "given up by its owner before the failure, and not given back"
    walk = _Walk()
    for omen in omens:
        if omen.what is What.GONE:
            break
        walk.take(omen)
        if walk.over:
            break
    return walk.fate, walk.because


@dataclass(slots=True)
class _Walk:
    """Where the bytes of a lock stand while time goes by."""

    fate: Fate = Fate.UNDECIDED
    because: str = "nobody looked, and its owner neither asked for it nor gave it up"
    suspended: bool = False
    """Its server lost its memory, and the owner did not get it back yet: that others are denied is no proof then."""
    lost: bool = False
    """Somebody was given these bytes."""
    sure: bool = False
    """The owner was told of this very lock, not of some loss."""
    over: bool = False

    def take(self, omen: Omen) -> None:
        """The next thing happened."""
        if omen.what is What.SILENT:
            self._turn(Fate.SILENT, omen)
            self.over = True
        elif omen.what is What.TOLD or (omen.what is What.REFUSED and self.suspended):
            self._turn(Fate.TOLD, omen)
            self.sure = True
        elif omen.what is What.WARNED and self.fate is not Fate.TOLD:
            self._turn(Fate.TOLD, omen)
            self.sure = False
        elif omen.what is What.TAKEN:
            self.lost = True
            if self.fate is not Fate.TOLD:
                self._turn(Fate.UNDECIDED, omen)
        elif omen.what is What.REGAINED:
            self.suspended = False
            self._turn(Fate.UNDECIDED if self.lost else Fate.KEPT, omen)
        elif omen.what in (What.SUSPENDED, What.SHAKEN):
            self.suspended = self.suspended or omen.what is What.SUSPENDED
            if self.fate is Fate.KEPT:
                self._turn(Fate.UNDECIDED, omen)
        elif omen.what in (What.SECURE, What.GIVEN_UP):
            self._good_sign(omen)
        elif omen.what is What.COMPLETE and self.suspended:
            # RFC 8881 §18.51.3: there is nothing more that it wants to reclaim.
            if self.fate is Fate.UNDECIDED and not self.lost:
                self.because = _NOT_ASKED
            self.over = True

    def _good_sign(self, omen: Omen) -> None:
        if self.lost or (self.fate is Fate.TOLD and self.sure):
            return
        if omen.what is What.GIVEN_UP:
            self._turn(Fate.KEPT, omen)
            self.over = True
        elif not self.suspended:
            self._turn(Fate.KEPT, omen)

    def _turn(self, fate: Fate, omen: Omen) -> None:
        self.fate, self.because = fate, omen.words


def in_words(lock: Event) -> str:
    """For a reader: "E1/l WRITE [0,10) of f"."""
    return f"{lock.actor}/{lock.owner} {lock.locktype} {span_of(lock).words()} of {lock.file}"


def tally(found: Iterable[LockFate]) -> dict[str, int]:
    """How many locks had which fate; fates that none had are left out."""
    counts = Counter(each.fate for each in found)
    return {fate.value: counts[fate] for fate in Fate if counts[fate]}


def reasons(found: Iterable[LockFate]) -> list[str]:
    """A line per fate and reason, with how many locks it is true of and which was the first."""
    groups: dict[tuple[Fate, str], list[LockFate]] = {}
    for each in found:
        words = each.because.replace(span_of(each.lock).words(), "[..)")
        groups.setdefault((each.fate, words), []).append(each)
    lines = []
    for (fate, because), locks in sorted(groups.items(), key=lambda item: _WORST_FIRST.index(item[0][0])):
        more = f" and {len(locks) - 1} more" if len(locks) > 1 else ""
        lines.append(f"{fate.value}: {in_words(locks[0].lock)}{more}: {because}")
    return lines
