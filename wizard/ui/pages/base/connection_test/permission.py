"""The question before a test asks for a permission: what is asked for, why, and the way to decline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from wizard.steps.base.change_preview import ScopeNeed


class PermissionQuestion(QWidget):
    """Hidden until it has to ask; a click on either button answers it."""

    def __init__(self, prefix: str, decline: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agreed: Callable[[], None] | None = None
        self._declined: Callable[[], None] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.question = MessageBar(f"{prefix}test-permission", dismissable=False)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.allow_button = Button(f"{prefix}allow-test", _("Ask for the permission and test"), "")
        self.decline_button = Button(f"{prefix}decline-test", decline, "")
        for button in (self.allow_button, self.decline_button):
            flow.addWidget(button)
        for part in (self.question, row):
            column.addWidget(part)
        self.allow_button.clicked.connect(self._allow)
        self.decline_button.clicked.connect(self._decline)
        self.hide()

    def ask(
        self,
        needs: Sequence[ScopeNeed],
        agreed: Callable[[], None],
        declined: Callable[[], None] | None = None,
    ) -> None:
        """Call `agreed` at once when nothing is needed, else when the person agrees."""
        self.hide()
        if not needs:
            agreed()
            return
        self._agreed, self._declined = agreed, declined
        names = ", ".join(need.scope for need in needs)
        self.question.show_message(
            Tone.INFO,
            _("Microsoft's side of the test needs another permission: {names}").format(names=names),
            "\n".join(need.why for need in needs),
        )
        self.show()
        self.allow_button.setFocus()

    def _allow(self) -> None:
        self._answer(self._agreed)

    def _decline(self) -> None:
        self._answer(self._declined)

    def _answer(self, act: Callable[[], None] | None) -> None:
        self._agreed = self._declined = None
        self.hide()
        if act is not None:
            act()
