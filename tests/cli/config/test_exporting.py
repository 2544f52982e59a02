"""Any tenant can be exported: what no file can say is a note, and applying leaves it alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.config.tenants import BASE, apply, enter
from wizard.cli.config import write_config
from wizard.cli.config.exporting import exported
from wizard.cli.config.reading import parse_config
from wizard.cli.setting_up import SettingUp
from wizard.practice.store import ObjectKind
from wizard.problem import ProblemError
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=20, replication_lag=0.0)


@pytest.fixture
async def tenant(practice: Practice, tmp_path: Path) -> AsyncIterator[Assistant]:
    """An assistant at a tenant where `BASE` was applied."""
    assistant = await enter(practice, tmp_path / "data")
    await apply(assistant, BASE)
    yield assistant
    await assistant.close()


def change_mapping(practice: Practice, target: str, **members: Any) -> None:
    """Change an attribute mapping in Entra, as the admin center or another program would."""
    store = practice.tenant.store
    (schema,) = store.each(ObjectKind.SCHEMA)

    def change(body: dict[str, Any]) -> None:
        for rule in body["synchronizationRules"]:
            for mapping in rule["objectMappings"]:
                for row in mapping["attributeMappings"]:
                    if row["targetAttributeName"] == target:
                        row.update(members)

    store.update(ObjectKind.SCHEMA, schema["id"], change)


async def test_what_cannot_be_said_is_a_note_and_stays(practice: Practice, tenant: Assistant) -> None:
    broken = {"type": "Function", "name": "Odd", "expression": "Odd((", "parameters": []}
    change_mapping(practice, "displayName", source=broken)
    change_mapping(practice, "name.formatted", flowType="ValueAddOnly", defaultValue='O\'Hare "é"')
    found = await exported(tenant)
    assert [note.rpartition(" ")[2] for note in found.notes] == ["mappings.displayName"]
    assert found.config.provisioning.mappings_complete is None
    assert "displayName" not in (found.config.mappings or {})
    text = write_config(found.config, found.notes)
    assert text.startswith("# ")
    again = parse_config(text, "setup.toml")
    assert (await SettingUp(tenant, again).plan(test=False)).changes == ()


def change_object_mappings(practice: Practice, kind: str, **members: Any) -> None:
    """Change the mapping of people in Entra, or add one of another kind of object."""
    store = practice.tenant.store
    (schema,) = store.each(ObjectKind.SCHEMA)

    def change(body: dict[str, Any]) -> None:
        for rule in body["synchronizationRules"]:
            for mapping in list(rule["objectMappings"]):
                if mapping["sourceObjectName"] == "User":
                    if kind != "User":
                        mapping = {**mapping, "sourceObjectName": kind, "name": kind}
                        rule["objectMappings"].append(mapping)
                    mapping.update(members)

    store.update(ObjectKind.SCHEMA, schema["id"], change)


async def test_nothing_is_dropped_without_a_note(practice: Practice, tenant: Assistant) -> None:
    change_object_mappings(practice, "Group", enabled=True)
    early = {"groups": [], "inputFilterGroups": [{"name": "Early", "clauses": []}]}
    change_object_mappings(practice, "User", scope=early, flowTypes="Add,Update,Restore", name="People")
    found = await exported(tenant)
    left_out = [note.partition(": ")[2] for note in found.notes]
    assert any(each.endswith("another mapping, which is on") for each in left_out)
    assert {"inputFilterGroups, categoryFilterGroups", "flowTypes: Restore"} <= set(left_out)
    text = write_config(found.config, found.notes)
    assert all(f"# {note}" in text for note in found.notes)
    again = parse_config(text, "setup.toml")
    assert (await SettingUp(tenant, again).plan(test=False)).changes == ()
    assert write_config((await exported(tenant)).config, found.notes) == text
    change_object_mappings(practice, "User", enabled=False)
    assert any("mapping of people is off" in note for note in (await exported(tenant)).notes)


async def test_nothing_is_exported_before_there_is_a_setup(practice: Practice, tmp_path: Path) -> None:
    assistant = await enter(practice, tmp_path / "data")
    try:
        with pytest.raises(ProblemError) as caught:
            await exported(assistant, "No such application")
        assert caught.value.problem.code == "application_not_found"
        await assistant.application.find()
        await assistant.application.add("Playvox 2")
        with pytest.raises(ProblemError) as caught:
            await exported(assistant)
        assert caught.value.problem.code == "address_first"
    finally:
        await assistant.close()


async def test_drift_sees_what_was_added_and_changed_elsewhere(
    practice: Practice, tenant: Assistant
) -> None:
    config = (await exported(tenant)).config
    change_mapping(practice, "displayName", flowType="ObjectAddOnly", matchingPriority=2)
    found = await SettingUp(tenant, config).plan(test=False)
    assert {(each.code, each.subject) for each in found.changes} == {
        ("mapping_apply", "displayName"),
        ("mapping_matching", "displayName"),
    }
    change_mapping(practice, "displayName", targetAttributeName="nickName")
    found = await SettingUp(tenant, config).plan(test=False)
    assert {(each.sign, each.code, each.subject) for each in found.changes} == {
        ("+", "mapping", "displayName"),
        ("-", "mapping", "nickName"),
    }
