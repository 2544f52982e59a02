"""Why somebody has no account, lost it, or shows old values: one obstacle at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.plan.lab import PlanLab
from tests.plan.planted import OFF_ROLE, add_twice
from wizard.entra import limits
from wizard.entra.directory import deleted_people
from wizard.plan import why_account
from wizard.plan.why import Why, WhyLink
from wizard.plan.why_reading import explain_deleted, explain_person
from wizard.practice.directory import DOMAIN
from wizard.practice.graph import throttle
from wizard.practice.store import ObjectKind
from wizard.problem import NotFoundError, Problem, ProblemError
from wizard.steps.base.why_words import why_words

ANA, KIM, DAN = f"ana@{DOMAIN}", f"Kim.Lee@{DOMAIN}", f"dan.dimissed@{DOMAIN}"


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the log is limited to five requests in ten seconds."""
    monkeypatch.setattr(throttle, "LIMIT", 10_000)
    monkeypatch.setattr(limits, "family", lambda _path: None)


async def ask(lab: PlanLab, name: str = ANA) -> Why:
    async with lab.playvox() as playvox:
        return await explain_person(lab.graph, playvox, await lab.request(), lab.user(name)["id"])


def broken(why: Why) -> tuple[str, str]:
    link = why.broken
    assert link is not None, why
    return link.name, link.code


def link(why: Why, name: str) -> WhyLink:
    return next(each for each in why.links if each.name == name)


async def test_a_person_who_has_everything(lab: PlanLab) -> None:
    lab.add_job(ANA)
    await lab.cycle()
    why = await ask(lab)
    assert (why.broken, why.unknown, why.account.state) == (None, None, "active")
    assert [each.state for each in why.links] == ["ok"] * 8


async def test_assigned_through_a_group(lab: PlanLab) -> None:
    lab.add_job("Support")
    await lab.cycle()
    member = next(each for each in lab.members("Support") if lab.user(each)["accountEnabled"])
    why = await ask(lab, member)
    assert link(why, "assigned").facts == {"groups": "Support"}
    assert why.broken is None


async def test_only_inside_a_nested_group(lab: PlanLab) -> None:
    lab.add_job("Support")
    outer = lab.store.group(lab.group("Support"))
    inner = "1aaaaaaa-0000-4000-8000-000000000001"
    lab.store.put_group({**(outer or {}), "id": inner, "displayName": "Inner"})
    lab.store.add_member(lab.group("Support"), inner, "group")
    direct = set(lab.members("Support"))
    name = next(
        user["userPrincipalName"] for user in lab.people() if user["userPrincipalName"] not in direct
    )
    lab.change(name, accountEnabled=True)
    lab.store.add_member(inner, lab.user(name)["id"])
    await lab.cycle()
    why = await ask(lab, name)
    assert broken(why) == ("assigned", "assigned_nested")
    assert link(why, "assigned").facts == {"groups": "Support"}


async def test_everybody_is_in_scope(lab: PlanLab) -> None:
    lab.add_job(SyncAll="true")
    await lab.cycle()
    why = await ask(lab)
    assert why.broken is None
    assert (link(why, "assigned").code, link(why, "role").code) == ("assigned_everybody", "role_everybody")
    assert broken(await ask(lab, DAN)) == ("enabled", "disabled")


async def test_a_role_that_is_turned_off(lab: PlanLab) -> None:
    lab.add_job(ANA)
    lab.roles(lambda roles: roles.append({**roles[0], "id": OFF_ROLE, "isEnabled": False}))
    lab.set_role(ANA, OFF_ROLE)
    assert broken(await ask(lab)) == ("role", "role_off")


async def test_provisioning_is_off(lab: PlanLab) -> None:
    lab.add_job(ANA)
    lab.store.update(ObjectKind.JOB, lab.job, lambda job: job["schedule"].update(state="Disabled"))
    assert broken(await ask(lab)) == ("sent", "off")


async def test_there_is_no_job(lab: PlanLab) -> None:
    lab.add_job(ANA)
    request = await lab.request(job=None)
    async with lab.playvox() as playvox:
        why = await explain_person(lab.graph, playvox, request, lab.user(ANA)["id"])
    assert broken(why) == ("sent", "no_job")


async def test_quarantine(lab: PlanLab) -> None:
    lab.add_job(ANA)
    lab.settings(SecretToken="wrong")
    await lab.cycle()
    why = await ask(lab)
    assert broken(why) == ("sent", "quarantine")
    assert link(why, "sent").facts["why"] == "EncounteredQuarantineException"


