"""Who is assigned to the application, and with which role."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic.dataclasses import dataclass

from wizard.entra.applications import AppRole
from wizard.entra.graph import Graph
from wizard.entra.values import CONFIG, Instant, Text
from wizard.problem import Problem


@dataclass(frozen=True, slots=True, config=CONFIG)
class Assignment:
    """One assignment of a user or group to the application."""

    id: str
    principal_id: str
    app_role_id: str
    principal_display_name: Text = ""
    principal_type: Text = ""  # "User", "Group", "ServicePrincipal"
    created_date_time: Instant = None

    @property
    def is_default_access(self) -> bool:
        """Assigned without any role (the zero id)."""
        return set(self.app_role_id) <= {"0", "-"}


@dataclass(frozen=True, slots=True)
class AssignResult:
    """What became of one row: "assigned", "already", "removed", "absent" or "failed" with its problem."""

    principal_id: str
    outcome: str
    assignment_id: str = ""
    problem: Problem | None = None


async def assigned(graph: Graph, service_principal_id: str) -> tuple[Assignment, ...]:
    """All assignments; recent changes may be missing for a while (Graph docs)."""
    raise NotImplementedError


def role_for(roles: Sequence[AppRole], wanted: str = "") -> str:
    """Id of the role to assign: by display name, value or id; "" takes "User", else the only one.

    The zero id is for applications without roles only. Raises "role_unknown" or "role_ambiguous".
    """
    raise NotImplementedError


async def assign(
    graph: Graph,
    service_principal_id: str,
    principal_ids: Sequence[str],
    app_role_id: str,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[AssignResult, ...]:
    """Assign people and groups, in batches; a row that was assigned before is "already"."""
    raise NotImplementedError


async def unassign(
    graph: Graph,
    service_principal_id: str,
    assignments: Sequence[Assignment],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[AssignResult, ...]:
    """Remove assignments; one that is gone already is "absent"."""
    raise NotImplementedError
