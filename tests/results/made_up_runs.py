"""Made-up runs for the tests of reports: nothing in them was ever measured."""

from __future__ import annotations

from typing import Any

from hypothesis import settings

from regrace.results.record import CaseRecord, FaultRecord
from regrace.results.run import Run, RunMeta
from regrace.verdict import Level, Verdict

UNHURRIED = settings(deadline=None, max_examples=60)
"""For properties: on a busy machine the time of one example says nothing."""

RIG: dict[str, Any] = {
    "name": "reference",
    "provider": "reference",
    "strategy": "naive",
    "origin_kind": "plain",
    "nodes": [
        {
            "name": "origin",
            "role": "origin",
            "product": "regrace-reference",
            "version": "0.1.0",
            "claims": ["locks"],
        },
        {
            "name": "reexport",
            "role": "reexport",
            "product": "regrace-reference",
            "version": "0.1.0",
            "claims": ["locks", "reclaim"],
        },
    ],
    "links": [],
}


def meta(**changes: Any) -> RunMeta:
    """Of a run on the reference rig with `naive`."""
    data: dict[str, Any] = {
        "id": "20261122T164305Z-reference",
        "suite_version": "0.1.0",
        "commit": "0123456789ab",
        "started_at": "2026-11-22T16:43:05Z",
        "ended_at": "2026-11-22T16:45:41Z",
        "argv": ["regrace", "run", "--strategy", "naive"],
        "python": "3.11.7",
        "platform": "Linux-6.12-x86_64",
        "seed": 7,
        "options": {"rig": "reference", "strategy": "naive"},
        "rigs": {"reference": RIG},
    }
    return RunMeta(**{**data, **changes})


def record(code: str = "GR-03[origin]", verdict: Verdict = Verdict.PASS, **changes: Any) -> CaseRecord:
    """A record with something in each field that every case fills."""
    data: dict[str, Any] = {
        "title": "A new lock during grace is refused",
        "node_id": f"suite/grace.py::{code}",
        "area": "grace",
        "rig": "reference",
        "level": Level.MUST,
        "citation": "RFC 8881 §8.4.2.1",
        "requirement": "While grace runs, a request for a new lock is refused with NFS4ERR_GRACE.",
        "duration_s": 2.371,
        "waits_s": {"rig": 0.12, "grace of origin": 1.9},
        "worker": "gw0",
        "started_at": "2026-11-22T16:43:07Z",
    }
    return CaseRecord(code=code, verdict=verdict, **{**data, **changes})


def event(kind: str, at_s: float, took_s: float | None = 0.004, **fields: Any) -> dict[str, Any]:
    """An event as a record keeps it."""
    completed = None if took_s is None else at_s + took_s
    return {"index": 0, "kind": kind, "invoked_at": at_s, "completed_at": completed, **fields}


def lock(actor: str, via: str, at_s: float, status: str, kind: str = "lock", **fields: Any) -> dict[str, Any]:
    """A WRITE lock of the first ten bytes of f."""
    asked = {"file": "f", "owner": "l", "locktype": "WRITE", "offset": 0, "length": 10, **fields}
    took_s = None if not status else 0.004
    return event(kind, at_s, took_s, actor=actor, via=via, status=status, **asked)


