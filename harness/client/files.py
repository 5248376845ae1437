"""Files as the suite names them: by a tag, and by a path below the client's base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PathLike = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class File:
    """A file: `tag` names it in histories (handles differ from server to server), `path` leads to it from the
    client's base, a component each."""

    tag: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        return self.tag


def parts(path: PathLike) -> tuple[str, ...]:
    """The components of "a/b" or ("a", "b"); () is the base itself. Raises ValueError for components that no
    server may take ("", ".", "..")."""
    found = tuple(part for part in path.split("/") if part) if isinstance(path, str) else tuple(path)
    for part in found:
        if part in ("", ".", ".."):
            raise ValueError(f"path {path!r} has the component {part!r}, which NFSv4 does not know")
    return found


def spelled(path: PathLike) -> str:
    """For sentences: "a/b", or "/" for the base."""
    return "/".join(parts(path)) or "/"
