"""The HTML report: complete, escaped, self-contained; and a timeline that tells what the events tell."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import UNHURRIED, event, lock, meta, one_of_each, record, stolen_lock

from regrace.results import html
from regrace.results.html.timeline import LABELS, TICKS_MAX, WIDTH, Timeline, lay_out
from regrace.results.publish import publish
from regrace.results.record import FaultRecord
from regrace.results.run import Run
from regrace.verdict import Verdict

VOID = {"meta", "input", "rect", "line", "path", "circle", "link", "br"}


class Page(HTMLParser):
    """A page taken apart: its texts, links and tags; raises AssertionError if tags don't match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        # HTML lets <p>, <li>, <tr> and their like go unclosed; these pages close all of them.
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_link_leads_to_a_page_of_the_report(tmp_path: Path) -> None:
    run = one_of_each()
    run.cases[0].attachments = {"R-O": "captures/PT 13.pcap"}
    (tmp_path / "captures").mkdir()
    (tmp_path / "captures" / "PT 13.pcap").touch()
    publish(run, tmp_path)
    pages = [tmp_path / "index.html", *(tmp_path / "cases").glob("*.html")]
    assert len(pages) == 1 + len(run.cases)
    for path in pages:
        for link in Page(path.read_text()).links:
            assert (path.parent / unquote(link)).exists(), link


def test_nothing_comes_from_elsewhere() -> None:
    for text in html.render(one_of_each()).values():
        assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//|@import|url\((?!#)""", text)


def test_the_index_tells_of_every_case_and_of_what_is_wrong_first() -> None:
    page = Page(html.render(one_of_each())["index.html"])
    assert "4 of 10 cases did not end as expected" in page.text
    for case in one_of_each().cases:
        assert case.title in page.text
    for verdict in Verdict:
        assert verdict.legend in page.text
    assert page.text.index("crashes, boot 4711:88123") < page.text.index("Matrix")
    assert "reexport claims `reclaim`, and refused one" in page.text
    assert "that is what this control is for" in page.text


@pytest.mark.parametrize(
    ("run", "headline"),
    [
        (Run(meta=meta()), "No case ran"),
        (Run(meta=meta(), cases=[record()]), "1 case, every verdict as expected"),
        (Run(meta=meta(interrupted=True), cases=[record()]), "1 case, each verdict that was reached as expected"),
        (Run(meta=meta(ended_at=""), cases=[record()], complete=False), "killed before it could finish"),
        (Run(meta=meta(rigs={}), cases=[record(), record(rig="lab1")]), "lab1"),
    ],
)
def test_runs_of_every_kind_have_an_index(run: Run, headline: str) -> None:
    assert headline in re.sub(r"\s+", " ", Page(html.render(run)["index.html"]).text)


def test_a_page_tells_all_of_its_case() -> None:
    run = one_of_each()
    page = Page(html.render(run)["cases/PT-13.html"])
    case = run.cases[0]
    told = [case.requirement, case.citation, case.expected, case.actual, case.message, *case.trace, *case.notes]
    told += [*case.evidence, *case.invariants.values(), *case.logs.values(), *(f.evidence for f in case.faults)]
    told += [*case.fate_reasons, "grace of origin", "SEQUENCE; PUTFH; LOCK WRITE 0+10", run.again(["PT-13"])]
    for text in told:
        assert text in page.text


def test_pages_have_names_of_their_own() -> None:
    cases = [record("GR-03[origin]"), record("GR-03[origin]"), record("../../etc/passwd"), record("[]"), record("")]
    names = html.page_names(cases)
    assert names[:2] == ["cases/GR-03.origin.html", "cases/GR-03.origin.2.html"]
    assert len(set(names)) == len(cases)
    assert all(re.fullmatch(r"cases/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.html", name) for name in names)
    assert html.page_names([record("GR-01"), record("GR-01", rig="lab 1")]) == [
        "cases/GR-01.reference.html",
        "cases/GR-01.lab-1.html",
    ]


HOSTILE = "<script>alert(1)</script><img src=//evil onerror='x'>\"'&{{7*7}}{% raw %}\x00\x1b[31m\udcff"


def hostile(value: Any) -> Any:
    """The same data with something nasty behind every text that a server, a case or a rig may choose."""
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, list):
        return [hostile(item) for item in value]
    return {hostile(key): hostile(item) for key, item in value.items()} if isinstance(value, dict) else value


