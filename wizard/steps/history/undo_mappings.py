"""Restores the attribute mappings that a save replaced."""

from __future__ import annotations

from wizard.messages import _
from wizard.setup import Operation
from wizard.steps.base import schema_saving
from wizard.steps.base.context import Context
from wizard.steps.history.prepared_undo import (
    NOTHING_TO_UNDO,
    PreparedUndo,
    changed_since,
    not_here,
)


async def mappings(context: Context, row: Operation) -> PreparedUndo:
    """Write the backup taken before that save, unless the mappings were changed since."""
    not_here(row.subject, context.facts.application_id)
    now = await context.facts.schema.refresh()
    if now.fingerprint == row.old.get("fingerprint"):
        return NOTHING_TO_UNDO
    made = row.outcome.get("fingerprint")
    if made is not None and made != now.fingerprint:
        raise changed_since(_("Attribute mappings"), _("something else"))
    effect = await schema_saving.undo_preview(context, now, row)

    async def act() -> None:
        await schema_saving.undo(context, now, row)

    return PreparedUndo(effect, act)
