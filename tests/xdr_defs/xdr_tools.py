"""Programs of others that judge our bytes: where they are, and what to say if they are not."""

from __future__ import annotations

import os
import shutil

import pytest


def needed(program: str, package: str) -> str:
    """The path of a program. Without it the test fails where a full run was asked for, and is skipped elsewhere."""
    found = shutil.which(program)
    if found is not None:
        return found
    message = f"{program} is missing; bring it with: apt install {package}"
    if os.environ.get("CI") or os.environ.get("REGRACE_FULL") == "1":
        pytest.fail(message)
    pytest.skip(message)
