"""The tenant's Playvox applications: which exist, what each is for, which one to use."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypedDict, TypeVar

from pydantic.dataclasses import dataclass

from wizard.entra.consistency import Existence, find_existence, none_if_not_found
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, literal, segment
from wizard.entra.roles import ZERO, AppRole, add_role, application_object_id, remove_role, roles
from wizard.entra.rows import RowReader
from wizard.entra.status import SynchronizationJob
from wizard.entra.values import CONFIG, Json, Many, Text, read
from wizard.problem import NotFoundError, Problem, ProblemError, SeveralFoundError

__all__ = [
    "NON_GALLERY",
    "ZERO",
    "AppRole",
    "Application",
    "Kind",
    "Recommendation",
    "add_role",
    "application",
    "application_existence",
    "application_object_id",
    "find",
    "recommend",
    "remove_role",
    "roles",
]
T = TypeVar("T")
Kind = Literal["gallery", "non_gallery", "other"]
NON_GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
"""Template of applications that are in no gallery (Graph docs: applicationTemplate instantiate)."""


@dataclass(frozen=True, slots=True, config=CONFIG)
class Application:
    """A service principal (the portal's "enterprise application") that looks like Playvox."""

    id: Text = ""  # object id of the service principal, used by every synchronization call
    app_id: Text = ""
    display_name: Text = ""
    application_template_id: Text = ""
    account_enabled: bool | None = None
    app_roles: Many[AppRole] = ()
    preferred_single_sign_on_mode: Text = ""
    homepage: Text = ""
    tags: Many[str] = ()
    kind: Kind = "other"
    job_ids: tuple[str, ...] = ()
    job_state: str = ""  # schedule state of the job, "Active" when any of several is; "" without one
    template_ids: tuple[str, ...] = ()  # synchronization templates it offers; () when not read
    inspected: bool = False  # whether jobs were read

    @property
    def signs_on(self) -> bool:
        """Whether single sign-on is set up on it."""
        return bool(self.preferred_single_sign_on_mode)

    @property
    def provisions(self) -> bool:
        """Whether it has a provisioning job."""
        return bool(self.job_ids)


class _Inside(TypedDict, total=False):
    job_ids: tuple[str, ...]
    job_state: str
    template_ids: tuple[str, ...]
    inspected: bool


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Which application to use and why, or None: add one.

    `reason`: "only_one_with_job", "several_with_job", "gallery_without_job", "sso_only",
    "non_gallery_without_job", "none_found".
    """

    application: Application | None
    reason: str


_FIELDS = (
    "id,appId,displayName,applicationTemplateId,accountEnabled,appRoles,"
    "preferredSingleSignOnMode,homepage,tags"
)
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_AT_ONCE = 4


async def find(
    graph: Graph, template_ids: Sequence[str], name: str = "Playvox", *, inspect: bool = True
) -> tuple[Application, ...]:
    """Every application made from one of the gallery templates or whose name contains `name`.

    With `inspect` the jobs and job templates of each are read too. Sorted by name.
    """
    conditions = [f"applicationTemplateId eq {literal(each)}" for each in template_ids]
    conditions.append(f"startswith(displayName,{literal(name)})")
    # The search index also finds the middle of a name, but may lag: its results only supplement the list.
    search = {"$search": f'"displayName:{name}"', "$count": "true"}

    async def ask(condition: dict[str, str], *, eventual: bool = False) -> list[Application]:
        params = {**condition, "$select": _FIELDS}
        found = await graph.rows(Application, "/servicePrincipals", params, eventual=eventual)
        return [_classified(each, template_ids) for each in found]

    exact = [ask({"$filter": condition}) for condition in conditions]
    answers = await asyncio.gather(*exact, ask(search, eventual=True))
    found = {one.id: one for answer in reversed(answers) for one in answer}
    applications = sorted(found.values(), key=lambda one: (one.display_name.casefold(), one.id))
    if not inspect:
        return tuple(applications)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def inspected(one: Application) -> Application:
        async with gate:
            return await _inspected(graph, one)

    return tuple(await asyncio.gather(*map(inspected, applications)))


def recommend(applications: Sequence[Application]) -> Recommendation:
    """The one to use: an existing job first, then gallery before non-gallery, SSO-only last.

    An application that only signs people on is not recommended: the tutorial advises a separate one.
    """
    usable = [one for one in applications if one.account_enabled is not False]
    with_job = [one for one in usable if one.provisions]
    if len(with_job) == 1:
        return Recommendation(with_job[0], "only_one_with_job")
    if with_job:
        active = [one for one in with_job if one.job_state == "Active"]
        return Recommendation((active or _gallery_first(with_job))[0], "several_with_job")
    free = [one for one in usable if not one.signs_on]
    for one in _gallery_first(free):
        reason = "gallery_without_job" if one.kind == "gallery" else "non_gallery_without_job"
        return Recommendation(one, reason)
    return Recommendation(None, "sso_only" if usable else "none_found")


async def application(graph: Graph, id_or_name: str, template_ids: Sequence[str] = ()) -> Application:
    """One application by service principal id or exact name, inspected.

    `template_ids` are those of the gallery's entries for Playvox: without them its kind stays "other".
    Raises "application_not_found" or "application_ambiguous".
    """
    if _GUID.fullmatch(id_or_name):
        whole = none_if_not_found(graph.get(f"/servicePrincipals/{id_or_name}", {"$select": _FIELDS}))
        row, inside = await asyncio.gather(whole, _look_inside(graph, id_or_name))
        if row is not None:
            return replace(_classified(read(Application, row), template_ids), **inside)
        raise GraphError(Problem("application_not_found", {"name": id_or_name}), status=404)
    condition = f"displayName eq {literal(id_or_name)}"
    params = {"$filter": condition, "$select": _FIELDS}
    found = await graph.rows(Application, "/servicePrincipals", params)
    facts = {"name": id_or_name, "count": str(len(found))}
    if found.unread:  # it may be the one that is meant, or another of that name
        where = {"kind": "Application", "where": "value"}
        raise ProblemError(Problem("graph_unexpected_answer", where, retryable=True))
    if not found:
        raise NotFoundError(Problem("application_not_found", facts))
    if len(found) > 1:
        raise SeveralFoundError(Problem("application_ambiguous", facts))
    return await _inspected(graph, _classified(found[0], template_ids))


async def application_existence(graph: Graph, service_principal_id: str) -> Existence[Json]:
    """Whether the application (its service principal) exists: read by id, not from a list."""
    path = f"/servicePrincipals/{segment(service_principal_id)}"
    return await find_existence(
        lambda: none_if_not_found(graph.get(path, {"$select": "id,displayName"})),
        graph.created.creation(service_principal_id),
        graph.waits.clock,
    )


def _classified(one: Application, template_ids: Sequence[str]) -> Application:
    kind: Kind = "other"
    if one.application_template_id and one.application_template_id in template_ids:
        kind = "gallery"
    elif one.application_template_id == NON_GALLERY:
        kind = "non_gallery"
    return replace(one, kind=kind)


async def _inspected(graph: Graph, one: Application) -> Application:
    return replace(one, **await _look_inside(graph, one.id))


async def _look_inside(graph: Graph, application_id: str) -> _Inside:
    """The fields about jobs and templates; none about what may not or cannot be read, or is too new."""
    base = f"/servicePrincipals/{segment(application_id)}/synchronization"
    jobs, offered = await asyncio.gather(
        _readable(graph, SynchronizationJob, f"{base}/jobs"),
        _readable(graph, _TemplateId, f"{base}/templates", {"$select": "id"}),
    )
    templates: _Inside = {} if offered is None else {"template_ids": tuple(each.id for each in offered)}
    if jobs is None:
        return templates
    states = [job.schedule.state if job.schedule else "" for job in jobs]
    return {
        **templates,
        "job_ids": tuple(job.id for job in jobs),
        "job_state": next((each for each in states if each == "Active"), states[0] if states else ""),
        "inspected": True,
    }


async def _readable(
    graph: Graph, kind: type[T], path: str, params: Mapping[str, str] | None = None
) -> list[T] | None:
    """A whole list, or None when it may not or cannot be read. A new object is not waited for."""
    reader = RowReader(path)
    try:
        rows = await graph.whole_list(path, await graph.get(path, params), reader=reader)
    except GraphError as error:
        if error.status in {403, 404} and error.claims is None:
            return None
        raise
    found = [each for row in rows if (each := reader.read(kind, row)) is not None]
    return None if reader.unread else found


def _gallery_first(applications: Sequence[Application]) -> list[Application]:
    order = {"gallery": 0, "non_gallery": 1, "other": 2}
    return sorted(applications, key=lambda one: (order[one.kind], one.signs_on))


@dataclass(frozen=True, slots=True, config=CONFIG)
class _TemplateId:
    id: str
