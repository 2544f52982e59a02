"""The Practice panel: switch faults on, speed up the clock, run a cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from wizard.messages import (
    _,
    ngettext,
)
from wizard.messages.practice_faults import fault_group, fault_title
from wizard.problem import ProblemError
from wizard.ui.appearance.theme import GAP
from wizard.ui.session.background import BackgroundTask
from wizard.ui.session.session import Session
from wizard.ui.shell.practice_people import PracticePeopleDialog, show_cycle
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.button import STANDARD, Button
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.heading import section_title
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.scroll import WidthFollowingScrollArea
from wizard.ui.widgets.surface import Strip
from wizard.ui.widgets.text import TextLabel, caption

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from wizard.steps.base.practice_control import FaultRow, PracticeControl

_SPEEDS = (1, 60, 600, 3600)
_HELPING = 4
_FAULT = "fault-"  # begins the names of the switches


class PracticePanel(Strip):
    """A panel on the right of the window. Everything in it affects the practice tenant only."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.LeftEdge, parent)
        self.setObjectName("practice-panel")
        self.setAccessibleName(_("Practice panel"))
        self._session = session
        self._boxes: dict[str, QCheckBox] = {}
        self._titles: dict[str, QWidget] = {}
        self._faults: tuple[FaultRow, ...] = ()
        self._waiting: list[FaultRow] = []
        self._group = ""
        self._making = QTimer(self)  # ends with the panel, which another language replaces
        self._making.setSingleShot(True)
        self._making.timeout.connect(self._make_some)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        scroll = WidthFollowingScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(GAP * 2 + 4, GAP * 2, GAP * 2, GAP * 2)
        column.setSpacing(GAP + 4)
        column.addWidget(section_title(_("Practice panel")))
        column.addWidget(caption(_("Only the practice tenant is changed here.")))
        self.message = MessageBar("practice-message")
        column.addWidget(self.message)
        self.cycle_button = Button("practice-cycle", _("Run a cycle now"), "play")
        self.cycle_button.clicked.connect(self._run_cycle)
        column.addWidget(self.cycle_button)
        self.people_button = Button("practice-people-open", _("Change people in Entra …"), "edit")
        self.people_button.clicked.connect(self._open_people)
        column.addWidget(self.people_button)
        self.speed_box = QComboBox()
        self.speed_box.setObjectName("practice-speed")
        self.speed_box.setAccessibleName(_("Clock speed"))
        for speed in _SPEEDS:
            self.speed_box.addItem(_speed_text(speed), float(speed))
        self.speed_box.activated.connect(self._set_speed)
        column.addWidget(
            Field(
                _("Clock speed"),
                self.speed_box,
                _(
                    "A cycle runs every 40 minutes of practice time: every 40 seconds at 60 times. "
                    "Practice time runs ahead of this computer's clock."
                ),
            )
        )
        column.addWidget(section_title(_("Faults")))
        self.count = caption("")
        column.addWidget(self.count)
        self.filter_line = TextField("practice-filter", _("Filter the faults"))
        self.filter_line.setPlaceholderText(_("Filter"))
        self.filter_line.textChanged.connect(self._filter)
        column.addWidget(self.filter_line)
        self.off_button = Button("practice-all-off", _("Switch all off"), "dismiss", STANDARD)
        self.off_button.clicked.connect(self._all_off)
        column.addWidget(self.off_button)
        self.nothing = caption(_("No fault contains this text."))
        self.nothing.hide()
        column.addWidget(self.nothing)
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP)
        column.addLayout(self._list)
        column.addStretch(1)
        scroll.setWidget(inner)
        bar = scroll.verticalScrollBar().sizeHint().width()
        widest = max(inner.minimumSizeHint().width() + bar, self.fontMetrics().averageCharWidth() * 40)
        self.setFixedWidth(max(300, widest + 2))
        self.hide()

    def open(self) -> None:
        """Show the panel and read the state of faults and clock."""
        self.show()
        control = self._control()
        if control is not None:
            self._start(control.faults()).done.connect(self._show_faults)
            self._start(control.speed()).done.connect(self._show_speed)

    def _control(self) -> PracticeControl | None:
        assistant = self._session.assistant
        line = assistant.before.view.practice if assistant is not None else None
        if assistant is None or line is None:
            return None
        from wizard.steps.base.practice_control import PracticeControl

        return PracticeControl(assistant.context.session.network, line.control)

    def _start(self, work: Coroutine[Any, Any, Any]) -> BackgroundTask:
        job = self._session.run(work)
        job.failed.connect(self._failed)
        return job

    def _show_faults(self, faults: tuple[FaultRow, ...]) -> None:
        self._faults = faults
        if not self._boxes:
            self._waiting = list(faults)
            self._make_some()
        for fault in faults:
            box = self._boxes.get(fault.name)
            if box is not None and box.isChecked() != fault.on:
                box.setChecked(fault.on)
        count = sum(fault.on for fault in faults)
        self.count.setText(
            ngettext("{n} fault is on.", "{n} faults are on.", count).format(n=count)
            if count
            else _("All faults are off.")
        )

    def _make_some(self) -> None:
        """Create a few switches at a time: creating all of them at once would block the window for a
        moment.
        """
        helping, self._waiting = self._waiting[:_HELPING], self._waiting[_HELPING:]
        for fault in helping:
            self._make_box(fault)
        if self._waiting:
            self._making.start(0)
        if self.filter_line.text():
            self._filter(self.filter_line.text())

    def _make_box(self, fault: FaultRow) -> None:
        if fault.group != self._group:
            self._group = fault.group
            self._titles[fault.group] = section_title(fault_group(fault.group))
            self._list.addWidget(self._titles[fault.group])
        title = fault_title(fault.name)
        box = QCheckBox()
        box.setObjectName(f"{_FAULT}{fault.name}")
        box.setAccessibleName(title)
        box.setAccessibleDescription(fault.about)
        box.setToolTip(fault.name)
        box.setChecked(fault.on)
        box.clicked.connect(self._switched)
        row = QWidget()
        row.setObjectName(f"row-{fault.name}")
        parts = QHBoxLayout(row)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(GAP)
        words = _Words(title, fault.about)
        words.clicked.connect(box.click)
        parts.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        parts.addWidget(words, 1)
        self._boxes[fault.name] = box
        self._list.addWidget(row)

    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        shown = set()
        for fault in self._faults:
            texts = (fault.name, fault.about, fault_title(fault.name))
            fits = any(wanted in text.casefold() for text in texts)
            row = self.findChild(QWidget, f"row-{fault.name}")
            if row is not None:
                row.setVisible(fits)
                shown |= {fault.group} if fits else set()
        for group, title in self._titles.items():
            title.setVisible(group in shown)
        self.nothing.setVisible(not shown)

    def _switched(self, on: bool) -> None:
        box, control = self.sender(), self._control()
        if control is not None and isinstance(box, QCheckBox):
            self._start(control.switch(box.objectName().removeprefix(_FAULT), on=on)).done.connect(
                self._show_faults
            )

    def _all_off(self) -> None:
        control = self._control()
        if control is not None:
            self._start(control.all_off()).done.connect(self._show_faults)

    def _show_speed(self, speed: float) -> None:
        index = self.speed_box.findData(speed)
        if index < 0:  # started with a speed that is not in the list
            self.speed_box.addItem(_speed_text(speed), speed)
            index = self.speed_box.count() - 1
        self.speed_box.setCurrentIndex(index)

    def _set_speed(self) -> None:
        control = self._control()
        if control is not None:
            self._start(control.set_speed(float(self.speed_box.currentData())))

    def _run_cycle(self) -> None:
        control = self._control()
        if control is not None:
            allow(self.cycle_button, _("A cycle is running."))
            job = self._start(control.run_cycle())
            job.done.connect(self._cycle_ran)
            job.finished.connect(self._cycle_over)

    def _cycle_ran(self, jobs: list[str]) -> None:
        show_cycle(self.message, jobs)

    def _cycle_over(self) -> None:
        allow(self.cycle_button)

    def _open_people(self) -> None:
        control = self._control()
        if control is not None:
            PracticePeopleDialog(control, self._session.run, self).open()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ProblemError):
            self.message.show_problem(error.problem)


class _Words(QWidget):
    """Title and explanation beside a check box, whose own text would not wrap; a click selects the box."""

    clicked = Signal()

    def __init__(self, title: str, about: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(TextLabel(title))
        column.addWidget(caption(about))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


def _speed_text(speed: float) -> str:
    return _("Real time") if speed == 1 else _("{speed} times faster").format(speed=f"{speed:,g}")
