"""Values in which no two numbers are alike, so that a decoder that swaps or skips a field can't hide it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import pack_fattr
from regrace.xdr_defs.runtime import XdrStruct, XdrType, XdrUnion
from regrace.xdr_defs.schema import (
    Array,
    Boolean,
    Chain,
    Enumeration,
    Integer,
    Opaque,
    Optional,
    Record,
    Type,
    Void,
)


@dataclass(slots=True)
class Maker:
    """Hands out values; every number is the next of one row, every text carries the next number."""

    turn: int = 0
    """Which arm a deep union takes, which member an enum, whether an option is there."""
    items: int = 2
    last: int = field(default=0x1000)

    def next(self) -> int:
        self.last += 1
        return self.last

    def value(self, kind: Type) -> Any:
        match kind:
            case Void():
                return None
            case Boolean():
                return (self.turn + self.next()) % 2 == 0
            case Integer(size=4):
                return self.next()
            case Integer():
                return self.next() << 32 | self.next()
            case Enumeration(members=members):
                options = sorted(members.values())
                return options[self.turn % len(options)]
            case Opaque(fixed=True, limit=limit):
                return (b"%d." % self.next() * limit)[:limit]
            case Opaque(limit=limit):
                # 5 to 8 bytes, so that every amount of padding is met.
                return (b"%d" % self.next() + b"abcd"[: 1 + self.last % 4])[:limit]
            case Array(fixed=True, limit=limit, item=item):
                return [self.value(item) for _ in range(limit)]
            case Array(limit=limit, item=item):
                return [self.value(item) for _ in range(min(self.items, limit))]
            case Chain(item=item):
                return [self.value(item) for _ in range(self.items)]
            case Optional(item=item):
                return None if self.turn % 2 else self.value(item)
            case Record(cls=nfs4.fattr4):
                # Opaques that hold XDR of their own get it, because tshark looks into them.
                return pack_fattr({number: self.next() for number in (nfs4.FATTR4_SIZE, nfs4.FATTR4_MODE)})
            case Record(cls=nfs4.device_addr4):
                body = self.instance(nfs4.nfsv4_1_file_layout_ds_addr4)
                return nfs4.device_addr4(nfs4.LAYOUT4_NFSV4_1_FILES, body.to_bytes())
            case Record(cls=nfs4.layout_content4):
                return nfs4.layout_content4(
                    nfs4.LAYOUT4_NFSV4_1_FILES, self.instance(nfs4.nfsv4_1_file_layout4).to_bytes()
                )
            case Record(cls=cls):
                return self.instance(cls)
        raise NotImplementedError(kind)

    def instance(self, cls: type[XdrType]) -> Any:
        if issubclass(cls, XdrStruct):
            return cls(*(self.value(kind) for _, kind in cls.XDR_FIELDS))
        assert issubclass(cls, XdrUnion)
        choices = arms(cls)
        label, kind = choices[self.turn % len(choices)]
        return cls(label, self.value(kind))  # type: ignore[call-arg]


def arms(cls: type[XdrUnion]) -> list[tuple[int, Type]]:
    """One discriminant per arm, and one for the default arm."""
    found = [(label, kind) for label, (_, kind) in cls.XDR_ARMS.items()]
    if cls.XDR_DEFAULT is not None:
        switch = cls.XDR_SWITCH[1]
        others = sorted(switch.members) if isinstance(switch, Enumeration) else range(2, 9)
        # NFS4ERR_DELAY where there is a choice: it is a status that any operation may have.
        free = [n for n in others if n not in cls.XDR_ARMS]
        found += [(10008 if 10008 in free else free[0], cls.XDR_DEFAULT[1])] if free else []
    return found


def samples(kind: Type, turns: int = 3) -> Iterator[Any]:
    """Some values of a type: every arm of a union at the top, and several turns through what lies below."""
    if isinstance(kind, Record) and issubclass(kind.cls, XdrUnion):
        for label, arm in arms(kind.cls):
            for turn in range(1 if isinstance(arm, Void) else turns):
                yield kind.cls(label, Maker(turn).value(arm))  # type: ignore[call-arg]
    else:
        for turn in range(turns):
            yield Maker(turn, items=(2, 0, 1)[turn % 3]).value(kind)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A number or a row of bytes inside an encoded value, and where the rules of XDR put it (RFC 4506 §4)."""

    path: str
    offset: int
    size: int
    """In bytes; for opaques without length and padding."""
    value: int | bytes


def leaves(kind: Type, value: Any, path: str = "", offset: int = 0) -> list[Leaf]:
    """All leaves of a value. This walk shares no line with the codec's."""
    walk = _Walk(offset)
    walk.visit(kind, value, path)
    return walk.found


class _Walk:
    def __init__(self, offset: int) -> None:
        self.at = offset
        self.found: list[Leaf] = []

    def leaf(self, path: str, size: int, value: int | bytes) -> None:
        self.found.append(Leaf(path, self.at, size, value))
        self.at += size + -size % 4

    def visit(self, kind: Type, value: Any, path: str) -> None:
        match kind:
            case Void():
                pass
            case Boolean() | Enumeration():
                self.leaf(path, 4, int(value))
            case Integer(size=size):
                self.leaf(path, size, value)
            case Opaque(fixed=fixed):
                self.at += 0 if fixed else 4
                self.leaf(path, len(value), value)
            case Array(fixed=fixed, item=item):
                self.at += 0 if fixed else 4
                for index, one in enumerate(value):
                    self.visit(item, one, f"{path}[{index}]")
            case Chain(item=item):
                for index, one in enumerate(value):
                    self.at += 4
                    self.visit(item, one, f"{path}[{index}]")
                self.at += 4
            case Optional(item=item):
                self.at += 4
                if value is not None:
                    self.visit(item, value, path)
            case Record(cls=cls) if issubclass(cls, XdrStruct):
                for name, field_kind in cls.XDR_FIELDS:
                    self.visit(field_kind, getattr(value, name), f"{path}.{name}")
            case Record(cls=cls):
                assert issubclass(cls, XdrUnion)
                name, switch = cls.XDR_SWITCH
                choice = int(getattr(value, name))
                self.visit(switch, choice, f"{path}.{name}")
                arm = cls.XDR_ARMS.get(choice, cls.XDR_DEFAULT)
                assert arm is not None
                self.visit(arm[1], value.value, f"{path}.{arm[0]}")
            case _:
                raise NotImplementedError(kind)
