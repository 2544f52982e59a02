"""Saves the report on the setup as HTML, PDF or JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, Signal
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QCheckBox, QWidget

from wizard.messages import _, explain
from wizard.problem import ProblemError
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.session.session import Session
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.save_dialog import ask_where_to_save

if TYPE_CHECKING:
    from wizard.reports.setup_report import ReportContent
    from wizard.steps import Assistant

_MARGIN = 15.0  # millimeters


class ReportRow(QWidget):
    """A button that asks for a file, and whether people are named in it."""

    said = Signal(Tone, str, str)
    """The result: tone, headline and text."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._file = Path()
        flow = FlowLayout(self, gap=GAP)
        self.button = Button("save-setup-report", _("Save report …"), "save", SUBTLE)
        self.button.clicked.connect(self._ask)
        self.names = QCheckBox(_("With names of people"))
        self.names.setObjectName("report-names")
        self.names.setToolTip(_("Without it, the report has pseudonyms such as person-1."))
        flow.addWidget(self.button)
        flow.addWidget(self.names)

    def _ask(self) -> None:
        kinds = ";;".join((_("Web page (*.html)"), _("PDF (*.pdf)"), _("JSON (*.json)")))
        title, name = _("Save the report"), "playvox-report.html"
        ask_where_to_save(self, "setup-report-dialog", title, kinds, name, self.save)

    def save(self, file: str) -> None:
        """Make the report and save it in this file, in the format its name tells."""
        assistant = self._session.assistant
        if assistant is None:
            return
        self._file = Path(file)
        names = self.names.isChecked()
        job = self._session.call(lambda: _made(assistant, names=names))
        job.done.connect(self._write)
        job.failed.connect(self._failed)

    def _write(self, content: ReportContent) -> None:
        from wizard.steps.reporting import report_as_html, save_report

        kind = self._file.suffix.casefold()
        data: str | bytes
        if kind == ".json":
            data = json.dumps(content, indent=2) + "\n"
        elif kind == ".pdf":
            data = as_pdf(report_as_html(content))
        else:
            data = report_as_html(content)
        job = self._session.call(lambda: save_report(data, self._file))
        job.done.connect(self._saved)
        job.failed.connect(self._failed)

    def _saved(self, _result: object) -> None:
        self.said.emit(Tone.SUCCESS, _("The report is saved as {file}.").format(file=self._file), "")

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ProblemError):
            words = explain(error.problem)
            self.said.emit(Tone.ERROR, words.what, words.why)


async def _made(assistant: Assistant, *, names: bool) -> ReportContent:
    from wizard.steps.reporting import set_up_report

    return await set_up_report(assistant, names=names)


def as_pdf(page: str) -> bytes:
    """The web page as a PDF file, A4."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN))
    document = QTextDocument()
    document.setHtml(page)
    document.print_(writer)
    del writer  # writes the end of the file
    return bytes(buffer.data().data())
