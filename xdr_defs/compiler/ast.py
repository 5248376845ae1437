"""The syntax tree of an XDR file: what was written, with its comments, before any name is looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

Value = int | str
"""A number, or the name of a constant or of an enum's member."""


class Shape(Enum):
    """How a declaration wraps its base type (RFC 4506 §4)."""

    PLAIN = "plain"
    FIXED_ARRAY = "fixed array"
    VARIABLE_ARRAY = "variable-length array"
    FIXED_OPAQUE = "fixed opaque"
    VARIABLE_OPAQUE = "variable-length opaque"
    STRING = "string"
    OPTIONAL = "optional"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: the file and its line, both for people."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One field, arm, discriminant or typedef: `base name`, wrapped in a shape of some size."""

    shape: Shape
    base: str = ""
    """A named type or a built-in one ("unsigned int"); empty for opaque and void."""
    name: str = ""
    size: Value | None = None
    """The length of a fixed shape, the bound of a variable one; None means no bound but 2**32 - 1."""
    place: Place = field(compare=False)
    comment: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What every definition has: a name, a place, the comment that stands before it, its annotations."""

    name: str
    place: Place = field(compare=False)
    comment: str = field(default="", compare=False)
    notes: frozenset[str] = field(default=frozenset(), compare=False)
    """Annotations, written `/*: extensible */` before a definition: see README.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Const(Definition):
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    name: str
    value: Value
    comment: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumDef(Definition):
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typedef(Definition):
    declaration: Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class StructDef(Definition):
    fields: tuple[Declaration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmDef:
    labels: tuple[Value, ...]
    """Empty for the default arm."""
    declaration: Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionDef(Definition):
    switch: Declaration
    arms: tuple[ArmDef, ...]
    default: ArmDef | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    name: str
    number: int
    result: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    name: str
    number: int
    procedures: tuple[Procedure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program(Definition):
    number: int
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One root file with its parts merged in, in the order in which a reader meets them."""

    name: str
    comment: str
    uses: tuple[str, ...]
    """Names of the modules whose definitions are visible here (`%#include "other.h"`)."""
    definitions: tuple[Definition, ...]
