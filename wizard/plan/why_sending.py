"""The last two links: whether the service sent the change, and what Playvox answered. Pure.

What the plan would do comes first, then the newest log entry of the person. An error of the log counts as
Playvox's answer unless the code is about mapping or matching, which are read live: then the service has not
tried again since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wizard.entra.logs import LogEntry
from wizard.entra.status import SynchronizationJob
from wizard.plan.actions import PlannedAction
from wizard.plan.request import Run
from wizard.plan.why import WhyAccount, WhyLink, broken, ok, unknown
from wizard.problem import Problem

_READ_LIVE = frozenset(
    {
        "log_duplicate_in_target",
        "log_duplicate_in_source",
        "log_matching_value_missing",
        "log_account_vanished",
    }
)
"""Causes of links that are read live."""
_RETRY = re.compile(r"retried again after this date:\s*([0-9T:.\-]+)")
_NOT_REACHED = WhyLink("answered", "not_reached", "not_reached")


@dataclass(frozen=True, slots=True)
class SendingFacts:
    """What decides whether anything is sent. `log` is the person's part of the provisioning log, newest
    first; `log_problem` why it could not be read. `stopped` is a reason of the plan for which the job
    processes nobody, such as `groups_refused`.
    """

    job: SynchronizationJob | None
    run: Run
    ran: bool
    next_cycle: datetime | None = None
    stopped: str = ""
    log: tuple[LogEntry, ...] = ()
    log_problem: Problem | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    """Values that the newest successful entry wrote, by target attribute."""


def sending_links(
    action: PlannedAction | None,
    reason: str,
    wanted: Mapping[str, str],
    account: WhyAccount,
    around: SendingFacts,
) -> tuple[WhyLink, WhyLink]:
    """`action` and `reason` as a plan has them, None when Playvox could not be read. `wanted` are the
    mapped values that differ, by target attribute.
    """
    newest = around.log[0] if around.log else None
    at = _time(newest.at) if newest is not None else ""
    if action == "link":
        return ok("sent", "up_to_date", at=at), ok("answered", "agrees")
    stopped = _stopped(around)
    if (
        action is None
        and stopped is None
        and newest is not None
        and newest.status in ("success", "skipped")
    ):
        return _by_log_alone(newest)
    if reason in ("creates_off", "updates_off"):
        return broken("sent", reason), _NOT_REACHED
    if stopped is not None:
        return stopped, _NOT_REACHED
    if around.log_problem is not None:
        problem = around.log_problem
        return (
            unknown("sent", "log_unread", problem=problem),
            unknown("answered", "log_unread", problem=problem),
        )
    if newest is None:
        return _never(around), _NOT_REACHED
    if newest.status == "failure" and newest.cause not in _READ_LIVE:
        return ok("sent", "tried", at=at), _refused(newest)
    if newest.status == "success" and action == "update" and _not_kept(wanted, account, newest, around):
        attributes = ", ".join(wanted)
        return ok("sent", "tried", at=at), broken("answered", "not_kept", at=at, attributes=attributes)
    return _not_again(newest, account, around), _NOT_REACHED


def _stopped(around: SendingFacts) -> WhyLink | None:
    """Why the service sends nothing for anybody; None when it does."""
    job = around.job
    if job is None:
        return broken("sent", "no_job")
    if not job.is_on:
        return broken("sent", "off")
    if job.in_quarantine:
        quarantine = job.status.quarantine if job.status else None
        reason = quarantine.reason if quarantine else ""
        newest = around.log[0] if around.log else None
        if "Escrow" in reason and newest is not None and newest.status == "failure":
            return None  # this failure is among those that led to the quarantine
        since = _time(quarantine.series_began or quarantine.current_began) if quarantine else ""
        attempt = _time(quarantine.next_attempt) if quarantine else ""
        return broken("sent", "quarantine", since=since, next=attempt, why=reason)
    return broken("sent", around.stopped) if around.stopped else None


def _by_log_alone(newest: LogEntry) -> tuple[WhyLink, WhyLink]:
    at = _time(newest.at)
    if newest.status == "skipped" and newest.cause != "log_already_equal":
        return _looked_before(newest), _NOT_REACHED
    if newest.action in ("disable", "delete"):
        return broken("sent", "deactivated_before", at=at), _NOT_REACHED
    return ok("sent", "tried", at=at), ok("answered", "accepted", at=at)


def _never(around: SendingFacts) -> WhyLink:
    if not around.ran or around.run is Run.FIRST:
        return broken("sent", "first_cycle")
    if around.run is Run.FULL:
        return broken("sent", "full_cycle")
    return broken("sent", "not_processed", next=_time(around.next_cycle))


def _refused(newest: LogEntry) -> WhyLink:
    facts = {
        "at": _time(newest.at),
        "cause": newest.cause,
        "code": newest.error_code,
        "said": newest.said,
        "next": retry_time(newest.reason),
    }
    return broken("answered", "refused", **facts)


def _not_kept(
    wanted: Mapping[str, str], account: WhyAccount, newest: LogEntry, around: SendingFacts
) -> bool:
    """Whether the newest change wrote these values, and nothing changed the account afterwards."""
    if newest.at is not None and account.modified is not None and account.modified > newest.at:
        return False
    written = {name: value.casefold() for name, value in around.written.items()}
    return bool(wanted) and all(written.get(name) == value.casefold() for name, value in wanted.items())


def _not_again(newest: LogEntry, account: WhyAccount, around: SendingFacts) -> WhyLink:
    """Why a person that the service processed before is not sent now."""
    at, following = _time(newest.at), _time(around.next_cycle)
    if newest.status == "failure":
        retry = retry_time(newest.reason)
        return broken("sent", "retried_later", at=at, cause=newest.cause, next=retry or following)
    if newest.status == "skipped" and newest.cause != "log_already_equal":
        return _looked_before(newest, following)
    if newest.action in ("disable", "delete"):
        return broken("sent", "deactivated_before", at=at, next=following)
    if newest.at is not None and account.modified is not None and account.modified > newest.at:
        return broken("sent", "changed_in_playvox", at=_time(account.modified))
    return broken("sent", "changed_since", at=at, next=following)


def _looked_before(newest: LogEntry, following: str = "") -> WhyLink:
    facts = {"at": _time(newest.at), "cause": newest.cause, "code": newest.error_code, "next": following}
    return broken("sent", "looked_before", **facts)


def retry_time(reason: str) -> str:
    """When the service tries again, from the reason of a failed entry; empty when it does not tell."""
    found = _RETRY.search(reason)
    if found is None:
        return ""
    try:
        return _time(datetime.fromisoformat(found.group(1)[:19] + "+00:00"))
    except ValueError:
        return ""


def _time(moment: datetime | None) -> str:
    """ISO 8601; the words show it in the reader's form."""
    return moment.isoformat(timespec="seconds") if moment is not None else ""
