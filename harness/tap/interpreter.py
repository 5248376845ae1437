"""What a message of a relayed connection says, as far as it can be understood. Never raises.

One interpreter per connection: a reply is matched to its call by XID, separately for the two programs that
share a connection with a backchannel (RFC 8881 §2.10.3.1).
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from regrace.harness.protocol.rpc import (
    NFS4_PROGRAM,
    MessageKind,
    decode_call,
    decode_reply,
    message_kind,
    message_xid,
)
from regrace.harness.tap.api import Direction
from regrace.harness.tap.describe import call_line, handle, reply_line
from regrace.harness.tap.marks import ASKED_MARKS, TOLD_MARKS
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.delegating import OPEN4_RESULT_NO_OPEN_STATEID
from regrace.xdr_defs.dialect import ENUMERATION_EXTENSION, RETENTION_EXTENSION, Dialect

CALLS_REMEMBERED = 4096
"""Calls of one connection whose replies may still come; far above what sessions allow in flight."""

ANSWERED_REMEMBERED = 32
"""Calls that were answered, of one connection: a second reply to one of them is understood."""

STATEIDS_REMEMBERED = 20_000
"""Stateids whose owner is known, of all connections of a relay."""

NULL, COMPOUND = 0, 1
TOLD = Dialect(2, (RETENTION_EXTENSION, ENUMERATION_EXTENSION))
"""What is understood: everything, under the numbers of the table."""


@dataclass(slots=True)
class Reading:
    """What a `TapRecord` gets to say of a message."""

    kind: str = "undecoded"
    xid: int = 0
    operations: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    sequence: str = ""
    digest: str = ""
    detail: str = ""
    marks: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)


class Owners:
    """Whose stateids those are that were granted on a link: later operations name a stateid alone."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, str] = OrderedDict()

    def learn(self, stateid: nfs4.stateid4, owner: str) -> None:
        """It was granted to this owner."""
        self._known[bytes(stateid.other)] = owner
        if len(self._known) > STATEIDS_REMEMBERED:
            self._known.popitem(last=False)

    def of(self, stateid: nfs4.stateid4) -> str | None:
        """Whose it is, as far as anybody saw."""
        return self._known.get(bytes(stateid.other))


