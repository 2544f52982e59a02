"""The only place that wires the window together."""

from __future__ import annotations

import argparse
import asyncio
import logging
import ssl
import sys
import tempfile
import threading
import traceback
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from wizard.paths import data_folder
from wizard.problem import Problem, ProblemError
from wizard.ui.background import Background
from wizard.ui.crash import CrashHooks
from wizard.ui.garbage import GuiGarbage
from wizard.ui.session import Session
from wizard.ui.theme import Theme
from wizard.ui.window import MainWindow
from wizard.words import use_language

if TYPE_CHECKING:
    from wizard.steps import Assistant, PracticeLine
    from wizard.ui.tour.guide import Guide

_START_PATIENCE_S = 60.0
_STOP_PATIENCE_S = 5.0
_CLOCK_SPEED = 60.0  # a practice cycle comes around in 40 seconds instead of 40 minutes


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and return the program's exit code."""
    options = _parser().parse_args(argv)
    app = QApplication.instance() or QApplication(["playvox-provisioning"])
    assert isinstance(app, QApplication)
    app.setApplicationName("playvox-provisioning")
    app.setDesktopFileName("playvox-provisioning")
    use_language(options.language or QLocale.system().bcp47Name())
    with tempfile.TemporaryDirectory(prefix="playvox-tour-") as scratch:
        folder = options.data_folder or (Path(scratch) if options.tour else data_folder())
        program = Program(app, options, folder)
        program.window.show()
        code = app.exec()
        stopped = program.close()
    return code or (0 if stopped else 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="playvox-provisioning", description="Playvox Provisioning Setup")
    parser.add_argument(
        "--practice",
        nargs="?",
        const="",
        metavar="FILE",
        help="rehearse on the practice tenant; FILE holds the line of a running “practice serve”",
    )
    parser.add_argument(
        "--tour", type=Path, metavar="DIR", help="walk through everything, pictures into DIR"
    )
    parser.add_argument("--data-folder", type=Path, metavar="DIR", help="where set-ups are kept")
    parser.add_argument("--language", metavar="L", help="language tag, such as en")
    return parser


class PracticeRoom:
    """The practice tenant for this window: read from a file, or run in a thread with a loop of its own.

    A loop of its own, because the servers' work must not hold up the requests the assistant sends them.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._line: PracticeLine | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stop: asyncio.Event | None = None

    async def line(self) -> PracticeLine:
        """How to reach the practice tenant, started when it is first asked for.

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
        from wizard.redact import remember
        from wizard.steps import PracticeLine

        assert self._file is not None
        try:
            text = await asyncio.to_thread(self._file.read_text, encoding="utf-8")
            line = PracticeLine.model_validate_json(text.splitlines()[0])
        except (OSError, ValueError, IndexError) as error:
            raise ProblemError(Problem("practice_file_unreadable", {"file": str(self._file)})) from error
        remember(line.key)
        return line

    async def _start(self) -> PracticeLine:
        started: Future[PracticeLine] = Future()
        self._thread = threading.Thread(target=self._run, args=(started,), name="practice", daemon=True)
        self._thread.start()
        try:
            return await asyncio.wait_for(asyncio.wrap_future(started), _START_PATIENCE_S)
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
        from wizard.redact import remember
        from wizard.steps import PracticeLine

        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with start(PracticeOptions(clock_speed=_CLOCK_SPEED)) as practice:
            remember(practice.line.key)
            started.set_result(PracticeLine.model_validate(practice.line))
            await self._stop.wait()


class Program(QObject):
    """Owns everything that lives as long as the window does."""

    def __init__(self, app: QApplication, options: argparse.Namespace, folder: Path) -> None:
        super().__init__()
        self._app = app
        self._options = options
        self._folder = folder
        self.hooks = CrashHooks(self)
        self.hooks.install()
        self._guide: Guide | None = None
        if options.tour is not None:
            self.hooks.shown.connect(self._tour_broke)
        self.theme = Theme(app)
        self.garbage = GuiGarbage(self)
        self.background = Background(self.hooks.on_loop_error)
        self.session = Session(self.background, self)
        self.window = MainWindow(self.session)
        file = Path(options.practice) if options.practice else None
        self._practice = PracticeRoom(file)
        self.window.painted.connect(self._load_soon)
        self.window.go_to("before")

    @Slot()
    def _load_soon(self) -> None:
        QTimer.singleShot(0, self._load)

    @Slot()
    def _load(self) -> None:
        job = self.session.call(self._make_assistant)
        job.done.connect(self._loaded)
        if self._options.tour is not None:
            job.failed.connect(self._could_not_load)

    def _make_assistant(self) -> Assistant:
        """Runs on the loop's thread: these modules bring httpx, msal and pydantic along."""
        from wizard.steps import Assistant, Services

        return Assistant(Services(self._folder, self._practice.line))

    def _could_not_load(self, error: Exception) -> None:
        traceback.print_exception(error)
        self._app.exit(1)

    @Slot(object)
    def _tour_broke(self, error: Exception) -> None:
        """Nobody watches a tour: what breaks before it starts ends the program instead of waiting."""
        if self._guide is None:
            self._could_not_load(error)

    def _loaded(self, assistant: Assistant) -> None:
        self.session.attach(assistant)
        if self._options.tour is not None:
            from wizard.ui.tour.guide import Guide

            self._guide = Guide(self.window, self._options.tour)
            self._guide.finished.connect(self._app.exit)
            QTimer.singleShot(0, self._guide.start)
        elif self._options.practice is not None:
            self.session.run(assistant.before.choose_practice())
        else:
            self.session.run(assistant.open())

    def close(self) -> bool:
        """Cancel what runs, wait for its clean-up, stop the practice tenant."""
        self.window.close()
        if self.session.assistant is not None:
            self.background.run(self.session.assistant.close(), patience=3.0)
        stopped = self.background.close()
        self._practice.stop()
        self.window.deleteLater()
        return stopped


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    sys.exit(main())
