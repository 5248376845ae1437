"""Rigs that `regrace rig up` holds, written down for as long as they stand, so that other commands find their way in.

A file for each, for its user alone: it leads to keys. It names the process that holds the rig, by pid, start time and the
machine's boot, and counts for nothing once that process is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from regrace.fixtures.cache import cache_folder
from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.node import RigError
from regrace.harness.rig.processes import start_time
from regrace.harness.rig.providers import find_provider

BOOT = Path("/proc/sys/kernel/random/boot_id")


@contextlib.contextmanager
def standing(name: str, description: RigDescription) -> Iterator[None]:
    """The rig of that name stands while the block lasts. Raises RigError if that can't be written down."""
    record = _folder() / f"{name}.{os.getpid()}.json"
    data = {**_process(os.getpid()), "name": name, "rig": description.to_json()}
    record.unlink(missing_ok=True)
    with open(os.open(record, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(data, out)
    try:
        yield
    finally:
        record.unlink(missing_ok=True)


def find_standing(name: str) -> RigDescription:
    """The one rig of that name that stands. Raises RigError, which says how to get there, if there is none, or more."""
    find_provider(name)
    found = [data["rig"] for data in _records() if data["name"] == name]
    if not found:
        raise RigError(
            f"no rig {name!r} is up: `regrace rig up {name}` brings one up and holds it, in another terminal"
        )
    if len(found) > 1:
        raise RigError(f"{len(found)} rigs {name!r} are up: end all but one")
    return RigDescription.from_json(found[0])


def _records() -> Iterator[dict[str, Any]]:
    """Of processes that live; what others left is removed."""
    for path in sorted(_folder().glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            lives = {key: data[key] for key in ("pid", "started", "boot")} == _process(int(data["pid"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # it is being written, or not ours
        if lives:
            yield data
        else:
            path.unlink(missing_ok=True)


def _process(pid: int) -> dict[str, Any]:
    return {"pid": pid, "started": start_time(pid), "boot": BOOT.read_text().strip()}


def _folder() -> Path:
    return cache_folder("standing")
