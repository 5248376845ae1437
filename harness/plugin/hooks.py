"""The hooks and fixtures of a run that has cases of ours; registered by the package's `pytest_configure`."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from regrace.harness.case import Case, case_of
from regrace.harness.conduct import conduct
from regrace.harness.plugin.options import Options
from regrace.harness.plugin.reporting import RunReporter, dumps, error_record, facts_for, make_record
from regrace.harness.plugin.scheduling import RigScheduling
from regrace.harness.plugin.tenancy import Tenancy
from regrace.harness.rig.node import RigError
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.results.expectations import load_expectations
from regrace.results.record import CaseRecord
from regrace.verdict import Verdict

SUITE_FOLDER = Path(__file__).resolve().parents[2] / "suite"

OPTIONS = pytest.StashKey[Options]()
TENANCY = pytest.StashKey[Tenancy]()
REPORTER = pytest.StashKey[RunReporter]()
PLAN = pytest.StashKey[str]()
RECORD = pytest.StashKey[CaseRecord]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    options = Options.read(config.option)
    config.stash[OPTIONS] = options
    worker_input = getattr(config, "workerinput", None)
    if worker_input is not None:
        config.stash[TENANCY] = Tenancy(options, worker_input.get("regrace_supervisor"), worker_input["workerid"])


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Before the workers are: they are told where the supervisor listens."""
    config = session.config
    if is_worker(config) or config.option.collectonly:
        return
    options = config.stash[OPTIONS]
    try:
        tenancy = Tenancy.open(options)
    except RigError as trouble:
        raise pytest.UsageError(f"rig {options.rig}: {trouble}") from None
    config.stash[TENANCY] = tenancy
    if not options.plan:
        reporter = config.stash[REPORTER] = RunReporter(options)
        config.pluginmanager.register(reporter, "regrace-reporter")
        for line in tenancy.leftovers:
            reporter.writer.remark(f"a dead run had left this, and it was cleared: {line}")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    tenancy = node.config.stash.get(TENANCY, None)
    node.workerinput["regrace_supervisor"] = tenancy.socket_path if tenancy else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Not `loadgroup`: pytest 9.2 with xdist 3.8 ignores its groups without a word (docs/adr/0006)."""
    if config.getoption("dist") in ("load", "loadgroup"):
        return RigScheduling(config, log)
    return None


def is_worker(config: pytest.Config) -> bool:
    """Whether this is an xdist worker."""
    return hasattr(config, "workerinput")


# -- collection


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Cases live in files named after what is at stake, not in test_*.py."""
    if file_path.suffix == ".py" and not file_path.name.startswith("_") and file_path.resolve().parent == SUITE_FOLDER:
        return pytest.Module.from_parent(parent, path=file_path)
    return None


