"""`run.json` keeps to the schema that it publishes, and the schema allows nothing else."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_up_runs import one_of_each

from regrace.results import run as run_module

SCHEMA: dict[str, Any] = json.loads(
    (Path(run_module.__file__).parent / "schema" / "run-1.json").read_text(encoding="utf-8")
)

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
KEYWORDS = {
    *("$schema", "$id", "$defs", "$ref", "title", "description", "type", "required", "properties", "items"),
    *("additionalProperties", "enum", "const", "pattern"),
}


def violations(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    """Where a value breaks a schema that uses KEYWORDS and no others."""
    assert set(schema) <= KEYWORDS, f"the test doesn't know {set(schema) - KEYWORDS}"
    found: list[str] = []
    if "$ref" in schema:
        found += violations(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], path)
    if "type" in schema:
        types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        if not any(TYPES[name](value) for name in types):
            return [*found, f"{path}: {value!r} is not {types}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path}: {value!r} is not one of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{path}: {value!r} is not {schema['const']!r}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{path}: {value!r} does not match")
    if isinstance(value, dict):
        found += [f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in value]
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            if inner is False:
                found.append(f"{path}: {name} is unknown")
            else:
                found += violations(item, inner, f"{path}.{name}")
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            found += violations(item, schema["items"], f"{path}[{number}]")
    return found


def document() -> Any:
    """A run.json as a program reads it."""
    return json.loads(json.dumps(one_of_each().to_json(exit_code=1)))


def test_a_run_keeps_to_the_schema() -> None:
    assert violations(document(), SCHEMA) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "regrace-run/2"),
        (("exit_code",), 5),
        (("run", "started_at"), "yesterday"),
        (("run", "argv"), "regrace run"),
        (("cases", 0, "verdict"), "meh"),
        (("cases", 0, "level"), "must"),
        (("cases", 0, "duration_s"), "3 s"),
        (("cases", 0, "faults", 0, "healed_at_s"), "never"),
        (("cases", 0, "unexpected"), 1),
        (("cases", 0, "mood"), "good"),
    ],
)
def test_the_schema_refuses_what_is_none(path: tuple[Any, ...], value: Any) -> None:
    data = document()
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert len(violations(data, SCHEMA)) == 1


def test_it_needs_every_field_that_it_knows() -> None:
    """Written by one version and read by programs of others: nothing may be left out."""
    whole = document()
    for place, schema in (
        ((), SCHEMA),
        (("run",), SCHEMA["$defs"]["run"]),
        (("cases", 0), SCHEMA["$defs"]["case"]),
    ):
        assert set(schema["required"]) == set(schema["properties"])
        for name in schema["required"]:
            data = copy.deepcopy(whole)
            inner = data
            for step in place:
                inner = inner[step]
            del inner[name]
            assert violations(data, SCHEMA) != []
