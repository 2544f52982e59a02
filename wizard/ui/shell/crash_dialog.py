"""Reports an unexpected error: a redacted report to copy, and the program goes on."""

from __future__ import annotations

import logging
import platform
import traceback

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

import wizard
from wizard.messages import _
from wizard.security.redactor import redact
from wizard.ui.widgets.button import PRIMARY, Button
from wizard.ui.widgets.copy_field import CopyButton
from wizard.ui.widgets.text_dialog import TextDialog

_log = logging.getLogger(__name__)


def report(error: BaseException) -> str:
    """Format everything that helps to find the cause, without secrets."""
    from PySide6 import __version__ as qt_version

    trace = "".join(traceback.format_exception(error))
    head = (
        f"Playvox Provisioning Setup {wizard.__version__}\n"
        f"Python {platform.python_version()}, PySide6 {qt_version}, {platform.platform()}\n\n"
    )
    return redact(head + trace)


class CrashDialog(TextDialog):
    """Says that the program has a defect, and shows a report to copy."""

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(
            "crash",
            _("Something unexpected happened"),
            _(
                "This is a mistake in the program, not in what you did. Nothing more "
                "is changed by it, and "
                "you can go on. The report below contains no key and no password; copy "
                "it to report the mistake."
            ),
            parent,
        )
        box = self.add_text("crash-report")
        box.setPlainText(text)
        box.setAccessibleName(_("Report"))
        copy = CopyButton("crash-copy", _("Copy the report"), text=_("Copy the report"))
        copy.set_value(text)
        close = Button("crash-close", _("Go on"), "", PRIMARY)
        close.clicked.connect(self.accept)
        self.add_buttons(copy, close)
        size = QSize(self.fontMetrics().averageCharWidth() * 96, self.fontMetrics().height() * 28)
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        self.resize(size.boundedTo(room * 0.94))


def show_crash(error: BaseException, parent: QWidget | None) -> None:
    """Show the report of one exception; ignored while a dialog is open."""
    text = report(error)
    _log.error("unexpected: %s", text)
    if parent is not None and parent.findChild(CrashDialog) is None:
        CrashDialog(text, parent).open()
