"""The types of XDR as objects, and the careful walk over them.

Generated code handles what is well-formed, fast and without a word. These objects handle the rest: they walk
a value or a buffer field by field, know where they are, and say what is wrong. They are also how malformed
XDR is sent on purpose (`check=False`), and what the attribute registry and the property tests are built on.

Both ways must agree: a value that one accepts, the other accepts, with the same bytes. A property test holds
that.
"""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from .wire import PAD, UINT32_MAX, Packer, Unpacker

if TYPE_CHECKING:
    from .runtime import XdrType


class Raw(bytes):
    """Bytes that stand for an encoded value: with `check=False` they go out as they are, whatever the type
    says.
    """


class Type(ABC):
    """One XDR type."""

    __slots__ = ("min_size",)

    min_size: int
    """The fewest bytes that a value takes."""

    @abstractmethod
    def write(self, value: Any, packer: Packer) -> None:
        """Packs one value. Raises XdrError (only with `packer.check`)."""

    @abstractmethod
    def read(self, unpacker: Unpacker) -> Any:
        """Unpacks one value. Raises XdrError."""

    def quick_writer(self) -> Callable[[Any, Packer], None]:
        """What generated code calls to pack a value; where there is nothing quicker, the careful way."""
        return self.write

    def quick_reader(self) -> Callable[[Unpacker], Any]:
        return self.read


def _escaped(value: Any, packer: Packer) -> bool:
    """Whether unchecked packing let `value` replace what the type wants."""
    if packer.check:
        return False
    if isinstance(value, Raw):
        packer.put(bytes(value))
        return True
    return False


class Void(Type):
    """Nothing at all; its only value is None."""

    __slots__ = ()

    def __init__(self) -> None:
        self.min_size = 0

    def write(self, value: Any, packer: Packer) -> None:
        if _escaped(value, packer):
            return
        if value is not None and packer.check:
            packer.fail(f"expected None for a void arm, got {type(value).__name__}")

    def read(self, unpacker: Unpacker) -> Any:
        return None


class Integer(Type):
    """int, unsigned int, hyper or unsigned hyper."""

    __slots__ = ("code", "high", "low", "signed", "size")

    def __init__(self, size: int, signed: bool) -> None:
        self.size = self.min_size = size
        self.signed = signed
        bits = 8 * size
        self.low = -(1 << bits - 1) if signed else 0
        self.high = (1 << bits - 1) - 1 if signed else (1 << bits) - 1

    def write(self, value: Any, packer: Packer) -> None:
        if _escaped(value, packer):
            return
        if packer.check and not (isinstance(value, int) and self.low <= value <= self.high):
            packer.fail(f"expected an integer from {self.low} to {self.high}, got {value!r}")
        packer.put((int(value) & ((1 << 8 * self.size) - 1)).to_bytes(self.size, "big"))

    def read(self, unpacker: Unpacker) -> int:
        data = unpacker.take(self.size, f"an integer of {self.size} bytes")
        return int.from_bytes(data, "big", signed=self.signed)


class Floating(Type):
    """float or double."""

    __slots__ = ("code",)

    def __init__(self, code: str) -> None:
        self.code = code
        self.min_size = struct.calcsize(code)

    def write(self, value: Any, packer: Packer) -> None:
        if _escaped(value, packer):
            return
        try:
            data = struct.pack(self.code, value)
        except (struct.error, OverflowError):
            packer.fail(f"expected a number that fits {self.min_size} bytes, got {value!r}")
        packer.put(data)

    def read(self, unpacker: Unpacker) -> float:
        (value,) = struct.unpack(self.code, unpacker.take(self.min_size, "a floating-point number"))
        return float(value)


class Boolean(Type):
    """FALSE or TRUE; anything with a truth value may be packed."""

    __slots__ = ()

    def __init__(self) -> None:
        self.min_size = 4

    def write(self, value: Any, packer: Packer) -> None:
        if not _escaped(value, packer):
            packer.put(b"\0\0\0\1" if value else b"\0\0\0\0")

    def read(self, unpacker: Unpacker) -> bool:
        return unpacker.unpack_bool()


class Enumeration(Type):
    """A member of an enum; plain integers are welcome if they are members' values."""

    __slots__ = ("cls", "members")

    def __init__(self, cls: type[IntEnum], members: dict[int, Any]) -> None:
        self.cls = cls
        self.members = members
        self.min_size = 4

    def write(self, value: Any, packer: Packer) -> None:
        if _escaped(value, packer):
            return
        if packer.check and not (isinstance(value, int) and value in self.members):
            packer.fail(f"expected a member of {self.cls.__name__}, got {value!r}")
        packer.put((int(value) & UINT32_MAX).to_bytes(4, "big"))

    def read(self, unpacker: Unpacker) -> int:
        value = unpacker.unpack_int()
        member: int | None = self.members.get(value)
        if member is not None:
            return member
        if unpacker.check:
            unpacker.pos -= 4
            unpacker.fail(f"expected a member of {self.cls.__name__}, got {value}")
        return value


