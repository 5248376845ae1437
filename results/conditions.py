"""The `when` of an expectation: a small language over the facts of a run, without `eval`.

    reexport.product == "nfs-ganesha" and reexport.version < "5.0" and not strategy in "deny forget"

Grammar, loosest binding first:

    condition  = all {"or" all}
    all        = term {"and" term}
    term       = "not" term | "(" condition ")" | operand comparison operand
    comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in"
    operand    = "text" | 'text' | name

A fact that a run doesn't have is empty: equal to "", ordered before and after nothing. `<` and its
relatives order versions (6.9 before 6.20, 6.20-rc1 before 6.20); `in` looks for a member of a list or for
a word of a text. Names are checked when a condition is read, so that a misspelt one can't silently be false.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Fact = str | tuple[str, ...]
Facts = Mapping[str, Fact]
"""Name -> text, or a tuple of texts (claims)."""

VersionKey = tuple[tuple[int, int, str], ...]
RUN_NAMES = frozenset({"rig", "provider", "strategy", "mutant"})
NODE_ATTRIBUTES = frozenset({"product", "version", "kind", "claims", "role"})
LENGTH_MAX = 1000
"""Characters of a condition."""
DEPTH_MAX = 20
"""Parentheses and `not`s inside each other: bounds the reader's recursion."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')"""
    r"""|(?P<sign>==|!=|<=|>=|<|>|\(|\))"""
    r"""|(?P<name>[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?))"""
)
_WORDS = frozenset({"and", "or", "not", "in"})
_EARLY = frozenset({"~", "dev", "alpha", "a", "beta", "b", "pre", "rc"})


class ConditionError(ValueError):
    """A condition that can't be read; says where."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was read. `text` is how it was written."""

    text: str
    holds: Callable[[Facts], bool]
    """Whether it is true of these facts. Never raises."""


ALWAYS = Condition("", lambda _: True)


def parse(text: str) -> Condition:
    """Read a condition; empty text always holds. Raises ConditionError."""
    if not text.strip():
        return ALWAYS
    if len(text) > LENGTH_MAX:
        raise ConditionError(f"a condition has at most {LENGTH_MAX} characters, this one has {len(text)}")
    reader = _Reader(text)
    condition = reader.condition()
    reader.end()
    return Condition(text, condition)


def version_key(version: str) -> VersionKey:
    """A sort key for version texts: numbers by value, pre-releases (rc, beta, ~) before the release.

    Trailing zeros don't count: "6.20" and "6.20.0" have the same key."""
    parts: list[tuple[int, int, str]] = []
    for number, word in re.findall(r"(\d+)|([A-Za-z]+|~)", version):
        if number:
            parts.append((2, int(number), ""))
        else:
            _drop_zeros(parts)
            parts.append((0 if word.lower() in _EARLY else 3, 0, word.lower()))
    _drop_zeros(parts)
    # The end of a version sorts after a pre-release word, before a number.
    return (*parts, (1, 0, ""))


def _drop_zeros(parts: list[tuple[int, int, str]]) -> None:
    """6.20.0-rc1 is a candidate of 6.20."""
    while parts and parts[-1] == (2, 0, ""):
        parts.pop()


def _equal(left: Fact, right: Fact) -> bool:
    return _flat(left) == _flat(right)


def _ordered(test: Callable[[VersionKey, VersionKey], bool]) -> Callable[[Fact, Fact], bool]:
    def compare(left: Fact, right: Fact) -> bool:
        one, other = _flat(left), _flat(right)
        return bool(one) and bool(other) and test(version_key(one), version_key(other))

    return compare


def _contains(member: Fact, whole: Fact) -> bool:
    members = whole.split() if isinstance(whole, str) else whole
    return _flat(member) in members


def _flat(value: Fact) -> str:
    return value if isinstance(value, str) else " ".join(value)


_COMPARISONS: dict[str, Callable[[Fact, Fact], bool]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "in": _contains,
    "not in": lambda left, right: not _contains(left, right),
}

_Test = Callable[[Facts], bool]


def _constant(text: str) -> Callable[[Facts], Fact]:
    return lambda _: text


def _fact(name: str) -> Callable[[Facts], Fact]:
    return lambda facts: facts.get(name, "")


class _Reader:
    """Recursive descent over the tokens of one condition."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str, int]] = []
        self.at = 0
        self.depth = 0
        position = 0
        while text[position:].strip():
            match = _TOKEN.match(text, position)
            if match is None:
                rest = text[position:].lstrip()
                raise ConditionError(f"{text!r}: {rest!r}, from character {len(text) - len(rest) + 1}, can't be read")
            kind = match.lastgroup or ""
            self.tokens.append((kind, match.group(kind), match.start(kind)))
            position = match.end()

    def condition(self) -> _Test:
        tests = [self._all()]
        while self._took("or"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda facts: any(test(facts) for test in tests)

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise self._refusal('"and", "or" or the end')

    def _all(self) -> _Test:
        tests = [self._term()]
        while self._took("and"):
            tests.append(self._term())
        return tests[0] if len(tests) == 1 else lambda facts: all(test(facts) for test in tests)

    def _term(self) -> _Test:
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise ConditionError(f"{self.text!r}: nested more than {DEPTH_MAX} deep")
        term = self._bare_term()
        self.depth -= 1
        return term

    def _bare_term(self) -> _Test:
        if self._took("not"):
            negated = self._term()
            return lambda facts: not negated(facts)
        if self._took("("):
            inner = self.condition()
            if not self._took(")"):
                raise self._refusal('")"')
            return inner
        left = self._operand()
        sign = self._comparison()
        right = self._operand()
        compare = _COMPARISONS[sign]
        return lambda facts: compare(left(facts), right(facts))

    def _comparison(self) -> str:
        if self._took("not"):
            if not self._took("in"):
                raise self._refusal('"in" after "not"')
            return "not in"
        for sign in ("==", "!=", "<=", ">=", "<", ">", "in"):
            if self._took(sign):
                return sign
        raise self._refusal("a comparison (== != < <= > >= in)")

    def _operand(self) -> Callable[[Facts], Fact]:
        if self.at < len(self.tokens):
            kind, token, _ = self.tokens[self.at]
            if kind == "text":
                self.at += 1
                return _constant(token[1:-1])
            if kind == "name" and token not in _WORDS:
                self._check(token)
                self.at += 1
                return _fact(token)
        raise self._refusal('a name or a "text"')

    def _check(self, name: str) -> None:
        node, dot, attribute = name.partition(".")
        if dot and attribute not in NODE_ATTRIBUTES:
            raise ConditionError(
                f"{self.text!r}: a node has no {attribute!r}; it has {', '.join(sorted(NODE_ATTRIBUTES))}"
            )
        if not dot and node not in RUN_NAMES:
            raise ConditionError(
                f"{self.text!r}: unknown name {node!r}; there are {', '.join(sorted(RUN_NAMES))},"
                " and NODE.product, NODE.version and so on"
            )

    def _took(self, token: str) -> bool:
        if self.at < len(self.tokens):
            kind, here, _ = self.tokens[self.at]
            if kind != "text" and here == token:
                self.at += 1
                return True
        return False

    def _refusal(self, wanted: str) -> ConditionError:
        if self.at < len(self.tokens):
            _, token, position = self.tokens[self.at]
            where = f"at character {position + 1}, found {token!r}"
            return ConditionError(f"{self.text!r}: expected {wanted} {where}")
        return ConditionError(f"{self.text!r}: ends where {wanted} is expected")
