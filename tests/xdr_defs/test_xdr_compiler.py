"""The compiler: what it makes of an .x file, what it refuses, and that the committed modules are its output."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from pathlib import Path
from types import ModuleType

import pytest

import regrace.xdr_defs
from regrace.xdr_defs.compiler import ROOTS, XdrSemanticError, XdrSyntaxError, compile_all
from regrace.xdr_defs.runtime import Packer, Unpacker, XdrError

FOLDER = Path(regrace.xdr_defs.__file__).parent
_numbers = itertools.count()


def test_the_committed_modules_are_what_the_compiler_prints() -> None:
    for name, text in compile_all(FOLDER, ROOTS).items():
        committed = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        assert committed == text, f"{name}.py is out of date: run python -m regrace.xdr_defs.compiler"


def compiled(folder: Path, text: str, name: str = "sample") -> ModuleType:
    """Compiles a module that stands alone and imports the result beside the real runtime."""
    (folder / f"{name}.x").write_text(text, encoding="utf-8")
    python = folder / f"{name}.py"
    python.write_text(compile_all(folder, [name])[name], encoding="utf-8")
    full = f"regrace.xdr_defs.made_for_a_test_{next(_numbers)}"
    spec = importlib.util.spec_from_file_location(full, python)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert full not in sys.modules
    return module


EVERYTHING = """\
/* A module with one of everything. */

const SIZE = 3;
const MASK = 0x10;
const OCTAL = 010;

/* Colours. */
enum colour { RED = 1, GREEN = SIZE, BLUE = -2 };

typedef opaque key[SIZE];
typedef int pair[2];
typedef string text<5>;
typedef key keys<2>;
typedef float shape[2];

/* A struct. */
struct numbers {
    int a;              /* the first */
    unsigned int b;
    hyper c;
    unsigned hyper d;
    float e;
    double f;
    bool g;
    unsigned h;
};

struct mixed {
    colour paint;
    key    one;
    keys   many;
    pair   two;
    text   words;
    shape  form;
    numbers *maybe;
    opaque rest<>;
    numbers all<2>;
    colour palette<>;
    opaque lines[4];
};

struct item {
    int   number;
    item *next;
};

struct chain {
    item *items;
    int   after;
};

union on_enum switch (colour choice) {
case RED:
case GREEN: key both;
case BLUE:  void;
};

union on_bool switch (bool choice) {
case TRUE:  int yes;
case FALSE: void;
};

union on_number switch (unsigned int choice) {
case MASK: int one;
case 17:   text two;
default:   hyper other;
};

