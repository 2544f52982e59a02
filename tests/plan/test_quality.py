"""The data quality found is what was planted, and what the service then encounters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.plan.lab import PlanLab
from wizard.plan import Plan
from wizard.plan.quality import CODES, Quality, QualityFinding, QualityRow
from wizard.plan.quality_report import FindingRows, quality_of
from wizard.practice.directory import DOMAIN
from wizard.practice.store import ObjectKind

ANA, KIM, DAN = f"ana@{DOMAIN}", f"Kim.Lee@{DOMAIN}", f"dan.dimissed@{DOMAIN}"
MILES, ZOE, CHER = f"miles.o'brien@{DOMAIN}", f"zoe.laszcz@{DOMAIN}", f"cher@{DOMAIN}"
ROSA, NORA = f"r.oldname@{DOMAIN}", f"nora.ohnmail@{DOMAIN}"
GUEST = "gita.rao_fabrikam.example#EXT#@contoso.onmicrosoft.com"
EMAIL = 'emails[type eq "work"].value'


class Found:
    """The findings of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        quality = quality_of(plan)
        assert quality is not None
        self.quality: Quality = quality

    def finding(self, code: str, attribute: str | None = None) -> QualityFinding:
        [found] = [
            each
            for each in self.quality.findings
            if each.code == code and attribute in (None, each.attribute)
        ]
        return found

    def rows(self, code: str, attribute: str | None = None) -> list[QualityRow]:
        finding = self.finding(code, attribute)
        rows = list(FindingRows(self.plan, finding).every())
        assert len(rows) == finding.count
        assert len({row.id for row in rows}) == len(rows)
        return rows

    def names(self, code: str, attribute: str | None = None) -> set[str]:
        return {row.user_name for row in self.rows(code, attribute)}


async def found(lab: PlanLab) -> Found:
    return Found(await lab.plan(quality=True))


def named(lab: PlanLab, names: Iterable[str]) -> set[str]:
    return {lab.user(name)["userPrincipalName"] for name in names}


