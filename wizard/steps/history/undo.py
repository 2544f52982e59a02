"""Undoes changes of this program, where Graph allows it and the object was not changed since."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from wizard.messages.history import why_not_undoable
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation, OperationState
from wizard.steps.base import role_changes, schema_saving
from wizard.steps.base.assigning import ASSIGN
from wizard.steps.base.context import Context
from wizard.steps.base.interrupted import PAUSE, START
from wizard.steps.base.recent_assignments import UNASSIGN
from wizard.steps.base.set_up_store import UNDOES
from wizard.steps.history import (
    undo_people,
    undo_settings,
    undo_switch,
)
from wizard.steps.history.prepared_undo import PreparedUndo
from wizard.steps.history.undo_mappings import mappings

_WAYS: dict[str, Callable[[Context, Operation], Awaitable[PreparedUndo]]] = {
    "settings.save": undo_settings.settings,
    "job.start": undo_switch.switch,
    "job.pause": undo_switch.switch,
    ASSIGN: undo_people.assigned,
    UNASSIGN: undo_people.unassigned,
    role_changes.ADD: undo_people.role,
    schema_saving.KIND: mappings,
}


class UndoIndex:
    """What later operations mean for undoing earlier ones, looked up once for all rows of a journal."""

    def __init__(self, rows: Sequence[Operation]) -> None:
        self._undone: dict[int, Operation] = {}
        self._last_switch: dict[str, int] = {}
        for row in sorted(rows, key=lambda each: each.id):
            target = row.new.get(UNDOES)
            if isinstance(target, int) and row.state is OperationState.DONE:
                self._undone[target] = row
        for row in rows:
            counts = row.state is OperationState.DONE and not row.new.get(UNDOES)
            if row.kind in (START, PAUSE) and counts and row.id not in self._undone:
                self._last_switch[row.subject] = max(row.id, self._last_switch.get(row.subject, 0))

    def undone_by(self, row: Operation) -> Operation | None:
        """The operation that undid this one."""
        return self._undone.get(row.id)

    def why_not(self, row: Operation) -> str:
        """Why this cannot be undone, according to the journal; empty when it may be tried."""
        if row.state is OperationState.REFUSED:
            return why_not_undoable("refused")
        if self.undone_by(row) is not None:
            return why_not_undoable("undone")
        if row.kind not in _WAYS:
            return why_not_undoable(row.kind)
        if row.kind in (START, PAUSE) and self._last_switch.get(row.subject, 0) > row.id:
            return why_not_undoable("later")
        if row.kind == "settings.save":
            return why_not_undoable(undo_settings.never(row))
        return ""


async def prepare(context: Context, row: Operation, rows: Sequence[Operation]) -> PreparedUndo:
    """Read the current state and return the prepared undo.

    Raises "undo.not_possible" with the reason, and "undo.changed_since" when somebody changed it again.
    """
    reason = UndoIndex(rows).why_not(row)
    if reason:
        raise ProblemError(Problem("undo.not_possible", {"why": reason}))
    return await _WAYS[row.kind](context, row)
