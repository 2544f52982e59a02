"""Changes whose answer never came: looks at Entra and notes how they ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from wizard.entra import applications
from wizard.problem import ProblemError
from wizard.setup import Operation, OperationState
from wizard.steps.base import role_changes
from wizard.steps.base.assigning import (
    ASSIGN,
    UNASSIGN,
)
from wizard.steps.base.context import Context
from wizard.steps.base.settings_saving import (
    SAVE,
    matches_journal,
)
from wizard.steps.history import undo_switch

_UNDER_WAY = timedelta(minutes=3)
"""So long another copy of the program may still be at it."""
_SWITCH = frozenset({undo_switch.START, undo_switch.PAUSE})
_SAME_THING = (_SWITCH, frozenset({ASSIGN, UNASSIGN}), frozenset({role_changes.ADD, role_changes.REMOVE}))
# What came of it, for the journal; empty when it did not happen; None when that cannot be told.
Found = Mapping[str, Any] | None


async def reconcile_interrupted(context: Context, rows: Sequence[Operation]) -> bool:
    """Look after interrupted changes of the application; returns whether the journal knows more now.

    Where Entra cannot be asked, or something later changed the same thing, the end stays unknown.
    """
    if not context.session.signed_in or not context.store.profile.application_id:
        return False
    learned = False
    for row in rows:
        look = _LOOKS.get(row.kind)
        if look is None or row.state is not OperationState.BEGUN or _later(row, rows):
            continue
        if datetime.now(UTC) - row.began < _UNDER_WAY:
            continue
        try:
            found = await look(context, row)
        except ProblemError:
            continue  # asked again when the history is opened the next time
        if found is None:
            continue
        state = OperationState.DONE if found else OperationState.REFUSED
        facts = {**found, "found_afterwards": bool(found)}
        await asyncio.to_thread(context.store.journal.end, row.id, state, facts)
        learned = True
    return learned


def _later(row: Operation, rows: Sequence[Operation]) -> bool:
    """Whether a later operation touched the same thing, so that its end shows rather than this one's."""
    kinds = next((group for group in _SAME_THING if row.kind in group), frozenset({row.kind}))
    return any(
        other.id > row.id
        and other.subject == row.subject
        and other.kind in kinds
        and other.state is not OperationState.REFUSED
        for other in rows
    )


async def _settings(context: Context, row: Operation) -> Found:
    if row.subject != context.facts.application_id:
        return None
    saved = await context.facts.saved.refresh()
    if matches_journal(saved, row.new):
        return {"shown": True}
    return {} if matches_journal(saved, row.old) else None


async def _switched(context: Context, row: Operation) -> Found:
    jobs = await context.facts.job.refresh()
    if not jobs or jobs[0].id != row.subject:
        return None
    return {"shown": True} if jobs[0].is_on is bool(row.new.get("on")) else {}


async def _assigned(context: Context, row: Operation) -> Found:
    if row.subject != context.facts.application_id:
        return None
    wanted = {str(each) for each in row.new.get("principals", ())}
    ids = [
        one.id
        for one in await context.facts.assigned.refresh()
        if one.principal_id in wanted and one.app_role_id == row.new.get("role")
    ]
    return {"assigned": ids} if ids else {}


async def _unassigned(context: Context, row: Operation) -> Found:
    if row.subject != context.facts.application_id:
        return None
    present = {one.id for one in await context.facts.assigned.refresh()}
    theirs = [str(each.get("id")) for each in row.old.get("assignments", ()) if isinstance(each, dict)]
    gone = [each for each in theirs if each not in present]
    return {"removed": gone} if gone else {}


async def _role_added(context: Context, row: Operation) -> Found:
    app = await context.facts.application.refresh()
    registration = await applications.application_object_id(context.session.graph, app.app_id)
    if row.subject != registration:
        return None
    before = {each.get("id") for each in row.old.get("roles", ())}
    for role in await applications.roles(context.session.graph, registration):
        if role.id not in before and role.display_name == row.new.get("name"):
            return {"role": role.id}
    return {}


_LOOKS: dict[str, Callable[[Context, Operation], Awaitable[Found]]] = {
    SAVE: _settings,
    undo_switch.START: _switched,
    undo_switch.PAUSE: _switched,
    ASSIGN: _assigned,
    UNASSIGN: _unassigned,
    role_changes.ADD: _role_added,
}
