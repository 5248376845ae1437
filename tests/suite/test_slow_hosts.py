"""A host that is too slow for what a case is about makes the case an error, which is no word on a server."""

from __future__ import annotations

from typing import Any

import pytest

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.conduct import Conducted, conduct
from regrace.harness.history.events import Event, Kind
from regrace.harness.judge import Failed
from regrace.harness.rig.absence import late_reclaim, longest_absence_s, slow_return
from regrace.harness.rig.rig import Rig
from regrace.verdict import Verdict

from .conducting import CASES


def _after_a_reboot(took_s: float, *, refused: bool = False, **options: str) -> Conducted:
    """What becomes of a case that fails after a reboot of R that took so long."""
    rig = Rig(ReferenceRig().simulate(1, options), "PS-01")
    rig.begin()

    def story() -> None:
        crash = rig.history.invoke(Kind.CRASH, actor="reexport", detail={"how": "reboot"})
        rig.await_time(took_s, "a slow reboot")
        rig.history.complete(crash, "")
        rig.history.mark(Kind.START, actor="reexport")
        assert longest_absence_s(rig.history, "reexport") == pytest.approx(took_s)
        assert longest_absence_s(rig.history, "origin") == 0
        if refused:
            rig.refused(rig.reexport, "reclaim", "OPEN reclaim -> NFS4ERR_NO_GRACE")
        raise Failed("it is gone", expected="it is there", actual="it is gone")

    return conduct(rig, CASES["PS-01"], "", story)


@pytest.mark.parametrize("refused", [False, True])
def test_a_failure_after_a_reboot_that_outlasted_the_lease_is_an_error(refused: bool) -> None:
    slow = _after_a_reboot(5.0, refused=refused, strategy="persist", origin="plain")
    assert slow.verdict is Verdict.ERROR
    assert "lease" in slow.message


@pytest.mark.parametrize("refused", [False, True])
def test_after_a_quick_one_it_is_a_failure(refused: bool) -> None:
    quick = _after_a_reboot(0.5, refused=refused, strategy="persist", origin="plain")
    assert quick.verdict is Verdict.FAIL


def test_an_origin_that_remembers_waits_for_slow_hosts_too() -> None:
    assert _after_a_reboot(5.0, refused=True, strategy="retain").verdict is Verdict.FAIL


LEASES, KEEPS = {"origin": 2.0, "reexport": 2.0, "outer": 2.0}, {"origin": 16.0}


def _event(kind: Kind, actor: str, began: float, ended: float, **more: Any) -> Event:
    return Event(index=0, kind=kind, actor=actor, invoked_at=began, completed_at=ended, **more)


def _crash(node: str, began: float, ended: float, how: str = "reboot") -> Event:
    return _event(Kind.CRASH, node, began, ended, detail={"how": how})


def test_an_origin_that_crashed_too_has_nothing_but_its_grace() -> None:
    slow = [
        _crash("origin", 0, 0.1, "crash"),
        _crash("reexport", 0, 0.1, "crash"),
        _event(Kind.START, "reexport", 0.2, 4.2),
    ]
    assert "bringing reexport back took 4.0 s" in slow_return(slow, LEASES, KEEPS)
    assert not slow_return(slow[1:], LEASES, KEEPS), "one that lives has retained its locks"
    assert not slow_return(slow[:2], LEASES, KEEPS), "nobody wanted it back yet"


def test_the_outer_server_of_a_chain_rests_on_the_inner_one() -> None:
    chain = [_event(Kind.MOVE, "outer", 0, 0, detail={"from": "", "to": "reexport-b", "behind": "reexport"})]
    crashes = [_crash("reexport", 1, 2), _crash("reexport-b", 2, 5)]
    assert "lease at reexport" in slow_return([*chain, *crashes], LEASES, KEEPS)
    assert not slow_return([*chain, _crash("reexport-b", 2, 5)], LEASES, {**KEEPS, "reexport": 16.0})


def test_a_reclaim_that_was_sent_late_may_have_missed_the_grace() -> None:
    back = _event(Kind.START, "reexport", 1, 1)

    def reclaim(at: float, status: str) -> Event:
        return _event(Kind.RECLAIM_OPEN, "E1", at, at + 0.1, via="reexport", status=status)

    assert "E1 reclaimed 1.9 s after reexport was back" in late_reclaim(
        [back, reclaim(2.9, "NFS4ERR_NO_GRACE")], LEASES
    )
    assert not late_reclaim([back, reclaim(1.5, "NFS4ERR_NO_GRACE")], LEASES)
    assert not late_reclaim([back, reclaim(2.9, "NFS4ERR_RECLAIM_BAD")], LEASES)
    assert not late_reclaim([reclaim(2.9, "NFS4ERR_NO_GRACE")], LEASES), "nothing was rebooted"
