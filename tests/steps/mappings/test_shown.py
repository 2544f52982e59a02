"""How the page shows values: as Entra writes them, left out, or uncertain with a reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.mapping.corpora import load
from wizard.entra.directory import Person
from wizard.mapping.attributes import read_schema
from wizard.mapping.expression import parse
from wizard.mapping.expression.source import to_source
from wizard.mapping.scoping import (
    IN,
    ScopeReason,
    ScopeVerdict,
)
from wizard.plan import PersonMapping
from wizard.playvox.scim import ScimAccount
from wizard.steps import Assistant
from wizard.steps.mappings.preview import AccountSearchResult, preview_view
from wizard.steps.mappings.rows import mapping_rows
from wizard.steps.mappings.source_trial import try_here

PERSON = {"mail": "a@b", "userPrincipalName": "a@b", "tags": ["x", "y"], "on": True, "IsSoftDeleted": False}


def mapping(expression: str) -> PersonMapping:
    """The usual mappings, with `displayName` mapped by this expression."""
    schema = read_schema(json.loads(json.dumps(load("playvox_schema"))))
    found = schema.mapping_for("User")
    assert found is not None
    old = found[1].mapping_to("displayName")
    assert old is not None
    changed = found[1].with_mapping(old.__class__("displayName", to_source(parse(expression))))
    return PersonMapping.of(schema.with_object_mapping(found[1], changed))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[mail]", "a@b"),
        ("[nobody]", ""),
        ("[on]", "True"),
        ("[tags]", '["x", "y"]'),
        ("Count([tags])", "2"),
        ('CDate("2024-01-02")', "1/2/2024 12:00:00 AM"),
        ("IgnoreFlowIfNullOrEmpty([nobody])", "(left out)"),
        ('IIF("a" = "a", IgnoreObjectFlow, "b")', "(leaves the person out)"),
    ],
)
def test_a_value_is_shown_as_entra_writes_it(expression: str, value: str) -> None:
    (row,) = try_here("expression", expression, [("Ana", PERSON)])
    assert row.value == value


def row(expression: str) -> Any:
    rows = mapping_rows(mapping(expression), PERSON)
    return next(each for each in rows if each.target == "displayName")


def test_an_uncertain_value_shows_its_reason_everywhere() -> None:
    doubtful = 'Split("a, b", ",")'
    (tried,) = try_here("expression", doubtful, [("Ana", PERSON)])
    sample = row(f"Item({doubtful}, 2)")
    for note in (tried.note, " ".join(sample.warnings)):
        assert "ask Entra" in note
        assert "spaces" in note, "the reason"
    assert row("[mail]").sample == "a@b"
    assert not any("ask Entra" in text for text in row("[mail]").warnings)


def test_what_has_no_value_for_this_person_says_so() -> None:
    found = row('CDate("soon")')
    assert found.sample == ""
    assert found.warnings


def test_a_preview_is_of_this_moment_and_names_its_doubts() -> None:
    year = str(datetime.now(UTC).year)
    made = mapping("Now()")
    shown = made.preview(PERSON, None, compliant=False)
    assert shown.body is not None
    assert year in shown.body["displayName"]
    assert year in row("Now()").sample
    doubtful = mapping('Append([nobody], "x")').preview(PERSON, None, compliant=False, trace=True)
    view = preview_view(Person("1", "a@b", "Ana"), PERSON, doubtful, AccountSearchResult())
    note = next(each.note for each in view.trace if each.target == "displayName")
    assert "ask Entra" in note


def test_a_switch_that_may_come_out_empty_later_is_warned_about() -> None:
    account = ScimAccount("7", "a@b", active=True, raw={"id": "7", "userName": "a@b", "active": True})

    def warned(expression: str, found: ScimAccount | None) -> bool:
        made = mapping(expression)
        raw = found.raw if found else None
        shown = made.preview(PERSON, raw, compliant=False, trace=True)
        view = preview_view(Person("1", "a@b", "Ana"), PERSON, shown, AccountSearchResult(found))
        return any("Switch" in text for text in view.warnings)

    assert warned('Switch([mail], "x", "a@b", "y")', account)
    assert not warned('Switch([mail], "x", "a@b", "y")', None), "a new account is worked out whole"
    assert not warned("[mail]", account), "the usual mapping of active is no reason to worry"


def test_a_random_value_says_that_it_is_one() -> None:
    (row,) = try_here("expression", "Guid()", [("Ana", PERSON)])
    assert "every time" in row.note


def test_whether_somebody_is_in_scope_may_be_uncertain_too() -> None:
    shown = mapping("[mail]").preview(PERSON, None, compliant=False)
    for verdict in (IN, ScopeVerdict(True, (ScopeReason.ANCHORS,))):
        view = preview_view(Person("1", "a@b", "Ana"), PERSON, shown, AccountSearchResult(), verdict)
        said = [text for text in view.warnings if "Only Entra can tell" in text]
        assert bool(said) != verdict.certain
        assert all("write ^ and $" in text for text in said), "the reason, and what helps"


async def test_what_one_account_read_is_not_shown_to_the_next(running: Assistant) -> None:
    await running.mappings.refresh()
    assert running.mappings.view.rows
    await running.before.sign_out()
    await running.before.sign_in()
    running.mappings.renew()
    assert not running.mappings.known()
    assert running.mappings.view.rows == ()
    assert running.mappings.view.name == ""
    await running.application.refresh()
    await running.mappings.refresh()
    assert running.mappings.view.rows
