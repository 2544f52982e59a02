"""The part of the settings about newer versions: one switch, what is known, and looking now."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from wizard.messages import _
from wizard.problem import Problem
from wizard.ui.appearance.theme import GAP
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.button import Button
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import TextLabel, caption
from wizard.updates.checking import Updates
from wizard.updates.words import sentence


class UpdateCard(Card):
    """Draws what it is given; the signals say what the person wants."""

    switched = Signal(bool)
    wanted = Signal()

    def __init__(self, updates: Updates) -> None:
        super().__init__(_("Newer versions"))
        self.switch = QCheckBox(_("Check for a newer version once a day"))
        self.switch.setObjectName("updates-on")
        self.switch.clicked.connect(self.switched)
        self.body.addWidget(self.switch)
        self.body.addWidget(
            caption(_("Nothing is downloaded or installed, and nothing about you or your tenant is sent."))
        )
        self.state = TextLabel()
        self.body.addWidget(self.state)
        self.bar = MessageBar("updates-problem", self)
        self.bar.hide()
        self.body.addWidget(self.bar)
        self.look = Button("updates-look", _("Check now"))
        self.look.clicked.connect(self._look)
        row = QWidget()
        FlowLayout(row, gap=GAP).addWidget(self.look)
        self.body.addWidget(row)
        self.show_updates(updates)

    @Slot(object)
    def show_updates(self, updates: Updates) -> None:
        """Show what is known. Without an address there is nothing to switch on or to look at."""
        possible = updates.why != "no_address"
        self.switch.setChecked(updates.on and possible)
        self.state.setText(sentence(updates))
        for control in (self.switch, self.look):
            allow(control, "" if possible else self.state.text())
        self.bar.hide()

    @Slot(object)
    def show_problem(self, problem: Problem) -> None:
        """Show why nothing is known."""
        allow(self.look)
        self.bar.show_problem(problem)

    def _look(self) -> None:
        allow(self.look, _("The answer is still awaited."))
        self.bar.hide()
        self.wanted.emit()
