"""Requests whose answers were lost over a reboot: none of them is done twice (RFC 8881 §2.10.6.2, §2.10.13.1.4).

The reply cache is memory, and goes with it. What a client sends again in its old session must find no server that
takes it for new; what it asks for anew in the next session must be told from what somebody else has done meanwhile.
"""

from __future__ import annotations

from regrace.harness.case import case
from regrace.harness.client.client import Client
from regrace.harness.client.files import File
from regrace.harness.client.patience import patiently
from regrace.harness.client.reply import OpenReply
from regrace.harness.judge import Failed
from regrace.harness.rig.rig import Rig
from regrace.harness.rig.server import Server
from regrace.harness.tap.api import Direction
from regrace.suite._steps import BOTH, grace_budget_s, opened, reaches_origin, tries
from regrace.suite.replay import SESSION_GONE
from regrace.verdict import Level
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.attributes import pack_fattr
from regrace.xdr_defs.nfs4 import (
    NFS4_OK,
    NFS4ERR_DELAY,
    NFS4ERR_EXIST,
    NFS4ERR_GRACE,
    nfs_argop4,
)

MADE_BY_D1 = b"another file"


@case(
    "RP-04",
    level=Level.MUST,
    cite="RFC 8881 §2.10.13.1.4, §18.46.3",
    requirement="A LOCK that is sent again in a session which the server has lost is refused for the session's sake, "
    "and not executed.",
    needs={"locks"},
    faults={"reboot"},
    judges={"I5", "I10"},
    lease_waits=1.0,
    on=BOTH,
)
def a_retry_in_a_session_that_is_gone(rig: Rig, server: Server) -> None:
    """C1 has locked and unlocked, and sends its LOCK again after the reboot; C2 wants the bytes."""
    file = rig.file("f")
    c1, c2, d1 = server.client("C1"), server.client("C2"), rig.direct_client("D1")
    below = opened(c1, file)
    first = c1.lock(below, "WRITE", 0, 10).need(NFS4_OK, judged_by="LK-03")
    c1.locku(first.locked).need(NFS4_OK, judged_by="LK-11")
    opened(c2, file)

    server.reboot()

    c2.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    c1.connect()
    c1.replay(first).expect(*SESSION_GONE, because="the session went with the server's memory")
    c1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    if d1.via == server.name:
        d1.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
    rig.await_grace_over(server)
    taken = tries(c2, file).expect(NFS4_OK, because="C1 has given the bytes up").locked
    c2.locku(taken).need(NFS4_OK, judged_by="LK-11")
    tries(d1, file).expect(NFS4_OK, because="nobody holds the bytes")


def _is_gone(rig: Rig, file: File, *clients: Client) -> None:
    """The file that the rig had made is removed at O, and none of the clients sees it any more."""
    rig.direct_client("D0").remove(file.path).need(NFS4_OK, judged_by="LK-17")
    for client in clients:
        rig.await_until(lambda client=client: not client.exists(file), f"{file.tag} to be gone for {client.name}", 65.0)  # type: ignore[misc]


@case(
    "RP-06",
    level=Level.MUST,
    cite="RFC 8881 §18.16.3 (EXCLUSIVE4_1), §18.16.4",
    requirement="An exclusive create whose answer was lost over R's reboot is known by its verifier when it is asked "
    "for again, and another verifier is told that the file exists.",
    faults={"hold:E-R", "reboot:reexport"},
    lease_waits=1.0,
)
def an_exclusive_create_over_a_reboot(rig: Rig) -> None:
    """E1 creates through R and hears nothing; R reboots; E1 asks again, and E2 with another verifier."""
    file = rig.file("new")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    try:
        _is_gone(rig, file, e1, d1)
        with rig.hold("E-R", Direction.REPLIES, "OPEN") as answer:
            _creates(e1, file, b"E1 wants")
            answer.await_held()
            answer.release(drop=True)
        made = d1.attributes(file, nfs4.FATTR4_FILEID).need(NFS4_OK, judged_by="LK-17").values

        rig.reexport.reboot()

        for client in (e1, e2):
            client.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")
        reaches_origin(e1, file)
        again = _asks_until_served(rig, e1, file, b"E1 wants")
        again.expect(NFS4_OK, because="it is E1's own file: the verifier is the one that it was made with")
        _asks_until_served(rig, e2, file, b"E2 wants").expect(NFS4ERR_EXIST, because="the verifier is another one")
        now = d1.attributes(file, nfs4.FATTR4_FILEID).need(NFS4_OK, judged_by="LK-17").values
        if now != made:
            raise Failed(
                "the create was done twice: there is another file under the name",
                expected=f"fileid {made[nfs4.FATTR4_FILEID]}",
                actual=f"fileid {now[nfs4.FATTR4_FILEID]}",
                signature="exclusive create done twice",
            )
    finally:
        d1.create_file(file)  # the housekeeping expects to find all that the rig has made


