"""A message that a case waits for at the tap, and that does not come: whose fault is that?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.harness.case import load_catalogue
from regrace.harness.client.errors import PeerClosed
from regrace.harness.conduct import conduct
from regrace.harness.history.events import Kind
from regrace.harness.judge import Recorded
from regrace.harness.rig.node import RigError, RigLacks
from regrace.harness.rig.rig import Rig
from regrace.harness.tap.api import Direction
from regrace.verdict import Verdict


@pytest.fixture
def rig() -> Iterator[Rig]:
    """Both servers serve; nobody says anything but R's renewals."""
    rig = Rig(ReferenceRig().simulate(1, {"strategy": "forget"}), "held")
    rig.begin()
    yield rig
    rig.settle()


def test_what_a_server_never_says_is_recorded(rig: Rig) -> None:
    with rig.hold("R-O", Direction.CALLS, "LOCK") as message, pytest.raises(Recorded, match="LOCK calls on R-O"):
        message.await_held(0.5)


def test_a_server_that_does_not_answer_an_end_client_is_recorded_too(rig: Rig) -> None:
    with rig.hold("E-R", Direction.REPLIES, "LOCK") as message, pytest.raises(Recorded, match="LOCK replies on E-R"):
        message.await_held(0.5)


@pytest.mark.parametrize("link", ["E-R", "D-O"])
def test_what_our_own_clients_never_say_is_trouble_of_the_harness(rig: Rig, link: str) -> None:
    with rig.hold(link, Direction.CALLS, "LOCK") as message, pytest.raises(RigError, match=f"LOCK calls on {link}"):
        message.await_held(0.5)


def test_a_server_that_is_down_says_nothing_and_that_is_trouble_of_the_rig(rig: Rig) -> None:
    rig.reexport.crash()
    with rig.hold("R-O", Direction.CALLS, "LOCK") as message, pytest.raises(RigError, match="in vain"):
        message.await_held(0.5)
    rig.reexport.start()


def test_a_start_that_is_not_waited_for(rig: Rig) -> None:
    rig.reexport.crash()
    rig.reexport.start(wait=False)
    assert rig.reexport.node.boot_identity() is not None
    rig.await_serving(rig.reexport)


def test_a_server_that_is_gone_has_ended_by_itself_unless_we_did_it(rig: Rig) -> None:
    assert not rig.ended_by_itself("reexport")
    rig.reexport.node.crash()  # behind the rig's back: as if it had stumbled over a request
    assert rig.ended_by_itself("reexport")
    rig.reexport.node.start()
    rig.await_serving(rig.reexport)
    rig.reexport.crash()
    assert not rig.ended_by_itself("reexport")
    rig.reexport.start()
    rig.reexport.reboot()  # which is over
    rig.reexport.node.crash()
    assert rig.ended_by_itself("reexport")
    rig.reexport.node.start()


def test_a_case_in_which_a_server_ends_by_itself_is_blocked_and_says_so(rig: Rig) -> None:
    """A request that kills its server is not trouble of the rig."""

    def story() -> None:
        e1 = rig.end_client("E1")
        rig.reexport.node.crash()
        e1.renew()

    blocked_by_its_end(rig, story)


def test_an_errand_of_the_rig_that_a_server_s_end_cuts_short_is_no_trouble_of_the_rig_either(rig: Rig) -> None:
    def story() -> None:
        rig.reexport.node.crash()
        rig.file("g")

    blocked_by_its_end(rig, story)


def test_what_closes_its_connections_is_given_a_while_to_be_gone(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that crashes is there for a moment longer than its sockets are."""
    there = type(rig.reexport.node).boot_identity
    identity = rig.reexport.node.boot_identity()

    def story() -> None:
        e1 = rig.end_client("E1")
        rig.reexport.node.crash()
        until = rig.world.now() + 1.0
        monkeypatch.setattr(
            type(rig.reexport.node),
            "boot_identity",
            lambda node: there(node) or (identity if rig.world.now() < until else None),
        )
        e1.renew()

    blocked_by_its_end(rig, story)


def test_what_closes_a_connection_and_answers_others_until_it_is_gone_has_ended_by_itself_too(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    node, gone = rig.reexport.node, rig.ended_by_itself

    def story() -> None:
        ends_at = rig.world.now() + 1.0

        def ends_meanwhile(name: str) -> bool:
            if rig.world.now() >= ends_at and node.boot_identity() is not None:
                node.crash()
            return gone(name)

        monkeypatch.setattr(rig, "ended_by_itself", ends_meanwhile)
        raise PeerClosed("E1", "E1 READ of f via reexport", "closed by peer")

    blocked_by_its_end(rig, story)


def blocked_by_its_end(rig: Rig, story: Callable[[], None]) -> None:
    declared = next(case for case in load_catalogue() if case.code == "LK-16")
    result = conduct(rig, declared, "", story)
    assert (result.verdict, result.signature) == (Verdict.BLOCKED, "reexport ended by itself"), result.message
    assert "reexport has ended by itself" in result.settle_trouble  # and nobody waited for it to serve
    assert "reexport to serve" not in rig.waits_s
    rig.reexport.node.start()
    rig.await_serving(rig.reexport)


def test_a_rig_whose_server_reads_more_than_it_was_asked_for_is_spent(rig: Rig) -> None:
    rig.history.mark(Kind.READ, actor="E1", via="reexport", length=16)
    assert not rig.is_spent
    rig.history.mark(Kind.READ, actor="E1", via="reexport", length=16, detail={"overlong": 105})
    assert rig.is_spent


def test_power_is_cut_only_where_it_can_be(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    node = rig.reexport.node
    monkeypatch.setattr(type(node), "verbs", node.verbs - {"power_cut"})
    with pytest.raises(RigLacks, match="reexport's power can't be cut"):
        rig.reexport.power_cut()
