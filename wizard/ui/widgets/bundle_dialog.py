"""Shows the contents of a support bundle, file by file, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from wizard.messages import _
from wizard.ui.widgets.button import PRIMARY, Button
from wizard.ui.widgets.copy_field import CopyButton
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.save_dialog import ask_where_to_save
from wizard.ui.widgets.text_dialog import TextDialog

if TYPE_CHECKING:
    from wizard.reports import Bundle


class BundleDialog(TextDialog):
    """Shows the bundle and saves it on request. Closing the dialog saves nothing."""

    file_chosen = Signal(str)

    def __init__(self, bundle: Bundle, parent: QWidget) -> None:
        super().__init__(
            "bundle",
            _("Support bundle"),
            _(
                "One file for the people who help you. It contains no keys; words such as person-1 "
                "replace the names and email addresses of people. Below is everything in it; "
                "nothing is sent anywhere."
            ),
            parent,
        )
        self._files = bundle.files
        self.choice = QComboBox()
        self.choice.setObjectName("bundle-file")
        self.choice.setAccessibleName(_("File in the bundle"))
        for each in bundle.files:
            self.choice.addItem(each.name)
        self._field = Field(_("File in the bundle"), self.choice, " ")
        self.column.addWidget(self._field)
        self.text = self.add_text("bundle-text")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._copy = CopyButton("bundle-copy", _("Copy this file's text"), text=_("Copy"))
        self.cancel_button = Button("bundle-cancel", _("Cancel"))
        self.save_button = Button("bundle-save", _("Save …"), "save", PRIMARY)
        self.add_buttons(self._copy, self.cancel_button, self.save_button)
        self.choice.currentIndexChanged.connect(self._show)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._ask_for_file)
        self._show(0)
        room = parent.window().size()
        width = max(self.fontMetrics().averageCharWidth() * 96, 620)
        self.resize(min(width, round(room.width() * 0.94)), round(room.height() * 0.88))
        self.choice.setFocus()

    def _show(self, number: int) -> None:
        chosen = self._files[number]
        self._field.help.setText(chosen.about)
        self.text.setPlainText(chosen.text)
        self.text.setAccessibleName(_("Text of {name}").format(name=chosen.name))
        self._copy.set_value(chosen.text)

    def _ask_for_file(self) -> None:
        ask_where_to_save(
            self,
            "save-bundle-dialog",
            _("Save the support bundle"),
            _("Zip file (*.zip)"),
            "playvox-support.zip",
            self._chosen,
        )

    def _chosen(self, file: str) -> None:
        self.file_chosen.emit(file)
        self.accept()
