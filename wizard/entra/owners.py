"""Owners of an enterprise application: they manage its provisioning without a directory role.

Entra docs: "Assign owners of enterprise applications". Graph docs: "List owners of a servicePrincipal".
"""

from __future__ import annotations

from pydantic.dataclasses import dataclass

from wizard.entra.graph import Graph, segment
from wizard.entra.values import CONFIG, Text


@dataclass(frozen=True, slots=True, config=CONFIG)
class Owner:
    """A person, or an application that signs in by itself; `id` is the object id."""

    id: Text
    display_name: Text = ""
    user_principal_name: Text = ""

    @property
    def name(self) -> str:
        """A name for people."""
        return self.display_name or self.user_principal_name or self.id


async def owners(graph: Graph, service_principal_id: str) -> tuple[Owner, ...]:
    """The owners of this application; raises `GraphError` where reading them is not allowed."""
    return await graph.rows(Owner, f"/servicePrincipals/{segment(service_principal_id)}/owners")
