"""`regrace state`: what several sources tell, in one table, and where they part."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import paramiko
import pytest
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED

from regrace.cli import main
from regrace.fixtures.process_node.keys import make_key
from regrace.harness.history.events import Event, Kind
from regrace.harness.history.plain import dump
from regrace.results.exitcodes import ExitCode
from regrace.state_ledger import LedgerError, held_at_the_end, read_ledger
from regrace.state_sources import Seen, of_kernel, stateid_in_memory
from regrace.state_table import compare, render

A, B = bytes(11) + b"\x0a", bytes(11) + b"\x0b"
PROC = "/proc/fs/nfsd/clients"
INFO = """\
clientid: 0xab3c4cdc6b03315d
address: "10.0.2.2:58124"
status: confirmed
name: "Linux NFSv4.2 reexport"
minor version: 2
"""
OPEN_A = '- 0x02000000{}: {{ type: open, access: rw, deny: --, superblock: "fe:00:1", filename: "p/f", owner: "o" }}\n'
LOCK_B = '- 0x01000000{}: {{ type: lock, superblock: "fe:00:1", owner: "l" }}\n'


class _Host(paramiko.ServerInterface):
    """An SSH server that runs what it is told in a shell, with a folder of ours in the place of the kernel's."""

    def __init__(self, transport: paramiko.Transport, key: str, folder: Path) -> None:
        self._transport, self._key, self._folder = transport, key, folder

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        return AUTH_SUCCESSFUL if (username, key.get_base64()) == ("root", self._key) else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        def work() -> None:
            told = command.decode().replace(PROC, str(self._folder))
            done = subprocess.run(["sh", "-c", told], capture_output=True, check=False)
            with suppress(OSError, EOFError, paramiko.SSHException):  # the client has what it wanted, and is gone
                # The reply to this is read by the thread that says "yes" to the client, when it has said so.
                self._transport.global_request("ordered@regrace", wait=True)
                channel.sendall(done.stdout)
                channel.sendall_stderr(done.stderr)
                channel.send_exit_status(done.returncode)
                channel.close()

        threading.Thread(target=work, daemon=True).start()
        return True


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    folder = tmp_path / "clients"
    client = folder / "7"
    client.mkdir(parents=True)
    (client / "info").write_text(INFO)
    (client / "states").write_text(OPEN_A.format(A.hex()) + LOCK_B.format(B.hex()))
    return folder


@pytest.fixture
def host(tmp_path: Path, proc: Path) -> Iterator[list[str]]:
    """The words that lead `regrace state` to the host."""
    mine, theirs = make_key(tmp_path / "login"), make_key(tmp_path / "host")
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    transports: list[paramiko.Transport] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(paramiko.Ed25519Key(filename=str(tmp_path / "host")))
            transports.append(transport)
            try:
                transport.start_server(server=_Host(transport, mine.split()[1], proc))
            except (paramiko.SSHException, EOFError, OSError):
                transport.close()  # a client that hung up, since it was shown another key

    accepting = threading.Thread(target=serve, daemon=True)
    accepting.start()
    (tmp_path / "known").write_text(f"[127.0.0.1]:{port} {theirs}\n")
    config = f"Host *\n  IdentityFile {tmp_path / 'login'}\n  UserKnownHostsFile {tmp_path / 'known'}\n"
    (tmp_path / "config").write_text(config)
    yield ["--ssh", f"root@127.0.0.1:{port}", "--ssh-config", str(tmp_path / "config")]
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    accepting.join(5)
    for transport in transports:
        transport.close()


def test_what_a_kernel_says_is_shown(host: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["state", *host]) == ExitCode.AS_EXPECTED
    shown = capsys.readouterr().out
    assert f"2:{A.hex()}" in shown
    assert "access 3 deny 0, p/f" in shown
    assert main(["state", *host, "--owner", "somebody else"]) == ExitCode.AS_EXPECTED
    assert A.hex() not in capsys.readouterr().out


