"""What every generated module stands on: the base classes of structs and unions, and all that they import.

A generated class has two ways in and two ways out. The functions `_w_NAME` and `_r_NAME` beside it are
straight-line and silent; `write_carefully` and `read_carefully` walk the same fields with `schema` and explain
themselves. `pack` and `unpack` try the first and, if anything is odd, let the second find out what.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from struct import Struct
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, Self, TypeVar, overload

from .schema import (
    BOOL,
    DOUBLE,
    FLOAT,
    HYPER,
    INT,
    UHYPER,
    UINT,
    VOID,
    Array,
    Chain,
    Enumeration,
    Opaque,
    Optional,
    Raw,
    Record,
    Type,
)
from .wire import (
    BASE_TABLES,
    BOOLS,
    PAD,
    UNHAPPY,
    Arm,
    Dialect,
    Packer,
    UnhappyError,
    UnionArmError,
    UnknownArmError,
    Unpacker,
    XdrError,
    words,
)

T = TypeVar("T")
new = object.__new__
"""Makes an instance without calling `__init__`: generated readers set the slots themselves."""


_idle_packers: list[Packer] = []
_idle_unpackers: list[Unpacker] = []
"""Buffers for `to_bytes` and `from_bytes` to use again: making one costs as much as packing three operations. One
that met an error is thrown away. Taking and giving back are atomic, so that threads don't meet in one.
"""


class _Fields:
    """Makes `dataclasses.fields`, `replace` and `asdict` work on generated classes, at the price of their
    first use.

    Decorating hundreds of classes would take a quarter of a second at every import.
    """

    def __init__(self) -> None:
        self._known: dict[type[Any], dict[str, Any]] = {}

    def __get__(self, instance: object, owner: type[XdrType]) -> dict[str, Any]:
        if owner not in self._known:
            names = [(name, Any) for name in owner.__slots__]
            twin: Any = dataclasses.make_dataclass(owner.__name__, names)
            self._known[owner] = dict(twin.__dataclass_fields__)
        return self._known[owner]


class XdrType:
    """A value of a struct or union: mutable, comparable, built from its fields in XDR order."""

    __slots__: tuple[str, ...] = ()

    XDR_MIN_SIZE: ClassVar[int]
    """The fewest bytes that a value takes."""
    XDR_TYPE: ClassVar[Record]
    """The type as an object, with the generated functions that pack and unpack it."""

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]
    else:
        __dataclass_fields__ = _Fields()

    def pack(self, packer: Packer) -> None:
        """Appends this value to `packer`. Raises XdrError if it breaks a bound, unless `packer.check` is off.
        """
        if packer.check:
            mark = len(packer.chunks)
            try:
                self.XDR_TYPE.quick_write(self, packer)
                return
            except UNHAPPY:
                del packer.chunks[mark:]
        packer.path[:] = [type(self).__name__]
        self.write_carefully(packer)
        packer.path.clear()

    @classmethod
    def unpack(cls, unpacker: Unpacker) -> Self:
        """Reads one value. Raises XdrError; the cursor then stands somewhere inside the value."""
        start = unpacker.pos
        if unpacker.check:
            try:
                value: Self = cls.XDR_TYPE.quick_read(unpacker)
                # Slices don't notice the end of the buffer, so that it is enough to look once, here.
                if unpacker.pos <= len(unpacker.buf):
                    return value
            except UNHAPPY:
                pass
            unpacker.pos = start
        unpacker.path[:] = [cls.__name__]
        value = cls.read_carefully(unpacker)
        unpacker.path.clear()
        return value

    def to_bytes(self, dialect: Dialect | None = None, *, check: bool = True) -> bytes:
        """This value on the wire. Raises XdrError; with `check` off it says what it is told, right or wrong."""
        if check:
            try:
                packer = _idle_packers.pop()
            except IndexError:
                packer = Packer()
            packer.tables = BASE_TABLES if dialect is None else dialect.tables
            chunks = packer.chunks
            try:
                self.XDR_TYPE.quick_write(self, packer)
                data = b"".join(chunks)
            except UNHAPPY:
                pass
            else:
                chunks.clear()
                _idle_packers.append(packer)
                return data
        packer = Packer(dialect, check=check)
        self.pack(packer)
        return packer.get_buffer()

    @classmethod
    def from_bytes(
        cls, data: bytes | bytearray | memoryview, dialect: Dialect | None = None, *, check: bool = True
    ) -> Self:
        """The value that `data` holds. Raises XdrError, also if bytes are left over."""
        if check and type(data) is bytes:
            try:
                unpacker = _idle_unpackers.pop()
            except IndexError:
                unpacker = Unpacker(b"")
            unpacker.tables = BASE_TABLES if dialect is None else dialect.tables
            unpacker.buf = data
            unpacker.pos = 0
            try:
                value: Self = cls.XDR_TYPE.quick_read(unpacker)
                if unpacker.pos == len(data):
                    _idle_unpackers.append(unpacker)
                    return value
            except UNHAPPY:
                pass
        unpacker = Unpacker(data, dialect, check=check)
        value = cls.unpack(unpacker)
        unpacker.path[:] = [cls.__name__]
        unpacker.done()
        return value

    def write_carefully(self, packer: Packer) -> None:
        raise NotImplementedError

    @classmethod
    def read_carefully(cls, unpacker: Unpacker) -> Self:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]  # mutable

    def __repr__(self) -> str:
        fields = (f"{name}={_shown(getattr(self, name, None))}" for name in self.__slots__)
        return f"{type(self).__name__}({', '.join(fields)})"

    def __getstate__(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        for name, value in zip(self.__slots__, state, strict=True):
            setattr(self, name, value)


def _shown(value: object) -> str:
    name = getattr(value, "name", None)
    return name if isinstance(name, str) else repr(value)


class XdrStruct(XdrType):
    """Fields one after the other."""

    __slots__ = ()

    XDR_FIELDS: ClassVar[tuple[tuple[str, Type], ...]]

    def write_carefully(self, packer: Packer) -> None:
        path = packer.path
        for name, kind in self.XDR_FIELDS:
            path.append("." + name)
            kind.write(getattr(self, name), packer)
            path.pop()

    @classmethod
    def read_carefully(cls, unpacker: Unpacker) -> Self:
        path = unpacker.path
        self = new(cls)
        for name, kind in cls.XDR_FIELDS:
            path.append("." + name)
            setattr(self, name, kind.read(unpacker))
            path.pop()
        return self


class XdrUnion(XdrType):
    """A discriminant, under its XDR name, and `value`: what the arm that it selects holds, None if that is
    void.
    """

    __slots__ = ()

    XDR_SWITCH: ClassVar[tuple[str, Type]]
    XDR_ARMS: ClassVar[Mapping[int, tuple[str, Type]]]
    XDR_DEFAULT: ClassVar[tuple[str, Type] | None] = None
    XDR_TABLE: ClassVar[str | None] = None
    """Set for a union that a dialect can extend: the name of its table of arms."""

    value: Any

    def write_carefully(self, packer: Packer) -> None:
        name, kind = self.XDR_SWITCH
        choice = getattr(self, name)
        arm = self._choose(choice, packer) if isinstance(choice, int) else None
        path = packer.path
        path.append("." + name)
        if arm is None:
            if packer.check:
                packer.fail(f"{choice!r} selects no arm of {type(self).__name__}", UnknownArmError)
            kind.write(choice, packer)
            path[-1] = ".value"
            _write_anything(self.value, packer)
        else:
            (UINT if self.XDR_TABLE is not None else kind).write(choice, packer)
            arm_name, arm_kind = arm
            path[-1] = _step(arm_name, arm_kind)
            if packer.check or self.value is None or not isinstance(self.value, XdrType):
                arm_kind.write(self.value, packer)
            else:
                self.value.write_carefully(packer)
        path.pop()

    @classmethod
    def read_carefully(cls, unpacker: Unpacker) -> Self:
        name, kind = cls.XDR_SWITCH
        path = unpacker.path
        start = unpacker.pos
        self = new(cls)
        path.append("." + name)
        choice: int
        if cls.XDR_TABLE is not None:
            choice = unpacker.unpack_int()
            known = unpacker.tables[cls.XDR_TABLE].get(choice)
            choice = choice if known is None else known.member
        else:
            choice = kind.read(unpacker)
        setattr(self, name, choice)
        arm = cls._choose(choice, unpacker)
        if arm is None:
            if unpacker.check:
                unpacker.pos = start
                unpacker.fail(f"{choice!r} selects no arm of {cls.__name__}", UnknownArmError)
            self.value = None
        else:
            path[-1] = _step(*arm)
            self.value = arm[1].read(unpacker)
        path.pop()
        return self

    @classmethod
    def _choose(cls, choice: int, buffer: Packer | Unpacker) -> tuple[str, Type] | None:
        """The arm for a discriminant; None if there is none, or if it is not even a value of its type."""
        if cls.XDR_TABLE is not None:
            arm = buffer.tables[cls.XDR_TABLE].get(choice)
            return None if arm is None else (arm.name, arm.type)
        found = cls.XDR_ARMS.get(choice)
        if found is not None:
            return found
        kind = cls.XDR_SWITCH[1]
        if buffer.check and isinstance(kind, Enumeration) and choice not in kind.members:
            return None
        return cls.XDR_DEFAULT


def _step(name: str, kind: Type) -> str:
    """How a path shows an arm: by its type where that has a name, because that is what a reader looks for."""
    if isinstance(kind, Record):
        return "." + kind.cls.__name__
    return "." + (name or "value")


def _write_anything(value: object, packer: Packer) -> None:
    """Unchecked: the value of an arm that does not exist."""
    if isinstance(value, XdrType):
        value.write_carefully(packer)
    elif isinstance(value, bytes):
        packer.put(bytes(value))
    elif value is not None:
        packer.fail(f"an unknown arm holds None, bytes or an XDR value, got {type(value).__name__}")


class ArmOf(Generic[T]):
    """Gives an arm's value by the arm's name, or raises UnionArmError if the discriminant selects another
    one.
    """

    def __set_name__(self, owner: type[XdrUnion], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, union: None, owner: type[Any]) -> Self: ...

    @overload
    def __get__(self, union: XdrUnion, owner: type[Any]) -> T: ...

    def __get__(self, union: XdrUnion | None, owner: type[Any]) -> Self | T:
        if union is None:
            return self
        cls = type(union)
        choice = getattr(union, cls.XDR_SWITCH[0])
        arm = cls.XDR_ARMS.get(choice, cls.XDR_DEFAULT)
        if arm is None or arm[0] != self._name:
            raise UnionArmError(cls.__name__, self._name, cls.XDR_SWITCH[0], choice)
        value: T = union.value
        return value

    def __set__(self, union: XdrUnion, value: object) -> NoReturn:
        raise AttributeError(
            f"{type(union).__name__}.{self._name} is read-only; set the discriminant and value"
        )


def extensible(union: type[XdrUnion], members: Mapping[int, int]) -> None:
    """Registers the arms of a union that dialects may extend; `members` are the discriminant's enum members.
    """
    assert union.XDR_TABLE is not None
    # Keyed by the enum's members: they hash and compare as their numbers do, and are found faster as themselves.
    BASE_TABLES[union.XDR_TABLE] = {
        members[number]: Arm(name, members[number], kind) for number, (name, kind) in union.XDR_ARMS.items()
    }


__all__ = [
    "BOOL",
    "BOOLS",
    "DOUBLE",
    "FLOAT",
    "HYPER",
    "INT",
    "PAD",
    "UHYPER",
    "UINT",
    "UNHAPPY",
    "VOID",
    "Arm",
    "ArmOf",
    "Array",
    "Chain",
    "Dialect",
    "Enumeration",
    "Opaque",
    "Optional",
    "Packer",
    "Raw",
    "Record",
    "Struct",
    "Type",
    "UnhappyError",
    "UnionArmError",
    "UnknownArmError",
    "Unpacker",
    "XdrError",
    "XdrStruct",
    "XdrType",
    "XdrUnion",
    "extensible",
    "new",
    "words",
]
