"""Settings, and what this program is: language, theme, logs, newer versions, proxy, folder, licenses."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

import wizard
from wizard.messages import _, current_language
from wizard.messages.language import LANGUAGES
from wizard.ui.appearance.theme import GAP
from wizard.ui.session.program_facts import ProgramFacts
from wizard.ui.shell.outside import open_outside
from wizard.ui.shell.update_card import UpdateCard
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.button import PRIMARY, SUBTLE, Button
from wizard.ui.widgets.copy_field import CopyField
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.heading import page_title
from wizard.ui.widgets.scroll import WidthFollowingScrollArea
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, caption


class SettingsDialog(QDialog):
    """A choice is used at once; there is nothing to save."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    page_wanted = Signal(str)
    """Id of a page to show: something is set there."""

    def __init__(self, facts: ProgramFacts, theme: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWindowTitle(_("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = WidthFollowingScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        inner = QWidget()
        column = QVBoxLayout(inner)
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
        self.languages.activated.connect(self._choose)
        about = (
            _("The language can change when the work under way has ended.")
            if facts.busy
            else _("Used at once. What you typed and did not save yet stays in its step.")
        )
        card.body.addWidget(Field(_("Language"), self.languages, about))
        if facts.busy:
            allow(self.languages, about)
        self.themes = QComboBox()
        self.themes.setObjectName("settings-theme")
        self.themes.setAccessibleName(_("Theme"))
        for name, text in (("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))):
            self.themes.addItem(text, name)
        self.themes.setCurrentIndex(max(0, self.themes.findData(theme)))
        self.themes.activated.connect(self._choose_theme)
        card.body.addWidget(Field(_("Theme"), self.themes, _("The system's high contrast is always kept.")))
        column.addWidget(card)
        column.addWidget(self._logs(facts))
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
        scroll.setWidget(inner)
        room = parent.window().size()
        width = max(self.fontMetrics().averageCharWidth() * 70, 560)
        self.setMinimumWidth(min(width, round(room.width() * 0.94)))
        self.resize(self.minimumWidth(), min(inner.sizeHint().height() + 2, round(room.height() * 0.92)))

    def _logs(self, facts: ProgramFacts) -> Card:
        card = Card(_("Logs"))
        card.body.addWidget(TextLabel(facts.logs))
        change = Button("settings-logs", _("Change on the page Logs"), "", SUBTLE)
        change.clicked.connect(self._go_to_logs)
        card.body.addWidget(_row(change))
        return card

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
        card.body.addWidget(caption(_("MIT License. It reports nothing about its use.")))
        licenses = Button("settings-licenses", _("Show all licenses"), "", SUBTLE)
        licenses.clicked.connect(self._show_licenses)
        card.body.addWidget(_row(licenses))
        card.body.addWidget(TextLabel(_("Data folder: profiles, journal, plans and logs. Never a secret.")))
        folder = CopyField("settings-data-folder", _("Copy the data folder"))
        folder.set_value(facts.data_folder)
        card.body.addWidget(folder)
        self._folder = facts.data_folder
        opening = Button("settings-open-folder", _("Open the data folder"), "folder", SUBTLE)
        opening.clicked.connect(self._open_folder)
        card.body.addWidget(_row(opening))
        card.body.addWidget(TextLabel(facts.proxy))
        return card

    def _choose_theme(self, index: int) -> None:
        self.theme_chosen.emit(str(self.themes.itemData(index)))

    def _go_to_logs(self) -> None:
        self.page_wanted.emit("logs")
        self.accept()

    def _open_folder(self) -> None:
        open_outside(QUrl.fromLocalFile(self._folder))

    def _show_licenses(self) -> None:
        from wizard.ui.shell.licenses_dialog import LicensesDialog

        LicensesDialog(self).open()

    def _choose(self, index: int) -> None:
        tag = str(self.languages.itemData(index))
        if tag != current_language():
            self.language_chosen.emit(tag)
            self.accept()


def _row(button: Button) -> QWidget:
    """The button as wide as its text."""
    row = QWidget()
    FlowLayout(row, gap=GAP).addWidget(button)
    return row
