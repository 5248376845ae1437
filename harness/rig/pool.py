"""The rigs of a run, and who holds which: one for each worker, or one for all behind a turnstile."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from regrace.harness.rig.description import RigDescription
from regrace.harness.rig.node import RigError
from regrace.harness.rig.provider import Options, ProvisionedRig, RigProvider
from regrace.harness.rig.turnstile import GLANCE_S, GaveUp, Turnstile


class _Slot:
    """A place for a rig: the rig itself changes when it is rebuilt."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.builds = 0
        self.rig: ProvisionedRig | None = None
        self.last_worker = ""
        self.lock = threading.Lock()


@dataclass(slots=True)
class Lease:
    """A worker's hold on a rig. Times in seconds, waiting apart from work."""

    worker: str
    slot: _Slot
    description: RigDescription
    waited_s: float
    provisioned_s: float


class RigPool:
    """Provisions, lends, heals and stops rigs. Thread-safe; workers are served at the same time."""

    def __init__(self, provider: RigProvider, folder: Path, options: Options) -> None:
        self._provider = provider
        self._capacity: int | None = getattr(provider, "capacity", None)
        self._folder = folder
        self._options = options
        self._slots: list[_Slot] = []
        self._free: list[_Slot] = []
        self._lock = threading.Lock()
        self._freed = threading.Condition(self._lock)
        self._closing = False
        self._turnstile = Turnstile()
        if provider.fixed:
            self._slots.append(_Slot(1))

    def lease(self, worker: str, *, exclusive: bool, gone: Callable[[], bool]) -> Lease:
        """A rig for that worker: the one it had last if that is free, any free one, or a new one. Raises
        RigError with the provider's own words; GaveUp if the worker is gone while it waits."""
        waited_s = 0.0
        if self._provider.fixed:
            waited_s = self._turnstile.enter(exclusive=exclusive, gone=gone)
            slot = self._slots[0]
        else:
            slot, waited_s = self._take(worker, gone)
        began = monotonic()
        try:
            with slot.lock:
                rig = slot.rig or self._build(slot)
            self._refuse_at_the_end()
            slot.last_worker = worker
            return Lease(worker, slot, rig.description, waited_s, monotonic() - began)
        except BaseException:
            self._put_back(slot)
            raise

    def release(self, lease: Lease) -> None:
        """The worker needs its rig no more: heal it (once nobody shares it any more), so that the next one
        gets it whole. A rig that can't be healed is stopped. Never raises for the rig's sake."""
        if not self._provider.fixed or self._turnstile.inside == 1:
            try:
                self.heal(lease)
            except Exception as error:
                _log(f"rig {lease.slot.number} can't be healed and is stopped: {error}")
                with lease.slot.lock:
                    self._demolish(lease.slot)
        self._put_back(lease.slot)

    def heal(self, lease: Lease) -> None:
        """Remove every fault that is in force on the rig. Raises RigError."""
        with lease.slot.lock:
            if lease.slot.rig is not None:
                lease.slot.rig.heal()

    def rebuild(self, lease: Lease) -> Lease:
        """Stop the rig and bring it up anew with empty stable storage. Raises RigError."""
        began = monotonic()
        with lease.slot.lock:
            self._demolish(lease.slot)
            rig = self._build(lease.slot)
        lease.description = rig.description
        lease.waited_s = 0.0
        lease.provisioned_s = monotonic() - began
        return lease

    def close(self, budget_s: float) -> None:
        """Heal and stop every rig, side by side; one that is being built is stopped as soon as it stands.
        Returns after `budget_s` at the latest. Idempotent."""
        with self._lock:
            self._closing = True
            slots = list(self._slots)
        enders = [threading.Thread(target=self._end, args=(slot,), daemon=True) for slot in slots]
        for ender in enders:
            ender.start()
        give_up_at = monotonic() + budget_s
        for ender in enders:
            ender.join(max(0.0, give_up_at - monotonic()))

    # --- inside

    def _take(self, worker: str, gone: Callable[[], bool]) -> tuple[_Slot, float]:
        """A place, and how long it was waited for: where there are only so many rigs, one has to come free."""
        waited_s, began = 0.0, monotonic()
        with self._freed:
            while True:
                self._refuse_at_the_end()
                for slot in (*(s for s in self._free if s.last_worker == worker), *self._free):
                    self._free.remove(slot)
                    return slot, waited_s
                if self._capacity is None or len(self._slots) < self._capacity:
                    slot = _Slot(len(self._slots) + 1)
                    self._slots.append(slot)
                    return slot, waited_s
                self._freed.wait(GLANCE_S)
                waited_s = monotonic() - began
                if gone():
                    raise GaveUp

    def _refuse_at_the_end(self) -> None:
        if self._closing:
            raise RigError("the run ends")

    def _put_back(self, slot: _Slot) -> None:
        if self._provider.fixed:
            self._turnstile.leave()
        else:
            with self._freed:
                self._free.append(slot)
                self._freed.notify()

    def _build(self, slot: _Slot) -> ProvisionedRig:
        """With the slot's lock held, for which `close` waits before it looks for a rig to stop."""
        self._refuse_at_the_end()
        slot.builds += 1
        folder = self._folder / f"rig-{slot.number}.{slot.builds}"  # never used twice: storage is empty
        folder.mkdir(mode=0o700)
        slot.rig = self._provider.provision(folder, self._options)
        return slot.rig

    def _demolish(self, slot: _Slot) -> None:
        """With the slot's lock held. A rig that can't be stopped in good order is given up, and said so. Its
        folder stays until the run ends: somebody may still want to read a log."""
        rig, slot.rig = slot.rig, None
        if rig is not None:
            try:
                rig.stop()
            except Exception as error:
                _log(f"rig {slot.number} could not be stopped in good order: {error}")

    def _end(self, slot: _Slot) -> None:
        with slot.lock:
            if slot.rig is not None:
                with contextlib.suppress(Exception):  # it is stopped anyway, and that is what heals most
                    slot.rig.heal()
            self._demolish(slot)


def _log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
