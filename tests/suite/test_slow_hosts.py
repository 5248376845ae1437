"""A host that is too slow for what a case is about makes the case an error, which is no word on a server."""

from __future__ import annotations

import pytest

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.conduct import Conducted, conduct
from regrace.harness.history.events import Kind
from regrace.harness.judge import Failed
from regrace.harness.rig.absence import longest_absence_s, slowest_reboot_s
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
        assert slowest_reboot_s(rig.history, "reexport") == pytest.approx(took_s)
        assert longest_absence_s(rig.history, "origin") == slowest_reboot_s(rig.history, "origin") == 0
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
