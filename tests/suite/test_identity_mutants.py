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
    ("drop-at-exchange", "ID-09", ""),
    ("never-expire", "ID-16", ""),
    ("create-again", "ID-19", "sessions for one csa_sequence"),
    ("any-session", "ID-23", "BIND_CONN_TO_SESSION"),
    ("new-scope", "ID-27", "server_scope"),
    ("self-confirmed", "ID-15", "CONFIRMED_R set"),
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


def test_one_name_over_all_reboots_passes() -> None:
    result = simulate("ID-25").result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


def test_a_new_name_after_each_reboot_is_found() -> None:
    result = simulate("ID-25", mutant="reexport:new-name").result
    assert result.verdict is Verdict.WARN, result.message
    assert "co_ownerid changes" in result.signature


def test_an_expired_name_goes_with_its_state() -> None:
    result = simulate("ID-11", "origin").result
    assert result.verdict is Verdict.PASS, f"{result.message} {result.settle_trouble}"


def test_state_that_stays_behind_when_its_name_is_given_away_is_found() -> None:
    result = simulate("ID-11", "origin", mutant="origin:name-is-all").result
    assert result.verdict is Verdict.FAIL, result.message


def test_what_the_sequence_of_a_confirmed_client_brings_is_recorded() -> None:
    result = simulate("ID-03", "origin").result
    assert result.verdict is Verdict.INFO, f"{result.message} {result.settle_trouble}"
    assert result.actual in ("a new session", "the last session again", "NFS4ERR_SEQ_MISORDERED")
