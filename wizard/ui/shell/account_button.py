"""The signed-in account; its menu has the role, the cloud and the tenant ID."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from wizard.messages import _
from wizard.ui.appearance.announce import announce
from wizard.ui.appearance.icons import icon
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.tip import tip

if TYPE_CHECKING:
    from wizard.steps.start.view import IdentityView

_LETTERS = 30


class AccountButton(Button):
    """Shows the account, shortened where it is long; hidden before sign-in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("header-account", "", "person", SUBTLE, parent, accessible_name=_("Account"))
        self._facts = QMenu(self)
        self._facts.setObjectName("account-menu")
        self.setMenu(self._facts)
        self._shown: IdentityView | None = None
        self.hide()

    def show_identity(self, identity: IdentityView | None) -> None:
        """Show who is signed in; None hides the button."""
        self.setVisible(identity is not None)
        if identity is None or identity == self._shown:
            return
        self._shown = identity
        width = self.fontMetrics().averageCharWidth() * _LETTERS
        self.setText(self.fontMetrics().elidedText(identity.account, Qt.TextElideMode.ElideMiddle, width))
        lines = (
            (_("Account"), identity.account),
            (_("Role"), identity.role),
            (_("Cloud"), identity.cloud),
            (_("Tenant ID"), identity.tenant_id),
        )
        spoken = [f"{label}: {value}" for label, value in lines if value]
        self.setAccessibleName(", ".join(spoken))
        self.setToolTip(tip("\n".join(spoken)))
        self._facts.clear()
        for text in spoken:  # reading is all they are for; a screen reader reaches them in the menu
            self._facts.addAction(text)
        self._facts.addSeparator()
        self._facts.addAction(self._copying(identity.tenant_id))

    def _copying(self, tenant_id: str) -> QAction:
        action = QAction(icon("copy"), _("Copy the tenant ID"), self._facts)
        action.setObjectName("header-copy-tenant-id")

        def copy() -> None:
            QGuiApplication.clipboard().setText(tenant_id)
            announce(self, _("Copied"))

        action.triggered.connect(copy)
        return action
