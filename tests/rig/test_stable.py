"""Stable storage: the folder and its twin in memory can't be told apart, and keep what was synced."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regrace.harness.rig.stable import MemoryStable, Stable, StableFolder, order, store

NAMES = st.sampled_from(["clients", "grace.1", "file-0x1"])
STEP = st.one_of(
    st.tuples(st.just("write"), NAMES, st.binary(max_size=40)),
    st.tuples(st.just("remove"), NAMES, st.just(b"")),
    st.tuples(st.just("sync"), NAMES, st.just(b"")),
    st.tuples(st.just("power_cut"), NAMES, st.binary(min_size=1, max_size=1)),
    st.tuples(st.just("reopen"), NAMES, st.just(b"")),
)


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(STEP, max_size=30))
def test_twins_that_keep_what_was_synced(steps: list[tuple[str, str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = StableFolder(Path(place) / "stable")
        memory = MemoryStable()
        durable: dict[str, bytes | None] = {}
        for verb, name, data in steps:
            match verb:
                case "write":
                    folder.write(name, data)
                    memory.write(name, data)
                case "remove":
                    folder.remove(name)
                    memory.remove(name)
                case "sync":
                    folder.sync(name)
                    memory.sync(name)
                    durable[name] = memory.read(name)
                case "power_cut":
                    seed = data[0] if data[0] % 2 else None
                    before = {each: memory.read(each) for each in memory.names()}
                    reports = [
                        twin.power_cut(None if seed is None else random.Random(seed)) for twin in (folder, memory)
                    ]
                    assert reports[0] == reports[1]
                    for each in ("clients", "grace.1", "file-0x1"):
                        found = memory.read(each)
                        if found != durable.get(each):
                            assert seed is not None, "without tearing exactly what was synced is left"
                            assert found is not None
                            assert (before[each] or b"").startswith(found), "torn is a prefix of what was written"
                case "reopen":
                    folder = StableFolder(Path(place) / "stable")
            assert folder.names() == memory.names()
            for each in ("clients", "grace.1", "file-0x1"):
                assert folder.read(each) == memory.read(each)
                assert folder.synced(each) == memory.synced(each) == durable.get(each)


@pytest.fixture(params=["folder", "memory"])
def stable(request: pytest.FixtureRequest, tmp_path: Path) -> Stable:
    return StableFolder(tmp_path / "stable") if request.param == "folder" else MemoryStable()


def test_store_is_durable(stable: StableFolder | MemoryStable) -> None:
    store(stable, "record", b"kept")
    stable.write("record", b"not kept")
    assert stable.read("record") == b"not kept"
    assert stable.power_cut() == ["record: the write of 8 bytes was lost"]
    assert stable.read("record") == b"kept"


def test_a_removal_that_was_not_synced_is_undone(stable: StableFolder | MemoryStable) -> None:
    store(stable, "record", b"kept")
    stable.remove("record")
    assert stable.read("record") is None
    assert stable.names() == []
    assert stable.power_cut() == ["record: the removal was lost"]
    assert stable.read("record") == b"kept"
    stable.remove("record")
    stable.sync("record")
    stable.power_cut()
    assert stable.read("record") is None


@pytest.mark.parametrize("name", ["", "../escape", ".hidden", "a/b", "x.dirty", "x.removed.dirty", "x.scratch", "ä"])
def test_names_that_would_leave_the_folder_are_refused(stable: StableFolder | MemoryStable, name: str) -> None:
    for act in (stable.read, stable.synced, stable.remove, stable.sync):
        with pytest.raises(ValueError, match="not a name"):
            act(name)
    with pytest.raises(ValueError, match="not a name"):
        stable.write(name, b"")


def test_a_kill_in_the_middle_of_a_write_tears_nothing(tmp_path: Path) -> None:
    stable = StableFolder(tmp_path)
    stable.write("record", b"whole")
    (tmp_path / "record.scratch").write_bytes(b"who")  # what a SIGKILL leaves
    assert stable.names() == ["record"]
    assert stable.read("record") == b"whole"
    stable.power_cut()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("how", "text"), [("full", "No space left"), ("sync", "Input/output error")])
def test_it_fails_when_told_to_and_loses_nothing_by_that(
    stable: StableFolder | MemoryStable, how: str, text: str
) -> None:
    store(stable, "record", b"old")
    assert order(stable, how) == ""
    assert text in order(stable, "try")
    with pytest.raises(OSError, match=text):
        store(stable, "record", b"new")
    stable.power_cut()
    assert stable.read("record") == b"old"
    assert order(stable, "mend") == order(stable, "try") == ""
    store(stable, "record", b"new")
    assert (stable.synced("record"), stable.names()) == (b"new", ["record"])


def test_a_disk_that_does_not_sync_still_writes(stable: StableFolder | MemoryStable) -> None:
    store(stable, "record", b"old")
    order(stable, "sync")
    stable.write("record", b"new")
    assert (stable.read("record"), stable.synced("record")) == (b"new", b"old")


def test_a_broken_folder_is_broken_for_the_next_one_too(tmp_path: Path) -> None:
    order(StableFolder(tmp_path), "full")
    with pytest.raises(OSError, match="No space left"):
        StableFolder(tmp_path).write("record", b"new")
    assert StableFolder(tmp_path).names() == []


def test_an_older_copy_takes_the_place_of_everything(stable: StableFolder | MemoryStable) -> None:
    store(stable, "kept", b"as it was")
    stable.write("unsynced", b"as it was")
    order(stable, "keep")
    store(stable, "kept", b"since")
    store(stable, "later", b"since")
    assert order(stable, "put-back") == "kept, later"
    assert stable.names() == ["kept", "unsynced"]
    assert stable.read("kept") == stable.read("unsynced") == b"as it was"
    assert stable.synced("unsynced") is None
    assert order(stable, "put-back") == "", "nothing has changed since"


def test_what_can_not_be_done_to_it_is_said(stable: StableFolder | MemoryStable) -> None:
    with pytest.raises(ValueError, match="no copy"):
        order(stable, "put-back")
    with pytest.raises(ValueError, match="melt"):
        order(stable, "melt")
