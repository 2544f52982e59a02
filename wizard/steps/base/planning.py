"""Computes a plan for the setup as it is, or with a change applied."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from wizard.entra.rows import unread_of
from wizard.entra.status import SynchronizationJob
from wizard.messages import _, ngettext
from wizard.plan import Plan, PlanProgress, PlanRequest, compute
from wizard.plan.computing import LINKS_FILE
from wizard.plan.link_store import LinkStore, MappingsSeen
from wizard.plan.progress import Stage
from wizard.plan.saved import SavedPlans, folders_of_plans
from wizard.steps.base.context import Context
from wizard.steps.base.known_restarts import KnownRestarts, known_restarts
from wizard.steps.base.progress import report
from wizard.steps.base.settings_saving import compliant, wanted_keep

_FOLDER = "plans"


def plan_folder(context: Context) -> Path:
    """The folder for this setup's plans, beside its journal."""
    return context.services.data_folder / _FOLDER / context.store.profile.id


def saved_plans(context: Context) -> SavedPlans:
    """The saved plans of this setup."""
    return SavedPlans(plan_folder(context))


def saved_plans_of(data_folder: Path, setup: str) -> SavedPlans:
    """The saved plans of the setup with this id."""
    return SavedPlans(data_folder / _FOLDER / setup)


def setups_with_plans(data_folder: Path) -> list[str]:
    """Id of each setup that has a folder for plans, also of one whose profile is gone.

    Raises `plans_unreadable` when they cannot be read.
    """
    return folders_of_plans(data_folder / _FOLDER)


async def plan_request(context: Context, **changes: Any) -> PlanRequest:
    """The request for a plan: the state in Entra with the chosen scope; `changes` are members of
    `PlanRequest` that differ, such as a scope, a schema or assignments that are to be saved."""
    facts = context.facts
    assigned, found, saved, application = await asyncio.gather(
        facts.assigned.refresh(),
        facts.job.refresh(),
        facts.saved.refresh(),
        facts.application.get(),
    )
    earliest = context.session.graph.service_time  # the mappings are read after this
    schema = await facts.schema.refresh()
    notification = saved.notification
    guarded = notification.delete_threshold_enabled
    account = context.session.account
    known = await known_restarts(context, found[0].id) if found else KnownRestarts()
    seen = await _mappings_seen(context, found[0], schema.fingerprint, earliest) if found else None
    request = PlanRequest(
        application_id=facts.application_id,
        schema=schema.mappings,
        assignments=assigned,
        assignments_unread=unread_of(assigned),
        roles=application.app_roles,
        sync_all=context.store.profile.scope == "all",
        saved_sync_all=saved.sync_all,
        keep_out_of_scope=bool(wanted_keep(context, saved)),
        threshold=notification.delete_threshold_value if guarded else None,
        compliant=compliant(context.tenant_url),
        job=found[0] if found else None,
        links_forgotten=known.cleared,
        links_kept=known.kept,
        mapped=_mapped(known, found[0], seen) if found and seen else known.mapped,
        mappings_since=seen.since if seen else None,
        account=account.username if account else "",
        tenant_id=account.tenant_id if account else "",
        application_name=application.display_name,
        schema_fingerprint=schema.fingerprint,
        on_demand={
            person: linked
            for person, (linked, at) in facts.linked.items()
            if known.cleared is None or at > known.cleared
        },
    )
    return replace(request, **changes)


async def _mappings_seen(
    context: Context, job: SynchronizationJob, fingerprint: str, earliest: datetime | None
) -> MappingsSeen:
    """Since when the job has these mappings, as far as plans of this setup have seen.

    `earliest` is Graph's clock before they were read. That clock is cut off to whole seconds, so they were
    certainly read before its next second.
    """
    store = LinkStore(plan_folder(context) / LINKS_FILE)
    latest = (context.session.graph.service_time or datetime.now(UTC)) + timedelta(seconds=1)
    return await asyncio.to_thread(store.see_mappings, job.id, fingerprint, earliest, latest)


def _mapped(known: KnownRestarts, job: SynchronizationJob, seen: MappingsSeen) -> datetime | None:
    """When the mappings were last saved: here, or elsewhere after the job's last cycle began."""
    last = job.status.last_execution if job.status else None
    began = last.time_began if last else None
    if seen.before is None or began is None or seen.before < began:
        return known.mapped
    return max(seen.since, known.mapped or seen.since)


async def compute_plan(context: Context, request: PlanRequest) -> Plan:
    """Compute a plan with progress; the caller closes or discards it."""
    playvox = context.playvox()
    try:
        return await compute(
            context.session.graph, playvox, request, plan_folder(context), progress=report_plan_progress
        )
    finally:
        await playvox.close()


def remove_other_plans(kept: Plan) -> None:
    """Remove the files of plans that were computed before this one and that nobody saved."""
    for path in kept.path.parent.glob("plan-*.sqlite"):
        if path != kept.path:
            with contextlib.suppress(OSError):  # another copy of the program has it open
                path.unlink()


def report_plan_progress(progress: PlanProgress) -> None:
    """Report a plan's progress: how many people or accounts, and the remaining time."""
    sentence = _STAGES[progress.stage]()
    if (left := _time_left(progress.seconds_left)) and progress.stage in ("reading", "accounts", "people"):
        sentence = _("{sentence} {time_left}.").format(sentence=sentence, time_left=left)
    report(sentence, progress.done or None, progress.total)


_STAGES: Mapping[Stage, Callable[[], str]] = {
    "assignments": lambda: _("Reading assignments …"),
    "reading": lambda: _("Reading people …"),
    "accounts": lambda: _("Reading accounts in Playvox …"),
    "people": lambda: _("Evaluating people …"),
    "links": lambda: _("Reading what provisioning linked earlier …"),
    "finishing": lambda: _("Writing the plan …"),
}


def _time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return _("Less than a minute left")
    minutes = math.ceil(seconds / 60)
    return ngettext("About {n} minute left", "About {n} minutes left", minutes).format(n=minutes)
