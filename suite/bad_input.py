"""That a client can't reach what is another's: stateids, client IDs and filehandles that it was not given."""

from __future__ import annotations

from typing import Literal

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.exchange import describe_stateid
from regrace.harness.client.files import File
from regrace.harness.client.ledger import Open
from regrace.harness.client.ranges import TO_END
from regrace.harness.client.stateids import ANON, CURRENT, READ_BYPASS
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.suite._steps import BOTH, locked, opened
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import bitmap
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_BAD_STATEID,
    NFS4ERR_DENIED,
    NFS4ERR_INVAL,
    NFS4ERR_ISDIR,
    NFS4ERR_NOENT,
    NFS4ERR_NOTDIR,
    NFS4ERR_SYMLINK,
    NFS4ERR_WRONG_TYPE,
    nfs_argop4,
    stateid4,
)

INVALID = stateid4(0xFFFF_FFFF, bytes(12))
"""Defined to mean nothing (RFC 8881 §8.2.3)."""
UNDEFINED = (stateid4(5, bytes(12)), stateid4(7, b"\xff" * 12))
NOBODYS = (INVALID, *UNDEFINED)
SPECIAL = (ANON, READ_BYPASS, CURRENT, *NOBODYS)
ANOTHER_OBJECT = (NFS4ERR_ISDIR, NFS4ERR_NOTDIR, NFS4ERR_SYMLINK, NFS4ERR_WRONG_TYPE, NFS4ERR_NOENT)
"""What tells that a handle was taken, and not for what it is of. Any other error refuses it, be it at its first use."""
GUESSES = 4
"""How far on either side of its own stateid a client guesses."""


@case(
    "SC-01",
    level=Level.MUST,
    cite="RFC 8881 §8.2.4",
    requirement="A stateid means something to the client alone that it was given to: for any other "
    "it is NFS4ERR_BAD_STATEID.",
    on=BOTH,
)
def a_stateid_is_no_bearer_token(rig: Rig, server: Server) -> None:
    """B tries A's open and lock stateids in every operation that takes one; A's state is untouched."""
    file = rig.file("f")
    a, b = server.client("A"), server.client("B")
    lock = locked(a, file) if rig.grants_locks(server) else None
    below = lock.open if lock else opened(a, file)

    b.read(file, below.stateid, 0, 10).expect(NFS4ERR_BAD_STATEID)
    b.write(file, below.stateid, 0, b"not mine").expect(NFS4ERR_BAD_STATEID)
    if lock is not None:
        b.locku(lock, 0, 10).expect(NFS4ERR_BAD_STATEID)
        b.free_stateid(lock.stateid).expect(NFS4ERR_BAD_STATEID)
    b.close(below).expect(NFS4ERR_BAD_STATEID)
    told = b.test_stateid(below.stateid).expect(NFS4_OK).statuses[0]
    if told != NFS4ERR_BAD_STATEID:
        raise Failed(
            "TEST_STATEID tells B about A's open",
            expected="NFS4ERR_BAD_STATEID",
            actual=told.name,
            signature=f"TEST_STATEID of another client's stateid -> {told.name}",
        )

    if lock is not None:
        a.locku(lock).expect(NFS4_OK, because="A's lock is untouched")
    a.close(below).expect(NFS4_OK, because="A's open is untouched")


