"""Plots: claimed once, built and cleared, found when their holder is gone. Building needs root."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from regrace.fixtures.ganesha import firewall, plot
from regrace.fixtures.ganesha.plot import PLOTS, Plot, abandoned_plots, claim_plot
from regrace.harness.rig.node import RigError

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces are root's")


@pytest.fixture
def claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Claim files of this test alone."""
    folder = tmp_path / "claims"
    monkeypatch.setattr(plot, "CLAIMS", folder)
    return folder


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Plot]:
    """A plot of this machine, with its namespaces."""
    mine = claim_plot(tmp_path)
    mine.build()
    yield mine
    mine.clear()
    mine.release()


def test_the_number_gives_names_and_addresses() -> None:
    seven = Plot(7)
    assert [site.name for site in seven.sites] == ["rg7o", "rg7r"]
    assert (seven.origin.host, seven.origin.address) == ("198.18.0.57", "198.18.0.58")
    assert (seven.reexport.host, seven.reexport.address) == ("198.18.0.61", "198.18.0.62")


def test_plots_do_not_overlap_and_their_names_are_short_enough_for_a_link() -> None:
    last = Plot(PLOTS - 1)
    assert not last.network.overlaps(Plot(PLOTS - 2).network)
    assert last.network.subnet_of(plot.NETWORK)
    assert max(len(site.name) for site in last.sites) <= 15  # IFNAMSIZ, with its NUL
    with pytest.raises(ValueError, match="plot"):
        Plot(PLOTS)


def test_a_claimed_plot_is_claimed_once(claims: Path, tmp_path: Path) -> None:
    first, second = claim_plot(tmp_path), claim_plot(tmp_path)
    assert first != second
    assert {p.stem for p in claims.iterdir()} == {str(first.number), str(second.number)}
    first.release()
    assert claim_plot(tmp_path) == first, "the same folder gets the same plot, if it is free"


def test_a_plot_that_the_machine_has_a_route_to_is_passed_over(
    claims: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = claim_plot(tmp_path)
    first.release()
    monkeypatch.setattr(plot, "_routes", lambda: iter([first.network]))
    assert claim_plot(tmp_path) != first


def test_no_free_plot_is_said(claims: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plot, "_routes", lambda: iter([plot.NETWORK]))
    with pytest.raises(RigError, match=r"198\.18\.0\.0/15"):
        claim_plot(tmp_path)


def test_a_plot_is_abandoned_when_its_holder_is_gone_and_not_before(claims: Path, tmp_path: Path) -> None:
    mine = claim_plot(tmp_path)
    assert abandoned_plots() == []
    claim = json.loads(mine.claim_file.read_text())
    mine.claim_file.write_text(json.dumps({**claim, "start_time": claim["start_time"] - 1}))
    assert abandoned_plots() == [mine], "another process got the pid since"
    mine.claim_file.write_text("{")
    assert abandoned_plots() == [mine], "damaged"


@needs_root
def test_a_site_reaches_the_host_and_not_the_other_site(built: Plot) -> None:
    with subprocess.Popen(
        built.origin.command(sys.executable, "-m", "http.server", "-b", built.origin.address, "8000"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            assert _connects((), built.origin.address)
            assert not _connects(("ip", "netns", "exec", built.reexport.name), built.origin.address)
        finally:
            server.kill()


def _connects(within: tuple[str, ...], host: str) -> bool:
    """Whether a TCP connection to port 8000 comes about, within 3 s."""
    probe = (
        "import socket, sys, time\n"
        "end = time.monotonic() + 3\n"
        "while time.monotonic() < end:\n"
        "    try: socket.create_connection((sys.argv[1], 8000), 1).close(); sys.exit(0)\n"
        "    except ConnectionRefusedError: time.sleep(0.02)\n"
        "    except OSError: sys.exit(1)\n"
        "sys.exit(1)"
    )
    asked = [*within, sys.executable, "-c", probe, host]
    return subprocess.run(asked, check=False, timeout=30).returncode == 0


@needs_root
def test_a_site_has_a_host_name_of_its_own_and_is_one_process(built: Plot) -> None:
    tell = "import os, socket; print(os.getpid(), socket.gethostname())"
    with subprocess.Popen(
        built.reexport.command(sys.executable, "-c", tell),
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.read().split() == [str(child.pid), built.reexport.name]


@needs_root
def test_clearing_ends_what_runs_inside_and_can_be_repeated(built: Plot) -> None:
    with subprocess.Popen(built.origin.command("sleep", "60")) as sleeper:
        named = built.clear()
        assert sleeper.wait(timeout=5) < 0
    assert len(named) == 2
    assert built.origin.name in named[0]
    assert built.clear() == []
    links = subprocess.run(["ip", "-brief", "link"], capture_output=True, text=True, check=True).stdout
    assert built.origin.name not in links


@needs_root
def test_the_firewall_drops_one_port_of_one_peer_counts_it_and_heals(built: Plot) -> None:
    inside = ["ip", "netns", "exec", built.reexport.name]

    def word(*words: str) -> str:
        asked = [*inside, sys.executable, "-m", "regrace.fixtures.ganesha.firewall", *words]
        return subprocess.run(asked, capture_output=True, text=True, timeout=30, check=True).stdout

    def refused_at_once(port: int) -> bool:
        """Nobody listens: without a firewall the host answers with a reset, behind one there is silence."""
        probe = (
            "import socket, sys\n"
            "try: socket.create_connection((sys.argv[1], int(sys.argv[2])), 0.3)\n"
            "except ConnectionRefusedError: sys.exit(0)\n"
            "except OSError: sys.exit(1)"
        )
        asked = [*inside, sys.executable, "-c", probe, built.reexport.host, str(port)]
        return subprocess.run(asked, check=False, timeout=30).returncode == 0

    assert word("drops") == "0"
    assert refused_at_once(7001)
    word("partition", "origin", f"origin={built.reexport.host}:7001")
    assert not refused_at_once(7001)
    assert refused_at_once(7002), "another port of the same peer (SSH, say) is left alone"
    assert int(word("drops")) > 0
    word("heal")
    assert refused_at_once(7001)
    assert word("drops") == "0"
    word("heal")


NONSENSE = [
    [],
    ["partition"],
    ["partition", "origin"],
    ["partition", "origin", "reexport=198.18.0.1:2049"],
    ["partition", "origin", "origin=host:2049"],
    ["partition", "origin", "origin=198.18.0.1:0"],
]


@pytest.mark.parametrize("words", NONSENSE, ids=" ".join)
def test_words_that_the_firewall_does_not_understand_are_refused(words: list[str]) -> None:
    with pytest.raises(ValueError, match=r"not understood|no way leads|IPv4|port"):
        firewall.main(words)
