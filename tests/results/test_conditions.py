"""The language of `when`: what it accepts, what it means, what it refuses."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_runs import UNHURRIED

from regrace.results.conditions import DEPTH_MAX, LENGTH_MAX, ConditionError, Fact, parse, version_key

FACTS: dict[str, Fact] = {
    "rig": "lab1",
    "provider": "reference",
    "strategy": "retain",
    "origin.kind": "retaining",
    "reexport.product": "knfsd",
    "reexport.version": "6.19",
    "reexport.claims": ("locks", "reclaim"),
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("", True),
        ('strategy == "retain"', True),
        ("strategy == 'naive'", False),
        ('strategy != "naive"', True),
        ('not strategy == "naive"', True),
        ('reexport.version < "6.20"', True),
        ('reexport.version < "6.9"', False),
        ('reexport.version >= "6.19" and reexport.version <= "6.19.0"', True),
        ('reexport.version > "6.19-rc1"', True),
        ('"locks" in reexport.claims', True),
        ('"lock" in reexport.claims', False),
        ('"courtesy" not in reexport.claims', True),
        ('strategy in "deny retain"', True),
        ('strategy in "deny retained"', False),
        # What a run doesn't have is empty, and neither before nor after anything.
        ('mutant == ""', True),
        ('origin.version < "9"', False),
        ('origin.version >= "0"', False),
        ('nosuchnode.product == ""', True),
        # `and` binds tighter than `or`, `not` tighter than both.
        ('strategy == "retain" or rig == "x" and rig == "y"', True),
        ('(strategy == "retain" or rig == "x") and rig == "y"', False),
        ('not rig == "x" and rig == "y"', False),
        ('not (rig == "x" and rig == "y")', True),
    ],
)
def test_it_means_what_it_says(text: str, holds: bool) -> None:
    assert parse(text).holds(FACTS) is holds


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("strategy", "ends where a comparison"),
        ('strategy = "retain"', "character 10"),
        ('stratergy == "retain"', "unknown name 'stratergy'"),
        ('reexport.vendor == "x"', "no 'vendor'"),
        ('strategy == "retain" rig == "x"', '"and", "or" or the end'),
        ('(strategy == "retain"', 'ends where "\\)"'),
        ('strategy == "retain', "can't be read"),
        ('"a" == "b" and', "a name or a"),
        ('"a" not "b"', '"in" after "not"'),
        ("and == or", "found 'and'"),
        ('__import__("os").system("true")', "can't be read|unknown name"),
        ("(" * (DEPTH_MAX + 1) + '"a" == "a"' + ")" * (DEPTH_MAX + 1), "nested"),
        ("not " * 100 + '"a" == "a"', "nested"),
        ('"' + "x" * LENGTH_MAX + '" == ""', "at most"),
    ],
)
def test_what_it_refuses_it_explains(text: str, complaint: str) -> None:
    with pytest.raises(ConditionError, match=complaint):
        parse(text)


@UNHURRIED
@given(st.text(max_size=200))
def test_no_text_makes_anything_but_a_condition_or_its_error(text: str) -> None:
    try:
        condition = parse(text)
    except ConditionError:
        return
    assert condition.holds(FACTS) in (True, False)


WORDS = st.text(st.characters(blacklist_characters="\"'", codec="utf-8"), max_size=20)


@UNHURRIED
@given(WORDS, WORDS)
def test_equality_is_that_of_the_texts(one: str, other: str) -> None:
    assert parse(f'"{one}" == strategy').holds({"strategy": other}) is (one == other)


NUMBERS = st.lists(st.integers(0, 3000), min_size=1, max_size=4)


@UNHURRIED
@given(NUMBERS, NUMBERS)
def test_versions_of_numbers_are_ordered_number_by_number(one: list[int], other: list[int]) -> None:
    def value(parts: list[int]) -> Fraction:
        return sum((Fraction(part, 10_000**place) for place, part in enumerate(parts)), Fraction(0))

    texts = [".".join(map(str, parts)) for parts in (one, other)]
    assert (version_key(texts[0]) < version_key(texts[1])) is (value(one) < value(other))


def test_versions_as_they_occur_are_in_order() -> None:
    ascending = ["4.3~rc2", "4.3", "4.3-2", "4.3-10", "5.0-rc1", "5.0", "5.0.1", "6.1.0-18-amd64", "6.1.9", "6.20"]
    assert all(version_key(one) < version_key(other) for one, other in itertools.pairwise(ascending))
