"""Stable storage that knows what fsync covered.

A server keeps small named records here. What it `write`s is in the page cache only: it survives a crash of
the process, not a power cut. What it `sync`s survives both. A power cut drops what was not synced, or
tears it: then a prefix of it is what `read` finds, and a server that can tell (by a checksum) falls back to
`synced`. `StableFolder` is for a process, `MemoryStable` for the virtual world; they can't be told apart.

Whoever plays the disk can have it fail (`break_down`), also over restarts of the server, and can put an older copy
in its place (`keep`, `put_back`).
"""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
DIRTY: Final = ".dirty"
"""Suffix of a record in the folder that was written and not synced."""
REMOVED: Final = ".removed.dirty"
"""Suffix of the mark that a record was removed and that not synced."""
SCRATCH: Final = ".scratch"
"""Suffix of a file that is being written; means nothing after a crash."""


BROKEN: Final = ".broken"
"""File in the folder that says in which way it is broken; no record can be called so."""
KEPT: Final = ".kept"
"""Folder in the folder with the copy that was kept."""


class Trouble(StrEnum):
    """How stable storage fails."""

    FULL = "full"
    """Nothing can be written: OSError ENOSPC of `write` and `remove`."""
    SYNC = "sync"
    """Everything can be written, and nothing be made durable: OSError EIO of `sync`."""


class Stable(Protocol):
    """Named records. Names are of letters, digits, ".", "_" and "-", begin with a letter or digit, have at
    most 200 characters and none of the suffixes above; else ValueError. Changes raise OSError where the storage
    fails; what was there before is there still."""

    def names(self) -> list[str]:
        """The records that `read` finds, sorted."""

    def read(self, name: str) -> bytes | None:
        """What was last written, synced or not; None if there is nothing or it was removed."""

    def synced(self, name: str) -> bytes | None:
        """What the last `sync` covered; None if nothing."""

    def write(self, name: str, data: bytes) -> None:
        """Replace the record in the page cache; durable after `sync`, and atomic against a crash."""

    def remove(self, name: str) -> None:
        """Remove the record in the page cache; durable after `sync`. Harmless if there is none."""

    def sync(self, name: str) -> None:
        """Make the last `write` or `remove` of this record durable, atomically. Harmless if there is none."""


def store(stable: Stable, name: str, data: bytes) -> None:
    """Write and sync."""
    stable.write(name, data)
    stable.sync(name)


def check_name(name: str) -> str:
    """The name, if a record may be called so; else ValueError."""
    if not _NAME.fullmatch(name) or name.endswith((DIRTY, SCRATCH)):
        raise ValueError(f"not a name for a record of stable storage: {name!r}")
    return name


class StableFolder:
    """`Stable` in a folder of the file system, which is made if it is not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def names(self) -> list[str]:
        """The records that `read` finds, sorted."""
        found = {path.name for path in self._paths() if not path.name.endswith(SCRATCH)}
        removed = {name.removesuffix(REMOVED) for name in found if name.endswith(REMOVED)}
        plain = {name.removesuffix(DIRTY) for name in found if not name.endswith(REMOVED)}
        return sorted(plain - removed)

    def read(self, name: str) -> bytes | None:
        """What was last written, synced or not."""
        if self._path(name, REMOVED).exists():
            return None
        dirty = _contents(self._path(name, DIRTY))
        return self.synced(name) if dirty is None else dirty

    def synced(self, name: str) -> bytes | None:
        """What the last `sync` covered."""
        return _contents(self._path(name))

    def write(self, name: str, data: bytes) -> None:
        """Replace the record in the page cache."""
        scratch = self._path(name, SCRATCH)
        self._must_work(Trouble.FULL)
        scratch.write_bytes(data)  # then renamed, so that a SIGKILL in between tears nothing
        scratch.rename(self._path(name, DIRTY))
        self._path(name, REMOVED).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove the record in the page cache."""
        if self.read(name) is not None:
            self._must_work(Trouble.FULL)
            self._path(name, REMOVED).touch()
            self._path(name, DIRTY).unlink(missing_ok=True)

    def sync(self, name: str) -> None:
        """Make the last change of this record durable."""
        self._must_work(Trouble.SYNC)
        if self._path(name, REMOVED).exists():
            self._path(name).unlink(missing_ok=True)
            self._path(name, REMOVED).unlink()
        elif self._path(name, DIRTY).exists():
            with self._path(name, DIRTY).open("rb") as dirty:
                os.fsync(dirty.fileno())
            self._path(name, DIRTY).rename(self._path(name))
        else:
            return
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def power_cut(self, tear: random.Random | None = None) -> list[str]:
        """Do to the folder what a power cut does; for whoever plays the power, with the server dead.
        Without `tear` everything unsynced is lost, with it each unsynced write may leave a prefix.
        Says what happened, a line each."""
        report: list[str] = []
        for path in sorted(self._paths()):
            if path.name.endswith(SCRATCH):
                path.unlink()
            elif path.name.endswith(REMOVED):
                path.unlink()
                report.append(f"{path.name.removesuffix(REMOVED)}: the removal was lost")
            elif path.name.endswith(DIRTY):
                report.append(_lose(path, tear))
        return report

    # --- for whoever plays the disk

    def break_down(self, trouble: Trouble | None) -> None:
        """Fail in this way from now on, whoever uses the folder; None: be whole again."""
        if trouble is None:
            (self._folder / BROKEN).unlink(missing_ok=True)
        else:
            (self._folder / BROKEN).write_text(trouble, encoding="ascii")

    def keep(self) -> None:
        """Make a copy of everything as it is, in place of an earlier one."""
        kept = self._folder / KEPT
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        for path in self._paths():
            shutil.copyfile(path, kept / path.name)

    def put_back(self) -> list[str]:
        """Put the copy in the place of everything, with the server dead; the records that are others now. Raises
        ValueError if no copy was kept."""
        kept = self._folder / KEPT
        if not kept.is_dir():
            raise ValueError("no copy of the stable storage was kept")
        before = _all_of(self)
        for path in self._paths():
            path.unlink()
        for path in kept.iterdir():
            shutil.copyfile(path, self._folder / path.name)
        return _changed(before, _all_of(self))

    # --- inside

    def _paths(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if path.name not in (BROKEN, KEPT)]

    def _must_work(self, asked: Trouble) -> None:
        found = _contents(self._folder / BROKEN)
        _refuse(None if found is None else Trouble(found.decode()), asked)

    def _path(self, name: str, suffix: str = "") -> Path:
        return self._folder / (check_name(name) + suffix)


