"""Which entries of the log are shown: a row of choices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from wizard.messages import _, number, pgettext
from wizard.messages.labels import log_action
from wizard.ui.appearance.theme import GAP
from wizard.ui.pages.base.lines import outcome
from wizard.ui.widgets.button import SUBTLE, Button
from wizard.ui.widgets.field import Field
from wizard.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.steps.logs.view import LogChoice

_CODE_LETTERS = 14
_RESULTS = ("failure", "warning", "success", "skipped")
_ACTIONS = ("create", "update", "disable", "delete", "stageddelete", "other")


class LogFilters(QWidget):
    """Result, action, code, time, order, and what is left out; emits the whole choice at a change."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = QWidget()
        self._flow = FlowLayout(row, gap=GAP * 2)
        self.result = self._combo("log-result", _("Result"))
        self.action = self._combo("log-action", _("Action"))
        self.code = self._combo("log-code", _("Microsoft's code"))
        self.times = self._combo("log-times", _("Time"))
        self.order = self._combo("log-order", pgettext("sorting", "Order"))
        column.addWidget(row)
        self.noise = QCheckBox()
        self.noise.setObjectName("log-noise")
        self.noise.toggled.connect(self._changed)
        column.addWidget(self.noise)
        self.cleared = QWidget()
        flow = FlowLayout(self.cleared, gap=GAP)
        self.person_button = Button("log-every-person", "", "dismiss", SUBTLE)
        self.person_button.clicked.connect(self._every_person)
        self.group_button = Button("log-every-cause", _("Show all causes"), "dismiss", SUBTLE)
        self.group_button.clicked.connect(self._every_cause)
        flow.addWidget(self.person_button)
        flow.addWidget(self.group_button)
        column.addWidget(self.cleared)
        self._choice: LogChoice | None = None
        self._fill()

    def _combo(self, name: str, title: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(title)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        if name == "log-code":  # codes are long; the list is as wide as they are
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_CODE_LETTERS)
        box.activated.connect(self._changed)
        self._flow.addWidget(Field(title, box))
        return box

    def _fill(self) -> None:
        self.result.addItem(_("All results"), "")
        for result in _RESULTS:
            self.result.addItem(outcome(result)[2], result)
        self.action.addItem(_("All actions"), "")
        for action in _ACTIONS:
            self.action.addItem(log_action(action), action)
        for text, times in (
            (_("All times"), "all"),
            (_("Last 24 hours"), "day"),
            (_("Last 7 days"), "week"),
            (_("Last 30 days"), "month"),
        ):
            self.times.addItem(text, times)
        self.order.addItem(_("Failures first"), True)
        self.order.addItem(_("Newest first"), False)
        self._set_codes(())

    def _set_codes(self, codes: Sequence[str]) -> None:
        self.code.clear()
        self.code.addItem(_("All codes"), "")
        for code in codes:
            self.code.addItem(code, code)
        self.code.view().setMinimumWidth(self.code.view().sizeHintForColumn(0) + GAP * 3)

    def show_choice(self, choice: LogChoice, codes: Sequence[str], folded: int) -> None:
        """Show this choice; `codes` occur in the log, `folded` entries are left out."""
        self._choice = choice
        if [self.code.itemData(n) for n in range(1, self.code.count())] != list(codes):
            self._set_codes(codes)
        for box, value in (
            (self.result, choice.result),
            (self.action, choice.action),
            (self.code, choice.code),
            (self.times, choice.times),
            (self.order, choice.failures_first),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        text = _("Show entries that need nothing ({n})").format(n=number(folded))
        self.noise.setText(text)
        self.noise.blockSignals(True)
        self.noise.setChecked(choice.noise)
        self.noise.blockSignals(False)
        self.person_button.setVisible(bool(choice.person_id))
        self.person_button.set_label(_("Only {name}: show everybody").format(name=choice.person))
        self.group_button.setVisible(bool(choice.group))
        self.cleared.setVisible(bool(choice.person_id or choice.group))

    def _changed(self) -> None:
        if self._choice is not None:
            self.chosen.emit(
                replace(
                    self._choice,
                    result=self.result.currentData(),
                    action=self.action.currentData(),
                    code=self.code.currentData(),
                    times=self.times.currentData(),
                    failures_first=self.order.currentData(),
                    noise=self.noise.isChecked(),
                )
            )

    def _every_person(self) -> None:
        if self._choice is not None:
            self.chosen.emit(replace(self._choice, person_id="", person=""))

    def _every_cause(self) -> None:
        if self._choice is not None:
            self.chosen.emit(replace(self._choice, group=""))
