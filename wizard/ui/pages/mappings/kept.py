"""What is drafted on Mappings: the draft itself, the mapping in the editor, conditions being typed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from wizard.messages import _
from wizard.steps.mappings.editing_view import ClauseRow, MappingEdit
from wizard.ui.pages.base.draft import RestoreResult, StepDraft, UnsavedInput

if TYPE_CHECKING:
    from wizard.steps.mappings.kept import KeptDraft
    from wizard.steps.mappings.view import MappingsView
    from wizard.ui.pages.mappings.page import MappingsPage

_KINDS = ("direct", "constant", "expression", "none")


def free_targets(view: MappingsView) -> tuple[str, ...]:
    """The attributes of Playvox that nothing is mapped to."""
    taken = {each.target for each in view.rows}
    return tuple(each for each in view.draft.targets if each not in taken and each != "id")


def mapping_drafts(page: MappingsPage) -> tuple[UnsavedInput, ...]:
    """The draft first: the others are edits on top of it."""
    returning = StepDraft(
        _read_kept,
        lambda kept: page.intend(lambda step: step.bring_back(kept)),
        lambda: page.assistant.mappings.view.draft.brought_back,
    )

    def is_read() -> bool:
        step = page.step
        return step is not None and step.status.known and not step.running

    editor, scope = _EditorDraft(page), _ScopeDraft(page)
    return (
        UnsavedInput(
            "mappings.draft",
            ready=is_read,
            take=lambda: page.assistant.mappings.view.draft.unsaved,
            put_back=returning.put_back,
            outcome=returning.outcome,
            drop=lambda: page.answer(lambda step: step.discard()),
        ),
        UnsavedInput(
            "mappings.editor", editor.ready, editor.take, editor.put_back, editor.outcome, editor.drop
        ),
        UnsavedInput("mappings.scope", scope.ready, scope.take, scope.put_back, scope.outcome, scope.drop),
    )


class _OpenEdit:
    """An edit on the page that is not in the step's draft yet."""

    def __init__(self, page: MappingsPage) -> None:
        self._page = page
        self._outcome: RestoreResult | None = None

    def ready(self) -> bool:
        """Whether the page has drawn what is edited."""
        step = self._page.step
        return self._page.drawn is not None and step is not None and step.status.known

    def outcome(self) -> RestoreResult | None:
        """What came of putting it back, known at once: that asks nobody."""
        return self._outcome


class _EditorDraft(_OpenEdit):
    """The mapping in the editor."""

    def take(self) -> object | None:
        edit = self._page.editor.unapplied
        return None if edit is None else {"new": self._page.editor.is_new, "edit": asdict(edit)}

    def put_back(self, value: object) -> None:
        """Open the mapping and type into it; where it is gone, it is a new one if that is possible."""
        edit, view = _edit_of(value), self._page.drawn
        assert view is not None  # it is ready
        row = next((each for each in view.rows if each.target == edit.target), None)
        free = free_targets(view)
        if row is None and edit.target and edit.target not in free:
            gone = _("Playvox has no attribute {target} any more. Its mapping was being edited: {text}")
            self._outcome = RestoreResult(
                (), (gone.format(target=edit.target, text=edit.text or edit.default),)
            )
            return
        self._page.editor.edit(row, view.draft, free)
        self._page.editor.show_edit(edit)
        if edit.target:
            sentence = _("The mapping of {target} is open in the editor, with what you typed.")
        else:
            sentence = _("A new mapping is open in the editor, with what you typed.")
        self._outcome = RestoreResult((sentence.format(target=edit.target),))
        self._page.commits_changed.emit()

    def drop(self) -> None:
        """Close the editor."""
        self._page.editor.hide()
        self._page.commits_changed.emit()


class _ScopeDraft(_OpenEdit):
    """Conditions of the scoping filter that are typed and not in the draft."""

    def take(self) -> object | None:
        scope = self._page.scope
        if not scope.has_unapplied_edits:
            return None
        return [[[row.attribute, row.operator, row.value] for row in group] for group in scope.rows()]

    def put_back(self, value: object) -> None:
        """Type the conditions again."""
        self._page.scope.show_edit(_groups_of(value))
        self._outcome = RestoreResult((_("The conditions of the scoping filter are as you typed them."),))

    def drop(self) -> None:
        """Show the draft's conditions."""
        self._page.scope.undo_edits()


def _edit_of(value: object) -> MappingEdit:
    fields = value.get("edit") if isinstance(value, dict) else None
    try:
        edit = MappingEdit(**fields) if isinstance(fields, dict) else None
    except TypeError:
        edit = None
    if edit is None or edit.kind not in _KINDS:
        raise ValueError(value)
    texts = (edit.target, edit.text, edit.default, edit.flow_type)
    if not all(isinstance(each, str) for each in texts) or not isinstance(edit.matching, int):
        raise ValueError(value)
    return edit


def _groups_of(value: object) -> list[list[ClauseRow]]:
    if not isinstance(value, list):
        raise ValueError(value)  # noqa: TRY004 - a damaged file, like any other
    groups = []
    for group in value:
        if not isinstance(group, list):
            raise ValueError(value)  # noqa: TRY004
        rows = [each for each in group if isinstance(each, list) and len(each) == 3]
        if len(rows) != len(group) or not all(isinstance(text, str) for row in rows for text in row):
            raise ValueError(value)
        groups.append([ClauseRow(*row) for row in rows])
    return groups


def _read_kept(value: object) -> KeptDraft:
    from wizard.steps.mappings.kept import read_kept  # needs pydantic, which the first paint does not

    return read_kept(value)
