"""The oracle at length, run by hand: how long ten thousand locks take, and whether it accuses the healthy servers.

    python benchmarks/oracle.py locks 10000
    python benchmarks/oracle.py owners 10000            # lock-owners of one client on one file
    python benchmarks/oracle.py suite retain 3          # every case in the virtual world, with that seed
    python benchmarks/oracle.py dice retain 1000 1200   # plays of `tests/oracle/dice.py`, these seeds

Measured in December 2026 on a very busy machine with 2 cores, CPython 3.11, seconds of CPU: 500, 1 000 and 2 000
lock-owners one after the other in 0.3, 0.6 and 1.3 (500 took 6.3 when every FREE_STATEID and CLOSE was weighed for
every owner), with a range each in 0.2, 0.3 and 0.8. Those who share a range take 0.3, 0.9 and 4.0: the search behind
the sweep carries all of them along, until its budget of steps ends.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from regrace.harness.history.events import Kind
from regrace.harness.oracle import Finding, Standing, judge, render_trace
from tests.oracle.dice import Dice
from tests.oracle.script import Script
from tests.suite.conducting import CASES, simulate


def locks(number: int) -> None:
    """So many locks by two clients, on one range and on a range each: seconds of the processor's time."""
    for same in (True, False):
        script = Script(renewing=("D1", "D2"), until=5)
        for n in range(number):
            at, start = n / 1000, 0 if same else n // 2 * 10
            who = "D1" if n % 2 else "D2"
            script.lock(at, who, start, start + 10, took=0.0002, stateid=f"{n // 2 + 1}:{n % 2:024x}")
            script.unlock(at + 0.0005, who, start, start + 10, took=0.0002)
        began = time.process_time()
        found = judge(script.events, script.context)
        took = time.process_time() - began
        told = Counter(finding.verdict.value for finding in found)
        print(f"{number} locks, {'one range' if same else 'a range each'}: {took:.2f} s, {dict(told)}")


def owners(number: int) -> None:
    """A lock each by so many lock-owners of one client on one file: seconds of the processor's time. They come and go
    on one range, as in SL-06; or share it, or hold a range each, to the end, and another client asks for some of it."""
    for how in ("one after the other", "shared", "a range each"):
        script = Script(renewing=("D1", "D2"), until=5)
        script.open(0.0, "D1/o", took=0.0001, stateid=f"1:{0:024x}")
        for n in range(number):
            at, name, stateid = 0.001 + n / 10_000, f"D1/l{n}", f"{n + 1:024x}"
            start = n * 10 if how == "a range each" else 0
            mode = "READ" if how == "shared" else "WRITE"
            script.lock(at, name, start, start + 10, took=0.00001, stateid=f"1:{stateid}", locktype=mode)
            if how == "one after the other":
                script.unlock(at + 0.00002, name, start, start + 10, took=0.00001, stateid=f"2:{stateid}")
                script.ask(Kind.FREE_STATEID, at + 0.00004, name, 0, 0, took=0.00001, stateid=f"2:{stateid}")
            elif n % 100 == 0:
                script.test(at + 0.00003, "D2", start, start + 10, "NFS4ERR_DENIED", took=0.00001)
        script.ask(Kind.CLOSE, 0.1 + number / 10_000, "D1/o", 0, 0, took=0.00001, stateid=f"2:{0:024x}")
        began = time.process_time()
        found = judge(script.events, script.context)
        took = time.process_time() - began
        told = Counter(finding.verdict.value for finding in found)
        print(f"{number} lock-owners, {how}: {took:.2f} s, {dict(told)}")


def suite(strategy: str, seed: int) -> None:
    """Every case; what is broken or undecided, and how often each invariant was exercised."""
    stood: dict[str, Counter[str]] = defaultdict(Counter)
    for code, case in sorted(CASES.items()):
        for target in case.on or ("",):
            result = simulate(code, target, seed=seed, strategy=strategy).result
            for name, words in result.invariants.items():
                standing = words.partition(":")[0]
                stood[name][standing] += 1
                if standing in ("broken", "unknown"):
                    print(code, target, name, words, *result.trace, sep="\n  ")
    for name in sorted(stood, key=lambda one: int(one[1:])):
        print(name, dict(stood[name]))


def dice(strategy: str, first: int, last: int) -> None:
    """Plays on the reference rig."""
    for seed in range(first, last):
        _, found = Dice(seed, strategy=strategy).play(80)
        for finding in broken(found):
            print(f"seed {seed}: {finding.invariant}: {finding.message}")
            print("\n".join(render_trace(finding.trace, 0.0, finding.notes)))


def broken(found: list[Finding]) -> list[Finding]:
    """Those that accuse."""
    return [finding for finding in found if finding.verdict is Standing.BROKEN]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["locks", number]:
            locks(int(number))
        case ["owners", number]:
            owners(int(number))
        case ["suite", strategy, seed]:
            suite(strategy, int(seed))
        case ["dice", strategy, first, last]:
            dice(strategy, int(first), int(last))
        case _:
            sys.exit(__doc__)
