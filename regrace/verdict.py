"""The words in which Regrace judges and counts: verdicts, levels, failures and fates.

A leaf module: every room may import it, it imports none. How verdicts become a report and an exit code
is `regrace.results`' business; how a case comes to one is `regrace.harness.case`'s.
"""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a case says of the system under test. The text of each member is its legend."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"
    INFO = "info"
    UNSUPPORTED = "unsupported"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    ERROR = "error"

    @property
    def legend(self) -> str:
        """One sentence for reports."""
        return _LEGEND[self]


_LEGEND = {
    Verdict.PASS: "The requirement was exercised and held.",
    Verdict.FAIL: "The stated requirement (MUST) or a safety invariant was broken; nothing else makes a fail.",
    Verdict.WARN: "A SHOULD was not followed.",
    Verdict.INFO: "Behaviour recorded, not judged.",
    Verdict.UNSUPPORTED: "A capability that the server does not claim was honestly refused; evidence attached.",
    Verdict.BLOCKED: "The server refused a step before the requirement under test was reached.",
    Verdict.UNKNOWN: "The oracle's budget ended before it could decide.",
    Verdict.ERROR: "Trouble of the rig or the harness; never counted against the server.",
}


NO_MEANS = "the rig has no means for it"
"""The signature of an `unsupported` that is about the rig, and says nothing of the server."""


class Level(StrEnum):
    """How binding a requirement is: RFC 2119 words, or one of the suite's own sources of obligation."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MAY = "MAY"
    INV = "INV"  # a safety invariant: fails the server whatever the RFC's level
    DRAFT = "DRAFT"  # required by draft-cel-nfsv4-state-retention, judged only where it is claimed
    EXTENSION = "EXTENSION"  # required by our own extension text, judged only where it is claimed
    KNOWN = "KNOWN"  # known behaviour to record, not to judge


class Failure(StrEnum):
    """What fails in a case, seen by an end client that holds a lock: the columns of the table of fates, in order."""

    REEXPORT = "re-export server reboots"
    AWAY = "re-export server away longer than its lease"
    ORIGIN = "origin reboots"
    BOTH = "both reboot"
    PARTITION = "partition between the servers"
    CLIENT_CUT = "client cut off"
    MOVE = "virtual IP moves"
    CRASH_POINT = "crash point"


class Fate(StrEnum):
    """What became of a lock that a client had been told it holds."""

    KEPT = "kept"
    TOLD = "told"  # lost, and its owner was told
    SILENT = "silent"  # lost, and its owner counts on it
    UNDECIDED = "undecided"  # the case ended before it could be known
