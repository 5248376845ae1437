"""From the text of .x files to a syntax tree; comments become documentation of what they stand beside."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, Tree, v_args
from lark.exceptions import UnexpectedInput, VisitError

from .ast import (
    ArmDef,
    Const,
    Declaration,
    Definition,
    EnumDef,
    Member,
    Module,
    Place,
    Procedure,
    Program,
    Shape,
    StructDef,
    Typedef,
    UnionDef,
    Value,
    Version,
)


class XdrSyntaxError(Exception):
    """An .x file that can't be understood; the message begins with file and line."""

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place


@functools.cache
def _grammar() -> tuple[Lark, list[Token]]:
    """The parser, and the list into which its lexer drops the comments that it passes."""
    comments: list[Token] = []
    text = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")

    def keep(token: Token) -> Token:
        comments.append(token)
        return token

    lark = Lark(
        text,
        start="specification",
        parser="lalr",
        propagate_positions=True,
        lexer_callbacks={"COMMENT": keep},
    )
    return lark, comments


class _Comments:
    """Finds the comment that belongs to a line: on it after the code, or just above it."""

    def __init__(self, tokens: Sequence[Token], source: str) -> None:
        lines = source.splitlines()
        self._after: dict[int, str] = {}
        self._above: dict[int, tuple[str, frozenset[str]]] = {}
        """By the line below: words for people, and annotations."""
        self.first = ""
        alone: list[tuple[int, int, str]] = []
        for token in tokens:
            first, last = token.line or 0, token.end_line or 0
            text = _plain(str(token))
            if lines[first - 1][: (token.column or 1) - 1].strip():
                self._after[first] = text
            else:
                alone.append((first, last, text))
        for index, (first, last, text) in enumerate(alone):
            if index == 0 and first == 1 and not "".join(lines[last : last + 1]).strip():
                # Above nothing but a blank line: about the whole file.
                self.first = text
                continue
            notes: frozenset[str] = frozenset()
            if text.startswith(":"):
                notes, text = frozenset(text[1:].split()), ""
            before, earlier = self._above.get(first, ("", frozenset()))
            self._above[last + 1] = ("\n".join(filter(None, (before, text))), notes | earlier)

    def after(self, line: int) -> str:
        return self._after.get(line, "")

    def above(self, line: int) -> tuple[str, frozenset[str]]:
        return self._above.get(line, ("", frozenset()))


def _plain(comment: str) -> str:
    """The words of a comment, without its stars."""
    lines = (re.sub(r"^\s*\* ?", "", line).rstrip() for line in comment[2:-2].splitlines())
    return "\n".join(lines).strip()


