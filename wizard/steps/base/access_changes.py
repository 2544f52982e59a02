"""How commits change what provisioning does to people, each as a change of what a plan is computed for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from wizard.entra.assignments import Assignment
from wizard.entra.jobs import Reset
from wizard.entra.roles import AppRole
from wizard.mapping.attributes import MappingSchema
from wizard.plan.request import PlanRequest, Run, has_run
from wizard.steps.base.change_preview import AccessChange


def assigned(rows: Iterable[Assignment]) -> AccessChange:
    """These assignments are added."""
    added = tuple(rows)
    return lambda request: replace(request, assignments=(*request.assignments, *added))


def unassigned(assignment_ids: Iterable[str]) -> AccessChange:
    """The assignments with these ids are removed."""
    gone = frozenset(assignment_ids)
    return lambda request: replace(
        request, assignments=tuple(row for row in request.assignments if row.id not in gone)
    )


def mapped(schema: MappingSchema, fingerprint: str) -> AccessChange:
    """Other mappings are saved; Entra looks at everyone again then (Entra docs, "How provisioning works").

    `fingerprint` is empty while the schema is not written.
    """
    return lambda request: replace(
        request, schema=schema, schema_fingerprint=fingerprint, run=_again(request)
    )


def settings_changed(
    *, sync_all: bool | None = None, keep: bool | None = None, threshold: int | str | None = "same"
) -> AccessChange:
    """Other settings are saved; what is None, or "same" for the threshold, stays."""

    def change(request: PlanRequest) -> PlanRequest:
        return replace(
            request,
            sync_all=request.sync_all if sync_all is None else sync_all,
            keep_out_of_scope=request.keep_out_of_scope if keep is None else keep,
            threshold=request.threshold if isinstance(threshold, str) else threshold,
        )

    return change


def restarted(*, links_forgotten: bool) -> AccessChange:
    """The job starts over: with its links, or without any."""
    if links_forgotten:
        return lambda request: replace(
            request, run=Run.FIRST, links_forgotten=datetime.max.replace(tzinfo=UTC), on_demand={}
        )
    return lambda request: replace(request, run=_again(request))


def restarted_with(reset: Reset) -> AccessChange:
    """The job is restarted with this part of its state cleared; what is kept goes on as it was."""
    if not reset.evaluates_everyone:
        return started()
    return restarted(links_forgotten=reset is Reset.FULL)


def deactivations_let_through() -> AccessChange:
    """Deactivations that the deletion threshold held back happen in the next cycle."""
    return settings_changed(threshold=None)


def role_added(role: AppRole) -> AccessChange:
    """The application gets another role, which nobody has yet."""
    return lambda request: replace(request, roles=(*request.roles, role))


def role_removed(role_id: str) -> AccessChange:
    """Remove a role of the application; people with only that role are no longer entitled."""
    return lambda request: replace(
        request, roles=tuple(each for each in request.roles if each.id != role_id)
    )


def stopped() -> AccessChange:
    """The job is switched off: nothing happens to anyone until it is started again."""
    return lambda request: replace(request, stopped=True)


def connected_elsewhere(*, compliant: bool) -> AccessChange:
    """The job gets another Playvox address; the plan reads the accounts there."""
    return lambda request: replace(request, compliant=compliant)


def started() -> AccessChange:
    """The job is switched on; the plan as it is says what its next cycle does."""
    return lambda request: request


def _again(request: PlanRequest) -> Run:
    return Run.FULL if has_run(request.job) else Run.FIRST
