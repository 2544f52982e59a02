"""A file changes what it states and nothing else, and what is exported changes nothing."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cli.config.states import expected_after, facts_of
from tests.cli.config.tenants import BASE, apply, enter
from wizard.cli.config import Config, read_config, write_config
from wizard.cli.config.exporting import exported
from wizard.cli.config.reading import parse_config
from wizard.cli.setting_up import SettingUp
from wizard.steps import Assistant

if TYPE_CHECKING:
    from wizard.practice import Practice

pytestmark = pytest.mark.practice(people=20)
ROUND_TRIPS = int(os.environ.get("ROUND_TRIPS", "0"))
"""As many pairs of random files as this, instead of the usual few that are always the same."""
EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"
PEOPLE = ("ana@contoso.example", "cher@contoso.example", "group:Support", "group:O'Hare Team")
ROLES = ("User", "Auditor")
TARGETS = ("displayName", "externalId", "name.formatted", 'emails[type eq "work"].value')


def some(values: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """A table with any of these settings."""
    return st.fixed_dictionaries({}, optional=dict(values))


mapping = st.sampled_from(
    (
        "mail",
        'Join(" ", [givenName], [surname])',
        '"constant"',
        "",
        {"default": "d"},
        {"default": ""},
        {"apply": "on_creation"},
        {"apply": "always", "value": "[jobTitle]"},
        {"apply": "if_empty", "send": "always"},
        {"send": "when_changed", "missing_references": True},
        {"missing_references": False, "matching": 3},
        {"matching": 0, "value": "[mail]"},
    )
)
clause = st.sampled_from(
    (
        {"attribute": "department", "operator": "EQUALS", "value": "Support"},
        {"attribute": "mail", "operator": "IS NOT NULL"},
        {"attribute": "country", "operator": "NOT REGEX MATCH", "value": 'O\'Hare "x"\\d'},
    )
)
group = st.fixed_dictionaries(
    {"name": st.sampled_from(("One", "Two")), "clauses": st.lists(clause, min_size=1, max_size=2)}
)
entry = st.one_of(
    st.sampled_from(PEOPLE),
    st.fixed_dictionaries(
        {"name": st.sampled_from(PEOPLE), "role": st.sampled_from((*ROLES, list(ROLES)))}
    ),
)
files = some(
    {
        "playvox": some(
            {"tenant_url": st.sampled_from(("acme", "https://acme.playvox.com/scim/v1?aadOptscim062020"))}
        ),
        "people": some(
            {
                "scope": st.sampled_from(("assigned", "all")),
                "role": st.sampled_from(ROLES),
                "assign": st.lists(
                    entry,
                    max_size=4,
                    unique_by=lambda each: each if isinstance(each, str) else each["name"],
                ),
                "complete": st.booleans(),
                "scoping_filter": st.lists(group, max_size=2),
            }
        ),
        "application": some({"roles": st.lists(st.sampled_from((*ROLES, "Reviewer")), unique=True)}),
        "mappings": st.dictionaries(st.sampled_from(TARGETS), mapping, max_size=3),
        "actions": some({"create": st.booleans(), "update": st.booleans(), "deactivate": st.booleans()}),
        "provisioning": some(
            {
                "notification_email": st.sampled_from(("", "it@contoso.example", "ops@contoso.example")),
                "deletion_threshold": st.sampled_from((0, 5, 50)),
                "keep_out_of_scope": st.booleans(),
                "enabled": st.booleans(),
            }
        ),
    }
)
IS_ACTIVE = 'Switch([IsSoftDeleted], , "False", "True", "True", "False")'
KEPT = {"userName": "[userPrincipalName]", "active": IS_ACTIVE}
"""Mappings that a whole list must have: the matching one, and the one that deactivates."""


def whole(file: dict[str, Any]) -> dict[str, Any]:
    """The file with `[mappings]` as the whole list."""
    matching = {"userName": {"value": KEPT["userName"], "matching": 1}, "active": KEPT["active"]}
    running = {**file.get("provisioning", {}), "mappings_complete": True}
    return {**file, "mappings": {**matching, **file.get("mappings", {})}, "provisioning": running}


any_file = st.one_of(files, files, files.map(whole))


@pytest.fixture
async def tenant(practice: Practice, tmp_path: Path) -> AsyncIterator[Assistant]:
    """An assistant at a tenant where `BASE` was applied."""
    assistant = await enter(practice, tmp_path / "data")
    await apply(assistant, BASE)
    yield assistant
    await assistant.close()


@pytest.mark.timeout(240 + 60 * ROUND_TRIPS)
@given(data=st.tuples(any_file, any_file))
@settings(
    max_examples=ROUND_TRIPS or 8,
    deadline=None,
    derandomize=not ROUND_TRIPS,
    phases=(Phase.generate,),  # one tenant for all: shrinking would not start where the failure did
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_a_file_changes_what_it_states_and_nothing_else(
    tenant: Assistant, data: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    for file in data:
        config = Config.model_validate(file)
        before = facts_of((await exported(tenant)).config)
        await apply(tenant, config)
        found = await exported(tenant)
        assert facts_of(found.config) == expected_after(before, config)
        assert found.notes == ()
        text = write_config(found.config)
        reread = parse_config(text, "setup.toml")
        assert (await SettingUp(tenant, reread, key_stated=False).plan(test=False)).changes == ()
        assert write_config((await exported(tenant)).config) == text


async def test_the_example_of_the_docs_is_a_setup_from_nothing(practice: Practice, tmp_path: Path) -> None:
    assistant = await enter(practice, tmp_path / "data")
    try:
        config = read_config(EXAMPLES / "setup.toml")
        await apply(assistant, config)
        found = facts_of((await exported(assistant)).config)
        assert found == expected_after(found, config)
        assert found["assigned cher@contoso.example"] == ("Team leader",)
        assert (found["enabled"], len(found["filter"])) == (True, 1)
        await apply(assistant, read_config(EXAMPLES / "removing.toml"))
        after = facts_of((await exported(assistant)).config)
        changed = {name for name in {*found, *after} if found.get(name) != after.get(name)}
        assert changed == {
            "filter",
            "mapped externalId",
            "notification_email",
            "deletion_threshold",
        }
    finally:
        await assistant.close()


async def test_a_file_with_the_address_only_changes_nothing_in_a_running_tenant(tenant: Assistant) -> None:
    await apply(
        tenant, Config.model_validate({"people": {"scope": "all"}, "provisioning": {"enabled": True}})
    )
    config = parse_config('[playvox]\ntenant_url = "acme"\n', "setup.toml")
    assert (await SettingUp(tenant, config, key_stated=False).plan(test=False)).changes == ()
    assert (await SettingUp(tenant, Config(), key_stated=False).plan(test=False)).changes == ()


async def test_another_computer_finds_nothing_different(
    practice: Practice, tenant: Assistant, tmp_path: Path
) -> None:
    config = (await exported(tenant)).config
    other = await enter(practice, tmp_path / "elsewhere")
    try:
        assert (await SettingUp(other, config, key_stated=False).plan(test=False)).changes == ()
        assert write_config((await exported(other)).config) == write_config(config)
    finally:
        await other.close()
