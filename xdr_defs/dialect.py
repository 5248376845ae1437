"""Which NFS is spoken: a minor version, extensions, and the numbers that nobody has assigned yet.

A dialect is chosen when a session is made. Two dialects may live in one process: a re-export server can speak
plain 4.1 to its clients while it reclaims from an origin that retains state, or under other numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, ModuleType
from typing import Any, Final

from . import delegating, enum_state, retention
from .tables import ATTRIBUTES, CALLBACKS, OPERATIONS, AttributeInfo, OpInfo, operations
from .wire import BASE_TABLES, Arm, Table, Tables

EXTENSION_MINOR: Final = 2
"""Extensions belong to the newest minor version only (RFC 8178 §6)."""

INFOS: Final[Mapping[str, Mapping[int, OpInfo]]] = {
    **dict.fromkeys(("nfs_argop4", "nfs_resop4"), OPERATIONS),
    **dict.fromkeys(("nfs_cb_argop4", "nfs_cb_resop4"), CALLBACKS),
}
"""By union: from which minor version on it has an arm. What any other union has in nfs4.x, it has in all of them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extension:
    """An .x file that adds to the base protocol, compiled."""

    name: str
    module: ModuleType

    @property
    def numbers(self) -> Mapping[str, int]:
        """The provisional numbers, as the .x file has them."""
        return getattr(self.module, "PROVISIONAL", {})

    @property
    def arms(self) -> Mapping[str, Mapping[str, tuple[str, Any]]]:
        """What it adds to unions: by union, by the name of the discriminant's number: name and type of the
        arm.
        """
        return getattr(self.module, "ARMS", {})

    @property
    def attributes(self) -> Mapping[str, tuple[int, Any]]:
        """By the name of the number: number and type."""
        return getattr(self.module, "ATTRIBUTES", {})

    def assigned(self, name: str) -> int:
        """A number that is not provisional, by its name in the .x file; the member where it is one of an enum."""
        number: int = getattr(self.module, name)
        return number


RETENTION_EXTENSION: Final = Extension(name="retention", module=retention)
"""draft-cel-nfsv4-state-retention."""

ENUMERATION_EXTENSION: Final = Extension(name="enumeration", module=enum_state)
"""XP_ENUM_STATE, as docs/enumeration.md specifies it."""

DELEGATING_EXTENSION: Final = Extension(name="delegating", module=delegating)
"""RFC 9754."""

PUBLISHED: Final = (DELEGATING_EXTENSION,)
"""What RFCs have added to minor version 2 since RFC 7862: part of every dialect of it."""

PROVISIONAL: Final[dict[str, int]] = {**RETENTION_EXTENSION.numbers, **ENUMERATION_EXTENSION.numbers}
"""The one table of numbers that no RFC assigns. A dialect takes its defaults from here when it is made; an
extension from elsewhere brings its own, unless it has an entry here.
"""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One minor version with extensions.

    `numbers` overrides entries of PROVISIONAL for this dialect. Raises ValueError if an extension is asked
    for in a minor version that can't have it, if a number is unknown, or if two things would share one
    number.
    """

    minor_version: int
    extensions: tuple[Extension, ...] = ()
    numbers: Mapping[str, int] | None = None
    tables: Tables = field(init=False, repr=False, compare=False)
    """By union: its arms. What `Packer` and `Unpacker` look operations up in."""
    operations: Mapping[int, OpInfo] = field(init=False, repr=False, compare=False)
    callbacks: Mapping[int, OpInfo] = field(init=False, repr=False, compare=False)
    attributes: Mapping[int, AttributeInfo] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.minor_version not in (0, 1, 2):
            raise ValueError(f"minor version {self.minor_version} is not known")
        if self.extensions and self.minor_version != EXTENSION_MINOR:
            raise ValueError(f"extensions need minor version {EXTENSION_MINOR} (RFC 8178 section 6)")
        if again := set(self.extensions) & set(PUBLISHED):
            raise ValueError(f"{', '.join(one.name for one in again)} is part of minor version {EXTENSION_MINOR}")
        defaults = {name: number for extension in self.extensions for name, number in extension.numbers.items()}
        chosen = dict(self.numbers or {})
        if unknown := set(chosen) - set(defaults):
            raise ValueError(f"no extension of this dialect has a number called {', '.join(sorted(unknown))}")
        resolved = {name: chosen.get(name, PROVISIONAL.get(name, defaults[name])) for name in sorted(defaults)}
        self._set("numbers", MappingProxyType(resolved))
        self._set("tables", self._compose_tables())
        self._set("operations", self._compose_operations("nfs_argop4", "nfs_resop4", OPERATIONS))
        self._set("callbacks", self._compose_operations("nfs_cb_argop4", "nfs_cb_resop4", CALLBACKS))
        self._set("attributes", self._compose_attributes())

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        return hash((self.minor_version, self.extensions, tuple((self.numbers or {}).items())))

    def number(self, name: str) -> int:
        """A provisional number by its name in the .x file. Raises KeyError if no extension here has it."""
        return (self.numbers or {})[name]

    def has(self, extension: Extension) -> bool:
        return extension in self._all

    @property
    def _all(self) -> tuple[Extension, ...]:
        """Those of RFCs first."""
        return (*PUBLISHED, *self.extensions) if self.minor_version == EXTENSION_MINOR else ()

    def _number_of(self, extension: Extension, name: str) -> int:
        return self.number(name) if name in extension.numbers else extension.assigned(name)

    def _compose_tables(self) -> Tables:
        composed: dict[str, Table] = {}
        for union, base in BASE_TABLES.items():
            infos = INFOS.get(union)
            arms = {
                arm.member: arm
                for arm in base.values()
                if infos is None or infos[arm.member].minor_version <= self.minor_version
            }
            for extension in self._all:
                for label, (name, kind) in extension.arms.get(union, {}).items():
                    number = self._number_of(extension, label)
                    if number in arms:
                        raise ValueError(f"{label} = {number}: {union} has that number already")
                    arms[number] = Arm(name, number, kind)
            composed[union] = arms
        return composed

    def _compose_operations(
        self, arguments: str, results: str, base: Mapping[int, OpInfo]
    ) -> dict[int, OpInfo]:
        names = {number: info.name for number, info in base.items()}
        minors = {number: info.minor_version for number, info in base.items()}
        for extension in self._all:
            for label in extension.arms.get(results, {}):
                names[self._number_of(extension, label)] = label
                minors[self._number_of(extension, label)] = EXTENSION_MINOR
        return operations(self.tables, arguments, results, names, minors)

    def _compose_attributes(self) -> dict[int, AttributeInfo]:
        known = {n: info for n, info in ATTRIBUTES.items() if info.minor_version <= self.minor_version}
        for extension in self._all:
            for label, (_, kind) in extension.attributes.items():
                number = self._number_of(extension, label)
                if number in known:
                    raise ValueError(f"{label} = {number}: taken by attribute {known[number].name}")
                name = label.removeprefix("FATTR4_").lower()
                known[number] = AttributeInfo(
                    name=name, number=number, type=kind, minor_version=EXTENSION_MINOR
                )
        return known


PLAIN: Final = Dialect(1)
PLAIN42: Final = Dialect(2)
RETENTION: Final = Dialect(2, (RETENTION_EXTENSION,))
ENUMERATION: Final = Dialect(2, (ENUMERATION_EXTENSION,))