def _exclusively(client: Client, verifier: bytes) -> nfs4.openflag4:
    """EXCLUSIVE4_1 with that verifier."""
    both = nfs4.creatverfattr(verifier, pack_fattr({nfs4.FATTR4_MODE: 0o666}, client.dialect))
    return nfs4.openflag4(nfs4.OPEN4_CREATE, nfs4.createhow4(nfs4.EXCLUSIVE4_1, both))


def _creates(client: Client, file: File, verifier: bytes) -> None:
    """The client's request is under way; nobody waits for the answer."""
    client.begin_open(file, open_how=_exclusively(client, verifier))


def _asks_until_served(rig: Rig, client: Client, file: File, verifier: bytes) -> OpenReply:
    """The same request anew; "not now" is waited out."""
    return patiently(
        lambda: client.open(file, open_how=_exclusively(client, verifier)),
        world=rig.world,
        retry=(NFS4ERR_GRACE, NFS4ERR_DELAY),
        budget_s=grace_budget_s(rig.reexport),
        waiting_for="R's grace to end",
    )


@case(
    "RP-07",
    level=Level.MUST,
    cite="RFC 8881 §2.10.13.1.4, §18.46.3",
    requirement="A REMOVE that is sent again in a session which R has lost removes nothing: neither what it was meant "
    "for nor what has the name now.",
    faults={"hold:E-R", "reboot:reexport"},
    judges={"I10"},
    lease_waits=1.0,
)
def a_remove_is_not_done_twice(rig: Rig) -> None:
    """E1 removes a file and hears nothing; R reboots; D1 makes one of that name; E1 sends it again."""
    file = rig.file("f")
    e1, e2, d1 = rig.end_client("E1"), rig.end_client("E2"), rig.direct_client("D1")
    e1.lookup(file.path[:-1]).need(NFS4_OK, judged_by="LK-17")
    put = nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(e1.fh(file.path[:-1])))
    gone = nfs_argop4(nfs4.OP_REMOVE, nfs4.REMOVE4args(file.path[-1].encode()))
    try:
        with rig.hold("E-R", Direction.REPLIES, "REMOVE") as answer:
            asked = e1.begin(put, gone)
            answer.await_held()
            answer.release(drop=True)
        rig.await_until(lambda: not d1.exists(file), "the file to be gone at O", 10.0)

        rig.reexport.reboot()

        e2.recover(reclaim_complete=True).need(NFS4_OK, judged_by="GR-02")  # R has a session, and it is not E1's
        made = _opened_anew(d1, file)
        e1.disconnect(abort=True)
        e1.connect()
        e1.retry(asked).reply().expect(*SESSION_GONE, because="the session went with R's memory")
        stands = d1.read(file, made.opened.stateid, 0, 64)
        stands.expect(NFS4_OK, because="nobody has asked for this file to be removed")
        if stands.data != MADE_BY_D1 or not d1.exists(file):
            raise Failed(
                "the file that D1 has made is gone",
                expected=f"D1 reads {MADE_BY_D1!r} under its name",
                actual=f"D1 reads {stands.data!r}; the name is {'there' if d1.exists(file) else 'gone'}",
                signature="REMOVE done twice, to another file",
            )
    finally:
        d1.create_file(file)


def _opened_anew(client: Client, file: File) -> OpenReply:
    """A new file under that name, with something in it."""
    made = client.open(file, create=True).need(NFS4_OK, judged_by="LK-16")
    client.write(file, made.opened.stateid, 0, MADE_BY_D1).need(NFS4_OK, judged_by="LK-17")
    return made
