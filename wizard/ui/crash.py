"""When something unexpected happens: a redacted report to copy, and the program goes on."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QVBoxLayout, QWidget

import wizard
from wizard.ui.theme import GAP
from wizard.ui.widgets.button import PRIMARY, Button
from wizard.ui.widgets.copy_field import CopyButton
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.text import Text, page_title
from wizard.words import _

_log = logging.getLogger(__name__)


def report(error: BaseException) -> str:
    """Everything that helps to find the cause, and no secret."""
    from PySide6 import __version__ as qt_version

    trace = "".join(traceback.format_exception(error))
    head = (
        f"Playvox Provisioning Setup {wizard.__version__}\n"
        f"Python {platform.python_version()}, PySide6 {qt_version}, {platform.platform()}\n\n"
    )
    return _redact(head + trace)


class CrashDialog(QDialog):
    """Says that it was our mistake, shows the report, and lets the administrator copy it."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("crash-dialog")
        self.setWindowTitle(_("Something unexpected happened"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP * 4, GAP * 3, GAP * 4, GAP * 2)
        column.setSpacing(GAP * 2)
        column.addWidget(page_title(_("Something unexpected happened")))
        column.addWidget(
            Text(
                _(
                    "This is a mistake in the program, not in what you did. Nothing more "
                    "is changed by it, and "
                    "you can go on. The report below contains no key and no password; copy "
                    "it to report the mistake."
                )
            )
        )
        box = QPlainTextEdit(text)
        box.setObjectName("crash-report")
        box.setAccessibleName(_("Report"))
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        column.addWidget(box, 1)
        bottom = QWidget()
        buttons = FlowLayout(bottom, gap=GAP, to_right=True)
        copy = CopyButton("crash-copy", _("Copy the report"), text=_("Copy the report"))
        copy.set_value(text)
        close = Button("crash-close", _("Go on"), "", PRIMARY)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons.addWidget(copy)
        buttons.addWidget(close)
        column.addWidget(bottom)
        self.resize(self.fontMetrics().averageCharWidth() * 96, self.fontMetrics().height() * 28)


def show_crash(error: BaseException, parent: QWidget | None) -> None:
    """Show the report of one exception; a dialog already open is enough."""
    text = report(error)
    _log.error("unexpected: %s", text)
    if parent is not None and parent.findChild(CrashDialog) is None:
        CrashDialog(text, parent).open()


class CrashHooks(QObject):
    """Takes every hook through which an exception could vanish or kill the program."""

    _caught = Signal(object)
    shown = Signal(object)
    """An exception nobody expected, after its report was shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._seen: set[str] = set()

    def install(self) -> None:
        """From now on unexpected exceptions are shown instead of printed or lost."""
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

    def _show(self, error: BaseException) -> None:
        place = "".join(traceback.format_tb(error.__traceback__))
        if place in self._seen:  # the same mistake once is enough
            return
        self._seen.add(place)
        show_crash(error, QApplication.activeWindow() or _main_window())
        self.shown.emit(error)


def _redact(text: str) -> str:
    from wizard.redact import redact  # brings pydantic, which the first paint does without

    return redact(text)


def _main_window() -> QWidget | None:
    return next((w for w in QApplication.topLevelWidgets() if w.objectName() == "main-window"), None)


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }.get(kind, logging.ERROR)
    logging.getLogger("qt").log(level, "%s", _redact(message))
