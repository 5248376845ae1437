"""I3 and I4: what may be reclaimed (RFC 8881 §8.4.2, §8.4.3, §9.11).

I3, no reclaim after an intervening conflicting grant: a reclaim that goes well implies that nobody else was
granted a conflicting lock or open since the original grant, even if that was given back already; nor a
conflicting write where locks are mandatory.
I4, a reclaim is a subset: its bytes and its mode lie within what the same owner may have held last.
"""

from __future__ import annotations

from regrace.harness.history.events import Event, Kind, Moment
from regrace.harness.oracle.digest import Digest, Realm, lane_of, mode_of, realm_of
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.modes import WRITE
from regrace.harness.oracle.past import Past
from regrace.harness.oracle.ranges import Span
from regrace.harness.oracle.reclaims import Intervention, Reclaims, Study
from regrace.harness.oracle.render import story
from regrace.harness.oracle.witness import NO_WITNESS, find_witness

MANDATORY = "mandatory-locks"
"""The claim of an origin whose byte-range locks bind I/O as well."""


def reclaim(digest: Digest, reclaims: Reclaims, budget: Budget) -> list[Finding]:
    """Judge I3 and I4."""
    intervening, subset = Verdict(invariant="I3"), Verdict(invariant="I4")
    mandatory = MANDATORY in digest.context.claims.get(digest.origin, frozenset())
    for study in reclaims.studies:
        budget.spend(1 + len(study.pieces))
        if study.granted:
            intervening.doubts += study.doubts
            if study.interventions:
                intervening.breaks(*intervention_break(digest, study, study.interventions[0]))
            elif mandatory:
                _judge_writes(digest, study, intervening)
            if any(past.original is not None for _, past in study.pieces):
                intervening.exercised.append(f"{who_reclaims(study)} was granted, and nobody came in between")
            if study.overreach:
                subset.breaks(*overreach_break(study, *study.overreach[0]))
            subset.exercised.append(f"{who_reclaims(study)} was granted, within what {study.reclaim.actor} had")
        elif study.refused:
            if study.interventions:
                grant = study.interventions[0].grant
                intervening.exercised.append(
                    f"{who_reclaims(study)} was refused ({study.reclaim.status}) after {grant.actor}'s {story(grant)}"
                )
            if any(not past.might_hold(mode_of(study.reclaim)) for _, past in study.pieces):
                subset.exercised.append(f"{who_reclaims(study)}, which it did not have, was refused")
    return [
        intervening.finding("no owner got back, or was refused, a lock that somebody may have had meanwhile"),
        subset.finding("nothing was reclaimed"),
    ]


def intervention_break(
    digest: Digest, study: Study, found: Intervention
) -> tuple[str, list[Event], dict[int, Remark]]:
    """Message, trace and remarks of a reclaim that came through although it must not have."""
    asked, grant, original = study.reclaim, found.grant, found.original
    message = (
        f"{who_reclaims(study)} was granted, although {grant.actor}/{grant.owner} had been granted {story(grant)} "
        f"through {grant.via} since {asked.actor}'s original grant. "
    )
    events = digest.on_file[asked.file]
    releases = _given_back(digest, grant, asked.began)
    trace = [original, *_crashes_that_matter(study, found), grant, *releases, asked]
    notes = {
        original.index: Remark("the original grant"),
        grant.index: Remark("a conflicting grant in between"),
        asked.index: Remark("must have been refused"),
    }
    if realm_of(asked) is Realm.LOCK and grant.actor != asked.actor:
        witness = find_witness(
            events,
            intruder=grant.actor,
            span=found.span,
            since=original.settled,
            until=Moment(float("inf")),
        )
        if witness is not None:
            trace += witness.events
        message += witness.words() if witness is not None else NO_WITNESS
    return message, trace, notes


def overreach_break(study: Study, span: Span, past: Past) -> tuple[str, list[Event], dict[int, Remark]]:
    """Message, trace and remarks of a reclaim of what its owner can't have had."""
    asked = study.reclaim
    notes = {asked.index: Remark("must have been refused")}
    bytes_of = f"{span.words()} of {asked.file}" if realm_of(asked) is Realm.LOCK else asked.file
    trace = [asked]
    if past.original is None:
        why = f"{asked.actor}/{asked.owner} never had {bytes_of}"
    elif past.settled_by is not None and past.released is not None:
        seen = past.settled_by
        why = (
            f"{asked.actor}/{asked.owner} had given {bytes_of} back: its {story(past.released)} got no "
            f"answer, and {seen.actor}'s {story(seen)} showed that it was done"
        )
        notes[seen.index] = Remark("shows that the bytes were free")
        trace += [past.original, past.released, seen]
    elif past.released is not None:
        why = f"{asked.actor}/{asked.owner} had given {bytes_of} back"
        trace += [past.original, past.released]
    else:
        why = f"{asked.actor}/{asked.owner} had no more than {mode_of(past.original).words()} on {bytes_of}"
        trace.append(past.original)
    trace += [past.suspended] if past.suspended is not None else study.crashes[-1:]
    return f"{who_reclaims(study)} was granted, but {why}.", trace, notes


def _judge_writes(digest: Digest, study: Study, verdict: Verdict) -> None:
    """Where locks are mandatory, a write of another owner in between excludes a reclaim as a grant does."""
    asked = study.reclaim
    if realm_of(asked) is not Realm.LOCK:
        return
    for span, past in study.pieces:
        if past.original is None or (past.authority_lost and not past.honest):
            continue
        for event in digest.on_file[asked.file]:
            if (
                event.kind is Kind.WRITE
                and event.ok
                and event.actor != asked.actor
                and Span(event.offset, event.end).overlaps(span)
                and past.original.settled < event.began
                and event.settled < asked.began
                and mode_of(asked).conflicts(WRITE)
            ):
                message = f"{who_reclaims(study)} was granted, although {event.actor} had written there meanwhile."
                verdict.breaks(message, [past.original, *study.crashes, event, asked])
                return


def _crashes_that_matter(study: Study, found: Intervention) -> list[Event]:
    return [crash for crash in study.crashes if found.original.settled < crash.began]


def _given_back(digest: Digest, grant: Event, until: Moment) -> list[Event]:
    """The release of an intervening grant, if it was released before the reclaim."""
    for event in digest.on_file[grant.file]:
        if (
            event.kind in (Kind.LOCKU, Kind.CLOSE)
            and lane_of(event) == lane_of(grant)
            and grant.settled < event.began < until
        ):
            return [event]
    return []


def who_reclaims(study: Study) -> str:
    """"E1/l's RECLAIM LOCK WRITE [0,10) of f through reexport"."""
    asked = study.reclaim
    return f"{asked.actor}/{asked.owner}'s {story(asked)} through {asked.via}"
