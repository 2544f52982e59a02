"""The application gallery: finding Playvox and adding it, once."""

from __future__ import annotations

from pydantic.dataclasses import dataclass

from wizard.entra.applications import AppRole
from wizard.entra.graph import Graph
from wizard.entra.values import CONFIG, Many, Text
from wizard.entra.waiting import Progress

NON_GALLERY = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
"""Template of applications that are in no gallery (Graph docs: applicationTemplate instantiate)."""


@dataclass(frozen=True, slots=True, config=CONFIG)
class Template:
    """A gallery entry."""

    id: str
    display_name: Text = ""
    publisher: Text = ""
    description: Text = ""
    home_page_url: Text = ""
    supported_provisioning_types: Many[str] = ()
    supported_single_sign_on_modes: Many[str] = ()

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


async def find_templates(graph: Graph, name: str = "Playvox") -> tuple[Template, ...]:
    """Gallery entries of that name, the one that provisions first; empty where the cloud has none."""
    raise NotImplementedError


async def add(graph: Graph, template_id: str, display_name: str) -> Added:
    """Create an application from the gallery (Graph docs: applicationTemplate instantiate).

    Never repeated by itself: when the answer is lost the error has `maybe_done` and the caller looks for
    the application before asking again.
    """
    raise NotImplementedError


async def until_known(
    graph: Graph, added: Added, progress: Progress | None = None, *, patience: float = 600.0
) -> None:
    """Wait until application and service principal can be read everywhere.

    Raises "graph_replication_slow" after `patience` seconds.
    """
    raise NotImplementedError
