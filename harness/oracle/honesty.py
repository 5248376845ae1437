"""I23, honest refusal: a server that recovers nothing says so in the words that clients understand.

Of a re-export server that does not claim to give locks back ("reclaim"): a reclaim after it lost its memory is refused
as one that can't succeed (RFC 8881 §15.1.9: NO_GRACE, RECLAIM_BAD, RECLAIM_CONFLICT), or put off. One that grants no
locks at all is honest, too: it says so at once.
"""

from __future__ import annotations

from regrace.harness.history.events import Kind
from regrace.harness.oracle.digest import LOST, UNSETTLED, Digest
from regrace.harness.oracle.findings import Budget, Finding, Remark, Verdict
from regrace.harness.oracle.reclaims import Reclaims
from regrace.harness.oracle.render import story

WITHOUT = frozenset({"NFS4ERR_NOTSUPP", "NFS4ERR_LOCK_NOTSUPP"})
"""What a server says that has no locks at all."""
LATER = (UNSETTLED - {"NFS4ERR_SERVERFAULT", "NFS4ERR_IO"}) | {"NFS4ERR_GRACE", "NFS4ERR_STALE", "NFS4ERR_FHEXPIRED"}
"""Not the answer to the reclaim, or not yet."""


def honesty(digest: Digest, reclaims: Reclaims, budget: Budget) -> list[Finding]:
    """Judge I23; no finding where nobody knows what the servers claim, or all of them give locks back."""
    silent = {n for n, c in digest.context.claims.items() if n != digest.origin and "reclaim" not in c}
    if not silent:
        return []
    verdict = Verdict(invariant="I23")
    for study in reclaims.studies:
        budget.spend()
        asked = study.reclaim
        if asked.via not in silent or asked.ok or not study.crashes:
            continue
        if not all(past.honest and past.original is not None for _, past in study.pieces):
            continue
        what = f"{asked.actor}'s {story(asked)} through {asked.via}"
        if asked.status == "NFS4ERR_ACCESS" and asked.file in digest.closed:
            continue  # its user may not have the file any more: that is told
        if asked.status in LOST | WITHOUT:
            verdict.exercised.append(f"{what} was refused in words that say so ({asked.status})")
        elif asked.status not in LATER:
            originals = [past.original for _, past in study.pieces if past.original is not None]
            verdict.breaks(
                f"{what} was answered {asked.status}: that does not tell its client that the lock is gone.",
                [*originals, study.crashes[-1], asked],
                {asked.index: Remark("must be NO_GRACE, or another refusal of a reclaim")},
            )
    for node in sorted(silent):
        if "locks" not in digest.context.claims[node]:
            _heed_refusals(digest, node, verdict)
    return [verdict.finding("nobody asked a server for recovery that does not claim it")]


def _heed_refusals(digest: Digest, node: str, verdict: Verdict) -> None:
    """Of a server that claims no locks, and grants none."""
    for file in digest.judged_files():
        for event in digest.on_file[file]:
            if event.via == node and event.kind is Kind.LOCK and event.status in WITHOUT:
                verdict.exercised.append(f"{node} answered {story(event)} with {event.status}")
