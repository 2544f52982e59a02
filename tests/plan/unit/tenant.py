"""A tenant whose plan takes milliseconds, and short forms of its plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.plan.unit.services import TableGraph, TablePlayvox
from tests.plan.unit.tables import ROLES, Json, Tables
from wizard.mapping.attributes import MappingSchema, read_schema
from wizard.plan import Plan, PlanProgress, PlanRequest, PlanRow, compute
from wizard.plan.computing import LINKS_FILE
from wizard.plan.link_store import KnownLink, LinkStore

BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
"""Earlier than every cycle."""


class Tenant(Tables):
    """Tables, and the plan computed from them."""

    def request(self, **changes: Any) -> PlanRequest:
        """The plan's request for this tenant."""
        values: dict[str, Any] = {
            "application_id": "application",
            "schema": self.mappings(),
            "assignments": tuple(self.assignments),
            "roles": ROLES,
            "job": self.job,
            "mappings_since": BEFORE,
            **changes,
        }
        return PlanRequest(**values)

    def remembered(self, folder: Path, *links: KnownLink) -> None:
        """Links that earlier plans stored an hour ago; they still exist."""
        LinkStore(folder / LINKS_FILE).save("job", links, "2026-01-01T00:00:00Z", "2026-11-03T11:00:00Z")
        for each in links:
            if each.state != "none":
                self.linked(each.person, each.account)

    def mappings(self) -> MappingSchema:
        return read_schema(self.schema)

    async def plan(self, folder: Path, told: list[PlanProgress] | None = None, **changes: Any) -> Plan:
        """Compute its plan."""
        async with TableGraph(self) as graph, TablePlayvox(self) as playvox:
            tell = None if told is None else told.append
            return await compute(graph, playvox, self.request(**changes), folder, tell)


def link(person: str, account: str = "", **more: Any) -> KnownLink:
    """Add a person who is linked to an account."""
    values: Json = {"state": "linked", "at": "2026-10-20T00:00:00Z", "name": person.title(), **more}
    return KnownLink(person, account or f"a-{person}", **values)


def rows_of(plan: Plan) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Action, reason and facts of each row, by id."""
    return {row.id: (row.action, row.reason, dict(row.facts)) for row in plan.all_rows()}


def reasons_of(plan: Plan) -> dict[str, tuple[str, str]]:
    """Action and reason of each row, by id."""
    return {row.id: (row.action, row.reason) for row in plan.all_rows()}


def notes_of(plan: Plan) -> dict[str, dict[str, str]]:
    """Facts of each note, by code."""
    return {note.code: dict(note.facts) for note in plan.header.notes}


def kinds_of(rows: Iterable[PlanRow]) -> dict[str, str]:
    """Kind of each row, by id."""
    return {row.id: row.kind for row in rows}
