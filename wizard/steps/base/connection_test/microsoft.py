"""Microsoft's side of the connection test: with values that need not be saved, or with the saved ones.

Graph requires a permission that would allow changes (`SignInSession.test_consents`), but no test changes
anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from time import perf_counter

from pydantic import SecretStr

from wizard.connection import ConnectionReport, MicrosoftAnswer, saved_report
from wizard.entra import jobs
from wizard.playvox.address import TenantUrl
from wizard.problem import MoreProofError, Problem, ProblemError
from wizard.steps.base.context import Context
from wizard.steps.base.further_fields import fields_of, further_values
from wizard.steps.base.provisioning_job import check_fields, no_job

AskMicrosoft = Callable[[], Awaitable[MicrosoftAnswer]]


async def permitted(context: Context, url: TenantUrl, ask: AskMicrosoft) -> AskMicrosoft:
    """`ask` with the permission it needs. Where the person declines, a function that raises why not."""
    if context.unconfirmed_host(url):
        return ask  # it says so, and needs no permission for that
    try:
        await context.session.ask_to_test()
    except MoreProofError:
        raise
    except ProblemError as error:
        declined = error

        async def refused() -> MicrosoftAnswer:
            raise declined

        return refused
    return ask


async def ask_microsoft(context: Context, url: TenantUrl, key: SecretStr | None = None) -> MicrosoftAnswer:
    """Microsoft's test of an address and a key, by default the one in use; changes nothing.

    Raises `ProblemError` when Microsoft could not be reached, and `host_unconfirmed`; a refusal by
    Playvox is a result.
    """
    sendable = context.key_for(url, key)
    await context.facts.job.get()
    known = context.facts.provisioning_job
    await check_fields(context)
    template = None if known else jobs.choose_template(await context.facts.templates.get()).id
    answer = await jobs.validate(
        context.session.graph,
        context.facts.application_id,
        url.text,
        sendable,
        job_id=known.id if known else None,
        template_id=template,
        further=await _further(context),
    )
    return _as_answer(answer)


async def _further(context: Context) -> dict[str, SecretStr]:
    """What the template asks for beside address and key: as entered here, else as Entra has it."""
    saved = await context.facts.saved.get()
    asked = {field.name for field in fields_of(context)}
    kept = {name: SecretStr(text) for name, text in saved.others.items() if name in asked}
    return {**kept, **further_values(context)} if asked else {}


async def test_saved(context: Context) -> ConnectionReport:
    """Microsoft's test of the saved address and key, which nobody needs to know here.

    Asks for the permission. Raises `saved_key_first`, `job_first`, and what keeps Microsoft from answering.
    """
    saved, _jobs = await asyncio.gather(context.facts.saved.get(), context.facts.job.get())
    job = context.facts.provisioning_job
    if not saved.has_key:
        raise ProblemError(Problem("saved_key_first"))
    if job is None:
        raise no_job(context)
    await context.session.ask_to_test()
    started, clock = datetime.now(UTC), perf_counter()
    answer = await jobs.validate_saved(context.session.graph, context.facts.application_id, job.id)
    return saved_report(
        saved.tenant_url,
        _as_answer(answer),
        started=started,
        clock=clock,
        practice=context.session.network.is_practice,
    )


def _as_answer(answer: jobs.ValidationAnswer) -> MicrosoftAnswer:
    return MicrosoftAnswer(
        ok=answer.ok,
        code=answer.inner_code or answer.code,
        inner_status=answer.inner_status,
        message=answer.message,
    )
