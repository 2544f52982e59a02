"""Mappings: which attribute comes from where, and what that makes of one person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from wizard.problem import Problem, ProblemError
from wizard.ui.announce import announce
from wizard.ui.page import Commit, Page
from wizard.ui.pages.mappings_draft import DraftCard
from wizard.ui.pages.mappings_editor import EditorCard
from wizard.ui.pages.mappings_preview import PreviewCard
from wizard.ui.pages.mappings_scope import ScopeCard
from wizard.ui.theme import GAP, Status
from wizard.ui.widgets.button import PRIMARY, SUBTLE, Button
from wizard.ui.widgets.details_list import DetailsList, Row
from wizard.ui.widgets.field import Field, TextField, control_character_message
from wizard.ui.widgets.flow import FlowLayout
from wizard.ui.widgets.message_bar import MessageBar
from wizard.ui.widgets.surface import Card
from wizard.ui.widgets.text import Text, caption
from wizard.words import _

if TYPE_CHECKING:
    from wizard.steps.views.mapping_edit import ClauseRow, MappingEdit
    from wizard.steps.views.mappings import MappingRow, MappingsView
    from wizard.ui.background import Job

_PAUSE_MS = 300


class MappingsPage(Page):
    """The list of mappings, and a preview for one chosen person."""

    step_id: ClassVar[str] = "mappings"

    def title(self) -> str:
        return _("Mappings")

    def lead(self) -> str:
        return _(
            "How attributes in Microsoft Entra ID become attributes in Playvox. Matching "
            "attributes find an account "
            "that exists already."
        )

    def build(self) -> None:
        self._view: MappingsView | None = None
        self.warnings_bar = MessageBar("mapping-warnings", dismissable=False)
        self.body.addWidget(self.warnings_bar)
        card = self.card(_("Attribute mappings"))
        self.about = Text("")
        card.body.addWidget(self.about)
        self.list = DetailsList(
            "mappings",
            _("Attribute mappings"),
            (
                _("Playvox attribute"),
                _("Kind"),
                _("Microsoft Entra ID attribute"),
                _("Sample value"),
                _("Matching"),
                _("To note"),
            ),
            most_rows=10,
        )
        card.body.addWidget(self.list)
        self.sample_text = caption("")
        card.body.addWidget(self.sample_text)
        self._build_actions(card)
        self.editor = EditorCard()
        self.body.addWidget(self.editor)
        self.scope = ScopeCard()
        self.body.addWidget(self.scope)
        self.draft_card = DraftCard()
        self.body.addWidget(self.draft_card)
        card = self.card(
            _("Preview for one person"),
            _(
                "Worked out on this computer with the mappings above. Nothing is sent to "
                "Playvox but a question."
            ),
        )
        self.search_line = TextField("preview-search", _("Search for a person"))
        self.search_line.setClearButtonEnabled(True)
        self.search_field = Field(
            _("Search for a person"), self.search_line, _("Empty: the people assigned to the application.")
        )
        card.body.addWidget(self.search_field)
        self.people_list = DetailsList(
            "preview-people", _("People"), (_("Name"), _("Sign-in name")), filterable=False, most_rows=4
        )
        card.body.addWidget(self.people_list)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.preview_button = Button("preview", _("Preview this person"), "reveal", PRIMARY)
        flow.addWidget(self.preview_button)
        card.body.addWidget(row)
        self.preview_card = PreviewCard()
        self.body.addWidget(self.preview_card)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.search_line.textEdited.connect(self._typed)
        self.search_line.returnPressed.connect(self._search)
        self.people_list.table.activated_row.connect(self._preview)
        self.people_list.table.doubleClicked.connect(self._preview_current)
        self.preview_button.clicked.connect(self._preview_current)
        self.list.table.activated_row.connect(self._edit)
        self.list.table.doubleClicked.connect(self._edit_current)
        self.edit_button.clicked.connect(self._edit_current)
        self.add_button.clicked.connect(self._add)
        self.editor.try_wanted.connect(self._try)
        self.editor.compare_wanted.connect(self._compare)
        self.editor.set_wanted.connect(self._set)
        self.editor.remove_wanted.connect(self._remove)
        self.scope.apply_wanted.connect(self._set_scope)
        self.draft_card.back_button.clicked.connect(self._step_back)
        self.draft_card.discard_button.clicked.connect(self._discard)
        self.draft_card.undo_button.clicked.connect(self._undo)

    def _build_actions(self, card: Card) -> None:
        row = QWidget()
        flow = FlowLayout(row, gap=GAP)
        self.edit_button = Button("edit-mapping", _("Edit this mapping"), "change")
        self.add_button = Button("add-mapping", _("Add a mapping"), "add", SUBTLE)
        flow.addWidget(self.edit_button)
        flow.addWidget(self.add_button)
        card.body.addWidget(row)
        row = QWidget()
        flow = FlowLayout(row, gap=GAP * 2)
        self.action_boxes: dict[str, QCheckBox] = {}
        for action, text in (
            ("Add", _("Create accounts")),
            ("Update", _("Update and deactivate accounts")),
            ("Delete", _("Delete accounts")),
        ):
            box = self.action_boxes[action] = QCheckBox(text)
            box.setObjectName(f"action-{action.lower()}")
            box.toggled.connect(partial(self._allow, action))
            flow.addWidget(box)
        card.body.addWidget(row)

    def enter(self) -> None:
        step = self.step
        if step is not None and step.state != "locked" and not step.running:
            self.intend(lambda each: each.refresh())

    # Drawing.

    def draw(self, view: MappingsView) -> None:
        name = view.name or _("The mapping for people")
        state = _("on") if view.enabled else _("off")
        scope = view.scope_filter or _("No scoping filter: everybody who is assigned is in scope.")
        self.about.setText(
            _("{name} is {state}. {scope}").format(name=name, state=state, scope=scope) if view.rows else ""
        )
        self.about.setVisible(bool(view.rows))
        self.list.set_rows(
            [_mapping(row, changed=row.target in view.draft.changed) for row in view.rows],
            _("The mappings have not been read yet."),
        )
        if view.warnings:
            self.warnings_bar.show_message(Status.WARNING, _("Worth a look"), "\n".join(view.warnings))
        else:
            self.warnings_bar.clear()
        empty = _("Nobody found.") if view.query else _("Nobody is assigned yet.")
        self.people_list.set_rows([Row(p.id, (p.name, p.detail), "person") for p in view.people], empty)
        self.preview_button.setVisible(bool(view.people))
        self.preview_card.draw(view.preview)
        self._draw_draft(view)

    def _draw_draft(self, view: MappingsView) -> None:
        draft = view.draft
        self._view = view
        self.sample_text.setText(
            _("Sample values are those of {name}.").format(name=view.sample_of) if view.sample_of else ""
        )
        for action, box in self.action_boxes.items():
            box.blockSignals(True)
            box.setChecked(action in draft.actions)
            box.blockSignals(False)
        self.draft_card.draw(draft)
        self.editor.draw(draft)
        self.scope.draw(draft)

    def commits(self) -> tuple[Commit, ...]:
        return (
            Commit(
                "save-mappings",
                _("Save mappings in Entra"),
                "save",
                plan=lambda: self.assistant.mappings.plan_save_mappings(),
                act=lambda: self.assistant.mappings.save_mappings(),
                blocker=self._why_not_save,
                title=_("Save the mappings"),
                done_text=_("Entra has the mappings now, and looks at everybody again."),
            ),
        )

    def _why_not_save(self) -> str:
        if self.editor.unsettled:
            self.editor.ask_to_settle()
            return _("The mapping you are editing is not in the draft yet.")
        if self.scope.unsettled:
            self.scope.apply_button.setFocus()
            return _("The conditions of the scoping filter are not in the draft yet.")
        if self._view is not None and self._view.draft.differences:
            return ""
        self.list.table.setFocus()
        return _("Nothing was changed yet. Choose a mapping in the table to edit it.")

    # Intents of editing.

    def _edit_current(self) -> None:
        if self.list.current:
            self._edit(self.list.current)
        else:
            self.list.table.setFocus()
            announce(self.list.table, _("Choose a mapping in the table first."))

    def _edit(self, target: str) -> None:
        view = self._view
        row = next((each for each in view.rows if each.target == target), None) if view else None
        if view is not None and row is not None:
            self._open(row, view)

    def _add(self) -> None:
        if self._view is not None:
            self._open(None, self._view)

    def _open(self, row: MappingRow | None, view: MappingsView) -> None:
        if self.editor.unsettled:
            self.editor.ask_to_settle()
            return
        taken = {each.target for each in view.rows}
        free = tuple(each for each in view.draft.targets if each not in taken and each != "id")
        self.editor.edit(row, view.draft, free)
        self._try(self.editor.kind, self.editor.text)
        (self.editor.box if row is not None else self.editor.target_box).setFocus()

    def _try(self, kind: str, text: str) -> None:
        self.intend(lambda step: step.try_out(kind, text))

    def _compare(self, kind: str, text: str) -> None:
        self._heed(self.intend(lambda step: step.compare(kind, text)), self.editor.show_problem)

    def _set(self, edit: MappingEdit) -> None:
        job = self.intend(lambda step: step.set_mapping(edit))
        self._heed(job, self.editor.show_problem)
        if job is not None:
            job.done.connect(self._put)

    def _put(self, _result: object) -> None:
        self.editor.hide()
        self.list.table.setFocus()

    def _remove(self, target: str) -> None:
        job = self.intend(lambda step: step.remove_mapping(target))
        self._heed(job, self.bar.show_problem)
        if job is not None:
            job.done.connect(self._put)

    def _allow(self, action: str, on: bool) -> None:
        self._heed(self.intend(lambda step: step.allow(action, on)), self.bar.show_problem)

    def _set_scope(self, rows: tuple[tuple[ClauseRow, ...], ...]) -> None:
        job = self.intend(lambda step: step.set_scope(rows))
        self._heed(job, self.scope.show_problem)
        if job is not None:
            job.done.connect(self._count)

    def _count(self, _result: object) -> None:
        self.intend(lambda step: step.count_scope())

    def _step_back(self) -> None:
        self.intend(lambda step: step.step_back())

    def _discard(self) -> None:
        self.intend(lambda step: step.discard())

    def _undo(self) -> None:
        self.commit_wanted.emit(
            Commit(
                "undo-save",
                _("Undo last save in Entra"),
                "back",
                plan=lambda: self.assistant.mappings.plan_undo_save(),
                act=lambda: self.assistant.mappings.undo_save(),
                title=_("Undo the last saving of mappings"),
                done_text=_("Entra has the earlier mappings again, and looks at everybody again."),
            )
        )

    @staticmethod
    def _heed(job: Job | None, show: Callable[[Problem], None]) -> None:
        """Show what an intent refuses where it belongs; it is not the step's own failure."""
        if job is not None:
            job.failed.connect(partial(_tell, show))

    # Intents.

    def _typed(self, text: str) -> None:
        self.search_field.set_message(control_character_message(text))
        self._pause.start()

    def _search(self) -> None:
        self._pause.stop()
        text = self.search_line.text()
        if not control_character_message(text):
            self.intend(lambda step: step.search(text))

    def _preview_current(self) -> None:
        if not self.people_list.current:
            self.search_field.set_message(_("Select a person in the list first."), Status.WARNING)
            self.people_list.table.setFocus()
            return
        self._preview(self.people_list.current)

    def _preview(self, person: str) -> None:
        self.search_field.set_message("")
        self.intend(lambda step: step.preview(person))


def _tell(show: Callable[[Problem], None], error: Exception) -> None:
    if isinstance(error, ProblemError):
        show(error.problem)


def _mapping(row: MappingRow, *, changed: bool) -> Row:
    kinds = {"direct": _("Direct"), "constant": _("Constant"), "expression": _("Expression")}
    matching = _("{order}.").format(order=row.matching) if row.matching else ""
    notes = list(row.warnings)
    if changed:
        notes.insert(0, _("Changed, not saved yet."))
    if row.only_on_create:
        notes.insert(0, _("Only when the account is created."))
    if row.default:
        notes.insert(0, _("If empty: {value}").format(value=row.default))
    return Row(
        row.target,
        (row.target, kinds.get(row.kind, row.kind), row.source, row.sample, matching, " ".join(notes)),
        "",
        "\n".join([row.source, *notes]),
    )
