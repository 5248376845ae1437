"""How the verbs of a node are said over SSH: a dialect is a set of command templates and a way to read answers."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from regrace.harness.rig.description import NodeDescription
from regrace.harness.rig.node import RigError, RigLacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`commands`: verb -> words, with {peer} where a peer's name goes; a verb that is not there can't be said.
    `read` turns a verb's stdout into fields (`identity`, `paused`, `drops`, `log`, `held`, `words`); it raises
    ValueError if it can't. `verbs`: what a node that was pinged really offers, from the fields of its answer."""

    name: str
    commands: Mapping[str, tuple[str, ...]]
    read: Callable[[str, str], Mapping[str, Any]]
    verbs: Callable[[Mapping[str, Any]], frozenset[str]]
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Verb -> what has to be said, and go well, before it."""
    back_s: float = 0.0
    """How long a node may be out of reach while it reboots, in seconds; 0 if only its server does."""
    says_so: bool = True
    """Whether answers tell what is in force now; else exit status 0 has to do, and the fault's own proof."""

    def command(self, verb: str, **arguments: str) -> str:
        """The command line, every word quoted. Raises RigLacks if the dialect has no such verb."""
        if verb not in self.commands:
            raise RigLacks(f"dialect {self.name!r} has no verb {verb!r}; it has {sorted(self.commands)}")
        return shlex.join(_fill(word, arguments) for word in self.commands[verb])


def _fill(word: str, arguments: Mapping[str, str]) -> str:
    for name, value in arguments.items():
        word = word.replace(f"{{{name}}}", value)
    return word


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
    "await_serving": ("await-serving",),
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
    "take_vip": ("take-vip", "{vip}", "{how}"),
    "give_up_vip": ("give-up-vip", "{vip}", "{how}"),
    "vip_states": ("vip-states",),
    "storage": ("storage", "{order}"),
    "tell": ("tell", "{what}", "{value}"),
}


def _offered(answer: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(verb for verb, words in _PROCESS_NODE_WORDS.items() if words[0] in answer["words"])


PROCESS_NODE: Final = Dialect(name="process-node", commands=_PROCESS_NODE_WORDS, read=_read_json, verbs=_offered)
"""What `regrace.fixtures.process_node` understands."""

_YES_NO: Final = {"yes": True, "no": False}


def _read_lines(verb: str, text: str) -> Mapping[str, Any]:
    """`name=value` lines; `verbs` and `partitions` are lists of words, yes and no are what they say. `log` and
    `state` are text."""
    if verb == "log":
        return {"log": text}
    if verb == "state":
        return {"held": {"text": text} if text.strip() else {}}
    fields: dict[str, Any] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if not equals:
            raise ValueError(f"not a line of name=value: {line[:200]!r}")
        fields[name] = value.split() if name in ("verbs", "partitions") else _YES_NO.get(value, value)
    return fields


def _read_plain(verb: str, text: str) -> Mapping[str, Any]:
    """Whatever an appliance prints: what matters is the exit status, an identity and a number."""
    match verb:
        case "boot_identity":
            return {"identity": " ".join(text.split()) or None}
        case "drops":
            numbers = re.findall(r"\d+", text)
            if not numbers:
                raise ValueError(f"no number: {text[:200]!r}")
            return {"drops": int(numbers[-1])}
        case "pause" | "resume":
            return {"paused": verb == "pause"}
        case _:
            return _read_lines(verb, text) if verb in ("log", "state") else {}


_READERS: Final = {"lines": _read_lines, "plain": _read_plain}


def made(name: str, orders: Mapping[str, Any]) -> Dialect:
    """A dialect of an inventory's making, from plain data: `commands` (verb -> words), `reads` ("lines", where
    `ping` answers which verbs there are, or "plain", where every command is a verb), `before`, `back_s`. Raises
    RigError on other data."""
    try:
        commands = {str(verb): tuple(map(str, words)) for verb, words in orders["commands"].items()}
        lines = orders["reads"] == "lines"
        return Dialect(
            name=name,
            commands=commands,
            read=_READERS[orders["reads"]],
            verbs=(lambda answer: frozenset(answer.get("verbs", ()))) if lines else (lambda _: frozenset(commands)),
            before={str(verb): tuple(map(str, first)) for verb, first in orders.get("before", {}).items()},
            back_s=float(orders.get("back_s", 0.0)),
            says_so=lines,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RigError(f"dialect {name!r} is not well made: {type(error).__name__}: {error}") from error


DIALECTS: Final[Mapping[str, Dialect]] = {dialect.name: dialect for dialect in (PROCESS_NODE,)}


def find_dialect(name: str) -> Dialect:
    """The dialect of that name; RigError with the known ones if there is none."""
    if name not in DIALECTS:
        raise RigError(f"no SSH dialect {name!r}; there are {sorted(DIALECTS)}")
    return DIALECTS[name]


def dialect_of(node: NodeDescription) -> Dialect:
    """What this node understands; RigError if that can't be told."""
    return made(node.dialect, node.orders) if node.orders else find_dialect(node.dialect)