def test_nothing_that_a_server_sends_becomes_markup() -> None:
    run = one_of_each()
    for case in run.cases:
        for name in ("title", "area", "citation", "requirement", "expected", "actual", "message", "signature"):
            setattr(case, name, getattr(case, name) + HOSTILE)
        for name in ("notes", "evidence", "trace", "logs", "invariants", "waits_s", "attachments", "needs"):
            setattr(case, name, hostile(getattr(case, name)))
        case.expectation_reason += HOSTILE
        case.surprise += HOSTILE
        case.code += HOSTILE
        for message in case.exchange:
            message["text"] += HOSTILE
        for fault in case.faults:
            fault.evidence += HOSTILE
            fault.kind += HOSTILE
        for happened in case.history:
            happened.update({name: hostile(happened[name]) for name in ("actor", "file", "owner") if name in happened})
    run.meta.rigs = hostile(run.meta.rigs)
    run.meta.argv.append(HOSTILE)
    run.meta.contradictions.append(HOSTILE)
    run.remarks.append(HOSTILE)
    pages = html.render(run)
    assert len(pages) == len(run.cases) + 1
    clean = html.render(one_of_each())
    for name, text in pages.items():
        page = Page(text)
        assert "img" not in page.tags
        assert page.tags.count("script") == (1 if name == "index.html" else 0)
        assert not re.search("[\x00\x1b\ud800-\udfff]", text)
        assert "49" not in page.text.split("alert(1)")[1][:80]
    assert "alert(1)" not in "".join(clean.values())


@UNHURRIED
@given(st.text())
def test_any_text_is_shown_as_it_is(text: str) -> None:
    run = Run(meta=meta(), cases=[record(actual=f"[{text}]")])
    shown = Page(html.render(run)["cases/GR-03.origin.html"]).text
    holdable = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    assert f"[{holdable}]".replace("\r\n", "\n").replace("\r", "\n") in shown.replace("\r\n", "\n").replace("\r", "\n")


# -- the timeline


def bars(timeline: Timeline | None, kind: str) -> list[tuple[float, float]]:
    """Begin and end in seconds of the bars of a kind."""
    assert timeline is not None
    scale = (WIDTH - LABELS - 16) / timeline.end_s
    found = [bar for bar in timeline.bars if bar.kind.split(" ")[0] == kind]
    return [((bar.x - LABELS) / scale, (bar.x + bar.width - LABELS) / scale) for bar in found]


def near(*spans: tuple[float, float]) -> Any:
    return [pytest.approx(span, abs=0.02) for span in spans]


def test_a_hold_runs_from_grant_to_unlock_and_is_in_doubt_over_a_crash() -> None:
    timeline = lay_out(stolen_lock())
    # E1 until the crash, again from its reclaim to its unlock; E2 until the crash; D1's own short one.
    assert sorted(bars(timeline, "held")) == near((0.104, 0.8), (0.164, 0.8), (1.424, 1.7), (2.004, 3.4))
    assert sorted(bars(timeline, "doubt")) == near((0.8, 2.004), (0.8, 3.404 * 1.01))
    assert bars(timeline, "down") == near((0.8, 1.3))
    assert bars(timeline, "grace") == near((1.3, 3.3))
    assert bars(timeline, "cut") == near((2.25, 2.9))


def test_faults_are_bands_over_everything() -> None:
    timeline = lay_out(record(faults=stolen_lock().faults))
    assert timeline is not None
    assert [band.label for band in timeline.bands] == ["reboot reexport", "cut E-R"]
    assert "boot 4711:88123 became" in timeline.bands[0].hint


def test_a_fault_that_was_never_healed_reaches_the_end() -> None:
    fault = FaultRecord(
        kind="cut", target="R-O", applied_at_s=1.0, healed_at_s=None, verified=True, evidence="3 dropped"
    )
    timeline = lay_out(record(faults=[fault], history=[event("note", 4.0, actor="E1")]))
    assert timeline is not None
    assert timeline.bands[0].x + timeline.bands[0].width == pytest.approx(timeline.x(timeline.end_s))
    assert "never healed" in timeline.bands[0].hint


def test_unlocking_the_middle_leaves_both_ends_held() -> None:
    history = [
        lock("E1", "origin", 0.0, "NFS4_OK", length=100),
        lock("E1", "origin", 1.0, "NFS4_OK", kind="locku", offset=40, length=20),
        lock("E1", "origin", 2.0, "NFS4_OK", kind="locku", offset=0, length=100),
    ]
    timeline = lay_out(record(history=history))
    assert sorted(bars(timeline, "held")) == near((0.004, 1.0), (1.0, 2.0), (1.0, 2.0))
    assert timeline is not None
    assert {bar.label for bar in timeline.bars} == {"W 0-99", "W 0-39", "W 60-99"}
    # What is held at once is drawn side by side, on rows of their own.
    assert len({bar.y for bar in timeline.bars if bar.x > LABELS + 10}) == 2


