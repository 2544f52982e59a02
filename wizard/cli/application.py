"""The signed-in assistant of a subcommand that works on one application as Entra has it."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr

from wizard.cli.session import assistant_for, with_proof
from wizard.problem import NotFoundError, Problem, ProblemError
from wizard.steps import Assistant
from wizard.steps.base.interrupted import reconcile_interrupted


@asynccontextmanager
async def application_in_use(
    args: argparse.Namespace, key: SecretStr | None = None
) -> AsyncIterator[Assistant]:
    """An assistant that uses the application of `--application`, else the one in use, else the recommended.

    What was chosen in the window and never saved does not count: scope and address are Entra's. Nothing is
    kept on this computer but the journal. Raises `application_not_found` or `command.no_application`.
    """
    async with assistant_for(args, key, keep_answers=False) as assistant:
        if assistant.context.key_store.key is None:
            await assistant.context.key_store.load()
        await with_proof(assistant, lambda: _use(assistant, args.application))
        yield assistant


async def _use(assistant: Assistant, name_or_id: str) -> None:
    """Resolve interrupted changes, choose the application, read its job and settings."""
    await reconcile_interrupted(assistant.context)
    await _choose(assistant, name_or_id)
    facts = assistant.context.facts
    saved, _job = await asyncio.gather(facts.saved.refresh(), facts.job.refresh())
    await assistant.context.store.remember(
        tenant_url="", scope="all" if saved.sync_all else "assigned", keep_out_of_scope=None
    )


async def _choose(assistant: Assistant, name_or_id: str) -> None:
    step = assistant.application
    await step.find()
    if name_or_id:
        if not await step.use(name_or_id):
            raise NotFoundError(Problem("application_not_found", {"name": name_or_id}))
        return
    if step.view.chosen is not None:
        return
    recommended = next((row for row in step.view.candidates if row.recommended), None)
    if recommended is None:
        raise ProblemError(Problem("command.no_application"))
    await step.choose(recommended.id)
