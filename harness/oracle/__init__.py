"""The oracle: invariants as pure functions of a history.

`judge(history, context)` says of each invariant whether it held, was broken (with the fewest events that
show it), or was not exercised. Soundness comes first: what is called broken is broken in every execution
that fits the history; see `holds.py` for what is surely held, `past.py` for what may have been held.

| file | invariants |
|---|---|
| `mutual_exclusion.py`, `shares.py` | I1, I2: nobody holds what excludes another |
| `reclaim.py`, `finality.py`, `isolation.py` | I3, I4, I5, I16: who may have what back |
| `told_losses.py`, `fence.py` | I6, I11, I12: a loss is told, and what was lost fences nothing in |
| `orders.py`, `search.py` | I1, I5, I6 again: whether any order of what was asked explains the answers |
| `leak.py` | I7: nothing is left at the origin |
| `grace.py` | I13, I14, I15: what grace keeps out, and what ends it |
| `incarnations.py` | I17: one client ID, one verifier |
| `delegations.py` | I20: nobody is let in beside a delegation |
| `liveness.py` | I8, I22: what is free can be had, and what was broken gets well |
| `stateids.py` | I9: what a stateid stands for, and what its seqid counts |
| `replay.py` | I10: a request is carried out once, and none in a session that is dead |
| `listing.py`, `tested.py` | I18: a list of state is complete and sound, and what TEST_STATEID says |
| `authority.py`, `honesty.py` | I21, I23: whose yes, and whose no, a reclaim is answered with |
| `legality.py`, `deviations.py` | I24: a status is one that its operation may have |
| `takeover.py` | I19: one server for a virtual IP at a time |

`fates(history, context)` judges nothing: it says of each lock that was held when something failed whether it was
kept, lost and told, or lost in silence (`fates.py`, `omens.py`).

**What it reads.** Operations on state and data are events of `harness.history`, invoked before they are sent
and completed after their reply was read; an operation without a reply stays incomplete. Beside them:

- RENEW: every SEQUENCE that went well, with its client as actor; and those of a re-export server at the
  origin, as a tap saw them, with the node as actor and `via` the origin.
- LEASE: a node's lease time was read.
- CRASH: an interval, from before the order until after the proof; START once the node runs again.
- CUT, HEAL, PAUSE, RESUME with the link or node as actor; GRACE_END with the node as actor, if it is known.
- LOSS_NOTICE, CLIENT_CRASH, RECLAIM_COMPLETE with the client as actor.
- DELEGATION, once an OPEN's answer has brought one; RECALL, once the holder was asked for it; DELEGRETURN.
- NOTE with `detail["what"]`: "session" is a CREATE_SESSION (with "co_ownerid", "verifier", "clientid"),
  "recover" a client that begins again (with "state_kept").
- NOTE with `detail={"opaque": True}` and a file: state on this file was also changed by calls that are not in
  the history (raw compounds, say); nothing about it is judged then.
  "limits" a server that told how long it retains (with "absence_s", "reclaim_cap_s"); I8 holds it to them.
  "permissions", with a file, that it was closed to some who have it open: I23 takes NFS4ERR_ACCESS for an answer.
- Leak probes: see `leak.py`. Lists of state and TEST_STATEIDs: see `listing.py`, `tested.py`.
- MESSAGE: what a tap saw on a link, see `harness.history.messages`. I10 and I21 are judged from it alone, I24 and the
  horizons of re-export servers if it is there.
"""

from regrace.harness.oracle.fates import LockFate, fates
from regrace.harness.oracle.findings import Finding, OracleContext, Standing
from regrace.harness.oracle.judge import judge
from regrace.harness.oracle.render import render_trace

__all__ = ["Finding", "LockFate", "OracleContext", "Standing", "fates", "judge", "render_trace"]
