"""Asking again, within a budget, while the world turns."""

from __future__ import annotations

import pytest

from regrace.harness.client.patience import patiently
from regrace.xdr_defs import nfs4
from tests.client.conftest import Stage


def answers(stage: Stage, *statuses: nfs4.nfsstat4) -> None:
    """RECLAIM_COMPLETE is answered with these, the last one for ever."""
    left = list(statuses)

    def answer(_: object) -> nfs4.RECLAIM_COMPLETE4res:
        return nfs4.RECLAIM_COMPLETE4res(left.pop(0) if len(left) > 1 else left[0])

    stage.server.answers[nfs4.OP_RECLAIM_COMPLETE] = answer


def test_the_first_good_answer_ends_it(stage: Stage) -> None:
    client = stage.client()
    answers(stage, nfs4.NFS4ERR_DELAY, nfs4.NFS4ERR_GRACE, nfs4.NFS4_OK)
    waits: list[tuple[str, float]] = []
    reply = patiently(
        client.reclaim_complete,
        world=stage.world,
        budget_s=5,
        waiting_for="grace to end",
        note=lambda what, seconds: waits.append((what, seconds)),
    )
    assert reply.ok
    assert reply.sentence.startswith("E1 RECLAIM_COMPLETE via reexport (after 0.")
    assert reply.sentence.endswith("s of waiting for grace to end)")
    assert [what for what, _ in waits] == ["grace to end"]
    assert 0.04 < waits[0][1] < 2


def test_an_immediate_answer_is_no_wait(stage: Stage) -> None:
    client = stage.client()
    waits: list[tuple[str, float]] = []
    reply = patiently(
        client.reclaim_complete,
        world=stage.world,
        budget_s=5,
        waiting_for="nothing",
        note=lambda what, seconds: waits.append((what, seconds)),
    )
    assert "waiting" not in reply.sentence
    assert waits == []


def test_other_answers_end_it_too(stage: Stage) -> None:
    client = stage.client()
    answers(stage, nfs4.NFS4ERR_DELAY, nfs4.NFS4ERR_COMPLETE_ALREADY)
    reply = patiently(client.reclaim_complete, world=stage.world, budget_s=5, waiting_for="x")
    assert reply.status == nfs4.NFS4ERR_COMPLETE_ALREADY


@pytest.mark.parametrize("until", [(), (nfs4.NFS4ERR_GRACE,)])
def test_until_goes_before_retry(stage: Stage, until: tuple[nfs4.nfsstat4, ...]) -> None:
    client = stage.client()
    answers(stage, nfs4.NFS4ERR_DELAY, nfs4.NFS4ERR_GRACE, nfs4.NFS4_OK)
    reply = patiently(
        client.reclaim_complete, world=stage.world, budget_s=5, waiting_for="x", until=until
    )
    assert reply.status == (nfs4.NFS4ERR_GRACE if until else nfs4.NFS4_OK)


def test_the_budget_ends_it(stage: Stage) -> None:
    client = stage.client()
    answers(stage, nfs4.NFS4ERR_GRACE)
    began = stage.world.now()
    reply = patiently(client.reclaim_complete, world=stage.world, budget_s=0.3, waiting_for="grace to end")
    assert reply.status == nfs4.NFS4ERR_GRACE
    assert 0.29 <= stage.world.now() - began < 1.5
    assert "waiting for grace to end" in reply.sentence
