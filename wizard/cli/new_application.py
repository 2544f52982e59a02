"""The plan's request for an application that is still to be added.

Only reads. What it will start with is taken from another application of the tenant that was made from the
same gallery template; without one the usual mappings are assumed, and the plan says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from wizard.cli.config import Config
from wizard.entra import jobs, schema
from wizard.entra.applications import Application
from wizard.entra.assignments import Assignment
from wizard.entra.roles import AppRole
from wizard.entra.schema import SynchronizationSchema
from wizard.mapping import usual_schema
from wizard.mapping.attributes import MappingSchema, read_schema
from wizard.plan import PlanRequest
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.context import Context
from wizard.steps.base.settings_saving import compliant

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
    mappings it will start with, None when they are not known.
    """
    context, provisioning = assistant.context, config.provisioning
    account = context.session.account
    return PlanRequest(
        application_id="",
        schema=starting or read_schema(usual_schema.build("")),
        assignments=tuple(
            Assignment(
                "", principal, NEW_ROLE, "", "Group" if name.casefold().startswith("group:") else "User"
            )
            for name, principal in principals.items()
        ),
        roles=(AppRole(NEW_ROLE, config.people.role or _USUAL_ROLE, allowed_member_types=("User",)),),
        sync_all=(scope or config.people.scope) == "all",
        keep_out_of_scope=bool(provisioning.keep_out_of_scope),
        threshold=_threshold(assistant, provisioning.deletion_threshold),
        compliant=compliant(context.tenant_url),
        account=account.username if account else "",
        tenant_id=account.tenant_id if account else "",
        application_name=config.application.name,
        new_application=True,
        mappings_assumed=starting is None,
    )


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