def test_and_compared_with_what_the_client_believes(
    host: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = {
        "opens": [{"stateid": f"1:{A.hex()}", "owner": "o", "file": "f", "access": 3, "deny": 0}],
        "locks": [{"stateid": f"1:{'0c' * 12}", "owner": "l", "file": "f", "ranges": [["WRITE", 0, 10]]}],
    }
    (tmp_path / "ledger.json").write_text(json.dumps(ledger))
    asked = ["state", *host, "--ledger", str(tmp_path / "ledger.json")]
    assert main(asked) == ExitCode.UNEXPECTED
    shown = capsys.readouterr().out
    assert "other version: ledger has 1, /proc has 2" in shown
    assert "/proc does not have it: lost" in shown
    assert "not known to the client: a leak" in shown
    assert main([*asked, "--json"]) == ExitCode.UNEXPECTED
    told = json.loads(capsys.readouterr().out)
    assert told["sources"] == ["ledger", "/proc"]
    assert [len(row["differences"]) for row in told["state"]] == [1, 1, 1]


def test_a_host_that_can_not_be_told_from_another_is_told_nothing(
    host: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make_key(tmp_path / "other")
    known = (tmp_path / "known").read_text().split()[0]
    (tmp_path / "known").write_text(f"{known} {other}\n")
    assert main(["state", *host]) == ExitCode.RIG_TROUBLE
    assert "shows the host key" in capsys.readouterr().err
    (tmp_path / "known").write_text("")
    assert main(["state", *host]) == ExitCode.RIG_TROUBLE
    assert "is not known" in capsys.readouterr().err


def test_a_host_without_such_a_server_says_so(
    host: list[str], proc: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proc.rename(proc.with_name("elsewhere"))
    assert main(["state", *host]) == ExitCode.RIG_TROUBLE
    assert "is this a Linux NFS server" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["127.0.0.1"],
        ["127.0.0.1", "--owner", "o"],
        ["--owner", "o", "--verifier", "00" * 8],
        ["--ssh", "host; rm -rf /"],
        ["--ssh=-oProxyCommand=x"],
    ],
)
def test_what_makes_no_sense_is_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["state", *words]) == ExitCode.USAGE
    assert "regrace: " in capsys.readouterr().err


def test_sources_that_part_are_marked() -> None:
    held = Seen(other=A, seqid=1, kind="LOCK", ranges=(("WRITE", 0, 10),), status="NFS4_OK")
    mine = Seen(other=A, seqid=1, kind="LOCK", ranges=(("WRITE", 0, 20),))
    dead = Seen(other=A, status="NFS4ERR_EXPIRED", good=False)
    (row,) = compare({"ledger": [mine], "XP_ENUM_STATE": [held], "TEST_STATEID": [dead]})
    assert row.cells == {"ledger": "held", "XP_ENUM_STATE": "NFS4_OK", "TEST_STATEID": "NFS4ERR_EXPIRED"}
    disagree, ranges = row.differences
    assert "disagree" in disagree
    assert ranges.startswith("other ranges: ledger has")
    assert "WRITE [0,10)" in row.what, "the server's word comes first"
    assert [line for line in render([row], list(row.cells)) if line.startswith("  <-- ")]


def test_what_all_say_alike_is_not_marked() -> None:
    one = Seen(other=A, seqid=1, kind="OPEN", shares=(3, 0))
    (row,) = compare({"ledger": [one], "/proc": [one], "TEST_STATEID": [Seen(other=A)]})
    assert row.differences == ()


def test_a_source_that_lists_nothing_has_lost_all() -> None:
    one = Seen(other=A, seqid=1, kind="OPEN", shares=(3, 0))
    (row,) = compare({"ledger": [one], "XP_ENUM_STATE": []})
    assert row.differences == ("XP_ENUM_STATE does not have it: lost",)


def test_a_stateid_as_it_lies_in_memory() -> None:
    assert stateid_in_memory("0x02010000" + A.hex()) == (0x102, A)
    with pytest.raises(ValueError, match="3 bytes"):
        stateid_in_memory("0x010203")
    assert of_kernel([]) == []


def _event(index: int, kind: Kind, key: bytes, seqid: int, **more: object) -> Event:
    stateid = f"{seqid}:{key.hex()}"
    fields = {"actor": "E1", "file": "f", "status": "NFS4_OK", "completed_at": float(index), **more}
    return Event(index=index, kind=kind, invoked_at=float(index), stateid=stateid, **fields)  # type: ignore[arg-type]


def _story() -> list[Event]:
    return [
        _event(0, Kind.OPEN, A, 1, owner="o", access=3),
        _event(1, Kind.LOCK, B, 1, owner="l", locktype="WRITE", length=10),
        _event(2, Kind.LOCKU, B, 2, owner="l", offset=4, length=2),
    ]


def test_a_ledger_is_read_from_the_record_of_a_run(tmp_path: Path) -> None:
    run = tmp_path / "run.json"
    run.write_text(json.dumps({"cases": [{"code": "PT-03", "history": dump(_story())}]}))
    opened, lock = read_ledger(run, "PT-03:E1")
    assert (opened.other, opened.seqid, opened.shares) == (A, 1, (3, 0))
    assert (lock.seqid, lock.ranges) == (2, (("WRITE", 0, 4), ("WRITE", 6, 4)))
    for whose, words in (("", "say whose"), ("PT-04:E1", "PT-03"), ("PT-03:E2", "there are E1")):
        with pytest.raises(LedgerError, match=words):
            read_ledger(run, whose)
    (tmp_path / "no.json").write_text("[1")
    with pytest.raises(LedgerError):
        read_ledger(tmp_path / "no.json")


def test_what_was_closed_is_not_believed_any_more() -> None:
    assert held_at_the_end(iter([*_story(), _event(3, Kind.CLOSE, A, 2, owner="o")])) == []
