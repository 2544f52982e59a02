"""Changes people in the practice tenant's Entra, as an administrator does there."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from wizard.messages import _
from wizard.problem import ProblemError
from wizard.ui.appearance.theme import GAP, Tone
from wizard.ui.session.background import BackgroundTask
from wizard.ui.widgets.allowed import allow
from wizard.ui.widgets.button import STANDARD, WARY, Button
from wizard.ui.widgets.field import Field, TextField
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.heading import page_title, section_title
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.scroll import WidthFollowingScrollArea
from wizard.ui.widgets.text import TextLabel, caption

if TYPE_CHECKING:
    from wizard.steps.base.practice_control import PracticeControl, PracticePerson

Start = Callable[[Coroutine[Any, Any, Any]], BackgroundTask]
_PAUSE_MS = 250  # of typing, before the search


class PracticePeopleDialog(QDialog):
    """One person is selected and changed; the next cycle brings the change to Playvox."""

    def __init__(self, control: PracticeControl, start: Start, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("practice-people")
        self.setWindowTitle(_("Change people in Entra"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._control, self._start = control, start
        self._people: dict[str, PracticePerson] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = WidthFollowingScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(GAP * 4, GAP * 3, GAP * 4, GAP * 2)
        column.setSpacing(GAP + 4)
        column.addWidget(page_title(_("Change people in Entra")))
        column.addWidget(
            caption(
                _(
                    "Only the practice tenant is changed. Playvox follows with the next cycle, or when you "
                    "provision the person on demand."
                )
            )
        )
        self.search = TextField("practice-people-search", _("Name or sign-in name"))
        self.search.textChanged.connect(self._typed)
        column.addWidget(Field(_("Name or sign-in name"), self.search))
        self.list = QListWidget()
        self.list.setObjectName("practice-people-list")
        self.list.setAccessibleName(_("People"))
        self.list.setMinimumHeight(self.fontMetrics().lineSpacing() * 6)
        self.list.currentItemChanged.connect(self._selected)
        column.addWidget(self.list)
        self.message = MessageBar("practice-people-message")
        column.addWidget(self.message)
        self.facts = TextLabel("")
        column.addWidget(self.facts)
        self._add_fields(column)
        bottom = QWidget()
        buttons = FlowLayout(bottom, gap=GAP, to_right=True)
        self.cycle_button = Button("practice-people-cycle", _("Run a cycle now"), "play")
        self.cycle_button.clicked.connect(self._run_cycle)
        close = Button("practice-people-close", _("Close"))
        close.clicked.connect(self.accept)
        buttons.addWidget(self.cycle_button)
        buttons.addWidget(close)
        column.addWidget(bottom)
        scroll.setWidget(inner)
        room = parent.window().size()
        width = max(self.fontMetrics().averageCharWidth() * 70, 520)
        self.resize(min(width, round(room.width() * 0.94)), round(room.height() * 0.9))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._find)
        self._show(None)
        self._do(control.groups(), self._show_groups)
        self._find()
        self.search.setFocus()

    def _add_fields(self, column: QVBoxLayout) -> None:
        self.given = TextField("practice-given-name", _("First name"), longest=64)
        self.family = TextField("practice-surname", _("Last name"), longest=64)
        self.user_name = TextField("practice-user-name", _("Sign-in name"), longest=113)
        self.rename = self._button("practice-rename", _("Rename"), self._rename)
        self.department = TextField("practice-department", _("Department"), longest=64)
        self.set_department = self._button("practice-move", _("Set department"), self._set_department)
        self.other_groups = self._combo("practice-other-groups", _("Other groups"))
        self.join = self._button("practice-join", _("Add to group"), self._join)
        self.own_groups = self._combo("practice-own-groups", _("Groups of this person"))
        self.leave = self._button("practice-leave", _("Remove from group"), self._leave, WARY)
        self.switch = self._button("practice-switch", "", self._switch)
        self.delete = self._button("practice-delete", "", self._delete)
        self.purge = self._button("practice-purge", _("Delete permanently"), self._purge, WARY)
        self._editor = QWidget()
        editor = QVBoxLayout(self._editor)
        editor.setContentsMargins(0, 0, 0, 0)
        editor.setSpacing(GAP)
        column.addWidget(self._editor)
        editor.addWidget(section_title(_("Rename")))
        editor.addWidget(Field(_("First name"), self.given))
        editor.addWidget(Field(_("Last name"), self.family))
        editor.addWidget(Field(_("Sign-in name"), self.user_name, beside=self.rename))
        editor.addWidget(section_title(_("Move")))
        about = _("Dynamic groups, and scoping filters on the department, follow.")
        editor.addWidget(Field(_("Department"), self.department, about, beside=self.set_department))
        editor.addWidget(Field(_("Groups of this person"), self.own_groups, beside=self.leave))
        editor.addWidget(Field(_("Other groups"), self.other_groups, beside=self.join))
        self._account_title = section_title(_("Account"))
        column.addWidget(self._account_title)
        row = QWidget()
        buttons = FlowLayout(row, gap=GAP)
        for button in (self.switch, self.delete, self.purge):
            buttons.addWidget(button)
        column.addWidget(row)

    def _button(self, name: str, text: str, clicked: Callable[[], None], look: str = STANDARD) -> Button:
        button = Button(name, text, "remove" if look == WARY else "", look)
        button.clicked.connect(clicked)
        return button

    def _combo(self, name: str, accessible_name: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(accessible_name)
        return box

    # ---- the list

    def _typed(self) -> None:
        self._timer.start()

    def _find(self) -> None:
        self._do(self._control.people(self.search.text().strip()), self._show_people)

    def _show_people(self, people: tuple[PracticePerson, ...]) -> None:
        selected = self.person
        self._people = {each.id: each for each in people}
        self.list.blockSignals(True)
        self.list.clear()
        for each in people:
            item = QListWidgetItem(_line(each))
            item.setData(Qt.ItemDataRole.UserRole, each.id)
            self.list.addItem(item)
            if selected is not None and selected.id == each.id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._show(self.person)
        if not people:
            self.facts.setText(_("Nobody was found."))

    @property
    def person(self) -> PracticePerson | None:
        """The selected person."""
        item = self.list.currentItem()
        return None if item is None else self._people.get(str(item.data(Qt.ItemDataRole.UserRole)))

    def _selected(self) -> None:
        self._show(self.person)

    def _show(self, person: PracticePerson | None) -> None:
        self._editor.setVisible(person is not None and not person.deleted)
        self._account_title.setVisible(person is not None)
        self.switch.setVisible(person is not None and not person.deleted)
        self.delete.setVisible(person is not None)
        self.purge.setVisible(person is not None and person.deleted)
        if person is None:
            self.facts.setText(_("Select a person to change."))
            return
        self.facts.setText(_line(person))
        self.given.setText(person.given_name)
        self.family.setText(person.surname)
        self.user_name.setText(person.user_name)
        self.department.setText(person.department)
        self.switch.set_label(_("Disable account") if person.enabled else _("Enable account"))
        self.delete.set_label(_("Restore person") if person.deleted else _("Delete person"))
        for button, takes in ((self.switch, person.enabled), (self.delete, not person.deleted)):
            button.set_look(WARY if takes else STANDARD)
            button.set_icon("remove" if takes else "")
        self.own_groups.clear()
        self.own_groups.addItems(person.groups)
        allow(self.leave, "" if person.groups else _("This person is in no group."))

    def _show_groups(self, names: tuple[str, ...]) -> None:
        self.other_groups.addItems(names)

    # ---- changes

    def _rename(self) -> None:
        self._change(
            "rename",
            given_name=self.given.text().strip(),
            surname=self.family.text().strip(),
            user_name=self.user_name.text().strip(),
        )

    def _set_department(self) -> None:
        self._change("move", department=self.department.text().strip())

    def _join(self) -> None:
        self._change("move", join=[self.other_groups.currentText()])

    def _leave(self) -> None:
        self._change("move", leave=[self.own_groups.currentText()])

    def _switch(self) -> None:
        person = self.person
        self._change("disable" if person is not None and person.enabled else "enable")

    def _delete(self) -> None:
        person = self.person
        self._change("restore" if person is not None and person.deleted else "delete")

    def _purge(self) -> None:
        self._change("purge")

    def _change(self, action: str, **values: str | list[str]) -> None:
        person = self.person
        if person is not None:
            self._do(self._control.change_person(person.id, action, **values), self._changed)

    def _changed(self, person: PracticePerson) -> None:
        text = _("{name} is changed in Entra.").format(name=person.name)
        self.message.show_message(
            Tone.SUCCESS, text, _("Playvox follows with the next cycle, while provisioning is on.")
        )
        self._find()

    def _run_cycle(self) -> None:
        self._do(self._control.run_cycle(), self._cycle_ran)

    def _cycle_ran(self, jobs: list[str]) -> None:
        show_cycle(self.message, jobs)

    def _do(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], None]) -> None:
        job = self._start(work)
        job.done.connect(done)
        job.failed.connect(self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ProblemError):
            self.message.show_problem(error.problem)


def show_cycle(message: MessageBar, jobs: list[str]) -> None:
    """Say whether a cycle was run: none is where provisioning is off."""
    if jobs:
        message.show_message(Tone.SUCCESS, _("A cycle was run."), _("Monitor and Logs show the result."))
    else:
        message.show_message(
            Tone.WARNING, _("No cycle was run: provisioning is off."), _("Start provisioning on Turn on.")
        )


def _line(person: PracticePerson) -> str:
    """One person in one line."""
    if person.deleted:
        return _("{name}, {user_name}: deleted").format(name=person.name, user_name=person.user_name)
    if person.enabled:
        return _("{name}, {user_name}").format(name=person.name, user_name=person.user_name)
    return _("{name}, {user_name}: disabled").format(name=person.name, user_name=person.user_name)
