"""A module with every name looked up: what the emitter prints. Also where an .x file is refused.

The rules are XDR's own (RFC 4506 §6.4), C's order (a type is defined before it is used, or rpcgen's output
won't compile), and a few that keep the Python clear: no anonymous types, no field named like a Python
keyword.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .ast import (
    Const,
    Declaration,
    Definition,
    EnumDef,
    Module,
    Place,
    Program,
    Shape,
    StructDef,
    Typedef,
    UnionDef,
    Value,
)


class XdrSemanticError(Exception):
    """A definition that parses but can't be meant; the message begins with file and line."""

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place


@dataclass(frozen=True, slots=True)
class Number:
    code: str
    """Its letter in a `struct` format."""
    size: int
    name: str
    """Its name in `schema`."""


@dataclass(frozen=True, slots=True)
class Bool:
    pass


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


@dataclass(frozen=True, slots=True)
class EnumRef:
    definition: EnumDef


@dataclass(frozen=True, slots=True)
class Bytes:
    limit: int | None
    fixed: bool


@dataclass(frozen=True, slots=True)
class ArrayOf:
    item: XdrKind
    limit: int | None
    fixed: bool


@dataclass(frozen=True, slots=True)
class Maybe:
    item: XdrKind


@dataclass(frozen=True, slots=True)
class ChainOf:
    item: Ref


@dataclass(frozen=True, slots=True)
class Ref:
    """A struct or union, by name."""

    name: str


XdrKind = Number | Bool | Nothing | EnumRef | Bytes | ArrayOf | Maybe | ChainOf | Ref

