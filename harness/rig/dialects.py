"""How the verbs of a node are said over SSH: a dialect is a set of command templates and a way to read answers."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from regrace.harness.rig.node import RigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`commands`: verb -> words, with {peer} where a peer's name goes; a verb that is not there can't be said.
    `read` turns a verb's stdout into fields (`identity`, `paused`, `drops`, `log`, `held`, `words`); it raises
    ValueError if it can't. `verbs`: what a node that was pinged really offers, from the fields of its answer."""

    name: str
    commands: Mapping[str, tuple[str, ...]]
    read: Callable[[str, str], Mapping[str, Any]]
    verbs: Callable[[Mapping[str, Any]], frozenset[str]]

    def command(self, verb: str, **arguments: str) -> str:
        """The command line, every word quoted. Raises RigError if the dialect has no such verb."""
        if verb not in self.commands:
            raise RigError(f"dialect {self.name!r} has no verb {verb!r}; it has {sorted(self.commands)}")
        return shlex.join(word.format(**arguments) for word in self.commands[verb])


def _read_json(_verb: str, text: str) -> Mapping[str, Any]:
    answer = json.loads(text)
    if not isinstance(answer, dict):
        raise ValueError(f"not a JSON object: {text[:200]!r}")
    return answer


_PROCESS_NODE_WORDS: Final = {
    "ping": ("ping",),
    "boot_identity": ("boot-identity",),
    "crash": ("crash",),
    "power_cut": ("power-cut",),
    "start": ("start",),
    "stop": ("stop",),
    "reboot": ("reboot",),
    "pause": ("pause",),
    "resume": ("resume",),
    "partition": ("partition", "{peer}"),
    "heal": ("heal",),
    "drops": ("drops",),
    "log": ("log",),
    "state": ("state",),
    "end_grace": ("end-grace",),
    "complaints": ("complaints",),
}


def _offered(answer: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(verb for verb, words in _PROCESS_NODE_WORDS.items() if words[0] in answer["words"])


PROCESS_NODE: Final = Dialect(name="process-node", commands=_PROCESS_NODE_WORDS, read=_read_json, verbs=_offered)
"""What `regrace.fixtures.process_node` understands."""

DIALECTS: Final[Mapping[str, Dialect]] = {dialect.name: dialect for dialect in (PROCESS_NODE,)}


def find_dialect(name: str) -> Dialect:
    """The dialect of that name; RigError with the known ones if there is none."""
    if name not in DIALECTS:
        raise RigError(f"no SSH dialect {name!r}; there are {sorted(DIALECTS)}")
    return DIALECTS[name]
