"""The assignments that a file wants, with roles by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wizard.cli.config.model import Config
from wizard.entra.applications import Application, AppRole
from wizard.entra.assignments import Assignment
from wizard.plan import PlanRequest
from wizard.problem import ProblemError
from wizard.steps.base.change_preview import AccessChange
from wizard.steps.people.wanted import WantedAssignment, role_id_of


def wanted_assignments(
    config: Config, ids: Mapping[str, str], app: Application | None, rows: Sequence[Assignment]
) -> tuple[WantedAssignment, ...]:
    """One for each person and group that the file names; `ids` are their object ids by name.

    A role that is still to be added stands under its name. Raises `role_unknown`.
    """
    merged: dict[str, tuple[str, ...]] = {}
    usual = (config.people.role,) if config.people.role is not None else ()
    for entry in config.people.assign or ():
        names = entry.roles or usual
        roles = tuple(_role(config, app, name, rows) for name in names)
        principal = ids[entry.name]
        merged[principal] = tuple(dict.fromkeys((*merged.get(principal, ()), *roles)))
    return tuple(WantedAssignment(principal, roles) for principal, roles in merged.items())


def stated_roles(config: Config, ids: Mapping[str, str]) -> dict[str, str]:
    """The roles by object id as the file names them, for those whose role it states."""
    usual = (config.people.role,) if config.people.role is not None else ()
    entries = {ids[entry.name]: entry.roles or usual for entry in config.people.assign or ()}
    return {principal: ", ".join(names) for principal, names in entries.items() if names}


def _role(config: Config, app: Application | None, name: str, rows: Sequence[Assignment]) -> str:
    try:
        return role_id_of(app, name, rows)
    except ProblemError:
        planned = {each.casefold(): each for each in config.application.roles or ()}
        if name.casefold() not in planned:
            raise
        return planned[name.casefold()]


def with_new_roles(names: Sequence[str]) -> AccessChange:
    """The application gets roles of these names; until then they have no ids of their own."""
    roles = tuple(
        AppRole(id=name, display_name=name, value=name.replace(" ", "."), allowed_member_types=("User",))
        for name in names
    )

    def change(request: PlanRequest) -> PlanRequest:
        return replace(request, roles=(*request.roles, *roles))

    return change
