"""App roles: adding and removing one, always by sending the whole list back.

Graph docs: application update, appRole. Existing roles go back unchanged (without `origin`, which Graph
refuses); a role must be disabled, and shown as disabled, before it can be removed.
"""

from __future__ import annotations

import uuid
from typing import Any

from pydantic.dataclasses import dataclass

from wizard.entra.consistency import send_then_verify, wait_until
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, Repeat, literal, segment
from wizard.entra.values import CONFIG, Flag, Json, Many, Text, read
from wizard.problem import NotFoundError, Problem, ProblemError

ZERO = "00000000-0000-0000-0000-000000000000"
"""Role id of an assignment without a role ("Default Access")."""
_TOO_EARLY = "CannotDeleteOrUpdateEnabledEntitlement"


@dataclass(frozen=True, slots=True, config=CONFIG)
class AppRole:
    """A role of an application. Gallery roles have no value (""): that is normal."""

    id: str
    display_name: Text = ""
    value: Text = ""
    description: Text = ""
    is_enabled: Flag = True
    allowed_member_types: Many[str] = ()

    @property
    def for_people(self) -> bool:
        """Whether it can be assigned to users and groups."""
        return self.is_enabled and "User" in self.allowed_member_types


async def application_object_id(graph: Graph, app_id: str) -> str:
    """Object id of the application registration behind an appId (where roles are changed).

    Raises "application_not_found", e.g. when the registration lives in another tenant.
    """
    params = {"$filter": f"appId eq {literal(app_id)}", "$select": "id"}
    async for row in graph.items("/applications", params, limit=1):
        return str(row.get("id") or "")
    raise NotFoundError(Problem("application_not_found", {"name": app_id, "count": "0"}))


async def roles(graph: Graph, application_object_id: str) -> tuple[AppRole, ...]:
    """The roles in the application manifest."""
    return tuple(read(AppRole, row) for row in await _rows(graph, application_object_id))


async def add_role(graph: Graph, application_object_id: str, display_name: str, value: str) -> AppRole:
    """Add a role for people and wait until Entra shows it.

    An enabled role of the same value that exists already is returned unchanged.
    """
    for row in await _rows(graph, application_object_id):
        role = read(AppRole, row)
        if role.value == value and role.for_people:
            return role
    new: Json = {
        "id": str(uuid.uuid4()),
        "allowedMemberTypes": ["User"],
        "displayName": display_name,
        "description": display_name,
        "value": value,
        "isEnabled": True,
    }

    async def look() -> AppRole | None:
        return await _role(graph, application_object_id, new["id"])

    async def send() -> None:
        await _write(graph, application_object_id, [*await _rows(graph, application_object_id), new])

    waits = graph.waits
    await send_then_verify("role", send, look, waits)
    deadline = waits.deadline(waits.bounds.role)
    return await wait_until("role", look, deadline=deadline, progress=waits.progress)


async def remove_role(graph: Graph, application_object_id: str, role_id: str) -> None:
    """Disable a role, wait until Entra shows that, then remove it; does nothing when it does not exist."""
    waits, present = graph.waits, await _rows(graph, application_object_id)
    if not any(row.get("id") == role_id for row in present):
        return

    async def switch_off() -> None:
        now = await _rows(graph, application_object_id)
        rows = [{**row, "isEnabled": False} if row.get("id") == role_id else row for row in now]
        await _write(graph, application_object_id, rows)

    async def disabled() -> bool | None:
        role = await _role(graph, application_object_id, role_id)
        return True if role is None or not role.is_enabled else None

    async def take_out() -> None:
        # Read again: meanwhile another role of the list may have been changed elsewhere.
        now = await _rows(graph, application_object_id)
        await _write(graph, application_object_id, [row for row in now if row.get("id") != role_id])

    async def gone() -> bool | None:
        return True if await _role(graph, application_object_id, role_id) is None else None

    async def removed() -> bool | None:
        try:
            await send_then_verify("role", take_out, gone, waits)
        except GraphError as error:
            if error.says(_TOO_EARLY):
                return None  # another replica still shows it as enabled
            raise
        return True

    await send_then_verify("role", switch_off, disabled, waits)
    for look in (disabled, removed, gone):
        deadline = waits.deadline(waits.bounds.role)
        await wait_until("role", look, deadline=deadline, progress=waits.progress)


async def _rows(graph: Graph, application_object_id: str) -> list[dict[str, Any]]:
    answer = await graph.get(f"/applications/{segment(application_object_id)}", {"$select": "id,appRoles"})
    found = answer.get("appRoles")
    if isinstance(found, list) and all(isinstance(row, dict) for row in found):
        return found
    # Unread roles are not absent ones: a list that is written without them would delete them.
    facts = {"kind": "AppRole", "where": "appRoles"}
    raise ProblemError(Problem("graph_unexpected_answer", facts, retryable=True))


async def _role(graph: Graph, application_object_id: str, role_id: str) -> AppRole | None:
    try:
        found = await roles(graph, application_object_id)
    except GraphError as error:
        if error.status != 404 or graph.created.in_path(application_object_id) is None:
            raise  # the application is gone
        return None
    return next((role for role in found if role.id == role_id), None)


async def _write(graph: Graph, application_object_id: str, rows: list[dict[str, Any]]) -> None:
    wanted = [
        {name: value for name, value in row.items() if name != "origin" and "@odata" not in name}
        for row in rows
    ]
    path = f"/applications/{segment(application_object_id)}"
    await graph.patch(path, {"appRoles": wanted}, repeat=Repeat.IF_REJECTED)
