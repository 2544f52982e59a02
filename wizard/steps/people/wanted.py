"""Assignments as a configuration file wants them: the difference to what Entra has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wizard.entra.applications import ZERO, Application, AppRole
from wizard.entra.assignments import Assignment, role_for
from wizard.entra.directory import Group, Person
from wizard.messages import _
from wizard.messages.change_warnings import change_warning
from wizard.problem import Problem, ProblemError
from wizard.steps.base import access_changes
from wizard.steps.base.change_preview import AccessChange, ChangePreview, PlannedChange
from wizard.steps.base.context import Context
from wizard.steps.base.principals import name_of, role_name, roles_of
from wizard.steps.people.rows import warnings_of

DEFAULT_ACCESS = "Default Access"
"""The role that means no role, as a file names it in every language."""


@dataclass(frozen=True, slots=True)
class WantedAssignment:
    """One person or group, and the ids of the roles it is to have; no roles: those it has, else `usual`."""

    principal_id: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssignmentDifference:
    """What has to be added (principal and role id) and then removed."""

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[Assignment, ...] = ()

    @property
    def by_role(self) -> Mapping[str, tuple[str, ...]]:
        """The principals to add, by role id."""
        roles = dict.fromkeys(role for _principal, role in self.added)
        return {role: tuple(principal for principal, each in self.added if each == role) for role in roles}


def difference(
    rows: Sequence[Assignment], wanted: Sequence[WantedAssignment], usual: str, *, complete: bool
) -> AssignmentDifference:
    """From the present assignments to the wanted ones. `complete`: people and groups that are not wanted
    lose theirs; assignments of other things, such as other applications, are never touched.
    """
    present: dict[str, list[Assignment]] = {}
    for row in rows:
        present.setdefault(row.principal_id, []).append(row)
    added: list[tuple[str, str]] = []
    removed: list[Assignment] = []
    for each in wanted:
        has = present.get(each.principal_id, [])
        roles = each.roles or (() if has else (usual,))
        having = {row.app_role_id for row in has}
        added += [(each.principal_id, role) for role in dict.fromkeys(roles) if role not in having]
        if roles:
            removed += [row for row in has if row.app_role_id not in roles]
    if complete:
        named = {each.principal_id for each in wanted}
        removed += [row for row in others(rows) if row.principal_id not in named]
    return AssignmentDifference(tuple(dict.fromkeys(added)), tuple(dict.fromkeys(removed)))


def others(rows: Sequence[Assignment]) -> tuple[Assignment, ...]:
    """The assignments of people and groups."""
    return tuple(row for row in rows if row.principal_type.casefold() in ("user", "group", ""))


def role_id_of(app: Application | None, text: str, rows: Sequence[Assignment] = ()) -> str:
    """The id of a role as a file names it: by display name, value or id, or `Default Access`.

    A role that is assigned already is known by its id, also when it is switched off or was deleted. Raises
    `role_unknown`, also for Default Access where the application has roles and nobody has it yet: Entra
    takes it for applications without roles only (Graph docs, appRoleAssignment).
    """
    used = {row.app_role_id.casefold(): row.app_role_id for row in rows}
    if text.casefold() == DEFAULT_ACCESS.casefold():
        if roles_of(app) and ZERO not in used:
            names = ", ".join(role_name(role) for role in roles_of(app))
            raise ProblemError(Problem("role_unknown", {"role": DEFAULT_ACCESS, "roles": names}))
        return ZERO
    if text.casefold() in used:
        return used[text.casefold()]
    return role_for(app.app_roles if app is not None else (), text)


def role_text(app: Application | None, role_id: str) -> str:
    """A role as a file names it: its display name where no other role has it, else its value or id."""
    if role_id == ZERO:
        return DEFAULT_ACCESS
    roles = app.app_roles if app is not None else ()
    role = next((each for each in roles if each.id == role_id), None)
    if role is None or not role.for_people:
        return role_id
    names = [name.casefold() for each in roles for name in {each.display_name, each.value} if name]
    free = [
        name
        for name in (role.display_name, role.value)
        if name.strip() == name and name and names.count(name.casefold()) == 1
    ]
    return free[0] if free and free[0].casefold() != DEFAULT_ACCESS.casefold() else role_id


def wanted_preview(
    context: Context,
    found: AssignmentDifference,
    rows: Sequence[Assignment],
    known: Mapping[str, Person | Group],
) -> ChangePreview:
    """All that the difference does; `known` are the people and groups that are added."""
    changes = changes_of(found, rows, known, context.facts.application.value)
    if not changes:
        return ChangePreview()
    warnings = []
    for each in dict.fromkeys(principal for principal, _role in found.added):
        one = known.get(each)
        hints = [*warnings_of(one)]
        if isinstance(one, Group) and context.facts.groups_assignable is False:
            hints.append(change_warning("groups_need_premium"))
        warnings += [hint.about(name_of(one) or each) for hint in hints]
    consents = context.session.consents()
    return ChangePreview(changes, tuple(warnings), consents, access_of(found, known))


def changes_of(
    found: AssignmentDifference,
    rows: Sequence[Assignment],
    known: Mapping[str, Person | Group],
    app: Application | None,
) -> tuple[PlannedChange, ...]:
    """The difference in words: a person whose role changes is one change."""
    roles = {role.id: role for role in app.app_roles} if app is not None else {}
    names = {row.principal_id: row.principal_display_name for row in rows}
    changes = []
    gaining: dict[str, list[str]] = {}
    losing: dict[str, list[str]] = {}
    for principal, role in found.added:
        gaining.setdefault(principal, []).append(role)
    for row in found.removed:
        losing.setdefault(row.principal_id, []).append(row.app_role_id)
    keeping = {row.principal_id for row in rows if row not in found.removed}
    for principal in dict.fromkeys((*gaining, *losing)):
        name = name_of(known.get(principal)) or names.get(principal) or principal
        after = _names(roles, gaining.get(principal, ()))
        before = _names(roles, losing.get(principal, ()))
        stays = principal in keeping
        if principal not in losing and not stays:
            detail = _("assigned as {role}").format(role=after)
            changes.append(PlannedChange("+", name, detail, "assignment", None, after, principal))
        elif principal not in gaining and not stays:
            detail = _("no longer assigned")
            changes.append(PlannedChange("-", name, detail, "assignment", before, None, principal))
        else:
            nothing = _("nothing")
            detail = _("role {before} → {after}").format(before=before or nothing, after=after or nothing)
            changes.append(
                PlannedChange("~", name, detail, "role", before or None, after or None, principal)
            )
    return tuple(changes)


def access_of(found: AssignmentDifference, known: Mapping[str, Person | Group]) -> tuple[AccessChange, ...]:
    """How the difference changes people's access."""
    rows = [
        Assignment(
            "",
            principal,
            role,
            name_of(known.get(principal)),
            "Group" if isinstance(known.get(principal), Group) else "User",
        )
        for principal, role in found.added
    ]
    changes: list[AccessChange] = []
    if rows:
        changes.append(access_changes.assigned(rows))
    if found.removed:
        changes.append(access_changes.unassigned(row.id for row in found.removed))
    return tuple(changes)


def _names(roles: Mapping[str, AppRole], ids: Sequence[str]) -> str:
    return ", ".join(role_name(roles[each]) if each in roles else _unknown(each) for each in ids)


def _unknown(role_id: str) -> str:
    return DEFAULT_ACCESS if role_id == ZERO else role_id
