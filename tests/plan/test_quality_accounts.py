"""Accounts that nobody in scope owns, and leavers whose account is active."""

from __future__ import annotations

import pytest

from tests.plan.lab import PlanLab
from tests.plan.test_quality import ANA, CHER, DAN, KIM, MILES, ROSA, ZOE, found
from wizard.plan import computing, quality_finding, quality_owners
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


@pytest.fixture
def narrow(lab: PlanLab, monkeypatch: pytest.MonkeyPatch) -> PlanLab:
    """A lab that reads assigned people only; accounts of others are in Playvox."""
    monkeypatch.setattr(computing, "members_are_cheaper", lambda *_counts: True)
    lab.add_job(ANA)
    lab.clear_playvox()
    mail = lab.user(ROSA)["mail"]
    for name in (ANA, ZOE.upper(), DAN, MILES, mail, "robot@playvox.example"):
        lab.add_account(name)
    return lab


async def test_owners_who_were_not_read_are_looked_up_by_name(narrow: PlanLab) -> None:
    seen = await found(narrow)
    assert not seen.quality.directory_read
    assert seen.names("leaver_disabled") == {DAN}
    assert seen.names("leaver_unknown") == {"robot@playvox.example"}
    whose = {row.user_name: row.detail for row in seen.rows("account_without_owner")}
    assert whose == {
        ZOE.upper(): "enabled",
        DAN: "disabled",
        MILES: "enabled",
        narrow.user(ROSA)["mail"]: "enabled",
        "robot@playvox.example": "nobody",
    }
    assert not seen.finding("leaver_unknown").unknown


async def test_looking_up_owners_is_no_request_for_each(narrow: PlanLab) -> None:
    for number in range(100):
        narrow.add_account(f"robot{number}@playvox.example")
    before = len(narrow.tenant.requests)
    await narrow.plan()
    plain = len(narrow.tenant.requests) - before
    seen = await found(narrow)
    assert seen.finding("leaver_unknown").count == 101
    assert len(narrow.tenant.requests) - before - 2 * plain <= 1


@pytest.mark.parametrize("refused", [True, False], ids=["refused", "too many"])
async def test_owners_who_cannot_be_looked_up_are_unknown(
    narrow: PlanLab, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    if refused:
        monkeypatch.setattr(quality_owners, "_NAMES", ("shoeSize",))
    else:
        monkeypatch.setattr(quality_finding, "MOST_ACCOUNTS", 0)
    seen = await found(narrow)
    finding = seen.finding("leaver_unknown")
    assert (finding.count, finding.unknown) == (None, 5)
    assert seen.finding("leaver_disabled").unknown == 5
    assert seen.quality.attention


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