class MemoryStable:
    """`Stable` in memory, for a node of the virtual world; the object outlives the node's incarnations."""

    def __init__(self) -> None:
        self._synced: dict[str, bytes] = {}
        self._dirty: dict[str, bytes | None] = {}  # None: removed
        self._trouble: Trouble | None = None
        self._kept: tuple[dict[str, bytes], dict[str, bytes | None]] | None = None

    def names(self) -> list[str]:
        """The records that `read` finds, sorted."""
        return sorted(name for name in {*self._synced, *self._dirty} if self.read(name) is not None)

    def read(self, name: str) -> bytes | None:
        """What was last written, synced or not."""
        check_name(name)
        return self._dirty[name] if name in self._dirty else self._synced.get(name)

    def synced(self, name: str) -> bytes | None:
        """What the last `sync` covered."""
        return self._synced.get(check_name(name))

    def write(self, name: str, data: bytes) -> None:
        """Replace the record in the page cache."""
        check_name(name)
        _refuse(self._trouble, Trouble.FULL)
        self._dirty[name] = bytes(data)

    def remove(self, name: str) -> None:
        """Remove the record in the page cache."""
        if self.read(name) is not None:
            _refuse(self._trouble, Trouble.FULL)
            self._dirty[name] = None

    def sync(self, name: str) -> None:
        """Make the last change of this record durable."""
        check_name(name)
        _refuse(self._trouble, Trouble.SYNC)
        if name in self._dirty:
            data = self._dirty.pop(name)
            if data is None:
                self._synced.pop(name, None)
            else:
                self._synced[name] = data

    def power_cut(self, tear: random.Random | None = None) -> list[str]:
        """As `StableFolder.power_cut`: the same seed does the same to the same records."""
        report: list[str] = []
        for name in sorted(self._dirty, key=self._file_name):  # the order of the twin's files, for the seed
            data = self._dirty.pop(name)
            if data is None:
                report.append(f"{name}: the removal was lost")
                continue
            kept = _prefix(len(data), tear)
            if kept is None:
                report.append(f"{name}: the write of {len(data)} bytes was lost")
            else:
                self._dirty[name] = data[:kept]
                report.append(f"{name}: the write of {len(data)} bytes was torn after {kept}")
        return report

    def break_down(self, trouble: Trouble | None) -> None:
        """As `StableFolder.break_down`."""
        self._trouble = trouble

    def keep(self) -> None:
        """As `StableFolder.keep`."""
        self._kept = dict(self._synced), dict(self._dirty)

    def put_back(self) -> list[str]:
        """As `StableFolder.put_back`."""
        if self._kept is None:
            raise ValueError("no copy of the stable storage was kept")
        before = _all_of(self)
        synced, dirty = self._kept
        self._synced, self._dirty = dict(synced), dict(dirty)
        return _changed(before, _all_of(self))

    def _file_name(self, name: str) -> str:
        return name + (REMOVED if self._dirty[name] is None else DIRTY)


def order(stable: StableFolder | MemoryStable, what: str) -> str:
    """An order to the disk, in words: "full" or "sync" (fail so), "mend", "keep", "put-back", or "try" (does it work?).
    What came of it, in words: "" if there is nothing to tell. Raises ValueError for what can't be done."""
    match what:
        case "mend":
            stable.break_down(None)
        case "keep":
            stable.keep()
        case "put-back":
            return ", ".join(stable.put_back())
        case "try":
            return _tried(stable)
        case _:
            stable.break_down(Trouble(what))
    return ""


def _tried(stable: StableFolder | MemoryStable) -> str:
    found = ""
    try:
        store(stable, "probe", b"does it work?")
    except OSError as error:
        found = str(error)
    try:
        stable.remove("probe")
        stable.sync("probe")
    except OSError as error:
        found = found or str(error)
    return found


def _refuse(trouble: Trouble | None, asked: Trouble) -> None:
    """A full disk has nothing new to sync: what was written before it was full is synced as ever."""
    if trouble is asked:
        number = errno.ENOSPC if trouble is Trouble.FULL else errno.EIO
        raise OSError(number, os.strerror(number))


def _all_of(stable: StableFolder | MemoryStable) -> dict[str, bytes | None]:
    return {name: stable.read(name) for name in stable.names()}


def _changed(before: dict[str, bytes | None], after: dict[str, bytes | None]) -> list[str]:
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _contents(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _lose(path: Path, tear: random.Random | None) -> str:
    name = path.name.removesuffix(DIRTY)
    size = path.stat().st_size
    kept = _prefix(size, tear)
    if kept is None:
        path.unlink()
        return f"{name}: the write of {size} bytes was lost"
    os.truncate(path, kept)
    return f"{name}: the write of {size} bytes was torn after {kept}"


def _prefix(size: int, tear: random.Random | None) -> int | None:
    """How many bytes of an unsynced write are left; None if there is no trace of it."""
    if tear is None or tear.random() < 0.25:
        return None
    return tear.randrange(size + 1)
