"""The cases of who a client is (ID) can fail: each finds the seeded bug that it is for, on both servers."""

from __future__ import annotations

import pytest

from regrace.verdict import Verdict

from .conducting import simulate

KILLS = [
    # mutant, case, what the case says of it
    ("create-again", "ID-04", "retried CREATE_SESSION"),
    ("name-is-all", "ID-10", "EXCHANGE_ID"),
    ("name-for-life", "ID-12", "EXCHANGE_ID"),
    ("update-anything", "ID-13", "EXCHANGE_ID"),
    ("name-is-all", "ID-13", "EXCHANGE_ID"),
    ("any-flag", "ID-14", "EXCHANGE_ID"),
    ("any-confirmer", "ID-18", "CREATE_SESSION"),
    ("session-is-all", "ID-20", ""),
    ("any-session", "ID-21", "DESTROY_SESSION"),
    ("destroy-busy", "ID-22", "DESTROY_CLIENTID"),
    ("in-company", "ID-24", "EXCHANGE_ID"),
]
SERVERS = ("origin", "reexport")


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("case", sorted({case for _, case, _ in KILLS}))
def test_the_healthy_rig_passes(case: str, server: str) -> None:
    result = simulate(case, server).result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize(("mutant", "case", "named"), KILLS, ids=[f"{mutant}-{case}" for mutant, case, _ in KILLS])
def test_the_bug_is_found(mutant: str, case: str, named: str, server: str) -> None:
    result = simulate(case, server, mutant=f"{server}:{mutant}").result
    assert result.verdict in (Verdict.FAIL, Verdict.WARN), f"{mutant} survives {case}: {result.message}"
    assert named in result.signature, result.signature
