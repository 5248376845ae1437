"""Every reclaim of a history beside its past: what it was entitled to, and who got in between.

The origin is the authority. As long as it has its memory it can refuse what its client never held. Once it
has crashed it must believe its clients (RFC 8881 §8.4.2), and is to blame only for what an honest
client makes it do: so a reclaim is judged then only if its client had reason to believe in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from regrace.harness.history.events import Event, Kind, Moment
from regrace.harness.oracle.digest import (
    LOST,
    RECLAIMS,
    Digest,
    Realm,
    lane_of,
    mode_of,
    realm_of,
    span_of,
)
from regrace.harness.oracle.findings import Budget
from regrace.harness.oracle.horizons import Horizons
from regrace.harness.oracle.modes import Mode
from regrace.harness.oracle.past import Past, PastOf
from regrace.harness.oracle.ranges import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """Somebody else was surely granted, between an original grant and its reclaim, what excludes both."""

    span: Span
    original: Event
    grant: Event
    past: Past


@dataclass(slots=True, kw_only=True)
class Study:
    """One answered reclaim."""

    reclaim: Event
    pieces: list[tuple[Span, Past]]
    crashes: list[Event]
    """Of the servers on its way, between its earliest original grant and the reclaim."""
    interventions: list[Intervention] = field(default_factory=list)
    overreach: list[tuple[Span, Past]] = field(default_factory=list)
    """Bytes that no execution left the owner with, at an authority that knows better."""
    doubts: list[str] = field(default_factory=list)

    @property
    def granted(self) -> bool:
        """Whether the server gave the state back."""
        return self.reclaim.ok

    @property
    def refused(self) -> bool:
        """Whether the server said that there is nothing to reclaim (and not merely "later")."""
        return self.reclaim.status in LOST


class Reclaims:
    """The studies of a history. Made once, used by several families."""

    def __init__(self, digest: Digest, horizons: Horizons, budget: Budget) -> None:
        self._digest, self._horizons, self._budget = digest, horizons, budget
        self.studies = [
            self._study(event)
            for file in digest.judged_files()
            for event in digest.on_file[file]
            if event.kind in RECLAIMS and event.answered
        ]

    def past_of_others(self, study: Study) -> Iterator[tuple[Event, Span, Past]]:
        """What other owners had on the bytes of a reclaim: their last grant there, and their past."""
        reclaim = study.reclaim
        latest: dict[tuple[str, str], Event] = {}
        for grant in self._digest.grants(reclaim.file, realm_of(reclaim)):
            if lane_of(grant) != lane_of(reclaim) and grant.settled < reclaim.began:
                latest[lane_of(grant)] = grant
        for grant in latest.values():
            self._budget.spend(10)
            stand_in = as_asked_by(grant, reclaim)
            for span, past in PastOf(self._digest, self._horizons, stand_in).pieces():
                if past.original is not None:
                    yield grant, span, past

    def _study(self, reclaim: Event) -> Study:
        past = PastOf(self._digest, self._horizons, reclaim)
        pieces = list(past.pieces())
        self._budget.spend(10 + len(pieces))
        originals = [p.original.settled for _, p in pieces if p.original is not None]
        since = min(originals, default=Moment(float("-inf")))
        crashes = [c for c in self._digest.crashes_on(reclaim.via) if since < c.began < reclaim.began]
        study = Study(reclaim=reclaim, pieces=pieces, crashes=crashes)
        study.interventions = [found for span, p in pieces for found in self._between(study, span, p)]
        if reclaim.ok:
            study.overreach = [(span, p) for span, p in pieces if self._overreaches(reclaim, p)]
        return study

    def _between(self, study: Study, span: Span, past: Past) -> Iterator[Intervention]:
        reclaim, original = study.reclaim, past.original
        mode, file, realm = self._judged_mode(reclaim), reclaim.file, realm_of(reclaim)
        believed = past.honest and past.might_hold(mode)
        if original is None or (past.authority_lost and not believed):
            return
        later = chain.from_iterable(self._digest.grants_since(file, realm, span, original.settled))
        seen: set[int] = set()
        for grant in later:
            self._budget.spend()
            if grant.index in seen or grant.settled >= reclaim.began:
                continue
            seen.add(grant.index)
            if past.authority_lost and grant.kind in RECLAIMS:
                continue  # an honest reclaim conflicts with none of another honest client
            shared = span_of(grant).cut(span)
            if shared is None or not self._excludes(grant, reclaim):
                continue
            if any(mode_of(e).covers(mode) for e in past.landing if e.began > original.began):
                study.doubts.append(
                    f"{reclaim.actor} asked for {shared.words()} of {reclaim.file} again and never learned "
                    "the answer: which grant it reclaims is open"
                )
                continue
            yield Intervention(span=shared, original=original, grant=grant, past=past)

    def _excludes(self, grant: Event, reclaim: Event) -> bool:
        return mode_of(grant).conflicts(self._judged_mode(reclaim)) and self._digest.rivals(grant, reclaim)

    def _overreaches(self, reclaim: Event, past: Past) -> bool:
        if past.authority_lost or self._authority_crashed_near(reclaim, past):
            return False
        return not past.might_hold(self._judged_mode(reclaim))

    def _authority_crashed_near(self, reclaim: Event, past: Past) -> bool:
        """Whether the origin may have crashed since it could last know: ever, for bytes without a past."""
        known_since = past.original.began if past.original is not None else Moment(float("-inf"))
        since = min(known_since, reclaim.began)
        crashes = self._digest.crashes[self._digest.origin]
        return any(crash.began <= reclaim.settled and crash.settled >= since for crash in crashes)

    def _judged_mode(self, reclaim: Event) -> Mode:
        """What of a reclaim the authority can know: deny bits only if they were passed on to it."""
        mode = mode_of(reclaim)
        local = realm_of(reclaim) is Realm.SHARE and reclaim.via != self._digest.origin
        return Mode(mode.access, 0) if local and not self._digest.context.deny_pass_through else mode


def as_asked_by(grant: Event, reclaim: Event) -> Event:
    """The same reclaim as if the owner of `grant` had sent it."""
    return Event(
        index=reclaim.index,
        kind=Kind.RECLAIM_LOCK if realm_of(reclaim) is Realm.LOCK else Kind.RECLAIM_OPEN,
        invoked_at=reclaim.invoked_at,
        invoked_tick=reclaim.invoked_tick,
        completed_at=reclaim.invoked_at,
        completed_tick=reclaim.invoked_tick,
        actor=grant.actor,
        via=grant.via,
        file=grant.file,
        owner=grant.owner,
        locktype=reclaim.locktype,
        offset=reclaim.offset,
        length=reclaim.length,
        access=reclaim.access,
        deny=reclaim.deny,
    )
