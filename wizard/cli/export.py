"""`export`: the tenant's setup as a configuration file for `apply`. Never holds the key."""

from __future__ import annotations

import argparse

from wizard.cli.config import (
    ApplicationTable,
    Config,
    PeopleTable,
    PlayvoxTable,
    ProvisioningTable,
    escaped,
    write_config,
)
from wizard.cli.exit_codes import ExitCode
from wizard.cli.output import print_json, writes_unicode
from wizard.cli.session import assistant_for
from wizard.problem import NotFoundError, Problem, ProblemError
from wizard.setup.files import write_atomically
from wizard.steps import Assistant
from wizard.steps.people.view import PrincipalKind


async def run(args: argparse.Namespace) -> int:
    """0: written; 2: there is nothing to export, or it cannot be read."""
    async with assistant_for(args, keep_answers=False) as assistant:
        config = await exported(assistant, args.application)
    text = write_config(config)
    if args.output is not None:
        write_atomically(args.output, text.encode())
    if args.json:
        print_json({"config": config.model_dump(mode="json", exclude_none=True)})
    elif args.output is None:
        print(text if writes_unicode() else escaped(text), end="")
    return ExitCode.DONE


async def exported(assistant: Assistant, application: str = "") -> Config:
    """The setup as saved in Entra; raises `application_first` or `address_first` when there is none."""
    await assistant.application.find()
    if application and not await assistant.application.use(application):
        raise NotFoundError(Problem("application_not_found", {"name": application}))
    if not application and assistant.application.view.chosen is None:
        await _choose_the_one(assistant)
    await assistant.people.refresh()
    await assistant.connection.refresh()
    for step in (assistant.people, assistant.connection):
        if step.problem is not None:
            raise ProblemError(step.problem)
    chosen, saved = assistant.application.view.chosen, assistant.connection.view.saved
    if chosen is None:
        raise ProblemError(Problem("application_first"))
    if saved is None:
        raise ProblemError(Problem("address_first"))
    job = assistant.context.facts.provisioning_job
    people = assistant.people.view
    roles = {row.role_name for row in people.assigned}
    return Config(
        playvox=PlayvoxTable(tenant_url=saved.tenant_url),
        application=ApplicationTable(name=chosen.name),
        people=PeopleTable(
            scope="all" if saved.scope == "all" else "assigned",
            assign=tuple(
                f"group:{row.name}" if row.kind is PrincipalKind.GROUP else row.detail or row.principal_id
                for row in people.assigned
            ),
            role=roles.pop() if len(roles) == 1 else "",
        ),
        provisioning=ProvisioningTable(
            notification_email=saved.notification_email if saved.notify else "",
            deletion_threshold=saved.deletion_threshold or 0,
            keep_out_of_scope=True if saved_keeps(assistant) else None,
            enabled=job.is_on if job is not None else None,
        ),
    )


async def _choose_the_one(assistant: Assistant) -> None:
    """The recommended application, which is the one with a provisioning job."""
    recommended = [row for row in assistant.application.view.candidates if row.recommended]
    if not recommended:
        raise ProblemError(Problem("application_first"))
    await assistant.application.choose(recommended[0].id)


def saved_keeps(assistant: Assistant) -> bool:
    """Whether accounts stay active out of scope; the default "no" needs no line in the file."""
    saved = assistant.context.facts.saved.value
    return saved is not None and bool(saved.skip_out_of_scope_deletions)
