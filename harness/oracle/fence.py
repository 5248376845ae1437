"""I12, the write fence: no WRITE under a lost lock stateid takes effect after a conflicting grant.

RFC 8881 §8.2.4, §9.1.2: the stateid is the fence. I/O under a live open stateid is legal, byte-range locks
being advisory, and so are anonymous stateids; only a WRITE that names the lost lock is judged.
"""

from __future__ import annotations

from regrace.harness.history.events import Kind
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.render import story
from regrace.harness.oracle.told_losses import Taken


def fence(taken: list[Taken], budget: Budget) -> list[Finding]:
    """Judge I12."""
    verdict = Verdict(invariant="I12")
    for loss in taken:
        budget.spend(1 + len(loss.dependent))
        owner = f"{loss.original.actor}/{loss.original.owner}"
        for write in (event for event in loss.dependent if event.kind is Kind.WRITE):
            if write.ok and write.detail.get("stable") != "UNSTABLE4":
                message = (
                    f"{owner}'s {story(write)} under its lost lock took effect, after {loss.grant.actor} had "
                    f"been granted {loss.span.words()}."
                )
                notes = {loss.grant.index: Remark("takes it"), write.index: Remark("must have been fenced off")}
                verdict.breaks(message, [loss.original, loss.grant, write], notes)
                break
            if not write.ok:
                verdict.exercised.append(f"{owner}'s {story(write)} under its lost lock got {write.status}")
    return [verdict.finding("nobody wrote under a lock that had been given to another")]
