"""What a server answered, and how a case judges it.

Every operation of `Client` returns a `Reply`: a status and the typed result beside it. Nothing is raised for
a status; `expect` is where a case says what it requires, `need` where it says what it takes for granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self

from regrace.harness.client.exchange import op_name, status_name
from regrace.harness.client.ledger import Delegation, Lock, Open
from regrace.harness.judge import Blocked, Findings, expect_status
from regrace.verdict import Verdict
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import NFS4_OK, nfsstat4

Octets = bytes  # `CompoundReply` has a field called bytes
NO_VERDICTS: Mapping[nfsstat4, Verdict] = MappingProxyType({})


@dataclass(slots=True, kw_only=True, eq=False)
class Reply:
    """A status, and the sentence that says what was asked: "E1 LOCK WRITE [0,10) of f via reexport"."""

    status: nfsstat4
    sentence: str
    findings: Findings = field(repr=False)
    compound: CompoundReply | None = field(default=None, repr=False)
    """The whole exchange behind it; None for a compound itself."""

    @property
    def ok(self) -> bool:
        """NFS4_OK."""
        return self.status == NFS4_OK

    def expect(
        self,
        *statuses: nfsstat4,
        also: Mapping[nfsstat4, Verdict] = NO_VERDICTS,
        because: str = "",
    ) -> Self:
        """The requirement: one of these statuses (NFS4_OK if none is named). `also` maps further ones to the
        verdict that they earn, WARN or INFO. Raises Failed on any other; `because` goes into its text."""
        expect_status(
            self.sentence,
            status_name(self.status),
            tuple(status_name(status) for status in statuses or (NFS4_OK,)),
            also={status_name(status): verdict for status, verdict in also.items()},
            because=because,
            findings=self.findings,
        )
        return self

    def need(self, *statuses: nfsstat4, judged_by: str) -> Self:
        """A step before the requirement: one of these statuses (NFS4_OK if none is named). Raises Blocked,
        which names the step and the case that judges it, on any other."""
        if self.status in (statuses or (NFS4_OK,)):
            return self
        wanted = " or ".join(status_name(status) for status in statuses or (NFS4_OK,))
        actual = status_name(self.status)
        raise Blocked(
            f"{self.sentence} answered {actual}; the case needs {wanted} before it can judge anything",
            step=self.sentence,
            judged_by=judged_by,
            actual=actual,
        )


@dataclass(slots=True, eq=False)
class Sent:
    """A COMPOUND as it went out: enough to send it again."""

    ops: tuple[nfs4.nfs_argop4, ...]
    tag: bytes
    minor_version: int
    credential: Any
    sequence: nfs4.SEQUENCE4args | None
    body: bytes
    """The encoded COMPOUND4args."""
    at: float
    """When, in seconds of the world's clock; stamped before the bytes left."""
    own: bool
    """Its SEQUENCE is on the client's session, and not on one that a case made up."""
    instead_of: tuple[nfs4.nfs_argop4, ...] | None = None
    """For a false retry: the operations of the call whose cached reply may come back (RFC 8881 §2.10.6.1.3)."""


@dataclass(slots=True, kw_only=True, eq=False)
class CompoundReply(Reply):
    """The results of one COMPOUND; `status` is that of its last operation that was carried out."""

    results: list[nfs4.nfs_resop4]
    tag: Octets
    bytes: Octets
    """The RPC reply's body as it came: what a replay from the cache must repeat."""
    sent: Sent = field(repr=False)
    sent_at: float
    received_at: float
    xid: int

    @property
    def sequence(self) -> nfs4.SEQUENCE4resok | None:
        """What SEQUENCE brought; None if it was refused or not part of the call."""
        if self.results and self.results[0].resop == nfs4.OP_SEQUENCE:
            value = self.results[0].value.value
            return value if isinstance(value, nfs4.SEQUENCE4resok) else None
        return None

    @property
    def slot(self) -> int | None:
        """The slot that the call used."""
        return self.sent.sequence.sa_slotid if self.sent.sequence else None

    @property
    def seqid(self) -> int | None:
        """The sequence ID that the call used on its slot."""
        return self.sent.sequence.sa_sequenceid if self.sent.sequence else None

    def op(self, number: int) -> Any:
        """The result (`LOCK4res`, say) of the first operation with this number. Raises LookupError, which
        says where the compound ended, if it was not carried out."""
        found = self.find(number)
        if found is None:
            done = ", ".join(f"{op_name(r.resop)} {status_name(status_of(r))}" for r in self.results)
            raise LookupError(f"{self.sentence}: no result for {op_name(number)}, but: {done or 'none'}")
        return found

    def find(self, number: int) -> Any | None:
        """As `op`; None if it was not carried out."""
        for result in self.results:
            if result.resop == number:
                return result.value
        return None

    def last(self, number: int) -> Any | None:
        """The result of the last operation with this number; None if none was carried out."""
        for result in reversed(self.results):
            if result.resop == number:
                return result.value
        return None


