"""A run's folder: `events.jsonl` while it runs, `run.json` when it ends, `latest` pointing to the newest.

Each event is one line, written and synced as it happens, so that a killed run loses nothing that was
finished. `read` takes whichever of the two files is there.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from regrace.results.exitcodes import exit_code
from regrace.results.expectations import ExpectationBook
from regrace.results.record import CaseRecord
from regrace.results.run import SCHEMA, Run, RunMeta, facts_of, utc_now

RUN_FILE = "run.json"
EVENTS_FILE = "events.jsonl"
LATEST = "latest"
SURROGATES = "backslashreplace"
"""How bytes that are no text (in a server's answer) get into a file: as an escape, which JSON understands."""


class StoreError(Exception):
    """A run can't be written or read; says which file and what is wrong with it."""


def runs_folder(cwd: Path) -> Path:
    """Where runs go that are given no other place: `results/runs` in a checkout, else `regrace-runs`."""
    try:
        project = tomllib.loads((cwd / "pyproject.toml").read_text(encoding="utf-8")).get("project", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        project = {}  # no checkout of ours, whatever else it may be
    return cwd / "results" / "runs" if project.get("name") == "regrace" else cwd / "regrace-runs"


def new_run_folder(cwd: Path, rig: str) -> Path:
    """A name for a run that begins now: "20261122T164305Z-reference" in `runs_folder`, not made yet."""
    name = Path(rig).stem if rig.endswith(".toml") else rig
    label = re.sub(r"[^A-Za-z0-9._]+", "-", name).strip("-.") or "rig"
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    base = runs_folder(cwd) / f"{stamp}-{label}"
    folder, number = base, 2
    while folder.exists():
        folder, number = base.with_name(f"{base.name}-{number}"), number + 1
    return folder


class RunWriter:
    """Writes one run. Used by one process; workers hand their records to it."""

    def __init__(self, folder: Path, meta: RunMeta, *, book: ExpectationBook | None = None) -> None:
        """Begin a run in `folder`, which is made. A folder beside other runs becomes their `latest`.

        With a `book` the writer judges the records it is given, without one they come judged.
        Raises StoreError if the folder holds a run already or can't be made."""
        self.folder = folder
        self.run = Run(meta=meta, complete=False)
        self._book = book
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._events = (folder / EVENTS_FILE).open("x", encoding="utf-8", errors=SURROGATES)
        except FileExistsError as trouble:
            raise StoreError(f"{folder} holds a run already (or is a file); name another folder") from trouble
        except OSError as trouble:
            raise StoreError(f"{folder} can't hold the run: {trouble.strerror}") from trouble
        self._append({"type": "run", "schema": SCHEMA, **asdict(meta)})
        _sync_folder(folder)
        if folder.resolve().parent == runs_folder(Path.cwd().resolve()):
            point_latest(folder)

    def rig(self, name: str, description: dict[str, Any]) -> None:
        """A rig of the run as its provider describes it. Before the first case on it: conditions ask it."""
        if self.run.meta.rigs.get(name) != description:
            self.run.meta.rigs[name] = description
            self._append({"type": "rig", "name": name, "description": description})

    def plan(self, codes: list[str]) -> None:
        """The cases that were selected."""
        self.run.meta.plan = list(codes)
        self._append({"type": "plan", "codes": self.run.meta.plan})

    def contradiction(self, text: str) -> None:
        """A claim that a probe contradicted. Said once, however often it is seen."""
        if text not in self.run.meta.contradictions:
            self.run.meta.contradictions.append(text)
            self._append({"type": "contradiction", "text": text})

    def remark(self, text: str) -> None:
        """Something about the run that the reader should know. Said once."""
        if text not in self.run.remarks:
            self.run.remarks.append(text)
            self._append({"type": "remark", "text": text})

    def case(self, record: CaseRecord) -> CaseRecord:
        """A case ended: judge it by the book, keep it for good. Returns the judged record."""
        if self._book is not None:
            self._book.judge(record, facts_of(self.run.meta, record.rig))
        self.run.cases.append(record)
        self._append({"type": "case", **record.to_json()})
        return record

    def attachments(self, name: str) -> Path:
        """A folder for files that belong to cases ("captures"); records name them by their path from here."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    def finish(self, *, interrupted: bool = False) -> Run:
        """End the run: `run.json` appears, whole, or not at all."""
        for text in self._book.stale() if self._book else ():
            self.remark(text)
        self.run.meta.interrupted = interrupted
        self.run.meta.ended_at = utc_now()
        self.run.complete = True
        self._append({"type": "end", "interrupted": interrupted, "ended_at": self.run.meta.ended_at})
        self._events.close()
        write_run(self.folder, self.run)
        return self.run

    def close(self) -> None:
        """Let go of the file of a run that can't be finished. Idempotent."""
        self._events.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _append(self, event: dict[str, Any]) -> None:
        self._events.write(json.dumps(event, ensure_ascii=False) + "\n")
        self._events.flush()
        os.fsync(self._events.fileno())


def write_run(folder: Path, run: Run) -> Path:
    """Write `run.json`, replacing an older one at once. Returns its path."""
    path = folder / RUN_FILE
    text = json.dumps(run.to_json(exit_code=exit_code(run)), ensure_ascii=False, indent=1)
    write_atomically(path, text + "\n")
    return path


def write_atomically(path: Path, text: str) -> None:
    """Replace a file so that a reader sees the old text or the new, never half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8", errors=SURROGATES) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def point_latest(folder: Path) -> None:
    """Make `latest`, beside the folder, a link to it, replacing an older link at once."""
    link = folder.with_name(LATEST)
    draft = folder.with_name(f".{LATEST}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(folder.name, target_is_directory=True)
    draft.replace(link)


def find(text: str, cwd: Path) -> Path:
    """The folder of a run that a user names: "latest", a folder, or one of its files.

    A bare name is also looked for among the runs. Raises StoreError."""
    runs = runs_folder(cwd)
    for path in (cwd / text, runs / text):
        if path.is_file() and path.name in (RUN_FILE, EVENTS_FILE):
            return path.parent
        if (path / RUN_FILE).is_file() or (path / EVENTS_FILE).is_file():
            return path.resolve()
    if text == LATEST:
        raise StoreError(f"there is no run in {runs} yet")
    if (cwd / text).exists():
        raise StoreError(f"{text} is no run: it has no {RUN_FILE} and no {EVENTS_FILE}")
    raise StoreError(f"there is no run {text!r}, neither here nor in {runs}")


def read(folder: Path) -> Run:
    """The run in a folder; a killed one from its events. Raises StoreError."""
    if (folder / RUN_FILE).is_file():
        return read_run_file(folder / RUN_FILE)
    if (folder / EVENTS_FILE).is_file():
        return read_events(folder / EVENTS_FILE)
    raise StoreError(f"{folder} is no run: it has no {RUN_FILE} and no {EVENTS_FILE}")


def read_run_file(path: Path) -> Run:
    """A finished run. Raises StoreError."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as trouble:
        raise StoreError(f"{path} can't be read: {trouble}") from trouble
    _check_schema(path, data)
    try:
        return Run.from_json(data)
    except (TypeError, KeyError, ValueError, AttributeError) as trouble:
        raise StoreError(f"{path} is not a {SCHEMA}: {_reason(trouble)}") from trouble


def read_events(path: Path) -> Run:
    """A run from its events. A torn last line, which a kill leaves, becomes a remark. Raises StoreError."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as trouble:
        raise StoreError(f"{path} can't be read: {trouble}") from trouble
    if not lines[-1]:
        lines.pop()
    run: Run | None = None
    for number, line in enumerate(lines, start=1):
        try:
            event = json.loads(line)
        except (ValueError, RecursionError) as trouble:
            if number == len(lines) and run is not None:
                run.remarks.append(f"the last line of {EVENTS_FILE} is torn: what it told is lost")
                break
            raise StoreError(f"{path}, line {number} is torn: {trouble}") from trouble
        if run is None:
            _check_schema(path, event)
        try:
            run = _apply(run, event)
        except (TypeError, KeyError, ValueError, AttributeError) as trouble:
            message = f"{path}, line {number} is not an event of {SCHEMA}: {_reason(trouble)}"
            raise StoreError(message) from trouble
    if run is None:
        raise StoreError(f"{path} is empty: the run was killed before it began")
    return run


def _apply(run: Run | None, event: dict[str, Any]) -> Run:
    kind = event["type"]
    if run is None:
        if kind != "run":
            raise ValueError(f"the first event is a {kind!r}, not the run")
        return Run(meta=RunMeta.from_json(event), complete=False)
    match kind:
        case "case":
            run.cases.append(CaseRecord.from_json(event))
        case "rig":
            run.meta.rigs[event["name"]] = event["description"]
        case "plan":
            run.meta.plan = list(event["codes"])
        case "contradiction":
            run.meta.contradictions.append(str(event["text"]))
        case "remark":
            run.remarks.append(str(event["text"]))
        case "end":
            run.meta.interrupted = bool(event["interrupted"])
            run.meta.ended_at = str(event["ended_at"])
            run.complete = True
        case _:
            raise ValueError(f"unknown type {kind!r}")
    return run


def _check_schema(path: Path, data: object) -> None:
    if not isinstance(data, dict) or not isinstance(data.get("schema"), str):
        raise StoreError(f"{path} is no run of Regrace: it names no schema")
    if data["schema"] != SCHEMA:
        raise StoreError(f"{path} has the schema {data['schema']!r}; this version reads {SCHEMA!r}")


def _reason(trouble: Exception) -> str:
    return f"{trouble} is missing" if isinstance(trouble, KeyError) else str(trouble)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