def stolen_lock(**changes: Any) -> CaseRecord:
    """The naive strategy loses a lock: the richest record there is."""
    history = [
        event("open", 0.05, actor="E1", via="reexport", file="f", status="NFS4_OK"),
        lock("E1", "reexport", 0.1, "NFS4_OK"),
        lock("E2", "reexport", 0.16, "NFS4_OK", offset=100, length=(1 << 64) - 1, locktype="READ"),
        event("write", 0.2, actor="E1", via="reexport", file="f", status="NFS4_OK", offset=0, length=10),
        lock("D1", "origin", 0.4, "NFS4ERR_DENIED"),
        event("crash", 0.8, 0, actor="reexport"),
        event("start", 1.3, 0, actor="reexport"),
        event("grace-start", 1.3, 0, actor="reexport"),
        lock("D1", "origin", 1.42, "NFS4_OK"),
        event("write", 1.5, actor="D1", via="origin", file="f", status="NFS4_OK", offset=0, length=10),
        lock("D1", "origin", 1.7, "NFS4_OK", kind="locku"),
        event("loss-notice", 1.8, 0, actor="E1"),
        lock("E1", "reexport", 2.0, "NFS4_OK", kind="reclaim-lock"),
        event("read", 2.2, actor="E1", via="reexport", file="f", status="NFS4_OK", offset=0, length=10),
        event("cut", 2.25, 0, actor="E-R"),
        lock("E2", "reexport", 2.3, ""),
        event("heal", 2.9, 0, actor="E-R"),
        event("grace-end", 3.3, 0, actor="reexport"),
        lock("E1", "reexport", 3.4, "NFS4_OK", kind="locku"),
    ]
    data: dict[str, Any] = {
        "title": "A reclaim is refused when another client could have had the lock",
        "area": "passthrough",
        "level": Level.INV,
        "citation": "RFC 8881 §8.4.2.1",
        "requirement": "R grants a reclaim only if no conflicting lock was granted since R crashed.",
        "expected": "E1 LOCK reclaim of f via reexport -> NFS4ERR_NO_GRACE or NFS4ERR_RECLAIM_CONFLICT",
        "actual": "E1 LOCK reclaim of f via reexport -> NFS4_OK",
        "message": "D1 had the lock and wrote under it; R then gave it to E1 as if nothing had been.",
        "signature": "I3: reclaim granted after D1's conflicting lock",
        "needs": ["locks", "reclaim"],
        "planned_faults": ["reboot:reexport"],
        "faults": [
            FaultRecord(
                kind="reboot",
                target="reexport",
                applied_at_s=0.8,
                healed_at_s=1.3,
                verified=True,
                evidence="boot 4711:88123 became 4790:88190; the old session answers NFS4ERR_BADSESSION",
            ),
            FaultRecord(
                kind="cut",
                target="E-R",
                applied_at_s=2.25,
                healed_at_s=2.9,
                verified=True,
                evidence="the tap dropped 3 messages; NULL starved for 0.2 s, and answered after healing",
            ),
        ],
        "failure": "re-export server reboots",
        "fates": {"silent": 1},
        "fate_reasons": ["silent: E1/l WRITE [0,10) of f: it was granted to D1 in between"],
        "invariants": {
            "I1": "held",
            "I3": "broken: a reclaim was granted over D1's lock of 1.420 s",
            "I7": "not exercised",
            "I12": "unknown: the budget of 1000 states ended",
        },
        "trace": [
            "  0.100s  E1 -> reexport  LOCK WRITE [0,10) of f          NFS4_OK",
            "  0.400s  D1 -> origin    LOCK WRITE [0,10) of f          NFS4ERR_DENIED",
            "  0.800s  reexport        crashes, boot 4711:88123",
            "  1.300s  reexport        serves again, boot 4790:88190",
            "  1.420s  D1 -> origin    LOCK WRITE [0,10) of f          NFS4_OK     held until 1.700s",
            "  1.500s  D1 -> origin    WRITE [0,10) of f 'D1:2'        NFS4_OK",
            "  2.000s  E1 -> reexport  LOCK reclaim WRITE [0,10) of f  NFS4_OK     <- D1 had it since",
        ],
        "notes": ["warn: R sent no SEQ4_STATUS_RESTART_RECLAIM_NEEDED"],
        "evidence": ["D1 reads 'D1:2' at the origin under E1's lock"],
        "history": history,
        "exchange": [
            {
                "at_s": 0.1,
                "link": "E-R",
                "direction": "->",
                "text": "SEQUENCE; PUTFH; LOCK WRITE 0+10",
                "status": "",
            },
            {
                "at_s": 0.1031,
                "link": "E-R",
                "direction": "<-",
                "text": "SEQUENCE; PUTFH; LOCK",
                "status": "NFS4_OK",
            },
        ],
        "logs": {"reexport": "booted\nno record of client E1\n"},
    }
    return record("PT-13", Verdict.FAIL, **{**data, **changes})


def one_of_each() -> Run:
    """A run with a case of each verdict, judged as a run without expectation files would."""
    cases = [
        stolen_lock(unexpected=True, surprise="fail"),
        record("GR-03[origin]", Verdict.PASS),
        record("GR-03[reexport]", Verdict.PASS),
        record(
            "GR-09[origin]",
            Verdict.WARN,
            level=Level.SHOULD,
            title="Grace ends early when every client is done",
            notes=["grace went on for 1.9 s after the last RECLAIM_COMPLETE"],
        ),
        record("ID-03[origin]", Verdict.INFO, area="identity", title="The sequence of EXCHANGE_ID"),
        record(
            "EN-01",
            Verdict.UNSUPPORTED,
            area="enumeration",
            title="O lists the stateids of a client",
            message="enumeration: not claimed, and honestly refused (NFS4ERR_OP_ILLEGAL)",
        ),
        record(
            "GR-05[reexport]",
            Verdict.BLOCKED,
            title="A reclaim that comes late is refused",
            blocked_step="E1 OPEN f via reexport: NFS4ERR_SERVERFAULT",
            judged_by="LK-01",
            unexpected=True,
            surprise="blocked",
        ),
        record(
            "NP-02",
            Verdict.UNKNOWN,
            area="partition",
            title="A cut between R and O shorter than the lease loses nothing",
            message="The oracle's budget of 1000 states ended.",
            unexpected=True,
            surprise="unknown",
        ),
        record(
            "NP-04",
            Verdict.ERROR,
            area="partition",
            title="While O can't be reached, R answers DELAY",
            message="The partition could not be shown: the drop counter of R stayed at 0. Is nft there?",
            unexpected=True,
            surprise="error",
        ),
        record(
            "LK-08[reexport]",
            Verdict.FAIL,
            area="locks",
            title="An upgrade under a reader is refused",
            signature="LOCK WRITE -> NFS4_OK",
            expectation_reason="the naive strategy merges owners; that is what this control is for",
            expected_verdicts=["fail"],
        ),
    ]
    return Run(
        meta=meta(contradictions=["reexport claims `reclaim`, and refused one with NFS4ERR_NO_GRACE"]),
        cases=cases,
        remarks=["expectation reference.toml, entry 1 (LK-08) was to be looked at again by 2026-11-01"],
    )
