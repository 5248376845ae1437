"""`python -m regrace.xdr_defs.compiler [--check]`: generates the Python modules from the .x files beside
them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import ROOTS, compile_all


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m regrace.xdr_defs.compiler", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if a module is out of date"
    )
    options = parser.parse_args()
    folder = Path(__file__).resolve().parent.parent
    stale = []
    for name, text in compile_all(folder, ROOTS).items():
        target = folder / f"{name}.py"
        if target.exists() and target.read_text(encoding="utf-8") == text:
            continue
        stale.append(target.name)
        if not options.check:
            target.write_text(text, encoding="utf-8")
    print(
        f"{'out of date' if options.check else 'written'}: {', '.join(stale)}" if stale else "all up to date"
    )
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
