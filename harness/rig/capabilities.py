"""What a case may need of a server, and a rig may claim of one."""

from __future__ import annotations

from typing import Final

CAPABILITIES: Final = frozenset(
    {"locks", "reclaim", "retention", "enumeration", "courtesy", "deny-pass-through", "ha"}
    | {"delegations", "delegation-recovery"}
)
