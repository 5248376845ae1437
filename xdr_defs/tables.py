"""What there is: operations, callbacks and attributes of the published minor versions, by number.

A `Dialect` holds such tables for one minor version and its extensions; these are the whole of 4.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from . import nfs4
from .schema import Enumeration, Record, Type
from .wire import BASE_TABLES, Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class OpInfo:
    """An operation of a COMPOUND or CB_COMPOUND."""

    name: str
    """Its name in the XDR ("OP_LOCK", "OP_CB_RECALL")."""
    number: int
    args: type[Any] | None
    """The class of its arguments; None if it has none."""
    result: type[Any]
    minor_version: int
    """The first minor version that has it. The ones of 4.0 that 4.1 forbids stay decodable (see `OBSOLETE`).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeInfo:
    """A file attribute."""

    name: str
    """Its name as RFC 8881 writes it ("lease_time")."""
    number: int
    type: Type
    """How its value is packed and unpacked."""
    minor_version: int
    """The first minor version that has it."""


OBSOLETE: Final = frozenset(
    {
        nfs4.OP_OPEN_CONFIRM,
        nfs4.OP_RENEW,
        nfs4.OP_SETCLIENTID,
        nfs4.OP_SETCLIENTID_CONFIRM,
        nfs4.OP_RELEASE_LOCKOWNER,
    }
)
"""Operations of 4.0 that a 4.1 server must answer with NFS4ERR_NOTSUPP (RFC 8881 §17)."""


def _first(number: int, last_of: tuple[int, int]) -> int:
    """The first minor version of a number, given the last number of 4.0 and of 4.1."""
    return 0 if number <= last_of[0] else 1 if number <= last_of[1] else 2


def operation_minor(number: int) -> int:
    """The first minor version that has an operation (RFC 5662, RFC 7863)."""
    return 0 if number == nfs4.OP_ILLEGAL else _first(number, (39, 58))


def callback_minor(number: int) -> int:
    """The first minor version that has a callback (RFC 5662, RFC 7863)."""
    return 0 if number == nfs4.OP_CB_ILLEGAL else _first(number, (4, 14))


def attribute_minor(number: int) -> int:
    """The first minor version that has an attribute (RFC 5662, RFC 7863)."""
    return _first(number, (55, 76))


def python_type(kind: Type) -> type[Any] | None:
    """The class that stands for a type, if it has one of its own."""
    match kind:
        case Record(cls=cls) | Enumeration(cls=cls):
            return cls
        case _:
            return None


def operations(
    tables: Tables, arguments: str, results: str, names: Mapping[int, str], minors: Mapping[int, int]
) -> dict[int, OpInfo]:
    """Puts the arms of a pair of unions together."""
    found = {}
    for number, result in tables[results].items():
        cls = python_type(result.type)
        assert cls is not None, f"the result of operation {number} is not a struct, union or enum"
        found[number] = OpInfo(
            name=names[number],
            number=number,
            args=python_type(tables[arguments][number].type),
            result=cls,
            minor_version=minors[number],
        )
    return found


def _all(arguments: str, results: str, numbers: type[IntEnum], minors: Any) -> dict[int, OpInfo]:
    names = {int(member): member.name for member in numbers}
    return operations(BASE_TABLES, arguments, results, names, {number: minors(number) for number in names})


OPERATIONS: Final = _all("nfs_argop4", "nfs_resop4", nfs4.nfs_opnum4, operation_minor)
CALLBACKS: Final = _all("nfs_cb_argop4", "nfs_cb_resop4", nfs4.nfs_cb_opnum4, callback_minor)
ATTRIBUTES: Final = {
    number: AttributeInfo(
        name=name.removeprefix("FATTR4_").lower(),
        number=number,
        type=kind,
        minor_version=attribute_minor(number),
    )
    for name, (number, kind) in nfs4.ATTRIBUTES.items()
}
