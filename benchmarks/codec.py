"""How fast the generated codec is, beside one written by hand for a single request.

    python benchmarks/codec.py [--rounds N]

The request is SEQUENCE, PUTFH, LOCK in 172 bytes. The hand-written codec knows these three operations and nothing
else: `struct` with as few calls as the layout allows, tuples instead of classes, no check of anything. The generated
one builds typed values, checks every bound and could name the spot of an error. It may take twice the time; a run
that takes more exits 1.
"""

from __future__ import annotations

import argparse
import struct
import sys
import timeit
from collections.abc import Callable

from regrace.xdr_defs import nfs4

LIMIT = 2.0
"""The time of the generated codec may be this many times that of the hand-written one."""

BATCH = 200

HEAD = struct.Struct(">III")  # an empty tag, the minor version, the number of operations
SEQUENCE = struct.Struct(">I16sIIII")
PUTFH = struct.Struct(">II")
LOCK = struct.Struct(">IIIQQIII12sIQI")
NUMBER = struct.Struct(">I")
PAD = (b"", b"\0\0\0", b"\0\0", b"\0")

Values = tuple[int, list[tuple[object, ...]]]


def pack_by_hand(request: Values) -> bytes:
    minor, ops = request
    parts = [HEAD.pack(0, minor, len(ops))]
    for op in ops:
        number = op[0]
        if number == 53:
            parts.append(SEQUENCE.pack(*op))
        elif number == 22:
            handle = op[1]
            assert isinstance(handle, bytes)
            parts.append(PUTFH.pack(22, len(handle)) + handle + PAD[len(handle) & 3])
        elif number == 12:
            owner = op[-1]
            assert isinstance(owner, bytes)
            parts.append(LOCK.pack(*op[:-1], len(owner)) + owner + PAD[len(owner) & 3])
        else:
            raise ValueError(number)
    return b"".join(parts)


def unpack_by_hand(data: bytes) -> Values:
    _, minor, count = HEAD.unpack_from(data)
    position = 12
    ops: list[tuple[object, ...]] = []
    for _ in range(count):
        (number,) = NUMBER.unpack_from(data, position)
        if number == 53:
            ops.append(SEQUENCE.unpack_from(data, position))
            position += 36
        elif number == 22:
            _, size = PUTFH.unpack_from(data, position)
            position += 8
            ops.append((22, data[position : position + size]))
            position += (size + 3) & -4
        elif number == 12:
            *fields, size = LOCK.unpack_from(data, position)
            position += LOCK.size
            ops.append((*fields, data[position : position + size]))
            position += (size + 3) & -4
        else:
            raise ValueError(number)
    return minor, ops


SESSION, HANDLE, OTHER, OWNER = b"session-id-of-16", bytes(range(28)), b"stateid-othe", b"lock owner of 20 byt"

BY_HAND: Values = (
    1,
    [
        (53, SESSION, 7, 0, 0, 1),
        (22, HANDLE),
        (12, 2, 0, 4096, 512, 1, 0, 1, OTHER, 0, 99, OWNER),
    ],
)

GENERATED = nfs4.COMPOUND4args(
    b"",
    1,
    [
        nfs4.nfs_argop4(nfs4.OP_SEQUENCE, nfs4.SEQUENCE4args(SESSION, 7, 0, 0, True)),
        nfs4.nfs_argop4(nfs4.OP_PUTFH, nfs4.PUTFH4args(HANDLE)),
        nfs4.nfs_argop4(
            nfs4.OP_LOCK,
            nfs4.LOCK4args(
                nfs4.WRITE_LT,
                False,
                4096,
                512,
                nfs4.locker4(
                    True,
                    nfs4.open_to_lock_owner4(0, nfs4.stateid4(1, OTHER), 0, nfs4.lock_owner4(99, OWNER)),
                ),
            ),
        ),
    ],
)


def microseconds(calls: list[Callable[[], object]], rounds: int) -> list[float]:
    """The best of many short runs of each, in turn: noise only adds, and slow spells of a machine meet both."""
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for index, call in enumerate(calls):
            best[index] = min(best[index], timeit.timeit(call, number=BATCH))
    return [seconds / BATCH * 1e6 for seconds in best]


def main() -> int:
    parser = argparse.ArgumentParser(description="the codec beside a hand-written one")
    parser.add_argument("--rounds", type=int, default=1000)
    rounds = parser.parse_args().rounds
    wire = GENERATED.to_bytes()
    assert len(wire) == 172
    assert pack_by_hand(BY_HAND) == wire
    assert unpack_by_hand(wire) == BY_HAND
    assert nfs4.COMPOUND4args.from_bytes(wire) == GENERATED
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "pack": (lambda: pack_by_hand(BY_HAND), GENERATED.to_bytes),
        "unpack": (lambda: unpack_by_hand(wire), lambda: nfs4.COMPOUND4args.from_bytes(wire)),
    }
    total_hand = total_generated = 0.0
    for name, (by_hand, generated) in pairs.items():
        hand, ours = microseconds([by_hand, generated], rounds)
        total_hand, total_generated = total_hand + hand, total_generated + ours
        print(f"{name:<8} by hand {hand:5.2f} us   generated {ours:5.2f} us   ratio {ours / hand:4.2f}")
    ratio = total_generated / total_hand
    print(f"both     by hand {total_hand:5.2f} us   generated {total_generated:5.2f} us   ratio {ratio:4.2f}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
