"""The conduct of one case, from the moment that its rig is ready: act, judge, settle.

The order of authority for a verdict, from the top:

1. trouble of the rig or the harness (also: a renewal that went out late) makes `error`, since nothing that
   was seen can then be trusted;
2. an invariant that the oracle finds broken makes `fail`, whatever the case itself says;
3. the case's own outcome, read in the light of its level: a SHOULD that is not followed is `warn`, a MAY or a
   known behaviour is `info`;
4. an invariant that could not be decided makes `unknown`; a warning that was noted makes `warn`.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from regrace.harness.case import Case
from regrace.harness.client.errors import ClientError
from regrace.harness.history.events import Event, Kind
from regrace.harness.history.services import crashes_of_services
from regrace.harness.judge import Blocked, Failed, Outcome, Unsupported
from regrace.harness.oracle import LockFate, OracleContext, Standing, fates, judge, render_trace
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.rig import Rig
from regrace.verdict import Level, Verdict

_LENIENT = {Level.SHOULD: Verdict.WARN, Level.MAY: Verdict.INFO, Level.KNOWN: Verdict.INFO}
_SILENT_PEER = "the server that should answer"


@dataclass(slots=True, kw_only=True)
class Conducted:
    """What came of a case, before it is written down."""

    verdict: Verdict
    message: str = ""
    expected: str = ""
    actual: str = ""
    signature: str = ""
    blocked_step: str = ""
    judged_by: str = ""
    invariants: dict[str, str] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)
    fates: list[LockFate] = field(default_factory=list)
    """What became of the locks that end clients held when something failed."""
    settled: bool = True
    settle_trouble: str = ""


def conduct(rig: Rig, case: Case, target: str, body: Callable[[], None]) -> Conducted:
    """Run one case on a rig, against the server `target` ("" for a case about the whole topology).

    Never raises for what the server or the rig does; KeyboardInterrupt comes through after the faults are
    healed."""
    ended: BaseException | None = None
    try:
        if "locks" in case.needs:
            for server in (rig.server(target),) if target else rig.servers:
                rig.need_locks(server)
        body()
        rig.check_harness()
    except KeyboardInterrupt:
        rig.heal_all()
        raise
    except Exception as error:
        ended = error
    result = _read_outcome(rig, case, ended)
    _consult_oracle(rig, case, result)
    _settle(rig, case, result)
    if result.verdict is Verdict.PASS and any(verdict is Verdict.WARN for verdict, _ in rig.findings.notes):
        result.verdict = Verdict.WARN
        result.message = "; ".join(text for verdict, text in rig.findings.notes if verdict is Verdict.WARN)
        result.signature = result.message
    return result


def _read_outcome(rig: Rig, case: Case, ended: BaseException | None) -> Conducted:
    if ended is None:
        return Conducted(verdict=Verdict.PASS)
    if isinstance(ended, Outcome):
        verdict = ended.verdict
        if isinstance(ended, Failed):
            verdict = _LENIENT.get(case.level, Verdict.FAIL)
        result = Conducted(
            verdict=verdict,
            message=ended.message,
            expected=ended.expected,
            actual=ended.actual,
            signature=ended.signature,
        )
        if isinstance(ended, Blocked):
            result.blocked_step, result.judged_by = ended.step, ended.judged_by
        if isinstance(ended, Unsupported):
            rig.findings.show(ended.evidence)
        if verdict is not Verdict.UNSUPPORTED and verdict is not Verdict.INFO:
            _distrust_if_late(rig, result)
        return result
    if isinstance(ended, ClientError):
        return _read_silence(rig, ended)
    if isinstance(ended, RigLacks):
        return Conducted(
            verdict=Verdict.UNSUPPORTED,
            message=f"this rig has no means for the case, which says nothing of the server: {ended}",
            actual=str(ended),
            signature="the rig has no means for it",
        )
    if isinstance(ended, RigError):
        return Conducted(verdict=Verdict.ERROR, message=str(ended), signature=str(ended))
    report = "".join(traceback.format_exception(ended))
    rig.findings.show(report)
    where = traceback.extract_tb(ended.__traceback__)[-1]
    text = f"{type(ended).__name__}: {ended} (in {where.name}, line {where.lineno} of {where.filename})"
    return Conducted(
        verdict=Verdict.ERROR,
        message=f"the harness or the case itself broke: {text}; please report it with this run's folder",
        signature=f"{type(ended).__name__} in {where.name}",
    )


def _read_silence(rig: Rig, error: ClientError) -> Conducted:
    """The peer closed, kept silent or lied. If every server still answers NULL, it is the server that left the
    step undone (`blocked`); if one is down or can't be reached, it is the rig (`error`)."""
    unreachable = [server.name for server in rig.servers if not rig.probe(server.name).answered]
    if unreachable:
        return Conducted(
            verdict=Verdict.ERROR,
            message=f"{error}; {', '.join(unreachable)} does not answer NULL either: look at its log",
            signature=f"{type(error).__name__}: {', '.join(unreachable)} down",
        )
    return Conducted(
        verdict=Verdict.BLOCKED,
        message=f"{error} (every server answers NULL on a fresh connection)",
        actual=str(error),
        signature=f"{type(error).__name__}",
        blocked_step=str(error),
        judged_by="none: no case judges an answer that never comes",
    )


