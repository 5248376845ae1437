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
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field

from regrace.harness.case import Case
from regrace.harness.client.errors import ClientError, PeerClosed
from regrace.harness.history.events import Event, Kind
from regrace.harness.history.messages import in_sequence
from regrace.harness.history.services import crashes_of_services
from regrace.harness.introductions import introductions
from regrace.harness.judge import Blocked, Failed, Outcome, Unsupported
from regrace.harness.oracle import Finding, LockFate, OracleContext, Standing, fates, judge, render_trace
from regrace.harness.rig.absence import slow_return
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Tap, TapRecord
from regrace.harness.tap.events import messages
from regrace.verdict import NO_MEANS, Level, Verdict

_LENIENT = {Level.SHOULD: Verdict.WARN, Level.MAY: Verdict.INFO, Level.KNOWN: Verdict.INFO}
LETTERS = frozenset({"I23", "I24"})
"""Invariants of the letter: what breaks them harms nobody by itself. It counts against a case that is about them
(`judges`), and is a warning in all others: else one odd status would fail every case that meets it."""
DYING_S = 5.0
"""For a crashed process to be gone, whose connections are closed already (a core may be written meanwhile)."""
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
    own: dict[str, str] = field(default_factory=dict)
    """How the case itself ended, before the oracle was asked: the fields of `OUTCOME`."""
    context: OracleContext | None = None
    """What the oracle was told beside the history."""


def conduct(rig: Rig, case: Case, target: str, body: Callable[[], None]) -> Conducted:
    """Run one case on a rig, against the server `target` ("" for a case about the whole topology).

    Never raises for what the server or the rig does; KeyboardInterrupt comes through after the faults are
    healed."""
    ended: BaseException | None = None
    rig.case_mark = rig.tap.mark() if rig.tap else 0
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
    _distrust_if_slow(rig, result)
    rig.settle_mark = rig.tap.mark() if rig.tap else None
    _settle(rig, case, result)
    warn_if_noted(result, rig.findings.notes)
    return result


def warn_if_noted(result: Conducted, notes: Iterable[tuple[Verdict, str]]) -> None:
    """A pass with a warning beside it is a warning."""
    warnings = [text for verdict, text in notes if verdict is Verdict.WARN]
    if result.verdict is Verdict.PASS and warnings:
        result.verdict = Verdict.WARN
        result.message = result.signature = "; ".join(warnings)


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
            signature=NO_MEANS,
        )
    if isinstance(ended, RigError):
        errand = ended.__cause__  # of the rig's own, which a client did
        gone = _gone(rig, errand) if isinstance(errand, ClientError) else []
        if gone:
            return _left_undone(ended, gone)
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
    """The peer closed, kept silent or lied. If every server still answers NULL, or one has ended by itself, it is the
    server that left the step undone (`blocked`); if one can't be reached, it is the rig (`error`)."""
    if gone := _gone(rig, error):
        return _left_undone(error, gone)
    unreachable = _unreachable(rig)
    if unreachable:
        return Conducted(
            verdict=Verdict.ERROR,
            message=f"{error}; {', '.join(unreachable)} does not answer NULL either: look at its log",
            signature=f"{type(error).__name__}: {', '.join(unreachable)} down",
        )
    return _blocked(
        error,
        f"{error} (every server answers NULL on a fresh connection)",
        signature=f"{type(error).__name__}",
        unjudged="an answer that never comes",
    )


def _unreachable(rig: Rig) -> list[str]:
    return [server.name for server in rig.servers if not rig.probe(server.name).answered]


def _gone(rig: Rig, error: ClientError) -> list[str]:
    """The servers that have ended by themselves. What crashes closes connections before it is gone, and may answer
    others until then."""
    suspects = [server.name for server in rig.servers if not rig.is_under_fault(server.name)]
    if isinstance(error, PeerClosed) or not {*suspects}.isdisjoint(_unreachable(rig)):
        rig.waits(lambda: any(map(rig.ended_by_itself, suspects)), "a server that can't be reached to be gone", DYING_S)
    return [name for name in suspects if rig.ended_by_itself(name)]


def _left_undone(error: Exception, gone: list[str]) -> Conducted:
    return _blocked(
        error,
        f"{error}; {', '.join(gone)} has ended by itself, with no fault of ours in force: look at its log",
        signature=f"{', '.join(gone)} ended by itself",
        unjudged="a server that ends by itself",
    )


def _blocked(error: Exception, message: str, *, signature: str, unjudged: str) -> Conducted:
    return Conducted(
        verdict=Verdict.BLOCKED,
        message=message,
        actual=str(error),
        signature=signature,
        blocked_step=str(error),
        judged_by=f"none: no case judges {unjudged}",
    )


def _distrust_if_late(rig: Rig, result: Conducted) -> None:
    try:
        rig.check_harness()
    except RigError as late:
        result.message = f"{late}; the case had said {result.verdict.value}: {result.message}"
        result.verdict = Verdict.ERROR
        result.signature = "harness late"


def _distrust_if_slow(rig: Rig, result: Conducted) -> None:
    """A host that took so long to bring R back that R's state at O may be gone shows nothing against an R that recovers
    while that lasts. A broken invariant stays broken."""
    broken = any(told.startswith(Standing.BROKEN.value) for told in result.invariants.values())
    if result.verdict not in (Verdict.FAIL, Verdict.WARN) or broken or result.context is None:
        return
    if "reexport" not in {server.name for server in rig.servers} or not rig.reexport.claims("reclaim"):
        return
    slow = slow_return(rig.history, result.context.lease_s, result.context.keeps_s)
    if slow:
        result.message = (
            f"{slow}: the host is too busy, or the lease too short; "
            f"the case had said {result.verdict.value}: {result.message}"
        )
        result.verdict, result.signature = Verdict.ERROR, "R's reboot took longer than its state at O lasts"


