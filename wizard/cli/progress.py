"""Progress on standard error: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, TextIO

from wizard.cli.output import is_quiet
from wizard.messages import _
from wizard.security.plain import behind, plain
from wizard.steps.base.progress import Notice, ProgressSink, is_shown, shown_by

if TYPE_CHECKING:
    from rich.progress import Progress

REMINDER = 10.0
"""Seconds after which an unchanged notice is repeated, so that no longer wait looks stuck."""


def on_stderr() -> AbstractContextManager[None]:
    """Show the progress of the block on standard error; nested calls show it once."""
    stream = sys.stderr
    if is_shown():
        return nullcontext()
    if stream is None or is_quiet():  # None: a Windows program without a console
        return shown_by(ProgressSink(lambda _notice: None))
    live = stream.isatty() and os.environ.get("TERM") != "dumb"
    return shown_by(ProgressSink(LiveLine(stream).show if live else PlainLines(stream).show))


class PlainLines:
    """One line for each notice, repeated every `REMINDER` seconds until the next."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._since = 0.0
        self._reminder: asyncio.TimerHandle | None = None

    def show(self, notice: Notice | None) -> None:
        """Write the notice; None only ends the reminders of the last one."""
        if self._reminder is not None:
            self._reminder.cancel()
            self._reminder = None
        if notice is None:
            return
        self._since = asyncio.get_running_loop().time()
        self._write(notice.text)
        self._remind_later(notice)

    def _remind_later(self, notice: Notice) -> None:
        self._reminder = asyncio.get_running_loop().call_later(REMINDER, self._remind, notice)

    def _remind(self, notice: Notice) -> None:
        seconds = round(asyncio.get_running_loop().time() - self._since)
        self._write(_("{sentence} ({seconds} s)").format(sentence=notice.text, seconds=seconds))
        self._remind_later(notice)

    def _write(self, text: str) -> None:
        print(text, file=self._stream, flush=True)


class LiveLine:
    """One line that is updated, with a spinner and the seconds; removed at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._progress: Progress | None = None

    def show(self, notice: Notice | None) -> None:
        """Show the notice; None removes the line."""
        if notice is None:
            if self._progress is not None:
                self._progress.stop()
                self._progress = None
            return
        if self._progress is None:
            self._progress = self._start(plain(notice.text))
            return
        (task,) = self._progress.tasks
        if task.description != plain(notice.text):
            self._progress.reset(task.id, description=plain(notice.text))

    def _start(self, text: str) -> Progress:
        # Only on a terminal: loading rich takes a while.
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        # Braille dots only where they can be encoded.
        spinner = "dots" if (self._stream.encoding or "").casefold().startswith("utf") else "line"
        progress = Progress(
            SpinnerColumn(spinner),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            console=Console(file=behind(self._stream)),
            transient=True,
            redirect_stdout=False,  # results go to standard output
        )
        progress.add_task(text, total=None)
        progress.start()
        return progress
