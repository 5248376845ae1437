"""How a guest that was switched on is waited for; no machine is started here."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from regrace.fixtures.knfsd import machine as module
from regrace.fixtures.knfsd.guest import takes_orders
from regrace.fixtures.knfsd.machine import Machine


def test_a_greeting_that_takes_its_time_is_waited_for() -> None:
    hurry = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:

        def greets_late() -> None:
            for _ in range(2):
                guest, _ = door.accept()
                with guest:
                    hurry.wait(0.4)
                    guest.send(b"SSH-2.0-dropbear\r\n")

        host = threading.Thread(target=greets_late)
        host.start()
        port = door.getsockname()[1]
        assert not takes_orders(port, 0.1)
        assert takes_orders(port, 20.0)
        host.join(20)


def test_a_slow_guest_is_asked_less_and_less_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each greeting that nobody waits for is a process in the guest, which is slow enough without."""
    budgets: list[float] = []

    def greets_at_last(port: int, budget_s: float) -> bool:
        budgets.append(budget_s)
        return len(budgets) == 8

    shell = SimpleNamespace(run=lambda command: "5f6b\n", close=lambda: None)
    process = SimpleNamespace(poll=lambda: None, pid=1)
    monkeypatch.setattr(module, "takes_orders", greets_at_last)
    monkeypatch.setattr(module, "GuestShell", lambda *known: shell)
    monkeypatch.setattr(module, "spawn", lambda argv, **how: process)
    hardware = SimpleNamespace(
        monitor=tmp_path / "qmp", cable=None, console=tmp_path / "console.log", ssh_port=1, argv=list
    )
    config: Any = SimpleNamespace(
        name="origin", hardware=hardware, login_key_file="key", host_key="", start_budget_s=60.0
    )
    assert Machine(config).boot_id == "5f6b"
    assert budgets == sorted(set(budgets)), "each is longer than the one before"
    assert budgets[0] <= 0.5
    assert budgets[-1] >= 4 * budgets[0]