async def test_the_tenant_as_it_is(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    seen = await found(lab)
    people = lab.people(lambda user: user["accountEnabled"])
    assert seen.quality.people == len(people)
    assert seen.quality.accounts == len(list(lab.accounts.every()))
    assert {each.code for each in seen.quality.findings} == set(CODES)
    members = [user for user in people if "#EXT#" not in user["userPrincipalName"]]
    pairs = {user["userPrincipalName"]: user["mail"] for user in members}
    assert seen.names("mail_missing") == {upn for upn, mail in pairs.items() if not mail}
    differ = {upn for upn, mail in pairs.items() if mail and mail.casefold() != upn.casefold()}
    assert seen.names("upn_differs_from_mail") == differ
    assert seen.names("upn_mail_case") == {
        upn for upn, mail in pairs.items() if mail and mail != upn and upn not in differ
    }
    assert seen.names("value_empty", "name.familyName") == {CHER}
    assert not seen.finding("matching_duplicate").count
    assert seen.finding("account_without_owner").count == seen.plan.header.left_alone


async def test_shared_matching_values(lab: PlanLab) -> None:
    lab.map("userName", "[mail]")
    lab.add_job(SyncAll="true")
    lab.map("userName", "[mail]")
    lab.clear_playvox()
    lab.change(ZOE, mail="twice@contoso.example")
    lab.change(CHER, mail="twice@contoso.example")
    lab.change(MILES, mail="Case@contoso.example")
    lab.change(ROSA, mail="case@contoso.example")
    lab.change(DAN, mail=ANA)  # disabled, so not in scope
    judged = await lab.judge(quality=True)
    seen = Found(judged.plan)
    assert seen.names("matching_duplicate") == {ZOE, CHER}
    assert seen.names("matching_duplicate_case") == {MILES, ROSA}
    [row] = [row for row in seen.rows("matching_duplicate") if row.user_name == ZOE]
    assert row.facts["value"] == "twice@contoso.example"
    assert CHER in row.facts["other"]
    assert seen.finding("matching_duplicate").attribute == "userName"
    assert seen.names("matching_empty") == named(lab, [NORA]) | seen.names("mail_missing")
    # One of each pair gets the account, the service does not give it to the other one.
    for pair in ((ZOE, CHER), (MILES, ROSA)):
        happened = [judged.happened[lab.user(name)["id"]] for name in pair]
        assert happened.count("create") == 1, happened


async def test_accounts_under_the_mail(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.clear_playvox()
    mail = lab.user(ROSA)["mail"]
    lab.add_account(mail.upper())
    lab.add_account(ANA)
    lab.change(ANA, mail="second@contoso.example")
    lab.add_account("second@contoso.example", active=False)
    judged = await lab.judge(quality=True)
    seen = Found(judged.plan)
    [row] = seen.rows("account_under_mail")
    assert (row.user_name, row.detail, row.facts["account"]) == (ROSA, "active", mail.upper())
    [second] = seen.rows("account_second")
    assert (second.user_name, second.detail) == (ANA, "inactive")
    assert not seen.finding("account_under_upn").count
    # The service does not find it, and Rosa has two accounts from now on.
    assert judged.happened[lab.user(ROSA)["id"]] == "create"
    assert lab.accounts.find(mail) is not None
    assert lab.accounts.find(ROSA) is not None


async def test_accounts_under_the_sign_in_name(lab: PlanLab) -> None:
    lab.map("userName", "[mail]")
    lab.add_job(SyncAll="true")
    lab.map("userName", "[mail]")
    lab.clear_playvox()
    lab.add_account(ROSA)
    judged = await lab.judge(quality=True)
    seen = Found(judged.plan)
    assert seen.names("account_under_upn") == {ROSA}
    assert not seen.finding("account_under_mail").count
    assert judged.happened[lab.user(ROSA)["id"]] == "create"


async def test_a_mail_that_is_somebody_elses_account(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.clear_playvox()
    lab.add_account(ANA)
    lab.change(ROSA, mail=ANA)
    seen = await found(lab)
    assert not seen.finding("account_under_mail").count
    assert not seen.finding("account_second").count


@pytest.mark.parametrize(
    ("code", "attribute", "values", "shown"),
    [
        ("hidden_characters", "displayName", {"displayName": "Ze\u200bro"}, "Ze⟨U+200B⟩ro"),
        ("hidden_characters", "name.givenName", {"givenName": "No\u00a0Break"}, "No⟨U+00A0⟩Break"),
        ("hidden_characters", EMAIL, {"mail": "a\u0007b@contoso.example"}, "a⟨U+0007⟩b@contoso.example"),
        ("outer_spaces", "displayName", {"displayName": " Miles "}, "␣Miles␣"),
        ("email_invalid", EMAIL, {"mail": "miles.contoso.example"}, "miles.contoso.example"),
        ("email_invalid", EMAIL, {"mail": "a..b@contoso.example"}, "a..b@contoso.example"),
        ("value_too_long", "displayName", {"displayName": "x" * 257}, "x" * 120 + "…"),
        ("value_too_long", EMAIL, {"mail": "a@" + "b." * 130 + "example"}, ("a@" + "b." * 59)[:120] + "…"),
    ],
)
async def test_values(lab: PlanLab, code: str, attribute: str, values: dict[str, str], shown: str) -> None:
    lab.add_job(SyncAll="true")
    lab.change(MILES, **values)
    seen = await found(lab)
    [row] = seen.rows(code, attribute)
    assert row.user_name == MILES
    assert row.facts["value"] == shown
    assert seen.finding(code, attribute).attention
    assert seen.quality.attention


async def test_values_that_are_right(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.change(MILES, displayName="می\u200cخواهم", givenName="花子\u3000山田", surname="葛\U000e0100城")
    lab.change(ZOE, displayName="x" * 256, mail="a.b+c_d'e@sub.contoso.example")
    seen = await found(lab)
    for code in ("hidden_characters", "outer_spaces", "value_too_long", "email_invalid"):
        assert seen.finding(code).count == 0, code


async def test_a_required_value_that_is_empty(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")

    def require(body: dict[str, Any]) -> None:
        for each in body["directories"][1]["objects"][0]["attributes"]:
            each["required"] = each["name"] in ("name.familyName", "userName")

    lab.store.update(ObjectKind.SCHEMA, lab.job, require)
    seen = await found(lab)
    assert seen.names("required_empty", "name.familyName") == {CHER}
    lab.map("name.familyName", "[surname]", defaultValue="–")
    assert not (await found(lab)).finding("required_empty").count


async def test_a_matching_value_that_cannot_be_searched_for(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.map("userName", 'Join("", [mailNickname], "%", [surname])')
    lab.change(MILES, surname='O"Brien')
    seen = await found(lab)
    assert seen.finding("matching_special").count == seen.quality.people
    [row] = [row for row in seen.rows("matching_special") if row.user_name == MILES]
    assert row.facts["characters"] == '" %'


async def test_an_uncertain_value_is_unknown(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.map("name.formatted", 'IIF([manager]="x", "", [displayName])')
    seen = await found(lab)
    finding = seen.finding("hidden_characters", "name.formatted")
    assert (finding.count, finding.unknown) == (0, seen.quality.people)


async def test_match_by_mail_is_evaluated_for_everyone(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.clear_playvox()
    people = lab.people(lambda user: user["accountEnabled"])
    for user in people:
        if not user["mail"]:
            lab.change(user["userPrincipalName"], mail=user["userPrincipalName"])
    lab.add_account(lab.user(ROSA)["mail"])
    lab.add_account(ANA)
    first = (await found(lab)).quality.by_mail
    assert (first.verdict, first.searchable) == ("offered", False)
    assert (first.matched_now, first.created_now) == (1, len(people) - 1)
    assert (first.matched, first.created, first.collide, first.without_mail) == (2, len(people) - 2, 0, 0)
    # What was offered comes true: the service finds both accounts.
    lab.map("userName", "[mail]")
    judged = await lab.judge(quality=True)
    assert list(judged.happened.values()).count("create") == first.created
    assert Found(judged.plan).quality.by_mail.verdict == "from_mail"


async def test_match_by_mail_is_not_offered_when_it_harms(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.clear_playvox()
    assert (await found(lab)).quality.by_mail.verdict == "without_mail"
    for user in lab.people(lambda user: not user["mail"]):
        lab.change(user["userPrincipalName"], mail=user["userPrincipalName"])
    assert (await found(lab)).quality.by_mail.verdict == "no_gain"
    lab.add_account(ROSA)
    second = (await found(lab)).quality.by_mail
    assert (second.verdict, second.second, second.matched_now) == ("second_accounts", 1, 1)
    lab.change(ZOE, mail=lab.user(ROSA)["mail"])
    shared = (await found(lab)).quality.by_mail
    assert (shared.verdict, shared.collide) == ("collisions", 2)


async def test_linked_accounts_are_renamed_by_mail(lab: PlanLab) -> None:
    lab.add_job(ROSA, ANA)
    await lab.cycle()
    by_mail = (await found(lab)).quality.by_mail
    assert (by_mail.renamed, by_mail.matched, by_mail.created) == (1, 1, 0)
    lab.map("userName", "[mail]")
    judged = await lab.judge(quality=True)
    assert judged.happened[lab.user(ROSA)["id"]] == "update"
    assert lab.accounts.find(lab.user(ROSA)["mail"]) is not None


async def test_a_linked_account_cannot_take_the_name_of_another(lab: PlanLab) -> None:
    lab.add_job(ROSA, ANA)
    await lab.cycle()
    lab.add_account(lab.user(ROSA)["mail"])
    seen = await found(lab)
    by_mail = seen.quality.by_mail
    assert (by_mail.verdict, by_mail.collide, by_mail.renamed) == ("collisions", 1, 0)
    assert seen.names("account_second") == {ROSA}
    lab.map("userName", "[mail]")
    judged = await lab.judge(quality=True)
    assert "failure" in judged.happened[lab.user(ROSA)["id"]]


async def test_a_plan_without_data_quality_has_none(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    assert quality_of(await lab.plan()) is None
