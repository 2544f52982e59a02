"""The question whether the key may go to a host that is not Playvox's."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar


class ConsentQuestion(QWidget):
    """Names the host and what would be sent to it; hidden while there is nothing to ask."""

    agreed = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.question = MessageBar(f"{prefix}host-consent", dismissable=False)
        self.button = Button(f"{prefix}confirm-host", "", "")
        row = QWidget()
        FlowLayout(row, gap=GAP).addWidget(self.button)
        for part in (self.question, row):
            column.addWidget(part)
        self.button.clicked.connect(self.agreed)
        self.hide()

    def ask(self, host: str) -> None:
        """Ask about this host; "" asks nothing."""
        self.setVisible(bool(host))
        if not host:
            self.question.clear()
            return
        self.button.setText(_("Send the key to {host}").format(host=host))
        self.button.setAccessibleName(self.button.text())
        self.question.show_message(
            Tone.WARNING,
            _("{host} is not a Playvox host. Send your Playvox key there?").format(host=host),
            _(
                "Playvox answers at names that end in .playvox.com. Tests, plans and Entra would send the "
                "Playvox key to {host}; anyone who runs it could read and change every account. Until you "
                "agree, the connection is tested without the key and nothing is saved."
            ).format(host=host),
        )
