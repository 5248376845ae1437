"""What a kernel says of its clients, read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from regrace.fixtures.knfsd.guest import dropbear_key
from regrace.fixtures.knfsd.state import complaints, read_clients, read_record
from regrace.fixtures.process_node.keys import make_key

SAID = """\
client 3
clientid: 0xab3c4cdc6b03315d
address: "10.0.2.2:58124"
status: courtesy
seconds from last renew: 12
name: "Linux NFSv4.2 reexport"
minor version: 2
states
- 0x01000000dc4c3cab5d31036b01000000: { type: open, access: rw, deny: --, superblock: "fe:00:32786", \
filename: "p/f", owner: "open id:\\x00\\x01" }
- 0x01000000dc4c3cab5d31036b02000000: { type: lock, superblock: "fe:00:32786", owner: "lock \\"a\\"" }
client 12
clientid: 0x1
states
"""


def test_clients_and_their_states() -> None:
    first, second = read_clients(SAID)
    assert first["number"] == 3
    assert first["info"]["status"] == "courtesy"
    assert first["info"]["address"] == "10.0.2.2:58124"
    opened, lock = first["states"]
    assert opened["stateid"] == "0x01000000dc4c3cab5d31036b01000000"
    assert (opened["type"], opened["access"], opened["deny"], opened["filename"]) == ("open", "rw", "--", "p/f")
    assert (lock["type"], lock["superblock"]) == ("lock", "fe:00:32786")
    assert lock["owner"].startswith("lock ")
    assert second == {"number": 12, "info": {"clientid": "0x1"}, "states": []}


def test_a_server_without_clients_has_none() -> None:
    assert read_clients("") == []


def test_the_record_of_nfsdcld(tmp_path: Path) -> None:
    file = tmp_path / "main.sqlite"
    with sqlite3.connect(file) as base:
        base.execute('CREATE TABLE "rec-0000000000000002" (id BLOB PRIMARY KEY, princhash BLOB)')
        base.execute('INSERT INTO "rec-0000000000000002" VALUES (?, NULL)', (b"Linux NFSv4.2 reexport",))
        base.execute("CREATE TABLE parameters (key TEXT, value TEXT)")
    base.close()
    assert read_record(file.read_bytes()) == {"rec-0000000000000002": ["Linux NFSv4.2 reexport"]}


@pytest.mark.parametrize("data", [b"", b"no database at all, but bytes"])
def test_what_is_no_database_records_nobody(data: bytes) -> None:
    assert read_record(data) == {}


@pytest.mark.parametrize(
    "line",
    [
        "[   12.1] WARNING: CPU: 0 PID: 151 at fs/nfsd/nfs4state.c:5087 nfsd4_process_open2+0x1a3/0x2a0 [nfsd]",
        "[   12.1] BUG: kernel NULL pointer dereference, address: 0000000000000010",
        "[   12.1] kernel BUG at fs/nfsd/nfs4state.c:800!",
        "[   12.1] Oops: 0000 [#1] PREEMPT SMP PTI",
        "[  245.1] INFO: task nfsd:151 blocked for more than 120 seconds.",
        "[   12.1] Kernel panic - not syncing: Fatal exception",
    ],
)
def test_a_kernel_that_complains_is_heard(line: str) -> None:
    assert complaints(f"[    1.0] Linux version 6.1\n{line}\n[   13.0] NFSD: laundromat\n") == [line]


def test_what_every_boot_says_is_no_complaint() -> None:
    log = (
        "[    0.036000] ..MP-BIOS bug: 8254 timer not connected to IO-APIC\n"
        "[    0.044000] tsc: Unable to calibrate against PIT\n"
        "[    1.340810] APIC calibration not consistent with PM-Timer: 103ms instead of 100ms\n"
        "[   22.207289] NFSD: no clients to reclaim, skipping NFSv4 grace period (net f0000000)\n"
    )
    assert complaints(log) == []


def test_dropbear_gets_seed_and_public_half(tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    data = dropbear_key(tmp_path / "key")
    assert data[:19] == b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x40"
    assert len(data) == 19 + 64
