"""Objects that no longer exist in Entra: detected once, forgotten everywhere, reported in one sentence."""

from __future__ import annotations

import enum
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from wizard.entra.consistency import Gone, NotYetVisible, Seen, look_until
from wizard.entra.errors import GraphError
from wizard.messages.labels import gone_sentence
from wizard.messages.times import clock_time
from wizard.problem import Problem, ProblemError
from wizard.steps.base.progress import report

if TYPE_CHECKING:
    from wizard.entra.graph import Graph
    from wizard.steps.base.context import Context

R = TypeVar("R")
_NOT_FOUND = 404


class GoneKind(enum.StrEnum):
    """Kinds of objects that may be gone while this program still knows them."""

    APPLICATION = "application"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class GoneObject:
    """An object that this program knew and that Entra does not have any more."""

    kind: GoneKind
    id: str
    name: str

    @property
    def sentence(self) -> str:
        """That it is gone, for people."""
        return gone_sentence(self.kind).format(name=self.name)

    @property
    def problem(self) -> Problem:
        """The same as a problem, for an intent that needs the object."""
        return Problem(f"{self.kind}_gone", {"name": self.name})


async def noticing(context: Context, work: Awaitable[R]) -> R:
    """The result of `work`. Where Entra does not find its object, determine what is gone.

    What is gone is forgotten first. Raises "application_gone" or "job_gone" then,
    "application_not_visible" while a new application may still show, else what `work` raises.
    """
    try:
        return await work
    except GraphError as error:
        if error.status != _NOT_FOUND:
            raise
        problem = await _explained(context, error.problem)
        if problem is None:
            raise
        raise ProblemError(problem) from error


async def forget_application(context: Context) -> GoneObject:
    """Forget the chosen application, which is gone: in the profile, the facts and the journal."""
    from wizard.setup import recovery

    facts, store = context.facts, context.store
    application_id = store.profile.application_id
    gone = GoneObject(GoneKind.APPLICATION, application_id, await _name(context))
    facts.forget_application()
    facts.gone = gone
    await store.remember(application_id="", role_id="")
    await recovery.mark_gone(store.journal, application_id, context.session.graph.waits.clock.now())
    report(gone.sentence)
    return gone


async def _explained(context: Context, problem: Problem) -> Problem | None:
    """What a 404 means; None when it is not about the chosen application or its job."""
    facts, application_id = context.facts, context.store.profile.application_id
    about = " ".join(problem.facts.values())
    before = facts.gone
    if before is not None and _names(about, before.id):
        return before.problem  # detected already by a concurrent request
    if not context.session.signed_in or not application_id or not _names(about, application_id):
        return None
    graph = context.session.graph
    known = facts.provisioning_job
    of_job = known is not None and _names(about, known.id)
    from wizard.entra.applications import application_existence

    found = await application_existence(graph, application_id)
    if isinstance(found, Seen) and (f"'{application_id}'" in problem.raw or not of_job):
        found = await _unless_seen(graph, application_id) or found
    if isinstance(found, Gone):
        if context.store.profile.application_id != application_id:
            return facts.gone.problem if facts.gone is not None else None
        return (await forget_application(context)).problem
    if isinstance(found, NotYetVisible):
        facts_of_wait = {"name": await _name(context), "until": clock_time(found.until)}
        return Problem("application_not_visible", facts_of_wait, retryable=True)
    if known is None or not of_job:
        return None
    await facts.job.refresh()
    return facts.gone.problem if facts.gone is not None and facts.gone.id == known.id else None


async def _unless_seen(graph: Graph, application_id: str) -> Gone | NotYetVisible | None:
    """What an application is that one replica does not know and another still shows.

    Graph's 404 is about the application itself or what belongs to it, so a deletion may be on its way; None
    when it is shown all along.
    """

    from wizard.entra.applications import application_existence

    async def look() -> Gone | NotYetVisible | None:
        existence = await application_existence(graph, application_id)
        return None if isinstance(existence, Seen) else existence

    waits = graph.waits
    deadline = waits.deadline(waits.bounds.reading)
    return await look_until("application", look, deadline=deadline, progress=waits.progress)


def _names(about: str, object_id: str) -> bool:
    from wizard.entra.graph import segment

    return bool(object_id) and (object_id in about or segment(object_id) in about)


async def _name(context: Context) -> str:
    """The application's name, as far as this program remembers it; else its id."""
    from wizard.setup import recovery

    application_id = context.store.profile.application_id
    known = context.facts.application.value
    if known is not None and known.id == application_id:
        return known.display_name
    return await recovery.name_of(context.store.journal, application_id) or application_id
