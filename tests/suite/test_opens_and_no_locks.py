"""A re-export server that gives opens back after its restart, and no locks, and claims neither: no case fails.

Linux 6.1 is one."""

from __future__ import annotations

from typing import Any

import pytest

from regrace.fixtures.reference.reexport.backend import ReexportBackend
from regrace.fixtures.reference.server import ops_lock
from regrace.fixtures.reference.server.backend import NfsError
from regrace.harness.rig.server import Server
from regrace.verdict import Verdict
from regrace.xdr_defs.nfs4 import nfsstat4

from .conducting import CASES, simulate

BAD = (Verdict.FAIL, Verdict.ERROR, Verdict.BLOCKED)
RESTARTS = {"crash:reexport", "reboot:reexport", "power-cut:reexport"}
CODES = sorted(code for code, case in CASES.items() if RESTARTS & set(case.faults) and "locks" in case.needs)


@pytest.fixture(autouse=True)
def _opens_and_no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    reclaims, claims = ops_lock._reclaim, Server.claims

    async def refused(compound: Any, *more: Any) -> Any:
        if isinstance(compound.machine.backend, ReexportBackend):
            raise NfsError(nfsstat4.NFS4ERR_NO_GRACE)
        return await reclaims(compound, *more)

    monkeypatch.setattr(ops_lock, "_reclaim", refused)
    monkeypatch.setattr(Server, "claims", lambda self, what: claims(self, what) and what != "reclaim")


@pytest.mark.parametrize("code", CODES)
def test_it_is_judged_by_what_it_does(code: str) -> None:
    case = CASES[code]
    for target in case.on or ("",):
        result = simulate(code, target, strategy="persist").result
        assert result.verdict not in BAD, f"{result.verdict}: {result.message}"
