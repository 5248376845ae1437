"""How cases spread over pytest-xdist's workers.

Cases on provisioned rigs spread freely, one at a time (they are long: chunks would leave a worker with the
tail). Cases on a fixed rig stay together, in order, on one worker: its node ids carry `fixed:NAME`.
"""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

_FIXED = re.compile(r"[\[-](fixed:[\w.]+)[\]-]")


class RigScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """One case is one unit of work; all cases of one fixed rig are one unit."""

    def _split_scope(self, nodeid: str) -> str:
        found = _FIXED.search(nodeid)
        return found.group(1) if found else nodeid
