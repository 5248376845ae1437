"""That a server survives what can't be read, and says so: XDR, records, COMPOUNDs (RFC 5531 §11, RFC 8881 §16.2.3)."""

from __future__ import annotations

from collections.abc import Callable

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.errors import PeerLied, RpcRejected
from regrace.harness.client.identity import FORE_CHANNEL
from regrace.harness.client.reply import CompoundReply
from regrace.harness.judge import Failed, Recorded
from regrace.harness.protocol.records import LAST_FRAGMENT, MAX_FRAGMENT, frame
from regrace.harness.protocol.rpc import OpaqueAuth, ReplyKind
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._bytes import (
    CLOSED,
    LIED,
    MANY,
    NULL,
    SILENT,
    Bystander,
    call,
    compound,
    hears,
    op,
    sequence,
    word,
)
from regrace.suite._steps import BOTH
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_MINOR_VERS_MISMATCH,
    NFS4ERR_NOENT,
    NFS4ERR_OP_ILLEGAL,
    NFS4ERR_TOO_MANY_OPS,
    nfs_argop4,
)
from regrace.xdr_defs.runtime import Unpacker
from regrace.xdr_defs.tables import OPERATIONS

UNREADABLE = ("NFS4ERR_BADXDR", "GARBAGE_ARGS", CLOSED)
"""The three honest answers to what can't be decoded (RFC 8881 §15.1.1.1, §16.2.3, §2.9.2)."""
TOO_MANY = ("NFS4ERR_TOO_MANY_OPS", *UNREADABLE)
TOO_LONG = ("NFS4ERR_REQ_TOO_BIG", *UNREADABLE)
"""No MUST stands behind it (§2.10.6.4): to carry it out is a warning."""
BEYOND_BYTES = 64 << 10
"""How much longer than the session allows a request is."""
QUIET_S = 2.0
"""How long a connection is listened to on which no answer is due."""
NO_SUCH_OP = 4711
LONGEST_COMPOUND = 4096
"""Operations. A server that takes more is not asked for one too many."""
TLS_FLAVOR = 7
STARTTLS = b"STARTTLS"

PUTROOTFH = op(nfs4.OP_PUTROOTFH)
LOOKUP, GETATTR, PUTFH = word(nfs4.OP_LOOKUP), word(nfs4.OP_GETATTR), word(nfs4.OP_PUTFH)
TEST_STATEID = word(nfs4.OP_TEST_STATEID)
ANONYMOUS = bytes(16)
LOCK_OF_TYPE_99 = word(nfs4.OP_LOCK) + word(99) + word(0) + bytes(8) + bytes(7) + b"\n" + word(0) + ANONYMOUS + word(0)

Making = Callable[[Client], bytes]
"""Makes a COMPOUND's arguments for a client."""


@case(
    "SC-08",
    level=Level.MUST,
    cite="RFC 8881 §2.9.2, §15.1.1.1, §16.2.3, §2.10.6.4; RFC 5531 §9",
    requirement="A COMPOUND that can't be decoded is answered with an error (NFS4ERR_BADXDR or one of RPC) or ends "
    "its connection, one that is longer than the session allows is NFS4ERR_REQ_TOO_BIG; no other client notices.",
    on=BOTH,
)
def nonsense_is_refused(rig: Rig, server: Server) -> None:
    """Truncated arguments, counts of 2^32-1, a request too long; a bystander goes on."""
    bystander = Bystander(rig, server)
    for number, (what, make, right) in enumerate(_nonsense(bystander.handle)):
        vandal = server.client(f"V{number}", kept_alive=False)
        record = call(vandal, make(vandal))
        vandal.send_record(record)
        told = hears(vandal, record).what
        rig.findings.show(f"{what}: {told}")
        if told == "NFS4_OK" and right is TOO_LONG:
            rig.findings.warn(f"{what} is carried out")
        elif told in ("NFS4_OK", SILENT) or told.startswith(LIED):
            raise _wrong(what, told, " or ".join(right))
        elif told not in right:
            rig.findings.warn(f"{what}: {told}, expected {' or '.join(right)}")
        bystander.must_go_on(what)
    bystander.must_have_it_all("a row of nonsense")


