"""The request behind a quarantine, asked again: what Microsoft's service sends, and what Playvox answers.

Only reads. Microsoft's service asks with the saved key, which nobody needs to know here; the same request
is sent from this computer, where a key is known, to see Playvox's answer in full.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from wizard.entra import jobs
from wizard.mapping.matching import first_target
from wizard.messages import _, explain
from wizard.playvox.answer import judge
from wizard.playvox.attributes import MATCHING
from wizard.playvox.scim import filter_query
from wizard.problem import Problem, ProblemError
from wizard.security.redactor import redact
from wizard.steps.base.context import Context
from wizard.steps.base.settings_saving import key_mark

_LONGEST = 2000  # characters of an answer


@dataclass(frozen=True, slots=True)
class Replay:
    """What was asked and answered. `works` None: unknown."""

    at: datetime
    request: str
    """The request in full, without the key."""
    microsoft_works: bool | None
    microsoft: str
    """What Microsoft's service says, with the key that is saved in Entra."""
    here_works: bool | None
    here: str
    """What it means that Playvox answered this computer so."""
    answer: str
    """Playvox's answer to this computer, redacted; empty without one."""


async def replay(context: Context, job_id: str) -> Replay:
    """Ask again. Raises what keeps Microsoft's service from being asked; asks for its permission."""
    saved = await context.facts.saved.get()
    schema = await context.facts.schema.get()
    query = filter_query(first_target(schema.mappings) or MATCHING, str(uuid4()))
    await context.session.ask_to_test()
    told = await jobs.validate_saved(context.session.graph, context.facts.application_id, job_id)
    works, words, answer = await _from_here(context, query)
    said = " ".join(filter(None, (told.inner_code or told.code, told.message)))
    return Replay(
        at=context.session.graph.service_time or datetime.now(UTC),
        request=_request(saved.tenant_url, query),
        microsoft_works=told.ok,
        microsoft=_("Microsoft's service can connect with the saved key now.")
        if told.ok
        else _("Microsoft's service still cannot connect with the saved key: {message}").format(
            message=said or "–"
        ),
        here_works=works,
        here=words,
        answer=answer,
    )


async def _from_here(context: Context, query: str) -> tuple[bool | None, str, str]:
    """Whether Playvox answers this computer as it should, in words, and its answer."""
    key = context.key_store.key
    try:
        playvox = context.playvox()
    except ProblemError as error:
        return None, explain(error.problem).what, ""
    try:
        found = await playvox.answer_to(query)
    except ProblemError as error:
        return False, explain(error.problem).what, ""
    finally:
        await playvox.close()
    judgment = judge(found)
    body = redact(found.body.decode("utf-8", "replace"))[:_LONGEST]
    media = f"Content-Type: {redact(found.header('content-type'))}"
    answer = "\n".join((f"HTTP {found.status}", media, "", body))
    mark = await key_mark(key) if key is not None else "–"
    if judgment.cause is None:
        text = _("Playvox accepts key {mark} of this computer.").format(mark=mark)
        return True, text, answer
    facts = {"status": str(found.status), "detail": redact(judgment.detail)[:300]}
    what = explain(Problem(judgment.cause, facts)).what
    text = _("Asked with key {mark} of this computer: {what}").format(mark=mark, what=what)
    return False, text, answer


def _request(tenant_url: str, query: str) -> str:
    saved_key = _("(the saved key)")
    return "\n".join(
        (
            f"GET {tenant_url.partition('?')[0].rstrip('/')}/Users?{query}",
            f"Authorization: Bearer {saved_key}",
            "Accept: application/scim+json",
        )
    )
