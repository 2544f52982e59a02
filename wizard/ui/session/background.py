"""Runs coroutines in one asyncio loop on one background thread; results return as queued signals."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    import asyncio

# With Python's default of 5 ms a busy loop thread delays the GUI thread by 5 ms at every call into Qt.
_SWITCH_INTERVAL_S = 0.0005
_CLOSE_PATIENCE_S = 3.0

LoopErrorHandler = Callable[[dict[str, Any]], None]


class _Run:
    """The loop's part of a task: not a QObject, so that the loop's thread never deletes one."""

    def __init__(self, job: BackgroundTask, loop: asyncio.AbstractEventLoop) -> None:
        self.job: BackgroundTask | None = job  # deleted on the GUI thread
        self._loop = loop
        self._task: asyncio.Task[Any] | None = None

    def begin(self, work: Coroutine[Any, Any, Any]) -> None:
        self._task = self._loop.create_task(work)
        self._task.add_done_callback(self._land)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _land(self, task: asyncio.Task[Any]) -> None:
        job = self.job
        try:
            if job is not None:
                job._landed.emit(task)
        except RuntimeError:
            # The page, and the task with it, is gone: nobody is left to notify.
            if not task.cancelled():
                task.exception()


class BackgroundTask(QObject):
    """One piece of background work.

    Emits exactly one of `done(result)`, `failed(exception)` and `cancelled()`, then `finished()`, on the
    GUI thread and only after the coroutine's own cleanup, so "canceled" is never shown too early. The
    signals are queued: connecting right after `Background.start` cannot miss them.
    """

    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()
    _landed = Signal(object)

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        work: Coroutine[Any, Any, Any],
        parent: QObject | None,
        on_end: Callable[[BackgroundTask], None],
    ) -> None:
        super().__init__(parent)
        self._loop = loop
        self._on_end = on_end
        self._running = True
        self._run = _Run(self, loop)
        self._landed.connect(self._announce, Qt.ConnectionType.QueuedConnection)
        loop.call_soon_threadsafe(self._run.begin, work)

    @property
    def is_running(self) -> bool:
        """Whether the task has not announced its end yet."""
        return self._running

    def cancel(self) -> None:
        """Request cancellation; `cancelled` follows after the cleanup.

        Calling it again, or after the end, does nothing.
        """
        if self._running and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._run.cancel)

    def _announce(self, task: asyncio.Task[Any]) -> None:
        self._running = False
        self._run.job = None
        self._on_end(self)
        if task.cancelled():
            self.cancelled.emit()
        elif (error := task.exception()) is not None:
            self.failed.emit(error)
        else:
            self.done.emit(task.result())
        self.finished.emit()
        self.deleteLater()


class Background:
    """Owns the asyncio loop and its thread. Close it after the Qt event loop has ended.

    Loop and thread start with the first task: importing asyncio would delay the window's first paint.
    """

    def __init__(self, on_error: LoopErrorHandler | None = None) -> None:
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        self._on_error = on_error
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._jobs: set[BackgroundTask] = set()

    @property
    def running(self) -> int:
        """Number of tasks that have not announced their end."""
        return len(self._jobs)

    def start(self, work: Coroutine[Any, Any, Any], parent: QObject | None = None) -> BackgroundTask:
        """Run a coroutine in the background. The task lives until it ends, or until `parent` is deleted."""
        job = BackgroundTask(self._opened(), work, parent, self._jobs.discard)
        self._jobs.add(job)
        return job

    def call_soon(self, function: Callable[..., object], *arguments: object) -> None:
        """Run a plain function on the loop's thread, without waiting for it."""
        if not self._closed:
            self._opened().call_soon_threadsafe(function, *arguments)

    def run(self, work: Coroutine[Any, Any, Any], patience: float) -> bool:
        """Run a coroutine and wait for it; only for the end of the program. False when it took too long."""
        import asyncio

        waiting = asyncio.run_coroutine_threadsafe(work, self._opened())
        try:
            waiting.result(patience)
        except TimeoutError:
            waiting.cancel()
            return False
        return True

    def close(self) -> bool:
        """Cancel all tasks, wait for their cleanup, end the thread. False when a task did not stop."""
        if self._closed or self._loop is None or self._thread is None:
            self._closed = True
            return True
        self._closed = True
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSE_PATIENCE_S)
        self._jobs.clear()
        return not self._thread.is_alive()

    def _opened(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            import asyncio

            loop = self._loop = asyncio.new_event_loop()
            if self._on_error is not None:
                handle = self._on_error
                loop.set_exception_handler(lambda _loop, context: handle(context))
            self._thread = threading.Thread(target=_serve, args=(loop,), name="background", daemon=True)
            self._thread.start()
        return self._loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    import asyncio

    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        if tasks:
            loop.run_until_complete(asyncio.wait(tasks, timeout=_CLOSE_PATIENCE_S - 0.5))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
