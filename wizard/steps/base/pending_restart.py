"""The restart that a changed scope needs: recorded as pending before saving, done afterwards.

Entra docs (known issues of provisioning): going from everybody to those assigned takes effect with a
restart only. In the other direction no page requires one, but incremental cycles look only at what changed
in Entra, and a changed scope is not among what starts a cycle over everybody ("How provisioning works"):
people who come into scope would be left out until they change. A program that ends between saving and
restarting would leave people active who are out of scope, so the pending restart is recorded first and
found in a later run.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from wizard.entra import jobs
from wizard.entra.jobs import Reset
from wizard.entra.secrets import SavedSettings, SecretSet
from wizard.entra.status import SynchronizationJob
from wizard.messages import _
from wizard.plan import has_run
from wizard.problem import ProblemError
from wizard.setup import Operation, OperationState
from wizard.steps.base.change_preview import PlannedChange
from wizard.steps.base.context import Context

KIND = "job.restart"
_FOR = "for"
_SCOPE = "scope"
_EVERYBODY = "sync_all"


LOOKS_AGAIN = frozenset({Reset.PORTAL, Reset.WATERMARK, Reset.FULL})
"""Restarts after which everyone is evaluated again."""


def needed(saved: SavedSettings, wanted: SecretSet, found: SynchronizationJob | None) -> bool:
    """Whether writing `wanted` over `saved` takes effect only with a restart."""
    return saved.sync_all is not None and saved.sync_all is not wanted.sync_all and has_run(found)


async def outstanding(context: Context, saved: SavedSettings | None) -> tuple[Operation, ...]:
    """Pending restarts of the current job, for the scope that is saved."""
    found = context.facts.provisioning_job
    if found is None or saved is None:
        return ()
    rows = await asyncio.to_thread(context.store.journal.open_operations, KIND)
    return tuple(
        row
        for row in rows
        if row.subject == found.id
        and row.new.get(_FOR) == _SCOPE
        and bool(row.new.get(_EVERYBODY)) is bool(saved.sync_all)
    )


def outstanding_change() -> PlannedChange:
    """The pending restart as part of a preview."""
    return PlannedChange(
        "~",
        _("Restart of provisioning"),
        _("the scope that was saved earlier takes effect only with it"),
        "restart",
    )


@asynccontextmanager
async def around_saving(context: Context, saved: SavedSettings, wanted: SecretSet) -> AsyncIterator[None]:
    """Around the writing of settings: where they need a restart, it is recorded before and done after.

    A job that is off is not restarted, because that would switch it on; starting it replaces the restart.
    """
    found = context.facts.provisioning_job
    if found is not None and needed(saved, wanted, found):
        account = context.session.username
        number = await asyncio.to_thread(
            context.store.journal.begin,
            KIND,
            found.id,
            account,
            {},
            {"reset": Reset.PORTAL.value, _FOR: _SCOPE, _EVERYBODY: wanted.sync_all},
        )
        try:
            yield
        except ProblemError as error:
            if not error.problem.partly:
                facts = {"code": error.problem.code}
                await asyncio.to_thread(context.store.journal.end, number, OperationState.REFUSED, facts)
            raise
    else:
        yield
    if found is not None and found.is_on:
        await restart_if_pending(context, context.facts.saved.value)


async def restart_if_pending(context: Context, saved: SavedSettings | None) -> None:
    """Do the pending restart, if there is one. Inside `writing()`, for a job that is on."""
    pending = await outstanding(context, saved)
    found = context.facts.provisioning_job
    if not pending or found is None:
        return
    async with context.store.continuing(pending[-1].id):
        context.facts.keep_job(
            await jobs.restart(context.session.graph, context.facts.application_id, found.id)
        )
    await mark_done(context, pending[:-1], pending[-1].id)


async def mark_done(context: Context, pending: Sequence[Operation], by: int) -> None:
    """Record that the restart with the journal number `by` also covers these pending ones."""
    for row in pending:
        await asyncio.to_thread(context.store.journal.end, row.id, OperationState.DONE, {"done_by": by})