class Interpreter:
    """Reads the messages of one connection in the order of their arrival."""

    def __init__(self, owners: Owners | None = None) -> None:
        self._owners = Owners() if owners is None else owners
        self._asked: dict[Direction, OrderedDict[int, Reading]] = {way: OrderedDict() for way in Direction}
        self._answered: dict[Direction, OrderedDict[int, Reading]] = {way: OrderedDict() for way in Direction}

    def read(self, direction: Direction, message: bytes) -> Reading:
        """Understand one message."""
        reading = Reading()
        try:
            reading.xid = message_xid(message)
            if message_kind(message) is MessageKind.CALL:
                self._read_call(direction, message, reading)
            else:
                self._read_reply(direction, message, reading)
        except Exception as trouble:  # whatever a hostile message does to the reader, traffic must go on
            reading.detail = f"{reading.detail}: {trouble}" if reading.detail else str(trouble)
        return reading

    def _read_call(self, direction: Direction, message: bytes, reading: Reading) -> None:
        call = decode_call(message)
        back = direction is Direction.REPLIES
        reading.kind = "cb-call" if back else "call"
        asked = self._asked[direction]
        asked[call.xid] = reading
        if len(asked) > CALLS_REMEMBERED:
            asked.popitem(last=False)
        if not back and call.prog != NFS4_PROGRAM:
            reading.detail = f"program {call.prog} procedure {call.proc}"
        elif call.proc == NULL:
            reading.detail = "NULL"
        elif call.proc != COMPOUND:
            reading.detail = f"procedure {call.proc}"
        else:
            reading.detail = "COMPOUND"
            self._read_operations(call.body, back, reading)

    def _read_operations(self, body: bytes, back: bool, reading: Reading) -> None:
        kind = nfs4.CB_COMPOUND4args if back else nfs4.COMPOUND4args
        compound: Any = kind.from_bytes(body, TOLD, check=False)
        told = [(_name(op.argop, back), op.value) for op in compound.argarray]
        reading.operations = [name for name, _ in told]
        reading.detail = call_line(told)
        for name, value in told:
            if name == "PUTFH":
                reading.files.append(handle(bytes(value.object)))
            if name in ASKED_MARKS:
                reading.marks += ASKED_MARKS[name](value)
            owner = self._owner(name, value)
            if owner is not None:
                reading.owners.append(owner)
        if told and told[0][0] == "SEQUENCE":
            sequence = told[0][1]
            session = bytes(sequence.sa_sessionid).hex()
            reading.sequence = f"{session}/{sequence.sa_slotid}/{sequence.sa_sequenceid}"
            reading.digest = _checksum(body)

    def _owner(self, name: str, value: Any) -> str | None:
        """The owner that an operation of a call is about; None if it is about none, or nobody knows."""
        if name == "EXCHANGE_ID":
            return bytes(value.eia_clientowner.co_ownerid).hex()
        if name == "OPEN":
            return bytes(value.owner.owner).hex()
        if name == "EXCHANGE_ID":
            return bytes(value.eia_clientowner.co_ownerid).hex()
        if name == "LOCKT":
            return bytes(value.owner.owner).hex()
        if name == "LOCK" and value.locker.new_lock_owner:
            return bytes(value.locker.value.lock_owner.owner).hex()
        if name == "LOCK":
            return self._owners.of(value.locker.value.lock_stateid)
        if name in _STATEID_OF:
            return self._owners.of(getattr(value, _STATEID_OF[name]))
        return None

    def _learn_owners(self, owners: list[str], told: list[tuple[str, str, Any]]) -> None:
        """OPEN and LOCK were granted, in the order of their owners in the call."""
        of_whom = iter(owners)
        for name, status, body in told:
            owner = next(of_whom, None) if name in ("OPEN", "LOCK") else None
            if owner is None or status != "NFS4_OK" or body is None:
                continue
            if name == "LOCK":
                self._owners.learn(body.lock_stateid, owner)
            elif not body.rflags & OPEN4_RESULT_NO_OPEN_STATEID:
                self._owners.learn(body.stateid, owner)

    def _call_of(self, direction: Direction, xid: int) -> Reading | None:
        """The call of a reply. A call that arrived twice is answered twice: it is remembered a little longer."""
        call = self._asked[direction].pop(xid, None)
        answered = self._answered[direction]
        if call is None:
            return answered.get(xid)
        answered[xid] = call
        if len(answered) > ANSWERED_REMEMBERED:
            answered.popitem(last=False)
        return call

    def _read_reply(self, direction: Direction, message: bytes, reading: Reading) -> None:
        back = direction is Direction.CALLS
        reading.kind = "cb-reply" if back else "reply"
        asked_from = Direction.REPLIES if back else Direction.CALLS
        call = self._call_of(asked_from, reading.xid)
        if call is not None:
            reading.operations = list(call.operations)
            reading.sequence = call.sequence
            reading.files, reading.owners = list(call.files), list(call.owners)
        reply = decode_reply(message)
        reading.detail = reply.text
        if not reply.ok or (call is not None and not call.operations):
            return
        kind = nfs4.CB_COMPOUND4res if back else nfs4.COMPOUND4res
        compound: Any = kind.from_bytes(reply.body, TOLD, check=False)
        told = [(_name(op.resop, back), _status(op.value), _body(op.value)) for op in compound.resarray]
        if call is None:
            reading.operations = [name for name, _, _ in told]
        reading.statuses = [status for _, status, _ in told]
        if [name for name in reading.operations if name in _ABOUT_OWNERS] in (["OPEN"], ["LOCK"]):
            self._learn_owners(reading.owners, told)
        reading.detail = reply_line(told) or _status_name(compound.status)
        for name, status, body in told:
            if status == "NFS4_OK" and name in TOLD_MARKS and body is not None:
                reading.marks += TOLD_MARKS[name](body)
        if told and told[0][:2] == ("SEQUENCE", "NFS4_OK"):
            reading.digest = _checksum(reply.body[_before_results(reply.body) :])


_STATEID_OF = {
    "LOCKU": "lock_stateid",
    "CLOSE": "open_stateid",
    "OPEN_DOWNGRADE": "open_stateid",
    "READ": "stateid",
    "WRITE": "stateid",
    "FREE_STATEID": "fsa_stateid",
}
_ABOUT_OWNERS = frozenset({"OPEN", "LOCK", "LOCKT", *_STATEID_OF})
"""A COMPOUND with more than one of these tells no owner of what it grants: which is whose would be a guess."""


SEQUENCE_RESULT_BYTES = 4 + 4 + 16 + 5 * 4
"""Operation, status, session ID, and five numbers of a SEQUENCE that went well: its flags are of today in a replay."""


def _checksum(body: bytes) -> str:
    return f"{zlib.crc32(body):08x}"


def _before_results(body: bytes) -> int:
    """Bytes of a COMPOUND's reply before the results after SEQUENCE's: status, tag, count, SEQUENCE's result."""
    tag = int.from_bytes(body[4:8], "big")
    return 4 + 4 + (tag + 3) // 4 * 4 + 4 + SEQUENCE_RESULT_BYTES


def _name(number: int, back: bool) -> str:
    known = (TOLD.callbacks if back else TOLD.operations).get(number)
    if known is not None:
        return known.name.removeprefix("OP_")
    try:
        return (nfs4.nfs_cb_opnum4 if back else nfs4.nfs_opnum4)(number).name.removeprefix("OP_")
    except ValueError:
        return f"operation {int(number)}"


def _status_name(number: int) -> str:
    try:
        return nfs4.nfsstat4(number).name
    except ValueError:
        return f"status {int(number)}"


def _status(result: Any) -> str:
    """The status of an operation's result: its first field, whatever its name."""
    if result is None:
        return ""
    return _status_name(getattr(result, type(result).__slots__[0]))


def _body(result: Any) -> Any:
    return getattr(result, "value", None)