def _list(nodes: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(nodes)


@v_args(inline=True)
class _Build(Transformer[Token, Any]):
    """Bottom up: every rule of the grammar becomes a node of `ast`."""

    def __init__(self, file: str, comments: _Comments) -> None:
        super().__init__()
        self._file = file
        self._comments = comments

    def _place(self, token: Token) -> Place:
        return Place(file=self._file, line=token.line or 0)

    def _head(self, name: Token) -> dict[str, Any]:
        comment, notes = self._comments.above(name.line or 0)
        comment = self._comments.after(name.line or 0) or comment
        return {"name": str(name), "place": self._place(name), "comment": comment, "notes": notes}

    def _declare(self, shape: Shape, base: str, name: Token, size: Value | None = None) -> Declaration:
        comment = self._comments.after(name.line or 0)
        return Declaration(
            shape=shape, base=base, name=str(name), size=size, place=self._place(name), comment=comment
        )

    # values

    def constant(self, token: Token) -> int:
        text = str(token)
        octal = re.fullmatch(r"-?0[0-7]+", text) is not None
        return int(text, 8 if octal else 0)

    def reference(self, name: Token) -> str:
        return str(name)

    # type specifiers

    def unsigned_int(self) -> str:
        return "unsigned int"

    def unsigned_hyper(self) -> str:
        return "unsigned hyper"

    def int_(self) -> str:
        return "int"

    def hyper(self) -> str:
        return "hyper"

    def float_(self) -> str:
        return "float"

    def double(self) -> str:
        return "double"

    def quadruple(self) -> str:
        return "quadruple"

    def bool_(self) -> str:
        return "bool"

    def named(self, name: Token) -> str:
        return str(name)

    def anonymous(self, *_: object) -> str:
        return "anonymous"

    # declarations

    def plain(self, base: str, name: Token) -> Declaration:
        return self._declare(Shape.PLAIN, base, name)

    def fixed_array(self, base: str, name: Token, size: Value) -> Declaration:
        return self._declare(Shape.FIXED_ARRAY, base, name, size)

    def variable_array(self, base: str, name: Token, size: Value | None) -> Declaration:
        return self._declare(Shape.VARIABLE_ARRAY, base, name, size)

    def fixed_opaque(self, name: Token, size: Value) -> Declaration:
        return self._declare(Shape.FIXED_OPAQUE, "", name, size)

    def variable_opaque(self, name: Token, size: Value | None) -> Declaration:
        return self._declare(Shape.VARIABLE_OPAQUE, "", name, size)

    def string(self, name: Token, size: Value | None) -> Declaration:
        return self._declare(Shape.STRING, "", name, size)

    def optional(self, base: str, name: Token) -> Declaration:
        return self._declare(Shape.OPTIONAL, base, name)

    def void(self) -> Declaration:
        return Declaration(shape=Shape.VOID, place=Place(file=self._file, line=0))

    # definitions

    def typedef(self, declaration: Declaration) -> Definition:
        comment, notes = self._comments.above(declaration.place.line)
        return Typedef(
            name=declaration.name,
            declaration=declaration,
            place=declaration.place,
            comment=declaration.comment or comment,
            notes=notes,
        )

    def const(self, name: Token, value: int) -> Definition:
        return Const(value=value, **self._head(name))

    @v_args(inline=False)
    def enum_body(self, members: list[Member]) -> tuple[Member, ...]:
        return _list(members)

    def member(self, name: Token, value: Value) -> Member:
        return Member(name=str(name), value=value, comment=self._comments.after(name.line or 0))

    def enum(self, name: Token, members: tuple[Member, ...]) -> Definition:
        return EnumDef(members=members, **self._head(name))

    @v_args(inline=False)
    def struct_body(self, fields: list[Declaration]) -> tuple[Declaration, ...]:
        return _list(fields)

    def struct(self, name: Token, fields: tuple[Declaration, ...]) -> Definition:
        return StructDef(fields=fields, **self._head(name))

    @v_args(inline=False)
    def arm(self, parts: list[Any]) -> ArmDef:
        *labels, declaration = parts
        return ArmDef(labels=tuple(labels), declaration=declaration)

    def default(self, declaration: Declaration) -> ArmDef:
        return ArmDef(labels=(), declaration=declaration)

    def union_body(self, switch: Declaration, *arms: ArmDef) -> tuple[Declaration, tuple[ArmDef, ...]]:
        return switch, arms

    def union(self, name: Token, body: tuple[Declaration, tuple[ArmDef, ...]]) -> Definition:
        switch, arms = body
        cases = tuple(arm for arm in arms if arm.labels)
        default = next((arm for arm in arms if not arm.labels), None)
        return UnionDef(switch=switch, arms=cases, default=default, **self._head(name))

    def procedure(self, result: str | Declaration, name: Token, *rest: Any) -> Procedure:
        *arguments, number = rest
        words = tuple(_word(argument) for argument in arguments)
        return Procedure(name=str(name), number=number, result=_word(result), arguments=words)

    def version(self, name: Token, *rest: Any) -> Version:
        *procedures, number = rest
        return Version(name=str(name), number=number, procedures=tuple(procedures))

    def program(self, name: Token, *rest: Any) -> Definition:
        *versions, number = rest
        return Program(number=number, versions=tuple(versions), **self._head(name))

    # lines that bring in other files

    def include(self, line: Token) -> Tree[str]:
        return Tree("include", [_quoted(line)])

    def use(self, line: Token) -> Tree[str]:
        return Tree("use", [_quoted(line)])

    @v_args(inline=False)
    def specification(self, items: list[Any]) -> list[Any]:
        return items


def _word(what: str | Declaration) -> str:
    return what if isinstance(what, str) else "void"


def _quoted(line: str) -> str:
    return line.split('"')[1]


def parse_text(text: str, file: str) -> tuple[str, list[Any]]:
    """Parses one file's text: its opening comment, and its definitions mixed with include lines.

    Raises XdrSyntaxError.
    """
    parser, tokens = _grammar()
    tokens.clear()
    try:
        tree = parser.parse(text)
    except UnexpectedInput as error:
        context = error.get_context(text).strip()
        raise XdrSyntaxError(
            Place(file=file, line=getattr(error, "line", 0)), f"not XDR:\n{context}"
        ) from None
    comments = _Comments(tokens, text)
    try:
        items: list[Any] = _Build(file, comments).transform(tree)
    except VisitError as error:
        raise error.orig_exc from None
    return comments.first, items


def parse_module(path: Path) -> Module:
    """Parses a root .x file and the parts that it includes.

    Raises XdrSyntaxError, or OSError if a file can't be read.
    """
    uses: list[str] = []
    definitions: list[Definition] = []
    seen: set[Path] = set()

    def walk(file: Path) -> str:
        seen.add(file)
        comment, items = parse_text(file.read_text(encoding="utf-8"), file.name)
        for item in items:
            if isinstance(item, Definition):
                definitions.append(item)
            elif item.data == "use":
                uses.append(Path(item.children[0]).stem)
            elif (part := file.parent / item.children[0]) not in seen:
                walk(part)
        return comment

    comment = walk(path)
    return Module(name=path.stem, comment=comment, uses=tuple(uses), definitions=tuple(definitions))