@case(
    "SC-07",
    level=Level.MUST,
    cite="RFC 8881 §8.2.3, §8.2.4, §18.48.3",
    requirement="A special stateid is NFS4ERR_BAD_STATEID wherever the state itself is meant, and the reserved and "
    "undefined ones everywhere.",
    on=BOTH,
)
def special_stateids_are_no_state(rig: Rig, server: Server) -> None:
    """Six of them in TEST_STATEID, FREE_STATEID, CLOSE, LOCK and LOCKU; three in READ and WRITE."""
    file = rig.file("f")
    client = server.client("C1")
    lock = locked(client, file) if rig.grants_locks(server) else None
    below = lock.open if lock else opened(client, file)
    why = "no state is named by it"

    for stateid, told in zip(SPECIAL, client.test_stateid(*SPECIAL).expect(NFS4_OK).statuses, strict=True):
        if told != NFS4ERR_BAD_STATEID:
            said = describe_stateid(stateid)
            raise Failed(
                f"TEST_STATEID takes the special stateid {said} for a state",
                expected="NFS4ERR_BAD_STATEID",
                actual=told.name,
                signature=f"TEST_STATEID of the special stateid {said} -> {told.name}",
            )
    for stateid in SPECIAL:
        client.free_stateid(stateid).expect(NFS4ERR_BAD_STATEID, because=why)
        client.close(below, stateid=stateid).expect(NFS4ERR_BAD_STATEID, because=why)
        if lock is not None:
            client.lock(below, offset=50, owner="other", open_stateid=stateid).expect(NFS4ERR_BAD_STATEID, because=why)
            client.lock(below, offset=50, lock=lock, stateid=stateid).expect(NFS4ERR_BAD_STATEID, because=why)
            client.locku(lock, stateid=stateid).expect(NFS4ERR_BAD_STATEID, because=why)
    for stateid in NOBODYS:
        client.read(file, stateid, 0, 10).expect(NFS4ERR_BAD_STATEID, because=why)
        client.write(file, stateid, 0, b"under nothing").expect(NFS4ERR_BAD_STATEID, because=why)

    if lock is not None:
        client.locku(lock).expect(NFS4_OK, because="the lock is untouched")
    client.close(below).expect(NFS4_OK, because="the open is untouched")


@case(
    "SC-02",
    level=Level.MUST,
    cite="RFC 8881 §8.2.4",
    requirement="A stateid that a client guesses is NFS4ERR_BAD_STATEID, also where it is another client's.",
    on=BOTH,
)
def guessed_stateids(rig: Rig, server: Server) -> None:
    """B opens between two opens of A's, and tries the neighbours of its own stateid."""
    file, others = rig.file("f"), [rig.file("a1"), rig.file("a2")]
    a, b = server.client("A"), server.client("B")
    first = opened(a, others[0])
    own = opened(b, file)
    second = opened(a, others[1])
    guesses = [stateid4(own.stateid.seqid, other) for other in _neighbours(bytes(own.stateid.other))]

    refusals = set()
    for guess, tested in zip(guesses, b.test_stateid(*guesses).expect(NFS4_OK).statuses, strict=True):
        read = b.read(file, guess, 0, 10).status
        closed = b.close(own, stateid=guess).status
        for operation, told in (("TEST_STATEID", tested), ("READ", read), ("CLOSE", closed)):
            if told == NFS4_OK:
                raise Failed(
                    f"B guesses {describe_stateid(guess)}, and {operation} takes it",
                    expected="NFS4ERR_BAD_STATEID",
                    actual=told.name,
                    signature=f"{operation} of a guessed stateid -> {told.name}",
                )
            if told != NFS4ERR_BAD_STATEID:
                refusals.add(f"{operation} -> {told.name}")
    if refusals:
        rig.findings.warn(f"guessed stateids are refused in other words: {', '.join(sorted(refusals))}")

    b.close(own).expect(NFS4_OK, because="B's open is untouched")
    a.close(first).expect(NFS4_OK, because="A's open is untouched")
    a.close(second).expect(NFS4_OK, because="A's open is untouched")


def _neighbours(other: bytes) -> list[bytes]:
    """Those next to it, if it counts, from whichever end and word it does so."""
    found: dict[bytes, None] = {}
    orders: tuple[Literal["big", "little"], ...] = ("big", "little")
    for start, end in ((0, 4), (4, 8), (8, 12), (0, 8), (4, 12)):
        for order in orders:
            number, size = int.from_bytes(other[start:end], order), end - start
            for step in (*range(-GUESSES, 0), *range(1, GUESSES + 1)):
                guess = ((number + step) % (1 << 8 * size)).to_bytes(size, order)
                found[other[:start] + guess + other[end:]] = None
    return list(found)


