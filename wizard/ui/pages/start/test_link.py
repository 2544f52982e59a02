"""Opens the connection test directly from the first page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.text import caption


class ConnectionTestLink(QWidget):
    """A button with one sentence."""

    __test__ = False  # the name refers to Playvox's test, not to this program's tests

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(GAP // 2)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        button = Button("troubleshoot", _("Only test a connection"), "connection")
        button.clicked.connect(self.wanted)
        flow.addWidget(button)
        column.addWidget(row)
        column.addWidget(
            caption(_("When something does not connect: address and key are enough, nobody signs in."))
        )
