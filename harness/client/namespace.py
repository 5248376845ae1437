"""Names and attributes: filehandles, directories, files that are just there. None of it is state, and none of
it goes into the history."""

from __future__ import annotations

from typing import Any, Unpack

from regrace.harness.client.caller import CallOptions
from regrace.harness.client.errors import PeerLied
from regrace.harness.client.files import File, PathLike, parts, spelled
from regrace.harness.client.identity import Identity
from regrace.harness.client.reply import (
    AttributesReply,
    CompoundReply,
    ListReply,
    LookupReply,
    Reply,
)
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import bitmap, pack_fattr
from regrace.xdr_defs.nfs4 import nfs_argop4

Target = File | PathLike
DEFAULT_ATTRIBUTES = (
    nfs4.FATTR4_TYPE,
    nfs4.FATTR4_CHANGE,
    nfs4.FATTR4_SIZE,
    nfs4.FATTR4_FSID,
    nfs4.FATTR4_FILEID,
)
DIRECTORY_MODE = 0o777
FILE_MODE = 0o666
READDIR_BYTES = 32 << 10
JUDGED_BY = "LK-17"
"""The case that judges look-ups and filehandles."""
NOT_THERE = frozenset({nfs4.NFS4ERR_NOENT})
NOT_NOW = frozenset({nfs4.NFS4ERR_DELAY, nfs4.NFS4ERR_GRACE})


