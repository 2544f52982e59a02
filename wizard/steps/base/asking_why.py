"""Finds the person that was asked about, and explains why the person is provisioned or not."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from contextlib import closing
from functools import partial

from wizard.entra import directory
from wizard.entra.directory import DeletedPerson, Person
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, literal
from wizard.entra.values import Json
from wizard.log_store.rows import LogRows
from wizard.log_store.search import LogSearch
from wizard.messages import _
from wizard.plan.why import Why
from wizard.plan.why_reading import explain_deleted, explain_person
from wizard.problem import NotFoundError, Problem, ProblemError, SeveralFoundError
from wizard.steps.base.context import Context
from wizard.steps.base.people_impact import as_saved
from wizard.steps.base.planning import plan_request
from wizard.steps.base.principals import names_nobody
from wizard.steps.base.progress import report

_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PERSON = "id,displayName,userPrincipalName,mail,accountEnabled,userType"
_SHOWN = 10  # people told when several are meant
_MOST = 50


class SeveralPeopleError(SeveralFoundError):
    """Several people fit; `people` are those."""

    def __init__(self, name: str, people: Sequence[Person]) -> None:
        shown = ", ".join(f"{each.display_name} <{each.user_principal_name}>" for each in people[:_SHOWN])
        facts = {"name": name, "count": str(len(people)), "people": shown}
        super().__init__(Problem("why.person_ambiguous", facts))
        self.people = tuple(people)


async def person_named(graph: Graph, text: str) -> Person:
    """The person with this object id, user principal name, email address or display name.

    Raises `NotFoundError` or `SeveralPeopleError`.
    """
    wanted = text.strip()
    for member in ("id",) if _ID.fullmatch(wanted) else ("userPrincipalName", "mail", "displayName"):
        found = await _people(graph, member, wanted)
        if len(found) == 1:
            return found[0]
        if found:
            raise SeveralPeopleError(wanted, found)
    similar = await _similar(graph, wanted) if wanted else ()
    if len(similar) == 1:
        return similar[0]
    if similar:
        raise SeveralPeopleError(wanted, similar)
    raise NotFoundError(Problem("why.person_unknown", {"name": wanted}))


async def _people(graph: Graph, member: str, value: str) -> list[Person]:
    params = {"$filter": f"{member} eq {literal(value)}", "$select": _PERSON}
    try:
        return list(await graph.rows(Person, "/users", params, limit=_MOST))
    except GraphError as error:
        if names_nobody(error):
            return []
        raise


async def _similar(graph: Graph, text: str) -> Sequence[Person]:
    try:
        return await directory.search_people(graph, text, limit=_MOST)
    except GraphError as error:
        if names_nobody(error):
            return ()
        raise


async def ask_why(context: Context, text: str) -> Why:
    """Explain the person named by `text`, with the setup as it is saved in Entra. Only reads."""
    report(_("Searching for the person …"))
    graph = context.session.graph
    deleted: DeletedPerson | None = None
    try:
        person = (await person_named(graph, text)).id
    except NotFoundError:
        deleted = await deleted_named(graph, text)
        if deleted is None:
            raise
        person = deleted.id
    report(_("Reading the setup …"))
    request = as_saved(context, await plan_request(context))
    report(_("Reading assignments, account and provisioning log …"))
    kept = partial(_kept, context)
    try:
        playvox = context.playvox()
    except ProblemError as error:
        if deleted is not None:
            return await explain_deleted(graph, error.problem, request, deleted, kept)
        return await explain_person(graph, error.problem, request, person, kept)
    try:
        if deleted is not None:
            return await explain_deleted(graph, playvox, request, deleted, kept)
        return await explain_person(graph, playvox, request, person, kept)
    finally:
        await playvox.close()


async def _kept(context: Context, person_id: str) -> Sequence[Json]:
    """The person's entries in the log on this computer; none where there is no log, or a damaged one."""
    path = context.store.log_file(context.facts.application_id)

    def stored() -> list[Json]:
        if not path.exists():
            return []
        with closing(LogRows(path, LogSearch(person=person_id))) as rows:
            return list(rows.as_sent())

    try:
        return await asyncio.to_thread(stored)
    except ProblemError:  # told where the log is opened; Entra's own log was read all the same
        return []


async def deleted_named(graph: Graph, text: str) -> DeletedPerson | None:
    """The person of that name who was deleted last; None without one, or where Entra does not show them."""
    try:
        found = await directory.deleted_people(graph, text.strip(), limit=_MOST)
    except ProblemError:
        return None  # then nobody of that name is known, as before
    return next(iter(found), None)