async def test_the_first_cycle_has_not_run(lab: PlanLab) -> None:
    lab.add_job(ANA)
    assert broken(await ask(lab)) == ("sent", "first_cycle")


async def test_creating_accounts_is_off(lab: PlanLab) -> None:
    lab.add_job(ANA)
    lab.mapping(lambda mapping: mapping.update(flowTypes="Update,Delete"))
    await lab.cycle()
    assert broken(await ask(lab)) == ("sent", "creates_off")


async def test_the_account_was_removed_in_playvox(lab: PlanLab) -> None:
    lab.add_job(ANA)
    await lab.cycle()
    lab.clear_playvox()
    assert broken(await ask(lab)) == ("matched", "linked_account_gone")
    lab.change(ANA, department="Elsewhere", displayName="Ana Now")
    await lab.cycle()  # the service fails with InvalidAnchor
    assert broken(await ask(lab)) == ("matched", "linked_account_gone")


async def test_the_account_is_linked_to_somebody_else(lab: PlanLab) -> None:
    lab.add_job(KIM)
    await lab.cycle()
    lab.change(ANA, mail=lab.user(KIM)["mail"])
    lab.map("userName", "[mail]")
    lab.assign(ANA)
    await lab.cycle()
    why = await ask(lab)
    assert broken(why) == ("matched", "linked_to_other")
    assert link(why, "matched").facts["other"] == lab.user(KIM)["displayName"]


