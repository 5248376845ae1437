"""Three kernels, of which two share virtual IPs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regrace.fixtures.process_node.child import answers_null
from regrace.harness.rig.node import RigError

from .conftest import Attached, brought_up, needs_kernel

pytestmark = needs_kernel

BACK_S = 150.0
OWNERS = ["Linux NFSv4.2 V1", "Linux NFSv4.2 reexport", "Linux NFSv4.2 reexport-b"]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attached]:
    """The second node is on, too."""
    with brought_up(tmp_path_factory.mktemp("pair") / "rig", nodes="3") as attached:
        attached.nodes["reexport-b"].start()
        assert attached.comes(lambda: attached.serves("reexport-b"), BACK_S)
        yield attached


def owners_at_origin(rig: Attached) -> list[str]:
    """Of the clients that have a session there: an EXCHANGE_ID that nothing followed stays on the list for a while."""
    clients = [client["info"] for client in rig.nodes["origin"].state()["clients"]]
    return sorted(info.get("name", "") for info in clients if info.get("status") == "confirmed")


def where(rig: Attached) -> dict[str, dict[str, str]]:
    return {name: dict(rig.nodes[name].vip_states()) for name in ("reexport", "reexport-b")}


def answers(rig: Attached, node: str) -> bool:
    """Whether V1 is answered at that node's door."""
    (vip,) = (vip for vip in rig.provisioned.description.vips if vip.name == "V1")
    return answers_null(vip.doors[node])


def said_by(rig: Attached, link: str, since: int) -> set[str]:
    return {op for r in rig.tap.records(since) if r.link == link and r.kind == "call" for op in r.operations}


def bring(rig: Attached, node: str) -> None:
    """V1 is served by that node, wherever it was."""
    for name, served in where(rig).items():
        if served:
            rig.nodes[name].give_up_vip("V1", for_good=False)
    rig.nodes[node].take_vip("V1", by_force=True)


def test_an_address_is_a_client_of_the_origin_of_its_own_and_moves(pair: Attached) -> None:
    a, b = pair.nodes["reexport"], pair.nodes["reexport-b"]
    assert where(pair) == {"reexport": {}, "reexport-b": {}}
    a.take_vip("V1", by_force=False)
    assert where(pair) == {"reexport": {"V1": "serving"}, "reexport-b": {}}
    assert pair.comes(lambda: answers(pair, "reexport"), BACK_S)
    assert not answers(pair, "reexport-b")
    assert owners_at_origin(pair) == OWNERS
    with pytest.raises(RigError, match=r"V1: reexport claims it \(epoch 1\)"):
        b.take_vip("V1", by_force=False)

    mark = pair.tap.mark()
    a.give_up_vip("V1", for_good=False)
    b.take_vip("V1", by_force=False)
    assert where(pair) == {"reexport": {}, "reexport-b": {"V1": "serving"}}
    assert pair.comes(lambda: answers(pair, "reexport-b"), BACK_S)
    assert not answers(pair, "reexport")
    assert owners_at_origin(pair) == OWNERS, "the same client of the origin, on the other node"
    assert "DESTROY_CLIENTID" not in said_by(pair, "V1A-O", mark)
    assert "EXCHANGE_ID" in said_by(pair, "V1B-O", mark)


def test_the_disk_of_an_address_goes_with_it(pair: Attached) -> None:
    a, b = pair.nodes["reexport"], pair.nodes["reexport-b"]
    bring(pair, "reexport-b")
    inside = {name: pair.inside(name) for name in ("reexport", "reexport-b")}
    inside["reexport-b"].run("vip each 'echo kept >/var/lib/nfs/witness; sync'")
    b.crash()
    with pytest.raises(RigError, match="V1: reexport-b claims it"):
        a.take_vip("V1", by_force=False)
    a.take_vip("V1", by_force=True)
    assert inside["reexport"].run("vip each 'cat /var/lib/nfs/witness'").strip() == "kept"
    b.start()
    assert where(pair) == {"reexport": {"V1": "serving"}, "reexport-b": {}}
    for shell in inside.values():
        shell.close()


def test_what_is_given_up_for_good_leaves_the_origin_in_order(pair: Attached) -> None:
    bring(pair, "reexport")
    mark = pair.tap.mark()
    pair.nodes["reexport"].give_up_vip("V1", for_good=True)
    assert "DESTROY_CLIENTID" in said_by(pair, "V1A-O", mark)
    assert "Linux NFSv4.2 V1" not in owners_at_origin(pair)
    assert where(pair) == {"reexport": {}, "reexport-b": {}}


def test_a_cut_concerns_the_addresses_too(pair: Attached) -> None:
    node = pair.nodes["reexport"]
    bring(pair, "reexport")
    node.partition("origin")
    mark = pair.tap.mark()
    assert pair.comes(lambda: node.drop_counter() > 0, BACK_S)
    assert not said_by(pair, "V1A-O", mark)
    with pytest.raises(RigError, match="is cut off from 'origin'"):
        node.take_vip("V2", by_force=True)
    node.heal()
    assert pair.comes(lambda: "SEQUENCE" in said_by(pair, "V1A-O", mark), BACK_S)
    node.stop()
    assert node.boot_identity() is None
