"""How long a list of a million stateids takes, and how much memory (docs/enumeration.md).

    python benchmarks/enumeration.py [COUNT ...]      by default 62500, 250000 and 1000000

An origin and a client in one virtual world: what is measured is the work of both, without a network. The origin's
tables are filled from inside, because a million LOCKs would take longer than what is of interest; the list goes the
whole way: COMPOUNDs of bytes, 64 KB pages, decoded and checked one by one. The client keeps no list: that cookies
ascend and that all were counted shows that each came once. Memory is the growth of the process' peak during the list;
it must not depend on the count. (`suite/enumeration.py`, EN-04, lists stateids that came over the wire.)
"""

from __future__ import annotations

import resource
import sys
from time import process_time

from regrace.fixtures.reference.origin.boot import Origin
from regrace.fixtures.reference.server.clients import Client as Record
from regrace.fixtures.reference.server.config import Kind, ServerConfig
from regrace.fixtures.reference.server.ranges import READ, Range, RangeSet
from regrace.fixtures.reference.server.state import LockState, OpenState
from regrace.harness.client.client import Client
from regrace.harness.client.enumeration import EVERYTHING
from regrace.harness.rig.stable import MemoryStable
from regrace.harness.rig.virtual import VirtualWorld
from regrace.xdr_defs.dialect import ENUMERATION

PAGE_BYTES = 64 << 10
LEASE_S = 3600.0
COUNTS = (62_500, 250_000, 1_000_000)


def filled(origin: Origin, owner: bytes, count: int) -> Record:
    """The client record, with so many lock stateids of one range each below one open."""
    machine = origin.machine
    record = machine.clients.confirmed(owner)
    assert record is not None
    file = machine.files.get(b"a file of the benchmark")
    below = OpenState(record, file, b"open-owner", machine.clients.new_stateid(), access=3)
    file.opens.append(below)
    record.adopt(below)
    for number in range(count):
        ranges = RangeSet([Range(number, number + 1, READ)])
        lock = LockState(below, b"owner %d" % number, machine.clients.new_stateid(), ranges)
        below.locks[lock.owner] = lock
        record.adopt(lock)
    return record


def listed(client: Client) -> tuple[int, int]:
    """Stateids and pages of one listing, from the first page to the end."""
    stateids = pages = cookie = 0
    verifier = bytes(8)
    while True:
        page = client.enumerate_state(EVERYTHING, cookie=cookie, cookieverf=verifier, maxcount=PAGE_BYTES).expect()
        pages += 1
        for entry in page.entries:
            assert entry.xpe_cookie > cookie, "a stateid came twice, or out of order"
            cookie = entry.xpe_cookie
            stateids += 1
        if page.eof:
            return stateids, pages
        verifier = page.cookieverf


def measure(count: int) -> None:
    """One line of the table."""
    world = VirtualWorld(1)
    address = ("origin", 2049)
    config = ServerConfig(name="origin", kind=Kind.ENUMERATING, lease_s=LEASE_S, exports=("export",))
    origin = Origin(world.node("origin"), MemoryStable(), config, address=address, log=lambda line: None)
    client = Client(world, address, name="B", via="origin", minor_version=2, dialect=ENUMERATION).establish()
    filled(origin, client.owner, count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = process_time()
    stateids, pages = listed(client)
    took = process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert stateids == count + 1, f"{stateids} of {count + 1} stateids were listed"
    print(
        f"{stateids:>9,} stateids  {pages:>6,} pages  {took:7.1f} s of CPU  {1e6 * took / stateids:6.1f} us each  "
        f"peak memory +{grown / 1024:.1f} MB",
        flush=True,
    )


def main(arguments: list[str]) -> int:
    """Measure each count in turn."""
    for count in [int(one) for one in arguments] or COUNTS:
        measure(count)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
