"""Changes by another administrator, without an entry in this assistant's journal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from wizard.entra import applications, secrets
from wizard.entra.assignments import Assignment
from wizard.entra.secrets import SavedSettings, SecretSet
from wizard.steps import Assistant


async def settings_of(assistant: Assistant) -> SavedSettings:
    return await assistant.context.facts.saved.refresh()


async def somebody_else_saves(assistant: Assistant, **changes: Any) -> None:
    """Change settings as another administrator; this assistant's journal has no entry."""
    context = assistant.context
    assert context.key_store.key is not None
    saved = await settings_of(assistant)
    based = SecretSet.based_on(saved, tenant_url=saved.tenant_url, key=context.key_store.key)
    async with context.writing() as graph:
        await secrets.save(graph, context.facts.application_id, replace(based, **changes))


async def shown(assistant: Assistant, wished: Callable[[tuple[Assignment, ...]], bool]) -> None:
    """Wait until Entra's list shows the other administrator's change."""
    assistant.context.facts.recent.forget()
    while not wished(await assistant.context.facts.assigned.refresh()):  # noqa: ASYNC110 - on a server
        await asyncio.sleep(0.02)


async def roles_in_entra(assistant: Assistant) -> list[tuple[str, bool]]:
    context = assistant.context
    app = await context.facts.application.refresh()
    registration = await applications.application_object_id(context.session.graph, app.app_id)
    found = await applications.roles(context.session.graph, registration)
    return sorted((role.display_name, role.is_enabled) for role in found)


def started_job(assistant: Assistant) -> str:
    found = assistant.context.facts.provisioning_job
    assert found is not None
    return found.id
