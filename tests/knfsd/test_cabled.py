"""Three kernels, of which two share a network of their own."""

from __future__ import annotations

import pytest

from regrace.harness.rig.node import RigError

from .conftest import Attached, needs_kernel

pytestmark = needs_kernel

BACK_S = 150.0
RENEWAL_S = 30.0


def names_at_origin(rig: Attached) -> list[str]:
    return sorted(client["info"].get("name", "") for client in rig.nodes["origin"].state()["clients"])


def addresses_at_origin(rig: Attached) -> set[str]:
    return {client["info"]["address"].rpartition(":")[0] for client in rig.nodes["origin"].state()["clients"]}


def test_r_reaches_o_by_their_own_network(cabled: Attached) -> None:
    assert cabled.serves("origin")
    assert cabled.serves("reexport")
    assert names_at_origin(cabled) == ["Linux NFSv4.2 reexport"]
    assert addresses_at_origin(cabled) == {"192.168.77.2"}
    links = {link.name for link in cabled.provisioned.description.links}
    assert "R-O" not in links


def test_a_pulled_cable_cuts_the_two_off_and_counts(cabled: Attached) -> None:
    node = cabled.nodes["reexport"]
    node.partition("origin")
    assert cabled.comes(lambda: node.drop_counter() > 0, RENEWAL_S)
    assert cabled.serves("origin")
    assert cabled.serves("reexport")
    received = "cat /sys/class/net/eth1/statistics/rx_packets"
    inside = cabled.inside("origin")
    before = inside.run(received)
    sent = node.drop_counter()
    assert cabled.comes(lambda: node.drop_counter() > sent, RENEWAL_S)
    assert inside.run(received) == before
    node.heal()
    assert node.drop_counter() == 0
    assert cabled.comes(lambda: inside.run(received) != before, RENEWAL_S)
    inside.close()


def test_the_cut_outlives_a_reboot_and_keeps_r_from_serving(cabled: Attached) -> None:
    node = cabled.nodes["reexport"]
    assert "partition" not in cabled.nodes["origin"].verbs
    with pytest.raises(RigError, match="only to 'origin'"):
        node.partition("reexport-b")
    node.partition("origin")
    node.reboot()
    assert cabled.comes(lambda: node.drop_counter() > 0, RENEWAL_S)
    assert not cabled.serves("reexport")
    node.heal()
    assert cabled.comes(lambda: cabled.serves("reexport"), BACK_S)


def test_the_second_reexport_server_is_off_until_it_is_started(cabled: Attached) -> None:
    spare = cabled.nodes["reexport-b"]
    (described,) = (node for node in cabled.provisioned.description.nodes if node.spare)
    assert (described.name, described.role) == ("reexport-b", "reexport")
    assert spare.boot_identity() is None
    spare.start()
    assert cabled.comes(lambda: cabled.serves("reexport-b"), BACK_S)
    assert "Linux NFSv4.2 reexport-b" in names_at_origin(cabled)
    mark = cabled.tap.mark()
    assert cabled.comes(lambda: any(r.link == "B-O" for r in cabled.tap.records(mark)), RENEWAL_S)
    spare.power_cut()
    assert spare.boot_identity() is None
