"""Undoes changes of this program, where Graph allows it and the object was not changed since."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from wizard.messages.history import why_not_undoable
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation, OperationState
from wizard.steps.base import role_changes, schema_saving
from wizard.steps.base.assigning import (
    ASSIGN,
    UNASSIGN,
)
from wizard.steps.base.context import Context
from wizard.steps.base.interrupted import PAUSE, START
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


def undone_by(row: Operation, rows: Sequence[Operation]) -> Operation | None:
    """The operation that undid this one."""
    return next(
        (later for later in rows if later.new.get(UNDOES) == row.id and later.state is OperationState.DONE),
        None,
    )


def why_not(row: Operation, rows: Sequence[Operation]) -> str:
    """Why this cannot be undone, according to the journal; empty when it may be tried."""
    if row.state is OperationState.REFUSED:
        return why_not_undoable("refused")
    if undone_by(row, rows) is not None:
        return why_not_undoable("undone")
    if row.kind not in _WAYS:
        return why_not_undoable(row.kind)
    if row.kind in (START, PAUSE) and any(
        later.id > row.id
        and later.subject == row.subject
        and later.state is OperationState.DONE
        and later.kind in (START, PAUSE)
        and undone_by(later, rows) is None
        and not later.new.get(UNDOES)
        for later in rows
    ):
        return why_not_undoable("later")
    if row.kind == "settings.save":
        return why_not_undoable(undo_settings.never(row))
    return ""


async def prepare(context: Context, row: Operation, rows: Sequence[Operation]) -> PreparedUndo:
    """Read the current state and return the prepared undo.

    Raises "undo.not_possible" with the reason, and "undo.changed_since" when somebody changed it again.
    """
    reason = why_not(row, rows)
    if reason:
        raise ProblemError(Problem("undo.not_possible", {"why": reason}))
    return await _WAYS[row.kind](context, row)
