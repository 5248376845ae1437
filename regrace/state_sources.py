"""The ways to learn what a server holds for a client, each as a list of stateids in one shape.

- `listed`: the server tells it over NFS (XP_ENUM_STATE, docs/enumeration.md);
- `tested`: it is asked of stateids that we know from elsewhere (TEST_STATEID, RFC 8881 §18.48);
- `of_kernel`: a Linux server tells it in /proc/fs/nfsd/clients, read over SSH;
- `of_our_server`: a reference server tells it by its node's verb `state`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import Item, StateList
from regrace.harness.client.exchange import describe_range, status_name
from regrace.harness.client.ranges import TO_END
from regrace.xdr_defs import enum_state as xp
from regrace.xdr_defs import nfs4
from regrace.xdr_defs.nfs4 import NFS4_OK

TESTED_AT_ONCE = 64
ACCESS_WORDS = {"r": 1, "w": 2}
SHOWN_RANGES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One stateid as one source tells it. What the source does not tell is None."""

    other: bytes
    """The 12 bytes that stay (RFC 8881 §8.2.2)."""
    seqid: int | None = None
    kind: str = ""
    """"OPEN", "LOCK", "DELEG" or "LAYOUT"; "" if the source can't say."""
    owner: str | None = None
    shares: tuple[int, int] | None = None
    """Access and deny bits of an open."""
    ranges: tuple[tuple[str, int, int], ...] | None = None
    """READ or WRITE, offset, length, of a lock stateid."""
    status: str = "held"
    """In the source's own words."""
    good: bool = True
    """The source says that it can be used."""
    more: str = ""
    """What else the source tells: a file, flags."""

    @property
    def what(self) -> str:
        """Share bits or ranges, and the rest, for a reader."""
        told = [f"access {self.shares[0]} deny {self.shares[1]}"] if self.shares is not None else []
        ranges = self.ranges or ()
        told += [f"{locktype} {describe_range(offset, length)}" for locktype, offset, length in ranges[:SHOWN_RANGES]]
        if len(ranges) > SHOWN_RANGES:
            told.append(f"and {len(ranges) - SHOWN_RANGES} ranges more")
        return ", ".join([*told, self.more] if self.more else told)


def printable(owner: bytes) -> str:
    """An owner string as text that can't do harm to a terminal."""
    return owner.decode("ascii", "backslashreplace").translate({n: f"\\x{n:02x}" for n in (*range(32), 127)})


# --- over NFS


def listed(listing: StateList) -> list[Seen]:
    """From the server's list."""
    return [_listed(item) for item in listing.items]


def _listed(item: Item) -> Seen:
    flags = ((xp.XPE_REVOKED, "revoked"), (xp.XPE_COURTESY, "kept by courtesy"), (xp.XPE_STALE, "stale"))
    is_open = item.kind is xp.XPT_OPEN
    return Seen(
        other=bytes(item.stateid.other),
        seqid=item.stateid.seqid,
        kind=item.kind.name.removeprefix("XPT_"),
        owner=printable(item.owner),
        shares=(item.access, item.deny) if is_open else None,
        ranges=tuple(item.ranges) if item.kind is xp.XPT_LOCK else None,
        status=status_name(item.status),
        good=item.status == NFS4_OK,
        more=", ".join(word for bit, word in flags if item.flags & bit),
    )


def tested(client: Client, known: Iterable[Seen]) -> list[Seen]:
    """What TEST_STATEID says of stateids that some other source knows. Seqid 0 asks for whatever is the newest, where
    the source did not tell (§8.2.2)."""
    found: list[Seen] = []
    asked = list({one.other: one for one in known}.values())
    for first in range(0, len(asked), TESTED_AT_ONCE):
        some = asked[first : first + TESTED_AT_ONCE]
        stateids = [nfs4.stateid4(one.seqid or 0, one.other) for one in some]
        statuses = client.test_stateid(*stateids).need(NFS4_OK, judged_by="SC-01").statuses
        for one, status in zip(some, statuses, strict=True):
            found.append(Seen(other=one.other, status=status_name(status), good=status == NFS4_OK))
    return found


# --- from a kernel


def of_kernel(clients: Iterable[Mapping[str, Any]], owner: str = "") -> list[Seen]:
    """From /proc/fs/nfsd/clients as `regrace.fixtures.knfsd.state` reads it; only of the client with that owner string,
    if one is named."""
    found: list[Seen] = []
    for client in clients:
        info = client["info"]
        name = str(info.get("name", ""))
        if owner and name != owner:
            continue
        status = str(info.get("status", "")) or "held"
        found += [_of_kernel(state, "held" if status == "confirmed" else status) for state in client["states"]]
    return found


def _of_kernel(state: Mapping[str, str], status: str) -> Seen:
    seqid, other = stateid_in_memory(state["stateid"])
    kind = state.get("type", "").upper()
    shares = (_bits(state.get("access", "")), _bits(state.get("deny", ""))) if kind == "OPEN" else None
    return Seen(
        other=other,
        seqid=seqid,
        kind=kind,
        owner=state.get("owner"),
        shares=shares,
        status=status,
        good=status in ("held", "courtesy") and state.get("status", "") in ("", "active"),
        more=state.get("filename", ""),
    )


def stateid_in_memory(text: str) -> tuple[int | None, bytes]:
    """seqid and `other` of "0x" and 16 bytes as they lie in the memory of a little-endian kernel. Raises ValueError."""
    raw = bytes.fromhex(text.removeprefix("0x"))
    if len(raw) != 16:
        raise ValueError(f"a stateid of {len(raw)} bytes: {text}")
    return int.from_bytes(raw[:4], "little"), raw[4:]


def _bits(words: str) -> int:
    return sum(bit for word, bit in ACCESS_WORDS.items() if re.search(word, words))


# --- from a reference server


def of_our_server(held: Mapping[str, Any], owner: bytes = b"") -> list[Seen]:
    """From the `state` of `regrace.fixtures.reference`; only of the client with that owner string, if one is named."""
    name = owner.decode("ascii", "backslashreplace")
    status = {client["owner"]: client["status"] for client in held.get("clients", ())}
    found: list[Seen] = []
    for kind, key in (("OPEN", "opens"), ("LOCK", "locks"), ("DELEG", "delegations")):
        for one in held.get(key, ()):
            client = one["client"]
            if owner and client != name:
                continue
            found.append(
                Seen(
                    other=bytes.fromhex(one["stateid"]),
                    seqid=one["seqid"],
                    kind=kind,
                    owner=printable(one["owner"].encode()) if "owner" in one else None,
                    shares=(one["access"], one["deny"]) if kind == "OPEN" else None,
                    ranges=tuple(map(_range, one["ranges"])) if kind == "LOCK" else None,
                    status="courtesy" if status.get(client) == "courtesy" else "held",
                    more="" if owner else f"of {printable(client.encode())}",
                )
            )
    return found


def _range(text: str) -> tuple[str, int, int]:
    """"WRITE [0,10)", "READ [5,EOF)". Raises ValueError."""
    read = re.fullmatch(r"(\w+) \[(\d+),(\d+|EOF)\)", text)
    if read is None:
        raise ValueError(f"no range: {text!r}")
    start = int(read[2])
    return read[1], start, TO_END if read[3] == "EOF" else int(read[3]) - start
