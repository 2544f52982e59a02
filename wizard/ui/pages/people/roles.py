"""Chooses the role for new assignments, or adds one when the application has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.field import Field, TextField, control_character_message

if TYPE_CHECKING:
    from wizard.steps.people.view import RoleRow


class RoleChoice(QWidget):
    """The list of roles; the field for a new role appears only when one is needed."""

    chosen = Signal(str)
    """Id of the selected role."""
    add_wanted = Signal(str)
    """Valid name for a new role."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.box = QComboBox()
        self.box.setObjectName("role")
        self.box.setAccessibleName(_("Role"))
        self._field = Field(_("Role for new assignments"), self.box, " ")
        column.addWidget(self._field)
        self.name_line = TextField("new-role", _("Name of a new role"), longest=120)
        self.add_button = Button("add-role", _("Add this role"), "add", SUBTLE)
        self._new = Field(
            _("New role"),
            self.name_line,
            _(
                "The application offers no role of its own yet. A role makes sure that "
                "people count as entitled."
            ),
            beside=self.add_button,
        )
        self._new.hide()
        column.addWidget(self._new)
        self.box.activated.connect(self._choose)
        self.add_button.clicked.connect(self._add)

    def show_roles(self, roles: Sequence[RoleRow], role_id: str) -> None:
        """Show these roles, with `chosen` selected."""
        if [role.id for role in roles] != [self.box.itemData(i).id for i in range(self.box.count())]:
            self.box.clear()
            for role in roles:
                name = _("{role} (recommended)").format(role=role.name) if role.recommended else role.name
                self.box.addItem(name, role)
        current = next((i for i, role in enumerate(roles) if role.id == role_id), -1)
        if current >= 0 and current != self.box.currentIndex():
            self.box.setCurrentIndex(current)
        chosen: RoleRow | None = self.box.currentData()
        notes = (_description(chosen), chosen.note) if chosen is not None else ()
        text = "\n".join(part for part in notes if part)
        self._field.help.setText(text)
        self._field.help.setVisible(bool(text))
        self._new.setVisible(bool(roles) and all(role.default_access for role in roles))

    def _choose(self, index: int) -> None:
        role: RoleRow = self.box.itemData(index)
        self.chosen.emit(role.id)

    def _add(self) -> None:
        name = self.name_line.text().strip()
        problem = control_character_message(name) or (
            "" if name else _("Give the role a name, such as User.")
        )
        self._new.set_message(problem)
        if problem:
            self.name_line.setFocus()
        else:
            self.add_wanted.emit(name)


def _description(role: RoleRow) -> str:
    """What the application says about the role, unless that is its name once more."""
    return "" if role.description.strip().casefold() == role.name.strip().casefold() else role.description
