"""Data quality in its parts: how values are shown, and whose name an account has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.services import TableGraph
from tests.plan.unit.tables import ROLE, Json
from tests.plan.unit.tenant import Tenant
from tests.plan.unit.test_data_quality import look
from wizard.plan.judging import ENABLED
from wizard.plan.quality_owners import find_owners
from wizard.plan.quality_report import quality_of
from wizard.plan.quality_values import marked, unsafe_characters


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Ana", "Ana"),
        (" Ana  ", "␣Ana␣␣"),
        ("   ", "␣␣␣"),
        ("A\u200bna\u00ad", "A⟨U+200B⟩na⟨U+00AD⟩"),
        ("x" * 120, "x" * 120),
        ("x" * 121, "x" * 120 + "…"),
        (" " + "x" * 121 + " ", "␣" + "x" * 120 + "…␣"),
        ("क्\u200dष", "क्\u200dष"),  # a joiner that belongs to the spelling
        ("山\u3000田", "山\u3000田"),
    ],
)
def test_how_a_value_is_shown(value: str, shown: str) -> None:
    assert marked(value) == shown


@pytest.mark.parametrize(
    ("value", "unsafe"),
    [("ana@x.org", ""), ('a"b', '"'), ("a%b", "%"), ("a\\b", "\\"), ('\\a%"%', '"%\\')],
)
def test_characters_that_make_a_search_unsafe(value: str, unsafe: str) -> None:
    assert unsafe_characters(value) == unsafe


# ---- looking up owners


async def owners(tenant: Tenant, *names: str) -> Any:
    async with TableGraph(tenant) as graph:
        return await find_owners(graph, names)


async def test_owners_by_sign_in_name_or_mail_whatever_the_letter_case(tenant: Tenant) -> None:
    tenant.person("ana", userPrincipalName="Ana@contoso.com", mail="a.doe@contoso.com")
    tenant.person("bo", accountEnabled=False, displayName=None, mail=None)
    found = await owners(tenant, "ana@contoso.com", "bo@contoso.com", "o'neil@contoso.com")
    ana, bo = ("ana", "Ana", "Ana@contoso.com", ENABLED), ("bo", "", "bo@contoso.com", 0)
    assert found == {"ana@contoso.com": ana, "a.doe@contoso.com": ana, "bo@contoso.com": bo}
    assert all("/users?" in each for each in tenant.requests)


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
async def test_of_two_people_with_one_name_the_enabled_one_is_the_owner(
    tenant: Tenant, order: tuple[str, str]
) -> None:
    for name in order:
        tenant.person(name, mail="team@contoso.com", accountEnabled=name == "new")
    assert (await owners(tenant, "team@contoso.com"))["team@contoso.com"][0] == "new"


@pytest.mark.parametrize(("names", "requests"), [(1, 2), (15, 2), (16, 4), (31, 6)])
async def test_fifteen_names_fit_into_a_condition(tenant: Tenant, names: int, requests: int) -> None:
    wanted = [f"p{number}@contoso.com" for number in range(names)]
    tenant.person("last", mail=wanted[-1])
    assert wanted[-1] in await owners(tenant, *wanted)
    assert len(tenant.requests) == requests


async def test_owners_that_may_not_be_read_are_unknown(tenant: Tenant) -> None:
    tenant.refused["/users?"] = 403
    assert await owners(tenant, "ana@contoso.com") is None


@pytest.mark.parametrize("answer", [{}, {"value": ["ana", {"id": 5, "mail": "ana@contoso.com"}]}])
async def test_owners_in_an_answer_that_cannot_be_read_are_unknown(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    monkeypatch.setattr(TableGraph, "_answer", lambda *_asked, **_how: (200, answer))
    assert await owners(tenant, "ana@contoso.com") is None


async def test_the_names_are_sent_as_text_of_a_condition(tenant: Tenant) -> None:
    asked: list[str] = []

    class Asked(TableGraph):
        def _part(self, part: Json) -> Json:
            asked.append(part["url"])
            return {"id": part["id"], "status": 200, "body": {"value": []}}

    async with Asked(tenant) as graph:
        await find_owners(graph, ["o'neil+x@contoso.com", "b@x.org"])
    fields = "/users?$select=id,displayName,userPrincipalName,mail,accountEnabled&$filter="
    condition = "in ('o''neil%2Bx@contoso.com','b@x.org')"
    assert asked == [f"{fields}userPrincipalName {condition}", f"{fields}mail {condition}"]


# ---- values


@pytest.mark.parametrize(
    ("expression", "department", "expected"),
    [
        ("[department]", "Sales", {}),
        ("[department]", " Sales", {"outer_spaces"}),
        ("[department]", "x" * 300, {"value_too_long"}),
        ("[department]", "x" * 256, {}),
        ("[department]", "Sa\u200bles ", {"outer_spaces", "hidden_characters"}),
        ("[department]", None, {"value_empty"}),
        ("[department]", "", {"value_empty"}),
        ("[department]", "Müller-Lüdenscheidt", {}),
        ('IIF([department]="no", IgnoreAttributeFlow, [department])', "no", {}),
    ],
)
async def test_what_is_wrong_with_a_text(
    tenant: Tenant, tmp_path: Path, expression: str, department: str | None, expected: set[str]
) -> None:
    tenant.map("title", expression)
    tenant.person("ana", ROLE, department=department)
    found = await look(tenant, tmp_path)
    assert {
        each.code for each in found.quality.findings if each.attribute == "title" and each.count
    } == set(expected)


async def test_a_default_fills_an_empty_value(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("title", "[department]", defaultValue="Agent")
    tenant.person("ana", ROLE)
    assert "value_empty" not in (await look(tenant, tmp_path)).codes()


@pytest.mark.parametrize(
    ("mail", "wrong"),
    [
        ("a@b.co", False),
        ("first.last@sub.contoso.com", False),
        ("a..b@contoso.com", True),
        (".a@contoso.com", True),
        ("a@contoso", True),
        ("a@-contoso.com", True),
        ("a@contoso.123", True),
        ("x" * 65 + "@contoso.com", True),
        ("x" * 64 + "@contoso.com", False),
        ("a b@contoso.com", True),
    ],
)
async def test_addresses(tenant: Tenant, tmp_path: Path, mail: str, wrong: bool) -> None:
    tenant.person("ana", ROLE, mail=mail)
    assert ("email_invalid" in (await look(tenant, tmp_path)).codes()) is wrong


async def test_an_address_with_a_hidden_character_is_judged_without_it(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", ROLE, mail="ana\u200b@contoso.com")
    codes = (await look(tenant, tmp_path)).codes()
    assert "hidden_characters" in codes
    assert "email_invalid" not in codes


async def test_a_mapping_that_is_no_expression_has_an_unknown_value_for_everyone(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.map("title", "[department]")
    row = next(
        each for each in tenant.mapping["attributeMappings"] if each["targetAttributeName"] == "title"
    )
    row["source"] = {"type": "Function", "name": "Nothing", "expression": "Nothing(", "parameters": []}
    for name in ("ana", "bo"):
        tenant.person(name, ROLE)
    finding = (await look(tenant, tmp_path)).finding("value_empty", "title")
    assert (finding.count, finding.unknown) == (None, 2)


# ---- accounts


async def test_an_inactive_account_of_a_leaver_needs_no_attention(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", account=True, accountEnabled=False)
    tenant.accounts["a-ana"]["active"] = False
    found = await look(tenant, tmp_path, sync_all=True)
    assert not {"leaver_disabled", "leaver_deleted", "leaver_unknown"} & found.codes()
    assert found.rows("account_without_owner") == {
        "a-ana": ("disabled", {"person": "Ana (ana@contoso.com)"})
    }


async def test_the_account_of_somebody_deleted_says_whether_it_ends(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("eve")
    tenant.account("a-ana", "ana")
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("ana", "create")
    found = await look(tenant, tmp_path)
    assert found.rows("leaver_deleted") == {"a-ana": ("ends", {"person": "Ana (ana@contoso.com)"})}
    assert "account_without_owner" not in found.codes(), "it is linked, so it is somebody's"
    stays = await look(tenant, tmp_path, stopped=True)
    assert stays.rows("leaver_deleted")["a-ana"][0] == "stays"


async def test_the_most_likely_owner_is_named(tenant: Tenant, tmp_path: Path) -> None:
    """The linked person before one who is enabled, and that one before a disabled one."""
    tenant.person("old", accountEnabled=False, mail="team@contoso.com")
    tenant.person("new", mail="team@contoso.com")
    tenant.account("one", "one", userName="team@contoso.com")
    found = await look(tenant, tmp_path)
    assert found.rows("account_without_owner")["one"] == (
        "enabled",
        {"person": "New (new@contoso.com)"},
    )
    assert "leaver_disabled" not in found.codes()
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("old", "create", account="one")
    found = await look(tenant, tmp_path)
    assert found.rows("leaver_disabled")["one"][1] == {"person": "Old (old@contoso.com)"}


async def test_accounts_whose_owner_is_unknown_are_counted(tenant: Tenant, tmp_path: Path) -> None:
    tenant.refused |= {"auditLogs": 403, "objectConnections": 403}
    tenant.person("ana", ROLE, account=True)
    tenant.account("stranger", "stranger")
    tenant.ran(code="NotRun", linked=10_000)
    finding = (await look(tenant, tmp_path)).finding("account_without_owner")
    assert (finding.count, finding.unknown) == (0, 1)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("t@x.org", "t@x.org"), {"matching_duplicate": 2}),
        (("t@x.org", "T@x.org"), {"matching_duplicate_case": 2}),
        (("t@x.org", "t@x.org", "T@x.org"), {"matching_duplicate": 2, "matching_duplicate_case": 3}),
        (("t@x.org", "u@x.org"), {}),
    ],
)
async def test_how_many_people_share_a_matching_value(
    tenant: Tenant, tmp_path: Path, names: tuple[str, ...], expected: dict[str, int]
) -> None:
    tenant.map("userName", "[mail]")
    for number, name in enumerate(names):
        tenant.person(f"p{number}", ROLE, mail=name)
    found = await look(tenant, tmp_path)
    codes = ("matching_duplicate", "matching_duplicate_case")
    assert {code: count for code in codes if (count := found.finding(code).count)} == expected


async def test_the_other_person_of_a_shared_value_is_never_oneself(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("userName", "[mail]")
    for name in ("ana", "bo", "cleo"):
        tenant.person(name, ROLE, mail="t@x.org")
    rows = (await look(tenant, tmp_path)).rows("matching_duplicate")
    assert {name: facts["other"].split()[0] for name, (_detail, facts) in rows.items()} == {
        "ana": "Bo",
        "bo": "Ana",
        "cleo": "Ana",
    }


async def test_a_matching_attribute_that_is_not_the_user_name(tenant: Tenant, tmp_path: Path) -> None:
    """Accounts are still found by the names of people, and duplicates by the matching attribute."""
    tenant.map("userName", "[userPrincipalName]", matchingPriority=0)
    tenant.map("externalId", "[mailNickname]", matchingPriority=1)
    tenant.person("ana", ROLE, mailNickname="another")
    tenant.account("one", "ana")
    tenant.account("two", "x", externalId="same")
    tenant.account("three", "y", externalId="SAME")
    found = await look(tenant, tmp_path)
    assert found.rows("account_under_mail") == {"ana": ("active", {"account": "ana@contoso.com"})}
    assert found.rows("account_duplicate") == {
        "three": ("", {"value": "same", "other": "X (x@contoso.com)"}),
        "two": ("", {"value": "same", "other": "Y (y@contoso.com)"}),
    }
    assert found.finding("account_duplicate").attribute == "externalId"


async def test_a_second_account_under_the_mail_of_somebody_who_has_one(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.person("ana", ROLE, account=True, mail="a.doe@contoso.com")
    tenant.account("two", "two", userName="A.Doe@contoso.com", active=False)
    found = await look(tenant, tmp_path)
    assert found.rows("account_second") == {"ana": ("inactive", {"account": "A.Doe@contoso.com"})}


async def test_an_account_linked_to_somebody_else_is_not_offered(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, mail="shared@contoso.com")
    tenant.person("bo")
    tenant.account("one", "one", userName="shared@contoso.com")
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("bo", "create", account="one")
    found = await look(tenant, tmp_path)
    assert "account_under_mail" not in found.codes()
    assert found.quality.by_mail.collide == 1


async def test_a_plan_without_data_quality_has_none(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE)
    assert quality_of(await tenant.plan(tmp_path)) is None