def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> Any:
    """A case's function need not be called test_*; helpers that other modules import are not collected twice."""
    declared = case_of(obj)
    if declared is None or obj.__module__.rsplit(".", 1)[-1] != declared.area:
        return None
    return list(collector._genfunctions(name, obj))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    declared = case_of(metafunc.function)
    if declared is None:
        return
    rig = metafunc.config.stash[OPTIONS].rig
    names = list(declared.on) or [""]
    ids = [f"{declared.code}:{name}-{rig}" if name else f"{declared.code}-{rig}" for name in names]
    metafunc.parametrize("regrace_target", names, ids=ids)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first, so that the last worker does not run alone; stable otherwise."""
    items.sort(key=lambda item: -(c.lease_waits if (c := case_of(getattr(item, "function", None))) else 0.0))
    options = config.stash[OPTIONS]
    if options.plan and not is_worker(config):
        cases = [
            (case_name(c, str(item.callspec.params["regrace_target"])), c)
            for item in items
            if isinstance(item, pytest.Function) and (c := case_of(item.function))
        ]
        config.stash[PLAN] = config.stash[TENANCY].print_plan(cases)
        items.clear()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """What is going to run is written down first: a case that is missing at the end did not run."""
    reporter = session.config.stash.get(REPORTER, None)
    if reporter is not None and session.items:
        reporter.plan(item.nodeid for item in session.items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: list[str]) -> None:
    """The same with workers, who all collect the same cases."""
    reporter = node.config.stash.get(REPORTER, None)
    if reporter is not None:
        reporter.plan(ids)


# -- fixtures


@pytest.fixture
def regrace_target() -> str:
    """Which server the case runs against; parametrized by the plugin. "" for the whole topology."""
    return ""


@pytest.fixture
def rig(request: pytest.FixtureRequest, regrace_target: str) -> Rig:
    """The rig, for this case."""
    declared = case_of(request.function)
    if declared is None:
        raise pytest.UsageError("the fixture 'rig' is for functions declared with @case")
    config = request.config
    tenancy = config.stash.get(TENANCY, None)
    if tenancy is None:
        raise pytest.UsageError("no rig was asked for: give --rig, or run with --pyargs regrace.suite")
    return tenancy.ready(case_name(declared, regrace_target))


@pytest.fixture
def server(rig: Rig, regrace_target: str) -> Server:
    """The server that the case is run against."""
    return rig.server(regrace_target)


def case_name(declared: Case, target: str) -> str:
    """The code, with the target where a case runs against several."""
    return f"{declared.code}[{target}]" if target else declared.code


# -- a case runs


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    declared = case_of(pyfuncitem.function)
    if declared is None:
        return None
    given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    rig_in_hand = pyfuncitem.funcargs["rig"]
    assert isinstance(rig_in_hand, Rig)
    tenancy = pyfuncitem.config.stash[TENANCY]
    target = str(pyfuncitem.callspec.params["regrace_target"])
    result = conduct(rig_in_hand, declared, target, lambda: pyfuncitem.obj(**given))
    pyfuncitem.stash[RECORD] = make_record(rig_in_hand, declared, result, pyfuncitem.nodeid, tenancy.worker)
    if not result.settled or rig_in_hand.is_spent:
        tenancy.rebuild()
    return True


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The verdict, judged against the expectations, becomes pytest's outcome; the record travels with the report."""
    report = yield
    declared = case_of(getattr(item, "function", None))
    if declared is None:
        return report
    record = item.stash.get(RECORD, None)
    if record is None and report.failed:
        target = item.callspec.params.get("regrace_target", "")  # type: ignore[attr-defined]
        rig_name = item.config.stash[OPTIONS].rig
        record = error_record(declared, case_name(declared, target), item, call.excinfo, rig_name)
        item.stash[RECORD] = record
    if record is None or report.when == "teardown" or (report.when == "setup" and report.passed):
        return report
    tenancy = item.config.stash[TENANCY]
    known = tenancy.description
    description = known.public() if known else {"name": record.rig}
    load_expectations(facts_for(description, item.config.stash[OPTIONS])).judge(record)
    _colour(report, record)
    report.regrace = dumps(record, description, tenancy.contradictions)  # type: ignore[attr-defined]
    return report


def _colour(report: pytest.TestReport, record: CaseRecord) -> None:
    """As pytest shows it: unexpected is failed; an expected failure is xfailed; unsupported is skipped."""
    text = f"{record.verdict.value}: {record.message}"
    if record.unexpected:
        report.outcome = "failed"
        if report.longrepr is None:
            report.longrepr = "\n".join([text, *record.trace])
    elif record.verdict in (Verdict.FAIL, Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.ERROR):
        report.outcome = "skipped"
        report.wasxfail = record.expectation_reason
        report.longrepr = text
    elif record.verdict is Verdict.UNSUPPORTED:
        report.outcome = "skipped"
        report.longrepr = (str(report.location[0]), (report.location[1] or 0) + 1, text)


# -- the run's end


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    reporter = config.stash.get(REPORTER, None)
    tenancy = config.stash.get(TENANCY, None)
    if reporter is not None:
        session.exitstatus = reporter.finish(interrupted=exitstatus == pytest.ExitCode.INTERRUPTED)
    if tenancy is not None:
        tenancy.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    stash = terminalreporter.config.stash
    reporter = stash.get(REPORTER, None)
    text = stash.get(PLAN, None) or (reporter.summary() if reporter else "")
    for line in text.splitlines():
        terminalreporter.write_line(line)
