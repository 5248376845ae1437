"""Seeded bugs: each is named, known to the configuration, and one line of the servers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from regrace.fixtures.reference import mutants, origin, server
from regrace.fixtures.reference.mutants import SERVER_MUTANTS, known

CONSTANTS = {
    name: value for name, value in vars(mutants).items() if name.isupper() and isinstance(value, str)
}


def test_the_catalogue_is_the_list_of_constants() -> None:
    assert set(CONSTANTS.values()) == SERVER_MUTANTS.keys()


@pytest.mark.parametrize("name", sorted(CONSTANTS))
def test_a_mutant_is_one_line(name: str) -> None:
    uses = [
        (path.name, line)
        for room in (server, origin)
        for path in sorted(Path(room.__path__[0]).glob("*.py"))
        for line in path.read_text().splitlines()
        if re.search(rf"\bmutants\.{name}\b", line)
    ]
    assert len(uses) == 1, uses


def test_an_unknown_mutant_is_refused_with_what_there_is() -> None:
    assert known(["no-grace"]) == {"no-grace"}
    assert known(["more"], {"more": "of another server"}) == {"more"}
    with pytest.raises(ValueError, match=r"no such mutant: no-grass; there are .*no-grace"):
        known(["no-grass"])