@case(
    "SC-03",
    level=Level.MUST,
    cite="RFC 8881 §18.10.3, §18.11.3, §18.16.3",
    requirement="The client ID within an owner is ignored: whose an open or a lock is, the session says.",
    needs={"locks"},
    on=BOTH,
)
def whose_it_is_the_session_says(rig: Rig, server: Server) -> None:
    """B puts A's client ID into its owners, which have the names of A's."""
    file = rig.file("f")
    a, b = server.client("A"), server.client("B")
    lock = locked(a, file)
    assert a.clientid is not None
    below = b.open(file, owner_clientid=a.clientid).expect(NFS4_OK, because="it is an open of B's").opened

    why = "B is not A, whatever it says"
    b.lockt(below, owner=lock.owner, owner_clientid=a.clientid).expect(NFS4ERR_DENIED, because=why)
    b.lock(below, owner=lock.owner, owner_clientid=a.clientid).expect(NFS4ERR_DENIED, because=why)
    beside = b.lock(below, offset=50, owner=lock.owner, owner_clientid=a.clientid)
    beside.expect(NFS4_OK, because="nobody holds these bytes")
    a.lockt(lock.open, offset=50, owner=lock.owner).expect(NFS4ERR_DENIED, because="B holds them, and not A")

    b.locku(beside.locked).expect(NFS4_OK)
    b.close(below).expect(NFS4_OK)
    a.locku(lock).expect(NFS4_OK, because="A's lock is untouched by what B gave up")
    a.close(lock.open).expect(NFS4_OK, because="A's open is untouched by what B gave up")


@case(
    "SC-20",
    level=Level.INV,
    cite="RFC 8881 §4.2, §15.1.2.1, §15.1.2.7",
    requirement="A filehandle of R that is shown to O, or one of O that is shown to R, is refused, or leads to the "
    "very file or directory that it was given out for.",
)
def handles_of_the_other_server(rig: Rig) -> None:
    """PUTFH with handles of the other server: of two files with different data, and of their directory."""
    files = [rig.file("f"), rig.file("g")]
    d1, e1 = rig.direct_client("D1"), rig.end_client("E1")
    for file in files:
        below = opened(d1, file)
        d1.write(below, below, 0, _content(file)).need(NFS4_OK, judged_by="LK-17")
        d1.close(below).need(NFS4_OK, judged_by="LK-16")
    for taker, giver in ((d1, e1), (e1, d1)):
        for file in files:
            foreign = giver.fh(file)
            if foreign == taker.fh(file):
                rig.findings.info(f"{taker.via} has the handle of {giver.via} for {file.tag}")
            else:
                _must_be_it(taker, file, nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(foreign)))
        directory, here = giver.fh(files[0].path[:-1]), taker.fh(files[0].path[:-1])
        if directory == here:
            continue
        put = nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(directory))
        for file in files:
            name = file.path[-1].encode()
            _must_be_it(taker, file, put, nfs_argop4(nfs4.OP_LOOKUP, nfs4.LOOKUP4args(name)))
        read = nfs4.READDIR4args(0, bytes(8), 4096, 8192, bitmap(nfs4.FATTR4_RDATTR_ERROR))
        listed = taker.compound(put, nfs_argop4(nfs4.OP_READDIR, read))
        rig.findings.show(f"READDIR of a directory of {giver.via} at {taker.via} -> {listed.status.name}")
        if listed.ok:
            names = {bytes(e.name).decode() for e in listed.op(nfs4.OP_READDIR).resok4.reply.entries}
            _must_have(names, {file.path[-1] for file in files}, taker, giver)


def _content(file: File) -> bytes:
    return b"this is " + file.tag.encode()


def _must_be_it(taker: Client, file: File, *way: nfs_argop4) -> None:
    """The way leads nowhere, or to the file."""
    read = nfs_argop4(nfs4.OP_READ, nfs4.READ4args(ANON, 0, 100))
    answer = taker.compound(*way, read)
    taker.findings.show(f"{file.tag} by a handle of the other server, at {taker.via} -> {answer.status.name}")
    if answer.status in ANOTHER_OBJECT:
        raise Failed(
            f"the handle by which {file.tag} is found leads to something else at {taker.via}",
            expected="a refusal of the handle, or the file",
            actual=answer.status.name,
            signature=f"another server's handle -> {answer.status.name}",
        )
    if not answer.ok:
        return
    data = bytes(answer.op(nfs4.OP_READ).resok4.data)
    if data != _content(file):
        raise Failed(
            f"the handle of {file.tag} leads to another file at {taker.via}",
            expected=repr(_content(file)),
            actual=repr(data),
            signature="another server's handle leads to another file",
        )
    taker.findings.info(f"{taker.via} takes the other server's handle of {file.tag}, and it leads to {file.tag}")


