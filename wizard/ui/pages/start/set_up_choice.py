"""The setups on this computer, to open one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.surface import Card

if TYPE_CHECKING:
    from wizard.steps.start.view import SetUpRow


class SetUpChoice(Card):
    """A list and a button; `chosen` carries the setup's id."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Setups on this computer"))
        self.box = QComboBox()
        self.box.setObjectName("set-up")
        self.box.setAccessibleName(_("Setup"))
        # A long organization name must not make the page wider than the window.
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(20)
        self.body.addWidget(
            Field(
                _("Go on with"),
                self.box,
                _("You work as the account named here. Below you can sign in to another tenant instead."),
            )
        )
        self.open_button = Button("open-set-up", _("Open"), "folder")
        self.open_button.clicked.connect(self._open)
        row = QWidget()
        FlowLayout(row, gap=GAP).addWidget(self.open_button)
        self.body.addWidget(row)
        self._rows: tuple[SetUpRow, ...] = ()

    def show_rows(self, rows: tuple[SetUpRow, ...]) -> None:
        """Show the setups; the selection stays while they are the same."""
        if rows == self._rows:
            return
        self._rows = rows
        self.box.clear()
        for row in rows:
            text = _("{tenant}, as {account} ({cloud})")
            self.box.addItem(
                text.format(tenant=row.tenant, account=row.account, cloud=row.cloud), userData=row.id
            )

    def _open(self) -> None:
        profile = self.box.currentData()
        if profile:
            self.chosen.emit(str(profile))
