"""C that rpcgen makes from the same .x files decodes what we pack, to the same numbers, and packs it alike.

This reaches what tshark does not dissect, and every type that no operation mentions.
"""

from __future__ import annotations

import dataclasses
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest
from xdr_c import Printer, flatten, rename
from xdr_samples import Leaf, leaves, samples
from xdr_tools import needed

import regrace.xdr_defs
from regrace.xdr_defs import delegating, enum_state, nfs4, retention, rpc
from regrace.xdr_defs.compiler import resolve_all
from regrace.xdr_defs.runtime import Packer
from regrace.xdr_defs.schema import Type

FOLDER = Path(regrace.xdr_defs.__file__).parent
ROOTS = ["rpc", "nfs4", "delegating", "retention", "enum_state"]
TYPES: dict[str, Type] = {
    **rpc.TYPES,
    **nfs4.TYPES,
    **delegating.TYPES,
    **retention.TYPES,
    **enum_state.TYPES,
}
CHAINED = {"entry4"}
"""Structs that are items of a linked list."""
TIRPC = "/usr/include/tirpc"


def run(command: list[str], folder: Path, **options: Any) -> str:
    result = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False, **options)
    assert result.returncode == 0, result.stderr.decode(errors="replace")[-4000:]
    return bytes(result.stdout).decode()


def build(folder: Path) -> Path:
    """Compiles the program. Fails or skips if rpcgen, gcc or libtirpc are missing."""
    rpcgen, gcc = needed("rpcgen", "rpcsvc-proto"), needed("gcc", "gcc")
    if not Path(TIRPC, "rpc/rpc.h").exists():
        needed("libtirpc's headers", "libtirpc-dev")
    resolved = resolve_all(FOLDER, ROOTS)
    theirs = set(resolved["rpc"].home)
    text = rename(flatten(FOLDER, ROOTS), theirs)
    (folder / "all.x").write_text(text, encoding="utf-8")
    run([rpcgen, "-i", "0", "-h", "-o", "all.h", "all.x"], folder)
    run([rpcgen, "-i", "0", "-c", "-o", "all_xdr.c", "all.x"], folder)
    last = resolved[ROOTS[-1]]
    seen = {name: found for each in resolved.values() for name, found in each.definitions.items()}
    everything = dataclasses.replace(last, definitions=seen)  # extensions don't see one another
    (folder / "show.c").write_text(Printer(everything, theirs).program("all.h", list(TYPES)))
    options = ["-O0", "-w", f"-I{TIRPC}", "-o", "show", "show.c", "all_xdr.c", "-ltirpc"]
    run([gcc, *options], folder)
    return folder / "show"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[bytes, list[Leaf], list[str]]]]:
    """By type: for each sample its bytes, its leaves, and the lines that C printed for it."""
    folder = tmp_path_factory.mktemp("rpcgen")
    program = build(folder)
    requests, expected = [], []
    for index, (name, kind) in enumerate(TYPES.items()):
        for value in samples(kind):
            packer = Packer()
            kind.write(value, packer)
            # Where C has a pointer to the next item we have a list, and the pointer's bytes belong to the list.
            data = packer.get_buffer() + (b"\0\0\0\0" if name in CHAINED else b"")
            requests.append(struct.pack("=II", index, len(data)) + data)
            expected.append((name, data, leaves(kind, value, "." + name)))
    blocks = run([str(program)], folder, input=b"".join(requests)).split(".\n")
    assert blocks.pop() == ""
    assert len(blocks) == len(expected)
    found: dict[str, list[tuple[bytes, list[Leaf], list[str]]]] = {name: [] for name in TYPES}
    for (name, data, wanted), block in zip(expected, blocks, strict=True):
        found[name].append((data, wanted, block.splitlines()))
    return found


def line(leaf: Leaf) -> str:
    """What C prints for a leaf: the name of its field and its value."""
    field = leaf.path.rpartition(".")[2].partition("[")[0]
    if isinstance(leaf.value, bytes):
        return f"{field} {leaf.value.hex()}"
    signed = leaf.value - (1 << 64) if leaf.value >= 1 << 63 else leaf.value
    return f"{field} {signed}"


@pytest.mark.parametrize("name", TYPES)
def test_c_finds_the_same_values(shown: dict[str, list[tuple[bytes, list[Leaf], list[str]]]], name: str) -> None:
    assert shown[name]
    for data, wanted, printed in shown[name]:
        assert printed == [line(leaf) for leaf in wanted], data.hex()
