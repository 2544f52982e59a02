"""Assigns and unassigns, recorded with the names that undo and history show later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wizard.entra import assignments
from wizard.entra.assignments import Assignment, AssignResult
from wizard.entra.directory import Group, Person
from wizard.steps.base.context import Context
from wizard.steps.base.principals import name_of
from wizard.steps.base.recent_assignments import UNASSIGN

ASSIGN = "people.assign"
Counted = Callable[[int, int], None]


async def assign(
    context: Context,
    principal_ids: Sequence[str],
    role_id: str,
    known: Mapping[str, Person | Group],
    counted: Counted | None = None,
) -> tuple[AssignResult, ...]:
    """Assign these people and groups with this role; the shared list of assignments is updated.

    Asks for the permission to write first. Returns the result of each row.
    """
    names = {each: name_of(known.get(each)) for each in principal_ids}
    new = {"principals": list(principal_ids), "role": role_id, "names": names}
    async with (
        context.writing() as graph,
        context.store.operation(ASSIGN, context.facts.application_id, new=new) as outcome,
    ):
        results = await assignments.assign(
            graph, context.facts.application_id, principal_ids, role_id, counted
        )
        outcome.note(assigned=[row.assignment_id for row in results if row.outcome == "assigned"])
    made = tuple(
        Assignment(
            id=row.assignment_id,
            principal_id=row.principal_id,
            app_role_id=role_id,
            principal_display_name=names[row.principal_id],
            principal_type="Group" if isinstance(known.get(row.principal_id), Group) else "User",
        )
        for row in results
        if row.outcome == "assigned" and row.assignment_id
    )
    context.facts.recent.note(made=made)
    context.facts.assigned.set((*(context.facts.assigned.value or ()), *made))
    return results


async def unassign(
    context: Context, rows: Sequence[Assignment], counted: Counted | None = None
) -> tuple[AssignResult, ...]:
    """Remove these assignments; the shared list of assignments is updated."""
    old = [
        {
            "principal": row.principal_id,
            "role": row.app_role_id,
            "id": row.id,
            "name": row.principal_display_name,
        }
        for row in rows
    ]
    going, theirs = {row.id for row in rows}, {row.principal_id for row in rows}
    kept = [
        row.id
        for row in context.facts.assigned.value or ()
        if row.principal_id in theirs and row.id not in going
    ]
    async with (
        context.writing() as graph,
        context.store.operation(
            UNASSIGN, context.facts.application_id, old={"assignments": old, "kept": kept}
        ) as outcome,
    ):
        results = await assignments.unassign(graph, context.facts.application_id, rows, counted)
        gone = {row.assignment_id for row in results if row.outcome in ("removed", "absent")}
        outcome.note(removed=[row.assignment_id for row in results if row.outcome == "removed"])
    if any(row.outcome == "absent" for row in results):
        await context.facts.assigned.refresh()  # where the whole application is gone, this says so
    context.facts.recent.note(removed=gone)
    context.facts.assigned.set(
        tuple(row for row in context.facts.assigned.value or () if row.id not in gone)
    )
    return results
