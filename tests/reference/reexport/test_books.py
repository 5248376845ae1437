"""Who answers reclaims out of its books does not do so while it learns that they are of an origin that is no more."""

from __future__ import annotations

import pytest

from regrace.harness.tap.api import Direction, Match
from regrace.xdr_defs.nfs4 import nfsstat4

from .stage import Stage

OK = nfsstat4.NFS4_OK


@pytest.mark.parametrize("strategy", ["persist", "enumerate"])
def test_a_reclaim_waits_until_the_origin_has_been_asked_again(strategy: str) -> None:
    stage = Stage(strategy=strategy)
    end = stage.end_client()
    lock = stage.lock(end).locked
    below = end.ledger.opens[0]
    stage.node("reexport").reboot()
    end.recover()
    again = stage.settled(lambda: end.reclaim_open(below)).opened
    message = stage.tap.hold(Match(link="R-O", direction=Direction.CALLS, operation="EXCHANGE_ID"))
    stage.node("origin").reboot()
    stage.until(lambda: stage.tap.held(message) is not None)

    asked = end.begin_lock(again, "WRITE", 0, 10, owner=lock.owner, reclaim=True)
    stage.wait(0.5)
    assert not asked.done, "R knows that the origin has rebooted, and has nothing of it"

    stage.tap.release(message)
    answer = asked.reply()
    assert answer.status is not OK or stage.seen("R-O", "LOCK")
    end.reclaim_complete()
    stage.wait(10)
    assert stage.is_free(stage.direct_client()) is not answer.ok
