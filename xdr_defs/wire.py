"""Buffers and errors: what the generated modules write to, read from, and raise.

`Packer` and `Unpacker` are xdrlib3's, with three things added: a mark-free buffer that generated code can
reach without a call per field, errors that name path and byte, and lengths that are checked against the bytes
that are left before anything is allocated (RFC 4506 §4).
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import xdrlib3

if TYPE_CHECKING:
    from .schema import Type

UINT32_MAX = 0xFFFF_FFFF
PAD = (b"", b"\0\0\0", b"\0\0", b"\0")
"""What fills up an opaque whose length is 0, 1, 2 or 3 modulo 4."""
BOOLS = (False, True)


class XdrError(ValueError):
    """Bytes or values that break the definitions of the .x files.

    `path` leads from the outermost type to the spot ("COMPOUND4res.resarray[2].LOCK4res.status"); `offset`
    counts bytes from the start of the buffer.
    """

    def __init__(self, problem: str, *, path: str, offset: int) -> None:
        super().__init__(f"{path}: {problem} (at byte {offset})")
        self.problem = problem
        self.path = path
        self.offset = offset

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions with keyword-only arguments can't be pickled by default; xdist sends them between
        # processes.
        return _rebuild, (type(self), self.problem, self.path, self.offset)


class UnknownArmError(XdrError):
    """A union's discriminant selects no arm, such as the number of an operation that nobody defined."""


def _rebuild(kind: type[XdrError], problem: str, path: str, offset: int) -> XdrError:
    return kind(problem, path=path, offset=offset)


class UnionArmError(AttributeError):
    """A union was asked for an arm that its discriminant doesn't select."""

    def __init__(self, union: str, wanted: str, switch: str, actual: object) -> None:
        shown = getattr(actual, "name", None) or repr(actual)
        super().__init__(f"{union}: no arm {wanted!r} here, {switch} is {shown}")
        self.union = union
        self.wanted = wanted
        self.actual = actual

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_arm, (str(self), self.union, self.wanted, self.actual)


def _rebuild_arm(text: str, union: str, wanted: str, actual: object) -> UnionArmError:
    error = UnionArmError.__new__(UnionArmError, text)
    error.union, error.wanted, error.actual = union, wanted, actual
    return error


class UnhappyError(Exception):
    """Raised by generated code where a check fails; the careful walk of `schema` then finds out what is
    wrong.
    """


UNHAPPY = (UnhappyError, struct.error, LookupError, TypeError, AttributeError, ValueError, OverflowError)
"""Whatever generated code may raise on values or bytes that don't fit."""


class Arm:
    """One arm of an extensible union, ready for both directions."""

    __slots__ = ("label", "member", "name", "read", "type", "write")

    def __init__(self, name: str, member: int, kind: Type) -> None:
        self.name = name
        self.member = member
        self.type = kind
        self.label = struct.pack(">i", member)
        self.write = kind.quick_writer()
        self.read = kind.quick_reader()


Table = Mapping[int, Arm]
Tables = Mapping[str, Table]
"""By the name of the union: its arms by discriminant."""

BASE_TABLES: dict[str, Table] = {}
"""The arms that the generated modules define; a `Dialect` composes tables of its own from these."""


class Dialect(Protocol):
    """What the codec needs of `regrace.xdr_defs.dialect.Dialect`."""

    @property
    def tables(self) -> Tables: ...


