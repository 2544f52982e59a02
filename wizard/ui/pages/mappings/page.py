"""Mappings: the source of each attribute, and the resulting values for one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from wizard.messages import _
from wizard.problem import Problem, ProblemError
from wizard.ui.appearance.theme import Tone
from wizard.ui.pages.base.commit import Commit
from wizard.ui.pages.base.draft import UnsavedInput
from wizard.ui.pages.base.page import Page
from wizard.ui.pages.mappings.draft import DraftCard
from wizard.ui.pages.mappings.editor import EditorCard
from wizard.ui.pages.mappings.kept import free_targets, mapping_drafts
from wizard.ui.pages.mappings.people import PeopleCard
from wizard.ui.pages.mappings.preview import PreviewCard
from wizard.ui.pages.mappings.scope import ScopeCard
from wizard.ui.pages.mappings.table import TableCard
from wizard.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from wizard.steps import Assistant
    from wizard.steps.mappings.editing_view import (
        ClauseRow,
        MappingEdit,
    )
    from wizard.steps.mappings.step import MappingsStep
    from wizard.steps.mappings.view import (
        MappingRow,
        MappingsView,
    )
    from wizard.ui.session.background import BackgroundTask


class MappingsPage(Page["MappingsStep"]):
    """The list of mappings, and a preview for one selected person."""

    step_id: ClassVar[str] = "mappings"

    def step_of(self, assistant: Assistant) -> MappingsStep:
        return assistant.mappings

    def title(self) -> str:
        return _("Mappings")

    def lead(self) -> str:
        return _(
            "How attributes in Microsoft Entra ID become attributes in Playvox. Matching "
            "attributes find an account "
            "that exists already."
        )

    def build(self) -> Iterator[None]:
        self._view: MappingsView | None = None
        self.warnings_bar = MessageBar("mapping-warnings", dismissable=False)
        self.body.addWidget(self.warnings_bar)
        self.table = TableCard()
        self.list = self.table.list
        yield
        self.editor = EditorCard()
        yield
        self.scope = ScopeCard()
        self.draft_card = DraftCard()
        yield
        self.people = PeopleCard()
        self.preview_card = PreviewCard()
        yield
        for card in (
            self.table,
            self.editor,
            self.scope,
            self.draft_card,
            self.people,
            self.preview_card,
        ):
            self.body.addWidget(card)
        self.table.edit_wanted.connect(self._edit)
        self.table.choice_missing.connect(self._say)
        self.table.add_wanted.connect(self._add)
        self.table.allow_wanted.connect(self._allow)
        self.table.default_wanted.connect(self._default)
        self.editor.try_wanted.connect(self._try)
        self.editor.compare_wanted.connect(self._compare)
        self.editor.set_wanted.connect(self._set)
        self.editor.close_button.clicked.connect(self.commits_changed)
        self.editor.remove_wanted.connect(self._remove)
        self.scope.apply_wanted.connect(self._set_scope)
        self.scope.count_wanted.connect(self._count_typed)
        self.draft_card.back_button.clicked.connect(self._step_back)
        self.draft_card.discard_button.clicked.connect(self._discard)
        self.draft_card.undo_button.clicked.connect(self._undo)
        self.people.search_wanted.connect(self._search)
        self.people.preview_wanted.connect(self._preview)
        self.editor.edited.connect(self.drafts_changed)
        self.scope.edited.connect(self.drafts_changed)

    def enter(self) -> None:
        self.read_again()

    # Drawing.

    def draw(self, step: MappingsStep) -> None:
        view = step.view
        self._view = view
        if view.warnings:
            self.warnings_bar.show_message(Tone.WARNING, _("Recommendations"), "\n".join(view.warnings))
        else:
            self.warnings_bar.clear()
        self.table.draw(view, read=step.status.known)
        self.editor.draw(view.draft)
        self.scope.draw(view.draft, read=step.status.known)
        self.draft_card.draw(view.draft)
        self.people.draw(view)
        self.preview_card.draw(view.preview)

    def starts_at(self) -> QWidget:
        return self.list.table

    def drafts(self) -> tuple[UnsavedInput, ...]:
        return mapping_drafts(self)

    @property
    def drawn(self) -> MappingsView | None:
        """What the page shows; None before it was drawn."""
        return self._view

    def commits(self) -> tuple[Commit, ...]:
        return (
            Commit(
                "save-mappings",
                _("Save mappings in Entra"),
                "save",
                plan=lambda: self.assistant.mappings.plan_save_mappings(),
                act=lambda: self.assistant.mappings.save_mappings(),
                blocker=self._why_not_save,
                primary=self._has_draft() and self.editor.isHidden(),
                title=_("Save the mappings"),
                done_text=_("Entra has the mappings now, and evaluates everyone again."),
            ),
        )

    def _has_draft(self) -> bool:
        return self._view is not None and bool(self._view.draft.differences)

    def _why_not_save(self) -> str:
        if self.editor.has_unapplied_edits:
            self.editor.ask_to_apply()
            return _("The mapping you are editing is not in the draft yet.")
        if self.scope.has_unapplied_edits:
            self.scope.apply_button.setFocus()
            return _("The conditions of the scoping filter are not in the draft yet.")
        if self._has_draft():
            return ""
        self.list.table.setFocus()
        return _("Nothing was changed yet. Choose a mapping in the table to edit it.")

    # Intents of editing.

    def _edit(self, target: str) -> None:
        view = self._view
        row = next((each for each in view.rows if each.target == target), None) if view else None
        if view is not None and row is not None:
            self._open(row, view)

    def _add(self) -> None:
        if self._view is None:
            return
        if free_targets(self._view):
            self._open(None, self._view)
        else:
            self._say(
                _("Every attribute of Playvox is mapped already. Choose one in the table to edit it.")
            )

    def _say(self, sentence: str) -> None:
        self.bar.show_message(Tone.INFO, sentence)

    def _open(self, row: MappingRow | None, view: MappingsView) -> None:
        if self.editor.has_unapplied_edits:
            self.editor.ask_to_apply()
            return
        self.editor.edit(row, view.draft, free_targets(view))
        self._try(self.editor.kind, self.editor.text)
        (self.editor.box if row is not None else self.editor.target_box).setFocus()

    def _try(self, kind: str, text: str) -> None:
        self.intend(lambda step: step.try_out(kind, text))

    def _compare(self, kind: str, text: str) -> None:
        self._show_refusal(self.intend(lambda step: step.compare(kind, text)), self.editor.show_problem)

    def _set(self, edit: MappingEdit) -> None:
        job = self.answer(lambda step: step.set_mapping(edit))
        self._show_refusal(job, self.editor.show_problem)
        if job is not None:
            job.done.connect(self._applied)

    def _applied(self, _result: object) -> None:
        self.editor.hide()
        self.commits_changed.emit()
        self.list.table.setFocus()

    def _remove(self, target: str) -> None:
        job = self.answer(lambda step: step.remove_mapping(target))
        self._show_refusal(job, self.bar.show_problem)
        if job is not None:
            job.done.connect(self._applied)

    def _allow(self, action: str, on: bool) -> None:
        self._show_refusal(self.answer(lambda step: step.allow(action, on)), self.bar.show_problem)

    def _set_scope(self, rows: tuple[tuple[ClauseRow, ...], ...]) -> None:
        job = self.answer(lambda step: step.set_scope(rows))
        self._show_refusal(job, self.scope.show_problem)
        if job is not None:
            job.done.connect(self._count)

    def _count(self, _result: object) -> None:
        self.intend(lambda step: step.count_scope())

    def _count_typed(self, rows: tuple[tuple[ClauseRow, ...], ...]) -> None:
        self.intend(lambda step: step.count_typed(rows))

    def _step_back(self) -> None:
        self.answer(lambda step: step.step_back())

    def _discard(self) -> None:
        self.answer(lambda step: step.discard())

    def _undo(self) -> None:
        self.commit_wanted.emit(
            Commit(
                "undo-save",
                _("Undo last save in Entra"),
                "undo",
                plan=lambda: self.assistant.mappings.plan_undo_save(),
                act=lambda: self.assistant.mappings.undo_save(),
                title=_("Undo the last saving of mappings"),
                done_text=_("Entra has the earlier mappings again, and evaluates everyone again."),
            )
        )

    def _default(self) -> None:
        self.commit_wanted.emit(
            Commit(
                "default-mappings",
                _("Reset to Microsoft's default mappings"),
                "warning",
                plan=lambda: self.assistant.mappings.plan_default(),
                act=lambda: self.assistant.mappings.back_to_default(),
                destructive=True,
                title=_("Reset to Microsoft's default mappings"),
                done_text=_("Entra has Microsoft's mappings again, and evaluates everyone again."),
            )
        )

    @staticmethod
    def _show_refusal(job: BackgroundTask | None, show: Callable[[Problem], None]) -> None:
        """Show a rejected input beside its field; it is not a failure of the step."""
        if job is not None:
            job.failed.connect(partial(_show_refused, show))

    # Intents of previewing.

    def _search(self, text: str) -> None:
        self.intend(lambda step: step.search(text))

    def _preview(self, person: str) -> None:
        self.intend(lambda step: step.preview(person))


def _show_refused(show: Callable[[Problem], None], error: Exception) -> None:
    if isinstance(error, ProblemError):
        show(error.problem)