@pytest.mark.parametrize(
    ("end", "held", "doubt"),
    [
        (lock("E1", "reexport", 1.0, "", kind="locku"), [(0.004, 1.0)], []),
        (lock("E1", "reexport", 1.0, "NFS4ERR_BAD_STATEID", kind="locku"), [(0.004, 2.02)], []),
        (event("client-crash", 1.0, 0, actor="E1"), [(0.004, 1.0)], []),
        (event("client-crash", 1.0, 0, actor="E2"), [(0.004, 2.02)], []),
        (event("close", 1.0, 0, actor="E1", file="f", status="NFS4_OK"), [(0.004, 1.0)], []),
        (event("close", 1.0, 0, actor="E1", file="g", status="NFS4_OK"), [(0.004, 2.02)], []),
        (event("crash", 1.0, 0, actor="reexport"), [(0.004, 1.0)], [(1.0, 2.02)]),
        (event("crash", 1.0, 0, actor="origin"), [(0.004, 2.02)], []),
        (event("loss-notice", 1.0, 0, actor="E1"), [(0.004, 1.0)], [(1.0, 2.02)]),
        (lock("E1", "reexport", 1.0, "NFS4ERR_DENIED", offset=50), [(0.004, 2.02)], []),
    ],
)
def test_what_ends_a_hold(end: dict[str, Any], held: list[Any], doubt: list[Any]) -> None:
    history = [lock("E1", "reexport", 0.0, "NFS4_OK"), end, event("note", 2.0, 0)]
    timeline = lay_out(record(history=history))
    assert bars(timeline, "held") == near(*held)
    assert bars(timeline, "doubt") == near(*doubt)


def test_a_refused_reclaim_ends_the_doubt() -> None:
    history = [
        lock("E1", "reexport", 0.0, "NFS4_OK"),
        event("crash", 1.0, 0, actor="reexport"),
        lock("E1", "reexport", 1.5, "NFS4ERR_NO_GRACE", kind="reclaim-lock"),
        event("note", 3.0, 0),
    ]
    assert bars(lay_out(record(history=history)), "doubt") == near((1.0, 1.504))


def test_operations_are_ticks_with_what_came_of_them() -> None:
    timeline = lay_out(stolen_lock())
    assert timeline is not None
    kinds = [tick.kind for tick in timeline.ticks]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"ok": 10, "refused": 1, "unanswered": 1, "instant": 1}
    (refused,) = [tick.hint for tick in timeline.ticks if tick.kind == "refused"]
    assert refused == "0.400 s: D1 LOCK WRITE f 0+10 via origin: NFS4ERR_DENIED"


def test_more_than_a_page_can_bear_is_counted() -> None:
    history = [lock("E1", "origin", n / 100, "NFS4ERR_DENIED") for n in range(TICKS_MAX + 7)]
    timeline = lay_out(record(history=history))
    assert timeline is not None
    assert (len(timeline.ticks), timeline.left_out) == (TICKS_MAX, 7)


def test_without_events_and_faults_there_is_no_timeline() -> None:
    assert lay_out(record()) is None


KINDS = ["open", "lock", "locku", "reclaim-lock", "crash", "start", "pause", "resume", "cut", "heal", "grace-start"]
EVENTS = st.builds(
    lambda kind, at, took, actor, status, offset, length: event(
        kind, at, took, actor=actor, via="reexport", file="f", status=status, offset=offset, length=length
    ),
    st.sampled_from([*KINDS, "grace-end", "loss-notice", "client-crash", "close", "note", "renew"]),
    st.floats(0, 1e4),
    st.none() | st.floats(0, 10),
    st.sampled_from(["E1", "E2", "reexport", "R-O"]),
    st.sampled_from(["NFS4_OK", "NFS4ERR_DENIED", ""]),
    st.integers(0, 50),
    st.integers(1, 50) | st.just((1 << 64) - 1),
)


@UNHURRIED
@given(st.lists(EVENTS, min_size=1, max_size=40))
def test_any_history_can_be_drawn_within_the_picture(history: list[dict[str, Any]]) -> None:
    timeline = lay_out(record(history=history))
    assert timeline is not None
    assert all(LABELS <= bar.x <= WIDTH and bar.x + bar.width <= WIDTH for bar in timeline.bars)
    assert all(0 <= bar.y < timeline.height for bar in timeline.bars)
    assert all(LABELS <= x <= WIDTH for x, _ in timeline.axis)
    assert 2 <= len(timeline.axis) <= 11
    # No two bars of a row lie on each other, but for the two pixels that the shortest are given.
    for bar in timeline.bars:
        if bar.kind.split(" ")[0] in ("held", "doubt"):
            others = [o for o in timeline.bars if o is not bar and o.y == bar.y and o.x < bar.x]
            assert all(o.x + o.width <= bar.x + 2.02 for o in others)
