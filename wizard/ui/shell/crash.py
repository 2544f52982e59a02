"""Handles exceptions that would otherwise vanish or kill the program."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QWidget

_log = logging.getLogger(__name__)


class CrashHooks(QObject):
    """Installs a handler in every place where an exception could vanish or kill the program."""

    _caught = Signal(object)
    shown = Signal(object)
    """An unexpected exception, emitted after its report was shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caught.connect(self._show_soon)  # in the window's thread, whichever emits it
        self._seen: set[str] = set()

    def install(self) -> None:
        """Show unexpected exceptions from now on, instead of printing or losing them."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(_qt_message)

    def on_loop_error(self, context: dict[str, Any]) -> None:
        """For `loop.set_exception_handler`; called on the loop's thread."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self._catch(error)
        else:
            _log.warning("event loop: %s", _redact(str(context.get("message", ""))))

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self._catch(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self._catch(args.exc_value)

    def _catch(self, error: BaseException) -> None:
        self._caught.emit(error)

    @Slot(object)
    def _show_soon(self, error: BaseException) -> None:
        """Not in the middle of the code that failed."""
        QTimer.singleShot(0, lambda: self._show(error))

    def _show(self, error: BaseException) -> None:
        place = "".join(traceback.format_tb(error.__traceback__))
        if place in self._seen:  # the same error is shown once
            return
        self._seen.add(place)
        from wizard.ui.shell.crash_dialog import show_crash  # needs controls; the first paint does not

        show_crash(error, QApplication.activeWindow() or _main_window())
        self.shown.emit(error)


def _redact(text: str) -> str:
    from wizard.security.redactor import redact  # imports pydantic, which the first paint does not need

    return redact(text)


def _main_window() -> QWidget | None:
    return next((w for w in QApplication.topLevelWidgets() if w.objectName() == "frame"), None)


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }.get(kind, logging.ERROR)
    logging.getLogger("qt").log(level, "%s", _redact(message))
