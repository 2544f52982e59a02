"""Assignments, a new tenant and the plan's report, at a practice tenant in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.config.tenants import BASE, apply, enter
from wizard.cli.apply import not_named
from wizard.cli.apply_report import apply_report
from wizard.cli.config import Config
from wizard.cli.config.exporting import exported
from wizard.cli.setting_up import SettingUp
from wizard.entra import assignments
from wizard.entra.applications import ZERO
from wizard.practice.store import ObjectKind
from wizard.problem import Problem, ProblemError
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=20)
ANA, CHER, SUPPORT = "ana@contoso.example", "cher@contoso.example", "group:Support"


@pytest.fixture
async def tenant(practice: Practice, tmp_path: Path) -> AsyncIterator[Assistant]:
    """An assistant at a tenant where `BASE` was applied."""
    assistant = await enter(practice, tmp_path / "data")
    await apply(assistant, BASE)
    yield assistant
    await assistant.close()


def people(*assign: Any, **settings: Any) -> Config:
    return Config.model_validate({"people": {"assign": list(assign), **settings}})


async def roles(assistant: Assistant) -> dict[str, tuple[str, ...]]:
    found = (await exported(assistant)).config.people
    return {entry.name: entry.roles or (found.role or "",) for entry in found.assign or ()}


async def refused(assistant: Assistant, config: Config) -> Problem:
    with pytest.raises(ProblemError) as caught:
        await SettingUp(assistant, config).plan(test=False)
    return caught.value.problem


async def test_a_wrong_role_is_corrected_and_said_as_one_change(tenant: Assistant) -> None:
    effect = await apply(tenant, people(ANA, role="Auditor"))
    (change,) = effect.changes
    assert (change.sign, change.code, change.before, change.after) == ("~", "role", "User", "Auditor")
    assert await roles(tenant) == {ANA: ("Auditor",)}
    await apply(tenant, people({"name": ANA, "role": ["Auditor", "User"]}))
    assert await roles(tenant) == {ANA: ("Auditor", "User")}


async def test_default_access_is_corrected_kept_and_exported(practice: Practice, tenant: Assistant) -> None:
    ids = await tenant.people.resolve([CHER])
    application = tenant.context.facts.application_id
    # Entra may hold such rows from before the application had roles.
    row = {
        "id": "default-access",
        "deletedDateTime": None,
        "createdDateTime": "2026-01-01T00:00:00Z",
        "principalId": ids[CHER],
        "principalType": "User",
        "principalDisplayName": "Cher",
        "resourceDisplayName": "Playvox",
        "resourceId": application,
        "appRoleId": ZERO,
    }
    store = practice.tenant.store
    store.put(ObjectKind.ASSIGNMENT, row["id"] or "", row, parent=application, key=ids[CHER])
    assert await roles(tenant) == {ANA: ("User",), CHER: ("Default Access",)}
    config = (await exported(tenant)).config
    assert (await SettingUp(tenant, config).plan(test=False)).changes == ()
    drift = await SettingUp(tenant, people(CHER, role="User", complete=False)).plan(test=False)
    assert [(each.code, each.before, each.after) for each in drift.changes] == [
        ("role", "Default Access", "User")
    ]
    await apply(tenant, people(CHER, role="User"))
    assert await roles(tenant) == {ANA: ("User",), CHER: ("User",)}
    problem = await refused(tenant, people(CHER, role="Default Access"))
    assert (problem.code, problem.facts["role"]) == ("role_unknown", "Default Access")


async def test_who_is_not_named_stays_or_goes_as_the_file_says(tenant: Assistant) -> None:
    await apply(tenant, people(CHER, SUPPORT))
    assert set(await roles(tenant)) == {ANA, CHER, SUPPORT}
    for complete, beyond in ((None, ["Ana Souza"]), (False, [])):
        setting_up = SettingUp(tenant, people(CHER, SUPPORT, complete=complete))
        assert (await setting_up.plan(test=False)).changes == ()
        found = (await setting_up.beyond()).changes
        assert [each.what for each in found if each.code == "assignment_beyond"] == beyond
    effect = await apply(tenant, people(SUPPORT, complete=True))
    assert sorted((each.sign, each.code) for each in effect.changes) == [("-", "assignment")] * 2
    assert set(await roles(tenant)) == {SUPPORT}
    await apply(tenant, people(complete=True))
    assert await roles(tenant) == {}


async def test_a_group_of_a_name_that_another_has_is_exported_by_its_id(
    practice: Practice, tenant: Assistant
) -> None:
    await apply(tenant, people(SUPPORT))
    store = practice.tenant.store
    support = next(each for each in store.groups() if each["displayName"] == "Support")
    store.put_group({**support, "id": "11111111-2222-3333-4444-555555555555"})
    assert set(await roles(tenant)) == {ANA, f"group:{support['id']}"}
    config = (await exported(tenant)).config
    assert (await SettingUp(tenant, config).plan(test=False)).changes == ()
    problem = await refused(tenant, people(SUPPORT))
    assert (problem.code, problem.facts["name"]) == ("group_ambiguous", "Support")


async def test_a_sign_in_name_with_an_apostrophe_is_found(practice: Practice, tenant: Assistant) -> None:
    store = practice.tenant.store
    ana = store.user(ANA)
    assert ana is not None
    name = "o'hare#1@contoso.example"
    store.put_user({**ana, "id": "99999999-2222-3333-4444-555555555555", "userPrincipalName": name})
    await apply(tenant, people(name))
    assert set(await roles(tenant)) == {ANA, name}


async def test_everybody_who_is_missing_is_named(tenant: Assistant) -> None:
    problem = await refused(tenant, people("no'body@x.example", ANA, "nobody.2@x.example"))
    assert (problem.code, problem.facts["name"]) == (
        "person_not_found",
        "no'body@x.example, nobody.2@x.example",
    )
    problem = await refused(tenant, people("group:No such", ANA))
    assert (problem.code, problem.facts["name"]) == ("group_not_found", "No such")


async def test_an_unknown_attribute_is_named_with_the_near_one(tenant: Assistant) -> None:
    problem = await refused(tenant, Config.model_validate({"mappings": {"displayname": "mail"}}))
    assert (problem.code, problem.facts["target"], problem.facts["near"]) == (
        "mapping_edit.target_unknown",
        "displayname",
        "displayName",
    )


async def test_a_new_tenant_is_set_up_switched_off(practice: Practice, tmp_path: Path) -> None:
    assistant = await enter(practice, tmp_path / "data")
    try:
        config = Config.model_validate(
            {
                "playvox": {"tenant_url": "acme"},
                "people": {"assign": [ANA], "role": "Auditor"},
                "application": {"roles": ["Auditor"]},
                "provisioning": {"enabled": False},
            }
        )
        effect = await apply(assistant, config)
        codes = [each.code for each in effect.changes]
        assert {"application", "application_role", "provisioning_job", "tenant_url"} <= set(codes)
        assert all(codes), "every change has its code"
        (assigned,) = [each for each in effect.changes if each.code == "assignment"]
        assert (assigned.detail, assigned.after) == ("assigned as Auditor", "Auditor")
        found = (await exported(assistant)).config
        assert (found.provisioning.enabled, found.provisioning.deletion_threshold) == (False, 50)
        assert await roles(assistant) == {ANA: ("Auditor",)}
    finally:
        await assistant.close()


async def test_the_report_names_the_tenant_the_groups_and_the_restarts(tenant: Assistant) -> None:
    config = Config.model_validate(
        {
            "people": {"assign": [SUPPORT]},
            "mappings": {"displayName": "mail"},
            "provisioning": {"enabled": True},
        }
    )
    setting_up = SettingUp(tenant, config)
    effect = await setting_up.plan(test=False)
    report = await apply_report(tenant, setting_up.application_name, setting_up.principals, effect)
    target = report.target
    app = tenant.context.facts.application.value
    assert app is not None
    assert (target.application_id, target.app_id, target.application_name) == (
        app.id,
        app.app_id,
        "Playvox",
    )
    assert target.job_id
    assert target.account == "admin@contoso.example"
    assert [(group.name, (group.people or 0) > 0) for group in report.groups] == [("Support", True)]
    assert report.restarts == ("first_cycle",)
    shown = report.json()
    assert shown["restarts"] == [{"code": "first_cycle"}]
    assert all(target.tenant_id in text or text for text in report.heading())
    assert any("Support" in text for text in report.consequences())
    rows = await assignments.assigned(tenant.context.session.graph, app.id)
    assert len(rows) == 1, "a report changes nothing"


async def test_apply_names_the_assignments_that_drift_reports(tenant: Assistant) -> None:
    setting_up = SettingUp(tenant, people(SUPPORT))
    await setting_up.plan(test=False)
    (warning,) = not_named(await setting_up.beyond()).warnings
    assert warning.code == "assignments_not_in_file"
    assert "not in the file (1): Ana Souza." in warning
    agreed = SettingUp(tenant, people(SUPPORT, complete=False))
    await agreed.plan(test=False)
    assert not_named(await agreed.beyond()).warnings == ()


async def test_a_plan_of_people_is_tied_to_the_mappings_and_roles_of_the_file(tenant: Assistant) -> None:
    async def marks(value: str, role: str) -> tuple[str, str]:
        file = {"mappings": {"displayName": value}, "people": {"assign": [CHER], "role": role}}
        setting_up = SettingUp(tenant, Config.model_validate(file))
        await setting_up.plan(test=False)
        request = await setting_up.plan_request()
        return request.schema_fingerprint, request.assignments_fingerprint

    first = await marks("mail", "User")
    assert await marks("mail", "User") == first
    other = await marks("jobTitle", "Auditor")
    assert other[0] != first[0]
    assert other[1] != first[1]