BUILT_IN: Mapping[str, XdrKind] = {
    "int": Number("i", 4, "INT"),
    "unsigned int": Number("I", 4, "UINT"),
    "hyper": Number("q", 8, "HYPER"),
    "unsigned hyper": Number("Q", 8, "UHYPER"),
    "float": Number("f", 4, "FLOAT"),
    "double": Number("d", 8, "DOUBLE"),
    "bool": Bool(),
    # Not in RFC 4506, but every rpcgen knows these, and RFC 5662 uses them throughout.
    "int32_t": Number("i", 4, "INT"),
    "uint32_t": Number("I", 4, "UINT"),
    "int64_t": Number("q", 8, "HYPER"),
    "uint64_t": Number("Q", 8, "UHYPER"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    kind: XdrKind
    declaration: Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Struct:
    definition: StructDef
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionArm:
    labels: tuple[int, ...]
    name: str
    """Empty for a void arm."""
    kind: XdrKind
    declaration: Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    definition: UnionDef
    switch: Field
    arms: tuple[UnionArm, ...]
    default: UnionArm | None


@dataclass(slots=True, kw_only=True)
class Resolved:
    """Everything that the emitter needs of one module."""

    module: Module
    constants: dict[str, int] = field(default_factory=dict)
    """Of this module and the ones that it uses: constants and members of enums."""
    definitions: dict[str, Definition] = field(default_factory=dict)
    types: dict[str, XdrKind] = field(default_factory=dict)
    structs: dict[str, Struct] = field(default_factory=dict)
    unions: dict[str, Union] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    """The module that defines a name."""
    links: set[str] = field(default_factory=set)
    """Structs that end in a pointer to their like, and so are items of a chain."""

    def minimum(self, kind: XdrKind) -> int:
        """The fewest bytes that a value of `kind` takes on the wire."""
        match kind:
            case Nothing():
                return 0
            case Number(size=size):
                return size
            case Bytes(limit=limit, fixed=True):
                return ((limit or 0) + 3) & -4
            case ArrayOf(item=item, limit=limit, fixed=True):
                return (limit or 0) * self.minimum(item)
            case Ref(name=name) if name in self.structs:
                return sum(self.minimum(field.kind) for field in self.structs[name].fields)
            case Ref(name=name):
                union = self.unions[name]
                arms = [*union.arms, *([union.default] if union.default else [])]
                return 4 + min(self.minimum(arm.kind) for arm in arms)
            case _:
                return 4


def resolve(module: Module, used: Iterable[Resolved] = ()) -> Resolved:
    """Looks every name up. Raises XdrSemanticError."""
    resolver = _Resolver(Resolved(module=module))
    for other in used:
        resolver.import_(other)
    for definition in module.definitions:
        resolver.define(definition)
    return resolver.out


class _Resolver:
    def __init__(self, out: Resolved) -> None:
        self.out = out

    def import_(self, other: Resolved) -> None:
        out = self.out
        out.constants |= other.constants
        out.definitions |= other.definitions
        out.types |= other.types
        out.structs |= other.structs
        out.unions |= other.unions
        out.home |= other.home
        out.links |= other.links

    def define(self, definition: Definition) -> None:
        out = self.out
        self._claim(definition.name, definition)
        match definition:
            case Const():
                out.constants[definition.name] = definition.value
            case EnumDef():
                seen: set[int] = set()
                for member in definition.members:
                    number = self._number(member.value, definition.place)
                    if number in seen or not -(1 << 31) <= number < 1 << 31:
                        raise XdrSemanticError(
                            definition.place, f"{member.name} = {number}: taken, or not an int"
                        )
                    seen.add(number)
                    self._claim(member.name, definition)
                    out.constants[member.name] = number
                out.types[definition.name] = EnumRef(definition)
            case Typedef():
                out.types[definition.name] = self._kind(definition.declaration)
            case StructDef():
                self._struct(definition)
            case UnionDef():
                self._union(definition)
            case Program():
                out.constants[definition.name] = definition.number
                for version in definition.versions:
                    self._claim(version.name, definition)
                    out.constants[version.name] = version.number
                    for procedure in version.procedures:
                        self._claim(procedure.name, definition)
                        out.constants[procedure.name] = procedure.number

    def _claim(self, name: str, definition: Definition) -> None:
        if name in self.out.home or name in BUILT_IN:
            raise XdrSemanticError(definition.place, f"{name} is defined twice")
        if keyword.iskeyword(name):
            raise XdrSemanticError(definition.place, f"{name} is a keyword of Python")
        self.out.home[name] = self.out.module.name
        self.out.definitions[name] = definition

    def _number(self, value: Value, place: Place) -> int:
        if isinstance(value, int):
            return value
        if value not in self.out.constants:
            raise XdrSemanticError(place, f"{value} is not a constant defined above")
        return self.out.constants[value]

    def _base(self, declaration: Declaration) -> XdrKind:
        name = declaration.base
        if name in ("anonymous", "quadruple"):
            raise XdrSemanticError(
                declaration.place, f"{declaration.name}: {name} types are not supported, name it"
            )
        kind = BUILT_IN.get(name) or self.out.types.get(name)
        if kind is None:
            raise XdrSemanticError(declaration.place, f"{name} is not a type defined above")
        return kind

    def _kind(self, declaration: Declaration) -> XdrKind:
        size = None if declaration.size is None else self._number(declaration.size, declaration.place)
        if size is not None and not 0 <= size < 1 << 32:
            raise XdrSemanticError(declaration.place, f"{declaration.name}: {size} is not a length")
        match declaration.shape:
            case Shape.VOID:
                return Nothing()
            case Shape.PLAIN:
                return self._base(declaration)
            case Shape.FIXED_OPAQUE | Shape.VARIABLE_OPAQUE | Shape.STRING:
                return Bytes(size, declaration.shape is Shape.FIXED_OPAQUE)
            case Shape.FIXED_ARRAY | Shape.VARIABLE_ARRAY:
                return ArrayOf(self._base(declaration), size, declaration.shape is Shape.FIXED_ARRAY)
            case Shape.OPTIONAL:
                base = self._base(declaration)
                if isinstance(base, Ref) and base.name in self.out.links:
                    return ChainOf(base)
                return Maybe(base)

    def _names(self, definition: Definition, names: Iterable[str]) -> None:
        """Fields and arms become attributes of one Python class."""
        seen: set[str] = set()
        for name in names:
            if name in seen or keyword.iskeyword(name) or name in self.out.types or name in _TAKEN:
                raise XdrSemanticError(
                    definition.place, f"{definition.name}: {name} can't be the name of a field"
                )
            seen.add(name)

    def _struct(self, definition: StructDef) -> None:
        declarations = list(definition.fields)
        last = declarations[-1]
        if last.shape is Shape.OPTIONAL and last.base == definition.name:
            self.out.links.add(definition.name)
            declarations.pop()
        fields = tuple(Field(name=d.name, kind=self._kind(d), declaration=d) for d in declarations)
        self._names(definition, (f.name for f in fields))
        self.out.structs[definition.name] = Struct(definition=definition, fields=fields)
        self.out.types[definition.name] = Ref(definition.name)

    def _union(self, definition: UnionDef) -> None:
        switch = Field(
            name=definition.switch.name, kind=self._kind(definition.switch), declaration=definition.switch
        )
        if not isinstance(switch.kind, EnumRef | Bool) and switch.kind not in (
            BUILT_IN["int"],
            BUILT_IN["uint32_t"],
        ):
            raise XdrSemanticError(
                definition.place, f"{definition.name}: can't switch on {definition.switch.base}"
            )
        arms = [self._arm(a.labels, a.declaration, definition, switch) for a in definition.arms]
        default = definition.default and self._arm((), definition.default.declaration, definition, switch)
        labels = [label for arm in arms for label in arm.labels]
        if len(set(labels)) != len(labels):
            raise XdrSemanticError(definition.place, f"{definition.name}: a case appears twice")
        named = [arm.name for arm in arms if arm.name] + ([default.name] if default and default.name else [])
        self._names(definition, [switch.name, "value", *dict.fromkeys(named)])
        self.out.unions[definition.name] = Union(
            definition=definition, switch=switch, arms=tuple(arms), default=default or None
        )
        self.out.types[definition.name] = Ref(definition.name)

    def _arm(
        self, labels: tuple[Value, ...], declaration: Declaration, definition: UnionDef, switch: Field
    ) -> UnionArm:
        numbers: list[int] = []
        for label in labels:
            if isinstance(switch.kind, Bool):
                if label not in ("TRUE", "FALSE"):
                    raise XdrSemanticError(definition.place, f"{label} is neither TRUE nor FALSE")
                numbers.append(int(label == "TRUE"))
                continue
            if isinstance(switch.kind, EnumRef) and label not in {
                m.name for m in switch.kind.definition.members
            }:
                where = switch.kind.definition.name
                raise XdrSemanticError(definition.place, f"{label} is not a member of {where}")
            numbers.append(self._number(label, definition.place))
        return UnionArm(
            labels=tuple(numbers),
            name=declaration.name,
            kind=self._kind(declaration),
            declaration=declaration,
        )


_TAKEN = {"pack", "unpack", "to_bytes", "from_bytes", "write_carefully", "read_carefully"}
