"""What passed on a link, as events (`harness.tap.events` makes them of what the tap saw): a call and its reply are one
MESSAGE.

`actor` is the link ("R-O"); the times are those at which call and reply had arrived whole at the tap, so that the
server had the call *after* `invoked_at` and had answered it *before* `completed_at`. `status` is that of the last
operation that was carried out. In `detail`:

- "ops": the operations' names, parted by spaces; "done": how many of them were carried out;
- "seq": "session/slot/seqid" of SEQUENCE; "asked" and "told": checksums of call and reply (`TapRecord.digest`);
- "marks": what `TapRecord.marks` says of call and reply;
- "lost": "call" or "reply", dropped on its way; "retold": checksums of further replies to the same transmission;
- "held_s": for how long the tap kept the call back, in seconds, before it went on;
- "back": a callback, which goes from callee to caller.

A call that is sent again is a MESSAGE again.
"""

from __future__ import annotations

from regrace.harness.history.events import Event


def passed_at(event: Event) -> float:
    """When the tap let the call go on: the server can't have had it before."""
    return event.invoked_at + float(event.detail.get("held_s", 0.0))


def callee_of(link: str) -> str:
    """Whom the caller of a link means: "origin" of "R-O", "reexport" of "E-R", the virtual IP "V1" of "E-V1"."""
    letter = link.rpartition("-")[2]
    return {"O": "origin", "R": "reexport"}.get(letter, letter)


def caller_of(link: str) -> str:
    """Who calls on a link between servers: "reexport" on "R-O", the virtual IP "V1" on "V1A-O"; "" on the others, which
    are those of the suite's own clients."""
    letters = link.rpartition("-")[0]
    return {"R": "reexport", "E": "", "D": ""}.get(letters, letters[:-1])


def operations_of(event: Event) -> list[str]:
    """The names of a MESSAGE's operations, in order."""
    return str(event.detail["ops"]).split()


def carried_out(event: Event) -> list[tuple[str, str]]:
    """(operation, status) of what a server did of a MESSAGE: all but the last went well (RFC 8881 §16.2.3)."""
    done = operations_of(event)[: int(event.detail.get("done", 0))]
    return [(name, "NFS4_OK") for name in done[:-1]] + [(name, event.status) for name in done[-1:]]


def in_sequence(event: Event) -> bool:
    """Whether the server took a MESSAGE as the next (or the last) of its slot."""
    return event.answered and carried_out(event)[:1] == [("SEQUENCE", "NFS4_OK")]


def marks_of(event: Event) -> dict[str, str]:
    """Its marks: name -> hex. A name that is in call and reply has the reply's."""
    told = (str(mark).partition(":") for mark in event.detail.get("marks", ()))
    return {name: value for name, _, value in told}


def session_of(event: Event) -> str:
    """The session of its SEQUENCE, in hexadecimal; "" without one."""
    return str(event.detail.get("seq", "")).partition("/")[0]
