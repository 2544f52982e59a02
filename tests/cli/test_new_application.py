"""The plan of an application to come: its mappings from the template where one shows them, else assumed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.cli.config import ApplicationTable, Config, PeopleTable, PlayvoxTable, ProvisioningTable
from wizard.cli.new_application import NEW_ROLE, new_application_request, starting_mappings
from wizard.network.clients import Network
from wizard.plan import PlanRequest, Run
from wizard.practice.store import ObjectKind
from wizard.steps import Assistant, PracticeLine, Services
from wizard.steps.base.planning import compute_plan

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=15, replication_lag=0.0)
CONFIG = Config(
    playvox=PlayvoxTable(tenant_url="https://acme.playvox.com/scim/v1"),
    application=ApplicationTable(name="Playvox"),
    people=PeopleTable(role="Agent"),
    provisioning=ProvisioningTable(deletion_threshold=0, keep_out_of_scope=True),
)


@pytest.fixture
async def assistant(practice: Practice, tmp_path: Path) -> AsyncIterator[Assistant]:
    async def launch() -> PracticeLine:
        return PracticeLine.model_validate(practice.line, from_attributes=True)

    made = Assistant(Services(tmp_path / "data", launch, Network()))
    await made.before.choose_practice()
    await made.before.sign_in()
    await made.key.use_practice_key()
    await made.key.save()
    await made.connection.set_address("acme")
    yield made
    await made.close()


async def request_of(assistant: Assistant, principals: Mapping[str, str], scope: str | None) -> PlanRequest:
    await assistant.application.find()
    starting = await starting_mappings(assistant)
    return new_application_request(assistant, CONFIG, principals, scope, starting)


async def test_what_the_file_says(assistant: Assistant) -> None:
    request = await request_of(assistant, {"group:Sales": "g", "a@b.c": "p"}, None)
    assert (request.sync_all, request.keep_out_of_scope, request.threshold) == (False, True, None)
    assert request.kind_of_run is Run.FIRST
    assert [(row.principal_id, row.principal_type) for row in request.assignments] == [
        ("g", "Group"),
        ("p", "User"),
    ]
    assert {row.app_role_id for row in request.assignments} == {NEW_ROLE}
    assert [role.display_name for role in request.roles] == ["Agent"]
    assert (await request_of(assistant, {}, "all")).sync_all


async def test_the_usual_mappings_are_assumed_where_nothing_shows_the_template(
    assistant: Assistant, practice: Practice
) -> None:
    shown = await request_of(assistant, {}, "all")
    assert not shown.mappings_assumed
    store = practice.tenant.store
    for kind in (ObjectKind.SERVICE_PRINCIPAL, ObjectKind.APPLICATION):
        store.query("DELETE FROM documents WHERE kind = ?", (kind.value,))
    assumed = await request_of(assistant, {}, "all")
    assert assumed.mappings_assumed
    plans = [await compute_plan(assistant.context, each) for each in (shown, assumed)]
    codes = [{note.code for note in plan.header.notes} for plan in plans]
    assert "mappings_assumed" not in codes[0]
    assert "mappings_assumed" in codes[1]
    assert plans[0].counts == plans[1].counts  # the practice template has the usual mappings
    for plan in plans:
        plan.discard()
