"""Restoring the attribute mappings that a saving replaced."""

from __future__ import annotations

from wizard.setup import Operation
from wizard.steps import mapping_saving
from wizard.steps.context import Context
from wizard.steps.undoing import ALREADY, Undoing, changed_since, not_here
from wizard.words import _


async def mappings(context: Context, row: Operation) -> Undoing:
    """Write the backup taken before that saving, unless somebody has changed the mappings since."""
    not_here(row.subject, context.application_id)
    now = await context.schema.fresh()
    if now.fingerprint == row.old.get("fingerprint"):
        return ALREADY
    made = row.outcome.get("fingerprint")
    if made is not None and made != now.fingerprint:
        raise changed_since(_("Attribute mappings"), _("something else"))
    effect = await mapping_saving.undo_effect(context, now, row)

    async def act() -> None:
        await mapping_saving.undo(context, now, row)

    return Undoing(effect, act)