async def test_who_holds_the_account_is_unknown_when_neither_links_nor_log_can_be_read(
    lab: PlanLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.add_job(KIM)
    await lab.cycle()
    lab.change(ANA, mail=lab.user(KIM)["mail"])
    lab.map("userName", "[mail]")
    lab.assign(ANA)
    await lab.cycle()

    async def refused(*_given: object) -> None:
        raise ProblemError(Problem("graph_denied"))

    async def unreadable(*_given: object, **_named: object) -> AsyncIterator[None]:
        raise ProblemError(Problem("log_needs_license"))
        yield

    monkeypatch.setattr(why_account, "object_connections", refused)
    monkeypatch.setattr(why_account, "rows_newest_first", unreadable)
    found = link(await ask(lab), "matched")
    assert (found.state, found.code) == ("unknown", "holder_unread")
    assert found.problem is not None


async def test_a_person_who_was_deleted_in_entra(lab: PlanLab) -> None:
    lab.add_job(ANA)
    await lab.cycle()
    before = lab.user(ANA)
    lab.store.delete_user(before["id"])
    await lab.cycle()
    for name in (ANA, before["id"], before["displayName"], before["mail"]):
        [person] = await deleted_people(lab.graph, name, limit=10)
        assert (person.id, person.user_name) == (before["id"], before["userPrincipalName"]), name
        assert person.deleted_date_time is not None
    assert await deleted_people(lab.graph, "na@contoso.example", limit=10) == ()
    async with lab.playvox() as playvox:
        why = await explain_deleted(lab.graph, playvox, await lab.request(), person)
    assert broken(why) == ("assigned", "deleted")
    assert [each.state for each in why.links] == ["broken", *["not_reached"] * 7]
    assert why.account.state == "inactive"
    assert why.deactivated is not None
    assert why.deactivated.cause == "deleted"
    words = why_words(why)
    assert "Deleted in Entra at 20" in words.answer
    assert any("Deleted users" in each for each in words.do)


async def test_what_is_resolved_is_not_named_again(lab: PlanLab) -> None:
    lab.add_job()
    lab.clear_playvox()
    add_twice(lab, ANA)
    lab.assign(ANA)
    await lab.cycle()
    assert broken(await ask(lab)) == ("matched", "duplicate_accounts")
    lab.accounts.remove(f"2-{ANA}")
    why = await ask(lab)
    assert broken(why) == ("sent", "retried_later")
    assert link(why, "sent").facts["cause"] == "log_duplicate_in_target"


async def test_why_an_account_was_deactivated(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM)
    await lab.cycle()
    lab.unassign(ANA)
    lab.change(KIM, accountEnabled=False)
    await lab.cycle()
    unassigned, disabled = await ask(lab), await ask(lab, KIM)
    assert unassigned.deactivated is not None
    assert disabled.deactivated is not None
    assert (unassigned.deactivated.cause, disabled.deactivated.cause) == ("unassigned", "disabled")
    assert broken(unassigned)[0] == "assigned"
    assert broken(disabled)[0] == "enabled"
    assert unassigned.account.state == disabled.account.state == "inactive"
    lab.assign(ANA)
    again = await ask(lab)
    assert broken(again) == ("sent", "deactivated_before")
    await lab.cycle()
    assert (await ask(lab)).deactivated is None


async def test_the_old_name_before_the_next_cycle(lab: PlanLab) -> None:
    lab.add_job(ANA)
    await lab.cycle()
    lab.change(ANA, displayName="Ana Newname")
    why = await ask(lab)
    assert broken(why) == ("sent", "changed_since")
    found = {each.attribute: each for each in why.differences}
    assert (found["displayName"].entra, found["displayName"].code) == ("Ana Newname", "value_sent")
    await lab.cycle()
    assert (await ask(lab)).differences == ()


async def test_the_old_name_because_the_mapping_does_not_send_it_again(lab: PlanLab) -> None:
    lab.add_job(ANA)
    await lab.cycle()
    lab.map("displayName", "[displayName]", flowType="ObjectAddOnly")
    lab.change(ANA, displayName="Ana Newname")
    await lab.cycle()
    why = await ask(lab)
    assert why.broken is None
    assert [(each.attribute, each.code) for each in why.differences] == [
        ("displayName", "value_at_creation")
    ]
    lab.map("displayName", None)
    assert [each.code for each in (await ask(lab)).differences] == ["value_unmapped"]


async def test_the_old_name_because_playvox_refuses_the_change(lab: PlanLab) -> None:
    lab.add_job(ANA)
    await lab.cycle()
    lab.change(ANA, displayName="Ana Newname")
    lab.tenant.faults.switch("playvox-no-patch", on=True)
    await lab.cycle()
    why = await ask(lab)
    assert broken(why) == ("answered", "refused")
    assert link(why, "answered").facts["code"] == "NotImplemented"


async def test_a_change_in_playvox_is_not_noticed(lab: PlanLab) -> None:
    lab.add_job(ANA)
    await lab.cycle()
    lab.tenant.clock.advance(60)
    lab.change_account(ANA, displayName="Changed by hand")
    assert broken(await ask(lab)) == ("sent", "changed_in_playvox")


async def test_without_playvox_the_log_tells(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM)
    await lab.cycle()
    problem = Problem("key_first")
    why = await explain_person(lab.graph, problem, await lab.request(), lab.user(ANA)["id"])
    assert why.broken is None
    assert why.unknown is not None
    assert why.unknown.problem is problem
    assert (link(why, "sent").state, link(why, "answered").state) == ("ok", "ok")


async def test_without_the_log_it_is_unknown_whether_anything_was_sent(lab: PlanLab) -> None:
    lab.add_job(KIM)
    await lab.cycle()
    lab.assign(ANA)
    lab.tenant.faults.switch("no-premium", on=True)
    why = await ask(lab)
    assert why.broken is None
    assert why.unknown is not None
    assert why.unknown.name == "sent"
    assert why.unknown.problem is not None


async def test_a_key_that_playvox_rejects_is_unknown_not_empty(lab: PlanLab) -> None:
    lab.add_job(ANA)
    await lab.cycle()
    lab.tenant.faults.switch("playvox-key-rejected", on=True)
    why = await ask(lab)
    assert why.account.state == "unknown"
    assert why.account.problem is not None
    assert why.account.problem.code == "key_rejected"
    assert why.unknown is not None
    assert why.unknown.name == "matched"


async def test_nobody_has_this_id(lab: PlanLab) -> None:
    lab.add_job(ANA)
    async with lab.playvox() as playvox:
        with pytest.raises(NotFoundError):
            await explain_person(
                lab.graph, playvox, await lab.request(), "00000000-0000-4000-8000-00000000dead"
            )


async def test_a_failing_expression_of_a_leaver_does_not_stop_the_cycle(lab: PlanLab) -> None:
    lab.add_job(ANA, KIM)
    await lab.cycle()
    lab.map("displayName", 'FormatDateTime([displayName], , "yyyy-MM-dd", "yyyy")')
    lab.unassign(ANA)
    lab.unassign(KIM)
    await lab.cycle()
    why = await ask(lab)
    assert broken(why)[0] == "assigned"
    newest = next(log for _number, log in lab.store.logs(job_id=lab.job, limit=1))
    assert newest["provisioningStatusInfo"]["errorInformation"]["errorCode"] == "AttributeMappingInvalid"
