"""Prints the straight-line bodies of the functions that pack and unpack one type.

Both collect a *run*: fields of fixed size that one `struct` call handles. Whatever has a size of its own
(bytes, arrays, unions) ends the run, but its length or discriminant still belongs to it. Small structs are
printed into their holder, so that a stateid inside a lock request costs no call.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from typing import TypeGuard

from .model import ArrayOf, Bool, Bytes, ChainOf, EnumRef, Maybe, Nothing, Number, Ref, Resolved, Union, XdrKind

INLINE_LEAVES = 12
"""A struct with at most this many fields, counted through its own structs, is printed into its holder."""
INLINE_ARMS = 2
"""A union with at most this many arms, all plain, is printed into its holder."""
WHOLE = 4096
"""Bytes with a bound up to this are joined with what precedes them; larger ones are not copied once more."""


def leaves(resolved: Resolved, kind: XdrKind) -> int | None:
    """How many plain fields a type has if it is made of nothing but plain fields, else None."""
    match kind:
        case Number() | Bool() | EnumRef() | Bytes():
            return 1
        case Ref(name=name) if name in resolved.structs and resolved.home[name] == resolved.module.name:
            counts = [leaves(resolved, field.kind) for field in resolved.structs[name].fields]
            return None if None in counts else sum(count for count in counts if count is not None)
        case _:
            return None


def label_test(choice: str, labels: tuple[int, ...]) -> str:
    """The condition under which an arm is selected."""
    if len(labels) == 1:
        return f"{choice} == {labels[0]}"
    return f"{choice} in ({', '.join(map(str, labels))})"


def member_of(kind: XdrKind, choice: str) -> str:
    """A discriminant as Python shows it, from the number on the wire."""
    match kind:
        case EnumRef(definition=definition):
            return f"_E_{definition.name}[{choice}]"
        case Bool():
            return f"BOOLS[{choice}]"
        case _:
            return choice


class _Printer:
    def __init__(
        self, resolved: Resolved, formats: dict[str, str], indent: str, numbers: Iterator[int] | None = None
    ) -> None:
        self.r = resolved
        self.formats = formats
        self.indent = indent
        self.lines: list[str] = []
        self.run: list[tuple[str, str]] = []
        self._numbers = numbers or itertools.count(1)
        """Numbers for local names; the arms of a union share one row, because mypy wants one type per name.
        """

    def line(self, text: str) -> None:
        self.lines.append(self.indent + text)

    def local(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers)}"

    def format(self) -> tuple[str, int]:
        """The format of the pending run, registered, and its size."""
        code = "".join(code for code, _ in self.run)
        self.formats.setdefault(code, code)
        return code, struct.calcsize(">" + code)

    def open_union(self, kind: XdrKind) -> TypeGuard[Ref]:
        """Whether a type is a union whose arms come from the dialect."""
        if not isinstance(kind, Ref) or kind.name not in self.r.unions:
            return False
        return "extensible" in self.r.unions[kind.name].definition.notes

    def small_union(self, name: str) -> bool:
        """Whether a union is so plain that it is printed into its holder, as small structs are."""
        union = self.r.unions.get(name)
        if union is None or self.open_union(Ref(name)) or self.r.home[name] != self.r.module.name:
            return False
        arms = [*union.arms, *([union.default] if union.default else [])]
        return len(arms) <= INLINE_ARMS and all(isinstance(a.kind, Nothing) or self.inlined(a.kind) for a in arms)

    def inlined(self, kind: XdrKind) -> bool:
        count = leaves(self.r, kind)
        return count is not None and count <= INLINE_LEAVES


def _fixed_code(size: int) -> str:
    return f"{size}s" + "x" * (-size & 3)


class Writer(_Printer):
    """Prints code that packs values; expressions go in, lines come out."""

    def number(self, code: str, expression: str) -> None:
        self.run.append((code, expression))

    def value(self, kind: XdrKind, expression: str) -> None:
        match kind:
            case Nothing():
                self.line(f"if {expression} is not None:")
                self.line("    raise UnhappyError")
            case Number(code=code):
                self.number(code, expression)
            case Bool():
                self.number("I", f"1 if {expression} else 0")
            case EnumRef(definition=definition):
                name = self._named(expression)
                self.line(f"if {name} not in _E_{definition.name}:")
                self.line("    raise UnhappyError")
                self.number("i", name)
            case Bytes(limit=limit, fixed=True):
                name = self._named(expression)
                self.line(f"if len({name}) != {limit}:")
                self.line("    raise UnhappyError")
                self.number(_fixed_code(limit or 0), name)
            case Bytes(limit=limit):
                name, size = self._counted(expression, limit)
                self._flush(f"{name} + PAD[{size} & 3]", whole=limit is not None and limit <= WHOLE)
            case ArrayOf(item=item, limit=limit, fixed=fixed):
                self._array(item, limit, fixed, expression)
            case Maybe(item=item):
                self._maybe(item, expression)
            case ChainOf(item=item):
                self._flush()
                one = self.local("v")
                self.line(f"for {one} in {expression}:")
                self._block(item, one, lead=("I", "1"))
                self.number("I", "0")
            case Ref(name=name):
                if self.inlined(kind):
                    holder = self._named(expression)
                    for field in self.r.structs[name].fields:
                        self.value(field.kind, f"{holder}.{field.name}")
                else:
                    self._flush()
                    self.line(f"_w_{name}({expression}, packer)")

    def _named(self, expression: str) -> str:
        if expression.isidentifier():
            return expression
        name = self.local("v")
        self.line(f"{name} = {expression}")
        return name

    def _counted(self, expression: str, limit: int | None) -> tuple[str, str]:
        name = self._named(expression)
        size = self.local("n")
        self.line(f"{size} = len({name})")
        if limit is not None:
            self.line(f"if {size} > {limit}:")
            self.line("    raise UnhappyError")
        self.number("I", size)
        return name, size

    def _array(self, item: XdrKind, limit: int | None, fixed: bool, expression: str) -> None:
        if fixed:
            name = self._named(expression)
            size = str(limit)
            self.line(f"if len({name}) != {limit}:")
            self.line("    raise UnhappyError")
        else:
            name, size = self._counted(expression, limit)
        if isinstance(item, Number) and item.code == "I":
            self._flush(f"words({size}).pack(*{name})", whole=True)
            return
        self._flush()
        one = self.local("v")
        if self.open_union(item):
            # The loop over a compound's operations is the hottest of all: no call per operation but the one
            # that packs it.
            table, arm = self.local("t"), self.local("a")
            self.line(f'{table} = packer.tables["{item.name}"]')
            self.line(f"for {one} in {name}:")
            self.line(f"    {arm} = {table}[{one}.{self.r.unions[item.name].switch.name}]")
            self.line(f"    packer.put({arm}.label)")
            self.line(f"    {arm}.write({one}.value, packer)")
            return
        self.line(f"for {one} in {name}:")
        self._block(item, one)

    def _maybe(self, item: XdrKind, expression: str) -> None:
        self._flush()
        name = self._named(expression)
        self.line(f"if {name} is None:")
        self.number("I", "0")
        self.indent += "    "
        self._flush()
        self.indent = self.indent[:-4]
        self.line("else:")
        self._block(item, name, lead=("I", "1"))

    def _block(self, kind: XdrKind, expression: str, lead: tuple[str, str] | None = None) -> None:
        self.indent += "    "
        if lead:
            self.run.append(lead)
        self.value(kind, expression)
        self._flush()
        self.indent = self.indent[:-4]

    def _flush(self, tail: str = "", *, whole: bool = False) -> None:
        if self.run:
            code, _ = self.format()
            head = f"_p_{code}({', '.join(expression for _, expression in self.run)})"
            self.run.clear()
            if tail and whole:
                self.line(f"packer.put({head} + {tail})")
                return
            self.line(f"packer.put({head})")
        if tail:
            self.line(f"packer.put({tail})")

    def finish(self) -> list[str]:
        self._flush()
        return self.lines or [self.indent + "pass"]


class Reader(_Printer):
    """Prints code that unpacks values straight into their places: an attribute of an instance, or a local."""

    def __init__(
        self, resolved: Resolved, formats: dict[str, str], indent: str, numbers: Iterator[int] | None = None
    ) -> None:
        super().__init__(resolved, formats, indent, numbers)
        self.later: list[str] = []
        """Lines for when the pending run was read: they turn its numbers into members and bools."""
        self.used = False
        """Whether any byte is read, so that the cursor is needed."""

    def value(self, kind: XdrKind, target: str) -> None:
        """Prints what assigns one value to `target`, at the latest when the printer is finished."""
        match kind:
            case Nothing():
                self.line(f"{target} = None")
            case Number(code=code):
                self._take(code, target)
            case Bool():
                self.later.append(f"{target} = {member_of(kind, self._local('I', 'v'))}")
            case EnumRef():
                self.later.append(f"{target} = {member_of(kind, self._local('i', 'v'))}")
            case Bytes(limit=limit, fixed=True):
                self._take(_fixed_code(limit or 0), target)
            case Bytes(limit=limit):
                self._bytes(limit, target)
            case ArrayOf(item=item, limit=limit, fixed=fixed):
                self._array(item, limit, fixed, target)
            case Maybe(item=item):
                flag = self._local("I", "n")
                self._flush()
                self.line(f"{target} = None")
                self.line(f"if BOOLS[{flag}]:")
                self._block(item, target)
            case ChainOf(item=item):
                self._chain(item, target)
            case Ref(name=name):
                self._ref(kind, name, target)

    def _take(self, code: str, target: str) -> None:
        self.used = True
        self.run.append((code, target))

    def _local(self, code: str, prefix: str) -> str:
        name = self.local(prefix)
        self._take(code, name)
        return name

    def _ref(self, kind: Ref, name: str, target: str) -> None:
        if self.inlined(kind):
            holder = self.local("o")
            self.line(f"{target} = {holder} = new({name})")
            for field in self.r.structs[name].fields:
                self.value(field.kind, f"{holder}.{field.name}")
        elif self.small_union(name):
            self._union(self.r.unions[name], target)
        elif name in self.r.unions and not self.open_union(kind):
            code = "i" if isinstance(self.r.unions[name].switch.kind, EnumRef) else "I"
            choice = self._local(code, "v")
            self._call(f"{target} = _a_{name}(unpacker, {choice})")
        else:
            self._call(f"{target} = _r_{name}(unpacker)")

    def _union(self, union: Union, target: str) -> None:
        kind = union.switch.kind
        choice = self._local("i" if isinstance(kind, EnumRef) else "I", "v")
        self._flush()
        holder = self.local("o")
        self.line(f"{target} = {holder} = new({union.definition.name})")
        self.line(f"{holder}.{union.switch.name} = {member_of(kind, choice)}")
        for index, arm in enumerate(union.arms):
            self.line(f"{'el' if index else ''}if {label_test(choice, arm.labels)}:")
            self._block(arm.kind, f"{holder}.value")
        self.line("else:")
        if union.default:
            self._block(union.default.kind, f"{holder}.value")
        else:
            self.line("    raise UnhappyError")

    def _call(self, line: str) -> None:
        self._flush()
        self.used = True
        self._leave()
        self.line(line)
        self.line("pos = unpacker.pos")

    def _bytes(self, limit: int | None, target: str) -> None:
        size = self._local("I", "n")
        self._flush()
        # Empty ones are common (a tag, a reason), and two slices and an addition cost more than a look.
        self.line(f"if {size}:")
        if limit is not None:
            self.line(f"    if {size} > {limit}:")
            self.line("        raise UnhappyError")
        self.line(f"    {target} = buf[pos : pos + {size}]")
        self.line(f"    pos += ({size} + 3) & -4")
        self.line("else:")
        self.line(f'    {target} = b""')

    def _array(self, item: XdrKind, limit: int | None, fixed: bool, target: str) -> None:
        self.used = True
        size = str(limit) if fixed else self._local("I", "n")
        self._flush()
        # Nothing is allocated for an announced length here: every item is read before the next, from bytes that
        # are there or not, and `struct` looks at the buffer before it makes an array of words.
        if limit is not None and not fixed:
            self.line(f"if {size} > {limit}:")
            self.line("    raise UnhappyError")
        if isinstance(item, Number) and item.code == "I":
            self.line(f"{target} = list(words({size}).unpack_from(buf, pos))")
            self.line(f"pos += 4 * {size}")
        elif self.open_union(item):
            self._operations(item, size, target)
        elif isinstance(item, Ref) and not self.inlined(item):
            self._leave()
            self.line(f"{target} = [_r_{item.name}(unpacker) for _ in range({size})]")
            self.line("pos = unpacker.pos")
        else:
            items, one = self.local("l"), self.local("v")
            self.line(f"{items}: list[Any] = []")
            self.line(f"{target} = {items}")
            self.line(f"for _ in range({size}):")
            self._block(item, one, f"{items}.append({one})")

    def _operations(self, item: Ref, size: str, target: str) -> None:
        """The loop over a compound's operations: no call per operation but the one that reads it."""
        items, table, number = self.local("l"), self.local("t"), self.local("v")
        arm, one = self.local("a"), self.local("o")
        self.formats.setdefault("i", "i")
        self.line(f'{table} = unpacker.tables["{item.name}"]')
        self.line(f"{target} = {items} = []")
        self.line(f"for _ in range({size}):")
        self.line(f"    ({number},) = _u_i(buf, pos)")
        self.line(f"    {arm} = {table}[{number}]")
        self.line("    unpacker.pos = pos + 4")
        self.line(f"    {one} = new({item.name})")
        self.line(f"    {one}.{self.r.unions[item.name].switch.name} = {arm}.member")
        self.line(f"    {one}.value = {arm}.read(unpacker)")
        self.line(f"    {items}.append({one})")
        self.line("    pos = unpacker.pos")

    def _chain(self, item: Ref, target: str) -> None:
        flag = self._local("I", "n")
        self._flush()
        items = self.local("l")
        self.line(f"{items}: list[{item.name}] = []")
        self.line(f"{target} = {items}")
        self.line(f"while BOOLS[{flag}]:")
        self.indent += "    "
        self.line("unpacker.pos = pos")
        self.line(f"{items}.append(_r_{item.name}(unpacker))")
        self.line("pos = unpacker.pos")
        self._take("I", flag)
        self._flush()
        self.indent = self.indent[:-4]

    def _block(self, kind: XdrKind, target: str, then: str = "") -> None:
        """A nested block that reads one value, and perhaps does something with it."""
        self.indent += "    "
        self.value(kind, target)
        self._flush()
        if then:
            self.line(then)
        self.indent = self.indent[:-4]

    def _flush(self) -> None:
        if self.run:
            code, size = self.format()
            names = ", ".join(name for _, name in self.run)
            self.line(f"{names if len(self.run) > 1 else f'({names},)'} = _u_{code}(buf, pos)")
            self.line(f"pos += {size}")
            self.run.clear()
        for line in self.later:
            self.line(line)
        self.later.clear()

    def _leave(self) -> None:
        """Hands the cursor back; an addition just before it is folded in."""
        last = self.lines[-1] if self.lines else ""
        if last.startswith(f"{self.indent}pos += "):
            added = last.split(" += ")[1]
            self.lines[-1] = f"{self.indent}unpacker.pos = pos + {added if added.isdigit() else f'({added})'}"
        elif last == f"{self.indent}pos = unpacker.pos":
            self.lines.pop()
        else:
            self.line("unpacker.pos = pos")

    def finish(self) -> list[str]:
        self._flush()
        if self.used:
            self._leave()
            self.lines[:0] = [f"{self.indent}buf = unpacker.buf", f"{self.indent}pos = unpacker.pos"]
        return self.lines
