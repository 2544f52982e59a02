"""The table of mappings, and commands for one or all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from wizard.messages import _
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.button import SUBTLE, WARY, Button
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
)

if TYPE_CHECKING:
    from wizard.steps.mappings.view import (
        MappingRow,
        MappingsView,
    )


class TableCard(Card):
    """Every mapping with a sample value; Return or a double click edits one."""

    edit_wanted = Signal(str)
    choice_missing = Signal(str)
    """Why nothing can be edited, in a sentence."""
    add_wanted = Signal()
    allow_wanted = Signal(str, bool)
    default_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Attribute mappings"))
        self.about = TextLabel("")
        self.body.addWidget(self.about)
        self.list = DetailsList(
            "mappings",
            _("Attribute mappings"),
            (
                _("Playvox attribute"),
                _("Type"),
                _("Microsoft Entra ID attribute"),
                _("Sample value"),
                _("Matching"),
                _("Notes"),
            ),
            most_rows=10,
        )
        self.body.addWidget(self.list)
        self.sample_text = caption("")
        self.body.addWidget(self.sample_text)
        self._build_buttons()
        self._build_actions()
        self.list.table.activated_row.connect(self.edit_wanted)
        self.list.table.doubleClicked.connect(self._edit_current)

    def _build_buttons(self) -> None:
        row = self._buttons = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.edit_button = Button("edit-mapping", _("Edit mapping"), "edit")
        self.add_button = Button("add-mapping", _("Add mapping"), "add", SUBTLE)
        self.default_button = Button(
            "default-mappings", _("Reset to Microsoft's default mappings"), "warning", WARY
        )
        for button in (self.edit_button, self.add_button, self.default_button):
            flow.addWidget(button)
        self.body.addWidget(row)
        self.edit_button.clicked.connect(self._edit_current)
        self.add_button.clicked.connect(self.add_wanted)
        self.default_button.clicked.connect(self.default_wanted)

    def _build_actions(self) -> None:
        row = self._actions = QWidget()
        flow = FlowLayout(row, gap=GAP * 2)
        self.action_boxes: dict[str, QCheckBox] = {}
        for action, text in (
            ("Add", _("Create accounts")),
            ("Update", _("Update and deactivate accounts")),
            ("Delete", _("Delete accounts")),
        ):
            box = self.action_boxes[action] = QCheckBox(text)
            box.setObjectName(f"action-{action.lower()}")
            box.toggled.connect(partial(self.allow_wanted.emit, action))
            flow.addWidget(box)
        self.body.addWidget(row)

    def draw(self, view: MappingsView, *, read: bool) -> None:
        """Show the mappings of the draft."""
        name = f"“{view.name}”" if view.name else _("The mapping for people")
        scope = view.scope_filter or _("No scoping filter: everybody who is assigned is in scope.")
        # Translators: {name} is a mapping, {scope} a whole sentence about its scoping filter.
        text = _("{name} is on. {scope}") if view.enabled else _("{name} is off. {scope}")
        self.about.setText(text.format(name=name, scope=scope) if view.rows else "")
        self.about.setVisible(bool(view.rows))
        self.list.set_rows(
            [_row(row, changed=row.target in view.draft.changed) for row in view.rows],
            _("No attribute is mapped.") if read else _("The mappings have not been read yet."),
        )
        self.sample_text.setText(
            _("Sample values are those of {name}.").format(name=view.sample_of) if view.sample_of else ""
        )
        self.sample_text.setVisible(bool(view.sample_of))
        self.default_button.setVisible(view.draft.has_job)
        for row in (self._buttons, self._actions):  # boxes that nobody ticked would say that all is off
            row.setVisible(read)
        for action, box in self.action_boxes.items():
            box.blockSignals(True)
            box.setChecked(action in view.draft.actions)
            box.blockSignals(False)

    def _edit_current(self) -> None:
        if self.list.current:
            self.edit_wanted.emit(self.list.current)
        else:
            self.list.table.setFocus()
            self.choice_missing.emit(_("Choose a mapping in the table first."))


def _type(row: MappingRow) -> str:
    """As the tutorial's table has it: the type, and whether Playvox can be searched by it."""
    if not row.type:
        return _("Not documented")
    return _("{type}, filterable").format(type=row.type) if row.filterable else row.type


def _row(row: MappingRow, *, changed: bool) -> ListRow:
    kinds = {
        "direct": _("Direct"),
        "constant": _("Constant"),
        "expression": _("Expression"),
        "none": _("None"),
    }
    matching = _("{order}.").format(order=row.matching) if row.matching else ""
    notes: list[str] = list(row.warnings)
    if changed:
        notes.insert(0, _("Changed, not saved yet."))
    if row.only_on_create:
        notes.insert(0, _("Only when the account is created."))
    if row.default:
        notes.insert(0, _("If empty: {value}").format(value=row.default))
    return ListRow(
        row.target,
        (
            row.target,
            _type(row),
            row.source,
            row.sample,
            matching,
            " ".join(notes),
        ),
        "",
        "\n".join([f"{kinds.get(row.kind, row.kind)}: {row.source}", *notes]),
    )
