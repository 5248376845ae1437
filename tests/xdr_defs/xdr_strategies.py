"""Hypothesis strategies for any XDR type, made from the same objects that the careful codec walks."""

from __future__ import annotations

import functools
from typing import Any

from hypothesis import strategies as st

from regrace.xdr_defs.runtime import XdrStruct, XdrUnion
from regrace.xdr_defs.schema import (
    Array,
    Boolean,
    Chain,
    Enumeration,
    Floating,
    Integer,
    Opaque,
    Optional,
    Record,
    Type,
    Void,
)

LONGEST = 40
"""Bytes of an opaque without a small bound; the bounds themselves are tested one by one elsewhere."""
MOST = 3
"""Items of an array or a chain."""


def values(kind: Type) -> st.SearchStrategy[Any]:
    """Values that a type allows."""
    match kind:
        case Void():
            return st.none()
        case Boolean():
            return st.booleans()
        case Integer(low=low, high=high):
            return st.integers(low, high)
        case Floating(code=code):
            return st.floats(width=32 if code == ">f" else 64, allow_nan=False)
        case Enumeration(members=members):
            return st.sampled_from(sorted(members.values()))
        case Opaque(fixed=True, limit=limit):
            return st.binary(min_size=limit, max_size=limit)
        case Opaque(limit=limit):
            return st.binary(max_size=min(limit, LONGEST))
        case Array(fixed=True, limit=limit, item=item):
            return st.lists(values(item), min_size=limit, max_size=limit)
        case Array(limit=limit, item=item):
            return st.lists(values(item), max_size=min(limit, MOST))
        case Chain(item=item):
            return st.lists(values(item), max_size=MOST)
        case Optional(item=item):
            return st.none() | values(item)
        case Record(cls=cls):
            return instances(cls)
    raise NotImplementedError(kind)


@functools.cache
def instances(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Instances of a generated class."""
    if issubclass(cls, XdrStruct):
        return st.builds(cls, *(values(kind) for _, kind in cls.XDR_FIELDS))
    assert issubclass(cls, XdrUnion)
    arms = [st.builds(cls, st.just(label), values(kind)) for label, (_, kind) in cls.XDR_ARMS.items()]
    if cls.XDR_DEFAULT is not None:
        switch, taken = cls.XDR_SWITCH[1], set(cls.XDR_ARMS)
        others = values(switch).filter(lambda choice: choice not in taken)
        arms.append(st.builds(cls, others, values(cls.XDR_DEFAULT[1])))
    return st.one_of(arms)
