"""Accounts that nobody in scope owns, and leavers whose account is active."""

from __future__ import annotations

import pytest

from tests.plan.lab import PlanLab
from tests.plan.test_quality import ANA, CHER, DAN, KIM, MILES, ROSA, ZOE, found
from wizard.plan import computing
from wizard.playvox.scim import Playvox
from wizard.problem import Problem, ProblemError


async def test_accounts_of_nobody_in_scope(lab: PlanLab) -> None:
    lab.add_job("Support", ANA)
    lab.clear_playvox()
    mail = lab.user(ROSA)["mail"]
    lab.assign(ROSA)
    for name in (ANA, ZOE, DAN, mail, "robot@playvox.example"):
        lab.add_account(name)
    lab.add_account("former@contoso.example", active=False)
    seen = await found(lab)
    whose = {row.user_name: row.detail for row in seen.rows("account_without_owner")}
    assert whose == {
        ZOE: "enabled",
        DAN: "disabled",
        mail: "in_scope",
        "robot@playvox.example": "nobody",
        "former@contoso.example": "nobody",
    }
    assert all(row.kind == "account" for row in seen.rows("account_without_owner"))
    assert seen.finding("account_without_owner").count == seen.plan.header.left_alone
    assert seen.names("leaver_disabled") == {DAN}
    assert seen.names("leaver_unknown") == {"robot@playvox.example"}


async def test_a_disabled_person_under_the_mail(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    lab.clear_playvox()
    lab.change(ROSA, accountEnabled=False)
    lab.add_account(lab.user(ROSA)["mail"])
    lab.change(MILES, accountEnabled=False)
    lab.add_account(MILES, active=False)
    seen = await found(lab)
    assert seen.names("leaver_disabled") == {lab.user(ROSA)["mail"]}


async def test_leavers_after_a_cycle(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    await lab.cycle()
    lab.change(KIM, accountEnabled=False)
    lab.store.delete_user(lab.user(CHER)["id"])
    seen = await found(lab)
    rows = {row.user_name.casefold(): row.detail for row in seen.rows("leaver_disabled")}
    assert rows[KIM.casefold()] == "ends"
    deleted = {row.user_name: row.detail for row in seen.rows("leaver_deleted")}
    assert deleted == {CHER: "ends"}
    assert KIM.casefold() not in {name.casefold() for name in seen.names("account_without_owner")}
    await lab.cycle()
    after = await found(lab)
    assert not after.finding("leaver_deleted").count
    assert KIM.casefold() not in {name.casefold() for name in after.names("leaver_disabled")}


async def test_people_who_were_not_read_are_unknown(lab: PlanLab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "members_are_cheaper", lambda *_counts: True)
    lab.add_job(ANA)
    lab.clear_playvox()
    lab.add_account(ANA)
    lab.add_account(ZOE)
    seen = await found(lab)
    assert not seen.quality.directory_read
    finding = seen.finding("leaver_unknown")
    assert (finding.count, finding.unknown) == (None, 1)
    assert seen.finding("leaver_disabled").unknown == 1


async def test_without_a_list_of_accounts_nothing_is_said_of_them(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.add_job(SyncAll="true")

    async def refuse(*_given: object) -> None:
        raise ProblemError(Problem("scim_refused", {"status": "403"}))

    monkeypatch.setattr(Playvox, "resources", refuse)
    seen = await found(lab)
    assert seen.quality.accounts is None
    for code in ("account_without_owner", "leaver_disabled", "leaver_unknown", "account_under_mail"):
        assert seen.finding(code).count is None, code
    assert seen.finding("matching_duplicate").count == 0
    assert seen.quality.by_mail.verdict == "unknown"
    assert seen.quality.by_mail.matched is None
    assert seen.quality.attention
