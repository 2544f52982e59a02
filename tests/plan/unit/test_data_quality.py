"""Findings about the data of everyone in scope, from tables: who is behind each, and what stays unknown."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.plan.unit.tables import NOW, ROLE
from tests.plan.unit.tenant import Tenant
from wizard.plan import Plan
from wizard.plan import quality_report as report_module
from wizard.plan.quality import CODES, Quality, QualityFinding
from wizard.plan.quality_document import write_quality
from wizard.plan.quality_report import FindingRows, quality_of

EMAIL = 'emails[type eq "work"].value'


@dataclass
class Found:
    """The findings of a plan, and the people behind them."""

    plan: Plan
    quality: Quality

    def finding(self, code: str, attribute: str | None = None) -> QualityFinding:
        [found] = [
            each
            for each in self.quality.findings
            if each.code == code and attribute in (None, each.attribute)
        ]
        return found

    def rows(self, code: str, attribute: str | None = None) -> dict[str, tuple[str, dict[str, str]]]:
        finding = self.finding(code, attribute)
        rows = list(FindingRows(self.plan, finding).every())
        assert len(rows) == (finding.count or 0)
        return {row.id: (row.detail, dict(row.facts)) for row in rows}

    def codes(self) -> set[str]:
        return {each.code for each in self.quality.findings if each.count}


async def look(tenant: Tenant, folder: Path, **changes: Any) -> Found:
    plan = await tenant.plan(folder, quality=True, **changes)
    quality = quality_of(plan)
    assert quality is not None
    return Found(plan, quality)


async def test_clean_data_has_every_check_and_no_finding(tenant: Tenant, tmp_path: Path) -> None:
    for name in ("ana", "bo"):
        tenant.person(name, ROLE, account=True)
    tenant.person("eve", accountEnabled=False)
    found = await look(tenant, tmp_path)
    assert [each.code for each in found.quality.findings] == list(CODES)
    assert all((each.count, each.unknown) == (0, 0) for each in found.quality.findings)
    assert (found.quality.people, found.quality.scope_unknown, found.quality.accounts) == (2, 0, 2)
    assert (found.quality.found, found.quality.attention) == ((), False)
    assert found.finding("matching_empty").attribute == "userName"
    assert found.finding("account_duplicate").attribute == "userName"
    assert found.finding("mail_missing").attribute == ""


async def test_shared_matching_values(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("userName", "[mail]")
    for name, mail in (("ana", "t@x.org"), ("bo", "t@x.org"), ("cleo", "T@x.org"), ("dan", "u@x.org")):
        tenant.person(name, ROLE, mail=mail)
    tenant.person("eve", mail="u@x.org")  # not in scope
    found = await look(tenant, tmp_path)
    assert found.rows("matching_duplicate") == {
        "ana": ("", {"value": "t@x.org", "other": "Bo (bo@contoso.com)"}),
        "bo": ("", {"value": "t@x.org", "other": "Ana (ana@contoso.com)"}),
    }
    assert found.rows("matching_duplicate_case") == {
        "ana": ("", {"value": "t@x.org", "other": "Cleo (cleo@contoso.com)"}),
        "bo": ("", {"value": "t@x.org", "other": "Cleo (cleo@contoso.com)"}),
        "cleo": ("", {"value": "T@x.org", "other": "Ana (ana@contoso.com)"}),
    }
    assert found.finding("matching_duplicate").attention
    assert found.quality.attention


async def test_matching_values_that_cannot_be_searched(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("userName", "[mail]")
    tenant.person("ana", ROLE, mail='a"b\\c%@x.org')
    tenant.person("bo", ROLE, mail=None)
    tenant.person("cleo", ROLE)
    found = await look(tenant, tmp_path)
    assert found.rows("matching_special") == {
        "ana": ("", {"characters": '" % \\', "value": 'a"b\\c%@x.org'})
    }
    assert found.rows("matching_empty") == {"bo": ("", {})}


async def test_sign_in_name_against_mail(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, mail="other@x.org")
    tenant.person("bo", ROLE, mail="BO@contoso.com")
    tenant.person("cleo", ROLE, mail="  ")
    tenant.person("dan", ROLE)
    tenant.person("eve", mail=None)
    found = await look(tenant, tmp_path)
    assert found.rows("upn_differs_from_mail") == {
        "ana": ("", {"upn": "ana@contoso.com", "mail": "other@x.org"})
    }
    assert found.rows("upn_mail_case") == {"bo": ("", {"upn": "bo@contoso.com", "mail": "BO@contoso.com"})}
    assert found.rows("mail_missing") == {"cleo": ("", {"upn": "cleo@contoso.com"})}


@pytest.mark.parametrize(
    ("code", "attribute", "values", "facts"),
    [
        ("hidden_characters", "displayName", {"displayName": "Ze\u200bro"}, {"value": "Ze⟨U+200B⟩ro"}),
        ("outer_spaces", "displayName", {"displayName": " Ana  "}, {"value": "␣Ana␣␣"}),
        ("email_invalid", EMAIL, {"mail": "no address"}, {"value": "no address"}),
        ("value_empty", "name.familyName", {"surname": None}, {}),
        (
            "value_too_long",
            "displayName",
            {"displayName": "x" * 257},
            {"length": "257", "limit": "256", "value": "x" * 120 + "…"},
        ),
        (
            "value_too_long",
            EMAIL,
            {"mail": "x" * 249 + "@x.org"},
            {"length": "255", "limit": "254", "value": "x" * 120 + "…"},
        ),
    ],
)
async def test_values_that_are_wrong(
    tenant: Tenant,
    tmp_path: Path,
    code: str,
    attribute: str,
    values: dict[str, Any],
    facts: dict[str, str],
) -> None:
    tenant.person("ana", ROLE, **values)
    tenant.person("bo", ROLE)
    tenant.person("cleo", **values)  # not in scope
    found = await look(tenant, tmp_path)
    assert found.rows(code, attribute) == {"ana": ("", facts)}


@pytest.mark.parametrize(
    "values",
    [
        {"displayName": "x" * 256},
        {"displayName": "山田\u3000太郎"},
        {"displayName": "O’Neil é"},
        {"mail": "a" * 64 + "@" + "b" * 60 + ".org"},
        {"mail": "a.b+c@x-y.co.uk"},
    ],
)
async def test_values_that_are_right(tenant: Tenant, tmp_path: Path, values: dict[str, Any]) -> None:
    tenant.person("ana", ROLE, **values)
    wrong = {"hidden_characters", "outer_spaces", "value_too_long", "email_invalid"}
    assert not wrong & (await look(tenant, tmp_path)).codes()


@pytest.mark.parametrize(
    "mail",
    ["a@b", "a@@b.org", ".a@b.org", "a..b@c.org", "a@-b.org", "a@b.1", "a" * 65 + "@b.org", "é@b.org"],
)
async def test_addresses_that_mail_systems_refuse(tenant: Tenant, tmp_path: Path, mail: str) -> None:
    tenant.person("ana", ROLE, mail=mail)
    assert "email_invalid" in (await look(tenant, tmp_path)).codes()


async def test_an_attribute_that_an_account_needs(tenant: Tenant, tmp_path: Path) -> None:
    for directory in tenant.schema["directories"]:
        for item in directory["objects"]:
            for attribute in item["attributes"]:
                if attribute["name"] in ("displayName", "externalId"):
                    attribute["required"] = True
    tenant.map("externalId", "[mailNickname]", defaultValue="none")
    tenant.person("ana", ROLE, displayName=None, mailNickname=None)
    found = await look(tenant, tmp_path)
    assert found.rows("required_empty") == {"ana": ("", {})}
    assert found.finding("required_empty").attribute == "displayName"
    assert "value_empty" not in found.codes()


async def test_accounts_under_another_name(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, mail="a.smith@x.org")
    tenant.account("one", "ana", userName="A.Smith@x.org")
    tenant.person("bo", ROLE, account=True, mail="b.smith@x.org")
    tenant.account("two", "bo", userName="b.smith@x.org", active=False)
    tenant.person("cleo", ROLE, mail="dan@contoso.com")
    tenant.person("dan", ROLE, account=True)
    found = await look(tenant, tmp_path)
    assert found.rows("account_under_mail") == {"ana": ("active", {"account": "A.Smith@x.org"})}
    assert found.rows("account_second") == {"bo": ("inactive", {"account": "b.smith@x.org"})}
    assert "account_under_upn" not in found.codes()


async def test_accounts_under_the_sign_in_name(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("userName", "[mail]")
    tenant.person("ana", ROLE, mail="a.smith@x.org")
    tenant.account("one", "ana")
    found = await look(tenant, tmp_path)
    assert found.rows("account_under_upn") == {"ana": ("active", {"account": "ana@contoso.com"})}


async def test_accounts_that_share_a_value(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE)
    tenant.account("one", "ana")
    tenant.account("two", "ana", displayName="Second")
    found = await look(tenant, tmp_path)
    assert found.rows("account_duplicate") == {
        "one": ("", {"value": "ana@contoso.com", "other": "Second (ana@contoso.com)"}),
        "two": ("", {"value": "ana@contoso.com", "other": "Ana (ana@contoso.com)"}),
    }
    assert found.finding("account_duplicate").of_accounts
    assert found.rows("account_without_owner") == {}


async def test_accounts_of_nobody_and_of_leavers(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", account=True, accountEnabled=False)
    tenant.person("cleo", account=True)
    tenant.account("stranger", "stranger")
    tenant.account("asleep", "asleep", active=False)
    found = await look(tenant, tmp_path, run=None)
    assert found.quality.directory_read in (True, False)
    without = found.rows("account_without_owner")
    assert set(without) >= {"stranger", "asleep"}
    assert "a-ana" not in without
    if found.quality.directory_read:
        assert without["stranger"][0] == "nobody"
        assert without["a-bo"][0] == "disabled"
        assert without["a-cleo"][0] == "enabled"
        assert set(found.rows("leaver_disabled")) == {"a-bo"}
        assert found.rows("leaver_disabled")["a-bo"][1] == {"person": "Bo (bo@contoso.com)"}
        assert set(found.rows("leaver_unknown")) == {"stranger"}


async def test_leavers_of_a_job_that_ran(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", account=True, accountEnabled=False)
    tenant.account("a-cleo", "cleo")
    tenant.person("dan", account=True, accountEnabled=False)
    tenant.account("stranger", "stranger")
    tenant.ran(code="NotRun", linked=3)
    for name in ("ana", "bo", "cleo"):
        tenant.logged(name, "create")
    found = await look(tenant, tmp_path)
    assert found.quality.directory_read
    assert found.rows("leaver_disabled") == {
        "a-bo": ("ends", {"person": "Bo (bo@contoso.com)"}),
        "a-dan": ("stays", {"person": "Dan (dan@contoso.com)"}),
    }
    assert found.rows("leaver_deleted") == {"a-cleo": ("ends", {"person": "Cleo (cleo@contoso.com)"})}
    assert set(found.rows("leaver_unknown")) == {"stranger"}
    assert {name: detail for name, (detail, _facts) in found.rows("account_without_owner").items()} == {
        "a-dan": "disabled",
        "stranger": "nobody",
    }


async def test_accounts_that_were_not_listed_are_not_read_rather_than_clean(
    tenant: Tenant, tmp_path: Path
) -> None:
    tenant.refused["startIndex="] = 403
    tenant.person("ana", ROLE, account=True)
    found = await look(tenant, tmp_path)
    assert found.quality.accounts is None
    unread = {each.code for each in found.quality.findings if each.count is None}
    assert unread == {
        *("account_duplicate", "account_under_mail", "account_under_upn", "account_second"),
        *("account_without_owner", "leaver_disabled", "leaver_deleted", "leaver_unknown"),
    }
    assert found.quality.attention
    assert found.quality.by_mail.verdict == "unknown"
    assert {each.code for each in found.quality.found} == unread


async def test_people_whose_scope_is_unknown_are_counted_as_such(tenant: Tenant, tmp_path: Path) -> None:
    tenant.filter("department", "SOUNDS LIKE", "Sales")
    tenant.person("ana", ROLE, department="Sales")
    found = await look(tenant, tmp_path)
    assert (found.quality.people, found.quality.scope_unknown) == (0, 1)
    assert found.finding("mail_missing").unknown == 1
    assert found.finding("matching_empty").unknown == 1
    assert found.finding("account_under_mail").unknown == 1


async def test_a_value_that_fails_is_unknown(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("displayName", 'FormatDateTime([displayName], , "yyyy-MM-dd", "yyyy")')
    tenant.person("ana", ROLE, displayName="no date")
    tenant.person("bo", ROLE, displayName="2026-01-31")
    found = await look(tenant, tmp_path)
    for code in ("outer_spaces", "hidden_characters", "value_too_long", "value_empty"):
        assert (found.finding(code, "displayName").count, found.finding(code, "displayName").unknown) == (
            0,
            1,
        )
    assert found.finding("email_invalid").unknown == 0


@pytest.mark.parametrize(
    ("mails", "accounts", "verdict", "numbers"),
    [
        ({"ana": "a@x.org"}, {"one": "a@x.org"}, "offered", {"matched": 1, "created": 0, "created_now": 1}),
        ({"ana": "ana@contoso.com"}, {}, "no_gain", {"created": 1, "matched_now": 0}),
        ({"ana": None}, {}, "without_mail", {"without_mail": 1, "matched": 0}),
        ({"ana": "a@x.org", "bo": "A@x.org"}, {}, "collisions", {"collide": 2}),
        (
            {"ana": "a@x.org"},
            {"one": "ana@contoso.com"},
            "second_accounts",
            {"second": 1, "created": 1, "matched_now": 1},
        ),
    ],
)
async def test_what_matching_by_mail_would_do(
    tenant: Tenant,
    tmp_path: Path,
    mails: dict[str, str | None],
    accounts: dict[str, str],
    verdict: str,
    numbers: dict[str, int],
) -> None:
    for name, mail in mails.items():
        tenant.person(name, ROLE, mail=mail)
    for identifier, user_name in accounts.items():
        tenant.account(identifier, identifier, userName=user_name)
    by_mail = (await look(tenant, tmp_path)).quality.by_mail
    assert by_mail.verdict == verdict
    told = by_mail.model_dump()
    assert {name: told[name] for name in numbers} == numbers
    total = sum(told[name] for name in ("matched", "created", "renamed", "collide", "without_mail"))
    assert total == len(mails)
    assert by_mail.attribute == EMAIL


async def test_a_linked_account_would_be_renamed(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, account=True, mail="a@x.org")
    tenant.ran(code="NotRun", linked=1)
    tenant.logged("ana", "create")
    tenant.account("stranger", "stranger")
    by_mail = (await look(tenant, tmp_path)).quality.by_mail
    assert (by_mail.renamed, by_mail.created, by_mail.matched) == (1, 0, 0)


async def test_a_mapping_from_mail_needs_no_offer(tenant: Tenant, tmp_path: Path) -> None:
    tenant.map("userName", "[mail]")
    tenant.person("ana", ROLE)
    assert (await look(tenant, tmp_path)).quality.by_mail.verdict == "from_mail"


async def test_rows_in_windows_orders_and_filters(
    tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, other in (("bo", "Zoe"), ("ana", "Mia"), ("cleo", "Ana")):
        tenant.person(name, ROLE, displayName=other, mail=None)
    found = await look(tenant, tmp_path)
    rows = FindingRows(found.plan, found.finding("mail_missing"))
    assert [row.name for row in rows.rows()] == ["Ana", "Mia", "Zoe"]
    assert [row.name for row in rows.rows(1, 1)] == ["Mia"]
    assert [row.name for row in rows.rows(sort="user_name")] == ["Mia", "Zoe", "Ana"]
    assert [row.name for row in rows.rows(sort="name", descending=True)] == ["Zoe", "Mia", "Ana"]
    assert [row.user_name for row in rows.rows(text=" ZOE ")] == ["bo@contoso.com"]
    assert (rows.count(), rows.count("zoe"), rows.count("nobody")) == (3, 1, 0)
    assert {row.kind for row in rows.every()} == {"person"}
    monkeypatch.setattr(report_module, "_CHUNK", 2)
    assert [row.name for row in rows.every()] == ["Ana", "Mia", "Zoe"]
    for text in ("a", "b", "c", "d", "e"):
        rows.count(text)
    assert len(rows._orders) == 4
    found.plan.close()
    assert rows.rows() == []
    assert quality_of(found.plan) is None


async def test_the_findings_as_files(tenant: Tenant, tmp_path: Path) -> None:
    tenant.person("ana", ROLE, mail=None, displayName=" Ana")
    tenant.account("stranger", "stranger")
    found = await look(tenant, tmp_path, tenant_id="t", account="ada@x", application_name="Playvox")
    path = tmp_path / "quality.jsonl"
    write_quality(found.plan, found.quality, path, "jsonl")
    header, *rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    findings = header.pop("findings")
    by_mail = header.pop("match_by_mail")
    assert header == {
        "schema": 1,
        "kind": "quality",
        "plan": found.plan.header.id,
        "tenant": "t",
        "account": "ada@x",
        "application": {"id": "application", "name": "Playvox"},
        "job": "",
        "time": NOW.isoformat(),
        "scope": "assigned",
        "people": 1,
        "scope_unknown": 0,
        "accounts": 1,
        "directory_read": found.quality.directory_read,
        "attention": True,
    }
    assert [each["code"] for each in findings] == [each.code for each in found.quality.findings]
    [missing] = [each for each in findings if each["code"] == "mail_missing"]
    assert (missing["count"], missing["unknown"], missing["of"], missing["attention"]) == (
        1,
        0,
        "people",
        False,
    )
    assert {"sentence", "advice", "attribute"} <= missing.keys()
    assert by_mail["verdict"] == "without_mail"
    assert by_mail["sentence"]
    assert len(rows) == sum(each.count or 0 for each in found.quality.found)
    [spaces] = [row for row in rows if row["finding"] == "outer_spaces"]
    assert (spaces["attribute"], spaces["id"], spaces["name"], spaces["kind"]) == (
        "displayName",
        "ana",
        " Ana",
        "person",
    )
    assert "␣Ana" in spaces["sentence"]
    write_quality(found.plan, found.quality, tmp_path / "quality.csv", "csv")
    with (tmp_path / "quality.csv").open(encoding="utf-8-sig", newline="") as stream:
        titles, *cells = csv.reader(stream)
    assert titles == ["finding", "attribute", "id", "name", "user_name", "kind", "sentence", "advice"]
    assert len(cells) == len(rows)


async def test_where_only_assigned_people_were_read_owners_are_looked_up(
    tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading the tenant would take more requests than reading who is assigned."""
    monkeypatch.setattr("wizard.plan.directory_reading._PAGE", 2)
    tenant.person("ana", ROLE, account=True)
    tenant.person("bo", account=True, accountEnabled=False)
    tenant.person("cleo", account=True)
    tenant.account("stranger", "stranger")
    for number in range(12):
        tenant.person(f"p{number}")
    found = await look(tenant, tmp_path)
    assert not any(each.startswith("/users?$select") and "$top" in each for each in tenant.requests)
    without = found.rows("account_without_owner")
    assert set(without) == {"a-bo", "a-cleo", "stranger"}
    assert {name: detail for name, (detail, _facts) in without.items()} == {
        "a-bo": "disabled",
        "a-cleo": "enabled",
        "stranger": "nobody",
    }
    assert set(found.rows("leaver_disabled")) == {"a-bo"}
    assert found.rows("leaver_disabled")["a-bo"][1] == {"person": "Bo (bo@contoso.com)"}
    assert set(found.rows("leaver_unknown")) == {"stranger"}