def _wrong(what: str, told: str, right: str) -> Failed:
    """The failure of a message that was answered otherwise than it should have been."""
    return Failed(
        f"{what}: {told}", expected=f"{what} -> {right}", actual=f"{what} -> {told}", signature=f"{what} -> {told}"
    )


def _nonsense(fh: bytes) -> list[tuple[str, Making, tuple[str, ...]]]:
    """What it is, how to make it, and the right answers. `fh` is of an ordinary file."""
    put_file = op(nfs4.OP_PUTFH, nfs4.PUTFH4args(fh))
    return [
        ("a tag that claims 2^32-1 bytes", lambda _: compound(tag=MANY), UNREADABLE),
        ("a COMPOUND that ends within its tag", lambda _: word(100) + b"tag.", UNREADABLE),
        ("a COMPOUND without a count", lambda _: word(0) + word(1), UNREADABLE),
        ("a SEQUENCE that ends too early", lambda v: compound(sequence(v)[:-8]), UNREADABLE),
        ("a name that ends too early", _behind(PUTROOTFH, LOOKUP + word(100) + b"short..."), UNREADABLE),
        ("a name that claims 2^32-1 bytes", _behind(PUTROOTFH, LOOKUP + MANY + b"short..."), UNREADABLE),
        ("2^32-1 operations, and two there", _behind(PUTROOTFH, count=MANY), TOO_MANY),
        ("one operation less than claimed", _behind(PUTROOTFH, count=word(3)), UNREADABLE),
        ("2^32-1 stateids to test", _behind(TEST_STATEID + MANY + ANONYMOUS), UNREADABLE),
        ("2^32-1 words of an attribute mask", _behind(PUTROOTFH, GETATTR + MANY + word(1)), UNREADABLE),
        ("a filehandle of 2^32-1 bytes", _behind(PUTFH + MANY), UNREADABLE),
        ("a filehandle of 129 bytes", _behind(PUTFH + word(129) + bytes(132)), (*UNREADABLE, "NFS4ERR_BADHANDLE")),
        ("a lock of a type that is none", _behind(put_file, LOCK_OF_TYPE_99), UNREADABLE),
        ("a request longer than the session allows", lambda v: _too_long(v, put_file), TOO_LONG),
    ]


def _behind(*operations: bytes, count: bytes = b"") -> Making:
    """These operations behind the client's SEQUENCE."""
    return lambda vandal: compound(sequence(vandal), *operations, count=count)


def _too_long(vandal: Client, put_file: bytes) -> bytes:
    assert vandal.session is not None
    data = bytes(vandal.session.fore.ca_maxrequestsize + BEYOND_BYTES)
    write = nfs4.WRITE4args(nfs4.stateid4(0, bytes(12)), 0, nfs4.FILE_SYNC4, data)
    return compound(sequence(vandal), put_file, op(nfs4.OP_WRITE, write))


