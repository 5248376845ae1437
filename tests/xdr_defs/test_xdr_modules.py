"""What the modules need to run, how long they take to come, and whether threads may share them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import regrace.xdr_defs
from regrace.xdr_defs import nfs4

FOLDER = Path(regrace.xdr_defs.__file__).parent

IMPORTED = """
import sys
before = set(sys.modules)
import regrace.xdr_defs.attributes, regrace.xdr_defs.dialect, regrace.xdr_defs.legal
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(new - sys.stdlib_module_names))
"""

TIMED = """
import time
start = time.process_time()
import regrace.xdr_defs.nfs4
print(time.process_time() - start)
"""


def python(program: str, **more: str) -> str:
    environment = {**os.environ, **more}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", program]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, env=environment
    ).stdout.strip()


def test_only_xdrlib3_and_the_standard_library_are_needed() -> None:
    assert python(IMPORTED).split() == ["regrace", "xdrlib3"]


def test_the_definitions_are_imported_in_a_quarter_of_a_second(tmp_path: Path) -> None:
    cache = {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    python(TIMED, **cache)
    assert min(float(python(TIMED, **cache)) for _ in range(3)) < 0.25


def test_the_grammar_is_in_the_package_and_the_sources_too() -> None:
    assert (FOLDER / "compiler" / "grammar.lark").is_file()
    sources = {path.name for path in FOLDER.glob("*.x")}
    assert {"rpc.x", "nfs4.x", "delegating.x", "retention.x", "enum_state.x"} <= sources


def test_threads_do_not_meet_in_one_buffer() -> None:
    failures: list[object] = []

    def work(number: int) -> None:
        args = nfs4.PUTFH4args(bytes([number]) * 40)
        value = nfs4.COMPOUND4args(b"", 2, [nfs4.nfs_argop4(nfs4.OP_PUTFH, args)] * 5)
        wire = value.to_bytes()
        failures.extend(
            number for _ in range(300) if value.to_bytes() != wire or nfs4.COMPOUND4args.from_bytes(wire) != value
        )

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
    finally:
        sys.setswitchinterval(interval)
    assert not failures
    assert not any(thread.is_alive() for thread in threads)
