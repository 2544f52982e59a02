"""Enters a file's settings into the steps; what it leaves out is answered with what Entra has."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import SecretStr

from wizard.cli.config.model import Config
from wizard.entra.secrets import SavedSettings
from wizard.problem import ProblemError
from wizard.steps import Assistant
from wizard.steps.base.further_fields import read_template
from wizard.steps.turn_on.view import ScopeChoice


def stated_settings(config: Config) -> frozenset[str]:
    """The settings saved with the key that the file states, as `settings_saving.SETTINGS` names them."""
    running = config.provisioning
    values = {
        "tenant_url": config.playvox.tenant_url,
        "fields": config.playvox.fields or None,
        "scope": config.people.scope,
        "notification_email": running.notification_email,
        "deletion_threshold": running.deletion_threshold,
        "keep_out_of_scope": running.keep_out_of_scope,
    }
    return frozenset(name for name, value in values.items() if value is not None)


async def take_fields(assistant: Assistant, config: Config, secrets: Mapping[str, SecretStr]) -> None:
    """Enter the values that the application's template asks for: the file's, and secret ones by name.

    Raises what is wrong with one. The application has to be chosen.
    """
    stated: dict[str, str | SecretStr] = {**(config.playvox.fields or {}), **secrets}
    if stated:
        await read_template(assistant.context)
    for name, value in stated.items():
        await assistant.connection.set_field(name, value)


async def take_answers(assistant: Assistant, config: Config, saved: SavedSettings) -> None:
    """Answer every question of the connection but a stated address: as the file says, else as saved, else
    as usual.

    Answers of earlier runs that were never saved do not count. Raises what is wrong with an answer.
    """
    connection, running = assistant.connection, config.provisioning
    connection.state_only(stated_settings(config))
    if config.playvox.tenant_url is None:
        await assistant.context.store.remember(tenant_url="")  # then Entra's is in use
    notification = saved.notification
    present = notification.recipients if notification.enabled else ""
    if running.notification_email is not None:
        await connection.set_notification(running.notification_email)
    else:
        await assistant.context.store.remember(notification_email=present)
    if running.deletion_threshold is not None:
        await connection.set_threshold(running.deletion_threshold or None)
    else:
        guarded = saved.is_empty or notification.delete_threshold_enabled
        number = notification.delete_threshold_value if guarded else None
        await assistant.context.store.remember(
            guard_deletions=guarded, deletion_threshold=number if number and number > 0 else None
        )
    scope = config.people.scope or ("all" if saved.sync_all else "assigned")
    await assistant.turn_on.set_scope(ScopeChoice(scope))
    if running.keep_out_of_scope is not None:
        await assistant.turn_on.set_keep(running.keep_out_of_scope)
    else:
        await assistant.context.store.remember(keep_out_of_scope=None)
    view = connection.view
    for problem in (view.email_problem, view.threshold_problem):
        if problem is not None:
            raise ProblemError(problem)
