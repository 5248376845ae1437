"""What is found by time, against looking at everything; and lease horizons against walking along the renewals."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from regrace.harness.history.events import NEVER, Event, Kind, Moment
from regrace.harness.oracle import OracleContext
from regrace.harness.oracle.digest import Digest
from regrace.harness.oracle.horizons import SKEW, Horizons
from regrace.harness.oracle.timeline import Timeline

moments = st.builds(Moment, st.integers(0, 12).map(float), st.integers(0, 2))
stretches = st.tuples(moments, st.one_of(moments, st.just(NEVER))).map(sorted)


@given(st.lists(stretches, max_size=12), stretches)
def test_touching_is_overlap_in_time(listed: list[list[Moment]], asked: list[Moment]) -> None:
    timeline = Timeline((begin, end, number) for number, (begin, end) in enumerate(listed))
    since, until = asked
    found = timeline.touching(since, until)
    wanted = [n for n, (begin, end) in enumerate(listed) if begin <= until and end >= since]
    assert sorted(found) == wanted
    begins = [listed[number][0] for number in found]
    assert begins == sorted(begins)


LEASE_S = 5.0
renewal = st.tuples(st.integers(0, 40).map(lambda t: t / 2), st.sampled_from((0.1, 1.0, 4.0, 9.0)))
renewals = st.lists(renewal, max_size=14)


@given(renewals, st.integers(0, 20).map(float))
def test_a_lease_horizon_is_what_a_walk_along_the_renewals_gives(sent: list[tuple[float, float]], at: float) -> None:
    events = [
        Event(index=n, kind=Kind.RENEW, invoked_at=s, completed_at=s + took, actor="D1", via="origin", status="NFS4_OK")
        for n, (s, took) in enumerate(sent)
    ]
    grant = Event(
        index=len(events), kind=Kind.LOCK, invoked_at=at, completed_at=at, actor="D1", via="origin", status="NFS4_OK"
    )
    lease = LEASE_S * (1 - SKEW)
    reach, moved = at + lease, True
    while moved:
        in_time = [s + lease for s, took in sent if s + took <= reach]
        moved = max(in_time, default=reach) > reach
        reach = max([reach, *in_time])
    horizons = Horizons(Digest([*events, grant], OracleContext(lease_s={"origin": LEASE_S})))
    assert horizons.client("D1", "origin", grant) == reach