class Opaque(Type):
    """A fixed or a counted row of bytes; strings are the same on the wire."""

    __slots__ = ("fixed", "limit")

    def __init__(self, limit: int | None = None, *, fixed: bool = False) -> None:
        self.limit = limit if limit is not None else UINT32_MAX
        self.fixed = fixed
        self.min_size = (self.limit + 3) & -4 if fixed else 4

    def write(self, value: Any, packer: Packer) -> None:
        if _escaped(value, packer):
            return
        if not isinstance(value, bytes | bytearray | memoryview):
            packer.fail(f"expected bytes, got {type(value).__name__}")
        data = bytes(value)
        size = len(data)
        if packer.check and (size > self.limit or (self.fixed and size != self.limit)):
            packer.fail(f"expected {'' if self.fixed else 'at most '}{self.limit} bytes, got {size}")
        if not self.fixed:
            packer.put(size.to_bytes(4, "big"))
        packer.put(data + PAD[size & 3])

    def read(self, unpacker: Unpacker) -> bytes:
        if self.fixed:
            return unpacker.unpack_fstring(self.limit)
        start = unpacker.pos
        size = unpacker.unpack_uint()
        if unpacker.check and size > self.limit:
            unpacker.pos = start
            unpacker.fail(f"expected at most {self.limit} bytes, got a length of {size}")
        return unpacker.unpack_fstring(size)


class Array(Type):
    """A fixed or a counted row of values of one type: a list in Python (any collection may be packed)."""

    __slots__ = ("fixed", "item", "limit")

    def __init__(self, item: Type, limit: int | None = None, *, fixed: bool = False) -> None:
        self.item = item
        self.limit = limit if limit is not None else UINT32_MAX
        self.fixed = fixed
        self.min_size = self.limit * item.min_size if fixed else 4

    def write(self, value: Any, packer: Packer) -> None:
        if _escaped(value, packer):
            return
        if not isinstance(value, Collection):
            packer.fail(f"expected a list, got {type(value).__name__}")
        size = len(value)
        if packer.check and (size > self.limit or (self.fixed and size != self.limit)):
            packer.fail(f"expected {'' if self.fixed else 'at most '}{self.limit} items, got {size}")
        if not self.fixed:
            packer.put(size.to_bytes(4, "big"))
        for index, item in enumerate(value):
            packer.path.append(f"[{index}]")
            self.item.write(item, packer)
            packer.path.pop()

    def read(self, unpacker: Unpacker) -> list[Any]:
        start = unpacker.pos
        size = self.limit if self.fixed else unpacker.unpack_uint()
        problem = ""
        if unpacker.check and size > self.limit:
            problem = f"expected at most {self.limit} items, got a length of {size}"
        elif size * self.item.min_size > unpacker.remaining():
            problem = (
                f"truncated: {size} items of at least {self.item.min_size} bytes announced, "
                f"{unpacker.remaining()} bytes are left"
            )
        if problem:
            unpacker.pos = start
            unpacker.fail(problem)
        items = []
        for index in range(size):
            unpacker.path.append(f"[{index}]")
            items.append(self.item.read(unpacker))
            unpacker.path.pop()
        return items


class Optional(Type):
    """A value or None: one bool, then the value if it is TRUE."""

    __slots__ = ("item",)

    def __init__(self, item: Type) -> None:
        self.item = item
        self.min_size = 4

    def write(self, value: Any, packer: Packer) -> None:
        if _escaped(value, packer):
            return
        packer.pack_bool(value is not None)
        if value is not None:
            self.item.write(value, packer)

    def read(self, unpacker: Unpacker) -> Any:
        return self.item.read(unpacker) if unpacker.unpack_bool() else None


class Chain(Type):
    """A linked list (RFC 4506 §4.19): a list in Python, walked by a loop, so that no length exhausts the
    stack.
    """

    __slots__ = ("item",)

    def __init__(self, item: Type) -> None:
        self.item = item
        self.min_size = 4

    def write(self, value: Any, packer: Packer) -> None:
        if _escaped(value, packer):
            return
        if not isinstance(value, Collection):
            packer.fail(f"expected a list, got {type(value).__name__}")
        for index, item in enumerate(value):
            packer.pack_bool(True)
            packer.path.append(f"[{index}]")
            self.item.write(item, packer)
            packer.path.pop()
        packer.pack_bool(False)

    def read(self, unpacker: Unpacker) -> list[Any]:
        items: list[Any] = []
        while unpacker.unpack_bool():
            unpacker.path.append(f"[{len(items)}]")
            items.append(self.item.read(unpacker))
            unpacker.path.pop()
        return items


class Record(Type):
    """A struct or a union, by its generated class."""

    __slots__ = ("cls", "quick_read", "quick_write")

    def __init__(
        self,
        cls: type[XdrType],
        quick_write: Callable[[Any, Packer], None],
        quick_read: Callable[[Unpacker], Any],
    ) -> None:
        self.cls = cls
        self.quick_write = quick_write
        self.quick_read = quick_read
        self.min_size = cls.XDR_MIN_SIZE
        cls.XDR_TYPE = self

    def write(self, value: Any, packer: Packer) -> None:
        if _escaped(value, packer):
            return
        if not isinstance(value, self.cls) and (packer.check or not hasattr(value, "write_carefully")):
            packer.fail(f"expected {self.cls.__name__}, got {type(value).__name__}")
        value.write_carefully(packer)

    def read(self, unpacker: Unpacker) -> Any:
        return self.cls.read_carefully(unpacker)

    def quick_writer(self) -> Callable[[Any, Packer], None]:
        return self.quick_write

    def quick_reader(self) -> Callable[[Unpacker], Any]:
        return self.quick_read


VOID: Final = Void()
INT: Final = Integer(4, signed=True)
UINT: Final = Integer(4, signed=False)
HYPER: Final = Integer(8, signed=True)
UHYPER: Final = Integer(8, signed=False)
FLOAT: Final = Floating(">f")
DOUBLE: Final = Floating(">d")
BOOL: Final = Boolean()
