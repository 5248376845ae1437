"""Futures and tasks: the smallest thing that lets a server say `await` on a `World`.

asyncio is not used because a case is plain blocking code in both worlds, because a client's call must
cost no more than its two system calls (`benchmarks/`), and because a crash of a simulated node must
end exactly the tasks of that node. See docs/adr/0002.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

if TYPE_CHECKING:
    from regrace.harness.rig.world import World

T = TypeVar("T")


class TaskCancelled(BaseException):
    """Thrown into a task whose node went down; a BaseException so that no `except Exception` keeps it."""


class Future(Generic[T]):
    """A value that is not there yet."""

    __slots__ = ("_done", "_error", "_value", "_watchers")

    def __init__(self) -> None:
        self._done = False
        self._value: T | None = None
        self._error: BaseException | None = None
        self._watchers: list[Callable[[], None]] = []

    @property
    def done(self) -> bool:
        """Whether a result or an error is there."""
        return self._done

    def set_result(self, value: T) -> None:
        """Settle it; a second settlement is ignored (a reply that comes after the time-out, say)."""
        if not self._done:
            self._value = value
            self._settle()

    def set_error(self, error: BaseException) -> None:
        """Settle it with an exception; a second settlement is ignored."""
        if not self._done:
            self._error = error
            self._settle()

    def result(self) -> T:
        """The value; raises the error, or RuntimeError if it is not there yet."""
        if not self._done:
            raise RuntimeError("result() of a future that is not done")
        if self._error is not None:
            raise self._error
        return cast(T, self._value)

    def when_done(self, action: Callable[[], None]) -> None:
        """Call `action` when it is settled (at once if it is)."""
        if self._done:
            action()
        else:
            self._watchers.append(action)

    def _settle(self) -> None:
        self._done = True
        watchers, self._watchers = self._watchers, []
        for action in watchers:
            action()

    def __await__(self) -> Generator[Future[Any], None, T]:
        if not self._done:
            yield self
        return self.result()


class Task(Future[T]):
    """A running coroutine, and the future of what it returns."""

    __slots__ = ("_call_soon", "_cancel_asked", "_running", "_work")

    def __init__(self, work: Coroutine[Any, Any, T], call_soon: Callable[[Callable[[], None]], Any]) -> None:
        super().__init__()
        self._work = work
        self._call_soon = call_soon
        self._running = False
        self._cancel_asked = False
        call_soon(self._step)

    def cancel(self) -> None:
        """End it where it stands; `finally` blocks run, nobody is told an error. A task that cancels itself
        ends where it next awaits. Idempotent."""
        if self._running:
            self._cancel_asked = True
        elif not self._done:
            try:
                self._work.throw(TaskCancelled())
                self._work.close()  # it awaited while it was being ended: RuntimeError if it does so again
            except (TaskCancelled, StopIteration):
                pass
            finally:
                self.set_error(TaskCancelled())

    def _step(self) -> None:
        if self._done:
            return
        self._running = True
        try:
            waits_for = self._work.send(None)
        except StopIteration as stop:
            self.set_result(stop.value)
        except TaskCancelled as cancelled:
            self.set_error(cancelled)
        except Exception as error:
            watched = bool(self._watchers)
            self.set_error(error)
            if not watched:
                raise  # nobody awaits it: it must not vanish
        else:
            self._running = False
            if self._cancel_asked:
                self.cancel()
            else:
                waits_for.when_done(lambda: self._call_soon(self._step))
        finally:
            self._running = False


def sleep(world: World, seconds: float) -> Future[None]:
    """A future that is done after so many seconds of the world's clock."""
    future: Future[None] = Future()
    world.call_at(world.now() + seconds, lambda: future.set_result(None))
    return future


def within(world: World, awaited: Future[T], seconds: float) -> Future[T]:
    """The same result or error if it comes within so many seconds, else TimeoutError; a `Task` that is
    awaited this way goes on all the same (cancel it, if it shall not)."""
    bounded: Future[T] = Future()
    timer = world.call_at(
        world.now() + seconds, lambda: bounded.set_error(TimeoutError(f"no result within {seconds:g} s"))
    )

    def pass_on() -> None:
        timer.cancel()
        try:
            bounded.set_result(awaited.result())
        except (Exception, TaskCancelled) as error:
            bounded.set_error(error)

    awaited.when_done(pass_on)
    return bounded
