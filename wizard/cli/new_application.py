"""The plan's request for an application that is still to be added.

Only reads. What it will start with is taken from another application of the tenant that was made from the
same gallery template; without one the usual mappings are assumed, and the plan says so.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping

from wizard.cli.config import Config
from wizard.cli.config.mappings import wanted_mapping
from wizard.cli.config.model import USUAL_NAME
from wizard.entra import jobs, schema
from wizard.entra.applications import Application
from wizard.entra.assignments import Assignment
from wizard.entra.roles import ZERO, AppRole
from wizard.entra.schema import SynchronizationSchema
from wizard.mapping import usual_schema
from wizard.mapping.attributes import MappingSchema, read_schema
from wizard.plan import PlanRequest
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.context import Context
from wizard.steps.base.principals import GROUP
from wizard.steps.base.settings_saving import compliant
from wizard.steps.people.wanted import DEFAULT_ACCESS

NEW_ROLE = "00000000-0000-4000-8000-000000000001"
"""Stands for the role of the application to come: Entra gives it an id when it is added."""
_USUAL_ROLE = "User"


def new_application_request(
    assistant: Assistant,
    config: Config,
    principals: Mapping[str, str],
    scope: str | None,
    starting: MappingSchema | None,
) -> PlanRequest:
    """The tenant as adding and configuring the application would make it.

    `principals` are object ids by the names in the file; `scope` replaces the file's. `starting` are the
    mappings it will start with, None when they are not known. Raises `config_last_matching`.
    """
    context, provisioning = assistant.context, config.provisioning
    account = context.session.account
    roles = _roles(config)
    return PlanRequest(
        application_id="",
        schema=_as_stated(starting or read_schema(usual_schema.build("")), config),
        assignments=tuple(_assignments(config, principals, roles)),
        roles=tuple(
            AppRole(identifier, name, allowed_member_types=("User",))
            for name, identifier in roles.items()
            if identifier != ZERO
        ),
        sync_all=(scope or config.people.scope) == "all",
        keep_out_of_scope=bool(provisioning.keep_out_of_scope),
        threshold=_threshold(assistant, provisioning.deletion_threshold),
        compliant=compliant(context.tenant_url),
        account=account.username if account else "",
        tenant_id=account.tenant_id if account else "",
        application_name=config.application.name or USUAL_NAME,
        new_application=True,
        mappings_assumed=starting is None,
    )


def _roles(config: Config) -> dict[str, str]:
    """The roles that the file speaks of, with ids that stand for theirs."""
    people = config.people
    usual = people.role or _USUAL_ROLE
    names = [usual, *(name for entry in people.assign or () for name in entry.roles)]
    return {
        name: ZERO
        if name.casefold() == DEFAULT_ACCESS.casefold()
        else (NEW_ROLE if name == usual else str(uuid.uuid5(uuid.UUID(NEW_ROLE), name)))
        for name in dict.fromkeys(names)
    }


def _assignments(
    config: Config, principals: Mapping[str, str], roles: Mapping[str, str]
) -> Iterator[Assignment]:
    usual = config.people.role or _USUAL_ROLE
    stated = {entry.name: entry.roles for entry in config.people.assign or ()}
    for name, principal in principals.items():
        kind = "Group" if name.startswith(GROUP) else "User"
        for role in stated.get(name) or (usual,):
            yield Assignment("", principal, roles[role], "", kind)


def _as_stated(starting: MappingSchema, config: Config) -> MappingSchema:
    """The mappings that the application starts with, as the file changes them."""
    found = starting.mapping_for("User")
    if found is None or not config.states_mappings:
        return starting
    return starting.with_object_mapping(found[1], wanted_mapping(found[1], config))


def _threshold(assistant: Assistant, wanted: int | None) -> int | None:
    return assistant.connection.view.deletion_threshold if wanted is None else wanted or None


async def starting_mappings(assistant: Assistant) -> MappingSchema | None:
    """What the gallery's template starts with, from an application that was made from it; else None.

    After the step has looked for applications.
    """
    for each in assistant.application.made_from_gallery:
        starting = await _template_of(assistant.context, each)
        if starting is not None:
            return starting.mappings
    return None


async def _template_of(context: Context, application: Application) -> SynchronizationSchema | None:
    graph, known = context.session.graph, application.template_ids
    try:
        template = (
            known[0]
            if len(known) == 1
            else jobs.choose_template(await jobs.templates(graph, application.id)).id
        )
        return await schema.template_schema(graph, application.id, template)
    except ProblemError:
        return None  # another one may tell; else the usual mappings are assumed, which the plan says
