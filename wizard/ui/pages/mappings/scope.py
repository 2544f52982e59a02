"""The scoping filter as rows of conditions, with the number of people that pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from wizard.messages import (
    _,
    ngettext,
)
from wizard.steps.mappings.editing_view import ClauseRow
from wizard.ui.appearance.theme import GAP
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.field import TextField
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import (
    TextLabel,
    caption,
    strong,
)

if TYPE_CHECKING:
    from wizard.problem import Problem
    from wizard.steps.mappings.editing_view import (
        DraftView,
        OperatorRow,
        ScopeCount,
    )

_NAMED = 8
_PAUSE_MS = 400


class ClauseLine(QWidget):
    """One condition: attribute, comparison, value."""

    removed = Signal(object)
    changed = Signal()

    def __init__(self, name: str, operators: tuple[OperatorRow, ...], sources: tuple[str, ...]) -> None:
        super().__init__()
        flow = FlowLayout(self, gap=GAP)
        self._operators = {each.name: each for each in operators}
        self.attribute = TextField(f"{name}-attribute", _("Attribute"))
        self.attribute.setPlaceholderText(_("Attribute"))
        self.attribute.setMinimumWidth(self.fontMetrics().averageCharWidth() * 26)
        completer = QCompleter(list(sources), self.attribute)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.attribute.setCompleter(completer)
        self.operator = QComboBox()
        self.operator.setObjectName(f"{name}-operator")
        self.operator.setAccessibleName(_("Comparison"))
        for each in operators:
            self.operator.addItem(each.words, each.name)
        self.value = TextField(f"{name}-value", _("Value"))
        self.value.setPlaceholderText(_("Value"))
        self.value.setMinimumWidth(self.fontMetrics().averageCharWidth() * 26)
        self.remove = Button(
            f"{name}-remove", "", "remove", SUBTLE, accessible_name=_("Remove this condition")
        )
        for part in (self.attribute, self.operator, self.value, self.remove):
            flow.addWidget(part)
        self.operator.currentIndexChanged.connect(self._operator_chosen)
        self.operator.currentIndexChanged.connect(self.changed)
        self.attribute.textChanged.connect(self.changed)
        self.value.textChanged.connect(self.changed)
        self.remove.clicked.connect(self._remove)

    def _remove(self) -> None:
        self.removed.emit(self)

    def set_row(self, row: ClauseRow) -> None:
        """Show this condition; a comparison without words in this program is shown as it is."""
        self.attribute.setText(row.attribute)
        if self.operator.findData(row.operator) < 0:
            self.operator.addItem(row.operator, row.operator)
        self.operator.setCurrentIndex(self.operator.findData(row.operator))
        self.value.setText(row.value)

    def row(self) -> ClauseRow:
        """The condition as typed."""
        operator = str(self.operator.currentData())
        known = self._operators.get(operator)
        value = self.value.text() if known is None or known.takes_value else ""
        return ClauseRow(self.attribute.text().strip(), operator, value)

    def _operator_chosen(self) -> None:
        known = self._operators.get(str(self.operator.currentData()))
        self.value.setVisible(known is None or known.takes_value)


class ScopeCard(Card):
    """Groups of conditions. A person passes when all conditions of one group hold."""

    apply_wanted = Signal(object)
    count_wanted = Signal(object)
    edited = Signal()
    """A condition was typed, added or removed."""

    def __init__(self) -> None:
        super().__init__(
            _("Scoping filter"),
            _(
                "Of those assigned, only people who pass this filter are provisioned. Without conditions, "
                "everybody passes. Case-sensitive."
            ),
        )
        self._operators: tuple[OperatorRow, ...] = ()
        self._sources: tuple[str, ...] = ()
        self._shown: tuple[tuple[ClauseRow, ...], ...] | None = None
        self._groups: list[list[ClauseLine]] = []
        self._made = 0
        self.rows_box = QVBoxLayout()
        self.rows_box.setSpacing(GAP)
        self.body.addLayout(self.rows_box)
        self.message = MessageBar("scope-message")
        self.body.addWidget(self.message)
        self._unread = caption(_("The scoping filter has not been read yet."))
        self._unread.setObjectName("scope-unread")
        self.body.addWidget(self._unread)
        buttons = self._buttons = QWidget()
        flow = FlowLayout(buttons, gap=GAP)
        self.clause_button = Button("add-clause", _("Add condition"), "add")
        self.group_button = Button("add-group", _("Or: add a group"), "add", SUBTLE)
        self.apply_button = Button("apply-scope", _("Apply to draft and count"), "group")
        for button in (self.clause_button, self.group_button, self.apply_button):
            flow.addWidget(button)
        self.body.addWidget(buttons)
        self.count_text = TextLabel("")
        self.count_text.setObjectName("scope-count")
        self.names_text = caption("")
        self.body.addWidget(self.count_text)
        self.body.addWidget(self.names_text)
        self._typing = PendingInput(self, _PAUSE_MS, lookup=True)
        self._typing.due.connect(self._count)
        self.clause_button.clicked.connect(self._add_clause)
        self.group_button.clicked.connect(self._add_group)
        self.apply_button.clicked.connect(self._apply)

    def rows(self) -> tuple[tuple[ClauseRow, ...], ...]:
        """The conditions as typed."""
        return tuple(tuple(line.row() for line in group) for group in self._groups)

    @property
    def has_unapplied_edits(self) -> bool:
        """Whether the card has conditions that are not in the draft."""
        return self._shown is not None and self.rows() != self._shown

    def show_edit(self, groups: Sequence[Sequence[ClauseRow]]) -> None:
        """Type these conditions, as if somebody had; they are not in the draft."""
        self._fill(groups)
        self._typed()

    def undo_edits(self) -> None:
        """Show the draft's conditions again."""
        self._fill(self._shown or ())
        self.edited.emit()

    def _fill(self, groups: Sequence[Sequence[ClauseRow]]) -> None:
        self._groups = []
        for group in groups:
            self._groups.append([])
            for row in group:
                self._line(self._groups[-1]).set_row(row)
        self._lay_out()

    def draw(self, draft: DraftView, *, read: bool) -> None:
        """Show the draft's filter, unless it is unchanged since it was last shown: input is never
        overwritten. A filter that was not read does not look like none.
        """
        self._unread.setVisible(not read)
        self._buttons.setVisible(read)
        self._operators, self._sources = draft.operators, draft.sources
        if draft.scope != self._shown:
            self._shown = draft.scope
            self._fill(draft.scope)
        self._draw_count(draft.count)

    def show_problem(self, problem: Problem) -> None:
        """Show what is wrong with the conditions."""
        self.message.show_problem(problem)

    def _draw_count(self, count: ScopeCount | None) -> None:
        fits = count is not None and count.rows == self.rows()
        self.count_text.setVisible(fits)
        self.names_text.setVisible(fits)
        if count is None or not fits:
            return
        parts = [
            ngettext(
                "{inside} of {n} person is in scope.", "{inside} of {n} people are in scope.", count.total
            ).format(inside=count.inside, n=count.total)
        ]
        if count.falls_out:
            parts.append(
                ngettext(
                    "{n} who is in scope now would fall out: {names}.",
                    "{n} who are in scope now would fall out: {names}.",
                    count.falls_out,
                ).format(n=count.falls_out, names=_some(count.names_falling_out, count.falls_out))
            )
        if count.comes_in:
            parts.append(
                ngettext(
                    "{n} who is not in scope now would come in.",
                    "{n} who are not in scope now would come in.",
                    count.comes_in,
                ).format(n=count.comes_in)
            )
        if count.uncertain:
            parts.append(
                ngettext(
                    "For {n} person only Entra can tell.",
                    "For {n} people only Entra can tell.",
                    count.uncertain,
                ).format(n=count.uncertain)
            )
        self.count_text.setText(" ".join(parts))
        names = _some(count.names_inside, count.inside)
        self.names_text.setText(_("In scope: {names}").format(names=names) if names else "")

    def _line(self, group: list[ClauseLine]) -> ClauseLine:
        self._made += 1
        line = ClauseLine(f"clause-{self._made}", self._operators, self._sources)
        line.removed.connect(self._remove)
        line.changed.connect(self._typed)
        group.append(line)
        return line

    def _lay_out(self) -> None:
        kept = {line for group in self._groups for line in group}
        while self.rows_box.count():
            item = self.rows_box.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in kept:
                widget.hide()
                widget.deleteLater()
        for number, group in enumerate(self._groups):
            if number:
                self.rows_box.addWidget(strong(_("or")))
            for line in group:
                self.rows_box.addWidget(line)
        self.group_button.setVisible(bool(self._groups))

    def _add_clause(self) -> None:
        if not self._groups:
            self._groups.append([])
        line = self._line(self._groups[-1])
        self._lay_out()
        line.attribute.setFocus()
        self.edited.emit()

    def _add_group(self) -> None:
        self._groups.append([])
        self._add_clause()

    def _remove(self, line: ClauseLine) -> None:
        self._groups = [
            group for group in ([each for each in one if each is not line] for one in self._groups) if group
        ]
        self._lay_out()
        self._typed()
        self.clause_button.setFocus()

    def _typed(self) -> None:
        self.edited.emit()
        if self.has_unapplied_edits:
            self._typing.typed()

    def _count(self) -> None:
        if self.has_unapplied_edits:
            self.count_wanted.emit(self.rows())

    def _apply(self) -> None:
        self._typing.drop()
        self.message.clear()
        self.apply_wanted.emit(self.rows())


def _some(names: tuple[str, ...], count: int) -> str:
    """The first names, with an ellipsis when there are more."""
    return ", ".join(names[:_NAMED]) + ("…" if count > _NAMED else "")
