"""Whether a change was sent and what Playvox answered, for all that job, log and account can say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.entra.logs import LogEntry, LoggedIdentity
from wizard.entra.status import Execution, JobStatus, Quarantine, Schedule, SynchronizationJob
from wizard.plan.request import Run
from wizard.plan.why import WhyAccount, WhyLink
from wizard.plan.why_reading import next_cycle
from wizard.plan.why_sending import SendingFacts, retry_time, sending_links
from wizard.problem import Problem

NOON, ONE, TWO, THREE = (
    datetime(2026, 11, 3, hour, 0, 7, 250_000, tzinfo=UTC) for hour in (12, 13, 14, 15)
)
AT_NOON, AT_ONE, AT_TWO, AT_THREE = (f"2026-11-03T{hour}:00:07+00:00" for hour in (12, 13, 14, 15))
ON = SynchronizationJob("job", schedule=Schedule("Active", "PT40M"), status=JobStatus("Active"))
OFF = replace(ON, schedule=Schedule("Disabled", "PT40M"))
REACHED_NOT: tuple[str, str, dict[str, str]] = ("not_reached", "not_reached", {})
PROBLEM = Problem("logs_need_role")
RETRY = "Will be retried again after this date: 2026-11-03T15:00:07.1234567Z."


def entry(status: str = "success", action: str = "update", **more: Any) -> LogEntry:
    return LogEntry("e", NOON, action, status, LoggedIdentity(), LoggedIdentity(), **more)


def quarantined(**more: Any) -> SynchronizationJob:
    return replace(ON, status=JobStatus("Quarantine", quarantine=Quarantine(**more)))


def facts(*log: LogEntry, **more: Any) -> SendingFacts:
    values = {"job": ON, "run": Run.INCREMENTAL, "ran": True, "next_cycle": ONE, **more}
    return SendingFacts(log=log, **values)


def judged(
    around: SendingFacts,
    action: Any = "update",
    reason: str = "",
    *,
    wanted: dict[str, str] | None = None,
    modified: datetime | None = None,
) -> tuple[Any, Any]:
    account = WhyAccount("active", "a", "ana", modified)
    sent, answered = sending_links(action, reason, wanted or {}, account, around)
    assert (sent.name, answered.name) == ("sent", "answered")
    return form(sent), form(answered)


def form(link: WhyLink) -> tuple[str, str, dict[str, str]]:
    return link.state, link.code, dict(link.facts)


def broken(code: str, /, **more: str) -> tuple[str, str, dict[str, str]]:
    return "broken", code, more


def ok(code: str, /, **more: str) -> tuple[str, str, dict[str, str]]:
    return "ok", code, more


TRIED = ok("tried", at=AT_NOON)
LOOKED = broken("looked_before", at=AT_NOON, cause="c", code="Code", next="")
SEEN = {"cause": "c", "error_code": "Code"}
NOT_SENT = [
    # What stops the job stops everybody, whatever a plan would do.
    (facts(job=None), "update", "", broken("no_job")),
    (facts(job=replace(ON, schedule=None)), "update", "", broken("off")),
    (facts(job=OFF), "update", "", broken("off")),
    (facts(job=OFF), None, "", broken("off")),
    (facts(entry(), job=OFF), None, "", broken("off")),
    (facts(stopped="groups_refused"), "create", "", broken("groups_refused")),
    (facts(log_problem=PROBLEM, stopped="groups_refused"), "create", "", broken("groups_refused")),
    (
        facts(job=quarantined(reason="R", current_began=ONE, series_began=NOON, next_attempt=TWO)),
        "update",
        "",
        broken("quarantine", since=AT_NOON, next=AT_TWO, why="R"),
    ),
    (
        facts(job=quarantined(reason="R", current_began=ONE)),
        "update",
        "",
        broken("quarantine", since=AT_ONE, next="", why="R"),
    ),
    (
        facts(job=replace(ON, status=JobStatus("Quarantine"))),
        "update",
        "",
        broken("quarantine", since="", next="", why=""),
    ),
    # Escrows led to the quarantine only where this person failed.
    (
        facts(entry(), job=quarantined(reason="TooManyEscrows")),
        "update",
        "",
        broken("quarantine", since="", next="", why="TooManyEscrows"),
    ),
    (
        facts(job=quarantined(reason="TooManyEscrows")),
        "update",
        "",
        broken("quarantine", since="", next="", why="TooManyEscrows"),
    ),
    (
        facts(entry("failure"), job=quarantined(reason="Other")),
        "update",
        "",
        broken("quarantine", since="", next="", why="Other"),
    ),
    # The mapping never creates or updates.
    (facts(), "skip", "creates_off", broken("creates_off")),
    (facts(job=OFF), "skip", "updates_off", broken("updates_off")),
    # Never processed.
    (facts(ran=False), "create", "", broken("first_cycle")),
    (facts(run=Run.FIRST), "create", "", broken("first_cycle")),
    (facts(run=Run.FULL), "create", "", broken("full_cycle")),
    (facts(), "create", "", broken("not_processed", next=AT_ONE)),
    (facts(next_cycle=None), "create", "", broken("not_processed", next="")),
    # Processed before, and not again.
    (
        facts(entry("failure", cause="log_duplicate_in_target")),
        "create",
        "",
        broken("retried_later", at=AT_NOON, cause="log_duplicate_in_target", next=AT_ONE),
    ),
    (
        facts(entry("failure", cause="log_account_vanished", reason=RETRY)),
        "create",
        "",
        broken("retried_later", at=AT_NOON, cause="log_account_vanished", next=AT_THREE),
    ),
    (
        facts(entry("skipped", **SEEN)),
        "create",
        "",
        broken("looked_before", at=AT_NOON, cause="c", code="Code", next=AT_ONE),
    ),
    (
        facts(entry("skipped", cause="log_already_equal")),
        "update",
        "",
        broken("changed_since", at=AT_NOON, next=AT_ONE),
    ),
    (facts(entry(action="disable")), "update", "", broken("deactivated_before", at=AT_NOON, next=AT_ONE)),
    (facts(entry(action="delete")), "create", "", broken("deactivated_before", at=AT_NOON, next=AT_ONE)),
    (facts(entry()), "update", "", broken("changed_since", at=AT_NOON, next=AT_ONE)),
    (facts(entry(action="create")), "create", "", broken("changed_since", at=AT_NOON, next=AT_ONE)),
    # Playvox cannot be read, so the log alone tells.
    (facts(entry("skipped", **SEEN)), None, "", LOOKED),
    (facts(entry(action="disable")), None, "", broken("deactivated_before", at=AT_NOON)),
    (facts(entry(action="delete")), None, "", broken("deactivated_before", at=AT_NOON)),
    (facts(), None, "", broken("not_processed", next=AT_ONE)),
]


@pytest.mark.parametrize(("around", "action", "reason", "expected"), NOT_SENT)
def test_not_sent(around: SendingFacts, action: Any, reason: str, expected: Any) -> None:
    assert judged(around, action, reason) == (expected, REACHED_NOT)


def refused(**more: str) -> tuple[str, str, dict[str, str]]:
    return broken("refused", **{"at": AT_NOON, "cause": "", "code": "", "said": "", "next": "", **more})


FAILED = entry("failure", cause="log_conflict", error_code="Conflict", said="no", reason=RETRY)
SENT = [
    (facts(entry()), "link", ok("up_to_date", at=AT_NOON), ok("agrees")),
    (facts(job=None), "link", ok("up_to_date", at=""), ok("agrees")),
    (facts(entry()), None, TRIED, ok("accepted", at=AT_NOON)),
    (facts(entry("skipped", cause="log_already_equal")), None, TRIED, ok("accepted", at=AT_NOON)),
    (
        facts(FAILED),
        "update",
        TRIED,
        refused(cause="log_conflict", code="Conflict", said="no", next=AT_THREE),
    ),
    (facts(FAILED), None, TRIED, refused(cause="log_conflict", code="Conflict", said="no", next=AT_THREE)),
    (facts(entry("failure")), "create", TRIED, refused()),
    (facts(entry("failure"), job=quarantined(reason="TooManyEscrows")), "create", TRIED, refused()),
]


@pytest.mark.parametrize(("around", "action", "sent", "answered"), SENT)
def test_sent(around: SendingFacts, action: Any, sent: Any, answered: Any) -> None:
    assert judged(around, action) == (sent, answered)


@pytest.mark.parametrize("action", ["create", None])
def test_without_the_log_nothing_is_claimed(action: Any) -> None:
    sent, answered = sending_links(action, "", {}, WhyAccount("none"), facts(log_problem=PROBLEM))
    assert sent == WhyLink("sent", "unknown", "log_unread", {}, PROBLEM)
    assert answered == WhyLink("answered", "unknown", "log_unread", {}, PROBLEM)


WANTED = {"displayName": "Ana", "title": "Lead"}
NOT_KEPT = (TRIED, broken("not_kept", at=AT_NOON, attributes="displayName, title"))
SINCE = (broken("changed_since", at=AT_NOON, next=AT_ONE), REACHED_NOT)
KEPT = [
    (WANTED, None, "update", NOT_KEPT),
    ({name: value.upper() for name, value in WANTED.items()}, NOON, "update", NOT_KEPT),
    ({"displayName": "Ana"}, None, "update", SINCE),
    ({**WANTED, "title": "Other"}, None, "update", SINCE),
    (WANTED, ONE, "update", (broken("changed_in_playvox", at=AT_ONE), REACHED_NOT)),
    (WANTED, None, "create", SINCE),
]


@pytest.mark.parametrize(("written", "modified", "action", "expected"), KEPT)
def test_values_that_playvox_did_not_keep(
    written: dict[str, str], modified: datetime | None, action: Any, expected: Any
) -> None:
    around = facts(entry(), written=written)
    assert judged(around, action, wanted=WANTED, modified=modified) == expected


def test_nothing_wanted_is_nothing_lost() -> None:
    assert judged(facts(entry(), written=WANTED)) == SINCE


def test_times_that_are_missing() -> None:
    timeless = facts(replace(entry(), at=None), next_cycle=None)
    assert judged(timeless, modified=TWO) == (broken("changed_since", at="", next=""), REACHED_NOT)
    assert judged(replace(timeless, written=WANTED), wanted=WANTED, modified=TWO)[1][1] == "not_kept"


@pytest.mark.parametrize(
    ("reason", "time"),
    [
        (RETRY, AT_THREE),
        ("retried again after this date:2026-11-03T15:00:07", AT_THREE),
        ("retried again after this date: 2026-13-03T15:00:07", ""),
        ("retried again after this date: soon", ""),
        ("", ""),
    ],
)
def test_when_the_service_tries_again(reason: str, time: str) -> None:
    assert retry_time(reason) == time


def job_of(interval: str, ended: datetime | None = NOON) -> SynchronizationJob:
    return SynchronizationJob(
        "job",
        schedule=Schedule("Active", interval),
        status=JobStatus("Active", last_execution=Execution("Succeeded", time_ended=ended)),
    )


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (job_of("PT60M"), ONE),
        (job_of("PT2H"), TWO),
        (job_of("often"), None),
        (job_of("P999999999D"), None),
        (job_of("PT60M", None), None),
        (replace(job_of("PT60M"), schedule=None), None),
        (replace(job_of("PT60M"), status=None), None),
        (replace(job_of("PT60M"), status=JobStatus("Active")), None),
        (None, None),
    ],
)
def test_the_next_cycle_is_estimated(job: SynchronizationJob | None, expected: datetime | None) -> None:
    assert next_cycle(job) == expected
