"""The button for testing what Entra has saved, for people who do not have the key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.pages.base.connection_test.permission import PermissionQuestion
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.text import caption

if TYPE_CHECKING:
    from wizard.steps.base.change_preview import ScopeNeed


class SavedTest(QWidget):
    """Asks for the permission first; `wanted` when the test may run."""

    wanted = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._needs: tuple[ScopeNeed, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP * 2)
        self.button = Button(f"{prefix}test-saved", _("Test what Entra has saved"), "connection")
        line.addWidget(self.button)
        self.permission = PermissionQuestion(f"{prefix}saved-", _("Do not test"))
        note = caption(
            _("Microsoft's service tests the saved address and key. You do not need the key for this.")
        )
        line.addWidget(note, 1)
        for part in (row, self.permission):
            column.addWidget(part)
        self.button.clicked.connect(self.begin)

    def offer(self, needs: Sequence[ScopeNeed], *, possible: bool) -> None:
        """Show the button when something is saved; `needs` are permissions that the test would ask for."""
        self._needs = tuple(needs)
        self.setVisible(possible)

    def begin(self) -> None:
        """Ask for the permission where it is needed, then test."""
        self.permission.ask(self._needs, self.wanted.emit)
