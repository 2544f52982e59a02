"""The address of the sign-in page, to copy when no browser opens."""

from __future__ import annotations

from wizard.messages import _
from wizard.ui.widgets.code_box import CodeBox
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import caption


class SignInAddress(Card):
    """Shown as long as the browser is waited for."""

    def __init__(self) -> None:
        super().__init__(_("Sign-in page"))
        self.body.addWidget(
            caption(_("If no browser opens, copy this address and open it in a browser on this computer."))
        )
        self.address = CodeBox("sign-in-address", _("Address of the sign-in page"))
        self.body.addWidget(self.address)
        self.hide()

    def show_address(self, address: str) -> None:
        """Show this address; hide the card for an empty one."""
        if address:
            self.address.set_text(address)
        self.setVisible(bool(address))
