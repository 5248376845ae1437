"""Prints a resolved module as Python: one typed, slotted class per struct and union, one IntEnum per enum."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterable, Iterator

from .ast import Const, Definition, EnumDef, Program, Shape, StructDef, Typedef, UnionDef
from .code import Reader, Writer
from .model import (
    ArrayOf,
    Bool,
    Bytes,
    ChainOf,
    EnumRef,
    Field,
    Maybe,
    Nothing,
    Number,
    Ref,
    Resolved,
    Struct,
    Union,
    UnionArm,
    XdrKind,
)

WIDTH = 110


def emit(resolved: Resolved) -> str:
    """The text of the Python module."""
    return _Emitter(resolved).text()


class _Emitter:
    def __init__(self, resolved: Resolved) -> None:
        self.r = resolved
        self.body: list[str] = []
        self.formats: dict[str, str] = {}

    def text(self) -> str:
        module = self.r.module
        for definition in module.definitions:
            self._definition(definition)
        names = [definition.name for definition in module.definitions if definition.name in self.r.types]
        tail = ["", "TYPES: Final[dict[str, Type]] = {"]
        tail += [f'    "{name}": {self._schema(self.r.types[name])},' for name in names]
        tail += ["}", '"""Every type that this module defines, typedefs too, by its XDR name."""']
        text = "\n".join([*self._runs(), *self.body, *tail, *self._registers(), ""])

        def mentioned(names: Iterable[str]) -> list[str]:
            return sorted(name for name in names if re.search(rf"\b{name}\b", text))

        head = [
            "# ruff: noqa",
            f"# Generated from {module.name}.x by `python -m regrace.xdr_defs.compiler`: edit that, not this.",
            *_docstring(module.comment, ""),
            "",
            "from __future__ import annotations",
            "",
            *(["from enum import IntEnum"] if mentioned(["IntEnum"]) else []),
            f"from typing import {', '.join(mentioned(['Any', 'Final', 'TypeAlias']))}",
            "",
            *_import("runtime", mentioned(_RUNTIME)),
        ]
        for use in module.uses:
            public = [name for name, home in self.r.home.items() if home == use]
            head += _import(use, mentioned(prefix + name for name in public for prefix in ("", "_T_", "_E_")))
        return "\n".join([*head, "", text])

    def _runs(self) -> list[str]:
        if not self.formats:
            return []
        lines = ["", "# Runs of fixed-size fields, each packed and unpacked in one call."]
        lines += [f'_s_{name} = Struct(">{name}")' for name in self.formats]
        lines += [f"_p_{name} = _s_{name}.pack\n_u_{name} = _s_{name}.unpack_from" for name in self.formats]
        return lines

    def _registers(self) -> list[str]:
        """What `dialect` composes: the attributes and operations that this module brings."""
        mine = self.r.module.definitions
        names = {definition.name for definition in mine}
        pairs = [n for n in names if n.startswith("FATTR4_") and n.lower() in self.r.types]
        pairs.sort(key=lambda n: self.r.constants[n])
        lines = [
            f"extensible({d.name}, _E_{_enum_name(self.r.unions[d.name])})"
            for d in mine
            if "extensible" in d.notes
        ]
        if pairs:
            lines += ["", "ATTRIBUTES: Final[dict[str, tuple[int, Type]]] = {"]
            lines += [f'    "{n}": ({self.r.constants[n]}, TYPES["{n.lower()}"]),' for n in pairs]
            lines += ["}", '"""Number and type of each attribute, by the name of the number."""']
        provisional = [d.name for d in mine if "provisional" in d.notes]
        if provisional:
            lines += ["", "PROVISIONAL: Final[dict[str, int]] = {"]
            lines += [f'    "{name}": {_number(self.r.constants[name])},' for name in provisional]
            lines += ["}", '"""Numbers that nobody assigned; a dialect may give them other values."""']
        arms = list(self._extensions())
        if arms:
            lines += ["", "ARMS: Final[dict[str, dict[str, tuple[str, Type]]]] = {", *arms, "}"]
            lines.append(
                '"""Arms that a dialect with this extension adds: by union, by the name of the number."""'
            )
        return lines

    def _extensions(self) -> Iterator[str]:
        for definition in self.r.module.definitions:
            for note in definition.notes:
                if not note.startswith("extends:") or not isinstance(definition, UnionDef):
                    continue
                arms = zip(definition.arms, self.r.unions[definition.name].arms, strict=True)
                entries = [f'"{a.labels[0]}": ("{u.name}", {self._schema(u.kind)})' for a, u in arms]
                yield f'    "{note.removeprefix("extends:")}": {{{", ".join(entries)}}},'

    # definitions

    def _definition(self, definition: Definition) -> None:
        match definition:
            case Const():
                self._line(f"{definition.name}: Final = {_number(definition.value)}", definition.comment)
            case EnumDef():
                self._enum(definition)
            case Typedef():
                self._typedef(definition)
            case StructDef():
                self._struct(self.r.structs[definition.name])
            case UnionDef():
                self._union(self.r.unions[definition.name])
            case Program():
                self.body.append("")
                self._line(f"{definition.name}: Final = {_number(definition.number)}", definition.comment)
                for version in definition.versions:
                    self._line(f"{version.name}: Final = {version.number}", "")
                    for procedure in version.procedures:
                        self._line(f"{procedure.name}: Final = {procedure.number}", "")

    def _line(self, line: str, comment: str) -> None:
        self.body.append(line)
        if comment:
            self.body += _docstring(comment, "")

    def _enum(self, definition: EnumDef) -> None:
        name = definition.name
        self.body += [
            "",
            "",
            f"class {name}(IntEnum):",
            *_docstring(definition.comment or f"XDR enum {name}."),
        ]
        self.body.append("")
        for member in definition.members:
            note = f"  # {_one_line(member.comment)}" if member.comment else ""
            self.body.append(f"    {member.name} = {_number(self.r.constants[member.name])}{note}")
        self.body += ["", ""]
        for member in definition.members:
            self.body.append(f"{member.name}: Final = {name}.{member.name}")
        self.body.append(
            f"_E_{name}: Final[dict[int, {name}]] = {{int(member): member for member in {name}}}"
        )
        self.body.append(f"_T_{name}: Final = Enumeration({name}, _E_{name})")
        self.body.append("")

    def _typedef(self, definition: Typedef) -> None:
        declaration = definition.declaration
        alias = self._hint_of(definition.declaration.base, declaration.shape, self.r.types[definition.name])
        self._line(f"{definition.name}: TypeAlias = {alias}", definition.comment)

    def _head(self, name: str, base: str, comment: str, slots: list[str]) -> None:
        self.body += [
            "",
            "",
            f"class {name}({base}):",
            *_docstring(comment or f"XDR {base[3:].lower()} {name}."),
            "",
        ]
        shown = ", ".join(f'"{s}"' for s in slots) + ("," if len(slots) == 1 else "")
        self.body += [f"    __slots__ = ({shown})", f"    __match_args__ = ({shown})", ""]

    def _struct(self, struct: Struct) -> None:
        name = struct.definition.name
        self._head(name, "XdrStruct", struct.definition.comment, [f.name for f in struct.fields])
        for field in struct.fields:
            note = f"  # {_one_line(field.declaration.comment)}" if field.declaration.comment else ""
            self.body.append(f"    {field.name}: {self._hint(field)}{note}")
        self.body.append("")
        self._init([(f.name, self._hint(f), "") for f in struct.fields])
        self.body.append("    def _write(self, packer: Packer) -> None:")
        writer = Writer(self.r, self.formats, "        ")
        for field in struct.fields:
            writer.value(field.kind, f"self.{field.name}")
        self.body += writer.finish()
        self.body += ["", "    @classmethod", f"    def _read(cls, unpacker: Unpacker) -> {name}:"]
        reader = Reader(self.r, self.formats, "        ")
        values = [(field.name, reader.value(field.kind)) for field in struct.fields]
        self.body += reader.finish(name, values)
        self.body += ["        return self", ""]
        fields = ", ".join(f'("{f.name}", {self._schema(f.kind)})' for f in struct.fields)
        self._trailer(name, [f"    XDR_FIELDS = ({fields},)"])

    def _init(self, parameters: list[tuple[str, str, str]]) -> None:
        signature = ", ".join(f"{n}: {hint}{default}" for n, hint, default in parameters)
        self.body.append(f"    def __init__(self, {signature}) -> None:")
        self.body += [f"        self.{n} = {n}" for n, _, _ in parameters]
        self.body.append("")

    def _trailer(self, name: str, lines: list[str]) -> None:
        self.body += [f"    XDR_MIN_SIZE = {self.r.minimum(Ref(name))}", *lines]
        self.body += ["", "", f"_T_{name}: Final = Record({name})"]

    def _union(self, union: Union) -> None:
        name, switch = union.definition.name, union.switch.name
        extensible = "extensible" in union.definition.notes
        self._head(name, "XdrUnion", union.definition.comment, [switch, "value"])
        arms = [*union.arms, *([union.default] if union.default else [])]
        hints = [self._arm_hint(arm) for arm in arms]
        if None not in hints and "None" not in hints:
            hints.append("None")
        hint = "Any" if extensible else " | ".join(dict.fromkeys(hints))
        choice = "int" if isinstance(union.switch.kind, EnumRef) else self._hint(union.switch)
        self.body += [
            f"    {switch}: {self._hint(union.switch) if not extensible else 'int'}",
            f"    value: {hint}",
        ]
        for arm_name, arm_hint in {a.name: self._arm_hint(a) for a in arms if a.name}.items():
            self.body.append(f"    {arm_name}: ArmOf[{arm_hint}] = ArmOf()")
        self.body.append("")
        self._union_init(switch, choice, hint, union, extensible)
        if extensible:
            self.body += _open_methods(name, switch)
        else:
            self._closed_methods(union)
        entries = ", ".join(
            f'{label}: ("{arm.name}", {self._schema(arm.kind)})' for arm in union.arms for label in arm.labels
        )
        lines = [
            f'    XDR_SWITCH = ("{switch}", {self._schema(union.switch.kind)})',
            f"    XDR_ARMS = {{{entries}}}",
        ]
        if union.default:
            lines.append(f'    XDR_DEFAULT = ("{union.default.name}", {self._schema(union.default.kind)})')
        if extensible:
            lines.append(f'    XDR_TABLE = "{name}"')
        self._trailer(name, lines)

    def _union_init(self, switch: str, choice: str, hint: str, union: Union, extensible: bool) -> None:
        self.body.append(f"    def __init__(self, {switch}: {choice}, value: {hint} = None) -> None:")
        if isinstance(union.switch.kind, EnumRef):
            # A plain number becomes the member it stands for, so that what was built equals what was read.
            table = f"_E_{union.switch.kind.definition.name}"
            note = "" if extensible else "  # type: ignore[arg-type]"
            self.body.append(f"        self.{switch} = {table}.get({switch}, {switch}){note}")
        else:
            self.body.append(f"        self.{switch} = {switch}")
        self.body += ["        self.value = value", ""]

    def _closed_methods(self, union: Union) -> None:
        name, switch = union.definition.name, union.switch.name
        kind = union.switch.kind
        self.body += ["    def _write(self, packer: Packer) -> None:", f"        choice = self.{switch}"]
        self.body.append("        value: Any = self.value")
        code = "i" if isinstance(kind, EnumRef) else "I"
        numbers = itertools.count(1)
        for index, arm in enumerate(union.arms):
            self.body.append(f"        {'el' if index else ''}if {_test(arm.labels)}:")
            writer = Writer(self.r, self.formats, "            ", numbers)
            writer.number(code, str(arm.labels[0]) if len(arm.labels) == 1 else "choice")
            writer.value(arm.kind, "value")
            self.body += writer.finish()
        if union.default:
            member = f" and choice in _E_{kind.definition.name}" if isinstance(kind, EnumRef) else ""
            self.body.append(f"        elif True{member}:")
            writer = Writer(self.r, self.formats, "            ", numbers)
            writer.number(code, "choice")
            writer.value(union.default.kind, "value")
            self.body += writer.finish()
        self.body += ["        else:", "            raise UnhappyError", ""]
        self.body += [
            "    @classmethod",
            f"    def _read(cls, unpacker: Unpacker) -> {name}:",
            f"        (choice,) = {self._unpack(code)}(unpacker.buf, unpacker.pos)",
            "        unpacker.pos += 4",
            "        return cls._arm(unpacker, choice)",
            "",
            "    @classmethod",
            f"    def _arm(cls, unpacker: Unpacker, choice: int) -> {name}:",
        ]
        shown = {EnumRef: f"_E_{_enum_name(union)}[choice]", Bool: "BOOLS[choice]"}.get(type(kind), "choice")
        for index, arm in enumerate([*union.arms, *([union.default] if union.default else [])]):
            if arm.labels:
                self.body.append(f"        {'el' if index else ''}if {_test(arm.labels)}:")
            else:
                self.body.append("        else:")
            reader = Reader(self.r, self.formats, "            ", numbers)
            value = reader.value(arm.kind)
            self.body += reader.finish(name, [(switch, shown), ("value", value)])
        if not union.default:
            self.body += ["        else:", "            raise UnhappyError"]
        self.body += ["        return self", ""]

    def _unpack(self, code: str) -> str:
        self.formats.setdefault(code, code)
        return f"_u_{code}"

    # hints and schema

    def _arm_hint(self, arm: UnionArm) -> str:
        return self._hint(Field(name=arm.name, kind=arm.kind, declaration=arm.declaration))

    def _hint(self, field: Field) -> str:
        return self._hint_of(field.declaration.base, field.declaration.shape, field.kind)

    def _hint_of(self, base: str, shape: Shape, kind: XdrKind) -> str:
        """How Python calls a type; names of typedefs are kept, because they say more than `int`."""
        match kind:
            case Nothing():
                return "None"
            case _ if shape is Shape.PLAIN and base in self.r.types:
                return base
            case Number(code="f" | "d"):
                return "float"
            case Number():
                return "int"
            case Bool():
                return "bool"
            case Bytes():
                return "bytes"
            case ArrayOf(item=item):
                return f"list[{self._hint_of(base, Shape.PLAIN, item)}]"
            case ChainOf(item=item):
                return f"list[{item.name}]"
            case Maybe(item=item):
                return f"{self._hint_of(base, Shape.PLAIN, item)} | None"
            case EnumRef(definition=definition):
                return definition.name
            case Ref(name=name):
                return name

    def _schema(self, kind: XdrKind) -> str:
        match kind:
            case Nothing():
                return "VOID"
            case Number(name=name):
                return name
            case Bool():
                return "BOOL"
            case EnumRef(definition=definition):
                return f"_T_{definition.name}"
            case Bytes(limit=limit, fixed=fixed):
                return f"Opaque({_bound(limit, fixed)})"
            case ArrayOf(item=item, limit=limit, fixed=fixed):
                bound = _bound(limit, fixed)
                return f"Array({self._schema(item)}{', ' + bound if bound else ''})"
            case Maybe(item=item):
                return f"Optional({self._schema(item)})"
            case ChainOf(item=item):
                return f"Chain({self._schema(item)})"
            case Ref(name=name):
                return f"_T_{name}"


def _open_methods(name: str, switch: str) -> Iterator[str]:
    """The methods of a union whose arms come from the dialect."""
    return iter(
        [
            "    def _write(self, packer: Packer) -> None:",
            f'        arm = packer.tables["{name}"][self.{switch}]',
            "        packer.put(arm.label)",
            "        arm.write(self.value, packer)",
            "",
            "    @classmethod",
            f"    def _read(cls, unpacker: Unpacker) -> {name}:",
            "        (choice,) = _u_i(unpacker.buf, unpacker.pos)",
            "        unpacker.pos += 4",
            "        return cls._arm(unpacker, choice)",
            "",
            "    @classmethod",
            f"    def _arm(cls, unpacker: Unpacker, choice: int) -> {name}:",
            f'        arm = unpacker.tables["{name}"][choice]',
            f"        self = new({name})",
            f"        self.{switch} = arm.member",
            "        self.value = arm.read(unpacker)",
            "        return self",
            "",
        ]
    )


def _import(module: str, names: list[str]) -> list[str]:
    return [f"from .{module} import (", *(f"    {name}," for name in names), ")"] if names else []


def _enum_name(union: Union) -> str:
    return union.switch.kind.definition.name if isinstance(union.switch.kind, EnumRef) else ""


def _test(labels: tuple[int, ...]) -> str:
    if len(labels) == 1:
        return f"choice == {labels[0]}"
    return f"choice in ({', '.join(map(str, labels))})"


def _bound(limit: int | None, fixed: bool) -> str:
    return ", ".join(filter(None, ("" if limit is None else str(limit), "fixed=True" if fixed else "")))


def _number(value: int) -> str:
    return hex(value) if value > 0xFFFF else str(value)


def _one_line(comment: str) -> str:
    return " ".join(comment.split())


def _docstring(text: str, indent: str = "    ") -> list[str]:
    """A comment of the .x file as a docstring."""
    text = text.replace("\\", "\\\\").replace('"""', "'''").strip()
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", text)]
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [*textwrap.wrap(paragraph, WIDTH - 6 - len(indent), break_on_hyphens=False), ""]
    lines.pop()
    if len(lines) == 1:
        return [f'{indent}"""{lines[0]}"""']
    first, *rest = lines
    return [f'{indent}"""{first}', *(f"{indent}{line}" if line else "" for line in rest), f'{indent}"""']


_RUNTIME = (
    *("ArmOf", "Array", "BOOL", "BOOLS", "Chain", "DOUBLE", "Enumeration", "FLOAT", "HYPER", "INT", "Opaque"),
    *("Optional", "PAD", "Packer", "Record", "Struct", "Type", "UHYPER", "UINT", "UnhappyError", "Unpacker"),
    *("VOID", "XdrStruct", "XdrUnion", "extensible", "new", "words"),
)
"""What a generated module may import from `runtime`."""
