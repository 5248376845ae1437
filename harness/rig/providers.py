"""Finding rigs: by entry point, so that `harness` never imports upwards and a vendor can ship one."""

from __future__ import annotations

import importlib
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final, cast

from regrace.harness.rig.node import RigError
from regrace.harness.rig.provider import RigProvider

GROUP: Final = "regrace.rigs"
"""The entry point group; each entry names a class that can be made without arguments."""
INVENTORY: Final = ".toml"
FROM_INVENTORY: Final = "lab"
"""The entry whose class is made with the path of an inventory, for a rig that is named by one."""


def known_providers() -> list[str]:
    """The names that are installed, sorted; apart from labs, which are named by their inventory."""
    return sorted({entry.name for entry in entry_points(group=GROUP)} - {FROM_INVENTORY})


def find_provider(name: str) -> RigProvider:
    """The provider of that name, of an inventory file, or, for one that is still being written, of "module:Class".
    Raises RigError, with the names that are known, if there is none or it can't be loaded."""
    if name.endswith(INVENTORY):
        for entry in entry_points(group=GROUP):
            if entry.name == FROM_INVENTORY:
                return _make(name, lambda entry=entry: partial(entry.load(), Path(name)))
        raise RigError(f"{name}: no rig that reads inventories is installed; the rigs are {_listed()}")
    if ":" in name:
        return _make(name, lambda: _import(name))
    for entry in entry_points(group=GROUP):
        if entry.name == name:
            return _make(name, entry.load)
    raise RigError(f"there is no rig {name!r}; the rigs are {_listed()}")


def _listed() -> str:
    return ", ".join([*known_providers(), "an inventory (FILE.toml)"])


def _import(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def _make(name: str, load: Any) -> RigProvider:
    try:
        return cast(RigProvider, load()())
    except (ImportError, AttributeError, TypeError) as error:
        raise RigError(f"rig {name!r} can't be loaded: {type(error).__name__}: {error}") from error