program PROG {
    version VERS {
        void PING(void) = 0;
        chain WORK(mixed, int) = 1;
    } = 2;
} = 0x20000099;
"""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return compiled(tmp_path_factory.mktemp("everything"), EVERYTHING)


def test_constants_enums_and_programs_become_names(everything: ModuleType) -> None:
    assert (everything.SIZE, everything.MASK, everything.OCTAL) == (3, 16, 8)
    assert everything.GREEN is everything.colour.GREEN
    assert everything.colour.BLUE == -2
    assert (everything.PROG, everything.VERS, everything.PING, everything.WORK) == (0x20000099, 2, 0, 1)


def test_comments_become_docstrings(everything: ModuleType) -> None:
    assert everything.__doc__.startswith("A module with one of everything.")
    assert everything.numbers.__doc__ == "A struct."
    assert everything.colour.__doc__ == "Colours."


def test_every_kind_of_field_round_trips(everything: ModuleType) -> None:
    x = everything
    numbers = x.numbers(-1, 2, -3, 4, 0.5, -0.25, True, 7)
    assert len(numbers.to_bytes()) == x.numbers.XDR_MIN_SIZE == 44
    value = x.mixed(
        x.BLUE, b"abc", [b"def"], [1, -2], b"hello", [1.5, 2.5], numbers, b"rest!", [numbers], [x.RED], b"1234"
    )
    data = value.to_bytes()
    assert x.mixed.from_bytes(data) == value
    value.maybe = None
    assert len(value.to_bytes()) == len(data) - 44
    assert x.mixed.from_bytes(value.to_bytes()) == value


def test_a_linked_list_is_a_list_of_any_length(everything: ModuleType) -> None:
    x = everything
    value = x.chain([x.item(n) for n in range(50_000)], 9)
    data = value.to_bytes()
    assert len(data) == 50_000 * 8 + 8
    assert x.chain.from_bytes(data) == value
    assert not hasattr(value.items[0], "next")


def test_unions_switch_on_enums_bools_and_numbers(everything: ModuleType) -> None:
    x = everything
    values = (
        [x.on_enum(x.RED, b"abc"), x.on_enum(x.GREEN, b"abc"), x.on_enum(x.BLUE)],
        [x.on_bool(True, 5), x.on_bool(False)],
        [x.on_number(16, 5), x.on_number(17, b"ab"), x.on_number(99, 1 << 40)],
    )
    for value in itertools.chain(*values):
        assert type(value).from_bytes(value.to_bytes()) == value
    assert x.on_number(99, 1).other == 1
    assert x.on_enum(x.GREEN, b"abc").both == b"abc"


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (lambda x: x.on_enum(x.RED, b"abcd"), "on_enum.both"),
        (lambda x: x.on_enum(7, b"abc"), "on_enum.choice"),
        (lambda x: x.on_enum(x.BLUE, b"abc"), "on_enum.value"),
        (lambda x: x.on_bool(True, "5"), "on_bool.yes"),
        (lambda x: x.on_number(17, b"abcdef"), "on_number.two"),
        (lambda x: x.on_number(-1, 1), "on_number.choice"),
        (lambda x: x.chain([x.item(1), x.item(1 << 31)], 0), "chain.items[1].number"),
        (lambda x: x.chain([x.item(1), None], 0), "chain.items[1]"),
        (lambda x: x.numbers(1, 2, 3, 4, 1e300, 0.0, True, 1), "numbers.e"),
        (lambda x: x.numbers(1, 2, 3, 4, 0.0, 0.0, True, -1), "numbers.h"),
    ],
)
def test_what_breaks_a_definition_is_named(everything: ModuleType, build: object, path: str) -> None:
    value = build(everything)  # type: ignore[operator]
    with pytest.raises(XdrError) as caught:
        value.to_bytes()
    assert caught.value.path == path


def test_typedefs_of_all_kinds_have_a_type_object(everything: ModuleType) -> None:
    for name, value in {"key": b"abc", "pair": [1, 2], "text": b"abc", "keys": [b"abc"], "shape": [0.5, 1.5]}.items():
        packer = Packer()
        everything.TYPES[name].write(value, packer)
        assert everything.TYPES[name].read(Unpacker(packer.get_buffer())) == value


def test_parts_are_merged_and_other_modules_imported(tmp_path: Path) -> None:
    (tmp_path / "base.x").write_text("const A = 1;\nstruct s { int a; };\n")
    (tmp_path / "part.x").write_text("struct t { s first; };\n")
    (tmp_path / "top.x").write_text('%#include "base.h"\n#include "part.x"\n#include "part.x"\nstruct u { t f[A]; };\n')
    made = compile_all(tmp_path, ["base", "top"])
    assert "class t(" in made["top"]
    assert made["top"].count("class t(") == 1
    assert "class s(" not in made["top"]
    assert "from .base import (" in made["top"]


def test_annotations_reach_the_module(tmp_path: Path) -> None:
    text = (
        "/*: provisional */\nconst FATTR4_MINE = 90;\ntypedef hyper fattr4_mine;\n"
        "/*: provisional */\nconst OP_MINE = 99;\nstruct MINE4args { int a; };\n"
        "/*: extends:nfs_argop4 */\n"
        "union mine switch (unsigned int argop) { case OP_MINE: MINE4args opmine; };\n"
    )
    module = compiled(tmp_path, text)
    assert module.PROVISIONAL == {"FATTR4_MINE": 90, "OP_MINE": 99}
    number, kind = module.ATTRIBUTES["FATTR4_MINE"]
    assert (number, kind.size) == (90, 8)
    assert module.ARMS["nfs_argop4"]["OP_MINE"] == ("opmine", module.TYPES["MINE4args"])


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("struct s { int a }", "bad.x:1", "not XDR"),
        ("const A = ;", "bad.x:1", "not XDR"),
        ("struct s { };", "bad.x:1", "not XDR"),
        ("\nstruct s { string x; };", "bad.x:2", "not XDR"),
    ],
)
def test_what_is_not_xdr_is_refused_with_its_line(tmp_path: Path, text: str, where: str, words: str) -> None:
    (tmp_path / "bad.x").write_text(text)
    with pytest.raises(XdrSyntaxError, match=words) as caught:
        compile_all(tmp_path, ["bad"])
    assert str(caught.value).startswith(where)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("struct s { t a; };", "t is not a type defined above"),
        ("struct s { int a<N>; };", "N is not a constant defined above"),
        ("const A = 1; const A = 2;", "A is defined twice"),
        ("enum e { A = 1 }; const A = 2;", "A is defined twice"),
        ("enum e { A = 1, B = 1 };", "taken, or not an int"),
        ("enum e { A = 0x100000000 };", "taken, or not an int"),
        ("struct s { int a; int a; };", "can't be the name of a field"),
        ("struct s { int class; };", "can't be the name of a field"),
        ("struct s { int pack; };", "can't be the name of a field"),
        ("typedef int t; struct s { t t; };", "can't be the name of a field"),
        ("struct s { struct { int b; } a; };", "name it"),
        ("struct s { quadruple a; };", "not supported"),
        ("typedef opaque t[0x100000000];", "is not a length"),
        ("enum e { A = 1 }; union u switch (e d) { case B: int b; };", "B is not a member of e"),
        ("enum e { A = 1 }; union u switch (e d) { case A: int b; case A: int c; };", "a case appears twice"),
        ("union u switch (bool d) { case 7: int b; };", "neither TRUE nor FALSE"),
        ("union u switch (hyper d) { case 7: int b; };", "can't switch on hyper"),
        ("union u switch (int d) { case 7: int d; };", "can't be the name of a field"),
        ("union u switch (int d) { case 7: int value; };", "can't be the name of a field"),
        ("const class = 1;", "keyword of Python"),
    ],
)
def test_what_can_not_be_meant_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.x").write_text(text)
    with pytest.raises(XdrSemanticError, match=words) as caught:
        compile_all(tmp_path, ["bad"])
    assert str(caught.value).startswith("bad.x:1: ")