def seen_by_tap(rig: Rig) -> list[Event]:
    """What the tap saw of this case, as events: every call and its reply, and the renewals of re-export servers at O
    (their own lease horizon bounds every hold through them). Empty on a rig without a tap."""
    if rig.tap is None:
        return []
    callers = {"R-O": ("reexport", "")}
    for vip in rig.vips.all:
        callers.update({link: (vip.name, node) for node, link in vip.back_links.items()})
    passed = messages(record for record in rig.tap.records(rig.tap_mark) if _matters(rig, record))
    passed = _made_before(rig.tap, rig.tap_mark, callers) + passed
    renewals = [e for e in passed if e.actor in callers and not e.detail.get("back") and in_sequence(e)]
    return passed + [_renewal(event, *callers[event.actor]) for event in renewals]


def _made_before(tap: Tap, mark: int, callers: Container[str]) -> list[Event]:
    """How the sessions began that servers had when the rig was given to the case: what passes in them is judged by
    that. Nothing that was lost or never answered: it concerns nobody by now."""
    made = messages(record for record in tap.sessions_made(mark) if record.link in callers)
    return [message for message in made if message.answered and not message.detail.get("lost")]


def _matters(rig: Rig, record: TapRecord) -> bool:
    """Whether a message is part of the case: what went on between servers, and between them and its own clients. How
    the rig is made ready and settles is not."""
    if rig.settle_mark is not None and record.index >= rig.settle_mark:
        return False
    return record.index >= rig.case_mark or not record.link.startswith(("E-", "D-"))


def _renewal(event: Event, actor: str, node: str) -> Event:
    return Event(
        index=0,
        kind=Kind.RENEW,
        invoked_at=event.invoked_at,
        completed_at=event.completed_at,
        actor=actor,
        via="origin",
        status="NFS4_OK",
        detail={"node": node} if node else {},
    )


def full_history(rig: Rig) -> list[Event]:
    """The case's own events, what the tap saw, and what became of virtual IPs, in the order of their invocation."""
    told = list(rig.history)
    told += crashes_of_services(told)
    if rig.tap is not None and rig.vips:
        told += introductions(rig.tap.records(rig.tap_mark), rig.vips)
    events = sorted([*told, *seen_by_tap(rig)], key=lambda event: event.invoked_at)
    for index, event in enumerate(events):
        event.index = index
    return events


def context_of(rig: Rig) -> OracleContext:
    """What the oracle is told beside the history."""
    return OracleContext(
        lease_s=dict(rig.topology.lease_s),
        keeps_s={node.name: node.keeps_s for node in rig.description.nodes if node.keeps_s is not None},
        claims={server.name: frozenset(server.description.claims) for server in rig.servers},
        deny_pass_through=rig.reexport.claims("deny-pass-through"),
    )


def _consult_oracle(rig: Rig, case: Case, result: Conducted) -> None:
    result.own = {name: str(getattr(result, name)) for name in OUTCOME}
    result.context = context_of(rig)
    try:
        history = full_history(rig)
        findings = judge(history, result.context)
        result.fates = fates(history, result.context)
    except Exception as error:
        rig.findings.show("".join(traceback.format_exception(error)))
        result.message = f"the oracle broke: {type(error).__name__}: {error}; {result.message}"
        result.verdict = Verdict.ERROR
        return
    for note, text in weigh(result, findings, judges=case.judges, t0=rig.began_at):
        rig.findings.notes.append((note, text))


OUTCOME = ("verdict", "message", "expected", "actual", "signature")
"""The fields of `Conducted` in which a case says how it ended, and which the oracle may overrule."""


def weigh(
    result: Conducted, findings: Sequence[Finding], *, judges: Iterable[str], t0: float
) -> list[tuple[Verdict, str]]:
    """Let the oracle's findings bear on how a case ended: see the order of authority above. `t0`: seconds of the
    history's clock at which the case began. Returns what is to be noted beside the verdict."""
    notes: list[tuple[Verdict, str]] = []
    for finding in findings:
        result.invariants[finding.invariant] = finding.words()
    if result.verdict is Verdict.ERROR:
        return notes
    broken = [finding for finding in findings if finding.verdict is Standing.BROKEN]
    letters = [f for f in broken if f.invariant in LETTERS and f.invariant not in judges]
    notes += [(Verdict.WARN, f"{letter.invariant}: {letter.message}") for letter in letters]
    broken = [finding for finding in broken if finding not in letters]
    if broken:
        worst = broken[0]
        result.trace = render_trace(worst.trace, t0, worst.notes)
        if result.verdict is not Verdict.FAIL:
            if result.verdict is not Verdict.PASS:
                notes.append((Verdict.INFO, f"the case itself ended {result.verdict.value}: {result.message}"))
            result.verdict = Verdict.FAIL
            result.message = worst.message
            result.expected = f"invariant {worst.invariant} holds"
            result.actual = worst.message
            result.signature = f"{worst.invariant} broken"
    elif result.verdict is Verdict.PASS and any(f.verdict is Standing.UNKNOWN for f in findings):
        result.verdict = Verdict.UNKNOWN
        result.message = "; ".join(f"{f.invariant}: {f.message}" for f in findings if f.verdict is Standing.UNKNOWN)
        result.signature = "oracle undecided"
    return notes


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
