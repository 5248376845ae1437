"""What the rig's provider is told of the command line."""

from __future__ import annotations

import pytest

from regrace.harness.plugin.options import Options


def told(*words: str) -> dict[str, str]:
    """The provider's options for this command line."""
    parser = pytest.Parser(_ispytest=True)
    Options.declare(parser.getgroup("regrace"))
    parsed = parser.parse(list(words))
    parsed.verbose = 0  # declared by pytest itself
    return Options.read(parsed).for_provider()


def test_only_what_was_given() -> None:
    assert told() == {}


def test_options_of_the_rig_go_to_the_rig() -> None:
    assert told("--option", "version=6.5", "--option", "note=a=b") == {"version": "6.5", "note": "a=b"}


def test_an_option_of_ours_is_not_overridden_by_the_back_door() -> None:
    assert told("--lease", "8", "--option", "lease_s=3") == {"lease_s": "8.0"}


@pytest.mark.parametrize("wrong", ["version", "=6.5", "version=", "a b=c"])
def test_what_is_no_name_and_value_is_a_usage_error(wrong: str) -> None:
    with pytest.raises(pytest.UsageError):
        told("--option", wrong)