@case(
    "SC-09",
    level=Level.MUST,
    cite="RFC 5531 §11; RFC 8881 §2.9.2",
    requirement="A record may come in any number of fragments, and a fragment in any number of pieces; what is no "
    "record that the server can take harms nobody but its own connection.",
    on=BOTH,
)
def records_come_in_pieces(rig: Rig, server: Server) -> None:
    """A call in many fragments, in crumbs, behind empty records; a claim of 2 GB; half a record."""
    bystander = Bystander(rig, server)

    split = server.client("Split", kept_alive=False)
    record = call(split, compound(sequence(split)))
    split.send_bytes(_fragments(record, len(record) // 2))
    _must_be_answered(split, record, "a call in two or three fragments", bystander)

    minced = server.client("Minced", kept_alive=False)
    record = call(minced, compound(sequence(minced)))
    minced.send_bytes(_fragments(record, 7))
    _may_be_closed(rig, minced, record, "a call in fragments of 7 bytes", bystander)

    crumbs = server.client("Crumbs", kept_alive=False)
    record = call(crumbs, compound(sequence(crumbs)))
    whole = frame(record)
    for at in (slice(2), slice(2, 4), slice(4, 10)):
        crumbs.send_bytes(whole[at])
        bystander.must_go_on("a part of a record")
    crumbs.send_bytes(whole[10:])
    _must_be_answered(crumbs, record, "a call in crumbs", bystander)

    hollow = server.client("Hollow", kept_alive=False)
    record = call(hollow, compound(sequence(hollow)))
    hollow.send_bytes(word(0) * 100 + frame(record))
    _may_be_closed(rig, hollow, record, "a call behind a hundred empty fragments", bystander)

    empty = server.client("Empty", kept_alive=False)
    record = call(empty, compound(sequence(empty)))
    empty.send_bytes(frame(b"") + frame(b"xid") + frame(record))
    _may_be_closed(rig, empty, record, "a call behind an empty record and one of three bytes", bystander)

    greedy = server.client("Greedy", kept_alive=False)
    record = call(greedy, compound(sequence(greedy)))
    greedy.send_bytes(word(LAST_FRAGMENT | MAX_FRAGMENT) + record)
    told = hears(greedy, record, QUIET_S).what
    rig.findings.show(f"a record that claims 2 GB: {told}")
    if told not in (CLOSED, SILENT):
        raise Failed(
            f"a call of {len(record)} bytes in a record of 2 GB was answered {told}",
            expected="no answer to a record that is not whole",
            actual=told,
            signature=f"a record that is not whole -> {told}",
        )
    bystander.must_go_on("a record that claims 2 GB")

    leaver = server.client("Leaver", kept_alive=False)
    leaver.send_bytes(frame(call(leaver, compound(sequence(leaver))))[:30])
    leaver.disconnect(abort=True)
    bystander.must_have_it_all("half a record, and then a reset")


def _fragments(record: bytes, size: int) -> bytes:
    pieces = [record[at : at + size] for at in range(0, len(record), size)]
    last = len(pieces) - 1
    return b"".join(word(len(one) | (LAST_FRAGMENT if n == last else 0)) + one for n, one in enumerate(pieces))


def _must_be_answered(client: Client, record: bytes, what: str, bystander: Bystander) -> None:
    told = hears(client, record).what
    client.findings.show(f"{what}: {told}")
    bystander.must_go_on(what)
    if told != "NFS4_OK":
        raise _wrong(what, told, "NFS4_OK")


def _may_be_closed(rig: Rig, client: Client, record: bytes, what: str, bystander: Bystander) -> None:
    """Odd, and readable: closing the connection is harsh, and harms nobody else."""
    told = hears(client, record).what
    rig.findings.show(f"{what}: {told}")
    bystander.must_go_on(what)
    if told == CLOSED:
        rig.findings.info(f"{what}: {CLOSED}")
    elif told != "NFS4_OK":
        raise _wrong(what, told, f"NFS4_OK, or {CLOSED}")


@case(
    "SC-10",
    level=Level.MUST,
    cite="RFC 8881 §16.2.3, §18.36.3 (ca_maxoperations), §15.1.3.4, §15.1.3.11",
    requirement="A COMPOUND with more operations than the session allows is NFS4ERR_TOO_MANY_OPS, and one ends at its "
    "first error: an operation that nobody knows is NFS4ERR_OP_ILLEGAL, and nothing behind it is done.",
    on=BOTH,
)
def the_first_error_is_the_last_word(rig: Rig, server: Server) -> None:
    """One operation too many; REMOVE behind an operation that is none, and behind a failed LOOKUP."""
    file = rig.file("f")
    client = server.client("C1", established=False)
    client.connect()
    client.exchange_id().need(NFS4_OK, judged_by="ID-01")
    few = nfs4.channel_attrs4(**{name: getattr(FORE_CHANNEL, name) for name in FORE_CHANNEL.__slots__})
    few.ca_maxoperations = 16
    client.create_session(fore=few).need(NFS4_OK, judged_by="ID-02")
    client.reclaim_complete().need(NFS4_OK, judged_by="GR-07")
    assert client.session is not None
    most = client.session.fore.ca_maxoperations
    root = nfs_argop4(nfs4.OP_PUTROOTFH)
    if most <= LONGEST_COMPOUND:
        client.compound(*[root] * (most - 1)).expect(NFS4_OK, because=f"the session allows {most} operations")
        _says(client, *[root] * most).expect(NFS4ERR_TOO_MANY_OPS, because=f"the session allows {most} operations")
    else:
        rig.findings.info(f"the session allows {most} operations, which is more than the case sends")

    directory = nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(client.fh(file.path[:-1])))
    remove = nfs_argop4(nfs4.OP_REMOVE, nfs4.REMOVE4args(file.path[-1].encode()))
    absent = nfs_argop4(nfs4.OP_LOOKUP, nfs4.LOOKUP4args(b"absent"))
    try:
        _says(client, directory, nfs_argop4(NO_SUCH_OP), remove, check=False).expect(NFS4ERR_OP_ILLEGAL)
    except RpcRejected as refused:
        if refused.reply.kind is not ReplyKind.GARBAGE_ARGS:
            raise
        rig.findings.info("an operation that nobody knows is GARBAGE_ARGS, which a server that decodes first may say")
    _must_be_there(client, file.path, "an operation that nobody knows")
    _says(client, directory, absent, remove).expect(NFS4ERR_NOENT)
    _must_be_there(client, file.path, "a LOOKUP that failed")


def _says(client: Client, *ops: nfs_argop4, check: bool = True) -> CompoundReply:
    """Raises Failed for results that go on behind an error."""
    try:
        return client.compound(*ops, check=check)
    except RpcRejected:
        raise
    except PeerLied as lie:
        raise Failed(
            f"{lie}",
            expected="a result for each operation up to the first error",
            actual=lie.finding,
            signature=lie.finding,
        ) from lie


def _must_be_there(client: Client, path: tuple[str, ...], after: str) -> None:
    if not client.exists(path):
        raise Failed(
            f"REMOVE behind {after} was carried out",
            expected="nothing is done behind the first error",
            actual="the file is gone",
            signature=f"REMOVE behind {after} was carried out",
        )


@case(
    "SC-11",
    level=Level.MUST,
    cite="RFC 8881 §16.2.3; RFC 8178 §8.2",
    requirement="A COMPOUND of a minor version that the server does not have is NFS4ERR_MINOR_VERS_MISMATCH without "
    "any result, whatever else is wrong with it.",
    on=BOTH,
)
def a_minor_version_of_the_future(rig: Rig, server: Server) -> None:
    """Minor versions 99 and 2^32-1, with and without operations; then 1 on the same connection."""
    client = server.client("C1")
    root, tag, echoes = nfs_argop4(nfs4.OP_PUTROOTFH), b"the future", set()
    for minor in (99, 0xFFFF_FFFF):
        for ops in ((root,), (root, nfs_argop4(NO_SUCH_OP)), ()):
            try:
                answer = client.raw(*ops, minor_version=minor, tag=tag, check=False)
            except PeerLied as lie:
                what = lie.reply.text if isinstance(lie, RpcRejected) else lie.finding
                raise Failed(
                    f"{lie}",
                    expected="NFS4ERR_MINOR_VERS_MISMATCH",
                    actual=what,
                    signature=f"minor version {minor} -> {what}",
                ) from lie
            answer.expect(NFS4ERR_MINOR_VERS_MISMATCH, because=f"there is no minor version {minor}")
            if answer.results:
                raise Failed(
                    f"minor version {minor} has {len(answer.results)} results",
                    expected="no result",
                    actual=f"{len(answer.results)} results",
                    signature="results beside NFS4ERR_MINOR_VERS_MISMATCH",
                )
            echoes.add(bytes(answer.tag))
    if echoes != {tag}:
        rig.findings.warn(f"the tag {tag!r} came back as {', '.join(map(repr, sorted(echoes)))}")
    client.renew().expect(NFS4_OK, because="the connection and the session are as good as before")


@case(
    "SC-12",
    level=Level.SHOULD,
    cite="RFC 8178 §8.2; RFC 8881 §15.1.3.4",
    requirement="To a client of minor version 1, operations of minor version 2 and of its extensions do not exist: "
    "they are NFS4ERR_OP_ILLEGAL.",
    on=BOTH,
)
def no_later_operations(rig: Rig, server: Server) -> None:
    """Every operation from 59 to 75, and number 1008, in minor version 1."""
    client = server.client("C1", minor_version=1)
    root = nfs_argop4(nfs4.OP_PUTROOTFH)
    odd: dict[str, list[str]] = {}
    for number in (*range(59, 76), 1008):
        known = OPERATIONS.get(number)
        value = known.args.unpack(Unpacker(bytes(4096), check=False)) if known is not None and known.args else None
        try:
            told = client.compound(root, nfs_argop4(number, value), check=False).status.name
        except RpcRejected as refused:
            told = refused.reply.text
        except PeerLied as lie:
            told = lie.finding
        odd.setdefault(told, []).append(str(number))
    for told, numbers in odd.items():
        rig.findings.show(f"{told}: operations {', '.join(numbers)}")
    right = (NFS4ERR_OP_ILLEGAL.name, ReplyKind.GARBAGE_ARGS)
    wrong = {told: numbers for told, numbers in odd.items() if told not in right}
    if wrong:
        told, numbers = next(iter(wrong.items()))
        raise Failed(
            f"operations of later minor versions: {', '.join(f'{t} for {len(n)}' for t, n in wrong.items())}",
            expected="NFS4ERR_OP_ILLEGAL",
            actual=f"{told} for operation {numbers[0]}",
            signature=f"operation of minor version 2 in minor version 1 -> {told}",
        )


@case(
    "SC-17",
    level=Level.MUST,
    cite="RFC 9289 §4.1; RFC 8881 §2.9.2",
    requirement="A NULL call of flavor AUTH_TLS is answered: with MSG_ACCEPTED and the verifier STARTTLS of flavor "
    "AUTH_NONE, or with something that can't be taken for that.",
    on=BOTH,
)
def a_probe_for_tls(rig: Rig, server: Server) -> None:
    """The probe, over plain TCP. A server without TLS goes on to serve who comes without it."""
    prober = server.client("C1", kept_alive=False)
    record = call(prober, b"", proc=NULL, credential=OpaqueAuth(TLS_FLAVOR))
    prober.send_record(record)
    told = hears(prober, record)
    verifier = told.reply.verf if told.reply is not None else OpaqueAuth(0)
    rig.findings.show(f"the probe: {told.what}, verifier of flavor {verifier.flavor}, {verifier.body!r}")
    if told.reply is None and told.what != CLOSED:
        raise Failed(
            f"the probe: {told.what}",
            expected="an answer",
            actual=told.what,
            signature=f"AUTH_TLS probe -> {told.what}",
        )
    if verifier.body == STARTTLS and verifier.flavor == 0:
        raise Recorded("the server offers TLS, which the suite does not speak")
    if verifier.body or verifier.flavor:
        raise Failed(
            f"the probe is answered with a verifier of flavor {verifier.flavor}, {verifier.body!r}",
            expected="flavor 0 and STARTTLS, or an empty one",
            actual=f"flavor {verifier.flavor}, {verifier.body!r}",
            signature="AUTH_TLS probe -> a verifier that is neither",
        )
    if told.what == "SUCCESS":
        rig.findings.info("the probe is granted as if it were any NULL call; nothing says TLS")
    elif told.what == CLOSED:
        rig.findings.info("the probe ends its connection")
        prober.connect()
    prober.null()