def status_of(result: nfs4.nfs_resop4) -> nfsstat4:
    """The status of one operation: the first field of its result, whatever that one calls it."""
    value = result.value
    status: nfsstat4 = getattr(value, value.__slots__[0])
    return status


@dataclass(slots=True, kw_only=True, eq=False)
class ExchangeIdReply(Reply):
    """EXCHANGE_ID. The fields are those of eir_resok4, and zero or empty if it was refused."""

    clientid: int = 0
    sequenceid: int = 0
    flags: int = 0
    server_owner: tuple[int, bytes] = (0, b"")
    """so_minor_id and so_major_id."""
    server_scope: bytes = b""
    impl_id: tuple[str, str] | None = None
    """Domain and name of the server's implementation, if it tells."""
    state_protect: int = 0
    """SP4_NONE, SP4_MACH_CRED or SP4_SSV."""

    @property
    def confirmed(self) -> bool:
        """EXCHGID4_FLAG_CONFIRMED_R: this owner and verifier have a record already (RFC 8881 §18.35.3)."""
        return bool(self.flags & nfs4.EXCHGID4_FLAG_CONFIRMED_R)


@dataclass(slots=True, kw_only=True, eq=False)
class SessionReply(Reply):
    """CREATE_SESSION."""

    sessionid: bytes = b""
    sequence: int = 0
    """csr_sequence, which repeats the csa_sequence that was used."""
    flags: int = 0
    fore: nfs4.channel_attrs4 | None = None
    back: nfs4.channel_attrs4 | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class BindReply(Reply):
    """BIND_CONN_TO_SESSION."""

    direction: int = 0
    """CDFS4_FORE, CDFS4_BACK or CDFS4_BOTH."""


@dataclass(slots=True, kw_only=True, eq=False)
class RecoverReply(Reply):
    """What `recover` came to. `status` is that of `step`, the last call that was made."""

    step: str = ""
    """"EXCHANGE_ID", "CREATE_SESSION" or "RECLAIM_COMPLETE"."""
    previous_clientid: int = 0
    clientid: int = 0
    confirmed: bool = False
    """The server still had the client's record: its state may be there, and need not be reclaimed."""
    flags: int = 0
    """eir_flags."""

    @property
    def state_kept(self) -> bool:
        """The same client ID, still confirmed: only the session was lost (RFC 8881 §8.4.2)."""
        return self.confirmed and self.clientid == self.previous_clientid


@dataclass(slots=True, kw_only=True, eq=False)
class OpenReply(Reply):
    """OPEN. `open` is None if it was refused, or if a delegation came in its place (RFC 9754)."""

    open: Open | None = None
    rflags: int = 0
    delegation: Delegation | None = None

    @property
    def opened(self) -> Open:
        """The open, for a case that has asked for NFS4_OK before. Raises LookupError if there is none."""
        if self.open is None:
            raise LookupError(f"{self.sentence} -> {status_name(self.status)}: there is no open")
        return self.open


@dataclass(slots=True, kw_only=True, eq=False)
class LockReply(Reply):
    """LOCK or LOCKT. `lock` is None if it was refused, and for LOCKT."""

    lock: Lock | None = None
    denied: nfs4.LOCK4denied | None = None

    @property
    def locked(self) -> Lock:
        """The lock, for a case that has asked for NFS4_OK before. Raises LookupError if it was refused."""
        if self.lock is None:
            raise LookupError(f"{self.sentence} -> {status_name(self.status)}: there is no lock")
        return self.lock


@dataclass(slots=True, kw_only=True, eq=False)
class ReadReply(Reply):
    """READ."""

    data: bytes = b""
    eof: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class WriteReply(Reply):
    """WRITE. `committed` is a stable_how4."""

    count: int = 0
    committed: int = 0
    verifier: bytes = b""


@dataclass(slots=True, kw_only=True, eq=False)
class TestReply(Reply):
    """TEST_STATEID: a status for each stateid, in order."""

    __test__ = False  # not a class of tests, whatever pytest thinks of the name
    statuses: list[nfsstat4] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class AttributesReply(Reply):
    """GETATTR: attributes by number."""

    values: dict[int, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False)
class LookupReply(Reply):
    """LOOKUP: the filehandle, empty if it was refused."""

    fh: bytes = b""


@dataclass(slots=True, kw_only=True, eq=False)
class ListReply(Reply):
    """READDIR: the names, in the server's order."""

    names: list[str] = field(default_factory=list)
