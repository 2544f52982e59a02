"""One row that cannot be read: every list goes on without it, and says how many are missing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.entra.wire import Reply, Request, WireGraph
from wizard.entra import applications, assignments, directory, gallery, jobs, logs, schema
from wizard.entra.graph import Graph
from wizard.entra.rows import list_name, unread_of
from wizard.messages import explain
from wizard.notices import collecting
from wizard.problem import ProblemError

GOOD: dict[str, Any] = {
    "id": "1",
    "displayName": "Playvox",
    "principalId": "p",
    "appRoleId": "r",
    "userPrincipalName": "ana@contoso.example",
    "roleDefinitionId": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
    "name": "EQUALS",
}
ODD: dict[str, Any] = {
    "null": None,
    "a number": 7,
    "a text": "row",
    "a list": [{}],
    "a name that is an object": {**GOOD, "displayName": {"a": 1}, "roleDefinitionId": {}, "name": []},
}


async def _everybody(graph: Graph) -> list[object]:
    return [each async for each in directory.everybody(graph)]


async def _members(graph: Graph) -> list[object]:
    return [each async for each in directory.members(graph, "g")]


DOORS: dict[str, Callable[[Graph], Awaitable[Any]]] = {
    "people": lambda graph: directory.search_people(graph, "a"),
    "everybody": _everybody,
    "members": _members,
    "groups": lambda graph: directory.search_groups(graph, "a"),
    "groups by name": lambda graph: directory.group_by_name(graph, "a"),
    "roles": directory.my_roles,
    "eligible roles": directory.eligible_roles,
    "own applications": directory.my_applications,
    "assignments": lambda graph: assignments.assigned(graph, "sp"),
    "applications": lambda graph: applications.find(graph, [], inspect=False),
    "gallery": lambda graph: gallery.find_templates(graph),
    "templates": lambda graph: jobs.templates(graph, "sp"),
    "jobs": lambda graph: jobs.jobs(graph, "sp"),
    "operators": lambda graph: schema.filter_operators(graph, "sp", "job"),
    "functions": lambda graph: schema.functions(graph, "sp", "job"),
    "logs": lambda graph: logs.log_entries(graph, "sp"),
}
_SPOILT = {"assignments": "principalId", "jobs": "templateId", "templates": "metadata", "logs": "jobId"}
"""The member that makes an object of this list unreadable, where it is no name."""


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("door", DOORS)
async def test_a_list_goes_on_without_a_row_that_cannot_be_read(
    wire: WireGraph, door: str, odd: str
) -> None:
    row = ODD[odd]
    if isinstance(row, dict) and door in _SPOILT:
        row = {**GOOD, _SPOILT[door]: {"a": 1}}
    wire.script = lambda request: Reply(body={"value": [row, GOOD, row]})
    with collecting() as noticed:
        found = await DOORS[door](wire.graph)
    assert len(found) == 1
    [problem] = noticed
    assert (problem.code, problem.facts["n"]) == ("graph_rows_unread", "2")
    assert "2" in explain(problem).what


@pytest.mark.parametrize("value", [None, {}, "rows", 5])
@pytest.mark.parametrize("door", DOORS)
async def test_an_answer_without_a_list_is_never_an_empty_list(
    wire: WireGraph, door: str, value: Any
) -> None:
    wire.script = lambda request: Reply(body={"value": value})
    with pytest.raises(ProblemError) as caught:
        await DOORS[door](wire.graph)
    assert caught.value.problem.code == "graph_unexpected_answer"


async def test_the_same_list_read_twice_misses_no_more_rows(wire: WireGraph) -> None:
    wire.script = lambda request: Reply(body={"value": [None, GOOD]})
    with collecting() as around, collecting() as within:
        for _each in range(2):
            found = await assignments.assigned(wire.graph, "sp")
    assert unread_of(found) == 1
    assert [each.facts["n"] for each in within] == ["1"]
    assert around == within


async def test_a_job_that_cannot_be_read_is_not_replaced_by_a_new_one(wire: WireGraph) -> None:
    wire.script = lambda request: Reply(body={"value": [{"id": "1", "templateId": {"a": 1}}]})
    with pytest.raises(ProblemError) as caught:
        await jobs.ensure_job(wire.graph, "sp", "scim")
    assert caught.value.problem.code == "jobs_unread"
    assert {request.method for request in wire.requests} == {"GET"}


async def test_the_only_readable_job_is_not_taken_for_the_only_one(wire: WireGraph) -> None:
    wire.script = lambda request: Reply(body={"value": [{"id": "1"}, None]})
    found = await jobs.jobs(wire.graph, "sp")
    with pytest.raises(ProblemError) as caught:
        jobs.choose_job(found, "")
    assert caught.value.problem.code == "jobs_unread"
    assert jobs.choose_job(found, "1").id == "1"


async def test_an_application_with_an_unreadable_job_is_listed_without_its_jobs(wire: WireGraph) -> None:
    def script(request: Request) -> Reply:
        rows = [None] if request.path.endswith("/jobs") else [GOOD]
        return Reply(body={"value": rows})

    wire.script = script
    [found] = await applications.find(wire.graph, [])
    assert (found.id, found.inspected) == ("1", False)


async def test_a_license_that_cannot_be_read_is_unknown(wire: WireGraph) -> None:
    plans = [{"servicePlanName": "AAD_PREMIUM"}]
    good = {"capabilityStatus": "Enabled", "servicePlans": plans}
    wire.script = lambda request: Reply(body={"value": [{"servicePlans": 5}]})
    assert (await directory.tenant_license(wire.graph)).groups_assignable is None
    wire.script = lambda request: Reply(body={"value": [{"servicePlans": 5}, good]})
    assert (await directory.tenant_license(wire.graph)).groups_assignable is True


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/users", "users"),
        ("/groups/x/members/microsoft.graph.user", "members"),
        ("/servicePrincipals/x/synchronization/jobs", "jobs"),
        ("/a/filterByCurrentUser(on='principal')", "filterByCurrentUser"),
        ("/auditLogs/provisioning", "provisioning"),
    ],
)
def test_a_list_is_named_as_graph_names_it(path: str, name: str) -> None:
    assert list_name(path) == name
