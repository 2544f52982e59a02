"""The application gallery: finding Playvox and adding it, once."""

from __future__ import annotations

import asyncio

from pydantic.dataclasses import dataclass

from wizard.entra.applications import AppRole
from wizard.entra.consistency import Deadline, none_if_not_found, wait_until
from wizard.entra.graph import Graph, Repeat, literal, segment
from wizard.entra.values import CONFIG, Json, Many, Text, read


@dataclass(frozen=True, slots=True, config=CONFIG)
class Template:
    """A gallery entry."""

    id: str
    display_name: Text = ""
    publisher: Text = ""
    description: Text = ""
    supported_provisioning_types: Many[str] = ()
    deprecation_date: Text = ""  # ISO 8601 date; Microsoft removes the entry then (Graph docs)

    @property
    def provisions(self) -> bool:
        """Whether the entry says it supports automatic provisioning."""
        return any(kind.casefold() == "sync" for kind in self.supported_provisioning_types)


@dataclass(frozen=True, slots=True)
class Added:
    """A freshly added application: object id, appId, id of the service principal, its roles."""

    application_id: str
    app_id: str
    service_principal_id: str
    display_name: str
    roles: tuple[AppRole, ...] = ()


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Registration:
    id: Text = ""
    app_id: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Principal:
    id: str
    app_id: Text = ""
    display_name: Text = ""
    app_roles: Many[AppRole] = ()


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Instantiated:
    application: _Registration
    service_principal: _Principal


async def find_templates(graph: Graph, name: str = "Playvox") -> tuple[Template, ...]:
    """Gallery entries of that name, the one that provisions first; empty where the cloud has none."""
    for condition in (f"displayName eq {literal(name)}", f"contains(displayName, {literal(name)})"):
        found = await graph.rows(Template, "/applicationTemplates", {"$filter": condition})
        if found:
            return tuple(sorted(found, key=lambda one: (not one.provisions, one.display_name.casefold())))
    return ()


async def add(graph: Graph, template_id: str, display_name: str) -> Added:
    """Create an application from the gallery (Graph docs: applicationTemplate instantiate).

    Retried only when Graph throttles it. When the response is lost the error has `maybe_done`:
    look for the application before asking again.
    """
    answer = await graph.post(
        f"/applicationTemplates/{segment(template_id)}/instantiate",
        {"displayName": display_name},
        repeat=Repeat.IF_THROTTLED,
        patience=120.0,
    )
    added = made(answer, display_name)
    graph.created.add(added.service_principal_id)
    graph.created.add(added.application_id)
    return added


def made(answer: Json, display_name: str) -> Added:
    """The created application in Graph's response (Graph docs: applicationServicePrincipal)."""
    both = read(_Instantiated, answer)
    application, principal = both.application, both.service_principal
    return Added(
        application.id,
        principal.app_id or application.app_id,
        principal.id,
        principal.display_name or display_name,
        principal.app_roles,
    )


async def until_known(graph: Graph, added: Added) -> None:
    """Wait until application and service principal can be read; from then on they count as seen.

    Raises "graph_replication_slow" when the limit since the application was created has passed.
    """
    waits, principal_id = graph.waits, added.service_principal_id
    known = graph.created.creation(principal_id)
    made_at = known.made if known is not None else waits.clock.now()
    deadline = Deadline.since(waits.clock, made_at, waits.bounds.application)
    places = {principal_id: ("service_principal", f"/servicePrincipals/{segment(principal_id)}")}
    if added.application_id:
        places[added.application_id] = ("application", f"/applications/{segment(added.application_id)}")

    async def seen(object_id: str, what: str, path: str) -> None:
        # Two successful reads in a row: replicas do not all show it at the same moment.
        for _again in range(2):
            await wait_until(
                what,
                lambda: none_if_not_found(graph.get(path, {"$select": "id"})),
                deadline=deadline,
                progress=waits.progress,
            )
        graph.created.saw(object_id)

    await asyncio.gather(*(seen(object_id, *place) for object_id, place in places.items()))
