"""The compiler: .x files in, typed Python modules out. Only developers need it, and lark with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from .ast import Module
from .emit import emit
from .model import Resolved, XdrSemanticError, resolve
from .parse import XdrSyntaxError, parse_module

ROOTS = ("rpc", "nfs4", "delegating", "retention", "enum_state")
"""The modules of this folder, each after the ones that it uses."""


def resolve_all(folder: Path, roots: Sequence[str]) -> dict[str, Resolved]:
    """Parses and resolves root files. Raises XdrSyntaxError, XdrSemanticError or OSError."""
    done: dict[str, Resolved] = {}
    for name in roots:
        module = parse_module(folder / f"{name}.x")
        done[name] = resolve(module, [done[use] for use in _reach(module, done)])
    return done


def _reach(module: Module, done: Mapping[str, Resolved]) -> list[str]:
    """The modules that a module sees: the ones it uses and, in turn, the ones that those use."""
    names: dict[str, None] = {}
    for use in module.uses:
        names |= dict.fromkeys([*_reach(done[use].module, done), use])
    return list(names)


def compile_all(folder: Path, roots: Sequence[str] = ROOTS) -> dict[str, str]:
    """The Python text of each root file. Raises XdrSyntaxError, XdrSemanticError or OSError."""
    return {name: emit(resolved) for name, resolved in resolve_all(folder, roots).items()}


__all__ = [
    "ROOTS",
    "XdrSemanticError",
    "XdrSyntaxError",
    "compile_all",
    "emit",
    "parse_module",
    "resolve",
    "resolve_all",
]