def _distrust_if_late(rig: Rig, result: Conducted) -> None:
    try:
        rig.check_harness()
    except RigError as late:
        result.message = f"{late}; the case had said {result.verdict.value}: {result.message}"
        result.verdict = Verdict.ERROR
        result.signature = "harness late"


def renewals_of_reexport(rig: Rig) -> list[Event]:
    """What the tap saw of R renewing at O, as events (R's own lease horizon bounds every hold through it)."""
    if rig.tap is None:
        return []
    events = []
    replies = {}
    callers = {"R-O": ("reexport", "")}
    for vip in rig.vips.all:
        callers.update({link: (vip.name, node) for node, link in vip.back_links.items()})
    records = [record for record in rig.tap.records(rig.tap_mark) if record.link in callers]
    for record in records:
        if record.kind == "reply" and record.statuses[:1] == ["NFS4_OK"]:
            replies[(record.connection, record.xid)] = record.at
    for record in records:
        answered_at = replies.get((record.connection, record.xid))
        actor, node = callers[record.link]
        if record.kind == "call" and "SEQUENCE" in record.operations and answered_at is not None:
            events.append(
                Event(
                    index=0,
                    kind=Kind.RENEW,
                    invoked_at=record.at,
                    completed_at=answered_at,
                    actor=actor,
                    via="origin",
                    status="NFS4_OK",
                    detail={"node": node} if node else {},
                )
            )
    return events


def full_history(rig: Rig) -> list[Event]:
    """The case's own events, what the tap saw of R's renewals, and what became of virtual IPs, in the order of their
    invocation."""
    told = list(rig.history)
    events = sorted([*told, *crashes_of_services(told), *renewals_of_reexport(rig)], key=lambda event: event.invoked_at)
    for index, event in enumerate(events):
        event.index = index
    return events


def _consult_oracle(rig: Rig, case: Case, result: Conducted) -> None:
    context = OracleContext(
        lease_s=dict(rig.topology.lease_s),
        claims={server.name: frozenset(server.description.claims) for server in rig.servers},
        deny_pass_through=rig.reexport.claims("deny-pass-through"),
    )
    try:
        history = full_history(rig)
        findings = judge(history, context)
        result.fates = fates(history, context)
    except Exception as error:
        rig.findings.show("".join(traceback.format_exception(error)))
        result.message = f"the oracle broke: {type(error).__name__}: {error}; {result.message}"
        result.verdict = Verdict.ERROR
        return
    for finding in findings:
        result.invariants[finding.invariant] = finding.words()
    if result.verdict is Verdict.ERROR:
        return
    broken = [finding for finding in findings if finding.verdict is Standing.BROKEN]
    if broken:
        worst = broken[0]
        result.trace = render_trace(worst.trace, rig.began_at, worst.notes)
        if result.verdict is not Verdict.FAIL:
            if result.verdict is not Verdict.PASS:
                rig.findings.info(f"the case itself ended {result.verdict.value}: {result.message}")
            result.verdict = Verdict.FAIL
            result.message = worst.message
            result.expected = f"invariant {worst.invariant} holds"
            result.actual = worst.message
            result.signature = f"{worst.invariant} broken"
        return
    if result.verdict is Verdict.PASS and any(f.verdict is Standing.UNKNOWN for f in findings):
        result.verdict = Verdict.UNKNOWN
        result.message = "; ".join(f"{f.invariant}: {f.message}" for f in findings if f.verdict is Standing.UNKNOWN)
        result.signature = "oracle undecided"


def _settle(rig: Rig, case: Case, result: Conducted) -> None:
    try:
        rig.settle()
    except (RigError, ClientError) as trouble:
        result.settled = False
        result.settle_trouble = str(trouble)
        leak = rig.housekeeping.leak
        if leak and "I7" in case.judges and result.verdict in (Verdict.PASS, Verdict.WARN, Verdict.INFO):
            result.verdict = Verdict.FAIL
            result.message = f"state is left at the origin that no client holds: {leak}"
            result.expected = "invariant I7 holds: nothing is left at O once R's clients are gone"
            result.actual = leak
            result.signature = "I7 broken"
            result.invariants["I7"] = f"broken: {leak}"
        else:
            rig.findings.info(f"settling failed, the rig is rebuilt: {trouble}")
    else:
        result.invariants.setdefault("I7", "held: the leak probe at O came out clean")
