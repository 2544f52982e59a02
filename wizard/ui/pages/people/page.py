"""Users and groups: assignments with their roles; add one or two people to start small."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QProgressBar, QWidget

from wizard.messages import (
    _,
    explain,
    ngettext,
    number,
)
from wizard.ui.appearance.theme import (
    GAP,
    Tone,
)
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.draft import PageDraft, RestoreResult, StepDraft, UnsavedInput
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.base.pending_input import PendingInput
from wizard.ui.pages.people.roles import RoleChoice
from wizard.ui.pages.people.rows import (
    assigned_line,
    found_line,
)
from wizard.ui.pages.people.selection import SelectionList
from wizard.ui.widgets.button import SUBTLE, WARY, Button
from wizard.ui.widgets.details_list import DetailsList
from wizard.ui.widgets.field import Field, TextField, control_character_message
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.name_list import NameList
from wizard.ui.widgets.text import caption
from wizard.ui.widgets.tile import NumberTile

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.people.kept import KeptSelection
    from wizard.steps.people.step import PeopleStep
    from wizard.steps.people.view import PeopleView

_PAUSE_MS = 300
_FEW_GROUPS = 20  # up to this number members are counted automatically


class PeoplePage(Page["PeopleStep"]):
    """Assignments, and the search beside them."""

    step_id: ClassVar[str] = "people"

    def step_of(self, assistant: Assistant) -> PeopleStep:
        return assistant.people

    def title(self) -> str:
        return _("Users and groups")

    def lead(self) -> str:
        return _(
            "Everyone assigned to the application gets an account. Start small: assign one "
            "or two people, check "
            "their accounts, then assign groups."
        )

    def build(self) -> None:
        self._build_assigned()
        self._build_search()
        self._view: PeopleView | None = None
        self._drawn: object = None

    def _build_assigned(self) -> None:
        card = self.card(_("Assigned to the application"))
        tiles = QWidget()
        flow = FlowLayout(tiles, gap=GAP + 4)
        self.assigned_tile = NumberTile("tile-assignments", _("assignments"))
        self.in_scope_tile = NumberTile("tile-reached", _("people in scope"))
        flow.addWidget(self.assigned_tile)
        flow.addWidget(self.in_scope_tile)
        card.body.addWidget(tiles)
        self.assigned_list = DetailsList(
            "assigned",
            _("Assigned to the application"),
            (_("Name"), _("Type"), _("Role"), _("Sign-in name or description"), _("Notes")),
            checkable=True,
        )
        card.body.addWidget(self.assigned_list)
        self.unread = caption("")
        card.body.addWidget(self.unread)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.remove_button = Button("remove-assignments", _("Remove selected"), "remove", WARY)
        self.count_button = Button("count", _("Count people in scope"), "group", SUBTLE)
        self.details_button = Button("read-details", _("Read all details"), "people", SUBTLE)
        self.reload_button = Button("reload-assigned", _("Refresh"), "refresh", SUBTLE)
        self.provision_button = Button("provision-ticked", _("Provision selected now"), "play", SUBTLE)
        self.provision_button.clicked.connect(self._provision)
        buttons = (
            self.remove_button,
            self.provision_button,
            self.count_button,
            self.details_button,
            self.reload_button,
        )
        for button in buttons:
            flow.addWidget(button)
        card.body.addWidget(row)
        self.remove_button.clicked.connect(self._remove)
        self.count_button.clicked.connect(self._count)
        self.details_button.clicked.connect(self._read_details)
        self.reload_button.clicked.connect(self._reload)
        self.results = MessageBar("assign-results")
        card.body.addWidget(self.results)
        self.progress = QProgressBar()
        self.progress.setObjectName("assign-progress")
        self.progress.setAccessibleName(_("Progress"))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(GAP)
        self.progress.hide()
        card.body.addWidget(self.progress)
        self._shown_results: object = None

    def _build_search(self) -> None:
        card = self.card(_("Assign people or groups"))
        self.search_line = TextField("people-search", _("Search for people or groups"))
        self.search_line.setClearButtonEnabled(True)
        self.search_field = Field(
            _("Search for people or groups"),
            self.search_line,
            _("Type the beginning of a name or address."),
        )
        card.body.addWidget(self.search_field)
        self.found_list = DetailsList(
            "found",
            _("People and groups found"),
            (_("Name"), _("Type"), _("Sign-in name or description"), _("Notes")),
            checkable=True,
            filterable=False,
        )
        card.body.addWidget(self.found_list)
        self.more = caption(_("There are more results than are shown. Type more of the name."))
        self.more.hide()
        card.body.addWidget(self.more)
        self.names = NameList("people", _("Select these people"))
        self.list_fold = Fold("people-list", _("Paste or import a list"), self.names)
        card.body.addWidget(self.list_fold)
        self.selection = SelectionList()
        card.body.addWidget(self.selection)
        self.roles = RoleChoice()
        card.body.addWidget(self.roles)
        self._typing = PendingInput(self.search_line, _PAUSE_MS, lookup=True)
        self._typing.due.connect(self._search)
        self.search_line.textEdited.connect(self._typed)
        self.search_line.returnPressed.connect(self._search)
        self.found_list.checked_changed.connect(self._on_checked)
        self.assigned_list.checked_changed.connect(self.commits_changed)
        self.assigned_list.checked_changed.connect(self.drafts_changed)
        self.selection.taken_out.connect(self._take_out)
        self.names.text_taken.connect(self._select_text)
        self.names.file_chosen.connect(self._select_file)
        self.roles.chosen.connect(self._choose_role)
        self.roles.add_wanted.connect(self._add_role)

    def enter(self) -> None:
        step = self.step
        if step is not None and step.state != "locked" and not step.running:
            self._reload()

    # Drawing.

    def draw(self, step: PeopleStep) -> None:
        view = step.view
        self._view = view
        self.assigned_tile.set_number(len(view.assigned) if step.status.known else None)
        self.in_scope_tile.set_number(view.effective)
        self.assigned_list.set_rows(
            [assigned_line(row) for row in view.assigned],
            self.absent(_("Nobody is assigned yet. Search below and assign one or two people.")),
        )
        none = step.status.known and not view.assigned
        self.in_scope_tile.setVisible(not none)
        for button in (self.remove_button, self.provision_button):
            button.setVisible(not none)
        self._draw_unread(view.unread)
        hits = _("Nothing found that begins like this.") if view.query else ""
        self.found_list.set_rows([found_line(row) for row in view.found], hits)
        self.found_list.setVisible(bool(view.query))
        self.more.setVisible(view.more)
        self.roles.show_roles(view.roles, view.role_id)
        selected = {row.id for row in view.selected}
        shown = (view.found, selected)
        if shown != self._drawn:  # else what was just ticked is on its way to the step
            self._drawn = shown
            self.found_list.check(selected)
        self.selection.show_rows(view.selected, view.start_small)
        self._draw_list_report(view)
        self._draw_results(view)
        self.progress.setVisible(view.progress is not None)
        if view.progress is not None:
            self.progress.setRange(0, view.progress.total or 0)
            self.progress.setValue(view.progress.done or 0)
        self.count_button.setVisible(view.effective is None and bool(view.assigned))

    def _draw_list_report(self, view: PeopleView) -> None:
        taken = view.taken
        if taken is None:
            self.names.show_report("", ())
            return
        text = ngettext(
            "{n} person of the list was found and selected.",
            "{n} people of the list were found and selected.",
            taken.people,
        ).format(n=number(taken.people))
        self.names.show_report(text, taken.not_found)

    def _draw_unread(self, count: int) -> None:
        """Say for how many rows the notes are incomplete."""
        self.unread.setText(
            ngettext(
                "Details and warnings of {n} assignment are not read yet.",
                "Details and warnings of {n} assignments are not read yet.",
                count,
            ).format(n=number(count))
        )
        self.unread.setVisible(bool(count))
        self.details_button.setVisible(bool(count))

    def _draw_results(self, view: PeopleView) -> None:
        if view.results is self._shown_results:
            return
        self._shown_results = view.results
        failed = [row for row in view.results if row.problem is not None]
        if not view.results:
            self.results.clear()
        elif failed:
            lines = [
                f"{row.name}: {explain(row.problem).what}" for row in failed if row.problem is not None
            ]
            self.results.show_message(
                Tone.WARNING,
                _("{good} of {all} went well.").format(
                    good=len(view.results) - len(failed), all=len(view.results)
                ),
                "\n".join(lines),
            )
        else:
            count = len(view.results)
            self.results.show_message(
                Tone.SUCCESS,
                ngettext("{n} assignment is done.", "{n} assignments are done.", count).format(
                    n=number(count)
                ),
            )

    # Commits.

    def starts_at(self) -> QWidget:
        return self.search_line

    def drafts(self) -> tuple[UnsavedInput, ...]:
        returning = StepDraft(
            _read_kept,
            lambda kept: self.intend(lambda step: step.bring_back(kept)),
            lambda: self.assistant.people.view.brought_back,
        )
        ticks = PageDraft(self._tick)
        return (
            UnsavedInput(
                "people.selection",
                ready=self._is_read,
                take=lambda: self.assistant.people.view.unsaved,
                put_back=returning.put_back,
                outcome=returning.outcome,
                drop=lambda: self._take_out(tuple(row.id for row in self.assistant.people.view.selected)),
            ),
            UnsavedInput(
                "people.ticked",
                ready=self._shows_assigned,
                take=self._ticked,
                put_back=ticks.put_back,
                outcome=ticks.outcome,
                drop=lambda: self.assigned_list.check(()),
            ),
        )

    def _shows_assigned(self) -> bool:
        """Whether the list shows those who were read."""
        rows = {row.id for row in self.assigned_list.rows}
        return self._is_read() and rows == {row.id for row in self.assistant.people.view.assigned}

    def _ticked(self) -> object | None:
        """Who is ticked, with the role; ids of assignments look like keys, which are not kept."""
        ticked = set(self.assigned_list.checked)
        rows = self.assistant.people.view.assigned
        return [[row.principal_id, row.role_id] for row in rows if row.id in ticked] or None

    def _tick(self, value: object) -> RestoreResult:
        if not isinstance(value, list):
            raise ValueError("people.ticked")  # noqa: TRY004 - damage of a file, like any other
        rows = self.assistant.people.view.assigned
        self.assigned_list.check([row.id for row in rows if [row.principal_id, row.role_id] in value])
        count = len(self.assigned_list.checked)
        lines = ngettext("{n} assignment is selected again.", "{n} assignments are selected again.", count)
        return RestoreResult((lines.format(n=number(count)),) if count else ())

    def _is_read(self) -> bool:
        step = self.step
        return step is not None and step.status.known and not step.running

    def commits(self) -> tuple[Commit, ...]:
        count = len(self._to_assign())
        text = (
            _("Assign to Playvox")
            if not count
            else ngettext("Assign {n} to Playvox", "Assign {n} to Playvox", count).format(n=number(count))
        )
        return (
            Commit(
                "assign",
                text,
                "people",
                plan=lambda: self.assistant.people.plan_assign(self._to_assign()),
                act=lambda: _assign_and_count(self.assistant.people, self._to_assign()),
                blocker=self._why_not_assign,
                title=_("Assign to the application"),
                leads_on=True,
            ),
        )

    def _to_assign(self) -> tuple[str, ...]:
        """The selection, with what was ticked or unticked since the step published it."""
        added, dropped = self._ticks()
        selected = () if self._view is None else self._view.selected
        return (*(row.id for row in selected if row.id not in dropped), *added)

    def _ticks(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Found rows that are ticked and not yet selected, and those that are selected and unticked."""
        selected = set() if self._view is None else {row.id for row in self._view.selected}
        checked = set(self.found_list.checked)
        found = [row.id for row in self.found_list.rows]
        return (
            tuple(each for each in found if each in checked - selected),
            tuple(each for each in found if each in selected - checked),
        )

    def _why_not_assign(self) -> str:
        if self._to_assign():
            return ""
        self.search_line.setFocus()
        text = _("Search for a person or group, select it, then assign.")
        self.search_field.set_message(text, Tone.WARNING)
        return text

    def _remove(self) -> None:
        chosen = self.assigned_list.checked
        if not chosen:
            self.results.show_message(Tone.WARNING, _("Select the assignments you want to remove first."))
            return
        self.commit_wanted.emit(
            Commit(
                "unassign",
                _("Unassign"),
                "remove",
                plan=lambda: self.assistant.people.plan_unassign(chosen),
                act=lambda: self.assistant.people.unassign(chosen),
                destructive=True,
                title=ngettext(
                    "Unassign {n} user or group", "Unassign {n} users and groups", len(chosen)
                ).format(n=len(chosen)),
            )
        )

    def _provision(self) -> None:
        step = self.step
        if step is None:
            return
        ticked = set(self.assigned_list.checked)
        people = [
            row.principal_id for row in step.view.assigned if row.id in ticked and str(row.kind) == "user"
        ]
        if not people:
            self.results.show_message(
                Tone.WARNING, _("Select the people first; groups are not provisioned.")
            )
            return
        self.page_wanted.emit("on_demand")
        self.session.run(self.assistant.on_demand.choose(people))

    def _add_role(self, name: str) -> None:
        self.commit_wanted.emit(
            Commit(
                "add-role",
                _("Add role"),
                "add",
                plan=lambda: self.assistant.people.plan_add_role(name),
                act=lambda: self.assistant.people.add_role(name),
                title=_("Add a role to the application"),
            )
        )

    # Intents.

    def _typed(self, text: str) -> None:
        self.search_field.set_message(control_character_message(text))
        self._typing.typed()

    def _search(self) -> None:
        self._typing.drop()
        text = self.search_line.text()
        if not control_character_message(text):
            self.intend(lambda step: step.search(text))

    def _choose_role(self, role_id: str) -> None:
        self.answer(lambda step: step.choose_role(role_id))

    def _count(self) -> None:
        self.intend(lambda step: step.count())

    def _read_details(self) -> None:
        self.intend(lambda step: step.read_details())

    def _reload(self) -> None:
        self.intend(_read_and_count)

    def _on_checked(self) -> None:
        added, dropped = self._ticks()
        if added:
            self.search_field.set_message("")
            self.answer(lambda step: step.select(added))
        if dropped:
            self.answer(lambda step: step.deselect(dropped))
        self.commits_changed.emit()

    def _take_out(self, ids: tuple[str, ...]) -> None:
        self.answer(lambda step: step.deselect(ids))

    def _select_text(self, text: str) -> None:
        self.intend(lambda step: step.select_text(text))

    def _select_file(self, path: str) -> None:
        self.intend(lambda step: step.select_file(Path(path)))


def _read_kept(value: object) -> KeptSelection:
    from wizard.steps.people.kept import read_kept  # needs pydantic, which the first paint does not

    return read_kept(value)


async def _read_and_count(step: PeopleStep) -> None:
    await step.refresh()
    view = step.view
    groups = sum(str(row.kind) == "group" for row in view.assigned)
    if view.effective is None and view.assigned and groups <= _FEW_GROUPS and view.problem is None:
        await step.count()


async def _assign_and_count(step: PeopleStep, chosen: tuple[str, ...]) -> None:
    await step.assign(chosen)
    await _read_and_count(step)