def _must_have(names: set[str], wanted: set[str], taker: Client, giver: Client) -> None:
    if not wanted <= names:
        raise Failed(
            f"a directory of {giver.via} is another one at {taker.via}",
            expected=f"{', '.join(sorted(wanted))} in it",
            actual=f"{', '.join(sorted(names)) or 'nothing'} in it",
            signature="another server's handle leads to another directory",
        )


RANGES = (
    # offset, length, what RFC 8881 §18.10.3 says of it
    (0, 0, NFS4ERR_INVAL),
    (TO_END, 0, NFS4ERR_INVAL),
    (1, TO_END - 1, None),
    (2, TO_END - 1, NFS4ERR_INVAL),
    (TO_END, 1, NFS4ERR_INVAL),
    (TO_END - 1, 1, None),
    (TO_END - 1, 2, NFS4ERR_INVAL),
    (TO_END, TO_END, None),
    (0, TO_END, None),
    (0, TO_END - 1, None),
    ((1 << 63) - 1, 1, None),
    (1 << 63, 1, None),
    ((1 << 63) - 2, 1, None),
    (1 << 63, TO_END, None),
    ((1 << 32) - 1, 2, None),
)


@case(
    "SC-19",
    level=Level.MUST,
    cite="RFC 8881 §18.10.3, §18.22.3",
    requirement="A range is refused with NFS4ERR_INVAL if it is empty or goes beyond the last offset; R grants none "
    "that O refuses.",
    needs={"locks"},
)
def ranges_at_the_edge(rig: Rig) -> None:
    """LOCK and READ at the edges of 32, 63 and 64 bits, at O and through R."""
    d1, e1 = rig.direct_client("D1"), rig.end_client("E1")
    at_origin, through = opened(d1, rig.file("f")), opened(e1, rig.file("g"))
    for offset, length, said in RANGES:
        span = f"offset {offset:#x}, length {length:#x}"
        told = {c.via: _locks(c, held, offset, length) for c, held in ((d1, at_origin), (e1, through))}
        rig.findings.show(f"LOCK of {span}: {', '.join(f'{s.name} via {via}' for via, s in told.items())}")
        for via, status in told.items():
            if said is not None and status != said:
                raise Failed(
                    f"LOCK of {span} via {via}: {status.name}",
                    expected=said.name,
                    actual=status.name,
                    signature=f"LOCK of {span} via {via} -> {status.name}",
                )
        if told["reexport"] == NFS4_OK != told["origin"]:
            raise Failed(
                f"R grants what O refuses: LOCK of {span}",
                expected=told["origin"].name,
                actual="NFS4_OK",
                signature=f"LOCK of {span} -> NFS4_OK through R alone",
            )
        if told["reexport"] != told["origin"]:
            rig.findings.warn(f"LOCK of {span}: {told['origin'].name} at O, {told['reexport'].name} through R")
    for offset in (1 << 32, (1 << 63) - 1, 1 << 63, TO_END):
        at_o, at_r = d1.read(at_origin, at_origin, offset, 10), e1.read(through, through, offset, 10)
        if at_o.data or at_r.data:
            raise Failed(
                f"READ at {offset:#x} of an empty file has data",
                expected="no data",
                actual=f"{len(at_o.data)} bytes at O, {len(at_r.data)} through R",
                signature="READ of an empty file has data",
            )
        if at_o.status != at_r.status:
            rig.findings.info(f"READ at {offset:#x}: {at_o.status.name} at O, {at_r.status.name} through R")


def _locks(client: Client, held: Open, offset: int, length: int) -> nfs4.nfsstat4:
    """What LOCK is answered; a lock that is granted is given up in the same COMPOUND. Not by `Client.lock`, whose
    ledger takes no range that nobody may grant."""
    owner = nfs4.lock_owner4(client.clientid or 0, b"edge")
    locker = nfs4.locker4(True, nfs4.open_to_lock_owner4(0, held.stateid, 0, owner))
    reply = client.compound(
        nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(held.fh)),
        nfs_argop4(nfs4.OP_LOCK, nfs4.LOCK4args(nfs4.WRITE_LT, False, offset, length, locker)),
        nfs_argop4(nfs4.OP_LOCKU, nfs4.LOCKU4args(nfs4.WRITE_LT, 0, CURRENT, 0, TO_END)),
    )
    found = reply.find(nfs4.OP_LOCK)
    return reply.status if found is None else found.status
