"""How many people in scope have no account in Playvox."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from wizard.entra import directory
from wizard.entra.logs import log_entries
from wizard.plan import Plan, PlannedAction, describe_filter, people_of
from wizard.problem import ProblemError
from wizard.steps.base.context import Context
from wizard.steps.base.cycles import linked_people
from wizard.steps.base.known_restarts import known_restarts
from wizard.steps.base.planning import compute_plan, plan_request
from wizard.steps.overview.view import PeopleCount
from wizard.task_groups import task_group

COUNTED_ALONE = 500
"""Up to so many people by the sizes of groups are counted with every reading."""
COUNTED_HOURLY = 20_000
"""Up to so many are counted without being asked to, once an hour; more would be read for minutes."""
_MISSING: tuple[tuple[PlannedAction, str], ...] = (
    ("create", "no_account"),
    ("create", "account_gone"),
    ("skip", "creates_off"),
    ("skip", "no_matching_value"),
    ("skip", "linked_account_gone"),
)
_LOGGED = 1000
"""So many of the newest log entries are read where Playvox cannot be."""
_NOT_COMPARED = frozenset(
    ("not_until_restart", "mapping_off", "groups_refused", "provisioning_off", "connection_test_fails")
)
"""Skipped for a reason that does not tell whether there is an account."""


async def estimate(context: Context) -> int:
    """How many people are in scope at most: single assignments and the sizes of assigned groups."""
    graph = context.session.graph
    saved, assigned = await asyncio.gather(context.facts.saved.get(), context.facts.assigned.get())
    if saved.sync_all:
        return await graph.count("/users")
    groups = {row.principal_id for row in assigned if row.principal_type.casefold() == "group"}
    async with task_group() as tasks:
        sizes = [tasks.create_task(directory.direct_people(graph, each)) for each in groups]
    single = len([row for row in assigned if row.principal_type.casefold() == "user"])
    return single + sum(each.result() for each in sizes)


async def count_people(context: Context) -> PeopleCount:
    """Compare everyone in scope with the accounts in Playvox.

    Where Playvox cannot be read, the people that the service ever linked are compared: their number never
    decreases by itself, so the people missing may be more. Raises `ProblemError` when Entra refuses.
    """
    try:
        found = await compute_plan(context, await plan_request(context, sync_all=await _sync_all(context)))
    except ProblemError as error:
        return await _by_links(context, error)
    try:
        return _of_plan(found)
    finally:
        await asyncio.to_thread(found.discard)


async def _sync_all(context: Context) -> bool:
    return bool((await context.facts.saved.get()).sync_all)


def _of_plan(found: Plan) -> PeopleCount:
    reasons = found.reasons()
    in_scope, now = found.header.in_scope, datetime.now(UTC)
    if any(count and reason in _NOT_COMPARED for (_action, reason), count in reasons.items()):
        return PeopleCount(in_scope, counted=now)
    missing = sum(reasons.get(each, 0) for each in _MISSING)
    exact = not found.counts.unknown
    return PeopleCount(in_scope, missing if exact or missing else None, exact, now)


async def _by_links(context: Context, error: ProblemError) -> PeopleCount:
    facts = context.facts
    saved, assigned = await asyncio.gather(facts.saved.get(), facts.assigned.get())
    found = await people_of(context.session.graph, None if saved.sync_all else assigned)
    enabled = {each for each, person in found.people.items() if person.account_enabled is not False}
    linked, now = linked_people(facts.provisioning_job), datetime.now(UTC)
    if linked is None or _filtered(context):
        return PeopleCount(len(found.people), counted=now, problem=error.problem)
    logged = await _logged_links(context)
    if logged is not None and len(logged) >= linked:  # the log tells of everyone who was ever linked
        return PeopleCount(len(found.people), len(enabled - logged), True, now, error.problem)
    least = len(enabled) - linked
    missing = least if least > 0 else None  # others may be among the linked ones
    return PeopleCount(len(found.people), missing, False, now, error.problem)


async def _logged_links(context: Context) -> frozenset[str] | None:
    """Object ids of people whose account the newest log entries tell of; None: the log cannot be read."""
    job = context.facts.provisioning_job
    if job is None:
        return None
    restarts = await known_restarts(context, job.id)
    try:
        entries = await log_entries(
            context.session.graph, context.facts.application_id, since=restarts.cleared, limit=_LOGGED
        )
    except ProblemError:
        return None
    return frozenset(
        entry.source.id
        for entry in entries
        if entry.status == "success" and entry.action in ("create", "update") and entry.target.id
    )


def _filtered(context: Context) -> bool:
    """Whether a scoping filter leaves some people out, or the mappings are unknown."""
    schema = context.facts.schema.value
    found = schema.mappings.mapping_for("User") if schema is not None else None
    return found is None or bool(describe_filter(found[1].scope))
