"""Rows of roles, assignments and search results."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from wizard.entra import assignments
from wizard.entra.applications import ZERO, Application, AppRole
from wizard.entra.assignments import Assignment
from wizard.entra.directory import Group, Person
from wizard.entra.directory import Headcount as EntraHeadcount
from wizard.messages import (
    _,
    ngettext,
)
from wizard.messages.change_warnings import ChangeWarning
from wizard.steps.base.principals import (
    group_warnings,
    name_of,
    person_warnings,
    role_name,
    roles_of,
)
from wizard.steps.base.step import (
    StepState,
    StepStatus,
)
from wizard.steps.people.view import (
    AssignedRow,
    HeadcountView,
    PrincipalKind,
    PrincipalRow,
    RoleRow,
)


def chosen_role(app: Application | None, role_id: str) -> AppRole | None:
    """The role with this id, else the obvious one; None stands for default access.

    Raises `role_ambiguous` when several could be meant.
    """
    roles = roles_of(app)
    chosen = next((role for role in roles if role.id == role_id), None)
    if chosen is not None or not roles:
        return chosen
    wanted = assignments.role_for(roles)
    return next((role for role in roles if role.id == wanted), None)


def role_rows(app: Application | None, suggested: str) -> tuple[RoleRow, ...]:
    """The roles to choose from; Default Access where the application has none, none while it is unread."""
    rows = tuple(
        RoleRow(
            id=role.id,
            name=role_name(role),
            description=role.description,
            default_access=False,
            recommended=role.id == suggested,
            note=""
            if role.value
            else _("This role has no value, which is usual for gallery applications."),
        )
        for role in roles_of(app)
    )
    if rows or app is None:
        return rows
    note = _(
        "The application has no roles. Whether people without one are provisioned is shown by the "
        "trial with one person, before anything is turned on."
    )
    return (RoleRow(ZERO, _("Default Access"), "", True, False, note),)


def assigned_row(
    row: Assignment,
    detail: Person | Group | None,
    app: Application | None,
    counted: EntraHeadcount | None,
    *,
    asked: bool,
) -> AssignedRow:
    """One assignment with what is known of the person or group behind it; `asked`: Entra was asked."""
    is_group = row.principal_type.casefold() == "group"
    roles = {role.id: role for role in app.app_roles} if app else {}
    warnings: list[str] = list(warnings_of(detail))
    if detail is None and (is_group or row.principal_type.casefold() == "user"):
        warnings.append(_("Details could not be read.") if asked else _("Details are not read yet."))
    if row.is_default_access:
        warnings.append(_("Default Access: prove with one person that provisioning takes it."))
    return AssignedRow(
        id=row.id,
        principal_id=row.principal_id,
        kind=PrincipalKind.GROUP if is_group else PrincipalKind.USER,
        name=row.principal_display_name or name_of(detail) or row.principal_id,
        detail=_detail(detail),
        role_id=row.app_role_id,
        role_name=role_name(roles.get(row.app_role_id)),
        headcount=_headcount(counted) if counted else None,
        warnings=tuple(warnings),
    )


def assigned_rows(
    assigned: Sequence[Assignment],
    known: Mapping[str, Person | Group],
    asked: Collection[str],
    app: Application | None,
    counts: Mapping[str, EntraHeadcount],
) -> tuple[AssignedRow, ...]:
    """All assignments, with what is known about each; `asked`: principals that Entra was asked about."""
    return tuple(
        assigned_row(
            row,
            known.get(row.principal_id),
            app,
            counts.get(row.principal_id),
            asked=row.principal_id in asked,
        )
        for row in assigned
    )


def found_rows(found: Sequence[Person | Group], assigned: Sequence[Assignment]) -> tuple[PrincipalRow, ...]:
    """People and groups that a search found, and whether each is assigned already."""
    taken = {row.principal_id for row in assigned}
    return tuple(principal_row(each, each.id in taken) for each in found)


def assigned_status(
    assigned: Sequence[Assignment] | None,
    *,
    everybody: bool,
    roles: bool,
    saved: bool = True,
    on: bool = False,
) -> StepStatus:
    """How the step stands. `everybody`: the scope is the whole tenant; `saved`: Entra has that scope;
    `roles`: some exist; `on`: provisioning is on.
    """
    if assigned is None:
        return StepStatus(StepState.READY, _("Not read yet."))
    if not assigned:
        if everybody and not saved:
            sentence = _("Nobody is assigned; the scope will be everybody, which is not saved yet.")
            return StepStatus(StepState.READY, sentence, unverified=True)
        if everybody:
            return StepStatus(StepState.DONE, _("Nobody is assigned; the scope is everybody."))
        if on:
            sentence = _(
                "Nobody is assigned while provisioning is on: the next cycle deactivates every account it "
                "provisioned."
            )
            return StepStatus(StepState.ATTENTION, sentence)
        return StepStatus(StepState.READY, _("Nobody is assigned yet. Start with one or two people."))
    groups = sum(row.principal_type.casefold() == "group" for row in assigned)
    single = len(assigned) - groups
    people = ngettext("{n} person", "{n} people", single).format(n=single)
    teams = ngettext("{n} group", "{n} groups", groups).format(n=groups)
    sentence = _("{people} and {groups} are assigned.").format(people=people, groups=teams)
    if roles and any(row.is_default_access for row in assigned):
        default_access = _("Some have Default Access instead of a role.")
        return StepStatus(StepState.ATTENTION, f"{sentence} {default_access}")
    return StepStatus(StepState.DONE, sentence)


def _detail(one: Person | Group | None) -> str:
    if one is None:
        return ""
    return one.user_principal_name if isinstance(one, Person) else one.description


def warnings_of(one: Person | Group | None) -> tuple[ChangeWarning, ...]:
    """What may prevent provisioning."""
    if one is None:
        return ()
    return person_warnings(one) if isinstance(one, Person) else group_warnings(one)


def principal_row(one: Person | Group, assigned: bool) -> PrincipalRow:
    """A search result as a row."""
    kind = PrincipalKind.USER if isinstance(one, Person) else PrincipalKind.GROUP
    return PrincipalRow(one.id, kind, name_of(one), _detail(one), assigned, warnings_of(one))


def _headcount(counted: EntraHeadcount) -> HeadcountView:
    return HeadcountView(
        direct_people=counted.direct_users,
        eligible=counted.direct_users - counted.disabled,
        disabled=counted.disabled,
        guests=counted.guests,
        without_mail=counted.without_mail,
        nested_groups=counted.nested_groups,
        other=counted.other,
    )
