"""A trace as lines that a tired engineer understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from regrace.harness.history.events import Event, Kind
from regrace.harness.oracle.digest import Realm, mode_of, realm_of, span_of
from regrace.harness.oracle.findings import Remark

_CLIENT_WORDS = {
    Kind.CLIENT_CRASH: "is declared dead",
    Kind.CLIENT_SILENT: "stops to renew its lease",
}
_NODE_WORDS = {
    Kind.CRASH: "loses its memory",
    Kind.START: "serves again",
    Kind.PAUSE: "is paused",
    Kind.RESUME: "goes on",
    Kind.CUT: "is cut",
    Kind.HEAL: "is whole again",
    Kind.GRACE_START: "begins its grace",
    Kind.GRACE_END: "ends its grace",
}


def render_trace(events: Iterable[Event], t0: float, notes: Mapping[int, Remark] | None = None) -> list[str]:
    """A line per event; times in seconds since `t0`; `notes` (by index of the event) stand at the line's end.

        "   3.214s  D1 -> origin       LOCK WRITE [0,10) of f               NFS4_OK  held until 3.900s"
    """
    remarks = notes or {}
    return [
        _line(event, t0, remarks[event.index].words(t0) if event.index in remarks else "") for event in events
    ]


def story(event: Event) -> str:
    """What was asked for, without who and when: "LOCK WRITE [0,10) of f"."""
    words = [event.kind.value.upper().replace("-", " ")]
    if event.kind in _REQUESTS:
        words.append(mode_of(event).words() if event.locktype or realm_of(event) is Realm.SHARE else "")
        words.append(span_of(event).words() if realm_of(event) is Realm.LOCK else "")
    elif event.kind in (Kind.READ, Kind.WRITE, Kind.LOCKU):
        words.append(f"[{event.offset},{'EOF' if event.end >> 64 else event.end})")
    if event.file:
        words.append(f"of {event.file}")
    if event.data:
        words.append(f"tag {event.data!r}")
    return " ".join(word for word in words if word)


_REQUESTS = frozenset(
    {Kind.LOCK, Kind.RECLAIM_LOCK, Kind.LOCKT, Kind.OPEN, Kind.RECLAIM_OPEN, Kind.DOWNGRADE}
)


def _line(event: Event, t0: float, note: str) -> str:
    who, what, answer = _parts(event)
    return f"{event.invoked_at - t0:8.3f}s  {who:<18} {what:<38} {answer:<12} {note}".rstrip()


def _told_of_message(event: Event) -> str:
    """"SEQUENCE+PUTFH+LOCK slot 0 seq 7 of ..1f2e", and whether it was kept back."""
    words = ["+".join(str(event.detail.get("ops", "")).split())]
    if event.detail.get("seq"):
        session, slot, seqid = str(event.detail["seq"]).split("/")
        words.append(f"slot {slot} seq {seqid} of ..{session[-4:]}")
    if event.detail.get("held_s"):
        words.append(f"(kept back for {event.detail['held_s']:.3f}s)")
    return " ".join(words)


def _parts(event: Event) -> tuple[str, str, str]:
    if event.kind in _NODE_WORDS:
        extra = f" from {event.detail['peer']}" if "peer" in event.detail else ""
        directions = f" ({', '.join(event.detail['directions'])})" if event.detail.get("directions") else ""
        return event.actor, _NODE_WORDS[event.kind] + extra + directions, ""
    if event.kind in _CLIENT_WORDS:
        return event.actor, _CLIENT_WORDS[event.kind], ""
    if event.kind is Kind.MESSAGE:
        return event.actor, _told_of_message(event), event.status if event.answered else "no answer"
    if event.kind is Kind.LISTING:
        items = len(event.detail.get("items", ()))
        return f"{event.actor} -> {event.via}", f"the list of its state: {items} items", event.status
    if event.kind is Kind.TEST_STATEID:
        return f"{event.actor} -> {event.via}", f"TEST_STATEID of {len(event.detail['stateids'])}", event.status
    if event.kind in (Kind.NOTE, Kind.LEASE, Kind.LOSS_NOTICE):
        about = ", ".join(f"{key}={value}" for key, value in event.detail.items())
        label = "is told of a loss" if event.kind is Kind.LOSS_NOTICE else event.kind.value
        return event.actor, f"{label}: {about}" if about else label, event.status
    owner = f"{event.actor}/{event.owner}" if event.owner else event.actor
    route = f"{owner} -> {event.via}" if event.via else owner
    return route, story(event), event.status if event.answered else "no answer"
