"""Undoes assignments, removed assignments, and added roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wizard.entra import applications
from wizard.entra.applications import ZERO
from wizard.entra.assignments import Assignment, AssignResult
from wizard.messages import (
    _,
    ngettext,
)
from wizard.messages.change_warnings import ChangeWarning, change_warning
from wizard.problem import Problem, ProblemError
from wizard.setup import Operation, OperationState
from wizard.steps.base import (
    access_changes,
    assigning,
    role_changes,
)
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.context import Context
from wizard.steps.base.principals import (
    details_of,
    role_name,
    roles_of,
)
from wizard.steps.history.prepared_undo import (
    NOTHING_TO_UNDO,
    PreparedUndo,
    changed_since,
    not_here,
)


async def assigned(context: Context, row: Operation) -> PreparedUndo:
    """Remove the assignments that this operation made."""
    not_here(row.subject, context.facts.application_id)
    present = await context.facts.assigned.refresh()
    ours = [each for each in present if each.id in _made(row, present)]
    # Only people without an assignment were assigned, so that another one now is somebody else's.
    gone = {str(each) for each in row.new.get("principals", ())} - {each.principal_id for each in ours}
    replaced = [each for each in present if each.principal_id in gone]
    if replaced:
        raise changed_since(_named(replaced), await _as(context, replaced[0].app_role_id))
    if not ours:
        return NOTHING_TO_UNDO
    changes = tuple(PlannedChange("-", _name(each), _("no longer assigned")) for each in ours)
    warnings: tuple[ChangeWarning, ...] = ()
    await context.facts.job.get()
    if context.facts.provisioning_job is not None and context.facts.provisioning_job.is_on:
        warnings = (change_warning("unassigned_deactivated"),)

    async def act() -> None:
        _all_went_well(await assigning.unassign(context, ours))

    access = (access_changes.unassigned(each.id for each in ours),)
    return PreparedUndo(ChangePreview(changes, warnings, context.session.consents(), access), act)


async def unassigned(context: Context, row: Operation) -> PreparedUndo:
    """Assign the people and groups again that this operation removed, with the same roles."""
    not_here(row.subject, context.facts.application_id)
    present = await context.facts.assigned.refresh()
    removed = _removed(row)
    missing: list[Mapping[str, Any]] = []
    for each in removed:
        others = [one for one in present if one.principal_id == each.get("principal")]
        if any(one.app_role_id == each.get("role") for one in others):
            continue  # assigned again already
        elsewhere = [one for one in others if one.id not in row.old.get("kept", ())]
        if elsewhere:
            raise changed_since(_name(elsewhere[0]), await _as(context, elsewhere[0].app_role_id))
        missing.append(each)
    if not missing:
        return NOTHING_TO_UNDO
    app = await context.facts.application.refresh()
    offered = {role.id: role for role in roles_of(app)}
    by_role: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in missing:
        by_role[str(each.get("role") or ZERO)].append(each)
    if any(role not in offered and (role != ZERO or offered) for role in by_role):
        raise ProblemError(Problem("undo.role_gone"))
    changes = tuple(
        PlannedChange(
            "+",
            str(each.get("name") or each.get("principal")),
            _("assigned as {role}").format(role=role_name(offered.get(role_id))),
        )
        for role_id, rows in by_role.items()
        for each in rows
    )

    async def act() -> None:
        ids = [str(each.get("principal")) for each in missing]
        known = await details_of(context.session.graph, ids, ids)
        results: list[AssignResult] = []
        for role_id, rows in by_role.items():
            theirs = [str(each.get("principal")) for each in rows]
            results += await assigning.assign(context, theirs, role_id, known)
        _all_went_well(results)

    rows_back = [
        Assignment(
            "", str(each.get("principal")), str(each.get("role") or ZERO), "", str(each.get("type") or "")
        )
        for each in missing
    ]
    access = (access_changes.assigned(rows_back),)
    return PreparedUndo(ChangePreview(changes, (), context.session.consents(), access), act)


async def role(context: Context, row: Operation) -> PreparedUndo:
    """Take the role out of the application's manifest again."""
    app = await context.facts.application.refresh()
    registration = await applications.application_object_id(context.session.graph, app.app_id)
    not_here(row.subject, registration)
    present = await applications.roles(context.session.graph, registration)
    before = {each.get("id") for each in row.old.get("roles", ())}
    name = str(row.new.get("name", ""))
    if row.outcome.get("role"):
        ours = next((each for each in present if each.id == row.outcome["role"]), None)
    else:  # its answer got lost: it is the role of that name which was not there before
        ours = next((one for one in present if one.id not in before and one.display_name == name), None)
    if ours is None or ours.id in before:
        return NOTHING_TO_UNDO
    if ours.display_name != name:
        raise changed_since(_("Role “{name}”").format(name=name), ours.display_name)
    holders = [each for each in await context.facts.assigned.refresh() if each.app_role_id == ours.id]
    if holders:
        facts = {"role": name, "names": _named(holders)}
        raise ProblemError(Problem("undo.role_in_use", facts))
    change = PlannedChange("-", _("Role “{name}”").format(name=name), _("switched off first, then removed"))

    async def act() -> None:
        await role_changes.remove(context, registration, ours)

    access = (access_changes.role_removed(ours.id),)
    return PreparedUndo(ChangePreview((change,), (), context.session.consents(), access), act)


def _made(row: Operation, present: Iterable[Assignment]) -> set[str]:
    """Ids of the assignments an operation made, looked for where its end is not known."""
    if row.state is OperationState.DONE:
        return {str(each) for each in row.outcome.get("assigned", ())}
    wanted = {str(each) for each in row.new.get("principals", ())}
    return {
        one.id for one in present if one.principal_id in wanted and one.app_role_id == row.new.get("role")
    }


def _removed(row: Operation) -> tuple[Mapping[str, Any], ...]:
    rows = tuple(each for each in row.old.get("assignments", ()) if isinstance(each, dict))
    gone = row.outcome.get("removed")
    return rows if gone is None else tuple(each for each in rows if each.get("id") in gone)


def _name(one: Assignment) -> str:
    return one.principal_display_name or one.principal_id


def _named(rows: Sequence[Assignment]) -> str:
    names = ", ".join(_name(each) for each in rows[:3])
    more = len(rows) - 3
    if more <= 0:
        return names
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(names=names, n=more)


async def _as(context: Context, role_id: str) -> str:
    app = await context.facts.application.get()
    found = next((each for each in app.app_roles if each.id == role_id), None)
    return _("assigned as {role}").format(role=role_name(found))


def _all_went_well(results: Iterable[AssignResult]) -> None:
    failed = next((each.problem for each in results if each.problem is not None), None)
    if failed is not None:
        raise ProblemError(failed)
