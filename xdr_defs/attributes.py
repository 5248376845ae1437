"""Attributes between Python values and `fattr4`, and bitmaps between sets of numbers and words.

A fattr4 is a bitmap and, in one opaque, the values of the bits that are set, in ascending order (RFC 8881
§3.3.7). Nothing on the wire says where one value ends: who reads it has to know every attribute before the
last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from . import nfs4
from .dialect import Dialect
from .tables import ATTRIBUTES, AttributeInfo
from .wire import Packer, Unpacker


def bitmap(*numbers: int) -> list[int]:
    """The shortest bitmap4 with these bits set. Raises ValueError for a negative number."""
    words: list[int] = []
    for number in numbers:
        if number < 0:
            raise ValueError(f"bit {number}: numbers start at 0")
        index = number >> 5
        words += [0] * (index + 1 - len(words))
        words[index] |= 1 << (number & 31)
    return words


def bits(bitmap: Sequence[int]) -> set[int]:
    """The numbers of the bits that are set in a bitmap4."""
    return {32 * index + bit for index, word in enumerate(bitmap) for bit in range(32) if word >> bit & 1}


def pack_fattr(
    values: Mapping[int, object], dialect: Dialect | None = None, *, check: bool = True
) -> nfs4.fattr4:
    """Packs attribute values by number.

    Raises XdrError if the dialect has no such attribute or if a value does not fit its type; with `check`
    off, an attribute that nobody knows may be given as `Raw` bytes, and values are packed without looking at
    their bounds.
    """
    known = _known(dialect)
    packer = Packer(dialect, check=check)
    for number in sorted(values):
        info = known.get(number)
        value: Any = values[number]
        packer.path[:] = ["fattr4", f".{info.name if info else number}"]
        if info is None:
            if check or not isinstance(value, bytes):
                packer.fail(f"this dialect has no attribute {number}")
            packer.put(bytes(value))
        else:
            info.type.write(value, packer)
    return nfs4.fattr4(bitmap(*values), packer.get_buffer())


def unpack_fattr(fattr: nfs4.fattr4, dialect: Dialect | None = None, *, check: bool = True) -> dict[int, Any]:
    """The values of a fattr4, by number, in ascending order.

    Raises XdrError if a value breaks its type, if bytes are left over, and for an attribute that the dialect
    does not have, because nothing after it can be found.
    """
    known = _known(dialect)
    unpacker = Unpacker(fattr.attr_vals, dialect, check=check)
    values: dict[int, Any] = {}
    for number in sorted(bits(fattr.attrmask)):
        info = known.get(number)
        unpacker.path[:] = ["fattr4", f".{info.name if info else number}"]
        if info is None:
            unpacker.fail(f"this dialect has no attribute {number}")
        values[number] = info.type.read(unpacker)
    unpacker.path[:] = ["fattr4"]
    unpacker.done()
    return values


def names(numbers: Iterable[int], dialect: Dialect | None = None) -> list[str]:
    """The names of attributes, for people; a number that the dialect does not have stays a number."""
    known = _known(dialect)
    return [known[number].name if number in known else str(number) for number in sorted(numbers)]


def _known(dialect: Dialect | None) -> Mapping[int, AttributeInfo]:
    return ATTRIBUTES if dialect is None else dialect.attributes
