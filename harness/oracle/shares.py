"""I2, share reservations: no open that is surely held reads or writes what another one denies.

RFC 8881 §9.7. Through different servers this binds only if the re-export servers pass deny bits on.
"""

from __future__ import annotations

from regrace.harness.oracle.digest import Digest, Realm
from regrace.harness.oracle.findings import Budget, Finding, Verdict
from regrace.harness.oracle.holds import Hold, Holds
from regrace.harness.oracle.mutual_exclusion import clashes, contests, held_until


def shares(digest: Digest, holds: Holds, budget: Budget) -> list[Finding]:
    """Judge I2."""
    verdict = Verdict(invariant="I2")
    for file in digest.judged_files():
        for first, second in clashes(holds.of(file, Realm.SHARE), budget):
            if not digest.rivals(first.grant, second.grant) and first.via != second.via:
                continue
            message = f"{_who(first)} and {_who(second)} both had {file} open, and one denies the other."
            trace = [first.grant, second.grant]
            trace += [hold.ended_by for hold in (first, second) if hold.ended_by is not None]
            verdict.breaks(message, trace, {h.grant.index: held_until(h) for h in (first, second)})
        verdict.exercised += contests(digest, holds, file, Realm.SHARE, budget)
    return [verdict.finding("no open was asked for that conflicts with one surely held at that time")]


def _who(hold: Hold) -> str:
    return f"{hold.lane.actor}/{hold.lane.owner} ({hold.mode.words()} through {hold.via})"
