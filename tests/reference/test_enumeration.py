"""XP_ENUM_STATE at the reference origin: sizes to the byte, cookies over changes, and `regrace state`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from regrace.cli import main
from regrace.fixtures.reference.reexport.strategies.enumerate_memory import FILE, Kept
from regrace.fixtures.reference.server.listing import Listing, cookie_of, place_of
from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import differences
from regrace.harness.client.files import File
from regrace.harness.rig.stable import MemoryStable
from regrace.harness.rig.wall import WallWorld
from regrace.results.exitcodes import ExitCode
from regrace.xdr_defs.dialect import ENUMERATION
from tests.reference.test_origin_process import OriginProcess

OWNER, VERIFIER = b"somebody", bytes.fromhex("0102030405060708")


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[OriginProcess]:
    process = OriginProcess(tmp_path, kind="enumerating", lease_s=30, grace_s=1)
    process.start()
    yield process
    process.kill()


@pytest.fixture
def client(origin: OriginProcess) -> Iterator[Client]:
    with WallWorld() as world:
        made = Client(
            world,
            ("127.0.0.1", origin.port),
            name="C",
            via="origin",
            base=("export",),
            minor_version=2,
            dialect=ENUMERATION,
            owner=OWNER,
            verifier=VERIFIER,
        )
        yield made.establish()
        made.disconnect()


def test_a_page_is_as_long_as_it_may_be_and_no_longer(client: Client) -> None:
    for number in range(5):
        held = client.open(File("f", (f"f{number}",)), create=True, owner=f"owner {number}").opened
        client.lock(held, "WRITE", 0, 10 + number, owner="l" * number or "x").expect()
    whole = client.enumerate_state()
    sizes = [len(entry.to_bytes()) for entry in whole.entries]
    assert whole.body_bytes == 28 + sum(sizes)
    for room in range(28, whole.body_bytes + 8, 4):
        page = client.enumerate_state(maxcount=room)
        fitting = next((n for n in range(len(sizes), 0, -1) if 28 + sum(sizes[:n]) <= room), 0)
        assert len(page.entries) == fitting
        assert page.ok == bool(fitting)


def test_the_books_of_the_client_are_compared(client: Client) -> None:
    held = client.open(File("f", ("f",)), create=True).opened
    lock = client.lock(held).locked
    assert differences(client.list_state(), client.ledger) == []
    lock.ranges.release(0, 5)
    client.ledger.opens.remove(held)
    assert [line.split(":")[0] for line in differences(client.list_state(), client.ledger)] == [
        "not known to the client",
        "other ranges",
    ]


def test_state_is_shown_of_a_client_that_is_gone(
    origin: OriginProcess, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    client.lock(client.open(File("f", ("f",)), create=True).opened, "WRITE", 7, 3).expect()
    client.disconnect()
    here = ["state", f"127.0.0.1:{origin.port}", "--owner", OWNER.decode(), "--verifier"]
    assert main([*here, VERIFIER.hex()]) == ExitCode.AS_EXPECTED
    shown = capsys.readouterr().out
    assert "WRITE [7,10)" in shown
    assert "access 3 deny 0" in shown
    assert "2 stateids" in shown
    assert main([*here, "ff" * 8]) == ExitCode.AS_EXPECTED
    assert "knows no client" in capsys.readouterr().out
    assert main([*here, "xyz"]) == ExitCode.USAGE


def test_state_is_compared_with_the_clients_ledger(
    origin: OriginProcess, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = client.lock(client.open(File("f", ("f",)), create=True).opened, "WRITE", 7, 3).expect().locked
    ledger = tmp_path / "ledger.json"
    ledger.write_text(json.dumps(client.ledger.to_json()))
    client.disconnect()
    here = ["state", f"127.0.0.1:{origin.port}", "--owner", OWNER.decode(), "--verifier", VERIFIER.hex()]
    here += ["--ledger", str(ledger)]
    assert main(here) == ExitCode.AS_EXPECTED, capsys.readouterr().out
    capsys.readouterr()
    lock.ranges.hold(20, 30, "WRITE")
    ledger.write_text(json.dumps(client.ledger.to_json()))
    assert main(here) == ExitCode.UNEXPECTED
    assert "other ranges: ledger has" in capsys.readouterr().out
    ledger.write_text(json.dumps({"opens": [], "locks": []}))
    assert main(here) == ExitCode.UNEXPECTED
    assert capsys.readouterr().out.count("a leak") == 2


def test_where_nothing_is_listed_what_the_client_believes_is_tested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    process = OriginProcess(tmp_path, kind="courteous", lease_s=30, grace_s=1)
    process.start()
    try:
        with WallWorld() as world:
            there = ("127.0.0.1", process.port)
            made = Client(world, there, name="C", via="origin", base=("export",), owner=OWNER, verifier=VERIFIER)
            made.establish()
            held = made.open(File("f", ("f",)), create=True).opened
            ledger = tmp_path / "ledger.json"
            ledger.write_text(json.dumps(made.ledger.to_json()))
            asked = ["state", f"127.0.0.1:{process.port}", "--owner", OWNER.decode(), "--verifier", VERIFIER.hex()]
            asked += ["--ledger", str(ledger)]
            assert main(asked) == ExitCode.AS_EXPECTED, capsys.readouterr().out
            assert "it does not enumerate" in capsys.readouterr().out
            made.close(held).expect()
            made.disconnect()
            assert main(asked) == ExitCode.UNEXPECTED
            assert "it can't be used any more" in capsys.readouterr().out
    finally:
        process.kill()


def test_a_listing_forgets_what_is_gone() -> None:
    listing, alive = Listing(), {}
    others = [bytes(4) + number.to_bytes(8, "big") for number in range(1, 501)]
    for other in others:
        alive[other] = True
        listing.add(other)
    for other in others[:400]:
        del alive[other]
        listing.discard(alive)
    assert [other for other in listing.behind(0) if other in alive] == others[400:]
    assert len(list(listing.behind(0))) < 250
    assert next(listing.behind(450)) == others[450]
    assert place_of(cookie_of(others[41], 17)) == (42, 17)


def test_the_sequence_number_goes_down_to_the_one_that_was_never_used() -> None:
    stable = MemoryStable()
    kept = Kept(stable, b"verifier", print)
    kept.creating(7, 1)
    kept.created(7, 1, b"")
    kept.creating(7, 2)  # and we die before it is sent
    again = Kept(stable, b"another.", print)
    assert again.verifier == b"verifier"
    tried = [again.sequence(7, 1)]
    again.creating(7, 3)  # NFS4ERR_SEQ_MISORDERED
    tried.append(again.sequence(7, 1))
    assert tried == [3, 2]  # 1 was used last, and is never tried
    assert again.sequence(8, 1) is None


def test_a_torn_identity_is_another_one() -> None:
    stable = MemoryStable()
    Kept(stable, b"verifier", print)
    stable.write(FILE, b"00000000\n{}")
    stable.sync(FILE)
    assert Kept(stable, b"another.", print).verifier == b"another."