class Packer(xdrlib3.Packer):
    """A buffer for values on their way out; see `XdrType.pack`.

    Without `check` nothing is refused: bounds, enums and arms are not looked at, numbers are cut to their
    width.
    """

    __slots__ = ("check", "chunks", "path", "put", "tables")

    put: Callable[[bytes], None]

    def __init__(self, dialect: Dialect | None = None, check: bool = True) -> None:
        self.chunks: list[bytes] = []
        self.put = self.chunks.append
        self.check = check
        self.tables: Tables = BASE_TABLES if dialect is None else dialect.tables
        self.path: list[str] = []

    def reset(self) -> None:
        self.chunks.clear()
        self.path.clear()

    def get_buffer(self) -> bytes:
        return b"".join(self.chunks)

    get_buf = get_buffer

    def get_position(self) -> int:
        """How many bytes were packed so far."""
        return sum(map(len, self.chunks))

    def fail(self, problem: str, kind: type[XdrError] = XdrError) -> NoReturn:
        raise kind(problem, path="".join(self.path), offset=self.get_position())

    def _number(self, code: str, low: int, high: int, x: int) -> None:
        if not isinstance(x, int) or not low <= x <= high:
            self.fail(f"expected an integer from {low} to {high}, got {x!r}")
        self.put(struct.pack(code, x))

    def pack_uint(self, x: int) -> None:
        self._number(">I", 0, UINT32_MAX, x)

    def pack_int(self, x: int) -> None:
        self._number(">i", -(1 << 31), (1 << 31) - 1, x)

    pack_enum = pack_int

    def pack_bool(self, x: bool) -> None:
        self.put(b"\0\0\0\1" if x else b"\0\0\0\0")

    def pack_uhyper(self, x: int) -> None:
        self._number(">Q", 0, (1 << 64) - 1, x)

    def pack_hyper(self, x: int) -> None:
        self._number(">q", -(1 << 63), (1 << 63) - 1, x)

    def pack_float(self, x: float) -> None:
        self.put(struct.pack(">f", x))

    def pack_double(self, x: float) -> None:
        self.put(struct.pack(">d", x))

    def pack_fstring(self, n: int, s: bytes) -> None:
        if len(s) != n:
            self.fail(f"expected {n} bytes, got {len(s)}")
        self.put(bytes(s) + PAD[n & 3])

    pack_fopaque = pack_fstring

    def pack_string(self, s: bytes) -> None:
        n = len(s)
        self.pack_uint(n)
        self.put(bytes(s) + PAD[n & 3])

    pack_opaque = pack_string
    pack_bytes = pack_string


class Unpacker(xdrlib3.Unpacker):
    """A cursor over received bytes; see `XdrType.unpack`. `pos` is a byte offset into `buf`."""

    __slots__ = ("buf", "check", "path", "pos", "tables")

    def __init__(
        self, data: bytes | bytearray | memoryview, dialect: Dialect | None = None, check: bool = True
    ) -> None:
        self.buf = data if type(data) is bytes else bytes(data)
        self.pos = 0
        self.check = check
        self.tables: Tables = BASE_TABLES if dialect is None else dialect.tables
        self.path: list[str] = []

    def reset(self, data: bytes | bytearray) -> None:
        self.buf = bytes(data)
        self.pos = 0
        self.path.clear()

    def get_position(self) -> int:
        return self.pos

    def set_position(self, position: int) -> None:
        self.pos = position

    def get_buffer(self) -> bytes:
        return self.buf

    def remaining(self) -> int:
        """How many bytes have not been read yet."""
        return len(self.buf) - self.pos

    def done(self) -> None:
        """Raises XdrError if bytes are left over."""
        if self.remaining() > 0:
            self.fail(f"{self.remaining()} bytes are left over")

    def fail(self, problem: str, kind: type[XdrError] = XdrError) -> NoReturn:
        raise kind(problem, path="".join(self.path) or "buffer", offset=self.pos)

    def take(self, size: int, what: str) -> bytes:
        """The next `size` bytes. Raises XdrError if there are fewer."""
        if size > self.remaining():
            self.fail(f"truncated: expected {what} ({size} bytes), {self.remaining()} bytes are left")
        start = self.pos
        self.pos += size
        return self.buf[start : self.pos]

    def unpack_uint(self) -> int:
        return int.from_bytes(self.take(4, "an unsigned int"), "big")

    def unpack_int(self) -> int:
        return int.from_bytes(self.take(4, "an int"), "big", signed=True)

    unpack_enum = unpack_int

    def unpack_bool(self) -> bool:
        value = self.unpack_uint()
        if value > 1 and self.check:
            self.pos -= 4
            self.fail(f"expected a bool (0 or 1), got {value}")
        return value != 0

    def unpack_uhyper(self) -> int:
        return int.from_bytes(self.take(8, "an unsigned hyper"), "big")

    def unpack_hyper(self) -> int:
        return int.from_bytes(self.take(8, "a hyper"), "big", signed=True)

    def unpack_float(self) -> float:
        (value,) = struct.unpack(">f", self.take(4, "a float"))
        return float(value)

    def unpack_double(self) -> float:
        (value,) = struct.unpack(">d", self.take(8, "a double"))
        return float(value)

    def unpack_fstring(self, n: int) -> bytes:
        return self.take(n + (-n & 3), f"opaque of {n} bytes")[:n]

    unpack_fopaque = unpack_fstring

    def unpack_string(self) -> bytes:
        return self.unpack_fstring(self.unpack_uint())

    unpack_opaque = unpack_string
    unpack_bytes = unpack_string


@functools.lru_cache(maxsize=256)
def words(count: int) -> struct.Struct:
    """The layout of an array of `count` unsigned ints."""
    return struct.Struct(f">{count}I")
