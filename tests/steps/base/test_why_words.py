"""An answer about one person in sentences: documented error codes, links, and the JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.entra.logs import entry
from wizard.entra.status import JobStatus, Schedule, SynchronizationJob
from wizard.messages.explanation import known_codes
from wizard.plan.request import Run
from wizard.plan.why import (
    Deactivation,
    ValueDifference,
    Why,
    WhyAccount,
    WhyLink,
    WhyPerson,
    broken,
    chained,
    ok,
    unknown,
)
from wizard.plan.why_sending import SendingFacts, retry_time, sending_links
from wizard.problem import Problem
from wizard.steps.base.why_words import why_json, why_words

DOCUMENTED = [
    "Conflict",
    "EntryConflict",
    "TooManyRequests",
    "InternalServerError",
    "InsufficientRights",
    "MethodNotAllowed",
    "NotPermitted",
    "Unauthorized",
    "UnprocessableEntity",
    "WebExceptionProtocolError",
    "NotImplemented",
    "MandatoryFieldsMissing",
    "MissingValues",
    "SchemaAttributeNotFound",
    "InternalError",
    "InvalidDomain",
    "Timeout",
    "LicenseLimitExceeded",
    "SystemForCrossDomainIdentityManagementServiceIncompatible",
    "SchemaPropertyCanOnlyAcceptValue",
]
"""Error codes of exports (Entra docs, "Analyze provisioning logs")."""
READ_LIVE = [
    "DuplicateTargetEntries",
    "DuplicateSourceEntries",
    "ImportSkipped",
    "InvalidAnchor",
    "SystemForCrossDomainIdentityManagementMultipleEntriesInResponse",
]
"""Codes about what is read live: they say that the service has not tried again."""
PERSON = WhyPerson("1", "Ana Souza", "ana@contoso.example")
FIRST = tuple(
    ok(name, code, value="ana")  # type: ignore[arg-type]
    for name, code in (
        ("assigned", "assigned_directly"),
        ("role", "role_on"),
        ("enabled", "enabled"),
        ("in_scope", "no_filter"),
        ("mapped", "mapped"),
        ("matched", "no_account"),
    )
)
JOB = SynchronizationJob("job", schedule=Schedule("Active", "PT40M"), status=JobStatus("Active"))


def row(status: str, code: str = "", **members: Any) -> dict[str, Any]:
    """One row of the provisioning log."""
    error = {
        "errorCode": code,
        "reason": "It will be retried again after this date: 2026-11-02T07:43:56.65Z UTC",
    }
    return {
        "id": "1",
        "activityDateTime": "2026-11-01T07:43:56Z",
        "provisioningAction": "create",
        "provisioningStatusInfo": {"status": status, "errorInformation": error if code else None},
        **members,
    }


def told(*rows: dict[str, Any], action: str | None = "create") -> tuple[WhyLink, WhyLink]:
    around = SendingFacts(JOB, Run.INCREMENTAL, ran=True, log=tuple(entry(each) for each in rows))
    return sending_links(action, "no_account", {}, WhyAccount("none"), around)  # type: ignore[arg-type]


def why(*links: WhyLink, account: str = "none", **members: Any) -> Why:
    return Why(PERSON, chained((*FIRST, *links)), WhyAccount(account, "7", "ana"), **members)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", DOCUMENTED)
def test_every_documented_code_is_playvox_s_answer_with_cause_and_cure(code: str) -> None:
    sent, answered = told(row("failure", code))
    assert (sent.state, answered.state) == ("ok", "broken")
    words = why_words(why(sent, answered))
    assert words.answer.startswith("Ana Souza has no account in Playvox. Refused at ")
    assert code not in words.answer, "the code is not the sentence"
    assert "–" not in words.answer
    assert words.do


@pytest.mark.parametrize("code", READ_LIVE)
def test_a_code_about_what_is_right_by_now_waits_for_the_next_attempt(code: str) -> None:
    sent, answered = told(row("failure", code))
    assert (sent.state, sent.code, answered.state) == ("broken", "retried_later", "not_reached")
    words = why_words(why(sent, answered))
    assert "2026-11-02" in words.answer
    assert words.do


def test_the_application_s_own_words_come_first() -> None:
    reason = 'StatusCode: BadRequest Message: No. Web Response: {"detail": "emails is required"} .'
    failed = row("failure", "SystemForCrossDomainIdentityManagementServiceIncompatible")
    failed["provisioningStatusInfo"]["errorInformation"]["reason"] = reason
    assert "emails is required" in why_words(why(*told(failed))).answer


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert "NeverHeardOf" in why_words(why(*told(row("failure", "NeverHeardOf")))).answer


@pytest.mark.parametrize("code", ["NotEffectivelyEntitled", "EntrySynchronizationSkipped"])
def test_a_skip_from_before_waits_for_the_next_cycle(code: str) -> None:
    steps = [{"name": "EntrySynchronizationSkip", "details": {"SkipReason": code}}]
    sent, _answered = told(row("skipped", provisioningSteps=steps))
    assert (sent.state, sent.code) == ("broken", "looked_before")


def test_every_link_code_has_words() -> None:
    mine = {code for code in known_codes() if code.startswith("why.")}
    assert len(mine) > 50


def test_unknown_says_why() -> None:
    link = unknown("sent", "log_unread", problem=Problem("logs_need_licence"))
    words = why_words(why(link))
    assert words.answer.startswith("Whether Ana Souza is provisioned is unknown.")
    assert "could not be read" in words.answer
    assert words.do


@pytest.mark.parametrize(
    ("account", "beginning"),
    [
        ("none", "Ana Souza has no account in Playvox."),
        ("inactive", "The account ana of Ana Souza in Playvox is inactive."),
        ("active", "Ana Souza has an active account in Playvox, but is not provisioned."),
        ("unknown", "Ana Souza is not provisioned."),
    ],
)
def test_the_answer_says_how_the_account_is(account: str, beginning: str) -> None:
    assert why_words(why(broken("sent", "off"), account=account)).answer.startswith(beginning)


def test_somebody_with_everything() -> None:
    found = why(ok("sent", "up_to_date"), ok("answered", "agrees"), account="active")
    words = why_words(found)
    assert words.answer.startswith("Ana Souza is provisioned: the account ana is active")
    assert words.do == ()
    answer = why_json(found, words)
    assert answer["broken_at"] is None
    assert [each["link"] for each in answer["links"]] == [
        "assigned",
        "role",
        "enabled",
        "in_scope",
        "mapped",
        "matched",
        "sent",
        "answered",
    ]
    assert {each["state"] for each in answer["links"]} == {"ok"}
    assert (answer["deactivated"], answer["differences"]) == (None, [])


def test_a_deactivation_and_old_values_are_told() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    found = why(
        broken("sent", "off"),
        account="inactive",
        deactivated=Deactivation(at, "disabled", deleted=False),
        differences=(ValueDifference("displayName", "Ana New", "Ana Old", "value_at_creation"),),
    )
    words = why_words(found)
    assert "disabled in Entra" in words.more[0]
    assert "“Ana Old”" in words.more[1]
    answer = why_json(found, words)
    assert answer["broken_at"] == "sent"
    assert answer["deactivated"]["cause"] == "disabled"
    assert answer["differences"][0]["playvox"] == "Ana Old"


def test_links_that_depend_on_a_broken_one_are_not_reached() -> None:
    links = chained((broken("assigned", "not_assigned"), *FIRST[1:], ok("sent", "tried")))
    assert [each.state for each in links] == [
        "broken",
        "ok",
        "ok",
        "ok",
        "ok",
        "not_reached",
        "not_reached",
    ]


def test_the_time_of_the_next_attempt() -> None:
    assert retry_time("It will be retried again after this date: 2023-03-02T07:43:56.6507375Z UTC") == (
        "2023-03-02T07:43:56+00:00"
    )
    assert retry_time("It will be retried again after this date: soon") == ""