class Namespace(Identity):
    """See `Client`, which is the class to use."""

    # --- filehandles

    def lookup(self, path: Target, **how: Unpack[CallOptions]) -> LookupReply:
        """Walk to the path from the server's root, and remember its filehandle."""
        full = self._full(path)
        sentence = self._sentence(f"LOOKUP {spelled(full)}")

        def finish(reply: CompoundReply) -> LookupReply:
            self._learn(reply, full)
            found = reply.find(nfs4.OP_GETFH) if reply.ok else None
            return LookupReply(
                **self._said(reply, sentence), fh=found.resok4.object if found is not None else b""
            )

        return self._begin(finish, tuple(self._walk(full)), sentence, how).reply()

    def fh(self, file: Target) -> bytes:
        """The filehandle, looked up once and then remembered. Raises Blocked if the look-up is refused."""
        known = self._handles.get(self._full(file))
        return known if known is not None else self.lookup(file).need(judged_by=JUDGED_BY).fh

    def forget_handles(self) -> None:
        """Look everything up again from now on."""
        self._handles.clear()

    def exists(self, path: Target) -> bool:
        """Whether a fresh look-up finds it; "not now" (DELAY, GRACE) counts as no. Raises Blocked on any
        other refusal."""
        reply = self.lookup(path)
        if not reply.ok and reply.status not in NOT_THERE | NOT_NOW:
            reply.need(judged_by=JUDGED_BY)
        return reply.ok

    # --- attributes

    def attributes(
        self, target: Target | bytes, *numbers: int, **how: Unpack[CallOptions]
    ) -> AttributesReply:
        """GETATTR of a path or a filehandle: type, change, size, fsid and fileid if no numbers are given."""
        sentence = self._sentence(f"GETATTR of {_named(target)}")
        wanted = bitmap(*(numbers or DEFAULT_ATTRIBUTES))

        def finish(reply: CompoundReply) -> AttributesReply:
            if not isinstance(target, bytes):
                self._learn(reply, self._full(target))
            values: dict[int, Any] = {}
            if reply.ok:
                fattr = reply.op(nfs4.OP_GETATTR).resok4.obj_attributes
                values = self._attributes(sentence, fattr)
            return AttributesReply(**self._said(reply, sentence), values=values)

        ops = (*self._at(target), nfs_argop4(nfs4.OP_GETATTR, nfs4.GETATTR4args(wanted)))
        return self._begin(finish, ops, sentence, how).reply()

    def getattr(self, target: Target | bytes, *numbers: int) -> dict[int, Any]:
        """As `attributes`, by number. Raises Blocked if it is refused."""
        return self.attributes(target, *numbers).need(judged_by=JUDGED_BY).values

    def set_mode(self, target: Target, mode: int, **how: Unpack[CallOptions]) -> Reply:
        """SETATTR of the mode bits alone (§18.30)."""
        full = self._full(target)
        sentence = self._sentence(f"SETATTR mode {mode:o} of {_named(target)}")
        args = nfs4.SETATTR4args(nfs4.stateid4(0, bytes(12)), pack_fattr({nfs4.FATTR4_MODE: mode}, self.dialect))

        def finish(reply: CompoundReply) -> Reply:
            self._learn(reply, full)
            return Reply(**self._said(reply, sentence))

        return self._begin(finish, (*self._at(target), nfs_argop4(nfs4.OP_SETATTR, args)), sentence, how).reply()

    # --- directories

    def make_directory(self, path: Target, mode: int = DIRECTORY_MODE, **how: Unpack[CallOptions]) -> Reply:
        """CREATE of a directory; the one that it is in must be there."""
        full = self._full(path)
        args = nfs4.CREATE4args(
            nfs4.createtype4(nfs4.NF4DIR),
            _component(full),
            pack_fattr({nfs4.FATTR4_MODE: mode}, self.dialect),
        )
        return self._in_parent("CREATE directory", full, nfs_argop4(nfs4.OP_CREATE, args), how)

    def remove(self, path: Target, **how: Unpack[CallOptions]) -> Reply:
        """REMOVE of a file or an empty directory; its filehandle is forgotten."""
        full = self._full(path)
        reply = self._in_parent(
            "REMOVE", full, nfs_argop4(nfs4.OP_REMOVE, nfs4.REMOVE4args(_component(full))), how
        )
        if reply.ok:
            self._handles.pop(full, None)
        return reply

    def list_directory(self, path: Target = (), **how: Unpack[CallOptions]) -> ListReply:
        """READDIR, as many calls as it takes. Raises PeerLied if the cookies don't lead on."""
        sentence = self._sentence(f"READDIR of {_named(path)}")
        names: list[str] = []
        cookie, verifier = 0, bytes(8)
        while True:
            args = nfs4.READDIR4args(
                cookie, verifier, READDIR_BYTES, READDIR_BYTES, bitmap(nfs4.FATTR4_RDATTR_ERROR)
            )
            ops = (*self._at(path), nfs_argop4(nfs4.OP_READDIR, args))
            reply = self._begin(lambda r: r, ops, sentence, how).reply()
            self._learn(reply, self._full(path))
            if not reply.ok:
                return ListReply(**self._said(reply, sentence), names=names)
            page = reply.op(nfs4.OP_READDIR).resok4
            entries = page.reply.entries
            names += [entry.name.decode("utf-8", "backslashreplace") for entry in entries]
            if page.reply.eof:
                return ListReply(**self._said(reply, sentence), names=names)
            if not entries or entries[-1].cookie == cookie:
                raise PeerLied(self.name, sentence, f"no entry after cookie {cookie}, and no end either")
            cookie, verifier = entries[-1].cookie, page.cookieverf

    def readdir(self, path: Target = ()) -> list[str]:
        """As `list_directory`, the names alone. Raises Blocked if it is refused."""
        return self.list_directory(path).need(judged_by=JUDGED_BY).names

    # --- files that are just there

    def create_file(self, file: Target, mode: int = FILE_MODE, **how: Unpack[CallOptions]) -> Reply:
        """OPEN with create (a file that is there stays as it is), and CLOSE. The reply is that of the call
        which was refused, or of CLOSE."""
        full = self._full(file)
        name = _named(file)
        attrs = pack_fattr({nfs4.FATTR4_MODE: mode}, self.dialect)
        args = nfs4.OPEN4args(
            0,
            nfs4.OPEN4_SHARE_ACCESS_WRITE | nfs4.OPEN4_SHARE_ACCESS_WANT_NO_DELEG,
            nfs4.OPEN4_SHARE_DENY_NONE,
            nfs4.open_owner4(self.clientid or 0, b"create_file"),
            nfs4.openflag4(nfs4.OPEN4_CREATE, nfs4.createhow4(nfs4.UNCHECKED4, attrs)),
            nfs4.open_claim4(nfs4.CLAIM_NULL, _component(full)),
        )
        ops = (
            *self._at_parent(full),
            nfs_argop4(nfs4.OP_OPEN, args),
            nfs_argop4(nfs4.OP_GETFH),
        )
        sentence = self._sentence(f"OPEN (create) of {name}")
        opened = self._begin(lambda r: r, ops, sentence, how).reply()
        self._learn(opened, full[:-1])
        if not opened.ok:
            return Reply(**self._said(opened, sentence))
        handle = opened.last(nfs4.OP_GETFH).resok4.object  # type: ignore[union-attr]  # the compound is whole
        self._handles[full] = handle
        sentence = self._sentence(f"CLOSE of {name}")
        close = nfs4.CLOSE4args(0, opened.op(nfs4.OP_OPEN).resok4.stateid)
        ops = (
            nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(handle)),
            nfs_argop4(nfs4.OP_CLOSE, close),
        )
        return self._begin(lambda r: Reply(**self._said(r, sentence)), ops, sentence, how).reply()

    # --- helpers

    def _full(self, target: Target) -> tuple[str, ...]:
        """From the server's root."""
        return (*self.base, *parts(target.path if isinstance(target, File) else target))

    def _at(self, target: Target | bytes) -> list[nfs_argop4]:
        """Operations that make it the current filehandle."""
        if isinstance(target, bytes):
            return [nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(target))]
        full = self._full(target)
        known = self._handles.get(full)
        return self._at(known) if known is not None else self._walk(full)

    def _at_parent(self, full: tuple[str, ...]) -> list[nfs_argop4]:
        """As `_at`, of the directory that it is in."""
        known = self._handles.get(full[:-1])
        return self._at(known) if known is not None else self._walk(full[:-1])

    def _walk(self, full: tuple[str, ...]) -> list[nfs_argop4]:
        """From the root, with a GETFH at the end that `_learn` reads."""
        return [
            nfs_argop4(nfs4.OP_PUTROOTFH),
            *(nfs_argop4(nfs4.OP_LOOKUP, nfs4.LOOKUP4args(part.encode())) for part in full),
            nfs_argop4(nfs4.OP_GETFH),
        ]

    def _learn(self, reply: CompoundReply, full: tuple[str, ...]) -> None:
        """Remember the filehandle that a walk ended at, if the call had one and got that far."""
        if reply.find(nfs4.OP_PUTROOTFH) is None:
            return
        found = reply.find(nfs4.OP_GETFH)
        if found is not None and found.value is not None:
            self._handles[full] = found.resok4.object

    def _in_parent(self, what: str, full: tuple[str, ...], op: nfs_argop4, how: CallOptions) -> Reply:
        """One operation in the directory that the path's last component is in."""
        sentence = self._sentence(f"{what} {spelled(full)}")

        def finish(reply: CompoundReply) -> Reply:
            self._learn(reply, full[:-1])
            return Reply(**self._said(reply, sentence))

        return self._begin(finish, (*self._at_parent(full), op), sentence, how).reply()


def _component(full: tuple[str, ...]) -> bytes:
    if not full:
        raise ValueError("the root has no name")
    return full[-1].encode()


def _named(target: Target | bytes) -> str:
    if isinstance(target, bytes):
        return f"handle {target[:8].hex()}"
    return target.tag if isinstance(target, File) else spelled(target)
