"""The practice tenant for the window: read from a file, or run in its own thread."""

from __future__ import annotations

import asyncio
import ssl
import threading
from concurrent.futures import Future
from pathlib import Path

from wizard.messages import _
from wizard.own_files import read_given
from wizard.problem import Problem, ProblemError
from wizard.steps import PracticeLine
from wizard.steps.base.progress import report

_START_PATIENCE_S = 60.0
_LONGEST_LINE = 100_000  # bytes
_STOP_PATIENCE_S = 5.0
_CLOCK_SPEED = 60.0  # a practice cycle starts every 40 seconds instead of 40 minutes


class PracticeThread:
    """The practice tenant for this window: read from a file, or run in a thread with its own loop.

    Its own loop, because the servers' work must not delay the requests the assistant sends them.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._line: PracticeLine | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stop: asyncio.Event | None = None

    async def line(self) -> PracticeLine:
        """The address of the practice tenant, started on first use.

        Raises `practice_file_unreadable` or `practice_start_failed`.
        """
        if self._line is None:
            self._line = await (self._read() if self._file is not None else self._start())
        return self._line

    def stop(self) -> None:
        """Stop what was started here."""
        if self._loop is not None and self._stop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(_STOP_PATIENCE_S)

    async def _read(self) -> PracticeLine:
        from wizard.security.redactor import remember

        assert self._file is not None
        try:
            content = await asyncio.to_thread(read_given, self._file, _LONGEST_LINE)
            line = PracticeLine.model_validate_json(content.decode("utf-8-sig").strip().splitlines()[0])
        except (OSError, ValueError, IndexError) as error:
            raise ProblemError(Problem("practice_file_unreadable", {"file": str(self._file)})) from error
        for key in (line.key, line.next_key):
            remember(key)
        return line

    async def _start(self) -> PracticeLine:
        report(_("Starting the practice tenant …"))
        started: Future[PracticeLine] = Future()
        self._thread = threading.Thread(target=self._run, args=(started,), name="practice", daemon=True)
        self._thread.start()
        try:
            async with asyncio.timeout(_START_PATIENCE_S):
                return await asyncio.wrap_future(started)
        except (OSError, TimeoutError, ssl.SSLError) as error:
            raise ProblemError(
                Problem(
                    "practice_start_failed", {"reason": str(error) or type(error).__name__}, retryable=True
                )
            ) from error

    def _run(self, started: Future[PracticeLine]) -> None:
        try:
            asyncio.run(self._serve(started))
        except Exception as error:
            if not started.done():
                started.set_exception(error)

    async def _serve(self, started: Future[PracticeLine]) -> None:
        from wizard.practice import PracticeOptions, start
        from wizard.security.redactor import remember

        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with start(PracticeOptions(clock_speed=_CLOCK_SPEED)) as practice:
            for key in (practice.line.key, practice.line.next_key):
                remember(key)
            started.set_result(PracticeLine.model_validate(practice.line))
            await self._stop.wait()
