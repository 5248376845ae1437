"""What a user may ask of the reference rig, and what is answered to what he may not."""

from __future__ import annotations

import pytest

from regrace.fixtures.reference.rig import ReferenceRig
from regrace.fixtures.reference.server.config import Kind
from regrace.fixtures.reference.settings import Settings
from regrace.harness.rig.node import RigError


def test_the_default_is_retain_on_a_retaining_origin() -> None:
    settings = Settings.read({})
    assert (settings.strategy, settings.origin, settings.lease_s) == ("retain", Kind.RETAINING, 2.0)


@pytest.mark.parametrize(
    ("strategy", "origin", "claims"),
    [
        ("deny", Kind.PLAIN, set()),
        ("forget", Kind.PLAIN, {"locks"}),
        ("naive", Kind.PLAIN, {"locks", "reclaim"}),
        ("retain", Kind.RETAINING, {"locks", "reclaim", "retention", "deny-pass-through", "delegations"}),
    ],
)
def test_a_strategy_brings_its_origin_and_its_claims(strategy: str, origin: Kind, claims: set[str]) -> None:
    settings = Settings.read({"strategy": strategy})
    assert settings.origin is origin
    assert set(settings.reexport_claims) == claims


@pytest.mark.parametrize("origin", ["plain", "courteous"])
def test_retain_without_retention_claims_no_reclaim(origin: str) -> None:
    settings = Settings.read({"strategy": "retain", "origin": origin})
    assert set(settings.reexport_claims) == {"locks", "deny-pass-through", "delegations"}
    assert "retention" not in settings.origin_claims


def test_mutants_go_where_they_can_be() -> None:
    both = Settings.read({"mutant": "no-grace,unlock-early"})
    assert both.origin_mutants == both.front_mutants == {"no-grace"}
    assert both.back_mutants == {"unlock-early"}
    one = Settings.read({"mutant": "origin:no-grace"})
    assert (one.origin_mutants, one.front_mutants) == ({"no-grace"}, frozenset())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"strategy": "hope"}, "no strategy 'hope'; there are deny, forget, naive, retain"),
        ({"origin": "odd"}, "no origin 'odd'; there are plain, courteous, retaining"),
        ({"mutant": "no-such"}, "no mutant 'no-such'; there are no-grace"),
        ({"mutant": "nowhere:no-grace"}, "no mutant 'nowhere:no-grace'"),
        ({"mutant": "origin:unlock-early"}, "the origin can't have the mutant 'unlock-early'"),
        ({"lease_s": "soon"}, "a number of seconds, not 'soon'"),
        ({"lease_s": "0.1"}, "between 1 and 3600"),
        ({"colour": "red"}, "does not know the option 'colour'; it knows strategy"),
    ],
)
def test_refusals_say_what_there_is(options: dict[str, str], words: str) -> None:
    with pytest.raises(RigError) as refusal:
        ReferenceRig().check(options)
    assert words in str(refusal.value)
