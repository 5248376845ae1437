"""Names, directories, filehandles."""

from __future__ import annotations

import pytest

from regrace.harness.client.files import File, parts, spelled
from regrace.harness.judge import Blocked
from regrace.xdr_defs import nfs4
from tests.client.conftest import F, Stage


def test_handles_are_looked_up_once(stage: Stage) -> None:
    client = stage.client()
    client.create_file(F).expect()
    client.forget_handles()
    calls = len(stage.server.calls)
    assert client.fh(F) == client.fh("f") == client.fh(("f",)) == b"f"
    assert len(stage.server.calls) == calls + 1
    client.forget_handles()
    client.fh(F)
    assert len(stage.server.calls) == calls + 2
    with pytest.raises(Blocked, match="LOOKUP nope"):
        client.fh("nope")


def test_the_base_goes_in_front(stage: Stage) -> None:
    stage.server.files[b"export"] = bytearray()
    client = stage.client(base=("export",))
    stage.server.files[b"f"] = bytearray()
    client.fh(F)
    walked = [op.value.objname for op in stage.server.calls[-1].argarray if op.argop == nfs4.OP_LOOKUP]
    assert walked == [b"export", b"f"]


def test_exists(stage: Stage) -> None:
    client = stage.client()
    assert not client.exists("f")
    client.create_file("f").expect()
    assert client.exists("f")
    stage.server.answers[nfs4.OP_LOOKUP] = lambda _: nfs4.LOOKUP4res(nfs4.NFS4ERR_DELAY)
    assert not client.exists("f")
    stage.server.answers[nfs4.OP_LOOKUP] = lambda _: nfs4.LOOKUP4res(nfs4.NFS4ERR_ACCESS)
    with pytest.raises(Blocked, match="NFS4ERR_ACCESS"):
        client.exists("f")


def test_directories(stage: Stage) -> None:
    client = stage.client()
    client.make_directory("d").expect()
    assert client.make_directory("d").status == nfs4.NFS4ERR_EXIST
    for name in ("a", "b", "c"):
        client.create_file(name).expect()
    assert client.readdir() == ["a", "b", "c", "d"]  # two pages
    client.remove("a").expect()
    assert client.remove("a").status == nfs4.NFS4ERR_NOENT
    assert client.readdir(()) == ["b", "c", "d"]
    stage.server.answers[nfs4.OP_READDIR] = lambda _: nfs4.READDIR4res(nfs4.NFS4ERR_NOTDIR)
    assert client.list_directory("d").status == nfs4.NFS4ERR_NOTDIR
    with pytest.raises(Blocked):
        client.readdir("d")
    with pytest.raises(ValueError, match="the root has no name"):
        client.remove(())


def test_attributes(stage: Stage) -> None:
    client = stage.client()
    client.create_file(F)
    client.write(F, nfs4.stateid4(0, bytes(12)), 0, b"12345")
    assert client.getattr(F, nfs4.FATTR4_SIZE) == {nfs4.FATTR4_SIZE: 5}
    assert client.getattr(client.fh(F)) == {nfs4.FATTR4_SIZE: 5}
    assert client.attributes(b"nobody").status == nfs4.NFS4ERR_STALE
    with pytest.raises(Blocked, match="handle 6e6f626f6479"):
        client.getattr(b"nobody")


def test_create_file_says_which_step_was_refused(stage: Stage) -> None:
    client = stage.client()
    stage.server.answers[nfs4.OP_OPEN] = lambda _: nfs4.OPEN4res(nfs4.NFS4ERR_GRACE)
    assert client.create_file(F).sentence == "E1 OPEN (create) of f via reexport"
    del stage.server.answers[nfs4.OP_OPEN]
    stage.server.answers[nfs4.OP_CLOSE] = lambda _: nfs4.CLOSE4res(nfs4.NFS4ERR_DELAY)
    refused = client.create_file(F)
    assert (refused.sentence, refused.status) == ("E1 CLOSE of f via reexport", nfs4.NFS4ERR_DELAY)


def test_paths() -> None:
    assert parts("a//b/") == ("a", "b")
    assert parts(("a", "b")) == ("a", "b")
    assert spelled(()) == "/"
    assert str(File("t", ("x", "y"))) == "t"
    for bad in ("a/../b", ("a", ""), "."):
        with pytest.raises(ValueError, match="NFSv4 does not know"):
            parts(bad)
