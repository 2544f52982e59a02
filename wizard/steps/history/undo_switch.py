"""Undoes a start or a pause."""

from __future__ import annotations

from wizard.entra import jobs as job
from wizard.messages import _
from wizard.messages.change_warnings import ChangeWarning, change_warning
from wizard.messages.history import why_not_undoable
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation
from wizard.steps.base import access_changes, pending_restart
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.context import Context
from wizard.steps.base.interrupted import PAUSE, START
from wizard.steps.base.provisioning_job import no_job
from wizard.steps.history.prepared_undo import (
    NOTHING_TO_UNDO,
    PreparedUndo,
    not_here,
)


async def switch(context: Context, row: Operation) -> PreparedUndo:
    """Switch the job back to what it was before."""
    jobs = await context.facts.job.refresh()
    if not jobs:
        raise no_job(context)
    found = jobs[0]
    not_here(row.subject, found.id)
    before = bool(row.old.get("on"))
    if before == bool(row.new.get("on")):
        raise ProblemError(Problem("undo.not_possible", {"why": why_not_undoable("quarantine")}))
    if found.is_on is before:
        return NOTHING_TO_UNDO
    warnings: tuple[ChangeWarning, ...]
    if before:
        change = PlannedChange("~", _("Provisioning"), _("off → on, from where it stopped"))
        warnings = (change_warning("changes_follow"),)
    else:
        change = PlannedChange("~", _("Provisioning"), _("on → off"))
        warnings = (change_warning("cycle_finishes"), change_warning("accounts_stay"))

    async def act() -> None:
        new = {"on": before}
        old = {"on": found.is_on, "code": found.code}
        async with (
            context.writing() as graph,
            context.store.operation(START if before else PAUSE, found.id, old=old, new=new),
        ):
            act = job.start if before else job.pause
            context.facts.keep_job(await act(graph, context.facts.application_id, found.id))
            if before:
                await pending_restart.restart_if_pending(context, await context.facts.saved.get())

    access = (access_changes.started() if before else access_changes.stopped(),)
    consents = context.session.consents()
    effect = ChangePreview((change,), warnings, consents, access, keeps_plan=before, stops=not before)
    return PreparedUndo(effect, act)
