"""Prints a resolved module as Python: one typed, slotted class per struct and union, one IntEnum per enum."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterable, Iterator

from .ast import Const, Definition, EnumDef, Program, Shape, StructDef, Typedef, UnionDef
from .code import Reader, Writer, label_test, member_of
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

        words = set(re.findall(r"\w+", text))

        def mentioned(names: Iterable[str]) -> list[str]:
            return sorted(words & set(names))

        head = [
            "# ruff: noqa",
            f"# Generated from {module.name}.x by `python -m regrace.xdr_defs.compiler`: edit that, not this.",
            *_docstring(module.comment or f"XDR module {module.name}.", ""),
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
            head += _import(use, mentioned(prefix + name for name in public for prefix in _PREFIXES))
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
        fields = ", ".join(f'("{f.name}", {self._schema(f.kind)})' for f in struct.fields)
        self._meta(name, [f"    XDR_FIELDS = ({fields},)"])
        self.body.append(f"def _w_{name}(value: {name}, packer: Packer) -> None:")
        writer = Writer(self.r, self.formats, "    ")
        for field in struct.fields:
            writer.value(field.kind, f"value.{field.name}")
        self.body += [*writer.finish(), "", "", f"def _r_{name}(unpacker: Unpacker) -> {name}:"]
        reader = Reader(self.r, self.formats, "    ")
        for field in struct.fields:
            reader.value(field.kind, f"made.{field.name}")
        self.body += [f"    made = new({name})", *reader.finish(), "    return made"]
        self._type(name)

    def _init(self, parameters: list[tuple[str, str, str]]) -> None:
        signature = ", ".join(f"{n}: {hint}{default}" for n, hint, default in parameters)
        self.body.append(f"    def __init__(self, {signature}) -> None:")
        self.body += [f"        self.{n} = {n}" for n, _, _ in parameters]
        self.body.append("")

    def _meta(self, name: str, lines: list[str]) -> None:
        self.body += [f"    XDR_MIN_SIZE = {self.r.minimum(Ref(name))}", *lines, "", ""]

    def _type(self, name: str) -> None:
        self.body += ["", "", f"_T_{name}: Final = Record({name}, _w_{name}, _r_{name})"]

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
        self._meta(name, lines)
        if extensible:
            self.body += _open_functions(name, switch)
        else:
            self._write_union(union)
            self._read_union(union)
        self._type(name)

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

    def _write_union(self, union: Union) -> None:
        name, kind = union.definition.name, union.switch.kind
        self.body += [
            f"def _w_{name}(value: {name}, packer: Packer) -> None:",
            f"    choice = value.{union.switch.name}",
            "    arm: Any = value.value",
        ]
        code = "i" if isinstance(kind, EnumRef) else "I"
        numbers = itertools.count(1)
        tests = [label_test("choice", arm.labels) for arm in union.arms]
        for index, arm in enumerate(union.arms):
            self.body.append(f"    {'el' if index else ''}if {tests[index]}:")
            writer = Writer(self.r, self.formats, "        ", numbers)
            writer.number(code, str(arm.labels[0]) if len(arm.labels) == 1 else "choice")
            writer.value(arm.kind, "arm")
            self.body += writer.finish()
        if union.default:
            # Every number selects the default, except one that is no value of the enum at all.
            legal = f"elif choice in _E_{kind.definition.name}:" if isinstance(kind, EnumRef) else "else:"
            self.body.append(f"    {legal}")
            writer = Writer(self.r, self.formats, "        ", numbers)
            writer.number(code, "choice")
            writer.value(union.default.kind, "arm")
            self.body += writer.finish()
        if not union.default or isinstance(kind, EnumRef):
            self.body += ["    else:", "        raise UnhappyError"]
        self.body += ["", ""]

    def _read_union(self, union: Union) -> None:
        name, kind = union.definition.name, union.switch.kind
        code = "i" if isinstance(kind, EnumRef) else "I"
        self.body += [
            f"def _r_{name}(unpacker: Unpacker) -> {name}:",
            f"    (choice,) = {self._unpack(code)}(unpacker.buf, unpacker.pos)",
            "    unpacker.pos += 4",
            f"    return _a_{name}(unpacker, choice)",
            "",
            "",
            f"def _a_{name}(unpacker: Unpacker, choice: int) -> {name}:",
            f"    made = new({name})",
            f"    made.{union.switch.name} = {member_of(kind, 'choice')}",
        ]
        numbers = itertools.count(1)
        for index, arm in enumerate([*union.arms, *([union.default] if union.default else [])]):
            test = "if " + label_test("choice", arm.labels) + ":" if arm.labels else "se:"
            self.body.append(f"    {'el' if index else ''}{test}")
            reader = Reader(self.r, self.formats, "        ", numbers)
            reader.value(arm.kind, "made.value")
            self.body += reader.finish()
        if not union.default:
            self.body += ["    else:", "        raise UnhappyError"]
        self.body += ["    return made"]

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


def _open_functions(name: str, switch: str) -> list[str]:
    """Packs and unpacks a union whose arms come from the dialect."""
    return [
        f"def _w_{name}(value: {name}, packer: Packer) -> None:",
        f'    arm = packer.tables["{name}"][value.{switch}]',
        "    packer.put(arm.label)",
        "    arm.write(value.value, packer)",
        "",
        "",
        f"def _r_{name}(unpacker: Unpacker) -> {name}:",
        "    (choice,) = _u_i(unpacker.buf, unpacker.pos)",
        "    unpacker.pos += 4",
        f'    arm = unpacker.tables["{name}"][choice]',
        f"    made = new({name})",
        f"    made.{switch} = arm.member",
        "    made.value = arm.read(unpacker)",
        "    return made",
    ]


def _import(module: str, names: list[str]) -> list[str]:
    return [f"from .{module} import (", *(f"    {name}," for name in names), ")"] if names else []


def _enum_name(union: Union) -> str:
    return union.switch.kind.definition.name if isinstance(union.switch.kind, EnumRef) else ""


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


_PREFIXES = ("", "_T_", "_E_", "_w_", "_r_", "_a_")
"""What a generated module may have by the name of a definition: see README.md."""
_RUNTIME = (
    *("ArmOf", "Array", "BOOL", "BOOLS", "Chain", "DOUBLE", "Enumeration", "FLOAT", "HYPER", "INT", "Opaque"),
    *("Optional", "PAD", "Packer", "Record", "Struct", "Type", "UHYPER", "UINT", "UnhappyError", "Unpacker"),
    *("VOID", "XdrStruct", "XdrUnion", "extensible", "new", "words"),
)
"""What a generated module may import from `runtime`."""
