"""Tenant, account and permissions: always visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.shell.account_button import AccountButton
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.field import TextField
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.sign import Badge, Sign
from wizard.ui.widgets.surface import Strip
from wizard.ui.widgets.text import TextLabel
from wizard.ui.widgets.tip import tip

if TYPE_CHECKING:
    from wizard.steps.start.view import IdentityView


_BOX = 24  # letters


class _Fact(QWidget):
    """An icon and a text; its label is for screen readers and not shown."""

    def __init__(self, name: str, icon_name: str, label: str, *, bold: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._label = label
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP - 2)
        self.row = row
        if icon_name:
            row.addWidget(Sign(icon_name, Tone.NEUTRAL))
        self.text = TextLabel("", wrap=False, bold=bold)
        row.addWidget(self.text)
        self.setToolTip(label)

    def set_text(self, text: str) -> None:
        self.text.setText(text)
        self.setAccessibleName(f"{self._label}: {text}")
        self.setVisible(bool(text))


class Header(Strip):
    """Tenant, account, and whether changes are allowed; the account's menu has role, cloud and ID."""

    practice_toggled = Signal(bool)
    person_asked = Signal(str)
    """The text of the search box: somebody whose provisioning is to be explained."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.BottomEdge, parent)
        self.setObjectName("header")
        self.setAccessibleName(_("Where you work"))
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP * 2 + 4, GAP, GAP * 2, GAP)
        facts = QWidget()
        flow = FlowLayout(facts, gap=GAP + 4)
        self.tenant = _Fact("header-tenant", "tenant", _("Tenant"), bold=True)
        self.account = AccountButton()
        self.may_badge = Badge()
        self.may_badge.setObjectName("header-may-write")
        row.addWidget(facts, 1)
        self.practice_button = Button(
            "practice-toggle", _("Practice"), "practice", SUBTLE, accessible_name=_("Practice panel")
        )
        self.practice_button.setCheckable(True)
        self.practice_button.setToolTip(_("Open the panel that makes the practice tenant misbehave"))
        self.practice_button.setVisible(False)
        self.practice_button.toggled.connect(self.practice_toggled)
        self.person_box = TextField("header-person", _("Explain one person"))
        question = _("Why isn't … provisioned?")
        self.person_box.setPlaceholderText(question)
        self.person_box.setToolTip(_("User principal name, email address, object id or display name"))
        metrics = self.person_box.fontMetrics()
        room = max(metrics.averageCharWidth() * _BOX, metrics.horizontalAdvance(question) + GAP * 3)
        self.person_box.setFixedWidth(room)
        self.person_box.returnPressed.connect(self._ask)
        self.history_button = Button("history-open", _("What was changed"), "clock", SUBTLE)
        self.history_button.setToolTip(_("Everything this program changed here, and undoing it"))
        self.support_button = Button("support-open", _("Support bundle"), "save", SUBTLE)
        self.support_button.setToolTip(
            _("A file for the people who help you, without keys and people's names")
        )
        self.help_button = Button("help-open", _("Help"), "help", SUBTLE)
        self.help_button.setToolTip(_("The user guide, at this page (F1)"))
        self.settings_button = Button(
            "settings-open", "", "settings", SUBTLE, accessible_name=_("Settings")
        )
        self.show_newer_version("", "")
        tools = QWidget()  # one item of the flow: they stay together
        row_of_tools = FlowLayout(tools, gap=GAP // 2)
        for tool in (
            self.person_box,
            self.practice_button,
            self.history_button,
            self.support_button,
            self.help_button,
            self.settings_button,
        ):
            row_of_tools.addWidget(tool)
        for part in (self.tenant, self.may_badge, self.account, tools):
            flow.addWidget(part)
        self.show_identity(None)

    def show_newer_version(self, version: str, about: str) -> None:
        """Name a newer version beside the settings, which say more; none with an empty version."""
        button, plain = self.settings_button, _("Settings, and about this program")
        button.setText(_("Version {version}").format(version=version) if version else "")
        button.setAccessibleName(
            _("Settings. Version {version} is published.").format(version=version)
            if version
            else _("Settings")
        )
        button.setToolTip(tip(about if version else plain))

    def _ask(self) -> None:
        text = self.person_box.text().strip()
        if text:
            self.person_box.clear()
            self.person_asked.emit(text)

    def show_identity(self, identity: IdentityView | None) -> None:
        """Show the signed-in account; None before sign-in."""
        self.history_button.setVisible(identity is not None)
        self.person_box.setVisible(identity is not None)
        self.account.show_identity(identity)
        if identity is None:
            self.tenant.set_text(_("Not signed in"))
            self.may_badge.set_badge("read-only", _("Read only"), Tone.NEUTRAL)
            self.may_badge.setToolTip(_("Nothing can be changed before you sign in."))
            return
        self.tenant.set_text(identity.tenant_name)
        if identity.may_write:
            self.may_badge.set_badge("may-write", _("May write"), Tone.WARNING)
            self.may_badge.setToolTip(
                _("This program has permission to change things, and does so only when you choose it.")
            )
        else:
            self.may_badge.set_badge("read-only", _("Read only"), Tone.SUCCESS)
            self.may_badge.setToolTip(_("So far this program has permission to read only."))
