"""The licenses of everything the program is made of."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wizard.licenses import license_text
from wizard.messages import _
from wizard.ui.widgets.button import PRIMARY, Button
from wizard.ui.widgets.text_dialog import TextDialog


class LicensesDialog(TextDialog):
    """A text to read and copy."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            "licenses",
            _("Licenses"),
            _("The packages that this program is made of, with their licenses."),
            parent,
        )
        self.text = self.add_text("licenses-text")
        self.text.setAccessibleName(_("Licenses"))
        try:
            self.text.setPlainText(license_text())
        except OSError as error:
            self.text.setPlainText(
                _("licenses.txt cannot be read: {why}").format(why=error.strerror or error)
            )
        close = Button("licenses-close", _("Close"), "", PRIMARY)
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        room = parent.window().size()
        self.resize(max(480, round(room.width() * 0.9)), max(360, round(room.height() * 0.9)))
