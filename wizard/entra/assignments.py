"""Assignments of people and groups to the application, with their roles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from pydantic.dataclasses import dataclass

from wizard.entra.applications import ZERO, AppRole
from wizard.entra.consistency import look_until
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, Part, segment
from wizard.entra.rows import Rows
from wizard.entra.values import CONFIG, Text
from wizard.problem import (
    AnswerLostError,
    ConflictError,
    NotFoundError,
    Problem,
    ProblemError,
    UnavailableError,
)


@dataclass(frozen=True, slots=True, config=CONFIG)
class Assignment:
    """One assignment of a user or group to the application."""

    id: str
    principal_id: str
    app_role_id: str
    principal_display_name: Text = ""
    principal_type: Text = ""  # "User", "Group", "ServicePrincipal"

    @property
    def is_default_access(self) -> bool:
        """Assigned without any role (the zero id)."""
        return self.app_role_id == ZERO


@dataclass(frozen=True, slots=True)
class AssignResult:
    """The result of one row: "assigned", "already", "removed", "absent" or "failed" with its problem."""

    principal_id: str
    outcome: str
    assignment_id: str = ""
    problem: Problem | None = None
    lost: bool = False
    """Whether the change may have happened although no successful response arrived."""
    passes: bool = False
    """Whether it failed for a temporary reason, such as an application that is not replicated yet."""


async def assigned(graph: Graph, service_principal_id: str) -> Rows[Assignment]:
    """All assignments; recent changes may be missing for a while (Graph docs)."""
    return await graph.rows(Assignment, _path(service_principal_id), {"$top": "999"})


def role_for(roles: Sequence[AppRole], wanted: str = "") -> str:
    """Id of the role to assign: by display name, value or id; "" takes "User", else the only one.

    The zero id is for applications without roles for people only (Graph docs: appRoleAssignment).
    Raises "role_unknown" or "role_ambiguous".
    """
    offered = [role for role in roles if role.for_people]
    names = ", ".join(role.display_name for role in offered)
    if not offered:
        if wanted:
            raise ProblemError(Problem("role_unknown", {"role": wanted, "roles": names}))
        return ZERO
    if wanted:
        key = wanted.casefold()
        found = [
            role
            for role in offered
            if key in {role.display_name.casefold(), role.value.casefold(), role.id.casefold()}
        ]
        if not found:
            raise ProblemError(Problem("role_unknown", {"role": wanted, "roles": names}))
        return found[0].id
    users = [role for role in offered if role.display_name.casefold() == "user"]
    if users:
        return users[0].id
    if len(offered) > 1:
        raise ProblemError(Problem("role_ambiguous", {"roles": names}))
    return offered[0].id


def roles_through(
    assignments: Sequence[Assignment], roles: Sequence[AppRole], principal_ids: Collection[str]
) -> tuple[dict[str, str | None], ...] | None:
    """The roles that assignments of these principals give, as the attribute appRoleAssignments holds them.

    `principal_ids`: a person and the groups the person is a direct member of. Roles that are switched off
    give nothing. None when unknown: the value for Default Access alone is not documented.
    """
    known = {role.id: role for role in roles}
    given = dict.fromkeys(row.app_role_id for row in assignments if row.principal_id in principal_ids)
    found = tuple(
        {"id": role.id, "value": role.value or None, "displayName": role.display_name}
        for role_id in given
        if (role := known.get(role_id)) is not None and role.is_enabled
    )
    return None if given and not found and ZERO in given else found


async def assign(
    graph: Graph,
    service_principal_id: str,
    principal_ids: Sequence[str],
    app_role_id: str,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[AssignResult, ...]:
    """Assign people and groups with a role, in batches; results in the order of `principal_ids`.

    A row assigned with this role before is "already". Graph answers 400 for a duplicate, and also
    right after an application was added, so refused rows are looked up before they are retried or fail.
    """
    wanted = list(dict.fromkeys(principal_ids))
    results: dict[str, AssignResult] = {}

    async def round_of_requests() -> bool | None:
        """Send what is not assigned yet; None when something was refused for a temporary reason."""
        present = {
            one.principal_id: one.id
            for one in await assigned(graph, service_principal_id)
            if one.app_role_id == app_role_id
        }
        for principal in wanted:
            before = results.get(principal)
            if principal in present and (before is None or before.outcome == "failed"):
                # A refused row that is visible now was a duplicate, or its response was lost.
                outcome = "assigned" if before is not None and before.lost else "already"
                results[principal] = AssignResult(principal, outcome, present[principal])
        todo = [one for one in wanted if one not in results or _try_again(results[one])]
        if todo:
            results.update(
                await _assign(graph, service_principal_id, todo, app_role_id, progress, len(wanted))
            )
        return None if any(_try_again(one) for one in results.values()) else True

    waits = graph.waits
    deadline = waits.deadline(waits.bounds.refused_assignment)
    await look_until("assignment", round_of_requests, deadline=deadline, progress=waits.progress)
    return tuple(results[principal] for principal in wanted)


async def _assign(
    graph: Graph,
    service_principal_id: str,
    principals: Sequence[str],
    app_role_id: str,
    progress: Callable[[int, int], None] | None,
    total: int,
) -> dict[str, AssignResult]:
    parts = [
        Part(
            "POST",
            _path(service_principal_id),
            {"principalId": one, "resourceId": service_principal_id, "appRoleId": app_role_id},
        )
        for one in principals
    ]
    done = total - len(principals)
    answers = await graph.batch(parts, progress=lambda n: progress(done + n, total) if progress else None)
    return {
        principal: _failed(principal, answer.error)
        if answer.error
        else AssignResult(principal, "assigned", str(answer.body.get("id") or ""))
        for principal, answer in zip(principals, answers, strict=True)
    }


async def unassign(
    graph: Graph,
    service_principal_id: str,
    assignments: Sequence[Assignment],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[AssignResult, ...]:
    """Remove assignments, in batches; one that no longer exists is "absent"."""
    path = _path(service_principal_id)
    parts = [Part("DELETE", f"{path}/{segment(one.id)}") for one in assignments]
    total = len(parts)
    answers = await graph.batch(parts, progress=lambda n: progress(n, total) if progress else None)
    results = []
    for one, answer in zip(assignments, answers, strict=True):
        if answer.error is None:
            results.append(AssignResult(one.principal_id, "removed", one.id))
        elif answer.status == 404:
            results.append(AssignResult(one.principal_id, "absent", one.id))
        else:
            results.append(_failed(one.principal_id, answer.error))
    return tuple(results)


def _path(service_principal_id: str) -> str:
    return f"/servicePrincipals/{segment(service_principal_id)}/appRoleAssignedTo"


def _failed(principal: str, error: GraphError) -> AssignResult:
    lost = isinstance(error, AnswerLostError)
    passes = isinstance(error, NotFoundError | ConflictError | UnavailableError) or error.status == 400
    return AssignResult(principal, "failed", problem=error.problem, lost=lost, passes=lost or passes)


def _try_again(result: AssignResult) -> bool:
    """Whether a retry may succeed: not replicated yet, or the response was lost."""
    return result.outcome == "failed" and result.passes
