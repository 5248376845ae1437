"""C that prints whatever rpcgen's decoders find, made from the same syntax tree as our Python.

rpcgen turns the .x files into C types and decoders. What it does not make is something that shows a decoded value; that
is printed here: for each struct and union a function that lists its numbers and bytes in the order of the definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from regrace.xdr_defs.compiler.ast import Declaration, EnumDef, Shape, StructDef, Typedef, UnionDef
from regrace.xdr_defs.compiler.model import BUILT_IN, Resolved

OURS = "our_"
"""Put before every name of rpc.x, because the C library has definitions of its own under the same names."""


def flatten(folder: Path, roots: list[str]) -> str:
    """The text of several modules as one .x file, parts included."""
    seen: set[str] = set()

    def read(name: str) -> str:
        if name in seen:
            return ""
        seen.add(name)
        text = (folder / name).read_text(encoding="utf-8")
        text = re.sub(r'^%#include "\w+\.h"$', "", text, flags=re.MULTILINE)
        return re.sub(r'^#include "(\w+\.x)"$', lambda match: read(match.group(1)), text, flags=re.MULTILINE)

    return "\n".join(read(f"{root}.x") for root in roots)


def rename(text: str, names: set[str]) -> str:
    """The text with OURS before each of the names."""
    return re.sub(r"\b[A-Za-z]\w*\b", lambda m: OURS + m.group() if m.group() in names else m.group(), text)


class Printer:
    """Prints the C program: for a type given by its index, decode standard input, show it, encode it again."""

    def __init__(self, resolved: Resolved, renamed: set[str]) -> None:
        self.r = resolved
        self.renamed = renamed

    def program(self, header: str, names: list[str]) -> str:
        lines = [HEAD.replace("HEADER", header)]
        for name in names:
            lines += [f"static void show_{name}({self._type(name)} *v, const char *name);"]
        for name in names:
            lines += [f"static void show_{name}({self._type(name)} *v, const char *name) {{", *self._body(name), "}"]
        entries = (f"  case {i}: RUN({self._type(n)}, {n})" for i, n in enumerate(names))
        return "\n".join([*lines, MAIN.replace("CASES", "\n".join(entries))])

    def _name(self, name: str) -> str:
        return OURS + name if name in self.renamed else name

    def _type(self, name: str) -> str:
        return self._name(name)

    def _body(self, name: str) -> Iterator[str]:
        definition = self.r.definitions[name]
        match definition:
            case EnumDef():
                yield "  NUMBER(name, *v);"
            case Typedef(declaration=declaration):
                yield from self._declared(declaration, "(*v)", "name", self._name(name))
            case StructDef(fields=fields):
                link = fields[-1] if name in self.r.links else None
                for field in fields:
                    if field is not link:
                        yield from self._field(field, f"v->{field.name}")
            case UnionDef(switch=switch, arms=arms, default=default):
                yield from self._field(switch, f"v->{switch.name}")
                yield f"  switch (v->{switch.name}) {{"
                for arm in [*arms, *([default] if default else [])]:
                    for label in arm.labels:
                        yield f"  case {self._name(str(label))}:"
                    if not arm.labels:
                        yield "  default:"
                    if arm.declaration.shape is not Shape.VOID:
                        place = f"v->{self._name(name)}_u.{arm.declaration.name}"
                        yield from self._field(arm.declaration, place)
                    yield "    break;"
                yield "  }"
            case _:
                raise NotImplementedError(definition)

    def _field(self, declaration: Declaration, place: str) -> Iterator[str]:
        yield from self._declared(declaration, place, f'"{declaration.name}"', declaration.name)

    def _declared(self, declaration: Declaration, place: str, name: str, member: str) -> Iterator[str]:
        """Shows one declaration; `member` is what rpcgen builds the names `..._len` and `..._val` from."""
        match declaration.shape:
            case Shape.PLAIN:
                yield self._plain(declaration.base, place, name)
            case Shape.FIXED_OPAQUE:
                yield f"  BYTES({name}, {place}, sizeof {place});"
            case Shape.VARIABLE_OPAQUE:
                yield f"  BYTES({name}, {place}.{member}_val, {place}.{member}_len);"
            case Shape.STRING:
                yield f"  BYTES({name}, {place}, strlen({place}));"
            case Shape.VARIABLE_ARRAY:
                yield f"  for (u_int i = 0; i < {place}.{member}_len; i++)"
                yield "  " + self._plain(declaration.base, f"{place}.{member}_val[i]", name)
            case Shape.OPTIONAL:
                link = self.r.definitions[declaration.base]
                assert isinstance(link, StructDef)
                yield f"  for ({declaration.base} *p = {place}; p; p = p->{link.fields[-1].name})"
                yield "  " + self._plain(declaration.base, "(*p)", name)
            case _:
                raise NotImplementedError(declaration.shape)

    def _plain(self, base: str, place: str, name: str) -> str:
        if base in BUILT_IN:
            return f"  NUMBER({name}, {place});"
        return f"  show_{base}(&{place}, {name});"


HEAD = """\
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "HEADER"
#define NUMBER(name, value) printf("%s %lld\\n", name, (long long) (value))
#define BYTES(name, value, size) bytes(name, (const unsigned char *) (value), size)
static void bytes(const char *name, const unsigned char *value, size_t size) {
  printf("%s ", name);
  for (size_t i = 0; i < size; i++) printf("%02x", value[i]);
  putchar('\\n');
}
"""

MAIN = """\
static char in[1 << 20], out[1 << 20];
#define RUN(type, plain) { \\
  static type value; memset(&value, 0, sizeof value); \\
  XDR decoder, encoder; \\
  xdrmem_create(&decoder, in, size, XDR_DECODE); \\
  if (!xdr_##type(&decoder, &value)) { puts("! not decoded"); break; } \\
  if (xdr_getpos(&decoder) != size) { puts("! bytes are left over"); break; } \\
  show_##plain(&value, #plain); \\
  xdrmem_create(&encoder, out, sizeof out, XDR_ENCODE); \\
  if (!xdr_##type(&encoder, &value) || xdr_getpos(&encoder) != size || memcmp(in, out, size)) \\
    puts("! encoded otherwise"); \\
  break; }
int main(void) {
  unsigned index, size;
  while (fread(&index, 4, 1, stdin) == 1 && fread(&size, 4, 1, stdin) == 1) {
    if (size > sizeof in || fread(in, 1, size, stdin) != size) return 2;
    switch (index) {
CASES
    default: return 3;
    }
    puts(".");
  }
  return 0;
}
"""
