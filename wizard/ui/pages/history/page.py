"""History: every write in words, and the button that undoes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.messages.times import moment
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.page import Page
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.details_list import (
    DetailsList,
    ListRow,
)
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.text import caption

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.base.change_preview import PlannedChange
    from wizard.steps.history.step import HistoryStep
    from wizard.steps.history.view import (
        HistoryRow,
    )

_ICONS = {"done": "done", "undone": "undo", "refused": "error", "begun": "warning"}


class HistoryPage(Page["HistoryStep"]):
    """The journal of this setup in words."""

    step_id: ClassVar[str] = "history"

    def step_of(self, assistant: Assistant) -> HistoryStep:
        return assistant.history

    def title(self) -> str:
        return _("What was changed")

    def lead(self) -> str:
        return _(
            "Everything this program changed in this tenant from this computer, newest first. Changes made "
            "elsewhere are in the audit log of Microsoft Entra."
        )

    def build(self) -> None:
        self._rows: dict[str, HistoryRow] = {}
        card = self.card(_("Changes"))
        self.list = DetailsList(
            "history",
            _("Changes"),
            (_("What"), _("When"), _("Who"), _("From → to"), _("State")),
            most_rows=14,
        )
        self.list.selected.connect(self._show)
        self.ahead = caption(
            _("Times are those of the practice tenant, whose clock is ahead of this computer's.")
        )
        self.ahead.hide()
        card.body.addWidget(self.ahead)
        card.body.addWidget(self.list)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.undo_button = Button("undo", _("Undo the selected change"), "undo")
        self.reload_button = Button("reload-history", _("Refresh"), "refresh", SUBTLE)
        flow.addWidget(self.undo_button)
        flow.addWidget(self.reload_button)
        self.undo_button.clicked.connect(self._undo)
        self.reload_button.clicked.connect(self._reload)
        card.body.addWidget(row)
        self.hint = MessageBar("undo-hint", dismissable=False)
        card.body.addWidget(self.hint)
        card.body.addWidget(
            caption(
                _(
                    "Before anything is undone, you see what will change. "
                    "Later changes by others are left alone."
                )
            )
        )

    def enter(self) -> None:
        self._reload()

    def draw(self, step: HistoryStep) -> None:
        view = step.view
        self._rows = {str(row.id): row for row in view.rows}
        self.list.set_rows(
            [_row(each) for each in view.rows],
            self.absent(_("Nothing was changed from here yet."))
            if view.signed_in
            else _("Sign in first: the list belongs to a tenant."),
        )
        self.ahead.setVisible(view.ahead)
        if self.list.current:
            self._show(self.list.current)

    def _show(self, row_id: str) -> None:
        """Say whether the selected change can be undone."""
        row = self._rows.get(row_id)
        if row is None or not row.why_not:
            self.hint.clear()
        else:
            self.hint.show_message(Tone.INFO, row.title, row.why_not)

    def _undo(self) -> None:
        row = self._rows.get(self.list.current)
        if row is None:
            self.list.table.setFocus()
            self.hint.show_message(Tone.WARNING, _("Select a change in the list first."))
            return
        if row.why_not:
            self.hint.show_message(Tone.WARNING, _("This change cannot be undone"), row.why_not)
            return
        number = row.id
        self.commit_wanted.emit(
            Commit(
                "take-back",
                _("Undo"),
                "undo",
                plan=lambda: self.assistant.history.plan_undo(number),
                act=lambda: self.assistant.history.undo(number),
                title=_("Undo: {what}").format(what=row.title),
                done_text=_("The change was undone."),
            )
        )

    def _reload(self) -> None:
        self.intend(lambda step: step.refresh())


def _row(row: HistoryRow) -> ListRow:
    lines = tuple(_line(each) for each in row.changes)
    return ListRow(
        str(row.id),
        (row.title, moment(row.shown_time), row.account, "\n".join(lines), row.state_text),
        _ICONS.get(row.state, "info"),
        "\n".join((row.title, *lines)),
    )


def _line(change: PlannedChange) -> str:
    text = f"{change.what}: {change.detail}" if change.detail else change.what
    return f"{change.sign} {text}"
