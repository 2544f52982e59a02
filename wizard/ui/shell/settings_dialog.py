"""Settings, and what this program is: language, newer versions, proxy, data folder and licenses."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

import wizard
from wizard.messages import _, current_language
from wizard.messages.language import LANGUAGES
from wizard.ui.appearance.theme import GAP
from wizard.ui.session.program_facts import ProgramFacts
from wizard.ui.shell.update_card import UpdateCard
from wizard.ui.widgets.button import PRIMARY, Button
from wizard.ui.widgets.copy_field import CopyField
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, caption, page_title


class SettingsDialog(QDialog):
    """A choice is used at once; there is nothing to save."""

    language_chosen = Signal(str)

    def __init__(self, facts: ProgramFacts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWindowTitle(_("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP * 4, GAP * 3, GAP * 4, GAP * 2)
        column.setSpacing(GAP * 2)
        column.addWidget(page_title(_("Settings")))
        card = Card()
        self.languages = QComboBox()
        self.languages.setObjectName("settings-language")
        self.languages.setAccessibleName(_("Language"))
        for tag, name in LANGUAGES.items():
            self.languages.addItem(name, tag)
        self.languages.setCurrentIndex(max(0, self.languages.findData(current_language())))
        self.languages.setEnabled(not facts.busy)
        self.languages.activated.connect(self._choose)
        about = (
            _("The language can change when the work under way has ended.")
            if facts.busy
            else _("Used at once. What you typed and did not save yet stays in its step.")
        )
        card.body.addWidget(Field(_("Language"), self.languages, about))
        column.addWidget(card)
        self.updates = UpdateCard(facts.updates)
        column.addWidget(self.updates)
        column.addWidget(self._about(facts))
        bottom = QWidget()
        buttons = FlowLayout(bottom, gap=GAP, to_right=True)
        close = Button("settings-close", _("Close"), "", PRIMARY)
        close.clicked.connect(self.accept)
        buttons.addWidget(close)
        column.addStretch(1)
        column.addWidget(bottom)
        self.setMinimumWidth(min(560, round(parent.window().width() * 0.9)))

    def _about(self, facts: ProgramFacts) -> Card:
        from PySide6 import __version__ as qt_version

        card = Card(_("About this program"))
        card.body.addWidget(
            TextLabel(
                _("Playvox Provisioning Setup {version}, with Python {python} and PySide6 {qt}.").format(
                    version=wizard.__version__, python=platform.python_version(), qt=qt_version
                )
            )
        )
        card.body.addWidget(
            caption(
                _(
                    "MIT License. The installed program has the licenses of all its parts in licenses.txt. "
                    "It reports nothing about its use."
                )
            )
        )
        card.body.addWidget(TextLabel(_("Data folder: profiles, journal, plans and logs. Never a secret.")))
        folder = CopyField("settings-data-folder", _("Copy the data folder"))
        folder.set_value(facts.data_folder)
        card.body.addWidget(folder)
        card.body.addWidget(TextLabel(facts.proxy))
        return card

    def _choose(self, index: int) -> None:
        tag = str(self.languages.itemData(index))
        if tag != current_language():
            self.language_chosen.emit(tag)
            self.accept()
