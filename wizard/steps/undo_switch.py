"""Taking back a start or a pause."""

from __future__ import annotations

from wizard.entra import job
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation
from wizard.steps import restarting
from wizard.steps.context import Context
from wizard.steps.effect import Change, Effect
from wizard.steps.undoing import ALREADY, Undoing, not_here
from wizard.words import _
from wizard.words.history import why_never

START = "job.start"
PAUSE = "job.pause"


async def switch(context: Context, row: Operation) -> Undoing:
    """Switch the job back to what it was before."""
    jobs = await context.job.fresh()
    if not jobs:
        raise ProblemError(Problem("job_first"))
    found = jobs[0]
    not_here(row.subject, found.id)
    before = bool(row.old.get("on"))
    if before == bool(row.new.get("on")):
        raise ProblemError(Problem("undo.not_possible", {"why": why_never("quarantine")}))
    if found.is_on is before:
        return ALREADY
    warnings: tuple[str, ...]
    if before:
        change = Change("~", _("Provisioning"), _("off → on, from where it stopped"))
        warnings = (_("Changes made in Entra meanwhile reach Playvox with the next cycle."),)
    else:
        change = Change("~", _("Provisioning"), _("on → off"))
        warnings = (
            _("A cycle that is running now still runs to its end."),
            _("Accounts that were made meanwhile stay in Playvox."),
        )

    async def act() -> None:
        new = {"on": before}
        old = {"on": found.is_on, "code": found.code}
        async with (
            context.writing() as graph,
            context.operation(START if before else PAUSE, found.id, old=old, new=new),
        ):
            act = job.start if before else job.pause
            context.keep_job(await act(graph, context.application_id, found.id))
            if before:
                await restarting.keep(context, await context.saved.known())

    return Undoing(Effect((change,), warnings, context.consents()), act)
